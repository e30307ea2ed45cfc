#!/usr/bin/env python3
"""Whatever is piped into a tool, each line gives one line of UTF-8, in order."""
import os
import random
import subprocess
import unittest

BINARY = os.path.abspath(os.environ.get("ACUERDO_BINARY", "build/gcc/acuerdo"))
GOOD = {  # a line with a known answer, put between the hostile ones
    "id": (b"BR\tCPF\t111.444.777-35", b"1\t11144477735"),
    "phone": (b"55 1234 5678\tMX", b"1\t"),
    "business-day": (b"MX\tadd\t2026-11-13\t3", b"2026-11-19"),
    "zone": (b"CO", b"America/Bogota\t"),
    "place": (b"", b"error\t"),
    "fee-cap": (b"BR\t2026-11-21\tBRL\t100.00\t1\t1\t\t2.00", b"allowed\t2.00\tBR-FINE"),
    "interest-cap": (b"HN\t2026-11-21\tannual\t\t54", b"allowed\t54\tHN-RATE"),
}
FIXED = [
    b"", b"\t", b"\t" * 40, b"\r", b"\0", b"a\0b\tc", b"\xff\xfe", b"x" * 5000, b"x" * 200000,
    b"\xef\xbb\xbfMX\tRFC\tabc", b"MX\tRFC\t" + b"A" * 70000, b"MX\tadd\t9999-12-31\t1",
    b"MX\tadd\t2026-11-13\t99999999999999999999", b"MX\tadd\t0001-01-01\t-5",
    b"MX\tdiff\t2026-11-13\t",
    b"MX-ZZZ\tis\t2026-02-03\t", b"../../etc\tis\t2026-01-01\t", b"MX-\tis\t2026-01-01\t",
    b"+" * 3000 + b"\tMX", b"1" * 3000 + b"\tMX", "５５１２３４５６７８\tMX".encode(),
    "٣٣\tMX".encode(), b"tel:;;;;\tMX", "MX\tCURP\tÑÑÑÑ".encode(), "ñ\u0301x\tis".encode(),
    b"MX\t2026-11-21\tMXN\t-1\t1\t1\t1\t1",
    b"CL\t2026-11-21\tCLP\t9223372036854775807\t99\t1\t9e9\t1",
    b"CL\t2026-11-21\tCLP\t9223372036854775807\t99\t1\t9223372036854\t9223372036854775807",
    b"CO\t2026-11-21\tusury\t99999999999\t99999999999",
]
LETTERS = (bytes(range(256)).replace(b"\n", b""), b"0123456789-. +()\t",
           b"MXBRCOCLAR\tRFCUPNIT0123456789-", "áéñ\tüÇ０１\u200b\u202e".encode())


def hostile(seed):
    dice = random.Random(seed)
    for _ in range(1500):
        letters = dice.choice(LETTERS)
        yield bytes(dice.choice(letters) for _ in range(dice.choice((0, 1, 5, 20, 60, 300))))


class Lines(unittest.TestCase):
    def answers(self, tool, lines, end=b"\n"):
        done = subprocess.run([BINARY, "tool", tool], input=b"\n".join(lines) + end,
                              capture_output=True, check=False, timeout=300,
                              env=dict(os.environ, ACUERDO_LANG="en"))
        self.assertIn(done.returncode, (0, 1), done.stderr[:300])
        self.assertTrue(done.stdout.endswith(b"\n"))
        return done.stdout.decode("utf-8").encode().split(b"\n")[:-1]

    def test_one_line_for_each_in_order(self):
        for tool, (line, want) in GOOD.items():
            lines = []
            for bad in FIXED + list(hostile(7)):
                lines += [bad, line]
            with self.subTest(tool):
                got = self.answers(tool, lines)
                self.assertEqual(len(got), len(lines))
                for answer in got[1::2]:
                    self.assertTrue(answer.startswith(want), answer)

    def test_the_last_line_may_have_no_end_and_the_first_a_mark(self):
        for tool, (line, want) in GOOD.items():
            with self.subTest(tool):
                got = self.answers(tool, [b"\xef\xbb\xbf" + line, b"?\xff", line or b" "], b"")
                self.assertEqual(len(got), 3)
                self.assertTrue(got[0].startswith(want) and got[2].startswith(want), got)


if __name__ == "__main__":
    unittest.main(verbosity=2)
