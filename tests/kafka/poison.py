# SPDX-License-Identifier: Apache-2.0
"""Articles that end the process, on a real broker and exactly once (tests/poison has every way to end it)."""
import json

from audit import Case
from kills import STATIC
from world import article, check, source_of


def marked(text, kind):
    return json.dumps({**json.loads(text), "poison": kind}).encode()


def poison(w):
    """In both partitions, one at the front: each costs three restarts at most and is one dead letter, in its place."""
    case = Case(w, "poison")
    values = [[article(f"poison-{p}", i) for i in range(30)] for p in (0, 1)]
    values[0][0], values[1][11] = marked(values[0][0], "abort"), marked(values[1][11], "exit")
    for p in (0, 1):
        case.send(p, values[p], key=f"outlet-{p}")
    daemon = case.daemon(extra=STATIC, keep=True, program="tests/test-poison-daemon")
    case.wait(seconds=120)
    daemon.stop()
    check(len(daemon.ends) <= 6 and {-6, 3} == set(daemon.ends), f"it ended with {daemon.ends}")
    w.tally.fault(len(daemon.ends))
    case.audit()
    dead = {source_of(m)[1:]: m.headers["dragoman-error-code"] for m in case.read("dead")}
    check(dead == {(0, 0): b"crashed", (1, 11): b"crashed"}, f"dead letters are {dead}")
    case.at_the_end()
