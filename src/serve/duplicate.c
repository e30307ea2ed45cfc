/* Parties that may be one person: the pairs that wait, what people say of them, and the merges. */
#include "book/duplicate.h"

#include "book/merge.h"
#include "serve/page.h"
#include "serve/person_view.h"
#include "store/db.h"

#define PAIRS_SHOWN  50 /* the surest; the next come when these are decided */
#define MERGES_SHOWN 50

/* --- pairs --- */

static void write_reasons(struct json_writer *w, str reasons)
{
    json_key(w, "reasons");
    json_array_open(w);
    while (reasons.size > 0) {
        const str word = str_split(&reasons, ' ');
        if (word.size > 0)
            json_write_str(w, word);
    }
    json_array_close(w);
}

static status write_pair(struct op *op, const struct request *request, struct json_writer *w,
                         const struct duplicate_pair *pair)
{
    json_object_open(w);
    json_put_i64(w, "score", pair->score);
    write_reasons(w, pair->reasons);
    json_key(w, "first");
    TRY(person_view_write(op, request, w, pair->low_id));
    json_key(w, "second");
    TRY(person_view_write(op, request, w, pair->high_id));
    json_object_close(w);
    return OK;
}

static status list_pairs(struct op *op, const struct request *request, struct reply *reply)
{
    const struct duplicate_pair *pairs = NULL;
    size_t count = 0;
    TRY(duplicate_list(op, PAIRS_SHOWN + 1, &pairs, &count));
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    json_put_bool(w, "has_more", count > PAIRS_SHOWN);
    json_key(w, "items");
    json_array_open(w);
    for (size_t i = 0; i < count && i < PAIRS_SHOWN; i++)
        TRY(write_pair(op, request, w, &pairs[i]));
    json_array_close(w);
    json_object_close(w);
    return OK;
}

enum { P_PARTY, P_OTHER, P_REASON };
static const struct param same_params[] = {
    [P_PARTY] = {"party_id", IN_BODY, PARAM_ID,   true, 0, 0,   NULL},
    [P_OTHER] = {"other_id", IN_BODY, PARAM_ID,   true, 0, 0,   NULL},
    [P_REASON] = {"reason",   IN_BODY, PARAM_TEXT, true, 1, 300, NULL},
};
static const struct param pair_params[] = {
    [P_PARTY] = {"party_id", IN_BODY, PARAM_ID, true, 0, 0, NULL},
    [P_OTHER] = {"other_id", IN_BODY, PARAM_ID, true, 0, 0, NULL},
};

static status same(struct op *op, const struct request *request, struct reply *reply)
{
    int64_t merge_id = 0;
    TRY(duplicate_same(op, request_id(request, P_PARTY), request_id(request, P_OTHER),
                       request_text(request, P_REASON), &merge_id));
    struct json_writer *const w = reply_json(reply, 201);
    json_object_open(w);
    json_put_id(w, "merge_id", merge_id);
    json_object_close(w);
    return OK;
}

static void write_state(struct reply *reply, const char *state)
{
    struct json_writer *const w = reply_json(reply, 201);
    json_object_open(w);
    json_put_c(w, "state", state);
    json_object_close(w);
}

static status different(struct op *op, const struct request *request, struct reply *reply)
{
    TRY(duplicate_different(op, request_id(request, P_PARTY), request_id(request, P_OTHER)));
    write_state(reply, "different");
    return OK;
}

static status reopen(struct op *op, const struct request *request, struct reply *reply)
{
    TRY(duplicate_reopen(op, request_id(request, P_PARTY), request_id(request, P_OTHER)));
    write_state(reply, "open");
    return OK;
}

/* --- merges --- */

static status read_name(struct op *op, struct db_rows *row, void *out)
{
    *(str *)out = db_text_copy(op, row, 0);
    return OK;
}

static status write_named(struct op *op, struct json_writer *w, int64_t party_id)
{
    str name = {"", 0};
    bool found = false;
    TRY(db_query_one(op, Q_SERVE_PARTY, DB_ARGS(ARG_ID(party_id)), read_name, &name, &found));
    json_object_open(w);
    json_put_id(w, "id", party_id);
    json_put_str(w, "name", name);
    json_object_close(w);
    return OK;
}

static status write_merge(struct op *op, struct json_writer *w, const struct merge *merge)
{
    json_object_open(w);
    json_put_id(w, "id", merge->id);
    json_put_str(w, "reason", merge->reason);
    json_put_instant(w, "at", merge->at);
    json_put_instant(w, "undone_at", merge->undone_at);
    json_key(w, "first");
    TRY(write_named(op, w, merge->party_id));
    json_key(w, "second");
    TRY(write_named(op, w, merge->other_id));
    json_object_close(w);
    return OK;
}

static status list_merges(struct op *op, const struct request *request, struct reply *reply)
{
    const struct merge *merges = NULL;
    size_t count = 0;
    (void)request;
    TRY(merge_list(op, MERGES_SHOWN, &merges, &count));
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    json_key(w, "items");
    json_array_open(w);
    for (size_t i = 0; i < count; i++)
        TRY(write_merge(op, w, &merges[i]));
    json_array_close(w);
    json_object_close(w);
    return OK;
}

enum { U_ID, U_REASON };
static const struct param undo_params[] = {
    [U_ID] = {"id",     IN_PATH, PARAM_ID,   true, 0, 0,   NULL},
    [U_REASON] = {"reason", IN_BODY, PARAM_TEXT, true, 1, 300, NULL},
};

static status undo(struct op *op, const struct request *request, struct reply *reply)
{
    TRY(merge_undo(op, request_id(request, U_ID), request_text(request, U_REASON)));
    write_state(reply, "undone");
    return OK;
}

/* clang-format off */
static const struct route rows[] = {
    {"listPersonPairs", "GET", "/v1/person-pairs", "person.merge", .run = RUN_READ, .handle = list_pairs},
    {"mergePersons", "POST", "/v1/person-pairs/same", "person.merge", .run = RUN_BOOK, ROUTE_PARAMS(same_params), .handle = same},
    {"partPersons", "POST", "/v1/person-pairs/different", "person.merge", .run = RUN_BOOK, ROUTE_PARAMS(pair_params), .handle = different},
    {"reopenPair", "POST", "/v1/person-pairs/open", "person.merge", .run = RUN_BOOK, ROUTE_PARAMS(pair_params), .handle = reopen},
    {"listMerges", "GET", "/v1/person-merges", "person.merge", .run = RUN_READ, .handle = list_merges},
    {"undoMerge", "POST", "/v1/person-merges/{id}/undo", "person.merge", .run = RUN_BOOK, ROUTE_PARAMS(undo_params), .handle = undo},
};
/* clang-format on */
const struct route_list duplicate_routes = ROUTE_LIST(rows);
