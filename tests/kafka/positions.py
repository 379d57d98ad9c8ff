# SPDX-License-Identifier: Apache-2.0
"""Clocks, times and positions: whose time a record bears, where a look-up by time leads, what is done where a position is gone."""
import json
import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request

from again import eventually, run, sources
from audit import Case
from world import BUILD, article, check, sanitizers, source_of, until

YEAR, HOUR = 365 * 86400_000, 3600_000
TOPICS = "org.apache.kafka.tools.TopicCommand"


def page(daemon, path):
    """(status, text) of what the daemon shows; its log says where."""
    address = until(lambda: re.findall(r"http://[0-9.:]+(?=/ shows)", daemon.said()), 20, "it does not say where it shows anything")[-1]
    try:
        with urllib.request.urlopen(address + path, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def metric(daemon, name, labels=""):
    """A sample of /metrics; None: there is none."""
    found = re.search(rf"^{name}{re.escape(labels)} (\S+)$", page(daemon, "/metrics")[1], re.M)
    return float(found.group(1)) if found else None


def dated(base, i, when):
    """An article that says it was published at that time, milliseconds since 1970."""
    day = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(when / 1000))
    return json.dumps({**json.loads(article(base, i)), "published": day, "fetched": day}).encode()


def clocks(w):
    """Articles of two years ago and of in two hours, by their messages' time and by their own: what is made of them outlives a check
    of retention, and is taken by brokers that refuse what is an hour ahead."""
    kafka, now = w.kafka, int(time.time() * 1000)
    kafka.topics("clocks-events:3", "clocks-extractions:3", "clocks-dead:1", "clocks-witness:1")
    kafka.topic("clocks-in", 1, retention_ms=-1, message_timestamp_after_max_ms=2**63 - 1)
    case, feed = Case(w, "clocks", 1, make=False), w.feed("clocks-in")
    for i in range(12):
        when = now - 2 * YEAR + i if i < 10 else now + 2 * HOUR
        feed.send(dated("clocks", i, when), when)
        case.sent[0] += 1
    feed.end()
    daemon = case.daemon()
    case.wait()
    witness = w.feed("clocks-witness")
    refused = "timestamp" in witness.ask(f"{now + 2 * HOUR} ahead").lower()
    check(refused == kafka.version.startswith("4"), f"a record two hours ahead is {'refused' if refused else 'taken'}")
    witness.end()
    kafka.java(TOPICS, "--create", "--topic", "clocks-witness-of-retention", "--partitions", "1")
    witness = w.feed("clocks-witness-of-retention")
    witness.send(b"old", now - 2 * YEAR)
    witness.end()
    until(lambda: not kafka.read("clocks-witness-of-retention"), 60, "no check of retention has taken a record of two years ago")
    daemon.stop()
    result = case.audit()
    check(result.articles == 12, f"{result.articles} of 12 articles are answered")


def looked_up(kafka, topic, when):
    """What a broker answers a reader of committed records to a look-up by time; -1: there is nothing so young."""
    done = subprocess.run(["kcat", "-b", kafka.address, "-Q", "-X", "isolation.level=read_committed", "-t", f"{topic}:0:{when}"], capture_output=True, text=True, timeout=30,
                          check=False)
    found = re.search(r"offset (-?\d+)", done.stdout)
    check(found, f"kcat -Q says {done.stdout} {done.stderr}")
    return int(found.group(1))


def zulu(ms):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(ms / 1000))


def lower_bound(w):
    """Messages whose times are in no order, behind a transaction's marker: the look-up by time leads to the marker, and what is older
    than the date is left out all the same."""
    case, base = Case(w, "bound", 1), int(time.time()) * 1000 - 600_000
    feed = w.feed("bound-in", 0, "feeder-bound")
    feed.do("begin")
    feed.send(article("bound", 0), base - 10_000)
    feed.do("commit")
    feed.end()
    feed = w.feed("bound-in")
    for i, seconds in enumerate([0, 3, 1, 5, 4]):  # offsets 2 to 6
        feed.send(article("bound", i + 1), base + 1000 * seconds)
    feed.end()
    daemon = case.daemon()
    case.wait(6)
    daemon.stop()
    first = sources(w.kafka, "bound")
    marker = until(lambda: looked_up(w.kafka, "bound-in", base + 2000), 20, "no answer")
    check(marker == 1, f"the look-up leads to offset {marker} and not to the marker: there is nothing to show")
    run(daemon, "--from", zulu(base + 2000), "--until", zulu(base + 5000))
    eventually(lambda: sources(w.kafka, "bound"), sorted(first + [(0, 3), (0, 6)]), "other articles were read than those of the time")
    case.audit(doubles=True)


