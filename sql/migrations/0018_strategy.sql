-- Strategies as things that people own: who made a version and from which, and every state that it
-- went through.

ALTER TABLE strategy ADD COLUMN created_by {id};   -- NULL: it came with the program
ALTER TABLE strategy ADD COLUMN based_on {int};    -- version of the same name; NULL: of none

-- place: reference
CREATE TABLE strategy_step (                   -- (A) each state, by whom, and on what grounds
    strategy_id   {id} NOT NULL,
    id            {id} NOT NULL,
    at            {instant} NOT NULL,
    business_date {day} NOT NULL,
    state         TEXT NOT NULL,               -- draft | tested | approved | active | retired
    active_from   {day},                       -- of active: from which day on it decides
    actor_id      {id},                        -- NULL: whoever has the machine's account
    note          TEXT NOT NULL,
    document_hash TEXT,                        -- the report of tests, or the proofs
    PRIMARY KEY (strategy_id, id)
) {strict_rowless};

-- A store that is there already learns who makes a strategy active; a new one is told by its seed.
INSERT INTO permission (name, description)
SELECT 'strategy.start', 'Poner en vigor estrategias autorizadas' FROM organisation;
INSERT INTO role_permission (role, permission)
SELECT name, 'strategy.start' FROM role WHERE name = 'strategist' OR name = 'supervisor';
