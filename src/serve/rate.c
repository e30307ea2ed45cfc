/* Published rates and units of account, and what a country lets a creditor charge. */
#include "policy/charge_write.h"
#include "serve/page.h"

#define RATE_MOST        PUBLISHED_RATE_MOST
#define DAYS_LATE_MOST   100000
#define MONEY_UNITS_MOST LIMIT_AMOUNT_MINOR

/* --- what is published --- */

enum { P_COUNTRY, P_NAME, P_ON, P_ALL, P_CURSOR, P_LIMIT };
static const char *const flags[] = {"false", "true", NULL};
enum { FLAG_TRUE = 1 };
#define PUBLISHED_PARAMS(name)                                                                     \
    {                                                                                              \
        [P_COUNTRY] = {"country", IN_QUERY, PARAM_TEXT, false, 2, 2, NULL},                        \
        [P_NAME] = {name, IN_QUERY, PARAM_TEXT, false, 1, PUBLISHED_NAME_BYTES, NULL},             \
        [P_ON] = {"on", IN_QUERY, PARAM_DAY, false, 0, 0, NULL}, [P_ALL] = {"all",      IN_QUERY,  \
                                                                            PARAM_WORD, false,     \
                                                                            0,          0,         \
                                                                            flags},                \
        [P_CURSOR] = PARAM_CURSOR, [P_LIMIT] = PARAM_LIMIT,                                        \
    }
static const struct param cap_params[] = PUBLISHED_PARAMS("kind");
static const struct param index_params[] = PUBLISHED_PARAMS("unit");

/* A page on its way out: the row after its last one says that there is more. */
struct page {
    struct json_writer *w;
    enum published_table table;
    int64_t count;
    int64_t most;
};

static status write_row(struct op *op, const struct published *row, void *context)
{
    struct page *const page = context;
    (void)op;
    if (page->count++ < page->most)
        published_write(page->w, page->table, row);
    return OK;
}

static status list(struct op *op, const struct request *request, struct reply *reply,
                   enum published_table table)
{
    const bool is_all = request_number(request, P_ALL, 0) == FLAG_TRUE;
    struct page page = {.table = table,
                        .most = request_number(request, P_LIMIT, PAGE_ROWS_DEFAULT)};
    struct cursor cursor;
    TRY(cursor_read(op, request, reply, P_CURSOR, 1, &cursor));
    const int64_t skipped = cursor.is_set ? cursor.parts[0] : 0;
    const struct published_query query = {
        .country = request_text(request, P_COUNTRY),
        .name = request_text(request, P_NAME),
        .on = is_all                       ? DAY_NONE
              : request_has(request, P_ON) ? request_day(request, P_ON)
                                           : op->business_date,
        .skipped = skipped,
        .most = page.most + 1,
    };
    page.w = reply_json(reply, 200);
    json_object_open(page.w);
    json_key(page.w, "items");
    json_array_open(page.w);
    TRY(published_list(op, table, &query, write_row, &page));
    json_array_close(page.w);
    const int64_t next = skipped + page.most;
    cursor_write(op, page.w, "next_cursor", page.count > page.most, &next, 1);
    json_object_close(page.w);
    return OK;
}

static status list_caps(struct op *op, const struct request *request, struct reply *reply)
{
    return list(op, request, reply, PUBLISHED_RATE);
}

static status list_indexes(struct op *op, const struct request *request, struct reply *reply)
{
    return list(op, request, reply, PUBLISHED_INDEX);
}

/* --- what may be charged --- */

enum { C_COUNTRY, C_ON, C_SEGMENT, C_OWN };
enum { C_RATE = C_OWN, C_AGREED, C_LIMIT };
enum { C_OVERDUE = C_OWN, C_DAYS_LATE, C_NOTICE, C_FEE, C_CURRENCY };
#define PLACE_PARAMS                                                                               \
    [C_COUNTRY] = {"country", IN_QUERY, PARAM_TEXT, true, 2, 2, NULL},                             \
    [C_ON] = {"on", IN_QUERY, PARAM_DAY, false, 0, 0, NULL}, [C_SEGMENT] = {"segment",             \
                                                                            IN_QUERY,              \
                                                                            PARAM_TEXT,            \
                                                                            false,                 \
                                                                            1,                     \
                                                                            PUBLISHED_NAME_BYTES,  \
                                                                            NULL}
