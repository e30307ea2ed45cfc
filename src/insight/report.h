/* Reports by name: a question about some days, answered with typed columns and rows.
 *
 * A report reads in one transaction and writes nothing.  The end of a day counts: money with that
 * value date is in.  Amounts of two currencies are never added: there are rows for each, and a
 * report with money ends with a column `currency`.  Cells and texts live in the op's arena. */
#ifndef INSIGHT_REPORT_H
#define INSIGHT_REPORT_H
#include "base/money.h"
#include "base/op.h"
#include "base/str.h"

enum report_type {
    REPORT_TEXT,
    REPORT_WORD, /* a text of ours, of a cell: a table for people says it in their language */
    REPORT_DAY,
    REPORT_MONEY, /* minor units of the row's currency */
    REPORT_COUNT,
    REPORT_RATIO,   /* millionths */
    REPORT_FIGURE,  /* money or a count: each cell says which, as does the column `unit` */
    REPORT_CURRENCY /* of the row; the cell itself is empty */
};

struct report_column {
    const char *name;
    enum report_type type;
};

struct report_cell {
    enum report_type type;
    bool is_null;
    int64_t number; /* a day, minor units, a count, millionths */
    str text;
};

struct report_row {
    currency currency; /* CURRENCY_NONE where the report has no money */
    const struct report_cell *cells;
};

#define REPORT_COLUMNS_MAX 24
struct report {
    const char *name;
    struct report_column columns[REPORT_COLUMNS_MAX];
    int column_count;
    struct report_row *rows;
    size_t row_count;
    size_t row_capacity;
};

#define REPORT_NUMBERS_MAX 32
struct report_numbers {
    int count;
    int32_t at[REPORT_NUMBERS_MAX];
};

/* What is asked.  What is empty or DAY_NONE takes the default that the report's kind names; what
 * the report does not take is refused. */
struct report_query {
    day date;                      /* its end; by default the last closed day */
    day from;                      /* first day of a period that ends with date */
    str by;                        /* field or attribute to group by */
    struct report_numbers buckets; /* upper bounds in days past due, rising */
    struct report_numbers days;    /* days past due that trigger */
    str filter;
    str sum; /* attribute of type decimal to add up as money */
};
#define REPORT_QUERY_NONE ((struct report_query){.date = DAY_NONE, .from = DAY_NONE})

enum report_parameter {
    REPORT_DATE = 1,
    REPORT_FROM = 2,
    REPORT_BY = 4,
    REPORT_BUCKETS = 8,
    REPORT_DAYS = 16,
    REPORT_FILTER = 32,
    REPORT_SUM = 64,
    REPORT_LAST = REPORT_SUM
};

struct report_kind {
    const char *name;
    const char *title_es;
    const char *title_en;
    unsigned parameters;  /* set of enum report_parameter */
    const char *about_es; /* what it shows, its defaults, and what `by` and `filter` may be */
    const char *about_en;
    const char *permission; /* besides report.read; NULL: none */
};

/* The kinds in the order of a list for people; NULL past the last. */
const struct report_kind *report_kind_at(int index);
/* "date", "from"…: the name of one parameter. */
const char *report_parameter_name(enum report_parameter parameter);

/* E_NOT_FOUND: there is no report of that name; the text lists those that there are. */
MUST_CHECK status report_check_name(struct op *op, str name);
/* NULL: there is no report of that name. */
const struct report_kind *report_kind_find(str name);
/* "15,30,60": E_INVALID names what (for example "buckets") and what is wrong with it. */
MUST_CHECK status report_parse_numbers(struct op *op, const char *what, str text,
                                       struct report_numbers *ret_numbers);

/* E_NOT_FOUND: no report of that name, or the store is empty.  E_INVALID: the query asks what the
 * report does not take, days in the wrong order, an unknown field, falling buckets.  E_LIMIT: more
 * days than LIMIT_REPORT_DAYS, or sums that leave the range of money. */
MUST_CHECK status report_run(struct op *op, str name, const struct report_query *query,
                             struct report *ret_report);
#endif
