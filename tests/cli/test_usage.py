#!/usr/bin/env python3
"""Wrong use of a command: exit 2, what is wrong, what there is, and nothing written."""
import os
import subprocess
import tempfile
import unittest

BINARY = os.path.abspath(os.environ.get("ACUERDO_BINARY", "build/release/acuerdo"))
WRONG = {  # words: what is said of them
    "nope": r"no command .nope",
    "close": r"needs --date",
    "close --nope": r"no option --nope",
    "close --date 2026-02-30": r"is not a date",
    "close --date 2026-01-31 --through 2026-01-01": r"not before it",
    "report nope --date 2026-01-01": r"no report 'nope'; there are: daily",
    "outbox": r"which one\? there are: list, resolve",
    "outbox zzz": r"there are: list, resolve, release",
    "outbox list zzz": r"too many arguments",
    "tool zzz": r"there are: holidays, business-day",
    "user zzz": r"there are: list, add",
    "user add": r"an argument is missing",
    "setting zzz": r"there are: list, get, put",
    "setting put nope 1": r"no setting .nope",
    "setting put smtp.starttls maybe": r"not one of offered\|required",
    "setting put promise.max_days 900": r"from 1 to 365 \(days\)",
    "facts zzz": r"there are: rebuild, digest",
    "document add x": r"--obligation",
    "import nope x": r"not one of receivables",
    "import receivables": r"an argument is missing",
    "init --country ZZ": r"is not a country",
    "init --country MEX": r"is not a country",
    "init --timezone America/Mexico": r"America/Mexico_City",
    "init --currency XYZ": r"not a currency",
    "init --store postgresql://127.0.0.1:1/a": r"say where it goes, --key-file FILE",
    "demo --store postgresql://127.0.0.1:1/a": r"say where it goes, --key-file FILE",
    "doctor zzz": r"too many arguments",
    "report daily --lang fr": r"is not es or en",
}


class Usage(unittest.TestCase):
    def test_wrong_words_are_told_and_write_nothing(self):
        with tempfile.TemporaryDirectory(prefix="acuerdo-usage-") as folder:
            for words, said in WRONG.items():
                with self.subTest(words):
                    done = subprocess.run(
                        [BINARY, *words.split()], cwd=folder, capture_output=True, text=True,
                        check=False, timeout=60,
                        env=dict(os.environ, ACUERDO_LANG="en", ACUERDO_STORE="a.db",
                                 ACUERDO_KEY_FILE=""))
                    self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
                    self.assertRegex(done.stderr, said)
                    self.assertEqual(done.stdout, "")
                    self.assertEqual(os.listdir(folder), [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
