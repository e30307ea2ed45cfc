"""Decision tables as SQL: an expression for each output of a FIRST table.

The peer of the close and an oracle that shares no code with it.  It reads what the shipped strategy
uses of FEEL: -, literals, null, comparisons, ranges, lists and not(...)."""
import re
import xml.etree.ElementTree as ElementTree

NAMESPACE = "{https://www.omg.org/spec/DMN/20230324/MODEL/}"


def literal(text):
    if text.startswith('"'):
        return "'" + text[1:-1].replace("'", "''") + "'"
    if text in ("true", "false", "null"):
        return text.upper()
    return str(float(text)) if "." in text else str(int(text))


def split_list(text):
    """At the commas outside quotes and brackets."""
    return [part.strip() for part in re.findall(r'(?:"[^"]*"|[\[(][^\])]*[\])]|[^,])+', text)]


def one_test(value, text):
    """A condition that is never NULL."""
    if text == "null":
        return f"{value} IS NULL"
    bounds = re.fullmatch(r"([\[(])(.+)\.\.(.+)([\])])", text)
    if bounds:
        low = ">=" if bounds[1] == "[" else ">"
        high = "<=" if bounds[4] == "]" else "<"
        return (f"COALESCE({value} {low} {literal(bounds[2])} AND "
                f"{value} {high} {literal(bounds[3])}, FALSE)")
    compared = re.fullmatch(r"(<=|>=|<|>)\s*(.+)", text)
    if compared:
        return f"COALESCE({value} {compared[1]} {literal(compared[2])}, FALSE)"
    return f"COALESCE({value} = {literal(text)}, FALSE)"


def unary_tests(value, text):
    """The condition of a cell; None when it asks nothing."""
    text = text.strip()
    if text == "-":
        return None
    negated = re.fullmatch(r"not\((.*)\)", text)
    tests = [one_test(value, part) for part in split_list(negated[1] if negated else text)]
    joined = "(" + " OR ".join(tests) + ")"
    return f"NOT {joined}" if negated else joined


def text_of(element, path):
    return element.find(path.replace("/", "/" + NAMESPACE).replace("@", NAMESPACE)).text.strip()


class Table:
    """A decision table of a file: its name, inputs, outputs and rules as texts."""

    def __init__(self, decision):
        table = decision.find(f"{NAMESPACE}decisionTable")
        if table.get("hitPolicy") != "FIRST":
            raise ValueError(f"{decision.get('name')}: only FIRST is read here")
        self.name = decision.get("name")
        self.inputs = [text_of(row, "@inputExpression/text")
                       for row in table.findall(f"{NAMESPACE}input")]
        self.outputs = [row.get("name") or self.name for row in table.findall(f"{NAMESPACE}output")]
        self.rules = [
            ([text_of(cell, "@text") for cell in rule.findall(f"{NAMESPACE}inputEntry")],
             [text_of(cell, "@text") for cell in rule.findall(f"{NAMESPACE}outputEntry")])
            for rule in table.findall(f"{NAMESPACE}rule")]

    def rule_sql(self, columns):
        """The number of the first rule that hits, from 1; NULL when none does."""
        branches = []
        for number, (cells, _) in enumerate(self.rules, 1):
            tests = [unary_tests(columns[name], cell) for name, cell in zip(self.inputs, cells)]
            tests = [test for test in tests if test]
            branches.append(f"WHEN {' AND '.join(tests) or 'TRUE'} THEN {number}")
        return "CASE " + " ".join(branches) + " END"

    def output_sql(self, rule, output):
        """An output, given the expression of the rule's number."""
        at = self.outputs.index(output)
        branches = [f"WHEN {number} THEN {literal(outputs[at])}"
                    for number, (_, outputs) in enumerate(self.rules, 1) if outputs[at] != "null"]
        return f"CASE {rule} {' '.join(branches)} END" if branches else "NULL"


def read_tables(path):
    root = ElementTree.parse(path).getroot()
    return {table.name: table
            for table in map(Table, root.findall(f"{NAMESPACE}decision"))}
