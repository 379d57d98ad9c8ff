#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Names by class: what a program finds in articles against lists of their entities.

    measure_names.py --program build/release/bin/dragoman [--model FILE] [--fold N/FOLDS] GOLD:ARTICLES …

A name counts once for each article and spelling; its class is its entity's type. Nameless collectives and pronouns do not
count. With --fold only every FOLDS-th article from N on is read: those that a name finder trained with the same --fold has
not seen. With {} in MODEL the fold's number takes its place: --fold 0/5 … --fold 4/5 then measure every article, each by the
model that has not seen it."""
import argparse, collections, json, os, re, subprocess, sys


def norm(text):
    return re.sub(r"\s+", " ", re.sub(r"^(the|The) ", "", text)).strip(" .,\u201c\u201d\"'").removesuffix("'s").removesuffix("\u2019s")


def kind_of(entity):
    """Whether a capital stands for a town or a government is another question than whether it is a name."""
    return "place" if entity["type"] == "country" else entity["type"]


def gold_names(gold):
    return {(norm(m), kind_of(e)) for e in gold.get("entities") or [] if not e.get("generic")
            for m in e.get("mentions") or [] if any(c.isupper() for c in m)}


def is_name(mention):
    """"Supreme Court", though it is told by its words like any court, is a name."""
    words = mention["text"].split()
    return mention.get("kind") == "name" or (mention.get("kind") == "nominal" and len(words) > 1
                                             and all(w[0].isupper() for w in words if w not in ("of", "for", "the", "and")))


def found_names(extraction):
    return {(norm(m["text"]), kind_of(e)) for e in extraction.get("entities") or [] for m in e["mentions"] if is_name(m)}


def read(program, model, article):
    given = {"id": article["id"], "text": article.get("raw") or article.get("text"), "language": article.get("language", "en")}
    given.update({k: article[k] for k in ("url", "published") if article.get(k)})
    command = [program, "extract"] + (["--model", model] if model else []) + ["-"]
    run = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, check=False)
    return json.loads(run.stdout) if run.stdout.strip() else {}


def print_table(name, count):
    print(name)
    total = collections.Counter()
    for kind in sorted(count):
        c = count[kind]
        line(kind, c)
        if kind != "borders":
            total.update(c)
    line("all", total)


def line(kind, c):
    p, r = c["right"] / c["said"] if c["said"] else 0, c["right"] / c["gold"] if c["gold"] else 0
    print(f"  {kind:14} P {p:.3f}  R {r:.3f}  F1 {2 * p * r / (p + r) if p + r else 0:.3f}  "
          f"({c['right']} right, {c['said']} said, {c['gold']} gold)")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--program", required=True)
    options.add_argument("--model")
    options.add_argument("--fold", action="append", help="N/FOLDS")
    options.add_argument("--show", action="store_true", help="what was missed and what is wrong")
    options.add_argument("sets", nargs="+", help="GOLD:ARTICLES, two folders")
    given = options.parse_args()
    for pair in given.sets:
        gold_folder, articles = pair.split(":")
        print_table(pair, measure(given, gold_folder, articles))


def measure(given, gold_folder, articles):
    count = collections.defaultdict(collections.Counter)
    folds = [tuple(map(int, f.split("/"))) for f in given.fold or []]
    for i, file in enumerate(sorted(f for f in os.listdir(gold_folder) if f.endswith(".json"))):
        if folds and not any(i % n == at for at, n in folds):
            continue
        with open(os.path.join(gold_folder, file), encoding="utf-8") as f:
            gold = json.load(f)
        with open(os.path.join(articles, file), encoding="utf-8") as f:
            article = json.load(f)
        if gold.get("language", "en") != "en" or "entities" not in gold:
            continue
        model = given.model and given.model.replace("{}", str(i % folds[0][1] if folds else ""))
        want, got = gold_names(gold), found_names(read(given.program, model, article))
        for name, kind in want:
            count[kind]["gold"] += 1
            count[kind]["right"] += (name, kind) in got
        for name, kind in got:
            count[kind]["said"] += 1
        count["borders"].update(gold=len({n for n, _ in want}), said=len({n for n, _ in got}),
                                right=len({n for n, _ in want} & {n for n, _ in got}))
        if given.show:
            for name, kind in sorted(want - got):
                print(f"{file} MISS  {kind} {name!r}")
            for name, kind in sorted(got - want):
                print(f"{file} EXTRA {kind} {name!r}")
    return count


if __name__ == "__main__":
    sys.exit(main())
