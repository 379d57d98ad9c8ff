#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fits the weights that tell whose police, court or protesters are meant, and where a village lies (core/entity/homeland.def).

    tools/train/homelands.py --build build/release --fit GOLD:ARTICLES … [--check GOLD:ARTICLES …] [--hold 38]
        [--write core/lexicon/words/homelands.txt]

A choice is a nameless actor without a country in an article; its right country is what gold gives a participant of that wording in an
event of the same sentence, else an entity of that wording, where all agree. For a place it is the country of the event in that sentence
that gold places there. Softmax over the candidates, L2 penalty, gradient descent;
no library. Prints how many choices are right: on what was fitted with articles left out in turn (five parts), on ids that end in a digit
of `--hold`, and on each set to check.
"""
import argparse
import json
import math
import os
import random
import re
import subprocess
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
NAMES = re.findall(r"^H\((\w+)\)", open(os.path.join(ROOT, "core/entity/homeland.def"), encoding="utf-8").read(), re.M)
HEADER = """# Whose police, court or protesters are meant where no country stands with them (weight), and in which country a place lies (place): what
# speaks for a candidate, written by tools/train/homelands.py. What the names mean: core/entity/homeland.def. The country with the largest sum is taken.
@table homelands
@columns name weight:real place:real
@index name

"""


def load(name, path):
    loader = SourceFileLoader(name, path)
    module = module_from_spec(spec_from_loader(name, loader))
    loader.exec_module(module)
    return module


SCORE = load("score", os.path.join(ROOT, "tests/eval/score"))
ARTICLES = load("confidence", os.path.join(ROOT, "tools/train/confidence.py")).articles


def right_country(gold, raw, start, words):
    names = set()
    for event in gold.get("events") or []:
        if not any(a <= start < b for a, b in SCORE.spans_of(raw, event["sentence"])):
            continue
        for side in ("source", "target"):
            people, codes = event.get(side) or [], event.get(side + "_codes") or []
            if len(people) == len(codes):
                names |= {SCORE.primary(c) for n, c in zip(people, codes) if c and f" {words} " in f" {SCORE.norm(n)} "}
    if not names:
        for entity in gold.get("entities") or []:
            code = SCORE.primary(entity.get("code") or entity.get("affiliation"))
            if code and words in {re.sub(r"^the ", "", SCORE.norm(m)) for m in entity["mentions"] + [entity["name"]]}:
                names.add(code)
    return names.pop() if len(names) == 1 else None


def country_of_place(gold, raw, start, words):
    names = set()
    for event in gold.get("events") or []:
        place = SCORE.norm(event.get("place") or "")
        if words in place and event.get("place_country") and any(a <= start < b for a, b in SCORE.spans_of(raw, event["sentence"])):
            names.add(event["place_country"])
    return names.pop() if len(names) == 1 else None


def choices(build, pair):
    """(kind, article, index of the right candidate or None, features of each candidate)"""
    golds = {str(g["id"]): (g, a) for g, a in ARTICLES(pair)}
    feed = "".join(json.dumps(a, ensure_ascii=False) + "\n" for _, a in golds.values())
    told = subprocess.run([os.path.join(build, "bin/dragoman-train"), "--homelands", os.path.join(build, "share/dragoman.model")],
                          input=feed, capture_output=True, text=True, check=True).stdout
    seen = {}
    for line in told.splitlines():
        kind, article, start, end, code, features = line.split("\t")
        known = {k: float(v) for k, v in (x.split("=") for x in features.split())}
        seen.setdefault((kind, article, int(start), int(end)), []).append((code, [known.get(n, 0.0) for n in NAMES]))
    out = []
    for (kind, article, start, end), candidates in seen.items():
        gold, a = golds[article]
        data = a["text"].encode()
        code = (country_of_place if kind == "place" else right_country)(gold, a["text"], len(data[:start].decode()), SCORE.norm(data[start:end].decode()))
        if code:
            codes = [c for c, _ in candidates]
            out.append((kind, article, codes.index(code) if code in codes else None, [x for _, x in candidates]))
    return out


def best(w, candidates):
    sums = [sum(a * b for a, b in zip(w, x)) for x in candidates]
    return sums.index(max(sums))


def fit(data, penalty=2.0, rounds=300, rate=0.1):
    n = len(NAMES)
    w, mean, square = [0.0] * n, [0.0] * n, [0.0] * n
    for step in range(1, rounds + 1):
        gradient = [-penalty * a for a in w]
        for _, right, candidates in data:
            if right is None:
                continue
            sums = [sum(a * b for a, b in zip(w, x)) for x in candidates]
            top = max(sums)
            p = [math.exp(s - top) for s in sums]
            total = sum(p)
            for i, x in enumerate(candidates):
                share = (i == right) - p[i] / total
                for k, v in enumerate(x):
                    if v:
                        gradient[k] += share * v
        for k in range(n):  # Adam
            mean[k] = 0.9 * mean[k] + 0.1 * gradient[k]
            square[k] = 0.999 * square[k] + 0.001 * gradient[k] ** 2
            w[k] += rate * mean[k] / (1 - 0.9**step) / (math.sqrt(square[k] / (1 - 0.999**step)) + 1e-8)
    return w


def report(title, w_of, data):
    right = sum(r is not None and best(w_of(a), x) == r for a, r, x in data)
    print(f"{title}: {right} of {len(data)} right, {right / max(1, len(data)):.3f}")


def measured(kind, everything, checks, hold):
    everything = [c[1:] for c in everything if c[0] == kind]
    data = [c for c in everything if c[0][-1] not in hold]
    names = sorted({a for a, _, _ in data})
    random.Random(1).shuffle(names)
    part = {a: i % 5 for i, a in enumerate(names)}
    apart = [fit([c for c in data if part[c[0]] != k]) for k in range(5)]
    report(f"{kind}: fitted on, left out in turn", lambda a: apart[part[a]], data)
    w = fit(data)
    report(f"{kind}: held back", lambda a: w, [c for c in everything if c[0][-1] in hold])
    for name, found in checks.items():
        report(f"{kind}: {name}", lambda a: w, [c[1:] for c in found if c[0] == kind])
    return w


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--build", required=True)
    ap.add_argument("--fit", nargs="+", required=True, metavar="GOLD:ARTICLES")
    ap.add_argument("--check", nargs="*", default=[], metavar="GOLD:ARTICLES")
    ap.add_argument("--hold", default="38")
    ap.add_argument("--write")
    args = ap.parse_args()
    everything = [c for pair in args.fit for c in choices(args.build, pair)]
    checks = {pair.split(":")[0]: choices(args.build, pair) for pair in args.check}
    w = [measured(kind, everything, checks, args.hold) for kind in ("people", "place")]
    if args.write:
        with open(args.write, "w", encoding="utf-8") as f:
            f.write(HEADER)
            f.writelines(f"{n} | {a:.3f} | {b:.3f}\n" for n, a, b in zip(NAMES, *w))


if __name__ == "__main__":
    main()
