/* The routes as data: method, path, permission, what each takes, and the handler that translates.
 *
 * Handlers decide nothing: they hand the checked values to the rooms below and write what these
 * answer.  How a route runs says which transaction it has; a handler never begins or commits. */
#ifndef SERVE_ROUTE_H
#define SERVE_ROUTE_H
#include "serve/param.h"

enum route_run {
    RUN_PLAIN, /* no transaction: health, and what has its own: sessions, columns in memory */
    RUN_READ,  /* one snapshot of the store */
    RUN_WRITE, /* one write transaction, ended by policy_commit */
    RUN_BOOK   /* the same with an Idempotency-Key: asked twice, done once */
};

typedef status route_handler(struct op *op, const struct request *request, struct reply *reply);

struct route {
    const char *operation; /* operationId of docs/openapi.yaml */
    const char *method;
    const char *path;       /* {name} stands for one segment */
    const char *permission; /* NULL: whoever is signed in */
    bool is_public;         /* no session needed */
    bool takes_bytes;       /* the body is the handler's own: a form, a text that is signed */
    enum route_run run;
    const struct param *params;
    int param_count;
    route_handler *handle;
};

/* Each resource has its list; route.c puts them together. */
struct route_list {
    const struct route *rows;
    size_t count;
};
#define ROUTE_LIST(rows)                                                                           \
    {                                                                                              \
        (rows), ARRAY_LEN(rows)                                                                    \
    }
#define ROUTE_PARAMS(list) .params = (list), .param_count = ARRAY_LEN(list)
extern const struct route_list session_routes, queue_routes, case_routes, workspace_routes,
    action_routes, permit_routes, person_routes, approval_routes, money_routes, dispute_routes,
    insight_routes, outbox_routes, rate_routes, evidence_routes, health_routes, consent_routes,
    shield_routes, duplicate_routes, privacy_routes, privacy_person_routes, strategy_routes,
    offer_routes, bank_routes, bank_file_routes, arrangement_routes, experiment_routes,
    paper_routes, table_routes, trial_routes, pay_routes, ledger_routes, fact_routes,
    charge_off_routes, mandate_routes, payroll_routes, debit_routes, choice_routes;
/* The lists in the order of the document; NULL past the last. */
const struct route_list *route_list_at(size_t index);

#define ROUTE_CAPTURES_MAX 4
/* The route of request->method and request->path, and what stands at its {names}.  E_NOT_FOUND, or
 * E_INVALID with reply->problem_status 405 when only the method is wrong. */
MUST_CHECK status route_find(struct op *op, const struct request *request, struct reply *reply,
                             const struct route **ret_route, str captured[ROUTE_CAPTURES_MAX]);
#endif
