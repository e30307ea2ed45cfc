-- Plans in the ledger: what a claim gave to a plan and a plan's claims took over are entries
-- (ledger_entry: moved, waived, written_off), with the day from which the plan counts.

ALTER TABLE arrangement ADD COLUMN began_on {day};  -- business date of its first activation

UPDATE arrangement SET began_on = (
    SELECT min(c.issued_on)
      FROM arrangement_claim a JOIN claim c ON c.debtor_id = a.debtor_id AND c.id = a.claim_id
     WHERE a.debtor_id = arrangement.debtor_id AND a.arrangement_id = arrangement.id
       AND a.role = 'row')
 WHERE active_at IS NOT NULL;
