/* Breadth first: every state once, in the order of how many events lead to it, so the first
 * unlawful contact has the shortest history.
 *
 * A state is what can still matter: the kind of day, the trail of the history (comply/trail.h) for
 * the law's and the limits' maxima, what the machine and the people have done today, and, in an
 * exact walk, the tables' own counts.  Each keeps one history that led there, and the gate is asked
 * with that history.
 *
 * A walk that is not exact leaves the tables' counts free: a rule fires whatever they are.  Where
 * nothing unlawful comes of that, nothing will with the true counts.  Where something does, it is a
 * counter-example when the history that is kept makes the tables say so, and else a doubt. */
#include "prove/walk.h"

#include <string.h>

#include "comply/trail.h"
#include "prove/table.h"

enum {
    ENTRIES_MAX = 28, /* days, channels and cases with a contact, in one history */
    STEPS_MAX = 64,   /* of the strategy, as bits */
    NODES_CHUNK = 4096,
    KEY_BYTES = TRAIL_BYTES_MAX + 64,
    WINDOW = 7 /* days of attempts_7_days and contacts_7_days */
};

/* Contacts of one day, channel and case. */
struct entry {
    uint8_t back; /* days ago */
    uint8_t channel;
    uint8_t is_this_case;
    uint8_t attempts;
    uint8_t contacts;
};

#define NEVER (-1)

struct node {
    uint64_t done; /* steps that a machine sent today */
    const struct move *move;
    uint32_t parent;
    uint8_t event;
    uint8_t channel;
    bool is_answered;
    bool is_this_case;
    bool is_worked; /* people worked the case today */
    bool is_real;   /* with the counts of this history the tables plan all of it */
    uint8_t weekday;
    uint8_t is_holiday;
    uint8_t entry_count;
    int16_t attempt_back; /* of this case; NEVER, or days, never more than the tables can tell */
    int16_t contact_back;
    int16_t notice_back;
    int16_t notice_level;
    struct entry entries[ENTRIES_MAX];
};

struct walk {
    struct model *model;
    const struct walk_plan *plan;
    struct persons *persons;
    struct arena *arena; /* nodes and keys */
    struct table keys;
    struct chunk {
        struct node *nodes;
    } * chunks;
    size_t chunk_capacity;
    size_t chunk_count;
    size_t node_count;
    size_t states_max;
    int keep_days; /* of history */
    int counts_max;
    bool reads[FOLLOW_COUNT];   /* followed, and a table reads it */
    int64_t most[FOLLOW_COUNT]; /* its last class begins here */
    struct moves free_moves;    /* with any counts */
    struct table vectors;       /* of followed inputs */
    struct moves *moves;        /* with the counts of a history, by vector */
    size_t moves_capacity;
    int32_t steps[STEPS_MAX];
    int step_count;
    struct walk_count *count;
    struct violation *violation;
    struct timing timings[CHANNEL_COUNT][PURPOSE_COUNT]; /* of the state that is looked at */
};

static struct node *node_at(const struct walk *w, size_t number)
{
    return &w->chunks[number / NODES_CHUNK].nodes[number % NODES_CHUNK];
}

static day day_of(const struct walk *w, const struct node *node)
{
    return w->plan->days->days[node->weekday][node->is_holiday];
}

static size_t counts_of(const struct walk *w, const struct node *node,
                        struct gate_count out[ENTRIES_MAX])
{
    const day d = day_of(w, node);
    for (size_t i = 0; i < node->entry_count; i++)
        out[i] = (struct gate_count){.on = d - node->entries[i].back,
                                     .channel = node->entries[i].channel,
                                     .is_this_case = node->entries[i].is_this_case,
                                     .attempts = node->entries[i].attempts,
                                     .contacts = node->entries[i].contacts};
    return node->entry_count;
}

/* --- the tables' own counts --- */

static int window_sum(const struct node *node, bool of_contacts)
{
    int sum = 0;
    for (size_t i = 0; i < node->entry_count; i++)
        if (node->entries[i].is_this_case && node->entries[i].back < WINDOW)
            sum += of_contacts ? node->entries[i].contacts : node->entries[i].attempts;
    return sum;
}

static struct dmn_value back_value(int16_t back)
{
    return (struct dmn_value){back == NEVER ? 0 : back, back == NEVER};
}

