-- What reports read.  Nothing here writes.  Every query is bounded by days, or marked as a stream.
--
-- A report of a past day reads the book by its dates; what has no date (the segment that a case
-- carries, the state of a queue) is as it is now, and the report says so.

-- query: insight_currencies() -> currency
-- The currencies of the book, in the order in which reports print them.
SELECT DISTINCT currency FROM debt_case ORDER BY 1;

-- query: insight_attribute(name text) -> id, type
SELECT id, type FROM attribute_def WHERE name = $1;

-- query: insight_attribute_names() -> name
SELECT name FROM attribute_def ORDER BY name;

-- query: insight_claims(dimension text, attribute id) -> debtor_id, obligation_id, id, currency,
--        issued_on, due_on, amount, key_text, key_number
-- stream
-- Every claim, debtor by debtor, in the order in which the rows lie.  The key is what the caller
-- groups by; only the asked branch is evaluated.
SELECT c.debtor_id, c.obligation_id, c.id, o.currency, c.issued_on, c.due_on, c.amount,
       CASE $1
       WHEN 'customer' THEN (SELECT p.external_id FROM party p WHERE p.debtor_id = c.debtor_id)
       WHEN 'country' THEN (SELECT p.country FROM party p WHERE p.debtor_id = c.debtor_id)
       WHEN 'party_kind' THEN (SELECT p.kind FROM party p WHERE p.debtor_id = c.debtor_id)
       WHEN 'creditor' THEN (SELECT k.external_id FROM creditor k WHERE k.id = o.creditor_id)
       WHEN 'portfolio' THEN (SELECT f.external_id FROM portfolio f WHERE f.id = o.portfolio_id)
       WHEN 'product' THEN o.product
       WHEN 'stage' THEN (SELECT d.stage FROM debt_case d
                           WHERE d.debtor_id = c.debtor_id AND d.id = c.case_id)
       WHEN 'segment' THEN (SELECT s.value FROM case_decision d JOIN symbol s ON s.id = d.segment
                             WHERE d.debtor_id = c.debtor_id AND d.case_id = c.case_id)
       WHEN 'attribute' THEN (SELECT v.text FROM attribute_value v
                               WHERE v.debtor_id = c.debtor_id
                                 AND v.obligation_id = c.obligation_id AND v.attribute_id = $2)
       END,
       CASE $1
       WHEN 'attribute' THEN (SELECT v.number FROM attribute_value v
                               WHERE v.debtor_id = c.debtor_id
                                 AND v.obligation_id = c.obligation_id AND v.attribute_id = $2)
       END
  FROM claim c
  JOIN obligation o ON o.debtor_id = c.debtor_id AND o.id = c.obligation_id
 WHERE c.state <> 'superseded'
 ORDER BY c.debtor_id, c.id;

-- query: insight_obligations(dimension text, attribute id, sum_attribute id, date day) -> currency,
--        opened_on, key_text, key_number, sum_millionths, first_claim, claims, amount, due_claims,
--        due_amount
-- stream
-- Every debt that was opened by the end of a day, with its claims put together: all of them, and
-- those that had fallen due.  The keys are those of insight_claims.
SELECT o.currency, o.opened_on,
       CASE $1
       WHEN 'customer' THEN (SELECT p.external_id FROM party p WHERE p.debtor_id = o.debtor_id)
       WHEN 'country' THEN (SELECT p.country FROM party p WHERE p.debtor_id = o.debtor_id)
       WHEN 'party_kind' THEN (SELECT p.kind FROM party p WHERE p.debtor_id = o.debtor_id)
       WHEN 'creditor' THEN (SELECT k.external_id FROM creditor k WHERE k.id = o.creditor_id)
       WHEN 'portfolio' THEN (SELECT f.external_id FROM portfolio f WHERE f.id = o.portfolio_id)
       WHEN 'product' THEN o.product
       WHEN 'stage' THEN (SELECT d.stage FROM debt_case d
                           WHERE d.debtor_id = o.debtor_id AND d.id = o.case_id)
       WHEN 'segment' THEN (SELECT s.value FROM case_decision d JOIN symbol s ON s.id = d.segment
                             WHERE d.debtor_id = o.debtor_id AND d.case_id = o.case_id)
       WHEN 'attribute' THEN (SELECT v.text FROM attribute_value v
                               WHERE v.debtor_id = o.debtor_id AND v.obligation_id = o.id
                                 AND v.attribute_id = $2)
       END,
       CASE $1
       WHEN 'attribute' THEN (SELECT v.number FROM attribute_value v
                               WHERE v.debtor_id = o.debtor_id AND v.obligation_id = o.id
                                 AND v.attribute_id = $2)
       END,
       (SELECT v.number FROM attribute_value v
         WHERE v.debtor_id = o.debtor_id AND v.obligation_id = o.id AND v.attribute_id = $3),
       (SELECT f.amount FROM claim f
         WHERE f.debtor_id = o.debtor_id AND f.obligation_id = o.id AND f.state <> 'superseded'
           AND f.issued_on <= $4
         ORDER BY f.due_on, f.number, f.id LIMIT 1),
       COALESCE(c.claims, 0), COALESCE(c.amount, 0), COALESCE(c.due_claims, 0),
       COALESCE(c.due_amount, 0)
  FROM obligation o
  LEFT JOIN (SELECT debtor_id, obligation_id, COUNT(*) AS claims,
                    CAST(SUM(amount) AS BIGINT) AS amount,
                    COUNT(*) FILTER (WHERE due_on <= $4) AS due_claims,
                    CAST(SUM(amount) FILTER (WHERE due_on <= $4) AS BIGINT) AS due_amount
               FROM claim WHERE state <> 'superseded' AND issued_on <= $4
              GROUP BY debtor_id, obligation_id) c
    ON c.debtor_id = o.debtor_id AND c.obligation_id = o.id
 WHERE o.opened_on <= $4
 ORDER BY o.debtor_id, o.id;

