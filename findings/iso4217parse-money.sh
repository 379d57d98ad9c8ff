#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# iso4217parse 0.6.2 (PyPI), which finds the currency of an amount written in text.
#
# Expected: "$5m" is dollars (of some kind); "Rs 500" may be Indian rupees; "CFA 500" is one of the two CFA francs.
# Seen:     "$5m" is LSL, the Lesotho loti, and nothing else: the m of "million" is taken for that currency, and the dollar sign is
#           not looked at any more. "Rs 500" gives Sri Lanka, Nepal and Pakistan but not India. "CFA 500" gives nothing.
# Cost:     every "$5m" of a news text becomes lotis: a factor of about 18 in a sum of aid or damage.
# Way out:  cut multipliers (m, bn, k) off before asking, and keep a table of news usage for signs.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" -q install iso4217parse==0.6.2
"$dir/venv/bin/python" - <<'PY'
from iso4217parse import parse


def codes(text):
    return [currency.alpha3 for currency in parse(text) or []]


for text in ("$5m", "$5", "Rs 500", "CFA 500"):
    print(repr(text), "->", codes(text)[:6])
assert codes("$5m") == ["LSL"], codes("$5m")
assert "USD" in codes("$5") or codes("$5"), codes("$5")
assert "INR" not in codes("Rs 500") and "PKR" in codes("Rs 500")
assert codes("CFA 500") == []
print("as found with iso4217parse 0.6.2")
PY
