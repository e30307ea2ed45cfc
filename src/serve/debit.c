/* Cobro automático: files of direct debit: what the next would hold, what was written, and what the
 * bank said of each order. */
#include <inttypes.h>

#include "cash/debit_view.h"
#include "cash/waiting.h"
#include "serve/bank_view.h"
#include "serve/mask.h"
#include "serve/page.h"

#define FILES_SHOWN     50 /* the newest */
#define CREDITORS_SHOWN 500
#define PREVIEW_SHOWN   200
#define FILE_BYTES      (32 << 20)

static const char *const formats[] = {
    "pain.008.001.02", "pain.008.001.08", "pain.008.001.09", "pain.008.001.10",
    "cnab240",         "cnab400",         "asobancaria",     NULL};

/* --- what is shown of a file --- */

static status write_sums(struct op *op, struct json_writer *w, int64_t file_id)
{
    struct debit_sum *sums = NULL;
    size_t count = 0;
    TRY(debit_sums(op, file_id, &sums, &count));
    json_key(w, "sums");
    json_array_open(w);
    for (size_t i = 0; i < count; i++) {
        json_object_open(w);
        json_put_str(w, "state", sums[i].state);
        json_put_str(w, "said", sums[i].said);
        json_put_i64(w, "orders", sums[i].orders);
        json_put_i64(w, "amount", sums[i].amount.minor);
        json_object_close(w);
    }
    json_array_close(w);
    return OK;
}

static status put_file(struct op *op, struct json_writer *w, const struct debit_shown *file)
{
    char unit[CURRENCY_TEXT];
    json_put_id(w, "id", file->id);
    json_put_str(w, "message", file->head.message);
    json_put_str(w, "format", file->head.format);
    json_put_id(w, "creditor_id", file->creditor_id);
    json_put_str(w, "creditor", file->creditor);
    json_put_str(w, "creditor_name", file->head.creditor_name);
    json_put_str(w, "creditor_code", file->head.creditor_id);
    json_put_str(w, "account", file->head.account);
    json_put_str(w, "bank", file->head.bank);
    json_put_i64(w, "sequence", file->head.sequence);
    json_put_c(w, "currency", currency_format(file->head.currency, unit));
    json_put_day(w, "made_on", file->head.created_on);
    json_put_day(w, "collect_on", file->collect_on);
    json_put_i64(w, "orders", file->orders);
    json_put_i64(w, "amount", file->amount.minor);
    json_put_day(w, "withdrawn_on", file->withdrawn_on);
    json_put_str(w, "withdrawn_why", file->withdrawn_why);
    return write_sums(op, w, file->id);
}

static void write_currencies(struct json_writer *w, const struct debit_creditor *creditor)
{
    char unit[CURRENCY_TEXT];
    json_key(w, "currencies");
    json_array_open(w);
    for (size_t i = 0; i < creditor->currency_count; i++)
        json_write_str(w, str_of(currency_format(creditor->currencies[i], unit)));
    json_array_close(w);
}

static status write_creditors(struct op *op, struct json_writer *w)
{
    struct debit_creditor *creditors = NULL;
    size_t count = 0;
    TRY(debit_creditors(op, CREDITORS_SHOWN, &creditors, &count));
    json_key(w, "creditors");
    json_array_open(w);
    for (size_t i = 0; i < count; i++) {
        json_object_open(w);
        json_put_id(w, "id", creditors[i].id);
        json_put_str(w, "name", creditors[i].name);
        write_currencies(w, &creditors[i]);
        json_object_close(w);
    }
    json_array_close(w);
    return OK;
}

static status list(struct op *op, const struct request *request, struct reply *reply)
{
    struct debit_shown *files = NULL;
    size_t count = 0;
    (void)request;
    TRY(debit_shown_all(op, FILES_SHOWN, &files, &count));
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    TRY(write_creditors(op, w));
    json_key(w, "items");
    json_array_open(w);
    for (size_t i = 0; i < count; i++) {
        json_object_open(w);
        TRY(put_file(op, w, &files[i]));
        json_object_close(w);
    }
    json_array_close(w);
    json_object_close(w);
    return OK;
}

