#!/usr/bin/env python3
"""The words of the screens follow the words of the rooms.

src/serve/wording.c knows refusals by their English pattern.  A room that says it otherwise leaves a
dead row behind and a person with a text in another language: this finds it.  It also counts the
refusals of the book and of the work of people, which a person at a screen can meet, that have none.
"""

import os
import pathlib
import re
import unittest

SOURCE = pathlib.Path(os.environ.get("ACUERDO_SOURCE", "."))
LITERAL = r'"((?:[^"\\]|\\.)*)"'
CALL = re.compile(
    r"op_fail\(\s*(?:&?\w+(?:->op|\.op)?)\s*,\s*\w+\s*,((?:\s*(?:"
    + LITERAL
    + r"|STR_FORMAT|PRI\w+))+)"
)
PIECE = re.compile(LITERAL + r"|(STR_FORMAT)|(PRI\w+)")
CONVERSION = re.compile(r"%(?:0?\d*)(?:ll|z|l)?[dsuxc]?")


def pattern_of(pieces):
    """The format of a failure as wording.c writes it: % for whatever differs."""
    text = ""
    for literal, is_str, is_number in PIECE.findall(pieces):
        if is_str:
            text += "%"
        elif is_number:
            pass  # its % stands at the end of the literal before
        else:
            text += CONVERSION.sub("%", literal.replace("%%", "\0")).replace("\0", "%")
    return text.replace('\\"', '"')


def said_in(folder):
    """Pattern and file of every failure below a folder."""
    for path in sorted((SOURCE / "src" / folder).rglob("*.c")):
        if path.name != "wording.c":
            for match in CALL.finditer(path.read_text(encoding="utf-8")):
                yield pattern_of(match.group(1)), path.name


def rows():
    text = (SOURCE / "src" / "serve" / "wording.c").read_text(encoding="utf-8")
    table = text[text.index("} rows[] = {") : text.index("\n};")]
    for line in table.splitlines()[1:]:
        literals = [literal.replace('\\"', '"') for literal in re.findall(LITERAL, line)]
        yield literals[0], literals[1]


class Wording(unittest.TestCase):
    maxDiff = None

    def test_every_row_is_still_said_somewhere(self):
        said = {pattern for pattern, _ in said_in(".")}
        self.assertEqual([pattern for pattern, _ in rows() if pattern not in said], [])

    def test_no_row_stands_twice(self):
        patterns = [pattern for pattern, _ in rows()]
        self.assertEqual(len(set(patterns)), len(patterns))

    def test_spanish_takes_only_what_the_pattern_has(self):
        for pattern, spanish in rows():
            for number in re.findall(r"%(\d)", spanish):
                self.assertLessEqual(int(number), pattern.count("%"), pattern)

    def test_what_a_person_can_meet_has_words(self):
        """Left out: defects, which no wording mends, and what no screen does yet."""
        known = {pattern for pattern, _ in rows()}
        rooms = ("action.c", "promise.c", "payment.c", "dispute.c", "work.c", "session.c")
        missing = [
            f"{name}: {pattern}"
            for folder in ("book", "policy", "record")
            for pattern, name in said_in(folder)
            if name in rooms and pattern not in known and not self.is_defect(pattern)
        ]
        self.assertEqual(missing, [])

    @staticmethod
    def is_defect(pattern):
        words = (
            "unknown state",
            "unknown channel",
            "in a transaction",
            "is missing",
            "too many",
            "open claims",
        )
        later = ("hold", "return", "a reply cannot", "a dispute ends", "names claim")  # no screen
        return any(word in pattern for word in (*words, *later))


if __name__ == "__main__":
    unittest.main(verbosity=2)
