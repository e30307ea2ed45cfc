/* acuerdo replay: computes past closes again from what was known then, and compares. */
#include "policy/replay.h"

#include <inttypes.h>

#include "base/json.h"
#include "base/version.h"
#include "cli/commands.h"
#include "policy/spell.h"

#define JSON_BYTES ((size_t)4 << 20)

static const struct option_spec specs[] = {
    {"date",    "DATE",   {"fecha de proceso cerrada", "closed business date"}                    },
    {"through", "DATE",   {"hasta esta fecha, en orden", "up to this date, in order"}             },
    {"case",    "NUMBER", {"un solo expediente: entonces y hoy", "one case alone: then and today"}},
    {NULL,      NULL,     {NULL, NULL}                                                            },
};

static void tell_progress(void *context, day date, int64_t done, int64_t total)
{
    char text[DAY_TEXT_SIZE];
    cli_progress(context, "%s  %" PRId64 "/%" PRId64, day_format(date, text), done, total);
}

static const char *digits(struct op *op, uint64_t digest)
{
    return arena_printf(op->arena, "%016" PRIx64, digest);
}

/* --- a day, as JSON --- */

static void write_slice(struct json_writer *w, const struct replay_slice *slice)
{
    json_object_open(w);
    json_put_i64(w, "slice", slice->number);
    json_put_instant(w, "known_at", slice->known_at);
    json_put_i64(w, "cases_then", slice->cases_then);
    json_put_i64(w, "cases_now", slice->cases_now);
    json_put_bool(w, "decisions_differ", slice->then.decisions != slice->now.decisions);
    json_key(w, "facts");
    json_array_open(w);
    for (int cell = 0; cell < FACT_CELLS; cell++)
        if (slice->then.facts[cell] != slice->now.facts[cell])
            json_write_str(w, str_of(fact_cell_name(cell)));
    json_array_close(w);
    json_object_close(w);
}

static void write_differences(struct json_writer *w, const struct replay_result *result)
{
    json_key(w, "slices_that_differ");
    json_array_open(w);
    for (size_t i = 0; i < result->slice_count; i++)
        if (result->slices[i].differs)
            write_slice(w, &result->slices[i]);
    json_array_close(w);
    json_put_i64(w, "differences_found", result->difference_total);
    json_key(w, "differences");
    json_array_open(w);
    for (size_t i = 0; i < result->difference_count; i++) {
        const struct replay_difference *const d = &result->differences[i];
        json_object_open(w);
        json_put_i64(w, "slice", d->slice);
        json_put_i64(w, "case", d->case_number);
        json_put_c(w, "field", d->field);
        json_put_c(w, "then", d->then);
        json_put_c(w, "now", d->now);
        json_object_close(w);
    }
    json_array_close(w);
}

static void print_json(struct cli *cli, const struct replay_result *result)
{
    struct buf out = buf_start(cli->op.arena, JSON_BYTES);
    struct json_writer w = json_start(&out);
    json_object_open(&w);
    json_put_day(&w, "date", result->date);
    json_put_bool(&w, "equal", result->differing == 0);
    json_put_i64(&w, "cases", result->cases);
    json_put_i64(&w, "slices", (int64_t)result->slice_count);
    json_put_c(&w, "digest_then", digits(&cli->op, result->digest_then));
    json_put_c(&w, "digest_now", digits(&cli->op, result->digest_now));
    json_put_c(&w, "program_then", result->program);
    json_put_c(&w, "program_now", ACUERDO_VERSION);
    json_put_bool(&w, "has_other_rules", result->has_other_rules);
    write_differences(&w, result);
    json_object_close(&w);
    fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
}

/* --- a day, as text --- */

static void print_notes(const struct cli *cli, const struct replay_result *result)
{
    if (strcmp(result->program, ACUERDO_VERSION) != 0)
        fprintf(cli->out,
                cli_text(cli, "  nota: cerró el programa %s; este es %s\n",
                         "  note: program %s closed it; this is %s\n"),
                result->program, ACUERDO_VERSION);
    if (result->has_other_rules)
        fputs(cli_text(cli, "  nota: las reglas de los países eran otras\n",
                       "  note: the countries' rules were others\n"),
              cli->out);
}

