#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes core/lexicon/codes/adm1_countries.txt and adm1.txt: where GeoNames' first-level codes are still those that GDELT writes.

    tools/gen/adm1.py ADMIN1.json NGA.csv FIPS-ALL.csv ROWS.tsv core/lexicon/codes

ADMIN1.json: GeoNames' first-level regions (code, name; CC BY 4.0). NGA.csv: the National Geospatial-Intelligence Agency's table of them, the
last of FIPS 10-4 (GEOPOLITICAL_CODES.xls, table 2, public domain; archived 14 December 2016), as `code,name`. FIPS-ALL.csv: the same through
all change notices since 1995 (fips10-4-subdivisions.csv of the repository eteitelbaum/gdelt-strikes, from efele.net, CC0). ROWS.tsv: regions
in real rows of GDELT's: code of four letters, name, how often.

A country is kept when GeoNames has the same codes as the agency, each for the same region; when rows of GDELT's have at least one of
its regions and none has another code; and when either none of its codes was withdrawn since 1995 (so that it does not matter which edition
GDELT has), or the rows agree on six regions. Regions are the same when their names are, without accents and words such as "province", or
when a person has compared them (REVIEWED). The United States are a case of their own: the agency numbers them, GDELT and GeoNames
have the Postal Service's letters; they are checked on rows alone.
"""
import collections
import csv
import json
import os
import re
import sys
import unicodedata

# Names in two languages that a person has compared: country, codes.
REVIEWED = {
    "AE": "01 03 04 05 06 07", "AM": "06", "AT": "02 03 04 06 07 09", "CA": "01 02 03 04 05 07 08 09 10 11 12 13 14",
    "CN": "14 20", "CZ": "52 78 79 81 82 83 84 85 86 87 88 89 90", "DE": "02 05 06 07 13 14 15",
    "IT": "02 09 10 12 13 14 15 16 17 19", "JM": "11", "LT": "56 57 58 59 60 61 62 63 64 65", "MX": "07 09 16 22 30", "MY": "09",
    "NG": "11 56", "SK": "01 02 03 04 05 06 07 08", "SY": "02 03 04 06 07 09 10 11 13",
}
KINDS = set("""province provincia region district governorate state county oblast prefecture republic municipality department departamento
departement parish atoll ward division city capital territory of the de del la el al ad an ar as ash at az""".split())
ENOUGH = 6
NAMES = {"USA": {"DC": "Washington, D.C."}}  # what GeoNames has called a region, besides what it calls it


def plain(name):
    name = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("ø", "o").replace("ł", "l").replace("Ł", "L"))
    words = re.sub(r"[^a-z0-9 ]", " ", "".join(c for c in name if not unicodedata.combining(c)).lower()).split()
    return "".join(w for w in words if w not in KINDS) or "".join(words)


def same(country, code, ours, theirs):
    squeezed = [re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", n).encode("ascii", "ignore").decode().lower()) for n in (ours, theirs)]
    return squeezed[0] == squeezed[1] or plain(ours) == plain(theirs) or code in REVIEWED.get(country, "").split()


def by_country(pairs):
    found = collections.defaultdict(dict)
    for country, code, name in pairs:
        found[country][code] = name
    return found


def states(folder):
    with open(os.path.join(folder, "states.txt"), encoding="utf-8") as f:
        lines = [line.rstrip("\n") for line in f]
    names = next(line for line in lines if line.startswith("@columns")).split()[1:]
    return [dict(zip(names, [c.strip() for c in line.split(" | ")] + [""] * len(names))) for line in lines if " | " in line and line[0] != "#"]


def judge(iso2, geonames, agency, withdrawn, seen):
    """Empty when the country is kept, else why it is not."""
    if iso2 == "US":
        return "" if seen and set(seen) <= set(geonames) else "rows of GDELT's have other codes"
    if not agency or not geonames:
        return "no first-level regions in one of the two lists"
    if set(geonames) != set(agency):
        return f"{len(set(geonames) - set(agency))} of GeoNames' codes are not the agency's, {len(set(agency) - set(geonames))} of the agency's not GeoNames'"
    if set(seen) - set(agency):
        return "rows of GDELT's have " + " ".join(sorted(set(seen) - set(agency)))
    if not seen:
        return "no row of GDELT's to check it on"
    if withdrawn and len(seen) < ENOUGH:
        return f"codes withdrawn since 1995: {withdrawn}; regions in rows: {len(seen)}"
    differ = [c for c in geonames if not same(iso2, c, geonames[c], agency[c])]
    return f"names that nobody has compared: {len(differ)}" if differ else ""


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        geonames = by_country((*a["code"].split("."), " ".join(a["name"].split())) for a in json.load(f))
    with open(sys.argv[2], encoding="utf-8") as f:
        agency = by_country((r["code"][:2], r["code"][2:], r["name"]) for r in csv.DictReader(f))
    with open(sys.argv[3], encoding="utf-8") as f:
        gone = by_country((r["fips_country"], r["fips_adm1"][2:], r["adm1_type"]) for r in csv.DictReader(f) if r["current"] != "True")
    with open(sys.argv[4], encoding="utf-8") as f:
        seen = by_country((r[0][:2], r[0][2:], r[1]) for r in (line.rstrip("\n").split("\t") for line in f) if r[0][2:] != "00")
    folder, countries, regions = sys.argv[5], [], []
    for s in states(folder):
        ours, theirs, rows = geonames.get(s["geonames"], {}), agency.get(s["fips"], {}), seen.get(s["fips"], {})
        withdrawn = len(set(gone.get(s["fips"], {})) - set(theirs))
        why = judge(s["geonames"], ours, theirs, withdrawn, rows)
        countries.append([s["code"], s["fips"], "" if why else "kept", str(len(ours)), str(len(theirs)), str(len(rows)), why])
        for code, name in sorted(ours.items()) if not why else []:
            also = NAMES.get(s["code"], {}).get(code)
            regions.append([f"{s['code']} {name}" + (f"; {s['code']} {also}" if also and also != name else ""), s["code"], code])
    write(folder, "adm1_countries.txt", """# Countries whose first-level codes at GeoNames are still FIPS 10-4's two characters, which GDELT writes; and why the others are not on that list.
# Made by tools/gen/adm1.py, which says what is compared. Do not edit. Sources and days: lists.txt. kept: GDELT's ADM1 is built for it
# (adm1.txt), for the others it is the bare country. geonames, agency: how many first-level regions they have; rows: how many of the
# country's regions occur in the rows of GDELT's that were looked at.
@table adm1_countries
@columns code fips kept geonames agency rows why
@index code

""", countries)
    write(folder, "adm1.txt", """# First-level regions of the countries that adm1_countries.txt keeps: GeoNames' code, which is GDELT's ADM1 behind the country's FIPS code.
# Made by tools/gen/adm1.py. Do not edit. Not ISO 3166-2: no table of that is shipped. place: the country's key and GeoNames' name.
@table adm1
@columns place country code
@index place
@distinct place

""", regions)


def write(folder, name, head, table):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
        f.write(head)
        for r in table:
            f.write(" | ".join(r).rstrip(" |") + "\n")


if __name__ == "__main__":
    main()
