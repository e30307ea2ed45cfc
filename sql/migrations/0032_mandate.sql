-- Direct debit: what debtors let us collect from their accounts, and what is under way (src/cash).

-- place: debtor
CREATE TABLE mandate (                         -- (A) but for its end
    debtor_id     {id} NOT NULL,
    id            {id} NOT NULL,
    case_id       {id} NOT NULL,
    reference     TEXT NOT NULL,               -- what the debtor signed, by its name
    scheme        TEXT NOT NULL,               -- pain | cnab | asobancaria: whose file it goes into
    account_kind  TEXT NOT NULL,               -- iban | clabe | cbu | account
    account_sealed {blob},                     -- NULL: the person was erased
    bank          TEXT NOT NULL,
    holder        TEXT NOT NULL,
    most          {money},                     -- of one debit; NULL: whatever is due
    signed_on     {day} NOT NULL,
    from_on       {day} NOT NULL,
    until_on      {day},                       -- last day; NULL: until it is revoked
    revoked_on    {day},
    revoked_why   TEXT NOT NULL,
    evidence      TEXT NOT NULL,               -- what proves it: the hash of a paper, a recording
    user_id       {id},
    created_at    {instant} NOT NULL,
    PRIMARY KEY (debtor_id, id)
) {strict_rowless};
CREATE INDEX mandate_case ON mandate (debtor_id, case_id);

-- place: one_shard
CREATE TABLE debit_file (                      -- (A) but for its end
    id            {id} NOT NULL PRIMARY KEY,
    message       TEXT NOT NULL UNIQUE,
    format        TEXT NOT NULL,
    creditor_id   {id} NOT NULL,
    currency      {int} NOT NULL,
    collect_on    {day} NOT NULL,
    orders        {i64} NOT NULL,
    amount        {money} NOT NULL,
    withdrawn_on  {day},                       -- it was not sent, or the bank refused it whole
    withdrawn_why TEXT NOT NULL,
    business_date {day} NOT NULL,
    user_id       {id},
    created_at    {instant} NOT NULL
) {strict};

-- place: debtor
CREATE TABLE debit_order (                     -- one claim in one file; (A) but for its end
    debtor_id     {id} NOT NULL,
    id            {id} NOT NULL,
    file_id       {id} NOT NULL,
    mandate_id    {id} NOT NULL,
    case_id       {id} NOT NULL,
    claim_id      {id} NOT NULL,
    reference     TEXT NOT NULL,               -- comes back with the answer
    amount        {money} NOT NULL,
    state         TEXT NOT NULL,               -- under_way | paid | returned | withdrawn
    ended_on      {day},
    entry_id      {id},                        -- of a bank, that ended it
    PRIMARY KEY (debtor_id, id)
) {strict_rowless};
CREATE INDEX debit_order_claim ON debit_order (debtor_id, claim_id) WHERE state = 'under_way';
CREATE INDEX debit_order_file ON debit_order (file_id);
