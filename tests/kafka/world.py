# SPDX-License-Identifier: Apache-2.0
"""A real Apache Kafka, the real dragomand, and an independent reader (kcat, read_committed) that audits what came out."""
import collections
import json
import os
import re
import signal
import subprocess
import time

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "../.."))
BUILD = os.path.join(ROOT, os.environ.get("BUILD", "build/dev"))
Message = collections.namedtuple("Message", "partition offset time key value headers")


class Failed(Exception):
    """A test that did not hold; the text says why."""


def check(holds, why):
    if not holds:
        raise Failed(why)


def until(condition, seconds, what):
    """Asks again and again, until the answer is true; the time is a limit, not a wait."""
    end = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > end:
            raise Failed(f"after {seconds} s: {what}")
        time.sleep(0.1)


def stop(process, how=signal.SIGTERM, seconds=40):
    if process.poll() is None:
        process.send_signal(how)
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise Failed(f"process did not end within {seconds} s of signal {how}") from None


class Broker:
    """One node on loopback, started by deploy/kafka-broker. A restart keeps data and port."""

    def __init__(self, folder):
        self.folder, self.process, self.port = folder, None, None
        self.start()

    def start(self):
        address = os.path.join(self.folder, "address")
        if os.path.exists(address):
            os.unlink(address)
        arguments = [os.path.join(ROOT, "deploy/kafka-broker"), self.folder] + ([self.port] if self.port else [])
        with open(self.folder + ".log", "ab") as log:
            self.process = subprocess.Popen(arguments, stdout=log, stderr=log, start_new_session=True)
        until(lambda: os.path.exists(address) or self.process.poll() is not None, 120, "the broker does not answer")
        check(self.process.poll() is None, "the broker ended: " + self.last_lines())
        with open(address, encoding="ascii") as f:
            self.address = f.read().strip()
        self.port = self.address.split(":")[1]

    def last_lines(self):
        with open(self.folder + ".log", encoding="utf-8", errors="replace") as f:
            return " ".join(f.read().split("\n")[-6:]).strip()

    def stop(self):
        stop(self.process)

    def java(self, tool, *arguments):
        """One of Kafka's own command-line tools."""
        cache = os.environ.get("DRAGOMAN_CACHE") or os.path.join(
            os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "dragoman")
        version = os.environ.get("KAFKA_VERSION", "3.9.1")
        quiet = os.path.join(self.folder, "quiet.properties")
        with open(quiet, "w", encoding="ascii") as f:
            f.write("log4j.rootLogger=OFF\n")
        command = ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", f"-Dlog4j.configuration=file:{quiet}", "-cp",
                   os.path.join(cache, f"kafka-{version}", "lib", "*"), tool, "--bootstrap-server", self.address]
        done = subprocess.run(command + list(arguments), capture_output=True, text=True, timeout=60, check=False)
        check(done.returncode == 0, f"{tool} {arguments}: {done.stdout}{done.stderr}")
        return done.stdout

    def topic(self, name, partitions, **settings):
        extra = []
        for key, value in settings.items():
            extra += ["--config", f"{key.replace('_', '.')}={value}"]
        if extra:
            self.java("org.apache.kafka.tools.TopicCommand", "--create", "--topic", name, "--partitions", str(partitions), *extra)
            return
        subprocess.run([os.path.join(BUILD, "bin/dragoman-demo"), "topics", "--brokers", self.address, f"{name}:{partitions}"],
                       check=True, timeout=60, env=sanitizers())

    def offsets(self, group):
        """What an operator sees: {(topic, partition): (committed, end)}; committed None where there is none."""
        text = self.java("org.apache.kafka.tools.consumer.group.ConsumerGroupCommand", "--describe", "--group", group)
        rows = {}
        for line in text.split("\n"):
            cells = line.split()
            if len(cells) > 4 and cells[0] == group:
                rows[(cells[1], int(cells[2]))] = (None if cells[3] == "-" else int(cells[3]), int(cells[4]))
        return rows

    def send(self, topic, partition, values, *, key=None, headers=(), settings=()):
        """Values are bytes without line ends (kcat reads lines); `key` for all of them. [b""] is a tombstone."""
        command = ["kcat", "-b", self.address, "-P", "-q", "-t", topic, "-p", str(partition), "-Z", "-X", "message.max.bytes=20000000"]
        tombstone = values == [b""]  # kcat sends no message for an empty file
        command += ["-K", "|"] if tombstone else ["-k", key] if key else []
        for name, value in headers:
            command += ["-H", f"{name}={value}"]
        for setting in settings:
            command += ["-X", setting]
        if tombstone:
            done = subprocess.run(command, input=f"{key}|\n".encode(), capture_output=True, timeout=60, check=False)
        elif len(values) == 1:  # a file is one message, whatever stands in it
            path = os.path.join(self.folder, "message")
            with open(path, "wb") as f:
                f.write(values[0])
            done = subprocess.run(command + [path], capture_output=True, timeout=60, check=False)
        else:
            done = subprocess.run(command, input=b"\n".join(values) + b"\n", capture_output=True, timeout=60, check=False)
        check(done.returncode == 0, f"kcat could not send: {done.stderr.decode()}")

    def read(self, topic):
        """Everything committed in a topic."""
        command = ["kcat", "-b", self.address, "-C", "-e", "-q", "-t", topic, "-o", "beginning", "-X", "isolation.level=read_committed",
                   "-X", "fetch.wait.max.ms=20", "-X", "check.crcs=true", "-f", "%p %o %T %K %S %h\n%k%s"]
        done = subprocess.run(command, capture_output=True, timeout=60, check=False)
        if b"Unknown topic" in done.stderr:  # just made: the broker does not know it yet
            return []
        check(done.returncode == 0, f"kcat could not read {topic}: {done.stderr.decode()}")
        messages, at, data = [], 0, done.stdout
        while at < len(data):
            end = data.index(b"\n", at)
            cells = data[at:end].split(b" ", 5)
            partition, offset, when, key_size, size = (int(c) for c in cells[:5])
            at = end + 1
            key = data[at:at + key_size] if key_size >= 0 else None
            at += max(key_size, 0)
            value = data[at:at + size] if size >= 0 else None
            at += max(size, 0)
            messages.append(Message(partition, offset, when, key, value, headers_of(cells[5] if len(cells) > 5 else b"")))
        return messages


