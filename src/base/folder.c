#include "base/folder.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

bool folder_sync(struct arena *arena, const char *path)
{
    const char *const slash = strrchr(path, '/');
    const char *const folder = slash ? arena_copy(arena, path, (size_t)(slash - path) + 1) : ".";
    const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return false;
    const bool is_done = fsync(fd) == 0;
    (void)close(fd);
    return is_done;
}
