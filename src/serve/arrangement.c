/* Arrangements of a case: an offer accepted, terms proposed, one undone or reinstated. */
#include <inttypes.h>

#include "base/json_fields.h"
#include "book/obligation.h"
#include "money/interest.h"
#include "policy/agree.h"
#include "policy/commit.h"
#include "record/organisation.h"
#include "serve/money_view.h"
#include "serve/shield.h"

#define IDS_MAX 100 /* debts or cases of one arrangement */

static status case_of(struct op *op, const struct request *request, int param,
                      struct case_key *ret_key)
{
    *ret_key = (struct case_key){0, request_id(request, param)};
    TRY(case_debtor(op, ret_key->case_id, &ret_key->debtor_id));
    return shield_check(op, request, *ret_key);
}

enum { P_LIST_CASE };
static const struct param list_params[] = {
    [P_LIST_CASE] = {"id", IN_PATH, PARAM_ID, true, 0, 0, NULL},
};

static status list(struct op *op, const struct request *request, struct reply *reply)
{
    struct arrangement *arrangements = NULL;
    struct shield_cover cover;
    struct case_key key;
    size_t count = 0;
    TRY(case_of(op, request, P_LIST_CASE, &key));
    TRY(shield_cover_of(op, request, &cover));
    TRY(arrangement_list(op, key, &arrangements, &count));
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    json_key(w, "items");
    json_array_open(w);
    for (size_t i = 0; i < count; i++)
        TRY(arrangement_write(op, w, &arrangements[i], &cover));
    json_array_close(w);
    json_object_close(w);
    return OK;
}

static status show(struct op *op, const struct request *request, struct reply *reply,
                   struct case_key key, int64_t id, int64_t approval_id)
{
    struct arrangement arrangement;
    struct shield_cover cover;
    TRY(shield_cover_of(op, request, &cover));
    TRY(policy_decide_case(op, key)); /* money may have paid it already */
    TRY(arrangement_get(op, key.debtor_id, id, &arrangement));
    struct json_writer *const w = reply_json(reply, 201);
    json_object_open(w);
    json_key(w, "arrangement");
    TRY(arrangement_write(op, w, &arrangement, &cover));
    json_key(w, "approval_id");
    if (approval_id)
        json_write_id(w, approval_id);
    else
        json_write_null(w);
    json_object_close(w);
    return OK;
}

enum { P_CASE, P_OFFER, P_CAN_PAY };
static const struct param accept_params[] = {
    [P_CASE] = {"id",      IN_PATH, PARAM_ID,    true,  0, 0,  NULL},
    [P_OFFER] = {"offer",   IN_BODY, PARAM_TEXT,  true,  1, 24, NULL},
    [P_CAN_PAY] = {"can_pay", IN_BODY, PARAM_MONEY, false, 0, 0,  NULL},
};

static status accept(struct op *op, const struct request *request, struct reply *reply)
{
    struct case_key key;
    struct agreed agreed;
    TRY(case_of(op, request, P_CASE, &key));
    TRY(agree_offer(op, key, request_text(request, P_OFFER), request_money(request, P_CAN_PAY),
                    &agreed));
    return show(op, request, reply, key, agreed.id, agreed.approval_id);
}

enum { T_CASE, T_FIRST_ON, T_FIRST, T_ROWS, T_AMOUNT, T_REASON, T_DEBTS, T_WITH };
static const struct param terms_params[] = {
    [T_CASE] = {"id",           IN_PATH, PARAM_ID,      true,  0, 0,                    NULL},
    [T_FIRST_ON] = {"first_on",     IN_BODY, PARAM_DAY,     true,  0, 0,                    NULL},
    [T_FIRST] = {"first_amount", IN_BODY, PARAM_MONEY,   true,  0, 0,                    NULL},
    [T_ROWS] = {"rows",         IN_BODY, PARAM_INTEGER, true,  1, ARRANGEMENT_ROWS_MAX, NULL},
    [T_AMOUNT] = {"amount",       IN_BODY, PARAM_MONEY,   false, 0, 0,                    NULL},
    [T_REASON] = {"reason",       IN_BODY, PARAM_TEXT,    false, 0, 300,                  NULL},
    [T_DEBTS] = {"debts",        IN_BODY, PARAM_JSON,    false, 0, 0,                    NULL},
    [T_WITH] = {"with",         IN_BODY, PARAM_JSON,    false, 0, 0,                    NULL},
};

