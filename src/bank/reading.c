#include "bank/reading.h"

static status next_line(struct bank_reading *r, bool *ret_has_line)
{
    do {
        TRY(bank_text_line(r->op, r->text, &r->line, ret_has_line));
        if (!*ret_has_line)
            return r->code;
        if (r->line.is_broken)
            bank_fault(r, r->line.number, 0, "letters",
                       "the line holds bytes that are no letters; they read as the sign U+FFFD");
        if (r->line.is_cut)
            bank_fault(r, r->line.number, 0, "line-length",
                       "the line is longer than %d bytes; what comes after is not read",
                       LIMIT_LINE_BYTES);
    } while (str_trim(r->line.text).size == 0);
    return r->code;
}

status bank_find_width(struct bank_reading *r, size_t width)
{
    const size_t look = width * 2;
    str head;
    TRY(bank_text_head(r->op, r->text, &head));
    if (head.size > look && !memchr(head.data, '\n', look) && !memchr(head.data, '\r', look))
        bank_text_set_width(r->text, width);
    return OK;
}

status bank_each_line(struct bank_reading *r, status (*take)(void *context), void *context)
{
    for (;;) {
        bool has_line = false;
        TRY(next_line(r, &has_line));
        if (!has_line)
            return OK;
        TRY(take(context));
    }
}

void bank_fault_no_trailer(struct bank_reading *r)
{
    bank_fault(r, 0, 0, "trailer", "the file has no trailer: its end is missing; ask for it");
}

void bank_note_currency(struct bank_currency *seen, str currency)
{
    if (currency.size == 0)
        return;
    if (currency.size >= sizeof(seen->text))
        currency.size = sizeof(seen->text) - 1;
    if (seen->text[0] == '\0')
        memcpy(seen->text, currency.data, currency.size);
    else if (!str_equal_c(currency, seen->text))
        seen->is_mixed = true;
}

/* A field may have been cut inside a letter: what leaves here is always UTF-8. */
static void mend(struct arena *arena, str *text)
{
    bool is_broken = false;
    *text = bank_text_clean(arena, *text, &is_broken);
}

static void mend_extras(struct arena *arena, struct bank_extras *extras)
{
    for (size_t i = 0; i < extras->count; i++)
        mend(arena, &extras->of[i].text);
}

static void mend_entry(struct arena *arena, struct bank_entry *entry)
{
    str *const texts[] = {&entry->currency,  &entry->value_on,     &entry->booked_on,
                          &entry->reference, &entry->counterparty, &entry->text};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        mend(arena, texts[i]);
    mend_extras(arena, &entry->extras);
}

/* opening + credit - debit = closing, where all are known and of one currency. */
static enum bank_verdict judge_balance(const struct bank_reading *r)
{
    const struct bank_statement *const statement = &r->statement;
    struct bank_total sum = bank_total_of(statement->opening);
    if (!statement->opening.is_known || !statement->closing.is_known ||
        r->balance_currency.is_mixed)
        return BANK_UNSAID;
    bank_total_add_total(&sum, statement->credit, 1);
    bank_total_add_total(&sum, statement->debit, -1);
    return bank_total_equal(sum, bank_total_of(statement->closing)) ? BANK_AGREES : BANK_DIFFERS;
}

status bank_statement_close(struct bank_reading *r)
{
    if (!r->is_open)
        return r->code;
    r->is_open = false;
    r->statement.balance = judge_balance(r);
    mend(r->op->arena, &r->statement.account);
    mend(r->op->arena, &r->statement.currency);
    mend_extras(r->op->arena, &r->statement.extras);
    if (r->sink->statement)
        TRY(r->sink->statement(r->op, r->sink->self, &r->statement));
    return r->code;
}

status bank_statement_open(struct bank_reading *r, const char *format)
{
    TRY(bank_statement_close(r));
    r->statement = (struct bank_statement){.index = ++r->file.statement_count,
                                           .format = format,
                                           .credit.is_known = true,
                                           .debit.is_known = true};
    r->balance_currency = (struct bank_currency){.is_mixed = false};
    r->is_open = true;
    return OK;
}

status bank_statement_need(struct bank_reading *r, const char *format)
{
    return r->is_open ? OK : bank_statement_open(r, format);
}

status bank_entry_put(struct bank_reading *r, struct bank_entry *entry)
{
    struct bank_statement *const statement = &r->statement;
    const bool is_debit = entry->mark == BANK_DEBIT;
    if (entry->mark == BANK_MARK_NONE)
        entry->amount.is_known = false;
    entry->statement = statement->index;
    entry->number = ++statement->entry_count;
    r->file.entry_count++;
    bank_total_add(is_debit ? &statement->debit : &statement->credit, entry->amount, 1);
    bank_total_add(is_debit ? &r->file.debit : &r->file.credit, entry->amount, 1);
    bank_note_currency(&r->file_currency, entry->currency);
    bank_note_currency(&r->balance_currency, entry->currency);
    mend_entry(r->scratch, entry);
    if (r->sink->entry)
        TRY(r->sink->entry(r->op, r->sink->self, entry));
    arena_reset(r->scratch);
    return r->code;
}

void bank_fault(struct bank_reading *r, int64_t line, int column, const char *code,
                const char *format, ...)
{
    char text[LIMIT_FAILURE_TEXT];
    struct bank_fault fault = {.line = line, .column = column, .code = code};
    str said;
    va_list args;
    if (++r->file.fault_count > BANK_FAULTS_SAID || !r->sink->fault || r->code != OK)
        return;
    va_start(args, format);
    say_text(text, sizeof(text), r->op->language, format, args);
    va_end(args);
    said = str_of(text);
    mend(r->scratch, &said);
    fault.text = said.data == text ? text : str_cstr(r->scratch, said);
    r->code = r->sink->fault(r->op, r->sink->self, &fault);
}

str bank_keep(struct bank_reading *r, str text)
{
    return str_copy(r->op->arena, text);
}

str bank_scratch(struct bank_reading *r, str text)
{
    return str_copy(r->scratch, text);
}

static struct bank_extra *extra_add(struct bank_extras *extras, const char *name,
                                    enum bank_extra_kind kind)
{
    assert(extras->count < BANK_EXTRA_MAX);
    struct bank_extra *const extra = &extras->of[extras->count++];
    *extra = (struct bank_extra){.name = name, .kind = kind};
    return extra;
}

void bank_extra_text(struct bank_extras *extras, const char *name, str text)
{
    extra_add(extras, name, BANK_TEXT)->text = text;
}

void bank_extra_count(struct bank_extras *extras, const char *name, int64_t count)
{
    extra_add(extras, name, BANK_COUNT)->count = count;
}

void bank_extra_flag(struct bank_extras *extras, const char *name, bool flag)
{
    extra_add(extras, name, BANK_FLAG)->count = flag;
}

void bank_extra_list(struct bank_extras *extras, const char *name, const str *list, size_t size)
{
    struct bank_extra *const extra = extra_add(extras, name, BANK_LIST);
    extra->list = list;
    extra->list_size = size;
}

void bank_control_judge(struct bank_reading *r, bool agrees)
{
    if (!agrees)
        r->file.control = BANK_DIFFERS;
    else if (r->file.control == BANK_UNSAID)
        r->file.control = BANK_AGREES;
}

void bank_control_count(struct bank_reading *r, int64_t stated, int64_t counted)
{
    r->file.control_entries += stated;
    r->file.has_control_entries = true;
    bank_control_judge(r, stated == counted);
}
