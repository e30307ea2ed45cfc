#include "book/joint_arrangement.h"

#include <inttypes.h>

#include "base/ids.h"
#include "base/json.h"
#include "record/audit.h"

/* --- proposing --- */

static status check_whole(struct op *op, const struct joint_input *in, int64_t *ret_owed,
                          int64_t *ret_total)
{
    int64_t owed = 0;
    int64_t total = 0;
    if (in->case_count < 2 || in->case_count > JOINT_PARTS_MAX)
        return op_fail(op, E_INVALID, "a joint arrangement is of 2 to %d cases", JOINT_PARTS_MAX);
    if (in->row_count == 0 || in->row_count > ARRANGEMENT_ROWS_MAX)
        return op_fail(op, E_INVALID, "an arrangement has from 1 to %d payments",
                       ARRANGEMENT_ROWS_MAX);
    for (size_t i = 0; i < in->case_count; i++)
        owed += in->owed[i];
    for (size_t i = 0; i < in->row_count; i++) {
        if (in->rows[i].amount <= 0 || in->rows[i].amount > LIMIT_AMOUNT_MINOR)
            return op_fail(op, E_INVALID, "payment %d of the arrangement must be above zero",
                           (int)i + 1);
        total += in->rows[i].amount;
    }
    if (total > owed)
        return op_fail(op, E_INVALID, "the arrangement is above what is past due");
    *ret_owed = owed;
    *ret_total = total;
    return OK;
}

static str plan_text(struct op *op, const struct joint_input *in)
{
    struct buf text = buf_start(op->arena, (size_t)64 * (ARRANGEMENT_ROWS_MAX + 1));
    struct json_writer w = json_start(&text);
    json_array_open(&w);
    for (size_t i = 0; i < in->row_count; i++) {
        json_array_open(&w);
        json_write_day(&w, in->rows[i].due_on);
        json_write_i64(&w, in->rows[i].amount);
        json_array_close(&w);
    }
    json_array_close(&w);
    return buf_str(&text);
}

static const int64_t *divide(struct op *op, const struct joint_input *in)
{
    int64_t amounts[ARRANGEMENT_ROWS_MAX];
    int64_t *const cells = arena_array(op->arena, in->row_count * in->case_count, sizeof(*cells));
    for (size_t r = 0; r < in->row_count; r++)
        amounts[r] = in->rows[r].amount;
    joint_divide(amounts, in->row_count, in->owed, in->case_count, cells);
    return cells;
}

static status propose_part(struct op *op, const struct joint_input *in, int64_t joint_id,
                           size_t part, const int64_t *cells, int64_t *ret_id)
{
    struct arrangement_plan_row rows[ARRANGEMENT_ROWS_MAX];
    for (size_t r = 0; r < in->row_count; r++) {
        if (cells[r] == 0)
            return op_fail(op, E_INVALID,
                           "payment %d of the arrangement is too small to be divided over the "
                           "cases",
                           (int)r + 1);
        rows[r] = (struct arrangement_plan_row){in->rows[r].due_on, cells[r]};
    }
    const struct arrangement_input input = {
        .key = {in->debtor_id, in->cases[part]},
        .kind = in->kind,
        .owed = in->owed[part],
        .rows = rows,
        .row_count = in->row_count,
        .missed = in->missed,
        .grace_days = in->grace_days,
        .excess = in->excess,
        .joint_id = joint_id
    };
    return arrangement_propose(op, &input, ret_id);
}

status joint_propose(struct op *op, const struct joint_input *in, int64_t *ret_arrangement_id)
{
    const int64_t joint_id = id_make();
    int64_t owed = 0;
    int64_t total = 0;
    int64_t first_id = 0;
    TRY(check_whole(op, in, &owed, &total));
    for (size_t i = 0; i < in->case_count; i++)
        TRY(touch_lock(op, in->debtor_id, in->cases[i]));
    TRY(audit_insert(op, AUDIT_JOINT_ARRANGEMENT, 0,
                     DB_ARGS(ARG_ID(in->debtor_id), ARG_ID(joint_id), ARG_TEXT_C(in->kind),
                             ARG_DAY(op->business_date), ARG_MONEY(((money){owed})),
                             ARG_MONEY(((money){total})), ARG_TEXT(plan_text(op, in)),
                             ARG_ID(op->actor_id), ARG_INSTANT(op_now(op)))));
    const int64_t *const cells = divide(op, in);
    for (size_t i = 0; i < in->case_count; i++) {
        int64_t id = 0;
        TRY(propose_part(op, in, joint_id, i, cells + i * in->row_count, &id));
        first_id = i == 0 ? id : first_id;
    }
    *ret_arrangement_id = first_id;
    return OK;
}

/* --- reading --- */

static status read_head(struct op *op, struct db_rows *row, void *out)
{
    struct joint_arrangement *const joint = out;
    json_t *root = NULL;
    joint->id = db_id(row, 0);
    joint->kind = db_text_copy(op, row, 1);
    joint->made_on = db_day(row, 2);
    joint->owed = db_i64(row, 3);
    joint->total = db_i64(row, 4);
    TRY(json_parse(op, db_text_copy(op, row, 5), &root));
    joint->row_count = json_array_size(root);
    joint->rows = arena_array(op->arena, joint->row_count + 1, sizeof(*joint->rows));
    for (size_t i = 0; i < joint->row_count; i++) {
        const json_t *const pair = json_array_get(root, i);
        if (!day_parse(str_of(json_string_value(json_array_get(pair, 0))), &joint->rows[i].due_on))
            return op_fail(op, E_STORE, "arrangement %" PRId64 " has an unreadable plan",
                           joint->id);
        joint->rows[i].amount = json_integer_value(json_array_get(pair, 1));
    }
    return OK;
}

