# SPDX-License-Identifier: Apache-2.0
"""What happens every day: records, dead letters, restarts, members that come and go, brokers that are not there."""
import json
import os
import subprocess
import time

from audit import Case
from world import BUILD, article, check, source_of, until


def command_says(values):
    """What `dragoman extract` makes of the same articles: {id: extraction}."""
    done = subprocess.run([os.path.join(BUILD, "bin/dragoman"), "extract", "-"], input=b"\n".join(values) + b"\n",
                          capture_output=True, timeout=120, check=False)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {e["article"]["id"]: e for e in lines}


def end_to_end(w):
    """Records as the command writes them, with the headers of the formats, the input's key, the producer's clock."""
    case, trace = Case(w, "e2e"), "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    values = [article("e2e", i) for i in range(12)]
    began = time.time() * 1000
    case.send(1, values, key="outlet", headers=[("traceparent", trace)])
    daemon = case.daemon()
    case.wait()
    case.audit()
    daemon.stop()
    expected = command_says(values)
    for m in case.read("extractions"):
        value = json.loads(m.value)
        check(value == expected[value["article"]["id"]], f"{m.key}: the extraction differs from the command's")
        check(m.key.decode() == value["article"]["id"], f"an extraction's key is {m.key}")
    events = case.read("events")
    check(len(events) == sum(len(e["events"]) for e in expected.values()) > 0, f"{len(events)} events came out")
    for m in events:
        value, h = json.loads(m.value), {k: v.decode() for k, v in m.headers.items()}
        check(m.key == b"outlet", f"an event's key is {m.key}")
        check(h["ce_id"] == value["id"] and h["ce_subject"] == value["article"]["id"], f"headers do not name the record: {h}")
        check(h["ce_specversion"] == "1.0" and h["ce_type"] == "dragoman.event.1" and h["ce_source"] == "urn:dragoman"
              and h["content-type"] == "application/json" and h["ce_time"].endswith("Z"), f"CloudEvents: {h}")
        check(h["traceparent"] == trace, f"the trace is lost: {h}")
        check(source_of(m)[:2] == ("e2e-in", 1), f"the source is {source_of(m)}")
        check(m.time >= began - 1000, "the record's time is not the producer's clock")


BAD = {
    "not-json": b"this is no JSON",
    "wrong-type": b'{"id": "w", "text": ["a", "list"]}',
    "missing-text": b'{"id": "m", "title": "A headline alone"}',
    "bad-utf8": b'{"id": "u", "text": "caf\xe9 au lait"}',
    "bad-text": b'{"id": "z", "text": "a NUL \\u0000 in the text"}',
    "empty": b'{"id": "e", "text": "   "}',
    "too-large": b'{"id": "l", "text": "' + b"a word " * 20000 + b'"}',
    "language-not-supported": json.dumps({"id": "d", "text": "Die Au\u00dfenministerin traf am Montag ihren Amtskollegen in "
                                          "Berlin. Sie sprachen \u00fcber den Handel und \u00fcber die Lage an der Grenze."}).encode(),
}


def dead_letters(w):
    """Every code comes with its article unchanged, its key and headers; nothing is blocked behind it; tombstones are passed."""
    case = Case(w, "dead", 1)
    for code, value in BAD.items():
        case.send(0, [value], key=f"key-{code}", headers=[("x-own", "kept"), ("dragoman-error", "old")])
    w.kafka.send("dead-in", 0, [b""], key="tombstone")
    w.kafka.send("dead-in", 0, [article("dead", 0)])
    daemon = case.daemon(extra="[input]\nmax-article = 100K\n")
    case.wait(len(BAD) + 1)
    dead = case.read("dead")
    letters = {m.headers["dragoman-error-code"].decode(): m for m in dead}
    check(set(letters) == set(BAD) and len(dead) == len(BAD), f"the codes are {sorted(letters)} of {len(dead)} dead letters")
    for code, m in letters.items():
        check(m.value == BAD[code], f"{code}: the article was changed")
        check(m.key == f"key-{code}".encode() and m.headers["x-own"] == b"kept", f"{code}: key or headers were lost")
        check(len(m.headers["dragoman-error"]) > 15 and m.headers["dragoman-error"] != b"old", f"{code}: {m.headers}")
        check({"dragoman-topic", "dragoman-partition", "dragoman-offset", "dragoman-timestamp", "dragoman-version"} <= set(m.headers),
              f"{code}: headers {sorted(m.headers)}")
        check(b"words" not in m.headers["dragoman-error"] or code == "empty", f"{code}: the text stands in the error")
    read = {source_of(m) for m in case.read("extractions")}
    check(("dead-in", 0, len(BAD) + 1) in read, "the article behind them was not read")
    check(("dead-in", 0, len(BAD)) not in read, "the tombstone was answered")
    daemon.stop()
    check(w.kafka.offsets("dead")[("dead-in", 0)][0] == len(BAD) + 2, "the offset does not pass the tombstone and the dead letters")
    check("caf" not in daemon.said() and "lait" not in daemon.said(), "the log holds words of an article")


def graceful(w):
    """SIGTERM under load, again and again: nothing is lost, nothing comes twice, the offsets are at the end."""
    case = Case(w, "graceful")
    case.fill(200)
    daemon = case.daemon(extra="max-articles = 40")
    for _ in range(4):
        case.more()
        daemon.stop()
        w.tally.fault()
        case.fill(10)
        daemon.start()
    case.wait()
    daemon.stop()
    case.audit()
    case.at_the_end()


