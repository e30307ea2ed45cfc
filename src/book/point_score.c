#include "book/point_score.h"

#include <stdio.h>

#include "book/person.h"
#include "store/db.h"

enum {
    START = 40,
    VERIFIED = 20,
    RIGHT_PARTY = 10,
    RECENT = 10,
    THIRD_PARTY = -10,
    NO_ANSWER = -5,
    DELIVERED = 5,
    BOUNCED = -15,
    OLD = -10,
    HIGHEST = 99,
    RECENT_DAYS = 90,
    OLD_DAYS = 730
};

static struct point_results *row_of(struct op *op, struct point_tally *list, int64_t point_id)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->rows[i].point_id == point_id)
            return &list->rows[i];
    list->rows = arena_grow(op->arena, list->rows, list->count, &list->room, sizeof(*list->rows));
    list->rows[list->count] =
        (struct point_results){.point_id = point_id, .last_right_on = DAY_NONE};
    return &list->rows[list->count++];
}

static bool has(int64_t flags, enum outcome_flag flag)
{
    return (flags & OUTCOME_BIT(flag)) != 0;
}

void point_tally_action(struct op *op, struct point_tally *tally, int64_t point_id, int64_t flags,
                        day on, bool is_message)
{
    struct point_results *const results = row_of(op, tally, point_id);
    if (is_message) { /* nobody answers a message on the spot */
        results->delivered++;
        return;
    }
    if (has(flags, OUTCOME_RIGHT_PARTY)) {
        results->right_party++;
        results->no_answer = 0;
        results->last_right_on = on;
    } else if (has(flags, OUTCOME_THIRD_PARTY)) {
        results->third_party++;
    } else if (has(flags, OUTCOME_ATTEMPT) && !has(flags, OUTCOME_CONTACT)) {
        results->no_answer++;
    }
}

void point_tally_bounces(struct op *op, struct point_tally *tally, int64_t point_id, int bounced)
{
    row_of(op, tally, point_id)->bounced += bounced;
}

static status read_party(struct op *op, int64_t debtor_id, struct point_tally *list)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_POINT_ACTIONS, DB_ARGS(ARG_ID(debtor_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        point_tally_action(op, list, db_id(&rows, 0), db_i64(&rows, 1), db_day(&rows, 2),
                           db_i64(&rows, 3) != 0);
    }
}

static status read_bounces(struct op *op, int64_t debtor_id, struct point_tally *list)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_POINT_BOUNCES, DB_ARGS(ARG_ID(debtor_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        point_tally_bounces(op, list, db_id(&rows, 0), (int)db_i64(&rows, 1));
    }
}

status point_results_read(struct op *op, int64_t debtor_id, const struct point_results **ret_list,
                          size_t *ret_count)
{
    struct point_tally list = {0};
    struct person person;
    TRY(person_read(op, debtor_id, &person));
    for (size_t i = 0; i < person.count; i++) {
        TRY(read_party(op, person.ids[i], &list));
        TRY(read_bounces(op, person.ids[i], &list));
    }
    *ret_list = list.rows;
    *ret_count = list.count;
    return OK;
}

struct point_results point_results_of(const struct point_results *list, size_t count,
                                      int64_t point_id)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].point_id == point_id)
            return list[i];
    return (struct point_results){.point_id = point_id, .last_right_on = DAY_NONE};
}

/* --- the rule --- */

struct scoring {
    char *reasons;
    size_t used;
    int score;
};

/* number 0: the word alone stands for the reason. */
static void add(struct scoring *s, const char *word, int number, int points)
{
    const char *const blank = s->used > 0 ? " " : "";
    char *const end = s->reasons + s->used;
    const size_t room = POINT_REASONS_SIZE - s->used;
    const int written = number > 0 ? snprintf(end, room, "%s%s:%d", blank, word, number)
                                   : snprintf(end, room, "%s%s", blank, word);
    s->used += written > 0 && (size_t)written < room ? (size_t)written : 0;
    s->score += points;
}

static void add_times(struct scoring *s, const char *word, int times, int most, int points)
{
    if (times > 0)
        add(s, word, times, (times < most ? times : most) * points);
}

int point_score(const struct point_results *results, enum point_state state, day known_on, day on,
                char reasons[POINT_REASONS_SIZE])
{
    struct scoring s = {.reasons = reasons, .score = START};
    const bool is_usable = state == POINT_UNVERIFIED || state == POINT_VERIFIED;
    reasons[0] = '\0';
    if (!is_usable) {
        add(&s, point_state_name(state), 0, 0);
        return 0;
    }
    if (state == POINT_VERIFIED)
        add(&s, "verified", 0, VERIFIED);
    add_times(&s, "right_party", results->right_party, 3, RIGHT_PARTY);
    if (results->last_right_on != DAY_NONE && on - results->last_right_on <= RECENT_DAYS)
        add(&s, "recent", 0, RECENT);
    add_times(&s, "third_party", results->third_party, 3, THIRD_PARTY);
    add_times(&s, "no_answer", results->no_answer, 6, NO_ANSWER);
    add_times(&s, "delivered", results->delivered, 2, DELIVERED);
    add_times(&s, "bounced", results->bounced, 2, BOUNCED);
    if (results->right_party == 0 && known_on != DAY_NONE && on - known_on >= OLD_DAYS)
        add(&s, "old", 0, OLD);
    return s.score < 1 ? 1 : s.score > HIGHEST ? HIGHEST : s.score;
}
