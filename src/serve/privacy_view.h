/* A request about personal data, and the person that it is about, as screens show them. */
#ifndef SERVE_PRIVACY_VIEW_H
#define SERVE_PRIVACY_VIEW_H
#include "privacy/erase.h"
#include "privacy/request.h"
#include "serve/route.h"

/* Words of people are covered for who may not see personal values. */
void privacy_request_write(struct op *op, const struct request *request, struct json_writer *w,
                           const struct privacy_request *row);
/* "classes": what would go, or went, and what stays until when. */
void erase_plan_write(const struct request *request, struct json_writer *w,
                      const struct erase_plan *plan);
/* The request of a route's id as the answer to what was done about it. */
MUST_CHECK status privacy_reply(struct op *op, const struct request *request, struct reply *reply,
                                int64_t request_id);
/* A request, and its person with the country's law. */
MUST_CHECK status privacy_open(struct op *op, int64_t request_id,
                               struct privacy_request *ret_request, struct person *ret_person);
#endif
