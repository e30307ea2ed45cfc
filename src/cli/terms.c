/* acuerdo terms: by which terms debts bear interest, told for one debt or for a portfolio. */
#include "base/json.h"
#include "book/ledger_view.h"
#include "book/obligation_terms.h"
#include "book/published.h"
#include "cli/commands.h"
#include "policy/commit.h"
#include "record/organisation.h"
#include "store/db.h"

#define JSON_BYTES ((size_t)1 << 20)

/* clang-format off */
#define NO_OPTION {NULL, NULL, {NULL, NULL}}

static const struct option_spec set_specs[] = {
    {"obligation", "ID", {"deuda, por su nombre en el origen", "debt, by its source's name"}},
    {"source", "NAME", {"origen de la deuda (import)", "source of the debt (import)"}},
    {"portfolio", "ID", {"o cartera: para sus deudas sin condiciones propias", "or portfolio: for its debts without terms of their own"}},
    {"creditor", "ID", {"acreedor de la cartera", "creditor of the portfolio"}},
    {"from", "DATE", {"desde qué día (la fecha abierta)", "from which day on (the open date)"}},
    {"rate", "PERCENT", {"tasa ordinaria anual (0)", "ordinary rate a year (0)"}},
    {"late-rate", "PERCENT", {"tasa anual de mora, además, sobre lo vencido (0)", "late rate a year, besides, on what is past due (0)"}},
    {"day-count", "BASIS", {"actual/360, actual/365, actual/actual, 30/360… (actual/365)", "actual/360, actual/365, actual/actual, 30/360… (actual/365)"}},
    {"bases", "LIST", {"qué devenga: principal, fee… (principal)", "what bears: principal, fee… (principal)"}},
    {"cap", "KIND", {"tasa tope publicada que le toca: tmc.NAME; none: ninguna", "the published limit that counts for it: tmc.NAME; none: none does"}},
    {"country", "CC", {"país cuyos topes rigen (el de la organización)", "country whose limits hold (the organisation's)"}},
    {"unit", "UNIT", {"unidad de cuenta en que se debe el capital: UF, UVR, UDI, UVA (dinero)", "unit of account in which principal is owed: UF, UVR, UDI, UVA (money)"}},
    {"fees", "LEVELS", {"recargos por mora: DÍAS: [MONTO] [+ P%] [min M] [max M]; … (ninguno)", "late fees: DAYS: [AMOUNT] [+ P%] [min M] [max M]; … (none)"}},
    NO_OPTION,
};
static const struct option_spec no_specs[] = {NO_OPTION};
/* clang-format on */

static status read_percent(struct cli *cli, const char *name, int64_t *ret_rate)
{
    const str text = options_get(&cli->options, name, STR("0"));
    const struct money_format plain = {'.', 0};
    money rate = {0};
    if (!money_parse(text, plain, PUBLISHED_RATE_DECIMALS, &rate))
        return op_fail(&cli->op, E_INVALID,
                       "--%s: \"" STR_FORMAT "\" is not a percentage with at most %d decimals",
                       name, STR_ARG(text), PUBLISHED_RATE_DECIMALS);
    *ret_rate = rate.minor;
    return OK;
}

/* Amounts are in the organisation's currency where the text names none. */
static status read_fees(struct cli *cli, struct fee_levels *ret_fees)
{
    const str text = options_get(&cli->options, "fees", STR(""));
    struct organisation organisation;
    TRY(organisation_get(&cli->op, &organisation));
    if (fee_levels_parse(text, organisation.currency, ret_fees))
        return OK;
    return op_fail(&cli->op, E_INVALID,
                   "--fees: \"" STR_FORMAT "\" is no list of late fees such as "
                   "\"MXN 30: 150.00; 60: 300 max 500\", days rising",
                   STR_ARG(text));
}

static status read_terms(struct cli *cli, struct obligation_terms *out)
{
    struct op *const op = &cli->op;
    const str basis = options_get(&cli->options, "day-count", STR("actual/365"));
    const str bases = options_get(&cli->options, "bases", STR("principal"));
    out->cap = options_get(&cli->options, "cap", STR(""));
    out->country = cli_code(cli, "country", STR(""));
    out->unit = options_get(&cli->options, "unit", STR(""));
    TRY(cli_day(cli, "from", op->business_date, &out->from_on));
    TRY(read_percent(cli, "rate", &out->rate));
    TRY(read_percent(cli, "late-rate", &out->late_rate));
    TRY(read_fees(cli, &out->fees));
    if (!day_count_parse(basis, &out->basis))
        return op_fail(op, E_INVALID,
                       "--day-count: \"" STR_FORMAT "\" is none of actual/360, actual/365, "
                       "actual/actual, 30/360, 30/360-us, 30e/360, 30e/360-isda",
                       STR_ARG(basis));
    if (!component_set_parse(bases, &out->bases))
        return op_fail(op, E_INVALID,
                       "--bases: \"" STR_FORMAT "\" is not what can bear interest: principal, "
                       "interest, late_interest, fee, tax, cost, a comma between them",
                       STR_ARG(bases));
    return OK;
}

static status put_terms(struct cli *cli, const struct obligation_terms *terms)
{
    struct op *const op = &cli->op;
    const str none = STR("");
    const str portfolio = options_get(&cli->options, "portfolio", none);
    struct obligation_ref obligation;
    enum book_change change = BOOK_UNCHANGED;
    int64_t creditor_id = 0;
    int64_t portfolio_id = 0;
    if (portfolio.size > 0) {
        TRY(portfolio_find(op, options_get(&cli->options, "creditor", none), portfolio,
                           &creditor_id, &portfolio_id));
        return portfolio_terms_put(op, portfolio_id, terms);
    }
    TRY(obligation_find(op, options_get(&cli->options, "source", STR("import")),
                        options_get(&cli->options, "obligation", none), &obligation));
    return obligation_terms_put(op, &obligation, terms, &change);
}

