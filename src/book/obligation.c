#include "book/obligation.h"

#include <inttypes.h>

#include "base/ids.h"
#include "base/json.h"
#include "book/reference.h"
#include "book/touch.h"
#include "book/unit.h"
#include "record/event.h"
#include "record/organisation.h"
#include "store/gather.h"

static status read_id(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_id(row, 0);
    return OK;
}

/* Creditors and portfolios are few and named by every row: a unit of work asks for each once. */
static bool is_known_owner(const struct op *op, const char *kind, str of, str external_id,
                           int64_t *ret_id)
{
    const struct names *const names = unit_names(op);
    const struct reference *const known = names ? names_find(names, kind, of, external_id) : NULL;
    if (known)
        *ret_id = known->id;
    return known != NULL;
}

static void know_owner(struct op *op, const char *kind, str of, str external_id, int64_t id)
{
    if (unit_names(op))
        names_put(unit_names(op), kind, str_copy(op->arena, of), str_copy(op->arena, external_id),
                  (struct reference){0, id});
}

/* Does not remember what it asked for: rows are judged in memory that is given back row by row. */
status creditor_find(struct op *op, str external_id, int64_t *ret_id, bool *ret_found)
{
    const str own = external_id.size > 0 ? external_id : STR("organisation");
    *ret_found = is_known_owner(op, "creditor", STR(""), own, ret_id);
    return *ret_found ? OK
                      : db_query_one(op, Q_CREDITOR_FIND, DB_ARGS(ARG_TEXT(own)), read_id, ret_id,
                                     ret_found);
}

status creditor_learn(struct op *op, str external_id)
{
    const str own = external_id.size > 0 ? external_id : STR("organisation");
    int64_t id = 0;
    bool found = false;
    if (is_known_owner(op, "creditor", STR(""), own, &id))
        return OK;
    TRY(creditor_find(op, own, &id, &found));
    if (found)
        know_owner(op, "creditor", STR(""), own, id);
    return OK;
}

status creditor_ensure(struct op *op, str external_id, str name, int64_t *ret_id)
{
    struct organisation organisation;
    bool found = false;
    if (external_id.size == 0) {
        TRY(organisation_get(op, &organisation));
        external_id = STR("organisation");
        name = organisation.name;
    }
    TRY(creditor_find(op, external_id, ret_id, &found));
    if (found) {
        know_owner(op, "creditor", STR(""), external_id, *ret_id);
        return OK;
    }
    *ret_id = id_make();
    TRY(db_run(op, Q_CREDITOR_INSERT,
               DB_ARGS(ARG_ID(*ret_id), ARG_TEXT(external_id),
                       ARG_TEXT(name.size > 0 ? name : external_id), ARG_INSTANT(op_now(op))),
               NULL));
    know_owner(op, "creditor", STR(""), external_id, *ret_id);
    return OK;
}

status portfolio_ensure(struct op *op, int64_t creditor_id, str external_id, day assigned_on,
                        int64_t *ret_id)
{
    const str of_creditor = {(const char *)&creditor_id, sizeof(creditor_id)};
    bool found = false;
    *ret_id = 0;
    if (external_id.size == 0 || is_known_owner(op, "portfolio", of_creditor, external_id, ret_id))
        return OK;
    TRY(db_query_one(op, Q_PORTFOLIO_FIND, DB_ARGS(ARG_ID(creditor_id), ARG_TEXT(external_id)),
                     read_id, ret_id, &found));
    if (!found) {
        *ret_id = id_make();
        TRY(db_run(op, Q_PORTFOLIO_INSERT,
                   DB_ARGS(ARG_ID(*ret_id), ARG_ID(creditor_id), ARG_TEXT(external_id),
                           ARG_TEXT(external_id), ARG_DAY(assigned_on), ARG_INSTANT(op_now(op))),
                   NULL));
    }
    know_owner(op, "portfolio", of_creditor, external_id, *ret_id);
    return OK;
}

