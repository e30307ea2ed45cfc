-- The ledger of consents, and what a revocation ends at once.

-- query: consent_insert(debtor_id id, id id, point_id id, channel text, purpose text, state text,
--     valid_from day, valid_until day, evidence text, now instant, actor_id id, source text,
--     reason text, wording text, document_hash text, undoes_id id)
INSERT INTO consent (debtor_id, id, point_id, channel, purpose, state, valid_from, valid_until,
                     evidence, recorded_at, actor_id, source, reason, wording, document_hash,
                     undoes_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- query: consent_get(debtor_id id, id id) -> point_id, channel, purpose, state, valid_from,
--     valid_until, source, reason, undoes_id, undone_by_id
SELECT c.point_id, c.channel, c.purpose, c.state, c.valid_from, c.valid_until, c.source, c.reason,
       c.undoes_id,
       (SELECT u.id FROM consent u
         WHERE u.debtor_id = c.debtor_id AND u.undoes_id = c.id) AS undone_by_id
  FROM consent c WHERE c.debtor_id = $1 AND c.id = $2;

-- query: consent_list(debtor_id id) -> id, point_id, channel, purpose, state, valid_from,
--     valid_until, evidence, recorded_at, actor_id, actor_name, source, reason, wording,
--     document_hash, undoes_id, undone_by_id, point_kind, point_value, point_state
-- The ledger, newest first.
SELECT c.id, c.point_id, c.channel, c.purpose, c.state, c.valid_from, c.valid_until, c.evidence,
       c.recorded_at, c.actor_id, a.name AS actor_name, c.source, c.reason, c.wording,
       c.document_hash, c.undoes_id,
       (SELECT u.id FROM consent u
         WHERE u.debtor_id = c.debtor_id AND u.undoes_id = c.id) AS undone_by_id,
       p.channel AS point_kind, p.value_sealed AS point_value, p.state AS point_state
  FROM consent c
  LEFT JOIN contact_point p ON p.debtor_id = c.debtor_id AND p.id = c.point_id
  LEFT JOIN user_account a ON a.id = c.actor_id
 WHERE c.debtor_id = $1 ORDER BY c.recorded_at DESC, c.id DESC;

-- query: consent_same(debtor_id id, point_id id, channel text, purpose text, state text,
--     valid_from day, valid_until day, evidence text) -> id
-- The row that an import would write again.
SELECT id FROM consent
 WHERE debtor_id = $1 AND COALESCE(point_id, 0) = COALESCE(CAST($2 AS BIGINT), 0)
   AND channel = $3 AND purpose = $4 AND state = $5 AND valid_from = $6
   AND COALESCE(valid_until, 0) = COALESCE(CAST($7 AS BIGINT), 0) AND evidence = $8
 LIMIT 1;

-- query: consent_twin(debtor_id id, id id, other_id id) -> id
-- The row of another party that was written with this one.
SELECT o.id FROM consent c
  JOIN consent o ON o.debtor_id = $3 AND o.recorded_at = c.recorded_at AND o.channel = c.channel
   AND o.purpose = c.purpose AND o.state = c.state AND o.evidence = c.evidence
   AND o.undoes_id IS NULL
 WHERE c.debtor_id = $1 AND c.id = $2 ORDER BY o.id LIMIT 1;

-- query: consent_debtors(person_id id) -> debtor_id
-- Those beside whose debts the person stands.
SELECT DISTINCT debtor_id FROM obligation_party WHERE party_id = $1;

-- query: consent_messages(debtor_id id, person_id id) -> id, case_id, point_id, channel, state
-- What has not left yet and would go to the person.
SELECT id, case_id, point_id, channel, state FROM outbox
 WHERE debtor_id = $1 AND person_id = $2 AND state IN ('queued', 'leased', 'sending', 'held')
 ORDER BY id;

-- query: consent_stop_message(id id, error text, now instant)
-- Also one that a worker holds: it looks again before it begins to send, and lets go.
UPDATE outbox SET state = 'cancelled', leased_until = NULL, last_error = $2, updated_at = $3
 WHERE id = $1 AND state IN ('queued', 'leased', 'held');

-- query: consent_permits(person_id id) -> id, channel
-- Places that people hold; those of messages end with their message.
SELECT id, channel FROM contact_reservation
 WHERE debtor_id = $1 AND state = 'held' AND outbox_id IS NULL ORDER BY id;

-- query: point_history(debtor_id id, point_id id) -> right_party, third_party, last_right_party_on
-- Who answered there so far, as far as it was not taken back.
SELECT CAST(COALESCE(sum(CASE WHEN (d.flags & 4) <> 0 THEN 1 ELSE 0 END), 0) AS BIGINT),
       CAST(COALESCE(sum(CASE WHEN (d.flags & 1024) <> 0 THEN 1 ELSE 0 END), 0) AS BIGINT),
       max(CASE WHEN (d.flags & 4) <> 0 THEN a.business_date END)
  FROM action a JOIN disposition d ON d.code = a.disposition
 WHERE a.debtor_id = $1 AND a.point_id = $2 AND a.corrects_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM action k WHERE k.debtor_id = a.debtor_id AND k.corrects_id = a.id);

-- query: preference_insert(debtor_id id, id id, days i64, opens_s i64, closes_s i64, channel text,
--     source text, evidence text, now instant, actor_id id, language text)
INSERT INTO contact_preference (debtor_id, id, days, opens_s, closes_s, channel, source, evidence,
                                recorded_at, actor_id, language)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULLIF($11, ''));

