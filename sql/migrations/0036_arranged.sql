-- Whether a case has an arrangement in force, as a fact; and what state each was in before.

ALTER TABLE case_facts ADD COLUMN is_arranged {int} NOT NULL DEFAULT 0;

-- The bit of validity of the new fact, the 45th.
UPDATE case_facts SET validity = validity + 17592186044416,
       is_arranged = CASE WHEN EXISTS (SELECT 1 FROM arrangement a
                                        WHERE a.debtor_id = case_facts.debtor_id
                                          AND a.case_id = case_facts.case_id
                                          AND a.state = 'active') THEN 1 ELSE 0 END;

-- place: debtor
CREATE TABLE arrangement_past (                -- (A)
    debtor_id     {id} NOT NULL,
    id            {id} NOT NULL,
    until_at      {instant} NOT NULL,
    state         TEXT NOT NULL,
    PRIMARY KEY (debtor_id, id, until_at)
) {strict_rowless};