static void print_slice(const struct cli *cli, const struct replay_slice *slice)
{
    char text[INSTANT_TEXT_SIZE];
    fprintf(cli->out,
            cli_text(cli, "  tramo %d, con lo sabido hasta %s: %" PRId64 " %s",
                     "  slice %d, with what was known until %s: %" PRId64 " %s"),
            slice->number, instant_format(slice->known_at, text), slice->cases_then,
            cli_cases(cli, slice->cases_then));
    if (slice->cases_then != slice->cases_now)
        fprintf(cli->out, cli_text(cli, ", ahora %" PRId64, ", now %" PRId64), slice->cases_now);
    if (slice->then.decisions != slice->now.decisions)
        fputs(cli_text(cli, "; las decisiones difieren", "; the decisions differ"), cli->out);
    const char *before = cli_text(cli, "; hechos que difieren: ", "; facts that differ: ");
    for (int cell = 0; cell < FACT_CELLS; cell++) {
        if (slice->then.facts[cell] == slice->now.facts[cell])
            continue;
        fprintf(cli->out, "%s%s", before, fact_cell_name(cell));
        before = ", ";
    }
    fputs("\n", cli->out);
}

static void print_differences(const struct cli *cli, const struct replay_result *result)
{
    for (size_t i = 0; i < result->slice_count; i++)
        if (result->slices[i].differs)
            print_slice(cli, &result->slices[i]);
    for (size_t i = 0; i < result->difference_count; i++) {
        const struct replay_difference *const d = &result->differences[i];
        fprintf(cli->out,
                cli_text(cli,
                         "    tramo %d, expediente %" PRId64 ": %s: entonces «%s», ahora «%s»\n",
                         "    slice %d, case %" PRId64 ": %s: then \"%s\", now \"%s\"\n"),
                d->slice, d->case_number, d->field, d->then, d->now);
    }
    if (result->difference_total > (int64_t)result->difference_count)
        fprintf(cli->out, cli_text(cli, "    y %" PRId64 " más\n", "    and %" PRId64 " more\n"),
                result->difference_total - (int64_t)result->difference_count);
}

static void print_day(struct cli *cli, const struct replay_result *result)
{
    char text[DAY_TEXT_SIZE];
    if (cli->is_json) {
        print_json(cli, result);
        return;
    }
    fprintf(cli->out,
            result->differing == 0
                ? cli_text(cli, "%s: igual: %" PRId64 " %s en %zu tramos, resumen %s\n",
                           "%s: equal: %" PRId64 " %s in %zu slices, digest %s\n")
                : cli_text(cli, "%s: difiere: %" PRId64 " %s en %zu tramos, resumen %s\n",
                           "%s: differs: %" PRId64 " %s in %zu slices, digest %s\n"),
            day_format(result->date, text), result->cases, cli_cases(cli, result->cases),
            result->slice_count, digits(&cli->op, result->digest_now));
    print_notes(cli, result);
    print_differences(cli, result);
}

/* --- one case --- */

static status print_facts(struct cli *cli, const struct replay_case *one, struct json_writer *w)
{
    struct op *const op = &cli->op;
    for (int cell = 0; cell < FACT_CELLS; cell++) {
        const char *then = NULL;
        const char *now = NULL;
        if (one->was_known)
            TRY(fact_cell_text(op, &one->facts, cell, &then));
        if (one->has_now)
            TRY(fact_cell_text(op, &one->facts_now, cell, &now));
        if (w) {
            json_key(w, fact_cell_name(cell));
            json_object_open(w);
            json_put_c(w, "then", then);
            json_put_c(w, "now", now);
            json_object_close(w);
            continue;
        }
        const bool is_same = strcmp(then ? then : "", now ? now : "") == 0;
        fprintf(cli->out, "%c %-20s %-24s %s\n", is_same ? ' ' : '*', fact_cell_name(cell),
                then ? then : "", now ? now : "");
    }
    return OK;
}

static status print_decision(struct cli *cli, const struct replay_case *one, struct json_writer *w)
{
    struct op *const op = &cli->op;
    for (int field = 0; field < DECISION_FIELDS; field++) {
        const char *then = "";
        const char *replayed = "";
        const char *now = "";
        if (one->has_recorded)
            TRY(decision_field_text(op, &one->recorded, field, &then));
        if (one->was_known)
            TRY(decision_field_text(op, &one->decision, field, &replayed));
        if (one->has_now)
            TRY(decision_field_text(op, &one->decision_now, field, &now));
        if (w) {
            json_key(w, decision_field_name(field));
            json_object_open(w);
            json_put_c(w, "then", then);
            json_put_c(w, "replayed", replayed);
            json_put_c(w, "now", now);
            json_object_close(w);
            continue;
        }
        fprintf(cli->out, "%c %-20s %-24s %-24s %s\n", strcmp(then, replayed) == 0 ? ' ' : '!',
                decision_field_name(field), then, replayed, now);
    }
    return OK;
}

