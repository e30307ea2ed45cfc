-- What a day leaves: facts, decisions, runs, work for people, messages, counts, imports.

-- place: debtor
-- One row per case, written in the transaction of the event that changes it.  Anchors, never ages:
-- the passage of a day changes no row (ADR 0002).  A null cell holds 0, its bit in validity is 0;
-- the order of the columns and bits is the list in policy/facts.h.
CREATE TABLE case_facts (
    debtor_id           {id} NOT NULL,
    case_id             {id} NOT NULL,
    recheck_on          {day} NOT NULL,        -- when the calendar alone changes an anchor
    validity            {i64} NOT NULL,
    natural_key         {i64} NOT NULL,        -- digest of creditor, party, currency
    creditor_id         {id} NOT NULL,
    currency            {int} NOT NULL,
    case_state          {int} NOT NULL,
    opened_on           {day} NOT NULL,
    oldest_due_on       {day} NOT NULL,
    next_due_on         {day} NOT NULL,
    last_payment_on     {day} NOT NULL,
    last_attempt_on     {day} NOT NULL,
    last_contact_on     {day} NOT NULL,
    last_outcome_on     {day} NOT NULL,
    last_notice_on      {day} NOT NULL,
    callback_on         {day} NOT NULL,
    promise_due_on      {day} NOT NULL,
    last_broken_on      {day} NOT NULL,
    last_kept_on        {day} NOT NULL,
    attempt_anchor_on   {day} NOT NULL,
    contact_anchor_on   {day} NOT NULL,
    open_amount         {money} NOT NULL,
    past_due_amount     {money} NOT NULL,
    next_due_amount     {money} NOT NULL,
    last_payment_amount {money} NOT NULL,
    promise_amount      {money} NOT NULL,
    unapplied_amount    {money} NOT NULL,
    disputed_amount     {money} NOT NULL,
    paid_amount         {money} NOT NULL,
    open_claims         {int} NOT NULL,
    past_due_claims     {int} NOT NULL,
    promises_open       {int} NOT NULL,
    promises_kept       {int} NOT NULL,
    promises_broken     {int} NOT NULL,
    disputes_open       {int} NOT NULL,
    is_held             {int} NOT NULL,
    notice_level        {int} NOT NULL,
    unknown_sends       {int} NOT NULL,
    attempt_window      {i64} NOT NULL,        -- counts of anchor day and seven before, 8 bits
    contact_window      {i64} NOT NULL,
    last_outcome        {i64} NOT NULL,        -- disposition
    product             {i64} NOT NULL,        -- symbol
    stage               {i64} NOT NULL,        -- symbol
    party_kind          {i64} NOT NULL,        -- symbol
    country             {i64} NOT NULL,        -- symbol
    zone                {i64} NOT NULL,        -- symbol; null: the organisation's
    party_flags         {i64} NOT NULL,
    reach_flags         {i64} NOT NULL,
    PRIMARY KEY (debtor_id, case_id)
) {strict_rowless};
CREATE INDEX case_facts_recheck ON case_facts (recheck_on);

-- place: debtor
-- What each case carries.  Texts are symbols.
CREATE TABLE case_decision (
    debtor_id     {id} NOT NULL,
    case_id       {id} NOT NULL,
    strategy_id   {id} NOT NULL,
    segment       {i64} NOT NULL,
    step          {i64} NOT NULL,
    channel       {int} NOT NULL,
    template      {i64} NOT NULL,
    queue         {i64} NOT NULL,
    notice_level  {int} NOT NULL,
    rules         {i64} NOT NULL,              -- rule numbers of segment and treatment, packed
    verdict       {int} NOT NULL,              -- allowed | allowed_until | refused | none
    verdict_rule  {i64} NOT NULL,
    silence       {i64} NOT NULL,              -- symbol: why nothing is done; 0 when something is
    decided_on    {day} NOT NULL,
    next_action_on {day},
    PRIMARY KEY (debtor_id, case_id)
) {strict_rowless};

-- place: debtor
CREATE TABLE decision (                        -- (A) every change of a decision, with its rule
    debtor_id     {id} NOT NULL,
    case_id       {id} NOT NULL,
    id            {id} NOT NULL,
    decided_on    {day} NOT NULL,              -- the business date for which it was decided
    at            {instant} NOT NULL,
    cause         TEXT NOT NULL,               -- close | event
    strategy_id   {id} NOT NULL,
    segment       {i64} NOT NULL,
    step          {i64} NOT NULL,
    channel       {int} NOT NULL,
    template      {i64} NOT NULL,
    rules         {i64} NOT NULL,
    verdict       {int} NOT NULL,
    verdict_rule  {i64} NOT NULL,
    silence       {i64} NOT NULL,
    priority      {int} NOT NULL,
    next_action_on {day},
    PRIMARY KEY (debtor_id, case_id, id)
) {strict_rowless};

-- place: debtor
-- Per contacted person, case, day and channel; written by the gate's bookkeeping only.
CREATE TABLE contact_count (
    debtor_id     {id} NOT NULL,               -- the contacted person
    case_id       {id} NOT NULL,
    day           {day} NOT NULL,
    channel       {int} NOT NULL,
    attempts      {int} NOT NULL,
    contacts      {int} NOT NULL,
    PRIMARY KEY (debtor_id, case_id, day, channel)
) {strict_rowless};

-- place: reference
CREATE TABLE strategy (
    id            {id} NOT NULL PRIMARY KEY,
    name          TEXT NOT NULL,
    version       {int} NOT NULL,
    state         TEXT NOT NULL,               -- draft | tested | approved | active | retired
    active_from   {day},
    active_until  {day},
    created_at    {instant} NOT NULL,
    UNIQUE (name, version)
) {strict};

