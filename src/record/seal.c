#include "record/seal.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/folder.h"
#include "store/db.h"

#define KEY_FILE_START "acuerdo key 1 "
#define KEY_FILE_SIZE  (sizeof(KEY_FILE_START) - 1 + 2 * CRYPTO_KEY_BYTES + 1) /* and a newline */

/* One key for each use, so that no two uses can be played against each other. */
static struct {
    bool is_ready;
    struct crypto_key seal;
    struct crypto_key index;
    struct crypto_key last4;
    struct crypto_key token;
} keyring;

void seal_use(const struct crypto_key *master)
{
    crypto_derive(master, "acd-seal", &keyring.seal);
    crypto_derive(master, "acd-indx", &keyring.index);
    crypto_derive(master, "acd-last", &keyring.last4);
    crypto_derive(master, "acd-tokn", &keyring.token);
    keyring.is_ready = true;
}

bool seal_is_ready(void)
{
    return keyring.is_ready;
}

/* --- the key file --- */

static bool write_whole(int fd, const char *data, size_t size)
{
    while (size > 0) {
        const ssize_t done = write(fd, data, size);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        data += done;
        size -= (size_t)done;
    }
    return fsync(fd) == 0;
}

status seal_key_create(struct op *op, const char *path)
{
    struct crypto_key key;
    char text[KEY_FILE_SIZE + 1] = KEY_FILE_START;
    const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST)
        return op_fail(op, E_CONFLICT,
                       "the key file %s is there already: a store made with it needs it, so it is "
                       "left alone; name another file",
                       path);
    if (fd < 0)
        return op_fail(op, E_IO, "the key file %s cannot be made: %s", path, op_errno(op, errno));
    crypto_random(&key, sizeof(key));
    crypto_hex(key.bytes, sizeof(key.bytes), text + sizeof(KEY_FILE_START) - 1);
    text[KEY_FILE_SIZE - 1] = '\n';
    const bool is_written = write_whole(fd, text, KEY_FILE_SIZE);
    const int why = errno;
    explicit_bzero(text, sizeof(text));
    if (close(fd) != 0 || !is_written || !folder_sync(op->arena, path)) {
        (void)unlink(path);
        return op_fail(op, E_IO, "the key file %s cannot be written: %s", path, op_errno(op, why));
    }
    seal_use(&key);
    explicit_bzero(&key, sizeof(key));
    return OK;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool parse_key(str text, struct crypto_key *ret_key)
{
    if (text.size != KEY_FILE_SIZE || !str_starts(text, STR(KEY_FILE_START)) ||
        text.data[KEY_FILE_SIZE - 1] != '\n')
        return false;
    const char *const digits = text.data + sizeof(KEY_FILE_START) - 1;
    for (size_t i = 0; i < CRYPTO_KEY_BYTES; i++) {
        const int high = hex_digit(digits[2 * i]);
        const int low = hex_digit(digits[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        ret_key->bytes[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

/* Who else than the owner can read the key can read every personal value. */
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

static status read_key(struct op *op, int fd, const char *path)
{
    char text[KEY_FILE_SIZE + 1];
    struct crypto_key key;
    TRY(check_mode(op, fd, path));
    const ssize_t size = read(fd, text, sizeof(text));
    const int why = errno;
    const bool is_key = size >= 0 && parse_key((str){text, (size_t)size}, &key);
    explicit_bzero(text, sizeof(text));
    if (size < 0)
        return op_fail(op, E_IO, "the key file %s cannot be read: %s", path, op_errno(op, why));
    if (!is_key)
        return op_fail(op, E_INVALID, "%s is no key file of this program", path);
    seal_use(&key);
    explicit_bzero(&key, sizeof(key));
    return OK;
}

status seal_key_load(struct op *op, const char *path)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
        return op_fail(op, E_NOT_FOUND,
                       "there is no key file %s: bring the one that `acuerdo init` made for this "
                       "store",
                       path);
    if (fd < 0)
        return op_fail(op, E_IO, "the key file %s cannot be opened: %s", path, op_errno(op, errno));
    const status code = read_key(op, fd, path);
    (void)close(fd);
    return code;
}

/* --- values --- */

/* The bytes of a value that count, one after the other. */
struct normal {
    str rest;
    bool is_phone;
    bool is_email;
};

static struct normal normal_start(const char *kind, str plain)
{
    return (struct normal){plain, strcmp(kind, "phone") == 0, strcmp(kind, "email") == 0};
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool counts(const struct normal *normal, char c)
{
    if (normal->is_phone)
        return is_digit(c);
    if (normal->is_email)
        return (unsigned char)c > ' ';
    return is_digit(c) || (c >= 'a' && c <= 'z') || ((unsigned char)c & 0x80) != 0;
}

static bool normal_next(struct normal *normal, char *ret_byte)
{
    while (normal->rest.size > 0) {
        const char c = *normal->rest.data;
        const char lower = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
        normal->rest.data++;
        normal->rest.size--;
        if (counts(normal, lower)) {
            *ret_byte = lower;
            return true;
        }
    }
    return false;
}

static str context_of(struct op *op, const char *kind, int64_t debtor_id)
{
    return str_of(arena_printf(op->arena, "%s:%" PRId64, kind, debtor_id));
}

str seal_value(struct op *op, const char *kind, int64_t debtor_id, str plain)
{
    assert(keyring.is_ready);
    return crypto_seal(op->arena, &keyring.seal, context_of(op, kind, debtor_id), plain);
}

status seal_open(struct op *op, const char *kind, int64_t debtor_id, str sealed, str *ret_plain)
{
    assert(keyring.is_ready);
    return crypto_open(op, &keyring.seal, context_of(op, kind, debtor_id), sealed, ret_plain);
}

/* Kinds apart, so that the same digits as a telephone and as a document do not look alike. */
static void digest_of(const struct crypto_key *key, const char *kind, struct crypto_hash *hash,
                      uint8_t out[SEAL_INDEX_BYTES])
{
    uint8_t inner[CRYPTO_DIGEST_BYTES];
    assert(keyring.is_ready);
    crypto_hash_add(hash, "\0", 1);
    crypto_hash_add(hash, kind, strlen(kind));
    crypto_hash_end(hash, inner);
    crypto_keyed_digest(key, (str){(const char *)inner, sizeof(inner)}, out);
}

void seal_index(const char *kind, str plain, uint8_t out[SEAL_INDEX_BYTES])
{
    struct normal normal = normal_start(kind, plain);
    struct crypto_hash hash;
    char c = 0;
    crypto_hash_start(&hash);
    while (normal_next(&normal, &c))
        crypto_hash_add(&hash, &c, 1);
    digest_of(&keyring.index, kind, &hash, out);
}

/* Where the last four characters of UTF-8 text begin. */
static size_t tail_start(const char *data, size_t size)
{
    size_t at = size;
    for (int characters = 0; at > 0 && characters < 4; at--)
        if (((unsigned char)data[at - 1] & 0xC0) != 0x80)
            characters++;
    return at;
}

void seal_last4(const char *kind, str plain, uint8_t out[SEAL_INDEX_BYTES])
{
    struct normal normal = normal_start(kind, plain);
    struct crypto_hash hash;
    char digits[4];
    char tail[16]; /* four characters of up to four bytes */
    size_t digit_count = 0;
    size_t tail_size = 0;
    char c = 0;
    while (normal_next(&normal, &c)) {
        if (tail_size == sizeof(tail))
            memmove(tail, tail + 1, --tail_size);
        tail[tail_size++] = c;
        if (!is_digit(c))
            continue;
        if (digit_count == sizeof(digits))
            memmove(digits, digits + 1, --digit_count);
        digits[digit_count++] = c;
    }
    crypto_hash_start(&hash);
    if (digit_count == sizeof(digits)) {
        crypto_hash_add(&hash, digits, sizeof(digits));
    } else {
        const size_t start = tail_start(tail, tail_size);
        crypto_hash_add(&hash, tail + start, tail_size - start);
    }
    digest_of(&keyring.last4, kind, &hash, out);
}

void seal_token(str token, uint8_t out[SEAL_INDEX_BYTES])
{
    assert(keyring.is_ready);
    crypto_keyed_digest(&keyring.token, token, out);
}

/* --- whose key it is --- */

struct sample {
    int64_t debtor_id;
    const char *kind;
    str sealed;
};

static status read_sample(struct op *op, struct db_rows *row, void *out)
{
    struct sample *const sample = out;
    const str sealed = db_blob(row, 2);
    sample->debtor_id = db_id(row, 0);
    sample->kind = str_cstr(op->arena, db_text(row, 1));
    sample->sealed = str_copy(op->arena, sealed);
    return OK;
}

status seal_key_check(struct op *op, const char *path)
{
    struct sample sample = {0};
    str plain;
    bool found = false;
    TRY(db_query_one(op, Q_SEAL_SAMPLE, DB_NO_ARGS, read_sample, &sample, &found));
    if (!found || seal_open(op, sample.kind, sample.debtor_id, sample.sealed, &plain) == OK)
        return OK;
    op_clear(op);
    return op_fail(op, E_DENIED,
                   "%s is the key of another store: bring the key file that `acuerdo init` made "
                   "for this one",
                   path);
}
