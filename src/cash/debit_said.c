#include "cash/debit_said.h"

#include <inttypes.h>
#include <stdlib.h>

#include "bank/amount.h"
#include "store/db.h"

enum verdict { VERDICT_NONE, ACCEPTED, PENDING, REJECTED };
static const char *const verdict_names[] = {"", "accepted", "pending", "rejected"};

struct word {
    enum verdict verdict;
    const struct entry_taken *entry;
};

struct order {
    int64_t debtor_id, id;
    str reference;
    money amount;
    bool is_under_way;
    struct word word; /* of its own */
};

struct answering {
    struct op *op;
    const struct statement_taken *statement;
    struct order *orders; /* sorted by reference */
    size_t count;
    struct word whole;
    struct debit_said said;
};

bool debit_said_is(const struct file_taken *file)
{
    return strncmp(file->format, "pain.002", 8) == 0;
}

static enum verdict verdict_of(str code)
{
    static const struct {
        const char *code;
        enum verdict verdict;
    } codes[] = {
        {"ACCP", ACCEPTED},
        {"ACTC", ACCEPTED},
        {"ACSP", ACCEPTED},
        {"ACSC", ACCEPTED},
        {"ACCC", ACCEPTED},
        {"ACWC", ACCEPTED},
        {"ACWP", ACCEPTED},
        {"ACFC", ACCEPTED},
        {"ACIS", ACCEPTED},
        {"RCVD", PENDING },
        {"PDNG", PENDING },
        {"PATC", PENDING },
        {"RJCT", REJECTED},
        {"CANC", REJECTED},
    };
    for (size_t i = 0; i < ARRAY_LEN(codes); i++)
        if (str_equal_c(code, codes[i].code))
            return codes[i].verdict;
    return VERDICT_NONE;
}

/* --- the file that is answered --- */

static int compare_orders(const void *a, const void *b)
{
    return str_compare(((const struct order *)a)->reference, ((const struct order *)b)->reference);
}

static int find_order(const void *reference, const void *order)
{
    return str_compare(*(const str *)reference, ((const struct order *)order)->reference);
}

static status read_id(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_id(row, 0);
    return OK;
}

