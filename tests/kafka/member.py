# SPDX-License-Identifier: Apache-2.0
"""dragomand under test: a process that a scenario starts, kills, stops and lets go on, restarted as its systemd unit would."""
import os
import re
import signal
import threading
import time

from world import BUILD, ROOT, check, launch, sanitizers, stop, until

DELIVERY = os.environ.get("DELIVERY", "exactly-once")


def left_alone():
    """Exit statuses on which the unit does not restart the daemon."""
    with open(os.path.join(ROOT, "systemd/dragomand.service"), encoding="utf-8") as f:
        line = re.search(r"^RestartPreventExitStatus=(.*)$", f.read(), re.M).group(1)
    return {0} | {int(word) for word in line.split()}


class Daemon:
    """With topics and a group of its own scenario. `faults` are FAULT_AT of the first starts (fault.c), one each. With `keep`
    it is started again when it ends, as systemd does."""

    def __init__(self, world, base, member="", *, topics=None, extra="", kafka="", consumer="", producer="", instance=None,
                 faults=(), keep=False, extractions=None, clock=None, session=3000, program="bin/dragomand"):
        self.name = base + ("-" + member if member else "")
        self.log = os.path.join(world.folder, f"{self.name}.log")
        self.state = os.path.join(world.folder, f"{self.name}.state")
        os.makedirs(self.state, exist_ok=True)
        self.program, self.may_crash = os.path.join(BUILD, program), "poison" in program
        self.config = os.path.join(world.folder, f"{self.name}.conf")
        self.group, self.instance = base, instance or member or "only"
        self.transactional_id = f"dragomand-{self.group}-{self.instance}"
        self.faults, self.keep, self.ends, self.closing, self.clock = list(faults), keep, [], False, clock
        kafka = kafka if "bootstrap.servers" in kafka else f"bootstrap.servers = {world.kafka.address}\n{kafka}"
        with open(self.config, "w", encoding="utf-8") as f:
            f.write(f"""[input]
topics = {topics or base + '-in'}
group = {base}
[output]
events = {base}-events
extractions = {base + "-extractions" if extractions is None else extractions}
dead-letters = {base}-dead
[flow]
delivery = {DELIVERY}
instance = {self.instance}
commit-interval = 50ms
{extra}
[kafka]
topic.metadata.refresh.interval.ms = 1000
reconnect.backoff.max.ms = 500
{kafka}
[consumer]
fetch.wait.max.ms = 20
session.timeout.ms = {session}
heartbeat.interval.ms = 300
{consumer}
[producer]
linger.ms = 5
{producer}
""")
        world.daemons.append(self)
        self.start()

    def start(self):
        self.closing = False
        environment = {**sanitizers(), "STATE_DIRECTORY": self.state}
        if self.faults:
            environment["FAULT_AT"] = self.faults.pop(0)
        if self.clock:
            environment["FAULT_CLOCK"] = self.clock
        if "FAULT_AT" in environment or self.clock:
            environment["LD_PRELOAD"] = os.path.join(BUILD, "tests/kafka-fault.so")
            environment["ASAN_OPTIONS"] = "verify_asan_link_order=0:" + environment.get("ASAN_OPTIONS", "")
        with open(self.log, "ab") as log:
            self.process = launch([self.program, "--config", self.config], stdout=log, stderr=log, env=environment)
        if self.keep:
            threading.Thread(target=self.look_after, args=(self.process,), daemon=True).start()

    def look_after(self, process):
        began = time.monotonic()
        status = process.wait()
        if self.closing:
            return
        if time.monotonic() - began < 0.5:  # a storm of restarts would only load the machine
            time.sleep(0.5)
        if status not in left_alone() and len(self.ends) < 200:
            self.start()
        self.ends.append(status)

    def kill(self):
        """kill -9. With `keep` the next one runs when this returns."""
        n = len(self.ends)
        self.process.kill()
        self.process.wait()
        if self.keep:
            until(lambda: len(self.ends) > n, 10, "it is not started again")

    def hung(self):
        """Its fault has stopped it."""
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as f:
            return f.read().rsplit(")", 1)[1].split()[0] == "T"

    def hang(self):
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self.process.send_signal(signal.SIGCONT)

    def listens(self):
        """It has come as far as to take SIGTERM for what it is: caught or blocked."""
        try:
            with open(f"/proc/{self.process.pid}/status", encoding="ascii") as f:
                masks = dict(line.split(":", 1) for line in f)
            return (int(masks["SigCgt"], 16) | int(masks["SigBlk"], 16)) >> (signal.SIGTERM - 1) & 1
        except (OSError, KeyError):  # ended in between
            return False

    def stop(self):
        until(lambda: self.listens() or self.process.poll() is not None, 20, "the daemon does not start")
        self.closing = True
        status = stop(self.process)
        check(status == 0, f"dragomand ended with {status}: {self.said()[-600:]}")

    def end(self):
        """However it stands, it is gone afterwards: for what a scenario that fails leaves behind."""
        self.closing = True
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def said(self):
        with open(self.log, encoding="utf-8", errors="replace") as f:
            return f.read()
