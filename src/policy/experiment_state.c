#include "policy/experiment_state.h"

#include <inttypes.h>

#include "base/ids.h"
#include "policy/policy.h"
#include "policy/strategy_state.h"
#include "record/audit.h"
#include "record/document.h"
#include "record/organisation.h"
#include "record/symbol.h"
#include "store/db.h"

#define DAY_US (INT64_C(86400) * INSTANT_PER_SECOND)

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

/* --- writing --- */

static status add_step(struct op *op, int64_t id, const char *state, day effective_on, str note,
                       str evidence)
{
    char hash[DOCUMENT_HASH_SIZE];
    if (note.size > STRATEGY_NOTE_MAX || !str_is_utf8(note, NULL))
        return op_fail(op, E_INVALID, "a note of an experiment is text of at most %d bytes",
                       STRATEGY_NOTE_MAX);
    if (evidence.size > 0)
        TRY(document_put(op, "application/json", state, evidence, hash));
    return audit_insert(
        op, AUDIT_EXPERIMENT_STEP, 0,
        DB_ARGS(ARG_ID(id), ARG_ID(id_make()), ARG_INSTANT(op_now(op)), ARG_DAY(op->business_date),
                ARG_TEXT_C(state), ARG_DAY(effective_on), ARG_ID(op->actor_id),
                ARG_TEXT(str_trim(note)), ARG_TEXT_C(evidence.size > 0 ? hash : NULL)));
}

/* --- what may be asked for --- */

