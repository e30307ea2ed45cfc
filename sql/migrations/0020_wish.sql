-- What a person prefers is heeded now, and a contact point may be no one's own: the facts of cases
-- with a preference are computed anew by the next close.

ALTER TABLE contact_preference ADD COLUMN language TEXT;   -- ISO 639; NULL: none was named
ALTER TABLE contact_point ADD COLUMN used_as TEXT;         -- workplace | reference; NULL: personal
ALTER TABLE contact_point_past ADD COLUMN used_as TEXT;

UPDATE case_facts SET recheck_on = 0
 WHERE debtor_id IN (SELECT debtor_id FROM contact_preference);
