/* What must be answered, and by when: requests about personal data and disputes that are open.  The
 * last day of a request is a term of the person's country (privacy/request.h), and so is that of a
 * dispute (policy/reply_due.h), or the organisation's own where it is earlier. */
#include "insight/reports.h"

#include <inttypes.h>
#include <stdlib.h>

#include "insight/build.h"
#include "policy/reply_due.h"
#include "store/db.h"

struct deadline {
    day due_on;
    str what;
    str kind;
    int64_t number;
    day since;
    str rule;
    size_t order; /* as they were read: what is due on one day keeps it */
};

struct desk {
    struct reply_desk *replies;
    struct deadline *list;
    size_t count;
    size_t capacity;
};

static status check_filter(struct op *op, str filter)
{
    static const char *const filters[] = {"", "privacy", "dispute", "overdue"};
    for (size_t i = 0; i < ARRAY_LEN(filters); i++)
        if (str_equal_c(filter, filters[i]))
            return OK;
    return op_fail(op, E_INVALID, "deadlines are privacy, dispute or overdue, not '" STR_FORMAT "'",
                   STR_ARG(filter));
}

static status apply_law(struct op *op, struct desk *desk, const struct db_rows *row,
                        struct deadline *deadline)
{
    struct reply_due due;
    TRY(reply_due_find(op, desk->replies, db_text(row, 6), db_text(row, 7), deadline->since,
                       deadline->due_on, &due));
    deadline->due_on = due.on;
    deadline->rule = str_of(due.rule);
    return OK;
}

static status read_deadline(struct op *op, const struct db_rows *row, struct desk *desk)
{
    struct deadline deadline = {.due_on = db_day(row, 0),
                                .what = db_text_copy(op, row, 1),
                                .kind = db_text_copy(op, row, 2),
                                .number = db_i64(row, 3),
                                .since = db_day(row, 4),
                                .rule = db_text_copy(op, row, 5),
                                .order = desk->count};
    if (str_equal_c(deadline.what, "dispute"))
        TRY(apply_law(op, desk, row, &deadline));
    desk->list =
        arena_grow(op->arena, desk->list, desk->count, &desk->capacity, sizeof(*desk->list));
    desk->list[desk->count++] = deadline;
    return OK;
}

static int compare(const void *left, const void *right)
{
    const struct deadline *const a = left;
    const struct deadline *const b = right;
    if (a->due_on != b->due_on)
        return a->due_on < b->due_on ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static status add_deadline(struct op *op, const struct deadline *deadline, day date,
                           struct report *report)
{
    return REPORT_ADD(op, report, CURRENCY_NONE, CELL_DAY(deadline->due_on),
                      CELL_COUNT(deadline->due_on - date), CELL_TEXT(deadline->what),
                      CELL_TEXT(deadline->kind),
                      CELL_TEXT_C(arena_printf(op->arena, "%" PRId64, deadline->number)),
                      CELL_DAY(deadline->since), CELL_TEXT(deadline->rule));
}

static void name_columns(struct report *report)
{
    report_column(report, "due_on", REPORT_DAY);
    report_column(report, "left", REPORT_COUNT);
    report_column(report, "what", REPORT_TEXT);
    report_column(report, "kind", REPORT_TEXT);
    report_column(report, "number", REPORT_TEXT);
    report_column(report, "since", REPORT_DAY);
    report_column(report, "rule", REPORT_TEXT);
}

status report_deadlines(struct op *op, const struct report_query *query, struct report *report)
{
    const bool is_overdue = str_equal_c(query->filter, "overdue");
    struct desk desk = {.count = 0};
    struct db_rows rows;
    bool has_row = true;
    TRY(check_filter(op, query->filter));
    name_columns(report);
    TRY(reply_desk_open(op, &desk.replies));
    TRY(db_query(op, Q_INSIGHT_DEADLINES,
                 DB_ARGS(ARG_DAY(query->date), ARG_TEXT(is_overdue ? STR("") : query->filter)),
                 &rows));
    while (has_row) {
        TRY(db_next(op, &rows, &has_row));
        if (has_row)
            TRY(read_deadline(op, &rows, &desk));
    }
    if (desk.count > 0)
        qsort(desk.list, desk.count, sizeof(*desk.list), compare);
    for (size_t i = 0; i < desk.count; i++)
        if (!is_overdue || desk.list[i].due_on < query->date)
            TRY(add_deadline(op, &desk.list[i], query->date, report));
    return OK;
}
