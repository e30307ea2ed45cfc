-- Messages on their way: the outbox, and what a letter says of a case.

-- query: outbox_lease(now instant, until instant, batch i64, channel i64) -> id
-- Due messages for one worker.  What a close planned leaves only when that close is released, and
-- nothing leaves while there is a hold (reach/hold.h).
WITH due AS MATERIALIZED (
    SELECT o.id FROM outbox o
     WHERE o.state = 'queued' AND o.not_before <= $1 AND o.channel = $4
       AND NOT EXISTS (SELECT 1 FROM close_run r
                        WHERE r.business_date = o.run_date AND r.state <> 'released')
       AND COALESCE((SELECT s.value FROM setting s
                      WHERE s.name = 'outbox.hold'
                        AND s.effective_on <= (SELECT g.open_date FROM organisation g
                                                WHERE g.id = 1)
                      ORDER BY s.effective_on DESC, s.recorded_at DESC LIMIT 1), '') = ''
     ORDER BY o.not_before, o.id LIMIT $3
--@postgresql  FOR UPDATE OF o SKIP LOCKED
)
UPDATE outbox SET state = 'leased', leased_until = $2, updated_at = $1
 WHERE id IN (SELECT id FROM due) RETURNING id;

-- query: outbox_get(id id) -> row
SELECT id, debtor_id, case_id, person_id, point_id, channel, step, template, notice_level,
       plan_date, state, not_before, leased_until, attempts, message_id, document_hash, last_error,
       verdict_rule, sent_at, updated_at
  FROM outbox WHERE id = $1;

-- query: outbox_list(state text, after_id id, most i64) -> row
SELECT id, debtor_id, case_id, person_id, point_id, channel, step, template, notice_level,
       plan_date, state, not_before, leased_until, attempts, message_id, document_hash, last_error,
       verdict_rule, sent_at, updated_at
  FROM outbox WHERE state = $1 AND id > $2 ORDER BY id LIMIT $3;

-- query: outbox_counts() -> state, count
SELECT state, count(*) FROM outbox GROUP BY state ORDER BY state;

-- query: outbox_count_due(now instant, channel i64) -> count
-- What a lease would find.
SELECT count(*) FROM outbox o
 WHERE o.state = 'queued' AND o.not_before <= $1 AND o.channel = $2
   AND NOT EXISTS (SELECT 1 FROM close_run r
                    WHERE r.business_date = o.run_date AND r.state <> 'released')
   AND COALESCE((SELECT s.value FROM setting s
                  WHERE s.name = 'outbox.hold'
                    AND s.effective_on <= (SELECT g.open_date FROM organisation g WHERE g.id = 1)
                  ORDER BY s.effective_on DESC, s.recorded_at DESC LIMIT 1), '') = '';

-- query: outbox_give_back(now instant, before instant)
-- Messages of a worker that is gone: nothing had been done with them.
UPDATE outbox SET state = 'queued', leased_until = NULL, updated_at = $1
 WHERE state = 'leased' AND leased_until <= $2;

-- query: outbox_hold(reason text, now instant)
-- What has not left stays in until a person says so.
UPDATE outbox SET state = 'held', leased_until = NULL, last_error = $1, updated_at = $2
 WHERE state IN ('queued', 'leased');

-- query: outbox_held_after(after_id id) -> id
SELECT id FROM outbox WHERE state = 'held' AND id > $1 ORDER BY id LIMIT 1;

-- query: outbox_unhold(id id, now instant)
UPDATE outbox SET state = 'queued', last_error = NULL, updated_at = $2
 WHERE id = $1 AND state = 'held';

-- query: outbox_stranded(before instant, after_id id) -> id
-- A message whose worker is gone and may have handed it over.
SELECT id FROM outbox WHERE state = 'sending' AND leased_until <= $1 AND id > $2
 ORDER BY id LIMIT 1;

-- query: outbox_release(id id, lease instant, now instant)
UPDATE outbox SET state = 'queued', leased_until = NULL, updated_at = $3
 WHERE id = $1 AND state = 'leased' AND leased_until = $2;

-- query: outbox_put_off(id id, lease instant, not_before instant, rule text,
--   now instant)
-- The gate permits it later.
UPDATE outbox SET state = 'queued', leased_until = NULL, not_before = $3, verdict_rule = $4,
       updated_at = $5
 WHERE id = $1 AND state = 'leased' AND leased_until = $2;

