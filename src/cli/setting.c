/* acuerdo setting: the organisation's parameters, each from a day on. */
#include <inttypes.h>

#include "base/json.h"
#include "cli/commands.h"
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
    if (setting->type == SETTING_TEXT)
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
    struct buf out = buf_start(cli->op.arena, 1 << 20);
    struct json_writer w = json_start(&out);
    json_object_open(&w);
    for (size_t i = 0; i < count; i++) {
        str value;
        TRY(value_of(&cli->op, &settings[i], &value));
        json_put_str(&w, settings[i].name, value);
        if (!cli->is_json)
            fprintf(cli->out, "%-24s %-24.*s %s%s%s\n", settings[i].name, (int)value.size,
                    value.data, settings[i].description, *settings[i].unit ? " · " : "",
                    settings[i].unit);
    }
    json_object_close(&w);
    if (cli->is_json)
        fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    return OK;
}

static status print_one(struct cli *cli, str name)
{
    const struct setting *const setting = setting_find(name);
    str value;
    if (!setting)
        return op_fail(&cli->op, E_NOT_FOUND, "there is no setting \"" STR_FORMAT "\"",
                       STR_ARG(name));
    TRY(value_of(&cli->op, setting, &value));
    fprintf(cli->out, STR_FORMAT "\n", STR_ARG(value));
    return OK;
}

static status put(struct cli *cli, str name, str value)
{
    struct op *const op = &cli->op;
    day from = DAY_NONE;
    TRY(cli_day(cli, "from", op->business_date, &from));
    TRY(db_begin(op, DB_WRITE));
    TRY(setting_put(op, str_cstr(op->arena, name), from, value));
    return db_commit(op);
}

static status run(struct cli *cli)
{
    const str *const words = cli->options.operands;
    const int count = cli->options.operand_count;
    const bool is_put = str_equal_c(words[0], "put") && count == 3;
    const bool is_get = str_equal_c(words[0], "get") && count == 2;
    if (!is_put && !is_get && !(str_equal_c(words[0], "list") && count == 1))
        return op_fail(&cli->op, E_INVALID,
                       "settings: acuerdo setting list | get NAME | put NAME VALUE");
    TRY(cli_open(cli, is_put ? CLI_WRITE : CLI_READ));
    if (is_put)
        return put(cli, words[1], words[2]);
    return is_get ? print_one(cli, words[1]) : print_list(cli);
}

const struct command command_setting = {
    .name = "setting",
    .usage = "list | get NAME | put NAME VALUE [--from DATE]",
    .summary = {"parámetros de la organización", "parameters of the organisation"},
    .specs = specs,
    .operand_count_min = 1,
    .operand_count_max = 3,
    .run = run,
};
