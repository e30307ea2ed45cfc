#!/usr/bin/env python3
"""docs/openapi.yaml is the contract: every operation is there, every answer has its shape.

Each operation is called once with good values and its answer is checked against the schema of its
status: required and known properties, types, enums, patterns, to the last leaf.
"""

import base64
import hashlib
import json
import os
import re
import time
import unittest

from house import House, HouseTest, stores

try:
    import yaml
except ImportError:
    yaml = None

SOURCE = os.environ.get("ACUERDO_SOURCE", ".")
TYPES = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "object": dict,
    "null": type(None),
}
FORMATS = {
    "date": re.compile(r"^\d{4}-\d\d-\d\d$"),
    "date-time": re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"),
}


def base64url(text):
    """As the interface takes the bytes of a file."""
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


class Contract:
    """The document, and the checking of values against its schemas."""

    def __init__(self):
        with open(os.path.join(SOURCE, "docs", "openapi.yaml"), encoding="utf-8") as file:
            self.root = yaml.safe_load(file)

    def resolve(self, node):
        while "$ref" in node:
            found = self.root
            for part in node["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            node = {**found, **{name: value for name, value in node.items() if name != "$ref"}}
        return node

    def operations(self):
        for path, methods in self.root["paths"].items():
            for method, operation in methods.items():
                if method in ("get", "post", "delete", "put", "patch"):
                    yield operation["operationId"], method.upper(), path, operation

    def faults(self, value, schema, where="", is_closed=True):
        """What is wrong with a value, as texts."""
        schema = self.resolve(schema)
        if "oneOf" in schema:
            tried = [list(self.faults(value, option, where)) for option in schema["oneOf"]]
            if all(tried):
                yield from min(tried, key=len)
            return
        types = schema.get("type", [])
        types = [types] if isinstance(types, str) else types
        if types and not any(
            isinstance(value, TYPES[name])
            and not (isinstance(value, bool) and name in ("integer", "number"))
            for name in types
        ):
            yield f"{where}: {value!r} is not {types}"
            return
        if "enum" in schema and value not in schema["enum"]:
            yield f"{where}: {value!r} is not one of {schema['enum']}"
        if isinstance(value, str):
            if "pattern" in schema and not re.search(schema["pattern"], value):
                yield f"{where}: {value!r} is not of {schema['pattern']}"
            if schema.get("format") in FORMATS and not FORMATS[schema["format"]].match(value):
                yield f"{where}: {value!r} is no {schema['format']}"
        if isinstance(value, int) and "minimum" in schema and value < schema["minimum"]:
            yield f"{where}: {value} is below {schema['minimum']}"
        if isinstance(value, list):
            for index, item in enumerate(value):
                yield from self.faults(item, schema.get("items", {}), f"{where}/{index}")
        if isinstance(value, dict):
            properties = schema.get("properties", {})
            for name in schema.get("required", []):
                if name not in value:
                    yield f"{where}: {name} is missing"
            for name, item in value.items():
                if name in properties:
                    yield from self.faults(item, properties[name], f"{where}/{name}")
                elif isinstance(schema.get("additionalProperties"), dict):
                    yield from self.faults(item, schema["additionalProperties"], f"{where}/{name}")
                elif properties and is_closed:
                    yield f"{where}: {name} is not in the contract"


@unittest.skipIf(yaml is None, "python3-yaml is not installed")
class Operations(HouseTest):
    @classmethod
    def setUpClass(cls):
        cls.contract = Contract()
        cls.called = set()
        super().setUpClass()

    def call(self, client, operation_id, body=None, query="", **values):
        """Calls an operation and checks its answer; the JSON of it."""
        for name, method, path, operation in self.contract.operations():
            if name != operation_id:
                continue
            for key, value in values.items():
                path = path.replace("{" + key + "}", str(value))
            needs_key = any(
                self.contract.resolve(parameter)["name"] == "Idempotency-Key"
                for parameter in operation.get("parameters", [])
            )
            answer = (
                client.post(path, body) if needs_key else client.call(method, path + query, body)
            )
            self.called.add(name)
            return self.check(answer, operation, f"{method} {path}")
        raise AssertionError(f"{operation_id} is not in the contract")

    def check(self, answer, operation, what):
        responses = operation["responses"]
        self.assertIn(str(answer.status), responses, f"{what}: {answer.status} {answer.body[:300]}")
        self.assertLess(answer.status, 400, f"{what}: {answer.body[:300]}")
        content = self.contract.resolve(responses[str(answer.status)]).get("content")
        if not content:
            self.assertEqual(answer.body, b"", what)
            return None
        media_type = answer.headers["Content-Type"].split(";")[0]
        self.assertIn(media_type, content, what)
        if media_type != "application/json":
            return None
        self.assertEqual(
            list(self.contract.faults(answer.json, content[media_type]["schema"])), [], what
        )
        return answer.json

    def call_consents(self, client, case_id):
        call = self.call
        said = {"state": "revoked", "channel": "sms", "evidence": "Lo dijo", "wording": "2026-01"}
        row = call(client, "recordConsent", said, id=case_id)["id"]
        call(client, "undoConsent", {"evidence": "Era otra cuenta"}, id=case_id, row=row)
        wish = {"days": "135", "opens": "18:00", "closes": "20:00", "evidence": "Lo pidió"}
        call(client, "recordPreference", wish, id=case_id)
        shield = call(client, "readShield", id=case_id)
        answers = {question["kind"]: "0000" for question in shield["questions"]}
        call(client, "verifyIdentity", {"channel": "call", **answers}, id=case_id)
        call(client, "openShield", {"reason": "Nadie en la línea"}, id=case_id)
        points = call(client, "readWorkspace", id=case_id)["contact_points"]
        wrong = {"evidence": "Contesta una vecina"}
        call(client, "closeWrongNumber", wrong, id=case_id, point=points[0]["id"])
        call(client, "listConsents", id=case_id)

    def call_arrangements(self, client, case_id, today):
        """An offer is accepted, undone; terms beyond the limits wait; a missed one counts again."""
        call = self.call
        offers = call(client, "listOffers", query="?can_pay=50000", id=case_id)
        self.assertRegex(  # as the screens write days and amounts
            offers["waiting"]["sentence"],
            r"el \d\d [a-z]{3} \d{4} se (seguirán debiendo|deberán) \$[\d,]+\.\d\d: ")
        self.assertEqual(
            [sum(row["amount"] for row in offer["rows"]) for offer in offers["offers"]],
            [offer["total"] for offer in offers["offers"]],
        )
        ledger = call(client, "readLedger", id=case_id)
        parts = [part for debt in ledger["debts"] for part in debt["components"]]
        self.assertEqual(sum(part["open"] for part in parts), ledger["open"])
        met = [row["amount"] for row in ledger["entries"] if row["kind"] == "met"]
        self.assertEqual(sum(part["met"] for part in parts), sum(met))
        rest = [row["amount"] for row in ledger["entries"] if row["kind"] != "met"]
        self.assertEqual(sum(part["opened"] for part in parts), sum(rest))
        before = call(client, "readLedger", query="?on=1990-01-01", id=case_id)
        self.assertEqual((before["open"], before["entries"]), (0, []))
        debts = call(client, "listDebtStandings", id=case_id)["items"]
        loss = {"obligation_id": debts[0]["obligation_id"], "reason": "Incobrable"}
        lost = call(client, "changeDebtStanding", {**loss, "step": "charge_off"}, id=case_id)
        self.assertEqual(lost["items"][0]["charged_off"], debts[0]["open"])
        call(client, "changeDebtStanding", {**loss, "step": "resume"}, id=case_id)
        paper = call(client, "makePaper", {"kind": "statement"}, id=case_id)
        body = paper["json"][len('{"paper":') : paper["json"].index(',"name":')]
        self.assertEqual(hashlib.sha256(body.encode()).hexdigest(), paper["sha256"])
        listed = call(client, "listPapers", id=case_id)["items"]
        self.assertEqual([each["sha256"] for each in listed], [paper["sha256"]])
        refused = client.call("POST", f"/v1/cases/{case_id}/papers", {"kind": "clearance"})
        self.check_problem(refused, 403)
        order = {"offer": offers["offers"][0]["offer"], "can_pay": 50000}
        made = call(client, "acceptOffer", order, id=case_id)["arrangement"]
        self.assertEqual((made["state"], made["owed"]), ("active", offers["owed"]))
        again = client.post(f"/v1/cases/{case_id}/arrangements", order)
        self.check_problem(again, 409)
        known = {"id": made["id"]}
        stranger = {"party_id": made["id"], "evidence": "firmó el anexo"}
        self.check_problem(client.post(f"/v1/arrangements/{made['id']}/parties", stranger), 422)
        joins = {"party_id": self.add_guarantor(debts[0]), "evidence": "firmó el anexo"}
        joined = call(client, "joinArrangement", joins, **known)["arrangement"]["parties"]
        self.assertEqual([(row["name"], row["role"]) for row in joined], [("Aval", "guarantor")])
        parties = call(client, "listArrangementChoices", id=case_id)["parties"]
        self.assertEqual([(row["party_id"], row["name"]) for row in parties],
                         [(joins["party_id"], "Aval")])
        self.assertEqual(call(client, "listJoinedArrangements", id=case_id)["items"], [])
        self.check_joined(client, made["id"])
        undone = call(client, "cancelArrangement", {"reason": "Era otra cuenta"}, **known)
        self.assertEqual(undone["arrangement"]["state"], "cancelled")
        refused = client.post(f"/v1/arrangements/{made['id']}/reinstate", {"reason": "Pagó"})
        self.check_problem(refused, 409)
        terms = {"first_on": today, "first_amount": 100, "rows": 1, "reason": "Sin empleo"}
        asked = call(client, "proposeArrangement", terms, id=case_id)
        self.assertEqual(asked["arrangement"]["state"], "pending")
        self.assertIsNotNone(asked["approval_id"])
        call(client, "cancelArrangement", {"reason": "No"}, id=asked["arrangement"]["id"])
        wish = {"first_on": today, "rows": 3, "reason": "Otro empleo"}
        wish["debts"] = [debts[0]["obligation_id"]]
        asked = call(client, "restructureDebts", wish, id=case_id)
        self.assertEqual(asked["arrangement"]["kind"], "reage")
        self.assertEqual(asked["arrangement"]["passes"], ["restructure"])
        self.assertEqual(asked["arrangement"]["total"], debts[0]["open"])
        call(client, "cancelArrangement", {"reason": "No"}, id=asked["arrangement"]["id"])
        refused = client.post(
            f"/v1/cases/{case_id}/arrangements/restructurings", {**wish, "debts": ["7"]}
        )
        self.check_problem(refused, 422)
        wish.update(schedule="french", rate=240000, first_on="2030-01-15")
        asked = call(client, "restructureDebts", wish, id=case_id)["arrangement"]
        self.assertEqual((asked["kind"], asked["owed"]), ("reamortise", debts[0]["open"]))
        self.assertEqual(asked["total"], asked["owed"] + asked["interest"])
        self.assertEqual(sum(row["amount"] for row in asked["rows"]), asked["total"])
        call(client, "cancelArrangement", {"reason": "No"}, id=asked["id"])
        count = len(call(client, "listArrangements", id=case_id)["items"])
        asked_for = {key: value for key, value in wish.items() if key != "reason"}
        seen = call(client, "previewArrangement", {**asked_for, "kind": "reamortise"}, id=case_id)
        for key in ("owed", "total", "interest", "rows"):
            self.assertEqual(seen[key], asked[key])
        self.assertEqual(len(call(client, "listArrangements", id=case_id)["items"]), count)
        del wish["debts"]
        refused = client.post(f"/v1/cases/{case_id}/arrangements/restructurings", wish)
        self.check_problem(refused, 422)
        states = [row["state"] for row in call(client, "listArrangements", id=case_id)["items"]]
        self.assertEqual(states, ["cancelled"] * 4)

    def check_joined(self, client, arrangement_id):
        """The guarantor owes something, too: their own account tells what they joined."""
        path = os.path.join(self.house.folder, "own.csv")
        source = self.house.database.rows(
            "SELECT source FROM party WHERE external_id = 'AVAL-1'")[0][0]
        with open(path, "w", encoding="utf-8") as file:
            file.write(
                "party.external_id,party.name,obligation.external_id,claim.due_on,claim.amount\n"
                "AVAL-1,Aval,AVAL-OWN,2020-01-20,10.00\n"
            )
        names = ("party.external_id", "party.name", "obligation.external_id", "claim.due_on",
                 "claim.amount")
        mapping = os.path.join(self.house.folder, "own.json")
        with open(mapping, "w", encoding="utf-8") as file:
            columns = {name: name for name in names}
            json.dump({"kind": "receivables", "source": source, "columns": columns}, file)
        self.house.run("import", "receivables", path, "--mapping", mapping)
        own = self.house.database.rows(
            "SELECT case_id FROM obligation WHERE external_id = 'AVAL-OWN'")[0][0]
        joined = self.call(client, "listJoinedArrangements", id=str(own))["items"]
        self.assertEqual([(row["arrangement_id"], row["role"], row["evidence"], row["state"])
                          for row in joined],
                         [(arrangement_id, "guarantor", "firmó el anexo", "active")])

    def check_covered_choices(self, first, second):
        """What the shield covers of a case is not told from another one of the person."""
        lucia = self.client("lucia")
        seen = []
        told = []
        listed = self.call(self.client("sofia"), "listArrangements", id=first)["items"][0]
        money = {"amount": 100, "value_on": "2026-01-02", "source": "cash", "reference": "COVERED"}
        refused = lucia.post(f"/v1/arrangements/{listed['id']}/payments", money)
        self.assertIn("verif", refused.json["detail"])
        for case_id in (first, second):
            lucia.post(f"/v1/cases/{case_id}/shield/open", {"reason": "Nadie en la línea"})
            others = lucia.get(f"/v1/cases/{first}/arrangements/choices").json["cases"]
            seen.append([row["case_id"] for row in others])
            joint = self.call(lucia, "listArrangements", id=first)["items"][0]["joint"]
            told.append((joint["covered"], joint["owed"], joint["total"], len(joint["rows"]),
                         [(part["case_id"], part["owed"]) for part in joint["parts"]]))
        self.assertEqual(seen, [[], [second]])
        parts = [(first, 100000), (second, 50000)]
        self.assertEqual(told, [(1, None, None, 0, parts[:1]), (0, 150000, 150000, 2, parts)])

    def grant(self, *permissions):
        """What no role of a new store has: who decides, and does not pass the shield."""
        for permission in permissions:
            held = f"role = 'agent' AND permission = '{permission}'"
            if not self.house.database.rows(f"SELECT 1 AS one FROM role_permission WHERE {held}"):
                self.house.database.execute(
                    "INSERT INTO role_permission (role, permission)"
                    f" VALUES ('agent', '{permission}')")

    def check_covered_joint(self, first, second, today):
        """Nor by a paper of the whole, nor by what waits for a decision."""
        self.grant("gate.approve", "arrangement.approve", "document.read")
        self.house.add_user("pedro", "agent")
        sofia, pedro = self.client("sofia"), self.client("pedro")
        terms = {"first_on": today, "first_amount": 100, "rows": 2, "amount": 100,
                 "with": [second], "reason": "Poco"}
        asked = self.call(sofia, "proposeArrangement", terms, id=first)
        self.assertIsNotNone(asked["approval_id"])

        def waiting(client):
            return next(item["arrangement"] for item in self.call(client, "listApprovals")["items"]
                        if item["id"] == asked["approval_id"])
        whole = waiting(sofia)
        self.assertEqual((whole["is_covered"], whole["owed"]), (False, 90000))
        self.assertEqual([part["case_id"] for part in whole["parts"]], [first, second])
        decision = f"/v1/approvals/{asked['approval_id']}/decision"
        order = {"decision": "reject", "reason": "Es muy poco"}
        agreement = f"/v1/cases/{first}/papers"
        for opened in (None, first):
            if opened is not None:
                pedro.post(f"/v1/cases/{opened}/shield/open", {"reason": "Nadie en la línea"})
            seen = waiting(pedro)
            figures = ("owed", "total", "discount", "payments", "first_on", "last_on")
            self.assertEqual((seen["is_covered"], [seen[name] for name in figures]),
                             (True, [None] * 6))
            self.assertEqual((seen["passes"], seen["parts"]), ([], []))
            self.assertIn("verif", pedro.post(decision, order).json["detail"])
            self.assertIn("verif", pedro.post(agreement, {"kind": "agreement"}).json["detail"])
        papers = self.call(sofia, "listPapers", id=first)["items"]
        pedro.post(f"/v1/cases/{second}/shield/open", {"reason": "Nadie en la línea"})
        self.assertEqual(waiting(pedro), whole)
        self.assertEqual(pedro.post(decision, order).status, 201)
        self.assertEqual(self.call(sofia, "listPapers", id=first)["items"], papers)
        made = pedro.post(agreement, {"kind": "agreement"})
        self.assertEqual(made.status, 201)
        self.assertEqual(len(json.loads(made.json["json"])["paper"]["parts"]), 2)

    def call_joint(self, client, today):
        """One plan over two creditors' cases of a person: seen before, agreed, paid, undone."""
        call = self.call
        path = os.path.join(self.house.folder, "joint.csv")
        with open(path, "w", encoding="utf-8") as file:
            file.write(
                "party.external_id,party.name,creditor.external_id,obligation.external_id,"
                "claim.due_on,claim.amount\n"
                "J-1,Inés Soto,uno,J-1,2020-01-20,1000.00\n"
                "J-1,Inés Soto,dos,J-2,2020-01-21,500.00\n"
            )
        self.house.run("import", "receivables", path)
        rows = self.house.database.rows(
            "SELECT case_id FROM obligation WHERE external_id IN ('J-1', 'J-2') ORDER BY case_id"
        )
        first, second = (str(row[0]) for row in rows)
        terms = {"first_on": today, "first_amount": 75000, "rows": 2, "amount": 75000}
        terms["with"] = [second]
        others = call(client, "listArrangementChoices", id=first)["cases"]
        self.assertEqual([(row["case_id"], row["past_due"]) for row in others], [(second, 50000)])
        self.joint_cases = (first, second)
        seen = call(client, "previewArrangement", {**terms, "kind": "terms"}, id=first)
        self.assertEqual((seen["owed"], seen["total"]), (150000, 150000))
        self.assertEqual([part["case_id"] for part in seen["parts"]], [first, second])
        self.assertEqual(sum(part["total"] for part in seen["parts"]), 150000)
        self.assertEqual(call(client, "listArrangements", id=second)["items"], [])
        order = {**terms, "reason": "Un solo plan"}
        made = call(client, "proposeArrangement", order, id=first)
        approval = made["approval_id"]
        made = made["arrangement"]
        self.assertEqual((made["case_id"], made["joint"]["total"]), (first, 150000))
        self.assertEqual([row["amount"] for row in made["joint"]["rows"]], [75000, 75000])
        other = call(client, "listArrangements", id=second)["items"][0]
        self.assertEqual(other["joint"]["id"], made["joint"]["id"])
        self.assertEqual(other["state"], made["state"])
        money = {"amount": 60000, "value_on": today, "source": "t", "reference": "J"}
        if approval is None:
            wish = {"amount": 60000, "value_on": today}
            seen = call(client, "previewArrangementPayment", wish, id=other["id"])["items"]
            self.assertEqual([share["case_id"] for share in seen], [first, second])
            paid = call(client, "payArrangement", money, id=other["id"])["items"]
            self.assertEqual([payment["amount"] for payment in paid],
                             [share["amount"] for share in seen])
            self.assertEqual(sum(payment["amount"] for payment in paid), 60000)
            again = client.post(f"/v1/arrangements/{made['id']}/payments", money)
            self.check_problem(again, 409)
        undone = call(client, "cancelArrangement", {"reason": "Era otra persona"}, id=other["id"])
        self.assertEqual(undone["arrangement"]["state"], "cancelled")
        states = [call(client, "listArrangements", id=each)["items"][0]["state"]
                  for each in (first, second)]
        self.assertEqual(states, ["cancelled"] * 2)
        order["with"] = [first]
        refused = client.post(f"/v1/cases/{first}/arrangements/proposals", order)
        self.check_problem(refused, 422)

    def add_guarantor(self, debt):
        """By a file of parties, from the source of the debt; its id."""
        rows = self.house.database.rows
        source = rows(f"SELECT source FROM obligation WHERE id = {debt['obligation_id']}")[0][0]
        names = ("party.external_id", "party.name", "party.role", "obligation.external_id")
        mapping = os.path.join(self.house.folder, "guarantor.json")
        with open(mapping, "w", encoding="utf-8") as file:
            columns = {name: name for name in names}
            json.dump({"kind": "parties", "source": source, "columns": columns}, file)
        path = os.path.join(self.house.folder, "guarantor.csv")
        with open(path, "w", encoding="utf-8") as file:
            file.write(",".join(names) + f"\nAVAL-1,Aval,guarantor,{debt['external_id']}\n")
        self.house.run("import", "parties", path, "--mapping", mapping)
        return str(rows("SELECT debtor_id FROM party WHERE external_id = 'AVAL-1'")[0][0])

    def call_persons(self, client):
        """Two records of one person: told apart, joined, parted."""
        call = self.call
        path = os.path.join(self.house.folder, "pair.csv")
        with open(path, "w", encoding="utf-8") as file:
            file.write(
                "party.external_id,party.name,party.document_kind,party.document,party.phone,"
                "obligation.external_id,claim.due_on,claim.amount\n"
                "D-1,Ana Ferrer Paz,RFC,FEPA800101AB1,+525512340001,D-1,2026-01-20,150.00\n"
                "D-2,Ana Ferrer Pas,RFC,FEPA800101AB1,+525512340001,D-2,2026-01-21,160.00\n"
            )
        self.house.run("import", "receivables", path)
        self.house.run("person", "find")
        pair = next(
            pair
            for pair in call(client, "listPersonPairs")["items"]
            if pair["first"]["name"] == "Ana Ferrer Paz"
        )
        self.assertIn("document", pair["reasons"])
        ids = {"party_id": pair["first"]["id"], "other_id": pair["second"]["id"]}
        self.assertEqual(client.post("/v1/person-pairs/open", ids).status, 409)
        call(client, "partPersons", ids)
        self.assertNotIn(pair, call(client, "listPersonPairs")["items"])
        call(client, "reopenPair", ids)
        self.assertIn(pair, call(client, "listPersonPairs")["items"])
        merge = call(client, "mergePersons", {**ids, "reason": "Misma RFC"})["merge_id"]
        self.assertEqual(call(client, "listMerges")["items"][0]["id"], merge)
        call(client, "undoMerge", {"reason": "Son dos"}, id=merge)
        self.assertIsNotNone(call(client, "listMerges")["items"][0]["undone_at"])
        self.check_problem(self.client("lucia").get("/v1/person-pairs"), 403)
        return pair["second"]["cases"][0]["id"]

    def call_privacy(self, client, case_id):
        """A request from its opening to its answer, and an erasure that stands in nobody's way."""
        call = self.call
        order = {"case_id": case_id, "kind": "erasure", "channel": "carta", "detail": "Todo"}
        made = call(client, "receivePrivacyRequest", order)
        known = {"id": made["id"]}
        self.assertIn(made, call(client, "listPrivacyRequests", query="?state=open")["items"])
        fixed = {"field": "name", "value": "Ana Ferrer Pas", "reason": "Acta"}
        call(client, "rectifyPersonalData", fixed, **known)
        refusal = {"channel": "all", "purpose": "collection", "reason": "Lo escribió"}
        call(client, "opposeContact", refusal, **known)
        copy = call(client, "exportPersonalData", {"form": "json"}, **known)
        self.assertIn("FEPA800101AB1", copy["text"])
        later = call(client, "extendPrivacyRequest", {"reason": "Falta un papel"}, **known)
        self.assertGreater(later["due_on"], made["due_on"])
        wrong = client.post(f"/v1/privacy/requests/{made['id']}/erasure", {"party_name": "Ana"})
        self.check_problem(wrong, 422)
        name = {"party_name": "Ana Ferrer Pas"}
        path = f"/v1/privacy/requests/{made['id']}/erasure"
        self.assertIn(client.post(path, name).status, (403, 409))  # the debt is open
        person = {"id": made["party_id"]}
        call(client, "putLegalHold", {"reason": "Juicio"}, **person)
        held = call(client, "readPrivacyRequest", **known)
        self.assertEqual([row["reason"] for row in held["legal_holds"]], ["Juicio"])
        self.assertEqual(held["erasure"]["open_debts"], 1)
        call(client, "liftLegalHold", {"reason": "Terminó"}, **person)
        paid = {"amount": 16000, "source": "bank", "reference": "D-2"}
        paid["value_on"] = client.get("/v1/session").json["organisation"]["open_date"]
        self.call(self.client("sofia"), "bookPayment", paid, id=case_id)
        self.house.run("setting", "put", "privacy.erasure_look", "yes")
        waits = call(client, "erasePersonalData", name, **known)["approval_id"]
        told = call(client, "readPrivacyRequest", **known)["erasure"]["waiting"]
        self.assertEqual((told["approval_id"], told["is_approved"]), (waits, False))
        self.assertEqual(told["asked_by"]["name"], "Clara Cruz")
        call(client, "withdrawErasure", {"reason": "Cambió de parecer"}, **known)
        nobody = call(client, "readPrivacyRequest", **known)["erasure"]["waiting"]
        self.assertIsNone(nobody)
        self.house.run("setting", "put", "privacy.erasure_look", "no")
        asked = call(client, "receivePrivacyRequest", {**order, "kind": "access"})
        done = {"form": "page", "answer": "Se le entregó su copia"}
        call(client, "exportPersonalData", done, id=asked["id"])
        closed = call(client, "readPrivacyRequest", id=asked["id"])["request"]
        self.assertEqual((closed["state"], closed["answer"]), ("granted", done["answer"]))
        self.check_problem(
            client.post(f"/v1/privacy/requests/{made['id']}/export", done), 422)
        gone = call(client, "erasePersonalData", name, **known)
        self.assertTrue(next(row for row in gone["classes"] if row["class"] == "contact")["goes"])
        self.assertIsNone(gone["approval_id"])
        answer = {"state": "granted", "answer": "Hecho"}
        again = client.post(f"/v1/privacy/requests/{made['id']}/answer", answer)
        self.check_problem(again, 409)  # the erasure has answered it
        order["kind"] = "access"
        other = call(client, "receivePrivacyRequest", order)
        call(client, "answerPrivacyRequest", answer, id=other["id"])
        kinds = [step["kind"] for step in call(client, "readPrivacyRequest", **known)["steps"]]
        self.assertEqual(
            kinds,
            ["received", "rectified", "opposed", "exported", "extended", "second_look",
             "withdrawn", "erased", "answered"],
        )
        self.check_problem(self.client("sofia").get("/v1/privacy/requests"), 403)

    def call_bank(self, client, cases, today):
        """Money that nobody can place: given in two parts, taken back, dismissed."""
        call = self.call
        first, second = [case for case in cases if case["currency"] == "MXN"][:2]
        short = today.replace("-", "")[2:]
        path = os.path.join(self.house.folder, "bank.mt940")
        with open(path, "w", encoding="utf-8") as file:
            file.write(
                f":20:A\n:25:012180001234567897\n:28C:1/1\n:60F:C{short}MXN1,00\n"
                f":61:{short}C0,70NTRFNONREF//CONTRACT0001\n:86:cuenta {first['number']}\n"
                f":61:{short}D0,20NMSCNONREF//CONTRACT0002\n:86:comision 5512345678\n"
                f":62F:C{short}MXN1,50\n-\n"
            )
        self.house.run("bank", "import", path)
        listed = call(client, "listBankPending", query="?limit=1")
        entry = {"id": listed["items"][0]["entry_id"]}
        self.assertEqual((listed["sums"][0]["open"], listed["next_cursor"]), (70, None))
        shown = call(client, "readBankEntry", **entry)
        self.assertEqual(shown["candidates"][0]["case_id"], first["id"])
        part = {"case_id": first["id"], "amount": 50, "reason": "Llamó"}
        self.assertEqual(call(client, "assignBankEntry", part, **entry)["open"], 20)
        more = client.post(f"/v1/bank/entries/{entry['id']}/assign", part)
        self.check_problem(more, 422)
        rest = {"case_id": second["id"], "reason": "Su hermana"}
        self.assertEqual(call(client, "assignBankEntry", rest, **entry)["open"], 0)
        undone = call(client, "undoBankEntry", {"reason": "No era"}, **entry)
        self.assertEqual(undone["open"], 70)
        matches = call(client, "readBankEntry", **entry)["matches"]
        self.assertEqual([match["amount"] for match in matches], [50, 20, -50, -20])
        self.assertEqual(call(client, "dismissBankEntry", {"reason": "x"}, **entry)["open"], 0)
        self.check_problem(client.post(f"/v1/bank/entries/{entry['id']}/dismiss", rest), 422)
        file = call(client, "listBankFiles")["items"][0]
        page = call(client, "readBankFile", query="?limit=1", id=file["id"])
        self.assertEqual(page["items"][0]["state"], "dismissed")
        cursor = f"?limit=1&cursor={page['next_cursor']}"
        [told] = call(client, "readBankFile", query=cursor, id=file["id"])["items"]
        self.assertEqual(told["state"], "told")
        self.assertEqual(page["statements"][0]["account_masked"], "•••• 7897")
        for reader in ("lucia", "clara"):
            self.check_problem(self.client(reader).get("/v1/bank/pending"), 403)

    def call_mandates(self, client, cases, today):
        """A mandate is given, collected under, answered by the bank, revoked."""
        call = self.call
        case = [
            row
            for row in cases
            if row["currency"] == "MXN"
            and row["past_due_days"] > 0
            and row["segment"] not in ("disputed", "promised")
        ][-1]
        known = {"id": case["id"]}
        order = {
            "reference": "M-1",
            "scheme": "pain",
            "kind": "clabe",
            "account": "002010077777777771",
            "holder": case["party_name"],
            "signed_on": today,
            "evidence": "Firma en papel",
        }
        wrong = {**order, "account": "002010077777777772"}
        self.check_problem(client.post(f"/v1/cases/{case['id']}/mandates", wrong), 422, "/account")
        [given] = call(client, "giveMandate", order, **known)["items"]
        self.assertIsNone(given["account"])  # the answer is kept with its key
        [seen] = call(client, "listMandates", **known)["items"]
        self.assertEqual(seen["account"], order["account"])
        [covered] = call(self.client("estela"), "listMandates", **known)["items"]
        self.assertEqual((covered["account"], covered["account_masked"]), (None, "•••• 7771"))
        self.check_problem(
            self.client("clara").post(f"/v1/cases/{case['id']}/mandates", order), 403
        )
        run = {"format": "pain.008.001.08", "currency": "MXN", "on": today}
        creditors = call(client, "listDebits")["creditors"]
        self.assertIn(["MXN"], [creditor["currencies"] for creditor in creditors])
        for creditor in creditors:
            query = "?" + "&".join(f"{name}={value}" for name, value in run.items())
            query += f"&creditor_id={creditor['id']}"
            shown = call(client, "previewDebit", query=query)
            if shown["orders"] > 0:
                break
        self.assertEqual(shown["amount"], sum(row["amount"] for row in shown["items"]))
        self.assertEqual(shown["items"][0]["account_masked"], "•••• 7771")
        run.update(
            message="RUN-1",
            creditor_id=creditor["id"],
            creditor_name="Acreedora",
            creditor_code="900123456",
            account="1",
            orders=shown["orders"],
            amount=shown["amount"] + 1,
        )
        self.check_problem(client.post("/v1/debits", run), 409)  # not what was shown
        run["amount"] -= 1
        made = call(client, "makeDebit", run)
        self.assertEqual((made["orders"], made["amount"]), (run["orders"], run["amount"]))
        text = call(client, "writeDebit", id=made["id"])["text"]
        self.assertIn("<MsgId>RUN-1</MsgId>", text)
        reference = shown["items"][0]["reference"]
        answer = (
            '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt>'
            "<OrgnlGrpInfAndSts><OrgnlMsgId>RUN-1</OrgnlMsgId><GrpSts>ACCP</GrpSts>"
            "</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>RUN-1-1</OrgnlPmtInfId>"
            f"<TxInfAndSts><OrgnlEndToEndId>{reference}</OrgnlEndToEndId><TxSts>RJCT</TxSts>"
            "<StsRsnInf><Rsn><Cd>AM04</Cd></Rsn></StsRsnInf></TxInfAndSts>"
            "</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"
        )
        wish = {"name": "answer.xml", "content": base64url(answer)}
        taken = call(client, "takeBankFile", wish)
        self.assertEqual(taken["debits"]["rejected"], 1)
        self.assertEqual(taken["debits"]["accepted"], run["orders"] - 1)
        again = call(client, "takeBankFile", wish)
        self.assertEqual((again["outcome"], again["file_id"]), ("known", taken["file_id"]))
        self.check_problem(client.post("/v1/bank/files", {**wish, "content": "+"}), 422)
        shown = call(client, "readDebit", query="?state=rejected", id=made["id"])
        self.assertEqual([row["said_code"] for row in shown["items"]], ["AM04"])
        call(client, "withdrawDebit", {"reason": "No se envió"}, id=made["id"])
        states = {row["state"] for row in call(client, "readDebit", id=made["id"])["sums"]}
        self.assertLessEqual(states, {"rejected", "withdrawn"})
        ended = call(
            client, "revokeMandate", {"reason": "Lo pidió"}, mandate=given["id"], **known
        )
        self.assertEqual(ended["items"][0]["state"], "revoked")
        for path in ("/v1/debits", "/v1/payroll/lists"):
            self.check_problem(self.client("lucia").get(path), 403)

    def call_payroll(self, client, today):
        """A list goes out, comes back filled in, and each difference has its name."""
        call = self.call
        path = os.path.join(self.house.folder, "plant.csv")
        with open(path, "w", encoding="utf-8") as file:
            file.write(
                "party.external_id,party.name,obligation.external_id,claim.external_id,"
                "claim.due_on,claim.amount\n"
                f"W-1,Obrera Uno,W-1,QUO-1,{today},150.00\n"
                f"W-2,Obrero Dos,W-2,QUO-2,{today},160.00\n"
            )
        self.house.run("import", "receivables", path)
        path = os.path.join(self.house.folder, "employer.csv")
        with open(path, "w", encoding="utf-8") as file:
            file.write(
                "party.external_id,party.name,obligation.external_id,party.role\n"
                "EMP,Fábrica,W-1,employer\nEMP,Fábrica,W-2,employer\n"
            )
        self.house.run("import", "parties", path)
        employer = next(
            row for row in call(client, "listEmployers")["items"] if row["name"] == "Fábrica"
        )
        self.assertEqual(employer["people"], 2)
        order = {"employer_id": employer["id"], "from": today, "until": today}
        withdraw = "/v1/payroll/lists/%s/withdraw"
        mistaken = call(client, "makePayrollList", order)
        why = {"reason": "Era de la otra quincena"}
        self.check_problem(client.post(withdraw % mistaken["id"]), 422)  # in silence
        gone = call(client, "withdrawPayrollList", why, id=mistaken["id"])
        self.assertEqual((gone["state"], gone["withdrawn_why"]), ("withdrawn", why["reason"]))
        self.check_problem(client.post(withdraw % mistaken["id"], why), 409)  # withdrawn already
        made = call(client, "makePayrollList", order)  # its period is free
        self.assertEqual((made["lines"], made["amount"], made["state"]), (2, 31000, "awaited"))
        self.check_problem(client.post("/v1/payroll/lists", order), 409)
        written = call(client, "writePayrollList", id=made["id"])["text"]
        rows = written.splitlines()
        head = rows[0].rsplit(",", 1)[0] + f",{today}"
        filled = [head, rows[1], rows[2][:-2] + ",150.00,", rows[3][:-2] + ",,baja"]
        text = "\r\n".join([*filled, "TOTAL,2,,,,,310.00,150.00,", ""])
        wrong = text.replace("150.00,\r\n", "151.00,\r\n", 1)
        wish = {"name": "planilla.csv", "content": base64url(wrong)}
        self.check_problem(client.post("/v1/bank/files", wish), 422)
        wish["content"] = base64url(text)
        taken = call(client, "takeBankFile", wish)
        self.assertEqual((taken["format"], taken["settled"]), ("PAYROLL", 1))
        shown = call(client, "readPayrollList", id=made["id"])
        self.assertEqual([(row["kind"], row["line"]) for row in shown["items"]], [("left", 2)])
        lines = {row["kind"]: row["lines"] for row in shown["sums"]}
        self.assertEqual(lines, {"agrees": 1, "left": 1})
        [answer] = shown["answers"]
        self.assertEqual(answer["file_id"], taken["file_id"])
        page = call(client, "readPayrollList", query="?kind=all&limit=1", id=made["id"])
        more = f"?kind=all&limit=1&cursor={page['next_cursor']}"
        page = call(client, "readPayrollList", query=more, id=made["id"])
        self.assertEqual((len(page["items"]), page["next_cursor"]), (1, None))
        self.assertEqual(call(client, "listPayrollLists")["items"][0]["state"], "answered")
        self.check_problem(client.post(withdraw % made["id"], why), 409)  # it was answered

    def test_every_operation_answers_in_its_shape(self):
        client = self.client("sofia")
        call = self.call
        call(client, "signIn", {"login": "sofia", "password": "una frase larga y propia"})
        today = call(client, "readSession")["organisation"]["open_date"]
        call(client, "isAlive")
        call(client, "isReady")
        call(client, "getMetrics")
        call(client, "listQueue", query="?limit=200")
        for _ in range(3):
            item = call(client, "leaseNext")
        call(client, "leaseWorkItem", id=item["work_item_id"])
        call(client, "releaseWorkItem", id=item["work_item_id"])
        call(client, "skipWorkItem", {"reason": "No hoy"}, id=item["work_item_id"])
        cases = call(client, "searchCases", query="?limit=200")["items"]
        for case in cases[:60]:  # many histories: many kinds of rows
            call(client, "readWorkspace", id=case["id"])
            call(client, "listTimeline", query="?kind=money&limit=200", id=case["id"])
        case = next(
            row
            for row in cases
            if row["past_due_days"] > 0 and row["segment"] not in ("disputed", "promised")
        )
        self.call_arrangements(client, case["id"], today)
        self.call_joint(client, today)
        action = {
            "channel": "call",
            "direction": "inbound",
            "disposition": "promise",
            "note": "",
            "promise": {"amount": 100, "due_on": today, "channel": "transfer"},
        }
        call(client, "askPermit", {"channel": "call"}, id=case["id"])
        receipt = call(client, "recordAction", action, id=case["id"])
        call(client, "correctAction", {"reason": "Era otra cuenta"}, id=receipt["action"]["id"])
        promise = call(client, "makePromise", {"amount": 100, "due_on": today}, id=case["id"])
        call(client, "cancelPromise", {"reason": "Era otra cuenta"}, id=promise["id"])
        call(
            client,
            "bookPayment",
            {"amount": 100, "value_on": today, "source": "transfer", "reference": "C-1"},
            id=case["id"],
        )
        call(
            client,
            "openDispute",
            {"kind": "amount", "amount": 50, "note": "No es tanto."},
            id=case["id"],
        )
        self.call_consents(client, case["id"])
        call(client, "readWorkspace", id=case["id"])
        call(client, "listDispositions")
        for report in call(client, "listReports")["items"]:
            call(client, "readReport", name=report["name"])
        call(client, "readDashboard")
        call(client, "sumPortfolio", query="?by=age&filter=channel%3Dcall")
        call(client, "listOutbox", query="?limit=200")
        call(client, "listApprovals")
        flag = {"flag": "elderly", "is_set": "yes", "evidence": "Acta"}
        call(client, "setPersonFlags", flag, id=case["id"])
        call(client, "listRateCaps", query="?all=true")
        call(client, "listIndexValues", query="?country=CL")
        call(client, "checkRate", query="?country=HN&rate_ppm=540000")
        call(client, "checkFee", query="?country=CL&overdue=1000&days_late=30&currency=CLP")
        self.call_bank(client, cases, today)
        self.call_mandates(client, cases, today)
        self.call_payroll(client, today)
        self.call_strategies()
        client.connection.close()  # proofs may take longer than it is kept; it opens again
        self.check_unknown_message(client)
        file = call(self.client("clara"), "makePersonFile", {"reason": "Oficio 7"}, id=case["id"])
        self.assertIn("Oficio 7", file["html"])
        self.check_problem(client.post(f"/v1/cases/{case['id']}/file", {"reason": "x"}), 403)
        self.call_privacy(self.client("clara"), self.call_persons(client))
        self.house.run("setting", "put", "shield.closes", "always")
        for item in call(self.client("lucia"), "listQueue")["items"]:
            self.assertTrue(item["is_covered"])
            self.assertEqual((item["past_due_amount"], item["reason"]), (None, ""))
        self.check_covered_choices(*self.joint_cases)
        self.check_covered_joint(*self.joint_cases, today)
        self.house.run("setting", "put", "shield.closes", "call")
        call(client, "signOut")
        self.assertEqual(
            {name for name, *_ in self.contract.operations()}
            - self.called
            - {"resolveOutbox"}
            - {"reinstateArrangement"}  # its breach takes days: tests/policy/test_arrangements.c
            - {"openPayLink", "answerPayLink", "takeProviderNotice"}  # tests/serve/test_pay.py
            - {"askOverride", "decideApproval"},  # at some hours the gate refuses nothing
            set(),
        )

    def call_strategies(self):
        """A draft, its tests, a second person; who made it cannot approve it, and an edit of a
        version that is not the newest is refused."""
        estela, clara = self.client("estela"), self.client("clara")
        first = self.call(estela, "listStrategies")["items"][0]
        text = estela.get(f"/v1/strategies/{first['id']}/file?path=treatment.dmn").json["text"]
        text = text.replace("</text></annotationEntry>", " (nueva)</text></annotationEntry>")
        order = {"name": first["name"], "based_on": 1, "note": "Más suave", "treatment": text}
        draft = self.call(estela, "storeStrategy", order)
        self.assertEqual((draft["version"], draft["state"]), (2, "draft"))
        refused = estela.post("/v1/strategies", {**order, "note": "Más dura"})
        self.check_problem(refused, 409)
        self.assertIn("estela", refused.json["detail"])
        tested = self.call(estela, "testStrategy", id=draft["id"])
        self.assertEqual((tested["strategy"]["state"], tested["examples"]["failed"]), ("tested", 0))
        asked = self.call(estela, "submitStrategy", {"reason": "Para hoy"}, id=draft["id"])
        decision = f"/v1/approvals/{asked['approval_id']}/decision"
        order = {"decision": "approve", "reason": "Revisada"}
        self.check_problem(estela.post(decision, order), 403)
        self.assertEqual(clara.post(decision, order).status, 201)
        self.check_problem(clara.post(decision, order), 409)
        before = self.decided()
        queue = self.queue_reasons()
        active = self.call(estela, "activateStrategy", {}, id=draft["id"])
        self.assertEqual(active["state"], "active")
        self.assertEqual(self.queue_reasons(), queue)  # of the version that decided
        self.check_noon(before)
        retire = f"/v1/strategies/{draft['id']}/retirement"
        self.check_problem(estela.post(retire, {"reason": "x"}), 409)
        shown = self.call(estela, "readStrategy", id=draft["id"])
        self.assertEqual([step["state"] for step in shown["steps"]],
                         ["draft", "tested", "approved", "active"])
        self.call(estela, "readStrategyFile", query="?path=cases.csv", id=draft["id"])
        rest = self.call(estela, "storeStrategy", {"name": first["name"], "based_on": 2})
        saved = self.call_tables(rest["id"])
        self.call(estela, "retireStrategy", {"reason": "No hace falta"}, id=saved)
        order = {"name": "julio", "arms": "control=hold_out:500", "reason": "Comparar"}
        asked = self.call(estela, "askExperiment", order)
        decision = f"/v1/approvals/{asked['approval_id']}/decision"
        self.assertEqual(clara.post(decision, {"decision": "approve", "reason": "Sí"}).status, 201)
        self.assertEqual(self.call(estela, "listExperiments")["items"][0]["state"], "approved")
        facts = self.call(estela, "listFacts")["items"]
        self.assertIn("past_due_days", [fact["name"] for fact in facts])
        ended = self.call(estela, "stopExperiment", {"reason": "Basta"}, id=asked["id"])
        self.assertEqual(ended["state"], "stopped")

    def decided(self):
        """What a case carries, on screen and in a shell."""
        client = self.client("sofia")
        case = client.get("/v1/cases?limit=1&past_due_min=1").json["items"][0]
        shown = client.get(f"/v1/cases/{case['id']}/workspace").json["decision"]
        said = json.loads(self.house.run("explain", case["number"], "--json", "--lang", "es"))
        lit = next(row for row in said["decisions"] if row["decision"] == "treatment")
        return case, shown, (said["strategy_version"], lit["sentence"])

    def queue_reasons(self):
        """Why each account of a collector's queue is there."""
        items = self.client("lucia").get("/v1/queue?limit=50").json["items"]
        reasons = {item["case_number"]: item["reason"] for item in items}
        self.assertTrue(reasons and all(reasons.values()), reasons)
        return reasons

    def check_noon(self, before):
        """Another version decides from now on; who was decided before keeps those rules' names."""
        case, shown, said = before
        noon = self.decided()
        for name in ("rules", "reason", "strategy", "strategy_version"):
            self.assertEqual(noon[1][name], shown[name])
        self.assertEqual(noon[2], said)
        client = self.client("sofia")
        today = client.get("/v1/session").json["organisation"]["open_date"]
        paid = {"amount": 100, "value_on": today, "source": "cash", "reference": "caja 7"}
        self.assertEqual(client.post(f"/v1/cases/{case['id']}/payments", paid).status, 201)
        after = self.decided()
        self.assertEqual((after[1]["strategy_version"], after[2][0]), ("2", 2))
        self.assertIn("(nueva)", after[1]["rules"][1]["annotation"])
        self.assertIn("(nueva)", after[2][1])

    def call_tables(self, version):
        """One table, read, looked at with an edit, saved, tried, simulated, out and in as CSV."""
        estela = self.client("estela")
        shown = self.call(estela, "readTables", id=version)
        table = next(table for table in shown["tables"] if table["decision"] == "treatment")
        table["rules"][0]["annotation"]["es"] = "Nada que cobrar"
        edits = {"tables": [table]}
        self.call(estela, "checkTables", edits, id=version)
        draft = self.call(estela, "saveDraft", edits, id=version)["strategy"]["id"]
        told = self.call(estela, "readChanges", id=draft)["changes"]
        self.assertEqual([(change["kind"], change["language"]) for change in told],
                         [("annotation_changed", "es")])
        self.call(estela, "tryStrategy", {"facts": {"past_due_days": "9"}, **edits}, id=draft)
        while estela.call("POST", f"/v1/strategies/{draft}/simulation", {}).status == 503:
            time.sleep(0.2)
        self.call(estela, "simulateStrategy", edits, id=draft)
        which = {"file": "treatment", "decision": "treatment"}
        query = "?file=treatment&decision=treatment"
        self.call(estela, "exportTable", query=query, id=draft)
        text = estela.get(f"/v1/strategies/{draft}/csv{query}").body.decode()
        self.call(estela, "importTable", {**which, "csv": text}, id=draft)
        return draft

    def check_unknown_message(self, client):
        """A simulated day leaves no message of unknown fate: the route is there and says so."""
        message = client.get("/v1/outbox?limit=1").json["items"][0]
        self.check_problem(
            client.post(f"/v1/outbox/{message['id']}/resolve", {"outcome": "not_sent"}), 409
        )

    def test_every_problem_has_its_shape(self):
        client = self.client("lucia")
        schema = {"$ref": "#/components/schemas/Problem"}
        for answer in (
            client.get("/v1/reports"),
            client.get("/v1/nothing"),
            client.get("/v1/queue?limit=x"),
            client.post("/v1/cases/5/promises", {"amount": "x"}),
            client.get("/v1/cases/5/workspace"),
            self.client().get("/v1/queue"),
        ):
            self.assertGreaterEqual(answer.status, 400)
            self.assertEqual(list(self.contract.faults(answer.json, schema)), [])

    def test_every_operation_needs_what_it_says(self):
        """Without a session 401, whatever the contract does not call public."""
        client = self.client()
        for name, method, path, operation in self.contract.operations():
            if operation.get("security") == []:
                continue
            with self.subTest(name):
                path = re.sub(r"{\w+}", "5", path)
                self.check_problem(
                    client.post(path, {}) if method == "POST" else client.call(method, path), 401
                )


@unittest.skipUnless(stores.SERVER, "ACUERDO_TEST_PG_URL is not set")
@unittest.skipIf(stores.is_postgresql(), "Operations is on PostgreSQL itself")
class OperationsOnPostgresql(Operations):
    """All of it again on the other store."""

    @classmethod
    def make_house(cls):
        return House(cls.debtors, kind="postgresql")


class Shapes(unittest.TestCase):
    """The checker itself finds what is wrong: a check that cannot fail proves nothing."""

    @unittest.skipIf(yaml is None, "python3-yaml is not installed")
    def test_faults_are_found(self):
        contract = Contract()
        person = {"$ref": "#/components/schemas/Person"}
        self.assertEqual(list(contract.faults({"id": "5", "name": "Ana"}, person)), [])
        for bad in (
            {"id": 5, "name": "Ana"},
            {"id": "x", "name": "Ana"},
            {"id": "5"},
            {"id": "5", "name": "A", "age": 3},
            None,
        ):
            self.assertTrue(list(contract.faults(bad, person)), bad)


if __name__ == "__main__":
    unittest.main(verbosity=2)