static void follow_values(const struct walk *w, const struct node *node,
                          struct dmn_value out[FOLLOW_COUNT])
{
    const int64_t sums[] = {window_sum(node, false), window_sum(node, true)};
    out[FOLLOW_ATTEMPT] = back_value(node->attempt_back);
    out[FOLLOW_CONTACT] = back_value(node->contact_back);
    out[FOLLOW_NOTICED] = back_value(node->notice_back);
    out[FOLLOW_NOTICE] = (struct dmn_value){node->notice_level, false};
    for (int i = 0; i < 2; i++) {
        const int64_t most = w->most[FOLLOW_ATTEMPTS + i];
        out[FOLLOW_ATTEMPTS + i] = (struct dmn_value){sums[i] < most ? sums[i] : most, false};
    }
}

/* The largest value at which any table still tells a followed input apart. */
static void find_most(struct walk *w)
{
    for (int i = 0; i < FOLLOW_COUNT; i++) {
        int64_t cuts[AXIS_MAX];
        const size_t count = dmn_plan_cuts(w->model->treatment, follow_inputs[i], cuts, AXIS_MAX);
        w->reads[i] = model_follows(w->model, follow_inputs[i]) &&
                      dmn_plan_reads(w->model->treatment, follow_inputs[i]);
        w->most[i] = 0;
        if (!w->reads[i])
            continue;
        for (size_t c = 0; c < count && c < AXIS_MAX; c++)
            if (cuts[c] > w->most[i])
                w->most[i] = cuts[c] < INT16_MAX ? cuts[c] : INT16_MAX;
    }
}

/* What the tables plan with the counts of the node's history. */
static status real_moves(struct walk *w, const struct node *node, const struct moves **ret_moves)
{
    struct dmn_value values[FOLLOW_COUNT];
    int64_t key[FOLLOW_COUNT]; /* values have padding */
    size_t number = 0;
    follow_values(w, node, values);
    for (int i = 0; i < FOLLOW_COUNT; i++)
        key[i] = values[i].is_null ? INT64_MIN : values[i].value;
    if (table_add(&w->vectors, key, sizeof(key), &number)) {
        w->moves = arena_grow(w->model->op->arena, w->moves, number, &w->moves_capacity,
                              sizeof(*w->moves));
        TRY(rows_decide(w->model, w->plan->followed_rows, values, &w->moves[number]));
    }
    *ret_moves = &w->moves[number];
    return OK;
}

/* --- states --- */

static void put_followed(const struct walk *w, const struct node *node, uint8_t *key, size_t *size)
{
    const int16_t backs[] = {node->attempt_back, node->contact_back, node->notice_back,
                             node->notice_level};
    memcpy(key + *size, backs, sizeof(backs));
    *size += sizeof(backs);
    for (int which = 0; which < 2; which++) {
        int64_t left = w->most[FOLLOW_ATTEMPTS + which];
        for (int back = 0; left > 0 && back < WINDOW; back++) {
            int64_t number = 0;
            for (size_t i = 0; i < node->entry_count; i++)
                if (node->entries[i].is_this_case && node->entries[i].back == back)
                    number += which ? node->entries[i].contacts : node->entries[i].attempts;
            number = number < left ? number : left;
            left -= number;
            key[(*size)++] = (uint8_t)number;
        }
    }
}

static status write_key(const struct walk *w, const struct node *node, uint8_t key[KEY_BYTES],
                        size_t *ret_size)
{
    struct gate_count rows[ENTRIES_MAX];
    const size_t count = counts_of(w, node, rows);
    __attribute__((uninitialized)) struct trail_bytes trail; /* two kilobytes for each state */
    size_t size = 0;
    key[size++] = node->weekday;
    key[size++] = node->is_holiday;
    key[size++] = node->is_worked;
    memcpy(key + size, &node->done, sizeof(node->done));
    size += sizeof(node->done);
    if (!trail_write(w->plan->trail, rows, count, day_of(w, node), &trail))
        return op_fail(w->model->op, E_LIMIT,
                       "the maxima of %s look at more than the proof can tell apart",
                       pack_country(w->model->law));
    memcpy(key + size, trail.list, trail.size);
    size += trail.size;
    if (w->plan->is_exact)
        put_followed(w, node, key, &size);
    *ret_size = size;
    return OK;
}

