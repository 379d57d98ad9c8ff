# SPDX-License-Identifier: Apache-2.0
"""Rights that are missing: the daemon ends once, says which, and is not started again; with the right given, all is read, once."""
import time

from audit import Case
from member import DELIVERY
from world import check, until


def ended_once(daemon, *words):
    """With status 78, which the unit leaves alone; a restart would stand in `ends` as well."""
    until(lambda: daemon.ends, 30, lambda: f"it does not end: {daemon.said()[-600:]}")
    time.sleep(1)
    check(daemon.ends == [78], f"it ended with {daemon.ends}: {daemon.said()[-600:]}")
    for word in words:
        check(word in daemon.said(), f"{word!r} is not said: {daemon.said()[-600:]}")
    daemon.ends.clear()  # it was wanted


def lacking(w, base, resource, hide, *words):
    """`resource` as the tool's options name it. Hidden, the user may not even see it; else all but the one operation that is needed."""
    case = Case(w, base, 1)
    writes = [lambda: case.fill(6), lambda: case.send(0, [b"no JSON"])]
    if resource[1].endswith("-dead"):
        writes.reverse()  # what is refused comes first: it may get a transaction of its own
    for write in writes:
        write()
    needed = ("Read" if resource[1] in (base, f"{base}-in") else "Write")
    if hide:
        w.kafka.acl("allow", "All", *resource, user="somebody")
    else:
        w.kafka.acl("allow", "All", *resource)
        w.kafka.acl("deny", needed, *resource)
    w.tally.fault()
    daemon = case.daemon(kafka=w.kafka.client_settings("plain"), keep=True)
    ended_once(daemon, *words, f"give the user {needed}")
    check(case.answered() == 0 or DELIVERY != "exactly-once", "something was published")
    if hide:
        w.kafka.acl("allow", "All", *resource)
    else:
        w.kafka.acl("deny", needed, *resource, remove=True)
    daemon.start()
    case.wait()
    daemon.stop()
    case.audit()


def may_not_write(w):
    """Each of the output topics alone, visible or hidden: librdkafka says which one in its log, or with the record."""
    for kind in ("events", "extractions", "dead"):
        base = f"unwritten-{kind}"
        lacking(w, base, ("--topic", f"{base}-{kind}"), False, f"the topic {base}-{kind} may not be written")
    lacking(w, "unseen", ("--topic", "unseen-dead"), True, "the topic unseen-dead may not be written")


def may_not_read(w):
    """The input and the group: without this the daemon stood there, ready, and read nothing."""
    lacking(w, "unread", ("--topic", "unread-in"), False, "the topic unread-in may not be read")
    lacking(w, "unjoined", ("--group", "unjoined"), False, "the group unjoined may not be joined")


def taken_away(w):
    """Write is taken away under load: what was committed before stays the only copy."""
    case = Case(w, "withdrawn", 1)
    w.kafka.acl("allow", "All", "--topic", "withdrawn-events")
    case.fill(6)
    daemon = case.daemon(kafka=w.kafka.client_settings("plain"), keep=True)
    case.wait()
    w.kafka.acl("deny", "Write", "--topic", "withdrawn-events")
    w.tally.fault()
    case.fill(6)
    ended_once(daemon, "the topic withdrawn-events may not be written")
    w.kafka.acl("deny", "Write", "--topic", "withdrawn-events", remove=True)
    daemon.start()
    case.wait()
    daemon.stop()
    case.audit()