status portfolio_find(struct op *op, str creditor, str external_id, int64_t *ret_creditor_id,
                      int64_t *ret_id)
{
    const str owner = creditor.size > 0 ? creditor : STR("organisation");
    bool found = false;
    TRY(creditor_find(op, owner, ret_creditor_id, &found));
    if (found)
        TRY(db_query_one(op, Q_PORTFOLIO_FIND,
                         DB_ARGS(ARG_ID(*ret_creditor_id), ARG_TEXT(external_id)), read_id, ret_id,
                         &found));
    return found ? OK
                 : op_fail(op, E_NOT_FOUND,
                           "no portfolio \"" STR_FORMAT "\" of creditor \"" STR_FORMAT "\"",
                           STR_ARG(external_id), STR_ARG(owner));
}

/* The next case number: a counter and its check digit, so that a slip of the pen is noticed. */
static status next_case_number(struct op *op, int64_t *ret_number)
{
    int64_t count = 1;
    bool found = false;
    TRY(db_query_one(op, Q_COUNTER_NEXT, DB_ARGS(ARG_TEXT(STR("case"))), read_id, &count, &found));
    if (!found)
        TRY(db_run(op, Q_COUNTER_START, DB_ARGS(ARG_TEXT(STR("case")), ARG_I64(1)), NULL));
    *ret_number = count * 10 + check_digit((uint64_t)count);
    return OK;
}

/* The same for a debtor whom this transaction made. */
static status case_of_unit(struct op *op, struct unit_debtor *debtor, int64_t creditor_id,
                           currency of_debt, day opened_on, int64_t *ret_case_id)
{
    struct unit_case *made = NULL;
    for (size_t i = 0; i < debtor->case_count; i++)
        if (debtor->cases[i]->creditor_id == creditor_id && debtor->cases[i]->currency == of_debt)
            made = debtor->cases[i];
    if (!made)
        TRY(unit_add_case(op, debtor, creditor_id, of_debt, opened_on, &made));
    *ret_case_id = made->id;
    return OK;
}

status case_ensure(struct op *op, int64_t debtor_id, int64_t creditor_id, currency of_debt,
                   day opened_on, int64_t *ret_case_id)
{
    struct unit_debtor *const debtor = unit_find_debtor(op, debtor_id);
    bool found = false;
    int64_t number = 0;
    if (debtor)
        return case_of_unit(op, debtor, creditor_id, of_debt, opened_on, ret_case_id);
    TRY(db_query_one(op, Q_CASE_FIND,
                     DB_ARGS(ARG_ID(debtor_id), ARG_ID(creditor_id), ARG_I64(of_debt)), read_id,
                     ret_case_id, &found));
    if (found)
        return OK;
    *ret_case_id = id_make();
    TRY(next_case_number(op, &number));
    const struct db_arg now = ARG_INSTANT(op_now(op));
    return db_insert(op, Q_CASE_INSERT,
                     DB_ARGS(ARG_ID(debtor_id), ARG_ID(*ret_case_id), ARG_ID(creditor_id),
                             ARG_I64(of_debt), ARG_I64(number), ARG_TEXT_C(CASE_STATE_AT_FIRST),
                             ARG_TEXT_C(STAGE_AT_FIRST), ARG_DAY(opened_on), ARG_NULL, ARG_I64(0),
                             ARG_I64(1), now, now));
}

status case_debtor(struct op *op, int64_t case_id, int64_t *ret_debtor_id)
{
    bool found = false;
    TRY(db_query_one(op, Q_CASE_DEBTOR, DB_ARGS(ARG_ID(case_id)), read_id, ret_debtor_id, &found));
    return found ? OK : op_fail(op, E_NOT_FOUND, "no case %" PRId64, case_id);
}

