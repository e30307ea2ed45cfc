/* What ladders answer: levels of notices, states by days or balance, conditions, runs. */
#include <stdlib.h>

#include "cli/story.h"
#include "money/ladder.h"

#define LEVELS_MAX 32
#define RUN_MAX    1200  /* days, weeks or months before or after today */
#define TODAY      20000 /* runs told as "today" and "-2 months" need some day: it is 2024-10-04 */

struct ladder {
    struct ladder_level of[LEVELS_MAX];
    int count;
};

static void write_text(struct json_writer *w, const char *text)
{
    if (text)
        json_write_str(w, str_of(text));
    else
        json_write_null(w);
}

/* One comparison of a condition. */
struct comparison {
    str sign;
    int64_t bound;
};

/* "unpaid_balance >= 100 and unpaid_balance < 200", "days between 10 and 20". */
static bool parse_condition(const struct story *story, str text, struct comparison *tests,
                            size_t *ret_count)
{
    static const char *const signs[] = {">=", "<=", "!=", "==", ">", "<", "="};
    const char *const between = memmem(text.data, text.size, " between ", 9);
    size_t count = 0;
    bool is_good = text.size > 0;
    for (str rest = text; rest.size > 0 && is_good; count++) {
        const char *const end = memmem(rest.data, rest.size, " and ", 5);
        str part = {rest.data, end ? (size_t)(end - rest.data) : rest.size};
        rest = end ? (str){end + 5, rest.size - part.size - 5} : (str){"", 0};
        const size_t name = between ? 0 : strcspn(str_cstr(story->op->arena, part), "<>=!");
        struct comparison test = {.sign = count == 0 ? STR(">=") : STR("<=")};
        if (!between) {
            part = (str){part.data + name, part.size - name};
            test.sign = (str){"", 0};
            for (size_t i = 0; i < ARRAY_LEN(signs) && test.sign.size == 0; i++)
                if (str_starts(part, str_of(signs[i])))
                    test.sign = str_of(signs[i]);
            part = (str){part.data + test.sign.size, part.size - test.sign.size};
        } else if (count == 0) {
            if (between + 9 > part.data + part.size) /* "days between and 20" */
                return false;
            part = (str){between + 9, (size_t)(part.data + part.size - between - 9)};
        }
        money bound = {0};
        is_good =
            count < LEVELS_MAX && test.sign.size > 0 &&
            money_parse(str_trim(part), (struct money_format){'.', 0}, story->exponent, &bound);
        test.bound = bound.minor;
        if (is_good)
            tests[count] = test;
    }
    *ret_count = count;
    return is_good && (!between || count == 2);
}

static bool holds(const struct comparison *test, int64_t amount)
{
    return str_equal_c(test->sign, ">=")   ? amount >= test->bound
           : str_equal_c(test->sign, "<=") ? amount <= test->bound
           : str_equal_c(test->sign, ">")  ? amount > test->bound
           : str_equal_c(test->sign, "<")  ? amount < test->bound
           : str_equal_c(test->sign, "!=") ? amount != test->bound
                                           : amount == test->bound;
}

/* "unpaid_balance >= 100" for each of some values; a value that is missing meets no condition. */
static status answer_condition(struct story *story, struct json_writer *w)
{
    const char *const text = story_word(story, "operator");
    const json_t *const values = story_list(story, "values");
    struct comparison tests[LEVELS_MAX];
    size_t count = 0;
    if (!parse_condition(story, str_of(text), tests, &count))
        return op_fail(story->op, E_INVALID, "\"%s\" is no condition: write balance >= 100",
                       text ? text : "?");
    json_array_open(w);
    for (size_t i = 0; i < json_array_size(values); i++) {
        const json_t *const value = json_array_get(values, i);
        int64_t amount = 0;
        if (!json_is_null(value))
            TRY(story_amount(story, value, &amount));
        bool all = !json_is_null(value);
        for (size_t t = 0; t < count; t++)
            all = all && holds(&tests[t], amount);
        json_write_bool(w, all);
    }
    json_array_close(w);
    return OK;
}

