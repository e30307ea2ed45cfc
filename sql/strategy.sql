-- Strategies and the attributes that they may read.

-- query: attribute_def_list() -> id, name, type
-- aside
SELECT id, name, type FROM attribute_def ORDER BY id;

-- query: attribute_of_case(debtor_id id, case_id id) -> attribute_id, number, text
-- Those of the obligation that leads the case: the one with the oldest unpaid claim, or the newest
-- when all is paid; the same that gives the case its product.
SELECT v.attribute_id, v.number, v.text FROM attribute_value v
 WHERE v.debtor_id = $1 AND v.obligation_id = (
       SELECT o.id FROM obligation o
         LEFT JOIN claim c
        INDEXED BY claim_open --@sqlite-only
              ON c.debtor_id = o.debtor_id AND c.case_id = o.case_id AND c.obligation_id = o.id
             AND c.state = 'open'
        WHERE o.debtor_id = $1 AND o.case_id = $2
        ORDER BY CASE WHEN c.due_on IS NULL THEN 1 ELSE 0 END, c.due_on, o.opened_on DESC,
                 o.external_id
        LIMIT 1);

-- query: attributes_of_cases() -> debtor_id, case_id, attribute_id, number, text
-- stream
-- The same for all cases, in key order.
SELECT k.debtor_id, k.id, v.attribute_id, v.number, v.text
  FROM debt_case k JOIN attribute_value v ON v.debtor_id = k.debtor_id AND v.obligation_id = (
       SELECT o.id FROM obligation o
         LEFT JOIN claim c
        INDEXED BY claim_open --@sqlite-only
              ON c.debtor_id = o.debtor_id AND c.case_id = o.case_id AND c.obligation_id = o.id
             AND c.state = 'open'
        WHERE o.debtor_id = k.debtor_id AND o.case_id = k.id
        ORDER BY CASE WHEN c.due_on IS NULL THEN 1 ELSE 0 END, c.due_on, o.opened_on DESC,
                 o.external_id
        LIMIT 1)
 ORDER BY k.debtor_id, k.id;

-- query: obligation_claims_of_case(debtor_id id, case_id id) -> debtor_id, case_id,
--     obligation_id, due_on, open, opened_on, is_disputed, product, external_id
-- The open claims of a case, each with the debt that it belongs to.
SELECT c.debtor_id, c.case_id, c.obligation_id, c.due_on, c.amount - c.paid AS open, o.opened_on,
       CASE WHEN EXISTS (SELECT 1 FROM dispute d WHERE d.debtor_id = c.debtor_id
                            AND d.case_id = c.case_id AND d.state = 'open'
                            AND (d.obligation_id IS NULL OR d.obligation_id = c.obligation_id))
            THEN 1 ELSE 0 END AS is_disputed, o.product, o.external_id
  FROM claim c
        INDEXED BY claim_open --@sqlite-only
  JOIN obligation o ON o.debtor_id = c.debtor_id AND o.id = c.obligation_id
 WHERE c.debtor_id = $1 AND c.case_id = $2 AND c.state = 'open' ORDER BY c.due_on;

-- query: obligation_claims_range(from_debtor_id i64, until_debtor_id i64) -> debtor_id, case_id,
--     obligation_id, due_on, open, opened_on, is_disputed, product, external_id
-- stream
-- The same for all cases of the debtors, in key order.
SELECT c.debtor_id, c.case_id, c.obligation_id, c.due_on, c.amount - c.paid AS open, o.opened_on,
       CASE WHEN EXISTS (SELECT 1 FROM dispute d WHERE d.debtor_id = c.debtor_id
                            AND d.case_id = c.case_id AND d.state = 'open'
                            AND (d.obligation_id IS NULL OR d.obligation_id = c.obligation_id))
            THEN 1 ELSE 0 END AS is_disputed, o.product, o.external_id
  FROM claim c
        INDEXED BY claim_open --@sqlite-only
  JOIN obligation o ON o.debtor_id = c.debtor_id AND o.id = c.obligation_id
 WHERE c.debtor_id >= $1 AND c.debtor_id < $2 AND c.state = 'open'
 ORDER BY c.debtor_id, c.case_id, c.due_on;

