#!/usr/bin/env python3
"""A real mail server, a worker that is killed again and again, and nobody who gets a mail twice.

    tests/reach/smtp_storm.py [--messages N] [--kills N] [--seed S] [--keep]

From nothing: starts exim on a free port of 127.0.0.1, makes a store, imports N people who are one
day late, and closes the day (killed at random moments, and run again).  Then runs `acuerdo work`
and ends it with SIGKILL at random moments, with closes of the same date in between, until it was
killed that often; then lets it finish.  What arrived is compared with the outbox and with exim's
own log.  At the end a person says what became of each unknown message, and the rest is sent.  Ends
with `N passed, N failed`.  The store is a file, or with ACUERDO_TEST_STORE=postgresql a database of
the server that ACUERDO_TEST_PG_URL names.  The program is $ACUERDO_BINARY, or
build/release/acuerdo, or build/gcc/acuerdo.
"""

import argparse
import collections
import csv
import datetime
import email
import email.policy
import json
import mailbox
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
sys.path.insert(0, os.path.join(ROOT, "tests", "support"))
import stores  # noqa: E402

EXIM = "/usr/sbin/exim4"
LEASE = 20  # LIMIT_OUTBOX_LEASE
CLOSE_KILLS = 5
START = 0.02  # seconds until a worker sends
SPARE = 10  # shares that nobody uses
REFUSED_EVERY = 25  # recipients whom the server does not know
DEFERRED_EVERY = 40  # and whom it does not take now

EXIM_CONFIGURATION = """
spool_directory = {folder}/spool
log_file_path = {folder}/log/%slog
pid_file_path = {folder}/exim.pid
primary_hostname = mx.example
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port}
smtp_accept_max = 50
smtp_accept_max_per_connection = 100000
queue_run_max = 1
rfc1413_query_timeout = 0s
log_selector = +received_recipients
keep_environment =
deliver_drop_privilege = true
acl_smtp_rcpt = check_recipient
begin acl
check_recipient:
  deny  local_parts = ^nobody.*
        message = no such user
  defer local_parts = ^later.*
        message = come back
  accept
begin routers
all:
  driver = accept
  transport = box
begin transports
box:
  driver = appendfile
  file = {folder}/box/all
  user = {user}
  envelope_to_add
begin retry
* * F,5m,2s
"""


def fail(message):
    sys.exit(f"smtp_storm: {message}")


def find_program():
    named = os.environ.get("ACUERDO_BINARY")
    if named:
        return named if os.access(named, os.X_OK) else fail(f"{named} is no program")
    for preset in ("release", "gcc"):
        path = os.path.join(ROOT, "build", preset, "acuerdo")
        if os.access(path, os.X_OK):
            return path
    return fail("no program: build one (cmake --preset release) or set ACUERDO_BINARY")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class MailServer:
    """exim in a folder of its own; as root it runs as the user that its package made."""

    def __init__(self, folder):
        self.folder = folder
        self.port = free_port()
        self.user = "Debian-exim" if os.geteuid() == 0 else str(os.geteuid())
        self.process = None

    def start(self):
        for name in ("spool", "log", "box"):
            path = os.path.join(self.folder, name)
            os.makedirs(path)
            if os.geteuid() == 0:
                shutil.chown(path, self.user, self.user)
        configuration = os.path.join(self.folder, "exim.conf")
        with open(configuration, "w", encoding="ascii") as file:
            file.write(EXIM_CONFIGURATION.format(
                folder=self.folder, port=self.port, user=self.user))
        # -bdf: in the foreground, so that its pid is ours to end.
        command = [EXIM, "-C", configuration, "-bdf", "-q5s"]
        if os.geteuid() == 0:
            shutil.chown(self.folder, self.user, self.user)
            command = ["runuser", "-u", self.user, "--", *command]
        log = open(os.path.join(self.folder, "exim.out"), "w", encoding="utf-8")
        self.process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        with open(log.name, encoding="utf-8") as file:
            fail(f"exim does not start: {file.read()}")

    def stop(self):
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, 15)
            self.process.wait()

    def log_lines(self):
        path = os.path.join(self.folder, "log", "mainlog")
        if not os.path.exists(path):
            return []
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read().splitlines()

    def accepted(self):
        """How often the server took each Message-ID: the lines of its own log."""
        return collections.Counter(
            match[1] for line in self.log_lines()
            if " <= " in line and (match := re.search(r" id=(\S+)", line)))

    def wait_until_delivered(self):
        """Everything that was taken lies in the box."""
        for _ in range(600):
            lines = self.log_lines()
            taken = sum(" <= " in line for line in lines)
            if taken == sum(" => " in line for line in lines):
                return
            time.sleep(0.1)
        fail("exim did not deliver everything within a minute")

    def arrived(self):
        """(Message-ID without brackets, recipient) of each mail in the box."""
        path = os.path.join(self.folder, "box", "all")
        if not os.path.exists(path):
            return []
        return [(mail["Message-ID"].strip("<>"), mail["Envelope-to"])
                for mail in mailbox.mbox(path, create=False)]

    def first_mail(self):
        box = mailbox.mbox(os.path.join(self.folder, "box", "all"), create=False)
        return email.message_from_bytes(bytes(box[0]), policy=email.policy.default)


