/* acuerdo document: the papers that found a debt, kept by their content. */
#include <errno.h>
#include <string.h>

#include "book/obligation.h"
#include "cli/commands.h"
#include "cli/file.h"
#include "policy/commit.h"
#include "record/document.h"
#include "store/db.h"

static const struct option_spec add_specs[] = {
    {"obligation", "ID",    {"identificador de la obligación", "external id of the obligation"}      },
    {"source",     "NAME",  {"origen de la obligación (import)", "source of the obligation (import)"}},
    {"type",       "MEDIA", {"tipo de contenido (application/pdf)", "media type (application/pdf)"}   },
    {NULL,         NULL,    {NULL, NULL}                                                              },
};

static const struct option_spec get_specs[] = {
    {"out", "FILE", {"dónde escribir el documento", "where to write the document"}},
    {NULL,  NULL,   {NULL, NULL}                                                   },
};

static status add_document(struct cli *cli)
{
    const str path = cli->options.operands[0];
    struct op *const op = &cli->op;
    struct obligation_ref obligation;
    char hash[DOCUMENT_HASH_SIZE];
    str bytes;
    const str external_id = options_get(&cli->options, "obligation", STR(""));
    const str type = options_get(&cli->options, "type", STR("application/pdf"));
    if (external_id.size == 0)
        return op_fail(op, E_INVALID, "which debt does it found? --obligation ID");
    TRY(cli_file_read(op, path, LIMIT_DOCUMENT_BYTES, &bytes));
    TRY(cli_open(cli, CLI_WRITE));
    TRY(db_begin(op, DB_WRITE));
    TRY(obligation_find(op, options_get(&cli->options, "source", STR("import")), external_id,
                        &obligation));
    TRY(document_put(op, str_cstr(op->arena, type), str_cstr(op->arena, path), bytes, hash));
    TRY(obligation_set_document(op, &obligation, str_of(hash)));
    TRY(policy_commit(op));
    fprintf(cli->out, cli->is_json ? "{\"hash\":\"%s\"}\n" : "%s\n", hash);
    return OK;
}

static status get_document(struct cli *cli)
{
    const str hash = cli->options.operands[0];
    struct op *const op = &cli->op;
    struct document document;
    const str path = options_get(&cli->options, "out", STR(""));
    TRY(cli_open(cli, CLI_READ));
    TRY(document_get(op, str_cstr(op->arena, hash), &document));
    FILE *const own = path.size > 0 ? fopen(str_cstr(op->arena, path), "wb") : NULL;
    if (path.size > 0 && !own)
        return op_fail(op, E_IO, "cannot write " STR_FORMAT ": %s", STR_ARG(path),
                       op_errno(op, errno));
    const size_t written =
        fwrite(document.bytes.data, 1, document.bytes.size, own ? own : cli->out);
    const bool is_closed = !own || fclose(own) == 0;
    return written == document.bytes.size && is_closed
               ? OK
               : op_fail(op, E_IO, "the document could not be written whole");
}

static const struct command verb_add = {
    .name = "document add",
    .usage = "FILE --obligation ID",
    .summary = {"guarda el documento que funda una deuda", "keep the paper that founds a debt"},
    .specs = add_specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = add_document,
};

static const struct command verb_get = {
    .name = "document get",
    .usage = "HASH [--out FILE]",
    .summary = {"el documento, como se guardó", "the paper, as it was kept"},
    .specs = get_specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = get_document,
};

static const struct command *const members[] = {&verb_add, &verb_get, NULL};

const struct command command_document = {
    .name = "document",
    .usage = "add FILE --obligation ID | get HASH [--out FILE]",
    .summary = {"documentos que fundan una deuda, por su contenido",
                "papers that found a debt, by their content"},
    .members = members,
};
