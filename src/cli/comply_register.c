/* acuerdo comply register: every legal requirement that a pack holds, with its effect, where it is
 * kept, the tests that try both sides of it, and what they last said. */
#include <inttypes.h>

#include "base/assets.h"
#include "base/json.h"
#include "cli/comply.h"
#include "cli/results.h"
#include "comply/charge.h"

#define COUNTRIES_MAX  64
#define REGISTER_BYTES ((size_t)16 << 20)

static const struct option_spec specs[] = {
    {"country", "CC",   {"un solo país", "one country only"}                             },
    {"on",      "DATE", {"qué rige en esa fecha (hoy)", "what binds on that day (today)"}},
    {"results",
     "FILE",            {"lo que dejó scripts/test (build/test/results.tsv)",
      "what scripts/test left (build/test/results.tsv)"}                      },
    {NULL,      NULL,   {NULL, NULL}                                                      },
};

/* Where a rule is kept. */
struct control {
    const char *name; /* in JSON */
    const char *text[2];
};

static const struct control controls[] = {
    {"gate",
     {"compuerta: al planear, al enviar y al pedir permiso",
      "the gate: when planned, when sent, when a person asks"}                               },
    {"charges",  {"topes: acuerdo rate, /v1/charges", "caps: acuerdo rate, /v1/charges"}     },
    {"reckoned",
     {"se calcula; ningún proceso lo vigila aún", "reckoned; no process watches it yet"}   },
    {"reading",
     {"se guarda para leerlo; nada lo hace cumplir", "kept for reading; nothing enforces it"}},
    {"none",     {"no es ley en vigor", "is no law in force"}                                },
};

/* By the status, then by what the rule holds; only what is there counts as a control. */
static const struct control *control_of(const struct pack_rule *rule)
{
    if (strcmp(rule->status, "in_force") != 0 && strcmp(rule->status, "policy_default") != 0)
        return &controls[4];
    if (rule->is_enforced)
        return &controls[0];
    if (rule->fee || rule->rate_count > 0)
        return &controls[1];
    return rule->term_count > 0 ? &controls[2] : &controls[3];
}

/* A rule with what its tests said. */
struct entry {
    const struct pack_rule *rule;
    const struct control *control;
    const struct result *tests;
    size_t test_count;
    const char *result; /* passed, failed, none */
    bool binds;
};

struct counts {
    int rules, tested, failed, to_confirm;
};

static struct entry make_entry(const struct pack_rule *rule, const struct results *results, day on,
                               struct counts *counts)
{
    struct entry entry = {.rule = rule,
                          .control = control_of(rule),
                          .result = "none",
                          .binds = charge_binds(rule, on)};
    bool is_failed = false;
    entry.tests = results_of(results, rule->id, &entry.test_count);
    for (size_t i = 0; i < entry.test_count; i++)
        is_failed |= entry.tests[i].failed > 0;
    if (entry.test_count > 0)
        entry.result = is_failed ? "failed" : "passed";
    counts->rules++;
    counts->tested += entry.test_count > 0 ? 1 : 0;
    counts->failed += is_failed ? 1 : 0;
    counts->to_confirm += rule->is_to_confirm ? 1 : 0;
    return entry;
}

static void write_tests(struct json_writer *w, const struct entry *entry)
{
    json_key(w, "tests");
    json_array_open(w);
    for (size_t i = 0; i < entry->test_count; i++) {
        json_object_open(w);
        json_put_str(w, "test", entry->tests[i].test);
        json_put_i64(w, "passed", entry->tests[i].passed);
        json_put_i64(w, "failed", entry->tests[i].failed);
        json_put_str(w, "at", entry->tests[i].at);
        json_object_close(w);
    }
    json_array_close(w);
}

static void write_entry(const struct cli *cli, struct json_writer *w, const struct entry *entry)
{
    const struct pack_rule *const rule = entry->rule;
    json_object_open(w);
    json_put_c(w, "rule", rule->id);
    json_put_c(w, "country", rule->country);
    json_put_c(w, "region", rule->region);
    json_put_c(w, "kind", rule->kind);
    json_put_c(w, "effect", cli_text(cli, rule->summary_es, rule->summary_en));
    json_put_c(w, "citation", rule->citation);
    json_put_c(w, "basis", pack_basis_name(rule->basis));
    json_put_c(w, "status", rule->status);
    json_put_c(w, "confidence", rule->confidence);
    json_put_bool(w, "to_confirm", rule->is_to_confirm);
    json_put_day(w, "effective_on", rule->effective_on);
    json_put_day(w, "repealed_on", rule->repealed_on);
    json_put_bool(w, "binds", entry->binds);
    json_put_c(w, "control", entry->control->name);
    write_tests(w, entry);
    json_put_c(w, "result", entry->result);
    json_object_close(w);
}

