/* acuerdo audit file and check-file: the file of a person for a supervisor, and its examination. */
#include <errno.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/audits.h"
#include "cli/file.h"
#include "insight/evidence.h"
#include "store/db.h"

static const struct option_spec file_specs[] = {
    {"party",  "ID",   {"persona (id)", "person (id)"}                                           },
    {"case",   "N",    {"solo este expediente (número o id)", "this case only (number or id)"}  },
    {"out",    "FILE", {"archivo que se hace", "file to make"}                                   },
    {"reason", "TEXT", {"por qué se hace; queda en la historia", "why; it stays in the history"}},
    {NULL,     NULL,   {NULL, NULL}                                                              },
};

static status read_request(struct cli *cli, struct evidence_request *request)
{
    const str of_case = options_get(&cli->options, "case", STR(""));
    const str party = options_get(&cli->options, "party", STR(""));
    if (of_case.size > 0)
        TRY(audit_find_case(cli, of_case, &request->debtor_id, &request->case_id));
    else if (!str_to_i64(party, &request->debtor_id))
        return op_fail(&cli->op, E_INVALID, "--party \"" STR_FORMAT "\" is not the id of a person",
                       STR_ARG(party));
    request->language = cli->op.language;
    request->reason = options_get(&cli->options, "reason", STR(""));
    return OK;
}

/* A file that is there is left alone: it may be evidence. */
static status write_file(struct cli *cli, const char *path, str bytes)
{
    struct op *const op = &cli->op;
    FILE *const file = fopen(path, "wxe");
    if (!file)
        return op_fail(op, errno == EEXIST ? E_CONFLICT : E_IO, "%s cannot be made: %s", path,
                       op_errno(op, errno));
    const bool is_whole = fwrite(bytes.data, 1, bytes.size, file) == bytes.size;
    const int why = errno;
    if (fclose(file) == 0 && is_whole)
        return OK;
    (void)unlink(path);
    return op_fail(op, E_IO, "%s cannot be written: %s", path, op_errno(op, why));
}

static status run_file(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct evidence_request request = {.case_id = 0};
    const char *const path = str_cstr(op->arena, options_get(&cli->options, "out", STR("")));
    str html;
    if (!*path)
        return op_fail(op, E_INVALID, "--out FILE says where the file goes");
    TRY(cli_open(cli, CLI_WRITE));
    TRY(read_request(cli, &request));
    TRY(db_begin(op, DB_WRITE));
    TRY(evidence_make(op, &request, &html));
    TRY(write_file(cli, path, html));
    TRY(db_commit(op));
    if (!cli->is_json)
        fprintf(cli->out, cli_text(cli, "%s: %zu bytes\n", "%s: %zu bytes\n"), path, html.size);
    else
        fprintf(cli->out, "{\"bytes\":%zu}\n", html.size);
    return OK;
}

const struct command audit_command_file = {
    .name = "audit file",
    .usage = "--party ID | --case N --reason TEXT --out FILE [--lang es|en]",
    .summary =
        {"el expediente de una persona para una autoridad: todo, por qué fue lícito, y su prueba",
                  "a person's file for an authority: all of it, why it was lawful, and its proof"},
    .specs = file_specs,
    .run = run_file,
};

/* --- the examination --- */

static const struct option_spec check_specs[] = {
    {"public-key", "HEX", {"llave pública que viene de otra parte", "public key from elsewhere"}},
    {NULL,         NULL,  {NULL, NULL}                                                           },
};

static void print_check(struct cli *cli, const struct evidence_check *check)
{
    char date[DAY_TEXT_SIZE];
    struct buf out = buf_start(cli->op.arena, 1 << 20);
    struct json_writer w = json_start(&out);
    if (!cli->is_json) {
        for (size_t i = 0; i < check->text_count; i++)
            fprintf(cli->out, STR_FORMAT "\n", STR_ARG(check->texts[i]));
        fprintf(cli->out,
                cli_text(cli,
                         "%" PRId64 " filas, %" PRId64 " eslabones, %" PRId64 " cadenas, firmados "
                         "hasta %s con la llave " STR_FORMAT " (" STR_FORMAT "); %" PRId64
                         " eslabones aún sin firma\n",
                         "%" PRId64 " rows, %" PRId64 " links, %" PRId64 " chains, signed up to %s "
                         "with key " STR_FORMAT " (" STR_FORMAT "); %" PRId64
                         " links not signed yet\n"),
                check->rows, check->links, check->chains, day_format(check->last_day, date),
                STR_ARG(check->key_id), STR_ARG(check->public_key), check->unsigned_links);
        if (check->has_own_pages)
            fputs(cli_text(cli, "Las páginas son de otra versión: no se compararon.\n",
                           "The pages are of another version: they were not compared.\n"),
                  cli->out);
        return;
    }
    json_object_open(&w);
    json_put_i64(&w, "faults", check->faults);
    json_put_i64(&w, "rows", check->rows);
    json_put_i64(&w, "links", check->links);
    json_put_i64(&w, "chains", check->chains);
    json_put_i64(&w, "unsigned_links", check->unsigned_links);
    json_put_day(&w, "signed_until", check->last_day);
    json_put_str(&w, "key", check->key_id);
    json_put_str(&w, "public_key", check->public_key);
    json_put_bool(&w, "pages_compared", !check->has_own_pages);
    json_object_close(&w);
    fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
}

static status run_check(struct cli *cli)
{
    struct op *const op = &cli->op;
    const str key = options_get(&cli->options, "public-key", STR(""));
    struct evidence_check check;
    str html;
    TRY(cli_file_read(op, cli->options.operands[0], EVIDENCE_BYTES_MAX, &html));
    TRY(evidence_verify(op, html, key, &check));
    print_check(cli, &check);
    if (check.faults == 0)
        return OK;
    return op_fail(op, E_STORE, "%" PRId64 " findings", check.faults);
}

const struct command audit_command_check_file = {
    .name = "audit check-file",
    .usage = "FILE [--public-key HEX] [--json]",
    .summary = {"comprueba el expediente de una persona, sin almacén",
                "check a person's file, without a store"},
    .specs = check_specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = run_check,
};
