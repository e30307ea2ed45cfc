/* Orders in fixed columns: CNAB 240 and 400 (remessa) and Asobancaria (facturación 2001). */
#include <inttypes.h>
#include <stdio.h>

#include "bank/debit_formats.h"
#include "identity/fold.h"

#define WIDTH_MAX 400

struct record {
    char bytes[WIDTH_MAX];
    size_t width;
};

static struct record blank(size_t width)
{
    struct record record = {.width = width};
    memset(record.bytes, ' ', width);
    return record;
}

static void put(struct record *record, size_t from, size_t to, str text)
{
    const size_t room = to - from + 1;
    memcpy(record->bytes + from - 1, text.data, text.size < room ? text.size : room);
}

/* Digits with zeros before them. */
static void put_number(struct record *record, size_t from, size_t to, int64_t number)
{
    char digits[96];
    const int size = snprintf(digits, sizeof(digits), "%0*" PRId64, (int)(to - from + 1), number);
    put(record, from, to, (str){digits, (size_t)size});
}

/* The text at the right end, zeros before it. */
static void put_right(struct record *record, size_t from, size_t to, str text)
{
    const size_t room = to - from + 1;
    memset(record->bytes + from - 1, '0', room);
    if (text.size <= room)
        put(record, to - text.size + 1, to, text);
}

/* Capitals without accents. */
static void put_name(struct record *record, size_t from, size_t to, str name)
{
    char bytes[FOLD_BYTES];
    const struct fold_words words = fold_words(name, bytes);
    size_t at = from;
    for (size_t i = 0; i < words.count && at <= to; i++) {
        for (size_t k = 0; k < words.list[i].size && at <= to; k++, at++) {
            const char c = words.list[i].data[k];
            record->bytes[at - 1] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
        }
        at++;
    }
}

static void put_day(struct record *record, size_t from, day on, const char *shape)
{
    char text[16];
    const struct civil civil = day_to_civil(on);
    if (strlen(shape) == 8 && shape[0] == 'D') /* DDMMYYYY */
        (void)snprintf(text, sizeof(text), "%02d%02d%04d", civil.day, civil.month, civil.year);
    else if (shape[0] == 'D') /* DDMMYY */
        (void)snprintf(text, sizeof(text), "%02d%02d%02d", civil.day, civil.month,
                       civil.year % 100);
    else
        (void)snprintf(text, sizeof(text), "%04d%02d%02d", civil.year, civil.month, civil.day);
    put(record, from, from + strlen(shape) - 1, str_of(text));
}

static void end_line(const struct debit_file *file, const struct record *record)
{
    buf_add(file->out, (str){record->bytes, record->width});
    buf_add_c(file->out, "\r\n");
}

/* --- CNAB 400 --- */

static void put_cnab_head(const struct debit_file *file)
{
    const struct debit_header *const header = file->header;
    struct record record = blank(400);
    put(&record, 1, 19, STR("01REMESSA01COBRANCA"));
    put_right(&record, 27, 46, header->account);
    put_name(&record, 47, 76, header->creditor_name);
    put(&record, 77, 79, header->bank);
    put_day(&record, 95, header->created_on, "DDMMYY");
    put_number(&record, 111, 117, header->sequence);
    put_number(&record, 395, 400, 1);
    end_line(file, &record);
}

static void put_cnab_order(const struct debit_file *file, const struct debit_order *order,
                           int64_t number)
{
    struct record record = blank(400);
    put(&record, 1, 3, STR("102"));
    put_right(&record, 4, 17, file->header->creditor_id);
    put(&record, 38, 62, order->reference);
    put_right(&record, 71, 82, order->reference);
    put(&record, 109, 110, STR("01"));
    put(&record, 111, 120, order->reference);
    put_day(&record, 121, order->due_on, "DDMMYY");
    put_number(&record, 127, 139, order->amount.minor);
    put(&record, 140, 142, file->header->bank);
    put(&record, 148, 150, STR("01N"));
    put_day(&record, 151, file->header->created_on, "DDMMYY");
    put(&record, 219, 220, order->document.size > 11 ? STR("02") : STR("01"));
    put_right(&record, 221, 234, order->document);
    put_name(&record, 235, 274, order->name);
    put_number(&record, 395, 400, number);
    end_line(file, &record);
}

void bank_debit_cnab400(const struct debit_file *file)
{
    struct record record = blank(400);
    put_cnab_head(file);
    for (size_t i = 0; i < file->count; i++)
        put_cnab_order(file, &file->orders[i], (int64_t)i + 2);
    put(&record, 1, 1, STR("9"));
    put_number(&record, 395, 400, (int64_t)file->count + 2);
    end_line(file, &record);
}

/* --- CNAB 240 --- */

enum { CNAB240_WIDTH = 240 };

/* Bank, lot, type of record: what every line begins with. */
static struct record cnab240(const struct debit_file *file, int64_t lot, const char *type)
{
    struct record record = blank(CNAB240_WIDTH);
    put_right(&record, 1, 3, file->header->bank);
    put_number(&record, 4, 7, lot);
    put(&record, 8, 8, str_of(type));
    return record;
}

/* 1 CPF, 2 CNPJ, and the number with zeros before it. */
static void put_taxpayer(struct record *record, size_t at, size_t end, str document)
{
    put(record, at, at, document.size > 11 ? STR("2") : STR("1"));
    put_right(record, at + 1, end, document);
}

