"""Stores for tests that run the program itself: a file, or a database of a PostgreSQL server.

ACUERDO_TEST_STORE=postgresql puts the stores of all such tests on the server that
ACUERDO_TEST_PG_URL names (scripts/postgres starts one); otherwise they are SQLite files.  Each
store is a fresh one with a key of its own, and is gone when its test removes it.  psql talks to the
server: it comes with PostgreSQL.
"""

import itertools
import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import tempfile

BIN = "/usr/lib/postgresql/15/bin"
SERVER = os.environ.get("ACUERDO_TEST_PG_URL")


def is_postgresql():
    """Whether the tests of this run are to be on PostgreSQL."""
    return os.environ.get("ACUERDO_TEST_STORE", "sqlite") == "postgresql"


def fresh(folder, kind=None):
    """A store that is not made yet, on the database that the run is about, or on the one named."""
    if kind == "postgresql" or (kind is None and is_postgresql()):
        return PostgresqlStore(folder)
    return SqliteStore(folder)


class SqliteStore:
    """A file in a folder."""

    kind = "sqlite"

    def __init__(self, folder):
        self.url = os.path.join(folder, "a.db")
        self.key_file = self.url + ".key"

    def rows(self, query):
        """All rows of a query, each a tuple."""
        connection = sqlite3.connect(f"file:{self.url}?mode=ro", uri=True, timeout=30)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()

    def execute(self, statement):
        """Changes something behind the program's back."""
        connection = sqlite3.connect(self.url, timeout=30)
        with connection:
            connection.execute(statement)
        connection.close()

    def columns(self, table):
        return [row[1] for row in self.rows(f"PRAGMA table_info({table})")]

    def remove(self):
        """The folder's owner removes it."""


class PostgresqlStore:
    """A database of its own on the server."""

    kind = "postgresql"
    numbers = itertools.count(1)

    def __init__(self, folder, server=None):
        self.server = server or SERVER
        if not self.server:
            raise SystemExit("ACUERDO_TEST_PG_URL is not set: scripts/postgres COMMAND starts one")
        self.name = f"acuerdo_{os.getpid()}_{next(self.numbers)}"
        self.psql(self.server, f"CREATE DATABASE {self.name}")
        self.url = database_url(self.server, self.name)
        self.key_file = os.path.join(folder, "acuerdo.key")

    @staticmethod
    def psql(url, statement):
        done = subprocess.run(
            ["psql", "-qXAt", "-v", "ON_ERROR_STOP=1", url, "-c", statement],
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        if done.returncode != 0:
            raise AssertionError(f"{statement}: {done.stderr}")
        return done.stdout

    def rows(self, query):
        # One JSON object a line: a value keeps its type, and the order is that of the columns.
        text = self.psql(self.url, f"SELECT row_to_json(one_row) FROM ({query}) one_row")
        return [
            json.loads(line, object_pairs_hook=lambda pairs: tuple(value for _, value in pairs))
            for line in text.splitlines()
        ]

    def execute(self, statement):
        self.psql(self.url, statement)

    def columns(self, table):
        rows = self.rows(
            "SELECT column_name FROM information_schema.columns"
            f" WHERE table_name = '{table}' ORDER BY ordinal_position"
        )
        return [row[0] for row in rows]

    def end_connections(self):
        """Ends every connection of others to this database, as a failure of the network does."""
        self.psql(
            self.server,
            "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity"
            f" WHERE datname = '{self.name}'",
        )

    def remove(self):
        self.psql(self.server, f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


class Server:
    """A PostgreSQL of the test's own, for tests that stop it and start it again."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="acuerdo-pg-")
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"postgresql://postgres@127.0.0.1:{self.port}/postgres"
        self.run("initdb", "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8",
                 "--locale=C.UTF-8")
        self.start()

    def run(self, program, *arguments):
        # The server refuses to run as root; the user that its package made runs it then.
        as_server = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*as_server, f"{BIN}/{program}", "-D", f"{self.folder}/data", *arguments]
        with open(f"{self.folder}/out", "a", encoding="utf-8") as out:
            done = subprocess.run(
                command, cwd=self.folder, stdout=out, stderr=out, check=False, timeout=120
            )
        if done.returncode != 0:
            with open(f"{self.folder}/out", encoding="utf-8") as out:
                raise AssertionError(f"{program}: {done.returncode}\n{out.read()}")

    def start(self):
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self.run("pg_ctl", "-w", "-l", f"{self.folder}/log", "-o", options, "start")

    def stop(self, mode="fast"):
        """fast ends all sessions; immediate is a failure of power."""
        self.run("pg_ctl", "-w", "-m", mode, "stop")

    def remove(self):
        self.stop("immediate")
        shutil.rmtree(self.folder)


def database_url(server, name):
    """The server's address with another database: postgresql://user@host/NAME?options"""
    head, options = re.fullmatch(r"(\w+://[^/?]*)(?:/[^?]*)?(\?.*)?", server).groups()
    return f"{head}/{name}{options or ''}"
