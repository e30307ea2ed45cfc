/* What an employer deducted from payroll: the list that we gave, with what came of each row.
 *
 *   ACUERDO-PAYROLL,1,LIST,CURRENCY,FROM,UNTIL,EMPLOYER,PAID_ON
 *   line,reference,name,document,debt,due_on,expected,deducted,reason
 *   1,FAC-1,Ana Torres,TOAA800101,C-1,2026-11-15,500.00,500.00,
 *   TOTAL,1,,,,,500.00,500.00,
 *
 * The list is the statement, a row is an entry; nothing deducted is an entry of zero, and its
 * reason is its text.  TOTAL is the control: rows and what was deducted.  Spreadsheets write ; for
 * the comma, and then often a comma in amounts: both are read.  A row is a line: it is cut into
 * fields as any CSV (intake/csv_scan.h), and what has a broken quote is a fault. */
#include "bank/column.h"
#include "intake/csv_scan.h"

#define FORMAT "PAYROLL"

enum { LINE, REFERENCE, NAME, DOCUMENT, DEBT, DUE_ON, EXPECTED, DEDUCTED, REASON, FIELDS };
enum { H_MARK, H_VERSION, H_LIST, H_CURRENCY, H_FROM, H_UNTIL, H_EMPLOYER, H_PAID_ON };

struct remittance {
    struct bank_reading *r;
    char separator;
    str list, currency, paid_on;
    struct csv_split *split;
    str fields[FIELDS]; /* of the line */
    bool has_head, has_trailer;
};

static void tell_broken(struct remittance *m, enum csv_fault fault)
{
    struct bank_reading *const r = m->r;
    const int column = m->split->count;
    if (fault == CSV_AFTER_QUOTE)
        bank_fault(r, r->line.number, column, "record",
                   "text follows a closing quote; double the quotes that belong to the text");
    else if (fault == CSV_MANY_COLUMNS)
        bank_fault(r, r->line.number, column, "record", "the row has over %d columns",
                   LIMIT_COLUMNS);
    else
        bank_fault(r, r->line.number, column, "record",
                   "a quote opens here and does not close; close it, or double the quotes inside");
}

/* False: the line is no row, and was told.  What a row lacks is empty. */
static bool split(struct remittance *m)
{
    size_t used = 0;
    const enum csv_fault fault = csv_scan_row(m->r->line.text, true, m->separator, m->split, &used);
    if (fault != CSV_GOOD) {
        tell_broken(m, fault);
        return false;
    }
    for (int i = 0; i < FIELDS; i++)
        m->fields[i] = i < m->split->count ? str_trim(m->split->fields[i]) : STR("");
    return true;
}

static bool is_day(str text)
{
    return text.size == 10 && bank_is_digits((str){text.data, 4}) && text.data[4] == '-' &&
           bank_is_digits((str){text.data + 5, 2}) && text.data[7] == '-' &&
           bank_is_digits((str){text.data + 8, 2});
}

static struct bank_amount read_amount(struct remittance *m, int field)
{
    const str text = m->fields[field];
    struct bank_amount amount = {.is_known = false};
    if ((!bank_amount_parse(text, '.', &amount) && !bank_amount_parse(text, ',', &amount)) ||
        amount.units < 0) {
        bank_fault(m->r, m->r->line.number, field + 1, "amount",
                   "\"" STR_FORMAT "\" is not an amount: write it as 1234.50", STR_ARG(text));
        amount.is_known = false;
    }
    return amount;
}

static status read_head(struct remittance *m)
{
    struct bank_reading *const r = m->r;
    const str line = r->line.text;
    m->has_head = true;
    m->separator = ',';
    for (size_t i = line.size; i > 0; i--) /* whichever comes first */
        if (line.data[i - 1] == ';' || line.data[i - 1] == ',')
            m->separator = line.data[i - 1];
    if (!split(m))
        memset(m->fields, 0, sizeof(m->fields));
    m->list = bank_keep(r, m->fields[H_LIST]);
    m->currency = bank_keep(r, m->fields[H_CURRENCY]);
    m->paid_on = bank_keep(r, m->fields[H_PAID_ON]);
    if (!is_day(m->paid_on)) {
        bank_fault(r, r->line.number, H_PAID_ON + 1, "day",
                   "the day on which the employer paid is missing: the last field of the first "
                   "line, as 2026-11-30");
        m->paid_on = STR("");
    }
    bank_extra_text(&r->file.extras, "from", bank_keep(r, m->fields[H_FROM]));
    bank_extra_text(&r->file.extras, "until", bank_keep(r, m->fields[H_UNTIL]));
    bank_extra_text(&r->file.extras, "employer", bank_keep(r, m->fields[H_EMPLOYER]));
    TRY(bank_statement_open(r, FORMAT));
    r->statement.account = m->list;
    r->statement.currency = m->currency;
    return OK;
}

