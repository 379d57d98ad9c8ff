#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes core/lexicon/world/surnames.txt: by which surname and title heads of state and government and ministers of foreign
affairs and defence are called, from the tables of office-holders beside it.

    tools/gen/surnames.py core/lexicon/world > core/lexicon/world/surnames.txt
"""
import collections
import pathlib
import sys
import unicodedata

from terms import Offices

FAMILY_NAME_FIRST = {"CHN", "TWN", "KOR", "PRK", "VNM", "KHM"}
# By the office of offices.txt: how its holders are called in the news.
TITLES = {
    "president": ["president"],
    "prime minister": ["prime minister", "premier"],
    "chancellor": ["chancellor"],
    "foreign minister": ["foreign minister"],
    "secretary of state": ["secretary of state"],
    "defence minister": ["defence minister", "defense minister"],
    "interior minister": ["interior minister"],
    "Secretary-General": ["secretary-general"],
    "Secretary General": ["secretary-general"],
}
OWN = {"Taoiseach": ["taoiseach"], "Foreign Secretary": ["foreign secretary"], "Home Secretary": ["home secretary"],
       "Deputy Secretary of Defense": ["deputy secretary"],
       "Deputy Secretary of Defence": ["deputy secretary"], "Deputy Secretary of State": ["deputy secretary"],
       "Secretary of the Treasury": ["treasury secretary"], "Chancellor of the Exchequer": ["chancellor"],
       "Attorney General": ["attorney general"], "Defence Secretary": ["defence secretary"], "Secretary of Defense": ["defense secretary"], "Secretary of Defence": ["defense secretary"]}
HEADS = {"president", "prime minister", "premier", "chancellor", "taoiseach"}
SINCE = "2000"


def rows(folder):
    for path in sorted(folder.glob("holders*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and line[0] not in "#@":
                cells = [cell.strip() for cell in line.split("|")] + [""] * 9
                yield cells[:9]


def surname(name, country):
    words = name.split()
    return words[0] if country in FAMILY_NAME_FIRST else words[-1]


def fold(word):
    return "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if c.isalnum())


def main():
    folder = pathlib.Path(sys.argv[1])
    carriers, out = collections.defaultdict(set), set()
    table = [row for row in rows(folder) if len(row[0].split()) > 1]
    for name, country, *_ in table:
        carriers[fold(surname(name, country))].add(country)
    offices = Offices(folder / "offices.txt")
    for name, country, office, _, since, until, _, believed, _ in table:
        until = until or believed  # an open term is not believed for ever
        if until and until < SINCE:
            continue
        word = surname(name, country)
        for title in TITLES.get(offices.find(office)[0], []) + OWN.get(office, []):
            rare = "yes" if len(carriers[fold(word)]) == 1 else ""
            head = "yes" if title in HEADS else ""
            for short in {word, word.split("-", 1)[1] if word[:3].lower() in ("al-", "el-") else word}:
                out.add((short, name, country, title, since, until, head, rare))
    print("# Surnames and titles of heads of state and government, foreign and defence ministers since 2000.")
    print("# Made by tools/gen/surnames.py from the tables of office-holders (sources: there). Do not edit.")
    print("# rare: nobody of another country in those tables has the surname.")
    print("@table surnames\n@columns surname name country title from:date to:date head rare\n@index surname\n")
    for row in sorted(out):
        print(" | ".join(row).rstrip(" |") if not row[-1] else " | ".join(row))


main()