-- query: obligation_claims_of_debtors(
--     d1 id, d2 id, d3 id, d4 id, d5 id, d6 id, d7 id, d8 id, d9 id, d10 id, d11 id, d12 id, d13
--     id, d14 id, d15 id, d16 id, d17 id, d18 id, d19 id, d20 id, d21 id, d22 id, d23 id, d24
--     id, d25 id, d26 id, d27 id, d28 id, d29 id, d30 id, d31 id, d32 id, d33 id, d34 id, d35
--     id, d36 id, d37 id, d38 id, d39 id, d40 id, d41 id, d42 id, d43 id, d44 id, d45 id, d46
--     id, d47 id, d48 id, d49 id, d50 id, d51 id, d52 id, d53 id, d54 id, d55 id, d56 id, d57
--     id, d58 id, d59 id, d60 id, d61 id, d62 id, d63 id, d64 id) -> debtor_id, case_id,
--     obligation_id, due_on, open, opened_on, is_disputed, product
-- The same for up to 64 debtors at once; a name may stand twice.
SELECT c.debtor_id, c.case_id, c.obligation_id, c.due_on, c.amount - c.paid AS open, o.opened_on,
       CASE WHEN EXISTS (SELECT 1 FROM dispute d WHERE d.debtor_id = c.debtor_id
                            AND d.case_id = c.case_id AND d.state = 'open'
                            AND (d.obligation_id IS NULL OR d.obligation_id = c.obligation_id))
            THEN 1 ELSE 0 END AS is_disputed, o.product
  FROM claim c
        INDEXED BY claim_open --@sqlite-only
  JOIN obligation o ON o.debtor_id = c.debtor_id AND o.id = c.obligation_id
 WHERE c.state = 'open' AND c.debtor_id IN (
    $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
    $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38,
    $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56,
    $57, $58, $59, $60, $61, $62, $63, $64)
 ORDER BY c.debtor_id, c.case_id, c.due_on;

-- query: strategy_last_version(name text) -> version
SELECT COALESCE(max(version), 0) FROM strategy WHERE name = $1;

-- query: strategy_countries() -> country
-- Whose law a strategy must keep: the organisation's and that of every person.
SELECT country FROM organisation UNION SELECT country FROM party WHERE country <> '' ORDER BY 1;

-- query: strategy_templates(strategy_id id, most i64) -> path
SELECT path FROM strategy_file WHERE strategy_id = $1 AND path LIKE 'templates/%'
 ORDER BY path LIMIT $2;

-- query: strategy_supersede(from_day day, open_date day, but_id id)
-- What would decide from the day on does so no longer; what never will is retired.
UPDATE strategy
   SET active_until = CASE WHEN active_from > $1 THEN active_from ELSE $1 END,
       state = CASE WHEN active_from >= $1 OR $1 <= $2 THEN 'retired' ELSE state END
 WHERE state = 'active' AND id <> $3 AND (active_until IS NULL OR active_until > $1);

-- query: strategy_retire_past(open_date day)
UPDATE strategy SET state = 'retired' WHERE state = 'active' AND active_until <= $1;

-- query: strategy_reach(until_day day, open_date day)
-- The one that was to end on the day goes on: what should have followed was called off.
UPDATE strategy SET active_until = NULL
 WHERE state = 'active' AND active_until = $1 AND active_until > $2;

-- query: strategy_row(id id)
--   -> id, name, version, state, active_from, active_until, created_at, created_by, based_on, login
SELECT s.id, s.name, s.version, s.state, s.active_from, s.active_until, s.created_at, s.created_by,
       s.based_on, u.login
  FROM strategy s LEFT JOIN user_account u ON u.id = s.created_by WHERE s.id = $1;

-- query: strategy_find(name text, version i64) -> id
-- Version 0: the newest.
SELECT id FROM strategy WHERE name = $1 AND (version = $2 OR $2 = 0) ORDER BY version DESC LIMIT 1;