/* --- one file --- */

enum { S_ID, S_STATE, S_CURSOR, S_LIMIT };
static const char *const states[] = {"under_way", "paid",      "returned",
                                     "rejected",  "withdrawn", NULL};
static const struct param show_params[] = {
    [S_ID] = {"id",    IN_PATH,  PARAM_ID,   true,  0, 0, NULL  },
    [S_STATE] = {"state", IN_QUERY, PARAM_WORD, false, 0, 0, states},
    [S_CURSOR] = PARAM_CURSOR,
    [S_LIMIT] = PARAM_LIMIT,
};

static status write_case(struct op *op, struct json_writer *w, int64_t case_id)
{
    struct case_shown of_case;
    TRY(case_shown_get(op, case_id, &of_case));
    case_shown_write(op, w, &of_case);
    return OK;
}

static status write_order(struct op *op, const struct request *request, struct json_writer *w,
                          const struct debit_order_shown *order)
{
    json_object_open(w);
    json_put_id(w, "id", order->id);
    TRY(write_case(op, w, order->case_id));
    said_write(op, request, w, "reference", order->reference);
    json_put_str(w, "mandate", order->mandate);
    json_put_i64(w, "amount", order->amount.minor);
    json_put_str(w, "state", order->state);
    json_put_day(w, "ended_on", order->ended_on);
    json_put_str(w, "said", order->said);
    json_put_str(w, "said_code", order->said_code);
    said_write(op, request, w, "said_words", order->said_words);
    json_put_day(w, "said_on", order->said_on);
    json_key(w, "entry_id");
    if (order->entry_id > 0)
        json_write_id(w, order->entry_id);
    else
        json_write_null(w);
    json_object_close(w);
    return OK;
}

static status write_orders(struct op *op, const struct request *request, struct json_writer *w,
                           const struct cursor *cursor)
{
    const int64_t most = request_number(request, S_LIMIT, PAGE_ROWS_DEFAULT);
    struct debit_order_shown *orders = NULL;
    size_t count = 0;
    TRY(debit_orders_page(op, request_id(request, S_ID), cursor->parts[0],
                          request_text(request, S_STATE), most + 1, &orders, &count));
    const bool is_more = (int64_t)count > most;
    count -= is_more;
    json_key(w, "items");
    json_array_open(w);
    for (size_t i = 0; i < count; i++)
        TRY(write_order(op, request, w, &orders[i]));
    json_array_close(w);
    const int64_t last[] = {is_more ? orders[count - 1].id : 0};
    cursor_write(op, w, "next_cursor", is_more, last, 1);
    return OK;
}

static status show(struct op *op, const struct request *request, struct reply *reply)
{
    struct debit_shown file_shown;
    struct cursor cursor;
    TRY(cursor_read(op, request, reply, S_CURSOR, 1, &cursor));
    TRY(debit_shown_get(op, request_id(request, S_ID), &file_shown));
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    TRY(put_file(op, w, &file_shown));
    TRY(write_orders(op, request, w, &cursor));
    json_object_close(w);
    return OK;
}

static status answer_file(struct op *op, struct reply *reply, int http_status, int64_t id)
{
    struct debit_shown file_shown;
    TRY(debit_shown_get(op, id, &file_shown));
    struct json_writer *const w = reply_json(reply, http_status);
    json_object_open(w);
    TRY(put_file(op, w, &file_shown));
    json_object_close(w);
    return OK;
}

/* --- what the next file would hold --- */

enum { V_FORMAT, V_CREDITOR, V_CURRENCY, V_ON };
static const struct param preview_params[] = {
    [V_FORMAT] = {"format",      IN_QUERY, PARAM_WORD, true, 0, 0, formats},
    [V_CREDITOR] = {"creditor_id", IN_QUERY, PARAM_ID,   true, 0, 0, NULL   },
    [V_CURRENCY] = {"currency",    IN_QUERY, PARAM_TEXT, true, 3, 3, NULL   },
    [V_ON] = {"on",          IN_QUERY, PARAM_DAY,  true, 0, 0, NULL   },
};

