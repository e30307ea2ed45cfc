-- What is known of a person that the gate reads, beyond what has a column already.

ALTER TABLE party ADD COLUMN flags {int};        -- minor, elderly, sued…: base/words.h; NULL: none
ALTER TABLE party_past ADD COLUMN flags {int};
ALTER TABLE party_past ADD COLUMN region TEXT;

-- A region says which zone and which rules a person has: the next close computes these anew.
UPDATE case_facts SET recheck_on = 0
 WHERE debtor_id IN (SELECT debtor_id FROM party WHERE region IS NOT NULL);
