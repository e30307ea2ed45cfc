/* The cache of a connection: two tables over one array of entries, in the connection's arena.
 *
 * An entry is proven when it was read while the running transaction had added nothing: then it is
 * committed.  The others hold for their transaction only (`added_in`), and are dropped at the first
 * call after it, whether it was committed or not. */
#include "record/symbol.h"

#include <assert.h>

#include "store/db.h"

#define SLOTS_AT_FIRST 256 /* a power of two */
/* Ids past this are read from the store each time: so many symbols mean that something that is no
 * word became one, and the store must stay usable. */
#define CACHE_MAX 65536

struct entry {
    str text;
    int64_t id;
};

struct cache {
    struct arena *arena;
    struct entry *entries;
    uint32_t *by_text; /* slot -> entry + 1; 0 is free */
    uint32_t *by_id;
    uint32_t count;
    uint32_t proven_count; /* the first ones */
    uint32_t slot_count;   /* at least twice the entries */
    int64_t added_in;      /* the transaction that added a symbol; 0: none */
};

/* FNV-1a: short words, no adversary. */
static uint32_t hash_text(str text)
{
    uint32_t hash = 2166136261U;
    for (size_t i = 0; i < text.size; i++)
        hash = (hash ^ (uint8_t)text.data[i]) * 16777619U;
    return hash;
}

static uint32_t hash_id(int64_t id)
{
    return (uint32_t)(((uint64_t)id * UINT64_C(0x9E3779B97F4A7C15)) >> 32);
}

/* The slot of a text: of its entry, or the free one where it belongs. */
static uint32_t slot_of_text(const struct cache *cache, str text)
{
    uint32_t slot = hash_text(text) & (cache->slot_count - 1);
    while (cache->by_text[slot] && !str_equal(cache->entries[cache->by_text[slot] - 1].text, text))
        slot = (slot + 1) & (cache->slot_count - 1);
    return slot;
}

static uint32_t slot_of_id(const struct cache *cache, int64_t id)
{
    uint32_t slot = hash_id(id) & (cache->slot_count - 1);
    while (cache->by_id[slot] && cache->entries[cache->by_id[slot] - 1].id != id)
        slot = (slot + 1) & (cache->slot_count - 1);
    return slot;
}

/* Fills both tables from the entries. */
static void build_tables(struct cache *cache)
{
    memset(cache->by_text, 0, cache->slot_count * sizeof(*cache->by_text));
    memset(cache->by_id, 0, cache->slot_count * sizeof(*cache->by_id));
    for (uint32_t i = 0; i < cache->count; i++) {
        cache->by_text[slot_of_text(cache, cache->entries[i].text)] = i + 1;
        cache->by_id[slot_of_id(cache, cache->entries[i].id)] = i + 1;
    }
}

static void resize(struct cache *cache, uint32_t slot_count)
{
    struct entry *const entries =
        arena_array(cache->arena, slot_count / 2, sizeof(*cache->entries));
    if (cache->count > 0)
        memcpy(entries, cache->entries, cache->count * sizeof(*entries));
    cache->entries = entries;
    cache->by_text = arena_array(cache->arena, slot_count, sizeof(*cache->by_text));
    cache->by_id = arena_array(cache->arena, slot_count, sizeof(*cache->by_id));
    cache->slot_count = slot_count;
    build_tables(cache);
}

static void forget_unproven(struct cache *cache)
{
    cache->count = cache->proven_count;
    cache->added_in = 0;
    build_tables(cache);
}

static struct cache *cache_of(struct op *op)
{
    void **const place = db_cache(op->db, DB_CACHE_SYMBOL);
    if (!*place) {
        struct cache *const made = arena_new(db_arena(op->db), struct cache);
        made->arena = db_arena(op->db);
        resize(made, SLOTS_AT_FIRST);
        *place = made;
    }
    struct cache *const cache = *place;
    if (cache->added_in && cache->added_in != db_transaction_number(op->db))
        forget_unproven(cache);
    return cache;
}

/* Keeps what was read or added; returns the text as the connection holds it, or, when the cache is
 * full, as it came. */
