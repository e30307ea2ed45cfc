/* Which tables are evidence, and which of their columns.
 *
 * A number stays with its table for good, and so do the columns that are digested: they stand in
 * chains that were signed.  A new table is a new number, a row in audit_tables.c, and its insert
 * goes through audit_insert. */
#ifndef RECORD_AUDIT_TABLES_H
#define RECORD_AUDIT_TABLES_H
#include <stdbool.h>
#include <stdint.h>

#include "store/queries.h"

enum audit_table {
    AUDIT_EVENT = 1,
    AUDIT_DECISION,
    AUDIT_ACTION,
    AUDIT_PAYMENT,
    AUDIT_ALLOCATION,
    AUDIT_PROMISE,
    AUDIT_DISPUTE,
    AUDIT_HOLD,
    AUDIT_CONSENT,
    AUDIT_PERMIT,
    AUDIT_ERASURE,
    AUDIT_SETTING,
    AUDIT_STRATEGY_FILE,
    AUDIT_APPROVAL,
    AUDIT_APPROVAL_DECISION,
    AUDIT_UNPERMITTED,
    AUDIT_STRATEGY_STEP,
    AUDIT_OVERRIDE,
    AUDIT_ERASED, /* what went of a person; AUDIT_ERASURE is of one text */
    AUDIT_RATE_CAP,
    AUDIT_INDEX_VALUE,
    AUDIT_ARRANGEMENT,
    AUDIT_EXPERIMENT,
    AUDIT_EXPERIMENT_ARM,
    AUDIT_EXPERIMENT_STEP,
    AUDIT_PAPER,
    AUDIT_LEDGER_ENTRY,
    AUDIT_ALLOCATION_RULE,
    AUDIT_CHARGE_OFF,
    AUDIT_OBLIGATION_TERMS,
    AUDIT_PORTFOLIO_TERMS,
    AUDIT_JOINT_ARRANGEMENT,
    AUDIT_TABLE_COUNT
};

#define AUDIT_ERASABLE_MOST 2
#define AUDIT_COLUMN(n)     (UINT32_C(1) << (n))

struct audit_shape {
    const char *table; /* in the store; NULL: no number of a table */
    enum query insert; /* one row; QUERY_COUNT: the caller writes it */
    enum query range;  /* the chain's case, then the values, for the debtors of a range */
    const char *kinds; /* of the values, a letter each: i integer, t text, b blob */
    const char *names; /* of the values, a blank between them */
    uint32_t left_out; /* columns that change later, and are no evidence */
    uint32_t erasable; /* columns whose text may have to go */
    uint32_t key;      /* columns that name the row, where it has no id */
    int8_t debtor, case_id, id, seq; /* columns; -1: none */
    bool waits;     /* may be kept back until others are written (store/gather.h) */
    uint32_t added; /* columns that came later, the last: they leave nothing in a digest where they
                       and those behind them have no value */
};
extern const struct audit_shape audit_shapes[AUDIT_TABLE_COUNT];

int audit_column_count(const struct audit_shape *shape);
/* By the table's name; 0: none. */
enum audit_table audit_table_find(const char *name);
#endif
