#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Lines that are no annotations, given to tools/train/real.py: it must name each with its file and line, and no other; prints what is wrong.

Each member of each kind of line gets values of other types, sizes and depths; then whole lines are broken. The annotations that are right stand
above them, so that nothing else is to be told."""
import json
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "../.."))
REAL = os.path.join(ROOT, "tests/train/real")
VALUES = ["null", "true", "7", "-1", "1.0", "1e999", "NaN", "9" * 400, '""', '" "', '"\\u001b[2J"', '"\\ud800"', "[]", "{}", "[[]]", "[{}]", "[null]", "[0]",
          "[0, 0]", "[4, 0]", "[-4, 4]", "[0, true]", "[0, 4.0]", "[[[0, 4]]]", '["\\ud800"]', '[{"a": 1}]']
# What is right for a member, or may be said of it.
RIGHT = {"code": ["null"], "published": ["null"], "date": ["null"], "place": ["null"], "place_country": ["null"], "alt_types": ["[]"], "other_triggers": ["[]"],
         "topics": ["[]"], "speech": ["true"], "core": ["true"], "document": ['" "', '"\\u001b[2J"']}


def real(*arguments):
    return subprocess.run([os.path.join(ROOT, "tools/train/real.py"), *arguments], capture_output=True, text=True, check=False)


def lines_of(good):
    """malformed lines, each as bytes"""
    for line in (good[0], good[1], good[-1]):
        record = json.loads(line)
        for member in record:
            for value in VALUES:
                if value not in RIGHT.get(member, []):
                    others = [f"{json.dumps(k)}: {json.dumps(v)}" for k, v in record.items() if k != member]
                    yield ("{" + ", ".join([f'"{member}": {value}', *others]) + "}").encode()
            yield line.replace(f'"{member}"'.encode(), f'"{member}": null, "{member}"'.encode(), 1)  # a key twice
            yield json.dumps({k: v for k, v in record.items() if k != member}).encode()
        yield line[:-1]
        yield line + b"}"
        yield line.replace(b'": ', b'": \xff', 1)
        yield line.replace(b": ", b": " + b"[" * 100000, 1)
        yield b"[" + line + b"]"
    yield from (b"", b"null", b"7", b'""', b"[]", b"{}", b"[" * 100000, b'{"a":' * 100000, b"\x00", b"\xef\xbb\xbf{}", b'{"article"}', b'{"\\ud800": 1}')


def malformed_lines(folder):
    with open(os.path.join(REAL, "invented.jsonl"), "rb") as f:
        good = f.read().splitlines()
    wrong = list(lines_of(good))
    path = os.path.join(folder, "wrong.jsonl")
    with open(path, "wb") as f:
        f.write(b"".join(line + b"\n" for line in good + wrong))
    done = real("--check", path)
    told = [int(n) for n in re.findall(rf"^{re.escape(path)}:(\d+): .", done.stderr, re.M)]
    if done.returncode != 65 or "Traceback" in done.stderr:
        yield f"ended with {done.returncode}: {done.stderr.splitlines()[-1:]}"
    if told != list(range(len(good) + 1, len(good) + len(wrong) + 1)):
        missing = set(range(len(good) + 1, len(good) + len(wrong) + 1)) - set(told)
        yield f"{len(told)} of {len(wrong)} are told; not {[wrong[n - len(good) - 1][:90] for n in sorted(missing)][:5]}"
    if any(not c.isprintable() for c in done.stderr.replace("\n", "")) or max(map(len, done.stderr.splitlines())) > 500:
        yield "what is told holds control characters or has no end"


def lines_that_the_text_lacks(folder):
    """Only with the text it can be known that a place lies behind its end; and the treebank may be no treebank."""
    with open(os.path.join(REAL, "invented.jsonl"), encoding="utf-8") as f:
        good = f.read()
    path = os.path.join(folder, "behind.jsonl")
    with open(path, "w", encoding="utf-8") as f:
        f.write(good.replace("[79, 90]", "[79, 9000000000000000000000]"))
    done = real("--data", REAL, "--out", os.path.join(folder, "out"), path)
    if done.returncode != 65 or f"{path}:3: " not in done.stderr or os.path.exists(os.path.join(folder, "out")):
        yield f"an offset behind the end: {done.returncode}, {done.stderr!r}"
    os.makedirs(os.path.join(folder, "silver"))
    bank, invented = os.path.join(folder, "silver/wikinews.conllu"), os.path.join(REAL, "invented.jsonl")
    for text in (b"# sent_id\n", b"\xff\n", b"# sent_id = a-1\n" + b"x\t" * 9 + b"x\n\n", b"# sent_id = a-1\n" + b"1-\t" * 9 + b"x\n\n"):
        with open(bank, "wb") as f:
            f.write(text)
        done = real("--data", folder, "--out", os.path.join(folder, "out"), invented)
        if done.returncode != 65 or "Traceback" in done.stderr or "wikinews.conllu" not in done.stderr:
            yield f"{text[:30]}: {done.returncode}, {done.stderr!r}"
    done = real("--check", os.path.join(folder, "none.jsonl"))
    if done.returncode != 66 or "Traceback" in done.stderr or "none.jsonl: " not in done.stderr:
        yield f"a file that is not there: {done.returncode}, {done.stderr[-200:]!r}"


def main():
    with tempfile.TemporaryDirectory() as folder:
        wrong = [*malformed_lines(folder), *lines_that_the_text_lacks(folder)]
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
