#include "record/key_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/folder.h"

/* Who else than the owner can read a key can read what it seals, and sign what it signs. */
static status check_mode(struct op *op, int fd, const char *path)
{
    struct stat about;
    if (fstat(fd, &about) != 0)
        return op_fail(op, E_IO, "the key file %s: %s", path, op_errno(op, errno));
    if (!S_ISREG(about.st_mode))
        return op_fail(op, E_INVALID, "the key file %s is no file", path);
    if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return op_fail(op, E_DENIED,
                       "others may use the key file %s (mode %04o): run `chmod 600 %s` first", path,
                       (unsigned)about.st_mode & 07777, path);
    return OK;
}

status key_file_read(struct op *op, int fd, const char *path, char *text, size_t capacity,
                     size_t *ret_size)
{
    TRY(check_mode(op, fd, path));
    const ssize_t size = read(fd, text, capacity);
    if (size < 0)
        return op_fail(op, E_IO, "the key file %s cannot be read: %s", path, op_errno(op, errno));
    *ret_size = (size_t)size;
    return OK;
}

static bool write_whole(int fd, str text)
{
    while (text.size > 0) {
        const ssize_t done = write(fd, text.data, text.size);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        text.data += done;
        text.size -= (size_t)done;
    }
    return fsync(fd) == 0;
}

status key_file_make(struct op *op, const char *path, str text)
{
    const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST)
        return op_fail(op, E_CONFLICT,
                       "the key file %s is there already: a store made with it needs it, so it is "
                       "left alone; name another file",
                       path);
    if (fd < 0)
        return op_fail(op, E_IO, "the key file %s cannot be made: %s", path, op_errno(op, errno));
    const bool is_written = write_whole(fd, text);
    const int why = errno;
    if (close(fd) == 0 && is_written && folder_sync(op->arena, path))
        return OK;
    (void)unlink(path);
    return op_fail(op, E_IO, "the key file %s cannot be written: %s", path, op_errno(op, why));
}
