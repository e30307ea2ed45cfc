-- The book of debts: parties, cases, obligations, claims, money, actions, promises.

-- query: pay_link_claims(debtor_id id, case_id id) -> id, due_on, open
SELECT id, due_on, amount - paid AS open FROM claim
 WHERE debtor_id = $1 AND case_id = $2 AND state = 'open' ORDER BY due_on, id;

-- query: pay_link_head(debtor_id id, case_id id) -> number, creditor_id, creditor_name, country
SELECT k.number, k.creditor_id, c.name AS creditor_name, p.country
  FROM debt_case k
  JOIN creditor c ON c.id = k.creditor_id
  JOIN party p ON p.debtor_id = k.debtor_id
 WHERE k.debtor_id = $1 AND k.id = $2;

-- query: pay_link_currency(debtor_id id, case_id id) -> currency
SELECT currency FROM debt_case WHERE debtor_id = $1 AND id = $2;

-- query: counter_next(name text) -> value
-- aside
UPDATE counter SET value = value + 1 WHERE name = $1 RETURNING value;

-- query: counter_take(name text, count i64) -> value
-- aside
-- Several numbers at once; gives the last one.
UPDATE counter SET value = value + $2 WHERE name = $1 RETURNING value;

-- query: counter_start(name text, value i64)
-- aside
INSERT INTO counter (name, value) VALUES ($1, $2);

-- query: external_ref_find(kind text, source text, external_id text) -> debtor_id, id
SELECT debtor_id, id FROM external_ref WHERE kind = $1 AND source = $2 AND external_id = $3;

-- query: external_ref_find_all(kind text, source text, external_ids json) -> external_id,
--     debtor_id, id
-- aside
-- Those of a JSON array of texts that are there.  Names that wait are known to the unit of work
-- (book/names.h), so it does not ask for them.
SELECT r.external_id, r.debtor_id, r.id
--@sqlite  FROM json_each($3) k CROSS JOIN external_ref r
--@postgresql  FROM json_array_elements_text(CAST($3 AS json)) AS k(value) JOIN external_ref r
    ON r.kind = $1 AND r.source = $2 AND r.external_id = k.value;

-- query: external_ref_any(kind text, source text) -> id
SELECT id FROM external_ref WHERE kind = $1 AND source = $2 LIMIT 1;

-- query: external_ref_insert(kind text, source text, external_id text, debtor_id id, id id)
INSERT INTO external_ref (kind, source, external_id, debtor_id, id) VALUES ($1, $2, $3, $4, $5);

-- query: creditor_find(external_id text) -> id
-- aside
SELECT id FROM creditor WHERE external_id = $1;

-- query: creditor_external_id(id id) -> external_id
-- aside
SELECT external_id FROM creditor WHERE id = $1;

-- query: creditor_insert(id id, external_id text, name text, now instant)
-- aside
INSERT INTO creditor (id, external_id, name, tax_id, state, created_at)
VALUES ($1, $2, $3, NULL, 'active', $4);

-- query: portfolio_find(creditor_id id, external_id text) -> id
-- aside
SELECT id FROM portfolio WHERE creditor_id = $1 AND external_id = $2;

-- query: portfolio_insert(id id, creditor_id id, external_id text, name text, assigned_on day,
--     now instant)
-- aside
INSERT INTO portfolio (id, creditor_id, external_id, name, kind, state, assigned_on, close_on,
                       created_at)
VALUES ($1, $2, $3, $4, 'placement', 'open', $5, NULL, $6);

-- query: party_get(debtor_id id) -> kind, name, document_kind, document_sealed, language, country,
--     region, timezone, is_deceased, is_bankrupt, is_vulnerable, is_represented, state,
--     external_id, source, zone_source, flags
SELECT kind, name, document_kind, document_sealed, language, country, region, timezone, is_deceased,
       is_bankrupt, is_vulnerable, is_represented, state, external_id, source, zone_source, flags
  FROM party WHERE debtor_id = $1;

