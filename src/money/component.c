#include "money/component.h"

static const char *const names[COMPONENT_COUNT] = {
    [COMPONENT_PRINCIPAL] = "principal",
    [COMPONENT_INTEREST] = "interest",
    [COMPONENT_LATE_INTEREST] = "late_interest",
    [COMPONENT_FEE] = "fee",
    [COMPONENT_TAX] = "tax",
    [COMPONENT_COST] = "cost",
};

const char *component_name(enum component component)
{
    return component < COMPONENT_COUNT ? names[component] : "";
}

bool component_parse(str text, enum component *ret_component)
{
    for (int i = 0; i < COMPONENT_COUNT; i++)
        if (str_equal_c(text, names[i])) {
            *ret_component = (enum component)i;
            return true;
        }
    return false;
}

bool parts_total(const struct parts *parts, int64_t *ret_total)
{
    int64_t total = 0;
    for (int i = 0; i < COMPONENT_COUNT; i++)
        if (__builtin_add_overflow(total, parts->of[i], &total))
            return false;
    *ret_total = total;
    return true;
}
