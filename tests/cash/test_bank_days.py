#!/usr/bin/env python3
"""The settlements of a file of receivables as files of banks, day by day: the same figures.

Each settlement of ibm-ar is written as an entry of camt.053, MT940, CNAB 400 and Asobancaria, taken
in with `acuerdo bank import` and matched without help; the daily report must be expected/daily.tsv.
Imports are killed at random moments: the store is then as before or as after.  CI takes some weeks
in steps of several days; ACUERDO_TEST_EACH=1 takes every day of all years.
"""
import csv
import datetime
import decimal
import importlib.machinery
import importlib.util
import json
import os
import random
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
SHARED = os.environ.get("ACUERDO_SHARED", os.path.join(ROOT, "..", "shared"))
DATA = os.path.join(SHARED, "data", "ibm-ar")
EACH = os.environ.get("ACUERDO_TEST_EACH") == "1"
DAYS, STEP = (100000, 1) if EACH else (35, 7)
KILLS = 20 if EACH else 2

sys.path.insert(0, os.path.join(ROOT, "tests", "support"))
import stores  # noqa: E402


def load_days():
    """tests/receivables_days as a module: the same product and the same comparison."""
    path = os.path.join(ROOT, "tests", "receivables_days")
    loader = importlib.machinery.SourceFileLoader("receivables_days", path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


def day_of(text):
    month, day, year = text.split("/")
    return datetime.date(int(year), int(month), int(day))


def write_camt(number, day, entries):
    """A statement of camt.053.001.02 with its balances."""
    del number
    body = "".join(
        f"<Ntry><Amt Ccy=\"USD\">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>"
        f"<BookgDt><Dt>{on}</Dt></BookgDt><ValDt><Dt>{on}</Dt></ValDt>"
        f"<AcctSvcrRef>B{invoice}</AcctSvcrRef><BkTxCd></BkTxCd><NtryDtls><TxDtls><RmtInf>"
        f"<Ustrd>payment of invoice {invoice}, thank you</Ustrd></RmtInf></TxDtls></NtryDtls>"
        "</Ntry>"
        for invoice, on, amount in entries)
    total = sum(entry[2] for entry in entries)

    def balance(code, amount):
        return (f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
                f"<Amt Ccy=\"USD\">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>"
                f"<Dt><Dt>{day}</Dt></Dt></Bal>")

    return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
            "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt>"
            f"<GrpHdr><MsgId>M{day}</MsgId><CreDtTm>{day}T20:00:00</CreDtTm></GrpHdr>"
            f"<Stmt><Id>S{day}</Id><CreDtTm>{day}T20:00:00</CreDtTm>"
            "<Acct><Id><Othr><Id>012180001234567897</Id></Othr></Id></Acct>"
            f"{balance('OPBD', '10.00')}{balance('CLBD', total + decimal.Decimal('10.00'))}"
            f"{body}</Stmt></BkToCstmrStmt></Document>\n")


def write_mt940(number, day, entries):
    total = sum(entry[2] for entry in entries) + decimal.Decimal("10.00")
    lines = [":20:ACUERDO", ":25:012180001234567897", f":28C:{number}/1",
             f":60F:C{day:%y%m%d}USD10,00"]
    for invoice, on, amount in entries:
        lines += [f":61:{on:%y%m%d}{on:%m%d}C{str(amount).replace('.', ',')}NTRF{invoice}",
                  f":86:payment of {invoice}"]
    return "\r\n".join([*lines, f":62F:C{day:%y%m%d}USD{str(total).replace('.', ',')}", "-", ""])


def in_columns(width, *fields):
    line = [" "] * width
    for start, text in fields:
        line[start - 1:start - 1 + len(text)] = text
    return "".join(line)


def cents(amount, width):
    return f"{int(amount * 100):0{width}d}"


def write_cnab400(number, day, entries):
    """As most banks of Brazil write the answers to their collection: the document says the debt."""
    lines = [in_columns(400, (1, "02RETORNO01COBRANCA"), (27, "00012345678901234567"),
                        (77, "237"), (95, f"{day:%d%m%y}"), (109, f"{number:05d}"),
                        (395, "000001"))]
    for n, (invoice, on, amount) in enumerate(entries, 2):
        lines.append(in_columns(400, (1, "1"), (63, f"9{invoice}"), (109, "06"),
                                (111, f"{on:%d%m%y}"), (117, invoice), (147, f"{on:%d%m%y}"),
                                (153, cents(amount, 13)), (254, cents(amount, 13)),
                                (296, f"{on:%d%m%y}"), (395, f"{n:06d}")))
    lines.append(in_columns(400, (1, "9"), (395, f"{len(entries) + 2:06d}")))
    return "\r\n".join([*lines, ""])


