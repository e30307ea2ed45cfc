#!/usr/bin/env python3
"""Checks the habits of the house that a compiler does not know.

Banned calls, floating point where money is, the clock outside base, SQL outside sql/, queries that
nobody runs, blanks and long lines, notes to oneself, paths and hosts of one machine, and
requirements that docs/requirements.md has lost.
"""

import argparse
import os
import re
import sys

from source import Finding, code_only, list_files, numbered, read_text, report, string_literals

COLUMNS_MAX = 100

# call -> what to use instead.  Everywhere in C:
BANNED = {
    "alloca": "arena_alloc",
    "asctime": "day_format",
    "atof": "base/decimal.h",
    "atoi": "str_to_i64",
    "atol": "str_to_i64",
    "gets": "a reader with a limit",
    "gmtime": "base/day.h",
    "localtime": "src/calendar",
    "sprintf": "snprintf or arena_printf",
    "strcat": "snprintf or arena_printf",
    "strcpy": "memcpy of a known size, or str_copy",
    "strncpy": "memcpy of a known size, or str_copy",
    "strtok": "str_split",
    "vsprintf": "snprintf or arena_printf",
}
# In src/ outside base, where memory is the operation's and time comes from its clock:
BANNED_ABOVE_BASE = {
    "malloc": "arena_alloc",
    "calloc": "arena_alloc",
    "realloc": "arena_alloc",
    "free": "nothing: the arena owns it",
    "strdup": "arena_copy",
    "asprintf": "arena_printf",
    "time": "op_now",
    "gettimeofday": "op_now",
    "clock_gettime": "op_now",
}
CALL = re.compile(r"(?<![\w.>])(\w+)\s*\(")

# Where a number is money or decides about it, it is an integer or a decimal.
EXACT_ROOMS = (
    "src/money/",
    "src/book/",
    "src/comply/",
    "src/policy/",
    "src/intake/",
    "src/base/money",
)
FLOATING = re.compile(r"\b(double|float)\b")

SQL_WORDS = re.compile(
    r"^\s*(SELECT\s|INSERT\s+(INTO|OR)\b|UPDATE\s+\w+\s+SET\b|DELETE\s+FROM\b|"
    r"(CREATE|ALTER|DROP)\s+(TABLE|INDEX|VIEW)\b|WITH\s+\w+\s+AS\b)"
)
QUERY = re.compile(r"^-- query: (\w+)")

# Where another formatter rules (web/) or a line is prose (Markdown), length is not our matter.
LONG_LINES_MATTER = (".c", ".cc", ".h", ".sql", ".py", ".cmake", "CMakeLists.txt", ".sh")
# In C the formatter rules.  What it may leave wide: a text stays in one piece, to be searched
# for, and a row of a table stays a row, its blanks too, so that it compares with its neighbours.
TEXT_IN_C = re.compile(r'"(?:\\.|[^"\\])*"')
TABLE_ROW = re.compile(r"^\s+\{.*\},$")
PADDING = re.compile(r"(?<=\S) {2,}")
MADE_BY_TOOLS = ("package-lock.json", ".svg", "LICENSE", ".tsv")
NOTE_TO_SELF = re.compile(r"\b(TODO|FIXME|XXX|HACK)[:(]")
MACHINE_PATH = re.compile(r"(?<![\w.$}/-])/(work|farm|root|home/\w+)/")
REGISTRY = re.compile(
    r"\b(registry|deb|snapshot|security|archive|packages|proxy)\.(?!example)[\w-]+\."
    r"(org|com|net|io)\b"
)
REQUIREMENT = re.compile(r"\b([BIDRC]\d+[ei])\b")


def check_calls(path, text):
    if not path.endswith((".c", ".cc", ".h")):
        return []
    banned = dict(BANNED)
    if path.startswith("src/") and not path.startswith("src/base/"):
        banned |= BANNED_ABOVE_BASE
    return [
        Finding(path, line, f"{call}() is banned here: use {banned[call]}")
        for line, code in numbered(code_only(text))
        for call in CALL.findall(code)
        if call in banned and "CLOCK_MONOTONIC" not in code  # a stopwatch is no calendar
    ]


