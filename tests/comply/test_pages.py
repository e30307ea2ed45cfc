#!/usr/bin/env python3
"""The pages of docs/compliance say what the packs and the tables of cases say."""
import os
import subprocess
import sys
import unittest

SOURCE = os.environ.get("ACUERDO_SOURCE", ".")
TOOL = os.path.join(SOURCE, "tools", "compliance.py")


class Pages(unittest.TestCase):
    def test_the_pages_are_current(self):
        done = subprocess.run([sys.executable, "-B", TOOL, "check"], capture_output=True,
                              text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_wrong_use_is_told(self):
        done = subprocess.run([sys.executable, "-B", TOOL], capture_output=True, text=True,
                              check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("write the pages anew", done.stderr)


if __name__ == "__main__":
    unittest.main()
