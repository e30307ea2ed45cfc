#include "insight/report.h"

const char *report_parameter_name(enum report_parameter parameter)
{
    switch (parameter) {
    case REPORT_DATE:
        return "date";
    case REPORT_FROM:
        return "from";
    case REPORT_BY:
        return "by";
    case REPORT_BUCKETS:
        return "buckets";
    case REPORT_DAYS:
        return "days";
    case REPORT_FILTER:
        return "filter";
    case REPORT_SUM:
        break;
    }
    return "sum";
}

status report_parse_numbers(struct op *op, const char *what, str text,
                            struct report_numbers *ret_numbers)
{
    struct report_numbers numbers = {0};
    int64_t number;

    for (bool is_more = text.size > 0; is_more;) {
        const str before = text;
        const str piece = str_split(&text, ',');
        is_more = piece.size < before.size; /* there was a comma: something must follow it */
        if (numbers.count == REPORT_NUMBERS_MAX)
            return op_fail(op, E_INVALID, "%s has more than %d numbers", what, REPORT_NUMBERS_MAX);
        if (!str_to_i64(str_trim(piece), &number) || number < -LIMIT_REPORT_DAYS ||
            number > LIMIT_REPORT_DAYS)
            return op_fail(op, E_INVALID,
                           "%s: '" STR_FORMAT "' is not a number of days; write for example 15,30",
                           what, STR_ARG(piece));
        numbers.at[numbers.count++] = (int32_t)number;
    }
    *ret_numbers = numbers;
    return OK;
}
