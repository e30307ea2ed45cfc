/* What a report may group claims by: a known field, or an attribute that came with an import.
 *
 * An attribute of the store hides the known field of the same name: whoever brought the column
 * means that column.  Segment and stage are what the case carries now, whatever day is asked. */
#ifndef INSIGHT_DIMENSION_H
#define INSIGHT_DIMENSION_H
#include "base/op.h"
#include "base/str.h"

struct db_rows;

enum dimension_form {
    DIMENSION_NONE,
    DIMENSION_TEXT,
    DIMENSION_INTEGER,
    DIMENSION_DECIMAL, /* in millionths */
    DIMENSION_DATE,
    DIMENSION_BOOLEAN,
    DIMENSION_CURRENCY
};

struct dimension {
    const char *name;         /* as asked: the name of the column of keys */
    const char *branch;       /* of the query of claims */
    int64_t attribute_id;     /* 0: a known field */
    enum dimension_form form; /* how its number reads as text */
};

extern const struct dimension dimension_none; /* every key is the empty text */

/* An empty name is dimension_none.  E_INVALID: neither a field nor an attribute; the text lists
 * what there is. */
MUST_CHECK status dimension_find(struct op *op, str name, struct dimension *ret_dimension);

/* Only what has a value in a field or an attribute. */
struct dimension_filter {
    struct dimension dimension; /* dimension_none: everything */
    str text;                   /* the value as written */
    int64_t number; /* the value of an attribute that is no text; of a currency, packed */
};
/* "sucursal=León Centro", "score=0.5", "vip=true"; empty: everything.  E_INVALID: no "=", an
 * unknown name, or a value that the attribute cannot have. */
MUST_CHECK status dimension_filter_find(struct op *op, str text,
                                        struct dimension_filter *ret_filter);
/* The columns are those of dimension_key. */
bool dimension_filter_passes(const struct dimension_filter *filter, const struct db_rows *rows,
                             int text_column, int number_column, int currency_column);

#define DIMENSION_KEY_SIZE 32
/* The key of a row as a text, borrowed from the row or from out; "(none)" where there is none. */
str dimension_key(const struct dimension *dimension, const struct db_rows *rows, int text_column,
                  int number_column, int currency_column, char out[DIMENSION_KEY_SIZE]);
#endif
