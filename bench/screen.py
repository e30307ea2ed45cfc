#!/usr/bin/env python3
"""Measures what a strategist waits for on screen: the effect of a changed cell over all cases.

    bench/screen.py [--debtors 1000000] [--binary build/release/acuerdo]

A generated portfolio is loaded and closed once, `acuerdo serve` keeps its columns in memory, and a
fresh Chromium signs in, changes a cell of the busiest rule and presses *Simular* some times
(web/bench/simulate.mjs).  Nothing is asserted: figures are read, not tested."""
import argparse
import os
import shutil
import subprocess
import sys
import tempfile

from common import START, make_portfolio, make_store, run, wait_for_columns

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PASSWORD = "mide-la-pantalla-7"
PEOPLE = {"ACUERDO_USER": "maria", "ACUERDO_STRATEGIST": "sara"}


def prepare(binary, folder, debtors):
    store = os.path.join(folder, "screen.db")
    env = make_store(binary, store)
    portfolio = os.path.join(folder, "portfolio.csv")
    make_portfolio(binary, env, debtors, portfolio)
    run([binary, "import", "receivables", portfolio, "--json"], env)
    run([binary, "close", "--date", str(START), "--json"], env)
    env["SCREEN_PASSWORD"] = PASSWORD
    run([binary, "user", "add", PEOPLE["ACUERDO_STRATEGIST"], "--role", "strategist",
         "--name", "Sara Vidal", "--password-env", "SCREEN_PASSWORD"], env)
    return env


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--debtors", type=int, default=1000000)
    parser.add_argument("--binary", default="build/release/acuerdo")
    options = parser.parse_args()
    binary = os.path.abspath(options.binary)
    if not os.access(binary, os.X_OK):
        sys.exit(f"{binary} is not there: cmake --preset release && cmake --build --preset release")
    folder = tempfile.mkdtemp(prefix="acuerdo-screen-")
    env = prepare(binary, folder, options.debtors)
    server = subprocess.Popen([binary, "serve", "--listen", "127.0.0.1:0", "--no-work"], env=env,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        address = next(word for word in server.stdout.readline().split() if word.startswith("http"))
        wait_for_columns(address)
        people = dict(PEOPLE, ACUERDO_COLLEAGUE="-", ACUERDO_READER="-", ACUERDO_SUPERVISOR="-")
        subprocess.run([os.path.join(ROOT, "scripts", "web"), "bench"], check=True,
                       env=dict(env, ACUERDO_URL=address, ACUERDO_PASSWORD=PASSWORD, **people))
    finally:
        server.terminate()
        server.wait(60)
        server.stdout.close()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