-- query: outbox_postpone(id id, lease instant, state text, not_before instant, error text,
--   now instant)
-- It could not even be prepared: that is an attempt too.
UPDATE outbox SET state = $3, leased_until = NULL, attempts = attempts + 1,
       not_before = COALESCE($4, not_before), last_error = $5, updated_at = $6
 WHERE id = $1 AND state = 'leased' AND leased_until = $2;

-- query: outbox_drop(id id, lease instant, state text, rule text, now instant)
-- blocked or cancelled before anything left.
UPDATE outbox SET state = $3, leased_until = NULL, verdict_rule = $4, updated_at = $5
 WHERE id = $1 AND state = 'leased' AND leased_until = $2;

-- query: outbox_start(id id, lease instant, until instant, message_id text,
--   document_hash text, rule text, now instant)
-- From this commit on the message counts as perhaps sent.
UPDATE outbox SET state = 'sending', leased_until = $3, attempts = attempts + 1, message_id = $4,
       document_hash = $5, verdict_rule = $6, updated_at = $7
 WHERE id = $1 AND state = 'leased' AND leased_until = $2;

-- query: outbox_limit(id id, template text)
-- What may be said there is less than what was planned, and no notice.
UPDATE outbox SET template = $2, notice_level = 0 WHERE id = $1;

-- query: outbox_finish(id id, lease instant, state text, not_before instant,
--   error text, sent_at instant, now instant)
-- What became of a message that was being sent; the lease names the attempt.
UPDATE outbox SET state = $3, leased_until = NULL, not_before = COALESCE($4, not_before),
       last_error = $5, sent_at = $6, updated_at = $7
 WHERE id = $1 AND state = 'sending' AND leased_until = $2;

-- query: outbox_keep_unknown(id id, now instant)
-- How long its fate was unknown, before a person says what it was.
INSERT INTO outbox_unknown_past (id, until_at, since_at)
SELECT id, CAST($2 AS BIGINT), updated_at FROM outbox WHERE id = $1 AND state = 'unknown'
ON CONFLICT (id, until_at) DO NOTHING;

-- query: outbox_settle(id id, state text, sent_at instant, now instant)
-- A person said what became of an unknown message.
UPDATE outbox SET state = $2, sent_at = $3, not_before = $4, updated_at = $4
 WHERE id = $1 AND state = 'unknown';

-- query: outbox_counted_on(debtor_id id, case_id id, payload text) -> business_date, payload
-- The day on which an unknown message was counted as an attempt: the history knows.
SELECT business_date, payload FROM event
 WHERE debtor_id = $1 AND case_id = $2 AND kind = 'message.unknown'
   AND CAST(payload AS TEXT) LIKE $3
 ORDER BY seq DESC LIMIT 1;

-- query: letter_head(debtor_id id, case_id id, person_id id) -> name, country, language,
--   number, currency, creditor
-- The language that the person asked for last comes before the one that a source said.
SELECT p.name, p.country,
       COALESCE((SELECT w.language FROM contact_preference w
                  WHERE w.debtor_id = p.debtor_id
                  ORDER BY w.recorded_at DESC, w.id DESC LIMIT 1), p.language) AS language,
       k.number, k.currency, c.name AS creditor
  FROM debt_case k
  JOIN creditor c ON c.id = k.creditor_id
  JOIN party p ON p.debtor_id = $3
 WHERE k.debtor_id = $1 AND k.id = $2;

-- query: letter_claims(debtor_id id, case_id id) -> obligation, claim, number, due_on, open
SELECT o.external_id AS obligation, c.external_id AS claim, c.number, c.due_on,
       c.amount - c.paid AS open
  FROM claim c
  JOIN obligation o ON o.debtor_id = c.debtor_id AND o.id = c.obligation_id
 WHERE c.debtor_id = $1 AND c.case_id = $2 AND c.state = 'open'
 ORDER BY c.due_on, c.issued_on, c.external_id;

-- query: letter_promise(debtor_id id, case_id id) -> due_on, open
-- The promise that falls due first.
SELECT due_on, amount - paid AS open FROM promise
 WHERE debtor_id = $1 AND case_id = $2 AND state = 'open' ORDER BY due_on, id LIMIT 1;