-- query: preference_get(debtor_id id) -> days, opens_s, closes_s, channel, evidence, recorded_at,
--     language
SELECT days, opens_s, closes_s, channel, evidence, recorded_at, language FROM contact_preference
 WHERE debtor_id = $1 ORDER BY recorded_at DESC, id DESC LIMIT 1;

-- query: document_head(hash text) -> media_type, name, size
SELECT media_type, name, size FROM document WHERE hash = $1;

-- query: verify_has_document(debtor_id id) -> count
SELECT count(*) FROM party WHERE debtor_id = $1 AND document_last4 IS NOT NULL;

-- query: verify_has_attribute(debtor_id id, name text) -> count
SELECT count(*) FROM attribute_value v JOIN attribute_def a ON a.id = v.attribute_id
 WHERE v.debtor_id = $1 AND a.name = $2 AND v.number IS NOT NULL;

-- query: verify_has_point(debtor_id id, kind text) -> count
SELECT count(*) FROM contact_point
 WHERE debtor_id = $1 AND channel = $2 AND state IN ('unverified', 'verified');

-- query: verify_document(debtor_id id, last4 blob) -> count
SELECT count(*) FROM party WHERE debtor_id = $1 AND document_last4 = $2;

-- query: verify_phone(debtor_id id, last4 blob) -> count
SELECT count(*) FROM contact_point
 WHERE debtor_id = $1 AND value_last4 = $2 AND channel = 'phone'
   AND state IN ('unverified', 'verified');

-- query: verify_attribute(debtor_id id, name text, value i64) -> count
SELECT count(*) FROM attribute_value v JOIN attribute_def a ON a.id = v.attribute_id
 WHERE v.debtor_id = $1 AND a.name = $2 AND v.number = $3;

-- query: verify_point_unverified(debtor_id id, id id) -> count
SELECT count(*) FROM contact_point WHERE debtor_id = $1 AND id = $2 AND state = 'unverified';

-- query: verify_call(debtor_id id, case_id id, actor_id id, channel i64, now instant) -> since
-- Since when somebody of ours has a call of the case in hand.
SELECT created_at FROM contact_reservation
 WHERE debtor_id = $1 AND case_id = $2 AND actor_id = $3 AND channel = $4 AND state = 'held'
   AND outbox_id IS NULL AND expires_at > $5
 ORDER BY created_at DESC LIMIT 1;

-- query: verify_calls(actor_id id, channel i64, now instant, most i64) -> debtor_id, case_id
-- across places: whom somebody of ours is speaking with.
SELECT debtor_id, case_id FROM contact_reservation
 WHERE actor_id = $1 AND channel = $2 AND state = 'held' AND outbox_id IS NULL AND expires_at > $3
 ORDER BY created_at DESC LIMIT $4;

-- query: verify_checks(debtor_id id, case_id id, actor_id id, today day) -> verified_at, opened_at,
--     failures
-- What somebody of ours, or nobody (a page that persons open), learned of who is speaking; failures
-- of the day.
SELECT max(CASE WHEN CAST(payload AS TEXT) LIKE '%"result":%"verified"%' THEN at END)
           AS verified_at,
       max(CASE WHEN CAST(payload AS TEXT) LIKE '%"result":%"opened"%' THEN at END) AS opened_at,
       CAST(COALESCE(sum(CASE WHEN CAST(payload AS TEXT) LIKE '%"result":%"failed"%'
                               AND business_date = $4 THEN 1 ELSE 0 END), 0) AS BIGINT) AS failures
  FROM event
 WHERE debtor_id = $1 AND case_id = $2 AND kind = 'identity.checked'
   AND (actor_id = $3 OR CAST($3 AS BIGINT) IS NULL AND actor_id IS NULL);

-- query: verify_calls_of(debtors text, cases text, actor_id id, channel i64, now instant)
--     -> case_id, since
-- verify_call of many cases at once.
SELECT case_id, max(created_at) AS since FROM contact_reservation
 WHERE debtor_id IN (SELECT value FROM json_each($1)) --@sqlite-only
   AND case_id IN (SELECT value FROM json_each($2)) --@sqlite-only
--@postgresql WHERE debtor_id = ANY (CAST($1 AS BIGINT[])) AND case_id = ANY (CAST($2 AS BIGINT[]))
   AND actor_id = $3 AND channel = $4 AND state = 'held'
   AND outbox_id IS NULL AND expires_at > $5
 GROUP BY case_id;

-- query: verify_checks_of(debtors text, cases text, actor_id id) -> case_id, verified_at, opened_at
-- verify_checks of many cases at once.
SELECT case_id,
       max(CASE WHEN CAST(payload AS TEXT) LIKE '%"result":%"verified"%' THEN at END)
           AS verified_at,
       max(CASE WHEN CAST(payload AS TEXT) LIKE '%"result":%"opened"%' THEN at END) AS opened_at
  FROM event
 WHERE debtor_id IN (SELECT value FROM json_each($1)) --@sqlite-only
   AND case_id IN (SELECT value FROM json_each($2)) --@sqlite-only
--@postgresql WHERE debtor_id = ANY (CAST($1 AS BIGINT[])) AND case_id = ANY (CAST($2 AS BIGINT[]))
   AND kind = 'identity.checked'
   AND (actor_id = $3 OR CAST($3 AS BIGINT) IS NULL AND actor_id IS NULL)
 GROUP BY case_id;

-- query: shield_party(debtor_id id) -> name
SELECT name FROM party WHERE debtor_id = $1;

-- query: script_caller(id id) -> name
SELECT name FROM user_account WHERE id = $1;

-- query: reply_points(kind text, value_index blob) -> debtor_id, id
-- Everybody who has that contact point.
SELECT debtor_id, id FROM contact_point WHERE channel = $1 AND value_index = $2
 ORDER BY debtor_id, id;
