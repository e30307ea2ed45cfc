#!/usr/bin/env python3
"""The table editor's API: tables as JSON, marks and readings of what is not saved, drafts of two
people at once, one account tried, all accounts simulated, CSV there and back."""

import copy
import csv
import io
import time
import unittest
import xml.dom.minidom

from house import HouseTest


def plain(table):
    """What a browser sends of a table it got."""
    sent = copy.deepcopy(table)
    for column in sent["inputs"] + sent["outputs"]:
        column.pop("values")
        column.pop("about", None)
    for rule in sent["rules"]:
        rule.pop("reading")
        rule.pop("hits")
    return sent


class Tables(HouseTest):
    debtors = 60

    def setUp(self):
        self.strategist = self.client("estela")
        listed = self.strategist.get("/v1/strategies").json["items"]
        self.active = next(row for row in listed if row["state"] == "active")

    def newest(self):
        return self.strategist.get("/v1/strategies").json["items"][0]

    def path(self, tail, version=None):
        return f"/v1/strategies/{(version or self.newest())['id']}/{tail}"

    def tables(self, version=None, client=None):
        answer = (client or self.strategist).get(self.path("tables", version))
        self.assertEqual(answer.status, 200, answer.body[:400])
        return answer.json

    def treatment(self, version=None):
        found = self.tables(version)["tables"]
        return next(table for table in found if table["decision"] == "treatment")

    def check(self, *tables):
        answer = self.strategist.call("POST", self.path("tables/check"), {"tables": list(tables)})
        self.assertEqual(answer.status, 200, answer.body[:600])
        return answer.json

    # --- reading ---

    def test_tables_say_what_a_screen_needs(self):
        shown = self.tables(self.active)
        self.assertEqual(
            [table["decision"] for table in shown["tables"]],
            ["segment", "treatment", "amount_band", "priority", "negotiation", "escalation"],
        )
        self.assertEqual(shown["errors"], 0)
        self.assertGreater(shown["hits_cases"], 10)
        for table in shown["tables"][:2]:
            hits = sum(rule["hits"] for rule in table["rules"])
            self.assertLessEqual(hits, shown["hits_cases"])
            self.assertGreater(hits, 0)
        treatment = shown["tables"][1]
        segment = treatment["inputs"][0]
        labels = {value["value"]: value["label"] for value in segment["values"]}
        self.assertEqual(labels['"settled"'], {"es": "Sin saldo", "en": "Nothing owed"})
        days = treatment["inputs"][1]
        self.assertIn("cuota impaga", days["about"]["es"])
        first = treatment["rules"][0]
        self.assertEqual(
            first["reading"],
            {
                "es": "Si Segmento es Sin saldo: Paso Vigilar, Medio nadie, "
                "Días mínimos entre contactos 0",
                "en": "If segment is Nothing owed: step Watch, channel nobody, min gap days 0",
            },
        )
        self.check_problem(self.client("lucia").get(self.path("tables")), 403)

    def test_facts_are_called_by_names_that_people_use(self):
        facts = {row["name"]: row for row in self.strategist.get("/v1/facts").json["items"]}
        self.assertEqual(facts["past_due_days"]["label"], {"es": "Días de mora",
                                                           "en": "Days past due"})
        self.assertEqual(facts["past_due_days"]["values"], [])
        self.assertEqual([row["value"] for row in facts["has_email"]["values"]],
                         ["true", "false"])
        self.assertEqual([row["value"] for row in facts["party_kind"]["values"]],
                         ['"person"', '"company"'])
        outcomes = {row["value"]: row["label"] for row in facts["last_outcome"]["values"]}
        self.assertTrue(all(text["es"] and text["en"] for text in outcomes.values()))
        self.assertIn('"promise"', outcomes)
        for column in self.tables()["tables"][0]["inputs"]:
            self.assertEqual(column["called"], facts[column["expression"]]["label"])

    def test_marks_of_what_nobody_saved(self):
        before = self.newest()
        edited = plain(self.treatment())
        edited["rules"][3]["inputs"][1] = "[5..3]"
        marks = self.check(edited)
        places = [(f["problem"], f["rule"], f["side"], f["column"]) for f in marks["findings"]
                  if f["weight"] == "error" and f["file"] == "treatment"]
        self.assertIn(("bad_cell", 4, "input", 2), places)
        pigeon = plain(self.treatment())
        pigeon["rules"][4]["outputs"][0] = '"watch"'
        pigeon["outputs"][1]["allowed"] = ""
        pigeon["rules"][4]["outputs"][1] = '"pigeon"'
        found = [f for f in self.check(pigeon)["findings"] if f["weight"] == "error"]
        self.assertEqual([(f["file"], f["rule"], f["side"], f["column"], f["cell"]) for f in found],
                         [("treatment", 5, "output", 2, "pigeon")])
        errors = [f for f in marks["findings"] if f["weight"] == "error"]
        self.assertEqual(marks["errors"], len(errors))
        self.assertEqual(self.newest(), before)
        fixed = plain(self.treatment())
        fixed["rules"].append(copy.deepcopy(fixed["rules"][-1]) | {"id": None})
        problems = {f["problem"] for f in self.check(fixed)["findings"]}
        self.assertIn("unreachable", problems)
        broken = plain(self.treatment())
        broken["rules"][2]["inputs"].pop()
        answer = self.strategist.call("POST", self.path("tables/check"), {"tables": [broken]})
        self.check_problem(answer, 422, "/tables/0/rules/2/inputs")
        answer = self.strategist.call(
            "POST", self.path("tables/check"), {"tables": [{**plain(self.treatment()), "x": 1}]}
        )
        self.check_problem(answer, 422, "/tables/0/x")

    # --- saving ---

    def save(self, client, version, *tables, **more):
        return client.post(self.path("draft", version), {"tables": list(tables), **more})

    def test_a_draft_is_valid_and_keeps_the_rest(self):
        base = self.newest()
        original = self.strategist.get(self.path("file?path=treatment.dmn", base)).json["text"]
        edited = plain(self.treatment(base))
        edited["rules"][3]["annotation"]["es"] = "Otra razón & <otra>"
        answer = self.save(self.strategist, base, edited, note="Una razón")
        self.assertEqual(answer.status, 201, answer.body[:600])
        draft = answer.json["strategy"]
        self.assertEqual((draft["state"], draft["based_on"]), ("draft", base["version"]))
        text = self.strategist.get(self.path("file?path=treatment.dmn", draft)).json["text"]
        xml.dom.minidom.parseString(text)
        before = [line for line in original.splitlines() if "<rule" in line or "Entry" in line]
        after = [line for line in text.splitlines() if "<rule" in line or "Entry" in line]
        self.assertEqual(len(before), len(after))
        self.assertEqual(len([1 for a, b in zip(before, after) if a != b]), 1)
        changes = self.strategist.get(self.path("changes", draft)).json
        self.assertEqual(changes["since"]["id"], base["id"])
        again = self.treatment(draft)
        self.assertEqual(again["rules"][3]["annotation"]["es"], "Otra razón & <otra>")
        self.assertEqual(plain(again), edited)

    def test_columns_come_and_go(self):
        base = self.newest()
        edited = plain(self.treatment(base))
        gone = edited["inputs"].pop(13)
        for rule in edited["rules"]:
            rule["inputs"].pop(13)
            rule["inputs"].append("-")
        edited["inputs"].append({"id": None, "expression": "complexity", "label": "Complejidad",
                                 "type": "number", "allowed": ""})
        edited["rules"][0]["inputs"][-1] = "[1..3]"
        answer = self.save(self.strategist, base, edited, allow_mistakes=True)
        self.assertEqual(answer.status, 201, answer.body[:600])
        draft = answer.json["strategy"]
        text = self.strategist.get(self.path("file?path=treatment.dmn", draft)).json["text"]
        self.assertIn('name="complexity"', text)
        self.assertNotIn(f'treatment_needs_{gone["expression"]}"', text)
        found = self.treatment(draft)
        self.assertEqual(found["inputs"][-1]["expression"], "complexity")
        self.assertEqual(found["rules"][0]["inputs"][-1], "[1..3]")

    def test_mistakes_are_refused_or_said(self):
        base = self.newest()
        edited = plain(self.treatment(base))
        edited["inputs"][1]["expression"] = "past_due_dayz"
        edited["rules"][0]["outputs"][4] = '"many"'
        refused = self.save(self.strategist, base, edited)
        problem = self.check_problem(refused, 422)
        pointers = {error["pointer"]: error["detail"] for error in problem["errors"]}
        self.assertIn("past_due_days", pointers["/tables/0/inputs/1"])
        self.assertEqual(self.newest()["id"], base["id"])
        kept = self.save(self.strategist, base, edited, allow_mistakes=True)
        self.assertEqual(kept.status, 201, kept.body[:600])
        self.assertGreater(kept.json["errors"], 0)
        draft = kept.json["strategy"]
        tested = self.strategist.call("POST", self.path("test", draft))
        self.check_problem(tested, 422)
        self.assertEqual(self.newest()["state"], "draft")
        self.check_problem(self.save(self.client("sofia"), draft, edited), 403)
        back = self.save(self.strategist, draft, plain(self.treatment(self.active)))
        self.assertEqual(back.status, 201, back.body[:600])

    def test_two_people_lose_nothing(self):
        base = self.newest()
        first, second = plain(self.treatment(base)), plain(self.treatment(base))
        had = first["rules"][1]["outputs"][5]
        first["rules"][1]["outputs"][5] = "29"
        second["rules"][2]["outputs"][5] = "28"
        self.assertEqual(self.save(self.strategist, base, first).status, 201)
        late = self.save(self.client("estela"), base, second)
        problem = self.check_problem(late, 409, "/files/treatment/treatment/rules/2/outputs/6")
        self.assertIn("estela", problem["detail"])
        self.assertIn("29", problem["errors"][0]["detail"])
        newest = self.newest()
        change = self.strategist.get(self.path(f"changes?since={base['id']}", newest)).json
        self.assertEqual([(c["rule_after"], c["before"], c["after"]) for c in change["changes"]],
                         [(2, had, "29")])
        merged = plain(self.treatment(newest))
        merged["rules"][2]["outputs"][5] = "28"
        self.assertEqual(self.save(self.strategist, newest, merged).status, 201)
        found = self.treatment()
        self.assertEqual([found["rules"][i]["outputs"][5] for i in (1, 2)], ["29", "28"])

    # --- trying ---

    def test_one_account(self):
        base = self.newest()
        page = self.client("sofia").get("/v1/cases?limit=1").json["items"][0]
        order = {"case_id": page["id"]}
        answer = self.strategist.call("POST", self.path("trial", base), order)
        self.assertEqual(answer.status, 200, answer.body[:600])
        tried = answer.json
        self.assertEqual(tried["case"], {"id": page["id"], "number": page["number"]})
        number = {"case_number": int(page["number"])}
        self.assertEqual(
            self.strategist.call("POST", self.path("trial", base), number).json, tried)
        lit = {row["decision"]: row for row in tried["decisions"]}
        self.assertGreater(lit["segment"]["rule"], 0)
        treatment = lit["treatment"]
        self.assertEqual(treatment["outputs"][0]["name"], "step")
        rules = len(self.treatment(base)["rules"])
        self.assertEqual(len(treatment["others"]), rules - 1)
        self.assertTrue(all(row["sentence"] for row in treatment["others"]))
        # the same facts, given, decide the same; another fact, and an edit nobody saved, do not
        facts = {row["name"]: row["value"] for row in tried["facts"]}
        again = self.strategist.call("POST", self.path("trial", base), {"facts": facts}).json
        self.assertEqual(again["decisions"], tried["decisions"])
        settled = {**facts, "open_amount": "0", "past_due_amount": "0"}
        other = self.strategist.call("POST", self.path("trial", base), {"facts": settled}).json
        self.assertEqual(other["decisions"][1]["outputs"][0]["value"], "watch")
        edited = plain(self.treatment(base))
        edited["rules"][0]["outputs"][0] = '"locate"'
        order = {"facts": settled, "tables": [edited]}
        unsaved = self.strategist.call("POST", self.path("trial", base), order).json
        self.assertEqual(unsaved["decisions"][1]["outputs"][0]["value"], "locate")
        both = {"facts": {}, "case_id": page["id"]}
        self.check_problem(self.strategist.call("POST", self.path("trial", base), both), 422)
        wrong = {"facts": {"past_due_dayz": "3"}}
        self.assertGreaterEqual(
            self.strategist.call("POST", self.path("trial", base), wrong).status, 404)

    def test_all_accounts(self):
        base = self.active
        edited = plain(self.treatment(base))
        for rule in edited["rules"]:
            if rule["outputs"][1] == '"email"':
                rule["outputs"][1] = '"call"'
        started = time.monotonic()
        while True:
            answer = self.strategist.call(
                "POST", self.path("simulation", base), {"tables": [edited]})
            if answer.status != 503 or time.monotonic() > started + 60:
                break
            time.sleep(0.2)
        self.assertEqual(answer.status, 200, answer.body[:600])
        result = answer.json
        self.assertGreater(result["cases"], 10)
        self.assertEqual(result["changed"], sum(move["cases"] for move in result["moves"]))
        for move in result["moves"]:
            self.assertEqual((move["from_channel"], move["to_channel"]), ("email", "call"))
        loads = {row["name"]: (row["before"], row["after"]) for row in result["channels"]}
        self.assertEqual(loads["email"][1], 0)
        same = self.strategist.call("POST", self.path("simulation", base), {}).json
        self.assertEqual((same["changed"], same["moves"], same["experiment"]), (0, [], None))

    def simulate(self, base, expression, kind, test):
        """How many cases a rule of its own changes that stands first and asks for one fact."""
        edited = plain(self.treatment(base))
        edited["inputs"].append({"id": None, "expression": expression, "label": "", "type": kind,
                                 "allowed": ""})
        for rule in edited["rules"]:
            rule["inputs"].append("-")
        first = copy.deepcopy(edited["rules"][0])
        first.update(id=None, inputs=["-"] * (len(first["inputs"]) - 1) + [test])
        first["outputs"][0] = '"locate"'
        edited["rules"].insert(0, first)
        while True:
            answer = self.strategist.call(
                "POST", self.path("simulation", base), {"tables": [edited]})
            if answer.status != 503:
                break
            time.sleep(0.2)
        self.assertEqual(answer.status, 200, answer.body[:600])
        return answer.json["changed"]

    def test_all_accounts_by_what_lies_in_the_store(self):
        store = self.house.database
        store.execute("INSERT INTO attribute_def (id, name, label, type, created_at)"
                      " VALUES (77, 'zona', 'Zona', 'text', 0)")
        debtor, obligation = store.rows(
            "SELECT debtor_id, obligation_id FROM claim WHERE state = 'open'"
            " ORDER BY debtor_id, due_on LIMIT 1")[0]
        store.execute("INSERT INTO attribute_value (debtor_id, obligation_id, attribute_id, text)"
                      f" VALUES ({debtor}, {obligation}, 77, 'norte')")
        self.assertEqual(self.simulate(self.active, "attr_zona", "string", '"norte"'), 1)
        open_cases = store.rows("SELECT count(*) FROM case_facts WHERE case_state = 1")[0][0]
        self.assertEqual(self.simulate(self.active, "obligations_open", "number", ">= 1"),
                         open_cases)
        self.assertEqual(self.simulate(self.active, "obligations_open", "number", "> 99"), 0)

    # --- CSV ---

    def test_csv_there_and_back(self):
        base = self.newest()
        query = "csv?file=treatment&decision=treatment"
        answer = self.strategist.get(self.path(query, base))
        self.assertEqual(answer.headers["Content-Type"], "text/csv; charset=utf-8")
        text = answer.body.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
        treatment = self.treatment(base)
        self.assertEqual(len(rows), 1 + len(treatment["rules"]))
        order = {"file": "treatment", "decision": "treatment", "csv": answer.body.decode()}
        back = self.strategist.call("POST", self.path("csv", base), order).json
        found = next(t for t in back["tables"] if t["decision"] == "treatment")
        self.assertEqual(plain(found), plain(treatment))
        rows[5][2] = "[9..]"
        rows[6].pop()
        bad = io.StringIO()
        csv.writer(bad, delimiter=";").writerows(rows)
        refused = self.strategist.call(
            "POST", self.path("csv", base), {**order, "csv": bad.getvalue()})
        problem = self.check_problem(refused, 422, "/csv/6/3")
        self.assertIn("/csv/7/", " ".join(error["pointer"] for error in problem["errors"]))
        short = [row[:3] + row[4:] for row in rows[:3]]
        bad = io.StringIO()
        csv.writer(bad).writerows(short)
        refused = self.strategist.call(
            "POST", self.path("csv", base), {**order, "csv": bad.getvalue()})
        self.assertIn(rows[0][3], self.check_problem(refused, 422)["errors"][0]["detail"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
