#include "policy/strategy_check.h"

#include <stddef.h>

#include "base/assets.h"
#include "base/json.h"
#include "base/words.h"
#include "dmn/check.h"
#include "dmn/cover.h"
#include "dmn/place.h"
#include "policy/limits.h"
#include "policy/policy.h"

const char *const negotiation_names[NEGOTIATION_COUNT] = {
    [NEGOTIATION_MAX_DISCOUNT] = "max_discount",
    [NEGOTIATION_MAX_INSTALMENTS] = "max_instalments",
    [NEGOTIATION_MIN_DOWN_PAYMENT] = "min_down_payment",
    [NEGOTIATION_MAX_PROMISE_DAYS] = "max_promise_days",
    [NEGOTIATION_MIN_PROMISE] = "min_promise",
};
const char *const escalation_names[ESCALATION_COUNT] = {
    [ESCALATION_LEVEL] = "level",
    [ESCALATION_QUEUE] = "queue",
};

struct checking {
    struct op *op;
    const struct strategy_source *source;
    const struct input_schema *schema;
    struct strategy_models models;
    struct strategy_mistake mistake; /* of what comes after the tables themselves */
};

/* --- tables --- */

/* The first thing that would decide a case wrongly: in which cell, a row that shows it, a hint. */
static status refuse_finding(const struct checking *c, const char *file,
                             const struct dmn_finding *finding)
{
    struct op *const op = c->op;
    const struct dmn_place place = {.model = str_of(file),
                                    .decision = finding->decision,
                                    .rule = finding->rule,
                                    .column = finding->column,
                                    .is_output = finding->is_output,
                                    .column_name = finding->column_name,
                                    .cell = finding->cell};
    struct buf row = buf_start(op->arena, LIMIT_FAILURE_TEXT);
    for (size_t i = 0; i < finding->row_count; i++)
        buf_printf(&row, "%s" STR_FORMAT "=" STR_FORMAT, i > 0 ? " " : " (",
                   STR_ARG(finding->row[i].input), STR_ARG(finding->row[i].value));
    if (finding->problem == DMN_REFUSED) /* its text says where */
        return op_fail(op, E_INVALID, "%s", finding->text);
    return dmn_refuse(op, &place, E_INVALID, "%s%s%s%s%s", finding->text, buf_cstr(&row),
                      row.size > 0 ? ")" : "", *finding->hint ? "; " : "", finding->hint);
}

/* The words that the worst obligation can have: of a strategy that tells obligations apart. */
static status find_worst(struct op *op, const struct strategy_source *source,
                         const struct input_schema *schema, struct dmn_symbols *symbols,
                         struct dmn_possible *ret_possible)
{
    struct dmn_check check = {
        .inputs = schema->inputs, .input_count = schema->count, .symbols = symbols};
    struct dmn_model *model = NULL;
    if (source->obligation.size == 0)
        return OK;
    TRY(dmn_model_load(op, source->obligation, "obligation.dmn", &model));
    check.model = model;
    TRY(dmn_model_possible(op, &check, "obligation", ret_possible));
    ret_possible->has_null = true; /* nothing is owed */
    return OK;
}

status strategy_find_mistakes(struct op *op, const struct strategy_source *given,
                              const struct input_schema *schema,
                              struct strategy_file_check *ret_files, size_t *ret_count)
{
    struct strategy_source source = *given;
    struct dmn_possible *const possible = arena_array(op->arena, schema->count, sizeof(*possible));
    const struct input_schema of_case = strategy_part_schema(op, schema, false);
    const struct input_schema of_one = strategy_part_schema(op, schema, true);
    struct dmn_check check = {.inputs = of_case.inputs,
                              .input_count = schema->count,
                              .symbols = dmn_symbols_create(op->arena),
                              .by_input = possible};
    bool has_segments = false;
    size_t count = 0;
    TRY(find_worst(op, &source, &of_one, check.symbols, &possible[INPUT_worst_obligation]));
    for (size_t i = 0; i < STRATEGY_PARTS; i++) {
        const str text = *strategy_part_of(&source, i);
        struct strategy_file_check *const file = &ret_files[count];
        if (text.size == 0 || !strategy_part_is_model(i))
            continue;
        *file = (struct strategy_file_check){.part = i};
        TRY(dmn_model_load(op, text, strategy_parts[i].path, &file->model));
        check.model = file->model;
        check.inputs = strategy_parts[i].offset == offsetof(struct strategy_source, obligation)
                           ? of_one.inputs
                           : of_case.inputs;
        TRY(dmn_model_check(op, &check, &file->findings));
        count++;
        if (has_segments)
            continue;
        TRY(dmn_model_possible(op, &check, "segment", &possible[INPUT_segment]));
        has_segments = true; /* the other tables are only asked for segments that there are */
    }
    *ret_count = count;
    return OK;
}

