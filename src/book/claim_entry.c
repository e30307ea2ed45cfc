#include "book/claim_entry.h"

#include "book/payment.h"
#include "book/rebook.h"
#include "book/touch.h"
#include "book/unit.h"
#include "store/db.h"

/* As claim_meets says it (sql/ledger.sql). */
enum meeting { MEETS_NOTHING, MEETS_CREDIT, MEETS_REPLAY };

static status read_meeting(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(enum meeting *)out = (enum meeting)db_i64(row, 0);
    return OK;
}

static status meet_claim(struct op *op, struct case_key key, day issued_on)
{
    enum meeting meets = MEETS_NOTHING;
    bool found = false;
    TRY(db_query_one(op, Q_CLAIM_MEETS,
                     DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id), ARG_DAY(issued_on)),
                     read_meeting, &meets, &found));
    if (meets == MEETS_REPLAY)
        return rebook_case(op, key, 0);
    return meets == MEETS_CREDIT ? payment_apply_credit(op, key.debtor_id, key.case_id) : OK;
}

status claim_upsert(struct op *op, const struct obligation_ref *obligation,
                    const struct claim_input *input, int64_t *ret_id, enum book_change *ret_change)
{
    struct reference ref = {0};
    bool found = false;
    enum book_change change = BOOK_CREATED;
    if (input->amount.minor < 0 || input->amount.minor > LIMIT_AMOUNT_MINOR)
        return op_fail(op, E_INVALID, "claim \"" STR_FORMAT "\": its amount is %s",
                       STR_ARG(input->external_id),
                       op_word(op, input->amount.minor < 0 ? SAY("negative") : SAY("too large")));
    if (input->due_on == DAY_NONE || input->issued_on == DAY_NONE)
        return op_fail(op, E_INVALID, "claim \"" STR_FORMAT "\" needs its day of issue and due day",
                       STR_ARG(input->external_id));
    TRY(touch_lock(op, obligation->debtor_id, obligation->case_id));
    TRY(reference_find(op, "claim", input->source, input->external_id, &ref, &found));
    if (found)
        TRY(claim_change(op, obligation, input, &ref, &change));
    else
        TRY(claim_create(op, obligation, input, "schedule", &ref.id));
    const struct case_key key = {obligation->debtor_id, obligation->case_id};
    if (change != BOOK_UNCHANGED && !unit_find_case(op, key)) /* nobody has paid a new case yet */
        TRY(meet_claim(op, key, change == BOOK_CREATED ? input->issued_on : DAY_MIN));
    *ret_id = ref.id;
    *ret_change = change;
    return OK;
}