-- query: insight_statements(from_on day, date day)
--        -> ends_on, months_late, currency, accounts, balance, paid
-- What creditors' statements say, put together by period and months late.
SELECT s.ends_on, s.months_late, o.currency, COUNT(*), CAST(SUM(s.balance) AS BIGINT),
       CAST(SUM(s.paid) AS BIGINT)
  FROM obligation_statement s
  JOIN obligation o ON o.debtor_id = s.debtor_id AND o.id = s.obligation_id
 WHERE s.ends_on BETWEEN $1 AND $2
 GROUP BY s.ends_on, s.months_late, o.currency
 ORDER BY s.ends_on, s.months_late, o.currency;

-- query: insight_allocations() -> debtor_id, claim_id, value_on, amount
-- stream
-- All money that met claims, debtor by debtor: the caller puts it to the claims.  A join would look
-- each claim's money up; two walks in the order of the rows are faster on both stores.
SELECT debtor_id, claim_id, value_on, amount FROM allocation ORDER BY debtor_id, id;

-- query: insight_cases(from_on day, date day) -> currency, assigned, open
-- Cases that were there in the period, and those open at its end.
SELECT currency, COUNT(*), COUNT(*) FILTER (WHERE closed_on IS NULL OR closed_on > $2)
  FROM debt_case
 WHERE opened_on <= $2 AND (closed_on IS NULL OR closed_on >= $1)
 GROUP BY currency ORDER BY currency;

-- query: insight_actions(from_on day, date day, attempt i64, contact i64, right_party i64)
--        -> currency, attempts, contacts, right_party, right_party_any, worked, contacted, cost
-- What the actions of a period count as, and what they cost.  An action that was taken back counts
-- as nothing, nor does its correction.  Attempts and what follows from them are outbound.
SELECT k.currency,
       COUNT(*) FILTER (WHERE d.flags & $3 <> 0 AND a.direction = 'outbound'),
       COUNT(*) FILTER (WHERE d.flags & $4 <> 0 AND a.direction = 'outbound'),
       COUNT(*) FILTER (WHERE d.flags & $5 <> 0 AND a.direction = 'outbound'),
       COUNT(*) FILTER (WHERE d.flags & $5 <> 0),
       COUNT(DISTINCT a.case_id) FILTER (WHERE d.flags & $3 <> 0 AND a.direction = 'outbound'),
       COUNT(DISTINCT a.case_id) FILTER (WHERE d.flags & $4 <> 0 AND a.direction = 'outbound'),
       CAST(SUM(a.cost) AS BIGINT)
  FROM action a
  JOIN disposition d ON d.code = a.disposition
  JOIN debt_case k ON k.debtor_id = a.debtor_id AND k.id = a.case_id
 WHERE a.business_date BETWEEN $1 AND $2 AND a.corrects_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM action c
                    WHERE c.debtor_id = a.debtor_id AND c.case_id = a.case_id
                      AND c.corrects_id = a.id AND c.business_date <= $2)
 GROUP BY k.currency ORDER BY k.currency;

