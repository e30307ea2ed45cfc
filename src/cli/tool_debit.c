/* acuerdo tool debit: a file of direct debit from orders that a pipe brings, a line each. */
#include "bank/debit.h"
#include "cli/tools.h"

enum field { REFERENCE, NAME, DOCUMENT, ACCOUNT, BANK, MANDATE, SIGNED_ON, DUE_ON, AMOUNT, FIELDS };
#define ORDERS_MAX 100000
#define FILE_BYTES ((size_t)256 << 20)

static const struct option_spec specs[] = {
    {"format",
     "NAME",             {"pain.008.001.02 (.08 .09 .10), cnab240, cnab400, asobancaria",
      "pain.008.001.02 (.08 .09 .10), cnab240, cnab400, asobancaria"}                     },
    {"message",  "TEXT", {"nombre del archivo, único", "name of the file, unique"}                   },
    {"creditor", "NAME", {"quién cobra", "who collects"}                                             },
    {"id",       "TEXT", {"su identificación ante el banco", "its identifier at the bank"}           },
    {"account",  "TEXT", {"su cuenta", "its account"}                                                 },
    {"bank",     "CODE", {"su banco", "its bank"}                                                     },
    {"currency", "CODE", {"moneda de los montos", "currency of the amounts"}                          },
    {"on",       "DATE", {"fecha del archivo", "date of the file"}                                    },
    {"sequence", "N",    {"número del archivo en el banco (1)", "number of the file at the bank (1)"}},
    {NULL,       NULL,   {NULL, NULL}                                                                 },
};

static status read_header(struct cli *cli, struct debit_header *header)
{
    const struct options *const options = &cli->options;
    const str unit = options_get(options, "currency", STR(""));
    *header = (struct debit_header){.format = options_get(options, "format", STR("")),
                                    .message = options_get(options, "message", STR("")),
                                    .creditor_name = options_get(options, "creditor", STR("")),
                                    .creditor_id = options_get(options, "id", STR("")),
                                    .account = options_get(options, "account", STR("")),
                                    .bank = options_get(options, "bank", STR(""))};
    TRY(cli_day(cli, "on", DAY_NONE, &header->created_on));
    TRY(cli_i64(cli, "sequence", 1, &header->sequence));
    if (header->message.size == 0 || header->creditor_name.size == 0 ||
        header->creditor_id.size == 0 || header->account.size == 0 ||
        header->created_on == DAY_NONE || !currency_parse(unit, &header->currency))
        return op_fail(&cli->op, E_INVALID,
                       "a file of direct debit needs --format, --message, --creditor, --id, "
                       "--account, --currency and --on");
    return OK;
}

static status read_day(struct op *op, size_t number, str text, day *ret_day)
{
    *ret_day = DAY_NONE;
    return text.size == 0 || day_parse(text, ret_day)
               ? OK
               : op_fail(op, E_INVALID, "order %zu: \"" STR_FORMAT "\" is not a date", number,
                         STR_ARG(text));
}

static status read_order(struct op *op, size_t number, str line, currency unit,
                         struct debit_order *order)
{
    const struct money_format plain = {'.', 0};
    str fields[FIELDS];
    for (int f = 0; f < FIELDS; f++)
        fields[f] = str_trim(str_split(&line, '\t'));
    *order = (struct debit_order){.reference = fields[REFERENCE],
                                  .name = fields[NAME],
                                  .document = fields[DOCUMENT],
                                  .account = fields[ACCOUNT],
                                  .bank = fields[BANK],
                                  .mandate = fields[MANDATE]};
    TRY(read_day(op, number, fields[SIGNED_ON], &order->signed_on));
    TRY(read_day(op, number, fields[DUE_ON], &order->due_on));
    if (!money_parse(fields[AMOUNT], plain, currency_exponent(unit), &order->amount))
        return op_fail(op, E_INVALID, "order %zu: \"" STR_FORMAT "\" is not an amount", number,
                       STR_ARG(fields[AMOUNT]));
    return OK;
}

static status read_orders(struct cli *cli, currency unit, struct debit_order **ret_orders,
                          size_t *ret_count)
{
    struct op *const op = &cli->op;
    char *const line = arena_alloc(op->arena, LIMIT_LINE_BYTES);
    size_t room = 0;
    if (!cli->in)
        return op_fail(op, E_INVALID, "which orders?  pipe them in, a line each");
    while (fgets(line, LIMIT_LINE_BYTES, cli->in)) {
        const str text = str_copy(op->arena, (str){line, strcspn(line, "\r\n")});
        if (str_trim(text).size == 0)
            continue;
        if (*ret_count == ORDERS_MAX)
            return op_fail(op, E_LIMIT, "a file of direct debit has at most %d orders", ORDERS_MAX);
        *ret_orders = arena_grow(op->arena, *ret_orders, *ret_count, &room, sizeof(**ret_orders));
        TRY(read_order(op, *ret_count + 1, text, unit, &(*ret_orders)[*ret_count]));
        (*ret_count)++;
    }
    return OK;
}

static status run(struct cli *cli)
{
    struct debit_header header;
    struct debit_order *orders = NULL;
    struct buf out = buf_start(cli->op.arena, FILE_BYTES);
    size_t count = 0;
    TRY(read_header(cli, &header));
    TRY(read_orders(cli, header.currency, &orders, &count));
    TRY(bank_debit_write(&cli->op, &header, orders, count, &out));
    (void)fwrite(out.data, 1, out.size, cli->out);
    return ferror(cli->out) ? op_fail(&cli->op, E_IO, "the output could not be written") : OK;
}

const struct command tool_debit = {
    .name = "tool debit",
    .usage = "--format NAME --message TEXT --creditor NAME --id TEXT --account TEXT "
             "--currency CODE --on DATE < FILE",
    .summary =
        {"archivo de cobro automático: referencia, nombre, documento, cuenta, banco, mandato, "
         "firma, día, monto", "file of direct debit: reference, name, document, account, bank, mandate, signed, "
         "day, amount"},
    .specs = specs,
    .run = run,
};
