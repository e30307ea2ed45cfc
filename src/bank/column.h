/* Fields of files with fixed columns, and the days that files of banks write.
 *
 * Columns count from 1 and both ends belong to the field, as the manuals of the banks say it; a
 * column is a character, not a byte.  What lies beyond the end of a line is empty. */
#ifndef BANK_COLUMN_H
#define BANK_COLUMN_H
#include "bank/reading.h"

struct bank_columns {
    int16_t from, to; /* 0, 0: the layout has no such field */
};

bool bank_is_digits(str text); /* at least one, and nothing else */
bool bank_is_among(char c, const char *set);
/* Whether the code is one of a list with blanks between them. */
bool bank_is_one_of(str code, const char *list);

/* As written, and without blanks at both ends. */
str bank_column_raw(const struct bank_line *line, struct bank_columns columns);
str bank_column(const struct bank_line *line, struct bank_columns columns);
char bank_column_char(const struct bank_line *line, int column); /* ' ' beyond the end */
size_t bank_line_width(const struct bank_line *line);

/* A number of the current line; blanks are 0.  What is no number is a fault, and false. */
MUST_CHECK bool bank_column_count(struct bank_reading *r, struct bank_columns columns,
                                  int64_t *ret_count);
/* An amount of the current line, with two decimals; as above. */
struct bank_amount bank_column_amount(struct bank_reading *r, struct bank_columns columns);

enum bank_day_order { BANK_YYMMDD, BANK_DDMMYY, BANK_YYYYMMDD, BANK_DDMMYYYY };
/* YYYY-MM-DD in scratch; empty when the digits are blanks or zeros.  A day that does not exist is a
 * fault and stays as written; what are no digits is a fault and unknown. */
str bank_day(struct bank_reading *r, int64_t line, int column, str digits,
             enum bank_day_order order);
str bank_column_day(struct bank_reading *r, struct bank_columns columns);
str bank_column_day_first(struct bank_reading *r, struct bank_columns columns);
#endif