def check_floating(path, text):
    if not path.startswith(EXACT_ROOMS) or not path.endswith((".c", ".h")):
        return []
    return [
        Finding(path, line, "floating point where money is: use money, integers or base/decimal.h")
        for line, code in numbered(code_only(text))
        if FLOATING.search(code)
    ]


def check_sql_in_c(path, text):
    if not path.startswith("src/") or not path.endswith((".c", ".h")):
        return []
    return [
        Finding(path, line, "SQL in C: make it a named query in sql/")
        for line, literal in string_literals(text)
        if SQL_WORDS.match(literal)
    ]


def width_of(path, line):
    if path.endswith((".c", ".h")):
        line = PADDING.sub(" ", TEXT_IN_C.sub('""', line))
    return len(line)


def check_lines(path, text):
    if path.endswith(MADE_BY_TOOLS):
        return []
    findings = []
    for line, content in numbered(text):
        if content.endswith((" ", "\t", "\r")):
            findings.append(Finding(path, line, "blanks at the end of the line"))
        if "\t" in content and path.endswith(LONG_LINES_MATTER):
            findings.append(Finding(path, line, "tab: indent with four spaces"))
        is_long = width_of(path, content) > COLUMNS_MAX and not TABLE_ROW.match(content)
        if is_long and path.endswith(LONG_LINES_MATTER):
            findings.append(Finding(path, line, f"{len(content)} columns, at most {COLUMNS_MAX}"))
        if NOTE_TO_SELF.search(content):
            findings.append(Finding(path, line, "a note to oneself: do it, or open an issue"))
    if text and not text.endswith("\n"):
        findings.append(Finding(path, text.count("\n") + 1, "the last line has no end"))
    return findings


def check_machine(path, text):
    findings = []
    for line, content in numbered(text):
        if MACHINE_PATH.search(content):
            findings.append(Finding(path, line, "a path of one machine"))
        if REGISTRY.search(content):
            findings.append(Finding(path, line, "a package registry's host: clients know theirs"))
    return findings


def check_queries_used(texts):
    """A named query that no C file runs is dead."""
    code = "\n".join(text for path, text in texts.items() if path.endswith((".c", ".h")))
    used = set(re.findall(r"\bQ_\w+", code))
    return [
        Finding(path, line, f"query {match.group(1)} is run by nobody")
        for path, text in texts.items()
        if path.startswith("sql/") and path.endswith(".sql")
        for line, content in numbered(text)
        if (match := QUERY.match(content)) and f"Q_{match.group(1).upper()}" not in used
    ]


def check_requirements(root, register):
    """Every id that the register has stands in docs/requirements.md, and no other one."""
    with open(register, encoding="utf-8") as file:
        wanted = set(REQUIREMENT.findall(file.read()))
    path = "docs/requirements.md"
    if not os.path.exists(os.path.join(root, path)):
        return [Finding(path, 0, "missing")]
    lines = (read_text(root, path) or "").split("\n")
    listed = {found for line in lines for found in re.findall(r"^\| ([BIDRC]\d+[ei]) \|", line)}
    lost = [Finding(path, 0, f"{requirement} is not listed") for requirement in wanted - listed]
    return lost + [Finding(path, 0, f"{extra} is not in the register") for extra in listed - wanted]


FILE_CHECKS = (check_calls, check_floating, check_sql_in_c, check_lines, check_machine)


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("root", nargs="?", default=os.path.join(os.path.dirname(__file__), ".."))
    parser.add_argument("--shared", help="folder with requirements.md (default: ../shared)")
    options = parser.parse_args(argv)
    root = options.root
    shared = options.shared or os.environ.get("ACUERDO_SHARED") or os.path.join(root, "../shared")

    texts = {}
    for path in list_files(root):
        text = read_text(root, path)
        if text is not None and not path.startswith("fuzz/corpus/"):
            texts[path] = text
    findings = check_queries_used(texts)
    for path, text in texts.items():
        for check in FILE_CHECKS:
            findings += check(path, text)

    register = os.path.join(shared, "requirements.md")
    register_says = "requirements checked"
    if os.path.exists(register):
        findings += check_requirements(root, register)
    else:
        register_says = "requirements skipped (no register here)"
    return report("tidy", findings, f"{len(texts)} files, {register_says}")


if __name__ == "__main__":
    sys.exit(main())
