#!/usr/bin/env python3
"""Measures a decision of 24 and 40 rules over columns beside what else could compute it.

    bench/decide.py [--rows 1000000,20000000] [--nulls 5] [--binary PROGRAM]

The model (bench/decide_model.py) is written as DMN and read back by the product's own reader.  In
one run, on the same rows with nulls: ours over columns, with and without the numbers of the rules
that fired; ours one row at a time; a chain of ifs in C, compiled with -O3 and AVX2; a copy of the
bytes that are read and written; and, of the first size, SQLite and PostgreSQL with the same tables
as CASE expressions, and from npm DuckDB and zen-engine, when `npm ci` was run in bench/node.
The sum over outputs and rule numbers must be the same everywhere.  Then tables of 64, 512 and 4,096
random rules.  Seconds are of CPU for what runs here in C, of a clock for the others."""
import argparse
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time

import decide_peers as peers
from decide_model import (INPUTS, OUTCOMES, PRODUCTS, SEGMENT, TREATMENT, rules_of, write_model)
from dmn_sql import read_tables

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), ".."))
ZEN_ROWS = 20000


def build_chain(folder):
    """The chain of ifs as a library; None without a compiler."""
    source, library = (os.path.join(folder, name) for name in ("chain.c", "chain.so"))
    with open(source, "w", encoding="utf-8") as out:
        out.write(peers.write_chain())
    subprocess.run(["gcc", "-O3", "-mavx2", "-shared", "-fPIC", "-w", f"-I{ROOT}", source,
                    "-o", library], check=True)
    return library


def show(engine, rows, seconds, total, wanted):
    verdict = "" if str(total) == wanted else f"  DIFFERS: {total}, not {wanted}"
    print(f"{engine:<28} {rows / seconds / 1e6:10.3f} M rows/s  {seconds:8.2f} s{verdict}",
          flush=True)


def run_ours(binary, model, rows, nulls, chain):
    """Prints what the program prints; returns its sum."""
    done = subprocess.run([binary, model, str(rows), "--nulls", str(nulls), "--chain", chain],
                          check=True, capture_output=True, text=True)
    print(f"\n{rows} rows, {nulls} % of each fact null\n{done.stdout}", end="", flush=True)
    sums = {line.split("sum ")[1] for line in done.stdout.splitlines() if "sum " in line}
    if len(sums) != 1:
        print(f"  DIFFER: {sums}")
    return sums.pop()


def run_sqlite(csv_path, select, rows, wanted):
    store = sqlite3.connect(":memory:")
    store.execute(peers.create_sql())
    holes = ",".join("?" * len(INPUTS))
    with open(csv_path, encoding="utf-8") as lines:
        store.executemany(f"INSERT INTO facts VALUES ({holes})",
                          ([cell or None for cell in line.rstrip("\n").split(",")]
                           for line in lines))
    started = time.monotonic()
    store.execute(f"CREATE TABLE said AS {select}")
    seconds = time.monotonic() - started
    show("SQLite, in memory", rows, seconds, store.execute(peers.SUM_SQL).fetchone()[0], wanted)


def run_postgresql(folder, csv_path, select, rows, wanted):
    script = os.path.join(folder, "job.sql")
    with open(script, "w", encoding="utf-8") as out:
        out.write(f"{peers.create_sql()};\n\\copy facts FROM '{csv_path}' WITH (FORMAT csv)\n"
                  "ANALYZE facts;\n\\timing on\n"
                  f"CREATE UNLOGGED TABLE said AS {select};\n\\timing off\n{peers.SUM_SQL};\n")
    done = subprocess.run(
        [os.path.join(ROOT, "scripts", "postgres"), "sh", "-c",
         f'psql -X -q -A -t -v ON_ERROR_STOP=1 "$ACUERDO_TEST_PG_URL" -f {script}'],
        check=True, capture_output=True, text=True)
    lines = [line for line in done.stdout.splitlines() if line]
    seconds = float(lines[-2].split()[1].replace(",", ".")) / 1000
    show("PostgreSQL, unlogged", rows, seconds, lines[-1], wanted)


