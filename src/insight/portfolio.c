#include "insight/portfolio.h"

#include <stdlib.h>

#include "base/shared.h"
#include "insight/build.h"
#include "insight/range.h"
#include "money/age.h"
#include "policy/resident_build.h"
#include "record/symbol.h"

#define NONE STR("(none)") /* of a case that has no such value, as in other reports */

/* --- fields --- */

enum form { FORM_SYMBOL, FORM_CHANNEL, FORM_AGE };

static const struct field {
    const char *name;
    size_t column;
    enum form form;
} fields[] = {
    {"stage",      COLUMN_OF_FACT(stage),         FORM_SYMBOL },
    {"age",        COLUMN_OF_FACT(oldest_due_on), FORM_AGE    },
    {"segment",    COLUMN_OF_DECISION(segment),   FORM_SYMBOL },
    {"step",       COLUMN_OF_DECISION(step),      FORM_SYMBOL },
    {"queue",      COLUMN_OF_DECISION(queue),     FORM_SYMBOL },
    {"channel",    COLUMN_OF_DECISION(channel),   FORM_CHANNEL},
    {"silence",    COLUMN_OF_DECISION(silence),   FORM_SYMBOL },
    {"product",    COLUMN_OF_FACT(product),       FORM_SYMBOL },
    {"outcome",    COLUMN_OF_FACT(last_outcome),  FORM_SYMBOL },
    {"country",    COLUMN_OF_FACT(country),       FORM_SYMBOL },
    {"party_kind", COLUMN_OF_FACT(party_kind),    FORM_SYMBOL },
};

static status find_field(struct op *op, str name, const struct field **ret_field)
{
    struct buf list = buf_start(op->arena, LIMIT_FAILURE_TEXT);
    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        if (str_equal_c(name, fields[i].name)) {
            *ret_field = &fields[i];
            return OK;
        }
        buf_printf(&list, "%s%s", i ? ", " : "", fields[i].name);
    }
    return op_fail(op, E_INVALID, "the portfolio has no field '" STR_FORMAT "'; there are: %s",
                   STR_ARG(name), buf_cstr(&list));
}

/* --- the sums --- */

enum { SUM_CASES, SUM_PAST_DUE_CASES, SUM_OPEN, SUM_PAST_DUE, SUM_COUNT };

struct sums {
    int64_t currency;
    int64_t key; /* a symbol, a channel, a range of ages */
    str text;    /* of the key, at the end */
    int64_t at[SUM_COUNT];
    size_t next; /* number + 1 of the next row of its bucket; 0: none */
};
#define BUCKETS 1024

/* What a walk over the chunks gathers. */
struct portfolio {
    const struct field *by;
    struct report_numbers bounds; /* of ages */
    const struct field *filter;   /* NULL: all */
    int64_t wanted;               /* key of the filter */
    bool is_impossible;           /* no case has the value of the filter */
    struct sums *rows;
    size_t count, capacity;
    size_t buckets[BUCKETS]; /* number + 1 of their first row */
    /* cells of the chunk at hand */
    int64_t currencies[VEC_ROWS], keys[VEC_ROWS], open[VEC_ROWS], past_due[VEC_ROWS];
    int64_t claims[VEC_ROWS]; /* past due ones */
};

static int64_t range_of_day(struct op *op, const struct portfolio *p, int64_t oldest_due_on)
{
    return range_of(&p->bounds, age_past_due_days((day)oldest_due_on, op->business_date));
}

static struct sums *sums_of(struct op *op, struct portfolio *p, int64_t unit, int64_t key)
{
    const uint64_t mixed = ((uint64_t)key ^ (uint64_t)unit << 40) * UINT64_C(0x9E3779B97F4A7C15);
    size_t *const bucket = &p->buckets[mixed >> 54];
    for (size_t number = *bucket; number > 0; number = p->rows[number - 1].next) {
        struct sums *const row = &p->rows[number - 1];
        if (row->currency == unit && row->key == key)
            return row;
    }
    p->rows = arena_grow(op->arena, p->rows, p->count, &p->capacity, sizeof(*p->rows));
    p->rows[p->count++] = (struct sums){.currency = unit, .key = key, .next = *bucket};
    *bucket = p->count;
    return &p->rows[p->count - 1];
}

