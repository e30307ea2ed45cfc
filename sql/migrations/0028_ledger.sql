-- The ledger of a debt by component: what of a claim is principal, interest, a fee, and what of it
-- money has met; the order in which money meets it, as data.
--
-- A claim and its allocations are entries themselves, so most debts need no other row: a claim
-- without rows in ledger_entry is principal, as it stands, from its day of issue.  Claims of before
-- this migration are opened by it in that way, on the day on which they were made.

ALTER TABLE allocation ADD COLUMN component {int};  -- money/component.h; NULL: of before, principal
ALTER TABLE claim ADD COLUMN booked_on {day};       -- business date on which it was made
ALTER TABLE claim ADD COLUMN payment_id {id};       -- of origin return: the return that opened it

UPDATE claim SET booked_on = created_at / 86400000000;
UPDATE claim SET payment_id = (
    SELECT r.id FROM payment r
     WHERE r.debtor_id = claim.debtor_id AND r.case_id = claim.case_id AND r.state = 'return'
       AND claim.external_id = 'return-' || CAST(r.id AS TEXT) || '-'
                               || CAST(claim.obligation_id AS TEXT))
 WHERE origin = 'return';

-- place: debtor
CREATE TABLE ledger_entry (                    -- (A) of claims with components, and of no other
    debtor_id     {id} NOT NULL,
    id            {id} NOT NULL,
    case_id       {id} NOT NULL,
    obligation_id {id} NOT NULL,
    claim_id      {id} NOT NULL,
    kind          TEXT NOT NULL,               -- opened | adjusted
    component     {int} NOT NULL,
    amount        {money} NOT NULL,            -- below zero: less is owed
    value_on      {day} NOT NULL,
    booked_on     {day} NOT NULL,
    user_id       {id},
    created_at    {instant} NOT NULL,
    PRIMARY KEY (debtor_id, id)
) {strict_rowless};
CREATE INDEX ledger_entry_claim ON ledger_entry (debtor_id, claim_id);

-- place: reference
CREATE TABLE allocation_rule (                 -- (A) instead of allocation_profile, from a day on
    portfolio_id  {id} NOT NULL,               -- 0: of the organisation
    from_on       {day} NOT NULL,              -- value day of the money
    recorded_at   {instant} NOT NULL,
    profile       TEXT NOT NULL,               -- money/profile.h
    future        TEXT NOT NULL,               -- next | last | spread
    is_vertical   {int} NOT NULL,
    actor_id      {id},
    PRIMARY KEY (portfolio_id, from_on, recorded_at)
) {strict_rowless};
