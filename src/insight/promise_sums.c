#include "insight/promise_sums.h"

#include "book/promise.h"
#include "store/db.h"

static const enum promise_sum sum_of_state[PROMISE_STATE_COUNT] = {
    [PROMISE_OPEN] = PROMISE_SUM_OPEN,           [PROMISE_KEPT] = PROMISE_SUM_KEPT,
    [PROMISE_PARTIAL] = PROMISE_SUM_PARTIAL,     [PROMISE_BROKEN] = PROMISE_SUM_BROKEN,
    [PROMISE_CANCELLED] = PROMISE_SUM_CANCELLED,
};

status promise_sums_add(struct op *op, struct promise_sums *sums, const struct promise_group *group)
{
    enum promise_state state;
    enum promise_sum sum;

    if (!promise_state_parse(group->state, &state))
        return op_fail(op, E_STORE, "a promise has the unknown state " STR_FORMAT,
                       STR_ARG(group->state));
    if (state == PROMISE_RESCHEDULED)
        return OK;
    sum = sum_of_state[state];
    sums->count[sum] += group->count;
    sums->count[PROMISE_SUM_DUE] += group->count;
    TRY(report_sum(op, &sums->amount[sum], group->amount.minor));
    return report_sum(op, &sums->amount[PROMISE_SUM_DUE], group->amount.minor);
}

status promise_groups(struct op *op, day from, day date,
                      status (*visit)(struct op *op, const struct promise_group *group,
                                      void *context),
                      void *context)
{
    struct db_rows rows;
    bool has_row;

    TRY(db_query(op, Q_INSIGHT_PROMISES_DUE, DB_ARGS(ARG_I64(from), ARG_I64(date)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        const struct promise_group group = {db_day(&rows, 0),   (currency)db_i64(&rows, 1),
                                            db_text(&rows, 2),  db_i64(&rows, 3),
                                            db_money(&rows, 4), db_money(&rows, 5)};
        TRY(visit(op, &group, context));
    }
}
