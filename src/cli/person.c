/* acuerdo person: parties that are one person, and those that may be. */
#include <inttypes.h>

#include "base/json.h"
#include "book/duplicate.h"
#include "book/merge.h"
#include "book/party.h"
#include "cli/commands.h"
#include "policy/commit.h"
#include "record/setting.h"
#include "store/db.h"

#define SHOWN 200 /* the latest merges */

static const struct option_spec merge_specs[] = {
    {"source",       "NAME", {"origen de ambas (import)", "source of both (import)"}          },
    {"other-source", "NAME", {"origen de la segunda", "source of the second"}                 },
    {"reason",       "TEXT", {"por qué son la misma persona", "why they are the same person"}},
    {NULL,           NULL,   {NULL, NULL}                                                     },
};

static const struct option_spec undo_specs[] = {
    {"reason", "TEXT", {"por qué", "why"}},
    {NULL,     NULL,   {NULL, NULL}       },
};

static status merge(struct cli *cli)
{
    struct op *const op = &cli->op;
    const struct options *const options = &cli->options;
    const str source = options_get(options, "source", STR("import"));
    int64_t party_id = 0;
    int64_t other_id = 0;
    int64_t id = 0;
    TRY(cli_open(cli, CLI_WRITE));
    TRY(db_begin(op, DB_WRITE));
    TRY(party_find(op, source, options->operands[0], &party_id));
    TRY(party_find(op, options_get(options, "other-source", source), options->operands[1],
                   &other_id));
    TRY(merge_parties(op, party_id, other_id, options_get(options, "reason", STR("")), &id));
    TRY(policy_commit(op));
    fprintf(cli->out, cli->is_json ? "{\"merge_id\":\"%" PRId64 "\"}\n" : "%" PRId64 "\n", id);
    return OK;
}

static status undo(struct cli *cli)
{
    struct op *const op = &cli->op;
    int64_t id = 0;
    if (!str_to_i64(cli->options.operands[0], &id))
        return op_fail(op, E_INVALID, "which merge?  acuerdo person undo MERGE");
    TRY(cli_open(cli, CLI_WRITE));
    TRY(db_begin(op, DB_WRITE));
    TRY(merge_undo(op, id, options_get(&cli->options, "reason", STR(""))));
    return policy_commit(op);
}

static void write_merge(struct json_writer *w, const struct merge *merge)
{
    json_object_open(w);
    json_put_id(w, "merge_id", merge->id);
    json_put_id(w, "party_id", merge->party_id);
    json_put_id(w, "other_id", merge->other_id);
    json_put_str(w, "reason", merge->reason);
    json_put_instant(w, "at", merge->at);
    json_put_instant(w, "undone_at", merge->undone_at);
    json_object_close(w);
}

static status list(struct cli *cli)
{
    struct op *const op = &cli->op;
    const struct merge *merges = NULL;
    size_t count = 0;
    TRY(cli_open(cli, CLI_READ));
    TRY(merge_list(op, SHOWN, &merges, &count));
    struct buf out = buf_start(op->arena, 1 << 20);
    struct json_writer w = json_start(&out);
    json_array_open(&w);
    for (size_t i = 0; i < count; i++) {
        if (cli->is_json)
            write_merge(&w, &merges[i]);
        else
            fprintf(cli->out, "%" PRId64 "\t%" PRId64 "\t%" PRId64 "\t%s\t" STR_FORMAT "\n",
                    merges[i].id, merges[i].party_id, merges[i].other_id,
                    merges[i].undone_at == INSTANT_NONE ? "" : cli_text(cli, "deshecha", "undone"),
                    STR_ARG(merges[i].reason));
    }
    json_array_close(&w);
    if (cli->is_json)
        fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    return OK;
}

/* --- duplicates --- */

static status does_merge_alone(struct op *op, bool *ret_does)
{
    str value;
    TRY(setting_text(op, "person.merge_alone", op->business_date, STR("no"), &value));
    *ret_does = str_equal_c(value, "yes");
    return OK;
}

/* Batch by batch, each with a transaction and memory of its own. */
static status find_all(struct op *op, instant since, struct duplicate_count *count)
{
    int64_t after = 0;
    bool merge_alone = false;
    const instant began = op_now(op);
    TRY(does_merge_alone(op, &merge_alone));
    do {
        const struct arena_mark mark = arena_mark(op->arena);
        TRY(db_begin(op, DB_WRITE));
        TRY(duplicate_find(op, since, merge_alone, &after, count));
        if (after == 0)
            TRY(duplicate_done(op, began));
        TRY(policy_commit(op));
        arena_release(op->arena, mark);
    } while (after != 0);
    return OK;
}

static status find(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct duplicate_count count = {0};
    instant since = 0;
    TRY(cli_open(cli, CLI_WRITE));
    if (!options_has(&cli->options, "all"))
        TRY(duplicate_since(op, &since));
    TRY(find_all(op, since, &count));
    if (cli->is_json)
        fprintf(cli->out,
                "{\"parties\":%" PRId64 ",\"pairs\":%" PRId64 ",\"merged\":%" PRId64 "}\n",
                count.parties, count.pairs, count.merged);
    else
        fprintf(cli->out,
                cli_text(cli,
                         "%" PRId64 " registros vistos, %" PRId64 " pares por revisar, %" PRId64
                         " unidos\n",
                         "%" PRId64 " records looked at, %" PRId64 " pairs to look at, %" PRId64
                         " joined\n"),
                count.parties, count.pairs, count.merged);
    return OK;
}

