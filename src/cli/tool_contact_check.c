/* acuerdo tool contact-check: asks the gate for a script, without a store. */
#include "base/json.h"
#include "calendar/country.h"
#include "calendar/zone_atlas.h"
#include "cli/contacts.h"
#include "cli/file.h"
#include "cli/tools.h"

#define HISTORY_BYTES_MAX ((size_t)64 << 20)

/* clang-format off */
static const struct option_spec specs[] = {
    {"country", "CC", {"país, o país y región: CO, BR-SP", "country, or country and region: CO, BR-SP"}},
    {"channel", "CHANNEL", {"voice, sms, whatsapp, email, letter o visit", "voice, sms, whatsapp, email, letter or visit"}},
    {"at", "TIME", {"2026-11-21T08:00-05:00; sin desfase, la hora de la persona", "2026-11-21T08:00-05:00; without an offset the person's time"}},
    {"history", "FILE", {"TSV: at, channel, person, debt, result", "TSV: at, channel, person, debt, result"}},
    {"person", "ID", {"solo la historia de esta persona", "only this person's history"}},
    {"debt", "ID", {"la deuda de que se trata", "the debt that it is about"}},
    {"zone", "ZONE", {"zona IANA de la persona (la del país o región con ese desfase)", "the person's IANA zone (the one of country or region with that offset)"}},
    {"purpose", "PURPOSE", {"collection, reminder o service", "collection, reminder or service"}},
    {"role", "ROLE", {"debtor, co_debtor, guarantor, reference, employer o third_party", "debtor, co_debtor, guarantor, reference, employer or third_party"}},
    {"consent", "STATE", {"none, given, revoked o expired (given)", "none, given, revoked or expired (given)"}},
    {"with", "FACTS", {"deceased, represented, bankrupt, vulnerable, minor, elderly, sued, moratorium, workplace, automated, dispute", "deceased, represented, bankrupt, vulnerable, minor, elderly, sued, moratorium, workplace, automated, dispute"}},
    {"strict", NULL, {"la lectura más estrecha del país", "the country's narrowest reading"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

struct asked {
    const struct pack *pack;
    struct gate_request request;
    struct moment moment;
};

static status fail_word(struct op *op, const char *option, str word)
{
    return op_fail(op, E_INVALID, "--%s: there is no \"" STR_FORMAT "\"", option, STR_ARG(word));
}

/* A place that the program has no pack of would be judged by the default alone, which no hand that
 * slipped on the key should ask for.  INT asks for it by name. */
static status check_place(struct op *op, str place)
{
    const str country = str_split(&place, '-');
    return str_equal_c(country, PACK_DEFAULT) ? OK : country_check(op, country);
}

static status need(struct cli *cli, const char *option, str *ret_text)
{
    *ret_text = options_get(&cli->options, option, (str){"", 0});
    return ret_text->size > 0 ? OK : op_fail(&cli->op, E_INVALID, "--%s is missing", option);
}

static bool set_fact(struct gate_request *request, str word)
{
    const struct {
        const char *word;
        bool *fact;
    } facts[] = {
        {"elderly",    &request->is_elderly  },
        {"sued",       &request->has_suit    },
        {"moratorium", &request->is_in_relief},
        {"workplace",  &request->is_workplace},
        {"automated",  &request->is_automated},
        {"dispute",    &request->has_dispute },
    };
    enum party_flag flag;
    for (size_t i = 0; i < ARRAY_LEN(facts); i++)
        if (str_equal_c(word, facts[i].word)) {
            *facts[i].fact = true;
            return true;
        }
    if (!party_flag_parse(word, &flag))
        return false;
    request->flags |= FLAG_BIT(flag);
    return true;
}

static status read_person(struct cli *cli, struct gate_request *request)
{
    struct op *const op = &cli->op;
    const str role = options_get(&cli->options, "role", STR("debtor"));
    const str consent = options_get(&cli->options, "consent", STR("given"));
    const str purpose = options_get(&cli->options, "purpose", STR("collection"));
    str facts = options_get(&cli->options, "with", (str){"", 0});
    if (!party_role_parse(role, &request->role))
        return fail_word(op, "role", role);
    if (!consent_state_parse(consent, &request->consent))
        return fail_word(op, "consent", consent);
    if (!purpose_parse(purpose, &request->purpose))
        return fail_word(op, "purpose", purpose);
    while (facts.size > 0) {
        const str word = str_trim(str_split(&facts, ','));
        if (!set_fact(request, word))
            return fail_word(op, "with", word);
    }
    return OK;
}

/* The zones of the place: of the region that was named, else those of the pack, else those of a
 * country that has none. */
static status list_zones(struct op *op, const struct asked *asked, str place,
                         struct zone_answer *ret_zones)
{
    const struct zone_atlas *atlas = NULL;
    const char *id = NULL;
    str region = place;
    const str country = str_split(&region, '-');
    *ret_zones = (struct zone_answer){.count = 0};
    for (size_t i = 0; region.size == 0 && (id = pack_zone_at(asked->pack, i)) != NULL; i++)
        if (i < ZONE_ANSWER_MAX)
            ret_zones->zones[ret_zones->count++] = id;
    if (ret_zones->count > 0)
        return OK;
    TRY(zone_atlas_open(op, &atlas));
    const struct zone_clues clues = {country, region, STR(""), STR("")};
    *ret_zones = zone_atlas_find(atlas, &clues);
    return OK;
}

/* The zone that was given, else the place's first that has the offset of the time, else the first
 * that the place has. */
static status find_zone(struct cli *cli, str place, struct asked *asked)
{
    struct op *const op = &cli->op;
    const str given = options_get(&cli->options, "zone", (str){"", 0});
    const struct zone *zone = NULL;
    struct zone_answer zones;
    if (given.size > 0)
        return zone_find(op, given, &asked->request.zone);
    TRY(list_zones(op, asked, place, &zones));
    for (size_t i = 0; i < zones.count; i++) {
        TRY(zone_find(op, str_of(zones.zones[i]), &zone));
        if (i == 0)
            asked->request.zone = zone;
        if (asked->moment.has_offset &&
            zone_to_local(zone, moment_at(&asked->moment, zone)).offset == asked->moment.offset) {
            asked->request.zone = zone;
            return OK;
        }
    }
    return OK;
}

/* To who reads along; a script's own output stays as it is. */
static void warn_of_words(struct cli *cli, const struct history *history)
{
    const size_t named =
        history->unknown_count < HISTORY_WORDS_MAX ? history->unknown_count : HISTORY_WORDS_MAX;
    for (size_t i = 0; i < named; i++)
        fprintf(
            cli->err,
            cli_text(
                cli,
                "historia, línea %d: medio desconocido «%s»; cuenta donde los medios se suman\n",
                "history line %d: unknown channel \"%s\"; it counts where channels add up\n"),
            history->words[i].line, history->words[i].word);
    if (history->unknown_count > named)
        fprintf(cli->err,
                cli_text(cli, "historia: %zu líneas más así\n", "history: %zu more such lines\n"),
                history->unknown_count - named);
}

static status read_history(struct cli *cli, struct asked *asked)
{
    struct op *const op = &cli->op;
    const str path = options_get(&cli->options, "history", (str){"", 0});
    const struct history_of of = {asked->request.zone,
                                  options_get(&cli->options, "person", (str){"", 0}),
                                  options_get(&cli->options, "debt", (str){"", 0})};
    struct history history;
    str text = {"", 0};
    if (path.size == 0)
        return OK;
    TRY(cli_file_read(op, path, HISTORY_BYTES_MAX, &text));
    TRY(history_read(op, text, &of, &history));
    asked->request.counts = history.counts;
    asked->request.count_rows = history.count_rows;
    warn_of_words(cli, &history);
    return OK;
}

static status read_asked(struct cli *cli, struct asked *asked)
{
    struct op *const op = &cli->op;
    str place;
    str channel;
    str at;
    const bool is_strict = options_has(&cli->options, "strict");
    TRY(need(cli, "country", &place));
    place = cli_code(cli, "country", place);
    TRY(check_place(op, place));
    TRY(need(cli, "channel", &channel));
    TRY(need(cli, "at", &at));
    asked->request = (struct gate_request){.point = POINT_VERIFIED};
    if (!contacts_channel(channel, &asked->request.channel))
        return fail_word(op, "channel", channel);
    if (!moment_parse(at, &asked->moment))
        return op_fail(op, E_INVALID,
                       "--at \"" STR_FORMAT "\" is not a time like 2026-11-21T08:00-05:00",
                       STR_ARG(at));
    TRY(pack_open(op, place, is_strict ? PACK_STRICT : PACK_ORDINARY, &asked->pack));
    TRY(read_person(cli, &asked->request));
    TRY(find_zone(cli, place, asked));
    asked->request.at = moment_at(&asked->moment, asked->request.zone);
    return read_history(cli, asked);
}

/* On the person's clock, with its offset: 2026-11-21T15:00:00-05:00. */
static const char *local_text(struct op *op, const struct zone *zone, instant at)
{
    char text[DAY_TEXT_SIZE];
    if (at == INSTANT_NONE)
        return NULL;
    const struct zone_local local =
        zone
            ? zone_to_local(zone, at)
            : (struct zone_local){.day = instant_utc_day(at),
                                  .second = (int32_t)((at - instant_utc_day(at) * INSTANT_PER_DAY) /
                                                      INSTANT_PER_SECOND)};
    const int minutes = (local.offset < 0 ? -local.offset : local.offset) / 60;
    return arena_printf(op->arena, "%sT%02d:%02d:%02d%c%02d:%02d", day_format(local.day, text),
                        local.second / 3600, local.second / 60 % 60, local.second % 60,
                        local.offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

static void write_counters(struct json_writer *w, const struct asked *asked)
{
    struct gate_counter counters[GATE_COUNTERS_MAX];
    const size_t count = gate_counters(asked->pack, &asked->request,
                                       gate_day_of(&asked->request, asked->request.at), counters);
    json_key(w, "counters");
    json_array_open(w);
    for (size_t i = 0; i < count; i++) {
        json_object_open(w);
        json_put_c(w, "rule", counters[i].rule_id);
        json_put_i64(w, "used", counters[i].used);
        json_put_i64(w, "max", counters[i].max);
        json_put_c(w, "window", counters[i].window);
        json_object_close(w);
    }
    json_array_close(w);
}

static status print_json(struct cli *cli, const struct asked *asked,
                         const struct gate_verdict *verdict, const char *until, const char *next_at)
{
    struct buf out = buf_start(cli->op.arena, LIMIT_FAILURE_TEXT * 16);
    struct json_writer w = json_start(&out);
    json_object_open(&w);
    json_put_bool(&w, "allowed", verdict->state != GATE_REFUSED);
    json_put_c(&w, "until", until);
    json_put_c(&w, "rule", verdict->rule_id);
    json_put_c(&w, "citation", verdict->citation);
    json_put_bool(&w, "law", verdict->basis == PACK_LAW);
    json_put_c(&w, "next_at", next_at);
    write_counters(&w, asked);
    json_object_close(&w);
    if (out.is_full)
        return op_fail(&cli->op, E_LIMIT, "the answer is too long");
    fprintf(cli->out, STR_FORMAT "\n", STR_ARG(buf_str(&out)));
    return OK;
}

static status run(struct cli *cli)
{
    struct asked asked;
    struct gate_verdict verdict;
    TRY(read_asked(cli, &asked));
    gate_check(asked.pack, &asked.request, &verdict);
    const char *const until = local_text(&cli->op, asked.request.zone, verdict.until);
    const char *const next_at = local_text(&cli->op, asked.request.zone, verdict.next_at);
    if (cli->is_json)
        return print_json(cli, &asked, &verdict, until, next_at);
    fprintf(cli->out, "%s\t%s\t%s\t%s\t%s\t%s\n", gate_state_name(verdict.state),
            until ? until : "", verdict.rule_id, verdict.citation, pack_basis_name(verdict.basis),
            next_at ? next_at : "");
    return OK;
}

const struct command tool_contact_check = {
    .name = "tool contact-check",
    .usage = "--country CC --channel CHANNEL --at TIME [--history FILE] [--json]",
    .summary = {"¿se puede contactar?: la respuesta del control, con su regla y sus contadores",
                "may this contact happen?: the gate's answer, with its rule and its counters"},
    .specs = specs,
    .run = run,
};
