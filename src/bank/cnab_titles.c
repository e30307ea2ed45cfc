#include "bank/cnab_titles.h"

struct bank_amount cnab_paid(struct bank_reading *r, struct bank_columns columns, bool is_payment)
{
    if (!is_payment || bank_column(&r->line, columns).size > 0)
        return bank_column_amount(r, columns);
    bank_fault(r, r->line.number, columns.from, "amount",
               "the payment has no amount; it is not counted");
    return (struct bank_amount){.is_known = false};
}

void cnab_titles_add(struct cnab_titles *titles, struct bank_amount title, struct bank_amount paid)
{
    titles->count++;
    bank_total_add(&titles->title, title, 1);
    bank_total_add(&titles->paid, paid, 1);
}

void cnab_stated_add(const struct bank_reading *r, struct bank_columns count,
                     struct bank_columns value, struct cnab_stated *stated)
{
    const str digits = bank_column(&r->line, count);
    const str text = bank_column(&r->line, value);
    struct bank_amount amount = {.is_known = false};
    int64_t number = 0;
    if (bank_is_digits(digits) && str_to_i64(digits, &number))
        stated->count += number; /* few digits, few fields */
    if (text.size > 0 && bank_amount_of_digits(text, 2, &amount) && amount.units > 0)
        bank_total_add(&stated->value, amount, 1);
}

static bool agrees(const struct cnab_stated *stated, const struct cnab_titles *titles)
{
    const bool is_count = stated->count == 0 || stated->count == titles->count;
    return is_count && (!stated->value.is_known || bank_total_equal(stated->value, titles->title) ||
                        bank_total_equal(stated->value, titles->paid));
}

static const char *text_of(struct arena *arena, struct bank_total total)
{
    const char *const text = bank_total_text(arena, total);
    return text ? text : "0";
}

void cnab_titles_judge(struct bank_reading *r, int column, const struct cnab_stated *stated,
                       const struct cnab_titles *tallies, size_t count)
{
    bool is_any = false;
    if (stated->count == 0 && !stated->value.is_known)
        return;
    for (size_t i = 0; i < count; i++)
        is_any |= agrees(stated, &tallies[i]);
    bank_control_judge(r, is_any);
    if (!is_any)
        bank_fault(r, r->line.number, column, "control",
                   "the record states %lld titles of %s together; there are %lld of %s, of which "
                   "%s were paid",
                   (long long)stated->count, text_of(r->scratch, stated->value),
                   (long long)tallies[0].count, text_of(r->scratch, tallies[0].title),
                   text_of(r->scratch, tallies[0].paid));
}
