/* Disputes, and the outcome codes from which agents choose. */
#include "book/dispute.h"

#include "base/words.h"
#include "book/obligation.h"
#include "policy/reply_due.h"
#include "serve/route.h"
#include "store/db.h"

enum { P_CASE, P_KIND, P_AMOUNT, P_OBLIGATION, P_NOTE };
static const char *const kinds[] = {"not_mine", "amount", "already_paid", "service", "product",
                                    "other",    NULL};
static const struct param dispute_params[] = {
    [P_CASE] = {"id",            IN_PATH, PARAM_ID,    true,  0, 0,                     NULL },
    [P_KIND] = {"kind",          IN_BODY, PARAM_WORD,  true,  0, 0,                     kinds},
    [P_AMOUNT] = {"amount",        IN_BODY, PARAM_MONEY, false, 0, 0,                     NULL },
    [P_OBLIGATION] = {"obligation_id", IN_BODY, PARAM_ID,    false, 0, 0,                     NULL },
    [P_NOTE] = {"note",          IN_BODY, PARAM_TEXT,  true,  1, LIMIT_NOTE_CHARACTERS, NULL },
};

struct written {
    struct json_writer *w;
    int64_t id;
};

static status write_dispute(struct op *op, struct db_rows *row, void *out)
{
    const struct written *const written = out;
    struct json_writer *const w = written->w;
    (void)op;
    json_object_open(w);
    json_put_id(w, "id", written->id);
    json_put_id(w, "case_id", db_id(row, 0));
    json_put_id(w, "obligation_id", db_id(row, 1));
    json_put_str(w, "kind", db_text(row, 2));
    json_key(w, "amount");
    if (db_is_null(row, 3))
        json_write_null(w);
    else
        json_write_i64(w, db_i64(row, 3));
    json_put_day(w, "opened_on", db_day(row, 4));
    json_put_str(w, "state", db_text(row, 5));
    json_put_str(w, "note", db_text(row, 6));
    json_object_close(w);
    return OK;
}

static status create(struct op *op, const struct request *request, struct reply *reply)
{
    struct case_key key = {0, request_id(request, P_CASE)};
    struct written written = {.w = NULL};
    bool found = false;
    day reply_due_on = DAY_NONE;
    TRY(case_debtor(op, key.case_id, &key.debtor_id));
    TRY(reply_due_today(op, key.debtor_id, &reply_due_on));
    const struct dispute_input input = {.key = key,
                                        .obligation_id = request_id(request, P_OBLIGATION),
                                        .kind = request_text(request, P_KIND),
                                        .amount = request_money(request, P_AMOUNT),
                                        .reply_due_on = reply_due_on,
                                        .note = request_text(request, P_NOTE)};
    TRY(dispute_open(op, &input, &written.id));
    written.w = reply_json(reply, 201);
    return db_query_one(op, Q_SERVE_DISPUTE, DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(written.id)),
                        write_dispute, &written, &found);
}

/* --- outcome codes --- */

static void write_flags(struct json_writer *w, int64_t flags)
{
    json_key(w, "flags");
    json_array_open(w);
    for (int i = 0; i < OUTCOME_COUNT; i++)
        if (flags & OUTCOME_BIT(i))
            json_write_str(w, str_of(outcome_flag_name((enum outcome_flag)i)));
    json_array_close(w);
}

/* Its effect in one short sentence. */
static const char *effect_of(struct op *op, const struct request *request, int64_t flags,
                             const struct db_rows *rows)
{
    static const struct {
        int64_t flag;
        const char *es, *en;
    } effects[] = {
        {OUTCOME_BIT(OUTCOME_PROMISE),      "Espera la fecha prometida",           "Waits for the day"     },
        {OUTCOME_BIT(OUTCOME_DISPUTE),      "Abre un reclamo y se detiene",        "Opens a dispute, stops"},
        {OUTCOME_BIT(OUTCOME_DECEASED),     "No se le contacta más",              "No more contact"       },
        {OUTCOME_BIT(OUTCOME_DNC),          "No se le contacta más por ahí",     "No more contact there" },
        {OUTCOME_BIT(OUTCOME_WRONG_NUMBER), "Descarta ese dato de contacto",
         "Drops the contact point"                                                                         },
        {OUTCOME_BIT(OUTCOME_CALLBACK),     "Vuelve a la cola a la hora acordada",
         "Comes back at the agreed time"                                                                   },
    };
    for (size_t i = 0; i < ARRAY_LEN(effects); i++)
        if (flags & effects[i].flag)
            return request_say(request, effects[i].es, effects[i].en);
    if (db_is_null(rows, 6))
        return NULL;
    const int days = (int)db_i64(rows, 6);
    if (days == 0)
        return request_say(request, "Vuelve a la cola hoy", "Back in the queue today");
    if (days == 1)
        return request_say(request, "Vuelve a la cola mañana", "Back in the queue tomorrow");
    return arena_printf(
        op->arena,
        request->is_english ? "Back in the queue in %d days" : "Vuelve a la cola en %d días", days);
}

static status list_outcomes(struct op *op, const struct request *request, struct reply *reply)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_DISPOSITION_LIST, DB_NO_ARGS, &rows));
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    json_key(w, "items");
    json_array_open(w);
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        const str key = db_text(&rows, 4);
        if (key.size == 0 || !str_equal_c(db_text(&rows, 7), "active"))
            continue; /* only the system records it */
        json_object_open(w);
        json_put_str(w, "code", db_text(&rows, 0));
        json_put_str(w, "key", (str){key.data, 1}); /* the digit of its group */
        json_key(w, "group");
        if (db_is_null(&rows, 1))
            json_write_null(w);
        else
            json_write_str(w, db_text(&rows, 1));
        json_put_str(w, "label_es", db_text(&rows, 2));
        json_put_str(w, "label_en", db_text(&rows, 3));
        write_flags(w, db_i64(&rows, 5));
        json_put_c(w, "next", effect_of(op, request, db_i64(&rows, 5), &rows));
        json_object_close(w);
    }
    json_array_close(w);
    json_object_close(w);
    return OK;
}

/* clang-format off */
static const struct route rows[] = {
    {"openDispute", "POST", "/v1/cases/{id}/disputes", "dispute.record", .run = RUN_BOOK, ROUTE_PARAMS(dispute_params), .handle = create},
    {"listDispositions", "GET", "/v1/dispositions", .run = RUN_READ, .handle = list_outcomes},
};
/* clang-format on */
const struct route_list dispute_routes = ROUTE_LIST(rows);
