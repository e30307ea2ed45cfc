#include "feel/value.h"

#include <inttypes.h>

#define DAY_SECONDS INT64_C(86400)

struct feel_value feel_boolean(bool value)
{
    return (struct feel_value){.kind = FEEL_VALUE_BOOLEAN, .boolean = value};
}

struct feel_value feel_number_of(decimal value)
{
    return (struct feel_value){.kind = FEEL_VALUE_NUMBER, .number = value};
}

struct feel_value feel_string_of(str text)
{
    return (struct feel_value){.kind = FEEL_VALUE_STRING, .string = text};
}

struct feel_value feel_list_of(const struct feel_value *items, size_t count)
{
    return (struct feel_value){.kind = FEEL_VALUE_LIST, .items = items, .item_count = count};
}

struct feel_value feel_member(struct feel_value context, str name)
{
    for (size_t i = 0; context.kind == FEEL_VALUE_CONTEXT && i < context.item_count; i++)
        if (str_equal(context.names[i], name))
            return context.items[i];
    return feel_null();
}

bool feel_is_true(struct feel_value value)
{
    return value.kind == FEEL_VALUE_BOOLEAN && value.boolean;
}

/* --- order and equality --- */

static enum feel_order order_of(int sign)
{
    return sign < 0 ? FEEL_BELOW : sign > 0 ? FEEL_ABOVE : FEEL_SAME;
}

enum feel_order feel_compare(struct feel_value a, struct feel_value b)
{
    if (a.kind != b.kind || a.is_utc != b.is_utc)
        return FEEL_NO_ORDER;
    switch (a.kind) {
    case FEEL_VALUE_NUMBER:
        return order_of(decimal_compare(a.number, b.number));
    case FEEL_VALUE_STRING:
        return order_of(str_compare(a.string, b.string));
    case FEEL_VALUE_DATE:
    case FEEL_VALUE_TIME:
    case FEEL_VALUE_DATE_TIME:
    case FEEL_VALUE_MONTHS:
    case FEEL_VALUE_SECONDS:
        return order_of((a.count > b.count) - (a.count < b.count));
    case FEEL_VALUE_NULL:
    case FEEL_VALUE_BOOLEAN:
    case FEEL_VALUE_LIST:
    case FEEL_VALUE_CONTEXT:
    case FEEL_VALUE_RANGE:
    case FEEL_VALUE_FUNCTION:
        break;
    }
    return FEEL_NO_ORDER;
}

static bool same_items(struct feel_value a, struct feel_value b)
{
    if (a.item_count != b.item_count)
        return false;
    for (size_t i = 0; i < a.item_count; i++)
        if (!feel_is_true(feel_equal(a.items[i], b.items[i])))
            return false;
    return true;
}

static bool same_context(struct feel_value a, struct feel_value b)
{
    if (a.item_count != b.item_count)
        return false;
    for (size_t i = 0; i < a.item_count; i++) {
        bool is_found = false;
        for (size_t j = 0; j < b.item_count && !is_found; j++)
            is_found = str_equal(a.names[i], b.names[j]) &&
                       feel_is_true(feel_equal(a.items[i], b.items[j]));
        if (!is_found)
            return false;
    }
    return true;
}

struct feel_value feel_equal(struct feel_value a, struct feel_value b)
{
    if (a.kind == FEEL_VALUE_NULL || b.kind == FEEL_VALUE_NULL)
        return feel_boolean(a.kind == b.kind);
    if (a.kind != b.kind || a.kind == FEEL_VALUE_FUNCTION)
        return feel_null();
    if (a.kind == FEEL_VALUE_BOOLEAN)
        return feel_boolean(a.boolean == b.boolean);
    if (a.kind == FEEL_VALUE_LIST)
        return feel_boolean(same_items(a, b));
    if (a.kind == FEEL_VALUE_CONTEXT)
        return feel_boolean(same_context(a, b));
    if (a.kind == FEEL_VALUE_RANGE)
        return feel_boolean(a.is_low_open == b.is_low_open && a.is_high_open == b.is_high_open &&
                            same_items(a, b));
    const enum feel_order order = feel_compare(a, b);
    return order == FEEL_NO_ORDER ? feel_null() : feel_boolean(order == FEEL_SAME);
}

struct feel_value feel_range_holds(struct feel_value range, struct feel_value value)
{
    bool holds = true;
    for (int end = 0; end < 2; end++) {
        const bool is_open = end == 0 ? range.is_low_open : range.is_high_open;
        const enum feel_order order = feel_compare(value, range.items[end]);
        if (order == FEEL_NO_ORDER)
            return feel_null();
        const enum feel_order inside = end == 0 ? FEEL_ABOVE : FEEL_BELOW;
        holds = holds && (order == inside || (order == FEEL_SAME && !is_open));
    }
    return feel_boolean(holds);
}

