#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fits the weights that tell who is meant where the words of an event name nobody (core/event/cast.def).

    tools/train/cast.py --build build/release --fit GOLD:ARTICLES … [--check GOLD:ARTICLES …] [--hold 38]
        [--write core/lexicon/words/cast.txt]

A choice is one empty side of an event whose type gold tells in that sentence; right is every candidate that gold names on that side (on either
side of what both do), or nobody where gold has nobody. Softmax over the candidates, L2 penalty, gradient descent; no library. Choices depend
a little on those that the present weights make for the actors: run it twice. Prints how many are right: on what was fitted with articles left
out in turn (three parts), on ids that end in a digit of `--hold`, and on each set to check.
"""
import argparse
import collections
import json
import os
import random
import subprocess
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader

import numpy
import scipy.optimize

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HEADER = """# Who is meant where the words of an event name nobody: what speaks for a candidate as actor and as recipient, written by
# tools/train/cast.py. What the names mean: core/event/cast.def; "ACCUSE.gov" counts for that type and that kind of candidate only. The
# candidate with the largest sum is taken; one of them is nobody ("none").
@table cast
@columns name actor:real recipient:real
@index name

"""


def load(name, path):
    loader = SourceFileLoader(name, path)
    module = module_from_spec(spec_from_loader(name, loader))
    loader.exec_module(module)
    return module


SCORE = load("score", os.path.join(ROOT, "tests/eval/score"))
ARTICLES = load("confidence", os.path.join(ROOT, "tools/train/confidence.py")).articles


def keys(person):
    """of "code|sectors|name|name …", as the scorer knows people"""
    code, sectors, *names = person.strip(" ").split("|")
    key = SCORE.actor_key(code, set(sectors.split()))
    return ({"code:" + key} if key else set()) | {"name:" + SCORE.norm(n) for n in names if n}


def people(field):
    return [keys(p) for p in field.split(";") if p.strip()]


def gold_of(golds, raw, words, kind):
    """the gold event of that type whose words, else sentence, those of the event are in"""
    best = None
    for g in golds:
        if kind not in {g["type"], *(g.get("alt_types") or [])}:
            continue
        sentence = SCORE.spans_of(raw, g.get("sentence") or "")
        trigger = [(s + a, s + b) for s, t in sentence for a, b in SCORE.spans_of(raw[s:t], g.get("trigger") or "")]
        trigger += [s for o in g.get("other_triggers") or [] for s in SCORE.spans_of(raw, o)]
        near = 2 if any(SCORE.overlap(words, s) for s in trigger) else any(SCORE.overlap(words, s) for s in sentence)
        if near and (best is None or near > best[0]):
            best = (near, g)
    return best[1] if best else None


def wanted(g, side, actors, recipients, codes):
    source, target = SCORE.gold_people(g, "source", codes), SCORE.gold_people(g, "target", codes)
    both = g["type"] in SCORE.SYMMETRIC or sorted(map(sorted, source)) == sorted(map(sorted, target))
    if not both:
        return target if side else source
    return [x for x in source + target if not any(SCORE.same(x, k) for k in actors + recipients)]


def choices(build, pair):
    """(article, side, right or not and features of each candidate)"""
    golds = {str(g["id"]): (g, a) for g, a in ARTICLES(pair)}
    feed = "".join(json.dumps(a, ensure_ascii=False) + "\n" for _, a in golds.values())
    told = subprocess.run([os.path.join(build, "bin/dragoman-train"), "--cast", os.path.join(build, "share/dragoman.model")],
                          input=feed, capture_output=True, text=True, check=True).stdout
    seen = {}
    for line in told.split("\n")[:-1]:
        article, start, end, kind, side, actors, recipients, who, features = line.split("\t")
        seen.setdefault((article, int(start), int(end), kind, int(side)), []).append((actors, recipients, who, features))
    out = []
    for (article, start, end, kind, side), rows in seen.items():
        gold, a = golds[article]
        data = a["text"].encode()
        words = (len(data[:start].decode()), len(data[:end].decode()))
        g = gold_of(gold["events"], a["text"], words, kind)
        if not g:
            continue
        codes = {e["name"]: SCORE.primary(e.get("code") or e.get("affiliation")) for e in gold.get("entities") or []}
        right = wanted(g, side, people(rows[0][0]), people(rows[0][1]), codes)
        marks = [bool(who) and any(SCORE.same(x, keys(who)) for x in right) for _, _, who, _ in rows]
        marks[-1] = not right
        out.append((article, side, list(zip(marks, [{k: float(v) for k, v in (x.split("=") for x in r[3].split())} for r in rows]))))
    return out


def total(w, x):
    return sum(w.get(k, 0.0) * v for k, v in x.items())


def best(w, rows):
    sums = [total(w, x) for _, x in rows]
    return sums.index(max(sums))


def fit(data, penalty=6.0, rounds=200):
    """weights by name: the softmax over the candidates of each choice gives those that are right as much as it can"""
    data = [rows for rows in data if any(right for right, _ in rows)]
    seen = collections.Counter(k for rows in data for _, x in rows for k in x)
    names = sorted(k for k in seen if seen[k] >= 5)
    at = {k: i for i, k in enumerate(names)}
    size = sum(len(rows) for rows in data)
    x, right, group = numpy.zeros((size, len(names)), numpy.float32), numpy.zeros(size, bool), numpy.zeros(size, int)
    row = 0
    for i, rows in enumerate(data):
        for good, features in rows:
            right[row], group[row] = good, i
            for k, v in features.items():
                if k in at:
                    x[row, at[k]] = v
            row += 1
    starts = numpy.searchsorted(group, range(len(data)))

    def loss(w):
        sums = x @ w
        p = numpy.exp(sums - numpy.maximum.reduceat(sums, starts)[group])
        good = numpy.where(right, p, 0)
        whole, part = numpy.add.reduceat(p, starts), numpy.add.reduceat(good, starts)
        slope = x.T @ (good / part[group] - p / whole[group])
        return numpy.log(whole / part).sum() + penalty / 2 * (w @ w), penalty * w - slope

    w = scipy.optimize.minimize(loss, numpy.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": rounds}).x
    return dict(zip(names, map(float, w)))


def report(title, w_of, data):
    for side, name in enumerate(("actors", "recipients")):
        mine = [(a, rows) for a, s, rows in data if s == side]
        right = sum(rows[best(w_of(a, side), rows)][0] for a, rows in mine)
        reach = sum(any(r for r, _ in rows) for _, rows in mine)
        print(f"{title}, {name}: {right} of {len(mine)} right, {right / max(1, len(mine)):.3f}; {reach} could be")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--build", required=True)
    ap.add_argument("--fit", nargs="+", required=True, metavar="GOLD:ARTICLES")
    ap.add_argument("--check", nargs="*", default=[], metavar="GOLD:ARTICLES")
    ap.add_argument("--hold", default="38")
    ap.add_argument("--write")
    args = ap.parse_args()
    everything = [c for pair in args.fit for c in choices(args.build, pair)]
    data = [c for c in everything if c[0][-1] not in args.hold]
    names = sorted({a for a, _, _ in data})
    random.Random(1).shuffle(names)
    part = {a: i % 3 for i, a in enumerate(names)}
    apart = [[fit([rows for a, s, rows in data if s == side and part[a] != k]) for side in (0, 1)] for k in range(3)]
    report("fitted on, left out in turn", lambda a, side: apart[part[a]][side], data)
    w = [fit([rows for _, s, rows in data if s == side]) for side in (0, 1)]
    report("held back", lambda a, side: w[side], [c for c in everything if c[0][-1] in args.hold])
    for pair in args.check:
        report(pair.split(":")[0], lambda a, side: w[side], choices(args.build, pair))
    if args.write:
        with open(args.write, "w", encoding="utf-8") as f:
            f.write(HEADER)
            for k in sorted({*w[0], *w[1]}):
                if max(abs(w[0].get(k, 0.0)), abs(w[1].get(k, 0.0))) >= 0.02:
                    f.write(f"{k} | {w[0].get(k, 0.0):.3f} | {w[1].get(k, 0.0):.3f}\n")


if __name__ == "__main__":
    main()
