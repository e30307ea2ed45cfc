#include "bank/file.h"

#include "bank/column.h"
#include "bank/reading.h"

/* Whether the text holds the word, capitals or not; both ASCII.  Few places share the first letter,
 * and a letter differs from its capital in one bit. */
static bool holds(str text, const char *word)
{
    const str wanted = str_of(word);
    const int first = word[0] | 0x20;
    for (size_t i = 0; i + wanted.size <= text.size; i++)
        if ((text.data[i] | 0x20) == first &&
            str_equal_nocase((str){text.data + i, wanted.size}, wanted))
            return true;
    return false;
}

static bool begins(str text, const char *word)
{
    const str wanted = str_of(word);
    return text.size >= wanted.size && str_equal_nocase((str){text.data, wanted.size}, wanted);
}

static str first_line(str head)
{
    while (head.size > 0 && (head.data[0] == '\r' || head.data[0] == '\n' || head.data[0] == ' '))
        head = (str){head.data + 1, head.size - 1};
    for (size_t i = 0; i < head.size; i++)
        if (head.data[i] == '\r' || head.data[i] == '\n')
            return (str){head.data, i};
    return head;
}

static bool is_camt(str head)
{
    return holds(head, "camt.052.001.") || holds(head, "camt.053.001.") ||
           holds(head, "camt.054.001.") ||
           (str_starts(first_line(head), STR("<")) &&
            (holds(head, "BkToCstmrStmt") || holds(head, "BkToCstmrAcctRpt") ||
             holds(head, "BkToCstmrDbtCdtNtfctn")));
}

static bool is_pain002(str head)
{
    return str_starts(first_line(head), STR("<")) && holds(head, "pain.002.");
}

static bool is_ofx(str head)
{
    return holds(head, "OFXHEADER") || holds(head, "<OFX>");
}

/* A line that begins with a tag of the message. */
static bool is_mt940(str head)
{
    static const char *const tags[] = {
        ":20:",  ":25:", ":25P:", ":28:", ":28C:", ":60F:", ":60M:", ":61:",  ":62F:",
        ":62M:", ":64:", ":65:",  ":86:", ":13D:", ":34F:", ":90C:", ":90D:", ":NS:"};
    bool is_start = true;
    for (size_t i = 0; i < head.size; i++) {
        const str rest = {head.data + i, head.size - i};
        for (size_t k = 0; is_start && rest.data[0] == ':' && k < ARRAY_LEN(tags); k++)
            if (begins(rest, tags[k]))
                return true;
        is_start = head.data[i] == '\n' || head.data[i] == '\r' || head.data[i] == ':' ||
                   (is_start && head.data[i] == ' ');
        if (i >= 3 && head.data[i] == ':')
            is_start = str_equal_c((str){head.data + i - 2, 3}, "{4:");
    }
    return false;
}

static bool is_cnab400(str head)
{
    const str line = first_line(head);
    return line.size >= 100 && (begins(line, "02RETORNO") || begins(line, "01REMESSA"));
}

/* The records follow each other without line ends, and the second is of the same bank. */
static bool is_endless_cnab240(const struct bank_line *line)
{
    const str first = bank_column_raw(line, (struct bank_columns){1, 3});
    const str second = bank_column_raw(line, (struct bank_columns){241, 243});
    return line->text.size >= 480 && str_equal(first, second) && bank_column_char(line, 248) == '1';
}

/* Bank, lot 0000, record 0; the names before column 143 may have letters of two bytes. */
static bool is_cnab240(str head)
{
    const struct bank_line line = {.text = first_line(head)};
    const size_t size = line.text.size;
    return size >= 143 && (size <= 400 || is_endless_cnab240(&line)) &&
           bank_is_digits((str){line.text.data, 8}) &&
           str_equal_c((str){line.text.data + 3, 5}, "00000") &&
           bank_is_among(bank_column_char(&line, 143), "12");
}

/* Record 01: payer's tax number, then the day of collection. */
static bool is_asobancaria(str head)
{
    const str line = first_line(head);
    return line.size >= 40 && str_starts(line, STR("01")) &&
           bank_is_digits(str_trim((str){line.data + 2, 10})) &&
           bank_is_digits((str){line.data + 12, 8}) &&
           (line.data[12] == '1' || line.data[12] == '2') && line.data[16] <= '1';
}

/* A file header (record size 094), or a batch header where a file was cut out of a larger one. */
static bool is_nacha(str head)
{
    const str line = first_line(head);
    if (line.size >= 39 && line.data[0] == '1')
        return str_starts(line, STR("101")) || str_equal_c((str){line.data + 34, 3}, "094");
    return line.size >= 79 && line.data[0] == '5' && bank_is_digits((str){line.data, 4}) &&
           !bank_is_digits((str){line.data + 50, 3});
}

/* The list of an employer, quotes or not. */
static bool is_payroll(str head)
{
    const str line = first_line(head);
    return str_starts(line, STR("ACUERDO-PAYROLL")) || str_starts(line, STR("\"ACUERDO-PAYROLL\""));
}

bank_reader *bank_find_reader(str head)
{
    static const struct {
        bool (*is)(str head);
        bank_reader *read;
    } formats[] = {
        {is_payroll,     bank_payroll_read    },
        {is_camt,        bank_camt_read       },
        {is_pain002,     bank_pain002_read    },
        {is_ofx,         bank_ofx_read        },
        {is_cnab400,     bank_cnab400_read    },
        {is_cnab240,     bank_cnab240_read    },
        {is_nacha,       bank_nacha_read      },
        {is_asobancaria, bank_asobancaria_read},
        {is_mt940,       bank_mt940_read      },
    };
    for (size_t i = 0; i < ARRAY_LEN(formats); i++)
        if (formats[i].is(head))
            return formats[i].read;
    return NULL;
}

static void destroy_scratch(void *thing)
{
    arena_destroy(thing);
}

status bank_file_read(struct op *op, const struct input *input, const struct bank_sink *sink,
                      struct bank_file *ret_file)
{
    struct bank_reading r = {.op = op, .input = input, .sink = sink};
    str head;
    r.file.credit.is_known = r.file.debit.is_known = true;
    if (input_size(input) == 0)
        return op_fail(op, E_INVALID, "%s: the file is empty; ask whoever sent it for another",
                       input_name(input));
    TRY(bank_text_open(op, input, &r.text));
    TRY(bank_text_head(op, r.text, &head));
    bank_reader *const read = bank_find_reader(head);
    if (!read)
        return op_fail(
            op, E_INVALID,
            "%s: not a file of a bank in a format that is known: camt.052, .053 or .054, "
            "pain.002, MT940, MT942, OFX, CNAB 240 or 400, Asobancaria 2001, NACHA, or a list of "
            "payroll",
            input_name(input));
    r.scratch = arena_create();
    arena_defer(op->arena, destroy_scratch, r.scratch);
    TRY(read(&r));
    TRY(bank_statement_close(&r));
    if (r.file_currency.is_mixed)
        bank_fault(&r, 0, 0, "currencies",
                   "the entries have several currencies: the sums of the file add them as numbers; "
                   "take those of its statements");
    TRY(r.code);
    *ret_file = r.file;
    return OK;
}
