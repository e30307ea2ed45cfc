#!/usr/bin/env python3
"""Who may not see personal values sees none, wherever the contract lets them look; who sees them is
written down."""

import os
import re
import time
import unittest

from house import House, HouseTest

try:
    import yaml
except ImportError:
    yaml = None

SOURCE = os.environ.get("ACUERDO_SOURCE", ".")
DOCUMENT = "QUIM800101AB1"
PHONE = "+525598761234"
EMAIL = "maria.quiroga@example.mx"
STREET = "Calle de la Prueba 1234"
# However a value is written; letters are compared without case.
FORMS = [DOCUMENT, "5598761234", "55 9876 1234", "55-9876-1234", "quiroga@", STREET]
NOTE = f"Dijo que le llamen al 55 9876 1234 o escriban a {EMAIL}; su RFC es {DOCUMENT}."


COLUMNS = {
    "party.external_id": DOCUMENT,  # what its source calls her is her identity number
    "party.name": "Rosa Quintanar Luna",
    "party.document_kind": "RFC",
    "party.document": DOCUMENT,
    "party.phone": PHONE,
    "party.email": EMAIL,
    "party.address": STREET,
    "obligation.external_id": "ROSA-1",
    "claim.due_on": "2026-01-20",
    "claim.amount": "150.00",
    "entre_calles": f"llamar al {PHONE}",  # an attribute
}


@unittest.skipUnless(yaml, "python3-yaml is not installed")
class Masks(HouseTest):
    """One person, whose values are known, in a lively store."""

    @classmethod
    def make_house(cls):
        house = House(debtors=20, days=4)
        house.add_user("estelar", "strategist")
        house.add_user("ofelia", "compliance")
        path = os.path.join(house.folder, "rosa.csv")
        with open(path, "w", encoding="utf-8") as file:
            file.write(",".join(COLUMNS) + "\n" + ",".join(COLUMNS.values()) + "\n")
        house.run("import", "receivables", path)
        return house

    def walk(self, client, case_id, party_id):
        """Every GET of the contract, its ids filled in; what came back, by path."""
        with open(os.path.join(SOURCE, "docs", "openapi.yaml"), encoding="utf-8") as file:
            paths = yaml.safe_load(file)["paths"]
        names = [row["name"] for row in client.get("/v1/reports").json.get("items", [])]
        for path, item in paths.items():
            if "get" not in item:
                continue
            asked = path.replace("{name}", "@")
            asked = asked.replace("/persons/{id}", f"/persons/{party_id}")
            asked = re.sub(r"\{[a-z_]+\}", str(case_id), asked)
            for name in names if "@" in asked else [""]:
                url = asked.replace("@", name)
                yield url, client.get(url)
                if name:
                    yield url + " csv", client.get(url + "?format=csv")
        for by in ("customer", "entre_calles"):
            yield f"open by {by}", client.get(f"/v1/reports/open?by={by}&format=csv")
        yield "search", client.get("/v1/cases?search=Rosa")
        yield "search", client.get("/v1/cases?search=1234")

    def test_nobody_without_the_permission_sees_a_value(self):
        case = self.person()
        for login in ("ivan", "estelar"):
            client = self.client(login)
            answered = 0
            for url, answer in self.walk(client, case["id"], case["party_id"]):
                with self.subTest(login=login, url=url):
                    text = answer.body.decode("utf-8", "replace").lower()
                    self.assertLess(answer.status, 500)
                    answered += answer.status == 200
                    for form in FORMS:
                        self.assertNotIn(form.lower(), text)
            self.assertGreater(answered, 15)
        seen = self.client("lucia").get(f"/v1/cases/{case['id']}/workspace").body.decode()
        self.assertIn(EMAIL, seen)  # the planted values are there for who may
        self.assertIn("55 9876 1234", seen)

    def test_who_sees_is_written_down(self):
        case = self.person()
        clara = self.client("ofelia")
        self.client("lucia").get(f"/v1/cases/{case['id']}/workspace")
        self.client("ivan").get(f"/v1/cases/{case['id']}/workspace")
        session = clara.get("/v1/session").json
        today = session["organisation"]["open_date"]
        rows = []
        for _ in range(50):
            rows = clara.get(
                f"/v1/reports/access-log?date={today}&filter=person={case['party_id']}"
            ).json["rows"]
            if any(row[1] == "lucia" for row in rows):
                break
            time.sleep(0.1)
        self.assertTrue(any(row[1] == "lucia" and "phone" in row[4] for row in rows), rows)
        self.assertFalse(any(row[1] == "ivan" for row in rows))
        days = clara.get(f"/v1/reports/access?date={today}").json["rows"]
        self.assertTrue(any(row[1] == "lucia" and row[2] >= 1 for row in days), days)
        for login in ("lucia", "sofia", "ivan"):
            self.assertEqual(self.client(login).get("/v1/reports/access").status, 403)
        bad = clara.get(f"/v1/reports/access-log?date={today}&filter=hair=red")
        self.assertEqual(bad.status, 422, bad.body)

    def test_the_search_says_no_more_than_the_covered_account(self):
        case_id = self.person()["id"]

        def found(login):
            items = self.client(login).get("/v1/cases?search=Quintanar").json["items"]
            return next(row for row in items if row["id"] == case_id)

        self.assertFalse(found("lucia")["is_covered"])
        self.assertGreater(found("lucia")["past_due_amount"], 0)
        self.house.run("setting", "put", "shield.closes", "always")
        try:
            lucia = self.client("lucia")
            self.assertEqual(lucia.get(f"/v1/cases/{case_id}/workspace").status, 403)
            covered = found("lucia")
            self.assertTrue(covered["is_covered"])
            for name in ("balance", "past_due_amount", "past_due_days", "segment"):
                self.assertIsNone(covered[name], name)
            self.assertFalse(found("sofia")["is_covered"])  # shield.pass
            opened = {"reason": "Nadie en la línea"}
            lucia.post(f"/v1/cases/{case_id}/shield/open", opened)
            self.assertGreater(found("lucia")["past_due_amount"], 0)
        finally:
            self.house.run("setting", "put", "shield.closes", "call")

    def person(self):
        """The planted person's case, with a note that says too much."""
        lucia = self.client("lucia")
        found = lucia.get("/v1/cases?search=Quintanar").json["items"][0]
        space = lucia.get(f"/v1/cases/{found['id']}/workspace").json
        if not any(entry["note"] == NOTE for entry in space["timeline"]):
            sent = {"channel": "call", "direction": "inbound", "disposition": "cannot_pay"}
            wrote = lucia.post(f"/v1/cases/{found['id']}/actions", {**sent, "note": NOTE})
            self.assertEqual(wrote.status, 201, wrote.body)
        return {"id": found["id"], "party_id": space["party"]["id"]}


if __name__ == "__main__":
    unittest.main()
