#include "privacy/fulfil.h"

#include <inttypes.h>

#include "record/approval.h"
#include "record/setting.h"
#include "store/db.h"

static status read_count(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 0);
    return OK;
}

/* Whether another person has approved it, and not too long ago. */
static status is_approved(struct op *op, int64_t request_id, bool *ret_approved)
{
    int64_t count = 0;
    bool found = false;
    TRY(db_query_one(
        op, Q_APPROVAL_APPROVED,
        DB_ARGS(ARG_TEXT_C(ERASURE_SUBJECT), ARG_ID(request_id), ARG_INSTANT(op_now(op))),
        read_count, &count, &found));
    *ret_approved = count > 0;
    return OK;
}

/* *ret_approval_id stays 0 where nobody else has to look, or somebody has. */
static status ask_second_look(struct op *op, const struct person *person, int64_t request_id,
                              int64_t *ret_approval_id)
{
    /* no name: an approval stays when its person is gone */
    const struct approval_request asked = {
        .subject_kind = ERASURE_SUBJECT,
        .subject_id = request_id,
        .rule = "gate.approve",
        .expires_at = op_now(op) + ERASURE_LOOK_DAYS * INSTANT_PER_DAY,
        .reason = str_of(op_say(op, "to erase the data of person %" PRId64, person->debtor_id)),
    };
    str wanted;
    bool is_pending = false;
    bool is_looked_at = false;
    TRY(setting_text(op, ERASURE_LOOK, op->business_date, STR("no"), &wanted));
    if (!str_equal_c(wanted, "yes"))
        return OK;
    if (request_id == 0)
        return op_fail(op, E_INVALID, "an erasure that another person looks at needs its request");
    TRY(is_approved(op, request_id, &is_looked_at));
    if (is_looked_at)
        return OK;
    TRY(approval_pending(op, ERASURE_SUBJECT, request_id, &is_pending));
    if (is_pending)
        return op_fail(op, E_CONFLICT, "this erasure waits for another person to approve it");
    TRY(approval_request(op, &asked, ret_approval_id));
    return request_note(op, person->debtor_id, request_id, "second_look", STR(""));
}

static void add_name(struct buf *out, str name)
{
    buf_printf(out, "%s" STR_FORMAT, buf_str(out).size > 0 ? ", " : "", STR_ARG(name));
}

/* What the person reads of it. */
static const char *tell(struct op *op, const struct erase_plan *plan, bool *ret_is_whole)
{
    struct buf went = buf_start(op->arena, LIMIT_NOTE_CHARACTERS);
    struct buf kept = buf_start(op->arena, LIMIT_NOTE_CHARACTERS);
    char until[DAY_TEXT_SIZE];
    for (int c = 0; c < PRIVACY_SYSTEM; c++) {
        const struct erase_class *const class = &plan->classes[c];
        const str title = str_of(privacy_class_about((enum privacy_class)c)->title[op->language]);
        if (class->is_due || class->is_done)
            add_name(&went, title);
        else if (class->rows > 0)
            add_name(&kept,
                     str_of(arena_printf(op->arena, STR_FORMAT " (%s, %s)", STR_ARG(title),
                                         day_format(class->kept_until, until), class->rule)));
    }
    *ret_is_whole = buf_str(&kept).size == 0;
    const char *const gone = op_say(op, "Erased: %s.", str_cstr(op->arena, buf_str(&went)));
    return *ret_is_whole
               ? gone
               : arena_printf(op->arena, "%s %s", gone,
                              op_say(op, "Kept without a name, as long as the law wants it: %s.",
                                     str_cstr(op->arena, buf_str(&kept))));
}

/* A request that asked for something else stays as it is. */
static status close_request(struct op *op, const struct privacy_request *request,
                            const struct erase_plan *plan)
{
    bool is_whole = false;
    if (!str_equal_c(request->kind, "erasure") || !str_equal_c(request->state, "open"))
        return OK;
    const char *const answer = tell(op, plan, &is_whole);
    return request_answer(op, request->id, is_whole ? STR("granted") : STR("partial"),
                          str_of(answer));
}

static status find_request(struct op *op, const struct person *person, int64_t id,
                           struct privacy_request *ret_request)
{
    *ret_request = (struct privacy_request){.id = 0};
    if (id == 0)
        return OK;
    TRY(request_get(op, id, ret_request));
    return ret_request->debtor_id == person->debtor_id
               ? OK
               : op_fail(op, E_INVALID, "request %" PRId64 " is of another person", id);
}

