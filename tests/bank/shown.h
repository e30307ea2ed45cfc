/* A file of a bank as a few lines of text, to compare with what it should be. */
#ifndef TESTS_BANK_SHOWN_H
#define TESTS_BANK_SHOWN_H
#include "bank/file.h"
#include "tests/check.h"

static inline const char *shown_or(const char *text)
{
    return text && *text ? text : "-";
}

static inline char shown_verdict(enum bank_verdict verdict)
{
    return verdict == BANK_AGREES ? '=' : verdict == BANK_DIFFERS ? '!' : '?';
}

static inline void shown_extras(struct buf *out, const struct bank_extras *extras)
{
    for (size_t i = 0; i < extras->count; i++) {
        const struct bank_extra *const extra = &extras->of[i];
        if (extra->kind == BANK_TEXT && extra->text.size > 0)
            buf_printf(out, " %s=" STR_FORMAT, extra->name, STR_ARG(extra->text));
        else if ((extra->kind == BANK_COUNT || extra->kind == BANK_FLAG) && extra->count != 0)
            buf_printf(out, " %s=%lld", extra->name, (long long)extra->count);
        for (size_t k = 0; k < extra->list_size; k++)
            buf_printf(out, " %s+" STR_FORMAT, extra->name, STR_ARG(extra->list[k]));
    }
    buf_add_char(out, '\n');
}

static inline void shown_str(struct buf *out, str text)
{
    buf_add_char(out, ' ');
    buf_add(out, text.size > 0 ? text : STR("-"));
}

static inline status shown_entry(struct op *op, void *self, const struct bank_entry *entry)
{
    struct buf *const out = self;
    buf_add_c(out, "entry");
    shown_str(out, entry->value_on);
    shown_str(out, entry->booked_on);
    buf_printf(out, " %c%s %s",
               entry->mark == BANK_CREDIT  ? 'C'
               : entry->mark == BANK_DEBIT ? 'D'
                                           : '?',
               entry->is_reversal ? "R" : "", shown_or(bank_amount_text(op->arena, entry->amount)));
    shown_str(out, entry->currency);
    buf_add_c(out, " |");
    buf_add(out, entry->reference);
    buf_add_c(out, "|");
    buf_add(out, entry->counterparty);
    buf_add_c(out, "|");
    buf_add(out, entry->text);
    buf_add_c(out, "|");
    shown_extras(out, &entry->extras);
    return OK;
}

static inline status shown_statement(struct op *op, void *self, const struct bank_statement *one)
{
    struct buf *const out = self;
    buf_printf(out, "statement %s", one->format);
    shown_str(out, one->account);
    shown_str(out, one->currency);
    buf_printf(out, " %s..%s +%s -%s %c", shown_or(bank_amount_text(op->arena, one->opening)),
               shown_or(bank_amount_text(op->arena, one->closing)),
               shown_or(bank_total_text(op->arena, one->credit)),
               shown_or(bank_total_text(op->arena, one->debit)), shown_verdict(one->balance));
    shown_extras(out, &one->extras);
    return OK;
}

static inline status shown_fault(struct op *op, void *self, const struct bank_fault *fault)
{
    struct buf *const out = self;
    (void)op;
    buf_printf(out, "fault %lld:%d %s\n", (long long)fault->line, fault->column, fault->code);
    return OK;
}

/* Everything in order; a refusal is "refused" and why. */
static inline const char *shown(str content)
{
    struct op *const op = check_op();
    struct buf out = buf_start(op->arena, 1 << 20);
    const struct bank_sink sink = {
        .entry = shown_entry, .statement = shown_statement, .fault = shown_fault, .self = &out};
    struct bank_file file;
    if (bank_file_read(op, input_of_text(op, "test", content), &sink, &file) != OK)
        return arena_printf(op->arena, "refused %s", op->text);
    buf_printf(&out, "file %s %lld +%s -%s", file.format, (long long)file.entry_count,
               shown_or(bank_total_text(op->arena, file.credit)),
               shown_or(bank_total_text(op->arena, file.debit)));
    if (file.has_control_entries)
        buf_printf(&out, " of %lld", (long long)file.control_entries);
    buf_printf(&out, " %c", shown_verdict(file.control));
    shown_extras(&out, &file.extras);
    return buf_cstr(&out);
}

#define check_shown(content, want) check_text(shown(content), (want))

static inline void check_refused(str content, const char *why)
{
    const char *const got = shown(content);
    if (strncmp(got, "refused ", 8) != 0 || !strstr(got, why))
        fail_msg("got \"%s\", want a refusal with \"%s\"", got, why);
}
#endif
