#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Counts how often events of each CAMEO code are about each PLOVER context, and fits what the words add (core/event/contexts.c).

    tools/train/contexts.py --build build/release --fit GOLD:ARTICLES … [--check GOLD:ARTICLES …] [--hold 38] [--least 0.3]
        [--write core/lexicon/words/contexts.txt]

Log odds are smoothed: a code towards its type, a type towards all events. The logistic model over them and the words is fitted on odds counted without
the article (five parts), so that it learns how far they can be believed; Newton's method, no library. Prints precision, recall and F1 of contexts.
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
NAMES = re.findall(r"CONTEXT\((\w+)\)", open(os.path.join(ROOT, "core/doc/codes.def"), encoding="utf-8").read())
SEEN_TYPE, SEEN_CODE, UNSEEN = 8, 5, -5.0
HEADER = """# What events are about: weights, and the log odds that an event of a CAMEO code (else of a type) is about a context, counted in annotated articles.
# Written by tools/train/contexts.py; the words of the contexts are in events/contexts.txt.
@table context_weights
@columns name weight:real
@index name

"""
ODDS = """
@table context_odds
@columns code context odds:real
@index code

"""


def load(name, path):
    loader = SourceFileLoader(name, path)
    module = module_from_spec(spec_from_loader(name, loader))
    loader.exec_module(module)
    return module


CAST = load("cast", os.path.join(ROOT, "tools/train/cast.py"))
SOLVE = load("confidence", os.path.join(ROOT, "tools/train/confidence.py")).solve


def events(build, pair):
    """(article, type, code, context -> (sentence, below, share), contexts of gold)"""
    golds = {str(g["id"]): (g, a) for g, a in CAST.ARTICLES(pair)}
    feed = "".join(json.dumps(a, ensure_ascii=False) + "\n" for _, a in golds.values())
    told = subprocess.run([os.path.join(build, "bin/dragoman-train"), "--contexts", os.path.join(build, "share/dragoman.model")],
                          input=feed, capture_output=True, text=True, check=True).stdout
    out = []
    for line in told.split("\n")[:-1]:
        article, start, end, kind, code, found = line.split("\t")
        gold, a = golds[article]
        data = a["text"].encode()
        g = CAST.gold_of(gold["events"], a["text"], (len(data[: int(start)].decode()), len(data[: int(end)].decode())), kind)
        if g and g.get("core", True) and g.get("topics"):
            seen = {n: tuple(map(float, v.split(","))) for n, v in (x.split("=") for x in found.split())}
            out.append((article, kind, code, seen, set(g["topics"])))
    return out


def odds_of(data):
    """(code or type) -> context -> log odds"""
    every, by_type, by_code, types, codes = {}, {}, {}, {}, {}
    for _, kind, code, _, topics in data:
        types[kind] = types.get(kind, 0) + 1
        codes[code, kind] = codes.get((code, kind), 0) + 1
        for t in topics:
            every[t] = every.get(t, 0) + 1
            by_type[kind, t] = by_type.get((kind, t), 0) + 1
            by_code[code, t] = by_code.get((code, t), 0) + 1
    out = {}
    for t in NAMES:
        all_p = (every.get(t, 0) + 0.5) / (len(data) + 1)
        for kind, n in types.items():
            p = (by_type.get((kind, t), 0) + SEEN_TYPE * all_p) / (n + SEEN_TYPE)
            out.setdefault(kind, {})[t] = math.log(p / (1 - p))
        for (code, kind), n in codes.items():
            p = 1 / (1 + math.exp(-out[kind][t]))
            q = (by_code.get((code, t), 0) + SEEN_CODE * p) / (sum(m for (c, _), m in codes.items() if c == code) + SEEN_CODE)
            out.setdefault(code, {})[t] = math.log(q / (1 - q))
    return out


def features(odds, event, context):
    _, kind, code, seen, _ = event
    s, b, share = seen.get(context, (0.0, 0.0, 0.0))
    known = odds.get(code) or odds.get(kind) or {}
    return [1.0, max(UNSEEN, known.get(context, UNSEEN)), s, b, share]


def fit(rows, rounds=25, penalty=0.5):
    n = 5
    w = [0.0] * n
    for _ in range(rounds):
        g = [-penalty * a for a in w]
        h = [[penalty * (i == j) for j in range(n)] for i in range(n)]
        for x, right in rows:
            p = 1 / (1 + math.exp(-max(-30, min(30, sum(a * b for a, b in zip(w, x))))))
            for i in range(n):
                if x[i]:
                    g[i] += (right - p) * x[i]
                    for j in range(n):
                        h[i][j] += p * (1 - p) * x[i] * x[j]
        w = [a + b for a, b in zip(w, SOLVE(h, g))]
    return w


def report(title, data, odds, w, least):
    hit = told = gold = 0
    for e in data:
        got = {c for c in NAMES if sum(a * b for a, b in zip(w, features(odds, e, c))) >= least}
        hit, told, gold = hit + len(got & e[4]), told + len(got), gold + len(e[4])
    print(f"{title}: {len(data)} events, P {hit / max(1, told):.3f} R {hit / max(1, gold):.3f} F1 {2 * hit / max(1, told + gold):.3f}")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--build", required=True)
    ap.add_argument("--fit", nargs="+", required=True, metavar="GOLD:ARTICLES")
    ap.add_argument("--check", nargs="*", default=[], metavar="GOLD:ARTICLES")
    ap.add_argument("--hold", default="38")
    ap.add_argument("--least", type=float, default=0.3, help="probability from which a context is told")
    ap.add_argument("--write")
    args = ap.parse_args()
    everything = [e for pair in args.fit for e in events(args.build, pair)]
    data = [e for e in everything if e[0][-1] not in args.hold]
    names = sorted({e[0] for e in data})
    random.Random(1).shuffle(names)
    part = {a: i % 5 for i, a in enumerate(names)}
    apart = [odds_of([e for e in data if part[e[0]] != k]) for k in range(5)]
    w = fit([(features(apart[part[e[0]]], e, c), c in e[4]) for e in data for c in NAMES])
    least, odds = math.log(args.least / (1 - args.least)), odds_of(data)
    report("held back", [e for e in everything if e[0][-1] in args.hold], odds, w, least)
    for pair in args.check:
        report(pair.split(":")[0], events(args.build, pair), odds, w, least)
    if args.write:
        with open(args.write, "w", encoding="utf-8") as f:
            f.write(HEADER)
            f.writelines(f"{n} | {v:.4f}\n" for n, v in zip(["always", "odds", "sentence", "below", "article", "least"], w + [least]))
            f.write(ODDS)
            for code in sorted(odds):
                f.writelines(f"{code} | {c} | {v:.2f}\n" for c, v in odds[code].items() if v > UNSEEN)


if __name__ == "__main__":
    main()
