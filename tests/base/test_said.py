#!/usr/bin/env python3
"""Every sentence of the rooms has its Spanish, and nothing in the catalogue is dead.

tools/said.py finds what src/ says; this is its check, and the check of the check: a room that says
something new without Spanish must be found.
"""

import os
import pathlib
import re
import sys
import unittest

SOURCE = pathlib.Path(os.environ.get("ACUERDO_SOURCE", ".")).resolve()
sys.path.insert(0, str(SOURCE / "tools"))
import said  # noqa: E402


class Said(unittest.TestCase):
    maxDiff = None

    def test_every_sentence_has_its_spanish(self):
        self.assertEqual(sorted(set(said.problems())), [])

    def test_the_rooms_are_really_read(self):
        forms = {form for _, _, _, _, _, form, _ in said.said()}
        self.assertGreater(len(forms), 550)
        for form in (
            'promise % is % already',
            '--% "%" is not a date: write it as YYYY-MM-DD',
            '"%" is no day of the calendar',
            "the column is part of the key and cannot be empty",
            "the hit policy '%' does not exist",
        ):
            self.assertIn(form, forms)

    def test_a_format_is_read_as_the_program_reads_it(self):
        for expression, form in (
            ('"no case %" PRId64 " of this debtor"', "no case % of this debtor"),
            ('"\\"" STR_FORMAT "\\" is not one of %s"', '"%" is not one of %'),
            ('"byte 0x%02X of %.3s and %zu"', "byte 0x% of % and %"),
            ("format", None),
            ('is_known ? "a" : "b"', None),
        ):
            self.assertEqual(said.form_of(expression), form)

    def test_english_inside_another_sentence_is_found(self):
        call = ['op', ' E_INVALID', ' "outcome is %s"', ' found ? "is retired" : "x"']
        self.assertEqual(list(said.literals_beside(call, "op_fail")), ["is retired"])
        call[3] = ' op_word(op, "is retired")'
        self.assertEqual(list(said.literals_beside(call, "op_fail")), [])

    def test_fields_of_forms_are_of_sentences_that_are_said(self):
        text = (SOURCE / "src" / "serve" / "wording.c").read_text(encoding="utf-8")
        table = text[text.index("} rows[] = {") : text.index("\n};")]
        forms = {form for _, _, _, _, _, form, _ in said.said()}
        rows = [
            said.unescape(re.search(said.LITERAL, line).group(1))
            for line in table.splitlines()[1:]
        ]
        self.assertGreater(len(rows), 20)
        self.assertEqual([row for row in rows if row not in forms], [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
