#!/usr/bin/env python3
"""What others publish: taken in, corrected, and asked before anything is charged.

The values are made up, except those that the law itself fixes.
"""
import datetime
import json
import os
import subprocess
import tempfile
import unittest

BINARY = os.path.abspath(os.environ.get("ACUERDO_BINARY", "build/gcc/acuerdo"))
RATES = """country,kind,from,value,source
CL,tmc,2026-11-15,34.56,CMF 11/2026
CL,tmc.reajustable,2026-11-15,12.3456,CMF 11/2026
CO,ibc,2026-11-01,16.68 %,Res. SFC 11/2026
CR,active_average,2026-07-01,10.00,BCCR 2026-07
PE,bcrp_maximum,2026-11-01,113.77,Circular BCRP
PE,bcrp_moratory,2026-11-01,14.72,Circular BCRP
SV,bcr_maximum.consumo,2026-07-01,50,BCR 2026-07
UY,bcu_average.small,2026-11-01,40,BCU 11/2026
AR,personal_loan,2026-11-01,80,Tabla propia
HN,average,2026-07-01,30,CNBS 2026-07
"""
INDEXES = """country,unit,day,value,currency,source
CL,UF,2026-11-20,39000,CLP,Banco Central 11/2026
CL,UF,2026-11-21,39123.45,CLP,Banco Central 11/2026
CR,USD,2026-11-18,512.34,CRC,BCCR venta
UY,UI,2026-11-21,6.5123,UYU,INE 11/2026
EC,recargo_mora.hasta_19_99,2026-07-01,3.25,USD,SCVS 2026-2
"""
ON = "2026-11-21"


def note(rule, case):
    """Both sides of a rule held: what `acuerdo comply register` reads (tests/comply/result.h)."""
    path = os.environ.get("ACUERDO_TEST_RESULTS")
    if path:
        at = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        with open(path, "a", encoding="utf-8") as file:
            file.write(f"{rule}\tcli/test_rate\t{case}\tpassed\t{at}\n")


