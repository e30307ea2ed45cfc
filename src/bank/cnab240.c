/* CNAB 240: the answer of a bank of Brazil (retorno), segments T and U per title, in lots.
 *
 * A lot is a statement.  Every pair T + U is an entry, whatever its occurrence, as in CNAB 400.  A
 * lot of service 04 is an account statement (extrato) with balances: every segment E is an entry. A
 * lot of orders (cnab_order.h) has an entry for each of its segments A, J, O and N.
 * Control: the records of the file and of each lot, as their trailers count them; some banks count
 * a lot without its header and trailer, which is taken too.  A lot of collection counts and sums
 * its titles besides, by class; banks that fill it mean all of them or only those that were paid.
 */
#include "bank/cnab_layout.h"
#include "bank/cnab_order.h"
#include "bank/cnab_titles.h"

#define WIDTH 240

enum titles { TITLES_ALL, TITLES_PAID, TITLES_OTHER, TITLES_COUNT };

struct cnab240 {
    struct bank_reading *r;
    struct cnab240_layout layout;
    const char *format;
    bool is_order;
    bool has_trailer;
    bool has_title;  /* a T waits for its U */
    bool is_extract; /* the lot is an account statement */
    bool is_collection;
    bool is_lot_open;
    struct cnab_orders orders;
    struct cnab_titles titles[TITLES_COUNT]; /* of the lot */
    struct bank_amount title;                /* of the T that waits */
    bool is_payment;                         /* it, too */
    struct bank_entry entry;
    str account;
    int64_t record_count, lot_count, lot_records;
    int64_t unread; /* line of the first segment that is not read */
};

static str read_account(struct cnab240 *c, struct bank_columns of_agency,
                        struct bank_columns of_account)
{
    struct bank_reading *const r = c->r;
    const str agency = bank_column(&r->line, of_agency);
    const str account = bank_column(&r->line, of_account);
    return str_of(
        arena_printf(r->op->arena, STR_FORMAT "/" STR_FORMAT, STR_ARG(agency), STR_ARG(account)));
}

static status read_header(struct cnab240 *c)
{
    struct bank_reading *const r = c->r;
    const str bank = bank_column(&r->line, (struct bank_columns){1, 3});
    if (!cnab_is_bank(bank))
        return op_fail(r->op, E_INVALID,
                       "line %lld, columns 1-3: \"" STR_FORMAT
                       "\" is the code of no bank; ask for the file of the bank itself",
                       (long long)r->line.number, STR_ARG(bank));
    c->is_order = bank_column_char(&r->line, 143) == '1';
    c->format = c->is_order ? "CNAB240-REMESSA" : "CNAB240";
    c->layout = cnab240_layout_of(bank);
    c->account = read_account(c, c->layout.agency, c->layout.account);
    bank_extra_text(&r->file.extras, "bank", bank_keep(r, bank));
    if (!cnab_is_known_bank(bank))
        bank_fault(r, r->line.number, 1, "unknown-bank",
                   "bank " STR_FORMAT " is not in the table of layouts; read as most banks write",
                   STR_ARG(bank));
    if (c->is_order)
        bank_fault(r, r->line.number, 143, "order",
                   "the file is an order to the bank (remessa), not its answer: it has no payment");
    return OK;
}

static void drop_title(struct cnab240 *c)
{
    if (!c->has_title)
        return;
    c->has_title = false;
    bank_fault(c->r, c->entry.line, 14, "segment",
               "segment T without its segment U: what was paid is unknown; not counted");
    arena_reset(c->r->scratch);
}

/* Value and situation (D or C), at the same columns in header and trailer of an account statement.
 */
static struct bank_amount read_balance(struct cnab240 *c)
{
    struct bank_amount amount = bank_column_amount(c->r, (struct bank_columns){151, 168});
    if (bank_column_char(&c->r->line, 169) == 'D')
        amount.units = -amount.units;
    return amount;
}

