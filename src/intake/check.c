#include "intake/check.h"

#include <inttypes.h>

#include "intake/guess.h"
#include "intake/seen.h"

#define PROGRESS_ROWS 8192

bool check_is_later(const struct row *row, enum intake_kind kind, day as_of)
{
    const enum field field = field_date(kind);
    return as_of != DAY_NONE && field != FIELD_COUNT && row->fields[field].is_set &&
           row->fields[field].number > as_of;
}

/* What is open about a column: its days, its amounts, or neither. */
struct open_column {
    bool has_days;
    bool has_money;
    struct guess guess;
};

static bool is_open(const struct plan *plan, int index, struct open_column *open)
{
    const struct plan_column *const column = &plan->columns[index];
    const int field_count = column->use == COLUMN_FIELDS ? column->rule->field_count : 0;
    const enum attribute_type attribute =
        column->use == COLUMN_ATTRIBUTE ? plan->attributes[column->attribute].type : ATTRIBUTE_TEXT;
    *open = (struct open_column){.has_days = attribute == ATTRIBUTE_DATE,
                                 .has_money = attribute == ATTRIBUTE_DECIMAL};
    for (int i = 0; i < field_count; i++) {
        const enum field_type type = field_type(column->rule->fields[i]);
        open->has_days = open->has_days || type == TYPE_DAY;
        open->has_money = open->has_money || field_is_amount(column->rule->fields[i]);
    }
    open->has_days = open->has_days && column->formats.day_count == 0;
    open->has_money = open->has_money && !column->formats.has_number;
    open->guess = guess_start_field(&column->formats, open->has_days, open->has_money);
    return open->has_days || open->has_money;
}

static status settle_column(struct op *op, const struct csv *csv, int index,
                            const struct open_column *open, struct plan_column *column)
{
    const str name = csv_column(csv, index);
    /* no reading fits: the row reader then says so of every value, against the plainest one */
    if (open->has_days && guess_days(&open->guess, &column->formats) == GUESS_AMBIGUOUS)
        return op_fail(op, E_INVALID,
                       "%s: column %d \"" STR_FORMAT "\": \"%s\" can be read as two days; say in a "
                       "mapping which comes first: \"formats\": {\"date\": \"D/M/YYYY\"} or "
                       "\"M/D/YYYY\"",
                       csv_name(csv), index + 1, STR_ARG(name), open->guess.day_example);
    if (open->has_money && guess_number(&open->guess, &column->formats) == GUESS_AMBIGUOUS)
        return op_fail(op, E_INVALID,
                       "%s: column %d \"" STR_FORMAT
                       "\": \"%s\" can be read as two amounts; say in "
                       "a mapping: \"formats\": {\"decimal\": \".\", \"group\": \",\"}",
                       csv_name(csv), index + 1, STR_ARG(name), open->guess.number_example);
    return OK;
}

status check_formats(struct op *op, struct csv *csv, struct plan *plan)
{
    struct open_column *const open =
        arena_array(op->arena, (size_t)plan->column_count, sizeof(*open));
    bool *const is_asked = arena_array(op->arena, (size_t)plan->column_count, sizeof(bool));
    int open_count = 0;
    bool has_row = true;
    for (int i = 0; i < plan->column_count; i++) {
        is_asked[i] = is_open(plan, i, &open[i]);
        open_count += is_asked[i] ? 1 : 0;
    }
    TRY(csv_rewind(op, csv));
    while (open_count > 0 && has_row) {
        struct csv_row from;
        TRY(csv_next(op, csv, &from, &has_row));
        for (int i = 0; has_row && from.fault == CSV_GOOD && i < plan->column_count; i++) {
            const str text = value_trim(from.fields[i]);
            if (is_asked[i] && text.size > 0 &&
                !value_has_word(plan->columns[i].formats.empties, text))
                guess_add(&open[i].guess, text);
        }
    }
    for (int i = 0; i < plan->column_count; i++)
        if (is_asked[i])
            TRY(settle_column(op, csv, i, &open[i], &plan->columns[i]));
    return OK;
}

