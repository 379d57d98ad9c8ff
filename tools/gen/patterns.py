# SPDX-License-Identifier: Apache-2.0
"""The words by which news are read: news_patterns.txt, and the countries and organisations of the lexicon. Used by news.py, changes.py,
learn.py and bodies.py.
"""
import collections
import re

from terms import fold


def table_rows(path):
    table, columns, rest = None, [], ""
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = rest + line.split(" #")[0].strip() if not line.startswith("#") else ""
        rest = ""
        if line.endswith("\\"):
            rest = line[:-1]
        elif line.startswith("@table"):
            table = line.split()[1]
        elif line.startswith("@columns"):
            columns = [c.split(":")[0] for c in line.split()[1:]]
        elif line and line[0] not in "#@":
            cells = [c.strip() for c in line.split("|")]
            yield table, dict(zip(columns, cells)) if columns else cells, number


def words_of(cell):
    return [w.strip() for w in cell.split(";") if w.strip()]


def forms(verb):
    base, *irregular = verb.split("=")
    stem = base[:-1] if base.endswith("e") else base
    twice = base + base[-1] if re.fullmatch(r"[^aeiou]*u?[aeiou][bdgmnpt]", base) else stem
    s = base + ("es" if re.search(r"(s|sh|ch|x|o)$", base) else "s")
    return {base, s, stem + "ed", stem + "ing", twice + "ed", twice + "ing", *irregular}


class Words:
    """news_patterns.txt, and the countries and organisations of the lexicon."""

    def __init__(self, patterns, lexicon, without=""):
        self.heads, self.bodies, self.before, self.nouns, self.wishes, self.kinds, self.changes, self.approve, self.sets, self.codes = {}, {}, {}, {}, [], {}, [], set(), {}, {}
        self.founding, self.described, self.fatal, self.doubts, self.resigning, self.following, self.ending = set(), {}, set(), set(), set(), set(), set()
        flat = {"approve": self.approve, "founding": self.founding, "ending": self.ending, "fatal": self.fatal, "doubts": self.doubts, "resigning": self.resigning, "following": self.following}
        for table, cells, _ in table_rows(patterns):
            if table == "heads":
                self.heads.update((w, cells[1]) for w in words_of(cells[0]))
            elif table == "bodies":
                self.bodies.update((w, cells[1]) for w in words_of(cells[0]))
            elif table == "before":
                self.before.update((w, cells[1]) for w in words_of(cells[0]))
            elif table == "nouns":
                self.nouns.update((w, cells[1]) for w in words_of(cells[0]))
            elif table == "codes":
                self.codes.update((name, cells[1]) for name in words_of(cells[0]))
            elif table == "sets":
                self.sets[cells[0]] = set(words_of(cells[1]))
            elif table in flat:
                flat[table].update(*(forms(v) for v in words_of(cells[0])))
            elif table == "wishes":
                self.wishes += [[forms(v.split()[0]), *v.split()[1:]] for v in words_of(cells[0])]
            elif table == "described":
                self.described.update((x, cells[1]) for x in words_of(cells[0]))
            elif table == "kinds":
                self.kinds.update((w, (*cells[1:], "", "")[:3]) for w in words_of(cells[0]))
            elif table == "changes":
                for phrase in words_of(cells[2]):
                    passive = phrase.startswith("be ") or phrase == "be"
                    verb, *more = phrase[3:].replace("-", " ").split() if passive else phrase.split()
                    self.changes.append((cells[0], cells[1], passive, forms(verb), more))
        self.countries, self.parts, self.alike = {}, collections.defaultdict(set), collections.defaultdict(set)
        for name in ("countries.txt", "countries_more.txt"):
            for _, row, _ in table_rows(lexicon / name):
                for cell in ("names", "adjectives"):
                    for w in words_of(row.get(cell, "")):
                        self.country(w, row["code"])
        self.regions = {name for path in lexicon.glob("regions*.txt") for _, row, _ in table_rows(path) for name in words_of(row["name"])}
        self.organisations = {}
        for path in sorted(p for p in lexicon.glob("organisations*.txt") if p.name != without):
            for _, row, _ in table_rows(path):
                for w in [row["name"], *words_of(row.get("names", ""))]:
                    self.organisations.setdefault(fold(w), (row.get("code", ""), row.get("sectors", "")))
        for name, code in self.codes.items():
            self.country(name, code)

    def country(self, name, code):
        key = tuple(split(name))
        if key and self.countries.get(key, code) != code:  # "Congolese"
            self.alike[self.countries[key]].add(code)
        if key and key not in self.countries and name not in self.sets["not states"] and (name[0].isupper() or len(key) > 1):
            self.countries[key] = code
            self.parts[key[0]].add(len(key))


def split(text):
    return re.findall(r"[A-Za-z]\.(?:[A-Za-z]\.)+|[\w]+|[^\w\s]", text)
