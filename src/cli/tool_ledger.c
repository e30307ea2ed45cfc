/* acuerdo tool ledger: stories of debts in, what the ledger says of them out, a JSON object a line
 * (cli/story.h says what a story is). */
#include "cli/lines.h"
#include "cli/story.h"
#include "cli/tools.h"

/* What a topic is answered by: the first that knows the key.  Those from NEEDS_DEBT on are asked
 * about a debt, which is read when the first of them is asked. */
static story_answer *const answers[] = {
    story_answer_ladder, story_answer_money,   story_answer_unit,
    story_answer_pause,  story_answer_forward, story_answer_debt,
};
#define NEEDS_DEBT 3

static status read_debt(struct story *story)
{
    if (story->is_read)
        return OK;
    story->is_read = true;
    TRY(story_read_debt(story));
    story->until_id = story->told_id;
    return OK;
}

static status answer_key(struct story *story, const char *key, json_t *asked, struct json_writer *w,
                         bool *ret_known)
{
    const struct json_writer before = *w;
    const size_t size = w->out->size;
    *ret_known = false;
    for (size_t i = 0; i < ARRAY_LEN(answers) && !*ret_known; i++) {
        if (i >= NEEDS_DEBT)
            TRY(read_debt(story));
        TRY(answers[i](story, key, asked, w, ret_known));
        if (!*ret_known) { /* it may have begun to write before it found out */
            *w = before;
            w->out->size = size;
        }
    }
    return OK;
}

/* Decimals of a currency of the world: ours, or else two but for those listed; -1: it is none. */
static int exponent_of(const char *code)
{
    static const char none[] = "BIF DJF GNF ISK KMF KRW RWF UGX VND VUV XAF XOF XPF";
    static const char three[] = "BHD IQD JOD KWD LYD OMR TND";
    currency c = CURRENCY_NONE;
    if (currency_parse(str_of(code), &c))
        return currency_exponent(c);
    if (strlen(code) != 3 || strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3)
        return -1;
    return strstr(none, code) ? 0 : strstr(three, code) ? 3 : 2;
}

/* Amounts have the decimals of the currency of the debt, where one is told. */
static status read_exponent(struct story *story)
{
    const char *const policy = story_word(story, "policy_currency");
    const char *const own = story_word(story, "currency");
    const char *const codes[] = {own, policy};
    story->open_exponent = STORY_EXPONENT;
    for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
        if (!codes[i])
            continue;
        story->exponent = exponent_of(codes[i]);
        if (story->exponent < 0)
            return op_fail(story->op, E_INVALID, "\"%s\" is no currency: MXN, CLP", codes[i]);
        if (i == 0)
            story->open_exponent = story->exponent;
    }
    return OK;
}

status story_tell(struct op *op, str text, struct buf *out)
{
    json_t *root = NULL;
    TRY(json_parse(op, text, &root));
    json_t *const inputs = json_object_get(root, "inputs");
    json_t *const asked = json_object_get(root, "ask");
    const char *const topic = json_string_value(json_object_get(root, "topic"));
    if (!json_is_object(inputs) || !json_is_object(asked) || !topic)
        return op_fail(
            op, E_INVALID,
            "a story has a \"topic\", \"inputs\" and \"ask\", and may have \"fixtures\"");
    struct story_read read = {.count = 0};
    struct story story = {.op = op,
                          .fixtures = json_object_get(root, "fixtures"),
                          .inputs = inputs,
                          .topic = topic,
                          .read = &read,
                          .exponent = STORY_EXPONENT,
                          .at = DAY_NONE,
                          .as_of = DAY_NONE,
                          .opened_on = day_add_months(0, 360)}; /* 2000-01-01, unless it is told */
    struct json_writer w = json_start(out);
    TRY(read_exponent(&story));
    TRY(story_answer_all(&story, asked, answer_key, &w));
    TRY(story_check_read(&story));
    return out->is_full ? op_fail(op, E_LIMIT, "the answer is too long") : OK;
}

static status answer(struct op *op, void *self, const str *fields, struct buf *out)
{
    (void)self;
    return story_tell(op, fields[0], out);
}

static status run(struct cli *cli)
{
    const struct lines lines = {.field_count_min = 1, .field_count_max = 1, .answer = answer};
    return lines_answer(cli, &lines);
}

const struct command tool_ledger = {
    .name = "tool ledger",
    .usage = "< FILE",
    .summary = {"historias de deudas (JSON por líneas): saldos, mora, imputación, cuotas, niveles",
                "stories of debts (JSON by lines): balances, arrears, splits, instalments, levels"},
    .run = run,
};
