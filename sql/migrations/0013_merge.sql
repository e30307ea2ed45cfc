-- One person under several parties (ADR 0017): a merge is rows, and no row of the book moves.

-- place: one_shard
CREATE TABLE party_merge (                     -- (A) who found two parties to be one, and why
    id            {id} NOT NULL PRIMARY KEY,
    party_id      {id} NOT NULL,
    other_id      {id} NOT NULL,
    reason        TEXT NOT NULL,
    actor_id      {id},                        -- NULL: the system
    at            {instant} NOT NULL
) {strict};

-- place: one_shard
CREATE TABLE party_merge_undo (                -- (A)
    merge_id      {id} NOT NULL PRIMARY KEY,
    reason        TEXT NOT NULL,
    actor_id      {id},
    at            {instant} NOT NULL
) {strict};

-- place: debtor
-- Beside each party of a person all its others: facts and the gate of one ask with its own key.
CREATE TABLE party_same (
    debtor_id     {id} NOT NULL,
    other_id      {id} NOT NULL,
    merge_id      {id} NOT NULL,
    since_at      {instant} NOT NULL,
    until_at      {instant},                   -- NULL: the merge was not undone
    PRIMARY KEY (debtor_id, other_id, merge_id)
) {strict_rowless};
