-- Facts, decisions and what a day plans.  The column lists of case_facts follow policy/facts.h.

-- query: facts_get(debtor_id id, case_id id) -> row
SELECT debtor_id, case_id, recheck_on, validity, natural_key, creditor_id, currency, case_state,
       opened_on, oldest_due_on, next_due_on, last_payment_on, last_attempt_on, last_contact_on,
       last_outcome_on, last_notice_on, callback_on, promise_due_on, last_broken_on, last_kept_on,
       attempt_anchor_on, contact_anchor_on, open_amount, past_due_amount, next_due_amount,
       last_payment_amount, promise_amount, unapplied_amount, disputed_amount, paid_amount,
       open_claims, past_due_claims, promises_open, promises_kept, promises_broken, disputes_open,
       is_held, notice_level, unknown_sends, attempt_window, contact_window, last_outcome,
       product, stage, party_kind, country, zone, party_flags, reach_flags, is_arranged
  FROM case_facts WHERE debtor_id = $1 AND case_id = $2;

-- query: facts_insert(debtor_id id, case_id id, recheck_on i64, validity i64, natural_key i64,
--     creditor_id i64, currency i64, case_state i64, opened_on i64, oldest_due_on i64,
--     next_due_on i64, last_payment_on i64, last_attempt_on i64, last_contact_on i64,
--     last_outcome_on i64, last_notice_on i64, callback_on i64, promise_due_on i64,
--     last_broken_on i64, last_kept_on i64, attempt_anchor_on i64, contact_anchor_on i64,
--     open_amount i64, past_due_amount i64, next_due_amount i64, last_payment_amount i64,
--     promise_amount i64, unapplied_amount i64, disputed_amount i64, paid_amount i64,
--     open_claims i64, past_due_claims i64, promises_open i64, promises_kept i64,
--     promises_broken i64, disputes_open i64, is_held i64, notice_level i64, unknown_sends i64,
--     attempt_window i64, contact_window i64, last_outcome i64, product i64, stage i64,
--     party_kind i64, country i64, zone i64, party_flags i64, reach_flags i64,
--     is_arranged i64)
INSERT INTO case_facts (debtor_id, case_id, recheck_on, validity, natural_key, creditor_id,
    currency, case_state,
                        opened_on, oldest_due_on, next_due_on, last_payment_on, last_attempt_on,
                        last_contact_on, last_outcome_on, last_notice_on, callback_on,
                        promise_due_on, last_broken_on, last_kept_on, attempt_anchor_on,
                        contact_anchor_on, open_amount, past_due_amount, next_due_amount,
                        last_payment_amount, promise_amount, unapplied_amount, disputed_amount,
                        paid_amount, open_claims, past_due_claims, promises_open, promises_kept,
                        promises_broken, disputes_open, is_held, notice_level, unknown_sends,
                        attempt_window, contact_window, last_outcome, product, stage, party_kind,
                        country, zone, party_flags, reach_flags, is_arranged)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
    $21,
        $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39,
        $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50);

-- query: facts_put(debtor_id id, case_id id, recheck_on i64, validity i64, natural_key i64,
--     creditor_id i64, currency i64, case_state i64, opened_on i64, oldest_due_on i64,
--     next_due_on i64, last_payment_on i64, last_attempt_on i64, last_contact_on i64,
--     last_outcome_on i64, last_notice_on i64, callback_on i64, promise_due_on i64,
--     last_broken_on i64, last_kept_on i64, attempt_anchor_on i64, contact_anchor_on i64,
--     open_amount i64, past_due_amount i64, next_due_amount i64, last_payment_amount i64,
--     promise_amount i64, unapplied_amount i64, disputed_amount i64, paid_amount i64,
--     open_claims i64, past_due_claims i64, promises_open i64, promises_kept i64,
--     promises_broken i64, disputes_open i64, is_held i64, notice_level i64, unknown_sends i64,
--     attempt_window i64, contact_window i64, last_outcome i64, product i64, stage i64,
--     party_kind i64, country i64, zone i64, party_flags i64, reach_flags i64,
--     is_arranged i64)
INSERT INTO case_facts (debtor_id, case_id, recheck_on, validity, natural_key, creditor_id,
    currency, case_state,
                        opened_on, oldest_due_on, next_due_on, last_payment_on, last_attempt_on,
                        last_contact_on, last_outcome_on, last_notice_on, callback_on,
                        promise_due_on, last_broken_on, last_kept_on, attempt_anchor_on,
                        contact_anchor_on, open_amount, past_due_amount, next_due_amount,
                        last_payment_amount, promise_amount, unapplied_amount, disputed_amount,
                        paid_amount, open_claims, past_due_claims, promises_open, promises_kept,
                        promises_broken, disputes_open, is_held, notice_level, unknown_sends,
                        attempt_window, contact_window, last_outcome, product, stage, party_kind,
                        country, zone, party_flags, reach_flags, is_arranged)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
    $21,
        $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39,
        $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50)
