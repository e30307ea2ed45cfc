-- Reservations of contacts: asked and written under the locks of the person's cases.

-- query: reservation_insert(debtor_id id, id id, case_id id, day day, channel i64, outbox_id id,
--     actor_id id, expires_at instant, rule text, pack text, now instant)
INSERT INTO contact_reservation (debtor_id, id, case_id, day, channel, state, outbox_id, actor_id,
                                 expires_at, rule, pack, created_at)
VALUES ($1, $2, $3, $4, $5, 'held', $6, $7, $8, $9, $10, $11);

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

-- query: reservation_get(debtor_id id, id id) -> case_id, channel, state, expires_at
SELECT case_id, channel, state, expires_at FROM contact_reservation
 WHERE debtor_id = $1 AND id = $2;