static bool is_void(str text)
{
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] != '0')
            return false;
    return true;
}

/* The account of the lot: statements and orders of several accounts come in one file. */
static str lot_account(struct cnab240 *c, bool is_collection)
{
    const struct bank_columns account = {59, 70};
    if (is_collection || is_void(bank_column(&c->r->line, account)))
        return c->account;
    return read_account(c, (struct bank_columns){53, 57}, account);
}

/* Without its trailer nobody knows whether a lot is whole. */
static void check_lot_ended(struct cnab240 *c)
{
    if (c->is_lot_open)
        bank_fault(c->r, c->r->line.number, 8, "trailer",
                   "the lot before it has no trailer: its end is missing; ask for it");
    c->is_lot_open = false;
}

static status open_lot(struct cnab240 *c)
{
    struct bank_reading *const r = c->r;
    drop_title(c);
    check_lot_ended(c);
    c->is_lot_open = true;
    TRY(bank_statement_open(r, c->format));
    c->lot_count++;
    c->lot_records = 1;
    r->statement.currency = STR("BRL");
    bank_extra_text(&r->statement.extras, "bank",
                    bank_keep(r, bank_column(&r->line, (struct bank_columns){1, 3})));
    bank_extra_text(&r->statement.extras, "lot",
                    bank_keep(r, bank_column(&r->line, (struct bank_columns){4, 7})));
    const str service = bank_keep(r, bank_column(&r->line, (struct bank_columns){10, 11}));
    bank_extra_text(&r->statement.extras, "service", service);
    const char operation = bank_column_char(&r->line, 9);
    c->is_extract = operation == 'E' || str_equal_c(service, "04");
    c->is_collection = operation == 'T';
    memset(c->titles, 0, sizeof(c->titles));
    c->orders = (struct cnab_orders){.ordered.is_known = true,
                                     .paid.is_known = true,
                                     .mark = operation == 'C'   ? BANK_DEBIT
                                             : operation == 'D' ? BANK_CREDIT
                                                                : BANK_MARK_NONE};
    r->statement.account = lot_account(c, !c->is_extract && c->orders.mark == BANK_MARK_NONE);
    if (c->is_extract)
        r->statement.opening = read_balance(c);
    return OK;
}

static status read_movement(struct cnab240 *c)
{
    struct bank_reading *const r = c->r;
    const struct bank_line *const line = &r->line;
    const char mark = bank_column_char(line, 169);
    struct bank_entry entry = {
        .line = line->number,
        .mark = mark == 'C'   ? BANK_CREDIT
                : mark == 'D' ? BANK_DEBIT
                              : BANK_MARK_NONE,
        .amount = bank_column_amount(r, (struct bank_columns){151, 168}),
        .currency = STR("BRL"),
        .value_on = bank_column_day_first(r, (struct bank_columns){135, 142}),
        .booked_on = bank_column_day_first(r, (struct bank_columns){143, 150}),
        .reference = bank_scratch(r, bank_column(line, (struct bank_columns){202, 240})),
        .text = bank_scratch(r, bank_column(line, (struct bank_columns){177, 201}))};
    if (entry.mark == BANK_MARK_NONE)
        bank_fault(r, line->number, 169, "mark",
                   "\"" STR_FORMAT "\" is neither C nor D; the entry is not counted",
                   STR_ARG(bank_column(line, (struct bank_columns){169, 169})));
    bank_extra_text(&entry.extras, "category",
                    bank_scratch(r, bank_column(line, (struct bank_columns){170, 172})));
    bank_extra_text(&entry.extras, "history",
                    bank_scratch(r, bank_column(line, (struct bank_columns){173, 176})));
    return bank_entry_put(r, &entry);
}

