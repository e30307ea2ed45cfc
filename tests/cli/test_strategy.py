#!/usr/bin/env python3
"""A strategy becomes active only when it is proved lawful; comply prove says what it looked at."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

BINARY = os.path.abspath(os.environ.get("ACUERDO_BINARY", "build/release/acuerdo"))
SOURCE = pathlib.Path(os.environ.get("ACUERDO_SOURCE", "."))
SHIPPED = SOURCE / "policies" / "strategies" / "default"


class Strategy(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="acuerdo-strategy-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.mine = self.folder / "mine"
        shutil.copytree(SHIPPED, self.mine)

    def run_command(self, *words, code=0):
        done = subprocess.run(
            [BINARY, *words], cwd=self.folder, capture_output=True, text=True, check=False,
            timeout=300, env=dict(os.environ, ACUERDO_LANG="en", ACUERDO_STORE="a.db"))
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def change(self, before, after):
        path = self.mine / "strategy.json"
        text = path.read_text(encoding="utf-8")
        self.assertIn(before, text)
        path.write_text(text.replace(before, after, 1), encoding="utf-8")

    def test_only_what_is_proved_becomes_active(self):
        self.run_command("init", "--country", "CL", "--currency", "CLP", "--timezone",
                         "America/Santiago", "--test")
        self.assertIn("default, version 1", self.run_command("strategy", "show").stdout)
        self.change('"id": "CL-PLAN-CALLS", "kind": "frequency_cap",',
                    '"id": "CL-PLAN-CALLS", "kind": "frequency_cap", "note": "mine",')
        self.assertIn("mine, version 1",
                      self.run_command("strategy", "activate", "./mine").stdout)
        self.change('"max": 1, "per": "week", "together": true',
                    '"max": 2, "per": "week", "together": true')
        refused = self.run_command("strategy", "activate", "./mine", code=3)
        self.assertIn("CL-FREQ-A", refused.stderr)
        self.assertIn("the shortest counter-example", refused.stdout)
        self.assertIn("mine, version 1", self.run_command("strategy", "show").stdout)

    def test_a_proof_says_what_it_looked_at(self):
        proof = json.loads(self.run_command("comply", "prove", "default", "--country", "CL",
                                            "--from", "2026-11-22", "--json").stdout)
        self.assertEqual(proof["verdict"], "proved")
        self.assertEqual(proof["editions"], 2)  # a law binds from December 2026
        self.assertGreater(proof["states"], 100)
        self.assertEqual(proof["contacting_rules"], proof["contacting_rules_fired"])
        self.assertIn("CL-FEE", proof["outside"])

    def test_a_counter_example_has_dates_events_and_the_rule(self):
        self.change('"mon_fri": [["08:00", "20:00"]]', '"mon_fri": [["07:30", "20:00"]]')
        done = self.run_command("comply", "prove", "./mine", "--country", "CL", "--from",
                                "2026-11-22", "--json", code=3)
        proof = json.loads(done.stdout)
        self.assertEqual((proof["verdict"], proof["rule"]), ("refuted", "CL-HOURS"))
        last = proof["steps"][-1]
        self.assertEqual((last["on"], last["event"], last["channel"]),
                         ("2026-11-23", "contact", "call"))
        self.assertEqual(last["at"], "2026-11-23T10:30:00.000000Z")  # 7:30 in Santiago

    def test_wrong_words(self):
        self.run_command("comply", "prove", "default", code=2)
        self.run_command("comply", "prove", "nothing", "--country", "MX", code=1)
        self.run_command("comply", "prove", "./nothing", "--country", "MX", code=1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