ON CONFLICT (debtor_id, case_id) DO UPDATE
   SET recheck_on = excluded.recheck_on, validity = excluded.validity,
       natural_key = excluded.natural_key, creditor_id = excluded.creditor_id,
       currency = excluded.currency, case_state = excluded.case_state,
       opened_on = excluded.opened_on, oldest_due_on = excluded.oldest_due_on,
       next_due_on = excluded.next_due_on, last_payment_on = excluded.last_payment_on,
       last_attempt_on = excluded.last_attempt_on, last_contact_on = excluded.last_contact_on,
       last_outcome_on = excluded.last_outcome_on, last_notice_on = excluded.last_notice_on,
       callback_on = excluded.callback_on, promise_due_on = excluded.promise_due_on,
       last_broken_on = excluded.last_broken_on, last_kept_on = excluded.last_kept_on,
       attempt_anchor_on = excluded.attempt_anchor_on,
       contact_anchor_on = excluded.contact_anchor_on, open_amount = excluded.open_amount,
       past_due_amount = excluded.past_due_amount, next_due_amount = excluded.next_due_amount,
       last_payment_amount = excluded.last_payment_amount,
       promise_amount = excluded.promise_amount, unapplied_amount = excluded.unapplied_amount,
       disputed_amount = excluded.disputed_amount, paid_amount = excluded.paid_amount,
       open_claims = excluded.open_claims, past_due_claims = excluded.past_due_claims,
       promises_open = excluded.promises_open, promises_kept = excluded.promises_kept,
       promises_broken = excluded.promises_broken, disputes_open = excluded.disputes_open,
       is_held = excluded.is_held, notice_level = excluded.notice_level,
       unknown_sends = excluded.unknown_sends, attempt_window = excluded.attempt_window,
       contact_window = excluded.contact_window, last_outcome = excluded.last_outcome,
       product = excluded.product, stage = excluded.stage, party_kind = excluded.party_kind,
       country = excluded.country, zone = excluded.zone, party_flags = excluded.party_flags,
       reach_flags = excluded.reach_flags, is_arranged = excluded.is_arranged;

-- query: facts_replace(debtor_id id, case_id id, recheck_on i64, validity i64, natural_key i64,
--     creditor_id i64, currency i64, case_state i64, opened_on i64, oldest_due_on i64,
--     next_due_on i64, last_payment_on i64, last_attempt_on i64, last_contact_on i64,
--     last_outcome_on i64, last_notice_on i64, callback_on i64, promise_due_on i64,
--     last_broken_on i64, last_kept_on i64, attempt_anchor_on i64, contact_anchor_on i64,
--     open_amount i64, past_due_amount i64, next_due_amount i64, last_payment_amount i64,
--     promise_amount i64, unapplied_amount i64, disputed_amount i64, paid_amount i64,
--     open_claims i64, past_due_claims i64, promises_open i64, promises_kept i64,
--     promises_broken i64, disputes_open i64, is_held i64, notice_level i64, unknown_sends i64,
--     attempt_window i64, contact_window i64, last_outcome i64, product i64, stage i64,
--     party_kind i64, country i64, zone i64, party_flags i64, reach_flags i64,
--     is_arranged i64)
-- set
-- Of cases that have a row: less work for PostgreSQL than putting it where there may be none.
UPDATE case_facts
   SET recheck_on = $3, validity = $4, natural_key = $5, creditor_id = $6, currency = $7,
       case_state = $8, opened_on = $9, oldest_due_on = $10, next_due_on = $11,
       last_payment_on = $12, last_attempt_on = $13, last_contact_on = $14, last_outcome_on = $15,
       last_notice_on = $16, callback_on = $17, promise_due_on = $18, last_broken_on = $19,
       last_kept_on = $20, attempt_anchor_on = $21, contact_anchor_on = $22, open_amount = $23,
       past_due_amount = $24, next_due_amount = $25, last_payment_amount = $26,
       promise_amount = $27, unapplied_amount = $28, disputed_amount = $29, paid_amount = $30,
       open_claims = $31, past_due_claims = $32, promises_open = $33, promises_kept = $34,
       promises_broken = $35, disputes_open = $36, is_held = $37, notice_level = $38,
       unknown_sends = $39, attempt_window = $40, contact_window = $41, last_outcome = $42,
       product = $43, stage = $44, party_kind = $45, country = $46, zone = $47, party_flags = $48,
       reach_flags = $49, is_arranged = $50
 WHERE debtor_id = $1 AND case_id = $2;

