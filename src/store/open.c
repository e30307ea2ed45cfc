/* Chooses the back end by the address, and keeps the one writer of a SQLite file alone. */
#include "store/open.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "store/backend.h"

static bool has_scheme(str url)
{
    return url.size > 0 && memmem(url.data, url.size, "://", 3) != NULL;
}

static bool is_server(str url)
{
    return str_starts(url, STR("postgresql://")) || str_starts(url, STR("postgres://"));
}

static str without_scheme(str url)
{
    const str scheme = STR("sqlite:");
    return str_starts(url, scheme) ? (str){url.data + scheme.size, url.size - scheme.size} : url;
}

const char *db_file(struct arena *arena, str url)
{
    return is_server(url) ? NULL : str_cstr(arena, without_scheme(url));
}

static status open_by_scheme(struct op *op, str url, const struct db_options *options,
                             struct db **ret_db)
{
    if (is_server(url))
        return postgresql_open(op, str_cstr(op->arena, url), options, ret_db);
    url = without_scheme(url);
    if (url.size == 0 || has_scheme(url))
        return op_fail(op, E_INVALID,
                       "\"" STR_FORMAT "\" is no address of a store: give a file, "
                       "sqlite:FILE or postgresql://USER@HOST/DATABASE",
                       STR_ARG(url));
    return sqlite_open(op, str_cstr(op->arena, url), options, ret_db);
}

/* postgresql://USER:PASSWORD@HOST/NAME?password=PASSWORD&… */
str db_url_shown(struct arena *arena, str url)
{
    struct buf out = buf_start(arena, 2 * url.size + 8);
    const char *const end = url.data + url.size;
    const char *at = url.data;
    const char *const host =
        has_scheme(url) ? (const char *)memmem(at, url.size, "://", 3) + 3 : end;
    const char *const sign = memchr(host, '@', (size_t)(end - host));
    const char *const colon = sign ? memchr(host, ':', (size_t)(sign - host)) : NULL;
    if (colon) {
        buf_add(&out, (str){at, (size_t)(colon + 1 - at)});
        buf_add(&out, STR("***"));
        at = sign;
    }
    const char *word = NULL; /* sslpassword= is one too */
    while ((word = memmem(at, (size_t)(end - at), "password=", strlen("password=")))) {
        const char *const value = word + strlen("password=");
        const char *const next = memchr(value, '&', (size_t)(end - value));
        buf_add(&out, (str){at, (size_t)(value - at)});
        buf_add(&out, STR("***"));
        at = next ? next : end;
    }
    buf_add(&out, (str){at, (size_t)(end - at)});
    return buf_str(&out);
}

status db_open(struct op *op, str url, const struct db_options *options, struct db **ret_db)
{
    struct db *db = NULL;
    TRY(open_by_scheme(op, url, options, &db));
    db->url = arena_copy(db->arena, url.data, url.size);
    *ret_db = db;
    return OK;
}

status db_open_beside(struct op *op, struct db **ret_db)
{
    const struct db_options options = {.read_only = true, .busy_ms = op->db->busy_ms};
    return db_open(op, str_of(op->db->url), &options, ret_db);
}

void db_close(struct db *db)
{
    if (!db)
        return;
    store_rollback(db);
    db->backend->close(db);
    if (db->lock_fd >= 0)
        (void)close(db->lock_fd); /* and with it the lock; the file stays, or two could own it */
    arena_destroy(db->arena);
}

/* The pid that the owner wrote, for the words of the refusal; 0 if it cannot be read. */
static int64_t read_holder(int fd)
{
    char text[32];
    int64_t pid = 0;
    const ssize_t size = pread(fd, text, sizeof(text), 0);
    const bool is_number = size > 0 && str_to_i64(str_trim((str){text, (size_t)size}), &pid);
    return is_number ? pid : 0;
}

static status write_holder(struct op *op, int fd, const char *path)
{
    char text[32];
    const int size = snprintf(text, sizeof(text), "%lld\n", (long long)getpid());
    if (ftruncate(fd, 0) != 0 || pwrite(fd, text, (size_t)size, 0) != size)
        return op_fail(op, E_IO, "%s cannot be written: %s", path, op_errno(op, errno));
    return OK;
}

static status take_lock(struct op *op, int fd, const char *path)
{
    if (flock(fd, LOCK_EX | LOCK_NB) == 0)
        return write_holder(op, fd, path);
    if (errno != EWOULDBLOCK)
        return op_fail(op, E_IO, "%s cannot be locked: %s", path, op_errno(op, errno));
    return op_fail(op, E_BUSY, "%s is in use by process %lld: stop it first, or wait", op->db->path,
                   (long long)read_holder(fd));
}

status db_own(struct op *op)
{
    struct db *const db = op->db;
    if (!db->path || db->lock_fd >= 0)
        return OK;
    const char *const path = arena_printf(op->arena, "%s.lock", db->path);
    const int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return op_fail(op, E_IO, "%s cannot be opened: %s", path, op_errno(op, errno));
    const status code = take_lock(op, fd, path);
    if (code != OK) {
        (void)close(fd);
        return code;
    }
    db->lock_fd = fd;
    return OK;
}
