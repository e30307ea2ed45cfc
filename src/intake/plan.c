#include "intake/plan.h"

#include <inttypes.h>

#include "intake/names.h"

/* What the steps share. */
struct maker {
    struct op *op;
    const struct csv *csv;
    const struct mapping *mapping;
    struct plan *plan;
    bool is_filled[FIELD_COUNT];
};

static status no_column(const struct maker *m, const char *path, str wanted)
{
    const int count = csv_column_count(m->csv);
    str *const names = arena_array(m->op->arena, (size_t)count, sizeof(str));
    for (int i = 0; i < count; i++)
        names[i] = csv_column(m->csv, i);
    return op_fail(m->op, E_INVALID,
                   "%s: line %" PRIu64 ": there is no column \"" STR_FORMAT
                   "\", which %s %s names%s; there are: %s",
                   csv_name(m->csv), csv_header_line(m->csv), STR_ARG(wanted), m->mapping->name,
                   path, name_hint(m->op, wanted, names, count),
                   name_list(m->op->arena, names, count));
}

static status find_column(const struct maker *m, const char *path, str name, int *ret_column)
{
    const int column = csv_find_column(m->csv, name);
    if (column < 0)
        return no_column(m, path, name);
    *ret_column = column;
    return OK;
}

/* A column serves one purpose. */
static status claim_column(const struct maker *m, const char *path, int column, enum column_use use)
{
    struct plan_column *const row = &m->plan->columns[column];
    if (row->use != COLUMN_IGNORED)
        return op_fail(m->op, E_INVALID,
                       "%s: %s: column \"" STR_FORMAT "\" already has a purpose; a column that "
                       "fills several fields lists them: [\"…\", \"…\"]",
                       m->mapping->name, path, STR_ARG(csv_column(m->csv, column)));
    row->use = use;
    return OK;
}

static status bind_columns(struct maker *m, const struct mapping_column *rules, int count, int part)
{
    for (int i = 0; i < count; i++) {
        const struct mapping_column *const rule = &rules[i];
        int column = 0;
        TRY(find_column(m, rule->path, rule->column, &column));
        TRY(claim_column(m, rule->path, column, COLUMN_FIELDS));
        m->plan->columns[column].rule = rule;
        m->plan->columns[column].formats = *rule->formats;
        m->plan->columns[column].part = part;
        for (int j = 0; j < rule->field_count; j++)
            m->is_filled[rule->fields[j]] = true;
    }
    return OK;
}

static status bind_parts(struct maker *m)
{
    for (int p = 0; p < m->mapping->part_count; p++) {
        const struct mapping_part *const part = &m->mapping->parts[p];
        TRY(bind_columns(m, part->columns, part->column_count, p));
        for (int i = 0; i < part->constant_count; i++)
            m->is_filled[part->constants[i].field] = true;
    }
    return OK;
}

/* A claim of which all is told is what its parts add up to. */
static void fill_by_parts(struct maker *m)
{
    m->is_filled[FIELD_CLAIM_AMOUNT] |= m->is_filled[FIELD_CLAIM_PRINCIPAL];
}

/* A schedule gives its instalments their days and ids. */
static void fill_by_schedule(struct maker *m)
{
    if (!m->is_filled[FIELD_SCHEDULE_COUNT])
        return;
    m->is_filled[FIELD_CLAIM_DUE_ON] |= m->is_filled[FIELD_SCHEDULE_START];
    m->is_filled[FIELD_CLAIM_EXTERNAL_ID] |= m->is_filled[FIELD_OBLIGATION_EXTERNAL_ID];
}

static bool has_synonym(const char *synonyms, str folded)
{
    str rest = str_of(synonyms);
    while (rest.size > 0)
        if (str_equal(str_split(&rest, ' '), folded))
            return true;
    return false;
}

/* A part of a claim is known by its whole name only: "interest" may be a rate. */
static bool is_part(enum field field)
{
    return field >= FIELD_CLAIM_PRINCIPAL && field <= FIELD_CLAIM_COST;
}

/* The field that a column of this name fills: by the field's own name, with or without its thing,
 * or by a synonym; fields that are filled already do not count. */
