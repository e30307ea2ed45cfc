#include "insight/report_write.h"

#include <inttypes.h>
#include <stdio.h>

#define RATIO_DIGITS   6
#define ROWS_PER_PIECE 256
#define CELL_SIZE      48 /* of a number as text */
#define COLUMN_GAP     2

static const char *const format_names[] = {"table", "csv", "tsv", "json"};

bool report_format_parse(str text, enum report_format *ret_format)
{
    for (size_t i = 0; i < ARRAY_LEN(format_names); i++)
        if (str_equal_c(text, format_names[i])) {
            *ret_format = (enum report_format)i;
            return true;
        }
    return false;
}

const char *report_type_name(enum report_type type)
{
    switch (type) {
    case REPORT_DAY:
        return "day";
    case REPORT_MONEY:
        return "money";
    case REPORT_COUNT:
        return "integer";
    case REPORT_RATIO:
        return "rate";
    case REPORT_FIGURE:
        return "figure";
    case REPORT_TEXT:
    case REPORT_WORD:
    case REPORT_CURRENCY:
        break;
    }
    return "text";
}

/* The cell as a text, borrowed from the cell or from out; empty where there is nothing.  A table is
 * for people; what a program reads has the same words in every language. */
static str cell_text(const struct report_writer *writer, const struct report_row *row, int column,
                     char out[CELL_SIZE])
{
    const struct report_cell *cell = &row->cells[column];

    if (cell->is_null)
        return STR("");
    switch (cell->type) {
    case REPORT_WORD:
        return writer->format == REPORT_TABLE ? str_of(say_word(writer->language, cell->text.data))
                                              : cell->text;
    case REPORT_TEXT:
        return cell->text;
    case REPORT_DAY:
        return str_of(day_format((day)cell->number, out));
    case REPORT_MONEY:
        return str_of(
            money_format_plain((money){cell->number}, currency_exponent(row->currency), out));
    case REPORT_RATIO:
        return str_of(money_format_plain((money){cell->number}, RATIO_DIGITS, out));
    case REPORT_CURRENCY:
        return str_of(currency_format(row->currency, out));
    case REPORT_COUNT:
    case REPORT_FIGURE:
        break;
    }
    snprintf(out, CELL_SIZE, "%" PRId64, cell->number);
    return str_of(out);
}

static bool is_left(enum report_type type)
{
    return type == REPORT_TEXT || type == REPORT_DAY || type == REPORT_CURRENCY;
}

static void add_flat(struct buf *out, str text)
{
    for (size_t i = 0; i < text.size; i++) {
        const char c = text.data[i];
        buf_add_char(out, c == '\t' || c == '\n' || c == '\r' ? ' ' : c);
    }
}

static void add_quoted(struct buf *out, str text)
{
    bool is_plain = true;

    for (size_t i = 0; i < text.size; i++)
        if (strchr(",\"\r\n", text.data[i]))
            is_plain = false;
    if (is_plain) {
        buf_add(out, text);
        return;
    }
    buf_add_char(out, '"');
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '"')
            buf_add_char(out, '"');
        buf_add_char(out, text.data[i]);
    }
    buf_add_char(out, '"');
}

static void add_blanks(struct buf *out, size_t count)
{
    while (count-- > 0)
        buf_add_char(out, ' ');
}

static void add_aligned(struct report_writer *writer, int column, str text)
{
    const struct report *report = writer->report;
    const size_t used = str_characters(text);
    const size_t blanks = writer->widths[column] > used ? writer->widths[column] - used : 0;
    const bool left = is_left(report->columns[column].type);

    if (!left)
        add_blanks(writer->out, blanks);
    add_flat(writer->out, text);
    if (left && column + 1 < report->column_count)
        add_blanks(writer->out, blanks);
}

static void add_field(struct report_writer *writer, int column, str text)
{
    switch (writer->format) {
    case REPORT_CSV:
        if (column > 0)
            buf_add_char(writer->out, ',');
        add_quoted(writer->out, text);
        return;
    case REPORT_TSV:
        if (column > 0)
            buf_add_char(writer->out, '\t');
        add_flat(writer->out, text);
        return;
    case REPORT_TABLE:
    case REPORT_JSON:
    case REPORT_JSON_MINOR:
    case REPORT_FORMAT_COUNT:
        break;
    }
    if (column > 0)
        add_blanks(writer->out, COLUMN_GAP);
    add_aligned(writer, column, text);
}

static void write_json_cell(struct report_writer *writer, const struct report_row *row, int column)
{
    const struct report_cell *cell = &row->cells[column];
    const bool is_scaled = cell->type == REPORT_MONEY || cell->type == REPORT_RATIO;
    char text[CELL_SIZE];

    if (cell->is_null)
        json_write_null(&writer->json);
    else if (cell->type == REPORT_COUNT || (is_scaled && writer->format == REPORT_JSON_MINOR))
        json_write_i64(&writer->json, cell->number);
    else
        json_write_str(&writer->json, cell_text(writer, row, column, text));
}

