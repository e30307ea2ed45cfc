/* Everything that a store holds, as one number: every value of every row of every table, ids and
 * instants too.  Two equal numbers mean that nothing was written in between. */
#ifndef TESTS_SUPPORT_STATE_H
#define TESTS_SUPPORT_STATE_H
#include "tests/support/store.h"

/* Outside a transaction. */
uint64_t test_store_state(struct op *op);
#endif
