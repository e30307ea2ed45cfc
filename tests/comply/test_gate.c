/* Runs the tables gate_cases.txt and rule_cases.txt: each line must be judged as it is written. */
#include <stdlib.h>
#include <time.h>

#include "tests/comply/gate_case.h"
#include "tests/comply/result.h"

#define COUNTS_MAX 8
#define CHECKS     1000000
#define PLACES_MAX 48

/* One line, read: what is asked and how often it was already done. */
struct gate_line {
    int number;
    str name;
    const struct pack *pack;
    const struct zone *zone; /* of the local times */
    uint32_t channels;       /* bits: a star stands for several */
    uint32_t purposes;
    struct gate_request request;
    struct gate_count counts[COUNTS_MAX];
    day plan; /* DAY_NONE: gate_check */
    str said;
};

static void fail_line(const struct gate_line *line, str word)
{
    fail_msg("line %d: \"" STR_FORMAT "\" is not understood", line->number, STR_ARG(word));
}

static day read_day(const struct gate_line *line, str word)
{
    day d = DAY_NONE;
    if (!str_equal_c(word, "-") && !day_parse(word, &d))
        fail_line(line, word);
    return d;
}

/* A local time 2026-11-18T12:00; "-" and "never" are none. */
static instant read_time(const struct gate_line *line, str word)
{
    if (word.size != 16)
        return INSTANT_NONE;
    return gate_local(line->zone, str_cstr(check_op()->arena, word));
}

static int read_number(const struct gate_line *line, str word)
{
    int64_t number = 0;
    if (!str_to_i64(word, &number))
        fail_line(line, word);
    return (int)number;
}

/* A pack is opened once: the lines name few places. */
static const struct pack *read_pack(str word)
{
    static struct {
        char place[16];
        const struct pack *pack;
    } packs[PLACES_MAX];
    int at = 0;
    while (packs[at].pack && !str_equal_c(word, packs[at].place))
        check_true(++at < PLACES_MAX);
    if (!packs[at].pack) {
        (void)snprintf(packs[at].place, sizeof(packs[at].place), STR_FORMAT, STR_ARG(word));
        const str country = str_split(&word, '/');
        packs[at].pack = gate_pack(str_cstr(check_op()->arena, country),
                                   word.size > 0 ? PACK_STRICT : PACK_ORDINARY);
    }
    return packs[at].pack;
}

static void read_channel(struct gate_line *line, str word)
{
    enum channel channel;
    if (str_equal_c(word, "*"))
        line->channels = (1U << CHANNEL_COUNT) - 1 - (1U << CHANNEL_NONE);
    else if (channel_parse(word, &channel))
        line->channels = 1U << channel;
    else
        fail_line(line, word);
}

static void read_purpose(struct gate_line *line, str word)
{
    enum purpose purpose;
    if (str_equal_c(word, "*"))
        line->purposes = (1U << PURPOSE_COUNT) - 1;
    else if (purpose_parse(word, &purpose))
        line->purposes = 1U << purpose;
    else
        fail_line(line, word);
}

/* DAY:CHANNEL:ATTEMPTS[:RESERVED[:CONTACTS]] */
static void read_count(struct gate_line *line, str word, bool is_this_case)
{
    struct gate_count *const count = &line->counts[line->request.count_rows++];
    enum channel channel = CHANNEL_NONE;
    check_true(line->request.count_rows <= COUNTS_MAX);
    count->on = read_day(line, str_split(&word, ':'));
    const str name = str_split(&word, ':');
    if (!channel_parse(name, &channel))
        fail_line(line, name);
    count->channel = (uint8_t)channel;
    count->attempts = (uint16_t)read_number(line, str_split(&word, ':'));
    if (word.size > 0)
        count->reserved = (uint16_t)read_number(line, str_split(&word, ':'));
    if (word.size > 0)
        count->contacts = (uint16_t)read_number(line, word);
    count->is_this_case = is_this_case;
}

static void read_hold(struct gate_line *line, str word)
{
    line->request.has_hold = true;
    line->request.hold_from = read_day(line, str_split(&word, '.'));
    (void)str_split(&word, '.');
    line->request.hold_until = read_day(line, word);
}

static void read_zone(struct gate_line *line, str word)
{
    if (str_equal_c(word, "none")) {
        line->request.zone = NULL;
        return;
    }
    line->zone = gate_zone(str_cstr(check_op()->arena, word));
    line->request.zone = line->zone;
}

static bool read_person(struct gate_line *line, str key, str value)
{
    struct gate_request *const request = &line->request;
    enum party_flag flag;
    if (str_equal_c(key, "role"))
        return party_role_parse(value, &request->role);
    if (str_equal_c(key, "point"))
        return point_state_parse(value, &request->point);
    if (str_equal_c(key, "consent"))
        return consent_state_parse(value, &request->consent);
    if (!str_equal_c(key, "flag") || !party_flag_parse(value, &flag))
        return false;
    request->flags |= FLAG_BIT(flag);
    return true;
}

