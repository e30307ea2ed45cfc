#!/usr/bin/env python3
"""Files of direct debit: valid by the schemas of ISO 20022, exact in columns, and their sums."""
import os
import shutil
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
SHARED = os.environ.get("ACUERDO_SHARED", os.path.join(ROOT, "..", "shared"))
SCHEMAS = os.path.join(SHARED, "data", "iso20022-xsd")
BINARY = os.path.abspath(os.environ.get("ACUERDO_BINARY", "build/gcc/acuerdo"))
ORDERS = [
    ("100001", "Ana <Torres> & Peña", "12345678901", "ES9121000418450200051332", "2100", "M-1",
     "2026-01-05", "2026-12-01", "1250.50"),
    ("100002", "Luis Ortega Ruiz", "98765432100", "00012345678", "341", "M-2", "2026-02-05",
     "2026-12-15", "80.00"),
    ("100003", "Cía. del Norte S.A.", "11222333000181", "ES7921000813610123456789", "", "M-3",
     "2026-03-05", "2026-12-01", "0.01"),
]


def write(name, orders=ORDERS, code=0, currency="EUR", account="00012345678"):
    text = "".join("\t".join(order) + "\n" for order in orders)
    done = subprocess.run(
        [BINARY, "tool", "debit", "--format", name, "--message", "MSG-1", "--creditor",
         "Acreedora & Hijos S.A.", "--id", "900123456", "--account", account,
         "--bank", "237", "--currency", currency, "--on", "2026-11-22"],
        input=text.encode(), capture_output=True, check=False, timeout=60)
    assert done.returncode == code, (done.returncode, done.stderr)
    return done.stdout


class Debit(unittest.TestCase):
    def test_pain(self):
        for version in ("02", "08", "09", "10"):
            name = f"pain.008.001.{version}"
            text = write(name, account="ES9121000418450200051332")
            root = xml.etree.ElementTree.fromstring(text)
            space = {"p": f"urn:iso:std:iso:20022:tech:xsd:{name}"}
            self.assertEqual([e.text for e in root.findall(".//p:CtrlSum", space)],
                             ["1330.51", "1250.51", "80.00"])
            self.assertEqual([e.text for e in root.findall(".//p:EndToEndId", space)],
                             ["100001", "100003", "100002"])
            self.assertEqual(root.find(".//p:Dbtr/p:Nm", space).text, "Ana <Torres> & Peña")
            if not (os.path.isdir(SCHEMAS) and shutil.which("xmllint")):
                print("schemas: skipped (no shared data or no xmllint)")
                continue
            with tempfile.NamedTemporaryFile(suffix=".xml") as file:
                file.write(text)
                file.flush()
                done = subprocess.run(
                    ["xmllint", "--noout", "--nonet", "--schema",
                     os.path.join(SCHEMAS, name + ".xsd"), file.name],
                    capture_output=True, text=True, check=False)
                self.assertEqual(done.returncode, 0, done.stderr)

    def test_cnab400(self):
        lines = write("cnab400", currency="BRL").decode("ascii").split("\r\n")
        self.assertEqual([len(line) for line in lines], [400] * 5 + [0])
        self.assertEqual(lines[0][:19], "01REMESSA01COBRANCA")
        self.assertEqual([line[394:400] for line in lines[:5]], [f"{n:06d}" for n in range(1, 6)])
        self.assertEqual(lines[1][108:120], "01100001    ")
        self.assertEqual((lines[1][120:126], lines[1][126:139]), ("011226", f"{125050:013d}"))
        self.assertEqual(lines[1][234:274].rstrip(), "ANA TORRES PENA")
        self.assertEqual(lines[2][218:234], "0211222333000181")
        with tempfile.NamedTemporaryFile(suffix=".rem") as file:
            file.write("\r\n".join(lines).encode())
            file.flush()
            told = subprocess.run([BINARY, "tool", "statement", file.name, "--json"],
                                  capture_output=True, text=True, check=True).stdout
        self.assertIn('"format":"CNAB400-REMESSA"', told)
        self.assertEqual(told.count('"type":"fault"'), 1)  # that it is an order

    def test_cnab240(self):
        lines = write("cnab240", currency="BRL").decode("ascii").split("\r\n")
        self.assertEqual([len(line) for line in lines], [240] * 10 + [0])
        self.assertEqual("".join(line[7] for line in lines[:10]), "0133333359")
        self.assertEqual([line[13] for line in lines[2:8]], list("PQPQPQ"))
        self.assertEqual([line[8:13] for line in lines[2:8]], [f"{n:05d}" for n in range(1, 7)])
        self.assertEqual(sum(int(line[85:100]) for line in lines[2:8:2]), 133051)
        self.assertEqual((lines[8][17:23], lines[8][23:29], int(lines[8][29:46])),
                         ("000008", "000003", 133051))
        self.assertEqual((lines[2][62:77].rstrip(), lines[2][77:85]), ("100001", "01122026"))
        self.assertEqual(lines[3][33:73].rstrip(), "ANA TORRES PENA")
        self.assertEqual(lines[5][17:33], "2011222333000181")
        with tempfile.NamedTemporaryFile(suffix=".rem") as file:
            file.write("\r\n".join(lines).encode())
            file.flush()
            told = subprocess.run([BINARY, "tool", "statement", file.name, "--json"],
                                  capture_output=True, text=True, check=True).stdout
        self.assertIn('"format":"CNAB240-REMESSA"', told)
        self.assertIn('"control_entries":10', told.replace(" ", ""))
        self.assertIn('"control_ok":true', told.replace(" ", ""))
        self.assertEqual(told.count('"type":"fault"'), 1)  # that it is an order

    def test_asobancaria(self):
        orders = [order[:2] + ("1234567890", "00012345678") + order[4:] for order in ORDERS]
        lines = write("asobancaria", orders, currency="COP").decode("ascii").split("\r\n")
        self.assertEqual([len(line) for line in lines], [220] * 7 + [0])
        self.assertEqual("".join(line[:2] for line in lines), "01050606060809")
        self.assertEqual(lines[2][2:50].lstrip("0"), "100001")
        self.assertEqual(int(lines[2][85:99]), 125050)
        self.assertEqual((int(lines[5][2:11]), int(lines[5][11:29])), (3, 133051))

    def test_refused(self):
        good = list(ORDERS[0])
        for at, wrong in ((8, "0"), (8, "-1"), (8, "1.234"), (5, ""), (7, "2026-02-30"), (0, ""),
                          (0, "x" * 36)):
            order = good[:at] + [wrong] + good[at + 1:]
            self.assertEqual(write("pain.008.001.02", [order], code=2), b"")
        self.assertEqual(write("pain.008.001.02", [], code=2), b"")
        self.assertEqual(write("pain.008.001.03", code=2), b"")
        self.assertEqual(write("cnab400", [["12345678901"] + good[1:]], code=2), b"")
        self.assertEqual(write("pain.008.001.02", code=2, currency="CLP"), b"")
        self.assertEqual(write("cnab400", code=2, account="1" * 21), b"")


if __name__ == "__main__":
    unittest.main()
