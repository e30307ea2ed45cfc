#include "policy/experiment.h"

#include <inttypes.h>

#include "store/db.h"

static const char *const kind_names[] = {"challenger", "hold_out", "champion"};

const char *arm_kind_name(enum arm_kind kind)
{
    return kind_names[kind];
}

/* --- reading --- */

static status read_id(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_id(row, 0);
    return OK;
}

static status read_name(struct op *op, struct db_rows *row, void *out)
{
    *(str *)out = db_text_copy(op, row, 0);
    return OK;
}

static status read_row(struct op *op, struct db_rows *row, void *out)
{
    *(struct experiment *)out = (struct experiment){
        .id = db_id(row, 0),
        .name = db_text_copy(op, row, 1),
        .from_on = db_day(row, 2),
        .until_on = db_day(row, 3),
        .note = db_text_copy(op, row, 4),
        .created_by = db_id(row, 5),
        .created_at = db_instant(row, 6),
        .login = db_text_copy(op, row, 7),
        .state = db_text_copy(op, row, 8),
        .stopped_on = db_day(row, 9),
    };
    return OK;
}

static enum arm_kind kind_of(str name)
{
    int kind = ARM_CHALLENGER;
    while (kind < ARM_CHAMPION && !str_equal_c(name, kind_names[kind]))
        kind++;
    return (enum arm_kind)kind;
}

static void read_arm(struct op *op, const struct db_rows *rows, struct experiment_arm *arm)
{
    const str strategy = db_text(rows, 6);
    *arm = (struct experiment_arm){
        .name = db_text_copy(op, rows, 1),
        .kind = kind_of(db_text(rows, 2)),
        .strategy_id = db_id(rows, 3),
        .share = db_i64(rows, 4),
        .symbol = db_i64(rows, 5),
        .strategy = STR(""),
    };
    if (strategy.size > 0)
        arm->strategy = str_of(
            arena_printf(op->arena, STR_FORMAT "@%" PRId64, STR_ARG(strategy), db_i64(rows, 7)));
}

static status read_arms(struct op *op, struct experiment *experiment)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_EXPERIMENT_ARMS, DB_ARGS(ARG_ID(experiment->id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        if (experiment->arm_count == ARMS_MAX)
            return op_fail(op, E_STORE, "the experiment has more than %d arms", ARMS_MAX);
        read_arm(op, &rows, &experiment->arms[experiment->arm_count++]);
    }
}

status experiment_get(struct op *op, int64_t id, struct experiment *ret_experiment)
{
    bool found = false;
    TRY(db_query_one(op, Q_EXPERIMENT_ROW, DB_ARGS(ARG_ID(id)), read_row, ret_experiment, &found));
    return found ? read_arms(op, ret_experiment)
                 : op_fail(op, E_NOT_FOUND, "there is no experiment %" PRId64, id);
}

status experiment_find(struct op *op, str name, struct experiment *ret_experiment)
{
    int64_t id = 0;
    bool found = false;
    TRY(db_query_one(op, Q_EXPERIMENT_FIND, DB_ARGS(ARG_TEXT(name)), read_id, &id, &found));
    return found ? experiment_get(op, id, ret_experiment)
                 : op_fail(op, E_NOT_FOUND, "there is no experiment \"" STR_FORMAT "\"",
                           STR_ARG(name));
}

status experiment_list(struct op *op, struct experiment **ret_list, size_t *ret_count)
{
    int64_t *const ids = arena_array(op->arena, LIMIT_PAGE_ROWS, sizeof(*ids));
    struct db_rows rows;
    bool has_row = false;
    size_t count = 0;
    TRY(db_query(op, Q_EXPERIMENT_IDS, DB_ARGS(ARG_I64(LIMIT_PAGE_ROWS)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        ids[count++] = db_id(&rows, 0);
    }
    *ret_list = arena_array(op->arena, count, sizeof(**ret_list));
    for (size_t i = 0; i < count; i++)
        TRY(experiment_get(op, ids[i], &(*ret_list)[i]));
    *ret_count = count;
    return OK;
}

status experiment_today(struct op *op, int64_t *ret_id)
{
    bool found = false;
    *ret_id = 0;
    return db_query_one(op, Q_EXPERIMENT_ON, DB_ARGS(ARG_DAY(op->business_date)), read_id, ret_id,
                        &found);
}

status experiment_needs_not(struct op *op, int64_t strategy_id)
{
    bool found = false;
    str name = STR("");
    TRY(db_query_one(op, Q_EXPERIMENT_OF_STRATEGY,
                     DB_ARGS(ARG_ID(strategy_id), ARG_DAY(op->business_date)), read_name, &name,
                     &found));
    return found ? op_fail(op, E_CONFLICT,
                           "the experiment \"" STR_FORMAT "\" decides by it: stop that first",
                           STR_ARG(name))
                 : OK;
}

/* --- words --- */

static void write_arm(struct json_writer *w, const struct experiment_arm *arm)
{
    json_object_open(w);
    json_put_str(w, "name", arm->name);
    json_put_c(w, "kind", kind_names[arm->kind]);
    json_put_id(w, "strategy_id", arm->strategy_id);
    json_put_str(w, "strategy", arm->strategy);
    json_put_i64(w, "share", arm->share);
    json_object_close(w);
}

void experiment_write(struct json_writer *w, const struct experiment *e)
{
    json_object_open(w);
    json_put_id(w, "id", e->id);
    json_put_str(w, "name", e->name);
    json_put_str(w, "state", e->state);
    json_put_day(w, "from", e->from_on);
    json_put_day(w, "until", e->until_on);
    json_put_day(w, "stopped_on", e->stopped_on);
    json_put_str(w, "note", e->note);
    json_put_instant(w, "created_at", e->created_at);
    json_put_str(w, "created_by", e->login);
    json_key(w, "arms");
    json_array_open(w);
    for (size_t i = 0; i < e->arm_count; i++)
        write_arm(w, &e->arms[i]);
    json_array_close(w);
    json_object_close(w);
}
