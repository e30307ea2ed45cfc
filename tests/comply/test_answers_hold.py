#!/usr/bin/env python3
"""What `acuerdo tool contact-check` says of a moment holds when it is asked about that moment.

Random places, channels, moments (half of them near a change of the clock), persons and histories,
in every writing that a script may have.  An allowed answer holds to the minute before its `until`
and ends there; a refused one holds to the minute before its `next_at` and ends there; where no
`next_at` is given, time alone does not help.
"""
import datetime as dt
import json
import os
import random
import subprocess
import tempfile
import unittest
import zoneinfo

BINARY = os.path.abspath(os.environ.get("ACUERDO_BINARY", "build/gcc/acuerdo"))
MINUTE = dt.timedelta(minutes=1)
PLACES = {  # and the zones that are asked for
    "MX": ("America/Mexico_City", "America/Tijuana", "America/Ciudad_Juarez", "America/Cancun"),
    "CO": ("America/Bogota",), "PE": ("America/Lima",), "EC": ("Pacific/Galapagos",),
    "CL": ("America/Santiago", "Pacific/Easter", "America/Punta_Arenas"),
    "PY": ("America/Asuncion",), "CR": ("America/Costa_Rica",), "PA": ("America/Panama",),
    "AR": ("America/Argentina/Buenos_Aires",), "AR-C": ("America/Argentina/Buenos_Aires",),
    "BR": ("America/Sao_Paulo", "America/Noronha"), "BR-SP": ("America/Sao_Paulo",),
    "BR-AM": ("America/Manaus",), "GT": ("America/Guatemala",), "SV": ("America/El_Salvador",),
    "HN": ("America/Tegucigalpa",), "DO": ("America/Santo_Domingo",),
    "UY": ("America/Montevideo",), "BO": ("America/La_Paz",), "ES": ("Atlantic/Canary",),
    "US": ("America/New_York", "America/Phoenix", "Pacific/Honolulu"), "GB": ("Europe/London",),
}
# Weeks in which clocks change in one of the zones, holidays, the days before a law binds.
DAYS = ["2023-10-09", "2024-09-07", "2024-10-06", "2026-03-08", "2026-03-29", "2026-04-04",
        "2026-09-05", "2026-10-25", "2026-11-01", "2026-11-15", "2026-11-30", "2026-12-24",
        "2027-03-25", "2027-12-31", "2021-11-29", "2015-01-05", "2022-01-31"]
CHANNELS = ["voice", "sms", "email", "messaging", "visit", "mail", "call", "whatsapp", "letter"]
SPELLINGS = CHANNELS + ["VOICE", "Phone", "field", "E-mail", "llamada", "Correo electrónico",
                        "chat", "social", "carta", "Visita"]
RESULTS = ["answered", "no_answer", "NO_ANSWER", "busy", "delivered", "promise", "inbound",
           "inbound_call", "voicemail", "", "¿?", "rien ne va plus", "answered\textra\tfields"]
FACTS = ["dispute", "deceased", "vulnerable", "workplace", "automated", "elderly"]


