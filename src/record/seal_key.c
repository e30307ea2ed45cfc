#include "record/seal_key.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "base/folder.h"
#include "record/key_file.h"

#define LINE_START "acuerdo key "
#define HEX_DIGITS ((size_t)2 * CRYPTO_KEY_BYTES)
#define LINE_MAX_  (sizeof(LINE_START) + HEX_DIGITS + 32)
#define FILE_MAX   ((size_t)SEAL_KEYS_MAX * LINE_MAX_)

/* The keys of one reading of the file.  Never changed and never freed: a thread may use it still;
 * there are as many as the file was changed while this process ran. */
struct ring {
    struct seal_key keys[SEAL_KEYS_MAX]; /* from the highest number down */
    struct crypto_key masters[SEAL_KEYS_MAX];
    size_t count;
    const struct ring *before; /* the one that it replaced */
};

static struct {
    _Atomic(const struct ring *) ring;
    atomic_int current; /* number; 0: the store was not asked */
    struct arena *arena;
    const char *path;
    pthread_mutex_t mutex; /* over arena, path and the change of the ring */
} house = {.mutex = PTHREAD_MUTEX_INITIALIZER};

bool seal_is_ready(void)
{
    const struct ring *const ring = atomic_load(&house.ring);
    return ring && ring->count > 0;
}

const char *seal_key_path(void)
{
    return house.path;
}

static struct seal_key key_of(int number, bool is_retired, const struct crypto_key *master)
{
    struct seal_key key = {.number = number, .is_retired = is_retired};
    struct crypto_key mark;
    crypto_derive(master, "acd-seal", &key.seal);
    crypto_derive(master, "acd-wrap", &key.wrap);
    crypto_derive(master, "acd-indx", &key.index);
    crypto_derive(master, "acd-last", &key.last4);
    crypto_derive(master, "acd-tokn", &key.token);
    crypto_derive(master, "acd-mark", &mark);
    crypto_hex(mark.bytes, (SEAL_MARK - 1) / 2, key.mark);
    return key;
}

static void add_key(struct ring *ring, int number, bool is_retired, const struct crypto_key *master)
{
    size_t at = ring->count++;
    for (; at > 0 && ring->keys[at - 1].number < number; at--) {
        ring->keys[at] = ring->keys[at - 1];
        ring->masters[at] = ring->masters[at - 1];
    }
    ring->keys[at] = key_of(number, is_retired, master);
    ring->masters[at] = *master;
}

/* Takes a ring into use; the mutex is held. */
static void use_ring(const struct ring *made)
{
    if (!house.arena)
        house.arena = arena_create();
    struct ring *const ring = arena_new(house.arena, struct ring);
    *ring = *made;
    ring->before = atomic_load(&house.ring);
    atomic_store(&house.ring, ring);
}

void seal_use(const struct crypto_key *master)
{
    struct ring ring = {.count = 0};
    add_key(&ring, 1, false, master);
    (void)pthread_mutex_lock(&house.mutex);
    use_ring(&ring);
    house.path = NULL;
    atomic_store(&house.current, 0);
    (void)pthread_mutex_unlock(&house.mutex);
}

