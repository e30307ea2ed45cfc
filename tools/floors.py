#!/usr/bin/env python3
"""Checks that the house keeps its floors, and prints its map.

Reads the #include lines of src/ and fails on an arrow up or sideways between rooms, on a circle of
modules, on a header that nobody uses, on an outside library in a second room, on a room without a
README, on a room that CMakeLists.txt does not link what it includes, and on files and functions
that have grown too long.
"""

import argparse
import os
import re
import sys
from collections import defaultdict

from source import Finding, code_only, list_files, numbered, read_text, report

# A room includes itself and rooms of lower floors.
FLOORS = {
    "base": 1,
    "vec": 2,
    "store": 3,
    "record": 4,
    "calendar": 4,
    "identity": 4,
    "feel": 4,
    "money": 4,
    "dmn": 5,
    "book": 5,
    "comply": 6,
    "policy": 7,
    "intake": 8,
    "bank": 8,
    "cash": 8,
    "reach": 8,
    "prove": 8,
    "care": 8,
    "route": 8,
    "insight": 8,
    "privacy": 8,
    "sample": 9,
    "serve": 9,
    "upkeep": 9,
    "cli": 10,
}

# Which room speaks with which outside library: (start of the header's name, room).  libxml2 has
# two: dmn builds a small tree of a model, bank takes a statement of any size as a stream; what
# they would share is four lines.
LIBRARIES = [
    ("sodium", "base"),
    ("bid_", "base"),
    ("jansson.h", "base"),
    ("unicode/", "base"),
    ("sqlite3.h", "store"),
    ("libpq-fe.h", "store"),
    ("libpq/", "store"),
    ("glib", "calendar"),
    ("phonenumbers/", "identity"),
    ("libxml/", "dmn"),
    ("libxml/", "bank"),
    ("curl/", "reach"),
    ("microhttpd.h", "serve"),
]

# Headers of C and of the system: every room may use them.
SYSTEM_OF_CPP = re.compile(r"^(algorithm|string)$")
SYSTEM = re.compile(
    r"^(assert|ctype|dirent|endian|errno|fcntl|float|getopt|iconv|inttypes|langinfo|limits|locale|"
    r"math|netdb|poll|pthread|pwd|sched|search|setjmp|signal|spawn|stdalign|stdarg|stdatomic|"
    r"stdbool|stddef|stdint|stdio|stdlib|stdnoreturn|string|strings|termios|threads|time|uchar|"
    r"unistd|wchar|wctype|immintrin)\.h$|^(sys|netinet|arpa|net|linux)/"
)

FILE_LINES_MAX = {".c": 600, ".cc": 600, ".h": 150}
SOURCES = (".c", ".h", ".cc")
FUNCTION_LINES_MAX = 70
README_LINES_MAX = 30

INCLUDE = re.compile(r'^\s*#\s*include\s+(?:"([^"]+)"|<([^>]+)>)')
DECLARED = re.compile(r"^(?:[\w*]+[ *]+)+(\w+)\(", re.MULTILINE)  # a function
WORD = re.compile(r"\w+")
LINKED = re.compile(r"^acuerdo_room\((\w+)((?:\s+\w[\w.+-]*)*)\)", re.MULTILINE)
LINKED_KEYS = {"ROOMS", "LIBS", "PKG"}
ALLOWED = re.compile(r"^- `(\w+)` → `(\w+)`:")
C_FOLDERS = ("src/", "tests/", "fuzz/", "bench/", "tools/")


class House:
    """What was read: the C files, and who includes what."""

    def __init__(self, root):
        self.root = root
        files = list_files(root)
        self.c_files = [
            path for path in files if path.endswith(SOURCES) and path.startswith(C_FOLDERS)
        ]
        self.texts = {path: read_text(root, path) or "" for path in self.c_files}
        self.includes = {path: list(read_includes(text)) for path, text in self.texts.items()}
        self.src = [path for path in self.c_files if path.startswith("src/")]
        self.rooms = sorted({room_of(path) for path in self.src})
        self.allowed = self.read_allowed()

    def read_allowed(self):
        """Arrows sideways that docs/architecture.md lists, each with its reason."""
        path = os.path.join(self.root, "docs", "architecture.md")
        if not os.path.exists(path):
            return set()
        with open(path, encoding="utf-8") as file:
            return {match.groups() for match in map(ALLOWED.match, file) if match}


