-- What acuerdo doctor asks: each query finds rows that break a rule, at most so many, and gives
-- debtor, row, what is found and what should be.  A whole store gives none.  The text of each rule
-- is in upkeep/checks.c.

-- query: doctor_foreign_keys(most i64) -> debtor_id, id, found, expected
-- PostgreSQL keeps its references itself.
--@sqlite SELECT NULL AS debtor_id, "rowid" AS id, NULL AS found, NULL AS expected
--@sqlite   FROM pragma_foreign_key_check LIMIT $1;

-- query: doctor_schema_unfinished(most i64) -> debtor_id, id, found, expected
SELECT CAST(NULL AS BIGINT) AS debtor_id, version AS id, statements_done AS found,
       CAST(NULL AS BIGINT) AS expected
  FROM schema_migration WHERE applied_at IS NULL AND version > 0 ORDER BY version LIMIT $1;

-- query: doctor_key_change(most i64) -> debtor_id, id, found, expected
-- found: persons who are still under the key.
SELECT CAST(NULL AS BIGINT) AS debtor_id, k.number AS id,
       (SELECT count(*) FROM person_key p WHERE p.number = k.number) AS found,
       CAST(NULL AS BIGINT) AS expected
  FROM data_key k WHERE k.state = 'open' ORDER BY k.number LIMIT $1;

-- query: doctor_key_left(most i64) -> debtor_id, id, found, expected
-- Persons under a key that the store does not count as its own any more.
SELECT p.debtor_id, CAST(p.number AS BIGINT) AS id, CAST(NULL AS BIGINT) AS found,
       CAST(NULL AS BIGINT) AS expected
  FROM person_key p LEFT JOIN data_key k ON k.number = p.number
 WHERE k.number IS NULL OR k.state IN ('retired', 'forgotten')
 ORDER BY p.debtor_id LIMIT $1;

-- query: doctor_claim_paid(most i64) -> debtor_id, id, found, expected
SELECT c.debtor_id, c.id, c.paid AS found, CAST(COALESCE(sum(a.amount), 0) AS BIGINT) AS expected
  FROM claim c LEFT JOIN allocation a ON a.debtor_id = c.debtor_id AND a.claim_id = c.id
 GROUP BY c.debtor_id, c.id, c.paid HAVING c.paid <> COALESCE(sum(a.amount), 0)
 ORDER BY c.debtor_id, c.id LIMIT $1;

-- query: doctor_claim_state(most i64) -> debtor_id, id, found, expected
SELECT debtor_id, id, paid AS found, amount AS expected FROM claim
 WHERE (state = 'open' AND (paid >= amount OR settled_on IS NOT NULL))
    OR (state = 'paid' AND (paid < amount OR (settled_on IS NULL AND amount > 0)))
    OR state NOT IN ('open', 'paid', 'superseded')
 ORDER BY debtor_id, id LIMIT $1;

-- query: doctor_claim_debt(most i64) -> debtor_id, id, found, expected
SELECT c.debtor_id, c.id, c.case_id AS found, o.case_id AS expected
  FROM claim c LEFT JOIN obligation o ON o.debtor_id = c.debtor_id AND o.id = c.obligation_id
 WHERE o.id IS NULL OR o.case_id <> c.case_id ORDER BY c.debtor_id, c.id LIMIT $1;

-- query: doctor_debt_case(most i64) -> debtor_id, id, found, expected
SELECT o.debtor_id, o.id, o.currency AS found, k.currency AS expected
  FROM obligation o LEFT JOIN debt_case k ON k.debtor_id = o.debtor_id AND k.id = o.case_id
 WHERE k.id IS NULL OR k.currency <> o.currency OR k.creditor_id <> o.creditor_id
 ORDER BY o.debtor_id, o.id LIMIT $1;

