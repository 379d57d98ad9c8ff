# SPDX-License-Identifier: Apache-2.0
"""Reading a part of the input again: dragomand --from, --until, --dry-run."""
import os
import shutil
import subprocess
import time

from audit import Case
from world import BUILD, ROOT, article, check, sanitizers, source_of


def run(daemon, *arguments, status=0):
    done = subprocess.run([os.path.join(BUILD, "bin/dragomand"), "--config", daemon.config, *arguments], capture_output=True,
                          text=True, timeout=90, check=False, env=sanitizers())
    check(done.returncode == status, f"{arguments}: exit status {done.returncode}: {done.stderr[-400:]}")
    return done.stderr


def newer_model(folder):
    """A model of the same code with one more outlet in its lexicon."""
    lexicon, model = os.path.join(folder, "lexicon"), os.path.join(folder, "newer.model")
    shutil.copytree(os.path.join(ROOT, "core/lexicon"), lexicon)
    with open(os.path.join(lexicon, "page/outlets.txt"), "r+", encoding="utf-8") as f:
        lines = f.read().rstrip("\n").split("\n")
        first, *rest = lines[-1].split("|")
        f.write("|".join(["Fjordvik Invented Herald", *rest]) + "\n")
        check(first, "the last line of outlets.txt is no row")
    subprocess.run([os.path.join(BUILD, "bin/dragoman"), "compile", "--lexicon", lexicon, "--weights",
                    os.path.join(ROOT, "core/weights"), "-o", model], check=True, capture_output=True, timeout=120)
    return model


def sources(broker, base):
    return sorted(source_of(m)[1:] for m in broker.read(f"{base}-extractions"))


def eventually(read, expected, why):
    """A commit is answered before its marker stands in every partition: who looks at once may not see the records yet."""
    end = time.monotonic() + 10
    while (got := read()) != expected and time.monotonic() < end:
        time.sleep(0.2)
    check(got == expected, f"{why} ({len(got)} records, expected {len(expected)})")


def ids(broker, base):
    return sorted(m.headers["ce_id"] for m in broker.read(f"{base}-events"))


def again(w):
    """A part of the input is read again beside the group; the same ids for the same events, with a newer model, too."""
    base, broker = "again", w.kafka
    case = Case(w, base)
    case.send(0, [article(base, i) for i in range(10)])
    broker.send(f"{base}-in", 1, [article(base, i) for i in range(20, 30)], settings=["transactional.id=feeder-again"])
    daemon = case.daemon()
    case.wait(20)
    daemon.stop()
    group, first, once = broker.offsets(base), sources(broker, base), ids(broker, base)

    said = run(daemon, "--from", "earliest", "--dry-run")
    check("20 articles" in said and "were not sent" in said, f"the dry run says: {said[-200:]}")
    check(sources(broker, base) == first, "the dry run has sent records")

    run(daemon, "--from", f"{base}-in/0@4", "--until", f"{base}-in/0@8")
    eventually(lambda: sources(broker, base), sorted(first + [(0, o) for o in range(4, 8)]),
               "offsets 4 to 7 were not read again, or others were")

    time.sleep(1.1)  # the time of the messages is what is tested: they have to differ by a second
    middle = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    broker.send(f"{base}-in", 0, [article(base, i) for i in range(40, 44)])
    before = sources(broker, base)
    run(daemon, "--from", middle)
    eventually(lambda: sources(broker, base), sorted(before + [(0, o) for o in range(10, 14)]), "it was not read from that time on")
    check("0 articles" in run(daemon, "--from", middle), "the same command does not go on where it stopped")
    check("all is read: 0 articles" in run(daemon, "--from", "2999-01-01"), "a time to come is not the end")
    check("before 1970" in run(daemon, "--from", "1969-12-31", status=64), "a date before 1970 is not refused")

    with open(daemon.config, "a", encoding="utf-8") as f:
        f.write(f"[reading]\nmodel = {newer_model(w.folder)}\n")
    seen = ids(broker, base)
    run(daemon, "--from", "earliest", "--until", f"{base}-in/0@10")
    eventually(lambda: ids(broker, base), sorted(seen + once), "the same events have other ids with a newer model")
    check(broker.offsets(base)[(f"{base}-in", 1)] == group[(f"{base}-in", 1)], "the group's own offsets moved")
