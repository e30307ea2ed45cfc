/* Spain, the United States, and the kinds of the world: accounts, banks, companies, telephones. */
#include "identity/id_rule.h"

#define DNI_ANSWERS "TRWAGMYFPDXBNJZSQVHLCKE"
/* The number by 23, as a sum: the weights are the powers of ten by 23. */
#define DNI_WEIGHTS ID_WEIGHTS(14, 6, 19, 18, 11, 8, 10, 1)

#define CIF_DIGITS  "0987654321"
#define CIF_LETTERS "JIHGFEDCBA"

/* Countries and territories of ISO 3166-1, and XK, which SWIFT uses for Kosovo. */
#define COUNTRIES                                                                                  \
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ "   \
    "BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM "   \
    "DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS "   \
    "GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN "   \
    "KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ "   \
    "MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM "   \
    "PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV "   \
    "SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI "   \
    "VN VU WF WS XK YE YT ZA ZM ZW"

/* Prefixes that no campus of the IRS gives out. */
#define EIN_UNUSED "00 07 08 09 17 18 19 28 29 49 69 70 78 79 89 96 97"

/* clang-format off */
#define CIF_SUM                                                                                    \
    .kind = ID_STEP_SUM, .from = 1, .to = 8, .check = 8, ID_WEIGHTS(1, 2), .is_fold = true

/* The first letter says whether the control is a digit, a letter, or either. */
static const struct id_step es_cif[] = {
    {.kind = ID_STEP_CLASS, .from = 1, .to = -1, .text = ID_DIGITS},
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN(9)},
    {.kind = ID_STEP_CLASS, .to = 1, .text = "ABCDEFGHJNPQRSUVW"},
    {CIF_SUM, .answers = CIF_DIGITS, .when = {.any = "A B E H"}},
    {CIF_SUM, .answers = CIF_LETTERS, .when = {.any = "P Q S W"}},
    {CIF_SUM, .answers = CIF_DIGITS "|" CIF_LETTERS, .when = {.any = "C D F G J N R U V"}},
    {0},
};

static const struct id_step es_nie[] = {
    {.kind = ID_STEP_CLASS, .from = 1, .to = -1, .text = ID_DIGITS},
    {.kind = ID_STEP_CLASS, .to = 1, .text = "XYZ"},
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN(9)},
    {.kind = ID_STEP_SUM, .to = 8, .check = 8, DNI_WEIGHTS, .alphabet = ID_DIGITS "XYZ",
     .alphabet_modulus = 10, .answers = DNI_ANSWERS},
    {0},
};

/* Of a person (DNI, NIE, or K, L, M without one) or of an entity (CIF). */
static const struct id_step es_nif[] = {
    {.kind = ID_STEP_CLASS, .from = 1, .to = -1, .text = ID_DIGITS},
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN(9)},
    {.kind = ID_STEP_CLASS, .to = 1, .text = ID_DIGITS "ABCDEFGHJKLMNPQRSUVWXYZ"},
    {.kind = ID_STEP_SUM, .from = 1, .to = 8, .check = 8, DNI_WEIGHTS, .answers = DNI_ANSWERS,
     .when = {.any = "K L M"}},
    {.kind = ID_STEP_SUM, .to = 8, .check = 8, DNI_WEIGHTS, .alphabet = ID_DIGITS "XYZ",
     .alphabet_modulus = 10, .answers = DNI_ANSWERS,
     .when = {.any = "0 1 2 3 4 5 6 7 8 9 X Y Z"}},
    {CIF_SUM, .answers = CIF_DIGITS, .when = {.any = "A B E H"}},
    {CIF_SUM, .answers = CIF_LETTERS, .when = {.any = "P Q S W"}},
    {CIF_SUM, .answers = CIF_DIGITS "|" CIF_LETTERS, .when = {.any = "C D F G J N R U V"}},
    {0},
};

static const struct id_step us_ein[] = {
    {.kind = ID_STEP_CLASS, .text = ID_DIGITS},
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN(9), .error = ID_FORMAT},
    {.kind = ID_STEP_NONE_OF, .text = EIN_UNUSED},
    {0},
};

static const struct id_step us_ssn[] = {
    {.kind = ID_STEP_CLASS, .text = ID_DIGITS},
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN(9), .error = ID_FORMAT},
    {.kind = ID_STEP_NONE_OF, .text = "000 666 9"},
    {.kind = ID_STEP_NONE_OF, .from = 3, .text = "00"},
    {.kind = ID_STEP_NONE_OF, .from = 5, .text = "0000"},
    {.kind = ID_STEP_NONE_OF, .text = "078051120 457555462 219099999"}, /* printed in advertisements */
    {0},
};

static const struct id_step us_rtn[] = {
    {.kind = ID_STEP_CLASS, .text = ID_DIGITS},
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN(9)},
    {.kind = ID_STEP_SUM, .to = 8, .check = 8, ID_WEIGHTS(3, 7, 1, 3, 7, 1, 3, 7),
     .answers = "0987654321"},
    {0},
};