static status read_currency(struct op *op, const struct request *request, struct reply *reply,
                            int param, currency *ret_unit)
{
    if (currency_parse(request_text(request, param), ret_unit))
        return OK;
    reply_error(reply, "/currency",
                request_say(request, "No se conoce esta moneda.", "This currency is not known."));
    return op_fail(op, E_INVALID, "a field is not valid");
}

static status write_preview(struct op *op, const struct request *request, struct json_writer *w,
                            const struct debit_preview *one)
{
    json_object_open(w);
    TRY(write_case(op, w, one->case_id));
    said_write(op, request, w, "reference", one->reference);
    json_put_str(w, "mandate", one->mandate);
    json_put_c(w, "account_masked", mask_value(op->arena, "account", one->account));
    json_put_i64(w, "amount", one->amount.minor);
    json_object_close(w);
    return OK;
}

static status preview(struct op *op, const struct request *request, struct reply *reply)
{
    struct debit_header head = {.format = request_text(request, V_FORMAT)};
    struct debit_preview *orders = NULL;
    size_t count = 0;
    money total = {0};
    TRY(read_currency(op, request, reply, V_CURRENCY, &head.currency));
    TRY(debit_preview(op, &head, request_id(request, V_CREDITOR), request_day(request, V_ON),
                      &orders, &count, &total));
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    json_put_i64(w, "orders", (int64_t)count);
    json_put_i64(w, "amount", total.minor);
    json_key(w, "items");
    json_array_open(w);
    for (size_t i = 0; i < count && i < PREVIEW_SHOWN; i++)
        TRY(write_preview(op, request, w, &orders[i]));
    json_array_close(w);
    json_object_close(w);
    return OK;
}

/* --- making one --- */

enum {
    M_MESSAGE,
    M_FORMAT,
    M_CREDITOR,
    M_CURRENCY,
    M_ON,
    M_NAME,
    M_CODE,
    M_ACCOUNT,
    M_BANK,
    M_SEQUENCE,
    M_ORDERS,
    M_AMOUNT
};
static const struct param make_params[] = {
    [M_MESSAGE] = {"message",       IN_BODY, PARAM_TEXT,    true,  1, 35,        NULL   },
    [M_FORMAT] = {"format",        IN_BODY, PARAM_WORD,    true,  0, 0,         formats},
    [M_CREDITOR] = {"creditor_id",   IN_BODY, PARAM_ID,      true,  0, 0,         NULL   },
    [M_CURRENCY] = {"currency",      IN_BODY, PARAM_TEXT,    true,  3, 3,         NULL   },
    [M_ON] = {"on",            IN_BODY, PARAM_DAY,     true,  0, 0,         NULL   },
    [M_NAME] = {"creditor_name", IN_BODY, PARAM_TEXT,    true,  1, 140,       NULL   },
    [M_CODE] = {"creditor_code", IN_BODY, PARAM_TEXT,    true,  1, 35,        NULL   },
    [M_ACCOUNT] = {"account",       IN_BODY, PARAM_TEXT,    true,  1, 34,        NULL   },
    [M_BANK] = {"bank",          IN_BODY, PARAM_TEXT,    false, 0, 35,        NULL   },
    [M_SEQUENCE] = {"sequence",      IN_BODY, PARAM_INTEGER, false, 1, INT32_MAX, NULL   },
    [M_ORDERS] = {"orders",        IN_BODY, PARAM_INTEGER, true,  1, INT32_MAX, NULL   },
    [M_AMOUNT] = {"amount",        IN_BODY, PARAM_MONEY,   true,  0, 0,         NULL   },
};

