#include "dmn/differ.h"

#define MATCH_CELLS_MAX ((size_t)4 << 20) /* of the table of common rules: 8 MB */

const char *dmn_change_name(enum dmn_change_kind kind)
{
    static const char *const names[] = {[DMN_DECISION_ADDED] = "decision_added",
                                        [DMN_DECISION_REMOVED] = "decision_removed",
                                        [DMN_POLICY_CHANGED] = "policy_changed",
                                        [DMN_COLUMNS_CHANGED] = "columns_changed",
                                        [DMN_DEFAULT_CHANGED] = "default_changed",
                                        [DMN_RULE_ADDED] = "rule_added",
                                        [DMN_RULE_REMOVED] = "rule_removed",
                                        [DMN_CELL_CHANGED] = "cell_changed",
                                        [DMN_ANNOTATION_CHANGED] = "annotation_changed"};
    return names[kind];
}

struct differ {
    struct op *op;
    const struct dmn_decision *decision;
    const struct dmn_table *before, *after;
    struct dmn_change *list;
    size_t count, capacity;
};

static struct dmn_change *add(struct differ *self, enum dmn_change_kind kind)
{
    self->list =
        arena_grow(self->op->arena, self->list, self->count, &self->capacity, sizeof(*self->list));
    struct dmn_change *const change = &self->list[self->count++];
    *change = (struct dmn_change){.kind = kind, .decision = self->decision->name};
    return change;
}

/* --- the table itself --- */

static bool same_text(str a, str b)
{
    return str_equal(str_trim(a), str_trim(b));
}

static str column_names(struct op *op, const struct dmn_table *table)
{
    struct buf out = buf_start(op->arena, LIMIT_DMN_TEXT_BYTES);
    for (size_t i = 0; i < table->input_count; i++)
        buf_printf(&out, "%s" STR_FORMAT, i > 0 ? ", " : "", STR_ARG(table->inputs[i].expression));
    buf_add_c(&out, " => ");
    for (size_t i = 0; i < table->output_count; i++)
        buf_printf(&out, "%s" STR_FORMAT, i > 0 ? ", " : "", STR_ARG(table->outputs[i].name));
    return buf_str(&out);
}

/* Where the columns of one side of `after` stand in `before`; false: they are not the same ones. */
static bool find_columns(const struct dmn_clause *before, const struct dmn_clause *after,
                         size_t count, bool are_outputs, size_t *ret_from)
{
    for (size_t i = 0; i < count; i++) {
        const str name = are_outputs ? after[i].name : after[i].expression;
        size_t at = 0;
        while (at < count &&
               !str_equal(are_outputs ? before[at].name : before[at].expression, name))
            at++;
        for (size_t twin = 0; twin < i && at < count; twin++)
            at = ret_from[twin] == at ? count : at;
        if (at == count)
            return false;
        ret_from[i] = at;
    }
    return true;
}

static str *pick(struct op *op, const str *cells, const size_t *from, size_t count)
{
    str *const picked = arena_array(op->arena, count, sizeof(*picked));
    for (size_t i = 0; i < count; i++)
        picked[i] = cells[from[i]];
    return picked;
}

/* The table before with its columns in the order of the one after; NULL: they are others. */
static const struct dmn_table *reorder(struct op *op, const struct dmn_table *before,
                                       const struct dmn_table *after)
{
    struct dmn_table *const table = arena_new(op->arena, struct dmn_table);
    size_t *const inputs = arena_array(op->arena, before->input_count, sizeof(*inputs));
    size_t *const outputs = arena_array(op->arena, before->output_count, sizeof(*outputs));
    if (before->input_count != after->input_count || before->output_count != after->output_count ||
        !find_columns(before->inputs, after->inputs, after->input_count, false, inputs) ||
        !find_columns(before->outputs, after->outputs, after->output_count, true, outputs))
        return NULL;
    *table = *before;
    table->outputs = arena_array(op->arena, before->output_count, sizeof(*table->outputs));
    table->rules = arena_array(op->arena, before->rule_count, sizeof(*table->rules));
    for (size_t i = 0; i < before->output_count; i++)
        table->outputs[i] = before->outputs[outputs[i]];
    for (size_t i = 0; i < before->rule_count; i++) {
        table->rules[i] = before->rules[i];
        table->rules[i].inputs = pick(op, before->rules[i].inputs, inputs, before->input_count);
        table->rules[i].outputs = pick(op, before->rules[i].outputs, outputs, before->output_count);
    }
    return table;
}

