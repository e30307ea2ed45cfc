#!/usr/bin/env python3
"""Measures the load on PostgreSQL against COPY of the same rows, and prints the ratio.

    bench/load_postgresql.py [--debtors 6000,30000] [--binary build/release/acuerdo]

A generated portfolio is imported through the ordinary import, with one thread and with two.  The
peer is PostgreSQL itself: the rows that this made, table after table by COPY in binary from files
into the same tables and indexes of an empty store, in one durable transaction.  A server of its own
is started (scripts/postgres), on the same machine as the program.  Nothing is asserted: figures are
read, not tested."""
import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time

from common import START, make_portfolio, run

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def psql(url, statement):
    done = subprocess.run(
        ["psql", "-qXAt", "-v", "ON_ERROR_STOP=1", url, "-f", "-"],
        input=statement, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        sys.exit(f"psql: {done.stderr}")
    return done.stdout.split()


def make_store(binary, server, name, folder):
    """A database with a store in it; its address and the environment for it."""
    url = f"{server}/{name}"
    psql(f"{server}/postgres", f"DROP DATABASE IF EXISTS {name}")
    psql(f"{server}/postgres", f"CREATE DATABASE {name}")
    env = dict(os.environ, ACUERDO_STORE=url, ACUERDO_KEY_FILE=os.path.join(folder, name + ".key"))
    words = "--country MX --currency MXN --timezone America/Mexico_City --test --open-date"
    run([binary, "init", *words.split(), str(START)], env)
    return url, env


def copy_store(url, copy, folder):
    """The peer: rows and seconds of one transaction that takes all tables from files."""
    tables = psql(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1;")
    files = {table: os.path.join(folder, table + ".bin") for table in tables}
    for table, file in files.items():
        psql(url, f"\\copy {table} TO '{file}' WITH (FORMAT binary)")
    psql(copy, f"TRUNCATE {', '.join(tables)} CASCADE; CHECKPOINT;")
    lines = [f"\\copy {table} FROM '{file}' WITH (FORMAT binary)" for table, file in files.items()]
    started = time.monotonic()
    psql(copy, "\n".join(["BEGIN;", "SET CONSTRAINTS ALL DEFERRED;", *lines, "COMMIT;"]))
    seconds = time.monotonic() - started
    rows = psql(copy, "ANALYZE; SELECT sum(reltuples)::bigint FROM pg_class WHERE relkind = 'r'"
                      " AND relnamespace = 'public'::regnamespace;")  # fmt: skip
    return int(rows[0]), seconds


def measure(binary, server, debtors, folder):
    portfolio = os.path.join(folder, "portfolio.csv")
    claims = 0
    for threads in (1, 2):
        url, env = make_store(binary, server, "bench_load", folder)
        claims = claims or make_portfolio(binary, env, debtors, portfolio)
        command = [binary, "import", "receivables", portfolio, "--json", "--threads", str(threads)]
        _, seconds, mib = run(command, env)
        print(
            f"  load, {threads} thread(s)  {seconds:7.2f} s  {claims / seconds:8.0f} claims/s  "
            f"{mib:5.0f} MiB",
            flush=True,
        )
    copy, _ = make_store(binary, server, "bench_copy", folder)
    rows, copy_s = copy_store(url, copy, folder)
    print(
        f"  COPY               {copy_s:7.2f} s  {rows} rows: the load takes "
        f"{seconds / copy_s:.1f} x that"
    )


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--debtors", default="6000,30000", help="debtors per run, by commas")
    parser.add_argument("--binary", default="build/release/acuerdo")
    options = parser.parse_args()
    if "ACUERDO_TEST_PG_URL" not in os.environ:
        environment = dict(os.environ, ACUERDO_PG_DURABLE="1")
        os.execve(os.path.join(ROOT, "scripts", "postgres"),
                  ["postgres", sys.executable, *sys.argv], environment)  # fmt: skip
    server = os.environ["ACUERDO_TEST_PG_URL"].rsplit("/", 1)[0]
    for debtors in (int(text) for text in options.debtors.split(",")):
        folder = tempfile.mkdtemp(prefix="acuerdo-bench-")
        try:
            print(f"\n{debtors} debtors", flush=True)
            measure(os.path.abspath(options.binary), server, debtors, folder)
        finally:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
