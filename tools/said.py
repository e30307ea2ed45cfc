#!/usr/bin/env python3
"""What the rooms say, and its Spanish.

    said.py embed JSON OUT.c   writes the catalogue as the C table that base/say.h reads
    said.py check              compares the catalogue with what src/ says; prints what is wrong

Rooms speak English in printf formats (op_fail, op_say, op_word and the few that wrap them).  The
catalogue, locales/rooms.es.json, has a Spanish sentence for each: by room, then by the format with
% for every value; in the Spanish %1, %2… stand for the values.  A format without a letter has no
language.  E_STORE and E_INTERNAL may stay English: their reader is whoever runs the program.
"""

import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locales" / "rooms.es.json"
PIECES_MAX = 9  # SAY_PIECES_MAX in base/say.h
UNSPOKEN = ("words", "heads of report tables", "system")  # looked up by a value, not a sentence
INTERNAL = ("E_STORE", "E_INTERNAL")

# who says something, and which argument is what it says
SPEAKERS = {
    "op_fail": 2,
    "op_say": 1,
    "op_word": 1,
    "SAY": 0,
    "PLACE_FAIL": 2,
    "dmn_refuse": 3,
    "refuse_line": 2,
    "bank_fault": 4,
}
CALL = re.compile(r"\b(" + "|".join(SPEAKERS) + r")\(")
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|/\*.*?\*/|//[^\n]*|[(){}\[\],]|.', re.S)
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
CONVERSION = re.compile(r"%[-0# ]*\d*(?:\.(?:\d+|\*))?(?:hh|h|ll|l|z|j)?[diouxXcs]")
FORMAT = re.compile(r'((?:\s*(?:"(?:[^"\\]|\\.)*"|STR_FORMAT|PRI[a-zA-Z0-9]+))+)\s*$')


def split_arguments(text, at):
    """The arguments of a call whose parenthesis opens just before `at`."""
    arguments, depth, current = [], 0, ""
    for match in TOKEN.finditer(text, at):
        token = match.group(0)
        if token.startswith(("/*", "//")):
            continue
        if token in ")]}" and depth == 0:
            return [*arguments, current]
        depth += (token in "([{") - (token in ")]}")
        if token == "," and depth == 0:
            arguments.append(current)
            current = ""
        else:
            current += token
    raise SystemExit(f"said.py: a call does not end: {text[at:at + 60]!r}")


def unescape(literal):
    return literal.replace('\\"', '"').replace("\\\\", "\\").replace("\\n", "\n")


def form_of(expression):
    """The format of an argument that is a literal, with % for each value; None: it is none."""
    match = FORMAT.match(expression)
    if not match or '"' not in expression:
        return None
    text = ""
    for piece in re.finditer(r'"((?:[^"\\]|\\.)*)"|(STR_FORMAT)|(PRI\w+)', match.group(1)):
        literal, is_str, number = piece.groups()
        text += "%.*s" if is_str else "d" if number else unescape(literal)
    return CONVERSION.sub("%", text)


def literals_beside(arguments, speaker):
    """Sentences handed to a format as a value: English inside another language."""
    for argument in arguments[SPEAKERS[speaker] + 1 :]:
        plain = argument
        for match in reversed(list(CALL.finditer(argument))):  # what is said inside is found itself
            inner = ",".join(split_arguments(argument, match.end()))
            plain = plain.replace(inner, "")
        for literal in LITERAL.findall(plain):
            if re.search(r"[a-z]{2,} [a-z]{2,}", literal):
                yield literal


def said():
    """(room, file, line, speaker, code, form, literals beside it) of everything that is said."""
    for path in sorted((ROOT / "src").rglob("*.[ch]")):
        text = path.read_text(encoding="utf-8")
        for match in CALL.finditer(text):
            line_start = text.rfind("\n", 0, match.start()) + 1
            before = text[line_start : match.start()]
            if re.match(r"#define|[a-z].*\b(status|char) ?\*?\(?$", before):
                continue  # a macro or a declaration
            speaker = match.group(1)
            arguments = split_arguments(text, match.end())
            if len(arguments) <= SPEAKERS[speaker]:
                continue
            code = re.search(r"\bE_[A-Z_]+", " ".join(arguments[: SPEAKERS[speaker]]))
            yield (
                path.parent.name,
                path.name,
                text.count("\n", 0, match.start()) + 1,
                speaker,
                code.group(0) if code else "",
                form_of(arguments[SPEAKERS[speaker]]),
                list(literals_beside(arguments, speaker)),
            )


def has_language(form):
    return re.search(r"[A-Za-z]", form) is not None


def catalogue():
    """{form: Spanish} of all rooms."""
    rooms = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    return {form: spanish for room in rooms.values() for form, spanish in room.items()}


HEAD = re.compile(r'report_column\(\w+, "(\w+)"|\{"(\w+)",\s*REPORT_[A-Z]+\s*\}')


def heads():
    """The columns of the reports, whose heads a table shows."""
    for path in sorted((ROOT / "src" / "insight").glob("*.c")):
        text = path.read_text(encoding="utf-8")
        for match in HEAD.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            yield f"src/insight/{path.name}:{line}", match.group(1) or match.group(2)


def problems():
    """What is wrong with the catalogue, one line each."""
    rows = catalogue()
    rooms = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    seen = set()
    for room, name, line, _, code, form, beside in said():
        where = f"src/{room}/{name}:{line}"
        for literal in beside:
            yield f"{where}: {literal!r} is handed on in English: say it with op_word or op_say"
        if form is None or not has_language(form):
            continue
        seen.add(form)
        if form not in rows and code not in INTERNAL:
            yield f"{where}: no Spanish for {form!r}"
    for where, head in heads():
        if head not in rows:
            yield f"{where}: no Spanish head for the column {head!r}"
    for form in rows:
        if form not in seen and not any(form in rooms[name] for name in UNSPOKEN):
            yield f"rooms.es.json: nobody says {form!r}"
    if sum(len(room) for room in rooms.values()) != len(rows):
        yield "rooms.es.json: a form stands in two rooms"
    for form, spanish in rows.items():
        numbers = [int(number) for number in re.findall(r"%(\d)", spanish)]
        if max(numbers, default=0) > form.count("%") or form.count("%") > PIECES_MAX:
            yield f"rooms.es.json: {form!r} has no value %{max(numbers, default=0)}"
        if re.search(r"%(?!\d)", spanish.replace(" %,", "").replace(" % ", "")):
            yield f"rooms.es.json: a % without a number in {spanish!r}"


def quote(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def embed(source, out):
    rooms = json.loads(pathlib.Path(source).read_text(encoding="utf-8"))
    rows = {form: spanish for room in rooms.values() for form, spanish in room.items()}
    lines = [
        "/* Made by tools/said.py of locales/rooms.es.json. */",
        '#include "base/say.h"',
        "const struct said said_rows[] = {",
        *(
            f"    {{{quote(form)}, {quote(rows[form])}}},"
            for form in sorted(rows, key=lambda form: form.encode())
        ),
        "};",
        "const size_t said_count = sizeof(said_rows) / sizeof(said_rows[0]);",
    ]
    pathlib.Path(out).write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(arguments):
    if len(arguments) == 3 and arguments[0] == "embed":
        embed(arguments[1], arguments[2])
    elif arguments == ["check"]:
        found = sorted(set(problems()))
        print("\n".join([*found, f"said: {len(catalogue())} texts, {len(found)} problems"]))
        sys.exit(1 if found else 0)
    else:
        sys.exit("usage: said.py embed JSON OUT.c | check")


if __name__ == "__main__":
    main(sys.argv[1:])
