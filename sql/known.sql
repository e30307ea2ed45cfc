-- The book as it was known at an instant (ADR 0015): what was recorded until $3 and nothing that
-- was recorded later.  Each query gives one table's rows of a range of debtors, with all columns
-- in the order of the table, for policy/past.c to put into a store of the past.

-- query: known_party(from_debtor_id i64, until_debtor_id i64, at instant) -> row
-- stream
SELECT t.debtor_id, t.source, t.external_id, COALESCE(p.kind, t.kind), t.name, t.search_name,
       t.document_kind, t.document_sealed, t.document_index, t.document_last4, t.language,
       COALESCE(p.country, t.country),
       CASE WHEN p.debtor_id IS NULL THEN t.region ELSE p.region END,
       CASE WHEN p.debtor_id IS NULL THEN t.timezone ELSE p.timezone END,
       COALESCE(p.is_deceased, t.is_deceased), COALESCE(p.is_bankrupt, t.is_bankrupt),
       COALESCE(p.is_vulnerable, t.is_vulnerable), COALESCE(p.is_represented, t.is_represented),
       t.state, t.version, t.created_at, t.updated_at,
       t.zone_source, -- of today: nothing that is computed again reads it
       CASE WHEN p.debtor_id IS NULL THEN t.flags ELSE p.flags END
  FROM party t
  LEFT JOIN party_past p ON p.debtor_id = t.debtor_id
   AND p.until_at = (SELECT min(q.until_at) FROM party_past q
                      WHERE q.debtor_id = t.debtor_id AND q.until_at > $3)
 WHERE t.debtor_id >= $1 AND t.debtor_id < $2 AND t.created_at <= $3;

-- query: known_contact_point(from_debtor_id i64, until_debtor_id i64, at instant) -> row
-- stream
SELECT t.debtor_id, t.id, t.channel, t.value_sealed, t.value_index, t.value_last4, t.source,
       COALESCE(p.state, t.state), t.verified_on, t.priority, t.version, t.created_at,
       t.updated_at, CASE WHEN p.debtor_id IS NULL THEN t.used_as ELSE p.used_as END
  FROM contact_point t
  LEFT JOIN contact_point_past p ON p.debtor_id = t.debtor_id AND p.id = t.id
   AND p.until_at = (SELECT min(q.until_at) FROM contact_point_past q
                      WHERE q.debtor_id = t.debtor_id AND q.id = t.id AND q.until_at > $3)
 WHERE t.debtor_id >= $1 AND t.debtor_id < $2 AND t.created_at <= $3;

-- query: known_consent(from_debtor_id i64, until_debtor_id i64, at instant) -> row
-- stream
SELECT debtor_id, id, point_id, channel, purpose, state, valid_from, valid_until, evidence,
       recorded_at, actor_id, source, reason, wording, document_hash, undoes_id
  FROM consent WHERE debtor_id >= $1 AND debtor_id < $2 AND recorded_at <= $3;

-- query: known_contact_preference(from_debtor_id i64, until_debtor_id i64, at instant) -> row
-- stream
SELECT debtor_id, id, days, opens_s, closes_s, channel, source, evidence, recorded_at, actor_id,
       language
  FROM contact_preference WHERE debtor_id >= $1 AND debtor_id < $2 AND recorded_at <= $3;

-- query: known_debt_case(from_debtor_id i64, until_debtor_id i64, at instant) -> row
-- stream
-- Its state is the system's own view of it, and no fact.
SELECT debtor_id, id, creditor_id, currency, number, state, stage, owner_id, opened_on, closed_on,
       event_seq, version, created_at, updated_at
  FROM debt_case WHERE debtor_id >= $1 AND debtor_id < $2 AND created_at <= $3;

-- query: known_obligation(from_debtor_id i64, until_debtor_id i64, at instant) -> row
-- stream
SELECT t.debtor_id, t.id, t.case_id, t.creditor_id, t.portfolio_id, t.source, t.external_id,
       COALESCE(p.product, t.product), t.currency, COALESCE(p.opened_on, t.opened_on),
       t.document_hash, t.state, t.version, t.created_at, t.updated_at
  FROM obligation t
  LEFT JOIN obligation_past p ON p.debtor_id = t.debtor_id AND p.id = t.id
   AND p.until_at = (SELECT min(q.until_at) FROM obligation_past q
                      WHERE q.debtor_id = t.debtor_id AND q.id = t.id AND q.until_at > $3)
 WHERE t.debtor_id >= $1 AND t.debtor_id < $2 AND t.created_at <= $3;

