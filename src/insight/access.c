/* Who has seen personal values in the clear: by day and user with what is unusual, and each
 * opening.
 *
 * Unusual by rule: `many`, when a user saw MANY persons on a day, or at least SOME and more than
 * three times what is usual for the user (the mean of her days with openings in the four weeks
 * before, of which there must be five); `outside`, when at least SOME persons were seen whom the
 * user neither worked on nor spoke with that day, and they are more than half. */
#include "insight/build.h"
#include "insight/reports.h"
#include "store/db.h"

#include <inttypes.h>

#define MANY        200
#define SOME        20
#define TIMES_USUAL 3
#define USUAL_DAYS  28
#define USUAL_LEAST 5 /* days from which a habit is read */
#define LIST_ROWS   10000

/* One user's day; rows come by user, then by day. */
struct user_day {
    int64_t user_id;
    str login;
    day date;
    int64_t persons, openings, outside;
};

static struct user_day read_day(struct op *op, const struct db_rows *rows)
{
    return (struct user_day){.user_id = db_id(rows, 0),
                             .login = db_text_copy(op, rows, 1),
                             .date = db_day(rows, 2),
                             .persons = db_i64(rows, 3),
                             .openings = db_i64(rows, 4),
                             .outside = db_i64(rows, 5)};
}

/* The mean of the days before the last one, of the same user and near enough; 0: too few. */
static int64_t usual_of(const struct user_day *days, size_t last)
{
    int64_t sum = 0;
    int64_t count = 0;
    for (size_t i = last; i-- > 0 && days[i].user_id == days[last].user_id;) {
        if (days[i].date < days[last].date - USUAL_DAYS)
            break;
        sum += days[i].persons;
        count++;
    }
    return count < USUAL_LEAST ? 0 : sum / count;
}

static const char *flag_of(const struct user_day *today, int64_t usual)
{
    const bool is_many = today->persons >= MANY || (today->persons >= SOME && usual > 0 &&
                                                    today->persons > TIMES_USUAL * usual);
    const bool is_outside = today->outside >= SOME && 2 * today->outside > today->persons;
    return is_many && is_outside ? "many outside" : is_many ? "many" : is_outside ? "outside" : "";
}

status report_access(struct op *op, const struct report_query *query, struct report *report)
{
    struct db_rows rows;
    struct user_day *days = NULL;
    size_t count = 0;
    size_t capacity = 0;
    bool has_row = true;
    report_column(report, "date", REPORT_DAY);
    report_column(report, "user", REPORT_TEXT);
    report_column(report, "persons", REPORT_COUNT);
    report_column(report, "openings", REPORT_COUNT);
    report_column(report, "outside_work", REPORT_COUNT);
    report_column(report, "usual", REPORT_COUNT);
    report_column(report, "unusual", REPORT_TEXT);
    TRY(db_query(op, Q_INSIGHT_ACCESS_DAYS,
                 DB_ARGS(ARG_DAY((day)(query->from - USUAL_DAYS)), ARG_DAY(query->date)), &rows));
    while (has_row) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        days = arena_grow(op->arena, days, count, &capacity, sizeof(*days));
        days[count] = read_day(op, &rows);
        const struct user_day *const today = &days[count];
        const int64_t usual = usual_of(days, count++);
        if (today->date >= query->from)
            TRY(REPORT_ADD(op, report, CURRENCY_NONE, CELL_DAY(today->date),
                           CELL_TEXT(today->login), CELL_COUNT(today->persons),
                           CELL_COUNT(today->openings), CELL_COUNT(today->outside),
                           CELL_COUNT(usual), CELL_TEXT_C(flag_of(today, usual))));
    }
    return OK;
}

/* "user=lucia" or "person=4711" */
static status parse_filter(struct op *op, str filter, str *ret_login, int64_t *ret_person)
{
    str rest = filter;
    const str name = str_split(&rest, '=');
    *ret_login = STR("");
    *ret_person = 0;
    if (filter.size == 0)
        return OK;
    if (str_equal_c(name, "user") && rest.size > 0) {
        *ret_login = rest;
        return OK;
    }
    if (str_equal_c(name, "person") && str_to_i64(rest, ret_person))
        return OK;
    return op_fail(op, E_INVALID,
                   "access-log is filtered by user=LOGIN or person=ID, not '" STR_FORMAT "'",
                   STR_ARG(filter));
}

status report_access_log(struct op *op, const struct report_query *query, struct report *report)
{
    struct db_rows rows;
    str login;
    int64_t person = 0;
    bool has_row = true;
    char at[INSTANT_TEXT_SIZE];
    TRY(parse_filter(op, query->filter, &login, &person));
    report_column(report, "at", REPORT_TEXT);
    report_column(report, "user", REPORT_TEXT);
    report_column(report, "person", REPORT_TEXT);
    report_column(report, "case", REPORT_TEXT);
    report_column(report, "fields", REPORT_TEXT);
    report_column(report, "face", REPORT_TEXT);
    report_column(report, "operation", REPORT_TEXT);
    TRY(db_query(op, Q_INSIGHT_ACCESS_LOG,
                 DB_ARGS(ARG_DAY(query->from), ARG_DAY(query->date), ARG_TEXT(login),
                         ARG_ID(person), ARG_I64(LIST_ROWS)),
                 &rows));
    while (has_row) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        TRY(REPORT_ADD(
            op, report, CURRENCY_NONE,
            CELL_TEXT_C(arena_printf(op->arena, "%s", instant_format(db_instant(&rows, 0), at))),
            CELL_TEXT(db_text_copy(op, &rows, 1)),
            CELL_TEXT_C(arena_printf(op->arena, "%" PRId64, db_id(&rows, 2))),
            CELL_TEXT(db_text_copy(op, &rows, 3)), CELL_TEXT(db_text_copy(op, &rows, 4)),
            CELL_TEXT(db_text_copy(op, &rows, 5)), CELL_TEXT(db_text_copy(op, &rows, 6))));
    }
    return OK;
}
