/* bench_whatif [FOLDER [BEFORE AFTER]]: one changed cell of a strategy over a million resident
 * cases; BEFORE is the first cell of the treatment table that says so, as its file writes it.
 *
 * The cases are made in memory, with facts of all ages; no store.  Where the strategy tells
 * obligations apart, each case has one or two of them with 1.64 open claims together, as generated
 * portfolios have.  Both versions decide every case and are compared, as `acuerdo dmn diff` does
 * before it asks the gate.  The figures are the best of some runs in this process, on one core;
 * wanted: at most 0.2 s. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

static void make_claims(struct claim_rows *rows)
{
    static const char *const products[] = {"water", "power", "phone"};
    const int64_t debts = 1 + (pick(3) == 0);
    const int64_t claims = debts + (pick(100) < 31);
    int64_t due_on = TODAY - pick(120);
    for (int64_t i = 0; i < claims; i++, due_on += 10 + pick(40)) {
        const int64_t debt = i % debts;
        const int64_t cells[CLAIM_PRODUCT] = {
            [CLAIM_DEBT] = debt,
            [CLAIM_DUE_ON] = due_on,
            [CLAIM_OPEN] = 100 + pick(500000),
            [CLAIM_OPENED_ON] = TODAY - 400 - debt,
            [CLAIM_IS_DISPUTED] = debt == 1,
        };
        claim_rows_add_claim(rows, cells, str_of(products[debt]));
    }
    claim_rows_end_case(rows);
}

static const struct resident_view *make_view(struct arena *arena, bool with_claims)
{
    struct chunk_list list = {.arena = arena, .has_claims = with_claims};
    struct column_rows rows;
    int64_t number = 0;
    column_rows_init(arena, with_claims ? arena : NULL, &rows);
    while (number < (int64_t)CASES) {
        while (rows.count < VEC_ROWS && number < (int64_t)CASES) {
            make_case(&rows, rows.count++, ++number);
            if (with_claims)
                make_claims(rows.claims);
        }
        chunk_list_pack(&list, arena, &rows, rows.count);
    }
    return resident_view_create(&list, 0);
}

static bool has_file(struct arena *arena, const char *folder, const char *name)
{
    return access(arena_printf(arena, "%s/%s", folder, name), R_OK) == 0;
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
static str change(struct arena *arena, str text, const char *before, const char *after)
{
    const char *const from = arena_printf(arena, "<text>%s</text>", before);
    const char *const at = memmem(text.data, text.size, from, strlen(from));
    if (!at) {
        fprintf(stderr, "there is no cell %s\n", before);
        exit(1);
    }
    const size_t head = (size_t)(at - text.data);
    return str_of(arena_printf(arena, "%.*s<text>%s</text>%.*s", (int)head, text.data, after,
                               (int)(text.size - head - strlen(from)), at + strlen(from)));
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
    const char *const before = argc > 3 ? argv[2] : BEFORE;
    const char *const after = argc > 3 ? argv[3] : AFTER;
    struct arena *const arena = arena_create();
    struct arena *const scratch = arena_create();
    struct compare_result result = {0};
    instant best = INT64_MAX;
    instant best_cpu = INT64_MAX;
    struct op op;
    op_init(&op, arena, NULL, op_clock_system);
    if (!currency_parse(STR("MXN"), &pesos))
        return 1;
    const str treatment = read_text(arena, folder, "treatment.dmn");
    const bool has_obligations = has_file(arena, folder, "obligation.dmn");
    struct compare_request request = {.view = make_view(arena, has_obligations), .on = TODAY};
    if (has_obligations)
        request.before.obligation = request.after.obligation =
            load(&op, read_text(arena, folder, "obligation.dmn"), "obligation.dmn");
    request.before.segment = request.after.segment =
        load(&op, read_text(arena, folder, "segment.dmn"), "segment.dmn");
    request.before.treatment = load(&op, treatment, "treatment.dmn");
    request.after.treatment = load(&op, change(arena, treatment, before, after), "treatment.dmn");
    for (int i = 0; i < RUNS; i++) {
        struct op run;
        arena_reset(scratch);
        op_init(&run, scratch, NULL, op_clock_system);
        const int64_t started = clock_now();
        const int64_t cpu_started = clock_cpu();
        if (strategy_compare(&run, &request, &result) != OK) {
            fprintf(stderr, "%s\n", run.text);
            return 1;
        }
        const int64_t us = clock_now() - started;
        const int64_t cpu = clock_cpu() - cpu_started;
        best = us < best ? us : best;
        best_cpu = cpu < best_cpu ? cpu : best_cpu;
    }
    printf("one changed cell over %" PRId64 " cases: %" PRId64 " treated differently, %.3f s, "
           "%.3f s of CPU\n",
           result.cases, result.changed, (double)best / 1e6, (double)best_cpu / 1e6);
    printf("a case takes %.0f bytes, %" PRId64 " claims beside it %.1f bytes each\n",
           (double)request.view->bytes / (double)request.view->case_count,
           (int64_t)request.view->claim_count,
           (double)request.view->claim_bytes / (double)(request.view->claim_count + 1));
    shared_drop(request.view);
    arena_destroy(scratch);
    arena_destroy(arena);
    return 0;
}
