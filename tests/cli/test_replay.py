"""`acuerdo replay` end to end, on each store at hand: three past days, with backdated money and
another strategy in between, equal what was stored then; what somebody changed behind the book's
back is told, by slice and case."""

import datetime
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "support")]
import stores  # noqa: E402

BINARY = os.path.abspath(os.environ.get("ACUERDO_BINARY", "build/release/acuerdo"))
TREATMENT = os.path.join(HERE, "..", "..", "policies", "strategies", "default", "treatment.dmn")
START = datetime.date(2026, 8, 3)
EPOCH = datetime.date(1970, 1, 1)
DEBTORS = 600
MAIL, PAPER = '<text>"email"</text>', '<text>"letter"</text>'


def plus(days):
    return str(START + datetime.timedelta(days=days))


class Replay:
    """The story; the classes below tell it on a store each."""

    kind = None

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="acuerdo-replay-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.store = stores.fresh(self.folder, self.kind)
        self.addCleanup(self.store.remove)
        self.environment = dict(os.environ, ACUERDO_STORE=self.store.url, ACUERDO_LANG="en",
                                ACUERDO_KEY_FILE=self.store.key_file)
        portfolio = os.path.join(self.folder, "portfolio.csv")
        self.run_ok("init", "--country", "MX", "--currency", "MXN", "--timezone",
                    "America/Mexico_City", "--open-date", plus(0), "--test")
        self.run_ok("sample", "--debtors", str(DEBTORS), "--start", plus(0), "--out", portfolio)
        self.run_ok("import", "receivables", portfolio)

    def try_run(self, *words, **variables):
        return subprocess.run([BINARY, *words], env=dict(self.environment, **variables), text=True,
                              capture_output=True, check=False, timeout=300)

    def run_ok(self, *words):
        done = self.try_run(*words)
        self.assertEqual(done.returncode, 0, f"{' '.join(words)}\n{done.stderr}")
        return done.stdout

    def pay(self, name, share, value_on):
        """Some pay a part of their debt on a day, which may be long past."""
        chosen = random.Random(name)
        path = os.path.join(self.folder, name + ".csv")
        with open(path, "w", encoding="utf-8") as out:
            out.write("payment.reference,obligation.external_id,payment.value_on,payment.amount\n")
            for (debt,) in self.store.rows("SELECT external_id FROM obligation ORDER BY 1"):
                if chosen.random() < share:
                    out.write(f"{name}-{debt},{debt},{value_on},{chosen.randrange(50, 4000)}.00\n")
        self.run_ok("import", "payments", path)

    def change_strategy(self):
        """Who was written to by mail gets a letter now."""
        with open(TREATMENT, encoding="utf-8") as file:
            text = file.read()
        changed = text.replace(MAIL, PAPER).encode()
        self.assertNotEqual(changed, text.encode())
        digest = hashlib.blake2b(changed, digest_size=32).hexdigest()
        as_text = ("CAST(d.bytes AS TEXT)" if self.store.kind == "sqlite"
                   else "convert_from(d.bytes, 'UTF8')")
        replaced = f"replace({as_text}, '{MAIL}', '{PAPER}')"
        as_bytes = (f"CAST({replaced} AS BLOB)" if self.store.kind == "sqlite"
                    else f"convert_to({replaced}, 'UTF8')")
        now = (START - EPOCH).days + 2
        for statement in (
            f"INSERT INTO document SELECT '{digest}', d.media_type, d.name, {len(changed)},"
            f" {as_bytes}, d.created_at FROM document d JOIN strategy_file f"
            " ON f.document_hash = d.hash WHERE f.path = 'treatment.dmn'",
            "INSERT INTO strategy SELECT id + 1, name, version + 1, state,"
            f" {now}, active_until, created_at, created_by, version FROM strategy",
            "INSERT INTO strategy_file SELECT strategy_id + 1, path, CASE path WHEN"
            f" 'treatment.dmn' THEN '{digest}' ELSE document_hash END FROM strategy_file",
        ):
            self.store.execute(statement)

    def live(self):
        """Three closes; then money of before all of them arrives."""
        self.pay("early", 0.2, plus(0))
        self.run_ok("close", "--date", plus(0))
        self.pay("timely", 0.2, plus(1))
        self.run_ok("close", "--date", plus(1))
        self.change_strategy()
        self.run_ok("close", "--date", plus(2))
        self.pay("late", 0.5, plus(-9))

    def replay(self, *words):
        done = self.try_run("replay", *words, "--json")
        return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr

    def test_the_past_is_as_it_was_until_somebody_changes_it(self):
        self.live()
        before = self.run_ok("facts", "digest")
        digests = {row["date"]: row["digest"] for row in map(json.loads, self.run_ok(
            "close", "--date", plus(0), "--through", plus(2), "--json").splitlines())}
        code, days, said = self.replay("--date", plus(0), "--through", plus(2))
        self.assertEqual(code, 0, said)
        self.assertEqual(len(days), 3)
        for day in days:
            self.assertTrue(day["equal"], day)
            self.assertEqual(day["digest_now"], digests[day["date"]])
            self.assertGreater(day["cases"], DEBTORS // 2)
            self.assertFalse(day["has_other_rules"])
        self.assertEqual(len({day["digest_now"] for day in days}), 3)
        self.assertEqual(self.run_ok("facts", "digest"), before, "replay changed the store")
        self.one_case()
        self.tamper()
        self.refused()

    def one_case(self):
        """Whose money came late: the past does not know it, today does."""
        number = self.store.rows(
            "SELECT k.number FROM debt_case k JOIN payment p ON p.debtor_id = k.debtor_id"
            " AND p.case_id = k.id WHERE p.reference LIKE 'late-%' ORDER BY k.number LIMIT 1")[0][0]
        code, rows, said = self.replay("--date", plus(1), "--case", str(number))
        self.assertEqual(code, 0, said)
        paid = rows[0]["facts"]["paid_amount"]
        self.assertLess(float(paid["then"]), float(paid["now"]))
        for field in rows[0]["decision"].values():
            self.assertEqual(field["then"], field["replayed"])
        text = self.run_ok("replay", "--date", plus(1), "--case", str(number))
        self.assertIn("* paid_amount", text)

    def tamper(self):
        debtor, claim, number = self.store.rows(
            "SELECT c.debtor_id, c.id, k.number FROM claim c JOIN debt_case k"
            " ON k.debtor_id = c.debtor_id AND k.id = c.case_id JOIN case_facts f"
            " ON f.debtor_id = k.debtor_id AND f.case_id = k.id"
            f" WHERE c.due_on < {(START - EPOCH).days - 20} AND c.state = 'open'"
            " AND f.past_due_claims = 1 ORDER BY c.id LIMIT 1")[0]
        self.store.execute(f"UPDATE claim SET due_on = due_on + 400 WHERE debtor_id = {debtor}"
                           f" AND id = {claim}")
        code, days, said = self.replay("--date", plus(1))
        self.assertEqual(code, 1)
        self.assertIn("somebody changed what was known", said)
        self.assertEqual({row["case"] for row in days[0]["differences"]}, {number})
        self.assertIn("past_due_amount", days[0]["slices_that_differ"][0]["facts"])
        text = self.try_run("replay", "--date", plus(1), ACUERDO_LANG="es").stdout
        self.assertIn(f"expediente {number}: rules: entonces", text)
        code, _, _ = self.replay("--date", plus(1), "--case", str(number))
        self.assertEqual(code, 1)

    def refused(self):
        for words, exit_code, said in (
            (("--date", plus(40)), 1, "was never closed in this store"),
            (("--date", plus(1), "--case", "77"), 1, "no case has the number 77"),
            (("--through", plus(1)), 1, "replay needs --date"),
        ):
            done = self.try_run("replay", *words)
            self.assertIn(said, done.stderr)
            self.assertNotEqual(done.returncode, 0)
            self.assertGreaterEqual(done.returncode, exit_code)
        self.store.execute("UPDATE close_slice SET known_at = NULL")  # as an earlier program left
        done = self.try_run("replay", "--date", plus(1))
        self.assertEqual(done.returncode, 1)
        self.assertIn("was closed before history was kept: it cannot be replayed", done.stderr)


class OnSqlite(Replay, unittest.TestCase):
    kind = "sqlite"


@unittest.skipUnless(stores.SERVER, "ACUERDO_TEST_PG_URL names no server")
class OnPostgresql(Replay, unittest.TestCase):
    kind = "postgresql"


if __name__ == "__main__":
    unittest.main(verbosity=2)
