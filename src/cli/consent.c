/* acuerdo consent: the ledger of what people allow and forbid; give, revoke, take back, close a
 * number that is not theirs, and when they prefer to be reached. */
#include <inttypes.h>

#include "base/json.h"
#include "book/consent.h"
#include "book/party.h"
#include "cli/commands.h"
#include "policy/commit.h"
#include "reach/reply.h"
#include "record/seal.h"
#include "store/db.h"

/* clang-format off */
#define SOURCE_SPEC {"source", "NAME", {"origen de la persona (import)", "source of the person (import)"}}
#define EVIDENCE_SPEC {"evidence", "TEXT", {"cómo se sabe: qué lo dice y dónde está", "how it is known: what says so, and where it is"}}
#define END_SPEC {NULL, NULL, {NULL, NULL}}

static const struct option_spec list_specs[] = {SOURCE_SPEC, END_SPEC};
static const struct option_spec say_specs[] = {
    {"channel", "CHANNEL", {"email, sms, whatsapp, call, letter, visit o all (all)", "email, sms, whatsapp, call, letter, visit or all (all)"}},
    {"purpose", "PURPOSE", {"collection, reminder o service (collection)", "collection, reminder or service (collection)"}},
    {"point", "VALUE", {"solo este dato de contacto: el número, el correo", "this contact point alone: the number, the address"}},
    {"from", "DATE", {"primer día (hoy)", "first day (today)"}},
    {"until", "DATE", {"primer día en que ya no vale", "first day on which it no longer holds"}},
    {"document", "HASH", {"documento o grabación que lo prueba (acuerdo document)", "document or recording that proves it (acuerdo document)"}},
    {"wording", "VERSION", {"versión del texto que leyó", "version of the text that was read"}},
    EVIDENCE_SPEC, SOURCE_SPEC, END_SPEC,
};
static const struct option_spec why_specs[] = {EVIDENCE_SPEC, SOURCE_SPEC, END_SPEC};
static const struct option_spec prefer_specs[] = {
    {"days", "1,2,3", {"días: 1 lunes a 7 domingo (todos)", "days: 1 Monday to 7 Sunday (any)"}},
    {"hours", "18:00-20:00", {"horas del día de la persona (todas)", "hours of the person's day (any)"}},
    {"channel", "CHANNEL", {"por dónde prefiere", "by which channel"}},
    {"language", "CODE", {"en qué idioma: es, pt, en", "in which language: es, pt, en"}},
    EVIDENCE_SPEC, SOURCE_SPEC, END_SPEC,
};
/* clang-format on */

static status find_person(struct cli *cli, int64_t *ret_person_id)
{
    return party_find(&cli->op, options_get(&cli->options, "source", STR("import")),
                      cli->options.operands[0], ret_person_id);
}

static str evidence_of(const struct cli *cli)
{
    return options_get(&cli->options, "evidence", STR(""));
}

/* --- the ledger --- */

struct ledger_row {
    int64_t id, undoes_id, undone_by_id;
    str channel, purpose, state, evidence, actor, source, reason, wording, document_hash, point;
    day from, until;
    instant at;
};

static status read_ledger_row(struct op *op, int64_t person_id, struct db_rows *rows,
                              struct ledger_row *out)
{
    *out = (struct ledger_row){
        .id = db_id(rows, 0),
        .channel = db_text(rows, 2),
        .purpose = db_text(rows, 3),
        .state = db_text(rows, 4),
        .from = db_day(rows, 5),
        .until = db_day(rows, 6),
        .evidence = db_text(rows, 7),
        .at = db_instant(rows, 8),
        .actor = db_text(rows, 10),
        .source = db_text(rows, 11),
        .reason = db_text(rows, 12),
        .wording = db_text(rows, 13),
        .document_hash = db_text(rows, 14),
        .undoes_id = db_id(rows, 15),
        .undone_by_id = db_id(rows, 16),
    };
    if (db_is_null(rows, 18))
        return OK;
    return seal_open(op, str_cstr(op->arena, db_text(rows, 17)), person_id, db_blob(rows, 18),
                     &out->point);
}