def text_of(at, zone, how):
    """An instant in one of the writings of a moment."""
    local = at.astimezone(zone)
    if how == 0:
        return at.astimezone(dt.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    if how == 1:  # an office elsewhere
        office = dt.timezone(dt.timedelta(hours=9, minutes=30))
        return at.astimezone(office).isoformat("T", "minutes")
    if how == 2:
        return local.strftime("%Y-%m-%d %H:%M:%S%z")
    return local.isoformat("T", "seconds")


class Holds(unittest.TestCase):
    def setUp(self):
        handle, self.path = tempfile.mkstemp(suffix=".tsv")
        os.close(handle)
        self.addCleanup(os.unlink, self.path)

    def ask(self, words, at):
        done = subprocess.run([BINARY, "tool", "contact-check", "--json", "--at", at, *words],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def write_history(self, dice, at, zone):
        rows = []
        for _ in range(dice.choice((0, 0, 1, 2, 3, 5, 8, 12))):
            hours = dice.choice((-200, -100, -49, -25, -12, -1, 0, 5, 30, 99))
            when = at + dt.timedelta(hours=hours, minutes=dice.randrange(60))
            rows.append("\t".join((text_of(when, zone, dice.randrange(5)), dice.choice(SPELLINGS),
                                   dice.choice(("p1", "p2", "")), dice.choice(("d1", "d2", "")),
                                   dice.choice(RESULTS))))
        end = dice.choice(("\n", "\r\n", "\n\n"))
        with open(self.path, "w", encoding="utf-8", newline="") as file:
            file.write(dice.choice(("", "\ufeff")) + end.join(rows) + dice.choice(("", end)))

    def question(self, dice):
        place = dice.choice(sorted(PLACES))
        name = dice.choice(PLACES[place])
        zone = zoneinfo.ZoneInfo(name)
        day = dt.date.fromisoformat(dice.choice(DAYS)) + dt.timedelta(dice.randrange(-2, 6))
        minute = dice.choice((dice.randrange(1440), dice.randrange(24) * 60,
                              (dice.randrange(24) * 60 - 1) % 1440))
        at = dt.datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=zone,
                         fold=dice.randrange(2)).astimezone(dt.timezone.utc)
        self.write_history(dice, at, zone)
        words = ["--country", place, "--zone", name, "--channel", dice.choice(CHANNELS),
                 "--history", self.path]
        for option, values in (("person", ("p1", "p3")), ("debt", ("d1",)), ("with", FACTS),
                               ("purpose", ("service", "reminder")), ("role", ("guarantor",)),
                               ("consent", ("none", "revoked"))):
            if dice.random() < 0.12:
                words += ["--" + option, dice.choice(values)]
        return zone, at, words + (["--strict"] if dice.random() < 0.1 else [])

    def check_allowed(self, zone, words, at, answer, dice):
        if answer["until"] is None:
            return
        until = dt.datetime.fromisoformat(answer["until"])
        self.assertGreater(until, at)
        self.assertEqual(until.utcoffset(), until.astimezone(zone).utcoffset())
        last = max(at, until - MINUTE)
        self.assertEqual(self.ask(words, text_of(last, zone, dice.randrange(4)))["until"],
                         answer["until"])
        self.assertFalse(self.ask(words, text_of(until, zone, dice.randrange(4)))["allowed"])

    def check_refused(self, zone, words, at, answer, dice):
        if answer["next_at"] is None:
            later = at + dt.timedelta(minutes=dice.randrange(1, 30 * 1440))
            self.assertFalse(self.ask(words, text_of(later, zone, 0))["allowed"])
            return
        permitted = dt.datetime.fromisoformat(answer["next_at"])
        self.assertGreater(permitted, at)
        self.assertEqual(permitted.utcoffset(), permitted.astimezone(zone).utcoffset())
        self.assertTrue(self.ask(words, text_of(permitted, zone, dice.randrange(4)))["allowed"])
        before = self.ask(words, text_of(max(at, permitted - MINUTE), zone, dice.randrange(4)))
        self.assertEqual((before["allowed"], before["next_at"]), (False, answer["next_at"]))

    def test_until_and_next_at(self):
        seen = {True: 0, False: 0, None: 0}
        for seed in range(int(os.environ.get("ACUERDO_ROUNDS", "250"))):
            dice = random.Random(seed)
            zone, at, words = self.question(dice)
            how = dice.randrange(4)
            with self.subTest(seed=seed, words=words, at=text_of(at, zone, how)):
                answer = self.ask(words, text_of(at, zone, how))
                self.assertTrue(answer["rule"] and answer["citation"])
                check = self.check_allowed if answer["allowed"] else self.check_refused
                check(zone, words, at, answer, dice)
                seen[answer["allowed"] if answer["next_at"] else None] += 1
        self.assertGreater(min(seen.values()), 20, seen)


if __name__ == "__main__":
    unittest.main()
