/* acuerdo comply prove: whether a strategy is lawful by itself. */
#include "cli/comply.h"
#include "cli/file.h"
#include "cli/proof_print.h"
#include "cli/strategy_source.h"

#define OWN_BYTES_MAX (1 << 20)

/* clang-format off */
static const struct option_spec specs[] = {
    {"country", "CC", {"país, o país y región: CO, BR-SP", "country, or country and region: CO, BR-SP"}},
    {"from", "DATE", {"primer día que se mira (hoy)", "first day that is looked at (today)"}},
    {"days", "N", {"cuántos días de calendarios y cambios de ley (730)", "how many days of calendars and changes of law (730)"}},
    {"states", "N", {"tope de estados (400000)", "bound of states (400000)"}},
    {"own", "FILE", {"también las reglas propias de la organización (acuerdo pack put)", "the organisation's own rules too (acuerdo pack put)"}},
    {"alone", NULL, {"supone un expediente por persona y que nadie más la contacta", "supposes one case a person and that nobody else contacts them"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

static status read_own(struct cli *cli, struct own_rules *ret_own)
{
    str text;
    if (!options_has(&cli->options, "own"))
        return OK;
    TRY(cli_file_read(&cli->op, options_get(&cli->options, "own", STR("")), OWN_BYTES_MAX, &text));
    return own_rules_of_text(&cli->op, text, ret_own);
}

static status read_request(struct cli *cli, struct proof_request *request)
{
    struct op *const op = &cli->op;
    int64_t days = 0;
    int64_t states = 0;
    request->country = cli_code(cli, "country", STR(""));
    if (request->country.size == 0)
        return op_fail(op, E_INVALID, "--%s is missing", "country");
    TRY(read_own(cli, &request->own));
    TRY(cli_day(cli, "from", instant_utc_day(op_now(op)), &request->from));
    TRY(cli_i64(cli, "days", PROOF_DAYS, &days));
    TRY(cli_i64(cli, "states", PROOF_STATES_MAX, &states));
    if (days < 7 || days > 36600 || states < 1 || states > 10000000)
        return op_fail(op, E_INVALID, "--days is 7 to 36600, --states 1 to 10000000");
    request->days = (int)days;
    request->states_max = (size_t)states;
    request->is_alone = options_has(&cli->options, "alone");
    return strategy_find_files(cli, cli->options.operands[0], &request->source, &request->name);
}

static status prove(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct proof_request request = {0};
    struct proof proof;
    TRY(read_request(cli, &request));
    TRY(proof_make(op, &request, &proof));
    if (proof.verdict == PROOF_REFUTED)
        TRY(proof_rehearse(op, &request, &proof));
    proof_print(cli, &request, &proof);
    return proof_refuse(op, &request, &proof);
}

const struct command comply_prove = {
    .name = "comply prove",
    .usage = "STRATEGY --country CC [--own FILE] [--from DATE] [--alone] [--json]",
    .summary = {"¿es lícita una estrategia aunque no hubiera compuerta?",
                "is a strategy lawful even if there were no gate?"},
    .specs = specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = prove,
};