static void put_cnab240_heads(const struct debit_file *file)
{
    const struct debit_header *const header = file->header;
    struct record record = cnab240(file, 0, "0");
    put_taxpayer(&record, 18, 32, header->creditor_id);
    put_right(&record, 59, 70, header->account);
    put_name(&record, 73, 102, header->creditor_name);
    put(&record, 143, 143, STR("1"));
    put_day(&record, 144, header->created_on, "DDMMYYYY");
    put_number(&record, 152, 157, 0);
    put_number(&record, 158, 163, header->sequence);
    put(&record, 164, 166, STR("101"));
    put_number(&record, 167, 171, 0);
    end_line(file, &record);
    record = cnab240(file, 1, "1");
    put(&record, 9, 11, STR("R01"));
    put(&record, 14, 16, STR("060"));
    put_taxpayer(&record, 18, 33, header->creditor_id);
    put_right(&record, 60, 71, header->account);
    put_name(&record, 74, 103, header->creditor_name);
    put_number(&record, 184, 191, header->sequence);
    put_day(&record, 192, header->created_on, "DDMMYYYY");
    put_number(&record, 200, 207, 0);
    end_line(file, &record);
}

/* Segment P: the title; Q: who pays it. */
static void put_cnab240_order(const struct debit_file *file, const struct debit_order *order,
                              int64_t number)
{
    struct record record = cnab240(file, 1, "3");
    put_number(&record, 9, 13, number);
    put(&record, 14, 17, STR("P 01"));
    put_right(&record, 24, 35, file->header->account);
    put_right(&record, 38, 57, order->reference);
    put(&record, 58, 62, STR("11222"));
    put(&record, 63, 77, order->reference);
    put_day(&record, 78, order->due_on, "DDMMYYYY");
    put_number(&record, 86, 100, order->amount.minor);
    put_number(&record, 101, 105, 0);
    put(&record, 107, 109, STR("02N"));
    put_day(&record, 110, file->header->created_on, "DDMMYYYY");
    put(&record, 118, 118, STR("3")); /* no interest, discount or protest by the bank */
    put_number(&record, 119, 195, 0);
    put(&record, 196, 220, order->reference);
    put(&record, 221, 229, STR("300000009"));
    put_number(&record, 230, 239, 0);
    end_line(file, &record);
    record = cnab240(file, 1, "3");
    put_number(&record, 9, 13, number + 1);
    put(&record, 14, 17, STR("Q 01"));
    put_taxpayer(&record, 18, 33, order->document);
    put_name(&record, 34, 73, order->name);
    put_number(&record, 129, 136, 0);
    put_number(&record, 154, 169, 0);
    end_line(file, &record);
}

void bank_debit_cnab240(const struct debit_file *file)
{
    const int64_t count = (int64_t)file->count;
    struct record record;
    put_cnab240_heads(file);
    for (size_t i = 0; i < file->count; i++)
        put_cnab240_order(file, &file->orders[i], 2 * (int64_t)i + 1);
    record = cnab240(file, 1, "5");
    put_number(&record, 18, 23, 2 * count + 2);
    put_number(&record, 24, 29, count);
    put_number(&record, 30, 46, file->total);
    put_number(&record, 47, 115, 0);
    end_line(file, &record);
    record = cnab240(file, 9999, "9");
    put_number(&record, 18, 23, 1);
    put_number(&record, 24, 29, 2 * count + 4);
    put_number(&record, 30, 35, 0);
    end_line(file, &record);
}

/* --- Asobancaria --- */

static void put_aso_head(const struct debit_file *file)
{
    const struct debit_header *const header = file->header;
    struct record record = blank(220);
    put(&record, 1, 2, STR("01"));
    put_right(&record, 3, 12, header->creditor_id);
    put_number(&record, 13, 22, 0);
    put(&record, 23, 25, header->bank);
    put_day(&record, 26, header->created_on, "YYYYMMDD");
    put(&record, 34, 38, STR("0000A"));
    end_line(file, &record);
    record = blank(220);
    put(&record, 1, 2, STR("05"));
    put_right(&record, 3, 15, header->creditor_id);
    put_number(&record, 16, 19, 1);
    put(&record, 20, 34, STR("COBRO"));
    end_line(file, &record);
}

static void put_aso_order(const struct debit_file *file, const struct debit_order *order)
{
    struct record record = blank(220);
    put(&record, 1, 2, STR("06"));
    put_right(&record, 3, 50, order->reference);
    put(&record, 51, 80, order->mandate);
    put_number(&record, 81, 82, 1);
    put_number(&record, 83, 85, 0);
    put_number(&record, 86, 99, order->amount.minor);
    put_number(&record, 100, 112, 0);
    put_number(&record, 113, 126, 0);
    put_day(&record, 127, order->due_on, "YYYYMMDD");
    put_right(&record, 135, 142, order->bank);
    put_right(&record, 143, 159, order->account);
    put(&record, 160, 161, STR("01"));
    put_right(&record, 162, 171, order->document);
    put_name(&record, 172, 193, order->name);
    put(&record, 194, 196, file->header->bank);
    end_line(file, &record);
}

static void put_aso_control(const struct debit_file *file, const char *type)
{
    struct record record = blank(220);
    put(&record, 1, 2, str_of(type));
    put_number(&record, 3, 11, (int64_t)file->count);
    put_number(&record, 12, 29, file->total);
    put_number(&record, 30, 47, 0);
    if (type[1] == '8')
        put_number(&record, 48, 51, 1);
    end_line(file, &record);
}

void bank_debit_asobancaria(const struct debit_file *file)
{
    put_aso_head(file);
    for (size_t i = 0; i < file->count; i++)
        put_aso_order(file, &file->orders[i]);
    put_aso_control(file, "08");
    put_aso_control(file, "09");
}
