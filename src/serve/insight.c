/* Reports and the Tablero. */
#include "insight/dashboard.h"
#include "insight/portfolio.h"
#include "insight/report_write.h"
#include "record/organisation.h"
#include "serve/columns.h"
#include "serve/mask.h"
#include "serve/route.h"

static bool may(const void *context, const char *permission)
{
    return user_may(context, permission);
}

static status list(struct op *op, const struct request *request, struct reply *reply)
{
    (void)op;
    report_kinds_write(reply_json(reply, 200), !request->is_english, may, request->session);
    return OK;
}

enum { P_NAME, P_DATE, P_FROM, P_BY, P_BUCKETS, P_DAYS, P_FILTER, P_SUM, P_FORMAT };
static const char *const formats[] = {"json", "csv", NULL};
enum { FORMAT_JSON, FORMAT_CSV };
static const struct param report_params[] = {
    [P_NAME] = {"name",    IN_PATH,  PARAM_TEXT, true,  1, 64,  NULL   },
    [P_DATE] = {"date",    IN_QUERY, PARAM_DAY,  false, 0, 0,   NULL   },
    [P_FROM] = {"from",    IN_QUERY, PARAM_DAY,  false, 0, 0,   NULL   },
    [P_BY] = {"by",      IN_QUERY, PARAM_TEXT, false, 1, 100, NULL   },
    [P_BUCKETS] = {"buckets", IN_QUERY, PARAM_TEXT, false, 1, 200, NULL   },
    [P_DAYS] = {"days",    IN_QUERY, PARAM_TEXT, false, 1, 200, NULL   },
    [P_FILTER] = {"filter",  IN_QUERY, PARAM_TEXT, false, 1, 100, NULL   },
    [P_SUM] = {"sum",     IN_QUERY, PARAM_TEXT, false, 1, 100, NULL   },
    [P_FORMAT] = {"format",  IN_QUERY, PARAM_WORD, false, 0, 0,   formats},
};

/* What is grouped or listed by may be what a source calls a person, or what an import said. */
static void mask_report(struct op *op, const struct session *session, struct report *report)
{
    if (mask_may_see(session, "words"))
        return;
    for (size_t r = 0; r < report->row_count; r++) {
        struct report_cell *const cells =
            arena_array(op->arena, (size_t)report->column_count, sizeof(*cells));
        for (int c = 0; c < report->column_count; c++) {
            cells[c] = report->rows[r].cells[c];
            if (cells[c].type == REPORT_TEXT && strcmp(report->columns[c].name, "case") != 0 &&
                strcmp(report->columns[c].name, "message") != 0 &&
                strcmp(report->columns[c].name, "message_id") != 0)
                cells[c].text = mask_words(op->arena, cells[c].text);
        }
        report->rows[r].cells = cells;
    }
}

static status check_permission(struct op *op, const struct session *session, str name)
{
    const struct report_kind *const kind = report_kind_find(name);
    return !kind || !kind->permission || user_may(session, kind->permission)
               ? OK
               : op_fail(op, E_DENIED, "the permission %s is missing", kind->permission);
}

static status show(struct op *op, const struct request *request, struct reply *reply)
{
    struct report report;
    const bool is_csv = request_number(request, P_FORMAT, FORMAT_JSON) == FORMAT_CSV;
    const str name = request_text(request, P_NAME);
    struct report_query query = {.date = request_day(request, P_DATE),
                                 .from = request_day(request, P_FROM),
                                 .by = request_text(request, P_BY),
                                 .filter = request_text(request, P_FILTER),
                                 .sum = request_text(request, P_SUM)};
    TRY(report_parse_numbers(op, "buckets", request_text(request, P_BUCKETS), &query.buckets));
    TRY(report_parse_numbers(op, "days", request_text(request, P_DAYS), &query.days));
    TRY(check_permission(op, request->session, name));
    TRY(report_run(op, name, &query, &report));
    mask_report(op, request->session, &report);
    (void)reply_json(reply, 200);
    report_write(&report, is_csv ? REPORT_CSV : REPORT_JSON_MINOR, &reply->body);
    if (is_csv) {
        reply->media_type = "text/csv; charset=utf-8";
        reply_header(reply, "Content-Disposition",
                     arena_printf(op->arena, "attachment; filename=\"%s.csv\"", report.name));
    }
    return OK;
}

enum { P_PORTFOLIO_BY, P_PORTFOLIO_FILTER };
static const struct param portfolio_params[] = {
    [P_PORTFOLIO_BY] = {"by",     IN_QUERY, PARAM_TEXT, false, 1, 100, NULL},
    [P_PORTFOLIO_FILTER] = {"filter", IN_QUERY, PARAM_TEXT, false, 1, 100, NULL},
};

static status sum_portfolio(struct op *op, const struct request *request, struct reply *reply)
{
    const struct portfolio_query query = {.by = request_text(request, P_PORTFOLIO_BY),
                                          .filter = request_text(request, P_PORTFOLIO_FILTER)};
    const struct resident_view *view = NULL;
    struct report report;
    TRY(organisation_read_date(op));
    TRY(columns_take(op, request->resident, &view));
    TRY(view ? portfolio_of_view(op, &query, view, &report)
             : portfolio_of_store(op, &query, &report));
    (void)reply_json(reply, 200);
    report_write(&report, REPORT_JSON_MINOR, &reply->body);
    return OK;
}

enum { P_BOARD_DATE };
static const struct param dashboard_params[] = {
    [P_BOARD_DATE] = {"date", IN_QUERY, PARAM_DAY, false, 0, 0, NULL},
};

static status show_dashboard(struct op *op, const struct request *request, struct reply *reply)
{
    struct dashboard dashboard;
    TRY(dashboard_read(op, request_day(request, P_BOARD_DATE), &dashboard));
    dashboard_write(reply_json(reply, 200), &dashboard);
    return OK;
}

/* clang-format off */
static const struct route rows[] = {
    {"listReports", "GET", "/v1/reports", "report.read", .run = RUN_PLAIN, .handle = list},
    {"readReport", "GET", "/v1/reports/{name}", "report.read", .run = RUN_READ, ROUTE_PARAMS(report_params), .handle = show},
    {"sumPortfolio", "GET", "/v1/portfolio/summary", "dashboard.read", .run = RUN_PLAIN, ROUTE_PARAMS(portfolio_params), .handle = sum_portfolio},
    {"readDashboard", "GET", "/v1/dashboard", "dashboard.read", .run = RUN_READ, ROUTE_PARAMS(dashboard_params), .handle = show_dashboard},
};
/* clang-format on */
const struct route_list insight_routes = ROUTE_LIST(rows);