static status print_case_json(struct cli *cli, day date, int64_t number,
                              const struct replay_case *one)
{
    struct buf out = buf_start(cli->op.arena, JSON_BYTES);
    struct json_writer w = json_start(&out);
    json_object_open(&w);
    json_put_day(&w, "date", date);
    json_put_i64(&w, "case", number);
    json_put_i64(&w, "slice", one->slice);
    json_put_bool(&w, "was_known", one->was_known);
    json_key(&w, "facts");
    json_object_open(&w);
    TRY(print_facts(cli, one, &w));
    json_object_close(&w);
    json_key(&w, "decision");
    json_object_open(&w);
    TRY(print_decision(cli, one, &w));
    json_object_close(&w);
    json_object_close(&w);
    fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    return OK;
}

static status print_case(struct cli *cli, day date, int64_t number, const struct replay_case *one)
{
    char text[DAY_TEXT_SIZE];
    if (cli->is_json)
        return print_case_json(cli, date, number, one);
    fprintf(cli->out,
            cli_text(cli, "expediente %" PRId64 " en el cierre del %s, tramo %d%s\n\n",
                     "case %" PRId64 " in the close of %s, slice %d%s\n\n"),
            number, day_format(date, text), one->slice,
            one->was_known ? "" : cli_text(cli, ": todavía no existía", ": was not there yet"));
    fprintf(cli->out, "  %-20s %-24s %s\n", cli_text(cli, "hecho", "fact"),
            cli_text(cli, "entonces", "then"), cli_text(cli, "hoy", "today"));
    TRY(print_facts(cli, one, NULL));
    fprintf(cli->out, "\n  %-20s %-24s %-24s %s\n", cli_text(cli, "decisión", "decision"),
            cli_text(cli, "entonces", "then"), cli_text(cli, "recalculada", "replayed"),
            cli_text(cli, "hoy", "today"));
    return print_decision(cli, one, NULL);
}

static bool is_equal(const struct replay_case *one)
{
    if (one->was_known != one->has_recorded)
        return false;
    for (int field = 0; field < DECISION_FIELDS; field++)
        if (!decision_field_equal(&one->recorded, &one->decision, field))
            return false;
    return true;
}

static status replay_case_of(struct cli *cli, day date)
{
    struct op *const op = &cli->op;
    struct replay_case one;
    int64_t number = 0;
    TRY(cli_i64(cli, "case", 0, &number));
    TRY(cli_open(cli, CLI_READ));
    TRY(replay_one_case(op, date, number, &one));
    TRY(print_case(cli, date, number, &one));
    return is_equal(&one) ? OK
                          : op_fail(op, E_STORE,
                                    "the case is not what the close of then decided: somebody "
                                    "changed what was known");
}

static status replay_days(struct cli *cli, day date, day through)
{
    struct op *const op = &cli->op;
    const struct replay_options options = {tell_progress, cli};
    int differing = 0;
    TRY(cli_open(cli, CLI_READ));
    for (day d = date; d <= through; d++) {
        const struct arena_mark mark = arena_mark(op->arena);
        struct replay_result result;
        const status code = replay_day(op, d, &options, &result);
        cli_progress_end(cli);
        TRY(code);
        print_day(cli, &result);
        differing += result.differing > 0;
        arena_release(op->arena, mark);
    }
    return differing == 0 ? OK
                          : op_fail(op, E_STORE,
                                    "%d of %d closes are not what they were: somebody changed "
                                    "what was known",
                                    differing, through - date + 1);
}

static status run(struct cli *cli)
{
    struct op *const op = &cli->op;
    day date = DAY_NONE;
    day through = DAY_NONE;
    TRY(cli_day(cli, "date", DAY_NONE, &date));
    TRY(cli_day(cli, "through", date, &through));
    if (date == DAY_NONE || through < date)
        return op_fail(op, E_INVALID, "replay needs --date DATE, and --through not before it");
    if (!options_has(&cli->options, "case"))
        return replay_days(cli, date, through);
    if (through != date)
        return op_fail(op, E_INVALID, "--case goes with one --date");
    return replay_case_of(cli, date);
}

const struct command command_replay = {
    .name = "replay",
    .usage = "--date DATE [--through DATE] [--case NUMBER] [--json]",
    .summary = {"recalcula cierres pasados con lo que entonces se sabía y los compara",
                "compute past closes again from what was known then, and compare"},
    .specs = specs,
    .run = run,
};
