#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Counts how often events of each CAMEO code are about each PLOVER context, and fits what the words add (core/event/contexts.c).

    tools/train/contexts.py --build build/release --fit GOLD:ARTICLES … [--check GOLD:ARTICLES …] [--hold 38] [--least 0.3]
        [--write core/lexicon/words/contexts.txt]

Log odds are smoothed: a code towards its type, a type towards all events. The logistic model over them and the words is fitted on odds counted without
the article (five parts), so that it learns how far they can be believed; Newton's method, no library. Prints precision, recall and F1 of contexts.
"""
import math

from confidence import solve
from gold import event_at, in_characters, names_in, options, parts, told, write

NAMES = names_in("core/doc/codes.def", r"CONTEXT\((\w+)\)")
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


def events(build, pair):
    """(article, type, code, context -> (sentence, below, share), contexts of gold)"""
    golds, lines = told(build, "--contexts", pair)
    out = []
    for article, start, end, kind, code, found in lines:
        gold, a = golds[article]
        g = event_at(gold["events"], a["text"], in_characters(a["text"], start, end), kind)
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
        w = [a + b for a, b in zip(w, solve(h, g))]
    return w


def report(title, data, odds, w, least):
    hit = told = gold = 0
    for e in data:
        got = {c for c in NAMES if sum(a * b for a, b in zip(w, features(odds, e, c))) >= least}
        hit, told, gold = hit + len(got & e[4]), told + len(got), gold + len(e[4])
    print(f"{title}: {len(data)} events, P {hit / max(1, told):.3f} R {hit / max(1, gold):.3f} F1 {2 * hit / max(1, told + gold):.3f}")


def main():
    ap = options(__doc__)
    ap.add_argument("--least", type=float, default=0.3, help="probability from which a context is told")
    args = ap.parse_args()
    everything = [e for pair in args.fit for e in events(args.build, pair)]
    data = [e for e in everything if e[0][-1] not in args.hold]
    part = parts((e[0] for e in data), 5)
    apart = [odds_of([e for e in data if part[e[0]] != k]) for k in range(5)]
    w = fit([(features(apart[part[e[0]]], e, c), c in e[4]) for e in data for c in NAMES])
    least, odds = math.log(args.least / (1 - args.least)), odds_of(data)
    report("held back", [e for e in everything if e[0][-1] in args.hold], odds, w, least)
    for pair in args.check:
        report(pair.split(":")[0], events(args.build, pair), odds, w, least)
    if args.write:
        weights = "".join(f"{n} | {v:.4f}\n" for n, v in zip(["always", "odds", "sentence", "below", "article", "least"], w + [least]))
        write(args.write, HEADER + weights + ODDS,
              (f"{code} | {c} | {v:.2f}\n" for code in sorted(odds) for c, v in odds[code].items() if v > UNSEEN))


if __name__ == "__main__":
    main()
