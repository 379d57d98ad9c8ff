# SPDX-License-Identifier: Apache-2.0
"""What the fitting scripts beside this one share: gold and its articles, what dragoman-train prints of them, options, the softmax over candidates."""
import argparse
import json
import os
import random
import re
import subprocess
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def program(path):
    """one without .py as a module: import does not find it"""
    name = os.path.basename(path)
    loader = SourceFileLoader(name, os.path.join(ROOT, path))
    module = module_from_spec(spec_from_loader(name, loader))
    loader.exec_module(module)
    return module


SCORE = program("tests/eval/score")


def names_in(path, pattern):
    """the names of a list of the core, in its order"""
    with open(os.path.join(ROOT, path), encoding="utf-8") as f:
        return re.findall(pattern, f.read(), re.M)


def articles(pair):
    """(gold, article) of each English article of GOLD:ARTICLES"""
    gold_dir, article_dir = pair.split(":")
    for name in sorted(os.listdir(gold_dir)):
        gold = json.load(open(os.path.join(gold_dir, name), encoding="utf-8"))
        path = os.path.join(article_dir, name)
        if (gold.get("language") or "en") != "en" or not os.path.exists(path):
            continue
        a = json.load(open(path, encoding="utf-8"))
        yield gold, {"id": gold["id"], "text": a.get("raw") or a.get("text"), **{k: a[k] for k in ("url", "published") if a.get(k)}}


def told(build, option, pair):
    """id -> (gold, article), and the cells of each line that dragoman-train prints of the articles"""
    golds = {str(g["id"]): (g, a) for g, a in articles(pair)}
    feed = "".join(json.dumps(a, ensure_ascii=False) + "\n" for _, a in golds.values())
    out = subprocess.run([os.path.join(build, "bin/dragoman-train"), option, os.path.join(build, "share/dragoman.model")],
                         input=feed, capture_output=True, text=True, check=True).stdout
    return golds, [line.split("\t") for line in out.split("\n")[:-1]]


def numbers(cell):
    """of "name=number name=number …" """
    return {k: float(v) for k, v in (x.split("=") for x in cell.split())}


def in_characters(text, *places):
    """the core counts bytes, gold and the scorer count characters"""
    data = text.encode()
    return tuple(len(data[: int(p)].decode()) for p in places)


def own_words(g, raw):
    """where gold's words of an event stand in gold's sentence of it"""
    return [(s + a, s + b) for s, t in SCORE.spans_of(raw, g.get("sentence") or "") for a, b in SCORE.spans_of(raw[s:t], g.get("trigger") or "")]


def other_words(g, raw):
    """where further tellings of it stand"""
    return [s for t in g.get("other_triggers") or [] for s in SCORE.spans_of(raw, t)]


def is_type(g, kind):
    return kind in {g["type"], *(g.get("alt_types") or [])}


def event_at(events, raw, words, kind):
    """the gold event of that type whose words, else sentence, those of the event are in"""
    best = None
    for g in events:
        if not is_type(g, kind):
            continue
        near = 2 if any(SCORE.overlap(words, s) for s in own_words(g, raw) + other_words(g, raw)) else \
            any(SCORE.overlap(words, s) for s in SCORE.spans_of(raw, g.get("sentence") or ""))
        if near and (best is None or near > best[0]):
            best = (near, g)
    return best[1] if best else None


def parts(ids, n):
    """id -> one of n parts, to be left out in turn; the same for the same ids"""
    ids = sorted(set(ids))
    random.Random(1).shuffle(ids)
    return {a: i % n for i, a in enumerate(ids)}


def options(about):
    """the command line that the fitting scripts have in common"""
    ap = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--build", required=True)
    ap.add_argument("--fit", nargs="+", required=True, metavar="GOLD:ARTICLES")
    ap.add_argument("--check", nargs="*", default=[], metavar="GOLD:ARTICLES")
    ap.add_argument("--hold", default="38")
    ap.add_argument("--write")
    return ap


def write(path, text, lines):
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
        f.writelines(lines)


def softmax(choices, size, penalty):
    """weights that give the right candidates of each choice, (weight, [(right, [(feature, value)])]), as much as they can; L2 penalty"""
    import numpy, scipy.optimize, scipy.sparse  # nothing else here needs them

    rows = [row for _, rows in choices for row in rows]
    group = numpy.repeat(numpy.arange(len(choices)), [len(rows) for _, rows in choices])
    starts, counts = numpy.searchsorted(group, range(len(choices))), numpy.array([weight for weight, _ in choices])
    right = numpy.array([bool(good) for good, _ in rows])
    cells = [(i, k, v) for i, (_, x) in enumerate(rows) for k, v in x]
    x = scipy.sparse.csr_matrix(([v for _, _, v in cells], ([i for i, _, _ in cells], [k for _, k, _ in cells])), (len(rows), size))
    turned = x.T.tocsr()

    def loss(w):
        sums = x @ w
        p = numpy.exp(sums - numpy.maximum.reduceat(sums, starts)[group])
        good = numpy.where(right, p, 0)
        whole, part = numpy.add.reduceat(p, starts), numpy.add.reduceat(good, starts) + 1e-300
        slope = turned @ (counts[group] * (good / part[group] - p / whole[group]))
        return counts @ numpy.log(whole / part) + penalty / 2 * (w @ w), penalty * w - slope

    return list(map(float, scipy.optimize.minimize(loss, numpy.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x))
