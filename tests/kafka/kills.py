# SPDX-License-Identifier: Apache-2.0
"""kill -9 and SIGSTOP of the daemon: at every step of a transaction, at random, past every time-out; members of a group."""
import random
import time

from audit import Case
from everyday import large_case
from positions import page
from world import check, until

STATIC = "static-member = yes\nmax-articles = 20"  # the next start has the partitions at once
CALLS = ["init", "begin", "produce", "offsets", "commit"]
REQUESTS = ["InitProducerId", "AddPartitionsToTxn", "Produce", "AddOffsetsToTxn", "TxnOffsetCommit", "EndTxn"]
SHORT = "transaction.timeout.ms = 4000"


def sides(steps, n):
    return [f"{step}:{side}:{1 if step.lower().startswith('init') else n}" for step in steps for side in ("before", "after")]


def at_each(w, base, faults):
    """One death after the other, each by its fault; then the rest in peace."""
    case, planned = Case(w, base), len(faults)
    daemon = case.daemon(extra=STATIC, faults=faults, keep=True)
    for i in range(planned):
        end = time.monotonic() + 30
        while len(daemon.ends) <= i:
            check(time.monotonic() < end, f"{faults[i] if i < len(faults) else 'the last fault'}: it does not come to it")
            if case.answered() >= sum(case.sent.values()) - 10:
                case.fill(15)
            time.sleep(0.05)
    case.wait()
    daemon.stop()
    check(daemon.ends == [-9] * planned, f"it ended with {daemon.ends}")
    w.tally.fault(planned)
    case.audit()


def at_each_call(w):
    """kill -9 before and after each call of a transaction."""
    at_each(w, "calls", sides(CALLS, 2))


def at_each_request(w):
    """kill -9 before and after each request of a transaction: after it, the broker does what the daemon never learns of."""
    at_each(w, "requests", sides(REQUESTS, 2))


def at_the_abort(w):
    """kill -9 before and after a transaction is aborted."""
    case = large_case(w, "abort")
    daemon = case.daemon(extra=STATIC, producer="compression.type = none", keep=True,
                         faults=["abort:before:1", "abort:after:1", "abort:before:2", "abort:after:2"])
    case.wait()
    daemon.stop()
    check(daemon.ends == [-9] * 4, f"it ended with {daemon.ends}")
    w.tally.fault(4)
    case.audit()


def at_random(w):
    """kill -9 at any moment, again and again."""
    case, luck = Case(w, "random", 3), random.Random(7)
    daemon = case.daemon(extra=STATIC, keep=True)
    for _ in range(8):
        case.fill(20)
        case.more()
        time.sleep(luck.uniform(0, 0.3))  # the moment of the kill is what varies, nothing waits for this
        daemon.kill()
        w.tally.fault()
    case.wait()
    daemon.stop()
    case.audit()
    case.at_the_end()


def hung_past_session(w):
    """SIGSTOP in an open transaction until the group has given the partitions to another member, then SIGCONT: what the
    transaction holds counts, and the other member waits for it."""
    case = Case(w, "session")
    first = case.daemon("first", faults=["offsets:after:2:stop"], keep=True, extra="max-articles = 20")
    case.fill(100)
    until(first.hung, 30, "the fault does not stop it")
    second = case.daemon("second", keep=True)
    w.tally.fault()
    time.sleep(5)  # what is tested is a process that sleeps this long: session.timeout.ms is 3 s
    first.go_on()
    case.wait(seconds=90)
    until(lambda: "partitions are ours" in second.said() or "partition is ours" in second.said(), 30, "the other gets no partition")
    second.stop()
    first.stop()
    case.audit()


def hung_past_transaction(w):
    """SIGSTOP in an open transaction until the broker has aborted it and another member has done the work: a zombie."""
    case = Case(w, "zombie")
    first = case.daemon("first", faults=["commit:before:2:stop"], keep=True, extra="max-articles = 20", producer=SHORT)
    case.fill(100)
    until(first.hung, 30, "the fault does not stop it")
    second = case.daemon("second", keep=True, producer=SHORT)
    case.wait()
    w.tally.fault()
    first.go_on()
    case.fill(40)
    case.wait()
    until(lambda: first.ends, 20, "the zombie does not notice what it is")
    check(first.ends == [75], f"the zombie ended with {first.ends}")
    second.stop()
    first.stop()
    case.audit()


def never_answered(w):
    """The call that takes the offsets never comes back, as in librdkafka 2.16 where the group's coordinator died: the process serves its
    page meanwhile, ends in the time that a transaction has, and its successor does the work."""
    case = Case(w, "unanswered")
    daemon = case.daemon(faults=["offsets:before:2:hang"], keep=True, extra="max-articles = 20", producer=SHORT)
    case.fill(60)
    until(lambda: "does not take offsets" in page(daemon, "/readyz")[1], 20, lambda: f"/readyz says {page(daemon, '/readyz')}")
    w.tally.fault()
    until(lambda: daemon.ends, 20, "it stands still")
    check(daemon.ends == [75], f"it ended with {daemon.ends}")
    case.wait()
    daemon.stop()
    case.audit()


