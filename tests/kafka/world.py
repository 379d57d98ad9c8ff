# SPDX-License-Identifier: Apache-2.0
"""A real Apache Kafka, of one node or of three that can be killed and hung one by one; topics, articles in, records out (kcat)."""
import collections
import json
import os
import random
import re
import signal
import socket
import subprocess
import time

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "../.."))
BUILD = os.path.join(ROOT, os.environ.get("BUILD", "build/dev"))
CACHE = os.environ.get("DRAGOMAN_CACHE") or os.path.join(
    os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "dragoman")
VERSION, NEWEST = os.environ.get("KAFKA_VERSION", "3.9.1"), "4.4.0"
INTERNAL_PARTITIONS = 3  # deploy/kafka-broker
Message = collections.namedtuple("Message", "partition offset time key value headers")


def client():
    """The version of librdkafka that the daemon runs with: (2, 0, 2)."""
    done = subprocess.run([os.path.join(BUILD, "bin/dragomand"), "--version"], capture_output=True, text=True, check=True)
    return tuple(int(n) for n in re.search(r"^librdkafka ([0-9.]+)", done.stdout, re.M).group(1).split("."))


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
            raise Failed(f"after {seconds} s: {what() if callable(what) else what}")
        time.sleep(0.05)


def stop(process, how=signal.SIGTERM, seconds=40):
    if process.poll() is None:
        process.send_signal(how)
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise Failed(f"process did not end within {seconds} s of signal {how}") from None


STARTED = []  # whatever happens to us, none of it stays behind


def launch(command, **settings):
    """A process in a session of its own, so that Ctrl-C reaches this one alone and the end has an order."""
    process = subprocess.Popen(command, start_new_session=True, **settings)
    STARTED.append(process)
    return process


def end_at_once(number, _frame):
    for process in list(STARTED):
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
    os._exit(128 + number)


class Node:
    """One broker process, started by deploy/kafka-broker. A restart keeps data and port."""

    def __init__(self, folder, version, arguments, port=None):
        self.folder, self.version, self.arguments, self.port = folder, version, arguments, port
        self.address = self.process = None
        self.settings = ""  # more lines of its configuration, for the next start

    def launch(self):
        self.file = os.path.join(self.folder, "address")
        if os.path.exists(self.file):
            os.unlink(self.file)
        command = [os.path.join(ROOT, "deploy/kafka-broker"), *self.arguments, self.folder, *([self.port] if self.port else [])]
        with open(self.folder + ".log", "ab") as log:
            self.process = launch(command, stdout=log, stderr=log, env={**os.environ, "KAFKA_VERSION": self.version, "KAFKA_SETTINGS": self.settings})

    def ready(self):
        until(lambda: os.path.exists(self.file) or self.process.poll() is not None, 120, "the broker does not answer")
        check(self.process.poll() is None, "the broker ended: " + self.last_lines())
        with open(self.file, encoding="ascii") as f:
            self.address = f.read().strip()

    def last_lines(self):
        with open(self.folder + ".log", encoding="utf-8", errors="replace") as f:
            return " ".join(f.read().split("\n")[-6:]).strip()

    def signal(self, how):
        """To the broker and to the script that started it."""
        os.killpg(self.process.pid, how)
        if how == signal.SIGKILL:
            self.process.wait()

    def running(self):
        return self.process.poll() is None


