-- Who joins an agreement: a guarantor or co-debtor who promises that it is kept.

-- place: debtor
CREATE TABLE arrangement_party (               -- (A)
    debtor_id     {id} NOT NULL,               -- of the agreement
    arrangement_id {id} NOT NULL,
    party_id      {id} NOT NULL,               -- the other party
    role          TEXT NOT NULL,               -- guarantor | co_debtor, as it answers for the debt
    joined_on     {day} NOT NULL,
    evidence      TEXT NOT NULL,               -- how they agreed: the paper, the recording
    user_id       {id},
    created_at    {instant} NOT NULL,
    PRIMARY KEY (debtor_id, arrangement_id, party_id)
) {strict_rowless};
