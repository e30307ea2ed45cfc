"""`acuerdo pack` and `acuerdo party` end to end: own rules are kept, told, refused when they are
laxer; what an import and a person say of somebody stands in the store with its evidence."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "support")]
import stores  # noqa: E402

BINARY = os.path.abspath(os.environ.get("ACUERDO_BINARY", "build/release/acuerdo"))
PEOPLE = """cliente,nombre,fallecido,demandado,region,factura,vencimiento,importe
A1,Ana,si,no,Sonora,F1,2026-08-01,100.00
B2,Beto,,x,,F2,2026-08-01,100.00
C3,Carla,,,,F3,2026-08-01,100.00
"""


def rule(name, kind, **fields):
    return {"id": name, "kind": kind, "basis": "policy", "status": "policy_default",
            "confidence": "high", "citation": "Manual interno", "channels": ["call"],
            "summary": {"es": "propia", "en": "own"}, **fields}


def hours(opens):
    return {"mon_fri": [[opens, "18:00"]], "sat": [], "sun": None, "holiday": None}


class Pack(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="acuerdo-pack-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.store = stores.fresh(self.folder, None)
        self.addCleanup(self.store.remove)
        self.environment = dict(os.environ, ACUERDO_STORE=self.store.url, ACUERDO_LANG="en",
                                ACUERDO_KEY_FILE=self.store.key_file)
        self.run_ok("init", "--country", "MX", "--currency", "MXN", "--timezone",
                    "America/Mexico_City", "--open-date", "2026-08-03", "--test")

    def try_run(self, *words):
        return subprocess.run([BINARY, *words], env=self.environment, text=True, timeout=300,
                              capture_output=True, check=False, cwd=self.folder)

    def run_ok(self, *words):
        done = self.try_run(*words)
        self.assertEqual(done.returncode, 0, f"{' '.join(words)}\n{done.stderr}")
        return done.stdout

    def write(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as out:
            out.write(content if isinstance(content, str) else json.dumps(content))
        return path

    def test_own_rules(self):
        own = {"country": "MX", "version": 1,
               "rules": [rule("OWN-H", "contact_hours", windows=hours("09:00"))]}
        before = json.loads(self.run_ok("pack", "show", "--json"))
        good = self.write("own.json", own)
        self.run_ok("pack", "check", good)
        self.assertIsNone(json.loads(self.run_ok("pack", "show", "--json"))["own"])
        digest = self.run_ok("pack", "put", good).strip()
        shown = json.loads(self.run_ok("pack", "show", "--json"))
        self.assertEqual((shown["own"], shown["rules"][0]["id"], shown["rules"][0]["basis"]),
                         (digest, "OWN-H", "policy"))
        self.assertNotEqual(shown["hash"], before["hash"])
        own["rules"][0]["windows"] = hours("06:00")
        lax = self.try_run("pack", "put", self.write("lax.json", own))
        self.assertEqual(lax.returncode, 1)
        self.assertIn("rule OWN-H is laxer than MX-HOURS", lax.stderr)
        own["rules"][0].update(windows=hours("09:00"), basis="law")
        self.assertIn("is policy, not law",
                      self.try_run("pack", "check", self.write("law.json", own)).stderr)
        self.assertEqual(self.try_run("setting", "put", "contact.own_pack", "x").returncode, 2)
        self.assertEqual(json.loads(self.run_ok("pack", "show", "--json"))["own"], digest)
        self.run_ok("pack", "drop")
        self.assertEqual(json.loads(self.run_ok("pack", "show", "--json"))["hash"], before["hash"])

    def flags(self, name):
        ((deceased, flags),) = self.store.rows(
            f"SELECT is_deceased, COALESCE(flags, 0) FROM party WHERE external_id = '{name}'")
        return deceased, flags

    def test_what_is_known_of_people(self):
        self.run_ok("import", "receivables", self.write("people.csv", PEOPLE))
        sued = 1 << 6
        self.assertEqual([self.flags(name) for name in ("A1", "B2", "C3")],
                         [(1, 0), (0, sued), (0, 0)])
        self.run_ok("party", "flag", "C3", "--set", "sued", "--evidence", "Court 12")
        self.run_ok("party", "flag", "B2", "--unset", "sued", "--evidence", "Ended")
        self.assertEqual([self.flags(name) for name in ("B2", "C3")], [(0, 0), (0, sued)])
        told = self.store.rows("SELECT CAST(payload AS TEXT) FROM event"
                               " WHERE kind = 'party.flags_set'")
        self.assertEqual(len(told), 4)
        self.assertTrue(any("Court 12" in row[0] for row in told))
        for words in (["--set", "sad", "--evidence", "x"], ["--set", "sued"], ["--evidence", "x"]):
            self.assertEqual(self.try_run("party", "flag", "C3", *words).returncode, 2)
        self.run_ok("import", "receivables", self.write("again.csv", PEOPLE))
        self.assertEqual(self.flags("B2"), (0, sued))
        self.assertEqual(json.loads(self.run_ok("facts", "rebuild", "--json"))["changed"], 0)
        self.run_ok("close", "--date", "2026-08-03")
        self.assertIn("equal", self.run_ok("replay", "--date", "2026-08-03"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
