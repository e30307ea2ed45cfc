/* The ledger of a case (libro): its claims and its money as the events of one debt, to be replayed.
 *
 * Claims and payments of the store are told to money/ledger.h in an order that no id decides, so
 * that two stores with the same book have the same ledger.  Amounts are minor units of the case's
 * currency.  Reads only; memory is the op's. */
#ifndef BOOK_CASE_LEDGER_H
#define BOOK_CASE_LEDGER_H
#include "base/money.h"
#include "book/arrangement_store.h"
#include "money/plan.h"

struct case_claim {
    int64_t id;
    int64_t obligation_id;
    int64_t number; /* in the ledger: ledger_line.claim; 0: of a plan that does not count */
    int64_t debt;   /* in the ledger */
    day issued_on;
    day due_on;
    money amount;
    money paid;
    day settled_on;
    bool is_open;
    bool is_superseded;
    bool is_as_stored;  /* amount and state are those of its row */
    int64_t return_id;  /* the return that opened it; 0: it was told, or charged */
    bool is_made;       /* by a plan: nobody tells it, it is what was moved */
    struct parts parts; /* as told, before anything moved */
    bool has_entries;
    bool is_charge;
    str source, external_id;
    day month_on; /* of what we charge (book/interest_claim.h): the first day of its month;
                     DAY_NONE: of no such */
    enum component charged; /* as what, then */
    bool is_written_off;    /* with its debt */
    size_t made_by;         /* the plan that made it, from 1; 0: none that counts */
    int row;                /* of that */
};

/* A plan that counts: it is active, or was kept. */
struct case_plan {
    struct arrangement arrangement;
    int64_t event_id;
    int64_t claims;     /* the number from which on its own claims are counted */
    int64_t *stand_ids; /* the claims that it stands for, which others may stand for in part, too */
    int64_t *stands;    /* their numbers */
    size_t stand_count;
};

/* A debt that was written off. */
struct case_loss {
    int64_t id; /* what was booked before it is lost */
    int64_t obligation_id;
    day on;
};

struct case_money {
    int64_t id;
    day value_on;
    money amount;
    money unapplied;
    int64_t claim_id; /* which it names; 0: none */
    int64_t returns_id;
    bool is_money;    /* it stands, or was returned on a day of its own */
    bool is_return;   /* of money that is_money */
    bool is_returned; /* nothing of it can be left */
    int64_t event_id; /* in the ledger; 0: it was reversed, or reverses */
};

struct case_ledger {
    struct case_key key;
    struct case_claim *claims;
    size_t claim_count, claim_capacity;
    struct case_money *money;
    size_t money_count;
    int64_t *debts; /* obligations; debt d of the ledger is debts[d - 1] */
    size_t debt_count;
    struct case_plan *plans; /* by the day on which they began */
    size_t plan_count;
    struct case_loss *losses;
    size_t loss_count;
    struct ledger_event *events;
    size_t event_count;
    struct ledger_rules rules;
};

/* E_NOT_FOUND: no such case.  E_LIMIT: more events than LEDGER_EVENTS_MAX.  E_INTERNAL: a return of
 * nothing. */
MUST_CHECK status case_ledger_load(struct op *op, struct case_key key,
                                   struct case_ledger *ret_ledger);
/* Tells claims and money anew, after a claim was added or its parts changed; numbers are others. */
MUST_CHECK status case_ledger_tell(struct op *op, struct case_ledger *of);
/* Adds a claim that is not in the book, where its days and its name put it; to be told next. Claims
 * lie elsewhere afterwards. */
void case_ledger_add(struct op *op, struct case_ledger *of, const struct case_claim *claim);
/* As of the end of a day. */
MUST_CHECK status case_ledger_replay(struct op *op, const struct case_ledger *of, day as_of,
                                     struct ledger *ret_ledger);
/* The claim of a line; NULL: of a return that has none yet. */
struct case_claim *case_ledger_claim(const struct case_ledger *of, int64_t number);
/* The money of an event; NULL: none. */
struct case_money *case_ledger_money(const struct case_ledger *of, int64_t event_id);
/* The plan that made a line; NULL: none. */
const struct case_plan *case_ledger_plan(const struct case_ledger *of,
                                         const struct ledger_line *line);
/* The number of its row in its plan. */
int case_ledger_row(const struct case_ledger *of, const struct case_plan *plan,
                    const struct ledger_line *line);

/* case_plan.c, called by case_ledger_load.  Before claims have numbers: which plans count, what
 * sources told of the claims for which they stand, and which debts are written off. */
MUST_CHECK status case_plans_load(struct op *op, struct case_ledger *ledger);
/* And after: their events. */
void case_plans_tell(struct op *op, struct case_ledger *ledger, int64_t first_number,
                     size_t *capacity);
/* And of losses, last. */
void case_losses_tell(struct op *op, struct case_ledger *ledger, size_t *capacity);
struct ledger_event *case_ledger_add_event(struct op *op, struct case_ledger *ledger,
                                           size_t *capacity);
#endif
