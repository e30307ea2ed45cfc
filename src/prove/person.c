/* Who: circumstances of a person that decide for all time, asked of the limits and of the law.
 *
 * Each circumstance forbids by itself (comply/pack_rules.h), so what matters is whether the law
 * forbids one that the limits let through.  All combinations are asked nevertheless: there are a
 * few hundred, and nobody has to believe it. */
#include "prove/person.h"

#include "prove/table.h"

/* What neither tables nor facts decide; the first value of each is what nobody doubts. */
enum { FREE_COUNT = CONSENT_STATE_COUNT * 2 * 2 * 2 * 2 * 2 * 2 * 2 };

struct person_key {
    uint32_t seen;
    uint8_t channel;
    uint8_t purpose;
    uint8_t role;
    uint8_t unused;
};

struct persons {
    struct model *model;
    day on; /* an ordinary day of the edition */
    struct table table;
    struct person *list;
    size_t capacity;
};

struct persons *persons_start(struct model *model, const struct edition_days *days)
{
    struct persons *const persons = arena_new(model->op->arena, struct persons);
    *persons = (struct persons){.model = model, .on = days->from};
    persons->table = table_start(model->op->arena);
    return persons;
}

int64_t persons_count(const struct persons *persons)
{
    return (int64_t)persons->table.count;
}

static bool take_bit(int *number)
{
    const bool bit = *number % 2 != 0;
    *number /= 2;
    return bit;
}

static struct proof_circumstance circumstance_of(int number)
{
    static const enum consent_state consents[CONSENT_STATE_COUNT] = {
        CONSENT_GIVEN, CONSENT_NONE, CONSENT_REVOKED, CONSENT_EXPIRED};
    struct proof_circumstance c = {.consent = consents[number % CONSENT_STATE_COUNT]};
    number /= CONSENT_STATE_COUNT;
    c.is_unverified = take_bit(&number);
    c.is_minor = take_bit(&number);
    c.is_elderly = take_bit(&number);
    c.has_suit = take_bit(&number);
    c.is_in_relief = take_bit(&number);
    c.is_workplace = take_bit(&number);
    c.is_automated = take_bit(&number);
    return c;
}

/* How far a circumstance is from what nobody doubts: the nearest is the one to be shown. */
static int distance(const struct proof_circumstance *c)
{
    return (c->consent != CONSENT_GIVEN) + c->is_unverified + c->is_minor + c->is_elderly +
           c->has_suit + c->is_in_relief + c->is_workplace + c->is_automated;
}

static uint32_t flags_of(uint32_t seen, bool is_minor)
{
    return ((seen & SEEN_DECEASED) ? FLAG_BIT(FLAG_DECEASED) : 0) |
           ((seen & SEEN_REPRESENTED) ? FLAG_BIT(FLAG_REPRESENTED) : 0) |
           ((seen & SEEN_BANKRUPT) ? FLAG_BIT(FLAG_BANKRUPT) : 0) |
           ((seen & SEEN_VULNERABLE) ? FLAG_BIT(FLAG_VULNERABLE) : 0) |
           (is_minor ? FLAG_BIT(FLAG_MINOR) : 0);
}

/* As decision_request does from facts (policy/decide.h). */
static bool can_reach(const struct move *move)
{
    const uint32_t bit = move->channel == CHANNEL_EMAIL ? SEEN_EMAIL
                         : move->channel == CHANNEL_LETTER || move->channel == CHANNEL_VISIT
                             ? SEEN_ADDRESS
                             : SEEN_PHONE;
    return (move->seen & bit) != 0;
}

static struct gate_request request_of(const struct persons *persons, const struct move *move,
                                      const struct proof_circumstance *c)
{
    return (struct gate_request){
        .channel = move->channel,
        .purpose = move->purpose,
        .at = INSTANT_NONE,
        .zone = persons->model->zone,
        .role = move->role,
        .flags = flags_of(move->seen, c->is_minor),
        .point = !can_reach(move)   ? POINT_INACTIVE
                 : c->is_unverified ? POINT_UNVERIFIED
                                    : POINT_VERIFIED,
        .consent = c->consent,
        .has_dispute = (move->seen & SEEN_DISPUTE) != 0,
        .is_elderly = c->is_elderly,
        .has_suit = c->has_suit,
        .is_in_relief = c->is_in_relief,
        .is_workplace = c->is_workplace,
        .is_automated = c->is_automated,
        .has_hold = (move->seen & SEEN_HELD) != 0,
        .hold_from = DAY_NONE,
        .hold_until = DAY_NONE,
    };
}

/* What no time cures under the law of that day, with nothing counted. */
static bool is_barred(const struct pack *pack, const struct gate_request *request, day on,
                      struct gate_verdict *ret_verdict)
{
    instant unused = INSTANT_NONE;
    return !gate_plan(pack, request, on, &unused, ret_verdict) &&
           (ret_verdict->is_lasting || ret_verdict->next_at == INSTANT_NONE);
}

static struct person find_person(const struct persons *persons, const struct move *move)
{
    const struct model *const model = persons->model;
    struct person person = {.state = PERSON_NEVER};
    int nearest = FREE_COUNT;
    for (int number = 0; number < FREE_COUNT; number++) {
        const struct proof_circumstance c = circumstance_of(number);
        const struct gate_request request = request_of(persons, move, &c);
        struct gate_verdict verdict;
        if (is_barred(model->limits, &request, persons->on, &verdict))
            continue;
        const bool is_unlawful = is_barred(model->law, &request, persons->on, &verdict);
        if (is_unlawful ? (person.state == PERSON_UNLAWFUL && distance(&c) >= nearest)
                        : person.state != PERSON_NEVER)
            continue;
        person = (struct person){.state = is_unlawful ? PERSON_UNLAWFUL : PERSON_LAWFUL,
                                 .request = request,
                                 .circumstance = c};
        if (is_unlawful) {
            nearest = distance(&c);
            person.rule_id = verdict.rule_id;
            person.citation = verdict.citation;
            person.reason = verdict.reason;
        }
    }
    return person;
}

const struct person *persons_ask(struct persons *persons, const struct move *move)
{
    const struct person_key key = {move->seen, (uint8_t)move->channel, (uint8_t)move->purpose,
                                   (uint8_t)move->role, 0};
    size_t number = 0;
    if (table_add(&persons->table, &key, sizeof(key), &number)) {
        persons->list = arena_grow(persons->model->op->arena, persons->list, number,
                                   &persons->capacity, sizeof(*persons->list));
        persons->list[number] = find_person(persons, move);
    }
    return &persons->list[number];
}
