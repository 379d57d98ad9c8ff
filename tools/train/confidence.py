#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fits the weights of an event's confidence (core/story/features.def, core/lexicon/words/wordings.txt) and checks them on articles that were not used.

    tools/train/confidence.py --build build/release --fit GOLD:ARTICLES …
        [--calibrate GOLD:ARTICLES …] [--check GOLD:ARTICLES …] [--hold 38] [--write core/lexicon/words/confidence.txt]

An event counts as told when its words stand where gold tells an event of its type, and as right when everybody on both sides is right as well. Two logistic
regressions with an L2 penalty (numpy, scipy): what is right by the features alone, what is told by the features and by how it is worded. The weights are the
mean of both (`MIX`): who takes part is often a matter of luck, so that the second are the surer, and of records equally likely to be right the better told
ones come first. The sum is then shifted and stretched to what is right. Annotated articles that are denser in events than the news would make everything look
too sure: `--calibrate` shifts and stretches the sum by two numbers fitted on articles like those that come in live. `--hold`: ids that end in one of these
digits are kept for checking. Prints the reliability table, the expected calibration error (ten bins; beside it what a perfect model would show with as few
events) and FULL and type F1 by threshold; the threshold itself is set in words/settings.txt by hand. `--write` writes wordings.txt beside its file.
"""
import json
import math
import os
import random
import re
import subprocess
from collections import Counter

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from gold import SCORE, is_type, names_in, numbers, options, other_words, own_words, told, write

MIX = 0.4  # of the weights that tell what is right; between .3 and .5 nothing changes beyond chance
LEAST, SMALL = 5, 0.05  # events that a wording is in, and what a weight of one must be, to be kept
NAMES = [n for n in names_in("core/story/features.def", r"^F\((\w+),") if n != "worded"]
HEADER = """# How likely an event is right: weights of a logistic model, written by tools/train/confidence.py. What the names mean:
# core/story/features.def. A positive weight speaks for the event.
@table confidence
@columns name weight:real
@index name

"""
WORDINGS = """# What the wording of an event says for or against it, written by tools/train/confidence.py: its type, mode, CAMEO code, its word, and
# the three words on its left and on its right (`propn`: a name). In log-odds; `worded` in confidence.txt is how much of the sum counts.
@table wordings
@columns wording weight:real
@index wording

