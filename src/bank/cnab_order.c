#include "bank/cnab_order.h"

/* Where a segment has what; one amount is both what was ordered and what was paid. */
struct layout {
    char segment;
    struct bank_columns name, document, our_number, due_on, ordered, paid_on, paid;
};

static const struct layout layouts[] = {
  /* credit or debit of an account, transfer, Pix */
    {'A', {44, 73}, {74, 93},   {135, 154}, {94, 101}, {120, 134}, {155, 162}, {163, 177}},
 /* a boleto */
    {'J', {62, 91}, {183, 202}, {203, 222}, {92, 99},  {153, 167}, {145, 152}, {153, 167}},
 /* a bill with a bar code */
    {'O', {62, 91}, {123, 142}, {143, 162}, {92, 99},  {108, 122}, {100, 107}, {108, 122}},
 /* a tax without one */
    {'N', {58, 87}, {18, 37},   {38, 57},   {0, 0},    {96, 110},  {88, 95},   {96, 110} },
};

static const struct layout *layout_of(const struct bank_line *line)
{
    const char segment = bank_column_char(line, 14);
    /* J-52 tells more of the J before it; of a bank 52x the bar code has the currency, 9, there */
    const bool is_more = str_equal_c(bank_column(line, (struct bank_columns){18, 19}), "52") &&
                         bank_column_char(line, 21) != '9';
    for (size_t i = 0; i < ARRAY_LEN(layouts); i++)
        if (segment == layouts[i].segment && !(segment == 'J' && is_more))
            return &layouts[i];
    return NULL;
}

bool cnab_is_order(const struct bank_line *line)
{
    return layout_of(line) != NULL;
}

/* Up to five codes of two letters; the first says what became of the order. */
static bool is_done(str occurrences)
{
    return str_starts(occurrences, STR("00")) || str_starts(occurrences, STR("03"));
}

static struct bank_amount paid_amount(struct bank_reading *r, const struct layout *layout,
                                      struct bank_amount ordered, bool is_paid)
{
    if (layout->paid.from == layout->ordered.from && (is_paid || !ordered.is_known))
        return ordered;
    if (layout->paid.from == layout->ordered.from)
        return (struct bank_amount){.decimals = ordered.decimals, .is_known = true};
    const struct bank_amount paid = bank_column_amount(r, layout->paid);
    return paid.is_known && paid.units == 0 && is_paid ? ordered : paid;
}

static void add_extras(struct bank_reading *r, const struct layout *layout,
                       struct bank_amount ordered, str occurrences, struct bank_extras *extras)
{
    const char *const segment = arena_printf(r->scratch, "%c", layout->segment);
    bank_extra_text(extras, "occurrence", occurrences);
    bank_extra_flag(extras, "payment", is_done(occurrences));
    bank_extra_text(extras, "due_on", bank_column_day_first(r, layout->due_on));
    bank_extra_text(extras, "our_number",
                    bank_scratch(r, bank_column(&r->line, layout->our_number)));
    bank_extra_text(extras, "title", str_of(bank_amount_text(r->scratch, ordered)));
    bank_extra_text(extras, "segment", str_of(segment));
}

status cnab_order_put(struct bank_reading *r, struct cnab_orders *orders)
{
    const struct layout *const layout = layout_of(&r->line);
    if (!layout)
        return OK; /* no order: cnab_is_order says so before */
    const str occurrences = bank_scratch(r, bank_column(&r->line, (struct bank_columns){231, 240}));
    const str document = bank_scratch(r, bank_column(&r->line, layout->document));
    const struct bank_amount ordered = bank_column_amount(r, layout->ordered);
    const str paid_on = bank_column_day_first(r, layout->paid_on);
    struct bank_entry entry = {.line = r->line.number,
                               .mark = orders->mark,
                               .amount = paid_amount(r, layout, ordered, is_done(occurrences)),
                               .currency = STR("BRL"),
                               .value_on = paid_on,
                               .booked_on = paid_on,
                               .reference = document,
                               .counterparty =
                                   bank_scratch(r, bank_column(&r->line, layout->name))};
    if (entry.mark == BANK_MARK_NONE)
        bank_fault(r, r->line.number, 14, "mark",
                   "the operation of the lot is neither C nor D: whether the order pays or "
                   "collects is unknown; the entry is not counted");
    add_extras(r, layout, ordered, occurrences, &entry.extras);
    orders->count++;
    bank_total_add(&orders->ordered, ordered, 1);
    bank_total_add(&orders->paid, entry.amount, 1);
    return bank_entry_put(r, &entry);
}

void cnab_orders_end(struct bank_reading *r, const struct cnab_orders *orders)
{
    const struct bank_columns columns = {24, 41};
    if (orders->count == 0 || bank_column(&r->line, columns).size == 0)
        return;
    const struct bank_amount stated = bank_column_amount(r, columns);
    const struct bank_total sum = bank_total_of(stated);
    const bool agrees = stated.is_known && (bank_total_equal(sum, orders->ordered) ||
                                            bank_total_equal(sum, orders->paid));
    bank_control_judge(r, agrees);
    if (!stated.is_known)
        return;
    bank_total_add_total(
        orders->mark == BANK_CREDIT ? &r->file.control_credit : &r->file.control_debit, sum, 1);
    if (!agrees)
        bank_fault(r, r->line.number, columns.from, "control",
                   "the lot states orders of %s together; it has %s, of which %s were done",
                   bank_total_text(r->scratch, sum), bank_total_text(r->scratch, orders->ordered),
                   bank_total_text(r->scratch, orders->paid));
}
