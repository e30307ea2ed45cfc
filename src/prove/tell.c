/* A move in words, as a line of a counter-example. */
#include "prove/tell.h"

/* All that the tables were given; imported attributes after the rest. */
static const struct proof_fact *facts_of(const struct model *model, const struct move *move,
                                         size_t *ret_count)
{
    struct op *const op = model->op;
    const struct dmn_value *const values = move_facts(model, move);
    struct proof_fact *const facts = arena_array(op->arena, model->schema.count, sizeof(*facts));
    size_t count = 0;
    for (size_t i = 0; i < model->schema.count; i++) {
        const struct dmn_input *const input = &model->schema.inputs[i];
        struct proof_fact fact = {.input = i < INPUT_COUNT ? (enum input)i : INPUT_COUNT,
                                  .name = input->name,
                                  .value = values[i]};
        if (i == INPUT_segment || values[i].is_null)
            continue;
        if (input->type == DMN_STRING && values[i].value >= 0)
            fact.word =
                str_cstr(op->arena, dmn_symbols_text(model->symbols, (dmn_symbol)values[i].value));
        const str text = dmn_value_text(op, model->symbols, input->type, input->scale, values[i]);
        fact.text =
            fact.value.value < 0 && input->type == DMN_STRING ? "…" : str_cstr(op->arena, text);
        facts[count++] = fact;
    }
    *ret_count = count;
    return facts;
}

static const char *word_of(const struct model *model, int32_t symbol)
{
    return str_cstr(model->op->arena, dmn_symbols_text(model->symbols, (dmn_symbol)symbol));
}

void tell_move(const struct model *model, const struct move *move, struct proof_step *step)
{
    step->purpose = move->purpose;
    step->role = move->role;
    step->rule = move->rule;
    step->segment_rule = move->segment_rule;
    step->step = word_of(model, move->step);
    step->segment = word_of(model, move->segment);
    step->notice_level = move->notice_level;
    step->facts = facts_of(model, move, &step->fact_count);
}
