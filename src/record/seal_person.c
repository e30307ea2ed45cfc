#include "record/seal_person.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/folder.h"
#include "store/gather.h"

#define CONTEXT_BYTES 64
#define SLOTS         1024 /* a power of two; a unit of work speaks of one person after the other */

struct slot {
    int64_t debtor_id; /* 0: free */
    bool is_held;
    struct crypto_key key;
};

/* What a connection knows of keys in one transaction. */
struct known {
    int64_t transaction;
    bool has_current;
    struct slot slots[SLOTS];
    struct crypto_key loose; /* outside a transaction: the last one */
};

static struct known *known_of(struct op *op)
{
    void **const place = db_cache(op->db, DB_CACHE_SEAL);
    const int64_t transaction = db_transaction_number(op->db);
    if (!*place)
        *place = arena_new(db_arena(op->db), struct known);
    struct known *const known = *place;
    if (known->transaction == transaction)
        return known;
    for (size_t i = 0; i < SLOTS; i++)
        known->slots[i].debtor_id = 0;
    known->has_current = false;
    known->transaction = transaction;
    return known;
}

static struct slot *slot_of(struct known *known, int64_t debtor_id)
{
    return &known->slots[(uint64_t)debtor_id * UINT64_C(0x9E3779B97F4A7C15) >> 32 & (SLOTS - 1)];
}

static const struct crypto_key *keep(struct op *op, int64_t debtor_id, bool is_held,
                                     const struct crypto_key *key)
{
    struct known *const known = known_of(op);
    if (known->transaction == 0) {
        known->loose = *key;
        return &known->loose;
    }
    struct slot *const slot = slot_of(known, debtor_id);
    *slot = (struct slot){debtor_id, is_held, *key};
    return &slot->key;
}

/* --- the current master key --- */

struct current_key {
    int number;
    str mark;
};

static status read_current(struct op *op, struct db_rows *row, void *out)
{
    *(struct current_key *)out =
        (struct current_key){(int)db_i64(row, 0), db_text_copy(op, row, 1)};
    return OK;
}

status seal_current(struct op *op)
{
    struct known *const known = known_of(op);
    const enum query query = db_only_reads(op->db) ? Q_DATA_KEY_CURRENT : Q_DATA_KEY_HOLD;
    struct current_key said = {0};
    bool found = false;
    if (known->has_current && known->transaction != 0)
        return OK;
    TRY(db_query_one(op, query, DB_NO_ARGS, read_current, &said, &found));
    if (!found) { /* a store that never sealed, or of before */
        const struct seal_key *const key = seal_key_current();
        TRY(db_run(op, Q_DATA_KEY_FIRST,
                   DB_ARGS(ARG_I64(key->number), ARG_TEXT_C(key->mark), ARG_INSTANT(op_now(op))),
                   NULL));
        TRY(db_query_one(op, Q_DATA_KEY_HOLD, DB_NO_ARGS, read_current, &said, &found));
    }
    TRY(seal_key_set_current(op, said.number, said.mark));
    known->has_current = true;
    return OK;
}

/* --- a person's key --- */

static str context_of(struct op *op, int64_t debtor_id)
{
    struct buf context = buf_start(op->arena, CONTEXT_BYTES);
    buf_add(&context, STR("key:"));
    buf_add_i64(&context, debtor_id);
    return buf_str(&context);
}

struct wrapped {
    int number;
    str bytes;
};

static status read_wrapped(struct op *op, struct db_rows *row, void *out)
{
    *(struct wrapped *)out =
        (struct wrapped){(int)db_i64(row, 0), str_copy(op->arena, db_blob(row, 1))};
    return OK;
}

