/* A proof from end to end: for each edition of the law in the horizon, first with the tables' own
 * counts free (few states, and what holds then holds always), then, where that leaves a doubt, with
 * the counts of each history. */
#include <stdlib.h>
#include <string.h>

#include "prove/walk.h"

enum { EDITIONS_MAX = 64 };

const char *proof_verdict_name(enum proof_verdict verdict)
{
    static const char *const names[] = {"proved", "refuted", "open"};
    assert((unsigned)verdict < ARRAY_LEN(names));
    return names[verdict];
}

/* --- days --- */

static int compare_days(const void *a, const void *b)
{
    const day left = *(const day *)a;
    const day right = *(const day *)b;
    return (left > right) - (left < right);
}

struct changes {
    day list[EDITIONS_MAX];
    size_t count;
};

static void add_change(struct changes *changes, day on, day from, day until)
{
    if (on <= from || on >= until)
        return;
    for (size_t i = 0; i < changes->count; i++)
        if (changes->list[i] == on)
            return;
    if (changes->count < EDITIONS_MAX)
        changes->list[changes->count] = on;
    changes->count++;
}

/* The first days of editions, of the law or of the limits, in the horizon. */
static status find_editions(struct model *model, day from, day until, struct changes *changes)
{
    const struct pack *const packs[] = {model->law, model->limits};
    *changes = (struct changes){.list = {from}, .count = 1};
    for (size_t p = 0; p < ARRAY_LEN(packs); p++)
        for (size_t i = 0; i < pack_rule_count(packs[p]); i++) {
            const struct pack_rule *const rule = pack_rule_at(packs[p], i);
            if (rule->is_enforced) {
                add_change(changes, rule->effective_on, from, until);
                add_change(changes, rule->repealed_on, from, until);
            }
        }
    if (changes->count >= EDITIONS_MAX)
        return op_fail(model->op, E_LIMIT, "the law changes on more than %d days of the horizon",
                       EDITIONS_MAX);
    qsort(changes->list, changes->count, sizeof(changes->list[0]), compare_days);
    changes->list[changes->count] = until;
    return OK;
}

/* The first day of each kind stands for all of them: hours know the weekday and whether it is a
 * holiday, maxima the weekday. */
static struct edition_days find_days(const struct model *model, day from, day until)
{
    struct edition_days days = {.from = from, .until = until};
    for (int weekday = 0; weekday <= SUNDAY; weekday++)
        for (int kind = 0; kind < KINDS; kind++)
            days.days[weekday][kind] = DAY_NONE;
    for (day d = from; d < until; d++) {
        day *const slot = &days.days[day_weekday(d)][holiday_is(pack_calendar(model->law), d)];
        if (*slot == DAY_NONE)
            *slot = d;
    }
    return days;
}

/* Whether the days that end on last are as the counter-example has them; a day on which the
 * strategy does nothing may be of either kind. */
static bool fits(const struct model *model, const struct violation *v, day last)
{
    for (size_t i = 0; i < v->count; i++) {
        const day d = last - v->kinds[i].back;
        const bool is_bound = v->steps[i].event == EVENT_CONTACT;
        if (day_weekday(d) != (enum weekday)v->kinds[i].weekday ||
            (is_bound && holiday_is(pack_calendar(model->law), d) != v->kinds[i].is_holiday))
            return false;
    }
    return true;
}

static bool date_steps(const struct model *model, struct violation *v,
                       const struct edition_days *days)
{
    day last = days->from + v->kinds[0].back;
    while (last < days->until && !fits(model, v, last))
        last++;
    if (last >= days->until)
        return false;
    for (size_t i = 0; i < v->count; i++)
        v->steps[i].on = last - v->kinds[i].back;
    v->steps[v->count - 1].second = v->second;
    v->steps[v->count - 1].at = zone_to_instant(model->zone, last, v->second, ZONE_LAST);
    return true;
}

/* --- what is told --- */

static status list_gaps(struct model *model, struct proof *proof)
{
    const size_t count = pack_rule_count(model->law);
    struct proof_gap *const gaps = arena_array(model->op->arena, count, sizeof(*gaps));
    for (size_t i = 0; i < count; i++) {
        const struct pack_rule *const rule = pack_rule_at(model->law, i);
        if (!rule->is_enforced && str_equal_c(str_of(rule->status), "in_force"))
            gaps[proof->gap_count++] = (struct proof_gap){rule->id, rule->kind};
    }
    proof->gaps = gaps;
    return OK;
}

static void measure(const struct trail *trail, struct proof *proof)
{
    int largest = 0;
    const int caps = trail_caps(trail, &largest);
    const int days = trail_days(trail);
    bool is_all = false;
    const int kept = trail_kept(trail, &is_all);
    proof->caps = caps > proof->caps ? caps : proof->caps;
    proof->largest_cap = largest > proof->largest_cap ? largest : proof->largest_cap;
    proof->window_days = days > proof->window_days ? days : proof->window_days;
    proof->kept_caps = kept > proof->kept_caps ? kept : proof->kept_caps;
}

static status count_rules(struct model *model, struct proof *proof)
{
    const size_t count = dmn_plan_rule_count(model->treatment);
    for (size_t i = 0; i < count; i++) {
        struct move move;
        bool contacts = false;
        TRY(model_read_contact(model, dmn_plan_rule_outputs(model->treatment, (int32_t)i), &move,
                               &contacts));
        proof->table_rules += contacts;
    }
    return OK;
}