/* --- reading the file --- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool parse_hex(str digits, struct crypto_key *ret_key)
{
    if (digits.size != HEX_DIGITS)
        return false;
    for (size_t i = 0; i < CRYPTO_KEY_BYTES; i++) {
        const int high = hex_digit(digits.data[2 * i]);
        const int low = hex_digit(digits.data[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        ret_key->bytes[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

static bool has_number(const struct ring *ring, int64_t number)
{
    for (size_t i = 0; i < ring->count; i++)
        if (ring->keys[i].number == number)
            return true;
    return false;
}

static bool parse_line(str line, struct ring *ring)
{
    struct crypto_key master;
    int64_t number = 0;
    if (!str_starts(line, STR(LINE_START)) || ring->count == SEAL_KEYS_MAX)
        return false;
    str rest = {line.data + sizeof(LINE_START) - 1, line.size - (sizeof(LINE_START) - 1)};
    if (!str_to_i64(str_split(&rest, ' '), &number) || number < 1 || number > 9999 ||
        has_number(ring, number) || !parse_hex(str_split(&rest, ' '), &master))
        return false;
    const bool is_retired = str_equal_c(rest, "retired");
    if (rest.size > 0 && !is_retired)
        return false;
    add_key(ring, (int)number, is_retired, &master);
    explicit_bzero(&master, sizeof(master));
    return true;
}

static bool parse_file(str text, struct ring *ring)
{
    if (text.size == 0 || text.data[text.size - 1] != '\n')
        return false;
    while (text.size > 0)
        if (!parse_line(str_split(&text, '\n'), ring))
            return false;
    return true;
}

static status read_ring(struct op *op, int fd, const char *path, struct ring *ret_ring)
{
    char text[FILE_MAX + 1];
    size_t size = 0;
    *ret_ring = (struct ring){.count = 0};
    TRY(key_file_read(op, fd, path, text, sizeof(text), &size));
    const bool is_key = size <= FILE_MAX && parse_file((str){text, size}, ret_ring);
    explicit_bzero(text, sizeof(text));
    return is_key ? OK : op_fail(op, E_INVALID, "%s is no key file of this program", path);
}

static status open_ring(struct op *op, const char *path, struct ring *ret_ring)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
        return op_fail(op, E_NOT_FOUND,
                       "there is no key file %s: bring the one that `acuerdo init` made for this "
                       "store",
                       path);
    if (fd < 0)
        return op_fail(op, E_IO, "the key file %s cannot be opened: %s", path, op_errno(op, errno));
    const status code = read_ring(op, fd, path, ret_ring);
    (void)close(fd);
    return code;
}

/* The mutex is held. */
static status load(struct op *op, const char *path)
{
    struct ring ring = {.count = 0};
    TRY(open_ring(op, path, &ring));
    use_ring(&ring);
    explicit_bzero(&ring, sizeof(ring));
    return OK;
}

status seal_key_load(struct op *op, const char *path)
{
    (void)pthread_mutex_lock(&house.mutex);
    const status code = load(op, path);
    if (code == OK) {
        house.path = str_cstr(house.arena, str_of(path));
        atomic_store(&house.current, 0);
    }
    (void)pthread_mutex_unlock(&house.mutex);
    return code;
}

/* --- writing the file --- */

static size_t write_text(const struct ring *ring, char text[FILE_MAX + 1])
{
    char hex[HEX_DIGITS + 1];
    size_t size = 0;
    for (size_t i = ring->count; i-- > 0;) {
        crypto_hex(ring->masters[i].bytes, CRYPTO_KEY_BYTES, hex);
        const int added =
            snprintf(text + size, FILE_MAX + 1 - size, LINE_START "%d %s%s\n", ring->keys[i].number,
                     hex, ring->keys[i].is_retired ? " retired" : "");
        size += (size_t)added;
    }
    explicit_bzero(hex, sizeof(hex));
    return size;
}

static status write_file(struct op *op, const struct ring *ring, const char *path)
{
    char text[FILE_MAX + 1];
    const size_t size = write_text(ring, text);
    const status code = key_file_make(op, path, (str){text, size});
    explicit_bzero(text, sizeof(text));
    return code;
}

status seal_key_create(struct op *op, const char *path)
{
    struct ring ring = {.count = 0};
    struct crypto_key master;
    crypto_random(&master, sizeof(master));
    add_key(&ring, 1, false, &master);
    explicit_bzero(&master, sizeof(master));
    status code = write_file(op, &ring, path);
    explicit_bzero(&ring, sizeof(ring));
    return code == OK ? seal_key_load(op, path) : code;
}

/* The new file replaces the old one at once: a kill leaves one of the two. */
static status replace_file(struct op *op, const struct ring *ring)
{
    const char *const partial = arena_printf(op->arena, "%s.new", house.path);
    (void)unlink(partial); /* of a change that was killed */
    TRY(write_file(op, ring, partial));
    if (rename(partial, house.path) != 0 || !folder_sync(op->arena, house.path))
        return op_fail(op, E_IO, "the key file %s cannot be written: %s", house.path,
                       op_errno(op, errno));
    use_ring(ring);
    return OK;
}

/* What is to be done with the keys of the file as it is now; the mutex is held. */
typedef status change_keys(struct op *op, struct ring *ring, int number);

