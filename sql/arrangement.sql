-- Arrangements: their terms, their states, and the claims that they stand for (book/arrangement.h).

-- query: arrangement_insert(debtor_id id, id id, case_id id, kind text, made_on day, owed money,
--     total money, discount money, missed i64, grace_days i64, excess i64, plan json, user_id id,
--     now instant)
INSERT INTO arrangement (debtor_id, id, case_id, kind, made_on, owed, total, discount, missed,
                         grace_days, excess, plan, user_id, state, version, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'pending', 1, $14, $14);

-- query: arrangement_get(debtor_id id, id id) -> id, case_id, kind, made_on, owed, total, discount,
--     missed, grace_days, excess, plan, state, active_at, counts_from, check_on, ended_on, user_id,
--     began_on, joint_id
SELECT a.id, a.case_id, a.kind, a.made_on, a.owed, a.total, a.discount, a.missed, a.grace_days,
       a.excess, a.plan, a.state, a.active_at, a.counts_from, a.check_on, a.ended_on, a.user_id,
       a.began_on, p.joint_id
  FROM arrangement a
  LEFT JOIN joint_arrangement_part p ON p.debtor_id = a.debtor_id AND p.arrangement_id = a.id
 WHERE a.debtor_id = $1 AND a.id = $2;

-- query: arrangement_list(debtor_id id, case_id id) -> id, case_id, kind, made_on, owed, total,
--     discount, missed, grace_days, excess, plan, state, active_at, counts_from, check_on,
--     ended_on, user_id, began_on, joint_id
SELECT a.id, a.case_id, a.kind, a.made_on, a.owed, a.total, a.discount, a.missed, a.grace_days,
       a.excess, a.plan, a.state, a.active_at, a.counts_from, a.check_on, a.ended_on, a.user_id,
       a.began_on, p.joint_id
  FROM arrangement a
  LEFT JOIN joint_arrangement_part p ON p.debtor_id = a.debtor_id AND p.arrangement_id = a.id
 WHERE a.debtor_id = $1 AND a.case_id = $2 ORDER BY a.made_on DESC, a.id DESC;

-- query: arrangement_owner(id id) -> debtor_id, case_id
SELECT debtor_id, case_id FROM arrangement WHERE id = $1;

-- query: arrangement_to_review(debtor_id id, case_id id) -> id
-- The active one; where none is active or waits, a completed one whose money has gone back since
-- and is owed, be it money for the plan or for an earlier return, or of which a row is open again
-- since its money never came: the latest.  A part of a joint one stands and falls with the others:
-- money of any of them, and none that is active or waits in any of their cases.
SELECT a.id FROM arrangement a
 WHERE a.debtor_id = $1 AND a.case_id = $2
   AND (a.state = 'active'
        OR (a.state = 'completed' AND a.kind NOT IN ('reage', 'reamortise')
            AND NOT EXISTS (SELECT 1 FROM arrangement u
                             WHERE u.debtor_id = $1 AND u.state IN ('pending', 'active')
                               AND (u.case_id = $2
                                    OR u.case_id IN (SELECT o.case_id
                                          FROM joint_arrangement_part m
                                          JOIN joint_arrangement_part o
                                            ON o.debtor_id = m.debtor_id
                                           AND o.joint_id = m.joint_id
                                         WHERE m.debtor_id = $1 AND m.arrangement_id = a.id)))
            AND EXISTS (
              SELECT 1 FROM arrangement q
               WHERE q.debtor_id = $1
                 AND (q.id = a.id
                      OR q.id IN (SELECT o.arrangement_id
                                    FROM joint_arrangement_part m
                                    JOIN joint_arrangement_part o
                                      ON o.debtor_id = m.debtor_id AND o.joint_id = m.joint_id
                                   WHERE m.debtor_id = $1 AND m.arrangement_id = a.id))
                 AND (EXISTS (SELECT 1 FROM arrangement_claim p
                                JOIN claim k ON k.debtor_id = p.debtor_id AND k.id = p.claim_id
                               WHERE p.debtor_id = q.debtor_id AND p.arrangement_id = q.id
                                 AND p.role = 'row' AND k.state = 'open')
                   OR EXISTS (SELECT 1
                               FROM claim c
                               JOIN payment r ON r.debtor_id = c.debtor_id
                                             AND r.case_id = c.case_id AND r.state = 'return'
                                             AND c.external_id = 'return-' || CAST(r.id AS TEXT)
                                                           || '-' || CAST(c.obligation_id AS TEXT)
                               JOIN allocation m ON m.debtor_id = r.debtor_id
                                                AND m.payment_id = r.returns_id
                               JOIN claim w ON w.debtor_id = m.debtor_id AND w.id = m.claim_id
                               LEFT JOIN arrangement_claim s ON s.debtor_id = m.debtor_id
                                                            AND s.arrangement_id = q.id
                                                            AND s.claim_id = m.claim_id
                                                            AND s.role <> 'superseded'
                              WHERE c.debtor_id = $1 AND c.case_id = q.case_id
                                AND c.state = 'open' AND c.origin = 'return'
                                AND c.created_at >= q.active_at
                                AND (s.claim_id IS NOT NULL
                                     OR (w.origin = 'return'
                                         AND w.created_at >= q.active_at)))))))
 ORDER BY a.id DESC;

