/* What a rule of an identity number is made of: a compact form and a list of steps.
 *
 * The number under judgement is a row of one-byte characters (Latin 1, so that the N with tilde is
 * one); positions count from 0, negative ones from the end, and a `to` of 0 is the end itself. */
#ifndef IDENTITY_ID_RULE_H
#define IDENTITY_ID_RULE_H
#include "identity/id.h"

#define ID_DIGITS  "0123456789"
#define ID_LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define ID_ALNUM   ID_DIGITS ID_LETTERS
#define ID_DROP    " -."

/* Sets of lengths, as bits; the longest kind has 34 characters (an IBAN). */
#define ID_LEN(n)            (UINT64_C(1) << (n))
#define ID_LEN_RANGE(lo, hi) ((UINT64_C(2) << (hi)) - (UINT64_C(1) << (lo)))
/* The weights of a sum, from left to right. */
#define ID_WEIGHTS(...)                                                                            \
    .weights = (const uint8_t[]){__VA_ARGS__},                                                     \
    .weight_count = (int)ARRAY_LEN(((const uint8_t[]){__VA_ARGS__}))

enum id_step_kind {
    ID_END,
    ID_STEP_LENGTH,    /* one of `lengths` */
    ID_STEP_CLASS,     /* [from, to) holds characters of `text` only, and at least one */
    ID_STEP_POSITIVE,  /* [from, to) is not zeros alone */
    ID_STEP_ONE_OF,    /* one of the words of `text` stands at `from` */
    ID_STEP_NONE_OF,   /* none of them does */
    ID_STEP_DATE,      /* six digits from `from` are a day, YYMMDD */
    ID_STEP_SUM,       /* the character at `check` fits the weighted sum of [from, to) */
    ID_STEP_MOD97,     /* ISO 7064 MOD 97-10 over [from, to), the first `rotate` moved to the end */
    ID_STEP_REMAINDER, /* the two digits after [from, to) are its remainder by 97, 97 for 0 */
    ID_STEP_IBAN,      /* the country's structure (iban.h) */
    ID_STEP_CLABE_BANK /* a bank of Mexico (clabe_bank.h) */
};

/* When a step applies: one of the words of `any` stands at `at`; or, with is_not, none does. */
struct id_when {
    const char *any; /* NULL: always */
    int at;
    bool is_not;
    uint64_t lengths; /* 0: any */
};

struct id_step {
    enum id_step_kind kind;
    enum id_error error; /* what its failure is called; 0 is the usual name of the kind */
    bool is_either;      /* where it fails the next step decides */
    bool is_kept;        /* its failure leaves the compact form in use: such numbers were issued */
    int from, to;
    const char *text;
    uint64_t lengths;
    int rotate;
    struct id_when when;
    /* A date: the characters at century_at that say 18xx, 19xx and 20xx; NULL: any that fits. */
    const char *centuries[3];
    int century_at;
    /* A sum.  The weights belong to the last characters and repeat towards the front; the
     * remainder by the number of answers picks the check character. */
    const uint8_t *weights;
    int weight_count;
    int start;            /* what the sum begins with */
    bool is_fold;         /* a product above 9 counts as the sum of its digits (Luhn) */
    const char *alphabet; /* a character's value is its place here; NULL: its distance from '0' */
    int alphabet_modulus; /* places repeat after so many; 0: never */
    int check;            /* where the check character stands */
    const char *answers;  /* '?' is none; a second list of the same length follows a '|' */
};

struct id_rule {
    const char *country; /* "*" for the world */
    const char *kind;
    const char *source; /* the law, authority or standard */
    const char *drop;   /* characters that people put in between */
    const char *prefix; /* may stand in front; NULL: none */
    const char *parts;  /* widths of parts, by dashes, that lose their zeros: "244"; NULL: none */
    size_t fill;        /* one character less than this many has lost a zero in front; 0: never */
    bool is_zero_stripped; /* zeros in front say nothing */
    const char
        *format; /* '#' a character; '|' parts the forms of different lengths; NULL: as kept */
    int group;   /* blanks after so many characters; 0: none */
    const struct id_step *steps;
};

/* The tables, each of *ret_count rules. */
const struct id_rule *id_rules_mexico(size_t *ret_count);
const struct id_rule *id_rules_andes(size_t *ret_count);
const struct id_rule *id_rules_south(size_t *ret_count);
const struct id_rule *id_rules_central(size_t *ret_count);
const struct id_rule *id_rules_world(size_t *ret_count);
#endif
