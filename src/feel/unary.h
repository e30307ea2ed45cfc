/* Unary tests and literals: what stands in the cells of a decision table.
 *
 * A cell is "-" (or empty: editors leave it so), a list of tests separated by commas, or not(list).
 * A test is a literal, a comparison with a literal, or a range of literals.  A literal is a number,
 * a "text", true, false, null, date("YYYY-MM-DD") or @"YYYY-MM-DD".  Everything else is refused
 * with a sentence (E_INVALID), so that nobody relies on what is not there.
 *
 * What is returned lives in the op's arena; texts without escapes may borrow from the input. */
#ifndef FEEL_UNARY_H
#define FEEL_UNARY_H
#include "base/day.h"
#include "base/op.h"
#include "base/str.h"
#include "feel/number.h"

enum feel_kind { FEEL_NULL, FEEL_NUMBER, FEEL_STRING, FEEL_BOOLEAN, FEEL_DATE };

struct feel_literal {
    enum feel_kind kind;
    struct feel_number number;
    str string;
    bool boolean;
    day date;
};

enum feel_test_kind {
    FEEL_EQUAL,
    FEEL_LESS,
    FEEL_LESS_EQUAL,
    FEEL_GREATER,
    FEEL_GREATER_EQUAL,
    FEEL_RANGE,
};

/* Only a range has two ends; the other kinds carry their one value in both.  Only FEEL_EQUAL may
 * carry a null, a text or a boolean. */
struct feel_test {
    enum feel_test_kind kind;
    struct feel_literal low, high;
    bool is_low_open, is_high_open; /* of a range */
};

struct feel_tests {
    bool is_any;     /* "-": matches everything, null too */
    bool is_negated; /* not(…) */
    struct feel_test *tests;
    size_t count;
};

/* E_INVALID: not a cell of the grammar above.  E_LIMIT: too long, or too many tests. */
MUST_CHECK status feel_tests_parse(struct op *op, str text, struct feel_tests *ret_tests);
/* One literal and nothing else: an output entry. */
MUST_CHECK status feel_literal_parse(struct op *op, str text, struct feel_literal *ret_literal);
/* Literals separated by commas: the values of a column, in order. */
MUST_CHECK status feel_literals_parse(struct op *op, str text, struct feel_literal **ret_literals,
                                      size_t *ret_count);
/* number, text, boolean, date or null: for messages. */
const char *feel_kind_name(enum feel_kind kind);
#endif