static status add_node(struct walk *w, const struct node *node)
{
    __attribute__((uninitialized)) uint8_t key[KEY_BYTES];
    size_t size = 0;
    size_t number = 0;
    TRY(write_key(w, node, key, &size));
    if (!table_add(&w->keys, key, size, &number))
        return OK;
    if (number >= w->states_max)
        return op_fail(w->model->op, E_LIMIT, "there are more than %zu states: raise --states",
                       w->states_max);
    if (number / NODES_CHUNK == w->chunk_count) {
        w->chunks =
            arena_grow(w->arena, w->chunks, w->chunk_count, &w->chunk_capacity, sizeof(*w->chunks));
        w->chunks[w->chunk_count++].nodes = arena_array(w->arena, NODES_CHUNK, sizeof(struct node));
    }
    *node_at(w, number) = *node;
    w->node_count = number + 1;
    return OK;
}

static struct node child_of(const struct walk *w, size_t parent, enum proof_event event)
{
    struct node child = *node_at(w, parent);
    child.parent = (uint32_t)parent;
    child.event = (uint8_t)event;
    child.move = NULL;
    return child;
}

/* A contact more in the history; what passes the largest maximum stays there. */
static status add_entry(const struct walk *w, struct node *node, enum channel channel,
                        bool is_this_case, bool is_attempt, bool is_contact)
{
    size_t i = 0;
    while (i < node->entry_count &&
           !(node->entries[i].back == 0 && node->entries[i].channel == channel &&
             node->entries[i].is_this_case == is_this_case))
        i++;
    if (i == ENTRIES_MAX)
        return op_fail(w->model->op, E_LIMIT, "a history has more than %d contacts", ENTRIES_MAX);
    if (i == node->entry_count)
        node->entries[node->entry_count++] =
            (struct entry){.channel = (uint8_t)channel, .is_this_case = is_this_case};
    struct entry *const entry = &node->entries[i];
    if (is_attempt && entry->attempts <= w->counts_max)
        entry->attempts++;
    if (is_contact && entry->contacts <= w->counts_max)
        entry->contacts++;
    node->channel = (uint8_t)channel;
    node->is_answered = is_contact;
    node->is_this_case = is_this_case;
    if (is_this_case && is_attempt && w->reads[FOLLOW_ATTEMPT])
        node->attempt_back = 0;
    if (is_this_case && is_contact && w->reads[FOLLOW_CONTACT])
        node->contact_back = 0;
    return OK;
}

static int16_t one_more(int16_t back, int64_t most)
{
    return (int16_t)(back == NEVER || back >= most ? back : back + 1);
}

static status add_next_day(struct walk *w, size_t number)
{
    struct node next = child_of(w, number, EVENT_NEXT_DAY);
    size_t kept = 0;
    next.done = 0;
    next.is_worked = false;
    next.weekday = (uint8_t)(next.weekday % 7 + 1);
    next.attempt_back = one_more(next.attempt_back, w->most[FOLLOW_ATTEMPT]);
    next.contact_back = one_more(next.contact_back, w->most[FOLLOW_CONTACT]);
    next.notice_back = one_more(next.notice_back, w->most[FOLLOW_NOTICED]);
    for (size_t i = 0; i < next.entry_count; i++) {
        next.entries[kept] = next.entries[i];
        kept += ++next.entries[kept].back < w->keep_days;
    }
    next.entry_count = (uint8_t)kept;
    for (uint8_t kind = 0; kind < KINDS; kind++) {
        next.is_holiday = kind;
        if (w->plan->days->days[next.weekday][kind] != DAY_NONE)
            TRY(add_node(w, &next));
    }
    return OK;
}

/* Nothing binds what others do: another case, an agent, another system, or the person. */
static status add_others(struct walk *w, size_t number)
{
    for (int channel = CHANNEL_EMAIL; channel < CHANNEL_COUNT; channel++)
        for (int kind = 0; kind < 6; kind++) {
            const bool is_inbound = kind < 2;
            const bool is_contact = is_inbound || kind % 2 == 0;
            const bool is_this_case = is_inbound ? kind == 0 : kind < 4;
            if (w->model->request->is_alone && !(is_inbound && is_this_case))
                continue;
            struct node child = child_of(w, number, is_inbound ? EVENT_INBOUND : EVENT_OTHER);
            TRY(add_entry(w, &child, (enum channel)channel, is_this_case, !is_inbound, is_contact));
            TRY(add_node(w, &child));
        }
    return OK;
}

