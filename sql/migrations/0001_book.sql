-- The first schema: the organisation, its people and rules, and the book of debts.
--
-- Each table says where it lives when the store is distributed: `reference` (small, everywhere),
-- `one_shard` (queues and registries), `debtor` (all rows of one person together, by debtor_id).
-- Ids are made in the process.  A day is an integer of civil days, an instant one of microseconds,
-- money one of minor units.  No trigger and no default carries a rule.  (A) marks tables whose rows
-- are never changed and never deleted.

-- place: reference
CREATE TABLE organisation (
    id            {id} NOT NULL PRIMARY KEY,   -- always 1: one store is one organisation
    name          TEXT NOT NULL,
    country       TEXT NOT NULL,               -- ISO 3166-1 alpha-2
    currency      {int} NOT NULL,              -- packed ISO 4217 letters (base/money.h)
    timezone      TEXT NOT NULL,               -- IANA; business dates are days of this zone
    is_test       {int} NOT NULL,              -- a test store may close future dates
    open_date     {day} NOT NULL,              -- last close + 1: live events belong to it
    next_node     {int} NOT NULL,              -- next node number for ids (base/ids.h)
    created_at    {instant} NOT NULL
) {strict};

-- place: reference
CREATE TABLE setting (                         -- (A) effective-dated
    name          TEXT NOT NULL,
    effective_on  {day} NOT NULL,
    recorded_at   {instant} NOT NULL,
    value         TEXT NOT NULL,
    actor_id      {id},
    PRIMARY KEY (name, effective_on, recorded_at)
) {strict_rowless};

-- place: reference
CREATE TABLE symbol (                          -- texts that facts and decisions carry as numbers
    id            {id} NOT NULL PRIMARY KEY,
    value         TEXT NOT NULL UNIQUE
) {strict};

-- place: one_shard
CREATE TABLE document (                        -- (A) by content
    hash          TEXT NOT NULL PRIMARY KEY,   -- BLAKE2b-256, hexadecimal
    media_type    TEXT NOT NULL,
    name          TEXT NOT NULL,
    size          {i64} NOT NULL,
    bytes         {blob} NOT NULL,
    created_at    {instant} NOT NULL
) {strict};

-- place: reference
CREATE TABLE permission (
    name          TEXT NOT NULL PRIMARY KEY,   -- verb.noun, e.g. record.action
    description   TEXT NOT NULL
) {strict};

-- place: reference
CREATE TABLE role (
    name          TEXT NOT NULL PRIMARY KEY,
    description   TEXT NOT NULL
) {strict};

-- place: reference
CREATE TABLE role_permission (
    role          TEXT NOT NULL REFERENCES role (name),
    permission    TEXT NOT NULL REFERENCES permission (name),
    PRIMARY KEY (role, permission)
) {strict_rowless};

-- place: reference
CREATE TABLE user_account (
    id            {id} NOT NULL PRIMARY KEY,
    login         TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL,
    password_hash TEXT NOT NULL,               -- argon2id
    state         TEXT NOT NULL,               -- active | suspended
    failed_logins {int} NOT NULL,
    locked_until  {instant},
    created_at    {instant} NOT NULL
) {strict};

-- place: reference
CREATE TABLE user_role (
    user_id       {id} NOT NULL REFERENCES user_account (id),
    role          TEXT NOT NULL,
    PRIMARY KEY (user_id, role)
) {strict_rowless};

-- place: one_shard
CREATE TABLE session (
    token_hash    {blob} NOT NULL PRIMARY KEY, -- keyed digest: the store cannot be used to sign in
    user_id       {id} NOT NULL REFERENCES user_account (id),
    csrf_token    TEXT NOT NULL,
    created_at    {instant} NOT NULL,
    expires_at    {instant} NOT NULL
) {strict};

-- place: one_shard
CREATE TABLE idempotency (                     -- answers already given to an Idempotency-Key
    user_id       {id} NOT NULL,
    key           TEXT NOT NULL,
    request_hash  TEXT NOT NULL,
    http_status   {int} NOT NULL,
    body          {json} NOT NULL,
    created_at    {instant} NOT NULL,
    PRIMARY KEY (user_id, key)
) {strict_rowless};

