/* Mexico: RFC, CURP, CLABE. */
#include "identity/id_rule.h"

#define RFC_LETTERS ID_LETTERS "&\xD1"

/* Words that the SAT does not give to a person (instructions for the RFC, annex IV). */
#define RFC_WORDS                                                                                  \
    "BUEI BUEY CACA CACO CAGA CAGO CAKA CAKO COGE COJA COJE COJI COJO CULO FETO GUEY JOTO KACA "   \
    "KACO KAGA KAGO KAKA KOGE KOJO KULO MAME MAMO MEAR MEAS MEON MION MOCO MULA PEDA PEDO PENE "   \
    "PUTA PUTO QULO RATA RUIN"

/* Words that RENAPO changes (instructions for the CURP, annex 2). */
#define CURP_WORDS                                                                                 \
    "BACA BAKA BUEI BUEY CACA CACO CAGA CAGO CAKA CAKO COGE COGI COJA COJE COJI COJO COLA CULO "   \
    "FALO FETO GETA GUEI GUEY JETA JOTO KACA KACO KAGA KAGO KAKA KAKO KOGE KOGI KOJA KOJE KOJI "   \
    "KOJO KOLA KULO LILO LOCA LOCO LOKA LOKO MAME MAMO MEAR MEAS MEON MIAR MION MOCO MOKO MULA "   \
    "MULO NACA NACO PEDA PEDO PENE PIPI PITO POPO PUTA PUTO QULO RATA ROBA ROBE ROBO RUIN SENO "   \
    "TETA VACA VAGA VAGO VAKA VUEI VUEY WUEI WUEY"

/* The 32 states, and NE for who was born abroad. */
#define CURP_STATES                                                                                \
    "AS BC BS CC CH CL CM CS DF DG GR GT HG JC MC MN MS NE NL NT OC PL QR QT SL SP SR TC TL TS "   \
    "VZ YN ZS"

/* A person has ten characters, thirteen with the homoclave; a company twelve. */
#define RFC_PERSON  (ID_LEN(10) | ID_LEN(13))
#define RFC_COMPANY ID_LEN(12)

/* clang-format off */
#define RFC_STEPS                                                                                  \
    {.kind = ID_STEP_LENGTH, .lengths = RFC_PERSON | RFC_COMPANY},                                 \
    {.kind = ID_STEP_CLASS, .to = 4, .text = RFC_LETTERS, .when = {.lengths = RFC_PERSON}},        \
    {.kind = ID_STEP_CLASS, .from = 4, .to = 10, .text = ID_DIGITS,                                \
     .when = {.lengths = RFC_PERSON}},                                                             \
    {.kind = ID_STEP_CLASS, .to = 3, .text = RFC_LETTERS, .when = {.lengths = RFC_COMPANY}},       \
    {.kind = ID_STEP_CLASS, .from = 3, .to = 9, .text = ID_DIGITS,                                 \
     .when = {.lengths = RFC_COMPANY}},                                                            \
    {.kind = ID_STEP_CLASS, .from = -3, .text = ID_ALNUM,                                          \
     .when = {.lengths = RFC_COMPANY | ID_LEN(13)}},                                               \
    {.kind = ID_STEP_NONE_OF, .text = RFC_WORDS, .when = {.lengths = RFC_PERSON}},                 \
    {.kind = ID_STEP_DATE, .from = 4, .when = {.lengths = RFC_PERSON}},                            \
    {.kind = ID_STEP_DATE, .from = 3, .when = {.lengths = RFC_COMPANY}}

/* A company's number is taken as if a blank, of value 37, stood in front of it. */
#define RFC_SUM                                                                                    \
    .kind = ID_STEP_SUM, .is_kept = true, .to = -1, .check = -1,                                   \
    ID_WEIGHTS(13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2),                                            \
    .alphabet = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ \xD1", .answers = "0A987654321"

static const struct id_step rfc[] = {RFC_STEPS, {0}};

