#include "book/reference.h"

#include "base/json.h"
#include "book/unit.h"
#include "store/gather.h"

#define JSON_NAME_BYTES 8 /* at first, around a name */

static status read_reference(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(struct reference *)out = (struct reference){db_id(row, 0), db_id(row, 1)};
    return OK;
}

status reference_find(struct op *op, const char *kind, str source, str external_id,
                      struct reference *ret_reference, bool *ret_found)
{
    const struct names *const names = unit_names(op);
    const struct reference *const known =
        names ? names_find(names, kind, source, external_id) : NULL;
    if (!known)
        return db_query_one(op, Q_EXTERNAL_REF_FIND,
                            DB_ARGS(ARG_TEXT_C(kind), ARG_TEXT(source), ARG_TEXT(external_id)),
                            read_reference, ret_reference, ret_found);
    *ret_found = known->id != 0;
    if (*ret_found)
        *ret_reference = *known;
    return OK;
}

/* What the transaction before gives names to is not in the store yet. */
static status check_before(struct op *op, const char *kind, str source, str external_id)
{
    const struct names *const before = unit_names_before(op);
    return before && names_is_given(before, kind, source, external_id)
               ? op_fail(op, E_CONFLICT,
                         "%s \"" STR_FORMAT "\" belongs to a transaction that is not written yet",
                         kind, STR_ARG(external_id))
               : OK;
}

/* The names that are not known yet, as a JSON array; *ret_count of them. */
static status names_to_ask(struct op *op, struct names *names, const char *kind, str source,
                           const str *external_ids, size_t count, str *ret_list, size_t *ret_count)
{
    size_t size = JSON_NAME_BYTES;
    for (size_t i = 0; i < count; i++)
        size += external_ids[i].size * 6 + JSON_NAME_BYTES; /* a byte may become \u0000 */
    struct buf text = buf_start(op->arena, size);
    struct json_writer w = json_start(&text);
    size_t asked = 0;
    json_array_open(&w);
    for (size_t i = 0; i < count; i++) {
        if (external_ids[i].size == 0 || names_find(names, kind, source, external_ids[i]))
            continue;
        TRY(check_before(op, kind, source, external_ids[i]));
        names_put(names, kind, source, external_ids[i], (struct reference){0});
        json_write_str(&w, external_ids[i]);
        asked++;
    }
    json_array_close(&w);
    *ret_list = buf_str(&text);
    *ret_count = asked;
    return OK;
}

status reference_learn(struct op *op, const char *kind, str source, const str *external_ids,
                       size_t count)
{
    struct names *const names = unit_names(op);
    struct db_rows rows;
    bool has_row = false;
    size_t asked = 0;
    str list;
    if (!names || count == 0)
        return OK;
    TRY(names_to_ask(op, names, kind, source, external_ids, count, &list, &asked));
    if (asked == 0)
        return OK;
    TRY(db_query(op, Q_EXTERNAL_REF_FIND_ALL,
                 DB_ARGS(ARG_TEXT_C(kind), ARG_TEXT(source), ARG_TEXT(list)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        const struct reference found = {db_id(&rows, 1), db_id(&rows, 2)};
        names_put(names, kind, source, db_text_copy(op, &rows, 0), found);
    }
}

void reference_learn_none(struct op *op, const char *kind, str source, str external_id)
{
    struct names *const names = unit_names(op);
    if (names && !names_find(names, kind, source, external_id))
        names_put(names, kind, source, external_id, (struct reference){0});
}

status reference_learn_any(struct op *op, const char *kind, str source, bool *ret_any)
{
    struct names *const names = unit_names(op);
    TRY(db_query_one(op, Q_EXTERNAL_REF_ANY, DB_ARGS(ARG_TEXT_C(kind), ARG_TEXT(source)), NULL,
                     NULL, ret_any));
    if (names && !*ret_any)
        names_put_none(names, kind, source);
    return OK;
}

status reference_add(struct op *op, const char *kind, str source, str external_id,
                     int64_t debtor_id, int64_t id)
{
    struct names *const names = unit_names(op);
    if (names)
        names_give(names, kind, str_copy(op->arena, source), str_copy(op->arena, external_id),
                   (struct reference){debtor_id, id});
    return db_insert(op, Q_EXTERNAL_REF_INSERT,
                     DB_ARGS(ARG_TEXT_C(kind), ARG_TEXT(source), ARG_TEXT(external_id),
                             ARG_ID(debtor_id), ARG_ID(id)));
}
