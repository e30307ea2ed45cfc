#!/usr/bin/env python3
"""The interface as a screen uses it, against the real program and a small lively store."""

import datetime
import os
import unittest
import urllib.parse

from house import House, HouseTest


class Session(HouseTest):
    debtors = 20

    def test_right_words_open_a_session_and_a_cookie_that_scripts_cannot_read(self):
        client = self.client()
        answer = client.sign_in("lucia")
        self.assertEqual(answer.status, 201)
        cookie = answer.headers["Set-Cookie"]
        for part in ("acuerdo_session=", "HttpOnly", "SameSite=Strict", "Path=/"):
            self.assertIn(part, cookie)
        session = answer.json
        self.assertEqual(session["user"]["login"], "lucia")
        self.assertEqual(session["user"]["roles"], ["agent"])
        self.assertIn("queue.work", session["user"]["permissions"])
        self.assertEqual(session["organisation"]["country"], "MX")
        self.assertTrue(session["organisation"]["is_test"])
        self.assertEqual(client.get("/v1/session").json, session)

    def test_secure_cookie_behind_tls(self):
        answer = self.client().call(
            "POST",
            "/v1/session",
            {"login": "lucia", "password": "una frase larga y propia"},
            {"X-Forwarded-Proto": "https"},
        )
        self.assertIn("; Secure", answer.headers["Set-Cookie"])

    def test_wrong_words_are_refused_alike(self):
        client = self.client()
        wrong = self.check_problem(client.sign_in("sofia", "no es esta frase"), 401)
        unknown = self.check_problem(client.sign_in("nadie", "no es esta frase"), 401)
        self.assertEqual(wrong["detail"], unknown["detail"])

    def test_five_wrong_tries_close_the_login_for_a_while(self):
        client = self.client()
        for login in ("ivan", "nobody-of-that-name"):
            for _ in range(5):
                self.check_problem(client.sign_in(login, "no es esta frase"), 401)
            answer = client.sign_in(login)
            self.check_problem(answer, 429)
            self.assertGreater(int(answer.headers["Retry-After"]), 600)

    def test_without_a_session_nothing_is_told(self):
        client = self.client()
        for method, path in (
            ("GET", "/v1/queue"),
            ("GET", "/v1/cases/1/workspace"),
            ("POST", "/v1/queue/next"),
            ("GET", "/v1/session"),
            ("DELETE", "/v1/session"),
            ("GET", "/v1/dispositions"),
        ):
            self.check_problem(client.call(method, path), 401)

    def test_what_changes_something_needs_the_token_of_the_session(self):
        client = self.client("lucia")
        for token in (None, "", "0" * 32):
            self.check_problem(
                client.call("POST", "/v1/queue/next", headers={"X-CSRF-Token": token}), 403
            )
        self.assertIn(client.call("POST", "/v1/queue/next").status, (200, 204))

    def test_signing_out_ends_the_session_and_returns_the_leases(self):
        client = self.client("lucia")
        leased = client.call("POST", "/v1/queue/next")
        self.assertEqual(client.call("DELETE", "/v1/session").status, 204)
        self.check_problem(client.get("/v1/session"), 401)
        if leased.status == 200:
            again = self.client("sofia").call(
                "POST", f"/v1/work-items/{leased.json['work_item_id']}/lease"
            )
            self.assertEqual(again.status, 200)

    def test_a_missing_permission_is_named(self):
        agent = self.client("lucia")
        self.assertIn("report.read", self.check_problem(agent.get("/v1/reports"), 403)["detail"])
        self.assertIn(
            "queue.work", self.check_problem(self.client("ivan2").get("/v1/queue"), 403)["detail"]
        )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.house.stop()
        cls.house.add_user("ivan2", "administrator")
        cls.house.start()


