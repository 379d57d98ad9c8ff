#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fits the weights that tell when an event happened (core/when/moments.def).

    tools/train/moments.py --build build/release --fit GOLD:ARTICLES … [--fit-part GOLD:ARTICLES …] [--hold 38]
        [--check GOLD:ARTICLES …] [--write core/lexicon/words/moments.txt]

A choice is an event whose type gold tells in that sentence; right is every candidate that agrees with gold's date, or no date where gold has
none; dates that gold had to infer are left out, what gold does not ask for ("core": false) counts half. Softmax over the candidates, L2 penalty; numpy and scipy. What an event may
take over from the one before it depends on the present weights: build and run it three times. Prints how many are right: on what was fitted
with articles left out in turn (five parts), on the ids of `--fit-part` that end in a digit of `--hold`, and on each set to check.
"""
from cast import best, fit
from gold import SCORE, event_at, in_characters, numbers, options, own_words, parts, told, write

HEADER = """# When an event happened: what speaks for a date, written by tools/train/moments.py. What the names mean: core/when/moments.def;
# "own.past" counts for that source of a date and that tense of the event's clause only, "….above" for the finite verb above it, "….status"
# for the event's status. The date with the largest sum is taken; one of them is no date ("none").
@table moments
@columns name weight:real
@index name

"""


OPTIONAL = 0.5  # what gold does not ask for counts half


def choices(build, pair):
    """(article, right or not and features of each candidate, what is shown of it, how much it counts)"""
    golds, lines = told(build, "--moments", pair)
    seen = {}
    for article, start, end, kind, first, last, features in lines:
        date = {"start": first, "end": last} if first else None
        seen.setdefault((article, int(start), int(end), kind), []).append((date, numbers(features)))
    out = []
    for (article, start, end, kind), rows in seen.items():
        gold, a = golds[article]
        words = in_characters(a["text"], start, end)
        g = event_at(gold["events"], a["text"], words, kind)
        # Gold's own words in its own sentence only: a later telling may stand where the text gives no date.
        if not g or g.get("date_inferred") or not any(SCORE.overlap(words, s) for s in own_words(g, a["text"])):
            continue
        out.append((article, [(bool(SCORE.date_same(g.get("date"), date)), x) for date, x in rows],
                    (g.get("trigger"), g.get("date"), [d and (d["start"], d["end"]) for d, _ in rows], g.get("sentence")),
                    1 if g.get("core", True) else OPTIONAL))
    return out


def report(title, w_of, data, show=0):
    right = sum(rows[best(w_of(a), rows)][0] for a, rows, *_ in data)
    reach = sum(any(r for r, _ in rows) for _, rows, *_ in data)
    print(f"{title}: {right} of {len(data)} right, {right / max(1, len(data)):.3f}; {reach} could be", flush=True)
    wrong = [(a, rows, about) for a, rows, about, _ in data if not rows[best(w_of(a), rows)][0]]
    for a, rows, (words, date, dates, sentence) in wrong[:show]:
        i = best(w_of(a), rows)
        print(f"  {a}: {words!r} in {sentence!r}: {date}, not {dates[i]}; of {dates}")


def main():
    ap = options(__doc__)
    ap.add_argument("--fit-part", nargs="*", default=[], metavar="GOLD:ARTICLES")
    ap.add_argument("--penalty", type=float, default=2.0)
    ap.add_argument("--show", type=int, default=0, help="so many wrong choices, of articles left out")
    args = ap.parse_args()
    seen = {pair: choices(args.build, pair) for pair in args.fit + args.fit_part}
    held = [c for pair in args.fit_part for c in seen[pair] if c[0][-1] in args.hold]
    data = [c for pair in seen for c in seen[pair] if pair in args.fit or c[0][-1] not in args.hold]
    part = parts((c[0] for c in data), 5)
    apart = [fit([(c[3], c[1]) for c in data if part[c[0]] != k], penalty=args.penalty) for k in range(5)]
    for pair in seen:
        report(f"{pair.split(':')[0]}, left out in turn", lambda a: apart[part[a]],
               [c for c in seen[pair] if c[0] in part], args.show)
    w = fit([(c[3], c[1]) for c in data], penalty=args.penalty)
    report("fitted on", lambda a: w, data)
    report("held back", lambda a: w, held)
    for pair in args.check:
        report(pair.split(":")[0], lambda a: w, choices(args.build, pair))
    if args.write:
        write(args.write, HEADER, (f"{k} | {w[k]:.3f}\n" for k in sorted(w)))


if __name__ == "__main__":
    main()
