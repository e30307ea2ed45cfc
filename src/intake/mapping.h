/* A mapping: what the columns of a file mean, as a JSON file that people write and keep.
 *
 * docs/manual/{es,en} describes the format.  Everything in it is optional; what it does not say is
 * found out from the names of the columns (intake/plan.h) or from the values (intake/guess.h).
 * Errors name the file, the place in it ($.columns.DueDate.date) and what is allowed there.  A
 * mapping is immutable once read and lives in the op's arena. */
#ifndef INTAKE_MAPPING_H
#define INTAKE_MAPPING_H
#include "base/crypto.h"
#include "intake/csv.h"
#include "intake/field.h"
#include "intake/value.h"

#define MAPPING_FIELDS_MAX 4 /* fields that one column may fill */

enum attribute_type {
    ATTRIBUTE_INFER, /* from the values of the whole file */
    ATTRIBUTE_TEXT,
    ATTRIBUTE_INTEGER,
    ATTRIBUTE_DECIMAL,
    ATTRIBUTE_DATE,
    ATTRIBUTE_BOOLEAN,
    ATTRIBUTE_TYPE_COUNT
};
const char *attribute_type_name(enum attribute_type type);
MUST_CHECK bool attribute_type_parse(str text, enum attribute_type *ret_type);

/* A value of the file and the word that it stands for. */
struct mapping_translation {
    str from;
    str to;
};

struct mapping_column {
    str column;
    const char *path; /* in the mapping file, for messages */
    enum field fields[MAPPING_FIELDS_MAX];
    int field_count;
    const struct value_formats *formats;
    const struct mapping_translation *translations;
    int translation_count;
    str fallback; /* the value of an empty cell; size 0: none */
};

struct mapping_constant {
    enum field field;
    str value;
    const char *path;
};

/* One of the things that each row holds side by side, such as the months of a statement: the
 * columns and constants that are its own.  All parts fill the same fields. */
struct mapping_part {
    const struct mapping_column *columns;
    int column_count;
    const struct mapping_constant *constants;
    int constant_count;
    const char *path;
};

struct mapping_attribute {
    str column;
    const char *path;
    str name;  /* how strategies, filters and screens call it */
    str label; /* size 0: the column's own name */
    enum attribute_type type;
    const struct value_formats *formats;
    str fallback; /* the value of an empty cell; size 0: none */
};

enum mapping_others { OTHERS_ATTRIBUTES, OTHERS_IGNORE, OTHERS_REFUSE };

/* Only rows whose column has (or has not) one of the values are taken. */
struct mapping_filter {
    str column; /* size 0: no filter */
    struct value_words values;
    bool is_exclusion;
};

struct mapping {
    const char *name; /* of the file, for messages; "" for the one that says nothing */
    enum intake_kind kind;
    str source;    /* which system the external ids belong to */
    str refers_to; /* and those of the things that rows refer to; the same unless said */
    struct csv_options file;
    struct value_formats formats;
    const struct mapping_column *columns;
    int column_count;
    const struct mapping_constant *constants; /* the same for every row */
    int constant_count;
    const struct mapping_constant *defaults; /* where a row has no value */
    int default_count;
    const struct mapping_part *parts; /* none: a row is one thing */
    int part_count;
    bool makes_parties;     /* obligations: a party that is not there yet is made */
    bool refuses_documents; /* a row whose identity number breaks the rule of its kind */
    struct value_words key; /* columns that together are the row's external id; none: a field is */
    struct value_words ignored;
    const struct mapping_attribute *attributes;
    int attribute_count;
    enum mapping_others others;
    struct mapping_filter filter;
    uint8_t digest[CRYPTO_DIGEST_BYTES]; /* of the text */
};

/* The mapping that says nothing. */
struct mapping mapping_none(enum intake_kind kind);
/* E_INVALID: not a mapping. */
MUST_CHECK status mapping_parse(struct op *op, const char *name, str text,
                                struct mapping *ret_mapping);
/* As parse; E_NOT_FOUND, E_IO: the file; E_LIMIT: over LIMIT_BODY_BYTES. */
MUST_CHECK status mapping_load(struct op *op, const char *path, struct mapping *ret_mapping);
#endif
