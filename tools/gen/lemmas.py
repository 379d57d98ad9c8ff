#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Irregular forms and stems with a silent e, read off the lemma column of treebanks.

    tools/gen/lemmas.py EWT-train.conllu GUM/train/*.conllu > core/lexicon/words/lemmas.txt

A pair of form and lemma that the rules of English inflection do not explain becomes a row; a verb whose lemma ends in e
becomes a stem. Facts about words, counted in UD English EWT (CC BY-SA 4.0) and GUM (CC BY 4.0, CC BY-SA).
"""
import collections
import re
import sys

# Slips in the annotation that would mislead a reader of news ("fled" is no form of "flead"), and forms of no use to one.
SLIPS = {("fled", "flead"), ("hearing", "hear", "n"), ("ranged", "rang"), ("woven", "wove"), ("b", "benefit"), ("c", "care"),
         ("chaos", "chao"), ("fives", "fives"), ("mullahs", "mulla"), ("lens", "len"), ("uth's", "uth"), ("to's", "to"), ("go's", "go"),
         # one treebank's word against the other's
         ("troops", "troops"), ("supplies", "supplies"), ("goods", "goods"), ("grounds", "grounds"), ("dynamics", "dynamics"), ("gis", "gis")}
VERB, NOUN, ADJ = {"VERB", "AUX"}, {"NOUN"}, {"ADJ", "ADV"}
pairs, stems = collections.Counter(), collections.Counter()
for path in sys.argv[1:]:
    for line in open(path, encoding="utf-8"):
        c = line.split("\t")
        if len(c) != 10 or not c[0].isdigit() or "Typo=Yes" in c[5]:
            continue
        form, lemma, upos, xpos = c[1].lower().replace("\u2019", "'"), "I" if c[2] == "I" else c[2].lower(), c[3], c[4]
        if not re.search(r"[a-z]", form) or not re.fullmatch(r"[a-z']+", form) or not re.fullmatch(r"I|[a-z']+", lemma):
            continue
        kind = "v" if upos in VERB else "n" if upos in NOUN else "a" if upos in ADJ else "x" if upos in ("PRON", "DET", "PART") else None
        if not kind or (form, lemma) in SLIPS or (form, lemma, kind) in SLIPS:
            continue
        if kind == "v" and lemma.endswith("e") and len(lemma) > 2 and form in (lemma + "d", lemma[:-1] + "ing"):
            stems[lemma[:-1]] += 1
        pairs[form, lemma, kind, xpos] += 1


def regular(form, lemma, xpos):
    """What core/tag/lemma.c works out by itself, the stems being known."""
    if form == lemma:
        return xpos not in ("NNS", "VBZ") or not form.endswith("s")
    if xpos in ("NNS", "VBZ"):
        if lemma.endswith("y") and form == lemma[:-1] + "ies":
            return len(form) > 4
        if lemma.endswith(("ss", "ch", "sh", "x", "o")) and form == lemma + "es":
            return True
        return form == lemma + "s" and not form.endswith(("us", "is", "ss", "ies", "sses", "ches", "shes", "xes", "oes"))
    end = {"VBD": "ed", "VBN": "ed", "VBG": "ing"}.get(xpos)
    if not end:
        return False
    if end == "ed" and lemma.endswith("y") and form == lemma[:-1] + "ied":
        return len(form) > 4
    if lemma.endswith("e"):
        return form == lemma[:-1] + end
    doubled = lemma + lemma[-1] + end
    if form == doubled:
        return lemma[-1] not in "lsfz" or lemma[-2:] in ("el", "ol")
    return form == lemma + end and lemma not in stems


best = {}
for (form, lemma, kind, xpos), n in pairs.items():
    if not regular(form, lemma, xpos) and n >= (1 if kind in "vn" else 3):
        key = form, kind
        if n > best.get(key, (0, ""))[0]:
            best[key] = n, lemma
rows = collections.defaultdict(set)
for (form, kind), (n, lemma) in best.items():
    if form != lemma or kind == "n":
        rows[lemma, kind].add(form)
print("# Irregular forms, and stems that lose a silent e. Made by tools/gen/lemmas.py from the lemma columns of UD English EWT\n"
      "# (CC BY-SA 4.0) and GUM (CC BY 4.0 and CC BY-SA): facts about words, no text.\n"
      "# class: v verb, n noun, a adjective or adverb, x pronoun, determiner or particle.\n"
      "@table lemmas\n@columns lemma class forms\n@index forms\n")
for (lemma, kind), forms in sorted(rows.items()):
    print(f"{lemma} | {kind} | {'; '.join(sorted(forms))}")
with open(sys.argv[0].replace("tools/gen/lemmas.py", "core/lexicon/words/stems.txt"), "w", encoding="utf-8") as out:
    print("# Verb stems before a silent e: accus(e), declar(e). Made by tools/gen/lemmas.py, see lemmas.txt; more may be added by hand.\n"
          "@table e_stems\n@columns stems\n@index stems\n", file=out)
    for stem in sorted(stems):
        print(stem, file=out)
