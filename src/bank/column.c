#include "bank/column.h"

bool bank_is_digits(str text)
{
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
    return text.size > 0;
}

bool bank_is_among(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

bool bank_is_one_of(str code, const char *list)
{
    str rest = str_of(list);
    while (rest.size > 0)
        if (str_equal(str_split(&rest, ' '), code))
            return true;
    return false;
}

/* The byte where the character begins, or the text's end. */
static size_t byte_of(str text, size_t character)
{
    size_t at = 0;
    while (at < text.size && character > 0) {
        at++;
        while (at < text.size && ((uint8_t)text.data[at] & 0xC0) == 0x80)
            at++;
        character--;
    }
    return at;
}

str bank_column_raw(const struct bank_line *line, struct bank_columns columns)
{
    size_t from = columns.from > 0 ? (size_t)columns.from - 1 : 0;
    size_t to = (size_t)columns.to;
    if (!line->is_ascii) {
        from = byte_of(line->text, from);
        to = byte_of(line->text, to);
    }
    if (to > line->text.size)
        to = line->text.size;
    return from < to ? (str){line->text.data + from, to - from} : STR("");
}

str bank_column(const struct bank_line *line, struct bank_columns columns)
{
    return str_trim(bank_column_raw(line, columns));
}

char bank_column_char(const struct bank_line *line, int column)
{
    const str text = bank_column_raw(line, (struct bank_columns){(int16_t)column, (int16_t)column});
    return text.size > 0 ? text.data[0] : ' ';
}

size_t bank_line_width(const struct bank_line *line)
{
    return line->is_ascii ? line->text.size : str_characters(line->text);
}

bool bank_column_count(struct bank_reading *r, struct bank_columns columns, int64_t *ret_count)
{
    const str text = bank_column(&r->line, columns);
    int64_t count = 0;
    if (text.size > 0 && (!bank_is_digits(text) || !str_to_i64(text, &count))) {
        bank_fault(r, r->line.number, columns.from, "number",
                   "\"" STR_FORMAT "\" is not a number; it is not counted", STR_ARG(text));
        return false;
    }
    *ret_count = count;
    return true;
}

struct bank_amount bank_column_amount(struct bank_reading *r, struct bank_columns columns)
{
    const str text = bank_column(&r->line, columns);
    struct bank_amount amount = {.is_known = false};
    if (!bank_amount_of_digits(text, 2, &amount))
        bank_fault(r, r->line.number, columns.from, "amount",
                   "\"" STR_FORMAT "\" is not an amount; it is not counted", STR_ARG(text));
    return amount;
}

static int number_of(const char *digits, size_t size)
{
    int number = 0;
    for (size_t i = 0; i < size; i++)
        number = number * 10 + (digits[i] - '0');
    return number;
}

static bool is_void(str text)
{
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] != '0' && text.data[i] != ' ')
            return false;
    return true;
}

str bank_day(struct bank_reading *r, int64_t line, int column, str digits,
             enum bank_day_order order)
{
    const bool is_long = order == BANK_YYYYMMDD || order == BANK_DDMMYYYY;
    const bool is_year_first = order == BANK_YYMMDD || order == BANK_YYYYMMDD;
    const size_t year_size = is_long ? 4 : 2;
    struct civil civil;
    day parsed;
    if (is_void(digits))
        return STR("");
    if (!bank_is_digits(digits) || digits.size != year_size + 4) {
        bank_fault(r, line, column, "date", "\"" STR_FORMAT "\" is not a date", STR_ARG(digits));
        return STR("");
    }
    const char *const d = digits.data;
    civil.year = number_of(is_year_first ? d : d + 4, year_size) + (is_long ? 0 : 2000);
    civil.month = number_of(is_year_first ? d + year_size : d + 2, 2);
    civil.day = number_of(is_year_first ? d + year_size + 2 : d, 2);
    const char *const text =
        arena_printf(r->scratch, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
    if (!day_from_civil(civil, &parsed))
        bank_fault(r, line, column, "date", "there is no day %s; it stays as written", text);
    return str_of(text);
}

str bank_column_day(struct bank_reading *r, struct bank_columns columns)
{
    const bool is_long = columns.to - columns.from == 7;
    return bank_day(r, r->line.number, columns.from, bank_column(&r->line, columns),
                    is_long ? BANK_YYYYMMDD : BANK_YYMMDD);
}

str bank_column_day_first(struct bank_reading *r, struct bank_columns columns)
{
    const bool is_long = columns.to - columns.from == 7;
    return bank_day(r, r->line.number, columns.from, bank_column(&r->line, columns),
                    is_long ? BANK_DDMMYYYY : BANK_DDMMYY);
}
