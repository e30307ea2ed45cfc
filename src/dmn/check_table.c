/* What a compiled table leaves open: rows without a rule, rows with too many, rules without rows.
 */
#include "dmn/checking.h"

struct table {
    struct dmn_checking *self;
    const struct dmn_plan *plan;
    const struct dmn_step *step;
    struct dmn_axes axes;
    struct dmn_cover cover;
    bool *is_reached; /* by bit */
    bool has_gap, has_conflict;
};

/* --- showing --- */

static str value_text(const struct table *t, const struct dmn_axis *axis, struct dmn_value value)
{
    struct op *const op = t->self->op;
    if (!value.is_null && axis->domain.type == DMN_STRING && value.value < 0)
        return str_of(op_word(op, SAY("another text")));
    return dmn_value_text(op, t->self->check->symbols, axis->domain.type, axis->domain.scale,
                          value);
}

/* The row that the walk has found, in the order of the columns. */
static void show_row(struct table *t, struct dmn_finding *finding)
{
    const struct dmn_table *const table = t->step->decision->table;
    struct dmn_witness *const row = arena_array(t->self->op->arena, t->axes.count, sizeof(*row));
    for (size_t i = 0; i < t->axes.count; i++) {
        const struct dmn_axis *const axis = &t->axes.axes[i];
        row[i] = (struct dmn_witness){table->inputs[axis->column].expression,
                                      value_text(t, axis, axis->values[t->cover.choice[i]])};
    }
    finding->row = row;
    finding->row_count = t->axes.count;
}

static struct dmn_finding *add(struct table *t, enum dmn_weight weight, enum dmn_problem problem)
{
    return dmn_finding_add(t->self, weight, problem, t->step->decision->name);
}

static size_t rule_of(const struct table *t, uint32_t bit)
{
    return (size_t)t->step->rule_of_bit[bit] + 1;
}

/* Past DMN_SHOWN_MAX the rest of a kind is one finding more. */
static void add_rest(struct table *t, enum dmn_weight weight, enum dmn_problem problem,
                     size_t count)
{
    if (count <= DMN_SHOWN_MAX)
        return;
    struct dmn_finding *const finding = add(t, weight, problem);
    finding->text = op_say(t->self->op, "and %zu more of this kind", count - DMN_SHOWN_MAX);
    finding->hint = "";
}

static void add_unknown(struct table *t, const char *what)
{
    struct dmn_finding *const finding = add(t, DMN_WARNING, DMN_NOT_ANALYSED);
    finding->text = op_say(t->self->op, "the table is too large to say for sure: %s",
                           op_word(t->self->op, what));
    finding->hint = op_word(t->self->op, SAY("split it into a chain of smaller tables"));
}

/* --- gaps --- */

static bool is_single(const struct dmn_step *step)
{
    return step->policy < DMN_COLLECT;
}

static bool has_default(const struct dmn_table *table)
{
    for (size_t i = 0; i < table->output_count; i++)
        if (table->outputs[i].has_default)
            return true;
    return false;
}

static void add_gap(struct table *t)
{
    struct op *const op = t->self->op;
    struct dmn_finding *const finding =
        t->cover.with_nulls ? add(t, DMN_WARNING, DMN_GAP_NULL) : add(t, DMN_ERROR, DMN_GAP);
    show_row(t, finding);
    finding->text =
        op_word(op, t->cover.with_nulls
                        ? SAY("no rule matches where a value is missing, and there is no default")
                        : SAY("no rule matches this row, and there is no default"));
    finding->hint = op_word(op, SAY("add a last rule with - in every cell, give the outputs a "
                                    "default, or declare which values can come"));
}

/* One for each class of the first axis, so that neighbours are not told again and again. */
static enum dmn_found find_gaps(struct table *t, bool with_nulls, bool is_told)
{
    const struct dmn_axis *const first = t->axes.count > 0 ? &t->axes.axes[0] : NULL;
    const uint32_t classes = first ? first->class_count + (with_nulls && first->has_null) : 1;
    enum dmn_found result = DMN_NONE;
    size_t shown = 0;
    dmn_cover_everywhere(&t->cover, with_nulls);
    for (uint32_t class = 0; class < classes; class ++) {
        const enum dmn_found found =
            dmn_cover_hole(&t->cover, t->step->all, first ? class : UINT32_MAX);
        if (found == DMN_NOT_KNOWN)
            return found;
        if (found == DMN_NONE)
            continue;
        result = DMN_FOUND;
        if (!is_told || shown++ == DMN_SHOWN_MAX / 2)
            break;
        add_gap(t);
    }
    return result;
}

