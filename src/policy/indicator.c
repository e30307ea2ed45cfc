#include "policy/indicator.h"

#include "store/db.h"

/* A share of a whole in percent with INPUT_RATE_SCALE decimals, rounded down; null of nothing. */
struct share {
    int64_t part;
    int64_t whole;
    bool found;
};

static status read_share(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(struct share *)out = (struct share){db_i64(row, 0), db_i64(row, 1), true};
    return OK;
}

static status compute(struct op *op, int indicator, struct share *share)
{
    /* in the order of INPUTS_INDICATOR */
    static const enum query queries[INDICATOR_COUNT] = {
        Q_INDICATOR_COVERAGE, Q_INDICATOR_CONTACTABILITY, Q_INDICATOR_KEPT, Q_INDICATOR_RECEIVED};
    struct share due = {0};
    bool found = false;
    *share = (struct share){0};
    TRY(db_query_one(
        op, queries[indicator],
        DB_ARGS(ARG_DAY(op->business_date - INDICATOR_DAYS), ARG_DAY(op->business_date)),
        read_share, share, &found));
    if (indicator != INPUT_kpi_recovery - INPUT_INDICATOR)
        return OK;
    TRY(db_query_one(op, Q_INDICATOR_PAST_DUE, DB_NO_ARGS, read_share, &due, &found));
    share->whole = share->part + due.whole; /* what came in, and what could still have come */
    return OK;
}

static int64_t percent(const struct share *share)
{
    const __int128 scaled = (__int128)share->part * 10000 / share->whole;
    return scaled > INT32_MAX ? INT32_MAX : (int64_t)scaled;
}

status indicators_keep(struct op *op)
{
    for (int i = 0; i < INDICATOR_COUNT; i++) {
        struct share share;
        TRY(compute(op, i, &share));
        TRY(db_run(op, Q_INDICATOR_INSERT,
                   DB_ARGS(ARG_DAY(op->business_date),
                           ARG_TEXT_C(input_list[INPUT_INDICATOR + i].name),
                           db_arg_i64(share.whole > 0 ? percent(&share) : 0, share.whole <= 0),
                           ARG_INSTANT(op_now(op))),
                   NULL));
    }
    return OK;
}

status indicators_read(struct op *op, struct dmn_value ret_values[INDICATOR_COUNT])
{
    struct db_rows rows;
    bool has_row = false;
    for (int i = 0; i < INDICATOR_COUNT; i++)
        ret_values[i] = (struct dmn_value){.is_null = true};
    TRY(db_query(op, Q_INDICATOR_LIST, DB_ARGS(ARG_DAY(op->business_date)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        for (int i = 0; i < INDICATOR_COUNT; i++)
            if (str_equal_c(db_text(&rows, 0), input_list[INPUT_INDICATOR + i].name))
                ret_values[i] = (struct dmn_value){db_i64(&rows, 1), db_is_null(&rows, 1)};
    }
}
