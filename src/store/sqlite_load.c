/* How a connection works during a large load: commits that are not flushed, indexes made at once.
 */
#include "store/sqlite.h"

/* Whoever loads waits for the disk at each checkpoint, and the pages at the ends of tables change
 * in each transaction: a longer log has fewer of both.  128 MiB. */
#define LOAD_WAL_PAGES "32768"

/* Rows: what is committed stays in order in the log, and a checkpoint flushes the log before it
 * moves it.  Indexes: sorted in pieces that fit the cache, not all in memory, with a second thread.
 */
static const char *const settings[] = {
    [LOAD_ROWS] = "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = " LOAD_WAL_PAGES,
    [LOAD_INDEXES] = "PRAGMA temp_store = FILE; PRAGMA threads = 1",
    [LOAD_NONE] = "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = " WAL_PAGES ";"
                  "PRAGMA temp_store = MEMORY; PRAGMA threads = 0",
};

status sqlite_load(struct op *op, enum store_load phase)
{
    const struct sqlite_db *const own = mine(op->db);
    if (own->shares_flush || op->db->is_unsafe)
        return OK; /* whose flushes are another matter */
    TRY(store_execute(op, "load", settings[phase]));
    return phase != LOAD_NONE || sqlite_flush_log(own->handle) ? OK : sqlite_fail_flush(op);
}
