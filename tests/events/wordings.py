# SPDX-License-Identifier: Apache-2.0
"""The words of the event rules, all together: said once, and in the form in which the reader finds them."""
import collections
import glob
import os
import subprocess
import tempfile

TWO_VERBS = {"found"}  # a verb of its own, and another one's past

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def wordings():
    """(file, line, words, class, type, frame, needs) of every rule, and of every alternative in it"""
    for path in sorted(glob.glob(os.path.join(ROOT, "core/lexicon/events/*.txt"))):
        lines = open(path, encoding="utf-8").read().split("\n")
        if "@table events" not in lines:
            continue
        for number, line in enumerate(lines, 1):
            if not line or line[0] in "#@":
                continue
            cells = [c.strip() for c in line.split("|")] + [""] * 8
            for words in filter(None, (w.strip() for w in cells[0].split(";"))):
                yield os.path.basename(path), number, words, cells[1], cells[2], cells[5], cells[6]


def said_twice():
    """the same words with the same type, frame and needs: the row with less trust never gets its turn"""
    places = collections.defaultdict(list)
    for file, number, *what in wordings():
        places[tuple(what)].append(f"{file}:{number}")
    return [f"{words[0]} ({', '.join(at)})" for words, at in places.items() if len(at) > 1]


def lemmas(build, frame, verbs):
    """what the reader makes of each verb in the frame, None where it takes it for no verb"""
    with tempfile.TemporaryDirectory() as folder:
        text, tokens = os.path.join(folder, "text.txt"), os.path.join(folder, "tokens.conllu")
        with open(text, "w", encoding="utf-8") as f:
            f.write(" ".join(frame.replace(" .", ".") % v for v in verbs))
        with open(tokens, "w", encoding="utf-8") as f:
            for v in verbs:
                f.writelines(f"{i}\t{t}" + "\t_" * 8 + "\n" for i, t in enumerate((frame % v).split(), 1))
                f.write("\n")
        done = subprocess.run([os.path.join(build, "bin/dragoman"), "stage", "--from", "conllu", "tag", text, tokens],
                              stdout=subprocess.PIPE, text=True, check=True)
    rows = [line.split("\t") for line in done.stdout.split("\n") if line]
    width, at = len(frame.split()), frame.split().index("%s")
    return [r[3] if r[1] == "VERB" else None for r in rows[at::width]]


def never_met(build):
    """first words of verb rules that no form of a verb leads to: "ripped up" is met as "rip up" only"""
    found = sorted({(words.split()[0], f"{file}:{number}") for file, number, words, letter, *_ in wordings() if letter == "v"})
    verbs = [v for v, _ in found]
    now, before = (lemmas(build, frame, verbs) for frame in ("They %s it .", "They had %s it ."))
    return [f"{v} ({at})" for (v, at), a, b in zip(found, now, before) if v not in (a, b) and a and v not in TWO_VERBS]
