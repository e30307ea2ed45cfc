#include "book/merge.h"

#include <inttypes.h>

#include "base/ids.h"
#include "base/json.h"
#include "book/party.h"
#include "book/person.h"
#include "store/db.h"

static status lock_party(struct op *op, int64_t debtor_id)
{
    bool found = false;
    TRY(db_query_one(op, Q_PARTY_LOCK, DB_ARGS(ARG_ID(debtor_id)), NULL, NULL, &found));
    return found ? OK : op_fail(op, E_NOT_FOUND, "no party %" PRId64, debtor_id);
}

/* Both persons in one list, ascending: the order in which everybody locks. */
static struct person join(const struct person *a, const struct person *b)
{
    struct person all = {.count = 0};
    size_t i = 0;
    size_t j = 0;
    while (i < a->count || j < b->count) {
        const bool from_a = j == b->count || (i < a->count && a->ids[i] < b->ids[j]);
        all.ids[all.count++] = from_a ? a->ids[i++] : b->ids[j++];
    }
    return all;
}

/* Locks who is to be joined or parted; nobody may have changed them since they were read. */
static status lock_parties(struct op *op, const struct person *all)
{
    for (size_t i = 0; i < all->count; i++)
        TRY(lock_party(op, all->ids[i]));
    return OK;
}

static status check_still(struct op *op, int64_t debtor_id, const struct person *was)
{
    struct person now;
    TRY(person_read(op, debtor_id, &now));
    return person_equal(&now, was)
               ? OK
               : op_fail(op, E_BUSY, "the person of party %" PRId64 " was changed: try again",
                         debtor_id);
}

static status link_all(struct op *op, const struct person *a, const struct person *b,
                       int64_t merge_id)
{
    const struct db_arg now = ARG_INSTANT(op_now(op));
    for (size_t i = 0; i < a->count; i++)
        for (size_t j = 0; j < b->count; j++) {
            const struct db_arg one = ARG_ID(a->ids[i]);
            const struct db_arg other = ARG_ID(b->ids[j]);
            TRY(db_run(op, Q_PARTY_SAME_INSERT, DB_ARGS(one, other, ARG_ID(merge_id), now), NULL));
            TRY(db_run(op, Q_PARTY_SAME_INSERT, DB_ARGS(other, one, ARG_ID(merge_id), now), NULL));
        }
    return OK;
}

/* Every case of the person tells it and is decided anew. */
static status tell(struct op *op, const struct person *all, const char *kind, int64_t merge_id,
                   str reason)
{
    struct buf payload = buf_start(op->arena, 8192);
    struct json_writer w = json_start(&payload);
    json_object_open(&w);
    json_put_id(&w, "merge_id", merge_id);
    json_put_str(&w, "reason", reason);
    json_key(&w, "parties");
    json_array_open(&w);
    for (size_t i = 0; i < all->count; i++)
        json_write_id(&w, all->ids[i]);
    json_array_close(&w);
    json_object_close(&w);
    for (size_t i = 0; i < all->count; i++)
        TRY(party_tell(op, all->ids[i], kind, buf_str(&payload)));
    return OK;
}

static status check_merge(struct op *op, int64_t party_id, int64_t other_id, str reason,
                          const struct person *a, const struct person *b)
{
    if (reason.size == 0 || str_characters(reason) > LIMIT_NOTE_CHARACTERS)
        return op_fail(op, E_INVALID, "a merge needs a reason of at most %d characters",
                       LIMIT_NOTE_CHARACTERS);
    if (party_id == other_id)
        return op_fail(op, E_INVALID, "party %" PRId64 " is itself already", party_id);
    if (person_has(a, other_id))
        return op_fail(op, E_CONFLICT, "parties %" PRId64 " and %" PRId64 " are one person already",
                       party_id, other_id);
    if (a->count + b->count > PERSON_PARTIES_MAX)
        return op_fail(op, E_LIMIT, "a person has at most %d parties", PERSON_PARTIES_MAX);
    return OK;
}