-- query: arrangement_unfinished(debtor_id id, case_id id) -> id
SELECT id FROM arrangement
 WHERE debtor_id = $1 AND case_id = $2 AND state IN ('pending', 'active');

-- query: arrangement_built_on(debtor_id id, id id) -> id
-- One that stands for claims which another has made.
SELECT a.id FROM arrangement_claim m
  JOIN arrangement_claim s ON s.debtor_id = m.debtor_id AND s.claim_id = m.claim_id
                          AND s.role = 'superseded'
  JOIN arrangement a ON a.debtor_id = s.debtor_id AND a.id = s.arrangement_id
 WHERE m.debtor_id = $1 AND m.arrangement_id = $2 AND m.role <> 'superseded'
   AND a.state IN ('active', 'completed');

-- query: arrangement_due(on day, most i64) -> debtor_id, case_id
-- Active ones that a day may have breached.
SELECT debtor_id, case_id FROM arrangement
 WHERE state = 'active' AND check_on <= $1 ORDER BY check_on, debtor_id, id LIMIT $2;

-- query: arrangement_keep_past(debtor_id id, id id, state text, now instant)
-- Where another state follows.
INSERT INTO arrangement_past (debtor_id, id, until_at, state)
SELECT debtor_id, id, CAST($4 AS BIGINT), state
  FROM arrangement WHERE debtor_id = $1 AND id = $2 AND state <> $3
ON CONFLICT (debtor_id, id, until_at) DO NOTHING;

-- query: arrangement_set_state(debtor_id id, id id, state text, active_at instant, counts_from day,
--     check_on day, ended_on day, began_on day, now instant)
UPDATE arrangement SET state = $3, active_at = $4, counts_from = $5, check_on = $6, ended_on = $7,
       began_on = $8, version = version + 1, updated_at = $9
 WHERE debtor_id = $1 AND id = $2;

-- query: arrangement_claim_insert(debtor_id id, arrangement_id id, claim_id id, role text,
--     number i64, amount money, paid money)
INSERT INTO arrangement_claim (debtor_id, arrangement_id, claim_id, role, number, amount, paid)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- query: arrangement_claim_list(debtor_id id, arrangement_id id) -> claim_id, role, number, amount,
--     paid_before, obligation_id, due_on, amount_now, paid_now, state, origin
SELECT a.claim_id, a.role, a.number, a.amount, a.paid AS paid_before, c.obligation_id, c.due_on,
       c.amount AS amount_now, c.paid AS paid_now, c.state, c.origin
  FROM arrangement_claim a JOIN claim c ON c.debtor_id = a.debtor_id AND c.id = a.claim_id
 WHERE a.debtor_id = $1 AND a.arrangement_id = $2
 ORDER BY a.role, a.number, c.due_on, c.issued_on, c.external_id;

-- query: arrangement_debt_list(debtor_id id, arrangement_id id) -> obligation_id, external_id,
--     product, agreed, discount
SELECT o.id AS obligation_id, o.external_id, o.product,
       CAST(sum(CASE WHEN a.role = 'row' THEN a.amount ELSE 0 END) AS BIGINT) AS agreed,
       CAST(sum(CASE WHEN a.role = 'discount' THEN a.amount ELSE 0 END) AS BIGINT) AS discount
  FROM arrangement_claim a
  JOIN claim c ON c.debtor_id = a.debtor_id AND c.id = a.claim_id
  JOIN obligation o ON o.debtor_id = c.debtor_id AND o.id = c.obligation_id
 WHERE a.debtor_id = $1 AND a.arrangement_id = $2 AND a.role <> 'superseded'
 GROUP BY o.id, o.external_id, o.product ORDER BY o.external_id, o.id;

