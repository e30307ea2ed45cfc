#include "book/duplicate.h"

#include <inttypes.h>
#include <stdlib.h>

#include "book/duplicate_rows.h"
#include "book/merge.h"
#include "book/person.h"
#include "store/db.h"

#define BATCH 1000 /* parties looked at in one transaction */

struct ids {
    int64_t *list;
    size_t count, room;
};

static void add_id(struct op *op, struct ids *ids, int64_t id)
{
    ids->list = arena_grow(op->arena, ids->list, ids->count, &ids->room, sizeof(*ids->list));
    ids->list[ids->count++] = id;
}

static int compare_ids(const void *left, const void *right)
{
    const int64_t a = *(const int64_t *)left;
    const int64_t b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static void sort_unique(struct ids *ids)
{
    size_t kept = 0;
    if (ids->count > 1)
        qsort(ids->list, ids->count, sizeof(*ids->list), compare_ids);
    for (size_t i = 0; i < ids->count; i++)
        if (kept == 0 || ids->list[i] != ids->list[kept - 1])
            ids->list[kept++] = ids->list[i];
    ids->count = kept;
}

static bool has_id(const struct ids *ids, int64_t id)
{
    return ids->count > 0 &&
           bsearch(&id, ids->list, ids->count, sizeof(*ids->list), compare_ids) != NULL;
}

/* The first column of a query's rows. */
static status read_ids(struct op *op, enum query query, const struct db_arg *args, size_t count,
                       struct ids *ret_ids)
{
    struct ids ids = {0};
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, query, args, count, &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        add_id(op, &ids, db_i64(&rows, 0));
    }
    *ret_ids = ids;
    return OK;
}

/* --- who is near to whom --- */

struct pair {
    int64_t low, high;
};

struct pairs {
    struct pair *list;
    size_t count, room;
};

static int compare_pairs(const void *left, const void *right)
{
    const struct pair *const a = left;
    const struct pair *const b = right;
    return a->low != b->low ? (a->low < b->low ? -1 : 1)
                            : (a->high > b->high) - (a->high < b->high);
}

/* Pairs of those who share a key, one of them of the batch at least. */
static void add_pairs(struct op *op, const struct ids *batch, const int64_t *group, size_t count,
                      struct pairs *pairs)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++) {
            if (!has_id(batch, group[i]) && !has_id(batch, group[j]))
                continue;
            pairs->list = arena_grow(op->arena, pairs->list, pairs->count, &pairs->room,
                                     sizeof(*pairs->list));
            pairs->list[pairs->count++] = (struct pair){group[i], group[j]}; /* they ascend */
        }
}

static status find_pairs(struct op *op, const struct ids *batch, const struct ids *keys,
                         struct pairs *pairs)
{
    struct ids group = {0};
    struct ids shared;
    struct db_rows rows;
    int64_t key = 0;
    bool has_row = false;
    const struct db_arg args[] = {db_arg_ids(op, keys->list, keys->count),
                                  ARG_I64(DUPLICATE_GROUP_MAX)};
    TRY(read_ids(op, Q_PARTY_KEY_SHARED, args, ARRAY_LEN(args), &shared));
    const struct db_arg found = db_arg_ids(op, shared.list, shared.count);
    TRY(db_query(op, Q_PARTY_KEY_FIND, &found, 1, &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row || db_i64(&rows, 0) != key) {
            add_pairs(op, batch, group.list, group.count, pairs);
            group.count = 0;
        }
        if (!has_row)
            break;
        key = db_i64(&rows, 0);
        add_id(op, &group, db_id(&rows, 1));
    }
    if (pairs->count > 1)
        qsort(pairs->list, pairs->count, sizeof(*pairs->list), compare_pairs);
    return OK;
}

static status put_keys(struct op *op, const struct traits_list *list, struct ids *keys)
{
    struct db_arg *const args =
        arena_array(op->arena, list->count * TRAITS_KEYS_MAX * 2, sizeof(*args));
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        struct ids own = {0};
        int64_t of_party[TRAITS_KEYS_MAX];
        const size_t found = traits_keys(&list->rows[i], of_party);
        for (size_t k = 0; k < found; k++)
            add_id(op, &own, of_party[k]);
        sort_unique(&own); /* no row twice in one statement */
        for (size_t k = 0; k < own.count; k++) {
            args[2 * count] = ARG_I64(own.list[k]);
            args[2 * count++ + 1] = ARG_ID(list->rows[i].id);
            add_id(op, keys, own.list[k]);
        }
    }
    return count > 0 ? db_run_many(op, Q_PARTY_KEY_PUT, args, 2, count, NULL) : OK;
}

/* --- judging --- */

static status is_decided(struct op *op, const struct pair *pair, bool *ret_decided)
{
    struct db_rows rows;
    struct person person;
    bool has_row = false;
    TRY(db_query(op, Q_PARTY_PAIR_GET, DB_ARGS(ARG_ID(pair->low), ARG_ID(pair->high)), &rows));
    TRY(db_next(op, &rows, &has_row));
    *ret_decided = has_row && !str_equal_c(db_text(&rows, 2), "open");
    if (has_row)
        db_rows_close(&rows);
    TRY(person_read(op, pair->low, &person));
    *ret_decided |= person_has(&person, pair->high);
    return OK;
}