-- query: party_insert(debtor_id id, source text, external_id text, kind text, name text,
--     search_name text, document_kind text, document_sealed blob, document_index blob,
--     document_last4 blob, language text, country text, region text, timezone text,
--     is_deceased bool, is_bankrupt bool, is_vulnerable bool, is_represented bool, state text,
--     version i64, created_at instant, updated_at instant, zone_source text)
INSERT INTO party (debtor_id, source, external_id, kind, name, search_name, document_kind,
                   document_sealed, document_index, document_last4, language, country, region,
                   timezone, is_deceased, is_bankrupt, is_vulnerable, is_represented, state,
                   version, created_at, updated_at, zone_source)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
        $21, $22, $23);

-- query: party_keep_past(debtor_id id, now instant)
-- What an update is about to take away, for those who ask later what was known; once a transaction.
INSERT INTO party_past (debtor_id, until_at, kind, country, region, timezone, is_deceased,
                        is_bankrupt, is_vulnerable, is_represented, flags)
SELECT debtor_id, CAST($2 AS BIGINT), kind, country, region, timezone, is_deceased, is_bankrupt,
       is_vulnerable, is_represented, flags
  FROM party WHERE debtor_id = $1
ON CONFLICT (debtor_id, until_at) DO NOTHING;

-- query: party_update(debtor_id id, kind text, name text, search_name text, document_kind text,
--     document_sealed blob, document_index blob, document_last4 blob, language text, country text,
--     region text, timezone text, now instant, zone_source text)
UPDATE party SET kind = $2, name = $3, search_name = $4, document_kind = $5, document_sealed = $6,
       document_index = $7, document_last4 = $8, language = $9, country = $10, region = $11,
       timezone = $12, version = version + 1, updated_at = $13, zone_source = $14
 WHERE debtor_id = $1;

-- query: party_document_index(debtor_id id) -> document_index
SELECT document_index FROM party WHERE debtor_id = $1;

-- query: party_set_flags(debtor_id id, is_deceased bool, is_bankrupt bool, is_vulnerable bool,
--     is_represented bool, flags i64, now instant)
UPDATE party SET is_deceased = $2, is_bankrupt = $3, is_vulnerable = $4, is_represented = $5,
       flags = $6, version = version + 1, updated_at = $7
 WHERE debtor_id = $1;

-- query: contact_point_by_index(debtor_id id, channel text, value_index blob) -> id, state,
--     priority
SELECT id, state, priority FROM contact_point
 WHERE debtor_id = $1 AND channel = $2 AND value_index = $3;

-- query: contact_point_insert(debtor_id id, id id, channel text, value_sealed blob,
--     value_index blob, value_last4 blob, source text, state text, priority i64, version i64,
--     created_at instant, updated_at instant)
INSERT INTO contact_point (debtor_id, id, channel, value_sealed, value_index, value_last4, source,
                           state, priority, version, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- query: contact_point_keep_past(debtor_id id, id id, now instant)
INSERT INTO contact_point_past (debtor_id, id, until_at, state, used_as)
SELECT debtor_id, id, CAST($3 AS BIGINT), state, used_as FROM contact_point
 WHERE debtor_id = $1 AND id = $2
ON CONFLICT (debtor_id, id, until_at) DO NOTHING;

-- query: contact_point_set_state(debtor_id id, id id, state text, verified_on day, now instant)
UPDATE contact_point SET state = $3, verified_on = $4, version = version + 1, updated_at = $5
 WHERE debtor_id = $1 AND id = $2;

-- query: contact_point_set_use(debtor_id id, id id, used_as text, now instant)
UPDATE contact_point SET used_as = $3, version = version + 1, updated_at = $4
 WHERE debtor_id = $1 AND id = $2;

-- query: contact_point_list(debtor_id id) -> id, channel, value_sealed, state, verified_on,
--     priority, created_at, used_as
SELECT id, channel, value_sealed, state, verified_on, priority, created_at, used_as
  FROM contact_point
 WHERE debtor_id = $1 ORDER BY channel, priority, id;

-- query: point_actions(debtor_id id) -> point_id, flags, business_date, is_message
-- What came of each contact point, as it happened; not what a correction took back.
SELECT a.point_id, d.flags, a.business_date,
       CASE WHEN a.outbox_id IS NULL THEN 0 ELSE 1 END AS is_message
  FROM action a JOIN disposition d ON d.code = a.disposition
 WHERE a.debtor_id = $1 AND a.point_id IS NOT NULL AND a.corrects_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM action c WHERE c.debtor_id = a.debtor_id
                                            AND c.corrects_id = a.id)
 ORDER BY a.business_date, a.at, a.id;

