-- Charge-offs, recoveries after them and write-offs (book/charge_off.h).

-- query: charge_off_insert(debtor_id id, id id, case_id id, obligation_id id, kind text,
--     business_date day, amount money, reason text, user_id id, now instant)
INSERT INTO charge_off (debtor_id, id, case_id, obligation_id, kind, business_date, amount, reason,
                        user_id, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- query: charge_off_list(debtor_id id, case_id id) -> obligation_id, kind, business_date, amount,
--     created_at, id
-- Every step of a case, in their order.
SELECT obligation_id, kind, business_date, amount, created_at, id FROM charge_off
 WHERE debtor_id = $1 AND case_id = $2 ORDER BY created_at, id;

-- query: charge_off_debt_list(debtor_id id, case_id id) -> id, external_id, product, state, open
SELECT o.id, o.external_id, o.product, o.state,
       CAST(coalesce((SELECT sum(c.amount - c.paid) FROM claim c
                       WHERE c.debtor_id = o.debtor_id AND c.case_id = o.case_id
                         AND c.obligation_id = o.id AND c.state = 'open'), 0) AS BIGINT) AS open
  FROM obligation o
 WHERE o.debtor_id = $1 AND o.case_id = $2 ORDER BY o.external_id, o.id;

-- query: charge_off_money(debtor_id id, obligation_id id, since day, made_at instant)
--     -> recovered, earlier
-- What came after a charge-off and stands: for the debt, and for the time before it.
SELECT CAST(coalesce(sum(CASE WHEN p.value_on >= $3 THEN a.amount ELSE 0 END), 0) AS BIGINT)
         AS recovered,
       CAST(coalesce(sum(CASE WHEN p.value_on < $3 THEN a.amount ELSE 0 END), 0) AS BIGINT)
         AS earlier
  FROM claim c
  JOIN allocation a ON a.debtor_id = c.debtor_id AND a.claim_id = c.id
  JOIN payment p ON p.debtor_id = a.debtor_id AND p.id = a.payment_id
 WHERE c.debtor_id = $1 AND c.obligation_id = $2 AND p.created_at > $4 AND p.state <> 'returned';

-- query: charge_off_asked(id id) -> debtor_id, case_id, obligation_id, amount
SELECT debtor_id, case_id, obligation_id, amount FROM charge_off
 WHERE id = $1 AND kind = 'write_off_asked';

-- query: charge_off_approval(id id) -> debtor_id, case_id, number, currency, party_name,
--   external_id, product, amount
-- The write-off that an approval decides, for the one who decides.
SELECT w.debtor_id, w.case_id, k.number, k.currency, p.name AS party_name, o.external_id, o.product,
       w.amount
  FROM charge_off w
  JOIN debt_case k ON k.debtor_id = w.debtor_id AND k.id = w.case_id
  JOIN party p ON p.debtor_id = w.debtor_id
  JOIN obligation o ON o.debtor_id = w.debtor_id AND o.id = w.obligation_id
 WHERE w.id = $1 AND w.kind = 'write_off_asked';

-- query: charge_off_open_claims(debtor_id id, case_id id, obligation_id id) -> id
SELECT id FROM claim
 WHERE debtor_id = $1 AND case_id = $2 AND obligation_id = $3 AND state = 'open'
 ORDER BY due_on, issued_on, external_id;

-- query: insight_charge_offs(date day) -> number, external_id, currency, business_date, amount,
--     recovered, earlier, open, written_off_on, written_off, case_id
-- Debts that are charged off or written off at the end of a day, with what came since.
SELECT k.number, o.external_id, o.currency, l.business_date, l.amount,
       CAST(coalesce(m.recovered, 0) AS BIGINT) AS recovered,
       CAST(coalesce(m.earlier, 0) AS BIGINT) AS earlier,
       CAST(coalesce((SELECT sum(c.amount - c.paid) FROM claim c
                       WHERE c.debtor_id = o.debtor_id AND c.case_id = o.case_id
                         AND c.obligation_id = o.id AND c.state = 'open'), 0) AS BIGINT) AS open,
       w.business_date AS written_off_on, w.amount AS written_off, l.case_id
  FROM charge_off l
  JOIN obligation o ON o.debtor_id = l.debtor_id AND o.id = l.obligation_id
  JOIN debt_case k ON k.debtor_id = l.debtor_id AND k.id = l.case_id
  LEFT JOIN charge_off w ON w.debtor_id = l.debtor_id AND w.obligation_id = l.obligation_id
                        AND w.kind = 'written_off' AND w.business_date <= $1
  LEFT JOIN (SELECT x.debtor_id, x.id,
                    sum(CASE WHEN p.value_on >= x.business_date THEN a.amount ELSE 0 END)
                      AS recovered,
                    sum(CASE WHEN p.value_on < x.business_date THEN a.amount ELSE 0 END) AS earlier
               FROM charge_off x
               JOIN claim c ON c.debtor_id = x.debtor_id AND c.case_id = x.case_id
                           AND c.obligation_id = x.obligation_id
               JOIN allocation a ON a.debtor_id = c.debtor_id AND a.claim_id = c.id
               JOIN payment p ON p.debtor_id = a.debtor_id AND p.id = a.payment_id
              WHERE x.kind = 'charged_off' AND p.created_at > x.created_at
                AND p.booked_on <= $1 AND p.state <> 'returned'
              GROUP BY x.debtor_id, x.id) m ON m.debtor_id = l.debtor_id AND m.id = l.id
 WHERE l.business_date <= $1
   AND ((l.kind = 'charged_off'
         AND NOT EXISTS (SELECT 1 FROM charge_off r
                          WHERE r.debtor_id = l.debtor_id AND r.obligation_id = l.obligation_id
                            AND r.kind IN ('charged_off', 'resumed')
                            AND r.business_date <= $1 AND r.created_at > l.created_at))
        OR (l.kind = 'written_off'
            AND NOT EXISTS (SELECT 1 FROM charge_off r
                             WHERE r.debtor_id = l.debtor_id AND r.obligation_id = l.obligation_id
                               AND r.kind = 'charged_off' AND r.business_date <= $1)))
 ORDER BY l.business_date, k.number, o.external_id;

-- query: insight_charge_off_costs(date day) -> case_id, business_date, cost
-- What each day of work cost, in cases with a debt that was charged off or written off by a day; an
-- action that was taken back cost nothing.
SELECT x.case_id, x.business_date, CAST(sum(x.cost) AS BIGINT) AS cost
  FROM (SELECT DISTINCT debtor_id, case_id FROM charge_off WHERE business_date <= $1) k
  JOIN action x ON x.debtor_id = k.debtor_id AND x.case_id = k.case_id
 WHERE x.business_date <= $1 AND x.cost <> 0 AND x.corrects_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM action c
                    WHERE c.debtor_id = x.debtor_id AND c.case_id = x.case_id
                      AND c.corrects_id = x.id AND c.business_date <= $1)
 GROUP BY x.case_id, x.business_date
 ORDER BY x.case_id, x.business_date;
