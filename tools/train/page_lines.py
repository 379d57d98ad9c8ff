#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fits the columns body, headline and flat of core/lexicon/page/lines.txt to annotated pages.

    tools/train/page_lines.py --build build/release --gold tests/eval/dev/gold --articles tests/eval/dev/articles [--write COLUMNS]

A line of a page is the article's where most of its characters are; it is the headline where its words are. Logistic regression,
10 to one unit of log odds, held near the table as it stands (a Gaussian prior of the width --width around it; --from-zero: around
zero, which shows what the pages alone say). Prints each weight that moves and the share of lines on the right side, in the table as it
is, fitted, and fitted on seven eighths of the pages and measured on the eighth left out. --write replaces columns.
"""
import argparse
import json
import math
import os
import re
import subprocess
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TABLE = os.path.join(ROOT, "core/lexicon/page/lines.txt")
COLUMNS = ["body", "headline", "flat"]
ROW = re.compile(r"^(\w+)( *)\|(.*?)(\s*#.*)?$")


def table():
    weights = {c: {} for c in COLUMNS}
    for line in open(TABLE, encoding="utf-8"):
        row = ROW.match(line) if not line.startswith(("#", "@")) else None
        if row:
            for column, cell in zip(COLUMNS, row[3].split("|")):
                weights[column][row[1]] = int(cell)
    return weights


def wanted(raw, gold):
    """Code points of the article, and the words of the headline."""
    first, last = raw.find(gold["body_first"]), raw.rfind(gold["body_last"])
    keep = set(range(first, last + len(gold["body_last"]))) if first >= 0 and last >= 0 else None
    for snippet in gold.get("boilerplate") or []:
        at = raw.find(snippet) if snippet else -1
        while at >= 0 and keep:
            if at >= first:
                keep -= set(range(at, at + len(snippet)))
            at = raw.find(snippet, at + 1)
    return keep, re.sub(r"\W+", " ", (gold.get("headline") or "").lower()).strip()


def flat(text):
    return re.sub(r"\s*\n\s*", " ", text).strip()


def pages(o):
    for name in sorted(os.listdir(o.gold)):
        with open(os.path.join(o.gold, name), encoding="utf-8") as f:
            gold = json.load(f)
        path = os.path.join(o.articles, name)
        if gold.get("language", "en") != "en" or not gold.get("body_first") or not os.path.exists(path):
            continue
        with open(path, encoding="utf-8") as f:
            article = json.load(f)
        raw = article.get("raw") or article["text"]
        yield name[:-5], raw, gold
        yield name[:-5] + ".flat", flat(raw), {k: flat(v) if isinstance(v, str) else [flat(s) for s in v] if k == "boilerplate" and v else v
                                             for k, v in gold.items()}


def examples(o):
    """(page, column, features, is it so) of each line that the annotation decides."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        known = {}
        for name, raw, gold in pages(o):
            path = os.path.join(folder, name + ".txt")
            with open(path, "w", encoding="utf-8", newline="") as f:
                f.write(raw)
            known[path] = (name, raw.encode(), *wanted(raw, gold))
        done = subprocess.run([os.path.join(o.build, "bin/dragoman-train"), "--page-lines", os.path.join(o.build, "share/dragoman.model")],
                              input="".join(p + "\n" for p in known), capture_output=True, text=True, check=True)
    for line in done.stdout.splitlines():
        path, is_flat, start, end, features = line.split("\t")
        name, raw, keep, headline = known[path]
        if (is_flat == "1") != name.endswith(".flat"):
            continue # a page with its breaks that is one long line, or a short one without
        first = len(raw[:int(start)].decode())
        text = raw[int(start):int(end)].decode()
        inside = sum(first + k in keep for k, c in enumerate(text) if not c.isspace()) if keep is not None else None
        letters = sum(not c.isspace() for c in text)
        features = features.split() + ["bias"]
        if inside is not None:
            found.append((name, "flat" if is_flat == "1" else "body", features, inside * 2 > letters))
        if is_flat == "0" and headline and (inside is None or inside * 2 <= letters):
            found.append((name, "headline", features, re.sub(r"\W+", " ", text.lower()).strip() == headline))
    return found


def score(weights, features):
    return sum(weights.get(f, 0) for f in features)


def fit(lines, prior, width, steps=300, rate=0.5):
    w, n = {f: prior[f] / 10 for f in prior}, max(1, len(lines))
    for _ in range(steps):
        slope = {f: (w[f] - prior[f] / 10) / (width / 10) ** 2 for f in w}
        for _, _, features, so in lines:
            d = 1 / (1 + math.exp(-max(-30, min(30, score(w, features))))) - so
            for f in features:
                if f in slope:
                    slope[f] += d
        for f in w:
            w[f] -= rate * slope[f] / (n / 20 + (10 / width) ** 2)
    return {f: v * 10 for f, v in w.items()}


def right(weights, lines):
    return sum((score(weights, f) > 0) == so for _, _, f, so in lines) / max(1, len(lines))


def write(fitted, columns):
    out = []
    for line in open(TABLE, encoding="utf-8"):
        row = ROW.match(line.rstrip("\n")) if not line.startswith(("#", "@")) else None
        if row:
            cells = row[3].split("|")
            for k, column in enumerate(COLUMNS):
                if column not in columns:
                    continue
                cells[k] = f" {round(fitted[column][row[1]]):>4} "
            line = f"{row[1]}{row[2]}|{'|'.join(cells)}{row[4] or ''}".rstrip() + "\n"
        out.append(line)
    with open(TABLE, "w", encoding="utf-8") as f:
        f.writelines(out)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--build", default=os.path.join(ROOT, "build/release"))
    options.add_argument("--gold", default=os.path.join(ROOT, "tests/eval/dev/gold"))
    options.add_argument("--articles", default=os.path.join(ROOT, "tests/eval/dev/articles"))
    options.add_argument("--width", type=float, default=8)
    options.add_argument("--from-zero", action="store_true")
    options.add_argument("--write", default="", metavar="COLUMNS", help="replace these in the table: body,flat")
    o = options.parse_args()
    now, found, fitted = table(), examples(o), {}
    for column in COLUMNS:
        lines = [e for e in found if e[1] == column]
        prior = {f: 0 for f in now[column]} if o.from_zero else now[column]
        fitted[column] = fit(lines, prior, o.width)
        names, held = sorted({e[0] for e in lines}), []
        for part in range(8):
            out = set(names[part::8])
            weights = fit([e for e in lines if e[0] not in out], prior, o.width, steps=100)
            test = [e for e in lines if e[0] in out]
            held.append(right(weights, test) * len(test))
        a, b = now[column], fitted[column]
        used = [f for f in a if any(f in e[2] for e in lines)]
        mean = lambda w: sum(w[f] for f in used) / len(used)
        dot = lambda u, v: sum((u[f] - mean(u)) * (v[f] - mean(v)) for f in used)
        print(f"{column}: {len(lines)} lines; right in the table {right(a, lines):.4f}, fitted {right(b, lines):.4f}, left out "
              f"{sum(held) / len(lines):.4f}; correlation of fitted and table {dot(a, b) / math.sqrt(dot(a, a) * dot(b, b)):.3f}, "
              f"largest move {max(abs(a[f] - b[f]) for f in used):.0f}")
        print("   " + "  ".join(f"{f} {a[f]}>{b[f]:.0f}" for f in used if abs(a[f] - b[f]) >= 3))
    if o.write:
        write(fitted, o.write.split(","))


main()
