#include "book/point_best.h"

#include <inttypes.h>

#include "book/person.h"
#include "book/point_score.h"
#include "store/db.h"

/* --- what is read of all parties at once --- */

struct action_row {
    int64_t party_id, point_id, flags;
    day on;
    bool is_message;
};

struct bounce_row {
    int64_t party_id, point_id;
    int bounced;
};

struct point_row {
    struct point_choice choice;
    const char *kind;
    enum point_state state;
    enum point_use use;
    int64_t priority;
    day known_on;
};

struct reading {
    struct op *op;
    struct person *persons;
    size_t person_count;
    struct db_arg parties;
    struct action_row *actions;
    size_t action_count, action_room;
    struct bounce_row *bounces;
    size_t bounce_count, bounce_room;
    struct point_row *points;
    size_t point_count, point_room;
};

/* Ascending, as person_read gives them. */
static status add_party(struct op *op, struct person *person, int64_t party_id)
{
    size_t at = person->count;
    if (person_has(person, party_id))
        return OK;
    if (person->count == PERSON_PARTIES_MAX)
        return op_fail(op, E_STORE, "party %" PRId64 " is one with more than %d others",
                       person->ids[0], PERSON_PARTIES_MAX - 1);
    for (; at > 0 && person->ids[at - 1] > party_id; at--)
        person->ids[at] = person->ids[at - 1];
    person->ids[at] = party_id;
    person->count++;
    return OK;
}

static status read_persons(struct reading *r, const int64_t *debtor_ids)
{
    struct op *const op = r->op;
    const struct db_arg arg = db_arg_ids(op, debtor_ids, r->person_count);
    struct db_rows rows;
    bool has_row = false;
    for (size_t i = 0; i < r->person_count; i++)
        r->persons[i] = (struct person){.ids = {debtor_ids[i]}, .count = 1};
    TRY(db_query(op, Q_PARTY_SAME_LINKS, &arg, 1, &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        for (size_t i = 0; i < r->person_count; i++)
            if (debtor_ids[i] == db_id(&rows, 0))
                TRY(add_party(op, &r->persons[i], db_id(&rows, 1)));
    }
}

static struct db_arg list_parties(const struct reading *r)
{
    int64_t *const ids =
        arena_array(r->op->arena, r->person_count * PERSON_PARTIES_MAX, sizeof(*ids));
    size_t count = 0;
    for (size_t i = 0; i < r->person_count; i++)
        for (size_t k = 0; k < r->persons[i].count; k++)
            ids[count++] = r->persons[i].ids[k];
    return db_arg_ids(r->op, ids, count);
}

static status read_actions(struct reading *r)
{
    struct op *const op = r->op;
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_POINT_ACTIONS_OF, &r->parties, 1, &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        r->actions = arena_grow(op->arena, r->actions, r->action_count, &r->action_room,
                                sizeof(*r->actions));
        r->actions[r->action_count++] =
            (struct action_row){db_id(&rows, 0), db_id(&rows, 1), db_i64(&rows, 2),
                                db_day(&rows, 3), db_i64(&rows, 4) != 0};
    }
}

static status read_bounces(struct reading *r)
{
    struct op *const op = r->op;
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_POINT_BOUNCES_OF, &r->parties, 1, &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        r->bounces = arena_grow(op->arena, r->bounces, r->bounce_count, &r->bounce_room,
                                sizeof(*r->bounces));
        r->bounces[r->bounce_count++] =
            (struct bounce_row){db_id(&rows, 0), db_id(&rows, 1), (int)db_i64(&rows, 2)};
    }
}

