# SPDX-License-Identifier: Apache-2.0
"""Brokers of a cluster of three that are killed, hang, or restart one after the other, while the daemon works."""
import time

from audit import Case
from world import until

TIMES = "socket.timeout.ms = 10000"


def under_load(w, base, **settings):
    case = Case(w, base, 3)
    case.fill(30)
    daemon = case.daemon(keep=True, extra="max-articles = 20\nstatic-member = yes", kafka=TIMES, **settings)
    return case, daemon


def finish(case, daemon):
    case.wait(seconds=90)
    daemon.stop()
    case.audit()


def whole(w, *names):
    """Every node is there and every replica follows: the next fault may come."""
    until(lambda: all(w.kafka.in_sync(name) for name in names), 60, "the replicas do not follow")


def lose(w, base, fault, which):
    """`which` node is killed while the daemon stands at a step of its transaction; then the daemon goes on without it."""
    case, daemon = under_load(w, base, faults=[fault])
    until(daemon.hung, 60, "the fault does not stop it")
    node = which(daemon)
    w.kafka.kill(node)
    w.tally.fault()
    daemon.go_on()
    case.fill(10)
    w.kafka.restart(node)
    finish(case, daemon)
    whole(w, f"{base}-in", f"{base}-events", "__transaction_state", "__consumer_offsets")


def coordinator_killed_before(w):
    """The node that coordinates the transaction is killed when the commit is about to be asked for."""
    lose(w, "before", "commit:before:2:stop", lambda daemon: w.kafka.coordinator_of_transactions(daemon.transactional_id))


def coordinator_killed_after(w):
    """... and when the commit has been asked for and not answered."""
    lose(w, "after", "EndTxn:after:2:stop", lambda daemon: w.kafka.coordinator_of_transactions(daemon.transactional_id))


def group_coordinator_killed(w):
    """The node that coordinates the group is killed when the offsets are in the transaction."""
    lose(w, "group", "offsets:after:2:stop", lambda daemon: w.kafka.coordinator_of_group(daemon.group))


def each_killed(w):
    """Each node in turn is killed under load and comes back."""
    case, daemon = under_load(w, "nodes")
    for node in range(3):
        case.fill(15)
        case.more()
        w.kafka.kill(node)
        w.tally.fault()
        case.fill(15)
        case.more()  # two of three are enough
        w.kafka.restart(node)
        whole(w, "nodes-in", "nodes-events", "nodes-extractions", "__transaction_state", "__consumer_offsets")
    finish(case, daemon)


def hang(w, base, which):
    """Hangs until the others have gone on without it, then wakes: a zombie broker."""
    case, daemon = under_load(w, base)
    case.more()
    node = which(daemon)
    w.kafka.hang(node)
    w.tally.fault()
    time.sleep(10)  # what is tested is a node that sleeps this long
    w.kafka.go_on(node)
    case.fill(15)
    finish(case, daemon)
    whole(w, f"{base}-in", f"{base}-events", "__transaction_state", "__consumer_offsets")


def hung_leader(w):
    """The node that leads where records go hangs."""
    hang(w, "leader", lambda daemon: w.kafka.metadata("leader-events")[0])


def hung_coordinator(w):
    """The node that coordinates the group hangs. The static member asks to join, is answered too late and then shut out by its own
    request: it has to start again, and not to believe in another process."""
    hang(w, "coordinator", lambda daemon: w.kafka.coordinator_of_group(daemon.group))
