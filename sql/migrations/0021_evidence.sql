-- More tables are evidence: overrides, erasures, published rates and indices.

-- The number of the first table of the pass that chains what was there before; NULL: all of them.
ALTER TABLE audit_start ADD COLUMN from_table {int};
-- The open date at the later pass; NULL: there was none.
ALTER TABLE audit_start ADD COLUMN again_on {day};

-- A store whose rows are chained does it once more, for the tables that are new.
UPDATE audit_start SET from_table = 18, until_debtor_id = 0, is_done = 0 WHERE is_done = 1;

-- Whom somebody of ours is speaking with: permits by hand are few and short.
CREATE INDEX contact_reservation_hand ON contact_reservation (actor_id)
 WHERE state = 'held' AND outbox_id IS NULL;
