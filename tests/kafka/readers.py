# SPDX-License-Identifier: Apache-2.0
"""Who reads our output: each example of docs/consumers.md, as it stands there, against a topic with aborted transactions in it."""
import concurrent.futures
import glob
import json
import os
import re
import shlex
import shutil
import subprocess
import threading
import time
import venv

from audit import Case
from kills import SHORT, STATIC
from world import CACHE, ROOT, check, launch

PYTHON = ["kafka-python==3.0.12", "aiokafka[lz4]==0.14.0", "confluent-kafka==2.16.1", "lz4==4.4.5"]
DEBIAN = ["python3-kafka", "python3-lz4"]  # the first reads our compression only with the second, and does not ask for it
NODE = ["kafkajs@2.2.4", "lz4js@0.2.0"]
CLASSES = {"kafka-console-consumer.sh": "org.apache.kafka.tools.consumer.ConsoleConsumer",
           "kafka-console-share-consumer.sh": "org.apache.kafka.tools.consumer.ConsoleShareConsumer",
           "kafka-configs.sh": "org.apache.kafka.tools.ConfigCommand"}
UNFIT = """
from kafka import KafkaConsumer
for m in KafkaConsumer("events", bootstrap_servers="localhost:9092", auto_offset_reset="earliest", consumer_timeout_ms=6000):
    print(m.offset)
"""


def example(heading):
    """The first block of code under a heading of docs/consumers.md."""
    with open(os.path.join(ROOT, "docs/consumers.md"), encoding="utf-8") as f:
        found = re.search(rf"^## {re.escape(heading)}\n(?:(?!^## |^```)[^\n]*\n)*^```[a-z]+\n(.*?)^```$", f.read(), re.M | re.S)
    check(found, f"docs/consumers.md has no example under {heading}")
    return found.group(1)


class Output:
    """Events of a daemon that was killed in open transactions: what is committed, and what stands there besides."""

    def __init__(self, w, base):
        self.w, self.kafka, self.topic = w, w.kafka, f"{base}-events"
        case = Case(w, base, 1, make=False)
        w.kafka.topics(f"{base}-in:1", f"{base}-events:1", f"{base}-extractions:1", f"{base}-dead:1")
        case.fill(90)
        daemon = case.daemon(extra=STATIC, producer=SHORT, keep=True, faults=["commit:before:2"] * 3)
        case.wait()
        daemon.stop()
        case.audit()
        self.committed = sorted(json.loads(m.value)["id"] for m in case.read("events"))
        self.all = len(w.kafka.read(self.topic, "read_uncommitted"))
        w.tally.fault(3)
        check(self.all > len(self.committed), "no aborted record stands in the output: there is nothing to show")

    def fitted(self, text, group):
        """An example with our broker, topic and group in it."""
        text = text.replace("localhost:9092", self.kafka.address).replace("coders", group)
        return re.sub(r"(?<=[\" ])events(?=[\" \n])", self.topic, text)

    def lines(self, command, text, n, environment=None, seconds=90):
        """What a reader prints, up to n lines and whatever follows at once; it may go on for ever."""
        lines, done = [], threading.Event()
        process = launch(command + [text], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **(environment or {})})
        errors = []

        def collect():
            for line in process.stdout:
                lines.append(line.rstrip("\n"))
            done.set()

        threading.Thread(target=collect, daemon=True).start()
        threading.Thread(target=lambda: errors.append(process.stderr.read()), daemon=True).start()
        end = time.monotonic() + seconds
        while len(lines) < n and not done.is_set() and time.monotonic() < end:
            time.sleep(0.1)
        if not done.is_set():
            done.wait(2)  # what comes too often comes now
        if process.poll() is None:
            os.killpg(process.pid, 9)
        process.wait()
        check(len(lines) >= n, f"{command[0]} shows {len(lines)} of {n} records: {''.join(errors)[-400:]}")
        return lines

    def committed_once(self, name, command, text, **settings):
        """With the settings of the example it shows every committed event once and nothing else."""
        lines = self.lines(command, self.fitted(text, f"{self.topic}-{name}"), len(self.committed), **settings)
        ids = sorted(json.loads(line)["id"] if line.startswith("{") else line.split()[-1] for line in lines)
        check(ids == self.committed, f"{name} shows {len(ids)} events, {len(self.committed)} are committed")

    def more_without(self, name, command, text, setting, **settings):
        """Without that setting it shows what was aborted as well: the row in the table is true."""
        check(setting in text, f"{name}: the example does not say {setting}")
        lines = self.lines(command, self.fitted(text.replace(setting, ""), f"{self.topic}-{name}-more"), self.all, **settings)
        check(len(lines) == self.all, f"{name} shows {len(lines)} of {self.all} records that are there")


