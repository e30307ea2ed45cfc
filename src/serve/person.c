/* What is known of a person that rules of contact ask for. */
#include "book/obligation.h"
#include "book/party.h"
#include "policy/commit.h"
#include "serve/decision_view.h"
#include "serve/route.h"

enum { P_CASE, P_FLAG, P_IS_SET, P_EVIDENCE };
static const char *const flag_names[] = {"deceased",   "represented", "bankrupt",
                                         "vulnerable", "minor",       "elderly",
                                         "sued",       "moratorium",  NULL};
static const char *const answers[] = {"yes", "no", NULL};
/* clang-format off */
static const struct param flag_params[] = {
    [P_CASE] = {"id", IN_PATH, PARAM_ID, true, 0, 0, NULL},
    [P_FLAG] = {"flag", IN_BODY, PARAM_WORD, true, 0, 0, flag_names},
    [P_IS_SET] = {"is_set", IN_BODY, PARAM_WORD, true, 0, 0, answers},
    [P_EVIDENCE] = {"evidence", IN_BODY, PARAM_TEXT, true, 1, 300, NULL},
};
/* clang-format on */

static status set_flag(struct op *op, const struct request *request, struct reply *reply)
{
    struct case_key key = {0, request_id(request, P_CASE)};
    enum party_flag flag = FLAG_COUNT;
    struct case_facts facts;
    bool found = false;
    const bool is_set = str_equal_c(request_text(request, P_IS_SET), "yes");
    TRY(case_debtor(op, key.case_id, &key.debtor_id));
    if (!party_flag_parse(request_text(request, P_FLAG), &flag))
        return op_fail(op, E_INTERNAL, "a flag of the route is not in base/words.h");
    TRY(party_set_flags(op, key.debtor_id, is_set ? FLAG_BIT(flag) : 0, is_set ? 0 : FLAG_BIT(flag),
                        request_text(request, P_EVIDENCE)));
    TRY(policy_decide_case(op, key));
    TRY(facts_get(op, key, &facts, &found));
    struct json_writer *const w = reply_json(reply, 201);
    json_object_open(w);
    TRY(gate_view_write(op, w, &facts, request->is_english));
    json_object_close(w);
    return OK;
}

/* clang-format off */
static const struct route rows[] = {
    {"setPersonFlags", "POST", "/v1/cases/{id}/person-flags", "contact.record", .run = RUN_BOOK, ROUTE_PARAMS(flag_params), .handle = set_flag},
};
/* clang-format on */
const struct route_list person_routes = ROUTE_LIST(rows);
