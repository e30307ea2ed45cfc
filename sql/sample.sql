-- What simulated people see of the store.

-- query: sample_cases(from_debtor_id id) -> debtor_id, case_id, external_id, validity,
--     oldest_due_on, next_due_on, open_amount, past_due_amount, promise_due_on, promise_amount,
--     last_notice_on, disputes_open
-- stream
SELECT f.debtor_id, f.case_id, p.external_id, f.validity, f.oldest_due_on, f.next_due_on,
       f.open_amount, f.past_due_amount, f.promise_due_on, f.promise_amount, f.last_notice_on,
       f.disputes_open
  FROM case_facts f JOIN party p ON p.debtor_id = f.debtor_id
 WHERE f.debtor_id >= $1 AND f.open_amount > 0
 ORDER BY f.debtor_id, f.case_id;

-- query: sample_disputes(opened_until day) -> debtor_id, id
SELECT debtor_id, id FROM dispute WHERE state = 'open' AND opened_on <= $1 ORDER BY debtor_id, id;

-- query: sample_obligation_of_case(debtor_id id, case_id id) -> external_id
SELECT o.external_id FROM obligation o
  JOIN claim c ON c.debtor_id = o.debtor_id AND c.obligation_id = o.id AND c.state = 'open'
 WHERE o.debtor_id = $1 AND o.case_id = $2 ORDER BY c.due_on, c.external_id LIMIT 1;
