-- Champion and challenger: cases split by a hash between versions of strategies, a hold-out
-- included; the arm stands on every decision.

-- place: reference
CREATE TABLE experiment (                      -- (A)
    id            {id} NOT NULL,
    name          TEXT NOT NULL,               -- cases are split by it
    from_on       {day} NOT NULL,              -- first business date that it decides for
    until_on      {day},                       -- first one that it no longer does; NULL: open
    note          TEXT NOT NULL,
    created_by    {id} NOT NULL,
    created_at    {instant} NOT NULL,
    PRIMARY KEY (id)
) {strict_rowless};

-- place: reference
CREATE TABLE experiment_arm (                  -- (A)
    experiment_id {id} NOT NULL,
    place         {int} NOT NULL,              -- in which the split asks; the last has the rest
    name          TEXT NOT NULL,
    kind          TEXT NOT NULL,               -- challenger | hold_out | champion
    strategy_id   {id},                        -- of a challenger
    share         {int} NOT NULL,              -- of all cases, in basis points
    symbol        {i64} NOT NULL,              -- "experiment/arm", as decisions name it
    PRIMARY KEY (experiment_id, place)
) {strict_rowless};

-- place: reference
CREATE TABLE experiment_step (                 -- (A) asked | approved | rejected | stopped
    experiment_id {id} NOT NULL,
    id            {id} NOT NULL,
    at            {instant} NOT NULL,
    business_date {day} NOT NULL,
    state         TEXT NOT NULL,
    effective_on  {day},                       -- of stopped: first date of which it is no more
    actor_id      {id},
    note          TEXT NOT NULL,
    document_hash TEXT,                        -- the proofs of the challengers
    PRIMARY KEY (experiment_id, id)
) {strict_rowless};

-- A symbol, "experiment/arm"; 0: no experiment decided.
ALTER TABLE case_decision ADD COLUMN arm {i64} NOT NULL DEFAULT 0;
ALTER TABLE decision ADD COLUMN arm {i64} NOT NULL DEFAULT 0;
-- Few decisions are an arm's: the report of arms finds them.
CREATE INDEX decision_arm ON decision (arm) WHERE arm <> 0;
