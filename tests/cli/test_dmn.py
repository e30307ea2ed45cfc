#!/usr/bin/env python3
"""acuerdo dmn: what it says of decision tables, and how it ends."""
import json
import os
import subprocess
import tempfile
import unittest

BINARY = os.path.abspath(os.environ.get("ACUERDO_BINARY", "build/gcc/acuerdo"))
SOURCE = os.path.abspath(os.environ.get("ACUERDO_SOURCE", "."))
CORPUS = os.path.join(SOURCE, "fuzz", "corpus", "dmn")
STRATEGY = os.path.join(SOURCE, "policies", "strategies", "default")


class Dmn(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="acuerdo-dmn-")
        self.addCleanup(self.folder.cleanup)

    def run_words(self, *words, code=0):
        env = dict(os.environ, ACUERDO_LANG="en",
                   ACUERDO_STORE=os.path.join(self.folder.name, "a.db"))
        done = subprocess.run([BINARY, *words], capture_output=True, text=True, env=env,
                              check=False)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout

    def change(self, file, before, after):
        """The shipped strategy with one text of one file changed."""
        for name in os.listdir(STRATEGY):
            with open(os.path.join(STRATEGY, name), encoding="utf-8") as source:
                text = source.read()
            if name == file:
                self.assertIn(before, text)
                text = text.replace(before, after, 1)
            with open(os.path.join(self.folder.name, name), "w", encoding="utf-8") as copy:
                copy.write(text)
        return self.folder.name


class Check(Dmn):
    def check(self, *words, code=0):
        said = json.loads(self.run_words("dmn", "check", *words, "--json", code=code))
        return [finding for file in said["files"] for finding in file["findings"]]

    def test_shipped_strategy_has_no_mistakes(self):
        self.assertEqual(self.check("default"), self.check(STRATEGY))
        self.assertFalse([f for f in self.check("default") if f["weight"] == "error"])

    def test_mistakes_end_with_3_and_name_rule_and_row(self):
        found = self.check(os.path.join(CORPUS, "any.dmn"), code=3)
        gap = next(f for f in found if f["problem"] == "gap")
        self.assertEqual(gap["row"], {"n": "-1"})
        clash = next(f for f in found if f["problem"] == "conflict")
        self.assertEqual((clash["rule"], clash["other_rule"]), (1, 3))
        self.assertTrue(clash["hint"])

    def test_what_is_no_model_is_a_finding_too(self):
        found = self.check(os.path.join(CORPUS, "doctype.dmn"), os.path.join(CORPUS, "count.dmn"),
                           code=3)
        self.assertEqual([f["problem"] for f in found], ["refused"])
        self.assertEqual(self.run_words("dmn", "check", "./gone.dmn", code=1), "")

    def test_a_segment_that_no_rule_gives(self):
        folder = self.change("treatment.dmn", '<text>"', '<text>"nobody_says_this","')
        self.assertEqual([f for f in self.check(folder) if f["weight"] == "error"], [])
        folder = self.change("treatment.dmn", "past_due_days", "past_due_dayz")
        found = self.check(folder, code=3)
        self.assertIn("unknown_name", [f["problem"] for f in found])

    def test_words_for_people(self):
        said = self.run_words("dmn", "check", os.path.join(CORPUS, "circle.dmn"), code=3)
        self.assertIn("error: circle.dmn, decision a: it requires itself", said)
        said = self.run_words("dmn", "check", os.path.join(CORPUS, "any.dmn"), "--lang", "es",
                              code=3)
        self.assertIn("ninguna regla se cumple con esta fila", said)


if __name__ == "__main__":
    unittest.main()
