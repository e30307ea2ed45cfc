"""The examination after a storm finds what it is there to find: each kind of damage is planted in
a good store, and told."""

import collections
import datetime
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "support")]
import invariants  # noqa: E402
import soak  # noqa: E402

BINARY = os.path.abspath(os.environ.get("ACUERDO_BINARY", "build/release/acuerdo"))

# What is planted, and the start of the sentence that must come.
DAMAGE = {
    "UPDATE claim SET paid = paid - 1 WHERE paid > 1": "a claim's paid amount is not",
    "UPDATE claim SET paid = amount + 1 WHERE state = 'open'": "a claim is paid more",
    "UPDATE claim SET state = 'paid' WHERE state = 'open'": "a claim's state is not",
    "UPDATE payment SET amount = amount + 1 WHERE returns_id IS NULL": "a payment is not what",
    "UPDATE payment SET reference = 'twice'": "a payment was booked twice",
    "UPDATE payment SET unapplied = 1": "a case holds unapplied money",
    "UPDATE case_decision SET next_action_on = NULL, silence = 0": "an open case has neither",
    "UPDATE outbox SET state = 'sending' WHERE state = 'queued'": "a message is half way",
    "UPDATE outbox SET state = 'sent' WHERE state = 'queued'": "a sent message is not one action",
    "UPDATE contact_count SET attempts = attempts + 5": "a person was contacted more than once",
    "UPDATE debt_case SET event_seq = event_seq + 1": "the events of a case have a gap",
    "UPDATE close_run SET state = 'running'": "a close was begun",
    "UPDATE import_batch SET state = 'applying'": "an import was begun",
}


class Sink:
    """Mails that left, as the planted damage wants them."""

    def __init__(self, mails):
        self.taken = collections.namedtuple("Taken", "mails")(mails)


class Invariants(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="acuerdo-invariants-")
        cls.origin = soak.Product(BINARY, cls.folder, "sqlite")
        cls.origin.run("demo", "--debtors", "60", "--days", "6")
        for _ in range(7):  # nobody is written to on a Sunday: so to the next day with a mail
            if not cls.origin.store.rows("SELECT id FROM outbox WHERE state = 'queued'"):
                cls.origin.run("close", "--date", cls.open_date())

    @classmethod
    def open_date(cls):
        days = cls.origin.store.rows("SELECT open_date FROM organisation")[0][0]
        return (datetime.date(1970, 1, 1) + datetime.timedelta(days)).isoformat()

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def copy(self):
        """A store of its own to damage."""
        product = soak.Product(BINARY, tempfile.mkdtemp(dir=self.folder), "sqlite")
        subprocess.run(["cp", self.origin.store.url, product.store.url], check=True)
        subprocess.run(["cp", self.origin.store.key_file, product.store.key_file], check=True)
        return product

    def test_a_good_store_is_good(self):
        self.assertEqual(invariants.check_book(self.origin.store), [])
        self.assertEqual(invariants.check_facts(self.origin), [])
        self.assertEqual(invariants.check_doctor(self.origin), [])

    def test_each_damage_is_told(self):
        for damage, wanted in DAMAGE.items():
            with self.subTest(damage):
                product = self.copy()
                product.store.execute(damage)
                found = invariants.check_book(product.store)
                self.assertTrue(any(line.startswith(wanted) for line in found), found)
        self.assertEqual(len(DAMAGE), len(invariants.BOOK), "each sentence has its damage")

    def test_a_drift_of_facts_is_told(self):
        product = self.copy()
        product.store.execute("UPDATE case_facts SET open_amount = open_amount + 1")
        self.assertEqual(len(invariants.check_facts(product)), 1)

    def test_a_second_mail_is_told(self):
        product = self.copy()
        product.store.execute("UPDATE outbox SET message_id = 'm' || id WHERE state = 'queued'")
        message_id = product.store.rows(
            "SELECT message_id FROM outbox WHERE state = 'queued' LIMIT 1")[0][0]
        twice = invariants.check_mail(product.store, Sink([(message_id, "a"), (message_id, "a")]))
        self.assertIn(f"the mail {message_id} left 2 times", twice)
        self.assertIn(f"the mail {message_id} left and is queued", twice)
        unknown = invariants.check_mail(product.store, Sink([("nobody", "a")]))
        self.assertIn("the mail nobody left and is not known", unknown)

    def test_a_lost_or_doubled_order_is_told(self):
        product = self.copy()
        ledger = soak.Ledger()
        ledger.imported = {row[0] for row in product.store.rows("SELECT reference FROM payment")}
        ledger.promises = product.store.rows("SELECT COUNT(*) FROM promise")[0][0]
        self.assertEqual(invariants.check_events(product.store, ledger), [])
        ledger.payments = {"never booked"}
        ledger.imported.pop()
        ledger.promises += 1
        ledger.actions = {"soak-1"}
        found = "\n".join(invariants.check_events(product.store, ledger))
        for wanted in ("1 payments were acknowledged", "payments that nobody acknowledged",
                       "action: not there once", "promises in the book"):
            self.assertIn(wanted, found)


if __name__ == "__main__":
    unittest.main(verbosity=2)
