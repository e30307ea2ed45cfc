/* The table of commands, their help, and the way from words to a command. */
#include "cli/run.h"

#include "base/crypto.h"
#include "base/log.h"
#include "cli/commands.h"

static const struct command *const commands[] = {
#define COMMAND_ROW(name) &command_##name,
    COMMANDS(COMMAND_ROW)
#undef COMMAND_ROW
};

static const struct option_spec common_options[] = {
    {"store",
     "URL",               {"almacén: archivo.db o postgresql://… (o ACUERDO_STORE; acuerdo.db)",
      "store: file.db or postgresql://… (or ACUERDO_STORE; acuerdo.db)"}      },
    {"key-file",
     "FILE",              {"llave maestra (o ACUERDO_KEY_FILE; <almacén>.key; en un servidor, dígala)",
      "master key (or ACUERDO_KEY_FILE; <store>.key; say it for a server)"}    },
    {"json",     NULL,    {"escribe JSON", "print JSON"}                                   },
    {"lang",     "es|en", {"idioma de la ayuda y los textos", "language of help and texts"}},
    {"help",     NULL,    {"muestra esta ayuda", "show this help"}                         },
    {NULL,       NULL,    {NULL, NULL}                                                     },
};

static enum language language_of_environment(const struct cli *cli)
{
    const char *const names[] = {"ACUERDO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        const char *const value = cli_variable(cli, names[i]);
        if (value && *value)
            return str_starts(str_of(value), STR("en")) ? LANGUAGE_EN : LANGUAGE_ES;
    }
    return LANGUAGE_ES;
}

static void print_options(const struct cli *cli, const struct option_spec *specs)
{
    for (; specs && specs->name; specs++)
        fprintf(cli->out, "  --%s %-*s %s\n", specs->name, (int)(22 - strlen(specs->name)),
                specs->value ? op_word(&cli->op, specs->value) : "", specs->text[cli->op.language]);
}

/* The usage with its words in capitals, which stand for values, in the reader's language. */
static const char *usage_text(const struct cli *cli, const struct command *command)
{
    static const char capitals[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    struct buf out = buf_start(cli->op.arena, LIMIT_SAID_BYTES);
    const char *at = command->usage;
    while (*at) {
        const size_t plain = strcspn(at, capitals);
        const size_t word = strspn(at + plain, capitals);
        buf_add(&out, (str){at, plain});
        buf_add_c(&out, op_word(&cli->op, str_cstr(cli->op.arena, (str){at + plain, word})));
        at += plain + word;
    }
    return buf_cstr(&out);
}

static void print_members(const struct cli *cli, const struct command *const *members)
{
    for (; members && *members; members++)
        fprintf(cli->out, "  %-22s %s\n", (*members)->name, (*members)->summary[cli->op.language]);
}

static void print_command_help(const struct cli *cli, const struct command *command)
{
    fprintf(cli->out, "acuerdo %s %s\n\n%s\n\n", command->name, usage_text(cli, command),
            command->summary[cli->op.language]);
    print_members(cli, command->members);
    print_options(cli, command->specs);
    fputs("\n", cli->out);
    print_options(cli, common_options);
}

static void print_help(const struct cli *cli)
{
    fprintf(cli->out, "%s\n\n",
            cli_text(cli, "acuerdo: sistema abierto de gestión de cobranza",
                     "acuerdo: an open collections-management system"));
    for (size_t i = 0; i < ARRAY_LEN(commands); i++)
        fprintf(cli->out, "  %-10s %s\n", commands[i]->name,
                commands[i]->summary[cli->op.language]);
    fprintf(cli->out, "\n%s\n\n",
            cli_text(cli, "acuerdo COMANDO --help explica cada uno. Opciones comunes:",
                     "acuerdo COMMAND --help explains each one. Common options:"));
    print_options(cli, common_options);
    fprintf(cli->out, "\n%s\n",
            cli_text(cli, "Termina con 0 hecho, 1 falló, 2 mal uso, 3 rechazado por una regla.",
                     "Ends with 0 done, 1 failed, 2 wrong usage, 3 refused by a rule."));
}

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(commands); i++)
        if (str_equal_c(str_of(name), commands[i]->name))
            return commands[i];
    return NULL;
}

/* A member's name is the group's, a space and its own word. */
static const struct command *find_member(const struct command *group, const char *word)
{
    const size_t skip = strlen(group->name) + 1;
    for (const struct command *const *member = group->members; member && *member; member++)
        if (str_equal_c(str_of(word), (*member)->name + skip))
            return *member;
    return NULL;
}