static const char *result_word(const struct cli *cli, const char *result)
{
    return strcmp(result, "passed") == 0   ? cli_text(cli, "pasó", "passed")
           : strcmp(result, "failed") == 0 ? cli_text(cli, "FALLÓ", "FAILED")
                                           : cli_text(cli, "sin resultado", "no result");
}

static void print_entry(const struct cli *cli, const struct entry *entry)
{
    const struct pack_rule *const rule = entry->rule;
    fprintf(cli->out, "%-20s %-18s %-7s%s  %s\n", rule->id, rule->kind, rule->confidence,
            rule->is_to_confirm ? cli_text(cli, ", por confirmar", ", to confirm") : "",
            rule->citation);
    fprintf(cli->out, "    %s\n    %s\n", cli_text(cli, rule->summary_es, rule->summary_en),
            cli_text(cli, entry->control->text[0], entry->control->text[1]));
    for (size_t i = 0; i < entry->test_count; i++)
        fprintf(cli->out,
                cli_text(cli, "    " STR_FORMAT ": %d casos pasaron, %d fallaron, " STR_FORMAT "\n",
                         "    " STR_FORMAT ": %d cases passed, %d failed, " STR_FORMAT "\n"),
                STR_ARG(entry->tests[i].test), entry->tests[i].passed, entry->tests[i].failed,
                STR_ARG(entry->tests[i].at));
    fprintf(cli->out, "    %s\n", result_word(cli, entry->result));
}

/* Every pack that the program carries, or the one that was named. */
static status list_countries(struct cli *cli, str *countries, size_t *ret_count)
{
    const str wanted = cli_code(cli, "country", STR(""));
    size_t count = 0;
    for (const struct asset *asset = assets_policies; asset->path; asset++) {
        str name = str_of(asset->path);
        if (!str_starts(name, STR("packs/")))
            continue;
        (void)str_split(&name, '/');
        const str stem = str_split(&name, '.');
        if (!str_equal_c(name, "json"))
            continue;
        name = stem;
        if (count < COUNTRIES_MAX && (wanted.size == 0 || str_equal(wanted, name)))
            countries[count++] = name;
    }
    if (count == 0)
        return op_fail(&cli->op, E_INVALID, "there is no pack of \"" STR_FORMAT "\"",
                       STR_ARG(wanted));
    *ret_count = count;
    return OK;
}

/* The rules of the country's own layer: our policy stands in the register once, as INT. */
static status run_country(struct cli *cli, str country, day on, const struct results *results,
                          struct json_writer *w, struct counts *counts)
{
    const struct pack *pack = NULL;
    TRY(pack_open(&cli->op, country, PACK_STRICT, &pack));
    for (size_t i = 0; i < pack_rule_count(pack); i++) {
        const struct pack_rule *const rule = pack_rule_at(pack, i);
        if (!str_equal_c(country, rule->country))
            continue;
        const struct entry entry = make_entry(rule, results, on, counts);
        if (cli->is_json)
            write_entry(cli, w, &entry);
        else
            print_entry(cli, &entry);
    }
    return OK;
}

static status run(struct cli *cli)
{
    struct op *const op = &cli->op;
    const str path = options_get(&cli->options, "results", STR(""));
    struct results results = {.count = 0};
    struct buf out = buf_start(op->arena, REGISTER_BYTES);
    struct json_writer w = json_start(&out);
    struct counts counts = {0};
    str countries[COUNTRIES_MAX];
    size_t country_count = 0;
    day on = DAY_NONE;
    TRY(cli_day(cli, "on", instant_utc_day(op_now(op)), &on));
    TRY(list_countries(cli, countries, &country_count));
    if (path.size > 0)
        TRY(results_read(op, str_cstr(op->arena, path), &results));
    json_array_open(&w);
    for (size_t i = 0; i < country_count; i++)
        TRY(run_country(cli, countries[i], on, &results, &w, &counts));
    json_array_close(&w);
    if (cli->is_json)
        fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    else
        fprintf(
            cli->out,
            cli_text(cli,
                     "%d requisitos, %d con resultado de pruebas, %d fallan, %d por confirmar\n",
                     "%d requirements, %d with results of tests, %d fail, %d to confirm\n"),
            counts.rules, counts.tested, counts.failed, counts.to_confirm);
    if (counts.failed == 0)
        return OK;
    cli->is_answered = true;
    cli->exit_code = status_exit(E_CONFLICT);
    return E_CONFLICT;
}

const struct command comply_register = {
    .name = "comply register",
    .usage = "[--country CC] [--results FILE] [--json]",
    .summary = {"requisitos legales: efecto, control, pruebas y su último resultado",
                "legal requirements: effect, control, tests and their last result"},
    .specs = specs,
    .run = run,
};