/* "OD1 at 30 days, OD2 at 40": the codes with what stands behind " at ". */
static void parse_bounds(struct story *story, const char *text, struct ladder_bound *bounds,
                         size_t *ret_count)
{
    for (const char *at = text; (at = strstr(at, " at ")) != NULL && *ret_count < LEVELS_MAX;) {
        const char *begin = at;
        str number = str_of(at + 4);
        int64_t least = 0;
        while (begin > text && begin[-1] != ' ' && begin[-1] != ',')
            begin--;
        number.size = strspn(number.data, "0123456789");
        at += 4;
        if (str_to_i64(number, &least))
            bounds[(*ret_count)++] = (struct ladder_bound){
                str_cstr(story->op->arena, (str){begin, (size_t)(at - 4 - begin)}), least};
    }
}

/* Bounds from `thresholds` {code: number}, or from the words of the fixture that `config` names. */
static status read_bounds(struct story *story, int decimals, struct ladder_bound *bounds,
                          size_t *ret_count)
{
    json_t *const told = json_object_get(story->inputs, "thresholds");
    story_note(story, "thresholds");
    const char *const name = story_word(story, "config");
    const char *const text =
        name ? json_string_value(json_object_get(story->fixtures, name)) : NULL;
    *ret_count = 0;
    for (void *at = json_object_iter(told); at && *ret_count < LEVELS_MAX;
         at = json_object_iter_next(told, at)) {
        struct ladder_bound *const bound = &bounds[(*ret_count)++];
        bound->code = json_object_iter_key(at);
        story_note(story, bound->code);
        TRY(story_decimal(story, json_object_iter_value(at), decimals, &bound->least));
    }
    if (text || name)
        parse_bounds(story, text ? text : name, bounds, ret_count);
    if (*ret_count == 0)
        return op_fail(story->op, E_INVALID, "the states have no thresholds");
    return OK;
}

static void write_state(const struct ladder_bound *bounds, size_t count, int64_t value,
                        struct json_writer *w)
{
    const char *const state = ladder_state(bounds, count, value);
    write_text(w, state ? state : "CLEAR");
}

static status answer_states(struct story *story, const char *key, struct json_writer *w,
                            bool *ret_known)
{
    struct ladder_bound bounds[LEVELS_MAX];
    size_t count = 0;
    const json_t *const balances = story_list(story, "balance");
    const json_t *const days = story_list(story, "days_since_unpaid");
    const json_t *const dates = story_list(story, "dates");
    const json_t *const list = balances ? balances : days ? days : dates;
    day since = DAY_NONE;
    TRY(read_bounds(story, balances ? story->exponent : 0, bounds, &count));
    story_note(story, "no_payment_method"); /* a state goes by days or balance alone */
    if (list == dates)
        TRY(story_day(story, story_get(story, "unpaid_since"), &since));
    if (strcmp(key, "after_full_payment") ==
        0) { /* nothing is unpaid: the clock and the sum are 0 */
        write_state(bounds, count, 0, w);
        return OK;
    }
    *ret_known = strcmp(key, "states") == 0;
    if (!*ret_known)
        return OK;
    json_array_open(w);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *const item = json_array_get(list, i);
        int64_t value = 0;
        day on = DAY_NONE;
        if (list == dates) {
            TRY(story_day(story, item, &on));
            value = on - since;
        } else if (!json_is_null(item)) { /* null: nothing is unpaid */
            TRY(story_decimal(story, item, balances ? story->exponent : 0, &value));
        }
        write_state(bounds, count, value, w);
    }
    json_array_close(w);
    return OK;
}

static int compare_levels(const struct ladder_level *a, const struct ladder_level *b)
{
    return a->days - b->days;
}

/* Thresholds in days as levels, in their order; each waits for the notice of the one before, for as
 * long as lies between them. */
static status ladder_from_bounds(struct story *story, struct ladder *ladder)
{
    struct ladder_bound bounds[LEVELS_MAX];
    size_t count = 0;
    TRY(read_bounds(story, 0, bounds, &count));
    for (size_t i = 0; i < count; i++) {
        story->has_bad_int |= bounds[i].least < 0 || bounds[i].least > STORY_INT_MAX;
        const struct ladder_level level = {.code = bounds[i].code,
                                           .days = story->has_bad_int ? 0 : (int)bounds[i].least};
        int at = ladder->count++;
        for (; at > 0 && compare_levels(&ladder->of[at - 1], &level) > 0; at--)
            ladder->of[at] = ladder->of[at - 1];
        ladder->of[at] = level;
    }
    for (int i = 1; i < ladder->count; i++)
        ladder->of[i].notice_days = ladder->of[i].days - ladder->of[i - 1].days;
    return OK;
}

