/* What the store holds of a person, table by table: its class, and what the person is told of it.
 *
 * A class is what goes together when data are erased:
 *   contact   how to reach her: goes first
 *   identity  who she is: her name, her numbers, what an import said of her
 *   evidence  what was done and said: stays as long as somebody may ask whether it was lawful
 *   book      who owed and paid what: stays as long as accounts must be kept
 *   system    figures that follow from the others, without a text about her */
#ifndef PRIVACY_TABLES_H
#define PRIVACY_TABLES_H
#include "store/table.h"

enum privacy_class {
    PRIVACY_CONTACT,
    PRIVACY_IDENTITY,
    PRIVACY_EVIDENCE,
    PRIVACY_BOOK,
    PRIVACY_SYSTEM,
    PRIVACY_CLASS_COUNT
};
const char *privacy_class_name(enum privacy_class class);
/* Spanish and English, by enum language. */
struct privacy_about {
    const char *title[2];
    const char *purpose[2];
    const char *source[2];
    const char *recipients[2];
};
const struct privacy_about *privacy_class_about(enum privacy_class class);

struct privacy_table {
    const char *name;
    enum privacy_class class;
    const char *title[2];
};
/* NULL: a table that nobody has put into a class. */
const struct privacy_table *privacy_table_find(const char *name);
#endif