def headers_of(text):
    """kcat prints name=value,name=value; a value may hold commas, but never a comma and one of our names."""
    names = rb"(?:ce_[a-z]+|content-type|trace[a-z]+|dragoman-[a-z0-9-]+|x-[a-z]+)"
    found = re.split(rb"(?:^|,)(?=" + names + rb"=)", text)
    return {h.split(b"=", 1)[0].decode(): h.split(b"=", 1)[1] for h in found if b"=" in h}


class Daemon:
    """dragomand with topics and a group of its own scenario."""

    running = []  # what a scenario that fails leaves behind

    def __init__(self, broker, folder, name, *, topics=None, extra="", kafka="", consumer="", producer=""):
        self.broker, self.name, self.starts = broker, name, 0
        self.log = os.path.join(folder, f"{name}.log")
        self.config = os.path.join(folder, f"{name}.conf")
        base = name.split("+")[0]
        self.group = base
        with open(self.config, "w", encoding="utf-8") as f:
            f.write(f"""[input]
topics = {topics or base + '-in'}
group = {base}
[output]
events = {base}-events
extractions = {base}-extractions
dead-letters = {base}-dead
{extra}
[kafka]
bootstrap.servers = {broker.address}
topic.metadata.refresh.interval.ms = 1000
reconnect.backoff.max.ms = 500
{kafka}
[consumer]
fetch.wait.max.ms = 20
session.timeout.ms = 6000
heartbeat.interval.ms = 300
{consumer}
[producer]
linger.ms = 5
{producer}
""")
        self.process = None
        self.start()

    def start(self):
        self.starts += 1
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([os.path.join(BUILD, "bin/dragomand"), "--config", self.config], stdout=log,
                                            stderr=log, env=dict(sanitizers(), DRAGOMAN_INSTANCE=self.name),
                                            start_new_session=True)
        Daemon.running.append(self.process)

    @staticmethod
    def end_all():
        for process in Daemon.running:
            if process.poll() is None:
                process.kill()
                process.wait()
        Daemon.running.clear()

    def kill(self):
        stop(self.process, signal.SIGKILL)

    def stop(self):
        status = stop(self.process)
        check(status == 0, f"dragomand ended with {status}: {self.said()[-600:]}")

    def said(self):
        with open(self.log, encoding="utf-8", errors="replace") as f:
            return f.read()