static void write_ledger_row(struct json_writer *w, const struct ledger_row *row)
{
    json_object_open(w);
    json_put_id(w, "id", row->id);
    json_put_str(w, "state", row->state);
    json_put_str(w, "channel", row->channel);
    json_put_str(w, "purpose", row->purpose);
    json_put_str(w, "point", row->point);
    json_put_day(w, "from", row->from);
    json_put_day(w, "until", row->until);
    json_put_instant(w, "recorded_at", row->at);
    json_put_str(w, "recorded_by", row->actor);
    json_put_str(w, "source", row->source);
    json_put_str(w, "reason", row->reason);
    json_put_str(w, "evidence", row->evidence);
    json_put_str(w, "wording", row->wording);
    json_put_str(w, "document", row->document_hash);
    json_put_id(w, "undoes_id", row->undoes_id);
    json_put_id(w, "undone_by_id", row->undone_by_id);
    json_object_close(w);
}

static void print_ledger_row(const struct cli *cli, const struct ledger_row *row)
{
    char from[DAY_TEXT_SIZE];
    const bool is_given = str_equal_c(row->state, "given");
    fprintf(cli->out,
            "%" PRId64 "  %s  %-8s  " STR_FORMAT "/" STR_FORMAT "%s" STR_FORMAT "  " STR_FORMAT
            "  " STR_FORMAT "%s\n",
            row->id, day_format(row->from, from),
            is_given ? cli_text(cli, "otorgado", "given") : cli_text(cli, "revocado", "revoked"),
            STR_ARG(row->channel), STR_ARG(row->purpose), row->point.size > 0 ? " · " : "",
            STR_ARG(row->point), STR_ARG(row->source), STR_ARG(row->evidence),
            row->undone_by_id ? cli_text(cli, "  (anulado)", "  (taken back)")
            : row->undoes_id  ? cli_text(cli, "  (anula otro)", "  (takes one back)")
                              : "");
}

static status list(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct buf out = buf_start(op->arena, 4 << 20);
    struct json_writer w = json_start(&out);
    struct db_rows rows;
    int64_t person_id = 0;
    bool has_row = false;
    TRY(cli_open(cli, CLI_READ));
    TRY(find_person(cli, &person_id));
    TRY(db_query(op, Q_CONSENT_LIST, DB_ARGS(ARG_ID(person_id)), &rows));
    json_array_open(&w);
    for (;;) {
        struct ledger_row row;
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        TRY(read_ledger_row(op, person_id, &rows, &row));
        if (cli->is_json)
            write_ledger_row(&w, &row);
        else
            print_ledger_row(cli, &row);
    }
    json_array_close(&w);
    if (cli->is_json)
        fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    return OK;
}

/* --- a new row --- */

static void print_effect(struct cli *cli, const struct consent_effect *effect)
{
    if (cli->is_json)
        fprintf(cli->out,
                "{\"id\":\"%" PRId64 "\",\"messages_stopped\":%d,\"messages_leaving\":%d,"
                "\"permits_ended\":%d}\n",
                effect->id, effect->messages_stopped, effect->messages_leaving,
                effect->permits_ended);
    else
        fprintf(
            cli->out,
            cli_text(cli,
                     "%" PRId64 ": %d mensajes detenidos, %d ya salían, %d permisos terminados\n",
                     "%" PRId64 ": %d messages stopped, %d were leaving, %d permits ended\n"),
            effect->id, effect->messages_stopped, effect->messages_leaving, effect->permits_ended);
}

/* 0 where no point is named. */
static status named_point(struct op *op, int64_t person_id, str value, int64_t *ret_point_id)
{
    *ret_point_id = 0;
    return value.size == 0 ? OK : contact_point_find(op, person_id, value, ret_point_id);
}

static status say(struct cli *cli, bool is_given)
{
    struct op *const op = &cli->op;
    const struct options *const options = &cli->options;
    struct consent_effect effect;
    struct consent_input input = {
        .channel = options_get(options, "channel", STR("all")),
        .purpose = options_get(options, "purpose", STR("collection")),
        .is_given = is_given,
        .evidence = evidence_of(cli),
        .document_hash = options_get(options, "document", STR("")),
        .wording = options_get(options, "wording", STR("")),
        .source = CONSENT_BY_COMMAND,
    };
    TRY(cli_day(cli, "from", DAY_NONE, &input.from));
    TRY(cli_day(cli, "until", DAY_NONE, &input.until));
    TRY(cli_open(cli, CLI_WRITE));
    TRY(db_begin(op, DB_WRITE));
    TRY(find_person(cli, &input.person_id));
    TRY(named_point(op, input.person_id, options_get(options, "point", STR("")), &input.point_id));
    TRY(consent_record(op, &input, &effect));
    TRY(policy_commit(op));
    print_effect(cli, &effect);
    return OK;
}

