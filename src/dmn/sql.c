/* A decision as SQL: two subqueries for each table, the first finds the rule, the second what it
 * says. */
#include "dmn/sql.h"

#include <stdlib.h>

#include "dmn/sql_cells.h"
#include "dmn/types.h"

#define NAME_BYTES 63 /* of an identifier of PostgreSQL: longer ones are cut, and may collide */

struct writer {
    struct op *op;
    const struct dmn_sql *request;
    const struct dmn_plan *plan;
    const struct dmn_step *step;
    struct buf *out;
    str *columns;    /* of the step: the expression of each */
    str *conditions; /* of the step: when each rule matches; empty: always */
    str outside;     /* of the step: a value is not among the inputValues; empty: never */
};

static str decision_name(const struct dmn_step *step)
{
    return step->decision->name;
}

/* "d.suffix" as an identifier. */
static str column_named(struct op *op, const struct dmn_step *step, const char *suffix)
{
    const str name = decision_name(step);
    return dmn_sql_identifier(op, str_of(arena_printf(op->arena, STR_FORMAT "%s%s", STR_ARG(name),
                                                      *suffix ? "." : "", suffix)));
}

static str output_column(struct op *op, const struct dmn_step *step, uint32_t output)
{
    return column_named(op, step, step->output_count > 1 ? step->outputs[output].name : "");
}

static const struct dmn_step *step_of_slot(const struct writer *w, uint32_t slot)
{
    const struct dmn_step *step = w->plan->steps;
    while (slot >= step->slot + step->output_count)
        step++;
    return step;
}

/* --- columns --- */

/* A value that the types do not allow counts as missing. */
static status restrict_column(struct writer *w, const struct dmn_domain *domain, str type_ref,
                              str *column)
{
    const struct dmn_place place = {.model = w->request->model->name,
                                    .decision = decision_name(w->step)};
    struct dmn_kind kind = {0};
    TRY(dmn_kind_resolve(w->op, &place, w->request->model, type_ref, &kind));
    for (size_t i = 0; i < kind.allowed_count; i++) {
        str test = {"", 0};
        if (kind.allowed[i].size == 0)
            continue;
        TRY(dmn_sql_test(w->op, w->request->dialect, domain, kind.allowed[i], *column, &test));
        if (test.size > 0)
            *column = str_of(arena_printf(w->op->arena,
                                          "CASE WHEN " STR_FORMAT " THEN " STR_FORMAT " END",
                                          STR_ARG(test), STR_ARG(*column)));
    }
    return OK;
}

static status write_column(struct writer *w, size_t index, struct buf *outside)
{
    const struct dmn_column *const compiled = &w->step->columns[index];
    const struct dmn_clause *const clause = &w->step->decision->table->inputs[index];
    const struct dmn_place place = {.model = w->request->model->name,
                                    .decision = decision_name(w->step)};
    const struct dmn_compiler compiler = {.op = w->op,
                                          .model = w->request->model,
                                          .inputs = w->request->inputs,
                                          .input_count = w->request->input_count};
    struct dmn_name name = {0};
    str column = {"", 0};
    str test = {"", 0};
    TRY(dmn_name_find(&compiler, &place, w->step->decision, clause->expression, &name));
    if (compiled->is_chained) {
        const struct dmn_step *const from = step_of_slot(w, compiled->source);
        column = output_column(w->op, from, compiled->source - from->slot);
    } else {
        column = dmn_sql_identifier(w->op, str_of(w->request->inputs[compiled->source].name));
    }
    TRY(restrict_column(w, &compiled->domain, name.type_ref, &column));
    TRY(restrict_column(w, &compiled->domain, clause->type_ref, &column));
    w->columns[index] = column;
    if (clause->values.size == 0)
        return OK;
    TRY(dmn_sql_test(w->op, w->request->dialect, &compiled->domain, clause->values, column, &test));
    if (test.size > 0)
        buf_printf(outside, "%s(" STR_FORMAT " IS NOT NULL AND NOT " STR_FORMAT ")",
                   outside->size > 0 ? " OR " : "", STR_ARG(column), STR_ARG(test));
    return OK;
}

