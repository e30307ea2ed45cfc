-- Money from banks: files, statements and entries as they came, the queue of what waits for a
-- person, and what was matched with which debt (src/cash).

-- place: one_shard
CREATE TABLE bank_file (                       -- (A) the same bytes are one file
    id            {id} NOT NULL PRIMARY KEY,
    hash          TEXT NOT NULL UNIQUE,        -- BLAKE2b-256, hexadecimal
    name          TEXT NOT NULL,
    format        TEXT NOT NULL,
    entries       {i64} NOT NULL,
    differs       TEXT NOT NULL,               -- what did not agree and was accepted; '': nothing
    business_date {day} NOT NULL,
    user_id       {id},
    created_at    {instant} NOT NULL
) {strict};

-- place: one_shard
CREATE TABLE bank_statement (                  -- (A) the same statement in two files is one
    id            {id} NOT NULL PRIMARY KEY,
    file_id       {id} NOT NULL,
    number        {i64} NOT NULL,              -- in the file, from 1
    account       TEXT NOT NULL,
    currency      {int} NOT NULL,
    opening       TEXT NOT NULL,               -- with the file's decimals; '': unknown
    closing       TEXT NOT NULL,
    entries       {i64} NOT NULL,
    digest        TEXT NOT NULL UNIQUE         -- of account, balances and entries
) {strict};

-- place: one_shard
CREATE TABLE bank_entry (                      -- (A) but for texts that the law makes go
    id            {id} NOT NULL PRIMARY KEY,
    statement_id  {id} NOT NULL,
    number        {i64} NOT NULL,              -- in its statement, from 1
    line          {i64} NOT NULL,              -- of the file
    kind          TEXT NOT NULL,               -- money | return | none: what the bank only tells
    fingerprint   TEXT NOT NULL UNIQUE,        -- what makes it this entry and no other
    amount        {money} NOT NULL,            -- never negative
    currency      {int} NOT NULL,
    value_on      {day},
    booked_on     {day},
    reference     TEXT NOT NULL,
    other_references TEXT NOT NULL,            -- end-to-end ids, our number; a blank between
    counterparty  TEXT NOT NULL,
    account       TEXT NOT NULL,               -- the counterparty's, where the bank says it
    text          TEXT NOT NULL,
    created_at    {instant} NOT NULL
) {strict};
CREATE INDEX bank_entry_statement ON bank_entry (statement_id);

-- place: one_shard
CREATE TABLE bank_pending (                    -- money that is nobody's yet, in spells: a change
    entry_id      {id} NOT NULL,               -- of what is open ends one and begins the next
    id            {id} NOT NULL,
    kind          TEXT NOT NULL,               -- money | return
    open          {money} NOT NULL,
    currency      {int} NOT NULL,
    aged_from     {day} NOT NULL,              -- its age runs from here
    from_on       {day} NOT NULL,              -- business dates of this spell
    until_on      {day},                       -- first one on which it no longer held; NULL: holds
    ended_by      TEXT,                        -- matched | assigned | dismissed | undone
    reason        TEXT NOT NULL,               -- why no machine settles it; words of cash/match.h
    score         {int} NOT NULL,              -- of the best case; 0: there is none
    margin        {int} NOT NULL,              -- to the second
    best_case_id  {id},
    user_id       {id},
    note          TEXT NOT NULL,
    PRIMARY KEY (entry_id, id)
) {strict_rowless};
CREATE INDEX bank_pending_open ON bank_pending (aged_from, entry_id) WHERE until_on IS NULL;

-- place: debtor
CREATE TABLE bank_match (                      -- (A) an undo is a row with minus the amount
    debtor_id     {id} NOT NULL,
    id            {id} NOT NULL,
    entry_id      {id} NOT NULL,
    case_id       {id} NOT NULL,
    claim_id      {id},
    payment_id    {id} NOT NULL,               -- of an undo: the return
    amount        {money} NOT NULL,
    how           TEXT NOT NULL,               -- machine | person | undo
    score         {int} NOT NULL,
    margin        {int} NOT NULL,
    reason        TEXT NOT NULL,
    undoes_id     {id},
    business_date {day} NOT NULL,
    user_id       {id},
    created_at    {instant} NOT NULL,
    PRIMARY KEY (debtor_id, id)
) {strict_rowless};
CREATE INDEX bank_match_entry ON bank_match (entry_id);

-- place: one_shard
CREATE TABLE payer_account (                   -- from which account a case was paid before
    key           {i64} NOT NULL,              -- of a keyed digest of the account
    debtor_id     {id} NOT NULL,
    case_id       {id} NOT NULL,
    PRIMARY KEY (key, debtor_id, case_id)
) {strict_rowless};

-- place: reference
CREATE TABLE pay_reference_scheme (            -- how a creditor's payment references are made
    creditor_id   {id} NOT NULL PRIMARY KEY,
    kind          TEXT NOT NULL,               -- rf | mod97 | mod10
    prefix        TEXT NOT NULL,
    digits        {int} NOT NULL,              -- of the case's number in it
    updated_at    {instant} NOT NULL
) {strict};
