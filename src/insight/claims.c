#include "insight/claims.h"

#include <inttypes.h>

#define FIRST_STEPS 32
#define KEY_BYTES   LIMIT_FIELD_BYTES /* an attribute is at most one field of a file */

enum {
    DEBTOR,
    OBLIGATION,
    CLAIM,
    CURRENCY_COLUMN,
    ISSUED,
    DUE,
    AMOUNT,
    KEY_TEXT,
    KEY_NUMBER,
    VALUE_ON,
    ALLOCATED
};

status claim_stream_open(struct op *op, const struct dimension *dimension,
                         struct claim_stream *ret_stream)
{
    *ret_stream = (struct claim_stream){.dimension = *dimension};
    ret_stream->key = buf_start(op->arena, KEY_BYTES);
    ret_stream->steps = arena_array(op->arena, FIRST_STEPS, sizeof(*ret_stream->steps));
    ret_stream->step_capacity = FIRST_STEPS;
    TRY(db_query(op, Q_INSIGHT_CLAIMS,
                 DB_ARGS(ARG_TEXT_C(dimension->branch), ARG_ID(dimension->attribute_id)),
                 &ret_stream->rows));
    return db_next(op, &ret_stream->rows, &ret_stream->has_row);
}

static void read_claim(struct claim_stream *stream, struct claim_history *claim)
{
    const struct db_rows *rows = &stream->rows;
    char text[DIMENSION_KEY_SIZE];

    *claim = (struct claim_history){.debtor_id = db_id(rows, DEBTOR),
                                    .obligation_id = db_id(rows, OBLIGATION),
                                    .claim_id = db_id(rows, CLAIM),
                                    .currency = (currency)db_i64(rows, CURRENCY_COLUMN),
                                    .issued_on = db_day(rows, ISSUED),
                                    .due_on = db_day(rows, DUE),
                                    .amount = db_money(rows, AMOUNT)};
    buf_clear(&stream->key);
    buf_add(&stream->key,
            dimension_key(&stream->dimension, rows, KEY_TEXT, KEY_NUMBER, CURRENCY_COLUMN, text));
}

/* Steps come in any order: almost always one, or already by date, so insertion is enough. */
static void insert_step(struct op *op, struct claim_stream *stream, int *count, day value_on,
                        money amount)
{
    struct claim_step *larger;
    int place = *count;

    while (place > 0 && stream->steps[place - 1].value_on > value_on)
        place--;
    if (*count == stream->step_capacity) {
        larger = arena_array(op->arena, (size_t)*count * 2, sizeof(*larger));
        memcpy(larger, stream->steps, (size_t)*count * sizeof(*larger));
        stream->steps = larger;
        stream->step_capacity *= 2;
    }
    memmove(stream->steps + place + 1, stream->steps + place,
            (size_t)(*count - place) * sizeof(*stream->steps));
    stream->steps[place] = (struct claim_step){value_on, amount, {0}};
    *count += 1;
}

/* Puts the money of one day together and fills in what is left after it. */
static bool settle_steps(struct claim_step *steps, int *count, money amount)
{
    money unpaid = amount;
    int last = -1;

    for (int i = 0; i < *count; i++) {
        if (!money_subtract(unpaid, steps[i].amount, &unpaid))
            return false;
        if (last >= 0 && steps[last].value_on == steps[i].value_on) {
            if (!money_add(steps[last].amount, steps[i].amount, &steps[last].amount))
                return false;
        } else {
            steps[++last] = steps[i];
        }
        steps[last].unpaid = unpaid;
    }
    *count = last + 1;
    return true;
}

status claim_stream_next(struct op *op, struct claim_stream *stream, bool *ret_has_claim,
                         struct claim_history *ret_claim)
{
    struct claim_history claim;
    int count = 0;

    if (!stream->has_row) {
        *ret_has_claim = false;
        return OK;
    }
    read_claim(stream, &claim);
    do {
        if (!db_is_null(&stream->rows, VALUE_ON))
            insert_step(op, stream, &count, db_day(&stream->rows, VALUE_ON),
                        db_money(&stream->rows, ALLOCATED));
        TRY(db_next(op, &stream->rows, &stream->has_row));
    } while (stream->has_row && db_id(&stream->rows, CLAIM) == claim.claim_id);
    if (!settle_steps(stream->steps, &count, claim.amount))
        return op_fail(op, E_STORE, "the allocations of claim %" PRId64 " overflow",
                       claim.claim_id);
    claim.key = buf_str(&stream->key);
    claim.steps = stream->steps;
    claim.step_count = count;
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
