#include "insight/evidence.h"

#include "base/crypto.h"
#include "record/event.h"
#include "store/db.h"

struct cases {
    int64_t *ids;
    size_t count, capacity;
};

static status list_cases(struct op *op, const struct evidence_request *request, struct cases *out)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_EVIDENCE_CASES, DB_ARGS(ARG_ID(request->debtor_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        const int64_t id = db_id(&rows, 0);
        if (request->case_id != 0 && request->case_id != id)
            continue;
        out->ids = arena_grow(op->arena, out->ids, out->count, &out->capacity, sizeof(*out->ids));
        out->ids[out->count++] = id;
    }
}

/* Who looks at all of a person leaves a trace with the person. */
static status record_making(struct op *op, const struct evidence_request *request, str html)
{
    char hex[CRYPTO_HEX_SIZE(CRYPTO_DIGEST_BYTES)];
    uint8_t digest[CRYPTO_DIGEST_BYTES];
    struct cases cases = {.count = 0};
    crypto_digest(html, digest);
    crypto_hex(digest, sizeof(digest), hex);
    TRY(list_cases(op, request, &cases));
    for (size_t i = 0; i < cases.count; i++) {
        struct buf payload = buf_start(op->arena, 8192);
        struct json_writer w = json_start(&payload);
        json_object_open(&w);
        json_put_c(&w, "file", hex);
        json_put_str(&w, "reason", request->reason);
        json_object_close(&w);
        if (payload.is_full)
            return op_fail(op, E_LIMIT, "the reason is longer than an event can hold");
        const struct event event = {request->debtor_id, cases.ids[i], "file.made", 1,
                                    buf_str(&payload)};
        TRY(event_append(op, &event));
    }
    return OK;
}

status evidence_make(struct op *op, const struct evidence_request *request, str *ret_html)
{
    str json;
    str html;
    if (str_trim(request->reason).size == 0)
        return op_fail(op, E_INVALID, "the file of a person needs a reason");
    TRY(evidence_gather(op, request, &json));
    TRY(evidence_render(op, json, &html));
    TRY(record_making(op, request, html));
    *ret_html = html;
    return OK;
}
