# SPDX-License-Identifier: Apache-2.0
"""Proposes terms of office out of dated news, against the lexicon as it was on a day. Used by tools/gen/offices.

What the sentences tell of one person and office is one proposal. It is made where the lexicon does not say so already: a first day that was told,
a last day, somebody seen in an office that the lexicon gives to another or to nobody. A person accepts it or refuses it.
"""
import collections
import datetime
import difflib
import re

import changes
from news import read
from patterns import table_rows, words_of
from terms import DEFAULT_YEARS, add_days, exact, fold, sector_of

Row = collections.namedtuple("Row", "name code office sector start end known believed wikidata seat where")
ROUNDING = 45  # days by which a last day may differ from the lexicon's: announced, asked for, accepted
HEADS = {"president", "prime minister", "chancellor", "monarch"}
LETTERS = str.maketrans({"\u00f8": "o", "\u00d8": "O", "\u0142": "l", "\u0141": "L", "\u0111": "dj", "\u0110": "Dj", "\u00e6": "ae", "\u0131": "i", "\u00df": "ss", "\u00fe": "th", "\u00f0": "d"})
ARTICLES = {"al", "el", "ul", "ad", "bin", "ben", "ibn"}
SMALL = {"of", "the", "and", "for", "minister", "secretary", "state", "affairs", "president", "deputy", "vice", "acting", "interim", "chief"}
SAME = {"defense": "defence", "foreign": "foreign", "external": "foreign", "home": "interior", "internal": "interior", "treasury": "finance", "party": "party"}


# ---- the lexicon on a day -----------------------------------------------------------------------------------------------------------------


class Lexicon:
    def __init__(self, folder, cut, without=""):
        self.people, self.seats, self.folder = collections.defaultdict(list), collections.defaultdict(list), folder
        for path in sorted(p for p in folder.glob("holders*.txt") if p.name != without):
            for _, c, line in table_rows(path):
                row = cut_row(Row(c["name"], c["country"], c["office"], c.get("sectors", ""), *(c.get(k, "") for k in ("from", "to", "known", "believed", "wikidata", "seat")),
                                  f"{path.name}:{line}"), cut)
                if row:
                    for part in set(plain(row.name).split()):
                        self.people[part].append(row)
                    if row.seat:
                        self.seats[row.code, row.seat].append(row)

    def of_person(self, name):
        parts = plain(name).split()
        own = [r for r in self.people.get(parts[-1], []) + (self.people.get(parts[0], []) if len(parts) > 1 else []) if same_name(r.name, name)]
        items = {r.wikidata for r in own if r.wikidata}
        return own + [r for part in parts for r in self.people.get(part, []) if r.wikidata in items and r not in own]

    def holders(self, code, seat, day):
        return [r for r in self.seats.get((code, seat), []) if runs(r, day)] if seat else []


def cut_row(r, cut):
    """The row as it would have stood there on the day of the cut, or None."""
    if not cut:
        return r
    if r.start > cut or (not r.start and not r.end and r.known > cut):
        return None
    if r.end > cut:
        r = r._replace(end="", believed="")
    return r._replace(known=min(r.known, cut)) if r.known else r


def runs(r, day):
    return (not r.start or r.start <= day) and (not r.end or day[:len(r.end)] <= r.end) and (bool(r.end) or not r.believed or day <= r.believed)


def days_between(a, b):
    return (datetime.date.fromisoformat(a) - datetime.date.fromisoformat(b)).days


def plain(name):
    return fold(name.translate(LETTERS))


def same_name(a, b):
    """One name, also in another spelling: "Abdul-Nasser Hemmati", "Abdolnaser Hemmati"; "JD Vance", "James David Vance" """
    x, y = plain(a).split(), plain(b).split()
    small, large = sorted((set(x), set(y)), key=len)
    if (len(small) > 1 and small <= large) or x == y or "".join(x) == "".join(y):
        return True
    if min(len(x), len(y)) < 2 or abs(len(x) - len(y)) > 1:
        return False
    if x[-1] == y[-1] and any(len(s) == 2 and len(n) > 2 and s[0] == "".join(w[0] for w in n[:-1]) for s, n in ((x, y), (y, x))):
        return True
    if alike(x[-1], y[-1]) < .75 or alike(" ".join(x), " ".join(y)) < .86:
        return False
    pairs = zip(x, y) if len(x) == len(y) else [("".join(x[:-1]), "".join(y[:-1])), (x[-1], y[-1])]
    return all(p == q or alike(p, q) >= .72 and (min(len(p), len(q)) > 4 or {p, q} <= ARTICLES) for p, q in ((single(p), single(q)) for p, q in pairs))


def single(word):
    """"Sissi" as "Sisi": doubled letters come and go between spellings, other letters of short words part names ("Han Seung-soo", "Han Seong-sook")."""
    return re.sub(r"(.)\1", r"\1", word)


def alike(a, b):
    return difflib.SequenceMatcher(None, a, b).ratio()


# ---- the name of an office ----------------------------------------------------------------------------------------------------------------


