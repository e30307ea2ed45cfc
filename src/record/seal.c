#include "record/seal.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "store/db.h"

/* What a value begins with that is sealed with the key of a person. */
#define HEAD          STR("ak2\n")
#define CONTEXT_BYTES 128

/* --- what of a value is digested --- */

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

/* Kinds apart, so that the same digits as a telephone and as a document do not look alike. */
static void digest_of(const struct crypto_key *key, const char *kind, struct crypto_hash *hash,
                      uint8_t out[SEAL_INDEX_BYTES])
{
    uint8_t inner[CRYPTO_DIGEST_BYTES];
    crypto_hash_add(hash, "\0", 1);
    crypto_hash_add(hash, kind, strlen(kind));
    crypto_hash_end(hash, inner);
    crypto_keyed_digest(key, (str){(const char *)inner, sizeof(inner)}, out);
}

static void index_under(const struct seal_key *key, const char *kind, str plain,
                        uint8_t out[SEAL_INDEX_BYTES])
{
    struct normal normal = normal_start(kind, plain);
    struct crypto_hash hash;
    char c = 0;
    crypto_hash_start(&hash);
    while (normal_next(&normal, &c))
        crypto_hash_add(&hash, &c, 1);
    digest_of(&key->index, kind, &hash, out);
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

static void last4_under(const struct seal_key *key, const char *kind, str plain,
                        uint8_t out[SEAL_INDEX_BYTES])
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
    digest_of(&key->last4, kind, &hash, out);
}

void seal_index(const char *kind, str plain, uint8_t out[SEAL_INDEX_BYTES])
{
    index_under(seal_key_current(), kind, plain, out);
}

void seal_last4(const char *kind, str plain, uint8_t out[SEAL_INDEX_BYTES])
{
    last4_under(seal_key_current(), kind, plain, out);
}

/* The keys of which a row may have a digest: those that serve more than old backups. */
static const struct seal_key *live_key(size_t index)
{
    const struct seal_key *key = NULL;
    for (size_t i = 0; (key = seal_key_at(i)); i++)
        if (!key->is_retired && index-- == 0)
            return key;
    return NULL;
}

bool seal_index_at(size_t index, const char *kind, str plain, uint8_t out[SEAL_INDEX_BYTES])
{
    const struct seal_key *const key = live_key(index);
    if (key)
        index_under(key, kind, plain, out);
    return key != NULL;
}

bool seal_last4_at(size_t index, const char *kind, str plain, uint8_t out[SEAL_INDEX_BYTES])
{
    const struct seal_key *const key = live_key(index);
    if (key)
        last4_under(key, kind, plain, out);
    return key != NULL;
}

void seal_token(str token, uint8_t out[SEAL_INDEX_BYTES])
{
    crypto_keyed_digest(&seal_key_current()->token, token, out);
}

/* --- sealing --- */

static str context_of(struct op *op, const char *kind, int64_t debtor_id)
{
    struct buf context = buf_start(op->arena, CONTEXT_BYTES);
    buf_add_c(&context, kind);
    buf_add_char(&context, ':');
    buf_add_i64(&context, debtor_id);
    return buf_str(&context);
}

status seal_value(struct op *op, const char *kind, int64_t debtor_id, str plain, str *ret_sealed)
{
    const struct crypto_key *key = NULL;
    TRY(seal_person_hold(op, debtor_id, &key));
    const str inner = crypto_seal(op->arena, key, context_of(op, kind, debtor_id), plain);
    char *const sealed = arena_alloc(op->arena, HEAD.size + inner.size);
    memcpy(sealed, HEAD.data, HEAD.size);
    memcpy(sealed + HEAD.size, inner.data, inner.size);
    *ret_sealed = (str){sealed, HEAD.size + inner.size};
    return OK;
}

status seal_whole(struct op *op, const char *kind, int64_t debtor_id, str plain, str searched,
                  struct sealed_value *ret_sealed)
{
    TRY(seal_value(op, kind, debtor_id, plain, &ret_sealed->value));
    seal_index(kind, plain, ret_sealed->index);
    seal_last4(kind, searched, ret_sealed->last4);
    return OK;
}

/* --- opening --- */

/* A value of before persons had keys: under a master key, which it does not name. */
static status open_old(struct op *op, str context, str sealed, str *ret_plain)
{
    for (size_t i = 0;; i++) {
        const status code = crypto_open(op, &seal_key_at(i)->seal, context, sealed, ret_plain);
        if (code == OK || !seal_key_at(i + 1))
            return code;
        op_clear(op); /* it may open with the next */
    }
}

