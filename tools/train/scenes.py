#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fits the weights that tell where an event happened (core/where/scene.def).

    tools/train/scenes.py --build build/release --fit GOLD:ARTICLES … [--check GOLD:ARTICLES …] [--hold 38]
        [--write core/lexicon/words/scenes.txt]

A choice is the place of an event whose type gold tells in that sentence. Right is every candidate with gold's name; where none has it, or gold
has no name, every one in gold's country; nowhere, where gold has no place. Gold leaves
out what is not worth saying, so those last choices count less (NOWHERE). A gold country without a name does not say that it was in none of its towns: with
a part of the weight every place there is right, with the rest the country's own name alone (TOWNS). Where gold names a place in the country of a
participant, that country is right among theirs (UNNAMED). Softmax over the candidates, L2 penalty, numpy and scipy. Choices depend a little on those that the present weights make for the event before: build and run it twice. Prints how many
countries and names are right: on what was fitted with articles left out in turn (three parts), on ids that end in a digit of `--hold`,
and on each set to check.
"""
from gold import SCORE, in_characters, is_type, numbers, options, other_words, own_words, parts, softmax, told, write

NOWHERE = 0.13
TOWNS = 0.8
UNNAMED = 0.3
COUNTRY = "4"  # dgm_where_precision
HEADER = """# Where an event happened: what speaks for a place, written by tools/train/scenes.py. What the names mean: core/where/scene.def;
# "CONSULT.again" counts for that type and that kind of candidate only. The candidate with the largest sum is taken; one of them is nowhere
# ("none").
@table scenes
@columns name weight:real
@index name

"""


def same_name(a, b):
    a, b = SCORE.norm(a or ""), SCORE.norm(b or "")
    return bool(a and b) and (a in b or b in a)


def only_event_at(events, raw, words, kind):
    """the gold event of that type whose words those of the event are in, else the only one of its sentence"""
    here = []
    for g in events:
        if not is_type(g, kind):
            continue
        if any(SCORE.overlap(words, s) for s in own_words(g, raw) + other_words(g, raw)):
            return g
        if any(SCORE.overlap(words, s) for s in SCORE.spans_of(raw, g.get("sentence") or "")):
            here.append(g)
    return here[0] if len(here) == 1 else None


def marks(g, rows):
    """which of (name, country, precision) are right"""
    place, country = g.get("place"), g.get("place_country")
    if not place and not country:
        return [not name for name, _, _ in rows]
    for test in (
        lambda r: same_name(place, r[0]) and (not country or r[1] == country),
        lambda r: same_name(place, r[0]),
        lambda r: not place and country and r[1] == country and r[2] == COUNTRY,
        lambda r: country and r[1] == country,
    ):
        right = [bool(test(r)) for r in rows]
        if any(right):
            return right
    return [False] * len(rows)


def choices(build, pair):
    """(article, gold's country, gold's place, weight, rows of (right, country, name, features))"""
    golds, lines = told(build, "--scenes", pair)
    seen, out = {}, []
    for article, start, end, kind, name, country, precision, features in lines:
        seen.setdefault((article, int(start), int(end), kind), []).append((name, country, precision, features))
    for (article, start, end, kind), rows in seen.items():
        gold, a = golds[article]
        g = only_event_at(gold.get("events") or [], a["text"], in_characters(a["text"], start, end), kind)
        if not g:
            continue
        right = marks(g, [r[:3] for r in rows])
        some = bool(g.get("place") or g.get("place_country"))
        features = [list(numbers(r[3]).items()) for r in rows]
        out.append((article, g.get("place_country"), g.get("place"), 1.0 if some else NOWHERE,
                    [(m, r[1], r[0], x) for m, r, x in zip(right, rows, features)]))
    return out


def total(w, x):
    return sum(w.get(k, 0.0) * v for k, v in x)


def best(w, rows):
    sums = [total(w, x) for _, _, _, x in rows]
    return sums.index(max(sums))


def unnamed(data):
    """The same choices as if no place were named: between the countries of those who take part, which of them is gold's."""
    for article, country, place, _, rows in data:
        rows = [(r[1] == country, *r[1:]) for r in rows if any(k.startswith("of_") for k, _ in r[3])]
        if country and place and len({r[1] for r in rows}) > 1:
            yield article, country, place, UNNAMED, rows


def narrower(data):
    """The choices with a country alone, shared between those that take every place there for right and those that ask for its own name."""
    for article, country, place, weight, rows in data:
        if place or not country:
            yield article, country, place, weight, rows
            continue
        yield article, country, place, weight * (1 - TOWNS), rows
        yield article, country, place, weight * TOWNS, [(r[1] == country, *r[1:]) for r in rows]


def fit(data):
    data = [d for d in list(narrower(data)) + list(unnamed(data)) if any(right for right, _, _, _ in d[4])]
    seen = {}
    for d in data:
        for row in d[4]:
            for k, _ in row[3]:
                seen[k] = seen.get(k, 0) + 1
    names = [k for k in sorted(seen) if seen[k] >= 5]
    at = {k: i for i, k in enumerate(names)}
    data = [(d[3], [(right, [(at[k], v) for k, v in x if k in at]) for right, _, _, x in d[4]]) for d in data]
    return dict(zip(names, softmax(data, len(names), penalty=3.0)))


def report(title, w_of, data):
    country, name, nowhere, reach = [], [], [], []
    for article, right_country, place, _, rows in data:
        _, got_country, got_name, _ = rows[best(w_of(article), rows)]
        if right_country:
            country.append(got_country == right_country)
            reach.append(any(r[1] == right_country for r in rows))
        if place:
            name.append(same_name(place, got_name))
        if not right_country and not place:
            nowhere.append(not got_name)
    print(f"{title}: country {sum(country)} of {len(country)} right, {sum(country) / max(1, len(country)):.3f} ({sum(reach)} could be); "
          f"name {sum(name)} of {len(name)}, {sum(name) / max(1, len(name)):.3f}; none given where gold has none: {sum(nowhere)} of {len(nowhere)}")


def main():
    args = options(__doc__).parse_args()
    everything = [c for pair in args.fit for c in choices(args.build, pair)]
    data = [c for c in everything if c[0][-1] not in args.hold]
    part = parts((c[0] for c in data), 3)
    apart = [fit([c for c in data if part[c[0]] != k]) for k in range(3)]
    report("fitted on, left out in turn", lambda a: apart[part[a]], data)
    w = fit(data)
    report("held back", lambda a: w, [c for c in everything if c[0][-1] in args.hold])
    for pair in args.check:
        report(pair.split(":")[0], lambda a: w, choices(args.build, pair))
    if args.write:
        write(args.write, HEADER, (f"{k} | {w[k]:.3f}\n" for k in sorted(w)))


if __name__ == "__main__":
    main()