static bool known_name(const struct maker *m, str column, enum field *ret_field)
{
    struct arena *const arena = m->op->arena;
    const str folded = name_fold(arena, column);
    for (int pass = 0; pass < 3; pass++) {
        for (int i = 0; i < FIELD_COUNT; i++) {
            const enum field field = (enum field)i;
            str name = str_of(field_name(field));
            if (!field_belongs(m->plan->kind, field) || m->is_filled[field])
                continue;
            if (pass == 1 && is_part(field))
                continue;
            if (pass == 1)
                (void)str_split(&name, '.');
            const bool is_same = pass < 2 ? str_equal(folded, name_fold(arena, name))
                                          : has_synonym(field_synonyms(field), folded);
            if (is_same) {
                *ret_field = field;
                return true;
            }
        }
    }
    return false;
}

static bool is_listed(struct value_words words, str column)
{
    return value_has_word(words, column);
}

static void bind_by_name(struct maker *m)
{
    for (int i = 0; i < m->plan->column_count; i++) {
        struct plan_column *const column = &m->plan->columns[i];
        enum field field = FIELD_COUNT;
        if (column->use != COLUMN_IGNORED ||
            is_listed(m->mapping->ignored, csv_column(m->csv, i)) ||
            !known_name(m, csv_column(m->csv, i), &field))
            continue;
        struct mapping_column *const rule = arena_new(m->op->arena, struct mapping_column);
        rule->column = csv_column(m->csv, i);
        rule->path = op_word(m->op, "by its name");
        rule->fields[0] = field;
        rule->field_count = 1;
        column->use = COLUMN_FIELDS;
        column->rule = rule;
        column->is_by_name = true;
        m->is_filled[field] = true;
    }
}

static status add_attribute(struct maker *m, int column, str name, str label,
                            enum attribute_type type)
{
    struct plan *const plan = m->plan;
    if (plan->attribute_count == LIMIT_ATTRIBUTES)
        return op_fail(m->op, E_LIMIT,
                       "%s: over %d columns become attributes; list what is not needed in the "
                       "mapping's \"ignore\"",
                       csv_name(m->csv), LIMIT_ATTRIBUTES);
    for (int i = 0; i < plan->attribute_count; i++)
        if (str_equal(plan->attributes[i].name, name))
            return op_fail(m->op, E_INVALID,
                           "%s: columns %d and %d would both be the attribute \"" STR_FORMAT
                           "\"; name one of them in the mapping's \"attributes\"",
                           csv_name(m->csv), plan->attributes[i].column + 1, column + 1,
                           STR_ARG(name));
    plan->columns[column].use = COLUMN_ATTRIBUTE;
    plan->columns[column].attribute = plan->attribute_count;
    plan->attributes[plan->attribute_count++] =
        (struct plan_attribute){.column = column,
                                .name = name,
                                .label = label.size > 0 ? label : csv_column(m->csv, column),
                                .type = type};
    return OK;
}

static status bind_attributes(struct maker *m)
{
    for (int i = 0; i < m->mapping->attribute_count; i++) {
        const struct mapping_attribute *const row = &m->mapping->attributes[i];
        int column = 0;
        TRY(find_column(m, row->path, row->column, &column));
        TRY(claim_column(m, row->path, column, COLUMN_ATTRIBUTE));
        TRY(add_attribute(m, column, row->name, row->label, row->type));
        m->plan->attributes[m->plan->attribute_count - 1].fallback = row->fallback;
        m->plan->columns[column].formats = *row->formats;
    }
    return OK;
}

static bool is_quarantine_column(str name)
{
    return str_equal_c(name, PLAN_REFUSED_LINE) || str_equal_c(name, PLAN_REFUSED_COLUMN) ||
           str_equal_c(name, PLAN_REFUSED_FIELD) || str_equal_c(name, PLAN_REFUSED_REASON);
}

static bool is_key_or_filter(const struct plan *plan, int column)
{
    for (int i = 0; i < plan->key_count; i++)
        if (plan->key_columns[i] == column)
            return true;
    return plan->filter_column == column;
}

static status bind_others(struct maker *m)
{
    for (int i = 0; i < m->plan->column_count; i++) {
        const str name = csv_column(m->csv, i);
        if (m->plan->columns[i].use != COLUMN_IGNORED || is_quarantine_column(name) ||
            is_listed(m->mapping->ignored, name) || is_key_or_filter(m->plan, i))
            continue;
        if (m->mapping->others == OTHERS_REFUSE)
            return op_fail(m->op, E_INVALID,
                           "%s: column %d \"" STR_FORMAT "\" is not in the mapping %s, which "
                           "refuses other columns",
                           csv_name(m->csv), i + 1, STR_ARG(name), m->mapping->name);
        if (m->mapping->others == OTHERS_IGNORE || !intake_kind_has_attributes(m->plan->kind))
            continue;
        const str snake = name_snake(m->op->arena, name);
        TRY(add_attribute(
            m, i, snake.size > 0 ? snake : str_of(arena_printf(m->op->arena, "column_%d", i + 1)),
            name, ATTRIBUTE_INFER));
    }
    return OK;
}