-- query: doctor_debt_state(most i64) -> debtor_id, id, found, expected
SELECT o.debtor_id, o.id, count(c.id) AS found, CAST(0 AS BIGINT) AS expected
  FROM obligation o JOIN claim c ON c.debtor_id = o.debtor_id AND c.obligation_id = o.id
 WHERE o.state = 'closed_paid' AND c.state = 'open'
 GROUP BY o.debtor_id, o.id ORDER BY o.debtor_id, o.id LIMIT $1;

-- query: doctor_case_head(most i64) -> debtor_id, id, found, expected
SELECT k.debtor_id, k.id, k.creditor_id AS found, c.id AS expected
  FROM debt_case k
  LEFT JOIN party p ON p.debtor_id = k.debtor_id
  LEFT JOIN creditor c ON c.id = k.creditor_id
 WHERE p.debtor_id IS NULL OR c.id IS NULL ORDER BY k.debtor_id, k.id LIMIT $1;

-- query: doctor_case_number(most i64) -> debtor_id, id, found, expected
SELECT min(debtor_id) AS debtor_id, min(id) AS id, number AS found, count(*) AS expected
  FROM debt_case GROUP BY number HAVING count(*) > 1 ORDER BY number LIMIT $1;

-- query: doctor_payment_split(most i64) -> debtor_id, id, found, expected
-- What a payment met and what it has left add up to it; what was returned has nothing left.
SELECT p.debtor_id, p.id, CAST(COALESCE(sum(a.amount), 0) AS BIGINT) + p.unapplied AS found,
       p.amount AS expected
  FROM payment p LEFT JOIN allocation a ON a.debtor_id = p.debtor_id AND a.payment_id = p.id
 GROUP BY p.debtor_id, p.id, p.amount, p.unapplied, p.state
HAVING (p.state IN ('applied', 'unapplied')
        AND COALESCE(sum(a.amount), 0) + p.unapplied <> p.amount)
    OR (p.state = 'returned' AND (COALESCE(sum(a.amount), 0) > p.amount OR p.unapplied <> 0))
    OR (p.state IN ('return', 'reversal', 'reversed')
        AND (COALESCE(sum(a.amount), 0) <> 0 OR p.unapplied <> 0))
 ORDER BY p.debtor_id, p.id LIMIT $1;

-- query: doctor_payment_state(most i64) -> debtor_id, id, found, expected
SELECT debtor_id, id, unapplied AS found, CAST(0 AS BIGINT) AS expected FROM payment
 WHERE (state = 'applied' AND unapplied <> 0) OR (state = 'unapplied' AND unapplied <= 0)
    OR (state IN ('return', 'reversal') AND amount >= 0)
    OR (state NOT IN ('return', 'reversal') AND amount <= 0)
    OR state NOT IN ('applied', 'unapplied', 'returned', 'return', 'reversed', 'reversal')
 ORDER BY debtor_id, id LIMIT $1;

-- query: doctor_payment_return(most i64) -> debtor_id, id, found, expected
-- Every return takes one payment back whole, and every returned payment has its return; the same
-- holds for reversals.
SELECT r.debtor_id, r.id, r.amount AS found, -p.amount AS expected
  FROM payment r LEFT JOIN payment p ON p.debtor_id = r.debtor_id AND p.id = r.returns_id
 WHERE r.state IN ('return', 'reversal')
   AND (p.id IS NULL OR p.amount + r.amount <> 0
        OR p.state <> CASE WHEN r.state = 'return' THEN 'returned' ELSE 'reversed' END)
UNION ALL
SELECT p.debtor_id, p.id, p.amount AS found, CAST(NULL AS BIGINT) AS expected
  FROM payment p LEFT JOIN payment r ON r.debtor_id = p.debtor_id AND r.returns_id = p.id
 WHERE p.state IN ('returned', 'reversed') AND r.id IS NULL
 ORDER BY 1, 2 LIMIT $1;

