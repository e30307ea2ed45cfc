/* bench_columns STORE: what the resident columns of a store cost, beside their physical limits.
 *
 * Each figure is the best of some runs in this process.  The limits, measured in the same run: the
 * same cells read by the same queries and thrown away, with one thread; and a copy of the bytes
 * that the columns take.  The refresh is of every hundredth case, which the change sequence is told
 * of: that writes to the store, and changes nothing else in it. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/shared.h"
#include "bench/clock.h"
#include "insight/portfolio.h"
#include "policy/changes.h"
#include "policy/resident.h"
#include "record/organisation.h"
#include "store/open.h"

#define RUNS         3
#define REFRESH_EACH 100 /* of so many cases one */

static double milliseconds(int64_t us)
{
    return (double)us / 1000;
}

/* --- the limits --- */

static status read_all(struct op *op, enum query query, int width, int64_t *ret_rows)
{
    int64_t **const columns = arena_array(op->arena, (size_t)width, sizeof(*columns));
    struct db_rows rows;
    int count = VEC_ROWS;
    for (int c = 0; c < width; c++)
        columns[c] = arena_array(op->arena, VEC_ROWS, sizeof(**columns));
    *ret_rows = 0;
    TRY(db_query(op, query, DB_ARGS(ARG_I64(0), ARG_I64(INT64_MAX)), &rows));
    while (count == VEC_ROWS) {
        TRY(db_fetch_chunk(op, &rows, columns, width, VEC_ROWS, &count));
        *ret_rows += count;
    }
    return OK;
}

static status measure_read(struct op *op, int64_t *ret_us)
{
    int64_t best_cpu = INT64_MAX;
    int64_t facts = 0;
    int64_t decisions = 0;
    *ret_us = INT64_MAX;
    for (int i = 0; i < RUNS; i++) {
        const int64_t started = clock_now();
        const int64_t before = clock_cpu();
        TRY(db_begin(op, DB_READ));
        TRY(read_all(op, Q_FACTS_RANGE, FACT_CELLS, &facts));
        TRY(read_all(op, Q_CASE_DECISION_RANGE, 2 + (int)COLUMNS_DECISION, &decisions));
        TRY(db_commit(op));
        const int64_t us = clock_now() - started;
        *ret_us = us < *ret_us ? us : *ret_us;
        best_cpu = clock_cpu() - before < best_cpu ? clock_cpu() - before : best_cpu;
    }
    printf("limit    %9.1f ms  (%.1f of CPU)  %" PRId64 " rows of facts and %" PRId64
           " of decisions by SQL, thrown away, 1 thread\n",
           milliseconds(*ret_us), milliseconds(best_cpu), facts, decisions);
    return OK;
}

static void measure_copy(const struct resident_view *view)
{
    int64_t best = INT64_MAX;
    for (int run = 0; run < RUNS; run++) {
        const int64_t started = clock_now();
        for (size_t i = 0; i < view->chunk_count; i++) {
            const size_t bytes = shared_size(view->chunks[i]) - SHARED_ALIGN;
            void *const copy = shared_create(bytes, NULL);
            memcpy(copy, view->chunks[i], bytes);
            shared_drop(copy);
        }
        const int64_t us = clock_now() - started;
        best = us < best ? us : best;
    }
    printf("limit    %9.1f ms  a copy of the bytes that they take\n", milliseconds(best));
}

/* --- the columns --- */

static void tell_shapes(const struct resident_view *view)
{
    int64_t columns[3][9] = {{0}};
    for (size_t i = 0; i < view->chunk_count; i++)
        for (size_t c = 0; c < view->chunks[i]->column_count; c++) {
            const struct vec_column *const column = &view->chunks[i]->columns[c];
            columns[column->shape][column->width]++;
        }
    printf("shapes   of %zu columns:", (size_t)COLUMN_COUNT);
    const int64_t chunks = view->chunk_count > 0 ? (int64_t)view->chunk_count : 1;
    const struct {
        const char *name;
        int64_t count;
    } shapes[] = {
        {"constant",   columns[VEC_CONST][0]},
        {"dictionary", columns[VEC_DICT][1] },
        {"1 byte",     columns[VEC_FLAT][1] },
        {"2 bytes",    columns[VEC_FLAT][2] },
        {"4 bytes",    columns[VEC_FLAT][4] },
        {"8 bytes",    columns[VEC_FLAT][8] },
    };
    for (size_t i = 0; i < ARRAY_LEN(shapes); i++)
        printf("  %s %.1f", shapes[i].name, (double)shapes[i].count / (double)chunks);
    printf("\n");
}