/* Whether rules can be compared: by the columns as they stand now. */
static bool compare_columns(struct differ *self)
{
    const str before = column_names(self->op, self->before);
    const str after = column_names(self->op, self->after);
    if (str_equal(before, after))
        return true;
    struct dmn_change *const change = add(self, DMN_COLUMNS_CHANGED);
    change->before = before;
    change->after = after;
    const struct dmn_table *const moved = reorder(self->op, self->before, self->after);
    if (moved)
        self->before = moved;
    return moved != NULL;
}

static str policy_text(struct op *op, const struct dmn_table *table)
{
    static const char *const signs[] = {"", "+", "<", ">", "#"};
    return str_of(arena_printf(op->arena, "%c%s", dmn_hit_policy_letter(table->policy),
                               signs[table->aggregation]));
}

static void compare_heads(struct differ *self)
{
    if (self->before->policy != self->after->policy ||
        self->before->aggregation != self->after->aggregation) {
        struct dmn_change *const change = add(self, DMN_POLICY_CHANGED);
        change->before = policy_text(self->op, self->before);
        change->after = policy_text(self->op, self->after);
    }
}

static void compare_defaults(struct differ *self)
{
    for (size_t i = 0; i < self->before->output_count; i++) {
        const struct dmn_clause *const before = &self->before->outputs[i];
        const struct dmn_clause *const after = &self->after->outputs[i];
        if (same_text(before->default_entry, after->default_entry))
            continue;
        struct dmn_change *const change = add(self, DMN_DEFAULT_CHANGED);
        change->column = i + 1;
        change->is_output = true;
        change->column_name = after->name;
        change->column_label = after->label;
        change->before = before->default_entry;
        change->after = after->default_entry;
    }
}

/* --- rules --- */

static bool same_cells(const str *a, const str *b, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!same_text(a[i], b[i]))
            return false;
    return true;
}

static bool same_rule(const struct differ *self, size_t before, size_t after)
{
    const struct dmn_rule *const a = &self->before->rules[before];
    const struct dmn_rule *const b = &self->after->rules[after];
    return same_cells(a->inputs, b->inputs, self->before->input_count) &&
           same_cells(a->outputs, b->outputs, self->before->output_count);
}

static void compare_cells(struct differ *self, size_t before, size_t after, bool is_output)
{
    const struct dmn_rule *const a = &self->before->rules[before];
    const struct dmn_rule *const b = &self->after->rules[after];
    const size_t count = is_output ? self->before->output_count : self->before->input_count;
    const struct dmn_clause *const clauses = is_output ? self->after->outputs : self->after->inputs;
    for (size_t i = 0; i < count; i++) {
        const str was = is_output ? a->outputs[i] : a->inputs[i];
        const str is = is_output ? b->outputs[i] : b->inputs[i];
        if (same_text(was, is))
            continue;
        struct dmn_change *const change = add(self, DMN_CELL_CHANGED);
        change->rule_before = before + 1;
        change->rule_after = after + 1;
        change->column = i + 1;
        change->is_output = is_output;
        change->column_name = is_output ? clauses[i].name : clauses[i].expression;
        change->column_label = clauses[i].label;
        change->before = str_trim(was);
        change->after = str_trim(is);
    }
}

static void add_annotation(struct differ *self, size_t before, size_t after, const char *language,
                           enum language which)
{
    struct dmn_change *const change = add(self, DMN_ANNOTATION_CHANGED);
    change->rule_before = before + 1;
    change->rule_after = after + 1;
    change->language = language;
    change->before = str_trim(self->before->rules[before].annotation[which]);
    change->after = str_trim(self->after->rules[after].annotation[which]);
}

static bool is_one_text(const struct dmn_rule *rule)
{
    return same_text(rule->annotation[LANGUAGE_ES], rule->annotation[LANGUAGE_EN]);
}

static void compare_annotations(struct differ *self, size_t before, size_t after)
{
    static const char *const names[] = {[LANGUAGE_ES] = "es", [LANGUAGE_EN] = "en"};
    const struct dmn_rule *const a = &self->before->rules[before];
    const struct dmn_rule *const b = &self->after->rules[after];
    const bool is_one = is_one_text(a) && is_one_text(b);
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if ((!is_one || i == 0) && !same_text(a->annotation[i], b->annotation[i]))
            add_annotation(self, before, after, is_one ? NULL : names[i], (enum language)i);
}

