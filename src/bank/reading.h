/* What every format shares while it reads: the open statement, the sums, the faults.
 *
 * A format opens statements, puts entries, says what the file's control totals are, and returns;
 * the sums are made here, once for all.  Memory: what lives until bank_entry_put comes from
 * scratch, what belongs to a statement or the file from bank_keep. */
#ifndef BANK_READING_H
#define BANK_READING_H
#include "bank/file.h"
#include "bank/text.h"

#define BANK_CURRENCY_SIZE 8

/* The one currency of what was added up, or several. */
struct bank_currency {
    char text[BANK_CURRENCY_SIZE];
    bool is_mixed;
};

struct bank_reading {
    struct op *op;
    const struct input *input;
    struct bank_text *text;
    const struct bank_sink *sink;
    struct arena *scratch;
    struct bank_file file;
    struct bank_statement statement;
    bool is_open;
    struct bank_currency file_currency;    /* of all entries */
    struct bank_currency balance_currency; /* of entries and both balances */
    struct bank_line line;
    status code; /* of the sink, when it refused a fault */
};

/* Records of a mainframe follow each other without line ends: then a line ends after its width. */
MUST_CHECK status bank_find_width(struct bank_reading *r, size_t width);
/* Gives each line that is not blank, as r->line, to a format; tells letters that cannot be read and
 * lines that are too long. */
MUST_CHECK status bank_each_line(struct bank_reading *r, status (*take)(void *context),
                                 void *context);

/* Closes the open statement and begins the next one. */
MUST_CHECK status bank_statement_open(struct bank_reading *r, const char *format);
MUST_CHECK status bank_statement_close(struct bank_reading *r);
/* Opens one when none is. */
MUST_CHECK status bank_statement_need(struct bank_reading *r, const char *format);
void bank_note_currency(struct bank_currency *seen, str currency);
/* Counts, adds and gives the entry to the sink; then scratch is empty again. */
MUST_CHECK status bank_entry_put(struct bank_reading *r, struct bank_entry *entry);

void bank_fault(struct bank_reading *r, int64_t line, int column, const char *code,
                const char *format, ...) __attribute__((format(printf, 5, 6)));

void bank_fault_no_trailer(struct bank_reading *r);

str bank_keep(struct bank_reading *r, str text);
str bank_scratch(struct bank_reading *r, str text);

void bank_extra_text(struct bank_extras *extras, const char *name, str text);
void bank_extra_count(struct bank_extras *extras, const char *name, int64_t count);
void bank_extra_flag(struct bank_extras *extras, const char *name, bool flag);
void bank_extra_list(struct bank_extras *extras, const char *name, const str *list, size_t size);

/* Settles file.control: a stated figure against what was counted, when it is stated at all. */
void bank_control_count(struct bank_reading *r, int64_t stated, int64_t counted);
void bank_control_judge(struct bank_reading *r, bool agrees);

/* The formats: one function each. */
MUST_CHECK status bank_camt_read(struct bank_reading *r);
MUST_CHECK status bank_pain002_read(struct bank_reading *r);
MUST_CHECK status bank_mt940_read(struct bank_reading *r);
MUST_CHECK status bank_ofx_read(struct bank_reading *r);
MUST_CHECK status bank_cnab240_read(struct bank_reading *r);
MUST_CHECK status bank_cnab400_read(struct bank_reading *r);
MUST_CHECK status bank_asobancaria_read(struct bank_reading *r);
MUST_CHECK status bank_nacha_read(struct bank_reading *r);
MUST_CHECK status bank_payroll_read(struct bank_reading *r);

/* The format whose signs the file's beginning bears; NULL: none that is known. */
typedef status bank_reader(struct bank_reading *r);
bank_reader *bank_find_reader(str head);
#endif
