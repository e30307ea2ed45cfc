/* A history of one case with agreements, and what the slow ledger is told of it
 * (tests/book/test_agreement.c). */
#ifndef TESTS_SUPPORT_HISTORY_H
#define TESTS_SUPPORT_HISTORY_H
#include "book/arrangement.h"
#include "book/case_ledger.h"
#include "book/obligation.h"
#include "tests/reference/ledger_naive.h"

#define START     20000
#define DEBTS     3
#define CLAIMS    6
#define MONEY_MAX 32
#define STEPS     26
#define PLANS_MAX 12
#define DATES     12
#define RETURNED  1000    /* numbers of claims of returns, as the slow ledger is told them */
#define AGREED    1000000 /* and of plans: of the n-th n times that, and row * (DEBTS + 1) + debt */

struct told_claim {
    int64_t id;
    int debt;
    day issued_on, due_on;
    struct parts parts;
};

struct told_money {
    int64_t id;
    day value_on;
    int64_t amount;
    int names;        /* claim; -1: none */
    day back_on;      /* DAY_NONE: it did not go back */
    bool is_reversed; /* it never was */
    int lost_debts;   /* that were written off after it went back */
};

struct history {
    struct op *op;
    int number;
    str creditor; /* empty: the organisation */
    int64_t debtor_id;
    struct obligation_ref debts[DEBTS];
    struct told_claim claims[CLAIMS];
    int claim_count;
    struct told_money money[MONEY_MAX];
    int money_count;
    day lost_on[DEBTS];                        /* written off; DAY_NONE */
    int lost_claims[DEBTS], lost_plans[DEBTS]; /* that were there then */
    int breaches, reinstated, completed, late, lost, reaged, chosen, reage_undone, reamortised,
        reamortise_undone;
    bool is_short; /* what is rare happens more often */
};

#define EVENTS_MAX 256

struct telling {
    struct ledger_event events[EVENTS_MAX];
    size_t count;
    struct ledger_plan plans[PLANS_MAX];
    struct ledger_plan_row rows[PLANS_MAX][8];
    int64_t stands[PLANS_MAX][64];
    struct ledger_plan losses[DEBTS];
    int64_t lost[DEBTS][CLAIMS + MONEY_MAX + PLANS_MAX * 8];
};

struct case_key history_key(const struct history *h);
/* From 1, among all claims and debts, as the book has them; 0: a debt without claims. */
int64_t history_place_of(const struct history *h, int claim);
int64_t history_debt_place_of(const struct history *h, int debt);
void history_tell(const struct history *h, struct telling *t);

/* The dice of all histories; below: from 0 to limit - 1. */
void history_seed(uint64_t start);
int64_t history_below(int64_t limit);
/* A case of a new debtor (0), or of one that is there. */
void history_open(struct history *h, int64_t debtor_id);
/* Something of it happens on the business date, where it can. */
void history_tell_claim(struct history *h);
void history_pay(struct history *h);
void history_take_back(struct history *h);
/* Past due, or all that is open; of one debt, or of all (0). */
int64_t history_owed(struct history *h, bool is_all, int64_t debt);
/* A plain case, in which nobody agreed on anything, only adds money to what is there. */
bool history_is_ledger(const struct history *h);
/* The book against the slow ledger: balances on several days, every claim, what is left. */
void history_check(const struct history *h);
#endif
