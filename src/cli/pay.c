/* acuerdo pay: links by which a person pays, and money given back through the provider. */
#include <inttypes.h>

#include "book/obligation.h"
#include "book/pay_link.h"
#include "cash/notice.h"
#include "cli/commands.h"
#include "reach/provider.h"
#include "store/db.h"

static const struct option_spec link_specs[] = {
    {"amount", "AMOUNT", {"otro importe que lo vencido", "another amount than what is past due"}},
    {"days",   "N",      {"días en que se abre", "days for which it opens"}                    },
    {NULL,     NULL,     {NULL, NULL}                                                           },
};

static status read_key(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(struct case_key *)out = (struct case_key){db_id(row, 0), db_id(row, 1)};
    return OK;
}

static status find_case(struct cli *cli, struct case_key *ret_key)
{
    struct op *const op = &cli->op;
    int64_t number = 0;
    bool found = false;
    if (!str_to_i64(cli->options.operands[0], &number))
        return op_fail(op, E_INVALID, "which case?  its number");
    TRY(db_query_one(op, Q_CASH_CASE, DB_ARGS(ARG_I64(number)), read_key, ret_key, &found));
    return found ? OK : op_fail(op, E_NOT_FOUND, "there is no case %" PRId64, number);
}

static status read_wishes(struct cli *cli, struct pay_link *link)
{
    struct op *const op = &cli->op;
    const struct money_format plain = {'.', 0};
    const str text = options_get(&cli->options, "amount", STR(""));
    int64_t days = 0;
    TRY(cli_i64(cli, "days", link->expires_on - op->business_date, &days));
    if (days < 0 || days > 365)
        return op_fail(op, E_INVALID, "--days is 0 to 365");
    link->expires_on = op->business_date + (day)days;
    if (text.size > 0 &&
        !money_parse(text, plain, currency_exponent(link->currency), &link->amount))
        return op_fail(op, E_INVALID,
                       "--amount \"" STR_FORMAT "\" is not an amount: write it as 1234.50",
                       STR_ARG(text));
    return link->amount.minor > 0
               ? OK
               : op_fail(op, E_INVALID, "nothing is due in this case: say --amount AMOUNT");
}

static status link_case(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct pay_link link;
    struct case_key key = {0, 0};
    str address;
    TRY(cli_open(cli, CLI_READ));
    TRY(find_case(cli, &key));
    TRY(pay_link_of_case(op, key, &link));
    TRY(read_wishes(cli, &link));
    TRY(pay_link_address(op, &link, &address));
    if (address.size == 0)
        return op_fail(op, E_CONFLICT,
                       "where are the pages to pay on?  acuerdo setting put pay.url "
                       "https://pay.example");
    fprintf(cli->out, cli->is_json ? "{\"link\":\"" STR_FORMAT "\"}\n" : STR_FORMAT "\n",
            STR_ARG(address));
    return OK;
}

static status refund(struct cli *cli)
{
    struct op *const op = &cli->op;
    const struct provider *provider = NULL;
    struct provider_account account;
    struct provider_refund wanted;
    int64_t id = 0;
    if (!str_to_i64(cli->options.operands[0], &id))
        return op_fail(op, E_INVALID, "which entry?  a number that acuerdo bank show knows");
    TRY(cli_open(cli, CLI_READ));
    TRY(provider_of_house(op, &provider, &account));
    if (!provider)
        return op_fail(op, E_CONFLICT, "this house has no provider of payments: pay.provider");
    TRY(notice_payment_of(op, id, str_of(provider->name), &wanted.payment, &wanted.amount,
                          &wanted.currency));
    wanted.key = str_of(arena_printf(op->arena, "refund-%" PRId64, id));
    TRY(provider->refund(op, &account, &wanted));
    fputs(cli_text(cli, "Pedido; el pago se revierte cuando el proveedor lo avise.\n",
                   "Asked for; the payment is reversed when the provider tells so.\n"),
          cli->out);
    return OK;
}

static const struct command verb_link = {
    .name = "pay link",
    .usage = "CASE [--amount AMOUNT] [--days N]",
    .summary = {"un enlace por el que se paga lo vencido de un expediente",
                "a link by which what is past due of a case is paid"},
    .specs = link_specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = link_case,
};

static const struct command verb_refund = {
    .name = "pay refund",
    .usage = "ENTRY",
    .summary = {"pide al proveedor que devuelva un pago",
                "asks the provider to give a payment back"},
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = refund,
};

static const struct command *const members[] = {&verb_link, &verb_refund, NULL};

const struct command command_pay = {
    .name = "pay",
    .usage = "link CASE | refund ENTRY",
    .summary = {"enlaces de pago y devoluciones por el proveedor",
                "payment links, and money given back by the provider"},
    .members = members,
};
