#include "book/published.h"

#include <inttypes.h>
#include <stdio.h>

#include "book/unit.h"
#include "record/audit.h"
#include "store/db.h"

/* The two tables differ in their queries only. */
static const struct {
    enum query revision, on, page;
    enum audit_table audit;
    int decimals;
} tables[] = {
    [PUBLISHED_RATE] = {Q_RATE_CAP_REVISION,    Q_RATE_CAP_ON,    Q_RATE_CAP_PAGE,    AUDIT_RATE_CAP,
                        PUBLISHED_RATE_DECIMALS                                                                               },
    [PUBLISHED_INDEX] = {Q_INDEX_VALUE_REVISION, Q_INDEX_VALUE_ON, Q_INDEX_VALUE_PAGE,
                        AUDIT_INDEX_VALUE,                                                            PUBLISHED_INDEX_DECIMALS},
};

static bool is_word_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool is_word(str text)
{
    for (size_t i = 0; i < text.size; i++)
        if (!is_word_character(text.data[i]))
            return false;
    return text.size > 0;
}

bool published_is_name(str name)
{
    const bool is_short = name.size <= PUBLISHED_NAME_BYTES;
    const bool has_dot = memchr(name.data, '.', name.size) != NULL;
    const str first = str_split(&name, '.');
    return is_short && is_word(first) && (!has_dot || is_word(name));
}

static status check(struct op *op, enum published_table table, const struct published *in)
{
    if (in->country.size != 2 || !published_is_name(in->name))
        return op_fail(op, E_INVALID,
                       "\"" STR_FORMAT " " STR_FORMAT
                       "\" is not a country and a name of letters, digits and _",
                       STR_ARG(in->country), STR_ARG(in->name));
    if (in->from_on < DAY_MIN || in->from_on > DAY_MAX)
        return op_fail(op, E_INVALID, STR_FORMAT ": from which day on?", STR_ARG(in->name));
    if (in->value <= 0 || (table == PUBLISHED_RATE && in->value > PUBLISHED_RATE_MOST))
        return op_fail(op, E_INVALID, STR_FORMAT ": %" PRId64 " millionths is no possible value",
                       STR_ARG(in->name), in->value);
    if (str_trim(in->source).size == 0)
        return op_fail(op, E_INVALID, STR_FORMAT ": say where it was published", STR_ARG(in->name));
    return OK;
}

static status read_revision(struct op *op, struct db_rows *row, void *out)
{
    struct published *const there = out;
    there->revision = (int)db_i64(row, 0);
    there->value = db_i64(row, 1);
    there->currency = (currency)db_i64(row, 2);
    there->source = db_text_copy(op, row, 3);
    return OK;
}

/* What was charged without it is looked at again: whatever depends on the name, or on any.  A file
 * brings a row a day of each, so a unit of work asks once. */
static status ask_again(struct op *op, enum query query, const char *kind, str name)
{
    struct names *const names = unit_names(op);
    const struct db_arg args[] = {ARG_TEXT(name), ARG_DAY(op->business_date)};
    const size_t skipped = name.size > 0 ? 0 : 1;
    if (names && names_find(names, kind, STR(""), name))
        return OK;
    TRY(db_run(op, query, args + skipped, ARRAY_LEN(args) - skipped, NULL));
    if (names)
        names_put(names, kind, STR(""), str_copy(op->arena, name), (struct reference){0, 1});
    return OK;
}

/* A limit concerns all; a value of a unit the debts in it, once a month of it is over, and the late
 * fees that a law may limit in it. */
static status ask_for(struct op *op, enum published_table table, const struct published *in)
{
    if (table == PUBLISHED_RATE)
        return ask_again(op, Q_ACCRUAL_ASK_ALL, "published rate", STR(""));
    if (in->from_on <= day_month_start(op->business_date))
        TRY(ask_again(op, Q_ACCRUAL_ASK_UNIT, "published index", in->name));
    return in->from_on <= op->business_date
               ? ask_again(op, Q_ACCRUAL_ASK_FEES, "published index, fees", STR(""))
               : OK;
}

status published_put(struct op *op, enum published_table table, const struct published *in,
                     enum book_change *ret_change)
{
    struct published there = {.revision = 0};
    bool found = false;
    TRY(check(op, table, in));
    TRY(db_query_one(op, tables[table].revision,
                     DB_ARGS(ARG_TEXT(in->country), ARG_TEXT(in->name), ARG_DAY(in->from_on)),
                     read_revision, &there, &found));
    if (found && there.value == in->value && there.currency == in->currency &&
        str_equal(there.source, in->source)) {
        *ret_change = BOOK_UNCHANGED;
        return OK;
    }
    const struct db_arg args[] = {
        ARG_TEXT(in->country),       ARG_TEXT(in->name),   ARG_DAY(in->from_on),
        ARG_I64(there.revision + 1), ARG_I64(in->value),   ARG_TEXT(in->source),
        ARG_INSTANT(op_now(op)),     ARG_ID(op->actor_id), ARG_I64(in->currency),
    };
    const size_t count = ARRAY_LEN(args) - (table == PUBLISHED_RATE ? 1 : 0);
    TRY(audit_insert(op, tables[table].audit, 0, args, count));
    TRY(ask_for(op, table, in));
    *ret_change = found ? BOOK_UPDATED : BOOK_CREATED;
    return OK;
}

static status read_row(struct op *op, struct db_rows *row, void *out)
{
    *(struct published *)out = (struct published){
        .country = db_text_copy(op, row, 0),
        .name = db_text_copy(op, row, 1),
        .from_on = db_day(row, 2),
        .revision = (int)db_i64(row, 3),
        .value = db_i64(row, 4),
        .currency = (currency)db_i64(row, 5),
        .source = db_text_copy(op, row, 6),
        .recorded_at = db_instant(row, 7),
    };
    return OK;
}

status published_find(struct op *op, enum published_table table, str country, str name, day on,
                      struct published *ret_row, bool *ret_found)
{
    return db_query_one(op, tables[table].on,
                        DB_ARGS(ARG_TEXT(country), ARG_TEXT(name), ARG_DAY(on)), read_row, ret_row,
                        ret_found);
}

status published_list(struct op *op, enum published_table table,
                      const struct published_query *query,
                      status (*take)(struct op *op, const struct published *row, void *context),
                      void *context)
{
    const bool is_all = query->on == DAY_NONE;
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, tables[table].page,
                 DB_ARGS(ARG_TEXT(query->country), ARG_TEXT(query->name),
                         ARG_DAY(is_all ? DAY_MAX : query->on), ARG_BOOL(is_all),
                         ARG_I64(query->skipped), ARG_I64(query->most)),
                 &rows));
    TRY(db_next(op, &rows, &has_row));
    while (has_row) {
        struct published row;
        status code = read_row(op, &rows, &row);
        if (code == OK)
            code = take(op, &row, context);
        if (code != OK) {
            db_rows_close(&rows);
            return code;
        }
        TRY(db_next(op, &rows, &has_row));
    }
    return OK;
}

const char *published_format(enum published_table table, int64_t value,
                             char out[PUBLISHED_TEXT_SIZE])
{
    const int decimals = tables[table].decimals;
    int64_t scale = 1;
    for (int i = 0; i < decimals; i++)
        scale *= 10;
    int size = snprintf(out, PUBLISHED_TEXT_SIZE, "%" PRId64 ".%0*" PRId64, value / scale, decimals,
                        value % scale);
    while (size > 0 && out[size - 1] == '0')
        out[--size] = '\0';
    if (size > 0 && out[size - 1] == '.')
        out[size - 1] = '\0';
    return out;
}
