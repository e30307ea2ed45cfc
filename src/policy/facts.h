/* Facts: one row per case with the anchors that policy reads.
 *
 * Anchors, never ages (ADR 0002): dates, amounts, counts and codes that stay the same until an
 * event or recheck_on.  The row of a case is a pure function of its book rows and of the open
 * business date: the close and an event compute it with the same code and get the same bits.  It is
 * "as of" the open date O: a claim is past due when due_on < O.
 *
 * The one list below is the struct, the columns of table case_facts (same order) and the bits of
 * validity.  A null cell holds 0 and its bit is 0.  All cells are 64-bit: days (base/day.h), minor
 * units of the case's currency, counts, symbols (record/symbol.h). */
#ifndef POLICY_FACTS_H
#define POLICY_FACTS_H
#include "base/words.h"
#include "book/unit.h"
#include "policy/book_view.h"

#define FACTS(X)                                                                                   \
    X(creditor_id, ID)                                                                             \
    X(currency, CODE)                                                                              \
    X(case_state, CODE)                                                                            \
    X(opened_on, DAY)                                                                              \
    X(oldest_due_on, DAY)                                                                          \
    X(next_due_on, DAY)                                                                            \
    X(last_payment_on, DAY)                                                                        \
    X(last_attempt_on, DAY)                                                                        \
    X(last_contact_on, DAY)                                                                        \
    X(last_outcome_on, DAY)                                                                        \
    X(last_notice_on, DAY)                                                                         \
    X(callback_on, DAY)                                                                            \
    X(promise_due_on, DAY)                                                                         \
    X(last_broken_on, DAY)                                                                         \
    X(last_kept_on, DAY)                                                                           \
    X(attempt_anchor_on, DAY)                                                                      \
    X(contact_anchor_on, DAY)                                                                      \
    X(open_amount, MONEY)                                                                          \
    X(past_due_amount, MONEY)                                                                      \
    X(next_due_amount, MONEY)                                                                      \
    X(last_payment_amount, MONEY)                                                                  \
    X(promise_amount, MONEY)                                                                       \
    X(unapplied_amount, MONEY)                                                                     \
    X(disputed_amount, MONEY)                                                                      \
    X(paid_amount, MONEY)                                                                          \
    X(open_claims, COUNT)                                                                          \
    X(past_due_claims, COUNT)                                                                      \
    X(promises_open, COUNT)                                                                        \
    X(promises_kept, COUNT)                                                                        \
    X(promises_broken, COUNT)                                                                      \
    X(disputes_open, COUNT)                                                                        \
    X(is_held, COUNT)                                                                              \
    X(notice_level, COUNT)                                                                         \
    X(unknown_sends, COUNT)                                                                        \
    X(attempt_window, WINDOW)                                                                      \
    X(contact_window, WINDOW)                                                                      \
    X(last_outcome, SYMBOL)                                                                        \
    X(product, SYMBOL)                                                                             \
    X(stage, SYMBOL)                                                                               \
    X(party_kind, SYMBOL)                                                                          \
    X(country, SYMBOL)                                                                             \
    X(zone, SYMBOL)                                                                                \
    X(party_flags, BITS)                                                                           \
    X(reach_flags, BITS)                                                                           \
    X(is_arranged, COUNT)

struct case_facts {
    int64_t debtor_id;
    int64_t case_id;
    int64_t recheck_on;  /* the first day that alone changes an anchor; DAY_MAX: never */
    uint64_t validity;   /* bit FACT_x is set when cell x is not null */
    int64_t natural_key; /* digest of creditor, party and currency: the order of replay */
#define FACT_FIELD(name, kind) int64_t name;
    FACTS(FACT_FIELD)
#undef FACT_FIELD
};

enum fact {
#define FACT_NUMBER(name, kind) FACT_##name,
    FACTS(FACT_NUMBER)
#undef FACT_NUMBER
        FACT_COUNT
};
/* recheck_on of a row whose case the next close computes wholly from its book. */
#define FACTS_STALE 0
#define FACT_CELLS  (5 + FACT_COUNT) /* columns of a row, keys included */