class Names:
    def __init__(self, path):
        self.said, self.single, self.years = {}, {}, {}
        for _, c, _ in table_rows(path):
            self.years.setdefault(words_of(c["names"])[0] if c["office"] == "itself" else c["office"], int(c["years"]))
            for said in words_of(c.get("said", "")):
                self.said[said] = (c["office"], words_of(c["names"])[0], set(c.get("but", "").split()))
            for name in words_of(c["names"]):
                if "*" not in name:
                    self.single.setdefault(fold(name), (c["office"], c["seats"] == "single" and c["level"] == "national", set(c.get("but", "").split())))

    def of(self, office, code):
        """(written name, seat or "")"""
        before, of = office.words
        spoken = f"{before} {office.head}".strip().lower()
        written = f"{before.title()} {office.head.title()} of {of}".strip() if of else spoken.title() if before else office.head.title()
        seat = ""
        if not of and spoken in self.said:
            seat, written, but = self.said[spoken]
            seat = "" if code in but else seat
        elif office.head in ("minister", "secretary of state", "secretary") and before and not of:
            written = f"Minister of {' '.join(w if w == 'and' else w.title() for w in before.split())}" if office.head == "minister" else written
        if not seat:
            what = [SAME.get(w, w) for w in re.findall(r"\w+", f"{before} {of}".lower()) if w not in SMALL]
            if office.head in ("minister", "secretary", "secretary of state") and len(what) == 1 and f"{what[0]} minister" in self.said:
                seat, _, but = self.said[f"{what[0]} minister"]
                seat = "" if code in but else seat
        found = self.single.get(fold(written))
        if not seat and found and found[1] and code not in found[2]:
            seat = written if found[0] == "itself" else found[0]
        written = re.sub(r"\bOf\b", "of", re.sub(r"\bIn-Chief\b", "in-Chief", re.sub(r"'S\b", "'s", written)))
        if office.sector in ("LEG", "MIL", "JUD") and office.head not in ("minister", "secretary") and of and not of.startswith("the "):
            written = written.replace(" of ", " of the ", 1)
        if "deputy" in office.marks:
            return ("Vice " if office.head == "president" else "Deputy ") + written, ""
        return written + (" (acting)" if "acting" in office.marks else ""), seat


def content(office):
    return {SAME.get(w, w) for w in fold(office).split()} - SMALL


def head_word(office):
    words = fold(office).split()
    return next((w for w in ("prime", "minister", "secretary", "president", "speaker", "chancellor", "premier", "commander", "chief", "leader", "king", "pope", "governor", "attorney",
                             "director") if w in words), words[0] if words else "")


def same_office(row, written, seat, body=False):
    if seat and row.seat == seat:
        return True
    if row.seat and seat:
        return False
    a, b = content(row.office), content(written)
    deputies = [bool(re.match(r"(?:deputy|vice|first deputy|assistant)", o, re.I)) for o in (row.office, written)]
    heads = head_word(row.office), head_word(written)
    if body:  # "the EU president": of its commission
        return heads[0] == heads[1] and (not b or bool(a & b))
    return deputies[0] == deputies[1] and (bool(a & b) or (not a and not b and heads[0] == heads[1]) or
                                           (heads[0] == heads[1] and heads[0] in ("leader", "chief", "commander") and (not a or not b)))


# ---- proposals ----------------------------------------------------------------------------------------------------------------------------


class Case:
    """All that was told of one person in one office."""

    def __init__(self, name, code, written, seat, sector, body, years):
        self.years = years  # an open end is believed for
        self.body = body  # of the EU and the like, no state's
        self.name, self.code, self.written, self.seat, self.sector = name, code, written, seat, sector
        self.told, self.sure = [], False

    def days(self, *kinds):
        return sorted(t.day for t in self.told if t.kind in kinds)

    def last_day(self):
        """Of a dismissal or a death; else of the day on which somebody else followed; else of a resignation, which takes effect later as often as at once."""
        ends = sorted((t.weight, t.day) for t in self.told if t.kind == "end")
        return ends[0][1] if ends else (self.days("ended") or [""])[0]

    def resigned(self):
        """Is a resignation all that tells of the end?"""
        ends = [t.weight for t in self.told if t.kind in ("end", "ended")]
        return bool(ends) and min(ends) == changes.RESIGNS

    def doubt(self):
        """What befell him on the last day on which he was seen in the office ("arrested"), if it leaves open whether he stays in it, or None"""
        last = max((t for t in self.told if t.kind == "seen"), key=lambda t: t.day, default=None)
        return last.said if last and last.said != "title" and last.day == max(t.day for t in self.told) else None


def learn(paths, build, lexicon, words, names, particles, first, last):
    """The cases of the news of [first, last], in order of their first day."""
    cases, by_name = [], collections.defaultdict(list)
    for path in paths:
        for s in read(path, build):
            if not first <= s.day <= last:
                continue
            for t in changes.read_changes(s, words, particles):
                place(cases, by_name, lexicon, names, t, words, changes.stated_day(s, s.day, t.kind == "begin") if t.kind in ("begin", "chosen", "named") else None)
    return sorted(cases, key=lambda c: (min(t.day for t in c.told), c.name, c.written))