-- query: obligation_party_roles(debtor_id id, case_id id, party_id id) -> obligation_id, role
SELECT l.obligation_id, l.role FROM obligation_party l
  JOIN obligation o ON o.debtor_id = l.debtor_id AND o.id = l.obligation_id
 WHERE l.debtor_id = $1 AND o.case_id = $2 AND l.party_id = $3 ORDER BY 1, 2;

-- query: arrangement_party_insert(debtor_id id, arrangement_id id, party_id id, role text,
--     joined_on day, evidence text, user_id id, now instant)
INSERT INTO arrangement_party (debtor_id, arrangement_id, party_id, role, joined_on, evidence,
                               user_id, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- query: arrangement_party_get(debtor_id id, arrangement_id id, party_id id) -> role
SELECT role FROM arrangement_party
 WHERE debtor_id = $1 AND arrangement_id = $2 AND party_id = $3;

-- query: arrangement_party_list(debtor_id id, arrangement_id id) -> party_id, role, joined_on,
--     evidence
SELECT party_id, role, joined_on, evidence FROM arrangement_party
 WHERE debtor_id = $1 AND arrangement_id = $2 ORDER BY created_at, party_id;

-- query: arranged_standing(debtor_id id, case_id id) -> claim_id, arrangement_id, role, number,
--     amount
-- The claims of plans that count: those that are active or were kept.
SELECT s.claim_id, s.arrangement_id, s.role, s.number, s.amount
  FROM arrangement_claim s
  JOIN arrangement a ON a.debtor_id = s.debtor_id AND a.id = s.arrangement_id
 WHERE a.debtor_id = $1 AND a.case_id = $2 AND a.state IN ('active', 'completed')
 ORDER BY s.arrangement_id, s.claim_id;

-- query: arrangement_return_list(debtor_id id, case_id id, since instant)
--     -> due_on, payment_id, open
-- Money that went back while the plan ran is owed beside its rows: a claim for each of its debts.
SELECT due_on, payment_id, amount - paid AS open FROM claim
 WHERE debtor_id = $1 AND case_id = $2 AND state = 'open' AND origin = 'return'
   AND created_at >= $3 ORDER BY due_on, payment_id, id;

-- query: claim_said_amount(debtor_id id, claim_id id) -> amount
-- What a claim that a plan superseded amounts to by the word of its source.
SELECT s.amount FROM arrangement_claim s
  JOIN arrangement a ON a.debtor_id = s.debtor_id AND a.id = s.arrangement_id
 WHERE s.debtor_id = $1 AND s.claim_id = $2 AND s.role = 'superseded'
   AND a.state IN ('active', 'completed');

-- query: claim_say_amount(debtor_id id, claim_id id, amount money)
UPDATE arrangement_claim SET amount = $3
 WHERE debtor_id = $1 AND claim_id = $2 AND role = 'superseded'
   AND arrangement_id IN (SELECT id FROM arrangement
                           WHERE debtor_id = $1 AND state IN ('active', 'completed'));

-- query: claim_set_amount(debtor_id id, id id, amount money, state text, now instant)
UPDATE claim SET amount = $3, state = $4, version = version + 1, updated_at = $5
 WHERE debtor_id = $1 AND id = $2;

-- query: joint_arrangement_insert(debtor_id id, id id, kind text, made_on day, owed money,
--     total money, plan json, user_id id, now instant)
INSERT INTO joint_arrangement (debtor_id, id, kind, made_on, owed, total, plan, user_id, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- query: joint_arrangement_get(debtor_id id, id id) -> id, kind, made_on, owed, total, plan
SELECT id, kind, made_on, owed, total, plan
  FROM joint_arrangement WHERE debtor_id = $1 AND id = $2;

-- query: joint_arrangement_part_insert(debtor_id id, joint_id id, arrangement_id id, case_id id)
INSERT INTO joint_arrangement_part (debtor_id, joint_id, arrangement_id, case_id)
VALUES ($1, $2, $3, $4);

-- query: joint_arrangement_part_list(debtor_id id, joint_id id) -> arrangement_id, case_id, number,
--     creditor_name
-- In the order in which their cases are locked.
SELECT p.arrangement_id, p.case_id, k.number, c.name AS creditor_name
  FROM joint_arrangement_part p
  JOIN debt_case k ON k.debtor_id = p.debtor_id AND k.id = p.case_id
  JOIN creditor c ON c.id = k.creditor_id
 WHERE p.debtor_id = $1 AND p.joint_id = $2 ORDER BY p.case_id;
