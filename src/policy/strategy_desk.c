#include "policy/strategy_desk.h"

#include "dmn/edit.h"
#include "store/db.h"

/* --- edits --- */

status desk_edit(struct op *op, struct strategy_source *source, const struct desk_edit *edits,
                 size_t count, size_t *ret_at)
{
    for (size_t i = 0; i < count; i++) {
        const struct desk_edit *const edit = &edits[i];
        str *const text = strategy_part_of(source, edit->part);
        *ret_at = i;
        if (text->size == 0)
            return op_fail(op, E_NOT_FOUND, "the strategy has no file %s",
                           strategy_parts[edit->part].path);
        TRY(dmn_table_replace(op, *text, strategy_parts[edit->part].path, edit->decision,
                              &edit->table, text));
    }
    return OK;
}

/* --- what is wrong --- */

/* A mistake of a word stands beside those of its table. */
static void add_mistake(struct op *op, struct desk *desk)
{
    const struct dmn_place *const place = &desk->rest.place;
    const size_t part = strategy_part_named(place->model);
    struct strategy_file_check *file = NULL;
    desk->errors++;
    for (size_t i = 0; i < desk->file_count; i++)
        if (desk->files[i].part == part)
            file = &desk->files[i];
    if (!file)
        return;
    struct dmn_findings *const findings = &file->findings;
    struct dmn_finding *const list =
        arena_array(op->arena, findings->count + 1, sizeof(struct dmn_finding));
    list[0] = (struct dmn_finding){.weight = DMN_ERROR,
                                   .problem = place->rule > 0 || place->cell.size > 0 ? DMN_BAD_CELL
                                                                                      : DMN_REFUSED,
                                   .decision = place->decision,
                                   .rule = place->rule,
                                   .column = place->column,
                                   .is_output = place->is_output,
                                   .column_name = place->column_name,
                                   .cell = place->cell,
                                   .text = desk->rest.text,
                                   .hint = ""};
    if (findings->count > 0)
        memcpy(list + 1, findings->list, findings->count * sizeof(*list));
    findings->list = list;
    findings->count++;
    findings->errors++;
    desk->rest.text = NULL;
}

status desk_open(struct op *op, const struct strategy_source *source, struct desk *ret_desk)
{
    struct desk *const desk = ret_desk;
    *desk = (struct desk){.source = *source};
    TRY(input_schema_load(op, &desk->schema));
    TRY(strategy_find_mistakes(op, source, &desk->schema, desk->files, &desk->file_count));
    for (size_t i = 0; i < desk->file_count; i++) {
        desk->errors += desk->files[i].findings.errors;
        desk->warnings += desk->files[i].findings.warnings;
    }
    if (desk->errors > 0)
        return OK;
    const status code = strategy_check_rest(op, source, &desk->schema, &desk->rest);
    if (code == OK) {
        desk->rest.text = NULL;
        return OK;
    }
    if (code != E_INVALID)
        return code;
    op_clear(op);
    add_mistake(op, desk);
    return OK;
}

const struct strategy_file_check *desk_file(const struct desk *desk, size_t part)
{
    for (size_t i = 0; i < desk->file_count; i++)
        if (desk->files[i].part == part)
            return &desk->files[i];
    return NULL;
}

/* --- hits --- */

struct counting {
    struct op *op;
    struct rule_hits *list;
    size_t count, capacity;
};

/* Cases that lie beside each other are mostly of one rule, and rules are few: a search from the one
 * found last. */
static void count_case(struct counting *c, size_t *last, int64_t strategy_id, int64_t rules)
{
    for (size_t step = 0; step < c->count; step++) {
        const size_t i = (*last + step) % c->count;
        if (c->list[i].rules != rules || c->list[i].strategy_id != strategy_id)
            continue;
        c->list[i].cases++;
        *last = i;
        return;
    }
    c->list = arena_grow(c->op->arena, c->list, c->count, &c->capacity, sizeof(*c->list));
    *last = c->count;
    c->list[c->count++] = (struct rule_hits){strategy_id, rules, 1};
}

static void count_view(struct counting *c, const struct resident_view *view)
{
    size_t last = 0;
    for (size_t i = 0; i < view->chunk_count; i++) {
        const struct vec_chunk *const chunk = view->chunks[i];
        const struct vec_column *const columns = chunk->columns;
        for (size_t r = 0; r < chunk->count; r++)
            if (vec_column_at(&columns[COLUMN_IS_DECIDED], r) != 0 &&
                vec_column_at(&columns[COLUMN_OF_FACT(case_state)], r) == CASE_OPEN)
                count_case(c, &last, vec_column_at(&columns[COLUMN_OF_DECISION(strategy_id)], r),
                           vec_column_at(&columns[COLUMN_OF_DECISION(rules)], r));
    }
}

static status count_store(struct counting *c)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(c->op, Q_STRATEGY_RULE_HITS, DB_NO_ARGS, &rows));
    for (;;) {
        TRY(db_next(c->op, &rows, &has_row));
        if (!has_row)
            return OK;
        c->list = arena_grow(c->op->arena, c->list, c->count, &c->capacity, sizeof(*c->list));
        c->list[c->count++] =
            (struct rule_hits){db_id(&rows, 0), db_i64(&rows, 1), db_i64(&rows, 2)};
    }
}

status desk_count_hits(struct op *op, const struct resident_view *view, struct rule_hits **ret_hits,
                       size_t *ret_count)
{
    struct counting counting = {.op = op};
    if (view)
        count_view(&counting, view);
    else
        TRY(count_store(&counting));
    *ret_hits = counting.list;
    *ret_count = counting.count;
    return OK;
}
