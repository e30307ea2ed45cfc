#!/usr/bin/env python3
"""Numbers drawn at random, judged by the rule as its standard words it, written here once more.

For each kind a body is drawn, its check digits are reckoned by the text of the law or standard, and
every other last digit must be refused.  Nothing is shared with src/identity.
"""
import os
import random
import subprocess
import unittest

BINARY = os.path.abspath(os.environ.get("ACUERDO_BINARY", "build/gcc/acuerdo"))
DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DRAWN = 150


def weighed(text, weights):
    return sum(int(c) * w for c, w in zip(text, weights))


def luhn(body):
    total = 0
    for i, c in enumerate(reversed(body)):
        d = int(c) * (2 if i % 2 == 0 else 1)
        total += d - 9 if d > 9 else d
    return str(-total % 10)


def cpf(body):
    """Nine digits; each check digit is 11 less the remainder, 0 where that is above 9."""
    for _ in range(2):
        rest = weighed(body, range(len(body) + 1, 1, -1)) % 11
        body += "0" if rest < 2 else str(11 - rest)
    return body


def cnpj(body):
    """Twelve characters, a letter counts as its ASCII code less 48."""
    for _ in range(2):
        weights = [2 + i % 8 for i in range(len(body))]
        total = sum((ord(c) - 48) * w for c, w in zip(reversed(body), weights))
        body += "0" if total % 11 < 2 else str(11 - total % 11)
    return body


def rut(body):
    weights = [2 + i % 6 for i in range(len(body))]
    rest = 11 - sum(int(c) * w for c, w in zip(reversed(body), weights)) % 11
    return body + {11: "0", 10: "K"}.get(rest, str(rest))


