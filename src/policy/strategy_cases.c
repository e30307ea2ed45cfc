#include "policy/strategy_cases.h"

#include "feel/number.h"

#define COLUMNS_MAX 24
#define DECISIONS   6

/* What a case has where its line says nothing: a consumer who owes a little and can be reached. */
static const char *const defaults[][2] = {
    {"past_due_days",   "0"     },
    {"past_due_amount", "1000"  },
    {"open_amount",     "1000"  },
    {"open_claims",     "1"     },
    {"past_due_claims", "1"     },
    {"notice_level",    "0"     },
    {"attempts_7_days", "0"     },
    {"contacts_7_days", "0"     },
    {"promises_kept",   "0"     },
    {"promises_broken", "0"     },
    {"case_age_days",   "0"     },
    {"has_email",       "true"  },
    {"has_phone",       "true"  },
    {"has_address",     "true"  },
    {"currency",        "MXN"   },
    {"party_kind",      "person"},
    {"country",         "MX"    },
};

/* --- facts in words --- */

status strategy_value_read(struct op *op, const struct dmn_symbols *symbols,
                           const struct dmn_input *input, str text, struct dmn_value *ret_value)
{
    struct dmn_value value = {0};
    struct feel_number number;
    struct feel_scaled scaled = {.is_exact = false};
    day date = 0;
    if (str_equal_c(text, "null")) {
        value.is_null = true;
    } else if (input->type == DMN_STRING) {
        value.value = dmn_symbols_find(symbols, text);
    } else if (input->type == DMN_BOOLEAN &&
               (str_equal_c(text, "true") || str_equal_c(text, "false"))) {
        value.value = str_equal_c(text, "true");
    } else if (input->type == DMN_DATE && day_parse(text, &date)) {
        value.value = date;
    } else if (input->type == DMN_NUMBER && feel_number_parse(text, &number)) {
        scaled = feel_number_scaled(number, input->scale);
        if (scaled.overflow != 0 || !scaled.is_exact)
            return op_fail(op, E_INVALID, "%s=" STR_FORMAT ": it has %d decimals at most",
                           input->name, STR_ARG(text), input->scale);
        value.value = scaled.floor;
    } else {
        return op_fail(op, E_INVALID, "%s=" STR_FORMAT " is no value of that fact", input->name,
                       STR_ARG(text));
    }
    *ret_value = value;
    return OK;
}

static status set_fact(struct op *op, const struct input_schema *schema,
                       const struct dmn_symbols *symbols, str name, str text,
                       struct dmn_value *values)
{
    for (size_t i = 0; i < schema->count; i++)
        if (str_equal_c(name, schema->inputs[i].name))
            return strategy_value_read(op, symbols, &schema->inputs[i], text, &values[i]);
    return op_fail(op, E_NOT_FOUND,
                   "there is no fact \"" STR_FORMAT "\": `acuerdo strategy facts` lists them",
                   STR_ARG(name));
}

/* The next `name=value`; in single quotes a value may have blanks. */
static str take_pair(str *rest)
{
    const str text = str_trim(*rest);
    bool is_quoted = false;
    size_t end = 0;
    while (end < text.size && (is_quoted || text.data[end] != ' '))
        is_quoted ^= text.data[end++] == '\'';
    *rest = (str){text.data + end, text.size - end};
    return (str){text.data, end};
}

static str without_quotes(str text)
{
    const bool has = text.size >= 2 && text.data[0] == '\'' && text.data[text.size - 1] == '\'';
    return has ? (str){text.data + 1, text.size - 2} : text;
}

status strategy_facts_read(struct op *op, const struct input_schema *schema,
                           const struct dmn_symbols *symbols, str facts,
                           struct dmn_value *ret_values)
{
    for (size_t i = 0; i < schema->count; i++)
        ret_values[i] = (struct dmn_value){.is_null = schema->inputs[i].type != DMN_BOOLEAN ||
                                                      i >= INPUT_OBLIGATIONS};
    for (size_t i = 0; i < ARRAY_LEN(defaults); i++)
        TRY(set_fact(op, schema, symbols, str_of(defaults[i][0]), str_of(defaults[i][1]),
                     ret_values));
    for (;;) {
        str value = take_pair(&facts);
        if (value.size == 0)
            return OK;
        const str name = str_split(&value, '=');
        TRY(set_fact(op, schema, symbols, name, without_quotes(value), ret_values));
    }
}

