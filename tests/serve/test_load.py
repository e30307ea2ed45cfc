#!/usr/bin/env python3
# threads: four agents at once on one server, with the outbox worker beside them
"""A mixed load: nobody holds what another holds, nothing is booked twice, nothing breaks.

Under the thread sanitizer the server ends with another code than 0 when it saw a race.
"""

import os
import threading
import time
import unittest

from house import HouseTest

AGENTS = ("ana1", "beto1", "carla1", "diego1")
SECONDS = float(os.environ.get("ACUERDO_LOAD_SECONDS", "6"))


def worth(times, share):
    """The time that a share of all stays below, in milliseconds."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))] * 1000


class Load(HouseTest):
    options = ("--smtp", "smtp://127.0.0.1:9")  # nobody listens: the worker tries and pauses
    debtors = 400

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.house.stop()
        for login in AGENTS:
            cls.house.add_user(login, "supervisor", login)
        cls.house.start(*cls.options)

    def setUp(self):
        self.lock = threading.Lock()
        self.held = {}
        self.times = {}
        self.faults = []
        self.finished = []
        self.until = time.monotonic() + SECONDS

    def timed(self, name, call, *arguments, **options):
        started = time.perf_counter()
        answer = call(*arguments, **options)
        with self.lock:
            self.times.setdefault(name, []).append(time.perf_counter() - started)
            if answer.status >= 500:
                self.faults.append(f"{name}: {answer.status} {answer.body[:300]}")
        return answer

    def take(self, client, login):
        """Leases the next item; says so when somebody else has it as well."""
        answer = self.timed("queue/next", client.call, "POST", "/v1/queue/next")
        if answer.status != 200:
            return None
        item = answer.json
        with self.lock:
            if self.held.get(item["work_item_id"], login) != login:
                self.faults.append(f"{item['work_item_id']} is with two people")
            self.held[item["work_item_id"]] = login
        return item

    def work(self, client, login, turn):
        item = self.take(client, login)
        if item is None:
            return False
        case = f"/v1/cases/{item['case_id']}"
        shown = self.timed("workspace", client.get, case + "/workspace").json
        order = {
            "channel": "call",
            "direction": "outbound",
            "disposition": ("no_answer", "promise", "refuses", "callback")[turn % 4],
            "work_item_id": item["work_item_id"],
        }
        if order["disposition"] == "promise":
            day = shown["promise_days"][0]["day"]
            order["promise"] = {"amount": 100, "due_on": day}
        answer = self.timed("action", client.post, case + "/actions", order)
        with self.lock:
            if answer.status != 201:
                self.faults.append(f"action: {answer.status} {answer.body[:300]}")
            self.finished.append(item["work_item_id"])
        return True

    def look(self, client, turn):
        paths = (
            "/v1/queue",
            "/v1/cases?search=mar",
            "/v1/dashboard",
            "/v1/portfolio/summary?by=queue",
            "/v1/reports/ageing",
            "/v1/outbox",
        )
        path = paths[turn % len(paths)]
        self.timed(path.split("?")[0][3:], client.get, path)

    def live(self, login):
        client = self.house.client(login)
        turn = 0
        while time.monotonic() < self.until and self.work(client, login, turn):
            self.look(client, turn)
            turn += 1
        while time.monotonic() < self.until:
            self.look(client, turn)
            turn += 1
        client.close()

    def test_four_agents_work_at_once(self):
        threads = [threading.Thread(target=self.live, args=(login,)) for login in AGENTS]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for name, times in sorted(self.times.items()):
            print(
                f"    {name:16} {len(times):5} answers, median {worth(times, 0.5):6.1f} ms, "
                f"p95 {worth(times, 0.95):6.1f} ms"
            )
        self.assertEqual(self.faults, [])
        self.assertEqual(len(set(self.finished)), len(self.finished))
        self.assertGreater(len(self.finished), 8)

    def test_one_wish_sent_by_four_at_once_is_booked_once(self):
        clients = [self.house.client("sofia") for _ in range(4)]
        case = clients[0].get("/v1/cases?limit=1").json["items"][0]["id"]
        today = clients[0].get("/v1/session").json["organisation"]["open_date"]
        order = {"amount": 77, "value_on": today, "source": "transfer", "reference": "AT-ONCE"}
        answers = []

        def book(client):
            answer = client.post(f"/v1/cases/{case}/payments", order, key="four-at-once")
            with self.lock:
                answers.append((answer.status, answer.json))

        threads = [threading.Thread(target=book, args=(client,)) for client in clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([status for status, _ in answers], [201] * 4)
        self.assertEqual(len({body["id"] for _, body in answers}), 1)
        for client in clients:
            client.close()


if __name__ == "__main__":
    unittest.main(verbosity=2)
