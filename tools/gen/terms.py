# SPDX-License-Identifier: Apache-2.0
"""Terms of office out of the raw table, settled by core/lexicon/world/offices.txt. Used by tools/gen/offices and tools/gen/world.py.

The rule: an office is single- or many-seated, national or regional (offices.txt). Only in a single national office does the first day of a
successor end a term that is open; only days decide, years never do. An open term was true on the day its source was read and is believed
for some years after; then nothing is known.
"""
import collections
import datetime
import re
import unicodedata

DEFAULT_YEARS = 2
SAME_PERSON_DAYS = 90  # two spellings of one name that begin the same office so close together are one person
GOV = re.compile(r"minister|president|premier|chancellor|secretary|king|queen|emir|sultan|head of|governor|chief of (?:cabinet|staff)|"
                 r"taoiseach|ambassador|representative|prince|treasurer|attorney|supreme leader|commissioner|vice|monarch|amir|emperor|"
                 r"grand duke", re.I)
SECTOR = [(re.compile(r"speaker|president of the (?:\w+ )?(?:senate|national assembly|chamber|parliament|house|congress|people's national|legislat|council of "
                      r"states|national council|riigikogu|storting|seimas|saeima|sejm|bundestag|riksdag|folketing|althing|knesset)|senator|member of|"
                      r"leader of the .*(?:group|bloc)", re.I), "LEG"),
          (re.compile(r"leader of the .*(?:party|union|front|movement|democrats)", re.I), "PTY"),
          (re.compile(r"leader of the .*cartel", re.I), "CRM"),
          (re.compile(r"justice of|chief justice|supreme court|constitutional court|judge", re.I), "JUD"),
          (re.compile(r"^(?!minister|secretary of state|secretary of|deputy|secretary of the).*"
                      r"(?:general staff|commander|armed forces|chief of (?:staff of )?(?:the )?(?:defen|army|navy|naval|air)|army|navy|air force|joint chiefs)",
                      re.I), "MIL"),
          (re.compile(r"police", re.I), "COP"),
          (re.compile(r"director of the CIA|(?<!artificial )intelligence|security service|mossad|shin bet", re.I), "SPY"),
          (re.compile(r"^pope$", re.I), "GOV;REL")]
RANK = [re.compile(p, re.I) for p in (r"^president$|^king|^queen|^emir|^sultan|prime minister|chancellor|supreme leader|taoiseach|premier|monarch",
                                       r"foreign|external|^secretary of state$", r"defen[cs]e", r"interior|home|internal", r"minister|secretary of state")]

# Rows of the raw table that are split wrongly: the king's prime minister as king, Hong Kong's "President of | China Xi Jinping".
WRONG = {("SAU", "King", "Mohammed bin Salman"), ("HKG", "President of", "China Xi Jinping"), ("MAC", "President of", "China Xi Jinping")}

# First days that a source has wrong: the government of Romania did not begin in 2005.
MISWRITTEN = {("ROU", "Prime Minister", "Ilie Bolojan", "2005-06-23"): "2025-06-23"}

Term = collections.namedtuple("Term", "name code office sector start end wikidata source as_of believed seat")


def clean(s):
    return re.sub(r"\s+", " ", re.sub(r"[|;#\\\n]", " ", s or "")).strip()


def fold(s):
    s = unicodedata.normalize("NFKD", s).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[\W_]+", " ", s).strip()


def day(s):
    """A date that is one, else its year, else nothing."""
    m = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", s)
    if not m:
        return ""
    good = (not m[2] or 1 <= int(m[2]) <= 12) and (not m[3] or 1 <= int(m[3]) <= 31)
    return s if good else m[1]


def exact(s):
    return len(s) == 10


def add_days(s, n):
    return (datetime.date.fromisoformat(s) + datetime.timedelta(n)).isoformat()


def rank(office):
    return next((i for i, p in enumerate(RANK) if p.search(office)), len(RANK))


def sector_of(office):
    return next((s for p, s in SECTOR if p.search(office)), "GOV" if GOV.search(office) else None)


def caps(word):
    """"Hoseini-KHAMENEI", "Willem-alexander"; but "al-Burhan", "Jae-myung" stay."""
    parts = word.split("-")
    known = len(parts) == 2 and (parts[1] in ("alexander", "simons"))
    return "-".join(p.title() if (p.isupper() and len(p) > 1) or (known and p == parts[1]) else p for p in parts)


def plain_name(name):
    """Of the Factbook: titles off, surnames in capitals as names are written: "Gen. Joseph AOUN" is Joseph Aoun."""
    name = re.sub(r"^(?:(?:Lt\.|Maj\.|Brig\.)? ?Gen\.|Dr\.|Dame|Sir|Col\.|General|Sheikh|Archbishop) ", "", clean(name))
    return " ".join(w.title() if w.isupper() and len(w) > 1 and not re.fullmatch(r"[IVX]+", w) and "." not in w else
                    caps(w) if "-" in w else w for w in name.split())


