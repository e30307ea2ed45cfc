/* acuerdo audit: the group of the commands about evidence (cli/audits.h). */
#include "cli/audits.h"
#include "cli/commands.h"
#include "store/db.h"

static const struct command *const members[] = {
#define AUDIT_ROW(name) &audit_command_##name,
    AUDITS(AUDIT_ROW)
#undef AUDIT_ROW
        NULL,
};

status audit_days(struct cli *cli, day *ret_from, day *ret_until)
{
    day last = DAY_MAX - 1;
    TRY(cli_day(cli, "from", DAY_MIN + 1, ret_from));
    TRY(cli_day(cli, "to", DAY_MAX - 1, &last));
    if (last < *ret_from)
        return op_fail(&cli->op, E_INVALID, "--to lies before --from");
    *ret_until = last + 1;
    return OK;
}

struct found {
    int64_t debtor_id, case_id;
};

static status read_case(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(struct found *)out = (struct found){db_id(row, 0), db_id(row, 1)};
    return OK;
}

status audit_find_case(struct cli *cli, str text, int64_t *ret_debtor_id, int64_t *ret_case_id)
{
    struct found of_case = {0};
    int64_t number = 0;
    bool found = false;
    if (!str_to_i64(text, &number))
        return op_fail(&cli->op, E_INVALID, "--case \"" STR_FORMAT "\" is not the number of a case",
                       STR_ARG(text));
    TRY(db_query_one(&cli->op, Q_AUDIT_CASE_FIND, DB_ARGS(ARG_I64(number)), read_case, &of_case,
                     &found));
    if (!found)
        return op_fail(&cli->op, E_NOT_FOUND, "there is no case %lld", (long long)number);
    *ret_debtor_id = of_case.debtor_id;
    *ret_case_id = of_case.case_id;
    return OK;
}

const struct command command_audit = {
    .name = "audit",
    .usage = "NAME",
    .summary = {"evidencia: verifica la cadena de lo hecho y las raíces firmadas de cada día",
                "evidence: verify the chain of what was done and the signed root of each day"},
    .members = members,
};
