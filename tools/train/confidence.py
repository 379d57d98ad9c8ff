#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fits the weights of an event's confidence (core/story/features.def) and checks them on articles that were not used.

    tools/train/confidence.py --program build/release/bin/dragoman --fit GOLD:ARTICLES …
        [--calibrate GOLD:ARTICLES …] [--check GOLD:ARTICLES …] [--hold 38] [--write core/lexicon/words/confidence.txt]

Logistic regression with an L2 penalty, Newton's method, no library. An event counts as right when its words stand where gold tells an
event of its type and everybody on both sides is right. Annotated articles that are denser in events than the news would make everything look
too sure: `--calibrate` shifts and stretches the sum by two numbers fitted on articles like those that come in live. `--hold`: ids that end in one of these digits are kept for checking. Prints the
reliability table, the expected calibration error (ten bins; beside it what a perfect model would show with as few events) and FULL F1 by
threshold; the threshold itself is set in words/settings.txt by hand.
"""
import json
import math
import random
import re
import subprocess
import sys
import tempfile

from gold import SCORE, articles, is_type, names_in, options, other_words, own_words, write


NAMES = names_in("core/story/features.def", r"^F\((\w+),")
HEADER = """# How likely an event is right: weights of a logistic model, written by tools/train/confidence.py. What the names mean:
# core/story/features.def. A positive weight speaks for the event.
@table confidence
@columns name weight:real
@index name

