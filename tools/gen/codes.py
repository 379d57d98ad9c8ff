#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes core/lexicon/codes/states.txt: one key for each state and territory, and what other lists call it.

    tools/gen/codes.py COUNTRY-CODES.csv CODELIST.csv COW.csv GW.csv > core/lexicon/codes/states.txt

COUNTRY-CODES.csv: Datahub's country-codes (PDDL), for ISO 3166-1, M49 and FIPS. The others are tables of facts that the repository
vincentarelbundock/countrycode keeps (dictionary/codelist_without_cldr.csv, data_cow.csv, data_gw.csv, commit 284d6a2 of
17 April 2026): the state system membership list of the Correlates of War project (v2016) and the list of independent states of
Gleditsch and Ward. CODELIST.csv only says which state of theirs is which of ISO's; where it is wrong, MENDED says what is right.
No name is compared with another: what is not joined by a code stands in a table here.
"""
import csv
import sys

# Ours -> what a list really writes, where the sources are silent or wrong.
MENDED = {
    "fips": {"SRB": "RI", "PSE": "WE", "XKX": "KV", "SJM": "SV", "ALA": "", "UMI": "", "SSD": "OD", "BES": ""},
    # Gleditsch and Ward go on with the number of the state that took the other in: Yemen with (North) Yemen's, Viet Nam with that of the
    # Democratic Republic. Their smallest states have numbers of their own list, which are not those of the Correlates of War project.
    "gw": {"YEM": "678", "VNM": "816", "CZE": "316", "DEU": "260", "SRB": "340", "XKX": "347", "VAT": "",
           "DMA": "54", "GRD": "55", "LCA": "56", "VCT": "57", "ATG": "58", "KNA": "60", "MCO": "221", "LIE": "223", "AND": "232",
           "SMR": "331", "STP": "403", "SYC": "591", "VUT": "935", "KIR": "970", "NRU": "971", "TON": "972", "TUV": "973",
           "MHL": "983", "PLW": "986", "FSM": "987", "WSM": "990"},
    "cow": {"SRB": "345", "XKX": "347", "VAT": "", "DEU": "255"},
    # CAMEO's actor codes are ISO's three letters of about 2000; these differ (CountryInfo 120116).
    "cameo": {"XKX": "KSV", "TLS": "TMP"},
    # PLOVER's list of states (manual, draft 2.0)
    "plover": {"XKX": "KOS"},
    "geonames": {"XKX": "XK"},
}
MORE = {"XKX": {"name": "Kosovo", "iso2": "XK"}}


def rows(path):
    with open(path, encoding="utf-8") as f:
        return list(csv.DictReader(f))


def current(path, number):
    """Numbers of the states that a list of state-years still has in its last years."""
    last = {}
    for row in rows(path):
        last[row[number]] = max(last.get(row[number], 0), int(row["year"]))
    return {n for n, year in last.items() if year >= max(last.values()) - 1}


def main():
    iso = {r["ISO3166-1-Alpha-3"]: r for r in rows(sys.argv[1])}
    joined = {r["iso3c"]: r for r in rows(sys.argv[2]) if r["iso3c"]}
    lists = {"cow": ("cown", current(sys.argv[3], "cown")), "gw": ("gwn", current(sys.argv[4], "gwn"))}

    def code(which, key, otherwise):
        return MENDED[which].get(key, otherwise)

    def number(which, key):
        column, alive = lists[which]
        own = joined.get(key, {}).get(column, "")
        return code(which, key, own if own in alive else "")

    print(__doc__.split("\n\n    tools")[0].replace("Makes core/lexicon/codes/states.txt: one", "# One"))
    print("""# Made by tools/gen/codes.py, which names the sources and their editions. Do not edit: what is wrong is mended there.
# code: our key, ISO 3166-1 alpha-3 (edition of 2024) with XKX for Kosovo. numeric: ISO and M49 (the UN has none for XKX and TWN's is ISO's
# alone). fips: FIPS 10-4 as GDELT writes it (71 of them are another country's ISO code). cow: Correlates of War, v2016. gw: Gleditsch and
# Ward, which UCDP uses as well. cameo, plover: what those two write for a state as an actor. An empty cell: that list has no such state.
@table states
@columns code name iso2 numeric fips cow gw cameo plover geonames
@index code
""")
    for key in sorted(list(iso) + list(MORE)):
        row = iso.get(key, {})
        more = MORE.get(key, {})
        name = more.get("name") or row["CLDR display name"]
        iso2 = more.get("iso2") or row["ISO3166-1-Alpha-2"]
        numeric = row.get("ISO3166-1-numeric", "")
        print(" | ".join([key, name, iso2, numeric.zfill(3) if numeric else "", code("fips", key, row.get("FIPS", "").strip()),
                          number("cow", key), number("gw", key), code("cameo", key, key), code("plover", key, key),
                          code("geonames", key, iso2)]).rstrip(" |"))


if __name__ == "__main__":
    main()