-- query: insight_promises_due(from_on day, date day)
--        -> due_on, currency, state, promises, amount, paid
-- Promises known at the end of a day that fall due from another day on, in their state of then: a
-- promise that was graded later was still open.
SELECT p.due_on, k.currency,
       CASE WHEN p.graded_on > $2 THEN 'open' ELSE p.state END,
       COUNT(*), CAST(SUM(p.amount) AS BIGINT),
       CAST(SUM(CASE WHEN p.graded_on > $2 THEN 0 ELSE p.paid END) AS BIGINT)
  FROM promise p
  JOIN debt_case k ON k.debtor_id = p.debtor_id AND k.id = p.case_id
 WHERE p.due_on >= $1 AND p.made_on <= $2
 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;

-- query: insight_promises_made(from_on day, date day) -> currency, made, kept
-- Promises made in the period, and how many of them were kept by its end.  One that another
-- replaced is the same promise told again: its successor counts.
SELECT k.currency,
       COUNT(*) FILTER (WHERE p.state <> 'rescheduled' OR p.graded_on > $2),
       COUNT(*) FILTER (WHERE p.state = 'kept' AND (p.graded_on IS NULL OR p.graded_on <= $2))
  FROM promise p
  JOIN debt_case k ON k.debtor_id = p.debtor_id AND k.id = p.case_id
 WHERE p.made_on BETWEEN $1 AND $2
 GROUP BY k.currency ORDER BY k.currency;

-- query: insight_promises_graded(from_on day, date day) -> currency, state, promises, amount
SELECT k.currency, p.state, COUNT(*), CAST(SUM(p.amount) AS BIGINT)
  FROM promise p
  JOIN debt_case k ON k.debtor_id = p.debtor_id AND k.id = p.case_id
 WHERE p.graded_on BETWEEN $1 AND $2 AND p.state IN ('kept', 'broken')
 GROUP BY k.currency, p.state ORDER BY k.currency, p.state;

-- query: insight_payments_by_day(from_on day, date day)
--        -> value_on, source, currency, payments, amount, returns, returned, unapplied
SELECT value_on, source, currency,
       COUNT(*) FILTER (WHERE returns_id IS NULL),
       CAST(COALESCE(SUM(amount) FILTER (WHERE returns_id IS NULL), 0) AS BIGINT),
       COUNT(*) FILTER (WHERE returns_id IS NOT NULL),
       CAST(COALESCE(-SUM(amount) FILTER (WHERE returns_id IS NOT NULL), 0) AS BIGINT),
       CAST(SUM(unapplied) AS BIGINT)
  FROM payment WHERE value_on BETWEEN $1 AND $2
 GROUP BY value_on, source, currency ORDER BY value_on, source, currency;

-- query: insight_payments_by_source(from_on day, date day)
--        -> source, currency, payments, amount, returns, returned, unapplied
SELECT source, currency,
       COUNT(*) FILTER (WHERE returns_id IS NULL),
       CAST(COALESCE(SUM(amount) FILTER (WHERE returns_id IS NULL), 0) AS BIGINT),
       COUNT(*) FILTER (WHERE returns_id IS NOT NULL),
       CAST(COALESCE(-SUM(amount) FILTER (WHERE returns_id IS NOT NULL), 0) AS BIGINT),
       CAST(SUM(unapplied) AS BIGINT)
  FROM payment WHERE value_on BETWEEN $1 AND $2
 GROUP BY source, currency ORDER BY source, currency;

-- query: insight_payments(from_on day, date day)
--        -> value_on, booked_on, source, reference, case_number, state, amount, unapplied, currency
-- stream
SELECT p.value_on, p.booked_on, p.source, p.reference, k.number, p.state, p.amount, p.unapplied,
       p.currency
  FROM payment p
  JOIN debt_case k ON k.debtor_id = p.debtor_id AND k.id = p.case_id
 WHERE p.value_on BETWEEN $1 AND $2
 ORDER BY p.value_on, p.source, p.reference;

-- query: insight_money_by_day(from_on day, date day) -> value_on, currency, amount
-- Money received less what was returned.
SELECT value_on, currency, CAST(SUM(amount) AS BIGINT)
  FROM payment WHERE value_on BETWEEN $1 AND $2
 GROUP BY value_on, currency ORDER BY value_on, currency;

