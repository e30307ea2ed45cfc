-- Payroll deduction: what an employer is asked to deduct, and who left it (src/cash/payroll.h).

-- place: one_shard
CREATE TABLE payroll_list (                    -- (A) but for its end
    id            {id} NOT NULL PRIMARY KEY,
    employer_id   {id} NOT NULL,               -- a party
    currency      {int} NOT NULL,
    from_on       {day} NOT NULL,              -- of the period, both ends belong to it
    until_on      {day} NOT NULL,
    lines         {i64} NOT NULL,
    amount        {money} NOT NULL,
    withdrawn_on  {day},                       -- another list took its place
    business_date {day} NOT NULL,
    user_id       {id},
    created_at    {instant} NOT NULL
) {strict};
CREATE INDEX payroll_list_employer ON payroll_list (employer_id);

-- place: debtor
CREATE TABLE payroll_line (                    -- (A)
    debtor_id     {id} NOT NULL,
    list_id       {id} NOT NULL,
    number        {i64} NOT NULL,              -- from 1
    case_id       {id} NOT NULL,
    claim_id      {id} NOT NULL,
    reference     TEXT NOT NULL,               -- what the source calls the claim; unique in a list
    amount        {money} NOT NULL,
    PRIMARY KEY (debtor_id, list_id, number)
) {strict_rowless};
CREATE INDEX payroll_line_list ON payroll_line (list_id, number);

-- place: debtor
CREATE TABLE payroll_left (                    -- (A) an employer said that the person left
    debtor_id     {id} NOT NULL,
    employer_id   {id} NOT NULL,
    entry_id      {id} NOT NULL,               -- where it was said
    said_on       {day} NOT NULL,
    PRIMARY KEY (debtor_id, employer_id, entry_id)
) {strict_rowless};

CREATE INDEX bank_statement_account ON bank_statement (account);
