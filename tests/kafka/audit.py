# SPDX-License-Identifier: Apache-2.0
"""The auditor, which knows nothing of the daemon: it reads what is committed and asks, by the headers that name the input, whether
each article was answered once, with the events that its answer lists, in the order of its partition."""
import collections
import json
import os
import re
import subprocess
import threading
import time

from member import DELIVERY, Daemon
from world import Failed, Feed, article, check, launch, source_of, until

MAY_END = {-9, 69, 75}  # killed by us, another of its name, a failure that a restart heals
Result = collections.namedtuple("Result", "articles events lost doubled disordered")


class Tally:
    """What the scenarios of a run have done and found, together."""

    def __init__(self):
        self.lock = threading.Lock()
        self.articles = self.events = self.faults = self.lost = self.doubled = self.disordered = 0

    def fault(self, n=1):
        with self.lock:
            self.faults += n

    def add(self, result):
        with self.lock:
            self.articles += result.articles
            self.events += result.events
            self.lost += result.lost
            self.doubled += result.doubled
            self.disordered += result.disordered

    def line(self):
        return (f"{self.faults} faults, {self.articles} articles, {self.events} events: {self.lost} lost, {self.doubled} doubled, "
                f"{self.disordered} out of order")


def disorder(messages):
    """How many records stand behind a later one of their input partition, within a partition of the output."""
    last, wrong = {}, 0
    for m in sorted(messages, key=lambda m: (m.partition, m.offset)):
        topic, partition, offset = source_of(m)
        where = (m.partition, topic, partition)
        wrong += offset < last.get(where, -1)
        last[where] = offset
    return wrong


def audit(extractions, dead, events, expected):
    """`expected`: the set of (topic, partition, offset) that was sent."""
    answers = collections.defaultdict(list)
    for message in extractions + dead:
        answers[source_of(message)].append(message)
    strange = set(answers) - expected
    check(not strange, f"answers to articles that were never sent: {sorted(strange)[:3]}")
    lost = len(expected - set(answers))
    doubled = sum(len(messages) - 1 for messages in answers.values())
    listed = collections.Counter()
    for message in extractions:
        value = json.loads(message.value) if message.value else {"events": []}
        listed.update((source_of(message), event["id"]) for event in value["events"])
    told = collections.Counter((source_of(m), json.loads(m.value)["id"]) for m in events)
    lost += len(listed.keys() - told.keys())  # an answer whose events are not there
    doubled += sum((told - listed).values()) + sum(n - 1 for n in listed.values() if n > 1)
    return Result(len(answers), len(events), lost, doubled, disorder(extractions) + disorder(dead) + disorder(events))


class Follower:
    """Reads along what is committed in a topic and remembers which articles it answers: cheap to ask again and again."""

    def __init__(self, kafka, topic):
        self.kafka, self.topic, self.seen, self.ended = kafka, topic, set(), False
        threading.Thread(target=self.follow, daemon=True).start()

    def follow(self):
        pattern = re.compile(rb"dragoman-topic=([^,\n]*),dragoman-partition=(\d+),dragoman-offset=(\d+)")
        while not self.ended:  # kcat may end where brokers do: it begins again, and a set takes no article twice
            command = ["kcat", "-b", self.kafka.address, "-C", "-q", "-E", "-u", "-t", self.topic, "-o", "beginning", "-X",
                       "isolation.level=read_committed", "-X", "topic.metadata.refresh.interval.ms=2000", "-f", "%h\n"]
            self.process = launch(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            for line in self.process.stdout:
                found = pattern.search(line)
                if found:
                    self.seen.add((found.group(1).decode(), int(found.group(2)), int(found.group(3))))
            self.process.wait()

    def end(self):
        self.ended = True
        self.process.kill()


class World:
    """What one scenario works with."""

    def __init__(self, kafka, folder, tally):
        self.kafka, self.folder, self.tally, self.daemons, self.followers, self.feeds = kafka, folder, tally, [], [], []
        os.makedirs(folder, exist_ok=True)

    def end(self):
        for daemon in self.daemons:
            daemon.end()
        for follower in self.followers:
            follower.end()
        for feed in self.feeds:
            feed.process.kill()

    def feed(self, topic, partition=0, transactional_id=None):
        self.feeds.append(Feed(self.kafka, topic, partition, transactional_id))
        return self.feeds[-1]


class Case:
    """Topics, a group, what was sent, what came out."""

    def __init__(self, world, base, partitions=2, *, make=True):
        self.world, self.base, self.sent = world, base, {p: 0 for p in range(partitions)}
        if make:
            world.kafka.topics(f"{base}-in:{partitions}", f"{base}-events:3", f"{base}-extractions:3", f"{base}-dead:1")
        self.followers = [Follower(world.kafka, f"{base}-extractions"), Follower(world.kafka, f"{base}-dead")]
        world.followers += self.followers

    def daemon(self, member="", **settings):
        return Daemon(self.world, self.base, member, **settings)

    def fill(self, n, partitions=None):
        """n more articles in each partition."""
        for p in partitions or sorted(self.sent):
            start = self.sent.setdefault(p, 0)
            self.send(p, [article(f"{self.base}-{p}", i) for i in range(start, start + n)], key=f"outlet-{p}")

    def send(self, partition, values, **settings):
        self.world.kafka.send(f"{self.base}-in", partition, values, **settings)
        self.sent[partition] = self.sent.setdefault(partition, 0) + len(values)

    def answered(self):
        return len(set().union(*(f.seen for f in self.followers)))

    def wait(self, n=None, seconds=60):
        """Until n articles are answered; all, if it is not said."""
        n = sum(self.sent.values()) if n is None else n
        until(lambda: self.answered() >= n, seconds, lambda: f"not all of {n} articles were answered ({self.answered()} were)")

    def more(self, seconds=40):
        """Until something is answered that was not yet, if anything is left."""
        self.wait(min(self.answered() + 1, sum(self.sent.values())), seconds)

    def read(self, what):
        return self.world.kafka.read(f"{self.base}-{what}")

    def audit(self, doubles=False, expected=None):
        """Counts, and fails where delivery broke its word; `doubles`: even exactly once does not exclude them here; `expected`: what is
        to be answered where the topic does not hold all of it any more."""
        for daemon in self.world.daemons:
            check(set(daemon.ends) <= MAY_END or daemon.may_crash, f"{daemon.name} ended with {daemon.ends}: {daemon.said()[-600:]}")
        topic = f"{self.base}-in"
        if expected is None:
            expected = {(topic, m.partition, m.offset) for m in self.read("in")}
            check(len(expected) >= sum(self.sent.values()), f"only {len(expected)} articles stand in {topic}")
        end = time.monotonic() + 30
        while True:
            result = audit(self.read("extractions"), self.read("dead"), self.read("events"), expected)
            # a node that has just come back may show less than there is; what is lost stays lost
            if not result.lost or time.monotonic() > end:
                break
            time.sleep(0.5)
        if DELIVERY == "at-least-once" or doubles:  # not promised, so not counted against it
            result = result._replace(doubled=0, disordered=0)
        self.world.tally.add(result)
        if result.lost or result.doubled or result.disordered:
            raise Failed(f"{result.lost} lost, {result.doubled} doubled, {result.disordered} out of order of {result.articles} articles")
        return result

    def at_the_end(self):
        """The group has committed the end of every partition."""
        offsets = until(lambda: self.world.kafka.offsets(self.base), 30, "the group has no offsets")
        late = {k: v for k, v in offsets.items() if v[0] != v[1]}
        check(not late, f"after a graceful end the group is not at the end: {late}")
