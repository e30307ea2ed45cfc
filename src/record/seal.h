/* Sealing of personal values: identity numbers, telephones, addresses, e-mails.
 *
 * A value is stored sealed with the key of its person (seal_person.h), beside two keyed digests by
 * which it can be found: over the whole value and over its last four digits.  The digests' keys
 * derive from a master key (seal_key.h), the same for all persons: a search knows no person.
 *
 * kind says what a value is: "document", "email", "phone", "address" or "account".  Before it is
 * digested a value is normalised: letters without case, and of a phone only the digits, of an
 * e-mail all but blanks, of anything else only letters and digits.
 *
 * A value of a person who was erased is empty, and opens as the empty text. */
#ifndef RECORD_SEAL_H
#define RECORD_SEAL_H
#include "record/seal_person.h"

#define SEAL_INDEX_BYTES CRYPTO_DIGEST_BYTES

/* Whether the key in use is the store's: its current key is in the file, and one value that the
 * store holds, if it holds any, opens.  E_DENIED: the key of another store; path is for the text.
 */
MUST_CHECK status seal_key_check(struct op *op, const char *path);

/* The following need a key: without one the process stops, because a personal value in the clear is
 * worse.  A sealed value opens only for its kind and debtor.  Sealing needs a transaction that
 * writes; failures as seal_person_hold. */
MUST_CHECK status seal_value(struct op *op, const char *kind, int64_t debtor_id, str plain,
                             str *ret_sealed);
/* E_STORE: damaged, moved to another row, or sealed with another key. */
MUST_CHECK status seal_open(struct op *op, const char *kind, int64_t debtor_id, str sealed,
                            str *ret_plain);

/* The same for many values with one question for all keys. */
struct seal_opening {
    const char *kind;
    int64_t debtor_id;
    str sealed;
    str plain; /* what comes out */
    bool is_open;
};
MUST_CHECK status seal_open_all(struct op *op, struct seal_opening *list, size_t count);

/* All that a row keeps of a value. */
struct sealed_value {
    str value;
    uint8_t index[SEAL_INDEX_BYTES];
    uint8_t last4[SEAL_INDEX_BYTES];
};
/* searched is what people search it by: its last four.  The digests are those of the key that is
 * current for the store, so they are made after the person's key is held. */
MUST_CHECK status seal_whole(struct op *op, const char *kind, int64_t debtor_id, str plain,
                             str searched, struct sealed_value *ret_sealed);
/* The digest of the current key. */
void seal_index(const char *kind, str plain, uint8_t out[SEAL_INDEX_BYTES]);
/* Over the last four digits; of a value with fewer digits, over its last four characters. */
void seal_last4(const char *kind, str plain, uint8_t out[SEAL_INDEX_BYTES]);
/* The same under the key of a number; false past the last.  While keys change a row has the digest
 * of one of them, so whoever searches asks for each: index 0 is the newest. */
bool seal_index_at(size_t index, const char *kind, str plain, uint8_t out[SEAL_INDEX_BYTES]);
bool seal_last4_at(size_t index, const char *kind, str plain, uint8_t out[SEAL_INDEX_BYTES]);
/* A keyed digest of a secret that this process gave out (a session's token).  A change of keys ends
 * the sessions. */
void seal_token(str token, uint8_t out[SEAL_INDEX_BYTES]);
#endif
