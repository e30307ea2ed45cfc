"""The daily close as a handful of set-based statements for PostgreSQL: the peer of bench/close.py.

It does what the close does, as somebody would write it who knows the schema and SQL: the facts of
the cases that are due, the tables of the strategy over all cases, the caps of contacts, only the
differences written (decisions with their history, the link of evidence that goes with each, states
of cases, changes), messages put in and taken out, and work ranked against capacity, in one
transaction.  Its links are hashed in a chain as ours are, over fewer bytes.  It leaves out what the
close does beyond that: promises, holds, hours of contact, digests, resuming."""
import json
import os
import re
from datetime import date

from dmn_sql import read_tables

EPOCH = date(1970, 1, 1)
CHANNELS = ("none", "email", "sms", "whatsapp", "call", "letter", "visit")
DAY_MAX = 2932896


def fact_bits(header):
    """Name of a fact to its bit of validity, from the one list in facts.h."""
    with open(header, encoding="utf-8") as lines:
        names = re.findall(r"^    X\((\w+), \w+\)", lines.read(), re.M)
    return {name: bit for bit, name in enumerate(names)}


def inputs(bits, day):
    """The inputs of the tables as expressions over case_facts f."""
    def has(name):
        return f"(f.validity >> {bits[name]}) & 1 = 1"

    def since(name):
        return f"CASE WHEN {has(name)} THEN {day} - f.{name} END"

    def until(name):
        return f"CASE WHEN {has(name)} AND f.{name} >= {day} THEN f.{name} - {day} END"

    def window(kind, days):
        anchor = f"f.{kind}_anchor_on"
        parts = [f"CASE WHEN {day} - ({anchor} - {back}) BETWEEN 0 AND {days - 1} "
                 f"THEN (f.{kind}_window >> {8 * back}) & 127 ELSE 0 END" for back in range(8)]
        return " + ".join(parts)

    return {
        "open_amount": "f.open_amount / 100.0", "past_due_amount": "f.past_due_amount / 100.0",
        "past_due_days": f"CASE WHEN {has('oldest_due_on')} "
                         f"THEN GREATEST({day} - f.oldest_due_on, 0) ELSE 0 END",
        "days_to_next_due": until("next_due_on"), "promise_days_left": until("promise_due_on"),
        "days_since_broken": since("last_broken_on"), "days_since_notice": since("last_notice_on"),
        "days_since_outcome": since("last_outcome_on"),
        "days_since_contact": since("last_contact_on"),
        "days_since_attempt": since("last_attempt_on"), "attempts_7_days": window("attempt", 7),
        "notice_level": "f.notice_level", "last_outcome": "o.value", "currency": "'MXN'",
        "has_open_promise": "f.promises_open > 0", "has_dispute": "f.disputes_open > 0",
        "is_deceased": "f.party_flags & 1 <> 0", "is_represented": "f.party_flags & 2 <> 0",
        "is_bankrupt": "f.party_flags & 4 <> 0", "is_vulnerable": "f.party_flags & 8 <> 0",
        "is_held": "f.is_held <> 0", "is_arranged": "f.is_arranged <> 0",
        "has_email": "f.reach_flags & 1 <> 0",
        "has_phone": "f.reach_flags & 2 <> 0", "has_address": "f.reach_flags & 4 <> 0",
    }


def follow_facts(bits, day):
    next_bit = f"(1::bigint << {bits['next_due_on']})"
    return f"""
UPDATE case_facts f SET
    open_claims = a.claims, open_amount = a.open, past_due_claims = a.past_claims,
    past_due_amount = a.past, next_due_on = COALESCE(a.next_on, 0),
    next_due_amount = COALESCE(a.next_amount, 0),
    recheck_on = COALESCE(a.next_on + 1, {DAY_MAX}),
    validity = CASE WHEN a.next_on IS NULL THEN f.validity & ~{next_bit}
                    ELSE f.validity | {next_bit} END
  FROM (SELECT c.debtor_id, c.case_id, count(*) AS claims, sum(c.amount - c.paid) AS open,
               count(*) FILTER (WHERE c.due_on < {day}) AS past_claims,
               COALESCE(sum(c.amount - c.paid) FILTER (WHERE c.due_on < {day}), 0) AS past,
               min(c.due_on) FILTER (WHERE c.due_on >= {day}) AS next_on,
               (array_agg(c.amount - c.paid ORDER BY c.due_on)
                FILTER (WHERE c.due_on >= {day}))[1] AS next_amount
          FROM claim c JOIN case_facts g ON g.debtor_id = c.debtor_id AND g.case_id = c.case_id
         WHERE g.recheck_on <= {day} AND c.state = 'open'
         GROUP BY c.debtor_id, c.case_id) a
 WHERE f.debtor_id = a.debtor_id AND f.case_id = a.case_id;"""


