#include "serve/table_view.h"

#include <inttypes.h>

#include "base/words.h"
#include "dmn/edit.h"
#include "feel/unary.h"

/* What the rules of the version did that decided last, for the tables of which decisions tell. */
struct table_hits {
    const struct dmn_table *table; /* NULL: not known */
    str *ids;                      /* by rule */
    int64_t *cases;
};

struct writing {
    struct op *op;
    struct json_writer *w;
    const struct table_view *view;
    struct table_words words;
    struct table_hits segment, treatment;
    int64_t hit_cases;
};

const char *table_file_word(size_t part)
{
    return strategy_parts[part].word;
}

str table_id(struct op *op, str id, size_t place)
{
    return id.size > 0 ? id : str_of(arena_printf(op->arena, "%c%zu", DMN_PLACE_ID, place + 1));
}

/* --- hits --- */

static const struct dmn_table *table_of(const struct desk *desk, const char *word)
{
    const struct strategy_file_check *const file =
        desk_file(desk, strategy_part_named(str_of(word)));
    const struct dmn_decision *const decision =
        file ? dmn_model_decision(file->model, str_of(word)) : NULL;
    return decision ? decision->table : NULL;
}

static status load_table(struct op *op, int64_t strategy_id, const char *word,
                         struct table_hits *hits)
{
    struct dmn_model *model = NULL;
    str text;
    bool found = false;
    const size_t part = strategy_part_named(str_of(word));
    TRY(strategy_file(op, strategy_id, str_of(strategy_parts[part].path), &text, &found));
    if (!found)
        return OK;
    TRY(dmn_model_load(op, text, strategy_parts[part].path, &model));
    const struct dmn_decision *const decision = dmn_model_decision(model, str_of(word));
    hits->table = decision ? decision->table : NULL;
    if (!hits->table)
        return OK;
    hits->cases = arena_array(op->arena, hits->table->rule_count, sizeof(*hits->cases));
    hits->ids = arena_array(op->arena, hits->table->rule_count, sizeof(*hits->ids));
    for (size_t i = 0; i < hits->table->rule_count; i++)
        hits->ids[i] = table_id(op, hits->table->rules[i].id, i);
    return OK;
}

/* The version itself, or, while it decides nobody's case, the one that decided most; 0: none. */
static int64_t whose_hits(int64_t id, const struct rule_hits *list, size_t count)
{
    int64_t whose = 0;
    int64_t most = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t cases = 0;
        for (size_t j = 0; j < count; j++)
            cases += list[j].strategy_id == list[i].strategy_id ? list[j].cases : 0;
        if (list[i].strategy_id == id)
            return id;
        whose = cases > most ? list[i].strategy_id : whose;
        most = cases > most ? cases : most;
    }
    return whose;
}

static void add_hits(struct table_hits *hits, int64_t rule, int64_t cases)
{
    if (hits->table && rule >= 1 && (size_t)rule <= hits->table->rule_count)
        hits->cases[rule - 1] += cases;
}

static status read_hits(struct writing *x)
{
    struct rule_hits *list = NULL;
    size_t count = 0;
    TRY(desk_count_hits(x->op, x->view->columns, &list, &count));
    const int64_t whose = whose_hits(x->view->row->id, list, count);
    if (whose == 0)
        return OK;
    TRY(load_table(x->op, whose, "segment", &x->segment));
    TRY(load_table(x->op, whose, "treatment", &x->treatment));
    for (size_t i = 0; i < count; i++) {
        if (list[i].strategy_id != whose)
            continue;
        x->hit_cases += list[i].cases;
        add_hits(&x->segment, list[i].rules >> 16, list[i].cases);
        add_hits(&x->treatment, list[i].rules & 0xFFFF, list[i].cases);
    }
    return OK;
}

