/* acuerdo privacy: what persons ask about their data, and what time takes away. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <unistd.h>

#include "base/json.h"
#include "cli/commands.h"
#include "cli/privacy.h"
#include "policy/commit.h"
#include "privacy/export.h"
#include "privacy/fulfil.h"
#include "privacy/rectify.h"
#include "privacy/request.h"
#include "privacy/retention.h"
#include "record/access.h"
#include "store/db.h"

#define PARTY                                                                                      \
    {                                                                                              \
        "party", "PERSON",                                                                         \
        {                                                                                          \
            "número interno, o como la llama su origen", "the id, or what its source calls it"     \
        }                                                                                          \
    }
#define REQUEST                                                                                    \
    {                                                                                              \
        "request", "ID",                                                                           \
        {                                                                                          \
            "solicitud que se atiende", "the request that this answers"                            \
        }                                                                                          \
    }
#define REASON                                                                                     \
    {                                                                                              \
        "reason", "TEXT",                                                                          \
        {                                                                                          \
            "por qué", "why"                                                                       \
        }                                                                                          \
    }
#define ANSWER                                                                                     \
    {                                                                                              \
        "answer", "TEXT",                                                                          \
        {                                                                                          \
            "lo que lee la persona: cierra la solicitud", "what the person reads: closes the "     \
                                                          "request"                                \
        }                                                                                          \
    }
#define END                                                                                        \
    {                                                                                              \
        NULL, NULL,                                                                                \
        {                                                                                          \
            NULL, NULL                                                                             \
        }                                                                                          \
    }

/* clang-format off */
static const struct option_spec export_specs[] = {PARTY, REQUEST, ANSWER,
    {"out",  "FILE", {"dónde escribir", "where to write"}},
    {"page", NULL,   {"una página para leer, en vez de JSON", "a page to read instead of JSON"}}, END};
static const struct option_spec rectify_specs[] = {PARTY, REQUEST, ANSWER, REASON,
    {"field", "NAME",  {"name, document, email, phone o address", "name, document, email, phone or address"}},
    {"value", "TEXT",  {"lo correcto", "what is right"}},
    {"point", "ID",    {"el contacto equivocado", "the contact point that is wrong"}}, END};
static const struct option_spec oppose_specs[] = {PARTY, REQUEST, ANSWER, REASON,
    {"channel", "NAME", {"canal, o all", "channel, or all"}},
    {"purpose", "NAME", {"collection, reminder o service", "collection, reminder or service"}}, END};
static const struct option_spec erase_specs[] = {PARTY, REQUEST,
    {"dry-run", NULL, {"solo muestra qué se iría y qué se queda", "only show what would go and what stays"}}, END};
static const struct option_spec retention_specs[] = {
    {"date",    "DATE", {"a esta fecha (la de proceso)", "as of this date (the business date)"}},
    {"dry-run", NULL,   {"solo cuenta", "only count"}}, END};
static const struct option_spec hold_specs[] = {PARTY, REASON,
    {"lift", NULL, {"la levanta", "lift it"}}, END};
/* clang-format on */

status privacy_person_of(struct cli *cli, struct person *ret_person)
{
    const str name = options_get(&cli->options, "party", STR(""));
    if (name.size == 0)
        return op_fail(&cli->op, E_INVALID, "which person?  --party PERSON");
    return person_find(&cli->op, name, ret_person);
}

/* Closes the request that asked for what was just done, if its answer was given.  One that stays
 * open is told, so that nobody takes it for closed. */
static status close_request(struct cli *cli, const struct person *person, int64_t id,
                            const char *kind)
{
    struct op *const op = &cli->op;
    const str answer = options_get(&cli->options, "answer", STR(""));
    struct privacy_request request;
    if (id == 0)
        return answer.size == 0
                   ? OK
                   : op_fail(op, E_INVALID, "--answer closes a request: --request says which");
    TRY(request_answer_done(op, person->debtor_id, id, kind, answer));
    TRY(request_get(op, id, &request));
    if (str_equal_c(request.state, "open") && str_equal_c(request.kind, kind))
        fprintf(cli->err,
                cli_text(cli,
                         "la solicitud %" PRId64 " sigue abierta: --answer la cierra en el mismo "
                         "paso, o `acuerdo privacy answer`\n",
                         "request %" PRId64 " is still open: --answer closes it in the same step, "
                         "or `acuerdo privacy answer`\n"),
                id);
    return OK;
}

