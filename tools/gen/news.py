# SPDX-License-Identifier: Apache-2.0
"""Dated sentences with their trees, and the names, countries and offices in them. Used by learn.py and bodies.py.

A file is CoNLL-U whose sent_id begins with a day ("2026-05-24/…"), or articles as JSON lines with `published`, which `dragoman stage parse`
reads. The words that are looked for stand in news_patterns.txt and in the lexicon (countries, organisations, titles).
"""
import collections
import json
import pathlib
import re
import subprocess
import tempfile

from terms import fold

Sentence = collections.namedtuple("Sentence", "id day form low upos head rel space children")
Office = collections.namedtuple("Office", "start end words head marks country sector direct")  # words: without marks and country
Person = collections.namedtuple("Person", "start end name title")  # title: an Office, before or behind the name, or None
OWN = re.compile(r"\d{4}-\d\d-\d\d")
NAMES = {"PROPN"}


def sentence(name, rows):
    head = [int(r[6]) - 1 for r in rows]
    children = [[] for _ in rows]
    for i, h in enumerate(head):
        if h >= 0:
            children[h].append(i)
    form = [r[1] for r in rows]
    return Sentence(name, OWN.search(name)[0] if OWN.search(name) else "", form, [f.lower() for f in form], [r[3] for r in rows], head, [r[7] for r in rows],
                    ["SpaceAfter=No" not in r[9] for r in rows], children)


def read_conllu(lines, day=None, dated=True):
    name, rows = None, []
    for line in [*lines, ""]:
        line = line.rstrip("\n")
        if line.startswith("# sent_id"):
            name = line.split("=", 1)[1].strip()
        elif line and line[0] != "#":
            cells = line.split("\t")
            if cells[0].isdigit():
                rows.append(cells)
        elif not line and rows:
            full = f"{day}/{name}" if day else name
            if OWN.match(full or "") or not dated:
                yield sentence(full or "", rows)
            rows = []


def read_articles(path, build):
    for line in open(path, encoding="utf-8"):
        article = json.loads(line)
        day = OWN.match(str(article.get("published") or ""))
        if not day:
            continue
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as one:
            one.write(line)
            one.flush()
            read = subprocess.run([str(pathlib.Path(build) / "bin/dragoman"), "stage", "parse", one.name], capture_output=True, text=True, check=True)
        for s in read_conllu(read.stdout.split("\n"), f"{day[0]}/{article.get('id', '')}"):
            yield s


def read(path, build, dated=True):
    """The sentences of a file; without `dated` those without a day as well."""
    if path.endswith(".jsonl"):
        yield from read_articles(path, build)
    else:
        with open(path, encoding="utf-8") as f:
            yield from read_conllu(f, dated=dated)


# ---- chunks ---------------------------------------------------------------------------------------------------------------------------


def forename(s, w, i):
    """"German Galushchenko", "Chad Hurley" """
    return s.form[i] in w.sets["forenames"] and i + 1 < len(s.form) and s.upos[i + 1] in NAMES and s.rel[i + 1] == "flat" and s.head[i + 1] == i


def countries_in(s, w):
    """{first token: (end, code)} of names and adjectives of countries, the longest at each place"""
    found, i = {}, 0
    while i < len(s.form):
        n = next((n for n in sorted(w.parts.get(s.form[i], ()), reverse=True) if tuple(s.form[i:i + n]) in w.countries), 0)
        if n and not forename(s, w, i):
            found[i] = (i + n, w.countries[tuple(s.form[i:i + n])])
        i += n or 1
    return found


def head_at(s, w, i):
    """The longest head of an office that begins at i: (its end, the head), or None."""
    for n in range(min(5, len(s.low) - i), 0, -1):
        phrase = text(s, i, i + n).lower()
        for key in (phrase, phrase.replace("-", " ")):
            if key in w.heads and s.low[i + n - 1] != "-":
                return i + n, key
    return None


def offices_in(s, w, countries):
    out, i = [], 0
    while i < len(s.form):
        found = head_at(s, w, i)
        if not found or s.upos[i] not in ("NOUN", "PROPN", "ADJ"):
            i += 1
            continue
        end, key = found
        office = office_at(s, w, countries, i, end, key, out[-1].end if out else 0)
        if office:
            out.append(office)
            end = office.end
        i = end
    return out


def country_before(s, countries, i):
    """The country whose words end at i."""
    return next(((k, code) for k, (e, code) in countries.items() if e == i), None)


