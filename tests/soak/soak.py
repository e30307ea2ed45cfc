#!/usr/bin/env python3
"""Days of a collections house, with everything that runs killed at random moments.

    scripts/soak [--rounds N | --hours H | --kills N] [--seed S] [--store sqlite|postgresql]

A round makes a store and lives through some days: payments are imported, people work over HTTP
while the outbox is emptied, the outbox is emptied by a worker, the day closes, by itself or through
the server.  Each of these is ended with SIGKILL again and again, and simply run again.  People
repeat what was not acknowledged, with the same Idempotency-Key.  After each round everything that
tests/soak/invariants.py names must hold.  Ends with cumulative counts and a line for docs/soak.md;
exit code 1 when something does not hold, and then the folder of that round is kept.
"""

import argparse
import collections
import csv
import datetime
import http.client
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.abspath(os.path.join(HERE, "..", ".."))
sys.path[:0] = [HERE, os.path.join(ROOT, "tests", "support")]
import invariants  # noqa: E402
import mail_sink  # noqa: E402
import stores  # noqa: E402

PASSWORD = "una frase larga y propia"
DEBTORS = 1200
DAYS = 2
CLIENTS = 3
KILLS = {"import": 4, "events": 5, "work": 5, "close": 6}  # of one day, if they hit
PATIENCE_S = 120
LIVES_S = {"import": 0.3, "work": 0.8, "close": 0.1, "events": 0.5}  # first guesses
OUTCOMES = ("no_answer", "busy", "refuses", "call_back", "promise")


def fail(message):
    sys.exit(f"soak: {message}")


def find_program():
    named = os.environ.get("ACUERDO_BINARY")
    if named:
        return os.path.abspath(named) if os.access(named, os.X_OK) else fail(f"{named}: no program")
    for preset in ("release", "gcc"):
        path = os.path.join(ROOT, "build", preset, "acuerdo")
        if os.access(path, os.X_OK):
            return path
    return fail("no program: build one (cmake --preset release) or set ACUERDO_BINARY")


