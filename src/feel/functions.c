/* The functions of the profile, as rows: name, arguments, what it does.  Arguments of a kind that
 * the function does not take give null. */
#include <stdio.h>

#include "feel/tree.h"

static bool are_numbers(const struct feel_value *a, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (a[i].kind != FEEL_VALUE_NUMBER)
            return false;
    return true;
}

static bool are_strings(const struct feel_value *a, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (a[i].kind != FEEL_VALUE_STRING)
            return false;
    return true;
}

static struct feel_value number(bool is_some, decimal value)
{
    return is_some ? feel_number_of(value) : feel_null();
}

static struct feel_value count_value(size_t count)
{
    return feel_number_of(decimal_of_i64((int64_t)count));
}

/* Places and scales are cut to whole numbers. */
static bool whole_of(decimal value, int64_t *ret_whole)
{
    const bool is_negative = decimal_compare(value, decimal_of_i64(0)) < 0;
    decimal cut = {
        {0, 0}
    };
    return decimal_round(value, 0, is_negative ? DECIMAL_CEILING : DECIMAL_FLOOR, &cut) &&
           decimal_to_i64(cut, ret_whole);
}

/* --- numbers --- */

static struct feel_value round_to(const struct feel_value *a, size_t count,
                                  enum decimal_rounding rounding)
{
    int64_t scale = 0;
    decimal rounded = {
        {0, 0}
    };
    if (!are_numbers(a, count) || (count > 1 && !whole_of(a[1].number, &scale)) || scale < -6111 ||
        scale > 6176)
        return feel_null();
    return number(decimal_round(a[0].number, (int)scale, rounding, &rounded), rounded);
}

static struct feel_value call_decimal(struct op *op, const struct feel_value *a, size_t count)
{
    (void)op;
    return round_to(a, count, DECIMAL_HALF_EVEN);
}

static struct feel_value call_floor(struct op *op, const struct feel_value *a, size_t count)
{
    (void)op;
    return round_to(a, count, DECIMAL_FLOOR);
}

static struct feel_value call_ceiling(struct op *op, const struct feel_value *a, size_t count)
{
    (void)op;
    return round_to(a, count, DECIMAL_CEILING);
}

static struct feel_value call_abs(struct op *op, const struct feel_value *a, size_t count)
{
    struct feel_value value = a[0];
    (void)op;
    (void)count;
    if (value.kind == FEEL_VALUE_MONTHS || value.kind == FEEL_VALUE_SECONDS) {
        value.count = value.count < 0 ? -value.count : value.count;
        return value;
    }
    if (value.kind != FEEL_VALUE_NUMBER)
        return feel_null();
    return decimal_compare(value.number, decimal_of_i64(0)) < 0
               ? feel_number_of(decimal_negate(value.number))
               : value;
}

/* a - b * floor(a / b) */
static struct feel_value call_modulo(struct op *op, const struct feel_value *a, size_t count)
{
    decimal q = {
        {0, 0}
    };
    (void)op;
    if (!are_numbers(a, count) || !decimal_divide(a[0].number, a[1].number, &q) ||
        !decimal_round(q, 0, DECIMAL_FLOOR, &q) || !decimal_multiply(q, a[1].number, &q) ||
        !decimal_subtract(a[0].number, q, &q))
        return feel_null();
    return feel_number_of(q);
}

static struct feel_value call_number(struct op *op, const struct feel_value *a, size_t count)
{
    decimal value = {
        {0, 0}
    };
    (void)op;
    return number(count == 1 && are_strings(a, 1) && decimal_parse(a[0].string, &value), value);
}

/* --- truth --- */

static struct feel_value call_not(struct op *op, const struct feel_value *a, size_t count)
{
    (void)op;
    (void)count;
    return a[0].kind == FEEL_VALUE_BOOLEAN ? feel_boolean(!a[0].boolean) : feel_null();
}

/* --- texts --- */

static struct feel_value call_string(struct op *op, const struct feel_value *a, size_t count)
{
    (void)count;
    return a[0].kind == FEEL_VALUE_NULL ? feel_null()
                                        : feel_string_of(feel_value_text(op->arena, a[0]));
}

static struct feel_value call_length(struct op *op, const struct feel_value *a, size_t count)
{
    (void)op;
    return are_strings(a, count) ? count_value(str_characters(a[0].string)) : feel_null();
}

static struct feel_value call_contains(struct op *op, const struct feel_value *a, size_t count)
{
    (void)op;
    if (!are_strings(a, count))
        return feel_null();
    return feel_boolean(
        a[1].string.size == 0 ||
        memmem(a[0].string.data, a[0].string.size, a[1].string.data, a[1].string.size) != NULL);
}

