/* bench_decide MODEL ROWS [--chain FILE.so] [--nulls PERCENT] [--csv FILE]: decisions a second of
 * one core, from a DMN file, over columns with nulls; all outputs and both rule numbers are
 * written.
 *
 * Beside it, in the same run: the same plan one row at a time, a chain of ifs in C when there is
 * one (bench/decide.py writes it), and a copy of the bytes that are read and written.  All say the
 * same: the sum over all rows is printed, and checked by whoever compares.  Best of some runs. */
#include <dlfcn.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/clock.h"
#include "bench/decide_rows.h"
#include "dmn/batch.h"

#define RUNS 5

static const char *const texts[] = {"card",    "loan",         "mortgage",   "auto",    "retail",
                                    "telco",   "no_answer",    "busy",       "refuses", "call_back",
                                    "promise", "wrong_number", "third_party"};
#define PRODUCTS 6
#define OUTCOMES 7

static const struct dmn_input inputs[DECIDE_INPUTS] = {
    {"past_due_days", DMN_NUMBER,  0},
    {"balance",       DMN_NUMBER,  2},
    {"product",       DMN_STRING,  0},
    {"score",         DMN_NUMBER,  0},
    {"is_reachable",  DMN_BOOLEAN, 0},
    {"contact_days",  DMN_NUMBER,  0},
    {"last_outcome",  DMN_STRING,  0}
};
static const uint8_t widths[DECIDE_INPUTS] = {2, 4, 1, 2, 1, 2, 1};

static double cpu_seconds(void)
{
    return (double)clock_cpu() / 1e6;
}

/* --- rows --- */

