/* acuerdo setting: the organisation's parameters, each from a day on. */
#include <inttypes.h>

#include "base/json.h"
#include "cli/commands.h"
#include "policy/own_rules.h"
#include "record/setting.h"
#include "store/db.h"

static const struct option_spec specs[] = {
    {"from", "DATE", {"desde qué fecha vale (hoy)", "from which day on it holds (today)"}},
    {NULL,   NULL,   {NULL, NULL}                                                         },
};

/* What holds on the open date, as text: the initial value where nothing was recorded. */
static status value_of(struct op *op, const struct setting *setting, str *ret_value)
{
    int64_t number = 0;
    if (setting->type != SETTING_INTEGER)
        return setting_text(op, setting->name, op->business_date, str_of(setting->initial),
                            ret_value);
    TRY(setting_i64(op, setting->name, op->business_date, setting_initial_i64(setting->name),
                    &number));
    *ret_value = str_of(arena_printf(op->arena, "%" PRId64, number));
    return OK;
}

static status print_list(struct cli *cli)
{
    size_t count = 0;
    const struct setting *const settings = setting_list(&count);
    TRY(cli_open(cli, CLI_READ));
    struct buf out = buf_start(cli->op.arena, 1 << 20);
    struct json_writer w = json_start(&out);
    json_object_open(&w);
    for (size_t i = 0; i < count; i++) {
        str value;
        TRY(value_of(&cli->op, &settings[i], &value));
        json_put_str(&w, settings[i].name, value);
        if (!cli->is_json)
            fprintf(cli->out, "%-24s %-24.*s %s%s%s\n", settings[i].name, (int)value.size,
                    value.data, settings[i].about[cli->op.language], *settings[i].unit ? " · " : "",
                    settings[i].type == SETTING_INTEGER ? op_word(&cli->op, settings[i].unit)
                                                        : settings[i].unit);
    }
    json_object_close(&w);
    if (cli->is_json)
        fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    return OK;
}

static status print_one(struct cli *cli)
{
    const str name = cli->options.operands[0];
    const struct setting *const setting = setting_find(name);
    str value;
    if (!setting)
        return op_fail(&cli->op, E_INVALID, "there is no setting \"" STR_FORMAT "\"",
                       STR_ARG(name));
    TRY(cli_open(cli, CLI_READ));
    TRY(value_of(&cli->op, setting, &value));
    fprintf(cli->out, STR_FORMAT "\n", STR_ARG(value));
    return OK;
}

static status put(struct cli *cli)
{
    struct op *const op = &cli->op;
    const char *const name = str_cstr(op->arena, cli->options.operands[0]);
    const str value = cli->options.operands[1];
    day from = DAY_NONE;
    TRY(setting_check(op, name, value));
    if (strcmp(name, OWN_RULES_SETTING) == 0) /* unread rules would stop every contact */
        return op_fail(op, E_INVALID, "setting %s is put by `acuerdo pack put FILE`", name);
    TRY(cli_open(cli, CLI_WRITE));
    TRY(cli_day(cli, "from", op->business_date, &from));
    TRY(db_begin(op, DB_WRITE));
    TRY(setting_put(op, name, from, value));
    return db_commit(op);
}

static const struct command verb_list = {
    .name = "setting list",
    .usage = "",
    .summary = {"todos, con lo que valen hoy", "all, with what holds today"},
    .run = print_list,
};

static const struct command verb_get = {
    .name = "setting get",
    .usage = "NAME",
    .summary = {"lo que vale hoy", "what holds today"},
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = print_one,
};

static const struct command verb_put = {
    .name = "setting put",
    .usage = "NAME VALUE [--from DATE]",
    .summary = {"un valor desde una fecha", "a value from a day on"},
    .specs = specs,
    .operand_count_min = 2,
    .operand_count_max = 2,
    .run = put,
};

static const struct command *const members[] = {&verb_list, &verb_get, &verb_put, NULL};

const struct command command_setting = {
    .name = "setting",
    .usage = "list | get NAME | put NAME VALUE [--from DATE]",
    .summary = {"parámetros de la organización", "parameters of the organisation"},
    .members = members,
};
