#include "serve/person_view.h"

#include <inttypes.h>

#include "record/seal.h"
#include "serve/mask.h"
#include "serve/queue_item.h"

struct party {
    str name, kind, source, external_id, country, document_kind, document_sealed;
    instant created_at;
};

static status read_party(struct op *op, struct db_rows *row, void *out)
{
    *(struct party *)out = (struct party){
        .name = db_text_copy(op, row, 0),
        .kind = db_text_copy(op, row, 1),
        .source = db_text_copy(op, row, 2),
        .external_id = db_text_copy(op, row, 3),
        .country = db_text_copy(op, row, 4),
        .document_kind = db_text_copy(op, row, 5),
        .document_sealed = str_copy(op->arena, db_blob(row, 6)),
        .created_at = db_instant(row, 7),
    };
    return OK;
}

static void put_text(struct json_writer *w, const char *key, str text)
{
    if (text.size > 0)
        json_put_str(w, key, text);
    else
        json_put_c(w, key, NULL);
}

static status write_document(struct op *op, struct json_writer *w, int64_t party_id,
                             const struct party *party)
{
    str plain = {"", 0};
    put_text(w, "document_type", party->document_kind);
    if (party->document_sealed.size > 0)
        TRY(seal_open(op, "document", party_id, party->document_sealed, &plain));
    json_put_c(w, "document_masked",
               plain.size > 0 ? mask_value(op->arena, "document", plain) : NULL);
    return OK;
}

static status write_point(struct op *op, struct json_writer *w, int64_t party_id,
                          const struct db_rows *rows)
{
    const char *const kind = str_cstr(op->arena, db_text(rows, 1));
    const str sealed = db_blob(rows, 2);
    str plain = {"", 0};
    if (sealed.size > 0) /* of an erased person: nothing */
        TRY(seal_open(op, kind, party_id, sealed, &plain));
    json_object_open(w);
    json_put_id(w, "id", db_id(rows, 0));
    json_put_c(w, "kind", kind);
    json_put_c(w, "value_masked", mask_value(op->arena, kind, plain));
    json_put_str(w, "state", db_text(rows, 3));
    json_object_close(w);
    return OK;
}

status person_points_write(struct op *op, struct json_writer *w, int64_t party_id)
{
    struct db_rows rows;
    bool has_row = true;
    TRY(db_query(op, Q_CONTACT_POINT_LIST, DB_ARGS(ARG_ID(party_id)), &rows));
    json_key(w, "contact_points");
    json_array_open(w);
    while (has_row) {
        TRY(db_next(op, &rows, &has_row));
        if (has_row)
            TRY(write_point(op, w, party_id, &rows));
    }
    json_array_close(w);
    return OK;
}

static status write_cases(struct op *op, struct json_writer *w, int64_t party_id)
{
    struct db_rows rows;
    bool has_row = true;
    TRY(db_query(op, Q_SERVE_PARTY_CASES, DB_ARGS(ARG_ID(party_id)), &rows));
    json_key(w, "cases");
    json_array_open(w);
    while (has_row) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        json_object_open(w);
        json_put_id(w, "id", db_id(&rows, 0));
        case_number_write(op, w, "number", db_i64(&rows, 1));
        json_put_str(w, "creditor_name", db_text(&rows, 2));
        json_put_str(w, "status", db_text(&rows, 3));
        json_object_close(w);
    }
    json_array_close(w);
    return OK;
}

status person_view_write(struct op *op, const struct request *request, struct json_writer *w,
                         int64_t party_id)
{
    struct party party;
    bool found = false;
    TRY(db_query_one(op, Q_SERVE_PARTY, DB_ARGS(ARG_ID(party_id)), read_party, &party, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "no party %" PRId64, party_id);
    json_object_open(w);
    json_put_id(w, "id", party_id);
    json_put_str(w, "name", party.name);
    json_put_str(w, "kind", party.kind);
    json_put_str(w, "source", party.source);
    json_put_str(w, "external_id",
                 mask_unless(op->arena, request->session, "words", party.external_id));
    json_put_str(w, "country", party.country);
    json_put_instant(w, "created_at", party.created_at);
    TRY(write_document(op, w, party_id, &party));
    TRY(person_points_write(op, w, party_id));
    TRY(write_cases(op, w, party_id));
    json_object_close(w);
    return OK;
}
