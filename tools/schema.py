#!/usr/bin/env python3
"""Checks that the schema can be distributed, and that SQL stays within what all stores understand.

A table says its place: `debtor` (spread by debtor_id, rows of a person together), `reference` (a
copy everywhere) or `one_shard`.  Distributed PostgreSQL refuses keys without the debtor, foreign
keys and joins across places, triggers, and functions that read a clock (ADR 0003).
"""

import argparse
import os
import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field

from source import Finding, list_files, read_text, report

PLACE = re.compile(r"--\s*place:\s*(\w+)")
CREATE_TABLE = re.compile(r"CREATE TABLE (?:IF NOT EXISTS )?(\w+)\s*\(", re.IGNORECASE)
UNIQUE_INDEX = re.compile(r"CREATE UNIQUE INDEX\s+\w+\s+ON\s+(\w+)\s*\(([^)]*)\)", re.IGNORECASE)
KEY = re.compile(r"\b(PRIMARY KEY|UNIQUE)\s*\(([^)]*)\)", re.IGNORECASE)
REFERENCES = re.compile(r"\bREFERENCES\s+(\w+)", re.IGNORECASE)
MARK = re.compile(r"--@(sqlite|postgresql)(?!-only)\s?")
HEAD = re.compile(r"^-- query:\s*(\w+)", re.MULTILINE)
NAMED_TABLE = re.compile(r"\b(?:FROM|JOIN|UPDATE|INTO)\s+(\w+)", re.IGNORECASE)
SAME_DEBTOR = re.compile(
    r"\bdebtor_id\s*(?:=|IN\b)|USING\s*\([^)]*debtor_id|\(\w*\.?debtor_id,", re.IGNORECASE
)
UNION = re.compile(r"\bUNION(?: ALL)?\b", re.IGNORECASE)  # its branches do not meet

OF_ONE_DEBTOR = re.compile(r"debtor_id\s*=")

# A page that joins places works on the stores of today; the line is the list of what to cut in two
# before the first distributed store.
EXPLAINED = re.compile(r"^--\s*across places: \w+", re.MULTILINE)

# In DDL: (pattern, why not).
DDL_REFUSED = [
    (r"\bTRIGGER\b", "a trigger: distributed tables have none, the rule belongs in C"),
    (r"^(?!.*\bADD COLUMN\b).*\bDEFAULT\b", "a default: C gives every value"),
    (r"\b(BIG)?SERIAL\b|\bAUTOINCREMENT\b|\bIDENTITY\b|\bnextval\b|\bCREATE SEQUENCE\b",
     "a sequence: ids are made in the process"),
    (r"\bON DELETE SET (NULL|DEFAULT)\b", "refused when the key has the debtor: change it in C"),
    (r"\bEXCLUDE\b", "a constraint that a shard cannot check: check it in C"),
    (r"\b(id|\w+_id)\s+(\{int\}|INTEGER\b|INT\b|SMALLINT\b)", "an id of 32 bits: use {id}"),
    (r"\b(REAL|DOUBLE|FLOAT|NUMERIC|DECIMAL)\b", "a type that is no integer: use {money} or {i64}"),
    (r"\b(DATE|TIMESTAMP|TIMESTAMPTZ)\b", "a type of time: use {day} or {instant}"),
]
# In queries: they read a clock, roll dice, or are refused across shards.
QUERY_REFUSED = [
    (r"\b(now|random|clock_timestamp|gen_random_uuid|nextval|datetime|strftime|julianday|unixepoch)"
     r"\s*\(", "pass the value as a parameter"),
    (r"\bVALUES\s*\([^;]*\(\s*SELECT\b", "a subquery in VALUES: INSERT … SELECT, or two queries"),
    (r"\bDO UPDATE\s+SET\b[^;]*\(\s*SELECT\b", "a subquery in an upsert: two queries"),
    (r"\bCURRENT_(DATE|TIME|TIMESTAMP)\b", "pass the value as a parameter"),
    (r"\b(ROLLUP|CUBE)\b|\bGROUPING SETS\b", "refused across shards: add up in C"),
    (r"\bFULL (OUTER )?JOIN\b", "refused across shards: two queries"),
]


@dataclass
class Table:
    name: str
    place: str
    path: str
    line: int
    columns: list = field(default_factory=list)
    keys: list = field(default_factory=list)
    references: list = field(default_factory=list)


def cut_comments(sql):
    """Without comments; what a --@ mark opens for one store is seen, lines stay where they are."""
    return re.sub(r"--[^\n]*", "", MARK.sub("", sql))


def split_columns(body):
    """The parts of a CREATE TABLE between its commas, those inside parentheses left alone."""
    parts, depth, start = [], 0, 0
    for at, char in enumerate(body):
        depth += (char == "(") - (char == ")")
        if char == "," and depth == 0:
            parts.append(body[start:at])
            start = at + 1
    return [" ".join(part.split()) for part in [*parts, body[start:]]]


def body_of(text, start):
    """From after an opening parenthesis to the one that closes it."""
    depth = 1
    for at in range(start, len(text)):
        depth += (text[at] == "(") - (text[at] == ")")
        if depth == 0:
            return text[start:at]
    return text[start:]