def write_asobancaria(number, day, entries):
    """One file a day of collection, as the format has it."""
    del number
    total = sum(entry[2] for entry in entries)
    ends = f"{len(entries):09d}{cents(total, 18)}"
    lines = [in_columns(162, (1, f"019001234567{day:%Y%m%d}"), (21, "007"),
                        (24, "00000012345678901"), (41, f"{day:%Y%m%d}"), (49, "2000"), (53, "A")),
             in_columns(162, (1, "05"), (3, "7701234567890"), (16, "0001"))]
    for n, (invoice, _, amount) in enumerate(entries, 1):
        lines.append(in_columns(162, (1, "06"), (3, f"{invoice:0>48}"), (51, cents(amount, 14)),
                                (65, "0101"), (78, f"{n:07d}")))
    lines += [in_columns(162, (1, "08" + ends), (30, "0001")), in_columns(162, (1, "09" + ends))]
    return "\r\n".join([*lines, ""])


FORMATS = {
    "camt": (write_camt, "USD", False),
    "mt940": (write_mt940, "USD", False),
    "cnab400": (write_cnab400, "BRL", False),
    "asobancaria": (write_asobancaria, "COP", True),
}


@unittest.skipUnless(os.path.isdir(DATA), "skipped: no shared data")
class BankDays(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.days = load_days()
        with open(os.path.join(DATA, "ar.csv"), encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        cls.settled = sorted(
            (day_of(row["SettledDate"]), row["invoiceNumber"],
             decimal.Decimal(row["InvoiceAmount"]))
            for row in rows if row["SettledDate"])
        cls.expected = cls.days.read_tsv(os.path.join(DATA, "expected", "daily.tsv"))

    def write_mapping(self, folder, unit):
        with open(os.path.join(ROOT, "policies", "mappings", "ibm-ar.json"),
                  encoding="utf-8") as file:
            mapping = json.load(file)
        del mapping["settlement"]
        mapping["constants"]["obligation.currency"] = unit
        path = os.path.join(folder, "mapping.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(mapping, file)
        return path

    def take(self, product, path, random_):
        """Takes the file; now and then a kill comes first, after which all or nothing is there."""
        if random_ and random_.random() < 0.5:
            before = self.rows(product)
            process = subprocess.Popen(product.command("bank", "import", path, "--json"),
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                process.wait(timeout=random_.uniform(0.005, 0.06))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            after = self.rows(product)
            if after != before:
                self.assertEqual(after[0], before[0] + 1, "a file that is there in part")
                self.assertGreater(after[1], before[1])
            self.kills += 1
        return json.loads(product.run("bank", "import", path, "--json"))

    def rows(self, product):
        return [product.store.rows(f"SELECT count(*) FROM {table}")[0][0]
                for table in ("bank_file", "bank_entry", "payment", "bank_match")]

    def live(self, name):
        write, unit, is_daily = FORMATS[name]
        with tempfile.TemporaryDirectory(prefix="bank-days-") as folder:
            store = stores.fresh(folder)
            self.addCleanup(store.remove)
            product = self.days.Product(self.days.find_program(), store,
                                        self.days.Killer(0, 1, 1))
            product.store = store
            mapping = self.write_mapping(folder, unit)
            first = datetime.date.fromisoformat(self.expected[0]["date"])
            last = datetime.date.fromisoformat(self.expected[-1]["date"])
            last = min(last, first + datetime.timedelta(DAYS - 1))
            self.kills = 0
            random_ = random.Random(7)
            product.run("init", "--country", "MX", "--currency", unit, "--timezone",
                        "America/Mexico_City", "--test", "--open-date", first.isoformat())
            begin, number = first, 0
            while begin <= last:
                end = min(begin + datetime.timedelta(STEP - 1), last)
                if end > first:
                    product.run("close", "--date", (end - datetime.timedelta(1)).isoformat())
                product.run("import", "receivables", os.path.join(DATA, "ar.csv"), "--mapping",
                            mapping, "--as-of", end.isoformat())
                entries = [(invoice, on, amount) for on, invoice, amount in self.settled
                           if begin <= on <= end]
                dates = sorted({entry[1] for entry in entries}) if is_daily else [end]
                for day in dates if entries else []:
                    number += 1
                    path = os.path.join(folder, f"{name}-{number}.txt")
                    of_day = [e for e in entries if e[1] == day] if is_daily else entries
                    with open(path, "w", encoding="ascii", newline="") as file:
                        file.write(write(number, day, of_day))
                    done = self.take(product, path, random_ if self.kills < KILLS else None)
                    if done["outcome"] == "taken":
                        self.assertEqual((done["money"], done["settled"], done["waiting"]),
                                         (len(of_day), len(of_day), 0), (name, day))
                begin = end + datetime.timedelta(1)
            product.run("close", "--date", last.isoformat())
            self.assertEqual(json.loads(product.run("bank", "pending", "--json")), [])
            score = self.days.Score()
            self.days.compare_daily(score, product, os.path.join(DATA, "expected"),
                                    last.isoformat())
            self.assertGreater(number, 0)
            self.assertEqual(score.failed, 0)
            print(f"{name}: {score.passed} days equal, {number} files, {self.kills} kills",
                  file=sys.stderr)

    def test_camt(self):
        self.live("camt")

    def test_mt940(self):
        self.live("mt940")

    def test_cnab400(self):
        self.live("cnab400")

    def test_asobancaria(self):
        self.live("asobancaria")


if __name__ == "__main__":
    unittest.main()
