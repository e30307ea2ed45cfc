/* What every new store contains: outcome codes, permissions, roles, the order of allocation,
 * counters and change partitions.
 *
 * It is data: an organisation changes its rows, not this program.  Labels are Spanish and English.
 */
#ifndef RECORD_SEED_H
#define RECORD_SEED_H
#include "base/op.h"

#define SEED_PARTITIONS 16 /* of debtors, for the order of changes */

/* Writes all seed rows in the caller's transaction.  E_CONFLICT: they are there already. */
MUST_CHECK status seed_store(struct op *op);
#endif
