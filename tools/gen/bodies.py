# SPDX-License-Identifier: Apache-2.0
"""Proposes armed groups, operations, alliances and bodies out of dated news that the lexicon lacks. Used by tools/gen/offices.

A name is proposed when it ends with a word of `kinds` ("… Liberation Front") or stands behind a word of `described` ("the militant
group …"), and is told to begin, or described, or named in two sentences; an operation ("Operation …") at once. What only says which of a state's
usual bodies is meant ("the Danish Ministry of Health") is none: the core makes these by pattern.
"""
import collections
import re

from news import countries_in, read, text
from terms import fold

Body = collections.namedtuple("Body", "name kind sector country begins ends described days sentences short")


def names_at(s, w):
    """(first, end) of runs of capitalised words with the small words inside them."""
    i, out = 0, []
    while i < len(s.form):
        if not capital(s, i):
            i += 1
            continue
        k = i + 1
        while k < len(s.form):
            if capital(s, k):
                k += 1
                continue
            n = k
            while n < len(s.form) and n < k + 4 and (s.low[n] in w.sets["inside"] or s.form[n].isdigit() or (s.low[n] == "in" and s.form[n - 1] in w.kinds) or matter(s, w, n)) and (s.low[n] != "and" or joined(s, i, n)):
                n += 1
            if n == k or n >= len(s.form) or not capital(s, n):
                break
            k = n + 1
        out.append((i, k))
        i = k
    return out


def capital(s, i):
    if re.fullmatch(r"\d+(?:st|nd|rd|th)|[a-z]{1,2}-[A-Z]\w+", s.form[i]):  # "33rd Front", "Mojahedin-e-Khalq"
        return True
    inside = i > 0 or (len(s.form) > 1 and s.form[1][0].isupper() and s.head[0] > 0 and s.rel[0] in ("amod", "compound"))
    return s.form[i][0].isupper() and (s.upos[i] == "PROPN" or (inside and s.upos[i] in ("NOUN", "ADJ", "VERB", "NUM")))


def joined(s, first, at):
    """"Government of Peace and Unity", "Belt and Road Initiative", but "the EU and the Board of Peace": what is joined lies inside the name."""
    second = s.head[at]
    if at + 1 >= len(s.form) or second != at + 1:
        return False
    one = s.head[second]
    return first <= one < at and (any(s.low[k] in ("of", "for") for k in range(first, at)) or s.head[one] > at)


def matter(s, w, at):
    """"Select Committee on the January 6 Attack": what a committee is on"""
    over = s.head[s.head[at]]
    return s.low[at] == "on" and s.form[at - 1] in w.kinds and over == at - 1 and s.form[s.head[at]][0].isupper() and s.low[at + 1] == "the"


def candidates(s, w, countries):
    """(first, end, kind, sector, described) of names of bodies and operations"""
    for first, end in names_at(s, w):
        described = group_before(s, w, first)
        first, end = trim(s, w, first, end)
        words = s.form[first:end]
        if not words:
            continue
        cut = next((k for k, x in enumerate(words) if x in ("of", "for") and k), len(words))
        if words[0] in w.kinds and w.kinds[words[0]][0] == "event" and len(words) > 1:
            yield first, end, *w.kinds[words[0]][:2], described
        elif len(words) > 1 and words[cut - 1] in w.kinds and w.kinds[words[cut - 1]][0] != "event" and not hollow(s, w, countries, first, end):
            kind, sector, where = w.kinds[words[cut - 1]]
            if where == "first" and cut > 1:
                continue
            yield first, end, kind, sector if described in (None, "-", "evidence") else described, described
        elif described and described != "evidence" and s.rel[first] not in ("amod",) and not any(first <= k < end for k in countries):
            yield first, end, "organization", described.replace("-", ""), described


def trim(s, w, first, end):
    """Without "the" and with what stands behind an operation's name left off."""
    while first < end and (s.low[first] in w.sets["inside"] or s.upos[first] == "DET"):
        first += 1
    event = next((k for k in range(first, end) if w.kinds.get(s.form[k], ("",))[0] == "event"), None)
    if event is not None and event > first:
        first = event
    while end > first and s.low[end - 1] in w.sets["inside"]:
        end -= 1
    return first, end