static status read_parts(struct op *op, int64_t debtor_id, struct joint_arrangement *joint)
{
    struct db_rows rows;
    bool has_row = false;
    size_t capacity = 0;
    TRY(db_query(op, Q_JOINT_ARRANGEMENT_PART_LIST, DB_ARGS(ARG_ID(debtor_id), ARG_ID(joint->id)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        joint->parts =
            arena_grow(op->arena, joint->parts, joint->count, &capacity, sizeof(*joint->parts));
        joint->parts[joint->count++] = (struct joint_part){.arrangement = {.id = db_id(&rows, 0)},
                                                           .case_number = db_i64(&rows, 2),
                                                           .creditor = db_text_copy(op, &rows, 3)};
    }
    for (size_t i = 0; i < joint->count; i++)
        TRY(arrangement_get(op, debtor_id, joint->parts[i].arrangement.id,
                            &joint->parts[i].arrangement));
    return OK;
}

status joint_get(struct op *op, int64_t debtor_id, int64_t joint_id,
                 struct joint_arrangement *ret_joint)
{
    struct joint_arrangement joint = {.count = 0};
    bool found = false;
    TRY(db_query_one(op, Q_JOINT_ARRANGEMENT_GET, DB_ARGS(ARG_ID(debtor_id), ARG_ID(joint_id)),
                     read_head, &joint, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "no arrangement %" PRId64 " of this debtor", joint_id);
    TRY(read_parts(op, debtor_id, &joint));
    *ret_joint = joint;
    return OK;
}

/* --- money that names it --- */

struct dues {
    struct joint_due *of;
    size_t count, capacity;
};

static void add_due(struct op *op, struct dues *dues, size_t part, day due_on, int64_t open)
{
    dues->of = arena_grow(op->arena, dues->of, dues->count, &dues->capacity, sizeof(*dues->of));
    dues->of[dues->count++] = (struct joint_due){part, due_on, open};
}

/* The payments of a part that are not paid, and what went back. */
static status add_dues(struct op *op, const struct arrangement *arrangement, size_t part,
                       struct dues *dues)
{
    struct arranged_claim *claims = NULL;
    struct arranged_return *returns = NULL;
    size_t claim_count = 0;
    size_t return_count = 0;
    TRY(arranged_load(op, arrangement->key.debtor_id, arrangement->id, &claims, &claim_count));
    for (size_t i = 0; i < claim_count; i++)
        if (claims[i].role == ARRANGED_ROW && claims[i].is_open)
            add_due(op, dues, part, claims[i].due_on, claims[i].amount_now - claims[i].paid_now);
    TRY(arranged_returns(op, arrangement, &returns, &return_count));
    for (size_t i = 0; i < return_count; i++)
        add_due(op, dues, part, returns[i].due_on, returns[i].open);
    return OK;
}

static status divide_money(struct op *op, const struct agreement *of, int64_t amount,
                           int64_t shares[JOINT_PARTS_MAX])
{
    struct dues dues = {.count = 0};
    for (size_t i = 0; i < of->count; i++)
        TRY(add_dues(op, &of->parts[i], i, &dues));
    joint_divide_money(amount, dues.of, dues.count, of->count, shares);
    return OK;
}

/* number 0: it is not divided. */
static status pay_share(struct op *op, const struct payment_order *whole, int number,
                        struct agreement_share *share)
{
    struct payment_order order = *whole;
    bool is_new = false;
    order.debtor_id = share->key.debtor_id;
    order.case_id = share->key.case_id;
    order.claim_id = 0;
    order.amount = share->amount;
    if (number > 0)
        order.reference =
            str_of(arena_printf(op->arena, STR_FORMAT "-%d", STR_ARG(whole->reference), number));
    TRY(payment_take(op, &order, &share->payment_id, &is_new));
    return is_new ? OK
                  : op_fail(op, E_CONFLICT,
                            "payment \"" STR_FORMAT "\" of source \"" STR_FORMAT
                            "\" is booked already",
                            STR_ARG(order.reference), STR_ARG(order.source));
}

static status check_money(struct op *op, const struct agreement *of,
                          const struct payment_order *order)
{
    if (!str_equal_c(of->parts[0].state, "active"))
        return op_fail(op, E_CONFLICT, "arrangement %" PRId64 " is %s", of->parts[0].id,
                       op_word(op, str_cstr(op->arena, of->parts[0].state)));
    if (order->amount.minor <= 0)
        return op_fail(op, E_INVALID, "payment \"" STR_FORMAT "\": the amount must be above zero",
                       STR_ARG(order->reference));
    if (order->reference.size == 0)
        return op_fail(op, E_INVALID, "a payment needs a reference, so that it is taken only once");
    return OK;
}

status agreement_pay(struct op *op, int64_t arrangement_id, const struct payment_order *order,
                     struct agreement_share **ret_shares, size_t *ret_count)
{
    int64_t amounts[JOINT_PARTS_MAX];
    struct agreement of;
    size_t count = 0;
    TRY(agreement_take(op, order->debtor_id, arrangement_id, &of));
    TRY(check_money(op, &of, order));
    TRY(divide_money(op, &of, order->amount.minor, amounts));
    struct agreement_share *const shares = arena_array(op->arena, of.count, sizeof(*shares));
    for (size_t i = 0; i < of.count; i++) {
        if (amounts[i] == 0)
            continue;
        shares[count] = (struct agreement_share){.key = of.parts[i].key, .amount = {amounts[i]}};
        TRY(pay_share(op, order, of.count > 1 ? (int)count + 1 : 0, &shares[count]));
        count++;
    }
    *ret_shares = shares;
    *ret_count = count;
    return OK;
}