static void take_violation(const struct model *model, const struct violation *v,
                           struct proof *proof)
{
    proof->verdict = PROOF_REFUTED;
    proof->steps = v->steps;
    proof->step_count = v->count;
    proof->rule_id = v->rule_id;
    proof->citation = v->citation;
    proof->reason = v->reason;
    proof->zone = zone_id(model->zone);
}

/* --- one edition --- */

struct proving {
    struct model *model;
    struct rows rows[2]; /* of all inputs; of those that no history tells */
    struct walk_count count;
    struct proof *proof;
};

static status find_rows(struct proving *p)
{
    for (int i = 0; i < 2; i++) {
        TRY(model_set_axes(p->model, i == 1));
        TRY(rows_find(p->model, &p->rows[i]));
    }
    return OK;
}

/* A bound that the exact walk reaches is no harm where the first one found a real one already: it
 * may then not be the shortest. */
static status walk_exactly(struct proving *p, struct walk_plan *plan, struct violation *violation)
{
    struct op *const op = p->model->op;
    struct violation exact;
    plan->is_exact = true;
    p->proof->is_exact = true;
    const status code = walk_all(p->model, plan, &p->count, &exact);
    if (code == E_LIMIT && violation->is_found) {
        op_clear(op);
        p->proof->is_shortest = false;
        return OK;
    }
    *violation = exact;
    return code;
}

/* There are more states than the bound.  Where the limits keep every maximum of the law by
 * themselves (comply/trail.h), what remains to be shown holds whatever was counted: it is shown
 * with nothing counted, so that not even the limits' own maxima hold the strategy back. */
static status walk_uncounted(struct proving *p, const struct walk_plan *plan, bool *ret_proved)
{
    struct walk_plan uncounted = *plan;
    struct violation violation;
    bool is_all = false;
    *ret_proved = false;
    (void)trail_kept(plan->trail, &is_all);
    if (!is_all)
        return OK;
    uncounted.trail = trail_none();
    uncounted.is_uncounted = true;
    TRY(walk_all(p->model, &uncounted, &p->count, &violation));
    *ret_proved = !violation.has_doubt;
    p->proof->is_uncounted |= *ret_proved;
    return OK;
}

static status walk_freely(struct proving *p, const struct walk_plan *plan,
                          struct violation *ret_violation)
{
    struct op *const op = p->model->op;
    bool is_proved = false;
    const status code = walk_all(p->model, plan, &p->count, ret_violation);
    if (code != E_LIMIT)
        return code;
    const char *const why = arena_copy(op->arena, op->text, strlen(op->text));
    op_clear(op);
    TRY(walk_uncounted(p, plan, &is_proved));
    if (!is_proved)
        return op_fail(op, E_LIMIT, "%s", why);
    *ret_violation = (struct violation){.is_found = false};
    return OK;
}

static status prove_edition(struct proving *p, const struct edition_days *days)
{
    const struct trail *trail = NULL;
    struct violation violation;
    TRY(trail_open(p->model->op, p->model->law, p->model->limits, days->from, &trail));
    measure(trail, p->proof);
    struct walk_plan plan = {
        .days = days, .trail = trail, .free_rows = &p->rows[0], .followed_rows = &p->rows[1]};
    TRY(walk_freely(p, &plan, &violation));
    if (violation.has_doubt)
        TRY(walk_exactly(p, &plan, &violation));
    if (!violation.is_found)
        return OK;
    if (!date_steps(p->model, &violation, days))
        return op_fail(p->model->op, E_LIMIT,
                       "rule %s is broken on days that the calendar does not have so soon: raise "
                       "--days",
                       violation.rule_id);
    take_violation(p->model, &violation, p->proof);
    return OK;
}

static status prove_all(struct proving *p)
{
    struct changes changes;
    TRY(find_rows(p));
    TRY(find_editions(p->model, p->proof->from, p->proof->until, &changes));
    for (size_t i = 0; i < changes.count && p->proof->verdict != PROOF_REFUTED; i++) {
        const struct edition_days days = find_days(p->model, changes.list[i], changes.list[i + 1]);
        p->proof->editions++;
        TRY(prove_edition(p, &days));
    }
    return OK;
}

static void sum_up(struct proving *p)
{
    struct proof *const proof = p->proof;
    const size_t rules = dmn_plan_rule_count(p->model->treatment);
    proof->states = p->count.states;
    proof->contacts = p->count.contacts;
    proof->persons = p->count.persons;
    proof->rows = (int64_t)(p->rows[0].count + p->rows[1].count);
    for (size_t i = 0; i < rules; i++)
        proof->table_rules_seen += p->count.rules_seen[i];
}

status proof_make(struct op *op, const struct proof_request *request, struct proof *ret_proof)
{
    struct model model;
    struct proof proof = {.verdict = PROOF_PROVED,
                          .is_shortest = true,
                          .from = request->from,
                          .is_alone = request->is_alone};
    proof.until = request->from + (request->days > 0 ? request->days : PROOF_DAYS);
    TRY(model_make(op, request, &model));
    proof.country = pack_country(model.law);
    proof.pack_version = pack_version(model.law);
    struct proving proving = {.model = &model, .proof = &proof};
    proving.count.rules_seen = arena_alloc(op->arena, dmn_plan_rule_count(model.treatment) + 1);
    TRY(count_rules(&model, &proof));
    TRY(list_gaps(&model, &proof));
    const status code = prove_all(&proving);
    if (code == E_LIMIT) { /* neither proved nor refuted: that is an answer, too */
        proof.verdict = PROOF_OPEN;
        proof.why = arena_copy(op->arena, op->text, strlen(op->text));
        op_clear(op);
    } else if (code != OK) {
        return code;
    }
    sum_up(&proving);
    *ret_proof = proof;
    return OK;
}
