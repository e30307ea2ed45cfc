/* acuerdo pack: the organisation's own rules of contact, on top of the country packs. */
#include "base/json.h"
#include "cli/commands.h"
#include "cli/file.h"
#include "policy/own_rules.h"
#include "record/organisation.h"
#include "store/db.h"

#define PACK_BYTES_MAX (1 << 20)

static const struct option_spec specs[] = {
    {"from", "DATE", {"desde qué fecha valen (hoy)", "from which day on they hold (today)"}},
    {NULL,   NULL,   {NULL, NULL}                                                           },
};

static void print_hash(struct cli *cli, const char *hash)
{
    fprintf(cli->out, cli->is_json ? "{\"hash\":\"%s\"}\n" : "%s\n", hash);
}

/* is_kept false: only looked at. */
static status put_text(struct cli *cli, str text, const char *name, bool is_kept)
{
    struct op *const op = &cli->op;
    char hash[DOCUMENT_HASH_SIZE];
    day from = DAY_NONE;
    TRY(cli_open(cli, CLI_WRITE));
    TRY(cli_day(cli, "from", op->business_date, &from));
    TRY(db_begin(op, DB_WRITE));
    TRY(own_rules_put(op, text, name, from, hash));
    print_hash(cli, hash);
    if (is_kept)
        return db_commit(op);
    db_rollback(op);
    return OK;
}

/* No text would mean to drop the rules: that has a command of its own. */
static status read_rules(struct cli *cli, str *ret_text)
{
    const str path = cli->options.operands[0];
    TRY(cli_file_read(&cli->op, path, PACK_BYTES_MAX, ret_text));
    return ret_text->size > 0 ? OK
                              : op_fail(&cli->op, E_INVALID, STR_FORMAT " is empty", STR_ARG(path));
}

static status put(struct cli *cli)
{
    str text;
    TRY(read_rules(cli, &text));
    return put_text(cli, text, str_cstr(cli->op.arena, cli->options.operands[0]), true);
}

static status check(struct cli *cli)
{
    str text;
    TRY(read_rules(cli, &text));
    return put_text(cli, text, "check", false);
}

static status drop(struct cli *cli)
{
    return put_text(cli, STR(""), "", true);
}

static void print_rule(struct cli *cli, const struct pack_rule *rule)
{
    char from[DAY_TEXT_SIZE] = "";
    if (rule->effective_on != DAY_NONE)
        (void)day_format(rule->effective_on, from);
    fprintf(cli->out, "%-16s %-20s %-8s %-12s %s\n", rule->id, rule->kind,
            pack_basis_name(rule->basis), from,
            cli->op.language == LANGUAGE_EN ? rule->summary_en : rule->summary_es);
}

static void write_rule(struct json_writer *w, const struct pack_rule *rule)
{
    json_object_open(w);
    json_put_c(w, "id", rule->id);
    json_put_c(w, "kind", rule->kind);
    json_put_c(w, "basis", pack_basis_name(rule->basis));
    json_put_c(w, "country", rule->country);
    json_put_c(w, "citation", rule->citation);
    json_put_bool(w, "is_enforced", rule->is_enforced);
    json_object_close(w);
}

static void print_json(struct cli *cli, const struct own_rules *own, const struct pack *pack)
{
    struct buf out = buf_start(cli->op.arena, 1 << 20);
    struct json_writer w = json_start(&out);
    json_object_open(&w);
    json_put_c(&w, "own", *own->hash ? own->hash : NULL);
    json_put_c(&w, "reading", own->mode == PACK_STRICT ? "strict" : "ordinary");
    json_put_c(&w, "hash", pack_hash(pack));
    json_key(&w, "rules");
    json_array_open(&w);
    for (size_t i = 0; i < pack_rule_count(pack); i++)
        write_rule(&w, pack_rule_at(pack, i));
    json_array_close(&w);
    json_object_close(&w);
    fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
}

/* The rules that hold where the organisation is, its own first. */
static status show(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct organisation organisation;
    struct own_rules read;
    struct own_rules own;
    const struct pack *pack = NULL;
    TRY(cli_open(cli, CLI_READ));
    TRY(organisation_get(op, &organisation));
    TRY(own_rules_read(op, &read));
    TRY(own_rules_take(op, &read, &own));
    TRY(own_rules_open(
        op, &own, cli->options.operand_count > 0 ? cli->options.operands[0] : organisation.country,
        STR(""), &pack));
    if (cli->is_json) {
        print_json(cli, &own, pack);
        return OK;
    }
    fprintf(cli->out,
            cli_text(cli, "Reglas propias: %s; lectura %s; huella %s\n",
                     "Own rules: %s; reading %s; hash %s\n"),
            *own.hash ? own.hash : "-", own.mode == PACK_STRICT ? "strict" : "ordinary",
            pack_hash(pack));
    for (size_t i = 0; i < pack_rule_count(pack); i++)
        if (pack_rule_at(pack, i)->is_enforced)
            print_rule(cli, pack_rule_at(pack, i));
    return OK;
}

static const struct command verb_show = {
    .name = "pack show",
    .usage = "[PLACE]",
    .summary = {"las reglas que valen hoy en un lugar, como MX o BR-SP",
                "the rules that hold today in a place, such as MX or BR-SP"},
    .operand_count_max = 1,
    .run = show,
};

static const struct command verb_check = {
    .name = "pack check",
    .usage = "FILE",
    .summary = {"revisa reglas propias sin guardarlas", "examines own rules and keeps nothing"},
    .specs = specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = check,
};

static const struct command verb_put = {
    .name = "pack put",
    .usage = "FILE [--from DATE]",
    .summary = {"reglas propias, más estrechas que la ley, desde una fecha",
                "own rules, narrower than the law, from a day on"},
    .specs = specs,
    .operand_count_min = 1,
    .operand_count_max = 1,
    .run = put,
};

static const struct command verb_drop = {
    .name = "pack drop",
    .usage = "[--from DATE]",
    .summary = {"ninguna regla propia desde una fecha", "no own rules from a day on"},
    .specs = specs,
    .run = drop,
};

static const struct command *const members[] = {&verb_show, &verb_check, &verb_put, &verb_drop,
                                                NULL};

const struct command command_pack = {
    .name = "pack",
    .usage = "show [PLACE] | check FILE | put FILE [--from DATE] | drop [--from DATE]",
    .summary = {"reglas propias de contacto sobre los paquetes de país",
                "the organisation's own rules of contact over the country packs"},
    .members = members,
};