def cuit(body):
    rest = 11 - weighed(body, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return body + {11: "0", 10: "9"}.get(rest, str(rest))


def nit(body):
    """DIAN: primes from the right."""
    primes = (3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71)
    rest = sum(int(c) * w for c, w in zip(reversed(body), primes)) % 11
    return body + str(rest if rest < 2 else 11 - rest)


def ruc_pe(body):
    rest = 11 - weighed(body, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return body + str(rest % 10)


def clabe(body):
    total = sum(int(c) * w % 10 for c, w in zip(body, (3, 7, 1) * 6))
    return body + str(-total % 10)


def cbu(body):
    """Bank and branch with their digit, account with its own."""
    first, second = body[:7], body[7:]
    one = str(-weighed(first, (7, 1, 3, 9, 7, 1, 3)) % 10)
    two = str(-weighed(second, (3, 9, 7, 1, 3, 9, 7, 1, 3, 9, 7, 1, 3)) % 10)
    return first + one + second + two


def mod97(text):
    return int("".join(str(int(c, 36)) for c in text)) % 97


def iso11649(body):
    return f"RF{98 - mod97(body + 'RF00'):02d}" + body


def lei(body):
    return body + f"{98 - mod97(body + '00'):02d}"


def cedula_ec(body):
    return body + luhn(body)


def cedula_do(body):
    return body + luhn(body)


def curp(body):
    """RENAPO: 17 characters, weights 18 to 2, Ñ between N and O."""
    table = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
    total = sum(table.index(c) * (18 - i) for i, c in enumerate(body))
    return body + str(-total % 10)


class Draw:
    def __init__(self, seed):
        self.dice = random.Random(seed)

    def text(self, letters, count):
        return "".join(self.dice.choice(letters) for _ in range(count))

    def digits(self, count):
        return self.text(DIGITS, count)

    def day(self):
        return (f"{self.dice.randrange(100):02d}{self.dice.randrange(1, 13):02d}"
                f"{self.dice.randrange(1, 29):02d}")

    def curp(self):
        states = ("AS BC BS CC CL CM CS CH DF DG GT GR HG JC MC MN MS NT NL OC PL QT QR SP SL SR "
                  "TC TS TL VZ YN ZS NE").split()
        consonants = "BCDFGHJKLMNPQRSTVWXYZ"
        name = "XXXX"  # a name that is no word of the list of those that are changed
        return (name + self.day() + self.dice.choice("HM") + self.dice.choice(states) +
                self.text(consonants, 3) + self.digits(1))

    def cases(self):
        """country, kind, a good number, how many of its last characters are check digits."""
        banks = ("002", "012", "014", "021", "030", "044", "072", "127", "137", "646")
        for _ in range(DRAWN):
            yield "BR", "CPF", cpf(self.digits(9)), 1
            yield "BR", "CNPJ", cnpj(self.digits(8) + f"{self.dice.randrange(1, 9999):04d}"), 1
            yield "CL", "RUT", rut(str(self.dice.randrange(10 ** 6, 10 ** 8))), 1
            yield "AR", "CUIT", cuit(self.dice.choice(("20", "23", "24", "27", "30", "33", "34")) +
                                     self.digits(8)), 1
            yield "AR", "CBU", cbu(self.digits(20)), 1
            yield "CO", "NIT", nit(str(self.dice.randrange(10 ** 7, 10 ** 9))), 1
            yield "PE", "RUC", ruc_pe(self.dice.choice(("10", "15", "17", "20")) +
                                      self.digits(8)), 1
            yield "EC", "CI", cedula_ec(f"{self.dice.randrange(1, 25):02d}" +
                                        self.text("012345", 1) + self.digits(6)), 1
            yield "DO", "CEDULA", cedula_do(self.digits(10)), 1
            yield "MX", "CLABE", clabe(self.dice.choice(banks) + self.digits(14)), 1
            yield "MX", "CURP", curp(self.curp()), 1
            yield "*", "LUHN", (lambda b: b + luhn(b))(self.digits(self.dice.randrange(3, 20))), 1
            yield "*", "IMEI", (lambda b: b + luhn(b))(self.digits(14)), 1
            yield "*", "LEI", lei(self.text(LETTERS + DIGITS, 18)), 1
            yield "*", "ISO11649", iso11649(self.text(LETTERS + DIGITS,
                                                      self.dice.randrange(1, 22))), 0


def judge(rows):
    text = "".join("\t".join(row) + "\n" for row in rows)
    done = subprocess.run([BINARY, "tool", "id"], input=text, text=True, capture_output=True,
                          check=False, timeout=300)
    answers = [line.split("\t") for line in done.stdout.splitlines()]
    assert len(answers) == len(rows)
    return answers


class Standards(unittest.TestCase):
    def test_a_number_with_its_check_digit_is_good_and_with_any_other_is_not(self):
        good = list(Draw(2026).cases())
        uneven = 0
        for (country, kind, number, _), answer in zip(good, judge([row[:3] for row in good])):
            if kind in ("CPF", "CNPJ") and len(set(number)) == 1:
                continue  # never given out
            with self.subTest(kind, number=number):
                self.assertEqual(answer[0], "1", answer)
                self.assertEqual(answer[1], number)
                uneven += 1
        self.assertGreater(uneven, 14 * DRAWN)
        wrong = [(country, kind, number[:-1] + other)
                 for country, kind, number, checked in good if checked
                 for other in DIGITS if other != number[-1]]
        for row, answer in zip(wrong, judge(wrong)):
            with self.subTest(row[1], number=row[2]):
                self.assertEqual(answer[0], "0", answer)

    def test_how_it_is_written_does_not_matter(self):
        rows, plain = [], []
        dice = random.Random(7)
        for country, kind, number, _ in Draw(7).cases():
            if kind in ("ISO11649", "LUHN"):  # drawn with letters of its own; the bare algorithm
                continue
            spread = "".join(c + dice.choice(("", "", " ", "-", ".", "  ")) for c in number)
            rows.append((country, kind, " " + spread.lower() + " "))
            plain.append(number)
        for number, row, answer in zip(plain, rows, judge(rows)):
            with self.subTest(row[1], number=row[2]):
                if len(set(number)) > 1:
                    self.assertEqual(answer[:2], ["1", number])


if __name__ == "__main__":
    unittest.main(verbosity=2)
