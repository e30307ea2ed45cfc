#include "privacy/erase.h"

#include <inttypes.h>

#include "base/ids.h"
#include "base/json.h"
#include "book/party.h"
#include "privacy/evidence.h"
#include "record/audit.h"
#include "record/event.h"
#include "record/seal_person.h"
#include "store/db.h"

/* --- the plan --- */

static const enum query counts[PRIVACY_SYSTEM] = {
    [PRIVACY_CONTACT] = Q_ERASE_COUNT_POINTS,
    [PRIVACY_IDENTITY] = Q_ERASE_COUNT_IDENTITY,
    [PRIVACY_EVIDENCE] = Q_ERASE_COUNT_EVIDENCE,
    [PRIVACY_BOOK] = Q_ERASE_COUNT_BOOK,
};

static status read_count(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 0);
    return OK;
}

static status read_done(struct op *op, struct db_rows *row, void *out)
{
    struct erase_plan *const plan = out;
    (void)op;
    for (int c = 0; c < PRIVACY_SYSTEM; c++)
        plan->classes[c].is_done = db_i64(row, c) > 0;
    return OK;
}

static status read_day(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(day *)out = db_day(row, 0);
    return OK;
}

/* The answer to a request moves no time of keeping; but one that came after its class had gone is
 * kept as long as what was done on its day. */
static status keep_answers(struct op *op, const struct person *person, day on,
                           struct erase_class *evidence)
{
    day answered_on = DAY_NONE;
    day until = DAY_NONE;
    bool found = false;
    TRY(db_query_one(op, Q_ERASE_LAST_ANSWER, DB_ARGS(ARG_ID(person->debtor_id)), read_day,
                     &answered_on, &found));
    if (answered_on == DAY_NONE)
        return OK;
    TRY(person_keep_evidence(op, person, answered_on, on, &until, &evidence->rule));
    if (until > evidence->kept_until)
        evidence->kept_until = until;
    return OK;
}

status erase_plan_make(struct op *op, const struct person *person, day on, bool is_wish,
                       struct erase_plan *ret_plan)
{
    struct erase_plan plan = {0};
    struct person_keep keep;
    bool found = false;
    TRY(db_query_one(op, Q_ERASURE_DONE, DB_ARGS(ARG_ID(person->debtor_id)), read_done, &plan,
                     &found));
    TRY(person_keep(op, person, on, &keep));
    for (int c = 0; c < PRIVACY_SYSTEM; c++) {
        struct erase_class *const class = &plan.classes[c];
        const bool is_book = c == PRIVACY_BOOK;
        const bool goes_at_once = is_wish && c < PRIVACY_EVIDENCE;
        TRY(db_query_one(op, counts[c], DB_ARGS(ARG_ID(person->debtor_id)), read_count,
                         &class->rows, &found));
        class->kept_until = goes_at_once ? DAY_NONE
                            : is_book    ? keep.book_until
                                         : keep.evidence_until;
        class->rule = goes_at_once ? "" : is_book ? keep.book_rule : keep.evidence_rule;
        if (class->is_done && c == PRIVACY_EVIDENCE)
            TRY(keep_answers(op, person, on, class));
        class->is_done = class->is_done && class->rows == 0;
        class->is_due = !class->is_done && (goes_at_once || class->kept_until < on);
    }
    *ret_plan = plan;
    return OK;
}

/* --- carrying it out --- */

static status change(struct op *op, enum query query, const struct db_arg *args, size_t count,
                     int64_t *rows)
{
    int64_t changed = 0;
    TRY(db_run(op, query, args, count, &changed));
    *rows += changed;
    return OK;
}

static status erase_contact(struct op *op, int64_t debtor_id, int64_t *rows)
{
    const struct db_arg now = ARG_INSTANT(op_now(op));
    TRY(db_run(op, Q_ERASE_POINTS_PAST, DB_ARGS(ARG_ID(debtor_id), now), NULL));
    TRY(change(op, Q_ERASE_POINTS, DB_ARGS(ARG_ID(debtor_id), ARG_BLOB(STR("")), now), rows));
    return change(op, Q_ERASE_POINT_VALUES_PAST, DB_ARGS(ARG_ID(debtor_id)), rows);
}

/* Entries of banks that paid the person's debts say who paid, and what they wrote. */
static status erase_payers(struct op *op, int64_t debtor_id, int64_t *rows)
{
    struct db_rows found;
    bool has_row = true;
    int64_t *ids = NULL;
    size_t count = 0;
    size_t room = 0;
    TRY(db_query(op, Q_ERASE_BANK_LIST, DB_ARGS(ARG_ID(debtor_id)), &found));
    for (;;) {
        TRY(db_next(op, &found, &has_row));
        if (!has_row)
            break;
        ids = arena_grow(op->arena, ids, count, &room, sizeof(*ids));
        ids[count++] = db_id(&found, 0);
    }
    for (size_t i = 0; i < count; i++)
        TRY(change(op, Q_ERASE_BANK_ENTRY, DB_ARGS(ARG_ID(ids[i])), rows));
    return OK;
}

