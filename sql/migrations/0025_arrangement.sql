-- Arrangements: a plan takes the place of what is past due; with a discount it is a settlement.

-- place: debtor
CREATE TABLE arrangement (                     -- convenio; its terms never change, its state does
    debtor_id     {id} NOT NULL,
    id            {id} NOT NULL,
    case_id       {id} NOT NULL,
    kind          TEXT NOT NULL,               -- full | settlement | plan
    made_on       {day} NOT NULL,              -- business date of the proposal
    owed          {money} NOT NULL,            -- past due on that day
    total         {money} NOT NULL,            -- of the plan
    discount      {money} NOT NULL,            -- owed beyond it; waived when all is paid
    missed        {int} NOT NULL,              -- breached with so many rows
    grace_days    {int} NOT NULL,              -- that are unpaid for longer than so many days
    excess        {int} NOT NULL,              -- limits that it passes (money/offer.h); 0: none
    plan          {json} NOT NULL,             -- [[due_on, amount], …]
    user_id       {id},
    state         TEXT NOT NULL,               -- pending | active | completed | breached
                                               -- | cancelled | rejected
    active_at     {instant},                   -- since when the plan counts
    counts_from   {day},                       -- rows are in time for grace_days from this day on
    check_on      {day},                       -- of an active one: the first day that may breach it
    ended_on      {day},
    version       {i64} NOT NULL,
    created_at    {instant} NOT NULL,
    updated_at    {instant} NOT NULL,
    PRIMARY KEY (debtor_id, id)
) {strict_rowless};
CREATE UNIQUE INDEX arrangement_open ON arrangement (debtor_id, case_id)
 WHERE state IN ('pending', 'active');
CREATE INDEX arrangement_case ON arrangement (debtor_id, case_id);
CREATE INDEX arrangement_check ON arrangement (check_on) WHERE state = 'active';
CREATE INDEX arrangement_id ON arrangement (id);

-- place: debtor
CREATE TABLE arrangement_claim (               -- what a plan superseded, and what it made
    debtor_id     {id} NOT NULL,
    arrangement_id {id} NOT NULL,
    claim_id      {id} NOT NULL,
    role          TEXT NOT NULL,               -- superseded | row | discount
    number        {int} NOT NULL,              -- of the row; 0: superseded
    amount        {money} NOT NULL,            -- superseded: what its source says of it
    paid          {money} NOT NULL,            -- when the plan began
    PRIMARY KEY (debtor_id, arrangement_id, claim_id)
) {strict_rowless};
CREATE INDEX arrangement_claim_claim ON arrangement_claim (debtor_id, claim_id);

-- A store that is there already learns who may agree and who decides; a new one has its seed.
INSERT INTO permission (name, description)
SELECT 'arrangement.record', 'Acordar convenios dentro de los límites'
  FROM organisation WHERE id = 1;
INSERT INTO permission (name, description)
SELECT 'arrangement.approve', 'Autorizar convenios y promesas fuera de los límites'
  FROM organisation WHERE id = 1;
INSERT INTO role_permission (role, permission)
SELECT r.name, p.name FROM role r
  JOIN permission p ON p.name IN ('arrangement.record', 'arrangement.approve')
 WHERE r.name = 'supervisor' OR (r.name = 'agent' AND p.name = 'arrangement.record');
