#include "bank/cnab_layout.h"

static const struct cnab400_layout common_400 = {
    .details = "1",
    .payments = "06 07 08 15 16 17",
    .occurrence = {109, 110},
    .occurred_on = {111, 116},
    .our_number = {63,  82 },
    .document = {117, 126},
    .due_on = {147, 152},
    .title = {153, 165},
    .paid = {254, 266},
    .credited_on = {296, 301},
};

static const struct cnab400_layout layouts_400[] = {
  /* Banco do Brasil: its own record 7, and the day of credit elsewhere; 16 is a change of
  interest,   46 a cheque that is not cleared yet */
    {.bank = "001",              .details = "17",           .payments = "05 06 07 08 15", .credited_on = {176, 181}},
 /* Santander: 15 was sent to the notary */
    {.bank = "033",                          .payments = "06 07 08 16 17"                                      },
 /* Banrisul: 16 is a change of data */
    {.bank = "041",              .payments = "06 07 08 15"},
 /* BRB: days of eight digits move what follows */
    {.bank = "070",
     .our_number = {71, 82},
     .occurred_on = {111, 118},
     .document = {119, 128},
     .due_on = {149, 156},
     .title = {157, 169},
     .paid = {258, 270},
     .credited_on = {300, 307}},
 /* Inter: a layout of its own */
    {.bank = "077",
     .payments = "06",
     .occurrence = {90, 91},
     .occurred_on = {92, 97},
     .our_number = {71, 81},
     .document = {98, 107},
     .due_on = {119, 124},
     .title = {125, 137},
     .paid = {160, 172},
     .credited_on = {173, 178}},
 /* CrediSIS */
    {.bank = "097",              .credited_on = {176, 181}                                     },
 /* Caixa counts its occurrences otherwise: 06, 07, 08 are changes of a title */
    {.bank = "104",     .payments = "21 22",                                 .credited_on = {294, 299}                                                             },
 /* Bradesco: 16 is a cheque that is not cleared yet */
    {.bank = "237",         .payments = "06 15 17"                            },
 /* HSBC: 17 was handed to the notary; from 31 on paid by cheque or unregistered */
    {.bank = "399",.payments = "06 07 15 16 31 32 33 36 38 39"},
 /* Sicredi */
    {.bank = "748",
     .payments = "06 15 17",
     .credited_on = {329, 336},
     .is_credit_year_first = true},
 /* Sicoob: 05 is a title that was not registered */
    {.bank = "756",                          .payments = "05 06 15"          },
 /* Itaú names the payer */
    {.bank = "341",              .payments = "06 07 08 10",                                .name = {325, 354}                                                             },
};

/* The rows of a bank stand together. */
static const struct cnab400_control controls_400[] = {
    {"224", NULL, {213, 220}, {0, 0}    },
    {"237", "02", {58, 62},   {63, 74}  },
    {"237", "06", {87, 91},   {92, 103} },
    {"237", "06", {0, 0},     {75, 86}  },
    {"341", NULL, {213, 220}, {221, 234}},
};

static const struct cnab240_layout common_240 = {
    .payments = "06 17",
    .agency = {53,  57 },
    .account = {59,  70 },
    .our_number = {38,  57 },
    .document = {59,  73 },
    .due_on = {74,  81 },
    .title = {82,  96 },
    .name = {149, 188},
};

static const struct cnab240_layout layouts_240[] = {
  /* Santander: four columns less before the due day */
    {.bank = "033",
     .agency = {33, 36},
     .account = {38, 46},
     .our_number = {41, 53},
     .document = {55, 69},
     .due_on = {70, 77},
     .title = {78, 92},
     .name = {144, 183}},
};

/* Banks whose files are known to follow a row above or the common one. */
static const char known_banks[] =
    "001 003 004 021 025 033 037 041 047 070 077 082 084 085 089 091 097 099 104 121 133 136 197 "
    "208 212 218 224 237 246 260 269 274 290 318 323 329 335 336 341 348 364 380 389 399 403 422 "
    "435 453 461 473 509 604 611 612 613 623 630 633 634 637 643 652 654 655 707 712 739 741 743 "
    "745 746 747 748 752 755 756";

bool cnab_is_bank(str bank)
{
    return bank.size == 3 && bank_is_digits(bank) && !str_equal_c(bank, "000") &&
           !str_equal_c(bank, "999");
}

bool cnab_is_known_bank(str bank)
{
    return bank_is_one_of(bank, known_banks);
}

static void fill(struct bank_columns *own, struct bank_columns common)
{
    if (own->to == 0)
        *own = common;
}

struct cnab400_layout cnab400_layout_of(str bank)
{
    struct cnab400_layout layout = common_400;
    for (size_t i = 0; i < ARRAY_LEN(layouts_400); i++)
        if (str_equal_c(bank, layouts_400[i].bank))
            layout = layouts_400[i];
    layout.details = layout.details ? layout.details : common_400.details;
    layout.payments = layout.payments ? layout.payments : common_400.payments;
    fill(&layout.occurrence, common_400.occurrence);
    fill(&layout.occurred_on, common_400.occurred_on);
    fill(&layout.due_on, common_400.due_on);
    fill(&layout.our_number, common_400.our_number);
    fill(&layout.document, common_400.document);
    fill(&layout.title, common_400.title);
    fill(&layout.paid, common_400.paid);
    fill(&layout.credited_on, common_400.credited_on);
    return layout;
}

size_t cnab400_controls_of(str bank, const struct cnab400_control **ret_controls)
{
    size_t count = 0;
    for (size_t i = 0; i < ARRAY_LEN(controls_400); i++) {
        if (!str_equal_c(bank, controls_400[i].bank))
            continue;
        if (count++ == 0)
            *ret_controls = &controls_400[i];
    }
    assert(count <= CNAB400_CONTROLS_MAX);
    return count;
}

struct cnab240_layout cnab240_layout_of(str bank)
{
    struct cnab240_layout layout = common_240;
    for (size_t i = 0; i < ARRAY_LEN(layouts_240); i++)
        if (str_equal_c(bank, layouts_240[i].bank))
            layout = layouts_240[i];
    layout.payments = layout.payments ? layout.payments : common_240.payments;
    return layout;
}
