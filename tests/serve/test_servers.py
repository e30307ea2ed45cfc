#!/usr/bin/env python3
"""Several processes on one PostgreSQL database, and a database that goes away and comes back.

Two servers, a worker and a close work at once: nobody holds what another holds, nobody gets a mail
twice, a wish that is sent to both servers is booked once, and no two processes make the same ids.
Then connections are ended and the database is stopped under all of them: what is asked meanwhile
gets a clear answer, and afterwards the state is whole.
"""

import collections
import csv
import datetime
import json
import os
import shutil
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from house import BINARY, House, stores

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "reach"))
from smtp_storm import MAIL_COUNTRY, noon_zone  # noqa: E402

PEOPLE = 200
AGENTS = ("ana1", "beto1", "carla1", "diego1")
KEYS = 12
PATIENCE_S = 90


class Mailbox(socketserver.ThreadingTCPServer):
    """Takes every mail and counts the Message-IDs."""

    daemon_threads = True

    class Talk(socketserver.StreamRequestHandler):
        def say(self, text):
            self.wfile.write(text.encode() + b"\r\n")

        def take_mail(self):
            self.say("354 go on")
            for line in iter(self.rfile.readline, b".\r\n"):
                if line.lower().startswith(b"message-id:"):
                    name = line.split(b"<")[1].split(b">")[0].decode()
            time.sleep(0.01)  # so that several workers are at it
            with self.server.lock:
                self.server.taken[name] += 1
            self.say("250 taken")

        def handle(self):
            self.say("220 mx.example")
            for line in iter(self.rfile.readline, b""):
                word = line[:4].upper()
                if word == b"DATA":
                    self.take_mail()
                elif word == b"QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 yes")

    def __init__(self):
        super().__init__(("127.0.0.1", 0), self.Talk)
        self.lock = threading.Lock()
        self.taken = collections.Counter()
        self.url = f"smtp://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def stop(self):
        self.shutdown()
        self.server_close()


