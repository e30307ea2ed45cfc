/* Second looks: an override of the gate is asked for, and what waits for a decision is decided. */
#include "book/obligation.h"
#include "policy/agree.h"
#include "policy/experiment_state.h"
#include "policy/override.h"
#include "policy/write_off.h"
#include "serve/decision_view.h"
#include "serve/queue_item.h"
#include "serve/route.h"
#include "serve/shield.h"

enum { P_CASE, P_CHANNEL, P_REASON };
static const char *const channels[] = {"call", "whatsapp", "sms", "email", "letter", "visit", NULL};
static const struct param override_params[] = {
    [P_CASE] = {"id",      IN_PATH, PARAM_ID,   true, 0, 0,   NULL    },
    [P_CHANNEL] = {"channel", IN_BODY, PARAM_WORD, true, 0, 0,   channels},
    [P_REASON] = {"reason",  IN_BODY, PARAM_TEXT, true, 1, 300, NULL    },
};

static status ask(struct op *op, const struct request *request, struct reply *reply)
{
    struct case_key key = {0, request_id(request, P_CASE)};
    enum channel channel = CHANNEL_NONE;
    struct override_asked asked;
    struct case_facts facts;
    bool found = false;
    TRY(case_debtor(op, key.case_id, &key.debtor_id));
    if (!channel_parse(request_text(request, P_CHANNEL), &channel))
        return op_fail(op, E_INTERNAL, "a channel of the route is not in base/words.h");
    TRY(override_ask(op, key, channel, request_text(request, P_REASON), &asked));
    TRY(facts_get(op, key, &facts, &found));
    struct json_writer *const w = reply_json(reply, 201);
    json_object_open(w);
    json_put_id(w, "id", asked.id);
    json_put_id(w, "approval_id", asked.approval_id);
    json_key(w, "gate");
    TRY(gate_verdict_write(op, w, &facts, channel, &asked.verdict, request->is_english));
    json_object_close(w);
    return OK;
}

/* --- what waits --- */

/* The contact that an override would permit. */
struct contact {
    struct case_key key;
    int64_t number;
    str party_name;
    int64_t channel;
    str rule;
};

static status read_contact(struct op *op, struct db_rows *row, void *out)
{
    *(struct contact *)out = (struct contact){
        .key = {db_id(row, 0), db_id(row, 1)},
        .number = db_i64(row, 2),
        .party_name = db_text_copy(op, row, 3),
        .channel = db_i64(row, 4),
        .rule = db_text_copy(op, row, 5),
    };
    return OK;
}

static status write_contact(struct op *op, const struct request *request, struct json_writer *w,
                            int64_t approval_id)
{
    struct contact contact;
    struct case_facts facts;
    bool found = false;
    TRY(db_query_one(op, Q_SERVE_OVERRIDE, DB_ARGS(ARG_ID(approval_id)), read_contact, &contact,
                     &found));
    json_key(w, "contact");
    if (!found) {
        json_write_null(w);
        return OK;
    }
    TRY(facts_get(op, contact.key, &facts, &found));
    json_object_open(w);
    json_put_id(w, "case_id", contact.key.case_id);
    case_number_write(op, w, "case_number", contact.number);
    json_put_str(w, "party_name", contact.party_name);
    channel_write(w, "channel", contact.channel);
    TRY(gate_rule_write(op, w, &facts, contact.rule, request->is_english));
    json_object_close(w);
    return OK;
}

/* --- what is told of a case --- */

static status add_arranged(struct op *op, const struct approval *approval,
                           struct case_key keys[JOINT_PARTS_MAX], size_t *count)
{
    struct arrangement made;
    struct joint_arrangement joint = {.count = 0};
    TRY(arrangement_owner(op, approval->subject_id, &keys[0]));
    TRY(arrangement_get(op, keys[0].debtor_id, approval->subject_id, &made));
    *count = 1;
    if (!made.joint_id)
        return OK;
    TRY(joint_get(op, keys[0].debtor_id, made.joint_id, &joint));
    *count = joint.count;
    for (size_t i = 0; i < joint.count; i++)
        keys[i] = joint.parts[i].arrangement.key;
    return OK;
}

static status read_key(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(struct case_key *)out = (struct case_key){db_id(row, 0), db_id(row, 1)};
    return OK;
}

/* Whether the shield covers a case whose figures an approval tells: a list says no more of it than
 * the account does. */