static status measure_load(struct op *op, int threads, int64_t read_us)
{
    const struct load_options options = {.threads = threads};
    int64_t best = INT64_MAX;
    int64_t best_cpu = INT64_MAX;
    for (int i = 0; i < RUNS; i++) {
        const struct resident_view *view = NULL;
        const int64_t started = clock_now();
        const int64_t before = clock_cpu();
        TRY(resident_load(op, &options, 0, &view));
        const int64_t us = clock_now() - started;
        best = us < best ? us : best;
        best_cpu = clock_cpu() - before < best_cpu ? clock_cpu() - before : best_cpu;
        if (i == RUNS - 1 && threads == 1) {
            printf("memory   %9.1f bytes a case, %.1f MiB, %zu cases in %zu chunks\n",
                   (double)view->bytes / (double)(view->case_count ? view->case_count : 1),
                   (double)view->bytes / (1 << 20), view->case_count, view->chunk_count);
            tell_shapes(view);
            measure_copy(view);
        }
        shared_drop(view);
    }
    printf("load     %9.1f ms  (%.1f of CPU)  %d thread%s: %.2f x the bare read\n",
           milliseconds(best), milliseconds(best_cpu), threads, threads > 1 ? "s" : "",
           (double)best / (double)read_us);
    return OK;
}

static status note_some(struct op *op, const struct resident_view *view, size_t *ret_count)
{
    struct case_key *const keys =
        arena_array(op->arena, view->case_count / REFRESH_EACH + 1, sizeof(*keys));
    size_t count = 0;
    size_t at = 0;
    for (size_t i = 0; i < view->chunk_count; i++)
        for (size_t row = 0; row < view->chunks[i]->count; row++)
            if (at++ % REFRESH_EACH == 0)
                keys[count++] =
                    (struct case_key){vec_column_at(&view->chunks[i]->columns[COLUMN_DEBTOR], row),
                                      vec_column_at(&view->chunks[i]->columns[COLUMN_CASE], row)};
    *ret_count = count;
    TRY(db_begin(op, DB_WRITE));
    TRY(change_note(op, keys, count));
    return db_commit(op);
}

static status measure_refresh(struct op *op, struct resident *resident)
{
    int64_t best = INT64_MAX;
    int64_t idle = INT64_MAX;
    size_t count = 0;
    for (int i = 0; i < RUNS; i++) {
        const struct resident_view *const view = resident_take(resident);
        TRY(note_some(op, view, &count));
        shared_drop(view);
        const int64_t started = clock_now();
        TRY(resident_refresh(op, resident));
        const int64_t done = clock_now();
        TRY(resident_refresh(op, resident));
        best = done - started < best ? done - started : best;
        idle = clock_now() - done < idle ? clock_now() - done : idle;
    }
    printf("refresh  %9.1f ms  %zu cases that changed, one in %d; %.3f ms when none did\n",
           milliseconds(best), count, REFRESH_EACH, milliseconds(idle));
    return OK;
}

static status measure_summary(struct op *op, const struct resident_view *view, const char *by,
                              const char *filter)
{
    const struct portfolio_query query = {str_of(by), str_of(filter)};
    int64_t best = INT64_MAX;
    for (int i = 0; i < RUNS; i++) {
        struct report report;
        const int64_t started = clock_now();
        TRY(portfolio_of_view(op, &query, view, &report));
        best = clock_now() - started < best ? clock_now() - started : best;
    }
    printf("summary  %9.1f ms  by %s %s\n", milliseconds(best), by, filter);
    return OK;
}

static status measure(struct op *op, const char *store)
{
    int64_t read_us = 0;
    TRY(db_open(op, str_of(store), &(struct db_options){.busy_ms = 60000}, &op->db));
    TRY(organisation_read_date(op));
    TRY(measure_read(op, &read_us));
    TRY(measure_load(op, 1, read_us));
    TRY(measure_load(op, 2, read_us));
    struct resident *const resident = resident_create(&(struct load_options){.threads = 2});
    TRY(resident_refresh(op, resident));
    TRY(measure_refresh(op, resident));
    const struct resident_view *const view = resident_take(resident);
    TRY(measure_summary(op, view, "age", ""));
    TRY(measure_summary(op, view, "step", ""));
    TRY(measure_summary(op, view, "step", "age=16-30"));
    shared_drop(view);
    resident_destroy(resident);
    return OK;
}

int main(int argc, char **argv)
{
    struct op op;
    if (argc != 2) {
        fprintf(stderr, "usage: bench_columns STORE\n");
        return 2;
    }
    op_init(&op, arena_create(), NULL, op_clock_system);
    const status code = measure(&op, argv[1]);
    if (code != OK)
        fprintf(stderr, "bench_columns: %s\n", op.text);
    db_close(op.db);
    arena_destroy(op.arena);
    return status_exit(code);
}