-- query: insight_work_items(now instant) -> queue, state, items, held, oldest_plan_date
SELECT s.value, w.state, COUNT(*),
       COUNT(*) FILTER (WHERE w.leased_by IS NOT NULL AND w.leased_until > $1), MIN(w.plan_date)
  FROM work_item w
  LEFT JOIN symbol s ON s.id = w.queue
 GROUP BY s.value, w.state ORDER BY s.value, w.state;

-- query: insight_outbox() -> state, channel, messages, oldest_plan_date, attempts_max
SELECT state, channel, COUNT(*), MIN(plan_date), MAX(attempts)
  FROM outbox GROUP BY state, channel ORDER BY state, channel;

-- query: insight_outbox_list(state text)
--        -> id, case_number, channel, template, plan_date, attempts, message_id, last_error,
--        updated_at
-- across places: a list for one person, some dozens of rows
-- stream
SELECT m.id, k.number, m.channel, m.template, m.plan_date, m.attempts, m.message_id, m.last_error,
       m.updated_at
  FROM outbox m
  JOIN debt_case k ON k.debtor_id = m.debtor_id AND k.id = m.case_id
 WHERE m.state = $1 ORDER BY m.plan_date, m.id;

-- query: insight_silence() -> kind, reason, cases
-- Open cases by what comes next: a next action, a reason for silence, or neither, which must be
-- nobody.
SELECT CASE WHEN d.next_action_on IS NOT NULL THEN 'next_action'
            WHEN COALESCE(d.silence, 0) <> 0 THEN 'silence' ELSE 'unexplained' END,
       CASE WHEN d.next_action_on IS NULL THEN s.value END, COUNT(*)
  FROM debt_case k
  LEFT JOIN case_decision d ON d.debtor_id = k.debtor_id AND d.case_id = k.id
  LEFT JOIN symbol s ON s.id = d.silence
 WHERE k.state NOT IN ('resolved', 'closed')
 GROUP BY 1, 2 ORDER BY 1, 2;

-- query: insight_unpermitted(from_on day, until_on day, verdict text) -> business_date, number,
--     channel, lack, verdict, rule, reason, login
-- Contacts by hand without a permit, of one answer of the gate or, empty, of both.
SELECT u.business_date, k.number, u.channel, u.lack, u.verdict, u.rule, u.reason,
       COALESCE(a.login, '') AS login
  FROM contact_unpermitted u
  JOIN debt_case k ON k.debtor_id = u.debtor_id AND k.id = u.case_id
  LEFT JOIN user_account a ON a.id = u.actor_id
 WHERE u.business_date >= $1 AND u.business_date <= $2 AND ($3 = '' OR u.verdict = $3)
 ORDER BY u.business_date, k.number, u.created_at, u.id;

-- query: insight_overrides(from_on day, until_on day, state text) -> business_date, number,
--     channel, rule, state, why, asked_by, decided_by, decided_at, used_at
-- Refusals that somebody asked to lift, in one state or, empty, in all.
SELECT o.business_date, k.number, o.channel, o.rule, o.state, o.why,
       COALESCE(a.login, '') AS asked_by, COALESCE(d.login, '') AS decided_by, o.decided_at,
       o.used_at
  FROM contact_override o
  JOIN debt_case k ON k.debtor_id = o.debtor_id AND k.id = o.case_id
  LEFT JOIN user_account a ON a.id = o.asked_by
  LEFT JOIN user_account d ON d.id = o.decided_by
 WHERE o.business_date >= $1 AND o.business_date <= $2 AND ($3 = '' OR o.state = $3)
 ORDER BY o.business_date, k.number, o.asked_at, o.id;

-- query: insight_consents(from_on day, until_on day, state text) -> row
-- The ledger's rows that hold from a day of the period, given, revoked or, empty, both.
SELECT c.valid_from, p.external_id, c.channel, c.purpose, c.state, c.valid_until,
       COALESCE(c.source, '') AS source, COALESCE(c.reason, '') AS reason, c.evidence,
       CASE WHEN EXISTS (SELECT 1 FROM consent u
                          WHERE u.debtor_id = c.debtor_id AND u.undoes_id = c.id)
            THEN 1 ELSE 0 END AS is_undone, COALESCE(a.login, '') AS login, c.recorded_at
  FROM consent c
  JOIN party p ON p.debtor_id = c.debtor_id
  LEFT JOIN user_account a ON a.id = c.actor_id
 WHERE c.valid_from >= $1 AND c.valid_from <= $2 AND ($3 = '' OR c.state = $3)
 ORDER BY c.valid_from, p.external_id, c.recorded_at, c.id;

