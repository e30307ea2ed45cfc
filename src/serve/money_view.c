#include "serve/money_view.h"

#include <inttypes.h>

#include "money/age.h"
#include "serve/mask.h"
#include "store/db.h"

const char *const pay_channels[] = {"transfer", "cash", "card", "deposit", "other", NULL};

/* --- claims and obligations --- */

struct claim_row {
    int64_t id, obligation_id, number;
    day issued_on, due_on;
    int64_t amount, paid;
    str state;
};

struct attribute_row {
    int64_t obligation_id;
    str name, type, text;
    int64_t number;
    bool is_null;
};

struct obligation_row {
    int64_t id;
    str external_id, product, state;
    day opened_on;
};

/* What belongs to the obligations of one case. */
struct debts {
    struct obligation_row *obligations;
    struct claim_row *claims;
    struct attribute_row *attributes;
    size_t obligation_count, claim_count, attribute_count;
    bool masks_words; /* what an import said may be a telephone */
};

static status load_claims(struct op *op, struct case_key key, struct debts *debts)
{
    struct db_rows rows;
    bool has_row = false;
    size_t capacity = 0;
    TRY(db_query(op, Q_SERVE_CLAIMS, DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        debts->claims = arena_grow(op->arena, debts->claims, debts->claim_count, &capacity,
                                   sizeof(*debts->claims));
        debts->claims[debts->claim_count++] =
            (struct claim_row){.id = db_id(&rows, 0),
                               .obligation_id = db_id(&rows, 1),
                               .number = db_i64(&rows, 2),
                               .issued_on = db_day(&rows, 3),
                               .due_on = db_day(&rows, 4),
                               .amount = db_i64(&rows, 5),
                               .paid = db_i64(&rows, 6),
                               .state = db_text_copy(op, &rows, 7)};
    }
}

static status load_attributes(struct op *op, struct case_key key, struct debts *debts)
{
    struct db_rows rows;
    bool has_row = false;
    size_t capacity = 0;
    TRY(db_query(op, Q_SERVE_ATTRIBUTES, DB_ARGS(ARG_ID(key.debtor_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        debts->attributes = arena_grow(op->arena, debts->attributes, debts->attribute_count,
                                       &capacity, sizeof(*debts->attributes));
        debts->attributes[debts->attribute_count++] =
            (struct attribute_row){.obligation_id = db_id(&rows, 0),
                                   .name = db_text_copy(op, &rows, 1),
                                   .type = db_text_copy(op, &rows, 2),
                                   .number = db_i64(&rows, 3),
                                   .is_null = db_is_null(&rows, 3) && db_is_null(&rows, 4),
                                   .text = db_text_copy(op, &rows, 4)};
    }
}

static status load_obligations(struct op *op, struct case_key key, struct debts *debts)
{
    struct db_rows rows;
    bool has_row = false;
    size_t capacity = 0;
    TRY(db_query(op, Q_SERVE_OBLIGATIONS, DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        debts->obligations = arena_grow(op->arena, debts->obligations, debts->obligation_count,
                                        &capacity, sizeof(*debts->obligations));
        debts->obligations[debts->obligation_count++] =
            (struct obligation_row){.id = db_id(&rows, 0),
                                    .external_id = db_text_copy(op, &rows, 1),
                                    .product = db_text_copy(op, &rows, 2),
                                    .state = db_text_copy(op, &rows, 3),
                                    .opened_on = db_day(&rows, 4)};
    }
}

static bool is_open(const struct claim_row *claim)
{
    return str_equal_c(claim->state, "open");
}

static const char *claim_state(const struct claim_row *claim, day today)
{
    if (str_equal_c(claim->state, "paid"))
        return "paid";
    if (!is_open(claim))
        return "superseded";
    return claim->due_on < today ? "overdue" : claim->due_on == today ? "due" : "future";
}

static void write_claim(struct op *op, struct json_writer *w, const struct claim_row *claim)
{
    const day today = op->business_date;
    json_object_open(w);
    json_put_id(w, "id", claim->id);
    json_put_c(w, "number", arena_printf(op->arena, "%" PRId64, claim->number));
    json_put_day(w, "issued_on", claim->issued_on);
    json_put_day(w, "due_on", claim->due_on);
    json_put_i64(w, "amount", claim->amount);
    json_put_i64(w, "paid", claim->paid);
    json_put_c(w, "state", claim_state(claim, today));
    json_put_i64(w, "past_due_days", is_open(claim) ? age_past_due_days(claim->due_on, today) : 0);
    json_object_close(w);
}

/* Decimals are kept in millionths and shown without their empty end. */
static const char *decimal_text(struct op *op, int64_t millionths)
{
    const uint64_t size = millionths < 0 ? -(uint64_t)millionths : (uint64_t)millionths;
    char *const text = arena_printf(op->arena, "%s%" PRIu64 ".%06" PRIu64,
                                    millionths < 0 ? "-" : "", size / 1000000, size % 1000000);
    size_t length = strlen(text);
    while (text[length - 1] == '0')
        length--;
    text[text[length - 1] == '.' ? length - 1 : length] = '\0';
    return text;
}

/* Seven digits and more. */
static bool is_long_number(const struct attribute_row *attribute)
{
    return str_equal_c(attribute->type, "integer") &&
           (attribute->number >= 1000000 || attribute->number <= -1000000);
}

static void write_attribute(struct op *op, struct json_writer *w,
                            const struct attribute_row *attribute, bool masks_words)
{
    json_key(w, str_cstr(op->arena, attribute->name));
    if (attribute->is_null || (masks_words && is_long_number(attribute)))
        json_write_null(w);
    else if (str_equal_c(attribute->type, "integer"))
        json_write_i64(w, attribute->number);
    else if (str_equal_c(attribute->type, "decimal"))
        json_write_raw(w, str_of(decimal_text(op, attribute->number)));
    else if (str_equal_c(attribute->type, "date"))
        json_write_day(w, (day)attribute->number);
    else if (str_equal_c(attribute->type, "boolean"))
        json_write_bool(w, attribute->number != 0);
    else
        json_write_str(w, masks_words ? mask_words(op->arena, attribute->text) : attribute->text);
}

/* The book's word, or what its open claims say of an open debt. */
static const char *obligation_status(struct op *op, const struct debts *debts,
                                     const struct obligation_row *obligation)
{
    if (!str_equal_c(obligation->state, "open"))
        return str_cstr(op->arena, obligation->state);
    for (size_t i = 0; i < debts->claim_count; i++)
        if (debts->claims[i].obligation_id == obligation->id && is_open(&debts->claims[i]) &&
            debts->claims[i].due_on < op->business_date)
            return "past_due";
    return "current";
}

static int64_t balance_of(const struct debts *debts, int64_t obligation_id)
{
    int64_t balance = 0;
    for (size_t i = 0; i < debts->claim_count; i++)
        if (debts->claims[i].obligation_id == obligation_id && is_open(&debts->claims[i]))
            balance += debts->claims[i].amount - debts->claims[i].paid;
    return balance;
}

static void write_obligation(struct op *op, struct json_writer *w, const struct debts *debts,
                             const struct obligation_row *obligation)
{
    json_object_open(w);
    json_put_id(w, "id", obligation->id);
    json_put_str(w, "external_id", obligation->external_id);
    json_put_str(w, "product", obligation->product);
    json_put_c(w, "status", obligation_status(op, debts, obligation));
    json_put_day(w, "opened_on", obligation->opened_on);
    json_put_i64(w, "balance", balance_of(debts, obligation->id));
    json_key(w, "attributes");
    json_object_open(w);
    for (size_t i = 0; i < debts->attribute_count; i++)
        if (debts->attributes[i].obligation_id == obligation->id)
            write_attribute(op, w, &debts->attributes[i], debts->masks_words);
    json_object_close(w);
    json_key(w, "claims");
    json_array_open(w);
    for (size_t i = 0; i < debts->claim_count; i++)
        if (debts->claims[i].obligation_id == obligation->id)
            write_claim(op, w, &debts->claims[i]);
    json_array_close(w);
    json_object_close(w);
}

status obligations_write(struct op *op, struct json_writer *w, struct case_key key,
                         bool masks_words)
{
    struct debts debts = {.masks_words = masks_words};
    TRY(load_obligations(op, key, &debts));
    TRY(load_claims(op, key, &debts));
    TRY(load_attributes(op, key, &debts));
    json_key(w, "obligations");
    json_array_open(w);
    for (size_t i = 0; i < debts.obligation_count; i++)
        write_obligation(op, w, &debts, &debts.obligations[i]);
    json_array_close(w);
    return OK;
}

/* --- promises --- */

static void write_promise(struct json_writer *w, const struct db_rows *rows)
{
    const str channel = db_text(rows, 8);
    const char *known = NULL;
    for (int i = 0; pay_channels[i]; i++)
        if (str_equal_c(channel, pay_channels[i]))
            known = pay_channels[i];
    json_object_open(w);
    json_put_id(w, "id", db_id(rows, 0));
    json_put_id(w, "obligation_id", db_id(rows, 1));
    json_put_day(w, "made_on", db_day(rows, 2));
    json_put_day(w, "due_on", db_day(rows, 3));
    json_put_i64(w, "amount", db_i64(rows, 4));
    json_put_i64(w, "paid", db_i64(rows, 5));
    json_put_i64(w, "tolerance_days", db_i64(rows, 6));
    json_put_str(w, "state", db_text(rows, 7));
    json_put_c(w, "channel", known);
    json_put_id(w, "action_id", db_id(rows, 9));
    json_object_close(w);
}

status promises_write(struct op *op, struct json_writer *w, struct case_key key)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_SERVE_PROMISES, DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)), &rows));
    json_key(w, "promises");
    json_array_open(w);
    TRY(db_next(op, &rows, &has_row));
    while (has_row) {
        write_promise(w, &rows);
        TRY(db_next(op, &rows, &has_row));
    }
    json_array_close(w);
    return OK;
}

