#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Office-holders that the large table lacks: core/lexicon/world/holders_leaders.txt and holders_1990.txt.

    tools/gen/leaders.py KNOWLEDGE CODES HOLDERS OUT

KNOWLEDGE holds leaders/ (heads of state and government, from Wikidata) and actors/ (dictionaries of the Phoenix project, with terms up to
2013). CODES is country-codes.csv, HOLDERS the generated holders.txt: who stands there in the same country is not listed again.
"""
import csv
import os
import re
import sys
import unicodedata

root, codes_path, holders_path, out = sys.argv[1:5]
HEAD = "@table holders\n@columns name country office sectors from:date to:date known:date believed:date wikidata seat\n@index name\n@index seat\n@alone country seat name from to believed\n\n"


def clean(s):
    return re.sub(r"\s+", " ", re.sub(r"[|;#\\\n]|\(.*?\)", " ", s or "")).strip()


def fold(s):
    s = unicodedata.normalize("NFKD", s).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[\W_]+", " ", s).strip()


known = set()
for line in open(holders_path, encoding="utf-8"):
    if " | " in line and line[0] not in "#@":
        name, code = line.split(" | ")[:2]
        known.add((fold(name), code.strip()))

names = {"Ivory Coast": "CIV", "Democratic Republic of the Congo": "COD", "Republic of the Congo": "COG", "Kosovo": "XKX", "Palestine": "PSE",
         "State of Palestine": "PSE", "Taiwan": "TWN", "Turkey": "TUR", "People's Republic of China": "CHN", "The Gambia": "GMB",
         "The Bahamas": "BHS", "Cape Verde": "CPV", "East Timor": "TLS", "Federated States of Micronesia": "FSM", "Republic of Ireland": "IRL",
         "Vatican City": "VAT", "Kingdom of the Netherlands": "NLD", "São Tomé and Príncipe": "STP", "Eswatini": "SWZ", "Syria": "SYR",
         "Kingdom of Denmark": "DNK", "Myanmar": "MMR", "Czech Republic": "CZE", "United States of America": "USA"}
iso = set()
for c in csv.DictReader(open(codes_path, encoding="utf-8")):
    code = c["ISO3166-1-Alpha-3"]
    iso.add(code)
    for n in (c["CLDR display name"], c["official_name_en"], clean(c["UNTERM English Short"])):
        if n:
            names.setdefault(n, code)
iso.add("XKX")
OLD_CODES = {"TMP": "TLS", "ROM": "ROU", "ZAR": "COD", "SCG": "SRB", "YUG": "SRB", "KSV": "XKX"}

rows, missing = {}, set()
for file in ("wikidata.csv", "wikipedia.csv"):
    for r in csv.DictReader(open(f"{root}/leaders/{file}", encoding="utf-8")):
        code, name = names.get(r["country"]), clean(r.get("officeholderLabel") or r.get("officeholderlabel"))
        office = clean(r.get("positionLabel") or r.get("positionlabel"))
        if not code:
            missing.add(r["country"])
            continue
        if name == "Charles III" and code != "GBR" or len(name.split()) < 2 or (fold(name), code) in known or not re.fullmatch(r"\d{4}", r["start_year"] or ""):
            continue
        end = r["end_year"] if re.fullmatch(r"\d{4}", r["end_year"] or "") else ""
        office = re.sub(r" of .*", "", office)
        rows.setdefault((fold(name), code, office), [name, code, office, "GOV", r["start_year"], end, "" if end else "2022", "" if end else "2024", r["officeholder"]])
if missing:
    print("leaders: no code for", sorted(missing), file=sys.stderr)
with open(os.path.join(out, "holders_leaders.txt"), "w", encoding="utf-8") as f:
    f.write("# Heads of state and government that holders.txt lacks. Made by tools/gen/leaders.py. Do not edit.\n"
            "# Source: Wikidata (CC0), 2022. A year without a day says no more than the year.\n" + HEAD)
    for r in sorted(rows.values()):
        f.write(" | ".join(r).rstrip(" |") + "\n")
known |= {k[:2] for k in rows}

SECTORS = ("GOV", "MIL", "LEG", "JUD", "COP", "SPY")


def day(s):
    y, m, d = int(s[:2]), int(s[2:4]), int(s[4:])
    y += 2000 if y < 20 else 1900
    return f"{y}-{m:02d}-{d:02d}" if 1 <= m <= 12 and 1 <= d <= 31 else str(y)


old, current, aliases = {}, None, []
for line in open(f"{root}/actors/Phoenix.Countries.actors.txt", encoding="latin-1"):
    line = line.split(";")[0].split("#")[0].rstrip()
    m = re.fullmatch(r"\s+\[([A-Z]{3})([A-Z]{3})[A-Z]* (\d{6})-(\d{6})\]", line)
    code = OLD_CODES.get(m[1], m[1]) if m else ""
    if m and current and code in iso and m[2] in SECTORS and day(m[4]) >= "1990":
        for n in [current] + aliases:
            key = fold(n), code
            if key not in known and len(n.split()) > 1:
                old.setdefault(key, []).append([n, code, "", m[2], day(m[3]), day(m[4])])
        continue
    m = re.fullmatch(r"(\+?)([A-Z'._ -]+?)_*\s*", line)
    if m:
        n = re.sub(r"[_ ]+", " ", m[2]).strip().title()
        n = re.sub(r"'S\b", "'s", n)
        good = 1 < len(n.split()) <= 5 and not re.search(r"\b(Of|The|And|Government|Ministry|Party|Army|Police|President|Minister|King|Queen|"
                                                         r"Parliament|Court|Military|State|National|Republic|Force|Forces|Council)\b", n)
        if m[1]:
            aliases.append(n) if good else None
        else:
            current, aliases = (n if good else None), []
with open(os.path.join(out, "holders_1990.txt"), "w", encoding="utf-8") as f:
    f.write("# Members of governments, parliaments, courts, armies up to 2013 that holders.txt lacks. Made by tools/gen/leaders.py. Do not edit.\n"
            "# Source: facts from the actor dictionaries of the Phoenix project (Open Event Data Alliance, MIT), themselves after the CIA's\n"
            "# World Leaders and CountryInfo. Spelling is theirs.\n" + HEAD)
    for key in sorted(old):
        for r in [list(r) for r in sorted({tuple(r) for r in old[key]}, key=lambda r: r[4:])][-3:]:
            f.write(" | ".join(r).rstrip(" |") + "\n")
print(len(rows), "leaders,", len(old), "people of 1990 to 2013", file=sys.stderr)
