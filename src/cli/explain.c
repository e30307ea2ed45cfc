/* acuerdo explain: why a case gets what it gets. */
#include <inttypes.h>

#include "cli/commands.h"
#include "cli/explained.h"
#include "policy/decide.h"
#include "policy/explain_case.h"
#include "record/symbol.h"
#include "serve/sentence.h"

#define JSON_BYTES ((size_t)4 << 20)

/* clang-format off */
static const struct option_spec specs[] = {
    {"others", NULL, {"también por qué no se cumplen las demás reglas", "also why the other rules do not fire"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

struct answer {
    struct case_explained explained;
    struct decision carried;
    bool is_decided;
    str step, channel, silence;
};

/* What the case carries: the tables and then the gate. */
static status read_carried(struct op *op, struct answer *said)
{
    TRY(decision_get(op, said->explained.key, &said->carried, &said->is_decided));
    if (!said->is_decided)
        return OK;
    TRY(symbol_text(op, said->carried.step, &said->step));
    TRY(symbol_text(op, said->carried.silence, &said->silence));
    said->channel = str_of(said->carried.channel == CHANNEL_NONE
                               ? ""
                               : channel_name((enum channel)said->carried.channel));
    return OK;
}

static void print_head(const struct cli *cli, int64_t number, const struct answer *said)
{
    const char *const why = said->silence.size > 0
                                ? sentence_reason(said->silence, cli->op.language == LANGUAGE_EN)
                                : NULL;
    if (!said->is_decided) {
        fprintf(cli->out,
                cli_text(cli, "expediente %" PRId64 ": todavía sin decisión; hoy sería:\n",
                         "case %" PRId64 ": not decided yet; today it would be:\n"),
                number);
        return;
    }
    fprintf(cli->out,
            cli_text(cli, "expediente %" PRId64 ": " STR_FORMAT, "case %" PRId64 ": " STR_FORMAT),
            number, STR_ARG(said->step));
    if (said->channel.size > 0)
        fprintf(cli->out, " (%s)", op_word(&cli->op, said->channel.data));
    if (said->silence.size > 0)
        fprintf(cli->out, cli_text(cli, "; ahora no se hace: %s", "; not done now: %s"),
                why ? why : said->silence.data);
    fputs("\n", cli->out);
}

static void print_obligations(const struct cli *cli, const struct case_explained *explained)
{
    for (size_t i = 0; i < explained->obligation_count; i++) {
        const struct obligation_explained *const one = &explained->obligations[i];
        fprintf(cli->out,
                cli_text(cli,
                         "obligación " STR_FORMAT ": " STR_FORMAT ", nivel %" PRId64
                         "%s, por la regla %" PRId32 ": " STR_FORMAT "\n",
                         "obligation " STR_FORMAT ": " STR_FORMAT ", level %" PRId64
                         "%s, by rule %" PRId32 ": " STR_FORMAT "\n"),
                STR_ARG(one->external_id), STR_ARG(one->segment), one->level,
                one->is_flagged ? cli_text(cli, ", marcada", ", flagged") : "", one->rule + 1,
                STR_ARG(one->why));
    }
}

static void write_obligations(struct json_writer *w, const struct case_explained *explained)
{
    json_key(w, "obligations");
    json_array_open(w);
    for (size_t i = 0; i < explained->obligation_count; i++) {
        const struct obligation_explained *const one = &explained->obligations[i];
        json_object_open(w);
        json_put_str(w, "obligation", one->external_id);
        json_put_str(w, "segment", one->segment);
        json_put_i64(w, "level", one->level);
        json_put_bool(w, "is_flagged", one->is_flagged);
        json_put_i64(w, "rule", one->rule + 1);
        json_put_str(w, "why", one->why);
        json_object_close(w);
    }
    json_array_close(w);
}

static void print_json(struct cli *cli, int64_t number, const struct answer *said)
{
    struct buf out = buf_start(cli->op.arena, JSON_BYTES);
    struct json_writer w = json_start(&out);
    json_object_open(&w);
    json_put_i64(&w, "case", number);
    json_put_str(&w, "strategy", said->explained.policy->strategy_name);
    json_put_i64(&w, "strategy_version", said->explained.policy->strategy_version);
    json_put_str(&w, "step", said->step);
    json_put_str(&w, "channel", said->channel);
    json_put_str(&w, "silence", said->silence);
    write_obligations(&w, &said->explained);
    json_key(&w, "decisions");
    json_array_open(&w);
    for (size_t i = 0; i < said->explained.count; i++)
        explained_write(cli, &w, &said->explained.decisions[i]);
    json_array_close(&w);
    json_object_close(&w);
    fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
}

static status run(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct answer said = {0};
    int64_t number = 0;
    if (!str_to_i64(cli->options.operands[0], &number))
        return op_fail(op, E_INVALID, "'" STR_FORMAT "' is not the number of a case",
                       STR_ARG(cli->options.operands[0]));
    TRY(cli_open(cli, CLI_READ));
    TRY(case_explain(op, number, op->business_date, &said.explained));
    TRY(read_carried(op, &said));
    if (cli->is_json) {
        print_json(cli, number, &said);
        return OK;
    }
    print_head(cli, number, &said);
    print_obligations(cli, &said.explained);
    for (size_t i = 0; i < said.explained.count; i++)
        explained_print(cli, &said.explained.decisions[i], options_has(&cli->options, "others"));
    return OK;
}

const struct command command_explain = {
    .name = "explain",
    .usage = "CASE [--others] [--json]",
    .summary = {"por qué un expediente recibe su decisión, y por qué no otra",
                "why a case gets its decision, and why no other"},
    .specs = specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = run,
};