def hollow(s, w, countries, first, end):
    """Only words for a country, a kind of body, or what each state has: nothing of its own."""
    inside = {k for at, (e, _) in countries.items() for k in range(at, e)}
    if any(s.low[k] in ("of", "for") and text(s, k + 1, end) in w.regions for k in range(first, end)):  # "Department of La Libertad"
        return True
    own = [k for k in range(first, end) if k not in inside and s.form[k] not in w.kinds and s.low[k] not in w.sets["usual"] | w.sets["inside"]]
    return not own or any(s.low[k] in w.heads for k in range(first, end))


def group_before(s, w, first):
    """The sector of "militant group X", "-" of "initiative called X", "evidence" of "leader of X", or None"""
    k = first - 1
    while k >= 0 and (s.low[k] in ("the", ",") or (s.upos[k] == "ADJ" and k + 1 < first) or s.low[k] == "-"):
        k -= 1
    for n in (3, 2, 1):
        phrase = " ".join(s.low[max(0, k - n + 1):k + 1]).replace(" - ", "-")
        if phrase in w.described:
            return w.described[phrase] or "-"
    return None


def told(s, w, first, end, verbs, nouns):
    """Does a verb or noun of these have the name for its object: "founds X", "X is formed", "the formation of X"?"""
    top = top_of(s, first, end)
    if s.rel[top] == "appos":  # "a new department, the X"
        top = s.head[top]
    v, rel = s.head[top], s.rel[top]
    if v < 0 or any(s.low[c] in w.sets["unreal"] for c in s.children[v]):
        return False
    return (s.low[v] in verbs and rel in ("obj", "nsubj:pass", "xcomp")) or (s.low[v] in nouns and rel.startswith("nmod"))


def top_of(s, first, end):
    return next((k for k in range(first, end) if not first <= s.head[k] < end), first)


def begins(s, w, first, end):
    """Is it founded, launched, formed in this sentence: "the newly established X"?"""
    new = any(s.low[c] == "new" or s.low[c - 1] == "newly" for c in s.children[top_of(s, first, end)] if c < first and s.rel[c] == "amod")
    return new or told(s, w, first, end, w.founding, w.sets["foundation"])


def short_behind(s, end):
    """"… (GSF)" """
    if end + 2 < len(s.form) and s.low[end] == "(" and s.low[end + 2] == ")" and re.fullmatch(r"[A-Z][A-Za-z0-9-]{1,9}", s.form[end + 1]):
        return s.form[end + 1]
    return ""


def known(w, name):
    """Does the lexicon have it, with or without what stands before it?"""
    words = even(name).split()
    return any(" ".join(words[k:]) in w.even for k in range(min(3, len(words)))) or (len(words) > 1 and any(x.endswith(" " + " ".join(words)) for x in w.even))


def even(name):
    """"Guards Corps" as "Guard Corps" """
    return " ".join(x.rstrip("s") or x for x in fold(name).split())


def learn(paths, build, w, first, last, before=()):
    """The bodies of the news of [first, last] that neither the lexicon nor the older texts `before` have."""
    found, old, w.even = {}, set(), {even(x) for x in w.organisations}
    for path in before:
        for s in read(path, build, dated=False):
            for a, e, *_ in candidates(s, w, countries_in(s, w)):
                old.add(fold(text(s, a, e)))
    for path in paths:
        for s in read(path, build):
            if first <= s.day <= last:
                note(found, s, w)
    bodies = [b for key, b in found.items() if key not in old and not known(w, b.name) and (b.kind == "event" or b.begins or b.short or b.described or len(set(b.sentences)) > 1)]
    return sorted(bodies, key=lambda b: (b.days[0], b.name))


def note(found, s, w):
    countries = countries_in(s, w)
    codes = {c for _, c in countries.values()}
    for first, end, kind, sector, described in candidates(s, w, countries):
        name = text(s, first, end)
        key = fold(name)
        b = found.setdefault(key, Body(name, kind, sector, collections.Counter(), [], [], [], [], [], set()))
        b.days.append(s.day)
        b.days.sort()
        b.sentences.append(s.id)
        b.country.update(codes)
        if begins(s, w, first, end):
            b.begins.append(s.day)
        if told(s, w, first, end, w.ending, w.sets["dissolution"]):
            b.ends.append(s.day)
        if described:
            b.described.append(s.day)
        if short_behind(s, end):
            b.short.add(short_behind(s, end))


def line_of(b):
    """A line as organisations.txt has it; the country is left to the person."""
    return " | ".join([b.name, "; ".join([b.name, *sorted(b.short)]), b.kind, "", b.sector]).rstrip(" |")
