#include "bank/amount.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool bank_amount_parse(str text, char decimal, struct bank_amount *ret_amount)
{
    struct bank_amount amount = {.is_known = true};
    bool is_negative = false;
    bool is_fraction = false;
    int significant = 0;
    size_t digits = 0;
    size_t at = 0;
    text = str_trim(text);
    if (at < text.size && (text.data[at] == '-' || text.data[at] == '+'))
        is_negative = text.data[at++] == '-';
    for (; at < text.size; at++) {
        if (text.data[at] == decimal && !is_fraction) {
            is_fraction = true;
            continue;
        }
        if (!is_digit(text.data[at]))
            return false;
        digits++;
        significant += significant > 0 || text.data[at] != '0';
        amount.decimals += is_fraction;
        if (significant > BANK_DIGITS_MAX || amount.decimals > BANK_DECIMALS_MAX)
            return false;
        amount.units = amount.units * 10 + (text.data[at] - '0');
    }
    if (digits == 0)
        return false;
    if (is_negative)
        amount.units = -amount.units;
    *ret_amount = amount;
    return true;
}

bool bank_amount_of_digits(str text, int decimals, struct bank_amount *ret_amount)
{
    struct bank_amount amount = {.is_known = true};
    const str trimmed = str_trim(text);
    for (size_t i = 0; i < trimmed.size; i++)
        if (!is_digit(trimmed.data[i]))
            return false;
    if (trimmed.size > 0 && !bank_amount_parse(trimmed, '\0', &amount))
        return false;
    amount.decimals = decimals;
    *ret_amount = amount;
    return true;
}

struct bank_total bank_total_of(struct bank_amount amount)
{
    return (struct bank_total){amount.units, amount.decimals, amount.is_known};
}

static __int128 scaled(__int128 units, int from, int to)
{
    for (; from < to; from++)
        units *= 10;
    return units;
}

void bank_total_add_total(struct bank_total *total, struct bank_total other, int sign)
{
    if (!other.is_known)
        return;
    const int decimals = total->decimals > other.decimals ? total->decimals : other.decimals;
    total->units = scaled(total->units, total->decimals, decimals) +
                   sign * scaled(other.units, other.decimals, decimals);
    total->decimals = decimals;
    total->is_known = true;
}

void bank_total_add(struct bank_total *total, struct bank_amount amount, int sign)
{
    bank_total_add_total(total, bank_total_of(amount), sign);
}

bool bank_total_equal(struct bank_total a, struct bank_total b)
{
    const int decimals = a.decimals > b.decimals ? a.decimals : b.decimals;
    return scaled(a.units, a.decimals, decimals) == scaled(b.units, b.decimals, decimals);
}

const char *bank_total_text(struct arena *arena, struct bank_total total)
{
    char text[64]; /* 39 digits, a point, a sign, the NUL: filled from its end */
    size_t at = sizeof(text);
    __int128 left = total.units < 0 ? -total.units : total.units;
    if (!total.is_known)
        return NULL;
    text[--at] = '\0';
    for (int i = 0; i <= total.decimals || left > 0; i++) {
        if (i == total.decimals && i > 0)
            text[--at] = '.';
        text[--at] = (char)('0' + (int)(left % 10));
        left /= 10;
    }
    if (total.units < 0)
        text[--at] = '-';
    return arena_copy(arena, text + at, sizeof(text) - 1 - at);
}

const char *bank_amount_text(struct arena *arena, struct bank_amount amount)
{
    return bank_total_text(arena, bank_total_of(amount));
}