def run_node(folder, csv_path, select, rows, binary, model, nulls):
    """DuckDB and zen-engine; the sum of zen's rows is asked of ours."""
    node = os.path.join(ROOT, "bench", "node")
    if not os.path.isdir(os.path.join(node, "node_modules")):
        print("DuckDB and zen-engine: skipped (cd bench/node && npm ci)")
        return
    job = {"csv": csv_path, "rows": rows, "zen_rows": ZEN_ROWS, "create": peers.create_sql(),
           "decide": select, "sum": peers.SUM_SQL, "graph": peers.node_model(),
           "fields": [{"name": name, "type": kind} for name, kind in INPUTS]}
    path = os.path.join(folder, "job.json")
    with open(path, "w", encoding="utf-8") as out:
        json.dump(job, out)
    done = subprocess.run(["node", os.path.join(node, "decide.mjs"), path], check=True,
                          capture_output=True, text=True)
    for line in done.stdout.splitlines():
        said = json.loads(line)
        show(said["engine"], said["rows"], said["seconds"], said["sum"],
             sum_of(binary, model, said["rows"], nulls))


def sum_of(binary, model, rows, nulls):
    done = subprocess.run([binary, model, str(rows), "--nulls", str(nulls)], check=True,
                          capture_output=True, text=True)
    return next(line.split("sum ")[1] for line in done.stdout.splitlines() if "sum " in line)


def random_cell(dice, name):
    if dice.random() < 0.15:
        return "-"
    if name == "product":
        return ",".join(f'"{text}"' for text in dice.sample(PRODUCTS, dice.randint(1, 2)))
    if name == "last_outcome":
        return ",".join(f'"{text}"' for text in dice.sample(OUTCOMES, dice.randint(1, 3)))
    low, high, step = {"past_due_days": (0, 240, 1), "score": (300, 900, 10),
                       "contact_days": (0, 30, 1)}[name]
    start = dice.randrange(low, high, step)
    return f"[{start}..{start + dice.randint(1, (high - low) // (4 * step)) * step}]"


def random_table(count):
    """FIRST, by five facts, the last rule a catch-all."""
    dice = random.Random(count)
    names = ["past_due_days", "product", "score", "contact_days", "last_outcome"]
    lines = []
    for number in range(count - 1):
        cells = " | ".join(random_cell(dice, name) for name in names)
        lines.append(f"{cells} => a{number % 9} | c{number % 5} | {number % 60} | {number % 90}")
    lines.append(" | ".join("-" for _ in names) + " => none | none | 0 | 0")
    return dict(TREATMENT, inputs=names, rules="\n".join(lines))


def run_sizes(binary, folder, nulls):
    for count in (64, 512, 4096):
        path = os.path.join(folder, f"rules{count}.dmn")
        with open(path, "w", encoding="utf-8") as out:
            out.write(write_model([random_table(count)]))
        done = subprocess.run([binary, path, "1000000", "--nulls", str(nulls)], check=True,
                              capture_output=True, text=True)
        print(f"\n{count} rules by five facts, 1000000 rows\n{done.stdout}", end="", flush=True)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", default="1000000,20000000", help="sizes, by commas")
    parser.add_argument("--nulls", type=int, default=5, help="percent of each fact")
    parser.add_argument("--binary", default="build/release/bench/bench_decide")
    options = parser.parse_args()
    binary = os.path.abspath(options.binary)
    if not os.access(binary, os.X_OK):
        sys.exit(f"{binary} is not there: cmake --preset release && cmake --build --preset release")
    with tempfile.TemporaryDirectory(prefix="acuerdo-bench-") as folder:
        os.chmod(folder, 0o755)
        model, csv_path = os.path.join(folder, "reference.dmn"), os.path.join(folder, "rows.csv")
        with open(model, "w", encoding="utf-8") as out:
            out.write(write_model([SEGMENT, TREATMENT]))
        print(f"{len(rules_of(SEGMENT))} and {len(rules_of(TREATMENT))} rules")
        chain = build_chain(folder)
        sizes = [int(text) for text in options.rows.split(",")]
        sums = [run_ours(binary, model, rows, options.nulls, chain) for rows in sizes]
        subprocess.run([binary, model, str(sizes[0]), "--nulls", str(options.nulls), "--csv",
                        csv_path], check=True, stdout=subprocess.DEVNULL)
        select = peers.decide_sql(read_tables(model))
        print(f"\n{sizes[0]} rows, by others", flush=True)
        run_sqlite(csv_path, select, sizes[0], sums[0])
        run_postgresql(folder, csv_path, select, sizes[0], sums[0])
        run_node(folder, csv_path, select, sizes[0], binary, model, options.nulls)
        run_sizes(binary, folder, options.nulls)


if __name__ == "__main__":
    main()
