/* The plan of an agreement in the ledger of a case: rows with days and amounts of their own take
 * the place of what is open of some claims.
 *
 * At the beginning of its day, before money of that day, it takes over what is open of the claims
 * that it names, at most `owed`: what is open beyond that (money that turned out never to have
 * come) stays where money would meet it first.  Of what it takes, `amount` of the event is agreed
 * and the rest is the discount; where less is open than was thought (money that came late) the
 * discount shrinks first, and then the plan from its end.
 *
 * Each debt has its part of what is agreed, by what is open of it; its discount is what is cheapest
 * to give up (late interest first, principal last).  The rows are filled with the debts in the
 * order of their oldest line, and of each with the components in the order of the profile: so the
 * sums by debt and component are those of before.  A discount is lines that take no money; they
 * stay owed until LEDGER_WAIVE.  A plan that is broken or undone is not told, or reversed: then
 * what it stood for is owed as if there had never been one, and money has met it by its own day.
 *
 * A new schedule (re-amortisation) has interest of its own: interest of what it takes over that is
 * not due yet is owed no more, and each row is owed its own besides, as long as something of what
 * was taken over is left to come with it or later.
 *
 * Lines of row n (from 1) and debt d are of claim `event.claim + n * stride + d`, the discount of
 * row row_count + 1.  Amounts are minor units.  Pure. */
#ifndef MONEY_PLAN_H
#define MONEY_PLAN_H
#include "money/ledger.h"

/* Interest of a schedule, told or LINE_BORNE, for a day to come: a new one takes its place. */
bool plan_replaces(const struct ledger_line *line, day value_on);

struct ledger_plan_row {
    day due_on;
    int64_t amount;
};

struct ledger_plan {
    const int64_t *claims; /* numbers of the claims that it stands for */
    size_t claim_count;
    int64_t owed;
    const struct ledger_plan_row *rows; /* by day; Σ amount is that of the event */
    size_t row_count;
    const int64_t *interests; /* of a new schedule, for each row; NULL: of no such */
    day discount_due_on;
    int64_t stride; /* more than there are debts */
};
#endif
