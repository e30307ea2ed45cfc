/* acuerdo party: what is known of a person that rules of contact ask for, with its evidence. */
#include "book/party.h"
#include "base/json.h"
#include "cli/commands.h"
#include "policy/commit.h"
#include "store/db.h"

static const struct option_spec specs[] = {
    {"set",      "FLAGS", {"lo que es cierto, separado por comas", "what is true, comma-separated"}},
    {"unset",    "FLAGS", {"lo que ya no lo es", "what no longer is"}                              },
    {"evidence", "TEXT",  {"cómo se sabe", "how it is known"}                                     },
    {"source",   "NAME",  {"origen de la persona (import)", "source of the person (import)"}       },
    {NULL,       NULL,    {NULL, NULL}                                                             },
};

static const char *list_flags(struct op *op)
{
    struct buf list = buf_start(op->arena, LIMIT_FAILURE_TEXT);
    for (int flag = 0; flag < FLAG_COUNT; flag++)
        buf_printf(&list, "%s%s", flag > 0 ? ", " : "", party_flag_name((enum party_flag)flag));
    return buf_cstr(&list);
}

static status read_flags(struct cli *cli, const char *option, uint32_t *ret_flags)
{
    struct op *const op = &cli->op;
    str list = options_get(&cli->options, option, STR(""));
    *ret_flags = 0;
    while (list.size > 0) {
        const str word = str_trim(str_split(&list, ','));
        enum party_flag flag = FLAG_COUNT;
        if (!party_flag_parse(word, &flag))
            return op_fail(op, E_INVALID, "--%s: \"" STR_FORMAT "\" is none of %s", option,
                           STR_ARG(word), list_flags(op));
        *ret_flags |= FLAG_BIT(flag);
    }
    return OK;
}

static status set_flags(struct cli *cli)
{
    struct op *const op = &cli->op;
    const str evidence = str_trim(options_get(&cli->options, "evidence", STR("")));
    const str source = options_get(&cli->options, "source", STR("import"));
    uint32_t set = 0;
    uint32_t unset = 0;
    int64_t debtor_id = 0;
    bool changed = false;
    TRY(read_flags(cli, "set", &set));
    TRY(read_flags(cli, "unset", &unset));
    if ((set | unset) == 0 || (set & unset) != 0)
        return op_fail(op, E_INVALID, "what is known?  --set or --unset with some of %s",
                       list_flags(op));
    if (evidence.size == 0)
        return op_fail(op, E_INVALID, "how is it known?  --evidence TEXT");
    TRY(cli_open(cli, CLI_WRITE));
    TRY(db_begin(op, DB_WRITE));
    TRY(party_find(op, source, cli->options.operands[0], &debtor_id));
    TRY(party_put_flags(op, debtor_id, set, unset, evidence, &changed));
    TRY(policy_commit(op));
    if (cli->is_json)
        fprintf(cli->out, "{\"changed\":%s}\n", changed ? "true" : "false");
    else
        fputs(changed ? cli_text(cli, "Anotado.\n", "Noted.\n")
                      : cli_text(cli, "Ya se sabía.\n", "It was known.\n"),
              cli->out);
    return OK;
}

static const struct command verb_flag = {
    .name = "party flag",
    .usage = "EXTERNAL_ID [--set FLAGS] [--unset FLAGS] --evidence TEXT",
    .summary = {"fallecida, representada, demandada…: la compuerta lo lee enseguida",
                "deceased, represented, sued…: the gate reads it at once"},
    .specs = specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = set_flags,
};

static const struct command *const members[] = {&verb_flag, NULL};

const struct command command_party = {
    .name = "party",
    .usage = "flag EXTERNAL_ID [--set FLAGS] [--unset FLAGS] --evidence TEXT",
    .summary = {"lo que se sabe de una persona", "what is known of a person"},
    .members = members,
};