class Kafka:
    """What one node and a cluster have in common: topics, offsets, articles in, records out."""

    def __init__(self, folder, nodes, version):
        self.folder, self.nodes, self.version = folder, nodes, version
        os.makedirs(folder, exist_ok=True)
        self.start()

    def start(self):
        for node in self.nodes:
            node.launch()
        for node in self.nodes:
            node.ready()
        self.address = ",".join(node.address for node in self.nodes)
        until(self.settled, 180, "the nodes do not find each other")

    def described(self, *options):
        """What a node that answers says of the cluster, or of one topic; None: none answers."""
        try:
            done = subprocess.run(["kcat", "-b", self.address, "-L", "-J", "-m", "5", *options], capture_output=True, timeout=20,
                                  check=False)
        except subprocess.TimeoutExpired:
            return None
        return json.loads(done.stdout) if done.returncode == 0 else None

    def settled(self):
        answer = self.described()
        return answer and len(answer["brokers"]) == len(self.nodes)

    def running(self):
        return all(node.running() for node in self.nodes)

    def stop(self):
        for node in self.nodes:
            if node.running():
                node.signal(signal.SIGCONT)
                node.process.terminate()
        for node in self.nodes:
            try:
                node.process.wait(40)
            except subprocess.TimeoutExpired:  # the data stays good: it is a test of ours that nodes may be killed
                node.signal(signal.SIGKILL)

    def java_command(self, tool):
        """How one of Kafka's own command-line tools is started."""
        quiet = os.path.join(self.folder, "quiet.properties")
        with open(quiet, "w", encoding="ascii") as f:
            f.write("log4j.rootLogger=OFF\n" if self.version.startswith("3.") else "rootLogger.level=OFF\n")
        return ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", f"-Dlog4j.configuration=file:{quiet}",
                f"-Dlog4j2.configurationFile={quiet}", "-cp", os.path.join(CACHE, f"kafka-{self.version}", "lib", "*"), tool]

    def java(self, tool, *arguments):
        """Runs one of them, and gives what it says."""
        done = subprocess.run([*self.java_command(tool), "--bootstrap-server", self.address, *arguments], capture_output=True, text=True,
                              timeout=60, check=False)
        check(done.returncode == 0, f"{tool} {arguments}: {done.stdout}{done.stderr}")
        return done.stdout

    def topics(self, *names):
        """NAME:PARTITIONS each; as many replicas as there are nodes."""
        subprocess.run([os.path.join(BUILD, "bin/dragoman-demo"), "topics", "--brokers", self.address, *names], check=True,
                       timeout=60, env=sanitizers(), stdout=subprocess.DEVNULL)

    def topic(self, name, partitions, **settings):
        extra = []
        for key, value in settings.items():
            extra += ["--config", f"{key.replace('_', '.')}={value}"]
        self.java("org.apache.kafka.tools.TopicCommand", "--create", "--topic", name, "--partitions", str(partitions), *extra)

    def delete_topic(self, name):
        self.java("org.apache.kafka.tools.TopicCommand", "--delete", "--topic", name)
        until(lambda: "UNKNOWN_TOPIC" in str(self.described("-t", name)) or "Unknown topic" in str(self.described("-t", name)), 20,
              f"{name} is still there")

    def offsets(self, group):
        """What an operator sees: {(topic, partition): (committed, end)}; committed None where there is none."""
        tool = "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand"
        text = until(lambda: self.java(tool, "--describe", "--group", group, "--timeout", "20000"), 60, f"nothing is said of {group}")
        rows = {}
        for line in text.split("\n"):
            cells = line.split()
            if len(cells) > 4 and cells[0] == group:
                rows[(cells[1], int(cells[2]))] = (None if cells[3] == "-" else int(cells[3]), int(cells[4]))
        return rows

    def send(self, topic, partition, values, *, key=None, headers=(), settings=()):
        """Values are bytes without line ends (kcat reads lines); `key` for all of them. [b""] is a tombstone."""
        command = ["kcat", "-b", self.address, "-P", "-q", "-t", topic, "-p", str(partition), "-Z", "-X", "message.max.bytes=20000000",
                   "-X", "enable.idempotence=true", "-X", "linger.ms=1"]
        tombstone = values == [b""]  # kcat sends no message for an empty file
        command += ["-K", "|"] if tombstone else ["-k", key] if key else []
        for name, value in headers:
            command += ["-H", f"{name}={value}"]
        for setting in settings:
            command += ["-X", setting]
        text = f"{key}|\n".encode() if tombstone else b"\n".join(values) + b"\n"
        if len(values) == 1 and not tombstone:  # a file is one message, whatever stands in it
            path = os.path.join(self.folder, f"message-{topic}")
            with open(path, "wb") as f:
                f.write(values[0])
            command, text = command + [path], b""
        for _ in range(3):  # kcat gives up where a node goes away; what it has sent before is then there twice, as two inputs
            done = subprocess.run(command, input=text, capture_output=True, timeout=60, check=False)
            if done.returncode == 0:
                return
        raise Failed(f"kcat could not send: {done.stderr.decode()}")

    def read(self, topic, isolation="read_committed"):
        """Everything committed in a topic."""
        command = ["kcat", "-b", self.address, "-C", "-e", "-q", "-E", "-t", topic, "-o", "beginning", "-X",
                   f"isolation.level={isolation}", "-X", "fetch.wait.max.ms=20", "-X", "check.crcs=true", "-f", "%p %o %T %K %S %h\n%k%s"]
        done = subprocess.run(command, capture_output=True, timeout=120, check=False)
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


class Broker(Kafka):
    """One node, with its encrypted listeners."""

    def __init__(self, folder, version=VERSION):
        super().__init__(folder, [Node(os.path.join(folder, "node"), version, ["--secure"])], version)

    def start(self):
        super().start()
        self.nodes[0].port = self.address.split(":")[1]

    def acl(self, kind, operation, *resources, user="dragoman", remove=False):
        """Allows or denies what is named to a user: kind is allow or deny, resources are the tool's own options."""
        tool = "kafka.admin.AclCommand" if self.version.startswith("3.") else "org.apache.kafka.tools.AclCommand"
        self.java(tool, *(["--remove", "--force"] if remove else ["--add"]), f"--{kind}-principal", f"User:{user}", "--operation", operation,
                  *resources)

    def client_settings(self, kind):
        """The lines of [kafka] for scram, plain or certificate."""
        with open(os.path.join(self.nodes[0].folder, "secure", kind + ".conf"), encoding="ascii") as f:
            return f.read()


