/* What the book says of one case, as far as its facts need it.
 *
 * Facts are a pure function of a view (facts_of_view); where the view comes from is another matter:
 * the queries of one case (book_view_read), a few queries for many cases (book_view_read_due), or
 * the memory of whoever has just made the case.  Money is in minor units of the case's currency.
 * Lists and texts are borrowed from the op's arena or from whoever filled the view. */
#ifndef POLICY_BOOK_VIEW_H
#define POLICY_BOOK_VIEW_H
#include "base/words.h"
#include "book/consent.h"
#include "book/promise.h"

/* The case, its party and its creditor. */
struct view_head {
    int64_t creditor_id;
    int64_t currency;
    int64_t party_flags; /* FLAG_BIT(enum party_flag) */
    int64_t is_arranged; /* 1: an arrangement is active */
    day opened_on;
    str stage, party_kind, country, region, timezone;
    str creditor_external_id, party_source, party_external_id; /* what natural_key is made of */
    str product; /* of the debt whose claim is the oldest unpaid; else of the newest */
};

/* An open claim. */
struct view_claim {
    day due_on;
    int64_t open; /* amount less what was paid */
};

struct view_payment {
    day value_on;
    bool is_money; /* neither a return nor returned */
    int64_t amount;
    int64_t unapplied;
};

struct view_hold {
    day from_on;
    day until_on; /* first day on which it no longer holds; DAY_NONE: none */
};

struct view_point {
    enum channel channel; /* EMAIL, CALL, LETTER: an e-mail address, a telephone, an address */
    enum point_state state;
    enum point_use use;
};

struct view_consent {
    day from_on;
    day until_on;         /* DAY_NONE: none */
    enum purpose purpose; /* PURPOSE_COUNT: a word that we do not know, so it says nothing */
    enum channel channel; /* CHANNEL_NONE: all of them; CHANNEL_COUNT: as above */
    bool is_revoked;
    bool is_point_closed; /* it is wrong, inactive or opted out: nothing goes there anyway */
    int64_t point_id;     /* of one contact point; 0: of the channel */
    int64_t party_id;     /* 0: said by the debtor; else by another party of the person */
};

/* A gestión. */
struct view_action {
    int64_t id;
    int64_t notice_level; /* 0: no notice */
    int64_t corrects_id;  /* 0: takes nothing back */
    int64_t flags;        /* OUTCOME_BIT(enum outcome_flag) of its disposition */
    str disposition;
    day on;
    day callback_on;   /* DAY_NONE: none */
    bool asks_for_day; /* the person named callback_on; else the outcome's own days did */
    bool is_inbound;
};

/* Attempts and contacts of one day, over all channels. */
struct view_day {
    day on;
    int64_t attempts, contacts;
};

/* Points, consents and flags are those of all parties of the person (book/person.h).
 * Each list in the order that its comment names: facts depend on it where days are equal. */
struct book_view {
    struct case_key key;
    struct view_head head;
    const struct view_claim *claims; /* by due_on */
    struct promise *promises;        /* by made_on, id; graded in place */
    const struct view_hold *holds;
    const struct view_point *points;
    const struct view_consent *consents; /* party by party, by from_on: its last one counts */
    const struct view_payment *payments; /* by value_on, id */
    const struct view_action *actions;   /* by on, at, id */
    const struct view_day *days;         /* latest first */
    size_t claim_count, promise_count, hold_count, point_count, consent_count, payment_count,
        action_count, day_count;
    int64_t disputes_open;
    int64_t disputed_amount;
    int64_t unknown_sends;
    struct contact_preference wish; /* the person's latest; all zero: none */
};

/* All that the book says of a case.  E_NOT_FOUND: no such case. */
MUST_CHECK status book_view_read(struct op *op, struct case_key key, struct book_view *ret_view);
/* Only what the calendar can change (facts_follow_view), of count cases in key order: their claims,
 * holds, points, consents and promises, with one query each for all of them.  The views lie in the
 * op's arena. */
MUST_CHECK status book_view_read_due(struct op *op, const struct case_key *keys, size_t count,
                                     struct book_view **ret_views);
#endif
