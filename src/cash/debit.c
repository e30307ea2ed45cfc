/* Files of direct debit from the book, and what becomes of their orders. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/ids.h"
#include "cash/book_index.h"
#include "cash/mandate.h"
#include "cash/twice.h"
#include "record/access.h"
#include "record/seal.h"
#include "store/db.h"

enum { ORDERS_MAX = 100000, CHECKED_BYTES = 32 << 20 /* what the interface gives at most */ };

struct owed {
    int64_t debtor_id, case_id, claim_id, mandate_id;
    str account, document; /* sealed at first */
};

struct collecting {
    struct op *op;
    struct owed *owed;
    struct debit_order *orders;
    size_t count, owed_room, order_room;
    money total;
};

/* The family of a format's name. */
static str scheme_of(str format)
{
    if (str_starts(format, STR("pain.")))
        return STR("pain");
    return str_starts(format, STR("cnab")) ? STR("cnab") : format;
}

static void add(struct collecting *c, const struct db_rows *row, day collect_on)
{
    struct op *const op = c->op;
    const int64_t claim_id = db_id(row, 2);
    const money open = db_money(row, 4);
    const money most = db_money(row, 10);
    if (c->count > 0 && c->owed[c->count - 1].claim_id == claim_id)
        return; /* a second mandate of the case */
    c->owed = arena_grow(op->arena, c->owed, c->count, &c->owed_room, sizeof(*c->owed));
    c->orders = arena_grow(op->arena, c->orders, c->count, &c->order_room, sizeof(*c->orders));
    c->owed[c->count] = (struct owed){.debtor_id = db_id(row, 0),
                                      .case_id = db_id(row, 1),
                                      .claim_id = claim_id,
                                      .mandate_id = db_id(row, 5),
                                      .account = str_copy(op->arena, db_blob(row, 8)),
                                      .document = str_copy(op->arena, db_blob(row, 12))};
    c->orders[c->count++] =
        (struct debit_order){.reference = db_text_copy(op, row, 3),
                             .mandate = db_text_copy(op, row, 6),
                             .signed_on = db_day(row, 11),
                             .name = db_text_copy(op, row, 7),
                             .bank = db_text_copy(op, row, 9),
                             .due_on = collect_on,
                             .amount = most.minor > 0 && most.minor < open.minor ? most : open};
}

