/* Argentina, Brazil, Chile, Paraguay, Uruguay. */
#include "identity/id_rule.h"

/* clang-format off */
static const struct id_step ar_cuit[] = {
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN(11)},
    {.kind = ID_STEP_CLASS, .text = ID_DIGITS},
    {.kind = ID_STEP_ONE_OF, .text = "20 23 24 27 30 33 34 50 51 55"},
    {.kind = ID_STEP_SUM, .to = 10, .check = 10, ID_WEIGHTS(5, 4, 3, 2, 7, 6, 5, 4, 3, 2),
     .answers = "09987654321"},
    {0},
};

static const struct id_step ar_dni[] = {
    {.kind = ID_STEP_CLASS, .text = ID_DIGITS},
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN(7) | ID_LEN(8)},
    {0},
};

/* Two blocks, bank and branch, and account, each with a digit of its own. */
static const struct id_step ar_cbu[] = {
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN(22)},
    {.kind = ID_STEP_CLASS, .text = ID_DIGITS},
    {.kind = ID_STEP_SUM, .to = 7, .check = 7, ID_WEIGHTS(9, 7, 1, 3), .answers = "0987654321"},
    {.kind = ID_STEP_SUM, .from = 8, .to = 21, .check = 21, ID_WEIGHTS(9, 7, 1, 3),
     .answers = "0987654321"},
    {0},
};

static const struct id_step br_cpf[] = {
    {.kind = ID_STEP_CLASS, .text = ID_DIGITS},
    {.kind = ID_STEP_POSITIVE},
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN(11)},
    {.kind = ID_STEP_SUM, .to = 9, .check = 9, ID_WEIGHTS(10, 9, 8, 7, 6, 5, 4, 3, 2),
     .answers = "00987654321"},
    {.kind = ID_STEP_SUM, .to = 10, .check = 10, ID_WEIGHTS(11, 10, 9, 8, 7, 6, 5, 4, 3, 2),
     .answers = "00987654321"},
    {0},
};

/* Since 2026 the first twelve may be letters, which count by their distance from the digit 0. */
static const struct id_step br_cnpj[] = {
    {.kind = ID_STEP_CLASS, .text = ID_ALNUM},
    {.kind = ID_STEP_POSITIVE},
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN(14)},
    {.kind = ID_STEP_CLASS, .from = 12, .text = ID_DIGITS},
    {.kind = ID_STEP_SUM, .to = 12, .check = 12, ID_WEIGHTS(9, 8, 7, 6, 5, 4, 3, 2),
     .answers = "00987654321"},
    {.kind = ID_STEP_SUM, .to = 13, .check = 13, ID_WEIGHTS(9, 8, 7, 6, 5, 4, 3, 2),
     .answers = "00987654321"},
    {0},
};

static const struct id_step cl_rut[] = {
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN(8) | ID_LEN(9)},
    {.kind = ID_STEP_CLASS, .to = -1, .text = ID_DIGITS},
    {.kind = ID_STEP_SUM, .to = -1, .check = -1, ID_WEIGHTS(7, 6, 5, 4, 3, 2),
     .answers = "0K987654321"},
    {0},
};

static const struct id_step py_ruc[] = {
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN_RANGE(2, 9)},
    {.kind = ID_STEP_CLASS, .text = ID_DIGITS},
    {.kind = ID_STEP_SUM, .to = -1, .check = -1, ID_WEIGHTS(9, 8, 7, 6, 5, 4, 3, 2),
     .answers = "00987654321"},
    {0},
};

static const struct id_step uy_rut[] = {
    {.kind = ID_STEP_LENGTH, .lengths = ID_LEN(12)},
    {.kind = ID_STEP_CLASS, .text = ID_DIGITS},
    {.kind = ID_STEP_ONE_OF,
     .text = "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22"},
    {.kind = ID_STEP_NONE_OF, .from = 2, .text = "000000"},
    {.kind = ID_STEP_ONE_OF, .from = 8, .text = "001"},
    {.kind = ID_STEP_SUM, .to = 11, .check = 11, ID_WEIGHTS(4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2),
     .answers = "0?987654321"},
    {0},
};

static const struct id_rule rules[] = {
    {.country = "AR", .kind = "CUIT", .drop = ID_DROP, .steps = ar_cuit, .format = "##-########-#",
     .source = "ARCA, formerly AFIP: Resolución General 10/97"},
    {.country = "AR", .kind = "DNI", .drop = ID_DROP, .steps = ar_dni, .format = "##.###.###",
     .source = "RENAPER: Ley 17.671; it has no check digit"},
    {.country = "AR", .kind = "CBU", .drop = ID_DROP, .steps = ar_cbu,
     .format = "######## ##############", .source = "BCRA: Clave Bancaria Uniforme"},
    {.country = "BR", .kind = "CPF", .drop = ID_DROP, .steps = br_cpf, .format = "###.###.###-##",
     .source = "Receita Federal: IN RFB 2.172/2024"},
    {.country = "BR", .kind = "CNPJ", .drop = ID_DROP "/", .steps = br_cnpj,
     .format = "##.###.###/####-##",
     .source = "Receita Federal: IN RFB 2.119/2022; letters by IN RFB 2.229/2024"},
    {.country = "CL", .kind = "RUT", .drop = ID_DROP, .prefix = "CL", .steps = cl_rut,
     .format = "##.###.###-#", .source = "SII and Registro Civil: DFL 3 of 1969"},
    {.country = "PY", .kind = "RUC", .drop = ID_DROP, .steps = py_ruc, .format = "########-#",
     .source = "DNIT, formerly SET: Registro Único de Contribuyentes"},
    {.country = "UY", .kind = "RUT", .drop = ID_DROP, .prefix = "UY", .steps = uy_rut,
     .format = "##-######-###-#", .source = "DGI: Registro Único Tributario"},
};
/* clang-format on */

const struct id_rule *id_rules_south(size_t *ret_count)
{
    *ret_count = ARRAY_LEN(rules);
    return rules;
}
