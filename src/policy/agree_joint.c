/* One agreement over several cases of a debtor: terms, limits, approval, and how it is shown. */
#include <inttypes.h>
#include <stdlib.h>

#include "book/obligation.h"
#include "policy/agree.h"

#define HOUR (INT64_C(3600) * INSTANT_PER_SECOND)

/* What is negotiated, of all cases together. */
struct whole {
    int64_t cases[JOINT_PARTS_MAX];
    int64_t owed[JOINT_PARTS_MAX];
    size_t count;
    struct case_offers offers; /* of the first; its terms are those of the whole */
};

static int compare_ids(const void *left, const void *right)
{
    const int64_t a = *(const int64_t *)left;
    const int64_t b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static status take_cases(struct op *op, struct case_key key, const struct agree_wish *wish,
                         struct whole *whole)
{
    if (wish->with_count + 1 > JOINT_PARTS_MAX)
        return op_fail(op, E_INVALID, "a joint arrangement is of 2 to %d cases", JOINT_PARTS_MAX);
    if (wish->debt_count > 0)
        return op_fail(op, E_INVALID,
                       "an arrangement over several cases takes in all that is "
                       "past due of each");
    whole->cases[whole->count++] = key.case_id;
    for (size_t i = 0; i < wish->with_count; i++) {
        int64_t debtor_id = 0;
        TRY(case_debtor(op, wish->with[i], &debtor_id));
        if (debtor_id != key.debtor_id)
            return op_fail(op, E_INVALID, "case %" PRId64 " is of another person", wish->with[i]);
        whole->cases[whole->count++] = wish->with[i];
    }
    qsort(whole->cases, whole->count, sizeof(*whole->cases), compare_ids);
    for (size_t i = 1; i < whole->count; i++)
        if (whole->cases[i] == whole->cases[i - 1])
            return op_fail(op, E_INVALID, "case %" PRId64 " is named twice", whole->cases[i]);
    return OK;
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* The tightest of both. */
static void add_limits(struct offer_limits *limits, const struct offer_limits *more)
{
    limits->discount = least(limits->discount, more->discount);
    limits->rows = least(limits->rows, more->rows);
    limits->first = limits->first > more->first ? limits->first : more->first;
    limits->days = least(limits->days, more->days);
}

static status add_case(struct op *op, struct case_key key, struct whole *whole, size_t at)
{
    struct case_offers offers;
    TRY(arrangement_check_alone(op, key));
    TRY(case_offers_read(op, key, (money){0}, &offers));
    if (offers.terms.owed == 0)
        return op_fail(op, E_INVALID, "nothing of case %" PRId64 " is past due", key.case_id);
    whole->owed[at] = offers.terms.owed;
    if (at == 0) {
        whole->offers = offers;
        return OK;
    }
    if (offers.currency != whole->offers.currency)
        return op_fail(op, E_INVALID, "case %" PRId64 " is of another currency", key.case_id);
    whole->offers.terms.owed += offers.terms.owed;
    add_limits(&whole->offers.terms.limits, &offers.terms.limits);
    return OK;
}

static status read_whole(struct op *op, struct case_key key, const struct agree_wish *wish,
                         struct whole *whole)
{
    TRY(take_cases(op, key, wish, whole));
    for (size_t i = 0; i < whole->count; i++)
        TRY(touch_lock(op, key.debtor_id, whole->cases[i]));
    for (size_t i = 0; i < whole->count; i++)
        TRY(add_case(op, (struct case_key){key.debtor_id, whole->cases[i]}, whole, i));
    return OK;
}

/* At stake is what is waived in all cases together. */
static status ask_approval(struct op *op, const struct whole *whole, int64_t total, str reason,
                           struct agreed *agreed)
{
    const struct approval_request request = {
        .subject_kind = AGREE_SUBJECT,
        .subject_id = agreed->id,
        .rule = AGREE_PERMISSION,
        .has_amount = true,
        .amount = {whole->offers.terms.owed - total},
        .currency = whole->offers.currency,
        .expires_at = op_now(op) + AGREE_ASK_HOURS * HOUR,
        .reason = reason,
    };
    return approval_request(op, &request, &agreed->approval_id);
}

static status find_part(struct op *op, struct case_key key, int64_t id, int64_t *ret_id)
{
    struct agreement of;
    TRY(agreement_get(op, key.debtor_id, id, &of));
    for (size_t i = 0; i < of.count; i++)
        if (of.parts[i].key.case_id == key.case_id)
            *ret_id = of.parts[i].id;
    return OK;
}

status agree_jointly(struct op *op, struct case_key key, const struct agree_wish *wish,
                     struct agreed *ret_agreed)
{
    struct whole whole = {.count = 0};
    struct offer_row *const wished = arena_array(op->arena, wish->count, sizeof(*wished));
    struct agreed agreed = {0};
    int64_t total = 0;
    int64_t first_id = 0;
    TRY(read_whole(op, key, wish, &whole));
    for (size_t i = 0; i < wish->count; i++) {
        wished[i] = (struct offer_row){wish->rows[i].due_on, wish->rows[i].amount};
        total += wish->rows[i].amount;
    }
    const struct offer_terms *const terms = &whole.offers.terms;
    agreed.excess = offer_excess(terms, wished, wish->count);
    agreed.is_active = agreed.excess == 0;
    const struct joint_input in = {.debtor_id = key.debtor_id,
                                   .cases = whole.cases,
                                   .owed = whole.owed,
                                   .case_count = whole.count,
                                   .kind = total < terms->owed ? "settlement"
                                           : wish->count > 1   ? "plan"
                                                               : "full",
                                   .rows = wish->rows,
                                   .row_count = wish->count,
                                   .missed = whole.offers.breach.missed,
                                   .grace_days = whole.offers.breach.days,
                                   .excess = agreed.excess};
    TRY(joint_propose(op, &in, &first_id));
    TRY(find_part(op, key, first_id, &agreed.id));
    if (agreed.is_active)
        TRY(arrangement_activate(op, key.debtor_id, agreed.id));
    else
        TRY(ask_approval(op, &whole, total, wish->reason, &agreed));
    *ret_agreed = agreed;
    return OK;
}

/* --- showing --- */

void joint_write_parts(struct op *op, struct json_writer *w, const struct joint_arrangement *joint)
{
    json_key(w, "parts");
    json_array_open(w);
    for (size_t i = 0; i < joint->count; i++) {
        const struct joint_part *const part = &joint->parts[i];
        json_object_open(w);
        json_put_id(w, "arrangement_id", part->arrangement.id);
        json_put_id(w, "case_id", part->arrangement.key.case_id);
        json_put_c(w, "case_number", arena_printf(op->arena, "%" PRId64, part->case_number));
        json_put_str(w, "creditor", part->creditor);
        json_put_i64(w, "owed", part->arrangement.owed);
        json_put_i64(w, "total", part->arrangement.total);
        json_put_i64(w, "discount", part->arrangement.discount);
        json_object_close(w);
    }
    json_array_close(w);
}

/* Leaves the parts in cases that are not covered; *ret_covered: of how many there are others. */
static status cover_parts(struct op *op, const struct shield_cover *cover,
                          struct joint_arrangement *joint, size_t *ret_covered)
{
    struct case_key *const keys = arena_array(op->arena, joint->count, sizeof(*keys));
    bool *const are_covered = arena_array(op->arena, joint->count, sizeof(*are_covered));
    size_t seen = 0;
    for (size_t i = 0; i < joint->count; i++)
        keys[i] = joint->parts[i].arrangement.key;
    TRY(shield_cover_list(op, cover, keys, joint->count, are_covered));
    for (size_t i = 0; i < joint->count; i++)
        if (!are_covered[i])
            joint->parts[seen++] = joint->parts[i];
    *ret_covered = joint->count - seen;
    joint->count = seen;
    return OK;
}

/* Of what was agreed in all, what a case has not is the others'. */
static void write_whole(struct json_writer *w, const struct joint_arrangement *joint, bool is_told)
{
    static const char *const names[] = {"owed", "total", "discount"};
    const int64_t amounts[] = {joint->owed, joint->total, joint->owed - joint->total};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        json_key(w, names[i]);
        if (is_told)
            json_write_i64(w, amounts[i]);
        else
            json_write_null(w);
    }
    arrangement_write_rows(w, joint->rows, is_told ? joint->row_count : 0);
}

status joint_write(struct op *op, struct json_writer *w, const struct arrangement *arrangement,
                   const struct shield_cover *cover)
{
    struct joint_arrangement joint;
    size_t covered = 0;
    json_key(w, "joint");
    if (arrangement->joint_id == 0) {
        json_write_null(w);
        return OK;
    }
    TRY(joint_get(op, arrangement->key.debtor_id, arrangement->joint_id, &joint));
    TRY(cover_parts(op, cover, &joint, &covered));
    json_object_open(w);
    json_put_id(w, "id", joint.id);
    json_put_str(w, "kind", joint.kind);
    json_put_i64(w, "covered", (int64_t)covered);
    write_whole(w, &joint, covered == 0);
    joint_write_parts(op, w, &joint);
    json_object_close(w);
    return OK;
}
