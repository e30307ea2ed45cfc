/* The key that signs: an Ed25519 key whose secret half lies in a file of mode 0600 outside the
 * store and its backups, beside the master key.  Kept for the life of the process. */
#ifndef RECORD_AUDIT_KEY_H
#define RECORD_AUDIT_KEY_H
#include "base/crypto_sign.h"
#include "store/db.h"

#define AUDIT_KEY_ID_SIZE 17 /* the first 8 bytes of the public key's digest, in hexadecimal */

/* Loads the file; makes it when it is not there and the store was never signed.  E_NOT_FOUND: the
 * store was signed with a key that is not here.  E_DENIED, E_INVALID, E_IO: as seal_key_load. */
MUST_CHECK status audit_key_open(struct op *op, const char *path);
/* Uses a key that the caller has: for tests. */
void audit_key_use(const struct crypto_key *seed);
bool audit_key_is_ready(void);
/* The signer and its name; NULL: there is none. */
const struct crypto_signer *audit_key_signer(char ret_id[AUDIT_KEY_ID_SIZE]);
void audit_key_name(const uint8_t public_key[CRYPTO_PUBLIC_BYTES], char ret_id[AUDIT_KEY_ID_SIZE]);

struct audit_key_row {
    str id;
    uint8_t public_key[CRYPTO_PUBLIC_BYTES];
    instant created_at;
};
/* The public halves that have signed this store. */
MUST_CHECK status audit_key_list(struct op *op, struct audit_key_row **ret_keys, size_t *ret_count);
#endif
