#include "prove/model.h"

#include <stdlib.h>

#include "policy/limits.h"
#include "policy/strategy_cases.h"

const enum input follow_inputs[FOLLOW_COUNT] = {
    [FOLLOW_ATTEMPT] = INPUT_days_since_attempt, [FOLLOW_CONTACT] = INPUT_days_since_contact,
    [FOLLOW_ATTEMPTS] = INPUT_attempts_7_days,   [FOLLOW_CONTACTS] = INPUT_contacts_7_days,
    [FOLLOW_NOTICE] = INPUT_notice_level,        [FOLLOW_NOTICED] = INPUT_days_since_notice,
};

/* Inputs that gate and tables both look at, whether a table reads them or not. */
static const enum input seen_inputs[] = {
    INPUT_is_deceased, INPUT_is_represented, INPUT_is_bankrupt, INPUT_is_vulnerable,
    INPUT_is_held,     INPUT_has_dispute,    INPUT_has_email,   INPUT_has_phone,
    INPUT_has_address, INPUT_past_due_days,
};

/* --- compiling --- */

static status compile(struct model *model, str xml, const char *decision,
                      const struct dmn_plan **ret_plan)
{
    struct op *const op = model->op;
    struct dmn_model *read = NULL;
    TRY(dmn_model_load(op, xml, arena_printf(op->arena, "%s.dmn", decision), &read));
    const struct input_schema schema = strategy_part_schema(op, &model->schema, false);
    return dmn_plan_compile(op, read, decision, schema.inputs, schema.count, model->symbols,
                            ret_plan);
}

status model_schema(struct op *op, const struct proof_request *request,
                    struct input_schema *ret_schema)
{
    return op->db ? input_schema_load(op, ret_schema)
                  : strategy_schema(op, &request->source, ret_schema);
}

/* What a strategy puts out must be known, or the proof would pass over it in silence. */
static status check_outputs(struct model *model)
{
    struct op *const op = model->op;
    const struct dmn_output *outputs = NULL;
    const size_t count = dmn_plan_outputs(model->treatment, &outputs);
    for (int i = 0; i < OUTPUT_COUNT; i++)
        model->outputs[i] = -1;
    for (size_t j = 0; j < count; j++) {
        bool is_known = str_equal_c(str_of(outputs[j].name), "min_gap_days"); /* shown only */
        for (int i = 0; i < OUTPUT_COUNT; i++)
            if (str_equal_c(str_of(outputs[j].name), policy_output_names[i])) {
                model->outputs[i] = (int)j;
                is_known = true;
            }
        if (!is_known)
            return op_fail(op, E_INVALID,
                           "treatment.dmn plans \"%s\", which the proof does not know: it cannot "
                           "say whether that is lawful",
                           outputs[j].name);
    }
    if (model->outputs[OUTPUT_STEP] < 0 || model->outputs[OUTPUT_CHANNEL] < 0)
        return op_fail(op, E_INVALID, "treatment.dmn must give a step and a channel");
    return count <= OUTPUTS_MAX ? OK
                                : op_fail(op, E_INVALID,
                                          "a table of the strategy has %zu outputs: 1 to %d are "
                                          "possible",
                                          count, OUTPUTS_MAX);
}

static status open_packs(struct model *model)
{
    struct op *const op = model->op;
    str country = model->request->country;
    struct pack_source source = {.place = model->request->country};
    TRY(own_rules_open(op, &model->request->own, model->request->country, STR(""), &model->law));
    TRY(limits_of(op, model->request->source.settings, str_split(&country, '-'), &source.limits));
    source.is_limits_alone = true;
    TRY(pack_open_source(op, &source, &model->limits));
    if (str_equal_c(STR(PACK_DEFAULT), pack_country(model->law)))
        return op_fail(op, E_NOT_FOUND, "there is no pack for \"" STR_FORMAT "\"",
                       STR_ARG(model->request->country));
    const char *const zone = pack_zone_at(model->law, 0);
    if (!zone)
        return op_fail(op, E_NOT_FOUND, "the pack of " STR_FORMAT " names no time zone",
                       STR_ARG(model->request->country));
    return zone_find(op, str_of(zone), &model->zone);
}

status model_make(struct op *op, const struct proof_request *request, struct model *ret_model)
{
    struct model *const model = ret_model;
    *model = (struct model){.op = op, .request = request, .symbols = dmn_symbols_create(op->arena)};
    TRY(model_schema(op, request, &model->schema));
    TRY(compile(model, request->source.segment, "segment", &model->segment));
    TRY(compile(model, request->source.treatment, "treatment", &model->treatment));
    TRY(check_outputs(model));
    return open_packs(model);
}

