/* Agreeing with a person: an offer, or terms of one's own, become an arrangement.
 *
 * What keeps within the limits of the negotiation begins at once; what passes one waits until
 * somebody else who may (arrangement.approve) has decided.  The same limits hold for promises,
 * which who may approve is free of.  All run in a transaction of the caller, who ends it with
 * policy_commit; op->actor_id is the user. */
#ifndef POLICY_AGREE_H
#define POLICY_AGREE_H
#include "book/arrangement.h"
#include "book/arrangement_party.h"
#include "book/joint_arrangement.h"
#include "book/verify.h"
#include "money/schedule.h"
#include "policy/offers.h"
#include "record/approval.h"

#define AGREE_SUBJECT    ARRANGEMENT_SUBJECT
#define AGREE_PERMISSION "arrangement.approve"
#define AGREE_ASK_HOURS  72 /* in which somebody decides */

struct agreed {
    int64_t id; /* of the case that was named */
    bool is_active;
    int64_t approval_id; /* 0: none was needed */
    unsigned excess;     /* the limits that it passes */
};

/* E_NOT_FOUND: no such offer today; E_CONFLICT: the case has an arrangement. */
MUST_CHECK status agree_offer(struct op *op, struct case_key key, str offer, money can_pay,
                              struct agreed *ret_agreed);
struct agree_wish {
    const struct arrangement_plan_row *rows;
    size_t count;
    const int64_t *debts; /* obligations; NULL: all that are past due */
    size_t debt_count;
    str reason; /* for whoever decides, where a limit is passed */
    /* Further cases of the debtor that it takes in, all that is past due of each: then the limits
     * are the tightest of its cases, on their sum, and one approval is asked for all. */
    const int64_t *with;
    size_t with_count;
};
/* E_INVALID: rows that cannot be, a debt that has nothing past due, no reason, nobody who asks; a
 * case of another debtor or currency, one that is named twice or has nothing past due, chosen debts
 * in several cases. */
MUST_CHECK status agree_terms(struct op *op, struct case_key key, const struct agree_wish *wish,
                              struct agreed *ret_agreed);

/* All that is open becomes so many instalments, a month after each other. */
struct agree_reage {
    day first_on;
    int count;
    const int64_t *debts; /* NULL: all of the case */
    size_t debt_count;
    str reason;
};
/* What is open of one debt, but for interest to come, becomes a new schedule, monthly. */
struct agree_reamortise {
    int64_t obligation_id;
    day first_on;
    int count;
    enum schedule_kind schedule; /* french, german or american */
    int64_t rate;                /* a year's, in parts per million, by actual days of 365 */
    str reason;
};
/* Always waits for approval.  E_INVALID: as agree_terms; no principal is open; another schedule.
 * E_REFUSED: the rate is above what the law lets the debt bear today. */
MUST_CHECK status agree_reamortise(struct op *op, struct case_key key,
                                   const struct agree_reamortise *wish, struct agreed *ret_agreed);

#define AGREE_RESTRUCTURES 16U /* of `excess`, beside money/offer.h: somebody always decides */
/* Always waits for approval.  E_INVALID: as agree_terms; nothing is open. */
MUST_CHECK status agree_reage(struct op *op, struct case_key key, const struct agree_reage *wish,
                              struct agreed *ret_agreed);
/* What was decided of an approval whose subject is an arrangement; others are left alone. */
MUST_CHECK status agree_apply(struct op *op, const struct approval *approval, bool is_approved,
                              str reason);

/* obligation_id: the debt that the promise is for; 0: the whole case.  E_REFUSED: the promise
 * passes a limit, which the text names, and the user may not. */
MUST_CHECK status agree_check_promise(struct op *op, struct case_key key, int64_t obligation_id,
                                      day due_on, money amount);

/* Part of agree_terms, where the wish names further cases. */
MUST_CHECK status agree_jointly(struct op *op, struct case_key key, const struct agree_wish *wish,
                                struct agreed *ret_agreed);
/* What each case has of it, one object each. */
void joint_write_parts(struct op *op, struct json_writer *w, const struct joint_arrangement *joint);
/* The agreement over several cases that an arrangement is of, as "joint"; null where it is of none.
 * Where cases of it are covered, neither their parts are told nor what they could be told from. */
MUST_CHECK status joint_write(struct op *op, struct json_writer *w,
                              const struct arrangement *arrangement,
                              const struct shield_cover *cover);

/* One object, as the API and --json show it, with the debts that it takes in and who joined it. */
MUST_CHECK status arrangement_write(struct op *op, struct json_writer *w,
                                    const struct arrangement *arrangement,
                                    const struct shield_cover *cover);
void arrangement_write_rows(struct json_writer *w, const struct arrangement_plan_row *rows,
                            size_t count);
/* The limits that it passes, as words: "discount", "payments", "first", "days". */
void arrangement_write_excess(struct json_writer *w, unsigned excess);
#endif
