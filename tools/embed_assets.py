#!/usr/bin/env python3
"""Writes an assembler file that carries every file of a folder into the program.

    embed_assets.py KIND DIR|- OUT.S

The file defines `assets_KIND`, a table of struct asset (base/assets.h) in the order of the paths
(relative to DIR, with /) and ended by a NULL path.  '-' gives an empty table.  The bytes lie in
.rodata; the table holds addresses, so it lies in .data.rel.ro, which the loader closes after it has
moved the program.
"""

import os
import sys


def quote(text):
    """A string literal of the assembler."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def list_assets(folder):
    """(path in the table, path on disk), sorted; hidden files are nobody's asset."""
    found = []
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            if not name.startswith("."):
                full = os.path.join(base, name)
                found.append((os.path.relpath(full, folder).replace(os.sep, "/"), full))
    return sorted(found)


def assemble(kind, assets):
    """The whole file: data first, then the table."""
    symbol = f"assets_{kind}"
    data = ["    .section .rodata"]
    rows = []
    for number, (path, full) in enumerate(assets):
        size = os.path.getsize(full)
        data += [
            f".L{symbol}_path_{number}:",
            f"    .string {quote(path)}",
            "    .balign 16",
            f".L{symbol}_data_{number}:",
            f"    .incbin {quote(os.path.abspath(full))}",
            "    .byte 0",
        ]
        rows.append(f"    .quad .L{symbol}_path_{number}, .L{symbol}_data_{number}, {size}")
    table = [
        '    .section .data.rel.ro, "aw"',
        "    .balign 8",
        f"    .globl {symbol}",
        f"    .type {symbol}, %object",
        f"{symbol}:",
        *rows,
        "    .quad 0, 0, 0",
        f"    .size {symbol}, . - {symbol}",
        '    .section .note.GNU-stack, "", %progbits',
    ]
    return "\n".join(data + table) + "\n"


def main(arguments):
    if len(arguments) != 3:
        sys.exit("usage: embed_assets.py KIND DIR|- OUT.S")
    kind, folder, out = arguments
    if folder != "-" and not os.path.isdir(folder):
        sys.exit(f"embed_assets.py: {folder} is not a folder")
    assets = list_assets(folder) if folder != "-" else []
    with open(out, "w", encoding="utf-8") as file:
        file.write(assemble(kind, assets))


if __name__ == "__main__":
    main(sys.argv[1:])
