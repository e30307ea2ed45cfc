#include "bank/debit.h"

#include <stdlib.h>

#include "bank/debit_formats.h"

/* What a format can hold of an order and of the header; 0: any size. */
static const struct format {
    const char *name;
    void (*write)(const struct debit_file *file);
    bool needs_mandate, needs_account;
    size_t reference, document, account, bank;
    size_t message, creditor_id, creditor_account, creditor_bank;
    int64_t amount; /* the largest, in minor units */
} formats[] = {
    {"pain.008.001.02", bank_debit_pain,        true,  true,  35, 0,  34, 35, 28, 35, 34, 35, 99999999999   },
    {"pain.008.001.08", bank_debit_pain,        true,  true,  35, 0,  34, 35, 28, 35, 34, 35, 99999999999   },
    {"pain.008.001.09", bank_debit_pain,        true,  true,  35, 0,  34, 35, 28, 35, 34, 35, 99999999999   },
    {"pain.008.001.10", bank_debit_pain,        true,  true,  35, 0,  34, 35, 28, 35, 34, 35, 99999999999   },
    {"cnab240",         bank_debit_cnab240,     false, false, 15, 15, 0,  0,  0,  14, 12, 3,  99999999999999},
    {"cnab400",         bank_debit_cnab400,     false, false, 10, 14, 0,  0,  0,  14, 20, 3,  9999999999999 },
    {"asobancaria",     bank_debit_asobancaria, false, true,  48, 10, 17, 8,  0,  10, 0,  3,
     99999999999999                                                                                         },
};

static const struct format *find_format(str name)
{
    for (size_t i = 0; i < ARRAY_LEN(formats); i++)
        if (str_equal_c(name, formats[i].name))
            return &formats[i];
    return NULL;
}

static status check_size(struct op *op, size_t number, const char *what, str text, size_t most)
{
    return most > 0 && text.size > most
               ? op_fail(op, E_INVALID,
                         "order %zu: the %s \"" STR_FORMAT
                         "\" is longer than the %zu characters that the format has",
                         number, op_word(op, what), STR_ARG(text), most)
               : OK;
}

static status check_order(struct op *op, const struct format *format,
                          const struct debit_order *order, size_t number)
{
    if (order->amount.minor <= 0 || order->amount.minor > format->amount)
        return op_fail(op, E_INVALID, "order %zu: the amount does not fit the format", number);
    if (order->reference.size == 0 || order->name.size == 0 || order->due_on == DAY_NONE)
        return op_fail(op, E_INVALID, "order %zu needs a reference, a name and a day", number);
    if (format->needs_mandate && (order->mandate.size == 0 || order->signed_on == DAY_NONE))
        return op_fail(op, E_INVALID, "order %zu needs a mandate and the day of its signature",
                       number);
    if (format->needs_account && order->account.size == 0)
        return op_fail(op, E_INVALID, "order %zu needs the account of the debtor", number);
    TRY(check_size(op, number, SAY("reference"), order->reference, format->reference));
    TRY(check_size(op, number, SAY("mandate"), order->mandate, 35));
    TRY(check_size(op, number, SAY("document"), order->document, format->document));
    TRY(check_size(op, number, SAY("bank"), order->bank, format->bank));
    return check_size(op, number, SAY("account"), order->account, format->account);
}

static status check_header(struct op *op, const struct format *format,
                           const struct debit_header *header)
{
    const struct {
        str text;
        size_t most;
    } values[] = {
        {header->message,     format->message         },
        {header->creditor_id, format->creditor_id     },
        {header->account,     format->creditor_account},
        {header->bank,        format->creditor_bank   },
    };
    for (size_t i = 0; i < ARRAY_LEN(values); i++)
        if (values[i].most > 0 && values[i].text.size > values[i].most)
            return op_fail(op, E_INVALID,
                           "\"" STR_FORMAT
                           "\" is longer than the %zu characters that %s has for it",
                           STR_ARG(values[i].text), values[i].most, format->name);
    if (currency_exponent(header->currency) != 2)
        return op_fail(op, E_INVALID, "a file of direct debit has a currency with two decimals");
    return OK;
}

static int compare_days(const void *a, const void *b)
{
    const struct debit_order *const left = a;
    const struct debit_order *const right = b;
    if (left->due_on != right->due_on)
        return left->due_on < right->due_on ? -1 : 1;
    return str_compare(left->reference, right->reference);
}

status bank_debit_write(struct op *op, const struct debit_header *header,
                        const struct debit_order *orders, size_t count, struct buf *out)
{
    const struct format *const format = find_format(header->format);
    struct debit_order *const sorted = arena_array(op->arena, count, sizeof(*sorted));
    struct debit_file file = {header, sorted, count, 0, out};
    if (!format)
        return op_fail(op, E_INVALID,
                       "\"" STR_FORMAT "\" is no format of direct debit: pain.008.001.02, .08, .09 "
                       "or .10, cnab240, cnab400, asobancaria",
                       STR_ARG(header->format));
    TRY(check_header(op, format, header));
    if (count == 0)
        return op_fail(op, E_INVALID, "a file of direct debit needs an order");
    for (size_t i = 0; i < count; i++) {
        TRY(check_order(op, format, &orders[i], i + 1));
        file.total += orders[i].amount.minor;
        sorted[i] = orders[i];
    }
    qsort(sorted, count, sizeof(*sorted), compare_days);
    format->write(&file);
    return out->is_full ? op_fail(op, E_LIMIT, "the file of direct debit is too large") : OK;
}
