/* acuerdo bank: money from banks: files in, what waits for a person, and what a person says of it.
 */
#include <inttypes.h>

#include "base/json.h"
#include "cash/settle.h"
#include "cash/take.h"
#include "cli/bank.h"
#include "cli/commands.h"
#include "policy/commit.h"
#include "store/db.h"

static const struct option_spec import_specs[] = {
    {"mapping",
     "FILE",                       {"qué columna de un CSV es qué (JSON)", "which column of a CSV is what (JSON)"}},
    {"currency",           "CODE", {"moneda, donde el archivo no la dice", "where the file says none"}              },
    {"accept-differences",
     NULL,                         {"lo toma aunque sus totales no cuadren, y lo marca",
      "takes it though its totals do not agree, and marks it"}                                            },
    {"dry-run",            NULL,   {"solo revisa; no escribe", "check only; write nothing"}                         },
    {NULL,                 NULL,   {NULL, NULL}                                                                     },
};

static status read_request(struct cli *cli, struct take_request *request)
{
    const str unit = options_get(&cli->options, "currency", STR(""));
    request->path = str_cstr(cli->op.arena, cli->options.operands[0]);
    if (options_has(&cli->options, "mapping"))
        request->mapping_path =
            str_cstr(cli->op.arena, options_get(&cli->options, "mapping", STR("")));
    request->is_command = true;
    request->accepts_differences = options_has(&cli->options, "accept-differences");
    request->is_dry_run = options_has(&cli->options, "dry-run");
    if (unit.size > 0 && !currency_parse(unit, &request->currency))
        return op_fail(&cli->op, E_INVALID, "\"" STR_FORMAT "\" is no currency that is known here",
                       STR_ARG(unit));
    return OK;
}

static void print_taken_json(struct cli *cli, const struct take_result *result)
{
    struct buf out = buf_start(cli->op.arena, 1 << 16);
    struct json_writer w = json_start(&out);
    json_object_open(&w);
    json_put_c(&w, "outcome",
               result->is_known                        ? "known"
               : options_has(&cli->options, "dry-run") ? "checked"
                                                       : "taken");
    json_put_c(&w, "format", result->format);
    json_put_c(&w, "differs", result->differs);
    json_put_i64(&w, "statements", result->statements);
    json_put_i64(&w, "entries", result->entries);
    json_put_i64(&w, "repeated", result->repeated);
    json_put_i64(&w, "money", result->money);
    json_put_i64(&w, "returns", result->returns);
    json_put_i64(&w, "settled", result->settled);
    json_put_i64(&w, "waiting", result->waiting);
    if (result->is_answer) {
        json_put_i64(&w, "accepted", result->said.accepted);
        json_put_i64(&w, "pending", result->said.pending);
        json_put_i64(&w, "rejected", result->said.rejected);
        json_put_i64(&w, "late", result->said.late);
        json_put_i64(&w, "unknown", result->said.unknown);
    }
    json_object_close(&w);
    fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
}

static void print_said(struct cli *cli, const struct take_result *result)
{
    const struct debit_said *const said = &result->said;
    fprintf(cli->out,
            cli_text(cli,
                     "%s: %" PRId64 " cobros aceptados, %" PRId64 " por decidir, %" PRId64
                     " rechazados\n",
                     "%s: %" PRId64 " debits accepted, %" PRId64 " to be decided, %" PRId64
                     " rejected\n"),
            result->format, said->accepted, said->pending, said->rejected);
    if (said->late > 0)
        fprintf(cli->err,
                cli_text(cli,
                         "%" PRId64 " se rechazan después de que terminaron: siguen como están\n",
                         "%" PRId64 " are rejected after they ended: they stay as they are\n"),
                said->late);
    if (said->unknown > 0)
        fprintf(cli->err,
                cli_text(cli, "%" PRId64 " respuestas no son de ningún cobro de ese archivo\n",
                         "%" PRId64 " answers are of no debit of that file\n"),
                said->unknown);
}