/* What the person saw is what is written: the totals of the preview come back with the wish. */
static status make(struct op *op, const struct request *request, struct reply *reply)
{
    struct debit_header head = {.format = request_text(request, M_FORMAT),
                                .message = str_trim(request_text(request, M_MESSAGE)),
                                .creditor_name = str_trim(request_text(request, M_NAME)),
                                .creditor_id = str_trim(request_text(request, M_CODE)),
                                .account = str_trim(request_text(request, M_ACCOUNT)),
                                .bank = str_trim(request_text(request, M_BANK)),
                                .created_on = op->business_date,
                                .sequence = request_number(request, M_SEQUENCE, 1)};
    struct debit_result result;
    TRY(read_currency(op, request, reply, M_CURRENCY, &head.currency));
    TRY(debit_collect(op, &head, request_id(request, M_CREDITOR), request_day(request, M_ON),
                      &result, NULL));
    if (result.orders != request_number(request, M_ORDERS, 0) ||
        result.amount.minor != request_money(request, M_AMOUNT).minor)
        return op_fail(op, E_CONFLICT,
                       "what may be collected has changed since it was shown, and nothing was "
                       "written: look at it again");
    return answer_file(op, reply, 201, result.file_id);
}

enum { F_ID };
static const struct param file_params[] = {
    [F_ID] = {"id", IN_PATH, PARAM_ID, true, 0, 0, NULL},
};

/* Noted in the transaction whose end lets it go out; never kept with an Idempotency-Key. */
static status file(struct op *op, const struct request *request, struct reply *reply)
{
    const int64_t id = request_id(request, F_ID);
    struct buf bytes = buf_start(op->arena, FILE_BYTES);
    struct debit_shown shown;
    TRY(debit_shown_get(op, id, &shown));
    TRY(debit_write_again(op, id, &bytes));
    const bool is_xml = str_starts(shown.head.format, STR("pain."));
    struct json_writer *const w = reply_json(reply, 201);
    json_object_open(w);
    json_put_c(w, "file_name",
               arena_printf(op->arena, "%s-%" PRId64 ".%s", str_cstr(op->arena, shown.head.format),
                            id, is_xml ? "xml" : "txt"));
    json_put_c(w, "media_type", is_xml ? "application/xml" : "text/plain");
    json_put_str(w, "text", buf_str(&bytes));
    json_object_close(w);
    return OK;
}

enum { W_ID, W_REASON };
static const struct param withdraw_params[] = {
    [W_ID] = {"id",     IN_PATH, PARAM_ID,   true, 0, 0,   NULL},
    [W_REASON] = {"reason", IN_BODY, PARAM_TEXT, true, 1, 300, NULL},
};

static status withdraw(struct op *op, const struct request *request, struct reply *reply)
{
    const int64_t id = request_id(request, W_ID);
    struct debit_shown known;
    TRY(debit_shown_get(op, id, &known));
    TRY(debit_withdraw_file(op, id, request_text(request, W_REASON)));
    return answer_file(op, reply, 201, id);
}

/* clang-format off */
static const struct route rows[] = {
    {"listDebits", "GET", "/v1/debits", "debit.manage", .run = RUN_READ, .handle = list},
    {"previewDebit", "GET", "/v1/debits/preview", "debit.manage", .run = RUN_READ, ROUTE_PARAMS(preview_params), .handle = preview},
    {"makeDebit", "POST", "/v1/debits", "debit.manage", .run = RUN_BOOK, ROUTE_PARAMS(make_params), .handle = make},
    {"readDebit", "GET", "/v1/debits/{id}", "debit.manage", .run = RUN_READ, ROUTE_PARAMS(show_params), .handle = show},
    {"writeDebit", "POST", "/v1/debits/{id}/file", "debit.manage", .run = RUN_WRITE, ROUTE_PARAMS(file_params), .handle = file},
    {"withdrawDebit", "POST", "/v1/debits/{id}/withdraw", "debit.manage", .run = RUN_BOOK, ROUTE_PARAMS(withdraw_params), .handle = withdraw},
};
/* clang-format on */
const struct route_list debit_routes = ROUTE_LIST(rows);