/* --- the schema without a store --- */

static enum dmn_type declared_type(str type_ref)
{
    return str_equal_c(type_ref, "number")    ? DMN_NUMBER
           : str_equal_c(type_ref, "boolean") ? DMN_BOOLEAN
           : str_equal_c(type_ref, "date")    ? DMN_DATE
                                              : DMN_STRING;
}

static void add_attributes(struct op *op, const struct dmn_model *model,
                           struct input_schema *schema)
{
    for (size_t i = 0; i < model->input_count; i++) {
        const char *const name = str_cstr(op->arena, model->inputs[i].name);
        bool is_known = !str_starts(str_of(name), STR(ATTRIBUTE_PREFIX));
        for (size_t j = INPUT_COUNT; j < schema->count && !is_known; j++)
            is_known = str_equal_c(str_of(schema->inputs[j].name), name);
        if (is_known || schema->count == INPUTS_MAX)
            continue;
        const enum dmn_type type = declared_type(model->inputs[i].type_ref);
        schema->inputs[schema->count++] =
            (struct dmn_input){name, type, type == DMN_NUMBER ? ATTRIBUTE_SCALE : 0};
    }
}

status strategy_schema(struct op *op, const struct strategy_source *source,
                       struct input_schema *ret_schema)
{
    const str texts[] = {source->segment,     source->treatment,  source->priority,
                         source->negotiation, source->escalation, source->obligation};
    static const char *const names[] = {"segment.dmn",     "treatment.dmn",  "priority.dmn",
                                        "negotiation.dmn", "escalation.dmn", "obligation.dmn"};
    struct input_schema schema = {
        .inputs = arena_array(op->arena, INPUTS_MAX, sizeof(struct dmn_input)),
        .count = INPUT_COUNT,
        .attribute_ids = arena_array(op->arena, LIMIT_ATTRIBUTES, sizeof(int64_t))};
    memcpy(schema.inputs, input_list, INPUT_COUNT * sizeof(*schema.inputs));
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        struct dmn_model *model = NULL;
        if (texts[i].size == 0)
            continue;
        TRY(dmn_model_load(op, texts[i], names[i], &model));
        add_attributes(op, model, &schema);
    }
    *ret_schema = schema;
    return OK;
}

/* --- what is expected --- */

/* A column of cases.csv: an output of one of the decisions. */
struct expected {
    int decision; /* -1: `case`; -2: `facts` */
    size_t output;
    str name;
};

struct examining {
    struct op *op;
    const struct input_schema *schema;
    struct strategy_models models;
    const struct dmn_plan *plans[DECISIONS]; /* in the order in which they decide */
    struct expected columns[COLUMNS_MAX];
    size_t column_count;
    int line;
    struct strategy_examples *examples;
    size_t capacity;
};

static const char *const decision_names[DECISIONS] = {"segment",     "priority",   "treatment",
                                                      "negotiation", "escalation", "obligation"};

/* Whether a column's name is this output: "step", or "treatment.step". */
static bool names_output(str column, const char *decision, const char *output)
{
    str rest = column;
    const str first = str_split(&rest, '.');
    return rest.size > 0 ? str_equal_c(first, decision) && str_equal_c(rest, output)
                         : str_equal_c(column, output);
}

static bool find_output(const struct examining *e, str column, struct expected *expected)
{
    for (int d = 0; d < DECISIONS; d++) {
        const struct dmn_output *outputs = NULL;
        const size_t count = e->plans[d] ? dmn_plan_outputs(e->plans[d], &outputs) : 0;
        for (size_t i = 0; i < count; i++)
            if (names_output(column, decision_names[d], outputs[i].name)) {
                *expected = (struct expected){d, i, column};
                return true;
            }
    }
    return false;
}

