-- What the screens ask: the queue and its leases, one case whole, its history, the search.

-- query: serve_queue_page(rank i64, after_id id, most i64) -> row
-- Ready work in its order, after one place; what a screen shows of each item.
-- across places: a page of the queue with its names
SELECT w.id, w.debtor_id, w.case_id, w.rank, w.step, w.state, w.leased_by, w.leased_until, u.name,
       k.number, k.currency, p.name AS party_name, c.name AS creditor_name, f.validity,
       f.past_due_amount, f.oldest_due_on, f.next_due_on, f.next_due_amount, d.channel, d.rules,
       d.strategy_id
  FROM work_item w
  JOIN debt_case k ON k.debtor_id = w.debtor_id AND k.id = w.case_id
  JOIN party p ON p.debtor_id = w.debtor_id
  JOIN creditor c ON c.id = k.creditor_id
  LEFT JOIN case_facts f ON f.debtor_id = w.debtor_id AND f.case_id = w.case_id
  LEFT JOIN case_decision d ON d.debtor_id = w.debtor_id AND d.case_id = w.case_id
  LEFT JOIN user_account u ON u.id = w.leased_by
 WHERE w.state = 'ready' AND w.rank >= $1 AND (w.rank > $1 OR w.id > $2)
 ORDER BY w.rank, w.id LIMIT $3;

-- query: serve_work_item(id id) -> row
-- The same columns for one item in any state.
-- across places: as serve_queue_page
SELECT w.id, w.debtor_id, w.case_id, w.rank, w.step, w.state, w.leased_by, w.leased_until, u.name,
       k.number, k.currency, p.name AS party_name, c.name AS creditor_name, f.validity,
       f.past_due_amount, f.oldest_due_on, f.next_due_on, f.next_due_amount, d.channel, d.rules,
       d.strategy_id
  FROM work_item w
  JOIN debt_case k ON k.debtor_id = w.debtor_id AND k.id = w.case_id
  JOIN party p ON p.debtor_id = w.debtor_id
  JOIN creditor c ON c.id = k.creditor_id
  LEFT JOIN case_facts f ON f.debtor_id = w.debtor_id AND f.case_id = w.case_id
  LEFT JOIN case_decision d ON d.debtor_id = w.debtor_id AND d.case_id = w.case_id
  LEFT JOIN user_account u ON u.id = w.leased_by
 WHERE w.id = $1;

-- query: serve_work_item_ahead(rank i64, id id) -> count
-- How many ready items come before one.
SELECT count(*) FROM work_item
 WHERE state = 'ready' AND rank <= $1 AND (rank < $1 OR id < $2);

-- query: serve_work_item_ready(case_id id) -> id
SELECT id FROM work_item WHERE case_id = $1 AND state = 'ready';

-- query: serve_progress(user_id id, on_day day, now instant) -> done, waiting
-- What one person did today, and what that person could still do.
SELECT (SELECT count(*) FROM work_item WHERE closed_by = $1 AND closed_on = $2 AND state = 'done'),
       (SELECT count(*) FROM work_item
         WHERE state = 'ready' AND (leased_until IS NULL OR leased_until <= $3 OR leased_by = $1));

-- query: serve_override(approval_id id) -> debtor_id, case_id, number, party_name, channel, rule
-- across places: an approval names no person.
SELECT o.debtor_id, o.case_id, k.number, p.name AS party_name, o.channel, o.rule
  FROM contact_override o
  JOIN debt_case k ON k.debtor_id = o.debtor_id AND k.id = o.case_id
  JOIN party p ON p.debtor_id = o.debtor_id
 WHERE o.approval_id = $1;

-- query: serve_arranged(debtor_id id, case_id id) -> number, currency, party_name
SELECT k.number, k.currency, p.name AS party_name
  FROM debt_case k JOIN party p ON p.debtor_id = k.debtor_id
 WHERE k.debtor_id = $1 AND k.id = $2;

-- query: serve_arrangement_cases(debtor_id id, case_id id, on day) -> id, number, creditor_name,
--     past_due
-- Other cases of the person that one arrangement could take in with this one.
SELECT k.id, k.number, c.name AS creditor_name,
       CAST(COALESCE((SELECT sum(x.amount - x.paid) FROM claim x
                       WHERE x.debtor_id = k.debtor_id AND x.case_id = k.id AND x.state = 'open'
                         AND x.due_on < $3), 0) AS BIGINT) AS past_due
  FROM debt_case o
  JOIN debt_case k ON k.debtor_id = o.debtor_id AND k.currency = o.currency AND k.id <> o.id
  JOIN creditor c ON c.id = k.creditor_id
 WHERE o.debtor_id = $1 AND o.id = $2
   AND NOT EXISTS (SELECT 1 FROM arrangement a
                    WHERE a.debtor_id = k.debtor_id AND a.case_id = k.id
                      AND a.state IN ('pending', 'active'))
 ORDER BY k.number;

