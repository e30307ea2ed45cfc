/* The file of a person, for whoever may read what was done (audit.read). */
#include "insight/evidence.h"

#include "book/obligation.h"
#include "serve/route.h"

enum { P_CASE, P_REASON };
static const struct param file_params[] = {
    [P_CASE] = {"id",     IN_PATH, PARAM_ID,   true, 0, 0,   NULL},
    [P_REASON] = {"reason", IN_BODY, PARAM_TEXT, true, 1, 300, NULL},
};

/* Of all cases of the case's person: a supervisor asks about people. */
static status make(struct op *op, const struct request *request, struct reply *reply)
{
    struct evidence_request wanted = {.language = request->is_english ? LANGUAGE_EN : LANGUAGE_ES,
                                      .reason = request_text(request, P_REASON)};
    str html;
    TRY(case_debtor(op, request_id(request, P_CASE), &wanted.debtor_id));
    TRY(evidence_make(op, &wanted, &html));
    struct json_writer *const w = reply_json(reply, 201);
    json_object_open(w);
    json_put_c(w, "file_name",
               arena_printf(op->arena, "evidence-%lld.html", (long long)wanted.debtor_id));
    json_put_str(w, "html", html);
    json_object_close(w);
    return OK;
}

/* clang-format off */
static const struct route rows[] = {
    {"makePersonFile", "POST", "/v1/cases/{id}/file", "audit.read", .run = RUN_WRITE, ROUTE_PARAMS(file_params), .handle = make},
};
/* clang-format on */
const struct route_list evidence_routes = ROUTE_LIST(rows);