/* The state of a pass. */
struct checker {
    struct csv *csv;
    const struct plan *plan;
    struct row_reader *reader;
    const struct check_options *options;
    struct seen *seen;
    struct quarantine *quarantine;
    struct guess *guesses; /* one per attribute */
    uint64_t *refused_rows;
    struct check_result result;
};

static void check_twice(struct op *op, struct checker *c, const struct csv_row *from,
                        struct row *row)
{
    uint64_t first_line = 0;
    if (seen_add(c->seen, row_key(op->arena, c->plan->kind, row), row->line, &first_line))
        return;
    row_refuse(op, c->reader, from, row, row_column_of(c->reader, field_key(c->plan->kind)),
               op_say(op, "the same key stands on line %" PRIu64 " already", first_line));
}

/* The same obligation in several rows must have one debtor, creditor and currency.  Where the
 * claim's id is the obligation's own, a row is all of it and check_twice has seen to that. */
static void check_same_debt(struct op *op, struct checker *c, const struct csv_row *from,
                            struct row *row)
{
    const struct row_value *const fields = row->fields;
    const str obligation = fields[FIELD_OBLIGATION_EXTERNAL_ID].text;
    const int column = row_column_of(c->reader, FIELD_OBLIGATION_EXTERNAL_ID);
    uint64_t first_line = 0;
    if ((c->plan->kind != INTAKE_RECEIVABLES && c->plan->kind != INTAKE_STATEMENTS) ||
        row_column_of(c->reader, FIELD_CLAIM_EXTERNAL_ID) == column)
        return;
    struct buf key = buf_start(op->arena, 2 * (size_t)LIMIT_ROW_BYTES);
    buf_add(&key, STR("debt\n"));
    buf_add(&key, obligation);
    const bool is_new = seen_add(c->seen, buf_str(&key), row->line, &first_line);
    uint64_t ignored = 0;
    buf_add_char(&key, '\n');
    buf_add(&key, fields[FIELD_PARTY_EXTERNAL_ID].text);
    buf_add_char(&key, '\n');
    buf_add(&key, fields[FIELD_CREDITOR].text);
    buf_add_char(&key, '\n');
    buf_add_i64(&key, fields[FIELD_OBLIGATION_CURRENCY].number);
    if (seen_add(c->seen, buf_str(&key), row->line, &ignored) && !is_new)
        row_refuse(op, c->reader, from, row, column,
                   op_say(op,
                          "the obligation stands on line %" PRIu64
                          " with another debtor, creditor or currency",
                          first_line));
}

static void add_guesses(struct checker *c, const struct row *row)
{
    for (int i = 0; i < c->plan->attribute_count; i++)
        if (c->plan->attributes[i].type == ATTRIBUTE_INFER && row->attributes[i].size > 0)
            guess_add(&c->guesses[i], row->attributes[i]);
}

static status take_refused(struct op *op, struct checker *c, const struct csv_row *from,
                           const struct row *row)
{
    c->result.refused++;
    if (c->result.refused_count < LIMIT_REFUSED_ROWS)
        c->refused_rows[c->result.refused_count++] = row->number;
    return c->quarantine ? quarantine_add(op, c->quarantine, from, row) : OK;
}

/* One thing of a row: against the others of the file, and against the store. */
static status judge_part(struct op *op, struct checker *c, const struct csv_row *from,
                         struct row *row, bool *ret_is_later)
{
    check_twice(op, c, from, row);
    if (row->verdict == ROW_GOOD)
        check_same_debt(op, c, from, row);
    *ret_is_later = check_is_later(row, c->plan->kind, c->options->as_of);
    if (row->verdict == ROW_GOOD && !*ret_is_later && c->options->judge)
        TRY(c->options->judge(op, c->options->judge_context, from, row));
    return OK;
}

/* All things of a row; the first that is refused refuses the row.  *ret_has_good: one of them is to
 * be applied. */