-- query: insight_deadlines(date day, what text) -> due_on, what, kind, number, since, rule,
--     country, region
-- What waits for an answer: requests of persons by their id, disputes by case with the home of who
-- owes, whose law gives the term, and the organisation's own day.
SELECT due_on, what, kind, number, since, rule, country, region FROM (
    SELECT r.due_on, 'privacy' AS what, r.kind,
           r.id AS number, r.received_on AS since, r.rule, CAST(NULL AS TEXT) AS country,
           CAST(NULL AS TEXT) AS region
      FROM privacy_request r WHERE r.state = 'open'
    UNION ALL
    SELECT d.reply_due_on, 'dispute', d.kind, k.number, d.opened_on, 'dispute.reply_days',
           p.country, p.region
      FROM dispute d JOIN debt_case k ON k.debtor_id = d.debtor_id AND k.id = d.case_id
      LEFT JOIN party p ON p.debtor_id = d.debtor_id
     WHERE d.state = 'open') w
 WHERE ($2 = '' OR $2 = what) AND since <= $1
 ORDER BY what, number, since;

-- query: insight_unexplained() -> case_number, state, decided_on
-- stream
SELECT k.number, k.state, d.decided_on
  FROM debt_case k
  LEFT JOIN case_decision d ON d.debtor_id = k.debtor_id AND d.case_id = k.id
 WHERE k.state NOT IN ('resolved', 'closed')
   AND d.next_action_on IS NULL AND COALESCE(d.silence, 0) = 0
 ORDER BY k.number;

-- query: insight_access_days(from_day day, until_day day) -> user_id, login, business_date,
--   persons, openings, outside
-- Persons seen by each user on each day, and those among them whom the user did not work on.
-- across places: work items lie by their queue.
SELECT a.user_id, COALESCE(u.login, ''), a.business_date, count(DISTINCT a.debtor_id), count(*),
       count(DISTINCT CASE WHEN NOT EXISTS (
           SELECT 1 FROM action x WHERE x.debtor_id = a.debtor_id AND x.user_id = a.user_id
              AND x.business_date = a.business_date)
         AND NOT EXISTS (
           SELECT 1 FROM work_item w WHERE w.debtor_id = a.debtor_id
              AND (w.leased_by = a.user_id
                   OR (w.closed_by = a.user_id AND w.closed_on = a.business_date)))
         THEN a.debtor_id END)
  FROM access_log a LEFT JOIN user_account u ON u.id = a.user_id
 WHERE a.business_date >= $1 AND a.business_date <= $2
 GROUP BY a.user_id, COALESCE(u.login, ''), a.business_date
 ORDER BY COALESCE(u.login, ''), a.user_id, a.business_date;

-- query: insight_access_log(from_day day, until_day day, login text, person id, most i64) -> at,
--   login, debtor_id, number, fields, face, operation
SELECT a.at, COALESCE(u.login, ''), a.debtor_id,
       COALESCE((SELECT CAST(c.number AS TEXT) FROM debt_case c
                  WHERE c.debtor_id = a.debtor_id AND c.id = a.case_id), ''),
       a.fields, a.face, a.operation
  FROM access_log a LEFT JOIN user_account u ON u.id = a.user_id
 WHERE a.business_date >= $1 AND a.business_date <= $2
   AND (CAST($3 AS TEXT) = '' OR u.login = $3)
   AND (CAST($4 AS BIGINT) IS NULL OR a.debtor_id = $4)
 ORDER BY a.at DESC, a.id DESC LIMIT $5;

-- query: insight_experiment(name text) -> name
-- The experiment that is meant: of the name, or the newest that was approved.
SELECT e.name FROM experiment e
 WHERE ($1 = '' OR e.name = $1)
   AND EXISTS (SELECT 1 FROM experiment_step t
                WHERE t.experiment_id = e.id AND t.state = 'approved')
 ORDER BY e.from_on DESC, e.id DESC LIMIT 1;

