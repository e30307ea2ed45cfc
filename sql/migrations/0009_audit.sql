-- Evidence: audited rows are chained per case, and each day's chains signed (ADR 0016).

-- place: debtor
CREATE TABLE audit_link (                      -- (A) what one transaction added to a chain
    debtor_id     {id} NOT NULL,               -- 0: the organisation's own chain
    case_id       {id} NOT NULL,               -- 0: the person's, what belongs to no case
    n             {i64} NOT NULL,              -- from 1, without gaps
    day           {day} NOT NULL,              -- the open date of its commit
    at            {instant} NOT NULL,
    kind          {int} NOT NULL,              -- 0 rows, 1 rows from before the chains began
    entries       {blob} NOT NULL,             -- table, id and digest of each row (record/audit.h)
    hash          {blob} NOT NULL,             -- over the one before and all of the above
    PRIMARY KEY (debtor_id, case_id, n)
) {strict_rowless};
CREATE INDEX audit_link_day ON audit_link (day, debtor_id, case_id, n);

-- place: debtor
CREATE TABLE audit_nonce (                     -- hides an erased text from whoever guesses it
    debtor_id     {id} NOT NULL,
    kind          {int} NOT NULL,              -- the audited table's number
    id            {id} NOT NULL,               -- of its row
    nonce         {blob} NOT NULL,
    PRIMARY KEY (debtor_id, kind, id)
) {strict_rowless};

-- place: debtor
CREATE TABLE audit_erasure (                   -- (A) a text is gone, its commitment stays
    debtor_id     {id} NOT NULL,
    id            {id} NOT NULL,
    case_id       {id} NOT NULL,               -- of the chain
    kind          {int} NOT NULL,
    row_id        {id} NOT NULL,
    commitments   {blob} NOT NULL,
    erased_at     {instant} NOT NULL,
    actor_id      {id},
    reason        TEXT NOT NULL,
    PRIMARY KEY (debtor_id, id)
) {strict_rowless};

-- place: one_shard
CREATE TABLE audit_root (                      -- (A) the chains that moved on a day, signed
    day           {day} NOT NULL PRIMARY KEY,
    links         {i64} NOT NULL,
    chains        {i64} NOT NULL,
    rows          {i64} NOT NULL,
    nodes         {blob} NOT NULL,             -- a digest for each of 256 groups of persons
    statement     TEXT NOT NULL,               -- what is signed, to the letter
    signature     {blob} NOT NULL,
    key_id        TEXT NOT NULL,
    signed_at     {instant} NOT NULL
) {strict};

-- place: reference
CREATE TABLE audit_key (                       -- (A) public halves of keys that have signed
    id            TEXT NOT NULL PRIMARY KEY,
    public_key    {blob} NOT NULL,
    created_at    {instant} NOT NULL
) {strict};

-- place: reference
CREATE TABLE audit_start (                     -- since when rows are chained, and what was there
    id            {id} NOT NULL PRIMARY KEY,   -- always 1
    day           {day} NOT NULL,
    at            {instant} NOT NULL,
    until_debtor_id {id} NOT NULL,             -- earlier rows are chained of debtors before this
    rows          {i64} NOT NULL,              -- that were there already
    is_done       {int} NOT NULL
) {strict};
