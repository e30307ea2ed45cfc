#!/usr/bin/env python3
"""A strategy becomes active only when it is proved lawful; comply prove says what it looked at."""
import datetime
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

BINARY = os.path.abspath(os.environ.get("ACUERDO_BINARY", "build/release/acuerdo"))
SOURCE = pathlib.Path(os.environ.get("ACUERDO_SOURCE", "."))
SHIPPED = SOURCE / "policies" / "strategies" / "default"


class Strategy(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="acuerdo-strategy-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.mine = self.folder / "mine"
        shutil.copytree(SHIPPED, self.mine)

    def run_command(self, *words, code=0):
        done = subprocess.run(
            [BINARY, *words], cwd=self.folder, capture_output=True, text=True, check=False,
            timeout=300, env=dict(os.environ, ACUERDO_LANG="en", ACUERDO_STORE="a.db",
                                     SECRET="una frase larga y propia"))
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def change(self, before, after):
        path = self.mine / "strategy.json"
        text = path.read_text(encoding="utf-8")
        self.assertIn(before, text)
        path.write_text(text.replace(before, after, 1), encoding="utf-8")

    def refuse(self, *words, code=1):
        return self.run_command(*words, code=code).stderr

    def sign(self, login):
        return "--user", login, "--password-env", "SECRET"

    def make_house(self):
        self.run_command("init", "--country", "CL", "--currency", "CLP", "--timezone",
                         "America/Santiago", "--test")
        for login, role in (("elena", "strategist"), ("clara", "compliance")):
            self.run_command("user", "add", login, "--name", login, "--role", role,
                             "--password-env", "SECRET")

    def approve(self, word):
        self.run_command("strategy", "test", word)
        self.run_command("strategy", "submit", word, "--reason", "once", *self.sign("elena"))
        self.run_command("strategy", "approve", word, "--reason", "seen", *self.sign("clara"))

    def state_of(self, word):
        return json.loads(self.run_command("strategy", "show", word, "--json").stdout)

    def test_a_life_from_folder_to_retirement(self):
        self.make_house()
        self.assertIn("default, version 1", self.run_command("strategy", "show").stdout)
        self.run_command("strategy", "import", "./mine", *self.sign("elena"))
        self.assertEqual(self.state_of("mine")["state"], "draft")
        # no step is left out, and nobody looks at the own work
        self.assertIn("must be approved", self.refuse("strategy", "activate", "mine"))
        self.assertIn("must be tested", self.refuse("strategy", "submit", "mine", "--reason", "now",
                                                  *self.sign("elena")))
        self.run_command("strategy", "test", "mine")
        self.run_command("strategy", "submit", "mine", "--reason", "now", *self.sign("elena"))
        self.assertIn("permission", self.refuse("strategy", "approve", "mine", "--reason", "mine",
                                                *self.sign("elena"), code=3))
        self.run_command("strategy", "approve", "mine", "--reason", "seen", *self.sign("clara"))
        self.assertEqual(self.state_of("mine")["state"], "approved")
        self.assertIn("default, version 1", self.run_command("strategy", "show").stdout)
        self.run_command("strategy", "activate", "mine")
        self.assertIn("mine, version 1", self.run_command("strategy", "show").stdout)
        self.assertEqual(self.state_of("default")["state"], "retired")
        self.assertIn("decides today", self.refuse("strategy", "retire", "mine"))
        shown = self.run_command("strategy", "show", "mine").stdout
        for word in ("draft", "tested", "approved", "active", "elena", "clara", "cases.csv"):
            self.assertIn(word, shown)
        self.run_command("doctor")

    def test_a_day_to_come(self):
        self.make_house()
        open_date = self.state_of("default")["active_from"]
        self.run_command("strategy", "import", "./mine")
        self.approve("mine")
        day = str(datetime.date.fromisoformat(open_date) + datetime.timedelta(days=1))
        self.assertIn("is past",
                      self.refuse("strategy", "activate", "mine", "--from", "2020-01-01"))
        self.run_command("strategy", "activate", "mine", "--from", day)
        self.assertIn("default, version 1", self.run_command("strategy", "show").stdout)
        self.run_command("doctor")
        self.run_command("strategy", "retire", "mine")  # called off: the one before goes on
        self.assertIsNone(self.state_of("default")["active_until"])
        self.run_command("strategy", "import", "./mine", "--based-on", "1")
        self.approve("mine")
        self.run_command("strategy", "activate", "mine", "--from", day)
        self.run_command("close", "--date", open_date)
        self.assertIn("mine, version 2", self.run_command("strategy", "show").stdout)
        self.assertEqual(self.state_of("default")["state"], "retired")
        self.run_command("doctor")

    def test_two_people_edit_at_once(self):
        self.make_house()
        self.run_command("strategy", "import", "./mine", *self.sign("elena"))
        self.run_command("strategy", "import", "./mine", "--based-on", "1", *self.sign("elena"))
        late = self.refuse("strategy", "import", "./mine", "--based-on", "1")
        self.assertIn("version 2 of mine was stored at", late)
        self.assertIn("elena", late)
        self.assertIn("comes from version 0", self.refuse("strategy", "import", "./mine"))
        self.assertEqual([(row["version"], row["state"]) for row in
                          json.loads(self.run_command("strategy", "list", "--json").stdout)
                          if row["name"] == "mine"], [(2, "draft"), (1, "retired")])

    def test_mistakes_are_found_at_the_desk(self):
        self.make_house()
        path = self.mine / "treatment.dmn"
        text = path.read_text(encoding="utf-8")
        for before, after, what in (
                ('<text>past_due_days</text>', '<text>past_due_dias</text>', "past_due_dias"),
                ('<text>"email"</text></outputEntry>', '<text>"mail"</text></outputEntry>',
                 "not among the values declared")):
            self.assertIn(before, text)
            path.write_text(text.replace(before, after, 1), encoding="utf-8")
            self.assertIn(what, self.refuse("strategy", "test", "./mine", code=2))
        path.write_text(text, encoding="utf-8")
        cases = self.mine / "cases.csv"
        cases.write_text("case,facts,segment,step\nwrong,past_due_days=40,early,firm_call\n",
                         encoding="utf-8")
        done = self.run_command("strategy", "test", "./mine", code=1)
        self.assertIn("segment: expected early, got late (segment, rule 20", done.stdout)
        self.run_command("strategy", "import", "./mine")
        self.run_command("strategy", "test", "mine", code=1)
        self.assertEqual(self.state_of("mine")["state"], "draft")
        cases.write_text("case,facts,segment\nwrong,past_due=40,early\n", encoding="utf-8")
        self.assertIn('cases.csv, line 2: there is no fact "past_due"',
                      self.refuse("strategy", "test", "./mine", code=2))

    def test_only_what_is_proved_becomes_active(self):
        self.make_house()
        self.change('"max": 1, "per": "week", "together": true',
                    '"max": 2, "per": "week", "together": true')
        self.run_command("strategy", "import", "./mine", *self.sign("elena"))
        self.approve("mine")
        refused = self.run_command("strategy", "activate", "mine", code=3)
        self.assertIn("CL-FREQ-A", refused.stderr)
        self.assertIn("the shortest counter-example", refused.stdout)
        self.assertIn("default, version 1", self.run_command("strategy", "show").stdout)
        self.assertEqual(self.state_of("mine")["state"], "approved")

    def test_champion_and_challenger(self):
        self.make_house()
        self.run_command("strategy", "import", "./mine", *self.sign("elena"))
        start = ("strategy", "arms", "start", "julio", "retadora=mine@1:4000",
                 "control=hold_out:1000", "--reason", "try", *self.sign("elena"))
        self.assertIn("must be approved", self.refuse(*start))
        self.approve("mine")
        self.assertIn("11000", self.refuse(*start[:4], "a=mine:10000", "b=hold_out:1000",
                                           *start[6:]))
        asked = json.loads(self.run_command(*start, "--json").stdout)
        self.run_command("approval", "approve", asked["approval_id"], "--reason", "own",
                         *self.sign("elena"), code=3)
        self.run_command("approval", "approve", asked["approval_id"], "--reason", "seen",
                         *self.sign("clara"))
        arms = json.loads(self.run_command("strategy", "arms", "--json").stdout)[0]
        self.assertEqual((arms["name"], arms["state"]), ("julio", "approved"))
        self.assertEqual([(arm["name"], arm["kind"], arm["share"]) for arm in arms["arms"]],
                         [("retadora", "challenger", 4000), ("control", "hold_out", 1000),
                          ("champion", "champion", 5000)])
        self.assertIn("julio", self.refuse("strategy", "retire", "mine"))
        self.run_command("close", "--date", arms["from"])
        self.assertEqual(
            json.loads(self.run_command("report", "arms", "--json").stdout)["rows"], [])
        self.assertIn("stopped", self.run_command("strategy", "arms", "stop", "julio",
                                                  "--reason", "enough").stdout)
        self.assertIn("strategy arms list", self.refuse("strategy", "arms", "begin", code=2))

    def test_a_proof_says_what_it_looked_at(self):
        proof = json.loads(self.run_command("comply", "prove", "default", "--country", "CL",
                                            "--from", "2026-11-22", "--json").stdout)
        self.assertEqual(proof["verdict"], "proved")
        self.assertEqual(proof["editions"], 2)  # a law binds from December 2026
        self.assertGreater(proof["states"], 100)
        self.assertEqual(proof["contacting_rules"], proof["contacting_rules_fired"])
        self.assertIn("CL-FEE", proof["outside"])

    def test_a_counter_example_has_dates_events_and_the_rule(self):
        self.change('"mon_fri": [["08:00", "20:00"]]', '"mon_fri": [["07:30", "20:00"]]')
        done = self.run_command("comply", "prove", "./mine", "--country", "CL", "--from",
                                "2026-11-22", "--json", code=3)
        proof = json.loads(done.stdout)
        self.assertEqual((proof["verdict"], proof["rule"]), ("refuted", "CL-HOURS"))
        last = proof["steps"][-1]
        self.assertEqual((last["on"], last["event"], last["channel"]),
                         ("2026-11-23", "contact", "call"))
        self.assertEqual(last["at"], "2026-11-23T10:30:00.000000Z")  # 7:30 in Santiago

    def test_wrong_words(self):
        self.run_command("comply", "prove", "default", code=2)
        self.run_command("comply", "prove", "nothing", "--country", "MX", code=1)
        self.run_command("comply", "prove", "./nothing", "--country", "MX", code=1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