def members(w):
    """A second member comes under load and goes again: partitions move, without loss, without doubles, in order."""
    case = Case(w, "members", 4)
    case.fill(200)
    first = case.daemon("first", extra="max-articles = 20")
    case.wait(10, 40)
    second = case.daemon("second", extra="max-articles = 20")
    until(lambda: "partitions are ours" in second.said() and "give" in first.said(), 40, "no partition moves to the second member")
    case.fill(60)
    second.stop()
    w.tally.fault(2)
    case.wait(seconds=90)
    first.stop()
    case.audit()


def grown(w):
    """Partitions that are added under load are read from their beginning."""
    case = Case(w, "grown", 1)
    case.fill(5)
    daemon = case.daemon()
    case.wait()
    case.fill(100)
    w.kafka.java("org.apache.kafka.tools.TopicCommand", "--alter", "--topic", "grown-in", "--partitions", "3")
    w.tally.fault()
    case.fill(5, [1, 2])  # before anybody reads them
    case.wait()
    daemon.stop()
    case.audit()


def markers(w):
    """Input from transactions: the lag that operators see reaches 0 behind their markers."""
    case = Case(w, "markers", 1)
    for i in range(3):
        w.kafka.send("markers-in", 0, [article("markers", 2 * i), article("markers", 2 * i + 1)], settings=["transactional.id=feeder-markers"])
    daemon = case.daemon()
    case.wait(6)
    until(lambda: w.kafka.offsets("markers")[("markers-in", 0)] == (9, 9), 20, "the lag does not reach 0 behind the markers")
    daemon.stop()
    check(len(case.read("extractions")) == 6, "not every article was answered once")


def large_case(w, base):
    """Three articles and, between them, one whose extraction its topic does not take."""
    w.kafka.topics(f"{base}-in:1", f"{base}-events:3", f"{base}-dead:1")
    w.kafka.topic(f"{base}-extractions", 1, max_message_bytes=5000)
    case = Case(w, base, 1, make=False)
    long = json.loads(article(base, 0))
    long["id"] = "long"
    long["text"] = " ".join(json.loads(article(base, 3 * i))["text"] for i in range(40))
    case.send(0, [article(base, 2), article(base, 5), json.dumps(long).encode(), article(base, 8)])
    return case


def too_large(w):
    """The broker refuses a batch for its size: the article that is too large is a dead letter, those beside it are not."""
    case = large_case(w, "large")
    daemon = case.daemon(producer="compression.type = none")
    case.wait()
    letters = case.read("dead")
    check([(m.headers["dragoman-error-code"], source_of(m)[2]) for m in letters] == [(b"record-too-large", 2)],
          f"dead letters: {[(source_of(m), m.headers['dragoman-error-code']) for m in letters]}")
    daemon.stop()
    case.audit()
    check(w.kafka.offsets("large")[("large-in", 0)][0] == 4, "the offset does not pass the refused record")


def broker_restart(w):
    """The broker goes away under load and comes back: nothing is lost, the daemon waits and goes on by itself."""
    case = Case(w, "away")
    case.fill(150)
    daemon = case.daemon(extra="max-articles = 20", keep=True)
    case.wait(10, 40)
    w.kafka.stop()
    w.tally.fault()
    w.kafka.start()
    case.wait(seconds=90)
    daemon.stop()
    case.audit()


def late_broker(w):
    """The daemon is there before its broker: it waits and says so; SIGTERM ends it even then."""
    case = Case(w, "late", 1)
    case.fill(3)
    w.kafka.stop()
    daemon = case.daemon()
    until(lambda: "Connection refused" in daemon.said() or "brokers are down" in daemon.said(), 20, "it does not say that it waits")
    daemon.stop()
    daemon.start()
    w.kafka.start()
    case.wait()
    daemon.stop()
    case.audit()


def pattern(w):
    """Topics by pattern, one of them made later."""
    case = Case(w, "pattern", make=False)
    w.kafka.topics("pattern-in-a:1", "pattern-events:1", "pattern-extractions:1", "pattern-dead:1")
    w.kafka.send("pattern-in-a", 0, [article("a", 0)])
    daemon = case.daemon(topics="^pattern-in-.*")
    case.wait(1)
    w.kafka.topics("pattern-in-b:1")
    w.kafka.send("pattern-in-b", 0, [article("b", 0)])
    case.wait(2)
    answered = [source_of(m)[0] for m in case.read("extractions")]
    check(sorted(answered) == ["pattern-in-a", "pattern-in-b"], f"answered: {sorted(answered)}")
    daemon.stop()


def secured(w, kind):
    """Over an encrypted listener that asks who one is."""
    case = Case(w, kind)
    case.fill(20)
    daemon = case.daemon(kafka=w.kafka.client_settings(kind))
    case.wait()
    daemon.stop()
    case.audit()
    check("only-for-tests" not in daemon.said(), "the log holds a password")


def scram(w):
    """SASL/SCRAM-SHA-256 over TLS."""
    secured(w, "scram")


def plain(w):
    """SASL/PLAIN over TLS: what is left for Kafka 4.x where librdkafka is older than 2.6.1 (it says SCRAM's nonce twice)."""
    secured(w, "plain")


def certificate(w):
    """TLS with a client certificate."""
    secured(w, "certificate")
