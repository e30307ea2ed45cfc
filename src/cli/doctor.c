/* acuerdo doctor: what is wrong with a store, where, and what to do about it. */
#include "upkeep/doctor.h"

#include <inttypes.h>

#include "base/json.h"
#include "cli/commands.h"
#include "record/rekey.h"
#include "record/seal.h"

static void tell_progress(void *context, const char *check, int64_t done)
{
    cli_progress(context, "%-20s %" PRId64, check, done);
}

static void write_finding(struct cli *cli, struct json_writer *w,
                          const struct doctor_finding *finding)
{
    const bool is_english = cli->op.language == LANGUAGE_EN;
    json_object_open(w);
    json_put_c(w, "check", finding->check->name);
    json_put_id(w, "debtor_id", finding->debtor_id);
    json_put_id(w, "id", finding->id);
    json_put_i64(w, "found", finding->found);
    json_put_i64(w, "expected", finding->expected);
    json_put_str(w, "what", doctor_sentence(cli->op.arena, finding, is_english));
    json_put_c(w, "advice", finding->check->advice[is_english]);
    json_object_close(w);
}

static void print_json(struct cli *cli, const struct doctor_report *report)
{
    struct buf out = buf_start(cli->op.arena, 4 << 20);
    struct json_writer w = json_start(&out);
    json_object_open(&w);
    json_put_i64(&w, "checks", report->checks);
    json_put_i64(&w, "cases", report->cases);
    json_key(&w, "findings");
    json_array_open(&w);
    for (size_t i = 0; i < report->count; i++)
        write_finding(cli, &w, &report->findings[i]);
    json_array_close(&w);
    json_object_close(&w);
    fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
}

/* A key that serves old backups only is no damage; whoever keeps backups has to know of it. */
static void print_keys(struct cli *cli)
{
    struct rekey_key *keys = NULL;
    size_t count = 0;
    char retired_at[INSTANT_TEXT_SIZE];
    if (rekey_list(&cli->op, &keys, &count) != OK)
        op_clear(&cli->op); /* an older schema, or damage that the report has told of */
    for (size_t i = 0; i < count; i++)
        if (str_equal_c(keys[i].state, "retired"))
            fprintf(cli->out,
                    cli_text(cli,
                             "Llave %d retirada %s: solo la necesitan respaldos anteriores; "
                             "cuando ya no los guarde, acuerdo key forget %d\n",
                             "Key %d was retired %s: only backups of before need it; when they are "
                             "gone, acuerdo key forget %d\n"),
                    keys[i].number, instant_format(keys[i].retired_at, retired_at), keys[i].number);
}

static void print_text(struct cli *cli, const struct doctor_report *report)
{
    const bool is_english = cli->op.language == LANGUAGE_EN;
    for (size_t i = 0; i < report->count; i++) {
        const struct doctor_finding *const finding = &report->findings[i];
        const bool is_last =
            i + 1 == report->count || report->findings[i + 1].check != finding->check;
        const str sentence = doctor_sentence(cli->op.arena, finding, is_english);
        fprintf(cli->out, "%s: " STR_FORMAT "\n", finding->check->name, STR_ARG(sentence));
        if (is_last) /* what is to be done is the same for all of a check */
            fprintf(cli->out, "    → %s\n", finding->check->advice[is_english]);
    }
    if (report->count == 0)
        fprintf(cli->out,
                cli_text(cli, "El almacén está sano: %d comprobaciones, %" PRId64 " %s\n",
                         "The store is sound: %d checks, %" PRId64 " %s\n"),
                report->checks, report->cases, cli_cases(cli, report->cases));
    print_keys(cli);
}

static status run(struct cli *cli)
{
    struct op *const op = &cli->op;
    const struct doctor_progress progress = {tell_progress, cli};
    struct doctor_report report;
    TRY(cli_open(cli, CLI_AS_IS));
    if (!seal_is_ready() && seal_key_load(op, str_cstr(op->arena, cli->key_file)) != OK)
        op_clear(op); /* the doctor says so */
    const status code = doctor_examine(op, &progress, &report);
    cli_progress_end(cli);
    TRY(code);
    if (cli->is_json)
        print_json(cli, &report);
    else
        print_text(cli, &report);
    if (report.count == 0)
        return OK;
    return op_fail(op, E_STORE, "%zu findings in %d checks", report.count, report.checks);
}

const struct command command_doctor = {
    .name = "doctor",
    .usage = "[--json]",
    .summary = {"revisa todo el almacén y dice qué hacer con cada daño",
                "look the whole store over and say what to do about each damage"},
    .run = run,
};