static void write_json_head(struct report_writer *writer)
{
    const struct report *report = writer->report;
    struct json_writer *json = &writer->json;

    json_object_open(json);
    json_put_c(json, "name", report->name);
    json_key(json, "columns");
    json_array_open(json);
    for (int i = 0; i < report->column_count; i++) {
        json_object_open(json);
        json_put_c(json, "name", report->columns[i].name);
        json_put_c(json, "type", report_type_name(report->columns[i].type));
        json_object_close(json);
    }
    json_array_close(json);
    json_key(json, "rows");
    json_array_open(json);
}

static bool is_json(const struct report_writer *writer)
{
    return writer->format == REPORT_JSON || writer->format == REPORT_JSON_MINOR;
}

/* A table is for people; what a program reads has the same names in every language. */
static str head_text(const struct report_writer *writer, int column)
{
    const char *const name = writer->report->columns[column].name;
    return str_of(writer->format == REPORT_TABLE ? say_word(writer->language, name) : name);
}

static void write_head(struct report_writer *writer)
{
    if (is_json(writer)) {
        write_json_head(writer);
        return;
    }
    for (int i = 0; i < writer->report->column_count; i++)
        add_field(writer, i, head_text(writer, i));
    buf_add_char(writer->out, '\n');
}

static void write_row(struct report_writer *writer, const struct report_row *row)
{
    char text[CELL_SIZE];

    if (is_json(writer)) {
        json_array_open(&writer->json);
        for (int i = 0; i < writer->report->column_count; i++)
            write_json_cell(writer, row, i);
        json_array_close(&writer->json);
        return;
    }
    for (int i = 0; i < writer->report->column_count; i++)
        add_field(writer, i, cell_text(writer, row, i, text));
    buf_add_char(writer->out, '\n');
}

static void write_tail(struct report_writer *writer)
{
    if (!is_json(writer))
        return;
    json_array_close(&writer->json);
    json_object_close(&writer->json);
    buf_add_char(writer->out, '\n');
}

static void measure(struct report_writer *writer)
{
    const struct report *report = writer->report;
    char text[CELL_SIZE];

    for (int i = 0; i < report->column_count; i++) {
        size_t *width = &writer->widths[i];
        *width = str_characters(head_text(writer, i));
        for (size_t row = 0; row < report->row_count; row++) {
            const size_t used = str_characters(cell_text(writer, &report->rows[row], i, text));
            if (used > *width)
                *width = used;
        }
    }
}

struct report_writer report_writer_start(const struct report *report, enum report_format format,
                                         struct buf *out)
{
    struct report_writer writer = {
        .report = report, .format = format, .language = LANGUAGE_EN, .out = out};

    writer.json = json_start(out);
    return writer;
}

bool report_writer_step(struct report_writer *writer)
{
    const size_t row_count = writer->report->row_count;

    if (!writer->has_started) {
        if (writer->format == REPORT_TABLE)
            measure(writer);
        write_head(writer);
        writer->has_started = true;
    }
    for (int i = 0; i < ROWS_PER_PIECE && writer->next_row < row_count; i++)
        write_row(writer, &writer->report->rows[writer->next_row++]);
    if (writer->next_row < row_count)
        return true;
    write_tail(writer);
    return false;
}

void report_write(const struct report *report, enum report_format format, struct buf *out)
{
    struct report_writer writer = report_writer_start(report, format, out);
    while (report_writer_step(&writer))
        continue;
}

static void write_parameters(struct json_writer *json, unsigned parameters)
{
    json_key(json, "parameters");
    json_array_open(json);
    for (unsigned parameter = REPORT_DATE; parameter <= REPORT_LAST; parameter *= 2)
        if (parameters & parameter)
            json_write_str(json, str_of(report_parameter_name((enum report_parameter)parameter)));
    json_array_close(json);
}

void report_kinds_write(struct json_writer *json, bool is_spanish,
                        bool (*may)(const void *context, const char *permission),
                        const void *context)
{
    const struct report_kind *kind;

    json_object_open(json);
    json_key(json, "items");
    json_array_open(json);
    for (int i = 0; (kind = report_kind_at(i)) != NULL; i++) {
        if (may && kind->permission && !may(context, kind->permission))
            continue;
        json_object_open(json);
        json_put_c(json, "name", kind->name);
        json_put_c(json, "title", is_spanish ? kind->title_es : kind->title_en);
        json_put_c(json, "about", is_spanish ? kind->about_es : kind->about_en);
        write_parameters(json, kind->parameters);
        json_object_close(json);
    }
    json_array_close(json);
    json_object_close(json);
}