static status write_condition(struct writer *w, size_t rule, str *ret_condition)
{
    const struct dmn_table *const table = w->step->decision->table;
    struct buf out = buf_start(w->op->arena, LIMIT_DMN_SQL_BYTES);
    for (uint32_t i = 0; i < w->step->column_count; i++) {
        str test = {"", 0};
        TRY(dmn_sql_test(w->op, w->request->dialect, &w->step->columns[i].domain,
                         table->rules[rule].inputs[i], w->columns[i], &test));
        if (test.size > 0)
            buf_printf(&out, "%s" STR_FORMAT, out.size > 0 ? " AND " : "", STR_ARG(test));
    }
    *ret_condition = buf_str(&out);
    return OK;
}

static status write_conditions(struct writer *w)
{
    struct arena *const arena = w->op->arena;
    struct buf outside = buf_start(arena, LIMIT_DMN_SQL_BYTES);
    w->columns = arena_array(arena, w->step->column_count, sizeof(*w->columns));
    w->conditions = arena_array(arena, w->step->rule_count, sizeof(*w->conditions));
    for (uint32_t i = 0; i < w->step->column_count; i++)
        TRY(write_column(w, i, &outside));
    for (uint32_t rule = 0; rule < w->step->rule_count; rule++)
        TRY(write_condition(w, rule, &w->conditions[rule]));
    w->outside = buf_str(&outside);
    return op_check(w->op);
}

/* --- which rule --- */

/* CASE WHEN … THEN number: the first rule in this order that matches, else 0.  says: what stands
 * instead of the rule's number. */
static void write_first(struct writer *w, const uint32_t *order, const int64_t *says)
{
    struct buf *const out = w->out;
    if (w->step->rule_count == 0) {
        buf_add_c(out, "0");
        return;
    }
    buf_add_c(out, "CASE");
    if (w->outside.size > 0)
        buf_printf(out, " WHEN " STR_FORMAT " THEN 0", STR_ARG(w->outside));
    for (uint32_t i = 0; i < w->step->rule_count; i++) {
        const uint32_t rule = order[i];
        const str condition = w->conditions[rule];
        buf_printf(out, "\n    WHEN " STR_FORMAT " THEN ",
                   STR_ARG(condition.size > 0 ? condition : STR("TRUE")));
        buf_add_i64(out, says ? says[rule] : (int64_t)rule + 1);
    }
    buf_add_c(out, " ELSE 0 END");
}

static uint32_t *count_up(struct op *op, uint32_t count)
{
    uint32_t *const order = arena_array(op->arena, count, sizeof(*order));
    for (uint32_t i = 0; i < count; i++)
        order[i] = i;
    return order;
}

struct keyed {
    int64_t key;
    uint32_t rule;
};

static int by_key(const void *a, const void *b)
{
    const struct keyed *const left = a;
    const struct keyed *const right = b;
    if (left->key != right->key)
        return left->key < right->key ? -1 : 1;
    return (left->rule > right->rule) - (left->rule < right->rule);
}

/* The rules by a key, upwards or downwards. */
static uint32_t *order_by(struct op *op, const int64_t *keys, uint32_t count, bool is_down)
{
    struct keyed *const keyed = arena_array(op->arena, count, sizeof(*keyed));
    uint32_t *const order = arena_array(op->arena, count, sizeof(*order));
    for (uint32_t i = 0; i < count; i++)
        keyed[i] = (struct keyed){is_down ? -keys[i] : keys[i], i};
    qsort(keyed, count, sizeof(*keyed), by_key);
    for (uint32_t i = 0; i < count; i++)
        order[i] = keyed[i].rule;
    return order;
}

static bool says_same(const struct dmn_step *step, uint32_t a, uint32_t b)
{
    const struct dmn_value *const left = step->values + (size_t)a * step->output_count;
    const struct dmn_value *const right = step->values + (size_t)b * step->output_count;
    for (uint32_t i = 0; i < step->output_count; i++)
        if (left[i].is_null != right[i].is_null ||
            (!left[i].is_null && left[i].value != right[i].value))
            return false;
    return true;
}

