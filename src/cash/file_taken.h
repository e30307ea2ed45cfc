/* A file of a bank in memory, as the store is to keep it: what it says, and what of it does not
 * agree.  Everything lives in the op's arena; no store. */
#ifndef CASH_FILE_TAKEN_H
#define CASH_FILE_TAKEN_H
#include "cash/taken.h"

#define FILE_ENTRIES_MAX 200000 /* of one transaction */

struct entry_taken {
    struct taken taken;
    char family[CRYPTO_HEX_SIZE(16)]; /* the identity that twins share */
    int64_t id;                       /* 0: not taken */
    const char *doubt;                /* why it waits whatever the book says */
};

struct statement_taken {
    int64_t number; /* in the file */
    str account;
    currency currency;
    const char *opening, *closing; /* with the file's decimals; empty: not said */
    int64_t orders; /* of an answer: how many orders the file had, it says; -1: it does not */
    const char *orders_sum;      /* and of how much; empty: as above */
    struct entry_taken *entries; /* once the whole file is read */
    size_t first_entry, entry_count;
    char digest[CRYPTO_HEX_SIZE(16)];
    int64_t id;
};

struct file_taken {
    const char *name;
    const char *format;
    char hash[CRYPTO_HEX_SIZE(CRYPTO_DIGEST_BYTES)];
    const char *differs; /* what does not agree; empty: all does */
    struct entry_taken *entries;
    size_t entry_count;
    struct statement_taken *statements;
    size_t statement_count;
};

/* unit stands in where the file names no currency.  E_INVALID: as bank_file_read, or an entry whose
 * currency or amount cannot be kept.  E_LIMIT: more than FILE_ENTRIES_MAX. */
MUST_CHECK status file_taken_read(struct op *op, const char *path, currency unit,
                                  struct file_taken *ret_file);
/* The same of bytes in memory, borrowed during the call. */
MUST_CHECK status file_taken_read_bytes(struct op *op, const char *name, str bytes, currency unit,
                                        struct file_taken *ret_file);
/* Notes what else does not agree. */
void file_taken_differ(struct op *op, struct file_taken *file, const char *text);
/* Gives every entry and statement the names by which they are known again. */
void file_taken_identify(struct op *op, struct statement_taken *statement);
#endif
