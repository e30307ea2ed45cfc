/* What others publish and a law refers to: limits of interest rates (`rate_cap`), and the values of
 * units of account (`index_value`: UF, UVR, UDI, UIT, minimum wages, a dollar).
 *
 * A rate is a year's, in parts per million: 34.56 % is 345600.  The value of a unit is in
 * millionths of its currency: a UF of 39,123.45 pesos is 39123450000.  Rows are never changed: a
 * correction is a further revision, and the highest counts.  The source is part of every row, so
 * that whoever relied on it can be shown it.  Texts are borrowed during the call. */
#ifndef BOOK_PUBLISHED_H
#define BOOK_PUBLISHED_H
#include "base/money.h"
#include "base/op.h"
#include "book/party.h"

enum published_table { PUBLISHED_RATE, PUBLISHED_INDEX };

#define PUBLISHED_NAME_BYTES     60
#define PUBLISHED_RATE_DECIMALS  4 /* of a percentage */
#define PUBLISHED_INDEX_DECIMALS 6
#define PUBLISHED_MILLION        INT64_C(1000000)
#define PUBLISHED_RATE_MOST      (1000 * PUBLISHED_MILLION) /* 100,000 % */

struct published {
    str country;       /* ISO 3166-1 alpha-2 */
    str name;          /* a kind of rate, or a unit; a segment of it stands behind a dot: tmc.x */
    day from_on;       /* the first day on which it holds */
    int revision;      /* from 1; ignored by put */
    int64_t value;     /* above zero */
    currency currency; /* of a unit's value; CURRENCY_NONE of a rate */
    str source;
    instant recorded_at; /* ignored by put */
};

/* Whether a name is well formed: letters, digits and `_`, at most one dot in the middle. */
bool published_is_name(str name);

/* Records a row, in the caller's transaction; the same value, currency and source again change
 * nothing, another one is a correction (BOOK_UPDATED).  E_INVALID: a value of zero or below or
 * beyond what a rate can be, a name that is none, no source. */
MUST_CHECK status published_put(struct op *op, enum published_table table,
                                const struct published *in, enum book_change *ret_change);
/* The last one that began to hold on that day or before; how long it may be relied upon is for the
 * law to say.  Texts are in the op's arena. */
MUST_CHECK status published_find(struct op *op, enum published_table table, str country, str name,
                                 day on, struct published *ret_row, bool *ret_found);

/* A page of rows by country, name and day; empty texts are all.  on DAY_NONE: every row ever
 * recorded, corrected ones too; else those that count on that day. */
struct published_query {
    str country;
    str name;
    day on;
    int64_t skipped;
    int64_t most;
};
MUST_CHECK status published_list(
    struct op *op, enum published_table table, const struct published_query *query,
    status (*take)(struct op *op, const struct published *row, void *context), void *context);

/* "34.56" of a rate, "39123.45" of a unit: plain decimals, without zeros at the end. */
#define PUBLISHED_TEXT_SIZE 32
const char *published_format(enum published_table table, int64_t value,
                             char out[PUBLISHED_TEXT_SIZE]);
#endif