/* What each rule says, as the number of the first rule that says the same; UNIQUE: its own. */
static int64_t *find_groups(const struct writer *w)
{
    int64_t *const groups = arena_array(w->op->arena, w->step->rule_count, sizeof(*groups));
    for (uint32_t rule = 0; rule < w->step->rule_count; rule++) {
        uint32_t first = w->step->policy == DMN_ANY ? 0 : rule;
        while (first < rule && !says_same(w->step, first, rule))
            first++;
        groups[rule] = (int64_t)first + 1;
    }
    return groups;
}

/* UNIQUE and ANY: the least and the greatest group among the rules that match must be one. */
static void write_conflict(struct writer *w)
{
    const uint32_t count = w->step->rule_count;
    int64_t *const groups = find_groups(w);
    const char *const word = w->step->policy == DMN_UNIQUE ? "several" : "differ";
    buf_add_c(w->out, "CASE WHEN ");
    write_first(w, order_by(w->op, groups, count, false), groups);
    buf_add_c(w->out, " <> ");
    write_first(w, order_by(w->op, groups, count, true), groups);
    buf_printf(w->out, " THEN '%s' END", word);
}

static void write_violation(struct writer *w)
{
    const bool is_one = w->step->policy == DMN_UNIQUE || w->step->policy == DMN_ANY;
    if (w->outside.size > 0)
        buf_printf(w->out, "CASE WHEN " STR_FORMAT " THEN 'outside' ELSE ", STR_ARG(w->outside));
    if (is_one)
        write_conflict(w);
    else
        buf_add_c(w->out, "CAST(NULL AS TEXT)");
    if (w->outside.size > 0)
        buf_add_c(w->out, " END");
}

/* --- what it says --- */

static str output_text(const struct writer *w, uint32_t rule, uint32_t output)
{
    const struct dmn_step *const step = w->step;
    return dmn_sql_value(w->op, w->request->dialect, w->request->symbols, &step->outputs[output],
                         step->values[(size_t)rule * step->output_count + output]);
}

/* By the number of the rule, 0 is the default. */
static void write_output(struct writer *w, uint32_t output)
{
    const struct dmn_step *const step = w->step;
    const str rule = column_named(w->op, step, "rule");
    const str violation = column_named(w->op, step, "violation");
    buf_add_c(w->out, "CASE");
    if (step->policy == DMN_UNIQUE || step->policy == DMN_ANY)
        buf_printf(w->out, " WHEN " STR_FORMAT " IN ('several', 'differ') THEN NULL",
                   STR_ARG(violation));
    for (uint32_t i = 0; i <= step->rule_count; i++)
        buf_printf(w->out, "\n    WHEN " STR_FORMAT " = %u THEN " STR_FORMAT, STR_ARG(rule),
                   i < step->rule_count ? i + 1 : 0, STR_ARG(output_text(w, i, output)));
    buf_add_c(w->out, " END");
}

/* A sum of terms as a balanced tree: engines bound how deep an expression may be. */
static void write_sum(struct writer *w, const str *terms, size_t count)
{
    if (count == 1) {
        buf_add(w->out, terms[0]);
        return;
    }
    buf_add_c(w->out, "(");
    write_sum(w, terms, count / 2);
    buf_add_c(w->out, " + ");
    write_sum(w, terms + count / 2, count - count / 2);
    buf_add_c(w->out, ")");
}

/* COUNT and SUM: each rule that matches adds its part. */
static void write_total(struct writer *w)
{
    const uint32_t count = w->step->rule_count;
    const bool is_count = w->step->aggregation == DMN_COUNT;
    const char *const zero = w->request->dialect == DMN_POSTGRESQL ? "CAST(0 AS NUMERIC)" : "0";
    str *const terms = arena_array(w->op->arena, count + 1, sizeof(*terms));
    for (uint32_t rule = 0; rule < count; rule++) {
        const str condition = w->conditions[rule].size > 0 ? w->conditions[rule] : STR("TRUE");
        terms[rule] = str_of(arena_printf(
            w->op->arena, "\n    CASE WHEN " STR_FORMAT " THEN " STR_FORMAT " ELSE %s END",
            STR_ARG(condition), STR_ARG(is_count ? STR("1") : output_text(w, rule, 0)), zero));
    }
    terms[count] = str_of(zero);
    write_sum(w, terms, (size_t)count + 1);
}

