#include "privacy/request.h"

#include <inttypes.h>

#include "base/ids.h"
#include "comply/pack.h"
#include "store/db.h"

static const struct kind {
    const char *name;
    const char *terms[5]; /* the best first */
} kinds[] = {
    {"access",        {"access_reply", "rights_reply", "arco_reply", NULL}       },
    {"rectification", {"rectification_reply", "rights_reply", "arco_reply", NULL}},
    {"erasure",       {"erasure_reply", "rights_reply", "arco_reply", NULL}      },
    {"opposition",    {"opposition_reply", "rights_reply", "arco_reply", NULL}   },
};

static const struct kind *find_kind(str name)
{
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        if (str_equal_c(name, kinds[i].name))
            return &kinds[i];
    return NULL;
}

static status check_input(struct op *op, const struct request_input *input)
{
    if (!find_kind(input->kind))
        return op_fail(op, E_INVALID,
                       "\"" STR_FORMAT
                       "\" is no kind of request: access, rectification, erasure or "
                       "opposition",
                       STR_ARG(input->kind));
    if (str_trim(input->channel).size == 0)
        return op_fail(op, E_INVALID, "a request needs the channel by which it came");
    if (input->received_on == DAY_NONE || input->received_on > op->business_date)
        return op_fail(op, E_INVALID, "a request came on a day that is not to come");
    return OK;
}

status request_note(struct op *op, int64_t debtor_id, int64_t id, const char *kind, str note)
{
    if (id == 0)
        return OK;
    return db_run(op, Q_PRIVACY_STEP_INSERT,
                  DB_ARGS(ARG_ID(debtor_id), ARG_ID(id), ARG_ID(id_make()), ARG_TEXT_C(kind),
                          ARG_TEXT(note), ARG_INSTANT(op_now(op)), ARG_ID(op->actor_id)),
                  NULL);
}

status request_receive(struct op *op, const struct person *person,
                       const struct request_input *input, int64_t *ret_id)
{
    struct pack_term term;
    const int64_t id = id_make();
    TRY(check_input(op, input));
    TRY(person_term(op, person, "deadline", find_kind(input->kind)->terms, input->received_on,
                    &term));
    const day due_on = term_day(term.term, pack_calendar(person->pack), input->received_on);
    TRY(db_run(op, Q_PRIVACY_REQUEST_INSERT,
               DB_ARGS(ARG_ID(person->debtor_id), ARG_ID(id), ARG_TEXT(input->kind),
                       ARG_DAY(input->received_on), ARG_DAY(due_on), ARG_TEXT_C(term.rule->id),
                       ARG_TEXT(input->channel), ARG_TEXT(input->detail), ARG_ID(op->actor_id),
                       ARG_INSTANT(op_now(op))),
               NULL));
    TRY(request_note(op, person->debtor_id, id, "received", input->detail));
    *ret_id = id;
    return OK;
}

static struct privacy_request read_row(struct op *op, const struct db_rows *row)
{
    return (struct privacy_request){
        .debtor_id = db_id(row, 0),
        .id = db_id(row, 1),
        .kind = db_text_copy(op, row, 2),
        .state = db_text_copy(op, row, 3),
        .received_on = db_day(row, 4),
        .due_on = db_day(row, 5),
        .rule = db_text_copy(op, row, 6),
        .extended_on = db_day(row, 7),
        .channel = db_text_copy(op, row, 8),
        .detail = db_text_copy(op, row, 9),
        .answer = db_text_copy(op, row, 10),
        .answered_on = db_day(row, 11),
        .answered_by = db_id(row, 12),
        .created_by = db_id(row, 13),
        .created_at = db_instant(row, 14),
        .name = db_text_copy(op, row, 15),
    };
}

static status read_request(struct op *op, struct db_rows *row, void *out)
{
    *(struct privacy_request *)out = read_row(op, row);
    return OK;
}

status request_get(struct op *op, int64_t id, struct privacy_request *ret_request)
{
    bool found = false;
    TRY(db_query_one(op, Q_PRIVACY_REQUEST_GET, DB_ARGS(ARG_ID(id)), read_request, ret_request,
                     &found));
    return found ? OK : op_fail(op, E_NOT_FOUND, "no request %" PRId64, id);
}

/* The longer term that the rule names beside the one that set the deadline; else as much again. */
static day extended_day(struct op *op, const struct person *person,
                        const struct privacy_request *request)
{
    const struct pack_rule *const rule = pack_rule_find(person->pack, request->rule);
    const struct term *longer = NULL;
    if (rule)
        longer = term_find(
            rule, str_of(arena_printf(op->arena, STR_FORMAT "_extended", STR_ARG(request->kind))));
    if (rule && !longer)
        longer = term_find(rule, STR("rights_extended"));
    return longer ? term_day(longer, pack_calendar(person->pack), request->received_on)
                  : (day)(request->due_on + (request->due_on - request->received_on));
}