static status check_models(const struct checking *c)
{
    struct strategy_file_check files[STRATEGY_PARTS];
    size_t count = 0;
    TRY(strategy_find_mistakes(c->op, c->source, c->schema, files, &count));
    for (size_t i = 0; i < count; i++)
        for (size_t f = 0; f < files[i].findings.count; f++)
            if (files[i].findings.list[f].weight == DMN_ERROR)
                return refuse_finding(c, strategy_parts[files[i].part].path,
                                      &files[i].findings.list[f]);
    return OK;
}

/* --- outputs --- */

static const char *list_of(struct op *op, const char *const *names, size_t count)
{
    struct buf list = buf_start(op->arena, 1024);
    for (size_t i = 0; i < count; i++)
        buf_printf(&list, "%s%s", i > 0 ? ", " : "", names[i]);
    return buf_cstr(&list);
}

/* An output that nobody reads would be a rule that does nothing, in silence. */
static status check_outputs(const struct checking *c, const struct dmn_plan *plan,
                            const char *decision, const char *const *names, size_t name_count)
{
    struct op *const op = c->op;
    const struct dmn_output *outputs = NULL;
    const size_t count = plan ? dmn_plan_outputs(plan, &outputs) : 0;
    for (size_t i = 0; i < count; i++) {
        bool is_known = false;
        for (size_t n = 0; n < name_count; n++)
            is_known |= str_equal_c(str_of(outputs[i].name), names[n]);
        if (!is_known)
            return op_fail(op, E_INVALID,
                           "%s.dmn puts out \"%s\", which nothing reads; it may put "
                           "out: %s",
                           decision, outputs[i].name, list_of(op, names, name_count));
    }
    return OK;
}

static status check_numbers(const struct checking *c, const struct dmn_plan *plan,
                            const char *decision)
{
    const struct dmn_output *outputs = NULL;
    const size_t count = plan ? dmn_plan_outputs(plan, &outputs) : 0;
    for (size_t i = 0; i < count; i++)
        if (outputs[i].type != DMN_NUMBER)
            return op_fail(c->op, E_INVALID, "%s.dmn: \"%s\" must be a number", decision,
                           outputs[i].name);
    return OK;
}

/* --- words --- */

static bool has_template(const struct checking *c, str name)
{
    struct op *const op = c->op;
    const char *const path =
        arena_printf(op->arena, "templates/" STR_FORMAT ".es.txt", STR_ARG(name));
    for (size_t i = 0; i < c->source->template_count; i++)
        if (str_equal_c(c->source->templates[i].path, path))
            return true;
    return asset_find(assets_policies, str_of(path)) != NULL;
}

static bool is_channel(str word)
{
    enum channel channel = CHANNEL_NONE;
    return str_equal_c(word, "none") || str_equal_c(word, "work") || channel_parse(word, &channel);
}

static bool is_recipient(str word)
{
    enum party_role role = ROLE_DEBTOR;
    return party_role_parse(word, &role);
}

static status refuse_word(struct checking *c, int32_t rule, size_t output, const char *output_name,
                          str word, const char *hint)
{
    const struct dmn_place place = {.model = STR("treatment.dmn"),
                                    .decision = STR("treatment"),
                                    .rule = (size_t)rule + 1,
                                    .column = output + 1,
                                    .is_output = true,
                                    .column_name = str_of(output_name),
                                    .cell = word};
    c->mistake.place = place;
    c->mistake.text = hint;
    return dmn_refuse(c->op, &place, E_INVALID, "%s", hint);
}

static status check_word(struct checking *c, int32_t rule, size_t output, const char *name,
                         str word, bool is_message)
{
    struct op *const op = c->op;
    if (str_equal_c(str_of(name), "channel") && !is_channel(word))
        return refuse_word(c, rule, output, name, word,
                           op_word(op,
                                   "no such channel: email, sms, whatsapp, call, letter, visit, "
                                   "work or none"));
    if (str_equal_c(str_of(name), "recipient") && !is_recipient(word))
        return refuse_word(c, rule, output, name, word,
                           op_word(op, "no such role: debtor, co_debtor, guarantor…"));
    if (is_message && str_equal_c(str_of(name), "template") && !has_template(c, word))
        return refuse_word(c, rule, output, name, word,
                           op_word(op, "there is no such template: those of policies/templates, or "
                                       "one of the strategy's own folder"));
    return OK;
}

