-- Evidence: chains of audited rows, and the signed roots of days (record/audit.h).

-- query: audit_link_insert(debtor_id id, case_id id, n i64, day day, at instant, kind i64,
--     entries blob, hash blob)
INSERT INTO audit_link (debtor_id, case_id, n, day, at, kind, entries, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- query: audit_nonce_insert(debtor_id id, kind i64, id id, nonce blob)
INSERT INTO audit_nonce (debtor_id, kind, id, nonce) VALUES ($1, $2, $3, $4);

-- query: audit_head(debtor_id id, case_id id) -> debtor_id, case_id, n, hash
-- aside
SELECT debtor_id, case_id, n, hash FROM audit_link
 WHERE debtor_id = $1 AND case_id = $2 ORDER BY n DESC LIMIT 1;

-- query: audit_heads(debtor_ids text, case_ids text) -> debtor_id, case_id, n, hash
-- aside
-- Of many chains: pairs at the same place of both lists.
--@postgresql SELECT k.debtor_id, k.case_id, h.n, h.hash
--@postgresql   FROM unnest(CAST($1 AS BIGINT[]), CAST($2 AS BIGINT[])) AS k (debtor_id, case_id)
--@postgresql  CROSS JOIN LATERAL (SELECT l.n, l.hash FROM audit_link l
--@postgresql                       WHERE l.debtor_id = k.debtor_id AND l.case_id = k.case_id
--@postgresql                       ORDER BY l.n DESC LIMIT 1) h;

-- query: audit_person_lock(debtor_id id) -> id
-- Two writers of one person's chain come one after the other.
SELECT debtor_id FROM party WHERE debtor_id = $1
--@postgresql FOR UPDATE
;

-- query: audit_start_insert(day day, at instant, is_done bool)
INSERT INTO audit_start (id, day, at, until_debtor_id, rows, is_done) VALUES (1, $1, $2, 0, 0, $3);

-- query: audit_start_get() -> day, at, until_debtor_id, rows, is_done, from_table, again_on
SELECT day, at, until_debtor_id, rows, is_done, from_table, again_on FROM audit_start WHERE id = 1;

-- query: audit_start_move(until_debtor_id id, rows i64, is_done bool, today day)
-- The day of a later pass, over tables that a newer program chains, is that of its first step.
UPDATE audit_start
   SET until_debtor_id = $1, rows = rows + $2, is_done = $3,
       again_on = CASE WHEN from_table IS NULL THEN NULL ELSE COALESCE(again_on, $4) END
 WHERE id = 1;

-- query: audit_nonce_get(debtor_id id, kind i64, id id) -> nonce
SELECT nonce FROM audit_nonce WHERE debtor_id = $1 AND kind = $2 AND id = $3;

-- query: audit_nonce_drop(debtor_id id, kind i64, id id)
DELETE FROM audit_nonce WHERE debtor_id = $1 AND kind = $2 AND id = $3;

-- query: audit_erasure_insert(debtor_id id, id id, case_id id, kind i64, row_id id,
--     commitments blob, erased_at instant, actor_id id, reason text)
INSERT INTO audit_erasure (debtor_id, id, case_id, kind, row_id, commitments, erased_at, actor_id,
                           reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- query: audit_case_find(number i64) -> debtor_id, id
-- By the number that people read, or by the id.
SELECT debtor_id, id FROM debt_case WHERE number = $1 OR id = $1 ORDER BY number LIMIT 1;

-- Roots.

-- query: audit_link_of_day(day day) -> debtor_id, case_id, n, hash, rows
-- stream
SELECT debtor_id, case_id, n, hash, length(entries) / 25 AS rows FROM audit_link
 WHERE day = $1 ORDER BY debtor_id, case_id, n;

-- query: audit_root_insert(day day, links i64, chains i64, rows i64, nodes blob, statement text,
--     signature blob, key_id text, signed_at instant)
INSERT INTO audit_root (day, links, chains, rows, nodes, statement, signature, key_id, signed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- query: audit_root_last() -> day, statement
SELECT day, statement FROM audit_root ORDER BY day DESC LIMIT 1;

-- query: audit_root_list(from_day day, until_day day) -> day, links, chains, rows, nodes,
--     statement, signature, key_id, signed_at
-- stream
SELECT day, links, chains, rows, nodes, statement, signature, key_id, signed_at FROM audit_root
 WHERE day >= $1 AND day < $2 ORDER BY day;

-- query: audit_key_get(id text) -> public_key
SELECT public_key FROM audit_key WHERE id = $1;

-- query: audit_key_insert(id text, public_key blob, now instant)
INSERT INTO audit_key (id, public_key, created_at) VALUES ($1, $2, $3);

-- query: audit_key_list() -> id, public_key, created_at
SELECT id, public_key, created_at FROM audit_key ORDER BY created_at, id;

-- Reading audited rows again, for the debtors of a range: the case of the chain, then the values in
-- the order of the insert (record/audit_tables.c).

-- query: audit_link_range(from_debtor_id id, until_debtor_id id) -> debtor_id, case_id, n, day, at,
--     kind, entries, hash
-- stream
SELECT debtor_id, case_id, n, day, at, kind, entries, hash FROM audit_link
 WHERE debtor_id >= $1 AND debtor_id < $2 ORDER BY debtor_id, case_id, n;

-- query: audit_nonce_range(from_debtor_id id, until_debtor_id id) -> kind, id, nonce
-- stream
SELECT kind, id, nonce FROM audit_nonce WHERE debtor_id >= $1 AND debtor_id < $2;

-- query: audit_event_range(from_debtor_id id, until_debtor_id id) -> row
-- stream
SELECT case_id AS chain, debtor_id, case_id, seq, id, kind, version, business_date, at, actor_id,
       payload
  FROM event WHERE debtor_id >= $1 AND debtor_id < $2 ORDER BY debtor_id, case_id, seq;

-- query: audit_decision_range(from_debtor_id id, until_debtor_id id) -> row
-- stream
SELECT case_id AS chain, debtor_id, case_id, id, decided_on, at, cause, strategy_id, segment, step,
       channel, template, rules, verdict, verdict_rule, silence, priority, next_action_on, arm
  FROM decision WHERE debtor_id >= $1 AND debtor_id < $2;

-- query: audit_action_range(from_debtor_id id, until_debtor_id id) -> row
-- stream
SELECT case_id AS chain, debtor_id, id, case_id, at, business_date, user_id, channel, direction,
       point_id, disposition, step, notice_level, amount, note, duration_s, cost, corrects_id,
       outbox_id, callback_on, created_at
  FROM action WHERE debtor_id >= $1 AND debtor_id < $2;

-- query: audit_payment_range(from_debtor_id id, until_debtor_id id) -> row
-- stream
SELECT case_id AS chain, debtor_id, id, case_id, source, reference, value_on, booked_on, amount,
       unapplied, currency, claim_id, returns_id, state, user_id, created_at
  FROM payment WHERE debtor_id >= $1 AND debtor_id < $2;

-- query: audit_allocation_range(from_debtor_id id, until_debtor_id id) -> row
-- stream
SELECT COALESCE(p.case_id, 0) AS chain, a.debtor_id, a.id, a.payment_id, a.claim_id, a.amount,
       a.value_on, a.booked_on, a.created_at, a.component
  FROM allocation a LEFT JOIN payment p ON p.debtor_id = a.debtor_id AND p.id = a.payment_id
 WHERE a.debtor_id >= $1 AND a.debtor_id < $2;

-- query: audit_ledger_entry_range(from_debtor_id id, until_debtor_id id) -> row
-- stream
SELECT case_id AS chain, debtor_id, id, case_id, obligation_id, claim_id, kind, component, amount,
       value_on, booked_on, user_id, created_at
  FROM ledger_entry WHERE debtor_id >= $1 AND debtor_id < $2;

-- query: audit_allocation_rule_range(from_debtor_id id, until_debtor_id id) -> row
-- stream
SELECT CAST(0 AS BIGINT) AS chain, portfolio_id, from_on, recorded_at, profile, future, is_vertical,
       actor_id
  FROM allocation_rule WHERE $1 <= 0 AND 0 < $2;

-- query: audit_promise_range(from_debtor_id id, until_debtor_id id) -> row
-- stream
SELECT case_id AS chain, debtor_id, id, case_id, obligation_id, made_on, due_on, amount,
       tolerance_days, tolerance_bp, channel, action_id, user_id, created_at
  FROM promise WHERE debtor_id >= $1 AND debtor_id < $2;

-- query: audit_dispute_range(from_debtor_id id, until_debtor_id id) -> row
-- stream
SELECT case_id AS chain, debtor_id, id, case_id, obligation_id, kind, amount, opened_on,
       reply_due_on, note, user_id, created_at
  FROM dispute WHERE debtor_id >= $1 AND debtor_id < $2;

-- query: audit_arrangement_range(from_debtor_id id, until_debtor_id id) -> row
-- stream
SELECT case_id AS chain, debtor_id, id, case_id, kind, made_on, owed, total, discount, missed,
       grace_days, excess, plan, user_id, created_at
  FROM arrangement WHERE debtor_id >= $1 AND debtor_id < $2;

-- query: audit_joint_arrangement_range(from_debtor_id id, until_debtor_id id) -> row
-- stream
SELECT CAST(0 AS BIGINT) AS chain, debtor_id, id, kind, made_on, owed, total, plan, user_id,
       created_at
  FROM joint_arrangement WHERE debtor_id >= $1 AND debtor_id < $2;

-- query: audit_paper_range(from_debtor_id id, until_debtor_id id) -> row
-- stream
SELECT case_id AS chain, debtor_id, id, case_id, kind, business_date, sha256, body, user_id,
       created_at
  FROM paper WHERE debtor_id >= $1 AND debtor_id < $2;

-- query: audit_hold_range(from_debtor_id id, until_debtor_id id) -> row
-- stream
SELECT case_id AS chain, debtor_id, id, case_id, kind, from_on, until_on, reason, user_id,
       created_at
  FROM hold WHERE debtor_id >= $1 AND debtor_id < $2;

-- query: audit_consent_range(from_debtor_id id, until_debtor_id id) -> row
-- stream
SELECT 0 AS chain, debtor_id, id, point_id, channel, purpose, state, valid_from, valid_until,
       evidence, recorded_at, actor_id, source, reason, wording, document_hash, undoes_id
  FROM consent WHERE debtor_id >= $1 AND debtor_id < $2;

-- query: audit_permit_range(from_debtor_id id, until_debtor_id id) -> row
-- stream
SELECT case_id AS chain, debtor_id, id, case_id, day, channel, outbox_id, actor_id, expires_at,
       rule, pack, created_at, point_id
  FROM contact_reservation WHERE debtor_id >= $1 AND debtor_id < $2;

-- query: audit_unpermitted_range(from_debtor_id id, until_debtor_id id) -> row
-- stream
SELECT case_id AS chain, debtor_id, id, case_id, action_id, business_date, channel, lack, verdict,
       rule, reason, pack, actor_id, created_at
  FROM contact_unpermitted WHERE debtor_id >= $1 AND debtor_id < $2;

-- query: audit_override_range(from_debtor_id id, until_debtor_id id) -> row
-- stream
SELECT case_id AS chain, debtor_id, id, case_id, business_date, channel, rule, pack, why,
       approval_id, asked_by, asked_at
  FROM contact_override WHERE debtor_id >= $1 AND debtor_id < $2;

-- query: audit_erased_range(from_debtor_id id, until_debtor_id id) -> row
-- stream
SELECT 0 AS chain, debtor_id, id, class, rows_changed, request_id, rule, business_date, at, user_id
  FROM erasure WHERE debtor_id >= $1 AND debtor_id < $2;

-- query: audit_rate_cap_range(from_debtor_id id, until_debtor_id id) -> row
-- Of the organisation, as settings are.
SELECT 0 AS chain, country, kind, from_on, revision, value, source, recorded_at, actor_id
  FROM rate_cap WHERE $1 <= 0 AND 0 < $2;

-- query: audit_index_value_range(from_debtor_id id, until_debtor_id id) -> row
SELECT 0 AS chain, country, unit, from_on, revision, value, source, recorded_at, actor_id, currency
  FROM index_value WHERE $1 <= 0 AND 0 < $2;

-- query: audit_erasure_range(from_debtor_id id, until_debtor_id id) -> row
-- stream
SELECT case_id AS chain, debtor_id, id, case_id, kind, row_id, commitments, erased_at, actor_id,
       reason
  FROM audit_erasure WHERE debtor_id >= $1 AND debtor_id < $2;

-- query: audit_setting_range(from_debtor_id id, until_debtor_id id) -> row
-- Of the organisation: it stands where debtor 0 would.
SELECT 0 AS chain, name, effective_on, recorded_at, value, actor_id FROM setting
 WHERE $1 <= 0 AND 0 < $2;

-- query: audit_strategy_range(from_debtor_id id, until_debtor_id id) -> row
SELECT 0 AS chain, strategy_id, path, document_hash FROM strategy_file WHERE $1 <= 0 AND 0 < $2;

-- query: audit_strategy_step_range(from_debtor_id id, until_debtor_id id) -> row
SELECT 0 AS chain, strategy_id, id, at, business_date, state, active_from, actor_id, note,
       document_hash
  FROM strategy_step WHERE $1 <= 0 AND 0 < $2;

-- query: audit_experiment_range(from_debtor_id id, until_debtor_id id) -> row
SELECT 0 AS chain, id, name, from_on, until_on, note, created_by, created_at
  FROM experiment WHERE $1 <= 0 AND 0 < $2;

-- query: audit_experiment_arm_range(from_debtor_id id, until_debtor_id id) -> row
SELECT 0 AS chain, experiment_id, place, name, kind, strategy_id, share, symbol
  FROM experiment_arm WHERE $1 <= 0 AND 0 < $2;

-- query: audit_experiment_step_range(from_debtor_id id, until_debtor_id id) -> row
SELECT 0 AS chain, experiment_id, id, at, business_date, state, effective_on, actor_id, note,
       document_hash
  FROM experiment_step WHERE $1 <= 0 AND 0 < $2;

-- query: audit_approval_range(from_debtor_id id, until_debtor_id id) -> row
SELECT 0 AS chain, id, subject_kind, subject_id, rule, amount, currency, requested_by,
       requested_at, expires_at
  FROM approval WHERE $1 <= 0 AND 0 < $2;

-- query: audit_verdict_range(from_debtor_id id, until_debtor_id id) -> row
-- What was decided of an approval; the decision is written into its row.
SELECT 0 AS chain, id, state, decided_by, decided_at, reason FROM approval
 WHERE $1 <= 0 AND 0 < $2 AND decided_at IS NOT NULL;

-- query: audit_case_seq_range(from_debtor_id id, until_debtor_id id) -> debtor_id, id, event_seq
-- stream
SELECT debtor_id, id, event_seq FROM debt_case WHERE debtor_id >= $1 AND debtor_id < $2
 ORDER BY debtor_id, id;

-- query: audit_charge_off_range(from_debtor_id id, until_debtor_id id) -> row
-- stream
SELECT case_id AS chain, debtor_id, id, case_id, obligation_id, kind, business_date, amount, reason,
       user_id, created_at
  FROM charge_off WHERE debtor_id >= $1 AND debtor_id < $2;

-- query: audit_obligation_terms_range(from_debtor_id id, until_debtor_id id) -> row
-- stream
SELECT case_id AS chain, debtor_id, id, case_id, obligation_id, from_on, basis, rate, late_rate,
       bases, cap, country, user_id, created_at, unit, fees
  FROM obligation_terms WHERE debtor_id >= $1 AND debtor_id < $2;

-- query: audit_portfolio_terms_range(from_debtor_id id, until_debtor_id id) -> row
-- stream
SELECT CAST(0 AS BIGINT) AS chain, portfolio_id, from_on, recorded_at, basis, rate, late_rate,
       bases, cap, country, actor_id, unit, fees
  FROM portfolio_terms WHERE $1 <= 0 AND 0 < $2;
