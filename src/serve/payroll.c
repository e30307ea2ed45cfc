/* Descuento por planilla: what employers are asked to deduct, and what differs from it. */
#include "cash/payroll.h"

#include <inttypes.h>

#include "record/organisation.h"
#include "serve/bank_view.h"
#include "serve/page.h"

#define EMPLOYERS_SHOWN 500
#define LISTS_SHOWN     50 /* the newest */
#define LIST_BYTES      (64 << 20)

/* --- employers and lists --- */

static status employers(struct op *op, const struct request *request, struct reply *reply)
{
    struct payroll_employer *all = NULL;
    size_t count = 0;
    (void)request;
    TRY(payroll_employers(op, EMPLOYERS_SHOWN, &all, &count));
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    json_key(w, "items");
    json_array_open(w);
    for (size_t i = 0; i < count; i++) {
        json_object_open(w);
        json_put_id(w, "id", all[i].id);
        json_put_str(w, "name", all[i].name);
        json_put_i64(w, "people", all[i].people);
        json_object_close(w);
    }
    json_array_close(w);
    json_object_close(w);
    return OK;
}

static void put_list(struct json_writer *w, const struct payroll_list *list)
{
    char unit[CURRENCY_TEXT];
    json_put_id(w, "id", list->id);
    json_put_id(w, "employer_id", list->employer_id);
    json_put_str(w, "employer", list->employer);
    json_put_day(w, "from", list->from);
    json_put_day(w, "until", list->until);
    json_put_i64(w, "lines", list->lines);
    json_put_i64(w, "amount", list->amount.minor);
    json_put_c(w, "currency", currency_format(list->currency, unit));
    json_put_day(w, "made_on", list->made_on);
    json_put_c(w, "state",
               list->withdrawn_on != DAY_NONE ? "withdrawn"
               : list->answers > 0            ? "answered"
                                              : "awaited");
    json_put_day(w, "withdrawn_on", list->withdrawn_on);
    json_put_str(w, "withdrawn_why", list->withdrawn_why);
}

static status lists(struct op *op, const struct request *request, struct reply *reply)
{
    struct payroll_list *all = NULL;
    size_t count = 0;
    (void)request;
    TRY(payroll_list_all(op, LISTS_SHOWN, &all, &count));
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    json_key(w, "items");
    json_array_open(w);
    for (size_t i = 0; i < count; i++) {
        json_object_open(w);
        put_list(w, &all[i]);
        json_object_close(w);
    }
    json_array_close(w);
    json_object_close(w);
    return OK;
}

enum { M_EMPLOYER, M_FROM, M_UNTIL, M_CURRENCY, M_ARREARS, M_LEFT, M_AGAIN };
static const char *const answers[] = {"no", "yes", NULL};
static const struct param make_params[] = {
    [M_EMPLOYER] = {"employer_id",  IN_BODY, PARAM_ID,   true,  0, 0, NULL   },
    [M_FROM] = {"from",         IN_BODY, PARAM_DAY,  true,  0, 0, NULL   },
    [M_UNTIL] = {"until",        IN_BODY, PARAM_DAY,  true,  0, 0, NULL   },
    [M_CURRENCY] = {"currency",     IN_BODY, PARAM_TEXT, false, 3, 3, NULL   },
    [M_ARREARS] = {"arrears",      IN_BODY, PARAM_WORD, false, 0, 0, answers},
    [M_LEFT] = {"include_left", IN_BODY, PARAM_WORD, false, 0, 0, answers},
    [M_AGAIN] = {"again",        IN_BODY, PARAM_WORD, false, 0, 0, answers},
};

static bool is_yes(const struct request *request, int param)
{
    return request_number(request, param, 0) == 1;
}

static status read_wish(struct op *op, const struct request *request, struct reply *reply,
                        struct payroll_request *wish)
{
    struct organisation organisation;
    TRY(organisation_get(op, &organisation));
    *wish = (struct payroll_request){.employer_id = request_id(request, M_EMPLOYER),
                                     .currency = organisation.currency,
                                     .from = request_day(request, M_FROM),
                                     .until = request_day(request, M_UNTIL),
                                     .has_arrears = is_yes(request, M_ARREARS),
                                     .has_left = is_yes(request, M_LEFT),
                                     .takes_over = is_yes(request, M_AGAIN)};
    if (!request_has(request, M_CURRENCY) ||
        currency_parse(request_text(request, M_CURRENCY), &wish->currency))
        return OK;
    reply_error(reply, "/currency",
                request_say(request, "No se conoce esta moneda.", "This currency is not known."));
    return op_fail(op, E_INVALID, "a field is not valid");
}