/* --- what the strategy does --- */

static uint64_t step_bit(struct walk *w, int32_t step)
{
    for (int i = 0; i < w->step_count; i++)
        if (w->steps[i] == step)
            return UINT64_C(1) << i;
    if (w->step_count == STEPS_MAX)
        return 0; /* it may then come twice a day: more than the engine does */
    w->steps[w->step_count] = step;
    return UINT64_C(1) << w->step_count++;
}

/* Who is asked about does not matter here: what bars a person is asked before. */
static const struct timing *time_of(struct walk *w, const struct node *node,
                                    const struct person *person)
{
    struct gate_request request = person->request;
    struct timing *const timing = &w->timings[request.channel][request.purpose];
    struct gate_count rows[ENTRIES_MAX];
    if (!timing->is_asked) {
        timing->is_asked = true;
        request.counts = rows;
        request.count_rows = counts_of(w, node, rows);
        timing_compare(w->model, &request, day_of(w, node), timing);
    }
    return timing;
}

static status add_contact(struct walk *w, size_t number, const struct move *move, bool is_real)
{
    for (int answered = 0; answered < 2; answered++) {
        struct node child = child_of(w, number, EVENT_CONTACT);
        child.move = move;
        child.is_real = is_real;
        child.is_worked |= !move->is_message;
        child.done |= move->is_message ? step_bit(w, move->step) : 0;
        if (move->notice_level > 0) {
            child.notice_level =
                (int16_t)(move->notice_level < w->most[FOLLOW_NOTICE] ? move->notice_level
                                                                      : w->most[FOLLOW_NOTICE]);
            child.notice_back = w->reads[FOLLOW_NOTICED] ? 0 : NEVER;
        }
        TRY(add_entry(w, &child, move->channel, true, true, answered != 0));
        TRY(add_node(w, &child));
    }
    return OK;
}

/* The engine plans a message step once a day, and a case that people worked comes back tomorrow. */
static bool is_done(struct walk *w, const struct node *node, const struct move *move)
{
    if (move->is_repeatable)
        return false;
    return move->is_message ? (node->done & step_bit(w, move->step)) != 0 : node->is_worked;
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
    tell_move(w->model, node->move, &step);
    step.circumstance = persons_ask(w->persons, node->move)->circumstance;
    return step;
}

static void tell(struct walk *w, size_t number, const struct move *move,
                 const struct person *person, const struct timing *timing)
{
    struct violation *const v = w->violation;
    struct arena *const arena = w->model->op->arena;
    size_t count = 1;
    uint8_t back = 0;
    for (size_t at = number; node_at(w, at)->event != EVENT_START; at = node_at(w, at)->parent)
        count++;
    v->is_found = true;
    v->count = count;
    v->steps = arena_array(arena, count, sizeof(*v->steps));
    v->kinds = arena_array(arena, count, sizeof(*v->kinds));
    struct node last = child_of(w, number, EVENT_CONTACT);
    last.move = move;
    last.channel = (uint8_t)move->channel;
    last.is_this_case = true;
    for (const struct node *node = &last; count-- > 0; node = node_at(w, node->parent)) {
        v->steps[count] = step_of(w, node);
        v->kinds[count] = (struct step_kind){node->weekday, node->is_holiday, back};
        back = (uint8_t)(back + (node->event == EVENT_NEXT_DAY));
    }
    const bool is_person = person->state == PERSON_UNLAWFUL;
    v->second = timing->second;
    v->rule_id = is_person ? person->rule_id : timing->rule_id;
    v->citation = is_person ? person->citation : timing->citation;
    v->reason = is_person ? person->reason : timing->reason;
}

/* Moves with the same effect lead to the same states. */
struct effects {
    struct effect {
        int32_t step;
        int notice_level;
        uint8_t channel;
        bool is_message;
    } list[STEPS_MAX];
    size_t count;
};

static bool is_new_effect(struct effects *effects, const struct move *move)
{
    for (size_t i = 0; i < effects->count; i++)
        if (effects->list[i].step == move->step &&
            effects->list[i].notice_level == move->notice_level &&
            effects->list[i].channel == move->channel &&
            effects->list[i].is_message == move->is_message)
            return false;
    if (effects->count < STEPS_MAX)
        effects->list[effects->count++] = (struct effect){move->step, move->notice_level,
                                                          (uint8_t)move->channel, move->is_message};
    return true;
}