def room_of(path):
    """src/book/claim.c lies in book; a file right under src/ lies in no room."""
    parts = path.split("/")
    return parts[1] if len(parts) > 2 else ""


def module_of(path):
    """src/book/claim.c and claim.h are the module book/claim."""
    return os.path.splitext(path)[0].removeprefix("src/")


def read_includes(text):
    """(line, header, is it ours) for every #include."""
    for number, line in numbered(text):
        match = INCLUDE.match(line)
        if match:
            yield number, match.group(1) or match.group(2), match.group(1) is not None


def check_arrows(house):
    findings = []
    for path in house.src:
        room = room_of(path)
        if room not in FLOORS:
            findings.append(Finding(path, 0, f"room '{room}' has no floor in tools/floors.py"))
            continue
        for line, header, ours in house.includes[path]:
            if ours:
                findings += check_arrow(house, path, line, header)
    return findings


def check_arrow(house, path, line, header):
    room, _, rest = header.partition("/")
    here = room_of(path)
    if not rest:
        return [Finding(path, line, f'write "{here}/{header}": the room is part of the name')]
    if room not in FLOORS:
        return [Finding(path, line, f'"{header}" is in no room of tools/floors.py')]
    if room == here or FLOORS[room] < FLOORS[here] or (here, room) in house.allowed:
        return []
    way = "up" if FLOORS[room] > FLOORS[here] else "sideways"
    text = f"arrow {way}: {here} (floor {FLOORS[here]}) includes {room} (floor {FLOORS[room]})"
    return [Finding(path, line, text)]


def read_linked(root):
    """room -> the rooms that its line in CMakeLists.txt names, and those that they name."""
    direct = {}
    if not os.path.exists(os.path.join(root, "CMakeLists.txt")):
        return direct
    for room, words in LINKED.findall(read_text(root, "CMakeLists.txt") or ""):
        key, direct[room] = "", set()
        for word in words.split():
            if word in LINKED_KEYS:
                key = word
            elif key == "ROOMS":
                direct[room].add(word)
    linked = {}
    for room, lower in direct.items():  # in the order of floors: the lower ones are there
        linked[room] = lower.union(*(linked.get(name, set()) for name in lower))
    return linked


def check_linked(house):
    """Some linkers find what no line names; the one of a release does not."""
    linked = read_linked(house.root)
    findings = {}
    for path in house.src:
        here = room_of(path)
        for line, header, ours in house.includes[path]:
            room = header.partition("/")[0]
            if ours and here in linked and room in FLOORS and room not in linked[here] | {here}:
                text = f"{here} includes {room}, which its line in CMakeLists.txt does not name"
                findings.setdefault((here, room), Finding(path, line, text))
    return list(findings.values())


def check_libraries(house):
    findings = []
    for path in house.src:
        for line, header, ours in house.includes[path]:
            is_cpp = path.endswith(".cc") and SYSTEM_OF_CPP.match(header)
            if ours or SYSTEM.match(header) or is_cpp:
                continue
            owners = [room for start, room in LIBRARIES if header.startswith(start)]
            if not owners:
                findings.append(Finding(path, line, f"<{header}>: give it a room in LIBRARIES"))
            elif room_of(path) not in owners:
                places = " and ".join(f"src/{room}" for room in owners)
                findings.append(Finding(path, line, f"<{header}> belongs to {places} alone"))
    return findings


def module_graph(house):
    """module -> modules of src/ that it calls.  Using another's types alone is no arrow here: an
    interface may well speak in the words of the one that it serves."""
    offered = defaultdict(set)
    spoken = defaultdict(set)
    for path in house.src:
        code = code_only(house.texts[path])
        if path.endswith(".h"):
            offered[module_of(path)] |= set(DECLARED.findall(code))
        spoken[module_of(path)] |= set(WORD.findall(code))
    graph = {module: set() for module in spoken}
    for path in house.src:
        here = module_of(path)
        for _, header, ours in house.includes[path]:
            there = os.path.splitext(header)[0]
            if ours and there != here and offered[there] & spoken[here]:
                graph[here].add(there)
    return graph


