"""A close and an import that are killed with SIGKILL at random moments, and simply run again.

Two copies of one store of more than one slice live through the same days: payments arrive, the
day closes.  In one every command runs through; in the other commands are killed on the way, and
days follow until enough were.  At the end both hold the same facts, decisions with their history,
work, messages, money and events, by words and external ids, and the same digests.  A part of the
debts bears interest, which the second close charges for its month.  ACUERDO_TEST_SEED chooses
other moments."""

import csv
import datetime
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import unittest

BINARY = os.environ.get("ACUERDO_BINARY", "build/release/acuerdo")
SEED = int(os.environ.get("ACUERDO_TEST_SEED", "20261121"))
DEBTORS = 11500
KILLS = 12  # at least
START = datetime.date(2026, 7, 30)  # a month ends on the way
DAYS = 3  # at least; a command that is faster than its kill is none
DAYS_MAX = 20

CASE = (
    "p.external_id AS who, c.external_id AS creditor, k.currency AS currency"
    " FROM {table} t JOIN debt_case k ON k.debtor_id = t.debtor_id AND k.id = t.case_id"
    " JOIN party p ON p.debtor_id = t.debtor_id JOIN creditor c ON c.id = k.creditor_id"
)


def word(column):
    return f"(SELECT value FROM symbol s WHERE s.id = t.{column})"


DECISION = ", ".join(
    [word(name) for name in ("segment", "step", "template", "verdict_rule", "silence")]
    + ["t.channel", "t.rules", "t.verdict", "t.decided_on", "t.next_action_on"]
)

FACT_WORDS = ("last_outcome", "product", "stage", "party_kind", "country", "zone")
FACT_IDS = ("debtor_id", "case_id", "creditor_id")

# What must be equal, each as rows without ids and instants.
VIEWS = {
    "decisions": f"SELECT {DECISION}, {word('queue')}, {CASE.format(table='case_decision')}",
    "history": f"SELECT {DECISION}, t.cause, t.priority, {CASE.format(table='decision')}",
    "work": f"SELECT {word('queue')}, {word('step')}, t.plan_date, t.priority, t.rank, t.state,"
    f" t.closed_on, t.reason, {CASE.format(table='work_item')}",
    "messages": f"SELECT {word('step')}, t.template, t.notice_level, t.plan_date, t.run_date,"
    f" t.state, t.not_before, t.verdict_rule, {CASE.format(table='outbox')}",
    "payments": "SELECT t.source, t.reference, t.value_on, t.booked_on, t.amount, t.unapplied,"
    f" t.state, {CASE.format(table='payment')}",
    "claims": "SELECT t.external_id, t.amount, t.paid, t.settled_on, t.state,"
    f" {CASE.format(table='claim')}",
    "entries": "SELECT c.external_id, t.kind, t.component, t.amount, t.value_on, t.booked_on"
    " FROM ledger_entry t JOIN claim c ON c.debtor_id = t.debtor_id AND c.id = t.claim_id",
    "allocations": "SELECT p.source, p.reference, c.external_id, a.amount, a.value_on, a.booked_on"
    " FROM allocation a JOIN payment p ON p.debtor_id = a.debtor_id AND p.id = a.payment_id"
    " JOIN claim c ON c.debtor_id = a.debtor_id AND c.id = a.claim_id",
    "events": f"SELECT t.seq, t.kind, t.business_date, {CASE.format(table='event')}",
    "cases": "SELECT t.state, t.closed_on, t.event_seq, p.external_id, c.external_id, t.currency"
    " FROM debt_case t JOIN party p ON p.debtor_id = t.debtor_id"
    " JOIN creditor c ON c.id = t.creditor_id",
    "runs": "SELECT business_date, state, phase, cases, fact_rows, decision_rows, planned_messages,"
    " planned_work FROM close_run",
    "queues": "SELECT plan_date, (SELECT value FROM symbol s WHERE s.id = q.queue), wanted,"
    " capacity, last_rank FROM queue_plan q",
}


def facts_view(store):
    columns = [row[1] for row in store.execute("PRAGMA table_info(case_facts)")]
    shown = [
        word(name) if name in FACT_WORDS else f"t.{name}"
        for name in columns
        if name not in FACT_IDS
    ]
    return f"SELECT {', '.join(shown)}, {CASE.format(table='case_facts')}"


