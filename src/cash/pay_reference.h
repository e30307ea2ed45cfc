/* Payment references: what a payer writes, so that the money finds its case by itself.
 *
 * A creditor's scheme is data: a prefix, the number of the case with leading zeros, check digits.
 * Every kind finds each single wrong digit, and each swap of two neighbours but a few of mod10.
 *
 *   rf     ISO 11649: RF, two check digits (MOD 97-10), at most 21 letters and digits
 *   mod97  digits; the last two make the whole number leave 1 when divided by 97 (ISO 7064)
 *   mod10  digits; the last one is that of Luhn
 *
 * Pure: no clock, no store. */
#ifndef CASH_PAY_REFERENCE_H
#define CASH_PAY_REFERENCE_H
#include "base/op.h"
#include "base/str.h"

enum pay_reference_kind {
    PAY_REFERENCE_RF,
    PAY_REFERENCE_MOD97,
    PAY_REFERENCE_MOD10,
    PAY_REFERENCE_KINDS
};
#define PAY_REFERENCE_SIZE       40
#define PAY_REFERENCE_BODY_MAX   30 /* characters before or after the check digits */
#define PAY_REFERENCE_DIGITS_MAX 18

struct pay_reference_scheme {
    enum pay_reference_kind kind;
    str prefix; /* letters and digits in capitals for rf, digits for the others; may be empty */
    int digits; /* of the number */
};

const char *pay_reference_kind_name(enum pay_reference_kind kind);
bool pay_reference_kind_parse(str text, enum pay_reference_kind *ret_kind);

/* E_INVALID: a prefix with other characters, or more characters than the kind has room for. */
MUST_CHECK status pay_reference_check_scheme(struct op *op,
                                             const struct pay_reference_scheme *scheme);
/* Adds the check digits to a body of letters and digits.  False: a character that the kind lacks,
 * an empty body or one that is too long. */
MUST_CHECK bool pay_reference_seal(enum pay_reference_kind kind, str body,
                                   char ret_text[PAY_REFERENCE_SIZE]);
/* Whether the check digits are right; blanks and small letters do not matter. */
bool pay_reference_is_valid(enum pay_reference_kind kind, str text);
/* The reference of a number.  False: it has more digits than the scheme. */
MUST_CHECK bool pay_reference_make(const struct pay_reference_scheme *scheme, int64_t number,
                                   char ret_text[PAY_REFERENCE_SIZE]);
/* The number in a reference of that scheme.  False: another prefix or length, or wrong digits. */
MUST_CHECK bool pay_reference_read(const struct pay_reference_scheme *scheme, str text,
                                   int64_t *ret_number);
#endif