/* MIN and MAX: the rules by what they say, a missing one first; the first that matches says it. */
static void write_best(struct writer *w)
{
    const uint32_t count = w->step->rule_count;
    int64_t *const keys = arena_array(w->op->arena, count, sizeof(*keys));
    const bool is_down = w->step->aggregation == DMN_MAX;
    for (uint32_t rule = 0; rule < count; rule++) {
        const struct dmn_value value = w->step->values[rule];
        keys[rule] = value.is_null ? (is_down ? INT64_MAX : -INT64_MAX) : value.value;
    }
    const uint32_t *const order = order_by(w->op, keys, count, is_down);
    buf_add_c(w->out, "CASE");
    for (uint32_t i = 0; i < count; i++) {
        const str condition = w->conditions[order[i]];
        buf_printf(w->out, "\n    WHEN " STR_FORMAT " THEN " STR_FORMAT,
                   STR_ARG(condition.size > 0 ? condition : STR("TRUE")),
                   STR_ARG(output_text(w, order[i], 0)));
    }
    buf_add_c(w->out, " END");
}

/* What PostgreSQL computes beyond 64 bits is a NUMERIC, what SQLite does a real number. */
static str total_fits(const struct writer *w, str total)
{
    return str_of(arena_printf(w->op->arena,
                               w->request->dialect == DMN_POSTGRESQL ? STR_FORMAT
                                   " BETWEEN -9223372036854775808 AND 9223372036854775807"
                                                                     : "typeof(" STR_FORMAT
                                                                       ") = 'integer'",
                               STR_ARG(total)));
}

static bool has_total(const struct dmn_step *step)
{
    return step->aggregation == DMN_SUM || step->aggregation == DMN_COUNT;
}

static void write_aggregate(struct writer *w)
{
    const str total = column_named(w->op, w->step, "total");
    buf_printf(w->out, "CASE WHEN " STR_FORMAT " = 0 THEN " STR_FORMAT,
               STR_ARG(column_named(w->op, w->step, "rule")),
               STR_ARG(output_text(w, w->step->rule_count, 0)));
    if (w->step->rule_count == 0) {
        buf_add_c(w->out, " END");
    } else if (has_total(w->step)) {
        buf_printf(w->out, " WHEN " STR_FORMAT " THEN CAST(" STR_FORMAT " AS BIGINT) END",
                   STR_ARG(total_fits(w, total)), STR_ARG(total));
    } else {
        buf_add_c(w->out, " ELSE ");
        write_best(w);
        buf_add_c(w->out, " END");
    }
}

/* --- tables --- */

/* What the table before has said, or the relation. */
static str said_before(const struct writer *w)
{
    const struct dmn_step *const before = w->step - 1;
    return w->step == w->plan->steps ? dmn_sql_identifier(w->op, str_of(w->request->relation))
                                     : column_named(w->op, before, "said");
}

/* Each layer is computed once: put into each other, the layers of a chain grow without bound. */
static void begin_layer(struct writer *w, str name, str from)
{
    buf_printf(w->out, STR_FORMAT " AS MATERIALIZED (\n  SELECT " STR_FORMAT ".*", STR_ARG(name),
               STR_ARG(from));
}

static void end_layer(struct writer *w, str from)
{
    buf_printf(w->out, "\n  FROM " STR_FORMAT ")", STR_ARG(from));
}

static void name_column(struct writer *w, const char *suffix)
{
    buf_printf(w->out, " AS " STR_FORMAT, STR_ARG(column_named(w->op, w->step, suffix)));
}