class Product:
    def __init__(self, program, folder):
        self.program = program
        self.store = stores.fresh(folder)
        self.rows = self.store.rows
        self.environment = dict(os.environ, ACUERDO_LANG="en", ACUERDO_STORE=self.store.url,
                                ACUERDO_KEY_FILE=self.store.key_file)

    def command(self, *words):
        return [self.program, *words]

    def run(self, *words, may_fail=False):
        done = subprocess.run(self.command(*words), capture_output=True, text=True, check=False,
                              env=self.environment)
        if done.returncode != 0 and not may_fail:
            fail(f"{' '.join(words)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def run_and_kill(self, seconds, *words):
        """Whether it was killed; a command that ends before has simply run."""
        with subprocess.Popen(self.command(*words), stdout=subprocess.PIPE, text=True,
                              stderr=subprocess.STDOUT, env=self.environment) as process:
            try:
                output, _ = process.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                return True
            if process.returncode != 0:
                fail(f"{' '.join(words)}: exit {process.returncode}\n{output}")
            return False

    def let_leases_end(self):
        """On a server a worker that is gone is known by its lease, a quarter of an hour later;
        the owner of a file knows at once."""
        if self.store.kind == "postgresql":
            self.store.execute("UPDATE outbox SET leased_until = 1 WHERE leased_until IS NOT NULL")

    def states(self):
        return dict(self.rows("SELECT state, count(*) FROM outbox GROUP BY state"))


class Score:
    def __init__(self):
        self.passed = 0
        self.failed = 0

    def check(self, is_right, what):
        self.passed += bool(is_right)
        self.failed += not is_right
        print(f"{'ok  ' if is_right else 'FAIL'} {what}")


MAIL_COUNTRY = "US"  # by its law mail may go on every day of the week, holidays too (US-HOURS)


def noon_zone():
    """A zone in which it is about noon now, so that the gate is open at whatever hour this test
    runs; on every day of the week it is for who lives in MAIL_COUNTRY."""
    ahead = 12 - datetime.datetime.now(datetime.timezone.utc).hour
    name = "Etc/GMT" if ahead == 0 else f"Etc/GMT{-ahead:+d}"
    return name, datetime.timezone(datetime.timedelta(hours=ahead))


def recipient(number):
    if number % REFUSED_EVERY == 0:
        return f"nobody{number}@people.example"
    if number % DEFERRED_EVERY == 0:
        return f"later{number}@people.example"
    return f"p{number}@people.example"


def write_files(folder, messages, due_on, zone):
    rows = os.path.join(folder, "people.csv")
    with open(rows, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["cliente", "nombre", "correo", "factura", "vencimiento", "monto"])
        for number in range(1, messages + 1):
            writer.writerow([f"C{number}", f"Persona Núñez {number}", recipient(number),
                             f"F{number}", due_on.isoformat(), f"{1000 + number}.50"])
    mapping = os.path.join(folder, "people.json")
    with open(mapping, "w", encoding="utf-8") as file:
        json.dump({
            "kind": "receivables", "source": "storm",
            "formats": {"date": "YYYY-MM-DD", "decimal": "."},
            "columns": {
                "cliente": "party.external_id", "nombre": "party.name", "correo": "party.email",
                "factura": ["obligation.external_id", "claim.external_id"],
                "vencimiento": "claim.due_on", "monto": "claim.amount"},
            "constants": {"obligation.product": "invoice", "party.zone": zone}}, file)
    return rows, mapping


def write_addresses(folder, messages):
    """The same addresses, known to be the people's own: else the law there lets no figure out."""
    path = os.path.join(folder, "addresses.csv")
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["party.external_id", "contact.channel", "contact.value", "contact.state"])
        for number in range(1, messages + 1):
            writer.writerow([f"C{number}", "email", recipient(number), "verified"])
    mapping = os.path.join(folder, "addresses.json")
    with open(mapping, "w", encoding="utf-8") as file:
        json.dump({"kind": "contacts", "source": "storm"}, file)
    return path, mapping


