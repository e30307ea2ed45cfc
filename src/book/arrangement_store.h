/* Arrangements as rows: what was agreed, its state, and the claims that it stands for.  What they
 * mean, and what changes them, is in book/arrangement.h; only its files write.
 *
 * Amounts are minor units of the case's currency. */
#ifndef BOOK_ARRANGEMENT_STORE_H
#define BOOK_ARRANGEMENT_STORE_H
#include "base/money.h"
#include "book/touch.h"
#include "store/db.h"

#define ARRANGEMENT_ROWS_MAX 60

struct arrangement_plan_row {
    day due_on;
    int64_t amount;
};

struct arrangement {
    int64_t id;
    struct case_key key;
    str kind;
    day made_on;
    int64_t owed, total, discount;
    int missed, grace_days;
    unsigned excess;
    struct arrangement_plan_row *rows;
    size_t row_count;
    int64_t *interests; /* of each row's amount, what a new schedule bears */
    int64_t interest;   /* their sum; owed = total - interest + discount */
    int64_t *debts;     /* obligations that were chosen; none: all of the case */
    size_t debt_count;
    str state;
    instant active_at; /* INSTANT_NONE: it never was */
    day began_on;    /* from the beginning of this day on the plan counts; DAY_NONE: it never did */
    day counts_from; /* rows are in time for grace_days from this day on */
    day check_on;    /* of an active one */
    day ended_on;
    int64_t user_id;
    int64_t joint_id; /* of the agreement over several cases; 0: it is of this case alone */
};

/* An agreement: the arrangement of a case, or one in each of several cases of a debtor, in the
 * order of the cases' ids.  They have one state. */
struct agreement {
    struct arrangement *parts;
    size_t count;
};

/* A restructuring: it takes in what is not due yet, too, and is no promise that breaks. */
bool arrangement_restructures(const struct arrangement *arrangement);
bool arrangement_reamortises(const struct arrangement *arrangement);
#define ARRANGEMENT_REAGE      "reage"
#define ARRANGEMENT_REAMORTISE "reamortise"

/* E_NOT_FOUND */
MUST_CHECK status arrangement_get(struct op *op, int64_t debtor_id, int64_t id,
                                  struct arrangement *ret_arrangement);
MUST_CHECK status arrangement_owner(struct op *op, int64_t id, struct case_key *ret_key);
/* The agreement that an arrangement is of.  _take: under the locks of its cases.  E_NOT_FOUND; of
 * _take E_BUSY, too. */
MUST_CHECK status agreement_get(struct op *op, int64_t debtor_id, int64_t id,
                                struct agreement *ret_agreement);
MUST_CHECK status agreement_take(struct op *op, int64_t debtor_id, int64_t id,
                                 struct agreement *ret_agreement);
/* Of a case, the latest first. */
MUST_CHECK status arrangement_list(struct op *op, struct case_key key,
                                   struct arrangement **ret_list, size_t *ret_count);

enum arranged_role { ARRANGED_SUPERSEDED, ARRANGED_ROW, ARRANGED_DISCOUNT };

/* A claim that an arrangement superseded or made. */
struct arranged_claim {
    int64_t id;
    enum arranged_role role;
    int number;          /* of the row */
    int64_t amount;      /* without the arrangement; of its own claims: as agreed */
    int64_t paid_before; /* when it began */
    int64_t obligation_id;
    day due_on;
    int64_t amount_now, paid_now;
    bool is_open;
    bool is_told; /* by a source, which may have said something else meanwhile */
};

MUST_CHECK status arranged_load(struct op *op, int64_t debtor_id, int64_t arrangement_id,
                                struct arranged_claim **ret_claims, size_t *ret_count);
/* A claim for money that went back while an arrangement ran and is owed beside its rows: one for
 * each debt that the money had met. */
struct arranged_return {
    day due_on;
    int64_t payment_id; /* the return; one that came before it was noted: 0 */
    int64_t open;
};
/* By day, those of one return together. */
MUST_CHECK status arranged_returns(struct op *op, const struct arrangement *arrangement,
                                   struct arranged_return **ret_returns, size_t *ret_count);
/* One debt in an arrangement; owed = agreed + discount. */
struct arranged_debt {
    int64_t obligation_id;
    str external_id, product;
    int64_t agreed, discount;
};
/* Of one that was in force: the debts whose claims it replaced.  None of one that never was. */
MUST_CHECK status arranged_debts(struct op *op, const struct arrangement *arrangement,
                                 struct arranged_debt **ret_debts, size_t *ret_count);
MUST_CHECK status arranged_note(struct op *op, int64_t debtor_id, int64_t arrangement_id,
                                const struct arranged_claim *claim);
/* Writes the state and the days of *arrangement, and its event. */
MUST_CHECK status arrangement_tell(struct op *op, const struct arrangement *arrangement,
                                   const char *kind, str reason);
MUST_CHECK status arrangement_write_state(struct op *op, const struct arrangement *arrangement);
/* The first day that may breach it: after the days of grace of its next row that is not paid. */
day arrangement_check_on(const struct arrangement *arrangement, const struct arranged_claim *claims,
                         size_t count, day open_date);
/* What the plan superseded is owed again; it does not count any more: its state is written. */
MUST_CHECK status arrangement_undo(struct op *op, const struct arrangement *arrangement);
#endif