/* A stretch without common rules: one changed, as long as there is one on either side. */
static void compare_stretch(struct differ *self, size_t before, size_t before_end, size_t after,
                            size_t after_end)
{
    for (; before < before_end && after < after_end; before++, after++) {
        compare_cells(self, before, after, false);
        compare_cells(self, before, after, true);
        compare_annotations(self, before, after);
    }
    for (; before < before_end; before++)
        add(self, DMN_RULE_REMOVED)->rule_before = before + 1;
    for (; after < after_end; after++)
        add(self, DMN_RULE_ADDED)->rule_after = after + 1;
}

struct stretch {
    size_t before, before_end, after, after_end;
};

/* The longest list of rules that both have in this order: lengths of its tails. */
static uint16_t *find_common(const struct differ *self, const struct stretch *s)
{
    const size_t rows = s->before_end - s->before;
    const size_t width = s->after_end - s->after + 1;
    uint16_t *const tails = arena_array(self->op->arena, (rows + 1) * width, sizeof(*tails));
    for (size_t i = rows; i-- > 0;)
        for (size_t j = width - 1; j-- > 0;) {
            const uint16_t down = tails[(i + 1) * width + j];
            const uint16_t right = tails[i * width + j + 1];
            tails[i * width + j] = same_rule(self, s->before + i, s->after + j)
                                       ? (uint16_t)(tails[(i + 1) * width + j + 1] + 1)
                                   : down > right ? down
                                                  : right;
        }
    return tails;
}

static void walk_common(struct differ *self, const struct stretch *s)
{
    const size_t rows = s->before_end - s->before;
    const size_t columns = s->after_end - s->after;
    const uint16_t *const tails = find_common(self, s);
    size_t i = 0;
    size_t j = 0;
    size_t last_i = 0;
    size_t last_j = 0;
    while (i < rows && j < columns) {
        if (same_rule(self, s->before + i, s->after + j)) {
            compare_stretch(self, s->before + last_i, s->before + i, s->after + last_j,
                            s->after + j);
            compare_annotations(self, i, j);
            last_i = ++i;
            last_j = ++j;
        } else if (tails[(i + 1) * (columns + 1) + j] >= tails[i * (columns + 1) + j + 1]) {
            i++;
        } else {
            j++;
        }
    }
    compare_stretch(self, s->before + last_i, s->before_end, s->after + last_j, s->after_end);
}

/* What is alike at both ends is no matter; in between the common rules are found, unless the table
 * is so large that rules are compared by their numbers. */
static void compare_rules(struct differ *self)
{
    struct stretch s = {0, self->before->rule_count, 0, self->after->rule_count};
    while (s.before < s.before_end && s.after < s.after_end && same_rule(self, s.before, s.after))
        compare_annotations(self, s.before++, s.after++);
    while (s.before_end > s.before && s.after_end > s.after &&
           same_rule(self, s.before_end - 1, s.after_end - 1)) {
        s.before_end--;
        s.after_end--;
    }
    if ((s.before_end - s.before + 1) * (s.after_end - s.after + 1) <= MATCH_CELLS_MAX)
        walk_common(self, &s);
    else
        compare_stretch(self, s.before, s.before_end, s.after, s.after_end);
    for (; s.before_end < self->before->rule_count; s.before_end++, s.after_end++)
        compare_annotations(self, s.before_end, s.after_end);
}

static void compare_tables(struct differ *self)
{
    compare_heads(self);
    if (!compare_columns(self))
        return;
    compare_defaults(self);
    compare_rules(self);
}

status dmn_models_compare(struct op *op, const struct dmn_model *before,
                          const struct dmn_model *after, struct dmn_change **ret_changes,
                          size_t *ret_count)
{
    struct differ self = {.op = op};
    for (size_t i = 0; i < before->decision_count; i++) {
        const struct dmn_decision *const other =
            dmn_model_decision(after, before->decisions[i].name);
        self.decision = &before->decisions[i];
        self.before = before->decisions[i].table;
        self.after = other ? other->table : NULL;
        if (!other)
            add(&self, DMN_DECISION_REMOVED);
        else if (self.before && self.after)
            compare_tables(&self);
    }
    for (size_t i = 0; i < after->decision_count; i++) {
        self.decision = &after->decisions[i];
        if (!dmn_model_decision(before, after->decisions[i].name))
            add(&self, DMN_DECISION_ADDED);
    }
    *ret_changes = self.list;
    *ret_count = self.count;
    return op_check(op);
}
