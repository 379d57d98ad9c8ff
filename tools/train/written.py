#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes articles and gold of texts with marked events (tools/train/written/README.md has the marks).

    tools/train/written.py --check FILE…
    tools/train/written.py --program build/release/bin/dragoman --out DIR FILE…

writes DIR/articles/ID.json and DIR/gold/ID.json. With --check it only says what is wrong with the marks, with file and line.
"""
import argparse
import json
import os
import re
import subprocess
import sys

TYPES = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN SANCTION PROTEST MOBILIZE COERCE ASSAULT".split()
OPENING = re.compile(r"\{=(?P<again>\d+) |\{(?P<number>\d+) (?P<type>[A-Z]+) (?P<how>(?:(?:planned|hypothetical|denied|minor) )*)|\[(?P<roles>(?:[arb]\d+)+) ")


class Marked:
    """a text without its marks; events {number: (type, hows, span)}, roles [(span, side, number)], again [(span, number)]"""

    def __init__(self, line):
        self.text, self.events, self.roles, self.again = "", {}, [], []
        opened, at = [], 0
        while at < len(line):
            found = OPENING.match(line, at)
            if found:
                opened.append((found, len(self.text)))
                at = found.end()
            elif line[at] in "}]":
                self.close(line[at], opened, len(self.text))
                at += 1
            elif line[at] in "{[":
                raise ValueError(f"no mark: {line[at:at + 20]!r}")
            else:
                self.text += line[at]
                at += 1
        if opened:
            raise ValueError("a mark is left open")
        for n in [n for _, _, n in self.roles] + [n for _, n in self.again]:
            if n not in self.events:
                raise ValueError(f"there is no event {n}")

    def close(self, bracket, opened, end):
        if not opened:
            raise ValueError("a mark is closed that was not opened")
        found, start = opened.pop()
        if (bracket == "]") != bool(found["roles"]):
            raise ValueError("marks cross")
        if found["roles"]:
            self.roles += [((start, end), side, n) for side, n in re.findall(r"([arb])(\d+)", found["roles"])]
        elif found["again"]:
            self.again.append(((start, end), found["again"]))
        elif found["type"] not in TYPES:
            raise ValueError(f"no type of event: {found['type']}")
        elif found["number"] in self.events:
            raise ValueError(f"event {found['number']} is marked twice")
        else:
            self.events[found["number"]] = (found["type"], found["how"].split(), (start, end))


def read(paths):
    """id -> marked text; ends the program where marks are wrong"""
    out, wrong = {}, 0
    for path in paths:
        for number, line in enumerate(open(path, encoding="utf-8"), 1):
            if not line.strip() or line.startswith("#"):
                continue
            try:
                out[f"{os.path.splitext(os.path.basename(path))[0]}-{number:04}"] = Marked(line.strip())
            except ValueError as e:
                print(f"{path}:{number}: {e}", file=sys.stderr)
                wrong += 1
    if wrong:
        sys.exit(65)
    return out


def sentence_of(text, start, end):
    ends = [m.end() for m in re.finditer(r'[.!?]["”’)]* +(?=[A-Z"“(‘\[])| — ', text[:start])]
    after = re.search(r'[.!?]["”’)]*( |$)', text[end:])
    return text[max(ends, default=0):end + after.start() + 1 if after else len(text)].strip()


def entity_at(entities, text, start, end):
    """the one whose mention is the head of the marked phrase: the last before its first preposition or comma"""
    cut = re.search(r" (of|from|in|for|who|that|which|at|on|to|with) |, ", text[start:end])
    limit = start + cut.start() if cut else end
    inside = [(m["end"], m["end"] - m["start"], e["id"]) for e in entities for m in e["mentions"] if m["start"] >= start and m["end"] <= limit]
    touching = [(-m["start"], 0, e["id"]) for e in entities for m in e["mentions"] if m["start"] < end and m["end"] > start]
    best = max(inside or touching, default=None)
    return next(e for e in entities if e["id"] == best[2]) if best else None


def participants(marked, sides, number, entities, gold):
    names, codes = [], []
    for (start, end), side, n in marked.roles:
        if n != number or side not in sides:
            continue
        e = entity_at(entities, marked.text, start, end)
        name = e["name"] if e else marked.text[start:end]
        if name in names:
            continue
        code = e and e["code"]
        names.append(name)
        codes.append(code and code + (e["sectors"][0] if e["sectors"] and len(code) == 3 else ""))
        if e and all(x["name"] != name for x in gold["entities"]):
            mentions = [m["text"] for m in e["mentions"] if m["kind"] != "pronoun"] or [name]
            gold["entities"].append({"name": name, "type": e["type"], "mentions": mentions, "code": code})
    return names, codes


def gold_of(name, marked, entities):
    gold = {"id": name, "language": "en", "entities": [], "events": []}
    for number, (kind, how, (start, end)) in marked.events.items():
        source, source_codes = participants(marked, "ab", number, entities, gold)
        target, target_codes = participants(marked, "rb", number, entities, gold)
        status = next((h for h in how if h != "minor"), "happened")
        gold["events"].append({
            "type": kind, "trigger": marked.text[start:end], "sentence": sentence_of(marked.text, start, end), "source": source, "target": target,
            "source_codes": source_codes, "target_codes": target_codes, "date": None, "date_inferred": True, "status": status,
            "core": "minor" not in how, "other_triggers": [marked.text[a:b] for (a, b), n in marked.again if n == number]})
    return gold


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--check", action="store_true")
    ap.add_argument("--program")
    ap.add_argument("--out")
    ap.add_argument("files", nargs="+")
    args = ap.parse_args()
    texts = read(args.files)
    if args.check:
        print(f"{len(texts)} texts, {sum(len(m.events) for m in texts.values())} events")
        return
    if not args.program or not args.out:
        ap.error("--program and --out, or --check")
    feed = "".join(json.dumps({"id": i, "text": m.text}) + "\n" for i, m in texts.items())
    done = subprocess.run([args.program, "extract", "-"], input=feed, capture_output=True, text=True, check=True)
    for folder in ("articles", "gold"):
        os.makedirs(os.path.join(args.out, folder), exist_ok=True)
    for line in done.stdout.splitlines():
        extraction = json.loads(line)
        name = extraction["article"]["id"]
        for folder, what in (("articles", {"id": name, "raw": texts[name].text, "language": "en"}),
                             ("gold", gold_of(name, texts[name], extraction["entities"]))):
            with open(os.path.join(args.out, folder, name + ".json"), "w", encoding="utf-8") as f:
                json.dump(what, f, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
