/* One plan, several threads: a plan is immutable, so all of them decide as one does. */
#include "tests/check.h"

#include <pthread.h>

#include "dmn/plan.h"
#include "tests/support/files.h"

#define THREADS 4
#define ROWS    20000

static const struct dmn_input inputs[] = {
    {"currency",           DMN_STRING, 0},
    {"past_due_amount",    DMN_NUMBER, 4},
    {"segment",            DMN_STRING, 0},
    {"last_outcome",       DMN_STRING, 0},
    {"days_since_outcome", DMN_NUMBER, 0},
    {"days_since_broken",  DMN_NUMBER, 0},
};
enum { INPUT_COUNT_HERE = ARRAY_LEN(inputs) };

struct worker {
    const struct dmn_plan *plan;
    int64_t sum;
};

static void *run(void *argument)
{
    struct worker *const worker = argument;
    uint64_t seed = 7;
    for (int i = 0; i < ROWS; i++) {
        struct dmn_value row[INPUT_COUNT_HERE];
        struct dmn_value output;
        struct dmn_hit hit;
        for (size_t j = 0; j < INPUT_COUNT_HERE; j++) {
            seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
            row[j] = (struct dmn_value){.value = (int64_t)(seed >> 33) % 40,
                                        .is_null = (seed >> 40) % 5 == 0};
        }
        dmn_plan_decide(worker->plan, row, &output, &hit);
        worker->sum = worker->sum * 31 + output.value + hit.rule;
        worker->sum &= INT32_MAX;
    }
    return NULL;
}

static void test_shared_plan(void **state)
{
    struct op *const op = check_op();
    struct dmn_model *model = NULL;
    const struct dmn_plan *plan = NULL;
    struct worker workers[THREADS + 1] = {0};
    pthread_t threads[THREADS];
    (void)state;
    check_ok(op, dmn_model_load(op, test_read_file(op, "policies/strategies/default/priority.dmn"),
                                "priority", &model));
    check_ok(op, dmn_plan_compile(op, model, "priority", inputs, INPUT_COUNT_HERE,
                                  dmn_symbols_create(op->arena), &plan));
    for (int i = 0; i <= THREADS; i++)
        workers[i].plan = plan;
    for (int i = 0; i < THREADS; i++)
        check_eq(pthread_create(&threads[i], NULL, run, &workers[i]), 0);
    (void)run(&workers[THREADS]);
    for (int i = 0; i < THREADS; i++) {
        check_eq(pthread_join(threads[i], NULL), 0);
        check_eq(workers[i].sum, workers[THREADS].sum);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_shared_plan)};
    return cmocka_run_group_tests_name("threads", tests, NULL, NULL);
}
