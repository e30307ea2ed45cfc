/* What every reader of a bank's file must hold, whatever the bytes: it reads or refuses; texts are
 * UTF-8, amounts are not negative, sums are those of the entries, a second reading is the same.
 *
 * A target reads its own format.  What bears the signs of another belongs to that target: else each
 * search would find all readers, nine times as slowly. */
#ifndef FUZZ_BANK_H
#define FUZZ_BANK_H
#include <assert.h>

#include "bank/reading.h"

struct seen {
    uint64_t digest;
    int64_t entries, statements, faults;
    struct bank_total credit, debit;
};

static inline void see_text(struct seen *seen, str text)
{
    assert(str_is_utf8(text, NULL));
    for (size_t i = 0; i < text.size; i++)
        seen->digest = seen->digest * 31 + (uint8_t)text.data[i];
}

static inline void see_extras(struct seen *seen, const struct bank_extras *extras)
{
    for (size_t i = 0; i < extras->count; i++) {
        if (extras->of[i].kind == BANK_TEXT)
            see_text(seen, extras->of[i].text);
        for (size_t k = 0; k < extras->of[i].list_size; k++)
            see_text(seen, extras->of[i].list[k]);
    }
}

static inline status see_entry(struct op *op, void *self, const struct bank_entry *entry)
{
    struct seen *const seen = self;
    (void)op;
    assert(entry->number >= 1 && entry->statement >= 1);
    assert(!entry->amount.is_known || entry->amount.units >= 0);
    assert(!entry->amount.is_known || entry->mark != BANK_MARK_NONE);
    seen->entries++;
    bank_total_add(entry->mark == BANK_DEBIT ? &seen->debit : &seen->credit, entry->amount, 1);
    see_text(seen, entry->value_on);
    see_text(seen, entry->booked_on);
    see_text(seen, entry->currency);
    see_text(seen, entry->reference);
    see_text(seen, entry->counterparty);
    see_text(seen, entry->text);
    see_extras(seen, &entry->extras);
    return OK;
}

static inline status see_statement(struct op *op, void *self, const struct bank_statement *one)
{
    struct seen *const seen = self;
    (void)op;
    assert(one->index == ++seen->statements && one->format);
    see_text(seen, one->account);
    see_text(seen, one->currency);
    see_extras(seen, &one->extras);
    return OK;
}

static inline status see_fault(struct op *op, void *self, const struct bank_fault *fault)
{
    struct seen *const seen = self;
    (void)op;
    seen->faults++;
    assert(fault->code && fault->text[0]);
    see_text(seen, str_of(fault->text));
    return OK;
}

static inline status read_once(struct op *op, str text, struct seen *ret_seen)
{
    struct seen seen = {.credit.is_known = true, .debit.is_known = true};
    const struct bank_sink sink = {
        .entry = see_entry, .statement = see_statement, .fault = see_fault, .self = &seen};
    struct bank_file file;
    const status code = bank_file_read(op, input_of_text(op, "fuzz", text), &sink, &file);
    if (code == OK) {
        assert(file.format && file.entry_count == seen.entries);
        assert(file.statement_count == seen.statements && file.fault_count >= seen.faults);
        assert(bank_total_equal(file.credit, seen.credit));
        assert(bank_total_equal(file.debit, seen.debit));
        see_extras(&seen, &file.extras);
    }
    *ret_seen = seen;
    return code;
}

static inline bank_reader *reader_of(struct op *op, str data)
{
    struct bank_text *text = NULL;
    str head;
    const struct input *const input = input_of_text(op, "fuzz", data);
    assert(bank_text_open(op, input, &text) == OK && bank_text_head(op, text, &head) == OK);
    return bank_find_reader(head);
}

/* An empty file has no format, nor has what nobody knows: these end in a moment. */
static inline bool is_of_another(struct op *op, str data, bank_reader *mine)
{
    bank_reader *const found = reader_of(op, data);
    return found && found != mine;
}

/* A search reads one input in eight twice, which its bytes choose; a replay reads them all twice.
 */
static inline bool is_read_twice(str text)
{
#ifdef FUZZ_SEARCHES
    uint32_t sum = 0;
    for (size_t i = 0; i < text.size; i++)
        sum += (uint8_t)text.data[i];
    return sum % 8 == 0;
#else
    (void)text;
    return true;
#endif
}

static inline int read_any(const uint8_t *data, size_t size, bank_reader *mine)
{
    struct op op;
    struct seen first;
    struct seen second;
    const str text = {(const char *)data, size};
    op_init(&op, arena_create(), NULL, op_clock_system);
    if (!is_of_another(&op, text, mine)) {
        const status code = read_once(&op, text, &first);
        assert(code == OK || code == E_INVALID || code == E_LIMIT);
        op_clear(&op);
        if (is_read_twice(text)) {
            assert(read_once(&op, text, &second) == code);
            assert(first.digest == second.digest && first.entries == second.entries);
        }
    }
    arena_destroy(op.arena);
    return 0;
}
#endif
