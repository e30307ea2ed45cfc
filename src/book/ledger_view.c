#include "book/ledger_view.h"

#include <inttypes.h>

#include "base/json.h"
#include "book/obligation_terms.h"
#include "book/published.h"
#include "store/db.h"

static status read_key(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(struct case_key *)out = (struct case_key){db_id(row, 0), db_id(row, 1)};
    return OK;
}

status ledger_view_find(struct op *op, int64_t number, struct case_key *ret_key)
{
    bool found = false;
    TRY(db_query_one(op, Q_LEDGER_CASE_OF_NUMBER, DB_ARGS(ARG_I64(number)), read_key, ret_key,
                     &found));
    return found ? OK : op_fail(op, E_NOT_FOUND, "no case has the number %" PRId64, number);
}

static status read_head(struct op *op, struct db_rows *row, void *out)
{
    struct ledger_view *const view = out;
    (void)op;
    view->number = db_i64(row, 0);
    view->currency = (currency)db_i64(row, 1);
    return OK;
}

static status read_money(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(money *)out = db_money(row, 0);
    return OK;
}

static status read_debts(struct op *op, struct ledger_view *view)
{
    struct db_rows rows;
    bool has_row = false;
    size_t capacity = 0;
    TRY(db_query(op, Q_LEDGER_DEBTS,
                 DB_ARGS(ARG_ID(view->key.debtor_id), ARG_ID(view->key.case_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        view->debts =
            arena_grow(op->arena, view->debts, view->debt_count, &capacity, sizeof(*view->debts));
        view->debts[view->debt_count++] =
            (struct ledger_debt){.id = db_id(&rows, 0),
                                 .external_id = db_text_copy(op, &rows, 1),
                                 .product = db_text_copy(op, &rows, 2),
                                 .document_hash = db_text_copy(op, &rows, 3)};
    }
}

static status read_balance(struct op *op, struct ledger_view *view)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_LEDGER_BALANCE,
                 DB_ARGS(ARG_ID(view->key.debtor_id), ARG_ID(view->key.case_id), ARG_DAY(view->on)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        const int64_t component = db_i64(&rows, 1);
        if (component < 0 || component >= COMPONENT_COUNT)
            return op_fail(op, E_INTERNAL, "case %" PRId64 " has entries of no component",
                           view->number);
        for (size_t i = 0; i < view->debt_count; i++)
            if (view->debts[i].id == db_id(&rows, 0)) {
                view->debts[i].sum.opened.of[component] = db_i64(&rows, 2);
                view->debts[i].sum.met.of[component] = db_i64(&rows, 3);
            }
    }
}

static status read_rows(struct op *op, struct ledger_view *view)
{
    struct db_rows rows;
    bool has_row = false;
    size_t capacity = 0;
    TRY(db_query(op, Q_LEDGER_LIST,
                 DB_ARGS(ARG_ID(view->key.debtor_id), ARG_ID(view->key.case_id), ARG_DAY(view->on)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        if (view->row_count == LEDGER_VIEW_MAX)
            return op_fail(op, E_LIMIT, "case %" PRId64 " has more than %d entries", view->number,
                           LEDGER_VIEW_MAX);
        view->rows =
            arena_grow(op->arena, view->rows, view->row_count, &capacity, sizeof(*view->rows));
        view->rows[view->row_count++] =
            (struct ledger_row){.kind = db_text_copy(op, &rows, 0),
                                .obligation = db_text_copy(op, &rows, 1),
                                .claim = db_text_copy(op, &rows, 2),
                                .component = (enum component)db_i64(&rows, 3),
                                .amount = db_money(&rows, 4),
                                .value_on = db_day(&rows, 5),
                                .booked_on = db_day(&rows, 6),
                                .source = db_text_copy(op, &rows, 7),
                                .reference = db_text_copy(op, &rows, 8),
                                .claim_id = db_id(&rows, 9),
                                .payment_id = db_id(&rows, 10)};
    }
}

/* Money that a bank's file told, with its name and line. */
static status read_files(struct op *op, struct ledger_view *view)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_LEDGER_FILES,
                 DB_ARGS(ARG_ID(view->key.debtor_id), ARG_ID(view->key.case_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        const str file = db_text_copy(op, &rows, 1);
        for (size_t i = 0; i < view->row_count; i++)
            if (view->rows[i].payment_id == db_id(&rows, 0)) {
                view->rows[i].file = file;
                view->rows[i].line = db_i64(&rows, 2);
            }
    }
}

status ledger_view_read(struct op *op, struct case_key key, day on, struct ledger_view *ret_view)
{
    struct ledger_view view = {.key = key, .on = on};
    const struct db_arg debtor = ARG_ID(key.debtor_id);
    bool found = false;
    TRY(db_query_one(op, Q_LEDGER_HEAD, DB_ARGS(debtor, ARG_ID(key.case_id)), read_head, &view,
                     &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "no case %" PRId64 " of this debtor", key.case_id);
    TRY(read_debts(op, &view));
    TRY(read_balance(op, &view));
    TRY(read_rows(op, &view));
    TRY(read_files(op, &view));
    TRY(db_query_one(op, Q_LEDGER_LEFT, DB_ARGS(debtor, ARG_ID(key.case_id), ARG_DAY(on)),
                     read_money, &view.unapplied, &found));
    *ret_view = view;
    return OK;
}

static int64_t open_of_debt(const struct ledger_debt *debt)
{
    int64_t open = 0;
    for (int c = 0; c < COMPONENT_COUNT; c++)
        open += debt->sum.opened.of[c] - debt->sum.met.of[c];
    return open;
}

money ledger_view_open(const struct ledger_view *view)
{
    money open = {0};
    for (size_t i = 0; i < view->debt_count; i++)
        open.minor += open_of_debt(&view->debts[i]);
    return open;
}

static int64_t accrued_of_debt(const struct ledger_debt *debt)
{
    int64_t accrued = 0;
    for (int c = 0; c < COMPONENT_COUNT; c++)
        accrued += debt->accrued.of[c];
    return accrued;
}

money ledger_view_accrued(const struct ledger_view *view)
{
    money accrued = {0};
    for (size_t i = 0; i < view->debt_count; i++)
        accrued.minor += accrued_of_debt(&view->debts[i]);
    return accrued;
}

static void write_terms(struct json_writer *w, const struct debt_terms *terms)
{
    json_key(w, "terms");
    json_array_open(w);
    for (size_t i = 0; terms && i < terms->count; i++)
        obligation_terms_write(w, &terms->of[i], i >= terms->portfolio_count);
    json_array_close(w);
}

/* What one unit is worth on the day, and since when: the last that is published. */
static void write_unit(struct json_writer *w, const struct ledger_debt *debt)
{
    char value[PUBLISHED_TEXT_SIZE];
    json_key(w, "unit");
    if (debt->unit.size == 0) {
        json_write_null(w);
        return;
    }
    json_object_open(w);
    json_put_str(w, "name", debt->unit);
    json_put_c(w, "value",
               debt->unit_value == 0 ? NULL
                                     : published_format(PUBLISHED_INDEX, debt->unit_value, value));
    json_put_day(w, "value_on", debt->unit_value_on);
    json_put_i64(w, "readjustment", debt->accrued.of[COMPONENT_PRINCIPAL]);
    json_object_close(w);
}

static void write_debt(struct json_writer *w, const struct ledger_debt *debt)
{
    json_object_open(w);
    json_put_id(w, "obligation_id", debt->id);
    json_put_str(w, "obligation", debt->external_id);
    json_put_str(w, "product", debt->product);
    json_put_c(w, "document_hash", debt->document_hash.size > 0 ? debt->document_hash.data : NULL);
    json_put_i64(w, "open", open_of_debt(debt));
    json_put_i64(w, "accrued", accrued_of_debt(debt));
    write_unit(w, debt);
    write_terms(w, debt->terms);
    json_key(w, "components");
    json_array_open(w);
    for (int c = 0; c < COMPONENT_COUNT; c++) {
        const int64_t opened = debt->sum.opened.of[c];
        const int64_t met = debt->sum.met.of[c];
        if (opened == 0 && met == 0)
            continue;
        json_object_open(w);
        json_put_c(w, "component", component_name((enum component)c));
        json_put_i64(w, "opened", opened);
        json_put_i64(w, "met", met);
        json_put_i64(w, "open", opened - met);
        json_object_close(w);
    }
    json_array_close(w);
    json_object_close(w);
}

static void write_row(struct json_writer *w, const struct ledger_row *row)
{
    json_object_open(w);
    json_put_str(w, "kind", row->kind);
    json_put_str(w, "obligation", row->obligation);
    json_put_id(w, "claim_id", row->claim_id);
    json_put_str(w, "claim", row->claim);
    json_put_c(w, "component", component_name(row->component));
    json_put_i64(w, "amount", row->amount.minor);
    json_put_day(w, "value_on", row->value_on);
    json_put_day(w, "booked_on", row->booked_on);
    json_key(w, "payment");
    if (row->payment_id == 0) {
        json_write_null(w);
    } else {
        json_object_open(w);
        json_put_id(w, "id", row->payment_id);
        json_put_str(w, "source", row->source);
        json_put_str(w, "reference", row->reference);
        json_put_c(w, "file", row->file.size > 0 ? row->file.data : NULL);
        json_key(w, "line");
        if (row->file.size > 0)
            json_write_i64(w, row->line);
        else
            json_write_null(w);
        json_object_close(w);
    }
    json_object_close(w);
}

void ledger_view_write(struct json_writer *w, const struct ledger_view *view)
{
    char unit[CURRENCY_TEXT];
    json_object_open(w);
    json_put_i64(w, "case", view->number);
    json_put_id(w, "case_id", view->key.case_id);
    json_put_c(w, "currency", currency_format(view->currency, unit));
    json_put_day(w, "on", view->on);
    json_put_i64(w, "open", ledger_view_open(view).minor);
    json_put_i64(w, "accrued", ledger_view_accrued(view).minor);
    json_put_i64(w, "unapplied", view->unapplied.minor);
    json_key(w, "debts");
    json_array_open(w);
    for (size_t i = 0; i < view->debt_count; i++)
        write_debt(w, &view->debts[i]);
    json_array_close(w);
    json_key(w, "entries");
    json_array_open(w);
    for (size_t i = 0; i < view->row_count; i++)
        write_row(w, &view->rows[i]);
    json_array_close(w);
    json_object_close(w);
}