static struct feel_value call_starts(struct op *op, const struct feel_value *a, size_t count)
{
    (void)op;
    return are_strings(a, count) ? feel_boolean(str_starts(a[0].string, a[1].string)) : feel_null();
}

static struct feel_value call_ends(struct op *op, const struct feel_value *a, size_t count)
{
    (void)op;
    if (!are_strings(a, count))
        return feel_null();
    const str text = a[0].string;
    const str end = a[1].string;
    return feel_boolean(text.size >= end.size &&
                        memcmp(text.data + text.size - end.size, end.data, end.size) == 0);
}

/* The byte at which so many characters have gone by. */
static size_t byte_of(str text, int64_t characters)
{
    size_t at = 0;
    while (at < text.size && characters > 0) {
        at++;
        while (at < text.size && ((unsigned char)text.data[at] & 0xC0) == 0x80)
            at++;
        characters--;
    }
    return at;
}

/* From 1, or from the end. */
static struct feel_value call_substring(struct op *op, const struct feel_value *a, size_t count)
{
    int64_t start = 0;
    int64_t length = INT64_MAX;
    (void)op;
    if (!are_strings(a, 1) || !are_numbers(a + 1, count - 1) || !whole_of(a[1].number, &start) ||
        (count > 2 && (!whole_of(a[2].number, &length) || length < 1)))
        return feel_null();
    const str text = a[0].string;
    const int64_t all = (int64_t)str_characters(text);
    start = start < 0 ? start + all : start - 1;
    if (start < 0 || start >= all)
        return feel_null();
    const size_t from = byte_of(text, start);
    const str rest = {text.data + from, text.size - from};
    return feel_string_of((str){rest.data, byte_of(rest, length)});
}

/* --- lists --- */

/* The arguments themselves, or the one list among them. */
static struct feel_value gathered(const struct feel_value *a, size_t count)
{
    return count == 1 && a[0].kind == FEEL_VALUE_LIST ? a[0] : feel_list_of(a, count);
}

static struct feel_value call_count(struct op *op, const struct feel_value *a, size_t count)
{
    (void)op;
    (void)count;
    if (a[0].kind == FEEL_VALUE_NULL)
        return feel_null();
    return count_value(a[0].kind == FEEL_VALUE_LIST ? a[0].item_count : 1);
}

static struct feel_value call_sum(struct op *op, const struct feel_value *a, size_t count)
{
    const struct feel_value list = gathered(a, count);
    struct feel_value sum = list.item_count > 0 ? list.items[0] : feel_null();
    for (size_t i = 1; i < list.item_count; i++)
        sum = feel_calculate(op, FEEL_SIGN_PLUS, sum, list.items[i]);
    return sum.kind == FEEL_VALUE_STRING ? feel_null() : sum;
}

static struct feel_value best(const struct feel_value *a, size_t count, enum feel_order wanted)
{
    const struct feel_value list = gathered(a, count);
    struct feel_value found = list.item_count > 0 ? list.items[0] : feel_null();
    for (size_t i = 1; i < list.item_count; i++) {
        const enum feel_order order = feel_compare(list.items[i], found);
        if (order == FEEL_NO_ORDER)
            return feel_null();
        found = order == wanted ? list.items[i] : found;
    }
    return found;
}

static struct feel_value call_min(struct op *op, const struct feel_value *a, size_t count)
{
    (void)op;
    return best(a, count, FEEL_BELOW);
}

static struct feel_value call_max(struct op *op, const struct feel_value *a, size_t count)
{
    (void)op;
    return best(a, count, FEEL_ABOVE);
}

static struct feel_value call_mean(struct op *op, const struct feel_value *a, size_t count)
{
    const struct feel_value list = gathered(a, count);
    const struct feel_value sum = call_sum(op, a, count);
    return feel_calculate(op, FEEL_SIGN_OVER, sum, count_value(list.item_count));
}

static struct feel_value call_list_contains(struct op *op, const struct feel_value *a, size_t count)
{
    (void)op;
    (void)count;
    if (a[0].kind != FEEL_VALUE_LIST)
        return feel_null();
    for (size_t i = 0; i < a[0].item_count; i++)
        if (feel_is_true(feel_equal(a[0].items[i], a[1])))
            return feel_boolean(true);
    return feel_boolean(false);
}

/* --- days and durations --- */

