#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# confluent-kafka 2.12.1 (PyPI) with the librdkafka inside it: the mock cluster (test.mock.num.brokers), which tests of event pipelines
# start instead of a broker.
#
# Expected: a member of a consumer group that asks for its partitions (SyncGroup) after the group's leader has said who gets which, gets
#           its own: a Kafka broker keeps what the leader said for the whole generation.
# Seen:     the mock cluster gives partitions only to those who asked before the leader did; it refuses a later one and knows nothing
#           of its share any more. Which of them asks first is chance.
# Cost:     a group of several consumers settles at once, or joins again and again, each time after the session's time-out less a second: a
#           test of scaling out that fails now and then, the more often the busier the machine.
# Way out:  a round trip on the mock broker (rd_kafka_mock_broker_set_rtt in C, test.mock.broker.rtt), for the leader has one question
#           more to ask than the others; or a real broker.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" -q install confluent-kafka==2.12.1
"$dir/venv/bin/python" - 2>/dev/null <<'PY'
import socket
import struct

from confluent_kafka import Producer, libversion

JOIN, SYNC = 11, 14


def text(s):
    return struct.pack(">h", len(s)) + s.encode()


def data(b):
    return struct.pack(">i", len(b)) + b


class Reader:
    def __init__(self, raw):
        self.raw, self.at = raw, 0

    def number(self, form):
        value = struct.unpack_from(">" + form, self.raw, self.at)[0]
        self.at += struct.calcsize(form)
        return value

    def piece(self, form):
        size = max(0, self.number(form))
        self.at += size
        return self.raw[self.at - size:self.at]


class Member:
    """one connection of a consumer that speaks the group protocol, version 0 of both requests"""

    def __init__(self, address, group):
        host, port = address.rsplit(":", 1)
        self.link, self.group, self.sent = socket.create_connection((host, int(port)), 20), group, 0

    def ask(self, key, body):
        self.sent += 1
        message = struct.pack(">hhi", key, 0, self.sent) + text("member") + body
        self.link.sendall(struct.pack(">i", len(message)) + message)

    def answer(self):
        size = struct.unpack(">i", self.exactly(4))[0]
        return Reader(self.exactly(size)[4:])

    def exactly(self, n):
        got = b""
        while len(got) < n:
            more = self.link.recv(n - len(got))
            if not more:
                raise EOFError
            got += more
        return got

    def join(self):
        self.ask(JOIN, text(self.group) + struct.pack(">i", 6000) + text("") + text("consumer") + struct.pack(">i", 1) + text("range") + data(b"x"))

    def joined(self):
        r = self.answer()
        error, self.generation, _, leader, own = r.number("h"), r.number("i"), r.piece("h"), r.piece("h"), r.piece("h")
        assert error == 0, error
        self.name, self.leads = own.decode(), own == leader

    def sync(self, shares):
        self.ask(SYNC, text(self.group) + struct.pack(">i", self.generation) + text(self.name) + struct.pack(">i", len(shares)) +
                 b"".join(text(m) + data(s) for m, s in shares))

    def synced(self):
        r = self.answer()
        return r.number("h"), r.piece("i")


def settle(address, group, leader_first):
    """what leader and follower are told: (error code, assignment)"""
    members = [Member(address, group) for _ in range(2)]
    for m in members:
        m.join()
    for m in members:
        m.joined()
    leader, follower = sorted(members, key=lambda m: not m.leads)
    shares = [(leader.name, b"partition 0"), (follower.name, b"partition 1")]
    if leader_first:
        leader.sync(shares)
        told = leader.synced()
        follower.sync([])
        return told, follower.synced()
    follower.sync([])
    leader.sync(shares)
    return leader.synced(), follower.synced()


producer = Producer({"test.mock.num.brokers": "1", "bootstrap.servers": "unused"})
address = str(next(iter(producer.list_topics(timeout=10).brokers.values()))).split("/")[0]
good = settle(address, "follower-first", False)
late = settle(address, "leader-first", True)
print("librdkafka", libversion()[0])
print("the follower asks first:", good)
print("the leader asks first:  ", late)
assert good == ((0, b"partition 0"), (0, b"partition 1")), good
assert late[0] == (0, b"partition 0") and late[1][0] != 0 and late[1][1] == b"", late
print("as found with confluent-kafka 2.12.1")
PY
