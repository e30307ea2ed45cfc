"""The reference decision in other words: ifs in C, SQL, and what engines of node take."""
import re

from decide_model import INPUTS, OUTCOMES, PRODUCTS, SEGMENT, TREATMENT, rules_of, type_of
from dmn_sql import split_list

FIELDS = [name for name, _ in INPUTS]
CODES = {text: code for code, text in enumerate(PRODUCTS + OUTCOMES)}
SCALES = {"balance": 100}


def literal_c(name, text, segments):
    if text in ("true", "false"):
        return "1" if text == "true" else "0"
    if text.startswith('"'):
        word = text.strip('"')
        return str(segments.index(word) if name == "segment" else CODES[word])
    return str(round(float(text) * SCALES.get(name, 1)))


def test_c(name, text, segments):
    """One unary test about a value that is there."""
    bounds = re.fullmatch(r"([\[(])(.+)\.\.(.+)([\])])", text)
    if bounds:
        low = ">=" if bounds[1] == "[" else ">"
        high = "<=" if bounds[4] == "]" else "<"
        return (f"({name} {low} {literal_c(name, bounds[2], segments)} && "
                f"{name} {high} {literal_c(name, bounds[3], segments)})")
    compared = re.fullmatch(r"(<=|>=|<|>)\s*(.+)", text)
    if compared:
        return f"{name} {compared[1]} {literal_c(name, compared[2], segments)}"
    return f"{name} == {literal_c(name, text, segments)}"


def cell_c(name, text, segments):
    """A cell as a person would write it; None when it asks nothing."""
    if text == "-":
        return None
    if text == "null":
        return f"!has_{name}"
    negated = re.fullmatch(r"not\((.*)\)", text)
    tests = [test_c(name, part, segments)
             for part in split_list(negated[1] if negated else text)]
    joined = " || ".join(tests)
    there = "" if name == "segment" else f"has_{name} && "
    return f"!({there}({joined}))" if negated else f"{there}({joined})"


def ifs_c(table, segments, act):
    lines = []
    for number, (cells, outputs) in enumerate(rules_of(table)):
        tests = [cell_c(name, cell, segments) for name, cell in zip(table["inputs"], cells)]
        tests = [test for test in tests if test]
        word = "if" if number == 0 else "else if"
        head = f"{word} ({' && '.join(tests)})" if tests else "else"
        lines.append(f"        {head} {{ {act(number, outputs)} }}")
    return lines


def codes_of(table, output):
    """The codes that the chain writes for a text: any will do, the sum does not look at them."""
    found = []
    for _, outputs in rules_of(table):
        if outputs[output] not in found:
            found.append(outputs[output])
    return found


def write_chain():
    """C: both tables as one function over columns, row by row."""
    segments = codes_of(SEGMENT, 0)
    actions, channels = codes_of(TREATMENT, 0), codes_of(TREATMENT, 1)
    lines = ['#include "bench/decide_rows.h"',
             "void decide_chain(const struct decide_rows *rows, struct decide_said *said);",
             "void decide_chain(const struct decide_rows *rows, struct decide_said *said)", "{",
             "    for (size_t r = 0; r < rows->count; r++) {", "        int segment;"]
    for number, name in enumerate(FIELDS):
        lines.append(f"        const int {name} = rows->{name}[r];")
        lines.append(f"        const bool has_{name} = has_value(rows, {number}, r);")
    lines += ifs_c(SEGMENT, segments, lambda number, outputs: (
        f"segment = {segments.index(outputs[0])}; said->segment_rule[r] = {number};"))
    lines += ifs_c(TREATMENT, segments, lambda number, outputs: (
        f"said->action[r] = {actions.index(outputs[0])}; "
        f"said->channel[r] = {channels.index(outputs[1])}; said->wait[r] = {outputs[2]}; "
        f"said->priority[r] = {outputs[3]}; said->treatment_rule[r] = {number};"))
    return "\n".join(lines + ["    }", "}", ""])


