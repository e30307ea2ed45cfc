#include "intake/attribute.h"

#include <inttypes.h>

#include "base/ids.h"
#include "book/touch.h"
#include "book/unit.h"
#include "store/gather.h"

struct def {
    int64_t id;
    enum attribute_type type;
};

static status read_def(struct op *op, struct db_rows *row, void *out)
{
    struct def *const def = out;
    def->id = db_id(row, 0);
    return attribute_type_parse(db_text(row, 1), &def->type)
               ? OK
               : op_fail(op, E_STORE, "attribute %" PRId64 " is of no known type", def->id);
}

static status find_def(struct op *op, str name, struct def *ret_def, bool *ret_found)
{
    return db_query_one(op, Q_ATTRIBUTE_DEF_FIND, DB_ARGS(ARG_TEXT(name)), read_def, ret_def,
                        ret_found);
}

status attribute_match(struct op *op, const struct csv *csv, struct plan *plan)
{
    for (int i = 0; i < plan->attribute_count; i++) {
        struct plan_attribute *const attribute = &plan->attributes[i];
        struct def def = {0};
        bool found = false;
        TRY(find_def(op, attribute->name, &def, &found));
        if (!found)
            continue;
        if (attribute->type != ATTRIBUTE_INFER && attribute->type != def.type)
            return op_fail(op, E_CONFLICT,
                           "%s: column \"" STR_FORMAT "\": the attribute " STR_FORMAT
                           " is of type %s already and cannot become %s; give the column another "
                           "name in the mapping's \"attributes\"",
                           csv_name(csv), STR_ARG(csv_column(csv, attribute->column)),
                           STR_ARG(attribute->name), attribute_type_name(def.type),
                           attribute_type_name(attribute->type));
        attribute->type = def.type;
    }
    return OK;
}

static status read_count(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 0);
    return OK;
}

status attribute_ensure(struct op *op, const struct plan *plan, int64_t *ret_ids)
{
    int64_t count = 0;
    bool found = false;
    TRY(db_query_one(op, Q_ATTRIBUTE_DEF_COUNT, DB_NO_ARGS, read_count, &count, &found));
    for (int i = 0; i < plan->attribute_count; i++) {
        const struct plan_attribute *const attribute = &plan->attributes[i];
        struct def def = {0};
        TRY(find_def(op, attribute->name, &def, &found));
        ret_ids[i] = def.id;
        if (found)
            continue;
        if (++count > LIMIT_ATTRIBUTES)
            return op_fail(
                op, E_LIMIT,
                "the store would have over %d attributes; list columns that nobody needs "
                "in the mapping's \"ignore\"",
                LIMIT_ATTRIBUTES);
        ret_ids[i] = id_make();
        TRY(db_run(
            op, Q_ATTRIBUTE_DEF_INSERT,
            DB_ARGS(ARG_ID(ret_ids[i]), ARG_TEXT(attribute->name), ARG_TEXT(attribute->label),
                    ARG_TEXT_C(attribute_type_name(attribute->type)), ARG_INSTANT(op_now(op))),
            NULL));
    }
    return OK;
}

/* What the store has of one attribute of the obligation. */
struct stored {
    bool is_set;
    bool has_number;
    int64_t number;
    str text;
};

static status load_stored(struct op *op, const struct obligation_ref *obligation,
                          const int64_t *ids, int count, struct stored *stored)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_ATTRIBUTE_VALUE_LIST,
                 DB_ARGS(ARG_ID(obligation->debtor_id), ARG_ID(obligation->id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        for (int i = 0; i < count; i++)
            if (ids[i] == db_id(&rows, 0))
                stored[i] = (struct stored){true, !db_is_null(&rows, 1), db_i64(&rows, 1),
                                            db_text_copy(op, &rows, 2)};
    }
}

/* The same for an obligation that this transaction made: what the row before said. */
static status recall_stored(struct op *op, const struct plan *plan, const str *texts,
                            struct stored *stored)
{
    for (int i = 0; texts && i < plan->attribute_count; i++) {
        struct attribute_value value;
        if (texts[i].size == 0)
            continue;
        if (!row_attribute(plan, i, texts[i], &value))
            return op_fail(op, E_INTERNAL, "an attribute was taken and does not fit its type");
        stored[i] = (struct stored){true, value.type != ATTRIBUTE_TEXT, value.number, value.text};
    }
    return OK;
}

