/* A file of a bank or a collector, in any format that is known here: its statements, their entries,
 * and whether it agrees with its own control totals.
 *
 * A mark is the effect on the balance: C raises it, D lowers it, a reversal too.  Amounts are never
 * negative and keep the file's decimals (bank/amount.h).  Dates are texts YYYY-MM-DD, because a
 * bank may write a day that does not exist; such a day is told as a fault and stays as written.  An
 * empty text is unknown.  What is malformed is a fault: told with its place, never counted, never
 * dropped in silence.  Memory is bounded: nothing of an entry stays after the sink has seen it. */
#ifndef BANK_FILE_H
#define BANK_FILE_H
#include "bank/amount.h"
#include "intake/input.h"

enum bank_verdict { BANK_UNSAID, BANK_AGREES, BANK_DIFFERS };
enum bank_mark { BANK_MARK_NONE, BANK_CREDIT, BANK_DEBIT };

/* What only one format has. */
enum bank_extra_kind { BANK_TEXT, BANK_COUNT, BANK_FLAG, BANK_LIST };
struct bank_extra {
    const char *name;
    enum bank_extra_kind kind;
    str text;      /* BANK_TEXT; empty is unknown */
    int64_t count; /* BANK_COUNT; of a BANK_FLAG not 0 is true */
    const str *list;
    size_t list_size;
};
#define BANK_EXTRA_MAX 12
struct bank_extras {
    struct bank_extra of[BANK_EXTRA_MAX];
    size_t count;
};

struct bank_entry {
    int64_t statement; /* the index of its statement */
    int64_t number;    /* from 1 in its statement */
    int64_t line;      /* where it begins in the file */
    enum bank_mark mark;
    bool is_reversal;
    struct bank_amount amount; /* unknown: the file has none that can be read */
    str currency;
    str value_on, booked_on;
    str reference;
    str counterparty;
    str text;
    struct bank_extras extras;
};

struct bank_statement {
    int64_t index; /* from 1 */
    const char *format;
    str account;
    str currency;
    struct bank_amount opening, closing;
    struct bank_total credit, debit;
    int64_t entry_count;
    enum bank_verdict balance; /* opening + credit - debit against closing */
    struct bank_extras extras;
};

struct bank_fault {
    int64_t line;     /* 0: the whole file */
    int32_t column;   /* 0: the whole line */
    const char *code; /* a word for programs */
    const char *text; /* a sentence for a person, in the operation's language */
};
#define BANK_FAULTS_SAID 1000 /* faults given to the sink; all are counted */

struct bank_file {
    const char *format;
    int64_t entry_count;
    int64_t statement_count;
    struct bank_total credit, debit;
    int64_t control_entries; /* as the file states; each format counts what it counts */
    bool has_control_entries;
    struct bank_total control_credit, control_debit;
    enum bank_verdict control;
    int64_t fault_count;
    struct bank_extras extras;
};

/* Who takes what is read; any call may be NULL.  What they get lives until they return, but texts
 * of a statement live as long as the op.  A statement comes after its entries. */
struct bank_sink {
    status (*entry)(struct op *op, void *self, const struct bank_entry *entry);
    status (*statement)(struct op *op, void *self, const struct bank_statement *statement);
    status (*fault)(struct op *op, void *self, const struct bank_fault *fault);
    void *self;
};

/* Reads the whole file; its content tells the format.  May be called again for a second pass.
 * E_INVALID: no format that is known here, an empty file, XML that is not well-formed, or a bank
 * that does not exist.  E_IO, E_CONFLICT: as input_read. */
MUST_CHECK status bank_file_read(struct op *op, const struct input *input,
                                 const struct bank_sink *sink, struct bank_file *ret_file);
#endif