-- query: known_claim(from_debtor_id i64, until_debtor_id i64, at instant) -> row
-- stream
-- Paid is what the allocations of then add up to, and the state follows.
SELECT k.debtor_id, k.id, k.case_id, k.obligation_id, k.source, k.external_id, k.number,
       k.issued_on, k.due_on, k.amount, k.paid, NULL, k.origin,
       CASE WHEN k.paid < k.amount THEN 'open' ELSE 'paid' END, k.version, k.created_at,
       k.updated_at, k.booked_on, k.payment_id
  FROM (SELECT t.debtor_id, t.id, t.case_id, t.obligation_id, t.source, t.external_id, t.number,
               COALESCE(p.issued_on, t.issued_on) AS issued_on,
               COALESCE(p.due_on, t.due_on) AS due_on, COALESCE(p.amount, t.amount) AS amount,
               COALESCE((SELECT CAST(sum(a.amount) AS BIGINT) FROM allocation a
                          WHERE a.debtor_id = t.debtor_id AND a.claim_id = t.id
                            AND COALESCE(a.created_at, 0) <= $3), 0) AS paid,
               t.origin, t.version, t.created_at, t.updated_at, t.booked_on, t.payment_id
          FROM claim t
          LEFT JOIN claim_past p ON p.debtor_id = t.debtor_id AND p.id = t.id
           AND p.until_at = (SELECT min(q.until_at) FROM claim_past q
                              WHERE q.debtor_id = t.debtor_id AND q.id = t.id AND q.until_at > $3)
         WHERE t.debtor_id >= $1 AND t.debtor_id < $2 AND t.created_at <= $3) k;

-- query: known_payment(from_debtor_id i64, until_debtor_id i64, at instant) -> row
-- stream
-- Returned when its return was known; else what it had not met yet is unapplied.
SELECT k.debtor_id, k.id, k.case_id, k.source, k.reference, k.value_on, k.booked_on, k.amount,
       CASE WHEN k.state IN ('return', 'returned', 'reversal', 'reversed') THEN 0
            ELSE k.amount - k.met END,
       k.currency, k.claim_id, k.returns_id,
       CASE WHEN k.state IN ('return', 'returned', 'reversal', 'reversed') THEN k.state
            WHEN k.met < k.amount THEN 'unapplied' ELSE 'applied' END,
       k.user_id, k.created_at
  FROM (SELECT t.debtor_id, t.id, t.case_id, t.source, t.reference, t.value_on, t.booked_on,
               t.amount, t.currency, t.claim_id, t.returns_id,
               CASE WHEN t.state NOT IN ('returned', 'reversed') THEN t.state
                    WHEN EXISTS (SELECT 1 FROM payment r
                                  WHERE r.debtor_id = t.debtor_id AND r.case_id = t.case_id
                                    AND r.returns_id = t.id AND r.created_at <= $3)
                    THEN t.state ELSE 'applied' END AS state,
               COALESCE((SELECT CAST(sum(a.amount) AS BIGINT) FROM allocation a
                          WHERE a.debtor_id = t.debtor_id AND a.payment_id = t.id
                            AND COALESCE(a.created_at, 0) <= $3), 0) AS met,
               t.user_id, t.created_at
          FROM payment t
         WHERE t.debtor_id >= $1 AND t.debtor_id < $2 AND t.created_at <= $3) k;

-- query: known_allocation(from_debtor_id i64, until_debtor_id i64, at instant) -> row
-- stream
SELECT debtor_id, id, payment_id, claim_id, amount, value_on, booked_on, created_at, component
  FROM allocation
 WHERE debtor_id >= $1 AND debtor_id < $2 AND COALESCE(created_at, 0) <= $3;

-- query: known_action(from_debtor_id i64, until_debtor_id i64, at instant) -> row
-- stream
SELECT debtor_id, id, case_id, at, business_date, user_id, channel, direction, point_id,
       disposition, step, notice_level, amount, note, duration_s, cost, corrects_id, outbox_id,
       callback_on, created_at
  FROM action WHERE debtor_id >= $1 AND debtor_id < $2 AND created_at <= $3;

-- query: known_promise(from_debtor_id i64, until_debtor_id i64, at instant) -> row
-- stream
-- Grading follows from the money; only what people ended later was still open.
SELECT debtor_id, id, case_id, obligation_id, made_on, due_on, amount, paid, tolerance_days,
       tolerance_bp, channel, action_id, user_id,
       CASE WHEN state IN ('cancelled', 'rescheduled') AND updated_at > $3 THEN 'open'
            ELSE state END,
       graded_on, replaced_by, version, created_at, updated_at
  FROM promise WHERE debtor_id >= $1 AND debtor_id < $2 AND created_at <= $3;

-- query: known_dispute(from_debtor_id i64, until_debtor_id i64, at instant) -> row
-- stream
SELECT debtor_id, id, case_id, obligation_id, kind, amount, opened_on, reply_due_on, closed_on,
       CASE WHEN updated_at > $3 THEN 'open' ELSE state END, note, user_id, created_at, updated_at
  FROM dispute WHERE debtor_id >= $1 AND debtor_id < $2 AND created_at <= $3;