def sanitizers():
    """librdkafka is not instrumented: what it does between its own threads is not ours to judge."""
    settings = dict(os.environ)
    suppressions = os.path.join(ROOT, "tests/tsan/suppressions.txt")
    settings["TSAN_OPTIONS"] = f"suppressions={suppressions} exitcode=66"
    return settings


PLACES = ["France", "Germany", "Japan", "Kenya", "Brazil", "Norway", "Egypt", "India", "Canada", "Turkey"]


def article(name, i):
    """Our own words. Every third tells a meeting, every third a condemnation, every third nothing that is coded."""
    a, b = PLACES[i % 10], PLACES[(i + 1 + i // 10 % 8) % 10]
    text = [f"The foreign minister of {a} met the foreign minister of {b} on Monday. The talks about trade lasted two hours.",
            f"The president of {a} condemned {b} on Tuesday. The government of {b} rejected the accusation.",
            f"Put two cups of flour number {i} into a bowl and stir until the dough is smooth and soft."][i % 3]
    return json.dumps({"id": f"{name}-{i}", "text": text, "published": "2025-10-22", "language": "en"}).encode()


def source_of(message):
    h = message.headers
    return h["dragoman-topic"].decode(), int(h["dragoman-partition"]), int(h["dragoman-offset"])


def answers(broker, base):
    """How often each article was answered: {(topic, partition, offset): [messages]}, extractions and dead letters."""
    found = collections.defaultdict(list)
    for topic in (f"{base}-extractions", f"{base}-dead"):
        for message in broker.read(topic):
            found[source_of(message)].append(message)
    return found


def wait_for_answers(broker, base, expected, seconds=60):
    return until(lambda: (lambda a: a if len(a) >= expected else None)(answers(broker, base)), seconds,
                 f"not all of {expected} articles were answered ({len(answers(broker, base))} were)")


def audit(found, topic, counts, *, doubles=False):
    """Lost, doubled: every offset of every partition is answered, once where `doubles` are no part of the promise."""
    expected = {(topic, p, o) for p, n in counts.items() for o in range(n)}
    missing = expected - set(found)
    check(not missing, f"{len(missing)} articles lost, the first: {sorted(missing)[:3]}")
    check(set(found) == expected, f"answers to articles that were never sent: {sorted(set(found) - expected)[:3]}")
    twice = [source for source, messages in found.items() if len(messages) > 1]
    check(doubles or not twice, f"{len(twice)} articles answered more than once, the first: {sorted(twice)[:3]}")
    return len(twice)


def in_order(messages):
    """Within a partition of the output, records of one input partition stand in the order of its offsets."""
    last = {}
    for m in sorted(messages, key=lambda m: (m.partition, m.offset)):
        topic, partition, offset = source_of(m)
        where = (m.partition, topic, partition)
        check(offset >= last.get(where, -1), f"offset {offset} after {last.get(where)} in partition {m.partition} of the output")
        last[where] = offset


def jars():
    """Fetches the broker. Returns why it cannot be had, or None."""
    if subprocess.run(["sh", "-c", "command -v java && command -v kcat"], capture_output=True, check=False).returncode:
        return "there is no java, or no kcat (deploy/bootstrap --tests)"
    done = subprocess.run([os.path.join(ROOT, "deploy/kafka-broker"), "--fetch"], capture_output=True, text=True, check=False)
    lines = done.stderr.strip().split("\n")
    return None if done.returncode == 0 else lines[-1]