/* A list of ids, as texts; none where nothing was sent. */
static status read_ids(struct op *op, const char *name, str text, int64_t **ret_ids,
                       size_t *ret_count)
{
    json_t *root = NULL;
    if (text.size == 0)
        return OK;
    TRY(json_parse(op, text, &root));
    const size_t count = json_array_size(root);
    int64_t *const ids = arena_array(op->arena, count + 1, sizeof(*ids));
    bool is_list = count > 0 && count <= IDS_MAX;
    for (size_t i = 0; i < count && is_list; i++)
        is_list = str_to_i64(str_of(json_string_value(json_array_get(root, i))), &ids[i]);
    if (!is_list)
        return op_fail(op, E_INVALID, "%s: a list of 1 to %d ids", name, IDS_MAX);
    *ret_ids = ids;
    *ret_count = count;
    return OK;
}

/* Further cases of the same person, which whoever asks may see. */
static status read_with(struct op *op, const struct request *request, int param,
                        struct agree_wish *wish)
{
    int64_t *cases = NULL;
    TRY(read_ids(op, "with", request_text(request, param), &cases, &wish->with_count));
    wish->with = cases;
    for (size_t i = 0; i < wish->with_count; i++) {
        struct case_key key = {0, cases[i]};
        TRY(case_debtor(op, key.case_id, &key.debtor_id));
        TRY(shield_check(op, request, key));
    }
    return OK;
}

/* A first payment, and the others of one amount a month after each other. */
static status propose(struct op *op, const struct request *request, struct reply *reply)
{
    struct arrangement_plan_row plan[ARRANGEMENT_ROWS_MAX];
    struct case_key key;
    struct agreed agreed;
    const size_t count = (size_t)request_number(request, T_ROWS, 1);
    const day first_on = request_day(request, T_FIRST_ON);
    TRY(case_of(op, request, T_CASE, &key));
    for (size_t i = 0; i < count; i++)
        plan[i] = (struct arrangement_plan_row){
            day_add_months(first_on, (int)i),
            request_money(request, i == 0 ? T_FIRST : T_AMOUNT).minor};
    struct agree_wish wish = {
        .rows = plan, .count = count, .reason = request_text(request, T_REASON)};
    int64_t *debts = NULL;
    TRY(read_ids(op, "debts", request_text(request, T_DEBTS), &debts, &wish.debt_count));
    wish.debts = debts;
    TRY(read_with(op, request, T_WITH, &wish));
    TRY(agree_terms(op, key, &wish, &agreed));
    return show(op, request, reply, key, agreed.id, agreed.approval_id);
}

/* In the order of enum schedule_kind. */
static const char *const schedules[] = {"french", "german", "american", NULL};

enum { R_CASE, R_FIRST_ON, R_ROWS, R_REASON, R_DEBTS, R_SCHEDULE, R_RATE };
static const struct param reage_params[] = {
    [R_CASE] = {"id",       IN_PATH, PARAM_ID,      true,  0, 0,                    NULL     },
    [R_FIRST_ON] = {"first_on", IN_BODY, PARAM_DAY,     true,  0, 0,                    NULL     },
    [R_ROWS] = {"rows",     IN_BODY, PARAM_INTEGER, true,  1, ARRANGEMENT_ROWS_MAX, NULL     },
    [R_REASON] = {"reason",   IN_BODY, PARAM_TEXT,    true,  1, 300,                  NULL     },
    [R_DEBTS] = {"debts",    IN_BODY, PARAM_JSON,    false, 0, 0,                    NULL     },
    [R_SCHEDULE] = {"schedule", IN_BODY, PARAM_WORD,    false, 0, 0,                    schedules},
    [R_RATE] = {"rate",     IN_BODY, PARAM_INTEGER, false, 0, INTEREST_RATE_MAX,    NULL     },
};

