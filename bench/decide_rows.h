/* Rows of the reference decision (bench/decide_model.py), as columns; for the program that measures
 * and for the chain of ifs that bench/decide.py writes. */
#ifndef BENCH_DECIDE_ROWS_H
#define BENCH_DECIDE_ROWS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DAYS, BALANCE, PRODUCT, SCORE, REACHABLE, CONTACT, OUTCOME, DECIDE_INPUTS };

struct decide_rows {
    size_t count;
    int16_t *past_due_days;
    int32_t *balance; /* cents */
    int8_t *product;  /* code of the text */
    int16_t *score;
    int8_t *is_reachable;
    int16_t *contact_days;
    int8_t *last_outcome;
    uint64_t *valid[DECIDE_INPUTS]; /* bit r % 64 of word r / 64: row r has a value */
};

/* What is decided, of each row; codes of texts and small numbers. */
struct decide_said {
    int16_t *segment_rule, *treatment_rule; /* from 0, -1 none */
    int8_t *action, *channel, *wait, *priority;
};

static inline bool has_value(const struct decide_rows *rows, int input, size_t row)
{
    return (rows->valid[input][row / 64] >> (row % 64) & 1) != 0;
}
#endif
