#!/usr/bin/env python3
"""No enforceable rule of the research is left out of the packs and of the tables of cases.

Reads the research by path (ACUERDO_SHARED or ../shared beside the repository) and is skipped where
it is absent; asks the gate through `acuerdo tool contact-check` at every boundary that it gives.
"""
import datetime
import json
import os
import subprocess
import sys
import tempfile
import unittest

SOURCE = os.environ.get("ACUERDO_SOURCE", ".")
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(SOURCE, "tools"))
from compliance import NO_BOUNDARY  # noqa: E402: the register says the same

BINARY = os.path.abspath(os.environ.get("ACUERDO_BINARY", "build/gcc/acuerdo"))
SHARED = os.environ.get("ACUERDO_SHARED", os.path.join(SOURCE, "..", "shared"))
RESEARCH = os.path.join(SHARED, "compliance", "rules.json")
KINDS = {"contact_hours", "frequency_cap", "channel_consent", "forbidden_contact", "fee_cap",
         "interest_cap", "deadline"}
YES = ("permitted", "until=", "allowed", "kept", "most=", "yes")
NO = ("refused", "broken", "no", "rule=")


def rules():
    with open(RESEARCH, encoding="utf-8") as file:
        return json.load(file)


def packs():
    found = {}
    folder = os.path.join(SOURCE, "policies", "packs")
    for name in sorted(os.listdir(folder)):
        if name.endswith(".json"):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                for rule in json.load(file)["rules"]:
                    found[rule["id"]] = dict(rule, country=name.split(".")[0])
    return found


def cases():
    """What the tables say of each rule."""
    said = {}
    for name in ("rule_cases.txt", "term_cases.txt"):
        with open(os.path.join(SOURCE, "tests", "comply", name), encoding="utf-8") as file:
            for line in file:
                if line.startswith("#") or "|" not in line:
                    continue
                rule, _, answer = (part.strip() for part in line.split("|"))
                said.setdefault(rule, []).append(answer)
    return said


def first_day(text):
    """A date of the research; a year or a month binds from its first day."""
    if not text:
        return None
    text = text[:10]
    return text + {4: "-01-01", 7: "-01"}.get(len(text), "")


def is_enforceable(rule):
    return rule["status"] == "in_force" and rule["kind"] in KINDS


def note(rule, case, outcome):
    """What `acuerdo comply register` reads: see tests/comply/result.h."""
    path = os.environ.get("ACUERDO_TEST_RESULTS")
    if path:
        at = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        with open(path, "a", encoding="utf-8") as file:
            file.write(f"{rule}\tcomply/test_rules boundaries\t{case}\t{outcome}\t{at}\n")


def ask(country, channel, at, history=()):
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as file:
        file.write("".join("\t".join(row) + "\n" for row in history))
        file.flush()
        out = subprocess.run([BINARY, "tool", "contact-check", "--country", country, "--channel",
                              channel, "--at", at, "--history", file.name, "--json"],
                             capture_output=True, text=True, check=True)
    return json.loads(out.stdout)


