#include "record/audit.h"

#include <stdlib.h>

#include "base/ids.h"
#include "store/gather.h"

#define SCRATCH_BYTES ((size_t)LIMIT_DOCUMENT_BYTES) /* no audited row is as long */
#define LINK_ARGS     8
#define NONCE_ARGS    4

struct entry {
    struct audit_chain chain;
    int64_t id;
    uint32_t order; /* in which the rows were noted */
    uint8_t table;
    bool is_first; /* nothing can be in the chain before it */
    uint8_t digest[AUDIT_DIGEST_BYTES];
};

struct nonce {
    int64_t debtor_id, id;
    uint8_t table;
    uint8_t bytes[AUDIT_NONCE_BYTES];
};

/* What a transaction has noted; kept with the connection, memory of its own. */
struct audit_noted {
    int64_t transaction;  /* whose it is (db_transaction_number) */
    struct arena *memory; /* emptied for each transaction */
    struct arena *room;   /* of the scratch: it stays */
    struct buf scratch;
    struct entry *entries;
    size_t count, capacity;
    struct nonce *nonces;
    size_t nonce_count, nonce_capacity;
    day day; /* that the transaction holds; DAY_NONE: not asked for yet */
    int kind;
    bool is_left_out;
    const struct audit_head *expected; /* where chains stand; not asked for */
    size_t expected_count;
    struct audit_noted *before; /* the connection's own, while this one is lent to it */
};

/* One chain that the transaction moves. */
struct moved {
    struct audit_head head;
    size_t first, count; /* of its entries */
    bool is_new;         /* it needs not be looked for */
    bool is_locked;      /* by what the transaction has written already */
};

static status flush(struct op *op);

static void release(void *thing)
{
    struct audit_noted *const noted = thing;
    arena_destroy(noted->memory);
    arena_destroy(noted->room);
}

struct audit_noted *audit_noted_create(struct arena *arena)
{
    struct audit_noted *const made = arena_new(arena, struct audit_noted);
    made->memory = arena_create();
    made->room = arena_create();
    made->scratch = buf_start(made->room, SCRATCH_BYTES);
    arena_defer(arena, release, made);
    return made;
}

static struct audit_noted *pending_of(struct db *db)
{
    void **const place = db_cache(db, DB_CACHE_AUDIT);
    if (!*place)
        *place = audit_noted_create(db_arena(db));
    return *place;
}

void audit_lend(struct op *op, struct audit_noted *noted)
{
    void **const place = db_cache(op->db, DB_CACHE_AUDIT);
    noted->before = *place;
    noted->transaction = 0; /* what was in it counts no more */
    *place = noted;
}

void audit_return(struct op *op, struct audit_noted *noted)
{
    void **const place = db_cache(op->db, DB_CACHE_AUDIT);
    if (*place == noted)
        *place = noted->before;
}

void audit_adopt(struct op *op, struct audit_noted *noted)
{
    const bool has_rows = noted->transaction != 0 && noted->count > 0;
    audit_lend(op, noted);
    if (!has_rows)
        return;
    noted->transaction = db_transaction_number(op->db);
    db_before_commit(op, flush);
}

/* What this transaction has noted so far; nothing of another one, however that ended. */
static status take_pending(struct op *op, struct audit_noted **ret_pending)
{
    struct audit_noted *const pending = pending_of(op->db);
    const int64_t transaction = db_transaction_number(op->db);
    if (transaction == 0)
        return op_fail(op, E_INTERNAL, "evidence outside a transaction");
    if (pending->transaction != transaction) {
        arena_reset(pending->memory);
        pending->transaction = transaction;
        pending->entries = NULL;
        pending->nonces = NULL;
        pending->count = pending->capacity = 0;
        pending->nonce_count = pending->nonce_capacity = 0;
        pending->day = DAY_NONE;
        pending->kind = AUDIT_KIND_ROWS;
        pending->is_left_out = false;
        pending->expected = NULL;
        pending->expected_count = 0;
    }
    *ret_pending = pending;
    return OK;
}

void audit_set_day(struct op *op, day open_date)
{
    struct audit_noted *pending = NULL;
    if (take_pending(op, &pending) == OK)
        pending->day = open_date;
}

status audit_expect_heads(struct op *op, const struct audit_head *heads, size_t count)
{
    struct audit_noted *pending = NULL;
    TRY(take_pending(op, &pending));
    pending->expected = heads;
    pending->expected_count = count;
    return OK;
}

status audit_note_earlier(struct op *op)
{
    struct audit_noted *pending = NULL;
    TRY(take_pending(op, &pending));
    pending->kind = AUDIT_KIND_EARLIER;
    return OK;
}

status audit_leave_out(struct op *op)
{
    struct audit_noted *pending = NULL;
    TRY(take_pending(op, &pending));
    pending->is_left_out = true;
    return OK;
}