static status reamortise(struct op *op, struct case_key key, const struct agree_reage *of,
                         int64_t schedule, int64_t rate, struct agreed *ret_agreed)
{
    const struct agree_reamortise wish = {.obligation_id = of->debt_count == 1 ? of->debts[0] : 0,
                                          .first_on = of->first_on,
                                          .count = of->count,
                                          .schedule = (enum schedule_kind)schedule,
                                          .rate = rate,
                                          .reason = of->reason};
    if (of->debt_count != 1)
        return op_fail(op, E_INVALID, "a new schedule is of one debt");
    return agree_reamortise(op, key, &wish, ret_agreed);
}

static status reage(struct op *op, const struct request *request, struct reply *reply)
{
    struct case_key key;
    struct agreed agreed;
    struct agree_reage wish = {.first_on = request_day(request, R_FIRST_ON),
                               .count = (int)request_number(request, R_ROWS, 1),
                               .reason = request_text(request, R_REASON)};
    int64_t *debts = NULL;
    TRY(case_of(op, request, R_CASE, &key));
    TRY(read_ids(op, "debts", request_text(request, R_DEBTS), &debts, &wish.debt_count));
    wish.debts = debts;
    if (request_has(request, R_SCHEDULE))
        TRY(reamortise(op, key, &wish, request_number(request, R_SCHEDULE, 0),
                       request_number(request, R_RATE, 0), &agreed));
    else
        TRY(agree_reage(op, key, &wish, &agreed));
    return show(op, request, reply, key, agreed.id, agreed.approval_id);
}

/* --- what a wish comes to --- */

static const char *const wish_kinds[] = {"terms", "reage", "reamortise", NULL};
enum { KIND_TERMS, KIND_REAGE, KIND_REAMORTISE };

enum { V_CASE, V_KIND, V_FIRST_ON, V_ROWS, V_FIRST, V_AMOUNT, V_DEBTS, V_SCHEDULE, V_RATE, V_WITH };
/* clang-format off */
static const struct param preview_params[] = {
    [V_CASE] = {"id", IN_PATH, PARAM_ID, true, 0, 0, NULL},
    [V_KIND] = {"kind", IN_BODY, PARAM_WORD, true, 0, 0, wish_kinds},
    [V_FIRST_ON] = {"first_on", IN_BODY, PARAM_DAY, true, 0, 0, NULL},
    [V_ROWS] = {"rows", IN_BODY, PARAM_INTEGER, true, 1, ARRANGEMENT_ROWS_MAX, NULL},
    [V_FIRST] = {"first_amount", IN_BODY, PARAM_MONEY, false, 0, 0, NULL},
    [V_AMOUNT] = {"amount", IN_BODY, PARAM_MONEY, false, 0, 0, NULL},
    [V_DEBTS] = {"debts", IN_BODY, PARAM_JSON, false, 0, 0, NULL},
    [V_SCHEDULE] = {"schedule", IN_BODY, PARAM_WORD, false, 0, 0, schedules},
    [V_RATE] = {"rate", IN_BODY, PARAM_INTEGER, false, 0, INTEREST_RATE_MAX, NULL},
    [V_WITH] = {"with", IN_BODY, PARAM_JSON, false, 0, 0, NULL},
};
/* clang-format on */