/* A word that says by itself what is so. */
static bool read_fact(struct gate_request *request, str word)
{
    const struct {
        const char *word;
        bool *fact;
    } facts[] = {
        {"dispute",    &request->has_dispute },
        {"elderly",    &request->is_elderly  },
        {"sued",       &request->has_suit    },
        {"moratorium", &request->is_in_relief},
        {"workplace",  &request->is_workplace},
        {"automated",  &request->is_automated},
    };
    for (size_t i = 0; i < ARRAY_LEN(facts); i++)
        if (str_equal_c(word, facts[i].word)) {
            *facts[i].fact = true;
            return true;
        }
    return false;
}

static void read_word(struct gate_line *line, str word)
{
    str value = word;
    const str key = str_split(&value, '=');
    if (read_fact(&line->request, word))
        return;
    if (str_equal_c(key, "zone")) {
        read_zone(line, value);
    } else if (str_equal_c(key, "hold")) {
        read_hold(line, value);
    } else if (str_equal_c(key, "used") || str_equal_c(key, "same")) {
        read_count(line, value, str_equal_c(key, "same"));
    } else if (str_equal_c(key, "own")) {
        line->request.has_reserved = true;
        line->request.reserved_on = read_day(line, value);
    } else if (str_equal_c(key, "plan")) {
        line->plan = read_day(line, value);
    } else if (!read_person(line, key, value)) {
        fail_line(line, word);
    }
}

static str next_word(str *text)
{
    *text = str_trim(*text);
    return str_split(text, ' ');
}

/* COUNTRY CHANNEL PURPOSE TIME and what follows; the time is read last, when the zone is known. */
static void read_asked(struct gate_line *line, str asked)
{
    line->pack = read_pack(next_word(&asked));
    const char *const home = pack_zone_at(line->pack, 0);
    line->zone = gate_zone(home ? home : "America/Mexico_City");
    line->request = (struct gate_request){.zone = line->zone,
                                          .point = POINT_VERIFIED,
                                          .consent = CONSENT_GIVEN,
                                          .counts = line->counts};
    line->plan = DAY_NONE;
    read_channel(line, next_word(&asked));
    read_purpose(line, next_word(&asked));
    const str at = next_word(&asked);
    while ((asked = str_trim(asked)).size > 0)
        read_word(line, next_word(&asked));
    line->request.at = read_time(line, at);
}

static void check_usage(const struct gate_line *line, str value, int used, int max)
{
    const str want_used = str_split(&value, '/');
    check_eq(used, read_number(line, want_used));
    check_eq(max, str_equal_c(value, "-") ? GATE_NO_MAX : read_number(line, value));
}

static void check_word(const struct gate_line *line, const struct gate_verdict *verdict, str word)
{
    str value = word;
    const str key = str_split(&value, '=');
    const instant next = str_equal_c(key, "next") ? read_time(line, value) : verdict->next_at;
    if (str_equal_c(key, "rule")) {
        check_true(str_equal_c(value, verdict->rule_id));
    } else if (str_equal_c(key, "reason")) {
        check_true(str_equal_c(value, verdict->reason));
    } else if (str_equal_c(key, "until")) {
        check_instant(verdict->until, read_time(line, value));
    } else if (str_equal_c(key, "next")) {
        check_instant(verdict->next_at, next);
        check_eq(verdict->next_on,
                 next == INSTANT_NONE ? DAY_NONE : zone_to_local(line->zone, next).day);
    } else if (str_equal_c(key, "day")) {
        check_usage(line, value, verdict->day_used, verdict->day_max);
    } else if (str_equal_c(key, "week")) {
        check_usage(line, value, verdict->week_used, verdict->week_max);
    } else {
        fail_line(line, word);
    }
}

/* What holds for every verdict, whatever the line says. */
static void check_shape(const struct gate_line *line, const struct gate_verdict *verdict)
{
    const struct pack_rule *const rule = pack_rule_find(line->pack, str_of(verdict->rule_id));
    assert_non_null(rule);
    check_true(rule->is_enforced);
    check_text(verdict->citation, rule->citation);
    check_text(verdict->pack_country, rule->country);
    check_eq(verdict->pack_version, rule->version);
    check_eq(verdict->basis, rule->basis);
    check_eq(verdict->until != INSTANT_NONE, verdict->state == GATE_ALLOWED_UNTIL);
    if (verdict->state != GATE_REFUSED && line->plan == DAY_NONE)
        check_instant(verdict->next_at, line->request.at);
}

static void check_verdict(const struct gate_line *line, const struct gate_verdict *verdict)
{
    str said = line->said;
    const str first = next_word(&said);
    check_shape(line, verdict);
    if (str_equal_c(first, "permitted"))
        check_true(verdict->state != GATE_REFUSED);
    else if (str_equal_c(first, "allowed") || str_equal_c(first, "refused"))
        check_true(str_equal_c(first, gate_state_name(verdict->state)));
    else
        check_word(line, verdict, first);
    while ((said = str_trim(said)).size > 0)
        check_word(line, verdict, next_word(&said));
}

