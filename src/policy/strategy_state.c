#include "policy/strategy_state.h"
#include "policy/agree.h"

#include <inttypes.h>

#include "base/ids.h"
#include "policy/experiment.h"
#include "policy/override.h"
#include "policy/write_off.h"
#include "record/audit.h"
#include "record/document.h"
#include "record/organisation.h"
#include "store/db.h"

#define DAY_US (INT64_C(86400) * INSTANT_PER_SECOND)

/* --- reading --- */

static status read_row(struct op *op, struct db_rows *row, void *out)
{
    *(struct strategy_row *)out = (struct strategy_row){
        .id = db_id(row, 0),
        .name = db_text_copy(op, row, 1),
        .version = db_i64(row, 2),
        .state = db_text_copy(op, row, 3),
        .active_from = db_day(row, 4),
        .active_until = db_day(row, 5),
        .created_at = db_instant(row, 6),
        .created_by = db_id(row, 7),
        .based_on = db_i64(row, 8),
        .created_login = db_text_copy(op, row, 9),
    };
    return OK;
}

status strategy_get(struct op *op, int64_t id, struct strategy_row *ret_row)
{
    bool found = false;
    TRY(db_query_one(op, Q_STRATEGY_ROW, DB_ARGS(ARG_ID(id)), read_row, ret_row, &found));
    return found ? OK : op_fail(op, E_NOT_FOUND, "there is no strategy %" PRId64, id);
}

static status read_id(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_id(row, 0);
    return OK;
}

static status find_id(struct op *op, str name, int64_t version, int64_t *ret_id)
{
    bool found = false;
    *ret_id = 0;
    return db_query_one(op, Q_STRATEGY_FIND, DB_ARGS(ARG_TEXT(name), ARG_I64(version)), read_id,
                        ret_id, &found);
}

status strategy_find(struct op *op, str name, int64_t version, struct strategy_row *ret_row)
{
    int64_t id = 0;
    TRY(find_id(op, name, version, &id));
    if (id == 0 && version > 0)
        return op_fail(op, E_NOT_FOUND, "strategy " STR_FORMAT " has no version %" PRId64,
                       STR_ARG(name), version);
    if (id == 0)
        return op_fail(op, E_NOT_FOUND, "the store has no strategy \"" STR_FORMAT "\"",
                       STR_ARG(name));
    return strategy_get(op, id, ret_row);
}

