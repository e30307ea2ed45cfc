#include "book/unmeet.h"

#include "base/ids.h"
#include "record/audit.h"
#include "store/db.h"

struct met {
    int64_t payment_id;
    day value_on;
    int64_t amount;
    bool is_returned;
    int64_t unapplied;
};

static status load_met(struct op *op, int64_t debtor_id, int64_t claim_id, struct met **ret_list,
                       size_t *ret_count)
{
    struct db_rows rows;
    bool has_row = false;
    size_t capacity = 0;
    size_t count = 0;
    struct met *list = NULL;
    TRY(db_query(op, Q_ALLOCATION_OF_CLAIM, DB_ARGS(ARG_ID(debtor_id), ARG_ID(claim_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        list = arena_grow(op->arena, list, count, &capacity, sizeof(*list));
        list[count++] = (struct met){
            .payment_id = db_id(&rows, 0),
            .value_on = db_day(&rows, 1),
            .amount = db_i64(&rows, 2),
            .is_returned = str_equal_c(db_text(&rows, 3), "returned"),
            .unapplied = db_i64(&rows, 4),
        };
    }
    *ret_list = list;
    *ret_count = count;
    return OK;
}

static status allocate(struct op *op, struct case_key key, const struct met *met, int64_t claim_id,
                       int64_t amount)
{
    TRY(audit_insert(op, AUDIT_ALLOCATION, key.case_id,
                     DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(id_make()), ARG_ID(met->payment_id),
                             ARG_ID(claim_id), ARG_MONEY(((money){amount})), ARG_DAY(met->value_on),
                             ARG_DAY(op->business_date), ARG_INSTANT(op_now(op)),
                             ARG_I64(COMPONENT_PRINCIPAL))));
    return claim_add_paid(op, key.debtor_id, claim_id, (money){amount}, met->value_on);
}

static status give_back(struct op *op, struct case_key key, const struct met *met, int64_t claim_id,
                        int64_t amount)
{
    TRY(allocate(op, key, met, claim_id, -amount));
    return db_run(op, Q_PAYMENT_SET_STATE,
                  DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(met->payment_id),
                          ARG_TEXT(STR("unapplied")),
                          ARG_MONEY(((money){met->unapplied + amount}))),
                  NULL);
}

/* Onto the other claims, as far as they are open. */
static status move(struct op *op, struct case_key key, const struct met *met, int64_t claim_id,
                   int64_t amount, const int64_t *to, size_t to_count)
{
    for (size_t i = 0; i < to_count && amount > 0; i++) {
        struct claim claim;
        TRY(claim_get(op, key.debtor_id, to[i], &claim));
        const int64_t open = claim.is_open ? claim.amount.minor - claim.paid.minor : 0;
        const int64_t part = amount < open ? amount : open;
        if (part <= 0)
            continue;
        TRY(allocate(op, key, met, claim_id, -part));
        TRY(allocate(op, key, met, to[i], part));
        amount -= part;
    }
    return OK;
}

status unmeet_claim(struct op *op, struct case_key key, int64_t claim_id, money most,
                    const int64_t *to, size_t to_count)
{
    struct met *list = NULL;
    size_t count = 0;
    TRY(load_met(op, key.debtor_id, claim_id, &list, &count));
    for (size_t i = 0; i < count && most.minor > 0; i++) {
        const int64_t part = list[i].amount < most.minor ? list[i].amount : most.minor;
        if (list[i].is_returned)
            TRY(move(op, key, &list[i], claim_id, part, to, to_count));
        else
            TRY(give_back(op, key, &list[i], claim_id, part));
        most.minor -= part;
    }
    return OK;
}
