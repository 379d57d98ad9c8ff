#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Generated parts of core/lexicon/world/: countries, office-holders, places, forenames.

    tools/gen/world.py KNOWLEDGE OFFICE-HOLDERS.tsv OUT

KNOWLEDGE is a folder with country-codes/, factbook/, places/, names/. What is generated is never edited by hand: additions stand in
files of their own beside it (countries_more.txt, organisations.txt, …).
"""
import collections
import csv
import glob
import json
import os
import re
import sys

from terms import Offices, clean, merge, rank, read, read_hand, settle

root, holders_path, out = sys.argv[1:4]
WHERE = "Made by tools/gen/world.py. Do not edit: additions go into a file of their own."


def write(name, head, rows):
    with open(os.path.join(out, name), "w", encoding="utf-8") as f:
        f.write(head)
        for r in rows:
            f.write(" | ".join(r).rstrip(" |").rstrip() + "\n")


# ---- countries -------------------------------------------------------------------------------------------------------
codes = list(csv.DictReader(open(f"{root}/country-codes/country-codes.csv", encoding="utf-8")))
iso2 = {c["ISO3166-1-Alpha-2"]: c["ISO3166-1-Alpha-3"] for c in codes}
iso2["XK"] = "XKX"
by_fips = {}
for c in codes:
    for f in (c["FIPS"] or "").split(","):
        by_fips[f.strip().lower()] = c["ISO3166-1-Alpha-3"]
nation = {}
for path in glob.glob(f"{root}/factbook/*/*.json"):
    d = json.load(open(path, encoding="utf-8"))
    code = by_fips.get(os.path.basename(path)[:2])
    try:
        people = d["People and Society"]["Nationality"]
        nation[code] = people["noun"]["text"], people["adjective"]["text"]
    except KeyError:
        pass


def demonyms(code):
    noun, adjective = nation.get(code, ("", ""))
    words = set()
    for text in (noun, adjective):
        text = re.sub(r"\(.*?\)|note.*|<.*?>", "", text)
        for w in re.split(r"[,;/]| or | and ", text):
            w = clean(w)
            if re.fullmatch(r"[A-Z][\w'-]+(?: [A-Z][\w'-]+)?", w) and w != "Congo":
                words.add(w)
                if w.endswith(("n", "i", "r", "t")) and " " not in w and not w.endswith("man"):
                    words.add(w + "s")
    return sorted(words)


# An adjective that an independent state has is not its dependency's: "Dutch" is the Netherlands, not Aruba.
independent = {c["ISO3166-1-Alpha-3"] for c in codes if c["is_independent"] == "Yes"}
of_states = {w for code in independent for w in demonyms(code)}
rows = []
for c in codes:
    code = c["ISO3166-1-Alpha-3"]
    if not code:
        continue
    own = [w for w in demonyms(code) if (code in independent or w not in of_states) and (code, w[:9]) != ("DMA", "Dominican")]
    short = clean(c["CLDR display name"]) or clean(c["official_name_en"])
    names = {short, clean(c["official_name_en"]), clean(re.sub(r"\(.*?\)|\[.*?\]", "", c["UNTERM English Short"] or "")),
             re.sub(r"^the ", "", clean(c["UNTERM English Formal"]))}
    names = {re.sub(r"\s*\(.*?\)", "", n).strip(" ,") for n in names if n}
    names = {n for n in names if n and "," not in n and (code, n) != ("COG", "Congo")}  # "Congo" alone is the larger one
    rows.append([code, short, "; ".join(sorted(names)), "; ".join(own), clean(c["Capital"])])
write("countries.txt", f"# Countries and territories: ISO 3166-1 alpha-3, names, adjectives and demonyms, capital. {WHERE}\n"
      "# Sources: country-codes of Datahub (PDDL), The World Factbook (public domain), May 2026.\n"
      "@table countries\n@columns code name names adjectives capital sectors\n@index names\n@index adjectives\n@index capital\n\n", sorted(rows))

# ---- office-holders ----------------------------------------------------------------------------------------------------
offices = Offices(f"{out}/offices.txt")
terms = collections.defaultdict(list)
hand = [t for name in ("holders_more.txt", "holders_2022.txt") for t in read_hand(f"{out}/{name}")]
for t in settle(merge(read(holders_path, offices)), hand, offices):
    terms[t.name, t.code].append(t)


# A head of state is listed again for each dependency and realm: there only the state that the person belongs to counts.
sovereign = {c["ISO3166-1-Alpha-3"] for c in codes if c["is_independent"] == "Yes"} | {"XKX", "PSE", "TWN", "HKG", "EU", "UN", "AU"}
homes = collections.defaultdict(set)
for (name, code), list_ in terms.items():
    if code in sovereign and any(t.office not in ("King", "Queen", "Co-prince") for t in list_):
        homes[name].add(code)
for name, code in [k for k in terms if k[0] in ("Charles III", "King Charles III", "Elizabeth II", "Queen Elizabeth II") and k[1] != "GBR"]:
    del terms[name, code]
for name, code in list(terms):
    only_throne = all(t.office in ("King", "Queen", "Co-prince", "President") for t in terms[name, code])
    if homes[name] and code not in homes[name] and only_throne:
        del terms[name, code]

OFFICES_MAX = 6  # of one person: the most important
rows = []
for (name, code), list_ in terms.items():
    chosen = sorted({t.office for t in list_}, key=lambda o: (rank(o), min(t.start or t.end for t in list_ if t.office == o), o))[:OFFICES_MAX]
    for t in sorted(list_, key=lambda t: (t.start or t.end, t.office)):
        if t.office in chosen and (t.start or t.end) and not (t.end and t.end[:4] < "1990"):
            rows.append([name, code, t.office, t.sector, t.start, t.end, "" if t.end else t.as_of, t.believed, t.wikidata, t.seat])
# "Umaru Yar'Adua" of "Umaru Musa Yar'Adua": news leaves middle names out. For heads and foreign ministers
# with rare names, where nobody else has the short one.
short = collections.defaultdict(set)
often = collections.Counter()
for name, _ in terms:
    words = name.split()
    short[words[0], words[-1]].add(name)
    often[words[0]] += 1
    often[words[-1]] += 1
for r in list(rows):
    words = r[0].split()
    if len(words) == 3 and rank(r[2]) <= 1 and len(short[words[0], words[-1]]) == 1 and len(words[0]) > 2 and words[1][0].isupper() \
            and often[words[0]] <= 20 and often[words[-1]] <= 5:  # "Mohamed Mohamud" is anybody
        rows.append([f"{words[0]} {words[-1]}", *r[1:-1], ""])
# One Arabic name, four spellings: news uses any of them for ministers and heads of today.
SPELLINGS = ("Mohamed", "Mohammed", "Muhammad", "Mohammad")
listed = {r[0] for r in rows} | {t.name for t in hand}
for r in rows + [[t.name, t.code, t.office, t.sector.replace(";", "; "), t.start, t.end, "", "", t.wikidata, t.seat] for t in hand]:
    words = r[0].split()
    given = next((w for w in words if w in SPELLINGS), None)
    if given and len(words) >= 3 and rank(r[2]) <= 3 and (not r[5] or r[5] >= "2015"):
        for other in SPELLINGS:
            name = " ".join(other if w == given else w for w in words)
            if name not in listed:
                rows.append([name, *r[1:-1], ""])
rows.sort(key=lambda r: (r[0], rank(r[2]), r[4]))  # of several offices on a day the first counts
unique, seen = [], set()
for r in rows:
    if tuple(r[:5]) not in seen:
        seen.add(tuple(r[:5]))
        unique.append(r)
write("holders.txt", f"# Terms of office, most important offices of each person. {WHERE}\n"
      "# Sources: Wikidata by way of every-politician-scrapers (CC0), The World Factbook (public domain), facts of 2025-26.\n"
      "# A term without `to` was running on the day `known`; it is believed until the day `believed` (offices.txt says how long), and nothing is known\n"
      "# about later days.\n"
      "@table holders\n@columns name country office sectors from:date to:date known:date believed:date wikidata seat\n@index name\n@index seat\n@alone country seat name from to believed\n\n", unique)

# ---- places --------------------------------------------------------------------------------------------------------------
def spellings(name, country):
    """Other ways to write a name: without the marks for sounds that English lacks, and as Ukraine and the Philippines do."""
    if re.search("[’'‘ʿʾʹ]", name):
        yield re.sub("[’'‘ʿʾʹ]", "", name)
    if country == "UA":
        plain = re.sub("[’']", "", name)
        yield re.sub(r"yy\b", "yi", re.sub("(?<=[a-z])ya", "ia", re.sub("(?<=[a-z])yu", "iu", plain)))
    if country == "PH" and name.endswith(" City"):
        yield name[:-5]


admin1 = {a["code"]: a["name"] for a in json.load(open(f"{root}/places/admin1.json", encoding="utf-8"))}
rows, taken = [], set()
table = list(csv.DictReader(open(f"{root}/places/cities1000.tsv", encoding="utf-8"), delimiter="\t"))
for c in sorted(table, key=lambda c: -int(c["population"] or 0)):
    population = int(c["population"] or 0)
    if c["country"] not in iso2:
        continue
    name = clean(c["name"])
    alt = [clean(a) for a in (c["altname"] or "").split(",")]
    names = [n for n in dict.fromkeys([name] + alt) if re.search(r"[A-Za-z]", n)]
    names = list(dict.fromkeys(names + [s for n in names for s in spellings(n, c["country"])]))
    key = (name, c["country"], c["admin1"])
    if not names or key in taken:
        continue
    taken.add(key)
    rows.append([name, "; ".join(names), iso2[c["country"]], clean(admin1.get(f"{c['country']}.{c['admin1']}", "")), f"{float(c['lat']):.4f}",
                 f"{float(c['lon']):.4f}", str(population), c["geonameid"]])
write("places.txt", f"# Populated places of 5,000 people and more, largest first. {WHERE}\n"
      "# Source: GeoNames (geonames.org), CC BY 4.0. admin1 is a name, not a code.\n"
      "@table places\n@columns name names country admin1 lat:real lon:real population:int geonames:int\n@index names\n\n", rows)
people = collections.Counter()
for r in rows:
    people[r[3], r[2]] += int(r[6])
WORDS = {"Central", "Centre", "Center", "Eastern", "Western", "Northern", "Southern", "Islands", "Maritime", "Forest", "Northeast", "Northwest", "Southeast",
         "Southwest", "Littoral", "Plateau", "North", "South", "East", "West", "Canaries", "Capital", "Est", "Nord", "Sud", "Ouest"}  # no place by themselves
rows = [[clean(n), iso2.get(code[:2], "")] for code, n in sorted(admin1.items()) if clean(n) and iso2.get(code[:2]) and clean(n) not in WORDS]
unique = list(dict.fromkeys(map(tuple, rows)))
write("regions.txt", f"# First-level regions, largest first. {WHERE}\n# Source: GeoNames, CC BY 4.0. people: of the towns of each that places.txt has.\n"
      "@table regions\n@columns name country people:int\n@index name\n\n", [[*r, str(people[r])] for r in sorted(unique, key=lambda r: -people[r])])

# ---- forenames -------------------------------------------------------------------------------------------------------------
gender = collections.defaultdict(collections.Counter)
for line in csv.DictReader(open(f"{root}/names/common-forenames-by-country.csv", encoding="utf-8-sig")):
    for n in (line["Localized Name"], line["Romanized Name"]):
        if re.fullmatch(r"[A-Z][\w'-]+", clean(n)):
            gender[clean(n)][line["Gender"]] += 1
NO_FORENAME = {"King", "Pope", "Prince", "Israel", "Art", "Ban", "Dalai", "Hun", "Sim", "China"}  # titles, words, states
first = collections.Counter()
for name in [name for name, _ in terms] + sorted({t.name for t in hand}):
    first[name.split()[0]] += 1
for n, k in first.items():
    if k >= 2 and re.fullmatch(r"[A-Z][\w'-]{2,}", n) and n not in NO_FORENAME:
        gender.setdefault(n, collections.Counter())
rows = []
for n in sorted(gender):
    g = gender[n].most_common()
    rows.append([n, "" if not g or (len(g) > 1 and g[0][1] < 3 * g[1][1]) else g[0][0].lower()])
write("forenames.txt", f"# Forenames, with f or m where one is usual. {WHERE}\n"
      "# Sources: popular-names-by-country-dataset (CC0), forenames of office-holders (Wikidata, CC0).\n"
      "@table forenames\n@columns name gender\n@index name\n\n", rows)
