/* Documents: papers and files, kept by the digest of their bytes and never changed.
 *
 * The same content twice is one row; its first name and media type stay.  A hash is BLAKE2b-256 in
 * 64 lower-case hexadecimal digits. */
#ifndef RECORD_DOCUMENT_H
#define RECORD_DOCUMENT_H
#include "base/op.h"
#include "base/str.h"

#define DOCUMENT_HASH_SIZE 65 /* with its NUL */

struct document {
    str media_type;
    str name;
    str bytes;
    instant created_at;
};

/* Stores the bytes in the caller's transaction.  E_LIMIT: more than LIMIT_DOCUMENT_BYTES. */
MUST_CHECK status document_put(struct op *op, const char *media_type, const char *name, str bytes,
                               char ret_hash[DOCUMENT_HASH_SIZE]);
/* E_NOT_FOUND: no such document.  E_STORE: its bytes no longer have its hash. */
MUST_CHECK status document_get(struct op *op, const char *hash, struct document *ret_document);
#endif
