-- The file of a person: what names stand behind the numbers of audited rows (insight/evidence.h).

-- query: evidence_person(debtor_id id) -> name, kind, country, timezone, language
SELECT name, kind, country, timezone, language FROM party WHERE debtor_id = $1;

-- query: evidence_cases(debtor_id id) -> id, number, state, currency, opened_on, creditor
SELECT k.id, k.number, k.state, k.currency, k.opened_on, c.name AS creditor
  FROM debt_case k JOIN creditor c ON c.id = k.creditor_id
 WHERE k.debtor_id = $1 ORDER BY k.number;

-- query: evidence_user(id id) -> name
SELECT name FROM user_account WHERE id = $1;

-- query: evidence_strategy(id id) -> name, version
SELECT name, version FROM strategy WHERE id = $1;

-- query: evidence_last_root() -> day
SELECT max(day) FROM audit_root;
