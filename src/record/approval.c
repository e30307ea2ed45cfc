#include "record/approval.h"

#include "base/ids.h"
#include "record/audit.h"
#include "record/user.h"
#include "store/db.h"

#define REASON_BYTES_MAX 2000

static status check_reason(struct op *op, str reason)
{
    if (str_trim(reason).size == 0 || reason.size > REASON_BYTES_MAX || !str_is_utf8(reason, NULL))
        return op_fail(op, E_INVALID, "an approval needs a reason, of at most %d bytes",
                       REASON_BYTES_MAX);
    return OK;
}

status approval_request(struct op *op, const struct approval_request *request, int64_t *ret_id)
{
    const instant now = op_now(op);
    const int64_t id = id_make();
    int64_t expired = 0;
    bool is_pending = false;
    TRY(check_reason(op, request->reason));
    if (op->actor_id == 0)
        return op_fail(op, E_INVALID, "an approval is asked for by a user");
    if (request->expires_at <= now)
        return op_fail(op, E_INVALID, "the approval would have expired already");
    TRY(approval_expire(op, &expired)); /* one whose time is over must not block this one */
    TRY(approval_pending(op, request->subject_kind, request->subject_id, &is_pending));
    if (is_pending)
        return op_fail(op, E_CONFLICT, "an approval of %s %lld is pending already",
                       request->subject_kind, (long long)request->subject_id);
    TRY(db_run(op, Q_APPROVAL_INSERT,
               DB_ARGS(ARG_ID(id), ARG_TEXT_C(request->subject_kind), ARG_ID(request->subject_id),
                       ARG_TEXT_C(request->rule),
                       db_arg_i64(request->amount.minor, !request->has_amount),
                       db_arg_i64(request->currency, !request->has_amount), ARG_ID(op->actor_id),
                       ARG_INSTANT(now), ARG_INSTANT(request->expires_at),
                       ARG_TEXT(str_trim(request->reason))),
               NULL));
    TRY(audit_note(
        op, AUDIT_APPROVAL, 0,
        DB_ARGS(ARG_ID(id), ARG_TEXT_C(request->subject_kind), ARG_ID(request->subject_id),
                ARG_TEXT_C(request->rule), db_arg_i64(request->amount.minor, !request->has_amount),
                db_arg_i64(request->currency, !request->has_amount), ARG_ID(op->actor_id),
                ARG_INSTANT(now), ARG_INSTANT(request->expires_at))));
    *ret_id = id;
    return OK;
}

static status read_approval(struct op *op, struct db_rows *row, void *out)
{
    *(struct approval *)out = (struct approval){
        .id = db_id(row, 0),
        .subject_kind = db_text_copy(op, row, 1),
        .subject_id = db_id(row, 2),
        .rule = db_text_copy(op, row, 3),
        .has_amount = !db_is_null(row, 4),
        .amount = db_money(row, 4),
        .currency = (currency)db_i64(row, 5),
        .state = db_text_copy(op, row, 6),
        .requested_by = db_id(row, 7),
        .expires_at = db_instant(row, 8),
        .reason = db_text_copy(op, row, 9),
    };
    return OK;
}