def held_back(w):
    """A transaction upstream that hangs: what stands behind it is not read, is seen as the difference of two lags, and a run over a
    time behind it ends at once without passing it. When it has ended, the same command reads all of it."""
    case = Case(w, "held", 1)
    start = int(time.time()) * 1000 - 600_000
    plain, hanging = w.feed("held-in"), w.feed("held-in", 0, "feeder-held")
    for i in range(3):
        plain.send(article("held", i), start + i)
    daemon = case.daemon(consumer="statistics.interval.ms = 200")
    case.wait(3)
    hanging.do("begin")
    hanging.send(article("held", 3), start + 60_000)
    for i in range(4, 8):
        plain.send(article("held", i), start + 61_000 + i)
    labels = '{topic="held-in",partition="0"}'
    until(lambda: (metric(daemon, "dragoman_lag", labels), metric(daemon, "dragoman_lag_stable", labels)) == (5, 0), 20,
          lambda: f"the lags are {metric(daemon, 'dragoman_lag', labels)} and {metric(daemon, 'dragoman_lag_stable', labels)}")
    window = ("--from", zulu(start + 30_000), "--until", zulu(start + 90_000))
    found = looked_up(w.kafka, "held-in", start + 30_000)
    check(found == -1, f"the look-up finds offset {found} behind the open transaction: there is nothing to show")
    check("all is read: 0 articles" in run(daemon, *window), "something was read behind an open transaction")
    hanging.do("commit")
    case.sent[0] = 8
    case.wait(8)
    until(lambda: w.kafka.offsets("held")[("held-in", 0)] == (9, 9), 20, "the lag does not reach 0 behind the marker")
    daemon.stop()
    check("all is read: 5 articles" in run(daemon, *window), "what the open transaction held back is not read by the same command")
    eventually(lambda: sources(w.kafka, "held"), sorted([(0, o) for o in range(8)] + [(0, o) for o in range(3, 8)]),
               "other articles were read than those of the time")
    case.audit(doubles=True)


def configure(daemon, lines):
    """The configuration from now on, for the daemon that runs as well."""
    with open(daemon.config, "a", encoding="utf-8") as f:
        f.write(lines + "\n")
    daemon.process.send_signal(signal.SIGHUP)


def delete_before(w, topic, **partitions):
    """What retention does, at once: p0=15 deletes what stands before offset 15 of partition 0."""
    path = os.path.join(w.folder, "delete.json")
    with open(path, "w", encoding="ascii") as f:
        json.dump({"partitions": [{"topic": topic, "partition": int(p[1:]), "offset": o} for p, o in partitions.items()], "version": 1}, f)
    w.kafka.java("org.apache.kafka.tools.DeleteRecordsCommand", "--offset-json-file", path)


def goes_on(daemon, offset):
    until(lambda: f"reads on from {offset}" in daemon.said(), 20, f"it does not go on at {offset}")


def stands_still(daemon, n):
    """Loudly: in the log, in a metric, as not ready, each with what is wrong."""
    until(lambda: metric(daemon, "dragoman_stopped_partitions") == n, 20, f"the metric does not tell of {n} stopped partitions")
    status, why = page(daemon, "/readyz")
    check(status == 503 and "wait for the operator" in why, f"/readyz says {status} {why}")


