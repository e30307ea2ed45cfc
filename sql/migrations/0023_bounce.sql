-- What came back from a contact point counts in its score: few rows, found by their person.
CREATE INDEX outbox_failed ON outbox (debtor_id) WHERE state = 'failed';