-- place: one_shard
CREATE TABLE approval (                        -- four eyes: who asks is not who decides
    id            {id} NOT NULL PRIMARY KEY,
    subject_kind  TEXT NOT NULL,
    subject_id    {id} NOT NULL,
    rule          TEXT NOT NULL,
    amount        {money},
    currency      {int},
    state         TEXT NOT NULL,               -- pending | approved | rejected | expired
    requested_by  {id} NOT NULL,
    requested_at  {instant} NOT NULL,
    expires_at    {instant} NOT NULL,
    decided_by    {id},
    decided_at    {instant},
    reason        TEXT NOT NULL
) {strict};
CREATE UNIQUE INDEX approval_open ON approval (subject_kind, subject_id) WHERE state = 'pending';

-- place: reference
CREATE TABLE creditor (
    id            {id} NOT NULL PRIMARY KEY,
    external_id   TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL,
    tax_id        TEXT,
    state         TEXT NOT NULL,               -- active | suspended | ended
    created_at    {instant} NOT NULL
) {strict};

-- place: reference
CREATE TABLE portfolio (
    id            {id} NOT NULL PRIMARY KEY,
    creditor_id   {id} NOT NULL REFERENCES creditor (id),
    external_id   TEXT NOT NULL,
    name          TEXT NOT NULL,
    kind          TEXT NOT NULL,
    state         TEXT NOT NULL,               -- loading | open | recalled | closed
    assigned_on   {day} NOT NULL,
    close_on      {day},
    created_at    {instant} NOT NULL,
    UNIQUE (creditor_id, external_id)
) {strict};

-- place: one_shard
CREATE TABLE external_ref (                    -- global uniqueness of what sources call things
    kind          TEXT NOT NULL,               -- party | obligation | claim | payment | action …
    source        TEXT NOT NULL,
    external_id   TEXT NOT NULL,
    debtor_id     {id} NOT NULL,
    id            {id} NOT NULL,
    PRIMARY KEY (kind, source, external_id)
) {strict_rowless};

-- place: debtor
CREATE TABLE party (
    debtor_id     {id} NOT NULL,               -- the party's own id
    source        TEXT NOT NULL,
    external_id   TEXT NOT NULL,
    kind          TEXT NOT NULL,               -- person | company
    name          TEXT NOT NULL,
    search_name   TEXT NOT NULL,               -- lower case, without accents
    document_kind TEXT,                        -- RFC, CURP, CC …
    document_sealed {blob},
    document_index  {blob},
    document_last4  {blob},
    language      TEXT NOT NULL,
    country       TEXT NOT NULL,
    region        TEXT,
    timezone      TEXT,                        -- NULL: the organisation's
    is_deceased   {int} NOT NULL,
    is_bankrupt   {int} NOT NULL,
    is_vulnerable {int} NOT NULL,
    is_represented {int} NOT NULL,
    state         TEXT NOT NULL,               -- active | merged
    version       {i64} NOT NULL,
    created_at    {instant} NOT NULL,
    updated_at    {instant} NOT NULL,
    PRIMARY KEY (debtor_id)
) {strict};
CREATE INDEX party_search ON party (search_name);
CREATE INDEX party_document ON party (document_last4);

-- place: debtor
CREATE TABLE contact_point (
    debtor_id     {id} NOT NULL,
    id            {id} NOT NULL,
    channel       TEXT NOT NULL,               -- email | phone | address (base/words.h point kinds)
    value_sealed  {blob} NOT NULL,
    value_index   {blob} NOT NULL,
    value_last4   {blob} NOT NULL,
    source        TEXT NOT NULL,
    state         TEXT NOT NULL,               -- unverified | verified | wrong | inactive
                                               -- | opted_out
    verified_on   {day},
    priority      {int} NOT NULL,
    version       {i64} NOT NULL,
    created_at    {instant} NOT NULL,
    updated_at    {instant} NOT NULL,
    PRIMARY KEY (debtor_id, id)
) {strict_rowless};
CREATE INDEX contact_point_last4 ON contact_point (value_last4);

