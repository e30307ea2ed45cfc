#!/usr/bin/env python3
"""The facts that a strategy may ask for: what the code has, what people read, what models declare.

    facts.py write   makes docs/facts.md and policies/facts.dmn of policies/facts.json
    facts.py check   says where code, data and pages differ

src/policy/inputs.h has name, type and scale of each fact, policies/facts.json a short name and a
line in Spanish and in English.
"""

import json
import pathlib
import re
import sys
from xml.sax.saxutils import escape

ROOT = pathlib.Path(__file__).resolve().parent.parent
HEADER = "src/policy/inputs.h"
DATA = "policies/facts.json"
PAGE = "docs/facts.md"
MODEL = "policies/facts.dmn"
ROW = re.compile(r"\bX\((\w+), DMN_(\w+), (\w+)\)")
SCALE = re.compile(r"#define (INPUT_\w+_SCALE)\s+(\d+)")
LINE_MAX = 160  # characters: one line of a page
SHORT_MAX = 40  # the head of a column
GROUPS = {
    "age": ("Mora y fechas", "Age and dates"),
    "amount": ("Montos y cuotas", "Amounts and claims"),
    "payment": ("Pagos", "Payments"),
    "promise": ("Promesas", "Promises"),
    "contact": ("Contactos y avisos", "Contacts and notices"),
    "reach": ("Por dónde se le alcanza", "How to reach the person"),
    "person": ("La persona", "The person"),
    "obligation": ("La obligación", "The obligation"),
    "obligations": ("Las obligaciones del caso, juntas", "The obligations of the case, together"),
    "one_obligation": ("Una obligación: solo en obligation.dmn",
                       "One obligation: in obligation.dmn only"),
    "state": ("Estado del caso", "State of the case"),
    "decision": ("Lo que dan otras tablas", "What other tables put out"),
    "indicator": ("Indicadores de la organización", "Indicators of the organisation"),
}
HEAD = """# Facts: what tables can ask / Hechos: lo que pueden preguntar las tablas

Made by `tools/facts.py write` of `policies/facts.json`; a test compares it with
`src/policy/inputs.h`. `acuerdo strategy facts` prints the same, `--json` for programs, `--xml` as
DMN item definitions to begin a model with (`policies/facts.dmn`). Ages and windows are computed
for the day that is decided for; amounts are in units of the case's currency, rates and indicators
in percent. A number, date or text may be null where it says so or where nothing happened yet:
null matches no cell but `-`, `null` and, for texts, `not(…)`.

Attributes that came with an import are inputs as well: the column `region` is `attr_region`, with
its type (decimals have six places). They belong to the obligation that leads the case; `acuerdo
strategy facts --attributes` lists those of a store.
"""
TAIL = """
## Obligations one by one / Las obligaciones, una por una

A person is contacted once, whatever number of contracts or lines stand behind it. A strategy that
tells them apart has a file `obligation.dmn`, decision `obligation`: it is asked once for each
obligation on which something is owed, with the facts of that one (`obligation_…`), and puts out

- `obligation_segment`, a text, first: which group the obligation is in;
- `obligation_level`, a whole number from 0 on: the greater, the worse;
- `obligation_flag`, true or false, if the strategy wants to count some of them.

The tables of the case then ask for the whole: the worst one (highest level; of equals the one whose
rule stands first), whether any is flagged, how many are, and what is past due on them.
`obligations_open` and `obligations_past_due` need no such file. What a strategy does not ask for is
not read: these facts lie in the store, and one walk over a slice of the close brings them.

En un ejemplo de `cases.csv`, y al probar con datos propios, el caso tiene una sola obligación con
las cifras del caso, salvo lo que la línea nombre (`obligation_past_due_claims=2`); un hecho de
conjunto que la línea nombra (`obligations_flagged=0`) vale como está. / In an example of
`cases.csv` the case has one obligation with the figures of the case, but for what the line names; a
fact of the whole that the line names stands as it is.

## How complexity is counted / Cómo se cuenta la complejidad

Points, for the case as it is on the day: more promises broken than kept 2; two or more broken 1;
three attempts or more in seven days and nobody answered 1; an open dispute 1; a firm notice (3)
or a harder one sent 1; more kept than broken -1; somebody answered in seven days -1. Up to 0 is 1
(easy), 1 or 2 is 2 (ordinary), more is 3 (hard): `inputs_complexity` in `src/policy/inputs.c`.

## When indicators are computed / Cuándo se calculan los indicadores

When a day is opened by the close, over the thirty business days before it, and only for a
strategy that reads one of them; they are kept for that day (`indicator`), so that every case of
the day, and its replay, sees the same value. An indicator of nothing is null.
"""


