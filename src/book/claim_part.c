#include "book/claim_part.h"

#include <inttypes.h>

#include "base/ids.h"
#include "record/audit.h"

#define ROWS_MAX 256 /* components of a claim × days of issue that it was told to have */

struct part_row {
    enum component component;
    day value_on;
    int64_t amount;
};
struct part_rows {
    struct part_row of[ROWS_MAX]; /* as its source tells it */
    size_t count;
    int64_t moved; /* by plans, and written off */
    bool is_moved; /* by one at least */
};

static status load_rows(struct op *op, int64_t debtor_id, int64_t claim_id, struct part_rows *out)
{
    struct db_rows rows;
    bool has_row = false;
    out->count = 0;
    out->moved = 0;
    out->is_moved = false;
    TRY(db_query(op, Q_LEDGER_PARTS_OF_CLAIM, DB_ARGS(ARG_ID(debtor_id), ARG_ID(claim_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        if (db_i64(&rows, 3) == 0) {
            out->moved += db_i64(&rows, 2);
            out->is_moved = true;
            continue;
        }
        if (out->count == ROWS_MAX || db_i64(&rows, 0) < 0 || db_i64(&rows, 0) >= COMPONENT_COUNT)
            return op_fail(op, E_INTERNAL, "claim %" PRId64 " has entries of no component",
                           claim_id);
        out->of[out->count++] =
            (struct part_row){(enum component)db_i64(&rows, 0), db_day(&rows, 1), db_i64(&rows, 2)};
    }
}

static struct parts sum_of(const struct part_rows *rows)
{
    struct parts parts = {{0}};
    for (size_t i = 0; i < rows->count; i++)
        parts.of[rows->of[i].component] += rows->of[i].amount;
    return parts;
}

static status sum_checked(struct op *op, const struct part_rows *rows, int64_t claim_id,
                          money amount, struct parts *ret_parts)
{
    int64_t total = 0;
    *ret_parts = sum_of(rows);
    if (!parts_total(ret_parts, &total) || total + rows->moved != amount.minor)
        return op_fail(op, E_INTERNAL, "claim %" PRId64 " is not what its entries add up to",
                       claim_id);
    return OK;
    return OK;
}

status claim_part_get(struct op *op, int64_t debtor_id, int64_t claim_id, money amount,
                      struct parts *ret_parts, bool *ret_is_told)
{
    struct part_rows rows;
    TRY(load_rows(op, debtor_id, claim_id, &rows));
    *ret_is_told = rows.count > 0 || rows.is_moved;
    if (*ret_is_told)
        return sum_checked(op, &rows, claim_id, amount, ret_parts);
    *ret_parts = (struct parts){.of = {[COMPONENT_PRINCIPAL] = amount.minor}};
    return OK;
}

status claim_part_of_input(struct op *op, const struct claim_input *in, struct parts *ret_parts)
{
    struct parts parts = in->others;
    int64_t others = 0;
    parts.of[COMPONENT_PRINCIPAL] = 0;
    for (int i = 0; i < COMPONENT_COUNT; i++)
        if (parts.of[i] < 0)
            return op_fail(op, E_INVALID, "claim \"" STR_FORMAT "\": its %s is negative",
                           STR_ARG(in->external_id), component_name((enum component)i));
    if (!parts_total(&parts, &others) || others > in->amount.minor)
        return op_fail(op, E_INVALID,
                       "claim \"" STR_FORMAT "\": its interest, fees and taxes are more than its "
                       "amount: the amount is the sum of all",
                       STR_ARG(in->external_id));
    parts.of[COMPONENT_PRINCIPAL] = in->amount.minor - others;
    *ret_parts = parts;
    return OK;
}

static bool is_plain(const struct parts *parts)
{
    for (int i = COMPONENT_PRINCIPAL + 1; i < COMPONENT_COUNT; i++)
        if (parts->of[i] != 0)
            return false;
    return true;
}

struct part_entry {
    const char *kind;
    struct part_row row;
    day booked_on;
};

static status write_entry(struct op *op, const struct obligation_ref *obligation, int64_t claim_id,
                          const struct part_entry *entry)
{
    if (entry->row.amount == 0)
        return OK;
    return audit_insert(op, AUDIT_LEDGER_ENTRY, 0,
                        DB_ARGS(ARG_ID(obligation->debtor_id), ARG_ID(id_make()),
                                ARG_ID(obligation->case_id), ARG_ID(obligation->id),
                                ARG_ID(claim_id), ARG_TEXT_C(entry->kind),
                                ARG_I64(entry->row.component), ARG_I64(entry->row.amount),
                                ARG_DAY(entry->row.value_on), ARG_DAY(entry->booked_on),
                                ARG_ID(op->actor_id), ARG_INSTANT(op_now(op))));
}

static status read_flag(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(bool *)out = db_i64(row, 0) != 0;
    return OK;
}

status claim_part_any(struct op *op, struct case_key key, bool *ret_any)
{
    bool found = false;
    return db_query_one(op, Q_LEDGER_HAS_PARTS, DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)),
                        read_flag, ret_any, &found);
}

status claim_part_open(struct op *op, const struct obligation_ref *obligation, int64_t claim_id,
                       day value_on, const struct parts *parts)
{
    if (is_plain(parts))
        return OK;
    for (int i = 0; i < COMPONENT_COUNT; i++) {
        const struct part_entry entry = {
            "opened", {(enum component)i, value_on, parts->of[i]},
             op->business_date
        };
        TRY(write_entry(op, obligation, claim_id, &entry));
    }
    return OK;
}

/* What the claim is to be made of. */
static status target_of(struct op *op, const struct claim_input *in, int64_t claim_id,
                        const struct parts *before, struct parts *ret_parts)
{
    int64_t total = 0;
    if (in->tells_parts)
        return claim_part_of_input(op, in, ret_parts);
    *ret_parts = *before;
    if (!parts_total(before, &total))
        return op_fail(op, E_LIMIT, "claim %" PRId64 ": the sum leaves the range of money",
                       claim_id);
    ret_parts->of[COMPONENT_PRINCIPAL] += in->amount.minor - total;
    if (ret_parts->of[COMPONENT_PRINCIPAL] < 0)
        return op_fail(op, E_CONFLICT,
                       "claim \"" STR_FORMAT "\" would have less than no principal: say its "
                       "interest and fees too",
                       STR_ARG(in->external_id));
    return OK;
}

status claim_part_differs(struct op *op, const struct claim *claim, const struct claim_input *in,
                          int64_t debtor_id, bool *ret_differs)
{
    struct parts before;
    struct parts after;
    bool is_told = false;
    *ret_differs = false;
    if (!in->tells_parts)
        return OK;
    TRY(claim_part_get(op, debtor_id, claim->id, claim->amount, &before, &is_told));
    TRY(claim_part_of_input(op, in, &after));
    *ret_differs = memcmp(&before, &after, sizeof(before)) != 0;
    return OK;
}

status claim_part_moved(struct op *op, int64_t debtor_id, int64_t claim_id, int64_t *ret_moved)
{
    struct part_rows rows;
    TRY(load_rows(op, debtor_id, claim_id, &rows));
    *ret_moved = rows.moved;
    return OK;
}

static status read_day(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(day *)out = db_day(row, 0);
    return OK;
}

/* A claim whose row told all gets the entry that it stood for. */
static status tell_opening(struct op *op, const struct obligation_ref *obligation,
                           const struct claim *claim, struct part_rows *rows)
{
    day booked_on = DAY_NONE;
    bool found = false;
    TRY(db_query_one(op, Q_LEDGER_CLAIM_MADE,
                     DB_ARGS(ARG_ID(obligation->debtor_id), ARG_ID(claim->id)), read_day,
                     &booked_on, &found));
    const struct part_entry entry = {
        "opened",
        {COMPONENT_PRINCIPAL, claim->issued_on, claim->amount.minor},
        booked_on == DAY_NONE ? op->business_date : booked_on
    };
    rows->of[rows->count++] = entry.row;
    return write_entry(op, obligation, claim->id, &entry);
}

status claim_part_change(struct op *op, const struct obligation_ref *obligation,
                         const struct claim *before, const struct claim_input *in)
{
    struct part_rows rows;
    struct parts was = {.of = {[COMPONENT_PRINCIPAL] = before->amount.minor}};
    struct parts target;
    TRY(load_rows(op, obligation->debtor_id, before->id, &rows));
    if (rows.count > 0 || rows.is_moved)
        TRY(sum_checked(op, &rows, before->id, before->amount, &was));
    TRY(target_of(op, in, before->id, &was, &target));
    if (rows.count == 0 && !rows.is_moved && is_plain(&target))
        return OK;
    if (rows.count == 0 && !rows.is_moved)
        TRY(tell_opening(op, obligation, before, &rows));
    for (size_t i = 0; i < rows.count; i++) { /* another day of issue: everything moves there */
        const struct part_row *const row = &rows.of[i];
        if (row->value_on == in->issued_on) {
            target.of[row->component] -= row->amount;
            continue;
        }
        const struct part_entry off = {
            "adjusted", {row->component, row->value_on, -row->amount},
             op->business_date
        };
        TRY(write_entry(op, obligation, before->id, &off));
    }
    for (int i = 0; i < COMPONENT_COUNT; i++) {
        const struct part_entry on = {
            "adjusted", {(enum component)i, in->issued_on, target.of[i]},
             op->business_date
        };
        TRY(write_entry(op, obligation, before->id, &on));
    }
    return OK;
}

static const char *const move_names[] = {
    [MOVE_MOVED] = "moved", [MOVE_WAIVED] = "waived", [MOVE_WRITTEN_OFF] = "written_off"};

bool claim_move_parse(str name, enum claim_move_kind *ret_kind)
{
    for (size_t i = 0; i < ARRAY_LEN(move_names); i++)
        if (str_equal_c(name, move_names[i])) {
            *ret_kind = (enum claim_move_kind)i;
            return true;
        }
    return false;
}

status claim_part_move(struct op *op, const struct obligation_ref *obligation, int64_t claim_id,
                       const struct claim_move *move)
{
    const struct part_entry entry = {
        move_names[move->kind], {move->component, move->value_on, move->amount},
         op->business_date
    };
    return write_entry(op, obligation, claim_id, &entry);
}

status claim_part_tell(struct op *op, const struct obligation_ref *obligation,
                       const struct claim *claim)
{
    struct part_rows rows;
    TRY(load_rows(op, obligation->debtor_id, claim->id, &rows));
    if (rows.count > 0 || rows.is_moved || claim->amount.minor == 0)
        return OK;
    return tell_opening(op, obligation, claim, &rows);
}

/* Principal gives first, then what is dearest to owe. */
status claim_part_say(struct op *op, const struct obligation_ref *obligation,
                      const struct claim *claim, money amount)
{
    struct part_rows rows;
    struct parts parts;
    int64_t total = 0;
    TRY(load_rows(op, obligation->debtor_id, claim->id, &rows));
    if (rows.count == 0 && !rows.is_moved && claim->amount.minor != amount.minor)
        TRY(tell_opening(op, obligation, claim, &rows));
    if (rows.count == 0 && !rows.is_moved)
        return OK;
    TRY(sum_checked(op, &rows, claim->id, claim->amount, &parts));
    if (!parts_total(&parts, &total))
        return op_fail(op, E_LIMIT, "claim %" PRId64 ": the sum leaves the range of money",
                       claim->id);
    int64_t more = amount.minor - total;
    for (int i = 0; i < COMPONENT_COUNT && more != 0; i++) {
        const int64_t part = more > -parts.of[i] ? more : -parts.of[i];
        const struct part_entry entry = {
            "adjusted", {(enum component)i, claim->issued_on, part},
             op->business_date
        };
        TRY(write_entry(op, obligation, claim->id, &entry));
        more -= part;
    }
    return OK;
}
