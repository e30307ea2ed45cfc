/* acuerdo audit verify: computes the chains and the signed days again, and says what was changed.
 */
#include "upkeep/audit_verify.h"

#include <inttypes.h>

#include "base/json.h"
#include "cli/audits.h"

static const struct option_spec specs[] = {
    {"case",       "N",    {"solo este expediente (número o id)", "this case only (number or id)"}   },
    {"from",       "DATE", {"desde este día", "from this day on"}                                    },
    {"to",         "DATE", {"hasta este día, incluido", "up to this day, included"}                  },
    {"public-key",
     "HEX",                {"llave pública guardada fuera del almacén", "public key kept elsewhere"}},
    {"threads",    "N",    {"hilos: 1 o 2 (2)", "threads: 1 or 2 (2)"}                                },
    {NULL,         NULL,   {NULL, NULL}                                                               },
};

static void tell_progress(void *context, int64_t rows)
{
    cli_progress(context, "%" PRId64, rows);
}

static status read_request(struct cli *cli, struct audit_request *request)
{
    struct op *const op = &cli->op;
    const str of_case = options_get(&cli->options, "case", STR(""));
    uint8_t key[CRYPTO_PUBLIC_BYTES];
    int64_t threads = 0;
    TRY(cli_i64(cli, "threads", 2, &threads));
    if (threads < 1 || threads > 2)
        return op_fail(op, E_INVALID, "--threads is 1 or 2");
    request->threads = (int)threads;
    request->public_key = options_get(&cli->options, "public-key", STR(""));
    if (request->public_key.size > 0 && !crypto_from_hex(request->public_key, key, sizeof(key)))
        return op_fail(op, E_INVALID, "--public-key needs %d hexadecimal digits",
                       2 * CRYPTO_PUBLIC_BYTES);
    TRY(audit_days(cli, &request->from, &request->until));
    request->tell = tell_progress;
    request->context = cli;
    TRY(cli_open(cli, CLI_READ));
    request->is_one_case = of_case.size > 0;
    if (request->is_one_case)
        TRY(audit_find_case(cli, of_case, &request->chain.debtor_id, &request->chain.case_id));
    return OK;
}

static void write_finding(struct cli *cli, struct json_writer *w, const struct audit_finding *f)
{
    json_object_open(w);
    json_put_c(w, "fault", audit_fault_name(f->fault));
    json_put_c(w, "table", f->table);
    json_put_id(w, "debtor_id", f->chain.debtor_id);
    json_put_id(w, "case_id", f->chain.case_id);
    json_put_id(w, "row_id", f->row_id);
    json_put_i64(w, "link", f->n);
    json_put_day(w, "day", f->day);
    json_put_str(w, "detail", f->detail);
    json_put_str(w, "what", audit_sentence(&cli->op, f));
    json_object_close(w);
}

static void print_json(struct cli *cli, const struct audit_report *report)
{
    struct buf out = buf_start(cli->op.arena, (size_t)AUDIT_FINDINGS_MOST * 1024);
    struct json_writer w = json_start(&out);
    json_object_open(&w);
    json_put_day(&w, "since", report->start.day);
    json_put_i64(&w, "chains", report->chains);
    json_put_i64(&w, "links", report->links);
    json_put_i64(&w, "rows", report->rows);
    json_put_i64(&w, "erased", report->erased);
    json_put_i64(&w, "earlier_rows", report->start.rows);
    json_put_i64(&w, "signed_days", report->days);
    json_put_i64(&w, "faults", report->faults);
    json_key(&w, "findings");
    json_array_open(&w);
    for (size_t i = 0; i < report->count; i++)
        write_finding(cli, &w, &report->findings[i]);
    json_array_close(&w);
    json_object_close(&w);
    fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
}

static void print_text(struct cli *cli, const struct audit_report *report)
{
    char since[DAY_TEXT_SIZE];
    for (size_t i = 0; i < report->count; i++)
        fprintf(cli->out, "%s: " STR_FORMAT "\n", audit_fault_name(report->findings[i].fault),
                STR_ARG(audit_sentence(&cli->op, &report->findings[i])));
    fprintf(cli->out,
            cli_text(cli,
                     "%" PRId64 " filas en %" PRId64 " eslabones de %" PRId64 " cadenas, %" PRId64
                     " días firmados; en cadena desde %s, %" PRId64 " filas ya estaban\n",
                     "%" PRId64 " rows in %" PRId64 " links of %" PRId64 " chains, %" PRId64
                     " signed days; chained since %s, %" PRId64 " rows were there before\n"),
            report->rows, report->links, report->chains, report->days,
            day_format(report->start.day, since), report->start.rows);
    if (report->faults == 0)
        fputs(cli_text(cli, "Todo coincide.\n", "All of it holds.\n"), cli->out);
}

static status run(struct cli *cli)
{
    struct audit_request request = {.threads = 0};
    struct audit_report report;
    TRY(read_request(cli, &request));
    const status code = audit_verify(&cli->op, &request, &report);
    cli_progress_end(cli);
    TRY(code);
    if (cli->is_json)
        print_json(cli, &report);
    else
        print_text(cli, &report);
    if (report.faults == 0)
        return OK;
    return op_fail(&cli->op, E_STORE, "%" PRId64 " findings", report.faults);
}

const struct command audit_command_verify = {
    .name = "audit verify",
    .usage = "[--case N] [--from DATE] [--to DATE] [--public-key HEX] [--json]",
    .summary = {"calcula de nuevo cadenas y raíces y dice qué fila, expediente o día cambió",
                "compute chains and roots again and say which row, case or day was changed"},
    .specs = specs,
    .run = run,
};
