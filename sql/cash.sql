-- Money from banks (src/cash).

-- query: bank_file_find(hash text) -> id, business_date
SELECT id, business_date FROM bank_file WHERE hash = $1;

-- query: bank_file_insert(id id, hash text, name text, format text, entries i64, differs text,
--     business_date day, user_id id, now instant)
INSERT INTO bank_file (id, hash, name, format, entries, differs, business_date, user_id, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- query: bank_statement_find(digest text) -> id
SELECT id FROM bank_statement WHERE digest = $1;

-- query: bank_statement_insert(id id, file_id id, number i64, account text, currency i64,
--     opening text, closing text, entries i64, digest text)
INSERT INTO bank_statement (id, file_id, number, account, currency, opening, closing, entries,
                            digest)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- query: bank_entry_find(fingerprint text) -> id
SELECT id FROM bank_entry WHERE fingerprint = $1;

-- query: bank_entry_insert(id id, statement_id id, number i64, line i64, kind text,
--     fingerprint text, amount money, currency i64, value_on day, booked_on day, reference text,
--     other_references text, counterparty text, account text, text text, now instant)
INSERT INTO bank_entry (id, statement_id, number, line, kind, fingerprint, amount, currency,
                        value_on, booked_on, reference, other_references, counterparty, account,
                        text, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- query: bank_entry_get(id id) -> kind, fingerprint, amount, currency, value_on, booked_on,
--     reference, other_references, counterparty, account, text
SELECT kind, fingerprint, amount, currency, value_on, booked_on, reference, other_references,
       counterparty, account, text
  FROM bank_entry WHERE id = $1;

-- query: bank_entry_origin(id id) -> kind, amount, currency, other_references, format
SELECT e.kind, e.amount, e.currency, e.other_references, f.format
  FROM bank_entry e
  JOIN bank_statement s ON s.id = e.statement_id
  JOIN bank_file f ON f.id = s.file_id
 WHERE e.id = $1;

-- query: bank_pending_insert(entry_id id, id id, kind text, open money, currency i64,
--     aged_from day, from_on day, reason text, score i64, margin i64, best_case_id id)
INSERT INTO bank_pending (entry_id, id, kind, open, currency, aged_from, from_on, until_on,
                          ended_by, reason, score, margin, best_case_id, user_id, note)
VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, NULL, $8, $9, $10, $11, NULL, '');

-- query: bank_pending_end(entry_id id, id id, until_on day, ended_by text, user_id id, note text)
UPDATE bank_pending SET until_on = $3, ended_by = $4, user_id = $5, note = $6
 WHERE entry_id = $1 AND id = $2 AND until_on IS NULL;

-- query: bank_pending_of(entry_id id) -> id, kind, open, currency, aged_from, from_on, reason,
--     score, margin, best_case_id
-- What is open of an entry now.
SELECT id, kind, open, currency, aged_from, from_on, reason, score, margin, best_case_id
  FROM bank_pending WHERE entry_id = $1 AND until_on IS NULL;

-- query: bank_pending_last(entry_id id) -> id, kind, open, currency, aged_from, until_on, ended_by
SELECT id, kind, open, currency, aged_from, until_on, ended_by FROM bank_pending
 WHERE entry_id = $1 ORDER BY id DESC LIMIT 1;

-- query: bank_pending_list(after_day day, after_id id, most i64) -> entry_id, kind, open, currency,
--     aged_from, reason, score, margin, best_case_id, reference, counterparty, text, value_on
-- The oldest first.
SELECT p.entry_id, p.kind, p.open, p.currency, p.aged_from, p.reason, p.score, p.margin,
       p.best_case_id, e.reference, e.counterparty, e.text, e.value_on
  FROM bank_pending p JOIN bank_entry e ON e.id = p.entry_id
 WHERE p.until_on IS NULL AND (p.aged_from > $1 OR p.aged_from = $1 AND p.entry_id > $2)
 ORDER BY p.aged_from, p.entry_id LIMIT $3;

-- query: bank_pending_returns(other_references text) -> entry_id
-- Money that was taken back before it came.
SELECT p.entry_id FROM bank_pending p JOIN bank_entry e ON e.id = p.entry_id
 WHERE p.until_on IS NULL AND p.kind = 'return' AND e.other_references = $1
 ORDER BY p.entry_id LIMIT 100;

-- query: bank_candidate_insert(entry_id id, position i64, case_id id, claim_id id, score i64,
--     reason text)
INSERT INTO bank_candidate (entry_id, position, case_id, claim_id, score, reason)
VALUES ($1, $2, $3, $4, $5, $6);

-- query: bank_candidate_of(entry_id id) -> case_id, claim_id, score, reason
SELECT case_id, claim_id, score, reason FROM bank_candidate WHERE entry_id = $1 ORDER BY position;

-- query: bank_pending_sums(late_from day) -> currency, kind, entries, open, late, oldest_on
-- What waits now, and how much of it longer than it should: it aged before late_from.
SELECT currency, kind, count(*) AS entries, CAST(sum(open) AS BIGINT) AS open,
       CAST(sum(CASE WHEN aged_from < $1 THEN 1 ELSE 0 END) AS BIGINT) AS late,
       min(aged_from) AS oldest_on
  FROM bank_pending WHERE until_on IS NULL
 GROUP BY currency, kind ORDER BY currency, kind;

-- query: bank_file_list(most i64) -> id, name, format, entries, differs, business_date, user_name,
--     created_at
-- The newest first.
SELECT f.id, f.name, f.format, f.entries, f.differs, f.business_date, u.name AS user_name,
       f.created_at
  FROM bank_file f LEFT JOIN user_account u ON u.id = f.user_id
 ORDER BY f.id DESC LIMIT $1;

-- query: bank_file_show(id id) -> id, name, format, entries, differs, business_date, user_name,
--     created_at
SELECT f.id, f.name, f.format, f.entries, f.differs, f.business_date, u.name AS user_name,
       f.created_at
  FROM bank_file f LEFT JOIN user_account u ON u.id = f.user_id
 WHERE f.id = $1;

-- query: bank_statement_list(file_id id) -> id, number, account, currency, opening, closing,
--     entries
SELECT id, number, account, currency, opening, closing, entries
  FROM bank_statement WHERE file_id = $1 ORDER BY number LIMIT 200;

-- query: bank_file_sums(file_id id) -> currency, kind, entries, amount
-- What the file brought that was new.
SELECT e.currency, e.kind, count(*) AS entries, CAST(sum(e.amount) AS BIGINT) AS amount
  FROM bank_statement s JOIN bank_entry e ON e.statement_id = s.id
 WHERE s.file_id = $1
 GROUP BY e.currency, e.kind ORDER BY e.currency, e.kind;

-- query: bank_file_entries(file_id id, after_line i64, after_id id, most i64) -> id, line, kind,
--     amount, currency, value_on, reference, counterparty, text, open, ended_by
-- In the order of the file, each with what waits of it, or how the last of its spells ended.
SELECT e.id, e.line, e.kind, e.amount, e.currency, e.value_on, e.reference, e.counterparty, e.text,
       (SELECT p.open FROM bank_pending p
         WHERE p.entry_id = e.id AND p.until_on IS NULL) AS open,
       (SELECT p.ended_by FROM bank_pending p
         WHERE p.entry_id = e.id ORDER BY p.id DESC LIMIT 1) AS ended_by
  FROM bank_statement s JOIN bank_entry e ON e.statement_id = s.id
 WHERE s.file_id = $1 AND (e.line > $2 OR e.line = $2 AND e.id > $3)
 ORDER BY e.line, e.id LIMIT $4;

-- query: cash_case_shown(id id) -> debtor_id, number, party_name, creditor_name
SELECT k.debtor_id, k.number, p.name AS party_name, c.name AS creditor_name
  FROM debt_case k
  JOIN party p ON p.debtor_id = k.debtor_id
  JOIN creditor c ON c.id = k.creditor_id
 WHERE k.id = $1;

-- query: cash_claim_shown(debtor_id id, id id) -> external_id
SELECT external_id FROM claim WHERE debtor_id = $1 AND id = $2;

-- query: bank_match_insert(debtor_id id, id id, entry_id id, case_id id, claim_id id,
--     payment_id id, amount money, how text, score i64, margin i64, reason text, undoes_id id,
--     business_date day, user_id id, now instant)
INSERT INTO bank_match (debtor_id, id, entry_id, case_id, claim_id, payment_id, amount, how, score,
                        margin, reason, undoes_id, business_date, user_id, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

-- query: bank_match_of(entry_id id) -> debtor_id, id, case_id, claim_id, payment_id, amount, how,
--     score, margin, reason, undoes_id, business_date
SELECT debtor_id, id, case_id, claim_id, payment_id, amount, how, score, margin, reason, undoes_id,
       business_date
  FROM bank_match WHERE entry_id = $1 ORDER BY id;

-- query: bank_match_standing(entry_id id) -> debtor_id, id, case_id, claim_id, payment_id, amount
-- What nobody has taken back.
SELECT m.debtor_id, m.id, m.case_id, m.claim_id, m.payment_id, m.amount FROM bank_match m
 WHERE m.entry_id = $1 AND m.amount > 0
   AND NOT EXISTS (SELECT 1 FROM bank_match u WHERE u.debtor_id = m.debtor_id
                      AND u.undoes_id = m.id)
 ORDER BY m.id;

-- query: bank_match_count(entry_id id) -> count
SELECT count(*) FROM bank_match WHERE entry_id = $1;

-- query: bank_return_candidates(amount money, currency i64, until_on day) -> id, reference,
--     other_references, account
-- Money of exactly that amount that came before: one of them is what the bank takes back.
SELECT id, reference, other_references, account FROM bank_entry
 WHERE kind = 'money' AND amount = $1 AND currency = $2 AND value_on <= $3
 ORDER BY id DESC LIMIT 1000;

-- query: payer_account_put(key i64, debtor_id id, case_id id)
-- set
INSERT INTO payer_account (key, debtor_id, case_id) VALUES ($1, $2, $3)
ON CONFLICT (key, debtor_id, case_id) DO NOTHING;

-- query: payer_account_drop(key i64, debtor_id id, case_id id)
DELETE FROM payer_account WHERE key = $1 AND debtor_id = $2 AND case_id = $3;

-- query: payer_account_list() -> key, case_id
-- stream
SELECT key, case_id FROM payer_account ORDER BY key, case_id;

-- query: pay_reference_scheme_list() -> creditor_id, kind, prefix, digits, external_id, name
SELECT s.creditor_id, s.kind, s.prefix, s.digits, c.external_id, c.name
  FROM pay_reference_scheme s JOIN creditor c ON c.id = s.creditor_id ORDER BY s.creditor_id;

-- query: pay_reference_scheme_put(creditor_id id, kind text, prefix text, digits i64, now instant)
INSERT INTO pay_reference_scheme (creditor_id, kind, prefix, digits, updated_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (creditor_id) DO UPDATE SET kind = excluded.kind, prefix = excluded.prefix,
       digits = excluded.digits, updated_at = excluded.updated_at;

-- query: cash_claims() -> debtor_id, case_id, id, open, currency, creditor_id, number, claim_ref,
--     obligation_ref
-- stream
-- Every open claim with what a payer may call it; claims of a case follow each other.
SELECT c.debtor_id, c.case_id, c.id, c.amount - c.paid AS open, k.currency, k.creditor_id, k.number,
       c.external_id AS claim_ref, o.external_id AS obligation_ref
  FROM claim c
  JOIN debt_case k ON k.debtor_id = c.debtor_id AND k.id = c.case_id
  JOIN obligation o ON o.debtor_id = c.debtor_id AND o.id = c.obligation_id
 WHERE c.state = 'open'
 ORDER BY c.debtor_id, c.case_id, c.due_on, c.id;

-- query: cash_parties() -> debtor_id, name, external_id, document_index
-- stream
SELECT debtor_id, name, external_id, document_index FROM party ORDER BY debtor_id;

-- query: cash_case(number i64) -> debtor_id, id, currency, creditor_id
SELECT debtor_id, id, currency, creditor_id FROM debt_case WHERE number = $1;

-- query: cash_case_number(id id) -> number
SELECT number FROM debt_case WHERE id = $1;

-- query: cash_claim(debtor_id id, case_id id, external_id text) -> id
SELECT id FROM claim WHERE debtor_id = $1 AND case_id = $2 AND external_id = $3 ORDER BY id;

-- query: insight_suspense_entries(date day) -> entry_id, aged_from, kind, open, currency, reason,
--     reference
-- Money from banks that was nobody's at the end of a business date.
SELECT p.entry_id, p.aged_from, p.kind, p.open, p.currency, p.reason, e.reference
  FROM bank_pending p JOIN bank_entry e ON e.id = p.entry_id
 WHERE p.from_on <= $1 AND (p.until_on IS NULL OR p.until_on > $1)
 ORDER BY p.aged_from, p.entry_id;

-- query: insight_suspense_payments(date day) -> number, value_on, source, reference, currency, rest
-- Payments of a case with something that had met no claim by then.
SELECT k.number, p.value_on, p.source, p.reference, p.currency,
       p.amount - COALESCE((SELECT CAST(sum(a.amount) AS BIGINT) FROM allocation a
                             WHERE a.debtor_id = p.debtor_id AND a.payment_id = p.id
                               AND a.booked_on <= $1), 0) AS rest
  FROM payment p
  JOIN debt_case k ON k.debtor_id = p.debtor_id AND k.id = p.case_id
 WHERE p.booked_on <= $1 AND p.amount > 0
   AND NOT EXISTS (SELECT 1 FROM payment r WHERE r.debtor_id = p.debtor_id AND r.returns_id = p.id
                      AND r.booked_on <= $1)
   AND p.amount > COALESCE((SELECT CAST(sum(a.amount) AS BIGINT) FROM allocation a
                             WHERE a.debtor_id = p.debtor_id AND a.payment_id = p.id
                               AND a.booked_on <= $1), 0)
 ORDER BY p.value_on, k.number, p.reference;