def body_of(w, words, only=None):
    """The sector of the longest body that the words name."""
    return next((sector for body, sector in sorted(w.bodies.items(), key=lambda x: -len(x[0]))
                 if (only is None or sector == only) and re.search(rf"(?<!\w){re.escape(body)}(?!\w)", words)), None)


def joins(s, k):
    """"science and technology minister": both words for what the minister is of"""
    return s.head[k - 1] > k and all(s.upos[i] in ("NOUN", "ADJ") and s.form[i].islower() for i in (k - 1, k + 1))


def office_at(s, w, countries, first, end, key, least):
    start, marks, country, words, direct = first, set(), None, [], False
    while start > least:
        k = start - 1
        place = country_before(s, countries, start)
        if place and not (s.low[k] == "democratic"):
            if direct:
                break
            if text(s, place[0], start) in w.sets["nations"]:
                words[:0] = range(place[0], start)
            start, country, direct = place[0], place[1], True
            continue
        if s.low[k] in ("'s", "\u2019s") or (s.upos[k] == "PART" and s.low[k] in ("'", "\u2019")):
            place = country_before(s, countries, k)
            if not place:
                break
            start, country, direct = place[0], place[1], True
            continue
        if s.low[k] == ")" and "(" in s.low[max(least, k - 3):k]:  # "Islamic Revolutionary Guard Corps (IRGC) commander"
            start = max(i for i in range(max(least, k - 3), k) if s.low[i] == "(")
            continue
        mark = "nothing" if re.fullmatch(r"\d+(?:st|nd|rd|th)", s.low[k]) else w.before.get(s.low[k])
        if mark:
            if mark != "nothing":
                marks.add(mark)
            start = k
        elif s.low[k] == "-" or (s.low[k] == "/" and not s.space[k]) or (s.low[k] == "and" and words and k > least and joins(s, k)):
            words.insert(0, k)
            start = k
        elif s.upos[k] in ("NOUN", "PROPN", "ADJ") and not head_at(s, w, k) and s.low[k] not in w.sets["ranks"] and s.low[k] != "party" or \
                (s.low[k] == "party" and s.upos[k] in ("NOUN", "PROPN")):
            words.insert(0, k)
            start = k
        else:
            break
    while words and s.low[words[0]] in ("-", "and", "/", "'s", "\u2019s"):
        words.pop(0)
    before = words
    # behind: "of defence", "for Health and Social Care", "of Benin", "-elect"
    stop, of = end, []
    while stop + 1 < len(s.form):
        if s.low[stop] in ("-", "\u2013") and s.low[stop + 1] in ("elect", "designate", "nominee", "general"):
            if s.low[stop + 1] != "general":
                marks.add("later")
            stop += 2
            continue
        if s.low[stop] in ("elect", "designate", "nominee"):
            marks.add("later")
            stop += 1
            continue
        if s.low[stop] not in ("of", "for", "to", "in") or (s.low[stop] in ("to", "in") and not (stop + 2 < len(s.form) and s.low[stop + 1] == "the" and s.low[stop + 2] in
                                                                                          ("treasury", "exchequer"))):
            break
        k = stop + 1
        if k < len(s.form) and s.upos[k] == "DET":
            k += 1
        got = k
        while k < len(s.form):
            if k in countries:
                place = countries[k]
                if country is None or not direct:
                    country, direct = place[1], True
                k = place[0]
                if of and k < len(s.form) and s.upos[k] == "PROPN":
                    break
            elif s.rel[k] in ("nsubj", "nsubj:pass", "obj", "root", "appos") or (s.upos[k] == "PROPN" and s.low[k] not in w.bodies and of and k > got
                                                                               and s.upos[k - 1] != "PROPN" and s.form[k - 1].islower() and s.form[stop - 1].islower()):
                break
            elif w.before.get(s.low[k]) == "nothing":
                k += 1
            elif s.upos[k] in ("NOUN", "PROPN", "ADJ") or s.low[k] in ("-", "/", "'s"):
                of.append(k)
                k += 1
            elif s.low[k] in ("and", ",") and k + 1 < len(s.form) and of and s.upos[k + 1] in ("NOUN", "PROPN", "ADJ") and s.form[k + 1][0].isupper() \
                    and s.form[of[-1]][0].isupper() and (s.low[k] == "and" or "and" in s.low[k + 1:k + 4]) and s.upos[k + 1] != "PROPN":
                of.append(k)
                k += 1
            else:
                break
        if k == got:
            break
        stop = k
    need = w.heads[key]
    body = " ".join(s.low[i] for i in before)
    body = (body + " " + " ".join(s.low[k] for k in of)).strip()
    while of and s.low[of[-1]] in ("-", "/", "'s"):
        of.pop()
    while of and s.low[of[0]] in ("-", "/", "'s"):
        of.pop(0)
    skip = {k for first, (e, _) in countries.items() for k in range(first, e)} if of else set()
    of_text = " ".join(s.form[k] for k in range(of[0], of[-1] + 1) if k not in skip).replace(" - ", "-").replace(" / ", "/").replace(" 's", "'s") if of else ""
    sector = body_of(w, " ".join(s.low[k] for k in of)) or body_of(w, body)
    if need == "near" and not body:
        sector = body_of(w, " ".join(s.low[:first]).replace("'s ", ""), "MIL")
    if need == "what" and (not body or body in w.sets["cabinets"]) and key == "minister":
        return None
    if need in ("body", "near") and not sector and (body or need == "near"):
        return None
    if need == "body" and not body and key not in ("president",):
        return None
    key = "prime minister" if key == "pm" else key
    return Office(start, stop, (" ".join(s.form[i] for i in before).replace(" - ", "-").replace(" / ", "/").replace(" 's", "'s"), of_text),
                  key, frozenset(marks), country, sector or "GOV", direct)


