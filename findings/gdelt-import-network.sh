#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# gdelt 0.1.14 (PyPI), the usual way to read GDELT's files in Python.
#
# Expected: `import gdelt` reads code; only a query goes over the network.
# Seen:     the import itself fetches a table of CAMEO codes from a branch of a repository, and where it cannot (no network, a proxy, a
#           build machine) the import ends with requests' ConnectionError.
# Cost:     a program that reads files that lie on the disk does not start without a network, and the table is whatever the branch
#           has that day: two runs of one pinned version need not see the same codes.
# Way out:  load the one module that parses (gdelt/parallel.py) by its path.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" -q install gdelt==0.1.14 pandas==2.3.3
"$dir/venv/bin/python" - <<'PY'
import socket

asked = []


def nowhere(host, *rest, **more):
    asked.append(host)
    raise socket.gaierror("this machine has no network")


socket.getaddrinfo = nowhere
try:
    import gdelt
    print("imported; asked for", asked)
    raise SystemExit("the behaviour has changed")
except OSError as e:  # requests' ConnectionError is one
    print("import gdelt:", type(e).__name__, "for", asked)
assert asked and "github" in asked[0], asked
print("as found with gdelt 0.1.14")
PY
