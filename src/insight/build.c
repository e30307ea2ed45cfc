#include "insight/build.h"

#include <assert.h>

#include "record/organisation.h"
#include "store/db.h"

#define FIRST_ROWS     64
#define ROWS_PER_CHECK 1024
#define MILLIONTHS     INT64_C(1000000)
#define CURRENCIES_MAX 64 /* more than any book has: the list is read before it is used */

void report_column(struct report *report, const char *name, enum report_type type)
{
    assert(report->column_count < REPORT_COLUMNS_MAX);
    report->columns[report->column_count++] = (struct report_column){name, type};
}

static void grow_rows(struct op *op, struct report *report)
{
    const size_t capacity = report->row_capacity ? report->row_capacity * 2 : FIRST_ROWS;
    struct report_row *rows = arena_array(op->arena, capacity, sizeof(*rows));
    if (report->row_count > 0)
        memcpy(rows, report->rows, report->row_count * sizeof(*rows));
    report->rows = rows;
    report->row_capacity = capacity;
}

status report_add(struct op *op, struct report *report, currency unit,
                  const struct report_cell *cells, int cell_count)
{
    const int count = report->column_count;
    const bool has_currency = report->columns[count - 1].type == REPORT_CURRENCY;
    struct report_cell *copy = arena_array(op->arena, (size_t)count, sizeof(*copy));

    assert(cell_count == count - (has_currency ? 1 : 0));
    memcpy(copy, cells, (size_t)cell_count * sizeof(*copy));
    if (has_currency)
        copy[count - 1] = CELL(REPORT_CURRENCY, 0);
    if (report->row_count == report->row_capacity)
        grow_rows(op, report);
    report->rows[report->row_count++] = (struct report_row){unit, copy};
    return report->row_count % ROWS_PER_CHECK == 0 ? op_check(op) : OK;
}

status report_currencies(struct op *op, struct currency_list *ret_list)
{
    currency *list = arena_array(op->arena, CURRENCIES_MAX, sizeof(*list));
    struct organisation organisation;
    struct db_rows rows;
    bool has_row;
    int count = 0;

    TRY(db_query(op, Q_INSIGHT_CURRENCIES, DB_NO_ARGS, &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        if (count == CURRENCIES_MAX)
            return op_fail(op, E_LIMIT, "the book has more than %d currencies", CURRENCIES_MAX);
        list[count++] = (currency)db_i64(&rows, 0);
    }
    if (count == 0) {
        TRY(organisation_get(op, &organisation));
        list[count++] = organisation.currency;
    }
    *ret_list = (struct currency_list){list, count};
    return OK;
}

status currency_list_find(struct op *op, const struct currency_list *list, currency c,
                          int *ret_index)
{
    char text[CURRENCY_TEXT];
    for (int i = 0; i < list->count; i++)
        if (list->at[i] == c) {
            *ret_index = i;
            return OK;
        }
    return op_fail(op, E_STORE, "a row is in %s, but no case of the book is",
                   currency_format(c, text));
}

status report_sum(struct op *op, int64_t *sum, int64_t amount)
{
    money total;
    if (!money_add((money){*sum}, (money){amount}, &total))
        return op_fail(op, E_LIMIT, "a sum of this report leaves the range of money");
    *sum = total.minor;
    return OK;
}

struct report_cell report_ratio(int64_t numerator, int64_t factor, int64_t denominator)
{
    money quotient;
    if (denominator <= 0 ||
        !money_scale((money){numerator}, factor * MILLIONTHS, denominator, &quotient))
        return CELL_NONE(REPORT_RATIO);
    return CELL_RATIO(quotient.minor);
}
