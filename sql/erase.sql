-- What the law makes go: the only statements that may change or delete rows which are otherwise
-- only inserted into (tests/record/test_append_only.c reads all files but this one).  Amounts, days
-- and codes stay; words about a person go.

-- query: erase_points_past(debtor_id id, now instant)
-- What a contact point was stays known to the replay.
INSERT INTO contact_point_past (debtor_id, id, until_at, state, used_as)
SELECT debtor_id, id, CAST($2 AS BIGINT), state, used_as FROM contact_point
 WHERE debtor_id = $1 AND length(value_sealed) > 0 AND state <> 'inactive';

-- query: erase_points(debtor_id id, nothing blob, now instant)
UPDATE contact_point SET value_sealed = $2, value_index = $2, value_last4 = $2, state = 'inactive',
       version = version + 1, updated_at = $3
 WHERE debtor_id = $1 AND length(value_sealed) > 0;

-- query: erase_point_values_past(debtor_id id)
DELETE FROM party_value_past WHERE debtor_id = $1 AND point_id IS NOT NULL;

-- query: erase_values_past(debtor_id id)
DELETE FROM party_value_past WHERE debtor_id = $1;

-- query: erase_party(debtor_id id, name text, search_name text, external_id text, now instant)
UPDATE party SET name = $2, search_name = $3, external_id = $4, document_kind = NULL,
       document_sealed = NULL, document_index = NULL, document_last4 = NULL, region = NULL,
       version = version + 1, updated_at = $5
 WHERE debtor_id = $1 AND external_id <> $4;

-- query: erase_party_ref(debtor_id id, external_id text)
UPDATE external_ref SET external_id = $2
 WHERE debtor_id = $1 AND kind = 'party' AND external_id <> $2;

-- query: erase_attributes(debtor_id id)
DELETE FROM attribute_value WHERE debtor_id = $1;

-- query: erase_marks(debtor_id id)
-- By which duplicates are found.
DELETE FROM party_key WHERE debtor_id = $1;

-- query: erase_payer_accounts(debtor_id id)
DELETE FROM payer_account WHERE debtor_id = $1;

-- query: erase_bank_list(debtor_id id) -> entry_id
SELECT DISTINCT entry_id FROM bank_match WHERE debtor_id = $1;

-- query: erase_bank_entry(id id)
-- Who paid goes, with what they wrote; reference, amount and days stay.
UPDATE bank_entry SET counterparty = '', account = '', text = ''
 WHERE id = $1 AND (counterparty <> '' OR account <> '' OR text <> '');

-- query: erase_attributes_past(debtor_id id)
DELETE FROM attribute_value_past WHERE debtor_id = $1;

-- query: erase_action_texts(debtor_id id, table_number i64) -> case_id, id, words
SELECT case_id, id, note FROM action
 WHERE debtor_id = $1 AND CAST($2 AS BIGINT) > 0 AND note <> '';

-- query: erase_action(debtor_id id, id id)
UPDATE action SET note = '' WHERE debtor_id = $1 AND id = $2;

-- query: erase_event_texts(debtor_id id, table_number i64) -> case_id, id, words
-- Those in which somebody wrote: they have a nonce in the chain of evidence; ids and codes stay.
SELECT case_id, id, payload FROM event e
 WHERE debtor_id = $1 AND payload <> ''
   AND EXISTS (SELECT 1 FROM audit_nonce n
                WHERE n.debtor_id = e.debtor_id AND n.kind = $2 AND n.id = e.id);

-- query: erase_event(debtor_id id, id id)
UPDATE event SET payload = '' WHERE debtor_id = $1 AND id = $2;

-- query: erase_dispute_texts(debtor_id id, table_number i64) -> case_id, id, words
SELECT case_id, id, note FROM dispute
 WHERE debtor_id = $1 AND CAST($2 AS BIGINT) > 0 AND note <> '';

-- query: erase_dispute(debtor_id id, id id)
UPDATE dispute SET note = '' WHERE debtor_id = $1 AND id = $2;

