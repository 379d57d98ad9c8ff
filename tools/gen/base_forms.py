#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Exceptions to the rules of inflection, learnt from tagged prose without lemmas.

    tools/gen/base_forms.py core/lexicon/words DATA/silver/SOURCE.conllu … DATA/treebanks/… > core/lexicon/words/base_forms.txt

"diluted": the rules of core/tag/lemma.c say "dilut", which the prose has nowhere as a base form, but it has "dilute". Where
another word that the form may come from is met, it becomes a row (or a stem before a silent e). The lexicon
folder is read for what is known already. Facts about words; for sources and licences see core/weights/CARD.md.
"""
import collections
import glob
import os
import re
import sys

VOWELS, LEAST, SLIPS = "aeiou", 3, 1
# forms whose base the prose lacks, or whose base is another word
SEEM = {"caned", "caning", "incoming", "invitees", "lauded", "lauding", "parolees", "retrograded", "retrograding", "scraping", "secretes",
        "striped", "stripes", "waning"}
known, stems = set(), set()
for path in sorted(glob.glob(os.path.join(sys.argv[1], "*.txt"))):
    table = None
    for line in open(path, encoding="utf-8"):
        line = line.split(" #")[0].strip()
        if line.startswith("@table"):
            table = line.split()[1]
        elif not line or line[0] in "#@" or os.path.basename(path) == "base_forms.txt":
            continue
        elif table == "e_stems":
            stems.update(line.split("; "))
        elif table == "lemmas":
            known.update((f.strip(), c) for c in line.split("|")[1].strip() for f in line.split("|")[2].split(";"))

bases, forms = collections.Counter(), collections.Counter()
KINDS = {"VB": "v", "VBP": "v", "NN": "n", "JJ": "a", "RB": "a"}
for path in sys.argv[2:]:
    for line in open(path, encoding="utf-8"):
        c = line.split("\t")
        if len(c) != 10 or not c[0].isdigit() or not re.fullmatch("[a-z]{3,}", c[1]) or "Typo=Yes" in c[5]:
            continue
        if c[4] in KINDS:
            bases[c[1], KINDS[c[4]]] += 1
            bases[c[1], "any"] += 1
        elif c[4] in ("VBD", "VBN", "VBG", "VBZ", "NNS", "JJR", "JJS"):
            forms[c[1], c[4]] += 1


def wants_e(s):
    if s in stems:
        return True
    if len(s) < 3:
        return False
    if s[-1] not in VOWELS + "swxy" and s[-2] in VOWELS and not set(s[:-2]) & set(VOWELS + "y"):
        return True
    last, before, third = s[-1], s[-2], s[-3]
    if last == "g":
        return before in "aeiudlr"
    if last in "vuzc":
        return before != last
    if last == "s" and before == "i":
        return True
    if last == "t" and before == "a":
        return len(s) > 4 and third not in VOWELS
    return last == "l" and before in "bcdgkpt"


def restore(s):
    if len(s) > 3 and s[-1] == s[-2] and s[-1] not in VOWELS + "lsfz":
        return s[:-1]
    if len(s) > 5 and s[-2:] == "ll" and s[-3] in "eo":
        return s[:-1]
    return s + "e" if wants_e(s) else s


def strip_s(f, verb):
    if f.endswith("ies") and len(f) > 4:
        return f[:-3] + "y"
    if f.endswith(("sses", "ches", "shes", "xes")) or (verb and f.endswith("zzes")) or (f.endswith("oes") and len(f) > (3 if verb else 5)):
        return f[:-2]
    return f if f.endswith("ss") or (verb and f.endswith(("us", "is"))) else f[:-1] if f.endswith("s") else f


def by_rule(f, tag):
    """What the rules say, and what else the form may come from."""
    if tag in ("VBZ", "NNS"):
        others = {f[:-1]} if f.endswith("s") else set()
        others |= {f[:-2]} if f.endswith("es") else set()
        return strip_s(f, tag == "VBZ"), others | ({f[:-3] + "y"} if f.endswith("ies") else set())
    end = {"VBD": "ed", "VBN": "ed", "VBG": "ing", "JJR": "er", "JJS": "est"}[tag]
    if not f.endswith(end) or len(f) < len(end) + 2:
        return f, set()
    s = f[:-len(end)]
    if s.endswith("i") and (end in ("er", "est") or end == "ed" and len(f) > 4):
        return s[:-1] + "y", {s + "e"}
    return restore(s), {s, s + "e"} | ({s[:-1]} if s[-1:] == s[-2:-1] else set())


# what a base form would give, whether the prose has it or not
for (base, kind), n in list(bases.items()):
    if kind != "v" or n < LEAST or base == "are" or base[-1] in "iouy":
        continue
    if base[-1] == "e" or base[-2] not in VOWELS:
        stem = base[:-1] if base[-1] == "e" else base
        for form, tag in ((stem + "ed", "VBN"), (stem + "ing", "VBG")):
            forms[form, tag] += 0 if base.endswith(("ee", "oe", "ye")) else 2

rows, silent = collections.defaultdict(set), set()
for (form, tag), n in forms.items():
    kind = "n" if tag == "NNS" else "a" if tag[0] == "J" else "v"
    if n < 2 or form in SEEM or (form, kind) in known:
        continue
    rule, others = by_rule(form, tag)
    for asked in (kind, "any") if kind == "v" else (kind,):  # "profiled": the prose has the noun
        best = max(sorted(others), key=lambda w: bases[w, asked], default=rule)
        if best != rule and bases[best, asked] >= LEAST and bases[rule, asked] <= SLIPS and bases[rule, "v"] <= SLIPS:
            break
    else:
        continue
    if tag not in ("VBZ", "NNS") and best.endswith("e"):
        silent.add(best[:-1])
    else:
        rows[best, kind].add(form)

print("# Words that the rules of inflection would misread, met in prose. Made by tools/gen/base_forms.py from the treebanks and the\n"
      "# silver prose (core/weights/CARD.md): facts about words. class: v verb, n noun, a adjective.\n"
      "@table lemmas\n@columns lemma class forms\n@index forms\n")
for (lemma, kind), found in sorted(rows.items()):
    print(f"{lemma} | {kind} | {'; '.join(sorted(found))}")
print("\n# Stems before a silent e: dilut(ed).\n@table e_stems\n@columns stems\n@index stems\n")
for stem in sorted(silent):
    print(stem)