status approval_get(struct op *op, int64_t id, struct approval *ret_approval)
{
    struct approval approval;
    bool found = false;
    TRY(db_query_one(op, Q_APPROVAL_GET, DB_ARGS(ARG_ID(id)), read_approval, &approval, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "there is no approval %lld", (long long)id);
    if (str_equal_c(approval.state, "pending") && approval.expires_at <= op_now(op))
        approval.state = STR("expired");
    *ret_approval = approval;
    return OK;
}

/* Who may decide: another user than the one who asked, with the permission. */
static status check_decider(struct op *op, const struct approval *approval)
{
    bool holds = false;
    if (op->actor_id == 0 || op->actor_id == approval->requested_by)
        return op_fail(op, E_DENIED, "who asked does not decide: another user is needed");
    TRY(user_holds(op, op->actor_id, str_cstr(op->arena, approval->rule), &holds));
    if (!holds)
        return op_fail(op, E_DENIED, "to decide this needs the permission " STR_FORMAT,
                       STR_ARG(approval->rule));
    return OK;
}

/* Writes how it ended, with the words of who ended it. */
static status end(struct op *op, struct approval *approval, const char *state, str reason)
{
    int64_t changed = 0;
    approval->state = str_of(state);
    approval->reason = str_of(arena_printf(op->arena, STR_FORMAT "\n" STR_FORMAT,
                                           STR_ARG(approval->reason), STR_ARG(str_trim(reason))));
    TRY(db_run(op, Q_APPROVAL_DECIDE,
               DB_ARGS(ARG_ID(approval->id), ARG_TEXT(approval->state), ARG_ID(op->actor_id),
                       ARG_INSTANT(op_now(op)), ARG_TEXT(approval->reason)),
               &changed));
    if (changed != 1)
        return op_fail(op, E_CONFLICT, "somebody else decided this approval meanwhile");
    return audit_note(op, AUDIT_APPROVAL_DECISION, 0,
                      DB_ARGS(ARG_ID(approval->id), ARG_TEXT(approval->state), ARG_ID(op->actor_id),
                              ARG_INSTANT(op_now(op)), ARG_TEXT(approval->reason)));
}

static status get_pending(struct op *op, int64_t id, struct approval *ret_approval)
{
    TRY(approval_get(op, id, ret_approval));
    return str_equal_c(ret_approval->state, "pending")
               ? OK
               : op_fail(op, E_CONFLICT, "this approval is %s already",
                         op_word(op, str_cstr(op->arena, ret_approval->state)));
}

status approval_decide(struct op *op, int64_t id, bool is_approved, str reason,
                       struct approval *ret_approval)
{
    struct approval approval;
    TRY(check_reason(op, reason));
    TRY(get_pending(op, id, &approval));
    TRY(check_decider(op, &approval));
    TRY(end(op, &approval, is_approved ? "approved" : "rejected", reason));
    *ret_approval = approval;
    return OK;
}

status approval_withdraw(struct op *op, int64_t id, str reason)
{
    struct approval approval;
    TRY(check_reason(op, reason));
    TRY(get_pending(op, id, &approval));
    if (op->actor_id == 0 || op->actor_id != approval.requested_by)
        return op_fail(op, E_DENIED, "only who asked for it withdraws it");
    return end(op, &approval, SAY("withdrawn"), reason);
}

status approval_drop(struct op *op, const char *subject_kind, int64_t subject_id, str reason)
{
    struct approval approval;
    const status code = approval_find(op, subject_kind, subject_id, &approval.id);
    if (code == E_NOT_FOUND) {
        op_clear(op);
        return OK;
    }
    TRY(code);
    TRY(approval_get(op, approval.id, &approval));
    return end(op, &approval, SAY("withdrawn"), reason);
}

static status read_count(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 0);
    return OK;
}

status approval_pending(struct op *op, const char *subject_kind, int64_t subject_id,
                        bool *ret_pending)
{
    int64_t count = 0;
    bool found = false;
    TRY(db_query_one(op, Q_APPROVAL_PENDING,
                     DB_ARGS(ARG_TEXT_C(subject_kind), ARG_ID(subject_id), ARG_INSTANT(op_now(op))),
                     read_count, &count, &found));
    *ret_pending = count > 0;
    return OK;
}

status approval_find(struct op *op, const char *subject_kind, int64_t subject_id, int64_t *ret_id)
{
    int64_t id = 0;
    bool found = false;
    TRY(db_query_one(op, Q_APPROVAL_FIND,
                     DB_ARGS(ARG_TEXT_C(subject_kind), ARG_ID(subject_id), ARG_INSTANT(op_now(op))),
                     read_count, &id, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "no approval of it is pending: ask for one first");
    *ret_id = id;
    return OK;
}

status approval_list(struct op *op, struct approval **ret_approvals, size_t *ret_count)
{
    struct approval *const approvals = arena_array(op->arena, LIMIT_PAGE_ROWS, sizeof(*approvals));
    size_t count = 0;
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_APPROVAL_LIST, DB_ARGS(ARG_INSTANT(op_now(op)), ARG_I64(LIMIT_PAGE_ROWS)),
                 &rows));
    TRY(db_next(op, &rows, &has_row));
    while (has_row) {
        TRY(read_approval(op, &rows, &approvals[count++]));
        TRY(db_next(op, &rows, &has_row));
    }
    *ret_approvals = approvals;
    *ret_count = count;
    return OK;
}

status approval_expire(struct op *op, int64_t *ret_count)
{
    return db_run(op, Q_APPROVAL_EXPIRE, DB_ARGS(ARG_INSTANT(op_now(op))), ret_count);
}

void approval_write_members(struct json_writer *w, const struct approval *approval)
{
    json_put_id(w, "id", approval->id);
    json_put_str(w, "subject_kind", approval->subject_kind);
    json_put_id(w, "subject_id", approval->subject_id);
    json_put_str(w, "permission", approval->rule);
    json_put_str(w, "state", approval->state);
    json_put_id(w, "requested_by", approval->requested_by);
    json_put_instant(w, "expires_at", approval->expires_at);
    json_put_str(w, "reason", approval->reason);
}

void approval_write(struct json_writer *w, const struct approval *approval)
{
    json_object_open(w);
    approval_write_members(w, approval);
    json_object_close(w);
}