-- query: erase_hold_texts(debtor_id id, table_number i64) -> case_id, id, words
SELECT case_id, id, reason FROM hold
 WHERE debtor_id = $1 AND CAST($2 AS BIGINT) > 0 AND reason <> '';

-- query: erase_hold(debtor_id id, id id)
UPDATE hold SET reason = '' WHERE debtor_id = $1 AND id = $2;

-- query: erase_consent_texts(debtor_id id, table_number i64) -> case_id, id, words
SELECT CAST(0 AS BIGINT), id, evidence FROM consent
 WHERE debtor_id = $1 AND CAST($2 AS BIGINT) > 0 AND evidence <> '';

-- query: erase_consent(debtor_id id, id id)
UPDATE consent SET evidence = '' WHERE debtor_id = $1 AND id = $2;

-- query: erase_letters(debtor_id id)
-- The letters themselves, save one that went to somebody else too.
DELETE FROM document
 WHERE hash IN (SELECT document_hash FROM outbox WHERE debtor_id = $1)
   AND NOT EXISTS (SELECT 1 FROM outbox o
                    WHERE o.document_hash = document.hash AND o.debtor_id <> $1);

-- query: erase_messages(debtor_id id)
UPDATE outbox SET message_id = NULL, document_hash = NULL, last_error = NULL
 WHERE debtor_id = $1
   AND (message_id IS NOT NULL OR document_hash IS NOT NULL OR last_error IS NOT NULL);

-- query: erase_requests(debtor_id id)
UPDATE privacy_request SET detail = '', answer = ''
 WHERE debtor_id = $1 AND state <> 'open' AND (detail <> '' OR answer <> '');

-- query: erase_preferences(debtor_id id)
UPDATE contact_preference SET evidence = '' WHERE debtor_id = $1 AND evidence <> '';

-- query: erase_override_texts(debtor_id id, table_number i64) -> case_id, id, words
SELECT case_id, id, why FROM contact_override
 WHERE debtor_id = $1 AND CAST($2 AS BIGINT) > 0 AND why <> '';

-- query: erase_override(debtor_id id, id id)
UPDATE contact_override SET why = '' WHERE debtor_id = $1 AND id = $2;

-- query: erase_charge_off_texts(debtor_id id, table_number i64) -> case_id, id, words
SELECT case_id, id, reason FROM charge_off
 WHERE debtor_id = $1 AND CAST($2 AS BIGINT) > 0 AND reason <> '';

-- query: erase_charge_off(debtor_id id, id id)
UPDATE charge_off SET reason = '' WHERE debtor_id = $1 AND id = $2;

-- query: erase_steps(debtor_id id)
-- As erase_requests: what is not answered yet is still needed.
UPDATE privacy_step SET note = ''
 WHERE debtor_id = $1 AND note <> ''
   AND request_id IN (SELECT id FROM privacy_request WHERE debtor_id = $1 AND state <> 'open');

-- query: erase_obligations(debtor_id id)
UPDATE obligation SET external_id = 'erased-' || CAST(id AS TEXT), document_hash = NULL
 WHERE debtor_id = $1 AND external_id <> 'erased-' || CAST(id AS TEXT);

-- query: erase_claims(debtor_id id)
UPDATE claim SET external_id = 'erased-' || CAST(id AS TEXT)
 WHERE debtor_id = $1 AND external_id <> 'erased-' || CAST(id AS TEXT);

-- query: erase_papers(debtor_id id)
-- across places: a paper is deleted unless another debt stands on it.
DELETE FROM document
 WHERE hash IN (SELECT document_hash FROM obligation WHERE debtor_id = $1)
   AND NOT EXISTS (SELECT 1 FROM obligation o
                    WHERE o.document_hash = document.hash AND o.debtor_id <> $1);

-- query: erase_refs(debtor_id id)
UPDATE external_ref SET external_id = 'erased-' || CAST(id AS TEXT)
 WHERE debtor_id = $1 AND kind IN ('obligation', 'claim');

