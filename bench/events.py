#!/usr/bin/env python3
"""Measures the event path: people who post results, promises and payments to one server at once.

    bench/events.py [--agents 1,2,4,8,16] [--seconds 5] [--debtors 2000] [--binary FILE]

Each agent has a connection and accounts of its own and posts without a pause, so requests per
second are what the server can do and the times are what people would wait at that load.  In the
same run: how often the disk of the store takes a durable write (the limit of one commit at a time),
and how many fsync and fdatasync calls a request costs (a run under strace, whose times are not
shown).  A store of the demonstration on SQLite, or on PostgreSQL with ACUERDO_TEST_STORE=postgresql
under scripts/postgres."""
import argparse
import os
import re
import signal
import subprocess
import sys
import threading
import time

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), ".."))
sys.path.insert(0, os.path.join(ROOT, "tests", "serve"))
WRITE_BYTES = 16384  # about what a commit of one event adds to the log
STRACE = ("strace", "-f", "-c", "--seccomp-bpf", "-e", "trace=fsync,fdatasync", "-o")


def measure_disk(folder, seconds=2):
    """Durable writes a second, one after another, in the store's folder."""
    path = os.path.join(folder, "disk")
    file = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    started, count = time.monotonic(), 0
    while time.monotonic() - started < seconds:
        os.pwrite(file, b"x" * WRITE_BYTES, count % 512 * WRITE_BYTES)
        os.fdatasync(file)
        count += 1
    os.close(file)
    os.remove(path)
    return count / seconds


class Agent(threading.Thread):
    """One person: results, a promise every fourth time, a payment every eighth."""

    def __init__(self, house, login, cases, until):
        super().__init__()
        self.client = house.client(login)
        self.cases = cases
        self.until = until
        self.times = []
        self.refused = {}

    def post(self, path, body):
        started = time.perf_counter()
        answer = self.client.post(path, body)
        self.times.append(time.perf_counter() - started)
        if answer.status != 201:
            self.refused[answer.status] = self.refused.get(answer.status, 0) + 1

    def run(self):
        turn = 0
        while time.monotonic() < self.until:
            case, today, day = self.cases[turn % len(self.cases)]
            path = f"/v1/cases/{case}"
            turn += 1
            if turn % 8 == 0:
                self.post(path + "/payments", {
                    "amount": 100, "value_on": today, "source": "bench",
                    "reference": f"{self.name}-{time.monotonic_ns()}"})
            elif turn % 4 == 0:
                self.post(path + "/promises", {"amount": 100, "due_on": day, "channel": "cash"})
            else:
                self.post(path + "/actions", {
                    "channel": "call", "direction": "outbound",
                    "disposition": ("no_answer", "refuses")[turn % 2]})


def open_cases(client, count):
    """Accounts that still owe something, with the open date and a day to promise for."""
    cases, cursor = [], ""
    while len(cases) < count:
        page = client.get(f"/v1/cases?past_due_min=1&limit=100{cursor}").json
        cases += [item["id"] for item in page["items"]]
        if not page["next_cursor"]:
            break
        cursor = f"&cursor={page['next_cursor']}"
    today = client.get("/v1/session").json["organisation"]["open_date"]
    shown = client.get(f"/v1/cases/{cases[0]}/workspace").json
    return [(case, today, shown["promise_days"][0]["day"]) for case in cases]


def cpu_seconds(pid):
    """What the process has used so far, of both kinds."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as line:
        fields = line.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def load(house, agents, seconds):
    """Seconds per request of all agents, and what was refused, by status."""
    cases = open_cases(house.client("agent0"), 40 * agents)
    until = time.monotonic() + seconds
    people = [Agent(house, f"agent{i}", cases[i::agents], until) for i in range(agents)]
    started = time.monotonic()
    for person in people:
        person.start()
    for person in people:
        person.join()
    refused = {}
    for person in people:
        for status, count in person.refused.items():
            refused[status] = refused.get(status, 0) + count
    return [t for person in people for t in person.times], time.monotonic() - started, refused


def measure(house, agents, seconds):
    before = cpu_seconds(house.server.pid)
    times, took, refused = load(house, agents, seconds)
    cpu = (cpu_seconds(house.server.pid) - before) / len(times)
    times.sort()
    half, most = (times[int(len(times) * share)] * 1000 for share in (0.5, 0.99))
    note = f"  refused: {refused}" if refused else ""
    print(f"  {agents:3} agents  {len(times) / took:7.0f} requests/s  p50 {half:6.1f} ms  "
          f"p99 {most:6.1f} ms  CPU {cpu * 1000:.2f} ms a request{note}", flush=True)


def count_fsyncs(house, agents, seconds):
    """Calls a request, while that many agents post."""
    summary = os.path.join(house.folder, "strace")
    house.start("--no-work", under=(*STRACE, summary))
    times, _, _ = load(house, agents, seconds)
    child = int(subprocess.run(["pgrep", "-P", str(house.server.pid)], capture_output=True,
                               text=True, check=True).stdout.split()[0])
    os.kill(child, signal.SIGTERM)  # the server; strace ends with it
    house.server.wait(60)
    house.server = None
    with open(summary, encoding="utf-8") as lines:
        calls = sum(int(re.split(r"\s+", line.strip())[3]) for line in lines
                    if line.rstrip().endswith("sync"))
    return calls / len(times)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--agents", default="1,2,4,8,16", help="at once, by commas")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--debtors", type=int, default=2000)
    parser.add_argument("--binary", default="build/release/acuerdo")
    options = parser.parse_args()
    os.environ["ACUERDO_BINARY"] = os.path.abspath(options.binary)
    from house import House  # reads the environment

    numbers = [int(text) for text in options.agents.split(",")]
    house = House(options.debtors, 3)
    try:
        for i in range(max(numbers)):
            house.add_user(f"agent{i}", "supervisor")
        house.start("--no-work")
        for agents in numbers:
            measure(house, agents, options.seconds)
        house.stop()
        print(f"  disk        {measure_disk(house.folder):7.0f} durable writes/s of "
              f"{WRITE_BYTES // 1024} KiB, one after another")
        if house.database.kind == "sqlite":
            for agents in (numbers[0], numbers[-1]):
                print(f"  {agents:3} agents  {count_fsyncs(house, agents, options.seconds):7.2f} "
                      "fsync and fdatasync calls a request")
    finally:
        house.stop()
        house.remove()


if __name__ == "__main__":
    main()