static status find_covered(struct op *op, const struct request *request,
                           const struct approval *approval, bool *ret_is_covered)
{
    struct case_key keys[JOINT_PARTS_MAX] = {
        {0, 0}
    };
    bool are_covered[JOINT_PARTS_MAX] = {false};
    struct shield_cover cover;
    size_t count = 0;
    bool found = false;
    if (str_equal_c(approval->subject_kind, AGREE_SUBJECT)) {
        TRY(add_arranged(op, approval, keys, &count));
    } else if (str_equal_c(approval->subject_kind, WRITE_OFF_SUBJECT)) {
        TRY(db_query_one(op, Q_CHARGE_OFF_APPROVAL, DB_ARGS(ARG_ID(approval->subject_id)), read_key,
                         keys, &found));
        count = found;
    }
    TRY(shield_cover_of(op, request, &cover));
    TRY(shield_cover_list(op, &cover, keys, count, are_covered));
    *ret_is_covered = false;
    for (size_t i = 0; i < count; i++)
        *ret_is_covered |= are_covered[i];
    return OK;
}

/* --- the arrangement that waits --- */

struct debtor_name {
    int64_t number;
    currency currency;
    str party_name;
};

static status read_debtor(struct op *op, struct db_rows *row, void *out)
{
    *(struct debtor_name *)out = (struct debtor_name){
        .number = db_i64(row, 0),
        .currency = (currency)db_i64(row, 1),
        .party_name = db_text_copy(op, row, 2),
    };
    return OK;
}

/* Nothing of it where it is covered. */
static void write_terms(struct op *op, struct json_writer *w, const struct arrangement *made,
                        const struct joint_arrangement *joint, bool is_covered)
{
    static const struct joint_arrangement none = {.count = 0};
    figure_write(w, "owed", is_covered, made->owed);
    figure_write(w, "total", is_covered, made->total);
    figure_write(w, "discount", is_covered, made->discount);
    figure_write(w, "payments", is_covered, (int64_t)made->row_count);
    json_put_day(w, "first_on", is_covered ? DAY_NONE : made->rows[0].due_on);
    json_put_day(w, "last_on", is_covered ? DAY_NONE : made->rows[made->row_count - 1].due_on);
    arrangement_write_excess(w, is_covered ? 0 : made->excess);
    joint_write_parts(op, w, is_covered ? &none : joint);
}

static status write_arrangement(struct op *op, struct json_writer *w,
                                const struct approval *approval, bool is_covered)
{
    struct arrangement made;
    struct joint_arrangement joint = {.count = 0};
    struct debtor_name of = {.number = 0};
    struct case_key key;
    char code[CURRENCY_TEXT];
    bool found = false;
    json_key(w, "arrangement");
    if (!str_equal_c(approval->subject_kind, AGREE_SUBJECT)) {
        json_write_null(w);
        return OK;
    }
    TRY(arrangement_owner(op, approval->subject_id, &key));
    TRY(arrangement_get(op, key.debtor_id, approval->subject_id, &made));
    if (made.joint_id) {
        TRY(joint_get(op, key.debtor_id, made.joint_id, &joint));
        made.owed = joint.owed;
        made.total = joint.total;
        made.discount = joint.owed - joint.total;
    }
    TRY(db_query_one(op, Q_SERVE_ARRANGED, DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)),
                     read_debtor, &of, &found));
    json_object_open(w);
    json_put_id(w, "case_id", key.case_id);
    case_number_write(op, w, "case_number", of.number);
    json_put_str(w, "party_name", of.party_name);
    json_put_c(w, "currency", currency_format(of.currency, code));
    json_put_bool(w, "is_covered", is_covered);
    write_terms(op, w, &made, &joint, is_covered);
    json_object_close(w);
    return OK;
}

/* --- the write-off that waits --- */

struct write_off {
    int64_t case_id, number;
    currency currency;
    str party_name, debt, product;
    int64_t amount;
};

static status read_write_off(struct op *op, struct db_rows *row, void *out)
{
    *(struct write_off *)out = (struct write_off){
        .case_id = db_id(row, 1),
        .number = db_i64(row, 2),
        .currency = (currency)db_i64(row, 3),
        .party_name = db_text_copy(op, row, 4),
        .debt = db_text_copy(op, row, 5),
        .product = db_text_copy(op, row, 6),
        .amount = db_i64(row, 7),
    };
    return OK;
}

