-- Mandates of direct debit and what is under way (src/cash/mandate.h, src/cash/debit.h).

-- query: mandate_insert(debtor_id id, id id, case_id id, reference text, scheme text,
--     account_kind text, account_sealed blob, bank text, holder text, most i64, signed_on day,
--     from_on day, until_on day, evidence text, user_id id, now instant)
INSERT INTO mandate (debtor_id, id, case_id, reference, scheme, account_kind, account_sealed, bank,
                     holder, most, signed_on, from_on, until_on, revoked_on, revoked_why, evidence,
                     user_id, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, NULL, '', $14, $15, $16);

-- query: mandate_find(case_id id, reference text) -> debtor_id, id, revoked_on
SELECT debtor_id, id, revoked_on FROM mandate
 WHERE case_id = $1 AND reference = $2 ORDER BY id DESC LIMIT 1;

-- query: mandate_revoke(debtor_id id, id id, revoked_on day, why text)
UPDATE mandate SET revoked_on = $3, revoked_why = $4
 WHERE debtor_id = $1 AND id = $2 AND revoked_on IS NULL;

-- query: mandate_list(debtor_id id, case_id id) -> id, reference, scheme, account_kind,
--     account_sealed, bank, holder, most, signed_on, from_on, until_on, revoked_on, revoked_why,
--     evidence
SELECT id, reference, scheme, account_kind, account_sealed, bank, holder, most, signed_on, from_on,
       until_on, revoked_on, revoked_why, evidence
  FROM mandate WHERE debtor_id = $1 AND case_id = $2 ORDER BY id;

-- query: debit_claims(creditor_id id, currency i64, scheme text, collect_on day) -> debtor_id,
--     case_id, claim_id, reference, open, mandate_id, mandate, holder, account_sealed, bank, most,
--     signed_on, document_sealed
-- What may be collected: due by the day, under a mandate that holds on it; not while it is disputed
-- or under way, nor of who died or is bankrupt.
SELECT c.debtor_id, c.case_id, c.id AS claim_id, c.external_id AS reference,
       c.amount - c.paid AS open, m.id AS mandate_id, m.reference AS mandate, m.holder,
       m.account_sealed, m.bank, m.most, m.signed_on, p.document_sealed
  FROM mandate m
  JOIN debt_case k ON k.debtor_id = m.debtor_id AND k.id = m.case_id
  JOIN claim c ON c.debtor_id = m.debtor_id AND c.case_id = m.case_id
  JOIN obligation o ON o.debtor_id = c.debtor_id AND o.id = c.obligation_id
  JOIN party p ON p.debtor_id = m.debtor_id
 WHERE k.creditor_id = $1 AND k.currency = $2 AND m.scheme = $3 AND c.state = 'open'
   AND o.state = 'open' AND c.due_on <= $4 AND m.revoked_on IS NULL AND m.from_on <= $4
   AND (m.until_on IS NULL OR m.until_on >= $4) AND m.account_sealed IS NOT NULL
   AND p.is_deceased = 0 AND p.is_bankrupt = 0
   AND NOT EXISTS (SELECT 1 FROM dispute d
                    WHERE d.debtor_id = c.debtor_id AND d.case_id = c.case_id
                      AND d.state = 'open'
                      AND (d.obligation_id IS NULL OR d.obligation_id = c.obligation_id))
   AND NOT EXISTS (SELECT 1 FROM debit_order w
                    WHERE w.debtor_id = c.debtor_id AND w.claim_id = c.id
                      AND w.state = 'under_way')
 ORDER BY c.debtor_id, c.due_on, c.id, m.id;

-- query: debit_file_insert(id id, message text, format text, creditor_id id, currency i64,
--     collect_on day, orders i64, amount money, business_date day, user_id id, now instant,
--     creditor_name text, creditor_code text, account text, bank text, sequence i64)
INSERT INTO debit_file (id, message, format, creditor_id, currency, collect_on, orders, amount,
                        withdrawn_on, withdrawn_why, business_date, user_id, created_at,
                        creditor_name, creditor_code, account, bank, sequence)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, '', $9, $10, $11, $12, $13, $14, $15, $16);

-- query: debit_file_newest(most i64) -> id, message, format, creditor_id, creditor, currency,
--     collect_on, orders, amount, withdrawn_on, withdrawn_why, business_date, creditor_name,
--     creditor_code, account, bank, sequence
SELECT f.id, f.message, f.format, f.creditor_id, c.name AS creditor, f.currency, f.collect_on,
       f.orders, f.amount, f.withdrawn_on, f.withdrawn_why, f.business_date, f.creditor_name,
       f.creditor_code, f.account, f.bank, f.sequence
  FROM debit_file f JOIN creditor c ON c.id = f.creditor_id
 ORDER BY f.id DESC LIMIT $1;

-- query: debit_file_get(id id) -> id, message, format, creditor_id, creditor, currency,
--     collect_on, orders, amount, withdrawn_on, withdrawn_why, business_date, creditor_name,
--     creditor_code, account, bank, sequence
SELECT f.id, f.message, f.format, f.creditor_id, c.name AS creditor, f.currency, f.collect_on,
       f.orders, f.amount, f.withdrawn_on, f.withdrawn_why, f.business_date, f.creditor_name,
       f.creditor_code, f.account, f.bank, f.sequence
  FROM debit_file f JOIN creditor c ON c.id = f.creditor_id
 WHERE f.id = $1;

