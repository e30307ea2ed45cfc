/* How a file writes its values, and reading one of them.
 *
 * Texts come trimmed.  Amounts may carry a currency sign in front or behind; a no-break space
 * counts as a blank.  Pure but for the arena given. */
#ifndef INTAKE_VALUE_H
#define INTAKE_VALUE_H
#include "base/money.h"
#include "base/op.h"
#include "intake/day_pattern.h"

#define VALUE_DAY_PATTERNS_MAX 8
#define VALUE_CENTURY_FROM     1950 /* 49 is 2049, 50 is 1950, unless the mapping says otherwise */
#define VALUE_DECIMAL_EXPONENT 6    /* decimal attributes are kept in millionths */

struct value_words {
    const str *items;
    int count;
};

struct value_formats {
    struct day_pattern days[VALUE_DAY_PATTERNS_MAX]; /* tried in order */
    int day_count;                                   /* 0: nobody said */
    struct money_format number;
    bool has_number; /* somebody said */
    int century_from;
    struct value_words truths;
    struct value_words falses;
    struct value_words empties; /* words that stand for no value */
};

/* ISO days and plain numbers are not assumed: day_count is 0 and has_number is false. */
struct value_formats value_formats_default(void);

bool value_has_word(struct value_words words, str text); /* capitals do not matter (ASCII) */
enum day_reading value_read_day(const struct value_formats *formats, str text, day *ret_day);
MUST_CHECK bool value_read_money(const struct value_formats *formats, str text, int exponent,
                                 money *ret_amount);
MUST_CHECK bool value_read_boolean(const struct value_formats *formats, str text, bool *ret_value);
/* A whole number that is one: no leading zeros, as codes and telephones have. */
MUST_CHECK bool value_read_integer(str text, int64_t *ret_value);
/* Blanks at both ends, no-break spaces too. */
str value_trim(str text);
/* Whether a control character stands in it; line ends and tabs are allowed if is_long. */
bool value_has_control(str text, bool is_long);
/* The patterns as messages show them: M/D/YYYY or YYYY-MM-DD. */
const char *value_day_patterns(struct op *op, const struct value_formats *formats);
#endif