@unittest.skipUnless(os.path.exists(RESEARCH), "skipped: the research is not here")
class Rules(unittest.TestCase):
    def test_every_rule_stands_in_a_pack_as_it_was_found(self):
        found = packs()
        for rule in rules():
            if rule["country"] == "INT":
                continue
            with self.subTest(rule["rule_id"]):
                own = found[rule["rule_id"]]
                self.assertEqual(own["country"], rule["country"])
                self.assertEqual(own["status"], rule["status"])
                self.assertEqual(own["confidence"], rule["confidence"])
                self.assertEqual(own.get("effective_on"), first_day(rule["effective_date"]))
                self.assertEqual(own.get("to_confirm", False),
                                 rule["basis"] == "from general knowledge")

    def test_no_enforceable_rule_is_left_out(self):
        said = cases()
        count = 0
        for rule in filter(is_enforceable, rules()):
            if rule["rule_id"] in NO_BOUNDARY:
                continue
            with self.subTest(rule["rule_id"]):
                answers = said.get(rule["rule_id"], [])
                self.assertTrue(any(a.startswith(YES) for a in answers), "one side has no case")
                self.assertTrue(any(a.startswith(NO) or a in NO for a in answers) or
                                len(set(answers)) > 1, "the other side has no case")
                count += 1
        self.assertGreater(count, 60)
        print(count, "enforceable rules have cases,", len(NO_BOUNDARY), "have no boundary")

    def test_the_tool_keeps_the_hours_of_the_research(self):
        """The minute before, the first, the last and the one after, on each kind of day."""
        days = {"mon_fri": "2026-11-11", "sat": "2026-11-14", "sun": "2026-11-15",
                "holiday": "2026-12-25"}
        channels = {"mail": "letter", "messaging": "whatsapp"}
        asked = 0
        for rule in rules():
            windows = rule["parameters"].get("windows")
            if rule["kind"] != "contact_hours" or rule["status"] != "in_force" or not windows:
                continue
            place = rule["parameters"].get("jurisdiction", rule["country"])
            channel = rule["parameters"].get("channels", ["voice"])[0]
            channel = channels.get(channel, channel)
            for kind, day in days.items():
                if kind == "mon_fri" and rule["country"] == "CO":
                    day = "2026-11-12"
                for minute, is_allowed in boundary(windows[kind]):
                    with self.subTest(rule["rule_id"], kind=kind, minute=minute):
                        note(rule["rule_id"], f"{place} {kind} {minute}", "begun")
                        verdict = ask(place, channel, day + "T" + minute)
                        self.assertEqual(verdict["allowed"], is_allowed)
                        self.assertEqual(verdict["rule"], rule["rule_id"])
                        self.assertEqual(verdict["citation"] != "", verdict["law"])
                        note(rule["rule_id"], f"{place} {kind} {minute}", "passed")
                        asked += 1
        self.assertGreater(asked, 120)

    def test_a_law_is_held_to_the_channels_that_it_names(self):
        """What a law does not name has the default: no pack stretches a law to other channels."""
        words = {"voice": ["call"], "mail": ["letter"], "messaging": ["whatsapp"],
                 "social": ["whatsapp"], "other": ["whatsapp", "visit"]}
        found = packs()
        checked = 0
        for rule in rules():
            named = rule["parameters"].get("channels", rule["parameters"].get("scope"))
            if not is_enforceable(rule) or not isinstance(named, list) or (
                    rule["kind"] not in ("contact_hours", "frequency_cap")):
                continue
            with self.subTest(rule["rule_id"]):
                meant = {channel for word in named for channel in words.get(word, [word])}
                self.assertLessEqual(set(found[rule["rule_id"]]["channels"]), meant)
                checked += 1
        self.assertGreater(checked, 10)

    def test_the_tool_counts_the_history_of_a_person(self):
        call = "2026-11-18T09:00-05:00"
        other = [(call, "voice", "p1", "d1", "answered")]
        verdict = ask("CO", "voice", "2026-11-18T10:00-05:00", other)
        self.assertEqual((verdict["allowed"], verdict["rule"]), (False, "CO-FREQ"))
        self.assertEqual(verdict["next_at"], "2026-11-19T07:00:00-05:00")
        self.assertEqual(verdict["counters"][0],
                         {"rule": "CO-FREQ", "used": 1, "max": 1, "window": "day"})
        self.assertFalse(ask("CO", "sms", "2026-11-19T10:00-05:00", other)["allowed"])
        self.assertTrue(ask("CO", "voice", "2026-11-19T10:00-05:00", other)["allowed"])
        self.assertTrue(ask("CO", "sms", "2026-11-23T10:00-05:00", other)["allowed"])
        day = datetime.date(2026, 11, 11)
        calls = [(f"{day + datetime.timedelta(i)}T09:00-05:00", "voice", "p1", "d1", "no_answer")
                 for i in range(7)]
        self.assertTrue(ask("US", "voice", "2026-11-17T10:00-05:00", calls[:6])["allowed"])
        verdict = ask("US", "voice", "2026-11-17T10:00-05:00", calls)
        self.assertEqual((verdict["allowed"], verdict["rule"]), (False, "US-7IN7"))
        self.assertTrue(ask("US", "voice", "2026-11-18T10:00-05:00", calls)["allowed"])


def boundary(windows):
    """Minutes with whether they are allowed; an unknown bound or day is left out."""
    if windows is None:
        return
    if not windows:
        yield "12:00", False
    for start, end in windows:
        if start:
            yield shift(start, -1), False
            yield start, True
        if end:
            yield shift(end, -1), True
            yield end, False


def shift(clock, minutes):
    hour, minute = map(int, clock.split(":"))
    total = hour * 60 + minute + minutes
    return f"{total // 60:02d}:{total % 60:02d}"


class OurOwn(unittest.TestCase):
    """A rule of ours in a country's pack narrows what holds without it (ADR 0025)."""

    def test_no_rule_of_ours_is_laxer_than_law_and_default(self):
        found = packs().values()
        default = next(rule for rule in found if rule["id"] == "INT-DEFAULT-HOURS")
        ours = [rule for rule in found if rule["basis"] == "policy" and rule["country"] != "INT"]
        for rule in ours:
            # a maximum or a role of ours silences the default's, so none stands in a country's pack
            self.assertNotIn(rule["kind"], ("frequency_cap", "allowed_roles"), rule["id"])
            for channel in rule["channels"] if rule["kind"] == "contact_hours" else ():
                laws = [law for law in found if law["country"] == rule["country"] and
                        law["kind"] == "contact_hours" and law["status"] == "in_force" and
                        law["basis"] == "law" and channel in law["channels"]]
                for kind, spans in rule["windows"].items():
                    with self.subTest(rule["id"], channel=channel, kind=kind):
                        held = [law["windows"][kind] for law in laws
                                if law["windows"][kind] is not None]
                        for outer in held or [default["windows"][kind]]:
                            self.assertTrue(all(any(o[0] <= s[0] and s[1] <= o[1] for o in outer)
                                                for s in spans or []))
        self.assertEqual([rule["id"] for rule in ours], ["MX-HOURS-STRICT"])


