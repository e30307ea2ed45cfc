/* Allocation profiles: the order in which money meets what is owed, as data.
 *
 * A profile is a list of groups.  A group names the ages that it serves and the components in their
 * order; money goes through the groups one after another.  Inside a group it finishes one
 * instalment before the next (horizontal), or one component of all instalments before the next
 * (vertical). What is not yet due is served by the future rule.  As text, which is how it is kept:
 *
 *     payable: late_interest, fee, interest, principal; future: principal, late_interest, fee
 *
 * A component that a group does not name is not met in it; `future: none` keeps money unapplied. */
#ifndef MONEY_PROFILE_H
#define MONEY_PROFILE_H
#include "base/op.h"
#include "money/component.h"

enum age_class {
    AGE_OVERDUE = 1, /* due before the value day */
    AGE_DUE = 2,     /* due on it */
    AGE_FUTURE = 4,
};
#define AGE_PAYABLE (AGE_OVERDUE | AGE_DUE)

enum future_rule {
    FUTURE_NEXT,  /* the next instalment first */
    FUTURE_LAST,  /* the last one first: the debt ends earlier */
    FUTURE_SPREAD /* equal parts to all: the instalments become smaller */
};

#define PROFILE_GROUPS_MAX 6

struct profile_group {
    unsigned ages; /* of enum age_class */
    enum component order[COMPONENT_COUNT];
    int count;
};

struct profile {
    struct profile_group groups[PROFILE_GROUPS_MAX];
    int group_count;
    enum future_rule future;
    bool is_vertical;
};

/* A profile for money whose value day is that day or later, until the next step. */
struct profile_step {
    day from;
    const struct profile *profile;
};

/* Late interest, fees, costs, taxes, interest, principal; horizontal; next. */
extern const struct profile profile_default;

/* Groups are overdue, due, payable (both) and future; the rule and the direction are left as they
 * are in *ret_profile.  E_INVALID: a word that is none, a component twice in a group. */
MUST_CHECK status profile_parse(struct op *op, str text, struct profile *ret_profile);
/* "next", "last", "spread". */
MUST_CHECK bool future_rule_parse(str text, enum future_rule *ret_rule);
const char *future_rule_name(enum future_rule rule);
/* The class of what is due on a day for money that counts on another. */
enum age_class age_class_of(day due_on, day value_on);
#endif
