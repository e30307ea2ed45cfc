#include "calendar/tzdata.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#define DEFAULT_FOLDER "/usr/share/zoneinfo"
#define FILE_BYTES_MAX ((size_t)1 << 20) /* the longest, tzdata.zi, is 110 KB */

status tzdata_read(struct op *op, struct arena *arena, const char *name, str *ret_text)
{
    const char *const folder = getenv("TZDIR"); /* GLib looks there too */
    const char *const path =
        arena_printf(op->arena, "%s/%s", folder ? folder : DEFAULT_FOLDER, name);
    FILE *const file = fopen(path, "rbe");
    if (!file)
        return op_fail(op, E_IO, "time zones: cannot read %s: %s; install the package tzdata", path,
                       op_errno(op, errno));
    char *const data = arena_alloc(arena, FILE_BYTES_MAX);
    const size_t size = fread(data, 1, FILE_BYTES_MAX, file);
    const bool is_bad = ferror(file) || size == FILE_BYTES_MAX;
    (void)fclose(file);
    if (is_bad)
        return op_fail(op, E_IO, "time zones: %s cannot be read whole", path);
    *ret_text = (str){data, size};
    return OK;
}
