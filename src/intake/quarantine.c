#include "intake/quarantine.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BUFFER_BYTES ((size_t)64 << 10)

struct quarantine {
    const char *path;
    const char *temporary;
    const struct csv *csv;
    char *buffer;
    size_t used;
    uint64_t rows;
    int fd; /* -1: nothing was written yet, or all is done */
};

const char *quarantine_path(struct arena *arena, const char *path)
{
    const char *const slash = strrchr(path, '/');
    const char *const name = slash ? slash + 1 : path;
    const char *const dot = strrchr(name, '.');
    if (!dot || dot == name)
        return arena_printf(arena, "%s.refused", path);
    return arena_printf(arena, "%.*s.refused%s", (int)(dot - path), path, dot);
}

/* An import that ends early leaves nothing behind. */
static void quarantine_release(void *thing)
{
    const struct quarantine *const q = thing;
    if (q->fd < 0)
        return;
    (void)close(q->fd);
    (void)unlink(q->temporary);
}

struct quarantine *quarantine_create(struct op *op, const char *path, const struct csv *csv)
{
    struct quarantine *const q = arena_new(op->arena, struct quarantine);
    q->path = str_cstr(op->arena, str_of(path));
    q->temporary = arena_printf(op->arena, "%s.%ld.part", path, (long)getpid());
    q->csv = csv;
    q->buffer = arena_alloc(op->arena, BUFFER_BYTES);
    q->fd = -1;
    arena_defer(op->arena, quarantine_release, q);
    return q;
}

static status io_failed(struct op *op, const struct quarantine *q)
{
    return op_fail(op, E_IO, "%s: the refused rows cannot be written: %s", q->path,
                   op_errno(op, errno));
}

static status flush(struct op *op, struct quarantine *q)
{
    size_t done = 0;
    while (done < q->used) {
        const ssize_t wrote = write(q->fd, q->buffer + done, q->used - done);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0)
            return io_failed(op, q);
        done += (size_t)wrote;
    }
    q->used = 0;
    return OK;
}

static status put(struct op *op, struct quarantine *q, str text)
{
    while (text.size > 0) {
        const size_t room = BUFFER_BYTES - q->used;
        const size_t size = text.size < room ? text.size : room;
        memcpy(q->buffer + q->used, text.data, size);
        q->used += size;
        text = (str){text.data + size, text.size - size};
        if (q->used == BUFFER_BYTES)
            TRY(flush(op, q));
    }
    return OK;
}

static status put_c(struct op *op, struct quarantine *q, const char *text)
{
    return put(op, q, str_of(text));
}

/* A value of ours, in quotes where it needs them, and the separator. */
static status put_field(struct op *op, struct quarantine *q, const char *text)
{
    const char separator[2] = {csv_format(q->csv)->separator, '\0'};
    if (!strpbrk(text, "\"\r\n") && !strstr(text, separator)) {
        TRY(put_c(op, q, text));
        return put_c(op, q, separator);
    }
    TRY(put_c(op, q, "\""));
    for (; *text; text++)
        TRY(put(op, q, *text == '"' ? STR("\"\"") : (str){text, 1}));
    TRY(put_c(op, q, "\""));
    return put_c(op, q, separator);
}

/* The row itself.  What was no letter in a file of another encoding has no bytes to show: U+FFFD.
 */
static status put_raw(struct op *op, struct quarantine *q, str raw)
{
    if (csv_format(q->csv)->encoding == ENCODING_UTF8)
        return put(op, q, raw);
    for (size_t i = 0; i < raw.size; i++)
        TRY(put(op, q,
                raw.data[i] == ENCODING_BROKEN ? STR("\xEF\xBF\xBD") : (str){raw.data + i, 1}));
    return OK;
}

static status start_file(struct op *op, struct quarantine *q)
{
    q->fd = open(q->temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (q->fd < 0)
        return io_failed(op, q);
    TRY(put_field(op, q, PLAN_REFUSED_LINE));
    TRY(put_field(op, q, PLAN_REFUSED_COLUMN));
    TRY(put_field(op, q, PLAN_REFUSED_FIELD));
    TRY(put_field(op, q, PLAN_REFUSED_REASON));
    TRY(put_raw(op, q, csv_header_raw(q->csv)));
    return put_c(op, q, "\n");
}

/* All reasons of a row in one text; the first one's place is in the columns before. */
static const char *join_reasons(struct op *op, const struct row *row)
{
    struct buf out = buf_start(op->arena, 8192);
    for (int i = 0; i < row->reason_count; i++) {
        const struct row_reason *const reason = &row->reasons[i];
        if (i > 0 && reason->column > 0)
            buf_add_c(&out, op_say(op, "; column %d %s: ", reason->column, reason->column_name));
        else if (i > 0)
            buf_add_c(&out, "; ");
        buf_add_c(&out, reason->text);
    }
    return buf_cstr(&out);
}

status quarantine_add(struct op *op, struct quarantine *quarantine, const struct csv_row *from,
                      const struct row *row)
{
    const struct row_reason *const first = &row->reasons[0];
    char line[24];
    char column[24] = "";
    if (++quarantine->rows > LIMIT_REFUSED_ROWS)
        return OK;
    if (quarantine->rows == 1)
        TRY(start_file(op, quarantine));
    (void)snprintf(line, sizeof(line), "%" PRIu64, first->line);
    if (first->column > 0)
        (void)snprintf(column, sizeof(column), "%d", first->column);
    TRY(put_field(op, quarantine, line));
    TRY(put_field(op, quarantine, column));
    TRY(put_field(op, quarantine, first->column_name));
    TRY(put_field(op, quarantine, join_reasons(op, row)));
    TRY(put_raw(op, quarantine, from->raw));
    return put_c(op, quarantine, "\n");
}

status quarantine_finish(struct op *op, struct quarantine *quarantine, const char **ret_path)
{
    if (quarantine->fd < 0) {
        *ret_path = NULL;
        return OK;
    }
    TRY(flush(op, quarantine));
    if (fsync(quarantine->fd) != 0 || close(quarantine->fd) != 0)
        return io_failed(op, quarantine);
    quarantine->fd = -1;
    if (rename(quarantine->temporary, quarantine->path) != 0)
        return io_failed(op, quarantine);
    *ret_path = quarantine->path;
    return OK;
}
