#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# countrycode 0.6.0 (PyPI), the Python face of the R package with which conflict data sets are joined.
#
# Expected: a state that is in the Correlates of War list today has its number (Serbia 345, Kosovo 347), one that is not has none (the
#           Holy See); an unknown one is an error or a warning.
# Seen:     Serbia and Kosovo have none (None, without a word), by name as well as by ISO code; the way back, 345, is "Yugoslavia". The
#           Vatican has 327, which is the Papal States, a member of that list from 1816 to 1860.
# Cost:     a panel of events joined to Correlates of War data loses Serbia and Kosovo, and gives the Vatican's events to a state that
#           has been gone for a century and a half.
# Way out:  a table with days; check for None after every conversion.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" -q install countrycode==0.6.0
"$dir/venv/bin/python" -W error - <<'PY'
from countrycode import countrycode

keys = ["SRB", "XKX", "VAT", "ITA", "MNE"]
numbers = countrycode(keys, "iso3c", "cown")
print(dict(zip(keys, numbers)))
print("by name:", countrycode(["Serbia", "Vatican City"], "country.name", "cown"))
print("345 is", countrycode([345], "cown", "country.name.en"), "and the Vatican is", countrycode(["VAT"], "iso3c", "cow.name"))
assert numbers == [None, None, 327, 325, 341], numbers
assert countrycode(["Serbia", "Vatican City"], "country.name", "cown") == [None, 327]
assert countrycode([345], "cown", "country.name.en") == ["Yugoslavia"]
assert countrycode(["VAT"], "iso3c", "cow.name") == ["Papal States"]
print("as found with countrycode 0.6.0, without a warning")
PY