-- query: doctor_payment_case(most i64) -> debtor_id, id, found, expected
SELECT p.debtor_id, p.id, p.currency AS found, k.currency AS expected
  FROM payment p LEFT JOIN debt_case k ON k.debtor_id = p.debtor_id AND k.id = p.case_id
 WHERE k.id IS NULL OR k.currency <> p.currency ORDER BY p.debtor_id, p.id LIMIT $1;

-- query: doctor_allocation(most i64) -> debtor_id, id, found, expected
SELECT a.debtor_id, a.id, a.payment_id AS found, a.claim_id AS expected
  FROM allocation a
  LEFT JOIN payment p ON p.debtor_id = a.debtor_id AND p.id = a.payment_id
  LEFT JOIN claim c ON c.debtor_id = a.debtor_id AND c.id = a.claim_id
 WHERE p.id IS NULL OR c.id IS NULL OR p.case_id <> c.case_id
 ORDER BY a.debtor_id, a.id LIMIT $1;

-- query: doctor_promise_twice(most i64) -> debtor_id, id, found, expected
SELECT a.debtor_id, a.id, b.id AS found, CAST(NULL AS BIGINT) AS expected
  FROM promise a JOIN promise b ON b.debtor_id = a.debtor_id AND b.case_id = a.case_id
 WHERE a.state = 'open' AND b.state = 'open' AND a.id < b.id
   AND (a.obligation_id IS NULL OR b.obligation_id IS NULL OR a.obligation_id = b.obligation_id)
 ORDER BY a.debtor_id, a.id LIMIT $1;

-- query: doctor_event_gap(most i64) -> debtor_id, id, found, expected
-- Numbers run from 1 without gaps, up to the number that the case says.
SELECT k.debtor_id, k.id, count(e.seq) AS found, k.event_seq AS expected
  FROM debt_case k LEFT JOIN event e ON e.debtor_id = k.debtor_id AND e.case_id = k.id
 GROUP BY k.debtor_id, k.id, k.event_seq
HAVING count(e.seq) <> k.event_seq OR COALESCE(max(e.seq), 0) <> k.event_seq
    OR COALESCE(min(e.seq), 1) <> 1
 ORDER BY k.debtor_id, k.id LIMIT $1;

-- query: doctor_next_action(most i64) -> debtor_id, id, found, expected
SELECT k.debtor_id, k.id, d.silence AS found, CAST(NULL AS BIGINT) AS expected
  FROM debt_case k LEFT JOIN case_decision d ON d.debtor_id = k.debtor_id AND d.case_id = k.id
 WHERE d.case_id IS NULL
    OR (k.state <> 'closed' AND d.silence = 0 AND d.next_action_on IS NULL)
 ORDER BY k.debtor_id, k.id LIMIT $1;

-- query: doctor_decision_strategy(most i64) -> debtor_id, id, found, expected
SELECT d.debtor_id, d.case_id AS id, d.strategy_id AS found, CAST(NULL AS BIGINT) AS expected
  FROM case_decision d LEFT JOIN strategy s ON s.id = d.strategy_id WHERE s.id IS NULL
UNION ALL
SELECT d.debtor_id, d.case_id AS id, d.strategy_id AS found, CAST(NULL AS BIGINT) AS expected
  FROM decision d LEFT JOIN strategy s ON s.id = d.strategy_id WHERE s.id IS NULL
 ORDER BY 1, 2 LIMIT $1;

-- query: doctor_decision_symbol(most i64) -> debtor_id, id, found, expected
SELECT d.debtor_id, d.case_id AS id, d.step AS found, CAST(NULL AS BIGINT) AS expected
  FROM case_decision d
 WHERE (d.step <> 0 AND NOT EXISTS (SELECT 1 FROM symbol s WHERE s.id = d.step))
    OR (d.segment <> 0 AND NOT EXISTS (SELECT 1 FROM symbol s WHERE s.id = d.segment))
    OR (d.template <> 0 AND NOT EXISTS (SELECT 1 FROM symbol s WHERE s.id = d.template))
    OR (d.queue <> 0 AND NOT EXISTS (SELECT 1 FROM symbol s WHERE s.id = d.queue))
    OR (d.verdict_rule <> 0 AND NOT EXISTS (SELECT 1 FROM symbol s WHERE s.id = d.verdict_rule))
    OR (d.silence <> 0 AND NOT EXISTS (SELECT 1 FROM symbol s WHERE s.id = d.silence))
 ORDER BY d.debtor_id, d.case_id LIMIT $1;