static status collect(struct collecting *c, const struct debit_header *header, int64_t creditor_id,
                      day collect_on)
{
    struct op *const op = c->op;
    struct db_rows rows;
    bool has_row = true;
    TRY(db_query(op, Q_DEBIT_CLAIMS,
                 DB_ARGS(ARG_ID(creditor_id), ARG_I64(header->currency),
                         ARG_TEXT(scheme_of(header->format)), ARG_DAY(collect_on)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        if (c->count == ORDERS_MAX)
            return op_fail(op, E_LIMIT, "a file of direct debit has at most %d orders", ORDERS_MAX);
        add(c, &rows, collect_on);
    }
}

/* Whose answer it is must be sure. */
static status check_references(const struct collecting *c)
{
    str *const names = arena_array(c->op->arena, c->count, sizeof(*names));
    str twice;
    for (size_t i = 0; i < c->count; i++)
        names[i] = c->orders[i].reference;
    return twice_find(names, c->count, &twice)
               ? op_fail(c->op, E_CONFLICT,
                         "two claims are called \"" STR_FORMAT
                         "\": an answer of the bank could not tell them apart",
                         STR_ARG(twice))
               : OK;
}

static status open_values(struct collecting *c)
{
    for (size_t i = 0; i < c->count; i++) {
        const struct owed *const owed = &c->owed[i];
        TRY(seal_open(c->op, "account", owed->debtor_id, owed->account, &c->orders[i].account));
        c->orders[i].document = STR("");
        if (owed->document.size > 0)
            TRY(seal_open(c->op, "document", owed->debtor_id, owed->document,
                          &c->orders[i].document));
        if (!money_add(c->total, c->orders[i].amount, &c->total))
            return op_fail(c->op, E_LIMIT, "the file adds up to more than can be counted");
    }
    return OK;
}

status debit_preview(struct op *op, const struct debit_header *header, int64_t creditor_id,
                     day collect_on, struct debit_preview **ret_list, size_t *ret_count,
                     money *ret_total)
{
    struct collecting c = {.op = op};
    if (collect_on < op->business_date)
        return op_fail(op, E_INVALID, "nothing is collected on a day that is past");
    TRY(collect(&c, header, creditor_id, collect_on));
    TRY(check_references(&c));
    TRY(open_values(&c));
    struct debit_preview *const list = arena_array(op->arena, c.count, sizeof(*list));
    for (size_t i = 0; i < c.count; i++)
        list[i] = (struct debit_preview){.debtor_id = c.owed[i].debtor_id,
                                         .case_id = c.owed[i].case_id,
                                         .reference = c.orders[i].reference,
                                         .mandate = c.orders[i].mandate,
                                         .holder = c.orders[i].name,
                                         .account = c.orders[i].account,
                                         .amount = c.orders[i].amount};
    *ret_list = list;
    *ret_count = c.count;
    *ret_total = c.total;
    return OK;
}

static status write_rows(struct collecting *c, const struct debit_header *header,
                         int64_t creditor_id, day collect_on, int64_t file_id)
{
    struct op *const op = c->op;
    TRY(db_run(op, Q_DEBIT_FILE_INSERT,
               DB_ARGS(ARG_ID(file_id), ARG_TEXT(header->message), ARG_TEXT(header->format),
                       ARG_ID(creditor_id), ARG_I64(header->currency), ARG_DAY(collect_on),
                       ARG_I64((int64_t)c->count), ARG_MONEY(c->total), ARG_DAY(op->business_date),
                       ARG_ID(op->actor_id), ARG_INSTANT(op_now(op)),
                       ARG_TEXT(header->creditor_name), ARG_TEXT(header->creditor_id),
                       ARG_TEXT(header->account), ARG_TEXT(header->bank),
                       ARG_I64(header->sequence)),
               NULL));
    for (size_t i = 0; i < c->count; i++) {
        const struct owed *const owed = &c->owed[i];
        TRY(db_run(op, Q_DEBIT_ORDER_INSERT,
                   DB_ARGS(ARG_ID(owed->debtor_id), ARG_ID(id_make()), ARG_ID(file_id),
                           ARG_ID(owed->mandate_id), ARG_ID(owed->case_id), ARG_ID(owed->claim_id),
                           ARG_TEXT(c->orders[i].reference), ARG_MONEY(c->orders[i].amount)),
                   NULL));
    }
    return OK;
}

static status read_id(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_id(row, 0);
    return OK;
}

status debit_note_access(struct op *op, int64_t debtor_id, bool has_document)
{
    return access_note(op, debtor_id, "export", "direct debit",
                       ACCESS_ACCOUNT | (has_document ? ACCESS_DOCUMENT : 0));
}

/* Once for each who has orders in a row. */
static status note_access(const struct collecting *c)
{
    for (size_t i = 0; i < c->count; i++)
        if (i == 0 || c->owed[i].debtor_id != c->owed[i - 1].debtor_id)
            TRY(debit_note_access(c->op, c->owed[i].debtor_id, c->owed[i].document.size > 0));
    return OK;
}

status debit_collect(struct op *op, const struct debit_header *header, int64_t creditor_id,
                     day collect_on, struct debit_result *ret_result, struct buf *out)
{
    struct collecting c = {.op = op};
    struct buf checked = buf_start(op->arena, CHECKED_BYTES);
    int64_t known = 0;
    bool is_known = false;
    if (collect_on < op->business_date)
        return op_fail(op, E_INVALID, "nothing is collected on a day that is past");
    TRY(db_query_one(op, Q_DEBIT_FILE_FIND, DB_ARGS(ARG_TEXT(header->message)), read_id, &known,
                     &is_known));
    if (is_known)
        return op_fail(op, E_CONFLICT, "a file called \"" STR_FORMAT "\" was written before",
                       STR_ARG(header->message));
    TRY(collect(&c, header, creditor_id, collect_on));
    if (c.count == 0)
        return op_fail(op, E_NOT_FOUND,
                       "nothing may be collected: no claim that is due has a "
                       "mandate for that day, or all are under way");
    TRY(check_references(&c));
    TRY(open_values(&c));
    TRY(bank_debit_write(op, header, c.orders, c.count, out ? out : &checked));
    if (out)
        TRY(note_access(&c));
    const int64_t file_id = id_make();
    TRY(write_rows(&c, header, creditor_id, collect_on, file_id));
    *ret_result = (struct debit_result){file_id, (int64_t)c.count, c.total};
    return OK;
}

status debit_withdraw_file(struct op *op, int64_t file_id, str why)
{
    int64_t changed = 0;
    if (str_trim(why).size == 0)
        return op_fail(op, E_INVALID, "why?  give a reason");
    TRY(db_run(op, Q_DEBIT_FILE_WITHDRAW,
               DB_ARGS(ARG_ID(file_id), ARG_DAY(op->business_date), ARG_TEXT(why)), &changed));
    if (changed == 0)
        return op_fail(op, E_CONFLICT, "the file was withdrawn already");
    return db_run(op, Q_DEBIT_FILE_END, DB_ARGS(ARG_ID(file_id), ARG_DAY(op->business_date)), NULL);
}

status debit_withdraw(struct op *op, str message, str why)
{
    int64_t id = 0;
    bool found = false;
    TRY(db_query_one(op, Q_DEBIT_FILE_FIND, DB_ARGS(ARG_TEXT(message)), read_id, &id, &found));
    return found ? debit_withdraw_file(op, id, why)
                 : op_fail(op, E_NOT_FOUND, "there is no file of direct debit \"" STR_FORMAT "\"",
                           STR_ARG(message));
}

/* --- answers --- */

struct under_way {
    char token[BOOK_TOKEN_MAX];
    size_t size;
    int64_t debtor_id, id;
    money amount;
    bool is_ended;
};

struct debit_book {
    struct under_way *orders; /* sorted by token */
    size_t count, room;
};

static str token_of(const struct under_way *order)
{
    return (str){order->token, order->size};
}

static int compare_orders(const void *a, const void *b)
{
    return str_compare(token_of(a), token_of(b));
}

static int find_order(const void *token, const void *order)
{
    return str_compare(*(const str *)token, token_of(order));
}

status debit_book_load(struct op *op, struct debit_book **ret_book)
{
    struct debit_book *const book = arena_new(op->arena, struct debit_book);
    struct db_rows rows;
    bool has_row = true;
    TRY(db_query(op, Q_DEBIT_UNDER_WAY, DB_NO_ARGS, &rows));
    for (;;) {
        struct under_way order = {.is_ended = false};
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        order.debtor_id = db_id(&rows, 0);
        order.id = db_id(&rows, 1);
        order.size = book_token(db_text(&rows, 2), order.token);
        order.amount = db_money(&rows, 3);
        if (order.size == 0)
            continue;
        book->orders =
            arena_grow(op->arena, book->orders, book->count, &book->room, sizeof(*book->orders));
        book->orders[book->count++] = order;
    }
    if (book->count > 0)
        qsort(book->orders, book->count, sizeof(*book->orders), compare_orders);
    *ret_book = book->count > 0 ? book : NULL;
    return OK;
}

static struct under_way *find(struct debit_book *book, str word, money amount)
{
    char bytes[BOOK_TOKEN_MAX];
    const str token = {bytes, book_token(word, bytes)};
    struct under_way *const order = token.size > 0 ? bsearch(&token, book->orders, book->count,
                                                             sizeof(*book->orders), find_order)
                                                   : NULL;
    return order && !order->is_ended && order->amount.minor == amount.minor ? order : NULL;
}

status debit_answer(struct op *op, struct debit_book *book, const struct settle_entry *entry,
                    bool *ret_found)
{
    struct under_way *order = NULL;
    *ret_found = false;
    if (!book || entry->kind == TAKEN_NONE)
        return OK;
    order = find(book, entry->reference, entry->open);
    for (str rest = entry->other_references; !order && rest.size > 0;)
        order = find(book, str_split(&rest, ' '), entry->open);
    if (!order)
        return OK;
    order->is_ended = true;
    *ret_found = true;
    return db_run(op, Q_DEBIT_ORDER_END,
                  DB_ARGS(ARG_ID(order->debtor_id), ARG_ID(order->id),
                          ARG_TEXT_C(entry->kind == TAKEN_MONEY ? "paid" : "returned"),
                          ARG_DAY(op->business_date), ARG_ID(entry->id)),
                  NULL);
}
