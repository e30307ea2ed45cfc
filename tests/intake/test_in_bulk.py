#!/usr/bin/env python3
"""Many rows in one transaction leave what the same rows leave one by one.

A generated portfolio is imported whole: what its debtors need is then asked for at once, kept in
memory and written together.  Again in pieces of some rows, so that debtors and debts go over the
borders, and again a row at a time in a random order, where every row finds its debtor in the store
and takes the path of an event.  Facts, decisions and what hangs on them must be equal, and facts
that were made in memory must be those that the book gives when it is read.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import stores  # noqa: E402

BINARY = os.path.abspath(os.environ.get("ACUERDO_BINARY", "build/release/acuerdo"))
START = "2026-08-03"
DEBTORS = "40"
KINDS = ("sqlite", "postgresql") if stores.SERVER else ("sqlite",)
# What the digests do not see: how many rows, and what they say.
STATEMENTS = (
    "SELECT count(*) AS n, min(number) AS low, max(number) AS high, sum(event_seq) AS events"
    " FROM debt_case",
    "SELECT state, closed_on, count(*) AS n FROM debt_case GROUP BY state, closed_on ORDER BY 1",
    "SELECT kind, count(*) AS n FROM event GROUP BY kind ORDER BY kind",
    "SELECT kind, count(*) AS n FROM external_ref GROUP BY kind ORDER BY kind",
    "SELECT p.external_id, c.channel, c.state, c.priority FROM contact_point c"
    " JOIN party p ON p.debtor_id = c.debtor_id ORDER BY 1, 2",
    "SELECT external_id, name, kind, country, region, timezone, language FROM party ORDER BY 1",
    "SELECT external_id, product, currency, opened_on, state FROM obligation ORDER BY 1",
    "SELECT external_id, number, issued_on, due_on, amount, paid, state FROM claim ORDER BY 1",
    "SELECT c.external_id, e.kind, e.component, e.amount, e.value_on, e.booked_on"
    " FROM ledger_entry e JOIN claim c ON c.debtor_id = e.debtor_id AND c.id = e.claim_id"
    " ORDER BY 1, 3, 5",
    "SELECT c.external_id, a.component, sum(a.amount) AS amount FROM allocation a"
    " JOIN claim c ON c.debtor_id = a.debtor_id AND c.id = a.claim_id"
    " GROUP BY c.external_id, a.component ORDER BY 1, 2",
    "SELECT o.external_id, d.name, v.number, v.text FROM attribute_value v"
    " JOIN attribute_def d ON d.id = v.attribute_id"
    " JOIN obligation o ON o.debtor_id = v.debtor_id AND o.id = v.obligation_id ORDER BY 1, 2",
    "SELECT p.external_id, k.creditor_id - (SELECT min(id) FROM creditor) >= 0 AS is_there,"
    " s.value AS step, m.state, m.plan_date, m.template FROM outbox m"
    " JOIN debt_case k ON k.id = m.case_id JOIN party p ON p.debtor_id = m.debtor_id"
    " JOIN symbol s ON s.id = m.step WHERE m.state = 'queued' ORDER BY 1, 3, 6",
    "SELECT p.external_id, q.value AS queue, w.priority FROM work_item w"
    " JOIN party p ON p.debtor_id = w.debtor_id JOIN symbol q ON q.id = w.queue"
    " WHERE w.state = 'ready' ORDER BY 1, 2, 3",
)


class Shop:
    """A store into which files come."""

    def __init__(self, case, kind):
        self.folder = tempfile.mkdtemp(prefix="acuerdo-bulk-")
        case.addCleanup(shutil.rmtree, self.folder)
        self.store = stores.fresh(self.folder, kind)
        case.addCleanup(self.store.remove)
        place = "--country MX --currency MXN --timezone America/Mexico_City"
        self.run("init", *place.split(), "--test", "--open-date", START)

    def run(self, *arguments):
        done = subprocess.run(
            [BINARY, *arguments],
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
            env=dict(
                os.environ, ACUERDO_STORE=self.store.url, ACUERDO_KEY_FILE=self.store.key_file
            ),
            cwd=self.folder,
        )
        if done.returncode != 0:
            raise AssertionError(f"{' '.join(arguments)}: {done.returncode}\n{done.stderr}")
        return done.stdout

    def take(self, lines):
        """Imports rows below their header; what the last line of the answer says."""
        path = os.path.join(self.folder, "rows.csv")
        with open(path, "w", encoding="utf-8") as out:
            out.writelines(lines)
        answer = self.run("import", "receivables", path, "--json").strip().splitlines()[-1]
        return json.loads(answer)

    def digest(self):
        whole = json.loads(self.run("facts", "digest", "--json"))
        names = ("facts", "facts_rows", "decisions", "decisions_rows")
        return {name: whole[name] for name in names}

    def picture(self):
        return [self.store.rows(statement) for statement in STATEMENTS]


class InBulk(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="acuerdo-bulk-")
        path = os.path.join(cls.folder, "portfolio.csv")
        words = f"sample --debtors {DEBTORS} --start {START} --out {path}"
        subprocess.run([BINARY, *words.split()], check=True, timeout=60, capture_output=True)
        with open(path, encoding="utf-8") as rows:
            header, *rows = (line.rstrip("\n") for line in rows)
        cls.header = header + ",claim.fee\n"  # a third of them tells what it is made of
        cls.rows = [row + (",1.50\n" if i % 3 == 0 else ",\n") for i, row in enumerate(rows)]

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def bulk(self, kind):
        shop = Shop(self, kind)
        answer = shop.take([self.header, *self.rows])
        self.assertEqual(answer["created"], len(self.rows))
        return shop

    def test_pieces_leave_what_the_whole_leaves(self):
        for kind in KINDS:
            whole, pieces = self.bulk(kind), Shop(self, kind)
            for at in range(0, len(self.rows), 7):
                pieces.take([self.header, *self.rows[at : at + 7]])
            self.assertGreater(whole.digest()["facts_rows"], int(DEBTORS) // 2)
            self.assertEqual(whole.digest(), pieces.digest())
            self.assertEqual(whole.picture(), pieces.picture())

    def test_rows_one_by_one_in_another_order(self):
        rows = list(self.rows)
        random.Random(3).shuffle(rows)
        whole, single = Shop(self, "sqlite"), Shop(self, "sqlite")
        whole.take([self.header, *rows])
        for row in rows:
            single.take([self.header, row])
        self.assertEqual(whole.digest(), single.digest())
        self.assertEqual(whole.picture(), single.picture())

    def test_facts_in_memory_are_those_of_the_book(self):
        for kind in KINDS:
            whole = self.bulk(kind)
            self.assertEqual(json.loads(whole.run("facts", "rebuild", "--json"))["changed"], 0)

    def test_twice_changes_nothing(self):
        for kind in KINDS:
            whole = self.bulk(kind)
            before = whole.digest(), whole.picture()
            answer = whole.take([self.header, *self.rows])
            self.assertEqual((answer["created"], answer["updated"]), (0, 0))
            self.assertEqual(before, (whole.digest(), whole.picture()))


if __name__ == "__main__":
    unittest.main(verbosity=2)
