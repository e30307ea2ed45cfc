/* Decision tables evaluated the slow and plain way: rule by rule, cell by cell, in three values.
 *
 * It shares nothing with src/dmn and src/feel, so that the two can be compared on random tables. */
#ifndef TESTS_REFERENCE_DMN_NAIVE_H
#define TESTS_REFERENCE_DMN_NAIVE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NAIVE_COLUMNS 6
#define NAIVE_OUTPUTS 3
#define NAIVE_RULES   200
#define NAIVE_TESTS   3
#define NAIVE_UNIT    1000000 /* numbers are in millionths */

enum naive_kind { NAIVE_NULL, NAIVE_NUMBER, NAIVE_TEXT, NAIVE_BOOLEAN, NAIVE_DATE };

struct naive_value {
    enum naive_kind kind;
    int64_t value; /* millionths, index of a text, 0 or 1, day */
};

enum naive_sign {
    NAIVE_EQUAL,
    NAIVE_LESS,
    NAIVE_LESS_EQUAL,
    NAIVE_GREATER,
    NAIVE_GREATER_EQUAL,
    NAIVE_RANGE
};

struct naive_test {
    enum naive_sign sign;
    struct naive_value low, high;
    bool is_low_open, is_high_open;
};

struct naive_cell {
    bool is_any, is_negated;
    struct naive_test tests[NAIVE_TESTS];
    int test_count;
};

struct naive_rule {
    struct naive_cell cells[NAIVE_COLUMNS];
    struct naive_value outputs[NAIVE_OUTPUTS];
};

struct naive_table {
    char policy;      /* U A F P C */
    char aggregation; /* of C: + < > # */
    int input_count, output_count, rule_count;
    struct naive_rule rules[NAIVE_RULES];
    struct naive_value order[NAIVE_OUTPUTS][4]; /* of P: what comes first, by output */
    int order_count[NAIVE_OUTPUTS];
    bool has_default;
    struct naive_value defaults[NAIVE_OUTPUTS];
};

struct naive_result {
    struct naive_value outputs[NAIVE_OUTPUTS];
    int rule;   /* -1: none */
    int second; /* the rule in the way, or -1 */
};

void naive_decide(const struct naive_table *table, const struct naive_value *row,
                  struct naive_result *ret_result);
#endif
