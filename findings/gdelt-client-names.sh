#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# gdelt-client 0.2.2 (PyPI), a reader of GDELT 2.0's files that keeps the leading zeros of CAMEO codes.
#
# Expected: GDELT's files quote nothing (codebook 2.0), so a name with double quotes in it comes back as it stands; other
#           text columns keep theirs as well.
# Seen:     a name that begins with a double quote loses its quotes ('"Quoted" name' becomes 'Quoted name'), and names "NULL" and "NA"
#           become missing values: pandas.read_csv's quoting and its list of missing values are left on.
# Cost:     actors called so vanish without a warning, in rows whose codes are right.
# Way out:  read the file with quoting=3, keep_default_na=False and dtype=str; a writer keeps double quotes from the first place.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" -q install gdelt-client==0.2.2 pandas==3.1.0
"$dir/venv/bin/python" - <<'PY'
import io
import zipfile

from gdelt_client.api_client import GdeltClient
from gdelt_client.enums import GdeltTable
from gdelt_client.helpers import load_schema


def read(name):
    row = ["1"] * 61
    row[6], row[26] = name, "042"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as z:
        z.writestr("20260203040500.export.CSV", "\t".join(row) + "\n")
    frame = GdeltClient()._parse_gdelt_file(packed.getvalue(), GdeltTable.EVENTS, load_schema("events"))
    return frame.iloc[0, 6], frame.iloc[0, 26]


for name in ('"Quoted" name', "NULL", "NA", "Plain"):
    print(repr(name), "->", read(name))
assert read("Plain") == ("Plain", "042")
assert read('"Quoted" name')[0] == "Quoted name"
assert all(read(name)[0] != read(name)[0] for name in ("NULL", "NA"))
print("as found with gdelt-client 0.2.2")
PY
