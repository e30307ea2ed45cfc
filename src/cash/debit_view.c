#include "cash/debit_view.h"

#include <inttypes.h>

#include "record/seal.h"
#include "store/db.h"

static struct debit_shown read_file(struct op *op, const struct db_rows *row)
{
    return (struct debit_shown){
        .id = db_id(row, 0),
        .head = {.message = db_text_copy(op, row, 1),
                 .format = db_text_copy(op, row, 2),
                 .currency = (currency)db_i64(row, 5),
                 .created_on = db_day(row, 11),
                 .creditor_name = db_text_copy(op, row, 12),
                 .creditor_id = db_text_copy(op, row, 13),
                 .account = db_text_copy(op, row, 14),
                 .bank = db_text_copy(op, row, 15),
                 .sequence = db_i64(row, 16)},
        .creditor_id = db_id(row, 3),
        .creditor = db_text_copy(op, row, 4),
        .collect_on = db_day(row, 6),
        .orders = db_i64(row, 7),
        .amount = db_money(row, 8),
        .withdrawn_on = db_day(row, 9),
        .withdrawn_why = db_text_copy(op, row, 10),
    };
}

status debit_shown_all(struct op *op, int64_t most, struct debit_shown **ret_list,
                       size_t *ret_count)
{
    struct debit_shown *list = NULL;
    size_t count = 0;
    size_t room = 0;
    struct db_rows rows;
    bool has_row = true;
    TRY(db_query(op, Q_DEBIT_FILE_NEWEST, DB_ARGS(ARG_I64(most)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        list = arena_grow(op->arena, list, count, &room, sizeof(*list));
        list[count++] = read_file(op, &rows);
    }
    *ret_list = list;
    *ret_count = count;
    return OK;
}

static status read_one(struct op *op, struct db_rows *row, void *out)
{
    *(struct debit_shown *)out = read_file(op, row);
    return OK;
}

status debit_shown_get(struct op *op, int64_t id, struct debit_shown *ret_file)
{
    bool found = false;
    TRY(db_query_one(op, Q_DEBIT_FILE_GET, DB_ARGS(ARG_ID(id)), read_one, ret_file, &found));
    return found ? OK : op_fail(op, E_NOT_FOUND, "there is no direct debit %" PRId64, id);
}

status debit_sums(struct op *op, int64_t file_id, struct debit_sum **ret_list, size_t *ret_count)
{
    struct debit_sum *list = NULL;
    size_t count = 0;
    size_t room = 0;
    struct db_rows rows;
    bool has_row = true;
    TRY(db_query(op, Q_DEBIT_FILE_SUMS, DB_ARGS(ARG_ID(file_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        list = arena_grow(op->arena, list, count, &room, sizeof(*list));
        list[count++] = (struct debit_sum){db_text_copy(op, &rows, 0), db_text_copy(op, &rows, 1),
                                           db_i64(&rows, 2), db_money(&rows, 3)};
    }
    *ret_list = list;
    *ret_count = count;
    return OK;
}

static struct debit_order_shown read_order(struct op *op, const struct db_rows *row)
{
    return (struct debit_order_shown){.id = db_id(row, 0),
                                      .case_id = db_id(row, 1),
                                      .reference = db_text_copy(op, row, 2),
                                      .amount = db_money(row, 3),
                                      .state = db_text_copy(op, row, 4),
                                      .ended_on = db_day(row, 5),
                                      .said = db_text_copy(op, row, 6),
                                      .said_code = db_text_copy(op, row, 7),
                                      .said_words = db_text_copy(op, row, 8),
                                      .said_on = db_day(row, 9),
                                      .entry_id = db_is_null(row, 10) ? 0 : db_id(row, 10),
                                      .mandate = db_text_copy(op, row, 11),
                                      .holder = db_text_copy(op, row, 12)};
}

status debit_orders_page(struct op *op, int64_t file_id, int64_t after_id, str state, int64_t most,
                         struct debit_order_shown **ret_list, size_t *ret_count)
{
    struct debit_order_shown *list = NULL;
    size_t count = 0;
    size_t room = 0;
    struct db_rows rows;
    bool has_row = true;
    TRY(db_query(op, Q_DEBIT_FILE_PAGE,
                 DB_ARGS(ARG_ID(file_id), ARG_I64(after_id), ARG_TEXT(state), ARG_I64(most)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        list = arena_grow(op->arena, list, count, &room, sizeof(*list));
        list[count++] = read_order(op, &rows);
    }
    *ret_list = list;
    *ret_count = count;
    return OK;
}

/* --- once more --- */

struct written {
    int64_t debtor_id;
    str account, document; /* sealed */
};

static status load_written(struct op *op, const struct debit_shown *file,
                           struct debit_order **ret_orders, struct written **ret_written,
                           size_t *ret_count)
{
    struct debit_order *orders = NULL;
    struct written *written = NULL;
    size_t count = 0;
    size_t order_room = 0;
    size_t room = 0;
    struct db_rows rows;
    bool has_row = true;
    TRY(db_query(op, Q_DEBIT_FILE_WRITTEN, DB_ARGS(ARG_ID(file->id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        orders = arena_grow(op->arena, orders, count, &order_room, sizeof(*orders));
        written = arena_grow(op->arena, written, count, &room, sizeof(*written));
        written[count] = (struct written){
            .debtor_id = db_id(&rows, 0),
            .account = db_is_null(&rows, 6) ? STR("") : str_copy(op->arena, db_blob(&rows, 6)),
            .document = str_copy(op->arena, db_blob(&rows, 8))};
        orders[count++] = (struct debit_order){.reference = db_text_copy(op, &rows, 1),
                                               .amount = db_money(&rows, 2),
                                               .mandate = db_text_copy(op, &rows, 3),
                                               .signed_on = db_day(&rows, 4),
                                               .name = db_text_copy(op, &rows, 5),
                                               .bank = db_text_copy(op, &rows, 7),
                                               .document = STR(""),
                                               .due_on = file->collect_on};
    }
    *ret_orders = orders;
    *ret_written = written;
    *ret_count = count;
    return OK;
}

static status open_one(struct op *op, const struct written *written, struct debit_order *order)
{
    if (written->account.size == 0)
        return op_fail(op, E_CONFLICT,
                       "the file cannot be written again: the account of order " STR_FORMAT
                       " was erased",
                       STR_ARG(order->reference));
    TRY(seal_open(op, "account", written->debtor_id, written->account, &order->account));
    if (written->document.size > 0)
        TRY(seal_open(op, "document", written->debtor_id, written->document, &order->document));
    return OK;
}

status debit_write_again(struct op *op, int64_t file_id, struct buf *out)
{
    struct debit_shown file;
    struct debit_order *orders = NULL;
    struct written *written = NULL;
    size_t count = 0;
    TRY(debit_shown_get(op, file_id, &file));
    if (file.head.creditor_name.size == 0)
        return op_fail(op, E_CONFLICT,
                       "the file was written before its head was kept: withdraw it and make "
                       "another");
    TRY(load_written(op, &file, &orders, &written, &count));
    for (size_t i = 0; i < count; i++) {
        TRY(open_one(op, &written[i], &orders[i]));
        if (i == 0 || written[i].debtor_id != written[i - 1].debtor_id)
            TRY(debit_note_access(op, written[i].debtor_id, written[i].document.size > 0));
    }
    return bank_debit_write(op, &file.head, orders, count, out);
}

/* Few creditors and fewer currencies: each is looked for. */
static status add_currencies(struct op *op, struct debit_creditor *list, size_t count)
{
    struct db_rows rows;
    bool has_row = true;
    TRY(db_query(op, Q_DEBIT_CURRENCIES, DB_ARGS(ARG_DAY(op->business_date)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        size_t at = 0;
        while (at < count && list[at].id != db_id(&rows, 0))
            at++;
        if (at < count && list[at].currency_count < DEBIT_CURRENCIES_MAX)
            list[at].currencies[list[at].currency_count++] = (currency)db_i64(&rows, 1);
    }
}

status debit_creditors(struct op *op, int64_t most, struct debit_creditor **ret_list,
                       size_t *ret_count)
{
    struct debit_creditor *list = NULL;
    size_t count = 0;
    size_t room = 0;
    struct db_rows rows;
    bool has_row = true;
    TRY(db_query(op, Q_DEBIT_CREDITORS, DB_ARGS(ARG_I64(most)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        list = arena_grow(op->arena, list, count, &room, sizeof(*list));
        list[count++] =
            (struct debit_creditor){.id = db_id(&rows, 0), .name = db_text_copy(op, &rows, 1)};
    }
    TRY(add_currencies(op, list, count));
    *ret_list = list;
    *ret_count = count;
    return OK;
}
