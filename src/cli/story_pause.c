/* What is answered of pauses: which hold, when the flag is up, and whether one may be made. */
#include "cli/story.h"
#include "money/pause.h"

static const char *const codes[PAUSE_VERDICT_COUNT] = {
    [PAUSE_ACCEPTED] = "accept",
    [PAUSE_TOUCHES] = "accept_touching",
    [PAUSE_EMPTY] = "reject_empty",
    [PAUSE_TOO_EARLY] = "reject_before_disbursement",
    [PAUSE_OVERLAPS] = "reject_overlap",
    [PAUSE_NOT_ACTIVE] = "reject_not_active",
    [RESUME_NOT_TODAY] = "reject_not_business_date",
    [RESUME_HAS_END] = "reject_end_date",
    [RESUME_NOTHING] = "reject_no_pause",
};

static status read_existing(struct story *story, struct age_pause **ret_pauses, size_t *ret_count)
{
    const json_t *const list = story_list(story, "existing");
    const size_t count = json_array_size(list);
    struct age_pause *const pauses = arena_array(story->op->arena, count, sizeof(*pauses));
    for (size_t i = 0; i < count; i++) {
        TRY(story_day(story, json_array_get(json_array_get(list, i), 0), &pauses[i].from));
        TRY(story_day(story, json_array_get(json_array_get(list, i), 1), &pauses[i].until));
    }
    *ret_pauses = pauses;
    *ret_count = count;
    return OK;
}

static status optional_day(struct story *story, const json_t *object, const char *key, day *ret_day)
{
    const json_t *const value = story_member(story, object, key);
    *ret_day = DAY_NONE;
    return value ? story_day(story, value, ret_day) : OK;
}

static bool is_active(const struct story *story, const json_t *attempt)
{
    const char *const own = json_string_value(story_member(story, attempt, "status"));
    const char *const whole = story_word(story, "status");
    const char *const said = own ? own : whole;
    return !said || strcmp(said, "active") == 0;
}

static status judge(struct story *story, const json_t *attempt, enum pause_verdict *ret_verdict)
{
    struct age_pause *existing = NULL;
    size_t count = 0;
    day resume_on = DAY_NONE;
    day end_on = DAY_NONE;
    day business_date = DAY_NONE;
    struct age_pause asked = {0};
    TRY(read_existing(story, &existing, &count));
    TRY(optional_day(story, attempt, "resume", &resume_on));
    TRY(optional_day(story, attempt, "end", &end_on));
    TRY(optional_day(story, attempt, "business_date", &business_date));
    *ret_verdict = PAUSE_NOT_ACTIVE;
    if (!is_active(story, attempt))
        return OK;
    if (resume_on != DAY_NONE) {
        *ret_verdict = pause_check_resume(existing, count, resume_on, end_on,
                                          business_date != DAY_NONE ? business_date : resume_on);
        return OK;
    }
    const json_t *const pair = story_member(story, attempt, "pause");
    TRY(story_day(story, json_array_get(pair, 0), &asked.from));
    TRY(story_day(story, json_array_get(pair, 1), &asked.until));
    *ret_verdict = pause_check(existing, count, story->opened_on, asked);
    return OK;
}

/* The answer to the attempt that is called so. */
static status answer_attempt(struct story *story, const char *key, struct json_writer *w,
                             bool *ret_known)
{
    if (!str_starts(str_of(story->topic), STR("pause"))) {
        *ret_known = false;
        return OK;
    }
    const json_t *const attempts = story_list(story, "attempts");
    for (size_t i = 0; i < json_array_size(attempts); i++) {
        const json_t *const attempt = json_array_get(attempts, i);
        const char *const id = json_string_value(story_member(story, attempt, "id"));
        enum pause_verdict verdict = PAUSE_ACCEPTED;
        if (!id || strcmp(id, key) != 0)
            continue;
        TRY(judge(story, attempt, &verdict));
        json_write_str(w, str_of(codes[verdict]));
        return OK;
    }
    *ret_known = false;
    return OK;
}

static void write_pauses(const struct story *story, bool is_single, struct json_writer *w)
{
    if (!is_single)
        json_array_open(w);
    for (size_t i = 0; i < story->rule.pause_count; i++) {
        json_array_open(w);
        json_write_day(w, story->pauses[i].from);
        json_write_day(w, story->pauses[i].until == STORY_DAY_LAST ? DAY_NONE
                                                                   : story->pauses[i].until);
        json_array_close(w);
    }
    if (!is_single)
        json_array_close(w);
}

status story_answer_pause(struct story *story, const char *key, json_t *asked,
                          struct json_writer *w, bool *ret_known)
{
    const bool is_told_alone = json_is_array(story_get(story, "pause"));
    *ret_known = true;
    if (strcmp(key, "effective_pauses") == 0 || strcmp(key, "effective") == 0) {
        write_pauses(story, is_told_alone && story->rule.pause_count == 1, w);
        return OK;
    }
    if (strcmp(key, "active_on") != 0)
        return answer_attempt(story, key, w, ret_known);
    json_object_open(w);
    for (void *at = json_object_iter(asked); at; at = json_object_iter_next(asked, at)) {
        day on = DAY_NONE;
        TRY(day_parse(str_of(json_object_iter_key(at)), &on)
                ? OK
                : op_fail(story->op, E_INVALID, "\"%s\" is not a date: write it as YYYY-MM-DD",
                          json_object_iter_key(at)));
        json_put_bool(w, json_object_iter_key(at),
                      pause_is_active(story->pauses, story->rule.pause_count, on));
    }
    json_object_close(w);
    return OK;
}