"""


def read(program, article):
    """events of an article, each with its features"""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as f:
        json.dump(article, f, ensure_ascii=False)
        f.flush()
        out = subprocess.run([program, "extract", "--min-confidence", "0", f.name], check=True, capture_output=True, text=True).stdout
        dump = subprocess.run([program, "stage", "story", f.name], check=True, capture_output=True, text=True).stdout
    extraction = json.loads(out)
    lines = re.findall(r"^  because    (.*)$", dump, re.M)
    if len(lines) != len(extraction["events"]):
        sys.exit(f"confidence: {article['id']}: {len(extraction['events'])} events but {len(lines)} lines of features")
    for event, line in zip(extraction["events"], lines):
        known = dict(x.split("=") for x in line.split())
        event["x"] = [1.0] + [float(known.get(n, 0)) for n in NAMES[1:]]
    return extraction


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


def examples(program, pairs, keep):
    out, core = [], 0
    for pair in pairs:
        for gold, article in articles(pair):
            if not keep(str(gold["id"])):
                continue
            extraction = read(program, article)
            matched = pairs_of(gold, article, extraction)
            core += sum(g.get("core", True) for g in gold["events"])
            for pi, event in enumerate(extraction["events"]):
                gi, exact = matched.get(pi, (None, False))
                is_core = gi is not None and gold["events"][gi].get("core", True)
                out.append((event["x"], exact, is_core and exact, gi is not None and not is_core))
    return out, core


def solve(a, b):
    n = len(b)
    for i in range(n):
        p = max(range(i, n), key=lambda r: abs(a[r][i]))
        a[i], a[p], b[i], b[p] = a[p], a[i], b[p], b[i]
        for r in range(i + 1, n):
            f = a[r][i] / a[i][i]
            b[r] -= f * b[i]
            for c in range(i, n):
                a[r][c] -= f * a[i][c]
    x = [0.0] * n
    for i in reversed(range(n)):
        x[i] = (b[i] - sum(a[i][c] * x[c] for c in range(i + 1, n))) / a[i][i]
    return x


def probability(w, x):
    return 1 / (1 + math.exp(-max(-30, min(30, sum(a * b for a, b in zip(w, x))))))


def fit(data, penalty=3.0, rounds=25):
    n = len(NAMES)
    w = [0.0] * n
    for _ in range(rounds):
        gradient = [-penalty * w[i] * (i > 0) for i in range(n)]
        hessian = [[penalty * (i == j and i > 0) + 1e-9 * (i == j) for j in range(n)] for i in range(n)]
        for x, right, *_ in data:
            p = probability(w, x)
            for i in range(n):
                if x[i]:
                    gradient[i] += (right - p) * x[i]
                    for j in range(n):
                        hessian[i][j] += p * (1 - p) * x[i] * x[j]
        step = solve(hessian, gradient)
        w = [a + b for a, b in zip(w, step)]
    return w


def calibrate(w, data, rounds=50):
    """w with its sum shifted and stretched so that it fits these articles"""
    sums = [(sum(a * b for a, b in zip(w, x)), right) for x, right, *_ in data]
    shift, stretch = 0.0, 1.0
    for _ in range(rounds):
        g, h = [0.0, 1.0 - stretch], [[1e-9, 0.0], [0.0, 1.0]]  # a stretch far from 1 has to be earned
        for z, right in sums:
            p = 1 / (1 + math.exp(-max(-30, min(30, shift + stretch * z))))
            g[0] += right - p
            g[1] += (right - p) * z
            h[0][0] += p * (1 - p)
            h[0][1] += p * (1 - p) * z
            h[1][1] += p * (1 - p) * z * z
        h[1][0] = h[0][1]
        a, b = solve(h, g)
        shift, stretch = shift + a, stretch + b
    return [stretch * v + (shift if i == 0 else 0) for i, v in enumerate(w)]


def halves(w, program, pair, times=10):
    """how well shift and stretch carry over: fitted on half of the articles, checked on the other, both ways, many times"""
    names = [str(g["id"]) for g, _ in articles(pair)]
    data = {i: examples(program, [pair], lambda x, i=i: x == i)[0] for i in names}
    errors, chance = [], random.Random(1)
    for seed in range(times):
        random.Random(seed).shuffle(names)
        for one, other in ((names[::2], names[1::2]), (names[1::2], names[::2])):
            v = calibrate(w, [x for i in one for x in data[i]])
            test = [x for i in other for x in data[i]]
            said, plain = ([probability(u, x) for x, *_ in test] for u in (v, w))
            errors.append([calibration_error(list(zip(p, [r for _, r, *_ in test])))[0] for p in (said, plain)] +
                          [calibration_error([(p, chance.random() < p) for p in said])[0]])
    mean = [sum(e[k] for e in errors) / len(errors) for k in range(3)]
    print(f"{pair.split(':')[0]}, halves: calibration error {mean[0]:.3f}, without {mean[1]:.3f}, a perfect model {mean[2]:.3f}")


def calibration_error(pairs):
    """of (said, right), and the bins: events, sum said, sum right"""
    bins = [[0, 0.0, 0] for _ in range(10)]
    for p, right in pairs:
        b = bins[min(9, int(p * 10))]
        b[0] += 1
        b[1] += p
        b[2] += right
    return sum(abs(b[1] - b[2]) for b in bins) / max(1, len(pairs)), bins


def report(title, data, core, w):
    said = [probability(w, x) for x, *_ in data]
    error, bins = calibration_error([(p, right) for p, (_, right, *_) in zip(said, data)])
    chance = random.Random(1)
    least = sum(calibration_error([(p, chance.random() < p) for p in said])[0] for _ in range(200)) / 200
    print(f"{title}: {len(data)} events, expected calibration error {error:.3f} (a perfect model: {least:.3f})")
    print("  said / right (events): " + "  ".join(f"{b[1] / b[0]:.2f}/{b[2] / b[0]:.2f} ({b[0]})" for b in bins if b[0]))
    row = []
    for t in [x / 20 for x in range(2, 17)]:
        told = [(full, extra) for x, _, full, extra in data if probability(w, x) >= t]
        hit, n = sum(f for f, _ in told), sum(not e for _, e in told)
        row.append(f"{t:.2f}: {2 * hit / (n + core) if n + core else 0:.3f}")
    print("  FULL F1 from threshold  " + "  ".join(row))


def main():
    ap = options(__doc__, program="--program")
    ap.add_argument("--calibrate", nargs="*", default=[], metavar="GOLD:ARTICLES")
    args = ap.parse_args()
    data, core = examples(args.program, args.fit, lambda i: i[-1] not in args.hold)
    w = fit(data)
    for pair in args.calibrate:
        halves(w, args.program, pair)
        w = calibrate(w, examples(args.program, [pair], lambda i: True)[0])
    held, held_core = examples(args.program, args.fit, lambda i: i[-1] in args.hold)
    report("fitted on", data, core, w)
    report("held back", held, held_core, w)
    for pair in args.check:
        report(pair.split(":")[0], *examples(args.program, [pair], lambda i: True), w)
    if args.write:
        write(args.write, HEADER, (f"{n} | {v:.4f}\n" for n, v in zip(NAMES, w)))


if __name__ == "__main__":
    main()
