/* Bytes to read again and again from any place: a file, or text in memory. */
#ifndef INTAKE_INPUT_H
#define INTAKE_INPUT_H
#include "base/op.h"
#include "base/str.h"

struct input;

/* E_NOT_FOUND: no such file; E_IO: not a regular file, or not readable.  Closed with the arena. */
MUST_CHECK status input_open(struct op *op, const char *path, struct input **ret_input);
/* text is borrowed. */
struct input *input_of_text(struct op *op, const char *name, str text);
const char *input_name(const struct input *input);
uint64_t input_size(const struct input *input);
/* Reads size bytes from offset, fewer only at the end. */
MUST_CHECK status input_read(struct op *op, const struct input *input, uint64_t offset, char *out,
                             size_t size, size_t *ret_read);
/* E_CONFLICT: the file is not the one that was opened. */
MUST_CHECK status input_check_unchanged(struct op *op, const struct input *input);
#endif