/* What stands for the name: the same on every screen, and nobody's. */
static status erase_identity(struct op *op, int64_t debtor_id, int64_t *rows)
{
    const str name =
        str_of(arena_printf(op->arena, "Persona eliminada %" PRId64, debtor_id % 100000));
    const str external_id = str_of(arena_printf(op->arena, "erased-%" PRId64, debtor_id));
    const struct db_arg id = ARG_ID(debtor_id);
    TRY(change(op, Q_ERASE_PARTY,
               DB_ARGS(id, ARG_TEXT(name), ARG_TEXT(party_search_name(op->arena, name)),
                       ARG_TEXT(external_id), ARG_INSTANT(op_now(op))),
               rows));
    TRY(change(op, Q_ERASE_PARTY_REF, DB_ARGS(id, ARG_TEXT(external_id)), rows));
    TRY(change(op, Q_ERASE_ATTRIBUTES, DB_ARGS(id), rows));
    TRY(change(op, Q_ERASE_ATTRIBUTES_PAST, DB_ARGS(id), rows));
    TRY(change(op, Q_ERASE_VALUES_PAST, DB_ARGS(id), rows));
    TRY(change(op, Q_ERASE_MARKS, DB_ARGS(id), rows));
    TRY(change(op, Q_ERASE_PAYER_ACCOUNTS, DB_ARGS(id), rows));
    TRY(change(op, Q_ERASE_MANDATES, DB_ARGS(id), rows));
    TRY(erase_payers(op, debtor_id, rows));
    return seal_person_destroy(op, debtor_id, STR("erasure"));
}

static status erase_book(struct op *op, int64_t debtor_id, int64_t *rows)
{
    TRY(change(op, Q_ERASE_PAPERS, DB_ARGS(ARG_ID(debtor_id)), rows));
    TRY(change(op, Q_ERASE_OBLIGATIONS, DB_ARGS(ARG_ID(debtor_id)), rows));
    TRY(change(op, Q_ERASE_CLAIMS, DB_ARGS(ARG_ID(debtor_id)), rows));
    return change(op, Q_ERASE_REFS, DB_ARGS(ARG_ID(debtor_id)), rows);
}

typedef status erase_rows(struct op *op, int64_t debtor_id, int64_t *rows);
static erase_rows *const erase_of[PRIVACY_SYSTEM] = {
    [PRIVACY_CONTACT] = erase_contact,
    [PRIVACY_IDENTITY] = erase_identity,
    [PRIVACY_EVIDENCE] = evidence_erase,
    [PRIVACY_BOOK] = erase_book,
};

static status erase_one(struct op *op, int64_t debtor_id, enum privacy_class class,
                        const char *rule, int64_t request_id, int64_t *ret_rows)
{
    TRY(erase_of[class](op, debtor_id, ret_rows));
    return audit_insert(op, AUDIT_ERASED, 0,
                        DB_ARGS(ARG_ID(debtor_id), ARG_ID(id_make()),
                                ARG_TEXT_C(privacy_class_name(class)), ARG_I64(*ret_rows),
                                ARG_ID(request_id), ARG_TEXT_C(rule), ARG_DAY(op->business_date),
                                ARG_INSTANT(op_now(op)), ARG_ID(op->actor_id)));
}

status erase_carry_out(struct op *op, const struct person *person, const struct erase_plan *plan,
                       int64_t request_id, int64_t ret_rows[PRIVACY_SYSTEM])
{
    struct person_bars bars;
    TRY(person_bars(op, person->debtor_id, &bars));
    TRY(person_check_bars(op, &bars));
    for (int c = 0; c < PRIVACY_SYSTEM; c++) {
        const struct erase_class *const class = &plan->classes[c];
        ret_rows[c] = 0;
        if (class->is_due)
            TRY(erase_one(op, person->debtor_id, (enum privacy_class)c, class->rule, request_id,
                          &ret_rows[c]));
    }
    return party_touch_cases(op, person->debtor_id);
}

status erase_again(struct op *op, int64_t debtor_id)
{
    int64_t rows = 0;
    TRY(erase_one(op, debtor_id, PRIVACY_CONTACT, "again", 0, &rows));
    rows = 0;
    TRY(erase_one(op, debtor_id, PRIVACY_IDENTITY, "again", 0, &rows));
    return party_touch_cases(op, debtor_id);
}