/* The list itself is asked for by its id: it holds identity numbers, and no answer that is kept
 * with a key may. */
static status make(struct op *op, const struct request *request, struct reply *reply)
{
    struct payroll_request wish;
    struct payroll_list list;
    TRY(read_wish(op, request, reply, &wish));
    TRY(payroll_expect(op, &wish, &list, NULL));
    struct json_writer *const w = reply_json(reply, 201);
    json_object_open(w);
    put_list(w, &list);
    json_put_i64(w, "left_out", list.left_out);
    json_object_close(w);
    return OK;
}

enum { F_ID };
static const struct param file_params[] = {
    [F_ID] = {"id", IN_PATH, PARAM_ID, true, 0, 0, NULL},
};

static status file(struct op *op, const struct request *request, struct reply *reply)
{
    const int64_t id = request_id(request, F_ID);
    struct buf csv = buf_start(op->arena, LIST_BYTES);
    TRY(payroll_list_write(op, id, &csv));
    struct json_writer *const w = reply_json(reply, 201);
    json_object_open(w);
    json_put_c(w, "file_name", arena_printf(op->arena, "planilla-%" PRId64 ".csv", id));
    json_put_c(w, "media_type", "text/csv");
    json_put_str(w, "text", buf_str(&csv));
    json_object_close(w);
    return OK;
}

enum { W_ID, W_REASON };
static const struct param withdraw_params[] = {
    [W_ID] = {"id",     IN_PATH, PARAM_ID,   true, 0, 0,               NULL},
    [W_REASON] = {"reason", IN_BODY, PARAM_TEXT, true, 1, PAYROLL_WHY_MAX, NULL},
};

/* What was sent by mistake: nothing of it is booked, so nothing but the list changes. */
static status withdraw(struct op *op, const struct request *request, struct reply *reply)
{
    const int64_t id = request_id(request, W_ID);
    struct payroll_list list;
    TRY(payroll_withdraw(op, id, request_text(request, W_REASON)));
    TRY(payroll_list_get(op, id, &list));
    struct json_writer *const w = reply_json(reply, 201);
    json_object_open(w);
    put_list(w, &list);
    json_object_close(w);
    return OK;
}

/* --- one list --- */

enum { S_ID, S_KIND, S_CURSOR, S_LIMIT };
/* `differences`: all but `agrees`. */
static const char *const kinds[] = {"differences", "all",   "agrees",   "less",    "more", "none",
                                    "left",        "twice", "unlisted", "awaited", NULL};
static const struct param show_params[] = {
    [S_ID] = {"id",   IN_PATH,  PARAM_ID,   true,  0, 0, NULL },
    [S_KIND] = {"kind", IN_QUERY, PARAM_WORD, false, 0, 0, kinds},
    [S_CURSOR] = PARAM_CURSOR,
    [S_LIMIT] = PARAM_LIMIT,
};

static bool is_asked(const char *asked, const char *kind)
{
    if (strcmp(asked, "differences") == 0)
        return strcmp(kind, "agrees") != 0;
    return strcmp(asked, "all") == 0 || strcmp(asked, kind) == 0;
}

static void write_sums(struct json_writer *w, const struct payroll_difference *all, size_t count)
{
    json_key(w, "sums");
    json_array_open(w);
    for (size_t k = 2; kinds[k]; k++) {
        int64_t lines = 0;
        struct payroll_difference sum = {.kind = kinds[k]};
        for (size_t i = 0; i < count; i++) {
            if (strcmp(all[i].kind, kinds[k]) != 0)
                continue;
            lines++;
            sum.expected.minor += all[i].expected.minor;
            sum.deducted.minor += all[i].deducted.minor;
            sum.waiting.minor += all[i].waiting.minor;
        }
        if (lines == 0)
            continue;
        json_object_open(w);
        json_put_c(w, "kind", sum.kind);
        json_put_i64(w, "lines", lines);
        json_put_i64(w, "expected", sum.expected.minor);
        json_put_i64(w, "deducted", sum.deducted.minor);
        json_put_i64(w, "waiting", sum.waiting.minor);
        json_object_close(w);
    }
    json_array_close(w);
}

