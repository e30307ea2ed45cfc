/* What a debt is made of, and amounts by what they are made of.
 *
 * The numbers are stored, so the list grows at its end.  Amounts are minor units of one currency.
 * All functions are pure. */
#ifndef MONEY_COMPONENT_H
#define MONEY_COMPONENT_H
#include "base/money.h"

enum component {
    COMPONENT_PRINCIPAL,
    COMPONENT_INTEREST,
    COMPONENT_LATE_INTEREST, /* moratorio, punitorio */
    COMPONENT_FEE,
    COMPONENT_TAX,
    COMPONENT_COST, /* what collecting cost and the law lets us recover */
    COMPONENT_COUNT
};
/* "principal", "interest", "late_interest", "fee", "tax", "cost"; never NULL. */
const char *component_name(enum component component);
MUST_CHECK bool component_parse(str text, enum component *ret_component);

/* "principal, fee" as 1 << component each; false: a name that is none, or no name. */
MUST_CHECK bool component_set_parse(str text, unsigned *ret_set);
/* Their names, a comma and a blank between them. */
#define COMPONENT_SET_TEXT 64
const char *component_set_format(unsigned set, char out[COMPONENT_SET_TEXT]);

struct parts {
    int64_t of[COMPONENT_COUNT];
};
/* False: the sum leaves the range; the result is then untouched. */
MUST_CHECK bool parts_total(const struct parts *parts, int64_t *ret_total);
#endif
