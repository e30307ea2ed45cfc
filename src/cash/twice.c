#include "cash/twice.h"

#include <stdlib.h>

static int compare_names(const void *a, const void *b)
{
    return str_compare(*(const str *)a, *(const str *)b);
}

bool twice_find(str *names, size_t count, str *ret_name)
{
    if (count > 0)
        qsort(names, count, sizeof(*names), compare_names);
    for (size_t i = 1; i < count; i++)
        if (str_equal(names[i - 1], names[i])) {
            *ret_name = names[i];
            return true;
        }
    return false;
}
