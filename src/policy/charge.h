/* May this fee, or this rate of interest, be charged on a day?  The pack's rules with the values
 * that the store holds (book/published.h).
 *
 * Every rule of the country that binds on the day answers for itself, with its citation and the
 * published row that it used; the answer as a whole is the one that stops most.  A value that is
 * missing or too old is unknown, never allowed.  Amounts are minor units of the asked currency,
 * rates a year's in parts per million.  Reads the store, writes nothing. */
#ifndef POLICY_CHARGE_H
#define POLICY_CHARGE_H
#include "book/published.h"
#include "comply/charge.h"

#define CHARGE_ANSWERS_MAX 32

/* What both questions say. */
struct charge_place {
    str country;
    day on;
    str segment;       /* of what is published: tmc.SEGMENT; empty: it has none */
    currency currency; /* of fees */
};

struct charge_answer {
    enum charge_verdict verdict;
    const struct pack_rule *rule;
    const char *limit; /* the id of a limit of rates; NULL: a fee */
    int64_t most;      /* of allowed and refused */
    bool has_source;
    struct published source; /* the row that was relied upon */
    enum published_table table;
    const char *reason; /* a sentence, for unknown; else NULL */
};

struct charge_answers {
    enum charge_verdict verdict;
    const struct pack *pack;
    size_t count; /* 0: no rule speaks of it; no_cap, or unknown where the country has no pack */
    struct charge_answer list[CHARGE_ANSWERS_MAX];
};

/* asked->unit_value is ignored: it is looked up.  E_INVALID: the country's pack is wrong. */
MUST_CHECK status charge_ask_fee(struct op *op, const struct charge_place *place,
                                 const struct charge_fee *asked,
                                 struct charge_answers *ret_answers);

struct charge_rate {
    str limit;      /* empty: every limit of the country */
    int64_t rate;   /* or CHARGE_NOT_SAID */
    int64_t agreed; /* the contract's own rate, for limits that refer to it; 0: not known */
};
/* E_INVALID also: the country has no such limit; the text names those it has. */
MUST_CHECK status charge_ask_rate(struct op *op, const struct charge_place *place,
                                  const struct charge_rate *asked,
                                  struct charge_answers *ret_answers);
#endif