static status pairs(struct cli *cli)
{
    struct op *const op = &cli->op;
    const struct duplicate_pair *found = NULL;
    size_t count = 0;
    TRY(cli_open(cli, CLI_READ));
    TRY(duplicate_list(op, SHOWN, &found, &count));
    struct buf out = buf_start(op->arena, 1 << 20);
    struct json_writer w = json_start(&out);
    json_array_open(&w);
    for (size_t i = 0; i < count; i++) {
        json_object_open(&w);
        json_put_id(&w, "party_id", found[i].low_id);
        json_put_id(&w, "other_id", found[i].high_id);
        json_put_i64(&w, "score", found[i].score);
        json_put_str(&w, "reasons", found[i].reasons);
        json_object_close(&w);
        if (!cli->is_json)
            fprintf(cli->out, "%" PRId64 "\t%" PRId64 "\t%d\t" STR_FORMAT "\n", found[i].low_id,
                    found[i].high_id, found[i].score, STR_ARG(found[i].reasons));
    }
    json_array_close(&w);
    if (cli->is_json)
        fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    return OK;
}

/* The two ids that `person pairs` prints. */
static status read_pair(struct cli *cli, int64_t *ret_a, int64_t *ret_b)
{
    return str_to_i64(cli->options.operands[0], ret_a) &&
                   str_to_i64(cli->options.operands[1], ret_b)
               ? OK
               : op_fail(&cli->op, E_INVALID,
                         "which pair?  two ids that acuerdo person pairs shows");
}

static status same(struct cli *cli)
{
    struct op *const op = &cli->op;
    int64_t a = 0;
    int64_t b = 0;
    int64_t id = 0;
    TRY(read_pair(cli, &a, &b));
    TRY(cli_open(cli, CLI_WRITE));
    TRY(db_begin(op, DB_WRITE));
    TRY(duplicate_same(op, a, b, options_get(&cli->options, "reason", STR("")), &id));
    TRY(policy_commit(op));
    fprintf(cli->out, cli->is_json ? "{\"merge_id\":\"%" PRId64 "\"}\n" : "%" PRId64 "\n", id);
    return OK;
}

static status different(struct cli *cli)
{
    struct op *const op = &cli->op;
    int64_t a = 0;
    int64_t b = 0;
    TRY(read_pair(cli, &a, &b));
    TRY(cli_open(cli, CLI_WRITE));
    TRY(db_begin(op, DB_WRITE));
    TRY(duplicate_different(op, a, b));
    return policy_commit(op);
}

static const struct option_spec find_specs[] = {
    {"all", NULL, {"todos los registros, no solo los nuevos", "all records, not only new ones"}},
    {NULL,  NULL, {NULL, NULL}                                                                 },
};

static const struct command verb_find = {
    .name = "person find",
    .usage = "[--all]",
    .summary = {"busca registros que pueden ser la misma persona",
                "looks for records that may be the same person"},
    .specs = find_specs,
    .run = find,
};

static const struct command verb_pairs = {
    .name = "person pairs",
    .usage = "",
    .summary = {"los pares por revisar, el más seguro primero",
                "the pairs to look at, the surest first"},
    .run = pairs,
};

static const struct command verb_same = {
    .name = "person same",
    .usage = "ID ID --reason TEXT",
    .summary = {"son la misma persona: los une", "they are the same person: joins them"},
    .specs = undo_specs,
    .operand_count_min = 2,
    .operand_count_max = 2,
    .run = same,
};

static const struct command verb_different = {
    .name = "person different",
    .usage = "ID ID",
    .summary = {"no son la misma persona: no vuelve a preguntar",
                "they are not the same person: never asks again"},
    .operand_count_min = 2,
    .operand_count_max = 2,
    .run = different,
};

static const struct command verb_merge = {
    .name = "person merge",
    .usage = "PARTY OTHER --reason TEXT",
    .summary = {"une dos registros: son la misma persona",
                "joins two records: they are the same person"},
    .specs = merge_specs,
    .operand_count_min = 2,
    .operand_count_max = 2,
    .run = merge,
};

static const struct command verb_undo = {
    .name = "person undo",
    .usage = "MERGE --reason TEXT",
    .summary = {"deshace una unión; todo queda como antes", "takes a merge back; all is as it was"},
    .specs = undo_specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = undo,
};

static const struct command verb_list = {
    .name = "person list",
    .usage = "",
    .summary = {"las últimas uniones", "the latest merges"},
    .run = list,
};

static const struct command *const members[] = {&verb_find,      &verb_pairs, &verb_same,
                                                &verb_different, &verb_list,  &verb_merge,
                                                &verb_undo,      NULL};

const struct command command_person = {
    .name = "person",
    .usage = "find [--all] | pairs | same ID ID --reason TEXT | different ID ID | list | "
             "merge PARTY OTHER --reason TEXT | undo MERGE --reason TEXT",
    .summary = {"registros que son la misma persona", "records that are the same person"},
    .members = members,
};
