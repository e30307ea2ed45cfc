/* acuerdo case: the standing of a case's debts: charged off, recovered, written off; and holds. */
#include <inttypes.h>

#include "book/dispute.h"
#include "cli/commands.h"
#include "cli/sign_in.h"
#include "policy/commit.h"
#include "policy/offers.h"
#include "policy/write_off.h"
#include "store/db.h"

#define JSON_BYTES      ((size_t)1 << 20)
#define LOSS_PERMISSION "debt.charge_off"

/* clang-format off */
static const struct option_spec reason_specs[] = {
    SIGN_IN_SPECS,
    {"reason", "TEXT", {"por qué", "why"}},
    {NULL, NULL, {NULL, NULL}},
};
static const struct option_spec hold_specs[] = {
    SIGN_IN_SPECS,
    {"kind", "WORD", {"qué se suspende: contact o interest (contact)", "what stands still: contact or interest (contact)"}},
    {"from", "DATE", {"desde qué día (la fecha abierta)", "from which day on (the open date)"}},
    {"until", "DATE", {"el primer día en que ya no rige (sin fin)", "the first day on which it no longer holds (no end)"}},
    {"reason", "TEXT", {"por qué", "why"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

static status read_case(struct cli *cli, struct case_key *ret_key)
{
    int64_t number = 0;
    if (!str_to_i64(cli->options.operands[0], &number))
        return op_fail(&cli->op, E_INVALID, "'" STR_FORMAT "' is not the number of a case",
                       STR_ARG(cli->options.operands[0]));
    return case_find_number(&cli->op, number, ret_key);
}

static status read_currency(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(currency *)out = (currency)db_i64(row, 1);
    return OK;
}

static void print_loss(struct cli *cli, const char *label, day on, const char *amount)
{
    char text[DAY_TEXT_SIZE];
    if (on != DAY_NONE)
        fprintf(cli->out, "  %s %s  %s\n", label, day_format(on, text), amount);
}

static void print_one(struct cli *cli, const struct debt_standing *debt, int exponent)
{
    char amount[MONEY_TEXT_SIZE];
    fprintf(cli->out, STR_FORMAT "  %s\n", STR_ARG(debt->external_id),
            money_format_plain((money){debt->open}, exponent, amount));
    print_loss(cli, cli_text(cli, "castigada", "charged off"), debt->charged_off_on,
               money_format_plain((money){debt->charged_off}, exponent, amount));
    print_loss(cli, cli_text(cli, "recuperado desde", "recovered since"), debt->charged_off_on,
               money_format_plain((money){debt->recovered}, exponent, amount));
    if (debt->asked_id != 0)
        fprintf(cli->out, "  %s\n",
                cli_text(cli, "su baja espera autorización", "its write-off waits for approval"));
    print_loss(cli, cli_text(cli, "dada de baja", "written off"), debt->written_off_on,
               money_format_plain((money){debt->written_off}, exponent, amount));
}

static status show(struct cli *cli, struct case_key key)
{
    struct op *const op = &cli->op;
    struct buf out = buf_start(op->arena, JSON_BYTES);
    struct json_writer w = json_start(&out);
    struct debt_standing *debts = NULL;
    currency of_case = CURRENCY_NONE;
    size_t count = 0;
    bool found = false;
    TRY(debt_standings(op, key, &debts, &count));
    TRY(db_query_one(op, Q_CASE_BOOK_HEAD, DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)),
                     read_currency, &of_case, &found));
    json_array_open(&w);
    for (size_t i = 0; i < count; i++) {
        debt_standing_write(&w, &debts[i]);
        if (!cli->is_json)
            print_one(cli, &debts[i], currency_exponent(of_case));
    }
    json_array_close(&w);
    if (cli->is_json)
        fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    return OK;
}

static status debts(struct cli *cli)
{
    struct case_key key;
    TRY(cli_open(cli, CLI_READ));
    TRY(read_case(cli, &key));
    return show(cli, key);
}

typedef status change(struct op *op, struct case_key key, int64_t obligation_id, str reason);

static status change_one(struct cli *cli, change *how)
{
    struct op *const op = &cli->op;
    struct case_key key;
    int64_t obligation_id = 0;
    TRY(cli_open(cli, CLI_WRITE));
    TRY(cli_sign_in_maybe(cli));
    TRY(cli_need(cli, LOSS_PERMISSION));
    TRY(db_begin(op, DB_WRITE));
    TRY(read_case(cli, &key));
    TRY(debt_find(op, key, cli->options.operands[1], &obligation_id));
    TRY(how(op, key, obligation_id, options_get(&cli->options, "reason", STR(""))));
    TRY(policy_commit(op));
    return show(cli, key);
}

static status charge_off(struct cli *cli)
{
    return change_one(cli, charge_off_make);
}

static status resume(struct cli *cli)
{
    return change_one(cli, charge_off_resume);
}

static status request(struct op *op, struct case_key key, int64_t obligation_id, str reason)
{
    int64_t approval_id = 0;
    return write_off_request(op, key, obligation_id, reason, &approval_id);
}

static status write_off(struct cli *cli)
{
    return change_one(cli, request);
}

static status hold(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct case_key key = {0, 0};
    day from = DAY_NONE;
    day until = DAY_NONE;
    int64_t id = 0;
    TRY(cli_open(cli, CLI_WRITE));
    TRY(cli_sign_in_maybe(cli));
    TRY(cli_need(cli, LOSS_PERMISSION));
    TRY(cli_day(cli, "from", op->business_date, &from));
    TRY(cli_day(cli, "until", DAY_NONE, &until));
    TRY(db_begin(op, DB_WRITE));
    TRY(read_case(cli, &key));
    TRY(hold_place(op, key, options_get(&cli->options, "kind", STR("contact")), from, until,
                   options_get(&cli->options, "reason", STR("")), &id));
    return policy_commit(op);
}

static const struct command verb_hold = {
    .name = "case hold",
    .usage = "CASE --reason TEXT [--kind contact|interest] [--from DATE] [--until DATE]",
    .summary = {"suspende el contacto o el interés", "holds contact or interest"},
    .specs = hold_specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = hold,
};

static const struct command verb_debts = {
    .name = "case debts",
    .usage = "CASE",
    .summary = {"sus deudas: castigadas, recuperadas, dadas de baja",
                "its debts: charged off, recovered, written off"},
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = debts,
};

#define CASE_VERB(verb, word, es, en)                                                              \
    static const struct command verb_##verb = {                                                    \
        .name = "case " word,                                                                      \
        .usage = "CASE DEBT --reason TEXT",                                                        \
        .summary = {es, en},                                                                       \
        .specs = reason_specs,                                                                     \
        .operand_count_min = 2,                                                                    \
        .operand_count_max = 2,                                                                    \
        .run = (verb),                                                                             \
    }
CASE_VERB(charge_off, "charge-off", "castiga una deuda, que se sigue debiendo",
          "charges a debt off, which is still owed");
CASE_VERB(resume, "resume", "retira el castigo", "takes the charge-off back");
CASE_VERB(write_off, "write-off", "pide la baja, que otra persona autoriza",
          "asks for a write-off, which another person approves");

static const struct command *const members[] = {&verb_debts,     &verb_charge_off, &verb_resume,
                                                &verb_write_off, &verb_hold,       NULL};

const struct command command_case = {
    .name = "case",
    .usage =
        "debts CASE | charge-off CASE DEBT | resume CASE DEBT | write-off CASE DEBT | hold CASE",
    .summary = {"las deudas de un expediente: castigo, recupero y baja",
                "the debts of a case: charge-off, recovery and write-off"},
    .members = members,
};