status audit_start_new(struct op *op)
{
    return db_run(op, Q_AUDIT_START_INSERT,
                  DB_ARGS(ARG_DAY(op->business_date), ARG_INSTANT(op_now(op)), ARG_BOOL(true)),
                  NULL);
}

/* --- noting --- */

static struct audit_chain chain_of(const struct audit_shape *shape, int64_t case_id,
                                   const struct db_arg *values)
{
    return (struct audit_chain){shape->debtor >= 0 ? values[shape->debtor].i64 : 0,
                                shape->case_id >= 0 ? values[shape->case_id].i64 : case_id};
}

/* A nonce for the texts of a row, written at the commit. */
static const uint8_t *make_nonce(struct audit_noted *pending, enum audit_table table,
                                 const struct entry *entry)
{
    pending->nonces = arena_grow(pending->memory, pending->nonces, pending->nonce_count,
                                 &pending->nonce_capacity, sizeof(*pending->nonces));
    struct nonce *const nonce = &pending->nonces[pending->nonce_count++];
    *nonce = (struct nonce){
        .debtor_id = entry->chain.debtor_id, .id = entry->id, .table = (uint8_t)table};
    crypto_random(nonce->bytes, sizeof(nonce->bytes));
    return nonce->bytes;
}

static void add_entry(struct audit_noted *pending, enum audit_table table, int64_t case_id,
                      const struct db_arg *values)
{
    const struct audit_shape *const shape = &audit_shapes[table];
    const bool has_text = shape->erasable != 0 && audit_row_has_text(table, values);
    struct audit_commitments commitments;
    pending->entries = arena_grow(pending->memory, pending->entries, pending->count,
                                  &pending->capacity, sizeof(*pending->entries));
    struct entry *const entry = &pending->entries[pending->count];
    *entry = (struct entry){.chain = chain_of(shape, case_id, values),
                            .id = audit_row_id(table, values, &pending->scratch),
                            .order = (uint32_t)pending->count,
                            .table = (uint8_t)(table | (has_text ? AUDIT_HAS_NONCE : 0))};
    audit_commit_row(table, values, has_text ? make_nonce(pending, table, entry) : NULL,
                     &commitments);
    audit_digest_row(table, values, &commitments, &pending->scratch, entry->digest);
    pending->count++;
}

static status note_rows(struct op *op, enum audit_table table, int64_t case_id,
                        const struct db_arg *values, size_t count, size_t row_count)
{
    struct audit_noted *pending = NULL;
    if ((int)count != audit_column_count(&audit_shapes[table]))
        return op_fail(op, E_INTERNAL, "evidence of %s has %d values, not %zu",
                       audit_shapes[table].table, audit_column_count(&audit_shapes[table]), count);
    TRY(take_pending(op, &pending));
    if (pending->is_left_out)
        return OK;
    for (size_t r = 0; r < row_count; r++)
        add_entry(pending, table, case_id, values + r * count);
    db_before_commit(op, flush);
    return OK;
}

status audit_note(struct op *op, enum audit_table table, int64_t case_id,
                  const struct db_arg *values, size_t count)
{
    return note_rows(op, table, case_id, values, count, 1);
}

status audit_insert(struct op *op, enum audit_table table, int64_t case_id,
                    const struct db_arg *values, size_t count)
{
    const struct audit_shape *const shape = &audit_shapes[table];
    TRY(note_rows(op, table, case_id, values, count, 1));
    return shape->waits ? db_insert(op, shape->insert, values, count)
                        : db_run_later(op, shape->insert, values, count);
}

status audit_insert_first(struct op *op, enum audit_table table, const struct db_arg *values,
                          size_t count)
{
    struct audit_noted *pending = NULL;
    TRY(audit_insert(op, table, 0, values, count));
    TRY(take_pending(op, &pending));
    if (pending->count > 0)
        pending->entries[pending->count - 1].is_first = true;
    return OK;
}

status audit_insert_many(struct op *op, enum audit_table table, int64_t case_id,
                         const struct db_arg *values, size_t count, size_t row_count)
{
    TRY(note_rows(op, table, case_id, values, count, row_count));
    return db_bulk_insert(op, audit_shapes[table].insert, values, count, row_count);
}

/* --- at the commit --- */

static int compare_entries(const void *left, const void *right)
{
    const struct entry *const a = left;
    const struct entry *const b = right;
    const int by_chain = audit_chain_compare(&a->chain, &b->chain);
    return by_chain != 0 ? by_chain : (a->order > b->order) - (a->order < b->order);
}

/* An event has taken its number in the row of the case, and a decision is written beside that which
 * the case carries: either keeps other writers of the case waiting. */
static bool is_lock(const struct entry *entry)
{
    const int table = entry->table & ~AUDIT_HAS_NONCE;
    return table == AUDIT_EVENT || table == AUDIT_DECISION;
}

