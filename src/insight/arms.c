/* What came of an experiment, arm by arm: of the cases that an arm decided first, how many paid,
 * what they paid of what they owed, what they promised, what was done and what it cost.
 *
 * Intention to treat: a case stays with its first arm, whatever shares did later.  Rates have 95 %
 * intervals (insight/interval.h); uplift is the recovery above that of the hold-out, or of the
 * champion where there is none. */
#include "insight/reports.h"

#include "base/words.h"
#include "insight/build.h"
#include "insight/interval.h"
#include "record/organisation.h"
#include "store/db.h"

#define ARMS_MOST 64 /* of all experiments of one name */

struct arm_name {
    int64_t symbol;
    str name;
    bool is_hold_out, is_champion;
};

/* The cases of an arm in one currency. */
struct arm_cases {
    int64_t cases, payers, owed, recovered, promises, kept, attempts, contacts, cost;
    day since;
    struct interval_pair *pairs;
    size_t capacity;
    struct interval recovery;
};

struct arms_report {
    struct report *report;
    struct arm_name arms[ARMS_MOST];
    int arm_count;
    struct currency_list currencies;
    struct arm_cases *cells; /* [arm * currencies.count + currency] */
    currency own;            /* that costs are in */
};

static status read_name(struct op *op, struct db_rows *row, void *out)
{
    *(str *)out = db_text_copy(op, row, 0);
    return OK;
}

static status read_arms(struct op *op, str name, struct arms_report *r)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_INSIGHT_ARMS, DB_ARGS(ARG_TEXT(name)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        if (r->arm_count == ARMS_MOST)
            return op_fail(op, E_LIMIT, "the experiments of one name have more than %d arms",
                           ARMS_MOST);
        r->arms[r->arm_count++] = (struct arm_name){
            .symbol = db_i64(&rows, 0),
            .name = db_text_copy(op, &rows, 1),
            .is_hold_out = str_equal_c(db_text(&rows, 2), "hold_out"),
            .is_champion = str_equal_c(db_text(&rows, 2), "champion"),
        };
    }
}

static struct arm_cases *cell_of(const struct arms_report *r, int64_t symbol, int unit)
{
    int arm = 0;
    while (arm + 1 < r->arm_count && r->arms[arm].symbol != symbol)
        arm++;
    return &r->cells[arm * r->currencies.count + unit];
}

static status take_case(struct op *op, const struct db_rows *rows, struct arms_report *r)
{
    int unit = 0;
    TRY(currency_list_find(op, &r->currencies, (currency)db_i64(rows, 1), &unit));
    struct arm_cases *const cell = cell_of(r, db_i64(rows, 0), unit);
    const day entered_on = db_day(rows, 2);
    const struct interval_pair pair = {db_i64(rows, 3), db_i64(rows, 4)};
    if (cell->cases == 0 || entered_on < cell->since)
        cell->since = entered_on;
    cell->pairs = arena_grow(op->arena, cell->pairs, (size_t)cell->cases, &cell->capacity,
                             sizeof(*cell->pairs));
    cell->pairs[cell->cases++] = pair;
    cell->payers += pair.under > 0;
    cell->promises += db_i64(rows, 5);
    cell->kept += db_i64(rows, 6);
    cell->attempts += db_i64(rows, 7);
    cell->contacts += db_i64(rows, 8);
    cell->cost += db_i64(rows, 9);
    TRY(report_sum(op, &cell->owed, pair.over));
    return report_sum(op, &cell->recovered, pair.under);
}

