#include "insight/claims.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

#define FIRST_CAPACITY 32
#define KEYS_BYTES     ((size_t)64 << 20) /* of one debtor: a thousand of the largest */

enum {
    CLAIM_DEBTOR,
    CLAIM_OBLIGATION,
    CLAIM_ID,
    CLAIM_CURRENCY,
    CLAIM_ISSUED,
    CLAIM_DUE,
    CLAIM_AMOUNT,
    CLAIM_KEY_TEXT,
    CLAIM_KEY_NUMBER
};
enum { MONEY_DEBTOR, MONEY_CLAIM, MONEY_VALUE_ON, MONEY_AMOUNT };

struct claim_entry {
    struct claim_history claim;
    size_t key_place; /* in the buffer of keys, which may move while it grows */
    size_t key_size;
};

struct claim_money {
    int64_t claim_id;
    day value_on;
    money amount;
};

static status open_claims(struct op *op, const struct dimension *dimension, struct db_rows *rows)
{
    return db_query(op, Q_INSIGHT_CLAIMS,
                    DB_ARGS(ARG_TEXT_C(dimension->branch), ARG_ID(dimension->attribute_id)), rows);
}

static bool is_filtered(const struct claim_stream *stream)
{
    return stream->filter.dimension.form != DIMENSION_NONE;
}

/* Both readings lie in the same order: a row of the one belongs to a row of the other. */
static bool passes(const struct claim_stream *stream)
{
    const struct db_rows *rows = &stream->filter_rows;

    assert(db_id(rows, CLAIM_ID) == db_id(&stream->claim_rows, CLAIM_ID));
    return dimension_filter_passes(&stream->filter, rows, CLAIM_KEY_TEXT, CLAIM_KEY_NUMBER,
                                   CLAIM_CURRENCY);
}

/* The next claim that passes, in both readings. */
static status step_claims(struct op *op, struct claim_stream *stream)
{
    bool has_filter_row;

    do {
        TRY(db_next(op, &stream->claim_rows, &stream->has_claim_row));
        if (is_filtered(stream))
            TRY(db_next(op, &stream->filter_rows, &has_filter_row));
    } while (stream->has_claim_row && is_filtered(stream) && !passes(stream));
    return OK;
}

status claim_stream_open(struct op *op, const struct dimension *dimension, str filter,
                         struct claim_stream *ret_stream)
{
    struct claim_stream *stream = ret_stream;

    *stream = (struct claim_stream){.dimension = *dimension};
    stream->keys = buf_start(op->arena, KEYS_BYTES);
    TRY(dimension_filter_find(op, filter, &stream->filter));
    TRY(open_claims(op, dimension, &stream->claim_rows));
    if (is_filtered(stream))
        TRY(open_claims(op, &stream->filter.dimension, &stream->filter_rows));
    TRY(step_claims(op, stream));
    TRY(db_query(op, Q_INSIGHT_ALLOCATIONS, DB_NO_ARGS, &stream->money_rows));
    return db_next(op, &stream->money_rows, &stream->has_money_row);
}

/* Room for one more item; old arrays stay in the arena, less than the new one together. */
static void *with_room(struct op *op, void *items, int count, int *capacity, size_t size)
{
    void *larger;

    if (count < *capacity)
        return items;
    *capacity = count > 0 ? count * 2 : FIRST_CAPACITY;
    larger = arena_array(op->arena, (size_t)*capacity, size);
    if (count > 0)
        memcpy(larger, items, (size_t)count * size);
    return larger;
}

static struct claim_entry read_claim(struct claim_stream *stream)
{
    const struct db_rows *rows = &stream->claim_rows;
    char text[DIMENSION_KEY_SIZE];
    const str key = dimension_key(&stream->dimension, rows, CLAIM_KEY_TEXT, CLAIM_KEY_NUMBER,
                                  CLAIM_CURRENCY, text);
    const struct claim_entry entry = {
        .claim = {.debtor_id = db_id(rows, CLAIM_DEBTOR),
                  .obligation_id = db_id(rows, CLAIM_OBLIGATION),
                  .claim_id = db_id(rows, CLAIM_ID),
                  .currency = (currency)db_i64(rows, CLAIM_CURRENCY),
                  .issued_on = db_day(rows, CLAIM_ISSUED),
                  .due_on = db_day(rows, CLAIM_DUE),
                  .amount = db_money(rows, CLAIM_AMOUNT)},
        .key_place = stream->keys.size,
        .key_size = key.size
    };

    buf_add(&stream->keys, key);
    return entry;
}

static status read_claims(struct op *op, struct claim_stream *stream, int64_t debtor_id)
{
    stream->claim_count = 0;
    stream->next_claim = 0;
    buf_clear(&stream->keys);
    while (stream->has_claim_row && db_id(&stream->claim_rows, CLAIM_DEBTOR) == debtor_id) {
        stream->claims = with_room(op, stream->claims, stream->claim_count, &stream->claim_capacity,
                                   sizeof(*stream->claims));
        stream->claims[stream->claim_count++] = read_claim(stream);
        TRY(step_claims(op, stream));
    }
    if (stream->keys.is_full)
        return op_fail(op, E_LIMIT, "the keys of debtor %" PRId64 " do not fit in memory",
                       debtor_id);
    return OK;
}