static void read_title(struct cnab240 *c)
{
    struct bank_reading *const r = c->r;
    const struct bank_line *const line = &r->line;
    const struct cnab240_layout *const layout = &c->layout;
    drop_title(c);
    c->has_title = true;
    c->entry =
        (struct bank_entry){.line = line->number,
                            .mark = BANK_CREDIT,
                            .currency = STR("BRL"),
                            .counterparty = bank_scratch(r, bank_column(line, layout->name))};
    const str occurrence = bank_scratch(r, bank_column(line, (struct bank_columns){16, 17}));
    const str our_number = bank_scratch(r, bank_column(line, layout->our_number));
    const str document = bank_scratch(r, bank_column(line, layout->document));
    c->title = bank_column_amount(r, layout->title);
    c->is_payment = bank_is_one_of(occurrence, layout->payments);
    c->entry.reference = document.size > 0 ? document : our_number;
    struct bank_extras *const extras = &c->entry.extras;
    bank_extra_text(extras, "occurrence", occurrence);
    bank_extra_flag(extras, "payment", c->is_payment);
    bank_extra_text(extras, "due_on", bank_column_day_first(r, layout->due_on));
    bank_extra_text(extras, "our_number", our_number);
    bank_extra_text(extras, "title", str_of(bank_amount_text(r->scratch, c->title)));
}

static status read_payment(struct cnab240 *c)
{
    struct bank_reading *const r = c->r;
    if (!c->has_title) {
        bank_fault(r, r->line.number, 14, "segment",
                   "segment U without its segment T: whose payment it is, is unknown; not counted");
        return r->code;
    }
    c->has_title = false;
    c->entry.amount = cnab_paid(r, (struct bank_columns){78, 92}, c->is_payment);
    cnab_titles_add(&c->titles[TITLES_ALL], c->title, c->entry.amount);
    cnab_titles_add(&c->titles[c->is_payment ? TITLES_PAID : TITLES_OTHER], c->title,
                    c->entry.amount);
    c->entry.booked_on = bank_column_day_first(r, (struct bank_columns){138, 145});
    c->entry.value_on = bank_column_day_first(r, (struct bank_columns){146, 153});
    const struct bank_amount credited = bank_column_amount(r, (struct bank_columns){93, 107});
    bank_extra_text(&c->entry.extras, "credited", str_of(bank_amount_text(r->scratch, credited)));
    return bank_entry_put(r, &c->entry);
}

static status read_segment(struct cnab240 *c)
{
    struct bank_reading *const r = c->r;
    const char segment = bank_column_char(&r->line, 14);
    if (c->is_order)
        return OK;
    TRY(bank_statement_need(r, c->format));
    const bool is_movement = segment == 'E' && c->is_extract;
    const bool is_order = cnab_is_order(&r->line);
    if (is_movement || is_order)
        drop_title(c); /* an entry of its own: what the T before it has kept goes with it */
    if (is_movement)
        return read_movement(c);
    if (is_order)
        return cnab_order_put(r, &c->orders);
    if (segment == 'T')
        read_title(c);
    else if (segment == 'U')
        return read_payment(c);
    else if (!bank_is_among(segment, "YWSRQPVBCZJ5") && c->unread == 0) {
        c->unread = r->line.number;
        bank_fault(r, r->line.number, 14, "segment",
                   "segment \"" STR_FORMAT "\" is neither of collection (T, U) nor of orders "
                   "(A, J, O, N) and is not read",
                   STR_ARG(bank_column(&r->line, (struct bank_columns){14, 14})));
    }
    return r->code;
}

static void judge_records(struct cnab240 *c, struct bank_columns columns)
{
    struct bank_reading *const r = c->r;
    int64_t stated = 0;
    if (bank_column(&r->line, columns).size == 0 || !bank_column_count(r, columns, &stated))
        return;
    const bool agrees = stated == c->lot_records || stated == c->lot_records - 2;
    bank_control_judge(r, agrees);
    if (!agrees)
        bank_fault(r, r->line.number, columns.from, "control",
                   "the lot states %lld records and has %lld", (long long)stated,
                   (long long)c->lot_records);
}

