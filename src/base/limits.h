/* Every limit of the program, with its reason.  What has no limit will one day meet one it did not
 * choose. */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

/* An operation's memory.  Past the soft budget the next op_check fails with E_LIMIT; past the hard
 * wall the process stops, because nothing that runs here needs that much (ADR 0004). */
#define LIMIT_ARENA_SOFT_BYTES ((size_t)512 << 20)
#define LIMIT_ARENA_HARD_BYTES ((size_t)4 << 30)

/* Minor units of one claim or payment: ten trillion pesos are a slip of the pen, and nine thousand
 * of them still add up inside 64 bits. */
#define LIMIT_AMOUNT_MINOR   INT64_C(1000000000000000)
#define LIMIT_CLAIMS_OF_CASE 100000 /* open ones: past it a payment holds the store for long */

#define LIMIT_FAILURE_TEXT     512  /* one screen line or two; longer texts are not read */
#define LIMIT_SAID_BYTES       4096 /* any other sentence: a page, with the lists of names in it */
#define LIMIT_NOTE_CHARACTERS  1200 /* a note of a gestión (domain.md) */
#define LIMIT_LINE_BYTES       65536 /* one line of a pipe: a question of a few fields, no document */
#define LIMIT_FIELD_BYTES      65536 /* one CSV field: no real file has more, a broken quote has */
#define LIMIT_ROW_BYTES        1048576 /* one CSV row, for the same reason */
#define LIMIT_COLUMNS          512     /* columns of one file */
#define LIMIT_ATTRIBUTES       200     /* attribute names of one store: a screen cannot show more */
#define LIMIT_ROW_PARTS        60      /* months that one row holds side by side: five years */
#define LIMIT_INSTALMENTS      1200 /* of one schedule: a century of months is a slip of the pen */
#define LIMIT_REFUSED_ROWS     100000    /* quarantine rows of a file: past it the file is wrong */
#define LIMIT_BODY_BYTES       (1 << 20) /* one API request: a note and a form, never a file */
#define LIMIT_PAGE_ROWS        200       /* one page of a list */
#define LIMIT_BATCH_ROWS       2048      /* rows of one vector chunk: they fit in the L2 cache */
#define LIMIT_REPORT_DAYS      36525     /* days of a report, or an age in it: a century */
#define LIMIT_TRANSACTION_ROWS 5000      /* rows applied between two commits of bulk work */
#define LIMIT_OUTBOX_LEASE     20 /* messages leased at once: the most that a kill leaves unknown */
#define LIMIT_OUTBOX_ATTEMPTS  6  /* tries of one message before it becomes a dead letter */
#define LIMIT_OUTBOX_LEASE_S   900        /* longer than any exchange with a mail server takes */
#define LIMIT_SMTP_MS          300000     /* one mail: RFC 5321 lets a server think for minutes */
#define LIMIT_FEEL_CELL_BYTES  8192       /* one cell of a decision table: a person must read it */
#define LIMIT_FEEL_TESTS       256        /* alternatives in one cell, for the same reason */
#define LIMIT_DMN_BYTES        (4 << 20)  /* one model file, drawings included */
#define LIMIT_DMN_DEPTH        64         /* nested elements; real models have about ten */
#define LIMIT_DMN_TEXT_BYTES   65536      /* one description or expression */
#define LIMIT_DMN_ELEMENTS     4096       /* decisions, inputs or types of one model */
#define LIMIT_DMN_CHAIN        128        /* decisions in a row, each requiring the next */
#define LIMIT_DMN_RULES        4096       /* one table; more belong into data, not into a policy */
#define LIMIT_DMN_COLUMNS      64         /* inputs, and outputs, of one table */
#define LIMIT_DMN_SLOTS        128        /* values inside one chain: they lie on the stack */
#define LIMIT_DMN_PLAN_BYTES   (64 << 20) /* rule bitmaps of one plan */
#define LIMIT_DB_ARGS          96 /* bound values of one statement: case_facts is the widest */

#define LIMIT_SYMBOL_BYTES         256        /* a word of a strategy or a file, not a sentence */
#define LIMIT_DOCUMENT_BYTES       (32 << 20) /* a scanned contract: it lies in one row */
#define LIMIT_PASSWORD_MIN         10         /* characters: more than a guesser can try */
#define LIMIT_PASSWORD_BYTES       1024       /* hashing a longer one would be a way to tire us */
#define LIMIT_PASSPHRASE_MIN       12         /* characters: a stolen file can be tried for years */
#define LIMIT_LOGIN_FAILURES       5          /* wrong passwords in a row that lock an account */
#define LIMIT_LOGIN_LOCK_MINUTES   15         /* long for a guesser, short for a tired person */
#define LIMIT_SESSION_HOURS        12         /* a working day: then the password again */
#define LIMIT_SESSION_IDLE_MINUTES 30         /* a screen that somebody left */
#endif