class Office(House):
    """A server on a store that is filled by commands; `beside` is another one on the same store."""

    def __init__(self, server=None, first=None):
        self.folder = first.folder if first else tempfile.mkdtemp(prefix="acuerdo-servers-")
        self.database = (
            first.database if first else stores.PostgresqlStore(self.folder, server)
        )
        self.store = self.database.url
        self.server = self.log = None
        self.port = 0
        self.environment = {
            **os.environ,
            "ACUERDO_LANG": "en",
            "WORD": "una frase larga y propia",
            "ACUERDO_STORE": self.store,
            "ACUERDO_KEY_FILE": self.database.key_file,
        }

    def beside(self):
        return Office(first=self)

    def fill(self, people):
        """A store whose open date is today: half get a mail, half are called.  All live where it is
        noon, whatever their telephones say: at night nobody may be written to."""
        zone, offset = noon_zone()
        self.today = datetime.datetime.now(offset).date()
        yesterday = self.today - datetime.timedelta(1)
        file = os.path.join(self.folder, "people.csv")
        with open(file, "w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(
                ["party.external_id", "party.name", "party.email", "party.phone", "party.zone",
                 "obligation.external_id", "claim.external_id", "claim.due_on", "claim.amount"]
            )  # fmt: skip
            for number in range(people):
                late = 1 if number % 2 else 20 + number % 60
                due = self.today - datetime.timedelta(late)
                writer.writerow(
                    [f"C{number}", f"Persona {number}", f"p{number}@people.example" * (number % 2),
                     f"+52 55 5500 {number:04}", zone, f"O{number}", f"F{number}", due,
                     1000 + number]
                )  # fmt: skip
        self.run("init", "--country", MAIL_COUNTRY, "--timezone", zone,
                 "--open-date", str(yesterday))  # fmt: skip
        self.run("setting", "put", "mail.from", "cobranza@acuerdo.example")
        self.run("import", "receivables", file)
        self.run("close", "--date", str(yesterday))
        for login in (*AGENTS, "sofia"):
            self.add_user(login, "supervisor")

    def begin(self, *arguments):
        """A command that runs beside the others; its process."""
        return subprocess.Popen(
            [BINARY, *arguments],
            env=self.environment,
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def states(self):
        return dict(self.database.rows("SELECT state, count(*) AS n FROM outbox GROUP BY state"))

    def half_way(self):
        """Messages that are due: who got one before the close may have another one for tomorrow."""
        now = int(time.time() * 1_000_000)
        return self.database.rows(
            "SELECT count(*) AS n FROM outbox WHERE state IN ('queued', 'leased', 'sending')"
            f" AND (not_before IS NULL OR not_before <= {now})"
        )[0][0]


def wait_until(condition, what):
    until = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > until:
            raise AssertionError(f"in vain: {what}")
        time.sleep(0.1)


def at_once(work, arguments):
    """Runs work for each argument in a thread of its own; a failure of one fails all."""
    failures = []

    def run(argument):
        try:
            work(argument)
        except Exception as failure:  # pylint: disable=broad-except
            failures.append(failure)

    threads = [threading.Thread(target=run, args=(argument,)) for argument in arguments]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


@unittest.skipUnless(stores.SERVER, "ACUERDO_TEST_PG_URL is not set")
class Together(unittest.TestCase):
    """Two servers with their senders, a worker and a close, on one database."""

    @classmethod
    def setUpClass(cls):
        cls.mailbox = Mailbox()
        cls.one = Office()
        cls.one.fill(PEOPLE)
        cls.two = cls.one.beside()
        for house in (cls.one, cls.two):
            house.start("--smtp", cls.mailbox.url)
        cls.worker = cls.one.begin("work", "--smtp", cls.mailbox.url)

    @classmethod
    def tearDownClass(cls):
        cls.worker.terminate()
        cls.worker.communicate(timeout=60)
        codes = [house.stop() for house in (cls.one, cls.two)]
        log = cls.one.read_log()
        cls.mailbox.stop()
        cls.one.remove()
        if codes != [0, 0]:
            raise AssertionError(f"the servers ended with {codes}:\n{log[-4000:]}")

    def setUp(self):
        self.lock = threading.Lock()
        self.held = {}
        self.finished = []

    def work_as(self, number):
        """One agent takes and finishes accounts at one of the two servers until none is left."""
        client = (self.one, self.two)[number % 2].client(AGENTS[number])
        while (answer := client.call("POST", "/v1/queue/next")).status in (200, 503):
            if answer.status == 503:
                continue  # the close has the book for a moment
            item = answer.json
            with self.lock:
                self.assertNotIn(item["work_item_id"], self.held)
                self.held[item["work_item_id"]] = number
            order = {
                "channel": "call",
                "direction": "outbound",
                "disposition": "no_answer",
                "work_item_id": item["work_item_id"],
            }
            path = f"/v1/cases/{item['case_id']}/actions"
            key = f"done-{item['work_item_id']}"
            while (answer := client.post(path, order, key=key)).status == 503:
                pass
            self.assertEqual(answer.status, 201, answer.body)
            self.finished.append(item["work_item_id"])
        self.assertEqual(answer.status, 204, answer.body)
        client.close()

    def test_1_all_at_once(self):
        for house in (self.one, self.two):
            wait_until(lambda at=house: self.columns_of(at)["acuerdo_columns_loaded"], "loaded")
        closing = self.one.begin("close", "--date", str(self.one.today), "--json")
        at_once(self.work_as, range(len(AGENTS)))
        out, said = closing.communicate(timeout=PATIENCE_S)
        self.assertEqual(closing.returncode, 0, said)
        self.assertFalse(json.loads(out)["was_closed"])
        self.assertGreater(len(self.finished), PEOPLE // 8)
        self.assertEqual(len(set(self.finished)), len(self.finished))
        wait_until(lambda: self.one.half_way() == 0, "all is sent")
        sent = self.one.database.rows("SELECT message_id FROM outbox WHERE state = 'sent'")
        self.assertGreater(len(sent), PEOPLE // 8)
        self.assertEqual(self.mailbox.taken, {message_id: 1 for (message_id,) in sent})
        self.assertNotIn("unknown", self.one.states())
        actions = self.one.database.rows(
            "SELECT outbox_id, count(*) AS n FROM action WHERE outbox_id IS NOT NULL GROUP BY 1"
        )
        self.assertEqual(sorted(set(n for _, n in actions)), [1])
        self.assertEqual(len(actions), len(sent))
        self.assertEqual(json.loads(self.one.run("facts", "rebuild", "--json"))["changed"], 0)
        self.check_columns()

    def sums_of_the_store(self):
        """Of all: open cases, those past due, open and past due amount."""
        return self.one.database.rows(
            "SELECT count(*) AS cases,"
            " CAST(sum(CAST(past_due_claims > 0 AS INT)) AS BIGINT) AS late,"
            " CAST(sum(open_amount) AS BIGINT) AS open_amount,"
            " CAST(sum(past_due_amount) AS BIGINT) AS past_due FROM case_facts WHERE case_state = 1"
        )[0]

    def check_columns(self):
        """What both servers have in memory is what the store has."""
        for house in (self.one, self.two):
            client = house.client("sofia")
            for field in ("stage", "age", "step"):
                rows = client.get(f"/v1/portfolio/summary?by={field}").json["rows"]
                sums = tuple(sum(row[i] for row in rows) for i in range(1, 5))
                self.assertEqual(sums, self.sums_of_the_store(), field)
            client.close()

    def columns_of(self, house):
        client = house.client()
        page = client.get("/metrics").body.decode()
        client.close()
        return {
            line.split(" ")[0]: float(line.split(" ")[1])
            for line in page.splitlines()
            if line.startswith("acuerdo_columns_")
        }

    def test_1b_what_one_server_commits_is_in_the_columns_of_the_other(self):
        merges = 'acuerdo_columns_refreshes_total{kind="merge"}'
        wait_until(lambda: self.columns_of(self.two)["acuerdo_columns_loaded"], "they are loaded")
        self.check_columns()
        client = self.one.client("sofia")
        cases = [row["id"] for row in client.get("/v1/cases?limit=5").json["items"]]
        day = client.get("/v1/session").json["organisation"]["open_date"]
        before = self.columns_of(self.two)[merges]
        for number, case in enumerate(cases):
            order = {"amount": 77 + number, "value_on": day, "source": "transfer",
                     "reference": f"SEEN-{number}"}  # fmt: skip
            answer = client.post(f"/v1/cases/{case}/payments", order, key=f"seen-by-two-{number}")
            self.assertEqual(answer.status, 201, answer.body)
        wait_until(lambda: self.columns_of(self.two)[merges] > before, "it follows by itself")
        self.check_columns()
        loads = 'acuerdo_columns_refreshes_total{kind="load"}'
        for house in (self.one, self.two):  # one of them did the close, by another connection
            self.assertEqual(self.columns_of(house)[loads], 1)
        client.close()

    def test_1c_two_servers_book_at_once_and_both_have_it_all(self):
        clients = [house.client("sofia") for house in (self.one, self.two)]
        cases = [row["id"] for row in clients[0].get("/v1/cases?limit=40").json["items"]]
        day = clients[0].get("/v1/session").json["organisation"]["open_date"]

        def book(number):
            for turn, case in enumerate(cases[number % 2 :: 2] + cases):
                order = {"amount": 10 + turn, "value_on": day, "source": "transfer",
                         "reference": f"AT-ONCE-{number}-{turn}"}  # fmt: skip
                path = f"/v1/cases/{case}/payments"
                key = f"at-once-{number}-{turn}"
                while (answer := clients[number].post(path, order, key=key)).status == 503:
                    pass
                self.assertEqual(answer.status, 201, answer.body)
                if turn % 5 == 0:
                    clients[number].get("/v1/portfolio/summary?by=age")

        at_once(book, range(2))
        self.check_columns()
        for client in clients:
            client.close()

    def test_2_one_wish_at_both_servers_is_booked_once(self):
        clients = [house.client("sofia") for house in (self.one, self.two)]
        cases = [row["id"] for row in clients[0].get("/v1/cases?limit=5").json["items"]]
        day = clients[0].get("/v1/session").json["organisation"]["open_date"]
        answers = collections.defaultdict(list)

        def book(client):
            for number in range(KEYS):
                order = {"amount": 100 + number, "value_on": day, "source": "transfer",
                         "reference": f"BOTH-{number}"}  # fmt: skip
                path = f"/v1/cases/{cases[number % len(cases)]}/payments"
                answer = client.post(path, order, key=f"both-servers-{number}")
                with self.lock:
                    answers[number].append((answer.status, answer.json.get("id")))

        at_once(book, clients)
        for number, given in answers.items():
            self.assertEqual([status for status, _ in given], [201, 201], given)
            self.assertEqual(len({payment for _, payment in given}), 1, number)
        rows = self.one.database.rows(
            "SELECT reference, count(*) AS n FROM payment WHERE reference LIKE 'BOTH-%' GROUP BY 1"
        )
        self.assertEqual({n for _, n in rows}, {1})
        self.assertEqual(len(rows), KEYS)
        for client in clients:
            client.close()

    def test_3_each_process_has_a_node_of_its_own(self):
        """And the turn that comes back to a node that is held passes it over."""
        held = (
            "SELECT CAST(l.objid AS BIGINT) FROM pg_locks l"
            " JOIN pg_database d ON d.oid = l.database"
            " WHERE l.locktype = 'advisory' AND d.datname = current_database()"
        )
        nodes = [row[0] for row in self.one.database.rows(held)]
        self.assertEqual(len(set(nodes)), 3, nodes)  # two servers and the worker
        first = min(nodes)
        self.one.database.execute(
            f"UPDATE organisation SET next_node = {(first - 4142728000) % 1024}"
        )
        third = self.one.beside()
        third.start("--no-work")
        again = [row[0] for row in self.one.database.rows(held)]
        self.assertEqual(third.stop(), 0)
        self.assertEqual(len(set(again)), 4, (nodes, again))

    def test_4_ended_connections_are_made_again(self):
        clients = [house.client("sofia") for house in (self.one, self.two)]
        for _ in range(3):
            self.one.database.end_connections()
            for client in clients:
                self.assertEqual(client.get("/v1/queue").status, 200)
                self.assertEqual(client.call("POST", "/v1/queue/next").status // 100, 2)
        for client in clients:
            client.close()


@unittest.skipUnless(os.path.exists(f"{stores.BIN}/initdb"), "PostgreSQL is not installed")
@unittest.skipUnless(stores.SERVER, "ACUERDO_TEST_PG_URL is not set")
class GoneAndBack(unittest.TestCase):
    """The database stops under a server and a close, and starts again."""

    def setUp(self):
        self.postgres = stores.Server()
        self.addCleanup(self.postgres.remove)
        self.house = Office(self.postgres.url)
        self.addCleanup(shutil.rmtree, self.house.folder)

    def test_a_server_says_so_and_goes_on_by_itself(self):
        self.house.fill(20)
        self.house.start("--no-work")
        client = self.house.client("sofia")
        case = client.get("/v1/cases?limit=1").json["items"][0]["id"]
        order = {"amount": 55, "value_on": str(self.house.today), "source": "transfer",
                 "reference": "WHILE-AWAY"}  # fmt: skip
        path = f"/v1/cases/{case}/payments"
        self.postgres.stop()
        started = time.monotonic()
        answer = client.post(path, order, key="while-it-is-away")
        self.assertEqual((answer.status, answer.json["status"]), (503, 503))
        self.assertLess(time.monotonic() - started, 30)
        self.assertEqual(client.get("/readyz").status, 503)
        self.assertEqual(client.get("/healthz").status, 200)
        timer = threading.Timer(1.5, self.postgres.start)
        timer.start()  # and this one waits for it
        self.assertEqual(client.post(path, order, key="while-it-is-away").status, 201)
        timer.join()
        self.assertEqual(client.get("/readyz").status, 200)
        rows = self.house.database.rows("SELECT reference FROM payment")
        self.assertEqual(rows, [("WHILE-AWAY",)])
        client.close()
        self.assertEqual(self.house.stop(), 0)

    def test_a_close_and_an_import_end_whole(self):
        """Ended where they are, however often: they say why, and are simply run again."""
        self.house.fill(400)
        day = str(self.house.today)
        file = os.path.join(self.house.folder, "money.csv")
        with open(file, "w", encoding="utf-8") as out:
            out.write("payment.reference,obligation.external_id,payment.value_on,payment.amount\n")
            out.writelines(f"P{n},O{n},{day},{500 + n}\n" for n in range(0, 400, 2))
        broken = 0
        for mode, moment, command in (
            ("fast", 0.1, ("import", "payments", file)),
            ("immediate", 0.25, ("import", "payments", file)),
            ("fast", 0.08, ("close", "--date", day)),
            ("immediate", 0.2, ("close", "--date", day)),
        ):
            process = self.house.begin(*command)
            time.sleep(moment)
            self.postgres.stop(mode)
            time.sleep(0.2)
            self.postgres.start()
            _, said = process.communicate(timeout=PATIENCE_S)
            broken += process.returncode != 0
            if process.returncode != 0:
                self.assertRegex(said, "try again|cannot be reached|stopping", said)
        print(f"{broken} of 4 commands were ended by it")
        self.house.run("import", "payments", file)
        self.house.run("close", "--date", day)
        rows = self.house.database.rows(
            "SELECT count(*) AS n, count(DISTINCT reference) AS d, CAST(sum(amount) AS BIGINT) AS s"
            " FROM payment"
        )
        self.assertEqual(rows, [(200, 200, 100 * sum(500 + n for n in range(0, 400, 2)))])
        closed = json.loads(self.house.run("close", "--date", day, "--json"))
        self.assertEqual((closed["was_closed"], closed["cases"]), (True, 400))
        self.assertEqual(json.loads(self.house.run("facts", "rebuild", "--json"))["changed"], 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