static status judge_row(struct op *op, struct checker *c, const struct csv_row *from,
                        struct row *row, bool *ret_has_good)
{
    bool has_good = false;
    int part = 0;
    do {
        bool is_later = false;
        TRY(row_read(op, c->reader, from, part++, row));
        if (row->verdict == ROW_GOOD)
            TRY(judge_part(op, c, from, row, &is_later));
        has_good = has_good || (row->verdict == ROW_GOOD && !is_later);
    } while (row->verdict != ROW_REFUSED && part < row->part_count);
    *ret_has_good = has_good;
    return OK;
}

/* The reasons that the screen shows outlive the row: keeps_reasons says that they must. */
static status check_row(struct op *op, struct checker *c, const struct csv_row *from,
                        bool *ret_keeps_reasons)
{
    struct row row;
    bool has_good = false;
    TRY(judge_row(op, c, from, &row, &has_good));
    c->result.rows++;
    if (row.verdict == ROW_REFUSED) {
        *ret_keeps_reasons = c->result.shown_count < CHECK_SHOWN_MAX;
        if (*ret_keeps_reasons)
            c->result.shown[c->result.shown_count++] =
                (struct check_refusal){row.reasons[0], row.line};
        return take_refused(op, c, from, &row);
    }
    if (row.attributes)
        add_guesses(c, &row);
    c->result.good += has_good ? 1 : 0;
    c->result.skipped += has_good ? 0 : 1;
    return OK;
}

static void tell(const struct checker *c)
{
    const struct intake_progress *const progress = &c->options->progress;
    if (progress->tell)
        progress->tell(progress->context, SAY("check"), csv_offset(c->csv),
                       csv_format(c->csv)->size);
}

static void settle_attributes(struct plan *plan, const struct guess *guesses)
{
    for (int i = 0; i < plan->attribute_count; i++) {
        struct plan_attribute *const attribute = &plan->attributes[i];
        if (attribute->type == ATTRIBUTE_INFER)
            attribute->type = guess_type(&guesses[i], &plan->columns[attribute->column].formats);
    }
}

status check_rows(struct op *op, struct csv *csv, struct plan *plan, struct row_reader *reader,
                  const struct check_options *options, struct check_result *ret_result)
{
    struct checker c = {.csv = csv, .plan = plan, .reader = reader, .options = options};
    bool has_row = false;
    uint64_t known_until = 0; /* rows that were asked for */
    c.seen = seen_create(op);
    c.refused_rows = arena_array(op->arena, LIMIT_REFUSED_ROWS, sizeof(*c.refused_rows));
    c.result.refused_rows = c.refused_rows;
    if (options->quarantine_path)
        c.quarantine = quarantine_create(op, options->quarantine_path, csv);
    c.guesses = arena_array(op->arena, (size_t)plan->attribute_count, sizeof(*c.guesses));
    for (int i = 0; i < plan->attribute_count; i++)
        c.guesses[i] = guess_start_attribute(&plan->columns[plan->attributes[i].column].formats);
    TRY(csv_rewind(op, csv));
    for (;;) {
        struct csv_row from;
        bool keeps_reasons = false;
        if (options->look_ahead && c.result.rows == known_until) {
            uint64_t more = 0;
            TRY(options->look_ahead(op, options->judge_context, &more));
            known_until = more > 0 ? known_until + more : UINT64_MAX;
        }
        TRY(csv_next(op, csv, &from, &has_row));
        if (!has_row)
            break;
        const struct arena_mark mark = arena_mark(op->arena);
        TRY(check_row(op, &c, &from, &keeps_reasons));
        if (!keeps_reasons)
            arena_release(op->arena, mark);
        if (c.result.rows % PROGRESS_ROWS == 0)
            tell(&c);
    }
    tell(&c);
    settle_attributes(plan, c.guesses);
    if (c.quarantine)
        TRY(quarantine_finish(op, c.quarantine, &c.result.quarantine_path));
    *ret_result = c.result;
    return OK;
}