status merge_parties(struct op *op, int64_t party_id, int64_t other_id, str reason,
                     int64_t *ret_merge_id)
{
    struct person a;
    struct person b;
    TRY(person_read(op, party_id, &a));
    TRY(person_read(op, other_id, &b));
    TRY(check_merge(op, party_id, other_id, reason, &a, &b));
    const struct person all = join(&a, &b);
    TRY(lock_parties(op, &all));
    TRY(check_still(op, party_id, &a));
    TRY(check_still(op, other_id, &b));
    const int64_t id = id_make();
    TRY(db_run(op, Q_PARTY_MERGE_INSERT,
               DB_ARGS(ARG_ID(id), ARG_ID(party_id), ARG_ID(other_id), ARG_TEXT(reason),
                       ARG_ID(op->actor_id), ARG_INSTANT(op_now(op))),
               NULL));
    TRY(link_all(op, &a, &b, id));
    TRY(tell(op, &all, "party.merged", id, reason));
    *ret_merge_id = id;
    return OK;
}

/* --- undoing --- */

struct known_merge {
    int64_t party_id;
    bool is_undone;
};

static status read_merge(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(struct known_merge *)out = (struct known_merge){db_id(row, 0), db_i64(row, 2) > 0};
    return OK;
}

static status find_merge(struct op *op, int64_t merge_id, struct known_merge *ret_merge)
{
    bool found = false;
    TRY(db_query_one(op, Q_PARTY_MERGE_GET, DB_ARGS(ARG_ID(merge_id)), read_merge, ret_merge,
                     &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "no merge %" PRId64, merge_id);
    return ret_merge->is_undone
               ? op_fail(op, E_CONFLICT, "merge %" PRId64 " is undone already", merge_id)
               : OK;
}

/* What was joined on top of this merge rests on it. */
static status check_latest(struct op *op, const struct person *all, int64_t merge_id)
{
    for (size_t i = 0; i < all->count; i++) {
        struct person person;
        TRY(person_read(op, all->ids[i], &person));
        if (!person_equal(&person, all))
            return op_fail(op, E_BUSY, "the person of party %" PRId64 " was changed: try again",
                           all->ids[i]);
        if (person.latest_merge > merge_id)
            return op_fail(op, E_CONFLICT, "undo merge %" PRId64 " first: it came later",
                           person.latest_merge);
    }
    return OK;
}

status merge_undo(struct op *op, int64_t merge_id, str reason)
{
    struct known_merge merge;
    struct person all;
    if (reason.size == 0 || str_characters(reason) > LIMIT_NOTE_CHARACTERS)
        return op_fail(op, E_INVALID, "a merge needs a reason of at most %d characters",
                       LIMIT_NOTE_CHARACTERS);
    TRY(find_merge(op, merge_id, &merge));
    TRY(person_read(op, merge.party_id, &all));
    TRY(lock_parties(op, &all));
    TRY(check_latest(op, &all, merge_id));
    TRY(db_run(
        op, Q_PARTY_MERGE_UNDO_INSERT,
        DB_ARGS(ARG_ID(merge_id), ARG_TEXT(reason), ARG_ID(op->actor_id), ARG_INSTANT(op_now(op))),
        NULL));
    TRY(tell(op, &all, "party.parted", merge_id, reason));
    for (size_t i = 0; i < all.count; i++)
        TRY(db_run(op, Q_PARTY_SAME_END,
                   DB_ARGS(ARG_ID(all.ids[i]), ARG_ID(merge_id), ARG_INSTANT(op_now(op))), NULL));
    return OK;
}

status merge_list(struct op *op, int most, const struct merge **ret_list, size_t *ret_count)
{
    struct db_rows rows;
    struct merge *list = NULL;
    bool has_row = false;
    size_t count = 0;
    size_t capacity = 0;
    TRY(db_query(op, Q_PARTY_MERGE_LIST, DB_ARGS(ARG_I64(most)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        list = arena_grow(op->arena, list, count, &capacity, sizeof(*list));
        list[count++] = (struct merge){db_id(&rows, 0),      db_id(&rows, 1),
                                       db_id(&rows, 2),      db_text_copy(op, &rows, 3),
                                       db_instant(&rows, 4), db_instant(&rows, 5)};
    }
    *ret_list = list;
    *ret_count = count;
    return OK;
}
