-- Imports: the record of what was taken in, and the attributes that came with it.

-- query: import_batch_find(kind text, file_hash text, mapping_hash text, as_of day)
--   -> id, rows_applied, rows_created, rows_updated, rows_skipped
-- The import that a kill left in the middle: same file, same mapping, same day.
SELECT id, rows_applied, rows_created, rows_updated, rows_skipped FROM import_batch
 WHERE kind = $1 AND file_hash = $2 AND mapping_hash = $3 AND as_of IS NOT DISTINCT FROM $4
   AND state = 'applying'
 ORDER BY id DESC LIMIT 1;

-- query: import_batch_insert(id id, kind text, file_name text, file_hash text, mapping_hash text,
--   as_of day, rows_refused i64, user_id id, now instant)
-- aside
INSERT INTO import_batch (id, kind, file_name, file_hash, mapping_hash, as_of, state, rows_applied,
                          rows_created, rows_updated, rows_skipped, rows_refused, user_id,
                          started_at, finished_at)
VALUES ($1, $2, $3, $4, $5, $6, 'applying', 0, 0, 0, 0, $7, $8, $9, NULL);

-- query: import_batch_advance(id id, state text, rows_applied i64,
--   rows_created i64, rows_updated i64, rows_skipped i64, finished_at instant)
-- aside
-- In the transaction that applied the rows, so that the position is always right.
UPDATE import_batch SET state = $2, rows_applied = $3, rows_created = $4, rows_updated = $5,
       rows_skipped = $6, finished_at = $7
 WHERE id = $1;

-- query: attribute_def_find(name text) -> id, type
SELECT id, type FROM attribute_def WHERE name = $1;

-- query: attribute_def_count() -> count
SELECT count(*) FROM attribute_def;

-- query: attribute_def_insert(id id, name text, label text, type text, now instant)
INSERT INTO attribute_def (id, name, label, type, created_at) VALUES ($1, $2, $3, $4, $5);

-- query: attribute_value_list(debtor_id id, obligation_id id) -> attribute_id, number, text
SELECT attribute_id, number, text FROM attribute_value
 WHERE debtor_id = $1 AND obligation_id = $2;

-- query: attribute_value_keep_past(debtor_id id, obligation_id id, attribute_id id, now instant)
INSERT INTO attribute_value_past (debtor_id, obligation_id, attribute_id, until_at, since_at,
                                  number, text)
SELECT debtor_id, obligation_id, attribute_id, CAST($4 AS BIGINT), since_at, number, text
  FROM attribute_value WHERE debtor_id = $1 AND obligation_id = $2 AND attribute_id = $3
ON CONFLICT (debtor_id, obligation_id, attribute_id, until_at) DO NOTHING;

-- query: attribute_value_insert(debtor_id id, obligation_id id, attribute_id id, number i64,
--   text text, since_at instant)
INSERT INTO attribute_value (debtor_id, obligation_id, attribute_id, number, text, since_at)
VALUES ($1, $2, $3, $4, $5, $6);

-- query: attribute_value_put(debtor_id id, obligation_id id, attribute_id id, number i64,
--   text text, now instant)
INSERT INTO attribute_value (debtor_id, obligation_id, attribute_id, number, text, since_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (debtor_id, obligation_id, attribute_id) DO UPDATE
   SET number = excluded.number, text = excluded.text, since_at = excluded.since_at;

-- query: attribute_value_delete(debtor_id id, obligation_id id, attribute_id id)
DELETE FROM attribute_value WHERE debtor_id = $1 AND obligation_id = $2 AND attribute_id = $3;