/* The first rule that hits, what goes against the policy, and a sum over all that hit. */
static void write_found(struct writer *w)
{
    const str before = said_before(w);
    begin_layer(w, column_named(w->op, w->step, "found"), before);
    buf_add_c(w->out, ",\n  ");
    write_first(w,
                w->step->policy == DMN_PRIORITY ? w->step->rule_of_bit
                                                : count_up(w->op, w->step->rule_count),
                NULL);
    name_column(w, "rule");
    buf_add_c(w->out, ",\n  ");
    write_violation(w);
    name_column(w, has_total(w->step) ? "apart" : "violation");
    if (has_total(w->step)) {
        buf_add_c(w->out, ",\n  ");
        write_total(w);
        name_column(w, "total");
    }
    end_layer(w, before);
}

/* The rules of a list as a relation: their numbers and their places. */
static void write_rules(struct writer *w)
{
    buf_printf(w->out, STR_FORMAT "(rule, place) AS (",
               STR_ARG(column_named(w->op, w->step, "rules")));
    buf_add_c(w->out, w->step->rule_count > 0 ? "VALUES " : "VALUES (0, 0)");
    for (uint32_t bit = 0; bit < w->step->rule_count; bit++)
        buf_printf(w->out, "%s(%u, %u)", bit > 0 ? ", " : "", w->step->rule_of_bit[bit] + 1,
                   bit + 1);
    buf_add_c(w->out, "),\n");
}

/* A row for each rule that hits, one for the default where none does. */
static void write_found_list(struct writer *w)
{
    const str before = said_before(w);
    const str rules = column_named(w->op, w->step, "rules");
    write_rules(w);
    begin_layer(w, column_named(w->op, w->step, "found"), before);
    buf_printf(w->out, ",\n  COALESCE(" STR_FORMAT ".rule, 0)", STR_ARG(rules));
    name_column(w, "rule");
    buf_printf(w->out, ",\n  " STR_FORMAT ".place", STR_ARG(rules));
    name_column(w, "place");
    buf_add_c(w->out, ",\n  ");
    write_violation(w);
    name_column(w, "violation");
    buf_printf(w->out, "\n  FROM " STR_FORMAT " LEFT JOIN " STR_FORMAT " ON CASE", STR_ARG(before),
               STR_ARG(rules));
    if (w->outside.size > 0)
        buf_printf(w->out, " WHEN " STR_FORMAT " THEN FALSE", STR_ARG(w->outside));
    for (uint32_t rule = 0; rule < w->step->rule_count; rule++)
        buf_printf(w->out, "\n    WHEN " STR_FORMAT ".rule = %u THEN " STR_FORMAT, STR_ARG(rules),
                   rule + 1,
                   STR_ARG(w->conditions[rule].size > 0 ? w->conditions[rule] : STR("TRUE")));
    buf_add_c(w->out, w->step->rule_count > 0 || w->outside.size > 0
                          ? " ELSE FALSE END)"
                          : " WHEN TRUE THEN FALSE END)");
}

static void write_said(struct writer *w)
{
    const struct dmn_step *const step = w->step;
    const str found = column_named(w->op, step, "found");
    begin_layer(w, column_named(w->op, step, "said"), found);
    for (uint32_t i = 0; i < step->output_count; i++) {
        buf_add_c(w->out, ",\n  ");
        if (step->aggregation == DMN_LIST)
            write_output(w, i);
        else
            write_aggregate(w);
        buf_printf(w->out, " AS " STR_FORMAT, STR_ARG(output_column(w->op, step, i)));
    }
    if (has_total(step)) {
        const str total = column_named(w->op, step, "total");
        buf_printf(w->out,
                   ",\n  CASE WHEN " STR_FORMAT " IS NOT NULL AND NOT (" STR_FORMAT
                   ") THEN 'overflow' ELSE " STR_FORMAT " END",
                   STR_ARG(total), STR_ARG(total_fits(w, total)),
                   STR_ARG(column_named(w->op, step, "apart")));
        name_column(w, "violation");
    }
    end_layer(w, found);
}

