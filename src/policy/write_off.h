/* Writing off a debt: one person asks, another who may (debt.write_off) decides.
 *
 * All run in a transaction of the caller, who ends it with policy_commit; op->actor_id is the
 * user. */
#ifndef POLICY_WRITE_OFF_H
#define POLICY_WRITE_OFF_H
#include "base/json.h"
#include "book/charge_off.h"
#include "record/approval.h"

#define WRITE_OFF_SUBJECT    "write_off"
#define WRITE_OFF_PERMISSION "debt.write_off"
#define WRITE_OFF_ASK_HOURS  72 /* in which somebody decides */

/* A wish that nobody decided in time counts as refused.  Failures as write_off_ask has them. */
MUST_CHECK status write_off_request(struct op *op, struct case_key key, int64_t obligation_id,
                                    str reason, int64_t *ret_approval_id);
/* What was decided of an approval whose subject is a write-off; others are left alone. */
MUST_CHECK status write_off_decide(struct op *op, const struct approval *approval, bool is_approved,
                                   str reason);

/* One object, as the API and --json show it. */
void debt_standing_write(struct json_writer *w, const struct debt_standing *debt);
#endif
