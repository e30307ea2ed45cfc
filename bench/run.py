#!/usr/bin/env python3
"""Measures load and close on SQLite, and prints ratios against the database's own bulk load.

    bench/run.py [--cases 100000,1000000] [--days 4] [--binary build/release/acuerdo] [--keep DIR]
                 [--serve columns|plain] [--peers copy,rows]

For each size: a generated portfolio is imported through the ordinary import, then days are closed
through the ordinary close; with --serve inside a server, which keeps columns in memory or none.
The peers of the load are SQLite itself, in one durable transaction into an empty store with the
same tables and indexes: `copy` is INSERT ... SELECT * of each table, for which SQLite copies its
trees as they are, each index in its own order; `rows` is the same with a WHERE that is always true,
for which it reads each row and keeps each index, as it does for anybody else.  The physical limit
of the close is one sequential read of its columns.  Nothing is asserted: figures are read, not
tested."""
import argparse
import json
import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import date, timedelta

from common import START, make_portfolio, make_store, run, store_env


# How the database's own bulk load is asked: what `copy` and `rows` are stands above.
BULK_LOADS = {"copy": "", "rows": "WHERE 1"}


def copy_store(path, copy, where):
    """A peer: all rows into the same schema by the database alone, one durable transaction."""
    if os.path.exists(copy):
        os.remove(copy)
    store = sqlite3.connect(path)
    schema = [
        row[0]
        for row in store.execute(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC, name"
        )
    ]
    tables = [
        row[0]
        for row in store.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        )
    ]
    store.close()
    peer = sqlite3.connect(copy, isolation_level=None)
    peer.execute("PRAGMA journal_mode = WAL")
    peer.execute("PRAGMA synchronous = FULL")
    peer.execute("PRAGMA cache_size = -262144")
    for statement in schema:
        peer.execute(statement)
    peer.execute("ATTACH ? AS source", (path,))
    rows = 0
    os.sync()  # what others left to be written is not the peer's
    started, started_cpu = time.monotonic(), time.process_time()
    peer.execute("BEGIN IMMEDIATE")
    for table in tables:
        insert = f"INSERT INTO main.{table} SELECT * FROM source.{table} {where}"
        rows += peer.execute(insert).rowcount
    peer.execute("COMMIT")
    seconds, cpu_s = time.monotonic() - started, time.process_time() - started_cpu
    peer.close()
    os.remove(copy)
    return rows, seconds, cpu_s


def read_facts(path):
    """The limit of the close: every cell of the facts once, in key order."""
    store = sqlite3.connect(path)
    columns = [row[1] for row in store.execute("PRAGMA table_info(case_facts)")]
    total = " + ".join(f"sum({column} & 1)" for column in columns)
    started = time.monotonic()
    store.execute(f"SELECT {total} FROM case_facts").fetchone()
    seconds = time.monotonic() - started
    store.close()
    return seconds


def write_payments(path, folder, day, share):
    """A day's payments: a share of the cases pays its oldest claim."""
    store = sqlite3.connect(path)
    chosen = random.Random(day.toordinal())
    name = os.path.join(folder, f"payments-{day}.csv")
    count = 0
    with open(name, "w", encoding="utf-8") as out:
        out.write("payment.reference,obligation.external_id,payment.value_on,payment.amount\n")
        for external_id, amount in store.execute(
            "SELECT o.external_id, min(c.amount - c.paid) FROM obligation o JOIN claim c"
            " ON c.debtor_id = o.debtor_id AND c.obligation_id = o.id AND c.state = 'open'"
            " GROUP BY o.debtor_id, o.id"
        ):
            if chosen.random() < share:
                pesos = f"{amount // 100}.{amount % 100:02}"
                out.write(f"{external_id}-{day},{external_id},{day},{pesos}\n")
                count += 1
    store.close()
    return name, count