static void print_taken(struct cli *cli, const struct take_result *result)
{
    if (result->is_known) {
        fputs(cli_text(cli, "El archivo ya estaba; nada cambió.\n",
                       "The file was there already; nothing changed.\n"),
              cli->out);
        return;
    }
    if (*result->differs)
        fprintf(cli->err, cli_text(cli, "No cuadra: %s\n", "Does not agree: %s\n"),
                result->differs);
    if (result->is_answer) {
        print_said(cli, result);
        return;
    }
    fprintf(cli->out,
            cli_text(cli,
                     "%s: %" PRId64 " movimientos nuevos, %" PRId64 " repetidos; %" PRId64
                     " de dinero, %" PRId64 " devoluciones: %" PRId64 " aplicados, %" PRId64
                     " esperan a una persona\n",
                     "%s: %" PRId64 " new entries, %" PRId64 " repeated; %" PRId64
                     " of money, %" PRId64 " returns: %" PRId64 " booked, %" PRId64
                     " wait for a person\n"),
            result->format, result->entries, result->repeated, result->money, result->returns,
            result->settled, result->waiting);
}

void bank_taken_print(struct cli *cli, const struct take_result *result)
{
    if (cli->is_json)
        print_taken_json(cli, result);
    else
        print_taken(cli, result);
}

static status import(struct cli *cli)
{
    struct take_request request = {.currency = CURRENCY_NONE};
    struct take_result result;
    TRY(read_request(cli, &request));
    TRY(cli_open(cli, CLI_WRITE));
    TRY(take_file(&cli->op, &request, &result));
    bank_taken_print(cli, &result);
    return OK;
}

static status match(struct cli *cli)
{
    struct op *const op = &cli->op;
    int64_t tried = 0;
    int64_t settled = 0;
    TRY(cli_open(cli, CLI_WRITE));
    TRY(db_begin(op, DB_WRITE));
    TRY(take_again(op, &tried, &settled));
    TRY(policy_commit(op));
    fprintf(cli->out,
            cli->is_json ? "{\"tried\":%" PRId64 ",\"settled\":%" PRId64 "}\n"
                         : cli_text(cli, "%" PRId64 " intentados, %" PRId64 " aplicados\n",
                                    "%" PRId64 " tried, %" PRId64 " booked\n"),
            tried, settled);
    return OK;
}

/* --- what a person says --- */

static const struct option_spec assign_specs[] = {
    {"case",   "NUMBER", {"número del expediente", "number of the case"}                           },
    {"claim",  "NAME",   {"el exigible, por su nombre de origen", "the claim, by its source's name"}},
    {"amount", "AMOUNT", {"una parte; si no, todo lo que espera", "a part; else all that waits"}    },
    {"reason", "TEXT",   {"cómo se sabe", "how it is known"}                                       },
    {NULL,     NULL,     {NULL, NULL}                                                               },
};

static const struct option_spec reason_specs[] = {
    {"reason", "TEXT", {"por qué", "why"}},
    {NULL,     NULL,   {NULL, NULL}       },
};

static status read_entry(struct cli *cli, int64_t *ret_id)
{
    return str_to_i64(cli->options.operands[0], ret_id) && *ret_id > 0
               ? OK
               : op_fail(&cli->op, E_INVALID,
                         "which entry?  a number that acuerdo bank pending shows");
}

static status read_amount(struct cli *cli, int64_t entry_id, money *ret_amount)
{
    const struct money_format plain = {'.', 0};
    const str text = options_get(&cli->options, "amount", STR(""));
    struct settle_entry entry;
    if (text.size == 0)
        return OK;
    TRY(settle_load(&cli->op, entry_id, &entry));
    if (!money_parse(text, plain, currency_exponent(entry.currency), ret_amount) ||
        ret_amount->minor <= 0)
        return op_fail(&cli->op, E_INVALID,
                       "--amount \"" STR_FORMAT "\" is not an amount: write it as 1234.50",
                       STR_ARG(text));
    return OK;
}

