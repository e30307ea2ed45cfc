"""The reference decision of bench/decide.py: 24 rules by five facts give a segment of twenty, 40
rules by the segment and three facts give action, channel, wait and priority.  Both FIRST, with a
catch-all.  The same rules become DMN, C, SQL and a table for another engine; only DMN is read by
the product."""
from xml.sax.saxutils import escape

PRODUCTS = ["card", "loan", "mortgage", "auto", "retail", "telco"]
OUTCOMES = ["no_answer", "busy", "refuses", "call_back", "promise", "wrong_number", "third_party"]
INPUTS = [  # name, type
    ("past_due_days", "number"),
    ("balance", "number"),
    ("product", "string"),
    ("score", "number"),
    ("is_reachable", "boolean"),
    ("contact_days", "number"),
    ("last_outcome", "string"),
]

SEGMENT = {
    "name": "segment",
    "inputs": ["past_due_days", "balance", "product", "score", "is_reachable"],
    "outputs": [("segment", "string")],
    "rules": """
< 1 | - | - | - | - => current
[1..5] | < 500.00 | - | >= 700 | - => self_cure_small
[1..5] | - | - | >= 700 | - => self_cure
[1..5] | - | "card","retail" | - | - => early_card
[1..15] | >= 50000.00 | - | - | - => early_large
[1..15] | - | "mortgage" | - | - => early_home
[1..15] | - | - | < 500 | true => early_risk
[1..15] | - | - | < 500 | - => early_silent
[1..15] | - | - | - | - => early
[16..30] | - | "mortgage","auto" | - | - => secured_first
[16..30] | >= 20000.00 | - | - | true => middle_large
[16..30] | - | - | null | - => middle_unknown
[16..30] | - | - | < 550 | - => middle_risk
[16..60] | - | "telco" | - | - => service
[16..60] | - | - | - | false => middle_silent
[16..60] | - | - | - | - => middle
[61..90] | - | "mortgage","auto" | - | - => secured_late
[61..90] | >= 20000.00 | - | - | - => late_large
[61..90] | - | - | - | false => late_silent
[61..90] | - | - | - | - => late
> 90 | < 300.00 | - | - | - => small_old
(90..180] | - | not("mortgage","auto") | - | - => agency
> 90 | - | - | - | - => court
- | - | - | - | - => current
""",
}

TREATMENT = {
    "name": "treatment",
    "inputs": ["segment", "past_due_days", "contact_days", "last_outcome"],
    "outputs": [("action", "string"), ("channel", "string"), ("wait", "number"),
                ("priority", "number")],
    "rules": """
"current" | - | - | - => none | none | 30 | 0
- | - | - | "promise" => wait | none | 3 | 1
- | - | - | "wrong_number" => trace | none | 1 | 20
- | - | <= 0 | - => wait | none | 1 | 0
"self_cure_small","self_cure" | - | - | - => remind | sms | 5 | 2
"early_card" | <= 3 | - | - => remind | whatsapp | 3 | 4
"early_card" | - | > 7 | - => call | voice | 2 | 10
"early_card" | - | - | - => remind | email | 2 | 5
"early_large" | - | > 3 | - => call | voice | 1 | 40
"early_large" | - | - | "no_answer","busy" => call | voice | 1 | 42
"early_large" | - | - | - => remind | email | 2 | 12
"early_home" | - | - | - => advise | email | 4 | 8
"early_risk" | - | > 2 | "refuses" => call | voice | 3 | 30
"early_risk" | - | null | - => call | voice | 1 | 35
"early_risk" | - | - | - => call | voice | 2 | 25
"early_silent" | - | - | - => letter | letter | 7 | 6
"early" | < 8 | - | - => remind | whatsapp | 3 | 3
"early" | - | > 5 | - => call | voice | 3 | 15
"early" | - | - | - => remind | sms | 3 | 4
"secured_first" | - | - | "refuses" => offer | voice | 3 | 45
"secured_first" | - | - | - => call | voice | 2 | 38
"middle_large" | - | - | "third_party" => call | voice | 2 | 50
"middle_large" | - | - | - => offer | voice | 2 | 55
"middle_unknown" | - | - | - => trace | none | 2 | 18
"middle_risk" | > 22 | > 4 | - => offer | voice | 2 | 36
"middle_risk" | - | - | - => call | voice | 2 | 32
"service" | < 31 | - | - => warn | sms | 5 | 14
"service" | - | - | - => suspend | email | 10 | 16
"middle_silent" | - | > 10 | - => visit | visit | 10 | 22
"middle_silent" | - | - | - => letter | letter | 10 | 11
"middle" | - | - | "call_back" => call | voice | 1 | 44
"middle" | - | - | - => call | voice | 3 | 28
"secured_late" | - | - | - => offer | voice | 4 | 60
"late_large" | - | > 6 | - => visit | visit | 7 | 65
"late_large" | - | - | - => offer | voice | 3 | 62
"late_silent","late" | > 80 | - | - => letter | letter | 10 | 33
"late_silent","late" | - | - | - => call | voice | 4 | 34
"agency","small_old" | - | - | - => assign | agency | 30 | 26
"court" | - | - | - => file | court | 60 | 48
- | - | - | - => call | voice | 5 | 9
""",
}


def rules_of(table):
    """Cells and outputs as texts, in order; texts of outputs without quotes."""
    rules = []
    for line in table["rules"].strip().splitlines():
        left, right = line.split(" => ")
        rules.append(([cell.strip() for cell in left.split(" | ")],
                      [cell.strip() for cell in right.split(" | ")]))
    return rules


def type_of(name):
    return dict(INPUTS).get(name, "string")


def write_decision(table, number, required):
    """A decision of the model; required is the decision that it reads, or None."""
    lines = [f'  <decision id="d{number}" name="{table["name"]}">',
             f'    <variable name="{table["name"]}"/>']
    for name in table["inputs"]:
        target = f"#{required}" if required and name == "segment" else f"#i_{name}"
        kind = "Decision" if target == f"#{required}" else "Input"
        lines.append(f'    <informationRequirement><required{kind} href="{target}"/>'
                     "</informationRequirement>")
    lines.append('    <decisionTable hitPolicy="FIRST">')
    for name in table["inputs"]:
        lines.append(f'      <input><inputExpression typeRef="{type_of(name)}">'
                     f"<text>{name}</text></inputExpression></input>")
    for name, kind in table["outputs"]:
        lines.append(f'      <output name="{name}" typeRef="{kind}"/>')
    for cells, outputs in rules_of(table):
        texts = [f"<inputEntry><text>{escape(cell)}</text></inputEntry>" for cell in cells]
        for (_, kind), value in zip(table["outputs"], outputs):
            text = f'"{value}"' if kind == "string" else value
            texts.append(f"<outputEntry><text>{escape(text)}</text></outputEntry>")
        lines.append(f"      <rule>{''.join(texts)}</rule>")
    return lines + ["    </decisionTable>", "  </decision>"]


def write_model(tables):
    """DMN 1.5; a table that reads `segment` requires the first one."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>',
             '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m"'
             ' name="reference" namespace="urn:acuerdo:bench">']
    for name, kind in INPUTS:
        lines.append(f'  <inputData id="i_{name}" name="{name}">'
                     f'<variable name="{name}" typeRef="{kind}"/></inputData>')
    for number, table in enumerate(tables):
        lines += write_decision(table, number, "d0" if number > 0 else None)
    return "\n".join(lines + ["</definitions>", ""])