def prepare(product, folder, messages, dice):
    """A store whose open date is today, with a message planned for everybody."""
    zone, offset = noon_zone()
    yesterday = datetime.datetime.now(offset).date() - datetime.timedelta(1)
    product.run("init", "--country", MAIL_COUNTRY, "--currency", "MXN", "--timezone", zone,
                "--open-date", yesterday.isoformat(), "--name", "Cobranza de prueba")
    product.run("setting", "put", "mail.from", "cobranza@acuerdo.example")
    rows, mapping = write_files(folder, messages, yesterday, zone)
    product.run("import", "receivables", rows, "--mapping", mapping)
    rows, mapping = write_addresses(folder, messages)
    product.run("import", "contacts", rows, "--mapping", mapping)
    killed = 0
    started = time.monotonic()
    for _ in range(CLOSE_KILLS):
        killed += product.run_and_kill(dice.uniform(0.01, 0.25), "close", "--date",
                                       yesterday.isoformat())
    product.run("close", "--date", yesterday.isoformat())
    print(f"{messages} people, the close killed {killed} times, "
          f"{time.monotonic() - started:.1f} s")
    return yesterday.isoformat()


def untried(product):
    return product.rows("SELECT count(*) FROM outbox WHERE attempts = 0 "
                        "AND state IN ('queued', 'leased', 'sending')")[0][0]


def storm(product, server, closed_day, kills, dice):
    """Kills the worker that often; gives how often it really hit.

    A run may live as long as its share of the messages takes, so that they do not run out before
    the kills do, however fast the machine is.
    """
    url = f"smtp://127.0.0.1:{server.port}"
    started = time.monotonic()
    hits = rounds = tried = 0
    worked = 0.0
    seconds_a_message = 0.01
    while hits < kills and rounds < 20 * kills:
        rounds += 1
        before = untried(product)
        if before == 0:
            break
        life = seconds_a_message * before / (kills - hits + SPARE)
        began = time.monotonic()
        moment = START + dice.uniform(0, 1.5 * life)
        hits += product.run_and_kill(moment, "work", "--drain", "--smtp", url)
        tried += before - untried(product)
        worked += max(0, time.monotonic() - began - START)
        if tried > 0 and worked > 0:
            seconds_a_message = worked / tried
        if rounds % 10 == 0:
            product.run_and_kill(dice.uniform(0.02, 0.3), "close", "--date", closed_day)
    product.let_leases_end()
    product.run("work", "--drain", "--smtp", url)
    server.wait_until_delivered()
    print(f"killed {hits} times in {rounds} runs, {time.monotonic() - started:.1f} s, "
          f"states {product.states()}")
    return hits