/* Rows whose oldest due day lies so many days back; a case without one is not due. */
static void choose_range(struct op *op, const struct portfolio *p, const struct vec_chunk *chunk,
                         struct vec_bits *rows)
{
    const int range = (int)p->wanted;
    const int64_t on = op->business_date;
    const int64_t least = range < 2 ? 1 : p->bounds.at[range - 2] + 1;
    const bool is_open_end = range == RANGE_NOT_DUE || range > p->bounds.count;
    const int64_t most = is_open_end ? INT32_MAX : p->bounds.at[range - 1];
    struct vec_bits due;
    vec_column_between(&chunk->columns[COLUMN_OF_FACT(oldest_due_on)], chunk->count, on - most,
                       on - least, &due);
    vec_chunk_only_valid(chunk, FACT_oldest_due_on, &due);
    if (range == RANGE_NOT_DUE)
        vec_bits_without(rows, &due);
    else
        vec_bits_and(rows, &due);
}

static void choose_rows(struct op *op, const struct portfolio *p, const struct vec_chunk *chunk,
                        struct vec_bits *ret_rows)
{
    struct vec_bits wanted;
    vec_column_between(&chunk->columns[COLUMN_OF_FACT(case_state)], chunk->count, CASE_OPEN,
                       CASE_OPEN, ret_rows);
    if (!p->filter)
        return;
    if (p->filter->form == FORM_AGE) {
        choose_range(op, p, chunk, ret_rows);
        return;
    }
    vec_column_between(&chunk->columns[p->filter->column], chunk->count, p->wanted, p->wanted,
                       &wanted);
    vec_bits_and(ret_rows, &wanted);
}

/* Days become ranges of ages; where there is no day, nothing is past due. */
static void turn_into_ranges(struct op *op, struct portfolio *p, const struct vec_chunk *chunk)
{
    struct vec_bits has_day;
    vec_bits_all(&has_day, chunk->count);
    vec_chunk_only_valid(chunk, FACT_oldest_due_on, &has_day);
    for (size_t row = 0; row < chunk->count; row++)
        p->keys[row] = has_day.words[row / 64] >> row % 64 & 1 ? range_of_day(op, p, p->keys[row])
                                                               : RANGE_NOT_DUE;
}

static void read_cells(struct op *op, struct portfolio *p, const struct vec_chunk *chunk)
{
    const struct vec_column *const columns = chunk->columns;
    vec_column_read(&columns[COLUMN_OF_FACT(currency)], chunk->count, p->currencies);
    vec_column_read(&columns[COLUMN_OF_FACT(open_amount)], chunk->count, p->open);
    vec_column_read(&columns[COLUMN_OF_FACT(past_due_amount)], chunk->count, p->past_due);
    vec_column_read(&columns[COLUMN_OF_FACT(past_due_claims)], chunk->count, p->claims);
    vec_column_read(&columns[p->by->column], chunk->count, p->keys);
    if (p->by->form == FORM_AGE)
        turn_into_ranges(op, p, chunk);
}

static status add_chunk(struct op *op, struct portfolio *p, const struct vec_chunk *chunk)
{
    struct vec_bits rows;
    choose_rows(op, p, chunk, &rows);
    size_t row = p->is_impossible ? VEC_ROWS : vec_bits_next(&rows, 0);
    if (row < VEC_ROWS)
        read_cells(op, p, chunk);
    for (; row < VEC_ROWS; row = vec_bits_next(&rows, row + 1)) {
        struct sums *const sums = sums_of(op, p, p->currencies[row], p->keys[row]);
        sums->at[SUM_CASES]++;
        sums->at[SUM_PAST_DUE_CASES] += p->claims[row] > 0;
        TRY(report_sum(op, &sums->at[SUM_OPEN], p->open[row]));
        TRY(report_sum(op, &sums->at[SUM_PAST_DUE], p->past_due[row]));
    }
    return OK;
}

/* --- the question --- */

static status find_key(struct op *op, struct portfolio *p, str text)
{
    enum channel channel = CHANNEL_NONE;
    switch (p->filter->form) {
    case FORM_SYMBOL:
        if (!str_equal(text, NONE))
            TRY(symbol_find(op, text, &p->wanted));
        p->is_impossible = p->wanted == 0 && !str_equal(text, NONE);
        return OK;
    case FORM_CHANNEL:
        if (!channel_parse(text, &channel))
            return op_fail(op, E_INVALID, "'" STR_FORMAT "' is no channel", STR_ARG(text));
        p->wanted = channel;
        return OK;
    case FORM_AGE:
        break;
    }
    for (p->wanted = 0; p->wanted < range_count(&p->bounds); p->wanted++)
        if (str_equal(text, range_label(op, &p->bounds, (int)p->wanted)))
            return OK;
    return op_fail(op, E_INVALID, "'" STR_FORMAT "' is no range of ages, such as 16-30 or not_due",
                   STR_ARG(text));
}