/* A group's word that names no member, or is missing. */
static status fail_member(struct cli *cli, const struct command *group)
{
    struct buf list = buf_start(cli->op.arena, LIMIT_FAILURE_TEXT);
    const size_t skip = strlen(group->name) + 1;
    for (const struct command *const *member = group->members; *member; member++)
        buf_printf(&list, "%s%s", member == group->members ? "" : ", ", (*member)->name + skip);
    if (cli->options.operand_count == 0)
        return op_fail(&cli->op, E_INVALID, "which one? there are: %s", buf_cstr(&list));
    return op_fail(&cli->op, E_INVALID, "there is no acuerdo %s \"" STR_FORMAT "\"; there are: %s",
                   group->name, STR_ARG(cli->options.operands[0]), buf_cstr(&list));
}

static int report_failure(const struct cli *cli, const char *name, bool is_usage)
{
    fprintf(cli->err, "acuerdo %s: %s\n", name, cli->op.text);
    if (is_usage)
        fprintf(cli->err, cli_text(cli, "vea: acuerdo %s --help\n", "see: acuerdo %s --help\n"),
                name);
    return is_usage ? 2 : status_exit(cli->op.code);
}

static status check_operands(struct cli *cli, const struct command *command)
{
    const int count = cli->options.operand_count;
    if (command->members)
        return fail_member(cli, command);
    if (count >= command->operand_count_min && count <= command->operand_count_max)
        return OK;
    return op_fail(&cli->op, E_INVALID, "%s: acuerdo %s %s",
                   op_word(&cli->op, count < command->operand_count_min
                                         ? SAY("an argument is missing")
                                         : SAY("there are too many arguments")),
                   command->name, usage_text(cli, command));
}

/* Texts that come from the environment when no option says otherwise. */
static str from_environment(const struct cli *cli, const char *variable, str fallback)
{
    const char *const value = cli_variable(cli, variable);
    return value && *value ? str_of(value) : fallback;
}

/* Before the options are read, so that what is wrong with them is said in it. */
static void read_language(struct cli *cli)
{
    cli->op.language = language_of_environment(cli);
    for (int i = 2; i < cli->argc; i++) {
        const str word = str_of(cli->argv[i]);
        const bool is_next = str_equal_c(word, "--lang") && i + 1 < cli->argc;
        const char *const value = is_next                            ? cli->argv[i + 1]
                                  : str_starts(word, STR("--lang=")) ? word.data + 7
                                                                     : "";
        if (strcmp(value, "en") == 0 || strcmp(value, "es") == 0)
            cli->op.language = strcmp(value, "en") == 0 ? LANGUAGE_EN : LANGUAGE_ES;
    }
}

static status check_language(struct cli *cli)
{
    const str language = options_get(&cli->options, "lang", STR("es"));
    if (str_equal_c(language, "es") || str_equal_c(language, "en"))
        return OK;
    return op_fail(&cli->op, E_INVALID, "--lang \"" STR_FORMAT "\" is not es or en",
                   STR_ARG(language));
}

static void read_common(struct cli *cli)
{
    cli->is_json = options_has(&cli->options, "json");
    cli->store = options_get(&cli->options, "store",
                             from_environment(cli, "ACUERDO_STORE", STR("acuerdo.db")));
    const str beside = str_of(cli_path_beside(cli, ".key"));
    const str named =
        options_get(&cli->options, "key-file", from_environment(cli, "ACUERDO_KEY_FILE", STR("")));
    cli->is_key_named = named.size > 0;
    cli->key_file = named.size > 0 ? named : beside;
}

int cli_run(struct cli *cli, int argc, char **argv)
{
    cli->argc = argc;
    cli->argv = argv;
    read_language(cli);
    if (argc < 2 || str_equal_c(str_of(argv[1]), "--help") ||
        str_equal_c(str_of(argv[1]), "help")) {
        print_help(cli);
        return argc < 2 ? 2 : 0;
    }
    const struct command *command = find_command(argv[1]);
    int word_count = 2;
    if (!command) {
        fprintf(cli->err,
                cli_text(cli, "acuerdo: no hay un comando «%s»; vea acuerdo --help\n",
                         "acuerdo: there is no command \"%s\"; see acuerdo --help\n"),
                argv[1]);
        return 2;
    }
    const struct command *const member = argc > 2 ? find_member(command, argv[2]) : NULL;
    if (member) {
        command = member;
        word_count = 3;
    }
    if (options_parse(&cli->op, common_options, command->specs, argc - word_count,
                      argv + word_count, &cli->options) != OK)
        return report_failure(cli, command->name, true);
    read_common(cli);
    if (options_has(&cli->options, "help")) {
        print_command_help(cli, command);
        return 0;
    }
    if (check_language(cli) != OK || check_operands(cli, command) != OK)
        return report_failure(cli, command->name, true);
    if (crypto_start(&cli->op) == OK && command->run(cli) == OK)
        return 0;
    if (cli->is_answered)
        return cli->exit_code;
    return report_failure(cli, command->name,
                          cli->op.code == E_INVALID && !cli->op.db); /* no work was begun */
}
