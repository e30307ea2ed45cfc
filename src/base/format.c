#include "base/format.h"

#include <inttypes.h>
#include <stdio.h>

#define GAP "\xC2\xA0"

/* The first row stands in for countries that are not here. */
static const struct format formats[] = {
    {"MX", "MXN", "$",   ",", ".", false, "pago" },
    {"AR", "ARS", "$",   ".", ",", true,  "cuota"},
    {"BO", "BOB", "Bs",  ".", ",", true,  "cuota"},
    {"BR", "BRL", "R$",  ".", ",", true,  "cuota"},
    {"CL", "CLP", "$",   ".", ",", false, "cuota"},
    {"CO", "COP", "$",   ".", ",", true,  "cuota"},
    {"CR", "CRC", "₡", GAP, ",", false, "cuota"},
    {"CU", "CUP", "$",   ",", ".", false, "cuota"},
    {"DO", "DOP", "RD$", ",", ".", false, "cuota"},
    {"EC", "USD", "$",   ".", ",", false, "cuota"},
    {"ES", "EUR", "€", ".", ",", true,  "cuota"},
    {"GT", "GTQ", "Q",   ",", ".", true,  "cuota"},
    {"HN", "HNL", "L",   ",", ".", true,  "cuota"},
    {"NI", "NIO", "C$",  ",", ".", false, "cuota"},
    {"PA", "PAB", "B/.", ",", ".", true,  "cuota"},
    {"PE", "PEN", "S/",  ",", ".", true,  "cuota"},
    {"PY", "PYG", "₲", ".", ",", true,  "cuota"},
    {"SV", "USD", "$",   ",", ".", false, "cuota"},
    {"US", "USD", "$",   ",", ".", false, "cuota"},
    {"UY", "UYU", "$",   ".", ",", true,  "cuota"},
    {"VE", "VES", "Bs.", ".", ",", true,  "cuota"},
};

const struct format *format_list(size_t *ret_count)
{
    *ret_count = ARRAY_LEN(formats);
    return formats;
}

const struct format *format_of(str country)
{
    for (size_t i = 0; i < ARRAY_LEN(formats); i++)
        if (str_equal_c(country, formats[i].country))
            return &formats[i];
    return &formats[0];
}

/* Puts a group mark between each three digits, from the right. */
static size_t write_grouped(const char *digits, size_t count, const char *group, char *out)
{
    const size_t mark = strlen(group);
    size_t size = 0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && (count - i) % 3 == 0) {
            memcpy(out + size, group, mark);
            size += mark;
        }
        out[size++] = digits[i];
    }
    return size;
}

const char *format_money(const struct format *format, money amount, currency unit,
                         char out[FORMAT_MONEY_SIZE])
{
    char code[CURRENCY_TEXT];
    char plain[MONEY_TEXT_SIZE];
    char grouped[MONEY_TEXT_SIZE + 16];
    const bool is_home = strcmp(currency_format(unit, code), format->currency) == 0;
    const char *digits = money_format_plain(amount, currency_exponent(unit), plain);
    const bool is_negative = *digits == '-';
    digits += is_negative;
    const size_t whole = strcspn(digits, ".");
    const bool has_cents = digits[whole] == '.';
    const size_t size = write_grouped(digits, whole, format->group, grouped);
    (void)snprintf(out, FORMAT_MONEY_SIZE, "%s%s%s%.*s%s%s", is_negative ? "-" : "",
                   is_home ? format->symbol : code, !is_home || format->has_gap ? GAP : "",
                   (int)size, grouped, has_cents ? format->decimal : "",
                   has_cents ? digits + whole + 1 : "");
    return out;
}

const char *format_day(day d, enum language language, char out[FORMAT_DAY_SIZE])
{
    static const char months[2][12][4] = {
        [LANGUAGE_ES] = {"ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct",
                         "nov", "dic"},
        [LANGUAGE_EN] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct",
                         "Nov", "Dec"},
    };
    out[0] = '\0';
    if (d == DAY_NONE)
        return out;
    const struct civil civil = day_to_civil(d);
    (void)snprintf(out, FORMAT_DAY_SIZE, "%02u %s %04u", (unsigned)civil.day % 100U,
                   months[language][(civil.month - 1) % 12], (unsigned)civil.year % 10000U);
    return out;
}