-- query: insight_arms(name text) -> symbol, name, kind
-- Its arms, in the order of the newest that has them; the champion last.
SELECT a.symbol, a.name, min(a.kind)
  FROM experiment_arm a JOIN experiment e ON e.id = a.experiment_id
 WHERE e.name = $1
 GROUP BY a.symbol, a.name ORDER BY max(a.place), a.name;

-- query: insight_arm_cases(name text, date day, attempt i64, contact i64) -> arm, currency,
--     entered_on, owed, recovered, promises, kept, attempts, contacts, cost
-- stream
-- Each case that an arm decided, with the arm of its first decision in the experiment, whatever
-- came later: what it owed from then on (past due then or falling due by the end), what of that
-- came in, promises that ended, attempts and contacts, and what they cost.
WITH entered AS (
    SELECT d.debtor_id, d.case_id, min(d.id) AS id
      FROM decision d
     WHERE d.arm <> 0 AND d.decided_on <= $2
       AND d.arm IN (SELECT a.symbol FROM experiment_arm a
                       JOIN experiment e ON e.id = a.experiment_id WHERE e.name = $1)
     GROUP BY d.debtor_id, d.case_id)
SELECT d.arm, k.currency, d.decided_on,
       CAST(COALESCE((SELECT sum(c.amount) FROM claim c
                       WHERE c.debtor_id = n.debtor_id AND c.case_id = n.case_id
                         AND c.state <> 'superseded' AND c.due_on <= $2), 0)
            - COALESCE((SELECT sum(a.amount) FROM claim c
                          JOIN allocation a ON a.debtor_id = c.debtor_id AND a.claim_id = c.id
                         WHERE c.debtor_id = n.debtor_id AND c.case_id = n.case_id
                           AND c.state <> 'superseded' AND c.due_on <= $2
                           AND a.value_on < d.decided_on), 0) AS BIGINT) AS owed,
       CAST(COALESCE((SELECT sum(a.amount) FROM claim c
                        JOIN allocation a ON a.debtor_id = c.debtor_id AND a.claim_id = c.id
                       WHERE c.debtor_id = n.debtor_id AND c.case_id = n.case_id
                         AND c.state <> 'superseded' AND c.due_on <= $2
                         AND a.value_on >= d.decided_on AND a.value_on <= $2), 0) AS BIGINT)
           AS recovered,
       (SELECT count(*) FROM promise p
         WHERE p.debtor_id = n.debtor_id AND p.case_id = n.case_id
           AND p.made_on >= d.decided_on AND p.graded_on <= $2
           AND p.state IN ('kept', 'partial', 'broken')) AS promises,
       (SELECT count(*) FROM promise p
         WHERE p.debtor_id = n.debtor_id AND p.case_id = n.case_id
           AND p.made_on >= d.decided_on AND p.graded_on <= $2 AND p.state = 'kept') AS kept,
       COALESCE(w.attempts, 0), COALESCE(w.contacts, 0),
       CAST(COALESCE(w.cost, 0) AS BIGINT) AS cost
  FROM entered n
  JOIN decision d ON d.debtor_id = n.debtor_id AND d.case_id = n.case_id AND d.id = n.id
  JOIN debt_case k ON k.debtor_id = n.debtor_id AND k.id = n.case_id
  LEFT JOIN (SELECT x.debtor_id, x.case_id,
                    count(*) FILTER (WHERE s.flags & $3 <> 0 AND x.direction = 'outbound')
                        AS attempts,
                    count(*) FILTER (WHERE s.flags & $4 <> 0 AND x.direction = 'outbound')
                        AS contacts,
                    sum(x.cost) AS cost
               FROM action x
               JOIN disposition s ON s.code = x.disposition
               JOIN entered m ON m.debtor_id = x.debtor_id AND m.case_id = x.case_id
               JOIN decision f ON f.debtor_id = m.debtor_id AND f.case_id = m.case_id
                AND f.id = m.id
              WHERE x.business_date >= f.decided_on AND x.business_date <= $2
                AND x.corrects_id IS NULL
                AND NOT EXISTS (SELECT 1 FROM action c
                                 WHERE c.debtor_id = x.debtor_id AND c.case_id = x.case_id
                                   AND c.corrects_id = x.id AND c.business_date <= $2)
              GROUP BY x.debtor_id, x.case_id) w
    ON w.debtor_id = n.debtor_id AND w.case_id = n.case_id
 ORDER BY n.debtor_id, n.case_id;
