-- Papers as data (insight/paper.h).

-- query: paper_head(debtor_id id, case_id id) -> number, party_name, party_external_id, creditor,
--     organisation
SELECT k.number, p.name, p.external_id, c.name AS creditor, o.name AS organisation
  FROM debt_case k
  JOIN party p ON p.debtor_id = k.debtor_id
  JOIN creditor c ON c.id = k.creditor_id
  JOIN organisation o ON o.id = 1
 WHERE k.debtor_id = $1 AND k.id = $2;

-- query: paper_insert(debtor_id id, id id, case_id id, kind text, business_date day, sha256 text,
--     body json, user_id id, now instant)
INSERT INTO paper (debtor_id, id, case_id, kind, business_date, sha256, body, user_id, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- query: paper_find(sha256 text) -> kind, business_date, case_id
SELECT kind, business_date, case_id FROM paper WHERE sha256 = $1 ORDER BY id LIMIT 1;

-- query: paper_list(debtor_id id, case_id id, most i64) -> id, kind, business_date, created_at,
--     sha256, user_name
SELECT p.id, p.kind, p.business_date, p.created_at, p.sha256, coalesce(u.name, '') AS user_name
  FROM paper p LEFT JOIN user_account u ON u.id = p.user_id
 WHERE p.debtor_id = $1 AND p.case_id = $2 ORDER BY p.created_at DESC, p.id DESC LIMIT $3;
