#include "intake/field_read.h"

#include "book/published.h"
#include "calendar/zone.h"
#include "intake/names.h"

#define SHOWN_BYTES 60 /* of a wrong value, in its reason */

str field_shown(str text)
{
    if (text.size <= SHOWN_BYTES)
        return text;
    text.size = SHOWN_BYTES;
    while (text.size > 0 && ((unsigned char)text.data[text.size] & 0xC0) == 0x80)
        text.size--;
    return text;
}

static const char *read_day(struct op *op, const struct value_formats *formats,
                            struct row_value *value)
{
    struct value_formats iso;
    day d = DAY_NONE;
    if (formats->day_count == 0) {
        iso = *formats;
        iso.day_count = day_pattern_parse(STR("YYYY-MM-DD"), &iso.days[0]) ? 1 : 0;
        formats = &iso;
    }
    switch (value_read_day(formats, value->text, &d)) {
    case DAY_READ:
        value->number = d;
        return NULL;
    case DAY_IMPOSSIBLE:
        return op_say(op, "\"" STR_FORMAT "\" is no day of the calendar",
                      STR_ARG(field_shown(value->text)));
    case DAY_OTHER:
        break;
    }
    return op_say(op, "\"" STR_FORMAT "\" is not a date written as %s",
                  STR_ARG(field_shown(value->text)), value_day_patterns(op, formats));
}

static const char *read_money(struct op *op, const struct value_formats *formats, enum field field,
                              currency in, struct row_value *value)
{
    char name[CURRENCY_TEXT];
    money amount = {0};
    const int exponent = currency_exponent(in);
    if (!value_read_money(formats, value->text, exponent, &amount))
        return op_say(op,
                      "\"" STR_FORMAT "\" is not an amount of %s (decimal mark \"%c\", at most %d "
                      "decimals)",
                      STR_ARG(field_shown(value->text)), currency_format(in, name),
                      formats->number.decimal, exponent);
    if (amount.minor <= 0 && field_type(field) == TYPE_MONEY)
        return op_say(op, "\"" STR_FORMAT "\" is not above zero; %s is",
                      STR_ARG(field_shown(value->text)), field_name(field));
    if (amount.minor > LIMIT_AMOUNT_MINOR || amount.minor < -LIMIT_AMOUNT_MINOR)
        return op_say(op, "\"" STR_FORMAT "\" is too large to be an amount of %s",
                      STR_ARG(field_shown(value->text)), currency_format(in, name));
    value->number = amount.minor;
    return NULL;
}

/* A percentage as parts per million, or a plain decimal as millionths; never rounded. */
static const char *read_decimal(struct op *op, const struct value_formats *formats,
                                enum field field, struct row_value *value)
{
    const bool is_percent = field_type(field) == TYPE_PERCENT;
    const int decimals = is_percent ? PUBLISHED_RATE_DECIMALS : PUBLISHED_INDEX_DECIMALS;
    money amount = {0};
    str text = value->text;
    if (is_percent && text.size > 0 && text.data[text.size - 1] == '%')
        text = value_trim((str){text.data, text.size - 1});
    if (!value_read_money(formats, text, decimals, &amount) || amount.minor <= 0 ||
        (is_percent && amount.minor > PUBLISHED_RATE_MOST))
        return op_say(op,
                      "\"" STR_FORMAT "\" is not a %s above zero (decimal mark \"%c\", at most %d "
                      "decimals)",
                      STR_ARG(field_shown(value->text)),
                      op_word(op, is_percent ? SAY("percentage") : SAY("number")),
                      formats->number.decimal, decimals);
    value->number = amount.minor;
    return NULL;
}

static const char *read_name(struct op *op, const struct row_value *value)
{
    return published_is_name(value->text)
               ? NULL
               : op_say(op,
                        "\"" STR_FORMAT "\" is not a name of letters, digits and _, with at most "
                        "one dot inside",
                        STR_ARG(field_shown(value->text)));
}