-- query: doctor_facts_missing(most i64) -> debtor_id, id, found, expected
SELECT k.debtor_id, k.id, CAST(NULL AS BIGINT) AS found, CAST(NULL AS BIGINT) AS expected
  FROM debt_case k LEFT JOIN case_facts f ON f.debtor_id = k.debtor_id AND f.case_id = k.id
 WHERE f.case_id IS NULL ORDER BY k.debtor_id, k.id LIMIT $1;

-- query: doctor_facts_stray(most i64) -> debtor_id, id, found, expected
SELECT f.debtor_id, f.case_id AS id, CAST(NULL AS BIGINT) AS found, CAST(NULL AS BIGINT) AS expected
  FROM case_facts f LEFT JOIN debt_case k ON k.debtor_id = f.debtor_id AND k.id = f.case_id
 WHERE k.id IS NULL ORDER BY f.debtor_id, f.case_id LIMIT $1;

-- query: doctor_outbox_action(most i64) -> debtor_id, id, found, expected
-- across places: cut in two when outbox is spread; a message that left is an action, and only such.
SELECT o.debtor_id, o.id, count(a.id) AS found, CAST(1 AS BIGINT) AS expected
  FROM outbox o LEFT JOIN action a ON a.debtor_id = o.debtor_id AND a.outbox_id = o.id
 GROUP BY o.debtor_id, o.id, o.state
HAVING (o.state = 'sent' AND count(a.id) <> 1) OR (o.state <> 'sent' AND count(a.id) <> 0)
 ORDER BY o.debtor_id, o.id LIMIT $1;

-- query: doctor_outbox_case(most i64) -> debtor_id, id, found, expected
-- across places: cut in two when outbox is spread.
SELECT o.debtor_id, o.id, o.case_id AS found, o.point_id AS expected
  FROM outbox o
  LEFT JOIN debt_case k ON k.debtor_id = o.debtor_id AND k.id = o.case_id
  LEFT JOIN contact_point p ON p.debtor_id = o.person_id AND p.id = o.point_id
 WHERE k.id IS NULL OR p.id IS NULL ORDER BY o.debtor_id, o.id LIMIT $1;

-- query: doctor_outbox_lease(most i64) -> debtor_id, id, found, expected
SELECT debtor_id, id, leased_until AS found, sent_at AS expected FROM outbox
 WHERE (state IN ('leased', 'sending') AND leased_until IS NULL)
    OR (state NOT IN ('leased', 'sending') AND leased_until IS NOT NULL)
    OR (state = 'sent' AND sent_at IS NULL)
    OR state NOT IN ('queued', 'leased', 'sending', 'sent', 'unknown', 'failed', 'dead', 'blocked',
                     'cancelled', 'held')
 ORDER BY debtor_id, id LIMIT $1;

