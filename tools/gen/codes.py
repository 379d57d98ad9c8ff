#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes core/lexicon/codes/states.txt and state_changes.txt: one key for each state and territory, and what other lists call it, by day.

    tools/gen/codes.py COUNTRY-CODES.csv CODELIST.csv COWSTATES.csv GWSTATES.csv CAMEO.COUNTRY.txt core/lexicon/codes

COUNTRY-CODES.csv: Datahub's country-codes (PDDL), for ISO 3166-1, FIPS and to whom a territory belongs. CODELIST.csv: the table of facts
dictionary/codelist_without_cldr.csv that the repository vincentarelbundock/countrycode keeps (commit 284d6a2 of 17 April 2026), for M49 and
for which state of the Correlates of War project, or of Gleditsch and Ward, is which of ISO's; where it is wrong, MENDED says what is
right. COWSTATES.csv, GWSTATES.csv: the two lists of states with their days, data/cowstates.rda and data/gwstates.rda of the repository
andybega/states (commit b154482 of 25 August 2025) as CSV. CAMEO.COUNTRY.txt: GDELT's list of actors' countries (lookups/CAMEO.country.txt).
No name is compared with another: what is not joined by a code stands in a table here.
"""
import csv
import os
import sys

SINCE = "1990-01-01"  # what a list had before is not for news

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
    # UCDP's country_id follows Gleditsch and Ward but for Serbia, which it never gave their new number.
    "ucdp": {"SRB": "345"},
    # CAMEO's actor codes are ISO's three letters of about 2000; these differ (CountryInfo 120116).
    "cameo": {"XKX": "KSV", "TLS": "TMP", "IMN": "IMY"},
    "gdelt": {"TLS": "TMP", "IMN": "IMY", "ROU": "ROM", "MNE": "MTN"},
    # PLOVER's manual (draft 2.0): the states of the Correlates of War project, and these; other territories are their sovereign's.
    "plover": {"XKX": "KOS", "VAT": "VAT", "HKG": "HKG", "ATA": "ATA", "PSE": "PSE"},
    "geonames": {"XKX": "XK"},
    "m49": {"XKX": "", "TWN": ""},
}
MORE = {"XKX": {"name": "Kosovo", "iso2": "XK", "belongs": ""}}

# Keys of our own for states that are gone: the three letters ISO had for them.
GONE = {"CSK": "Czechoslovakia", "DDR": "East Germany", "SUN": "Soviet Union", "YMD": "South Yemen", "YUG": "Yugoslavia",
        "SCG": "Serbia and Montenegro", "ANT": "Netherlands Antilles"}

# ISO 3166-1: key, list, code, first day, last day. Days: ISO 3166-3 (withdrawals), newsletters of its maintenance agency (V-2, V-4, V-8, V-9,
# V-11, V-12, VI-1, VI-8, VI-10), and for numbers of 1990 to 1993 a list of them in the tz list's archive (June 2004).
ISO = """
DDR iso2 DD - 1990-10-29; DDR iso3 DDR - 1990-10-29; DDR numeric 278 - 1990-10-29; DEU numeric 280 - 1990-10-29; DEU numeric 276 1990-10-30 -
YMD iso2 YD - 1990-08-13; YMD iso3 YMD - 1990-08-13; YMD numeric 720 - 1990-08-13; YEM numeric 886 - 1990-08-13; YEM numeric 887 1990-08-14 -
SUN iso2 SU - 1992-08-29; SUN iso3 SUN - 1992-08-29; SUN numeric 810 - 1992-08-29
CSK iso2 CS - 1993-06-14; CSK iso3 CSK - 1993-06-14; CSK numeric 200 - 1993-06-14; CZE iso2 CZ 1993-06-15 -; CZE iso3 CZE 1993-06-15 -
CZE numeric 203 1993-06-15 -; SVK iso2 SK 1993-06-15 -; SVK iso3 SVK 1993-06-15 -; SVK numeric 703 1993-06-15 -
ETH numeric 230 - 1993-07-15; ETH numeric 231 1993-07-16 -; ERI iso2 ER 1993-07-16 -; ERI iso3 ERI 1993-07-16 -; ERI numeric 232 1993-07-16 -
PAN numeric 590 - 1993-07-21; PAN numeric 591 1993-07-22 -
YUG iso2 YU - 2003-07-22; YUG iso3 YUG - 2003-07-22; YUG numeric 890 - 1993-07-27; YUG numeric 891 1993-07-28 2003-07-22
SCG iso2 CS 2003-07-23 2006-09-25; SCG iso3 SCG 2003-07-23 2006-09-25; SCG numeric 891 2003-07-23 2006-09-25
SRB iso2 RS 2006-09-26 -; SRB iso3 SRB 2006-09-26 -; SRB numeric 688 2006-09-26 -
MNE iso2 ME 2006-09-26 -; MNE iso3 MNE 2006-09-26 -; MNE numeric 499 2006-09-26 -
COD iso2 ZR - 1997-07-13; COD iso2 CD 1997-07-14 -; COD iso3 ZAR - 1997-07-13; COD iso3 COD 1997-07-14 -
PSE iso2 PS 1999-10-01 -; PSE iso3 PSE 1999-10-01 -; PSE numeric 275 1999-10-01 -
ROU iso3 ROM - 2002-01-31; ROU iso3 ROU 2002-02-01 -
TLS iso2 TP - 2002-05-19; TLS iso2 TL 2002-05-20 -; TLS iso3 TMP - 2002-05-19; TLS iso3 TLS 2002-05-20 -
ALA iso2 AX 2004-02-13 -; ALA iso3 ALA 2004-02-13 -; ALA numeric 248 2004-02-13 -
GGY iso2 GG 2006-03-29 -; GGY iso3 GGY 2006-03-29 -; GGY numeric 831 2006-03-29 -; JEY iso2 JE 2006-03-29 -; JEY iso3 JEY 2006-03-29 -
JEY numeric 832 2006-03-29 -; IMN iso2 IM 2006-03-29 -; IMN iso3 IMN 2006-03-29 -; IMN numeric 833 2006-03-29 -
BLM iso2 BL 2007-09-21 -; BLM iso3 BLM 2007-09-21 -; BLM numeric 652 2007-09-21 -
MAF iso2 MF 2007-09-21 -; MAF iso3 MAF 2007-09-21 -; MAF numeric 663 2007-09-21 -
ANT iso2 AN - 2010-12-14; ANT iso3 ANT - 2010-12-14; ANT numeric 530 - 2010-12-14
BES iso2 BQ 2010-12-15 -; BES iso3 BES 2010-12-15 -; BES numeric 535 2010-12-15 -; CUW iso2 CW 2010-12-15 -; CUW iso3 CUW 2010-12-15 -
CUW numeric 531 2010-12-15 -; SXM iso2 SX 2010-12-15 -; SXM iso3 SXM 2010-12-15 -; SXM numeric 534 2010-12-15 -
SDN numeric 736 - 2011-08-08; SDN numeric 729 2011-08-09 -; SSD iso2 SS 2011-08-09 -; SSD iso3 SSD 2011-08-09 -; SSD numeric 728 2011-08-09 -
"""
# M49's numbers are ISO's, from the UN; the days on which the UN changed them are not known to us: ISO's stand for them.

# Numbers that a list took from a state that is gone, or gave on without a new one. Yugoslavia: one state for the Correlates of War project
# and for UCDP, to this day; for Gleditsch and Ward until Serbia stood alone.
YUGOSLAVIA = [("YUG", "", "2003-02-03"), ("SCG", "2003-02-04", "2006-06-04")]
NUMBERS = {
    "cow": {"260": [("DEU", "", "1990-10-02")], "265": [("DDR", "", "1990-10-02")], "315": [("CSK", "", "1992-12-31")],
            "345": YUGOSLAVIA + [("SRB", "2006-06-05", "")], "678": [("YEM", "", "1990-05-21")], "680": [("YMD", "", "1990-05-21")]},
    "gw": {"265": [("DDR", "", "1990-10-02")], "315": [("CSK", "", "1992-12-31")], "345": YUGOSLAVIA, "680": [("YMD", "", "1990-05-21")]},
}
NUMBERS["ucdp"] = {**NUMBERS["gw"], "345": YUGOSLAVIA + [("SRB", "2006-06-05", "")]}
LISTS = ["iso2", "iso3", "numeric", "m49", "cow", "gw", "ucdp"]


def rows(path, **how):
    with open(path, encoding="utf-8") as f:
        return list(csv.DictReader(f, **how))


def number(text):
    return str(int(float(text)))


def spans(path, column):
    """First and last day of each number, as far as they fall into our time: "" for earlier, and for today."""
    found = {}
    for r in rows(path):
        if r["end"] >= SINCE:
            found[number(r[column])] = (r["start"] if r["start"] >= SINCE else "", r["end"] if r["end"] < "2016" else "")
    return found


def read(paths):
    data = {"iso": {r["ISO3166-1-Alpha-3"]: r for r in rows(paths[0])}, "joined": {r["iso3c"]: r for r in rows(paths[1]) if r["iso3c"]},
            "cow": spans(paths[2], "cowcode"), "gw": spans(paths[3], "gwcode"),
            "gdelt": {r["CODE"] for r in rows(paths[4], delimiter="\t") if r["CODE"]}}
    data["ucdp"] = data["gw"]
    data["sovereigns"] = {r["ISO3166-1-Alpha-2"]: key for key, r in data["iso"].items()}
    return data


def state(data, key):
    """A row of states.txt: what the lists call the state today."""
    row, more, joined = data["iso"].get(key, {}), MORE.get(key, {}), data["joined"].get(key, {})

    def code(which, otherwise):
        return MENDED[which].get(key, otherwise)

    def of_list(which, column):
        own = joined.get(column, "")
        return code(which, own if own in data[which] and not data[which][own][1] else "")

    iso2 = more.get("iso2") or row["ISO3166-1-Alpha-2"]
    numeric = row.get("ISO3166-1-numeric", "").zfill(3) if row else ""
    m49 = code("m49", number(joined["un"]).zfill(3) if joined.get("un") else "")
    cow, gw = of_list("cow", "cown"), of_list("gw", "gwn")
    depends = more.get("belongs", row.get("is_independent", ""))
    return {"code": key, "name": more.get("name") or row["CLDR display name"], "iso2": iso2, "numeric": numeric, "m49": m49,
            "fips": code("fips", row.get("FIPS", "").strip()), "cow": cow, "gw": gw, "ucdp": code("ucdp", gw), "cameo": code("cameo", key),
            "gdelt": code("gdelt", key if key in data["gdelt"] else ""), "plover": code("plover", key if cow else ""),
            "geonames": code("geonames", iso2), "belongs": data["sovereigns"].get(depends.split()[-1], "") if " of " in depends or " with " in depends else ""}


def changes(data, today):
    """Rows of state_changes.txt: key, list, code, first and last day."""
    out = [tuple("" if c == "-" else c for c in entry.split()) for entry in ISO.replace("\n", ";").split(";") if entry.strip()]
    out += [(key, "m49", code, first, last) for key, which, code, first, last in out if which == "numeric" and key != "TWN"]
    for which in ("cow", "gw", "ucdp"):
        said = NUMBERS[which]
        out += [(key, which, code, first, last) for code, parts in said.items() for key, first, last in parts]
        for s in today:
            first = data[which].get(s[which], ("", ""))[0]
            if first and s[which] not in said:
                out.append((s["code"], which, s[which], first, ""))
    return sorted(out, key=lambda r: (LISTS.index(r[1]), r[0], r[3]))


HEAD = """# Made by tools/gen/codes.py, which names its files. Do not edit: what is wrong is mended there. Sources, editions and days: lists.txt.
"""


def write(folder, name, head, table):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
        f.write(head)
        for r in table:
            f.write(" | ".join(r).rstrip(" |") + "\n")


def main():
    data, folder = read(sys.argv[1:6]), sys.argv[6]
    today = [state(data, key) for key in sorted([*data["iso"], *MORE])]
    for s in today:
        assert not s["gdelt"] or s["gdelt"] in data["gdelt"], s
        assert all(not s[w] or s[w] in data["gw" if w == "ucdp" else w] for w in ("cow", "gw", "ucdp")), s
    columns = list(today[0])
    iso2 = {s["iso2"]: s["code"] for s in today}
    confusing = sum(1 for s in today if iso2.get(s["fips"], s["code"]) != s["code"])
    write(folder, "states.txt", "# One key for each state and territory, and what other lists call it today; what they called it earlier: state_changes.txt.\n"
          + HEAD + """# code: our key, ISO 3166-1 alpha-3 with XKX for Kosovo, which ISO does not have (nor XK, which GeoNames and others use). m49: the UN's, which has
