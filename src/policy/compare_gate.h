/* The changed cases that would be contacted, and what the gate says of them. */
#ifndef POLICY_COMPARE_GATE_H
#define POLICY_COMPARE_GATE_H
#include "dmn/symbols.h"
#include "policy/compare.h"
#include "policy/decide.h"

struct compare_candidate {
    struct case_facts facts;
    dmn_symbol channel;
};

struct compare_gate {
    const struct dmn_symbols *symbols;
    struct compare_candidate *candidates; /* the first gate_max of them */
    size_t count, most;
    int64_t all;
};

void compare_gate_start(struct op *op, const struct dmn_symbols *symbols, size_t most,
                        struct compare_gate *ret_gate);
void compare_gate_add(struct compare_gate *gate, const struct vec_chunk *chunk, size_t row,
                      dmn_symbol channel);
/* Fills what result says of the gate: plans of the day, with all that counts against a maximum. */
MUST_CHECK status compare_gate_ask(struct op *op, const struct compare_gate *gate, day on,
                                   struct compare_result *result);
#endif