-- query: erasure_insert(debtor_id id, id id, class text, rows_changed i64, request_id id,
--   rule text, business_date day, now instant, user_id id)
INSERT INTO erasure (debtor_id, id, class, rows_changed, request_id, rule, business_date, at,
                     user_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- query: erasure_done(debtor_id id) -> contact, identity, evidence, book
SELECT CAST(sum(CASE WHEN class = 'contact' THEN 1 ELSE 0 END) AS BIGINT),
       CAST(sum(CASE WHEN class = 'identity' THEN 1 ELSE 0 END) AS BIGINT),
       CAST(sum(CASE WHEN class = 'evidence' THEN 1 ELSE 0 END) AS BIGINT),
       CAST(sum(CASE WHEN class = 'book' THEN 1 ELSE 0 END) AS BIGINT)
  FROM erasure WHERE debtor_id = $1;

-- query: erase_last_answer(debtor_id id) -> answered_on
-- Of the requests that still have words.
SELECT max(answered_on) FROM privacy_request
 WHERE debtor_id = $1 AND state <> 'open'
   AND (detail <> '' OR answer <> ''
        OR id IN (SELECT request_id FROM privacy_step WHERE debtor_id = $1 AND note <> ''));

-- query: erase_count_points(debtor_id id) -> count
SELECT count(*) FROM contact_point WHERE debtor_id = $1 AND length(value_sealed) > 0;

-- query: erase_count_identity(debtor_id id) -> count
-- across places: a sum of counts; entries of banks and marks of payers lie in one place.
SELECT (SELECT count(*) FROM party WHERE debtor_id = $1 AND external_id NOT LIKE 'erased-%')
     + (SELECT count(*) FROM attribute_value WHERE debtor_id = $1)
     + (SELECT count(*) FROM attribute_value_past WHERE debtor_id = $1)
     + (SELECT count(*) FROM party_value_past WHERE debtor_id = $1)
     + (SELECT count(*) FROM payer_account WHERE debtor_id = $1)
     + (SELECT count(*) FROM mandate
         WHERE debtor_id = $1 AND (account_sealed IS NOT NULL OR holder <> ''))
     + (SELECT count(*) FROM bank_entry
         WHERE id IN (SELECT entry_id FROM bank_match WHERE debtor_id = $1)
           AND (counterparty <> '' OR account <> '' OR text <> ''));

-- query: erase_count_evidence(debtor_id id) -> count
-- across places: a sum of counts, each of one place.
SELECT (SELECT count(*) FROM action WHERE debtor_id = $1 AND note <> '')
     + (SELECT count(*) FROM audit_nonce n JOIN event e ON e.debtor_id = n.debtor_id AND e.id = n.id
         WHERE n.debtor_id = $1 AND n.kind = 1 AND e.payload <> '')
     + (SELECT count(*) FROM dispute WHERE debtor_id = $1 AND note <> '')
     + (SELECT count(*) FROM hold WHERE debtor_id = $1 AND reason <> '')
     + (SELECT count(*) FROM consent WHERE debtor_id = $1 AND evidence <> '')
     + (SELECT count(*) FROM contact_override WHERE debtor_id = $1 AND why <> '')
     + (SELECT count(*) FROM charge_off WHERE debtor_id = $1 AND reason <> '')
     + (SELECT count(*) FROM outbox WHERE debtor_id = $1
           AND (message_id IS NOT NULL OR document_hash IS NOT NULL OR last_error IS NOT NULL))
     + (SELECT count(*) FROM contact_preference WHERE debtor_id = $1 AND evidence <> '')
     + (SELECT count(*) FROM privacy_request
         WHERE debtor_id = $1 AND state <> 'open' AND (detail <> '' OR answer <> ''))
     + (SELECT count(*) FROM privacy_step
         WHERE debtor_id = $1 AND note <> ''
           AND request_id IN (SELECT id FROM privacy_request
                               WHERE debtor_id = $1 AND state <> 'open'));

-- query: erase_count_book(debtor_id id) -> count
SELECT (SELECT count(*) FROM obligation WHERE debtor_id = $1 AND external_id NOT LIKE 'erased-%')
     + (SELECT count(*) FROM claim WHERE debtor_id = $1 AND external_id NOT LIKE 'erased-%');