# neither Kosovo nor Taiwan. fips: FIPS 10-4 as GDELT writes it (""" + str(confusing) + """ of them are another country's ISO code). cow: Correlates of War. gw:
# Gleditsch and Ward. ucdp: UCDP's country_id. cameo: what CAMEO's coders write for a state as an actor. gdelt: what GDELT's own list of
# actors' countries has; it lacks South Sudan, though its rows have SSD, and others. belongs: the state whose territory it is (PLOVER has no
# code for those and writes that state's). An empty cell: that list has no such state.
@table states
@columns """ + " ".join(columns) + "\n@index code\n\n", [list(s.values()) for s in today])
    gone = [(key, "iso3", key) for key in GONE]
    table = changes(data, today)
    assert all(any(r[0] == key for r in table) for key, _, _ in gone)
    write(folder, "state_changes.txt", "# Codes that changed, began or ended since 1990, with the first and the last day on which the list has them; empty: earlier than 1990, to this day.\n"
          + HEAD + "# A list's map on a day: the row here that covers it, for a key that has rows of that list; else the cell of states.txt.\n# Keys of states that are gone: "
          + ", ".join(f"{k} {v}" for k, v in GONE.items()) + ".\n# M49 has ISO's days: the UN's own may be earlier. ISO's CS was Czechoslovakia's and then Serbia and Montenegro's; number 345 goes on from\n"
          "# Yugoslavia to Serbia for the Correlates of War project and for UCDP, not for Gleditsch and Ward.\n"
          "@table state_changes\n@columns code list value from:date to:date\n\n", table)


if __name__ == "__main__":
    main()