-- query: facts_range(from_debtor_id id, until_debtor_id id) -> row
-- stream
SELECT debtor_id, case_id, recheck_on, validity, natural_key, creditor_id, currency, case_state,
       opened_on, oldest_due_on, next_due_on, last_payment_on, last_attempt_on, last_contact_on,
       last_outcome_on, last_notice_on, callback_on, promise_due_on, last_broken_on, last_kept_on,
       attempt_anchor_on, contact_anchor_on, open_amount, past_due_amount, next_due_amount,
       last_payment_amount, promise_amount, unapplied_amount, disputed_amount, paid_amount,
       open_claims, past_due_claims, promises_open, promises_kept, promises_broken, disputes_open,
       is_held, notice_level, unknown_sends, attempt_window, contact_window, last_outcome,
       product, stage, party_kind, country, zone, party_flags, reach_flags, is_arranged
  FROM case_facts WHERE debtor_id >= $1 AND debtor_id < $2 ORDER BY debtor_id, case_id;

-- query: facts_of_debtors(
--     d1 id, d2 id, d3 id, d4 id, d5 id, d6 id, d7 id, d8 id, d9 id, d10 id, d11 id, d12 id,
--     d13 id, d14 id, d15 id, d16 id, d17 id, d18 id, d19 id, d20 id, d21 id, d22 id, d23 id,
--     d24 id, d25 id, d26 id, d27 id, d28 id, d29 id, d30 id, d31 id, d32 id, d33 id, d34 id,
--     d35 id, d36 id, d37 id, d38 id, d39 id, d40 id, d41 id, d42 id, d43 id, d44 id, d45 id,
--     d46 id, d47 id, d48 id, d49 id, d50 id, d51 id, d52 id, d53 id, d54 id, d55 id, d56 id,
--     d57 id, d58 id, d59 id, d60 id, d61 id, d62 id, d63 id, d64 id) -> row
-- The rows of up to 64 debtors at once; a name may stand twice.
SELECT debtor_id, case_id, recheck_on, validity, natural_key, creditor_id, currency, case_state,
       opened_on, oldest_due_on, next_due_on, last_payment_on, last_attempt_on, last_contact_on,
       last_outcome_on, last_notice_on, callback_on, promise_due_on, last_broken_on, last_kept_on,
       attempt_anchor_on, contact_anchor_on, open_amount, past_due_amount, next_due_amount,
       last_payment_amount, promise_amount, unapplied_amount, disputed_amount, paid_amount,
       open_claims, past_due_claims, promises_open, promises_kept, promises_broken, disputes_open,
       is_held, notice_level, unknown_sends, attempt_window, contact_window, last_outcome,
       product, stage, party_kind, country, zone, party_flags, reach_flags, is_arranged
  FROM case_facts WHERE debtor_id IN (
    $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
    $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38,
    $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56,
    $57, $58, $59, $60, $61, $62, $63, $64)
 ORDER BY debtor_id, case_id;

-- query: open_date_hold() -> open_date, known_at
-- aside
-- The business date of this transaction: a close that would move it waits until it ends.
SELECT open_date, known_at FROM organisation WHERE id = 1
--@postgresql FOR SHARE
;

-- query: open_date_take() -> open_date, known_at
-- The same for the close: no event commits between here and the end of its transaction.
SELECT open_date, known_at FROM organisation WHERE id = 1
--@postgresql FOR UPDATE
;

