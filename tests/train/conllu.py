#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Is it CoNLL-U? What `dragoman stage parse` prints is checked as the validator of Universal Dependencies checks form (its levels 1 and 2).

    conllu.py FILE …              checks files, one article each
    conllu.py --program DRAGOMAN  checks what the program makes of the articles of tests/articles and tests/eval/dev

Prints what is wrong, with file and line; exit status 1 when anything is."""
import json, os, re, subprocess, sys, unicodedata

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "../.."))
UPOS = set("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split())
RELATIONS = set("""acl advcl advmod amod appos aux case cc ccomp clf compound conj cop csubj dep det discourse dislocated expl fixed flat
    goeswith iobj list mark nmod nsubj nummod obj obl orphan parataxis punct reparandum root vocative xcomp""".split())
FEATURE = re.compile(r"[A-Z][A-Za-z0-9]*(\[[a-z0-9]+\])?=[A-Z0-9][A-Za-z0-9]*(,[A-Z0-9][A-Za-z0-9]*)*")


def sentences(text):
    """Each sentence with the number of its first line; complaints about lines as they stand."""
    block, first = [], 1
    for number, line in enumerate(text.split("\n")[:-1], 1):
        if line:
            block.append(line)
            continue
        yield first, block
        block, first = [], number + 1
    if block:
        yield first, block


def check_features(feats):
    if feats == "_":
        return
    parts = feats.split("|")
    for part in parts:
        if not FEATURE.fullmatch(part):
            yield f"feature {part!r}"
    names = [part.split("=")[0] for part in parts]
    if names != sorted(set(names), key=str.lower):
        yield f"features out of order or twice: {feats}"


def check_word(cells, number, count):
    if len(cells) != 10:
        yield f"{len(cells)} columns"
        return
    identity, form, lemma, upos, _, feats, head, relation, deps, misc = cells
    if identity != str(number):
        yield f"id {identity!r} instead of {number}"
    if any(not cell or cell != cell.strip() for cell in cells):
        yield "a cell is empty or has white space at its border"
    if any(re.search(r"\s", cell) for cell in cells[3:9]):
        yield "white space in a column that may have none"
    if re.search(r"[^\S ]|  ", form + lemma):
        yield f"white space in form or lemma {form!r}, {lemma!r}"
    if upos not in UPOS:
        yield f"universal tag {upos!r}"
    if not re.fullmatch(r"[0-9]+", head) or int(head) > count or head == identity:
        yield f"head {head!r}"
    if not re.fullmatch(r"[a-z]+(:[a-z]+)?", relation) or relation.split(":")[0] not in RELATIONS:
        yield f"relation {relation!r}"
    if (head == "0") != (relation == "root"):
        yield f"relation {relation!r} to {head}"
    if deps != "_" or misc not in ("_", "SpaceAfter=No"):
        yield f"columns 9 and 10: {deps!r}, {misc!r}"
    yield from check_features(feats)


def check_tree(heads):
    if heads.count(0) != 1:
        yield f"{heads.count(0)} roots"
    for word in range(1, len(heads) + 1):
        at, steps = word, 0
        while at and steps <= len(heads):
            at, steps = heads[at - 1], steps + 1
        if at:
            yield f"word {word} does not hang on the root"
            return


def check_text(comments, rows):
    """The text is the forms, with the spaces that the last column tells."""
    text = [c[len("# text = "):] for c in comments if c.startswith("# text = ")]
    built = "".join(row[1] + ("" if row[9] == "SpaceAfter=No" else " ") for row in rows)
    if len(text) != 1:
        yield f"{len(text)} lines of text"
    elif text[0] != built.rstrip(" "):
        yield f"the text is not that of the words: {text[0][:60]!r}, {built[:60]!r}"
    elif text[0] != text[0].strip():
        yield "white space around the text"


def check_sentence(block, seen):
    comments = [line for line in block if line.startswith("#")]
    rows = [line.split("\t") for line in block if not line.startswith("#")]
    ids = [c[len("# sent_id = "):] for c in comments if c.startswith("# sent_id = ")]
    if len(ids) != 1 or re.search(r"\s", ids[0]) or ids[0] in seen:
        yield f"sent_id {ids}"
    seen.update(ids)
    if block[:len(comments)] != comments:
        yield "a comment among the words"
    if not rows:
        yield "a sentence without words"
        return
    wrong = [w for i, row in enumerate(rows, 1) for w in check_word(row, i, len(rows))]
    yield from wrong
    if not wrong:
        yield from check_tree([int(row[6]) for row in rows])
        yield from check_text(comments, rows)


def check(name, data):
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as e:
        return [f"{name}: {e}"]
    wrong, seen = [], set()
    if "\r" in text or text and not text.endswith("\n\n"):
        wrong.append(f"{name}: a carriage return, or no empty line at the end")
    if any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in text):
        wrong.append(f"{name}: control characters")
    for first, block in sentences(text):
        wrong += [f"{name}:{first}: {w}" for w in check_sentence(block, seen)]
    return wrong


GOOD = """# sent_id = 1
# text = Police arrested him.
1\tPolice\tpolice\tNOUN\tNNS\tNumber=Plur\t2\tnsubj\t_\t_
2\tarrested\tarrest\tVERB\tVBD\tTense=Past|VerbForm=Fin\t0\troot\t_\t_
3\thim\the\tPRON\tPRP\t_\t2\tobj\t_\tSpaceAfter=No
4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