class Life:
    """A copy of the store, and the commands that it lives through."""

    def __init__(self, folder, name, origin):
        self.path = os.path.join(folder, name)
        for suffix in ("", ".key"):
            shutil.copyfile(origin + suffix, self.path + suffix)
            os.chmod(self.path + suffix, 0o600)
        self.folder = folder
        self.killed = 0

    def start(self, *arguments):
        environment = dict(
            os.environ, ACUERDO_STORE=self.path, ACUERDO_KEY_FILE=self.path + ".key"
        )
        return subprocess.Popen(
            [BINARY, *arguments], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def run(self, *arguments):
        """To the end; the output and how long it took."""
        started = time.monotonic()
        process = self.start(*arguments)
        out, err = process.communicate(timeout=600)
        if process.returncode != 0:
            raise AssertionError(f"{' '.join(arguments)}: {process.returncode}\n{err.decode()}")
        return out.decode(), time.monotonic() - started

    def kill(self, seconds, *arguments):
        """Runs for so long, then no more; a command that was faster is no kill."""
        process = self.start(*arguments)
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            self.killed += 1
        process.communicate()

    def live(self, chosen, times, seconds, *arguments):
        """The command, killed at moments of the seconds that it takes, and once more."""
        for _ in range(times):
            self.kill(chosen.uniform(0.01, 1.0) * seconds, *arguments)
        return self.run(*arguments)[0]

    def rows(self):
        store = sqlite3.connect(self.path)
        views = dict(VIEWS, facts=facts_view(store))
        found = {name: sorted(store.execute(view), key=repr) for name, view in views.items()}
        store.close()
        return found


def write_payments(life, day):
    """One case in thirty pays its oldest claim, or a part of it, or too much."""
    name = os.path.join(life.folder, f"payments-{day}.csv")
    if os.path.exists(name):
        return name  # of the other life: the same people pay
    store = sqlite3.connect(life.path)
    chosen = random.Random(day.toordinal())
    with open(name, "w", encoding="utf-8") as out:
        out.write("payment.reference,obligation.external_id,payment.value_on,payment.amount\n")
        for external_id, amount in store.execute(
            "SELECT o.external_id, min(c.amount - c.paid) FROM obligation o JOIN claim c"
            " ON c.debtor_id = o.debtor_id AND c.obligation_id = o.id AND c.state = 'open'"
            " GROUP BY o.external_id ORDER BY o.external_id"
        ):
            if chosen.random() < 1 / 30:
                amount = amount * chosen.choice((1, 2, 5)) // 2
                out.write(
                    f"{external_id}-{day},{external_id},{day},{amount // 100}.{amount % 100:02}\n"
                )
    store.close()
    return name


def add_terms(portfolio):
    """Personal loans bear interest from a day before they were handed over."""
    with open(portfolio, encoding="utf-8", newline="") as rows:
        table = list(csv.DictReader(rows))
    with open(portfolio, "w", encoding="utf-8", newline="") as out:
        terms = {"terms.late_rate": "24", "terms.day_count": "actual/360",
                 "terms.from_on": "2026-07-10"}
        writer = csv.DictWriter(out, [*table[0], *terms])
        writer.writeheader()
        for row in table:
            is_loan = row["obligation.product"] == "credito_personal"
            writer.writerow(row | (terms if is_loan else dict.fromkeys(terms, "")))


class CloseKill(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="acuerdo-kill-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.origin = os.path.join(self.folder, "origin.db")
        portfolio = os.path.join(self.folder, "portfolio.csv")
        environment = dict(
            os.environ, ACUERDO_STORE=self.origin, ACUERDO_KEY_FILE=self.origin + ".key"
        )
        for arguments in (
            ["init", "--country", "MX", "--currency", "MXN", "--timezone", "America/Mexico_City",
             "--open-date", str(START), "--test"],
            ["sample", "--debtors", str(DEBTORS), "--start", str(START), "--out", portfolio],
            ["import", "receivables", portfolio],
        ):
            subprocess.run([BINARY, *arguments], env=environment, check=True, capture_output=True,
                           timeout=600)
            if arguments[0] == "sample":
                add_terms(portfolio)

    def live_day(self, calm, killed, day, chosen):
        """The same day in both, at the same pace of the machine."""
        payments = write_payments(calm, day)
        imports = ("import", "payments", payments)
        close = ("close", "--date", str(day), "--json")
        _, seconds = calm.run(*imports)
        killed.live(chosen, 2, seconds, *imports)
        wanted, seconds = calm.run(*close)
        got = killed.live(chosen, 5, seconds, *close)
        self.assertEqual(json.loads(got)["digest"], json.loads(wanted)["digest"], f"of {day}")

    def test_killed_and_run_again(self):
        calm = Life(self.folder, "calm.db", self.origin)
        killed = Life(self.folder, "killed.db", self.origin)
        chosen = random.Random(SEED)
        days = 0
        while days < DAYS or killed.killed < KILLS:
            self.assertLess(days, DAYS_MAX, f"only {killed.killed} kills")
            self.live_day(calm, killed, START + datetime.timedelta(days), chosen)
            days += 1
        print(f"{killed.killed} kills in {days} days")
        wanted = calm.rows()
        got = killed.rows()
        for name, rows in wanted.items():
            self.assertGreater(len(rows), 0, name)
            self.assertEqual(len(got[name]), len(rows), name)
            for one, other in zip(got[name], rows):
                self.assertEqual(one, other, name)
        out, _ = killed.run("close", "--date", str(START), "--through",
                            str(START + datetime.timedelta(days - 1)), "--json")
        self.assertTrue(all(json.loads(line)["was_closed"] for line in out.splitlines()))
        self.assertEqual(got, killed.rows(), "a second close changed something")
        self.assertEqual(json.loads(killed.run("facts", "rebuild", "--json")[0])["changed"], 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
