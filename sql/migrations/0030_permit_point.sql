-- The contact point that a permit is for, where one was meant.  Permits of before have none, and
-- leave nothing of it in their digest.
ALTER TABLE contact_reservation ADD COLUMN point_id {id};  -- NULL: the best one of the channel
