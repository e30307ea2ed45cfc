#include "cash/file_taken.h"

#include <inttypes.h>
#include <stdlib.h>

#include "bank/file.h"

enum { READ_BYTES = 65536, DIFFERENCES_BYTES = 400 };

struct taking {
    struct file_taken file;
    currency currency; /* where nothing else says one */
    size_t entry_room, statement_room;
    struct buf differs;
};

static status keep_entry(struct op *op, void *self, const struct bank_entry *entry)
{
    struct taking *const t = self;
    struct entry_taken kept = {.id = 0};
    const struct taken_defaults defaults = {t->currency, STR("")};
    if (t->file.entry_count == FILE_ENTRIES_MAX)
        return op_fail(op, E_LIMIT,
                       "the file has more than %d entries: ask the bank for smaller ones",
                       FILE_ENTRIES_MAX);
    TRY(taken_read(op, entry, &defaults, &kept.taken));
    t->file.entries = arena_grow(op->arena, t->file.entries, t->file.entry_count, &t->entry_room,
                                 sizeof(*t->file.entries));
    t->file.entries[t->file.entry_count++] = kept;
    return op_check(op);
}

static void differ(struct taking *t, const char *text)
{
    if (t->differs.size > 0)
        buf_add_c(&t->differs, "; ");
    buf_add_c(&t->differs, text);
}

static const char *text_or_empty(const char *text)
{
    return text ? text : "";
}

/* An entry that names no currency has its statement's. */
static status set_currency(struct op *op, struct taken *taken, currency unit)
{
    if (taken->has_currency || taken->currency == unit)
        return OK;
    if (currency_exponent(taken->currency) != currency_exponent(unit))
        return op_fail(op, E_INVALID,
                       "line %" PRId64 ": the entry names no currency; say the statement's with "
                       "--currency",
                       taken->line);
    taken->currency = unit;
    return OK;
}

/* What an answer to a direct debit says that the file had. */
static void keep_orders(struct op *op, const struct bank_extras *extras,
                        struct statement_taken *statement)
{
    statement->orders = -1;
    statement->orders_sum = "";
    for (size_t i = 0; i < extras->count; i++) {
        const struct bank_extra *const extra = &extras->of[i];
        if (strcmp(extra->name, "orders") == 0)
            statement->orders = extra->count;
        else if (strcmp(extra->name, "orders_sum") == 0)
            statement->orders_sum = str_cstr(op->arena, extra->text);
    }
}

void file_taken_differ(struct op *op, struct file_taken *file, const char *text)
{
    file->differs =
        arena_printf(op->arena, "%s%s%s", file->differs, *file->differs ? "; " : "", text);
}

static status keep_statement(struct op *op, void *self, const struct bank_statement *said)
{
    struct taking *const t = self;
    struct file_taken *const file = &t->file;
    struct statement_taken statement = {
        .number = said->index,
        .account = said->account,
        .currency = t->currency,
        .opening = text_or_empty(bank_amount_text(op->arena, said->opening)),
        .closing = text_or_empty(bank_amount_text(op->arena, said->closing))};
    if (file->statement_count > 0) {
        const struct statement_taken *const last = &file->statements[file->statement_count - 1];
        statement.first_entry = last->first_entry + last->entry_count;
    }
    statement.entry_count = file->entry_count - statement.first_entry;
    keep_orders(op, &said->extras, &statement);
    if (said->currency.size > 0 && !currency_parse(said->currency, &statement.currency))
        return op_fail(op, E_INVALID, "\"" STR_FORMAT "\" is no currency that is known here",
                       STR_ARG(said->currency));
    for (size_t i = 0; i < statement.entry_count; i++)
        TRY(set_currency(op, &file->entries[statement.first_entry + i].taken, statement.currency));
    file->statements = arena_grow(op->arena, file->statements, file->statement_count,
                                  &t->statement_room, sizeof(*file->statements));
    file->statements[file->statement_count++] = statement;
    if (said->balance == BANK_DIFFERS)
        differ(t, op_say(op,
                         "statement %" PRId64 ": opening %s, credits %s and debits %s are not "
                         "closing %s",
                         said->index, statement.opening, bank_total_text(op->arena, said->credit),
                         bank_total_text(op->arena, said->debit), statement.closing));
    return OK;
}

/* What only says how the file was read, and takes nothing away. */
static bool is_harmless(const char *code)
{
    return strcmp(code, "unknown-bank") == 0 || strcmp(code, "currencies") == 0;
}

static status keep_fault(struct op *op, void *self, const struct bank_fault *fault)
{
    struct taking *const t = self;
    if (!is_harmless(fault->code))
        differ(t, op_say(op, "line %" PRId64 ": %s", fault->line, fault->text));
    return OK;
}

