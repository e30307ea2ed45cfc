#include "cash/sheet.h"

#include <inttypes.h>

#include "base/json_fields.h"
#include "intake/csv.h"
#include "intake/input.h"
#include "intake/value.h"

enum {
    VALUE_ON,
    BOOKED_ON,
    AMOUNT,
    CREDIT,
    DEBIT,
    REFERENCE,
    BANK_REFERENCE,
    COUNTERPARTY,
    ACCOUNT,
    TEXT,
    BALANCE,
    FIELD_COUNT
};
static const char *const names[FIELD_COUNT] = {
    "value_on",       "booked_on",    "amount",  "credit", "debit",  "reference",
    "bank_reference", "counterparty", "account", "text",   "balance"};

enum { MAPPING_BYTES = 65536, DIFFERENCES_BYTES = 400 };

struct sheet {
    struct op *op;
    struct csv *csv;
    struct value_formats formats;
    currency currency;
    str account;
    int columns[FIELD_COUNT]; /* -1: the file has none */
    struct file_taken file;
    size_t room;
    struct buf differs;
    money balance; /* of the row before */
    bool has_balance, is_broken_forward, is_broken_backward;
    money last; /* signed amount of the row before */
};

/* --- the mapping --- */

static status read_mapping(struct op *op, const char *path, json_t **ret_root)
{
    struct input *input = NULL;
    char *const bytes = arena_alloc(op->arena, MAPPING_BYTES);
    size_t size = 0;
    TRY(input_open(op, path, &input));
    TRY(input_read(op, input, 0, bytes, MAPPING_BYTES, &size));
    return json_parse(op, (str){bytes, size}, ret_root);
}

static status read_formats(struct sheet *s, const json_t *root)
{
    struct op *const op = s->op;
    const char *date = "YYYY-MM-DD";
    const char *decimal = ".";
    const char *group = "";
    TRY(json_take_text(op, "mapping", root, "date", &date));
    TRY(json_take_text(op, "mapping", root, "decimal", &decimal));
    TRY(json_take_text(op, "mapping", root, "group", &group));
    s->formats = value_formats_default();
    s->formats.day_count = 1;
    s->formats.has_number = true;
    s->formats.number = (struct money_format){*decimal, *group};
    if (!day_pattern_parse(str_of(date), &s->formats.days[0]))
        return op_fail(op, E_INVALID, "the mapping's date \"%s\" is no pattern such as DD/MM/YYYY",
                       date);
    return OK;
}

static status find_columns(struct sheet *s, const json_t *columns)
{
    struct op *const op = s->op;
    for (int field = 0; field < FIELD_COUNT; field++) {
        const char *column = NULL;
        TRY(json_take_text(op, "columns", columns, names[field], &column));
        s->columns[field] = column ? csv_find_column(s->csv, str_of(column)) : -1;
        if (column && s->columns[field] < 0)
            return op_fail(op, E_INVALID, "the file has no column \"%s\", which the mapping names",
                           column);
    }
    if (s->columns[VALUE_ON] < 0 || (s->columns[AMOUNT] < 0 && s->columns[CREDIT] < 0))
        return op_fail(op, E_INVALID,
                       "the mapping of a bank's file needs value_on, and amount or credit");
    return OK;
}

static status open_sheet(struct sheet *s, const char *path, const char *mapping_path)
{
    static const char *const known[] = {"kind",    "account", "currency",   "date",
                                        "decimal", "group",   "skip_lines", "columns"};
    struct op *const op = s->op;
    struct csv_options options = {.encoding = ENCODING_AUTO};
    json_t *root = NULL;
    const char *kind = NULL;
    const char *account = "";
    const char *unit = NULL;
    TRY(read_mapping(op, mapping_path, &root));
    TRY(json_check_object(op, "mapping", root, known, ARRAY_LEN(known)));
    TRY(json_need_text(op, "mapping", root, "kind", &kind));
    TRY(json_take_text(op, "mapping", root, "account", &account));
    TRY(json_take_text(op, "mapping", root, "currency", &unit));
    TRY(json_take_int(op, "mapping", root, "skip_lines", 0, 1000, &options.skip_lines));
    if (strcmp(kind, "bank") != 0)
        return op_fail(op, E_INVALID, "a mapping of kind \"%s\" is none for a file of a bank",
                       kind);
    if (unit && !currency_parse(str_of(unit), &s->currency))
        return op_fail(op, E_INVALID, "\"" STR_FORMAT "\" is no currency that is known here",
                       STR_ARG(str_of(unit)));
    s->account = str_copy(op->arena, str_of(account));
    TRY(read_formats(s, root));
    TRY(csv_open(op, path, &options, &s->csv));
    json_t *const columns = json_object_get(root, "columns");
    TRY(json_check_object(op, "columns", columns, names, FIELD_COUNT));
    return find_columns(s, columns);
}

/* --- rows --- */

static str field_of(const struct sheet *s, const struct csv_row *row, int field)
{
    return s->columns[field] < 0 ? STR("") : value_trim(row->fields[s->columns[field]]);
}

static void differ(struct sheet *s, const struct csv_row *row, const char *text)
{
    if (s->differs.size > 0)
        buf_add_c(&s->differs, "; ");
    buf_add_c(&s->differs, op_say(s->op, "line %" PRIu64 ": %s", row->at.line, text));
}

