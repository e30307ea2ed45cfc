/* acuerdo bank scheme, reference: payment references of a creditor, and of one case. */
#include <inttypes.h>

#include "book/obligation.h"
#include "cash/scheme.h"
#include "cli/bank.h"
#include "store/db.h"

static const struct option_spec scheme_specs[] = {
    {"creditor", "ID",   {"acreedor, por su nombre de origen", "creditor, by its source's name"}},
    {"kind",     "KIND", {"rf, mod97 o mod10", "rf, mod97 or mod10"}                            },
    {"prefix",   "TEXT", {"lo que va antes del número", "what stands before the number"}       },
    {"digits",   "N",    {"cifras del número (10)", "digits of the number (10)"}               },
    {NULL,       NULL,   {NULL, NULL}                                                           },
};

static status put_scheme(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct pay_reference_scheme scheme = {.prefix = options_get(&cli->options, "prefix", STR(""))};
    int64_t digits = 0;
    int64_t creditor_id = 0;
    TRY(cli_i64(cli, "digits", 10, &digits));
    scheme.digits = digits < 0 || digits > 99 ? 99 : (int)digits;
    if (!pay_reference_kind_parse(options_get(&cli->options, "kind", STR("")), &scheme.kind))
        return op_fail(op, E_INVALID, "--kind is rf, mod97 or mod10");
    TRY(pay_reference_check_scheme(op, &scheme));
    TRY(cli_open(cli, CLI_WRITE));
    TRY(db_begin(op, DB_WRITE));
    TRY(creditor_ensure(op, options_get(&cli->options, "creditor", STR("")), STR(""),
                        &creditor_id));
    TRY(db_run(op, Q_PAY_REFERENCE_SCHEME_PUT,
               DB_ARGS(ARG_ID(creditor_id), ARG_TEXT_C(pay_reference_kind_name(scheme.kind)),
                       ARG_TEXT(scheme.prefix), ARG_I64(scheme.digits), ARG_INSTANT(op_now(op))),
               NULL));
    return db_commit(op);
}

static status list_schemes(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct db_rows rows;
    bool has_row = true;
    TRY(cli_open(cli, CLI_READ));
    TRY(db_query(op, Q_PAY_REFERENCE_SCHEME_LIST, DB_NO_ARGS, &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        fprintf(cli->out,
                STR_FORMAT "\t" STR_FORMAT "\t" STR_FORMAT "\t" STR_FORMAT "\t%" PRId64 "\n",
                STR_ARG(db_text(&rows, 4)), STR_ARG(db_text(&rows, 5)), STR_ARG(db_text(&rows, 1)),
                STR_ARG(db_text(&rows, 2)), db_i64(&rows, 3));
    }
}

static status scheme(struct cli *cli)
{
    return options_has(&cli->options, "kind") ? put_scheme(cli) : list_schemes(cli);
}

static status read_creditor(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_id(row, 3);
    return OK;
}

static status reference(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct pay_reference_scheme of_creditor;
    char text[PAY_REFERENCE_SIZE];
    int64_t number = 0;
    int64_t creditor_id = 0;
    bool found = false;
    if (!str_to_i64(cli->options.operands[0], &number))
        return op_fail(op, E_INVALID, "which case?  its number");
    TRY(cli_open(cli, CLI_READ));
    TRY(db_query_one(op, Q_CASH_CASE, DB_ARGS(ARG_I64(number)), read_creditor, &creditor_id,
                     &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "there is no case %" PRId64, number);
    TRY(scheme_of_creditor(op, creditor_id, &of_creditor, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND,
                       "the creditor of the case has no payment references: acuerdo bank scheme "
                       "--kind rf|mod97|mod10");
    if (!pay_reference_make(&of_creditor, number, text))
        return op_fail(op, E_LIMIT, "case %" PRId64 " has more digits than the creditor's scheme",
                       number);
    fprintf(cli->out, cli->is_json ? "{\"reference\":\"%s\"}\n" : "%s\n", text);
    return OK;
}

const struct command bank_scheme = {
    .name = "bank scheme",
    .usage = "[--kind rf|mod97|mod10 [--creditor ID] [--prefix TEXT] [--digits N]]",
    .summary = {"cómo se forman las referencias de pago de un acreedor",
                "how the payment references of a creditor are made"},
    .specs = scheme_specs,
    .run = scheme,
};

const struct command bank_reference = {
    .name = "bank reference",
    .usage = "CASE",
    .summary = {"la referencia de pago de un expediente", "the payment reference of a case"},
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = reference,
};