/* The homoclave leaves out some characters, and its last one is the check digit; not every number
 * in use keeps to that. */
static const struct id_step rfc_checkdigit[] = {
    RFC_STEPS,
    {.kind = ID_STEP_CLASS, .from = -3, .to = -2, .text = "123456789ABCDEFGHIJKLMNOPQRSTUV",
     .error = ID_COMPONENT, .is_kept = true, .when = {.lengths = RFC_COMPANY | ID_LEN(13)}},
    {.kind = ID_STEP_CLASS, .from = -2, .to = -1, .text = "123456789" ID_LETTERS,
     .error = ID_COMPONENT, .is_kept = true, .when = {.lengths = RFC_COMPANY | ID_LEN(13)}},
    {.kind = ID_STEP_CLASS, .from = -1, .text = ID_DIGITS "A", .error = ID_COMPONENT,
     .is_kept = true, .when = {.lengths = RFC_COMPANY | ID_LEN(13)}},
    {RFC_SUM, .when = {.lengths = ID_LEN(13)}},
    {RFC_SUM, .start = 37 * 13, .when = {.lengths = RFC_COMPANY}},
    {0},
};

static const struct id_step curp[] = {
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN(18)},
    {.kind = ID_STEP_CLASS, .to = 4, .text = ID_LETTERS "\xD1"},
    {.kind = ID_STEP_CLASS, .from = 4, .to = 10, .text = ID_DIGITS},
    {.kind = ID_STEP_CLASS, .from = 10, .to = 16, .text = ID_LETTERS "\xD1"},
    {.kind = ID_STEP_CLASS, .from = 16, .to = 17, .text = ID_ALNUM},
    {.kind = ID_STEP_CLASS, .from = 17, .text = ID_DIGITS},
    {.kind = ID_STEP_NONE_OF, .text = CURP_WORDS},
    {.kind = ID_STEP_DATE, .from = 4, .centuries = {"", ID_DIGITS, ID_LETTERS}, .century_at = 16},
    {.kind = ID_STEP_ONE_OF, .from = 10, .text = "H M X"},
    {.kind = ID_STEP_ONE_OF, .from = 11, .text = CURP_STATES},
    {.kind = ID_STEP_SUM, .to = -1, .check = -1,
     ID_WEIGHTS(18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2),
     .alphabet = "0123456789ABCDEFGHIJKLMN\xD1OPQRSTUVWXYZ", .answers = "0987654321"},
    {0},
};

static const struct id_step clabe[] = {
    {.kind = ID_STEP_CLASS, .text = ID_DIGITS},
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN(18)},
    {.kind = ID_STEP_CLABE_BANK, .to = 3},
    {.kind = ID_STEP_SUM, .to = 17, .check = 17, ID_WEIGHTS(1, 3, 7), .answers = "0987654321"},
    {0},
};

static const struct id_rule rules[] = {
    {.country = "MX", .kind = "RFC", .drop = ID_DROP "_", .steps = rfc,
     .format = "#### ######|### ###### ###|#### ###### ###",
     .source = "SAT: Código Fiscal de la Federación, art. 27; instructions for the RFC"},
    {.country = "MX", .kind = "RFC_CHECKDIGIT", .drop = ID_DROP "_", .steps = rfc_checkdigit,
     .format = "#### ######|### ###### ###|#### ###### ###",
     .source = "SAT: as RFC, with the check digit where there is a homoclave"},
    {.country = "MX", .kind = "CURP", .drop = ID_DROP "_", .steps = curp,
     .source = "RENAPO: instructions for the CURP (DOF 2021-10-18)"},
    {.country = "MX", .kind = "CLABE", .drop = ID_DROP, .steps = clabe,
     .format = "### ### ########### #",
     .source = "Banco de México and ABM: CLABE; banks as in clabe_bank.c"},
};
/* clang-format on */

const struct id_rule *id_rules_mexico(size_t *ret_count)
{
    *ret_count = ARRAY_LEN(rules);
    return rules;
}