static status wish_for(struct op *op, const struct request *request, struct case_key key,
                       struct agreed *ret_agreed)
{
    struct agree_reage wish = {.first_on = request_day(request, V_FIRST_ON),
                               .count = (int)request_number(request, V_ROWS, 1),
                               .reason = STR("-")}; /* nobody is asked */
    struct arrangement_plan_row plan[ARRANGEMENT_ROWS_MAX];
    int64_t *debts = NULL;
    TRY(read_ids(op, "debts", request_text(request, V_DEBTS), &debts, &wish.debt_count));
    wish.debts = debts;
    switch (request_number(request, V_KIND, 0)) {
    case KIND_REAMORTISE:
        return reamortise(op, key, &wish, request_number(request, V_SCHEDULE, 0),
                          request_number(request, V_RATE, 0), ret_agreed);
    case KIND_REAGE:
        return agree_reage(op, key, &wish, ret_agreed);
    default:
        break;
    }
    for (int i = 0; i < wish.count; i++)
        plan[i] = (struct arrangement_plan_row){
            day_add_months(wish.first_on, i),
            request_money(request, i == 0 ? V_FIRST : V_AMOUNT).minor};
    struct agree_wish terms = {.rows = plan,
                               .count = (size_t)wish.count,
                               .debts = debts,
                               .debt_count = wish.debt_count,
                               .reason = wish.reason};
    TRY(read_with(op, request, V_WITH, &terms));
    return agree_terms(op, key, &terms, ret_agreed);
}

/* What was wished, as one: of several cases the head of it. */
struct wished {
    struct arrangement arrangement;
    struct joint_arrangement joint;
};

static status read_wished(struct op *op, const struct request *request, struct wished *ret)
{
    struct arrangement *const made = &ret->arrangement;
    struct case_key key;
    struct agreed agreed;
    TRY(case_of(op, request, V_CASE, &key));
    TRY(wish_for(op, request, key, &agreed));
    TRY(arrangement_get(op, key.debtor_id, agreed.id, made));
    if (made->joint_id == 0)
        return OK;
    TRY(joint_get(op, key.debtor_id, made->joint_id, &ret->joint));
    made->owed = ret->joint.owed;
    made->total = ret->joint.total;
    made->discount = ret->joint.owed - ret->joint.total;
    made->rows = ret->joint.rows;
    return OK;
}

static void write_wished(struct op *op, struct json_writer *w, const struct wished *wished)
{
    const struct arrangement *const made = &wished->arrangement;
    json_object_open(w);
    json_put_str(w, "kind", made->kind);
    json_put_i64(w, "owed", made->owed);
    json_put_i64(w, "total", made->total);
    json_put_i64(w, "discount", made->discount);
    json_put_i64(w, "interest", made->interest);
    json_put_day(w, "last_on", made->rows[made->row_count - 1].due_on);
    json_put_bool(w, "within_limits", made->excess == 0);
    arrangement_write_excess(w, made->excess);
    arrangement_write_rows(w, made->rows, made->row_count);
    joint_write_parts(op, w, &wished->joint);
    json_object_close(w);
}

/* The same functions agree, in a transaction that is taken back. */
static status preview(struct op *op, const struct request *request, struct reply *reply)
{
    struct wished wished = {.joint = {.count = 0}};
    TRY(organisation_read_date(op));
    TRY(db_begin(op, DB_WRITE));
    const status code = read_wished(op, request, &wished);
    db_rollback(op);
    touch_clear(op);
    if (code != OK)
        return code;
    write_wished(op, reply_json(reply, 200), &wished);
    return OK;
}

enum { P_ID, P_REASON };
static const struct param change_params[] = {
    [P_ID] = {"id",     IN_PATH, PARAM_ID,   true, 0, 0,   NULL},
    [P_REASON] = {"reason", IN_BODY, PARAM_TEXT, true, 1, 300, NULL},
};

/* The case of an arrangement, which is told to whoever may hear of it. */
static status owner_of(struct op *op, const struct request *request, int64_t id,
                       struct case_key *ret_key)
{
    TRY(arrangement_owner(op, id, ret_key));
    return shield_check(op, request, *ret_key);
}

