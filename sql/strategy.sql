-- Strategies and the attributes that they may read.

-- query: attribute_def_list() -> id, name, type
-- aside
SELECT id, name, type FROM attribute_def ORDER BY id;

-- query: attribute_of_case(debtor_id id, case_id id) -> attribute_id, number, text
-- Those of the obligation that leads the case: the one with the oldest unpaid claim, or the newest
-- when all is paid; the same that gives the case its product.
SELECT v.attribute_id, v.number, v.text FROM attribute_value v
 WHERE v.debtor_id = $1 AND v.obligation_id = (
       SELECT o.id FROM obligation o
         LEFT JOIN claim c
        INDEXED BY claim_open --@sqlite-only
              ON c.debtor_id = o.debtor_id AND c.case_id = o.case_id AND c.obligation_id = o.id
             AND c.state = 'open'
        WHERE o.debtor_id = $1 AND o.case_id = $2
        ORDER BY CASE WHEN c.due_on IS NULL THEN 1 ELSE 0 END, c.due_on, o.opened_on DESC,
                 o.external_id
        LIMIT 1);

-- query: strategy_last_version(name text) -> version
SELECT COALESCE(max(version), 0) FROM strategy WHERE name = $1;

-- query: strategy_countries() -> country
-- Whose law a strategy must keep: the organisation's and that of every person.
SELECT country FROM organisation UNION SELECT country FROM party WHERE country <> '' ORDER BY 1;