-- query: doctor_contact_count(most i64) -> debtor_id, id, found, expected
-- across places: cut in two when outbox is spread.  Attempts by case and channel: actions that are
-- one, and messages that may have left.
SELECT max(x.debtor_id) AS debtor_id, x.case_id AS id, CAST(sum(x.counted) AS BIGINT) AS found,
       CAST(sum(x.happened) AS BIGINT) AS expected
  FROM (SELECT n.debtor_id, n.case_id, n.channel, n.attempts AS counted, 0 AS happened
          FROM contact_count n
        UNION ALL
        SELECT a.debtor_id, a.case_id,
               CASE a.channel WHEN 'email' THEN 1 WHEN 'sms' THEN 2 WHEN 'whatsapp' THEN 3
                              WHEN 'call' THEN 4 WHEN 'letter' THEN 5 WHEN 'visit' THEN 6
                              ELSE 0 END AS channel, 0 AS counted, 1 AS happened
          FROM action a JOIN disposition d ON d.code = a.disposition
         WHERE a.direction = 'outbound' AND a.corrects_id IS NULL AND d.flags & 1 = 1
        UNION ALL
        SELECT o.debtor_id, o.case_id, o.channel, 0 AS counted, 1 AS happened
          FROM outbox o WHERE o.state = 'unknown') x
 GROUP BY x.case_id, x.channel HAVING sum(x.counted) <> sum(x.happened)
 ORDER BY x.case_id LIMIT $1;

-- query: doctor_change_sequence(most i64) -> debtor_id, id, found, expected
SELECT c.debtor_id, c.case_id AS id, c.seq AS found, p.seq AS expected
  FROM case_change c LEFT JOIN change_partition p ON p.partition = c.partition
 WHERE p.partition IS NULL OR c.seq > p.seq ORDER BY c.debtor_id, c.case_id LIMIT $1;

-- query: doctor_change_partition(most i64) -> debtor_id, id, found, expected
SELECT CAST(NULL AS BIGINT) AS debtor_id, CAST(NULL AS BIGINT) AS id, count(*) AS found,
       CAST(16 AS BIGINT) AS expected
  FROM change_partition HAVING count(*) <> 16 LIMIT $1;

-- query: doctor_reference(most i64) -> debtor_id, id, found, expected
-- across places: the registry is read beside the rows that it keeps from coming twice.
SELECT p.debtor_id, p.id, r.id AS found, p.id AS expected
  FROM payment p LEFT JOIN external_ref r
    ON r.kind = 'payment' AND r.source = p.source AND r.external_id = p.reference
 WHERE r.id IS NULL OR r.id <> p.id OR r.debtor_id <> p.debtor_id
UNION ALL
SELECT p.debtor_id, p.id, r.id AS found, p.id AS expected
  FROM claim p LEFT JOIN external_ref r
    ON r.kind = 'claim' AND r.source = p.source AND r.external_id = p.external_id
 WHERE r.id IS NULL OR r.id <> p.id OR r.debtor_id <> p.debtor_id
 ORDER BY 1, 2 LIMIT $1;

-- query: doctor_action_outcome(most i64) -> debtor_id, id, found, expected
SELECT a.debtor_id, a.id, CAST(NULL AS BIGINT) AS found, CAST(NULL AS BIGINT) AS expected
  FROM action a LEFT JOIN disposition d ON d.code = a.disposition WHERE d.code IS NULL
 ORDER BY a.debtor_id, a.id LIMIT $1;

-- query: doctor_work_item(most i64) -> debtor_id, id, found, expected
-- across places: cut in two when work items are spread.
SELECT w.debtor_id, w.id, w.case_id AS found, CAST(NULL AS BIGINT) AS expected
  FROM work_item w LEFT JOIN debt_case k ON k.debtor_id = w.debtor_id AND k.id = w.case_id
 WHERE k.id IS NULL OR (w.state = 'ready') <> (w.closed_at IS NULL)
 ORDER BY w.debtor_id, w.id LIMIT $1;

-- query: doctor_user_role(most i64) -> debtor_id, id, found, expected
SELECT CAST(NULL AS BIGINT) AS debtor_id, u.id, count(r.name) AS found, count(x.role) AS expected
  FROM user_account u
  LEFT JOIN user_role x ON x.user_id = u.id
  LEFT JOIN role r ON r.name = x.role
 GROUP BY u.id HAVING count(x.role) = 0 OR count(r.name) <> count(x.role) ORDER BY u.id LIMIT $1;

