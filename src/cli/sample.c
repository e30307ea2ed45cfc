/* acuerdo sample: writes a generated portfolio as a file that `acuerdo import` reads. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "cli/commands.h"
#include "sample/portfolio.h"

static const struct option_spec specs[] = {
    {"debtors", "N",    {"personas (5000)", "people (5000)"}                                         },
    {"seed",    "N",    {"semilla: la misma da lo mismo (1)", "seed: the same gives the same (1)"}   },
    {"start",   "DATE", {"día de la entrega de la cartera", "day the portfolio is handed over"}     },
    {"from",    "DATE", {"solo lo que se conoce desde este día", "only what is known from this day"}},
    {"through", "DATE", {"y hasta este (el de la entrega)", "and up to this one (the hand-over)"}    },
    {"out",     "FILE", {"archivo (salida estándar)", "file (standard output)"}                     },
    {NULL,      NULL,   {NULL, NULL}                                                                 },
};

static status write_file(struct cli *cli, const struct sample *sample, day from, day through)
{
    struct op *const op = &cli->op;
    const str path = options_get(&cli->options, "out", STR(""));
    int64_t rows = 0;
    if (path.size == 0)
        return sample_write_receivables(op, sample, from, through, cli->out, &rows);
    FILE *const out = fopen(str_cstr(op->arena, path), "w");
    if (!out)
        return op_fail(op, E_IO, "cannot write " STR_FORMAT ": %s", STR_ARG(path),
                       op_errno(op, errno));
    const status code = sample_write_receivables(op, sample, from, through, out, &rows);
    if (fclose(out) != 0 && code == OK)
        return op_fail(op, E_IO, "cannot finish " STR_FORMAT ": %s", STR_ARG(path),
                       op_errno(op, errno));
    TRY(code);
    fprintf(cli->out, cli_text(cli, "%" PRId64 " renglones\n", "%" PRId64 " rows\n"), rows);
    return OK;
}

static status run(struct cli *cli)
{
    struct sample sample = {0};
    int64_t debtors = 0;
    int64_t seed = 0;
    day from = DAY_NONE;
    day through = DAY_NONE;
    TRY(cli_i64(cli, "debtors", 5000, &debtors));
    TRY(cli_i64(cli, "seed", 1, &seed));
    TRY(cli_day(cli, "start", DAY_NONE, &sample.start));
    TRY(cli_day(cli, "from", DAY_MIN, &from));
    TRY(cli_day(cli, "through", sample.start, &through));
    if (sample.start == DAY_NONE || debtors < 1 || debtors > 100000000)
        return op_fail(&cli->op, E_INVALID,
                       "sample needs --start DATE, and --debtors between 1 and 100000000");
    sample.seed = (uint64_t)seed;
    sample.debtors = (int32_t)debtors;
    return write_file(cli, &sample, from, through);
}

const struct command command_sample = {
    .name = "sample",
    .usage = "--start DATE [--debtors N] [--out FILE]",
    .summary = {"genera una cartera de ejemplo para importar",
                "generate a sample portfolio to import"},
    .specs = specs,
    .run = run,
};
