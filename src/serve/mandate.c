/* Mandates of direct debit of a case: given, revoked, of whom.  The account is shown whole only to
 * who may see personal data, and that is noted. */
#include "cash/mandate.h"

#include "book/obligation.h"
#include "serve/access.h"
#include "serve/bank_view.h"
#include "serve/mask.h"
#include "serve/shield.h"

static status case_of(struct op *op, const struct request *request, int param,
                      struct case_key *ret_key)
{
    *ret_key = (struct case_key){0, request_id(request, param)};
    TRY(case_debtor(op, ret_key->case_id, &ret_key->debtor_id));
    return shield_check(op, request, *ret_key);
}

/* A mandate that holds on the open date, or will. */
static const char *state_of(const struct op *op, const struct mandate *mandate)
{
    if (mandate->revoked_on != DAY_NONE)
        return "revoked";
    if (mandate->until != DAY_NONE && mandate->until < op->business_date)
        return "ended";
    return mandate->from > op->business_date ? "coming" : "standing";
}

static void write_mandate(struct op *op, struct json_writer *w, const struct mandate *mandate,
                          bool is_plain)
{
    json_object_open(w);
    json_put_id(w, "id", mandate->id);
    json_put_str(w, "reference", mandate->reference);
    json_put_str(w, "scheme", mandate->scheme);
    json_put_str(w, "kind", mandate->account_kind);
    json_put_c(w, "account_masked", mask_value(op->arena, "account", mandate->account));
    json_key(w, "account");
    if (is_plain && mandate->account.size > 0)
        json_write_str(w, mandate->account);
    else
        json_write_null(w);
    json_put_str(w, "bank", mandate->bank);
    json_put_str(w, "holder", mandate->holder);
    json_key(w, "most");
    if (mandate->most.minor > 0)
        json_write_i64(w, mandate->most.minor);
    else
        json_write_null(w);
    json_put_day(w, "signed_on", mandate->signed_on);
    json_put_day(w, "from", mandate->from);
    json_put_day(w, "until", mandate->until);
    json_put_day(w, "revoked_on", mandate->revoked_on);
    json_put_str(w, "revoked_why", mandate->revoked_why);
    json_put_str(w, "evidence", mandate->evidence);
    json_put_c(w, "state", state_of(op, mandate));
    json_object_close(w);
}

/* Before the answer leaves: what cannot be noted is not shown. */
static status note_access(struct op *op, const struct request *request, struct case_key key)
{
    const struct access access = {.debtor_id = key.debtor_id,
                                  .case_id = key.case_id,
                                  .user_id = op->actor_id,
                                  .business_date = op->business_date,
                                  .at = op_now(op),
                                  .face = "screen",
                                  .operation = request->route->operation,
                                  .fields = ACCESS_ACCOUNT};
    return access_log_add(op, request->access_log, &access);
}

static status write_all(struct op *op, const struct request *request, struct reply *reply,
                        struct case_key key, bool is_plain)
{
    struct mandate *list = NULL;
    size_t count = 0;
    TRY(mandate_list(op, key, &list, &count));
    struct json_writer *const w = reply_json(reply, is_plain ? 200 : 201);
    json_object_open(w);
    json_key(w, "items");
    json_array_open(w);
    is_plain = is_plain && mask_may_see(request->session, "account");
    for (size_t i = 0; i < count; i++)
        write_mandate(op, w, &list[i], is_plain);
    json_array_close(w);
    json_object_close(w);
    return is_plain && count > 0 ? note_access(op, request, key) : OK;
}

enum { L_CASE };
static const struct param list_params[] = {
    [L_CASE] = {"id", IN_PATH, PARAM_ID, true, 0, 0, NULL},
};

static status list(struct op *op, const struct request *request, struct reply *reply)
{
    struct case_key key;
    TRY(case_of(op, request, L_CASE, &key));
    return write_all(op, request, reply, key, true);
}

