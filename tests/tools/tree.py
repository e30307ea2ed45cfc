"""A small source tree for the tests of tools/, and what a check says about it."""

import contextlib
import io
import os
import sys
import tempfile
import unittest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(ROOT, "tools"))


class TreeTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = folder.name

    def write(self, path, text):
        place = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "w", encoding="utf-8") as file:
            file.write(text)

    def run_check(self, main, *arguments):
        """(exit code, what was printed) of a check over the tree."""
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            code = main([self.root, *arguments])
        return code, printed.getvalue()

    def assert_says(self, main, text, *arguments):
        code, printed = self.run_check(main, *arguments)
        self.assertEqual(code, 1, printed)
        self.assertIn(text, printed)

    def assert_silent(self, main, *arguments):
        code, printed = self.run_check(main, *arguments)
        self.assertEqual(code, 0, printed)
