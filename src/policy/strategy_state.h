/* How a version of a strategy comes to decide: draft, tested, approved by a second person, active
 * from a day on, retired.
 *
 * A version's files never change, so what was tested and proved stays so.  An edit names the
 * version that it was made from; when that is no longer the newest, it is refused and nothing is
 * lost: both texts are there.  Every state is a row of strategy_step, which is evidence.  All that
 * writes runs in a transaction of the caller; op->actor_id is who does it. */
#ifndef POLICY_STRATEGY_STATE_H
#define POLICY_STRATEGY_STATE_H
#include "policy/strategy.h"
#include "record/approval.h"

#define STRATEGY_SUBJECT    "strategy"         /* of its approval */
#define STRATEGY_PERMISSION "strategy.approve" /* which deciding needs */
#define STRATEGY_ASK_DAYS   14                 /* in which somebody decides */
#define STRATEGY_NAME_MAX   40
#define STRATEGY_NOTE_MAX   2000

struct strategy_row {
    int64_t id;
    str name;
    int64_t version;
    str state;        /* draft | tested | approved | active | retired */
    day active_from;  /* of one that decides, did or will; else DAY_NONE */
    day active_until; /* first day on which it no longer does; DAY_NONE: open */
    instant created_at;
    int64_t created_by; /* 0: it came with the program, or from the machine's account */
    str created_login;
    int64_t based_on; /* 0: on none */
};

struct strategy_step {
    instant at;
    day business_date;
    str state;
    day active_from;
    int64_t actor_id;
    str login;
    str note;
    str document_hash; /* of the report of tests, or of the proofs; may be empty */
};

/* Version 0: the newest.  E_NOT_FOUND: no such strategy in the store. */
MUST_CHECK status strategy_find(struct op *op, str name, int64_t version,
                                struct strategy_row *ret_row);
MUST_CHECK status strategy_get(struct op *op, int64_t id, struct strategy_row *ret_row);
/* Newest first, at most LIMIT_PAGE_ROWS. */
MUST_CHECK status strategy_list(struct op *op, struct strategy_row **ret_rows, size_t *ret_count);
/* What happened to one, in order. */
MUST_CHECK status strategy_steps(struct op *op, int64_t id, struct strategy_step **ret_steps,
                                 size_t *ret_count);

/* Stores a draft.  based_on is the version of the name that was edited, 0 for a new name; the
 * version before, when it was a draft too, is retired.  E_CONFLICT: a newer version is there, with
 * who made it and when.  E_INVALID: the name. */
MUST_CHECK status strategy_draft(struct op *op, str name, int64_t based_on,
                                 const struct strategy_source *source, str note,
                                 struct strategy_row *ret_row);
/* Its examples passed: report says how.  Testing twice is testing once. */
MUST_CHECK status strategy_tested(struct op *op, int64_t id, str report);
/* Asks for the second look.  E_CONFLICT: it is not tested, or asked for already. */
MUST_CHECK status strategy_submit(struct op *op, int64_t id, str reason, int64_t *ret_approval_id);
/* Decides any approval (approval_decide), and applies it when it is one of a strategy or of an
 * override.  E_DENIED also: who made the version does not approve it. */
MUST_CHECK status strategy_decide(struct op *op, int64_t approval_id, bool is_approved, str reason,
                                  struct approval *ret_approval);
/* Whether it may from that day on, asked before hours of proof: fails as strategy_activate. */
MUST_CHECK status strategy_may_activate(struct op *op, int64_t id, day from);
/* Makes an approved version the one that decides from a day on.  The caller has tested and proved
 * it (prove/enact.h); proofs is kept.  E_CONFLICT: it is not approved, the day is past, or a close
 * is not finished.  E_INVALID: it does not compile for this store. */
MUST_CHECK status strategy_activate(struct op *op, int64_t id, day from, str proofs);
/* Ends one that does not decide yet, or a draft.  E_CONFLICT: it decides, or is over. */
MUST_CHECK status strategy_retire(struct op *op, int64_t id, str note);

/* As --json and the API show one. */
void strategy_row_write(struct json_writer *w, const struct strategy_row *row);
#endif