static status open_with(struct op *op, const struct crypto_key *key, const char *kind,
                        int64_t debtor_id, str sealed, str *ret_plain)
{
    return crypto_open(op, key, context_of(op, kind, debtor_id),
                       (str){sealed.data + HEAD.size, sealed.size - HEAD.size}, ret_plain);
}

static status fail_lost(struct op *op, int64_t debtor_id)
{
    return op_fail(op, E_STORE, "a sealed value of person %" PRId64 " has lost its key", debtor_id);
}

status seal_open(struct op *op, const char *kind, int64_t debtor_id, str sealed, str *ret_plain)
{
    const struct crypto_key *key = NULL;
    const str context = context_of(op, kind, debtor_id);
    assert(seal_is_ready());
    if (sealed.size == 0) {
        *ret_plain = STR("");
        return OK;
    }
    if (!str_starts(sealed, HEAD))
        return open_old(op, context, sealed, ret_plain);
    const status code = seal_person_get(op, debtor_id, &key);
    if (code == E_NOT_FOUND) {
        op_clear(op);
        return fail_lost(op, debtor_id);
    }
    TRY(code);
    return open_with(op, key, kind, debtor_id, sealed, ret_plain);
}

/* The values of one person, with her key. */
static status open_of(struct op *op, const struct crypto_key *key, int64_t debtor_id,
                      struct seal_opening *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].debtor_id == debtor_id && !list[i].is_open) {
            TRY(open_with(op, key, list[i].kind, debtor_id, list[i].sealed, &list[i].plain));
            list[i].is_open = true;
        }
    return OK;
}

/* Those that need no key of a person. */
static status open_without(struct op *op, struct seal_opening *list, size_t count)
{
    assert(seal_is_ready());
    for (size_t i = 0; i < count; i++) {
        struct seal_opening *const each = &list[i];
        each->is_open = each->sealed.size == 0 || !str_starts(each->sealed, HEAD);
        each->plain = STR("");
        if (each->is_open && each->sealed.size > 0)
            TRY(open_old(op, context_of(op, each->kind, each->debtor_id), each->sealed,
                         &each->plain));
    }
    return OK;
}

status seal_open_all(struct op *op, struct seal_opening *list, size_t count)
{
    int64_t *const ids = arena_array(op->arena, count, sizeof(*ids));
    struct crypto_key key;
    struct db_rows rows;
    bool has_row = false;
    TRY(open_without(op, list, count));
    for (size_t i = 0; i < count; i++)
        ids[i] = list[i].debtor_id;
    const struct db_arg arg = db_arg_ids(op, ids, count);
    TRY(db_query(op, Q_PERSON_KEY_OF, &arg, 1, &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        const int64_t debtor_id = db_id(&rows, 0);
        TRY(seal_person_unwrap(op, debtor_id, (int)db_i64(&rows, 1), db_blob(&rows, 2), &key));
        const status code = open_of(op, &key, debtor_id, list, count);
        explicit_bzero(&key, sizeof(key));
        TRY(code);
    }
    for (size_t i = 0; i < count; i++)
        if (!list[i].is_open)
            return fail_lost(op, list[i].debtor_id);
    return OK;
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

struct current {
    int number;
    str mark;
};

static status read_current(struct op *op, struct db_rows *row, void *out)
{
    *(struct current *)out = (struct current){(int)db_i64(row, 0), db_text_copy(op, row, 1)};
    return OK;
}

status seal_key_check(struct op *op, const char *path)
{
    struct current current = {0};
    struct sample sample = {0};
    str plain;
    bool found = false;
    TRY(db_query_one(op, Q_DATA_KEY_CURRENT, DB_NO_ARGS, read_current, &current, &found));
    if (found)
        TRY(seal_key_set_current(op, current.number, current.mark));
    TRY(db_query_one(op, Q_SEAL_SAMPLE, DB_NO_ARGS, read_sample, &sample, &found));
    if (!found || seal_open(op, sample.kind, sample.debtor_id, sample.sealed, &plain) == OK)
        return OK;
    op_clear(op);
    return op_fail(op, E_DENIED,
                   "%s is the key of another store: bring the key file that `acuerdo init` made "
                   "for this one",
                   path);
}
