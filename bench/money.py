#!/usr/bin/env python3
"""Lines of bank statements against as many open claims: how fast, how many wrong, how many left.

    bench/money.py [LINES] [--seed N]

Runs bench_match (build/release, else build/gcc) with LINES lines, a million by default, and says
whether it took at most 60 s a million and booked at most one wrong line in 100,000.  The truth is
generated: 10 % of the lines have one wrong digit, 10 % no reference, 5 % pay several debts, 5 % are
twins of equal amount and day.  Exit code 1 when a limit is passed.  Where ACUERDO_TEST_PG_URL names
a server (scripts/postgres) the same lines are matched in SQL there (bench/money_sql.py).

    bench/money.py --replay PAYMENTS

Payments applied per second through the program, into a store of its own: of debts by component,
told against the order of their value days so that each one replays its case; beside the same of
plain debts, which are not replayed.  ACUERDO_TEST_PG_URL: on PostgreSQL too, and the same in SQL
there, which must allocate the same to each claim and component.

    bench/money.py --interest OBLIGATIONS

Five years of daily interest on so many debts (bench_replay), and where ACUERDO_TEST_PG_URL names a
server the same in SQL there, in the same run; the sums of interest must be equal to the cent.
"""
import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta

import money_sql
from common import make_store, run
from load_postgresql import make_store as make_database
from load_postgresql import psql

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), ".."))
SECONDS_A_MILLION = 60
LINES_A_WRONG = 100_000


CLAIMS_A_CASE = 6
PAYMENTS_A_CASE = 5
# The formulas of bench/replay.c.
INTEREST_SQL = """
CREATE TEMP TABLE o AS SELECT i, 1000000 + i * 7919 % 9000000 AS principal,
  240000 + i % 10 * 10000 AS rate FROM generate_series(0::bigint, {last}) i;
CREATE TEMP TABLE p AS
  SELECT i, DATE '2021-01-01' + (30 * k + (i * 31 + k * 17) % 20)::int AS on_day,
         principal / 100 + (i * 13 + k * 101) % 1000 AS amount
    FROM o, generate_series(1::bigint, 59) k;
CREATE INDEX ON p (i, on_day);
ANALYZE;
"""
INTEREST_SUM = """
SELECT sum(interest)::bigint FROM (
  SELECT i, date_trunc('month', on_day) AS m, round(sum(balance * rate) / 365000000) AS interest
    FROM (SELECT o.i, o.rate, d.on_day,
                 o.principal - sum(COALESCE(p.amount, 0)) OVER (PARTITION BY o.i ORDER BY d.on_day)
                   AS balance
            FROM o CROSS JOIN (SELECT DATE '2021-01-01' + n AS on_day
                                 FROM generate_series(0, 1825) n) d
            LEFT JOIN p ON p.i = o.i AND p.on_day = d.on_day) days
   GROUP BY i, m) months;
"""


def find_program(*names):
    for preset in ("release", "gcc"):
        path = os.path.join(ROOT, "build", preset, *names)
        if os.access(path, os.X_OK):
            return path
    return sys.exit(f"bench/money.py: no {names[-1]}: build it (cmake --preset release)")


def find_server():
    """The server of scripts/postgres, without a database; "": there is none."""
    return os.environ.get("ACUERDO_TEST_PG_URL", "").rpartition("/")[0]


def write_rows(path, header, rows):
    with open(path, "w", encoding="ascii") as out:
        out.write(header + "\n")
        out.writelines(row + "\n" for row in rows)


