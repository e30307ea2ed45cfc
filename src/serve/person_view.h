/* A person as those see her who look after persons and not after debts: who she is and how she is
 * reached, values covered, and which cases are hers, without an amount. */
#ifndef SERVE_PERSON_VIEW_H
#define SERVE_PERSON_VIEW_H
#include "serve/route.h"

/* An object: name, what its source calls it, document, contact points, cases.  E_NOT_FOUND. */
MUST_CHECK status person_view_write(struct op *op, const struct request *request,
                                    struct json_writer *w, int64_t party_id);
/* "contact_points": with their ids and states. */
MUST_CHECK status person_points_write(struct op *op, struct json_writer *w, int64_t party_id);
#endif