static status load_orders(struct answering *a)
{
    struct op *const op = a->op;
    struct db_rows rows;
    bool has_row = true;
    bool is_found = false;
    int64_t file_id = 0;
    size_t room = 0;
    TRY(db_query_one(op, Q_DEBIT_FILE_FIND, DB_ARGS(ARG_TEXT(a->statement->account)), read_id,
                     &file_id, &is_found));
    if (!is_found)
        return op_fail(op, E_NOT_FOUND,
                       "the bank answers a file \"" STR_FORMAT
                       "\", and none of that name was written here",
                       STR_ARG(a->statement->account));
    TRY(db_query(op, Q_DEBIT_FILE_ORDERS, DB_ARGS(ARG_ID(file_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        a->orders = arena_grow(op->arena, a->orders, a->count, &room, sizeof(*a->orders));
        a->orders[a->count++] = (struct order){
            .debtor_id = db_id(&rows, 0),
            .id = db_id(&rows, 1),
            .reference = db_text_copy(op, &rows, 2),
            .amount = db_money(&rows, 3),
            .is_under_way = str_equal_c(db_text(&rows, 4), "under_way"),
        };
    }
    if (a->count > 0)
        qsort(a->orders, a->count, sizeof(*a->orders), compare_orders);
    return OK;
}

struct totals {
    int64_t orders;
    money amount;
    currency currency;
};

static status read_totals(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(struct totals *)out =
        (struct totals){db_i64(row, 0), db_money(row, 1), (currency)db_i64(row, 2)};
    return OK;
}

static void compare_sum(struct op *op, struct file_taken *file, const char *said,
                        const struct totals *ours)
{
    const struct bank_amount amount = {ours->amount.minor, currency_exponent(ours->currency), true};
    struct bank_amount sum = {.is_known = false};
    if (*said && bank_amount_parse(str_of(said), '.', &sum) &&
        !bank_total_equal(bank_total_of(sum), bank_total_of(amount)))
        file_taken_differ(op, file,
                          op_say(op, "the bank answers a file of %s, and what was written is of %s",
                                 said, bank_amount_text(op->arena, amount)));
}

status debit_said_compare(struct op *op, struct file_taken *file)
{
    for (size_t i = 0; i < file->statement_count; i++) {
        const struct statement_taken *const statement = &file->statements[i];
        struct totals ours = {0};
        bool is_found = false;
        TRY(db_query_one(op, Q_DEBIT_FILE_TOTALS, DB_ARGS(ARG_TEXT(statement->account)),
                         read_totals, &ours, &is_found));
        if (!is_found)
            continue; /* taking it says so */
        if (statement->orders >= 0 && statement->orders != ours.orders)
            file_taken_differ(op, file,
                              op_say(op,
                                     "the bank answers a file of %" PRId64
                                     " orders, and what was written has %" PRId64,
                                     statement->orders, ours.orders));
        compare_sum(op, file, statement->orders_sum, &ours);
    }
    return OK;
}

/* --- what is said --- */

/* We write one instruction a file (bank/debit_pain.c): "-1" behind the name of the file. */
static bool is_our_instruction(const struct answering *a, str reference)
{
    const str message = a->statement->account;
    return reference.size == message.size + 2 && str_starts(reference, message) &&
           str_equal_c((str){reference.data + message.size, 2}, "-1");
}

static void note(struct answering *a, const struct entry_taken *entry)
{
    const struct taken *const taken = &entry->taken;
    const struct word word = {verdict_of(taken->status), entry};
    struct order *order = NULL;
    if (str_equal_c(taken->level, "file") ||
        (str_equal_c(taken->level, "instruction") && is_our_instruction(a, taken->reference))) {
        if (word.verdict != VERDICT_NONE)
            a->whole = word; /* the instruction comes after the file and is nearer */
        return;
    }
    if (str_equal_c(taken->level, "order") && a->count > 0)
        order = bsearch(&taken->reference, a->orders, a->count, sizeof(*a->orders), find_order);
    if (!order || (taken->amount.minor > 0 && taken->amount.minor != order->amount.minor))
        a->said.unknown++;
    else
        order->word = word;
}

static status end_order(struct answering *a, const struct order *order,
                        const struct entry_taken *entry)
{
    struct op *const op = a->op;
    return db_run(op, Q_DEBIT_ORDER_END,
                  DB_ARGS(ARG_ID(order->debtor_id), ARG_ID(order->id), ARG_TEXT_C("rejected"),
                          ARG_DAY(op->business_date), db_arg_i64(entry->id, entry->id == 0)),
                  NULL);
}

static status apply(struct answering *a, const struct order *order, struct word word)
{
    struct op *const op = a->op;
    const struct taken *const taken = &word.entry->taken;
    struct debit_said *const said = &a->said;
    if (!order->is_under_way) {
        said->late += word.verdict == REJECTED;
        return OK;
    }
    said->accepted += word.verdict == ACCEPTED;
    said->pending += word.verdict == PENDING;
    said->rejected += word.verdict == REJECTED;
    if (word.verdict == REJECTED)
        TRY(end_order(a, order, word.entry));
    return db_run(op, Q_DEBIT_ORDER_SAY,
                  DB_ARGS(ARG_ID(order->debtor_id), ARG_ID(order->id),
                          ARG_TEXT_C(verdict_names[word.verdict]), ARG_TEXT(taken->reason),
                          ARG_TEXT(taken->words), ARG_DAY(op->business_date)),
                  NULL);
}

static status answer(struct answering *a)
{
    TRY(load_orders(a));
    for (size_t i = 0; i < a->statement->entry_count; i++)
        note(a, &a->statement->entries[i]);
    for (size_t i = 0; i < a->count; i++) {
        const struct word own = a->orders[i].word;
        const struct word word = own.entry ? own : a->whole;
        if (word.verdict != VERDICT_NONE)
            TRY(apply(a, &a->orders[i], word));
    }
    return OK;
}

status debit_said_take(struct op *op, const struct file_taken *file, struct debit_said *ret_said)
{
    struct debit_said said = {0};
    for (size_t i = 0; i < file->statement_count; i++) {
        struct answering a = {.op = op, .statement = &file->statements[i], .said = said};
        if (file->statements[i].id == 0)
            continue; /* it came before */
        TRY(answer(&a));
        said = a.said;
    }
    *ret_said = said;
    return OK;
}