static status check_rule(struct checking *c, int32_t rule, const struct dmn_output *outputs,
                         size_t count)
{
    const struct dmn_value *const values = dmn_plan_rule_outputs(c->models.treatment, rule);
    const struct dmn_symbols *const symbols = c->models.symbols;
    bool is_message = false; /* that a machine sends: others are written by people */
    for (size_t i = 0; i < count; i++)
        is_message |= str_equal_c(str_of(outputs[i].name), "channel") && !values[i].is_null &&
                      str_equal_c(dmn_symbols_text(symbols, (dmn_symbol)values[i].value), "email");
    for (size_t i = 0; i < count; i++)
        if (outputs[i].type == DMN_STRING && !values[i].is_null)
            TRY(check_word(c, rule, i, outputs[i].name,
                           dmn_symbols_text(symbols, (dmn_symbol)values[i].value), is_message));
    return OK;
}

static status check_words(struct checking *c)
{
    const struct dmn_output *outputs = NULL;
    const size_t count = dmn_plan_outputs(c->models.treatment, &outputs);
    for (int32_t rule = -1; rule < (int32_t)dmn_plan_rule_count(c->models.treatment); rule++)
        TRY(check_rule(c, rule, outputs, count));
    return OK;
}

/* --- settings --- */

/* The own letters replace those of the program: only of these is it declared what they disclose. */
static status check_templates(const struct checking *c)
{
    for (size_t i = 0; i < c->source->template_count; i++)
        if (!asset_find(assets_policies, c->source->templates[i].path))
            return op_fail(c->op, E_INVALID,
                           "%s replaces no template of the program: nobody has declared what it "
                           "discloses",
                           str_cstr(c->op->arena, c->source->templates[i].path));
    return OK;
}

static status check_settings(const struct checking *c)
{
    struct op *const op = c->op;
    json_t *root = NULL;
    str layer;
    if (json_parse(op, c->source->settings, &root) != OK) {
        const char *const why = arena_copy(op->arena, op->text, strlen(op->text));
        op_clear(op);
        return op_fail(op, E_INVALID, "strategy.json: %s", why);
    }
    return limits_of(op, c->source->settings, STR("*"), &layer);
}

static status check_rest(struct checking *c)
{
    static const char *const treatment[] = {"step",  "channel",   "template",     "notice_level",
                                            "queue", "wait_days", "min_gap_days", "recipient"};
    TRY(strategy_compile_source(c->op, c->source, c->schema, &c->models));
    c->mistake.place.model = STR("treatment.dmn");
    TRY(check_outputs(c, c->models.treatment, "treatment", treatment, ARRAY_LEN(treatment)));
    c->mistake.place.model = STR("negotiation.dmn");
    TRY(check_outputs(c, c->models.negotiation, "negotiation", negotiation_names,
                      NEGOTIATION_COUNT));
    TRY(check_numbers(c, c->models.negotiation, "negotiation"));
    c->mistake.place.model = STR("escalation.dmn");
    TRY(check_outputs(c, c->models.escalation, "escalation", escalation_names, ESCALATION_COUNT));
    c->mistake.place.model = STR("treatment.dmn");
    TRY(check_words(c));
    c->mistake.place.model = STR("strategy.json");
    TRY(check_templates(c));
    return check_settings(c);
}

status strategy_check_rest(struct op *op, const struct strategy_source *source,
                           const struct input_schema *schema, struct strategy_mistake *ret_mistake)
{
    struct checking c = {
        .op = op, .source = source, .schema = schema, .mistake.place.model = STR("strategy.json")};
    const status code = check_rest(&c);
    if (code != OK && !c.mistake.text)
        c.mistake.text = arena_copy(op->arena, op->text, strlen(op->text));
    *ret_mistake = c.mistake;
    return code;
}

status strategy_check(struct op *op, const struct strategy_source *source,
                      const struct input_schema *schema)
{
    struct checking c = {.op = op, .source = source, .schema = schema};
    TRY(check_models(&c));
    return check_rest(&c);
}