-- place: debtor
CREATE TABLE consent (                         -- (A) the latest row per channel and purpose counts
    debtor_id     {id} NOT NULL,
    id            {id} NOT NULL,
    point_id      {id},                        -- NULL: the whole channel
    channel       TEXT NOT NULL,               -- a channel, or 'all'
    purpose       TEXT NOT NULL,
    state         TEXT NOT NULL,               -- given | revoked
    valid_from    {day} NOT NULL,
    valid_until   {day},                       -- first day on which it no longer holds
    evidence      TEXT NOT NULL,
    recorded_at   {instant} NOT NULL,
    actor_id      {id},
    PRIMARY KEY (debtor_id, id)
) {strict_rowless};

-- place: debtor
CREATE TABLE debt_case (                       -- expediente (ADR 0006)
    debtor_id     {id} NOT NULL,
    id            {id} NOT NULL,
    creditor_id   {id} NOT NULL,
    currency      {int} NOT NULL,
    number        {i64} NOT NULL,              -- what people read, with its check digit
    state         TEXT NOT NULL,               -- watching | open | working | waiting
                                               -- | resolved | closed
    stage         TEXT NOT NULL,               -- administrative | prelegal | legal
    owner_id      {id},
    opened_on     {day} NOT NULL,
    closed_on     {day},
    event_seq     {i64} NOT NULL,
    version       {i64} NOT NULL,
    created_at    {instant} NOT NULL,
    updated_at    {instant} NOT NULL,
    PRIMARY KEY (debtor_id, id),
    UNIQUE (debtor_id, creditor_id, currency)
) {strict_rowless};
CREATE INDEX debt_case_number ON debt_case (number);
CREATE INDEX debt_case_id ON debt_case (id);

-- place: debtor
CREATE TABLE obligation (
    debtor_id     {id} NOT NULL,
    id            {id} NOT NULL,
    case_id       {id} NOT NULL,
    creditor_id   {id} NOT NULL,
    portfolio_id  {id},
    source        TEXT NOT NULL,
    external_id   TEXT NOT NULL,
    product       TEXT NOT NULL,
    currency      {int} NOT NULL,
    opened_on     {day} NOT NULL,
    document_hash TEXT,                        -- the paper that founds the debt
    state         TEXT NOT NULL,               -- open | closed_paid | recalled | written_off
    version       {i64} NOT NULL,
    created_at    {instant} NOT NULL,
    updated_at    {instant} NOT NULL,
    PRIMARY KEY (debtor_id, id)
) {strict_rowless};
CREATE INDEX obligation_case ON obligation (debtor_id, case_id);

-- place: debtor
CREATE TABLE obligation_party (                -- who answers for a debt, and how
    debtor_id     {id} NOT NULL,               -- of the obligation
    obligation_id {id} NOT NULL,
    party_id      {id} NOT NULL,               -- the other party
    role          TEXT NOT NULL,               -- co_debtor | guarantor | employer | reference
    created_at    {instant} NOT NULL,
    PRIMARY KEY (debtor_id, obligation_id, party_id, role)
) {strict_rowless};

-- place: debtor
CREATE TABLE claim (                           -- exigible: an invoice, an instalment
    debtor_id     {id} NOT NULL,
    id            {id} NOT NULL,
    case_id       {id} NOT NULL,
    obligation_id {id} NOT NULL,
    source        TEXT NOT NULL,
    external_id   TEXT NOT NULL,
    number        {int} NOT NULL,
    issued_on     {day} NOT NULL,
    due_on        {day} NOT NULL,
    amount        {money} NOT NULL,
    paid          {money} NOT NULL,            -- what allocations add up to
    settled_on    {day},                       -- value date that paid it in full
    origin        TEXT NOT NULL,               -- schedule | return | charge | arrangement
    state         TEXT NOT NULL,               -- open | paid | superseded
    version       {i64} NOT NULL,
    created_at    {instant} NOT NULL,
    updated_at    {instant} NOT NULL,
    PRIMARY KEY (debtor_id, id)
) {strict_rowless};
CREATE INDEX claim_open ON claim (debtor_id, case_id, due_on) WHERE state = 'open';

