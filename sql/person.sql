-- Parties that are one person (ADR 0017).

-- query: party_same_list(debtor_id id) -> other_id, merge_id
SELECT other_id, merge_id FROM party_same WHERE debtor_id = $1 AND until_at IS NULL
 ORDER BY other_id;

-- query: party_same_links(debtor_ids text) -> debtor_id, other_id
-- The same for many at once.
SELECT debtor_id, other_id FROM party_same
 WHERE debtor_id IN (SELECT value FROM json_each($1)) --@sqlite-only
--@postgresql WHERE debtor_id = ANY (CAST($1 AS BIGINT[]))
   AND until_at IS NULL
 ORDER BY debtor_id, other_id;

-- query: party_same_range(from_debtor_id i64, until_debtor_id i64) -> debtor_id, other_id
-- Almost always none.
SELECT debtor_id, other_id FROM party_same
 WHERE debtor_id >= $1 AND debtor_id < $2 AND until_at IS NULL
 ORDER BY debtor_id, other_id;

-- query: party_same_others(from_debtor_id i64, until_debtor_id i64) -> other_id
-- Outside of the range, one person with somebody in it.
SELECT DISTINCT other_id FROM party_same
 WHERE debtor_id >= $1 AND debtor_id < $2 AND until_at IS NULL
   AND (other_id < $1 OR other_id >= $2)
 ORDER BY other_id;

-- query: party_same_of(debtor_ids text) -> debtor_id
SELECT DISTINCT debtor_id FROM party_same
 WHERE debtor_id IN (SELECT value FROM json_each($1)) --@sqlite-only
--@postgresql WHERE debtor_id = ANY (CAST($1 AS BIGINT[]))
   AND until_at IS NULL
 ORDER BY debtor_id;

-- query: party_same_insert(debtor_id id, other_id id, merge_id id, now instant)
INSERT INTO party_same (debtor_id, other_id, merge_id, since_at, until_at)
VALUES ($1, $2, $3, $4, NULL);

-- query: party_same_end(debtor_id id, merge_id id, now instant)
UPDATE party_same SET until_at = $3 WHERE debtor_id = $1 AND merge_id = $2 AND until_at IS NULL;

-- query: party_lock(debtor_id id) -> debtor_id
-- Who is to become one person: until the end of the transaction nobody else joins or parts them.
SELECT debtor_id FROM party WHERE debtor_id = $1
--@postgresql FOR UPDATE
;

-- query: party_merge_insert(id id, party_id id, other_id id, reason text, actor_id id, now instant)
INSERT INTO party_merge (id, party_id, other_id, reason, actor_id, at)
VALUES ($1, $2, $3, $4, $5, $6);

-- query: party_merge_get(id id) -> party_id, other_id, undone
SELECT m.party_id, m.other_id,
       (SELECT count(*) FROM party_merge_undo u WHERE u.merge_id = m.id) AS undone
  FROM party_merge m WHERE m.id = $1;

-- query: party_merge_list(most i64) -> row
-- The latest first, with what undid them.
SELECT m.id, m.party_id, m.other_id, m.reason, m.at, u.at
  FROM party_merge m LEFT JOIN party_merge_undo u ON u.merge_id = m.id
 ORDER BY m.id DESC LIMIT $1;

-- query: party_merge_undo_insert(merge_id id, reason text, actor_id id, now instant)
INSERT INTO party_merge_undo (merge_id, reason, actor_id, at) VALUES ($1, $2, $3, $4);