/* What may be right in the whole language: a zone, a fraction, a year before 0 or after 9999. */
static bool is_beyond(str text)
{
    for (size_t i = 0; i < text.size; i++)
        if (strchr("Z@.+", text.data[i]) ||
            (i > 7 && text.data[i] == '-' && text.data[i - 1] != 'T'))
            return true;
    return text.size > 4 && (text.data[0] == '-' ? text.data[1] != 'P' : text.data[4] != '-') &&
           text.data[0] != 'P' && text.data[2] != ':';
}

static struct feel_value read_temporal(struct op *op, const struct feel_value *a,
                                       enum feel_value_kind kind)
{
    struct feel_value value = feel_null();
    if (a[0].kind == FEEL_VALUE_STRING && feel_temporal_parse(a[0].string, kind, &value))
        return value;
    if (a[0].kind != FEEL_VALUE_STRING && a[0].kind != FEEL_VALUE_NULL)
        (void)op_fail(op, E_INVALID, "days and times are made of texts only in this profile");
    else if (a[0].kind == FEEL_VALUE_STRING && is_beyond(a[0].string))
        (void)op_fail(op, E_INVALID,
                      "\"" STR_FORMAT "\" has a zone, a fraction or a year that this profile lacks",
                      STR_ARG(a[0].string));
    return feel_null();
}

static struct feel_value call_date(struct op *op, const struct feel_value *a, size_t count)
{
    int64_t parts[3] = {0};
    if (count == 1 && a[0].kind == FEEL_VALUE_DATE)
        return a[0];
    if (count == 1)
        return read_temporal(op, a, FEEL_VALUE_DATE);
    for (size_t i = 0; i < count; i++)
        if (count != 3 || !are_numbers(a, 3) || !decimal_to_i64(a[i].number, &parts[i]))
            return feel_null();
    if (parts[0] < 1 || parts[0] > 9999 || parts[1] < 1 || parts[1] > 12 || parts[2] < 1 ||
        parts[2] > 31)
        return feel_null();
    char text[LIMIT_SYMBOL_BYTES];
    (void)snprintf(text, sizeof(text), "%04d-%02d-%02d", (int)parts[0], (int)parts[1],
                   (int)parts[2]);
    const struct feel_value written = feel_string_of(str_of(text));
    return read_temporal(op, &written, FEEL_VALUE_DATE);
}

static struct feel_value call_time(struct op *op, const struct feel_value *a, size_t count)
{
    (void)count;
    return read_temporal(op, a, FEEL_VALUE_TIME);
}

static struct feel_value call_date_time(struct op *op, const struct feel_value *a, size_t count)
{
    if (count == 1)
        return read_temporal(op, a, FEEL_VALUE_DATE_TIME);
    if (a[0].kind != FEEL_VALUE_DATE || a[1].kind != FEEL_VALUE_TIME) {
        (void)op_fail(op, E_INVALID, "days and times are made of texts only in this profile");
        return feel_null();
    }
    return (struct feel_value){.kind = FEEL_VALUE_DATE_TIME,
                               .is_utc = a[1].is_utc,
                               .count = a[0].count * 86400 + a[1].count};
}

static struct feel_value call_duration(struct op *op, const struct feel_value *a, size_t count)
{
    (void)count;
    return read_temporal(op, a, FEEL_VALUE_SECONDS);
}

const struct feel_builtin_row feel_builtins[] = {
    {"abs",           1, 1,   call_abs          },
    {"ceiling",       1, 2,   call_ceiling      },
    {"contains",      2, 2,   call_contains     },
    {"count",         1, 1,   call_count        },
    {"date",          1, 3,   call_date         },
    {"date and time", 1, 2,   call_date_time    },
    {"decimal",       2, 2,   call_decimal      },
    {"duration",      1, 1,   call_duration     },
    {"ends with",     2, 2,   call_ends         },
    {"floor",         1, 2,   call_floor        },
    {"list contains", 2, 2,   call_list_contains},
    {"max",           1, 256, call_max          },
    {"mean",          1, 256, call_mean         },
    {"min",           1, 256, call_min          },
    {"modulo",        2, 2,   call_modulo       },
    {"not",           1, 1,   call_not          },
    {"number",        1, 1,   call_number       },
    {"starts with",   2, 2,   call_starts       },
    {"string",        1, 1,   call_string       },
    {"string length", 1, 1,   call_length       },
    {"substring",     2, 3,   call_substring    },
    {"sum",           1, 256, call_sum          },
    {"time",          1, 1,   call_time         },
};
const size_t feel_builtin_count = ARRAY_LEN(feel_builtins);
