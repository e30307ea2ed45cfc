#!/usr/bin/env python3
"""Commands beside a running server: it owns the store, so it runs them, as if they ran alone."""

import datetime
import json
import os
import pty
import stat
import subprocess
import threading
import time
import unittest

from house import BINARY, House, HouseTest, PASSWORD, stores


class Local(HouseTest):
    """A store in a file: on a server commands run beside any number of others."""

    debtors = 40

    @classmethod
    def make_house(cls):
        return House(cls.debtors, kind="sqlite")

    def command(self, *arguments, folder=None, environment=None):
        return subprocess.run(
            [BINARY, *arguments, "--lang", "en"],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            cwd=folder or self.house.folder,
            env={**os.environ, "WORD": PASSWORD, **(environment or {})},
        )

    def good(self, *arguments, **options):
        done = self.command(*arguments, **options)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def open_date(self):
        client = self.client("sofia")
        return datetime.date.fromisoformat(
            client.get("/v1/session").json["organisation"]["open_date"]
        )

    def test_only_its_owner_may_open_the_socket(self):
        mode = os.stat(self.house.store + ".sock").st_mode
        self.assertTrue(stat.S_ISSOCK(mode))
        self.assertEqual(stat.S_IMODE(mode), 0o600)

    def test_the_close_runs_in_the_server_and_prints_here(self):
        day = self.open_date()
        out = self.good("close", "--date", day.isoformat(), "--store", self.house.store)
        self.assertIn(f"{day.isoformat()} closed", out)
        self.assertEqual(self.open_date(), day + datetime.timedelta(days=1))
        again = self.good("close", "--date", day.isoformat(), "--store", self.house.store)
        self.assertIn("was closed already", again)
        self.assertIn("event=serve.command", self.house.read_log())

    def test_the_close_takes_its_cases_from_the_servers_memory(self):
        client = self.client()
        until = time.monotonic() + 30
        while b"\nacuerdo_columns_loaded 1\n" not in client.get("/metrics").body:
            self.assertLess(time.monotonic(), until)
            time.sleep(0.1)
        day = self.open_date().isoformat()
        out = self.good("close", "--date", day, "--store", self.house.store, "--json")
        result = json.loads(out)
        self.assertFalse(result["was_closed"])
        self.assertGreater(result["slices_from_memory"], 0)
        rebuilt = self.good("facts", "rebuild", "--store", self.house.store, "--json")
        self.assertEqual(json.loads(rebuilt)["changed"], 0)

    def test_words_folder_and_variables_are_the_clients_own(self):
        answer = self.good(
            "user",
            "add",
            "nora",
            "--password-env",
            "SECRET",
            "--json",
            "--store",
            "a.db",
            environment={"SECRET": "otra frase larga y propia"},
        )
        self.assertIn('"login":"nora"', answer)
        self.assertEqual(self.client().sign_in("nora", "otra frase larga y propia").status, 201)

    def test_a_file_is_found_where_the_client_is(self):
        folder = os.path.join(self.house.folder, "files")
        os.mkdir(folder)
        with open(os.path.join(folder, "odd.csv"), "w", encoding="utf-8") as file:
            file.write("this,is,no\nfile,of,ours\n")
        done = self.command("import", "payments", "odd.csv", "--store", "../a.db", folder=folder)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertNotIn("No such file", done.stderr)
        self.assertIn("odd.csv", done.stdout + done.stderr)

    def test_failures_come_back_as_they_are(self):
        store = ("--store", self.house.store)
        done = self.command("close", "--date", "1999-01-01", "--through", "1998-01-01", *store)
        self.assertEqual(done.returncode, 2, done.stderr)
        done = self.command("user", "suspend", "nobody-here", *store)
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("nobody-here", done.stderr)
        done = self.command(
            "user", "add", "short", "--password-env", "SHORT", *store, environment={"SHORT": "x"}
        )
        self.assertEqual(done.returncode, 1)

    def test_the_server_alone_sends_for_ever(self):
        done = self.command("work", "--store", self.house.store)
        self.assertEqual(done.returncode, 1)
        self.assertIn("sends already", done.stderr)

    def test_progress_shows_on_the_terminal_of_the_client(self):
        day = self.open_date()
        leader, follower = pty.openpty()
        done = subprocess.run(
            [BINARY, "close", "--date", day.isoformat(), "--store", self.house.store],
            stdout=subprocess.PIPE,
            stderr=follower,
            timeout=120,
            check=False,
        )
        os.close(follower)
        shown = os.read(leader, 65536).decode()
        os.close(leader)
        self.assertEqual(done.returncode, 0)
        self.assertIn("facts and decisions", shown)

    def test_commands_take_turns(self):
        codes = []

        def rename(number):
            done = self.command(
                "user",
                "add",
                f"turn{number}",
                "--password-env",
                "WORD",
                "--store",
                self.house.store,
            )
            codes.append(done.returncode)

        threads = [threading.Thread(target=rename, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(codes, [0] * 4)


class Alone(unittest.TestCase):
    def check_sign_in(self, house, login):
        client = house.client(login)
        client.close()

    def test_after_a_kill_commands_run_alone_and_the_server_starts_again(self):
        house = House(10, 2, "sqlite")
        self.addCleanup(house.remove)
        house.start()
        house.kill()
        self.assertTrue(os.path.exists(house.store + ".sock"))
        house.add_user("after", "agent")
        house.start()
        self.check_sign_in(house, "after")
        house.add_user("beside", "agent")
        self.check_sign_in(house, "beside")
        self.assertEqual(house.stop(), 0)
        self.assertFalse(os.path.exists(house.store + ".sock"))


@unittest.skipUnless(stores.SERVER, "ACUERDO_TEST_PG_URL names no server")
class OnADatabase(unittest.TestCase):
    """Nobody owns a store on PostgreSQL; a close asks a server all the same."""

    def setUp(self):
        self.house = House(20, 2, "postgresql")
        self.addCleanup(self.house.remove)
        self.house.start()

    def open_date(self):
        (row,) = self.house.database.rows("SELECT open_date AS d FROM organisation")
        return datetime.date(1970, 1, 1) + datetime.timedelta(days=row[0])

    def close_next(self):
        day = self.open_date()
        self.assertIn(str(day), self.house.run("close", "--date", str(day), "--lang", "en"))
        self.assertEqual(self.open_date(), day + datetime.timedelta(days=1))

    def count_asked(self):
        return self.house.read_log().count("event=serve.command")

    def test_the_close_runs_in_the_server_and_nothing_else_does(self):
        self.close_next()
        self.assertEqual(self.count_asked(), 1)
        self.house.add_user("beside", "agent")
        self.assertEqual(self.count_asked(), 1)
        self.assertEqual(self.house.stop(), 0)

    def test_a_second_server_leaves_the_socket_to_the_first(self):
        first, log = self.house.server, self.house.log
        self.house.start()
        self.assertIn("event=serve.no_local_socket", self.house.read_log())
        self.close_next()
        self.assertEqual(self.count_asked(), 1)
        self.assertEqual(self.house.stop(), 0)
        self.house.server, self.house.log = first, log
        self.close_next()
        self.assertEqual(self.count_asked(), 2)
        self.house.kill()
        self.close_next()  # alone, where a dead server's socket lies
        self.assertEqual(self.count_asked(), 2)


if __name__ == "__main__":
    unittest.main(verbosity=2)
