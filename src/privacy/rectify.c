#include "privacy/rectify.h"

#include <inttypes.h>

#include "base/ids.h"
#include "book/consent.h"
#include "book/party.h"
#include "privacy/request.h"
#include "record/seal.h"
#include "store/db.h"

static status keep_value(struct op *op, int64_t debtor_id, const struct rectification *change,
                         str before)
{
    str sealed;
    if (before.size == 0)
        return OK;
    TRY(seal_value(op, str_cstr(op->arena, change->field), debtor_id, before, &sealed));
    return db_run(op, Q_PARTY_VALUE_PAST_INSERT,
                  DB_ARGS(ARG_ID(debtor_id), ARG_ID(id_make()), ARG_TEXT(change->field),
                          ARG_ID(change->point_id), ARG_BLOB(sealed), ARG_INSTANT(op_now(op)),
                          ARG_ID(op->actor_id), ARG_ID(change->request_id),
                          ARG_TEXT(change->reason)),
                  NULL);
}

struct party_words {
    str name, source, external_id, document_sealed;
};

static status read_party(struct op *op, struct db_rows *row, void *out)
{
    *(struct party_words *)out = (struct party_words){
        .name = db_text_copy(op, row, 1),
        .document_sealed = str_copy(op->arena, db_blob(row, 3)),
        .external_id = db_text_copy(op, row, 13),
        .source = db_text_copy(op, row, 14),
    };
    return OK;
}

static status rectify_party(struct op *op, int64_t debtor_id, const struct rectification *change)
{
    struct party_words words;
    enum book_change done = BOOK_UNCHANGED;
    int64_t id = 0;
    bool found = false;
    const bool is_name = str_equal_c(change->field, "name");
    TRY(db_query_one(op, Q_PARTY_GET, DB_ARGS(ARG_ID(debtor_id)), read_party, &words, &found));
    str before = words.name;
    if (!is_name)
        TRY(seal_open(op, "document", debtor_id, words.document_sealed, &before));
    TRY(keep_value(op, debtor_id, change, before));
    const struct party_input input = {.source = words.source,
                                      .external_id = words.external_id,
                                      .name = is_name ? change->value : STR(""),
                                      .document = is_name ? STR("") : change->value};
    return party_upsert(op, &input, &id, &done);
}

static status read_point(struct op *op, struct db_rows *row, void *out)
{
    str *const cells = out;
    cells[0] = db_text_copy(op, row, 0);
    cells[1] = str_copy(op->arena, db_blob(row, 1));
    return OK;
}

/* The wrong point stays as a row without its value, so that what was sent to it still says where.
 */
static status retire_point(struct op *op, int64_t debtor_id, const struct rectification *change)
{
    str cells[2];
    str before;
    bool found = false;
    TRY(db_query_one(op, Q_CONTACT_POINT_GET, DB_ARGS(ARG_ID(debtor_id), ARG_ID(change->point_id)),
                     read_point, cells, &found));
    if (!found || !str_equal(cells[0], change->field))
        return op_fail(op, E_NOT_FOUND, "no contact point %" PRId64 " of this kind",
                       change->point_id);
    TRY(seal_open(op, str_cstr(op->arena, change->field), debtor_id, cells[1], &before));
    TRY(keep_value(op, debtor_id, change, before));
    return contact_point_set_state(op, debtor_id, change->point_id, POINT_WRONG, change->reason);
}

static status rectify_point(struct op *op, int64_t debtor_id, const struct rectification *change)
{
    enum book_change done = BOOK_UNCHANGED;
    int64_t id = 0;
    if (change->point_id != 0)
        TRY(retire_point(op, debtor_id, change));
    return contact_point_put(op, debtor_id, change->field, change->value, STR("person"), 1, &id,
                             &done);
}

static bool is_point(str field)
{
    return str_equal_c(field, "email") || str_equal_c(field, "phone") ||
           str_equal_c(field, "address");
}

status rectify(struct op *op, const struct person *person, const struct rectification *change)
{
    const bool is_of_party =
        str_equal_c(change->field, "name") || str_equal_c(change->field, "document");
    if (!is_of_party && !is_point(change->field))
        return op_fail(op, E_INVALID,
                       "\"" STR_FORMAT "\" cannot be rectified: name, document, email, phone or "
                       "address can",
                       STR_ARG(change->field));
    if (str_trim(change->value).size == 0 || str_trim(change->reason).size == 0)
        return op_fail(op, E_INVALID, "a rectification needs the right value and a reason");
    TRY(is_of_party ? rectify_party(op, person->debtor_id, change)
                    : rectify_point(op, person->debtor_id, change));
    return request_note(op, person->debtor_id, change->request_id, "rectified", change->field);
}

status oppose(struct op *op, const struct person *person, str channel, str purpose, str reason,
              int64_t request_id)
{
    if (str_trim(reason).size == 0)
        return op_fail(op, E_INVALID, "an opposition needs its evidence: what the person said");
    const struct consent_input refusal = {.person_id = person->debtor_id,
                                          .channel = channel,
                                          .purpose = purpose,
                                          .from = DAY_NONE,
                                          .until = DAY_NONE,
                                          .evidence = reason,
                                          .source = op->actor_id != 0 ? CONSENT_BY_AGENT
                                                                      : CONSENT_BY_COMMAND,
                                          .reason = CONSENT_OPT_OUT};
    struct consent_effect effect;
    TRY(consent_record(op, &refusal, &effect));
    return request_note(op, person->debtor_id, request_id, "opposed", channel);
}
