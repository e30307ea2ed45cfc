/* acuerdo arrangement: plans that people agreed to: accepted, listed, undone, reinstated. */
#include <inttypes.h>

#include "book/charge_off.h"
#include "book/published.h"
#include "cli/commands.h"
#include "cli/sign_in.h"
#include "policy/agree.h"
#include "policy/commit.h"
#include "store/db.h"

#define JSON_BYTES ((size_t)1 << 20)

/* clang-format off */
static const struct option_spec accept_specs[] = {
    SIGN_IN_SPECS,
    {"can-pay", "AMOUNT", {"la misma con que se pidieron las ofertas", "the same that the offers were asked with"}},
    {NULL, NULL, {NULL, NULL}},
};
static const struct option_spec terms_specs[] = {
    SIGN_IN_SPECS,
    {"plan", "DAY=AMOUNT,…", {"los pagos: 2026-12-01=500.00,2027-01-01=500.00", "the payments: 2026-12-01=500.00,2027-01-01=500.00"}},
    {"reason", "TEXT", {"por qué, para quien autoriza", "why, for whoever approves"}},
    {"debts", "DEBT,…", {"solo estas deudas (acuerdo case debts)", "these debts alone (acuerdo case debts)"}},
    {"with", "CASE,…", {"también estos expedientes de la misma persona", "these cases of the same person, too"}},
    {NULL, NULL, {NULL, NULL}},
};
static const struct option_spec reage_specs[] = {
    SIGN_IN_SPECS,
    {"first-on", "DATE", {"día de la primera cuota", "day of the first instalment"}},
    {"rows", "N", {"cuántas cuotas, una por mes", "how many instalments, a month after each other"}},
    {"reason", "TEXT", {"por qué, para quien autoriza", "why, for whoever approves"}},
    {"debts", "DEBT,…", {"solo estas deudas (acuerdo case debts)", "these debts alone (acuerdo case debts)"}},
    {NULL, NULL, {NULL, NULL}},
};
static const struct option_spec reamortise_specs[] = {
    SIGN_IN_SPECS,
    {"first-on", "DATE", {"día de la primera cuota", "day of the first instalment"}},
    {"rows", "N", {"cuántas cuotas, una por mes", "how many instalments, a month after each other"}},
    {"schedule", "KIND", {"french (cuota igual), german (capital igual) o american (capital al final)", "french (equal instalments), german (equal principals) or american (principal at the end)"}},
    {"rate", "PERCENT", {"tasa anual, por días de 365 (0)", "rate a year, by days of 365 (0)"}},
    {"reason", "TEXT", {"por qué, para quien autoriza", "why, for whoever approves"}},
    {NULL, NULL, {NULL, NULL}},
};
static const struct option_spec join_specs[] = {
    SIGN_IN_SPECS,
    {"source", "NAME", {"origen de la persona (import)", "source of the party (import)"}},
    {"evidence", "TEXT", {"cómo consta que aceptó: el papel, la grabación", "how they agreed: the paper, the recording"}},
    {NULL, NULL, {NULL, NULL}},
};
static const struct option_spec pay_specs[] = {
    SIGN_IN_SPECS,
    {"reference", "TEXT", {"referencia del pago", "reference of the payment"}},
    {"source", "NAME", {"origen del pago (manual)", "source of the payment (manual)"}},
    {"value-on", "DATE", {"fecha valor (la fecha abierta)", "value day (the open date)"}},
    {NULL, NULL, {NULL, NULL}},
};
static const struct option_spec reason_specs[] = {
    SIGN_IN_SPECS,
    {"reason", "TEXT", {"por qué", "why"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

static status read_key(struct cli *cli, struct case_key *ret_key)
{
    int64_t number = 0;
    if (!str_to_i64(cli->options.operands[0], &number))
        return op_fail(&cli->op, E_INVALID, "'" STR_FORMAT "' is not the number of a case",
                       STR_ARG(cli->options.operands[0]));
    return case_find_number(&cli->op, number, ret_key);
}

static status read_amount(struct cli *cli, currency of_case, str text, money *ret_amount)
{
    const struct money_format plain = {.decimal = '.'};
    return money_parse(text, plain, currency_exponent(of_case), ret_amount)
               ? OK
               : op_fail(&cli->op, E_INVALID, "\"" STR_FORMAT "\" is no amount", STR_ARG(text));
}

/* Where there are several: each with what is agreed of it. */
static status print_debts(struct cli *cli, const struct arrangement *arrangement, int exponent)
{
    struct arranged_debt *debts = NULL;
    size_t count = 0;
    char agreed[MONEY_TEXT_SIZE];
    char discount[MONEY_TEXT_SIZE];
    TRY(arranged_debts(&cli->op, arrangement, &debts, &count));
    for (size_t i = 0; i < count && count > 1; i++)
        fprintf(cli->out, "  " STR_FORMAT "  %s  %s\n", STR_ARG(debts[i].external_id),
                money_format_plain((money){debts[i].agreed}, exponent, agreed),
                money_format_plain((money){debts[i].discount}, exponent, discount));
    return OK;
}

static status print_parties(struct cli *cli, const struct arrangement *arrangement)
{
    struct arrangement_party *parties = NULL;
    size_t count = 0;
    char day_text[DAY_TEXT_SIZE];
    TRY(arrangement_parties(&cli->op, arrangement, &parties, &count));
    for (size_t i = 0; i < count; i++)
        fprintf(cli->out, "  " STR_FORMAT "  %s  %s  " STR_FORMAT "\n", STR_ARG(parties[i].name),
                party_role_name(parties[i].role), day_format(parties[i].joined_on, day_text),
                STR_ARG(parties[i].evidence));
    return OK;
}

/* What was agreed with the person, and each case's part of it. */
static status print_joint(struct cli *cli, const struct arrangement *arrangement, int exponent)
{
    struct joint_arrangement joint;
    char total[MONEY_TEXT_SIZE];
    char discount[MONEY_TEXT_SIZE];
    if (arrangement->joint_id == 0)
        return OK;
    TRY(joint_get(&cli->op, arrangement->key.debtor_id, arrangement->joint_id, &joint));
    fprintf(cli->out, "  %s  %s  %s\n",
            cli_text(cli, "parte de un convenio conjunto de", "part of a joint arrangement of"),
            money_format_plain((money){joint.total}, exponent, total),
            money_format_plain((money){joint.owed - joint.total}, exponent, discount));
    for (size_t i = 0; i < joint.count; i++) {
        const struct arrangement *const part = &joint.parts[i].arrangement;
        fprintf(cli->out, "    %" PRId64 "  " STR_FORMAT "  %s  %s\n", joint.parts[i].case_number,
                STR_ARG(joint.parts[i].creditor),
                money_format_plain((money){part->total}, exponent, total),
                money_format_plain((money){part->discount}, exponent, discount));
    }
    return OK;
}

static status print_one(struct cli *cli, const struct arrangement *arrangement, currency of_case)
{
    char day_text[DAY_TEXT_SIZE];
    char total[MONEY_TEXT_SIZE];
    char discount[MONEY_TEXT_SIZE];
    const int exponent = currency_exponent(of_case);
    fprintf(cli->out, "%" PRId64 "  %s  " STR_FORMAT "  %s  %s  %s\n", arrangement->id,
            day_format(arrangement->made_on, day_text), STR_ARG(arrangement->kind),
            op_word(&cli->op, str_cstr(cli->op.arena, arrangement->state)),
            money_format_plain((money){arrangement->total}, exponent, total),
            money_format_plain((money){arrangement->discount}, exponent, discount));
    for (size_t i = 0; i < arrangement->row_count; i++)
        fprintf(cli->out, "  %2zu  %s  %s\n", i + 1,
                day_format(arrangement->rows[i].due_on, day_text),
                money_format_plain((money){arrangement->rows[i].amount}, exponent, total));
    TRY(print_joint(cli, arrangement, exponent));
    TRY(print_debts(cli, arrangement, exponent));
    return print_parties(cli, arrangement);
}

static status case_currency(struct op *op, struct case_key key, currency *ret_currency)
{
    struct case_facts facts;
    bool found = false;
    TRY(facts_get(op, key, &facts, &found));
    *ret_currency = (currency)facts.currency;
    return found ? OK : op_fail(op, E_NOT_FOUND, "the case has no facts yet");
}

static status print_json(struct cli *cli, const struct arrangement *list, size_t count,
                         bool is_list)
{
    struct buf out = buf_start(cli->op.arena, JSON_BYTES);
    struct json_writer w = json_start(&out);
    const struct shield_cover none = {.count = 0}; /* nobody is on the line */
    if (is_list)
        json_array_open(&w);
    for (size_t i = 0; i < count; i++)
        TRY(arrangement_write(&cli->op, &w, &list[i], &none));
    if (is_list)
        json_array_close(&w);
    fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    return OK;
}

static status show(struct cli *cli, struct case_key key, int64_t id)
{
    struct arrangement arrangement;
    currency of_case = CURRENCY_NONE;
    TRY(arrangement_get(&cli->op, key.debtor_id, id, &arrangement));
    TRY(case_currency(&cli->op, key, &of_case));
    return cli->is_json ? print_json(cli, &arrangement, 1, false)
                        : print_one(cli, &arrangement, of_case);
}

static status list(struct cli *cli)
{
    struct arrangement *arrangements = NULL;
    struct case_key key;
    size_t count = 0;
    currency of_case = CURRENCY_NONE;
    TRY(cli_open(cli, CLI_READ));
    TRY(read_key(cli, &key));
    TRY(case_currency(&cli->op, key, &of_case));
    TRY(arrangement_list(&cli->op, key, &arrangements, &count));
    if (cli->is_json)
        return print_json(cli, arrangements, count, true);
    for (size_t i = 0; i < count; i++)
        TRY(print_one(cli, &arrangements[i], of_case));
    return OK;
}

static status accept(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct case_key key;
    struct agreed agreed;
    currency of_case = CURRENCY_NONE;
    money can_pay = {0};
    TRY(cli_open(cli, CLI_WRITE));
    TRY(cli_sign_in_maybe(cli));
    TRY(cli_need(cli, "arrangement.record"));
    TRY(db_begin(op, DB_WRITE));
    TRY(read_key(cli, &key));
    TRY(case_currency(op, key, &of_case));
    if (options_has(&cli->options, "can-pay"))
        TRY(read_amount(cli, of_case, options_get(&cli->options, "can-pay", STR("")), &can_pay));
    TRY(agree_offer(op, key, cli->options.operands[1], can_pay, &agreed));
    TRY(policy_commit(op));
    return show(cli, key, agreed.id);
}

static status read_plan(struct cli *cli, currency of_case, struct arrangement_plan_row *rows,
                        size_t *ret_count)
{
    str rest = options_get(&cli->options, "plan", STR(""));
    size_t count = 0;
    while (rest.size > 0) {
        str row = str_split(&rest, ',');
        const str due = str_split(&row, '=');
        money amount = {0};
        if (count == ARRANGEMENT_ROWS_MAX || !day_parse(str_trim(due), &rows[count].due_on))
            return op_fail(&cli->op, E_INVALID,
                           "--plan: \"" STR_FORMAT "\" is no day, or there are over %d payments",
                           STR_ARG(due), ARRANGEMENT_ROWS_MAX);
        TRY(read_amount(cli, of_case, str_trim(row), &amount));
        rows[count++].amount = amount.minor;
    }
    *ret_count = count;
    return OK;
}

static status read_debts(struct cli *cli, struct case_key key, int64_t **ret_debts,
                         size_t *ret_count)
{
    str rest = options_get(&cli->options, "debts", STR(""));
    size_t count = 0;
    size_t capacity = 0;
    int64_t *debts = NULL;
    while (rest.size > 0) {
        debts = arena_grow(cli->op.arena, debts, count, &capacity, sizeof(*debts));
        TRY(debt_find(&cli->op, key, str_trim(str_split(&rest, ',')), &debts[count]));
        count++;
    }
    *ret_debts = debts;
    *ret_count = count;
    return OK;
}

static status read_with(struct cli *cli, int64_t **ret_cases, size_t *ret_count)
{
    str rest = options_get(&cli->options, "with", STR(""));
    size_t count = 0;
    size_t capacity = 0;
    int64_t *cases = NULL;
    while (rest.size > 0) {
        const str text = str_trim(str_split(&rest, ','));
        struct case_key key;
        int64_t number = 0;
        if (!str_to_i64(text, &number))
            return op_fail(&cli->op, E_INVALID, "'" STR_FORMAT "' is not the number of a case",
                           STR_ARG(text));
        TRY(case_find_number(&cli->op, number, &key));
        cases = arena_grow(cli->op.arena, cases, count, &capacity, sizeof(*cases));
        cases[count++] = key.case_id;
    }
    *ret_cases = cases;
    *ret_count = count;
    return OK;
}

static status reage(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct agree_reage wish = {.reason = options_get(&cli->options, "reason", STR(""))};
    struct case_key key;
    struct agreed agreed;
    int64_t *debts = NULL;
    int64_t count = 0;
    if (!day_parse(options_get(&cli->options, "first-on", STR("")), &wish.first_on) ||
        !str_to_i64(options_get(&cli->options, "rows", STR("")), &count) || count < 1 ||
        count > ARRANGEMENT_ROWS_MAX)
        return op_fail(op, E_INVALID, "say --first-on DATE and --rows, 1 to %d",
                       ARRANGEMENT_ROWS_MAX);
    wish.count = (int)count;
    TRY(cli_open(cli, CLI_WRITE));
    TRY(cli_sign_in_maybe(cli));
    TRY(cli_need(cli, "arrangement.record"));
    TRY(db_begin(op, DB_WRITE));
    TRY(read_key(cli, &key));
    TRY(read_debts(cli, key, &debts, &wish.debt_count));
    wish.debts = debts;
    TRY(agree_reage(op, key, &wish, &agreed));
    TRY(policy_commit(op));
    return show(cli, key, agreed.id);
}

static status read_schedule(struct cli *cli, struct agree_reamortise *wish)
{
    struct op *const op = &cli->op;
    const str rate = options_get(&cli->options, "rate", STR("0"));
    const struct money_format plain = {.decimal = '.'};
    money parsed = {0};
    int64_t count = 0;
    wish->reason = options_get(&cli->options, "reason", STR(""));
    if (!day_parse(options_get(&cli->options, "first-on", STR("")), &wish->first_on) ||
        !str_to_i64(options_get(&cli->options, "rows", STR("")), &count) || count < 1 ||
        count > ARRANGEMENT_ROWS_MAX)
        return op_fail(op, E_INVALID, "say --first-on DATE and --rows, 1 to %d",
                       ARRANGEMENT_ROWS_MAX);
    if (!schedule_kind_parse(options_get(&cli->options, "schedule", STR("french")),
                             &wish->schedule))
        return op_fail(op, E_INVALID, "a debt gets a french, german or american schedule");
    if (!money_parse(rate, plain, PUBLISHED_RATE_DECIMALS, &parsed))
        return op_fail(op, E_INVALID,
                       "--%s: \"" STR_FORMAT "\" is not a percentage with at most %d decimals",
                       "rate", STR_ARG(rate), PUBLISHED_RATE_DECIMALS);
    wish->count = (int)count;
    wish->rate = parsed.minor;
    return OK;
}

static status reamortise(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct agree_reamortise wish = {0};
    struct case_key key;
    struct agreed agreed;
    TRY(read_schedule(cli, &wish));
    TRY(cli_open(cli, CLI_WRITE));
    TRY(cli_sign_in_maybe(cli));
    TRY(cli_need(cli, "arrangement.record"));
    TRY(db_begin(op, DB_WRITE));
    TRY(read_key(cli, &key));
    TRY(debt_find(op, key, cli->options.operands[1], &wish.obligation_id));
    TRY(agree_reamortise(op, key, &wish, &agreed));
    TRY(policy_commit(op));
    return show(cli, key, agreed.id);
}

static status propose(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct arrangement_plan_row rows[ARRANGEMENT_ROWS_MAX];
    struct case_key key;
    struct agreed agreed;
    currency of_case = CURRENCY_NONE;
    int64_t *debts = NULL;
    int64_t *with = NULL;
    size_t count = 0;
    TRY(cli_open(cli, CLI_WRITE));
    TRY(cli_sign_in_maybe(cli));
    TRY(cli_need(cli, "arrangement.record"));
    TRY(db_begin(op, DB_WRITE));
    TRY(read_key(cli, &key));
    TRY(case_currency(op, key, &of_case));
    TRY(read_plan(cli, of_case, rows, &count));
    struct agree_wish wish = {
        .rows = rows, .count = count, .reason = options_get(&cli->options, "reason", STR(""))};
    TRY(read_debts(cli, key, &debts, &wish.debt_count));
    TRY(read_with(cli, &with, &wish.with_count));
    wish.debts = debts;
    wish.with = with;
    TRY(agree_terms(op, key, &wish, &agreed));
    TRY(policy_commit(op));
    return show(cli, key, agreed.id);
}

static status print_shares(struct cli *cli, const struct agreement_share *shares, size_t count,
                           int exponent)
{
    struct buf out = buf_start(cli->op.arena, JSON_BYTES);
    struct json_writer w = json_start(&out);
    char amount[MONEY_TEXT_SIZE];
    json_array_open(&w);
    for (size_t i = 0; i < count; i++) {
        json_object_open(&w);
        json_put_id(&w, "payment_id", shares[i].payment_id);
        json_put_id(&w, "case_id", shares[i].key.case_id);
        json_put_i64(&w, "amount", shares[i].amount.minor);
        json_object_close(&w);
        if (!cli->is_json)
            fprintf(cli->out, "%" PRId64 "  %s\n", shares[i].payment_id,
                    money_format_plain(shares[i].amount, exponent, amount));
    }
    json_array_close(&w);
    if (cli->is_json)
        fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    return OK;
}

static status pay(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct payment_order order = {.source = options_get(&cli->options, "source", STR("manual")),
                                  .reference = options_get(&cli->options, "reference", STR(""))};
    struct agreement_share *shares = NULL;
    struct case_key key;
    currency of_case = CURRENCY_NONE;
    int64_t id = 0;
    size_t count = 0;
    if (!str_to_i64(cli->options.operands[0], &id))
        return op_fail(op, E_INVALID, "\"" STR_FORMAT "\" is no arrangement",
                       STR_ARG(cli->options.operands[0]));
    TRY(cli_open(cli, CLI_WRITE));
    TRY(cli_sign_in_maybe(cli));
    TRY(cli_need(cli, "payment.record"));
    order.value_on = op->business_date;
    if (options_has(&cli->options, "value-on") &&
        !day_parse(options_get(&cli->options, "value-on", STR("")), &order.value_on))
        return op_fail(op, E_INVALID, "--value-on: a date, 2026-12-31");
    TRY(db_begin(op, DB_WRITE));
    TRY(arrangement_owner(op, id, &key));
    TRY(case_currency(op, key, &of_case));
    TRY(read_amount(cli, of_case, cli->options.operands[1], &order.amount));
    order.debtor_id = key.debtor_id;
    TRY(agreement_pay(op, id, &order, &shares, &count));
    TRY(policy_commit(op));
    return print_shares(cli, shares, count, currency_exponent(of_case));
}

typedef status change(struct op *op, int64_t debtor_id, int64_t id, str reason);

static status change_one(struct cli *cli, change *how)
{
    struct op *const op = &cli->op;
    struct case_key key;
    int64_t id = 0;
    if (!str_to_i64(cli->options.operands[0], &id))
        return op_fail(op, E_INVALID, "\"" STR_FORMAT "\" is no arrangement",
                       STR_ARG(cli->options.operands[0]));
    TRY(cli_open(cli, CLI_WRITE));
    TRY(cli_sign_in_maybe(cli));
    TRY(cli_need(cli, AGREE_PERMISSION));
    TRY(db_begin(op, DB_WRITE));
    TRY(arrangement_owner(op, id, &key));
    TRY(how(op, key.debtor_id, id, options_get(&cli->options, "reason", STR(""))));
    TRY(policy_commit(op));
    return show(cli, key, id);
}

static status join(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct case_key key;
    int64_t id = 0;
    int64_t party_id = 0;
    if (!str_to_i64(cli->options.operands[0], &id))
        return op_fail(op, E_INVALID, "\"" STR_FORMAT "\" is no arrangement",
                       STR_ARG(cli->options.operands[0]));
    TRY(cli_open(cli, CLI_WRITE));
    TRY(cli_sign_in_maybe(cli));
    TRY(cli_need(cli, "arrangement.record"));
    TRY(db_begin(op, DB_WRITE));
    TRY(arrangement_owner(op, id, &key));
    TRY(party_find(op, options_get(&cli->options, "source", STR("import")),
                   cli->options.operands[1], &party_id));
    TRY(arrangement_join(op, key.debtor_id, id, party_id,
                         options_get(&cli->options, "evidence", STR(""))));
    TRY(policy_commit(op));
    return show(cli, key, id);
}

static status cancel(struct cli *cli)
{
    return change_one(cli, arrangement_cancel);
}

static status reinstate(struct cli *cli)
{
    return change_one(cli, arrangement_reinstate);
}

static const struct command verb_list = {
    .name = "arrangement list",
    .usage = "CASE",
    .summary = {"los convenios de un expediente", "the arrangements of a case"},
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = list,
};

static const struct command verb_accept = {
    .name = "arrangement accept",
    .usage = "CASE OFFER [--can-pay AMOUNT]",
    .summary = {"acepta una oferta de acuerdo offers", "accepts an offer of acuerdo offers"},
    .specs = accept_specs,
    .operand_count_min = 2,
    .operand_count_max = 2,
    .run = accept,
};

static const struct command verb_propose = {
    .name = "arrangement propose",
    .usage = "CASE --plan DAY=AMOUNT,… [--debts DEBT,…] [--with CASE,…] [--reason TEXT]",
    .summary = {"propone pagos propios; fuera de los límites esperan autorización",
                "proposes payments of one's own; beyond the limits they wait for approval"},
    .specs = terms_specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = propose,
};

static const struct command verb_reage = {
    .name = "arrangement reage",
    .usage = "CASE --first-on DATE --rows N --reason TEXT [--debts DEBT,…]",
    .summary = {"reestructura: lo que se debe pasa a cuotas nuevas; siempre espera autorización",
                "restructures: what is owed becomes new instalments; always waits for approval"},
    .specs = reage_specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = reage,
};

static const struct command verb_reamortise = {
    .name = "arrangement reamortise",
    .usage = "CASE DEBT --first-on DATE --rows N [--schedule KIND] [--rate PERCENT] --reason TEXT",
    .summary =
        {"una tabla de pagos nueva para una deuda, con su interés; siempre espera autorización",
                  "a new schedule for one debt, with its interest; always waits for approval"},
    .specs = reamortise_specs,
    .operand_count_min = 2,
    .operand_count_max = 2,
    .run = reamortise,
};

static const struct command verb_join = {
    .name = "arrangement join",
    .usage = "ARRANGEMENT PARTY --evidence TEXT [--source NAME]",
    .summary = {"un aval o codeudor se suma y promete que se cumpla",
                "a guarantor or co-debtor joins it and promises that it is kept"},
    .specs = join_specs,
    .operand_count_min = 2,
    .operand_count_max = 2,
    .run = join,
};

static const struct command verb_pay = {
    .name = "arrangement pay",
    .usage = "ARRANGEMENT AMOUNT --reference TEXT [--source NAME] [--value-on DATE]",
    .summary = {"un pago para el convenio, dividido entre sus expedientes",
                "a payment for the arrangement, divided over its cases"},
    .specs = pay_specs,
    .operand_count_min = 2,
    .operand_count_max = 2,
    .run = pay,
};

static const struct command verb_cancel = {
    .name = "arrangement cancel",
    .usage = "ARRANGEMENT --reason TEXT",
    .summary = {"lo deshace: se debe otra vez lo de antes",
                "undoes it: what was owed is owed again"},
    .specs = reason_specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = cancel,
};

static const struct command verb_reinstate = {
    .name = "arrangement reinstate",
    .usage = "ARRANGEMENT --reason TEXT",
    .summary = {"reactiva uno incumplido", "lets a breached one count again"},
    .specs = reason_specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = reinstate,
};

static const struct command *const members[] = {
    &verb_list, &verb_accept, &verb_propose, &verb_reage,     &verb_reamortise,
    &verb_join, &verb_pay,    &verb_cancel,  &verb_reinstate, NULL};

const struct command command_arrangement = {
    .name = "arrangement",
    .usage = "list | accept | propose | reage | reamortise | join | pay | cancel | reinstate …",
    .summary = {"convenios de pago: aceptar, proponer, deshacer, reactivar",
                "arrangements: accept, propose, undo, reinstate"},
    .members = members,
};
