# SPDX-License-Identifier: Apache-2.0
"""What a sentence tells of who holds, begins or leaves an office. Used by learn.py."""
import collections
import datetime
import re

from news import countries_in, names_in, offices_in, persons_in, text
from terms import fold

# kind: begin; chosen, named (begins, but when?); end; ended (by that day); seen; later (not yet); past. said: the word that tells it; of "seen" "title",
# or what befalls him ("arrested"): whether he is in office after that day is not known
Told = collections.namedtuple("Told", "kind name office country sure day sentence said weight")
AT_ONCE, FOLLOWED, RESIGNS = range(3)  # weight: how surely an end is on that day
WEEKDAYS = {d: i for i, d in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())}
MONTHS = {m: i for i, m in enumerate("january february march april may june july august september october november december".split(), 1)}


class View:
    """A sentence with what was found in it."""

    def __init__(self, s, words, particles):
        self.s, self.w = s, words
        self.countries = countries_in(s, words)
        self.offices = offices_in(s, words, self.countries)
        self.persons = persons_in(s, words, self.offices, names_in(s, words, self.countries, self.offices, particles))
        self.titles = {id(p.title) for p in self.persons if p.title}

    def person_at(self, t):
        for p in self.persons:
            if p.start <= t < p.end or (p.title and p.title.start <= t < p.title.end):
                return p
        return None

    def child(self, t, *rels):
        return next((c for c in self.s.children[t] if self.s.rel[c] in rels), None)

    def under(self, t, top):
        for _ in range(30):
            if t == top:
                return True
            if t < 0:
                return False
            t = self.s.head[t]
        return False

    def subject(self, v):
        for _ in range(3):
            c = self.child(v, "nsubj", "nsubj:pass")
            if c is not None:
                if self.s.low[c] in ("who", "which", "that"):
                    return self.s.head[v] if self.s.rel[v].startswith("acl") else None
                return c
            if self.s.rel[v] != "conj":
                return None
            v = self.s.head[v]
        return None

    # ---- whose office ----------------------------------------------------------------------------------------------------------------

    def country_of(self, office, near, change=False):
        """(code, sure): by its own words, by those it stands beside, by who appoints and dismisses, by the only country of the sentence."""
        s = self.s
        if office.country:
            return office.country, True
        for p in self.persons:  # "Bolivian defence minister X and education minister Y"
            if p.title and p.title.country and p.end <= office.start and all(s.low[k] in ("and", ",", "by", "with") for k in range(p.end, office.start)):
                return p.title.country, True
        codes = {c for _, c in self.countries.values()}
        if s.low[0] == "in" and (1 in self.countries or 2 in self.countries) and not any(x in self.w.sets["parts"] for x in s.low[:office.start]):
            return self.countries[1 if 1 in self.countries else 2][1], change or len(codes) == 1
        v = near
        while change and v >= 0:
            sub = self.child(v, "nsubj")
            code = self.country_of_subject(sub) if sub is not None and self.person_at(near) != self.person_at(sub) else None
            if code:
                return code, True
            v = s.head[v]
        own = {c for k, (_, c) in self.countries.items() if self.under(k, near) and not any(o.start <= k < o.end for o in self.offices)}
        if change and len(own) == 1:  # "Myanmar's military ruler, General X"
            return next(iter(own)), True
        return (next(iter(codes)), change) if len(codes) == 1 else (None, False)

    def country_of_subject(self, t):
        """Of a person with an office, of a parliament or government, of a country that acts itself."""
        s, p = self.s, self.person_at(t)
        if p:
            return p.title.country if p.title else None
        code = next((c for k, (e, c) in self.countries.items() if k <= t < e or s.head[k] == t), None)
        return code if s.upos[t] == "PROPN" or s.low[t] in self.w.sets["powers"] else None

    # ---- has it happened -------------------------------------------------------------------------------------------------------------

    def wished(self, t):
        """Does it hang on a wish, a refusal, a plan?"""
        s = self.s
        for _ in range(8):
            up = s.head[t]
            if up < 0:
                return False
            below = s.rel[t] in ("ccomp", "xcomp", "acl", "obj", "obl", "nmod", "advcl", "csubj", "nsubj", "nsubj:pass", "conj")
            for verbs, *more in self.w.wishes:
                if s.low[up] in verbs and below and not (s.rel[t] in ("obl", "advcl", "nmod") and self.after(t)) and all(m in s.low for m in more) and \
                        not (s.rel[t] in ("nsubj", "nsubj:pass")):
                    return True
            t = up
        return False

    def after(self, t):
        return any(self.s.low[c] in self.w.sets["after"] for c in self.s.children[t] if self.s.rel[c] in ("case", "mark"))

    def happened(self, v):
        s = self.s
        helpers = [c for c in s.children[v] if s.rel[c] in ("aux", "aux:pass", "mark", "advmod", "cop")]
        if any(s.low[c] in self.w.sets["unreal"] or (s.low[c] == "to" and s.rel[c] == "mark") for c in helpers):
            return False
        if s.rel[v] == "conj" and not any(s.rel[c] in ("nsubj", "nsubj:pass", "aux", "aux:pass") for c in s.children[v]):
            return self.happened(s.head[v]) and not self.wished(v)
        return s.rel[v] not in ("amod", "xcomp") and not self.wished(v)

    def matches(self, v, passive, verbs, more):
        s = self.s
        if s.low[v] not in verbs or passive != any(s.rel[c] == "aux:pass" for c in s.children[v]):
            return False
        if not passive and s.rel[v] in ("acl",) and s.low[v].endswith("ed"):
            return False
        return not more or s.low[v + 1:v + 1 + len(more)] == more or s.low[v + 2:v + 2 + len(more)] == more and s.low[v + 1] == "-" or \
            all(any(s.low[c] == m for c in s.children[v]) for m in more)

    # ---- changes ---------------------------------------------------------------------------------------------------------------------

    def office_behind(self, start, verb):
        s = self.s
        for o in self.offices:
            if o.start < start or o.start > start + 16:
                continue
            if any(s.upos[k] == "VERB" for k in range(start, o.start)) or any(s.low[k] in (";", ":") for k in range(start, o.start)):
                return None
            gap = s.low[start:o.start]
            if id(o) in self.titles:
                titled = next(p for p in self.persons if p.title is o)
                if titled.start > o.start or "as" not in gap:
                    continue
            if any(x in self.w.sets["elsewhere"] for x in gap):
                return None
            return o
        return None

    def office_given(self, v):
        """The office behind a verb, sooner one after "as" than one beside a name."""
        behind = [o for o in self.offices if v < o.start <= v + 24]
        given = next((o for o in behind if id(o) not in self.titles and "as" in self.s.low[max(v, o.start - 4):o.start]), None)
        return given or self.office_behind(v + 1, v)

    def people(self, t):
        """Who is meant by a subject or object: itself, what is joined to it, the head of a cabinet."""
        s = self.s
        out = []
        p = self.person_at(t)
        if p:
            out.append(p)
        for c in s.children[t]:
            q = self.person_at(c)
            if s.rel[c] == "conj" and q and q not in out:
                out.append(q)
        if not out and s.low[t] in self.w.sets["cabinets"]:
            out = [q for q in self.persons if q.title and q.title.head in ("prime minister", "premier", "chancellor") and self.under(q.start, t)][:1]
        return out

    def told(self, kind, p, office, verb, said):
        if not office or "claimed" in office.marks or (kind in ("end", "ended") and office.marks & {"later", "former"}):
            return []
        if kind in ("begin", "chosen", "named") and "later" in office.marks:
            kind = "later"
        if office.sector == "REB":  # "the Hezbollah commander for Iraq": whose the group is
            code = self.group_country(office)
            return [Told(kind, p.name, office, code, True, self.day_of(verb), self.s.id, said, self.weight(verb))] if code else []
        code, sure = self.country_of(office, p.start, kind in ("begin", "chosen", "named", "end", "ended") and said not in self.w.fatal)
        if not code and p.title and p.title.country:
            code, sure = p.title.country, True
        return [Told(kind, p.name, office, code, sure, self.day_of(verb), self.s.id, said, self.weight(verb))]

    def weight(self, verb):
        word = self.s.low[verb] if verb is not None else ""
        return RESIGNS if word in self.w.resigning else FOLLOWED if word in self.w.following else AT_ONCE

    def day_of(self, verb):
        """That of the news, or the day beside the verb: "was sworn in on Friday", "whom he dismissed on 22 May", "resigns the next day"."""
        s, day = self.s, datetime.date.fromisoformat(self.s.day)
        for c in s.children[verb] if verb is not None else []:
            if s.low[c] in WEEKDAYS and s.rel[c].startswith("obl"):
                return (day - datetime.timedelta((day.weekday() - WEEKDAYS[s.low[c]]) % 7)).isoformat()
            if s.low[c] == "yesterday":
                return (day - datetime.timedelta(1)).isoformat()
            if s.low[c] == "day" and s.rel[c].startswith("obl") and any(s.low[x] in ("next", "following") for x in s.children[c]):
                return (day + datetime.timedelta(1)).isoformat()
            written = self.written_day(c)
            if written:
                return written
        return s.day

    def written_day(self, t):
        """"22 May", "May 22", as the last such day before the news, or None."""
        s = self.s
        for k in (t - 1, t) if s.rel[t].startswith(("obl", "nmod")) else []:
            pair = sorted(s.low[k:k + 2] if k >= 0 else [], key=str.isdigit)
            if len(pair) == 2 and pair[0] in MONTHS and re.fullmatch(r"[12]?\d|3[01]", pair[1]) and t in (s.head[k], s.head[k + 1]):
                for year in (int(s.day[:4]), int(s.day[:4]) - 1):
                    written = f"{year}-{MONTHS[pair[0]]:02}-{int(pair[1]):02}"
                    if written <= s.day:
                        return written
        return None

    def group_country(self, office):
        words = fold(" ".join(office.words)).split()
        for n in range(len(words), 0, -1):
            for k in range(len(words) - n + 1):
                code = self.w.organisations.get(" ".join(words[k:k + n]), ("",))[0]
                if code:
                    return code
        return None

    def changes(self):
        s, out = self.s, []
        for v in range(len(s.form)):
            if s.upos[v] not in ("VERB", "AUX"):
                continue
            for kind, who, passive, verbs, more in self.w.changes:
                if not self.matches(v, passive, verbs, more) or not self.happened(v):
                    continue
                t = self.subject(v) if who == "subject" else self.child(v, "obj")
                people = self.people(t) if t is not None else []
                for p, office in zip(people, self.each_office(people, v)):
                    out += self.change(kind, who, p, v, more, office)
        return out

    def each_office(self, people, v):
        """"X and Y are sworn in as president and vice president": the first is the one, the second the other."""
        first = self.office_behind(max(v + 1, people[-1].end), v) if len(people) > 1 else None
        if not first:
            return [None] * len(people)
        chain = [first]
        for o in self.offices:
            if o.start > chain[-1].end and all(self.s.low[k] in ("and", ",", "the", "as") for k in range(chain[-1].end, o.start)):
                chain.append(o)
        chain = [o._replace(country=o.country or next((x.country for x in chain if x.country), None)) for o in chain]
        return chain if len(chain) == len(people) else [None] * len(people) if len(chain) == 1 else []

    def change(self, kind, who, p, v, more, own=None):
        s = self.s
        said = s.low[v] + (" " + " ".join(more) if more else "")
        behind = own or (self.office_given(v) if kind in ("chosen", "named") and who == "object" else self.office_behind(max(v + 1, p.end if who == "object" else 0), v))
        if kind == "end" and (s.rel[v].startswith("acl") or s.rel[v] == "advcl" and self.after(v)):
            kind = "past" if self.measured(v) else "ended"
        if kind in ("end", "ended"):
            kind = self.day_told(v, kind)
        if kind == "chosen" and behind and self.elected_by_the_people(behind):
            kind = "named"
        if kind in ("begin", "chosen", "named"):
            if s.low[v].startswith(("succe", "replac", "tak", "took", "assum")) and who == "subject" and not behind:
                obj = self.child(v, "obj")
                other = self.person_at(obj) if obj is not None else None
                behind = other.title if other else None
            if not behind and p.title and s.low[v] in ("sworn", "inaugurated", "took", "takes", "assumes", "assumed"):
                behind = p.title._replace(marks=p.title.marks - {"later"})
            if behind and p.title and kind == "begin" and behind.marks & {"former"}:
                return []
            return self.told(kind, p, behind, v, said)
        office = p.title if p.title and not p.title.marks & {"former", "later"} else None
        if behind and "as" in s.low[v:behind.start] or (behind and more):
            office = behind
        over = s.head[v]
        if not office and over >= 0 and (s.low[v].startswith(("replac", "succe")) or self.after(v)):
            office = self.office_given(over)
        if p.title and p.title.marks & {"former", "later"} and office is p.title:
            return []
        if office is p.title:
            return [t for o in self.titles_of(p) for t in self.told(kind, p, o, v, said)]
        return self.told(kind, p, office, v, said)

    def day_told(self, t, kind):
        """The kind of an end at t: "past" where the month or year that is said leaves the day open ("ousted in May", "the overthrow of X in December 2024",
        "killed last summer"), "ended" where it was some day lately ("killed in a recent strike", "last weekend")."""
        s = self.s
        for c in s.children[t]:
            if not s.rel[c].startswith(("obl", "nmod")) or self.written_day(c):
                continue
            words = {s.low[k] for k in (c, *s.children[c])}
            if words & set(MONTHS) or any(re.fullmatch(r"(?:19|20)\d\d", w) for w in words) or ("last" in words and words & self.w.sets["seasons"]):
                return "past"
            if "recent" in words or ("last" in words and words & self.w.sets["times"]):
                kind = "ended"
        return kind

    def elected_by_the_people(self, office):
        """Who wins an election of a president is it months later; a parliament's choice is it at once."""
        return office.head in ("president", "head of state") and office.sector == "GOV" and not any(x in self.w.sets["powers"] for x in self.s.low)

    def measured(self, v):
        """"a month after X was ousted": the day is another."""
        mark = next((c for c in self.s.children[v] if self.s.low[c] in self.w.sets["after"]), 0)
        return any(self.s.low[k] in self.w.sets["times"] for k in range(max(0, mark - 3), mark))

    def nouns(self):
        """"the resignation of defence minister X", "X's removal as defence minister": over by that day."""
        s, out = self.s, []
        for t in range(len(s.form)):
            if s.low[t] not in self.w.nouns or self.wished(t) or any(s.low[c] in self.w.sets["unreal"] for c in s.children[t]):
                continue
            for c in s.children[t]:
                p = self.person_at(c)
                if p and s.rel[c] in ("nmod", "nmod:poss") and self.w.nouns[s.low[t]] == "begin":
                    verb, behind = s.head[t], self.office_behind(p.end, t)
                    if verb >= 0 and s.low[verb] in self.w.approve and self.happened(verb) and behind:
                        out += self.told("begin", p, behind, verb, s.low[t])
                elif p and s.rel[c] in ("nmod", "nmod:poss"):
                    title = p.title if p.title and not p.title.marks & {"former", "later"} else self.office_behind(t + 1, t)
                    out += self.told(self.day_told(c, self.day_told(t, "ended")), p, title, t, s.low[t])
        return out

    # ---- who falls --------------------------------------------------------------------------------------------------------------------

    def struck(self, verbs, idle=frozenset()):
        """(verb, whom it befalls): "kills X", "X is killed", of `idle` ones "X dies" """
        s = self.s
        for v in range(len(s.form)):
            if s.low[v] in verbs or s.low[v] in idle:
                passive = any(s.rel[c] == "aux:pass" for c in s.children[v])
                t = self.subject(v) if passive or s.low[v] in idle else self.child(v, "obj", "nsubj:pass")
                if t is None and s.rel[v] == "acl":  # "those killed", "a jet carrying"
                    t = s.head[v]
                if t is not None and self.happened(v):
                    yield v, t

    def joined_to(self, p, top):
        """Is p the one meant by `top`, or one of them: "seven people, including X", "X's deputy and Y"; but not the wife of X?"""
        s = self.s
        t = next((k for k in range(len(s.form)) if self.inside(k, p) and not self.inside(s.head[k], p)), p.start)
        for _ in range(12):
            if t == top or self.inside(top, p):
                return True
            named = s.rel[t] == "nmod" and any(s.low[c] in self.w.sets["among"] for c in s.children[t] if s.rel[c] == "case")
            if t < 0 or not (s.rel[t].startswith(("conj", "appos", "nmod:desc", "flat", "compound", "dep")) or named):
                return False
            t = s.head[t]
        return False

    def inside(self, t, p):
        return p.start <= t < p.end or (p.title is not None and p.title.start <= t < p.title.end)

    def victims(self):
        """"kills seven people, including commander X", "X is among the dead", "those killed include X": over on that day."""
        s, out = self.s, []
        for v, t in self.struck(self.w.fatal):
            out += [told for p in self.persons if self.joined_to(p, t) for told in self.fallen(p, v)]
        for k in range(len(s.form)):
            tops = []
            if self.dead(k) and any(s.low[c] == "among" for c in s.children[k]):
                tops = [c for at in (k, s.head[k]) if at >= 0 for c in s.children[at] if s.rel[c].startswith("nsubj")]
            elif s.low[k] in ("include", "included", "includes") and any(self.dead(c) for c in s.children[k] if s.rel[c] == "nsubj"):
                tops = [c for c in s.children[k] if s.rel[c] == "obj"]
            out += [told for p in self.persons for t in tops if self.joined_to(p, t) for told in self.fallen(p, k)]
        return out

    def dead(self, t):
        return self.s.low[t] in self.w.sets["dead"] or any(self.s.low[c] in self.w.fatal and self.s.rel[c] in ("acl", "amod") for c in self.s.children[t])

    def fallen(self, p, at):
        offices = [o for o in self.titles_of(p) if not o.marks & {"former", "later"}]
        return [t for o in offices for t in self.told(self.day_told(at, "end"), p, o, at, "killed")]

    def own_resignation(self, t, p):
        """"submits a resignation request", "says that he intends to resign": p is the subject of all verbs down to t, and no denial is among them"""
        s = self.s
        if any(s.rel[c] == "nmod" or (s.rel[c] == "nmod:poss" and s.upos[c] != "PRON") for c in s.children[t]):
            return False
        while s.rel[t] in ("xcomp", "ccomp", "obj", "compound") and s.head[t] >= 0:
            subject = self.child(t, "nsubj")
            if (subject is not None and s.upos[subject] != "PRON") or any(s.low[c] in ("not", "n't", "never") for c in s.children[t]):
                return False
            up = s.head[t]
            if s.rel[t] == "obj" and s.low[up] not in self.w.resigning:
                return False
            top = self.subject(up)
            if top is not None and self.joined_to(p, top):
                return True
            t = up
        return False

    def doubt(self, p):
        """What befalls p in this sentence, if it leaves open whether he stays in office: "arrested", "a jet carrying X crashes"."""
        s = self.s
        for v in range(len(s.form)):
            if s.low[v] in self.w.sets["resignation"] and self.own_resignation(v, p):
                return s.low[v]
        return next((s.low[v] for v, t in self.struck(self.w.doubts, self.w.sets["falls"]) if self.under(p.start, t) or self.inside(t, p)), None)

    def including(self):
        """"appoints new leaders, including X as chief of staff and Y as Basij commander" """
        s, out = self.s, []
        verb = next((v for v in range(len(s.form)) if s.upos[v] == "VERB" and any(k == "begin" and who == "object" and s.low[v] in verbs for k, who, _, verbs, _ in self.w.changes)
                     and self.happened(v)), None)
        for p in self.persons if verb is not None else []:
            k = p.end
            if k < len(s.form) and s.low[k] == "as" and p.start > verb:
                office = next((o for o in self.offices if k < o.start <= k + 3), None)
                if office and id(office) not in self.titles:
                    out += self.told("begin", p, office, verb, s.low[verb])
        return out

    def after_whom(self):
        """"is succeeded by Y", "appoints Y as X's replacement", "after X was ousted": the other one's office."""
        s, out = self.s, []
        for v in range(len(s.form)):
            if s.low[v] in ("succeeded", "replaced") and any(s.rel[c] == "aux:pass" for c in s.children[v]) and self.happened(v):
                new = next((self.person_at(c) for c in s.children[v] if self.person_at(c) and any(s.low[x] == "by" for x in s.children[c])), None)
                sub = self.subject(v)
                old = self.person_at(sub) if sub is not None else None
                office = old and (old.title or next((o for o in self.offices if old.end <= o.start < v and id(o) not in self.titles), None))
                if new and office:
                    out += self.told("begin", new, office, v, s.low[v])
            if s.low[v] in ("replacement", "successor") and v > 1 and s.low[v - 1] in ("'s", "\u2019s") and "as" in s.low[max(0, v - 6):v]:
                new = next((p for p in reversed(self.persons) if p.end <= v and s.low[p.end] == "as"), None)
                old = next((p for p in self.persons if p.title and s.form[v - 2] == s.form[p.end - 1]), None)
                if new and old and new is not old:
                    out += self.told("begin", new, old.title._replace(country=old.title.country or self.country_of(old.title, old.start, True)[0]), v, s.low[v])
        return out

    def titles_of(self, p):
        """"deputy prime minister and infrastructure minister X" """
        if not p.title:
            return []
        at = p.title.start
        first = next((o for o in self.offices if o.end == at - 1 and self.s.low[at - 1] == "and" and id(o) not in self.titles), None) if at else None
        if first:
            return [first, p.title._replace(country=p.title.country or first.country)]
        return [p.title]

    def seen(self):
        out = []
        for p in self.persons:
            for title in self.titles_of(p):
                marks = title.marks
                kind = "past" if "former" in marks else "later" if "later" in marks else "seen"
                if kind != "seen" or not any(self.under(p.start, t) for _, t in self.struck(self.w.fatal)):
                    out += self.told(kind, p, title, None, (kind == "seen" and self.doubt(p)) or "title")
        return out


