"""What the checks of this folder share: which files there are, and what in a C file is code.

A check gets the root of the tree as an argument, so that its tests can give it a small one.
"""

import os
import re
import subprocess
from dataclasses import dataclass

TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
      | (?P<string>"(?:\\.|[^"\\\n])*")
      | (?P<char>'(?:\\.|[^'\\\n])+')""",
    re.DOTALL | re.VERBOSE,
)


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is not as it should be; line 0 is the file as a whole."""

    path: str
    line: int
    text: str

    def __str__(self):
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.text}"


def list_files(root):
    """Paths relative to root: what git knows or would add; every file where there is no git."""
    asked = subprocess.run(
        ["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
    )
    if asked.returncode == 0:
        found = asked.stdout.decode().split("\0")
    else:
        found = [
            os.path.relpath(os.path.join(folder, name), root)
            for folder, _, names in os.walk(root)
            for name in names
        ]
    return sorted({path for path in found if path and os.path.isfile(os.path.join(root, path))})


def read_text(root, path):
    """The text of a file, or None for one that is not UTF-8 text (a picture, a fuzz input)."""
    with open(os.path.join(root, path), "rb") as file:
        raw = file.read()
    if b"\0" in raw:
        return None
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return None


def blank_out(text):
    """The same characters as blanks, lines kept, so that line numbers stay true."""
    return "".join("\n" if char == "\n" else " " for char in text)


def code_only(text):
    """C source without comments and with empty literals: what is left is code."""

    def replace(match):
        if match.group("comment"):
            return blank_out(match.group())
        quote = match.group()[0]
        return quote + blank_out(match.group()[1:-1]) + quote

    return TOKEN.sub(replace, text)


def string_literals(text):
    """(line, contents) of every string literal of a C source, those in comments left out."""
    return [
        (text.count("\n", 0, match.start()) + 1, match.group()[1:-1])
        for match in TOKEN.finditer(text)
        if match.group("string")
    ]


def numbered(text):
    """(number, line) of a text, from 1."""
    return enumerate(text.split("\n"), 1)


def report(name, findings, summary):
    """Prints the findings and one closing line; the exit code of a check."""
    for finding in sorted(findings):
        print(finding)
    verdict = f"{len(findings)} findings" if findings else "nothing to say"
    print(f"{name}: {verdict}; {summary}")
    return 1 if findings else 0
