-- Champion and challenger (policy/experiment.h).

-- query: experiment_insert(id id, name text, from_on day, until_on day, note text, created_by id,
--   created_at instant)
INSERT INTO experiment (id, name, from_on, until_on, note, created_by, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- query: experiment_arm_insert(experiment_id id, place i64, name text, kind text, strategy_id id,
--   share i64, symbol i64)
INSERT INTO experiment_arm (experiment_id, place, name, kind, strategy_id, share, symbol)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- query: experiment_step_insert(experiment_id id, id id, at instant, business_date day, state text,
--   effective_on day, actor_id id, note text, document_hash text)
INSERT INTO experiment_step (experiment_id, id, at, business_date, state, effective_on, actor_id,
                             note, document_hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- query: experiment_on(on day) -> id
-- aside
-- The one that splits the cases on a day: approved, within its dates, and not stopped by then.
SELECT e.id FROM experiment e
  JOIN experiment_step a ON a.experiment_id = e.id AND a.state = 'approved'
 WHERE e.from_on <= $1 AND (e.until_on IS NULL OR e.until_on > $1)
   AND NOT EXISTS (SELECT 1 FROM experiment_step s
                    WHERE s.experiment_id = e.id AND s.state = 'stopped' AND s.effective_on <= $1)
 ORDER BY e.from_on DESC, e.id DESC LIMIT 1;

-- query: experiment_beside(id id, from_on day, until_on day) -> name
-- Another one that is approved and splits a day of the same period.
SELECT e.name FROM experiment e
  JOIN experiment_step a ON a.experiment_id = e.id AND a.state = 'approved'
  LEFT JOIN experiment_step s ON s.experiment_id = e.id AND s.state = 'stopped'
 WHERE e.id <> COALESCE(CAST($1 AS BIGINT), 0)
   AND (CAST($3 AS BIGINT) IS NULL OR e.from_on < $3)
   AND (e.until_on IS NULL OR e.until_on > $2)
   AND (s.effective_on IS NULL OR (s.effective_on > $2 AND s.effective_on > e.from_on))
 LIMIT 1;

-- query: experiment_row(id id)
--   -> id, name, from_on, until_on, note, created_by, created_at, login, state, stopped_on
-- The state is its last step's.
SELECT e.id, e.name, e.from_on, e.until_on, e.note, e.created_by, e.created_at,
       COALESCE(u.login, '') AS login,
       (SELECT t.state FROM experiment_step t WHERE t.experiment_id = e.id
         ORDER BY t.id DESC LIMIT 1) AS state,
       (SELECT t.effective_on FROM experiment_step t
         WHERE t.experiment_id = e.id AND t.state = 'stopped' LIMIT 1) AS stopped_on
  FROM experiment e LEFT JOIN user_account u ON u.id = e.created_by WHERE e.id = $1;

-- query: experiment_ids(most i64) -> id
-- Newest first.
SELECT id FROM experiment ORDER BY created_at DESC, id DESC LIMIT $1;

-- query: experiment_find(name text) -> id
-- The newest of a name.
SELECT id FROM experiment WHERE name = $1 ORDER BY created_at DESC, id DESC LIMIT 1;

-- query: experiment_arms(experiment_id id)
--   -> place, name, kind, strategy_id, share, symbol, strategy, version
-- aside
SELECT a.place, a.name, a.kind, a.strategy_id, a.share, a.symbol, COALESCE(s.name, '') AS strategy,
       COALESCE(s.version, 0) AS version
  FROM experiment_arm a LEFT JOIN strategy s ON s.id = a.strategy_id
 WHERE a.experiment_id = $1 ORDER BY a.place;

-- query: experiment_of_strategy(strategy_id id, on day) -> name
-- One that is asked for or approved, not over, and decides by a version.
SELECT e.name FROM experiment e
  JOIN experiment_arm a ON a.experiment_id = e.id AND a.strategy_id = $1
 WHERE (e.until_on IS NULL OR e.until_on > $2)
   AND NOT EXISTS (SELECT 1 FROM experiment_step s
                    WHERE s.experiment_id = e.id
                      AND (s.state = 'rejected'
                           OR (s.state = 'stopped' AND s.effective_on <= $2)))
 LIMIT 1;
