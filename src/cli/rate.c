/* acuerdo rate: published rates and units of account, and what a country lets a creditor charge. */
#include <inttypes.h>

#include "cli/commands.h"
#include "policy/charge_write.h"
#include "record/organisation.h"
#include "store/db.h"

#define LIST_ROWS_MAX 100000
#define DAYS_LATE_MAX 100000

/* clang-format off */
#define COUNTRY_OPTION {"country", "CC", {"país (el de la organización)", "country (the organisation's)"}}
#define ON_OPTION      {"on", "DATE", {"en qué fecha (la abierta)", "on which day (the open date)"}}
#define SEGMENT_OPTION {"segment", "NAME", {"segmento de lo publicado: tmc.NAME", "segment of what is published: tmc.NAME"}}
#define NO_OPTION      {NULL, NULL, {NULL, NULL}}

static const struct option_spec list_specs[] = {
    COUNTRY_OPTION, ON_OPTION,
    {"all", NULL, {"todas las filas, también las corregidas", "every row, corrected ones too"}},
    NO_OPTION,
};
static const struct option_spec index_specs[] = {COUNTRY_OPTION, ON_OPTION, NO_OPTION};
static const struct option_spec cap_specs[] = {
    COUNTRY_OPTION, ON_OPTION, SEGMENT_OPTION,
    {"limit", "ID", {"un solo tope de la ley (todos)", "one limit of the law only (all)"}},
    {"rate", "PERCENT", {"la tasa anual que se quiere cobrar", "the yearly rate that one wants to charge"}},
    {"agreed", "PERCENT", {"la tasa del contrato, donde la ley parte de ella", "the contract's rate, where the law counts on it"}},
    NO_OPTION,
};
static const struct option_spec fee_specs[] = {
    COUNTRY_OPTION, ON_OPTION, SEGMENT_OPTION,
    {"overdue", "AMOUNT", {"monto vencido sobre el que se cobra", "overdue amount that it is charged on"}},
    {"days-late", "N", {"días de atraso", "days late"}},
    {"fee", "AMOUNT", {"el gasto que se quiere cobrar", "the fee that one wants to charge"}},
    {"notice", NULL, {"se dio el aviso gratuito que pide la ley", "the free notice that the law wants was given"}},
    {"currency", "CUR", {"moneda de los montos (la de la organización)", "currency of the amounts (the organisation's)"}},
    NO_OPTION,
};
/* clang-format on */

/* Where and when is asked. */
static status read_place(struct cli *cli, struct charge_place *out)
{
    struct op *const op = &cli->op;
    struct organisation organisation;
    const str none = STR("");
    TRY(cli_open(cli, CLI_READ));
    TRY(organisation_get(op, &organisation));
    out->country = cli_code(cli, "country", organisation.country);
    out->segment = options_get(&cli->options, "segment", none);
    out->currency = organisation.currency;
    const str wanted = options_get(&cli->options, "currency", none);
    if (wanted.size > 0 && !currency_parse(wanted, &out->currency))
        return op_fail(op, E_INVALID,
                       "--currency: \"" STR_FORMAT "\" is not a currency such as MXN",
                       STR_ARG(wanted));
    return cli_day(cli, "on", op->business_date, &out->on);
}

/* An option that is a plain decimal; absent gives fallback. */
static status read_decimal(struct cli *cli, const char *name, int decimals, int64_t fallback,
                           int64_t *ret_value)
{
    const str text = options_get(&cli->options, name, STR(""));
    const struct money_format plain = {'.', 0};
    money value = {0};
    *ret_value = fallback;
    if (text.size == 0)
        return OK;
    if (!money_parse(text, plain, decimals, &value) || value.minor < 0)
        return op_fail(&cli->op, E_INVALID,
                       "--%s: \"" STR_FORMAT "\" is not a number with at most %d decimals", name,
                       STR_ARG(text), decimals);
    *ret_value = value.minor;
    return OK;
}

/* --- what is published --- */

struct printing {
    struct cli *cli;
    struct json_writer *w;
    enum published_table table;
};

static status print_row(struct op *op, const struct published *row, void *context)
{
    const struct printing *const p = context;
    char from[DAY_TEXT_SIZE];
    char value[PUBLISHED_TEXT_SIZE];
    char currency_text[CURRENCY_TEXT] = "%";
    (void)op;
    if (p->cli->is_json) {
        published_write(p->w, p->table, row);
        return OK;
    }
    if (p->table == PUBLISHED_INDEX)
        currency_format(row->currency, currency_text);
    fprintf(p->cli->out, STR_FORMAT "  %-28.*s %s  #%d  %16s %-4s " STR_FORMAT "\n",
            STR_ARG(row->country), STR_ARG(row->name), day_format(row->from_on, from),
            row->revision, published_format(p->table, row->value, value), currency_text,
            STR_ARG(row->source));
    return OK;
}