"""


class Event:
    def __init__(self, features, wordings, article):
        self.x = [features.get(n, 0.0) for n in NAMES]
        self.words = sorted({w for w in (wording(w) for w in wordings.split()) if w})
        self.article = article
        self.right = self.told = self.core = False  # told: gold has it; core: as one of those that count


def wording(cell):
    """"left:Talk" -> "left talk"; what is no word says nothing"""
    kind, _, value = cell.lower().partition(":")
    return f"{kind} {value}" if kind in ("type", "mode", "cameo") or re.fullmatch(r"[a-z][a-z'-]*", value) else None


def read(build, pair):
    """(gold, article, extraction, events) of each article"""
    golds, lines = told(build, "--confidence", pair)
    events = {}
    for article, _, _, _, features, wordings in lines:
        events.setdefault(article, []).append(Event(numbers(features), wordings, article))
    feed = "".join(json.dumps(a, ensure_ascii=False) + "\n" for _, a in golds.values())
    out = subprocess.run([os.path.join(build, "bin/dragoman"), "extract", "--min-confidence", "0", "-"], input=feed, check=True,
                         capture_output=True, text=True).stdout
    for (article, (gold, a)), line in zip(golds.items(), out.split("\n")):
        extraction, known = json.loads(line), events.get(article, [])
        if len(known) != len(extraction["events"]):
            raise SystemExit(f"confidence: {article}: {len(extraction['events'])} records but features of {len(known)}")
        yield gold, a, extraction, known


def pairs_of(gold, article, extraction):
    """as the scorer pairs them: event index -> (gold index, exact)"""
    raw, entities = article["text"], {e["id"]: e for e in extraction["entities"]}
    codes = {e["name"]: SCORE.primary(e.get("code") or e.get("affiliation")) for e in gold.get("entities") or []}
    found = []
    for gi, g in enumerate(gold["events"]):
        sentence = SCORE.spans_of(raw, g.get("sentence") or "")
        words = own_words(g, raw) + other_words(g, raw)
        for pi, p in enumerate(extraction["events"]):
            spans = [(m["start"], m["end"]) for m in [p["trigger"]] + p["mentions"] if m["end"] - m["start"] <= 60]
            near = 1.0 if any(SCORE.overlap(a, b) for a in words for b in spans) else \
                0.7 if any(SCORE.overlap(a, b) for a in sentence for b in spans) else 0
            if near and is_type(g, p["type"]):
                hit, n, m = SCORE.participants(g, p, codes, entities)
                found.append((near + (2 * hit / (n + m) if n + m else 1.0), gi, pi, hit == n == m))
    found.sort(key=lambda x: -x[0])
    taken, out = set(), {}
    for _, gi, pi, exact in found:
        if gi not in taken and pi not in out:
            taken.add(gi)
            out[pi] = (gi, exact)
    return out


def examples(build, pairs):
    """events, and how many gold has, by article"""
    out, core = [], {}
    for pair in pairs:
        for gold, article, extraction, events in read(build, pair):
            core[article["id"]] = sum(g.get("core", True) for g in gold["events"])
            for pi, (gi, exact) in pairs_of(gold, article, extraction).items():
                events[pi].told, events[pi].right, events[pi].core = True, exact, gold["events"][gi].get("core", True)
            out += events
    return out, core


class Weights:
    """of the features (`own`) and, times `worded`, of wordings"""

    def __init__(self, own, wordings, worded):
        self.own, self.wordings, self.worded = own, wordings, worded

    def sum(self, e):
        return float(np.dot(self.own, e.x)) + self.worded * sum(self.wordings.get(w, 0.0) for w in e.words)

    def probability(self, e):
        return 1 / (1 + math.exp(-max(-30, min(30, self.sum(e)))))

    def moved(self, shift, stretch):
        own = stretch * self.own
        own[0] += shift
        return Weights(own, self.wordings, stretch * self.worded)


def regression(x, y, strength):
    def loss(w):
        margin = y * (x @ w)
        return np.logaddexp(0, -margin).sum() + 0.5 * (strength * w * w).sum(), strength * w - x.T @ (y / (1 + np.exp(margin)))

    return minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 2000}).x


def fit(events, penalty=3.0, of_words=7.0):
    """the mean of what tells right from wrong and told from not told, moved to right"""
    features = np.array([e.x for e in events])
    weak = np.array([0.0] + [penalty] * (len(NAMES) - 1))
    right = regression(features, np.array([1.0 if e.right else -1.0 for e in events]), weak)
    seen = Counter(w for e in events for w in e.words)
    at = {w: len(NAMES) + i for i, w in enumerate(sorted(w for w, n in seen.items() if n >= LEAST))}
    cells = [(i, at[w]) for i, e in enumerate(events) for w in e.words if w in at]
    words = csr_matrix((np.ones(len(cells)), tuple(zip(*cells))), shape=(len(events), len(NAMES) + len(at))) if cells else 0
    x = csr_matrix(np.hstack([features, np.zeros((len(events), len(at)))])) + words
    both = regression(x, np.array([1.0 if e.told else -1.0 for e in events]), np.concatenate([weak, np.full(len(at), of_words)]))
    wordings = {w: float(both[i]) for w, i in at.items() if abs(both[i]) >= SMALL}
    return calibrate(Weights(MIX * right + (1 - MIX) * both[: len(NAMES)], wordings, 1 - MIX), events)


def calibrate(w, events):
    """w with its sum shifted and stretched so that it fits these; a stretch far from 1 has to be earned"""
    z, y = np.array([w.sum(e) for e in events]), np.array([1.0 if e.right else -1.0 for e in events])

    def loss(v):
        margin = y * (v[0] + v[1] * z)
        slope = -y / (1 + np.exp(margin))
        return np.logaddexp(0, -margin).sum() + 0.5 * (v[1] - 1) ** 2, np.array([slope.sum(), (slope * z).sum() + v[1] - 1])

    return w.moved(*minimize(loss, np.array([0.0, 1.0]), jac=True, method="L-BFGS-B").x)


def halves(w, title, events, times=10):
    """how well shift and stretch carry over: fitted on half of the articles, checked on the other, both ways, many times"""
    names, errors, chance = sorted({e.article for e in events}), [], random.Random(1)
    for seed in range(times):
        random.Random(seed).shuffle(names)
        for one, other in ((set(names[::2]), set(names[1::2])), (set(names[1::2]), set(names[::2]))):
            v = calibrate(w, [e for e in events if e.article in one])
            test = [e for e in events if e.article in other]
            said, plain = ([u.probability(e) for e in test] for u in (v, w))
            errors.append([calibration_error(list(zip(p, [e.right for e in test])))[0] for p in (said, plain)] +
                          [calibration_error([(p, chance.random() < p) for p in said])[0]])
    mean = [sum(e[k] for e in errors) / len(errors) for k in range(3)]
    print(f"{title}, halves: calibration error {mean[0]:.3f}, without {mean[1]:.3f}, a perfect model {mean[2]:.3f}")


def calibration_error(pairs):
    """of (said, right), and the bins: events, sum said, sum right"""
    bins = [[0, 0.0, 0] for _ in range(10)]
    for p, right in pairs:
        b = bins[min(9, int(p * 10))]
        b[0] += 1
        b[1] += p
        b[2] += right
    return sum(abs(b[1] - b[2]) for b in bins) / max(1, len(pairs)), bins


def report(title, events, core, w):
    said = [w.probability(e) for e in events]
    error, bins = calibration_error([(p, e.right) for p, e in zip(said, events)])
    chance = random.Random(1)
    least = sum(calibration_error([(p, chance.random() < p) for p in said])[0] for _ in range(200)) / 200
    print(f"{title}: {len(events)} events, expected calibration error {error:.3f} (a perfect model: {least:.3f})")
    print("  said / right (events): " + "  ".join(f"{b[1] / b[0]:.2f}/{b[2] / b[0]:.2f} ({b[0]})" for b in bins if b[0]))
    row = []
    for t in [x / 20 for x in range(2, 17)]:
        published = [e for e, p in zip(events, said) if p >= t and (e.core or not e.told)]
        n = sum(core.values()) + len(published)
        hits = sum(e.core and e.right for e in published), sum(e.core for e in published)
        row.append(f"{t:.2f}: " + " / ".join(f"{2 * hit / n if n else 0:.3f}" for hit in hits))
    print("  FULL and type F1 from threshold  " + "  ".join(row))


def main():
    ap = options(__doc__)
    ap.add_argument("--calibrate", nargs="*", default=[], metavar="GOLD:ARTICLES")
    args = ap.parse_args()
    everything, core = examples(args.build, args.fit)
    parts = [([e for e in everything if (e.article[-1] in args.hold) == held], {a: n for a, n in core.items() if (a[-1] in args.hold) == held})
             for held in (False, True)]
    w = fit(parts[0][0])
    for pair in args.calibrate:
        events, _ = examples(args.build, [pair])
        halves(w, pair.split(":")[0], events)
        w = calibrate(w, events)
    for title, (events, core) in zip(("fitted on", "held back"), parts):
        report(title, events, core, w)
    for pair in args.check:
        report(pair.split(":")[0], *examples(args.build, [pair]), w)
    if args.write:
        write(args.write, HEADER, (f"{n} | {v:.4f}\n" for n, v in [*zip(NAMES, w.own), ("worded", w.worded)]))
        write(os.path.join(os.path.dirname(args.write), "wordings.txt"), WORDINGS, (f"{n} | {v:.2f}\n" for n, v in sorted(w.wordings.items())))


if __name__ == "__main__":
    main()
