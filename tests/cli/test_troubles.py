"""What can befall a store and its files: each trouble ends in words that say what, which one and
what to do; the store is whole; and once the trouble is over, the same command goes through.

Each trouble is a row of the table at the end: how it is brought about, the command, its exit code,
and what must stand in the message."""

import contextlib
import datetime
import fcntl
import os
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "soak"), os.path.join(HERE, "..", "support")]
import invariants  # noqa: E402
import stores  # noqa: E402

BINARY = os.path.abspath(os.environ.get("ACUERDO_BINARY", "build/release/acuerdo"))
NOBODY = 65534
PATIENCE_S = 120


class House:
    """A store in a folder of its own, and the program on it."""

    def __init__(self, folder, program):
        self.folder = folder
        self.program = program
        self.store = stores.SqliteStore(folder)
        self.environment = dict(os.environ, ACUERDO_LANG="en", ACUERDO_STORE=self.store.url,
                                ACUERDO_KEY_FILE=self.store.key_file)
        self.before = None  # called in the child before the program starts

    def try_run(self, *words):
        return subprocess.run([self.program, *words], capture_output=True, text=True, check=False,
                              env=self.environment, cwd=self.folder, timeout=PATIENCE_S,
                              preexec_fn=self.before)

    def run(self, *words):
        done = self.try_run(*words)
        if done.returncode != 0:
            raise AssertionError(f"{' '.join(words)}: {done.returncode}\n{done.stderr}")
        return done.stdout

    def start(self, *words):
        return subprocess.Popen([self.program, *words], env=self.environment, cwd=self.folder,
                                text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def open_date(self):
        number = self.store.rows("SELECT open_date FROM organisation")[0][0]
        return (datetime.date(1970, 1, 1) + datetime.timedelta(number)).isoformat()

    def path(self, name):
        return os.path.join(self.folder, name)


# --- troubles: each brings one about, and takes it away in the end ---

@contextlib.contextmanager
def nothing(house):
    yield house


@contextlib.contextmanager
def moved_away(path):
    os.rename(path, path + ".away")
    yield
    os.rename(path + ".away", path)


def no_store(house):
    return moved_away(house.store.url)


def no_key(house):
    return moved_away(house.store.key_file)


@contextlib.contextmanager
def replaced(path, data, mode=0o600):
    with moved_away(path):
        with open(path, "wb") as file:
            file.write(data)
        os.chmod(path, mode)
        yield
        os.unlink(path)


def odd_store(house):
    return replaced(house.store.url, os.urandom(20000))


def odd_key(house):
    return replaced(house.store.key_file, b"a letter to somebody\n")


def strange_key(house):
    with open(house.store.key_file, "rb") as file:
        key = file.read()
    last = key.rstrip()[-4:]
    other = b"beef" if last != b"beef" else b"fade"
    return replaced(house.store.key_file, key.replace(last, other))


@contextlib.contextmanager
def open_key(house):
    os.chmod(house.store.key_file, 0o644)
    yield
    os.chmod(house.store.key_file, 0o600)


@contextlib.contextmanager
def as_nobody(house):
    """File rights say nothing to root: the program runs as somebody else then."""
    if os.geteuid() == 0:
        os.chown(house.store.key_file, NOBODY, NOBODY)
        for parent in (house.folder, os.path.dirname(house.folder)):
            os.chmod(parent, 0o755)
        house.before = lambda: (os.setgroups([]), os.setgid(NOBODY), os.setuid(NOBODY))
    yield
    house.before = None
    os.chown(house.store.key_file, os.geteuid(), os.getegid())


@contextlib.contextmanager
def read_only_file(house):
    with as_nobody(house):
        os.chmod(house.store.url, 0o444)
        if os.geteuid() == 0:  # the folder is this user's, the file is not
            os.chown(house.folder, NOBODY, NOBODY)
        yield
        os.chown(house.folder, os.geteuid(), os.getegid())
        os.chmod(house.store.url, 0o644)


@contextlib.contextmanager
def read_only_folder(house):
    with as_nobody(house):
        if os.geteuid() == 0:
            os.chown(house.store.url, NOBODY, NOBODY)
        os.chmod(house.folder, 0o555)
        yield
        os.chmod(house.folder, 0o755)
        os.chown(house.store.url, os.geteuid(), os.getegid())


@contextlib.contextmanager
def written_by_another(house):
    other = sqlite3.connect(house.store.url, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    yield
    other.execute("ROLLBACK")
    other.close()


@contextlib.contextmanager
def owned_by_another(house):
    with open(house.store.url + ".lock", "w", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        fcntl.lockf(file, fcntl.LOCK_EX)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


@contextlib.contextmanager
def no_room(house):
    """No file may grow over what the store has now, as on a disk that is full."""
    size = os.stat(house.store.url).st_size
    house.before = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size // 3, size // 3))
    yield
    house.before = None


@contextlib.contextmanager
def newer_store(house):
    version = house.store.rows("SELECT MAX(version) FROM schema_migration")[0][0]
    house.store.execute(
        f"INSERT INTO schema_migration SELECT {version} + 1, name, statements_done, applied_at"
        f" FROM schema_migration WHERE version = {version}")
    yield
    house.store.execute(f"DELETE FROM schema_migration WHERE version = {version} + 1")


@contextlib.contextmanager
def in_earnest(house):
    """A store that is not for tests."""
    house.store.execute("UPDATE organisation SET is_test = 0")
    yield


@contextlib.contextmanager
def no_server(house):
    """An address where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    house.environment["ACUERDO_STORE"] = f"postgresql://somebody@127.0.0.1:{port}/acuerdo"
    yield
    house.environment["ACUERDO_STORE"] = house.store.url


CLOSE = ("close", "--date", "OPEN")
IMPORT = ("import", "receivables", "debts.csv")
REPORT = ("report", "ageing")

# How, command, exit code, what the message says; True: afterwards the same command goes through
TROUBLES = {
    "no store": (no_store, CLOSE, 1, r"there is no store .*a\.db: acuerdo init makes one", True),
    "no store to read": (no_store, REPORT, 1, r"there is no store .*a\.db: acuerdo init", True),
    "no store file at all": (odd_store, CLOSE, 1, r"a\.db is damaged or no SQLite file.*restore",
                             True),
    "a newer store": (newer_store, CLOSE, 1, r"newer|later", True),
    "no key": (no_key, CLOSE, 1, r"there is no key file .*key: bring the one", True),
    "no key at all": (odd_key, CLOSE, 1, r"\.key is no key file of this program", True),
    "another store's key": (strange_key, CLOSE, 3, r"\.key is the key of another store: bring",
                            True),
    "another store's key, to read": (strange_key, REPORT, 3, r"is the key of another store", True),
    "a key that all may read": (open_key, CLOSE, 3, r"others may use the key file .*chmod 600",
                                True),
    "a store that is read-only": (read_only_file, CLOSE, 1, r"may not write to .*a\.db: it takes",
                                  True),
    "a folder that is read-only": (read_only_folder, CLOSE, 1, r"a\.db", True),
    "a store that another writes": (written_by_another, CLOSE, 1,
                                    r"another process is writing to .*a\.db: try again", True),
    "a store that another owns": (owned_by_another, CLOSE, 1,
                                  r"a\.db is in use by process \d+: stop it first, or wait", True),
    "no room to import": (no_room, IMPORT, 1, r"a\.db.*(free some space|see to the disk).*again",
                          True),
    "no file to import": (nothing, ("import", "receivables", "none.csv"), 1, r"none\.csv", False),
    "a future close": (in_earnest, ("close", "--date", "9999-01-01"), 3, r"is in the future",
                       False),
    "a server that is not there": (no_server, CLOSE, 1, r"PostgreSQL cannot be reached", True),
}


class Troubles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="acuerdo-troubles-")
        # A copy that anybody can run, wherever the program was built.
        cls.program = shutil.copy2(BINARY, os.path.join(cls.folder, "acuerdo"))
        cls.origin = House(cls.folder, cls.program)
        cls.origin.run("demo", "--debtors", "80", "--days", "6")
        cls.origin.run("sample", "--debtors", "1500", "--start", cls.origin.open_date(), "--out",
                       "debts.csv")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def house(self):
        house = House(tempfile.mkdtemp(dir=self.folder), self.program)
        for name in ("a.db", "a.db.key", "a.db.key.audit", "debts.csv"):
            shutil.copy2(self.origin.path(name), house.path(name))
        os.chmod(house.path("debts.csv"), 0o644)
        return house

    def check_whole(self, house):
        """The book, the facts and the silence; nothing is half way once it was run again."""
        self.assertEqual(invariants.check_book(house.store), [])
        self.assertEqual(invariants.check_facts(house), [])

    def test_each_trouble_has_its_words_and_leaves_a_whole_store(self):
        for name, (trouble, command, code, wanted, goes_through) in TROUBLES.items():
            with self.subTest(name):
                house = self.house()
                words = [house.open_date() if word == "OPEN" else word for word in command]
                with trouble(house):
                    done = house.try_run(*words)
                said = done.stderr.strip()
                self.assertEqual(done.returncode, code, said)
                self.assertRegex(said, wanted)
                self.assertEqual(len(said.splitlines()), 1, said)
                if goes_through:
                    house.run(*words)
                self.check_whole(house)

    def test_an_unwritable_answer_is_a_failure(self):
        with open("/dev/full", "w", encoding="ascii") as full:
            done = subprocess.run([self.program, *REPORT], stdout=full, stderr=subprocess.PIPE,
                                  text=True, env=self.origin.environment, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("could not be written out", done.stderr)

    def test_a_full_disk_stops_an_import_half_way_and_it_goes_on(self):
        if os.geteuid() != 0:
            self.skipTest("only root can make a small disk")
        house = self.house()
        disk = house.path("disk")
        os.mkdir(disk)
        size = os.stat(house.store.url).st_size // 1024 + 1500
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", disk],
                                 check=False, capture_output=True)
        if mounted.returncode != 0:
            self.skipTest("no disk can be mounted here")
        try:
            small = House(disk, self.program)
            for name in ("a.db", "a.db.key"):
                shutil.copy2(house.path(name), disk)
            words = ("import", "receivables", house.path("debts.csv"))
            done = small.try_run(*words)
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertRegex(done.stderr, r"the disk of .*a\.db is full: free some space")
            self.assertEqual(
                [line for line in invariants.check_book(small.store)
                 if not line.startswith("an import was begun")], [])
            subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
            small.run(*words)
            self.check_whole(small)
        finally:
            subprocess.run(["umount", disk], check=True)

    def test_two_closes_at_once(self):
        house = self.house()
        day = house.open_date()
        both = [house.start("close", "--date", day) for _ in range(2)]
        said = [process.communicate(timeout=PATIENCE_S)[0] for process in both]
        codes = sorted(process.returncode for process in both)
        self.assertEqual(codes[0], 0, said)
        for process, text in zip(both, said):
            if process.returncode != 0:
                self.assertRegex(text, r"in use by process \d+: stop it first, or wait")
        self.assertIn("was closed already", house.run("close", "--date", day))
        self.check_whole(house)

    def test_a_log_that_lost_its_end_is_an_earlier_whole_store(self):
        """As after a failure of power on a disk that lied: any length of the write-ahead log."""
        for cut in (0, 20, 32, 5000, 50000, 200001, -1, -4096, "noise"):
            with self.subTest(cut):
                house = self.house()
                server = house.start("serve", "--listen", "127.0.0.1:0", "--no-work")
                try:
                    while "Address" not in server.stdout.readline():
                        self.assertIsNone(server.poll())
                    house.run("import", "receivables", "debts.csv")
                finally:
                    server.send_signal(signal.SIGKILL)
                    server.communicate()
                log = house.store.url + "-wal"
                size = os.stat(log).st_size
                self.assertGreater(size, 200001)
                if cut == "noise":
                    with open(log, "r+b") as file:
                        file.seek(size // 2)
                        file.write(os.urandom(3000))
                else:
                    os.truncate(log, cut if cut >= 0 else size + cut)
                house.run("import", "receivables", "debts.csv")
                house.run("close", "--date", house.open_date())
                self.check_whole(house)

    def test_commands_beside_a_server_take_turns(self):
        """A server and several commands on one file: none fails, none is lost."""
        house = self.house()
        day = house.open_date()
        server = house.start("serve", "--listen", "127.0.0.1:0", "--no-work")
        try:
            while "Address" not in server.stdout.readline():
                self.assertIsNone(server.poll())
            commands = [house.start(*words) for words in (
                IMPORT, ("close", "--date", day), REPORT, ("close", "--date", day),
                ("setting", "put", "mail.from", "cobranza@example.mx"))]
            for command in commands:
                said = command.communicate(timeout=PATIENCE_S)[0]
                self.assertEqual(command.returncode, 0, said)
        finally:
            server.send_signal(signal.SIGTERM)
            self.assertEqual(server.wait(PATIENCE_S), 0)
            server.stdout.close()
        self.assertNotEqual(house.open_date(), day)
        self.check_whole(house)


if __name__ == "__main__":
    unittest.main(verbosity=2)
