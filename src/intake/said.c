#include "intake/said.h"

#include "book/consent.h"
#include "store/db.h"

static str text_or(const struct row *row, enum field field, str fallback)
{
    return row->fields[field].is_set ? row->fields[field].text : fallback;
}

static day day_or(const struct row *row, enum field field, day fallback)
{
    return row->fields[field].is_set ? (day)row->fields[field].number : fallback;
}

static status read_found(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    (void)row;
    (void)out;
    return OK;
}

static status is_there(struct op *op, const struct consent_input *in, bool *ret_found)
{
    return db_query_one(op, Q_CONSENT_SAME,
                        DB_ARGS(ARG_ID(in->person_id), ARG_ID(in->point_id), ARG_TEXT(in->channel),
                                ARG_TEXT(in->purpose),
                                ARG_TEXT(in->is_given ? STR("given") : STR("revoked")),
                                ARG_DAY(in->from), ARG_DAY(in->until), ARG_TEXT(in->evidence)),
                        read_found, NULL, ret_found);
}

static status record(struct op *op, const struct row *row, int64_t person_id, str source,
                     enum book_change *ret_change)
{
    struct consent_input input = {
        .person_id = person_id,
        .channel = text_or(row, FIELD_CONSENT_CHANNEL, STR("all")),
        .purpose = text_or(row, FIELD_CONSENT_PURPOSE, STR("collection")),
        .is_given = str_equal_c(text_or(row, FIELD_CONSENT_STATE, STR("")), "given"),
        .from = day_or(row, FIELD_CONSENT_ON, op->business_date),
        .until = day_or(row, FIELD_CONSENT_UNTIL, DAY_NONE),
        .evidence = text_or(row, FIELD_CONSENT_EVIDENCE,
                            str_of(arena_printf(op->arena, "import " STR_FORMAT, STR_ARG(source)))),
        .wording = text_or(row, FIELD_CONSENT_WORDING, STR("")),
        .source = CONSENT_BY_IMPORT,
    };
    const str value = text_or(row, FIELD_CONTACT_VALUE, STR(""));
    struct consent_effect effect;
    bool found = false;
    if (value.size > 0)
        TRY(contact_point_find(op, person_id, value, &input.point_id));
    TRY(is_there(op, &input, &found));
    if (found)
        return OK;
    *ret_change = BOOK_CREATED;
    return consent_record(op, &input, &effect);
}

status said_apply(struct op *op, const struct row *row, int64_t person_id, str source,
                  enum book_change *ret_change)
{
    *ret_change = BOOK_UNCHANGED;
    return row->fields[FIELD_CONSENT_STATE].is_set ? record(op, row, person_id, source, ret_change)
                                                   : OK;
}
