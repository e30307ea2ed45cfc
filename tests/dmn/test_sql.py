#!/usr/bin/env python3
"""The exported query against the product: random tables and chains of all hit policies, random rows
with nulls, on SQLite and, where a server is there (scripts/postgres), on PostgreSQL.  The rule that
fired and what goes against the policy must be the same, too."""
import collections
import os
import random
import sqlite3
import subprocess
import tempfile
import unittest
from xml.sax.saxutils import escape, quoteattr

BINARY = os.path.abspath(os.environ.get("ACUERDO_BINARY", "build/gcc/acuerdo"))
SERVER = os.environ.get("ACUERDO_TEST_PG_URL")
PSQL = "/usr/lib/postgresql/15/bin/psql"
TABLES = int(os.environ.get("ACUERDO_TEST_SQL_TABLES", "33"))
ROWS = 60
POLICIES = {"U": ("UNIQUE", None), "A": ("ANY", None), "F": ("FIRST", None),
            "P": ("PRIORITY", None), "R": ("RULE ORDER", None), "O": ("OUTPUT ORDER", None),
            "C": ("COLLECT", None), "C+": ("COLLECT", "SUM"), "C<": ("COLLECT", "MIN"),
            "C>": ("COLLECT", "MAX"), "C#": ("COLLECT", "COUNT")}
TEXTS = ["gold", "it's", "", 'a "b"', "not(x)"]
Input = collections.namedtuple("Input", "name kind values")


class Maker:
    """Random tables; everything comes from the seed."""

    def __init__(self, seed):
        self.dice = random.Random(seed)

    def literal(self, kind, scale=2):
        """As FEEL writes it."""
        if kind == "number":
            return f"{self.dice.randint(-400, 400) / 10 ** scale:.{scale}f}"
        if kind == "string":
            return '"' + self.dice.choice(TEXTS).replace('"', '\\"') + '"'
        if kind == "boolean":
            return self.dice.choice(["true", "false"])
        return f'date("2026-01-{self.dice.randint(1, 20):02}")'

    def test(self, kind):
        if self.dice.random() < 0.1:
            return "null"
        form = self.dice.randint(0, 5) if kind in ("number", "date") else 0
        value = self.literal(kind, self.dice.randint(0, 3))
        if form == 0:
            return value
        if form < 5:
            return ["<", "<=", ">", ">="][form - 1] + " " + value
        if kind == "date":
            return '[date("2026-01-02")..' + \
                self.dice.choice(['date("2026-01-09")', '@"2026-01-09"']) + self.dice.choice("])[")
        low = self.dice.randint(-20, 10)
        return f"{self.dice.choice('[(]')}{low}..{low + self.dice.randint(2, 9)}.5" + \
            self.dice.choice("])[")

    def cell(self, kind):
        if self.dice.random() < 0.35:
            return "-"
        tests = ", ".join(self.test(kind) for _ in range(self.dice.choice([1, 1, 1, 2, 3])))
        return f"not({tests})" if self.dice.random() < 0.25 else tests

    def inputs(self, prefix):
        made = []
        for number in range(self.dice.randint(1, 4)):
            kind = self.dice.choice(["number", "string", "boolean", "date"])
            values = None
            if self.dice.random() < 0.2:
                values = {"number": "[-3..3]", "string": '"gold", "it\'s"',
                          "date": '>= date("2026-01-05")'}.get(kind)
            made.append(Input(f"{prefix}{number}", kind, values))
        return made

    def value(self, given, scale):
        """As a row has it: a text, empty for null."""
        if self.dice.random() < 0.15:
            return ""
        if given.kind == "number":
            return f"{self.dice.randint(-400, 400) / 100:.{scale}f}"
        if given.kind == "string":
            return self.dice.choice([text for text in TEXTS if text] + ["nobody says this"])
        if given.kind == "boolean":
            return self.dice.choice(["true", "false"])
        return f"2026-01-{self.dice.randint(1, 20):02}"


