-- Payroll deduction (src/cash/payroll.h).

-- query: payroll_claims(employer_id id, currency i64, from_on day, until_on day)
--     -> debtor_id, case_id, claim_id, reference, debt, due_on, open, name, document_sealed,
--     has_left
-- What debtors of an employer owe by claims that are due in a period; not while it is disputed, nor
-- of who died or is bankrupt.
SELECT c.debtor_id, c.case_id, c.id AS claim_id, c.external_id AS reference,
       o.external_id AS debt, c.due_on, c.amount - c.paid AS open, p.name, p.document_sealed,
       CASE WHEN EXISTS (SELECT 1 FROM payroll_left f
                          WHERE f.debtor_id = c.debtor_id AND f.employer_id = $1)
            THEN 1 ELSE 0 END AS has_left
  FROM obligation_party l
  JOIN obligation o ON o.debtor_id = l.debtor_id AND o.id = l.obligation_id
  JOIN claim c ON c.debtor_id = o.debtor_id AND c.obligation_id = o.id
  JOIN party p ON p.debtor_id = o.debtor_id
 WHERE l.party_id = $1 AND l.role = 'employer' AND o.currency = $2 AND o.state = 'open'
   AND c.state = 'open' AND c.due_on >= $3 AND c.due_on <= $4
   AND p.is_deceased = 0 AND p.is_bankrupt = 0
   AND NOT EXISTS (SELECT 1 FROM dispute d
                    WHERE d.debtor_id = c.debtor_id AND d.case_id = c.case_id
                      AND d.state = 'open'
                      AND (d.obligation_id IS NULL OR d.obligation_id = c.obligation_id))
 ORDER BY p.name, c.debtor_id, c.due_on, c.id;

-- query: payroll_list_insert(id id, employer_id id, currency i64, from_on day, until_on day,
--     lines i64, amount money, business_date day, user_id id, now instant)
INSERT INTO payroll_list (id, employer_id, currency, from_on, until_on, lines, amount, withdrawn_on,
                          business_date, user_id, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, $8, $9, $10);

-- query: payroll_line_insert(debtor_id id, list_id id, number i64, case_id id, claim_id id,
--     reference text, amount money)
INSERT INTO payroll_line (debtor_id, list_id, number, case_id, claim_id, reference, amount)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- query: payroll_list_overlapping(employer_id id, currency i64, from_on day, until_on day) -> id
SELECT id FROM payroll_list
 WHERE employer_id = $1 AND currency = $2 AND withdrawn_on IS NULL AND from_on <= $4
   AND until_on >= $3
 ORDER BY id;

-- query: payroll_list_withdraw(id id, withdrawn_on day, withdrawn_why text)
UPDATE payroll_list SET withdrawn_on = $2, withdrawn_why = $3
 WHERE id = $1 AND withdrawn_on IS NULL;

-- query: payroll_list_get(id id) -> id, employer_id, currency, from_on, until_on, lines, amount,
--     withdrawn_on, business_date, answers, withdrawn_why
SELECT l.id, l.employer_id, l.currency, l.from_on, l.until_on, l.lines, l.amount, l.withdrawn_on,
       l.business_date,
       (SELECT count(*) FROM bank_statement s JOIN bank_file f ON f.id = s.file_id
         WHERE s.account = CAST(l.id AS TEXT) AND f.format = 'PAYROLL') AS answers,
       coalesce(l.withdrawn_why, '') AS withdrawn_why
  FROM payroll_list l WHERE l.id = $1;

-- query: payroll_list_newest(most i64) -> id, employer_id, currency, from_on, until_on, lines,
--     amount, withdrawn_on, business_date, answers, withdrawn_why
SELECT l.id, l.employer_id, l.currency, l.from_on, l.until_on, l.lines, l.amount, l.withdrawn_on,
       l.business_date,
       (SELECT count(*) FROM bank_statement s JOIN bank_file f ON f.id = s.file_id
         WHERE s.account = CAST(l.id AS TEXT) AND f.format = 'PAYROLL') AS answers,
       coalesce(l.withdrawn_why, '') AS withdrawn_why
  FROM payroll_list l ORDER BY l.id DESC LIMIT $1;

-- query: payroll_answers(account text) -> id, name, business_date, entries
-- The files by which an employer answered a list.
SELECT DISTINCT f.id, f.name, f.business_date, f.entries
  FROM bank_statement s JOIN bank_file f ON f.id = s.file_id
 WHERE s.account = $1 AND f.format = 'PAYROLL'
 ORDER BY f.id;

-- query: payroll_employers(most i64) -> id, name, people
-- Who employs debtors, and how many of them.
SELECT l.party_id AS id, p.name, count(DISTINCT l.debtor_id) AS people
  FROM obligation_party l JOIN party p ON p.debtor_id = l.party_id
 WHERE l.role = 'employer'
 GROUP BY l.party_id, p.name ORDER BY p.name, l.party_id LIMIT $1;

-- query: payroll_file_lines(list_id id) -> debtor_id, case_id, claim_id, reference, debt, due_on,
--     open, name, document_sealed
-- A list as it was asked: its amounts, the names of today.
SELECT l.debtor_id, l.case_id, l.claim_id, l.reference, o.external_id AS debt, c.due_on,
       l.amount AS open, p.name, p.document_sealed
  FROM payroll_line l
  JOIN claim c ON c.debtor_id = l.debtor_id AND c.id = l.claim_id
  JOIN obligation o ON o.debtor_id = c.debtor_id AND o.id = c.obligation_id
  JOIN party p ON p.debtor_id = l.debtor_id
 WHERE l.list_id = $1 ORDER BY l.number;

-- query: payroll_lines(list_id id) -> number, debtor_id, case_id, claim_id, reference, amount, name
SELECT l.number, l.debtor_id, l.case_id, l.claim_id, l.reference, l.amount, p.name
  FROM payroll_line l JOIN party p ON p.debtor_id = l.debtor_id
 WHERE l.list_id = $1 ORDER BY l.number;

-- query: payroll_entries(account text) -> entry_id, kind, amount, reference, counterparty, text,
--     open, ended_by
-- What the employer's answers to one list said, the first first, with what waits of each.
SELECT e.id AS entry_id, e.kind, e.amount, e.reference, e.counterparty, e.text,
       (SELECT p.open FROM bank_pending p
         WHERE p.entry_id = e.id AND p.until_on IS NULL) AS open,
       (SELECT p.ended_by FROM bank_pending p
         WHERE p.entry_id = e.id ORDER BY p.id DESC LIMIT 1) AS ended_by
  FROM bank_statement s
  JOIN bank_file f ON f.id = s.file_id
  JOIN bank_entry e ON e.statement_id = s.id
 WHERE s.account = $1 AND f.format = 'PAYROLL'
 ORDER BY e.id;

-- query: payroll_left_put(debtor_id id, employer_id id, entry_id id, said_on day)
INSERT INTO payroll_left (debtor_id, employer_id, entry_id, said_on) VALUES ($1, $2, $3, $4)
ON CONFLICT (debtor_id, employer_id, entry_id) DO NOTHING;
