/* What the strategy's tables can plan: every combination of classes of its inputs, folded by the
 * rules that they leave standing.
 *
 * The combinations of a real strategy are many billions; the sets of rules that they leave are a
 * few thousand.  Inputs are added one after the other, and combinations that leave the same sets,
 * and look the same to the gate, are one from there on.  Those of which no rule that is left
 * contacts anybody are dropped. */
#include <assert.h>
#include <string.h>

#include "prove/model.h"
#include "prove/table.h"

#define ROWS_MAX 200000 /* sets of rules, at any moment */

/* A combination of classes so far: the sets that it leaves, and how it came about. */
struct partial {
    size_t parent;
    struct dmn_value value; /* of the axis that was added last */
    uint32_t seen;
};

struct layer {
    struct table table;
    struct partial *list;
    size_t capacity;
};

struct finding {
    struct model *model;
    size_t segment_words;
    size_t treatment_words;
    struct layer *layers; /* one more than axes */
    size_t layer_count;
    uint64_t *key; /* sets of both tables, then what the gate sees */
    size_t key_words;
    uint64_t *contacting; /* rules of treatment.dmn */
    bool is_contacting_anyway;
};

static uint32_t seen_of(size_t input, struct dmn_value value)
{
    static const struct {
        enum input input;
        uint32_t bit;
    } bits[] = {
        {INPUT_is_deceased,    SEEN_DECEASED   },
        {INPUT_is_represented, SEEN_REPRESENTED},
        {INPUT_is_bankrupt,    SEEN_BANKRUPT   },
        {INPUT_is_vulnerable,  SEEN_VULNERABLE },
        {INPUT_is_held,        SEEN_HELD       },
        {INPUT_has_dispute,    SEEN_DISPUTE    },
        {INPUT_has_email,      SEEN_EMAIL      },
        {INPUT_has_phone,      SEEN_PHONE      },
        {INPUT_has_address,    SEEN_ADDRESS    },
        {INPUT_past_due_days,  SEEN_PAST_DUE   },
    };
    for (size_t i = 0; i < ARRAY_LEN(bits); i++)
        if (bits[i].input == input && !value.is_null && value.value > 0)
            return bits[i].bit;
    return 0;
}

/* The rules that contact somebody; all, where the default does. */
static status find_contacting(struct finding *f)
{
    struct model *const model = f->model;
    const size_t count = dmn_plan_rule_count(model->treatment);
    bool *const contacts = arena_array(model->op->arena, count + 1, sizeof(*contacts));
    struct move move;
    TRY(model_read_contact(model, dmn_plan_rule_outputs(model->treatment, -1), &move,
                           &f->is_contacting_anyway));
    for (size_t i = 0; i < count; i++)
        TRY(model_read_contact(model, dmn_plan_rule_outputs(model->treatment, (int32_t)i), &move,
                               &contacts[i]));
    f->contacting = arena_array(model->op->arena, f->treatment_words, sizeof(*f->contacting));
    dmn_plan_set_pick(model->treatment, contacts, f->contacting);
    return OK;
}

static bool can_contact(const struct finding *f, const uint64_t *set)
{
    uint64_t left = 0;
    for (size_t i = 0; i < f->treatment_words; i++)
        left |= set[i] & f->contacting[i];
    return left != 0 || f->is_contacting_anyway;
}

static status add_partial(struct finding *f, struct layer *layer, struct partial partial)
{
    size_t number = 0;
    f->key[f->key_words - 1] = partial.seen;
    if (!table_add(&layer->table, f->key, f->key_words * sizeof(*f->key), &number))
        return OK;
    if (number >= ROWS_MAX)
        return op_fail(f->model->op, E_LIMIT,
                       "the strategy's tables tell more than %d kinds of cases apart: the proof "
                       "cannot go through them",
                       ROWS_MAX);
    layer->list = arena_grow(f->model->op->arena, layer->list, number, &layer->capacity,
                             sizeof(*layer->list));
    layer->list[number] = partial;
    return OK;
}