static void check_gaps(struct table *t)
{
    const bool is_told = is_single(t->step) && !has_default(t->step->decision->table);
    enum dmn_found found = find_gaps(t, false, is_told);
    if (found == DMN_NONE)
        found = find_gaps(t, true, is_told);
    t->has_gap = found != DMN_NONE;
    if (found == DMN_NOT_KNOWN && is_told)
        add_unknown(t, SAY("whether every row has a rule"));
    t->cover.with_nulls = true;
    t->cover.steps_left = DMN_COVER_STEPS;
}

/* --- rules that never fire --- */

static void add_impossible(struct table *t, uint32_t bit, size_t axis)
{
    const struct dmn_table *const table = t->step->decision->table;
    const uint32_t column = t->axes.axes[axis].column;
    const size_t rule = rule_of(t, bit);
    struct dmn_finding *const finding = add(t, DMN_WARNING, DMN_UNREACHABLE);
    finding->rule = rule;
    finding->column = (size_t)column + 1;
    finding->column_name = table->inputs[column].expression;
    finding->cell = table->rules[rule - 1].inputs[column];
    finding->text = op_word(t->self->op, SAY("no value that can come passes this cell, so the rule "
                                             "never fires"));
    finding->hint = op_word(t->self->op, SAY("correct the cell, or delete the rule"));
}

/* A last rule that asks nothing is there in case the others change. */
static bool is_catch_all(const struct table *t, uint32_t bit)
{
    const struct dmn_table *const table = t->step->decision->table;
    const size_t rule = t->step->rule_of_bit[bit];
    for (size_t i = 0; i < table->input_count; i++) {
        const str cell = str_trim(table->rules[rule].inputs[i]);
        if (cell.size > 0 && !str_equal_c(cell, "-"))
            return false;
    }
    return rule + 1 == table->rule_count;
}

static void add_masked(struct table *t, uint32_t bit, int32_t by)
{
    struct op *const op = t->self->op;
    struct dmn_finding *const finding = add(t, DMN_WARNING, DMN_UNREACHABLE);
    finding->rule = rule_of(t, bit);
    if (by >= 0) {
        finding->other = rule_of(t, (uint32_t)by);
        finding->text = op_say(op,
                               "rule %zu comes first and takes every row of it, so it never "
                               "fires",
                               finding->other);
        finding->hint = op_say(op, "put it before rule %zu, or delete it", finding->other);
        return;
    }
    finding->text = op_word(op, SAY("the rules before it take, together, every row of it, so it "
                                    "never fires"));
    finding->hint = op_word(op, SAY("put it further up, or delete it"));
}

static bool looks_in_order(const struct dmn_step *step)
{
    return step->policy == DMN_FIRST || step->policy == DMN_PRIORITY;
}

static void check_reach(struct table *t)
{
    size_t told = 0;
    bool is_unknown = false;
    for (uint32_t bit = 0; bit < t->step->rule_count; bit++) {
        size_t axis = 0;
        int32_t by = -1;
        t->is_reached[bit] = dmn_cover_can_match(&t->cover, bit, &axis);
        if (!t->is_reached[bit]) {
            if (told++ < DMN_SHOWN_MAX)
                add_impossible(t, bit, axis);
            continue;
        }
        if (!looks_in_order(t->step) || is_unknown)
            continue;
        const enum dmn_found found = dmn_cover_beyond(&t->cover, bit, &by);
        is_unknown = found == DMN_NOT_KNOWN;
        t->is_reached[bit] = found != DMN_NONE;
        if (!t->is_reached[bit] && !is_catch_all(t, bit) && told++ < DMN_SHOWN_MAX)
            add_masked(t, bit, by);
    }
    add_rest(t, DMN_WARNING, DMN_UNREACHABLE, told);
    if (is_unknown)
        add_unknown(t, SAY("whether every rule can fire"));
}

/* --- rows with several rules --- */

static bool says_same(const struct table *t, uint32_t a, uint32_t b)
{
    const size_t width = t->step->output_count;
    const struct dmn_value *const left = t->step->values + t->step->rule_of_bit[a] * width;
    const struct dmn_value *const right = t->step->values + t->step->rule_of_bit[b] * width;
    for (size_t i = 0; i < width; i++)
        if (left[i].is_null != right[i].is_null ||
            (!left[i].is_null && left[i].value != right[i].value))
            return false;
    return true;
}