-- query: point_bounces(debtor_id id) -> point_id, bounced
-- Messages that came back from each contact point.
SELECT point_id, count(*) AS bounced FROM outbox
 WHERE debtor_id = $1 AND state = 'failed' GROUP BY point_id ORDER BY point_id;

-- query: contact_point_of(debtor_ids text) -> debtor_id, id, channel, value_sealed, state,
--     priority, created_at, used_as
-- Those of many parties at once, as contact_point_list gives them.
SELECT debtor_id, id, channel, value_sealed, state, priority, created_at, used_as
  FROM contact_point
 WHERE debtor_id IN (SELECT value FROM json_each($1)) --@sqlite-only
--@postgresql WHERE debtor_id = ANY (CAST($1 AS BIGINT[]))
 ORDER BY debtor_id, channel, priority, id;

-- query: point_actions_of(debtor_ids text) -> debtor_id, point_id, flags, business_date, is_message
-- What came of the points of many parties at once, as point_actions tells it.
SELECT a.debtor_id, a.point_id, d.flags, a.business_date,
       CASE WHEN a.outbox_id IS NULL THEN 0 ELSE 1 END AS is_message
  FROM action a JOIN disposition d ON d.code = a.disposition
 WHERE a.debtor_id IN (SELECT value FROM json_each($1)) --@sqlite-only
--@postgresql WHERE a.debtor_id = ANY (CAST($1 AS BIGINT[]))
   AND a.point_id IS NOT NULL AND a.corrects_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM action c WHERE c.debtor_id = a.debtor_id
                                            AND c.corrects_id = a.id)
 ORDER BY a.debtor_id, a.business_date, a.at, a.id;

-- query: point_bounces_of(debtor_ids text) -> debtor_id, point_id, bounced
SELECT debtor_id, point_id, count(*) AS bounced FROM outbox
 WHERE debtor_id IN (SELECT value FROM json_each($1)) --@sqlite-only
--@postgresql WHERE debtor_id = ANY (CAST($1 AS BIGINT[]))
   AND state = 'failed' GROUP BY debtor_id, point_id ORDER BY debtor_id, point_id;

-- query: contact_point_get(debtor_id id, id id) -> channel, value_sealed, state, used_as
SELECT channel, value_sealed, state, used_as FROM contact_point WHERE debtor_id = $1 AND id = $2;

-- query: case_find(debtor_id id, creditor_id id, currency i64) -> id
SELECT id FROM debt_case WHERE debtor_id = $1 AND creditor_id = $2 AND currency = $3;