class Offices:
    """core/lexicon/world/offices.txt"""

    def __init__(self, path):
        self.exact, self.patterns = {}, []
        for line in open(path, encoding="utf-8"):
            if " | " not in line or line[0] in "#@":
                continue
            names, office, seats, level, years, but = ([c.strip() for c in line.split("|")] + [""] * 7)[:6]
            for name in (n.strip() for n in names.split(";")):
                row = (office, seats == "single" and level == "national", int(years), set(but.split()))
                if "*" in name:
                    self.patterns.append((re.compile(re.escape(name).replace(r"\*", ".*"), re.I), row))
                else:
                    self.exact[name] = row

    def find(self, office):
        bare = re.sub(r"\s*\(.*?\)", "", office).strip()
        row = self.exact.get(bare) or next((r for p, r in self.patterns if p.fullmatch(bare)), None)
        return (bare if row[0] == "itself" else row[0], *row[1:]) if row else (bare, False, DEFAULT_YEARS, set())

    def key(self, office, code):
        """The name under which its holders follow one another; None: they do not."""
        name, single, _, but = self.find(office)
        return name if single and code not in but else None


def same_person(a, b):
    if a.wikidata and a.wikidata == b.wikidata:
        return True
    x, y = set(fold(a.name).split()), set(fold(b.name).split())
    if x == y or (min(len(x), len(y)) > 1 and (x <= y or y <= x)):
        return True
    near = exact(a.start) and exact(b.start) and \
        abs((datetime.date.fromisoformat(a.start) - datetime.date.fromisoformat(b.start)).days) <= SAME_PERSON_DAYS
    return near and any(len(w) >= 5 or len(x & y) > 1 for w in x & y)


def read(path, offices):
    """All terms of the raw table, as they stand."""
    out = []
    for line in open(path, encoding="utf-8"):
        code, office, name, wikidata, start, end, source, as_of = (line.rstrip("\n").split("\t") + [""] * 8)[:8]
        name, office = plain_name(name) if source == "factbook" else clean(name), clean(office)
        if (code, office, name) in WRONG:
            continue
        if code == "code" or len(code) != 3 or len(name.split()) < 2 or not office or re.search(r"ambassador|Permanent Rep", office):
            continue
        start = MISWRITTEN.get((code, office, name, start), start)
        sector = sector_of(office)
        if sector and not re.search(r" and$|^and |^the$| of$| of the$", office):
            out.append(Term(name, code, office, sector, day(start), day(end), wikidata, source, as_of, "", ""))
    return out


def read_hand(path):
    """The terms written by hand: they take part in who follows whom, and beat a table's row of the same person and seat."""
    out = []
    for line in open(path, encoding="utf-8"):
        if " | " in line and line[0] not in "#@":
            name, code, office, sector, start, end, _, _, wikidata, seat = ([c.strip() for c in line.split("|")] + [""] * 10)[:10]
            out.append(Term(name, code, office, sector, start, end, wikidata, "hand", "", "", seat))
    return out


def merge(terms):
    """One person's terms of one office that two sources give, or that run on: one term."""
    groups, items = collections.defaultdict(list), collections.defaultdict(set)
    for t in terms:
        if t.wikidata:
            items[t.code, fold(t.name)].add(t.wikidata)
    for t in terms:
        item = items[t.code, fold(t.name)]
        groups[t.code, t.office, t.wikidata or (min(item) if len(item) == 1 else fold(t.name))].append(t)
    out = []
    for list_ in groups.values():
        list_.sort(key=lambda t: (t.start or t.end or t.as_of, t.end or "9999"))
        kept = []
        for t in list_:
            last = kept[-1] if kept else None
            if last and last.start and t.start and (not last.end or t.start[:len(last.end)] <= last.end or
                                                    (exact(last.end) and exact(t.start) and t.start <= add_days(last.end, 2))):
                longest = "" if not t.end or not last.end and last.as_of >= t.end else max(t.end, last.end)
                kept[-1] = last._replace(end=longest, as_of=max(t.as_of, last.as_of), wikidata=last.wikidata or t.wikidata)
            else:
                kept.append(t)
        out += kept
    return out


def overlap(a, b):
    return a.start == b.start or (a.start < (b.end or "9999") and b.start < (a.end or "9999"))


