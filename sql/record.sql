-- What is kept for good: the organisation, symbols, settings, documents, events, people, approvals.

-- query: seal_sample() -> debtor_id, channel, value_sealed
-- Any one value of a person, to try a key on.
SELECT debtor_id, channel, value_sealed FROM contact_point WHERE length(value_sealed) > 0
 ORDER BY debtor_id, id LIMIT 1;

-- query: organisation_insert(name text, country text, currency i64, timezone text, is_test bool,
--   open_date day, now instant)
-- Node 0 belongs to the process that made the store.
INSERT INTO organisation (id, name, country, currency, timezone, is_test, open_date, next_node,
                          created_at)
VALUES (1, $1, $2, $3, $4, $5, $6, 1, $7);

-- query: organisation_get() -> name, country, currency, timezone, is_test, open_date
-- aside
SELECT name, country, currency, timezone, is_test, open_date FROM organisation WHERE id = 1;

-- query: organisation_date() -> open_date, known_at
SELECT open_date, known_at FROM organisation WHERE id = 1;

-- query: organisation_set_known(known_at instant)
UPDATE organisation SET known_at = $1 WHERE id = 1;

-- query: organisation_lease_node(node_count i64) -> node
UPDATE organisation SET next_node = (next_node + 1) % $1 WHERE id = 1
RETURNING (next_node + $1 - 1) % $1;

-- query: organisation_set_open_date(open_date day)
-- Only forward.
UPDATE organisation SET open_date = $1 WHERE id = 1 AND open_date < $1;

-- query: change_partition_insert(partition i64)
INSERT INTO change_partition (partition, seq) VALUES ($1, 0);

-- query: allocation_profile_insert(profile text, position i64, age_class text)
INSERT INTO allocation_profile (profile, position, age_class) VALUES ($1, $2, $3);

-- query: disposition_insert(id id, code text, parent text, label_es text, label_en text, key text,
--   flags i64, callback_days i64)
INSERT INTO disposition (id, code, parent, label_es, label_en, key, flags, callback_days, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'active');

-- query: disposition_list() -> code, parent, label_es, label_en, key, flags, callback_days, state
-- In the order of the screen; those that only the system records come first.
SELECT code, parent, label_es, label_en, key, flags, callback_days, state FROM disposition
 ORDER BY key, id;

