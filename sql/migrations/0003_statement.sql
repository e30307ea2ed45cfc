-- What creditors' statements say of their accounts.

-- place: debtor
CREATE TABLE obligation_statement (            -- one per period; the source's word, not our sum
    debtor_id     {id} NOT NULL,
    obligation_id {id} NOT NULL,
    ends_on       {day} NOT NULL,
    balance       {money} NOT NULL,            -- below zero: in the person's favour
    paid          {money} NOT NULL,            -- received in the period
    months_late   {int},                       -- NULL: the statement does not say
    source        TEXT NOT NULL,
    updated_at    {instant} NOT NULL,
    PRIMARY KEY (debtor_id, obligation_id, ends_on)
) {strict_rowless};
