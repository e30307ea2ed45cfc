/* A large load: what the store does otherwise while a file of many new rows comes in.
 *
 * Commits are written and not flushed to the disk one by one, and indexes whose keys lie at random
 * are set aside: to build one from all its rows costs a fraction of finding the place of each.
 * After a power cut the last transactions of a load may be missing, whole ones, and none is missing
 * before one that is there; so nothing of it is told as done before db_load_end.  A store whose
 * load was killed is whole but for those indexes, without which some searches are slow; its next
 * owner makes them again (db_migrate).
 *
 * On SQLite, and indexes by the owner of the file only (db_own), as nobody else writes then; on
 * PostgreSQL nothing of this is done. */
#ifndef STORE_LOAD_H
#define STORE_LOAD_H
#include "store/db.h"

/* Outside a transaction; until db_load_end on this connection.  rows: how many new things are to
 * come, about; indexes are set aside when they are most of what the store will have. */
MUST_CHECK status db_load_begin(struct op *op, uint64_t rows);
/* Also after a failure of the load, outside a transaction: all that was committed is on the disk,
 * and the indexes are there again. */
MUST_CHECK status db_load_end(struct op *op);
/* Makes the indexes that a killed load has left set aside; the owner's, outside a transaction. */
MUST_CHECK status db_index_restore(struct op *op);
/* The name of one that is missing; size 0: none is. */
MUST_CHECK status db_index_missing(struct op *op, str *ret_name);
#endif