/* --- axes --- */

static bool is_read(const struct model *model, size_t input)
{
    return dmn_plan_reads(model->segment, input) || dmn_plan_reads(model->treatment, input);
}

static bool is_seen(size_t input)
{
    for (size_t i = 0; i < ARRAY_LEN(seen_inputs); i++)
        if (seen_inputs[i] == input)
            return true;
    return false;
}

static bool is_history(size_t input)
{
    for (size_t i = 0; i < FOLLOW_COUNT; i++)
        if (follow_inputs[i] == input)
            return true;
    return false;
}

/* Inputs that are there for every case. */
static bool is_never_null(size_t input)
{
    switch (input) {
    case INPUT_past_due_days:
    case INPUT_past_due_amount:
    case INPUT_open_amount:
    case INPUT_open_claims:
    case INPUT_past_due_claims:
    case INPUT_notice_level:
    case INPUT_attempts_7_days:
    case INPUT_contacts_7_days:
    case INPUT_promises_kept:
    case INPUT_promises_broken:
    case INPUT_promise_amount:
    case INPUT_unapplied_amount:
    case INPUT_disputed_amount:
    case INPUT_paid_amount:
    case INPUT_promises_open:
    case INPUT_disputes_open:
    case INPUT_unknown_sends:
    case INPUT_complexity:
    case INPUT_obligations_open:
    case INPUT_obligations_past_due:
    case INPUT_obligations_at_worst:
    case INPUT_obligations_flagged:
    case INPUT_flagged_amount:
        return true;
    default:
        return false;
    }
}

static bool is_amount(const struct model *model, size_t input)
{
    return input >= INPUT_COUNT || model->schema.inputs[input].scale > 0;
}

static int by_value(const void *a, const void *b)
{
    const int64_t left = *(const int64_t *)a;
    const int64_t right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static status add_value(struct model *model, struct axis *axis, struct dmn_value value)
{
    if (axis->count == AXIS_MAX)
        return op_fail(model->op, E_LIMIT, "the strategy tells more than %d classes of %s apart",
                       AXIS_MAX, model->schema.inputs[axis->input].name);
    axis->values[axis->count++] = value;
    return OK;
}

/* A value of the class [low, high) that money can have: whole units, else cents, else any. */
static int64_t payable(int64_t low, int64_t high)
{
    for (int64_t unit = 10000; unit > 1; unit /= 100) {
        const int64_t rest = (low % unit + unit) % unit;
        if (rest == 0 || (low < INT64_MAX - unit && low + unit - rest < high))
            return rest == 0 ? low : low + unit - rest;
    }
    return low;
}

/* Makes the values of an amount such that a person can owe them. */
static void make_payable(struct axis *axis)
{
    axis->values[0].value -= (axis->values[0].value % 10000 + 10000) % 10000;
    for (int i = 1; i < axis->count; i++)
        axis->values[i].value = payable(
            axis->values[i].value, i + 1 < axis->count ? axis->values[i + 1].value : INT64_MAX);
}

/* A value of each class, as far as the input can have it: days and counts are not below zero, words
 * are those that some table knows, or one that none does. */
static status add_classes(struct model *model, struct axis *axis)
{
    int64_t cuts[4 * AXIS_MAX];
    size_t count = dmn_plan_cuts(model->segment, axis->input, cuts, ARRAY_LEN(cuts));
    if (count < ARRAY_LEN(cuts))
        count +=
            dmn_plan_cuts(model->treatment, axis->input, cuts + count, ARRAY_LEN(cuts) - count);
    if (count >= ARRAY_LEN(cuts))
        return op_fail(model->op, E_LIMIT, "the strategy tells more than %d classes of %s apart",
                       AXIS_MAX, model->schema.inputs[axis->input].name);
    const bool is_word = model->schema.inputs[axis->input].type == DMN_STRING;
    if (axis->input == INPUT_past_due_days)
        cuts[count++] = 1; /* what is past due is collected, the rest reminded of */
    qsort(cuts, count, sizeof(cuts[0]), by_value);
    const int64_t least = is_word                           ? DMN_SYMBOL_UNKNOWN
                          : is_amount(model, axis->input)   ? (count > 0 ? cuts[0] - 1 : 0)
                          : axis->input == INPUT_complexity ? 1
                                                            : 0;
    const int64_t most = is_word ? (int64_t)dmn_symbols_count(model->symbols) - 1 : INT64_MAX;
    TRY(add_value(model, axis, (struct dmn_value){least, false}));
    for (size_t i = 0; i < count; i++)
        if (cuts[i] > axis->values[axis->count - 1].value && cuts[i] <= most)
            TRY(add_value(model, axis, (struct dmn_value){cuts[i], false}));
    if (axis->input < INPUT_COUNT && is_amount(model, axis->input))
        make_payable(axis);
    return is_never_null(axis->input) ? OK : add_value(model, axis, (struct dmn_value){0, true});
}

static status fill_axis(struct model *model, struct axis *axis)
{
    str country = model->request->country;
    if (model->schema.inputs[axis->input].type == DMN_BOOLEAN) {
        TRY(add_value(model, axis, (struct dmn_value){0, false}));
        TRY(add_value(model, axis, (struct dmn_value){1, false}));
        return axis->input < INPUT_COUNT ? OK : add_value(model, axis, (struct dmn_value){0, true});
    }
    if (axis->input == INPUT_country)
        return add_value(
            model, axis,
            (struct dmn_value){dmn_symbols_find(model->symbols, str_split(&country, '-')), false});
    return add_classes(model, axis);
}

/* Followed inputs that segment.dmn reads stay free: the segment is decided before them.  Notices
 * are given by agents, too, so they are followed only where nobody else acts. */
bool model_follows(const struct model *model, size_t input)
{
    const bool is_notice = input == INPUT_notice_level || input == INPUT_days_since_notice;
    return is_history(input) && !dmn_plan_reads(model->segment, input) &&
           (model->request->is_alone || !is_notice);
}

status model_set_axes(struct model *model, bool is_followed)
{
    struct op *const op = model->op;
    model->axes = arena_array(op->arena, model->schema.count, sizeof(*model->axes));
    model->axis_count = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t input = 0; input < model->schema.count; input++) {
            const bool is_of_segment = dmn_plan_reads(model->segment, input);
            if (input == INPUT_segment || is_of_segment != (pass == 0) ||
                !(is_read(model, input) || is_seen(input)) ||
                (is_followed && model_follows(model, input)))
                continue;
            struct axis *const axis = &model->axes[model->axis_count++];
            *axis = (struct axis){.input = input, .is_of_segment = is_of_segment};
            TRY(fill_axis(model, axis));
        }
    return OK;
}