/* reach_flags: there is a point of the kind that is neither wrong, inactive nor opted out, and no
 * revoked consent stands in the way. */
enum {
    REACH_EMAIL = 1,
    REACH_PHONE = 2,
    REACH_ADDRESS = 4,
    REACH_EMAIL_VERIFIED = 8,
    REACH_PHONE_VERIFIED = 16,
    REACH_ADDRESS_VERIFIED = 32,
    REACH_CONSENT_SHIFT = 8, /* two bits (enum consent_state) per channel from here on */
    REACH_WISH_SHIFT = 22,   /* what the person prefers (facts_wish), 32 bits */
    REACH_USE_SHIFT = 54     /* two bits (enum point_use) for e-mail, telephone, address */
};
/* case_state */
enum { CASE_OPEN = 1, CASE_CLOSED = 2 };

#define WINDOW_DAYS 8 /* days in attempt_window and contact_window, eight bits each */
/* Counts of the last `days` days before and including on; days <= WINDOW_DAYS. */
int facts_window_sum(int64_t anchor_on, int64_t window, day on, int days);

static inline bool facts_has(const struct case_facts *facts, enum fact fact)
{
    return (facts->validity >> fact & 1) != 0;
}

/* What the person said of a channel, as far as the open date. */
enum consent_state facts_consent(const struct case_facts *facts, enum channel channel);

/* Whose the best point of a channel is: the person's own where there is one. */
enum point_use facts_use(const struct case_facts *facts, enum channel channel);
/* For who means one point: as if it were the best of its channel. */
void facts_set_use(struct case_facts *facts, enum channel channel, enum point_use use);

/* When and by which channel the person prefers to be reached; all zero: nobody said. */
struct contact_preference facts_wish(const struct case_facts *facts);

/* The facts of a view whose promises are graded for the open date.  Reads and writes nothing but
 * symbols. */
MUST_CHECK status facts_of_view(struct op *op, const struct book_view *view, day open_date,
                                struct case_facts *ret_facts);
/* Reads the case's book, grades its promises (which may write) and computes its facts as of the
 * open date.  E_NOT_FOUND: no such case. */
MUST_CHECK status facts_compute(struct op *op, struct case_key key, day open_date,
                                struct case_facts *ret_facts);
/* The same for a case that this transaction made and kept (book/unit.h): asks for nothing. */
MUST_CHECK status facts_of_new(struct op *op, const struct unit_debtor *debtor,
                               const struct unit_case *made, day open_date,
                               struct case_facts *ret_facts);
/* Whether the calendar has reached an open promise, so that it must be graded first. */
bool facts_need_grading(const struct book_view *view, day open_date);
/* The facts of a case in which nothing has happened since `stored` was written, from a view of what
 * the calendar can change (book_view_read_due).  Gives what facts_compute gives.  Pure. */
void facts_follow(const struct case_facts *stored, const struct book_view *view, day open_date,
                  struct case_facts *ret_facts);
/* *ret_found false: the case has no row yet. */
MUST_CHECK status facts_get(struct op *op, struct case_key key, struct case_facts *ret_facts,
                            bool *ret_found);
/* Writes the row when it differs from what is stored; *ret_written says whether. */
MUST_CHECK status facts_put(struct op *op, const struct case_facts *facts, bool *ret_written);
/* Adds the row of a case that has none. */
MUST_CHECK status facts_insert(struct op *op, const struct case_facts *facts);
/* Writes the rows of cases that have one.  E_STORE: one has none (told later: db_replace_many). */
MUST_CHECK status facts_replace(struct op *op, const struct case_facts *facts, size_t count);
/* Byte for byte, which is what "identical" means: there is no padding. */
bool facts_equal(const struct case_facts *a, const struct case_facts *b);
#endif