static size_t run_line(struct gate_line *line)
{
    size_t asked = 0;
    for (int channel = 0; channel < CHANNEL_COUNT; channel++)
        for (int purpose = 0; purpose < PURPOSE_COUNT; purpose++) {
            if (!(line->channels >> channel & 1) || !(line->purposes >> purpose & 1))
                continue;
            struct gate_verdict verdict;
            instant not_before = 7;
            line->request.channel = (enum channel)channel;
            line->request.purpose = (enum purpose)purpose;
            if (line->plan == DAY_NONE)
                gate_check(line->pack, &line->request, &verdict);
            else if (gate_plan(line->pack, &line->request, line->plan, &not_before, &verdict))
                check_instant(not_before, verdict.next_at);
            else
                check_eq(not_before, 7); /* untouched when refused */
            check_verdict(line, &verdict);
            asked++;
        }
    return asked;
}

static str read_cases(const char *name)
{
    struct op *const op = check_op();
    const char *const source = getenv("ACUERDO_SOURCE");
    FILE *const file =
        fopen(arena_printf(op->arena, "%s/tests/comply/%s", source ? source : ".", name), "rbe");
    char piece[4096];
    struct buf text = buf_start(op->arena, (size_t)1 << 20);
    assert_non_null(file);
    for (size_t size; (size = fread(piece, 1, sizeof(piece), file)) > 0;)
        buf_add(&text, (str){piece, size});
    (void)fclose(file);
    return buf_str(&text);
}

/* A line speaks of the rule that it is named by, and of those that its verdict names. */
static void note_line(const struct gate_line *line, const char *test, const char *outcome)
{
    str said = line->said;
    result_note(test, line->name, line->number, outcome);
    while ((said = str_trim(said)).size > 0) {
        str word = next_word(&said);
        if (str_equal_c(str_split(&word, '='), "rule") && !str_equal(word, line->name))
            result_note(test, word, line->number, outcome);
    }
}

static void run_cases(const char *name, int least)
{
    str text = read_cases(name);
    const char *const test = arena_printf(check_op()->arena, "comply/test_gate %s", name);
    size_t asked = 0;
    int case_count = 0;
    for (int number = 1; text.size > 0; number++) {
        str row = str_split(&text, '\n');
        if (row.size == 0 || row.data[0] == '#')
            continue;
        struct gate_line line = {.number = number, .name = str_trim(str_split(&row, '|'))};
        check_case(arena_printf(check_op()->arena, "%d: " STR_FORMAT, number, STR_ARG(line.name)));
        read_asked(&line, str_split(&row, '|'));
        line.said = str_trim(row);
        note_line(&line, test, "begun");
        asked += run_line(&line);
        note_line(&line, test, "passed");
        case_count++;
    }
    print_message("    %d cases, %zu requests\n", case_count, asked);
    check_true(case_count >= least);
}

static void test_gate_cases(void **state)
{
    (void)state;
    run_cases("gate_cases.txt", 120);
}

static void test_rule_cases(void **state)
{
    (void)state;
    run_cases("rule_cases.txt", 700);
}

/* What a check costs with the counters at hand; said, and held only to what any machine does. */
static void test_cost(void **state)
{
    struct gate_count counts[6] = {0};
    struct gate_verdict verdict;
    struct timespec start;
    struct timespec end;
    int allowed = 0;
    (void)state;
    const struct pack *const pack = gate_pack("CO", PACK_ORDINARY);
    for (int i = 0; i < 6; i++)
        counts[i] = (struct gate_count){
            .on = gate_day("2026-11-10") + i, .channel = CHANNEL_CALL, .attempts = 1};
    struct gate_request request = {.channel = CHANNEL_CALL,
                                   .zone = gate_zone("America/Bogota"),
                                   .at = gate_utc("2026-11-18 12:00"),
                                   .point = POINT_VERIFIED,
                                   .consent = CONSENT_GIVEN,
                                   .counts = counts,
                                   .count_rows = ARRAY_LEN(counts)};
    (void)clock_gettime(CLOCK_MONOTONIC, &start);
    for (int i = 0; i < CHECKS; i++) {
        gate_check(pack, &request, &verdict);
        allowed += verdict.state != GATE_REFUSED;
        request.at += INSTANT_PER_SECOND / 50;
    }
    (void)clock_gettime(CLOCK_MONOTONIC, &end);
    const double seconds =
        (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
    print_message("    %d checks in %.3f s\n", CHECKS, seconds);
    check_eq(allowed, CHECKS);
    check_true(seconds < 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_gate_cases),
                                       cmocka_unit_test(test_rule_cases),
                                       cmocka_unit_test(test_cost)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