class Form(HouseTest):
    """What is refused, and how it is said."""

    debtors = 40

    def test_addresses_and_methods(self):
        client = self.client("lucia")
        self.check_problem(client.get("/v1/nothing"), 404)
        self.check_problem(client.get("/v1/cases/abc/workspace"), 404)
        self.check_problem(client.get("/v1/cases/-5/workspace"), 404)
        self.check_problem(client.get("/v1/cases/5/workspace"), 404)
        self.check_problem(client.get("/v1/cases/5/workspace/"), 404)
        answer = client.call("PUT", "/v1/queue")
        self.check_problem(answer, 405)
        self.assertEqual(answer.headers["Allow"], "GET")

    def test_queries(self):
        client = self.client("lucia")
        self.check_problem(client.get("/v1/queue?limit=0"), 422, "/limit")
        self.check_problem(client.get("/v1/queue?limit=x"), 422, "/limit")
        self.check_problem(client.get("/v1/queue?colour=red"), 422, "/colour")
        self.check_problem(client.get("/v1/queue?limit=1&limit=2"), 422, "/limit")
        self.check_problem(client.get("/v1/queue?cursor=abc"), 422, "/cursor")
        self.check_problem(client.get("/v1/cases?search=%zz"), 422)
        self.check_problem(client.get("/v1/cases?search=%00"), 422)
        self.check_problem(client.get("/v1/cases?search=%ff"), 422)

    def first_case(self, client):
        return client.get("/v1/cases?limit=1").json["items"][0]

    def test_bodies(self):
        client = self.client("lucia")
        path = f"/v1/cases/{self.first_case(client)['id']}/promises"
        today = client.get("/v1/session").json["organisation"]["open_date"]
        good = {"amount": 100, "due_on": today}
        table = [
            ({}, "/amount"),
            ({}, "/due_on"),
            ({**good, "amount": "100"}, "/amount"),
            ({**good, "amount": 1.5}, "/amount"),
            ({**good, "amount": 0}, "/amount"),
            ({**good, "amount": -5}, "/amount"),
            ({**good, "amount": None}, "/amount"),
            ({**good, "due_on": "2026-02-30"}, "/due_on"),
            ({**good, "due_on": 20260301}, "/due_on"),
            ({**good, "due_on": "2020-01-01"}, "/due_on"),
            ({**good, "due_on": "2999-01-01"}, "/due_on"),
            ({**good, "channel": "pigeon"}, "/channel"),
            ({**good, "obligation_id": 5}, "/obligation_id"),
            ({**good, "obligation_id": "5"}, "/obligation_id"),
            ({**good, "obligation_id": "5 "}, "/obligation_id"),
            ({**good, "colour": "red"}, "/colour"),
        ]
        for body, pointer in table:
            with self.subTest(body=body):
                self.check_problem(client.post(path, body), 422, pointer)
        for raw in (b"", b"[]", b"null", b"{", b'{"amount":1,}', b"\xff", b'{"amount":NaN}'):
            with self.subTest(raw=raw):
                self.check_problem(
                    client.post(path, raw, headers={"Content-Type": "application/json"}), 422
                )
        self.check_problem(
            client.post(path, b"amount=5", headers={"Content-Type": "text/plain"}), 415
        )
        self.check_problem(client.call("POST", path, good), 422)  # no Idempotency-Key
        self.check_problem(client.post(path, good, key="short"), 422)
        self.check_problem(client.post(path, {**good, "amount": 10**15}), 403, "/amount")

    def test_refusals_speak_the_language_that_was_asked_for(self):
        spanish, english = self.client("lucia"), self.client("lucia", "en-GB,en;q=0.9,es;q=0.5")
        path = f"/v1/cases/{self.first_case(spanish)['id']}/promises"
        body = {"amount": 0, "due_on": spanish.get("/v1/session").json["organisation"]["open_date"]}
        said = [
            client.post(path, body).json["errors"][0]["detail"] for client in (spanish, english)
        ]
        self.assertEqual(
            said,
            [
                "El monto prometido debe ser mayor que cero.",
                "the promised amount must be above zero",
            ],
        )

    def test_an_outcome_and_its_promise_belong_together(self):
        client = self.client("lucia")
        path = f"/v1/cases/{self.first_case(client)['id']}/actions"
        action = {"channel": "call", "direction": "outbound", "disposition": "no_answer"}
        promise = {"amount": 100, "due_on": "2020-01-01"}
        self.check_problem(client.post(path, {**action, "disposition": "promise"}), 422, "/promise")
        self.check_problem(client.post(path, {**action, "promise": promise}), 422, "/promise")
        self.check_problem(
            client.post(path, {**action, "disposition": "promise", "promise": promise}),
            422,
            "/promise/due_on",
        )
        self.check_problem(
            client.post(path, {**action, "disposition": "promise", "promise": {}}),
            422,
            "/promise/amount",
        )
        self.check_problem(
            client.post(path, {**action, "disposition": "promise", "promise": {"colour": 1}}),
            422,
            "/promise/colour",
        )
        self.check_problem(
            client.post(path, {**action, "disposition": "unheard_of"}), 422, "/disposition"
        )
        self.check_problem(
            client.post(path, {**action, "contact_point_id": "77"}), 422, "/contact_point_id"
        )
        self.check_problem(client.post(path, {**action, "note": "x" * 1201}), 422, "/note")
        self.check_problem(client.post(path, {**action, "channel": "smoke"}), 422, "/channel")
        self.check_problem(
            client.post(path, {**action, "callback_at": "tomorrow"}), 422, "/callback_at"
        )
        self.check_problem(
            client.post(
                path, {**action, "disposition": "callback", "callback_at": "2020-01-01T10:00:00Z"}
            ),
            422,
            "/callback_at",
        )

    def test_a_refusal_changes_nothing(self):
        client = self.client("lucia")
        case = self.first_case(client)
        before = client.get(f"/v1/cases/{case['id']}/workspace").json
        bad = {
            "channel": "call",
            "direction": "outbound",
            "disposition": "promise",
            "promise": {
                "amount": 10**15,
                "due_on": client.get("/v1/session").json["organisation"]["open_date"],
            },
        }
        self.check_problem(
            client.post(f"/v1/cases/{case['id']}/actions", bad), 403, "/promise/amount"
        )
        after = client.get(f"/v1/cases/{case['id']}/workspace").json
        before.pop("gate"), after.pop("gate")  # its hours move with the clock
        self.assertEqual(after, before)