-- query: serve_arrangement_parties(debtor_id id, case_id id) -> party_id, role, name
-- across places: whoever answers for a debt is a person of their own.
SELECT DISTINCT l.party_id, l.role, p.name
  FROM obligation_party l
  JOIN obligation o ON o.debtor_id = l.debtor_id AND o.id = l.obligation_id
  JOIN party p ON p.debtor_id = l.party_id
 WHERE l.debtor_id = $1 AND o.case_id = $2 AND l.role IN ('guarantor', 'co_debtor')
 ORDER BY p.name, l.party_id, l.role;

-- query: serve_arrangements_joined(party_id id) -> arrangement_id, case_id, number, party_name,
--     currency, kind, state, total, role, joined_on, evidence
-- What somebody promised for others, the latest first.
SELECT a.id AS arrangement_id, a.case_id, k.number, p.name AS party_name, k.currency, a.kind,
       a.state, a.total, m.role, m.joined_on, m.evidence
  FROM arrangement_party m
  JOIN arrangement a ON a.debtor_id = m.debtor_id AND a.id = m.arrangement_id
  JOIN debt_case k ON k.debtor_id = a.debtor_id AND k.id = a.case_id
  JOIN party p ON p.debtor_id = k.debtor_id
 WHERE m.party_id = $1 ORDER BY m.joined_on DESC, a.id DESC;

-- query: serve_user_name(id id) -> name
SELECT name FROM user_account WHERE id = $1;

-- query: serve_party(debtor_id id) -> name, kind, source, external_id, country, document_kind,
--   document_sealed, created_at
SELECT name, kind, source, external_id, country, document_kind, document_sealed, created_at
  FROM party WHERE debtor_id = $1;

-- query: serve_party_cases(debtor_id id) -> id, number, creditor_name, state
SELECT k.id, k.number, c.name AS creditor_name, k.state
  FROM debt_case k JOIN creditor c ON c.id = k.creditor_id
 WHERE k.debtor_id = $1 ORDER BY k.number;

-- query: serve_case_head(id id) -> row
SELECT k.debtor_id, k.number, k.state, k.stage, k.currency, k.opened_on, k.version,
       c.name AS creditor_name, p.name, p.external_id, p.document_kind, p.document_sealed,
       p.language, p.timezone, p.is_deceased, p.is_bankrupt, p.is_vulnerable, p.is_represented,
       p.country, p.region, p.flags, p.zone_source
  FROM debt_case k
  JOIN party p ON p.debtor_id = k.debtor_id
  JOIN creditor c ON c.id = k.creditor_id
 WHERE k.id = $1;

-- query: serve_case_summary(id id) -> row
SELECT k.id, k.number, k.state, k.stage, k.currency, p.name AS party_name, c.name AS creditor_name,
       f.validity, f.open_amount, f.past_due_amount, f.oldest_due_on, d.segment, d.next_action_on,
       k.debtor_id
  FROM debt_case k
  JOIN party p ON p.debtor_id = k.debtor_id
  JOIN creditor c ON c.id = k.creditor_id
  LEFT JOIN case_facts f ON f.debtor_id = k.debtor_id AND f.case_id = k.id
  LEFT JOIN case_decision d ON d.debtor_id = k.debtor_id AND d.case_id = k.id
 WHERE k.id = $1;

-- query: serve_case_worst(due_until day, after_due day, after_id id, most i64) -> case_id,
--     oldest_due_on
-- Cases with something past due, the oldest debt first.
SELECT case_id, oldest_due_on FROM case_facts
 WHERE past_due_claims > 0 AND oldest_due_on <= $1 AND oldest_due_on >= $2
   AND (oldest_due_on > $2 OR case_id > $3)
 ORDER BY oldest_due_on, case_id LIMIT $4;

-- query: serve_case_calm(after_id id, most i64) -> case_id
-- Cases with nothing past due, which come after all others.
SELECT case_id FROM case_facts WHERE past_due_claims = 0 AND case_id > $1
 ORDER BY case_id LIMIT $2;

-- query: search_number(number i64) -> id
SELECT id FROM debt_case WHERE number = $1;

-- query: search_next_source(kind text, after text) -> source
-- The next source that named things of a kind: there are few, so exact ids are found by key.
SELECT min(source) FROM external_ref WHERE kind = $1 AND source > $2;