-- query: known_hold(from_debtor_id i64, until_debtor_id i64, at instant) -> row
-- stream
SELECT debtor_id, id, case_id, kind, from_on, until_on, reason, user_id, created_at
  FROM hold WHERE debtor_id >= $1 AND debtor_id < $2 AND created_at <= $3;

-- query: known_arrangement(from_debtor_id i64, until_debtor_id i64, at instant) -> row
-- stream
-- Of facts its state alone is one; the days are of today.
SELECT t.debtor_id, t.id, t.case_id, t.kind, t.made_on, t.owed, t.total, t.discount, t.missed,
       t.grace_days, t.excess, t.plan, t.user_id, COALESCE(p.state, t.state), t.active_at,
       t.counts_from, t.check_on, t.ended_on, t.version, t.created_at, t.updated_at, t.began_on
  FROM arrangement t
  LEFT JOIN arrangement_past p ON p.debtor_id = t.debtor_id AND p.id = t.id
   AND p.until_at = (SELECT min(q.until_at) FROM arrangement_past q
                      WHERE q.debtor_id = t.debtor_id AND q.id = t.id AND q.until_at > $3)
 WHERE t.debtor_id >= $1 AND t.debtor_id < $2 AND t.created_at <= $3;

-- query: known_attribute_value(from_debtor_id i64, until_debtor_id i64, at instant) -> row
-- stream
SELECT debtor_id, obligation_id, attribute_id, number, text, since_at
  FROM attribute_value
 WHERE debtor_id >= $1 AND debtor_id < $2 AND COALESCE(since_at, 0) <= $3
UNION ALL
SELECT debtor_id, obligation_id, attribute_id, number, text, since_at
  FROM attribute_value_past
 WHERE debtor_id >= $1 AND debtor_id < $2 AND COALESCE(since_at, 0) <= $3 AND until_at > $3;

-- query: known_contact_count(from_debtor_id i64, until_debtor_id i64, at instant) -> row
-- stream
SELECT debtor_id, case_id, day, channel, attempts, contacts, since_at
  FROM contact_count
 WHERE debtor_id >= $1 AND debtor_id < $2 AND COALESCE(since_at, 0) <= $3
UNION ALL
SELECT debtor_id, case_id, day, channel, attempts, contacts, since_at
  FROM contact_count_past
 WHERE debtor_id >= $1 AND debtor_id < $2 AND COALESCE(since_at, 0) <= $3 AND until_at > $3;

-- query: known_outbox(from_debtor_id i64, until_debtor_id i64, at instant) -> row
-- stream
-- Only sends whose fate was unknown then are facts.
SELECT o.id, o.debtor_id, o.case_id, o.person_id, o.point_id, o.channel, o.step, o.template,
       o.notice_level, o.plan_date, o.run_date, 'unknown', o.not_before,
       CAST(NULL AS BIGINT), o.attempts, o.message_id, o.document_hash, CAST(NULL AS TEXT),
       o.verdict_rule, o.sent_at, o.created_at, o.updated_at
  FROM outbox o
 WHERE o.debtor_id >= $1 AND o.debtor_id < $2 AND o.state = 'unknown' AND o.updated_at <= $3
UNION ALL
SELECT o.id, o.debtor_id, o.case_id, o.person_id, o.point_id, o.channel, o.step, o.template,
       o.notice_level, o.plan_date, o.run_date, 'unknown', o.not_before,
       CAST(NULL AS BIGINT), o.attempts, o.message_id, o.document_hash, CAST(NULL AS TEXT),
       o.verdict_rule, o.sent_at, o.created_at, o.updated_at
  FROM outbox_unknown_past p JOIN outbox o ON o.id = p.id
 WHERE o.debtor_id >= $1 AND o.debtor_id < $2 AND p.since_at <= $3 AND p.until_at > $3;

-- query: known_symbol() -> row
-- stream
SELECT id, value FROM symbol;

-- query: known_creditor() -> row
-- stream
SELECT id, external_id, name, tax_id, state, created_at FROM creditor;

-- query: known_disposition() -> row
-- stream
SELECT id, code, parent, label_es, label_en, key, flags, callback_days, state FROM disposition;

-- query: known_attribute_def() -> row
-- stream
SELECT id, name, label, type, created_at FROM attribute_def;

-- query: known_setting(at instant) -> row
SELECT name, effective_on, recorded_at, value, actor_id FROM setting WHERE recorded_at <= $1;

-- query: known_indicator(at instant) -> row
SELECT business_date, name, value, created_at FROM indicator WHERE created_at <= $1;