class Work(HouseTest):
    """A day of an agent."""

    def setUp(self):
        self.lucia = self.client("lucia")
        self.sofia = self.client("sofia")
        self.today = self.lucia.get("/v1/session").json["organisation"]["open_date"]

    def tearDown(self):
        for client in (self.lucia, self.sofia):
            client.call("DELETE", "/v1/session")

    def workspace(self, case_id):
        return self.lucia.get(f"/v1/cases/{case_id}/workspace").json

    def next_call(self):
        """Leases items until one asks for a call and its case is free to promise."""
        while True:
            answer = self.lucia.call("POST", "/v1/queue/next")
            self.assertEqual(
                answer.status, 200, "the queue has no call left: make the house larger"
            )
            if answer.json["channel"] == "call":
                return answer.json

    def test_the_queue_comes_in_pages_in_its_order(self):
        whole = self.lucia.get("/v1/queue?limit=200").json["items"]
        self.assertEqual([item["rank"] for item in whole], list(range(1, len(whole) + 1)))
        pages, cursor = [], ""
        while cursor is not None:
            page = self.lucia.get(f"/v1/queue?limit=3{cursor and '&cursor=' + cursor}").json
            self.assertLessEqual(len(page["items"]), 3)
            pages += page["items"]
            cursor = page["next_cursor"]
        self.assertEqual(pages, whole)

    def test_the_queue_names_the_point_that_the_account_calls_first(self):
        called = [item for item in self.lucia.get("/v1/queue?limit=200").json["items"]
                  if item["channel"] == "call"]
        self.assertTrue(called, "the queue has no call")
        for item in called[:5]:
            best = [each for each in self.workspace(item["case_id"])["contact_points"]
                    if each["channel"] == "call" and each["best"]]
            want = {key: best[0][key] for key in ("id", "value_masked", "score")} if best else None
            self.assertEqual(item["contact_point"], want)
        self.assertTrue(any(item["contact_point"] for item in called))

    def test_two_people_never_hold_one_account(self):
        item = self.lucia.call("POST", "/v1/queue/next").json
        self.assertEqual(item["state"], "leased")
        self.assertEqual(item["leased_by"]["name"], "Una Persona")
        other = self.sofia.call("POST", "/v1/queue/next").json
        self.assertNotEqual(other["work_item_id"], item["work_item_id"])
        problem = self.check_problem(
            self.sofia.call("POST", f"/v1/work-items/{item['work_item_id']}/lease"), 409
        )
        self.assertEqual(problem["type"], "/problems/leased")
        self.assertEqual(problem["holder"]["name"], "Una Persona")
        self.assertEqual(problem["holder"]["until"], item["leased_until"])
        self.assertEqual(
            self.lucia.call("POST", f"/v1/work-items/{item['work_item_id']}/lease").status, 200
        )
        self.check_problem(
            self.sofia.call("POST", f"/v1/work-items/{item['work_item_id']}/release"), 409
        )
        released = self.lucia.call("POST", f"/v1/work-items/{item['work_item_id']}/release").json
        self.assertEqual((released["state"], released["leased_by"]), ("ready", None))
        self.assertEqual(
            self.sofia.call("POST", f"/v1/work-items/{item['work_item_id']}/lease").status, 200
        )

    def test_a_skipped_account_leaves_the_queue_of_today(self):
        item = self.lucia.call("POST", "/v1/queue/next").json
        path = f"/v1/work-items/{item['work_item_id']}/skip"
        self.check_problem(self.lucia.call("POST", path, {"reason": ""}), 422, "/reason")
        skipped = self.lucia.call("POST", path, {"reason": "Pidió que llame su compañera"}).json
        self.assertEqual(skipped["state"], "returned")
        ids = [row["work_item_id"] for row in self.lucia.get("/v1/queue?limit=200").json["items"]]
        self.assertNotIn(item["work_item_id"], ids)
        self.check_problem(self.lucia.call("POST", path, {"reason": "otra vez"}), 409)
        # Giving back what is not held any more is giving it back twice: nothing.
        release = f"/v1/work-items/{item['work_item_id']}/release"
        self.assertEqual(self.lucia.call("POST", release).json["state"], "returned")

    def test_a_result_finishes_the_item_and_decides_anew(self):
        item = self.next_call()
        before = self.lucia.get("/v1/queue").json["progress"]
        order = {
            "channel": "call",
            "direction": "outbound",
            "disposition": "no_answer",
            "note": "Suena y suena.",
            "duration_s": 31,
            "work_item_id": item["work_item_id"],
        }
        answer = self.lucia.post(f"/v1/cases/{item['case_id']}/actions", order)
        self.assertEqual(answer.status, 201, answer.body)
        receipt = answer.json
        self.assertEqual(receipt["work_item"]["state"], "done")
        self.assertEqual(receipt["action"]["note"], "Suena y suena.")
        self.assertEqual(receipt["action"]["day"], self.today)
        self.assertNotEqual(receipt["decision"]["step"], item["step"])
        after = self.lucia.get("/v1/queue").json["progress"]
        self.assertEqual(after["done"], before["done"] + 1)
        newest = self.lucia.get(f"/v1/cases/{item['case_id']}/timeline?kind=contact&limit=2").json[
            "items"
        ]
        self.assertEqual([row["text"] for row in newest], ["Contacto sin permiso", "No contesta"])
        newest = newest[1]
        self.assertEqual(
            (newest["action_id"], newest["note"], newest["text"]),
            (receipt["action"]["id"], "Suena y suena.", "No contesta"),
        )

    def test_a_promise_by_the_same_act_and_its_undo(self):
        item = self.next_call()
        amount = item["past_due_amount"]
        due_on = self.workspace(item["case_id"])["promise_days"][-1]["day"]
        order = {
            "channel": "call",
            "direction": "outbound",
            "disposition": "promise",
            "work_item_id": item["work_item_id"],
            "promise": {"amount": amount, "due_on": due_on, "channel": "transfer"},
        }
        receipt = self.lucia.post(f"/v1/cases/{item['case_id']}/actions", order).json
        self.assertEqual(receipt["decision"]["segment"], "promised")
        shown = self.workspace(item["case_id"])
        promise = shown["promises"][0]
        self.assertEqual(
            (
                promise["state"],
                promise["amount"],
                promise["due_on"],
                promise["channel"],
                promise["action_id"],
            ),
            ("open", amount, due_on, "transfer", receipt["action"]["id"]),
        )
        self.assertIsNone(shown["work_item"])
        path = f"/v1/actions/{receipt['action']['id']}/correction"
        self.check_problem(self.sofia.post(path, {"reason": "No es suya"}), 403)
        undo = self.lucia.post(path, {"reason": "Marqué el resultado de otra llamada"})
        self.assertEqual(undo.status, 201, undo.body)
        self.assertEqual(undo.json["action"]["corrects_id"], receipt["action"]["id"])
        self.assertEqual(undo.json["work_item"]["state"], "leased")
        shown = self.workspace(item["case_id"])
        self.assertEqual(shown["promises"][0]["state"], "cancelled")
        # The call was made, so it still counts for the caps: the step may have to wait.
        self.assertNotEqual(shown["decision"]["segment"], "promised")
        self.assertEqual(shown["work_item"]["work_item_id"], item["work_item_id"])
        voided = [
            entry for entry in shown["timeline"] if entry["action_id"] == receipt["action"]["id"]
        ][0]
        self.assertEqual(voided["corrected_by_id"], undo.json["action"]["id"])
        self.check_problem(self.lucia.post(path, {"reason": "Otra vez"}), 409)
        self.check_problem(
            self.lucia.post(
                f"/v1/actions/{undo.json['action']['id']}/correction", {"reason": "No"}
            ),
            422,
        )

    def test_the_same_key_books_once(self):
        case = self.lucia.get("/v1/cases?limit=1&past_due_min=1").json["items"][0]
        path = f"/v1/cases/{case['id']}/payments"
        order = {
            "amount": 12345,
            "value_on": self.today,
            "source": "transfer",
            "reference": "SPEI-0001",
        }
        first = self.lucia.post(path, order, key="one-wish-0001")
        self.assertEqual(first.status, 201, first.body)
        second = self.lucia.post(path, order, key="one-wish-0001")
        self.assertEqual((second.status, second.json), (201, first.json))
        self.assertEqual(second.headers["Idempotent-Replay"], "true")
        self.check_problem(self.lucia.post(path, {**order, "amount": 1}, key="one-wish-0001"), 422)
        self.check_problem(self.lucia.post(path, order), 409, "/reference")
        self.check_problem(self.lucia.post(path, {**order, "amount": 999}), 409, "/reference")
        shown = self.workspace(case["id"])
        self.assertEqual(
            len([row for row in shown["payments"] if row["reference"] == "SPEI-0001"]), 1
        )

    def test_a_payment_settles_and_decides_at_once(self):
        case = [
            row
            for row in self.lucia.get("/v1/cases?limit=200&past_due_min=8").json["items"]
            if row["segment"] not in ("disputed", "promised")
        ][-1]
        before = self.workspace(case["id"])
        order = {
            "amount": before["facts"]["balance"],
            "value_on": self.today,
            "source": "transfer",
            "reference": "SPEI-ALL-" + case["id"],
        }
        paid = self.lucia.post(f"/v1/cases/{case['id']}/payments", order).json
        self.assertEqual(paid["state"], "applied")
        self.assertEqual(
            sum(line["amount"] for line in paid["lines"]) + paid["unapplied"], order["amount"]
        )
        after = self.workspace(case["id"])
        self.assertEqual(
            (after["facts"]["balance"], after["facts"]["past_due_days"], after["facts"]["bucket"]),
            (0, 0, "current"),
        )
        self.assertEqual(after["decision"]["segment"], "settled")
        self.assertEqual(after["case"]["status"], "closed")
        self.assertTrue(after["decision"]["silence_reason"])
        self.assertIsNone(after["work_item"])
        self.assertTrue(
            all(
                claim["state"] == "paid"
                for debt in after["obligations"]
                for claim in debt["claims"]
            )
        )

    def test_money_of_tomorrow_is_refused(self):
        case = self.lucia.get("/v1/cases?limit=1").json["items"][0]
        tomorrow = (
            datetime.date.fromisoformat(self.today) + datetime.timedelta(days=1)
        ).isoformat()
        order = {
            "amount": 1,
            "value_on": tomorrow,
            "source": "transfer",
            "reference": "SPEI-TOMORROW",
        }
        self.check_problem(
            self.lucia.post(f"/v1/cases/{case['id']}/payments", order), 422, "/value_on"
        )

    def test_a_dispute_stops_contact(self):
        case = [
            row
            for row in self.lucia.get("/v1/cases?limit=200&past_due_min=8").json["items"]
            if row["segment"] not in ("disputed", "promised")
        ][-2]
        opened = self.lucia.post(
            f"/v1/cases/{case['id']}/disputes", {"kind": "not_mine", "note": "No la reconoce."}
        )
        self.assertEqual(
            (opened.status, opened.json["state"], opened.json["amount"]), (201, "open", None)
        )
        shown = self.workspace(case["id"])
        self.assertEqual(shown["decision"]["segment"], "disputed")
        self.assertEqual({row["state"] for row in shown["gate"]}, {"refused"})
        self.assertIn("reclamo", shown["decision"]["silence_reason"])
        self.assertIn("legal", [row["kind"] for row in shown["timeline"]])
        self.check_problem(
            self.lucia.post(f"/v1/cases/{case['id']}/disputes", {"kind": "odd", "note": "x"}),
            422,
            "/kind",
        )

    def test_the_result_disputes_opens_one(self):
        item = self.next_call()
        order = {
            "channel": "call",
            "direction": "outbound",
            "disposition": "disputes",
            "work_item_id": item["work_item_id"],
            "note": "Dice que ya la pagó en la sucursal.",
        }
        receipt = self.lucia.post(f"/v1/cases/{item['case_id']}/actions", order).json
        self.assertEqual(receipt["decision"]["segment"], "disputed")

    def test_a_permit_is_asked_used_once_and_told(self):
        """What the hour of the test allows: a place is kept once, or the rule is named."""
        case = self.lucia.get("/v1/cases?limit=200&past_due_min=1").json["items"][-4]
        path = f"/v1/cases/{case['id']}/permits"
        first = self.lucia.post(path, {"channel": "letter"}).json
        second = self.lucia.post(path, {"channel": "letter"}).json
        self.assertIsNone(second["permit"])
        self.assertEqual(second["gate"]["state"], "refused")
        self.assertTrue(second["gate"]["rule"])
        order = {"channel": "letter", "direction": "outbound", "disposition": "sent", "note": ""}
        if first["permit"]:
            order["permit_id"] = first["permit"]["id"]
            acts = f"/v1/cases/{case['id']}/actions"
            self.assertIsNone(self.lucia.post(acts, order).json["unpermitted"])
            again = self.lucia.post(acts, order)
            self.assertEqual((again.status, again.json["unpermitted"]["lack"]), (201, "ended"))
            self.assertEqual(again.json["unpermitted"]["gate"]["state"], "refused")
        order["permit_id"] = "77"
        strange = self.lucia.post(f"/v1/cases/{case['id']}/actions", order)
        self.assertEqual((strange.status, strange.json["unpermitted"]["lack"]), (201, "unknown"))
        self.check_problem(self.lucia.post(path, {"channel": "drum"}), 422, "/channel")

    def test_a_contact_without_a_permit_is_recorded_and_reported(self):
        case = self.lucia.get("/v1/cases?limit=200&past_due_min=1").json["items"][-5]
        acts = f"/v1/cases/{case['id']}/actions"
        order = {"channel": "call", "direction": "outbound", "disposition": "no_answer", "note": ""}
        receipt = self.lucia.post(acts, order)
        self.assertEqual((receipt.status, receipt.json["unpermitted"]["lack"]), (201, "none"))
        self.assertTrue(receipt.json["unpermitted"]["gate"]["rule"])
        inbound = self.lucia.post(acts, {**order, "direction": "inbound"})
        self.assertIsNone(inbound.json["unpermitted"])
        kinds = [row["text"] for row in self.workspace(case["id"])["timeline"]]
        self.assertIn("Contacto sin permiso", kinds)
        rows = self.sofia.get(f"/v1/reports/unpermitted?date={self.today}").json["rows"]
        number = str(case["number"])
        self.assertIn(number, [str(row[1]) for row in rows])
        mine = next(row for row in rows if str(row[1]) == number)
        self.assertEqual((mine[2], mine[3], mine[7]), ("call", "none", "lucia"))
        self.assertEqual(mine[5], receipt.json["unpermitted"]["gate"]["rule"])

    def test_a_promise_of_its_own_is_made_and_cancelled(self):
        case = [
            row
            for row in self.lucia.get("/v1/cases?limit=200&past_due_min=1").json["items"]
            if row["segment"] not in ("disputed", "promised")
        ][-3]
        shown = self.workspace(case["id"])
        debt = max(shown["obligations"], key=lambda row: row["balance"])
        path = f"/v1/cases/{case['id']}/promises"
        order = {"due_on": self.today, "channel": "cash", "obligation_id": debt["id"]}
        self.check_problem(self.lucia.post(path, {**order, "amount": 1}), 403, "/amount")
        made = self.lucia.post(path, {**order, "amount": debt["balance"]})
        self.assertEqual(
            (made.status, made.json["state"], made.json["channel"]), (201, "open", "cash")
        )
        self.assertEqual(made.json["obligation_id"], debt["id"])
        ended = self.lucia.post(
            f"/v1/promises/{made.json['id']}/cancel", {"reason": "Se equivocó de fecha"}
        )
        self.assertEqual((ended.status, ended.json["state"]), (201, "cancelled"))
        self.check_problem(
            self.lucia.post(f"/v1/promises/{made.json['id']}/cancel", {"reason": "otra vez"}), 409
        )
        self.check_problem(self.lucia.post("/v1/promises/5/cancel", {"reason": "no hay"}), 404)

    def test_the_history_comes_in_pages(self):
        case = self.lucia.get("/v1/cases?limit=1").json["items"][0]
        whole = self.lucia.get(f"/v1/cases/{case['id']}/timeline?limit=200").json["items"]
        pages, cursor = [], ""
        while cursor is not None:
            page = self.lucia.get(
                f"/v1/cases/{case['id']}/timeline?limit=2{cursor and '&cursor=' + cursor}"
            ).json
            pages += page["items"]
            cursor = page["next_cursor"]
        self.assertEqual(pages, whole)
        self.assertEqual(
            [row["at"] for row in whole], sorted((row["at"] for row in whole), reverse=True)
        )
        for kind in ("contact", "money", "legal", "system"):
            some = self.lucia.get(f"/v1/cases/{case['id']}/timeline?kind={kind}&limit=200").json[
                "items"
            ]
            self.assertEqual(some, [row for row in whole if row["kind"] == kind])

    def test_one_search_finds_by_all_that_is_at_hand(self):
        case = self.lucia.get("/v1/cases?limit=1").json["items"][0]
        shown = self.workspace(case["id"])
        phone = [row["value"] for row in shown["contact_points"] if row["channel"] == "call"]
        words = case["party_name"].lower().translate(str.maketrans("áéíóúñü", "aeiounu")).split()
        wanted = [
            case["number"],
            shown["party"]["external_id"],
            shown["obligations"][0]["external_id"],
            words[0][:4],
            f"{words[1]}+{words[0][:3]}",
        ] + [value[-4:] for value in phone]
        for text in wanted:
            with self.subTest(text):
                found = self.lucia.get(
                    f"/v1/cases?search={text}&limit=200".replace(" ", "%20")
                ).json["items"]
                self.assertIn(case["id"], [row["id"] for row in found])
        for text in ("zzzzqq", "%25", "_", "-", "0"):
            self.assertEqual(
                self.lucia.get(f"/v1/cases?search={text}").json, {"items": [], "next_cursor": None}
            )

    def test_a_search_by_attribute_finds_those_who_have_the_value(self):
        with_values = {}
        for case in self.lucia.get("/v1/cases?limit=60").json["items"]:
            for obligation in self.workspace(case["id"])["obligations"]:
                for name, value in obligation["attributes"].items():
                    if value is not None:
                        text = str(value).lower() if isinstance(value, bool) else str(value)
                        with_values.setdefault((name, text), set()).add(case["id"])
        self.assertTrue(with_values, "the portfolio has attributes")
        for (name, value), cases in list(with_values.items())[:20]:
            with self.subTest(f"{name}={value}"):
                query = urllib.parse.quote(f"{name} = {value}")
                items = self.lucia.get(f"/v1/cases?search={query}&limit=200").json["items"]
                found = [row["id"] for row in items]
                if len(found) < 200:
                    self.assertLessEqual(cases, set(found))
                self.assertTrue(found)
                for case_id in found[:5]:
                    values = [o["attributes"].get(name) for o in
                              self.workspace(case_id)["obligations"]]
                    self.assertIn(value, [str(v).lower() if isinstance(v, bool) else str(v)
                                          for v in values])
        self.check_problem(self.lucia.get("/v1/cases?search=nobody%3D1"), 422)
        self.check_problem(self.lucia.get("/v1/cases?search=product%3Dloan"), 422)

    def test_an_id_with_an_equals_sign_is_found(self):
        file = os.path.join(self.house.folder, "ids.csv")
        with open(file, "w", encoding="utf-8") as out:
            out.write("party.external_id,party.name,obligation.external_id,claim.external_id,"
                      "claim.due_on,claim.amount\n"
                      "Q0E=,Persona Igual,NR=7,F=7,2031-01-01,100\n")  # fmt: skip
        self.house.run("import", "receivables", file)
        for text in ("Q0E%3D", "NR%3D7"):
            with self.subTest(text):
                items = self.lucia.get(f"/v1/cases?search={text}").json["items"]
                self.assertEqual([row["party_name"] for row in items], ["Persona Igual"])

    def test_cases_come_worst_first_in_pages(self):
        whole, cursor = [], ""
        while cursor is not None:
            page = self.lucia.get(f"/v1/cases?limit=40{cursor and '&cursor=' + cursor}").json
            whole += page["items"]
            cursor = page["next_cursor"]
        days = [row["past_due_days"] for row in whole]
        self.assertEqual(days, sorted(days, reverse=True))
        self.assertEqual(len({row["id"] for row in whole}), len(whole))
        late = self.lucia.get("/v1/cases?limit=200&past_due_min=30").json["items"]
        self.assertEqual(
            [row["id"] for row in late],
            [row["id"] for row in whole if row["past_due_days"] >= 30][:200],
        )

    def test_personal_values_are_masked_without_the_permission(self):
        case = self.lucia.get("/v1/cases?limit=1").json["items"][0]
        seen = self.workspace(case["id"])["contact_points"]
        self.assertTrue(all(row["value"] for row in seen))
        masked = self.client("ivan").get(f"/v1/cases/{case['id']}/workspace").json["contact_points"]
        self.assertTrue(masked and all(row["value"] is None for row in masked))
        for open_row, masked_row in zip(seen, masked):
            self.assertEqual(open_row["value_masked"], masked_row["value_masked"])
            self.assertNotIn(open_row["value"], masked_row["value_masked"])

    def test_reports_as_json_and_csv(self):
        names = [row["name"] for row in self.sofia.get("/v1/reports").json["items"]]
        self.assertIn("ageing", names)
        report = self.sofia.get("/v1/reports/ageing?buckets=15,30").json
        width = len(report["columns"])
        self.assertTrue(report["rows"] and all(len(row) == width for row in report["rows"]))
        csv = self.sofia.get("/v1/reports/ageing?buckets=15,30&format=csv")
        self.assertEqual(csv.headers["Content-Type"], "text/csv; charset=utf-8")
        lines = csv.body.decode().splitlines()
        self.assertEqual(lines[0].split(","), [column["name"] for column in report["columns"]])
        self.assertEqual(len(lines), 1 + len(report["rows"]))
        self.check_problem(self.sofia.get("/v1/reports/nothing"), 404)
        self.check_problem(self.sofia.get("/v1/reports/ageing?buckets=30,15"), 422)
        self.check_problem(self.sofia.get("/v1/reports/ageing?format=pdf"), 422, "/format")
        self.assertEqual(self.sofia.get("/v1/dashboard").json["currencies"][0]["currency"], "MXN")

    def sums_of_the_store(self):
        """By channel of what open cases carry: cases, those past due, open and past due amount."""
        rows = self.house.database.rows(
            "SELECT d.channel, count(*) AS cases,"
            " sum(CASE WHEN f.past_due_claims > 0 THEN 1 ELSE 0 END) AS late,"
            " sum(f.open_amount) AS open_amount, sum(f.past_due_amount) AS past_due_amount"
            " FROM case_facts f JOIN case_decision d"
            " ON d.debtor_id = f.debtor_id AND d.case_id = f.case_id"
            " WHERE f.case_state = 1 GROUP BY d.channel"
        )
        names = ("none", "email", "sms", "whatsapp", "call", "letter", "visit")
        return sorted([names[channel], *map(int, sums), "MXN"] for channel, *sums in rows)

    def test_the_portfolio_is_summed_up_as_it_is_now(self):
        path = "/v1/portfolio/summary?by=channel"
        report = self.sofia.get(path).json
        self.assertEqual(report["columns"][0], {"name": "channel", "type": "text"})
        self.assertEqual(report["rows"], self.sums_of_the_store())
        case = self.sofia.get("/v1/cases?limit=1").json["items"][0]["id"]
        day = self.sofia.get("/v1/session").json["organisation"]["open_date"]
        order = {"amount": 4321, "value_on": day, "source": "transfer", "reference": "SUMMED-UP"}
        self.assertEqual(self.sofia.post(f"/v1/cases/{case}/payments", order).status, 201)
        after = self.sofia.get(path).json["rows"]
        self.assertNotEqual(after, report["rows"])
        self.assertEqual(after, self.sums_of_the_store())
        rows = self.sofia.get(path + "&filter=channel%3Dcall").json["rows"]
        self.assertEqual(rows, [row for row in after if row[0] == "call"])
        ages = [row[0] for row in self.sofia.get("/v1/portfolio/summary?by=age").json["rows"]]
        order = ["not_due", "1-15", "16-30", "31-60", "61-90", "91+"]
        self.assertEqual(ages, [age for age in order if age in ages])
        self.check_problem(self.sofia.get("/v1/portfolio/summary?by=nothing"), 422)
        self.check_problem(self.sofia.get("/v1/portfolio/summary?filter=age"), 422)
        self.check_problem(self.sofia.get("/v1/portfolio/summary?filter=age%3Dold"), 422)
        self.check_problem(self.client().get(path), 401)

    def test_the_outbox_is_listed_and_only_what_is_unknown_is_resolved(self):
        page = self.sofia.get("/v1/outbox?limit=5").json
        self.assertEqual(len(page["items"]), 5)
        self.assertIn("•••", page["items"][0]["to_masked"])
        sent = self.sofia.get("/v1/outbox?state=sent&limit=1").json["items"][0]
        self.assertEqual(sent["state"], "sent")
        path = f"/v1/outbox/{sent['id']}/resolve"
        self.check_problem(self.sofia.post(path, {"outcome": "sent"}), 409)
        self.check_problem(self.sofia.post(path, {"outcome": "maybe"}), 422, "/outcome")
        self.check_problem(self.lucia.post(path, {"outcome": "sent"}), 403)
        self.check_problem(self.sofia.post("/v1/outbox/5/resolve", {"outcome": "sent"}), 404)

    def test_a_report_beside_the_running_server(self):
        self.assertIn("MXN", self.house.run("report", "ageing"))


