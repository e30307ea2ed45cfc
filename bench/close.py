#!/usr/bin/env python3
"""Measures load and daily close against bulk load, set-based SQL on PostgreSQL, and memory copy.

    bench/close.py [--debtors 100000] [--day ordinary,quincena] [--binary build/release/acuerdo]
                   [--quiet]

For each size (by commas) and day: a generated portfolio is loaded through the ordinary import,
beside the database's own bulk load of the same rows.  With the payments and replies of a day it
lies in a SQLite store and, brought there by a backup, in three databases of one durable PostgreSQL.
The same date is closed on SQLite (with one thread and with two, with nothing of the store in the
system's memory, and with `acuerdo serve` up), on two of the databases (one with a server up), and
on the third by the statements of bench/close_sql.py.  On an ordinary day 3 % of the cases pay and 2
% answer; on a quincena day 45 % of the debts fall due.  The rules that hit must be the same
everywhere: "rules that differ" counts.  With several sizes the growth from the first one on is
printed, 1.00 being linear.  With --quiet, when all is prepared, it waits until the machine has
nothing else to do.  Nothing else is asserted: figures are read, not tested."""
import argparse
import csv
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta

import close_sql
from common import START, make_portfolio, make_store, run, wait_for_columns
from run import BULK_LOADS, copy_store

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), ".."))
DAY = START + timedelta(1)  # the date that is measured; START is closed before
FACT_BYTES = 49 * 8  # of a case, as facts lie in memory
QUINCENA_SHARE = 0.45
PAY_SHARE = 0.03
REPLY_SHARE = 0.02
QUIET_LOAD = 0.7  # of the last minute


def move_due_days(path, share):
    """Lets a share of the debts fall due on DAY: all days of such a debt move together."""
    with open(path, encoding="utf-8", newline="") as rows:
        reader = csv.DictReader(rows)
        fields = reader.fieldnames
        lines = list(reader)
    first = {}
    for line in lines:
        due = date.fromisoformat(line["claim.due_on"])
        debt = line["obligation.external_id"]
        if due >= DAY and (debt not in first or due < first[debt]):
            first[debt] = due
    chosen = {debt for debt in sorted(first) if random.Random(debt).random() < share}
    for line in lines:
        debt = line["obligation.external_id"]
        if debt in chosen:
            back = first[debt] - DAY
            for name in ("claim.due_on", "claim.issued_on"):
                if line.get(name):
                    line[name] = str(date.fromisoformat(line[name]) - back)
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, fields, lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)


def write_events(store, folder):
    """Payments and replies of the day, as files to import."""
    chosen = random.Random(DAY.toordinal())
    paid, replied = os.path.join(folder, "paid.csv"), os.path.join(folder, "replied.csv")
    connection = sqlite3.connect(store)
    with open(paid, "w", encoding="utf-8") as money, open(replied, "w", encoding="utf-8") as words:
        money.write("payment.reference,obligation.external_id,payment.value_on,payment.amount\n")
        words.write("action.external_id,obligation.external_id,action.on,action.channel,"
                    "action.direction,action.disposition\n")
        for debt, amount in connection.execute(
                "SELECT o.external_id, min(c.amount - c.paid) FROM obligation o JOIN claim c"
                " ON c.debtor_id = o.debtor_id AND c.obligation_id = o.id AND c.state = 'open'"
                " GROUP BY o.debtor_id, o.case_id"):
            if chosen.random() < PAY_SHARE:
                money.write(f"{debt}-p,{debt},{DAY},{amount // 100}.{amount % 100:02}\n")
            elif chosen.random() < REPLY_SHARE:
                words.write(f"{debt}-a,{debt},{DAY},call,inbound,refuses\n")
    connection.close()
    return paid, replied


def prepare(binary, folder, debtors, day):
    """The store in the evening of DAY, before its close."""
    store = os.path.join(folder, "evening.db")
    env = make_store(binary, store)
    portfolio = os.path.join(folder, "portfolio.csv")
    make_portfolio(binary, env, debtors, portfolio)
    if day == "quincena":
        move_due_days(portfolio, QUINCENA_SHARE)
    _, load_seconds, _ = run([binary, "import", "receivables", portfolio, "--json"], env)
    bulk = {name: copy_store(store, os.path.join(folder, "bulk.db"), where)
            for name, where in BULK_LOADS.items()}
    run([binary, "close", "--date", str(START), "--json"], env)
    paid, replied = write_events(store, folder)
    run([binary, "import", "payments", paid, "--json"], env)
    run([binary, "import", "actions", replied, "--json"], env)
    return store, {"rows": bulk["copy"][0], "load": load_seconds,
                   "bulk": {name: seconds for name, (_, seconds, _) in bulk.items()}}


