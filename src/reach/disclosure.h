/* Which messages speak of a debt, and where that must not reach somebody else.
 *
 * policies/templates/disclosure.json declares for each template whether it discloses, and which
 * other template says no more than "please call" in its place; and for the countries whose law lets
 * nobody else learn of a debt, the rule that says so.  There a disclosing template goes only to a
 * point that is known to be the person's; to another goes its limited variant, or nothing. */
#ifndef REACH_DISCLOSURE_H
#define REACH_DISCLOSURE_H
#include "base/op.h"
#include "base/words.h"
#include "comply/pack.h"

struct disclosure {
    str template;     /* to send: the one asked for, or its limited variant; empty: nothing */
    bool is_limited;  /* the variant */
    const char *rule; /* that wants it so; NULL: nothing does */
};

/* E_INVALID: the declarations are no JSON, or lack the template. */
MUST_CHECK status disclosure_settle(struct op *op, const struct pack *pack, str template,
                                    enum point_state state, day on,
                                    struct disclosure *ret_disclosure);
#endif