-- query: debit_file_sums(file_id id) -> state, said, orders, amount
-- What became of the orders of a file so far.
SELECT state, CASE WHEN state = 'under_way' THEN said ELSE '' END AS said, count(*) AS orders,
       CAST(sum(amount) AS BIGINT) AS amount
  FROM debit_order WHERE file_id = $1
 GROUP BY state, CASE WHEN state = 'under_way' THEN said ELSE '' END
 ORDER BY state, said;

-- query: debit_file_page(file_id id, after_id i64, state text, most i64) -> id, case_id, reference,
--     amount, state, ended_on, said, said_code, said_words, said_on, entry_id, mandate, holder
SELECT o.id, o.case_id, o.reference, o.amount, o.state, o.ended_on, o.said, o.said_code,
       o.said_words, o.said_on, o.entry_id, m.reference AS mandate, m.holder
  FROM debit_order o
  JOIN mandate m ON m.debtor_id = o.debtor_id AND m.id = o.mandate_id
 WHERE o.file_id = $1 AND o.id > $2 AND ($3 = '' OR o.state = $3)
 ORDER BY o.id LIMIT $4;

-- query: debit_file_written(file_id id) -> debtor_id, reference, amount, mandate, signed_on,
--     holder, account_sealed, bank, document_sealed
-- The orders as they were written.
SELECT o.debtor_id, o.reference, o.amount, m.reference AS mandate, m.signed_on, m.holder,
       m.account_sealed, m.bank, p.document_sealed
  FROM debit_order o
  JOIN mandate m ON m.debtor_id = o.debtor_id AND m.id = o.mandate_id
  JOIN party p ON p.debtor_id = o.debtor_id
 WHERE o.file_id = $1
 ORDER BY o.debtor_id, o.id;

-- query: debit_creditors(most i64) -> id, name
SELECT id, name FROM creditor ORDER BY name, id LIMIT $1;

-- query: debit_currencies(on_day day) -> creditor_id, currency
-- In which currencies a creditor's mandates let it collect.
-- across places: mandates lie with their debtors
SELECT DISTINCT k.creditor_id, k.currency
  FROM mandate m JOIN debt_case k ON k.debtor_id = m.debtor_id AND k.id = m.case_id
 WHERE m.revoked_on IS NULL AND (m.until_on IS NULL OR m.until_on >= $1)
 ORDER BY k.creditor_id, k.currency;

-- query: debit_file_find(message text) -> id
SELECT id FROM debit_file WHERE message = $1;

-- query: debit_file_totals(message text) -> orders, amount, currency
SELECT orders, amount, currency FROM debit_file WHERE message = $1;

-- query: debit_file_withdraw(id id, withdrawn_on day, why text)
UPDATE debit_file SET withdrawn_on = $2, withdrawn_why = $3
 WHERE id = $1 AND withdrawn_on IS NULL;

-- query: debit_order_insert(debtor_id id, id id, file_id id, mandate_id id, case_id id,
--     claim_id id, reference text, amount money)
INSERT INTO debit_order (debtor_id, id, file_id, mandate_id, case_id, claim_id, reference, amount,
                         state, ended_on, entry_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'under_way', NULL, NULL);

-- query: debit_order_end(debtor_id id, id id, state text, ended_on day, entry_id id)
UPDATE debit_order SET state = $3, ended_on = $4, entry_id = $5
 WHERE debtor_id = $1 AND id = $2 AND state = 'under_way';

-- query: debit_file_end(file_id id, ended_on day)
UPDATE debit_order SET state = 'withdrawn', ended_on = $2
 WHERE file_id = $1 AND state = 'under_way';

-- query: debit_under_way() -> debtor_id, id, reference, amount
SELECT debtor_id, id, reference, amount FROM debit_order WHERE state = 'under_way';

-- query: debit_file_orders(file_id id) -> debtor_id, id, reference, amount, state
SELECT debtor_id, id, reference, amount, state FROM debit_order WHERE file_id = $1;

-- query: debit_order_say(debtor_id id, id id, said text, said_code text, said_words text,
--     said_on day)
UPDATE debit_order SET said = $3, said_code = $4, said_words = $5, said_on = $6
 WHERE debtor_id = $1 AND id = $2;

-- query: debit_orders(message text) -> reference, amount, state, ended_on, number, said, said_code,
--     said_words
-- across places: the orders of a file lie with their debtors
SELECT o.reference, o.amount, o.state, o.ended_on, k.number, o.said, o.said_code, o.said_words
  FROM debit_file f
  JOIN debit_order o ON o.file_id = f.id
  JOIN debt_case k ON k.debtor_id = o.debtor_id AND k.id = o.case_id
 WHERE f.message = $1 ORDER BY o.reference, o.id;

-- query: rekey_mandates(debtor_id id) -> id, kind, account_sealed
SELECT id, 'account', account_sealed FROM mandate
 WHERE debtor_id = $1 AND account_sealed IS NOT NULL ORDER BY id;

-- query: rekey_set_mandate(debtor_id id, id id, sealed blob)
UPDATE mandate SET account_sealed = $3 WHERE debtor_id = $1 AND id = $2;

-- query: erase_mandates(debtor_id id)
UPDATE mandate SET account_sealed = NULL, holder = ''
 WHERE debtor_id = $1 AND (account_sealed IS NOT NULL OR holder <> '');