static uint64_t roll(uint64_t *seed)
{
    uint64_t z = (*seed += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static void *make(size_t count, size_t size)
{
    void *const memory = calloc(count, size);
    if (!memory) {
        (void)fprintf(stderr, "bench_decide: not enough memory\n");
        exit(1);
    }
    return memory;
}

/* Seven facts of a row, from its number alone. */
static void make_row(struct decide_rows *rows, size_t r, unsigned null_percent)
{
    uint64_t seed = r * 8;
    const uint64_t days = roll(&seed);
    rows->past_due_days[r] = (int16_t)(days % 4 == 0 ? days / 4 % 8 : days / 4 % 240);
    rows->balance[r] = (int32_t)(roll(&seed) % 9000000) + 100;
    rows->product[r] = (int8_t)(roll(&seed) % PRODUCTS);
    rows->score[r] = (int16_t)(roll(&seed) % 600 + 300);
    rows->is_reachable[r] = roll(&seed) % 4 != 0;
    rows->contact_days[r] = (int16_t)(roll(&seed) % 30);
    rows->last_outcome[r] = (int8_t)(PRODUCTS + roll(&seed) % OUTCOMES);
    for (int i = 0; i < DECIDE_INPUTS; i++)
        rows->valid[i][r / 64] |= (uint64_t)(roll(&seed) % 100 >= null_percent) << (r % 64);
}

static void make_rows(size_t count, unsigned null_percent, struct decide_rows *rows)
{
    *rows = (struct decide_rows){.count = count,
                                 .past_due_days = make(count, sizeof(int16_t)),
                                 .balance = make(count, sizeof(int32_t)),
                                 .product = make(count, 1),
                                 .score = make(count, sizeof(int16_t)),
                                 .is_reachable = make(count, 1),
                                 .contact_days = make(count, sizeof(int16_t)),
                                 .last_outcome = make(count, 1)};
    for (int i = 0; i < DECIDE_INPUTS; i++)
        rows->valid[i] = make(count / 64 + VEC_WORDS, sizeof(uint64_t)); /* whole batches */
    for (size_t r = 0; r < count; r++)
        make_row(rows, r, null_percent);
}

static const void *cells_of(const struct decide_rows *rows, int input)
{
    const void *const all[DECIDE_INPUTS] = {
        rows->past_due_days, rows->balance,      rows->product,     rows->score,
        rows->is_reachable,  rows->contact_days, rows->last_outcome};
    return all[input];
}

static int64_t value_of(const struct decide_rows *rows, int input, size_t r)
{
    const void *const cells = cells_of(rows, input);
    return widths[input] == 1   ? ((const int8_t *)cells)[r]
           : widths[input] == 2 ? ((const int16_t *)cells)[r]
                                : ((const int32_t *)cells)[r];
}

static int write_csv(const struct decide_rows *rows, const char *path)
{
    FILE *const out = fopen(path, "w");
    if (!out)
        return 1;
    for (size_t r = 0; r < rows->count; r++)
        for (int i = 0; i < DECIDE_INPUTS; i++) {
            const int64_t value = value_of(rows, i, r);
            if (!has_value(rows, i, r)) {
                (void)fputc(i + 1 < DECIDE_INPUTS ? ',' : '\n', out);
                continue;
            }
            if (inputs[i].type == DMN_STRING)
                (void)fputs(texts[value], out);
            else if (inputs[i].scale == 2)
                (void)fprintf(out, "%" PRId64 ".%02" PRId64, value / 100, value % 100);
            else
                (void)fprintf(out, "%" PRId64, value);
            (void)fputc(i + 1 < DECIDE_INPUTS ? ',' : '\n', out);
        }
    return fclose(out);
}

/* --- what is measured --- */

struct bench {
    struct op op;
    const struct dmn_plan *plan;
    struct decide_rows rows;
    struct decide_said said;
    bool wants_rules;
    void (*chain)(const struct decide_rows *rows, struct decide_said *said);
};

static void read_said(struct bench *b, struct dmn_batch *batch, size_t first)
{
    void *const outputs[] = {b->said.action + first, b->said.channel + first, b->said.wait + first,
                             b->said.priority + first};
    const size_t last = dmn_batch_decisions(batch) - 1;
    for (size_t i = 0; i < ARRAY_LEN(outputs); i++)
        dmn_batch_read(batch, i, outputs[i], NULL);
    if (b->wants_rules) {
        dmn_batch_rules(batch, last, b->said.treatment_rule + first);
        if (last > 0)
            dmn_batch_rules(batch, 0, b->said.segment_rule + first);
    }
}

static void decide_columns(struct bench *b)
{
    static struct dmn_batch *batch;
    struct vec_column columns[DECIDE_INPUTS];
    struct dmn_vector vectors[DECIDE_INPUTS];
    if (!batch && dmn_batch_create(&b->op, b->plan, &batch) != OK)
        exit(1);
    for (size_t first = 0; first < b->rows.count; first += VEC_ROWS) {
        const size_t count =
            b->rows.count - first < VEC_ROWS ? b->rows.count - first : (size_t)VEC_ROWS;
        for (int i = 0; i < DECIDE_INPUTS; i++) {
            columns[i] = (struct vec_column){.shape = VEC_FLAT,
                                             .width = widths[i],
                                             .cells = (const char *)cells_of(&b->rows, i) +
                                                      first * widths[i]};
            const void *const valid = b->rows.valid[i] + first / 64;
            vectors[i] = (struct dmn_vector){
                &columns[i], {valid, false}
            };
        }
        dmn_batch_decide(batch, vectors, count);
        read_said(b, batch, first);
    }
}

static void decide_rows(struct bench *b)
{
    for (size_t r = 0; r < b->rows.count; r++) {
        struct dmn_value row[DECIDE_INPUTS];
        struct dmn_value outputs[4];
        struct dmn_hit hit;
        for (int i = 0; i < DECIDE_INPUTS; i++)
            row[i] = (struct dmn_value){value_of(&b->rows, i, r), !has_value(&b->rows, i, r)};
        dmn_plan_decide(b->plan, row, outputs, &hit);
        b->said.treatment_rule[r] = (int16_t)hit.rule;
        b->said.action[r] = (int8_t)outputs[0].value;
        b->said.channel[r] = (int8_t)outputs[1].value;
        b->said.wait[r] = (int8_t)outputs[2].value;
        b->said.priority[r] = (int8_t)outputs[3].value;
    }
}

static void decide_chain(struct bench *b)
{
    b->chain(&b->rows, &b->said);
}

/* Every byte that is read and written, once. */
static void copy_memory(struct bench *b)
{
    static char *target;
    size_t at = 0;
    if (!target)
        target = make(b->rows.count, 24);
    for (int i = 0; i < DECIDE_INPUTS; i++) {
        memcpy(target + at, cells_of(&b->rows, i), b->rows.count * widths[i]);
        at += b->rows.count * widths[i];
        memcpy(target + at, b->rows.valid[i], b->rows.count / 8);
        at += b->rows.count / 8;
    }
    memcpy(b->said.segment_rule, target, b->rows.count * 2);
    memcpy(b->said.treatment_rule, target, b->rows.count * 2);
    memcpy(b->said.action, target, b->rows.count);
    memcpy(b->said.channel, target, b->rows.count);
    memcpy(b->said.wait, target, b->rows.count);
    memcpy(b->said.priority, target, b->rows.count);
}

/* Rules count from 1, as SQL and people do. */
static int64_t sum_up(const struct bench *b)
{
    const struct decide_said *const said = &b->said;
    int64_t sum = 0;
    for (size_t r = 0; r < b->rows.count; r++)
        sum += 31 * (said->segment_rule[r] + 1) + 1009 * (said->treatment_rule[r] + 1) +
               7 * said->wait[r] + 13 * said->priority[r];
    return sum;
}

static void measure(struct bench *b, const char *name, void (*work)(struct bench *b), bool is_sum)
{
    double best = 1e9;
    work(b); /* pages, tables and caches are there now */
    for (int i = 0; i < RUNS; i++) {
        const double before = cpu_seconds();
        work(b);
        const double seconds = cpu_seconds() - before;
        best = seconds < best ? seconds : best;
    }
    printf("%-22s %10.1f M rows/s  %7.2f ns  ", name, (double)b->rows.count / best / 1e6,
           best * 1e9 / (double)b->rows.count);
    if (is_sum)
        printf("sum %" PRId64 "\n", sum_up(b));
    else
        printf("-\n");
    (void)fflush(stdout);
}

static status read_model(struct op *op, const char *path, str *ret_text)
{
    FILE *const in = fopen(path, "r");
    char *const text = arena_alloc(op->arena, LIMIT_DMN_BYTES);
    if (!in)
        return op_fail(op, E_NOT_FOUND, "%s cannot be read", path);
    *ret_text = (str){text, fread(text, 1, LIMIT_DMN_BYTES, in)};
    (void)fclose(in);
    return OK;
}

static status compile(struct bench *b, const char *path)
{
    struct op *const op = &b->op;
    struct dmn_symbols *const symbols = dmn_symbols_create(op->arena);
    struct dmn_model *model = NULL;
    str text = {"", 0};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        (void)dmn_symbols_add(symbols, str_of(texts[i]));
    TRY(read_model(op, path, &text));
    const int64_t started = op_clock_system.now(NULL);
    TRY(dmn_model_load(op, text, path, &model));
    TRY(dmn_plan_compile(op, model, "treatment", inputs, DECIDE_INPUTS, symbols, &b->plan));
    struct dmn_batch *batch = NULL;
    TRY(dmn_batch_create(op, b->plan, &batch));
    printf("model read, compiled and made ready for columns in %.2f ms:",
           (double)(op_clock_system.now(NULL) - started) / 1000);
    for (size_t i = 0; i < dmn_batch_decisions(batch); i++)
        printf(" %s", dmn_batch_road(batch, i) == DMN_BY_CLASSES ? "by classes" : "by bitmaps");
    printf("\n");
    return OK;
}

static void *load_chain(const char *path)
{
    void *const library = dlopen(path, RTLD_NOW);
    void *const chain = library ? dlsym(library, "decide_chain") : NULL;
    if (!chain)
        (void)fprintf(stderr, "%s\n", dlerror());
    return chain;
}

static void make_said(struct bench *b)
{
    const size_t room = b->rows.count + VEC_ROWS;
    b->said = (struct decide_said){.segment_rule = make(room, 2),
                                   .treatment_rule = make(room, 2),
                                   .action = make(room, 1),
                                   .channel = make(room, 1),
                                   .wait = make(room, 1),
                                   .priority = make(room, 1)};
}

static size_t count_of(const char *text)
{
    int64_t count = 0;
    if (str_to_i64(str_of(text), &count) && count >= 0)
        return (size_t)count;
    (void)fprintf(stderr, "bench_decide: '%s' is not a number of things\n", text);
    exit(2);
}

int main(int argc, char **argv)
{
    static struct bench b;
    unsigned null_percent = 5;
    const char *csv = NULL;
    if (argc < 3) {
        (void)fprintf(stderr,
                      "bench_decide MODEL ROWS [--chain FILE.so] [--nulls PERCENT] [--csv FILE]\n");
        return 2;
    }
    for (int i = 3; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--chain") == 0)
            *(void **)&b.chain = load_chain(argv[i + 1]);
        else if (strcmp(argv[i], "--nulls") == 0)
            null_percent = (unsigned)count_of(argv[i + 1]);
        else if (strcmp(argv[i], "--csv") == 0)
            csv = argv[i + 1];
    }
    op_init(&b.op, arena_create(), NULL, op_clock_system);
    if (compile(&b, argv[1]) != OK) {
        (void)fprintf(stderr, "%s\n", b.op.text);
        return 1;
    }
    make_rows(count_of(argv[2]), null_percent, &b.rows);
    make_said(&b);
    if (csv)
        return write_csv(&b.rows, csv);
    measure(&b, "columns, no numbers", decide_columns, false);
    b.wants_rules = true;
    measure(&b, "columns", decide_columns, true);
    measure(&b, "row by row", decide_rows, true);
    if (b.chain)
        measure(&b, "chain of ifs in C", decide_chain, true);
    measure(&b, "memory copy", copy_memory, false);
    return 0;
}