/* --- days, times and durations --- */

static bool read_digits(str *rest, size_t count, int64_t *ret_value)
{
    int64_t value = 0;
    if (rest->size < count)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (rest->data[i] < '0' || rest->data[i] > '9')
            return false;
        value = value * 10 + (rest->data[i] - '0');
    }
    *rest = (str){rest->data + count, rest->size - count};
    *ret_value = value;
    return true;
}

static bool skip(str *rest, char c)
{
    if (rest->size == 0 || rest->data[0] != c)
        return false;
    *rest = (str){rest->data + 1, rest->size - 1};
    return true;
}

static bool parse_time(str text, int64_t *ret_seconds)
{
    int64_t hour = 0;
    int64_t minute = 0;
    int64_t second = 0;
    if (!read_digits(&text, 2, &hour) || !skip(&text, ':') || !read_digits(&text, 2, &minute) ||
        !skip(&text, ':') || !read_digits(&text, 2, &second) || text.size > 0 || hour > 23 ||
        minute > 59 || second > 59)
        return false;
    *ret_seconds = hour * 3600 + minute * 60 + second;
    return true;
}

static bool parse_date_time(str text, int64_t *ret_seconds)
{
    str rest = text;
    const str head = str_split(&rest, 'T');
    day date = DAY_NONE;
    int64_t seconds = 0;
    if (!day_parse(head, &date) || (rest.size > 0 && !parse_time(rest, &seconds)))
        return false;
    *ret_seconds = date * DAY_SECONDS + seconds;
    return true;
}

/* Digits and the letter of their unit. */
static bool read_part(str *rest, char unit, int64_t worth, int64_t *total, bool *has_part)
{
    size_t digits = 0;
    int64_t value = 0;
    str ahead = *rest;
    while (digits < ahead.size && ahead.data[digits] >= '0' && ahead.data[digits] <= '9')
        digits++;
    if (digits == 0 || digits > 9 || digits == ahead.size || ahead.data[digits] != unit)
        return true; /* this unit is left out */
    if (!read_digits(&ahead, digits, &value) || !skip(&ahead, unit))
        return false;
    *rest = ahead;
    *total += value * worth;
    *has_part = true;
    return true;
}

static bool parse_duration(str text, struct feel_value *ret_value)
{
    static const struct {
        char unit;
        int64_t worth;
    } times[] = {
        {'H', 3600},
        {'M', 60  },
        {'S', 1   },
    };
    const bool is_negative = skip(&text, '-');
    int64_t months = 0;
    int64_t seconds = 0;
    bool has_months = false;
    bool has_seconds = false;
    if (!skip(&text, 'P') || !read_part(&text, 'Y', 12, &months, &has_months) ||
        !read_part(&text, 'M', 1, &months, &has_months) ||
        !read_part(&text, 'D', DAY_SECONDS, &seconds, &has_seconds))
        return false;
    if (skip(&text, 'T'))
        for (size_t i = 0; i < ARRAY_LEN(times); i++)
            if (!read_part(&text, times[i].unit, times[i].worth, &seconds, &has_seconds))
                return false;
    if (text.size > 0 || has_months == has_seconds)
        return false;
    const int64_t count = has_months ? months : seconds;
    *ret_value = (struct feel_value){.kind = has_months ? FEEL_VALUE_MONTHS : FEEL_VALUE_SECONDS,
                                     .count = is_negative ? -count : count};
    return true;
}

bool feel_temporal_parse(str text, enum feel_value_kind kind, struct feel_value *ret_value)
{
    struct feel_value value = {.kind = kind};
    day date = DAY_NONE;
    if (kind == FEEL_VALUE_MONTHS || kind == FEEL_VALUE_SECONDS)
        return parse_duration(text, ret_value);
    if (kind == FEEL_VALUE_DATE && !day_parse(text, &date))
        return false;
    value.is_utc = kind != FEEL_VALUE_DATE && text.size > 8 && text.data[text.size - 1] == 'Z';
    text.size -= value.is_utc;
    if ((kind == FEEL_VALUE_TIME && !parse_time(text, &value.count)) ||
        (kind == FEEL_VALUE_DATE_TIME && !parse_date_time(text, &value.count)))
        return false;
    if (kind == FEEL_VALUE_DATE)
        value.count = date;
    *ret_value = value;
    return true;
}

/* --- words --- */

