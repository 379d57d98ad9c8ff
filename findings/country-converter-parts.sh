#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# country_converter 1.3.2 (PyPI), which turns names of countries into codes by regular expressions.
#
# Expected: a name that is no country is "not found"; the parts of the United Kingdom are treated alike.
# Seen:     the expressions are looked for anywhere in the name, most without word borders: Perugia is PER, Indochina and Chinatown
#           are CHN, Jersey City is JEY, Niger Delta is NER, Gulf of Mexico is MEX. England is GBR, but Scotland and Northern Ireland
#           are "not found".
# Cost:     places of a news text turn into other continents, with no sign of doubt; a column of UK nations loses all but one.
# Way out:  compare whole names with a table; treat the result as a guess.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" -q install country_converter==1.3.2 pandas==2.3.3
"$dir/venv/bin/python" - <<'PY'
import logging

import country_converter

logging.disable(logging.CRITICAL)
convert = country_converter.CountryConverter().convert
seen = {name: convert(name, to="ISO3") for name in
        ("Perugia", "Indochina", "Chinatown", "Jersey City", "Niger Delta", "Gulf of Mexico", "England", "Scotland", "Northern Ireland")}
for name, code in seen.items():
    print(f"{name:18} {code}")
assert list(seen.values()) == ["PER", "CHN", "CHN", "JEY", "NER", "MEX", "GBR", "not found", "not found"], seen
print("as found with country_converter 1.3.2")
PY
