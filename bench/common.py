"""What the benchmarks share: running the program, and portfolios of any size."""
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import date

START = date(2026, 8, 3)


def own_memory(pid):
    """MiB that the process holds for itself: pages of the mapped store are the system's cache."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as lines:
            for line in lines:
                if line.startswith("RssAnon:"):
                    return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0


def run(command, env):
    """Runs to the end; returns output, seconds and the peak of its own memory in MiB, sampled."""
    started = time.monotonic()
    peak = 0
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, env=env, stdout=out)
        while process.poll() is None:
            peak = max(peak, own_memory(process.pid))
            time.sleep(0.01)
        seconds = time.monotonic() - started
        if process.returncode != 0:
            sys.exit(f"{' '.join(command)} ended with {process.returncode}")
        out.seek(0)
        return out.read().decode(), seconds, peak


def store_env(store):
    return dict(os.environ, ACUERDO_STORE=store, ACUERDO_KEY_FILE=store + ".key")


def make_store(binary, store):
    """An empty test store of Mexico whose first date is START; returns the environment for it."""
    env = store_env(store)
    words = "--country MX --currency MXN --timezone America/Mexico_City --test --open-date"
    run([binary, "init", *words.split(), str(START)], env)
    return env


def make_portfolio(binary, env, debtors, path):
    """The generated portfolio as a file; returns its number of claims."""
    run([binary, "sample", "--debtors", str(debtors), "--start", str(START), "--out", path], env)
    with open(path, "rb") as rows:
        return sum(1 for _ in rows) - 1


def wait_for_columns(address):
    """Until the server has all cases in memory; it loads them when it starts."""
    for _ in range(600):
        with urllib.request.urlopen(f"{address}/metrics") as answer:
            if "\nacuerdo_columns_loaded 1\n" in answer.read().decode():
                return
        time.sleep(0.1)
    sys.exit("the server has not loaded its columns")
