#include "tests/support/files.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/check.h"

#define FILE_BYTES_MAX ((size_t)64 << 20)

str test_read_file(struct op *op, const char *path)
{
    char piece[16384];
    struct buf out = buf_start(op->arena, FILE_BYTES_MAX);
    FILE *const file = fopen(path, "rb");
    if (!file) {
        print_error("%s cannot be read\n", path);
        fail();
        return (str){"", 0};
    }
    for (size_t size; (size = fread(piece, 1, sizeof(piece), file)) > 0;)
        buf_add(&out, (str){piece, size});
    (void)fclose(file);
    assert_false(out.is_full);
    return buf_str(&out);
}

const char *test_shared_path(struct op *op, const char *path)
{
    const char *const shared = getenv("ACUERDO_SHARED");
    const char *const full = arena_printf(op->arena, "%s/%s", shared ? shared : "../shared", path);
    return access(full, R_OK) == 0 ? full : NULL;
}