static status unwrap(struct op *op, int64_t debtor_id, const struct wrapped *wrapped,
                     struct crypto_key *ret_key)
{
    const struct seal_key *master = NULL;
    str plain;
    TRY(seal_key_need(op, wrapped->number, &master));
    TRY(crypto_open(op, &master->wrap, context_of(op, debtor_id), wrapped->bytes, &plain));
    if (plain.size != sizeof(ret_key->bytes))
        return op_fail(op, E_STORE, "the key of person %" PRId64 " is damaged", debtor_id);
    memcpy(ret_key->bytes, plain.data, plain.size);
    return OK;
}

status seal_person_unwrap(struct op *op, int64_t debtor_id, int number, str wrapped,
                          struct crypto_key *ret_key)
{
    const struct wrapped row = {number, wrapped};
    return unwrap(op, debtor_id, &row, ret_key);
}

/* Looks for the key; a write holds it. */
static status find(struct op *op, int64_t debtor_id, bool is_held,
                   const struct crypto_key **ret_key, bool *ret_found)
{
    struct wrapped wrapped = {0};
    struct crypto_key key;
    struct known *const known = known_of(op);
    const struct slot *const slot = slot_of(known, debtor_id);
    *ret_found =
        known->transaction != 0 && slot->debtor_id == debtor_id && (slot->is_held || !is_held);
    if (*ret_found) {
        *ret_key = &slot->key;
        return OK;
    }
    TRY(db_query_one(op, is_held ? Q_PERSON_KEY_HOLD : Q_PERSON_KEY_GET, DB_ARGS(ARG_ID(debtor_id)),
                     read_wrapped, &wrapped, ret_found));
    if (!*ret_found)
        return OK;
    TRY(unwrap(op, debtor_id, &wrapped, &key));
    *ret_key = keep(op, debtor_id, is_held, &key);
    return OK;
}

status seal_person_get(struct op *op, int64_t debtor_id, const struct crypto_key **ret_key)
{
    bool found = false;
    TRY(find(op, debtor_id, false, ret_key, &found));
    return found ? OK : op_fail(op, E_NOT_FOUND, "person %" PRId64 " has no key", debtor_id);
}

/* A random key, and what the store keeps of it. */
static str make_key(struct op *op, int64_t debtor_id, struct crypto_key *key)
{
    crypto_random(key, sizeof(*key));
    return crypto_seal(op->arena, &seal_key_current()->wrap, context_of(op, debtor_id),
                       (str){(const char *)key->bytes, sizeof(key->bytes)});
}

#define KEY_ARGS(wrapped)                                                                          \
    DB_ARGS(ARG_ID(debtor_id), ARG_I64(seal_key_current()->number), ARG_BLOB(wrapped),             \
            ARG_INSTANT(op_now(op)))

status seal_person_make(struct op *op, int64_t debtor_id)
{
    struct crypto_key key;
    TRY(seal_current(op));
    const str wrapped = make_key(op, debtor_id, &key);
    TRY(db_insert(op, Q_PERSON_KEY_INSERT, KEY_ARGS(wrapped)));
    (void)keep(op, debtor_id, true, &key);
    explicit_bzero(&key, sizeof(key));
    return OK;
}

status seal_person_replace(struct op *op, int64_t debtor_id, const struct crypto_key **ret_key)
{
    struct crypto_key key;
    TRY(seal_current(op));
    const str wrapped = make_key(op, debtor_id, &key);
    TRY(db_run(op, Q_PERSON_KEY_REPLACE, KEY_ARGS(wrapped), NULL));
    *ret_key = keep(op, debtor_id, true, &key);
    explicit_bzero(&key, sizeof(key));
    return OK;
}