static status start(struct op *op, const struct portfolio_query *query, struct portfolio *p)
{
    str text = query->filter;
    p->bounds = range_bounds(&(struct report_numbers){.count = 0});
    TRY(find_field(op, query->by.size > 0 ? query->by : str_of(fields[0].name), &p->by));
    if (text.size == 0)
        return OK;
    if (memchr(text.data, '=', text.size) == NULL)
        return op_fail(op, E_INVALID,
                       "filter '" STR_FORMAT "': write it as FIELD=VALUE, for example "
                       "age=16-30",
                       STR_ARG(text));
    TRY(find_field(op, str_trim(str_split(&text, '=')), &p->filter));
    return find_key(op, p, str_trim(text));
}

/* --- the answer --- */

static status name_key(struct op *op, const struct portfolio *p, struct sums *row)
{
    switch (p->by->form) {
    case FORM_SYMBOL:
        TRY(symbol_text(op, row->key, &row->text));
        if (row->text.size == 0)
            row->text = NONE;
        break;
    case FORM_CHANNEL:
        row->text = str_of(channel_name((enum channel)row->key));
        break;
    case FORM_AGE:
        row->text = range_label(op, &p->bounds, (int)row->key);
        break;
    }
    return OK;
}

static int by_text(const void *left, const void *right)
{
    const struct sums *const a = left;
    const struct sums *const b = right;
    if (a->currency != b->currency)
        return a->currency < b->currency ? -1 : 1;
    return str_compare(a->text, b->text);
}

static int by_key(const void *left, const void *right)
{
    const struct sums *const a = left;
    const struct sums *const b = right;
    if (a->currency != b->currency)
        return a->currency < b->currency ? -1 : 1;
    return (a->key > b->key) - (a->key < b->key);
}

static status finish(struct op *op, struct portfolio *p, struct report *ret_report)
{
    struct report report = {.name = "portfolio"};
    for (size_t i = 0; i < p->count; i++)
        TRY(name_key(op, p, &p->rows[i]));
    if (p->count > 0)
        qsort(p->rows, p->count, sizeof(*p->rows), p->by->form == FORM_AGE ? by_key : by_text);
    report_column(&report, p->by->name, REPORT_TEXT);
    report_column(&report, "cases", REPORT_COUNT);
    report_column(&report, "past_due_cases", REPORT_COUNT);
    report_column(&report, "open_amount", REPORT_MONEY);
    report_column(&report, "past_due_amount", REPORT_MONEY);
    report_column(&report, "currency", REPORT_CURRENCY);
    for (size_t i = 0; i < p->count; i++) {
        const struct sums *const row = &p->rows[i];
        TRY(REPORT_ADD(op, &report, (currency)row->currency, CELL_TEXT(row->text),
                       CELL_COUNT(row->at[SUM_CASES]), CELL_COUNT(row->at[SUM_PAST_DUE_CASES]),
                       CELL(REPORT_MONEY, row->at[SUM_OPEN]),
                       CELL(REPORT_MONEY, row->at[SUM_PAST_DUE])));
    }
    *ret_report = report;
    return OK;
}

status portfolio_of_view(struct op *op, const struct portfolio_query *query,
                         const struct resident_view *view, struct report *ret_report)
{
    struct portfolio *const p = arena_new(op->arena, struct portfolio);
    TRY(start(op, query, p));
    for (size_t i = 0; i < view->chunk_count; i++)
        TRY(add_chunk(op, p, view->chunks[i]));
    return finish(op, p, ret_report);
}

static status take_chunk(struct op *op, void *context, const struct vec_chunk *chunk)
{
    const status code = add_chunk(op, context, chunk);
    shared_drop(chunk);
    return code;
}

static status read_store(struct op *op, const struct portfolio_query *query,
                         struct report *ret_report)
{
    struct portfolio *const p = arena_new(op->arena, struct portfolio);
    TRY(start(op, query, p));
    TRY(resident_read(op, 0, INT64_MAX, take_chunk, p));
    return finish(op, p, ret_report);
}

status portfolio_of_store(struct op *op, const struct portfolio_query *query,
                          struct report *ret_report)
{
    TRY(db_begin(op, DB_READ));
    const status code = read_store(op, query, ret_report);
    db_rollback(op); /* nothing was written */
    return code;
}
