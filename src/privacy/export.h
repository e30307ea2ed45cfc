/* All that is held of a person, in a form that a machine and a person can read: every row of every
 * table that knows her, values opened, with why it is kept, where it came from, who gets it and
 * until when it stays. */
#ifndef PRIVACY_EXPORT_H
#define PRIVACY_EXPORT_H
#include "privacy/person.h"
#include "privacy/tables.h"

#define EXPORT_BYTES_MAX ((size_t)64 << 20) /* a person with thousands of letters */

enum export_form { EXPORT_NULL, EXPORT_NUMBER, EXPORT_BOOL, EXPORT_TEXT };

struct export_cell {
    enum export_form form;
    int64_t number;
    str text;
};

struct export_section {
    const struct privacy_table *table;
    const char **columns;
    size_t column_count;
    struct export_cell *cells; /* row after row */
    size_t row_count;
};

/* A letter that was sent, or the paper of a debt. */
struct export_document {
    str hash, name, media_type;
    str text; /* empty: no text, given out by itself */
    instant created_at;
};

struct export
{
    struct person person;
    str organisation;
    instant made_at;
    struct person_keep keep;
    str *creditors; /* who gets what concerns their debts */
    size_t creditor_count;
    struct export_section *sections;
    size_t section_count;
    struct export_document *documents;
    size_t document_count;
};

/* In a transaction.  What the values show is noted (record/access.h) by the caller.  E_LIMIT: more
 * than EXPORT_BYTES_MAX.  Lives in the op's arena. */
MUST_CHECK status export_collect(struct op *op, const struct person *person,
                                 struct export *ret_export);
MUST_CHECK status export_write_json(struct op *op, const struct export *export, str *ret_json);
/* A page for people in one language, without anything from elsewhere. */
MUST_CHECK status export_write_page(struct op *op, const struct export *export,
                                    enum language language, str *ret_html);
#endif
