-- Terms of debts, and the interest that follows from them (book/obligation_terms.h, accrue.h).

-- query: obligation_terms_insert(debtor_id id, id id, case_id id, obligation_id id, from_on day,
--     basis text, rate i64, late_rate i64, bases i64, cap text, country text, user_id id,
--     now instant, unit text, fees text)
-- aside
INSERT INTO obligation_terms (debtor_id, id, case_id, obligation_id, from_on, basis, rate,
                              late_rate, bases, cap, country, user_id, created_at, unit, fees)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

-- query: portfolio_terms_insert(portfolio_id id, from_on day, now instant, basis text, rate i64,
--     late_rate i64, bases i64, cap text, country text, actor_id id, unit text, fees text)
INSERT INTO portfolio_terms (portfolio_id, from_on, recorded_at, basis, rate, late_rate, bases, cap,
                             country, actor_id, unit, fees)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- query: obligation_terms_on(debtor_id id, obligation_id id, from_on day) -> from_on, basis, rate,
--     late_rate, bases, cap, country, unit, fees
-- Its own that count on a day.
-- aside
SELECT from_on, basis, rate, late_rate, bases, cap, country, unit, fees FROM obligation_terms
 WHERE debtor_id = $1 AND obligation_id = $2 AND from_on <= $3
 ORDER BY from_on DESC, created_at DESC, id DESC LIMIT 1;

-- query: terms_of_case(debtor_id id, case_id id) -> obligation_id, source, external_id, is_own,
--     from_on, basis, rate, late_rate, bases, cap, country, unit, fees, currency
-- Of each debt its portfolio's, then its own; of one day the latest last.
SELECT s.obligation_id, s.source, s.external_id, s.is_own, s.from_on, s.basis, s.rate, s.late_rate,
       s.bases, s.cap, s.country, s.unit, s.fees, s.currency
  FROM (SELECT o.id AS obligation_id, o.source, o.external_id, 1 AS is_own, t.from_on, t.basis,
               t.rate, t.late_rate, t.bases, t.cap, t.country, t.unit, t.fees,
               t.created_at AS at, t.id AS place, o.currency
          FROM obligation_terms t
          JOIN obligation o ON o.debtor_id = t.debtor_id AND o.id = t.obligation_id
         WHERE t.debtor_id = $1 AND t.case_id = $2
        UNION ALL
        SELECT o.id, o.source, o.external_id, 0, p.from_on, p.basis, p.rate, p.late_rate, p.bases,
               p.cap, p.country, p.unit, p.fees, p.recorded_at, 0, o.currency
          FROM obligation o JOIN portfolio_terms p ON p.portfolio_id = o.portfolio_id
         WHERE o.debtor_id = $1 AND o.case_id = $2) s
 ORDER BY s.obligation_id, s.is_own, s.from_on, s.at, s.place;

-- query: portfolio_terms_list() -> portfolio, creditor, from_on, basis, rate, late_rate, bases,
--     cap, country, unit, fees
-- As they count: of one day the latest.
SELECT p.external_id AS portfolio, c.external_id AS creditor, t.from_on, t.basis, t.rate,
       t.late_rate, t.bases, t.cap, t.country, t.unit, t.fees
  FROM portfolio_terms t
  JOIN portfolio p ON p.id = t.portfolio_id
  JOIN creditor c ON c.id = p.creditor_id
 WHERE t.recorded_at = (SELECT max(l.recorded_at) FROM portfolio_terms l
                         WHERE l.portfolio_id = t.portfolio_id AND l.from_on = t.from_on)
 ORDER BY c.external_id, p.external_id, t.from_on;

-- query: interest_holds(debtor_id id, case_id id) -> from_on, until_on
SELECT from_on, until_on FROM hold
 WHERE debtor_id = $1 AND case_id = $2 AND kind = 'interest' ORDER BY from_on, until_on;

-- query: late_fee_pauses(debtor_id id, case_id id) -> obligation_id, from_on, until_on
-- Days on which no late fee comes nearer: of a hold of any kind, and of a dispute while it is open.
SELECT CAST(NULL AS BIGINT) AS obligation_id, from_on, until_on FROM hold
 WHERE debtor_id = $1 AND case_id = $2
UNION ALL
SELECT obligation_id, opened_on, closed_on FROM dispute WHERE debtor_id = $1 AND case_id = $2;

-- query: accrual_any() -> found
-- aside
SELECT CASE WHEN EXISTS (SELECT 1 FROM accrual) THEN 1 ELSE 0 END AS found;

