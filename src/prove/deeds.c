/* What can happen in a state: the strategy's deeds and the events of others, each once.  What makes
 * no difference to any later state is folded before the walk, not in each of its states. */
#include <string.h>

#include "prove/states.h"

static uint64_t find_step(struct states *s, const struct move *move)
{
    int i = 0;
    if (!move->is_message)
        return 0;
    while (i < s->step_count && s->steps[i] != move->step)
        i++;
    if (i == STEPS_MAX)
        return 0; /* it may then come twice a day: more than the engine does */
    if (i == s->step_count)
        s->steps[s->step_count++] = move->step;
    return UINT64_C(1) << i;
}

static uint64_t find_effect(struct states *s, const struct move *move)
{
    int i = 0;
    while (i < s->effect_count &&
           !(s->effects[i].step == move->step && s->effects[i].notice_level == move->notice_level &&
             s->effects[i].channel == move->channel &&
             s->effects[i].is_message == move->is_message))
        i++;
    if (i == STEPS_MAX)
        return 0;
    if (i == s->effect_count)
        s->effects[s->effect_count++] = (struct effect){move->step, move->notice_level,
                                                        (uint8_t)move->channel, move->is_message};
    return UINT64_C(1) << i;
}

/* What of a move the walk can tell from others. */
struct deed_key {
    int32_t rule;
    int32_t step;
    int32_t notice_level;
    uint8_t channel;
    uint8_t purpose;
    uint8_t person;
    uint8_t is_message;
    uint8_t is_repeatable;
    uint8_t unused[3];
};

/* What the tables plan with the counts of one history, they plan with free ones: nothing may come
 * up in the middle of the walk that its first states did not know of. */
static bool is_known(const struct states *s, const struct deed *deed)
{
    uint32_t known = deed->move->is_message ? 0 : s->worked_pairs;
    for (int i = 0; i < s->step_count; i++)
        if (deed->step >> i & 1)
            known = s->step_pairs[i];
    return (known & deed->pair) || (deed->move->is_message && deed->step == 0);
}

static void note_pairs(struct states *s, const struct deed *deed)
{
    const unsigned number = (unsigned)__builtin_ctz(deed->pair);
    if (!s->pairs[number] || s->pairs[number]->state != PERSON_LAWFUL)
        s->pairs[number] = deed->person; /* better not who is the reason for a refusal */
    if (!deed->move->is_message)
        s->worked_pairs |= deed->pair;
    for (int i = 0; i < s->step_count; i++)
        if (deed->step >> i & 1)
            s->step_pairs[i] |= deed->pair;
}

static status add_deed(struct states *s, const struct move *move, const struct person *person,
                       struct deeds *deeds)
{
    const unsigned number = (unsigned)move->channel * PURPOSE_COUNT + (unsigned)move->purpose;
    const struct deed deed = {.move = move,
                              .person = person,
                              .step = find_step(s, move),
                              .effect = find_effect(s, move),
                              .pair = UINT32_C(1) << number};
    if (s->node_count == 0)
        note_pairs(s, &deed);
    if (!is_known(s, &deed) || !s->pairs[number])
        return op_fail(s->model->op, E_INTERNAL,
                       "the tables plan with some counts what they never plan: rule %d",
                       move->rule);
    deeds->list[deeds->count++] = deed;
    return OK;
}

status states_list_deeds(struct states *s, const struct moves *moves, struct deeds *ret_deeds)
{
    struct op *const op = s->model->op;
    struct table table = table_start(op->arena);
    struct deeds deeds = {arena_array(op->arena, moves->count, sizeof(*deeds.list)), 0};
    for (size_t i = 0; i < moves->count; i++) {
        const struct move *const move = &moves->list[i];
        const struct person *const person = persons_ask(s->persons, move);
        const struct deed_key key = {.rule = move->rule,
                                     .step = move->step,
                                     .notice_level = move->notice_level,
                                     .channel = (uint8_t)move->channel,
                                     .purpose = (uint8_t)move->purpose,
                                     .person = (uint8_t)person->state,
                                     .is_message = move->is_message,
                                     .is_repeatable = move->is_repeatable};
        size_t number = 0;
        if (person->state != PERSON_NEVER && table_add(&table, &key, sizeof(key), &number))
            TRY(add_deed(s, move, person, &deeds));
    }
    *ret_deeds = deeds;
    return OK;
}

/* --- others --- */

/* What an event changes in a state. */
struct change {
    uint8_t channel;
    uint8_t is_this_case;
    uint8_t is_attempt;
    uint8_t is_contact;
};

static struct change change_of(const struct states *s, const struct other *other)
{
    const bool is_exact = s->plan->is_exact && other->is_this_case;
    const bool reads_contacts = s->reads[FOLLOW_CONTACT] || s->reads[FOLLOW_CONTACTS];
    const bool reads_attempts = s->reads[FOLLOW_ATTEMPT] || s->reads[FOLLOW_ATTEMPTS];
    const bool is_counted = trail_alike(s->plan->trail, other->channel) != CHANNEL_NONE;
    const bool tells_contacts = is_counted && trail_tells_contacts(s->plan->trail);
    const struct change change = {
        .channel = (uint8_t)trail_alike(s->plan->trail, other->channel),
        .is_this_case = other->is_this_case && (is_exact || trail_tells_cases(s->plan->trail)),
        .is_attempt = !other->is_inbound && (is_counted || (is_exact && reads_attempts)),
        .is_contact = other->is_contact && (tells_contacts || (is_exact && reads_contacts)),
    };
    return change;
}

static bool is_among(const struct change *changes, int count, const struct change *change)
{
    for (int i = 0; i < count; i++)
        if (memcmp(&changes[i], change, sizeof(*change)) == 0)
            return true;
    return false;
}

/* Nothing binds what others do: another case, an agent, another system, or the person. */
void states_list_others(struct states *s)
{
    struct change changes[ARRAY_LEN(s->others)];
    for (int channel = CHANNEL_EMAIL; channel < CHANNEL_COUNT; channel++)
        for (int kind = 0; kind < 6; kind++) {
            const bool is_inbound = kind < 2;
            const struct other other = {.channel = (enum channel)channel,
                                        .is_inbound = is_inbound,
                                        .is_contact = is_inbound || kind % 2 == 0,
                                        .is_this_case = is_inbound ? kind == 0 : kind < 4};
            const struct change change = change_of(s, &other);
            if ((s->model->request->is_alone && !(is_inbound && other.is_this_case)) ||
                (!change.is_attempt && !change.is_contact) ||
                is_among(changes, s->other_count, &change))
                continue;
            changes[s->other_count] = change;
            s->others[s->other_count++] = other;
        }
}
