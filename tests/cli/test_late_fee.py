#!/usr/bin/env python3
"""Late fees with the program: told in a file of debts or by hand, charged by the close, shown with
their rule, taken back by money that came late."""
import json
import os
import sqlite3
import subprocess
import tempfile
import unittest

BINARY = os.path.abspath(os.environ.get("ACUERDO_BINARY", "build/gcc/acuerdo"))
COLUMNS = ("party.external_id,party.name,obligation.external_id,obligation.opened_on,"
           "claim.issued_on,claim.due_on,claim.amount,terms.fees")
DEBTS = "p1,Ana,o1,2026-10-01,2026-10-01,2026-11-01,1000.00,{}\n"
FEES = "20: 50 + 2.5% max 100; 30: 5%"


class LateFees(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="acuerdo-late-fee-")
        self.env = dict(os.environ, ACUERDO_LANG="en",
                        ACUERDO_STORE=os.path.join(self.folder.name, "a.db"))
        self.run_words("init", "--country", "MX", "--currency", "MXN", "--timezone",
                       "America/Mexico_City", "--test", "--open-date", "2026-11-20")

    def tearDown(self):
        self.folder.cleanup()

    def run_words(self, *words, code=0):
        done = subprocess.run([BINARY, *words], cwd=self.folder.name, env=self.env, text=True,
                              capture_output=True, check=False, timeout=120)
        self.assertEqual(done.returncode, code, (words, done.stdout, done.stderr))
        return done

    def take(self, kind, text, code=0):
        path = os.path.join(self.folder.name, kind + ".csv")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return self.run_words("import", kind, path, "--json", code=code)

    def close(self, *days):
        for day in days:
            self.run_words("close", "--date", day)

    def number(self):
        with sqlite3.connect(self.env["ACUERDO_STORE"]) as store:
            return str(store.execute("SELECT number FROM debt_case").fetchone()[0])

    def fees(self):
        ledger = json.loads(self.run_words("ledger", "show", self.number(), "--json").stdout)
        return [(row["kind"], row["claim"], row["amount"], row["value_on"])
                for row in ledger["entries"] if row["component"] == "fee"]

    def test_a_file_of_debts(self):
        got = json.loads(self.take("receivables", f"{COLUMNS}\n" + DEBTS.format(FEES)).stdout)
        self.assertEqual(got["outcome"], "applied", got)
        shown = json.loads(self.run_words("terms", "show", self.number(), "--json").stdout)["terms"]
        self.assertEqual(shown["fee_currency"], "MXN")
        self.assertEqual(shown["fees"], [
            {"days": 20, "fixed": 5000, "rate_ppm": 25000, "least": 0, "most": 10000},
            {"days": 30, "fixed": 0, "rate_ppm": 50000, "least": 0, "most": 0}])
        self.assertIn("late fees MXN 20: 50.00 + 2.5000% max 100.00; 30: 5.0000%",
                      self.run_words("terms", "show", self.number()).stdout)
        self.assertEqual(self.fees(), [])
        self.close("2026-11-20")
        charged = ("opened", "late_fee-1-2026-11-21-import/o1", 7500, "2026-11-21")
        self.assertEqual(self.fees(), [charged])
        self.take("receivables", f"{COLUMNS}\n" + DEBTS.format(FEES))  # the same again
        self.close("2026-11-21")
        self.assertEqual(self.fees(), [charged])
        self.take("payments", "payment.reference,obligation.external_id,payment.value_on,"
                  "payment.amount\nm1,o1,2026-11-20,1000.00\n")
        self.assertEqual(self.fees()[0], charged)
        self.assertIn(("adjusted", charged[1], -7500, "2026-11-21"), self.fees())

    def test_what_is_refused(self):
        for fees in ("20", "20: 50; 10: 60", "20: 0", "CLP 20: 50"):
            self.take("receivables", f"{COLUMNS}\n" + DEBTS.format(fees), code=1)
        self.take("receivables", f"{COLUMNS}\n" + DEBTS.format(""))
        for fees in ("20", "20: 50; 10: 60", "20: 0", "CLP 20: 50"):
            done = self.run_words("terms", "set", "--obligation", "o1", "--fees", fees, code=1)
            self.assertIn("late fees", done.stderr)
        self.run_words("terms", "set", "--obligation", "o1", "--fees", "20: 50")


if __name__ == "__main__":
    unittest.main()