/* --- contacts --- */

static str word(const struct model *model, const struct dmn_value *outputs, enum output output)
{
    const int place = model->outputs[output];
    if (place < 0 || outputs[place].is_null)
        return (str){"", 0};
    return dmn_symbols_text(model->symbols, (dmn_symbol)outputs[place].value);
}

status model_read_contact(const struct model *model, const struct dmn_value *outputs,
                          struct move *ret_move, bool *ret_contacts)
{
    const str channel = word(model, outputs, OUTPUT_CHANNEL);
    const str role = word(model, outputs, OUTPUT_RECIPIENT);
    const int level = model->outputs[OUTPUT_NOTICE_LEVEL];
    struct move move = {.role = ROLE_DEBTOR};
    *ret_contacts = false;
    if (channel.size == 0 || str_equal_c(channel, "work"))
        return OK;
    if (!channel_parse(channel, &move.channel))
        return op_fail(model->op, E_INVALID,
                       "treatment.dmn names an unknown channel \"" STR_FORMAT "\"",
                       STR_ARG(channel));
    if (role.size > 0 && !party_role_parse(role, &move.role))
        return op_fail(model->op, E_INVALID,
                       "treatment.dmn names an unknown recipient \"" STR_FORMAT "\"",
                       STR_ARG(role));
    if (move.channel == CHANNEL_NONE)
        return OK;
    const struct dmn_value step = outputs[model->outputs[OUTPUT_STEP]];
    move.step = step.is_null ? DMN_SYMBOL_UNKNOWN : (int32_t)step.value;
    move.notice_level = level < 0 || outputs[level].is_null ? 0 : (int)outputs[level].value;
    move.is_message = move.channel == CHANNEL_EMAIL && move.role == ROLE_DEBTOR;
    move.is_repeatable = move.is_message && word(model, outputs, OUTPUT_QUEUE).size > 0;
    *ret_move = move;
    *ret_contacts = true;
    return OK;
}
