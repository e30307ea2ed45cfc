/* acuerdo person: parties that are one person. */
#include <inttypes.h>

#include "base/json.h"
#include "book/merge.h"
#include "book/party.h"
#include "cli/commands.h"
#include "policy/commit.h"
#include "store/db.h"

#define SHOWN 200 /* the latest merges */

static const struct option_spec merge_specs[] = {
    {"source",       "NAME", {"origen de ambas (import)", "source of both (import)"}          },
    {"other-source", "NAME", {"origen de la segunda", "source of the second"}                 },
    {"reason",       "TEXT", {"por qué son la misma persona", "why they are the same person"}},
    {NULL,           NULL,   {NULL, NULL}                                                     },
};

static const struct option_spec undo_specs[] = {
    {"reason", "TEXT", {"por qué no lo son", "why they are not"}},
    {NULL,     NULL,   {NULL, NULL}                              },
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

static const struct command *const members[] = {&verb_list, &verb_merge, &verb_undo, NULL};

const struct command command_person = {
    .name = "person",
    .usage = "list | merge PARTY OTHER --reason TEXT | undo MERGE --reason TEXT",
    .summary = {"registros que son la misma persona", "records that are the same person"},
    .members = members,
};
