-- What the store asks about itself: its schema, its lock, and whether it still works.

-- query: schema_exists() -> count
-- 1 when the store has ever been migrated.
SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migration' --@sqlite-only
--@postgresql SELECT CAST(to_regclass('schema_migration') IS NOT NULL AS INTEGER)
;

-- query: schema_version() -> version
SELECT COALESCE(max(version), 0) FROM schema_migration WHERE applied_at IS NOT NULL;

-- query: schema_statements_done(version i64) -> statements_done
SELECT statements_done FROM schema_migration WHERE version = $1;

-- query: schema_migration_start(version i64, name text)
INSERT INTO schema_migration (version, name, statements_done) VALUES ($1, $2, 0)
    ON CONFLICT (version) DO NOTHING;

-- query: schema_migration_advance(version i64, statements_done i64)
UPDATE schema_migration SET statements_done = $2 WHERE version = $1;

-- query: schema_migration_finish(version i64, now instant)
UPDATE schema_migration SET applied_at = $2 WHERE version = $1;

-- query: schema_lock() -> was_given
-- One migrator at a time, over several transactions.  SQLite has its write lock for that.
--@postgresql SELECT pg_advisory_lock(4142727253) IS NULL;

-- query: schema_unlock() -> was_held
--@postgresql SELECT pg_advisory_unlock(4142727253);

-- Indexes that a large load goes without (store/load.h); a test holds them against the migrations.

-- query: index_first_missing() -> name
-- No row: all are there.
WITH wanted (name) AS (SELECT 'party_search' UNION ALL SELECT 'party_document' --@sqlite-only
                       UNION ALL SELECT 'contact_point_last4' --@sqlite-only
                       UNION ALL SELECT 'attribute_value_value') --@sqlite-only
SELECT w.name FROM wanted w LEFT JOIN sqlite_schema s ON s.name = w.name --@sqlite-only
 WHERE s.name IS NULL LIMIT 1; --@sqlite-only

-- query: index_drop_party_search()
DROP INDEX IF EXISTS party_search; --@sqlite-only

-- query: index_make_party_search()
CREATE INDEX IF NOT EXISTS party_search ON party (search_name); --@sqlite-only

-- query: index_drop_party_document()
DROP INDEX IF EXISTS party_document; --@sqlite-only

-- query: index_make_party_document()
CREATE INDEX IF NOT EXISTS party_document ON party (document_last4); --@sqlite-only

-- query: index_drop_contact_point_last4()
DROP INDEX IF EXISTS contact_point_last4; --@sqlite-only

-- query: index_make_contact_point_last4()
CREATE INDEX IF NOT EXISTS contact_point_last4 ON contact_point (value_last4); --@sqlite-only

-- query: index_drop_attribute_value_value()
DROP INDEX IF EXISTS attribute_value_value; --@sqlite-only

-- query: index_make_attribute_value_value()
CREATE INDEX IF NOT EXISTS attribute_value_value --@sqlite-only
    ON attribute_value (attribute_id, text, number); --@sqlite-only

-- query: citus_version() -> version
-- No row: the database is not one of a Citus cluster.
--@postgresql SELECT CAST(extversion AS TEXT) FROM pg_extension WHERE extname = 'citus';

-- query: citus_is_placed(name text) -> count
-- citus
-- A table that Citus merely knows, because a key of it points to one that is placed, stands there
-- too, with no column to spread by, one copy and no company.
--@postgresql SELECT count(*) FROM pg_dist_partition WHERE logicalrelid = to_regclass($1)
--@postgresql    AND NOT (partmethod = 'n' AND repmodel = 's' AND colocationid = 0);

-- query: citus_place_reference(name text) -> is_done
-- citus
--@postgresql SELECT create_reference_table(to_regclass($1)) IS NOT NULL;

-- query: citus_place_debtor(name text, beside text) -> is_done
-- citus
-- Rows of one person lie together, whichever table they are in.
--@postgresql SELECT create_distributed_table(to_regclass($1), 'debtor_id', colocate_with => $2)
--@postgresql        IS NOT NULL;

-- query: citus_place_one_shard(name text, beside text) -> is_done
-- citus
--@postgresql SELECT create_distributed_table(to_regclass($1), NULL, colocate_with => $2)
--@postgresql        IS NOT NULL;

-- query: store_hold(number i64) -> was_given
-- A lock of the session, so that it ends with the process, however that ends.
--@postgresql SELECT pg_try_advisory_lock($1);

-- query: store_echo(number i64, words text, bytes blob) -> number, words, bytes
-- Gives back what it gets: proves that values travel unchanged.
SELECT CAST($1 AS BIGINT), $2, $3;

-- query: store_count(until i64) -> number, square, text
-- The numbers from 1: rows without a table.
-- stream
WITH RECURSIVE n (i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < $1)
SELECT i, CASE WHEN i % 7 = 0 THEN NULL ELSE i * i END, 'row ' || CAST(i AS TEXT) FROM n;

-- query: store_reciprocal(until i64, wrong i64) -> reciprocal
-- Numbers, of which one cannot be told: 1 / 0 ends a query on one store, on the other it is null.
-- stream
WITH RECURSIVE n (i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < $1)
SELECT 1 / (i - $2) FROM n;

-- query: store_probe_insert(id id, code text, due_on day, made_at instant, amount money,
--   words text, bytes blob)
INSERT INTO store_probe (id, code, due_on, made_at, amount, words, bytes)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- query: store_probe_get(id id) -> code, due_on, made_at, amount, words, bytes
SELECT code, due_on, made_at, amount, words, bytes FROM store_probe WHERE id = $1;

-- query: store_probe_rows(from_id id) -> id, code
SELECT id, code FROM store_probe WHERE id >= $1 ORDER BY id;

-- query: store_probe_put(id id, code text, due_on day, made_at instant, amount money, words text,
--     bytes blob)
-- set
INSERT INTO store_probe (id, code, due_on, made_at, amount, words, bytes)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (id) DO UPDATE
   SET code = excluded.code, due_on = excluded.due_on, made_at = excluded.made_at,
       amount = excluded.amount, words = excluded.words, bytes = excluded.bytes;

-- query: store_probe_update(id id, amount money)
-- set
UPDATE store_probe SET amount = $2 WHERE id = $1;

-- query: store_probe_take(id id) -> code
DELETE FROM store_probe WHERE id = $1 RETURNING code;

-- query: store_probe_total() -> count, amount
SELECT count(*), CAST(sum(amount) AS BIGINT) FROM store_probe;
