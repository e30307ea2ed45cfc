-- An agreement over several cases of one debtor: a head above an arrangement in each.

-- place: debtor
CREATE TABLE joint_arrangement (               -- (A) convenio conjunto
    debtor_id     {id} NOT NULL,
    id            {id} NOT NULL,
    kind          TEXT NOT NULL,               -- full | settlement | plan
    made_on       {day} NOT NULL,              -- business date of the proposal
    owed          {money} NOT NULL,            -- past due on that day, of all its cases
    total         {money} NOT NULL,            -- of the plan
    plan          {json} NOT NULL,             -- [[due_on, amount], …]
    user_id       {id},
    created_at    {instant} NOT NULL,
    PRIMARY KEY (debtor_id, id)
) {strict_rowless};

-- place: debtor
CREATE TABLE joint_arrangement_part (          -- (A)
    debtor_id     {id} NOT NULL,
    joint_id      {id} NOT NULL,
    arrangement_id {id} NOT NULL,
    case_id       {id} NOT NULL,
    PRIMARY KEY (debtor_id, joint_id, arrangement_id)
) {strict_rowless};
CREATE UNIQUE INDEX joint_arrangement_part_of ON joint_arrangement_part (debtor_id, arrangement_id);
CREATE INDEX joint_arrangement_part_case ON joint_arrangement_part (debtor_id, case_id);

-- The agreements that somebody joined, from their side.
CREATE INDEX arrangement_party_party ON arrangement_party (party_id);