/* --- export --- */

/* For its owner alone: it holds everything about a person. */
static status write_file(struct op *op, const char *path, str text)
{
    const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return op_fail(op, errno == EEXIST ? E_CONFLICT : E_IO, "%s cannot be made: %s", path,
                       op_errno(op, errno));
    FILE *const file = fdopen(fd, "w");
    const bool is_written = file && fwrite(text.data, 1, text.size, file) == text.size;
    const bool is_closed = file && fclose(file) == 0;
    if (is_written && is_closed)
        return OK;
    const int why = errno;
    (void)unlink(path);
    return op_fail(op, E_IO, "%s cannot be written: %s", path, op_errno(op, why));
}

static status collect(struct cli *cli, str *ret_text)
{
    struct op *const op = &cli->op;
    struct person person;
    struct export export;
    int64_t request_id = 0;
    TRY(cli_i64(cli, "request", 0, &request_id));
    TRY(privacy_person_of(cli, &person));
    TRY(export_collect(op, &person, &export));
    TRY(options_has(&cli->options, "page") ? export_write_page(op, &export, op->language, ret_text)
                                           : export_write_json(op, &export, ret_text));
    TRY(request_note(op, person.debtor_id, request_id, "exported", STR("")));
    TRY(close_request(cli, &person, request_id, "access"));
    return access_note(op, person.debtor_id, "export", "privacy export",
                       ACCESS_DOCUMENT | ACCESS_EMAIL | ACCESS_PHONE | ACCESS_ADDRESS);
}

static status export_data(struct cli *cli)
{
    struct op *const op = &cli->op;
    const str path = options_get(&cli->options, "out", STR(""));
    str text;
    TRY(cli_open(cli, CLI_WRITE));
    TRY(db_begin(op, DB_WRITE));
    TRY(collect(cli, &text));
    TRY(db_commit(op)); /* noted before it is given out */
    if (path.size > 0)
        return write_file(op, str_cstr(op->arena, path), text);
    (void)fwrite(text.data, 1, text.size, cli->out);
    (void)fputc('\n', cli->out);
    return OK;
}

/* --- rectification, opposition --- */

static status rectify_value(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct person person;
    struct rectification change = {.field = options_get(&cli->options, "field", STR("")),
                                   .value = options_get(&cli->options, "value", STR("")),
                                   .reason = options_get(&cli->options, "reason", STR(""))};
    TRY(cli_i64(cli, "point", 0, &change.point_id));
    TRY(cli_i64(cli, "request", 0, &change.request_id));
    TRY(cli_open(cli, CLI_WRITE));
    TRY(db_begin(op, DB_WRITE));
    TRY(privacy_person_of(cli, &person));
    TRY(rectify(op, &person, &change));
    TRY(close_request(cli, &person, change.request_id, "rectification"));
    return policy_commit(op);
}

static status oppose_contact(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct person person;
    int64_t request_id = 0;
    TRY(cli_i64(cli, "request", 0, &request_id));
    TRY(cli_open(cli, CLI_WRITE));
    TRY(db_begin(op, DB_WRITE));
    TRY(privacy_person_of(cli, &person));
    TRY(oppose(op, &person, options_get(&cli->options, "channel", STR("all")),
               options_get(&cli->options, "purpose", STR("collection")),
               options_get(&cli->options, "reason", STR("")), request_id));
    TRY(close_request(cli, &person, request_id, "opposition"));
    return policy_commit(op);
}

/* --- erasure --- */

static void print_class(struct cli *cli, int class, const struct erase_class *plan, bool is_dry)
{
    char until[DAY_TEXT_SIZE];
    const char *const title =
        privacy_class_about((enum privacy_class) class)->title[cli->op.language];
    if (plan->is_done)
        fprintf(cli->out, cli_text(cli, "%s: se eliminó antes\n", "%s: went before\n"), title);
    else if (plan->is_due)
        fprintf(cli->out,
                is_dry ? cli_text(cli, "%s: se irían %" PRId64 " filas\n",
                                  "%s: %" PRId64 " rows would go\n")
                       : cli_text(cli, "%s: se fueron %" PRId64 " filas\n",
                                  "%s: %" PRId64 " rows went\n"),
                title, plan->rows);
    else
        fprintf(cli->out,
                cli_text(cli, "%s: %" PRId64 " filas se quedan, sin nombre, hasta el %s (%s)\n",
                         "%s: %" PRId64 " rows stay, without a name, until %s (%s)\n"),
                title, plan->rows, day_format(plan->kept_until, until), plan->rule);
}

