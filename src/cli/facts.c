/* acuerdo facts: rebuilds the facts of all cases from the book (on a sound store none changes),
 * says in a few digits what a store knows and decided, to compare two stores, or sums up the
 * portfolio by one of its fields. */
#include <inttypes.h>

#include "base/json.h"
#include "cli/commands.h"
#include "insight/portfolio.h"
#include "insight/report_write.h"
#include "policy/close.h"
#include "policy/digest.h"
#include "store/db.h"

static status rebuild(struct cli *cli)
{
    struct op *const op = &cli->op;
    int64_t cases = 0;
    int64_t changed = 0;
    TRY(cli_open(cli, CLI_WRITE));
    TRY(db_begin(op, DB_WRITE));
    TRY(facts_rebuild(op, &cases, &changed));
    TRY(db_commit(op));
    if (cli->is_json)
        fprintf(cli->out, "{\"cases\":%" PRId64 ",\"changed\":%" PRId64 "}\n", cases, changed);
    else
        fprintf(cli->out,
                cli_text(cli, "%" PRId64 " %s, %" PRId64 " cambiados\n",
                         "%" PRId64 " %s, %" PRId64 " changed\n"),
                cases, cli_cases(cli, cases), changed);
    return OK;
}

static const char *digits(struct op *op, const struct digest_sum *sum)
{
    return arena_printf(op->arena, "%016" PRIx64 "%016" PRIx64, sum->high, sum->low);
}

static void print_sum(struct op *op, struct json_writer *w, const char *name,
                      const struct digest_sum *sum)
{
    json_put_i64(w, arena_printf(op->arena, "%s_rows", name), sum->rows);
    json_put_str(w, name, str_of(digits(op, sum)));
}

static status digest(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct digest digest;
    TRY(cli_open(cli, CLI_READ));
    TRY(digest_compute(op, &digest));
    if (!cli->is_json) {
        fprintf(cli->out,
                cli_text(cli,
                         "%s  %" PRId64 " hechos\n%s  %" PRId64 " decisiones vigentes\n"
                         "%s  %" PRId64 " decisiones en total\n",
                         "%s  %" PRId64 " facts\n%s  %" PRId64 " carried decisions\n"
                         "%s  %" PRId64 " decisions in all\n"),
                digits(op, &digest.facts), digest.facts.rows, digits(op, &digest.carried),
                digest.carried.rows, digits(op, &digest.history), digest.history.rows);
        return OK;
    }
    struct buf out = buf_start(op->arena, 4096);
    struct json_writer w = json_start(&out);
    json_object_open(&w);
    json_put_day(&w, "open_date", op->business_date);
    print_sum(op, &w, "facts", &digest.facts);
    print_sum(op, &w, "decisions", &digest.carried);
    print_sum(op, &w, "history", &digest.history);
    json_object_close(&w);
    fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    return OK;
}

static status sum_up(struct cli *cli)
{
    struct op *const op = &cli->op;
    const struct portfolio_query query = {.by = options_get(&cli->options, "by", STR("")),
                                          .filter = options_get(&cli->options, "filter", STR(""))};
    struct buf out = buf_start(op->arena, REPORT_PIECE_BYTES);
    struct report report;
    TRY(cli_open(cli, CLI_READ));
    TRY(portfolio_of_store(op, &query, &report));
    struct report_writer writer =
        report_writer_start(&report, cli->is_json ? REPORT_JSON : REPORT_TABLE, &out);
    writer.language = op->language;
    while (report_writer_step(&writer))
        continue;
    fprintf(cli->out, STR_FORMAT, STR_ARG(buf_str(&out)));
    return out.is_full ? op_fail(op, E_LIMIT, "the report has rows that are too long to print")
                       : OK;
}

static const struct command verb_rebuild = {
    .name = "facts rebuild",
    .usage = "",
    .summary = {"recalcula los hechos desde el libro; en un almacén sano ninguno cambia",
                "recompute facts from the book; on a sound store none changes"},
    .run = rebuild,
};

static const struct command verb_digest = {
    .name = "facts digest",
    .usage = "",
    .summary = {"lo que se sabe y se decidió, en pocas cifras, para comparar almacenes",
                "what is known and decided in a few digits, to compare stores"},
    .run = digest,
};

/* clang-format off */
static const struct option_spec summary_specs[] = {
    {"by", "FIELD", {"suma por etapa u otro campo (stage)", "sum up by stage or another field (stage)"}},
    {"filter", "FIELD=VALUE", {"solo estos, por ejemplo age=16-30", "these only, for example age=16-30"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

static const struct command verb_summary = {
    .name = "facts summary",
    .usage = "[--by FIELD] [--filter FIELD=VALUE]",
    .summary = {"expedientes e importes de la cartera de ahora, por etapa u otro campo",
                "cases and amounts of the portfolio as it is now, by stage or another field"},
    .specs = summary_specs,
    .run = sum_up,
};

static const struct command *const members[] = {&verb_rebuild, &verb_digest, &verb_summary, NULL};

const struct command command_facts = {
    .name = "facts",
    .usage = "rebuild | digest | summary",
    .summary = {"recalcula los hechos desde el libro, los compara o suma la cartera por un campo",
                "recompute facts from the book, compare them, or sum up the portfolio by a field"},
    .members = members,
};