/* Debtors of whom no claim is read are passed over. */
static status read_money(struct op *op, struct claim_stream *stream, int64_t debtor_id)
{
    const struct db_rows *rows = &stream->money_rows;

    stream->money_count = 0;
    while (stream->has_money_row && db_id(rows, MONEY_DEBTOR) <= debtor_id) {
        if (db_id(rows, MONEY_DEBTOR) == debtor_id) {
            stream->money = with_room(op, stream->money, stream->money_count,
                                      &stream->money_capacity, sizeof(*stream->money));
            stream->money[stream->money_count++] =
                (struct claim_money){db_id(rows, MONEY_CLAIM), db_day(rows, MONEY_VALUE_ON),
                                     db_money(rows, MONEY_AMOUNT)};
        }
        TRY(db_next(op, &stream->money_rows, &stream->has_money_row));
    }
    return OK;
}

static int order_of(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare_entries(const void *left, const void *right)
{
    const struct claim_history *a = &((const struct claim_entry *)left)->claim;
    const struct claim_history *b = &((const struct claim_entry *)right)->claim;
    const int order = order_of(a->obligation_id, b->obligation_id);

    return order ? order : order_of(a->claim_id, b->claim_id);
}

static int compare_money(const void *left, const void *right)
{
    const struct claim_money *a = left;
    const struct claim_money *b = right;
    const int order = order_of(a->claim_id, b->claim_id);

    return order ? order : order_of(a->value_on, b->value_on);
}

static status read_debtor(struct op *op, struct claim_stream *stream)
{
    const int64_t debtor_id = db_id(&stream->claim_rows, CLAIM_DEBTOR);

    TRY(read_claims(op, stream, debtor_id));
    TRY(read_money(op, stream, debtor_id));
    if (stream->claim_count > 1)
        qsort(stream->claims, (size_t)stream->claim_count, sizeof(*stream->claims),
              compare_entries);
    if (stream->money_count > 1)
        qsort(stream->money, (size_t)stream->money_count, sizeof(*stream->money), compare_money);
    return OK;
}

/* The first of the money of a claim, among all money by claim; or where it would be. */
static int find_money(const struct claim_stream *stream, int64_t claim_id)
{
    int low = 0;
    int high = stream->money_count;

    while (low < high) {
        const int middle = low + (high - low) / 2;
        if (stream->money[middle].claim_id < claim_id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The steps of a claim: its money by value date, that of one day together, with what is left. */
static status take_steps(struct op *op, struct claim_stream *stream, struct claim_history *claim)
{
    money unpaid = claim->amount;
    int count = 0;
    bool fits = true;

    for (int i = find_money(stream, claim->claim_id);
         i < stream->money_count && stream->money[i].claim_id == claim->claim_id; i++) {
        const struct claim_money *part = &stream->money[i];
        fits = fits && money_subtract(unpaid, part->amount, &unpaid);
        if (count > 0 && stream->steps[count - 1].value_on == part->value_on) {
            struct claim_step *last = &stream->steps[count - 1];
            fits = fits && money_add(last->amount, part->amount, &last->amount);
            last->unpaid = unpaid;
            continue;
        }
        stream->steps =
            with_room(op, stream->steps, count, &stream->step_capacity, sizeof(*stream->steps));
        stream->steps[count++] = (struct claim_step){part->value_on, part->amount, unpaid};
    }
    if (!fits)
        return op_fail(op, E_STORE, "the allocations of claim %" PRId64 " overflow",
                       claim->claim_id);
    claim->steps = stream->steps;
    claim->step_count = count;
    return OK;
}

status claim_stream_next(struct op *op, struct claim_stream *stream, bool *ret_has_claim,
                         struct claim_history *ret_claim)
{
    const struct claim_entry *entry;
    struct claim_history claim;

    if (stream->next_claim == stream->claim_count) {
        if (!stream->has_claim_row) {
            *ret_has_claim = false;
            db_rows_close(&stream->money_rows); /* money of those who have no claim */
            return OK;
        }
        TRY(read_debtor(op, stream));
    }
    entry = &stream->claims[stream->next_claim++];
    claim = entry->claim;
    claim.key = (str){buf_str(&stream->keys).data + entry->key_place, entry->key_size};
    TRY(take_steps(op, stream, &claim));
    *ret_claim = claim;
    *ret_has_claim = true;
    return OK;
}

money claim_unpaid(const struct claim_history *claim, day d)
{
    money unpaid = claim->amount;
    for (int i = 0; i < claim->step_count && claim->steps[i].value_on <= d; i++)
        unpaid = claim->steps[i].unpaid;
    return unpaid;
}

money claim_open(const struct claim_history *claim, day d)
{
    const money unpaid = claim_unpaid(claim, d);
    return claim->issued_on <= d && unpaid.minor > 0 ? unpaid : (money){0};
}
