#include "upkeep/audit_verify.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "record/organisation.h"
#include "store/open.h"
#include "upkeep/audit_range.h"

#define CASES_AT_ONCE 2000 /* of one range: their rows lie in memory */

static const char *const audit_faults[FAULT_COUNT] = {
    "row_changed", "row_missing",  "row_unknown",  "link_changed", "link_missing", "events_missing",
    "day_changed", "day_unsigned", "root_changed", "signature",    "not_started",
};

const char *audit_fault_name(enum audit_fault fault)
{
    return audit_faults[fault];
}

str audit_sentence(struct op *op, const struct audit_finding *f)
{
    char text[DAY_TEXT_SIZE];
    const char *const date = day_format(f->day, text);
    const long long debtor = f->chain.debtor_id;
    const long long of_case = f->chain.case_id;
    const char *const where = op_say(op, "debtor %lld, case %lld", debtor, of_case);
    const char *said = "";
    switch (f->fault) {
    case FAULT_ROW_CHANGED:
        said = op_say(op, "%s, %s row %lld: changed after it was chained on %s (link %lld)", where,
                      f->table, (long long)f->row_id, date, (long long)f->n);
        break;
    case FAULT_ROW_MISSING:
        said = op_say(op, "%s, %s row %lld: gone, it was chained on %s (link %lld)", where,
                      f->table, (long long)f->row_id, date, (long long)f->n);
        break;
    case FAULT_ROW_UNKNOWN:
        said = op_say(op, "%s, %s row %lld: it was never chained", where, f->table,
                      (long long)f->row_id);
        break;
    case FAULT_LINK_CHANGED:
        said = op_say(op, "%s: link %lld of %s was changed; " STR_FORMAT, where, (long long)f->n,
                      date, STR_ARG(f->detail));
        break;
    case FAULT_LINK_MISSING:
        said = op_say(op, "%s: link %lld is gone, before one of %s", where, (long long)f->n, date);
        break;
    case FAULT_EVENTS_MISSING:
        said = op_say(op, "%s: the last event there and the last one counted: " STR_FORMAT, where,
                      STR_ARG(f->detail));
        break;
    case FAULT_DAY_CHANGED:
        said = op_say(
            op, "%s: the chains are not those that were signed; groups of persons: " STR_FORMAT,
            date, STR_ARG(f->detail));
        break;
    case FAULT_DAY_UNSIGNED:
        said = op_say(op, "%s: the day is closed and has no root", date);
        break;
    case FAULT_ROOT_CHANGED:
        said = op_say(op, "%s: the root is not what was signed, or does not follow the one before",
                      date);
        break;
    case FAULT_SIGNATURE:
        said = op_say(op, "%s: the signature does not hold (key " STR_FORMAT ")", date,
                      STR_ARG(f->detail));
        break;
    case FAULT_NOT_STARTED:
    case FAULT_COUNT:
        said = op_word(op, "rows are not chained yet: any command that writes begins it");
        break;
    }
    return str_trim(str_of(said));
}

/* --- what the threads share --- */

struct work {
    pthread_mutex_t mutex;
    const struct audit_request *request;
    struct audit_start start;
    struct audit_report *report;
    struct audit_counts counts;
    int64_t next; /* debtor at which the next range begins */
    bool is_ended;
    int64_t until; /* of the whole */
    const struct audit_root *roots;
    size_t root_count, next_root;
    const uint8_t (*before)[MERKLE_BYTES];
    status code; /* of the first that failed */
    char text[LIMIT_FAILURE_TEXT];
};

static void keep_finding(void *context, const struct audit_finding *finding)
{
    struct work *const work = context;
    struct audit_report *const report = work->report;
    pthread_mutex_lock(&work->mutex);
    if (report->faults++ < AUDIT_FINDINGS_MOST) {
        report->findings = arena_grow(report->arena, report->findings, report->count,
                                      &report->capacity, sizeof(*report->findings));
        report->findings[report->count] = *finding;
        report->findings[report->count++].detail = str_copy(report->arena, finding->detail);
    }
    pthread_mutex_unlock(&work->mutex);
}

static status read_id(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_id(row, 0);
    return OK;
}