def sql_type(name):
    if name == "balance":
        return "NUMERIC(12,2)"
    return {"string": "TEXT", "boolean": "BOOLEAN", "number": "INTEGER"}[type_of(name)]


def create_sql():
    return f"CREATE TABLE facts ({', '.join(f'{name} {sql_type(name)}' for name in FIELDS)})"


def decide_sql(tables):
    """All outputs and both rule numbers; rules first, so that each CASE is computed once."""
    segment, treatment = tables["segment"], tables["treatment"]
    booleans = {name: name for name in FIELDS}
    rule_a = segment.rule_sql(booleans)
    name_a = segment.output_sql("rule_a", "segment")
    rule_b = treatment.rule_sql(dict(booleans, segment="segment"))
    outputs = ", ".join(f"{treatment.output_sql('rule_b', name)} AS {name}"
                        for name in treatment.outputs)
    kept = "past_due_days, contact_days, last_outcome"
    return (f"WITH a AS MATERIALIZED (SELECT {rule_a} AS rule_a, {kept} FROM facts), "
            f"s AS MATERIALIZED (SELECT rule_a, {name_a} AS segment, {kept} FROM a), "
            f"t AS MATERIALIZED (SELECT rule_a, {rule_b} AS rule_b FROM s) "
            f"SELECT rule_a, rule_b, {outputs} FROM t")


SUM_SQL = "SELECT sum(31 * rule_a + 1009 * rule_b + 7 * wait + 13 * priority) FROM said"


def node_table(table):
    """A decision table as zen-engine reads it: cells in its own words."""
    inputs = [{"id": f"i{n}", "name": name, "field": name}
              for n, name in enumerate(table["inputs"])]
    outputs = [{"id": f"o{n}", "name": name, "field": name}
               for n, (name, _) in enumerate(table["outputs"])]
    outputs.append({"id": "rule", "name": "rule", "field": f"{table['name']}_rule"})
    rules = []
    for number, (cells, values) in enumerate(rules_of(table), 1):
        rule = {"_id": f"r{number}", "rule": str(number)}
        for n, (name, cell) in enumerate(zip(table["inputs"], cells)):
            rule[f"i{n}"] = node_cell(name, cell)
        for n, ((_, kind), value) in enumerate(zip(table["outputs"], values)):
            rule[f"o{n}"] = f'"{value}"' if kind == "string" else value
        rules.append(rule)
    return {"hitPolicy": "first", "inputs": inputs, "outputs": outputs, "rules": rules}


def node_cell(name, cell):
    if cell == "-":
        return ""
    if cell == "null":
        return "$ == null"
    negated = re.fullmatch(r"not\((.*)\)", cell)
    parts = split_list(negated[1] if negated else cell)
    if negated:
        return f"$ == null or $ not in [{', '.join(parts)}]"
    if cell.startswith('"'):
        return f"$ in [{', '.join(parts)}]"
    if cell in ("true", "false"):
        return f"$ == {cell}"
    bounds = re.fullmatch(r"([\[(])(.+)\.\.(.+)([\])])", cell)
    if bounds:
        low = ">=" if bounds[1] == "[" else ">"
        high = "<=" if bounds[4] == "]" else "<"
        return f"$ != null and $ {low} {bounds[2]} and $ {high} {bounds[3]}"
    return f"$ != null and $ {cell}"


def node_model():
    """A graph of the two tables, the second one behind the first."""
    nodes = [{"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
             {"id": "out", "name": "out", "type": "outputNode", "position": {"x": 9, "y": 0}}]
    for table in (SEGMENT, TREATMENT):
        content = dict(node_table(table), passThrough=True, inputField=None, outputPath=None,
                       executionMode="single")
        nodes.append({"id": table["name"], "name": table["name"], "type": "decisionTableNode",
                      "content": content, "position": {"x": 1, "y": 0}})
    edges = [{"id": f"e{n}", "type": "edge", "sourceId": source, "targetId": target}
             for n, (source, target) in enumerate(
                 [("in", "segment"), ("segment", "treatment"), ("treatment", "out")])]
    return {"nodes": nodes, "edges": edges}