def copy_of(store, name):
    path = os.path.join(os.path.dirname(store), name)
    for end in ("", ".key", ".key.audit"):
        shutil.copy(store + end, path + end)
    return path


def psql(url, text, *options):
    done = subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", *options, url], input=text,
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"psql: {done.stderr}")
    return done.stdout


def restore(binary, store, folder):
    """Databases of PostgreSQL that hold what the store holds; returns their addresses."""
    server = os.environ["ACUERDO_TEST_PG_URL"].rsplit("/", 1)[0]
    saved = os.path.join(folder, "evening.backup")
    env = dict(os.environ, ACUERDO_STORE=store, ACUERDO_KEY_FILE=store + ".key")
    run([binary, "backup", saved], env)
    names = [f"bench_{name}" for name in ("close", "served", "sql")]
    urls = [f"{server}/{name}" for name in names]
    for name in names:
        psql(f"{server}/postgres", f"DROP DATABASE IF EXISTS {name}")
    psql(f"{server}/postgres", "CREATE DATABASE bench_close")
    run([binary, "restore", saved, "--store", urls[0], "--key-file", store + ".key"],
        dict(os.environ))
    psql(urls[0], "VACUUM ANALYZE")
    for name in names[1:]:
        psql(f"{server}/postgres", f"CREATE DATABASE {name} TEMPLATE bench_close")
    psql(f"{server}/postgres", "CHECKPOINT")
    return urls


def settle(store):
    """What the one before left in memory to be written is not this one's: not in the system's, nor
    in the server's."""
    os.sync()
    if store.startswith("postgresql:"):
        psql(store, "CHECKPOINT")


def close(binary, store, key, threads):
    env = dict(os.environ, ACUERDO_STORE=store, ACUERDO_KEY_FILE=key)
    settle(store)
    output, seconds, peak = run(
        [binary, "close", "--date", str(DAY), "--threads", str(threads), "--json"], env)
    return json.loads(output.strip().splitlines()[-1]), seconds, peak


def show(name, seconds, note=""):
    print(f"  {name:<28} {seconds:8.2f} s  {note}", flush=True)


def show_close(name, answer, seconds, peak):
    phases = [answer[f"phase_{i}_us"] / 1e6 for i in (1, 2, 3)]
    show(name, seconds,
         f"facts and decisions {phases[0]:.2f}, ranking {phases[1]:.2f}, plan {phases[2]:.2f}; "
         f"{peak:.0f} MiB; {answer['slices_from_memory']} slices from memory")


def close_by_sql(url):
    script = close_sql.script(os.path.join(ROOT, "policies", "strategies", "default"),
                              os.path.join(ROOT, "src", "policy", "facts.h"), DAY)
    settle(url)
    started = time.monotonic()
    psql(url, script)
    return time.monotonic() - started


def rules_of(url):
    text = psql(url, "SELECT f.natural_key, d.rules FROM case_decision d JOIN case_facts f "
                     "ON f.debtor_id = d.debtor_id AND f.case_id = d.case_id ORDER BY 1", "-At")
    return text.splitlines()


def left_behind(url):
    """How many cases are in which state, and how many messages and links of evidence there are."""
    text = psql(url, "SELECT 'case', state, count(*) FROM debt_case GROUP BY state UNION ALL "
                     "SELECT 'message', state, count(*) FROM outbox GROUP BY state UNION ALL "
                     "SELECT 'link', '', count(*) FROM audit_link WHERE debtor_id <> 0 "
                     "ORDER BY 1, 2", "-At")
    return text.splitlines()


def sqlite_rules(store):
    rows = sqlite3.connect(store).execute(
        "SELECT f.natural_key, d.rules FROM case_decision d JOIN case_facts f "
        "ON f.debtor_id = d.debtor_id AND f.case_id = d.case_id ORDER BY 1")
    return [f"{key}|{rules}" for key, rules in rows]


def forget(path):
    """Takes the file out of the system's memory, so that the next close reads it from the disk."""
    file = os.open(path, os.O_RDONLY)
    os.fsync(file)
    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(file)


