-- Master keys, keys of persons, and the change of a key.

-- query: data_key_current() -> number, mark
-- aside
SELECT number, mark FROM data_key WHERE state = 'current';

-- query: data_key_hold() -> number, mark
-- aside
-- For whoever seals: no other key becomes the current one before the transaction ends.
SELECT number, mark FROM data_key WHERE state = 'current'
--@postgresql  FOR SHARE
;

-- query: data_key_list() -> number, mark, state, made_at, retired_at
SELECT number, mark, state, made_at, retired_at FROM data_key ORDER BY number;

-- query: data_key_first(number i64, mark text, now instant)
-- aside
-- Of a store that was made before keys were counted.
INSERT INTO data_key (number, mark, state, made_at) VALUES ($1, $2, 'current', $3)
ON CONFLICT (number) DO NOTHING;

-- query: data_key_insert(number i64, mark text, now instant)
INSERT INTO data_key (number, mark, state, made_at) VALUES ($1, $2, 'current', $3);

-- query: data_key_open_others()
UPDATE data_key SET state = 'open' WHERE state = 'current';

-- query: data_key_retire(now instant)
UPDATE data_key SET state = 'retired', retired_at = $1 WHERE state = 'open';

-- query: data_key_forget(number i64)
UPDATE data_key SET state = 'forgotten' WHERE number = $1 AND state = 'retired';

-- query: person_key_get(debtor_id id) -> number, wrapped
SELECT number, wrapped FROM person_key WHERE debtor_id = $1;

-- query: person_key_of(debtor_ids text) -> debtor_id, number, wrapped
-- For whoever opens values of many.
SELECT debtor_id, number, wrapped FROM person_key
 WHERE debtor_id IN (SELECT value FROM json_each($1)) --@sqlite-only
--@postgresql WHERE debtor_id = ANY (CAST($1 AS BIGINT[]))
 ORDER BY debtor_id;

-- query: person_key_hold(debtor_id id) -> number, wrapped
-- For whoever seals: the key stays until the transaction ends.
SELECT number, wrapped FROM person_key WHERE debtor_id = $1
--@postgresql  FOR SHARE
;

-- query: person_key_insert(debtor_id id, number i64, wrapped blob, now instant)
INSERT INTO person_key (debtor_id, number, wrapped, made_at) VALUES ($1, $2, $3, $4);

-- query: person_key_add(debtor_id id, number i64, wrapped blob, now instant)
-- Of a person whose values were sealed before persons had keys.
INSERT INTO person_key (debtor_id, number, wrapped, made_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (debtor_id) DO NOTHING;

-- query: person_key_replace(debtor_id id, number i64, wrapped blob, now instant)
INSERT INTO person_key (debtor_id, number, wrapped, made_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (debtor_id) DO UPDATE SET number = $2, wrapped = $3, made_at = $4;

-- query: person_key_delete(debtor_id id)
DELETE FROM person_key WHERE debtor_id = $1;

-- query: key_destroyed_insert(debtor_id id, now instant, user_id id, reason text)
INSERT INTO key_destroyed (debtor_id, at, user_id, reason) VALUES ($1, $2, $3, $4);

-- query: key_is_destroyed(debtor_id id) -> at
SELECT max(at) FROM key_destroyed WHERE debtor_id = $1;

-- query: rekey_persons(after_id id, number i64, most i64) -> debtor_id
-- Whose values are not under the current key yet; a person without a key has values of before.
SELECT p.debtor_id FROM party p LEFT JOIN person_key k ON k.debtor_id = p.debtor_id
 WHERE p.debtor_id > $1 AND (k.number <> $2
        OR (k.number IS NULL
            AND NOT EXISTS (SELECT 1 FROM key_destroyed d WHERE d.debtor_id = p.debtor_id)))
 ORDER BY p.debtor_id LIMIT $3;

-- query: rekey_count(number i64) -> count
SELECT count(*) FROM party p LEFT JOIN person_key k ON k.debtor_id = p.debtor_id
 WHERE k.number <> $1
    OR (k.number IS NULL
        AND NOT EXISTS (SELECT 1 FROM key_destroyed d WHERE d.debtor_id = p.debtor_id));

-- query: rekey_document(debtor_id id) -> id, kind, document_sealed
SELECT 0, 'document', document_sealed FROM party
 WHERE debtor_id = $1 AND document_sealed IS NOT NULL;

-- query: rekey_set_document(debtor_id id, id id, sealed blob, value_index blob, last4 blob)
-- A party has one document: id says nothing.
UPDATE party SET document_sealed = $3, document_index = $4, document_last4 = $5
 WHERE debtor_id = $1 AND CAST($2 AS BIGINT) IS NULL;

-- query: rekey_points(debtor_id id) -> id, channel, value_sealed
SELECT id, channel, value_sealed FROM contact_point WHERE debtor_id = $1 ORDER BY id;

-- query: rekey_set_point(debtor_id id, id id, sealed blob, value_index blob, last4 blob)
UPDATE contact_point SET value_sealed = $3, value_index = $4, value_last4 = $5
 WHERE debtor_id = $1 AND id = $2;

-- query: rekey_past(debtor_id id) -> id, field, value_sealed
SELECT id, field, value_sealed FROM party_value_past WHERE debtor_id = $1 ORDER BY id;

-- query: rekey_set_past(debtor_id id, id id, sealed blob)
UPDATE party_value_past SET value_sealed = $3 WHERE debtor_id = $1 AND id = $2;