static status write_found_promise(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    write_promise(out, row);
    return OK;
}

static status not_found(struct op *op, int64_t promise_id)
{
    return op_fail(op, E_NOT_FOUND, "no promise %" PRId64 " of this debtor", promise_id);
}

status promise_write_one(struct op *op, struct json_writer *w, int64_t promise_id)
{
    bool found = false;
    TRY(db_query_one(op, Q_SERVE_PROMISE, DB_ARGS(ARG_ID(promise_id)), write_found_promise, w,
                     &found));
    return found ? OK : not_found(op, promise_id);
}

static status read_owner(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(struct case_key *)out = (struct case_key){db_id(row, 10), db_id(row, 11)};
    return OK;
}

status promise_owner(struct op *op, int64_t promise_id, struct case_key *ret_key)
{
    bool found = false;
    TRY(db_query_one(op, Q_SERVE_PROMISE, DB_ARGS(ARG_ID(promise_id)), read_owner, ret_key,
                     &found));
    return found ? OK : not_found(op, promise_id);
}

/* --- payments --- */

struct line {
    int64_t payment_id, claim_id, amount;
};

static status load_lines(struct op *op, struct case_key key, struct line **ret_lines,
                         size_t *ret_count)
{
    struct db_rows rows;
    bool has_row = false;
    struct line *lines = NULL;
    size_t count = 0;
    size_t capacity = 0;
    TRY(db_query(op, Q_SERVE_ALLOCATIONS, DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        lines = arena_grow(op->arena, lines, count, &capacity, sizeof(*lines));
        lines[count++] = (struct line){db_id(&rows, 0), db_id(&rows, 1), db_i64(&rows, 2)};
    }
    *ret_lines = lines;
    *ret_count = count;
    return OK;
}

/* The row of a return is a payment of less than nothing. */
static str payment_state(str state)
{
    return str_equal_c(state, "return") ? STR("reversed") : state;
}

static void write_payment(struct json_writer *w, const struct db_rows *rows,
                          const struct line *lines, size_t line_count)
{
    const int64_t id = db_id(rows, 0);
    json_object_open(w);
    json_put_id(w, "id", id);
    json_put_str(w, "source", db_text(rows, 1));
    json_put_str(w, "reference", db_text(rows, 2));
    json_put_day(w, "value_on", db_day(rows, 3));
    json_put_day(w, "booked_on", db_day(rows, 4));
    json_put_i64(w, "amount", db_i64(rows, 5));
    json_put_i64(w, "unapplied", db_i64(rows, 6));
    json_put_str(w, "state", payment_state(db_text(rows, 7)));
    json_key(w, "lines");
    json_array_open(w);
    for (size_t i = 0; i < line_count; i++) {
        if (lines[i].payment_id != id)
            continue;
        json_object_open(w);
        json_put_id(w, "claim_id", lines[i].claim_id);
        json_put_i64(w, "amount", lines[i].amount);
        json_object_close(w);
    }
    json_array_close(w);
    json_object_close(w);
}

/* All payments of a case, or the one asked for. */
static status write_payments(struct op *op, struct json_writer *w, struct case_key key,
                             int64_t only_id, bool *ret_found)
{
    struct db_rows rows;
    bool has_row = false;
    struct line *lines = NULL;
    size_t line_count = 0;
    *ret_found = false;
    TRY(load_lines(op, key, &lines, &line_count));
    TRY(db_query(op, Q_SERVE_PAYMENTS, DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        if (only_id != 0 && db_id(&rows, 0) != only_id)
            continue;
        write_payment(w, &rows, lines, line_count);
        *ret_found = true;
    }
}

status payments_write(struct op *op, struct json_writer *w, struct case_key key)
{
    bool found = false;
    json_key(w, "payments");
    json_array_open(w);
    TRY(write_payments(op, w, key, 0, &found));
    json_array_close(w);
    return OK;
}

status payment_write_one(struct op *op, struct json_writer *w, struct case_key key,
                         int64_t payment_id)
{
    bool found = false;
    TRY(write_payments(op, w, key, payment_id, &found));
    return found ? OK
                 : op_fail(op, E_NOT_FOUND, "no payment %" PRId64 " of this debtor", payment_id);
}