class Table:
    """One decision: its policy, columns and rules as texts."""

    def __init__(self, maker, name, policy, inputs, required=None):
        self.name, self.policy, self.inputs, self.required = name, policy, inputs, required
        dice = maker.dice
        is_total = policy.startswith("C") and len(policy) > 1
        count = 1 if is_total or required is None and name == "first" else dice.randint(1, 3)
        self.kinds = ["number" if is_total else dice.choice(["number", "string", "boolean", "date"])
                      for _ in range(count)]
        columns = [given.kind for given in inputs] + ([required.kinds[0]] if required else [])
        self.rules = [([maker.cell(kind) for kind in columns],
                       [self.entry(maker, kind) for kind in self.kinds])
                      for _ in range(dice.choice([1, 3, 8, 20, 70]))]
        self.default = [self.entry(maker, kind, policy == "C#") for kind in self.kinds] \
            if dice.random() < 0.6 else None
        self.order = [", ".join(dict.fromkeys(maker.literal(kind, 1) for _ in range(4)))
                      for kind in self.kinds] if policy in "PO" else None

    @staticmethod
    def entry(maker, kind, is_whole=False):
        if maker.dice.random() < 0.12:
            return "null"
        return maker.literal(kind, 0 if is_whole else maker.dice.randint(0, 2))

    def xml(self):
        policy, aggregation = POLICIES[self.policy]
        lines = [f'<decision id="d_{self.name}" name="{self.name}">']
        needs = "<informationRequirement><required{} href=\"#{}\"/></informationRequirement>"
        lines += [needs.format("Input", given.name) for given in self.inputs]
        if self.required:
            lines.append(needs.format("Decision", "d_" + self.required.name))
        extra = f' aggregation="{aggregation}"' if aggregation else ""
        lines.append(f'<decisionTable hitPolicy="{policy}"{extra}>')
        for given in self.inputs:
            values = f"<inputValues><text>{escape(given.values)}</text></inputValues>" \
                if given.values else ""
            lines.append(f'<input><inputExpression typeRef="{given.kind}"><text>{given.name}</text>'
                         f"</inputExpression>{values}</input>")
        if self.required:
            lines.append(f"<input><inputExpression><text>{self.required.name}</text>"
                         "</inputExpression></input>")
        for number, kind in enumerate(self.kinds):
            order = f"<outputValues><text>{escape(self.order[number])}</text></outputValues>" \
                if self.order else ""
            default = "<defaultOutputEntry><text>" + escape(self.default[number]) + \
                "</text></defaultOutputEntry>" if self.default else ""
            name = f' name="o{number}"' if len(self.kinds) > 1 else ""
            lines.append(f'<output{name} typeRef="{kind}">{order}{default}</output>')
        for cells, entries in self.rules:
            texts = [f"<inputEntry><text>{escape(cell)}</text></inputEntry>" for cell in cells]
            texts += [f"<outputEntry><text>{escape(entry)}</text></outputEntry>"
                      for entry in entries]
            lines.append(f"<rule>{''.join(texts)}</rule>")
        return "\n".join(lines + ["</decisionTable></decision>"])


class Model:
    def __init__(self, seed):
        self.maker = maker = Maker(seed)
        policy = list(POLICIES)[seed % len(POLICIES)]
        first = None
        if seed % 3 == 0:
            first = Table(maker, "first", maker.dice.choice("UAFP"), maker.inputs("x"))
        self.last = Table(maker, "last", policy, maker.inputs("y"), first)
        self.tables = [first, self.last] if first else [self.last]
        self.inputs = [given for table in self.tables for given in table.inputs]
        self.is_list = policy in ("C", "R", "O")
        self.rows = []

    def make_rows(self, scales):
        """An input is as fine as the tables ask."""
        self.rows = [[self.maker.value(given, scales.get(given.name, 0)) for given in self.inputs]
                     for _ in range(ROWS)]

    def xml(self):
        items = [f'<inputData id="{given.name}" name="{given.name}"><variable '
                 f"name={quoteattr(given.name)} typeRef=\"{given.kind}\"/></inputData>"
                 for given in self.inputs]
        return ('<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" '
                'namespace="urn:m">' + "\n".join(
                    items + [table.xml() for table in self.tables]) + "</definitions>")


def run_words(words, text=None):
    done = subprocess.run([BINARY, *words], input=text, capture_output=True, text=True, check=False,
                          env=dict(os.environ, ACUERDO_LANG="en"))
    if done.returncode != 0:
        raise AssertionError(done.stdout[-500:] + done.stderr)
    return done.stdout


def sql_value(text, given, scale, is_postgresql):
    if text == "":
        return "NULL"
    if given.kind == "number":
        whole, _, decimals = text.partition(".")
        return whole + decimals.ljust(scale, "0") if scale else whole
    if given.kind == "string":
        return "'" + text.replace("'", "''") + "'"
    if given.kind == "boolean":
        return text.upper()
    return ("DATE " if is_postgresql else "") + f"'{text}'"


