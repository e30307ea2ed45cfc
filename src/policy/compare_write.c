/* The effect of a change as JSON: for --json and for the API, under the same names. */
#include "policy/compare.h"
#include "policy/policy.h"

static void put_word(struct op *op, struct json_writer *w, const char *key, str word)
{
    json_put_c(w, key, word.size > 0 ? str_cstr(op->arena, word) : NULL);
}

static void write_moves(struct op *op, struct json_writer *w, const struct compare_result *result)
{
    json_key(w, "moves");
    json_array_open(w);
    for (size_t i = 0; i < result->move_count; i++) {
        const struct compare_move *const move = &result->moves[i];
        json_object_open(w);
        put_word(op, w, "from_step", move->from_step);
        put_word(op, w, "from_channel", move->from_channel);
        put_word(op, w, "to_step", move->to_step);
        put_word(op, w, "to_channel", move->to_channel);
        json_put_i64(w, "cases", move->cases);
        json_put_id(w, "example_case_id", move->example_case_id);
        json_object_close(w);
    }
    json_array_close(w);
}

static void write_loads(struct json_writer *w, const char *key, const struct compare_load *loads,
                        size_t count, bool are_queues)
{
    json_key(w, key);
    json_array_open(w);
    for (size_t i = 0; i < count; i++) {
        json_object_open(w);
        json_put_str(w, "name", loads[i].name);
        json_put_i64(w, "before", loads[i].before);
        json_put_i64(w, "after", loads[i].after);
        if (are_queues) {
            json_key(w, "capacity");
            if (loads[i].capacity != INT64_MAX)
                json_write_i64(w, loads[i].capacity);
            else
                json_write_null(w);
        }
        json_object_close(w);
    }
    json_array_close(w);
}

/* What the rule says, of the country of the organisation; a rule of elsewhere has its id alone. */
static status write_refusals(struct op *op, struct json_writer *w,
                             const struct compare_result *result)
{
    const struct policy *policy = NULL;
    const struct policy_place *place = NULL;
    TRY(policy_get(op, &policy));
    TRY(policy_place(op, policy, 0, 0, &place));
    json_key(w, "rules");
    json_array_open(w);
    for (size_t i = 0; i < result->refusal_count; i++) {
        const struct pack_rule *const rule = pack_rule_find(place->pack, result->refusals[i].rule);
        json_object_open(w);
        json_put_str(w, "rule", result->refusals[i].rule);
        json_put_i64(w, "cases", result->refusals[i].cases);
        json_put_c(w, "summary",
                   !rule                         ? NULL
                   : op->language == LANGUAGE_EN ? rule->summary_en
                                                 : rule->summary_es);
        json_object_close(w);
    }
    json_array_close(w);
    return OK;
}

static status write_gate(struct op *op, struct json_writer *w, const struct compare_result *result)
{
    json_key(w, "gate");
    json_object_open(w);
    json_put_i64(w, "candidates", result->gate_candidates);
    json_put_i64(w, "asked", result->gate_asked);
    json_put_i64(w, "refused", result->gate_refused);
    TRY(write_refusals(op, w, result));
    json_object_close(w);
    return OK;
}

status compare_write(struct op *op, struct json_writer *w, const struct compare_result *result)
{
    json_put_c(w, "experiment",
               result->experiment.size > 0 ? str_cstr(op->arena, result->experiment) : NULL);
    json_put_i64(w, "cases", result->cases);
    json_put_i64(w, "changed", result->changed);
    json_put_i64(w, "segment_changed", result->segment_changed);
    write_moves(op, w, result);
    write_loads(w, "channels", result->channels, result->channel_count, false);
    write_loads(w, "queues", result->queues, result->queue_count, true);
    TRY(write_gate(op, w, result));
    json_put_i64(w, "engine_ms", result->engine_us / 1000);
    return OK;
}
