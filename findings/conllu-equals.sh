#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# conllu 6.0.0 (PyPI), which reads and writes treebanks in CoNLL-U.
#
# Expected: what is read and written again is the same file: the last column holds Name=Value, and a value may have an "=" of its own (a link, a
#           formula); a line that begins with "#" is a comment, whether it has an "=" or not.
# Seen:     of Ref=https://example.org/?id=7 everything behind the second "=" is gone in what is read and in what serialize() writes, and a comment
#           without "=" is gone altogether. No exception, no warning.
# Cost:     a script that changes one column of a treebank damages another and drops its comments.
# Way out:  change such files line by line, or keep the last column and the comments beside what the library gives. pyconll 3.3.1 keeps both (and
#           sorts the last column).
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" -q install conllu==6.0.0 pyconll==3.3.1
"$dir/venv/bin/python" - <<'PY'
import conllu
import pyconll

TREE = "".join(
    line + "\n"
    for line in (
        "# sent_id = a-1",
        "# checked by hand",
        "# source = https://example.org/?id=7",
        "\t".join(("1", "Envoys", "envoy", "NOUN", "NNS", "Number=Plur", "2", "nsubj", "_", "Ref=https://example.org/?id=7")),
        "\t".join(("2", "met", "meet", "VERB", "VBD", "Tense=Past", "0", "root", "_", "_")),
        "",
    )
)
sentence = conllu.parse(TREE)[0]
print("read:   ", sentence[0]["misc"], sentence.metadata)
assert sentence[0]["misc"] == {"Ref": "https://example.org/?id"}
assert sentence.metadata == {"sent_id": "a-1", "source": "https://example.org/?id=7"}
written = sentence.serialize()
print("written:", [line for line in TREE.splitlines() if line not in written.splitlines()], "is lost")
assert "?id=7" not in written.splitlines()[2] and "checked" not in written
assert pyconll.load_from_string(TREE)[0].conll().strip() == TREE.strip()
print("as found with conllu 6.0.0")
PY