/* Under the mutex: the next range; *ret_found false: all are taken. */
static status take_range(struct op *op, struct work *work, int64_t *ret_from, int64_t *ret_until,
                         bool *ret_found)
{
    bool found = false;
    *ret_found = !work->is_ended;
    if (work->is_ended)
        return OK;
    *ret_from = work->next;
    TRY(db_query_one(op, Q_DEBTOR_STEP, DB_ARGS(ARG_I64(work->next), ARG_I64(CASES_AT_ONCE)),
                     read_id, &work->next, &found));
    if (found && work->next == *ret_from)
        work->next++; /* one debtor with more cases than that */
    if (!found || work->next >= work->until) {
        work->next = work->until;
        work->is_ended = true;
    }
    *ret_until = work->next;
    return OK;
}

static void add_counts(struct work *work, const struct audit_counts *counts)
{
    pthread_mutex_lock(&work->mutex);
    work->counts.chains += counts->chains;
    work->counts.links += counts->links;
    work->counts.rows += counts->rows;
    work->counts.erased += counts->erased;
    if (work->request->tell)
        work->request->tell(work->request->context, work->counts.rows);
    pthread_mutex_unlock(&work->mutex);
}

/* A range in a snapshot of its own. */
static status next_range(struct op *op, struct work *work, bool *ret_found)
{
    const struct audit_sink sink = {keep_finding, work};
    struct audit_counts counts = {0};
    int64_t from = 0;
    int64_t until = 0;
    pthread_mutex_lock(&work->mutex);
    const status code = take_range(op, work, &from, &until, ret_found);
    pthread_mutex_unlock(&work->mutex);
    TRY(code);
    if (*ret_found)
        TRY(audit_check_range(op, work->request, &work->start, from, until, &sink, &counts));
    add_counts(work, &counts);
    return OK;
}

static status next_day(struct op *op, struct work *work, bool *ret_found)
{
    const struct audit_sink sink = {keep_finding, work};
    pthread_mutex_lock(&work->mutex);
    const size_t at = work->next_root;
    work->next_root += at < work->root_count;
    pthread_mutex_unlock(&work->mutex);
    *ret_found = at < work->root_count;
    if (!*ret_found)
        return OK;
    return audit_check_day(op, work->request, &work->roots[at], work->before[at], &sink);
}

static bool has_failed(struct work *work)
{
    pthread_mutex_lock(&work->mutex);
    const bool failed = work->code != OK;
    pthread_mutex_unlock(&work->mutex);
    return failed;
}

typedef status take(struct op *op, struct work *work, bool *ret_found);

static status take_all(struct op *op, struct work *work, take *next)
{
    bool found = true;
    while (found && !has_failed(work)) {
        const struct arena_mark mark = arena_mark(op->arena);
        TRY(db_begin(op, DB_READ));
        TRY(next(op, work, &found));
        db_rollback(op); /* nothing was written */
        arena_release(op->arena, mark);
    }
    return OK;
}

static void work_on(struct op *op, struct work *work)
{
    status code = take_all(op, work, next_range);
    if (code == OK)
        code = take_all(op, work, next_day);
    db_rollback(op);
    pthread_mutex_lock(&work->mutex);
    if (code != OK && work->code == OK) {
        work->code = code;
        (void)snprintf(work->text, sizeof(work->text), "%s", op->text);
    }
    pthread_mutex_unlock(&work->mutex);
}

struct helper {
    struct op op;
    struct work *work;
};

static void *help(void *context)
{
    struct helper *const helper = context;
    work_on(&helper->op, helper->work);
    return NULL;
}

/* With a second thread, when there is a second connection to be had. */
static void work_in_pair(struct op *op, struct work *work)
{
    struct helper helper = {.work = work};
    struct op opener = *op; /* its failure only costs the help */
    struct db *db = NULL;
    pthread_t thread;
    op_clear(&opener);
    bool is_helped = work->request->threads != 1 && db_open_beside(&opener, &db) == OK;
    if (is_helped) {
        op_init(&helper.op, arena_create(), db, op->clock);
        helper.op.language = op->language;
        is_helped = pthread_create(&thread, NULL, help, &helper) == 0;
    }
    work_on(op, work);
    if (is_helped)
        (void)pthread_join(thread, NULL);
    if (db) {
        db_close(db);
        arena_destroy(helper.op.arena);
    }
}

