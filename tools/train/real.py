#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes articles and gold of real texts and our annotations of them (tools/train/real/README.md has the format).

    tools/train/real.py --check FILE.jsonl…
    tools/train/real.py --data DATA --out DIR FILE.jsonl…

reads the texts from DATA/silver/*.conllu and writes DIR/articles/ID.json and DIR/gold/ID.json. A text that is not the one that was annotated is refused,
and then nothing is written. With --check it only says what is wrong with the annotations, with file and line; no texts are needed.
"""
import argparse
import hashlib
import json
import os
import random
import re
import sys
from urllib.parse import unquote

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LISTS = open(os.path.join(ROOT, "core/doc/codes.def"), encoding="utf-8").read()
TYPES = re.findall(r"EVENT\(([A-Z]+),", LISTS)
SECTORS = re.findall(r"SECTOR\(([A-Z]+)\)", LISTS)
# Silver file -> the group that its articles are counted in.
GROUPS = {"wikinews": "wikinews", "kremlin_news": "kremlin", "us_state_releases": "state", "au_pm_media_releases": "aupm", "isaf_press_releases": "isaf",
          "re3d_syria_iraq": "re3d", "wikipedia_current_events": "items"}
# News of one sentence each: here a document is a sentence or a few neighbours, named by all their sent_ids, and its text is one sentence a line.
ITEMS = "wikipedia_current_events"
STATUSES = ["happened", "planned", "hypothetical", "denied"]
# What the annotator could say an event is about. It is wider than PLOVER's contexts.
TOPICS = """political military economic diplomatic resource cultural disease disaster refugee legal terrorism government_inaction election legislative executive
    human_rights environmental corruption misinformation social intelligence health migration crime cyber territory historical pro_democracy pro_autocracy
    peacekeeping technology security religion asylum""".split()
CODE = re.compile(r"(EU|UN|NATO|AU|OSCE|ECOWAS|IAEA|OPCW|ICJ|WB|[A-Z]{3}(%s)?)" % "|".join(SECTORS))
DAY = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
DATE = re.compile(rf"{DAY}(/{DAY})?")
WEEKDAY = re.compile(r"(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, ")
ARTICLE = ["article", "draw", "silver", "document", "sha256", "published", "language"]
ENTITY = ["entity", "mentions", "code"]
EVENT = ["event", "cameo", "alt_types", "status", "speech", "core", "sentence", "trigger", "other_triggers", "source", "source_codes", "target", "target_codes",
         "date", "place", "place_country", "topics"]


def end(status, *lines):
    """ends the program; what the files hold may be anybody's, so nothing in it reaches a terminal but what can be read there"""
    for line in lines:
        print("".join(c if c.isprintable() else ascii(c)[1:-1] for c in line[:400]), file=sys.stderr)
    sys.exit(status)


# ---- the annotations

def need(true, words):
    if not true:
        raise ValueError(words)


def span(where, words):
    """two characters, the first and the one after the last"""
    need(isinstance(where, list) and len(where) == 2 and all(type(n) is int for n in where), f"{words} is no pair of offsets: {where}")
    need(0 <= where[0] < where[1], f"{words}: offsets are not in order: {where}")


def name(what, words):
    """a pair of offsets; or several, one after the other; or, where the text has no such words, the proper name itself"""
    if isinstance(what, str):
        need(what.strip() == what != "", f"{words} is no name: {what!r}")
        return
    need(isinstance(what, list) and what and len(what) % 2 == 0, f"{words} is no pair of offsets: {what}")
    for at in range(0, len(what), 2):
        span(what[at:at + 2], words)


def each(values, known, words):
    need(isinstance(values, list), f"{words} is no list")
    for v in values:
        need(v in known, f"unknown in {words}: {v}")


def code(what, words):
    need(what is None or isinstance(what, str) and CODE.fullmatch(what), f"{words} is no code: {what}")


def date(what, words):
    need(what is None or isinstance(what, str) and DATE.fullmatch(what), f"{words} is no date: {what}")


def check_article(a):
    need(isinstance(a["article"], str) and re.fullmatch(r"[a-z]+\d+", a["article"]), f"no name of an article: {a['article']}")
    need(type(a["draw"]) is int and a["draw"] in (1, 2, 3), f"unknown draw: {a['draw']}")
    need(isinstance(a["silver"], str) and a["silver"] in GROUPS, f"unknown silver file: {a['silver']}")
    need(isinstance(a["document"], str) and a["document"], "the document has no name")
    need(isinstance(a["sha256"], str) and re.fullmatch(r"[0-9a-f]{64}", a["sha256"]), f"no SHA-256: {a['sha256']}")
    date(a["published"], "published")
    need(isinstance(a["language"], str) and re.fullmatch(r"[a-z]{2}", a["language"]), f"no language: {a['language']}")


def check_entity(e):
    name(e["entity"], "entity")
    need(isinstance(e["mentions"], list) and e["entity"] in e["mentions"], "an entity's name is its own first mention")
    for m in e["mentions"]:
        name(m, "mentions")
    code(e["code"], "code")


def check_event(v, entities):
    need(v["event"] in TYPES, f"no type of event: {v['event']}")
    each(v["alt_types"], TYPES, "alt_types")
    need(isinstance(v["cameo"], str) and re.fullmatch(r"(0[1-9]|1\d|20)\d", v["cameo"]), f"no CAMEO code of three digits: {v['cameo']}")
    need(v["status"] in STATUSES, f"unknown status: {v['status']}")
    need(type(v["speech"]) is bool and type(v["core"]) is bool, "speech and core are true or false")
    span(v["sentence"], "sentence")
    span(v["trigger"], "trigger")
    need(v["sentence"][0] <= v["trigger"][0] and v["trigger"][1] <= v["sentence"][1], "the trigger stands outside its sentence")
    need(isinstance(v["other_triggers"], list), "other_triggers is no list")
    for t in v["other_triggers"]:
        span(t, "other_triggers")
    for side in ("source", "target"):
        codes = v[side + "_codes"]
        need(isinstance(v[side], list) and isinstance(codes, list) and len(v[side]) == len(codes), f"{side} and {side}_codes are two lists of one length")
        for who, of in zip(v[side], codes):
            need(who in entities, f"{side}: no entity {who}")
            code(of, f"{side}_codes")
    date(v["date"], "date")
    if v["place"] is not None:
        span(v["place"], "place")
    need(v["place_country"] is None or isinstance(v["place_country"], str) and re.fullmatch(r"[A-Z]{3}", v["place_country"]),
         f"place_country is no country: {v['place_country']}")
    each(v["topics"], TOPICS, "topics")


def once(pairs):
    need(len(dict(pairs)) == len(pairs), "a key stands twice")
    return dict(pairs)


def record_of(line):
    try:
        record = json.loads(line.decode(), object_pairs_hook=once)
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    json.dumps(record, ensure_ascii=False).encode()  # half of a surrogate pair is no text
    return record


def take(record, at, out):
    """one line, which stands there; entities and events belong to the article above them"""
    kind, fields = next(((f[0], f) for f in (ARTICLE, ENTITY, EVENT) if isinstance(record, dict) and f[0] in record), (None, []))
    need(kind, "neither article, entity nor event")
    need(sorted(record) == sorted(fields), f"fields of an {kind} that are missing or too many: {' '.join(sorted(set(record) ^ set(fields)))}")
    if kind == "article":
        check_article(record)
        need(record["article"] not in out, f"there are two articles {record['article']}")
        out[record["article"]] = {**record, "entities": [], "events": []}
        return
    need(out, "there is no article above it")
    article = list(out.values())[-1]
    if kind == "entity":
        check_entity(record)
        article["entities"].append({**record, "at": at})
    else:
        check_event(record, [e["entity"] for e in article["entities"]])
        article["events"].append({**record, "at": at})


def read(paths):
    """id -> article with its entities and events; ends the program where a line is wrong"""
    out, wrong = {}, []
    for path in paths:
        try:
            with open(path, "rb") as f:
                lines = f.read().splitlines()
        except OSError as e:
            end(66, f"{path}: {e.strerror}")
        for number, line in enumerate(lines, 1):
            try:
                take(record_of(line), f"{path}:{number}", out)
            except ValueError as e:
                wrong.append(f"{path}:{number}: {e}")
    if wrong:
        end(65, *wrong)
    return out


# ---- the texts

def documents(path, name_of=lambda sent_id: re.sub(r"-\d+$", "", sent_id)):
    """name of the document -> its sentences"""
    out, sentence, text, inside = {}, None, "", 0
    for line in open(path, encoding="utf-8"):
        cells = line.rstrip("\n").split("\t")
        if line.startswith("# sent_id"):
            sentence, text, inside = line.partition("=")[2].strip(), "", 0
        elif line == "\n" and sentence:
            out.setdefault(name_of(sentence), []).append(text.strip())
            sentence = None
        elif len(cells) == 10 and "." not in cells[0]:
            first, _, last = cells[0].partition("-")
            # The words of a token that was split are not the text: the line of the whole token is.
            if last or int(first) > inside:
                text += cells[1] + ("" if "SpaceAfter=No" in cells[9] else " ")
            inside = int(last or inside)
    if sentence:
        out.setdefault(name_of(sentence), []).append(text.strip())
    return out


def items(path, annotated):
    """name of the document, which is all its sent_ids -> its sentences"""
    held = documents(path, lambda sent_id: sent_id)
    names = {a["document"] for a in annotated.values() if a["silver"] == ITEMS}
    return {name: [held[i][0] for i in name.split(" ")] for name in names if all(i in held for i in name.split(" "))}


def raw_of(silver, document, sentences):
    """The text as the annotator read it. The treebanks keep no paragraphs: where they end is thrown with the document's name, so always in the same places."""
    if silver == ITEMS:
        return "\n".join(sentences) + "\n"
    day, body = "", sentences
    if WEEKDAY.match(body[0]) and len(body[0]) < 40:
        day, body = body[0] + "\n\n", body[1:]
    if silver == "wikinews":
        title = unquote(document).replace("_", " ")
    else:
        title = body[0] if body else ""
        # A long first sentence is a lead: it heads the text and stays in it.
        body = body[1:] if len(title.split()) < 25 else body
    chance, paragraphs, current = random.Random(document), [], []
    for s in body:
        current.append(s)
        if chance.random() < .45:
            paragraphs.append(current)
            current = []
    if current:
        paragraphs.append(current)
    return title + "\n\n" + day + "\n\n".join(" ".join(p) for p in paragraphs)


def texts(data, annotated):
    """id -> (name of the document, raw); ends the program where a text is missing or another one"""
    out, wrong, banks = {}, [], {}
    for silver in sorted({a["silver"] for a in annotated.values()}):
        path = os.path.join(data, "silver", silver + ".conllu")
        try:
            held = items(path, annotated) if silver == ITEMS else documents(path)
        except OSError as e:
            end(66, f"{path}: {e.strerror}; tools/train/README.md says what belongs there")
        except ValueError as e:
            end(65, f"{path}: no CoNLL-U: {e}")
        # Names that are headlines are text of the articles, so the annotations have a sum of them instead.
        banks[silver] = {key: (d, s) for d, s in held.items() for key in (d, "sha256:" + hashlib.sha256(d.encode()).hexdigest()[:16])}
    for i, a in annotated.items():
        found = banks[a["silver"]].get(a["document"])
        if not found:
            wrong.append(f"{i}: no document {a['document']} in {a['silver']}.conllu")
            continue
        document, sentences = found
        raw = raw_of(a["silver"], document, sentences)
        if hashlib.sha256(raw.encode()).hexdigest() != a["sha256"]:
            wrong.append(f"{i}: the text in {a['silver']}.conllu is not the one that was annotated: its SHA-256 is another")
        out[i] = document, raw
    if wrong:
        end(65, *wrong)
    return out


# ---- both together

def article_of(i, a, document, raw):
    article = {"id": i, "raw": raw, "group": GROUPS[a["silver"]], "language": a["language"]}
    if a["silver"] == ITEMS:
        article["published"] = a["published"]
    return {**article, "doc": document} if a["draw"] != 1 else article


def gold_of(i, a, raw):
    def words(what, of):
        if what is None or isinstance(what, str):
            return what
        need(max(what) <= len(raw), f"{of['at']}: offsets behind the end of the text: {what}")
        return " ".join(raw[start:end] for start, end in zip(what[::2], what[1::2]))

    gold = {"id": i, "headline": raw.split("\n\n", 1)[0], "published": a["published"], "entities": [], "events": [], "quotes": [], "language": a["language"]}
    if a["silver"] == ITEMS:  # They have no headline, and names and quotes are not annotated.
        gold = {"id": i, "published": a["published"], "events": [], "language": a["language"]}
    for e in a["entities"] if "entities" in gold else []:
        gold["entities"].append({"name": words(e["entity"], e), "type": "actor", "mentions": [words(m, e) for m in e["mentions"]], "code": e["code"],
                                 "role": None, "affiliation": None, "generic": False})
    for v in a["events"]:
        gold["events"].append({
            "trigger": words(v["trigger"], v), "sentence": words(v["sentence"], v), "type": v["event"], "cameo": v["cameo"],
            "source": [words(w, v) for w in v["source"]], "target": [words(w, v) for w in v["target"]], "source_codes": v["source_codes"],
            "target_codes": v["target_codes"], "date": v["date"], "date_inferred": False, "place": words(v["place"], v), "place_country": v["place_country"],
            "status": v["status"], "speech": v["speech"], "topics": v["topics"], "alt_types": v["alt_types"], "core": v["core"],
            "other_triggers": [words(t, v) for t in v["other_triggers"]]})
    return gold


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--check", action="store_true")
    ap.add_argument("--data")
    ap.add_argument("--out")
    ap.add_argument("files", nargs="+")
    args = ap.parse_args()
    annotated = read(args.files)
    if args.check:
        events = [v for a in annotated.values() for v in a["events"]]
        print(f"{len(annotated)} articles, {len(events)} events, {sum(v['core'] for v in events)} core")
        return
    if not args.data or not args.out:
        ap.error("--data and --out, or --check")
    made = {}
    for i, (document, raw) in texts(args.data, annotated).items():
        try:
            made[i] = {"articles": article_of(i, annotated[i], document, raw), "gold": gold_of(i, annotated[i], raw)}
        except ValueError as e:
            end(65, str(e))
    for folder in ("articles", "gold"):
        os.makedirs(os.path.join(args.out, folder), exist_ok=True)
        for i, both in made.items():
            with open(os.path.join(args.out, folder, i + ".json"), "w", encoding="utf-8") as f:
                json.dump(both[folder], f, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