static status read_obligation(struct op *op, struct db_rows *row, void *out)
{
    struct obligation *const obligation = out;
    obligation->case_id = db_id(row, 0);
    obligation->creditor_id = db_id(row, 1);
    obligation->portfolio_id = db_id(row, 2);
    obligation->product = db_text_copy(op, row, 3);
    obligation->currency = (currency)db_i64(row, 4);
    obligation->opened_on = db_day(row, 5);
    obligation->document_hash = db_text_copy(op, row, 6);
    return OK;
}

status obligation_get(struct op *op, int64_t debtor_id, int64_t id,
                      struct obligation *ret_obligation, bool *ret_found)
{
    const struct unit_obligation *const made = unit_find_obligation(op, debtor_id, id);
    if (!made)
        return db_query_one(op, Q_OBLIGATION_GET, DB_ARGS(ARG_ID(debtor_id), ARG_ID(id)),
                            read_obligation, ret_obligation, ret_found);
    *ret_obligation = (struct obligation){made->case_id,  made->creditor_id,   made->portfolio_id,
                                          made->product,  made->document_hash, made->currency,
                                          made->opened_on};
    *ret_found = true;
    return OK;
}

static struct db_arg text_or_null(str text)
{
    return text.size > 0 ? ARG_TEXT(text) : ARG_NULL;
}

/* The unit of work keeps the debt of a debtor whom it made. */
static void note_obligation(struct op *op, const struct obligation_input *in,
                            const struct obligation_ref *ref)
{
    struct unit_debtor *const made = unit_find_debtor(op, ref->debtor_id);
    if (!made) {
        touch_case(op, ref->debtor_id, ref->case_id);
        return;
    }
    unit_add_obligation(op, made,
                        &(struct unit_obligation){.id = ref->id,
                                                  .case_id = ref->case_id,
                                                  .creditor_id = in->creditor_id,
                                                  .portfolio_id = in->portfolio_id,
                                                  .external_id = in->external_id,
                                                  .product = in->product,
                                                  .document_hash = in->document_hash,
                                                  .currency = in->currency,
                                                  .opened_on = in->opened_on});
    touch_known(op, ref->debtor_id, ref->case_id);
}

static status obligation_create(struct op *op, const struct obligation_input *in,
                                struct obligation_ref *ref)
{
    ref->debtor_id = in->debtor_id;
    ref->id = id_make();
    TRY(case_ensure(op, in->debtor_id, in->creditor_id, in->currency, in->opened_on,
                    &ref->case_id));
    TRY(reference_add(op, "obligation", in->source, in->external_id, ref->debtor_id, ref->id));
    const struct db_arg now = ARG_INSTANT(op_now(op));
    TRY(db_insert(op, Q_OBLIGATION_INSERT,
                  DB_ARGS(ARG_ID(ref->debtor_id), ARG_ID(ref->id), ARG_ID(ref->case_id),
                          ARG_ID(in->creditor_id), ARG_ID(in->portfolio_id), ARG_TEXT(in->source),
                          ARG_TEXT(in->external_id), ARG_TEXT(in->product), ARG_I64(in->currency),
                          ARG_DAY(in->opened_on), text_or_null(in->document_hash),
                          ARG_TEXT(STR("open")), ARG_I64(1), now, now)));
    note_obligation(op, in, ref);
    return OK;
}

