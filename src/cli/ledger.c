/* acuerdo ledger: what a case owes on a day, by component, and every entry behind it; and the rules
 * by which money meets it. */
#include <inttypes.h>

#include "base/json.h"
#include "book/allocation_rule.h"
#include "book/ledger_view.h"
#include "book/obligation.h"
#include "cli/commands.h"
#include "policy/interest.h"
#include "store/db.h"

#define JSON_BYTES ((size_t)64 << 20)

/* clang-format off */
#define NO_OPTION {NULL, NULL, {NULL, NULL}}

static const struct option_spec show_specs[] = {
    {"on", "DATE", {"al final de qué día, por fecha valor (hoy)", "at the end of which day, by value day (today)"}},
    NO_OPTION,
};
static const struct option_spec rule_specs[] = {
    {"from", "DATE", {"para dinero desde qué fecha valor (la abierta)", "for money from which value day on (the open date)"}},
    {"future", "WORD", {"lo que aún no vence: next, last o spread (next)", "what is not due yet: next, last or spread (next)"}},
    {"vertical", NULL, {"un componente de todas las cuotas antes que el siguiente", "one component of all instalments before the next"}},
    {"creditor", "ID", {"acreedor de la cartera", "creditor of the portfolio"}},
    {"portfolio", "ID", {"solo para esa cartera (para toda la organización)", "for that portfolio only (for the organisation)"}},
    NO_OPTION,
};
static const struct option_spec rules_specs[] = {NO_OPTION};

static const char *const component_words[COMPONENT_COUNT][2] = {
    [COMPONENT_PRINCIPAL] = {"capital", "principal"},
    [COMPONENT_INTEREST] = {"interés", "interest"},
    [COMPONENT_LATE_INTEREST] = {"interés por mora", "late interest"},
    [COMPONENT_FEE] = {"cargo", "fee"},
    [COMPONENT_TAX] = {"impuesto", "tax"},
    [COMPONENT_COST] = {"gasto", "cost"},
};
/* clang-format on */

static const char *component_word(const struct cli *cli, enum component component)
{
    return cli_text(cli, component_words[component][0], component_words[component][1]);
}

static const char *kind_word(const struct cli *cli, const struct ledger_row *row)
{
    if (str_equal_c(row->kind, "met"))
        return row->amount.minor < 0 ? cli_text(cli, "se retira", "taken back")
                                     : cli_text(cli, "pagado", "met");
    if (str_equal_c(row->kind, "moved"))
        return cli_text(cli, "por convenio", "by agreement");
    if (str_equal_c(row->kind, "waived"))
        return cli_text(cli, "quita", "waived");
    if (str_equal_c(row->kind, "written_off"))
        return cli_text(cli, "baja", "written off");
    return str_equal_c(row->kind, "opened") ? cli_text(cli, "se debe", "opened")
                                            : cli_text(cli, "ajuste", "adjusted");
}

static void print_debt(const struct cli *cli, const struct ledger_view *view,
                       const struct ledger_debt *debt)
{
    const int exponent = currency_exponent(view->currency);
    char opened[MONEY_TEXT_SIZE];
    char met[MONEY_TEXT_SIZE];
    char open[MONEY_TEXT_SIZE];
    fprintf(cli->out, STR_FORMAT " (" STR_FORMAT ")%s" STR_FORMAT "\n", STR_ARG(debt->external_id),
            STR_ARG(debt->product),
            debt->document_hash.size > 0 ? cli_text(cli, ", documento ", ", document ") : "",
            STR_ARG(debt->document_hash));
    for (int c = 0; c < COMPONENT_COUNT; c++) {
        const money a = {debt->sum.opened.of[c]};
        const money b = {debt->sum.met.of[c]};
        if (a.minor == 0 && b.minor == 0)
            continue;
        fprintf(
            cli->out,
            cli_text(cli, "    %s: %s, pagado %s, quedan %s\n", "    %s: %s, met %s, open %s\n"),
            component_word(cli, (enum component)c), money_format_plain(a, exponent, opened),
            money_format_plain(b, exponent, met),
            money_format_plain((money){a.minor - b.minor}, exponent, open));
    }
}

static void print_row(const struct cli *cli, const struct ledger_view *view,
                      const struct ledger_row *row)
{
    char value[DAY_TEXT_SIZE];
    char booked[DAY_TEXT_SIZE];
    char amount[MONEY_TEXT_SIZE];
    fprintf(cli->out, "%s  %-10s  %12s  %s  " STR_FORMAT, day_format(row->value_on, value),
            kind_word(cli, row),
            money_format_plain(row->amount, currency_exponent(view->currency), amount),
            component_word(cli, row->component), STR_ARG(row->claim));
    if (row->payment_id != 0)
        fprintf(cli->out, "  " STR_FORMAT " " STR_FORMAT, STR_ARG(row->source),
                STR_ARG(row->reference));
    if (row->file.size > 0)
        fprintf(cli->out, "  " STR_FORMAT ":%" PRId64, STR_ARG(row->file), row->line);
    if (row->booked_on != DAY_NONE && row->booked_on != row->value_on)
        fprintf(cli->out, cli_text(cli, "  (registrado %s)", "  (booked %s)"),
                day_format(row->booked_on, booked));
    fputs("\n", cli->out);
}

