#!/usr/bin/env python3
"""A payment link from the letter to the book, and a provider that misbehaves.

The provider is a stand-in that speaks Stripe's protocol (Checkout sessions, refunds, webhooks with
Stripe-Signature); it sends late, twice, wrongly signed, with another amount and in the wrong order,
or does not answer.  Whatever it does, a payment is booked once, or waits for a person.
"""

import hashlib
import hmac
import http.server
import json
import threading
import time
import unittest
import urllib.parse

from house import House, HouseTest

SECRET = "whsec_of_the_test"
KEY = "sk_of_the_test"
PEOPLE = {
    "P-1": ("Ana Lucía Ferrer Paz", "FEPA800101AB1", "150.00"),
    "P-2": ("Bruno Salas Ríos", "SARB810202CD2", "200.00"),
    "P-3": ("Carla Mena Ortiz", "MEOC820303EF3", "300.00"),
}
ANSWERS = {"P-1": "1011", "P-2": "2022", "P-3": "3033"}


class Provider(http.server.ThreadingHTTPServer):
    """The stand-in: what it was asked, and how it answers."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answering)
        self.asked = []
        self.mode = "good"
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Answering(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        form = dict(
            urllib.parse.parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode())
        )
        self.server.asked.append((self.path, dict(self.headers), form))
        if self.server.mode == "silent":
            self.close_connection = True
            return
        code = 500 if self.server.mode == "broken" else 200
        url = f"http://127.0.0.1:{self.server.server_port}/page"
        body = json.dumps({"id": "cs_1", "url": url} if code == 200 else {"error": {}}).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Pay(HouseTest):
    @classmethod
    def make_house(cls):
        cls.provider = Provider()
        house = House(debtors=20, days=1)
        house.environment.update(ACUERDO_PAY_KEY=KEY, ACUERDO_PAY_SECRET=SECRET)
        path = f"{house.folder}/people.csv"
        with open(path, "w", encoding="utf-8") as file:
            file.write(
                "party.external_id,party.name,party.document_kind,party.document,party.phone,"
                "obligation.external_id,claim.due_on,claim.amount\n"
            )
            for name, (person, document, amount) in PEOPLE.items():
                file.write(f"{name},{person},RFC,{document},,{name},2024-01-20,{amount}\n")
        house.run("import", "receivables", path)
        house.run("setting", "put", "pay.url", "https://pay.example")
        house.run("setting", "put", "pay.provider", "stripe")
        house.run("setting", "put", "shield.house", "La casa")
        address = f"http://127.0.0.1:{cls.provider.server_port}"
        house.run("setting", "put", "pay.provider_url", address)
        return house

    @classmethod
    def tearDownClass(cls):
        cls.provider.shutdown()
        cls.provider.server_close()
        super().tearDownClass()

    def setUp(self):
        self.provider.mode = "good"
        self.staff = self.client("sofia")

    def link_of(self, name):
        person = urllib.parse.quote(PEOPLE[name][0])
        [case] = self.staff.get(f"/v1/cases?search={person}").json["items"]
        link = self.house.run("pay", "link", case["number"]).strip()
        self.assertTrue(link.startswith("https://pay.example/pay/"), link)
        return link.removeprefix("https://pay.example"), case

    def answer(self, path, text):
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        body = urllib.parse.urlencode({"answer": text}).encode()
        return self.client().call("POST", path, body, headers)

    def words_of(self, page, path):
        """What a reader sees: random figures (the nonce of the style, the token) are no words."""
        return page.body.split(b"<body>")[1].replace(path.encode(), b"")

    def notify(self, kind, thing, event, secret=SECRET, age=0, before=None):
        """One webhook; its status."""
        data = {"object": thing, **({"previous_attributes": before} if before else {})}
        at = int(time.time()) - age
        body = json.dumps({"id": event, "type": kind, "created": at, "data": data}).encode()
        signed = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Stripe-Signature": f"t={at},v0=00,v1={signed}",
        }
        return self.client().call("POST", "/v1/providers/stripe/notices", body, headers).status

    def open_checkout(self, name):
        """As the person: follows the link and says who she is; what the provider was asked."""
        path, case = self.link_of(name)
        shown = self.answer(path, ANSWERS[name])
        self.assertEqual(shown.status, 200, shown.body)
        return self.provider.asked[-1][2], case

    def session(self, asked, intent, **other):
        return {
            "client_reference_id": asked["client_reference_id"],
            "payment_intent": intent,
            "payment_status": "paid",
            "amount_total": int(asked["line_items[0][price_data][unit_amount]"]),
            "currency": asked["line_items[0][price_data][currency]"],
            **other,
        }

    def waiting(self):
        return self.staff.get("/v1/bank/pending").json["items"]

    def payments(self, case):
        rows = self.staff.get(f"/v1/cases/{case['id']}/workspace").json["payments"]
        return [row["amount"] for row in rows]

    def test_no_word_before_it_is_known_who_asks(self):
        path, case = self.link_of("P-1")
        page = self.client().get(path)
        self.assertEqual(page.status, 200)
        for word in (b"150", b"Ferrer", case["creditor_name"].encode(), case["number"].encode()):
            self.assertNotIn(word, self.words_of(page, path))
        self.assertIn(b"La casa", page.body)
        self.assertIn("no-store", page.headers["Cache-Control"])
        self.assertIn("default-src 'none'", page.headers["Content-Security-Policy"])
        self.assertIn(b"Last four digits", self.client(language="en").get(path).body)
        changed = path[:-9] + ("A" if path[-9] != "A" else "B") + path[-8:]
        self.assertEqual(self.client().get(changed).status, 404)
        self.assertEqual(self.client().get("/pay/short").status, 404)
        wrong = self.answer(path, "9999")
        self.assertEqual((wrong.status, b"150" in self.words_of(wrong, path)), (422, False))
        right = self.answer(path, ANSWERS["P-1"])
        self.assertEqual(right.status, 200)
        self.assertIn(b"150.00", right.body)
        page = f"http://127.0.0.1:{self.provider.server_port}/page"
        self.assertIn(page.encode(), right.body)
        _, headers, form = self.provider.asked[-1]
        self.assertEqual(headers["Authorization"], f"Bearer {KEY}")
        self.assertEqual(form["line_items[0][price_data][unit_amount]"], "15000")
        self.assertNotIn("Ferrer", form["line_items[0][price_data][product_data][name]"])
        for self.provider.mode in ("broken", "silent"):  # the other ways stay
            shown = self.answer(path, ANSWERS["P-1"])
            self.assertEqual((shown.status, b"150.00" in shown.body), (200, True))
            self.assertNotIn(page.encode(), shown.body)
        for _ in range(2):
            self.assertEqual(self.answer(path, "9999").status, 422 if _ == 0 else 403)
        self.assertEqual(self.answer(path, ANSWERS["P-1"]).status, 403)  # no tries are left today

    def test_a_notice_is_booked_once_and_taken_back(self):
        asked, case = self.open_checkout("P-2")
        paid = self.session(asked, "pi_20000001")
        done = "checkout.session.completed"
        self.assertEqual(self.notify(done, paid, "evt_1", secret="whsec_of_another"), 403)
        self.assertEqual(self.notify(done, paid, "evt_1", age=900), 403)
        self.assertIn("pay.notice_refused", self.house.read_log())
        self.assertEqual(self.payments(case), [])
        unpaid = {**paid, "payment_status": "unpaid"}
        self.assertEqual(self.notify(done, unpaid, "evt_0"), 204)
        self.assertEqual(self.payments(case), [])
        for _ in range(2):  # the same notice, late and twice
            self.assertEqual(self.notify(done, paid, "evt_1", age=200), 204)
        again = "checkout.session.async_payment_succeeded"  # the same payment by another notice
        self.assertEqual(self.notify(again, paid, "evt_2"), 204)
        self.assertEqual(self.payments(case), [20000])
        path, _ = self.link_of_paid(case)
        self.assertIn("Ya está pagado".encode(), self.answer(path, ANSWERS["P-2"]).body)
        [file] = [
            row for row in self.staff.get("/v1/bank/files").json["items"] if row["name"] == "evt_1"
        ]
        entry = self.staff.get(f"/v1/bank/files/{file['id']}").json["items"][0]
        self.assertEqual(entry["state"], "settled")
        self.house.run("pay", "refund", entry["entry_id"])
        path, headers, form = self.provider.asked[-1]
        self.assertEqual((path, form["payment_intent"]), ("/v1/refunds", "pi_20000001"))
        self.assertEqual(headers["Idempotency-Key"], f"refund-{entry['entry_id']}")
        charge = {"payment_intent": "pi_20000001", "amount_refunded": 20000, "currency": "mxn"}
        for _ in range(2):
            self.assertEqual(self.notify("charge.refunded", charge, "evt_3"), 204)
        self.assertEqual(sum(self.payments(case)), 0)

    def link_of_paid(self, case):
        link = self.house.run("pay", "link", case["number"], "--amount", "200.00").strip()
        return link.removeprefix("https://pay.example"), case

    def test_what_does_not_fit_waits(self):
        asked, case = self.open_checkout("P-3")
        done = "checkout.session.completed"
        less = self.session(asked, "pi_30000001", amount_total=29900)
        self.assertEqual(self.notify(done, less, "evt_31"), 204)
        [entry] = [row for row in self.waiting() if row["open"] == 29900]
        self.assertEqual(entry["reasons"], ["amount_differs"])
        self.assertEqual(entry["best"]["case_id"], case["id"])
        stranger = self.session(asked, "pi_30000002", client_reference_id="x", amount_total=7)
        self.assertEqual(self.notify(done, stranger, "evt_32"), 204)
        [entry] = [row for row in self.waiting() if row["open"] == 7]
        self.assertEqual(entry["reasons"], ["link_unknown"])
        # money that goes back before it came
        charge = {"payment_intent": "pi_30000003", "amount_refunded": 30000, "currency": "mxn"}
        self.assertEqual(self.notify("charge.refunded", charge, "evt_33"), 204)
        [entry] = [row for row in self.waiting() if row["open"] == 30000]
        self.assertEqual(entry["reasons"], ["return"])
        self.assertEqual(self.notify(done, self.session(asked, "pi_30000003"), "evt_34"), 204)
        self.assertEqual([row for row in self.waiting() if row["open"] == 30000], [])
        self.assertEqual(sum(self.payments(case)), 0)
        # another interface's words are no reason to lose anything
        self.assertEqual(self.notify("customer.created", {"id": "cus_1"}, "evt_35"), 204)
        nothing = {**self.session(asked, "pi_30000004"), "currency": "zzz"}
        self.assertEqual(self.notify(done, nothing, "evt_36"), 422)
        other = self.client().call("POST", "/v1/providers/other/notices", b"{}")
        self.assertEqual(other.status, 404)


if __name__ == "__main__":
    unittest.main()