static status give(struct cli *cli)
{
    return say(cli, true);
}

static status revoke(struct cli *cli)
{
    return say(cli, false);
}

static status undo(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct consent_effect effect;
    int64_t person_id = 0;
    int64_t id = 0;
    if (!str_to_i64(cli->options.operands[1], &id))
        return op_fail(op, E_INVALID, "which row?  acuerdo consent undo PARTY ID");
    TRY(cli_open(cli, CLI_WRITE));
    TRY(db_begin(op, DB_WRITE));
    TRY(find_person(cli, &person_id));
    TRY(consent_undo(op, person_id, id, CONSENT_BY_COMMAND, evidence_of(cli), &effect));
    TRY(policy_commit(op));
    print_effect(cli, &effect);
    return OK;
}

static status wrong_number(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct consent_effect effect;
    int64_t person_id = 0;
    int64_t point_id = 0;
    TRY(cli_open(cli, CLI_WRITE));
    TRY(db_begin(op, DB_WRITE));
    TRY(find_person(cli, &person_id));
    TRY(contact_point_find(op, person_id, cli->options.operands[1], &point_id));
    TRY(consent_wrong_number(op, person_id, point_id, CONSENT_BY_COMMAND, evidence_of(cli),
                             &effect));
    TRY(policy_commit(op));
    print_effect(cli, &effect);
    return OK;
}

/* --- preferences --- */

static status read_days(struct cli *cli, uint32_t *ret_days)
{
    str text = options_get(&cli->options, "days", STR(""));
    *ret_days = 0;
    while (text.size > 0) {
        int64_t number = 0;
        if (!str_to_i64(str_trim(str_split(&text, ',')), &number) || number < MONDAY ||
            number > SUNDAY)
            return op_fail(&cli->op, E_INVALID,
                           "--days are numbers with commas, 1 for Monday to 7 for Sunday");
        *ret_days |= UINT32_C(1) << number;
    }
    return OK;
}

/* "18:00" */
static bool read_clock(str text, int32_t *ret_second)
{
    int64_t hour = 0;
    int64_t minute = 0;
    const str hours = str_split(&text, ':');
    if (hours.size != 2 || text.size != 2 || !str_to_i64(hours, &hour) ||
        !str_to_i64(text, &minute) || hour < 0 || minute < 0 || minute > 59 ||
        hour * 60 + minute > 24 * 60)
        return false;
    *ret_second = (int32_t)(hour * 3600 + minute * 60);
    return true;
}

static status read_preference(struct cli *cli, struct contact_preference *ret_preference)
{
    struct op *const op = &cli->op;
    const str channel = options_get(&cli->options, "channel", STR("none"));
    str hours = options_get(&cli->options, "hours", STR("00:00-24:00"));
    const str opens = str_split(&hours, '-');
    TRY(read_days(cli, &ret_preference->days));
    ret_preference->language = options_get(&cli->options, "language", STR(""));
    if (!read_clock(opens, &ret_preference->opens_s) ||
        !read_clock(hours, &ret_preference->closes_s))
        return op_fail(op, E_INVALID, "--hours are two times of the day, like 18:00-20:00");
    return channel_parse(channel, &ret_preference->channel)
               ? OK
               : op_fail(op, E_INVALID, "there is no channel \"" STR_FORMAT "\"", STR_ARG(channel));
}

static status prefer(struct cli *cli)
{
    struct op *const op = &cli->op;
    struct contact_preference preference = {0};
    int64_t person_id = 0;
    TRY(read_preference(cli, &preference));
    TRY(cli_open(cli, CLI_WRITE));
    TRY(db_begin(op, DB_WRITE));
    TRY(find_person(cli, &person_id));
    TRY(preference_record(op, person_id, &preference, CONSENT_BY_COMMAND, evidence_of(cli)));
    TRY(policy_commit(op));
    if (cli->is_json)
        fputs("{}\n", cli->out);
    return OK;
}

