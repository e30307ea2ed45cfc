/* Debts that are charged off or written off, with what came of them since, and what that cost.
 *
 * A day's work on a case is shared among its debts that were charged off by then, by the amount
 * that was: the parts add up to the cost, to the cent.  Costs are in the organisation's currency;
 * of a debt in another one they say nothing. */
#include "insight/reports.h"

#include <inttypes.h>
#include <stdlib.h>

#include "insight/build.h"
#include "money/split.h"
#include "record/organisation.h"
#include "store/db.h"

struct debt {
    size_t place; /* in the report */
    int64_t case_id, number;
    str name;
    currency currency;
    day since;
    int64_t charged_off, recovered, written_off, open;
    int64_t cost;
};

struct debts {
    struct debt *at;
    size_t count, room;
};

static status read_debts(struct op *op, day date, struct debts *debts)
{
    struct db_rows rows;
    bool has_row = true;
    TRY(db_query(op, Q_INSIGHT_CHARGE_OFFS, DB_ARGS(ARG_DAY(date)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        debts->at =
            arena_grow(op->arena, debts->at, debts->count, &debts->room, sizeof(*debts->at));
        debts->at[debts->count] =
            (struct debt){.place = debts->count,
                          .number = db_i64(&rows, 0),
                          .name = db_text_copy(op, &rows, 1),
                          .currency = (currency)db_i64(&rows, 2),
                          .since = db_day(&rows, 3),
                          .charged_off = db_i64(&rows, 4) - db_i64(&rows, 6),
                          .recovered = db_i64(&rows, 5),
                          .open = db_money(&rows, 7).minor,
                          .written_off = db_is_null(&rows, 9) ? 0 : db_i64(&rows, 9),
                          .case_id = db_id(&rows, 10)};
        debts->count++;
    }
}

/* By case, and there as in the report: the oldest first. */
static int compare_by_case(const void *a, const void *b)
{
    const struct debt *const x = a;
    const struct debt *const y = b;
    if (x->case_id != y->case_id)
        return x->case_id < y->case_id ? -1 : 1;
    return x->place < y->place ? -1 : 1;
}

static int compare_by_place(const void *a, const void *b)
{
    const struct debt *const x = a;
    const struct debt *const y = b;
    return x->place < y->place ? -1 : 1;
}

/* --- what it cost --- */

static status share(struct op *op, struct debt *debts, size_t count, int64_t cost)
{
    int64_t *const weights = arena_array(op->arena, count, sizeof(*weights));
    int64_t *const parts = arena_array(op->arena, count, sizeof(*parts));
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        weights[i] = debts[i].charged_off > 0 ? debts[i].charged_off : 0;
        TRY(report_sum(op, &sum, weights[i]));
    }
    if (sum > 0)
        split_by_weight(cost, weights, count, parts);
    else
        split_evenly(cost, count, parts);
    for (size_t i = 0; i < count; i++)
        TRY(report_sum(op, &debts[i].cost, parts[i]));
    return OK;
}

/* Days of work on one case, from the oldest on. */
struct work {
    struct debt *debts; /* of the case */
    size_t count;
    size_t sharing; /* of them, those that were charged off by the day */
    int64_t cost;   /* that these have yet to share */
};

static status end_work(struct op *op, struct work *work)
{
    if (work->cost > 0)
        TRY(share(op, work->debts, work->sharing, work->cost));
    work->cost = 0;
    return OK;
}

static status add_work(struct op *op, struct work *work, day on, int64_t cost)
{
    if (work->sharing < work->count && work->debts[work->sharing].since <= on) {
        TRY(end_work(op, work));
        while (work->sharing < work->count && work->debts[work->sharing].since <= on)
            work->sharing++;
    }
    return work->sharing > 0 ? report_sum(op, &work->cost, cost) : OK;
}

static struct work start_work(struct debt *debts, size_t count, int64_t case_id)
{
    struct work work = {.debts = debts};
    while (work.count < count && debts[work.count].case_id == case_id)
        work.count++;
    return work;
}

/* The debts are in the order of their cases, as the days of work are. */
static status read_costs(struct op *op, day date, struct debts *debts)
{
    struct work work = {.count = 0};
    struct db_rows rows;
    size_t at = 0;
    bool has_row = true;
    TRY(db_query(op, Q_INSIGHT_CHARGE_OFF_COSTS, DB_ARGS(ARG_DAY(date)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return end_work(op, &work);
        const int64_t case_id = db_id(&rows, 0);
        if (work.count == 0 || work.debts[0].case_id != case_id) {
            TRY(end_work(op, &work));
            while (at < debts->count && debts->at[at].case_id < case_id)
                at++;
            work = start_work(debts->at + at, debts->count - at, case_id);
        }
        TRY(add_work(op, &work, db_day(&rows, 1), db_i64(&rows, 2)));
    }
}

static status add_row(struct op *op, const struct debt *debt, currency own, struct report *report)
{
    const bool has_cost = debt->currency == own;
    return REPORT_ADD(
        op, report, debt->currency,
        CELL_TEXT(str_of(arena_printf(op->arena, "%" PRId64, debt->number))), CELL_TEXT(debt->name),
        CELL_DAY(debt->since), CELL_MONEY(((money){debt->charged_off})),
        CELL_MONEY(((money){debt->recovered})),
        CELL_MONEY(((money){debt->charged_off - debt->recovered})),
        CELL_MONEY(((money){debt->written_off})), CELL_MONEY(((money){debt->open})),
        has_cost ? CELL_MONEY(((money){debt->cost})) : CELL_NONE(REPORT_MONEY),
        has_cost ? CELL_MONEY(((money){debt->recovered - debt->cost})) : CELL_NONE(REPORT_MONEY));
}

status report_charge_offs(struct op *op, const struct report_query *query, struct report *report)
{
    struct organisation organisation;
    struct debts debts = {.count = 0};
    report_column(report, "case", REPORT_TEXT);
    report_column(report, "debt", REPORT_TEXT);
    report_column(report, "since", REPORT_DAY);
    report_column(report, "charged_off", REPORT_MONEY);
    report_column(report, "recovered", REPORT_MONEY);
    report_column(report, "net", REPORT_MONEY);
    report_column(report, "written_off", REPORT_MONEY);
    report_column(report, "open_amount", REPORT_MONEY);
    report_column(report, "cost", REPORT_MONEY);
    report_column(report, "net_recovery", REPORT_MONEY);
    report_column(report, "currency", REPORT_CURRENCY);
    TRY(organisation_get(op, &organisation));
    TRY(read_debts(op, query->date, &debts));
    if (debts.count == 0)
        return OK;
    qsort(debts.at, debts.count, sizeof(*debts.at), compare_by_case);
    TRY(read_costs(op, query->date, &debts));
    qsort(debts.at, debts.count, sizeof(*debts.at), compare_by_place);
    for (size_t i = 0; i < debts.count; i++)
        TRY(add_row(op, &debts.at[i], organisation.currency, report));
    return OK;
}
