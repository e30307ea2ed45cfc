/* acuerdo offers: the ways to pay that a case may be offered, and what waiting costs. */
#include <inttypes.h>

#include "cli/commands.h"
#include "policy/offers.h"

#define JSON_BYTES ((size_t)1 << 20)

/* clang-format off */
static const struct option_spec specs[] = {
    {"can-pay", "AMOUNT", {"lo que la persona puede pagar al mes", "what the person can pay a month"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

static status read_can_pay(struct cli *cli, currency of_case, money *ret_amount)
{
    const struct money_format plain = {.decimal = '.'};
    const str text = options_get(&cli->options, "can-pay", STR(""));
    if (money_parse(text, plain, currency_exponent(of_case), ret_amount) && ret_amount->minor > 0)
        return OK;
    return op_fail(&cli->op, E_INVALID, "--can-pay: \"" STR_FORMAT "\" is no amount above zero",
                   STR_ARG(text));
}

static const char *text_of(const struct cli *cli, const struct case_offers *offers, int64_t minor)
{
    char text[MONEY_TEXT_SIZE];
    return arena_printf(
        cli->op.arena, "%s",
        money_format_plain((money){minor}, currency_exponent(offers->currency), text));
}

static void print_offer(struct cli *cli, const struct case_offers *offers,
                        const struct offer *offer)
{
    char name[OFFER_NAME_SIZE];
    char due[DAY_TEXT_SIZE];
    fprintf(cli->out,
            cli_text(cli, "\n%s  paga %s, ahorra %s, %d de cada 1000 lo cumplen%s\n",
                     "\n%s  pays %s, saves %s, %d in 1000 complete it%s\n"),
            offer_name(offer, name), text_of(cli, offers, offer->total),
            text_of(cli, offers, offer->discount), offer->chance,
            offer->is_affordable ? ""
                                 : cli_text(cli, " (más de lo que puede)", " (above what can be)"));
    for (size_t i = 0; i < offer->count; i++)
        fprintf(cli->out, "  %2zu  %s  %s\n", i + 1, day_format(offer->rows[i].due_on, due),
                text_of(cli, offers, offer->rows[i].amount));
    fprintf(cli->out, "  %s\n", offers_say_missed(&cli->op, offers, offer));
}

static void print(struct cli *cli, const struct case_offers *offers)
{
    struct op *const op = &cli->op;
    if (cli->is_json) {
        struct buf out = buf_start(op->arena, JSON_BYTES);
        struct json_writer w = json_start(&out);
        case_offers_write(op, &w, offers);
        fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
        return;
    }
    fprintf(cli->out, "%s\n", offers_say_waiting(op, offers));
    if (offers->nothing_because)
        fprintf(cli->out, "%s\n", offers->nothing_because);
    for (size_t i = 0; i < offers->count; i++)
        print_offer(cli, offers, &offers->list[i]);
}

static status run(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct case_offers offers;
    struct case_key key = {0, 0};
    money can_pay = {0};
    int64_t number = 0;
    if (!str_to_i64(cli->options.operands[0], &number))
        return op_fail(op, E_INVALID, "'" STR_FORMAT "' is not the number of a case",
                       STR_ARG(cli->options.operands[0]));
    TRY(cli_open(cli, CLI_READ));
    TRY(case_find_number(op, number, &key));
    TRY(case_offers_read(op, key, can_pay, &offers));
    if (options_has(&cli->options, "can-pay")) {
        TRY(read_can_pay(cli, offers.currency, &can_pay));
        TRY(case_offers_read(op, key, can_pay, &offers));
    }
    print(cli, &offers);
    return OK;
}

const struct command command_offers = {
    .name = "offers",
    .usage = "CASE [--can-pay AMOUNT] [--json]",
    .summary = {"qué se puede ofrecer a una persona, y lo que cuesta esperar",
                "what a person may be offered, and what waiting costs"},
    .specs = specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = run,
};
