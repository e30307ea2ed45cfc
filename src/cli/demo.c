/* acuerdo demo: a store full of life. A generated portfolio is imported, sixty business days are
 * lived by simulated people through the same functions that real ones use, and a workspace opens.
 */
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/crypto.h"
#include "base/log.h"
#include "calendar/business_day.h"
#include "cli/commands.h"
#include "comply/pack.h"
#include "policy/strategy.h"
#include "record/organisation.h"
#include "record/seal.h"
#include "record/setting.h"
#include "record/user.h"
#include "sample/simulation.h"
#include "store/open.h"

static const struct option_spec specs[] = {
    {"debtors", "N",  {"personas (5000)", "people (5000)"}                                     },
    {"days",    "N",  {"días hábiles que se viven (60)", "business days that are lived (60)"}},
    {"seed",    "N",  {"semilla (1)", "seed (1)"}                                              },
    {"serve",   NULL, {"al final abre el espacio de trabajo", "open the workspace at the end"} },
    {"port",    "N",  {"puerto; 0 elige uno libre (0)", "port; 0 takes a free one (0)"}        },
    {NULL,      NULL, {NULL, NULL}                                                             },
};

#define USER_LOGIN "maria"

static const struct {
    const char *login, *name, *role;
} staff[] = {
    {USER_LOGIN, "María Robles",    "supervisor"},
    {"ana",      "Ana Solís",       "agent"     },
    {"beto",     "Beto Cruz",        "agent"     },
    {"carla",    "Carla Núñez",    "agent"     },
    {"diego",    "Diego Peña",      "agent"     },
    {"elena",    "Elena Ibáñez",   "agent"     },
    {"fabian",   "Fabián Zúñiga", "agent"     },
};

struct demo {
    struct simulation simulation;
    int64_t days;
    str password;
};

static str make_password(struct arena *arena)
{
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789+";
    uint8_t bytes[16];
    char *const text = arena_alloc(arena, sizeof(bytes));
    crypto_random(bytes, sizeof(bytes));
    for (size_t i = 0; i < sizeof(bytes); i++)
        text[i] = letters[bytes[i] & 31];
    return (str){text, sizeof(bytes)};
}

static status add_staff(struct op *op, str password)
{
    for (size_t i = 0; i < ARRAY_LEN(staff); i++) {
        int64_t id = 0;
        TRY(user_create(op, str_of(staff[i].login), str_of(staff[i].name),
                        i == 0 ? password : make_password(op->arena), &id));
        TRY(user_add_role(op, id, str_of(staff[i].role)));
        if (i == 0)
            TRY(user_add_role(op, id, STR("agent")));
    }
    return OK;
}

static status put_settings(struct op *op)
{
    const day from = op->business_date;
    TRY(setting_put(op, "mail.from", from, STR("atencion@financiera.example")));
    TRY(setting_put(op, "mail.from_name", from, STR("Financiera Ejemplo")));
    TRY(setting_put(op, "mail.reply_to", from, STR("atencion@financiera.example")));
    TRY(setting_put(op, "contact.phone", from, STR("55 5500 0000")));
    return setting_put(op, "contact.payment_url", from, STR("https://pagos.financiera.example"));
}

static status fill_store(struct op *op, day start, str password)
{
    const struct organisation organisation = {.name = STR("Financiera Ejemplo"),
                                              .country = STR("MX"),
                                              .currency = CURRENCY('M', 'X', 'N'),
                                              .timezone = STR("America/Mexico_City"),
                                              .is_test = true,
                                              .open_date = start};
    TRY(db_begin(op, DB_WRITE));
    TRY(organisation_create(op, &organisation));
    TRY(strategy_install_default(op));
    TRY(put_settings(op));
    TRY(add_staff(op, password));
    return db_commit(op);
}

static void close_store(void *db)
{
    db_close(db);
}

