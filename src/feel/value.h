/* Values of FEEL, as expressions have them.
 *
 * What an operation cannot say is null, never a failure: only what cannot be read is refused, when
 * an expression is parsed.  Values are immutable and live in an arena. */
#ifndef FEEL_VALUE_H
#define FEEL_VALUE_H
#include "base/day.h"
#include "base/decimal.h"
#include "base/op.h"

enum feel_value_kind {
    FEEL_VALUE_NULL,
    FEEL_VALUE_BOOLEAN,
    FEEL_VALUE_NUMBER,
    FEEL_VALUE_STRING,
    FEEL_VALUE_DATE,      /* count: day */
    FEEL_VALUE_TIME,      /* count: seconds of the day */
    FEEL_VALUE_DATE_TIME, /* count: seconds since 1970-01-01, on some wall clock */
    FEEL_VALUE_MONTHS,    /* count: a years and months duration */
    FEEL_VALUE_SECONDS,   /* count: a days and time duration */
    FEEL_VALUE_LIST,
    FEEL_VALUE_CONTEXT,
    FEEL_VALUE_RANGE,
    FEEL_VALUE_FUNCTION,
};

struct feel_node;
struct feel_scope;
struct feel_value;

/* A function of whoever evaluates: item_count arguments, in the order of names. */
typedef struct feel_value feel_native(struct op *op, const void *self,
                                      const struct feel_value *arguments);

struct feel_value {
    enum feel_value_kind kind;
    bool boolean;
    bool is_utc; /* of a time or a day with one: written with Z; does not meet one without */
    int64_t count;
    decimal number;
    str string;
    const struct feel_value *items; /* of a list; of a context the values; of a range both ends */
    const str *names;               /* of a context; of a function the parameters */
    size_t item_count;
    bool is_low_open, is_high_open; /* of a range */
    const struct feel_node *body;   /* of a function; NULL: it is native */
    const struct feel_scope *scope; /* where the function was made */
    feel_native *native;
    const void *self; /* of a native function */
};

static inline struct feel_value feel_null(void)
{
    return (struct feel_value){.kind = FEEL_VALUE_NULL};
}
struct feel_value feel_boolean(bool value);
struct feel_value feel_number_of(decimal value);
struct feel_value feel_string_of(str text);
struct feel_value feel_list_of(const struct feel_value *items, size_t count);
/* The member of that name; null: none. */
struct feel_value feel_member(struct feel_value context, str name);
bool feel_is_true(struct feel_value value);

enum feel_order { FEEL_NO_ORDER = -2, FEEL_BELOW = -1, FEEL_SAME = 0, FEEL_ABOVE = 1 };
/* Of numbers, texts, days, times and durations of one kind; FEEL_NO_ORDER otherwise. */
enum feel_order feel_compare(struct feel_value a, struct feel_value b);
/* true, false or null: null equals null only, values of two kinds are neither equal nor not. */
struct feel_value feel_equal(struct feel_value a, struct feel_value b);
/* Whether a range holds the value: true, false or null. */
struct feel_value feel_range_holds(struct feel_value range, struct feel_value value);
/* 2026-01-31, 10:30:00, 2026-01-31T10:30:00, P1Y2M, P1DT2H, as date(…) and its like take them.
 * False: none of them, or with a zone other than Z, or a fraction, which this reader does not have.
 */
MUST_CHECK bool feel_temporal_parse(str text, enum feel_value_kind kind,
                                    struct feel_value *ret_value);
/* As string(…) gives it, and as people read it. */
str feel_value_text(struct arena *arena, struct feel_value value);
#endif
