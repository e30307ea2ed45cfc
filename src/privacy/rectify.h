/* Rectification: a value is put right; what it said before is kept sealed with the person, says who
 * changed it and why, and goes with her. */
#ifndef PRIVACY_RECTIFY_H
#define PRIVACY_RECTIFY_H
#include "privacy/person.h"

struct rectification {
    str field;        /* name | document | email | phone | address */
    str value;        /* what is right */
    int64_t point_id; /* of a contact point that is wrong; 0: the value is added */
    str reason;
    int64_t request_id; /* 0: nobody asked */
};

/* In a transaction of the caller that ends with policy_commit.  A wrong contact point becomes
 * inactive and the right one is added.  E_INVALID: an unknown field, no value, no reason.
 * E_NOT_FOUND: no such point.  E_CONFLICT: the person was erased. */
MUST_CHECK status rectify(struct op *op, const struct person *person,
                          const struct rectification *change);
/* Opposition: no contact by a channel ("all") for a purpose from today on, in the ledger of
 * consents. */
MUST_CHECK status oppose(struct op *op, const struct person *person, str channel, str purpose,
                         str reason, int64_t request_id);
#endif
