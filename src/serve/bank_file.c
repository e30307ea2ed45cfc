/* The files of banks that were taken: what they say of themselves, and what became of their
 * entries.
 */
#include <inttypes.h>

#include "base/crypto.h"
#include "cash/take.h"
#include "serve/bank_view.h"
#include "serve/mask.h"
#include "serve/page.h"
#include "store/db.h"

#define FILES_SHOWN 50 /* the newest */

static void write_file(struct json_writer *w, const struct db_rows *row)
{
    json_put_id(w, "id", db_id(row, 0));
    json_put_str(w, "name", db_text(row, 1));
    json_put_str(w, "format", db_text(row, 2));
    json_put_i64(w, "entries", db_i64(row, 3));
    json_put_str(w, "differs", db_text(row, 4));
    json_put_day(w, "taken_on", db_day(row, 5));
    json_key(w, "taken_by");
    if (db_is_null(row, 6))
        json_write_null(w);
    else
        json_write_str(w, db_text(row, 6));
    json_put_instant(w, "taken_at", db_instant(row, 7));
}

static status list(struct op *op, const struct request *request, struct reply *reply)
{
    struct json_writer *const w = reply_json(reply, 200);
    struct db_rows rows;
    bool has_row = true;
    (void)request;
    json_object_open(w);
    json_key(w, "items");
    json_array_open(w);
    TRY(db_query(op, Q_BANK_FILE_LIST, DB_ARGS(ARG_I64(FILES_SHOWN)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        json_object_open(w);
        write_file(w, &rows);
        json_object_close(w);
    }
    json_array_close(w);
    json_object_close(w);
    return OK;
}

/* --- one file --- */

static status write_found(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    write_file(out, row);
    return OK;
}

static void put_statement(struct op *op, struct json_writer *w, const struct db_rows *row)
{
    char unit[CURRENCY_TEXT];
    json_put_i64(w, "number", db_i64(row, 1));
    json_put_c(w, "account_masked", mask_value(op->arena, "document", db_text(row, 2)));
    json_put_c(w, "currency", currency_format((currency)db_i64(row, 3), unit));
    json_put_str(w, "opening", db_text(row, 4));
    json_put_str(w, "closing", db_text(row, 5));
    json_put_i64(w, "entries", db_i64(row, 6));
}

static void put_sum(struct op *op, struct json_writer *w, const struct db_rows *row)
{
    char unit[CURRENCY_TEXT];
    (void)op;
    json_put_str(w, "kind", db_text(row, 1));
    json_put_c(w, "currency", currency_format((currency)db_i64(row, 0), unit));
    json_put_i64(w, "entries", db_i64(row, 2));
    json_put_i64(w, "amount", db_money(row, 3).minor);
}

/* What a query says of the file: an object each. */
static status
write_each(struct op *op, struct json_writer *w, const char *key, enum query query, int64_t file_id,
           void (*put)(struct op *op, struct json_writer *w, const struct db_rows *row))
{
    struct db_rows rows;
    bool has_row = true;
    json_key(w, key);
    json_array_open(w);
    TRY(db_query(op, query, DB_ARGS(ARG_ID(file_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        json_object_open(w);
        put(op, w, &rows);
        json_object_close(w);
    }
    json_array_close(w);
    return OK;
}

/* told: no money; waiting: something is open; dismissed; settled. */
static const char *state_of(const struct db_rows *row)
{
    if (str_equal_c(db_text(row, 2), "none"))
        return "told";
    if (!db_is_null(row, 9))
        return "waiting";
    return str_equal_c(db_text(row, 10), "dismissed") ? "dismissed" : "settled";
}

static void write_entry(struct op *op, const struct request *request, struct json_writer *w,
                        const struct db_rows *row)
{
    char unit[CURRENCY_TEXT];
    json_object_open(w);
    json_put_id(w, "entry_id", db_id(row, 0));
    json_put_i64(w, "line", db_i64(row, 1));
    json_put_str(w, "kind", db_text(row, 2));
    json_put_i64(w, "amount", db_money(row, 3).minor);
    json_put_c(w, "currency", currency_format((currency)db_i64(row, 4), unit));
    json_put_day(w, "value_on", db_day(row, 5));
    said_write(op, request, w, "reference", db_text(row, 6));
    said_write(op, request, w, "counterparty", db_text(row, 7));
    said_write(op, request, w, "text", db_text(row, 8));
    json_put_i64(w, "open", db_is_null(row, 9) ? 0 : db_money(row, 9).minor);
    json_put_c(w, "state", state_of(row));
    json_object_close(w);
}

enum { P_ID, P_CURSOR, P_LIMIT };
static const struct param show_params[] = {
    [P_ID] = {"id", IN_PATH, PARAM_ID, true, 0, 0, NULL},
    [P_CURSOR] = PARAM_CURSOR,
    [P_LIMIT] = PARAM_LIMIT,
};

static status write_entries(struct op *op, const struct request *request, struct json_writer *w,
                            const struct cursor *cursor)
{
    const int64_t most = request_number(request, P_LIMIT, PAGE_ROWS_DEFAULT);
    struct db_rows rows;
    bool has_row = false;
    int64_t last[2] = {0};
    json_key(w, "items");
    json_array_open(w);
    TRY(db_query(op, Q_BANK_FILE_ENTRIES,
                 DB_ARGS(ARG_ID(request_id(request, P_ID)), ARG_I64(cursor->parts[0]),
                         ARG_ID(cursor->parts[1]), ARG_I64(most + 1)),
                 &rows));
    TRY(db_next(op, &rows, &has_row));
    for (int64_t i = 0; has_row && i < most; i++) {
        write_entry(op, request, w, &rows);
        last[0] = db_i64(&rows, 1);
        last[1] = db_id(&rows, 0);
        TRY(db_next(op, &rows, &has_row));
    }
    if (has_row)
        db_rows_close(&rows);
    json_array_close(w);
    cursor_write(op, w, "next_cursor", has_row, last, 2);
    return OK;
}

static status show(struct op *op, const struct request *request, struct reply *reply)
{
    const int64_t id = request_id(request, P_ID);
    struct cursor cursor;
    bool found = false;
    TRY(cursor_read(op, request, reply, P_CURSOR, 2, &cursor));
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    TRY(db_query_one(op, Q_BANK_FILE_SHOW, DB_ARGS(ARG_ID(id)), write_found, w, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "no file %" PRId64 " of a bank", id);
    TRY(write_each(op, w, "statements", Q_BANK_STATEMENT_LIST, id, put_statement));
    TRY(write_each(op, w, "sums", Q_BANK_FILE_SUMS, id, put_sum));
    TRY(write_entries(op, request, w, &cursor));
    json_object_close(w);
    return OK;
}

/* --- taking --- */

enum { T_NAME, T_CONTENT, T_CURRENCY, T_DEPOSIT, T_ACCEPTS };
static const char *const yes_no[] = {"no", "yes", NULL};
static const struct param take_params[] = {
    [T_NAME] = {"name",               IN_BODY, PARAM_TEXT, true,  1, 200,              NULL  },
    [T_CONTENT] = {"content",            IN_BODY, PARAM_TEXT, true,  1, LIMIT_BODY_BYTES, NULL  },
    [T_CURRENCY] = {"currency",           IN_BODY, PARAM_TEXT, false, 3, 3,                NULL  },
    [T_DEPOSIT] = {"deposit_id",         IN_BODY, PARAM_ID,   false, 0, 0,                NULL  },
    [T_ACCEPTS] = {"accept_differences", IN_BODY, PARAM_WORD, false, 0, 0,                yes_no},
};

static status refuse(struct op *op, const struct request *request, struct reply *reply,
                     const char *pointer, const char *es, const char *en)
{
    reply_error(reply, pointer, request_say(request, es, en));
    return op_fail(op, E_INVALID, "a field is not valid");
}

/* The bytes of a file, which JSON holds as base64url. */
static status read_content(struct op *op, const struct request *request, struct reply *reply,
                           str *ret_bytes)
{
    const str text = request_text(request, T_CONTENT);
    const size_t size = text.size / 4 * 3 + (text.size % 4 > 0 ? text.size % 4 - 1 : 0);
    char *const bytes = arena_alloc(op->arena, size + 1);
    if (text.size % 4 == 1 || !crypto_from_base64url(text, bytes, size))
        return refuse(op, request, reply, "/content", "No es un archivo en base64url.",
                      "It is no file in base64url.");
    *ret_bytes = (str){bytes, size};
    return OK;
}

static void write_said(struct json_writer *w, const struct take_result *result)
{
    json_key(w, "debits");
    if (!result->is_answer) {
        json_write_null(w);
        return;
    }
    json_object_open(w);
    json_put_i64(w, "accepted", result->said.accepted);
    json_put_i64(w, "pending", result->said.pending);
    json_put_i64(w, "rejected", result->said.rejected);
    json_put_i64(w, "late", result->said.late);
    json_put_i64(w, "unknown", result->said.unknown);
    json_object_close(w);
}

static status take(struct op *op, const struct request *request, struct reply *reply)
{
    const char *const name = str_cstr(op->arena, request_text(request, T_NAME));
    const char *const slash = strrchr(name, '/');
    struct take_request wish = {.currency = CURRENCY_NONE,
                                .deposit_id = request_id(request, T_DEPOSIT),
                                .accepts_differences = request_number(request, T_ACCEPTS, 0) == 1};
    struct take_result result;
    str bytes;
    if (request_has(request, T_CURRENCY) &&
        !currency_parse(request_text(request, T_CURRENCY), &wish.currency))
        return refuse(op, request, reply, "/currency", "No se conoce esta moneda.",
                      "This currency is not known.");
    TRY(read_content(op, request, reply, &bytes));
    TRY(take_bytes(op, slash ? slash + 1 : name, bytes, &wish, &result));
    struct json_writer *const w = reply_json(reply, 201);
    json_object_open(w);
    json_put_id(w, "file_id", result.file_id);
    json_put_c(w, "outcome", result.is_known ? "known" : "taken");
    json_put_c(w, "format", result.format);
    json_put_c(w, "differs", result.differs);
    json_put_i64(w, "statements", result.statements);
    json_put_i64(w, "entries", result.entries);
    json_put_i64(w, "repeated", result.repeated);
    json_put_i64(w, "money", result.money);
    json_put_i64(w, "returns", result.returns);
    json_put_i64(w, "settled", result.settled);
    json_put_i64(w, "waiting", result.waiting);
    write_said(w, &result);
    json_object_close(w);
    return OK;
}

/* clang-format off */
static const struct route rows[] = {
    {"listBankFiles", "GET", "/v1/bank/files", "payment.match", .run = RUN_READ, .handle = list},
    {"takeBankFile", "POST", "/v1/bank/files", "payment.match", .run = RUN_BOOK, ROUTE_PARAMS(take_params), .handle = take},
    {"readBankFile", "GET", "/v1/bank/files/{id}", "payment.match", .run = RUN_READ, ROUTE_PARAMS(show_params), .handle = show},
};
/* clang-format on */
const struct route_list bank_file_routes = ROUTE_LIST(rows);
