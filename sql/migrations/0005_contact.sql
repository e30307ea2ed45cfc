-- Contacts about to be made: each keeps its place in the maxima until it is made or given up.

-- place: debtor
CREATE TABLE contact_reservation (             -- also the evidence of what allowed the contact
    debtor_id     {id} NOT NULL,               -- the contacted person
    id            {id} NOT NULL,
    case_id       {id} NOT NULL,
    day           {day} NOT NULL,              -- the person's
    channel       {int} NOT NULL,
    state         TEXT NOT NULL,               -- held | used | released
    outbox_id     {id},                        -- a message; NULL: a person acts
    actor_id      {id},
    expires_at    {instant},                   -- NULL: when the message's fate is told
    rule          TEXT NOT NULL,               -- that allowed it
    pack          TEXT NOT NULL,               -- country, version and hash of the rules asked
    created_at    {instant} NOT NULL,
    ended_at      {instant},
    PRIMARY KEY (debtor_id, id)
) {strict_rowless};
