#!/usr/bin/env python3
"""The register says of every rule where it is kept, and what the tests last wrote of it."""
import json
import os
import subprocess
import tempfile
import unittest

BINARY = os.path.abspath(os.environ.get("ACUERDO_BINARY", "build/gcc/acuerdo"))
BUILD = os.path.dirname(BINARY)


class Register(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="acuerdo-register-")
        self.path = os.path.join(self.folder.name, "results.tsv")

    def tearDown(self):
        self.folder.cleanup()

    def ask(self, *words, code=0):
        done = subprocess.run([BINARY, "comply", "register", "--lang", "en", *words], text=True,
                              capture_output=True, check=False, timeout=60)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def rules(self, *words, code=0):
        rows = json.loads(self.ask("--json", *words, code=code).stdout)
        return {row["rule"]: row for row in rows}

    def write(self, *rows):
        with open(self.path, "w", encoding="utf-8") as file:
            file.write("".join("\t".join(row) + "\n" for row in rows))

    def test_every_rule_has_its_effect_and_its_control(self):
        found = self.rules("--on", "2026-11-21")
        self.assertGreater(len(found), 140)
        for rule in found.values():
            self.assertTrue(rule["effect"] and rule["citation"] and rule["confidence"], rule)
        self.assertEqual(found["CO-HOURS"]["control"], "gate")
        self.assertEqual(found["CL-FEE"]["control"], "charges")
        self.assertEqual(found["MX-UNE"]["control"], "reckoned")
        self.assertEqual(found["PE-CONTENT"]["control"], "reading")
        self.assertEqual(found["PA-HOURS"]["control"], "none")  # a bill
        self.assertFalse(found["CL-DATA"]["binds"])
        self.assertTrue(self.rules("--on", "2026-12-01")["CL-DATA"]["binds"])
        self.assertTrue(found["MX-UNE"]["to_confirm"])
        self.assertEqual(found["CO-HOURS"]["result"], "none")

    def test_the_last_word_of_each_case_counts(self):
        at = "2026-11-21T08:00:0{}Z"
        self.write(("CO-HOURS", "t", "1", "begun", at.format(1)),
                   ("CO-HOURS", "t", "1", "passed", at.format(2)),
                   ("CO-HOURS", "t", "2", "begun", at.format(3)),
                   ("CO-FREQ", "t", "3", "begun", at.format(3)),
                   ("CO-FREQ", "t", "3", "begun", at.format(4)),
                   ("CO-FREQ", "t", "3", "passed", at.format(5)))
        found = self.rules("--country", "CO", "--results", self.path, code=1)
        self.assertEqual(found["CO-HOURS"]["result"], "failed")
        self.assertEqual(found["CO-HOURS"]["tests"],
                         [{"test": "t", "passed": 1, "failed": 1, "at": at.format(3)}])
        self.assertEqual(found["CO-FREQ"]["result"], "passed")
        self.assertEqual(found["CO-RNE"]["result"], "none")
        self.write(("CO-HOURS", "t", "1", "guessed", at.format(1)))
        self.assertIn("line 1 is not a result", self.ask("--results", self.path, code=2).stderr)
        self.ask("--results", self.path + ".nowhere", code=1)

    def test_it_shows_what_a_run_of_the_tests_wrote(self):
        program = os.path.join(BUILD, "comply_test_terms")
        if not os.path.exists(program):
            self.skipTest(f"{program} was not built")
        subprocess.run([program], check=True, capture_output=True, timeout=120,
                       env=dict(os.environ, ACUERDO_TEST_RESULTS=self.path))
        rule = self.rules("--results", self.path)["CL-FEE"]
        self.assertEqual(rule["result"], "passed")
        self.assertEqual(rule["tests"][0]["test"], "comply/test_terms term_cases.txt")
        self.assertGreaterEqual(rule["tests"][0]["passed"], 8)


if __name__ == "__main__":
    unittest.main(verbosity=2)
