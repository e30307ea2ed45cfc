#!/usr/bin/env python3
"""The close that a timer runs: `acuerdo close --date yesterday`, where the organisation is."""
import datetime
import json
import os
import subprocess
import tempfile
import unittest
import zoneinfo

BINARY = os.path.abspath(os.environ.get("ACUERDO_BINARY", "build/release/acuerdo"))
# A day apart: at any moment one of them has another date than this machine.
ZONES = ("Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Mexico_City")


class Yesterday(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="acuerdo-close-")
        self.addCleanup(self.folder.cleanup)

    def acuerdo(self, *words, code=0):
        done = subprocess.run([BINARY, *words], cwd=self.folder.name, capture_output=True,
                              text=True, check=False, timeout=60,
                              env=dict(os.environ, ACUERDO_LANG="en", ACUERDO_STORE="a.db"))
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def make(self, zone, days_ago):
        today = datetime.datetime.now(zoneinfo.ZoneInfo(zone)).date()
        first = today - datetime.timedelta(days_ago)
        for name in os.listdir(self.folder.name):
            os.unlink(os.path.join(self.folder.name, name))
        self.acuerdo("init", "--country", "MX", "--currency", "MXN", "--timezone", zone,
                     "--open-date", first.isoformat())
        return today

    def test_it_catches_up_to_the_last_day_that_is_over(self):
        for zone in ZONES:
            with self.subTest(zone):
                today = self.make(zone, 3)
                closed = [line.split()[0] for line in
                          self.acuerdo("close", "--date", "yesterday").splitlines()]
                self.assertEqual(closed, [(today - datetime.timedelta(n)).isoformat()
                                          for n in (3, 2, 1)])

    def test_nothing_to_do_is_no_failure(self):
        for days_ago in (0, 1):
            today = self.make(ZONES[0], days_ago)
            for _ in range(days_ago):
                self.acuerdo("close", "--date", "yesterday")
            said = self.acuerdo("close", "--date", "yesterday")
            self.assertIn("nothing to close", said)
            self.assertIn(today.isoformat(), said)
            self.assertTrue(json.loads(self.acuerdo("close", "--date", "yesterday", "--json"))
                            ["was_closed"])

    def test_it_goes_alone(self):
        self.make(ZONES[0], 1)
        self.assertIn("without --through", self.acuerdo(
            "close", "--date", "yesterday", "--through", "2026-01-01", code=2))
        self.assertIn("not a date", self.acuerdo("close", "--date", "yesterdays", code=2))


if __name__ == "__main__":
    unittest.main(verbosity=2)
