/* Papers of a case: made, with the digest by which anyone may check them. */
#include "insight/paper.h"

#include "book/obligation.h"
#include "serve/shield.h"

enum { P_CASE, P_KIND };
static const char *const kinds[] = {"statement", "quote", "agreement", "clearance", NULL};
static const struct param paper_params[] = {
    [P_CASE] = {"id",   IN_PATH, PARAM_ID,   true, 0, 0, NULL },
    [P_KIND] = {"kind", IN_BODY, PARAM_WORD, true, 0, 0, kinds},
};

/* What a paper tells of other cases is for whoever may hear of them. */
static status check_others(struct op *op, const struct request *request, const struct paper *paper)
{
    for (size_t i = 0; i < paper->other_count; i++)
        TRY(shield_check(op, request, paper->others[i]));
    return OK;
}

static status make(struct op *op, const struct request *request, struct reply *reply)
{
    struct case_key key = {0, request_id(request, P_CASE)};
    enum paper_kind kind = PAPER_STATEMENT;
    struct paper paper;
    TRY(case_debtor(op, key.case_id, &key.debtor_id));
    TRY(shield_check(op, request, key));
    if (!paper_kind_parse(request_text(request, P_KIND), &kind))
        return op_fail(op, E_INTERNAL, "a kind of the route is no paper");
    TRY(paper_make(op, key, kind, &paper));
    TRY(check_others(op, request, &paper));
    struct json_writer *const w = reply_json(reply, 201);
    json_object_open(w);
    json_put_id(w, "id", paper.id);
    json_put_c(w, "kind", paper_kind_name(kind));
    json_put_c(w, "sha256", paper.sha256);
    json_put_c(w, "file_name",
               arena_printf(op->arena, "%s-%lld.html", paper_kind_name(kind), (long long)paper.id));
    json_put_str(w, "json", paper.json);
    json_put_str(w, "html", paper.html);
    json_object_close(w);
    return OK;
}

enum { L_CASE };
static const struct param list_params[] = {
    [L_CASE] = {"id", IN_PATH, PARAM_ID, true, 0, 0, NULL},
};

static status list(struct op *op, const struct request *request, struct reply *reply)
{
    struct case_key key = {0, request_id(request, L_CASE)};
    struct paper_made *papers = NULL;
    size_t count = 0;
    TRY(case_debtor(op, key.case_id, &key.debtor_id));
    TRY(shield_check(op, request, key));
    TRY(paper_list(op, key, &papers, &count));
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    json_key(w, "items");
    json_array_open(w);
    for (size_t i = 0; i < count; i++)
        paper_made_write(w, &papers[i]);
    json_array_close(w);
    json_object_close(w);
    return OK;
}

/* clang-format off */
static const struct route rows[] = {
    {"listPapers", "GET", "/v1/cases/{id}/papers", "case.read", .run = RUN_READ, ROUTE_PARAMS(list_params), .handle = list},
    {"makePaper", "POST", "/v1/cases/{id}/papers", "document.read", .run = RUN_WRITE, ROUTE_PARAMS(paper_params), .handle = make},
};
/* clang-format on */
const struct route_list paper_routes = ROUTE_LIST(rows);
