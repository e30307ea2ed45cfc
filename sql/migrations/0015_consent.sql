-- The ledger of consents tells how each word is known, and a row can take another back; what a
-- person prefers; and how identity was verified is in the events of a case.

ALTER TABLE consent ADD COLUMN source TEXT;         -- import | api | agent | self_service | inbound
                                                    -- | command; NULL: of before
ALTER TABLE consent ADD COLUMN reason TEXT;         -- said | opt_out | wrong_number | undone
ALTER TABLE consent ADD COLUMN wording TEXT;        -- version of the text that the person read
ALTER TABLE consent ADD COLUMN document_hash TEXT;  -- of the paper or recording (table document)
ALTER TABLE consent ADD COLUMN undoes_id {id};      -- the row that this one takes back

-- place: debtor
CREATE TABLE contact_preference (              -- (A) the latest row of a person counts
    debtor_id     {id} NOT NULL,
    id            {id} NOT NULL,
    days          {int} NOT NULL,              -- bit 1 Monday … bit 7 Sunday; 0: any day
    opens_s       {int} NOT NULL,              -- second of the person's day
    closes_s      {int} NOT NULL,              -- first second outside
    channel       TEXT,                        -- NULL: none is preferred
    source        TEXT NOT NULL,
    evidence      TEXT NOT NULL,
    recorded_at   {instant} NOT NULL,
    actor_id      {id},
    PRIMARY KEY (debtor_id, id)
) {strict_rowless};

-- Whose debts a person stands beside: a word of theirs holds for messages about these too.
CREATE INDEX obligation_party_party ON obligation_party (party_id);
