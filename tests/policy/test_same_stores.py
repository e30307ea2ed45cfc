#!/usr/bin/env python3
"""The same life on SQLite and on PostgreSQL ends in the same facts, decisions and reports.

A generated portfolio is imported and lives some business days: mails, work of people, promises,
disputes, payments and closes.  Once on each store, and once more with another seed, which must end
otherwise: a digest that cannot differ proves nothing.  Some days more with an experiment: its
challenger asks for facts of obligations, and one thread closes what two did.  Without
ACUERDO_TEST_PG_URL the second life is on another SQLite file.
ACUERDO_TEST_SAME=DEBTORS,DAYS chooses another size.
"""

import datetime
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import stores  # noqa: E402

BINARY = os.path.abspath(os.environ.get("ACUERDO_BINARY", "build/release/acuerdo"))
UTILITIES = pathlib.Path(os.environ.get("ACUERDO_SOURCE", ".")).resolve() / (
    "policies/strategies/utilities")
DEBTORS, DAYS = os.environ.get("ACUERDO_TEST_SAME", "120,12").split(",")
REPORTS = ("daily", "ageing", "open", "kpi", "promises", "payments")


class Life:
    """A store that lives through a demonstration."""

    def __init__(self, case, kind, seed):
        self.folder = tempfile.mkdtemp(prefix="acuerdo-same-")
        case.addCleanup(shutil.rmtree, self.folder)
        self.store = stores.fresh(self.folder, kind)
        case.addCleanup(self.store.remove)
        if seed is not None:
            self.run("demo", "--debtors", DEBTORS, "--days", DAYS, "--seed", str(seed))

    def copy(self, case):
        """The same life in a file of its own, from here on."""
        other = Life(case, "sqlite", None)
        shutil.copy(self.store.url, other.store.url)
        shutil.copy(self.store.key_file, other.store.key_file)
        return other

    def sign(self, login):
        return "--user", login, "--password-env", "ACUERDO_TEST_SECRET"

    def start_experiment(self):
        """Half of the cases to the strategy for utilities, a tenth to a hold-out, by two people."""
        for login, role in (("irma", "strategist"), ("hugo", "compliance")):
            self.run("user", "add", login, "--name", login, "--role", role, "--password-env",
                     "ACUERDO_TEST_SECRET")
        self.run("strategy", "import", str(UTILITIES), *self.sign("irma"))
        self.run("strategy", "test", "utilities")
        self.run("strategy", "submit", "utilities", "--reason", "a", *self.sign("irma"))
        self.run("strategy", "approve", "utilities", "--reason", "b", *self.sign("hugo"))
        asked = json.loads(self.run(
            "strategy", "arms", "start", "julio", "retadora=utilities@1:5000",
            "control=hold_out:1000", "--reason", "c", "--json", *self.sign("irma")))
        self.run("approval", "approve", asked["approval_id"], "--reason", "d",
                 *self.sign("hugo"))

    def live_on(self, days, threads):
        """Closes some days more; the last one is computed again from what was known."""
        first = datetime.date.fromisoformat(self.digest()["open_date"])
        last = (first + datetime.timedelta(days=days - 1)).isoformat()
        self.run("close", "--date", first.isoformat(), "--through", last, "--threads",
                 str(threads))
        replayed = json.loads(self.run("replay", "--date", last, "--json"))
        return replayed["equal"], replayed["cases"], replayed["digest_now"]

    def arms(self):
        """How many cases each arm has, and what they got."""
        return self.store.rows(
            "SELECT a.value AS arm, s.value AS step, count(*) AS n FROM case_decision d"
            " JOIN symbol a ON a.id = d.arm JOIN symbol s ON s.id = d.step"
            " GROUP BY a.value, s.value ORDER BY 1, 2"
        )

    def run(self, *arguments):
        environment = dict(
            os.environ, ACUERDO_STORE=self.store.url, ACUERDO_KEY_FILE=self.store.key_file,
            ACUERDO_TEST_SECRET="una frase larga y propia"
        )
        done = subprocess.run(
            [BINARY, *arguments],
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
            env=environment,
            cwd=self.folder,
        )
        if done.returncode != 0:
            raise AssertionError(f"{' '.join(arguments)}: {done.returncode}\n{done.stderr}")
        return done.stdout

    def digest(self):
        return json.loads(self.run("facts", "digest", "--json"))

    def reports(self):
        return {name: self.run("report", name, "--format", "tsv") for name in REPORTS}

    def closes(self):
        """What each close left: counts, and the digests of its slices."""
        return self.store.rows(
            "SELECT r.business_date, r.cases, r.fact_rows, r.decision_rows, r.planned_messages,"
            " r.planned_work, s.slice, s.cases AS slice_cases, s.digest FROM close_run r"
            " JOIN close_slice s ON s.business_date = r.business_date ORDER BY 1, 7"
        )

    def events(self):
        return self.store.rows("SELECT kind, count(*) AS n FROM event GROUP BY kind ORDER BY kind")


class Same(unittest.TestCase):
    maxDiff = None

    def lives(self):
        """Two lives that must be equal; again when midnight came between them."""
        other = "postgresql" if stores.SERVER else "sqlite"
        for _ in range(2):
            one, two = Life(self, "sqlite", 7), Life(self, other, 7)
            if one.digest()["open_date"] == two.digest()["open_date"]:
                break
        return one, two

    def test_one_life_on_two_stores(self):
        one, two = self.lives()
        digest = one.digest()
        print(f"{one.store.kind} and {two.store.kind}: {digest}")
        self.assertGreater(digest["facts_rows"], int(DEBTORS) // 2)
        self.assertGreater(digest["history_rows"], digest["decisions_rows"])
        self.assertEqual(one.events(), two.events())
        self.assertEqual(one.closes(), two.closes())
        self.assertEqual(digest, two.digest())
        self.assertEqual(one.reports(), two.reports())
        self.assertEqual(json.loads(two.run("facts", "rebuild", "--json"))["changed"], 0)
        self.assertEqual(digest, two.digest())

    def test_an_experiment_on_two_stores_and_by_one_thread(self):
        one, two = self.lives()
        before = one.digest()
        for life in (one, two):
            life.start_experiment()
        three = one.copy(self)
        told = [one.live_on(4, 2), two.live_on(4, 2), three.live_on(4, 1)]
        self.assertTrue(told[0][0], told)
        self.assertNotEqual(before["decisions"], one.digest()["decisions"])
        self.assertEqual({arm for arm, _, _ in one.arms()},
                         {"julio/champion", "julio/retadora", "julio/control"})
        for at, other in enumerate((two, three), 1):
            self.assertEqual(one.digest(), other.digest())
            self.assertEqual(one.closes(), other.closes())
            self.assertEqual(one.arms(), other.arms())
            self.assertEqual(told[0], told[at])

    def test_another_life_has_another_digest(self):
        one, other = Life(self, "sqlite", 7).digest(), Life(self, "sqlite", 8).digest()
        for name in ("facts", "decisions", "history"):
            self.assertNotEqual(one[name], other[name])

    def test_one_cell_of_one_row_changes_its_digest_only(self):
        life = Life(self, "sqlite", 7)
        before = life.digest()
        life.store.execute(
            "UPDATE case_facts SET open_amount = open_amount + 1 WHERE case_id ="
            " (SELECT min(case_id) FROM case_facts)"
        )
        after = life.digest()
        self.assertNotEqual(before["facts"], after["facts"])
        self.assertEqual(before["decisions"], after["decisions"])
        self.assertEqual(before["history"], after["history"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
