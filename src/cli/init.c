/* acuerdo init: makes a store with its organisation, the default strategy and the country pack. */
#include "calendar/country.h"
#include "calendar/zone.h"
#include "cli/commands.h"
#include "comply/pack.h"
#include "policy/strategy.h"
#include "record/organisation.h"
#include "record/seal.h"
#include "store/open.h"

static const struct option_spec specs[] = {
    {"country",     "CC",   {"país, ISO de dos letras: MX, CO…", "country, two ISO letters: MX, CO…"}           },
    {"currency",    "CUR",  {"moneda, ISO de tres letras: MXN…", "currency, three ISO letters: MXN…"}            },
    {"timezone",    "ZONE", {"zona horaria: America/Mexico_City", "time zone: America/Mexico_City"}                  },
    {"name",        "TEXT", {"nombre de la organización", "name of the organisation"}                               },
    {"open-date",   "DATE", {"primera fecha de proceso (hoy)", "first business date (today)"}                        },
    {"test",
     NULL,                  {"almacén de prueba: puede cerrar fechas futuras", "test store: may close future dates"}},
    {"distributed",
     NULL,                  {"reparte las tablas en un clúster Citus", "spread the tables over a Citus cluster"}    },
    {NULL,          NULL,   {NULL, NULL}                                                                             },
};

static status read_organisation(struct cli *cli, struct organisation *out)
{
    struct op *const op = &cli->op;
    const struct zone *zone = NULL;
    const struct pack *pack = NULL;
    out->country = cli_code(cli, "country", STR("MX"));
    out->timezone = options_get(&cli->options, "timezone", STR("America/Mexico_City"));
    out->name = options_get(&cli->options, "name", STR("Mi organización"));
    out->is_test = options_has(&cli->options, "test");
    const str currency_text = options_get(&cli->options, "currency", STR("MXN"));
    if (!currency_parse(currency_text, &out->currency))
        return op_fail(op, E_INVALID,
                       "--currency \"" STR_FORMAT "\" is not a currency that is "
                       "known here: use its three ISO letters",
                       STR_ARG(currency_text));
    TRY(country_check(op, out->country));
    TRY(zone_find(op, out->timezone, &zone));
    TRY(pack_open(op, out->country, PACK_ORDINARY, &pack));
    return cli_day(cli, "open-date", zone_to_local(zone, op_now(op)).day, &out->open_date);
}

static status make_key(struct cli *cli, bool *ret_made)
{
    const char *const path = str_cstr(cli->op.arena, cli->key_file);
    FILE *const there = fopen(path, "r");
    *ret_made = there == NULL;
    if (!there)
        return seal_key_create(&cli->op, path);
    (void)fclose(there);
    return seal_key_load(&cli->op, path);
}

static void close_store(void *db)
{
    db_close(db);
}

static status fill_store(struct op *op, const struct organisation *organisation)
{
    TRY(db_begin(op, DB_WRITE));
    TRY(organisation_create(op, organisation));
    TRY(strategy_install_default(op));
    return db_commit(op);
}

static status run(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct organisation organisation = {0};
    const struct db_options options = {.create = true};
    const bool is_distributed = options_has(&cli->options, "distributed");
    bool made_key = false;
    TRY(read_organisation(cli, &organisation));
    TRY(cli_key_place(cli));
    if (is_distributed && db_file(op->arena, cli->store)) /* a file, which is not even to be made */
        return op_fail(op, E_INVALID,
                       "a file cannot be distributed: --distributed wants --store postgresql://…, "
                       "the coordinator of a Citus cluster");
    TRY(db_open(op, cli->store, &options, &op->db));
    arena_defer(op->arena, close_store, op->db);
    TRY(db_own(op));
    if (is_distributed)
        TRY(db_can_distribute(op)); /* before anything is made */
    TRY(cli_migrate(cli));
    if (is_distributed)
        TRY(db_distribute(op, NULL));
    TRY(make_key(cli, &made_key));
    TRY(fill_store(op, &organisation));
    TRY(cli_open_evidence(cli));
    const str store = db_url_shown(op->arena, cli->store);
    if (cli->is_json) {
        fprintf(cli->out, "{\"store\":\"" STR_FORMAT "\",\"key_file\":\"" STR_FORMAT "\"}\n",
                STR_ARG(store), STR_ARG(cli->key_file));
        return OK;
    }
    fprintf(
        cli->out,
        cli_text(cli, "Almacén listo: " STR_FORMAT "\n", "The store is ready: " STR_FORMAT "\n"),
        STR_ARG(store));
    if (made_key)
        fprintf(cli->out,
                cli_text(cli,
                         "Llave maestra: " STR_FORMAT "\nGuárdela aparte: los respaldos no la "
                         "llevan y sin ella los datos personales no se abren. " STR_FORMAT
                         ".audit firma la evidencia de cada día: guárdela con ella.\n",
                         "Master key: " STR_FORMAT "\nKeep it apart: backups do not contain it, "
                         "and without it personal data cannot be opened. " STR_FORMAT
                         ".audit signs the evidence of each day: keep it with the other.\n"),
                STR_ARG(cli->key_file), STR_ARG(cli->key_file));
    return OK;
}

const struct command command_init = {
    .name = "init",
    .usage = "[--store URL] [--distributed] --country CC --currency CUR --timezone ZONE",
    .summary = {"crea un almacén con la estrategia y las reglas del país",
                "make a store with the strategy and the rules of the country"},
    .specs = specs,
    .run = run,
};
