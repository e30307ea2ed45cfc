-- Upkeep: backups and the checks of acuerdo doctor.

-- query: store_quick_check() -> finding
-- Whether the pages of the file hang together; no row: they do.  SQLite 3.40 takes columns for NULL
-- in tables without a rowid whose key is not their first columns, so that finding is left to the
-- constraints themselves.
--@sqlite SELECT quick_check AS finding FROM pragma_quick_check(2147483647)
--@sqlite  WHERE quick_check <> 'ok' AND quick_check NOT LIKE 'NULL value in %' LIMIT 1;