static void put_hits(const struct writing *x, const struct table_hits *hits, str id, size_t place)
{
    json_key(x->w, "hits");
    if (!hits || !hits->table || x->hit_cases == 0) {
        json_write_null(x->w);
        return;
    }
    const str wanted = table_id(x->op, id, place);
    for (size_t i = 0; i < hits->table->rule_count; i++)
        if (str_equal(hits->ids[i], wanted)) {
            json_write_i64(x->w, hits->cases[i]);
            return;
        }
    json_write_i64(x->w, 0); /* a new rule */
}

/* --- what may stand in a column --- */

struct choices {
    struct op *op;
    str *list; /* texts without quotes */
    size_t count, capacity;
};

static void add_choice(struct choices *c, str value)
{
    for (size_t i = 0; i < c->count; i++)
        if (str_equal(c->list[i], value))
            return;
    c->list = arena_grow(c->op->arena, c->list, c->count, &c->capacity, sizeof(*c->list));
    c->list[c->count++] = value;
}

static void add_literals(struct choices *c, str text)
{
    struct feel_literal *literals = NULL;
    size_t count = 0;
    if (text.size == 0 || feel_literals_parse(c->op, text, &literals, &count) != OK) {
        op_clear(c->op);
        return;
    }
    for (size_t i = 0; i < count; i++)
        if (literals[i].kind == FEEL_STRING)
            add_choice(c, literals[i].string);
}

static void add_cell(struct choices *c, str cell)
{
    struct feel_tests tests = {0};
    if (feel_tests_parse(c->op, cell, &tests) != OK) {
        op_clear(c->op);
        return;
    }
    for (size_t i = 0; i < tests.count; i++)
        if (tests.tests[i].kind == FEEL_EQUAL && tests.tests[i].low.kind == FEEL_STRING)
            add_choice(c, tests.tests[i].low.string);
}

static void add_segments(const struct writing *x, struct choices *c)
{
    const struct dmn_table *const table = table_of(x->view->desk, "segment");
    if (!table || table->output_count == 0)
        return;
    add_literals(c, table->outputs[0].values);
    for (size_t i = 0; i < table->rule_count; i++)
        add_literals(c, table->rules[i].outputs[0]);
}

static void add_known(const struct writing *x, struct choices *c, str column)
{
    if (str_equal_c(column, "segment"))
        add_segments(x, c);
    str value;
    for (size_t i = 0; (value = table_known_value(&x->words, column, i)).size > 0; i++)
        add_choice(c, value);
    if (!str_equal_c(column, "channel"))
        return;
    for (int i = CHANNEL_NONE; i < CHANNEL_COUNT; i++)
        add_choice(c, str_of(channel_name((enum channel)i)));
    add_choice(c, STR("work"));
}

static void put_texts(struct json_writer *w, const char *key, const char *es, const char *en)
{
    json_key(w, key);
    json_object_open(w);
    json_put_c(w, "es", es);
    json_put_c(w, "en", en);
    json_object_close(w);
}

static void write_values(const struct writing *x, const struct dmn_clause *clause, str column,
                         const struct choices *in_cells)
{
    struct choices choices = {.op = x->op};
    const bool is_boolean = str_equal_c(clause->type_ref, "boolean");
    add_literals(&choices, clause->values);
    if (choices.count == 0)
        add_known(x, &choices, column);
    for (size_t i = 0; i < in_cells->count; i++)
        add_choice(&choices, in_cells->list[i]);
    table_values_write(&x->words, x->w, column, choices.list, choices.count, is_boolean);
}

/* --- a table --- */

static void write_input(const struct writing *x, const struct dmn_table *table, size_t place)
{
    const struct dmn_clause *const clause = &table->inputs[place];
    struct choices in_cells = {.op = x->op};
    for (size_t i = 0; i < table->rule_count; i++)
        add_cell(&in_cells, table->rules[i].inputs[place]);
    json_object_open(x->w);
    json_put_str(x->w, "id", table_id(x->op, clause->id, place));
    json_put_str(x->w, "expression", clause->expression);
    json_put_str(x->w, "label", clause->label);
    json_put_str(x->w, "type", clause->type_ref);
    json_put_str(x->w, "allowed", clause->values);
    table_fact_write(&x->words, x->w, "called", clause->expression, table_fact_name);
    table_fact_write(&x->words, x->w, "about", clause->expression, table_fact);
    write_values(x, clause, clause->expression, &in_cells);
    json_object_close(x->w);
}