status request_extend(struct op *op, int64_t id, str reason, day *ret_due_on)
{
    struct privacy_request request;
    struct person person;
    int64_t changed = 0;
    TRY(request_get(op, id, &request));
    TRY(person_get(op, request.debtor_id, &person));
    TRY(person_open_pack(op, &person));
    if (str_trim(reason).size == 0)
        return op_fail(op, E_INVALID, "a longer time needs a reason, which the person is told");
    const day due_on = extended_day(op, &person, &request);
    TRY(db_run(
        op, Q_PRIVACY_REQUEST_EXTEND,
        DB_ARGS(ARG_ID(id), ARG_DAY(due_on), ARG_DAY(op->business_date), ARG_INSTANT(op_now(op))),
        &changed));
    if (changed == 0)
        return op_fail(op, E_CONFLICT, "request %" PRId64 " is answered, or was extended before",
                       id);
    TRY(request_note(op, request.debtor_id, id, "extended", reason));
    *ret_due_on = due_on;
    return OK;
}

status request_answer(struct op *op, int64_t id, str state, str answer)
{
    struct privacy_request request;
    int64_t changed = 0;
    if (!str_equal_c(state, "granted") && !str_equal_c(state, "partial") &&
        !str_equal_c(state, "refused"))
        return op_fail(op, E_INVALID, "an answer is granted, partial or refused");
    if (str_trim(answer).size == 0)
        return op_fail(op, E_INVALID, "an answer needs words that the person reads");
    TRY(request_get(op, id, &request));
    TRY(db_run(op, Q_PRIVACY_REQUEST_ANSWER,
               DB_ARGS(ARG_ID(id), ARG_TEXT(state), ARG_TEXT(answer), ARG_DAY(op->business_date),
                       ARG_ID(op->actor_id), ARG_INSTANT(op_now(op))),
               &changed));
    if (changed == 0)
        return op_fail(op, E_CONFLICT, "request %" PRId64 " is answered already", id);
    return request_note(op, request.debtor_id, id, "answered", answer);
}

status request_answer_done(struct op *op, int64_t debtor_id, int64_t id, const char *kind,
                           str answer)
{
    struct privacy_request request;
    if (str_trim(answer).size == 0)
        return OK;
    TRY(request_get(op, id, &request));
    if (request.debtor_id != debtor_id)
        return op_fail(op, E_INVALID, "request %" PRId64 " is of another person", id);
    if (!str_equal_c(request.kind, kind))
        return op_fail(op, E_INVALID,
                       "request %" PRId64 " asks for something else: answer it by itself", id);
    return request_answer(op, id, STR("granted"), answer);
}

status request_list(struct op *op, str state, int64_t debtor_id,
                    const struct privacy_request *after, int most,
                    struct privacy_request **ret_list, size_t *ret_count)
{
    struct db_rows rows;
    size_t capacity = 0;
    bool has_row = true;
    *ret_list = NULL;
    *ret_count = 0;
    TRY(db_query(op, Q_PRIVACY_REQUEST_LIST,
                 DB_ARGS(ARG_TEXT(state), ARG_ID(debtor_id),
                         ARG_I64(after ? after->due_on : DAY_MIN), ARG_I64(after ? after->id : 0),
                         ARG_I64(most)),
                 &rows));
    while (has_row) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        *ret_list = arena_grow(op->arena, *ret_list, *ret_count, &capacity, sizeof(**ret_list));
        (*ret_list)[(*ret_count)++] = read_row(op, &rows);
    }
    return OK;
}

/* --- legal holds --- */

status legal_hold_put(struct op *op, int64_t debtor_id, str reason)
{
    if (str_trim(reason).size == 0)
        return op_fail(op, E_INVALID, "a legal hold needs its reason");
    return db_run(op, Q_LEGAL_HOLD_INSERT,
                  DB_ARGS(ARG_ID(debtor_id), ARG_ID(id_make()), ARG_TEXT(reason),
                          ARG_DAY(op->business_date), ARG_ID(op->actor_id),
                          ARG_INSTANT(op_now(op))),
                  NULL);
}

status legal_hold_lift(struct op *op, int64_t debtor_id, str reason)
{
    int64_t changed = 0;
    if (str_trim(reason).size == 0)
        return op_fail(op, E_INVALID, "to lift a legal hold needs a reason");
    TRY(db_run(op, Q_LEGAL_HOLD_LIFT,
               DB_ARGS(ARG_ID(debtor_id), ARG_DAY(op->business_date), ARG_TEXT(reason),
                       ARG_ID(op->actor_id)),
               &changed));
    return changed > 0 ? OK : op_fail(op, E_NOT_FOUND, "no legal hold is on this person");
}
