#include "identity/id_sum.h"

/* -1: not a character of this kind. */
static int value_of(const struct id_step *step, char c)
{
    if (!step->alphabet)
        return c - '0'; /* a letter too: what the CNPJ says since it has letters */
    const char *const there = c ? strchr(step->alphabet, c) : NULL;
    if (!there)
        return -1;
    const int value = (int)(there - step->alphabet);
    return step->alphabet_modulus > 0 ? value % step->alphabet_modulus : value;
}

/* -1: a character without a value. */
static int sum_of(const struct id_step *step, str text)
{
    int sum = step->start;
    for (size_t i = 0; i < text.size; i++) {
        const int value = value_of(step, text.data[i]);
        const size_t from_end = (text.size - 1 - i) % (size_t)step->weight_count;
        const int product = value * step->weights[(size_t)step->weight_count - 1 - from_end];
        if (value < 0)
            return -1;
        sum += step->is_fold && product > 9 ? product - 9 : product;
    }
    return sum;
}

bool id_sum_fits(const struct id_step *step, str text, char check)
{
    const int sum = sum_of(step, text);
    if (sum < 0 || check == '?')
        return false;
    for (str rest = str_of(step->answers); rest.size > 0;) {
        const str answers = str_split(&rest, '|');
        if (answers.data[(size_t)sum % answers.size] == check)
            return true;
    }
    return false;
}

static int mod97_add(int remainder, str text)
{
    for (size_t i = 0; i < text.size && remainder >= 0; i++) {
        const char c = text.data[i];
        if (c >= '0' && c <= '9')
            remainder = (remainder * 10 + c - '0') % 97;
        else if (c >= 'A' && c <= 'Z')
            remainder = (remainder * 100 + c - 'A' + 10) % 97;
        else
            remainder = -1;
    }
    return remainder;
}

int id_mod97(str text, size_t rotate)
{
    if (text.size == 0)
        return -1;
    const size_t moved = rotate < text.size ? rotate : text.size;
    const int remainder = mod97_add(0, (str){text.data + moved, text.size - moved});
    return mod97_add(remainder, (str){text.data, moved});
}

bool id_remainder_fits(str text, const char *digits)
{
    const int remainder = id_mod97(text, 0);
    const int wanted = remainder == 0 ? 97 : remainder;
    return remainder >= 0 && digits[0] == '0' + wanted / 10 && digits[1] == '0' + wanted % 10;
}
