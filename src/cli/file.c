#include "cli/file.h"

#include <errno.h>
#include <stdio.h>

#define PIECE_BYTES 65536

status cli_file_read(struct op *op, str path, size_t most, str *ret_bytes)
{
    char *const piece = arena_alloc(op->arena, PIECE_BYTES);
    struct buf bytes = buf_start(op->arena, most);
    FILE *const file = fopen(str_cstr(op->arena, path), "rbe");
    if (!file)
        return op_fail(op, E_NOT_FOUND, "cannot read " STR_FORMAT ": %s", STR_ARG(path),
                       op_errno(op, errno));
    for (size_t size; (size = fread(piece, 1, PIECE_BYTES, file)) > 0;)
        buf_add(&bytes, (str){piece, size});
    const int why = ferror(file) != 0 ? errno : 0;
    (void)fclose(file);
    if (why != 0)
        return op_fail(op, E_IO, "cannot read " STR_FORMAT ": %s", STR_ARG(path),
                       op_errno(op, why));
    if (bytes.is_full)
        return op_fail(op, E_LIMIT, STR_FORMAT " is larger than %zu KiB", STR_ARG(path),
                       most >> 10);
    *ret_bytes = buf_str(&bytes);
    return OK;
}
