/* Asobancaria 2001 (Colombia): what was collected in a day, by lots of a service code.
 *
 * Record 01 heads the file, 05 a lot, 06 is a payment, 08 and 09 are the control totals of lot and
 * file: entries and their sum.  Lines are 162 columns, but a 09 is often cut short. */
#include "bank/column.h"

#define FORMAT "ASOBANCARIA2001"
#define WIDTH  162

struct collection {
    struct bank_reading *r;
    str account, bank;
    char collected_on[16], filed_on[16];
    str lot, service;
    bool has_header, has_trailer;
    bool is_lot_open;
};

static void keep_day(char out[16], str text)
{
    memcpy(out, text.data, text.size);
    out[text.size] = '\0';
}

static void read_header(struct collection *c)
{
    struct bank_reading *const r = c->r;
    if (c->has_header)
        bank_fault(
            r, r->line.number, 1, "header",
            "a second header (01): several files in one; their controls count only their own");
    keep_day(c->collected_on, bank_column_day(r, (struct bank_columns){13, 20}));
    keep_day(c->filed_on, bank_column_day(r, (struct bank_columns){41, 48}));
    c->bank = bank_keep(r, bank_column(&r->line, (struct bank_columns){21, 23}));
    c->account = bank_keep(r, bank_column(&r->line, (struct bank_columns){24, 40}));
    if (!c->has_header) {
        bank_extra_text(&r->file.extras, "bank", c->bank);
        bank_extra_text(&r->file.extras, "filed_on", bank_keep(r, str_of(c->filed_on)));
    }
    c->has_header = true;
}

/* Numbers that are padded with zeros on the left. */
static str without_zeros(str text)
{
    while (text.size > 0 && text.data[0] == '0')
        text = (str){text.data + 1, text.size - 1};
    return text;
}

/* Without its control (08) nobody knows whether a lot is whole. */
static void check_lot_ended(struct collection *c)
{
    if (c->is_lot_open)
        bank_fault(c->r, c->r->line.number, 1, "trailer",
                   "the lot before it has no control record (08): its end is missing; ask for it");
    c->is_lot_open = false;
}

static status open_lot(struct collection *c, bool has_header)
{
    struct bank_reading *const r = c->r;
    check_lot_ended(c);
    TRY(bank_statement_open(r, FORMAT));
    c->is_lot_open = true;
    c->service = c->lot = STR("");
    if (has_header) {
        c->service = bank_keep(r, bank_column(&r->line, (struct bank_columns){3, 15}));
        c->lot = bank_keep(r, without_zeros(bank_column(&r->line, (struct bank_columns){16, 19})));
    }
    r->statement.account = c->account;
    r->statement.currency = STR("COP");
    bank_extra_text(&r->statement.extras, "lot", c->lot);
    bank_extra_text(&r->statement.extras, "service_code", c->service);
    return OK;
}

static status read_payment(struct collection *c)
{
    struct bank_reading *const r = c->r;
    const struct bank_line *const line = &r->line;
    if (!c->is_lot_open) {
        bank_fault(r, line->number, 1, "record",
                   "a payment (06) before the header of its lot (05)");
        TRY(open_lot(c, false));
    }
    const str reference = bank_column(line, (struct bank_columns){3, 50});
    const str returned = without_zeros(bank_column(line, (struct bank_columns){95, 97}));
    struct bank_entry entry = {.line = line->number,
                               .mark = BANK_CREDIT,
                               .amount = bank_column_amount(r, (struct bank_columns){51, 64}),
                               .currency = STR("COP"),
                               .value_on = str_of(c->collected_on),
                               .booked_on = str_of(c->collected_on),
                               .reference = bank_scratch(r, without_zeros(reference))};
    bank_extra_text(&entry.extras, "lot", c->lot);
    bank_extra_text(&entry.extras, "service_code", c->service);
    bank_extra_text(&entry.extras, "origin",
                    bank_scratch(r, bank_column(line, (struct bank_columns){65, 66})));
    bank_extra_text(&entry.extras, "means",
                    bank_scratch(r, bank_column(line, (struct bank_columns){67, 68})));
    bank_extra_text(&entry.extras, "return_code", bank_scratch(r, returned));
    return bank_entry_put(r, &entry);
}

/* Count in 3-11, sum in 12-29. */
static bool read_control(struct collection *c, int64_t *ret_count, struct bank_total *ret_sum)
{
    const struct bank_amount sum = bank_column_amount(c->r, (struct bank_columns){12, 29});
    *ret_sum = bank_total_of(sum);
    return bank_column_count(c->r, (struct bank_columns){3, 11}, ret_count) && sum.is_known;
}

static void end_lot(struct collection *c)
{
    struct bank_reading *const r = c->r;
    struct bank_total sum;
    int64_t count = 0;
    const bool was_open = c->is_lot_open;
    c->is_lot_open = false;
    if (!was_open)
        bank_fault(r, r->line.number, 1, "record",
                   "the control of a lot (08) without its lot (05)");
    if (!was_open || !read_control(c, &count, &sum))
        return;
    const bool agrees =
        count == r->statement.entry_count && bank_total_equal(sum, r->statement.credit);
    bank_control_judge(r, agrees);
    if (!agrees)
        bank_fault(r, r->line.number, 3, "control",
                   "the lot states %lld payments of %s together; it has %lld of %s",
                   (long long)count, bank_total_text(r->scratch, sum),
                   (long long)r->statement.entry_count,
                   bank_total_text(r->scratch, r->statement.credit));
}

static void read_trailer(struct collection *c)
{
    struct bank_reading *const r = c->r;
    struct bank_total sum;
    int64_t count = 0;
    c->has_trailer = true;
    check_lot_ended(c);
    if (!read_control(c, &count, &sum))
        return;
    bank_control_count(r, count, r->file.entry_count);
    bank_control_judge(r, bank_total_equal(sum, r->file.credit));
    bank_total_add_total(&r->file.control_credit, sum, 1);
}

static status read_record(void *context)
{
    struct collection *const c = context;
    struct bank_reading *const r = c->r;
    const str type = bank_column_raw(&r->line, (struct bank_columns){1, 2});
    const size_t width = bank_line_width(&r->line);
    if (width != WIDTH && !str_equal_c(type, "09"))
        bank_fault(r, r->line.number, 0, "line-length", "the line has %zu columns, not %d", width,
                   WIDTH);
    if (c->has_trailer)
        bank_fault(r, r->line.number, 0, "record", "a record after the trailer");
    if (str_equal_c(type, "01"))
        read_header(c);
    else if (str_equal_c(type, "05"))
        return open_lot(c, true);
    else if (str_equal_c(type, "06"))
        return read_payment(c);
    else if (str_equal_c(type, "08"))
        end_lot(c);
    else if (str_equal_c(type, "09"))
        read_trailer(c);
    else
        bank_fault(r, r->line.number, 1, "record",
                   "there is no record of type \"" STR_FORMAT "\"; not read", STR_ARG(type));
    return r->code;
}

status bank_asobancaria_read(struct bank_reading *r)
{
    struct collection c = {.r = r};
    TRY(bank_find_width(r, WIDTH));
    TRY(bank_each_line(r, read_record, &c));
    if (!c.has_trailer)
        bank_fault_no_trailer(r);
    r->file.format = FORMAT;
    return r->code;
}