-- place: reference
CREATE TABLE strategy_file (
    strategy_id   {id} NOT NULL,
    path          TEXT NOT NULL,
    document_hash TEXT NOT NULL,
    PRIMARY KEY (strategy_id, path)
) {strict_rowless};

-- place: one_shard
CREATE TABLE close_run (
    business_date {day} NOT NULL PRIMARY KEY,
    state         TEXT NOT NULL,               -- running | released
    phase         {int} NOT NULL,              -- 1 facts and decisions, 2 ranking, 3 plan
    strategy_id   {id} NOT NULL,
    program       TEXT NOT NULL,               -- version of the program
    cases         {i64} NOT NULL,
    fact_rows     {i64} NOT NULL,
    decision_rows {i64} NOT NULL,
    planned_messages {i64} NOT NULL,
    planned_work  {i64} NOT NULL,
    started_at    {instant} NOT NULL,
    released_at   {instant}
) {strict};

-- place: one_shard
CREATE TABLE close_slice (                     -- a range of debtors that one transaction works on
    business_date {day} NOT NULL,
    slice         {int} NOT NULL,
    from_debtor_id {id} NOT NULL,
    until_debtor_id {id} NOT NULL,             -- first debtor of the next slice
    phase_done    {int} NOT NULL,
    cases         {i64} NOT NULL,
    digest        {i64} NOT NULL,              -- over natural key, rules, action, verdict; adds up
    PRIMARY KEY (business_date, slice)
) {strict};

-- place: one_shard
CREATE TABLE work_item (                       -- work of people, one open item per case
    id            {id} NOT NULL PRIMARY KEY,
    debtor_id     {id} NOT NULL,
    case_id       {id} NOT NULL,
    queue         {i64} NOT NULL,              -- symbol
    step          {i64} NOT NULL,              -- symbol
    plan_date     {day} NOT NULL,
    priority      {int} NOT NULL,
    rank          {i64} NOT NULL,              -- order of work: small first
    state         TEXT NOT NULL,               -- ready | done | skipped | cancelled
    leased_by     {id},
    leased_until  {instant},
    closed_on     {day},
    closed_at     {instant},
    closed_by     {id},                        -- NULL: the system, or still open
    action_id     {id},                        -- the action that finished it
    reason        TEXT NOT NULL,
    created_at    {instant} NOT NULL
) {strict};
CREATE INDEX work_item_case ON work_item (case_id, closed_on);
CREATE UNIQUE INDEX work_item_open ON work_item (case_id) WHERE state = 'ready';
CREATE INDEX work_item_rank ON work_item (rank) WHERE state = 'ready';
CREATE INDEX work_item_debtor ON work_item (debtor_id) WHERE state = 'ready';
CREATE INDEX work_item_leased ON work_item (leased_by) WHERE leased_by IS NOT NULL;
CREATE INDEX work_item_closed ON work_item (closed_by, closed_on) WHERE closed_by IS NOT NULL;
CREATE INDEX work_item_action ON work_item (action_id) WHERE action_id IS NOT NULL;

-- place: one_shard
CREATE TABLE outbox (                          -- the only way out
    id            {id} NOT NULL PRIMARY KEY,
    debtor_id     {id} NOT NULL,               -- of the case
    case_id       {id} NOT NULL,
    person_id     {id} NOT NULL,               -- the contacted party
    point_id      {id} NOT NULL,
    channel       {int} NOT NULL,
    step          {i64} NOT NULL,
    template      TEXT NOT NULL,
    notice_level  {int} NOT NULL,
    plan_date     {day} NOT NULL,
    run_date      {day} NOT NULL,              -- its close must be released before it leaves
    state         TEXT NOT NULL,               -- queued | leased | sending | sent | unknown
                                               -- | failed | dead | blocked | cancelled | held
    not_before    {instant} NOT NULL,
    leased_until  {instant},
    attempts      {int} NOT NULL,
    message_id    TEXT,                        -- of the mail; unique
    document_hash TEXT,                        -- what was sent, to the letter
    last_error    TEXT,
    verdict_rule  TEXT NOT NULL,
    sent_at       {instant},
    created_at    {instant} NOT NULL,
    updated_at    {instant} NOT NULL,
    UNIQUE (case_id, plan_date, step)
) {strict};
CREATE INDEX outbox_due ON outbox (state, not_before);
CREATE INDEX outbox_case ON outbox (case_id);
CREATE INDEX outbox_debtor ON outbox (debtor_id)
 WHERE state IN ('queued', 'leased', 'sending', 'held');

-- place: one_shard
CREATE TABLE queue_plan (                      -- what people can do of what is wanted, per day
    plan_date     {day} NOT NULL,
    queue         {i64} NOT NULL,              -- symbol
    wanted        {i64} NOT NULL,
    capacity      {i64} NOT NULL,
    last_rank     {i64} NOT NULL,              -- ready: rank up to here
    PRIMARY KEY (plan_date, queue)
) {strict_rowless};

-- place: one_shard
CREATE TABLE import_batch (
    id            {id} NOT NULL PRIMARY KEY,
    kind          TEXT NOT NULL,
    file_name     TEXT NOT NULL,
    file_hash     TEXT NOT NULL,
    mapping_hash  TEXT NOT NULL,
    as_of         {day},
    state         TEXT NOT NULL,               -- applying | done
    rows_applied  {i64} NOT NULL,              -- position to resume at
    rows_created  {i64} NOT NULL,
    rows_updated  {i64} NOT NULL,
    rows_skipped  {i64} NOT NULL,
    rows_refused  {i64} NOT NULL,
    user_id       {id},
    started_at    {instant} NOT NULL,
    finished_at   {instant}
) {strict};
CREATE INDEX import_batch_file ON import_batch (file_hash, mapping_hash, as_of);
