/* NACHA (ACH) files of the United States, with returns and notifications of change.
 *
 * A batch is a statement.  The second digit of the transaction code tells credit (1-4) from debit
 * (6-9); in an accounting advice (ADV) odd is credit.  Addenda 98 corrects an entry, 99 returns it;
 * the entry that was returned keeps its own mark.  Control is the file's last record: entries and
 * addenda together, debits, credits; what the batches state is told as faults, as are hashes of the
 * banks of the entries, the number of batches and of blocks that do not agree.  Files that were cut
 * out of larger ones, without header and control, are read too, as are records without line ends.
 */
#include "bank/column.h"

#define FORMAT        "NACHA"
#define WIDTH         94
#define BLOCK_RECORDS 10
#define HASH_MODULUS  10000000000 /* the last ten digits */
#define REASONS       32          /* kinds of reasons told of a batch */
#define TEXT_BYTES    8192

struct nacha {
    struct bank_reading *r;
    bool is_advice, had_advice;
    bool is_international;
    bool has_header, has_trailer, is_batch_open;
    bool has_entry; /* waits for its addenda */
    struct bank_entry entry;
    str code; /* of the batch: PPD, CCD… */
    char effective_on[16], settled_on[16];
    int64_t changed, returned; /* addenda 98, 99 of the entry */
    str reason;
    struct buf text;
    int64_t counted, batch_counted; /* entries and addenda */
    int64_t hash, batch_hash;       /* of the receiving banks, without their check digit */
    int64_t batch_changed, batch_returned, file_changed, file_returned;
    int64_t batch_count;
    int64_t record_count; /* of the file, from its header */
    struct before {       /* of the files before it, where several lie in one */
        int64_t counted, batch_count;
        struct bank_total debit, credit;
    } before;
    str reasons[REASONS];
    size_t reason_count;
};

static status end_entry(struct nacha *n)
{
    struct bank_entry *const entry = &n->entry;
    if (!n->has_entry)
        return n->r->code;
    n->has_entry = false;
    entry->text = str_trim(buf_str(&n->text));
    if (n->text.is_full)
        bank_fault(n->r, entry->line, 0, "text-length",
                   "the text of the entry is longer than %d bytes; what comes after is not shown",
                   TEXT_BYTES);
    bank_extra_text(&entry->extras, "sec_code", n->code);
    bank_extra_count(&entry->extras, "addenda98", n->changed);
    bank_extra_count(&entry->extras, "addenda99", n->returned);
    bank_extra_text(&entry->extras, "reason", n->reason);
    return bank_entry_put(n->r, entry);
}

static status end_batch(struct nacha *n)
{
    TRY(end_entry(n));
    if (!n->is_batch_open)
        return OK;
    n->is_batch_open = false;
    struct bank_extras *const extras = &n->r->statement.extras;
    const size_t size = n->reason_count * sizeof(str);
    bank_extra_text(extras, "sec_code", n->code);
    bank_extra_count(extras, "addenda98", n->batch_changed);
    bank_extra_count(extras, "addenda99", n->batch_returned);
    const str *const reasons =
        size > 0 ? (const str *)(const void *)arena_copy(n->r->op->arena, n->reasons, size) : NULL;
    bank_extra_list(extras, "reasons", reasons, n->reason_count);
    return bank_statement_close(n->r);
}

/* The Julian day (001 to 366) of a settlement, in the year of the effective day. */
static void read_settled(struct nacha *n)
{
    const str text = bank_column(&n->r->line, (struct bank_columns){76, 78});
    day effective = DAY_NONE;
    int64_t number = 0;
    n->settled_on[0] = '\0';
    if (!bank_is_digits(text) || !str_to_i64(text, &number) || number < 1 || number > 366 ||
        !day_parse(str_of(n->effective_on), &effective))
        return;
    struct civil civil = day_to_civil(effective);
    day first;
    civil.month = civil.day = 1;
    if (!day_from_civil(civil, &first))
        return;
    day settled = first + (day)number - 1;
    if (settled + 180 < effective) /* settled in January what was effective in December */
        settled = day_add_months(first, 12) + (day)number - 1;
    if (settled <= DAY_MAX)
        (void)day_format(settled, n->settled_on);
}