/* The trailer of an account statement: closing balance, debits, credits; both zero say nothing. */
static void end_extract(struct cnab240 *c)
{
    struct bank_reading *const r = c->r;
    const struct bank_amount debit = bank_column_amount(r, (struct bank_columns){177, 194});
    const struct bank_amount credit = bank_column_amount(r, (struct bank_columns){195, 212});
    r->statement.closing = read_balance(c);
    const bool agrees = bank_total_equal(bank_total_of(debit), r->statement.debit) &&
                        bank_total_equal(bank_total_of(credit), r->statement.credit);
    judge_records(c, (struct bank_columns){171, 176});
    if (debit.is_known && credit.is_known && debit.units == 0 && credit.units == 0)
        return;
    bank_total_add(&r->file.control_debit, debit, 1);
    bank_total_add(&r->file.control_credit, credit, 1);
    bank_control_judge(r, debit.is_known && credit.is_known && agrees);
}

/* Number and value of titles, simple, linked, pledged and discounted. */
static void judge_titles(struct cnab240 *c)
{
    struct cnab_stated stated = {.count = 0};
    for (int16_t from = 24; from <= 93; from = (int16_t)(from + 23))
        cnab_stated_add(c->r, (struct bank_columns){from, (int16_t)(from + 5)},
                        (struct bank_columns){(int16_t)(from + 6), (int16_t)(from + 22)}, &stated);
    cnab_titles_judge(c->r, 24, &stated, c->titles, TITLES_COUNT);
}

static void end_lot(struct cnab240 *c)
{
    struct bank_reading *const r = c->r;
    drop_title(c);
    c->is_lot_open = false;
    if (c->is_extract && r->is_open) {
        end_extract(c);
        return;
    }
    judge_records(c, (struct bank_columns){18, 23});
    cnab_orders_end(r, &c->orders);
    if ((c->is_collection || c->titles[TITLES_ALL].count > 0) && c->orders.count == 0)
        judge_titles(c);
}

static void read_trailer(struct cnab240 *c)
{
    int64_t stated = 0;
    int64_t lots = 0;
    c->has_trailer = true;
    check_lot_ended(c);
    if (bank_column_count(c->r, (struct bank_columns){24, 29}, &stated))
        bank_control_count(c->r, stated, c->record_count);
    if (bank_column_count(c->r, (struct bank_columns){18, 23}, &lots))
        bank_control_judge(c->r, lots == c->lot_count);
}

static status read_record(void *context)
{
    struct cnab240 *const c = context;
    struct bank_reading *const r = c->r;
    const size_t width = bank_line_width(&r->line);
    const char type = bank_column_char(&r->line, 8);
    c->record_count++;
    c->lot_records++;
    if (width != WIDTH)
        bank_fault(r, r->line.number, 0, "line-length", "the line has %zu columns, not %d", width,
                   WIDTH);
    if (c->has_trailer)
        bank_fault(r, r->line.number, 0, "record", "a record after the trailer");
    if (c->record_count == 1)
        return read_header(c);
    if (type == '1')
        return open_lot(c);
    if (type == '3')
        return read_segment(c);
    if (type == '5')
        end_lot(c);
    else if (type == '9')
        read_trailer(c);
    else if (!bank_is_among(type, "24"))
        bank_fault(r, r->line.number, 8, "record",
                   "there is no record of type \"" STR_FORMAT "\"; not read",
                   STR_ARG(bank_column(&r->line, (struct bank_columns){8, 8})));
    return r->code;
}

status bank_cnab240_read(struct bank_reading *r)
{
    struct cnab240 c = {.r = r};
    TRY(bank_find_width(r, WIDTH));
    TRY(bank_each_line(r, read_record, &c));
    drop_title(&c);
    if (!c.has_trailer)
        bank_fault_no_trailer(r);
    bank_extra_count(&r->file.extras, "records", c.record_count);
    r->file.format = c.format;
    return r->code;
}