static status judge(struct op *op, const struct traits_list *all, const struct pair *pair,
                    bool merge_alone, struct duplicate_count *count)
{
    const struct traits *const low = traits_find(all, pair->low);
    const struct traits *const high = traits_find(all, pair->high);
    bool decided = false;
    bool is_sure = false;
    int64_t merge_id = 0;
    str reasons;
    if (!low || !high)
        return OK;
    const int score = traits_score(op, low, high, &reasons, &is_sure);
    if (score < DUPLICATE_SCORE)
        return OK;
    TRY(is_decided(op, pair, &decided));
    if (decided)
        return OK;
    if (is_sure && merge_alone) {
        count->merged++;
        return duplicate_same(op, pair->low, pair->high, reasons, &merge_id);
    }
    count->pairs++;
    return db_run(op, Q_PARTY_PAIR_PUT,
                  DB_ARGS(ARG_ID(pair->low), ARG_ID(pair->high), ARG_I64(score), ARG_TEXT(reasons),
                          ARG_INSTANT(op_now(op))),
                  NULL);
}

static status judge_all(struct op *op, const struct pairs *pairs, bool merge_alone,
                        struct duplicate_count *count)
{
    struct traits_list all;
    struct ids ids = {0};
    for (size_t i = 0; i < pairs->count; i++) {
        add_id(op, &ids, pairs->list[i].low);
        add_id(op, &ids, pairs->list[i].high);
    }
    sort_unique(&ids);
    TRY(traits_load(op, ids.list, ids.count, &all));
    for (size_t i = 0; i < pairs->count; i++)
        if (i == 0 || compare_pairs(&pairs->list[i], &pairs->list[i - 1]) != 0)
            TRY(judge(op, &all, &pairs->list[i], merge_alone, count));
    return OK;
}

status duplicate_find(struct op *op, instant since, bool merge_alone, int64_t *after,
                      struct duplicate_count *count)
{
    struct ids batch;
    struct ids keys = {0};
    struct pairs pairs = {0};
    struct traits_list list;
    const struct db_arg args[] = {ARG_I64(*after), ARG_I64(since), ARG_I64(BATCH)};
    TRY(read_ids(op, Q_DUPLICATE_CHANGED, args, ARRAY_LEN(args), &batch));
    *after = batch.count > 0 ? batch.list[batch.count - 1] : 0;
    if (batch.count == 0)
        return OK;
    count->parties += (int64_t)batch.count;
    TRY(traits_load(op, batch.list, batch.count, &list));
    TRY(put_keys(op, &list, &keys));
    TRY(find_pairs(op, &batch, &keys, &pairs));
    return judge_all(op, &pairs, merge_alone, count);
}

static status read_since(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(instant *)out = db_i64(row, 0);
    return OK;
}

status duplicate_since(struct op *op, instant *ret_since)
{
    bool found = false;
    *ret_since = 0;
    return db_query_one(op, Q_DUPLICATE_SINCE, DB_NO_ARGS, read_since, ret_since, &found);
}

status duplicate_has_before(struct op *op, int64_t id, bool *ret_has)
{
    return db_query_one(op, Q_DUPLICATE_BEFORE, DB_ARGS(ARG_ID(id)), NULL, NULL, ret_has);
}

/* Rows carry the instant at which their transaction began: some came in later than they look. */
#define LATE (10 * 60 * INSTANT_PER_SECOND)

status duplicate_done(struct op *op, instant began)
{
    return db_run(op, Q_DUPLICATE_SINCE_SET, DB_ARGS(ARG_I64(began - LATE)), NULL);
}

status duplicate_list(struct op *op, int most, const struct duplicate_pair **ret_list,
                      size_t *ret_count)
{
    struct duplicate_pair *list = NULL;
    struct db_rows rows;
    bool has_row = false;
    size_t count = 0;
    size_t room = 0;
    TRY(db_query(op, Q_PARTY_PAIR_OPEN, DB_ARGS(ARG_I64(most)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        list = arena_grow(op->arena, list, count, &room, sizeof(*list));
        list[count++] = (struct duplicate_pair){db_id(&rows, 0), db_id(&rows, 1),
                                                (int)db_i64(&rows, 2), db_text_copy(op, &rows, 3)};
    }
    *ret_list = list;
    *ret_count = count;
    return OK;
}

static status decide(struct op *op, int64_t a, int64_t b, const char *state, int64_t merge_id)
{
    return db_run(op, Q_PARTY_PAIR_DECIDE,
                  DB_ARGS(ARG_ID(a < b ? a : b), ARG_ID(a < b ? b : a), ARG_TEXT_C(state),
                          ARG_INSTANT(op_now(op)), ARG_ID(op->actor_id), ARG_ID(merge_id)),
                  NULL);
}

status duplicate_same(struct op *op, int64_t a, int64_t b, str reason, int64_t *ret_merge_id)
{
    TRY(merge_parties(op, a, b, reason, ret_merge_id));
    return decide(op, a, b, "same", *ret_merge_id);
}

status duplicate_different(struct op *op, int64_t a, int64_t b)
{
    struct person person;
    TRY(person_read(op, a, &person));
    if (a == b)
        return op_fail(op, E_INVALID, "party %" PRId64 " is itself already", a);
    if (person_has(&person, b))
        return op_fail(op, E_CONFLICT,
                       "parties %" PRId64 " and %" PRId64 " are one person: undo their merge", a,
                       b);
    return decide(op, a, b, "different", 0);
}

static status read_state(struct op *op, struct db_rows *row, void *out)
{
    *(str *)out = db_text_copy(op, row, 2);
    return OK;
}

status duplicate_reopen(struct op *op, int64_t a, int64_t b)
{
    str state = {"", 0};
    bool found = false;
    TRY(db_query_one(op, Q_PARTY_PAIR_GET, DB_ARGS(ARG_ID(a < b ? a : b), ARG_ID(a < b ? b : a)),
                     read_state, &state, &found));
    if (!str_equal_c(state, "different"))
        return op_fail(op, E_CONFLICT,
                       "nobody said that parties %" PRId64 " and %" PRId64 " are two persons", a,
                       b);
    return decide(op, a, b, "open", 0);
}