static status open_batch(struct nacha *n)
{
    struct bank_reading *const r = n->r;
    TRY(end_batch(n));
    TRY(bank_statement_open(r, FORMAT));
    n->is_batch_open = true;
    n->batch_count++;
    n->code = bank_keep(r, bank_column(&r->line, (struct bank_columns){51, 53}));
    n->is_advice = str_equal_c(n->code, "ADV");
    n->had_advice |= n->is_advice;
    n->is_international =
        str_equal_c(n->code, "IAT") ||
        str_equal_c(bank_column(&r->line, (struct bank_columns){5, 10}), "IATCOR");
    n->batch_hash = n->batch_counted = n->batch_changed = n->batch_returned = 0;
    n->reason_count = 0;
    const str effective = bank_column_day(r, (struct bank_columns){70, 75});
    memcpy(n->effective_on, effective.data, effective.size);
    n->effective_on[effective.size] = '\0';
    read_settled(n);
    r->statement.account = bank_keep(r, bank_column(&r->line, (struct bank_columns){41, 50}));
    r->statement.currency = STR("USD");
    bank_extra_text(&r->statement.extras, "company",
                    bank_keep(r, bank_column(&r->line, (struct bank_columns){5, 20})));
    bank_extra_text(&r->statement.extras, "description",
                    bank_keep(r, bank_column(&r->line, (struct bank_columns){54, 63})));
    return OK;
}

/* A debit of a loan, which only takes a credit back, is 55: the one code with a 5. */
static enum bank_mark mark_of(const struct nacha *n, str code)
{
    const char digit = code.size == 2 ? code.data[1] : '\0';
    if (str_equal_c(code, "55"))
        return n->is_advice ? BANK_CREDIT : BANK_DEBIT;
    if (n->is_advice)
        return bank_is_among(digit, "1357")   ? BANK_CREDIT
               : bank_is_among(digit, "2468") ? BANK_DEBIT
                                              : BANK_MARK_NONE;
    return bank_is_among(digit, "1234")   ? BANK_CREDIT
           : bank_is_among(digit, "6789") ? BANK_DEBIT
                                          : BANK_MARK_NONE;
}

struct party_columns {
    struct bank_columns name, id;
};

/* Where an entry names its receiver: customers' own payments (CIE, MTE) the other way round, and
 * those with many addenda behind the number of them. */
static struct party_columns columns_of(const struct nacha *n)
{
    if (bank_is_one_of(n->code, "CIE MTE"))
        return (struct party_columns){
            {40, 54},
            {55, 76}
        };
    if (bank_is_one_of(n->code, "CTX ATX ENR TRX"))
        return (struct party_columns){
            {59, 74},
            {40, 54}
        };
    return (struct party_columns){
        {55, 76},
        {40, 54}
    };
}

static void read_parties(struct nacha *n)
{
    if (!n->is_international)
        n->entry.counterparty = bank_scratch(n->r, bank_column(&n->r->line, columns_of(n).name));
}

static void begin_entry(struct nacha *n)
{
    struct bank_reading *const r = n->r;
    const struct bank_line *const line = &r->line;
    n->has_entry = true;
    n->changed = n->returned = 0;
    n->reason = STR("");
    buf_clear(&n->text);
    n->text.is_full = false;
    n->entry = (struct bank_entry){
        .line = line->number,
        .mark = mark_of(n, bank_column(line, (struct bank_columns){2, 3})),
        .amount = bank_column_amount(r, n->is_advice ? (struct bank_columns){28, 39}
                                                     : (struct bank_columns){30, 39}),
        .currency = STR("USD"),
        .value_on = str_of(n->effective_on),
        .booked_on = str_of(n->settled_on),
        .reference = bank_scratch(r, bank_column(line, (struct bank_columns){80, 94}))};
    read_parties(n);
    if (n->entry.mark == BANK_MARK_NONE)
        bank_fault(r, line->number, 2, "mark",
                   "transaction code \"" STR_FORMAT
                   "\" is neither a credit nor a debit; the entry is not counted",
                   STR_ARG(bank_column(line, (struct bank_columns){2, 3})));
    bank_extra_text(&n->entry.extras, "transaction_code",
                    bank_scratch(r, bank_column(line, (struct bank_columns){2, 3})));
    bank_extra_text(
        &n->entry.extras, "account",
        bank_scratch(r, bank_column(line, n->is_international ? (struct bank_columns){40, 74}
                                                              : (struct bank_columns){13, 29})));
    if (!n->is_international)
        bank_extra_text(&n->entry.extras, "individual_id",
                        bank_scratch(r, bank_column(line, columns_of(n).id)));
}

/* Eight digits of the bank's number; what cannot be added makes the hash differ, which is told. */
static void add_hash(struct nacha *n)
{
    const str bank = bank_column(&n->r->line, (struct bank_columns){4, 11});
    int64_t number = 0;
    if (!bank_is_digits(bank) || !str_to_i64(bank, &number))
        return;
    n->hash = (n->hash + number) % HASH_MODULUS;
    n->batch_hash = (n->batch_hash + number) % HASH_MODULUS;
}

