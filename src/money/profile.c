#include "money/profile.h"

#define ORDER_DEFAULT                                                                              \
    {                                                                                              \
        COMPONENT_LATE_INTEREST, COMPONENT_FEE, COMPONENT_COST, COMPONENT_TAX, COMPONENT_INTEREST, \
            COMPONENT_PRINCIPAL                                                                    \
    }

const struct profile profile_default = {
    .groups = {{AGE_PAYABLE, ORDER_DEFAULT, COMPONENT_COUNT},
               {AGE_FUTURE, ORDER_DEFAULT, COMPONENT_COUNT}},
    .group_count = 2,
};

static const struct {
    const char *name;
    unsigned ages;
} classes[] = {
    {"overdue", AGE_OVERDUE},
    {"due",     AGE_DUE    },
    {"payable", AGE_PAYABLE},
    {"future",  AGE_FUTURE },
};

static const char *const rules[] = {
    [FUTURE_NEXT] = "next", [FUTURE_LAST] = "last", [FUTURE_SPREAD] = "spread"};

bool future_rule_parse(str text, enum future_rule *ret_rule)
{
    for (size_t i = 0; i < ARRAY_LEN(rules); i++)
        if (str_equal_c(text, rules[i])) {
            *ret_rule = (enum future_rule)i;
            return true;
        }
    return false;
}

const char *future_rule_name(enum future_rule rule)
{
    return rules[rule];
}

enum age_class age_class_of(day due_on, day value_on)
{
    return due_on < value_on ? AGE_OVERDUE : due_on == value_on ? AGE_DUE : AGE_FUTURE;
}

static status parse_ages(struct op *op, str word, unsigned *ret_ages)
{
    for (size_t i = 0; i < ARRAY_LEN(classes); i++)
        if (str_equal_c(word, classes[i].name)) {
            *ret_ages = classes[i].ages;
            return OK;
        }
    return op_fail(op, E_INVALID, "\"" STR_FORMAT "\" is no age: overdue, due, payable, future",
                   STR_ARG(word));
}

static status parse_order(struct op *op, str words, struct profile_group *group)
{
    unsigned seen = 0;
    if (str_equal_c(str_trim(words), "none"))
        return OK;
    while (words.size > 0) {
        const str word = str_trim(str_split(&words, ','));
        enum component component;
        if (!component_parse(word, &component))
            return op_fail(op, E_INVALID, "\"" STR_FORMAT "\" is no component of a debt",
                           STR_ARG(word));
        if (seen & (1U << component))
            return op_fail(op, E_INVALID, "\"" STR_FORMAT "\" stands twice in a group",
                           STR_ARG(word));
        seen |= 1U << component;
        group->order[group->count++] = component;
    }
    return OK;
}

status profile_parse(struct op *op, str text, struct profile *ret_profile)
{
    struct profile profile = *ret_profile;
    profile.group_count = 0;
    while (text.size > 0) {
        str rest = str_split(&text, ';');
        const str ages = str_trim(str_split(&rest, ':'));
        struct profile_group group = {0};
        if (profile.group_count == PROFILE_GROUPS_MAX)
            return op_fail(op, E_INVALID, "a profile has at most %d groups", PROFILE_GROUPS_MAX);
        TRY(parse_ages(op, ages, &group.ages));
        TRY(parse_order(op, rest, &group));
        profile.groups[profile.group_count++] = group;
    }
    *ret_profile = profile;
    return OK;
}
