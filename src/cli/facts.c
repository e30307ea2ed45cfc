/* acuerdo facts: rebuilds the facts of all cases from the book (on a sound store none changes), or
 * says in a few digits what a store knows and decided, to compare two stores. */
#include <inttypes.h>

#include "base/json.h"
#include "cli/commands.h"
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
    fprintf(cli->out,
            cli->is_json ? "{\"cases\":%" PRId64 ",\"changed\":%" PRId64 "}\n"
                         : cli_text(cli, "%" PRId64 " expedientes, %" PRId64 " cambiados\n",
                                    "%" PRId64 " cases, %" PRId64 " changed\n"),
            cases, changed);
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

static const struct command *const members[] = {&verb_rebuild, &verb_digest, NULL};

const struct command command_facts = {
    .name = "facts",
    .usage = "rebuild | digest",
    .summary = {"recalcula los hechos desde el libro, o los resume para comparar almacenes",
                "recompute facts from the book, or sum them up to compare stores"},
    .members = members,
};
