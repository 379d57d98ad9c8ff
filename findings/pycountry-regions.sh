#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# pycountry 24.6.1 (PyPI), the usual source of ISO 3166-2 in Python: looking a first-level region up by its name.
#
# Expected: a name that several countries' regions have gives them all, or an error; a name that stands nowhere is one (LookupError).
# Seen:     subdivisions.lookup gives the one whose code comes first in the alphabet and does not say that there are others: Maryland is a
#           county of Liberia, Montana a province of Bulgaria, Punjab India's and never Pakistan's.
# Cost:     a court of Maryland is in Liberia in every record, and no error is ever seen.
# Way out:  ask with the country (subdivisions.get(country_code=…)), or count the regions of a name first.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" -q install pycountry==24.6.1
"$dir/venv/bin/python" -W error - <<'PY'
import pycountry

found = {}
for name in ("Maryland", "Montana", "Punjab", "Colorado"):
    codes = sorted(s.code for s in pycountry.subdivisions if s.name == name)
    found[name] = pycountry.subdivisions.lookup(name).code, codes
    print(f"{name}: {found[name][0]}, of {', '.join(codes)}")
assert found == {"Maryland": ("LR-MY", ["LR-MY", "US-MD"]), "Montana": ("BG-12", ["BG-12", "US-MT"]),
                 "Punjab": ("IN-PB", ["IN-PB", "PK-PB"]), "Colorado": ("US-CO", ["US-CO"])}, found
try:
    pycountry.subdivisions.lookup("Nowhere at all")
    raise SystemExit("a name that stands nowhere is found")
except LookupError:
    print("as found with pycountry 24.6.1; only a name that stands nowhere is an error")
PY