def find_circles(graph):
    """Sets of two or more modules that reach each other (Tarjan, without recursion)."""
    index, low, on_stack, stack, circles = {}, {}, set(), [], []
    for start in sorted(graph):
        work = [(start, iter(sorted(graph[start])))] if start not in index else []
        while work:
            node, targets = work[-1]
            if node not in index:
                index[node] = low[node] = len(index)
                stack.append(node)
                on_stack.add(node)
            for target in targets:
                if target not in index and target in graph:
                    work.append((target, iter(sorted(graph[target]))))
                    break
                if target in on_stack:
                    low[node] = min(low[node], index[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    circle = stack[stack.index(node) :]
                    del stack[stack.index(node) :]
                    on_stack -= set(circle)
                    if len(circle) > 1:
                        circles.append(sorted(circle))
    return circles


def check_circles(house):
    return [
        Finding(f"src/{circle[0]}", 0, "circle of modules: " + ", ".join(circle))
        for circle in find_circles(module_graph(house))
    ]


def check_dead(house):
    """A header that only its own module includes serves nobody."""
    used = defaultdict(set)
    for path, includes in house.includes.items():
        for _, header, ours in includes:
            if ours:
                used[header].add(module_of(path))
    return [
        Finding(path, 0, "dead file: no other module includes it")
        for path in house.src
        if path.endswith(".h") and not used[path.removeprefix("src/")] - {module_of(path)}
    ]


def functions_of(text):
    """(line, lines long) of each function: from its first line to the brace that closes it."""
    opened = None
    lines = code_only(text).split("\n")
    for number, line in enumerate(lines):
        if line.rstrip() == "{":
            opened = number
            while opened > 0 and lines[opened - 1].strip() and lines[opened - 1][0] not in "}#":
                opened -= 1
        elif line.rstrip() == "}" and opened is not None:
            yield opened + 1, number - opened + 1
            opened = None


def check_sizes(house, lengths):
    """Findings; appends the length of every function of src/ to lengths."""
    findings = []
    for path in house.c_files:
        line_count = house.texts[path].count("\n")
        most = FILE_LINES_MAX[os.path.splitext(path)[1]]
        if line_count > most:
            findings.append(Finding(path, 0, f"{line_count} lines, at most {most}"))
        for line, length in functions_of(house.texts[path]):
            if length > FUNCTION_LINES_MAX:
                findings.append(
                    Finding(path, line, f"function of {length} lines, at most {FUNCTION_LINES_MAX}")
                )
            if path.startswith("src/"):
                lengths.append(length)
    return findings


def check_readmes(house):
    findings = []
    for room in house.rooms:
        path = f"src/{room}/README.md"
        if not os.path.exists(os.path.join(house.root, path)):
            findings.append(Finding(path, 0, "missing: what the room is, where to start"))
            continue
        line_count = (read_text(house.root, path) or "").count("\n")
        if line_count > README_LINES_MAX:
            findings.append(Finding(path, 0, f"{line_count} lines, at most {README_LINES_MAX}"))
    return findings


def print_map(house):
    """One line a room, the top floor first, as one reads a house."""
    arrows = defaultdict(set)
    for path in house.src:
        for _, header, ours in house.includes[path]:
            if ours and "/" in header:
                arrows[room_of(path)].add(header.split("/")[0])
    for room in sorted(house.rooms, key=lambda name: (-FLOORS.get(name, 0), name)):
        files = sum(1 for path in house.src if room_of(path) == room)
        below = ", ".join(sorted(arrows[room] - {room}, key=lambda name: FLOORS.get(name, 0)))
        print(f"{FLOORS.get(room, '?'):>3}  {room:<9}{files:>4} files  {below}")


def percentile(sorted_values, part):
    return sorted_values[min(len(sorted_values) - 1, int(len(sorted_values) * part))]


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("root", nargs="?", default=os.path.join(os.path.dirname(__file__), ".."))
    parser.add_argument("--quiet", action="store_true", help="no map, findings only")
    options = parser.parse_args(argv)

    house = House(options.root)
    lengths = []
    findings = check_arrows(house) + check_linked(house) + check_libraries(house)
    findings += check_circles(house) + check_dead(house)
    findings += check_sizes(house, lengths) + check_readmes(house)
    if not options.quiet:
        print_map(house)
    lengths.sort()
    summary = f"{len(house.rooms)} rooms, {len(house.src)} files, {len(lengths)} functions"
    if lengths:
        summary += f", median {percentile(lengths, 0.5)}, p90 {percentile(lengths, 0.9)} lines"
    return report("floors", findings, summary)


if __name__ == "__main__":
    sys.exit(main())