class OddInput(unittest.TestCase):
    """History as spreadsheets and other systems write it: the same answer."""

    def test_a_mark_line_ends_blank_lines_and_parts_of_a_second(self):
        plain = "2026-11-23T07:30:00-05:00\tvoice\tp\td\tanswered\n"
        for text in (plain, "\ufeff" + plain, plain.replace("\n", "\r\n\r\n"), plain.rstrip("\n"),
                     "\n\n" + plain, "at\tchannel\tperson\tdebt\tresult\n" + plain,
                     "\ufeffat\tchannel\tperson\tdebt\tresult\r\n" + plain,
                     plain.replace(":00-05", ":00.250-05")):
            with self.subTest(text), tempfile.NamedTemporaryFile("w", suffix=".tsv") as file:
                file.write(text)
                file.flush()
                out = subprocess.run(
                    [BINARY, "tool", "contact-check", "--country", "CO", "--channel", "voice",
                     "--at", "2026-11-23T08:00:00.000-05:00", "--history", file.name, "--json"],
                    capture_output=True, text=True, check=True)
                answer = json.loads(out.stdout)
                self.assertFalse(answer["allowed"])
                self.assertEqual(answer["rule"], "CO-FREQ")
                self.assertEqual(answer["next_at"], "2026-11-24T07:00:00-05:00")

    def check(self, lines, country="CO", channel="voice", at="2026-11-24T10:00-05:00"):
        """The finished process, told such lines."""
        with tempfile.NamedTemporaryFile("w", suffix=".tsv", encoding="utf-8") as file:
            file.write("".join(line + "\n" for line in lines))
            file.flush()
            return subprocess.run(
                [BINARY, "tool", "contact-check", "--country", country, "--channel", channel,
                 "--at", at, "--history", file.name, "--json", "--lang", "en"],
                capture_output=True, text=True, check=False)

    def test_a_channel_without_a_word_counts_where_channels_add_up(self):
        today, before = "2026-11-24T08:00-05:00", "2026-11-23T08:00-05:00"
        known = f"{before}\tsms\tp\td\tsent"
        fax = "{}\tfax\tp\td\t{}"
        for country, channel, lines, rule in (
                ("CO", "voice", [fax.format(today, "sent")], "CO-FREQ"),
                ("MX", "voice", [fax.format(today, "sent")], "INT-DEFAULT-DAY"),
                ("MX", "voice", [known, fax.format(before, "x"), fax.format(before, "sent")],
                 "INT-DEFAULT-WEEK"),
                # spoken with by some other channel: the week has one
                ("CO", "voice", [fax.format(before, "answered")], "CO-FREQ"),
                # against a maximum of one channel alone it is another one
                ("MX", "letter", [fax.format(before, "sent")], "INT-UNTIMED"),
                ("US", "voice", [fax.format(before, "answered")] * 9, "US-HOURS")):
            with self.subTest(country=country, channel=channel, lines=lines):
                done = self.check(lines, country, channel)
                self.assertEqual(done.returncode, 0, done.stderr)
                answer = json.loads(done.stdout)
                self.assertEqual(answer["rule"], rule)
                self.assertEqual(answer["allowed"], rule in ("INT-UNTIMED", "US-HOURS"))
                first = next(i for i, line in enumerate(lines, 1) if "fax" in line)
                self.assertIn(f'history line {first}: unknown channel "fax"', done.stderr)
                self.assertNotIn("sms", done.stderr)
        many = self.check([fax.format(before, "sent")] * 25)
        self.assertEqual(len(many.stderr.splitlines()), 21)
        self.assertIn("5 more", many.stderr)
        odd = self.check([f"{before}\t\x1b[2J{'é' * 90}\tp\td\tsent"])
        self.assertEqual(odd.returncode, 0)
        self.assertNotIn("\x1b", odd.stderr)
        self.assertLess(len(odd.stderr), 200)

    def test_lines_of_another_shape_are_refused(self):
        good = "2026-11-23T08:00-05:00\tsms\tp\td\tsent"
        for line, wanted in (("2026-11-23T08:00-05:00", "are expected"),
                             ("2026-11-23T08:00-05:00\t \tp\td\tsent", "are expected"),
                             ("2026-11-23T08:00-05:00,sms,p,d,sent", "is not a time"),
                             ("2026-13-23T08:00-05:00\tsms\tp\td\tsent", "is not a time")):
            with self.subTest(line):
                done = self.check([good, line])
                self.assertEqual(done.returncode, 2)
                self.assertEqual(done.stdout, "")
                self.assertIn("history line 2:", done.stderr)
                self.assertIn(wanted, done.stderr)


if __name__ == "__main__":
    unittest.main()