static status digest_file(struct op *op, const struct input *input, char *ret_hex)
{
    char *const bytes = arena_alloc(op->arena, READ_BYTES);
    uint8_t digest[CRYPTO_DIGEST_BYTES];
    struct crypto_hash hash;
    size_t got = READ_BYTES;
    crypto_hash_start(&hash);
    for (uint64_t at = 0; got == READ_BYTES; at += got) {
        TRY(input_read(op, input, at, bytes, READ_BYTES, &got));
        crypto_hash_add(&hash, bytes, got);
    }
    crypto_hash_end(&hash, digest);
    crypto_hex(digest, sizeof(digest), ret_hex);
    return OK;
}

static status read_input(struct op *op, const char *name, const struct input *input, currency unit,
                         struct file_taken *ret_file)
{
    struct taking t = {.currency = unit, .differs = buf_start(op->arena, DIFFERENCES_BYTES)};
    const struct bank_sink sink = {keep_entry, keep_statement, keep_fault, &t};
    struct bank_file file;
    t.file.name = name;
    TRY(digest_file(op, input, t.file.hash));
    TRY(bank_file_read(op, input, &sink, &file));
    TRY(input_check_unchanged(op, input));
    if (file.control == BANK_DIFFERS)
        differ(&t, op_say(op, "the control totals of the file do not agree with its entries"));
    t.file.format = file.format;
    t.file.differs = buf_cstr(&t.differs);
    for (size_t i = 0; i < t.file.statement_count; i++)
        t.file.statements[i].entries = &t.file.entries[t.file.statements[i].first_entry];
    *ret_file = t.file;
    return OK;
}

status file_taken_read(struct op *op, const char *path, currency unit, struct file_taken *ret_file)
{
    struct input *input = NULL;
    const char *const slash = strrchr(path, '/');
    TRY(input_open(op, path, &input));
    return read_input(op, slash ? slash + 1 : path, input, unit, ret_file);
}

status file_taken_read_bytes(struct op *op, const char *name, str bytes, currency unit,
                             struct file_taken *ret_file)
{
    return read_input(op, name, input_of_text(op, name, bytes), unit, ret_file);
}

/* --- who is who --- */

struct named {
    const char *identity;
    size_t at;
};

static int compare_named(const void *a, const void *b)
{
    const struct named *const left = a;
    const struct named *const right = b;
    const int order = strcmp(left->identity, right->identity);
    return order != 0 ? order : (left->at > right->at) - (left->at < right->at);
}

/* Of entries that are equal in all, each but the first gets a name of its own. */
static void part_twins(struct op *op, const struct statement_taken *statement,
                       struct entry_taken *entries, const struct named *names)
{
    int alike = 0;
    for (size_t i = 1; i < statement->entry_count; i++) {
        const struct arena_mark mark = arena_mark(op->arena);
        char same[sizeof(entries[0].taken.identity)];
        memcpy(same, entries[names[i - 1].at].family, sizeof(same));
        alike = strcmp(entries[names[i].at].family, same) == 0 ? alike + 1 : 0;
        if (alike > 0)
            taken_identify(&entries[names[i].at].taken, statement->account, alike, op->arena);
        arena_release(op->arena, mark);
    }
}

void file_taken_identify(struct op *op, struct statement_taken *statement)
{
    struct entry_taken *const entries = statement->entries;
    struct named *const names = arena_array(op->arena, statement->entry_count, sizeof(*names));
    struct buf rest = buf_start(op->arena, 4096);
    struct crypto_hash hash;
    uint8_t digest[CRYPTO_DIGEST_BYTES];
    for (size_t i = 0; i < statement->entry_count; i++) {
        const struct arena_mark mark = arena_mark(op->arena);
        taken_identify(&entries[i].taken, statement->account, 0, op->arena);
        memcpy(entries[i].family, entries[i].taken.identity, sizeof(entries[i].family));
        arena_release(op->arena, mark);
        names[i] = (struct named){entries[i].family, i};
    }
    qsort(names, statement->entry_count, sizeof(*names), compare_named);
    part_twins(op, statement, entries, names);
    crypto_hash_start(&hash);
    for (size_t i = 0; i < statement->entry_count; i++)
        crypto_hash_add(&hash, entries[i].taken.identity, sizeof(entries[i].taken.identity));
    buf_printf(&rest, "|" STR_FORMAT "|%s|%s", STR_ARG(statement->account), statement->opening,
               statement->closing);
    crypto_hash_add(&hash, rest.data, rest.size);
    crypto_hash_end(&hash, digest);
    crypto_hex(digest, 16, statement->digest);
}