-- query: doctor_role(most i64) -> debtor_id, id, found, expected
-- A role that may do nothing lets nobody work.
SELECT CAST(NULL AS BIGINT) AS debtor_id, CAST(NULL AS BIGINT) AS id, count(p.permission) AS found,
       CAST(NULL AS BIGINT) AS expected
  FROM role r LEFT JOIN role_permission p ON p.role = r.name
 GROUP BY r.name HAVING count(p.permission) = 0 LIMIT $1;

-- query: doctor_strategy_active(most i64) -> debtor_id, id, found, expected
SELECT CAST(NULL AS BIGINT) AS debtor_id, CAST(NULL AS BIGINT) AS id, count(*) AS found,
       CAST(1 AS BIGINT) AS expected
  FROM strategy
 WHERE state = 'active' AND active_from <= (SELECT max(open_date) FROM organisation)
   AND (active_until IS NULL OR active_until > (SELECT max(open_date) FROM organisation))
HAVING count(*) <> 1 LIMIT $1;

-- query: doctor_strategy_file(most i64) -> debtor_id, id, found, expected
-- across places: documents are few here; read the two apart when documents are spread.
SELECT CAST(NULL AS BIGINT) AS debtor_id, f.strategy_id AS id, CAST(NULL AS BIGINT) AS found,
       CAST(NULL AS BIGINT) AS expected
  FROM strategy_file f LEFT JOIN document d ON d.hash = f.document_hash
 WHERE d.hash IS NULL ORDER BY f.strategy_id LIMIT $1;

-- query: doctor_document_lost(most i64) -> debtor_id, id, found, expected
-- across places: documents lie in one shard, what names them with the debtor.
SELECT o.debtor_id, o.id, CAST(NULL AS BIGINT) AS found, CAST(NULL AS BIGINT) AS expected
  FROM obligation o LEFT JOIN document d ON d.hash = o.document_hash
 WHERE o.document_hash IS NOT NULL AND d.hash IS NULL
UNION ALL
SELECT o.debtor_id, o.id, CAST(NULL AS BIGINT) AS found, CAST(NULL AS BIGINT) AS expected
  FROM outbox o LEFT JOIN document d ON d.hash = o.document_hash
 WHERE o.document_hash IS NOT NULL AND d.hash IS NULL
 ORDER BY 1, 2 LIMIT $1;

-- query: doctor_close_order(most i64) -> debtor_id, id, found, expected
-- Every calendar day closes once, and the open date is the day after the last.
SELECT CAST(NULL AS BIGINT) AS debtor_id, CAST(NULL AS BIGINT) AS id, g.open_date AS found,
       max(r.business_date) + 1 AS expected
  FROM organisation g JOIN close_run r ON g.id = 1
 GROUP BY g.open_date
HAVING g.open_date <> max(r.business_date) + 1
    OR count(*) <> max(r.business_date) - min(r.business_date) + 1 LIMIT $1;

-- query: doctor_audit_unsigned(most i64) -> debtor_id, id, found, expected
-- Since days are signed, each closed day is.
SELECT CAST(NULL AS BIGINT) AS debtor_id, CAST(NULL AS BIGINT) AS id, r.business_date AS found,
       CAST(NULL AS BIGINT) AS expected
  FROM close_run r
 WHERE r.state = 'released' AND r.business_date > (SELECT min(day) FROM audit_root)
   AND NOT EXISTS (SELECT 1 FROM audit_root a WHERE a.day = r.business_date)
 ORDER BY r.business_date LIMIT $1;

-- query: doctor_close_unfinished(most i64) -> debtor_id, id, found, expected
SELECT CAST(NULL AS BIGINT) AS debtor_id, CAST(NULL AS BIGINT) AS id, business_date AS found,
       phase AS expected
  FROM close_run WHERE state <> 'released' ORDER BY business_date LIMIT $1;

-- query: doctor_import_unfinished(most i64) -> debtor_id, id, found, expected
SELECT CAST(NULL AS BIGINT) AS debtor_id, id, rows_applied AS found,
       CAST(NULL AS BIGINT) AS expected
  FROM import_batch WHERE state <> 'done' ORDER BY id LIMIT $1;

