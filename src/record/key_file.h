/* A file with a key in it: of mode 0600, outside the store and its backups. */
#ifndef RECORD_KEY_FILE_H
#define RECORD_KEY_FILE_H
#include "base/op.h"
#include "base/str.h"

/* At most capacity bytes of an open file, which the caller wipes.  E_DENIED: others may use it; the
 * text says chmod.  E_INVALID: it is no file.  E_IO. */
MUST_CHECK status key_file_read(struct op *op, int fd, const char *path, char *text,
                                size_t capacity, size_t *ret_size);
/* Makes it, whole or not at all.  E_CONFLICT: it is there; it is left alone.  E_IO. */
MUST_CHECK status key_file_make(struct op *op, const char *path, str text);
#endif
