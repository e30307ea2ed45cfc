/* Small files that a command is given by name. */
#ifndef CLI_FILE_H
#define CLI_FILE_H
#include "base/op.h"

/* The whole file, in the op's arena.  E_NOT_FOUND: it cannot be opened; E_IO: it cannot be read to
 * its end; E_LIMIT: it has more than most bytes; each names the path. */
MUST_CHECK status cli_file_read(struct op *op, str path, size_t most, str *ret_bytes);
#endif