-- query: search_name(pattern text) -> debtor_id, search_name
-- stream
SELECT debtor_id, search_name FROM party WHERE search_name LIKE $1 ORDER BY search_name, debtor_id;

-- query: search_document(last4 blob, most i64) -> debtor_id
SELECT debtor_id FROM party WHERE document_last4 = $1 ORDER BY debtor_id LIMIT $2;

-- query: search_point(last4 blob, most i64) -> debtor_id
SELECT DISTINCT debtor_id FROM contact_point WHERE value_last4 = $1 ORDER BY debtor_id LIMIT $2;

-- query: search_attribute_text(attribute id, value text, most i64) -> case_id
-- Cases with a debt that has the value, which an index finds.
SELECT DISTINCT o.case_id FROM attribute_value v
  JOIN obligation o ON o.debtor_id = v.debtor_id AND o.id = v.obligation_id
 WHERE v.attribute_id = $1 AND v.text = $2 ORDER BY o.case_id LIMIT $3;

-- query: search_attribute_number(attribute id, value i64, most i64) -> case_id
-- The same for what is no text.
SELECT DISTINCT o.case_id FROM attribute_value v
  JOIN obligation o ON o.debtor_id = v.debtor_id AND o.id = v.obligation_id
 WHERE v.attribute_id = $1 AND v.text IS NULL AND v.number = $2 ORDER BY o.case_id LIMIT $3;

-- query: serve_obligations(debtor_id id, case_id id) -> id, external_id, product, state, opened_on
SELECT id, external_id, product, state, opened_on FROM obligation
 WHERE debtor_id = $1 AND case_id = $2 ORDER BY opened_on DESC, external_id;

-- query: serve_claims(debtor_id id, case_id id) -> id, obligation_id, number, issued_on, due_on,
--   amount, paid, state
SELECT id, obligation_id, number, issued_on, due_on, amount, paid, state FROM claim
 WHERE debtor_id = $1 AND case_id = $2 ORDER BY due_on, number, id;

-- query: serve_attributes(debtor_id id) -> obligation_id, name, type, number, text
SELECT v.obligation_id, a.name, a.type, v.number, v.text
  FROM attribute_value v JOIN attribute_def a ON a.id = v.attribute_id
 WHERE v.debtor_id = $1 ORDER BY v.obligation_id, a.name;

-- query: serve_promises(debtor_id id, case_id id) -> row
SELECT id, obligation_id, made_on, due_on, amount, paid, tolerance_days, state, channel, action_id
  FROM promise WHERE debtor_id = $1 AND case_id = $2 ORDER BY made_on DESC, id DESC;

-- query: serve_promise(id id) -> row
-- By its own id alone; promises of one id live with one debtor.
SELECT id, obligation_id, made_on, due_on, amount, paid, tolerance_days, state, channel, action_id,
       debtor_id, case_id
  FROM promise WHERE id = $1;

-- query: serve_payments(debtor_id id, case_id id) -> row
SELECT id, source, reference, value_on, booked_on, amount, unapplied, state FROM payment
 WHERE debtor_id = $1 AND case_id = $2 ORDER BY value_on DESC, id DESC;

-- query: serve_allocations(debtor_id id, case_id id) -> payment_id, claim_id, amount
SELECT a.payment_id, a.claim_id, a.amount
  FROM allocation a JOIN payment p ON p.debtor_id = a.debtor_id AND p.id = a.payment_id
 WHERE a.debtor_id = $1 AND p.case_id = $2 ORDER BY a.payment_id, a.id;

-- query: serve_action(id id) -> row
SELECT a.debtor_id, a.id, a.case_id, a.at, a.business_date, a.user_id, u.name, a.channel,
       a.direction, a.point_id, a.disposition, a.note, a.duration_s, a.corrects_id
  FROM action a LEFT JOIN user_account u ON u.id = a.user_id
 WHERE a.id = $1;

-- query: serve_promise_of_action(debtor_id id, case_id id, action_id id) -> id
SELECT id FROM promise
 WHERE debtor_id = $1 AND case_id = $2 AND action_id = $3 AND state = 'open';

-- query: serve_dispute(debtor_id id, id id) -> case_id, obligation_id, kind, amount, opened_on,
--   state, note
SELECT case_id, obligation_id, kind, amount, opened_on, state, note FROM dispute
 WHERE debtor_id = $1 AND id = $2;

-- query: serve_decision_priority(debtor_id id, case_id id) -> priority
SELECT priority FROM decision WHERE debtor_id = $1 AND case_id = $2 ORDER BY id DESC LIMIT 1;