class Rates(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="acuerdo-rate-")
        cls.env = dict(os.environ, ACUERDO_LANG="en",
                       ACUERDO_STORE=os.path.join(cls.folder.name, "a.db"))
        cls.run_words("init", "--country", "MX", "--currency", "MXN", "--timezone",
                      "America/Mexico_City", "--test", "--open-date", ON)
        cls.take("rates", RATES)
        cls.take("indexes", INDEXES)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def run_words(cls, *words, code=0):
        done = subprocess.run([BINARY, *words], cwd=cls.folder.name, env=cls.env, text=True,
                              capture_output=True, check=False, timeout=60)
        assert done.returncode == code, (words, done.returncode, done.stdout, done.stderr)
        return done

    @classmethod
    def take(cls, kind, text, code=0):
        path = os.path.join(cls.folder.name, kind + ".csv")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return json.loads(cls.run_words("import", kind, path, "--json", code=code).stdout)

    def ask(self, verb, country, *words, on=ON, code=0):
        return json.loads(self.run_words("rate", verb, "--country", country, "--on", on, "--json",
                                         *words, code=code).stdout)

    def check_cap(self, country, limit, most, words=(), on=ON):
        """Both sides of a limit: the last rate that is allowed and the next."""
        next_one = f"{most + 0.0001:.4f}"
        for rate, code, verdict in ((f"{most:.4f}", 0, "allowed"), (next_one, 3, "refused")):
            got = self.ask("cap", country, "--limit", limit, "--rate", rate, *words, on=on,
                           code=code)
            self.assertEqual(got["verdict"], verdict, got)
            self.assertEqual(float(got["answers"][0]["most"]), most)
        note(got["answers"][0]["rule"], f"{limit} {words}")
        return got["answers"][0]

    def check_fee(self, country, currency, overdue, most, words=(), on=ON):
        """The same of a fee, in minor units with two decimals or none."""
        exponent = 0 if currency == "CLP" else 2
        for fee, code, verdict in ((most, 0, "allowed"), (most + 1, 3, "refused")):
            got = self.ask("fee", country, "--overdue", overdue, "--currency", currency, "--fee",
                           f"{fee / 10 ** exponent:.{exponent}f}", *words, on=on, code=code)
            self.assertEqual(got["verdict"], verdict, got)
            self.assertEqual(got["answers"][0]["most"], most)
        note(got["answers"][0]["rule"], f"{currency} {overdue} {words} {on}")
        return got["answers"][0]

    def unknown(self, verb, country, *words, on=ON):
        got = self.ask(verb, country, *words, on=on, code=1)
        self.assertEqual(got["verdict"], "unknown", got)
        self.assertIsNone(got["answers"][0]["most"])
        return got["answers"][0]["reason"]

    def test_limits_of_interest_name_rule_value_and_source(self):
        answer = self.check_cap("CL", "maximum", 34.56)
        self.assertEqual((answer["rule"], answer["citation"]), ("CL-TMC", "Ley 18.010"))
        self.assertEqual(answer["source"]["source"], "CMF 11/2026")
        self.assertEqual(answer["source"]["from_on"], "2026-11-15")
        self.assertTrue(answer["law"] and answer["to_confirm"])
        self.check_cap("CL", "maximum", 12.3456, ("--segment", "reajustable"))
        self.check_cap("CO", "usury", 25.02)
        self.check_cap("CR", "general", 34.2)
        self.check_cap("CR", "microcredit", 48.3303)
        self.check_cap("CR", "moratory", 26, ("--agreed", "20"))
        self.check_cap("PE", "compensatory", 113.77)
        self.check_cap("PE", "moratory", 14.72)
        self.check_cap("SV", "maximum", 50, ("--segment", "consumo"))
        self.check_cap("UY", "small", 62, ("--segment", "small"))
        self.check_cap("UY", "small_arrears", 72, ("--segment", "small"))
        self.check_cap("AR", "compensatory", 100)
        self.check_cap("HN", "restructured", 37.5)
        self.assertIsNone(self.check_cap("HN", "annual", 54)["source"])  # the law's own figure

    def test_fees_name_rule_value_and_source(self):
        late = ("--days-late", "21", "--notice")
        answer = self.check_fee("CL", "CLP", "100000", 9000, late)
        self.assertEqual((answer["rule"], answer["source"]["unit"]), ("CL-FEE", "UF"))
        # 10 UF of 39123.45 are 391234.5: 35211.105 below, 6 % of 108765.5 above: 41737.035
        self.check_fee("CL", "CLP", "500000", 41737, late)
        self.check_fee("CL", "CLP", "500000", 41737 - 7825, ("--days-late", "21"))
        self.check_fee("CL", "CLP", "500000", 0, ("--days-late", "20", "--notice"))
        self.check_fee("CR", "CRC", "90000", 614808, late)
        self.check_fee("CR", "USD", "90", 1200, late)  # a dollar is a dollar
        self.check_fee("UY", "UYU", "100000", 32561, late)
        self.check_fee("UY", "UYU", "600", 30000, late)
        self.check_fee("BR", "BRL", "100.49", 200, late)
        self.check_fee("PE", "PEN", "1000", 0, late)
        self.check_fee("EC", "USD", "15", 325, ("--segment", "hasta_19_99", *late))
        self.check_fee("EC", "USD", "19.99", 300, late, on="2017-02-01")

    def test_a_missing_or_old_value_is_unknown_and_never_allowed(self):
        fee = ("--overdue", "1000", "--days-late", "30", "--currency", "CLP", "--fee", "1")
        self.assertRegex(self.unknown("fee", "CL", *fee, on="2026-11-19"), "import indexes")
        self.assertRegex(self.unknown("fee", "CL", *fee, on="2026-11-22"), "holds for 1 days")
        self.assertRegex(self.unknown("fee", "CL", "--overdue", "1", "--days-late", "30",
                                      "--currency", "USD"), "is in CLP")
        self.assertRegex(self.unknown("cap", "CL", "--rate", "1", on="2026-11-14"), "import rates")
        self.ask("cap", "CL", "--rate", "1", on="2026-12-24")
        self.assertRegex(self.unknown("cap", "CL", "--rate", "1", on="2026-12-25"), "40 days")
        self.assertRegex(self.unknown("cap", "SV", "--rate", "1"), "which segment, of: consumo")
        self.assertRegex(self.unknown("cap", "CR", "--limit", "moratory", "--rate", "1"),
                         "contract's own rate")
        self.assertRegex(self.unknown("fee", "EC", "--overdue", "15", "--days-late", "1",
                                      "--currency", "USD"), "of: hasta_19_99")
        # one limit refuses what another cannot tell
        got = self.ask("cap", "PE", "--rate", "99", on="2027-05-10", code=1)
        self.assertEqual(got["verdict"], "unknown")

    def test_a_law_without_a_figure_is_no_cap(self):
        got = self.ask("cap", "MX", "--rate", "90")
        self.assertEqual((got["verdict"], got["answers"][0]["rule"]), ("no_cap", "MX-RATE"))
        self.assertEqual(self.ask("cap", "PA", "--rate", "90")["answers"], [])
        got = self.ask("cap", "VE", "--rate", "90", code=1)  # nobody has read its law
        self.assertEqual((got["verdict"], got["answers"]), ("unknown", []))
        got = self.ask("fee", "CL", "--overdue", "1", "--days-late", "30", "--currency", "CLP")
        self.assertEqual(got["verdict"], "allowed")  # only the most was asked
        done = self.run_words("rate", "cap", "--country", "CL", "--limit", "nope", code=1)
        self.assertIn("it has: maximum", done.stderr)

    def test_the_same_file_changes_nothing_and_another_value_corrects(self):
        again = self.take("rates", RATES)
        self.assertEqual((again["created"], again["updated"], again["unchanged"]), (0, 0, 10))
        wrong = self.take("indexes", "country,unit,day,value,currency,source\n"
                          "CL,UTM,2026-11-01,68000,CLP,SII\n")
        right = self.take("indexes", "country,unit,day,value,currency,source\n"
                          "CL,UTM,2026-11-01,68647,CLP,SII corregido\n")
        self.assertEqual((wrong["created"], right["created"], right["updated"]), (1, 0, 1))
        rows = json.loads(self.run_words("rate", "list", "--all", "--json").stdout)
        self.assertEqual([(r["revision"], r["value"]) for r in rows if r.get("unit") == "UTM"],
                         [(1, "68000"), (2, "68647")])
        rows = json.loads(self.run_words("rate", "list", "--country", "CL", "--json").stdout)
        self.assertEqual([r["value"] for r in rows if r.get("unit") == "UF"], ["39123.45"])
        self.assertEqual([r["value"] for r in rows if r.get("unit") == "UTM"], ["68647"])
        shown = self.run_words("rate", "index", "UTM", "--country", "CL").stdout
        self.assertRegex(shown, r"UTM +2026-11-01 +#2 +68647 CLP  SII corregido")
        self.assertIn("UVR", self.run_words("rate", "index", "UVR", code=1).stderr)

    def test_the_tools_answer_without_a_store(self):
        for tool, line, want in (
                ("fee-cap", "CL 2026-11-21 CLP 500000 21 1 39123.45 41737", "allowed 41737 CL-FEE"),
                ("fee-cap", "CL 2026-11-21 CLP 500000 21 1 39123.45 41738", "refused 41737 CL-FEE"),
                ("fee-cap", "CL 2026-11-21 CLP 500000 21 1", "unknown  CL-FEE"),
                ("fee-cap", "MX 2026-11-21 MXN 500000 21 1  99", "no_cap  "),
                ("fee-cap", "VE 2026-11-21 VES 500000 21 1  99", "unknown  "),
                ("fee-cap", "MX 2026-11-21 MXN -5 21 1", "error overdue"),
                ("interest-cap", "CO 2026-11-21 usury 16.68 25.02", "allowed 25.02 CO-USURY"),
                ("interest-cap", "CO 2026-11-21 usury 16.68 25.0201", "refused 25.02 CO-USURY"),
                ("interest-cap", "CO 2026-11-21 usury  25", "unknown  CO-USURY"),
                ("interest-cap", "HN 2017-10-03 annual  54", "error there is no limit"),
                ("interest-cap", "HN 2017-10-04 annual  54", "allowed 54 HN-RATE")):
            with self.subTest(line):
                done = subprocess.run([BINARY, "tool", tool], text=True, capture_output=True,
                                      input=line.replace(" ", "\t") + "\n", check=False,
                                      env=self.env, timeout=60)
                self.assertTrue(done.stdout.startswith(want.replace(" ", "\t", 2)
                                if not want.startswith("error") else want.replace(" ", "\t", 1)),
                                done.stdout)

    def test_a_bad_row_is_told_with_line_and_column_and_nothing_is_written(self):
        before = self.run_words("rate", "list", "--all").stdout
        for row, column, said in (
                ("CL,tmc,2026-02-30,1,x", 3, "no day"), ("CL,tmc,2026-12-01,0,x", 4, "above zero"),
                ("CL,tmc,2026-12-01,-1,x", 4, "above zero"),
                ("CL,tmc,2026-12-01,1.23456,x", 4, "at most 4 decimals"),
                ("CL,t m c,2026-12-01,1,x", 2, "not a name"),
                ("Chile,tmc,2026-12-01,1,x", 1, "not a country"),
                ("CL,tmc,2026-12-01,1,", 5, "missing"),
                ("CL,tmc,2026-12-01,1000000,x", 4, "not a percentage")):
            with self.subTest(row):
                got = self.take("rates", "country,kind,from,value,source\n"
                                f"CL,good,2026-12-01,5,x\n{row}\n", code=1)
                refusal = got["refusals"][0]
                self.assertEqual((refusal["line"], refusal["column"]), (3, column), refusal)
                self.assertRegex(refusal["reason"], said)
        twice = "country,kind,from,value,source\n" + "CL,good,2026-12-01,5,x\n" * 2
        self.assertEqual(self.take("rates", twice, code=1)["refused"], 1)
        self.assertEqual(self.run_words("rate", "list", "--all").stdout, before)


if __name__ == "__main__":
    unittest.main(verbosity=2)