/* The hash of a control record, where it is stated at all. */
static void check_hash(struct nacha *n, struct bank_columns columns, int64_t hash)
{
    struct bank_reading *const r = n->r;
    int64_t stated = 0;
    if (bank_column(&r->line, columns).size == 0 || !bank_column_count(r, columns, &stated) ||
        stated == hash)
        return;
    bank_fault(r, r->line.number, columns.from, "control",
               "the numbers of the banks of the entries add up to %lld, the record states %lld: an "
               "entry was changed or is missing",
               (long long)hash, (long long)stated);
}

static status read_entry(struct nacha *n)
{
    TRY(end_entry(n));
    if (!n->is_batch_open) {
        bank_fault(n->r, n->r->line.number, 1, "record",
                   "an entry (6) before the header of its batch (5)");
        TRY(open_batch(n));
        n->code = STR("");
        n->r->statement.account = STR("");
        n->r->statement.extras.count = 0;
    }
    n->counted++;
    n->batch_counted++;
    add_hash(n);
    begin_entry(n);
    return n->r->code;
}

static void keep_reason(struct nacha *n, str reason)
{
    for (size_t i = 0; i < n->reason_count; i++)
        if (str_equal(n->reasons[i], reason))
            return;
    if (n->reason_count < REASONS)
        n->reasons[n->reason_count++] = bank_keep(n->r, reason);
}

static void read_reason(struct nacha *n, bool is_return)
{
    const str reason = bank_column(&n->r->line, (struct bank_columns){4, 6});
    if (n->has_entry)
        n->reason = bank_scratch(n->r, reason);
    n->changed += !is_return;
    n->returned += is_return;
    n->batch_changed += !is_return;
    n->batch_returned += is_return;
    n->file_changed += !is_return;
    n->file_returned += is_return;
    keep_reason(n, reason);
}

static status read_addenda(struct nacha *n)
{
    struct bank_reading *const r = n->r;
    const str type = bank_column(&r->line, (struct bank_columns){2, 3});
    n->counted++;
    n->batch_counted++;
    if (!n->has_entry)
        bank_fault(r, r->line.number, 1, "record", "an addenda (7) without its entry (6)");
    if (str_equal_c(type, "98") || str_equal_c(type, "99")) {
        read_reason(n, str_equal_c(type, "99"));
    } else if (n->has_entry && str_equal_c(type, "05")) {
        buf_add(&n->text, bank_column_raw(&r->line, (struct bank_columns){4, 83}));
    } else if (n->has_entry && str_equal_c(type, "10") && n->entry.counterparty.size == 0) {
        n->entry.counterparty =
            bank_scratch(r, bank_column(&r->line, (struct bank_columns){47, 81}));
    }
    return r->code;
}

struct stated {
    int64_t count;
    struct bank_amount debit, credit;
    bool is_whole;
};

static struct stated read_stated(struct nacha *n, struct bank_columns count,
                                 struct bank_columns debit, struct bank_columns credit)
{
    struct stated stated = {.count = 0};
    stated.is_whole = bank_column_count(n->r, count, &stated.count);
    stated.debit = bank_column_amount(n->r, debit);
    stated.credit = bank_column_amount(n->r, credit);
    stated.is_whole &= stated.debit.is_known && stated.credit.is_known;
    return stated;
}

static bool agrees(const struct stated *stated, int64_t counted, struct bank_total debit,
                   struct bank_total credit)
{
    return stated->count == counted && bank_total_equal(bank_total_of(stated->debit), debit) &&
           bank_total_equal(bank_total_of(stated->credit), credit);
}

static status read_batch_control(struct nacha *n)
{
    struct bank_reading *const r = n->r;
    TRY(end_entry(n));
    const struct bank_columns count = {5, 10};
    const struct stated stated =
        n->is_advice
            ? read_stated(n, count, (struct bank_columns){21, 40}, (struct bank_columns){41, 60})
            : read_stated(n, count, (struct bank_columns){21, 32}, (struct bank_columns){33, 44});
    if (!n->is_batch_open)
        bank_fault(r, r->line.number, 1, "record", "a batch control (8) without its batch (5)");
    else if (stated.is_whole &&
             !agrees(&stated, n->batch_counted, r->statement.debit, r->statement.credit))
        bank_fault(r, r->line.number, 5, "control",
                   "the batch states %lld entries and addenda, debits %s, credits %s; it has %lld, "
                   "%s and %s",
                   (long long)stated.count,
                   bank_total_text(r->scratch, bank_total_of(stated.debit)),
                   bank_total_text(r->scratch, bank_total_of(stated.credit)),
                   (long long)n->batch_counted, bank_total_text(r->scratch, r->statement.debit),
                   bank_total_text(r->scratch, r->statement.credit));
    if (n->is_batch_open)
        check_hash(n, (struct bank_columns){11, 20}, n->batch_hash);
    return end_batch(n);
}

static bool is_filler(str line)
{
    line = str_trim(line);
    for (size_t i = 0; i < line.size; i++)
        if (line.data[i] != '9')
            return false;
    return true;
}