-- query: accrual_get(debtor_id id, case_id id) -> due_on, is_charged
-- aside
SELECT due_on, is_charged FROM accrual WHERE debtor_id = $1 AND case_id = $2;

-- query: accrual_put(debtor_id id, case_id id, due_on day, is_charged bool)
-- aside
INSERT INTO accrual (debtor_id, case_id, due_on, is_charged) VALUES ($1, $2, $3, $4)
ON CONFLICT (debtor_id, case_id) DO UPDATE SET due_on = $3, is_charged = $4;

-- query: accrual_ask(debtor_id id, case_id id, due_on day)
-- The case is looked at on that day at the latest.
-- aside
INSERT INTO accrual (debtor_id, case_id, due_on, is_charged) VALUES ($1, $2, $3, 0)
ON CONFLICT (debtor_id, case_id) DO UPDATE
   SET due_on = CASE WHEN accrual.due_on <= $3 THEN accrual.due_on ELSE CAST($3 AS BIGINT) END;

-- query: accrual_ask_portfolio(portfolio_id id, due_on day)
UPDATE accrual SET due_on = $2
 WHERE EXISTS (SELECT 1 FROM obligation o
                WHERE o.debtor_id = accrual.debtor_id AND o.case_id = accrual.case_id
                  AND o.portfolio_id = $1);

-- query: accrual_ask_all(due_on day)
-- A limit was published or corrected: what was charged under it is looked at again.
UPDATE accrual SET due_on = $1 WHERE due_on IS NULL OR due_on > $1;

-- query: accrual_ask_unit(unit text, due_on day)
-- A value of a unit came late or was corrected: the cases with debts in it are looked at again.
UPDATE accrual SET due_on = $2
 WHERE (due_on IS NULL OR due_on > $2)
   AND EXISTS (SELECT 1 FROM obligation o
                WHERE o.debtor_id = accrual.debtor_id AND o.case_id = accrual.case_id
                  AND (EXISTS (SELECT 1 FROM obligation_terms t
                                WHERE t.debtor_id = o.debtor_id AND t.obligation_id = o.id
                                  AND t.unit = $1)
                       OR EXISTS (SELECT 1 FROM portfolio_terms p
                                   WHERE p.portfolio_id = o.portfolio_id AND p.unit = $1)));

-- query: accrual_ask_fees(due_on day)
-- A value of a unit came late or was corrected: a law may limit late fees in it.
UPDATE accrual SET due_on = $1
 WHERE (due_on IS NULL OR due_on > $1)
   AND EXISTS (SELECT 1 FROM obligation o
                WHERE o.debtor_id = accrual.debtor_id AND o.case_id = accrual.case_id
                  AND (EXISTS (SELECT 1 FROM obligation_terms t
                                WHERE t.debtor_id = o.debtor_id AND t.obligation_id = o.id
                                  AND t.fees IS NOT NULL)
                       OR EXISTS (SELECT 1 FROM portfolio_terms p
                                   WHERE p.portfolio_id = o.portfolio_id
                                     AND p.fees IS NOT NULL)));

-- query: accrual_enrol(due_on day)
-- Cases that came into a portfolio with terms since.
INSERT INTO accrual (debtor_id, case_id, due_on, is_charged)
SELECT DISTINCT o.debtor_id, o.case_id, CAST($1 AS BIGINT), 0
  FROM obligation o
 WHERE o.portfolio_id IN (SELECT portfolio_id FROM portfolio_terms)
   AND NOT EXISTS (SELECT 1 FROM accrual a
                    WHERE a.debtor_id = o.debtor_id AND a.case_id = o.case_id)
ON CONFLICT (debtor_id, case_id) DO NOTHING;

-- query: accrual_due(date day, after_debtor_id id, after_case_id id, most i64)
--     -> debtor_id, case_id
SELECT debtor_id, case_id FROM accrual
 WHERE due_on <= $1 AND (debtor_id > $2 OR (debtor_id = $2 AND case_id > $3))
 ORDER BY debtor_id, case_id LIMIT $4;

-- query: accrual_is_frozen(debtor_id id, case_id id) -> is_frozen
-- A plan that runs stands for its claims: nothing is charged meanwhile.
SELECT CASE WHEN EXISTS (SELECT 1 FROM arrangement WHERE debtor_id = $1 AND case_id = $2
                            AND state = 'active') THEN 1 ELSE 0 END AS is_frozen;