static status check_word(struct op *op, str name)
{
    bool is_good = name.size > 0 && name.size <= STRATEGY_NAME_MAX;
    for (size_t i = 0; i < name.size; i++) {
        const char c = name.data[i];
        is_good &= (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }
    return is_good ? OK
                   : op_fail(op, E_INVALID,
                             "\"" STR_FORMAT "\" is no name of an experiment or an arm: a to z, "
                             "0 to 9, - and _, at most %d",
                             STR_ARG(name), STRATEGY_NAME_MAX);
}

static status check_challenger(struct op *op, const struct experiment_arm *arm)
{
    struct strategy_row row;
    int64_t active_id = 0;
    str name;
    int version = 0;
    TRY(strategy_get(op, arm->strategy_id, &row));
    TRY(strategy_active(op, &active_id, &name, &version));
    if (row.id == active_id)
        return op_fail(op, E_INVALID,
                       "arm " STR_FORMAT ": version %" PRId64 " of " STR_FORMAT
                       " is the champion already",
                       STR_ARG(arm->name), row.version, STR_ARG(row.name));
    if (!str_equal_c(row.state, "approved") && row.active_from == DAY_NONE)
        return op_fail(op, E_CONFLICT,
                       "arm " STR_FORMAT ": version %" PRId64 " of " STR_FORMAT
                       " is %s; it must be %s",
                       STR_ARG(arm->name), row.version, STR_ARG(row.name),
                       op_word(op, str_cstr(op->arena, row.state)), op_word(op, SAY("approved")));
    return OK;
}

static status check_arm(struct op *op, const struct experiment *e, size_t place)
{
    const struct experiment_arm *const arm = &e->arms[place];
    TRY(check_word(op, arm->name));
    for (size_t i = 0; i < place; i++)
        if (str_equal(e->arms[i].name, arm->name))
            return op_fail(op, E_INVALID, "two arms are named " STR_FORMAT, STR_ARG(arm->name));
    if (str_equal_c(arm->name, EXPERIMENT_CHAMPION))
        return op_fail(op, E_INVALID, "the arm %s has the rest of the cases: it is not named",
                       EXPERIMENT_CHAMPION);
    if (arm->share < 1 || arm->share > ARMS_WHOLE)
        return op_fail(op, E_INVALID,
                       "the share of arm " STR_FORMAT " is 1 to %d basis points, not %" PRId64,
                       STR_ARG(arm->name), ARMS_WHOLE, arm->share);
    return arm->kind == ARM_CHALLENGER ? check_challenger(op, arm) : OK;
}

static int64_t shares_of(const struct experiment *e)
{
    int64_t sum = 0;
    for (size_t i = 0; i < e->arm_count; i++)
        sum += e->arms[i].share;
    return sum;
}

/* From when on something may change: the open date, unless a close is on its way. */
static status check_day(struct op *op, day on)
{
    char asked[DAY_TEXT_SIZE];
    char open[DAY_TEXT_SIZE];
    int64_t begun = 0;
    bool found = false;
    if (on == DAY_NONE || on < op->business_date)
        return op_fail(op, E_CONFLICT,
                       "%s is past: an experiment begins or ends on the open date, %s, at the "
                       "earliest",
                       day_format(on, asked), day_format(op->business_date, open));
    TRY(db_query_one(op, Q_STRATEGY_CLOSE_BEGUN, DB_NO_ARGS, read_id, &begun, &found));
    if (begun > 0 && on == op->business_date)
        return op_fail(op, E_CONFLICT,
                       "a close has begun and is not finished: finish it, or begin a day later");
    return OK;
}

/* Two experiments on one day would each see the other's treatment as its own result. */
static status check_alone(struct op *op, const struct experiment *e)
{
    bool found = false;
    str name = STR("");
    TRY(db_query_one(op, Q_EXPERIMENT_BESIDE,
                     DB_ARGS(ARG_ID(e->id), ARG_DAY(e->from_on), ARG_DAY(e->until_on)), read_name,
                     &name, &found));
    return found ? op_fail(op, E_CONFLICT,
                           "the experiment \"" STR_FORMAT
                           "\" splits the cases of that time: stop it, or begin after it",
                           STR_ARG(name))
                 : OK;
}

static status fail_count(struct op *op)
{
    return op_fail(op, E_INVALID, "an experiment has 1 to %d arms beside the champion",
                   ARMS_MAX - 1);
}

status experiment_check(struct op *op, const struct experiment *e)
{
    char from[DAY_TEXT_SIZE];
    char until[DAY_TEXT_SIZE];
    TRY(check_word(op, e->name));
    if (e->arm_count == 0 || e->arm_count >= ARMS_MAX)
        return fail_count(op);
    for (size_t i = 0; i < e->arm_count; i++)
        TRY(check_arm(op, e, i));
    if (shares_of(e) > ARMS_WHOLE)
        return op_fail(op, E_INVALID, "the shares add up to %" PRId64 " basis points: %d are all",
                       shares_of(e), ARMS_WHOLE);
    TRY(check_day(op, e->from_on));
    if (e->until_on != DAY_NONE && e->until_on <= e->from_on)
        return op_fail(op, E_INVALID, "the experiment ends on %s before it begins on %s",
                       day_format(e->until_on, until), day_format(e->from_on, from));
    return check_alone(op, e);
}

/* --- asking --- */

static status insert_arm(struct op *op, const struct experiment *e, int64_t id, size_t place,
                         const struct experiment_arm *arm)
{
    int64_t symbol = 0;
    TRY(symbol_id(op,
                  str_of(arena_printf(op->arena, STR_FORMAT "/" STR_FORMAT, STR_ARG(e->name),
                                      STR_ARG(arm->name))),
                  &symbol));
    return audit_insert(op, AUDIT_EXPERIMENT_ARM, 0,
                        DB_ARGS(ARG_ID(id), ARG_I64((int64_t)place), ARG_TEXT(arm->name),
                                ARG_TEXT_C(arm_kind_name(arm->kind)), ARG_ID(arm->strategy_id),
                                ARG_I64(arm->share), ARG_I64(symbol)));
}

static status insert(struct op *op, const struct experiment *e, int64_t id)
{
    const struct experiment_arm champion = {
        .name = STR(EXPERIMENT_CHAMPION), .kind = ARM_CHAMPION, .share = ARMS_WHOLE - shares_of(e)};
    TRY(audit_insert(op, AUDIT_EXPERIMENT, 0,
                     DB_ARGS(ARG_ID(id), ARG_TEXT(e->name), ARG_DAY(e->from_on),
                             ARG_DAY(e->until_on), ARG_TEXT(str_trim(e->note)),
                             ARG_ID(op->actor_id), ARG_INSTANT(op_now(op)))));
    for (size_t i = 0; i < e->arm_count; i++)
        TRY(insert_arm(op, e, id, i, &e->arms[i]));
    return insert_arm(op, e, id, e->arm_count, &champion);
}

status experiment_ask(struct op *op, const struct experiment *e, str proofs, int64_t *ret_id,
                      int64_t *ret_approval_id)
{
    const int64_t id = id_make();
    const struct approval_request request = {
        .subject_kind = EXPERIMENT_SUBJECT,
        .subject_id = id,
        .rule = EXPERIMENT_PERMISSION,
        .expires_at = op_now(op) + EXPERIMENT_ASK_DAYS * DAY_US,
        .reason = e->note,
    };
    TRY(organisation_take_date(op)); /* one at a time, and not while a day is being opened */
    TRY(experiment_check(op, e));
    TRY(approval_request(op, &request, ret_approval_id));
    TRY(insert(op, e, id));
    TRY(add_step(op, id, "asked", DAY_NONE, e->note, proofs));
    *ret_id = id;
    return OK;
}

/* --- what becomes of it --- */

/* Every word that a challenger's tables put out, and the reason of a hold-out. */
static status intern_words(struct op *op, const struct experiment *e)
{
    struct input_schema schema;
    int64_t symbol = 0;
    TRY(symbol_id(op, STR(EXPERIMENT_HOLD_OUT), &symbol));
    TRY(input_schema_load(op, &schema));
    for (size_t i = 0; i < e->arm_count; i++) {
        struct strategy_models models;
        struct strategy_source source;
        if (e->arms[i].kind != ARM_CHALLENGER)
            continue;
        TRY(strategy_compile(op, e->arms[i].strategy_id, &schema, &models, &source));
        TRY(strategy_intern(op, models.symbols));
    }
    return OK;
}

static status apply(struct op *op, int64_t id, bool is_approved, str reason)
{
    struct experiment e;
    const struct policy *policy = NULL;
    TRY(organisation_take_date(op));
    TRY(experiment_get(op, id, &e));
    if (!is_approved)
        return add_step(op, id, "rejected", DAY_NONE, reason, STR(""));
    TRY(check_day(op, e.from_on));
    TRY(check_alone(op, &e));
    TRY(intern_words(op, &e));
    TRY(add_step(op, id, "approved", e.from_on, reason, STR("")));
    return e.from_on == op->business_date ? policy_prepare_day(op, &policy) : OK;
}

status experiment_decide(struct op *op, int64_t approval_id, bool is_approved, str reason,
                         struct approval *ret_approval)
{
    TRY(strategy_decide(op, approval_id, is_approved, reason, ret_approval));
    return str_equal_c(ret_approval->subject_kind, EXPERIMENT_SUBJECT)
               ? apply(op, ret_approval->subject_id, is_approved, reason)
               : OK;
}

status experiment_stop(struct op *op, int64_t id, day from, str note)
{
    struct experiment e;
    TRY(organisation_take_date(op));
    TRY(experiment_get(op, id, &e));
    if (!str_equal_c(e.state, "approved"))
        return op_fail(op, E_CONFLICT, "the experiment \"" STR_FORMAT "\" is %s; it must be %s",
                       STR_ARG(e.name), op_word(op, str_cstr(op->arena, e.state)),
                       op_word(op, SAY("approved")));
    TRY(check_day(op, from));
    if (e.until_on != DAY_NONE && from >= e.until_on)
        return op_fail(op, E_CONFLICT, "the experiment \"" STR_FORMAT "\" is over by then",
                       STR_ARG(e.name));
    return add_step(op, id, "stopped", from, note, STR(""));
}

/* --- words --- */

static status find_version(struct op *op, str word, struct experiment_arm *arm)
{
    struct strategy_row row;
    int64_t version = 0;
    str rest = word;
    const str name = str_split(&rest, '@');
    if (name.size < word.size && (!str_to_i64(rest, &version) || version < 1))
        return op_fail(op, E_INVALID, "\"" STR_FORMAT "\" is no NAME@VERSION", STR_ARG(word));
    TRY(strategy_find(op, name, version, &row));
    arm->kind = ARM_CHALLENGER;
    arm->strategy_id = row.id;
    return OK;
}

status experiment_add_arm(struct op *op, struct experiment *experiment, str text)
{
    struct experiment_arm arm = {.strategy = STR("")};
    str rest = text;
    arm.name = str_split(&rest, '=');
    const str what = str_split(&rest, ':');
    if (arm.name.size == 0 || what.size == 0 || !str_to_i64(rest, &arm.share))
        return op_fail(op, E_INVALID,
                       "\"" STR_FORMAT "\" is no arm: ARM=NAME@VERSION:SHARE or ARM=%s:SHARE, the "
                       "share in basis points",
                       STR_ARG(text), EXPERIMENT_HOLD_OUT);
    if (str_equal_c(what, EXPERIMENT_HOLD_OUT))
        arm.kind = ARM_HOLD_OUT;
    else
        TRY(find_version(op, what, &arm));
    if (experiment->arm_count == ARMS_MAX - 1)
        return fail_count(op);
    experiment->arms[experiment->arm_count++] = arm;
    return OK;
}
