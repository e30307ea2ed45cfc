/* bench_audit STORE [ACTIONS]: what it takes to verify a year of evidence.
 *
 * Makes a store in a file that is not there, with a year of so many actions (a million) over a
 * tenth of as many cases: each action is its row, its event and its link.  Signs every day, then
 * verifies all of it with one thread and with two. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/ids.h"
#include "bench/clock.h"
#include "record/event.h"
#include "record/organisation.h"
#include "store/open.h"
#include "upkeep/audit_verify.h"

#define FIRST_DAY 20000
#define DAYS      365

static status make_case(struct op *op, int64_t id)
{
    return db_run(op, Q_CASE_INSERT,
                  DB_ARGS(ARG_ID(id), ARG_ID(id), ARG_ID(1), ARG_I64(CURRENCY('M', 'X', 'N')),
                          ARG_I64(id), ARG_TEXT(STR("watching")), ARG_TEXT(STR("administrative")),
                          ARG_DAY(FIRST_DAY), ARG_NULL, ARG_I64(0), ARG_I64(1),
                          ARG_INSTANT(op_now(op)), ARG_INSTANT(op_now(op))),
                  NULL);
}

static status make_store(struct op *op, int64_t cases)
{
    const struct organisation organisation = {.name = STR("Cobranza"),
                                              .country = STR("MX"),
                                              .currency = CURRENCY('M', 'X', 'N'),
                                              .timezone = STR("America/Mexico_City"),
                                              .is_test = true,
                                              .open_date = FIRST_DAY};
    TRY(db_migrate(op, NULL));
    TRY(db_begin(op, DB_WRITE));
    TRY(organisation_create(op, &organisation));
    TRY(db_run(
        op, Q_CREDITOR_INSERT,
        DB_ARGS(ARG_ID(1), ARG_TEXT(STR("ACME")), ARG_TEXT(STR("Acme")), ARG_INSTANT(op_now(op))),
        NULL));
    for (int64_t id = 1; id <= cases; id++)
        TRY(make_case(op, id));
    return db_commit(op);
}

static status act(struct op *op, int64_t case_id)
{
    const int64_t id = id_make();
    const instant at = op_now(op);
    const str payload =
        str_of(arena_printf(op->arena,
                            "{\"action_id\":\"%" PRId64 "\",\"channel\":\"call\",\"disposition\":"
                            "\"no_answer\"}",
                            id));
    const struct event event = {case_id, case_id, "action.recorded", 1, payload};
    TRY(audit_insert(op, AUDIT_ACTION, 0,
                     DB_ARGS(ARG_ID(case_id), ARG_ID(id), ARG_ID(case_id), ARG_INSTANT(at),
                             ARG_DAY(op->business_date), ARG_NULL, ARG_TEXT(STR("call")),
                             ARG_TEXT(STR("outbound")), ARG_NULL, ARG_TEXT(STR("no_answer")),
                             ARG_NULL, ARG_I64(0), ARG_NULL,
                             ARG_TEXT(STR("no contesta, volver a llamar")), ARG_I64(40), ARG_I64(0),
                             ARG_NULL, ARG_NULL, ARG_NULL, ARG_INSTANT(at))));
    return event_append(op, &event);
}

/* Spread over the cases by a step that is prime to their number, so none comes twice in a day. */
static status live_day(struct op *op, int64_t from, int64_t until, int64_t cases)
{
    TRY(db_begin(op, DB_WRITE));
    TRY(organisation_read_date(op));
    for (int64_t i = from; i < until; i++)
        TRY(act(op, 1 + i * 7919 % cases));
    TRY(db_commit(op));
    TRY(db_begin(op, DB_WRITE));
    TRY(organisation_set_open_date(op, op->business_date + 1));
    return db_commit(op);
}

static status live_year(struct op *op, int64_t actions)
{
    for (int64_t today = 0; today < DAYS; today++) {
        const struct arena_mark mark = arena_mark(op->arena);
        TRY(live_day(op, actions * today / DAYS, actions * (today + 1) / DAYS, actions / 10));
        arena_release(op->arena, mark);
    }
    return OK;
}

static void print_time(const char *what, int64_t began, int64_t began_cpu)
{
    printf("%s\t%.2f s\tcpu %.2f s\n", what, (double)(clock_now() - began) / 1e6,
           (double)(clock_cpu() - began_cpu) / 1e6);
    (void)fflush(stdout);
}

static status verify(struct op *op, int threads)
{
    const struct audit_request request = {
        .from = DAY_MIN + 1, .until = DAY_MAX, .threads = threads};
    const int64_t began = clock_now();
    const int64_t began_cpu = clock_cpu();
    struct audit_report report;
    TRY(audit_verify(op, &request, &report));
    print_time(threads == 1 ? "verify, 1 thread" : "verify, 2 threads", began, began_cpu);
    printf("\t%" PRId64 " rows, %" PRId64 " links, %" PRId64 " days, %" PRId64 " faults\n",
           report.rows, report.links, report.days, report.faults);
    return OK;
}

static status measure(struct op *op, int64_t actions)
{
    const struct crypto_key seed = {{1}};
    int64_t began = clock_now();
    int64_t began_cpu = clock_cpu();
    int days = 0;
    TRY(crypto_start(op));
    audit_key_use(&seed);
    TRY(make_store(op, actions / 10));
    TRY(live_year(op, actions));
    print_time("write", began, began_cpu);
    began = clock_now();
    began_cpu = clock_cpu();
    TRY(audit_sign_days(op, &days));
    print_time("sign", began, began_cpu);
    TRY(verify(op, 1));
    return verify(op, 2);
}

int main(int argc, char **argv)
{
    const struct db_options options = {.create = true, .unsafe_speed = true};
    struct op op;
    op_init(&op, arena_create(), NULL, op_clock_system);
    if (argc < 2)
        return 2;
    status code = db_open(&op, str_of(argv[1]), &options, &op.db);
    if (code == OK)
        code = measure(&op, argc > 2 ? atoll(argv[2]) : 1000000);
    if (code != OK)
        fprintf(stderr, "bench_audit: %s\n", op.text);
    db_close(op.db);
    arena_destroy(op.arena);
    return code == OK ? 0 : 1;
}