class Page(HouseTest):
    debtors = 10

    def test_the_page_has_a_fresh_nonce_and_a_policy(self):
        client = self.client()
        nonces = set()
        for path in ("/", "/cola", "/cuenta/5", "/index.html"):
            answer = client.get(path)
            self.assertEqual((answer.status, answer.headers["Cache-Control"]), (200, "no-store"))
            policy = answer.headers["Content-Security-Policy"]
            nonce = policy.split("'nonce-")[1].split("'")[0]
            self.assertNotIn(b"__CSP_NONCE__", answer.body)
            self.assertNotIn("unsafe-eval", policy)
            if b"csp-nonce" in answer.body:
                self.assertIn(nonce.encode(), answer.body)
            nonces.add(nonce)
        self.assertEqual(len(nonces), 4)

    def test_every_answer_says_how_little_a_browser_may_do(self):
        client = self.client()
        for path in ("/", "/healthz", "/v1/session", "/nothing.js"):
            headers = client.get(path).headers
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
            self.assertEqual(headers["Referrer-Policy"], "no-referrer")

    def test_what_is_no_file_is_not_found(self):
        client = self.client()
        self.assertEqual(client.get("/nothing.js").status, 404)
        self.assertEqual(client.get("/assets/nothing-abc.js").status, 404)
        self.assertEqual(client.call("POST", "/cola").status, 405)

    def test_hashed_files_are_compressed_and_kept_for_ever(self):
        client = self.client()
        page = client.get("/").body.decode()
        if "/assets/" not in page:
            self.skipTest("built without the workspace")
        path = "/assets/" + page.split("/assets/")[1].split('"')[0]
        plain = client.get(path)
        self.assertEqual((plain.status, plain.headers["Content-Encoding"]), (200, None))
        self.assertIn("immutable", plain.headers["Cache-Control"])
        for coding in ("br", "gzip"):
            answer = client.get(path, headers={"Accept-Encoding": coding})
            self.assertEqual(answer.headers["Content-Encoding"], coding)
            self.assertLess(len(answer.body), len(plain.body))
        refused = client.get(path, headers={"Accept-Encoding": "br;q=0, gzip;q=0"})
        self.assertIsNone(refused.headers["Content-Encoding"])


class Start(unittest.TestCase):
    """Starting, stopping and what two owners of one store say."""

    def test_a_second_server_names_the_owner_and_a_bad_address_is_refused(self):
        house = House(10, 2)
        self.addCleanup(house.remove)
        for listen in ("8080", "localhost:80", "127.0.0.1:70000", "1.2.3:5", "127.0.0.1:"):
            with self.assertRaisesRegex(AssertionError, "DIRECCIÓN:PUERTO"):
                house.run("serve", "--listen", listen, "--no-work")
        house.start()
        pid = house.server.pid
        if house.database.kind == "sqlite":  # on a server any number of them work together
            with self.assertRaisesRegex(AssertionError, str(pid)):
                house.run("serve", "--listen", "127.0.0.1:0", "--no-work")
        self.assertEqual(house.stop(), 0)
        log = house.read_log()
        self.assertIn("event=serve.started", log)
        for name in ("María", "lucia", "Solís", "password"):
            self.assertNotIn(name, log)


if __name__ == "__main__":
    unittest.main(verbosity=2)
