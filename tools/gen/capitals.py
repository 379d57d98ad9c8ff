#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Adjectives that are written with a capital wherever they stand ("Kurdish", "Olympic").

    tools/gen/capitals.py DATA/silver/SOURCE.conllu … DATA/treebanks/… > core/lexicon/words/capitals.txt

Counted where the capital says something: not after a mark or at the beginning of a sentence. Facts about words; for the
sources and their licences see core/weights/CARD.md.
"""
import collections
import sys

LEAST, SHARE, WIDTH = 4, 0.93, 118
SLIPS = {"Abled"}
capital, small = collections.Counter(), collections.Counter()
for path in sys.argv[1:]:
    before = "PUNCT"
    for line in open(path, encoding="utf-8"):
        cells = line.split("\t")
        if len(cells) != 10 or not cells[0].isdigit():
            before = before if len(cells) == 10 else "PUNCT"
            continue
        form = cells[1]
        if before != "PUNCT" and cells[3] == "ADJ" and cells[4] == "JJ" and len(form) > 2 and form.isalpha():
            if form[0].isupper() and form[1:].islower():
                capital[form] += 1
            elif form.islower():
                small[form.capitalize()] += 1
        before = cells[3]

words = sorted(w for w, n in capital.items() if w not in SLIPS and n >= LEAST and n >= SHARE * (n + small[w]))
print("# Adjectives that keep their capital in the dictionary form. Made by tools/gen/capitals.py from the treebanks and the silver\n"
      "# prose (core/weights/CARD.md): those written so in 93 of 100 places where the place explains no capital.\n"
      "@table capital_adjectives\n@columns words\n@index words\n")
line = ""
for word in words:
    if line and len(line) + len(word) > WIDTH:
        print(line)
        line = ""
    line += ("; " if line else "") + word
print(line)
