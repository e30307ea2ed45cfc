/* bench_whatif FOLDER: one changed cell of a strategy over a million resident cases.
 *
 * The cases are made in memory, with facts of all ages; no store.  Both versions decide every case
 * and are compared, as `acuerdo dmn diff` does before it asks the gate.  The figure is the best of
 * some runs in this process, on one core; wanted: at most 0.2 s. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/money.h"
#include "base/shared.h"
#include "bench/clock.h"
#include "policy/compare.h"
#include "policy/resident_build.h"

#define CASES  ((size_t)1000000)
#define RUNS   5
#define TODAY  20600
#define BEFORE "[3..5]"
#define AFTER  "[3..9]"

static uint64_t seed = 7;
static currency pesos;

static int64_t pick(int64_t below)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)((seed >> 33) % (uint64_t)below);
}

static void put(struct column_rows *rows, size_t row, enum fact fact, int64_t value)
{
    rows->cells[COLUMN_FACTS + (size_t)fact][row] = value;
    rows->validity[row] |= (int64_t)(UINT64_C(1) << fact);
}

static void make_case(struct column_rows *rows, size_t row, int64_t number)
{
    for (int c = 0; c < COLUMN_COUNT; c++)
        rows->cells[c][row] = 0;
    rows->validity[row] = 0;
    rows->cells[COLUMN_DEBTOR][row] = number;
    rows->cells[COLUMN_CASE][row] = number;
    put(rows, row, FACT_case_state, CASE_OPEN);
    put(rows, row, FACT_currency, pesos);
    put(rows, row, FACT_opened_on, TODAY - pick(400));
    put(rows, row, FACT_oldest_due_on, TODAY - pick(200) + 20);
    put(rows, row, FACT_next_due_on, TODAY + pick(40));
    put(rows, row, FACT_open_amount, pick(5000000));
    put(rows, row, FACT_past_due_amount, pick(2000000));
    put(rows, row, FACT_open_claims, 1 + pick(4));
    put(rows, row, FACT_past_due_claims, pick(3));
    put(rows, row, FACT_notice_level, pick(4));
    put(rows, row, FACT_reach_flags, pick(64));
    if (pick(4) > 0)
        put(rows, row, FACT_last_notice_on, TODAY - pick(60));
    if (pick(3) > 0)
        put(rows, row, FACT_last_contact_on, TODAY - pick(60));
    if (pick(2) > 0)
        put(rows, row, FACT_last_attempt_on, TODAY - pick(30));
}

static const struct resident_view *make_view(struct arena *arena)
{
    struct chunk_list list = {.arena = arena};
    struct column_rows rows;
    int64_t number = 0;
    column_rows_init(arena, &rows);
    while (number < (int64_t)CASES) {
        while (rows.count < VEC_ROWS && number < (int64_t)CASES)
            make_case(&rows, rows.count++, ++number);
        chunk_list_add(&list, column_rows_pack(arena, &rows, rows.count));
    }
    return resident_view_create(&list, 0);
}

static str read_text(struct arena *arena, const char *folder, const char *name)
{
    const char *const path = arena_printf(arena, "%s/%s", folder, name);
    struct buf text = buf_start(arena, LIMIT_DMN_BYTES);
    char piece[4096];
    size_t size = 0;
    FILE *const file = fopen(path, "re");
    if (!file) {
        fprintf(stderr, "%s cannot be opened\n", path);
        exit(1);
    }
    while ((size = fread(piece, 1, sizeof(piece), file)) > 0)
        buf_add(&text, (str){piece, size});
    (void)fclose(file);
    return buf_str(&text);
}

/* The text with the first of one cell made another. */
static str change(struct arena *arena, str text)
{
    const char *const at = memmem(text.data, text.size, BEFORE, strlen(BEFORE));
    if (!at) {
        fprintf(stderr, "there is no cell " BEFORE "\n");
        exit(1);
    }
    const size_t head = (size_t)(at - text.data);
    return str_of(arena_printf(arena, "%.*s" AFTER "%.*s", (int)head, text.data,
                               (int)(text.size - head - strlen(BEFORE)), at + strlen(BEFORE)));
}

static struct dmn_model *load(struct op *op, str text, const char *name)
{
    struct dmn_model *model = NULL;
    if (dmn_model_load(op, text, name, &model) != OK) {
        fprintf(stderr, "%s\n", op->text);
        exit(1);
    }
    return model;
}

int main(int argc, char **argv)
{
    const char *const folder = argc > 1 ? argv[1] : "policies/strategies/default";
    struct arena *const arena = arena_create();
    struct arena *const scratch = arena_create();
    struct compare_result result = {0};
    instant best = INT64_MAX;
    struct op op;
    op_init(&op, arena, NULL, op_clock_system);
    if (!currency_parse(STR("MXN"), &pesos))
        return 1;
    const str treatment = read_text(arena, folder, "treatment.dmn");
    struct compare_request request = {.view = make_view(arena), .on = TODAY};
    request.before.segment = request.after.segment =
        load(&op, read_text(arena, folder, "segment.dmn"), "segment.dmn");
    request.before.treatment = load(&op, treatment, "treatment.dmn");
    request.after.treatment = load(&op, change(arena, treatment), "treatment.dmn");
    for (int i = 0; i < RUNS; i++) {
        struct op run;
        arena_reset(scratch);
        op_init(&run, scratch, NULL, op_clock_system);
        const int64_t started = clock_now();
        if (strategy_compare(&run, &request, &result) != OK) {
            fprintf(stderr, "%s\n", run.text);
            return 1;
        }
        const int64_t us = clock_now() - started;
        best = us < best ? us : best;
    }
    printf("one changed cell over %" PRId64 " cases: %" PRId64 " treated differently, %.3f s\n",
           result.cases, result.changed, (double)best / 1e6);
    shared_drop(request.view);
    arena_destroy(scratch);
    arena_destroy(arena);
    return 0;
}