class Product:
    """The program on one store."""

    def __init__(self, program, folder, kind):
        self.program = program
        self.folder = folder
        self.store = stores.fresh(folder, kind)
        self.environment = dict(os.environ, ACUERDO_LANG="en", ACUERDO_STORE=self.store.url,
                                ACUERDO_KEY_FILE=self.store.key_file, WORD=PASSWORD)

    def start(self, *words, out=subprocess.PIPE):
        return subprocess.Popen([self.program, *words], stdout=out, stderr=subprocess.STDOUT,
                                text=True, env=self.environment, cwd=self.folder)

    def try_run(self, *words):
        return subprocess.run([self.program, *words], capture_output=True, text=True, check=False,
                              env=self.environment, cwd=self.folder, timeout=PATIENCE_S)

    def run(self, *words):
        done = self.try_run(*words)
        if done.returncode != 0:
            raise Broken(f"{' '.join(words)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def forget_leases(self):
        """On a server a worker that is gone is known by its lease, a quarter of an hour later."""
        if self.store.kind == "postgresql":
            self.store.execute(
                "UPDATE outbox SET leased_until = 1 WHERE leased_until IS NOT NULL")


class Broken(Exception):
    """Something that must hold does not."""


class Ledger:
    """What the house acknowledged, from any thread."""

    def __init__(self):
        self.lock = threading.Lock()
        self.payments = set()
        self.imported = set()
        self.actions = set()
        self.disputes = set()
        self.promises = 0
        self.refused = 0

    def note(self, order, status):
        with self.lock:
            if status >= 400:
                self.refused += 1
                return
            order["made"].add(order["name"])
            self.promises += order["promises"]


class Desk(threading.Thread):
    """Somebody who works until the server dies, and leaves what was not answered."""

    def __init__(self, round_, port, seed, orders):
        super().__init__(daemon=True)
        self.round = round_
        self.port = port
        self.random = random.Random(seed)
        self.orders = orders  # not answered yet, of this desk
        self.stop = False
        self.error = None

    def post(self, connection, path, body, key):
        """Status and text; (None, text) when the store is busy: the same order again."""
        connection.request("POST", path, json.dumps(body),
                           {**self.round.headers, "Content-Type": "application/json",
                            "Idempotency-Key": key})
        answer = connection.getresponse()
        text = answer.read()
        if answer.status >= 500:
            if answer.status != 503:
                raise Broken(f"{path}: {answer.status} {text[:300]}")
            return None, text
        return answer.status, text

    def ask(self, connection, order):
        """Nobody is called without the gate's yes, which comes once however often it is asked for.

        None: busy; False: the gate refuses, and the order is over."""
        status, text = self.post(connection, order["asks"], {"channel": order["body"]["channel"]},
                                 order["key"] + "-permit")
        if status is None:
            return None
        permit = json.loads(text).get("permit") if status < 400 else None
        if permit is None:
            self.round.ledger.note(order, 409)
            return False
        order["body"]["permit_id"] = permit["id"]
        del order["asks"]
        return True

    def send(self, connection, order):
        if "asks" in order:
            answer = self.ask(connection, order)
            if not answer:
                return answer is False
        status, _ = self.post(connection, order["path"], order["body"], order["key"])
        if status is None:
            return False
        self.round.ledger.note(order, status)
        return True

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            while not self.stop:
                if not self.orders:
                    self.orders.append(self.round.new_order(self.random))
                if self.send(connection, self.orders[0]):
                    self.orders.pop(0)
        except (OSError, http.client.HTTPException):
            pass  # the server was killed: the order waits
        except Broken as broken:
            self.error = broken
        finally:
            connection.close()


def place_of(now):
    """Country, region of all persons, zone and date of a house that may write at this moment.

    On a working day it is about noon there, in a country of one zone where our own hours hold
    (INT-DEFAULT-HOURS).  At a weekend it is the United States (US-HOURS), whose persons are where
    their day has light: none are between 07 and 13 UTC, and then no mail goes."""
    ahead = 12 - now.hour
    noon = now + datetime.timedelta(hours=ahead)
    zone = "Etc/GMT" if ahead == 0 else f"Etc/GMT{-ahead:+d}"
    if noon.weekday() < 5:
        return "UY", "", zone, noon.date()
    is_hawaii = now.hour < 7
    zone = "Pacific/Honolulu" if is_hawaii else "America/New_York"
    there = now - datetime.timedelta(hours=10 if is_hawaii else 5)
    return "US", "HI" if is_hawaii else "NY", zone, there.date()


class Round:
    def __init__(self, program, folder, kind, seed, counts):
        self.random = random.Random(seed)
        self.folder = folder
        self.counts = counts
        self.product = Product(program, folder, kind)
        self.sink = mail_sink.Sink(seed)
        self.ledger = Ledger()
        self.headers = {}
        self.cases = []
        self.number = 0
        self.waiting = [[] for _ in range(CLIENTS)]
        self.seconds = collections.defaultdict(list)  # by the command's first two words
        self.lock = threading.Lock()

    # --- making a house ---

    def prepare(self):
        now = datetime.datetime.now(datetime.timezone.utc)
        country, self.region, zone, today = place_of(now)
        self.first = today - datetime.timedelta(DAYS)
        product = self.product
        place = "-".join(filter(None, (country, self.region)))
        self.writes = all(self.may_write(place, zone, now + datetime.timedelta(minutes=wait))
                          for wait in (0, 10))
        product.run("init", "--country", country, "--currency", "MXN", "--timezone", zone,
                    "--open-date", self.first.isoformat(), "--name", "Cobranza de prueba")
        product.run("setting", "put", "mail.from", "cobranza@acuerdo.example")
        product.run("user", "add", "lucia", "--role", "agent", "--name", "Lucía",
                    "--password-env", "WORD")
        self.kill_and_repeat("import", "import", "receivables", self.write_debts())

    def may_write(self, place, zone, moment):
        """Whether the gate lets mail go to persons there; not on a holiday, for example."""
        asked = self.product.run("tool", "contact-check", "--json", "--country", place, "--channel",
                                 "email", "--zone", zone, "--at", moment.isoformat("T", "seconds"))
        return json.loads(asked)["allowed"]

    def write_debts(self):
        path = os.path.join(self.folder, "debts.csv")
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["cliente", "nombre", "correo", "telefono", "factura",
                             "fecha_emision", "vencimiento", "importe", "party.region"])
            for number in range(DEBTORS):
                due = self.first + datetime.timedelta(self.random.randint(-45, DAYS + 3))
                for part in range(1 + number % 3):
                    due += datetime.timedelta(part)
                    writer.writerow([f"C{number}", f"Persona {number}",
                                     f"p{number}@people.example" if number % 4 else "",
                                     f"+5255{number:08d}" if number % 3 else "",
                                     f"F{number}-{part}", due - datetime.timedelta(60), due,
                                     f"{self.random.randint(100, 9000)}.{number % 100:02d}",
                                     self.region])
        return path

    def write_payments(self, day):
        path = os.path.join(self.folder, f"payments-{day}.csv")
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["payment.reference", "obligation.external_id", "payment.value_on",
                             "payment.amount"])
            for number in self.random.sample(range(DEBTORS), DEBTORS // 8):
                reference = f"I{day}-{number}"
                writer.writerow([reference, f"F{number}-0", day,
                                 f"{self.random.randint(50, 9900)}.00"])
                self.ledger.imported.add(reference)
        return path

    # --- killing ---

    def moment(self, kind, words=()):
        known = sorted(self.seconds[words[:2]])
        return self.random.uniform(0.005, known[len(known) // 2] if known else LIVES_S[kind])

    def kill_once(self, kind, words):
        """A command that ends before the moment has simply run: that is no kill."""
        process = self.product.start(*words)
        try:
            out, _ = process.communicate(timeout=self.moment(kind, words))
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            self.counts[kind] += 1
            return
        if process.returncode != 0:
            raise Broken(f"{' '.join(words)}: exit {process.returncode}\n{out}")

    def kill_and_repeat(self, kind, *words):
        for _ in range(KILLS[kind]):
            self.kill_once(kind, words)
        if kind == "work":
            self.product.forget_leases()
        started = time.monotonic()
        self.product.run(*words)
        self.seconds[words[:2]].append(time.monotonic() - started)

    # --- a day ---

    def new_order(self, dice):
        with self.lock:
            self.number += 1
            number = self.number
        case = dice.choice(self.cases)
        ledger = self.ledger
        order = {"key": f"soak-order-{number:06d}", "name": f"soak-{number}", "promises": 0}
        kind = dice.choice(("payment", "payment", "action", "action", "promise", "dispute"))
        promise = {"amount": dice.randint(100, 60000),
                   "due_on": (self.today + datetime.timedelta(dice.randint(0, 5))).isoformat()}
        if kind == "payment":
            order["made"] = ledger.payments
            order["body"] = {"amount": dice.randint(100, 400000), "source": "transfer",
                             "value_on": self.today.isoformat(), "reference": order["name"]}
        elif kind == "dispute":
            order["made"] = ledger.disputes
            order["body"] = {"kind": "amount", "note": order["name"]}
        elif kind == "promise":
            order["made"] = set()
            order["promises"] = 1
            order["body"] = {**promise, "channel": "transfer"}
        else:
            order["made"] = ledger.actions
            order["asks"] = f"/v1/cases/{case}/permits"
            order["body"] = {"channel": dice.choice(("call", "whatsapp", "email")),
                             "direction": "outbound",
                             "disposition": dice.choice(OUTCOMES), "note": order["name"]}
            if order["body"]["disposition"] == "promise":
                order["body"]["promise"] = promise
                order["promises"] = 1
        order["path"] = f"/v1/cases/{case}/{kind}s"
        return order

    def start_server(self):
        process = self.product.start("serve", "--listen", "127.0.0.1:0", "--smtp", self.sink.url,
                                     out=subprocess.PIPE)
        said = []
        while line := process.stdout.readline():
            said.append(line)
            if line.startswith("Address: http://127.0.0.1:"):
                # Nobody may wait for us to read the log.
                threading.Thread(target=process.stdout.read, daemon=True).start()
                return process, int(line.rsplit(":", 1)[1])
        raise Broken(f"the server does not start: {''.join(said)}")

    def stop_server(self, process, is_killed):
        if is_killed:
            process.kill()
            process.wait(PATIENCE_S)
            return
        process.terminate()
        if process.wait(PATIENCE_S) != 0:
            raise Broken(f"the server ended with {process.returncode}")

    def sign_in(self, port):
        if self.headers:
            return
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("POST", "/v1/session",
                           json.dumps({"login": "lucia", "password": PASSWORD}),
                           {"Content-Type": "application/json"})
        answer = connection.getresponse()
        body = json.loads(answer.read())
        self.headers = {"Cookie": answer.headers["Set-Cookie"].split(";")[0],
                        "X-CSRF-Token": body["csrf_token"]}
        connection.request("GET", "/v1/cases?limit=200", headers=self.headers)
        self.cases = [row["id"] for row in json.loads(connection.getresponse().read())["items"]]
        connection.close()

    def serve(self, is_killed, beside=None):
        """People work until the server is killed, or, the last time, until nothing waits."""
        process, port = self.start_server()
        self.sign_in(port)
        desks = [Desk(self, port, self.random.random(), orders) for orders in self.waiting]
        for desk in desks:
            desk.start()
        command = self.product.start(*beside) if beside else None
        time.sleep(self.moment("events") if is_killed else LIVES_S["events"])
        for desk in desks:
            desk.stop = not is_killed
        if not is_killed:
            for desk in desks:
                desk.join(PATIENCE_S)
        self.stop_server(process, is_killed)
        for desk in desks:
            desk.join(PATIENCE_S)
            if desk.error:
                raise desk.error
        if is_killed:
            self.counts["events"] += 1
            self.product.forget_leases()
        if command:
            self.end_beside(command, beside)

    def end_beside(self, command, words):
        """A command beside a server that dies may fail, but it ends and says why."""
        out, _ = command.communicate(timeout=PATIENCE_S)
        if command.returncode not in (0, 1) or (command.returncode == 1 and not out.strip()):
            raise Broken(f"{' '.join(words)} beside a killed server: {command.returncode} {out}")
        self.counts["beside"] += 1

    def finish_orders(self):
        """Everything that was asked for is answered in the end."""
        self.serve(False)
        if any(self.waiting):
            raise Broken(f"orders that nobody answered: {self.waiting}")

    def live(self, day):
        self.today = day
        close = ("close", "--date", day.isoformat())
        self.kill_and_repeat("import", "import", "payments", self.write_payments(day))
        for _ in range(KILLS["events"]):
            self.serve(True)
        self.finish_orders()
        self.kill_and_repeat("work", "work", "--drain", "--smtp", self.sink.url)
        for orders in self.waiting:
            orders.clear()
        self.serve(True, beside=close)
        self.today = day  # whatever the close did, orders of today may still be repeated
        self.finish_orders()
        self.kill_and_repeat("close", *close)
        again = json.loads(self.product.run(*close, "--json"))
        if not again["was_closed"]:
            raise Broken(f"{day} was closed and is not: {again}")

    def run(self):
        try:
            self.prepare()
            for number in range(DAYS):
                self.live(self.first + datetime.timedelta(number))
            self.kill_and_repeat("work", "work", "--drain", "--smtp", self.sink.url)
            wrong = invariants.check(self.product, self.sink, self.ledger)
            if self.writes and not self.sink.taken.mails:
                wrong.append("no mail went at an hour at which the gate lets it go")
        except Broken as broken:
            wrong = [str(broken)]
        finally:
            self.sink.stop()
        self.counts["orders"] += self.number - self.ledger.refused
        self.counts["mails"] += len(self.sink.taken.mails)
        return wrong


def parse_arguments():
    parser = argparse.ArgumentParser(
        prog="scripts/soak", description=__doc__.split("\n")[0],
        epilog="Without a limit: one round.  A line with the result is added to docs/soak.md.")
    parser.add_argument("--rounds", type=int, help="so many rounds")
    parser.add_argument("--hours", type=float, help="rounds until so many hours are over")
    parser.add_argument("--kills", type=int, help="rounds until so many kills hit")
    parser.add_argument("--seed", type=int, default=1, help="of the first round (1)")
    parser.add_argument("--store", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--no-note", action="store_true", help="do not write to docs/soak.md")
    return parser.parse_args()


def kills_of(counts):
    return sum(counts[kind] for kind in KILLS)


def is_over(arguments, rounds, counts, started):
    if arguments.kills is not None and kills_of(counts) >= arguments.kills:
        return True
    if arguments.hours is not None and time.monotonic() - started >= arguments.hours * 3600:
        return True
    if arguments.rounds is not None:
        return rounds >= arguments.rounds
    return rounds >= 1 and arguments.kills is None and arguments.hours is None


def commit():
    done = subprocess.run(["git", "-C", ROOT, "describe", "--always", "--dirty"],
                          capture_output=True, text=True, check=False)
    return done.stdout.strip() or "?"


def note_result(arguments, counts, hours, findings):
    path = os.path.join(ROOT, "docs", "soak.md")
    kinds = ", ".join(f"{kind} {counts[kind]}" for kind in KILLS)
    line = (f"| {datetime.date.today()} | {arguments.store} | {commit()} | {kills_of(counts)} "
            f"({kinds}) | {counts['orders']} | {counts['mails']} | {hours:.2f} | "
            f"{findings or 'none'} |\n")
    with open(path, "a", encoding="utf-8") as file:
        file.write(line)


def main():
    arguments = parse_arguments()
    program = find_program()
    counts = collections.Counter()
    started = time.monotonic()
    rounds = failed = 0
    while not is_over(arguments, rounds, counts, started):
        folder = tempfile.mkdtemp(prefix="acuerdo-soak-")
        seed = arguments.seed + rounds
        round_ = Round(program, folder, arguments.store, seed, counts)
        wrong = round_.run()
        rounds += 1
        failed += bool(wrong)
        for what in wrong:
            print(f"seed {seed}: {what}")
        print(f"round {rounds}, seed {seed}: {kills_of(counts)} kills "
              f"({', '.join(f'{kind} {counts[kind]}' for kind in (*KILLS, 'beside'))}), "
              f"{counts['orders']} orders, {counts['mails']} mails, "
              f"{time.monotonic() - started:.0f} s", flush=True)
        if wrong:
            print(f"the folder is {folder}", file=sys.stderr)
            continue
        round_.product.store.remove()
        shutil.rmtree(folder)
    if not arguments.no_note:
        note_result(arguments, counts, (time.monotonic() - started) / 3600,
                    f"{failed} rounds with findings" if failed else "")
    print(f"{rounds - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