/* --- the roots --- */

static void find_day(struct work *work, enum audit_fault fault, day date)
{
    const struct audit_finding finding = {.fault = fault, .day = date};
    keep_finding(work, &finding);
}

static day first_day(const struct audit_request *request, const struct audit_start *start)
{
    return request->from > start->day ? request->from : start->day;
}

/* The roots of the days, what each names as the one before, and days that have none. */
static status load_roots(struct op *op, struct work *work)
{
    struct audit_root *roots = NULL;
    size_t count = 0;
    const day first = first_day(work->request, &work->start);
    const day end =
        work->request->until < op->business_date ? work->request->until : op->business_date;
    TRY(db_begin(op, DB_READ));
    TRY(audit_root_list(op, first - 1, work->request->until, &roots, &count));
    db_rollback(op);
    uint8_t(*const before)[MERKLE_BYTES] = arena_array(op->arena, count + 1, sizeof(*before));
    audit_statement_first(op, work->start.day, work->start.at, before[0]);
    for (size_t i = 0; i < count; i++)
        crypto_digest(roots[i].statement, before[i + 1]);
    day expected = first;
    for (size_t i = 0; i < count; i++) {
        for (; expected < roots[i].day; expected++)
            find_day(work, FAULT_DAY_UNSIGNED, expected);
        expected = roots[i].day + 1;
    }
    for (; expected < end; expected++)
        find_day(work, FAULT_DAY_UNSIGNED, expected);
    /* the one before the first is there only to be named */
    const bool is_led = count > 0 && roots[0].day < first;
    work->roots = is_led ? roots + 1 : roots; /* NULL when there is none */
    work->root_count = count - is_led;
    work->before = (const uint8_t(*)[MERKLE_BYTES])before + is_led;
    work->report->days = (int64_t)work->root_count;
    return OK;
}

/* --- the whole --- */

static int compare_i64(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare_findings(const void *left, const void *right)
{
    const struct audit_finding *const a = left;
    const struct audit_finding *const b = right;
    const int64_t order[][2] = {
        {a->table || a->n ? 0 : 1, b->table || b->n ? 0 : 1},
        {a->chain.debtor_id,       b->chain.debtor_id      },
        {a->chain.case_id,         b->chain.case_id        },
        {a->n,                     b->n                    },
        {a->day,                   b->day                  },
        {a->fault,                 b->fault                },
        {a->row_id,                b->row_id               },
    };
    for (size_t i = 0; i < ARRAY_LEN(order); i++)
        if (order[i][0] != order[i][1])
            return compare_i64(order[i][0], order[i][1]);
    return 0;
}

static status prepare(struct op *op, struct work *work, bool *ret_is_started)
{
    const struct audit_request *const request = work->request;
    bool found = false;
    TRY(organisation_read_date(op));
    TRY(audit_start_get(op, &work->start, &found));
    *ret_is_started = found && work->start.is_done;
    if (!*ret_is_started) {
        find_day(work, FAULT_NOT_STARTED, DAY_NONE);
        return OK;
    }
    work->next = request->is_one_case ? request->chain.debtor_id : 0;
    work->until = request->is_one_case ? request->chain.debtor_id + 1 : INT64_MAX;
    return load_roots(op, work);
}

status audit_verify(struct op *op, const struct audit_request *request,
                    struct audit_report *ret_report)
{
    struct audit_report report = {.arena = arena_create()};
    struct work work = {.request = request, .report = &report, .code = OK};
    bool is_started = false;
    arena_defer(op->arena, (void (*)(void *))arena_destroy, report.arena);
    pthread_mutex_init(&work.mutex, NULL);
    status code = prepare(op, &work, &is_started);
    if (code == OK && is_started)
        work_in_pair(op, &work);
    db_rollback(op);
    pthread_mutex_destroy(&work.mutex);
    TRY(code);
    if (work.code != OK)
        return op->code != OK ? op->code : op_fail(op, work.code, "%s", work.text);
    if (report.count > 1)
        qsort(report.findings, report.count, sizeof(*report.findings), compare_findings);
    report.chains = work.counts.chains;
    report.links = work.counts.links;
    report.rows = work.counts.rows;
    report.erased = work.counts.erased;
    report.start = work.start;
    *ret_report = report;
    return OK;
}
