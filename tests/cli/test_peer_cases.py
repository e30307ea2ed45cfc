#!/usr/bin/env python3
"""scripts/peer-cases asks the program, and says what differs.

Stories of our own; those that other systems assert are run too where the file with them lies
(ACUERDO_SHARED, or ../shared beside the repository).
"""
import copy
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BINARY = os.path.abspath(os.environ.get("ACUERDO_BINARY", "build/gcc/acuerdo"))
STORIES = pathlib.Path(__file__).with_name("stories.json")
SHARED = pathlib.Path(os.environ.get("ACUERDO_SHARED", ROOT.parent / "shared"))


def run(path):
    done = subprocess.run(
        [ROOT / "scripts" / "peer-cases", path, "--binary", BINARY],
        capture_output=True, text=True, check=False,
    )
    return done.returncode, done.stdout.splitlines()


def run_document(document):
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(document, file)
        file.flush()
        return run(file.name)


class PeerCases(unittest.TestCase):
    def test_own_stories(self):
        code, lines = run(STORIES)
        self.assertEqual(lines[-1], "93 passed, 0 failed, 1 skipped", lines)
        self.assertIn("skipped dialer.pacing: 1: the product has no dialler", lines)
        self.assertEqual(code, 0)

    def test_every_wrong_figure_is_found(self):
        """Each expectation is spoilt in turn, and the story must then fail."""
        stories = json.loads(STORIES.read_text())
        spoilt = {**stories, "cases": []}
        for case in stories["cases"][:-1]:
            wrong = copy.deepcopy(case)
            wrong["basis"], wrong["expected"] = "rule", spoil(case.get("ours", case["expected"]))
            spoilt["cases"].append(wrong)
        code, lines = run_document(spoilt)
        self.assertEqual(lines[-1], "0 passed, 93 failed, 0 skipped", lines)
        self.assertEqual(code, 1)

    def test_what_cannot_be_read_fails_alone(self):
        stories = json.loads(STORIES.read_text())
        stories["cases"] = stories["cases"][:2] + [
            {"id": "BAD", "topic": "delinquency", "inputs": {"fixture": "CAR", "as_of": "soon"},
             "expected": {"past_due_days": 1}},
            {"id": "UNKNOWN", "topic": "weather", "inputs": {}, "expected": {"rain": True}},
        ]
        code, lines = run_document(stories)
        self.assertEqual(lines[-1], "2 passed, 2 failed, 0 skipped", lines)
        bad = 'FAILED BAD (delinquency): "soon" is not a date: write it as YYYY-MM-DD'
        self.assertIn(bad, lines)
        self.assertIn("FAILED UNKNOWN (weather): /rain: no answer", lines)
        self.assertEqual(code, 1)

    def test_what_is_not_read_is_told(self):
        """A key that nothing reads, or a value that cannot stand there, is never passed over."""
        debt = {"fixture": "CAR", "ranges": "BANK", "as_of": "2025-02-11"}
        answer = {"past_due_days": 1, "overdue": 300, "classification": "R1"}
        spoilt = [
            ("colour", {"colour": "red"}), ("fixture", {"fixture": "BOAT"}),
            ("late_rate_pct", {"late_rate_pct": 10}), ("charges", {"charges": {"kind": "fee"}}),
            ("pauses", {"pauses": "none"}), ("whole number", {"grace_days": "soon"}),
            ("waived", {"charges": [{"kind": "fee", "amount": 1, "waived": 1}]}),
            ("ranges", {"ranges": "SHORES"}), ("horizontal", {"allocation": "sideways"}),
            ("in advance", {"future_rule": "magic"}), ("currency", {"currency": "pesos"}),
            ("[day, amount]", {"payments": [["2025-02-10", 0, "bounced"]]}),
            ("add up", {"principal": 901}),
        ]
        stories = json.loads(STORIES.read_text())
        stories["cases"] = [
            {"id": f"U{n}", "topic": "delinquency", "inputs": {**debt, **more}, "expected": answer}
            for n, (_, more) in enumerate([("", {})] + spoilt)
        ]
        code, lines = run_document(stories)
        self.assertEqual(lines[-1], f"1 passed, {len(spoilt)} failed, 0 skipped", lines)
        for (word, _), line in zip(spoilt, lines):
            self.assertIn(word, line)
        self.assertEqual(code, 1)

    def test_a_document_that_is_none(self):
        for document in ({}, {"cases": 1}, {"cases": ["x"]}, 7):
            code, lines = run_document(document)
            self.assertEqual((code, lines), (1, []), document)
        code, lines = run_document([{"inputs": {}, "expected": {}}])
        self.assertEqual(lines[-1], "0 passed, 1 failed, 0 skipped", lines)

    def test_peers(self):
        path = SHARED / "peer-cases.json"
        if not path.exists():
            self.skipTest("skipped: no peer-cases.json")
        code, lines = run(path)
        self.assertEqual(code, 0, lines)
        self.assertIn(" 0 failed, ", lines[-1])


def spoil(value):
    """The same shape with every number one more, every day and code another."""
    if isinstance(value, dict):
        return {key: spoil(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [spoil(inner) for inner in value]
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return round(value + 1, 2)
    return "X" + (value or "")


if __name__ == "__main__":
    unittest.main()
