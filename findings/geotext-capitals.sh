#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# geotext 0.4.0 (PyPI), which finds cities in a text and counts the countries that they are in (from GeoNames).
#
# Expected: "Washington condemned Moscow." mentions the United States and Russia.
# Seen:     the United States twice. Of several cities of one name the last in its table stays, whatever their populations: Paris, Rome, Athens,
#           Vienna, Dublin, Ottawa, Lima, Damascus, Amsterdam and Moscow are American, and Santiago is in the Philippines. "Tehran" and
#           "Bogota" are not found (the table has other spellings).
# Cost:     who maps news by country_mentions moves the capitals of a dozen states to towns in America, steadily and without a sign of doubt.
# Way out:  take the names only (`cities`), and choose among the places of a name by population and by what else the text names.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" -q install geotext==0.4.0
"$dir/venv/bin/python" - <<'PY'
from geotext import GeoText


def countries(text):
    return dict(GeoText(text).country_mentions)


print("Washington condemned Moscow. ->", countries("Washington condemned Moscow."))
assert countries("Washington condemned Moscow.") == {"US": 2}
for city in "Paris Rome Athens Vienna Dublin Ottawa Lima Damascus Amsterdam Moscow".split():
    got = countries(f"The talks took place in {city} on Monday.")
    print(city, "->", got)
    assert got == {"US": 1}, city
assert countries("The talks took place in Santiago on Monday.") == {"PH": 1}
assert countries("The talks took place in Berlin on Monday.") == {"DE": 1}
for city in ("Tehran", "Bogota"):
    assert GeoText(f"The talks took place in {city} on Monday.").cities == [], city
print("as found with geotext 0.4.0")
PY