static status cancel(struct op *op, const struct request *request, struct reply *reply)
{
    const int64_t id = request_id(request, P_ID);
    struct case_key key;
    TRY(owner_of(op, request, id, &key));
    TRY(arrangement_cancel(op, key.debtor_id, id, request_text(request, P_REASON)));
    return show(op, request, reply, key, id, 0);
}

static status reinstate(struct op *op, const struct request *request, struct reply *reply)
{
    const int64_t id = request_id(request, P_ID);
    struct case_key key;
    TRY(owner_of(op, request, id, &key));
    TRY(arrangement_reinstate(op, key.debtor_id, id, request_text(request, P_REASON)));
    return show(op, request, reply, key, id, 0);
}

enum { J_ID, J_PARTY, J_EVIDENCE };
static const struct param join_params[] = {
    [J_ID] = {"id",       IN_PATH, PARAM_ID,   true, 0, 0,   NULL},
    [J_PARTY] = {"party_id", IN_BODY, PARAM_ID,   true, 0, 0,   NULL},
    [J_EVIDENCE] = {"evidence", IN_BODY, PARAM_TEXT, true, 1, 300, NULL},
};

static status join(struct op *op, const struct request *request, struct reply *reply)
{
    const int64_t id = request_id(request, J_ID);
    struct case_key key;
    TRY(owner_of(op, request, id, &key));
    TRY(arrangement_join(op, key.debtor_id, id, request_id(request, J_PARTY),
                         request_text(request, J_EVIDENCE)));
    return show(op, request, reply, key, id, 0);
}

enum { M_ID, M_AMOUNT, M_VALUE_ON, M_SOURCE, M_REFERENCE };
/* clang-format off */
static const struct param pay_params[] = {
    [M_ID] = {"id", IN_PATH, PARAM_ID, true, 0, 0, NULL},
    [M_AMOUNT] = {"amount", IN_BODY, PARAM_MONEY, true, 0, 0, NULL},
    [M_VALUE_ON] = {"value_on", IN_BODY, PARAM_DAY, true, 0, 0, NULL},
    [M_SOURCE] = {"source", IN_BODY, PARAM_TEXT, true, 1, 40, NULL},
    [M_REFERENCE] = {"reference", IN_BODY, PARAM_TEXT, true, 1, 76, NULL}, /* and "-12" */
};
/* clang-format on */

/* Money that names the whole says what each case had of it. */
static status check_shares(struct op *op, const struct request *request,
                           const struct agreement_share *shares, size_t count)
{
    for (size_t i = 0; i < count; i++)
        TRY(shield_check(op, request, shares[i].key));
    return OK;
}

static status pay(struct op *op, const struct request *request, struct reply *reply)
{
    const int64_t id = request_id(request, M_ID);
    struct payment_order order = {.source = request_text(request, M_SOURCE),
                                  .reference = request_text(request, M_REFERENCE),
                                  .value_on = request_day(request, M_VALUE_ON),
                                  .amount = request_money(request, M_AMOUNT)};
    struct case_key key;
    struct agreement_share *shares = NULL;
    size_t count = 0;
    TRY(owner_of(op, request, id, &key));
    order.debtor_id = key.debtor_id;
    TRY(agreement_pay(op, id, &order, &shares, &count));
    TRY(check_shares(op, request, shares, count));
    struct json_writer *const w = reply_json(reply, 201);
    json_object_open(w);
    json_key(w, "items");
    json_array_open(w);
    for (size_t i = 0; i < count; i++)
        TRY(payment_write_one(op, w, shares[i].key, shares[i].payment_id));
    json_array_close(w);
    json_object_close(w);
    return OK;
}