static struct moved *list_moved(struct audit_noted *pending, size_t *ret_count)
{
    struct moved *const moved =
        arena_array(pending->memory, pending->count, sizeof(*moved)); /* at most */
    size_t count = 0;
    if (pending->count > 0)
        qsort(pending->entries, pending->count, sizeof(*pending->entries), compare_entries);
    for (size_t i = 0; i < pending->count; i++) {
        const struct entry *const entry = &pending->entries[i];
        if (count == 0 || audit_chain_compare(&moved[count - 1].head.chain, &entry->chain) != 0)
            moved[count++] = (struct moved){.head = {.chain = entry->chain}, .first = i};
        moved[count - 1].count++;
        moved[count - 1].is_new |= entry->is_first;
        moved[count - 1].is_locked |= is_lock(entry);
    }
    *ret_count = count;
    return moved;
}

static status lock_chain(struct op *op, const struct moved *moved)
{
    const struct db_arg args[] = {ARG_ID(moved->head.chain.debtor_id),
                                  ARG_ID(moved->head.chain.case_id)};
    bool found = false;
    if (moved->is_locked || moved->head.chain.debtor_id == 0)
        return OK;
    if (moved->head.chain.case_id == 0)
        return db_query_one(op, Q_AUDIT_PERSON_LOCK, args, 1, NULL, NULL, &found);
    return db_query_one(op, Q_CASE_LOCK, args, 2, NULL, NULL, &found);
}

static status read_date(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(day *)out = db_day(row, 0);
    return OK;
}

/* The open date, which no close moves until this transaction ends; and the locks of the chains.
 * The organisation's chain has that same row for its lock, so it is taken for writing at once. */
static status hold_chains(struct op *op, struct audit_noted *pending, const struct moved *moved,
                          size_t count)
{
    const bool is_organisation = moved[0].head.chain.debtor_id == 0;
    bool found = true;
    if (pending->day == DAY_NONE || is_organisation)
        TRY(db_query_one(op, is_organisation ? Q_OPEN_DATE_TAKE : Q_OPEN_DATE_HOLD, DB_NO_ARGS,
                         read_date, &pending->day, &found));
    if (!found)
        return op_fail(op, E_INTERNAL, "evidence in a store without an organisation");
    if (db_dialect_of(op->db) == DB_SQLITE)
        return OK; /* its transactions that write come one by one */
    for (size_t i = 0; i < count; i++)
        TRY(lock_chain(op, &moved[i]));
    return OK;
}

/* Where the chains stand that are not new: what the transaction was told to expect, or the store.
 */
static status find_heads(struct op *op, const struct audit_noted *pending, struct moved *moved,
                         size_t count)
{
    struct audit_head *const asked = arena_array(op->arena, count, sizeof(*asked));
    size_t asked_count = 0;
    for (size_t i = 0; i < count; i++) {
        const struct audit_head *const expected =
            audit_head_find(pending->expected, pending->expected_count, &moved[i].head.chain);
        if (expected)
            moved[i].head = *expected;
        else if (!moved[i].is_new)
            asked[asked_count++] = moved[i].head;
    }
    TRY(audit_heads_read(op, asked, asked_count));
    for (size_t i = 0; i < count; i++) {
        const struct audit_head *const found =
            audit_head_find(asked, asked_count, &moved[i].head.chain);
        if (found)
            moved[i].head = *found;
    }
    return OK;
}

static str write_entries(struct audit_noted *pending, const struct entry *entries, size_t count)
{
    uint8_t *const bytes = arena_alloc(pending->memory, count * AUDIT_ENTRY_BYTES);
    for (size_t i = 0; i < count; i++) {
        uint8_t *const at = bytes + i * AUDIT_ENTRY_BYTES;
        at[0] = entries[i].table;
        audit_put_i64(at + 1, entries[i].id);
        memcpy(at + 9, entries[i].digest, AUDIT_DIGEST_BYTES);
    }
    return (str){(const char *)bytes, count * AUDIT_ENTRY_BYTES};
}

/* The next link of a chain, with the entries from first on. */
static void write_link(struct op *op, struct audit_noted *pending, struct moved *moved,
                       size_t first, struct db_arg *out)
{
    const size_t left = moved->first + moved->count - first;
    const size_t count = left < AUDIT_LINK_ENTRIES ? left : AUDIT_LINK_ENTRIES;
    const struct audit_link link = {
        .chain = moved->head.chain,
        .n = ++moved->head.n,
        .day = pending->day,
        .at = op_now(op),
        .kind = pending->kind,
        .entries = write_entries(pending, &pending->entries[first], count),
    };
    audit_hash_link(moved->head.hash, &link, &pending->scratch, moved->head.hash);
    const struct db_arg args[LINK_ARGS] = {
        ARG_I64(link.chain.debtor_id),
        ARG_I64(link.chain.case_id),
        ARG_I64(link.n),
        ARG_DAY(link.day),
        ARG_INSTANT(link.at),
        ARG_I64(link.kind),
        ARG_BLOB(link.entries),
        ARG_BLOB(((str){arena_copy(pending->memory, moved->head.hash, AUDIT_HASH_BYTES),
                        AUDIT_HASH_BYTES})),
    };
    memcpy(out, args, sizeof(args));
}

