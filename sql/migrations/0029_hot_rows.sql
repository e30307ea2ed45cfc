-- Rows that every close changes in place find room on their own page (PostgreSQL's HOT updates):
-- no index of theirs is written again.  The unique key of outbox begins with case_id already.
DROP INDEX outbox_case;
--@postgresql ALTER TABLE debt_case SET (fillfactor = 85);
--@postgresql ALTER TABLE case_facts SET (fillfactor = 85);
--@postgresql ALTER TABLE case_decision SET (fillfactor = 85);