static const struct param rate_params[] = {
    PLACE_PARAMS,
    [C_RATE] = {"rate_ppm",   IN_QUERY, PARAM_INTEGER, false, 0, RATE_MOST, NULL},
    [C_AGREED] = {"agreed_ppm", IN_QUERY, PARAM_INTEGER, false, 0, RATE_MOST, NULL},
    [C_LIMIT] = {"limit",      IN_QUERY, PARAM_TEXT,    false, 1, 60,        NULL},
};
static const struct param fee_params[] = {
    PLACE_PARAMS,
    [C_OVERDUE] = {"overdue",   IN_QUERY, PARAM_INTEGER, true,  0, MONEY_UNITS_MOST, NULL },
    [C_DAYS_LATE] = {"days_late", IN_QUERY, PARAM_INTEGER, true,  0, DAYS_LATE_MOST,   NULL },
    [C_NOTICE] = {"notice",    IN_QUERY, PARAM_WORD,    false, 0, 0,                flags},
    [C_FEE] = {"fee",       IN_QUERY, PARAM_INTEGER, false, 0, MONEY_UNITS_MOST, NULL },
    [C_CURRENCY] = {"currency",  IN_QUERY, PARAM_TEXT,    true,  3, 3,                NULL },
};

static struct charge_place read_place(const struct op *op, const struct request *request)
{
    return (struct charge_place){
        .country = request_text(request, C_COUNTRY),
        .on = request_has(request, C_ON) ? request_day(request, C_ON) : op->business_date,
        .segment = request_text(request, C_SEGMENT),
    };
}

static status check_rate(struct op *op, const struct request *request, struct reply *reply)
{
    const struct charge_place place = read_place(op, request);
    const struct charge_rate asked = {
        .limit = request_text(request, C_LIMIT),
        .rate = request_number(request, C_RATE, CHARGE_NOT_SAID),
        .agreed = request_number(request, C_AGREED, 0),
    };
    struct charge_answers *const answers = arena_new(op->arena, struct charge_answers);
    TRY(charge_ask_rate(op, &place, &asked, answers));
    charge_answers_write(reply_json(reply, 200), &place, false, answers);
    return OK;
}

static status check_fee(struct op *op, const struct request *request, struct reply *reply)
{
    struct charge_place place = read_place(op, request);
    const struct charge_fee asked = {
        .overdue = request_number(request, C_OVERDUE, 0),
        .days_late = (int)request_number(request, C_DAYS_LATE, 0),
        .is_notice_given = request_number(request, C_NOTICE, 0) == FLAG_TRUE,
        .fee = request_number(request, C_FEE, CHARGE_NOT_SAID),
    };
    struct charge_answers *const answers = arena_new(op->arena, struct charge_answers);
    if (!currency_parse(request_text(request, C_CURRENCY), &place.currency)) {
        reply_error(
            reply, "/currency",
            request_say(request, "No es una moneda como MXN.", "Is not a currency such as MXN."));
        return op_fail(op, E_INVALID, "\"" STR_FORMAT "\" is not a currency such as MXN",
                       STR_ARG(request_text(request, C_CURRENCY)));
    }
    TRY(charge_ask_fee(op, &place, &asked, answers));
    charge_answers_write(reply_json(reply, 200), &place, true, answers);
    return OK;
}

/* clang-format off */
static const struct route rows[] = {
    {"listRateCaps", "GET", "/v1/rate-caps", "report.read", .run = RUN_READ, ROUTE_PARAMS(cap_params), .handle = list_caps},
    {"listIndexValues", "GET", "/v1/index-values", "report.read", .run = RUN_READ, ROUTE_PARAMS(index_params), .handle = list_indexes},
    {"checkRate", "GET", "/v1/charges/rate", "case.read", .run = RUN_READ, ROUTE_PARAMS(rate_params), .handle = check_rate},
    {"checkFee", "GET", "/v1/charges/fee", "case.read", .run = RUN_READ, ROUTE_PARAMS(fee_params), .handle = check_fee},
};
/* clang-format on */
const struct route_list rate_routes = ROUTE_LIST(rows);