static status find_stored(struct op *op, const struct plan *plan, const int64_t *ids,
                          const struct obligation_ref *obligation, struct stored *stored)
{
    const struct unit_obligation *const made =
        unit_find_obligation(op, obligation->debtor_id, obligation->id);
    return made ? recall_stored(op, plan, made->attributes, stored)
                : load_stored(op, obligation, ids, plan->attribute_count, stored);
}

static bool is_same(const struct stored *stored, const struct attribute_value *value)
{
    if (value->type == ATTRIBUTE_TEXT)
        return stored->is_set && !stored->has_number && str_equal(stored->text, value->text);
    return stored->is_set && stored->has_number && stored->number == value->number;
}

/* What the row says now stays known, before it is changed or goes. */
static status keep_past(struct op *op, const struct obligation_ref *obligation, int64_t id)
{
    return db_run_later(op, Q_ATTRIBUTE_VALUE_KEEP_PAST,
                        DB_ARGS(ARG_ID(obligation->debtor_id), ARG_ID(obligation->id), ARG_ID(id),
                                ARG_INSTANT(op_now(op))));
}

static status put_value(struct op *op, const struct obligation_ref *obligation, int64_t id,
                        const struct attribute_value *value, bool is_new)
{
    const bool is_text = value->type == ATTRIBUTE_TEXT;
    const struct db_arg row[] = {ARG_ID(obligation->debtor_id),
                                 ARG_ID(obligation->id),
                                 ARG_ID(id),
                                 db_arg_i64(value->number, is_text),
                                 is_text ? ARG_TEXT(value->text) : ARG_NULL,
                                 ARG_INSTANT(op_now(op))};
    return is_new ? db_insert(op, Q_ATTRIBUTE_VALUE_INSERT, row, ARRAY_LEN(row))
                  : db_run(op, Q_ATTRIBUTE_VALUE_PUT, row, ARRAY_LEN(row), NULL);
}

/* New values of a new obligation are known to the unit of work; any other change is news to it. */
static void note_change(struct op *op, const struct row *row,
                        const struct obligation_ref *obligation, bool is_new)
{
    struct unit_obligation *const made =
        unit_find_obligation(op, obligation->debtor_id, obligation->id);
    if (!is_new || !made) {
        touch_case(op, obligation->debtor_id, obligation->case_id);
        return;
    }
    made->attributes = row->attributes;
    touch_known(op, obligation->debtor_id, obligation->case_id);
}

status attribute_apply(struct op *op, const struct plan *plan, const int64_t *ids,
                       const struct row *row, const struct obligation_ref *obligation, bool is_new,
                       bool *ret_changed)
{
    struct stored *const stored =
        arena_array(op->arena, (size_t)plan->attribute_count, sizeof(*stored));
    bool has_changed = false;
    if (!is_new && plan->attribute_count > 0)
        TRY(find_stored(op, plan, ids, obligation, stored));
    for (int i = 0; i < plan->attribute_count; i++) {
        struct attribute_value value;
        const bool has_value = row->attributes[i].size > 0;
        if (!has_value && !stored[i].is_set)
            continue;
        if (!has_value)
            TRY(keep_past(op, obligation, ids[i]));
        if (!has_value) {
            TRY(db_run(
                op, Q_ATTRIBUTE_VALUE_DELETE,
                DB_ARGS(ARG_ID(obligation->debtor_id), ARG_ID(obligation->id), ARG_ID(ids[i])),
                NULL));
            has_changed = true;
            continue;
        }
        if (!row_attribute(plan, i, row->attributes[i], &value))
            return op_fail(op, E_INTERNAL,
                           "line %" PRIu64 ": attribute " STR_FORMAT
                           " was checked and does not fit its type",
                           row->line, STR_ARG(plan->attributes[i].name));
        if (is_same(&stored[i], &value))
            continue;
        if (stored[i].is_set)
            TRY(keep_past(op, obligation, ids[i]));
        TRY(put_value(op, obligation, ids[i], &value, is_new));
        has_changed = true;
    }
    if (has_changed)
        note_change(op, row, obligation, is_new);
    *ret_changed = has_changed;
    return OK;
}
