-- The search for parties that are one person (book/duplicate.h).

-- query: duplicate_changed(after_debtor_id id, since instant, most i64) -> debtor_id
-- Parties that came or changed since, or one of their points did.
SELECT p.debtor_id FROM party p
 WHERE p.debtor_id > $1
   AND (p.updated_at >= $2 OR EXISTS (SELECT 1 FROM contact_point c
                                       WHERE c.debtor_id = p.debtor_id AND c.updated_at >= $2))
 ORDER BY p.debtor_id LIMIT $3;

-- query: duplicate_parties(debtor_ids text) -> debtor_id, kind, name, document_kind, country,
--     document_index
SELECT debtor_id, kind, name, document_kind, country, document_index FROM party
 WHERE debtor_id IN (SELECT value FROM json_each($1)) --@sqlite-only
--@postgresql WHERE debtor_id = ANY (CAST($1 AS BIGINT[]))
 ORDER BY debtor_id;

-- query: duplicate_points(debtor_ids text) -> debtor_id, channel, value_index
SELECT debtor_id, channel, value_index FROM contact_point
 WHERE debtor_id IN (SELECT value FROM json_each($1)) --@sqlite-only
--@postgresql WHERE debtor_id = ANY (CAST($1 AS BIGINT[]))
   AND state <> 'wrong'
 ORDER BY debtor_id, id;

-- query: party_key_put(key i64, debtor_id id)
-- set
INSERT INTO party_key (key, debtor_id) VALUES ($1, $2) ON CONFLICT (key, debtor_id) DO NOTHING;

-- query: party_key_shared(keys text, most i64) -> key
-- Of the keys those that more than one party has, and not so many that they say nothing.
SELECT k.key
--@sqlite  FROM (SELECT DISTINCT value AS key FROM json_each($1)) k
--@postgresql  FROM (SELECT DISTINCT unnest(CAST($1 AS BIGINT[])) AS key) k
 WHERE (SELECT count(*) FROM (SELECT 1 FROM party_key x WHERE x.key = k.key LIMIT $2 + 1) y)
       BETWEEN 2 AND $2;

-- query: party_key_find(keys text) -> key, debtor_id
SELECT key, debtor_id FROM party_key
 WHERE key IN (SELECT value FROM json_each($1)) --@sqlite-only
--@postgresql WHERE key = ANY (CAST($1 AS BIGINT[]))
 ORDER BY key, debtor_id;

-- query: party_pair_put(low_id id, high_id id, score i64, reasons text, now instant)
-- What people said of a pair stays said.
INSERT INTO party_pair (low_id, high_id, score, reasons, state, found_at)
VALUES ($1, $2, $3, $4, 'open', $5)
ON CONFLICT (low_id, high_id) DO UPDATE SET score = excluded.score, reasons = excluded.reasons
 WHERE party_pair.state = 'open';

-- query: party_pair_get(low_id id, high_id id) -> score, reasons, state
SELECT score, reasons, state FROM party_pair WHERE low_id = $1 AND high_id = $2;

-- query: party_pair_decide(low_id id, high_id id, state text, now instant, actor_id id,
--     merge_id id)
INSERT INTO party_pair (low_id, high_id, score, reasons, state, found_at, decided_at, decided_by,
                        merge_id)
VALUES ($1, $2, 0, '', $3, $4, $4, $5, $6)
ON CONFLICT (low_id, high_id) DO UPDATE
   SET state = excluded.state, decided_at = excluded.decided_at, decided_by = excluded.decided_by,
       merge_id = excluded.merge_id;

-- query: party_pair_open(most i64) -> low_id, high_id, score, reasons
-- The surest first.
SELECT low_id, high_id, score, reasons FROM party_pair
 INDEXED BY party_pair_open --@sqlite-only
 WHERE state = 'open' ORDER BY score DESC, low_id DESC, high_id DESC LIMIT $1;

-- query: duplicate_before(id id) -> debtor_id
-- Whether anybody was here before an import began.
SELECT debtor_id FROM party WHERE debtor_id < $1 ORDER BY debtor_id LIMIT 1;

-- query: duplicate_since() -> value
-- aside
SELECT value FROM counter WHERE name = 'duplicates.since';

-- query: duplicate_since_set(since instant)
-- aside
INSERT INTO counter (name, value) VALUES ('duplicates.since', $1)
ON CONFLICT (name) DO UPDATE SET value = excluded.value;
