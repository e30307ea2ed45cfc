-- Contacts made by hand without a permit that held: they happened, so they are recorded, and they
-- are reported with what the gate would have said.

-- place: debtor
CREATE TABLE contact_unpermitted (             -- (A)
    debtor_id     {id} NOT NULL,               -- the contacted person
    id            {id} NOT NULL,
    case_id       {id} NOT NULL,
    action_id     {id} NOT NULL,
    business_date {day} NOT NULL,
    channel       {int} NOT NULL,
    lack          TEXT NOT NULL,               -- none | unknown | other | ended | expired
    verdict       TEXT NOT NULL,               -- allowed | refused: of the gate, at that moment
    rule          TEXT NOT NULL,
    reason        TEXT NOT NULL,
    pack          TEXT NOT NULL,               -- country, version and hash of the rules asked
    actor_id      {id},
    created_at    {instant} NOT NULL,
    PRIMARY KEY (debtor_id, id)
) {strict_rowless};