/* Nothing written and a reason why is nothing deducted. */
static struct bank_amount read_deducted(struct remittance *m)
{
    if (m->fields[DEDUCTED].size == 0 && m->fields[REASON].size > 0)
        return (struct bank_amount){.is_known = true, .decimals = 2};
    return read_amount(m, DEDUCTED);
}

static status read_row(struct remittance *m)
{
    struct bank_reading *const r = m->r;
    struct bank_entry entry = {.line = r->line.number,
                               .amount = read_deducted(m),
                               .currency = m->currency,
                               .value_on = m->paid_on,
                               .booked_on = m->paid_on,
                               .reference = m->fields[REFERENCE],
                               .counterparty = m->fields[NAME],
                               .text = m->fields[REASON]};
    entry.mark = entry.amount.is_known ? BANK_CREDIT : BANK_MARK_NONE;
    if (entry.reference.size == 0)
        bank_fault(r, r->line.number, REFERENCE + 1, "reference",
                   "the row has no reference: nobody can say whose deduction it is");
    bank_extra_text(&entry.extras, "row", m->fields[LINE]);
    bank_extra_text(&entry.extras, "debt", m->fields[DEBT]);
    bank_extra_text(&entry.extras, "expected", m->fields[EXPECTED]);
    if (m->list.size > 0 && entry.reference.size > 0)
        bank_extra_text(&entry.extras, "bank_reference",
                        str_of(arena_printf(r->scratch, STR_FORMAT "/" STR_FORMAT, STR_ARG(m->list),
                                            STR_ARG(entry.reference))));
    return bank_entry_put(r, &entry);
}

static void read_total(struct remittance *m)
{
    struct bank_reading *const r = m->r;
    const struct bank_amount sum = read_amount(m, DEDUCTED);
    int64_t count = 0;
    m->has_trailer = true;
    if (!str_to_i64(m->fields[REFERENCE], &count))
        bank_fault(r, r->line.number, REFERENCE + 1, "control",
                   "the line TOTAL does not say how many rows there are");
    bank_control_count(r, count, r->file.entry_count);
    r->file.control_credit = bank_total_of(sum);
    bank_control_judge(r, sum.is_known && bank_total_equal(r->file.control_credit, r->file.credit));
}

static status read_line(void *context)
{
    struct remittance *const m = context;
    struct bank_reading *const r = m->r;
    if (!m->has_head)
        return read_head(m);
    if (!split(m))
        return r->code;
    if (str_equal_nocase(m->fields[LINE], STR("line")) && r->file.entry_count == 0)
        return r->code;
    if (m->has_trailer)
        bank_fault(r, r->line.number, 0, "record", "a record after the trailer");
    if (!str_equal_nocase(m->fields[LINE], STR("TOTAL")))
        return read_row(m);
    read_total(m);
    return r->code;
}

/* A row is a line, and no longer than the file's letters. */
static size_t scratch_size(const struct input *input)
{
    const uint64_t letters = input_size(input) * 4;
    return letters < LIMIT_ROW_BYTES ? (size_t)letters : LIMIT_ROW_BYTES;
}

status bank_payroll_read(struct bank_reading *r)
{
    struct remittance m = {.r = r, .split = arena_new(r->op->arena, struct csv_split)};
    m.split->scratch = arena_alloc(r->op->arena, scratch_size(r->input));
    TRY(bank_each_line(r, read_line, &m));
    if (!m.has_trailer)
        bank_fault_no_trailer(r);
    r->file.format = FORMAT;
    return r->code;
}