def decide(tables, bits, day):
    columns = inputs(bits, day)
    segment, treatment = tables["segment"], tables["treatment"]
    band, priority = tables["amount_band"], tables["priority"]
    names = {name: name for name in {*columns, "segment", "amount_band"}}
    listed = ", ".join(f"{text} AS {name}" for name, text in columns.items())
    band_sql = band.output_sql(band.rule_sql(names), "amount_band")
    priority_sql = priority.output_sql(priority.rule_sql(names), "priority")
    channel = "CASE step_channel " + " ".join(
        f"WHEN '{name}' THEN {number}" for number, name in enumerate(CHANNELS)) + " ELSE 0 END"
    return f"""
CREATE TEMP TABLE decided ON COMMIT DROP AS
WITH asked AS MATERIALIZED (
    SELECT f.debtor_id, f.case_id, f.natural_key, {listed}
      FROM case_facts f LEFT JOIN symbol o ON o.id = f.last_outcome),
segmented AS MATERIALIZED (
    SELECT *, {segment.rule_sql(names)} AS segment_rule, {band_sql} AS amount_band FROM asked),
named AS MATERIALIZED (
    SELECT *, {segment.output_sql("segment_rule", "segment")} AS segment FROM segmented),
treated AS MATERIALIZED (
    SELECT *, {treatment.rule_sql(names)} AS treatment_rule, {priority_sql} AS priority
      FROM named),
chosen AS (
    SELECT debtor_id, case_id, natural_key, past_due_amount, segment, priority,
           COALESCE(segment_rule, 0)::bigint << 16 | COALESCE(treatment_rule, 0) AS rules,
           {treatment.output_sql("treatment_rule", "step")} AS step,
           {treatment.output_sql("treatment_rule", "channel")} AS step_channel,
           {treatment.output_sql("treatment_rule", "template")} AS template,
           {treatment.output_sql("treatment_rule", "queue")} AS queue,
           COALESCE({treatment.output_sql("treatment_rule", "notice_level")}, 0) AS notice_level
      FROM treated)
SELECT c.*, {channel} AS channel,
       CASE WHEN COALESCE(n.today, 0) < 1 AND COALESCE(n.week, 0) < 3 THEN 1 ELSE 2 END AS verdict
  FROM chosen c LEFT JOIN (
       SELECT debtor_id, sum(attempts) FILTER (WHERE day = {day}) AS today, sum(attempts) AS week
         FROM contact_count WHERE day > {day} - 7 GROUP BY debtor_id) n
    ON n.debtor_id = c.debtor_id;
ANALYZE decided;"""


def write(bits, day):
    silent = f"(f.validity >> {bits['last_outcome_on']}) & 1 = 0"
    return f"""
CREATE TEMP TABLE differing ON COMMIT DROP AS
SELECT x.*, d.strategy_id, COALESCE(s.id, 0) AS segment_id, COALESCE(p.id, 0) AS step_id,
       COALESCE(t.id, 0) AS template_id, COALESCE(q.id, 0) AS queue_id,
       CASE WHEN x.channel = 0 THEN 0 ELSE x.verdict END AS verdict_number
  FROM decided x
  JOIN case_decision d ON d.debtor_id = x.debtor_id AND d.case_id = x.case_id
  LEFT JOIN symbol s ON s.value = x.segment
  LEFT JOIN symbol p ON p.value = x.step
  LEFT JOIN symbol t ON t.value = x.template
  LEFT JOIN symbol q ON q.value = x.queue
 WHERE d.rules <> x.rules
    OR d.verdict <> CASE WHEN x.channel = 0 THEN 0 ELSE x.verdict END;
UPDATE case_decision d SET segment = x.segment_id, step = x.step_id, channel = x.channel,
       template = x.template_id, queue = x.queue_id, notice_level = x.notice_level,
       rules = x.rules, verdict = x.verdict_number, decided_on = {day}
  FROM differing x WHERE d.debtor_id = x.debtor_id AND d.case_id = x.case_id;
INSERT INTO decision (debtor_id, case_id, id, decided_on, at, cause, strategy_id, segment, step,
                      channel, template, rules, verdict, verdict_rule, silence, priority,
                      next_action_on)
SELECT debtor_id, case_id, 8000000000000000000 + row_number() OVER (), {day}, 0, 'close',
       strategy_id, segment_id, step_id, channel, template_id, rules, verdict_number, 0, 0,
       COALESCE(priority, 0), {day}
  FROM differing;
INSERT INTO audit_link (debtor_id, case_id, n, day, at, kind, entries, hash)
SELECT x.debtor_id, x.case_id, COALESCE(l.n, 0) + 1, {day}, 0, 0, e.entry,
       sha256(COALESCE(l.hash, '') || e.entry)
  FROM differing x
  LEFT JOIN LATERAL (SELECT n, hash FROM audit_link a WHERE a.debtor_id = x.debtor_id
                        AND a.case_id = x.case_id ORDER BY n DESC LIMIT 1) l ON TRUE
 CROSS JOIN LATERAL (SELECT '\\x01'::bytea || int8send(x.case_id) || substring(sha256(
            int8send(x.segment_id) || int8send(x.step_id) || int8send(x.rules)
            || int4send(x.channel) || int4send(x.verdict_number)) FOR 16) AS entry) e;
UPDATE debt_case k SET state = s.state, version = k.version + 1, updated_at = 0,
       closed_on = CASE WHEN s.state = 'closed' THEN {day} END
  FROM (SELECT x.debtor_id, x.case_id, CASE
               WHEN f.open_claims = 0 THEN 'closed'
               WHEN x.channel <> 0 OR x.queue_id <> 0 THEN 'working'
               WHEN f.notice_level = 0 AND {silent} THEN 'watching' ELSE 'open' END AS state
          FROM differing x
          JOIN case_facts f ON f.debtor_id = x.debtor_id AND f.case_id = x.case_id) s
 WHERE k.debtor_id = s.debtor_id AND k.id = s.case_id AND k.state <> s.state;
INSERT INTO case_change (partition, seq, debtor_id, case_id)
SELECT 0, 8000000000000000000 + row_number() OVER (), debtor_id, case_id FROM differing;"""