-- query: digest_carried() -> debtor_id, case_id, words, channel, notice_level, rules, verdict,
--     decided_on, next_action_on, segment, step, template, queue, verdict_rule, silence, arm
-- stream
-- What all cases carry, for a digest by words: numbers first, then symbols.
SELECT d.debtor_id, d.case_id, s.name || ' ' || CAST(s.version AS TEXT), d.channel, d.notice_level,
       d.rules, d.verdict, d.decided_on, d.next_action_on, d.segment, d.step, d.template, d.queue,
       d.verdict_rule, d.silence, d.arm
  FROM case_decision d JOIN strategy s ON s.id = d.strategy_id ORDER BY d.debtor_id, d.case_id;

-- query: digest_history() -> debtor_id, case_id, words, channel, rules, verdict, decided_on,
--     next_action_on, priority, segment, step, template, verdict_rule, silence, arm
-- stream
SELECT d.debtor_id, d.case_id, s.name || ' ' || CAST(s.version AS TEXT) || ' ' || d.cause,
       d.channel, d.rules, d.verdict, d.decided_on, d.next_action_on, d.priority, d.segment,
       d.step, d.template, d.verdict_rule, d.silence, d.arm
  FROM decision d JOIN strategy s ON s.id = d.strategy_id ORDER BY d.debtor_id, d.case_id;

-- query: strategy_insert(id id, name text, version i64, state text, active_from day, now instant,
--   created_by id, based_on i64)
INSERT INTO strategy (id, name, version, state, active_from, active_until, created_at, created_by,
                      based_on)
VALUES ($1, $2, $3, $4, $5, NULL, $6, $7, $8);

-- query: strategy_file_insert(strategy_id id, path text, document_hash text)
INSERT INTO strategy_file (strategy_id, path, document_hash) VALUES ($1, $2, $3);

-- query: strategy_active(on day) -> id, name, version
-- aside
SELECT id, name, version FROM strategy
 WHERE state = 'active' AND active_from <= $1 AND (active_until IS NULL OR active_until > $1)
 ORDER BY active_from DESC, id DESC LIMIT 1;

-- query: policy_on(on day, own_pack text, reading text) -> row
-- aside
-- All that says which policy holds on a day, in one question, since every answer of the gate asks:
-- the strategy, what splits the cases (experiment_on), and two settings (setting_on).
SELECT s.id, s.name, s.version,
       (SELECT e.id FROM experiment e
          JOIN experiment_step a ON a.experiment_id = e.id AND a.state = 'approved'
         WHERE e.from_on <= $1 AND (e.until_on IS NULL OR e.until_on > $1)
           AND NOT EXISTS (SELECT 1 FROM experiment_step p
                            WHERE p.experiment_id = e.id AND p.state = 'stopped'
                              AND p.effective_on <= $1)
         ORDER BY e.from_on DESC, e.id DESC LIMIT 1) AS experiment_id,
       (SELECT o.value FROM setting o WHERE o.name = $2 AND o.effective_on <= $1
         ORDER BY o.effective_on DESC, o.recorded_at DESC LIMIT 1) AS own_pack,
       (SELECT r.value FROM setting r WHERE r.name = $3 AND r.effective_on <= $1
         ORDER BY r.effective_on DESC, r.recorded_at DESC LIMIT 1) AS reading
  FROM strategy s
 WHERE s.state = 'active' AND s.active_from <= $1
   AND (s.active_until IS NULL OR s.active_until > $1)
 ORDER BY s.active_from DESC, s.id DESC LIMIT 1;

-- query: strategy_name(id id) -> id, name, version
-- aside
SELECT id, name, version FROM strategy WHERE id = $1;

-- query: strategy_file_get(strategy_id id, path text) -> document_hash
-- aside
SELECT document_hash FROM strategy_file WHERE strategy_id = $1 AND path = $2;

-- query: case_decision_get(debtor_id id, case_id id) -> row
SELECT strategy_id, segment, step, channel, template, queue, notice_level, rules, verdict,
       verdict_rule, silence, arm, decided_on, next_action_on
  FROM case_decision WHERE debtor_id = $1 AND case_id = $2;

-- query: case_decision_range(from_debtor_id id, until_debtor_id id) -> row
-- stream
SELECT debtor_id, case_id, strategy_id, segment, step, channel, template, queue, notice_level,
       rules,
       verdict, verdict_rule, silence, arm, decided_on, next_action_on
  FROM case_decision WHERE debtor_id >= $1 AND debtor_id < $2 ORDER BY debtor_id, case_id;

