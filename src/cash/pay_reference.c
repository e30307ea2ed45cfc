#include "cash/pay_reference.h"

#include <inttypes.h>
#include <stdio.h>

static const char *const names[PAY_REFERENCE_KINDS] = {"rf", "mod97", "mod10"};
#define RF_BODY_MAX 21

const char *pay_reference_kind_name(enum pay_reference_kind kind)
{
    return names[kind];
}

bool pay_reference_kind_parse(str text, enum pay_reference_kind *ret_kind)
{
    for (int kind = 0; kind < PAY_REFERENCE_KINDS; kind++)
        if (str_equal_c(text, names[kind])) {
            *ret_kind = (enum pay_reference_kind)kind;
            return true;
        }
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_of_kind(enum pay_reference_kind kind, char c)
{
    return is_digit(c) || (kind == PAY_REFERENCE_RF && c >= 'A' && c <= 'Z');
}

static size_t body_max(enum pay_reference_kind kind)
{
    return kind == PAY_REFERENCE_RF ? RF_BODY_MAX : PAY_REFERENCE_BODY_MAX;
}

static bool is_body(enum pay_reference_kind kind, str body)
{
    if (body.size == 0 || body.size > body_max(kind))
        return false;
    for (size_t i = 0; i < body.size; i++)
        if (!is_of_kind(kind, body.data[i]))
            return false;
    return true;
}

/* What the digits leave when divided by 97; a letter counts as two digits, A being 10. */
static int mod97(int rest, str text)
{
    for (size_t i = 0; i < text.size; i++) {
        const char c = text.data[i];
        rest = is_digit(c) ? (rest * 10 + (c - '0')) % 97 : (rest * 100 + (c - 'A' + 10)) % 97;
    }
    return rest;
}

static int luhn(str body)
{
    int sum = 0;
    for (size_t i = 0; i < body.size; i++) {
        int digit = body.data[body.size - 1 - i] - '0';
        if (i % 2 == 0)
            digit = digit > 4 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return (10 - sum % 10) % 10;
}

bool pay_reference_seal(enum pay_reference_kind kind, str body, char ret_text[PAY_REFERENCE_SIZE])
{
    if (!is_body(kind, body))
        return false;
    if (kind == PAY_REFERENCE_MOD10)
        (void)snprintf(ret_text, PAY_REFERENCE_SIZE, STR_FORMAT "%d", STR_ARG(body), luhn(body));
    else if (kind == PAY_REFERENCE_MOD97)
        (void)snprintf(ret_text, PAY_REFERENCE_SIZE, STR_FORMAT "%02d", STR_ARG(body),
                       98 - mod97(mod97(0, body), STR("00")));
    else
        (void)snprintf(ret_text, PAY_REFERENCE_SIZE, "RF%02d" STR_FORMAT,
                       98 - mod97(mod97(0, body), STR("RF00")), STR_ARG(body));
    return true;
}

/* Without blanks, in capitals; 0: it does not fit. */
static size_t compact(str text, char out[PAY_REFERENCE_SIZE])
{
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        const char c = text.data[i];
        if (c == ' ')
            continue;
        if (size == PAY_REFERENCE_SIZE)
            return 0;
        out[size++] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    return size;
}

/* The body of a reference whose check digits are right; empty: they are not. */
static str valid_body(enum pay_reference_kind kind, str whole)
{
    char again[PAY_REFERENCE_SIZE];
    const size_t head = kind == PAY_REFERENCE_RF ? 4 : 0;
    const size_t tail = kind == PAY_REFERENCE_RF ? 0 : kind == PAY_REFERENCE_MOD97 ? 2 : 1;
    if (whole.size <= head + tail)
        return STR("");
    const str body = {whole.data + head, whole.size - head - tail};
    if (!pay_reference_seal(kind, body, again) || !str_equal_c(whole, again))
        return STR("");
    return body;
}

bool pay_reference_is_valid(enum pay_reference_kind kind, str text)
{
    char bytes[PAY_REFERENCE_SIZE];
    const size_t size = compact(text, bytes);
    return valid_body(kind, (str){bytes, size}).size > 0;
}

bool pay_reference_make(const struct pay_reference_scheme *scheme, int64_t number,
                        char ret_text[PAY_REFERENCE_SIZE])
{
    char body[2 * PAY_REFERENCE_SIZE];
    const int size = snprintf(body, sizeof(body), STR_FORMAT "%0*" PRId64, STR_ARG(scheme->prefix),
                              scheme->digits, number);
    if (number < 0 || size != (int)scheme->prefix.size + scheme->digits)
        return false;
    return pay_reference_seal(scheme->kind, (str){body, (size_t)size}, ret_text);
}

bool pay_reference_read(const struct pay_reference_scheme *scheme, str text, int64_t *ret_number)
{
    char bytes[PAY_REFERENCE_SIZE];
    const size_t size = compact(text, bytes);
    const str body = valid_body(scheme->kind, (str){bytes, size});
    if (body.size != scheme->prefix.size + (size_t)scheme->digits ||
        !str_starts(body, scheme->prefix))
        return false;
    return str_to_i64((str){body.data + scheme->prefix.size, (size_t)scheme->digits}, ret_number);
}

status pay_reference_check_scheme(struct op *op, const struct pay_reference_scheme *scheme)
{
    const size_t most = body_max(scheme->kind);
    if (scheme->digits < 4 || scheme->digits > PAY_REFERENCE_DIGITS_MAX)
        return op_fail(op, E_INVALID, "the number of a payment reference has 4 to %d digits",
                       PAY_REFERENCE_DIGITS_MAX);
    if (scheme->prefix.size > 0 && !is_body(scheme->kind, scheme->prefix))
        return op_fail(op, E_INVALID,
                       "the prefix \"" STR_FORMAT "\" does not fit a payment reference of kind %s: "
                       "digits, and for rf also capital letters",
                       STR_ARG(scheme->prefix), pay_reference_kind_name(scheme->kind));
    if (scheme->prefix.size + (size_t)scheme->digits > most)
        return op_fail(op, E_INVALID,
                       "prefix and number have %zu characters together; kind %s has room for %zu",
                       scheme->prefix.size + (size_t)scheme->digits,
                       pay_reference_kind_name(scheme->kind), most);
    return OK;
}
