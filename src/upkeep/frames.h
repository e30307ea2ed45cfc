/* The file of a backup: frames that can be read only whole, unchanged and in their order.
 *
 *   ACUERDO BACKUP 1\n        the form of the file
 *   protection                one byte: 0 digests, 1 encrypted
 *   salt, passes, memory,     when encrypted (base/crypto_stream.h); numbers little-endian
 *   stream head
 *   frames                    32-bit size, then the body; the last one is FRAME_END
 *
 * A body is one byte of kind and the content.  In clear each carries BLAKE2b-256 over the digest
 * before it and itself: damage and truncation are found, an enemy is not.  Encrypted, each is a
 * piece of a secretstream, which an enemy cannot change either. */
#ifndef UPKEEP_FRAMES_H
#define UPKEEP_FRAMES_H
#include "base/op.h"
#include "base/str.h"

enum frame_kind {
    FRAME_HEAD = 'H',      /* JSON: what was backed up, when, by what */
    FRAME_TABLE = 'T',     /* JSON: name and columns of the table whose rows follow */
    FRAME_ROWS = 'R',      /* rows (upkeep/values.h) */
    FRAME_TABLE_END = 'E', /* JSON: rows and digest of the table */
    FRAME_END = 'M',       /* JSON: the manifest; nothing comes after it */
};

struct frame_writer;
struct frame_reader;

/* Makes the file, mode 0600; an empty passphrase leaves it in clear.  The writer lives in the op's
 * arena, which closes the file if nobody else does.  E_CONFLICT: the file is there.  E_IO. */
MUST_CHECK status frames_create(struct op *op, const char *path, str passphrase,
                                struct frame_writer **ret_writer);
/* E_IO: the disk is full or fails. */
MUST_CHECK status frames_put(struct op *op, struct frame_writer *writer, enum frame_kind kind,
                             str content);
/* After FRAME_END: brings the file to the disk and closes it. */
MUST_CHECK status frames_finish(struct op *op, struct frame_writer *writer);

/* E_NOT_FOUND, E_IO; E_INVALID: no backup of ours, or it is encrypted and there is no passphrase.
 * E_CONFLICT: the form of a newer program. */
MUST_CHECK status frames_open(struct op *op, const char *path, str passphrase,
                              struct frame_reader **ret_reader);
/* The content is borrowed until the next call.  E_STORE: damaged, cut off, or another passphrase;
 * after FRAME_END: there is more than there should be. */
MUST_CHECK status frames_next(struct op *op, struct frame_reader *reader, enum frame_kind *ret_kind,
                              str *ret_content);
bool frames_is_encrypted(const struct frame_reader *reader);
int64_t frames_size(const struct frame_reader *reader); /* bytes of the file */
#endif
