/* acuerdo audit root, list and key: the signed roots of days, to be kept by somebody else. */
#include "record/audit_root.h"

#include <inttypes.h>

#include "base/json.h"
#include "cli/audits.h"

static const struct option_spec list_specs[] = {
    {"from", "DATE", {"desde este día", "from this day on"}                  },
    {"to",   "DATE", {"hasta este día, incluido", "up to this day, included"}},
    {NULL,   NULL,   {NULL, NULL}                                             },
};

static str hex_of(struct cli *cli, str bytes)
{
    char *const text = arena_alloc(cli->op.arena, CRYPTO_HEX_SIZE(bytes.size));
    crypto_hex(bytes.data, bytes.size, text);
    return str_of(text);
}

static void write_root(struct cli *cli, struct json_writer *w, const struct audit_root *root)
{
    json_object_open(w);
    json_put_day(w, "day", root->day);
    json_put_i64(w, "links", root->links);
    json_put_i64(w, "chains", root->chains);
    json_put_i64(w, "rows", root->rows);
    json_put_str(w, "statement", root->statement);
    json_put_str(w, "key", root->key_id);
    json_put_str(w, "signature", hex_of(cli, root->signature));
    json_put_instant(w, "signed_at", root->signed_at);
    json_object_close(w);
}

static void print_root(struct cli *cli, const struct audit_root *root, bool is_whole)
{
    char date[DAY_TEXT_SIZE];
    struct buf out = buf_start(cli->op.arena, 8192);
    struct json_writer w = json_start(&out);
    if (cli->is_json) {
        write_root(cli, &w, root);
        fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    } else if (is_whole) {
        fprintf(cli->out, STR_FORMAT "signature " STR_FORMAT "\n", STR_ARG(root->statement),
                STR_ARG(hex_of(cli, root->signature)));
    } else {
        fprintf(cli->out, "%s\t%" PRId64 "\t%" PRId64 "\t%" PRId64 "\t" STR_FORMAT "\n",
                day_format(root->day, date), root->chains, root->links, root->rows,
                STR_ARG(root->key_id));
    }
}

static status read_roots(struct cli *cli, day from, day until, struct audit_root **ret_roots,
                         size_t *ret_count)
{
    TRY(db_begin(&cli->op, DB_READ));
    TRY(audit_root_list(&cli->op, from, until, ret_roots, ret_count));
    db_rollback(&cli->op);
    return OK;
}

/* Signs what is waiting, then shows one day. */
static status run_root(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct audit_root *roots = NULL;
    char text[DAY_TEXT_SIZE];
    size_t count = 0;
    int signed_days = 0;
    day date = DAY_NONE;
    TRY(cli_day(cli, "date", DAY_NONE, &date));
    TRY(cli_open(cli, CLI_WRITE));
    TRY(audit_sign_days(op, &signed_days));
    if (date == DAY_NONE)
        date = op->business_date - 1;
    TRY(read_roots(cli, date, date + 1, &roots, &count));
    if (count == 1) {
        print_root(cli, &roots[0], true);
        return OK;
    }
    if (signed_days < 0)
        return op_fail(op, E_NOT_FOUND,
                       "%s has no root and there is no key to sign it: bring the audit key file "
                       "back (beside the master key, with .audit at the end)",
                       day_format(date, text));
    return op_fail(op, E_NOT_FOUND,
                   "%s has no root: only closed days have one, since the chains "
                   "began",
                   day_format(date, text));
}

static const struct option_spec root_specs[] = {
    {"date", "DATE", {"día cerrado (el último)", "closed day (the last)"}},
    {NULL,   NULL,   {NULL, NULL}                                          },
};

const struct command audit_command_root = {
    .name = "audit root",
    .usage = "[--date DATE] [--json]",
    .summary = {"la raíz firmada de un día cerrado, para guardarla fuera",
                "the signed root of a closed day, to be kept elsewhere"},
    .specs = root_specs,
    .run = run_root,
};

static status run_list(struct cli *cli)
{
    struct audit_root *roots = NULL;
    size_t count = 0;
    day from = DAY_NONE;
    day until = DAY_NONE;
    TRY(audit_days(cli, &from, &until));
    TRY(cli_open(cli, CLI_READ));
    TRY(read_roots(cli, from, until, &roots, &count));
    for (size_t i = 0; i < count; i++)
        print_root(cli, &roots[i], false);
    return OK;
}

const struct command audit_command_list = {
    .name = "audit list",
    .usage = "[--from DATE] [--to DATE] [--json]",
    .summary = {"los días firmados: cadenas, eslabones, filas y llave",
                "the signed days: chains, links, rows and key"},
    .specs = list_specs,
    .run = run_list,
};

static void print_key(struct cli *cli, str id, const uint8_t *public_key, bool is_here)
{
    const str key = hex_of(cli, (str){(const char *)public_key, CRYPTO_PUBLIC_BYTES});
    if (cli->is_json)
        fprintf(cli->out,
                "{\"key\":\"" STR_FORMAT "\",\"public_key\":\"" STR_FORMAT "\",\"signs\":%s}\n",
                STR_ARG(id), STR_ARG(key), is_here ? "true" : "false");
    else
        fprintf(cli->out, STR_FORMAT "\t" STR_FORMAT "\t%s\n", STR_ARG(id), STR_ARG(key),
                is_here ? cli_text(cli, "firma", "signs") : "-");
}

static status run_key(struct cli *cli)
{
    char here[AUDIT_KEY_ID_SIZE] = "";
    struct audit_key_row *keys = NULL;
    size_t count = 0;
    bool is_listed = false;
    TRY(cli_open(cli, CLI_WRITE));
    const struct crypto_signer *const signer = audit_key_signer(here);
    TRY(audit_key_list(&cli->op, &keys, &count));
    for (size_t i = 0; i < count; i++) {
        const bool is_here = signer && str_equal_c(keys[i].id, here);
        print_key(cli, keys[i].id, keys[i].public_key, is_here);
        is_listed |= is_here;
    }
    if (signer && !is_listed) /* it has signed nothing yet */
        print_key(cli, str_of(here), signer->public_key, true);
    return OK;
}

const struct command audit_command_key = {
    .name = "audit key",
    .usage = "[--json]",
    .summary = {"las llaves públicas con que se verifican las firmas; guárdelas fuera",
                "the public keys that the signatures are checked with; keep them elsewhere"},
    .run = run_key,
};
