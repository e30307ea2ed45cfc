-- Interest in the book: the terms by which a debt bears it, and how far each case is charged.
-- What is charged is claims and entries as any other (book/accrue.h).

-- place: debtor
CREATE TABLE obligation_terms (                -- (A) condiciones; of one day the latest counts
    debtor_id     {id} NOT NULL,
    id            {id} NOT NULL,
    case_id       {id} NOT NULL,
    obligation_id {id} NOT NULL,
    from_on       {day} NOT NULL,
    basis         TEXT NOT NULL,               -- money/day_count.h
    rate          {i64} NOT NULL,              -- ordinary, ppm a year
    late_rate     {i64} NOT NULL,              -- on what is past due, besides
    bases         {int} NOT NULL,              -- 1 << component: what bears
    cap           TEXT NOT NULL,               -- kind of rate_cap; empty: every limit; none
    country       TEXT NOT NULL,               -- whose limits; empty: the organisation's
    user_id       {id},
    created_at    {instant} NOT NULL,
    PRIMARY KEY (debtor_id, id)
) {strict_rowless};
CREATE INDEX obligation_terms_case ON obligation_terms (debtor_id, case_id);

-- place: reference
CREATE TABLE portfolio_terms (                 -- (A) of debts that have none of their own
    portfolio_id  {id} NOT NULL,
    from_on       {day} NOT NULL,
    recorded_at   {instant} NOT NULL,
    basis         TEXT NOT NULL,
    rate          {i64} NOT NULL,
    late_rate     {i64} NOT NULL,
    bases         {int} NOT NULL,
    cap           TEXT NOT NULL,
    country       TEXT NOT NULL,
    actor_id      {id},
    PRIMARY KEY (portfolio_id, from_on, recorded_at)
) {strict_rowless};

-- place: debtor
CREATE TABLE accrual (                         -- cases that bear interest
    debtor_id     {id} NOT NULL,
    case_id       {id} NOT NULL,
    due_on        {day},                       -- the open date that charges next; NULL: none does
    is_charged    {int} NOT NULL,              -- a month was charged: what changes may change it
    PRIMARY KEY (debtor_id, case_id)
) {strict_rowless};
CREATE INDEX accrual_due ON accrual (due_on);

CREATE INDEX obligation_portfolio ON obligation (portfolio_id);
