#include "book/statement.h"

#include "store/db.h"

static status read_statement(struct op *op, struct db_rows *row, void *out)
{
    struct statement *const statement = out;
    statement->balance = db_money(row, 0);
    statement->paid = db_money(row, 1);
    statement->months_late = db_is_null(row, 2) ? MONTHS_LATE_NONE : (int32_t)db_i64(row, 2);
    statement->source = db_text_copy(op, row, 3);
    return OK;
}

static bool is_same(const struct statement *a, const struct statement *b)
{
    return a->balance.minor == b->balance.minor && a->paid.minor == b->paid.minor &&
           a->months_late == b->months_late && str_equal(a->source, b->source);
}

static bool is_in_range(money amount)
{
    return amount.minor >= -LIMIT_AMOUNT_MINOR && amount.minor <= LIMIT_AMOUNT_MINOR;
}

status statement_put(struct op *op, const struct obligation_ref *obligation,
                     const struct statement *statement, enum book_change *ret_change)
{
    struct statement there = {.months_late = MONTHS_LATE_NONE};
    bool found = false;
    if (statement->ends_on == DAY_NONE)
        return op_fail(op, E_INVALID, "a statement needs the day on which its period ends");
    if (!is_in_range(statement->balance) || !is_in_range(statement->paid))
        return op_fail(op, E_INVALID, "a statement's balance or payments are too large");
    TRY(db_query_one(
        op, Q_STATEMENT_GET,
        DB_ARGS(ARG_ID(obligation->debtor_id), ARG_ID(obligation->id), ARG_DAY(statement->ends_on)),
        read_statement, &there, &found));
    *ret_change = !found                       ? BOOK_CREATED
                  : is_same(&there, statement) ? BOOK_UNCHANGED
                                               : BOOK_UPDATED;
    if (*ret_change == BOOK_UNCHANGED)
        return OK;
    return db_run(
        op, Q_STATEMENT_PUT,
        DB_ARGS(ARG_ID(obligation->debtor_id), ARG_ID(obligation->id), ARG_DAY(statement->ends_on),
                ARG_MONEY(statement->balance), ARG_MONEY(statement->paid),
                db_arg_i64(statement->months_late, statement->months_late == MONTHS_LATE_NONE),
                ARG_TEXT(statement->source), ARG_INSTANT(op_now(op))),
        NULL);
}