enum { S_ID, S_AMOUNT, S_VALUE_ON };
static const struct param share_params[] = {
    [S_ID] = {"id",       IN_PATH, PARAM_ID,    true, 0, 0, NULL},
    [S_AMOUNT] = {"amount",   IN_BODY, PARAM_MONEY, true, 0, 0, NULL},
    [S_VALUE_ON] = {"value_on", IN_BODY, PARAM_DAY,   true, 0, 0, NULL},
};

static status read_shares(struct op *op, const struct request *request,
                          struct agreement_share **ret_shares, size_t *ret_count)
{
    const int64_t id = request_id(request, S_ID);
    struct payment_order order = {.source = STR("preview"),
                                  .reference = str_of(arena_printf(op->arena, "%" PRId64, id)),
                                  .value_on = request_day(request, S_VALUE_ON),
                                  .amount = request_money(request, S_AMOUNT)};
    struct case_key key;
    TRY(owner_of(op, request, id, &key));
    order.debtor_id = key.debtor_id;
    TRY(agreement_pay(op, id, &order, ret_shares, ret_count));
    return check_shares(op, request, *ret_shares, *ret_count);
}

/* The same function books, in a transaction that is taken back. */
static status preview_payment(struct op *op, const struct request *request, struct reply *reply)
{
    struct agreement_share *shares = NULL;
    size_t count = 0;
    TRY(organisation_read_date(op));
    TRY(db_begin(op, DB_WRITE));
    const status code = read_shares(op, request, &shares, &count);
    db_rollback(op);
    touch_clear(op);
    if (code != OK)
        return code;
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    json_key(w, "items");
    json_array_open(w);
    for (size_t i = 0; i < count; i++) {
        json_object_open(w);
        json_put_id(w, "case_id", shares[i].key.case_id);
        json_put_i64(w, "amount", shares[i].amount.minor);
        json_object_close(w);
    }
    json_array_close(w);
    json_object_close(w);
    return OK;
}

/* clang-format off */
static const struct route rows[] = {
    {"listArrangements", "GET", "/v1/cases/{id}/arrangements", "case.read", .run = RUN_READ, ROUTE_PARAMS(list_params), .handle = list},
    {"acceptOffer", "POST", "/v1/cases/{id}/arrangements", "arrangement.record", .run = RUN_BOOK, ROUTE_PARAMS(accept_params), .handle = accept},
    {"proposeArrangement", "POST", "/v1/cases/{id}/arrangements/proposals", "arrangement.record", .run = RUN_BOOK, ROUTE_PARAMS(terms_params), .handle = propose},
    {"restructureDebts", "POST", "/v1/cases/{id}/arrangements/restructurings", "arrangement.record", .run = RUN_BOOK, ROUTE_PARAMS(reage_params), .handle = reage},
    {"previewArrangement", "POST", "/v1/cases/{id}/arrangements/preview", "arrangement.record", .run = RUN_PLAIN, ROUTE_PARAMS(preview_params), .handle = preview},
    {"joinArrangement", "POST", "/v1/arrangements/{id}/parties", "arrangement.record", .run = RUN_BOOK, ROUTE_PARAMS(join_params), .handle = join},
    {"payArrangement", "POST", "/v1/arrangements/{id}/payments", "payment.record", .run = RUN_BOOK, ROUTE_PARAMS(pay_params), .handle = pay},
    {"previewArrangementPayment", "POST", "/v1/arrangements/{id}/payments/preview", "payment.record", .run = RUN_PLAIN, ROUTE_PARAMS(share_params), .handle = preview_payment},
    {"cancelArrangement", "POST", "/v1/arrangements/{id}/cancel", "arrangement.approve", .run = RUN_BOOK, ROUTE_PARAMS(change_params), .handle = cancel},
    {"reinstateArrangement", "POST", "/v1/arrangements/{id}/reinstate", "arrangement.approve", .run = RUN_BOOK, ROUTE_PARAMS(change_params), .handle = reinstate},
};
/* clang-format on */
const struct route_list arrangement_routes = ROUTE_LIST(rows);