static void print_plan(struct cli *cli, const struct erasure *erasure, bool is_dry)
{
    const struct erase_plan *const plan = &erasure->plan;
    struct buf out = buf_start(cli->op.arena, 4096);
    struct json_writer w = json_start(&out);
    json_object_open(&w);
    json_put_bool(&w, "dry_run", is_dry);
    json_put_id(&w, "approval_id", erasure->approval_id);
    for (int c = 0; c < PRIVACY_SYSTEM; c++) {
        const struct erase_class *const class = &plan->classes[c];
        json_key(&w, privacy_class_name((enum privacy_class)c));
        json_object_open(&w);
        json_put_i64(&w, "rows", class->rows);
        json_put_bool(&w, "goes", class->is_due);
        json_put_bool(&w, "went_before", class->is_done);
        json_put_day(&w, "kept_until", class->is_due ? DAY_NONE : class->kept_until);
        json_put_c(&w, "rule", class->rule);
        json_object_close(&w);
        if (!cli->is_json)
            print_class(cli, c, class, is_dry);
    }
    json_object_close(&w);
    if (cli->is_json)
        fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
}

static status erase_person(struct cli *cli, bool is_dry, struct erasure *ret_erasure)
{
    struct op *const op = &cli->op;
    struct person person;
    struct person_bars bars;
    int64_t request_id = 0;
    *ret_erasure = (struct erasure){.approval_id = 0};
    TRY(cli_i64(cli, "request", 0, &request_id));
    TRY(privacy_person_of(cli, &person));
    if (!is_dry)
        return erase_fulfil(op, &person, request_id, ret_erasure);
    TRY(person_bars(op, person.debtor_id, &bars));
    TRY(person_check_bars(op, &bars)); /* a rehearsal says so too */
    return erase_plan_make(op, &person, op->business_date, true, &ret_erasure->plan);
}

static status erase(struct cli *cli)
{
    struct op *const op = &cli->op;
    const bool is_dry = options_has(&cli->options, "dry-run");
    struct erasure erasure;
    TRY(cli_open(cli, is_dry ? CLI_READ : CLI_WRITE));
    TRY(db_begin(op, is_dry ? DB_READ : DB_WRITE));
    TRY(erase_person(cli, is_dry, &erasure));
    TRY(is_dry ? db_commit(op) : policy_commit(op));
    if (erasure.approval_id != 0 && !cli->is_json)
        fprintf(cli->out,
                cli_text(cli, "espera a otra persona: autorización %" PRId64 "; después se iría:\n",
                         "waits for another person: approval %" PRId64 "; then would go:\n"),
                erasure.approval_id);
    print_plan(cli, &erasure, is_dry || erasure.approval_id != 0);
    return OK;
}

static status hold(struct cli *cli)
{
    struct op *const op = &cli->op;
    const str reason = options_get(&cli->options, "reason", STR(""));
    struct person person;
    TRY(cli_open(cli, CLI_WRITE));
    TRY(db_begin(op, DB_WRITE));
    TRY(privacy_person_of(cli, &person));
    TRY(options_has(&cli->options, "lift") ? legal_hold_lift(op, person.debtor_id, reason)
                                           : legal_hold_put(op, person.debtor_id, reason));
    return db_commit(op);
}

/* --- retention --- */

static void tell_persons(void *context, int64_t persons)
{
    cli_progress(context, "%" PRId64, persons);
}

