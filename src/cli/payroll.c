/* acuerdo payroll: lists for employers who deduct from wages, their answers, and what differs. */
#include <inttypes.h>

#include "base/json.h"
#include "book/party.h"
#include "cash/payroll.h"
#include "cash/take.h"
#include "cli/bank.h"
#include "cli/commands.h"
#include "policy/commit.h"
#include "record/organisation.h"
#include "store/db.h"

enum { LIST_BYTES = 64 << 20, OUT_BYTES = 64 << 20 };

/* clang-format off */
static const struct option_spec expect_specs[] = {
    {"employer", "ID", {"el empleador, por su nombre de origen", "the employer, by its source's name"}},
    {"source", "NAME", {"su origen (import)", "its source (import)"}},
    {"from", "DATE", {"primer día del período", "first day of the period"}},
    {"until", "DATE", {"último día del período", "last day of the period"}},
    {"currency", "CODE", {"moneda (la de la organización)", "currency (the organisation's)"}},
    {"arrears", NULL, {"también lo vencido antes", "also what was due before"}},
    {"include-left", NULL, {"también quien ya no trabaja allí, según el empleador", "also who left, by the employer's word"}},
    {"again", NULL, {"retira la lista anterior del período", "withdraws the earlier list of the period"}},
    {"out", "FILE", {"dónde escribir la lista (con --json hace falta)", "where to write the list (needed with --json)"}},
    {NULL, NULL, {NULL, NULL}},
};
static const struct option_spec take_specs[] = {
    {"deposit", "ENTRY", {"el movimiento del banco con la suma de este archivo: sale de la bandeja", "the bank's entry with the sum of this file: it leaves the queue"}},
    {"accept-differences", NULL, {"lo toma aunque sus totales no cuadren, y lo marca", "takes it though its totals do not agree, and marks it"}},
    {"dry-run", NULL, {"solo revisa; no escribe", "check only; write nothing"}},
    {NULL, NULL, {NULL, NULL}},
};
static const struct option_spec reason_specs[] = {
    {"reason", "TEXT", {"por qué", "why"}},
    {NULL, NULL, {NULL, NULL}},
};
static const struct option_spec all_specs[] = {
    {"all", NULL, {"también lo que concuerda", "also what agrees"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

static void put_list(struct json_writer *w, const struct payroll_list *list)
{
    char amount[MONEY_TEXT_SIZE];
    char unit[CURRENCY_TEXT];
    json_object_open(w);
    json_put_id(w, "list", list->id);
    json_put_str(w, "employer", list->employer);
    json_put_day(w, "from", list->from);
    json_put_day(w, "until", list->until);
    json_put_i64(w, "lines", list->lines);
    json_put_c(w, "amount",
               money_format_plain(list->amount, currency_exponent(list->currency), amount));
    json_put_c(w, "currency", currency_format(list->currency, unit));
    json_put_bool(w, "withdrawn", list->withdrawn_on != DAY_NONE);
    json_put_day(w, "withdrawn_on", list->withdrawn_on);
    json_put_str(w, "withdrawn_why", list->withdrawn_why);
    json_object_close(w);
}

static void print_list(struct cli *cli, FILE *out, const struct payroll_list *list)
{
    char amount[MONEY_TEXT_SIZE];
    char unit[CURRENCY_TEXT];
    char from[DAY_TEXT_SIZE];
    char until[DAY_TEXT_SIZE];
    fprintf(out, "%" PRId64 "\t" STR_FORMAT "\t%s\t%s\t%" PRId64 "\t%s %s", list->id,
            STR_ARG(list->employer), day_format(list->from, from), day_format(list->until, until),
            list->lines,
            money_format_plain(list->amount, currency_exponent(list->currency), amount),
            currency_format(list->currency, unit));
    if (list->withdrawn_on != DAY_NONE)
        fprintf(out, "\t%s\t" STR_FORMAT, cli_text(cli, "retirada", "withdrawn"),
                STR_ARG(list->withdrawn_why));
    fputc('\n', out);
}

static void print_json(struct cli *cli, const struct buf *out)
{
    fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(out)));
}

/* --- the list --- */

static status read_request(struct cli *cli, struct payroll_request *request)
{
    struct op *const op = &cli->op;
    const str unit = options_get(&cli->options, "currency", STR(""));
    struct organisation organisation;
    TRY(cli_day(cli, "from", DAY_NONE, &request->from));
    TRY(cli_day(cli, "until", DAY_NONE, &request->until));
    if (!options_has(&cli->options, "employer") || request->from == DAY_NONE ||
        request->until == DAY_NONE)
        return op_fail(op, E_INVALID,
                       "a list of payroll needs --employer ID, --from DATE and --until DATE");
    TRY(organisation_get(op, &organisation));
    request->currency = organisation.currency;
    if (unit.size > 0 && !currency_parse(unit, &request->currency))
        return op_fail(op, E_INVALID, "\"" STR_FORMAT "\" is no currency that is known here",
                       STR_ARG(unit));
    request->has_arrears = options_has(&cli->options, "arrears");
    request->has_left = options_has(&cli->options, "include-left");
    request->takes_over = options_has(&cli->options, "again");
    return party_find(op, options_get(&cli->options, "source", STR("import")),
                      options_get(&cli->options, "employer", STR("")), &request->employer_id);
}

static status write_out(struct cli *cli, const struct buf *list)
{
    const str path = options_get(&cli->options, "out", STR(""));
    if (path.size == 0) {
        (void)fwrite(list->data, 1, list->size, cli->out);
        return OK;
    }
    FILE *const file = fopen(str_cstr(cli->op.arena, path), "wxb");
    if (!file)
        return op_fail(&cli->op, E_IO,
                       "\"" STR_FORMAT "\" cannot be written; a file that is there stays as it is",
                       STR_ARG(path));
    const bool is_written = fwrite(list->data, 1, list->size, file) == list->size;
    return fclose(file) == 0 && is_written
               ? OK
               : op_fail(&cli->op, E_IO, "\"" STR_FORMAT "\" could not be written whole",
                         STR_ARG(path));
}

static status expect(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct payroll_request request = {.currency = CURRENCY_NONE};
    struct payroll_list list;
    struct buf csv = buf_start(op->arena, LIST_BYTES);
    if (cli->is_json && !options_has(&cli->options, "out"))
        return op_fail(op, E_INVALID, "with --json the list itself goes into a file: --out FILE");
    TRY(cli_open(cli, CLI_WRITE));
    TRY(read_request(cli, &request));
    TRY(db_begin(op, DB_WRITE));
    TRY(payroll_expect(op, &request, &list, &csv));
    TRY(write_out(cli, &csv)); /* before the commit: a list that nobody has is none */
    TRY(policy_commit(op));
    if (cli->is_json) {
        struct buf out = buf_start(op->arena, OUT_BYTES);
        struct json_writer w = json_start(&out);
        put_list(&w, &list);
        print_json(cli, &out);
        return OK;
    }
    print_list(cli, cli->err, &list);
    if (list.left_out > 0)
        fprintf(cli->err,
                cli_text(cli, "%" PRId64 " exigibles de quien ya no trabaja allí no van en ella\n",
                         "%" PRId64 " claims of people who left are not on it\n"),
                list.left_out);
    return OK;
}

static status lists(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct payroll_list *all = NULL;
    size_t count = 0;
    struct buf out = buf_start(op->arena, OUT_BYTES);
    struct json_writer w = json_start(&out);
    TRY(cli_open(cli, CLI_READ));
    TRY(payroll_list_all(op, LIMIT_PAGE_ROWS, &all, &count));
    json_array_open(&w);
    for (size_t i = 0; i < count; i++)
        if (cli->is_json)
            put_list(&w, &all[i]);
        else
            print_list(cli, cli->out, &all[i]);
    json_array_close(&w);
    if (cli->is_json)
        print_json(cli, &out);
    return OK;
}

/* --- what came --- */

static status take(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct take_request request = {.path = str_cstr(op->arena, cli->options.operands[0]),
                                   .currency = CURRENCY_NONE,
                                   .is_command = true,
                                   .accepts_differences =
                                       options_has(&cli->options, "accept-differences"),
                                   .is_dry_run = options_has(&cli->options, "dry-run")};
    struct take_result result;
    TRY(cli_i64(cli, "deposit", 0, &request.deposit_id));
    TRY(cli_open(cli, CLI_WRITE));
    TRY(take_file(op, &request, &result));
    bank_taken_print(cli, &result);
    return OK;
}

static void put_difference(struct json_writer *w, const struct payroll_difference *one,
                           int exponent)
{
    char text[MONEY_TEXT_SIZE];
    json_object_open(w);
    json_put_c(w, "kind", one->kind);
    json_key(w, "line");
    if (one->number == 0)
        json_write_null(w);
    else
        json_write_i64(w, one->number);
    json_put_str(w, "reference", one->reference);
    json_put_str(w, "name", one->name);
    json_put_c(w, "expected", money_format_plain(one->expected, exponent, text));
    json_put_c(w, "deducted", money_format_plain(one->deducted, exponent, text));
    json_put_c(w, "waiting", money_format_plain(one->waiting, exponent, text));
    json_put_str(w, "reason", one->reason);
    json_object_close(w);
}

static const char *kind_text(const struct cli *cli, const char *kind)
{
    static const struct {
        const char *kind, *es, *en;
    } texts[] = {
        {"agrees",   "concuerda",            "agrees"          },
        {"less",     "menos",                "less"            },
        {"more",     "de más",              "more"            },
        {"none",     "nada",                 "nothing"         },
        {"left",     "ya no trabaja ahí",   "left the company"},
        {"twice",    "dos veces",            "twice"           },
        {"unlisted", "no está en la lista", "not on the list" },
    };
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        if (strcmp(kind, texts[i].kind) == 0)
            return cli_text(cli, texts[i].es, texts[i].en);
    return cli_text(cli, "se espera", "awaited");
}

static void print_difference(struct cli *cli, const struct payroll_difference *one, int exponent)
{
    char expected[MONEY_TEXT_SIZE];
    char deducted[MONEY_TEXT_SIZE];
    char waiting[MONEY_TEXT_SIZE];
    fprintf(cli->out,
            "%s\t%" PRId64 "\t" STR_FORMAT "\t" STR_FORMAT "\t%s\t%s\t%s\t" STR_FORMAT "\n",
            kind_text(cli, one->kind), one->number, STR_ARG(one->reference), STR_ARG(one->name),
            money_format_plain(one->expected, exponent, expected),
            money_format_plain(one->deducted, exponent, deducted),
            money_format_plain(one->waiting, exponent, waiting), STR_ARG(one->reason));
}

static status differences(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct payroll_difference *all = NULL;
    struct payroll_list list;
    size_t count = 0;
    int64_t id = 0;
    bool has_answer = false;
    struct buf out = buf_start(op->arena, OUT_BYTES);
    struct json_writer w = json_start(&out);
    if (!str_to_i64(cli->options.operands[0], &id))
        return op_fail(op, E_INVALID, "which list?  a number that acuerdo payroll lists shows");
    TRY(cli_open(cli, CLI_READ));
    TRY(payroll_list_get(op, id, &list));
    TRY(payroll_differences(op, id, &all, &count, &has_answer));
    const int exponent = currency_exponent(list.currency);
    json_array_open(&w);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(all[i].kind, "agrees") == 0 && !options_has(&cli->options, "all"))
            continue;
        if (cli->is_json)
            put_difference(&w, &all[i], exponent);
        else
            print_difference(cli, &all[i], exponent);
    }
    json_array_close(&w);
    if (cli->is_json)
        print_json(cli, &out);
    return OK;
}