static void write_difference(struct op *op, const struct request *request, struct json_writer *w,
                             const struct payroll_difference *one)
{
    json_object_open(w);
    json_put_c(w, "kind", one->kind);
    json_key(w, "line");
    if (one->number > 0)
        json_write_i64(w, one->number);
    else
        json_write_null(w);
    json_key(w, "case_id");
    if (one->case_id > 0)
        json_write_id(w, one->case_id);
    else
        json_write_null(w);
    said_write(op, request, w, "reference", one->reference);
    said_write(op, request, w, "name", one->name);
    json_put_i64(w, "expected", one->expected.minor);
    json_put_i64(w, "deducted", one->deducted.minor);
    json_put_i64(w, "waiting", one->waiting.minor);
    said_write(op, request, w, "reason", one->reason);
    json_object_close(w);
}

static void write_items(struct op *op, const struct request *request, struct json_writer *w,
                        const struct cursor *cursor, const struct payroll_difference *all,
                        size_t count)
{
    const char *const asked = kinds[request_number(request, S_KIND, 0)];
    const int64_t most = request_number(request, S_LIMIT, PAGE_ROWS_DEFAULT);
    int64_t shown = 0;
    int64_t at = cursor->parts[0] > 0 ? cursor->parts[0] : 0;
    json_key(w, "items");
    json_array_open(w);
    for (; at < (int64_t)count; at++) {
        if (!is_asked(asked, all[at].kind))
            continue;
        if (shown++ == most)
            break;
        write_difference(op, request, w, &all[at]);
    }
    json_array_close(w);
    cursor_write(op, w, "next_cursor", at < (int64_t)count, &at, 1);
}

static status write_answers(struct op *op, struct json_writer *w, int64_t list_id)
{
    struct payroll_answer *all = NULL;
    size_t count = 0;
    TRY(payroll_answers(op, list_id, &all, &count));
    json_key(w, "answers");
    json_array_open(w);
    for (size_t i = 0; i < count; i++) {
        json_object_open(w);
        json_put_id(w, "file_id", all[i].file_id);
        json_put_str(w, "name", all[i].name);
        json_put_day(w, "taken_on", all[i].taken_on);
        json_put_i64(w, "entries", all[i].entries);
        json_object_close(w);
    }
    json_array_close(w);
    return OK;
}

static status show(struct op *op, const struct request *request, struct reply *reply)
{
    const int64_t id = request_id(request, S_ID);
    struct payroll_difference *all = NULL;
    struct payroll_list list;
    struct cursor cursor;
    size_t count = 0;
    bool has_answer = false;
    TRY(cursor_read(op, request, reply, S_CURSOR, 1, &cursor));
    TRY(payroll_list_get(op, id, &list));
    TRY(payroll_differences(op, id, &all, &count, &has_answer));
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    put_list(w, &list);
    TRY(write_answers(op, w, id));
    write_sums(w, all, count);
    write_items(op, request, w, &cursor, all, count);
    json_object_close(w);
    return OK;
}

/* clang-format off */
static const struct route rows[] = {
    {"listEmployers", "GET", "/v1/payroll/employers", "payroll.manage", .run = RUN_READ, .handle = employers},
    {"listPayrollLists", "GET", "/v1/payroll/lists", "payroll.manage", .run = RUN_READ, .handle = lists},
    {"makePayrollList", "POST", "/v1/payroll/lists", "payroll.manage", .run = RUN_BOOK, ROUTE_PARAMS(make_params), .handle = make},
    {"readPayrollList", "GET", "/v1/payroll/lists/{id}", "payroll.manage", .run = RUN_READ, ROUTE_PARAMS(show_params), .handle = show},
    {"writePayrollList", "POST", "/v1/payroll/lists/{id}/file", "payroll.manage", .run = RUN_WRITE, ROUTE_PARAMS(file_params), .handle = file},
    {"withdrawPayrollList", "POST", "/v1/payroll/lists/{id}/withdraw", "payroll.manage", .run = RUN_BOOK, ROUTE_PARAMS(withdraw_params), .handle = withdraw},
};
/* clang-format on */
const struct route_list payroll_routes = ROUTE_LIST(rows);