static void write_output(const struct writing *x, const struct dmn_decision *decision, size_t place)
{
    const struct dmn_table *const table = decision->table;
    const struct dmn_clause *const clause = &table->outputs[place];
    struct choices in_cells = {.op = x->op};
    for (size_t i = 0; i < table->rule_count; i++)
        add_literals(&in_cells, table->rules[i].outputs[place]);
    json_object_open(x->w);
    json_put_str(x->w, "id", table_id(x->op, clause->id, place));
    json_put_str(x->w, "name", clause->name);
    json_put_str(x->w, "label", clause->label);
    json_put_str(x->w, "type", clause->type_ref);
    json_put_str(x->w, "allowed", clause->values);
    json_put_c(x->w, "default",
               clause->has_default ? str_cstr(x->op->arena, clause->default_entry) : NULL);
    write_values(x, clause, clause->name.size > 0 ? clause->name : decision->name, &in_cells);
    json_object_close(x->w);
}

static void write_cells(struct json_writer *w, const char *key, const str *cells, size_t count)
{
    json_key(w, key);
    json_array_open(w);
    for (size_t i = 0; i < count; i++)
        json_write_str(w, cells[i]);
    json_array_close(w);
}

/* In both languages: a colleague may read the other one. */
static void write_reading(struct writing *x, const struct dmn_decision *decision, size_t rule)
{
    const struct dmn_words words = table_words_of(&x->words);
    const enum language language = x->op->language;
    const char *texts[2];
    for (int l = LANGUAGE_ES; l <= LANGUAGE_EN; l++) {
        x->op->language = (enum language)l;
        texts[l] = dmn_reading_rule(x->op, decision, decision->table, rule, &words);
    }
    x->op->language = language;
    put_texts(x->w, "reading", texts[LANGUAGE_ES], texts[LANGUAGE_EN]);
}

static void write_rule(struct writing *x, const struct dmn_decision *decision, size_t place,
                       const struct table_hits *hits)
{
    const struct dmn_table *const table = decision->table;
    const struct dmn_rule *const rule = &table->rules[place];
    json_object_open(x->w);
    json_put_str(x->w, "id", table_id(x->op, rule->id, place));
    write_cells(x->w, "inputs", rule->inputs, table->input_count);
    write_cells(x->w, "outputs", rule->outputs, table->output_count);
    put_texts(x->w, "annotation", str_cstr(x->op->arena, rule->annotation[LANGUAGE_ES]),
              str_cstr(x->op->arena, rule->annotation[LANGUAGE_EN]));
    write_reading(x, decision, place);
    put_hits(x, hits, rule->id, place);
    json_object_close(x->w);
}

static void write_table(struct writing *x, size_t part, const struct dmn_decision *decision)
{
    const struct dmn_table *const table = decision->table;
    const char *const aggregation = dmn_aggregation_name(table->aggregation);
    const struct table_hits *const hits = str_equal_c(decision->name, "segment")     ? &x->segment
                                          : str_equal_c(decision->name, "treatment") ? &x->treatment
                                                                                     : NULL;
    json_object_open(x->w);
    json_put_c(x->w, "file", table_file_word(part));
    json_put_str(x->w, "decision", decision->name);
    json_put_c(x->w, "hit_policy", dmn_hit_policy_name(table->policy));
    json_put_c(x->w, "aggregation", *aggregation ? aggregation : NULL);
    json_key(x->w, "inputs");
    json_array_open(x->w);
    for (size_t i = 0; i < table->input_count; i++)
        write_input(x, table, i);
    json_array_close(x->w);
    json_key(x->w, "outputs");
    json_array_open(x->w);
    for (size_t i = 0; i < table->output_count; i++)
        write_output(x, decision, i);
    json_array_close(x->w);
    json_key(x->w, "rules");
    json_array_open(x->w);
    for (size_t i = 0; i < table->rule_count; i++)
        write_rule(x, decision, i, hits);
    json_array_close(x->w);
    json_object_close(x->w);
}