def stated_day(sentence, day, begun):
    """"… to take office on 19 August": the day that stands there, in the year of the news or the next."""
    words = " ".join(sentence.low)
    m = re.search(r"(?:will|to) (?:succeed|take office|assume office|be sworn in|be inaugurated)|effective" if begun else
                  r"(?:take|takes|assume|assumes) office|sworn in|inaugurated|will succeed", words)
    m = m and re.search(r" on (?:(\d{1,2}) (%s)|(%s) (\d{1,2}))\b" % ("|".join(MONTHS), "|".join(MONTHS)), words[m.end():])
    if not m:
        return None
    month, date = MONTHS[m[2] or m[3]], int(m[1] or m[4])
    year = int(day[:4]) + (month < int(day[5:7]) - 6)
    return f"{year}-{month:02}-{date:02}"


def read_changes(s, words, particles):
    v = View(s, words, particles)
    if not v.persons or not v.offices:
        return
    told = v.changes() + v.nouns() + v.including() + v.after_whom() + v.victims()
    seen, gone = set(), {t.name for t in told if t.kind == "past"}
    for t in told + [t for t in v.seen() if t.name not in gone]:
        if (t.name, t.kind, t.office.head, t.office.words) not in seen:
            seen.add((t.name, t.kind, t.office.head, t.office.words))
            yield t