def tools(w):
    """Kafka's own commands, by the names that its archive gives them; the path to them."""
    folder = os.path.join(w.folder, "bin")
    os.makedirs(folder, exist_ok=True)
    for name, main in CLASSES.items():
        path = os.path.join(folder, name)
        with open(path, "w", encoding="ascii") as f:
            f.write(f'#!/bin/sh\nexec {shlex.join(w.kafka.java_command(main))} "$@"\n')
        os.chmod(path, 0o755)
    return {"PATH": folder + ":" + os.environ["PATH"]}


def readers(w):
    """kcat and Kafka's own console consumer."""
    out, path, shell = Output(w, "readers"), tools(w), ["bash", "-c"]
    console = example("On the command line: Kafka's own")
    out.committed_once("kcat", shell, example("On the command line: kcat and jq"))
    out.committed_once("java", shell, console, environment=path)
    out.more_without("java", shell, console, "--isolation-level read_committed", environment=path)


def installed(name, packages, install):
    """Fetches packages into a folder of the cache once. None: they cannot be had here, and a line says so."""
    folder = os.path.join(CACHE, name)
    mark = os.path.join(folder, "-".join(re.findall(r"[a-z0-9.]+", " ".join(packages))))
    if os.path.exists(mark):
        return folder
    try:
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        install(folder)
        open(mark, "w", encoding="ascii").close()
        return folder
    except (OSError, subprocess.SubprocessError) as why:
        print(f"skip {name} - {' '.join(packages)} cannot be installed: {str(why)[:80]}", flush=True)
        return None


def by_pip(folder):
    venv.create(folder, with_pip=True)
    subprocess.run([os.path.join(folder, "bin/python"), "-m", "pip", "install", "-q", *PYTHON], check=True, capture_output=True, timeout=300)


def by_npm(folder):
    subprocess.run(["npm", "install", "--silent", "--prefix", folder, *NODE], check=True, capture_output=True, timeout=300)


def by_apt(folder):
    """Debian's packages, unpacked and not installed: it is the unfit reader."""
    subprocess.run(["apt-get", "download", "-q", *DEBIAN], cwd=folder, check=True, capture_output=True, timeout=300)
    for package in glob.glob(os.path.join(folder, "*.deb")):
        subprocess.run(["dpkg", "-x", package, folder], check=True)


def python_readers(out):
    folder = installed("kafka-readers-python", PYTHON, by_pip)
    if not folder:
        return
    python = [os.path.join(folder, "bin/python"), "-uc"]
    setting = 'isolation_level="read_committed", '
    out.committed_once("confluent-kafka", python, example("In Python: confluent-kafka"))
    for name in ("kafka-python", "aiokafka"):
        text = example(f"In Python: {name}")
        out.committed_once(name, python, text)
        out.more_without(name, python, text, setting)


def node_reader(out):
    folder = installed("kafka-readers-node", NODE, by_npm)
    if not folder:
        return
    out.committed_once("kafkajs", ["node", "-e"], example("In JavaScript: kafkajs"), environment={
        "NODE_PATH": os.path.join(folder, "node_modules"), "KAFKAJS_NO_PARTITIONER_WARNING": "1"})


def share_group(out, path):
    if not out.kafka.version.startswith("4"):
        return
    settings, reader = re.split(r"^(?=kafka-console)", example("As a share group"), flags=re.M)
    isolation, shell, environment = "share.isolation.level=read_committed,", ["bash", "-c"], {**os.environ, **path}
    for text in (out.fitted(settings, f"{out.topic}-share"), out.fitted(settings.replace(isolation, ""), f"{out.topic}-share-more")):
        subprocess.run([*shell, text], env=environment, check=True, capture_output=True, timeout=60)
    check(isolation in settings, f"the example does not say {isolation}")
    out.committed_once("share", shell, reader, environment=path)
    out.more_without("share", shell, reader, "", environment=path)


def unfit_reader(out):
    """What Debian's package shows: every record and, beyond them, the markers. Kafka 4 does not speak with it any more."""
    if out.kafka.version.startswith("4"):
        return
    folder = installed("kafka-readers-debian", DEBIAN, by_apt)
    if not folder:
        return
    lines = out.lines(["/usr/bin/python3", "-uc"], out.fitted(UNFIT, "none"), out.all + 3, environment={
        "PYTHONPATH": os.path.join(folder, "usr/lib/python3/dist-packages")})
    check(len(lines) > out.all, f"{DEBIAN[0]} shows {len(lines)} records of {out.all}: it has learnt what a marker is")


def more_readers(w):
    """Those that have to be fetched: Python's three, JavaScript's, share groups where there are some, and Debian's unfit one."""
    out, path = Output(w, "more-readers"), tools(w)
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(python_readers, out), pool.submit(node_reader, out), pool.submit(share_group, out, path),
                     pool.submit(unfit_reader, out)]:
            done.result()