/* A check that comes late: the first notice goes out, the next level waits for its time. */
static status answer_anchor(struct story *story, const char *key, struct json_writer *w,
                            bool *ret_known)
{
    struct ladder ladder = {.count = 0};
    struct ladder_standing standing = {.sent_on = DAY_NONE, .grace_on = DAY_NONE};
    TRY(ladder_from_bounds(story, &ladder));
    day anchor = TODAY;
    day run_on = DAY_NONE;
    TRY(story_take_day(story, "anchor", TODAY, &anchor));
    TRY(story_take_day(story, "first_check", anchor + story_int(story, "first_check_delay_days", 0),
                       &run_on));
    const int level = ladder_next(ladder.of, ladder.count, &standing, anchor, run_on);
    const char *const code = level > 0 ? ladder.of[level - 1].code : NULL;
    const char *const next = level < ladder.count ? ladder.of[level].code : NULL;
    if (strcmp(key, "first_step") == 0)
        write_text(w, code ? arena_printf(story->op->arena, "send %s notice", code) : NULL);
    else if (strcmp(key, "then") == 0)
        write_text(w, next
                          ? arena_printf(story->op->arena, "%s only after the minimum notice", next)
                          : NULL);
    else if (strcmp(key, "state") == 0)
        write_text(w, code ? code : "CLEAR");
    else if (strcmp(key, "skipped") == 0)
        json_write_null(w);
    else
        *ret_known = false;
    return OK;
}

/* "net 10 days", "30 days end of month", "10 days after previous reminder". */
static bool parse_rule(str text, struct ladder_level *level)
{
    struct ladder_level parsed = {.rule = LADDER_NET_DAYS};
    str rest = str_trim(text);
    int64_t days = 0;
    if (str_starts(rest, STR("net ")))
        rest = (str){rest.data + 4, rest.size - 4};
    if (!str_to_i64(str_split(&rest, ' '), &days) || days < 0 || days > 36600)
        return false;
    if (memmem(rest.data, rest.size, "end of month", 12))
        parsed.rule = LADDER_END_OF_MONTH;
    else if (memmem(rest.data, rest.size, "previous", 8))
        parsed.rule = LADDER_AFTER_PREVIOUS;
    parsed.days = (int)days;
    *level = parsed;
    return true;
}

/* "level 1 net 10 days (email); level 2 …" of the fixture that `policy` names, or `level_days`. */
static status read_ladder(struct story *story, struct ladder *ladder)
{
    const char *const name = story_word(story, "policy");
    const json_t *const days = story_list(story, "level_days");
    const char *const words =
        name ? json_string_value(json_object_get(story->fixtures, name)) : NULL;
    str rest = str_of(words);
    if (name && !words)
        return op_fail(story->op, E_INVALID, "there is no fixture \"%s\"", name);
    while (rest.size > 0 && ladder->count < LEVELS_MAX) {
        str level = str_split(&rest, ';');
        str rule = str_trim(str_split(&level, '('));
        (void)str_split(&rule, ' ');
        (void)str_split(&rule, ' ');
        if (!parse_rule(rule, &ladder->of[ladder->count++]))
            return op_fail(story->op, E_INVALID, "\"" STR_FORMAT "\" is no rule of a level",
                           STR_ARG(rule));
    }
    for (size_t i = 0; i < json_array_size(days) && ladder->count < LEVELS_MAX; i++)
        ladder->of[ladder->count++] =
            (struct ladder_level){.days = story_int_of(story, json_array_get(days, i))};
    if (ladder->count > 0)
        return OK;
    const int plain = story_int(story, "levels", 3); /* levels without days: one a run */
    while (ladder->count < plain && ladder->count < LEVELS_MAX)
        ladder->of[ladder->count++] = (struct ladder_level){.days = 0};
    return ladder->count > 0 ? OK : op_fail(story->op, E_INVALID, "the ladder has no levels");
}

