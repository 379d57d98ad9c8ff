#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fits the weights that tell whether two tellings are of one event (core/story/telling.def).

    tools/train/tellings.py --build build/release --fit GOLD:ARTICLES … [--check GOLD:ARTICLES …] [--hold 38]
        [--write core/lexicon/words/tellings.txt]

A pair is two events of one type in one article, as they are before any are joined, both of which gold knows: by its own words or by those of a
further telling (`other_triggers`). Logistic regression with an L2 penalty, a stronger one for what a weight counts more or less for one
type; numpy and scipy. Prints how many pairs are right, and of those that are one event how many are found: with articles left out in turn
(five parts), on ids that end in a digit of `--hold`, and on each set to check.
"""
import numpy as np
from scipy.optimize import minimize

from gold import SCORE, in_characters, names_in, is_type, numbers, options, other_words, own_words, parts, told, write

NAMES = names_in("core/story/telling.def", r"^S\((\w+)\)")
HEADER = """# Are two tellings of one event? What speaks for and against it, written by tools/train/tellings.py. What the names mean:
# core/story/telling.def; "ASSAULT.next" is what a weight counts more or less for one type. Above 0 in all they are one.
@table tellings
@columns name weight:real

"""


class Tellings:
    """Where gold's events of an article stand: each with its own words and those of further tellings."""

    def __init__(self, gold, raw):
        self.events = [(g, own_words(g, raw), other_words(g, raw)) for g in gold.get("events") or []]

    def of(self, kind, words):
        for spans in (1, 2):
            found = {i for i, e in enumerate(self.events) if is_type(e[0], kind) and any(SCORE.overlap(words, s) for s in e[spans])}
            if found:
                return found
        return set()


def pairs(build, pair):
    """(article, type, one event or not, features)"""
    golds, lines = told(build, "--tellings", pair)
    known = {i: Tellings(g, a["text"]) for i, (g, a) in golds.items()}
    out = []
    for article, kind, *spans, features in lines:
        at = in_characters(golds[article][1]["text"], *spans)
        one, other = known[article].of(kind, at[:2]), known[article].of(kind, at[2:])
        if one and other:
            x = numbers(features)
            out.append((article, kind, bool(one & other), [x.get(n, 0.0) for n in NAMES]))
    return out


TYPES = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()


def wide(data):
    """Features, then the same for each type apart."""
    x = np.zeros((len(data), len(NAMES) * (1 + len(TYPES))))
    for i, (_, kind, _, features) in enumerate(data):
        own = (1 + TYPES.index(kind)) * len(NAMES)
        x[i, : len(NAMES)] = features
        x[i, own : own + len(NAMES)] = features
    return x


# What nobody doubts and few articles show: the same told of the same in the same word is one event.
EXPECTED = {"same_told": 3.2}


def fit(data, penalty=2.0, of_type=8.0):
    x, y = wide(data), np.array([1.0 if right else -1.0 for _, _, right, _ in data])
    prior = np.array([EXPECTED.get(n, 0.0) for n in NAMES] + [0.0] * (len(NAMES) * len(TYPES)))
    strength = np.concatenate([np.full(len(NAMES), penalty), np.full(len(NAMES) * len(TYPES), of_type)])

    def loss(w):
        margin = y * (x @ w)
        away = strength * (w - prior)
        return np.logaddexp(0, -margin).sum() + 0.5 * (away * (w - prior)).sum(), away - x.T @ (y / (1 + np.exp(margin)))

    return minimize(loss, prior, jac=True, method="L-BFGS-B").x


def report(title, sums, data):
    one = np.array([right for _, _, right, _ in data], dtype=bool)
    said = sums > 0
    print(f"{title}: {int((said == one).sum())} of {len(data)} pairs right, {int((said & one).sum())} of {int(one.sum())} that are one found, "
          f"{int((said & ~one).sum())} joined wrongly", flush=True)


def main():
    args = options(__doc__).parse_args()
    everything = [c for pair in args.fit for c in pairs(args.build, pair)]
    data = [c for c in everything if c[0][-1] not in args.hold or not c[0].startswith("c")]
    held = [c for c in everything if c[0][-1] in args.hold and c[0].startswith("c")]
    part = parts((c[0] for c in data), 5)
    sums = np.zeros(len(data))
    for k in range(5):
        w = fit([c for c in data if part[c[0]] != k])
        out = [i for i, c in enumerate(data) if part[c[0]] == k]
        sums[out] = wide([data[i] for i in out]) @ w
    report("fitted on, left out in turn", sums, data)
    w = fit(data)
    for title, check in [("held back", held), *((p.split(":")[0], pairs(args.build, p)) for p in args.check)]:
        if check:
            report(title, wide(check) @ w, check)
    if args.write:
        keys = NAMES + [f"{t}.{n}" for t in TYPES for n in NAMES]
        write(args.write, HEADER, (f"{n} | {a:.3f}\n" for n, a in zip(keys, w) if abs(a) >= 0.005 or n in NAMES))


if __name__ == "__main__":
    main()
