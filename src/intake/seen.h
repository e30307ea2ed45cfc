/* The keys of a file that were seen already, to find a key that stands in it twice.
 *
 * A key is kept as 88 bits of a digest keyed at random, beside its line: 16 bytes in a table at
 * most three quarters full, 22 to 43 bytes a row.  That grows with the rows of the file, and is the
 * only thing here that does: 10 million rows take at most 430 MB.  The chance that two different
 * keys of such a file are taken for one is under 1 in 10^12. */
#ifndef INTAKE_SEEN_H
#define INTAKE_SEEN_H
#include "base/op.h"
#include "base/str.h"

struct seen;

struct seen *seen_create(struct op *op);
/* True: the key is new.  False: *ret_first_line is the line on which it stood first.  Lines fit in
 * 40 bits. */
bool seen_add(struct seen *seen, str key, uint64_t line, uint64_t *ret_first_line);
uint64_t seen_bytes(const struct seen *seen);
#endif
