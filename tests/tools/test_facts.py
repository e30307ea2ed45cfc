#!/usr/bin/env python3
"""tools/facts.py finds what drifts: a fact without a line, a line without a fact, a stale page."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(os.environ.get("ACUERDO_SOURCE", pathlib.Path(__file__).parents[2]))
FILES = ("src/policy/inputs.h", "policies/facts.json", "policies/facts.dmn", "docs/facts.md")


class Facts(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="acuerdo-facts-"))
        self.addCleanup(shutil.rmtree, self.root)
        for file in FILES:
            (self.root / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(SOURCE / file, self.root / file)

    def check(self):
        done = subprocess.run([sys.executable, SOURCE / "tools/facts.py", "check", self.root],
                              capture_output=True, text=True, check=False, timeout=60)
        return done.returncode, done.stdout

    def change_data(self, change):
        path = self.root / "policies/facts.json"
        rows = json.loads(path.read_text(encoding="utf-8"))
        change(rows)
        path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")

    def test_the_tree_says_what_it_does(self):
        code, out = self.check()
        self.assertEqual(code, 0, out)

    def test_a_fact_without_a_line(self):
        self.change_data(lambda rows: rows.pop(3))
        code, out = self.check()
        self.assertEqual(code, 1)
        self.assertIn("nothing is said of open_amount", out)

    def test_a_line_without_a_fact(self):
        path = self.root / "src/policy/inputs.h"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("X(open_claims, DMN_NUMBER, 0)", "", 1), encoding="utf-8")
        code, out = self.check()
        self.assertEqual(code, 1)
        self.assertIn("open_claims is no input", out)

    def test_a_page_of_yesterday(self):
        self.change_data(lambda rows: rows[0].update(es="Otra cosa."))
        code, out = self.check()
        self.assertEqual(code, 1)
        self.assertIn("docs/facts.md is not what", out)

    def test_half_a_line(self):
        self.change_data(lambda rows: rows[0].update(en=""))
        self.assertIn("must be one sentence", self.check()[1])


if __name__ == "__main__":
    unittest.main(verbosity=2)