-- query: case_decision_of_debtors(
--     d1 id, d2 id, d3 id, d4 id, d5 id, d6 id, d7 id, d8 id, d9 id, d10 id, d11 id, d12 id,
--     d13 id, d14 id, d15 id, d16 id, d17 id, d18 id, d19 id, d20 id, d21 id, d22 id, d23 id,
--     d24 id, d25 id, d26 id, d27 id, d28 id, d29 id, d30 id, d31 id, d32 id, d33 id, d34 id,
--     d35 id, d36 id, d37 id, d38 id, d39 id, d40 id, d41 id, d42 id, d43 id, d44 id, d45 id,
--     d46 id, d47 id, d48 id, d49 id, d50 id, d51 id, d52 id, d53 id, d54 id, d55 id, d56 id,
--     d57 id, d58 id, d59 id, d60 id, d61 id, d62 id, d63 id, d64 id) -> row
-- What the cases of up to 64 debtors carry; a name may stand twice.
SELECT debtor_id, case_id, strategy_id, segment, step, channel, template, queue, notice_level,
       rules, verdict, verdict_rule, silence, arm, decided_on, next_action_on
  FROM case_decision WHERE debtor_id IN (
    $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
    $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38,
    $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56,
    $57, $58, $59, $60, $61, $62, $63, $64)
 ORDER BY debtor_id, case_id;

