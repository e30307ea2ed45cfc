-- Papers that were given out: what each said, and the digest by which anyone may check it.

-- place: debtor
CREATE TABLE paper (                           -- (A) names no person: a digest stands for the name
    debtor_id     {id} NOT NULL,
    id            {id} NOT NULL,
    case_id       {id} NOT NULL,
    kind          TEXT NOT NULL,               -- statement | quote | agreement | clearance
    business_date {day} NOT NULL,
    sha256        TEXT NOT NULL,               -- of the body, in hexadecimal
    body          {json} NOT NULL,
    user_id       {id},
    created_at    {instant} NOT NULL,
    PRIMARY KEY (debtor_id, id)
) {strict_rowless};
CREATE INDEX paper_sha256 ON paper (sha256);
