-- Keys of persons, so that a person can be forgotten; who has seen whom; what persons ask about
-- their data (ADR 0019).

-- The master keys that this store has used; the keys themselves lie in the key file.
-- place: reference
CREATE TABLE data_key (
    number        {int} NOT NULL PRIMARY KEY,  -- as in the key file
    mark          TEXT NOT NULL,               -- by which the key is known without being shown
    state         TEXT NOT NULL,               -- open | current | retired | forgotten
    made_at       {instant} NOT NULL,
    retired_at    {instant}                    -- nothing of the store needs it since
) {strict};

-- place: debtor
CREATE TABLE person_key (                      -- the key under which a person's values are sealed
    debtor_id     {id} NOT NULL,
    number        {int} NOT NULL,              -- of the master key that wraps it
    wrapped       {blob} NOT NULL,
    made_at       {instant} NOT NULL,
    PRIMARY KEY (debtor_id)
) {strict_rowless};
CREATE INDEX person_key_number ON person_key (number, debtor_id);

-- place: debtor
CREATE TABLE key_destroyed (                   -- (A) whose key is gone for good
    debtor_id     {id} NOT NULL,
    at            {instant} NOT NULL,
    user_id       {id},
    reason        TEXT NOT NULL,
    PRIMARY KEY (debtor_id, at)
) {strict_rowless};

-- place: debtor
CREATE TABLE party_value_past (                -- what was corrected; goes with its person
    debtor_id     {id} NOT NULL,
    id            {id} NOT NULL,
    field         TEXT NOT NULL,               -- name | document | email | phone | address
    point_id      {id},                        -- of a contact point
    value_sealed  {blob} NOT NULL,             -- what it said
    until_at      {instant} NOT NULL,
    user_id       {id},
    request_id    {id},                        -- whose request it answers
    reason        TEXT NOT NULL,
    PRIMARY KEY (debtor_id, id)
) {strict_rowless};

-- place: debtor
CREATE TABLE privacy_request (                 -- what a person asks about her data
    debtor_id     {id} NOT NULL,
    id            {id} NOT NULL,
    kind          TEXT NOT NULL,               -- access | rectification | erasure | opposition
    state         TEXT NOT NULL,               -- open | granted | partial | refused
    received_on   {day} NOT NULL,
    due_on        {day} NOT NULL,              -- last day to answer
    rule          TEXT NOT NULL,               -- of the country's pack, or 'policy'
    extended_on   {day},
    channel       TEXT NOT NULL,               -- how it came
    detail        TEXT NOT NULL,
    answer        TEXT NOT NULL,
    answered_on   {day},
    answered_by   {id},
    created_by    {id},
    created_at    {instant} NOT NULL,
    updated_at    {instant} NOT NULL,
    PRIMARY KEY (debtor_id, id)
) {strict_rowless};
CREATE INDEX privacy_request_due ON privacy_request (state, due_on);
CREATE INDEX privacy_request_id ON privacy_request (id);

-- place: debtor
CREATE TABLE privacy_step (                    -- (A) what was done about a request, and by whom
    debtor_id     {id} NOT NULL,
    request_id    {id} NOT NULL,
    id            {id} NOT NULL,
    kind          TEXT NOT NULL,               -- received | extended | exported | rectified
                                               -- | opposed | erased | answered
    note          TEXT NOT NULL,
    at            {instant} NOT NULL,
    user_id       {id},
    PRIMARY KEY (debtor_id, request_id, id)
) {strict_rowless};

-- place: debtor
CREATE TABLE legal_hold (                      -- nothing of the person may go while one is on
    debtor_id     {id} NOT NULL,
    id            {id} NOT NULL,
    reason        TEXT NOT NULL,
    from_on       {day} NOT NULL,
    lifted_on     {day},
    lift_reason   TEXT,
    user_id       {id},
    lifted_by     {id},
    created_at    {instant} NOT NULL,
    PRIMARY KEY (debtor_id, id)
) {strict_rowless};

-- place: debtor
CREATE TABLE erasure (                         -- (A) what went of a person, and what stays until
    debtor_id     {id} NOT NULL,
    id            {id} NOT NULL,
    class         TEXT NOT NULL,               -- contact | identity | evidence | book
    rows_changed  {i64} NOT NULL,
    request_id    {id},                        -- NULL: the retention job
    rule          TEXT NOT NULL,
    business_date {day} NOT NULL,
    at            {instant} NOT NULL,
    user_id       {id},
    PRIMARY KEY (debtor_id, id)
) {strict_rowless};

-- place: debtor
CREATE TABLE access_log (                      -- (A) personal values shown in the clear, to whom
    debtor_id     {id} NOT NULL,
    id            {id} NOT NULL,
    at            {instant} NOT NULL,
    business_date {day} NOT NULL,
    user_id       {id},                        -- NULL: whoever has the machine's account
    face          TEXT NOT NULL,               -- screen | cli | export
    operation     TEXT NOT NULL,               -- of the API, or the command
    fields        TEXT NOT NULL,               -- document phone email address, a blank between
    case_id       {id},
    PRIMARY KEY (debtor_id, id)
) {strict_rowless};
CREATE INDEX access_log_user ON access_log (user_id, business_date);
CREATE INDEX access_log_date ON access_log (business_date);

-- A store that is there already gets the permission as a new one does (record/seed.c).
INSERT INTO permission (name, description)
SELECT 'privacy.manage', 'Atender solicitudes de datos personales y ver sus accesos'
  FROM organisation;
INSERT INTO role_permission (role, permission)
SELECT name, 'privacy.manage' FROM role WHERE name = 'compliance';
