#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# simhash 2.1.2 (PyPI), used to find near-duplicates of news articles.
#
# Expected: the hash of a text is made of its words, so that texts of different words get different hashes.
# Seen:     the default features of a string are windows of four characters after all spaces and punctuation were removed.
#           "the rapist fled" and "therapist fled" are the same text to it (distance 0), and a list of the same words given
#           as features is not.
# Cost:     short texts (headlines, briefs) of different words fall together; a hash computed from words elsewhere never matches
#           one computed by the default, although both call themselves 64-bit simhash.
# Way out:  pass a list of words instead of the string, and say which features a stored fingerprint was made of.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" -q install simhash==2.1.2
"$dir/venv/bin/python" - <<'PY'
from simhash import Simhash

a, b = "the rapist fled", "therapist fled"
print("distance of the strings:", Simhash(a).distance(Simhash(b)))
print("distance of their words:", Simhash(a.split()).distance(Simhash(b.split())))
assert Simhash(a).distance(Simhash(b)) == 0
assert Simhash(a.split()).distance(Simhash(b.split())) > 0
assert Simhash(a).value != Simhash(a.split()).value
print("as found with simhash 2.1.2")
PY
