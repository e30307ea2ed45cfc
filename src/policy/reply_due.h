/* By when a dispute is to be answered.
 *
 * One source for whoever opens a dispute and whoever reports it: the term of the country where who
 * owes lives, in the unit of its law and on its calendar; where its law has none, our policy's
 * (INT).  What the organisation set (dispute.reply_days) or agreed holds where it is earlier, and
 * never where it is later.  A dispute is a complaint in the words of the laws. */
#ifndef POLICY_REPLY_DUE_H
#define POLICY_REPLY_DUE_H
#include "comply/pack.h"

#define REPLY_SETTING "dispute.reply_days" /* 0: only the term of the law */

struct reply_due {
    day on;
    const char *rule; /* of the pack, or REPLY_SETTING */
};

#define REPLY_HOMES_MAX 64 /* whose packs are kept open; those of others are read each time */

/* Packs of the homes that were asked about. */
struct reply_desk {
    str office_country;
    struct reply_home {
        str country;
        str region;
        const struct pack *pack;
    } homes[REPLY_HOMES_MAX];
    size_t home_count;
};

MUST_CHECK status reply_desk_open(struct op *op, struct reply_desk **ret_desk);
/* A dispute that was opened on a day by somebody who lives there; own: the organisation's day, or
 * DAY_NONE.  country empty: the organisation's.  Reads no store. */
MUST_CHECK status reply_due_find(struct op *op, struct reply_desk *desk, str country, str region,
                                 day opened_on, day own, struct reply_due *ret_due);
/* The day that is stored with a dispute that a debtor opens today. */
MUST_CHECK status reply_due_today(struct op *op, int64_t debtor_id, day *ret_on);
#endif
