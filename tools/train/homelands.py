#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fits the weights that tell whose police, court or protesters are meant, and where a village lies (core/entity/homeland.def).

    tools/train/homelands.py --build build/release --fit GOLD:ARTICLES … [--check GOLD:ARTICLES …] [--hold 38]
        [--write core/lexicon/words/homelands.txt]

A choice is a nameless actor without a country in an article; its right country is what gold gives a participant of that wording in an
event of the same sentence, else an entity of that wording, where all agree. For a place it is the country of the event in that sentence
that gold places there. Softmax over the candidates, L2 penalty, numpy and scipy.
Prints how many choices are right: on what was fitted with articles left out in turn (five parts), on ids that end in a digit
of `--hold`, and on each set to check.
"""
import re

from gold import SCORE, in_characters, names_in, numbers, options, parts, softmax, told, write

NAMES = names_in("core/entity/homeland.def", r"^H\((\w+)\)")
HEADER = """# Whose police, court or protesters are meant where no country stands with them (weight), and in which country a place lies (place): what
# speaks for a candidate, written by tools/train/homelands.py. What the names mean: core/entity/homeland.def. The country with the largest sum is taken.
@table homelands
@columns name weight:real place:real
@index name

"""


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
    golds, lines = told(build, "--homelands", pair)
    seen = {}
    for kind, article, start, end, code, features in lines:
        known = numbers(features)
        seen.setdefault((kind, article, int(start), int(end)), []).append((code, [known.get(n, 0.0) for n in NAMES]))
    out = []
    for (kind, article, start, end), candidates in seen.items():
        gold, a = golds[article]
        start, end = in_characters(a["text"], start, end)
        code = (country_of_place if kind == "place" else right_country)(gold, a["text"], start, SCORE.norm(a["text"][start:end]))
        if code:
            codes = [c for c, _ in candidates]
            out.append((kind, article, codes.index(code) if code in codes else None, [x for _, x in candidates]))
    return out


def best(w, candidates):
    sums = [sum(a * b for a, b in zip(w, x)) for x in candidates]
    return sums.index(max(sums))


def fit(data):
    return softmax([(1.0, [(i == right, [(k, v) for k, v in enumerate(x) if v]) for i, x in enumerate(candidates)])
                    for _, right, candidates in data if right is not None], len(NAMES), penalty=2.0)


def report(title, w_of, data):
    right = sum(r is not None and best(w_of(a), x) == r for a, r, x in data)
    print(f"{title}: {right} of {len(data)} right, {right / max(1, len(data)):.3f}")


def measured(kind, everything, checks, hold):
    everything = [c[1:] for c in everything if c[0] == kind]
    data = [c for c in everything if c[0][-1] not in hold]
    part = parts((a for a, _, _ in data), 5)
    apart = [fit([c for c in data if part[c[0]] != k]) for k in range(5)]
    report(f"{kind}: fitted on, left out in turn", lambda a: apart[part[a]], data)
    w = fit(data)
    report(f"{kind}: held back", lambda a: w, [c for c in everything if c[0][-1] in hold])
    for name, found in checks.items():
        report(f"{kind}: {name}", lambda a: w, [c[1:] for c in found if c[0] == kind])
    return w


def main():
    args = options(__doc__).parse_args()
    everything = [c for pair in args.fit for c in choices(args.build, pair)]
    checks = {pair.split(":")[0]: choices(args.build, pair) for pair in args.check}
    w = [measured(kind, everything, checks, args.hold) for kind in ("people", "place")]
    if args.write:
        write(args.write, HEADER, (f"{n} | {a:.3f} | {b:.3f}\n" for n, a, b in zip(NAMES, *w)))


if __name__ == "__main__":
    main()