def write_payments(folder, payments, has_parts):
    """Claims, and payments of them with the last value day first; their paths and how many."""
    cases = max(payments // PAYMENTS_A_CASE, 1)
    first = date(2026, 1, 5)
    due = [first + timedelta(days=30 * n) for n in range(CLAIMS_A_CASE)]
    claims, money = os.path.join(folder, "claims.csv"), os.path.join(folder, "money.csv")
    header = "party.external_id,obligation.external_id,claim.external_id,claim.due_on,claim.amount"
    write_rows(claims, header + (",claim.interest,claim.fee" if has_parts else ""),
               (f"p{i},o{i},c{i}-{n},{on},100.00" + (",20.00,5.00" if has_parts else "")
                for i in range(cases) for n, on in enumerate(due)))
    write_rows(money, "party.external_id,payment.reference,payment.value_on,payment.amount",
               (f"p{i},m{i}-{n},{first + timedelta(days=31 * n)},{60 + n}.25"
                for n in reversed(range(PAYMENTS_A_CASE)) for i in range(cases)))
    return claims, money, cases * PAYMENTS_A_CASE


def allocated(env):
    """What a store has allocated to each claim and component, as money_sql.pay tells it."""
    names = ("CASE COALESCE(a.component, 0) WHEN 0 THEN 'principal' WHEN 1 THEN 'interest' "
             "ELSE 'fee' END")
    rows = (f"SELECT c.external_id || '|' || {names} || '|' || CAST(sum(a.amount) AS TEXT) "
            "FROM allocation a JOIN claim c ON c.debtor_id = a.debtor_id AND c.id = a.claim_id "
            f"GROUP BY c.external_id, {names} HAVING sum(a.amount) <> 0")
    store = env["ACUERDO_STORE"]
    if store.startswith("postgresql:"):
        return sorted(psql(store, rows))
    with sqlite3.connect(store) as db:
        return sorted(row[0] for row in db.execute(rows))


def measure_payments(binary, env, claims, money):
    """Seconds in which payments are imported into a store, and what was allocated."""
    run([binary, "import", "receivables", claims], env)
    started = time.monotonic()
    run([binary, "import", "payments", money], env)
    return time.monotonic() - started, allocated(env)


def replay_kind(binary, server, payments, has_parts):
    """Whether all stores, and SQL, allocated the same."""
    name = "by component, each replayed" if has_parts else "plain"
    results = []
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # psql reads as who runs this; the server reads nothing here
        claims, money, count = write_payments(folder, payments, has_parts)
        for kind in ("sqlite", "postgresql") if server else ("sqlite",):
            env = (make_store(binary, os.path.join(folder, "a.db")) if kind == "sqlite"
                   else make_database(binary, server, "bench_replay", folder)[1])
            results.append((kind, *measure_payments(binary, env, claims, money)))
        if server:
            results.append(("set-based SQL", *money_sql.pay(server, claims, money)))
    for kind, seconds, _ in results:
        print(f"{kind:14} {name:28} {count} payments in {seconds:.2f} s: "
              f"{count / seconds:.0f} a second, {seconds / results[-1][1]:.2f} x the last")
    return all(rows == results[0][2] for _, _, rows in results)


def replay(payments):
    binary = find_program("acuerdo")
    server = find_server()
    is_equal = all([replay_kind(binary, server, payments, parts) for parts in (True, False)])
    print("the same to each claim and component" if is_equal else "THE ALLOCATIONS DIFFER")
    return 0 if is_equal else 1


def interest(obligations):
    done = subprocess.run([find_program("bench", "bench_replay"), str(obligations)],
                          stdout=subprocess.PIPE, text=True, check=True)
    own = json.loads(done.stdout)
    print(f"{obligations} debts, 60 months: {own['ms'] / 1000:.2f} s "
          f"({own['cpu_ms'] / 1000:.2f} s of CPU), interest {own['interest']}")
    server = find_server()
    if not server:
        return 0
    made = INTEREST_SQL.format(last=obligations - 1)
    started = time.monotonic()
    psql(f"{server}/postgres", made)
    making = time.monotonic() - started
    started = time.monotonic()
    total = int(psql(f"{server}/postgres", made + INTEREST_SUM)[0])
    seconds = time.monotonic() - started - making
    print(f"the same in SQL on PostgreSQL: {seconds:.2f} s, interest {total}")
    print("equal to the cent" if total == own["interest"] else "THE SUMS DIFFER")
    return 0 if total == own["interest"] else 1


def match_in_sql(bench, options, own):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([bench, str(options.lines), str(options.seed), folder], check=True)
        index, rest, kinds = money_sql.match(find_server(), folder)
    lines, right, left = (sum(kind[n] for kind in kinds.values()) for n in range(3))
    print(f"the same in SQL on PostgreSQL: {index + rest:.1f} s ({index:.1f} s for the index): "
          f"{right} right, {lines - right - left} wrong, {left} left to people; "
          f"ours takes {own / (index + rest):.2f} x that")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("lines", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--replay", type=int, metavar="PAYMENTS")
    parser.add_argument("--interest", type=int, metavar="OBLIGATIONS")
    options = parser.parse_args()
    if options.replay:
        return replay(options.replay)
    if options.interest:
        return interest(options.interest)
    bench = find_program("bench", "bench_match")
    done = subprocess.run([bench, str(options.lines), str(options.seed)],
                          stdout=subprocess.PIPE, text=True, check=True)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    print(f"{'kind':14}{'lines':>10}{'right':>10}{'wrong':>8}{'left to people':>20}")
    for row in rows:
        share = 100 * row["left_to_people"] / max(row["lines"], 1)
        print(f"{row['kind']:14}{row['lines']:10}{row['right']:10}{row['wrong']:8}"
              f"{row['left_to_people']:12} {share:5.1f} %")
    total = rows[-1]
    seconds = (total["index_ms"] + total["match_ms"]) / 1000
    print(f"{total['lines']} lines against {total['claims']} claims: {seconds:.1f} s "
          f"({total['index_ms'] / 1000:.1f} s for the index; {total['cpu_ms'] / 1000:.1f} s of one "
          f"processor), {total['memory_mib']} MiB")
    allowed = SECONDS_A_MILLION * max(total["lines"] / 1_000_000, 0.01)
    is_good = seconds <= allowed and total["wrong"] * LINES_A_WRONG <= max(total["lines"],
                                                                          LINES_A_WRONG - 1)
    print("within the limits" if is_good else "A LIMIT IS PASSED")
    if find_server():
        match_in_sql(bench, options, seconds)
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