static status read_columns(struct examining *e, const str *names, size_t count)
{
    struct op *const op = e->op;
    for (size_t i = 0; i < count; i++) {
        struct expected *const column = &e->columns[i];
        if (str_equal_c(names[i], "case") || str_equal_c(names[i], "facts"))
            *column = (struct expected){str_equal_c(names[i], "case") ? -1 : -2, 0, names[i]};
        else if (!find_output(e, names[i], column))
            return op_fail(op, E_INVALID,
                           "cases.csv: no table puts out \"" STR_FORMAT "\", column %zu",
                           STR_ARG(names[i]), i + 1);
    }
    e->column_count = count;
    return OK;
}

/* The fields of a line; one in double quotes may have commas. */
static status split_line(struct op *op, str line, int number, str *fields, size_t *ret_count)
{
    size_t count = 0;
    bool is_more = true;
    while (is_more) {
        bool is_quoted = false;
        size_t end = 0;
        while (end < line.size && (is_quoted || line.data[end] != ','))
            is_quoted ^= line.data[end++] == '"';
        is_more = end < line.size;
        if (count == COLUMNS_MAX || is_quoted)
            return op_fail(op, E_INVALID,
                           "cases.csv, line %d: a quote is not closed, or there are more than %d "
                           "columns",
                           number, COLUMNS_MAX);
        str field = str_trim((str){line.data, end});
        if (field.size >= 2 && field.data[0] == '"' && field.data[field.size - 1] == '"')
            field = (str){field.data + 1, field.size - 2};
        fields[count++] = field;
        line = is_more ? (str){line.data + end + 1, line.size - end - 1} : STR("");
    }
    *ret_count = count;
    return OK;
}

/* --- deciding --- */

struct decided {
    struct dmn_value outputs[DECISIONS][LIMIT_DMN_COLUMNS];
    struct dmn_hit hits[DECISIONS];
};

static void decide(const struct examining *e, struct dmn_value *facts, struct decided *decided)
{
    obligation_inputs_imagine(&e->models.obligation, facts);
    for (int d = 0; d < DECISIONS; d++) {
        if (!e->plans[d])
            continue;
        dmn_plan_decide(e->plans[d], facts, decided->outputs[d], &decided->hits[d]);
        if (d == 0)
            facts[INPUT_segment] = decided->outputs[0][0];
    }
}

/* 0.10 and 0.1 are one number; words are compared as they stand. */
static bool is_same(const struct examining *e, const struct dmn_output *output, str expected,
                    struct dmn_value got)
{
    const struct dmn_input as_input = {output->name, output->type, output->scale};
    struct dmn_value want = {0};
    if (str_equal_c(expected, "null"))
        return got.is_null;
    if (got.is_null)
        return false;
    if (output->type == DMN_STRING)
        return str_equal(expected, dmn_symbols_text(e->models.symbols, (dmn_symbol)got.value));
    if (strategy_value_read(e->op, e->models.symbols, &as_input, expected, &want) != OK) {
        op_clear(e->op);
        return false;
    }
    return want.value == got.value;
}

static void note_miss(struct examining *e, str name, const struct expected *column, str expected,
                      const struct decided *decided)
{
    struct op *const op = e->op;
    struct strategy_examples *const examples = e->examples;
    const struct dmn_plan *const plan = e->plans[column->decision];
    const struct dmn_hit *const hit = &decided->hits[column->decision];
    const struct dmn_output *outputs = NULL;
    (void)dmn_plan_outputs(plan, &outputs);
    const struct dmn_output *const output = &outputs[column->output];
    examples->misses = arena_grow(op->arena, examples->misses, examples->miss_count, &e->capacity,
                                  sizeof(*examples->misses));
    examples->misses[examples->miss_count++] = (struct strategy_miss){
        .line = e->line,
        .name = name,
        .decision = str_of(decision_names[column->decision]),
        .output = str_of(output->name),
        .expected = expected,
        .got = dmn_value_text(op, e->models.symbols, output->type, output->scale,
                              decided->outputs[column->decision][column->output]),
        .rule = hit->rule + 1,
        .why = dmn_plan_annotation(plan, hit->rule, op->language),
    };
}