static status print_rows(struct cli *cli, const struct published_query *query, bool has_rates)
{
    struct op *const op = &cli->op;
    struct buf out = buf_start(op->arena, (size_t)64 << 20);
    struct json_writer w = json_start(&out);
    struct printing p = {cli, &w, PUBLISHED_RATE};
    json_array_open(&w);
    if (has_rates)
        TRY(published_list(op, PUBLISHED_RATE, query, print_row, &p));
    p.table = PUBLISHED_INDEX;
    TRY(published_list(op, PUBLISHED_INDEX, query, print_row, &p));
    json_array_close(&w);
    if (cli->is_json)
        fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    return OK;
}

static status run_list(struct cli *cli)
{
    struct charge_place place = {.on = DAY_NONE};
    TRY(read_place(cli, &place));
    const struct published_query query = {
        .country = cli_code(cli, "country", STR("")),
        .on = options_has(&cli->options, "all") ? DAY_NONE : place.on,
        .most = LIST_ROWS_MAX,
    };
    return print_rows(cli, &query, true);
}

static status run_index(struct cli *cli)
{
    struct charge_place place = {.on = DAY_NONE};
    struct published row;
    bool found = false;
    const str unit = cli->options.operands[0];
    char on[DAY_TEXT_SIZE];
    TRY(read_place(cli, &place));
    TRY(published_find(&cli->op, PUBLISHED_INDEX, place.country, unit, place.on, &row, &found));
    if (!found)
        return op_fail(&cli->op, E_NOT_FOUND,
                       "no value of " STR_FORMAT " of " STR_FORMAT " holds on %s", STR_ARG(unit),
                       STR_ARG(place.country), day_format(place.on, on));
    const struct published_query query = {
        .country = place.country, .name = unit, .on = place.on, .most = 1};
    return print_rows(cli, &query, false);
}

/* --- what may be charged --- */

static const char *verdict_word(const struct cli *cli, enum charge_verdict verdict)
{
    static const char *const es[] = {"sin tope", "permitido", "no se sabe", "no permitido"};
    static const char *const en[] = {"no cap", "allowed", "unknown", "refused"};
    return cli_text(cli, es[verdict], en[verdict]);
}

static void print_most(const struct cli *cli, const struct charge_place *place, bool is_fee,
                       const struct charge_answer *answer)
{
    char text[MONEY_TEXT_SIZE];
    char unit[CURRENCY_TEXT];
    if (answer->verdict != CHARGE_ALLOWED && answer->verdict != CHARGE_REFUSED)
        return;
    if (is_fee)
        fprintf(cli->out, cli_text(cli, ", a lo más %s %s", ", at most %s %s"),
                money_format_plain((money){answer->most}, currency_exponent(place->currency), text),
                currency_format(place->currency, unit));
    else
        fprintf(cli->out, cli_text(cli, ", a lo más %s %% al año", ", at most %s %% a year"),
                published_format(PUBLISHED_RATE, answer->most, text));
}

static void print_answer(const struct cli *cli, const struct charge_place *place, bool is_fee,
                         const struct charge_answer *answer)
{
    char from[DAY_TEXT_SIZE];
    char value[PUBLISHED_TEXT_SIZE];
    const struct published *const source = &answer->source;
    fprintf(cli->out, "%s", verdict_word(cli, answer->verdict));
    print_most(cli, place, is_fee, answer);
    fprintf(cli->out, ": %s%s%s (%s)%s\n", answer->rule->id, answer->limit ? " " : "",
            answer->limit ? answer->limit : "", answer->rule->citation,
            answer->rule->is_to_confirm ? cli_text(cli, ", por confirmar", ", to confirm") : "");
    if (answer->has_source)
        fprintf(cli->out, "    " STR_FORMAT " " STR_FORMAT " %s #%d: %s (" STR_FORMAT ")\n",
                STR_ARG(source->country), STR_ARG(source->name), day_format(source->from_on, from),
                source->revision, published_format(answer->table, source->value, value),
                STR_ARG(source->source));
    if (answer->reason)
        fprintf(cli->out, "    %s\n", answer->reason);
}

