-- The ledger of a case: entries by component, what they add up to, and what a replay reads.

-- query: ledger_entry_insert(debtor_id id, id id, case_id id, obligation_id id, claim_id id,
--     kind text, component i64, amount money, value_on day, booked_on day, user_id id, now instant)
INSERT INTO ledger_entry (debtor_id, id, case_id, obligation_id, claim_id, kind, component, amount,
                          value_on, booked_on, user_id, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- query: ledger_parts_of_claim(debtor_id id, claim_id id) -> component, value_on, amount, is_told
-- Sums of 0 too: whoever has entries is told by them alone.  What plans moved is not its source's.
SELECT component, value_on, CAST(sum(amount) AS BIGINT) AS amount,
       CASE WHEN kind IN ('moved', 'waived', 'written_off') THEN 0 ELSE 1 END AS is_told
  FROM ledger_entry
 WHERE debtor_id = $1 AND claim_id = $2
 GROUP BY component, value_on, 4 ORDER BY component, value_on, 4;

-- query: ledger_claim_made(debtor_id id, claim_id id) -> booked_on
SELECT booked_on FROM claim WHERE debtor_id = $1 AND id = $2;

-- query: ledger_claims(debtor_id id, case_id id) -> id, obligation_id, issued_on, due_on, amount,
--     paid, state, origin, payment_id, settled_on, source, external_id
-- In the order in which money meets them (claim_open_of_case).
SELECT id, obligation_id, issued_on, due_on, amount, paid, state, origin, payment_id, settled_on,
       source, external_id
  FROM claim WHERE debtor_id = $1 AND case_id = $2
 ORDER BY due_on, issued_on, external_id;

-- query: ledger_parts(debtor_id id, case_id id) -> claim_id, component, amount, is_told
-- Of claims whose rows do not tell all.
SELECT e.claim_id, e.component, CAST(sum(e.amount) AS BIGINT) AS amount,
       CASE WHEN e.kind IN ('moved', 'waived', 'written_off') THEN 0 ELSE 1 END AS is_told
  FROM ledger_entry e JOIN claim c ON c.debtor_id = e.debtor_id AND c.id = e.claim_id
 WHERE c.debtor_id = $1 AND c.case_id = $2
 GROUP BY e.claim_id, e.component, 4 ORDER BY e.claim_id, e.component, 4;

-- query: ledger_moved(debtor_id id, case_id id) -> claim_id, obligation_id, kind, component,
--     value_on, amount
-- What plans and losses made of claims, corrections taken off.
SELECT e.claim_id, c.obligation_id, e.kind, e.component, e.value_on,
       CAST(sum(e.amount) AS BIGINT) AS amount
  FROM ledger_entry e JOIN claim c ON c.debtor_id = e.debtor_id AND c.id = e.claim_id
 WHERE c.debtor_id = $1 AND c.case_id = $2 AND e.kind IN ('moved', 'waived', 'written_off')
 GROUP BY e.claim_id, c.obligation_id, e.kind, e.component, e.value_on HAVING sum(e.amount) <> 0
 ORDER BY 1, 3, 4, 5;

-- query: ledger_money(debtor_id id, case_id id) -> id, value_on, amount, unapplied, claim_id,
--     returns_id, state
SELECT id, value_on, amount, unapplied, claim_id, returns_id, state FROM payment
 WHERE debtor_id = $1 AND case_id = $2 ORDER BY source, reference;

-- query: ledger_met(debtor_id id, case_id id) -> payment_id, claim_id, component, value_on, amount
-- What money has met, corrections taken off.
SELECT a.payment_id, a.claim_id, COALESCE(a.component, 0) AS component, a.value_on,
       CAST(sum(a.amount) AS BIGINT) AS amount
  FROM allocation a JOIN payment p ON p.debtor_id = a.debtor_id AND p.id = a.payment_id
 WHERE p.debtor_id = $1 AND p.case_id = $2
 GROUP BY a.payment_id, a.claim_id, COALESCE(a.component, 0), a.value_on HAVING sum(a.amount) <> 0
 ORDER BY 1, 2, 3, 4;

-- query: ledger_rules(debtor_id id, case_id id) -> portfolio_id, from_on, profile, future,
--     is_vertical
-- The organisation's, and those of the portfolio in which all debts of the case lie.
SELECT r.portfolio_id, r.from_on, r.profile, r.future, r.is_vertical FROM allocation_rule r
 WHERE r.portfolio_id IN (0, (SELECT CASE WHEN min(COALESCE(portfolio_id, 0))
                                             = max(COALESCE(portfolio_id, 0))
                                     THEN min(COALESCE(portfolio_id, 0)) END
                                FROM obligation WHERE debtor_id = $1 AND case_id = $2))
   AND r.recorded_at = (SELECT max(l.recorded_at) FROM allocation_rule l
                         WHERE l.portfolio_id = r.portfolio_id AND l.from_on = r.from_on)
 ORDER BY r.portfolio_id, r.from_on;

-- query: allocation_rule_insert(portfolio_id i64, from_on day, now instant, profile text,
--     future text, is_vertical bool, actor_id id)
INSERT INTO allocation_rule (portfolio_id, from_on, recorded_at, profile, future, is_vertical,
                             actor_id)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- query: allocation_rule_list() -> portfolio, creditor, from_on, profile, future, is_vertical
-- As they count: of one day the latest.
SELECT p.external_id AS portfolio, c.external_id AS creditor, r.from_on, r.profile, r.future,
       r.is_vertical
  FROM allocation_rule r
  LEFT JOIN portfolio p ON p.id = r.portfolio_id
  LEFT JOIN creditor c ON c.id = p.creditor_id
 WHERE r.recorded_at = (SELECT max(l.recorded_at) FROM allocation_rule l
                         WHERE l.portfolio_id = r.portfolio_id AND l.from_on = r.from_on)
 ORDER BY r.portfolio_id, r.from_on;

-- query: payment_case(debtor_id id, case_id id) -> currency, is_replayed
-- Replayed are cases with claims by component, those for whose claims a plan stands, and all where
-- a rule says how money is applied.
SELECT k.currency,
       CASE WHEN EXISTS (SELECT 1 FROM ledger_entry WHERE debtor_id = $1 AND case_id = $2)
              OR EXISTS (SELECT 1 FROM arrangement WHERE debtor_id = $1 AND case_id = $2
                            AND state IN ('active', 'completed'))
              OR EXISTS (SELECT 1 FROM allocation_rule) THEN 1
            ELSE 0 END AS is_replayed
  FROM debt_case k WHERE k.debtor_id = $1 AND k.id = $2;

-- query: claim_meets(debtor_id id, case_id id, issued_on day) -> meets
-- What a claim of that day means for money that came: nothing (0), what is left of it meets the
-- claim (1), or the case is replayed (2).  Most cases have no money.
SELECT CASE WHEN NOT EXISTS (SELECT 1 FROM payment WHERE debtor_id = $1 AND case_id = $2) THEN 0
            WHEN EXISTS (SELECT 1 FROM ledger_entry WHERE debtor_id = $1 AND case_id = $2)
              OR EXISTS (SELECT 1 FROM arrangement WHERE debtor_id = $1 AND case_id = $2
                            AND state IN ('active', 'completed')) THEN 2
            WHEN EXISTS (SELECT 1 FROM charge_off WHERE debtor_id = $1 AND case_id = $2
                                                    AND kind = 'written_off') THEN 1
            WHEN NOT EXISTS (SELECT 1 FROM allocation_rule) THEN 1
            WHEN EXISTS (SELECT 1 FROM payment WHERE debtor_id = $1 AND case_id = $2
                            AND (value_on >= $3 OR state = 'unapplied')) THEN 2
            ELSE 0 END AS meets;

-- query: ledger_balance(debtor_id id, case_id id, date day) -> obligation_id, component, opened,
--     met
-- What was opened and met by then, as it is known now: the replay of the case gives the same.
SELECT s.obligation_id, s.component, CAST(sum(s.opened) AS BIGINT) AS opened,
       CAST(sum(s.met) AS BIGINT) AS met
  FROM (SELECT c.obligation_id, 0 AS component, c.amount AS opened, 0 AS met
          FROM claim c
         WHERE c.debtor_id = $1 AND c.case_id = $2 AND c.issued_on <= $3
           AND NOT EXISTS (SELECT 1 FROM ledger_entry e
                            WHERE e.debtor_id = c.debtor_id AND e.claim_id = c.id)
        UNION ALL
        SELECT e.obligation_id, e.component, e.amount AS opened, 0 AS met
          FROM ledger_entry e
         WHERE e.debtor_id = $1 AND e.case_id = $2 AND e.value_on <= $3
        UNION ALL
        SELECT c.obligation_id, COALESCE(a.component, 0) AS component, 0 AS opened, a.amount AS met
          FROM allocation a JOIN claim c ON c.debtor_id = a.debtor_id AND c.id = a.claim_id
         WHERE c.debtor_id = $1 AND c.case_id = $2 AND a.value_on <= $3) s
 GROUP BY s.obligation_id, s.component
HAVING sum(s.opened) <> 0 OR sum(s.met) <> 0
 ORDER BY s.obligation_id, s.component;

-- query: ledger_list(debtor_id id, case_id id, date day) -> kind, obligation, claim, component,
--     amount, value_on, booked_on, source, reference, claim_id, payment_id
-- Every entry with a value day until then: openings, adjustments, what money has met (below zero:
-- it was taken back), in the order of their days.  A plain claim that was changed has what it was
-- in claim_past; each change is an adjustment.
SELECT l.kind, o.external_id AS obligation, k.external_id AS claim, l.component, l.amount,
       l.value_on, l.booked_on, p.source, p.reference, l.claim_id, l.payment_id
  FROM (SELECT CASE WHEN v.n = 1 THEN 'opened' ELSE 'adjusted' END AS kind, v.obligation_id,
               v.id AS claim_id, 0 AS component, v.amount - v.earlier AS amount,
               v.issued_on AS value_on,
               CASE WHEN v.n = 1 THEN v.booked_on ELSE v.changed_at / 86400000000 END AS booked_on,
               CAST(NULL AS BIGINT) AS payment_id, v.id, v.n
          FROM (SELECT c.id, c.obligation_id, c.issued_on, c.booked_on, h.amount, h.since_at,
                       row_number() OVER w AS n, COALESCE(lag(h.amount) OVER w, 0) AS earlier,
                       lag(h.since_at) OVER w AS changed_at
                  FROM claim c
                  JOIN (SELECT debtor_id, id, amount, until_at AS since_at FROM claim_past
                         WHERE debtor_id = $1
                        UNION ALL
                        SELECT debtor_id, id, amount, 9223372036854775807 AS since_at FROM claim
                         WHERE debtor_id = $1) h
                    ON h.debtor_id = c.debtor_id AND h.id = c.id
                 WHERE c.debtor_id = $1 AND c.case_id = $2 AND c.issued_on <= $3
                   AND NOT EXISTS (SELECT 1 FROM ledger_entry e
                                    WHERE e.debtor_id = c.debtor_id AND e.claim_id = c.id)
                WINDOW w AS (PARTITION BY c.id ORDER BY h.since_at)) v
         WHERE v.n = 1 OR v.amount <> v.earlier
        UNION ALL
        SELECT e.kind, e.obligation_id, e.claim_id, e.component, e.amount, e.value_on, e.booked_on,
               CAST(NULL AS BIGINT) AS payment_id, e.id, 0 AS n
          FROM ledger_entry e
         WHERE e.debtor_id = $1 AND e.case_id = $2 AND e.value_on <= $3
        UNION ALL
        SELECT 'met' AS kind, c.obligation_id, a.claim_id, COALESCE(a.component, 0) AS component,
               a.amount, a.value_on, a.booked_on, a.payment_id, a.id, 0 AS n
          FROM allocation a JOIN claim c ON c.debtor_id = a.debtor_id AND c.id = a.claim_id
         WHERE c.debtor_id = $1 AND c.case_id = $2 AND a.value_on <= $3) l
  JOIN claim k ON k.debtor_id = $1 AND k.id = l.claim_id
  JOIN obligation o ON o.debtor_id = $1 AND o.id = l.obligation_id
  LEFT JOIN payment p ON p.debtor_id = $1 AND p.id = l.payment_id
 ORDER BY l.value_on, CASE WHEN l.kind = 'met' THEN 1 ELSE 0 END, l.booked_on, l.id, l.n,
          l.component;

-- query: ledger_debts(debtor_id id, case_id id) -> id, external_id, product, document_hash
-- With the paper that founds each.
SELECT id, external_id, product, document_hash FROM obligation
 WHERE debtor_id = $1 AND case_id = $2 ORDER BY external_id;

-- query: ledger_left(debtor_id id, case_id id, date day) -> amount
-- Money of that day or before that had met nothing by then: what came, and what is owed again for
-- what went back, less what was met.
SELECT CAST(COALESCE((SELECT sum(amount) FROM payment
                       WHERE debtor_id = $1 AND case_id = $2 AND value_on <= $3), 0)
            + COALESCE((SELECT sum(amount) FROM claim
                         WHERE debtor_id = $1 AND case_id = $2 AND origin = 'return'
                           AND issued_on <= $3), 0)
            - COALESCE((SELECT sum(a.amount) FROM allocation a
                          JOIN claim c ON c.debtor_id = a.debtor_id AND c.id = a.claim_id
                         WHERE c.debtor_id = $1 AND c.case_id = $2 AND a.value_on <= $3), 0)
       AS BIGINT) AS amount;

-- query: ledger_files(debtor_id id, case_id id) -> payment_id, name, line
-- across places: files of banks lie in one shard; read by themselves where that is another.
SELECT m.payment_id, f.name, e.line
  FROM bank_match m
  JOIN bank_entry e ON e.id = m.entry_id
  JOIN bank_statement s ON s.id = e.statement_id
  JOIN bank_file f ON f.id = s.file_id
 WHERE m.debtor_id = $1 AND m.case_id = $2 AND m.how <> 'undo'
 ORDER BY m.payment_id, m.id;

-- query: ledger_head(debtor_id id, case_id id) -> number, currency
SELECT number, currency FROM debt_case WHERE debtor_id = $1 AND id = $2;

-- query: ledger_case_of_number(number i64) -> debtor_id, id
SELECT debtor_id, id FROM debt_case WHERE number = $1;

-- query: ledger_has_parts(debtor_id id, case_id id) -> has
SELECT CASE WHEN EXISTS (SELECT 1 FROM ledger_entry WHERE debtor_id = $1 AND case_id = $2)
            THEN 1 ELSE 0 END AS has;