def text(s, first, end):
    return "".join(s.form[i] + (" " if s.space[i] and i + 1 < end else "") for i in range(first, end)).strip()


def names_in(s, w, countries, offices, particles):
    """Runs of words that may name a person: two and more, or one and a number (a pope, a king)."""
    taken = set()
    for o in offices:
        taken.update(range(o.start, o.end))
    for k, (e, _) in countries.items():
        taken.update(range(k, e))
    out, i = [], 0
    while i < len(s.form):
        if i in taken and not (forename(s, w, i) and i + 1 not in taken):
            i += 1
            continue
        if s.upos[i] not in NAMES or not s.form[i][0].isupper() or s.low[i] in w.sets["ranks"]:
            i += 1
            continue
        k = i + 1
        while k < len(s.form) and k not in taken:
            if s.upos[k] in NAMES or (s.form[k][0].isupper() and not s.space[k - 1]):
                k += 1
            elif s.form[k] in "\u02bb\u02bc\u2019'" and k + 1 < len(s.form) and not s.space[k - 1] and not s.space[k] and s.low[k + 1] != "s":  # "Mataʻafa"
                k += 2
            elif (s.low[k] in particles or s.low[k] in ("-", "\u2013")) and k + 1 < len(s.form) and k + 1 not in taken and (s.upos[k + 1] in NAMES or not s.space[k]):
                k += 2 if s.upos[k + 1] in NAMES or s.low[k] == "-" else 1
            elif s.low[k - 1] == "-" and not s.space[k - 1]:
                k += 1
            else:
                break
        out.append((i, k))
        i = k
    return out


def staff_of(s, w, at):
    """"head of the office of the president X Y": not the president."""
    if at and s.upos[at - 1] == "DET":
        at -= 1
    return at > 1 and s.low[at - 1] in ("of", "to", "for") and s.low[at - 2] in w.sets["staff"]


def persons_in(s, w, offices, names):
    by_end = {o.end: o for o in offices}
    by_start = {o.start: o for o in offices}
    out = []
    for first, end in names:
        name = text(s, first, end)
        parts = name.split()
        if len(parts) < 2 or any(p in w.kinds or p.strip(".").lower() in w.heads for p in parts) or fold(name) in w.organisations or len(parts) > 6 or \
                re.search(r"\d|\b(?:Act|Airport|Street|University|Strait|Province|City|County|District|Islands?|River|Valley|Times|News|Ministry|Congress|Parliament)\b", name):
            continue
        at = first
        while at > 0 and (s.low[at - 1] in w.sets["ranks"] or (s.low[at - 1] == "-" and at > 1 and s.low[at - 2] in w.sets["ranks"])):
            at -= 1
        title = by_end.get(at)
        if not title and at > 0 and s.low[at - 1] == ",":
            title = by_end.get(at - 1)
            title = title if title and (title.direct and s.upos[title.start] != "ADJ" or title.words[1]) and s.rel[first] in ("appos",) else None
        if not title and end + 1 < len(s.form) and s.low[end] == ",":
            k = end + 1 + (s.upos[end + 1] == "DET")
            title = by_start.get(k) or by_start.get(end + 1)
            if title and not (title.end < len(s.form) and s.upos[title.end] == "PUNCT"):
                title = None
        if title and title.end <= first and staff_of(s, w, title.start):
            title = None
        out.append(Person(first, end, name, title))
    return out