static status run_case(struct examining *e, const str *fields, struct dmn_value *facts)
{
    struct op *const op = e->op;
    struct decided decided = {0};
    str name = STR("");
    str given = STR("");
    for (size_t i = 0; i < e->column_count; i++) {
        if (e->columns[i].decision == -1)
            name = fields[i];
        else if (e->columns[i].decision == -2)
            given = fields[i];
    }
    if (strategy_facts_read(op, e->schema, e->models.symbols, given, facts) != OK) {
        const char *const why = arena_copy(op->arena, op->text, strlen(op->text));
        op_clear(op);
        return op_fail(op, E_INVALID, "cases.csv, line %d: %s", e->line, why);
    }
    decide(e, facts, &decided);
    for (size_t i = 0; i < e->column_count; i++) {
        const struct expected *const column = &e->columns[i];
        const struct dmn_output *outputs = NULL;
        if (column->decision < 0 || fields[i].size == 0)
            continue;
        (void)dmn_plan_outputs(e->plans[column->decision], &outputs);
        if (!is_same(e, &outputs[column->output], fields[i],
                     decided.outputs[column->decision][column->output]))
            note_miss(e, name, column, fields[i], &decided);
    }
    return OK;
}

static status run_lines(struct examining *e, str rest)
{
    struct op *const op = e->op;
    struct dmn_value *const facts = arena_array(op->arena, INPUTS_MAX, sizeof(*facts));
    str fields[COLUMNS_MAX] = {0};
    size_t count = 0;
    while (rest.size > 0) {
        const str line = str_trim(str_split(&rest, '\n'));
        e->line++;
        if (line.size == 0)
            continue;
        TRY(split_line(op, line, e->line, fields, &count));
        if (e->column_count == 0) {
            TRY(read_columns(e, fields, count));
            continue;
        }
        if (count != e->column_count)
            return op_fail(op, E_INVALID, "cases.csv, line %d: %zu columns instead of %zu", e->line,
                           count, e->column_count);
        if (++e->examples->cases > STRATEGY_CASES_MAX)
            return op_fail(op, E_LIMIT, "cases.csv has more than %d cases", STRATEGY_CASES_MAX);
        TRY(run_case(e, fields, facts));
    }
    return OK;
}

status strategy_examples_run(struct op *op, const struct strategy_source *source,
                             const struct input_schema *schema,
                             struct strategy_examples *ret_examples)
{
    struct strategy_examples examples = {0};
    struct examining e = {.op = op, .schema = schema, .examples = &examples};
    TRY(strategy_compile_source(op, source, schema, &e.models));
    const struct dmn_plan *const plans[DECISIONS] = {e.models.segment,    e.models.priority,
                                                     e.models.treatment,  e.models.negotiation,
                                                     e.models.escalation, e.models.obligation.plan};
    memcpy(e.plans, plans, sizeof(plans));
    TRY(run_lines(&e, source->cases));
    if (examples.cases == 0)
        return op_fail(op, E_NOT_FOUND,
                       "the strategy has no examples: cases.csv says what it should do, a case a "
                       "line");
    *ret_examples = examples;
    return OK;
}

static void write_miss(struct json_writer *w, const struct strategy_miss *miss)
{
    json_object_open(w);
    json_put_i64(w, "line", miss->line);
    json_put_str(w, "case", miss->name);
    json_put_str(w, "decision", miss->decision);
    json_put_str(w, "output", miss->output);
    json_put_str(w, "expected", miss->expected);
    json_put_str(w, "got", miss->got);
    json_put_i64(w, "rule", miss->rule);
    json_put_str(w, "why", miss->why);
    json_object_close(w);
}

void strategy_examples_write(struct json_writer *w, const struct strategy_examples *examples)
{
    json_object_open(w);
    json_put_i64(w, "cases", (int64_t)examples->cases);
    json_put_i64(w, "failed", (int64_t)examples->miss_count);
    json_key(w, "misses");
    json_array_open(w);
    for (size_t i = 0; i < examples->miss_count; i++)
        write_miss(w, &examples->misses[i]);
    json_array_close(w);
    json_object_close(w);
}