static status take_point(struct op *op, const struct db_rows *rows, struct point_row *ret_point)
{
    struct point_row point = {
        .choice = {.id = db_id(rows, 1),
                   .owner_id = db_id(rows, 0),
                   .sealed = str_copy(op->arena, db_blob(rows, 3))},
        .kind = str_cstr(op->arena, db_text(rows, 2)),
        .use = POINT_PERSONAL,
        .priority = db_i64(rows, 5),
        .known_on = instant_utc_day(db_instant(rows, 6)),
    };
    if (!point_state_parse(db_text(rows, 4), &point.state) ||
        (!db_is_null(rows, 7) && !point_use_parse(db_text(rows, 7), &point.use)))
        return op_fail(op, E_STORE, "a contact point has an unknown state");
    *ret_point = point;
    return OK;
}

static status read_points(struct reading *r)
{
    struct op *const op = r->op;
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_CONTACT_POINT_OF, &r->parties, 1, &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        r->points =
            arena_grow(op->arena, r->points, r->point_count, &r->point_room, sizeof(*r->points));
        TRY(take_point(op, &rows, &r->points[r->point_count]));
        r->point_count++;
    }
}

/* --- which one first --- */

/* Use, then score, then verified, then priority: each has its own digits. */
static int64_t rank_of(const struct point_row *point, int score)
{
    const int64_t order = point->priority < 0 ? 0 : point->priority > 999 ? 999 : point->priority;
    return (int64_t)(POINT_USE_COUNT - point->use) * 10000000 + (int64_t)score * 10000 +
           (point->state == POINT_VERIFIED ? 1000 : 0) + (999 - order);
}

struct best {
    const char *kind;
    struct point_choice *choice;
    int64_t rank; /* the larger the better */
};

static void tally_of(const struct reading *r, int64_t party_id, struct point_tally *tally)
{
    for (size_t i = 0; i < r->action_count; i++) {
        const struct action_row *const row = &r->actions[i];
        if (row->party_id == party_id)
            point_tally_action(r->op, tally, row->point_id, row->flags, row->on, row->is_message);
    }
    for (size_t i = 0; i < r->bounce_count; i++)
        if (r->bounces[i].party_id == party_id)
            point_tally_bounces(r->op, tally, r->bounces[i].point_id, r->bounces[i].bounced);
}

static void choose(const struct point_tally *tally, const struct point_row *point, day on,
                   struct best best[3])
{
    const struct point_results results =
        point_results_of(tally->rows, tally->count, point->choice.id);
    char reasons[POINT_REASONS_SIZE];
    const int score = point_score(&results, point->state, point->known_on, on, reasons);
    const int64_t rank = rank_of(point, score);
    for (int i = 0; score > 0 && i < 3; i++)
        if (strcmp(point->kind, best[i].kind) == 0 && rank > best[i].rank) {
            *best[i].choice = point->choice;
            best[i].choice->score = score;
            best[i].rank = rank;
        }
}

static void choose_of_person(const struct reading *r, const struct person *person, day on,
                             struct point_best *ret_best)
{
    struct best best[3] = {
        {"email",   &ret_best->email,   0},
        {"phone",   &ret_best->phone,   0},
        {"address", &ret_best->address, 0}
    };
    struct point_tally tally = {0};
    *ret_best = (struct point_best){.email = {.id = 0}};
    for (size_t k = 0; k < person->count; k++)
        tally_of(r, person->ids[k], &tally);
    for (size_t k = 0; k < person->count; k++)
        for (size_t i = 0; i < r->point_count; i++)
            if (r->points[i].choice.owner_id == person->ids[k])
                choose(&tally, &r->points[i], on, best);
}

status point_best_read(struct op *op, const int64_t *debtor_ids, size_t count, day on,
                       struct point_best *ret_best)
{
    struct reading r = {.op = op,
                        .persons = arena_array(op->arena, count, sizeof(struct person)),
                        .person_count = count};
    if (count == 0)
        return OK;
    TRY(read_persons(&r, debtor_ids));
    r.parties = list_parties(&r);
    TRY(read_actions(&r));
    TRY(read_bounces(&r));
    TRY(read_points(&r));
    for (size_t i = 0; i < count; i++)
        choose_of_person(&r, &r.persons[i], on, &ret_best[i]);
    return OK;
}