static status change_file(struct op *op, change_keys *change, int number)
{
    struct ring ring = {.count = 0};
    (void)pthread_mutex_lock(&house.mutex);
    status code = house.path ? open_ring(op, house.path, &ring)
                             : op_fail(op, E_INTERNAL, "no key file is in use");
    if (code == OK)
        code = change(op, &ring, number);
    if (code == OK)
        code = replace_file(op, &ring);
    explicit_bzero(&ring, sizeof(ring));
    (void)pthread_mutex_unlock(&house.mutex);
    return code;
}

static status add_one(struct op *op, struct ring *ring, int number)
{
    struct crypto_key master;
    (void)number;
    if (ring->count == SEAL_KEYS_MAX)
        return op_fail(op, E_LIMIT, "the key file holds %d keys: forget those of old backups first",
                       SEAL_KEYS_MAX);
    crypto_random(&master, sizeof(master));
    add_key(ring, ring->keys[0].number + 1, false, &master);
    explicit_bzero(&master, sizeof(master));
    return OK;
}

status seal_key_add(struct op *op, int *ret_number)
{
    TRY(change_file(op, add_one, 0));
    *ret_number = seal_key_at(0)->number;
    return OK;
}

static status fail_missing(struct op *op, int number)
{
    return op_fail(op, E_NOT_FOUND, "the key file %s has no key %d", house.path, number);
}

static status retire_one(struct op *op, struct ring *ring, int number)
{
    for (size_t i = 0; i < ring->count; i++)
        if (ring->keys[i].number == number) {
            ring->keys[i].is_retired = true;
            return OK;
        }
    return fail_missing(op, number);
}

status seal_key_retire(struct op *op, int number)
{
    return change_file(op, retire_one, number);
}

static status forget_one(struct op *op, struct ring *ring, int number)
{
    size_t at = 0;
    while (at < ring->count && ring->keys[at].number != number)
        at++;
    if (at == ring->count)
        return fail_missing(op, number);
    if (!ring->keys[at].is_retired)
        return op_fail(op, E_CONFLICT, "key %d is in use: run `acuerdo key rotate` first", number);
    for (ring->count--; at < ring->count; at++) {
        ring->keys[at] = ring->keys[at + 1];
        ring->masters[at] = ring->masters[at + 1];
    }
    return OK;
}

status seal_key_forget(struct op *op, int number)
{
    return change_file(op, forget_one, number);
}

/* --- the keys --- */

const struct seal_key *seal_key_at(size_t index)
{
    const struct ring *const ring = atomic_load(&house.ring);
    return ring && index < ring->count ? &ring->keys[index] : NULL;
}

const struct seal_key *seal_key_find(int number)
{
    const struct ring *const ring = atomic_load(&house.ring);
    for (size_t i = 0; ring && i < ring->count; i++)
        if (ring->keys[i].number == number)
            return &ring->keys[i];
    return NULL;
}

const struct seal_key *seal_key_current(void)
{
    const struct ring *const ring = atomic_load(&house.ring);
    const struct seal_key *key = seal_key_find(atomic_load(&house.current));
    assert(ring && ring->count > 0);
    for (size_t i = 0; !key && i < ring->count; i++)
        if (i + 1 == ring->count || ring->keys[i + 1].is_retired)
            key = &ring->keys[i];
    return key;
}

status seal_key_need(struct op *op, int number, const struct seal_key **ret_key)
{
    const struct seal_key *key = seal_key_find(number);
    if (!key && house.path) {
        (void)pthread_mutex_lock(&house.mutex);
        const status code = load(op, house.path);
        (void)pthread_mutex_unlock(&house.mutex);
        TRY(code);
        key = seal_key_find(number);
    }
    if (!key)
        return op_fail(op, E_DENIED,
                       "key %d is needed and is not in the key file %s: bring the key file of the "
                       "machine where `acuerdo key rotate` ran, or the one of that time",
                       number, house.path ? house.path : "");
    *ret_key = key;
    return OK;
}

status seal_key_set_current(struct op *op, int number, str mark)
{
    const struct seal_key *key = NULL;
    TRY(seal_key_need(op, number, &key));
    if (!str_equal_c(mark, key->mark))
        return op_fail(op, E_DENIED,
                       "%s is the key of another store: bring the key file that `acuerdo init` "
                       "made for this one (its key %d is known by " STR_FORMAT ")",
                       house.path ? house.path : "", number, STR_ARG(mark));
    atomic_store(&house.current, number);
    return OK;
}
