#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# flashtext 2.7 (PyPI), the keyword finder often used to look for country and actor names in text.
#
# Expected: a keyword is found only where it stands as a whole word, and the span given points at it.
# Seen:     a word ends, for flashtext, at any character that is not an ASCII letter, digit or underscore. "Mali" is found inside
#           the surname "Malić". And spans are those of the lower-cased text: each "İ" before a hit moves
#           it one place to the right ("İ".lower() is two code points).
# Cost:     events of Mali coded from Balkan surnames; evidence spans that point beside their words in Turkish names.
# Way out:  non_word_boundaries must be given every letter of the script; no way to repair the spans.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" -q install flashtext==2.7
"$dir/venv/bin/python" - <<'PY'
from flashtext import KeywordProcessor

finder = KeywordProcessor()
finder.add_keyword("Mali", "MLI")
inside = finder.extract_keywords("Minister Ana Malić spoke.", span_info=True)
print("in 'Minister Ana Malić spoke.':", inside)
assert inside == [("MLI", 13, 17)], inside

text = "İstanbul: envoys from Mali met."
(code, start, end), = finder.extract_keywords(text, span_info=True)
print("in", repr(text), "the span of Mali holds", repr(text[start:end]))
assert text[start:end] == "ali ", text[start:end]
print("as found with flashtext 2.7")
PY