-- query: counter_insert(name text, value i64)
INSERT INTO counter (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING;

-- query: symbol_by_value(value text) -> id
-- aside
SELECT id FROM symbol WHERE value = $1;

-- query: symbol_by_id(id i64) -> value
-- aside
SELECT value FROM symbol WHERE id = $1;

-- query: symbol_lock()
-- aside
-- Keeps other writers of symbols waiting until the transaction ends; changes nothing.
UPDATE counter SET value = value WHERE name = 'symbol';

-- query: symbol_insert(id i64, value text)
-- aside
INSERT INTO symbol (id, value) VALUES ($1, $2);

-- query: setting_insert(name text, effective_on day, now instant, value text, actor_id id)
INSERT INTO setting (name, effective_on, recorded_at, value, actor_id) VALUES ($1, $2, $3, $4, $5);

-- query: setting_last_recorded(name text, effective_on day) -> recorded_at
SELECT max(recorded_at) FROM setting WHERE name = $1 AND effective_on = $2;

-- query: setting_on(name text, on_day day) -> value
-- aside
SELECT value FROM setting WHERE name = $1 AND effective_on <= $2
 ORDER BY effective_on DESC, recorded_at DESC LIMIT 1;

-- query: document_insert(hash text, media_type text, name text, size i64, bytes blob, now instant)
INSERT INTO document (hash, media_type, name, size, bytes, created_at)
VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (hash) DO NOTHING;

-- query: document_get(hash text) -> media_type, name, bytes, created_at
-- aside
SELECT media_type, name, bytes, created_at FROM document WHERE hash = $1;

-- query: event_take_seq(debtor_id id, case_id id) -> seq
-- The order of events within a case is the order in which transactions take this row.
UPDATE debt_case SET event_seq = event_seq + 1 WHERE debtor_id = $1 AND id = $2
RETURNING event_seq;

-- query: event_insert(debtor_id id, case_id id, seq i64, id id, kind text, version i64,
--   business_date day, at instant, actor_id id, payload json)
INSERT INTO event (debtor_id, case_id, seq, id, kind, version, business_date, at, actor_id, payload)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- query: event_list(debtor_id id, case_id id, after_seq i64, most i64) -> seq, id, kind, version,
--   business_date, at, actor_id, payload
SELECT seq, id, kind, version, business_date, at, actor_id, payload FROM event
 WHERE debtor_id = $1 AND case_id = $2 AND seq > $3 ORDER BY seq LIMIT $4;

-- query: permission_insert(name text, description text)
INSERT INTO permission (name, description) VALUES ($1, $2);

-- query: role_insert(name text, description text)
INSERT INTO role (name, description) VALUES ($1, $2);

-- query: role_permission_insert(role text, permission text)
INSERT INTO role_permission (role, permission) VALUES ($1, $2);

-- query: role_exists(name text) -> count
SELECT count(*) FROM role WHERE name = $1;

-- query: user_insert(id id, login text, name text, password_hash text, now instant)
INSERT INTO user_account (id, login, name, password_hash, state, failed_logins, locked_until,
                          created_at)
VALUES ($1, $2, $3, $4, 'active', 0, NULL, $5);

-- query: user_by_login(login text) -> id, login, name, state, locked_until, created_at
SELECT id, login, name, state, locked_until, created_at FROM user_account WHERE login = $1;

-- query: user_list() -> id, login, name, state, locked_until, created_at
SELECT id, login, name, state, locked_until, created_at FROM user_account ORDER BY login;

-- query: user_secret(login text) -> id, login, name, password_hash, state, locked_until
SELECT id, login, name, password_hash, state, locked_until FROM user_account WHERE login = $1;

-- query: user_set_password(id id, password_hash text)
UPDATE user_account SET password_hash = $2, failed_logins = 0, locked_until = NULL WHERE id = $1;

-- query: user_set_state(id id, state text)
UPDATE user_account SET state = $2 WHERE id = $1;

-- query: user_note_failure(id id, now instant, most i64, locked_until instant)
-- Counts a wrong password; the count starts again when a lock is over, and stands still during one.
UPDATE user_account
   SET failed_logins = CASE WHEN locked_until IS NULL THEN failed_logins + 1 ELSE 1 END,
       locked_until = CASE WHEN locked_until IS NULL AND failed_logins + 1 >= $3
                           THEN CAST($4 AS BIGINT) END
 WHERE id = $1 AND (locked_until IS NULL OR locked_until <= $2);

-- query: user_note_success(id id, now instant, password_hash text)
-- Only if nothing changed since the password was read: not suspended, locked or changed meanwhile.
UPDATE user_account SET failed_logins = 0, locked_until = NULL
 WHERE id = $1 AND state = 'active' AND password_hash = $3
   AND (locked_until IS NULL OR locked_until <= $2);

-- query: user_role_insert(user_id id, role text)
INSERT INTO user_role (user_id, role) VALUES ($1, $2) ON CONFLICT (user_id, role) DO NOTHING;

-- query: user_role_delete(user_id id, role text)
DELETE FROM user_role WHERE user_id = $1 AND role = $2;

-- query: user_roles(user_id id) -> role
SELECT role FROM user_role WHERE user_id = $1 ORDER BY role;

-- query: user_permissions(user_id id) -> permission
SELECT DISTINCT p.permission FROM user_role r
  JOIN role_permission p ON p.role = r.role
 WHERE r.user_id = $1 ORDER BY p.permission;

-- query: user_holds(user_id id, permission text) -> count
SELECT count(*) FROM user_account u
  JOIN user_role r ON r.user_id = u.id
  JOIN role_permission p ON p.role = r.role
 WHERE u.id = $1 AND u.state = 'active' AND p.permission = $2;

-- query: user_count_holding(permission text) -> count
SELECT count(DISTINCT u.id) FROM user_account u
  JOIN user_role r ON r.user_id = u.id
  JOIN role_permission p ON p.role = r.role
 WHERE u.state = 'active' AND p.permission = $1;

-- query: user_lock_roles()
-- Whoever may take the last administrator away waits here for whoever else may.
UPDATE organisation SET next_node = next_node WHERE id = 1;

-- query: session_insert(token_hash blob, user_id id, csrf_token text, now instant,
--   expires_at instant)
INSERT INTO session (token_hash, user_id, csrf_token, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5);

-- query: session_get(token_hash blob, now instant) -> user_id, login, name, csrf_token, created_at,
--   expires_at
SELECT s.user_id, u.login, u.name, s.csrf_token, s.created_at, s.expires_at
  FROM session s JOIN user_account u ON u.id = s.user_id
 WHERE s.token_hash = $1 AND s.expires_at > $2 AND u.state = 'active';

-- query: session_prolong(token_hash blob, expires_at instant)
UPDATE session SET expires_at = $2 WHERE token_hash = $1 AND expires_at < $2;

-- query: session_delete(token_hash blob)
DELETE FROM session WHERE token_hash = $1;

-- query: session_delete_user(user_id id)
DELETE FROM session WHERE user_id = $1;

-- query: session_sweep(now instant)
DELETE FROM session WHERE expires_at <= $1;

-- query: approval_insert(id id, subject_kind text, subject_id id, rule text, amount i64,
--   currency i64, requested_by id, now instant, expires_at instant, reason text)
INSERT INTO approval (id, subject_kind, subject_id, rule, amount, currency, state, requested_by,
                      requested_at, expires_at, decided_by, decided_at, reason)
VALUES ($1, $2, $3, $4, $5, $6, 'pending', $7, $8, $9, NULL, NULL, $10);

-- query: approval_get(id id) -> id, subject_kind, subject_id, rule, amount, currency, state,
--   requested_by, expires_at, reason
SELECT id, subject_kind, subject_id, rule, amount, currency, state, requested_by, expires_at, reason
  FROM approval WHERE id = $1;

-- query: approval_list(now instant, most i64) -> id, subject_kind, subject_id, rule, amount,
--   currency, state,
--   requested_by, expires_at, reason
SELECT id, subject_kind, subject_id, rule, amount, currency, state, requested_by, expires_at, reason
  FROM approval WHERE state = 'pending' AND expires_at > $1 ORDER BY expires_at, id
 LIMIT $2;

-- query: approval_pending(subject_kind text, subject_id id, now instant) -> count
SELECT count(*) FROM approval
 WHERE subject_kind = $1 AND subject_id = $2 AND state = 'pending' AND expires_at > $3;

-- query: approval_approved(subject_kind text, subject_id id, now instant) -> count
-- Those whose time is not over: what was approved long ago is looked at again.
SELECT count(*) FROM approval
 WHERE subject_kind = $1 AND subject_id = $2 AND state = 'approved' AND expires_at > $3;

-- query: approval_waiting(subject_kind text, subject_id id, now instant) -> id, state,
--   requested_at, expires_at, requested_by, name
-- The one that waits for a decision, or was approved and not too long ago.
SELECT a.id, a.state, a.requested_at, a.expires_at, a.requested_by, u.name
  FROM approval a JOIN user_account u ON u.id = a.requested_by
 WHERE a.subject_kind = $1 AND a.subject_id = $2 AND a.state IN ('pending', 'approved')
   AND a.expires_at > $3
 ORDER BY a.requested_at DESC LIMIT 1;

-- query: approval_find(subject_kind text, subject_id id, now instant) -> id
SELECT id FROM approval
 WHERE subject_kind = $1 AND subject_id = $2 AND state = 'pending' AND expires_at > $3;

-- query: approval_decide(id id, state text, decided_by id, now instant, reason text)
UPDATE approval SET state = $2, decided_by = $3, decided_at = $4, reason = $5
 WHERE id = $1 AND state = 'pending' AND expires_at > $4;

-- query: approval_expire(now instant)
UPDATE approval SET state = 'expired' WHERE state = 'pending' AND expires_at <= $1;

-- query: idempotency_get(user_id i64, key text) -> request_hash, http_status, body
SELECT request_hash, http_status, body FROM idempotency WHERE user_id = $1 AND key = $2;

-- query: idempotency_insert(user_id i64, key text, request_hash text, http_status i64, body json,
--   now instant)
INSERT INTO idempotency (user_id, key, request_hash, http_status, body, created_at)
VALUES ($1, $2, $3, $4, $5, $6);

-- query: idempotency_forget(before instant)
DELETE FROM idempotency WHERE created_at < $1;
