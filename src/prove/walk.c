/* Breadth first: every state once (states.h), in the order of how many events lead to it, so the
 * first unlawful contact has the shortest history.
 *
 * A walk that is not exact leaves the tables' counts free: a rule fires whatever they are.  Where
 * nothing unlawful comes of that, nothing will with the true counts.  Where something does, it is a
 * counter-example when the history that is kept makes the tables say so, and else a doubt. */
#include "prove/walk.h"

#include <string.h>

#include "prove/tell.h"

struct walk {
    struct states states;
    struct deeds free_deeds; /* with any counts */
    struct table vectors;    /* of followed inputs */
    struct deeds *deeds;     /* with the counts of a history, by vector */
    size_t deeds_capacity;
    struct walk_count *count;
    struct violation *violation;
};

/* What the tables plan with the counts of the node's history. */
static status find_deeds(struct walk *w, const struct node *node, const struct deeds **ret_deeds)
{
    struct model *const model = w->states.model;
    struct dmn_value values[FOLLOW_COUNT];
    int64_t key[FOLLOW_COUNT]; /* values have padding */
    size_t number = 0;
    states_follow(&w->states, node, values);
    for (int i = 0; i < FOLLOW_COUNT; i++)
        key[i] = values[i].is_null ? INT64_MIN : values[i].value;
    if (table_add(&w->vectors, key, sizeof(key), &number)) {
        struct moves moves;
        w->deeds =
            arena_grow(model->op->arena, w->deeds, number, &w->deeds_capacity, sizeof(*w->deeds));
        TRY(rows_decide(model, w->states.plan->followed_rows, values, &moves));
        TRY(states_list_deeds(&w->states, &moves, &w->deeds[number]));
    }
    *ret_deeds = &w->deeds[number];
    return OK;
}

static struct node child_of(const struct walk *w, size_t parent, enum proof_event event)
{
    struct node child = *states_at(&w->states, parent);
    child.parent = (uint32_t)parent;
    child.event = (uint8_t)event;
    child.move = NULL;
    return child;
}

/* --- the days, and others --- */

static int16_t one_more(int16_t back, int64_t most)
{
    return (int16_t)(back == NEVER || back >= most ? back : back + 1);
}

static status add_next_day(struct walk *w, size_t number)
{
    struct states *const s = &w->states;
    struct node next = child_of(w, number, EVENT_NEXT_DAY);
    size_t kept = 0;
    next.done = 0;
    next.is_worked = false;
    next.weekday = (uint8_t)(next.weekday % 7 + 1);
    next.attempt_back = one_more(next.attempt_back, s->most[FOLLOW_ATTEMPT]);
    next.contact_back = one_more(next.contact_back, s->most[FOLLOW_CONTACT]);
    next.notice_back = one_more(next.notice_back, s->most[FOLLOW_NOTICED]);
    for (size_t i = 0; i < next.entry_count; i++) {
        next.entries[kept] = next.entries[i];
        kept += ++next.entries[kept].back < s->keep_days;
    }
    next.entry_count = (uint8_t)kept;
    for (uint8_t kind = 0; kind < KINDS; kind++) {
        next.is_holiday = kind;
        if (states_day(s, &next) != DAY_NONE)
            TRY(states_add(s, &next));
    }
    return OK;
}

static status add_others(struct walk *w, size_t number)
{
    struct states *const s = &w->states;
    for (int i = 0; i < s->other_count; i++) {
        const struct other *const other = &s->others[i];
        struct node child = child_of(w, number, other->is_inbound ? EVENT_INBOUND : EVENT_OTHER);
        TRY(states_add_entry(s, &child, other));
        TRY(states_add(s, &child));
    }
    return OK;
}

/* --- what the strategy does --- */

static status add_contact(struct walk *w, size_t number, const struct deed *deed, bool is_real)
{
    struct states *const s = &w->states;
    const struct move *const move = deed->move;
    const int64_t most = s->most[FOLLOW_NOTICE];
    for (int answered = 0; answered < 2; answered++) {
        const struct other contact = {
            .channel = move->channel, .is_this_case = true, .is_contact = answered != 0};
        struct node child = child_of(w, number, EVENT_CONTACT);
        child.move = move;
        child.is_real = is_real;
        child.is_worked |= !move->is_message;
        child.done |= deed->step;
        if (move->notice_level > 0) {
            child.notice_level = (int16_t)(move->notice_level < most ? move->notice_level : most);
            child.notice_back = s->reads[FOLLOW_NOTICED] ? 0 : NEVER;
        }
        TRY(states_add_entry(s, &child, &contact));
        TRY(states_add(s, &child));
    }
    return OK;
}

/* The engine plans a message step once a day, and a case that people worked comes back tomorrow. */
static bool is_done(const struct node *node, const struct deed *deed)
{
    if (deed->move->is_repeatable)
        return false;
    return deed->move->is_message ? (node->done & deed->step) != 0 : node->is_worked;
}

/* --- the counter-example --- */

static struct proof_step step_of(const struct walk *w, const struct node *node)
{
    struct proof_step step = {.event = (enum proof_event)node->event,
                              .on = DAY_NONE,
                              .channel = (enum channel)node->channel,
                              .is_answered = node->is_answered,
                              .is_this_case = node->is_this_case,
                              .rule = -1,
                              .segment_rule = -1,
                              .at = INSTANT_NONE};
    if (!node->move)
        return step;
    tell_move(w->states.model, node->move, &step);
    step.circumstance = persons_ask(w->states.persons, node->move)->circumstance;
    return step;
}

