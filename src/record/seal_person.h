/* The key of a person: what her values are sealed with, so that she can be forgotten.
 *
 * Each person has a random key of her own in the store, wrapped by a master key (seal_key.h).  When
 * it is destroyed, no value sealed with it opens again, in no copy of the store; a backup holds the
 * wrapped key too, so a restore leaves out the keys that were destroyed since (the list lies beside
 * the key file), and forgetting the master key closes the backup for good (ADR 0019).
 *
 * Keys are kept with the connection for the length of a transaction.  Who seals holds the person's
 * key until the transaction ends, so a change of keys (rekey.h) waits for it. */
#ifndef RECORD_SEAL_PERSON_H
#define RECORD_SEAL_PERSON_H
#include "record/seal_key.h"

/* To open values.  E_NOT_FOUND: the person has no key: none yet, or destroyed.  E_DENIED: the key
 * file lacks the master key that wraps it. */
MUST_CHECK status seal_person_get(struct op *op, int64_t debtor_id,
                                  const struct crypto_key **ret_key);
/* A key as a row of person_key holds it, for who reads many at once.  Failures as above. */
MUST_CHECK status seal_person_unwrap(struct op *op, int64_t debtor_id, int number, str wrapped,
                                     struct crypto_key *ret_key);
/* To seal values, in a transaction that writes: makes a key for who has none, and learns from the
 * store which master key is current.  E_CONFLICT: the key was destroyed, the person is forgotten.
 */
MUST_CHECK status seal_person_hold(struct op *op, int64_t debtor_id,
                                   const struct crypto_key **ret_key);
/* The same for a person whom this transaction makes: nothing is asked. */
MUST_CHECK status seal_person_make(struct op *op, int64_t debtor_id);
/* A new key in place of the one that is there, under the current master key. */
MUST_CHECK status seal_person_replace(struct op *op, int64_t debtor_id,
                                      const struct crypto_key **ret_key);
/* Takes the key away for good, and notes it in the store and in the list beside the key file.
 * Twice is once.  E_IO: the list cannot be written; the transaction must not be committed. */
MUST_CHECK status seal_person_destroy(struct op *op, int64_t debtor_id, str reason);
/* INSTANT_NONE: not destroyed. */
MUST_CHECK status seal_person_destroyed_at(struct op *op, int64_t debtor_id, instant *ret_at);

struct seal_destroyed {
    int64_t debtor_id;
    instant at;
};
/* The list beside a key file, PATH.destroyed; no file is an empty list.  E_INVALID: a line that is
 * none. */
MUST_CHECK status seal_destroyed_list(struct op *op, const char *key_path,
                                      struct seal_destroyed **ret_list, size_t *ret_count);

/* Learns which master key is current, and holds it where the transaction writes. */
MUST_CHECK status seal_current(struct op *op);
#endif
