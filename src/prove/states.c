#include "prove/states.h"

#include <string.h>

enum {
    NODES_CHUNK = 4096,
    KEY_BYTES = 64,
    WINDOW = 7 /* days of attempts_7_days and contacts_7_days */
};

_Static_assert(PAIRS_MAX <= 32, "channels and purposes are bits of a moment");

struct node *states_at(const struct states *s, size_t number)
{
    return &s->chunks[number / NODES_CHUNK].nodes[number % NODES_CHUNK];
}

day states_day(const struct states *s, const struct node *node)
{
    return s->plan->days->days[node->weekday][node->is_holiday];
}

static size_t counts_of(const struct states *s, const struct node *node,
                        struct gate_count out[ENTRIES_MAX])
{
    const day d = states_day(s, node);
    if (s->plan->is_uncounted)
        return 0;
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

void states_follow(const struct states *s, const struct node *node,
                   struct dmn_value out[FOLLOW_COUNT])
{
    const int64_t sums[] = {window_sum(node, false), window_sum(node, true)};
    out[FOLLOW_ATTEMPT] = back_value(node->attempt_back);
    out[FOLLOW_CONTACT] = back_value(node->contact_back);
    out[FOLLOW_NOTICED] = back_value(node->notice_back);
    out[FOLLOW_NOTICE] = (struct dmn_value){node->notice_level, false};
    for (int i = 0; i < 2; i++) {
        const int64_t most = s->most[FOLLOW_ATTEMPTS + i];
        out[FOLLOW_ATTEMPTS + i] = (struct dmn_value){sums[i] < most ? sums[i] : most, false};
    }
}

/* The largest value at which any table still tells a followed input apart. */
static void find_most(struct states *s)
{
    for (int i = 0; i < FOLLOW_COUNT; i++) {
        int64_t cuts[AXIS_MAX];
        const size_t count = dmn_plan_cuts(s->model->treatment, follow_inputs[i], cuts, AXIS_MAX);
        s->reads[i] = model_follows(s->model, follow_inputs[i]) &&
                      dmn_plan_reads(s->model->treatment, follow_inputs[i]);
        s->most[i] = 0;
        if (!s->reads[i])
            continue;
        for (size_t c = 0; c < count && c < AXIS_MAX; c++)
            if (cuts[c] > s->most[i])
                s->most[i] = cuts[c] < INT16_MAX ? cuts[c] : INT16_MAX;
    }
}

void states_start(struct states *s, struct model *model, const struct walk_plan *plan,
                  struct arena *arena)
{
    const struct proof_request *const request = model->request;
    *s = (struct states){.model = model, .plan = plan, .arena = arena};
    s->states_max = request->states_max ? request->states_max : PROOF_STATES_MAX;
    s->persons = persons_start(model, plan->days);
    s->keys = table_start(arena);
    s->moment_keys = table_start(arena);
    s->keep_days = trail_days(plan->trail);
    (void)trail_caps(plan->trail, &s->counts_max);
    if (s->keep_days < WINDOW)
        s->keep_days = WINDOW;
    find_most(s);
    for (int i = FOLLOW_ATTEMPTS; i <= FOLLOW_CONTACTS; i++)
        if (s->counts_max < s->most[i])
            s->counts_max = (int)(s->most[i] < UINT8_MAX - 2 ? s->most[i] : UINT8_MAX - 2);
}

/* --- moments --- */

/* Who is asked about does not matter here: what bars a person is asked before. */
void states_ask(const struct states *s, const struct node *node, const struct person *person,
                struct timing *ret_timing)
{
    struct gate_request request = person->request;
    struct gate_count rows[ENTRIES_MAX];
    request.counts = rows;
    request.count_rows = counts_of(s, node, rows);
    *ret_timing = (struct timing){.is_wanted = false};
    timing_compare(s->model, &request, states_day(s, node), ret_timing);
}

static struct moment find_moment(const struct states *s, const struct node *node)
{
    struct moment moment = {0, 0};
    for (unsigned i = 0; i < PAIRS_MAX; i++) {
        struct timing timing;
        if (!s->pairs[i])
            continue;
        states_ask(s, node, s->pairs[i], &timing);
        moment.wanted |= (uint32_t)timing.is_wanted << i;
        moment.unlawful |= (uint32_t)!timing.is_lawful << i;
    }
    return moment;
}

static status set_moment(struct states *s, struct node *node)
{
    struct gate_count rows[ENTRIES_MAX];
    const size_t count = counts_of(s, node, rows);
    __attribute__((uninitialized)) struct trail_bytes trail; /* two kilobytes for each state */
    __attribute__((uninitialized)) uint8_t key[TRAIL_BYTES_MAX + 2];
    size_t number = 0;
    if (!trail_write(s->plan->trail, rows, count, states_day(s, node), &trail))
        return op_fail(s->model->op, E_LIMIT,
                       "the maxima of %s look at more than the proof can tell apart",
                       pack_country(s->model->law));
    key[0] = node->weekday;
    key[1] = node->is_holiday;
    memcpy(key + 2, trail.list, trail.size);
    if (table_add(&s->moment_keys, key, trail.size + 2, &number)) {
        s->moments =
            arena_grow(s->arena, s->moments, number, &s->moments_capacity, sizeof(*s->moments));
        s->moments[number] = find_moment(s, node);
    }
    node->moment = (uint32_t)number;
    return OK;
}

/* What was done today bears only on what the limits still allow today, and where more contacts
 * never leave more room, what they do not allow now they will not allow later on. */
static void forget_done(const struct states *s, struct node *node)
{
    const uint32_t wanted = s->moments[node->moment].wanted;
    if (!trail_only_fills(s->plan->trail))
        return;
    for (int i = 0; i < s->step_count; i++)
        if (!(s->step_pairs[i] & wanted))
            node->done &= ~(UINT64_C(1) << i);
    node->is_worked = node->is_worked && (s->worked_pairs & wanted);
}

/* --- states --- */

static void put_followed(const struct states *s, const struct node *node, uint8_t *key,
                         size_t *size)
{
    const int16_t backs[] = {node->attempt_back, node->contact_back, node->notice_back,
                             node->notice_level};
    memcpy(key + *size, backs, sizeof(backs));
    *size += sizeof(backs);
    for (int which = 0; which < 2; which++) {
        int64_t left = s->most[FOLLOW_ATTEMPTS + which];
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

static size_t write_key(const struct states *s, const struct node *node, uint8_t key[KEY_BYTES])
{
    size_t size = 0;
    memcpy(key, &node->moment, sizeof(node->moment));
    size += sizeof(node->moment);
    memcpy(key + size, &node->done, sizeof(node->done));
    size += sizeof(node->done);
    key[size++] = node->is_worked;
    if (s->plan->is_exact)
        put_followed(s, node, key, &size);
    return size;
}

status states_add(struct states *s, const struct node *node)
{
    uint8_t key[KEY_BYTES];
    struct node state = *node;
    size_t number = 0;
    TRY(set_moment(s, &state));
    forget_done(s, &state);
    if (!table_add(&s->keys, key, write_key(s, &state, key), &number))
        return OK;
    if (number >= s->states_max)
        return op_fail(s->model->op, E_LIMIT, "there are more than %zu states: raise --states",
                       s->states_max);
    if (number / NODES_CHUNK == s->chunk_count) {
        s->chunks =
            arena_grow(s->arena, s->chunks, s->chunk_count, &s->chunk_capacity, sizeof(*s->chunks));
        s->chunks[s->chunk_count++].nodes = arena_array(s->arena, NODES_CHUNK, sizeof(struct node));
    }
    *states_at(s, number) = state;
    s->node_count = number + 1;
    return OK;
}

status states_add_entry(const struct states *s, struct node *node, const struct other *other)
{
    size_t i = 0;
    while (i < node->entry_count &&
           !(node->entries[i].back == 0 && node->entries[i].channel == other->channel &&
             node->entries[i].is_this_case == other->is_this_case))
        i++;
    if (i == ENTRIES_MAX)
        return op_fail(s->model->op, E_LIMIT, "a history has more than %d contacts", ENTRIES_MAX);
    if (i == node->entry_count)
        node->entries[node->entry_count++] =
            (struct entry){.channel = (uint8_t)other->channel, .is_this_case = other->is_this_case};
    struct entry *const entry = &node->entries[i];
    if (!other->is_inbound && entry->attempts <= s->counts_max)
        entry->attempts++;
    if (other->is_contact && entry->contacts <= s->counts_max)
        entry->contacts++;
    node->channel = (uint8_t)other->channel;
    node->is_answered = other->is_contact;
    node->is_this_case = other->is_this_case;
    if (other->is_this_case && !other->is_inbound && s->reads[FOLLOW_ATTEMPT])
        node->attempt_back = 0;
    if (other->is_this_case && other->is_contact && s->reads[FOLLOW_CONTACT])
        node->contact_back = 0;
    return OK;
}