static void tell_why(const struct walk *w, size_t number, const struct person *person)
{
    struct violation *const v = w->violation;
    const bool is_person = person->state == PERSON_UNLAWFUL;
    struct timing timing;
    states_ask(&w->states, states_at(&w->states, number), person, &timing);
    v->second = timing.second;
    v->rule_id = is_person ? person->rule_id : timing.rule_id;
    v->citation = is_person ? person->citation : timing.citation;
    v->reason = is_person ? person->reason : timing.reason;
}

static void tell(const struct walk *w, size_t number, const struct deed *deed)
{
    const struct states *const s = &w->states;
    struct violation *const v = w->violation;
    struct arena *const arena = s->model->op->arena;
    size_t count = 1;
    uint8_t back = 0;
    for (size_t at = number; states_at(s, at)->event != EVENT_START; at = states_at(s, at)->parent)
        count++;
    v->is_found = true;
    v->count = count;
    v->steps = arena_array(arena, count, sizeof(*v->steps));
    v->kinds = arena_array(arena, count, sizeof(*v->kinds));
    struct node last = child_of(w, number, EVENT_CONTACT);
    last.move = deed->move;
    last.channel = (uint8_t)deed->move->channel;
    last.is_this_case = true;
    for (const struct node *node = &last; count-- > 0; node = states_at(s, node->parent)) {
        v->steps[count] = step_of(w, node);
        v->kinds[count] = (struct step_kind){node->weekday, node->is_holiday, back};
        back = (uint8_t)(back + (node->event == EVENT_NEXT_DAY));
    }
    tell_why(w, number, deed->person);
}

/* --- one state --- */

static status try_deeds(struct walk *w, size_t number, const struct deeds *deeds, bool is_real)
{
    const struct node node = *states_at(&w->states, number);
    const struct moment moment = w->states.moments[node.moment];
    uint64_t effects = 0; /* that were had: they lead to the same states */
    for (size_t i = 0; i < deeds->count; i++) {
        const struct deed *const deed = &deeds->list[i];
        if (is_done(&node, deed))
            continue;
        w->count->contacts++;
        if (!(moment.wanted & deed->pair))
            continue;
        if (deed->move->rule >= 0)
            w->count->rules_seen[deed->move->rule] = 1;
        const bool is_lawful =
            deed->person->state == PERSON_LAWFUL && !(moment.unlawful & deed->pair);
        if (!is_lawful && is_real) {
            tell(w, number, deed);
            return OK;
        }
        w->violation->has_doubt |= !is_lawful;
        if (is_lawful && !(effects & deed->effect))
            TRY(add_contact(w, number, deed, is_real));
        effects |= is_lawful ? deed->effect : 0;
    }
    return OK;
}

/* What others do comes first, so that a state is reached without the strategy where it can be. */
static status expand(struct walk *w, size_t number)
{
    const bool is_real = states_at(&w->states, number)->is_real;
    static const struct deeds none;
    const struct deeds *deeds = &none;
    TRY(add_others(w, number));
    if (is_real) {
        TRY(find_deeds(w, states_at(&w->states, number), &deeds));
        TRY(try_deeds(w, number, deeds, true));
    }
    if (!w->states.plan->is_exact && !w->violation->is_found)
        TRY(try_deeds(w, number, &w->free_deeds, false));
    return w->violation->is_found ? OK : add_next_day(w, number);
}

static status start(struct walk *w)
{
    struct states *const s = &w->states;
    struct node root = {.event = EVENT_START,
                        .is_real = !s->plan->is_uncounted,
                        .attempt_back = NEVER,
                        .contact_back = NEVER,
                        .notice_back = NEVER};
    for (int kind = 0; kind < KINDS; kind++)
        for (int weekday = MONDAY; weekday <= SUNDAY; weekday++) {
            root.weekday = (uint8_t)weekday;
            root.is_holiday = (uint8_t)kind;
            if (states_day(s, &root) != DAY_NONE)
                TRY(states_add(s, &root));
        }
    return OK;
}

static status go(struct walk *w)
{
    struct states *const s = &w->states;
    struct moves moves;
    TRY(rows_decide(s->model, s->plan->free_rows, NULL, &moves));
    TRY(states_list_deeds(s, &moves, &w->free_deeds));
    states_list_others(s);
    TRY(start(w));
    for (size_t i = 0; i < s->node_count && !w->violation->is_found; i++)
        TRY(expand(w, i));
    return OK;
}

status walk_all(struct model *model, const struct walk_plan *plan, struct walk_count *count,
                struct violation *ret_violation)
{
    struct arena *const arena = arena_create();
    struct walk w = {.count = count, .violation = ret_violation};
    *ret_violation = (struct violation){.is_found = false};
    states_start(&w.states, model, plan, arena);
    w.vectors = table_start(model->op->arena);
    const status code = go(&w);
    count->states += (int64_t)w.states.node_count;
    count->persons += persons_count(w.states.persons);
    arena_destroy(arena);
    return code;
}
