/* Sealing of personal values: identity numbers, telephones, addresses, e-mails.
 *
 * A value is stored sealed, beside two keyed digests by which it can be found: over the whole value
 * and over its last four digits.  The keys derive from one master key, which lies in a file of mode
 * 0600 outside the store and its backups; it is set once, before threads start, and kept for the
 * life of the process.
 *
 * kind says what a value is: "document", "email", "phone" or "address".  Before it is digested a
 * value is normalised: letters without case, and of a phone only the digits, of an e-mail all but
 * blanks, of anything else only letters and digits. */
#ifndef RECORD_SEAL_H
#define RECORD_SEAL_H
#include "base/crypto.h"

#define SEAL_INDEX_BYTES CRYPTO_DIGEST_BYTES

/* Makes a key file of mode 0600 and uses it.  E_CONFLICT: the file is there; it is left alone.
 * E_IO: it cannot be written whole; nothing stays. */
MUST_CHECK status seal_key_create(struct op *op, const char *path);
/* E_NOT_FOUND: no such file.  E_DENIED: others may read it; the text says chmod.  E_INVALID: it is
 * no key file. */
MUST_CHECK status seal_key_load(struct op *op, const char *path);
/* Whether the key in use is the store's: opens one value that the store holds, if it holds any.
 * E_DENIED: the key of another store; path is for the text. */
MUST_CHECK status seal_key_check(struct op *op, const char *path);
/* Uses a key that the caller has: for tests. */
void seal_use(const struct crypto_key *master);
bool seal_is_ready(void);

/* The following need a key: without one the process stops, because a personal value in the clear is
 * worse.  A sealed value opens only for its kind and debtor. */
str seal_value(struct op *op, const char *kind, int64_t debtor_id, str plain);
/* E_STORE: damaged, moved to another row, or sealed with another key. */
MUST_CHECK status seal_open(struct op *op, const char *kind, int64_t debtor_id, str sealed,
                            str *ret_plain);
void seal_index(const char *kind, str plain, uint8_t out[SEAL_INDEX_BYTES]);
/* Over the last four digits; of a value with fewer digits, over its last four characters. */
void seal_last4(const char *kind, str plain, uint8_t out[SEAL_INDEX_BYTES]);
/* A keyed digest of a secret that this process gave out (a session's token). */
void seal_token(str token, uint8_t out[SEAL_INDEX_BYTES]);
#endif