static str remember(struct cache *cache, str text, int64_t id)
{
    if (cache->count >= CACHE_MAX)
        return text;
    const str kept = str_copy(cache->arena, text);
    if (cache->count == cache->slot_count / 2)
        resize(cache, cache->slot_count * 2);
    cache->entries[cache->count++] = (struct entry){kept, id};
    cache->by_text[slot_of_text(cache, kept)] = cache->count;
    cache->by_id[slot_of_id(cache, id)] = cache->count;
    if (!cache->added_in)
        cache->proven_count = cache->count;
    return kept;
}

static status read_id(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 0);
    return OK;
}

static status read_text(struct op *op, struct db_rows *row, void *out)
{
    *(str *)out = db_text_copy(op, row, 0);
    return OK;
}

static bool is_symbol(str text)
{
    return text.size <= LIMIT_SYMBOL_BYTES && str_is_utf8(text, NULL) &&
           !memchr(text.data, '\0', text.size);
}

/* From the cache or the store; *ret_id is 0 when neither has it. */
static status look_up(struct op *op, struct cache *cache, str text, int64_t *ret_id)
{
    int64_t id = 0;
    bool found = false;
    const uint32_t cached = cache->by_text[slot_of_text(cache, text)];
    if (cached) {
        *ret_id = cache->entries[cached - 1].id;
        return OK;
    }
    if (!is_symbol(text)) { /* PostgreSQL would refuse the question */
        *ret_id = 0;
        return OK;
    }
    TRY(db_query_one(op, Q_SYMBOL_BY_VALUE, DB_ARGS(ARG_TEXT(text)), read_id, &id, &found));
    if (found)
        (void)remember(cache, text, id);
    *ret_id = id;
    return OK;
}

/* The counter's row stays locked until the transaction ends, so two writers never share an id; and
 * whoever waited for it looks again, because the other may have added the same text. */
static status add(struct op *op, struct cache *cache, str text, int64_t *ret_id)
{
    int64_t id = 0;
    int64_t locked = 0;
    bool found = false;
    if (!db_in_transaction(op))
        return op_fail(op, E_INTERNAL, "a new symbol outside a transaction");
    TRY(db_run(op, Q_SYMBOL_LOCK, DB_NO_ARGS, &locked));
    if (locked != 1)
        return op_fail(op, E_STORE, "the store has no counter of symbols: run `acuerdo init`");
    TRY(look_up(op, cache, text, &id));
    if (id == 0) {
        TRY(db_query_one(op, Q_COUNTER_NEXT, DB_ARGS(ARG_TEXT(STR("symbol"))), read_id, &id,
                         &found));
        TRY(db_run(op, Q_SYMBOL_INSERT, DB_ARGS(ARG_I64(id), ARG_TEXT(text)), NULL));
        cache->added_in = db_transaction_number(op->db);
        (void)remember(cache, text, id);
    }
    *ret_id = id;
    return OK;
}

status symbol_find(struct op *op, str text, int64_t *ret_id)
{
    if (text.size == 0) {
        *ret_id = 0;
        return OK;
    }
    return look_up(op, cache_of(op), text, ret_id);
}

status symbol_id(struct op *op, str text, int64_t *ret_id)
{
    int64_t id = 0;
    TRY(symbol_find(op, text, &id));
    if (id == 0 && text.size > 0) {
        if (!is_symbol(text))
            return op_fail(op, E_INVALID,
                           "a word of %zu bytes is no symbol: at most %d bytes of UTF-8 are "
                           "expected",
                           text.size, LIMIT_SYMBOL_BYTES);
        TRY(add(op, cache_of(op), text, &id));
    }
    *ret_id = id;
    return OK;
}

status symbol_text(struct op *op, int64_t id, str *ret_text)
{
    str text = STR("");
    bool found = false;
    if (id == 0) {
        *ret_text = text;
        return OK;
    }
    struct cache *const cache = cache_of(op);
    const uint32_t cached = cache->by_id[slot_of_id(cache, id)];
    if (cached) {
        *ret_text = cache->entries[cached - 1].text;
        return OK;
    }
    TRY(db_query_one(op, Q_SYMBOL_BY_ID, DB_ARGS(ARG_I64(id)), read_text, &text, &found));
    if (!found)
        return op_fail(op, E_STORE, "symbol %lld is not in the store", (long long)id);
    *ret_text = remember(cache, text, id);
    return OK;
}