def plan(day, capacity):
    limits = ", ".join(f"('{queue}', {most})" for queue, most in sorted(capacity.items()))
    return f"""
UPDATE outbox o SET state = 'cancelled', updated_at = 0
  FROM decided x LEFT JOIN symbol s ON s.value = x.step
 WHERE o.debtor_id = x.debtor_id AND o.case_id = x.case_id AND o.state IN ('queued', 'held')
   AND (x.channel <> 1 OR x.verdict <> 1 OR o.step <> s.id);
INSERT INTO outbox (id, debtor_id, case_id, person_id, point_id, channel, step, template,
                    notice_level, plan_date, run_date, state, not_before, attempts, verdict_rule,
                    created_at, updated_at)
SELECT 8100000000000000000 + row_number() OVER (), x.debtor_id, x.case_id, x.debtor_id, p.id, 1,
       s.id, COALESCE(x.template, ''), x.notice_level, {day}, {day - 1}, 'queued', 0, 0, '', 0, 0
  FROM decided x
  JOIN symbol s ON s.value = x.step
  JOIN LATERAL (SELECT id FROM contact_point c WHERE c.debtor_id = x.debtor_id
                 AND c.channel = 'email' AND c.state IN ('unverified', 'verified')
                 ORDER BY c.priority, c.id LIMIT 1) p ON TRUE
 WHERE x.channel = 1 AND x.verdict = 1
   AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.debtor_id = x.debtor_id
                    AND o.case_id = x.case_id
                    AND o.state IN ('queued', 'leased', 'sending', 'held'))
ON CONFLICT (case_id, plan_date, step) DO NOTHING;
CREATE TEMP TABLE ranked ON COMMIT DROP AS
SELECT w.*, row_number() OVER (PARTITION BY w.queue_name ORDER BY w.priority DESC,
                               w.past_due_amount DESC, w.natural_key) AS place
  FROM (SELECT x.*, COALESCE(x.queue, x.step_channel) AS queue_name FROM decided x
         WHERE x.queue IS NOT NULL OR (x.channel > 1 AND x.verdict = 1)) w;
UPDATE work_item w SET state = 'cancelled', closed_on = {day}
 WHERE w.state = 'ready' AND NOT EXISTS (
       SELECT 1 FROM ranked r JOIN (VALUES {limits}) AS l (queue, most) ON l.queue = r.queue_name
        WHERE r.case_id = w.case_id AND r.place <= l.most);
INSERT INTO work_item (id, debtor_id, case_id, queue, step, plan_date, priority, rank, state,
                       reason, created_at)
SELECT 8200000000000000000 + row_number() OVER (), r.debtor_id, r.case_id, COALESCE(q.id, 0),
       COALESCE(s.id, 0), {day}, COALESCE(r.priority, 0), r.place, 'ready', '', 0
  FROM ranked r JOIN (VALUES {limits}) AS l (queue, most) ON l.queue = r.queue_name
  LEFT JOIN symbol q ON q.value = r.queue_name
  LEFT JOIN symbol s ON s.value = r.step
 WHERE r.place <= l.most
   AND NOT EXISTS (SELECT 1 FROM work_item w WHERE w.case_id = r.case_id AND w.state = 'ready');"""


def script(strategy, header, date_closed):
    """The whole close of a date, in one transaction."""
    day = (date_closed - EPOCH).days + 1
    bits = fact_bits(header)
    tables = {}
    for name in ("segment", "treatment", "priority"):
        tables.update(read_tables(os.path.join(strategy, f"{name}.dmn")))
    with open(os.path.join(strategy, "strategy.json"), encoding="utf-8") as file:
        capacity = json.load(file)["capacity"]
    steps = [follow_facts(bits, day), decide(tables, bits, day), write(bits, day),
             plan(day, capacity)]
    return ("BEGIN;\nSET LOCAL work_mem = '256MB';\n"
            f"UPDATE organisation SET open_date = {day};" + "".join(steps) + "\nCOMMIT;\n")
