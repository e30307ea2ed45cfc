-- What persons ask about their data, what is answered, and what stands against an erasure.

-- query: privacy_person(debtor_id id) -> debtor_id, name, country, region, external_id
SELECT debtor_id, name, country, region, external_id FROM party WHERE debtor_id = $1;

-- query: privacy_person_by_name(name text) -> debtor_id
SELECT debtor_id FROM external_ref WHERE kind = 'party' AND external_id = $1 ORDER BY debtor_id;

-- query: privacy_last_day(debtor_id id) -> last_day
-- The last day on which something was done with the person; a closed debt counts from its change.
SELECT max(last_day) FROM (
    SELECT max(value_on) AS last_day FROM payment WHERE debtor_id = $1
    UNION ALL SELECT max(business_date) FROM action WHERE debtor_id = $1
    UNION ALL SELECT max(closed_on) FROM debt_case WHERE debtor_id = $1
    UNION ALL SELECT max(opened_on) FROM debt_case WHERE debtor_id = $1
    UNION ALL SELECT max(closed_on) FROM dispute WHERE debtor_id = $1
    UNION ALL SELECT max(due_on) FROM promise WHERE debtor_id = $1
    UNION ALL SELECT max(business_date) FROM event WHERE debtor_id = $1) AS days;

-- query: privacy_bars(debtor_id id) -> legal_holds, open_debts, answers_for, open_disputes,
--   waiting_messages, hold_reason
-- across places: counts of one person, each of one place.
SELECT (SELECT count(*) FROM legal_hold WHERE debtor_id = $1 AND lifted_on IS NULL),
       (SELECT count(*) FROM obligation WHERE debtor_id = $1 AND state = 'open'),
       (SELECT count(*) FROM obligation_party p
          JOIN obligation o ON o.debtor_id = p.debtor_id AND o.id = p.obligation_id
         WHERE p.party_id = $1 AND p.debtor_id <> $1 AND o.state = 'open'),
       (SELECT count(*) FROM dispute WHERE debtor_id = $1 AND state = 'open'),
       (SELECT count(*) FROM outbox WHERE debtor_id = $1
           AND state IN ('queued', 'leased', 'sending', 'held')),
       (SELECT max(reason) FROM legal_hold WHERE debtor_id = $1 AND lifted_on IS NULL);

-- query: privacy_request_insert(debtor_id id, id id, kind text, received_on day, due_on day,
--   rule text, channel text, detail text, created_by id, now instant)
INSERT INTO privacy_request (debtor_id, id, kind, state, received_on, due_on, rule, channel, detail,
                             answer, created_by, created_at, updated_at)
VALUES ($1, $2, $3, 'open', $4, $5, $6, $7, $8, '', $9, $10, $10);

-- query: privacy_request_get(id id) -> debtor_id, id, kind, state, received_on, due_on, rule,
--   extended_on, channel, detail, answer, answered_on, answered_by, created_by, created_at, name
SELECT r.debtor_id, r.id, r.kind, r.state, r.received_on, r.due_on, r.rule, r.extended_on,
       r.channel, r.detail, r.answer, r.answered_on, r.answered_by, r.created_by, r.created_at,
       p.name
  FROM privacy_request r JOIN party p ON p.debtor_id = r.debtor_id WHERE r.id = $1;

-- query: privacy_request_list(state text, debtor_id id, after_due day, after_id id, most i64) ->
--   debtor_id, id, kind, state, received_on, due_on, rule, extended_on, channel, detail, answer,
--   answered_on, answered_by, created_by, created_at, name
-- Those of a state, all for an empty one; of a person, or of all; those to answer first come first.
SELECT r.debtor_id, r.id, r.kind, r.state, r.received_on, r.due_on, r.rule, r.extended_on,
       r.channel, r.detail, r.answer, r.answered_on, r.answered_by, r.created_by, r.created_at,
       p.name
  FROM privacy_request r JOIN party p ON p.debtor_id = r.debtor_id
 WHERE (CAST($1 AS TEXT) = '' OR r.state = $1)
   AND (CAST($2 AS BIGINT) IS NULL OR r.debtor_id = $2)
   AND (r.due_on > $3 OR (r.due_on = $3 AND r.id > $4))
 ORDER BY r.due_on, r.id LIMIT $5;

-- query: privacy_request_extend(id id, due_on day, extended_on day, now instant)
UPDATE privacy_request SET due_on = $2, extended_on = $3, updated_at = $4
 WHERE id = $1 AND state = 'open' AND extended_on IS NULL;