/* --- replies --- */

static status reply(struct cli *cli)
{
    struct op *const op = &cli->op;
    const str word = options_get(&cli->options, "channel", STR("sms"));
    enum channel channel = CHANNEL_NONE;
    struct reply_effect effect;
    if (!channel_parse(word, &channel))
        return op_fail(op, E_INVALID, "there is no channel \"" STR_FORMAT "\"", STR_ARG(word));
    TRY(cli_open(cli, CLI_WRITE));
    TRY(db_begin(op, DB_WRITE));
    TRY(reply_apply(op, channel, cli->options.operands[0], cli->options.operands[1], &effect));
    TRY(policy_commit(op));
    if (cli->is_json)
        fprintf(cli->out,
                "{\"meaning\":\"%s\",\"persons\":%d,\"messages_stopped\":%d,"
                "\"permits_ended\":%d}\n",
                reply_meaning_name(effect.meaning), effect.persons, effect.messages_stopped,
                effect.permits_ended);
    else
        fprintf(cli->out,
                cli_text(cli, "%s: %d personas, %d mensajes detenidos, %d permisos terminados\n",
                         "%s: %d persons, %d messages stopped, %d permits ended\n"),
                reply_meaning_name(effect.meaning), effect.persons, effect.messages_stopped,
                effect.permits_ended);
    return OK;
}

/* clang-format off */
#define VERB(id, title, words, es, en, options, operands, function)                               \
    static const struct command id = {.name = "consent " title, .usage = (words),                 \
        .summary = {es, en}, .specs = (options), .operand_count_min = (operands),                  \
        .operand_count_max = (operands), .run = (function)}
VERB(verb_list, "list", "PARTY [--source NAME]", "el libro de consentimientos de una persona",
     "the ledger of a person's consents", list_specs, 1, list);
VERB(verb_give, "give", "PARTY --evidence TEXT [--channel CHANNEL] [--point VALUE]",
     "registra un consentimiento", "record a consent", say_specs, 1, give);
VERB(verb_revoke, "revoke", "PARTY --evidence TEXT [--channel CHANNEL] [--point VALUE]",
     "registra que se retira: vale de inmediato para todas sus deudas",
     "record that it is withdrawn: at once, for all their debts", say_specs, 1, revoke);
VERB(verb_undo, "undo", "PARTY ID --evidence TEXT", "anula una fila con otra",
     "take a row back with another", why_specs, 2, undo);
VERB(verb_wrong, "wrong-number", "PARTY VALUE --evidence TEXT", "ese dato no es de la persona",
     "this contact point is not the person's", why_specs, 2, wrong_number);
VERB(verb_prefer, "prefer", "PARTY --evidence TEXT [--days 1,2] [--hours 18:00-20:00]",
     "cuándo y por dónde prefiere el contacto", "when and how the person prefers to be reached",
     prefer_specs, 1, prefer);
static const struct option_spec reply_specs[] = {
    {"channel", "CHANNEL", {"sms, whatsapp o email (sms)", "sms, whatsapp or email (sms)"}},
    END_SPEC,
};
VERB(verb_reply, "reply", "FROM TEXT [--channel CHANNEL]",
     "lo que alguien respondió: STOP, BAJA, NO SOY", "what somebody answered: STOP, BAJA, NO SOY",
     reply_specs, 2, reply);
/* clang-format on */

static const struct command *const members[] = {&verb_list,  &verb_give,   &verb_revoke, &verb_undo,
                                                &verb_wrong, &verb_prefer, &verb_reply,  NULL};

const struct command command_consent = {
    .name = "consent",
    .usage =
        "list PARTY | give|revoke PARTY --evidence TEXT | undo PARTY ID --evidence TEXT | "
        "wrong-number PARTY VALUE --evidence TEXT | prefer PARTY --evidence TEXT | reply FROM TEXT",
    .summary = {"libro de consentimientos: otorgar, revocar, anular, número equivocado",
                "ledger of consents: give, revoke, take back, wrong number"},
    .members = members,
};
