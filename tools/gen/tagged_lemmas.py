#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Exceptions to the rules of core/tag/lemma.c, for a form with its tags.

    dragoman-train --data DATA --measure MODEL --part train --show lemmas |
        tools/gen/tagged_lemmas.py DATA/treebanks/gum/train/*.conllu DATA/treebanks/ewt/en_ewt-train.conllu \\
        > core/lexicon/words/tagged_lemmas.txt

MODEL is compiled from a lexicon whose tagged_lemmas.txt has no rows: what standard input shows is what the rules get wrong.
A pair that two documents or more have becomes a row when most of its places agree. Where the treebanks differ
("people": GUM has "person") the first one that knows the pair decides: name GUM's files first.
"""
import collections
import re
import sys

# Slips of the annotation, and lemmas that would mislead a reader of news.
SLIPS = {"flead", "rang", "furth", "_", "Recent", "E-mail", "Nation"}
banks, documents, order = {}, collections.defaultdict(set), []
for path in sys.argv[1:]:
    bank = "gum" if "/gum/" in path.lower() else path
    if bank not in banks:
        banks[bank] = collections.defaultdict(collections.Counter)
        order.append(bank)
    document = path
    for line in open(path, encoding="utf-8"):
        if line.startswith("# newdoc id"):
            document = line
        c = line.split("\t")
        if len(c) == 10 and c[0].isdigit() and "Typo=Yes" not in c[5]:
            banks[bank][c[1], c[3], c[4], "Abbr=Yes" in c[5]][c[2]] += 1
            documents[c[1], c[3], c[4], c[2]].add(document)

wrong = {}
for line in sys.stdin:
    cells = line.rstrip("\n").split("\t")
    if len(cells) == 5 and cells[3].startswith("by annotated tags "):
        form, tags, _, by_rule, _ = cells
        wrong[form, *tags.split(" ")] = by_rule[len("by annotated tags "):]


def wanted(form, upos, xpos, abbreviation, lemma):
    if lemma in SLIPS or upos in ("PUNCT", "SYM", "X", "INTJ") or xpos in ("GW", "ADD", "FW", "LS", "AFX"):
        return False
    if not re.search("[A-Za-z]", form) or re.search("[;|#\\\\]", form + lemma) or len(form.rstrip(".")) < 2 and not form.endswith("."):
        return False
    if form.isupper() and form.isalpha() and not abbreviation:
        return False
    # names are what they are; only their abbreviations and plurals have other lemmas
    return upos != "PROPN" or abbreviation or xpos == "NNPS"


rows, seen = collections.defaultdict(set), set()
for bank in order:
    for (form, upos, xpos, abbreviation), lemmas in banks[bank].items():
        if (form, upos, xpos) in seen:
            continue
        seen.add((form, upos, xpos))
        lemma, n = min(lemmas.items(), key=lambda item: (-item[1], item[0]))
        # how acronyms and the like are written is the first treebank's to say
        spelling = bank != order[0] and lemma.lower() == form.lower()
        if spelling or len(documents[form, upos, xpos, lemma]) < 2 or n * 10 < sum(lemmas.values()) * 6 or wrong.get((form, upos, xpos), lemma) == lemma:
            continue
        if wanted(form, upos, xpos, abbreviation, lemma):
            rows[upos, xpos, lemma].add(form)

print("# Lemmas that the rules of core/tag/lemma.c would not find, for a form with its tags. Made by tools/gen/tagged_lemmas.py\n"
      "# from the training parts of UD English GUM (CC BY 4.0 and CC BY-SA) and EWT (CC BY-SA 4.0): facts about words, no text. A form\n"
      "# written small stands for itself with a capital as well.\n"
      "@table tagged_lemmas\n@columns lemma upos xpos forms\n@index forms\n")
for (upos, xpos, lemma), forms in sorted(rows.items()):
    small = {f for f in forms if f.islower() or f.lower() not in forms}
    print(f"{lemma} | {upos} | {xpos} | {'; '.join(sorted(small))}")