-- place: reference
CREATE TABLE allocation_profile (              -- the order in which money meets claims
    profile       TEXT NOT NULL,
    position      {int} NOT NULL,
    age_class     TEXT NOT NULL,               -- overdue | due | future
    PRIMARY KEY (profile, position)
) {strict_rowless};

-- place: debtor
CREATE TABLE payment (                         -- (A) but for its state; a return is a row
    debtor_id     {id} NOT NULL,
    id            {id} NOT NULL,
    case_id       {id} NOT NULL,
    source        TEXT NOT NULL,
    reference     TEXT NOT NULL,               -- unique per source, in external_ref
    value_on      {day} NOT NULL,
    booked_on     {day} NOT NULL,              -- business date
    amount        {money} NOT NULL,            -- a return is negative
    unapplied     {money} NOT NULL,
    currency      {int} NOT NULL,
    claim_id      {id},                        -- money that names its claim
    returns_id    {id},                        -- of a return: the payment that it takes back
    state         TEXT NOT NULL,               -- applied | unapplied | returned | return
    user_id       {id},
    created_at    {instant} NOT NULL,
    PRIMARY KEY (debtor_id, id)
) {strict_rowless};
CREATE INDEX payment_case ON payment (debtor_id, case_id, value_on);

-- place: debtor
CREATE TABLE allocation (                      -- (A) a reversal is a negative row
    debtor_id     {id} NOT NULL,
    id            {id} NOT NULL,
    payment_id    {id} NOT NULL,
    claim_id      {id} NOT NULL,
    amount        {money} NOT NULL,
    value_on      {day} NOT NULL,
    booked_on     {day} NOT NULL,
    PRIMARY KEY (debtor_id, id)
) {strict_rowless};
CREATE INDEX allocation_payment ON allocation (debtor_id, payment_id);
CREATE INDEX allocation_claim ON allocation (debtor_id, claim_id);

-- place: reference
CREATE TABLE disposition (                     -- outcome codes (códigos de resultado)
    id            {id} NOT NULL PRIMARY KEY,
    code          TEXT NOT NULL UNIQUE,
    parent        TEXT,
    label_es      TEXT NOT NULL,
    label_en      TEXT NOT NULL,
    key           TEXT NOT NULL,               -- digits an agent presses; empty: system only
    flags         {i64} NOT NULL,              -- base/words.h
    callback_days {int},                       -- when the person is due again
    state         TEXT NOT NULL                -- active | retired
) {strict};

-- place: debtor
CREATE TABLE action (                          -- (A) gestión
    debtor_id     {id} NOT NULL,
    id            {id} NOT NULL,
    case_id       {id} NOT NULL,
    at            {instant} NOT NULL,
    business_date {day} NOT NULL,
    user_id       {id},                        -- NULL: the system
    channel       TEXT NOT NULL,
    direction     TEXT NOT NULL,               -- outbound | inbound
    point_id      {id},
    disposition   TEXT NOT NULL,
    step          TEXT,                        -- the step of the strategy that it carried out
    notice_level  {int} NOT NULL,              -- 0: no notice
    amount        {money},                     -- spoken of
    note          TEXT NOT NULL,
    duration_s    {int} NOT NULL,
    cost          {money} NOT NULL,            -- in the organisation's currency
    corrects_id   {id},                        -- this row takes back that one
    outbox_id     {id},
    callback_on   {day},                       -- when the person asked to be called again
    created_at    {instant} NOT NULL,
    PRIMARY KEY (debtor_id, id)
) {strict_rowless};
CREATE INDEX action_case ON action (debtor_id, case_id, business_date);
CREATE INDEX action_id ON action (id);