/* "today", "yesterday", "one run today", "-6 months", "-10 days", "-1 year". */
static bool parse_run(str text, day *ret_day)
{
    int64_t number = 0;
    const str first = str_split(&text, ' ');
    if (str_starts(first, STR("-")) || str_starts(first, STR("+"))) {
        if (!str_to_i64(first, &number) || number < -RUN_MAX || number > RUN_MAX)
            return false;
        const bool is_day = text.size == 0 || str_starts(text, STR("day"));
        *ret_day = str_starts(text, STR("year"))    ? day_add_months(TODAY, 12 * (int)number)
                   : str_starts(text, STR("month")) ? day_add_months(TODAY, (int)number)
                   : str_starts(text, STR("week"))  ? TODAY + 7 * (int)number
                                                    : TODAY + (int)number;
        return is_day || str_starts(text, STR("week")) || str_starts(text, STR("month")) ||
               str_starts(text, STR("year"));
    }
    *ret_day = TODAY - (str_equal_c(first, "yesterday") ? 1 : 0);
    return str_equal_c(first, "today") || str_equal_c(first, "yesterday") ||
           str_equal_c(first, "one");
}

/* Runs one after another, each climbs one level at most; a notice is sent on its run. */
static status answer_runs(struct story *story, const struct ladder *ladder, const char *key,
                          const json_t *asked, struct json_writer *w, bool *ret_known)
{
    const json_t *const runs = story_get(story, "runs");
    story_note(story, "invoice"); /* levels go by days, whatever is owed */
    const size_t count =
        json_is_array(runs) ? json_array_size(runs) : (size_t)labs(story_int(story, "runs", 0));
    const bool is_list = strcmp(key, "cumulative_lines") == 0 || json_is_array(asked);
    day due_on = TODAY;
    TRY(story_take_day(story, "due", TODAY - story_int(story, "due_days_ago", 0), &due_on));
    struct ladder_standing standing = {.sent_on = DAY_NONE, .grace_on = DAY_NONE};
    *ret_known = strcmp(key, "cumulative_lines") == 0 || strcmp(key, "lines") == 0 ||
                 strcmp(key, "level") == 0;
    if (!*ret_known)
        return OK;
    if (is_list)
        json_array_open(w);
    for (size_t i = 0; i < count; i++) {
        day on = TODAY + (day)i;
        const char *const text = json_string_value(json_array_get(runs, i));
        if (text && !parse_run(str_of(text), &on))
            TRY(story_day(story, json_array_get(runs, i), &on));
        if (ladder_next(ladder->of, ladder->count, &standing, due_on, on) != 0) {
            standing.level++;
            standing.sent_on = on;
        }
        if (is_list)
            json_write_i64(w, standing.level);
    }
    if (is_list)
        json_array_close(w);
    else if (standing.level == 0 && strcmp(key, "level") == 0)
        json_write_null(w);
    else
        json_write_i64(w, standing.level);
    return OK;
}

/* "first_eligible" of a `rule`, from the due day or from `level_N_sent`. */
static status answer_rule(struct story *story, const char *key, struct json_writer *w,
                          bool *ret_known)
{
    struct ladder_level pair[2] = {{.days = 0}};
    const char *const text = story_word(story, "rule");
    day due_on = TODAY;
    day sent_on = DAY_NONE;
    char name[] = "level_0_sent";
    if (!text || !parse_rule(str_of(text), &pair[1]))
        return op_fail(story->op, E_INVALID, "\"" STR_FORMAT "\" is no rule of a level",
                       STR_ARG(str_of(text)));
    pair[0] = pair[1];
    TRY(story_take_day(story, "due", TODAY, &due_on));
    for (; name[6] <= '9' && sent_on == DAY_NONE; name[6]++)
        TRY(story_take_day(story, name, DAY_NONE, &sent_on));
    if (strcmp(key, "forbidden_as_first_level") == 0)
        json_write_bool(w, ladder_eligible_on(pair, 1, due_on, DAY_NONE) == DAY_NONE);
    else if (strcmp(key, "first_eligible") == 0)
        json_write_day(w, ladder_eligible_on(pair, sent_on == DAY_NONE ? 1 : 2, due_on, sent_on));
    else
        *ret_known = false;
    return OK;
}

/* How far a debt has come: `issued` has the days of notices, `level_1` says what became of one. */
static status read_standing(struct story *story, struct ladder_standing *standing)
{
    const json_t *const issued = story_list(story, "issued");
    char name[] = "level_1";
    for (; name[6] <= '9'; name[6]++) {
        const char *const text = story_word(story, name);
        if (!text || strstr(text, "absent"))
            continue;
        const char *const digits = strpbrk(text, "0123456789");
        standing->level = name[6] - '0';
        standing->sent_on = DAY_NONE;
        if (strstr(text, "not issued") || !digits || strlen(digits) < 10 ||
            !day_parse((str){digits, 10}, &standing->sent_on))
            standing->sent_on = DAY_NONE;
    }
    for (size_t i = 0; i < json_array_size(issued); i++) {
        standing->level++;
        TRY(story_day(story, json_array_get(issued, i), &standing->sent_on));
    }
    return OK;
}