static status read_cases(struct op *op, str name, day date, struct arms_report *r)
{
    struct db_rows rows;
    bool has_row = false;
    r->cells = arena_array(op->arena, (size_t)r->arm_count * (size_t)r->currencies.count,
                           sizeof(*r->cells));
    TRY(db_query(op, Q_INSIGHT_ARM_CASES,
                 DB_ARGS(ARG_TEXT(name), ARG_DAY(date), ARG_I64(OUTCOME_BIT(OUTCOME_ATTEMPT)),
                         ARG_I64(OUTCOME_BIT(OUTCOME_CONTACT))),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        TRY(take_case(op, &rows, r));
    }
    for (int i = 0; i < r->arm_count * r->currencies.count; i++)
        r->cells[i].recovery = interval_of_ratio(r->cells[i].pairs, (size_t)r->cells[i].cases);
    return OK;
}

/* --- the rows --- */

/* What the others are measured against: the hold-out, else the champion. */
static int find_base(const struct arms_report *r)
{
    int base = -1;
    for (int i = 0; i < r->arm_count; i++)
        if (r->arms[i].is_hold_out || (r->arms[i].is_champion && base < 0))
            base = i;
    return base;
}

static struct report_cell rate(const struct interval *interval)
{
    return interval->is_known ? CELL_RATIO(interval->value) : CELL_NONE(REPORT_RATIO);
}

static struct report_cell bound(const struct interval *interval, int64_t value)
{
    return interval->has_bounds ? CELL_RATIO(value) : CELL_NONE(REPORT_RATIO);
}

static status add_row(struct op *op, const struct arms_report *r, int arm, int unit, int base)
{
    const struct arm_cases *const c = &r->cells[arm * r->currencies.count + unit];
    const struct interval paying = interval_of_share(c->payers, c->cases);
    const struct interval kept = interval_of_share(c->kept, c->promises);
    const struct interval *const got = &c->recovery;
    struct interval uplift = {0};
    if (c->cases == 0)
        return OK;
    if (base >= 0 && base != arm)
        uplift = interval_difference(got, &r->cells[base * r->currencies.count + unit].recovery);
    return REPORT_ADD(
        op, r->report, r->currencies.at[unit], CELL_TEXT(r->arms[arm].name), CELL_DAY(c->since),
        CELL_COUNT(c->cases), CELL_COUNT(c->payers), rate(&paying), bound(&paying, paying.low),
        bound(&paying, paying.high), CELL_MONEY(((money){c->owed})),
        CELL_MONEY(((money){c->recovered})), rate(got), bound(got, got->low), bound(got, got->high),
        CELL_COUNT(c->promises), CELL_COUNT(c->kept), rate(&kept), bound(&kept, kept.low),
        bound(&kept, kept.high), CELL_COUNT(c->attempts), CELL_COUNT(c->contacts),
        r->currencies.at[unit] == r->own ? CELL_MONEY(((money){c->cost})) : CELL_NONE(REPORT_MONEY),
        rate(&uplift), bound(&uplift, uplift.low), bound(&uplift, uplift.high));
}

static void add_columns(struct report *report)
{
    static const struct report_column columns[] = {
        {"arm",           REPORT_TEXT    },
        {"since",         REPORT_DAY     },
        {"cases",         REPORT_COUNT   },
        {"payers",        REPORT_COUNT   },
        {"paying",        REPORT_RATIO   },
        {"paying_low",    REPORT_RATIO   },
        {"paying_high",   REPORT_RATIO   },
        {"owed",          REPORT_MONEY   },
        {"recovered",     REPORT_MONEY   },
        {"recovery",      REPORT_RATIO   },
        {"recovery_low",  REPORT_RATIO   },
        {"recovery_high", REPORT_RATIO   },
        {"promises",      REPORT_COUNT   },
        {"kept",          REPORT_COUNT   },
        {"keeping",       REPORT_RATIO   },
        {"keeping_low",   REPORT_RATIO   },
        {"keeping_high",  REPORT_RATIO   },
        {"attempts",      REPORT_COUNT   },
        {"contacts",      REPORT_COUNT   },
        {"cost",          REPORT_MONEY   },
        {"uplift",        REPORT_RATIO   },
        {"uplift_low",    REPORT_RATIO   },
        {"uplift_high",   REPORT_RATIO   },
        {"currency",      REPORT_CURRENCY},
    };
    for (size_t i = 0; i < ARRAY_LEN(columns); i++)
        report_column(report, columns[i].name, columns[i].type);
}

status report_arms(struct op *op, const struct report_query *query, struct report *report)
{
    struct arms_report *const r = arena_new(op->arena, struct arms_report);
    struct organisation organisation;
    bool found = false;
    str name = STR("");
    r->report = report;
    add_columns(report);
    TRY(organisation_get(op, &organisation));
    r->own = organisation.currency;
    TRY(db_query_one(op, Q_INSIGHT_EXPERIMENT, DB_ARGS(ARG_TEXT(query->filter)), read_name, &name,
                     &found));
    if (!found && query->filter.size > 0)
        return op_fail(op, E_NOT_FOUND, "no experiment \"" STR_FORMAT "\" was approved",
                       STR_ARG(query->filter));
    if (!found)
        return OK; /* nothing was tried yet */
    TRY(report_currencies(op, &r->currencies));
    TRY(read_arms(op, name, r));
    TRY(read_cases(op, name, query->date, r));
    const int base = find_base(r);
    for (int unit = 0; unit < r->currencies.count; unit++)
        for (int arm = 0; arm < r->arm_count; arm++)
            TRY(add_row(op, r, arm, unit, base));
    return OK;
}