-- query: known_strategy(id id) -> row
-- The strategy of then, as the one that is active.
SELECT id, name, version, 'active', active_from, NULL, created_at, created_by, based_on
  FROM strategy WHERE id = $1;

-- query: known_strategy_file(id id) -> row
SELECT strategy_id, path, document_hash FROM strategy_file WHERE strategy_id = $1;

-- query: known_strategy_document(id id) -> row
-- With the organisation's own rules of contact, of any time.
SELECT hash, media_type, name, size, bytes, created_at FROM document
 WHERE hash IN (SELECT document_hash FROM strategy_file WHERE strategy_id = $1)
    OR hash IN (SELECT value FROM setting WHERE name = 'contact.own_pack');

-- The experiment of then, and the versions of its challengers; the last argument is the instant.

-- query: known_experiment(id id, at instant) -> row
SELECT id, name, from_on, until_on, note, created_by, created_at FROM experiment
 WHERE created_at <= $2 AND $1 IS NOT NULL;

-- query: known_experiment_arm(id id, at instant) -> row
SELECT a.experiment_id, a.place, a.name, a.kind, a.strategy_id, a.share, a.symbol
  FROM experiment_arm a JOIN experiment e ON e.id = a.experiment_id
 WHERE e.created_at <= $2 AND $1 IS NOT NULL;

-- query: known_experiment_step(id id, at instant) -> row
SELECT experiment_id, id, at, business_date, state, effective_on, actor_id, note, document_hash
  FROM experiment_step WHERE at <= $2 AND $1 IS NOT NULL;

-- query: known_challenger(id id, at instant) -> row
-- A version that decides for everybody by then is there already.
SELECT DISTINCT s.id, s.name, s.version, 'approved', NULL, NULL, s.created_at, s.created_by,
       s.based_on
  FROM strategy s
  JOIN experiment_arm a ON a.strategy_id = s.id
  JOIN experiment_step t ON t.experiment_id = a.experiment_id AND t.at <= $2
 WHERE s.id <> $1;

-- query: known_challenger_file(id id, at instant) -> row
SELECT DISTINCT f.strategy_id, f.path, f.document_hash
  FROM strategy_file f
  JOIN experiment_arm a ON a.strategy_id = f.strategy_id
  JOIN experiment_step t ON t.experiment_id = a.experiment_id AND t.at <= $2
 WHERE f.strategy_id <> $1;

-- query: known_challenger_document(id id, at instant) -> row
SELECT hash, media_type, name, size, bytes, created_at FROM document
 WHERE hash IN (SELECT f.document_hash FROM strategy_file f
                  JOIN experiment_arm a ON a.strategy_id = f.strategy_id
                  JOIN experiment_step t ON t.experiment_id = a.experiment_id AND t.at <= $2)
   AND hash NOT IN (SELECT document_hash FROM strategy_file WHERE strategy_id = $1)
   AND hash NOT IN (SELECT value FROM setting WHERE name = 'contact.own_pack');

-- query: known_late(from_debtor_id i64, until_debtor_id i64, at instant) -> debtor_id, at
-- Whose changes carry an instant up to $3 and were committed after it: theirs from there on were
-- not known.
SELECT debtor_id, min(at) AS at FROM late_change
 WHERE debtor_id >= $1 AND debtor_id < $2 AND at <= $3 AND known_at > $3
 GROUP BY debtor_id ORDER BY debtor_id;

-- query: known_decisions(from_debtor_id i64, until_debtor_id i64, at instant) -> row
-- stream
-- Every decision of the cases until then, each case's last one last.
SELECT debtor_id, case_id, strategy_id, segment, step, channel, template, rules, verdict,
       verdict_rule, silence, arm
  FROM decision
 WHERE debtor_id >= $1 AND debtor_id < $2 AND at <= $3
 ORDER BY debtor_id, case_id, at, id;

-- query: replay_run(business_date day) -> row
SELECT state, program, rules, started_at FROM close_run WHERE business_date = $1;

-- query: replay_slices(business_date day) -> row
SELECT slice, from_debtor_id, until_debtor_id, cases, digest, known_at, strategy_id, fact_sums
  FROM close_slice WHERE business_date = $1 ORDER BY slice;

-- query: replay_case_number(debtor_id id, case_id id) -> number
SELECT number FROM debt_case WHERE debtor_id = $1 AND id = $2;

-- query: replay_case_find(number i64) -> debtor_id, id
SELECT debtor_id, id FROM debt_case WHERE number = $1;

-- query: known_party_same(from_debtor_id i64, until_debtor_id i64, at instant) -> row
-- Those who were one person then.
SELECT debtor_id, other_id, merge_id, since_at, NULL
  FROM party_same
 WHERE debtor_id >= $1 AND debtor_id < $2 AND since_at <= $3
   AND (until_at IS NULL OR until_at > $3);
