#include "policy/compare_gate.h"

#include <stdlib.h>

void compare_gate_start(struct op *op, const struct dmn_symbols *symbols, size_t most,
                        struct compare_gate *ret_gate)
{
    *ret_gate = (struct compare_gate){.symbols = symbols, .most = most};
    ret_gate->candidates = arena_array(op->arena, most, sizeof(*ret_gate->candidates));
}

void compare_gate_add(struct compare_gate *gate, const struct vec_chunk *chunk, size_t row,
                      dmn_symbol channel)
{
    gate->all++;
    if (gate->count == gate->most)
        return;
    struct compare_candidate *const candidate = &gate->candidates[gate->count++];
    candidate->channel = channel;
    column_get_facts(chunk, row, &candidate->facts);
}

static status ask(struct op *op, const struct policy *policy,
                  const struct compare_candidate *candidate, enum channel channel, day on,
                  struct gate_verdict *ret_verdict, bool *ret_is_allowed)
{
    const struct case_facts *const facts = &candidate->facts;
    const struct gate_count *counts = NULL;
    const struct policy_place *place = NULL;
    struct gate_request request;
    instant not_before = INSTANT_NONE;
    size_t rows = 0;
    TRY(decision_counts(op, facts->debtor_id, facts->case_id, on, &counts, &rows));
    TRY(decision_request(op, policy, facts, channel, ROLE_DEBTOR, counts, rows, &request, &place));
    *ret_is_allowed = gate_plan_day(place->pack, &request, on, &not_before, ret_verdict);
    return OK;
}

static void add_refusal(struct op *op, struct compare_result *result, size_t *capacity,
                        const char *rule)
{
    for (size_t i = 0; i < result->refusal_count; i++)
        if (str_equal_c(result->refusals[i].rule, rule)) {
            result->refusals[i].cases++;
            return;
        }
    result->refusals = arena_grow(op->arena, result->refusals, result->refusal_count, capacity,
                                  sizeof(*result->refusals));
    result->refusals[result->refusal_count++] =
        (struct compare_refusal){str_copy(op->arena, str_of(rule)), 1};
}

static int by_cases(const void *a, const void *b)
{
    const struct compare_refusal *const left = a;
    const struct compare_refusal *const right = b;
    if (left->cases != right->cases)
        return left->cases > right->cases ? -1 : 1;
    return str_compare(left->rule, right->rule);
}

status compare_gate_ask(struct op *op, const struct compare_gate *gate, day on,
                        struct compare_result *result)
{
    const struct policy *policy = NULL;
    size_t capacity = 0;
    result->gate_candidates = gate->all;
    if (gate->count == 0)
        return OK;
    TRY(policy_get(op, &policy));
    for (size_t i = 0; i < gate->count; i++) {
        const struct compare_candidate *const candidate = &gate->candidates[i];
        enum channel channel = CHANNEL_NONE;
        struct gate_verdict verdict;
        bool is_allowed = false;
        if (!channel_parse(dmn_symbols_text(gate->symbols, candidate->channel), &channel) ||
            channel == CHANNEL_NONE)
            continue;
        TRY(ask(op, policy, candidate, channel, on, &verdict, &is_allowed));
        result->gate_asked++;
        result->gate_refused += !is_allowed;
        if (!is_allowed)
            add_refusal(op, result, &capacity, verdict.rule_id);
    }
    if (result->refusal_count > 0)
        qsort(result->refusals, result->refusal_count, sizeof(*result->refusals), by_cases);
    return OK;
}
