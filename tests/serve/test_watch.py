#!/usr/bin/env python3
"""What a machine watches: figures, readiness, and a log that names nobody."""

import json
import os
import re
import subprocess
import time
import unittest

from house import BINARY, PASSWORD, House, HouseTest

SAMPLE = re.compile(r'^[a-z_]+(\{[a-z]+="[^"\n]*"(,[a-z]+="[^"\n]*")*\})? [0-9]+(\.[0-9]+)?$')
LINE = re.compile(
    r"^at=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z level=(debug|info|warn|error) event=[a-z_.]+"
    r"( [a-z_]+=[A-Za-z0-9_.-]+)*$"
)


def parse(text):
    """name{labels} -> value, after a check of every line against the text format."""
    figures, types = {}, {}
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            assert name not in types, f"{name} is described twice"
            types[name] = kind
        elif not line.startswith("# HELP "):
            assert SAMPLE.match(line), line
            name, value = line.rsplit(" ", 1)
            assert name not in figures, f"{name} comes twice"
            base = name.split("{")[0]
            assert base in types or re.sub("_(bucket|sum|count)$", "", base) in types, name
            figures[name] = float(value)
    return figures


class Watch(HouseTest):
    debtors = 60

    def figures(self):
        answer = self.client().get("/metrics")
        self.assertEqual(answer.status, 200)
        self.assertTrue(answer.headers["Content-Type"].startswith("text/plain; version=0.0.4"))
        return parse(answer.body.decode())

    def test_answers_are_counted_by_operation_and_status(self):
        before = self.figures()
        client = self.client("lucia")
        for _ in range(5):
            client.get("/v1/queue")
        client.get("/v1/cases/1")
        self.client().get("/v1/queue")
        after = self.figures()

        def grown(name):
            return after.get(name, 0) - before.get(name, 0)

        total = "acuerdo_http_requests_total"
        queue = [name for name in after if name.startswith(total) and "ueue" in name]
        self.assertEqual(sum(grown(name) for name in queue if '"200"' in name), 5, queue)
        self.assertEqual(sum(grown(name) for name in queue if '"401"' in name), 1, queue)
        self.assertEqual(
            sum(grown(name) for name in after if name.startswith(total) and '"404"' in name), 1
        )

    def test_latency_is_a_histogram(self):
        self.client("lucia").get("/v1/queue")
        figures = self.figures()
        metric = "acuerdo_http_request_duration_seconds"
        operations = {
            re.search('operation="(.*?)"', name)[1]
            for name in figures
            if name.startswith(metric + "_count")
        }
        self.assertGreater(len(operations), 2)
        for operation in operations:
            steps = [
                value
                for name, value in figures.items()
                if name.startswith(f'{metric}_bucket{{operation="{operation}"')
            ]
            self.assertEqual(steps, sorted(steps))
            count = figures[f'{metric}_count{{operation="{operation}"}}']
            self.assertEqual(steps[-1], count)
            answers = sum(
                value
                for name, value in figures.items()
                if name.startswith(f'acuerdo_http_requests_total{{operation="{operation}"')
            )
            self.assertEqual(answers, count)
            self.assertGreater(figures[f'{metric}_sum{{operation="{operation}"}}'], 0)

    def test_the_figures_of_the_store_are_those_of_the_store(self):
        figures = self.figures()
        self.assertEqual(figures["acuerdo_store_up"], 1)
        self.assertEqual(figures["acuerdo_store_transactions_open"], 0)
        self.assertEqual(figures["acuerdo_outbox_hold"], 0)
        rows = self.house.database.rows
        for state, count in rows("SELECT state, count(*) AS n FROM outbox GROUP BY state"):
            self.assertEqual(figures[f'acuerdo_outbox_messages{{state="{state}"}}'], count)
        ready = rows("SELECT count(*) AS n FROM work_item WHERE state = 'ready'")
        queues = [
            value
            for name, value in figures.items()
            if name.startswith("acuerdo_queue_items") and 'state="ready"' in name
        ]
        self.assertEqual(sum(queues), ready[0][0])
        open_date, last = rows(
            "SELECT open_date, (SELECT max(business_date) FROM close_run) AS last FROM organisation"
        )[0]
        self.assertEqual(figures["acuerdo_open_date_seconds"], open_date * 86400)
        self.assertEqual(figures["acuerdo_last_close_date_seconds"], last * 86400)
        self.assertIn("acuerdo_last_close_duration_seconds", figures)
        self.assertEqual(figures['acuerdo_build_info{version="0.1.0"}'], 1)

    def test_the_columns_in_memory_are_told(self):
        until = time.monotonic() + 30
        while not (figures := self.figures())["acuerdo_columns_loaded"]:
            self.assertLess(time.monotonic(), until)
            time.sleep(0.1)
        cases = self.house.database.rows("SELECT count(*) AS n FROM case_facts")[0][0]
        self.assertEqual(figures["acuerdo_columns_cases"], cases)
        self.assertGreater(figures["acuerdo_columns_bytes"], cases * 30)
        self.assertEqual(figures['acuerdo_columns_refreshes_total{kind="load"}'], 1)
        self.assertLess(abs(figures["acuerdo_columns_refreshed_seconds"] - time.time()), 30)

    def test_nobody_reads_them_from_afar(self):
        for header in ("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded"):
            answer = self.client().get("/metrics", headers={header: "203.0.113.9"})
            self.check_problem(answer, 403)

    def test_the_log_is_logfmt_and_names_nobody(self):
        secrets = ["Nota Secreta 5512345678", "quien-soy-yo", "clave equivocada y larga", PASSWORD]
        client = self.client("sofia")
        case = client.get("/v1/cases?limit=1").json["items"][0]
        number = case.get("case_id") or case["id"]
        whole = client.get(f"/v1/cases/{number}/workspace").json
        secrets.append(whole["party"]["name"])
        client.get("/v1/cases?search=" + whole["party"]["name"].split()[0])
        client.post(
            f"/v1/cases/{number}/actions",
            {
                "channel": "call",
                "direction": "outbound",
                "disposition": "no_answer",
                "note": secrets[0],
            },
        )
        self.client().sign_in(secrets[1], secrets[2])
        token = client.headers["Cookie"].split("=", 1)[1]
        subprocess.run(
            [BINARY, "backup", "watch.backup", "--encrypt", "--store", self.house.store],
            check=True,
            capture_output=True,
            cwd=self.house.folder,
            env={**os.environ, "ACUERDO_BACKUP_PASSPHRASE": "una frase que nadie ve"},
        )
        log = self.house.read_log()
        self.assertGreater(len(log.splitlines()), 5)
        for line in log.splitlines():
            self.assertRegex(line, LINE)
        for secret in [*secrets, token, "una frase que nadie ve"]:
            self.assertNotIn(secret, log)
        self.assertNotIn("@", log)


class Ready(unittest.TestCase):
    def setUp(self):
        self.house = House(20, 2)
        self.addCleanup(self.house.remove)

    def ready(self, change):
        self.house.database.execute(change)
        self.house.start()
        try:
            client = self.house.client()
            self.assertEqual(client.get("/healthz").status, 200)
            answer = client.get("/readyz")
            client.close()
            return answer.status, answer.body.decode()
        finally:
            self.house.stop()

    def test_ready_means_that_the_days_are_closed(self):
        self.assertEqual(self.ready("UPDATE organisation SET is_test = 0"), (200, "ready\n"))
        self.assertEqual(
            self.ready("UPDATE organisation SET open_date = open_date - 3"),
            (503, "days are not closed: run acuerdo close\n"),
        )
        self.assertEqual(self.ready("UPDATE organisation SET is_test = 1"), (200, "ready\n"))
        status, words = self.ready(
            "UPDATE close_run SET state = 'running', started_at = 1 WHERE business_date = "
            "(SELECT max(business_date) FROM close_run)"
        )
        self.assertEqual(status, 503)
        self.assertIn("has begun and is not finished", words)


if __name__ == "__main__":
    unittest.main(verbosity=2)
