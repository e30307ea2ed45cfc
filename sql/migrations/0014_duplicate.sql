-- Parties that may be one person: by what they find each other, and what people said of them.

-- place: one_shard
-- Made by the search for duplicates; a key of a value that changed since stays and does no harm.
CREATE TABLE party_key (
    key           {i64} NOT NULL,              -- of a keyed digest: number, point or name
    debtor_id     {id} NOT NULL,
    PRIMARY KEY (key, debtor_id)
) {strict_rowless};

-- place: one_shard
CREATE TABLE party_pair (
    low_id        {id} NOT NULL,
    high_id       {id} NOT NULL,
    score         {int} NOT NULL,
    reasons       TEXT NOT NULL,               -- words of book/duplicate.h, blanks between
    state         TEXT NOT NULL,               -- open | same | different
    found_at      {instant} NOT NULL,
    decided_at    {instant},
    decided_by    {id},
    merge_id      {id},
    PRIMARY KEY (low_id, high_id)
) {strict_rowless};
CREATE INDEX party_pair_open ON party_pair (score, low_id, high_id) WHERE state = 'open';