static status run_set(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct obligation_terms terms = {.from_on = DAY_NONE};
    if (options_has(&cli->options, "portfolio") == options_has(&cli->options, "obligation"))
        return op_fail(op, E_INVALID, "say --obligation or --portfolio, one of them");
    TRY(cli_open(cli, CLI_WRITE));
    TRY(read_terms(cli, &terms));
    TRY(db_begin(op, DB_WRITE));
    TRY(put_terms(cli, &terms));
    return policy_commit(op);
}

static void print_terms(struct cli *cli, const char *whose, const struct obligation_terms *terms)
{
    char from[DAY_TEXT_SIZE];
    char rate[PUBLISHED_TEXT_SIZE];
    char late[PUBLISHED_TEXT_SIZE];
    char bases[COMPONENT_SET_TEXT];
    fprintf(cli->out,
            cli_text(cli, "%s  %s  %s %%, mora %s %%  %s  sobre %s",
                     "%s  %s  %s %%, late %s %%  %s  on %s"),
            day_format(terms->from_on, from), whose,
            published_format(PUBLISHED_RATE, terms->rate, rate),
            published_format(PUBLISHED_RATE, terms->late_rate, late), day_count_name(terms->basis),
            component_set_format(terms->bases, bases));
    if (terms->cap.size > 0 || terms->country.size > 0)
        fprintf(cli->out, "  " STR_FORMAT " " STR_FORMAT, STR_ARG(terms->country),
                STR_ARG(terms->cap));
    if (terms->unit.size > 0)
        fprintf(cli->out, cli_text(cli, "  en " STR_FORMAT, "  in " STR_FORMAT),
                STR_ARG(terms->unit));
    if (terms->fees.count > 0)
        fprintf(cli->out, cli_text(cli, "  recargos " STR_FORMAT, "  late fees " STR_FORMAT),
                STR_ARG(fee_levels_format(cli->op.arena, &terms->fees)));
    fputs("\n", cli->out);
}

static void write_terms(struct cli *cli, const char *key, const char *whose,
                        const struct obligation_terms *terms, bool is_own)
{
    struct buf out = buf_start(cli->op.arena, JSON_BYTES);
    struct json_writer w = json_start(&out);
    json_object_open(&w);
    json_put_c(&w, key, whose);
    json_key(&w, "terms");
    obligation_terms_write(&w, terms, is_own);
    json_object_close(&w);
    fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
}

static void show(struct cli *cli, const char *key, str whose, const struct obligation_terms *terms,
                 bool is_own)
{
    const char *const name = arena_printf(cli->op.arena, STR_FORMAT, STR_ARG(whose));
    if (cli->is_json)
        write_terms(cli, key, name, terms, is_own);
    else
        print_terms(cli, name, terms);
}

static status run_list(struct cli *cli)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(cli_open(cli, CLI_READ));
    TRY(db_query(&cli->op, Q_PORTFOLIO_TERMS_LIST, DB_NO_ARGS, &rows));
    for (;;) {
        struct obligation_terms terms;
        TRY(db_next(&cli->op, &rows, &has_row));
        if (!has_row)
            return OK;
        TRY(obligation_terms_read(&cli->op, &rows, 2, &terms));
        show(cli, "portfolio", db_text(&rows, 0), &terms, false);
    }
}

static status run_show(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct case_key key;
    struct debt_terms *debts = NULL;
    size_t count = 0;
    int64_t number = 0;
    if (!str_to_i64(cli->options.operands[0], &number))
        return op_fail(op, E_INVALID, "'" STR_FORMAT "' is not the number of a case",
                       STR_ARG(cli->options.operands[0]));
    TRY(cli_open(cli, CLI_READ));
    TRY(ledger_view_find(op, number, &key));
    TRY(debt_terms_load(op, key, &debts, &count));
    for (size_t i = 0; i < count; i++)
        for (size_t n = 0; n < debts[i].count; n++)
            show(cli, "obligation", debts[i].external_id, &debts[i].of[n],
                 n >= debts[i].portfolio_count);
    return OK;
}

static const struct command verb_set = {
    .name = "terms set",
    .usage = "--obligation ID | --portfolio ID [--rate P] [--late-rate P] [--from DATE] …",
    .summary = {"las condiciones de interés de una deuda o de una cartera, desde un día",
                "the terms of interest of a debt or a portfolio, from a day on"},
    .specs = set_specs,
    .run = run_set,
};

static const struct command verb_show = {
    .name = "terms show",
    .usage = "CASE [--json]",
    .summary = {"las que rigen para las deudas de un expediente",
                "those that hold for the debts of a case"},
    .specs = no_specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = run_show,
};

static const struct command verb_list = {
    .name = "terms list",
    .usage = "[--json]",
    .summary = {"las de las carteras", "those of portfolios"},
    .specs = no_specs,
    .run = run_list,
};

static const struct command *const members[] = {&verb_set, &verb_show, &verb_list, NULL};

const struct command command_terms = {
    .name = "terms",
    .usage = "set … | show CASE | list",
    .summary = {"condiciones de interés de las deudas", "terms of interest of debts"},
    .members = members,
};