static status open_store(struct cli *cli)
{
    struct op *const op = &cli->op;
    const struct db_options options = {.create = true};
    int version = 0;
    TRY(db_open(op, cli->store, &options, &op->db));
    arena_defer(op->arena, close_store, op->db);
    TRY(db_own(op));
    TRY(db_schema_version(op, &version));
    if (version > 0)
        return op_fail(op, E_CONFLICT,
                       STR_FORMAT " exists: a demo begins with a store of its own; name another "
                                  "with --store, or remove it",
                       STR_ARG(db_url_shown(op->arena, cli->store)));
    TRY(db_migrate(op, NULL));
    return seal_key_create(op, str_cstr(op->arena, cli->key_file));
}

static status find_staff(struct op *op, struct people *people)
{
    struct user user;
    TRY(db_begin(op, DB_READ));
    TRY(user_find(op, STR(USER_LOGIN), &user));
    people->supervisor = user.id;
    for (int i = 0; i < PEOPLE_AGENTS; i++) {
        TRY(user_find(op, str_of(staff[1 + i].login), &user));
        people->agents[i] = user.id;
    }
    return db_commit(op);
}

static status prepare(struct cli *cli, struct demo *demo)
{
    struct op *const op = &cli->op;
    struct simulation *const simulation = &demo->simulation;
    const struct pack *pack = NULL;
    TRY(zone_find(op, STR("America/Mexico_City"), &simulation->zone));
    TRY(pack_open(op, STR("MX"), PACK_ORDINARY, &pack));
    simulation->calendar = pack_calendar(pack);
    const day today = zone_to_local(simulation->zone, op_now(op)).day;
    const day start = business_day_add(simulation->calendar, today, (int)-demo->days);
    simulation->people.sample.start = start;
    simulation->people.items_per_agent = 40;
    demo->password = make_password(op->arena);
    TRY(open_store(cli));
    TRY(fill_store(op, start, demo->password));
    TRY(cli_open_evidence(cli));
    TRY(organisation_open(op));
    return find_staff(op, &simulation->people);
}

static status live(struct cli *cli, struct demo *demo)
{
    struct op *const op = &cli->op;
    struct simulation *const simulation = &demo->simulation;
    struct simulation_day row = {0};
    struct people_count total = {0};
    int64_t sent = 0;
    const day today = zone_to_local(simulation->zone, op_now(op)).day;
    simulation_take_clock(op, simulation);
    while (op->business_date < today) {
        const struct arena_mark mark = arena_mark(op->arena);
        char text[DAY_TEXT_SIZE];
        cli_progress(cli, cli_text(cli, "viviendo %s…", "living %s…"),
                     day_format(op->business_date, text));
        TRY(simulation_live_day(op, simulation, &row));
        total.items += row.people.items;
        total.promises += row.people.promises;
        total.disputes += row.people.disputes;
        total.payments += row.people.payments;
        sent += row.sent;
        arena_release(op->arena, mark);
    }
    cli_progress_end(cli);
    op->clock = op_clock_system;
    fprintf(cli->out,
            cli_text(cli,
                     "%" PRId64 " %s; %" PRId64 " correos, %" PRId64 " tareas, %" PRId64
                     " promesas, %" PRId64 " reclamos, %" PRId64 " pagos\n",
                     "%" PRId64 " %s; %" PRId64 " e-mails, %" PRId64 " work items, %" PRId64
                     " promises, %" PRId64 " disputes, %" PRId64 " payments\n"),
            row.close.cases, cli_cases(cli, row.close.cases), sent, total.items, total.promises,
            total.disputes, total.payments);
    return OK;
}

/* The mail server of the simulation as a process that ends with this one, so that the workspace
 * sends its mail there too. */