static void check_batches(struct nacha *n)
{
    struct bank_reading *const r = n->r;
    int64_t stated = 0;
    const int64_t own = n->batch_count - n->before.batch_count;
    if (bank_column_count(r, (struct bank_columns){2, 7}, &stated) && stated != own)
        bank_fault(r, r->line.number, 2, "control", "the file states %lld batches and has %lld",
                   (long long)stated, (long long)own);
}

/* Blocks of ten records; the last one is filled up, or meant to be. */
static void check_blocks(struct nacha *n)
{
    struct bank_reading *const r = n->r;
    const int64_t own = (n->record_count + BLOCK_RECORDS - 1) / BLOCK_RECORDS;
    int64_t stated = 0;
    if (bank_column_count(r, (struct bank_columns){8, 13}, &stated) && stated > 0 && stated != own)
        bank_fault(r, r->line.number, 8, "control",
                   "the file states %lld blocks of ten records and has %lld records",
                   (long long)stated, (long long)n->record_count);
}

static status read_file_control(struct nacha *n)
{
    struct bank_reading *const r = n->r;
    if (is_filler(r->line.text)) /* fills the last block of ten records */
        return r->code;
    TRY(end_batch(n));
    const struct bank_columns count = {14, 21};
    const struct stated stated =
        n->had_advice
            ? read_stated(n, count, (struct bank_columns){32, 51}, (struct bank_columns){52, 71})
            : read_stated(n, count, (struct bank_columns){32, 43}, (struct bank_columns){44, 55});
    n->has_trailer = true;
    check_hash(n, (struct bank_columns){22, 31}, n->hash);
    check_batches(n);
    check_blocks(n);
    if (!stated.is_whole)
        return r->code;
    struct bank_total debit = r->file.debit;
    struct bank_total credit = r->file.credit;
    bank_total_add_total(&debit, n->before.debit, -1);
    bank_total_add_total(&credit, n->before.credit, -1);
    bank_control_count(r, stated.count, n->counted - n->before.counted);
    bank_total_add(&r->file.control_debit, stated.debit, 1);
    bank_total_add(&r->file.control_credit, stated.credit, 1);
    bank_control_judge(r, agrees(&stated, n->counted - n->before.counted, debit, credit));
    return r->code;
}

/* Banks put several files behind each other: each has its own control. */
static status read_file_header(struct nacha *n)
{
    struct bank_reading *const r = n->r;
    TRY(end_batch(n));
    if (n->has_header) {
        bank_fault(r, r->line.number, 1, "header",
                   "a second header (1): several files in one; each control counts its own");
        if (!n->has_trailer)
            bank_fault(r, r->line.number, 1, "trailer",
                       "the file has no control record (9): its end is missing; ask for it");
    }
    n->before = (struct before){n->counted, n->batch_count, r->file.debit, r->file.credit};
    n->hash = 0;
    n->record_count = 1;
    n->had_advice = false;
    n->has_header = true;
    n->has_trailer = false;
    return r->code;
}

static status read_record(void *context)
{
    struct nacha *const n = context;
    struct bank_reading *const r = n->r;
    const char type = bank_column_char(&r->line, 1);
    const size_t width = bank_line_width(&r->line);
    n->record_count++;
    if (width != WIDTH && !is_filler(r->line.text))
        bank_fault(r, r->line.number, 0, "line-length", "the line has %zu columns, not %d", width,
                   WIDTH);
    switch (type) {
    case '1':
        return read_file_header(n);
    case '5':
        return open_batch(n);
    case '6':
        return read_entry(n);
    case '7':
        return read_addenda(n);
    case '8':
        return read_batch_control(n);
    case '9':
        return read_file_control(n);
    default:
        bank_fault(r, r->line.number, 1, "record",
                   "there is no record of type \"" STR_FORMAT "\"; not read",
                   STR_ARG(bank_column(&r->line, (struct bank_columns){1, 1})));
        return r->code;
    }
}

status bank_nacha_read(struct bank_reading *r)
{
    struct nacha n = {.r = r, .text = buf_start(r->op->arena, TEXT_BYTES)};
    TRY(bank_find_width(r, WIDTH));
    TRY(bank_each_line(r, read_record, &n));
    TRY(end_batch(&n));
    if (!n.has_header)
        bank_fault(r, 0, 0, "header", "the file has no header (record 1): it was cut out of one");
    if (!n.has_trailer)
        bank_fault(r, 0, 0, "trailer",
                   "the file has no control record (9): its end is missing; ask for it");
    bank_extra_count(&r->file.extras, "batches", n.batch_count);
    bank_extra_count(&r->file.extras, "addenda98", n.file_changed);
    bank_extra_count(&r->file.extras, "addenda99", n.file_returned);
    r->file.format = FORMAT;
    return r->code;
}
