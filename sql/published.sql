-- What others publish and a law refers to (src/book/published.h).

-- query: rate_cap_revision(country text, kind text, from_on day)
--     -> revision, value, currency, source
-- The one that counts.  A rate has no currency.
SELECT revision, value, 0 AS currency, source FROM rate_cap
 WHERE country = $1 AND kind = $2 AND from_on = $3 ORDER BY revision DESC LIMIT 1;

-- query: index_value_revision(country text, unit text, from_on day)
--     -> revision, value, currency, source
SELECT revision, value, currency, source FROM index_value
 WHERE country = $1 AND unit = $2 AND from_on = $3 ORDER BY revision DESC LIMIT 1;

-- query: rate_cap_insert(country text, kind text, from_on day, revision i64, value i64,
--     source text, now instant, actor_id id)
INSERT INTO rate_cap (country, kind, from_on, revision, value, source, recorded_at, actor_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- query: index_value_insert(country text, unit text, from_on day, revision i64, value i64,
--     source text, now instant, actor_id id, currency i64)
INSERT INTO index_value (country, unit, from_on, revision, value, source, recorded_at, actor_id,
                         currency)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- query: rate_cap_on(country text, kind text, on_day day)
--     -> country, kind, from_on, revision, value, currency, source, recorded_at
-- The last one published to hold from that day or before.
SELECT country, kind, from_on, revision, value, 0 AS currency, source, recorded_at FROM rate_cap
 WHERE country = $1 AND kind = $2 AND from_on <= $3
 ORDER BY from_on DESC, revision DESC LIMIT 1;

-- query: index_value_on(country text, unit text, on_day day)
--     -> country, unit, from_on, revision, value, currency, source, recorded_at
SELECT country, unit, from_on, revision, value, currency, source, recorded_at FROM index_value
 WHERE country = $1 AND unit = $2 AND from_on <= $3
 ORDER BY from_on DESC, revision DESC LIMIT 1;

-- query: rate_cap_page(country text, kind text, on_day day, is_all bool, skipped i64, most i64)
--     -> country, kind, from_on, revision, value, currency, source, recorded_at
-- Those that hold on a day, or every row ever recorded.  Empty texts: of all.
SELECT r.country, r.kind, r.from_on, r.revision, r.value, 0 AS currency, r.source, r.recorded_at
  FROM rate_cap r
 WHERE ($1 = '' OR r.country = $1) AND ($2 = '' OR r.kind = $2)
   AND ($4 = 1 OR (r.from_on <= $3 AND NOT EXISTS (
           SELECT 1 FROM rate_cap l
            WHERE l.country = r.country AND l.kind = r.kind AND l.from_on <= $3
              AND (l.from_on > r.from_on
                   OR (l.from_on = r.from_on AND l.revision > r.revision)))))
 ORDER BY r.country, r.kind, r.from_on, r.revision LIMIT $6 OFFSET $5;

-- query: index_value_page(country text, unit text, on_day day, is_all bool, skipped i64, most i64)
--     -> country, unit, from_on, revision, value, currency, source, recorded_at
SELECT r.country, r.unit, r.from_on, r.revision, r.value, r.currency, r.source, r.recorded_at
  FROM index_value r
 WHERE ($1 = '' OR r.country = $1) AND ($2 = '' OR r.unit = $2)
   AND ($4 = 1 OR (r.from_on <= $3 AND NOT EXISTS (
           SELECT 1 FROM index_value l
            WHERE l.country = r.country AND l.unit = r.unit AND l.from_on <= $3
              AND (l.from_on > r.from_on
                   OR (l.from_on = r.from_on AND l.revision > r.revision)))))
 ORDER BY r.country, r.unit, r.from_on, r.revision LIMIT $6 OFFSET $5;
