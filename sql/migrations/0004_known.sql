-- What was known when: so that a past close can be computed again (ADR 0015).
--
-- A row that is made and never changed tells by its own instant since when it is known.  A row that
-- is changed in place leaves what it was in a table of the past, with the instant until which that
-- held; nothing is written there when a row is made.  What other rows tell is kept nowhere: a
-- claim's paid is the sum of its allocations, a payment's state follows from them and from its
-- return, a promise is graded again.  Rows of before this migration have no instant: known always.

ALTER TABLE organisation ADD COLUMN known_at {instant};     -- of the last slice; NULL: of none
ALTER TABLE change_partition ADD COLUMN last_at {instant};  -- the latest instant of a change
ALTER TABLE close_run ADD COLUMN rules TEXT;                -- digest of the program's packs
ALTER TABLE close_slice ADD COLUMN known_at {instant};      -- it knew what was recorded until then
ALTER TABLE close_slice ADD COLUMN strategy_id {id};
ALTER TABLE close_slice ADD COLUMN fact_sums {blob};        -- a sum for each column of case_facts
ALTER TABLE allocation ADD COLUMN created_at {instant};
ALTER TABLE attribute_value ADD COLUMN since_at {instant};
ALTER TABLE contact_count ADD COLUMN since_at {instant};

-- place: debtor
-- (A) Changes that carry an instant before a slice of the close and were committed after it.
CREATE TABLE late_change (
    debtor_id     {id} NOT NULL,
    at            {instant} NOT NULL,          -- what its rows carry
    known_at      {instant} NOT NULL,
    PRIMARY KEY (debtor_id, at)
) {strict_rowless};

-- place: debtor
CREATE TABLE party_past (                      -- (A)
    debtor_id     {id} NOT NULL,
    until_at      {instant} NOT NULL,
    kind          TEXT NOT NULL,
    country       TEXT NOT NULL,
    timezone      TEXT,
    is_deceased   {int} NOT NULL,
    is_bankrupt   {int} NOT NULL,
    is_vulnerable {int} NOT NULL,
    is_represented {int} NOT NULL,
    PRIMARY KEY (debtor_id, until_at)
) {strict_rowless};

-- place: debtor
CREATE TABLE contact_point_past (              -- (A)
    debtor_id     {id} NOT NULL,
    id            {id} NOT NULL,
    until_at      {instant} NOT NULL,
    state         TEXT NOT NULL,
    PRIMARY KEY (debtor_id, id, until_at)
) {strict_rowless};

-- place: debtor
CREATE TABLE obligation_past (                 -- (A)
    debtor_id     {id} NOT NULL,
    id            {id} NOT NULL,
    until_at      {instant} NOT NULL,
    product       TEXT NOT NULL,
    opened_on     {day} NOT NULL,
    PRIMARY KEY (debtor_id, id, until_at)
) {strict_rowless};

-- place: debtor
CREATE TABLE claim_past (                      -- (A)
    debtor_id     {id} NOT NULL,
    id            {id} NOT NULL,
    until_at      {instant} NOT NULL,
    issued_on     {day} NOT NULL,
    due_on        {day} NOT NULL,
    amount        {money} NOT NULL,
    PRIMARY KEY (debtor_id, id, until_at)
) {strict_rowless};

-- place: debtor
CREATE TABLE attribute_value_past (            -- (A)
    debtor_id     {id} NOT NULL,
    obligation_id {id} NOT NULL,
    attribute_id  {id} NOT NULL,
    until_at      {instant} NOT NULL,
    since_at      {instant},
    number        {i64},
    text          TEXT,
    PRIMARY KEY (debtor_id, obligation_id, attribute_id, until_at)
) {strict_rowless};

-- place: debtor
CREATE TABLE contact_count_past (              -- (A)
    debtor_id     {id} NOT NULL,
    case_id       {id} NOT NULL,
    day           {day} NOT NULL,
    channel       {int} NOT NULL,
    until_at      {instant} NOT NULL,
    since_at      {instant},
    attempts      {int} NOT NULL,
    contacts      {int} NOT NULL,
    PRIMARY KEY (debtor_id, case_id, day, channel, until_at)
) {strict_rowless};

-- place: one_shard
CREATE TABLE outbox_unknown_past (             -- (A) sends whose fate was unknown for a while
    id            {id} NOT NULL,
    until_at      {instant} NOT NULL,
    since_at      {instant} NOT NULL,
    PRIMARY KEY (id, until_at)
) {strict_rowless};