/* A layer more: every combination so far with every class of one more input. */
static status add_axis(struct finding *f, const struct axis *axis, const struct layer *from,
                       struct layer *to)
{
    struct model *const model = f->model;
    for (size_t i = 0; i < from->table.count; i++)
        for (int v = 0; v < axis->count; v++) {
            const struct dmn_value value = axis->values[v];
            assert(from->list); /* as long as the table */
            memcpy(f->key, table_bytes(&from->table, i), f->key_words * sizeof(*f->key));
            dmn_plan_set_narrow(model->segment, axis->input, value, f->key);
            dmn_plan_set_narrow(model->treatment, axis->input, value, f->key + f->segment_words);
            if (can_contact(f, f->key + f->segment_words))
                TRY(add_partial(
                    f, to,
                    (struct partial){i, value, from->list[i].seen | seen_of(axis->input, value)}));
        }
    return OK;
}

/* The row of values that led to a combination of the layer; what was not chosen is null. */
static void trace_values(const struct finding *f, size_t layer, size_t number,
                         struct dmn_value *values)
{
    const struct model *const model = f->model;
    for (size_t i = 0; i < model->schema.count; i++)
        values[i].is_null = true;
    for (; layer > 0; layer--) {
        const struct partial *const partial = &f->layers[layer].list[number];
        values[model->axes[layer - 1].input] = partial->value;
        number = partial->parent;
    }
}

static void decide_segment(const struct model *model, struct dmn_value *values,
                           struct dmn_hit *ret_hit)
{
    struct dmn_value out[OUTPUTS_MAX];
    dmn_plan_decide(model->segment, values, out, ret_hit);
    values[INPUT_segment] = out[0];
}

/* All inputs of segment.dmn are chosen: its answer takes the place of what led to it. */
static status settle_segment(struct finding *f, size_t layer)
{
    struct layer *const from = &f->layers[layer];
    struct layer settled = {.table = table_start(f->model->op->arena)};
    struct dmn_value values[INPUTS_MAX];
    for (size_t i = 0; i < from->table.count; i++) {
        struct dmn_hit hit;
        trace_values(f, layer, i, values);
        decide_segment(f->model, values, &hit);
        memcpy(f->key, table_bytes(&from->table, i), f->key_words * sizeof(*f->key));
        memset(f->key, 0, f->segment_words * sizeof(*f->key));
        dmn_plan_set_narrow(f->model->treatment, INPUT_segment, values[INPUT_segment],
                            f->key + f->segment_words);
        if (can_contact(f, f->key + f->segment_words))
            TRY(add_partial(f, &settled, from->list[i]));
    }
    *from = settled;
    return OK;
}

static status collect(struct finding *f, struct rows *ret_rows)
{
    struct model *const model = f->model;
    const struct layer *const last = &f->layers[model->axis_count];
    struct rows rows = {.count = last->table.count};
    rows.list = arena_array(model->op->arena, rows.count, sizeof(*rows.list));
    for (size_t i = 0; i < rows.count; i++) {
        struct row *const row = &rows.list[i];
        struct dmn_hit hit;
        assert(last->list); /* as long as the table */
        uint64_t *const key = arena_array(model->op->arena, f->key_words, sizeof(*key));
        memcpy(key, table_bytes(&last->table, i), f->key_words * sizeof(*key));
        row->set = key + f->segment_words;
        row->seen = last->list[i].seen;
        row->values = arena_array(model->op->arena, model->schema.count, sizeof(*row->values));
        trace_values(f, model->axis_count, i, row->values);
        decide_segment(model, row->values, &hit);
        row->segment_rule = hit.rule;
        row->segment = (int32_t)row->values[INPUT_segment].value;
        if (row->values[INPUT_segment].is_null)
            row->segment = DMN_SYMBOL_UNKNOWN;
    }
    *ret_rows = rows;
    return OK;
}