-- query: case_insert(debtor_id id, id id, creditor_id id, currency i64, number i64, state text,
--     stage text, opened_on day, closed_on day, event_seq i64, version i64, created_at instant,
--     updated_at instant)
INSERT INTO debt_case (debtor_id, id, creditor_id, currency, number, state, stage, opened_on,
                       closed_on, event_seq, version, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- query: case_set_event_seq(debtor_id id, id id, event_seq i64)
UPDATE debt_case SET event_seq = $3 WHERE debtor_id = $1 AND id = $2 AND event_seq < $3;

-- query: case_lock(debtor_id id, case_id id) -> id
-- Before what the book says of a case is read in order to change it: on a store with several
-- writers another one that changes it waits, or has been waited for.  Cases that one agreement
-- joins are locked together, in the order of their ids: what happens in one may end it in all.
SELECT id FROM debt_case
 WHERE debtor_id = $1
   AND (id = $2 OR id IN (SELECT o.case_id
                            FROM joint_arrangement_part m
                            JOIN joint_arrangement_part o ON o.debtor_id = m.debtor_id
                                                         AND o.joint_id = m.joint_id
                           WHERE m.debtor_id = $1 AND m.case_id = $2))
 ORDER BY id
--@postgresql FOR UPDATE
;

-- query: case_debtor(id id) -> debtor_id
SELECT debtor_id FROM debt_case WHERE id = $1;

-- query: case_of_debtor(debtor_id id) -> id
SELECT id FROM debt_case WHERE debtor_id = $1 ORDER BY id;

-- query: case_lock_of_debtor(debtor_id id) -> id
-- All cases of a person, under their locks: what is said of the person changes each of them.
SELECT id FROM debt_case WHERE debtor_id = $1 ORDER BY id
--@postgresql FOR UPDATE
;

-- query: obligation_get(debtor_id id, id id) -> case_id, creditor_id, portfolio_id, product,
--     currency, opened_on, document_hash, state
SELECT case_id, creditor_id, portfolio_id, product, currency, opened_on, document_hash, state
  FROM obligation WHERE debtor_id = $1 AND id = $2;

-- query: obligation_insert(debtor_id id, id id, case_id id, creditor_id id, portfolio_id id,
--     source text, external_id text, product text, currency i64, opened_on day, document_hash text,
--     state text, version i64, created_at instant, updated_at instant)
INSERT INTO obligation (debtor_id, id, case_id, creditor_id, portfolio_id, source, external_id,
                        product, currency, opened_on, document_hash, state, version, created_at,
                        updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

-- query: obligation_keep_past(debtor_id id, id id, now instant)
INSERT INTO obligation_past (debtor_id, id, until_at, product, opened_on)
SELECT debtor_id, id, CAST($3 AS BIGINT), product, opened_on
  FROM obligation WHERE debtor_id = $1 AND id = $2
ON CONFLICT (debtor_id, id, until_at) DO NOTHING;

-- query: obligation_update(debtor_id id, id id, portfolio_id id, product text, opened_on day,
--     document_hash text, now instant)
UPDATE obligation SET portfolio_id = $3, product = $4, opened_on = $5, document_hash = $6,
       version = version + 1, updated_at = $7
 WHERE debtor_id = $1 AND id = $2;

-- query: obligation_set_state(debtor_id id, id id, state text, now instant)
UPDATE obligation SET state = $3, version = version + 1, updated_at = $4
 WHERE debtor_id = $1 AND id = $2 AND state <> $3;

-- query: obligation_set_document(debtor_id id, id id, document_hash text, now instant)
UPDATE obligation SET document_hash = $3, version = version + 1, updated_at = $4
 WHERE debtor_id = $1 AND id = $2;

-- query: obligation_open_claims(debtor_id id, id id) -> count
SELECT count(*) FROM claim
 INDEXED BY claim_open --@sqlite-only
 WHERE debtor_id = $1 AND obligation_id = $2 AND state = 'open';

-- query: obligation_party_put(debtor_id id, obligation_id id, party_id id, role text, now instant)
INSERT INTO obligation_party (debtor_id, obligation_id, party_id, role, created_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (debtor_id, obligation_id, party_id, role) DO NOTHING;

-- query: obligation_party_of_debtor(debtor_id id, party_id id) -> count
-- Whether a party answers for any debt of the debtor.
SELECT count(*) FROM obligation_party WHERE debtor_id = $1 AND party_id = $2;

-- query: claim_get(debtor_id id, id id) -> case_id, obligation_id, number, issued_on, due_on,
--     amount, paid, settled_on, state
SELECT case_id, obligation_id, number, issued_on, due_on, amount, paid, settled_on, state
  FROM claim WHERE debtor_id = $1 AND id = $2;

-- query: claim_insert(debtor_id id, id id, case_id id, obligation_id id, source text,
--     external_id text, number i64, issued_on day, due_on day, amount money, paid money,
--     origin text, state text, version i64, created_at instant, updated_at instant,
--     booked_on day, payment_id id)
INSERT INTO claim (debtor_id, id, case_id, obligation_id, source, external_id, number, issued_on,
                   due_on, amount, paid, origin, state, version, created_at, updated_at, booked_on,
                   payment_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18);

-- query: claim_keep_past(debtor_id id, id id, now instant)
-- Its paid and state follow from its allocations.
INSERT INTO claim_past (debtor_id, id, until_at, issued_on, due_on, amount)
SELECT debtor_id, id, CAST($3 AS BIGINT), issued_on, due_on, amount
  FROM claim WHERE debtor_id = $1 AND id = $2
ON CONFLICT (debtor_id, id, until_at) DO NOTHING;

-- query: claim_update(debtor_id id, id id, number i64, issued_on day, due_on day, amount money,
--     now instant)
UPDATE claim SET number = $3, issued_on = $4, due_on = $5, amount = $6, version = version + 1,
       updated_at = $7
 WHERE debtor_id = $1 AND id = $2;

-- query: claim_set_paid(debtor_id id, id id, paid money, settled_on day, state text, now instant)
UPDATE claim SET paid = $3, settled_on = $4, state = $5, version = version + 1, updated_at = $6
 WHERE debtor_id = $1 AND id = $2;

-- query: claim_last_value_day(debtor_id id, claim_id id) -> value_on
-- Of what still meets it: a row that takes back leaves nothing of its day.
SELECT max(value_on) FROM (SELECT value_on FROM allocation WHERE debtor_id = $1 AND claim_id = $2
                            GROUP BY value_on HAVING sum(amount) <> 0) met;

-- query: claim_open_of_case(debtor_id id, case_id id) -> id, obligation_id, issued_on, due_on,
--     open, external_id
-- Oldest first; ties by issue day and external id, so that the order does not depend on ids.  What
-- was returned comes after what was told of the same day (money/ledger.h).
SELECT id, obligation_id, issued_on, due_on, amount - paid AS open, external_id FROM claim
 WHERE debtor_id = $1 AND case_id = $2 AND state = 'open'
 ORDER BY due_on, issued_on, CASE WHEN origin = 'return' THEN 1 ELSE 0 END, external_id;

-- query: allocation_profile_list(profile text) -> age_class
SELECT age_class FROM allocation_profile WHERE profile = $1 ORDER BY position;

-- query: payment_insert(debtor_id id, id id, case_id id, source text, reference text, value_on day,
--     booked_on day, amount money, unapplied money, currency i64, claim_id id, returns_id id,
--     state text, user_id id, now instant)
INSERT INTO payment (debtor_id, id, case_id, source, reference, value_on, booked_on, amount,
                     unapplied, currency, claim_id, returns_id, state, user_id, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

-- query: payment_get(debtor_id id, id id) -> case_id, source, reference, value_on, booked_on,
--     amount, unapplied, currency, state
SELECT case_id, source, reference, value_on, booked_on, amount, unapplied, currency, state
  FROM payment WHERE debtor_id = $1 AND id = $2;

-- query: payment_unapplied_of_case(debtor_id id, case_id id) -> id, value_on, unapplied
-- Money that has met no claim yet, oldest first.
SELECT id, value_on, unapplied FROM payment
 WHERE debtor_id = $1 AND case_id = $2 AND state = 'unapplied' ORDER BY value_on, id;

-- query: payment_set_state(debtor_id id, id id, state text, unapplied money)
UPDATE payment SET state = $3, unapplied = $4 WHERE debtor_id = $1 AND id = $2;

-- query: payment_list(debtor_id id, case_id id) -> id, value_on, booked_on, amount, unapplied,
--     state, source, reference
SELECT id, value_on, booked_on, amount, unapplied, state, source, reference FROM payment
 WHERE debtor_id = $1 AND case_id = $2 ORDER BY value_on, id;

-- query: promise_money_of_case(debtor_id id, case_id id) -> payment_id, value_on, amount
-- All money of a case in the order of booking; a return has id and value day of its payment.
SELECT COALESCE(o.id, p.id) AS payment_id, COALESCE(o.value_on, p.value_on) AS value_on, p.amount
  FROM payment p
  LEFT JOIN payment o ON o.debtor_id = p.debtor_id AND o.id = p.returns_id
 WHERE p.debtor_id = $1 AND p.case_id = $2 ORDER BY p.booked_on, p.id;

-- query: promise_money_of_obligation(debtor_id id, obligation_id id) -> payment_id, value_on,
--     amount, booked_on, id
-- The same for what met the claims of one obligation.
SELECT p.id AS payment_id, p.value_on, CAST(sum(a.amount) AS BIGINT) AS amount, p.booked_on, p.id
  FROM allocation a
  JOIN claim c ON c.debtor_id = a.debtor_id AND c.id = a.claim_id
  JOIN payment p ON p.debtor_id = a.debtor_id AND p.id = a.payment_id
 WHERE a.debtor_id = $1 AND c.obligation_id = $2
 GROUP BY p.id, p.value_on, p.booked_on
UNION ALL
SELECT p.id AS payment_id, p.value_on, CAST(-sum(a.amount) AS BIGINT) AS amount, r.booked_on, r.id
  FROM allocation a
  JOIN claim c ON c.debtor_id = a.debtor_id AND c.id = a.claim_id
  JOIN payment p ON p.debtor_id = a.debtor_id AND p.id = a.payment_id
  JOIN payment r ON r.debtor_id = p.debtor_id AND r.returns_id = p.id
 WHERE a.debtor_id = $1 AND c.obligation_id = $2
 GROUP BY p.id, p.value_on, r.id, r.booked_on
 ORDER BY 4, 5;

-- query: allocation_insert(debtor_id id, id id, payment_id id, claim_id id, amount money,
--     value_on day, booked_on day, now instant, component i64)
INSERT INTO allocation (debtor_id, id, payment_id, claim_id, amount, value_on, booked_on,
                        created_at, component)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- query: allocation_of_payment(debtor_id id, payment_id id) -> obligation_id, amount
SELECT c.obligation_id, CAST(sum(a.amount) AS BIGINT) AS amount
  FROM allocation a JOIN claim c ON c.debtor_id = a.debtor_id AND c.id = a.claim_id
 WHERE a.debtor_id = $1 AND a.payment_id = $2
 GROUP BY c.obligation_id ORDER BY c.obligation_id;

-- query: disposition_get(code text) -> id, flags, callback_days, state
SELECT id, flags, callback_days, state FROM disposition WHERE code = $1;

-- query: action_insert(debtor_id id, id id, case_id id, at instant, business_date day, user_id id,
--     channel text, direction text, point_id id, disposition text, step text, notice_level i64,
--     amount i64, note text, duration_s i64, cost money, corrects_id id, outbox_id id,
--     callback_on day, now instant)
INSERT INTO action (debtor_id, id, case_id, at, business_date, user_id, channel, direction,
                    point_id, disposition, step, notice_level, amount, note, duration_s, cost,
                    corrects_id, outbox_id, callback_on, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20);

-- query: action_get(debtor_id id, id id) -> case_id, disposition, channel, corrects_id, corrected
SELECT a.case_id, a.disposition, a.channel, a.corrects_id,
       (SELECT count(*) FROM action b WHERE b.debtor_id = a.debtor_id AND b.case_id = a.case_id
                                        AND b.corrects_id = a.id) AS corrected
  FROM action a WHERE a.debtor_id = $1 AND a.id = $2;

-- query: contact_count_keep_past(debtor_id id, case_id id, day day, channel i64, now instant)
-- Nothing, when it is the first count of the day.
INSERT INTO contact_count_past (debtor_id, case_id, day, channel, until_at, since_at, attempts,
                                contacts)
SELECT debtor_id, case_id, day, channel, CAST($5 AS BIGINT), since_at, attempts, contacts
  FROM contact_count WHERE debtor_id = $1 AND case_id = $2 AND day = $3 AND channel = $4
ON CONFLICT (debtor_id, case_id, day, channel, until_at) DO NOTHING;

-- query: contact_count_add(debtor_id id, case_id id, day day, channel i64, attempts i64,
--     contacts i64, now instant)
INSERT INTO contact_count (debtor_id, case_id, day, channel, attempts, contacts, since_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (debtor_id, case_id, day, channel) DO UPDATE
   SET attempts = contact_count.attempts + excluded.attempts,
       contacts = contact_count.contacts + excluded.contacts, since_at = excluded.since_at;

-- query: contact_count_list(debtor_id id, from_on day) -> case_id, day, channel, attempts, contacts
SELECT case_id, day, channel, attempts, contacts FROM contact_count
 WHERE debtor_id = $1 AND day >= $2 ORDER BY case_id, day, channel;

-- query: promise_insert(debtor_id id, id id, case_id id, obligation_id id, made_on day, due_on day,
--     amount money, tolerance_days i64, tolerance_bp i64, channel text, action_id id, user_id id,
--     now instant)
INSERT INTO promise (debtor_id, id, case_id, obligation_id, made_on, due_on, amount, paid,
                     tolerance_days, tolerance_bp, channel, action_id, user_id, state, graded_on,
                     replaced_by, version, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10, $11, $12, 'open', NULL, NULL, 1, $13, $13);

-- query: promise_list(debtor_id id, case_id id) -> id, obligation_id, made_on, due_on, amount,
--     paid, tolerance_days, tolerance_bp, state, graded_on, action_id
SELECT id, obligation_id, made_on, due_on, amount, paid, tolerance_days, tolerance_bp, state,
       graded_on, action_id
  FROM promise WHERE debtor_id = $1 AND case_id = $2 ORDER BY made_on, id;

-- query: promise_get(debtor_id id, id id) -> case_id, state, paid
SELECT case_id, state, paid FROM promise WHERE debtor_id = $1 AND id = $2;

-- query: promise_set_state(debtor_id id, id id, state text, paid money, graded_on day,
--     replaced_by id, now instant)
UPDATE promise SET state = $3, paid = $4, graded_on = $5, replaced_by = $6, version = version + 1,
       updated_at = $7
 WHERE debtor_id = $1 AND id = $2;

-- query: dispute_insert(debtor_id id, id id, case_id id, obligation_id id, kind text, amount i64,
--     opened_on day, reply_due_on day, note text, user_id id, now instant)
INSERT INTO dispute (debtor_id, id, case_id, obligation_id, kind, amount, opened_on, reply_due_on,
                     closed_on, state, note, user_id, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, 'open', $9, $10, $11, $11);

-- query: dispute_get(debtor_id id, id id) -> case_id, state
SELECT case_id, state FROM dispute WHERE debtor_id = $1 AND id = $2;

-- query: dispute_close(debtor_id id, id id, state text, closed_on day, now instant)
UPDATE dispute SET state = $3, closed_on = $4, updated_at = $5
 WHERE debtor_id = $1 AND id = $2 AND state = 'open';

-- query: hold_insert(debtor_id id, id id, case_id id, kind text, from_on day, until_on day,
--     reason text, user_id id, now instant)
INSERT INTO hold (debtor_id, id, case_id, kind, from_on, until_on, reason, user_id, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- query: statement_get(debtor_id id, obligation_id id, ends_on day) -> balance, paid, months_late,
--     source
SELECT balance, paid, months_late, source FROM obligation_statement
 WHERE debtor_id = $1 AND obligation_id = $2 AND ends_on = $3;

-- query: statement_put(debtor_id id, obligation_id id, ends_on day, balance money, paid money,
--     months_late i64, source text, now instant)
INSERT INTO obligation_statement (debtor_id, obligation_id, ends_on, balance, paid, months_late,
                                  source, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (debtor_id, obligation_id, ends_on) DO UPDATE
   SET balance = excluded.balance, paid = excluded.paid, months_late = excluded.months_late,
       source = excluded.source, updated_at = excluded.updated_at;