static const char *read_word(struct op *op, enum field field, struct row_value *value)
{
    const char *const *const words = field_words(field);
    str list[16];
    int count = 0;
    for (; count < (int)ARRAY_LEN(list) && words[count]; count++) {
        list[count] = str_of(words[count]);
        if (str_equal_nocase(value->text, list[count])) {
            value->text = list[count];
            return NULL;
        }
    }
    return op_say(op, "\"" STR_FORMAT "\" is not one of %s", STR_ARG(field_shown(value->text)),
                  name_list(op->arena, list, count));
}

static bool is_small_or_capital(char c, bool is_capital)
{
    return is_capital ? c >= 'A' && c <= 'Z' : c >= 'a' && c <= 'z';
}

static char as_capital(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static const char *read_country(struct op *op, struct row_value *value)
{
    if (value->text.size != 2)
        return op_say(op, "\"" STR_FORMAT "\" is not a country of two letters such as MX",
                      STR_ARG(field_shown(value->text)));
    char *const code = arena_copy(op->arena, value->text.data, 2);
    for (int i = 0; i < 2; i++)
        code[i] = as_capital(code[i]);
    value->text = (str){code, 2};
    if (is_small_or_capital(code[0], true) && is_small_or_capital(code[1], true))
        return NULL;
    return op_say(op, "\"" STR_FORMAT "\" is not a country of two letters such as MX",
                  STR_ARG(field_shown(value->text)));
}

static const char *read_language(struct op *op, const struct row_value *value)
{
    const str text = value->text;
    const bool has_region = text.size == 5 && (text.data[2] == '-' || text.data[2] == '_');
    bool is_good = text.size == 2 || has_region;
    for (size_t i = 0; is_good && i < 2; i++)
        is_good = is_small_or_capital(text.data[i], false);
    for (size_t i = 3; is_good && i < text.size; i++)
        is_good = is_small_or_capital(text.data[i], true);
    return is_good ? NULL
                   : op_say(op, "\"" STR_FORMAT "\" is not a language such as es or es-MX",
                            STR_ARG(field_shown(text)));
}

static const char *read_zone(struct op *op, const struct row_value *value)
{
    const struct zone *zone = NULL;
    if (zone_find(op, value->text, &zone) == OK)
        return NULL;
    const char *const reason = arena_copy(op->arena, op->text, strlen(op->text));
    op_clear(op);
    return reason;
}

static const char *read_currency(struct op *op, struct row_value *value)
{
    currency found = CURRENCY_NONE;
    if (!currency_parse(value->text, &found))
        return op_say(op, "\"" STR_FORMAT "\" is not a currency such as MXN",
                      STR_ARG(field_shown(value->text)));
    value->number = found;
    return NULL;
}

static const char *read_text(struct op *op, enum field field, const struct row_value *value)
{
    const bool is_long = field == FIELD_ACTION_NOTE || field == FIELD_PARTY_ADDRESS;
    if (value->text.size > field_bytes_max(field))
        return op_say(op, "%s has %zu bytes, at most %zu", field_name(field), value->text.size,
                      field_bytes_max(field));
    if (value_has_control(value->text, is_long))
        return op_say(op, "%s has a control character or a line end inside", field_name(field));
    return NULL;
}

const char *field_read(struct op *op, const struct value_formats *formats, enum field field,
                       currency in, struct row_value *value)
{
    switch (field_type(field)) {
    case TYPE_TEXT:
        return read_text(op, field, value);
    case TYPE_DAY:
        return read_day(op, formats, value);
    case TYPE_MONEY:
    case TYPE_BALANCE:
        return read_money(op, formats, field, in, value);
    case TYPE_PERCENT:
    case TYPE_DECIMAL:
        return read_decimal(op, formats, field, value);
    case TYPE_NAME:
        return read_name(op, value);
    case TYPE_CURRENCY:
        return read_currency(op, value);
    case TYPE_INTEGER:
        if (str_to_i64(value->text, &value->number) && value->number >= 0 &&
            value->number <= INT32_MAX)
            return NULL;
        return op_say(op, "\"" STR_FORMAT "\" is not a whole number",
                      STR_ARG(field_shown(value->text)));
    case TYPE_WORD:
        return read_word(op, field, value);
    case TYPE_COUNTRY:
        return read_country(op, value);
    case TYPE_LANGUAGE:
        return read_language(op, value);
    case TYPE_ZONE:
        return read_zone(op, value);
    }
    return op_word(op, "unknown type");
}