static status bind_key_and_filter(struct maker *m)
{
    struct plan *const plan = m->plan;
    plan->filter_column = -1;
    plan->key_columns = arena_array(m->op->arena, (size_t)m->mapping->key.count, sizeof(int));
    for (int i = 0; i < m->mapping->key.count; i++)
        TRY(find_column(m, "$.key", m->mapping->key.items[i], &plan->key_columns[i]));
    plan->key_count = m->mapping->key.count;
    if (plan->key_count > 0)
        m->is_filled[field_key(plan->kind)] = true;
    if (m->mapping->filter.column.size > 0)
        TRY(find_column(m, "$.filter.column", m->mapping->filter.column, &plan->filter_column));
    return OK;
}

static status check_required(const struct maker *m)
{
    for (int i = 0; i < FIELD_COUNT; i++)
        if (field_is_required(m->plan->kind, (enum field)i) && !m->is_filled[i])
            return op_fail(m->op, E_INVALID,
                           "%s: line %" PRIu64 ": no column gives %s, which %s need; say in a "
                           "mapping which one it is: \"columns\": {\"…\": \"%s\"}",
                           csv_name(m->csv), csv_header_line(m->csv), field_name((enum field)i),
                           intake_kind_name(m->plan->kind), field_name((enum field)i));
    int count = 0;
    const enum field *const alternatives = field_alternatives(m->plan->kind, &count);
    for (int i = 0; i < count; i++)
        if (m->is_filled[alternatives[i]])
            return OK;
    return count == 0 ? OK
                      : op_fail(m->op, E_INVALID,
                                "%s: no column says whom the rows are about; %s need %s or %s",
                                csv_name(m->csv), intake_kind_name(m->plan->kind),
                                field_name(alternatives[0]), field_name(alternatives[count - 1]));
}

/* Amounts come last: they need to know the currency of their row. */
static void set_order(struct maker *m)
{
    struct plan *const plan = m->plan;
    plan->order = arena_array(m->op->arena, (size_t)plan->column_count, sizeof(int));
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < plan->column_count; i++) {
            const struct plan_column *const column = &plan->columns[i];
            if (column->use != COLUMN_FIELDS)
                continue;
            bool is_money = false;
            for (int j = 0; j < column->rule->field_count; j++)
                is_money = is_money || field_is_amount(column->rule->fields[j]);
            if (is_money == (pass == 1))
                plan->order[plan->order_count++] = i;
        }
}

status plan_make(struct op *op, const struct csv *csv, const struct mapping *mapping,
                 currency default_currency, struct plan *ret_plan)
{
    struct plan plan = {.mapping = mapping, .kind = mapping->kind, .currency = default_currency};
    struct maker m = {.op = op, .csv = csv, .mapping = mapping, .plan = &plan};
    plan.column_count = csv_column_count(csv);
    plan.columns = arena_array(op->arena, (size_t)plan.column_count, sizeof(*plan.columns));
    plan.attributes = arena_array(op->arena, LIMIT_ATTRIBUTES, sizeof(*plan.attributes));
    for (int i = 0; i < plan.column_count; i++)
        plan.columns[i] = (struct plan_column){.part = -1, .formats = mapping->formats};
    for (int i = 0; i < mapping->constant_count; i++)
        m.is_filled[mapping->constants[i].field] = true;
    TRY(bind_key_and_filter(&m));
    TRY(bind_columns(&m, mapping->columns, mapping->column_count, -1));
    TRY(bind_parts(&m));
    TRY(bind_attributes(&m));
    if (mapping->column_count == 0 && mapping->part_count == 0)
        bind_by_name(&m);
    for (int i = 0; i < mapping->default_count; i++)
        m.is_filled[mapping->defaults[i].field] = true;
    fill_by_parts(&m);
    fill_by_schedule(&m);
    TRY(bind_others(&m));
    TRY(check_required(&m));
    set_order(&m);
    *ret_plan = plan;
    return OK;
}