/* Whether the strategy makes the move in the state, and the law lets it. */
static bool wants(struct walk *w, const struct node *node, const struct move *move,
                  const struct person **ret_person, const struct timing **ret_timing)
{
    const struct person *const person = persons_ask(w->persons, move);
    if (person->state == PERSON_NEVER || is_done(w, node, move))
        return false;
    const struct timing *const timing = time_of(w, node, person);
    w->count->contacts++;
    *ret_person = person;
    *ret_timing = timing;
    return timing->is_wanted;
}

static status try_moves(struct walk *w, size_t number, const struct moves *moves, bool is_real)
{
    const struct node node = *node_at(w, number);
    struct effects effects = {.count = 0};
    for (size_t i = 0; i < moves->count; i++) {
        const struct move *const move = &moves->list[i];
        const struct person *person = NULL;
        const struct timing *timing = NULL;
        if (!wants(w, &node, move, &person, &timing))
            continue;
        if (move->rule >= 0)
            w->count->rules_seen[move->rule] = 1;
        const bool is_lawful = person->state == PERSON_LAWFUL && timing->is_lawful;
        if (!is_lawful && is_real) {
            tell(w, number, move, person, timing);
            return OK;
        }
        if (!is_lawful)
            w->violation->has_doubt = true;
        else if (is_new_effect(&effects, move))
            TRY(add_contact(w, number, move, is_real));
    }
    return OK;
}

/* What others do comes first, so that a state is reached without the strategy where it can be. */
static status expand(struct walk *w, size_t number)
{
    const struct node node = *node_at(w, number);
    const struct moves *moves = NULL;
    memset(w->timings, 0, sizeof(w->timings));
    TRY(add_others(w, number));
    if (node.is_real) {
        TRY(real_moves(w, &node, &moves));
        TRY(try_moves(w, number, moves, true));
    }
    if (!w->plan->is_exact && !w->violation->is_found)
        TRY(try_moves(w, number, &w->free_moves, false));
    return w->violation->is_found ? OK : add_next_day(w, number);
}

static status start(struct walk *w)
{
    struct node root = {.event = EVENT_START,
                        .is_real = true,
                        .attempt_back = NEVER,
                        .contact_back = NEVER,
                        .notice_back = NEVER};
    for (int kind = 0; kind < KINDS; kind++)
        for (int weekday = MONDAY; weekday <= SUNDAY; weekday++) {
            root.weekday = (uint8_t)weekday;
            root.is_holiday = (uint8_t)kind;
            if (w->plan->days->days[weekday][kind] != DAY_NONE)
                TRY(add_node(w, &root));
        }
    return OK;
}

static void measure(struct walk *w)
{
    w->keep_days = trail_days(w->plan->trail);
    (void)trail_caps(w->plan->trail, &w->counts_max);
    if (w->keep_days < WINDOW)
        w->keep_days = WINDOW;
    find_most(w);
    for (int i = FOLLOW_ATTEMPTS; i <= FOLLOW_CONTACTS; i++)
        if (w->counts_max < w->most[i])
            w->counts_max = (int)(w->most[i] < UINT8_MAX - 2 ? w->most[i] : UINT8_MAX - 2);
}

static status go(struct walk *w)
{
    if (!w->plan->is_exact)
        TRY(rows_decide(w->model, w->plan->free_rows, NULL, &w->free_moves));
    TRY(start(w));
    for (size_t i = 0; i < w->node_count && !w->violation->is_found; i++)
        TRY(expand(w, i));
    return OK;
}

status walk_all(struct model *model, const struct walk_plan *plan, struct walk_count *count,
                struct violation *ret_violation)
{
    struct walk w = {.model = model,
                     .plan = plan,
                     .arena = arena_create(),
                     .count = count,
                     .violation = ret_violation,
                     .states_max = model->request->states_max ? model->request->states_max
                                                              : PROOF_STATES_MAX};
    *ret_violation = (struct violation){.is_found = false};
    w.persons = persons_start(model, plan->days);
    w.keys = table_start(w.arena);
    w.vectors = table_start(model->op->arena);
    measure(&w);
    const status code = go(&w);
    count->states += (int64_t)w.node_count;
    count->persons += persons_count(w.persons);
    arena_destroy(w.arena);
    return code;
}
