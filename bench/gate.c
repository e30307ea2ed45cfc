/* bench_gate STORE [CHECKS]: what one question to the gate takes through a store.
 *
 * STORE is one that lives (`acuerdo demo`).  So many cases (2,000), picked over all of them, are
 * asked about, each three ways in one run, each time in a transaction of its own:
 *   bare     the rows that an answer rests on, each found by its index: facts, contacts, places
 *            that are kept, the person's parties and messages that wait
 *   check    the same rows, which policy holds, and the verdict (decision_gate)
 *   permit   lock, check, and the place kept: the store is another afterwards
 * The moment is five in the afternoon of UTC on the store's open day: office hours from Mexico to
 * Buenos Aires. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench/clock.h"
#include "policy/decide.h"
#include "policy/permit.h"
#include "record/organisation.h"
#include "store/open.h"

#define CASES_MAX  ((size_t)1000000)
#define CHECKS     2000
#define ASKED_HOUR (17 * INSTANT_PER_DAY / 24)

struct bench {
    struct op op;
    struct case_key *keys;
    size_t count;
    int64_t *spent; /* microseconds of each question */
    size_t asked;
    int allowed;
};

static instant asked_at = INSTANT_NONE; /* the clock of all questions, once the day is known */

static instant tell_time(void *context)
{
    (void)context;
    return asked_at == INSTANT_NONE ? clock_now() : asked_at;
}

static status list_cases(struct bench *bench)
{
    struct op *const op = &bench->op;
    struct db_rows rows;
    bool has_row = false;
    bench->keys = arena_array(op->arena, CASES_MAX, sizeof(*bench->keys));
    TRY(db_query(op, Q_FACTS_RANGE, DB_ARGS(ARG_I64(INT64_MIN), ARG_I64(INT64_MAX)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return bench->count > 0 ? OK : op_fail(op, E_INVALID, "the store has no cases");
        if (bench->count < CASES_MAX)
            bench->keys[bench->count++] = (struct case_key){db_id(&rows, 0), db_id(&rows, 1)};
    }
}

static status drain(struct op *op, struct db_rows *rows)
{
    bool has_row = true;
    while (has_row)
        TRY(db_next(op, rows, &has_row));
    return OK;
}

/* The queries of a check, and nothing else. */
static status read_bare(struct bench *bench, struct case_key key)
{
    struct op *const op = &bench->op;
    const day from = instant_utc_day(asked_at) - PACK_DAYS_MAX;
    struct db_rows rows;
    TRY(db_begin(op, DB_READ));
    TRY(db_query(op, Q_FACTS_GET, DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)), &rows));
    TRY(drain(op, &rows));
    TRY(db_query(op, Q_PARTY_SAME_LIST, DB_ARGS(ARG_ID(key.debtor_id)), &rows));
    TRY(drain(op, &rows));
    TRY(db_query(op, Q_CONTACT_COUNT_LIST, DB_ARGS(ARG_ID(key.debtor_id), ARG_DAY(from)), &rows));
    TRY(drain(op, &rows));
    TRY(db_query(op, Q_RESERVATION_LIVE,
                 DB_ARGS(ARG_ID(key.debtor_id), ARG_DAY(from), ARG_INSTANT(asked_at)), &rows));
    TRY(drain(op, &rows));
    TRY(db_query(op, Q_OUTBOX_PLANNED, DB_ARGS(ARG_ID(key.debtor_id)), &rows));
    TRY(drain(op, &rows));
    return db_commit(op);
}

static status check(struct bench *bench, struct case_key key)
{
    struct op *const op = &bench->op;
    const struct policy *policy = NULL;
    struct case_facts facts;
    struct gate_verdict verdict;
    bool found = false;
    TRY(db_begin(op, DB_READ));
    TRY(policy_get(op, &policy));
    TRY(facts_get(op, key, &facts, &found));
    TRY(decision_gate(op, policy_of(policy, &facts), &facts, CHANNEL_CALL, asked_at, 0, &verdict));
    bench->allowed += verdict.state != GATE_REFUSED;
    return db_commit(op);
}

static status permit(struct bench *bench, struct case_key key)
{
    struct op *const op = &bench->op;
    struct permit answer;
    TRY(db_begin(op, DB_WRITE));
    TRY(organisation_read_date(op));
    TRY(permit_ask(op, key, CHANNEL_CALL, 0, &answer));
    bench->allowed += answer.id != 0;
    return db_commit(op);
}

static int compare(const void *left, const void *right)
{
    const int64_t a = *(const int64_t *)left;
    const int64_t b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static status measure(struct bench *bench, const char *what,
                      status (*ask)(struct bench *, struct case_key))
{
    int64_t sum = 0;
    bench->allowed = 0;
    for (size_t i = 0; i < bench->asked; i++) {
        const struct arena_mark mark = arena_mark(bench->op.arena);
        const int64_t began = clock_now();
        /* by a step that is prime to nearly all counts, so that neighbours do not help each other
         */
        TRY(ask(bench, bench->keys[i * 7919 % bench->count]));
        bench->spent[i] = clock_now() - began;
        sum += bench->spent[i];
        arena_release(bench->op.arena, mark);
    }
    qsort(bench->spent, bench->asked, sizeof(*bench->spent), compare);
    printf("%s\tmean %.3f ms\thalf %.3f ms\t99 %% %.3f ms", what,
           (double)sum / 1e3 / (double)bench->asked, (double)bench->spent[bench->asked / 2] / 1e3,
           (double)bench->spent[bench->asked * 99 / 100] / 1e3);
    if (bench->allowed > 0)
        printf("\t%d allowed", bench->allowed);
    printf("\n");
    (void)fflush(stdout);
    return OK;
}

/* Twice each but the permits: the first turn warms the caches of the store for all alike. */
static status run(struct bench *bench)
{
    struct op *const op = &bench->op;
    const struct policy *policy = NULL;
    TRY(db_begin(op, DB_READ));
    TRY(organisation_read_date(op));
    TRY(policy_get(op, &policy));
    TRY(list_cases(bench));
    asked_at = op->business_date * INSTANT_PER_DAY + ASKED_HOUR;
    bench->spent = arena_array(op->arena, bench->asked, sizeof(*bench->spent));
    printf("%zu cases, %zu questions\n", bench->count, bench->asked);
    db_rollback(op);
    TRY(measure(bench, "bare, cold", read_bare));
    TRY(measure(bench, "check, first", check));
    TRY(measure(bench, "bare", read_bare));
    TRY(measure(bench, "check", check));
    return measure(bench, "permit", permit);
}

int main(int argc, char **argv)
{
    struct bench bench = {.asked = argc > 2 ? (size_t)atoll(argv[2]) : CHECKS};
    struct op *const op = &bench.op;
    op_init(op, arena_create(), NULL, (struct op_clock){tell_time, NULL});
    if (argc < 2 || bench.asked == 0)
        return 2;
    status code = db_open(op, str_of(argv[1]), &(struct db_options){.busy_ms = 60000}, &op->db);
    if (code == OK)
        code = run(&bench);
    if (code != OK)
        fprintf(stderr, "bench_gate: %s\n", op->text);
    db_close(op->db);
    arena_destroy(op->arena);
    return code == OK ? 0 : 1;
}