static status write_step(struct writer *w)
{
    TRY(write_conditions(w));
    if (w->plan->is_list && w->step == &w->plan->steps[w->plan->step_count - 1])
        write_found_list(w);
    else
        write_found(w);
    buf_add_c(w->out, ",\n");
    write_said(w);
    return op_check(w->op);
}

/* --- the whole --- */

static const char *type_word(enum dmn_type type)
{
    static const char *const words[] = {[DMN_NUMBER] = "integer",
                                        [DMN_STRING] = "text",
                                        [DMN_BOOLEAN] = "boolean",
                                        [DMN_DATE] = "date"};
    return words[type];
}

/* A name inside a remark must not end it. */
static void write_remark(struct buf *out, str name, enum dmn_type type, int scale)
{
    buf_add_c(out, "--   ");
    for (size_t i = 0; i < name.size; i++)
        buf_add_char(out, (unsigned char)name.data[i] < ' ' ? ' ' : name.data[i]);
    buf_printf(out, ": %s", type_word(type));
    if (type == DMN_NUMBER && scale > 0)
        buf_printf(out, ", the last %d digits are decimals", scale);
    buf_add_char(out, '\n');
}

static void write_head(struct writer *w)
{
    buf_add_c(w->out, "-- reads\n");
    for (size_t i = 0; i < w->request->input_count; i++)
        if (w->plan->reads[i])
            write_remark(w->out, str_of(w->request->inputs[i].name), w->request->inputs[i].type,
                         w->request->inputs[i].scale);
    buf_add_c(w->out, "-- says\n");
    for (size_t s = 0; s < w->plan->step_count; s++) {
        const struct dmn_step *const step = &w->plan->steps[s];
        for (uint32_t i = 0; i < step->output_count; i++)
            write_remark(w->out, output_column(w->op, step, i), step->outputs[i].type,
                         step->outputs[i].scale);
    }
}

static status check_names(const struct writer *w)
{
    for (size_t s = 0; s < w->plan->step_count; s++) {
        const struct dmn_step *const step = &w->plan->steps[s];
        size_t longest = strlen("violation");
        for (uint32_t i = 0; i < step->output_count; i++)
            if (strlen(step->outputs[i].name) > longest)
                longest = strlen(step->outputs[i].name);
        if (step->decision->name.size + 1 + longest > NAME_BYTES)
            return op_fail(w->op, E_LIMIT,
                           "the name of decision '" STR_FORMAT "' is too long for a column of SQL",
                           STR_ARG(step->decision->name));
    }
    return OK;
}

static status compile(struct op *op, const struct dmn_sql *request,
                      const struct dmn_plan **ret_plan)
{
    const struct dmn_decision *const decision =
        dmn_model_decision(request->model, str_of(request->decision));
    const struct dmn_table *const table = decision ? decision->table : NULL;
    const bool is_list = table && table->policy >= DMN_COLLECT && table->aggregation == DMN_LIST;
    return (is_list ? dmn_plan_compile_list
                    : dmn_plan_compile)(op, request->model, request->decision, request->inputs,
                                        request->input_count, request->symbols, ret_plan);
}

status dmn_sql_write(struct op *op, const struct dmn_sql *request, str *ret_query)
{
    struct buf out = buf_start(op->arena, LIMIT_DMN_SQL_BYTES);
    struct writer w = {.op = op, .request = request, .out = &out};
    TRY(compile(op, request, &w.plan));
    TRY(check_names(&w));
    write_head(&w);
    buf_add_c(&out, "WITH\n");
    for (size_t i = 0; i < w.plan->step_count; i++) {
        w.step = &w.plan->steps[i];
        buf_add_c(&out, i > 0 ? ",\n" : "");
        TRY(write_step(&w));
    }
    buf_printf(&out, "\nSELECT * FROM " STR_FORMAT, STR_ARG(column_named(op, w.step, "said")));
    if (out.is_full)
        return op_fail(op, E_LIMIT, "the query has more than %zu bytes", LIMIT_DMN_SQL_BYTES);
    *ret_query = buf_str(&out);
    return OK;
}