static status answer_try(struct story *story, const struct ladder *ladder, struct json_writer *w)
{
    struct ladder_standing standing = {.sent_on = DAY_NONE, .grace_on = DAY_NONE};
    day run_on = TODAY;
    TRY(story_take_day(story, "run", TODAY, &run_on));
    TRY(read_standing(story, &standing));
    day due_on = run_on;
    TRY(story_take_day(story, "due", run_on - story_int(story, "days_due", 0), &due_on));
    const int next = ladder_next(ladder->of, ladder->count, &standing, due_on, run_on);
    const int tried = story_int(story, "try_level", 1);
    json_write_bool(w, next != 0 && next == tried);
    return OK;
}

static status answer_levels(struct story *story, const char *key, const json_t *asked,
                            struct json_writer *w, bool *ret_known)
{
    struct ladder ladder = {.count = 0};
    TRY(read_ladder(story, &ladder));
    if (story_get(story, "rule"))
        return answer_rule(story, key, w, ret_known);
    if (strcmp(key, "created") == 0)
        return answer_try(story, &ladder, w);
    return answer_runs(story, &ladder, key, asked, w, ret_known);
}

/* A blocked debt is not escalated, and climbs from where it was once it is free. */
static status answer_dispute(struct story *story, struct json_writer *w)
{
    struct ladder ladder = {.count = 0};
    struct ladder_standing standing = {.sent_on = DAY_NONE, .grace_on = DAY_NONE};
    static const char *const phases[] = {"runs", "then_unblocked_runs"};
    day on = TODAY;
    TRY(read_ladder(story, &ladder));
    json_array_open(w);
    for (size_t p = 0; p < ARRAY_LEN(phases); p++) {
        standing.is_blocked = p == 0 && story_is(story, "blocked");
        for (int i = story_int(story, phases[p], 0); i > 0; i--, on++)
            if (ladder_next(ladder.of, ladder.count, &standing, TODAY, on) != 0) {
                standing.level++;
                standing.sent_on = on;
            }
        if (standing.level > 0)
            json_write_i64(w, standing.level);
        else
            json_write_null(w);
    }
    json_array_close(w);
    return OK;
}

static status answer_cure(struct story *story, const char *key, struct json_writer *w,
                          bool *ret_known)
{
    int64_t paid = 0;
    int64_t due = 0;
    TRY(story_take_amount(story, "pay", 0, &paid));
    TRY(story_take_amount(story, "outstanding", paid, &due));
    TRY(story_take_amount(story, "due", due, &due));
    due = due > paid ? due - paid : 0;
    const int level = story_int(story, "level", 0);
    if (strcmp(key, "amount_due") == 0)
        story_write_amount(w, due, story->exponent);
    else if (strcmp(key, "level") == 0 && due > 0)
        json_write_i64(w, level);
    else if (strcmp(key, "level") == 0 || strcmp(key, "next_action") == 0)
        json_write_null(w);
    else
        *ret_known = false;
    return OK;
}

/* A day, or "D" and "D-15". */
static status read_run_day(struct story *story, const char *key, day *ret_day)
{
    const json_t *const value = story_get(story, key);
    const str text = str_of(json_string_value(value));
    int64_t offset = 0;
    if (!str_starts(text, STR("D")))
        return story_day(story, value, ret_day);
    if (text.size > 1 && (!str_to_i64((str){text.data + 1, text.size - 1}, &offset) ||
                          offset < -STORY_INT_MAX || offset > STORY_INT_MAX))
        return story_day(story, value, ret_day);
    *ret_day = TODAY + (day)offset;
    return OK;
}

static status answer_run_order(struct story *story, struct json_writer *w)
{
    day last = TODAY;
    day next = TODAY;
    TRY(read_run_day(story, "last_run", &last));
    TRY(read_run_day(story, "new_run", &next));
    write_text(w, next < last ? "reject" : "accept");
    return OK;
}