"""
BROKEN = [("sent_id = 1", "sent_id = 1 2"), ("# sent_id = 1\n", ""), ("arrested him", "arrested  her"), ("1\tPolice", "2\tPolice"), ("\tpolice\t", "\t\t"),
          ("NOUN", "NN"), ("Number=Plur", "number"), ("Tense=Past|VerbForm=Fin", "VerbForm=Fin|Tense=Past"), ("\t2\tnsubj", "\t1\tnsubj"),
          ("\t2\tnsubj", "\t5\tnsubj"), ("\t2\tnsubj", "\t0\tnsubj"), ("\t2\tnsubj", "\t0\troot"), ("nsubj", "NSUBJ"), ("nsubj", "subject"),
          ("0\troot", "3\tccomp"), ("\tSpaceAfter=No", "\t_"), ("SpaceAfter=No", "Space=No"), ("obj\t_\t", "obj\t"), ("punct\t_\t_\n\n", "punct\t_\t_\n"),
          ("PRON\tPRP", "PRON\tP R P"), ("\tarrest\t", "\tarrest \t"), ("1\tPolice", "# said\n1\tPolice\n# more"), (GOOD, GOOD + GOOD)]

HARD = ["\u00a0\u2003Police\u00a0arrested\u2009him\u2028and\u2029left.\ufeff", "\u200bThe\u200d army \u202eadvanced\u202c. \ud83c\uddfa\ud83c\udde6 \u0301\u0301",
        "A\tB\u000bC\u000cD\u0085E\u001fF\u0007G.\r\nH said\rI.", "# text = not a comment\n\n# sent_id = 7\n\n1\t_\t_", "_", "|", "\u2026" * 500, "said " * 900,
        "He paid $5,000,000.00 (\u20ac4m) on 1/2/2025 at 5p.m. to user@example.org via https://example.org/a?b=c#d!", "\U0010ffff \ufffd x"]


def check_checker():
    if check("good", GOOD.encode()):
        yield "the checker complains about a good sentence"
    for was, becomes in BROKEN:
        if was not in GOOD or not check("broken", GOOD.replace(was, becomes, 1).encode()):
            yield f"the checker does not see {becomes!r} for {was!r}"


def articles():
    for number, text in enumerate(HARD):
        yield f"hard text {number}", {"text": text, "language": "en"}
    for folder in ("tests/articles", "tests/eval/dev/articles"):
        for file in sorted(os.listdir(os.path.join(ROOT, folder))):
            path = os.path.join(ROOT, folder, file)
            with open(path, encoding="utf-8") as f:
                text = f.read()
            if file.endswith(".json"):
                given = json.loads(text)
                yield file, {k: given[k] for k in ("text", "html", "published") if given.get(k)} | ({"text": given["raw"]} if "raw" in given else {})
            elif file.endswith(".txt"):
                yield file, {"text": text}


def main():
    wrong, count = list(check_checker()), 0
    if len(sys.argv) == 3 and sys.argv[1] == "--program":
        for name, article in articles():
            run = subprocess.run([sys.argv[2], "stage", "parse", "-"], input=json.dumps(article).encode(), capture_output=True, check=False)
            wrong += check(name, run.stdout) + ([f"{name}: status {run.returncode}, {run.stderr[:100]}"] if run.returncode else [])
            count += run.stdout.count(b"# sent_id")
    else:
        for path in sys.argv[1:]:
            with open(path, "rb") as f:
                data = f.read()
            wrong += check(path, data)
            count += data.count(b"# sent_id")
    for line in wrong[:20]:
        print(line)
    print(f"{count} sentences, {len(wrong)} complaints")
    return 1 if wrong or not count else 0


if __name__ == "__main__":
    sys.exit(main())