/* An empty field is nothing; false: it cannot be read. */
static bool read_money(const struct sheet *s, const struct csv_row *row, int field,
                       money *ret_amount)
{
    const str text = field_of(s, row, field);
    *ret_amount = (money){0};
    return text.size == 0 ||
           value_read_money(&s->formats, text, currency_exponent(s->currency), ret_amount);
}

static bool read_signed(const struct sheet *s, const struct csv_row *row, money *ret_amount)
{
    money amount;
    money credit;
    money debit;
    if (!read_money(s, row, AMOUNT, &amount) || !read_money(s, row, CREDIT, &credit) ||
        !read_money(s, row, DEBIT, &debit))
        return false;
    if (debit.minor < 0)
        debit.minor = -debit.minor; /* some banks write what they take with a sign */
    return money_add(amount, credit, &amount) && money_subtract(amount, debit, ret_amount);
}

static bool read_days(const struct sheet *s, const struct csv_row *row, struct taken *taken)
{
    const str booked = field_of(s, row, BOOKED_ON);
    taken->booked_on = DAY_NONE;
    return value_read_day(&s->formats, field_of(s, row, VALUE_ON), &taken->value_on) == DAY_READ &&
           (booked.size == 0 || value_read_day(&s->formats, booked, &taken->booked_on) == DAY_READ);
}

/* The oldest row first, or the newest: one of the two must hold all the way. */
static bool check_balance(struct sheet *s, const struct csv_row *row, money amount)
{
    money balance;
    if (s->columns[BALANCE] < 0)
        return true;
    if (field_of(s, row, BALANCE).size == 0 || !read_money(s, row, BALANCE, &balance))
        return false;
    if (s->has_balance) {
        s->is_broken_forward |= s->balance.minor + amount.minor != balance.minor;
        s->is_broken_backward |= balance.minor + s->last.minor != s->balance.minor;
    }
    s->balance = balance;
    s->has_balance = true;
    s->last = amount;
    return true;
}

static void keep_row(struct sheet *s, const struct csv_row *row)
{
    struct op *const op = s->op;
    struct entry_taken entry = {.id = 0};
    struct taken *const taken = &entry.taken;
    money amount = {0};
    if (row->fault != CSV_GOOD) {
        differ(s, row, csv_fault_text(op, s->csv, row));
        return;
    }
    if (!read_days(s, row, taken)) {
        differ(s, row, op_word(op, "a day cannot be read"));
        return;
    }
    if (!read_signed(s, row, &amount) || !check_balance(s, row, amount)) {
        differ(s, row, op_word(op, "an amount cannot be read"));
        return;
    }
    taken->number = (int64_t)s->file.entry_count + 1;
    taken->line = (int64_t)row->at.line;
    taken->kind = amount.minor > 0 ? TAKEN_MONEY : TAKEN_NONE;
    taken->amount = (money){amount.minor < 0 ? -amount.minor : amount.minor};
    taken->currency = s->currency;
    taken->has_currency = true;
    taken->reference = str_copy(op->arena, field_of(s, row, REFERENCE));
    taken->bank_reference = str_copy(op->arena, field_of(s, row, BANK_REFERENCE));
    taken->other_references = taken->bank_reference;
    taken->counterparty = str_copy(op->arena, field_of(s, row, COUNTERPARTY));
    taken->account = str_copy(op->arena, field_of(s, row, ACCOUNT));
    taken->text = str_copy(op->arena, field_of(s, row, TEXT));
    s->file.entries = arena_grow(op->arena, s->file.entries, s->file.entry_count, &s->room,
                                 sizeof(*s->file.entries));
    s->file.entries[s->file.entry_count++] = entry;
}

status sheet_read(struct op *op, const char *path, const char *mapping_path, currency unit,
                  struct file_taken *ret_file)
{
    struct sheet s = {
        .op = op, .currency = unit, .differs = buf_start(op->arena, DIFFERENCES_BYTES)};
    struct csv_row row;
    bool has_row = true;
    const char *const slash = strrchr(path, '/');
    TRY(open_sheet(&s, path, mapping_path));
    for (;;) {
        TRY(csv_next(op, s.csv, &row, &has_row));
        if (!has_row)
            break;
        if (s.file.entry_count == FILE_ENTRIES_MAX)
            return op_fail(op, E_LIMIT,
                           "the file has more than %d entries: ask the bank for smaller ones",
                           FILE_ENTRIES_MAX);
        keep_row(&s, &row);
    }
    if (s.is_broken_forward && s.is_broken_backward)
        differ(&s, &row, op_word(op, "the balances do not follow from the amounts"));
    s.file.name = slash ? slash + 1 : path;
    s.file.format = "CSV";
    s.file.differs = buf_cstr(&s.differs);
    crypto_hex(csv_format(s.csv)->digest, CRYPTO_DIGEST_BYTES, s.file.hash);
    s.file.statement_count = 1;
    s.file.statements = arena_new(op->arena, struct statement_taken);
    *s.file.statements = (struct statement_taken){.number = 1,
                                                  .account = s.account,
                                                  .currency = s.currency,
                                                  .opening = "",
                                                  .closing = "",
                                                  .entries = s.file.entries,
                                                  .entry_count = s.file.entry_count};
    *ret_file = s.file;
    return OK;
}
