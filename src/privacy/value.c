#include "privacy/value.h"

#include <inttypes.h>

#include "base/words.h"
#include "record/seal.h"
#include "record/symbol.h"

static const char sealed_end[] = "_sealed";

static bool ends(str text, const char *end)
{
    const size_t size = strlen(end);
    return text.size >= size && memcmp(text.data + text.size - size, end, size) == 0;
}

static bool is_one_of(str text, const char *const *words)
{
    for (; *words; words++)
        if (str_equal_c(text, *words))
            return true;
    return false;
}

bool value_is_sealed(str column)
{
    return ends(column, sealed_end);
}

str value_name(str column)
{
    return value_is_sealed(column) ? (str){column.data, column.size - (sizeof(sealed_end) - 1)}
                                   : column;
}

static bool is_day(str name)
{
    static const char *const days[] = {"day", "business_date", "plan_date", "run_date", NULL};
    return ends(name, "_on") || is_one_of(name, days);
}

static bool is_instant(str name)
{
    static const char *const instants[] = {"at", "not_before", "leased_until", NULL};
    return ends(name, "_at") || is_one_of(name, instants);
}

static bool is_id(str name)
{
    return str_equal_c(name, "id") || ends(name, "_id") || ends(name, "_by");
}

/* Words that are kept as numbers where a row has many of them. */
static bool is_symbol(str name)
{
    static const char *const symbols[] = {"segment", "step",    "template",     "queue",
                                          "silence", "product", "stage",        "party_kind",
                                          "country", "zone",    "verdict_rule", NULL};
    return is_one_of(name, symbols);
}

static struct export_cell text_cell(str text)
{
    return (struct export_cell){.form = EXPORT_TEXT, .text = text};
}

static status read_number(struct op *op, str name, int64_t number, struct export_cell *ret_cell)
{
    char text[64];
    str words = {"", 0};
    if (is_symbol(name)) {
        TRY(symbol_text(op, number, &words));
        *ret_cell = text_cell(words);
    } else if (str_equal_c(name, "currency")) {
        *ret_cell = text_cell(str_copy(op->arena, str_of(currency_format((currency)number, text))));
    } else if (is_day(name)) {
        *ret_cell = text_cell(str_copy(op->arena, str_of(day_format((day)number, text))));
    } else if (is_instant(name)) {
        *ret_cell = text_cell(str_copy(op->arena, str_of(instant_format(number, text))));
    } else if (is_id(name)) {
        *ret_cell = text_cell(str_of(arena_printf(op->arena, "%" PRId64, number)));
    } else {
        const bool is_bool = str_starts(name, STR("is_"));
        *ret_cell =
            (struct export_cell){.form = is_bool ? EXPORT_BOOL : EXPORT_NUMBER, .number = number};
    }
    return OK;
}

/* What kind of value is sealed: a column beside it says so, or it is a document. */
static status open_sealed(struct op *op, const struct value_row *row, int column,
                          struct export_cell *ret_cell)
{
    const char *kind = "document";
    int64_t debtor_id = 0;
    str plain;
    for (int c = 0; c < row->shape->column_count; c++) {
        if (str_equal_c(row->names[c], "channel") || str_equal_c(row->names[c], "field"))
            kind = str_cstr(op->arena, db_text(row->rows, c));
        if (str_equal_c(row->names[c], "debtor_id"))
            debtor_id = db_id(row->rows, c);
    }
    TRY(seal_open(op, kind, debtor_id, db_blob(row->rows, column), &plain));
    *ret_cell = text_cell(plain);
    return OK;
}

status value_read(struct op *op, const struct value_row *row, int column,
                  struct export_cell *ret_cell)
{
    *ret_cell = (struct export_cell){.form = EXPORT_NULL};
    if (db_is_null(row->rows, column))
        return OK;
    switch (row->shape->kinds[column]) {
    case 'b':
        return open_sealed(op, row, column, ret_cell);
    case 't':
        *ret_cell = text_cell(db_text_copy(op, row->rows, column));
        return OK;
    default:
        return read_number(op, row->names[column], db_i64(row->rows, column), ret_cell);
    }
}
