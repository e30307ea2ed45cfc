/* A small portfolio in a fresh store: debtors with a claim each, some early, some late, some with
 * an e-mail or a telephone, so that a close has messages and work to plan.  The same call makes the
 * same rows but for ids. */
#ifndef TESTS_SUPPORT_PORTFOLIO_H
#define TESTS_SUPPORT_PORTFOLIO_H
#include "book/touch.h"
#include "tests/support/store.h"

#define PORTFOLIO_DATE ((day)20003) /* 2024-10-07, a Monday: the open date at first */

struct portfolio {
    struct op op;
    struct case_key *keys;
    int64_t *claims;
    int count;
};

/* Makes a store of its own (a test store of Mexico with the default strategy) and fills it. */
void portfolio_open(struct portfolio *portfolio, int count);
/* One more connection to the same store, e.g. for an event beside a close. */
void portfolio_connect(const struct portfolio *portfolio, struct op *ret_op);
void portfolio_disconnect(struct op *op);
void portfolio_close(struct portfolio *portfolio);

/* Books money for a case and commits it, as the open date's event. */
status portfolio_pay(struct op *op, struct case_key key, const char *reference, int64_t amount);

/* A digest of everything that a close leaves and an event changes: facts, carried decisions, open
 * messages and work, claims, payments and events, without ids and instants. */
uint64_t portfolio_digest(struct portfolio *portfolio);
#endif
