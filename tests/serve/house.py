"""What the tests of the server share: a small lively store, the real binary on it, a client.

The store is made by `acuerdo demo`, on SQLite or on PostgreSQL (tests/support/stores.py);
ACUERDO_BINARY names the program.  Everything lies in a temporary folder, the server listens on a
free port of 127.0.0.1 and is ended by its own process id.
"""

import http.client
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import stores  # noqa: E402

BINARY = os.path.abspath(os.environ.get("ACUERDO_BINARY", "build/release/acuerdo"))
PASSWORD = "una frase larga y propia"


def run(*arguments, **options):
    """Runs the program to its end; its output, or a failed test."""
    done = subprocess.run(
        [BINARY, *arguments], capture_output=True, text=True, timeout=600, check=False, **options
    )
    if done.returncode != 0:
        raise AssertionError(
            f"acuerdo {' '.join(arguments)}: {done.returncode}\n{done.stdout}{done.stderr}"
        )
    return done.stdout


class Answer:
    """Status, headers and body of one answer."""

    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def json(self):
        return json.loads(self.body)


class Client:
    """One browser: a connection that is kept, a cookie, a CSRF token."""

    keys = itertools.count(1)

    def __init__(self, port, language="es"):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.headers = {"Accept-Language": language}

    def call(self, method, path, body=None, headers=None):
        sent = {**self.headers, **(headers or {})}
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            sent.setdefault("Content-Type", "application/json")
        self.connection.request(
            method, path, body, {name: value for name, value in sent.items() if value is not None}
        )
        return Answer(self.connection.getresponse())

    def get(self, path, **options):
        return self.call("GET", path, **options)

    def post(self, path, body=None, key=None, **options):
        """A POST with an Idempotency-Key of its own, or the one given."""
        headers = {
            "Idempotency-Key": key or f"test-key-{os.getpid()}-{next(self.keys)}",
            **options.pop("headers", {}),
        }
        return self.call("POST", path, body, headers)

    def sign_in(self, login, password=PASSWORD):
        answer = self.call("POST", "/v1/session", {"login": login, "password": password})
        if answer.status == 201:
            self.headers["Cookie"] = answer.headers["Set-Cookie"].split(";")[0]
            self.headers["X-CSRF-Token"] = answer.json["csrf_token"]
        return answer

    def close(self):
        self.connection.close()


class House:
    """A store and a server on it."""

    def __init__(self, debtors=150, days=8, kind=None):
        self.folder = tempfile.mkdtemp(prefix="acuerdo-serve-")
        self.database = stores.fresh(self.folder, kind)
        self.store = self.database.url
        self.server = None
        self.port = 0
        self.log = None
        self.environment = {
            **os.environ,
            "WORD": PASSWORD,
            "ACUERDO_KEY_FILE": self.database.key_file,
        }
        self.run("demo", "--debtors", str(debtors), "--days", str(days))
        self.add_user("lucia", "agent")
        self.add_user("sofia", "supervisor", "Sofía Soto")
        self.add_user("clara", "compliance", "Clara Cruz")
        self.add_user("estela", "strategist", "Estela Sáenz")
        self.add_user("ivan", "administrator")

    def run(self, *arguments):
        """Runs a command on this store."""
        return run(*arguments, "--store", self.store, env=self.environment, cwd=self.folder)

    def add_user(self, login, role, name="Una Persona"):
        self.run("user", "add", login, "--role", role, "--name", name, "--password-env", "WORD")

    def start(self, *options, under=()):
        """Starts the server, under another program where one is named."""
        self.log = open(os.path.join(self.folder, "log"), "a", encoding="utf-8")
        self.server = subprocess.Popen(
            [
                *under,
                BINARY,
                "serve",
                "--store",
                self.store,
                "--listen",
                "127.0.0.1:0",
                "--lang",
                "en",
                *(options or ("--no-work",)),
            ],
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
            env=self.environment,
        )
        line = self.server.stdout.readline()
        if not line.startswith("Address: http://127.0.0.1:"):
            raise AssertionError(f"the server said {line!r}; its log:\n{self.read_log()}")
        self.port = int(line.rsplit(":", 1)[1])

    def read_log(self):
        with open(os.path.join(self.folder, "log"), encoding="utf-8") as file:
            return file.read()

    def stop(self):
        """Ends the server as an operator does; its exit code."""
        if not self.server:
            return 0
        self.server.send_signal(signal.SIGTERM)
        code = self.server.wait(60)
        self.server.stdout.close()
        self.log.close()
        self.server = None
        return code

    def kill(self):
        """Ends the server as a failure of power does."""
        self.server.kill()
        self.server.wait(60)
        self.server.stdout.close()
        self.log.close()
        self.server = None

    def client(self, login=None, language="es"):
        client = Client(self.port, language)
        if login and client.sign_in(login).status != 201:
            raise AssertionError(f"{login} cannot sign in")
        return client

    def remove(self):
        self.database.remove()
        shutil.rmtree(self.folder, ignore_errors=True)


class HouseTest(unittest.TestCase):
    """Tests on one house that is made once; what they change must not disturb the others."""

    options = ()
    debtors = 150

    @classmethod
    def make_house(cls):
        return House(cls.debtors)

    @classmethod
    def setUpClass(cls):
        cls.house = cls.make_house()
        cls.house.start(*cls.options)

    @classmethod
    def tearDownClass(cls):
        code = cls.house.stop()
        log = cls.house.read_log()
        cls.house.remove()
        if code != 0:
            raise AssertionError(f"the server ended with {code}:\n{log[-4000:]}")

    def client(self, login=None, language="es"):
        client = self.house.client(login, language)
        self.addCleanup(client.close)
        return client

    def check_problem(self, answer, status, pointer=None):
        self.assertEqual(answer.status, status, answer.body)
        self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
        problem = answer.json
        self.assertEqual(problem["status"], status)
        for name in ("type", "title", "detail", "instance"):
            self.assertTrue(problem[name])
        if pointer is not None:
            self.assertIn(pointer, [error["pointer"] for error in problem["errors"]])
        return problem
