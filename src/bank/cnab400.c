/* CNAB 400: the answer of a bank of Brazil (retorno), a line of 400 columns per title.
 *
 * Every detail is an entry, whatever its occurrence: title and paid are what the line says, and the
 * flag `payment` tells whether its occurrence is money received (02 with an amount is none).  The
 * one figure of control that all banks share is the number of each record in its last columns; what
 * some banks sum besides is in the table of layouts. */
#include "bank/cnab_layout.h"
#include "bank/cnab_titles.h"

#define WIDTH 400

struct cnab400 {
    struct bank_reading *r;
    struct cnab400_layout layout;
    const char *format;
    bool is_order; /* a remessa */
    bool has_trailer;
    bool is_out_of_order;
    int64_t record_count;
    const struct cnab400_control *controls;
    size_t control_count;
    struct cnab_titles titles[CNAB400_CONTROLS_MAX]; /* what each of them counts */
};

static status read_header(struct cnab400 *c)
{
    struct bank_reading *const r = c->r;
    const str bank = bank_column(&r->line, (struct bank_columns){77, 79});
    if (!cnab_is_bank(bank))
        return op_fail(r->op, E_INVALID,
                       "line %lld, columns 77-79: \"" STR_FORMAT
                       "\" is the code of no bank; ask for the file of the bank itself",
                       (long long)r->line.number, STR_ARG(bank));
    c->is_order = bank_column_char(&r->line, 2) == '1';
    c->format = c->is_order ? "CNAB400-REMESSA" : "CNAB400";
    c->layout = cnab400_layout_of(bank);
    c->control_count = cnab400_controls_of(bank, &c->controls);
    TRY(bank_statement_open(r, c->format));
    if (!cnab_is_known_bank(bank))
        bank_fault(r, r->line.number, 77, "unknown-bank",
                   "bank " STR_FORMAT " is not in the table of layouts; read as most banks write",
                   STR_ARG(bank));
    if (c->is_order)
        bank_fault(r, r->line.number, 1, "order",
                   "the file is an order to the bank (remessa), not its answer: it has no payment");
    r->statement.account = bank_keep(r, bank_column(&r->line, (struct bank_columns){27, 46}));
    r->statement.currency = STR("BRL");
    bank_extra_text(&r->statement.extras, "bank", bank_keep(r, bank));
    bank_extra_text(&r->file.extras, "bank", bank_keep(r, bank));
    return OK;
}

/* The record's own number, in the last columns. */
static void check_number(struct cnab400 *c)
{
    struct bank_reading *const r = c->r;
    const struct bank_columns columns = {395, 400};
    const str text = bank_column(&r->line, columns);
    int64_t number = 0;
    if (c->is_out_of_order || (str_to_i64(text, &number) && number == c->record_count))
        return;
    c->is_out_of_order = true;
    bank_fault(r, r->line.number, columns.from, "sequence",
               "the record says it is number \"" STR_FORMAT
               "\" and is number %lld: records are missing or moved",
               STR_ARG(text), (long long)c->record_count);
}

static void check_width(struct cnab400 *c)
{
    const size_t width = bank_line_width(&c->r->line);
    if (width != WIDTH)
        bank_fault(c->r, c->r->line.number, 0, "line-length", "the line has %zu columns, not %d",
                   width, WIDTH);
}

static void count_title(struct cnab400 *c, str occurrence, struct bank_amount title,
                        struct bank_amount paid)
{
    for (size_t i = 0; i < c->control_count; i++)
        if (!c->controls[i].occurrences || str_equal_c(occurrence, c->controls[i].occurrences))
            cnab_titles_add(&c->titles[i], title, paid);
}

static status read_detail(struct cnab400 *c)
{
    struct bank_reading *const r = c->r;
    const struct bank_line *const line = &r->line;
    const struct cnab400_layout *const layout = &c->layout;
    const str occurrence = bank_scratch(r, bank_column(line, layout->occurrence));
    const str our_number = bank_scratch(r, bank_column(line, layout->our_number));
    const str document = bank_scratch(r, bank_column(line, layout->document));
    const bool is_payment = bank_is_one_of(occurrence, layout->payments);
    struct bank_entry entry = {.line = line->number,
                               .mark = BANK_CREDIT,
                               .amount = cnab_paid(r, layout->paid, is_payment),
                               .currency = STR("BRL"),
                               .booked_on = bank_column_day_first(r, layout->occurred_on),
                               .value_on = layout->is_credit_year_first
                                               ? bank_column_day(r, layout->credited_on)
                                               : bank_column_day_first(r, layout->credited_on),
                               .reference = document.size > 0 ? document : our_number,
                               .counterparty = bank_scratch(r, bank_column(line, layout->name))};
    const struct bank_amount title = bank_column_amount(r, layout->title);
    count_title(c, occurrence, title, entry.amount);
    bank_extra_text(&entry.extras, "occurrence", occurrence);
    bank_extra_flag(&entry.extras, "payment", is_payment);
    bank_extra_text(&entry.extras, "due_on", bank_column_day_first(r, layout->due_on));
    bank_extra_text(&entry.extras, "our_number", our_number);
    bank_extra_text(&entry.extras, "title", str_of(bank_amount_text(r->scratch, title)));
    return bank_entry_put(r, &entry);
}

static void read_trailer(struct cnab400 *c)
{
    int64_t stated = 0;
    c->has_trailer = true;
    if (bank_column_count(c->r, (struct bank_columns){395, 400}, &stated))
        bank_control_count(c->r, stated, c->record_count);
    for (size_t i = 0; i < c->control_count && !c->is_order; i++) {
        const struct cnab400_control *const control = &c->controls[i];
        struct cnab_stated titles = {.count = 0};
        cnab_stated_add(c->r, control->count, control->value, &titles);
        cnab_titles_judge(c->r, control->value.from > 0 ? control->value.from : control->count.from,
                          &titles, &c->titles[i], 1);
    }
}

static status read_record(void *context)
{
    struct cnab400 *const c = context;
    struct bank_reading *const r = c->r;
    const char type = bank_column_char(&r->line, 1);
    c->record_count++;
    check_width(c);
    if (c->has_trailer)
        bank_fault(r, r->line.number, 0, "record", "a record after the trailer");
    if (c->record_count == 1)
        TRY(read_header(c));
    check_number(c);
    if (type == '9')
        read_trailer(c);
    else if (c->record_count > 1 && !c->is_order && bank_is_among(type, c->layout.details))
        return read_detail(c);
    else if (!bank_is_among(type, "012345678") || (type == '0' && c->record_count > 1))
        bank_fault(r, r->line.number, 1, "record",
                   "there is no record of type \"" STR_FORMAT "\"; not read",
                   STR_ARG(bank_column(&r->line, (struct bank_columns){1, 1})));
    return r->code;
}

status bank_cnab400_read(struct bank_reading *r)
{
    struct cnab400 c = {.r = r};
    TRY(bank_find_width(r, WIDTH));
    TRY(bank_each_line(r, read_record, &c));
    if (!c.has_trailer)
        bank_fault_no_trailer(r);
    bank_extra_count(&r->file.extras, "records", c.record_count);
    r->file.format = c.format;
    return r->code;
}