static void add_pair(struct table *t, enum dmn_weight weight, uint32_t first, uint32_t second)
{
    struct op *const op = t->self->op;
    const bool is_any = t->step->policy == DMN_ANY;
    struct dmn_finding *const finding = add(t, weight, is_any ? DMN_CONFLICT : DMN_OVERLAP);
    const size_t a = rule_of(t, first);
    const size_t b = rule_of(t, second);
    finding->rule = a < b ? a : b;
    finding->other = a < b ? b : a;
    dmn_cover_meet(&t->cover, first, second);
    show_row(t, finding);
    if (looks_in_order(t->step)) {
        finding->text = op_say(op, "rule %zu matches this row too; rule %zu comes first",
                               rule_of(t, second), rule_of(t, first));
        finding->hint = "";
        return;
    }
    finding->text =
        op_say(op,
               is_any ? SAY("rule %zu matches this row too and says something else: the row gets "
                            "no result")
                      : SAY("rule %zu matches this row too: the row gets no result"),
               finding->other);
    finding->hint = op_word(op, SAY("narrow one of the two, or take the hit policy FIRST and put "
                                    "the one that counts further up"));
}

/* Whether a pair of rules with a common row is worth a word under the table's policy. */
static bool minds(const struct table *t, uint32_t a, uint32_t b)
{
    if (t->step->policy == DMN_UNIQUE)
        return true;
    if (t->step->policy == DMN_ANY)
        return !says_same(t, a, b);
    return looks_in_order(t->step) && t->self->check->with_notes && !says_same(t, a, b);
}

static void check_pairs(struct table *t)
{
    const enum dmn_weight weight = looks_in_order(t->step) ? DMN_NOTE : DMN_ERROR;
    uint64_t *const set = arena_array(t->self->op->arena, t->step->words, sizeof(*set));
    size_t told = 0;
    for (uint32_t bit = 0; bit < t->step->rule_count; bit++) {
        if (!t->is_reached[bit])
            continue;
        dmn_cover_overlaps(&t->cover, bit, set);
        for (uint32_t other = bit + 1; other < t->step->rule_count; other++)
            if (t->is_reached[other] && set[other / 64] >> (other % 64) & 1 &&
                minds(t, bit, other) && told++ < DMN_SHOWN_MAX)
                add_pair(t, weight, bit, other);
    }
    t->has_conflict = told > 0;
    add_rest(t, weight, t->step->policy == DMN_ANY ? DMN_CONFLICT : DMN_OVERLAP, told);
}

/* --- what the outputs can be --- */

static void add_possible(struct dmn_possible *possible, struct dmn_value *values,
                         struct dmn_value value)
{
    if (value.is_null) {
        possible->has_null = true;
        return;
    }
    for (size_t i = 0; i < possible->count; i++)
        if (values[i].value == value.value)
            return;
    values[possible->count++] = value;
}

static void find_possible(struct table *t)
{
    const struct dmn_step *const step = t->step;
    struct arena *const arena = t->self->op->arena;
    struct dmn_seen *const seen = &t->self->seen[step->decision - t->self->check->model->decisions];
    struct dmn_possible *const outputs = arena_array(arena, step->output_count, sizeof(*outputs));
    for (uint32_t output = 0; output < step->output_count; output++) {
        struct dmn_value *const values =
            arena_array(arena, (size_t)step->rule_count + 1, sizeof(*values));
        outputs[output] = (struct dmn_possible){.is_known = is_single(step), .values = values};
        for (uint32_t bit = 0; bit < step->rule_count; bit++)
            if (t->is_reached[bit])
                add_possible(&outputs[output], values,
                             step->values[step->rule_of_bit[bit] * step->output_count + output]);
        if (t->has_gap)
            add_possible(&outputs[output], values,
                         step->values[step->rule_count * step->output_count + output]);
        outputs[output].has_null =
            outputs[output].has_null || (t->has_conflict && !looks_in_order(step));
    }
    seen->outputs = outputs;
    seen->is_done = true;
}

/* By slot of the plan, from the tables that were looked at before. */
static struct dmn_possible *known_slots(const struct table *t)
{
    struct dmn_possible *const slots =
        arena_array(t->self->op->arena, LIMIT_DMN_SLOTS, sizeof(*slots));
    for (const struct dmn_step *step = t->plan->steps; step < t->step; step++) {
        const struct dmn_seen *const seen =
            &t->self->seen[step->decision - t->self->check->model->decisions];
        for (uint32_t i = 0; i < step->output_count && seen->is_done; i++)
            slots[step->slot + i] = seen->outputs[i];
    }
    return slots;
}

void dmn_check_table(struct dmn_checking *self, const struct dmn_plan *plan,
                     const struct dmn_step *step)
{
    struct table t = {.self = self, .plan = plan, .step = step};
    const struct dmn_known known = {known_slots(&t), self->check->by_input};
    t.is_reached = arena_array(self->op->arena, step->rule_count, sizeof(*t.is_reached));
    dmn_axes_build(self->op, step, &known, &t.axes);
    dmn_cover_start(self->op, &t.axes, &t.cover);
    check_gaps(&t);
    check_reach(&t);
    check_pairs(&t);
    find_possible(&t);
}
