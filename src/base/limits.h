/* Every limit of the program, with its reason.  What has no limit will one day meet one it did not
 * choose. */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

/* An operation's memory.  Past the soft budget the next op_check fails with E_LIMIT; past the hard
 * wall the process stops, because nothing that runs here needs that much (ADR 0004). */
#define LIMIT_ARENA_SOFT_BYTES ((size_t)512 << 20)
#define LIMIT_ARENA_HARD_BYTES ((size_t)4 << 30)

#define LIMIT_FAILURE_TEXT    512     /* one screen line or two; longer texts are not read */
#define LIMIT_NOTE_CHARACTERS 1200    /* a note of a gestión (domain.md) */
#define LIMIT_FIELD_BYTES     65536   /* one CSV field: no real file has more, a broken quote has */
#define LIMIT_ROW_BYTES       1048576 /* one CSV row, for the same reason */
#define LIMIT_COLUMNS         512     /* columns of one file */
#define LIMIT_ATTRIBUTES      200     /* attribute names of one store: a screen cannot show more */
#define LIMIT_REFUSED_ROWS    100000 /* quarantine rows kept of one file: past it the file is wrong \
                                      */
#define LIMIT_BODY_BYTES       (1 << 20) /* one API request: a note and a form, never a file */
#define LIMIT_PAGE_ROWS        200       /* one page of a list */
#define LIMIT_BATCH_ROWS       2048      /* rows of one vector chunk: they fit in the L2 cache */
#define LIMIT_TRANSACTION_ROWS 5000      /* rows applied between two commits of bulk work */
#define LIMIT_OUTBOX_LEASE     20 /* messages leased at once: the most that a kill leaves unknown */
#define LIMIT_OUTBOX_ATTEMPTS  6  /* tries of one message before it becomes a dead letter */
#define LIMIT_DB_ARGS          96 /* bound values of one statement: case_facts is the widest */
#endif