status seal_person_hold(struct op *op, int64_t debtor_id, const struct crypto_key **ret_key)
{
    bool found = false;
    instant destroyed_at = INSTANT_NONE;
    TRY(seal_current(op));
    TRY(find(op, debtor_id, true, ret_key, &found));
    if (found)
        return OK;
    TRY(seal_person_destroyed_at(op, debtor_id, &destroyed_at));
    if (destroyed_at != INSTANT_NONE)
        return op_fail(op, E_CONFLICT,
                       "person %" PRId64 " was erased: what comes anew belongs to a new person",
                       debtor_id);
    struct crypto_key key;
    const str wrapped = make_key(op, debtor_id, &key);
    TRY(db_run(op, Q_PERSON_KEY_ADD, KEY_ARGS(wrapped), NULL));
    explicit_bzero(&key, sizeof(key));
    TRY(find(op, debtor_id, true, ret_key, &found)); /* ours, or of who was first */
    return found ? OK : op_fail(op, E_BUSY, "the key of person %" PRId64 " is changing", debtor_id);
}

/* --- destroying --- */

static status read_at(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(instant *)out = db_instant(row, 0);
    return OK;
}

status seal_person_destroyed_at(struct op *op, int64_t debtor_id, instant *ret_at)
{
    bool found = false;
    *ret_at = INSTANT_NONE;
    return db_query_one(op, Q_KEY_IS_DESTROYED, DB_ARGS(ARG_ID(debtor_id)), read_at, ret_at,
                        &found);
}

/* On the disk before the transaction ends: a list that says too much is mended by looking at the
 * store, one that says too little brings a person back. */
static status append_to_list(struct op *op, int64_t debtor_id, instant at)
{
    if (!seal_key_path())
        return OK; /* a key without a file: tests */
    const char *const path = arena_printf(op->arena, "%s.destroyed", seal_key_path());
    char line[64];
    const int size = snprintf(line, sizeof(line), "%" PRId64 " %" PRId64 "\n", debtor_id, at);
    const int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    const bool is_written = fd >= 0 && write(fd, line, (size_t)size) == size && fsync(fd) == 0;
    const int why = errno;
    if (fd >= 0)
        (void)close(fd);
    if (!is_written || !folder_sync(op->arena, path))
        return op_fail(op, E_IO, "%s cannot be written: %s", path, op_errno(op, why));
    return OK;
}

status seal_person_destroy(struct op *op, int64_t debtor_id, str reason)
{
    instant at = INSTANT_NONE;
    TRY(db_run(op, Q_PERSON_KEY_DELETE, DB_ARGS(ARG_ID(debtor_id)), NULL));
    slot_of(known_of(op), debtor_id)->debtor_id = 0;
    TRY(seal_person_destroyed_at(op, debtor_id, &at));
    if (at != INSTANT_NONE)
        return OK;
    TRY(db_run(
        op, Q_KEY_DESTROYED_INSERT,
        DB_ARGS(ARG_ID(debtor_id), ARG_INSTANT(op_now(op)), ARG_ID(op->actor_id), ARG_TEXT(reason)),
        NULL));
    return append_to_list(op, debtor_id, op_now(op));
}

static bool parse_line(str line, struct seal_destroyed *ret_entry)
{
    return str_to_i64(str_split(&line, ' '), &ret_entry->debtor_id) &&
           str_to_i64(line, &ret_entry->at);
}

status seal_destroyed_list(struct op *op, const char *key_path, struct seal_destroyed **ret_list,
                           size_t *ret_count)
{
    const char *const path = arena_printf(op->arena, "%s.destroyed", key_path);
    struct seal_destroyed *list = NULL;
    size_t count = 0;
    size_t capacity = 0;
    char line[64];
    FILE *const file = fopen(path, "re");
    if (!file && errno != ENOENT)
        return op_fail(op, E_IO, "%s cannot be opened: %s", path, op_errno(op, errno));
    status code = OK;
    while (code == OK && file && fgets(line, sizeof(line), file)) {
        list = arena_grow(op->arena, list, count, &capacity, sizeof(*list));
        if (!parse_line((str){line, strcspn(line, "\n")}, &list[count++]))
            code =
                op_fail(op, E_INVALID, "%s: line %zu is not a person and an instant", path, count);
    }
    if (file)
        (void)fclose(file);
    TRY(code);
    *ret_list = list;
    *ret_count = count;
    return OK;
}