static status withdraw(struct cli *cli)
{
    struct op *const op = &cli->op;
    int64_t id = 0;
    if (!str_to_i64(cli->options.operands[0], &id))
        return op_fail(op, E_INVALID, "which list?  a number that acuerdo payroll lists shows");
    TRY(cli_open(cli, CLI_WRITE));
    TRY(db_begin(op, DB_WRITE));
    TRY(payroll_withdraw(op, id, options_get(&cli->options, "reason", STR(""))));
    return policy_commit(op);
}

static const struct command verb_withdraw = {
    .name = "payroll withdraw",
    .usage = "LIST --reason TEXT",
    .specs = reason_specs,
    .summary = {"retira una lista que nadie ha respondido",
                "takes back a list that nobody has answered"},
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = withdraw,
};

static const struct command verb_expect = {
    .name = "payroll expect",
    .usage = "--employer ID --from DATE --until DATE [--source NAME] [--currency CODE] [--arrears] "
             "[--include-left] [--again] [--out FILE]",
    .summary = {"la lista de lo que un empleador debe descontar, como CSV",
                "the list of what an employer is to deduct, as CSV"},
    .specs = expect_specs,
    .run = expect,
};

static const struct command verb_lists = {
    .name = "payroll lists",
    .usage = "",
    .summary = {"las listas, la última primero", "the lists, the newest first"},
    .run = lists,
};

static const struct command verb_take = {
    .name = "payroll take",
    .usage = "FILE [--deposit ENTRY] [--accept-differences] [--dry-run]",
    .summary = {"toma lo que el empleador descontó y lo aplica",
                "takes what the employer deducted and books it"},
    .specs = take_specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = take,
};

static const struct command verb_differences = {
    .name = "payroll differences",
    .usage = "LIST [--all]",
    .summary = {"qué se descontó de menos, de más, dos veces o fuera de la lista",
                "what was deducted less, more, twice or off the list"},
    .specs = all_specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = differences,
};

static const struct command *const members[] = {&verb_expect,      &verb_lists,    &verb_take,
                                                &verb_differences, &verb_withdraw, NULL};

const struct command command_payroll = {
    .name = "payroll",
    .usage = "expect | lists | take FILE | differences LIST | withdraw LIST --reason TEXT",
    .summary = {"descuento por planilla: listas, lo descontado y diferencias",
                "payroll deduction: lists, what was deducted, differences"},
    .members = members,
};