static const struct id_step bic[] = {
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN(8) | ID_LEN(11)},
    {.kind = ID_STEP_CLASS, .to = 6, .text = ID_LETTERS},
    {.kind = ID_STEP_CLASS, .from = 6, .text = ID_ALNUM},
    {.kind = ID_STEP_ONE_OF, .from = 4, .text = COUNTRIES},
    {0},
};

/* The check of all countries, the structure of each, and the national digits of those that print
 * theirs in the registry of the standard and are asked for it here. */
static const struct id_step iban[] = {
    {.kind = ID_STEP_CLASS, .text = ID_ALNUM},
    {.kind = ID_STEP_MOD97, .rotate = 4},
    {.kind = ID_STEP_IBAN},
    {.kind = ID_STEP_SUM, .from = 4, .to = 12, .check = 12, ID_WEIGHTS(4, 8, 5, 10, 9, 7, 3, 6),
     .answers = "01987654321", .when = {.any = "ES"}},
    {.kind = ID_STEP_SUM, .from = 14, .to = 24, .check = 13,
     ID_WEIGHTS(1, 2, 4, 8, 5, 10, 9, 7, 3, 6), .answers = "01987654321", .when = {.any = "ES"}},
    {.kind = ID_STEP_REMAINDER, .from = 4, .to = 14, .when = {.any = "BE"}},
    {.kind = ID_STEP_MOD97, .from = 4, .when = {.any = "ME"}},
    {.kind = ID_STEP_SUM, .from = 4, .to = 14, .check = 14,
     ID_WEIGHTS(5, 4, 3, 2, 7, 6, 5, 4, 3, 2), .answers = "0?987654321", .when = {.any = "NO"}},
    {0},
};

static const struct id_step imei[] = {
    {.kind = ID_STEP_CLASS, .text = ID_DIGITS},
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN_RANGE(14, 16)},
    {.kind = ID_STEP_SUM, .to = 14, .check = 14, ID_WEIGHTS(1, 2), .is_fold = true,
     .answers = "0987654321", .when = {.lengths = ID_LEN(15)}},
    {0},
};

static const struct id_step iso11649[] = {
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN_RANGE(5, 25)},
    {.kind = ID_STEP_CLASS, .to = 1, .text = "R"},
    {.kind = ID_STEP_CLASS, .from = 1, .to = 2, .text = "F"},
    {.kind = ID_STEP_CLASS, .from = 2, .text = ID_ALNUM},
    {.kind = ID_STEP_MOD97, .rotate = 4},
    {0},
};

static const struct id_step lei[] = {
    {.kind = ID_STEP_CLASS, .text = ID_ALNUM},
    {.kind = ID_STEP_MOD97},
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN(20)},
    {0},
};

static const struct id_step luhn[] = {
    {.kind = ID_STEP_CLASS, .text = ID_DIGITS},
    {.kind = ID_STEP_SUM, .to = -1, .check = -1, ID_WEIGHTS(1, 2), .is_fold = true,
     .answers = "0987654321"},
    {0},
};

static const struct id_rule rules[] = {
    {.country = "ES", .kind = "NIF", .drop = ID_DROP, .prefix = "ES", .steps = es_nif,
     .source = "Agencia Tributaria: Real Decreto 1065/2007, arts. 18 to 22"},
    {.country = "ES", .kind = "NIE", .drop = ID_DROP, .prefix = "ES", .steps = es_nie,
     .source = "Ministerio del Interior: número de identidad de extranjero"},
    {.country = "ES", .kind = "CIF", .drop = ID_DROP, .prefix = "ES", .steps = es_cif,
     .source = "Agencia Tributaria: Orden EHA/451/2008"},
    {.country = "US", .kind = "EIN", .drop = ID_DROP, .steps = us_ein, .format = "##-#######",
     .source = "IRS: valid EIN prefixes"},
    {.country = "US", .kind = "SSN", .drop = ID_DROP, .steps = us_ssn, .format = "###-##-####",
     .source = "Social Security Administration: numbers never assigned"},
    {.country = "US", .kind = "RTN", .drop = ID_DROP, .steps = us_rtn,
     .source = "American Bankers Association: routing transit number"},
    {.country = "*", .kind = "BIC", .drop = ID_DROP, .steps = bic, .source = "ISO 9362"},
    {.country = "*", .kind = "IBAN", .drop = ID_DROP, .steps = iban, .group = 4,
     .source = "ISO 13616; structures as in iban.c"},
    {.country = "*", .kind = "IMEI", .drop = ID_DROP, .steps = imei,
     .format = "##-######-######|##-######-######-#|##-######-######-##",
     .source = "3GPP TS 23.003"},
    {.country = "*", .kind = "ISO11649", .drop = ID_DROP ",/:", .steps = iso11649, .group = 4,
     .source = "ISO 11649, RF creditor reference"},
    {.country = "*", .kind = "LEI", .drop = ID_DROP, .steps = lei, .source = "ISO 17442"},
    {.country = "*", .kind = "LUHN", .drop = "", .steps = luhn, .source = "ISO/IEC 7812-1, annex B"},
};
/* clang-format on */

const struct id_rule *id_rules_world(size_t *ret_count)
{
    *ret_count = ARRAY_LEN(rules);
    return rules;
}