def answer_lost(w):
    """Records reach the broker, their acknowledgement is lost with the connection, and before they can be sent again the transaction is
    aborted, since the group has let the process go: the broker must not take the next transaction for a repetition of this one."""
    case = Case(w, "repeated", 1)
    daemon = case.daemon(faults=["Produce:after:1:cut"], keep=True, extra="max-articles = 20",
                         producer="reconnect.backoff.ms = 10000\nreconnect.backoff.max.ms = 10000")
    case.fill(1)  # so that the next transaction has batches of the same size
    until(daemon.hung, 30, "the fault does not stop it")
    time.sleep(5)  # what is tested is a process that is stopped past its session
    w.tally.fault()
    daemon.go_on()
    case.wait()
    daemon.stop()
    case.audit()


def hung_in_turn(w):
    """Each of three members hangs past its session while the others take over, then wakes with work in hand and joins anew."""
    case, luck = Case(w, "turns", 6), random.Random(5)
    members = [case.daemon(name, keep=True, extra="max-articles = 60" + ("\nstatic-member = yes" if name == "a" else ""))
               for name in ("a", "b", "c")]
    case.fill(20)
    case.wait(20)
    for i in range(6):
        case.fill(40)
        case.more()
        members[i % 3].hang()
        w.tally.fault()
        time.sleep(luck.uniform(3.5, 6))  # what is tested is a process that sleeps this long
        case.fill(10)
        members[i % 3].go_on()
    case.wait(seconds=90)
    for member in members:
        member.stop()
    case.audit()


def orphaned(w):
    """A member dies for good in the first transaction of all; the next owner finds no offset, and waits for the one in it."""
    case = Case(w, "orphaned")
    case.fill(30)
    first = case.daemon("first", faults=["offsets:after:1"], producer=SHORT)
    until(lambda: first.process.poll() is not None, 30, "the fault does not end it")
    w.tally.fault()
    second = case.daemon("second", producer=SHORT, keep=True)
    case.wait()
    second.stop()
    case.audit()


def hung_alone(w):
    """SIGSTOP past session and transaction time-out with nobody to take over, at each side of the commit; then SIGCONT."""
    case, faults = Case(w, "alone"), ["commit:before:2:stop", "EndTxn:after:2:stop", "Produce:before:2:stop"]
    daemon = case.daemon(faults=faults[:1], keep=True, extra="max-articles = 20", producer="transaction.timeout.ms = 2000")
    for fault in faults:
        if fault != faults[0]:
            daemon.faults = [fault]
            daemon.kill()
        case.fill(30)
        until(daemon.hung, 30, "the fault does not stop it")
        w.tally.fault()
        time.sleep(4.5)  # what is tested is a process that sleeps this long
        daemon.go_on()
        case.wait()
    daemon.stop()
    check(set(daemon.ends) <= {75, -9} and 75 in daemon.ends, f"it ended with {daemon.ends}")
    case.audit()


def younger_stays(case, older, younger):
    check(older.ends == [69], f"the older ended with {older.ends}: {older.said()[-300:]}")
    case.fill(10)
    case.wait()
    younger.stop()
    check(not younger.ends, f"the younger ended with {younger.ends}")
    case.audit()


def one_name_twice(w):
    """A second process with the same instance: the older ends with 69 and is not started again, the younger does the work."""
    case = Case(w, "twice")
    case.fill(40)
    older = case.daemon("older", instance="one", keep=True)
    case.more()
    younger = case.daemon("younger", instance="one", keep=True)
    w.tally.fault()
    end = time.monotonic() + 40
    while not older.ends:
        check(time.monotonic() < end, "the older does not end")
        case.fill(5)
        time.sleep(0.3)
    younger_stays(case, older, younger)


def one_name_twice_static(w):
    """The same, as static members of the group."""
    case = Case(w, "namesake")
    case.fill(40)
    older = case.daemon("older", instance="one", keep=True, extra="static-member = yes")
    case.more()
    younger = case.daemon("younger", instance="one", keep=True, extra="static-member = yes")
    w.tally.fault()
    until(lambda: older.ends, 40, "the older does not end")
    younger_stays(case, older, younger)


def rolling(w, base, extra="", consumer=""):
    """Three members under load, each restarted in turn."""
    case = Case(w, base, 6)
    case.fill(40)
    names = ["a", "b", "c"]
    members = [case.daemon(name, extra=f"max-articles = 20\n{extra}", consumer=consumer) for name in names]
    case.wait(20)
    for member in members:
        case.fill(10)
        member.stop()
        w.tally.fault()
        member.start()
        case.more()
    case.wait(seconds=90)
    for member in members:
        member.stop()
    case.audit()


def rolling_restart(w):
    """Three members, cooperative assignment."""
    rolling(w, "rolling")


def rolling_eager(w):
    """Three members, eager assignment: everything is taken from everybody, each time."""
    rolling(w, "eager", consumer="partition.assignment.strategy = range")


def rolling_static(w):
    """Three static members: a restart moves nothing."""
    rolling(w, "static", extra="static-member = yes")


def crowd(w):
    """Three members, one of them killed again and again: the others take over."""
    case, luck = Case(w, "crowd", 6), random.Random(11)
    members = [case.daemon(name, keep=True, extra="max-articles = 20") for name in ("a", "b", "c")]
    for i in range(6):
        case.fill(15)
        case.more()
        time.sleep(luck.uniform(0, 0.3))
        members[i % 3].kill()
        w.tally.fault()
    case.wait(seconds=90)
    for member in members:
        member.stop()
    case.audit()
