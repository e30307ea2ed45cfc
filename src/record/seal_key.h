/* The master keys, in a file of mode 0600 outside the store and its backups.
 *
 * A line for each: `acuerdo key NUMBER HEX`, with ` retired` behind it once no value of the store
 * needs the key (it stays for old backups).  A master key seals nothing but the keys of persons
 * (record/seal.h), and values of stores made before persons had keys; the digests by which values
 * are found come from it too.
 *
 * The file is read before threads start.  It may be read again later, when the store speaks of a
 * key that this process does not know: whoever uses a ring has one that never changes. */
#ifndef RECORD_SEAL_KEY_H
#define RECORD_SEAL_KEY_H
#include "base/crypto.h"

#define SEAL_KEYS_MAX 16 /* in one file: changed every year, and backups live ten */
#define SEAL_MARK     17 /* what a key is known by: hexadecimal digits and the end of the text */

struct seal_key {
    int number; /* 1 and up */
    bool is_retired;
    char mark[SEAL_MARK];
    /* One key for each use, so that no two uses can be played against each other. */
    struct crypto_key seal; /* of values of before */
    struct crypto_key wrap; /* of keys of persons */
    struct crypto_key index;
    struct crypto_key last4;
    struct crypto_key token;
};

/* Makes a key file with key 1 and uses it.  E_CONFLICT: the file is there; it is left alone.
 * E_IO: it cannot be written whole; nothing stays. */
MUST_CHECK status seal_key_create(struct op *op, const char *path);
/* E_NOT_FOUND: no such file.  E_DENIED: others may read it; the text says chmod.  E_INVALID: it is
 * no key file. */
MUST_CHECK status seal_key_load(struct op *op, const char *path);
/* Writes the file anew with one key more, the highest number, and uses it. */
MUST_CHECK status seal_key_add(struct op *op, int *ret_number);
/* Writes the file anew: the key serves old backups only.  E_NOT_FOUND: no such key. */
MUST_CHECK status seal_key_retire(struct op *op, int number);
/* Writes the file anew without the key.  E_CONFLICT: it is not retired. */
MUST_CHECK status seal_key_forget(struct op *op, int number);

/* Uses one key, number 1, that the caller has: for tests. */
void seal_use(const struct crypto_key *master);
bool seal_is_ready(void);
/* The file that is in use; NULL: none was read. */
const char *seal_key_path(void);

/* NULL: not in the file.  What is returned lives as long as the process. */
const struct seal_key *seal_key_find(int number);
/* From the highest number down; NULL past the last. */
const struct seal_key *seal_key_at(size_t index);
/* The key that new values go under: what seal_key_set_current said, else the lowest in the file
 * that is not retired.  Stops the process when there is none. */
const struct seal_key *seal_key_current(void);
/* What the store says is current.  Reads the file again when it is not known here.  E_DENIED: the
 * file does not have it, or has another of that number; the text says which. */
MUST_CHECK status seal_key_set_current(struct op *op, int number, str mark);
/* A key that a value needs: reads the file again when it is not known here.  E_DENIED: the file
 * does not have it. */
MUST_CHECK status seal_key_need(struct op *op, int number, const struct seal_key **ret_key);
#endif