-- query: timeline_events(debtor_id id, case_id id, before_at instant, before_id id, most i64)
--   -> id, kind, at, business_date, actor_id, actor_name, payload
SELECT e.id, e.kind, e.at, e.business_date, e.actor_id, u.name, e.payload
  FROM event e LEFT JOIN user_account u ON u.id = e.actor_id
 WHERE e.debtor_id = $1 AND e.case_id = $2 AND e.at <= $3 AND (e.at < $3 OR e.id < $4)
 ORDER BY e.at DESC, e.id DESC LIMIT $5;

-- query: timeline_decisions(debtor_id id, case_id id, before_at instant, before_id id, most i64)
--   -> id, at, decided_on, step, channel, rules, silence, strategy_id, strategy, version
SELECT d.id, d.at, d.decided_on, d.step, d.channel, d.rules, d.silence, d.strategy_id, s.name,
       s.version
  FROM decision d JOIN strategy s ON s.id = d.strategy_id
 WHERE d.debtor_id = $1 AND d.case_id = $2 AND d.at <= $3 AND (d.at < $3 OR d.id < $4)
 ORDER BY d.at DESC, d.id DESC LIMIT $5;

-- query: timeline_action(debtor_id id, id id) -> disposition, label_es, label_en, channel, note,
--   amount, corrects_id, corrected_by_id
SELECT a.disposition, d.label_es, d.label_en, a.channel, a.note, a.amount, a.corrects_id,
       (SELECT b.id FROM action b
         WHERE b.debtor_id = a.debtor_id AND b.case_id = a.case_id AND b.corrects_id = a.id)
  FROM action a JOIN disposition d ON d.code = a.disposition
 WHERE a.debtor_id = $1 AND a.id = $2;

-- query: timeline_promise(debtor_id id, id id) -> amount, due_on, state
SELECT amount, due_on, state FROM promise WHERE debtor_id = $1 AND id = $2;

-- query: timeline_dispute(debtor_id id, id id) -> amount, note
SELECT amount, note FROM dispute WHERE debtor_id = $1 AND id = $2;

-- query: outbox_page(state text, twin text, before_id id, most i64) -> row
-- Newest first, in one of two states; an empty state means all.
-- across places: a page of messages with their names
SELECT m.id, m.debtor_id, m.case_id, k.number, p.name AS party_name, m.channel, m.step, m.state,
       m.attempts, t.channel AS point_kind, t.value_sealed, m.person_id, m.not_before, m.sent_at,
       m.last_error
  FROM outbox m
  JOIN debt_case k ON k.debtor_id = m.debtor_id AND k.id = m.case_id
  JOIN party p ON p.debtor_id = m.debtor_id
  LEFT JOIN contact_point t ON t.debtor_id = m.person_id AND t.id = m.point_id
 WHERE m.id < $3 AND ($1 = '' OR m.state = $1 OR m.state = $2)
 ORDER BY m.id DESC LIMIT $4;

-- query: outbox_show(id id) -> row
-- The same columns for one message.
-- across places: as outbox_page
SELECT m.id, m.debtor_id, m.case_id, k.number, p.name AS party_name, m.channel, m.step, m.state,
       m.attempts, t.channel AS point_kind, t.value_sealed, m.person_id, m.not_before, m.sent_at,
       m.last_error
  FROM outbox m
  JOIN debt_case k ON k.debtor_id = m.debtor_id AND k.id = m.case_id
  JOIN party p ON p.debtor_id = m.debtor_id
  LEFT JOIN contact_point t ON t.debtor_id = m.person_id AND t.id = m.point_id
 WHERE m.id = $1;

-- query: metrics_queue(now instant) -> queue, ready, leased
SELECT s.value AS queue, count(*) AS ready,
       count(CASE WHEN w.leased_until > $1 THEN 1 END) AS leased
  FROM work_item w
 INDEXED BY work_item_rank --@sqlite-only
  LEFT JOIN symbol s ON s.id = w.queue
 WHERE w.state = 'ready' GROUP BY s.value ORDER BY s.value;

-- query: metrics_close() -> business_date, started_at, released_at
-- The last close that was released.
SELECT business_date, started_at, released_at FROM close_run
 WHERE state = 'released' ORDER BY business_date DESC LIMIT 1;

-- query: ready_close() -> open_date, timezone, is_test, started_at
-- Where the days stand, and since when a close is under way.
SELECT g.open_date, g.timezone, g.is_test, min(r.started_at) AS started_at
  FROM organisation g LEFT JOIN close_run r ON r.state <> 'released'
 WHERE g.id = 1 GROUP BY g.open_date, g.timezone, g.is_test;
