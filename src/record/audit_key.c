#include "record/audit_key.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "record/key_file.h"

#define FILE_START "acuerdo audit key 1 "
#define FILE_SIZE  (sizeof(FILE_START) - 1 + 2 * CRYPTO_KEY_BYTES + 1) /* and a newline */

static struct {
    bool is_ready;
    struct crypto_signer signer;
} kept;

void audit_key_use(const struct crypto_key *seed)
{
    crypto_signer_make(seed, &kept.signer);
    kept.is_ready = true;
}

bool audit_key_is_ready(void)
{
    return kept.is_ready;
}

void audit_key_name(const uint8_t public_key[CRYPTO_PUBLIC_BYTES], char ret_id[AUDIT_KEY_ID_SIZE])
{
    uint8_t digest[CRYPTO_DIGEST_BYTES];
    crypto_digest((str){(const char *)public_key, CRYPTO_PUBLIC_BYTES}, digest);
    crypto_hex(digest, (AUDIT_KEY_ID_SIZE - 1) / 2, ret_id);
}

const struct crypto_signer *audit_key_signer(char ret_id[AUDIT_KEY_ID_SIZE])
{
    if (!kept.is_ready)
        return NULL;
    audit_key_name(kept.signer.public_key, ret_id);
    return &kept.signer;
}

/* --- the file --- */

static status make_file(struct op *op, const char *path)
{
    struct crypto_key seed;
    char text[FILE_SIZE + 1] = FILE_START;
    crypto_random(&seed, sizeof(seed));
    crypto_hex(seed.bytes, sizeof(seed.bytes), text + sizeof(FILE_START) - 1);
    text[FILE_SIZE - 1] = '\n';
    const status code = key_file_make(op, path, (str){text, FILE_SIZE});
    explicit_bzero(text, sizeof(text));
    if (code == OK)
        audit_key_use(&seed);
    explicit_bzero(&seed, sizeof(seed));
    return code;
}

static bool parse_file(str text, struct crypto_key *ret_seed)
{
    static const str start = STR(FILE_START);
    return text.size == FILE_SIZE && str_starts(text, start) && text.data[FILE_SIZE - 1] == '\n' &&
           crypto_from_hex((str){text.data + start.size, 2 * CRYPTO_KEY_BYTES}, ret_seed->bytes,
                           sizeof(ret_seed->bytes));
}

static status read_file(struct op *op, int fd, const char *path)
{
    char text[FILE_SIZE + 1];
    struct crypto_key seed;
    size_t size = 0;
    TRY(key_file_read(op, fd, path, text, sizeof(text), &size));
    const bool is_key = parse_file((str){text, size}, &seed);
    explicit_bzero(text, sizeof(text));
    if (is_key)
        audit_key_use(&seed);
    explicit_bzero(&seed, sizeof(seed));
    return is_key ? OK : op_fail(op, E_INVALID, "%s is no key file of this program", path);
}

status audit_key_open(struct op *op, const char *path)
{
    struct audit_key_row *keys = NULL;
    size_t count = 0;
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        const status code = read_file(op, fd, path);
        (void)close(fd);
        return code;
    }
    if (errno != ENOENT)
        return op_fail(op, E_IO, "the key file %s cannot be opened: %s", path, op_errno(op, errno));
    TRY(audit_key_list(op, &keys, &count));
    if (count > 0)
        return op_fail(
            op, E_NOT_FOUND,
            "there is no key file %s, and the days of this store are signed with key " STR_FORMAT
            ": bring that file back",
            path, STR_ARG(keys[count - 1].id));
    return make_file(op, path);
}

/* --- the public halves --- */

static status read_key(struct op *op, const struct db_rows *rows, struct audit_key_row *out)
{
    const str bytes = db_blob(rows, 1);
    out->id = db_text_copy(op, rows, 0);
    out->created_at = db_instant(rows, 2);
    memset(out->public_key, 0, sizeof(out->public_key)); /* of a damaged row: it checks nothing */
    if (bytes.size == sizeof(out->public_key))
        memcpy(out->public_key, bytes.data, bytes.size);
    return OK;
}

status audit_key_list(struct op *op, struct audit_key_row **ret_keys, size_t *ret_count)
{
    struct audit_key_row *keys = NULL;
    size_t count = 0;
    size_t capacity = 0;
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_AUDIT_KEY_LIST, DB_NO_ARGS, &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        keys = arena_grow(op->arena, keys, count, &capacity, sizeof(*keys));
        TRY(read_key(op, &rows, &keys[count++]));
    }
    *ret_keys = keys;
    *ret_count = count;
    return OK;
}