def check_mails(score, product, server):
    """What holds at every moment when nobody is at work."""
    sent = {row[0]: row[1:] for row in product.rows(
        "SELECT message_id, id, case_id, step FROM outbox WHERE state = 'sent'")}
    unknown = {row[0]: row[1:] for row in product.rows(
        "SELECT message_id, id, case_id, step FROM outbox WHERE state = 'unknown'")}
    known = {**sent, **unknown}
    arrived = server.arrived()
    ids = collections.Counter(message_id for message_id, _ in arrived)
    accepted = server.accepted()
    once = collections.Counter((known[message_id][1:], to) for message_id, to in arrived
                               if message_id in known)
    score.check(all(count == 1 for count in ids.values()),
                f"no mail arrived twice ({len(arrived)} mails by Message-ID)")
    score.check(len(set(to for _, to in arrived)) == len(arrived),
                "nobody got two mails for the same step (by recipient)")
    score.check(all(count == 1 for count in once.values()), "nor by case and step")
    score.check(all(message_id in known for message_id in ids),
                "whatever arrived is sent or unknown in the outbox")
    score.check(all(accepted[message_id] == 1 for message_id in sent),
                f"each of {len(sent)} sent stands once in the server's log")
    score.check(all(ids[message_id] == 1 for message_id in sent), "and once in the mailbox")
    score.check(set(accepted) == set(ids), "the server's log and the mailbox agree")
    score.check(product.rows("SELECT count(*) FROM outbox WHERE state IN ('leased', 'sending')")
                == [(0,)], "nothing is half way")
    return ids, unknown


def check_book(score, product, sent_states):
    """The outbox and the book say the same."""
    actions = product.rows(
        "SELECT o.state, count(a.id) FROM outbox o LEFT JOIN action a ON a.debtor_id = o.debtor_id "
        "AND a.outbox_id = o.id GROUP BY o.id, o.state")
    score.check(all(count == (state in sent_states) for state, count in actions),
                "each sent message is one action, no other message is any")
    counts = product.rows(
        "SELECT o.state, COALESCE(sum(c.attempts), 0) FROM outbox o LEFT JOIN contact_count c "
        "ON c.case_id = o.case_id GROUP BY o.case_id, o.state")
    score.check(all(attempts == (state in ("sent", "unknown")) for state, attempts in counts),
                "each sent or unknown message counts as one attempt")
    silent = product.rows(
        "SELECT count(*) FROM debt_case k LEFT JOIN case_decision d ON d.debtor_id = k.debtor_id "
        "AND d.case_id = k.id WHERE k.state <> 'closed' "
        "AND (d.case_id IS NULL OR (d.next_action_on IS NULL AND d.silence = 0))")
    score.check(silent == [(0,)], "no open case is without a next action or a reason for silence")
    score.check('"changed":0' in product.run("facts", "rebuild", "--json"),
                "the facts of all cases are what the book says")


def check_refusals(score, product, messages):
    numbers = range(1, messages + 1)
    refused = sum(recipient(number).startswith("nobody") for number in numbers)
    deferred = sum(recipient(number).startswith("later") for number in numbers)
    states = product.states()
    inactive = product.rows("SELECT count(*) FROM contact_point WHERE state = 'inactive'")[0][0]
    score.check(states.get("failed", 0) == inactive <= refused,
                f"{inactive} addresses that the server refused are inactive")
    score.check(states.get("queued", 0) <= deferred, "only deferred messages still wait")


def check_unknown(score, product, unknown, ids, hits):
    listed = []
    after = 0
    while page := json.loads(product.run("outbox", "list", "--state", "unknown", "--after",
                                         str(after), "--json")):
        listed += page
        after = page[-1]["id"]
    missing = sum(message_id not in ids for message_id in unknown)
    score.check(len(listed) == len(unknown),
                f"each of {len(unknown)} unknown is listed ({missing} never arrived)")
    score.check(len(unknown) <= hits * LEASE, f"at most {LEASE} a kill")
    score.check(len(unknown) <= hits, "and in fact at most one")
    return listed


