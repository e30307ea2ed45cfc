/* Central America and the Caribbean: Costa Rica, Cuba, Dominican Republic, Guatemala, El Salvador.
 */
#include "identity/id_rule.h"

#define NCF_TYPES "01 02 03 04 11 12 13 14 15 16 17"

/* clang-format off */
static const struct id_step cr_cpf[] = {
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN(10)},
    {.kind = ID_STEP_CLASS, .text = ID_DIGITS},
    {.kind = ID_STEP_ONE_OF, .text = "0"},
    {0},
};

static const struct id_step cr_cpj[] = {
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN(10)},
    {.kind = ID_STEP_CLASS, .text = ID_DIGITS},
    {.kind = ID_STEP_ONE_OF,
     .text = "2100 2200 2300 2400 3002 3003 3004 3005 3006 3007 3008 3009 3010 3011 3012 3013 3014 "
             "3101 3102 3103 3104 3105 3106 3107 3108 3109 3110 4000 5001"},
    {0},
};

static const struct id_step cr_dimex[] = {
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN(11) | ID_LEN(12)},
    {.kind = ID_STEP_CLASS, .text = ID_DIGITS},
    {.kind = ID_STEP_ONE_OF, .text = "1"},
    {0},
};

static const struct id_step cu_ni[] = {
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN(11)},
    {.kind = ID_STEP_CLASS, .text = ID_DIGITS},
    {.kind = ID_STEP_DATE, .centuries = {"9", "012345", "678"}, .century_at = 6},
    {0},
};

static const struct id_step do_cedula[] = {
    {.kind = ID_STEP_CLASS, .text = ID_DIGITS},
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN(11)},
    {.kind = ID_STEP_SUM, .to = 10, .check = 10, ID_WEIGHTS(1, 2), .is_fold = true,
     .answers = "0987654321"},
    {0},
};

static const struct id_step do_rnc[] = {
    {.kind = ID_STEP_CLASS, .text = ID_DIGITS},
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN(9)},
    {.kind = ID_STEP_SUM, .to = 8, .check = 8, ID_WEIGHTS(7, 9, 8, 6, 5, 4, 3, 2),
     .answers = "21987654321"},
    {0},
};

/* Three series: electronic ones (E, 13), those since 2018 (B, 11) and the old ones (A or P, 19). */
static const struct id_step do_ncf[] = {
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN(11) | ID_LEN(13) | ID_LEN(19)},
    {.kind = ID_STEP_CLASS, .to = 1, .text = "E", .when = {.lengths = ID_LEN(13)}},
    {.kind = ID_STEP_CLASS, .to = 1, .text = "B", .when = {.lengths = ID_LEN(11)}},
    {.kind = ID_STEP_CLASS, .to = 1, .text = "AP", .when = {.lengths = ID_LEN(19)}},
    {.kind = ID_STEP_CLASS, .from = 1, .text = ID_DIGITS},
    {.kind = ID_STEP_ONE_OF, .from = 1, .text = "31 32 33 34 41 43 44 45 46 47",
     .when = {.lengths = ID_LEN(13)}},
    {.kind = ID_STEP_ONE_OF, .from = 1, .text = NCF_TYPES, .when = {.lengths = ID_LEN(11)}},
    {.kind = ID_STEP_ONE_OF, .from = 9, .text = NCF_TYPES, .when = {.lengths = ID_LEN(19)}},
    {0},
};

static const struct id_step gt_nit[] = {
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN_RANGE(2, 12)},
    {.kind = ID_STEP_CLASS, .to = -1, .text = ID_DIGITS},
    {.kind = ID_STEP_CLASS, .from = -1, .text = ID_DIGITS "K"},
    {.kind = ID_STEP_SUM, .to = -1, .check = -1, ID_WEIGHTS(12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2),
     .answers = "0K987654321"},
    {0},
};

/* Numbers up to serial 100 have an older sum. */
#define SV_OLD_SERIALS "0 100"
static const struct id_step sv_nit[] = {
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN(14)},
    {.kind = ID_STEP_CLASS, .text = ID_DIGITS},
    {.kind = ID_STEP_ONE_OF, .text = "0 1 9"},
    {.kind = ID_STEP_SUM, .to = 13, .check = 13,
     ID_WEIGHTS(14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2), .answers = "01234567890",
     .when = {.any = SV_OLD_SERIALS, .at = 10}},
    {.kind = ID_STEP_SUM, .to = 13, .check = 13,
     ID_WEIGHTS(2, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2), .answers = "00987654321",
     .when = {.any = SV_OLD_SERIALS, .at = 10, .is_not = true}},
    {0},
};

static const struct id_rule rules[] = {
    {.country = "CR", .kind = "CPF", .drop = ID_DROP, .parts = "244", .fill = 10, .steps = cr_cpf,
     .format = "##-####-####", .source = "Registro Civil (TSE) and Hacienda: cédula de persona física"},
    {.country = "CR", .kind = "CPJ", .drop = ID_DROP, .steps = cr_cpj, .format = "#-###-######",
     .source = "Registro Nacional and Hacienda: cédula de persona jurídica"},
    {.country = "CR", .kind = "DIMEX", .drop = ID_DROP, .steps = cr_dimex,
     .source = "Dirección General de Migración y Extranjería: DIMEX"},
    {.country = "CU", .kind = "NI", .drop = ID_DROP, .steps = cu_ni,
     .source = "Cuba, Ministerio del Interior: número de identidad permanente"},
    {.country = "DO", .kind = "CEDULA", .drop = ID_DROP, .steps = do_cedula,
     .format = "###-#######-#", .source = "Junta Central Electoral: cédula de identidad"},
    {.country = "DO", .kind = "RNC", .drop = ID_DROP, .steps = do_rnc, .format = "#-##-#####-#",
     .source = "DGII: Registro Nacional del Contribuyente"},
    {.country = "DO", .kind = "NCF", .drop = ID_DROP, .steps = do_ncf,
     .source = "DGII: Norma General 06-2018; Ley 32-23 (e-CF)"},
    {.country = "GT", .kind = "NIT", .drop = ID_DROP, .is_zero_stripped = true, .steps = gt_nit,
     .format = "###########-#", .source = "SAT of Guatemala: Número de Identificación Tributaria"},
    {.country = "SV", .kind = "NIT", .drop = ID_DROP, .prefix = "SV", .steps = sv_nit,
     .format = "####-######-###-#",
     .source = "Ministerio de Hacienda of El Salvador: Número de Identificación Tributaria"},
};
/* clang-format on */

const struct id_rule *id_rules_central(size_t *ret_count)
{
    *ret_count = ARRAY_LEN(rules);
    return rules;
}