static status start_mailbox(struct op *op, const char **ret_url)
{
    struct mailbox *mailbox = NULL;
    int ends[2];
    char url[64] = {0};
    if (pipe(ends) != 0)
        return op_fail(op, E_IO, "no pipe: %s", op_errno(op, errno));
    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child < 0)
        return op_fail(op, E_IO, "no process: %s", op_errno(op, errno));
    if (child == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent || mailbox_start(op, &mailbox) != OK ||
            write(ends[1], mailbox_url(mailbox), strlen(mailbox_url(mailbox))) <= 0)
            _exit(1);
        (void)close(ends[1]);
        for (;;)
            (void)pause();
    }
    (void)close(ends[1]);
    const ssize_t size = read(ends[0], url, sizeof(url) - 1);
    (void)close(ends[0]);
    if (size <= 0)
        return op_fail(op, E_IO, "the simulation's mail server did not start");
    *ret_url = arena_printf(op->arena, "%s", url);
    return OK;
}

static status make_folder(struct cli *cli, const char **ret_folder)
{
    const char *const folder = cli_path_beside(cli, ".files");
    TRY(cli_key_place(cli));
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return op_fail(&cli->op, E_IO, "cannot make the folder %s: %s", folder,
                       op_errno(&cli->op, errno));
    *ret_folder = folder;
    return OK;
}

/* The server takes the place of this process: one program, the same command that a user types. */
static status serve(struct cli *cli, const struct demo *demo)
{
    struct op *const op = &cli->op;
    int64_t port = 0;
    TRY(cli_i64(cli, "port", 0, &port));
    const char *const arguments[] = {
        "acuerdo",    "serve",
        "--store",    str_cstr(op->arena, cli->store),
        "--key-file", str_cstr(op->arena, cli->key_file),
        "--listen",   arena_printf(op->arena, "127.0.0.1:%" PRId64, port),
        "--smtp",     demo->simulation.smtp_url,
        "--lang",     cli->op.language == LANGUAGE_ES ? "es" : "en",
        NULL};
    (void)fflush(cli->out);
    db_close(op->db); /* the server owns the store from here on */
    char *copies[ARRAY_LEN(arguments)] = {NULL};
    for (size_t i = 0; arguments[i]; i++)
        copies[i] = arena_printf(op->arena, "%s", arguments[i]);
    (void)execv("/proc/self/exe", copies);
    _exit(1);
}

static status run(struct cli *cli)
{
    struct demo demo = {0};
    struct sample *const sample = &demo.simulation.people.sample;
    int64_t debtors = 0;
    int64_t seed = 0;
    TRY(cli_i64(cli, "debtors", 5000, &debtors));
    TRY(cli_i64(cli, "days", 60, &demo.days));
    TRY(cli_i64(cli, "seed", 1, &seed));
    if (debtors < 1 || debtors > 10000000 || demo.days < 1 || demo.days > 1000)
        return op_fail(&cli->op, E_INVALID,
                       "--debtors is from 1 to 10000000, --days from 1 to 1000");
    log_set_level(LOG_WARN); /* thousands of simulated messages are no news */
    sample->debtors = (int32_t)debtors;
    sample->seed = (uint64_t)seed;
    TRY(start_mailbox(&cli->op, &demo.simulation.smtp_url));
    TRY(make_folder(cli, &demo.simulation.folder));
    TRY(prepare(cli, &demo));
    TRY(live(cli, &demo));
    (void)rmdir(demo.simulation.folder);
    fprintf(cli->out,
            cli_text(cli, "Usuario: %s\nContraseña: " STR_FORMAT "\n",
                     "User: %s\nPassword: " STR_FORMAT "\n"),
            USER_LOGIN, STR_ARG(demo.password));
    return options_has(&cli->options, "serve") ? serve(cli, &demo) : OK;
}

const struct command command_demo = {
    .name = "demo",
    .usage = "[--debtors N] [--days N] [--serve]",
    .summary = {"un almacén de ejemplo lleno de vida", "an example store full of life"},
    .specs = specs,
    .run = run,
};
