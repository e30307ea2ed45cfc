#!/usr/bin/env python3
"""Lines of bank statements against as many open claims: how fast, how many wrong, how many left.

    bench/money.py [LINES] [--seed N]

Runs bench_match (build/release, else build/gcc) with LINES lines, a million by default, and says
whether it took at most 60 s a million and booked at most one wrong line in 100,000.  The truth is
generated: 10 % of the lines have one wrong digit, 10 % no reference, 5 % pay several debts, 5 % are
twins of equal amount and day.  Exit code 1 when a limit is passed.
"""
import argparse
import json
import os
import subprocess
import sys

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), ".."))
SECONDS_A_MILLION = 60
LINES_A_WRONG = 100_000


def find_bench():
    for preset in ("release", "gcc"):
        path = os.path.join(ROOT, "build", preset, "bench", "bench_match")
        if os.access(path, os.X_OK):
            return path
    return sys.exit("bench/money.py: no bench_match: build it (cmake --preset release)")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("lines", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    done = subprocess.run([find_bench(), str(options.lines), str(options.seed)],
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
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