def check_second_close(score, product, closed_day):
    before = product.rows("SELECT count(*) FROM outbox")
    answer = json.loads(product.run("close", "--date", closed_day, "--json"))
    score.check(answer["was_closed"] and product.rows("SELECT count(*) FROM outbox") == before,
                "another close of the same date plans nothing")


def resolve(score, product, server, listed, ids):
    """A person looks into the mailbox; then the rest is sent."""
    for row in listed:
        has_arrived = row["message_id"] in ids
        product.run("outbox", "resolve", row["id"], "--sent" if has_arrived else "--not-sent",
                    "--reason", "seen in the mailbox" if has_arrived else "not in the mailbox")
    product.run("work", "--drain", "--smtp", f"smtp://127.0.0.1:{server.port}")
    server.wait_until_delivered()
    print(f"{len(listed)} resolved, states {product.states()}")
    score.check("unknown" not in product.states(), "nothing is unknown any more")


def check_everybody(score, server, messages):
    arrived = {to for _, to in server.arrived()}
    wanted = {recipient(number) for number in range(1, messages + 1)}
    wanted = {to for to in wanted if to.startswith("p")}
    score.check(arrived == wanted, f"each of {len(wanted)} people got the mail, nobody else did")
    mail = server.first_mail()
    parts = [part.get_content_type() for part in mail.walk()]
    text = mail.get_body(("plain",)).get_content()
    score.check(parts == ["multipart/alternative", "text/plain", "text/html"] and
                "saldo vencido" in text and "Persona Núñez" in text and ".50" in text,
                "a mail has both versions and the customer's own figures")


def check_certificate(score, server, program, folder, dice):
    """exim's certificate is its own make: where one must hold, nothing may leave."""
    os.makedirs(folder)
    product = Product(program, folder)
    prepare(product, folder, 1, dice)
    before = sum(server.accepted().values())
    product.run("setting", "put", "smtp.starttls", "required")
    product.run("work", "--once", "--smtp", f"smtp://127.0.0.1:{server.port}", may_fail=True)
    waiting = product.rows("SELECT state, attempts, last_error FROM outbox")
    score.check(waiting == [("queued", 1, "down: connect 220")] and
                sum(server.accepted().values()) == before,
                f"no mail for a server whose certificate does not hold: {waiting}")
    product.store.remove()


def run(arguments, folder, program):
    score = Score()
    dice = random.Random(arguments.seed)
    server = MailServer(os.path.join(folder, "mail"))
    product = Product(program, folder)
    os.makedirs(server.folder)
    try:
        server.start()
        closed_day = prepare(product, folder, arguments.messages, dice)
        planned = product.states()
        score.check(planned == {"queued": arguments.messages}, f"{planned} after the close")
        hits = storm(product, server, closed_day, arguments.kills, dice)
        score.check(hits >= arguments.kills, f"{hits} of {arguments.kills} kills hit a worker")
        ids, unknown = check_mails(score, product, server)
        check_book(score, product, ("sent",))
        check_refusals(score, product, arguments.messages)
        check_second_close(score, product, closed_day)
        listed = check_unknown(score, product, unknown, ids, hits)
        resolve(score, product, server, listed, ids)
        check_mails(score, product, server)
        check_book(score, product, ("sent",))
        check_everybody(score, server, arguments.messages)
        check_certificate(score, server, program, os.path.join(folder, "strict"), dice)
        if not (arguments.keep or score.failed):
            product.store.remove()
    finally:
        server.stop()
    return score


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--messages", type=int, default=1200)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true", help="keep the folder")
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    if not os.access(EXIM, os.X_OK):
        fail("exim is not installed; run: scripts/deps")
    folder = tempfile.mkdtemp(prefix="acuerdo-storm-")
    os.chmod(folder, 0o755)  # exim's own user works in it
    score = run(arguments, folder, find_program())
    if arguments.keep or score.failed:
        print(f"the folder is {folder}", file=sys.stderr)
    else:
        shutil.rmtree(folder)
    print(f"{score.passed} passed, {score.failed} failed")
    return 1 if score.failed else 0


if __name__ == "__main__":
    sys.exit(main())