enum {
    G_CASE,
    G_REFERENCE,
    G_SCHEME,
    G_KIND,
    G_ACCOUNT,
    G_BANK,
    G_HOLDER,
    G_MOST,
    G_SIGNED,
    G_FROM,
    G_UNTIL,
    G_EVIDENCE
};
static const char *const schemes[] = {"pain", "cnab", "asobancaria", NULL};
static const char *const kinds[] = {"iban", "clabe", "cbu", "account", NULL};
static const struct param give_params[] = {
    [G_CASE] = {"id",        IN_PATH, PARAM_ID,    true,  0, 0,   NULL   },
    [G_REFERENCE] = {"reference", IN_BODY, PARAM_TEXT,  true,  1, 35,  NULL   },
    [G_SCHEME] = {"scheme",    IN_BODY, PARAM_WORD,  true,  0, 0,   schemes},
    [G_KIND] = {"kind",      IN_BODY, PARAM_WORD,  true,  0, 0,   kinds  },
    [G_ACCOUNT] = {"account",   IN_BODY, PARAM_TEXT,  true,  1, 34,  NULL   },
    [G_BANK] = {"bank",      IN_BODY, PARAM_TEXT,  false, 0, 35,  NULL   },
    [G_HOLDER] = {"holder",    IN_BODY, PARAM_TEXT,  true,  1, 120, NULL   },
    [G_MOST] = {"most",      IN_BODY, PARAM_MONEY, false, 0, 0,   NULL   },
    [G_SIGNED] = {"signed_on", IN_BODY, PARAM_DAY,   true,  0, 0,   NULL   },
    [G_FROM] = {"from",      IN_BODY, PARAM_DAY,   false, 0, 0,   NULL   },
    [G_UNTIL] = {"until",     IN_BODY, PARAM_DAY,   false, 0, 0,   NULL   },
    [G_EVIDENCE] = {"evidence",  IN_BODY, PARAM_TEXT,  true,  1, 240, NULL   },
};

/* The answer is kept with its key, so it never holds an account in the clear. */
static status give(struct op *op, const struct request *request, struct reply *reply)
{
    const day signed_on = request_day(request, G_SIGNED);
    const struct mandate mandate = {
        .reference = str_trim(request_text(request, G_REFERENCE)),
        .scheme = request_text(request, G_SCHEME),
        .account_kind = request_text(request, G_KIND),
        .account = str_trim(request_text(request, G_ACCOUNT)),
        .bank = str_trim(request_text(request, G_BANK)),
        .holder = str_trim(request_text(request, G_HOLDER)),
        .most = request_money(request, G_MOST),
        .signed_on = signed_on,
        .from = request_has(request, G_FROM) ? request_day(request, G_FROM) : signed_on,
        .until = request_day(request, G_UNTIL),
        .evidence = str_trim(request_text(request, G_EVIDENCE))};
    struct case_key key;
    int64_t id = 0;
    TRY(case_of(op, request, G_CASE, &key));
    TRY(mandate_give(op, key, &mandate, &id));
    return write_all(op, request, reply, key, false);
}

enum { R_CASE, R_MANDATE, R_REASON };
static const struct param revoke_params[] = {
    [R_CASE] = {"id",      IN_PATH, PARAM_ID,   true, 0, 0,   NULL},
    [R_MANDATE] = {"mandate", IN_PATH, PARAM_ID,   true, 0, 0,   NULL},
    [R_REASON] = {"reason",  IN_BODY, PARAM_TEXT, true, 1, 300, NULL},
};

static status revoke(struct op *op, const struct request *request, struct reply *reply)
{
    struct case_key key;
    TRY(case_of(op, request, R_CASE, &key));
    TRY(mandate_revoke_one(op, key, request_id(request, R_MANDATE),
                           request_text(request, R_REASON)));
    return write_all(op, request, reply, key, false);
}

/* clang-format off */
static const struct route rows[] = {
    {"listMandates", "GET", "/v1/cases/{id}/mandates", "case.read", .run = RUN_READ, ROUTE_PARAMS(list_params), .handle = list},
    {"giveMandate", "POST", "/v1/cases/{id}/mandates", "mandate.record", .run = RUN_BOOK, ROUTE_PARAMS(give_params), .handle = give},
    {"revokeMandate", "POST", "/v1/cases/{id}/mandates/{mandate}/revoke", "mandate.record", .run = RUN_BOOK, ROUTE_PARAMS(revoke_params), .handle = revoke},
};
/* clang-format on */
const struct route_list mandate_routes = ROUTE_LIST(rows);