-- query: case_decision_insert(debtor_id id, case_id id, strategy_id id, segment i64, step i64,
--     channel i64, template i64, queue i64, notice_level i64, rules i64, verdict i64,
--     verdict_rule i64, silence i64, arm i64, decided_on day, next_action_on day)
INSERT INTO case_decision (debtor_id, case_id, strategy_id, segment, step, channel, template, queue,
                           notice_level, rules, verdict, verdict_rule, silence, arm, decided_on,
                           next_action_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- query: case_decision_put(debtor_id id, case_id id, strategy_id id, segment i64, step i64,
--     channel i64, template i64, queue i64, notice_level i64, rules i64, verdict i64,
--     verdict_rule i64, silence i64, arm i64, decided_on day, next_action_on day)
-- set
INSERT INTO case_decision (debtor_id, case_id, strategy_id, segment, step, channel, template, queue,
                           notice_level, rules, verdict, verdict_rule, silence, arm, decided_on,
                           next_action_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
ON CONFLICT (debtor_id, case_id) DO UPDATE
   SET strategy_id = excluded.strategy_id, segment = excluded.segment, step = excluded.step,
       channel = excluded.channel, template = excluded.template, queue = excluded.queue,
       notice_level = excluded.notice_level, rules = excluded.rules, verdict = excluded.verdict,
       verdict_rule = excluded.verdict_rule, silence = excluded.silence, arm = excluded.arm,
       decided_on = excluded.decided_on, next_action_on = excluded.next_action_on;

-- query: case_decision_replace(debtor_id id, case_id id, strategy_id id, segment i64, step i64,
--     channel i64, template i64, queue i64, notice_level i64, rules i64, verdict i64,
--     verdict_rule i64, silence i64, arm i64, decided_on day, next_action_on day)
-- set
-- Of cases that carry a decision.
UPDATE case_decision
   SET strategy_id = $3, segment = $4, step = $5, channel = $6, template = $7, queue = $8,
       notice_level = $9, rules = $10, verdict = $11, verdict_rule = $12, silence = $13, arm = $14,
       decided_on = $15, next_action_on = $16
 WHERE debtor_id = $1 AND case_id = $2;

-- query: decision_insert(debtor_id id, case_id id, id id, decided_on day, at instant, cause text,
--     strategy_id id, segment i64, step i64, channel i64, template i64, rules i64, verdict i64,
--     verdict_rule i64, silence i64, priority i64, next_action_on day, arm i64)
INSERT INTO decision (debtor_id, case_id, id, decided_on, at, cause, strategy_id, segment, step,
                      channel, template, rules, verdict, verdict_rule, silence, priority,
                      next_action_on, arm)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18);

-- query: case_state_follow(debtor_id id, id id, state text, closed_on day, now instant)
-- set
-- Writes the state of a case only when it moves.
UPDATE debt_case SET state = $3, closed_on = $4, version = version + 1, updated_at = $5
 WHERE debtor_id = $1 AND id = $2 AND state <> $3;

-- query: contact_count_range(from_debtor_id id, until_debtor_id id, from_on day) -> debtor_id,
--     case_id, day, channel, attempts, contacts
-- stream
SELECT debtor_id, case_id, day, channel, attempts, contacts FROM contact_count
 WHERE debtor_id >= $1 AND debtor_id < $2 AND day >= $3 ORDER BY debtor_id, case_id, day, channel;

-- query: work_item_of_case(case_id id) -> id, queue, step, rank, leased_by, leased_until
SELECT id, queue, step, rank, leased_by, leased_until FROM work_item
 WHERE case_id = $1 AND state = 'ready';

-- query: work_item_range(from_debtor_id id, until_debtor_id id) -> debtor_id, case_id, id, queue,
--     step, rank, leased_until
SELECT debtor_id, case_id, id, queue, step, rank, leased_until FROM work_item
 WHERE debtor_id >= $1 AND debtor_id < $2 AND state = 'ready' ORDER BY debtor_id, case_id;

-- query: work_item_insert(id id, debtor_id id, case_id id, queue i64, step i64, plan_date day,
--     priority i64, rank i64, now instant)
-- set
INSERT INTO work_item (id, debtor_id, case_id, queue, step, plan_date, priority, rank, state,
                       leased_by, leased_until, closed_on, closed_at, reason, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'ready', NULL, NULL, NULL, NULL, '', $9);

-- query: work_item_insert_first(id id, debtor_id id, case_id id, queue i64, step i64,
--     plan_date day, priority i64, rank i64, state text, reason text, now instant)
-- Of a case that nobody has worked on yet.
INSERT INTO work_item (id, debtor_id, case_id, queue, step, plan_date, priority, rank, state,
                       reason, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- query: work_item_change(id id, queue i64, step i64, plan_date day, priority i64, rank i64)
-- set
UPDATE work_item SET queue = $2, step = $3, plan_date = $4, priority = $5, rank = $6 WHERE id = $1;

-- query: work_item_close(id id, state text, reason text, closed_on day, now instant)
-- set
UPDATE work_item SET state = $2, reason = $3, closed_on = $4, closed_at = $5, leased_by = NULL,
       leased_until = NULL
 WHERE id = $1 AND state = 'ready';

-- query: work_item_end(id id, state text, reason text, closed_on day, now instant, user_id id,
--     action_id id)
-- A person is done with an item, or passes over it.
UPDATE work_item SET state = $2, reason = $3, closed_on = $4, closed_at = $5, closed_by = $6,
       action_id = $7, leased_by = NULL, leased_until = NULL
 WHERE id = $1 AND state = 'ready';

-- query: work_item_reopen(action_id id, user_id id, until instant) -> id
-- Takes the end of an item back, unless other work of the case came meanwhile.
UPDATE work_item SET state = 'ready', leased_by = $2, leased_until = $3, closed_on = NULL,
       closed_at = NULL, closed_by = NULL, action_id = NULL
 WHERE action_id = $1 AND state = 'done'
   AND NOT EXISTS (SELECT 1 FROM work_item o
                    WHERE o.case_id = work_item.case_id AND o.state = 'ready')
RETURNING id;

-- query: work_item_release_all(user_id id)
UPDATE work_item SET leased_by = NULL, leased_until = NULL
 WHERE leased_by = $1 AND state = 'ready';

-- query: work_item_worked(case_id id, on day) -> count
-- Whether people were done with the case, or passed over it, on a day.
SELECT count(*) FROM work_item
 WHERE case_id = $1 AND closed_on = $2 AND state IN ('done', 'skipped');

-- query: queue_plan_put(plan_date day, queue i64, wanted i64, capacity i64, last_rank i64)
INSERT INTO queue_plan (plan_date, queue, wanted, capacity, last_rank) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (plan_date, queue) DO UPDATE
   SET wanted = excluded.wanted, capacity = excluded.capacity, last_rank = excluded.last_rank;

-- query: queue_plan_get(queue i64, plan_date day) -> last_rank
-- aside
SELECT last_rank FROM queue_plan WHERE queue = $1 AND plan_date = $2;

-- query: outbox_insert_first(id id, debtor_id id, case_id id, person_id id, point_id id,
--     channel i64, step i64, template text, notice_level i64, plan_date day, run_date day,
--     state text, not_before instant, attempts i64, verdict_rule text, created_at instant,
--     updated_at instant)
-- Of a case that has had no message yet.
INSERT INTO outbox (id, debtor_id, case_id, person_id, point_id, channel, step, template,
                    notice_level, plan_date, run_date, state, not_before, attempts, verdict_rule,
                    created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17);

-- query: outbox_insert(id id, debtor_id id, case_id id, person_id id, point_id id, channel i64,
--     step i64, template text, notice_level i64, plan_date day, run_date day, not_before instant,
--     verdict_rule text, now instant)
-- set
-- A case gets a step at most once for a day, whatever happens and however often it is planned.
INSERT INTO outbox (id, debtor_id, case_id, person_id, point_id, channel, step, template,
                    notice_level, plan_date, run_date, state, not_before, leased_until, attempts,
                    message_id, document_hash, last_error, verdict_rule, sent_at, created_at,
                    updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'queued', $12, NULL, 0, NULL, NULL, NULL, $13,
        NULL, $14, $14)
ON CONFLICT (case_id, plan_date, step) DO NOTHING;

-- query: email_points_of(debtor_ids text) -> debtor_id, id, state, created_at
-- The person's own first: what is somebody else's is written to only where there is no other.
SELECT debtor_id, id, state, created_at FROM contact_point
 WHERE debtor_id IN (SELECT value FROM json_each($1)) --@sqlite-only
--@postgresql WHERE debtor_id = ANY (CAST($1 AS BIGINT[]))
   AND channel = 'email' AND state IN ('unverified', 'verified')
   AND (used_as IS NULL OR NOT EXISTS (
           SELECT 1 FROM contact_point o
            WHERE o.debtor_id = contact_point.debtor_id AND o.channel = 'email'
              AND o.state IN ('unverified', 'verified') AND o.used_as IS NULL))
 ORDER BY debtor_id, priority, id;

-- query: outbox_open_of_case(case_id id) -> id, step, state
SELECT id, step, state FROM outbox
 WHERE case_id = $1 AND state IN ('queued', 'leased', 'sending', 'held') ORDER BY id;

-- query: outbox_open_range(from_debtor_id id, until_debtor_id id) -> debtor_id, case_id, id, step,
--     state
SELECT debtor_id, case_id, id, step, state FROM outbox
 INDEXED BY outbox_debtor --@sqlite-only
 WHERE debtor_id >= $1 AND debtor_id < $2 AND state IN ('queued', 'leased', 'sending', 'held')
 ORDER BY debtor_id, case_id, id;

-- query: outbox_cancel(id id, now instant)
-- set
UPDATE outbox SET state = 'cancelled', updated_at = $2
 WHERE id = $1 AND state IN ('queued', 'held');

-- query: change_next(partition i64, count i64, at instant) -> seq
-- aside
UPDATE change_partition SET seq = seq + $2,
       last_at = CASE WHEN last_at > $3 THEN last_at ELSE CAST($3 AS BIGINT) END
 WHERE partition = $1 RETURNING seq;

-- query: change_total() -> total, last_at
-- Moves with every change of every case.
SELECT CAST(sum(seq) AS BIGINT) AS total, max(last_at) AS last_at FROM change_partition;

-- query: late_change_insert(debtor_id id, at instant, known_at instant)
-- aside
INSERT INTO late_change (debtor_id, at, known_at) VALUES ($1, $2, $3)
ON CONFLICT (debtor_id, at) DO UPDATE SET known_at = excluded.known_at;

-- query: change_insert(partition i64, seq i64, debtor_id id, case_id id)
-- aside
INSERT INTO case_change (partition, seq, debtor_id, case_id) VALUES ($1, $2, $3, $4);

-- query: change_heads() -> partition, seq
SELECT partition, seq FROM change_partition ORDER BY partition;

-- query: change_since(partition i64, seq i64) -> seq, debtor_id, case_id
-- stream
SELECT seq, debtor_id, case_id FROM case_change WHERE partition = $1 AND seq > $2 ORDER BY seq;

-- query: change_forget(partition i64, keep i64)
-- Readers that lag by more than so many changes load everything again.
DELETE FROM case_change
 WHERE partition = $1 AND seq < (SELECT seq FROM change_partition WHERE partition = $1) - $2;

-- query: close_run_get(business_date day) -> state, phase
SELECT state, phase FROM close_run WHERE business_date = $1;

-- query: close_run_insert(business_date day, strategy_id id, program text, rules text, now instant)
INSERT INTO close_run (business_date, state, phase, strategy_id, program, cases, fact_rows,
                       decision_rows, planned_messages, planned_work, started_at, released_at,
                       rules)
VALUES ($1, 'running', 1, $2, $3, 0, 0, 0, 0, 0, $5, NULL, $4);

-- query: close_run_add(business_date day, cases i64, fact_rows i64, decision_rows i64,
--     planned_messages i64, planned_work i64)
UPDATE close_run SET cases = cases + $2, fact_rows = fact_rows + $3,
       decision_rows = decision_rows + $4, planned_messages = planned_messages + $5,
       planned_work = planned_work + $6
 WHERE business_date = $1;

-- query: close_run_phase(business_date day, phase i64)
UPDATE close_run SET phase = $2 WHERE business_date = $1;

-- query: close_run_release(business_date day, now instant)
UPDATE close_run SET state = 'released', released_at = $2 WHERE business_date = $1;

-- query: close_run_unreleased() -> business_date
SELECT business_date FROM close_run WHERE state <> 'released' ORDER BY business_date LIMIT 1;

-- query: close_run_show(business_date day) -> row
SELECT state, cases, fact_rows, decision_rows, planned_messages, planned_work, started_at,
       released_at
  FROM close_run WHERE business_date = $1;

-- query: close_slice_insert(business_date day, slice i64, from_debtor_id id, until_debtor_id id)
INSERT INTO close_slice (business_date, slice, from_debtor_id, until_debtor_id, phase_done, cases,
                         digest)
VALUES ($1, $2, $3, $4, 0, 0, 0);

-- query: close_slice_list(business_date day) -> slice, from_debtor_id, until_debtor_id, phase_done
SELECT slice, from_debtor_id, until_debtor_id, phase_done FROM close_slice
 WHERE business_date = $1 ORDER BY slice;

-- query: close_slice_done(business_date day, slice i64, phase i64, cases i64, digest i64,
--     known_at instant, strategy_id id, fact_sums blob)
-- Once: a slice that was done before a kill keeps its counts.
UPDATE close_slice SET phase_done = $3, cases = $4, digest = $5, known_at = $6, strategy_id = $7,
       fact_sums = $8
 WHERE business_date = $1 AND slice = $2 AND phase_done < $3;

-- query: close_digest(business_date day) -> cases, digest
-- The digests add up in 64 bits without a care for overflow, so the caller sums them.
SELECT cases, digest FROM close_slice WHERE business_date = $1 ORDER BY slice;

-- query: debtor_step(after_debtor_id id, count i64) -> debtor_id
-- The debtor that lies count cases after one: where the next slice begins.
SELECT debtor_id FROM debt_case WHERE debtor_id >= $1 ORDER BY debtor_id LIMIT 1 OFFSET $2;

-- query: facts_keys(from_debtor_id id, until_debtor_id id) -> debtor_id, case_id
SELECT debtor_id, id FROM debt_case WHERE debtor_id >= $1 AND debtor_id < $2
 ORDER BY debtor_id, id;

-- query: work_item_get(id id) -> id, debtor_id, case_id, queue, step, plan_date, priority, rank,
--     state, leased_by, leased_until
SELECT id, debtor_id, case_id, queue, step, plan_date, priority, rank, state, leased_by,
       leased_until
  FROM work_item WHERE id = $1;

-- query: work_item_next(now instant) -> id, debtor_id, case_id, queue, step, plan_date, priority,
--     rank, state, leased_by, leased_until
-- The best item that nobody holds; SQLite has one writer, so it needs no row locks.
SELECT id, debtor_id, case_id, queue, step, plan_date, priority, rank, state, leased_by,
       leased_until
  FROM work_item WHERE state = 'ready' AND (leased_until IS NULL OR leased_until <= $1)
 ORDER BY rank, id LIMIT 1
--@postgresql FOR UPDATE SKIP LOCKED
;

-- query: work_item_lease(id id, user_id id, until instant, now instant)
-- Nothing changes when somebody else was faster.
UPDATE work_item SET leased_by = $2, leased_until = $3
 WHERE id = $1 AND state = 'ready'
   AND (leased_by IS NULL OR leased_by = $2 OR leased_until <= $4);

-- query: work_item_release(id id, user_id id)
UPDATE work_item SET leased_by = NULL, leased_until = NULL WHERE id = $1 AND leased_by = $2;