def start_server(binary, env, kind):
    """A server on the store that has its columns in memory, or keeps none."""
    options = ["--no-columns"] if kind == "plain" else []
    server = subprocess.Popen(
        [binary, "serve", "--listen", "127.0.0.1:0", "--no-work", *options],
        env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    address = server.stdout.readline().split()[-1]
    while kind == "columns":
        with urllib.request.urlopen(address + "/metrics") as page:
            if b"acuerdo_columns_loaded 1" in page.read():
                break
        time.sleep(0.1)
    return server


def children_cpu():
    """Seconds of CPU of all commands that have ended: steadier than a clock on a busy machine."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure_load(binary, debtors, folder, store, env, peers):
    portfolio = os.path.join(folder, "portfolio.csv")
    lines = make_portfolio(binary, env, debtors, portfolio)
    before = children_cpu()
    _, load_s, load_mib = run([binary, "import", "receivables", portfolio, "--json"], env)
    load_cpu_s = children_cpu() - before
    cases = sqlite3.connect(store).execute("SELECT count(*) FROM debt_case").fetchone()[0]
    size = os.path.getsize(store) / 2**20
    print(f"\n{debtors} debtors: {cases} cases, {lines} claims in the file, {size:.0f} MiB")
    print(
        f"  load   {load_s:8.2f} s  CPU {load_cpu_s:7.2f} s  {lines / load_s:9.0f} claims/s  "
        f"{load_mib:6.0f} MiB",
        flush=True,
    )
    for name in peers:
        rows, peer_s, peer_cpu_s = copy_store(
            store, os.path.join(folder, "peer.db"), BULK_LOADS[name]
        )
        print(
            f"  peer   {peer_s:8.2f} s  CPU {peer_cpu_s:7.2f} s  {rows / peer_s:9.0f} rows/s   "
            f"{rows} rows by `{name}`: the load takes {load_s / peer_s:.1f} x that",
            flush=True,
        )


def open_date(path):
    store = sqlite3.connect(path)
    days = store.execute("SELECT open_date FROM organisation").fetchone()[0]
    store.close()
    return date(1970, 1, 1) + timedelta(days=days)


def measure_closes(binary, days, folder, store, env, serve):
    if days == 0:
        return
    first = open_date(store)
    server = start_server(binary, env, serve) if serve else None
    for number in range(days):
        day = first + timedelta(days=number)
        note = "quiet"
        if day > START:
            name, count = write_payments(store, folder, day, 0.03)
            _, pay_s, _ = run([binary, "import", "payments", name, "--json"], env)
            note = f"after {count} payments, taken in {pay_s:.2f} s, {count / pay_s:.0f}/s"
        before = children_cpu()
        output, close_s, close_mib = run([binary, "close", "--date", str(day), "--json"], env)
        cpu = "" if server else f"CPU {children_cpu() - before:.2f} s  "
        result = json.loads(output.strip().splitlines()[-1])
        phases = [result[f"phase_{i}_us"] / 1e6 for i in (1, 2, 3)]
        print(
            f"  close  {close_s:8.2f} s  {cpu}{day}  facts+decisions {phases[0]:.2f}  ranking "
            f"{phases[1]:.2f}  plan {phases[2]:.2f}  {close_mib:6.0f} MiB  "
            f"rows: {result['fact_rows']} facts, {result['decision_rows']} decisions, "
            f"{result['messages']} messages, {result['work']} work  ({note})",
            flush=True,
        )
    if server:
        server.terminate()
        server.wait()
    limit = read_facts(store)
    print(
        f"  limit  {limit:8.2f} s  one sequential read of all fact cells; the last close takes "
        f"{close_s / limit:.1f} x that"
    )


def measure(binary, debtors, options, folder):
    store = os.path.join(folder, "bench.db")
    if os.path.exists(store):
        env = store_env(store)
        print(f"\n{debtors} debtors, loaded before", flush=True)
    else:
        env = make_store(binary, store)
        measure_load(binary, debtors, folder, store, env, options.peers)
    measure_closes(binary, options.days, folder, store, env, options.serve)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", default="100000,1000000", help="debtors per run, by commas")
    parser.add_argument("--days", type=int, default=4)
    parser.add_argument("--binary", default="build/release/acuerdo")
    parser.add_argument(
        "--keep", help="work in this folder, by size, and leave it; no second load there"
    )
    parser.add_argument("--serve", choices=("columns", "plain"), help="close inside a server")
    parser.add_argument(
        "--peers", type=lambda text: text.split(","), default=list(BULK_LOADS), help="of the load"
    )
    options = parser.parse_args()
    if not set(options.peers) <= set(BULK_LOADS):
        parser.error(f"--peers: of {', '.join(BULK_LOADS)}")
    binary = os.path.abspath(options.binary)
    if not os.access(binary, os.X_OK):
        sys.exit(f"{binary} is not there: cmake --preset release && cmake --build --preset release")
    for debtors in (int(text) for text in options.cases.split(",")):
        folder = (
            os.path.join(options.keep, str(debtors))
            if options.keep
            else tempfile.mkdtemp(prefix="acuerdo-bench-")
        )
        os.makedirs(folder, exist_ok=True)
        try:
            measure(binary, debtors, options, folder)
        finally:
            if not options.keep:
                shutil.rmtree(folder)


if __name__ == "__main__":
    main()