status erase_fulfil(struct op *op, const struct person *person, int64_t request_id,
                    struct erasure *ret_erasure)
{
    struct erasure erasure = {.approval_id = 0};
    struct privacy_request request;
    struct person_bars bars;
    int64_t rows[PRIVACY_SYSTEM];
    TRY(find_request(op, person, request_id, &request));
    TRY(person_bars(op, person->debtor_id, &bars));
    TRY(person_check_bars(op, &bars));
    TRY(erase_plan_make(op, person, op->business_date, true, &erasure.plan));
    TRY(ask_second_look(op, person, request_id, &erasure.approval_id));
    if (erasure.approval_id == 0) {
        TRY(erase_carry_out(op, person, &erasure.plan, request_id, rows));
        for (int c = 0; c < PRIVACY_SYSTEM; c++)
            if (erasure.plan.classes[c].is_due)
                erasure.plan.classes[c].rows = rows[c];
        TRY(request_note(op, person->debtor_id, request_id, "erased", STR("")));
        if (request.id != 0)
            TRY(close_request(op, &request, &erasure.plan));
    }
    *ret_erasure = erasure;
    return OK;
}

static status read_wait(struct op *op, struct db_rows *row, void *out)
{
    *(struct erasure_wait *)out = (struct erasure_wait){
        .approval_id = db_id(row, 0),
        .is_approved = str_equal_c(db_text(row, 1), "approved"),
        .since = db_instant(row, 2),
        .until = db_instant(row, 3),
        .asked_by = db_id(row, 4),
        .asked_by_name = db_text_copy(op, row, 5),
    };
    return OK;
}

status erase_waiting(struct op *op, const struct privacy_request *request,
                     struct erasure_wait *ret_wait)
{
    bool found = false;
    *ret_wait = (struct erasure_wait){.approval_id = 0};
    return str_equal_c(request->state, "open")
               ? db_query_one(op, Q_APPROVAL_WAITING,
                              DB_ARGS(ARG_TEXT_C(ERASURE_SUBJECT), ARG_ID(request->id),
                                      ARG_INSTANT(op_now(op))),
                              read_wait, ret_wait, &found)
               : OK; /* it was carried out, or answered otherwise */
}

status erase_withdraw(struct op *op, int64_t request_id, str reason)
{
    struct privacy_request request;
    int64_t approval_id = 0;
    TRY(request_get(op, request_id, &request));
    TRY(approval_find(op, ERASURE_SUBJECT, request_id, &approval_id));
    TRY(approval_withdraw(op, approval_id, reason));
    return request_note(op, request.debtor_id, request_id, "withdrawn", reason);
}

/* --- what has yet to go --- */

enum { PENDING_MOST = 200 }; /* requests of one person */

static day last_kept(const struct erase_plan *plan)
{
    day last = DAY_NONE;
    for (int c = 0; c < PRIVACY_SYSTEM; c++) {
        const struct erase_class *const class = &plan->classes[c];
        const bool is_kept = !class->is_done && class->rows > 0 && class->kept_until != DAY_NONE;
        if (is_kept && (last == DAY_NONE || class->kept_until > last))
            last = class->kept_until;
    }
    return last;
}

/* The newest erasure that was asked for and not refused or granted whole; NULL: none. */
static const struct privacy_request *find_pending(const struct privacy_request *list, size_t count)
{
    const struct privacy_request *newest = NULL;
    for (size_t i = 0; i < count; i++) {
        const bool may_wait =
            str_equal_c(list[i].kind, "erasure") &&
            (str_equal_c(list[i].state, "open") || str_equal_c(list[i].state, "partial"));
        if (may_wait && (!newest || list[i].received_on >= newest->received_on))
            newest = &list[i];
    }
    return newest;
}

status erase_pending(struct op *op, int64_t debtor_id, struct erasure_pending *ret_pending)
{
    struct privacy_request *list = NULL;
    struct person person;
    struct erase_plan plan;
    size_t count = 0;
    *ret_pending = (struct erasure_pending){.request_id = 0};
    TRY(request_list(op, STR(""), debtor_id, NULL, PENDING_MOST, &list, &count));
    const struct privacy_request *const request = find_pending(list, count);
    if (!request)
        return OK;
    struct erasure_pending pending = {.request_id = request->id,
                                      .is_answered = !str_equal_c(request->state, "open"),
                                      .received_on = request->received_on,
                                      .due_on = request->due_on,
                                      .kept_until = DAY_NONE};
    if (pending.is_answered) {
        TRY(person_get(op, debtor_id, &person));
        TRY(person_open_pack(op, &person));
        TRY(erase_plan_make(op, &person, op->business_date, true, &plan));
        pending.kept_until = last_kept(&plan);
        if (pending.kept_until == DAY_NONE)
            return OK;
        pending.is_over = pending.kept_until < op->business_date;
    }
    *ret_pending = pending;
    return OK;
}