static void print_retention(struct cli *cli, const struct retention *sums, bool is_dry)
{
    if (cli->is_json)
        fprintf(cli->out,
                "{\"dry_run\":%s,\"persons\":%" PRId64 ",\"erased\":%" PRId64 ",\"held\":%" PRId64
                ",\"restored\":%" PRId64 ",\"contact\":%" PRId64 ",\"identity\":%" PRId64
                ",\"evidence\":%" PRId64 ",\"book\":%" PRId64 "}\n",
                is_dry ? "true" : "false", sums->persons, sums->erased, sums->held, sums->restored,
                sums->rows[PRIVACY_CONTACT], sums->rows[PRIVACY_IDENTITY],
                sums->rows[PRIVACY_EVIDENCE], sums->rows[PRIVACY_BOOK]);
    else
        fprintf(cli->out,
                cli_text(cli,
                         "%" PRId64 " personas sin deuda vigente; vencieron datos de %" PRId64
                         " (filas: contacto %" PRId64 ", identidad %" PRId64 ", pruebas %" PRId64
                         ", cuentas %" PRId64 "); retenidas %" PRId64
                         "; eliminadas de nuevo tras restaurar %" PRId64 "\n",
                         "%" PRId64 " persons without an open debt; the time of data of %" PRId64
                         " is over (rows: contact %" PRId64 ", identity %" PRId64
                         ", evidence %" PRId64 ", book %" PRId64 "); held back %" PRId64
                         "; erased again after a restore %" PRId64 "\n"),
                sums->persons, sums->erased, sums->rows[PRIVACY_CONTACT],
                sums->rows[PRIVACY_IDENTITY], sums->rows[PRIVACY_EVIDENCE],
                sums->rows[PRIVACY_BOOK], sums->held, sums->restored);
}

static status retention(struct cli *cli)
{
    struct op *const op = &cli->op;
    const bool is_dry = options_has(&cli->options, "dry-run");
    const struct retention_progress progress = {tell_persons, cli};
    struct retention sums;
    day on = DAY_NONE;
    TRY(cli_open(cli, is_dry ? CLI_READ : CLI_WRITE));
    TRY(cli_day(cli, "date", op->business_date, &on));
    const status code = retention_run(op, on, is_dry, &progress, &sums);
    cli_progress_end(cli);
    TRY(code);
    print_retention(cli, &sums, is_dry);
    return OK;
}

/* clang-format off */
#define VERB(id, words, how, es, en, list, function)                                               \
    static const struct command verb_##id = {.name = (words), .usage = (how),                      \
        .summary = {(es), (en)}, .specs = (list), .run = (function)};
VERB(export, "privacy export", "--party PERSON [--request ID [--answer TEXT]] [--out FILE] [--page]",
     "todo lo que se guarda de una persona", "all that is held of a person", export_specs, export_data)
VERB(rectify, "privacy rectify", "--party PERSON --field NAME --value TEXT [--point ID] --reason TEXT [--request ID [--answer TEXT]]",
     "corrige un dato y guarda lo que decía", "put a value right and keep what it said", rectify_specs, rectify_value)
VERB(oppose, "privacy oppose", "--party PERSON [--channel NAME|all] [--purpose NAME] --reason TEXT [--request ID [--answer TEXT]]",
     "la persona se opone a que la contacten", "the person opposes being contacted", oppose_specs, oppose_contact)
VERB(erase, "privacy erase", "--party PERSON [--request ID] [--dry-run]",
     "elimina lo que puede irse; lo demás queda sin nombre", "erase what may go; the rest stays without a name", erase_specs, erase)
VERB(hold, "privacy hold", "--party PERSON --reason TEXT [--lift]",
     "impide que se elimine algo, o deja de impedirlo", "keep everything from going, or lift that", hold_specs, hold)
VERB(retention, "privacy retention", "[--date D] [--dry-run]",
     "elimina lo que cumplió su plazo", "erase what has passed its time", retention_specs, retention)
/* clang-format on */

static const struct command *const members[] = {
    &verb_export,  &privacy_request, &privacy_requests, &privacy_answer, &privacy_extend,
    &verb_rectify, &verb_oppose,     &verb_erase,       &verb_hold,      &verb_retention,
    NULL};

const struct command command_privacy = {
    .name = "privacy",
    .usage = "export | request | requests | answer | extend | rectify | oppose | erase | hold | "
             "retention",
    .summary = {"datos personales: solicitudes, copia, corrección, eliminación, plazos",
                "personal data: requests, copy, rectification, erasure, times of keeping"},
    .members = members,
};