status rows_find(struct model *model, struct rows *ret_rows)
{
    struct op *const op = model->op;
    struct finding f = {.model = model,
                        .segment_words = dmn_plan_set_words(model->segment),
                        .treatment_words = dmn_plan_set_words(model->treatment)};
    f.key_words = f.segment_words + f.treatment_words + 1;
    f.key = arena_array(op->arena, f.key_words, sizeof(*f.key));
    TRY(find_contacting(&f));
    f.layers = arena_array(op->arena, model->axis_count + 1, sizeof(*f.layers));
    f.layers[0].table = table_start(op->arena);
    dmn_plan_set_start(model->segment, f.key);
    dmn_plan_set_start(model->treatment, f.key + f.segment_words);
    TRY(add_partial(&f, &f.layers[0], (struct partial){0}));
    if (model->axis_count == 0 || !model->axes[0].is_of_segment)
        TRY(settle_segment(&f, 0)); /* it reads nothing */
    for (size_t i = 0; i < model->axis_count; i++) {
        f.layers[i + 1].table = table_start(op->arena);
        TRY(add_axis(&f, &model->axes[i], &f.layers[i], &f.layers[i + 1]));
        if (model->axes[i].is_of_segment &&
            (i + 1 == model->axis_count || !model->axes[i + 1].is_of_segment))
            TRY(settle_segment(&f, i + 1));
    }
    return collect(&f, ret_rows);
}

struct move_key {
    int32_t rule;
    uint32_t seen;
    int32_t segment;
};

static void follow(const struct model *model, const struct dmn_value *followed,
                   struct dmn_value *values)
{
    for (int i = 0; followed && i < FOLLOW_COUNT; i++)
        if (model_follows(model, follow_inputs[i]))
            values[follow_inputs[i]] = followed[i];
}

struct dmn_value *move_facts(const struct model *model, const struct move *move)
{
    const size_t size = model->schema.count * sizeof(struct dmn_value);
    struct dmn_value *const values = arena_alloc(model->op->arena, size);
    memcpy(values, move->row->values, size);
    follow(model, move->has_followed ? move->followed : NULL, values);
    return values;
}

static status decide_row(struct model *model, const struct row *row, const struct dmn_value *values,
                         struct move *ret_move, bool *ret_contacts)
{
    struct dmn_value out[OUTPUTS_MAX];
    struct dmn_hit hit;
    dmn_plan_decide(model->treatment, values, out, &hit);
    TRY(model_read_contact(model, out, ret_move, ret_contacts));
    if (!*ret_contacts)
        return OK;
    ret_move->rule = hit.rule;
    ret_move->segment_rule = row->segment_rule;
    ret_move->segment = row->segment;
    ret_move->seen = row->seen;
    ret_move->purpose = (row->seen & SEEN_PAST_DUE) ? PURPOSE_COLLECTION : PURPOSE_REMINDER;
    ret_move->row = row;
    return OK;
}

status rows_decide(struct model *model, const struct rows *rows, const struct dmn_value *followed,
                   struct moves *ret_moves)
{
    struct op *const op = model->op;
    struct table table = table_start(op->arena);
    struct dmn_value values[INPUTS_MAX];
    struct move *list = NULL;
    size_t capacity = 0;
    size_t count = 0;
    for (size_t i = 0; i < rows->count; i++) {
        struct move move;
        bool contacts = false;
        size_t number = 0;
        memcpy(values, rows->list[i].values, model->schema.count * sizeof(values[0]));
        follow(model, followed, values);
        TRY(decide_row(model, &rows->list[i], values, &move, &contacts));
        if (!contacts)
            continue;
        const struct move_key key = {move.rule, move.seen, move.segment};
        if (!table_add(&table, &key, sizeof(key), &number))
            continue;
        move.has_followed = followed != NULL;
        if (followed)
            memcpy(move.followed, followed, sizeof(move.followed));
        list = arena_grow(op->arena, list, count, &capacity, sizeof(*list));
        list[count++] = move;
    }
    *ret_moves = (struct moves){list, count};
    return OK;
}
