#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fits the weights that tell who is meant where the words of an event name nobody (core/event/cast.def).

    tools/train/cast.py --build build/release --fit GOLD:ARTICLES … [--half GOLD:ARTICLES …] [--check GOLD:ARTICLES …]
        [--hold 38] [--write core/lexicon/words/cast.txt]

A choice is one empty side of an event whose type gold tells in that sentence; right is every candidate that gold names on that side (on either
side of what both do), or nobody where gold has nobody. Softmax over the candidates, L2 penalty, numpy and scipy. Choices depend
a little on those that the present weights make for the actors: run it twice. `--half`: sets in which only words are marked, so that a recipient who
is not named there may be somebody still; their recipients count half. Prints how many are right: on what was fitted with articles left
out in turn (three parts), on ids that end in a digit of `--hold`, and on each set to check.
"""
import collections

import numpy
import scipy.optimize
import scipy.sparse

from gold import SCORE, event_at, in_characters, numbers, options, parts, told, write

HEADER = """# Who is meant where the words of an event name nobody: what speaks for a candidate as actor and as recipient, written by
# tools/train/cast.py. What the names mean: core/event/cast.def; "ACCUSE.gov" counts for that type and that kind of candidate only. The
# candidate with the largest sum is taken; one of them is nobody ("none").
@table cast
@columns name actor:real recipient:real
@index name

"""

# What nobody doubts and few articles show is expected before anything is read: "criticized the move" is for who made it.
EXPECTED = ({"taken_doer": 0.5}, {"taken_doer": 1.2, "taken_target": -0.3})


def keys(person):
    """of "code|sectors|name|name …", as the scorer knows people"""
    code, sectors, *names = person.strip(" ").split("|")
    key = SCORE.actor_key(code, set(sectors.split()))
    return ({"code:" + key} if key else set()) | {"name:" + SCORE.norm(n) for n in names if n}


def people(field):
    return [keys(p) for p in field.split(";") if p.strip()]


def wanted(g, side, actors, recipients, codes):
    source, target = SCORE.gold_people(g, "source", codes), SCORE.gold_people(g, "target", codes)
    both = g["type"] in SCORE.SYMMETRIC or sorted(map(sorted, source)) == sorted(map(sorted, target))
    if not both:
        return target if side else source
    return [x for x in source + target if not any(SCORE.same(x, k) for k in actors + recipients)]


def choices(build, pair):
    """(article, side, right or not and features of each candidate)"""
    golds, lines = told(build, "--cast", pair)
    seen = {}
    for article, start, end, kind, side, actors, recipients, who, features in lines:
        seen.setdefault((article, int(start), int(end), kind, int(side)), []).append((actors, recipients, who, features))
    out = []
    for (article, start, end, kind, side), rows in seen.items():
        gold, a = golds[article]
        g = event_at(gold["events"], a["text"], in_characters(a["text"], start, end), kind)
        if not g:
            continue
        codes = {e["name"]: SCORE.primary(e.get("code") or e.get("affiliation")) for e in gold.get("entities") or []}
        right = wanted(g, side, people(rows[0][0]), people(rows[0][1]), codes)
        marks = [bool(who) and any(SCORE.same(x, keys(who)) for x in right) for _, _, who, _ in rows]
        marks[-1] = not right
        out.append((article, side, list(zip(marks, [numbers(r[3]) for r in rows]))))
    return out


def total(w, x):
    return sum(w.get(k, 0.0) * v for k, v in x.items())


def best(w, rows):
    sums = [total(w, x) for _, x in rows]
    return sums.index(max(sums))


def fit(data, side=1, penalty=6.0, rounds=200):
    """weights by name: the softmax over the candidates of each choice, (weight, rows), gives those that are right as much as it can"""
    data = [(count, rows) for count, rows in data if any(right for right, _ in rows)]
    counts = numpy.array([count for count, _ in data])
    data = [rows for _, rows in data]
    seen = collections.Counter(k for rows in data for _, x in rows for k in x)
    names = sorted(k for k in seen if seen[k] >= 5)
    at = {k: i for i, k in enumerate(names)}
    size = sum(len(rows) for rows in data)
    right, group = numpy.zeros(size, bool), numpy.zeros(size, int)
    cells, columns, values, row = [], [], [], 0
    for i, rows in enumerate(data):
        for good, features in rows:
            right[row], group[row] = good, i
            for k, v in features.items():
                if k in at:
                    cells.append(row)
                    columns.append(at[k])
                    values.append(v)
            row += 1
    x = scipy.sparse.csr_matrix((values, (cells, columns)), (size, len(names)))
    turned = x.T.tocsr()
    start = numpy.array([EXPECTED[side].get(k, 0.0) for k in names])
    starts = numpy.searchsorted(group, range(len(data)))

    def loss(w):
        sums = x @ w
        p = numpy.exp(sums - numpy.maximum.reduceat(sums, starts)[group])
        good = numpy.where(right, p, 0)
        whole, part = numpy.add.reduceat(p, starts), numpy.add.reduceat(good, starts)
        slope = turned @ (counts[group] * (good / part[group] - p / whole[group]))
        away = w - start
        return counts @ numpy.log(whole / part) + penalty / 2 * (away @ away), penalty * away - slope

    w = scipy.optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": rounds}).x
    return dict(zip(names, map(float, w)))


def report(title, w_of, data):
    for side, name in enumerate(("actors", "recipients")):
        mine = [(a, rows) for a, s, rows in data if s == side]
        right = sum(rows[best(w_of(a, side), rows)][0] for a, rows in mine)
        reach = sum(any(r for r, _ in rows) for _, rows in mine)
        print(f"{title}, {name}: {right} of {len(mine)} right, {right / max(1, len(mine)):.3f}; {reach} could be")


def main():
    ap = options(__doc__)
    ap.add_argument("--half", nargs="*", default=[], metavar="GOLD:ARTICLES")
    args = ap.parse_args()
    everything = [c for pair in args.fit for c in choices(args.build, pair)]
    half = [c for pair in args.half for c in choices(args.build, pair)]
    less = {a for a, side, _ in half if side == 1}
    everything += half
    data = [c for c in everything if c[0][-1] not in args.hold]
    part = parts((a for a, _, _ in data), 3)

    def counted(side, leave=None):
        return [(0.5 if side and a in less else 1.0, rows) for a, s, rows in data if s == side and part[a] != leave]

    apart = [[fit(counted(side, k), side) for side in (0, 1)] for k in range(3)]
    report("fitted on, left out in turn", lambda a, side: apart[part[a]][side], data)
    w = [fit(counted(side), side) for side in (0, 1)]
    report("held back", lambda a, side: w[side], [c for c in everything if c[0][-1] in args.hold])
    for pair in args.check:
        report(pair.split(":")[0], lambda a, side: w[side], choices(args.build, pair))
    if args.write:
        both = [(k, w[0].get(k, 0.0), w[1].get(k, 0.0)) for k in sorted({*w[0], *w[1]})]
        write(args.write, HEADER, (f"{k} | {a:.3f} | {b:.3f}\n" for k, a, b in both if max(abs(a), abs(b)) >= 0.02))


if __name__ == "__main__":
    main()