static status write_write_off(struct op *op, struct json_writer *w, const struct approval *approval,
                              bool is_covered)
{
    struct write_off of = {0};
    char code[CURRENCY_TEXT];
    bool found = false;
    json_key(w, "write_off");
    if (str_equal_c(approval->subject_kind, WRITE_OFF_SUBJECT))
        TRY(db_query_one(op, Q_CHARGE_OFF_APPROVAL, DB_ARGS(ARG_ID(approval->subject_id)),
                         read_write_off, &of, &found));
    if (!found) {
        json_write_null(w);
        return OK;
    }
    json_object_open(w);
    json_put_id(w, "case_id", of.case_id);
    case_number_write(op, w, "case_number", of.number);
    json_put_str(w, "party_name", of.party_name);
    json_put_c(w, "currency", currency_format(of.currency, code));
    json_put_bool(w, "is_covered", is_covered);
    json_put_str(w, "debt", is_covered ? STR("") : of.debt);
    json_put_str(w, "product", is_covered ? STR("") : of.product);
    figure_write(w, "amount", is_covered, of.amount);
    json_object_close(w);
    return OK;
}

static status read_name(struct op *op, struct db_rows *row, void *out)
{
    *(str *)out = db_text_copy(op, row, 0);
    return OK;
}

static status write_approval(struct op *op, const struct request *request, struct json_writer *w,
                             const struct approval *approval)
{
    str name = {"", 0};
    bool is_covered = false;
    bool found = false;
    TRY(find_covered(op, request, approval, &is_covered));
    TRY(db_query_one(op, Q_SERVE_USER_NAME, DB_ARGS(ARG_ID(approval->requested_by)), read_name,
                     &name, &found));
    json_object_open(w);
    approval_write_members(w, approval);
    person_write(w, "requester", approval->requested_by, name);
    TRY(write_contact(op, request, w, approval->id));
    TRY(write_arrangement(op, w, approval, is_covered));
    TRY(write_write_off(op, w, approval, is_covered));
    json_object_close(w);
    return OK;
}

static status list(struct op *op, const struct request *request, struct reply *reply)
{
    struct approval *approvals = NULL;
    size_t count = 0;
    TRY(approval_list(op, &approvals, &count));
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    json_key(w, "items");
    json_array_open(w);
    for (size_t i = 0; i < count; i++)
        TRY(write_approval(op, request, w, &approvals[i]));
    json_array_close(w);
    json_object_close(w);
    return OK;
}

enum { D_ID, D_DECISION, D_REASON };
static const char *const decisions[] = {"approve", "reject", NULL};
static const struct param decide_params[] = {
    [D_ID] = {"id",       IN_PATH, PARAM_ID,   true, 0, 0,   NULL     },
    [D_DECISION] = {"decision", IN_BODY, PARAM_WORD, true, 0, 0,   decisions},
    [D_REASON] = {"reason",   IN_BODY, PARAM_TEXT, true, 1, 300, NULL     },
};

/* Deciding needs the permission that the approval itself names; who asked does not decide, and
 * nobody what they may not see. */
static status decide(struct op *op, const struct request *request, struct reply *reply)
{
    struct approval approval;
    bool is_covered = false;
    TRY(experiment_decide(op, request_id(request, D_ID),
                          str_equal_c(request_text(request, D_DECISION), "approve"),
                          request_text(request, D_REASON), &approval));
    TRY(find_covered(op, request, &approval, &is_covered));
    if (is_covered)
        return op_fail(op, E_REFUSED,
                       "not a word of the debt before it is known who is speaking: verify first");
    return write_approval(op, request, reply_json(reply, 201), &approval);
}

/* clang-format off */
static const struct route rows[] = {
    {"askOverride", "POST", "/v1/cases/{id}/overrides", "gate.override", .run = RUN_BOOK, ROUTE_PARAMS(override_params), .handle = ask},
    {"listApprovals", "GET", "/v1/approvals", "gate.approve", .run = RUN_READ, .handle = list},
    {"decideApproval", "POST", "/v1/approvals/{id}/decision", "gate.approve", .run = RUN_BOOK, ROUTE_PARAMS(decide_params), .handle = decide},
};
/* clang-format on */
const struct route_list approval_routes = ROUTE_LIST(rows);
