#include "intake/input.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct input {
    const char *name;
    str text; /* used when fd is -1 */
    uint64_t size;
    int fd;
    struct timespec modified;
};

static void input_close(void *thing)
{
    const struct input *const input = thing;
    (void)close(input->fd);
}

status input_open(struct op *op, const char *path, struct input **ret_input)
{
    struct input *const input = arena_new(op->arena, struct input);
    struct stat stat;
    input->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (input->fd < 0)
        return op_fail(op, errno == ENOENT ? E_NOT_FOUND : E_IO, "%s: %s", path,
                       op_errno(op, errno));
    arena_defer(op->arena, input_close, input);
    if (fstat(input->fd, &stat) != 0)
        return op_fail(op, E_IO, "%s: %s", path, op_errno(op, errno));
    if (!S_ISREG(stat.st_mode))
        return op_fail(op, E_IO, "%s: not a file that can be read twice; give a regular file",
                       path);
    (void)posix_fadvise(input->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    input->name = str_cstr(op->arena, str_of(path));
    input->size = (uint64_t)stat.st_size;
    input->modified = stat.st_mtim;
    *ret_input = input;
    return OK;
}

struct input *input_of_text(struct op *op, const char *name, str text)
{
    struct input *const input = arena_new(op->arena, struct input);
    input->name = str_cstr(op->arena, str_of(name));
    input->text = text;
    input->size = text.size;
    input->fd = -1;
    return input;
}

const char *input_name(const struct input *input)
{
    return input->name;
}

uint64_t input_size(const struct input *input)
{
    return input->size;
}

status input_read(struct op *op, const struct input *input, uint64_t offset, char *out, size_t size,
                  size_t *ret_read)
{
    size_t done = 0;
    if (offset >= input->size)
        size = 0;
    else if (size > input->size - offset)
        size = (size_t)(input->size - offset);
    if (input->fd < 0 && size > 0) {
        memcpy(out, input->text.data + offset, size);
        done = size;
    }
    while (done < size) {
        const ssize_t got = pread(input->fd, out + done, size - done, (off_t)(offset + done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return op_fail(op, E_IO, "%s: %s", input->name, op_errno(op, errno));
        if (got == 0)
            return op_fail(op, E_CONFLICT, "%s: the file became shorter while it was read",
                           input->name);
        done += (size_t)got;
    }
    *ret_read = done;
    return OK;
}

status input_check_unchanged(struct op *op, const struct input *input)
{
    struct stat stat;
    if (input->fd < 0)
        return OK;
    if (fstat(input->fd, &stat) != 0)
        return op_fail(op, E_IO, "%s: %s", input->name, op_errno(op, errno));
    if ((uint64_t)stat.st_size != input->size || stat.st_mtim.tv_sec != input->modified.tv_sec ||
        stat.st_mtim.tv_nsec != input->modified.tv_nsec)
        return op_fail(op, E_CONFLICT,
                       "%s: the file was changed while it was read; nothing was taken from the "
                       "changed file, import it again",
                       input->name);
    return OK;
}