static str time_text(struct arena *arena, int64_t seconds)
{
    return str_of(arena_printf(arena, "%02" PRId64 ":%02" PRId64 ":%02" PRId64, seconds / 3600,
                               seconds / 60 % 60, seconds % 60));
}

static str with_zone(struct arena *arena, struct feel_value value, str text)
{
    return value.is_utc ? str_of(arena_printf(arena, STR_FORMAT "Z", STR_ARG(text))) : text;
}

static str duration_text(struct arena *arena, struct feel_value value)
{
    const int64_t count = value.count < 0 ? -value.count : value.count;
    struct buf out = buf_start(arena, LIMIT_SYMBOL_BYTES);
    buf_add_c(&out, value.count < 0 ? "-P" : "P");
    if (value.kind == FEEL_VALUE_MONTHS) {
        if (count / 12 > 0)
            buf_printf(&out, "%" PRId64 "Y", count / 12);
        if (count % 12 > 0 || count == 0)
            buf_printf(&out, "%" PRId64 "M", count % 12);
        return buf_str(&out);
    }
    const int64_t rest = count % DAY_SECONDS;
    if (count / DAY_SECONDS > 0)
        buf_printf(&out, "%" PRId64 "D", count / DAY_SECONDS);
    buf_add_c(&out, rest > 0 || count == 0 ? "T" : "");
    if (rest / 3600 > 0)
        buf_printf(&out, "%" PRId64 "H", rest / 3600);
    if (rest / 60 % 60 > 0)
        buf_printf(&out, "%" PRId64 "M", rest / 60 % 60);
    if (rest % 60 > 0 || count == 0)
        buf_printf(&out, "%" PRId64 "S", rest % 60);
    return buf_str(&out);
}

static str items_text(struct arena *arena, struct feel_value value)
{
    const bool is_context = value.kind == FEEL_VALUE_CONTEXT;
    struct buf out = buf_start(arena, LIMIT_DMN_TEXT_BYTES);
    buf_add_c(&out, is_context ? "{" : "[");
    for (size_t i = 0; i < value.item_count; i++) {
        buf_add_c(&out, i > 0 ? ", " : "");
        if (is_context)
            buf_printf(&out, STR_FORMAT ": ", STR_ARG(value.names[i]));
        const bool is_quoted = value.items[i].kind == FEEL_VALUE_STRING;
        buf_add_c(&out, is_quoted ? "\"" : "");
        buf_add(&out, feel_value_text(arena, value.items[i]));
        buf_add_c(&out, is_quoted ? "\"" : "");
    }
    buf_add_c(&out, is_context ? "}" : "]");
    return buf_str(&out);
}

static str range_text(struct arena *arena, struct feel_value value)
{
    const str low = feel_value_text(arena, value.items[0]);
    const str high = feel_value_text(arena, value.items[1]);
    return str_of(arena_printf(arena, "%c" STR_FORMAT ".." STR_FORMAT "%c",
                               value.is_low_open ? '(' : '[', STR_ARG(low), STR_ARG(high),
                               value.is_high_open ? ')' : ']'));
}

str feel_value_text(struct arena *arena, struct feel_value value)
{
    char day_text[DAY_TEXT_SIZE];
    switch (value.kind) {
    case FEEL_VALUE_NULL:
        return STR("null");
    case FEEL_VALUE_BOOLEAN:
        return value.boolean ? STR("true") : STR("false");
    case FEEL_VALUE_NUMBER:
        return decimal_text(arena, value.number);
    case FEEL_VALUE_STRING:
        return value.string;
    case FEEL_VALUE_DATE:
        return str_copy(arena, str_of(day_format((day)value.count, day_text)));
    case FEEL_VALUE_TIME:
        return with_zone(arena, value, time_text(arena, value.count));
    case FEEL_VALUE_DATE_TIME: {
        int64_t seconds = value.count % DAY_SECONDS;
        seconds += seconds < 0 ? DAY_SECONDS : 0;
        const day date = (day)((value.count - seconds) / DAY_SECONDS);
        const str clock = time_text(arena, seconds);
        return with_zone(arena, value,
                         str_of(arena_printf(arena, "%sT" STR_FORMAT, day_format(date, day_text),
                                             STR_ARG(clock))));
    }
    case FEEL_VALUE_MONTHS:
    case FEEL_VALUE_SECONDS:
        return duration_text(arena, value);
    case FEEL_VALUE_LIST:
    case FEEL_VALUE_CONTEXT:
        return items_text(arena, value);
    case FEEL_VALUE_RANGE:
        return range_text(arena, value);
    case FEEL_VALUE_FUNCTION:
        return STR("function");
    }
    return STR("null");
}
