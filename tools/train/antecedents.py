#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fits the weights that tell whom "he" and "she" stand for (core/coref/antecedent.def).

    tools/train/antecedents.py --build build/release --fit GUM/train/*.conllu [--check GUM/test/*.conllu]
        [--write core/lexicon/words/antecedents.txt]

The texts are those of UD English GUM, put together as they were written and read raw. Right is every candidate that stands in the pronoun's chain
there, or nobody, where none does. Softmax over the candidates, an L2 penalty; numpy and scipy. What a pronoun may take over from the one before it
depends on the present weights: build and run it three times. Prints how many are right: with texts left out in turn (five parts), and on the texts
to check by genre.

Not "it" and "they": in GUM they are mostly things and people that are no actors, in political news states and bodies. Weights fitted to them there
left so many open, or gave them so wrongly, that dev lost 7 to 12 of 397 records; theirs are written by hand (words/anaphora_weights.txt).
"""
import argparse
import json
import os
import random
import subprocess

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from gold import numbers, program

HEADER = """# Whom "he" and "she" stand for: what speaks for a mention before them, written by tools/train/antecedents.py from UD English GUM. What the
# names mean: core/coref/antecedent.def. The largest sum is taken.
@table antecedents
@columns name weight:real
@index name

"""
PENALTY = 1.0
NOBODY = 0.1  # what a choice counts where nobody is right: in news more of those spoken of are known than in GUM


CHAINS = program("tests/bench/coref")


def chain_at(tokens, mentions, start, end):
    """chain of the smallest gold mention that holds these characters, its head among them"""
    best = None
    for first, last, _, chain in mentions:
        head = tokens[CHAINS.head_of(tokens, first, last)]
        if tokens[first][0] <= start and end <= tokens[last][1] and start <= head[0] and head[1] <= end and (best is None or last - first < best[0]):
            best = (last - first, chain)
    return best and best[1]


def choices(build, paths):
    """(text, rows of (right, what it is, features))"""
    texts = {os.path.basename(p): CHAINS.document(p) for p in paths}
    feed = "".join(json.dumps({"id": n, "text": t[0], "language": "en"}, ensure_ascii=False) + "\n" for n, t in texts.items())
    told = subprocess.run([os.path.join(build, "bin/dragoman-train"), "--antecedents", os.path.join(build, "share/dragoman.model")],
                          input=feed, capture_output=True, text=True, check=True).stdout
    seen, out = {}, []
    for line in told.split("\n")[:-1]:
        name, start, end, kind, first, last, features = line.split("\t")
        if kind == "person":
            seen.setdefault((name, int(start), int(end)), []).append((int(first), int(last), features))
    for (name, start, end), rows in seen.items():
        text, tokens, mentions = texts[name]
        data = text.encode()
        at = lambda byte: len(data[:byte].decode())
        own = chain_at(tokens, mentions, at(start), at(end))
        marked = []
        for first, last, features in rows[1:]:
            chain = chain_at(tokens, mentions, at(first), at(last))
            marked.append((own is not None and chain == own, text[at(first):at(last)], features))
        marked.insert(0, (not any(m[0] for m in marked), "", rows[0][2]))
        out.append((name, [(m, w, list(numbers(f).items())) for m, w, f in marked]))
    return out


def fit(data):
    count = {}
    for _, rows in data:
        for _, _, x in rows:
            for k, _ in x:
                count[k] = count.get(k, 0) + 1
    names = sorted(k for k in count if count[k] >= 8)
    at = {k: i for i, k in enumerate(names)}
    rows, columns, values, right, group = [], [], [], [], []
    for g, (_, candidates) in enumerate(data):
        for good, _, x in candidates:
            for k, v in x:
                if k in at:
                    rows.append(len(right)), columns.append(at[k]), values.append(v)
            right.append(good), group.append(g)
    x = csr_matrix((values, (rows, columns)), shape=(len(right), len(names)))
    right, group = np.array(right), np.array(group)
    share = np.array([NOBODY if candidates[0][0] else 1.0 for _, candidates in data])
    starts = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])

    def loss(w):
        s = x @ w
        s = np.exp(s - np.maximum.reduceat(s, starts)[group])
        whole, good = np.add.reduceat(s, starts), np.add.reduceat(s * right, starts)
        gradient = x.T @ (share[group] * (s / whole[group] - s * right / good[group]))
        return np.sum(share * np.log(whole / good)) + 0.5 * PENALTY * np.sum(w * w), gradient + PENALTY * w

    return dict(zip(names, minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 400}).x))


def best(w, rows):
    sums = [sum(w.get(k, 0.0) * v for k, v in x) for _, _, x in rows]
    return rows[sums.index(max(sums))]


def report(title, w_of, data):
    chosen = [(best(w_of(name), rows), rows) for name, rows in data]
    right = sum(b[0] for b, _ in chosen)
    given, given_right = sum(b[1] != "" for b, _ in chosen), sum(b[1] != "" and b[0] for b, _ in chosen)
    could = sum(not rows[0][0] for _, rows in chosen)
    print(f"{title}: {right} of {len(chosen)} right, {right / max(1, len(chosen)):.3f}; given {given}, {given_right / max(1, given):.3f} of them right; "
          f"found {given_right} of {could}, {given_right / max(1, could):.3f}")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--build", required=True)
    ap.add_argument("--fit", nargs="+", required=True, metavar="CONLLU")
    ap.add_argument("--check", nargs="*", default=[], metavar="CONLLU")
    ap.add_argument("--write")
    args = ap.parse_args()
    data = choices(args.build, args.fit)
    names = sorted({d[0] for d in data})
    random.Random(1).shuffle(names)
    part = {a: i % 5 for i, a in enumerate(names)}
    apart = [fit([d for d in data if part[d[0]] != k]) for k in range(5)]
    report("fitted on, left out in turn", lambda a: apart[part[a]], data)
    w = fit(data)
    check = choices(args.build, args.check)
    for genre in sorted({d[0].split("_")[1] for d in check}):
        report(f"check, {genre}", lambda a: w, [d for d in check if d[0].split("_")[1] == genre])
    if args.write:
        with open(args.write, "w", encoding="utf-8") as f:
            f.write(HEADER)
            f.writelines(f"person.{k} | {w[k]:.3f}\n" for k in sorted(w))


if __name__ == "__main__":
    main()
