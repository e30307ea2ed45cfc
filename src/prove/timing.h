/* When somebody may be contacted: the moments of one day that the limits allow, against those of
 * the law.  For the room alone. */
#ifndef PROVE_TIMING_H
#define PROVE_TIMING_H
#include "prove/model.h"

/* What a channel and purpose may do on a day, as far as time decides. */
struct timing {
    bool is_wanted; /* the limits allow it today */
    bool is_lawful;
    const char *rule_id;
    const char *citation;
    const char *reason;
    int32_t second; /* of the first moment that the limits allow, or that the law does not */
};
/* Fills it for the counts that the request carries; it changes request->at. */
void timing_compare(const struct model *model, struct gate_request *request, day d,
                    struct timing *timing);
#endif
