/* When: the moments of one day that the strategy allows itself, against those of the law. */
#include "prove/timing.h"

static void note_refusal(struct timing *timing, const struct model *model, instant at,
                         const struct gate_verdict *verdict)
{
    timing->is_lawful = false;
    timing->rule_id = verdict->rule_id;
    timing->citation = verdict->citation;
    timing->reason = verdict->reason;
    timing->second = zone_to_local(model->zone, at).second;
}

/* Every moment that the limits allow on the day must be one that the law allows.  The gate says
 * until when an answer holds, so only the ends of spans are asked about. */
void timing_compare(const struct model *model, struct gate_request *request, day d,
                    struct timing *timing)
{
    const instant end_of_day = zone_to_instant(model->zone, d + 1, 0, ZONE_LAST);
    struct gate_verdict wanted;
    struct gate_verdict lawful;
    instant at = INSTANT_NONE;
    timing->is_lawful = true;
    request->at = INSTANT_NONE;
    while (gate_plan_day(model->limits, request, d, &at, &wanted)) {
        const instant end =
            wanted.until == INSTANT_NONE || wanted.until > end_of_day ? end_of_day : wanted.until;
        if (!timing->is_wanted)
            timing->second = zone_to_local(model->zone, at).second;
        timing->is_wanted = true;
        while (at < end) {
            request->at = at;
            gate_check(model->law, request, &lawful);
            if (lawful.state == GATE_REFUSED) {
                note_refusal(timing, model, at, &lawful);
                return;
            }
            at = lawful.until == INSTANT_NONE || lawful.until > end ? end : lawful.until;
        }
        if (end >= end_of_day)
            return;
        request->at = end;
    }
}
