/* How a report is put together: columns first, then rows of cells, in the order of the columns. */
#ifndef INSIGHT_BUILD_H
#define INSIGHT_BUILD_H
#include "insight/report.h"

#define CELL(t, n)     ((struct report_cell){.type = (t), .number = (n)})
#define CELL_COUNT(n)  CELL(REPORT_COUNT, (n))
#define CELL_MONEY(m)  CELL(REPORT_MONEY, (m).minor)
#define CELL_RATIO(n)  CELL(REPORT_RATIO, (n))
#define CELL_NONE(t)   ((struct report_cell){.type = (t), .is_null = true})
#define CELL_TEXT(s)   ((struct report_cell){.type = REPORT_TEXT, .text = (s)})
#define CELL_TEXT_C(s) CELL_TEXT(str_of(s))
/* c ends in a NUL and stands in the catalogue */
#define CELL_WORD(c) ((struct report_cell){.type = REPORT_WORD, .text = str_of(c)})
/* DAY_NONE is an empty cell */
#define CELL_DAY(d)                                                                                \
    ((struct report_cell){.type = REPORT_DAY, .is_null = (d) == DAY_NONE, .number = (d)})

/* Adds a column; a report has at most REPORT_COLUMNS_MAX, which asserts. */
void report_column(struct report *report, const char *name, enum report_type type);

/* Adds a row of as many cells as there are columns; a last column of REPORT_CURRENCY is filled
 * here and not given.  Texts are borrowed and must live in the op's arena.  E_LIMIT: the op's
 * memory is used up. */
MUST_CHECK status report_add(struct op *op, struct report *report, currency unit,
                             const struct report_cell *cells, int cell_count);
#define REPORT_ADD(op, report, unit, ...)                                                          \
    report_add((op), (report), (unit), (const struct report_cell[]){__VA_ARGS__},                  \
               (int)ARRAY_LEN(((const struct report_cell[]){__VA_ARGS__})))

/* The currencies that a report has rows for: those of the book, or the organisation's own while
 * the book is empty; in the order of their letters. */
struct currency_list {
    const currency *at; /* in the op's arena */
    int count;
};
MUST_CHECK status report_currencies(struct op *op, struct currency_list *ret_list);
/* E_STORE: a row has a currency that no case of the book has. */
MUST_CHECK status currency_list_find(struct op *op, const struct currency_list *list, currency c,
                                     int *ret_index);

/* Adds amount to *sum.  E_LIMIT: the sum leaves the range of money. */
MUST_CHECK status report_sum(struct op *op, int64_t *sum, int64_t amount);

/* numerator * factor / denominator in millionths, half away from zero; an empty cell when the
 * denominator is 0 or below, or when the quotient leaves the range. */
struct report_cell report_ratio(int64_t numerator, int64_t factor, int64_t denominator);
#endif