def read_tables(path, text):
    places = [(text.count("\n", 0, match.start()), match[1]) for match in PLACE.finditer(text)]
    plain = cut_comments(text)
    for match in CREATE_TABLE.finditer(plain):
        line = plain.count("\n", 0, match.start()) + 1
        above = [place for place_line, place in places if place_line < line]
        table = Table(match[1], above[-1] if above else "", path, line)
        for part in split_columns(body_of(plain, match.end())):
            word = part.split(" ")[0]
            table.references += REFERENCES.findall(part)
            table.keys += [columns_of(key[2]) for key in KEY.finditer(part)]
            if word.upper() not in ("PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "CONSTRAINT"):
                table.columns.append(word)
                if re.search(r"\b(PRIMARY KEY|UNIQUE)\b", part, re.IGNORECASE):
                    table.keys.append([word])
        yield table


def columns_of(text):
    return [column.strip() for column in text.split(",")]


def check_tables(tables):
    findings = []
    for table in tables.values():

        def say(text, table=table):
            findings.append(Finding(table.path, table.line, f"table {table.name}: {text}"))

        if table.place == "debtor":
            if table.columns[:1] != ["debtor_id"]:
                say("begins with debtor_id, as every table of a person")
            if ["debtor_id"] not in [key[:1] for key in table.keys]:
                say("its primary key begins with debtor_id")
            for key in table.keys:
                if "debtor_id" not in key:
                    say(f"key ({', '.join(key)}) lacks debtor_id: a shard cannot check it")
        for other in table.references:
            if (
                other in tables
                and tables[other].place != "reference"
                and (table.place != "one_shard" or tables[other].place == "debtor")
            ):
                say(f"foreign key to {other}, which is {tables[other].place}: check it in C")
    return findings


def check_indexes(path, text, tables):
    plain = cut_comments(text)
    return [
        Finding(
            path,
            plain.count("\n", 0, match.start()) + 1,
            f"unique index on {match[1]} lacks debtor_id: a shard cannot check it",
        )
        for match in UNIQUE_INDEX.finditer(plain)
        if match[1] in tables
        and tables[match[1]].place == "debtor"
        and "debtor_id" not in columns_of(match[2])
    ]


def check_words(path, text, refused, first_line=1):
    """Findings for words that may not stand in text, which begins at first_line of its file."""
    plain = cut_comments(text)
    return [
        Finding(
            path, first_line + plain.count("\n", 0, match.start()), f"{match[0].strip()}: {why}"
        )
        for pattern, why in refused
        for match in re.finditer(pattern, plain, re.IGNORECASE | re.MULTILINE)
    ]


def check_query(path, line, name, sql, is_explained, tables):
    places = defaultdict(list)
    for table in NAMED_TABLE.findall(sql):
        if table in tables:
            places[tables[table].place].append(table)
    people, one_shard = places["debtor"], places["one_shard"]

    def found(text):
        return [Finding(path, line, f"query {name}: {text}")]

    if people and one_shard and not is_explained:
        return found(
            f"joins {one_shard[0]} (one shard) with {people[0]} (by debtor), which Citus refuses: "
            "write two queries, or say why not yet in a line: -- across places: ..."
        )
    for branch in UNION.split(sql):
        met = [table for table in NAMED_TABLE.findall(branch) if table in people]
        if len(met) > 1 and len(SAME_DEBTOR.findall(branch)) < len(met) - 1:
            return found(f"{' and '.join(met)} must meet on debtor_id")
    if people and re.search(r"\bFOR UPDATE\b", sql, re.I) and not OF_ONE_DEBTOR.search(sql):
        return found("FOR UPDATE across shards: name the debtor")
    if people and re.search(r"\bWITH RECURSIVE\b", sql, re.I) and not OF_ONE_DEBTOR.search(sql):
        return found("a recursion across shards: name the debtor, or walk in C")
    if people and re.search(r"\bSET\b[^;]*\bdebtor_id\s*=\s*\$", sql.split("WHERE")[0], re.I):
        return found("debtor_id of a row never changes")
    return []


def check_queries(path, text, tables):
    findings = []
    heads = list(HEAD.finditer(text))
    for head, after in zip(heads, [match.start() for match in heads[1:]] + [len(text)]):
        sql = text[head.start() : after]
        line = text.count("\n", 0, head.start()) + 1
        is_explained = EXPLAINED.search(sql) is not None
        findings += check_query(path, line, head[1], cut_comments(sql), is_explained, tables)
        findings += check_words(path, sql, QUERY_REFUSED, line)
    return findings


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("root", nargs="?", default=os.path.join(os.path.dirname(__file__), ".."))
    options = parser.parse_args(argv)

    texts = {
        path: read_text(options.root, path) or ""
        for path in list_files(options.root)
        if path.startswith("sql/") and path.endswith(".sql")
    }
    migrations = {path: text for path, text in texts.items() if "/migrations/" in path}
    tables = {
        table.name: table for path, text in migrations.items() for table in read_tables(path, text)
    }
    findings = check_tables(tables)
    query_count = 0
    for path, text in texts.items():
        if path in migrations:
            findings += check_words(path, text, DDL_REFUSED) + check_indexes(path, text, tables)
        else:
            findings += check_queries(path, text, tables)
            query_count += len(HEAD.findall(text))
    return report("schema", findings, f"{len(tables)} tables, {query_count} queries")


if __name__ == "__main__":
    sys.exit(main())
