#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fits the weights that tell when an event happened (core/when/moments.def).

    tools/train/moments.py --build build/release --fit GOLD:ARTICLES … [--fit-part GOLD:ARTICLES …] [--hold 38]
        [--check GOLD:ARTICLES …] [--write core/lexicon/words/moments.txt]

A choice is an event whose type gold tells in that sentence; right is every candidate that agrees with gold's date, or no date where gold has
none; dates that gold had to infer are left out. Softmax over the candidates, L2 penalty, gradient descent; no library. What an event may
take over from the one before it depends on the present weights: build and run it three times. Prints how many are right: on what was fitted
with articles left out in turn (five parts), on the ids of `--fit-part` that end in a digit of `--hold`, and on each set to check.
"""
import argparse
import json
import os
import random
import subprocess
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HEADER = """# When an event happened: what speaks for a date, written by tools/train/moments.py. What the names mean: core/when/moments.def;
# "own.past" counts for that source of a date and that tense of the event's clause only, "….above" for the finite verb above it, "….status"
# for the event's status. The date with the largest sum is taken; one of them is no date ("none").
@table moments
@columns name weight:real
@index name

"""


def load(name, path):
    loader = SourceFileLoader(name, path)
    module = module_from_spec(spec_from_loader(name, loader))
    loader.exec_module(module)
    return module


CAST = load("cast", os.path.join(ROOT, "tools/train/cast.py"))
SCORE = CAST.SCORE


def told_there(gold, raw, words):
    """Gold's own words in its own sentence: a later telling may stand where the text gives no date."""
    for s, t in SCORE.spans_of(raw, gold.get("sentence") or ""):
        if any(SCORE.overlap(words, (s + a, s + b)) for a, b in SCORE.spans_of(raw[s:t], gold.get("trigger") or "")):
            return True
    return False


def choices(build, pair):
    """(article, right or not and features of each candidate, what is shown of it)"""
    golds = {str(g["id"]): (g, a) for g, a in CAST.ARTICLES(pair)}
    feed = "".join(json.dumps(a, ensure_ascii=False) + "\n" for _, a in golds.values())
    told = subprocess.run([os.path.join(build, "bin/dragoman-train"), "--moments", os.path.join(build, "share/dragoman.model")],
                          input=feed, capture_output=True, text=True, check=True).stdout
    seen = {}
    for line in told.split("\n")[:-1]:
        article, start, end, kind, first, last, features = line.split("\t")
        date = {"start": first, "end": last} if first else None
        known = {k: float(v) for k, v in (x.split("=") for x in features.split())}
        seen.setdefault((article, int(start), int(end), kind), []).append((date, known))
    out = []
    for (article, start, end, kind), rows in seen.items():
        gold, a = golds[article]
        data = a["text"].encode()
        words = (len(data[:start].decode()), len(data[:end].decode()))
        g = CAST.gold_of(gold["events"], a["text"], words, kind)
        if not g or g.get("date_inferred") or not told_there(g, a["text"], words):
            continue
        out.append((article, [(bool(SCORE.date_same(g.get("date"), date)), x) for date, x in rows],
                    (g.get("trigger"), g.get("date"), [d and (d["start"], d["end"]) for d, _ in rows], g.get("sentence"))))
    return out


def report(title, w_of, data, show=0):
    right = sum(rows[CAST.best(w_of(a), rows)][0] for a, rows, _ in data)
    reach = sum(any(r for r, _ in rows) for _, rows, _ in data)
    print(f"{title}: {right} of {len(data)} right, {right / max(1, len(data)):.3f}; {reach} could be", flush=True)
    wrong = [(a, rows, about) for a, rows, about in data if not rows[CAST.best(w_of(a), rows)][0]]
    for a, rows, (words, date, dates, sentence) in wrong[:show]:
        i = CAST.best(w_of(a), rows)
        print(f"  {a}: {words!r} in {sentence!r}: {date}, not {dates[i]}; of {dates}")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--build", required=True)
    ap.add_argument("--fit", nargs="+", required=True, metavar="GOLD:ARTICLES")
    ap.add_argument("--fit-part", nargs="*", default=[], metavar="GOLD:ARTICLES")
    ap.add_argument("--check", nargs="*", default=[], metavar="GOLD:ARTICLES")
    ap.add_argument("--hold", default="38")
    ap.add_argument("--penalty", type=float, default=3.0)
    ap.add_argument("--show", type=int, default=0, help="so many wrong choices, of articles left out")
    ap.add_argument("--write")
    args = ap.parse_args()
    seen = {pair: choices(args.build, pair) for pair in args.fit + args.fit_part}
    held = [c for pair in args.fit_part for c in seen[pair] if c[0][-1] in args.hold]
    data = [c for pair in seen for c in seen[pair] if pair in args.fit or c[0][-1] not in args.hold]
    names = sorted({c[0] for c in data})
    random.Random(1).shuffle(names)
    part = {a: i % 5 for i, a in enumerate(names)}
    apart = [CAST.fit([c[1] for c in data if part[c[0]] != k], args.penalty) for k in range(5)]
    for pair in seen:
        report(f"{pair.split(':')[0]}, left out in turn", lambda a: apart[part[a]],
               [c for c in seen[pair] if c[0] in part], args.show)
    w = CAST.fit([c[1] for c in data], args.penalty)
    report("fitted on", lambda a: w, data)
    report("held back", lambda a: w, held)
    for pair in args.check:
        report(pair.split(":")[0], lambda a: w, choices(args.build, pair))
    if args.write:
        with open(args.write, "w", encoding="utf-8") as f:
            f.write(HEADER)
            f.writelines(f"{k} | {w[k]:.3f}\n" for k in sorted(w))


if __name__ == "__main__":
    main()