-- query: doctor_documents() -> hash, bytes
-- stream
SELECT hash, bytes FROM document;

-- query: doctor_points() -> debtor_id, id, channel, value_sealed, value_index
-- stream
SELECT debtor_id, id, channel, value_sealed, value_index FROM contact_point;

-- query: doctor_parties() -> debtor_id, document_sealed, document_index
-- stream
SELECT debtor_id, document_sealed, document_index FROM party WHERE document_sealed IS NOT NULL;

-- query: doctor_cases(debtor_id id, case_id id, most i64) -> debtor_id, id
-- The cases after one.
SELECT debtor_id, id FROM debt_case
 WHERE debtor_id > $1 OR (debtor_id = $1 AND id > $2) ORDER BY debtor_id, id LIMIT $3;

-- query: doctor_ledger_sum(most i64) -> debtor_id, id, found, expected
-- A claim with entries is what they add up to, and they are of its debt.
SELECT c.debtor_id, c.id, CAST(sum(e.amount) AS BIGINT) AS found, c.amount AS expected
  FROM ledger_entry e JOIN claim c ON c.debtor_id = e.debtor_id AND c.id = e.claim_id
 GROUP BY c.debtor_id, c.id, c.amount, c.obligation_id
HAVING sum(e.amount) <> c.amount OR min(e.obligation_id) <> c.obligation_id
    OR max(e.obligation_id) <> c.obligation_id
UNION ALL
SELECT e.debtor_id, e.id, e.claim_id AS found, CAST(NULL AS BIGINT) AS expected
  FROM ledger_entry e LEFT JOIN claim c ON c.debtor_id = e.debtor_id AND c.id = e.claim_id
 WHERE c.id IS NULL
 ORDER BY 1, 2 LIMIT $1;

-- query: doctor_ledger_overmet(most i64) -> debtor_id, id, found, expected
-- No component of a claim is met by more than was opened, or by less than nothing.
SELECT s.debtor_id, s.claim_id AS id, CAST(sum(s.met) AS BIGINT) AS found,
       CAST(sum(s.opened) AS BIGINT) AS expected
  FROM (SELECT a.debtor_id, a.claim_id, COALESCE(a.component, 0) AS component, 0 AS opened,
               a.amount AS met
          FROM allocation a
        UNION ALL
        SELECT e.debtor_id, e.claim_id, e.component, e.amount AS opened, 0 AS met
          FROM ledger_entry e
        UNION ALL
        SELECT c.debtor_id, c.id AS claim_id, 0 AS component, c.amount AS opened, 0 AS met
          FROM claim c
         WHERE NOT EXISTS (SELECT 1 FROM ledger_entry e
                            WHERE e.debtor_id = c.debtor_id AND e.claim_id = c.id)) s
 GROUP BY s.debtor_id, s.claim_id, s.component
HAVING sum(s.met) > sum(s.opened) OR sum(s.met) < 0
 ORDER BY 1, 2 LIMIT $1;

-- query: doctor_joint_arrangement(most i64) -> debtor_id, id, found, expected
-- The parts of an agreement over several cases add up to it and have one state.
SELECT j.debtor_id, j.id, CAST(COALESCE(sum(a.total), 0) AS BIGINT) AS found, j.total AS expected
  FROM joint_arrangement j
  LEFT JOIN joint_arrangement_part p ON p.debtor_id = j.debtor_id AND p.joint_id = j.id
  LEFT JOIN arrangement a ON a.debtor_id = p.debtor_id AND a.id = p.arrangement_id
 GROUP BY j.debtor_id, j.id, j.total, j.owed
HAVING COALESCE(sum(a.total), 0) <> j.total OR COALESCE(sum(a.owed), 0) <> j.owed
    OR min(a.state) <> max(a.state)
 ORDER BY 1, 2 LIMIT $1;
