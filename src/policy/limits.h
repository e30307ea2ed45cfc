/* The limits that a strategy sets itself: when and how often it contacts, over which channels and
 * whom never, by country, under "limits" in strategy.json.
 *
 * They are rules in the form of a country pack (policies/packs/README.md), laid beneath the law:
 * the gate asks both at once, they narrow and never widen.  "*" holds for every country, a
 * country's own are added to those.  What every limit has in common (basis, status, confidence,
 * citation) may be left out. */
#ifndef POLICY_LIMITS_H
#define POLICY_LIMITS_H
#include "base/op.h"

/* The limits for a country as the text of a pack's layer, in the op's arena; empty: there are none.
 * settings is strategy.json.  E_INVALID: it is no JSON, or the limits are not lists of rules. */
MUST_CHECK status limits_of(struct op *op, str settings, str country, str *ret_layer);
#endif
