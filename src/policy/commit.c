#include "policy/commit.h"

#include <string.h>

#include "book/joint_arrangement.h"
#include "policy/interest.h"
#include "policy/plan.h"
#include "record/audit.h"

static status decide_case(struct op *op, const struct policy *policy, struct case_key key)
{
    const struct gate_count *counts = NULL;
    struct case_facts facts;
    struct decision decision;
    struct decision carried;
    struct plan_count planned = {0};
    size_t count_rows = 0;
    bool found = false;
    bool written = false;
    TRY(facts_compute(op, key, op->business_date, &facts));
    TRY(facts_put(op, &facts, &written));
    TRY(decision_counts(op, key.debtor_id, key.case_id, op->business_date, &counts, &count_rows));
    TRY(decision_make(op, policy, &facts, op->business_date, counts, count_rows, &decision));
    TRY(decision_get(op, key, &carried, &found));
    TRY(decision_carry(op, &facts, &decision, found ? &carried : NULL, "event", &written));
    return plan_case(op, &decision, op->business_date, &planned);
}

status policy_decide_case(struct op *op, struct case_key key)
{
    const struct policy *policy = NULL;
    TRY(arrangement_review(op, key, op->business_date));
    TRY(policy_get(op, &policy));
    return decide_case(op, policy, key);
}

static bool is_among(const struct case_key *keys, size_t count, struct case_key key)
{
    for (size_t low = 0; low < count;) {
        const size_t middle = low + (count - low) / 2;
        const int order = case_key_compare(keys[middle], key);
        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            count = middle;
    }
    return false;
}

/* Reviews the arrangement of a case; *ret_count of ret_touched, at most JOINT_PARTS_MAX, are the
 * cases that it changed. */
static status review_case(struct op *op, struct case_key key, struct case_key *ret_touched,
                          size_t *ret_count)
{
    const struct arena_mark mark = arena_mark(op->arena);
    const struct case_key *touched = NULL;
    const status code = arrangement_review(op, key, op->business_date);
    *ret_count = touch_list(op, &touched);
    touch_clear(op);
    if (code != OK)
        return code; /* the arena keeps what the failure may speak of */
    if (*ret_count > JOINT_PARTS_MAX)
        return op_fail(op, E_INTERNAL, "an arrangement touched cases that are not its own");
    if (*ret_count > 0)
        memcpy(ret_touched, touched, *ret_count * sizeof(*touched));
    arena_release(op->arena, mark);
    return OK;
}

/* Reviews the arrangements of cases; *ret_touched are all that it changed: what happens in one case
 * of an agreement may end it in others. */
static status review_cases(struct op *op, const struct case_key *cases, size_t count,
                           struct case_key **ret_touched, size_t *ret_count)
{
    struct case_key *all = NULL;
    size_t all_count = 0;
    size_t capacity = 0;
    struct case_key touched[JOINT_PARTS_MAX];
    size_t touched_count = 0;
    for (size_t i = 0; i < count; i++) {
        TRY(review_case(op, cases[i], touched, &touched_count));
        for (size_t k = 0; k < touched_count; k++) {
            bool is_known = false;
            for (size_t n = 0; n < all_count && !is_known; n++)
                is_known = case_key_compare(all[n], touched[k]) == 0;
            if (is_known)
                continue;
            all = arena_grow(op->arena, all, all_count, &capacity, sizeof(*all));
            all[all_count++] = touched[k];
        }
    }
    *ret_touched = all;
    *ret_count = all_count;
    return OK;
}

/* Those that are not among keys, which are in order, to the front of cases; how many they are. */
static size_t keep_new(struct case_key *cases, size_t count, const struct case_key *keys,
                       size_t key_count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (!is_among(keys, key_count, cases[i]))
            cases[kept++] = cases[i];
    return kept;
}

static const struct case_key *with_more(struct op *op, const struct case_key *keys,
                                        size_t key_count, const struct case_key *more,
                                        size_t more_count)
{
    if (more_count == 0)
        return keys;
    struct case_key *const all = arena_array(op->arena, key_count + more_count, sizeof(*all));
    if (key_count > 0)
        memcpy(all, keys, key_count * sizeof(*all));
    memcpy(all + key_count, more, more_count * sizeof(*all));
    return all;
}

struct held {
    day open_date;
    instant known_at; /* of the last slice of a close */
};

static status read_held(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(struct held *)out = (struct held){db_day(row, 0), db_instant(row, 1)};
    return OK;
}

/* What was booked belongs to the date that the operation knows: it must still be the open one. */
static status hold_date(struct op *op, instant *ret_known_at)
{
    struct held held = {DAY_NONE, INSTANT_NONE};
    char before[DAY_TEXT_SIZE];
    char now[DAY_TEXT_SIZE];
    bool found = false;
    TRY(db_query_one(op, Q_OPEN_DATE_HOLD, DB_NO_ARGS, read_held, &held, &found));
    *ret_known_at = held.known_at;
    audit_set_day(op, held.open_date);
    if (held.open_date == op->business_date)
        return OK;
    return op_fail(op, E_BUSY, "%s was closed meanwhile and %s is open: try again",
                   day_format(op->business_date, before), day_format(held.open_date, now));
}

/* The rows of this transaction carry an instant that a slice of the close has passed meanwhile,
 * which did not see them: say since when they are known. */
static status tell_late(struct op *op, const struct case_key *keys, size_t count, instant known_at)
{
    if (op_now(op) > known_at)
        return OK;
    for (size_t i = 0; i < count; i++)
        if (i == 0 || keys[i].debtor_id != keys[i - 1].debtor_id)
            TRY(db_run(op, Q_LATE_CHANGE_INSERT,
                       DB_ARGS(ARG_ID(keys[i].debtor_id), ARG_INSTANT(op_now(op)),
                               ARG_INSTANT(known_at + 1)),
                       NULL));
    op_hold_time(op, known_at + 1); /* so that the next slice lies after it */
    return OK;
}

static status decide_touched(struct op *op, const struct case_key *keys, size_t count)
{
    const struct policy *policy = NULL;
    struct case_key *rest = NULL;
    struct case_key *more = NULL;
    size_t rest_count = 0;
    size_t more_count = 0;
    instant known_at = INSTANT_NONE;
    TRY(hold_date(op, &known_at));
    TRY(tell_late(op, keys, count, known_at));
    TRY(interest_touched(op, keys, count));
    TRY(policy_get(op, &policy));
    TRY(first_decide(op, policy, keys, count, &rest, &rest_count));
    TRY(review_cases(op, rest, rest_count, &more, &more_count));
    TRY(interest_touched(op, more, more_count)); /* what a plan that has ended held back */
    more_count = keep_new(more, more_count, keys, count);
    const struct case_key *const cases = with_more(op, rest, rest_count, more, more_count);
    for (size_t i = 0; i < rest_count + more_count; i++) {
        const struct arena_mark mark = arena_mark(op->arena);
        const status code = decide_case(op, policy, cases[i]);
        touch_clear(op);
        if (code != OK)
            return code; /* the arena keeps what the failure may speak of */
        arena_release(op->arena, mark);
    }
    return change_note(op, with_more(op, keys, count, more, more_count), count + more_count);
}

status policy_commit(struct op *op)
{
    const struct case_key *keys = NULL;
    const size_t count = touch_list(op, &keys);
    touch_clear(op); /* grading touches the same cases again: that is not news */
    if (count > 0)
        TRY(decide_touched(op, keys, count));
    TRY(op_check(op));
    return db_commit(op);
}
