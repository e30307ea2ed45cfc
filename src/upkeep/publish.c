#include "upkeep/publish.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/folder.h"

/* A file system that cannot refuse to replace is asked whether there is anything to replace. */
static bool move(const char *from, const char *to)
{
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
        return true;
    if (errno != EINVAL && errno != ENOSYS)
        return false;
    if (access(to, F_OK) == 0) {
        errno = EEXIST;
        return false;
    }
    return rename(from, to) == 0;
}

status publish_file(struct op *op, const char *from, const char *to)
{
    if (!move(from, to))
        return op_fail(op, errno == EEXIST ? E_CONFLICT : E_IO, "%s cannot get its name: %s", to,
                       op_errno(op, errno));
    return folder_sync(op->arena, to) ? OK
                                      : op_fail(op, E_IO, "the folder of %s cannot be written: %s",
                                                to, op_errno(op, errno));
}