static void write_tables(struct writing *x)
{
    const struct desk *const desk = x->view->desk;
    json_key(x->w, "tables");
    json_array_open(x->w);
    for (size_t f = 0; f < desk->file_count; f++)
        for (size_t d = 0; d < desk->files[f].model->decision_count; d++)
            if (desk->files[f].model->decisions[d].table)
                write_table(x, desk->files[f].part, &desk->files[f].model->decisions[d]);
    json_array_close(x->w);
}

/* --- what is wrong --- */

static void put_number(struct json_writer *w, const char *key, size_t number)
{
    json_key(w, key);
    if (number > 0)
        json_write_i64(w, (int64_t)number);
    else
        json_write_null(w);
}

static void put_text(struct json_writer *w, const char *key, bool has, str text)
{
    json_key(w, key);
    if (has)
        json_write_str(w, text);
    else
        json_write_null(w);
}

static void write_finding(struct json_writer *w, const char *file,
                          const struct dmn_finding *finding)
{
    json_object_open(w);
    json_put_c(w, "weight", dmn_weight_name(finding->weight));
    json_put_c(w, "problem", dmn_problem_name(finding->problem));
    json_put_c(w, "file", file);
    json_put_str(w, "decision", finding->decision);
    put_number(w, "rule", finding->rule);
    put_number(w, "other_rule", finding->other);
    json_put_c(w, "side", finding->column == 0 ? NULL : finding->is_output ? "output" : "input");
    put_number(w, "column", finding->column);
    put_text(w, "column_name", finding->column > 0, finding->column_name);
    put_text(w, "cell", finding->cell.size > 0, finding->cell);
    json_key(w, "row");
    json_array_open(w);
    for (size_t i = 0; i < finding->row_count; i++) {
        json_object_open(w);
        json_put_str(w, "input", finding->row[i].input);
        json_put_str(w, "value", finding->row[i].value);
        json_object_close(w);
    }
    json_array_close(w);
    json_put_c(w, "text", finding->text);
    json_put_c(w, "hint", finding->hint ? finding->hint : "");
    json_object_close(w);
}

static void write_findings(const struct writing *x)
{
    const struct desk *const desk = x->view->desk;
    json_key(x->w, "findings");
    json_array_open(x->w);
    for (size_t f = 0; f < desk->file_count; f++)
        for (size_t i = 0; i < desk->files[f].findings.count; i++)
            write_finding(x->w, table_file_word(desk->files[f].part),
                          &desk->files[f].findings.list[i]);
    if (desk->rest.text)
        write_finding(x->w, "settings",
                      &(struct dmn_finding){
                          .weight = DMN_ERROR,
                          .problem = DMN_REFUSED,
                          .decision = {"", 0},
                          .text = desk->rest.text
        });
    json_array_close(x->w);
    json_put_i64(x->w, "errors", (int64_t)desk->errors);
    json_put_i64(x->w, "warnings", (int64_t)desk->warnings);
}

status table_view_write(struct op *op, struct json_writer *w, const struct table_view *view)
{
    struct writing x = {.op = op, .w = w, .view = view};
    TRY(table_words_read(op, view->desk->source.settings, &x.words));
    TRY(read_hits(&x));
    json_object_open(w);
    json_key(w, "strategy");
    strategy_row_write(w, view->row);
    json_put_bool(w, "is_base", view->is_base);
    json_put_i64(w, "hits_cases", x.hit_cases);
    write_tables(&x);
    write_findings(&x);
    json_object_close(w);
    return OK;
}