static void print_view(const struct cli *cli, const struct ledger_view *view)
{
    char at[DAY_TEXT_SIZE];
    char open[MONEY_TEXT_SIZE];
    char left[MONEY_TEXT_SIZE];
    char unit[CURRENCY_TEXT];
    const int exponent = currency_exponent(view->currency);
    fprintf(cli->out,
            cli_text(cli, "expediente %" PRId64 " al %s: se deben %s %s, sin aplicar %s\n",
                     "case %" PRId64 " at %s: open %s %s, unapplied %s\n"),
            view->number, day_format(view->on, at),
            money_format_plain(ledger_view_open(view), exponent, open),
            currency_format(view->currency, unit),
            money_format_plain(view->unapplied, exponent, left));
    if (ledger_view_accrued(view).minor != 0)
        fprintf(cli->out,
                cli_text(cli,
                         "    además, interés y reajuste devengados que aún no se cargan: %s\n",
                         "    besides, interest and readjustment that have accrued and are not "
                         "charged yet: %s\n"),
                money_format_plain(ledger_view_accrued(view), exponent, open));
    for (size_t i = 0; i < view->debt_count; i++)
        print_debt(cli, view, &view->debts[i]);
    for (size_t i = 0; i < view->row_count; i++)
        print_row(cli, view, &view->rows[i]);
}

static status run_show(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct case_key key;
    struct ledger_view view;
    int64_t number = 0;
    day on = DAY_NONE;
    if (!str_to_i64(cli->options.operands[0], &number))
        return op_fail(op, E_INVALID, "'" STR_FORMAT "' is not the number of a case",
                       STR_ARG(cli->options.operands[0]));
    TRY(cli_open(cli, CLI_READ));
    TRY(cli_day(cli, "on", op->business_date, &on));
    TRY(ledger_view_find(op, number, &key));
    TRY(interest_view_read(op, key, on, &view));
    if (!cli->is_json) {
        print_view(cli, &view);
        return OK;
    }
    struct buf out = buf_start(op->arena, JSON_BYTES);
    struct json_writer w = json_start(&out);
    ledger_view_write(&w, &view);
    fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    return OK;
}

static status run_rule(struct cli *cli)
{
    struct op *const op = &cli->op;
    const str none = STR("");
    const str portfolio = options_get(&cli->options, "portfolio", none);
    struct allocation_rule rule = {.profile = cli->options.operands[0],
                                   .is_vertical = options_has(&cli->options, "vertical")};
    int64_t creditor_id = 0;
    if (!future_rule_parse(options_get(&cli->options, "future", STR("next")), &rule.future))
        return op_fail(op, E_INVALID, "--future is next, last or spread");
    TRY(cli_open(cli, CLI_WRITE));
    TRY(cli_day(cli, "from", op->business_date, &rule.from_on));
    TRY(db_begin(op, DB_WRITE));
    if (portfolio.size > 0) {
        TRY(portfolio_find(op, options_get(&cli->options, "creditor", none), portfolio,
                           &creditor_id, &rule.portfolio_id));
    }
    TRY(allocation_rule_put(op, &rule));
    return db_commit(op);
}

static status run_rules(struct cli *cli)
{
    struct db_rows rows;
    bool has_row = false;
    char from[DAY_TEXT_SIZE];
    TRY(cli_open(cli, CLI_READ));
    TRY(db_query(&cli->op, Q_ALLOCATION_RULE_LIST, DB_NO_ARGS, &rows));
    for (;;) {
        TRY(db_next(&cli->op, &rows, &has_row));
        if (!has_row)
            return OK;
        const str portfolio = db_text(&rows, 0);
        const bool is_vertical = db_i64(&rows, 5) != 0;
        struct buf out = buf_start(cli->op.arena, 1 << 16);
        struct json_writer w = json_start(&out);
        if (cli->is_json) {
            json_object_open(&w);
            json_put_str(&w, "portfolio", portfolio);
            json_put_str(&w, "creditor", db_text(&rows, 1));
            json_put_day(&w, "from_on", db_day(&rows, 2));
            json_put_str(&w, "profile", db_text(&rows, 3));
            json_put_str(&w, "future", db_text(&rows, 4));
            json_put_bool(&w, "vertical", is_vertical);
            json_object_close(&w);
            fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
            continue;
        }
        fprintf(cli->out, "%s  " STR_FORMAT "%s" STR_FORMAT "  (" STR_FORMAT "%s)\n",
                day_format(db_day(&rows, 2), from), STR_ARG(portfolio),
                portfolio.size > 0 ? "  " : "", STR_ARG(db_text(&rows, 3)),
                STR_ARG(db_text(&rows, 4)), is_vertical ? ", vertical" : "");
    }
}

static const struct command verb_show = {
    .name = "ledger show",
    .usage = "CASE [--on DATE] [--json]",
    .summary = {"lo que se debe por componente, y cada asiento",
                "what is owed by component, and every entry"},
    .specs = show_specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = run_show,
};

static const struct command verb_rule = {
    .name = "ledger rule",
    .usage = "PROFILE [--future next|last|spread] [--vertical] [--from DATE] [--portfolio ID]",
    .summary = {"en qué orden se aplica el dinero, desde un día",
                "in which order money is applied, from a day on"},
    .specs = rule_specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = run_rule,
};

static const struct command verb_rules = {
    .name = "ledger rules",
    .usage = "[--json]",
    .summary = {"las reglas de aplicación que hay", "the rules of application that there are"},
    .specs = rules_specs,
    .run = run_rules,
};

static const struct command *const members[] = {&verb_show, &verb_rule, &verb_rules, NULL};

const struct command command_ledger = {
    .name = "ledger",
    .usage = "show CASE … | rule PROFILE … | rules",
    .summary = {"el libro de un expediente: saldos por componente y asientos",
                "the ledger of a case: balances by component and entries"},
    .members = members,
};