def close_beside_server(binary, store, key):
    """The same close while a server is up on the store: it does it for the command."""
    env = dict(os.environ, ACUERDO_STORE=store, ACUERDO_KEY_FILE=key)
    server = subprocess.Popen([binary, "serve", "--listen", "127.0.0.1:0", "--no-work"], env=env,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    address = server.stdout.readline().split()[-1]
    try:
        wait_for_columns(address)
        return close(binary, store, key, 2)
    finally:
        server.terminate()
        server.wait(60)
        server.stdout.close()


def copy_memory(cases):
    """The facts of all cases copied once from memory to memory."""
    facts = bytearray(cases * FACT_BYTES)
    started = time.monotonic()
    copied = bytes(facts)
    return time.monotonic() - started, len(copied)


def close_on_sqlite(binary, store):
    """The answers of every way to close, by name; each from a copy of its own."""
    results = {}
    for name, threads in (("SQLite, 1 thread", 1), ("SQLite, 2 threads", 2),
                          ("SQLite, 2 threads, cold", 2)):
        path = copy_of(store, f"copy{len(results)}.db")
        if name.endswith("cold"):
            forget(path)
        results[name] = close(binary, path, path + ".key", threads)
    served = copy_of(store, "served.db")
    results["SQLite, with serve up"] = close_beside_server(binary, served, served + ".key")
    return results


def check_rules(want, others):
    for name, got in others.items():
        print(f"  rules that differ on {name}: {sum(a != b for a, b in zip(want, got))}"
              f" of {len(want)}" + ("" if len(got) == len(want) else f" ({len(got)} there)"))


def wait_for_quiet():
    """Until the machine has had next to nothing to do for a minute."""
    print("prepared; waits for a quiet machine", file=sys.stderr, flush=True)
    while os.getloadavg()[0] > QUIET_LOAD:
        time.sleep(1)


def measure(binary, folder, debtors, day, quiet):
    store, load = prepare(binary, folder, debtors, day)
    on_close, on_served, on_sql = restore(binary, store, folder)
    if quiet:
        wait_for_quiet()
    results = close_on_sqlite(binary, store)
    key = store + ".key"
    results["PostgreSQL, 2 threads"] = close(binary, on_close, key, 2)
    results["PostgreSQL, with serve up"] = close_beside_server(binary, on_served, key)
    answer = results["SQLite, 1 thread"][0]
    print(f"\n{debtors} debtors, {day} day: {answer['cases']} cases; {answer['fact_rows']} facts, "
          f"{answer['decision_rows']} decisions, {answer['messages']} messages and "
          f"{answer['work']} work items change")
    show("load", load["load"], f"{load['rows']} rows")
    for name, bulk in load["bulk"].items():
        show(f"bulk load by `{name}`", bulk, f"the load takes {load['load'] / bulk:.1f} x that")
    for name, result in results.items():
        show_close(name, *result)
    seconds = {name: result[1] for name, result in results.items()}
    sql = close_by_sql(on_sql)
    show("PostgreSQL, set-based SQL", sql,
         ", ".join(f"{name} {seconds[name] / sql:.2f} x" for name in seconds if "2 threads" in name
                   or "serve" in name))
    copied, size = copy_memory(answer["cases"])
    show("memory copy", copied, f"{size / 2**20:.0f} MiB, the facts of all cases")
    check_rules(sqlite_rules(os.path.join(folder, "copy1.db")),
                {"1 thread": sqlite_rules(os.path.join(folder, "copy0.db")),
                 "PostgreSQL": rules_of(on_close), "PostgreSQL, served": rules_of(on_served),
                 "SQL": rules_of(on_sql)})
    ours, theirs = left_behind(on_close), left_behind(on_sql)
    print("  states of cases, messages and links on PostgreSQL and SQL: "
          + ("equal" if ours == theirs else f"{ours} and {theirs}"))
    digests = {result[0]["digest"] for result in results.values()}
    print(f"  digests of the run: {', '.join(sorted(digests))}")
    return {"load": load["load"], **seconds, "set-based SQL": sql}, answer["cases"]


def show_growth(day, first, last):
    """Seconds a case against those of the smallest portfolio."""
    parts = [f"{name} {seconds / last[1] * first[1] / first[0][name]:.2f}"
             for name, seconds in last[0].items()]
    print(f"  growth on the {day} day from {first[1]} to {last[1]} cases: {', '.join(parts)}")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--debtors", default="100000", help="sizes, by commas")
    parser.add_argument("--day", default="ordinary,quincena", help="of these two, by commas")
    parser.add_argument("--binary", default="build/release/acuerdo")
    parser.add_argument("--quiet", action="store_true", help="wait for a quiet machine")
    options = parser.parse_args()
    if "ACUERDO_TEST_PG_URL" not in os.environ:
        environment = dict(os.environ, ACUERDO_PG_DURABLE="1")
        os.execve(os.path.join(ROOT, "scripts", "postgres"),
                  ["postgres", sys.executable, *sys.argv], environment)
    binary = os.path.abspath(options.binary)
    if not os.access(binary, os.X_OK):
        sys.exit(f"{binary} is not there: cmake --preset release && cmake --build --preset release")
    sizes = sorted(int(text) for text in options.debtors.split(","))
    for day in options.day.split(","):
        found = []
        for debtors in sizes:
            folder = tempfile.mkdtemp(prefix="acuerdo-bench-")
            try:
                found.append(measure(binary, folder, debtors, day, options.quiet))
            finally:
                shutil.rmtree(folder)
            if len(found) > 1:
                show_growth(day, found[0], found[-1])


if __name__ == "__main__":
    main()