/* Refused by a rule is an answer and its own exit code; what is not known is a failure. */
static status print_answers(struct cli *cli, const struct charge_place *place, bool is_fee,
                            const struct charge_answers *answers)
{
    struct buf out = buf_start(cli->op.arena, 1 << 20);
    struct json_writer w = json_start(&out);
    if (cli->is_json) {
        charge_answers_write(&w, place, is_fee, answers);
        fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    } else if (answers->count == 0) {
        fputs(answers->verdict == CHARGE_UNKNOWN
                  ? cli_text(cli, "no se sabe: no hay paquete del país\n",
                             "unknown: there is no pack of the country\n")
                  : cli_text(cli, "sin tope: el paquete del país no tiene ninguna regla\n",
                             "no cap: the country's pack has no rule\n"),
              cli->out);
    }
    for (size_t i = 0; i < answers->count && !cli->is_json; i++)
        print_answer(cli, place, is_fee, &answers->list[i]);
    if (answers->verdict < CHARGE_UNKNOWN)
        return OK;
    const status code = answers->verdict == CHARGE_REFUSED ? E_REFUSED : E_NOT_FOUND;
    cli->is_answered = true;
    cli->exit_code = status_exit(code);
    return code;
}

static status run_cap(struct cli *cli)
{
    struct charge_place place = {.on = DAY_NONE};
    struct charge_rate asked = {.limit = options_get(&cli->options, "limit", STR(""))};
    struct charge_answers *const answers = arena_new(cli->op.arena, struct charge_answers);
    TRY(read_decimal(cli, "rate", PUBLISHED_RATE_DECIMALS, CHARGE_NOT_SAID, &asked.rate));
    TRY(read_decimal(cli, "agreed", PUBLISHED_RATE_DECIMALS, 0, &asked.agreed));
    TRY(read_place(cli, &place));
    TRY(charge_ask_rate(&cli->op, &place, &asked, answers));
    return print_answers(cli, &place, false, answers);
}

static status run_fee(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct charge_place place = {.on = DAY_NONE};
    struct charge_fee asked = {.is_notice_given = options_has(&cli->options, "notice")};
    struct charge_answers *const answers = arena_new(op->arena, struct charge_answers);
    int64_t late = 0;
    TRY(cli_i64(cli, "days-late", -1, &late));
    if (late < 0 || late > DAYS_LATE_MAX || !options_has(&cli->options, "overdue"))
        return op_fail(op, E_INVALID, "say --overdue AMOUNT and --days-late N, from 0 to %d",
                       DAYS_LATE_MAX);
    asked.days_late = (int)late;
    TRY(read_place(cli, &place));
    const int exponent = currency_exponent(place.currency);
    TRY(read_decimal(cli, "overdue", exponent, 0, &asked.overdue));
    TRY(read_decimal(cli, "fee", exponent, CHARGE_NOT_SAID, &asked.fee));
    TRY(charge_ask_fee(op, &place, &asked, answers));
    return print_answers(cli, &place, true, answers);
}

static const struct command verb_list = {
    .name = "rate list",
    .usage = "[--country CC] [--on DATE] [--all]",
    .summary = {"tasas y unidades publicadas, y su fuente",
                "published rates and units, and their source"},
    .specs = list_specs,
    .run = run_list,
};

static const struct command verb_index = {
    .name = "rate index",
    .usage = "UNIT [--country CC] [--on DATE]",
    .summary = {"cuánto vale una unidad: UF, UVR, UDI, UIT…",
                "what a unit is worth: UF, UVR, UDI, UIT…"},
    .specs = index_specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = run_index,
};

static const struct command verb_cap = {
    .name = "rate cap",
    .usage = "[--country CC] [--rate PERCENT] [--limit ID] [--segment NAME] [--on DATE]",
    .summary = {"qué interés permite la ley", "what interest the law allows"},
    .specs = cap_specs,
    .run = run_cap,
};

static const struct command verb_fee = {
    .name = "rate fee",
    .usage = "--overdue AMOUNT --days-late N [--fee AMOUNT] [--notice] [--country CC] [--on DATE]",
    .summary = {"qué gasto de cobranza permite la ley", "what collection fee the law allows"},
    .specs = fee_specs,
    .run = run_fee,
};

static const struct command *const members[] = {&verb_list, &verb_index, &verb_cap, &verb_fee,
                                                NULL};

const struct command command_rate = {
    .name = "rate",
    .usage = "list | index UNIT | cap … | fee …",
    .summary = {"tasas y unidades publicadas; topes de interés y de gastos",
                "published rates and units; caps on interest and fees"},
    .members = members,
};
