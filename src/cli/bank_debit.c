/* acuerdo bank mandate, mandates, revoke, debit, debits, withdraw: what may be collected from whose
 * account, and what is under way. */
#include <inttypes.h>

#include "base/json.h"
#include "book/obligation.h"
#include "cash/mandate.h"
#include "cli/bank.h"
#include "policy/commit.h"
#include "policy/offers.h"
#include "store/db.h"

enum { FILE_BYTES = 256 << 20, OUT_BYTES = 16 << 20 };

/* clang-format off */
static const struct option_spec mandate_specs[] = {
    {"reference", "TEXT", {"el nombre de la autorización", "the name of the mandate"}},
    {"scheme", "NAME", {"pain, cnab o asobancaria: en qué archivo va", "pain, cnab or asobancaria: which file it goes into"}},
    {"kind", "NAME", {"iban, clabe, cbu o account (sin dígitos de control)", "iban, clabe, cbu or account (without check digits)"}},
    {"account", "TEXT", {"la cuenta", "the account"}},
    {"bank", "CODE", {"su banco, donde la cuenta no lo dice", "its bank, where the account does not say it"}},
    {"holder", "NAME", {"de quién es la cuenta", "whose account it is"}},
    {"most", "AMOUNT", {"lo más que se cobra de una vez", "the most that is collected at once"}},
    {"signed", "DATE", {"cuándo se firmó", "when it was signed"}},
    {"from", "DATE", {"desde cuándo vale (la firma)", "from when it holds (the signature)"}},
    {"until", "DATE", {"último día (hasta que se revoque)", "last day (until it is revoked)"}},
    {"evidence", "TEXT", {"lo que la prueba: huella de un papel, grabación", "what proves it: hash of a paper, a recording"}},
    {NULL, NULL, {NULL, NULL}},
};
static const struct option_spec revoke_specs[] = {
    {"reference", "TEXT", {"cuál", "which"}},
    {"reason", "TEXT", {"por qué", "why"}},
    {NULL, NULL, {NULL, NULL}},
};
static const struct option_spec debit_specs[] = {
    {"format", "NAME", {"pain.008.001.02 (.08 .09 .10), cnab240, cnab400, asobancaria", "pain.008.001.02 (.08 .09 .10), cnab240, cnab400, asobancaria"}},
    {"message", "TEXT", {"nombre del archivo, único", "name of the file, unique"}},
    {"for", "ID", {"acreedor, por su nombre de origen", "creditor, by its source's name"}},
    {"creditor", "NAME", {"quién cobra, ante el banco", "who collects, at the bank"}},
    {"id", "TEXT", {"su identificación ante el banco", "its identifier at the bank"}},
    {"account", "TEXT", {"su cuenta", "its account"}},
    {"bank", "CODE", {"su banco", "its bank"}},
    {"currency", "CODE", {"moneda", "currency"}},
    {"on", "DATE", {"día del cobro", "day of collection"}},
    {"sequence", "N", {"número del archivo en el banco (1)", "number of the file at the bank (1)"}},
    {"out", "FILE", {"dónde escribirlo", "where to write it"}},
    {NULL, NULL, {NULL, NULL}},
};
static const struct option_spec reason_specs[] = {
    {"reason", "TEXT", {"por qué", "why"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

static status find_case(struct cli *cli, struct case_key *ret_key)
{
    int64_t number = 0;
    if (!str_to_i64(cli->options.operands[0], &number))
        return op_fail(&cli->op, E_INVALID, "'" STR_FORMAT "' is not the number of a case",
                       STR_ARG(cli->options.operands[0]));
    return case_find_number(&cli->op, number, ret_key);
}

static str text_of(struct cli *cli, const char *name)
{
    return options_get(&cli->options, name, STR(""));
}

/* --- mandates --- */

static status read_currency(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(currency *)out = (currency)db_i64(row, 2);
    return OK;
}

static status currency_of_case(struct cli *cli, currency *ret_currency)
{
    int64_t number = 0;
    bool found = false;
    if (!str_to_i64(cli->options.operands[0], &number))
        return OK; /* find_case has said so */
    return db_query_one(&cli->op, Q_CASH_CASE, DB_ARGS(ARG_I64(number)), read_currency,
                        ret_currency, &found);
}

static status read_mandate(struct cli *cli, struct mandate *mandate)
{
    const struct money_format plain = {'.', 0};
    const str most = text_of(cli, "most");
    currency unit = CURRENCY_NONE;
    *mandate = (struct mandate){.reference = text_of(cli, "reference"),
                                .scheme = text_of(cli, "scheme"),
                                .account_kind = text_of(cli, "kind"),
                                .account = text_of(cli, "account"),
                                .bank = text_of(cli, "bank"),
                                .holder = text_of(cli, "holder"),
                                .evidence = text_of(cli, "evidence")};
    TRY(cli_day(cli, "signed", DAY_NONE, &mandate->signed_on));
    TRY(cli_day(cli, "from", mandate->signed_on, &mandate->from));
    TRY(cli_day(cli, "until", DAY_NONE, &mandate->until));
    if (most.size == 0)
        return OK;
    TRY(currency_of_case(cli, &unit));
    return money_parse(most, plain, currency_exponent(unit), &mandate->most)
               ? OK
               : op_fail(&cli->op, E_INVALID, "\"" STR_FORMAT "\" is no amount", STR_ARG(most));
}

static status give(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct case_key key;
    struct mandate mandate;
    int64_t id = 0;
    TRY(cli_open(cli, CLI_WRITE));
    TRY(db_begin(op, DB_WRITE));
    TRY(find_case(cli, &key));
    TRY(read_mandate(cli, &mandate));
    TRY(mandate_give(op, key, &mandate, &id));
    TRY(policy_commit(op));
    fprintf(cli->out, cli->is_json ? "{\"mandate\":%" PRId64 "}\n" : "%" PRId64 "\n", id);
    return OK;
}

static status revoke(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct case_key key;
    TRY(cli_open(cli, CLI_WRITE));
    TRY(db_begin(op, DB_WRITE));
    TRY(find_case(cli, &key));
    TRY(mandate_revoke(op, key, text_of(cli, "reference"), text_of(cli, "reason")));
    return policy_commit(op);
}

/* The account but for its last four. */
static const char *covered(struct op *op, str account)
{
    return account.size <= 4 ? ""
                             : arena_printf(op->arena, "…" STR_FORMAT,
                                            STR_ARG(((str){account.data + account.size - 4, 4})));
}

static void put_mandate(struct op *op, struct json_writer *w, const struct mandate *one,
                        int exponent)
{
    char most[MONEY_TEXT_SIZE];
    json_object_open(w);
    json_put_str(w, "reference", one->reference);
    json_put_str(w, "scheme", one->scheme);
    json_put_str(w, "kind", one->account_kind);
    json_put_c(w, "account", covered(op, one->account));
    json_put_str(w, "bank", one->bank);
    json_put_str(w, "holder", one->holder);
    json_key(w, "most");
    if (one->most.minor > 0)
        json_write_str(w, str_of(money_format_plain(one->most, exponent, most)));
    else
        json_write_null(w);
    json_put_day(w, "signed_on", one->signed_on);
    json_put_day(w, "from", one->from);
    json_put_day(w, "until", one->until);
    json_put_day(w, "revoked_on", one->revoked_on);
    json_put_str(w, "revoked_why", one->revoked_why);
    json_put_str(w, "evidence", one->evidence);
    json_object_close(w);
}

static void print_mandate(struct cli *cli, const struct mandate *one)
{
    char from[DAY_TEXT_SIZE];
    char until[DAY_TEXT_SIZE];
    char revoked[DAY_TEXT_SIZE];
    fprintf(cli->out, STR_FORMAT "\t" STR_FORMAT "\t" STR_FORMAT "\t%s\t%s\t%s\t%s\n",
            STR_ARG(one->reference), STR_ARG(one->scheme), STR_ARG(one->holder),
            covered(&cli->op, one->account), day_format(one->from, from),
            one->until == DAY_NONE ? "" : day_format(one->until, until),
            one->revoked_on == DAY_NONE ? "" : day_format(one->revoked_on, revoked));
}

static status mandates(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct case_key key;
    struct mandate *list = NULL;
    size_t count = 0;
    currency unit = CURRENCY_NONE;
    struct buf out = buf_start(op->arena, OUT_BYTES);
    struct json_writer w = json_start(&out);
    TRY(cli_open(cli, CLI_READ));
    TRY(find_case(cli, &key));
    TRY(currency_of_case(cli, &unit));
    TRY(mandate_list(op, key, &list, &count));
    json_array_open(&w);
    for (size_t i = 0; i < count; i++)
        if (cli->is_json)
            put_mandate(op, &w, &list[i], currency_exponent(unit));
        else
            print_mandate(cli, &list[i]);
    json_array_close(&w);
    if (cli->is_json)
        fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    return OK;
}

/* --- files --- */

static status read_header(struct cli *cli, struct debit_header *header, day *ret_on)
{
    struct op *const op = &cli->op;
    *header = (struct debit_header){.format = text_of(cli, "format"),
                                    .message = text_of(cli, "message"),
                                    .creditor_name = text_of(cli, "creditor"),
                                    .creditor_id = text_of(cli, "id"),
                                    .account = text_of(cli, "account"),
                                    .bank = text_of(cli, "bank"),
                                    .created_on = op->business_date};
    TRY(cli_day(cli, "on", DAY_NONE, ret_on));
    TRY(cli_i64(cli, "sequence", 1, &header->sequence));
    if (header->message.size == 0 || header->creditor_name.size == 0 ||
        header->creditor_id.size == 0 || header->account.size == 0 || *ret_on == DAY_NONE ||
        text_of(cli, "out").size == 0 ||
        !currency_parse(text_of(cli, "currency"), &header->currency))
        return op_fail(op, E_INVALID,
                       "a file of direct debit needs --format, --message, --creditor, --id, "
                       "--account, --currency, --on and --out");
    return OK;
}

static status write_out(struct cli *cli, const struct buf *bytes)
{
    const str path = text_of(cli, "out");
    FILE *const file = fopen(str_cstr(cli->op.arena, path), "wxb");
    if (!file)
        return op_fail(&cli->op, E_IO,
                       "\"" STR_FORMAT "\" cannot be written; a file that is there stays as it is",
                       STR_ARG(path));
    const bool is_written = fwrite(bytes->data, 1, bytes->size, file) == bytes->size;
    return fclose(file) == 0 && is_written
               ? OK
               : op_fail(&cli->op, E_IO, "\"" STR_FORMAT "\" could not be written whole",
                         STR_ARG(path));
}

static status debit(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct debit_header header;
    struct debit_result result;
    struct buf bytes = buf_start(op->arena, FILE_BYTES);
    char amount[MONEY_TEXT_SIZE];
    int64_t creditor_id = 0;
    day on = DAY_NONE;
    TRY(cli_open(cli, CLI_WRITE));
    TRY(read_header(cli, &header, &on));
    TRY(db_begin(op, DB_WRITE));
    TRY(creditor_ensure(op, text_of(cli, "for"), STR(""), &creditor_id));
    TRY(debit_collect(op, &header, creditor_id, on, &result, &bytes));
    TRY(write_out(cli, &bytes)); /* before the commit: orders that nobody has are not under way */
    TRY(policy_commit(op));
    fprintf(cli->out,
            cli->is_json ? "{\"orders\":%" PRId64 ",\"amount\":\"%s\"}\n"
                         : cli_text(cli, "%" PRId64 " cobros, %s\n", "%" PRId64 " debits, %s\n"),
            result.orders,
            money_format_plain(result.amount, currency_exponent(header.currency), amount));
    return OK;
}

static status debits(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct db_rows rows;
    bool has_row = true;
    struct buf out = buf_start(op->arena, OUT_BYTES);
    struct json_writer w = json_start(&out);
    TRY(cli_open(cli, CLI_READ));
    json_array_open(&w);
    TRY(db_query(op, Q_DEBIT_ORDERS, DB_ARGS(ARG_TEXT(cli->options.operands[0])), &rows));
    for (;;) {
        char ended[DAY_TEXT_SIZE];
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        if (!cli->is_json) {
            fprintf(cli->out,
                    "%" PRId64 "\t" STR_FORMAT "\t" STR_FORMAT "\t%s\t" STR_FORMAT "\t" STR_FORMAT
                    " " STR_FORMAT "\n",
                    db_i64(&rows, 4), STR_ARG(db_text(&rows, 0)), STR_ARG(db_text(&rows, 2)),
                    db_is_null(&rows, 3) ? "" : day_format(db_day(&rows, 3), ended),
                    STR_ARG(db_text(&rows, 5)), STR_ARG(db_text(&rows, 6)),
                    STR_ARG(db_text(&rows, 7)));
            continue;
        }
        json_object_open(&w);
        json_put_i64(&w, "case", db_i64(&rows, 4));
        json_put_str(&w, "reference", db_text(&rows, 0));
        json_put_i64(&w, "amount_minor", db_money(&rows, 1).minor);
        json_put_str(&w, "state", db_text(&rows, 2));
        json_put_day(&w, "ended_on", db_day(&rows, 3));
        json_put_str(&w, "said", db_text(&rows, 5));
        json_put_str(&w, "said_code", db_text(&rows, 6));
        json_put_str(&w, "said_words", db_text(&rows, 7));
        json_object_close(&w);
    }
    json_array_close(&w);
    if (cli->is_json)
        fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    return OK;
}

static status withdraw(struct cli *cli)
{
    struct op *const op = &cli->op;
    TRY(cli_open(cli, CLI_WRITE));
    TRY(db_begin(op, DB_WRITE));
    TRY(debit_withdraw(op, cli->options.operands[0], text_of(cli, "reason")));
    return policy_commit(op);
}

const struct command bank_mandate = {
    .name = "bank mandate",
    .usage =
        "CASE --reference TEXT --scheme NAME --kind NAME --account TEXT --holder NAME --signed "
        "DATE --evidence TEXT [--bank CODE] [--most AMOUNT] [--from DATE] [--until DATE]",
    .summary = {"registra una autorización de cobro automático",
                "records a mandate of direct debit"},
    .specs = mandate_specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = give,
};

const struct command bank_mandates = {
    .name = "bank mandates",
    .usage = "CASE",
    .summary = {"las autorizaciones de un expediente", "the mandates of a case"},
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = mandates,
};

const struct command bank_revoke = {
    .name = "bank revoke",
    .usage = "CASE --reference TEXT --reason TEXT",
    .summary = {"una autorización ya no vale", "a mandate no longer holds"},
    .specs = revoke_specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = revoke,
};

const struct command bank_debit = {
    .name = "bank debit",
    .usage =
        "--format NAME --message TEXT --creditor NAME --id TEXT --account TEXT --currency CODE "
        "--on DATE --out FILE [--for ID] [--bank CODE] [--sequence N]",
    .summary = {"el archivo de cobro de lo vencido con autorización",
                "the file that collects what is due under mandates"},
    .specs = debit_specs,
    .run = debit,
};

const struct command bank_debits = {
    .name = "bank debits",
    .usage = "MESSAGE",
    .summary = {"qué fue de cada cobro de un archivo", "what became of each order of a file"},
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = debits,
};

const struct command bank_withdraw = {
    .name = "bank withdraw",
    .usage = "MESSAGE --reason TEXT",
    .summary = {"un archivo no se envió: se puede cobrar otra vez",
                "a file was not sent: it may be collected again"},
    .specs = reason_specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = withdraw,
};
