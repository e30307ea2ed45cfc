/* Colombia, Peru, Ecuador, Venezuela: the tax and identity numbers of the Andes. */
#include "identity/id_rule.h"

/* Provinces of Ecuador; 30 for citizens registered abroad, 50 for others of the SRI. */
#define EC_PROVINCES "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 30 50"

/* clang-format off */
static const struct id_step co_nit[] = {
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN_RANGE(8, 16)},
    {.kind = ID_STEP_CLASS, .text = ID_DIGITS},
    {.kind = ID_STEP_SUM, .to = -1, .check = -1,
     ID_WEIGHTS(71, 67, 59, 53, 47, 43, 41, 37, 29, 23, 19, 17, 13, 7, 3),
     .answers = "01987654321"},
    {0},
};

static const struct id_step pe_ruc[] = {
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN(11)},
    {.kind = ID_STEP_CLASS, .text = ID_DIGITS},
    {.kind = ID_STEP_ONE_OF, .text = "10 15 17 20"},
    {.kind = ID_STEP_SUM, .to = 10, .check = 10, ID_WEIGHTS(5, 4, 3, 2, 7, 6, 5, 4, 3, 2),
     .answers = "10987654321"},
    {0},
};

/* The DNI has eight digits; where the card's check character is given too, it may be its digit or
 * its letter. */
static const struct id_step pe_dni[] = {
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN(8) | ID_LEN(9)},
    {.kind = ID_STEP_CLASS, .to = 8, .text = ID_DIGITS},
    {.kind = ID_STEP_SUM, .to = 8, .check = 8, ID_WEIGHTS(3, 2, 7, 6, 5, 4, 3, 2),
     .answers = "65432110987|KJIHGFEDCBA", .when = {.lengths = ID_LEN(9)}},
    {0},
};

static const struct id_step ec_ci[] = {
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN(10)},
    {.kind = ID_STEP_CLASS, .text = ID_DIGITS},
    {.kind = ID_STEP_ONE_OF, .text = EC_PROVINCES},
    {.kind = ID_STEP_ONE_OF, .from = 2, .text = "0 1 2 3 4 5 6"},
    {.kind = ID_STEP_SUM, .to = 9, .check = 9, ID_WEIGHTS(1, 2), .is_fold = true,
     .answers = "0987654321"},
    {0},
};

/* The third digit says whose it is: 0 to 5 a person, 6 a public body (or, of late, a person), 9 a
 * company; each has its own sum. */
static const struct id_step ec_ruc[] = {
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN(13)},
    {.kind = ID_STEP_CLASS, .text = ID_DIGITS},
    {.kind = ID_STEP_ONE_OF, .text = EC_PROVINCES},
    {.kind = ID_STEP_ONE_OF, .from = 2, .text = "0 1 2 3 4 5 6 9"},
    {.kind = ID_STEP_NONE_OF, .from = 10, .text = "000", .when = {.any = "6", .at = 2, .is_not = true}},
    {.kind = ID_STEP_NONE_OF, .from = 9, .text = "0000", .when = {.any = "6", .at = 2}},
    {.kind = ID_STEP_SUM, .to = 9, .check = 9, ID_WEIGHTS(4, 3, 2, 7, 6, 5, 4, 3, 2),
     .answers = "0?987654321", .when = {.any = "9", .at = 2}},
    {.kind = ID_STEP_SUM, .to = 8, .check = 8, ID_WEIGHTS(3, 2, 7, 6, 5, 4, 3, 2),
     .answers = "0?987654321", .is_either = true, .when = {.any = "6", .at = 2}},
    {.kind = ID_STEP_SUM, .to = 9, .check = 9, ID_WEIGHTS(1, 2), .is_fold = true,
     .answers = "0987654321", .when = {.any = "9", .at = 2, .is_not = true}},
    {0},
};

/* The letter counts four times its place: V 1, E 2, J 3, P 4, G 5. */
#define RIF_SUM(letter, value)                                                                     \
    {.kind = ID_STEP_SUM, .from = 1, .to = 9, .check = 9, ID_WEIGHTS(3, 2, 7, 6, 5, 4, 3, 2),      \
     .start = (value) * 4, .answers = "00987654321", .when = {.any = (letter)}}
static const struct id_step ve_rif[] = {
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN(10)},
    {.kind = ID_STEP_ONE_OF, .text = "V E J P G"},
    {.kind = ID_STEP_CLASS, .from = 1, .text = ID_DIGITS},
    RIF_SUM("V", 1), RIF_SUM("E", 2), RIF_SUM("J", 3), RIF_SUM("P", 4), RIF_SUM("G", 5),
    {0},
};

static const struct id_rule rules[] = {
    {.country = "CO", .kind = "NIT", .drop = ID_DROP ",", .steps = co_nit,
     .format = "###.###.###.###.###-#",
     .source = "DIAN: Estatuto Tributario, art. 555-1; Orden Administrativa 4 of 1989"},
    {.country = "PE", .kind = "RUC", .drop = ID_DROP, .steps = pe_ruc,
     .source = "SUNAT: Decreto Legislativo 943"},
    {.country = "PE", .kind = "DNI_CUI", .drop = ID_DROP, .steps = pe_dni,
     .source = "RENIEC: Ley 26497, código único de identificación"},
    {.country = "EC", .kind = "CI", .drop = ID_DROP, .steps = ec_ci,
     .source = "Registro Civil del Ecuador: cédula de identidad"},
    {.country = "EC", .kind = "RUC", .drop = ID_DROP, .steps = ec_ruc,
     .source = "SRI: Ley del Registro Único de Contribuyentes"},
    {.country = "VE", .kind = "RIF", .drop = ID_DROP, .steps = ve_rif,
     .source = "SENIAT: Registro Único de Información Fiscal"},
};
/* clang-format on */

const struct id_rule *id_rules_andes(size_t *ret_count)
{
    *ret_count = ARRAY_LEN(rules);
    return rules;
}
