/* Interest of a case counted day by day, slow and written apart from src/book/accrue.c: of every
 * day the base of each debt by the slow ledger, the rate that its terms, the published limit and
 * the holds leave, and at the end of a month a charge.  A debt in units owes what they are worth:
 * lines by the value of the day on which they opened, money by that of the day on which it came.
 * Late fees fall at the start of a day, by the ledger at the end of the day before. */
#ifndef TESTS_REFERENCE_INTEREST_NAIVE_H
#define TESTS_REFERENCE_INTEREST_NAIVE_H
#include "book/obligation_terms.h"
#include "book/touch.h"
#include "money/interest.h"
#include "tests/reference/ledger_naive.h"

#define DEBTS        2
#define CLAIMS_MAX   8
#define MONEY_MAX    12
#define HOLDS_MAX    3
#define TERMS_MAX    4
#define KINDS        2 /* ordinary, late */
#define READJUSTED   2 /* and what a unit adds */
#define LATE_FEE     3
#define DISPUTES_MAX 2
#define ROW_DAYS     40 /* a published rate of Chile holds for so long */

struct told {
    int debt;
    day issued_on, due_on;
    int64_t principal, fee;
    int64_t id;
};
struct money_in {
    day value_on, back_on; /* DAY_NONE: it did not go back */
    int64_t amount;
    int claim; /* -1: it names none */
    bool is_reversed;
    int64_t id;
};
struct disputed {
    int debt; /* -1: the whole case */
    day from, until;
    int64_t id;
};
struct person {
    struct case_key key;
    struct obligation_ref debts[DEBTS];
    struct told claims[CLAIMS_MAX];
    struct money_in money[MONEY_MAX];
    struct interest_period holds[HOLDS_MAX];
    struct disputed disputes[DISPUTES_MAX];
    struct obligation_terms terms[DEBTS][TERMS_MAX];
    int claim_count, money_count, hold_count, dispute_count, terms_count[DEBTS];
    int number;
    int64_t cost; /* of waiting, as it was told */
    int64_t owed; /* then */
};

/* Claims told and charged, in the order of their days and names. */
struct place {
    day issued_on, due_on;
    int debt, kind; /* kind -1: told; READJUSTED: principal */
    int64_t principal, fee, interest;
    int told;
    int level;
};
struct slow {
    struct place places[CLAIMS_MAX + 200];
    int count;
    struct ledger_event events[1000];
    size_t event_count;
    int64_t telling; /* whose number no other has */
    bool had_fee[CLAIMS_MAX][FEE_LEVELS_MAX];
};

/* In which unit a debt is, and since when. */
struct in_unit {
    bool is_on;
    bool ends; /* with this month */
    day from;
};

/* What one month has borne so far, a sum for each terms; rounded when they end. */
struct month {
    const struct obligation_terms *terms[DEBTS];
    int64_t sums[DEBTS][KINDS];
    int64_t rounded[DEBTS][KINDS];
};

/* A claim in its place, to be told next. */
void slow_add(struct slow *s, const struct place *place);
/* The number of a debt among those that were told. */
int64_t slow_debt(const struct slow *s, int debt);
/* The events of the ledger, of claims in their places and of money. */
void slow_tell(struct slow *s, const struct person *p);
/* Which unit holds on a day, after that of the day before. */
void slow_unit(const struct person *p, day on, struct in_unit units[DEBTS]);
/* What principal of a debt is worth at `value_on` by a ledger at the end of a day, for lines that
 * fall due before a day; and what the ledger has of it. */
struct worth {
    int64_t owed, booked;
};
struct worth slow_worth(const struct interest_steps *values, const struct person *p,
                        const struct slow *s, const struct naive *n, int debt,
                        const struct in_unit *unit, day due_before, day value_on);
/* What a day bears, by the ledger at its end; limits and values: what is published, by day. */
void slow_bear(const struct interest_steps *limits, const struct interest_steps *values,
               const struct person *p, const struct slow *s, const struct naive *n,
               const struct in_unit units[DEBTS], day on, struct month *m);
int64_t slow_interest(const struct month *m, int debt, int kind);
/* The charges of the month that ends before `next`, by the ledger at the end of its last day. */
void slow_charge(const struct interest_steps *values, struct slow *s, const struct person *p,
                 const struct naive *n, const struct in_unit units[DEBTS], const struct month *m,
                 day next);
/* The late fees that fall on a day, by the ledger at the end of the day before; to be added. */
int slow_fees(struct slow *s, const struct person *p, const struct naive *n, day on,
              struct place fees[CLAIMS_MAX * FEE_LEVELS_MAX]);
#endif
