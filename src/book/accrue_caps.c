#include "book/accrue_caps.h"

#include <stdlib.h>

#include "store/db.h"

status accrue_holds_load(struct op *op, struct case_key key, struct interest_holds *ret_holds)
{
    struct interest_holds holds = {NULL, 0};
    struct db_rows rows;
    bool has_row = false;
    size_t capacity = 0;
    TRY(db_query(op, Q_INTEREST_HOLDS, DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        const day until = db_day(&rows, 1);
        holds.of = arena_grow(op->arena, holds.of, holds.count, &capacity, sizeof(*holds.of));
        holds.of[holds.count++] =
            (struct interest_period){db_day(&rows, 0), until == DAY_NONE ? DAY_MAX : until};
    }
    *ret_holds = holds;
    return OK;
}

static int compare_days(const void *left, const void *right)
{
    const struct interest_step *const a = left;
    const struct interest_step *const b = right;
    return (a->from > b->from) - (a->from < b->from);
}

static int64_t cap_on(const struct interest_steps *caps, day on)
{
    int64_t cap = INTEREST_NO_CAP;
    for (size_t i = 0; i < caps->count && caps->of[i].from <= on; i++)
        cap = caps->of[i].value;
    return cap;
}

static bool is_held(const struct interest_holds *holds, day on)
{
    for (size_t i = 0; i < holds->count; i++)
        if (holds->of[i].from <= on && on < holds->of[i].until)
            return true;
    return false;
}

void accrue_cut_caps(struct op *op, const struct interest_holds *holds,
                     const struct interest_steps *law, int64_t rate,
                     struct interest_steps *ret_ordinary, struct interest_steps *ret_late)
{
    const size_t most = 1 + law->count + 2 * holds->count;
    struct interest_step *const ordinary = arena_array(op->arena, most, sizeof(*ordinary));
    struct interest_step *const late = arena_array(op->arena, most, sizeof(*late));
    size_t count = 0;
    size_t kept = 0;
    ordinary[count++].from = DAY_MIN;
    for (size_t i = 0; i < law->count; i++)
        ordinary[count++].from = law->of[i].from;
    for (size_t i = 0; i < holds->count; i++) {
        ordinary[count++].from = holds->of[i].from;
        ordinary[count++].from = holds->of[i].until;
    }
    qsort(ordinary, count, sizeof(*ordinary), compare_days);
    for (size_t i = 0; i < count; i++) {
        const day from = ordinary[i].from;
        if (kept > 0 && ordinary[kept - 1].from == from)
            continue;
        const int64_t cap = is_held(holds, from) ? 0 : cap_on(law, from);
        const int64_t taken = rate < cap ? rate : cap;
        ordinary[kept] = (struct interest_step){from, cap};
        late[kept++] = (struct interest_step){from, cap == INTEREST_NO_CAP ? cap : cap - taken};
    }
    *ret_ordinary = (struct interest_steps){ordinary, kept};
    *ret_late = (struct interest_steps){late, kept};
}