-- place: debtor
CREATE TABLE promise (
    debtor_id     {id} NOT NULL,
    id            {id} NOT NULL,
    case_id       {id} NOT NULL,
    obligation_id {id},
    made_on       {day} NOT NULL,
    due_on        {day} NOT NULL,
    amount        {money} NOT NULL,
    paid          {money} NOT NULL,            -- as last graded
    tolerance_days {int} NOT NULL,
    tolerance_bp  {int} NOT NULL,              -- basis points of the amount
    channel       TEXT NOT NULL,
    action_id     {id},
    user_id       {id},
    state         TEXT NOT NULL,               -- open | kept | partial | broken | cancelled
                                               -- | rescheduled
    graded_on     {day},
    replaced_by   {id},
    version       {i64} NOT NULL,
    created_at    {instant} NOT NULL,
    updated_at    {instant} NOT NULL,
    PRIMARY KEY (debtor_id, id)
) {strict_rowless};
CREATE INDEX promise_case ON promise (debtor_id, case_id);
CREATE INDEX promise_id ON promise (id);

-- place: debtor
CREATE TABLE dispute (
    debtor_id     {id} NOT NULL,
    id            {id} NOT NULL,
    case_id       {id} NOT NULL,
    obligation_id {id},
    kind          TEXT NOT NULL,
    amount        {money},
    opened_on     {day} NOT NULL,
    reply_due_on  {day},
    closed_on     {day},
    state         TEXT NOT NULL,               -- open | upheld | rejected | partial
    note          TEXT NOT NULL,
    user_id       {id},
    created_at    {instant} NOT NULL,
    updated_at    {instant} NOT NULL,
    PRIMARY KEY (debtor_id, id)
) {strict_rowless};
CREATE INDEX dispute_case ON dispute (debtor_id, case_id);

-- place: debtor
CREATE TABLE hold (
    debtor_id     {id} NOT NULL,
    id            {id} NOT NULL,
    case_id       {id} NOT NULL,
    kind          TEXT NOT NULL,               -- contact | age | interest
    from_on       {day} NOT NULL,
    until_on      {day},                       -- first day on which it no longer holds
    reason        TEXT NOT NULL,
    user_id       {id},
    created_at    {instant} NOT NULL,
    PRIMARY KEY (debtor_id, id)
) {strict_rowless};
CREATE INDEX hold_case ON hold (debtor_id, case_id);

-- place: reference
CREATE TABLE attribute_def (                   -- columns that came with an import
    id            {id} NOT NULL PRIMARY KEY,
    name          TEXT NOT NULL UNIQUE,
    label         TEXT NOT NULL,
    type          TEXT NOT NULL,               -- text | integer | decimal | date | boolean
    created_at    {instant} NOT NULL
) {strict};

-- place: debtor
CREATE TABLE attribute_value (
    debtor_id     {id} NOT NULL,
    obligation_id {id} NOT NULL,
    attribute_id  {id} NOT NULL,
    number        {i64},                       -- integer, day, boolean; decimals in millionths
    text          TEXT,
    PRIMARY KEY (debtor_id, obligation_id, attribute_id)
) {strict_rowless};
CREATE INDEX attribute_value_value ON attribute_value (attribute_id, text, number);

-- place: debtor
CREATE TABLE event (                           -- (A) everything that happened, in order per case
    debtor_id     {id} NOT NULL,
    case_id       {id} NOT NULL,
    seq           {i64} NOT NULL,
    id            {id} NOT NULL,
    kind          TEXT NOT NULL,
    version       {int} NOT NULL,
    business_date {day} NOT NULL,
    at            {instant} NOT NULL,
    actor_id      {id},
    payload       {json} NOT NULL,
    PRIMARY KEY (debtor_id, case_id, seq)
) {strict_rowless};

-- place: one_shard
CREATE TABLE change_partition (                -- the order of commits, per partition of debtors
    partition     {int} NOT NULL PRIMARY KEY,
    seq           {i64} NOT NULL
) {strict};

-- place: one_shard
CREATE TABLE case_change (
    partition     {int} NOT NULL,
    seq           {i64} NOT NULL,
    debtor_id     {id} NOT NULL,
    case_id       {id} NOT NULL,
    PRIMARY KEY (partition, seq, case_id)
) {strict_rowless};

-- place: one_shard
CREATE TABLE counter (                         -- gapless numbers that people read
    name          TEXT NOT NULL PRIMARY KEY,
    value         {i64} NOT NULL
) {strict};