def read_code(root):
    """(name, type, scale) of each fact, in the order of the code."""
    text = (root / HEADER).read_text(encoding="utf-8")
    scales = dict(SCALE.findall(text))
    return [(name, kind.lower(), int(scales.get(scale, scale) or 0))
            for name, kind, scale in ROW.findall(text)]


def read_data(root):
    return json.loads((root / DATA).read_text(encoding="utf-8"))


def compare(code, data):
    """What is wrong between the two, as texts."""
    coded, told = [row[0] for row in code], [row["name"] for row in data]
    for name in coded:
        if name not in told:
            yield f"{DATA}: nothing is said of {name}, which {HEADER} has"
    for name in told:
        if name not in coded:
            yield f"{DATA}: {name} is no input of {HEADER}"
        if told.count(name) > 1:
            yield f"{DATA}: {name} stands there twice"
    for row in data:
        for language in ("es", "en"):
            text = row.get(language, "")
            if not text.endswith(".") or "\n" in text or len(text) > LINE_MAX:
                yield f"{DATA}: {row['name']}: {language} must be one sentence of one line"
            short = row.get(f"short_{language}", "")
            if not 0 < len(short) <= SHORT_MAX or short.endswith("."):
                yield f"{DATA}: {row['name']}: short_{language} must be a name, no sentence"
        if row.get("group") not in GROUPS:
            yield f"{DATA}: {row['name']}: no group {row.get('group')!r}"


def make_page(code, data):
    types = {name: kind if scale == 0 else f"{kind}, {scale} decimals"
             for name, kind, scale in code}
    lines = [HEAD]
    for group, (spanish, english) in GROUPS.items():
        rows = [row for row in data if row["group"] == group]
        if not rows:
            continue
        lines += [f"## {spanish} / {english}", "",
                  "| fact | type | nombre | qué es | name | what it is |",
                  "|---|---|---|---|---|---|"]
        lines += [f"| `{row['name']}` | {types.get(row['name'], '')} | "
                  f"{row['short_es']} | {row['es']} | {row['short_en']} | {row['en']} |"
                  for row in rows]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n" + TAIL


def make_model(code, data):
    told = {row["name"]: row for row in data}
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="facts" name="facts"',
        '             namespace="https://acuerdo.example/facts">',
    ]
    for item, is_of_one in (("case_facts", False), ("obligation_facts", True)):
        lines.append(f'  <itemDefinition name="{item}">')
        for name, kind, _ in code:
            if (told[name]["group"] == "one_obligation") != is_of_one:
                continue
            lines += [f'    <itemComponent name="{name}">',
                      f"      <description>{escape(told[name]['es'])}</description>",
                      f"      <typeRef>{kind}</typeRef>", "    </itemComponent>"]
        lines.append("  </itemDefinition>")
    for name, kind, _ in code:
        lines += [f'  <inputData id="input_{name}" name="{name}">',
                  f"    <description>{escape(told[name]['en'])}</description>",
                  f'    <variable id="variable_{name}" name="{name}" typeRef="{kind}"/>',
                  "  </inputData>"]
    return "\n".join([*lines, "</definitions>", ""])


def findings(root):
    code, data = read_code(root), read_data(root)
    found = list(compare(code, data))
    if found:
        return found
    for path, text in ((PAGE, make_page(code, data)), (MODEL, make_model(code, data))):
        file = root / path
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            found.append(f"{path} is not what {DATA} says: run tools/facts.py write")
    return found


def main(words):
    root = pathlib.Path(words[1]) if len(words) > 1 else ROOT
    if words[:1] == ["write"]:
        code, data = read_code(root), read_data(root)
        (root / PAGE).write_text(make_page(code, data), encoding="utf-8")
        (root / MODEL).write_text(make_model(code, data), encoding="utf-8")
        return 0
    if words[:1] != ["check"]:
        print("usage: facts.py write | check [ROOT]", file=sys.stderr)
        return 2
    found = findings(root)
    print("\n".join([*found, f"facts: {len(read_code(root))} facts, {len(found)} problems"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