def choose(daemon, where, status=0):
    """What an operator types; the daemon's control socket stands beside its log."""
    done = subprocess.run([os.path.join(BUILD, "bin/dragoman"), "offsets", "choose", "--config", daemon.config, where], capture_output=True,
                          text=True, timeout=30, check=False, env=sanitizers())
    check(done.returncode == status, f"choose {where}: exit status {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def out_of_range(w):
    """Offsets that retention took away stop their partition, loudly; the others go on, and so does it when the operator or the
    configuration says where. Nothing of it is passed over before."""
    case = Case(w, "range", 3)
    case.fill(10)
    daemon = case.daemon(extra=f"[control]\nsocket = {os.path.join(w.folder, 'control')}")
    case.wait()
    daemon.stop()
    case.fill(10)
    delete_before(w, "range-in", p0=15, p1=12)
    w.tally.fault(2)
    daemon.start()
    case.wait(40)
    stands_still(daemon, 2)
    said = daemon.said()
    check("the partition begins at 15: 5 articles were deleted" in said and "dragoman offsets choose range-in/0@" in said, f"the log says {said[-900:]}")
    answered = {source_of(m)[1:] for m in case.read("extractions")}
    check((0, 15) not in answered and (1, 12) not in answered, "the daemon jumped over articles that nobody read")
    check(w.kafka.offsets("range")[("range-in", 0)][0] == 10, "the offset of the stopped partition moved")
    check("holds 12 to 20" in choose(daemon, "range-in/1@11", 65) and "is not stopped" in choose(daemon, "range-in/2@earliest", 65)
          and "does not have" in choose(daemon, "range-in/7@earliest", 69), "what cannot be is not refused")
    choose(daemon, "range-in/1@13")
    goes_on(daemon, 13)
    until(lambda: w.kafka.offsets("range")[("range-in", 1)] == (20, 20), 20, "it is not read to its end")
    stands_still(daemon, 1)
    configure(daemon, "[input]\nwhen-position-is-gone = earliest")
    goes_on(daemon, 15)
    case.wait(30 + 15 + 7)
    until(lambda: metric(daemon, "dragoman_stopped_partitions") == 0 and page(daemon, "/readyz")[0] == 200, 20, "it is not ready again")
    daemon.stop()
    gone = {(0, o) for o in range(10, 15)} | {(1, o) for o in range(10, 13)}
    case.audit(expected={("range-in", p, o) for p in range(3) for o in range(20) if (p, o) not in gone})
    case.at_the_end()


def answered_once(case, n):
    """Offsets begin again in a topic that is made anew: articles are told by their ids."""
    expected = sorted(f"anew-{i}".encode() for i in range(n))
    eventually(lambda: sorted(m.key for m in case.read("extractions")), expected, "not every article was answered once")


def input_made_anew(w):
    """The input topic is deleted and made anew. While the daemon runs: the partition stops loudly where the new one ends below its
    position, and is read from its beginning where it was away for long enough to be noticed. While it is stopped: nothing is lost."""
    kafka, case = w.kafka, Case(w, "anew", 1)

    def again(first, n):
        kafka.topics("anew-in:1")
        kafka.send("anew-in", 0, [article("anew", i) for i in range(first, first + n)])

    kafka.send("anew-in", 0, [article("anew", i) for i in range(10)])
    # eager, for a stopped partition goes on in another way then; and time to hang without leaving the group
    daemon = case.daemon(consumer="partition.assignment.strategy = range", session=30000)
    until(lambda: kafka.offsets("anew") == {("anew-in", 0): (10, 10)}, 30, "the first ten are not read")
    daemon.hang()  # it does not see that the topic is away
    kafka.delete_topic("anew-in")
    again(10, 3)
    daemon.go_on()
    w.tally.fault()
    stands_still(daemon, 1)
    check("offset 10 is gone, the partition holds 0 to 3: the topic was made anew" in daemon.said(), f"the log says {daemon.said()[-900:]}")
    configure(daemon, "[input]\nwhen-position-is-gone = earliest")
    answered_once(case, 13)

    kafka.delete_topic("anew-in")
    until(lambda: "partitions were lost" in daemon.said() or "partitions are given up" in daemon.said(), 30, "it does not notice")
    again(13, 20)
    w.tally.fault()
    answered_once(case, 33)
    daemon.stop()

    kafka.delete_topic("anew-in")
    again(33, 40)  # more than it had: nothing but the order of the steps keeps them from being passed
    daemon.start()
    answered_once(case, 73)
    daemon.stop()


def output_made_anew(w):
    """The topic of events is deleted and made anew under a working daemon: it waits and goes on; what stood in the old one comes back
    by reading again, with the same ids."""
    case = Case(w, "refill", 1)
    case.fill(15)
    daemon = case.daemon(keep=True)
    case.wait()
    before = {m.headers["ce_id"].decode() for m in case.read("events")}
    w.kafka.delete_topic("refill-events")
    case.fill(15)
    w.kafka.topics("refill-events:3")
    w.tally.fault()
    case.wait()
    daemon.stop()
    check(not daemon.ends, f"it ended with {daemon.ends}")
    listed = {event["id"] for m in case.read("extractions") for event in json.loads(m.value)["events"]}
    eventually(lambda: {m.headers["ce_id"].decode() for m in case.read("events")}, listed - before, "the new topic does not hold the new events")
    run(daemon, "--from", "refill-in/0@0", "--until", "refill-in/0@15")
    eventually(lambda: sorted(m.headers["ce_id"].decode() for m in case.read("events")), sorted(listed), "it does not hold every event once")


def expired(w):
    """A daemon that has had nothing to do for so long that the brokers have forgotten its transactional id; then an article that tells
    no event, so that its transaction has offsets and no record: it starts again by itself and goes on."""
    w.kafka.stop()
    w.kafka.nodes[0].settings = "transactional.id.expiration.ms=1500\ntransaction.remove.expired.transaction.cleanup.interval.ms=500"
    try:
        w.kafka.start()
    finally:
        w.kafka.nodes[0].settings = ""
    case = Case(w, "expired", 1)
    daemon = case.daemon(extractions="", keep=True)
    case.send(0, [article("expired", 0)])  # tells an event
    until(lambda: w.kafka.offsets("expired").get(("expired-in", 0)) == (1, 1), 30, "the first article is not read")
    time.sleep(5)  # what is tested is that time passes: the id expires after 1.5 s
    case.send(0, [article("expired", 2)])
    w.tally.fault()
    until(lambda: w.kafka.offsets("expired").get(("expired-in", 0)) == (2, 2), 40, lambda: f"it does not go on: {daemon.said()[-500:]}")
    check(daemon.ends == [75], f"it ended with {daemon.ends}")
    case.send(0, [article("expired", 3)])
    until(lambda: w.kafka.offsets("expired").get(("expired-in", 0)) == (3, 3), 30, "the article after it is not read")
    daemon.stop()
    check("producer id which is not currently assigned" in daemon.said(), f"it ended for another reason: {daemon.said()[-500:]}")
    check("aborted and tried again" not in daemon.said(), "it aborts what can only be aborted again")
    check(len(case.read("events")) == 2, "an event is lost or doubled")
    w.kafka.stop()  # the settings are not for others


def throttled(w):
    """A quota of the brokers slows the daemon down: it goes on, and log and metric say by how much."""
    case, tool = Case(w, "quota", 1), "kafka.admin.ConfigCommand" if w.kafka.version.startswith("3.") else "org.apache.kafka.tools.ConfigCommand"
    w.kafka.java(tool, "--alter", "--add-config", "producer_byte_rate=3000", "--entity-type", "clients", "--entity-name", "held-up")
    case.fill(40)
    daemon = case.daemon(kafka="client.id = held-up", extra="max-articles = 5")
    w.tally.fault()
    case.wait()
    until(lambda: metric(daemon, "dragoman_throttled_seconds_total") > 0.1, 20, "the metric says nothing of the quota")
    check("slows us down by" in daemon.said() and "(a quota)" in daemon.said(), f"the log says nothing of the quota: {daemon.said()[-600:]}")
    daemon.stop()
    case.audit()


def wrong_clock(w):
    """This machine's clock is two hours ahead, and topics take no such record: no article is blamed for it, and all are answered as soon
    as the clock is right."""
    kafka, ahead = w.kafka, os.path.join(w.folder, "ahead")
    kafka.topics("clock-in:1", "clock-events:3", "clock-dead:1")
    kafka.topic("clock-extractions", 3, message_timestamp_after_max_ms=HOUR)  # the default of 4.x
    case = Case(w, "clock", 1, make=False)
    case.fill(12)
    with open(ahead, "w", encoding="ascii"):
        daemon = case.daemon(clock=ahead, keep=True)
    until(lambda: page(daemon, "/readyz")[0] == 503 and "cannot publish: Broker: Invalid timestamp" in page(daemon, "/readyz")[1], 30,
          lambda: f"/readyz says {page(daemon, '/readyz')}")
    os.unlink(ahead)
    w.tally.fault()
    case.wait()
    daemon.stop()
    check(not case.read("dead"), "an article is blamed for the clock")
    case.audit()
