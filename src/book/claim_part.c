#include "book/claim_part.h"

#include <inttypes.h>

#include "base/ids.h"
#include "book/case_ledger.h"
#include "book/unit.h"
#include "record/audit.h"

#define ROWS_MAX 256 /* components of a claim × days of issue that it was told to have */

struct part_row {
    enum component component;
    day value_on;
    int64_t amount;
};
struct part_rows {
    struct part_row of[ROWS_MAX];
    size_t count;
};

static status load_rows(struct op *op, int64_t debtor_id, int64_t claim_id, struct part_rows *out)
{
    struct db_rows rows;
    bool has_row = false;
    out->count = 0;
    TRY(db_query(op, Q_LEDGER_PARTS_OF_CLAIM, DB_ARGS(ARG_ID(debtor_id), ARG_ID(claim_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
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
    if (!parts_total(ret_parts, &total) || total != amount.minor)
        return op_fail(op, E_INTERNAL, "claim %" PRId64 " is not what its entries add up to",
                       claim_id);
    return OK;
}

status claim_part_get(struct op *op, int64_t debtor_id, int64_t claim_id, money amount,
                      struct parts *ret_parts, bool *ret_is_told)
{
    struct part_rows rows;
    TRY(load_rows(op, debtor_id, claim_id, &rows));
    *ret_is_told = rows.count > 0;
    if (rows.count > 0)
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

static status check_not_arranged(struct op *op, const struct obligation_ref *obligation)
{
    const struct case_key key = {obligation->debtor_id, obligation->case_id};
    bool is_arranged = false;
    if (unit_find_case(op, key)) /* nobody has agreed on a new case yet */
        return OK;
    TRY(case_ledger_is_arranged(op, key, &is_arranged));
    return is_arranged ? op_fail(op, E_CONFLICT,
                                 "the case has an arrangement: tell the amount of a claim, not of "
                                 "what it is made")
                       : OK;
}

status claim_part_open(struct op *op, const struct obligation_ref *obligation, int64_t claim_id,
                       day value_on, const struct parts *parts)
{
    if (is_plain(parts))
        return OK;
    TRY(check_not_arranged(op, obligation));
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
static status target_of(struct op *op, const struct claim_input *in, const struct parts *before,
                        money amount_before, struct parts *ret_parts)
{
    if (in->tells_parts)
        return claim_part_of_input(op, in, ret_parts);
    *ret_parts = *before;
    ret_parts->of[COMPONENT_PRINCIPAL] += in->amount.minor - amount_before.minor;
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
    if (rows.count > 0)
        TRY(sum_checked(op, &rows, before->id, before->amount, &was));
    TRY(target_of(op, in, &was, before->amount, &target));
    if (rows.count == 0 && is_plain(&target))
        return OK;
    TRY(check_not_arranged(op, obligation));
    if (rows.count == 0)
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