static status assign(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct settle_order order = {.claim = options_get(&cli->options, "claim", STR("")),
                                 .reason = options_get(&cli->options, "reason", STR(""))};
    TRY(read_entry(cli, &order.entry_id));
    TRY(cli_i64(cli, "case", 0, &order.case_number));
    if (order.case_number == 0)
        return op_fail(op, E_INVALID, "whose money is it?  --case NUMBER");
    TRY(cli_open(cli, CLI_WRITE));
    TRY(db_begin(op, DB_WRITE));
    TRY(read_amount(cli, order.entry_id, &order.amount));
    TRY(settle_assign(op, &order));
    return policy_commit(op);
}

static status dismiss(struct cli *cli)
{
    struct op *const op = &cli->op;
    int64_t id = 0;
    TRY(read_entry(cli, &id));
    TRY(cli_open(cli, CLI_WRITE));
    TRY(db_begin(op, DB_WRITE));
    TRY(settle_dismiss(op, id, options_get(&cli->options, "reason", STR(""))));
    return policy_commit(op);
}

static status undo(struct cli *cli)
{
    struct op *const op = &cli->op;
    int64_t id = 0;
    int64_t count = 0;
    TRY(read_entry(cli, &id));
    TRY(cli_open(cli, CLI_WRITE));
    TRY(db_begin(op, DB_WRITE));
    TRY(settle_undo(op, id, options_get(&cli->options, "reason", STR("")), &count));
    TRY(policy_commit(op));
    fprintf(cli->out,
            cli->is_json ? "{\"payments\":%" PRId64 "}\n"
                         : cli_text(cli, "%" PRId64 " pagos deshechos\n",
                                    "%" PRId64 " payments taken back\n"),
            count);
    return OK;
}

static const struct command verb_import = {
    .name = "bank import",
    .usage = "FILE [--mapping FILE] [--currency CODE] [--accept-differences] [--dry-run]",
    .summary = {"toma un archivo del banco y aplica lo que es seguro",
                "takes a file of a bank and books what is sure"},
    .specs = import_specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = import,
};

static const struct command verb_match = {
    .name = "bank match",
    .usage = "",
    .summary = {"vuelve a intentar lo que espera", "tries again what waits"},
    .run = match,
};

static const struct command verb_assign = {
    .name = "bank assign",
    .usage = "ENTRY --case NUMBER [--claim NAME] [--amount AMOUNT] [--reason TEXT]",
    .summary = {"dice de quién es el dinero, todo o una parte",
                "says whose money it is, whole or in part"},
    .specs = assign_specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = assign,
};

static const struct command verb_dismiss = {
    .name = "bank dismiss",
    .usage = "ENTRY --reason TEXT",
    .summary = {"no es dinero de ningún deudor", "it is no debtor's money"},
    .specs = reason_specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = dismiss,
};

static const struct command verb_undo = {
    .name = "bank undo",
    .usage = "ENTRY --reason TEXT",
    .summary = {"deshace lo aplicado de un movimiento; vuelve a esperar",
                "takes back what was booked of an entry; it waits again"},
    .specs = reason_specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = undo,
};

static const struct command *const members[] = {
    &verb_import, &bank_pending, &bank_show,      &verb_assign,  &verb_dismiss,  &verb_undo,
    &verb_match,  &bank_scheme,  &bank_reference, &bank_mandate, &bank_mandates, &bank_revoke,
    &bank_debit,  &bank_debits,  &bank_withdraw,  NULL};

const struct command command_bank = {
    .name = "bank",
    .usage =
        "import FILE | pending | show ENTRY | assign ENTRY | dismiss ENTRY | undo ENTRY | "
        "match | scheme | reference CASE | mandate CASE | mandates CASE | revoke CASE | debit | "
        "debits MESSAGE | withdraw MESSAGE",
    .summary = {"dinero de los bancos: archivos, lo que espera y de quién es",
                "money from banks: files, what waits, and whose it is"},
    .members = members,
};