/* Days before a run (`step_days`), or days one after another (`policy_days`). */
static status answer_days(struct story *story, const char *list_key, const char *from_key, int way,
                          struct json_writer *w)
{
    const json_t *const list = story_list(story, list_key);
    day from = DAY_NONE;
    TRY(story_day(story, story_get(story, from_key), &from));
    json_array_open(w);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const int days = story_int_of(story, json_array_get(list, i));
        if (from > DAY_MAX - 2 * STORY_INT_MAX)
            return op_fail(story->op, E_LIMIT, "the day lies beyond the year 9999");
        json_write_day(w, from + way * days);
        from += way > 0 ? days : 0;
    }
    json_array_close(w);
    return OK;
}

/* A debt is protected up to its grace day, that day included. */
static status answer_grace(struct story *story, struct json_writer *w)
{
    const json_t *const list = story_get(story, "grace_date");
    const struct ladder_level first = {.days = 0};
    day run_on = DAY_NONE;
    const bool is_list = json_is_array(list);
    const size_t count = is_list ? json_array_size(list) : 1;
    TRY(story_day(story, story_get(story, "run"), &run_on));
    if (is_list)
        json_array_open(w);
    for (size_t i = 0; i < count; i++) {
        struct ladder_standing standing = {.sent_on = DAY_NONE, .grace_on = DAY_NONE};
        const json_t *const told = is_list ? json_array_get(list, i) : list;
        if (told && !json_is_null(told))
            TRY(story_day(story, told, &standing.grace_on));
        json_write_bool(w, ladder_next(&first, 1, &standing, run_on, run_on) == 1);
    }
    if (is_list)
        json_array_close(w);
    return OK;
}

/* A write-off stands at the end of a ladder like any level, and is a proposal. */
static status answer_write_off(struct story *story, const char *key, struct json_writer *w,
                               bool *ret_known)
{
    struct ladder ladder = {.count = 0};
    struct ladder_standing standing = {.sent_on = DAY_NONE, .grace_on = DAY_NONE};
    const char *const number = strrchr(key, '_');
    int64_t runs = 0;
    story_note(story, "invoices"); /* said in words */
    story_note(story, "one_with_grace");
    story_note(story, "runs"); /* as many as the key that is asked for says */
    TRY(read_ladder(story, &ladder));
    *ret_known = number && str_starts(str_of(key), STR("after_run_")) &&
                 str_to_i64(str_of(number + 1), &runs);
    const day due_on = TODAY - ladder.of[ladder.count - 1].days;
    for (int64_t i = 0; i < runs; i++)
        if (ladder_next(ladder.of, ladder.count, &standing, due_on, TODAY + (day)i) != 0) {
            standing.level++;
            standing.sent_on = TODAY + (day)i;
        }
    const bool proposes = standing.level >= story_int(story, "write_off_on_level", STORY_INT_MAX);
    write_text(w, arena_printf(story->op->arena, "level %d, %s, who is protected is skipped",
                               standing.level,
                               proposes ? "a write-off is proposed for what has reached it"
                                        : "nothing is written off"));
    return OK;
}

status story_answer_ladder(struct story *story, const char *key, json_t *asked,
                           struct json_writer *w, bool *ret_known)
{
    const str topic = str_of(story->topic);
    *ret_known = true;
    if (str_starts(topic, STR("condition")) && strcmp(key, "match") == 0)
        return answer_condition(story, w);
    if (str_starts(topic, STR("state_")))
        return answer_states(story, key, w, ret_known);
    if (str_equal_c(topic, "anchor"))
        return answer_anchor(story, key, w, ret_known);
    if (str_equal_c(topic, "levels"))
        return answer_levels(story, key, asked, w, ret_known);
    if (str_equal_c(topic, "dispute") && strcmp(key, "level") == 0)
        return answer_dispute(story, w);
    if (str_equal_c(topic, "cure"))
        return answer_cure(story, key, w, ret_known);
    if (str_equal_c(topic, "run_order") && strcmp(key, "result") == 0)
        return answer_run_order(story, w);
    if (str_equal_c(topic, "steps") && strcmp(key, "cutoff") == 0)
        return answer_days(story, "step_days", "run", -1, w);
    if (str_equal_c(topic, "payment_retry") && strcmp(key, "retries") == 0)
        return answer_days(story, "policy_days", "first_failure", 1, w);
    if (str_equal_c(topic, "grace_date") && strcmp(key, "eligible") == 0)
        return answer_grace(story, w);
    if (str_equal_c(topic, "write_off_level"))
        return answer_write_off(story, key, w, ret_known);
    *ret_known = false;
    return OK;
}
