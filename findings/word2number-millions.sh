#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# word2number 1.1 (PyPI), which turns English number words into numbers.
#
# Expected: "one million five hundred thousand" is 1,500,000; "one point five million" is the same; what it cannot read raises ValueError, as
#           "hundreds" does.
# Seen:     the first is 1,501,500: what stands between "million" and "thousand" counts twice, once in thousands and once in ones.
#           The second is 1: decimals before a multiplier are dropped, and so is the multiplier. "two dozen" is 2. No exception, no warning.
# Cost:     numbers of displaced people and sums of aid come out near the truth or a million times too small, and nothing says so.
# Way out:  read the groups (millions, thousands, the rest) one by one, and multiply decimals yourself.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" -q install word2number==1.1
"$dir/venv/bin/python" - <<'PY'
from word2number.w2n import word_to_num

for words, true, seen in (
    ("one million five hundred thousand", 1500000, 1501500),
    ("two million twenty thousand", 2020000, 2021020),
    ("one point five million", 1500000, 1),
    ("three point two billion", 3200000000, 3),
    ("two dozen", 24, 2),
    ("five hundred thousand", 500000, 500000),
    ("one million", 1000000, 1000000),
):
    got = word_to_num(words)
    print(f"{words}: {got}" + ("" if got == true else f", not {true}"))
    assert got == seen, words
try:
    word_to_num("hundreds")
    raise SystemExit("'hundreds' is a number now")
except ValueError:
    print("hundreds: ValueError")
print("as found with word2number 1.1")
PY