static status obligation_change(struct op *op, const struct obligation_input *in,
                                struct obligation_ref *ref, enum book_change *ret_change)
{
    struct obligation row = {0};
    bool found = false;
    TRY(obligation_get(op, ref->debtor_id, ref->id, &row, &found));
    if (!found)
        return op_fail(op, E_STORE, "obligation %" PRId64 " is registered but not there", ref->id);
    ref->case_id = row.case_id;
    if (ref->debtor_id != in->debtor_id || row.creditor_id != in->creditor_id ||
        row.currency != in->currency)
        return op_fail(op, E_CONFLICT,
                       "obligation \"" STR_FORMAT "\" belongs to another debtor, creditor or "
                       "currency already; a debt never changes these: give it a new id",
                       STR_ARG(in->external_id));
    const bool same =
        (in->portfolio_id == 0 || in->portfolio_id == row.portfolio_id) &&
        str_equal(in->product, row.product) && in->opened_on == row.opened_on &&
        (in->document_hash.size == 0 || str_equal(in->document_hash, row.document_hash));
    *ret_change = same ? BOOK_UNCHANGED : BOOK_UPDATED;
    if (same)
        return OK;
    const str hash = in->document_hash.size > 0 ? in->document_hash : row.document_hash;
    TRY(db_run_later(op, Q_OBLIGATION_KEEP_PAST,
                     DB_ARGS(ARG_ID(ref->debtor_id), ARG_ID(ref->id), ARG_INSTANT(op_now(op)))));
    TRY(db_run(op, Q_OBLIGATION_UPDATE,
               DB_ARGS(ARG_ID(ref->debtor_id), ARG_ID(ref->id),
                       ARG_ID(in->portfolio_id ? in->portfolio_id : row.portfolio_id),
                       ARG_TEXT(in->product), ARG_DAY(in->opened_on), text_or_null(hash),
                       ARG_INSTANT(op_now(op))),
               NULL));
    touch_case(op, ref->debtor_id, ref->case_id);
    return OK;
}

status obligation_upsert(struct op *op, const struct obligation_input *input,
                         struct obligation_ref *ret_ref, enum book_change *ret_change)
{
    struct reference ref = {0};
    struct obligation_ref out = {0};
    bool found = false;
    enum book_change change = BOOK_CREATED;
    if (input->external_id.size == 0)
        return op_fail(op, E_INVALID, "an obligation needs an external id");
    TRY(reference_find(op, "obligation", input->source, input->external_id, &ref, &found));
    if (found) {
        out = (struct obligation_ref){ref.debtor_id, ref.id, 0};
        TRY(obligation_change(op, input, &out, &change));
    } else {
        TRY(obligation_create(op, input, &out));
    }
    *ret_ref = out;
    *ret_change = change;
    return OK;
}

status obligation_find(struct op *op, str source, str external_id, struct obligation_ref *ret_ref)
{
    struct reference ref = {0};
    struct obligation row = {0};
    bool found = false;
    TRY(reference_find(op, "obligation", source, external_id, &ref, &found));
    if (found)
        TRY(obligation_get(op, ref.debtor_id, ref.id, &row, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND,
                       "no obligation \"" STR_FORMAT "\" of source \"" STR_FORMAT "\"",
                       STR_ARG(external_id), STR_ARG(source));
    *ret_ref = (struct obligation_ref){ref.debtor_id, ref.id, row.case_id};
    return OK;
}

status obligation_set_document(struct op *op, const struct obligation_ref *obligation, str hash)
{
    TRY(db_run(op, Q_OBLIGATION_SET_DOCUMENT,
               DB_ARGS(ARG_ID(obligation->debtor_id), ARG_ID(obligation->id), ARG_TEXT(hash),
                       ARG_INSTANT(op_now(op))),
               NULL));
    struct buf payload = buf_start(op->arena, 512);
    struct json_writer w = json_start(&payload);
    json_object_open(&w);
    json_put_id(&w, "obligation_id", obligation->id);
    json_put_str(&w, "document_hash", hash);
    json_object_close(&w);
    const struct event event = {obligation->debtor_id, obligation->case_id, "obligation.changed", 1,
                                buf_str(&payload)};
    touch_case(op, obligation->debtor_id, obligation->case_id);
    return event_append(op, &event);
}

status obligation_add_party(struct op *op, const struct obligation_ref *obligation,
                            int64_t party_id, enum party_role role)
{
    TRY(db_run(op, Q_OBLIGATION_PARTY_PUT,
               DB_ARGS(ARG_ID(obligation->debtor_id), ARG_ID(obligation->id), ARG_ID(party_id),
                       ARG_TEXT_C(party_role_name(role)), ARG_INSTANT(op_now(op))),
               NULL));
    touch_case(op, obligation->debtor_id, obligation->case_id);
    return OK;
}