def scales_of(query):
    """What the head of the query says of its numbers."""
    scales = {}
    for line in query.splitlines():
        if line.startswith("--   "):
            name, _, about = line[5:].partition(": ")
            scales[name.strip('"')] = int(about.split("last ")[1].split()[0]) \
                if "last" in about else 0
    return scales


def script_of(model, query, is_postgresql):
    """Makes the relation, fills it, and asks; a name that the query does not read is any column."""
    kinds = {"number": "BIGINT", "string": "TEXT", "boolean": "BOOLEAN", "date": "DATE"}
    scales = scales_of(query)
    columns = ", ".join(f"{given.name} {kinds[given.kind]}" for given in model.inputs)
    rows = ",\n".join(
        "(" + ", ".join([str(number)] + [
            sql_value(text, given, scales.get(given.name, 0), is_postgresql)
            for text, given in zip(row, model.inputs)]) + ")"
        for number, row in enumerate(model.rows))
    place = ', "last.place"' if model.is_list else ""
    outputs = ", ".join([f'"last.o{n}"' for n in range(len(model.last.kinds))]
                        if len(model.last.kinds) > 1 else ['"last"'])
    query = query.strip().rstrip(";")
    asked = f'SELECT id, "last.rule", "last.violation", {outputs} FROM ({query}\n) AS said ' \
            f"ORDER BY id{place}"
    return [f"CREATE TEMP TABLE facts (id INTEGER, {columns})",
            f"INSERT INTO facts VALUES {rows}", asked]


def ask_sqlite(script):
    connection = sqlite3.connect(":memory:")
    connection.execute(script[0])
    connection.execute(script[1])
    said = [["" if cell is None else str(cell) for cell in row]
            for row in connection.execute(script[2])]
    connection.close()
    return said


def ask_postgresql(script):
    done = subprocess.run([PSQL, "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1",
                           SERVER], input=";\n".join(script) + ";\n", capture_output=True,
                          text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(done.stderr[:2000])
    return [line.split("\t") for line in done.stdout.splitlines()]


def same(kind, got, want):
    if kind == "boolean":
        got = {"1": "true", "0": "false", "t": "true", "f": "false"}.get(got, got)
    if kind == "number":
        want = str(int(want.replace(".", ""))) if want else ""
    return got == want


class Sql(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="acuerdo-sql-")
        self.addCleanup(self.folder.cleanup)
        self.path = os.path.join(self.folder.name, "m.dmn")

    def compare(self, model, wanted, said, seed):
        if model.is_list:
            rules = collections.defaultdict(list)
            for row in said:
                rules[int(row[0])].append(row[1])
            for number, want in enumerate(wanted):
                self.assertEqual(",".join(rules[number]), want[0], (seed, model.rows[number]))
            return
        self.assertEqual(len(said), len(wanted))
        for number, (got, want) in enumerate(zip(said, wanted)):
            where = (seed, model.last.policy, model.rows[number], got, want)
            self.assertEqual(got[1:3], want[-2:], where)
            for kind, left, right in zip(model.last.kinds, got[3:], want):
                self.assertTrue(same(kind, left, right), where)

    def ask_all(self, model, seed):
        with open(self.path, "w", encoding="utf-8") as out:
            out.write(model.xml())
        query = run_words(["dmn", "export", "--sql", "sqlite", self.path])
        model.make_rows(scales_of(query))
        lines = ["\t".join(given.name for given in model.inputs)]
        lines += ["\t".join(row) for row in model.rows]
        answers = run_words(["dmn", "decide", self.path], "\n".join(lines) + "\n").splitlines()
        wanted = [line.split("\t") for line in answers[1:]]
        self.assertEqual(len(wanted), ROWS)
        self.compare(model, wanted, ask_sqlite(script_of(model, query, False)), seed)
        if SERVER:
            query = run_words(["dmn", "export", "--sql", "postgresql", self.path])
            self.compare(model, wanted, ask_postgresql(script_of(model, query, True)), seed)
        return wanted

    def test_random_tables(self):
        hit, against = collections.Counter(), collections.Counter()
        for seed in range(TABLES):
            model = Model(seed)
            for want in self.ask_all(model, seed):
                hit[model.last.policy] += want[0 if model.is_list else -2] != "0"
                against[want[-1]] += not model.is_list
        self.assertEqual(set(hit), set(POLICIES))
        self.assertTrue(all(count > 20 for count in hit.values()), hit)
        self.assertTrue(against["several"] and against["differ"] and against["outside"], against)


if __name__ == "__main__":
    unittest.main()
