/* Debts as they were agreed: how many, their instalments, those due by a day, and what an attribute
 * such as the amount of the contract adds up to. */
#include "insight/reports.h"

#include "insight/build.h"
#include "insight/dimension.h"
#include "insight/group.h"
#include "store/db.h"

enum {
    DEBTS,
    CLAIMS,
    SCHEDULED,  /* of all instalments */
    INSTALMENT, /* of each debt's first */
    DUE_CLAIMS,
    DUE,
    OUTSTANDING, /* of the contract's amount, or of the instalments where none is told */
    SUM,
    MATCHING,
    FIRST_ON,
    LAST_ON,
    SUMS
};

/* What is read of one debt. */
struct debt_row {
    currency currency;
    day opened_on;
    int64_t values[SUMS];
};

/* Only money can be added to money: the attribute must be a decimal one.  id 0: nobody asked. */
static status find_sum(struct op *op, str name, int64_t *ret_attribute_id)
{
    struct dimension found = dimension_none;
    *ret_attribute_id = 0;
    if (name.size == 0)
        return OK;
    TRY(dimension_find(op, name, &found));
    if (found.attribute_id == 0 || found.form != DIMENSION_DECIMAL)
        return op_fail(op, E_INVALID,
                       "sum takes an attribute of type decimal, and '" STR_FORMAT "' is none",
                       STR_ARG(name));
    *ret_attribute_id = found.attribute_id;
    return OK;
}

/* Millionths to minor units; what is finer than the currency is rounded half away from zero. */
static int64_t minor_of(int64_t millionths, currency unit)
{
    int64_t scale = 1000000;
    for (int i = currency_exponent(unit); i > 0; i--)
        scale /= 10;
    const int64_t half = millionths < 0 ? -(scale / 2) : scale / 2;
    return millionths / scale + (millionths % scale + half) / scale;
}

static status read_debt(struct op *op, const struct db_rows *rows, struct debt_row *debt)
{
    *debt = (struct debt_row){.currency = (currency)db_i64(rows, 0), .opened_on = db_day(rows, 1)};
    const bool has_sum = !db_is_null(rows, 4);
    debt->values[DEBTS] = 1;
    debt->values[INSTALMENT] = db_i64(rows, 5);
    debt->values[CLAIMS] = db_i64(rows, 6);
    debt->values[SCHEDULED] = db_i64(rows, 7);
    debt->values[DUE_CLAIMS] = db_i64(rows, 8);
    debt->values[DUE] = db_i64(rows, 9);
    debt->values[SUM] = has_sum ? minor_of(db_i64(rows, 4), debt->currency) : 0;
    debt->values[MATCHING] = has_sum && debt->values[SUM] == debt->values[SCHEDULED] ? 1 : 0;
    debt->values[OUTSTANDING] = has_sum ? debt->values[SUM] : debt->values[SCHEDULED];
    return report_sum(op, &debt->values[OUTSTANDING], -debt->values[DUE]);
}

static status add_debt(struct op *op, const struct debt_row *debt, int64_t *sums)
{
    if (sums[DEBTS] == 0) {
        sums[FIRST_ON] = debt->opened_on;
        sums[LAST_ON] = debt->opened_on;
    }
    for (int i = 0; i < FIRST_ON; i++)
        TRY(report_sum(op, &sums[i], debt->values[i]));
    if (debt->opened_on < sums[FIRST_ON])
        sums[FIRST_ON] = debt->opened_on;
    if (debt->opened_on > sums[LAST_ON])
        sums[LAST_ON] = debt->opened_on;
    return OK;
}

static status add_all(struct op *op, const struct report_query *query,
                      const struct dimension *dimension, int64_t sum_attribute_id,
                      struct group_table *table)
{
    struct db_rows rows;
    bool has_row = true;
    TRY(db_query(op, Q_INSIGHT_OBLIGATIONS,
                 DB_ARGS(ARG_TEXT_C(dimension->branch), ARG_ID(dimension->attribute_id),
                         ARG_ID(sum_attribute_id), ARG_DAY(query->date)),
                 &rows));
    for (;;) {
        char text[DIMENSION_KEY_SIZE];
        struct debt_row debt;
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        TRY(read_debt(op, &rows, &debt));
        const str key = dimension->form == DIMENSION_NONE
                            ? STR("ALL")
                            : dimension_key(dimension, &rows, 2, 3, 0, text);
        TRY(add_debt(op, &debt, group_sums(op, table, debt.currency, key)));
    }
}

static void add_columns(const char *key, bool has_sum, struct report *report)
{
    report_column(report, "as_of", REPORT_DAY);
    report_column(report, key, REPORT_TEXT);
    report_column(report, "obligations", REPORT_COUNT);
    report_column(report, "first_opened_on", REPORT_DAY);
    report_column(report, "last_opened_on", REPORT_DAY);
    report_column(report, "claims", REPORT_COUNT);
    report_column(report, "scheduled_amount", REPORT_MONEY);
    report_column(report, "first_instalments", REPORT_MONEY);
    report_column(report, "due_claims", REPORT_COUNT);
    report_column(report, "due_amount", REPORT_MONEY);
    report_column(report, "outstanding_amount", REPORT_MONEY);
    if (has_sum) {
        report_column(report, "sum_amount", REPORT_MONEY);
        report_column(report, "matching", REPORT_COUNT);
    }
    report_column(report, "currency", REPORT_CURRENCY);
}

static status add_row(struct op *op, const struct group *group, day date, bool has_sum,
                      struct report *report)
{
    const int64_t *const sums = group->sums;
    const struct report_cell cells[] = {
        CELL_DAY(date),
        CELL_TEXT(group->key),
        CELL_COUNT(sums[DEBTS]),
        CELL_DAY((day)sums[FIRST_ON]),
        CELL_DAY((day)sums[LAST_ON]),
        CELL_COUNT(sums[CLAIMS]),
        CELL(REPORT_MONEY, sums[SCHEDULED]),
        CELL(REPORT_MONEY, sums[INSTALMENT]),
        CELL_COUNT(sums[DUE_CLAIMS]),
        CELL(REPORT_MONEY, sums[DUE]),
        CELL(REPORT_MONEY, sums[OUTSTANDING]),
        CELL(REPORT_MONEY, sums[SUM]),
        CELL_COUNT(sums[MATCHING]),
    };
    return report_add(op, report, group->currency, cells,
                      (int)ARRAY_LEN(cells) - (has_sum ? 0 : 2));
}

status report_obligations(struct op *op, const struct report_query *query, struct report *report)
{
    struct group_table table = group_table_start(op, SUMS);
    struct dimension dimension;
    int64_t sum_attribute_id = 0;
    const bool has_sum = query->sum.size > 0;

    TRY(dimension_find(op, query->by, &dimension));
    TRY(find_sum(op, query->sum, &sum_attribute_id));
    TRY(add_all(op, query, &dimension, sum_attribute_id, &table));
    add_columns(dimension.name, has_sum, report);
    const struct group *const groups = group_sorted(op, &table);
    for (size_t i = 0; i < table.count; i++)
        TRY(add_row(op, &groups[i], query->date, has_sum, report));
    return OK;
}
