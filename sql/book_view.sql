-- What facts are made of (policy/book_view.h): of one case, and of many debtors at once.

-- query: case_book_head(debtor_id id, case_id id) -> creditor_id, currency, state, stage,
--     opened_on, kind, country, timezone, is_deceased, is_bankrupt, is_vulnerable, is_represented,
--     creditor_external_id, party_source, party_external_id, flags, region, arranged
SELECT k.creditor_id, k.currency, k.state, k.stage, k.opened_on, p.kind, p.country, p.timezone,
       p.is_deceased, p.is_bankrupt, p.is_vulnerable, p.is_represented,
       c.external_id AS creditor_external_id, p.source, p.external_id AS party_external_id,
       p.flags, p.region,
       (SELECT count(*) FROM arrangement a
         WHERE a.debtor_id = $1 AND a.case_id = $2 AND a.state = 'active') AS arranged
  FROM debt_case k
  JOIN party p ON p.debtor_id = k.debtor_id
  JOIN creditor c ON c.id = k.creditor_id
 WHERE k.debtor_id = $1 AND k.id = $2;

-- query: case_product(debtor_id id, case_id id) -> product
-- The product of the obligation whose claim is the oldest unpaid; when all is paid, of the newest.
SELECT o.product FROM obligation o
  LEFT JOIN claim c
 INDEXED BY claim_open --@sqlite-only
       ON c.debtor_id = o.debtor_id AND c.case_id = o.case_id AND c.obligation_id = o.id
      AND c.state = 'open'
 WHERE o.debtor_id = $1 AND o.case_id = $2
 ORDER BY CASE WHEN c.due_on IS NULL THEN 1 ELSE 0 END, c.due_on, o.opened_on DESC, o.external_id
 LIMIT 1;

-- query: view_claims(debtor_id id, case_id id) -> due_on, open
SELECT due_on, amount - paid AS open FROM claim
 WHERE debtor_id = $1 AND case_id = $2 AND state = 'open' ORDER BY due_on;

-- query: view_claims_of(debtor_ids text) -> debtor_id, case_id, due_on, open
SELECT debtor_id, case_id, due_on, amount - paid AS open FROM claim
 WHERE debtor_id IN (SELECT value FROM json_each($1)) --@sqlite-only
--@postgresql WHERE debtor_id = ANY (CAST($1 AS BIGINT[]))
   AND state = 'open' ORDER BY debtor_id, case_id, due_on;

-- query: view_promises_of(debtor_ids text) -> debtor_id, case_id, id, obligation_id, made_on,
--     due_on, amount, paid, tolerance_days, tolerance_bp, state, graded_on, action_id
SELECT debtor_id, case_id, id, obligation_id, made_on, due_on, amount, paid, tolerance_days,
       tolerance_bp, state, graded_on, action_id
  FROM promise
 WHERE debtor_id IN (SELECT value FROM json_each($1)) --@sqlite-only
--@postgresql WHERE debtor_id = ANY (CAST($1 AS BIGINT[]))
 ORDER BY debtor_id, case_id, made_on, id;

-- query: view_holds(debtor_id id, case_id id) -> from_on, until_on
SELECT from_on, until_on FROM hold
 WHERE debtor_id = $1 AND case_id = $2 AND kind = 'contact';

-- query: view_holds_of(debtor_ids text) -> debtor_id, case_id, from_on, until_on
SELECT debtor_id, case_id, from_on, until_on FROM hold
 WHERE debtor_id IN (SELECT value FROM json_each($1)) --@sqlite-only
--@postgresql WHERE debtor_id = ANY (CAST($1 AS BIGINT[]))
   AND kind = 'contact' ORDER BY debtor_id, case_id;

-- query: view_points(debtor_id id) -> channel, state, used_as
SELECT channel, state, used_as FROM contact_point WHERE debtor_id = $1;

-- query: view_points_of(debtor_ids text) -> debtor_id, channel, state, used_as
SELECT debtor_id, channel, state, used_as FROM contact_point
 WHERE debtor_id IN (SELECT value FROM json_each($1)) --@sqlite-only
--@postgresql WHERE debtor_id = ANY (CAST($1 AS BIGINT[]))
 ORDER BY debtor_id;

-- query: view_consents(debtor_id id) -> point_id, channel, purpose, state, valid_from,
--     valid_until, point_state
-- By the day from which they hold, then as they were recorded: the last one of a channel and
-- purpose counts, so an old consent that an import brings late opens nothing that was closed
-- since.  A row that was taken back says nothing, nor does the one that took it back.
SELECT c.point_id, c.channel, c.purpose, c.state, c.valid_from, c.valid_until,
       p.state AS point_state
  FROM consent c
  LEFT JOIN contact_point p ON p.debtor_id = c.debtor_id AND p.id = c.point_id
 WHERE c.debtor_id = $1 AND c.undoes_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM consent u WHERE u.debtor_id = c.debtor_id AND u.undoes_id = c.id)
 ORDER BY c.valid_from, c.recorded_at, c.id;

-- query: view_consents_of(debtor_ids text) -> debtor_id, point_id, channel, purpose, state,
--     valid_from, valid_until, point_state
SELECT c.debtor_id, c.point_id, c.channel, c.purpose, c.state, c.valid_from, c.valid_until,
       p.state AS point_state
  FROM consent c
  LEFT JOIN contact_point p ON p.debtor_id = c.debtor_id AND p.id = c.point_id
 WHERE c.debtor_id IN (SELECT value FROM json_each($1)) --@sqlite-only
--@postgresql WHERE c.debtor_id = ANY (CAST($1 AS BIGINT[]))
   AND c.undoes_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM consent u WHERE u.debtor_id = c.debtor_id AND u.undoes_id = c.id)
 ORDER BY c.debtor_id, c.valid_from, c.recorded_at, c.id;

-- query: view_payments(debtor_id id, case_id id) -> value_on, amount, unapplied, state
SELECT value_on, amount, unapplied, state FROM payment
 WHERE debtor_id = $1 AND case_id = $2 ORDER BY value_on, id;

-- query: view_actions(debtor_id id, case_id id) -> id, business_date, notice_level, corrects_id,
--     disposition, flags, callback_days, callback_on, is_inbound
SELECT a.id, a.business_date, a.notice_level, a.corrects_id, a.disposition, d.flags,
       d.callback_days, a.callback_on, CASE WHEN a.direction = 'inbound' THEN 1 ELSE 0 END
  FROM action a JOIN disposition d ON d.code = a.disposition
 WHERE a.debtor_id = $1 AND a.case_id = $2 ORDER BY a.business_date, a.at, a.id;

-- query: view_days(debtor_id id, case_id id) -> day, attempts, contacts
SELECT day, CAST(sum(attempts) AS BIGINT) AS attempts, CAST(sum(contacts) AS BIGINT) AS contacts
  FROM contact_count WHERE debtor_id = $1 AND case_id = $2
 GROUP BY day ORDER BY day DESC LIMIT 60;

-- query: dispute_open_of_case(debtor_id id, case_id id) -> count, amount
SELECT count(*), CAST(COALESCE(sum(amount), 0) AS BIGINT) FROM dispute
 WHERE debtor_id = $1 AND case_id = $2 AND state = 'open';

-- query: case_unknown_sends(case_id id) -> count
SELECT count(*) FROM outbox WHERE case_id = $1 AND state = 'unknown';
