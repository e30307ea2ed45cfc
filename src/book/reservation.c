#include "book/reservation.h"

#include <assert.h>
#include <inttypes.h>

#include "base/ids.h"
#include "book/person.h"
#include "record/audit.h"
#include "store/db.h"

status reservation_lock(struct op *op, int64_t person_id)
{
    struct person person;
    return person_lock(op, person_id, &person);
}

status reservation_hold(struct op *op, const struct reservation *r, int64_t *ret_id)
{
    const int64_t id = id_make();
    TRY(audit_insert(op, AUDIT_PERMIT, 0,
                     DB_ARGS(ARG_ID(r->person_id), ARG_ID(id), ARG_ID(r->key.case_id),
                             ARG_DAY(r->on), ARG_I64(r->channel), ARG_ID(r->outbox_id),
                             ARG_ID(op->actor_id), ARG_INSTANT(r->expires_at), ARG_TEXT_C(r->rule),
                             ARG_TEXT_C(r->pack), ARG_INSTANT(op_now(op)), ARG_ID(r->point_id))));
    *ret_id = id;
    return OK;
}

struct held {
    int64_t case_id;
    int64_t channel;
    bool is_held;
    bool is_revoked;
    instant expires_at;
    day on;
    int64_t point_id;
};

static status read_held(struct op *op, struct db_rows *row, void *out)
{
    struct held *const held = out;
    (void)op;
    held->case_id = db_id(row, 0);
    held->channel = db_i64(row, 1);
    held->is_held = str_equal_c(db_text(row, 2), "held");
    held->is_revoked = str_equal_c(db_text(row, 2), "revoked");
    held->expires_at = db_instant(row, 3);
    held->on = db_day(row, 4);
    held->point_id = db_id(row, 5);
    return OK;
}

static status end(struct op *op, int64_t person_id, int64_t id, const char *state)
{
    return db_run(
        op, Q_RESERVATION_END,
        DB_ARGS(ARG_ID(person_id), ARG_ID(id), ARG_TEXT_C(state), ARG_INSTANT(op_now(op))), NULL);
}

const char *permit_lack_name(enum permit_lack lack)
{
    static const char *const names[LACK_COUNT] = {"nothing", "none",    "unknown", "other",
                                                  "ended",   "expired", "revoked"};
    assert((unsigned)lack < LACK_COUNT);
    return names[lack];
}

static enum permit_lack lack_of(const struct held *held, const struct case_key *key,
                                enum channel channel, instant now)
{
    if (held->case_id != key->case_id || held->channel != (int64_t)channel)
        return LACK_OTHER;
    if (held->is_revoked)
        return LACK_REVOKED;
    if (!held->is_held)
        return LACK_ENDED;
    return held->expires_at != INSTANT_NONE && held->expires_at <= now ? LACK_EXPIRED
                                                                       : LACK_NOTHING;
}

status reservation_look(struct op *op, int64_t person_id, int64_t id, const struct case_key *key,
                        enum channel channel, struct reservation_place *ret_place)
{
    struct held held = {.on = DAY_NONE};
    bool found = false;
    TRY(reservation_lock(op, person_id));
    *ret_place = (struct reservation_place){.lack = LACK_PERMIT, .on = DAY_NONE};
    if (id == 0)
        return OK;
    TRY(db_query_one(op, Q_RESERVATION_GET, DB_ARGS(ARG_ID(person_id), ARG_ID(id)), read_held,
                     &held, &found));
    *ret_place = (struct reservation_place){
        found ? lack_of(&held, key, channel, op_now(op)) : LACK_UNKNOWN, held.on, held.point_id};
    return OK;
}

status reservation_use(struct op *op, int64_t person_id, int64_t id, const struct case_key *key,
                       enum channel channel, day *ret_on)
{
    struct reservation_place place;
    TRY(reservation_look(op, person_id, id, key, channel, &place));
    *ret_on = place.on;
    switch (place.lack) {
    case LACK_NOTHING:
        break;
    case LACK_OTHER:
        return op_fail(op, E_CONFLICT, "permit %" PRId64 " is for another case or channel", id);
    case LACK_REVOKED:
        return op_fail(op, E_CONFLICT,
                       "permit %" PRId64
                       " ended: the person withdrew their consent; do not make the "
                       "contact, and record without a permit what was done before",
                       id);
    case LACK_ENDED:
        return op_fail(op, E_CONFLICT, "permit %" PRId64 " was used or given up already", id);
    case LACK_EXPIRED:
        return op_fail(op, E_CONFLICT, "permit %" PRId64 " has expired: ask again", id);
    case LACK_PERMIT:
    case LACK_UNKNOWN:
    case LACK_COUNT:
        return op_fail(op, E_NOT_FOUND, "no permit %" PRId64 " of this person", id);
    }
    return end(op, person_id, id, "used");
}

status reservation_release(struct op *op, int64_t person_id, int64_t id)
{
    return end(op, person_id, id, "released");
}

status reservation_revoke(struct op *op, int64_t person_id, int64_t id)
{
    return end(op, person_id, id, "revoked");
}

status reservation_end_message(struct op *op, int64_t person_id, int64_t outbox_id, bool is_used)
{
    return db_run(op, Q_RESERVATION_END_MESSAGE,
                  DB_ARGS(ARG_ID(person_id), ARG_ID(outbox_id),
                          ARG_TEXT_C(is_used ? "used" : "released"), ARG_INSTANT(op_now(op))),
                  NULL);
}

struct places {
    struct reserved *list;
    size_t count, capacity;
};

static status add_places(struct op *op, int64_t debtor_id, day from, instant now,
                         struct places *places)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_RESERVATION_LIVE,
                 DB_ARGS(ARG_ID(debtor_id), ARG_DAY(from), ARG_INSTANT(now)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        places->list = arena_grow(op->arena, places->list, places->count, &places->capacity,
                                  sizeof(*places->list));
        places->list[places->count++] =
            (struct reserved){db_id(&rows, 0), db_day(&rows, 1), (enum channel)db_i64(&rows, 2)};
    }
}

status reservation_list(struct op *op, const struct person *person, day from, instant now,
                        const struct reserved **ret_list, size_t *ret_count)
{
    struct places places = {0};
    for (size_t i = 0; i < person->count; i++)
        TRY(add_places(op, person->ids[i], from, now, &places));
    *ret_list = places.list;
    *ret_count = places.count;
    return OK;
}
