#include "serve/route.h"

static const struct route_list *const lists[] = {
    &session_routes,     &queue_routes,      &case_routes,    &workspace_routes,
    &action_routes,      &money_routes,      &dispute_routes, &insight_routes,
    &outbox_routes,      &permit_routes,     &person_routes,  &rate_routes,
    &approval_routes,    &evidence_routes,   &health_routes,  &consent_routes,
    &shield_routes,      &duplicate_routes,  &privacy_routes, &privacy_person_routes,
    &strategy_routes,    &offer_routes,      &bank_routes,    &bank_file_routes,
    &arrangement_routes, &experiment_routes, &paper_routes,   &table_routes,
    &trial_routes,       &pay_routes,        &ledger_routes,  &fact_routes,
    &charge_off_routes,  &mandate_routes,    &payroll_routes, &debit_routes,
    &choice_routes,
};

const struct route_list *route_list_at(size_t index)
{
    return index < ARRAY_LEN(lists) ? lists[index] : NULL;
}

/* Segment by segment: {name} takes any one that is not empty. */
static bool match_path(const char *pattern, str path, str captured[ROUTE_CAPTURES_MAX])
{
    str wanted = str_of(pattern);
    int count = 0;
    while (wanted.size > 0 || path.size > 0) {
        const str want = str_split(&wanted, '/');
        const str have = str_split(&path, '/');
        const bool is_name = want.size > 0 && want.data[0] == '{';
        if (is_name ? have.size == 0 || count == ROUTE_CAPTURES_MAX : !str_equal(want, have))
            return false;
        if (is_name)
            captured[count++] = have;
        if ((wanted.size > 0) != (path.size > 0))
            return false;
    }
    return true;
}

status route_find(struct op *op, const struct request *request, struct reply *reply,
                  const struct route **ret_route, str captured[ROUTE_CAPTURES_MAX])
{
    struct buf allowed = buf_start(op->arena, 256);
    for (size_t l = 0; l < ARRAY_LEN(lists); l++) {
        for (size_t i = 0; i < lists[l]->count; i++) {
            const struct route *const route = &lists[l]->rows[i];
            if (!match_path(route->path, request->path, captured))
                continue;
            if (str_equal_c(request->method, route->method)) {
                *ret_route = route;
                return OK;
            }
            buf_printf(&allowed, "%s%s", allowed.size > 0 ? ", " : "", route->method);
        }
    }
    if (allowed.size == 0)
        return op_fail(op, E_NOT_FOUND, "there is no such address: " STR_FORMAT " " STR_FORMAT,
                       STR_ARG(request->method), STR_ARG(request->path));
    reply->problem_status = 405;
    reply_header(reply, "Allow", buf_cstr(&allowed));
    return op_fail(op, E_INVALID, STR_FORMAT " is not possible here; allowed: %s",
                   STR_ARG(request->method), buf_cstr(&allowed));
}
