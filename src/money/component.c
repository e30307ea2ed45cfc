#include "money/component.h"

#include <stdio.h>

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

bool component_set_parse(str text, unsigned *ret_set)
{
    unsigned set = 0;
    while (text.size > 0) {
        enum component component = COMPONENT_PRINCIPAL;
        if (!component_parse(str_trim(str_split(&text, ',')), &component))
            return false;
        set |= 1U << component;
    }
    if (set == 0)
        return false;
    *ret_set = set;
    return true;
}

const char *component_set_format(unsigned set, char out[COMPONENT_SET_TEXT])
{
    int size = 0;
    out[0] = '\0';
    for (int i = 0; i < COMPONENT_COUNT; i++)
        if ((set >> i) & 1U)
            size += snprintf(out + size, (size_t)(COMPONENT_SET_TEXT - size), "%s%s",
                             size > 0 ? ", " : "", names[i]);
    return out;
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