-- query: privacy_request_answer(id id, state text, answer text, answered_on day, answered_by id,
--   now instant)
UPDATE privacy_request
   SET state = $2, answer = $3, answered_on = $4, answered_by = $5, updated_at = $6
 WHERE id = $1 AND state = 'open';

-- query: privacy_step_insert(debtor_id id, request_id id, id id, kind text, note text, now instant,
--   user_id id)
INSERT INTO privacy_step (debtor_id, request_id, id, kind, note, at, user_id)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- query: privacy_steps(debtor_id id, request_id id) -> kind, note, at, user_id, user_name
SELECT s.kind, s.note, s.at, s.user_id, u.name AS user_name
  FROM privacy_step s LEFT JOIN user_account u ON u.id = s.user_id
 WHERE s.debtor_id = $1 AND s.request_id = $2 ORDER BY s.id;

-- query: legal_hold_list(debtor_id id) -> reason, from_on
SELECT reason, from_on FROM legal_hold
 WHERE debtor_id = $1 AND lifted_on IS NULL ORDER BY from_on, id;

-- query: legal_hold_insert(debtor_id id, id id, reason text, from_on day, user_id id, now instant)
INSERT INTO legal_hold (debtor_id, id, reason, from_on, user_id, created_at)
VALUES ($1, $2, $3, $4, $5, $6);

-- query: legal_hold_lift(debtor_id id, lifted_on day, reason text, user_id id)
UPDATE legal_hold SET lifted_on = $2, lift_reason = $3, lifted_by = $4
 WHERE debtor_id = $1 AND lifted_on IS NULL;

-- query: party_value_past_insert(debtor_id id, id id, field text, point_id id, sealed blob,
--   now instant, user_id id, request_id id, reason text)
INSERT INTO party_value_past (debtor_id, id, field, point_id, value_sealed, until_at, user_id,
                              request_id, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- query: privacy_retention_page(after_id id, most i64) -> debtor_id, country
-- Persons without an open debt of whom something is still kept in words.  Of who was erased whole:
-- a nonce is of a text that somebody wrote since, and so on.
SELECT p.debtor_id, p.country FROM party p
 WHERE p.debtor_id > $1
   AND NOT EXISTS (SELECT 1 FROM obligation o WHERE o.debtor_id = p.debtor_id AND o.state = 'open')
   AND (NOT EXISTS (SELECT 1 FROM erasure e WHERE e.debtor_id = p.debtor_id AND e.class = 'book')
        OR EXISTS (SELECT 1 FROM audit_nonce n WHERE n.debtor_id = p.debtor_id)
        OR EXISTS (SELECT 1 FROM privacy_request r
                    WHERE r.debtor_id = p.debtor_id AND r.state <> 'open'
                      AND (r.detail <> '' OR r.answer <> ''))
        OR EXISTS (SELECT 1 FROM bank_match m
                    WHERE m.debtor_id = p.debtor_id
                      AND m.created_at > (SELECT max(e.at) FROM erasure e
                                           WHERE e.debtor_id = m.debtor_id
                                             AND e.class = 'identity')))
 ORDER BY p.debtor_id LIMIT $2;

-- query: privacy_unfinished(after_id id, most i64) -> debtor_id
-- Whose key was destroyed, and who came back with a backup or was left half way.
SELECT p.debtor_id FROM party p
 WHERE p.debtor_id > $1
   AND EXISTS (SELECT 1 FROM key_destroyed d WHERE d.debtor_id = p.debtor_id)
   AND NOT EXISTS (SELECT 1 FROM erasure e WHERE e.debtor_id = p.debtor_id AND e.class = 'identity')
 ORDER BY p.debtor_id LIMIT $2;

-- query: privacy_creditors(debtor_id id) -> name
SELECT DISTINCT c.name FROM debt_case d JOIN creditor c ON c.id = d.creditor_id
 WHERE d.debtor_id = $1 ORDER BY c.name;

-- query: privacy_documents(debtor_id id) -> hash, name, media_type, bytes, created_at
-- across places: letters and papers lie by their content, not by their person.
SELECT hash, name, media_type, bytes, created_at FROM document
 WHERE hash IN (SELECT document_hash FROM outbox WHERE debtor_id = $1)
    OR hash IN (SELECT document_hash FROM obligation WHERE debtor_id = $1)
 ORDER BY created_at, hash;

-- query: access_insert(debtor_id id, id id, at instant, business_date day, user_id id, face text,
--   operation text, fields text, case_id id)
INSERT INTO access_log (debtor_id, id, at, business_date, user_id, face, operation, fields, case_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);
