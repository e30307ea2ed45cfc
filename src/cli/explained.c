#include "cli/explained.h"

#include "dmn/because.h"
#include "dmn/sentence.h"

static bool is_other(const struct dmn_explained *explained, size_t rule)
{
    return explained->hit.rule < 0 || rule != (size_t)explained->hit.rule;
}

void explained_print(struct cli *cli, const struct dmn_explained *explained, bool with_others)
{
    fprintf(cli->out, "%s.\n", dmn_sentence_decision(&cli->op, explained));
    for (size_t rule = 0; rule < explained->rule_count && with_others; rule++)
        if (is_other(explained, rule))
            fprintf(cli->out, "    %s\n", dmn_sentence_rule(&cli->op, explained, rule));
}

static void write_rule(struct cli *cli, struct json_writer *w,
                       const struct dmn_explained *explained, size_t rule)
{
    const struct dmn_reason *const reason = &explained->reasons[rule];
    json_object_open(w);
    json_put_i64(w, "rule", (int64_t)rule + 1);
    json_put_bool(w, "matches", reason->matches);
    if (!reason->matches) {
        json_put_str(w, "input", reason->input);
        json_put_str(w, "cell", reason->cell);
        json_put_str(w, "value", reason->value);
    }
    json_put_c(w, "sentence", dmn_sentence_rule(&cli->op, explained, rule));
    json_object_close(w);
}

void explained_write(struct cli *cli, struct json_writer *w, const struct dmn_explained *explained)
{
    json_object_open(w);
    json_put_str(w, "decision", explained->decision);
    json_put_i64(w, "rule", explained->hit.rule + 1);
    json_put_c(w, "sentence", dmn_sentence_decision(&cli->op, explained));
    dmn_because_write(w, explained);
    json_key(w, "others");
    json_array_open(w);
    for (size_t rule = 0; rule < explained->rule_count; rule++)
        if (is_other(explained, rule))
            write_rule(cli, w, explained, rule);
    json_array_close(w);
    json_object_close(w);
}
