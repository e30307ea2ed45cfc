#!/usr/bin/env python3
"""Backups beside a server that is busy (threads), restored elsewhere: every report is the same."""

import json
import os
import shutil
import subprocess
import threading
import unittest

from house import BINARY, House, HouseTest, run


def report_kinds():
    """Every report that there is, but that of messages: a restored store holds them."""
    kinds = json.loads(run("report", "--json"))["items"]
    return [kind for kind in kinds if kind["name"] != "outbox"]


class Upkeep(HouseTest):
    """A store in a file: its commands are run by the server that owns it."""

    debtors = 150

    @classmethod
    def make_house(cls):
        return House(cls.debtors, kind="sqlite")

    def path(self, name):
        return os.path.join(self.house.folder, name)

    def acuerdo(self, *arguments, store=None, **environment):
        return subprocess.run(
            [BINARY, *arguments, "--store", store or self.house.store, "--lang", "en"],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            cwd=self.house.folder,
            env={**os.environ, **environment},
        )

    def good(self, *arguments, **options):
        done = self.acuerdo(*arguments, **options)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def reports(self, store):
        return {
            kind["name"]: run(
                "report", kind["name"], "--format", "csv", "--store", store,
                *(("--date", self.date) if "date" in kind["parameters"] else ())
            )
            for kind in report_kinds()
        }

    def setUp(self):
        client = self.client("sofia")
        self.date = client.get("/v1/session").json["organisation"]["open_date"]

    def keep_busy(self, stop, booked):
        """Books money until it is told to stop."""
        client = self.client("sofia")
        cases = client.get("/v1/cases?limit=50").json["items"]
        while not stop.is_set():
            case = cases[len(booked) % len(cases)]
            answer = client.post(
                f"/v1/cases/{case['case_id'] if 'case_id' in case else case['id']}/payments",
                {
                    "amount": 100,
                    "value_on": self.date,
                    "source": "counter",
                    "reference": f"busy-{len(booked)}",
                },
            )
            booked.append(answer.status)

    def test_a_backup_beside_a_busy_server_is_one_moment(self):
        stop, booked = threading.Event(), []
        thread = threading.Thread(target=self.keep_busy, args=(stop, booked))
        thread.start()
        try:
            for number in range(5):
                out = self.good("backup", f"busy-{number}.backup")
                self.assertIn("read again and whole", out)
                self.assertIn("is not in the backup", out)
        finally:
            stop.set()
            thread.join()
        self.assertGreater(len(booked), 5)
        self.assertEqual(set(booked), {201})
        self.assertIn("event=serve.command exit=0", self.house.read_log())
        copy = self.path("busy.db")
        self.good("restore", self.path("busy-4.backup"), store=copy)
        shutil.copy(self.house.store + ".key", copy + ".key")
        changed = json.loads(run("facts", "rebuild", "--json", "--store", copy))["changed"]
        self.assertEqual(changed, 0)

    def test_every_report_is_equal_and_messages_are_held(self):
        secret = {"ACUERDO_BACKUP_PASSPHRASE": "una frase larga y propia"}
        copy = self.path("copy.db")
        made = json.loads(self.good("backup", "quiet.backup", "--encrypt", "--json", **secret))
        self.assertTrue(made["verified"] and made["encrypted"])
        self.assertEqual(made["rows"], sum(table["rows"] for table in made["tables"]))
        back = json.loads(
            self.good("restore", self.path("quiet.backup"), "--json", store=copy, **secret)
        )
        self.assertEqual(back["tables"], made["tables"])
        shutil.copy(self.house.store + ".key", copy + ".key")
        reports = self.reports(copy)
        self.assertGreater(len(reports), 12)
        self.assertEqual(reports, self.reports(self.house.store))
        states = json.loads(run("outbox", "list", "--json", "--store", copy))
        self.assertEqual(states.get("queued", 0), 0)
        self.assertEqual(states.get("held", 0), back["held_messages"])
        out = self.good("outbox", "release", "--all", "--reason", "compared", store=copy)
        self.assertIn(f"{back['held_messages']} messages released", out)

    def test_the_doctor_finds_nothing_beside_the_server(self):
        self.assertIn("The store is sound: ", self.good("doctor"))
        sound = json.loads(self.good("doctor", "--json"))
        self.assertEqual(sound["findings"], [])
        self.assertGreater(sound["cases"], 100)

    def test_the_doctor_misses_the_key_or_sees_that_it_is_another_ones(self):
        self.good("backup", "sick.backup")
        copy = self.path("sick.db")
        self.good("restore", self.path("sick.backup"), store=copy)
        done = self.acuerdo("doctor", store=copy)
        self.assertEqual(done.returncode, 1)
        self.assertIn("key: there is no master key", done.stdout)
        self.assertIn("mode 0600", done.stdout)
        with open(copy + ".key", "w", encoding="utf-8") as file:
            file.write("acuerdo key 1 " + "5a" * 32 + "\n")
        os.chmod(copy + ".key", 0o600)
        done = self.acuerdo("doctor", "--json", store=copy)
        self.assertEqual(done.returncode, 1)
        findings = json.loads(done.stdout)["findings"]
        checks = {finding["check"] for finding in findings}
        self.assertEqual(checks, {"sealed_point", "sealed_identity"})
        self.assertEqual(len(findings), 40)  # the most that is told of each
        for finding in findings:
            self.assertIn(finding["debtor_id"], finding["what"])
            self.assertIn("bring the right one", finding["advice"])

    def test_refusals_say_what_to_do(self):
        self.good("backup", "one.backup")
        done = self.acuerdo("backup", "one.backup")
        self.assertEqual(done.returncode, 1)
        self.assertIn("another name", done.stderr)
        done = self.acuerdo("backup", "two.backup", "--encrypt")
        self.assertEqual(done.returncode, 2)
        self.assertIn("--passphrase-file", done.stderr)
        done = self.acuerdo("backup", "no/such/folder/two.backup")
        self.assertEqual(done.returncode, 1)
        done = self.acuerdo("restore", "one.backup")
        self.assertEqual(done.returncode, 1)
        self.assertIn("already", done.stderr)
        with open(self.path("phrase"), "w", encoding="utf-8") as file:
            file.write("corta\n")
        done = self.acuerdo("backup", "two.backup", "--encrypt", "--passphrase-file", "phrase")
        self.assertEqual(done.returncode, 2)
        self.assertNotIn("corta", done.stdout + done.stderr)
        self.assertFalse([name for name in os.listdir(self.house.folder) if "partial" in name])


if __name__ == "__main__":
    unittest.main(verbosity=2)