def settle(terms, hand, offices, report=None):
    """Ends for open terms, where a successor of the one office gives them; the day until which the others are believed."""
    chairs = collections.defaultdict(list)
    for t in terms:
        key = offices.key(t.office, t.code)
        if key:
            chairs[t.code, key].append(t)
    for t in hand:
        if t.seat:
            chairs[t.code, t.seat].append(t)
    out = []
    for t in terms:
        key, end, start = offices.key(t.office, t.code), t.end, t.start
        others = [o for o in chairs.get((t.code, key), []) if exact(o.start) and not same_person(o, t)] if key else []
        if exact(t.start) and not t.end:
            for o in sorted(others, key=lambda o: o.start):
                if o.start > t.start and (o.source == "hand" or o.start > t.as_of or not o.end or o.end > t.as_of):
                    if report and o.start <= t.as_of:
                        report("both in one office on the day of a source", t, o)
                    end = add_days(o.start, -1)
                    break
        elif key and len(t.end) == 4 and t.start:  # a year: the successor's day in it, where one came, is the day
            starts = sorted(o.start for o in others if o.start[:4] == t.end and o.start > t.start)
            end = add_days(starts[0], -1) if starts else t.end
        own = [o for o in chairs.get((t.code, key), []) if o is not t and o.source != "hand" and same_person(o, t) and overlap(o, t)] if key else []
        if not end and any(o.end for o in own):  # another spelling of the name, of which the end is known
            end = max(o.end for o in own)
        as_of = max([t.as_of] + [o.as_of for o in own])
        if exact(start) and end and end < start[:len(end)]:
            if report:
                report("ends before it begins", t, t)
            continue
        believed = ""
        if not end:
            believed = f"{int(as_of[:4]) + offices.find(t.office)[2]}{as_of[4:]}"
        if believed.endswith("02-29"):
            believed = believed[:-2] + "28"
        out.append(t._replace(start=start, end=end, believed=believed, seat=key or ""))
    return [t for t in seated(end_by_hand(end_with_the_next(end_with_the_head(out), hand), hand), hand, report)
            if not any(h.seat and (h.code, h.seat) == (t.code, t.seat) and same_person(h, t) and overlap(h, t) for h in hand)]


def end_by_hand(terms, hand):
    """A last day written by hand is earlier than the day before the successor's where the office was empty for a while."""
    ends = {(h.code, h.start, h.seat or h.office): h for h in hand if exact(h.start) and exact(h.end)}
    out = []
    for t in terms:
        h = ends.get((t.code, t.start, t.seat)) or ends.get((t.code, t.start, t.office))
        out.append(t._replace(end=h.end, believed="") if h and t.end > h.end and same_person(h, t) else t)
    return out


def end_with_the_head(terms):
    """Who stops leading a government holds none of the other offices of those years any more."""
    heads = collections.defaultdict(list)
    for t in terms:
        if rank(t.office) == 0 and exact(t.start) and exact(t.end):
            heads[t.code, t.wikidata or fold(t.name)].append(t)
    out = []
    for t in terms:
        head = next((h for h in heads.get((t.code, t.wikidata or fold(t.name)), []) if not t.end and exact(t.start) and
                     h.start <= t.start <= h.end and h.end > t.as_of), None)
        out.append(t._replace(end=head.end, believed="") if head else t)
    return out


def end_with_the_next(terms, hand):
    """Of whom something is written by hand that began after the source of an open term was read, that term is over."""
    later = collections.defaultdict(list)
    for h in hand:
        if exact(h.start):
            later[h.code].append(h)
    out = []
    for t in terms:
        starts = [h.start for h in later.get(t.code, []) if h.start > t.as_of and same_person(h, t)] if not t.end and exact(t.start) else []
        out.append(t._replace(end=add_days(min(starts), -1), believed="") if starts else t)
    return out


def seated(terms, hand, report):
    """The seat of each term that nobody else's term contradicts: two who hold one seat on one day are reported, and neither is believed
    to hold it alone."""
    seats = collections.defaultdict(list)
    for t in terms + [h for h in hand if h.seat]:
        if t.seat and exact(t.start):
            seats[t.code, t.seat].append(t)
    wrong = set()
    for list_ in seats.values():
        for i, a in enumerate(list_):
            for b in list_[i + 1:]:
                if a.name == b.name or not overlap(a, b):
                    continue
                if same_person(a, b) or (a.start == b.start and not a.end and not b.end):  # two spellings: the later source has the seat
                    wrong.add(min(a, b, key=lambda t: (t.source == "hand", t.as_of, t.name)))
                    continue
                early, late = sorted((a, b), key=lambda t: t.start)
                if early.source == "hand" and not early.end and late.as_of >= "2025":
                    continue  # the hand-written line is out of date: `dragoman compile` says so until somebody ends it
                wrong |= {a, b}
                if report:
                    report("two in one seat", a, b)
    return [t._replace(seat="") if t in wrong or not exact(t.start) or (t.end and not exact(t.end)) else t for t in terms]
