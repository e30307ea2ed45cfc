"""What holds in every store at every moment when nobody is at work, whatever was killed before.

check(...) gives the sentences that are not true; an empty list is a good store.
"""

import collections
import json

# Each query lists what is wrong; no row is what is wanted.
BOOK = {
    "a claim's paid amount is not what its allocations add up to":
        "SELECT c.external_id, c.paid FROM claim c LEFT JOIN allocation a"
        " ON a.debtor_id = c.debtor_id AND a.claim_id = c.id"
        " GROUP BY c.debtor_id, c.id, c.external_id, c.paid"
        " HAVING c.paid <> COALESCE(SUM(a.amount), 0)",
    "a claim is paid more than it is, or below zero":
        "SELECT external_id, paid, amount FROM claim WHERE paid < 0 OR paid > amount",
    "a claim's state is not what its paid amount says":
        "SELECT external_id, state, paid, amount FROM claim"
        " WHERE state <> 'superseded' AND (state = 'paid') <> (paid = amount)",
    "a payment is not what was allocated and what stayed unapplied":
        "SELECT p.reference, p.amount, p.unapplied FROM payment p LEFT JOIN allocation a"
        " ON a.debtor_id = p.debtor_id AND a.payment_id = p.id"
        " WHERE p.returns_id IS NULL AND p.state NOT IN ('returned', 'reversed')"
        " GROUP BY p.debtor_id, p.id, p.reference, p.amount, p.unapplied"
        " HAVING p.amount <> p.unapplied + COALESCE(SUM(a.amount), 0)",
    "a payment was booked twice":
        "SELECT source, reference, COUNT(*) FROM payment GROUP BY source, reference"
        " HAVING COUNT(*) > 1",
    "a case holds unapplied money beside a claim that is open":
        "SELECT k.number FROM debt_case k"
        " WHERE EXISTS (SELECT 1 FROM payment p WHERE p.debtor_id = k.debtor_id"
        " AND p.case_id = k.id AND p.unapplied > 0)"
        " AND EXISTS (SELECT 1 FROM claim c WHERE c.debtor_id = k.debtor_id"
        " AND c.case_id = k.id AND c.state = 'open')",
    "an open case has neither a next action nor a reason for silence":
        "SELECT k.number FROM debt_case k LEFT JOIN case_decision d"
        " ON d.debtor_id = k.debtor_id AND d.case_id = k.id WHERE k.state <> 'closed'"
        " AND (d.case_id IS NULL OR (d.next_action_on IS NULL AND d.silence = 0))",
    "a message is half way":
        "SELECT id, state FROM outbox WHERE state IN ('leased', 'sending')",
    "a sent message is not one action, or another message is one":
        "SELECT o.id, o.state, COUNT(a.id) FROM outbox o LEFT JOIN action a"
        " ON a.debtor_id = o.debtor_id AND a.outbox_id = o.id GROUP BY o.id, o.state"
        " HAVING (o.state = 'sent' AND COUNT(a.id) <> 1)"
        " OR (o.state <> 'sent' AND COUNT(a.id) <> 0)",
    "a person was contacted more than once a day by a channel, and nobody was told":
        "SELECT c.debtor_id, c.day, c.channel, SUM(c.attempts) FROM contact_count c"
        " GROUP BY c.debtor_id, c.day, c.channel HAVING SUM(c.attempts) > 1 +"
        " (SELECT COUNT(*) FROM contact_unpermitted u WHERE u.debtor_id = c.debtor_id"
        " AND u.channel = c.channel AND u.verdict = 'refused')",
    "the events of a case have a gap":
        "SELECT k.number, k.event_seq, COUNT(e.seq) FROM debt_case k LEFT JOIN event e"
        " ON e.debtor_id = k.debtor_id AND e.case_id = k.id"
        " GROUP BY k.debtor_id, k.id, k.number, k.event_seq HAVING k.event_seq <> COUNT(e.seq)",
    "a close was begun and not released":
        "SELECT business_date, state FROM close_run WHERE state <> 'released'",
    "an import was begun and not finished":
        "SELECT file_name, rows_applied FROM import_batch WHERE state <> 'done'",
}


def check_book(store):
    wrong = []
    for what, query in BOOK.items():
        rows = store.rows(query)
        if rows:
            wrong.append(f"{what}: {len(rows)}, first {rows[0]}")
    return wrong


def check_mail(store, sink):
    """Nobody got a mail twice, and the outbox knows of every mail that left."""
    wrong = []
    known = {row[0]: row[1:] for row in store.rows(
        "SELECT message_id, state, case_id, step, plan_date FROM outbox"
        " WHERE message_id IS NOT NULL")}
    taken = collections.Counter(message_id for message_id, _ in sink.taken.mails)
    wrong += [f"the mail {message_id} left {count} times"
              for message_id, count in taken.items() if count > 1]
    wrong += [f"the mail {message_id} left and is {known.get(message_id, ('not known',))[0]}"
              for message_id in taken
              if known.get(message_id, ("",))[0] not in ("sent", "unknown")]
    wrong += [f"the mail {message_id} is sent and never left"
              for message_id, row in known.items() if row[0] == "sent" and taken[message_id] != 1]
    steps = collections.Counter(known[message_id][1:] for message_id in taken
                                if message_id in known)
    wrong += [f"case and step {step} got {count} mails" for step, count in steps.items()
              if count > 1]
    return wrong


def check_events(store, ledger):
    """Each order that was acknowledged is in the book once, and no other is."""
    wrong = []
    references = collections.Counter(
        row[0] for row in store.rows("SELECT reference FROM payment"))
    for name, made in (("payments", ledger.payments), ("imported", ledger.imported)):
        lost = [reference for reference in made if references[reference] != 1]
        if lost:
            wrong.append(f"{len(lost)} {name} were acknowledged and are not there once: {lost[:3]}")
    strange = set(references) - set(ledger.payments) - set(ledger.imported)
    if strange:
        wrong.append(f"payments that nobody acknowledged: {sorted(strange)[:3]}")
    for table in ("action", "dispute"):
        notes = collections.Counter(row[0] for row in store.rows(
            f"SELECT note FROM {table} WHERE note LIKE 'soak-%'"))
        made = ledger.actions if table == "action" else ledger.disputes
        differ = {note for note in set(notes) | set(made) if notes[note] != (note in made)}
        if table == "dispute":  # the outcome "disputes" opens one too, with the action's note
            differ = {note for note in differ if note not in ledger.actions}
        if differ:
            wrong.append(f"{table}: not there once each: {sorted(differ)[:3]}")
    promises = store.rows("SELECT COUNT(*) FROM promise")[0][0]
    if promises != ledger.promises:
        wrong.append(f"{promises} promises in the book, {ledger.promises} acknowledged")
    return wrong


def check_facts(product):
    answer = json.loads(product.run("facts", "rebuild", "--json"))
    return [] if answer["changed"] == 0 else [f"facts had drifted: {answer}"]


def check_doctor(product):
    """The program's own examination, where it has one."""
    if "\n  doctor " not in product.run("--help"):
        return []
    done = product.try_run("doctor", "--json")
    return [] if done.returncode == 0 else [f"doctor: {done.stdout[-500:]}{done.stderr[-500:]}"]


def check(product, sink, ledger):
    store = product.store
    return (check_book(store) + check_mail(store, sink) + check_events(store, ledger)
            + check_facts(product) + check_doctor(product))