def place(cases, by_name, lexicon, names, t, words, stated):
    known = lexicon.of_person(t.name)
    codes = {r.code for r in known if not r.end or r.end >= str(int(t.day[:4]) - 15)}
    code, sure = t.country, t.sure
    if (not code or not sure) and len(codes) == 1 and t.kind not in ("seen", "past"):
        code, sure = next(iter(codes)), True
    if code not in codes and len(codes & words.alike[code]) == 1:  # "the Congolese president": of which of the two the lexicon knows him
        code = next(iter(codes & words.alike[code]))
    if not code or (not t.office.country and codes and code not in codes):
        return
    if stated:
        t = t._replace(kind="begin", day=stated)
    written, seat = names.of(t.office, code)
    parts = plain(t.name).split()
    for c in by_name[parts[-1]]:
        if c.code == code and same_name(c.name, t.name) and (c.seat == seat and (seat or content(c.written) == content(written))):
            c.told.append(t)
            c.sure = c.sure or sure
            c.name = max(c.name, t.name, key=len)
            return
    c = Case(t.name, code, written, seat, sector_for(t.office, written, code, words.codes), code in words.codes, names.years.get(seat, DEFAULT_YEARS))
    c.told, c.sure = [t], sure
    cases.append(c)
    by_name[parts[-1]].append(c)


def sector_for(office, written, code, bodies):
    if office.sector != "GOV" and not (office.head in ("minister", "secretary", "secretary of state") and office.sector in ("MIL", "SPY", "COP")) and \
            not (office.sector == "IGO" and code not in bodies):
        return office.sector
    if "military" in fold(written).split():
        return "MIL"
    return "IGO" if code in bodies else sector_of(written) or "GOV"


def propose(c, lexicon):
    """A Row to propose and why, or None where the lexicon says so already or too little was told."""
    begins, ends, ended, seen = c.days("begin"), c.days("end"), c.days("ended"), c.days("seen")
    chosen = c.days("chosen") + (c.days("named") if c.seat not in HEADS else [])
    end = c.last_day()
    days = sorted(begins + chosen + ends + ended + seen)
    if not days or not c.sure:
        return None
    own = [r for r in lexicon.of_person(c.name) if r.code == c.code and same_office(r, c.written, c.seat, c.body)]
    if own and not begins + chosen + seen and all(r.end and r.end < days[0] for r in own):
        return None  # over long since
    now = [r for r in own if runs(r, days[0]) or runs(r, days[-1])]
    if now and not (ends or ended) and not (begins and not any(exact(r.start) for r in now)):
        return None  # known
    other = [r for r in lexicon.holders(c.code, c.seat, days[0]) if not same_name(r.name, c.name) and r not in own]
    if not now and other and any(r.end >= str(int(days[0][:4]) - 2) for r in own) and not begins + chosen + ends + ended:
        return None  # a former holder by the title of then
    if not now and not begins + chosen and (ends or ended) and all(t.said.startswith("die") for t in c.told if t.kind in ("end", "ended")):
        return None  # whom nobody knew in that office died: long after it, perhaps
    if now and end and not begins and any(exact(r.end) and abs(days_between(r.end, end)) <= ROUNDING for r in own):
        return None  # that it ended is known
    old = now[0] if now else None
    if not begins and not ends and not ended and not seen and (not chosen or c.seat in ("",) and c.sector == "GOV"):
        return None
    wikidata = next((r.wikidata for r in lexicon.of_person(c.name) if r.code == c.code and r.wikidata), "")
    start = begins[0] if begins else old.start if old else ""
    if end and begins and end <= begins[0]:
        start = old.start if old else ""
    if not start and not end and (seen or c.seat not in HEADS):
        start = (seen if c.seat in HEADS and not chosen else days)[0]  # the day on which he was seen first; the term began before
    known = "" if end else days[-1]
    believed = f"{int(known[:4]) + c.years}{known[4:]}".replace("02-29", "02-28") if known and not c.doubt() else known
    name = old.name if old else c.name
    return Row(name, c.code, old.office if old else c.written, old.sector if old else c.sector, start, end, known, believed, wikidata, old.seat if old else c.seat, "")


def against(c, row, lexicon):
    """Lines of the lexicon that cannot stand beside the proposal as they are."""
    day = row.start or row.end or row.known
    out = [r for r in lexicon.holders(row.code, row.seat, day) if not same_name(r.name, row.name) and r.end != day] if not row.end or row.start else []
    out += [r for r in lexicon.of_person(row.name) if r.code == row.code and r.end and row.known and same_office(r, row.office, row.seat) and r.end < row.known and r.end[:4] >= row.known[:4]]
    return out


def line_of(r):
    return " | ".join([r.name, r.code, r.office, r.sector, r.start, r.end, r.known, r.believed, r.wikidata, r.seat]).rstrip(" |")


def successor_ends(row, lexicon):
    """Who held the one office until then: the same lines with their last day."""
    if not exact(row.start):
        return
    for r in lexicon.holders(row.code, row.seat, row.start):
        if not same_name(r.name, row.name) and not r.end:
            yield r._replace(end=add_days(row.start, -1), known="", believed="")
