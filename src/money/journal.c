#include "money/journal.h"

static const struct {
    const char *receivable;
    const char *against;
} accounts[COMPONENT_COUNT] = {
    [COMPONENT_PRINCIPAL] = {"receivable",          "bad_debt_expense"          },
    [COMPONENT_INTEREST] = {"interest_receivable", "interest_charge_off_income"},
    [COMPONENT_LATE_INTEREST] = {"fee_receivable",      "fee_charge_off_income"     },
    [COMPONENT_FEE] = {"fee_receivable",      "fee_charge_off_income"     },
    [COMPONENT_TAX] = {"tax_receivable",      "tax_charge_off_income"     },
    [COMPONENT_COST] = {"cost_receivable",     "cost_charge_off_income"    },
};

size_t journal_of_charge_off(const struct parts *parts, struct journal_line ret_lines[])
{
    struct parts booked = *parts;
    size_t count = 0;
    booked.of[COMPONENT_FEE] += booked.of[COMPONENT_LATE_INTEREST];
    booked.of[COMPONENT_LATE_INTEREST] = 0;
    for (int side = 0; side < 2; side++)
        for (int i = 0; i < COMPONENT_COUNT; i++)
            if (booked.of[i] != 0)
                ret_lines[count++] = (struct journal_line){
                    side == 1, side == 1 ? accounts[i].against : accounts[i].receivable,
                    booked.of[i]};
    return count;
}

size_t journal_of_return(int64_t amount, int64_t bank_cost, struct journal_line ret_lines[])
{
    size_t count = 0;
    ret_lines[count++] = (struct journal_line){false, "bank", amount};
    if (bank_cost > 0)
        ret_lines[count++] = (struct journal_line){false, "bank", bank_cost};
    ret_lines[count++] = (struct journal_line){true, "receivable", amount};
    if (bank_cost > 0)
        ret_lines[count++] = (struct journal_line){true, "bank_cost", bank_cost};
    return count;
}
