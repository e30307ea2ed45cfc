/* May this be charged?  Fees and rates of interest against the figures of a pack.
 *
 * Everything that a law refers to and others publish (a reference rate, the value of a unit) is
 * given by who asks; what is missing makes the answer unknown, never allowed.  Rates are a year's,
 * in parts per million; amounts are minor units.  Pure; `policy/charge.h` asks with the values
 * that the store holds. */
#ifndef COMPLY_CHARGE_H
#define COMPLY_CHARGE_H
#include "comply/terms.h"

enum charge_verdict {
    CHARGE_NO_CAP, /* the law sets no figure; that is no permission: a court may still say no */
    CHARGE_ALLOWED,
    CHARGE_UNKNOWN, /* a value is missing: nobody may charge by this rule */
    CHARGE_REFUSED  /* more than the most */
};
/* "no_cap", "allowed", "unknown", "refused". */
const char *charge_verdict_name(enum charge_verdict verdict);
/* Of two, the one that stops more. */
enum charge_verdict charge_worse(enum charge_verdict a, enum charge_verdict b);

/* What holds before any rule has spoken: no cap, or unknown where there is no pack of the country,
 * for then nobody has read its law. */
enum charge_verdict charge_begin(const struct pack *pack, str country);
/* Whether a rule binds on a day, by its status and its days. */
bool charge_binds(const struct pack_rule *rule, day on);

#define CHARGE_NOT_SAID (-1) /* only the most is asked for */

struct charge_fee {
    int64_t overdue; /* the base */
    int days_late;
    bool is_notice_given;
    int64_t fee;        /* or CHARGE_NOT_SAID: then allowed means that a most is known */
    int64_t unit_value; /* one unit in millionths of a minor unit; 0: not known */
};

/* rule has a fee.  *ret_most is 0 where the verdict is unknown. */
enum charge_verdict charge_judge_fee(const struct pack_rule *rule, const struct charge_fee *asked,
                                     int64_t *ret_most);
/* rate may be CHARGE_NOT_SAID; reference is 0 where it is not known, and is ignored where the law
 * fixes the figure. */
enum charge_verdict charge_judge_rate(const struct rate_limit *limit, int64_t reference,
                                      int64_t rate, int64_t *ret_most);
#endif
