-- Reservations of contacts: asked and written under the locks of the person's cases.

-- query: reservation_insert(debtor_id id, id id, case_id id, day day, channel i64, outbox_id id,
--     actor_id id, expires_at instant, rule text, pack text, now instant, point_id id)
INSERT INTO contact_reservation (debtor_id, id, case_id, day, channel, state, outbox_id, actor_id,
                                 expires_at, rule, pack, created_at, point_id)
VALUES ($1, $2, $3, $4, $5, 'held', $6, $7, $8, $9, $10, $11, $12);

-- query: reservation_live(debtor_id id, from_on day, now instant) -> case_id, day, channel
-- What still keeps a place.
SELECT case_id, day, channel FROM contact_reservation
 WHERE debtor_id = $1 AND day >= $2 AND state = 'held'
   AND (expires_at IS NULL OR expires_at > $3)
 ORDER BY id;

-- query: reservation_end(debtor_id id, id id, state text, now instant)
UPDATE contact_reservation SET state = $3, ended_at = $4
 WHERE debtor_id = $1 AND id = $2 AND state = 'held';

-- query: reservation_end_message(debtor_id id, outbox_id id, state text, now instant)
UPDATE contact_reservation SET state = $3, ended_at = $4
 WHERE debtor_id = $1 AND outbox_id = $2 AND state = 'held';

-- query: reservation_get(debtor_id id, id id) -> case_id, channel, state, expires_at, day,
--     point_id
SELECT case_id, channel, state, expires_at, day, point_id FROM contact_reservation
 WHERE debtor_id = $1 AND id = $2;

-- query: party_home(debtor_id id) -> country, region, timezone
SELECT country, region, timezone FROM party WHERE debtor_id = $1;

-- query: unpermitted_insert(debtor_id id, id id, case_id id, action_id id, business_date day,
--     channel i64, lack text, verdict text, rule text, reason text, pack text, actor_id id,
--     now instant)
INSERT INTO contact_unpermitted (debtor_id, id, case_id, action_id, business_date, channel, lack,
                                 verdict, rule, reason, pack, actor_id, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- query: outbox_planned(debtor_id id) -> id, case_id, channel, not_before
-- Messages that have not asked for their permit yet, in the order in which they will.
SELECT id, case_id, channel, not_before FROM outbox
 WHERE debtor_id = $1 AND state IN ('queued', 'leased', 'sending', 'held')
   AND state IN ('queued', 'leased')
 ORDER BY not_before, id;

-- query: override_insert(debtor_id id, id id, case_id id, business_date day, channel i64,
--     rule text, pack text, why text, approval_id id, asked_by id, now instant)
INSERT INTO contact_override (debtor_id, id, case_id, business_date, channel, rule, pack, why,
                              state, approval_id, asked_by, asked_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'asked', $9, $10, $11);

-- query: override_decide(approval_id id, state text, decided_by id, now instant,
--     valid_until instant)
UPDATE contact_override SET state = $2, decided_by = $3, decided_at = $4, valid_until = $5
 WHERE approval_id = $1 AND state = 'asked';

-- query: override_ready(debtor_id id, case_id id, channel i64, now instant) -> id, rule
SELECT id, rule FROM contact_override
 WHERE debtor_id = $1 AND case_id = $2 AND channel = $3 AND state = 'approved' AND valid_until > $4
 ORDER BY valid_until, id LIMIT 1;

-- query: override_last(debtor_id id, case_id id, channel i64) -> state, asked_at, valid_until
SELECT state, asked_at, valid_until FROM contact_override
 WHERE debtor_id = $1 AND case_id = $2 AND channel = $3 ORDER BY id DESC LIMIT 1;

-- query: override_use(debtor_id id, id id, permit_id id, now instant)
UPDATE contact_override SET state = 'used', permit_id = $3, used_at = $4
 WHERE debtor_id = $1 AND id = $2 AND state = 'approved';