status strategy_list(struct op *op, struct strategy_row **ret_rows, size_t *ret_count)
{
    struct strategy_row *const list = arena_array(op->arena, LIMIT_PAGE_ROWS, sizeof(*list));
    struct db_rows rows;
    bool has_row = false;
    size_t count = 0;
    TRY(db_query(op, Q_STRATEGY_LIST, DB_ARGS(ARG_I64(LIMIT_PAGE_ROWS)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        TRY(read_row(op, &rows, &list[count++]));
    }
    *ret_rows = list;
    *ret_count = count;
    return OK;
}

status strategy_steps(struct op *op, int64_t id, struct strategy_step **ret_steps,
                      size_t *ret_count)
{
    struct strategy_step *list = NULL;
    struct db_rows rows;
    bool has_row = false;
    size_t count = 0;
    size_t capacity = 0;
    TRY(db_query(op, Q_STRATEGY_STEP_LIST, DB_ARGS(ARG_ID(id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        list = arena_grow(op->arena, list, count, &capacity, sizeof(*list));
        list[count++] = (struct strategy_step){
            .at = db_instant(&rows, 1),
            .business_date = db_day(&rows, 2),
            .state = db_text_copy(op, &rows, 3),
            .active_from = db_day(&rows, 4),
            .actor_id = db_id(&rows, 5),
            .login = db_text_copy(op, &rows, 6),
            .note = db_text_copy(op, &rows, 7),
            .document_hash = db_text_copy(op, &rows, 8),
        };
    }
    *ret_steps = list;
    *ret_count = count;
    return OK;
}

void strategy_row_write(struct json_writer *w, const struct strategy_row *row)
{
    json_object_open(w);
    json_put_id(w, "id", row->id);
    json_put_str(w, "name", row->name);
    json_put_i64(w, "version", row->version);
    json_put_str(w, "state", row->state);
    json_put_day(w, "active_from", row->active_from);
    json_put_day(w, "active_until", row->active_until);
    json_put_instant(w, "created_at", row->created_at);
    json_put_id(w, "created_by", row->created_by);
    json_put_str(w, "created_login", row->created_login);
    json_key(w, "based_on");
    if (row->based_on > 0)
        json_write_i64(w, row->based_on);
    else
        json_write_null(w);
    json_object_close(w);
}

/* --- moving --- */

static status add_step(struct op *op, int64_t id, const char *state, day active_from, str note,
                       str evidence)
{
    char hash[DOCUMENT_HASH_SIZE];
    if (note.size > STRATEGY_NOTE_MAX || !str_is_utf8(note, NULL))
        return op_fail(op, E_INVALID, "a note of a strategy is text of at most %d bytes",
                       STRATEGY_NOTE_MAX);
    if (evidence.size > 0)
        TRY(document_put(op, "application/json", state, evidence, hash));
    return audit_insert(op, AUDIT_STRATEGY_STEP, 0,
                        DB_ARGS(ARG_ID(id), ARG_ID(id_make()), ARG_INSTANT(op_now(op)),
                                ARG_DAY(op->business_date), ARG_TEXT_C(state), ARG_DAY(active_from),
                                ARG_ID(op->actor_id), ARG_TEXT(str_trim(note)),
                                ARG_TEXT_C(evidence.size > 0 ? hash : NULL)));
}

/* From the state that the row was read with to another: whoever was faster wins. */
static status move(struct op *op, const struct strategy_row *row, const char *to, day active_from)
{
    int64_t changed = 0;
    TRY(db_run(op, Q_STRATEGY_MOVE,
               DB_ARGS(ARG_ID(row->id), ARG_TEXT(row->state), ARG_TEXT_C(to), ARG_DAY(active_from)),
               &changed));
    return changed == 1 ? OK
                        : op_fail(op, E_CONFLICT,
                                  "somebody else changed version %" PRId64 " of " STR_FORMAT
                                  " meanwhile: look at it again",
                                  row->version, STR_ARG(row->name));
}

static status need_state(struct op *op, const struct strategy_row *row, const char *state)
{
    if (str_equal_c(row->state, state))
        return OK;
    return op_fail(op, E_CONFLICT, "version %" PRId64 " of " STR_FORMAT " is %s; it must be %s",
                   row->version, STR_ARG(row->name), op_word(op, str_cstr(op->arena, row->state)),
                   op_word(op, state));
}

/* --- drafts --- */

static status check_name(struct op *op, str name)
{
    bool is_good = name.size > 0 && name.size <= STRATEGY_NAME_MAX;
    for (size_t i = 0; i < name.size; i++) {
        const char c = name.data[i];
        is_good &= (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }
    return is_good
               ? OK
               : op_fail(op, E_INVALID,
                         "\"" STR_FORMAT "\" is no name of a strategy: a to z, 0 to 9, - and _, "
                         "at most %d",
                         STR_ARG(name), STRATEGY_NAME_MAX);
}

/* The version that was edited must be the newest: what came in between would be passed over. */
static status check_base(struct op *op, str name, int64_t based_on, struct strategy_row *ret_newest)
{
    char at[INSTANT_TEXT_SIZE];
    *ret_newest = (struct strategy_row){0};
    TRY(find_id(op, name, 0, &ret_newest->id));
    if (ret_newest->id != 0)
        TRY(strategy_get(op, ret_newest->id, ret_newest));
    if (ret_newest->version == based_on)
        return OK;
    if (ret_newest->version == 0)
        return op_fail(op, E_NOT_FOUND, "strategy " STR_FORMAT " has no version %" PRId64,
                       STR_ARG(name), based_on);
    return op_fail(op, E_CONFLICT,
                   "version %" PRId64 " of " STR_FORMAT " was stored at %s by %s; yours comes from "
                   "version %" PRId64 ": take over what is new there, and store it as based on "
                   "%" PRId64,
                   ret_newest->version, STR_ARG(name), instant_format(ret_newest->created_at, at),
                   ret_newest->created_login.size > 0
                       ? str_cstr(op->arena, ret_newest->created_login)
                       : "acuerdo",
                   based_on, ret_newest->version);
}

static status retire_draft(struct op *op, const struct strategy_row *row, int64_t by_version)
{
    bool is_pending = false;
    if (!str_equal_c(row->state, "draft") && !str_equal_c(row->state, "tested"))
        return OK;
    TRY(approval_pending(op, STRATEGY_SUBJECT, row->id, &is_pending));
    if (is_pending)
        return OK; /* somebody looks at it: it may still be approved */
    TRY(move(op, row, "retired", DAY_NONE));
    return add_step(op, row->id, "retired", DAY_NONE,
                    str_of(arena_printf(op->arena, "-> %" PRId64, by_version)), STR(""));
}

status strategy_draft(struct op *op, str name, int64_t based_on,
                      const struct strategy_source *source, str note, struct strategy_row *ret_row)
{
    struct strategy_row newest;
    struct strategy_new draft = {.name = name,
                                 .source = source,
                                 .state = "draft",
                                 .active_from = DAY_NONE,
                                 .based_on = based_on};
    TRY(check_name(op, name));
    TRY(organisation_take_date(op)); /* one at a time, and not while a day is being opened */
    TRY(check_base(op, name, based_on, &newest));
    TRY(strategy_insert(op, &draft));
    TRY(add_step(op, draft.id, "draft", DAY_NONE, note, STR("")));
    if (newest.id != 0)
        TRY(retire_draft(op, &newest, draft.version));
    return strategy_get(op, draft.id, ret_row);
}

status strategy_tested(struct op *op, int64_t id, str report)
{
    struct strategy_row row;
    TRY(strategy_get(op, id, &row));
    if (str_equal_c(row.state, "tested"))
        return OK;
    TRY(need_state(op, &row, "draft"));
    TRY(move(op, &row, "tested", DAY_NONE));
    return add_step(op, id, "tested", DAY_NONE, STR(""), report);
}

/* --- the second look --- */

status strategy_submit(struct op *op, int64_t id, str reason, int64_t *ret_approval_id)
{
    struct strategy_row row;
    const struct approval_request request = {
        .subject_kind = STRATEGY_SUBJECT,
        .subject_id = id,
        .rule = STRATEGY_PERMISSION,
        .expires_at = op_now(op) + STRATEGY_ASK_DAYS * DAY_US,
        .reason = reason,
    };
    TRY(strategy_get(op, id, &row));
    TRY(need_state(op, &row, "tested"));
    return approval_request(op, &request, ret_approval_id);
}

static status apply_approval(struct op *op, int64_t id, str reason)
{
    struct strategy_row row;
    TRY(strategy_get(op, id, &row));
    if (row.created_by == op->actor_id)
        return op_fail(op, E_DENIED, "who made this version does not approve it");
    TRY(need_state(op, &row, "tested"));
    TRY(move(op, &row, "approved", DAY_NONE));
    return add_step(op, id, "approved", DAY_NONE, reason, STR(""));
}

status strategy_decide(struct op *op, int64_t approval_id, bool is_approved, str reason,
                       struct approval *ret_approval)
{
    TRY(override_decide(op, approval_id, is_approved, reason, ret_approval));
    TRY(agree_apply(op, ret_approval, is_approved, reason));
    TRY(write_off_decide(op, ret_approval, is_approved, reason));
    if (!is_approved || !str_equal_c(ret_approval->subject_kind, STRATEGY_SUBJECT))
        return OK;
    return apply_approval(op, ret_approval->subject_id, reason);
}

/* --- deciding --- */

static status check_from(struct op *op, day from)
{
    char asked[DAY_TEXT_SIZE];
    char open[DAY_TEXT_SIZE];
    bool found = false;
    int64_t begun = 0;
    if (from < op->business_date)
        return op_fail(op, E_CONFLICT,
                       "%s is past: a strategy decides from the open date, %s, at the earliest",
                       day_format(from, asked), day_format(op->business_date, open));
    TRY(db_query_one(op, Q_STRATEGY_CLOSE_BEGUN, DB_NO_ARGS, read_id, &begun, &found));
    if (begun > 0 && from == op->business_date)
        return op_fail(op, E_CONFLICT,
                       "a close has begun and is not finished: finish it, or begin a day later");
    return OK;
}

status strategy_may_activate(struct op *op, int64_t id, day from)
{
    struct strategy_row row;
    TRY(strategy_get(op, id, &row));
    TRY(need_state(op, &row, "approved"));
    return check_from(op, from);
}

status strategy_activate(struct op *op, int64_t id, day from, str proofs)
{
    struct strategy_models models;
    struct strategy_source source;
    struct input_schema schema;
    const struct policy *policy = NULL;
    struct strategy_row row;
    TRY(organisation_take_date(op));
    TRY(strategy_may_activate(op, id, from));
    TRY(strategy_get(op, id, &row));
    TRY(input_schema_load(op, &schema));
    TRY(strategy_compile(op, id, &schema, &models, &source));
    TRY(strategy_intern(op, models.symbols));
    TRY(strategy_supersede(op, from, id));
    TRY(move(op, &row, "active", from));
    TRY(add_step(op, id, "active", from, STR(""), proofs));
    return from == op->business_date ? policy_prepare_day(op, &policy) : OK;
}

status strategy_retire(struct op *op, int64_t id, str note)
{
    struct strategy_row row;
    bool is_pending = false;
    TRY(organisation_take_date(op));
    TRY(strategy_get(op, id, &row));
    if (str_equal_c(row.state, "retired"))
        return op_fail(op, E_CONFLICT, "version %" PRId64 " of " STR_FORMAT " is retired already",
                       row.version, STR_ARG(row.name));
    const bool is_active = str_equal_c(row.state, "active");
    if (is_active && row.active_from <= op->business_date)
        return op_fail(op, E_CONFLICT,
                       "version %" PRId64 " of " STR_FORMAT
                       " decides today: activate another one, and it retires by itself",
                       row.version, STR_ARG(row.name));
    TRY(experiment_needs_not(op, id));
    TRY(approval_pending(op, STRATEGY_SUBJECT, id, &is_pending));
    if (is_pending)
        return op_fail(op, E_CONFLICT, "its approval is pending: decide that first");
    if (is_active)
        TRY(db_run(op, Q_STRATEGY_REACH,
                   DB_ARGS(ARG_DAY(row.active_from), ARG_DAY(op->business_date)), NULL));
    TRY(move(op, &row, "retired", DAY_NONE));
    return add_step(op, id, "retired", DAY_NONE, note, STR(""));
}
