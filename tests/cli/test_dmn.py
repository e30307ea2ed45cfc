#!/usr/bin/env python3
"""acuerdo dmn: what it says of decision tables, and how it ends."""
import json
import os
import re
import sqlite3
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


class Diff(Dmn):
    def test_texts(self):
        folder = self.change("treatment.dmn", "<text>[3..12]</text>", "<text>[3..20]</text>")
        said = json.loads(self.run_words("dmn", "diff", STRATEGY, folder, "--json"))
        changes = [change for file in said["files"] for change in file["changes"]]
        self.assertEqual([change["kind"] for change in changes], ["cell_changed"])
        self.assertEqual((changes[0]["before"], changes[0]["after"]), ("[3..12]", "[3..20]"))
        self.assertNotIn("effect", said)
        self.assertIn("[3..12] → [3..20]", self.run_words("dmn", "diff", "default", folder))
        self.assertIn("changes in the tables: 0", self.run_words("dmn", "diff", "default",
                                                                  STRATEGY))

    def test_rules_come_and_go(self):
        folder = self.change("segment.dmn", "</rule>", "</rule>")
        path = os.path.join(folder, "segment.dmn")
        with open(path, encoding="utf-8") as source:
            text = source.read()
        start = text.index("<rule")
        rule = text[start:text.index("</rule>") + len("</rule>")]
        with open(path, "w", encoding="utf-8") as out:
            out.write(text.replace(rule, "", 1))
        said = json.loads(self.run_words("dmn", "diff", STRATEGY, folder, "--json"))
        self.assertEqual([(c["kind"], c["rule_before"])
                          for file in said["files"] for c in file["changes"]],
                         [("rule_removed", 1)])


    def test_what_people_read_changes(self):
        with open(os.path.join(STRATEGY, "treatment.dmn"), encoding="utf-8") as source:
            text = source.read()
        reason = text[text.index("<annotationEntry><text>") + len("<annotationEntry><text>"):]
        reason = reason[:reason.index("</text>")]
        folder = self.change("treatment.dmn", reason, "Otra explicación.")
        said = json.loads(self.run_words("dmn", "diff", STRATEGY, folder, "--json"))
        changes = [change for file in said["files"] for change in file["changes"]]
        self.assertEqual([(c["kind"], c["language"], c["rule_before"], c["rule_after"], c["before"],
                           c["after"]) for c in changes],
                         [("annotation_changed", "es", 1, 1, reason, "Otra explicación.")])
        self.assertIn(f"rule 1: reason (es): {reason} → Otra explicación.",
                      self.run_words("dmn", "diff", STRATEGY, folder))

    def test_columns_change_places(self):
        """Cells are compared all the same."""
        path = os.path.join(STRATEGY, "segment.dmn")
        with open(path, encoding="utf-8") as source:
            text = source.read()
        clauses = re.findall(r"<input id.*?</input>", text, re.S)
        text = text.replace(clauses[0], "@").replace(clauses[1], clauses[0])
        cell = r"(<inputEntry id=\"\w+\">.*?</inputEntry>)"
        text = re.sub(rf"(<rule id=\"\w+\">\s*){cell}(\s*){cell}", r"\1\4\3\2",
                      text.replace("@", clauses[1]))
        moved = os.path.join(self.folder.name, "segment.dmn")
        with open(moved, "w", encoding="utf-8") as out:
            out.write(text)
        said = json.loads(self.run_words("dmn", "diff", path, moved, "--json"))
        changes = [change for file in said["files"] for change in file["changes"]]
        self.assertEqual([change["kind"] for change in changes], ["columns_changed"])
        self.assertNotEqual(changes[0]["before"], changes[0]["after"])


class OnCases(Dmn):
    """Over a store: who is treated differently, and why a case is treated as it is."""

    def setUp(self):
        super().setUp()
        self.run_words("init", "--country", "MX", "--currency", "MXN", "--timezone",
                       "America/Mexico_City", "--test", "--open-date", "2026-11-02")
        path = os.path.join(self.folder.name, "s.csv")
        self.run_words("sample", "--start", "2026-11-02", "--debtors", "300", "--out", path)
        self.run_words("import", "receivables", path)
        with sqlite3.connect(os.path.join(self.folder.name, "a.db")) as store:
            self.numbers = [str(number) for (number,) in store.execute(
                "SELECT number FROM debt_case ORDER BY number LIMIT 30")]
        store.close()

    def test_effect_is_what_each_case_is_told(self):
        folder = self.change("treatment.dmn", "<text>[3..5]</text>", "<text>[2..9]</text>")
        said = json.loads(self.run_words("dmn", "diff", folder, "--json"))
        effect = said["effect"]
        self.assertGreater(effect["cases"], 200)
        self.assertEqual(effect["changed"], sum(move["cases"] for move in effect["moves"]))
        before = {load["name"]: load["before"] for load in effect["channels"]}
        steps = [json.loads(self.run_words("explain", number, "--json")) for number in self.numbers]
        told = [step["decisions"][1] for step in steps]
        self.assertTrue(all(one["rule"] > 0 and one["sentence"] for one in told))
        self.assertLessEqual(sum(1 for step in steps if step["channel"] == "email"),
                             before.get("email", 0))
        same = json.loads(self.run_words("dmn", "diff", STRATEGY, "--json"))["effect"]
        self.assertEqual((same["changed"], same["moves"]), (0, []))
        self.assertEqual(same["cases"], effect["cases"])

    def test_effect_of_tables_that_ask_for_obligations(self):
        effect = json.loads(self.run_words("dmn", "diff", "utilities", "--json"))["effect"]
        self.assertGreater(effect["cases"], 200)
        self.assertGreater(effect["changed"], 0)
        self.assertEqual((effect["on"], effect["experiment"]), ("2026-11-02", None))
        self.assertEqual(set(effect["gate"]), {"candidates", "asked", "refused", "rules"})
        same = json.loads(self.run_words("dmn", "diff", "utilities", "utilities", "--json"))
        self.assertEqual([file for file in same["files"] if file["changes"]], [])

    def test_explain(self):
        said = self.run_words("explain", self.numbers[0], "--others")
        self.assertIn("treatment: rule", said)
        self.assertIn("rule 1 does not:", said)
        said = self.run_words("explain", self.numbers[0], "--lang", "es")
        self.assertIn(f"expediente {self.numbers[0]}: ", said)
        self.assertIn("porque", said)
        self.run_words("explain", "999999", code=1)


class Explain(Dmn):
    def test_a_row(self):
        path = os.path.join(CORPUS, "any.dmn")
        said = json.loads(self.run_words("dmn", "explain", path, "n=6", "--json"))
        self.assertIn("match at once", said["decisions"][0]["sentence"])
        said = self.run_words("dmn", "explain", path, "n=1")
        self.assertIn("d: rule 1, because n is 1 (asks for", said)
        self.run_words("dmn", "explain", path, "m=1", code=1)


if __name__ == "__main__":
    unittest.main()