-- query: strategy_list(most i64)
--   -> id, name, version, state, active_from, active_until, created_at, created_by, based_on, login
SELECT s.id, s.name, s.version, s.state, s.active_from, s.active_until, s.created_at, s.created_by,
       s.based_on, u.login
  FROM strategy s LEFT JOIN user_account u ON u.id = s.created_by
 ORDER BY s.created_at DESC, s.id DESC LIMIT $1;

-- query: strategy_move(id id, from_state text, to_state text, active_from day)
-- Counts 0 when somebody else moved it meanwhile.
UPDATE strategy SET state = $3, active_from = COALESCE($4, active_from)
 WHERE id = $1 AND state = $2;

-- query: strategy_step_insert(strategy_id id, id id, at instant, business_date day, state text,
--   active_from day, actor_id id, note text, document_hash text)
INSERT INTO strategy_step (strategy_id, id, at, business_date, state, active_from, actor_id, note,
                           document_hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- query: strategy_step_list(strategy_id id)
--   -> id, at, business_date, state, active_from, actor_id, login, note, document_hash
SELECT t.id, t.at, t.business_date, t.state, t.active_from, t.actor_id, u.login, t.note,
       t.document_hash
  FROM strategy_step t LEFT JOIN user_account u ON u.id = t.actor_id
 WHERE t.strategy_id = $1 ORDER BY t.id;

-- query: strategy_close_begun() -> count
SELECT count(*) FROM close_run WHERE state <> 'released';

-- query: indicator_insert(on day, name text, value i64, now instant)
INSERT INTO indicator (business_date, name, value, created_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (business_date, name) DO NOTHING;

-- query: indicator_list(on day) -> name, value
-- aside
SELECT name, value FROM indicator
 WHERE business_date = (SELECT max(business_date) FROM indicator WHERE business_date <= $1);

-- query: indicator_coverage(from_on day, until_on day) -> part, whole
-- Open cases that somebody tried to reach.
SELECT count(*) FILTER (WHERE last_attempt_on >= $1 AND last_attempt_on < $2) AS part,
       count(*) AS whole
  FROM case_facts WHERE case_state = 1;

-- query: indicator_contactability(from_on day, until_on day) -> part, whole
-- Attempts that somebody answered.
SELECT CAST(COALESCE(sum(contacts), 0) AS BIGINT) AS part,
       CAST(COALESCE(sum(attempts), 0) AS BIGINT) AS whole
  FROM contact_count WHERE day >= $1 AND day < $2;

-- query: indicator_kept(from_on day, until_on day) -> part, whole
-- Promises that were kept, of those that came to an end.
SELECT count(*) FILTER (WHERE state = 'kept') AS part, count(*) AS whole
  FROM promise
 WHERE graded_on >= $1 AND graded_on < $2 AND state IN ('kept', 'partial', 'broken');

-- query: indicator_received(from_on day, until_on day) -> part, whole
-- Money received, in the organisation's currency; the whole is not known here.
SELECT CAST(COALESCE(sum(p.amount), 0) AS BIGINT) AS part, 0 AS whole
  FROM payment p JOIN organisation o ON o.currency = p.currency
 WHERE p.booked_on >= $1 AND p.booked_on < $2;

-- query: indicator_past_due() -> part, whole
-- What is past due now, in the organisation's currency.
SELECT 0 AS part, CAST(COALESCE(sum(f.past_due_amount), 0) AS BIGINT) AS whole
  FROM case_facts f JOIN organisation o ON o.currency = f.currency;

-- query: strategy_rule_hits() -> strategy_id, rules, cases
-- How many open cases the rules of a version decided last; servers count in their columns instead.
SELECT d.strategy_id, d.rules, count(*) AS cases
  FROM case_decision d JOIN case_facts f ON f.debtor_id = d.debtor_id AND f.case_id = d.case_id
 WHERE f.case_state = 1 GROUP BY d.strategy_id, d.rules ORDER BY d.strategy_id, d.rules;

-- query: strategy_trial_case(id id, number i64) -> debtor_id, id, number
-- By one or the other; 0 is neither.
SELECT debtor_id, id, number FROM debt_case WHERE id = $1 OR number = $2;
