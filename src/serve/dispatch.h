/* From a request to its answer: route, session, CSRF token, permission, values, transaction,
 * handler.
 *
 * Always leaves a complete answer, which is a problem when anything was refused; then nothing has
 * changed in the store.  op has its connection and no transaction. */
#ifndef SERVE_DISPATCH_H
#define SERVE_DISPATCH_H
#include "serve/route.h"

void dispatch(struct op *op, struct request *request, struct reply *reply);
#endif