static status insert_rows(struct op *op, enum query query, const struct db_arg *args,
                          size_t arg_count, size_t row_count)
{
    if (row_count == 1)
        return db_run_later(op, query, args, arg_count);
    return row_count > 0 ? db_bulk_insert(op, query, args, arg_count, row_count) : OK;
}

static status write_links(struct op *op, struct audit_noted *pending, struct moved *moved,
                          size_t count)
{
    size_t most = count + pending->count / AUDIT_LINK_ENTRIES;
    struct db_arg *const args = arena_array(pending->memory, most * LINK_ARGS, sizeof(*args));
    size_t rows = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t at = 0; at < moved[i].count; at += AUDIT_LINK_ENTRIES)
            write_link(op, pending, &moved[i], moved[i].first + at, args + LINK_ARGS * rows++);
    return insert_rows(op, Q_AUDIT_LINK_INSERT, args, LINK_ARGS, rows);
}

static status write_nonces(struct op *op, struct audit_noted *pending)
{
    struct db_arg *const args =
        arena_array(pending->memory, pending->nonce_count * NONCE_ARGS, sizeof(*args));
    for (size_t i = 0; i < pending->nonce_count; i++) {
        const struct nonce *const nonce = &pending->nonces[i];
        const struct db_arg row[NONCE_ARGS] = {
            ARG_I64(nonce->debtor_id), ARG_I64(nonce->table), ARG_ID(nonce->id),
            ARG_BLOB(((str){(const char *)nonce->bytes, AUDIT_NONCE_BYTES}))};
        memcpy(args + i * NONCE_ARGS, row, sizeof(row));
    }
    return insert_rows(op, Q_AUDIT_NONCE_INSERT, args, NONCE_ARGS, pending->nonce_count);
}

static status flush(struct op *op)
{
    struct audit_noted *pending = NULL;
    size_t count = 0;
    TRY(take_pending(op, &pending));
    if (!pending->entries)
        return OK;
    struct moved *const moved = list_moved(pending, &count);
    TRY(hold_chains(op, pending, moved, count));
    TRY(find_heads(op, pending, moved, count));
    TRY(write_nonces(op, pending));
    TRY(write_links(op, pending, moved, count));
    pending->transaction = 0; /* written: nothing is left to write again */
    return OK;
}

/* --- erasure --- */

static status read_nonce(struct op *op, struct db_rows *row, void *out)
{
    const str nonce = db_blob(row, 0);
    if (nonce.size != AUDIT_NONCE_BYTES)
        return op_fail(op, E_STORE, "a nonce of evidence is damaged: run `acuerdo audit verify`");
    memcpy(out, nonce.data, nonce.size);
    return OK;
}

status audit_forget(struct op *op, enum audit_table table, struct audit_chain chain, int64_t row_id,
                    const str *texts, size_t count, const char *reason)
{
    const struct db_arg key[] = {ARG_I64(chain.debtor_id), ARG_I64(table), ARG_ID(row_id)};
    uint8_t nonce[AUDIT_NONCE_BYTES] = {0}; /* of a row whose texts nobody wrote */
    uint8_t commitments[AUDIT_ERASABLE_MOST][AUDIT_HASH_BYTES];
    bool found = false;
    if ((int)count != __builtin_popcount(audit_shapes[table].erasable))
        return op_fail(op, E_INTERNAL, "%s has another number of texts to erase",
                       audit_shapes[table].table);
    TRY(db_query_one(op, Q_AUDIT_NONCE_GET, key, ARRAY_LEN(key), read_nonce, nonce, &found));
    for (size_t i = 0; i < count; i++)
        audit_commit_text(nonce, (int)i, texts[i], commitments[i]);
    TRY(audit_insert(op, AUDIT_ERASURE, chain.case_id,
                     DB_ARGS(ARG_I64(chain.debtor_id), ARG_ID(id_make()), ARG_I64(chain.case_id),
                             ARG_I64(table), ARG_ID(row_id),
                             ARG_BLOB(((str){(const char *)commitments, count * AUDIT_HASH_BYTES})),
                             ARG_INSTANT(op_now(op)), ARG_ID(op->actor_id), ARG_TEXT_C(reason))));
    return db_run(op, Q_AUDIT_NONCE_DROP, key, ARRAY_LEN(key), NULL);
}
