#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# parsedatetime 2.6 (PyPI), which reads dates written for people ("tomorrow", "Aug. 3"), with its own constants for US English.
#
# Expected: "Sept. 3", the way American news agencies shorten September, is 3 September, as "Sep. 3" and "Aug. 3" are days.
# Seen:     "Sept" is no month. "Sept. 3" is not found at all and hands back the moment that was given as now; in "Sept. 3, 2023" the year is
#           taken for a time of day, today at 20:23. "Thurs." is no day either, while "Tues." is one.
# Cost:     in agency copy the dates of one month in twelve are lost, or become the day of publication with a time to the minute.
# Way out:  add "sept" to the constants' list of short months (and "thurs" to the days), or write the month out before asking.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" -q install parsedatetime==2.6
"$dir/venv/bin/python" - <<'PY'
from datetime import datetime

from parsedatetime import Calendar

NOW = datetime(2024, 5, 15, 12, 0)  # a Wednesday
for words, seen, found in (
    ("Aug. 3", datetime(2024, 8, 3, 12, 0), 1),
    ("Sep. 3", datetime(2024, 9, 3, 12, 0), 1),
    ("Sept. 3", NOW, 0),
    ("May 3, 2023", datetime(2023, 5, 3, 12, 0), 1),
    ("Sept. 3, 2023", datetime(2024, 5, 15, 20, 23), 2),
    ("Tues.", datetime(2024, 5, 21, 12, 0), 1),
    ("Thurs.", NOW, 0),
):
    got, flag = Calendar().parseDT(words, sourceTime=NOW)
    print(f"{words}: {('nothing', 'a day', 'a time')[flag]}, {got:%Y-%m-%d %H:%M}")
    assert (got, flag) == (seen, found), words
print("as found with parsedatetime 2.6")
PY