class Cluster(Kafka):
    """Three nodes; every topic three times, two must have a record."""

    def __init__(self, folder, version=VERSION):
        port = free_ports(folder, 12)
        nodes = [Node(os.path.join(folder, f"node-{i}"), version, ["--node", f"{i}/3"], port) for i in (1, 2, 3)]
        super().__init__(folder, nodes, version)

    def metadata(self, topic):
        """{partition: the node that leads it (from 0)}."""
        answer = self.described("-t", topic)
        return {p["partition"]: p["leader"] - 1 for p in answer["topics"][0]["partitions"] if p["leader"] > 0} if answer else {}

    def coordinator(self, name, topic):
        """Who coordinates what is called `name`: it leads the partition of the internal topic that Java's hash chooses."""
        partitions = until(lambda: (lambda led: led if len(led) == INTERNAL_PARTITIONS else None)(self.metadata(topic)), 30,
                           f"nobody leads {topic}")
        code = 0
        for character in name:
            code = (31 * code + ord(character)) & 0xffffffff
        code = code if code < 1 << 31 else (1 << 32) - code
        return partitions[code % len(partitions)]

    def coordinator_of_transactions(self, transactional_id):
        return self.coordinator(transactional_id, "__transaction_state")

    def coordinator_of_group(self, group):
        return self.coordinator(group, "__consumer_offsets")

    def kill(self, i):
        self.nodes[i].signal(signal.SIGKILL)

    def hang(self, i):
        self.nodes[i].signal(signal.SIGSTOP)

    def go_on(self, i):
        self.nodes[i].signal(signal.SIGCONT)

    def restart(self, i):
        self.nodes[i].launch()
        self.nodes[i].ready()

    def in_sync(self, topic):
        """All replicas of the topic follow: the next node may go."""
        answer = self.described("-t", topic)
        return answer and all(len(p["isrs"]) == len(self.nodes) and p["leader"] > 0 for p in answer["topics"][0]["partitions"])


def free_ports(folder, n):
    """The first of n ports in a row that nobody listens on; the folder remembers it for the next start."""
    file = os.path.join(folder, "port")
    os.makedirs(folder, exist_ok=True)
    while not os.path.exists(file):
        first, sockets = random.randrange(20000, 32000), []
        try:
            for port in range(first, first + n):
                sockets.append(socket.create_server(("127.0.0.1", port)))
            with open(file, "w", encoding="ascii") as f:
                f.write(str(first))
        except OSError:
            pass  # taken; others are tried
        finally:
            for s in sockets:
                s.close()
    with open(file, encoding="ascii") as f:
        return f.read()


def headers_of(text):
    """kcat prints name=value,name=value; a value may hold commas, but never a comma and one of our names."""
    names = rb"(?:ce_[a-z]+|content-type|trace[a-z]+|dragoman-[a-z0-9-]+|x-[a-z]+)"
    found = re.split(rb"(?:^|,)(?=" + names + rb"=)", text)
    return {h.split(b"=", 1)[0].decode(): h.split(b"=", 1)[1] for h in found if b"=" in h}


def source_of(message):
    h = message.headers
    return h["dragoman-topic"].decode(), int(h["dragoman-partition"]), int(h["dragoman-offset"])


class Feed:
    """A producer that stays: messages of any time, transactions that stay open (feed.c)."""

    def __init__(self, kafka, topic, partition=0, transactional_id=None):
        command = [os.path.join(BUILD, "tests/kafka-feed"), kafka.address, topic, str(partition)]
        self.process = launch(command + ([transactional_id] if transactional_id else []), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              text=True, env=sanitizers())

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def do(self, line):
        said = self.ask(line)
        check(said == "ok", f"{line[:20]}: {said}")

    def send(self, value, ms="-"):
        self.do(f"{ms} {value.decode()}")

    def end(self):
        self.process.stdin.close()
        self.process.wait(30)


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


def jars(version):
    """Fetches the broker. Returns why it cannot be had, or None."""
    if subprocess.run(["sh", "-c", "command -v java && command -v kcat && command -v openssl"], capture_output=True,
                      check=False).returncode:
        return "there is no java, no kcat or no openssl (deploy/bootstrap --tests)"
    done = subprocess.run([os.path.join(ROOT, "deploy/kafka-broker"), "--fetch"], capture_output=True, text=True, check=False,
                          env={**os.environ, "KAFKA_VERSION": version})
    lines = done.stderr.strip().split("\n")
    return None if done.returncode == 0 else lines[-1]
