#include "policy/compare.h"

#include <stdlib.h>

#include "base/json.h"
#include "policy/attribute_columns.h"
#include "policy/compare_gate.h"
#include "policy/compare_obligations.h"
#include "policy/experiment.h"
#include "policy/input_columns.h"
#include "policy/policy.h"

#define NOTHING    INT64_MIN /* in place of a null */
#define SEATS      4096      /* different moves: treatments are few */
#define MOVES_MAX  (SEATS / 2)
#define KIND_SEATS (1 << 16) /* different treatments, of both versions */
#define KINDS_MAX  (KIND_SEATS / 2)
#define OUTCOMES   (UINT16_MAX + 1) /* of a table */

/* The outputs of a treatment that make it another one. */
static const char *const compared[] = {"step",         "channel",   "template", "queue",
                                       "notice_level", "wait_days", "recipient"};
enum { STEP, CHANNEL, TEMPLATE, QUEUE, NOTICE_LEVEL, WAIT_DAYS, RECIPIENT, COMPARED };

/* A treatment: rows of one kind get the same, by whichever version. */
struct kind {
    int64_t values[COMPARED]; /* NOTHING for null */
    int64_t before, after;    /* open cases */
};

/* One version on its way. */
struct side {
    const struct dmn_plan *segment, *treatment;
    struct dmn_batch *segment_batch, *treatment_batch;
    struct compared_obligations *obligations;
    int places[COMPARED]; /* output of the treatment; -1: it has none */
    struct dmn_vector vectors[INPUTS_MAX];
    struct vec_column segment_column;
    struct vec_bits segment_valid;
    int64_t *segments;              /* of the rows of a chunk, NOTHING for null */
    uint32_t *kinds;                /* the same, places in comparison.kinds */
    uint32_t *of_outcome;           /* kind by outcome of the table; 0: not met yet */
    int64_t *by_channel, *by_queue; /* contacts and work, by symbol */
};

struct move {
    int64_t key[4]; /* from step and channel, to step and channel */
    int64_t cases, example;
};

struct comparison {
    struct op *op;
    const struct compare_request *request;
    struct input_schema schema;
    struct attribute_columns *attributes;
    struct compare_obligations obligations;
    struct dmn_symbols *symbols;
    struct side before, after;
    bool is_one_segment; /* of both versions: decided once */
    struct kind *kinds;  /* from 1 on */
    size_t kind_count, kind_capacity;
    uint32_t *seats;                       /* of kinds, by hash; 0: free */
    int64_t *states;                       /* of the rows of a chunk */
    struct dmn_vector vectors[INPUTS_MAX]; /* the same, by input of the schema */
    struct move *moves;                    /* SEATS, free where cases is 0 */
    size_t move_count;
    struct compare_result result;
    struct compare_gate gate;
    dmn_symbol email, work, none, debtor;
};

/* --- getting ready --- */

static status compile_side(struct comparison *c, const struct compare_side *given,
                           struct side *side, bool *reads)
{
    struct op *const op = c->op;
    const struct input_schema of_case = strategy_part_schema(op, &c->schema, false);
    const struct input_schema of_one = strategy_part_schema(op, &c->schema, true);
    const struct dmn_output *outputs = NULL;
    if (side == &c->after && c->is_one_segment) {
        side->segment = c->before.segment;
        side->segment_batch = c->before.segment_batch;
    } else {
        TRY(dmn_plan_compile(op, given->segment, "segment", of_case.inputs, of_case.count,
                             c->symbols, &side->segment));
        TRY(dmn_batch_create(op, side->segment, &side->segment_batch));
    }
    TRY(dmn_plan_compile(op, given->treatment, "treatment", of_case.inputs, of_case.count,
                         c->symbols, &side->treatment));
    TRY(dmn_batch_create(op, side->treatment, &side->treatment_batch));
    for (size_t i = 0; i < c->schema.count; i++)
        reads[i] =
            reads[i] || dmn_plan_reads(side->segment, i) || dmn_plan_reads(side->treatment, i);
    TRY(compared_obligations_compile(op, given->obligation, &of_one, c->symbols, side->segment,
                                     side->treatment, side->obligations));
    const size_t count = dmn_plan_outputs(side->treatment, &outputs);
    for (int i = 0; i < COMPARED; i++) {
        side->places[i] = -1;
        for (size_t o = 0; o < count; o++)
            if (strcmp(outputs[o].name, compared[i]) == 0)
                side->places[i] = (int)o;
    }
    if (count > OUTPUTS_MAX)
        return op_fail(op, E_INVALID,
                       "a table of the strategy has %zu outputs: 1 to %d are possible", count,
                       OUTPUTS_MAX);
    if (side->places[STEP] < 0 || side->places[CHANNEL] < 0)
        return op_fail(op, E_INVALID, "treatment.dmn must give a step and a channel");
    return OK;
}

static void make_room(struct comparison *c, struct side *side)
{
    struct arena *const arena = c->op->arena;
    const size_t symbols = dmn_symbols_count(c->symbols);
    side->segments = arena_array(arena, VEC_ROWS, sizeof(*side->segments));
    side->kinds = arena_array(arena, VEC_ROWS, sizeof(*side->kinds));
    side->of_outcome = arena_array(arena, OUTCOMES, sizeof(*side->of_outcome));
    side->by_channel = arena_array(arena, symbols, sizeof(*side->by_channel));
    side->by_queue = arena_array(arena, symbols, sizeof(*side->by_queue));
    side->segment_column =
        (struct vec_column){.shape = VEC_FLAT, .width = sizeof(int64_t), .cells = side->segments};
}

/* --- a chunk --- */

static int64_t widen(const void *cells, size_t width, size_t row)
{
    switch (width) {
    case 1:
        return ((const int8_t *)cells)[row];
    case 2:
        return ((const int16_t *)cells)[row];
    case 4:
        return ((const int32_t *)cells)[row];
    default:
        return ((const int64_t *)cells)[row];
    }
}

/* An output of all rows, NOTHING where it is null. */
static void read_output(struct dmn_batch *batch, size_t output, size_t count, int64_t *ret_values,
                        struct vec_bits *ret_valid)
{
    __attribute__((uninitialized)) int64_t cells[VEC_ROWS];
    const size_t width = dmn_batch_width(batch, output);
    dmn_batch_read(batch, output, cells, ret_valid);
    for (size_t r = 0; r < count; r++)
        ret_values[r] = ret_valid->words[r / 64] >> (r % 64) & 1 ? widen(cells, width, r) : NOTHING;
}

static uint64_t hash_of(const int64_t *key, size_t count)
{
    uint64_t hash = 1;
    for (size_t i = 0; i < count; i++)
        hash = (hash ^ (uint64_t)key[i]) * UINT64_C(0x9E3779B97F4A7C15);
    return hash >> 32;
}

/* The place of a treatment among the kinds, which it joins. */
static status find_kind(struct comparison *c, const int64_t values[COMPARED], uint32_t *ret_kind)
{
    uint32_t *seat = &c->seats[hash_of(values, COMPARED) % KIND_SEATS];
    while (*seat != 0 && memcmp(c->kinds[*seat].values, values, sizeof(c->kinds->values)) != 0)
        seat = seat + 1 < c->seats + KIND_SEATS ? seat + 1 : c->seats;
    if (*seat == 0) {
        if (c->kind_count == KINDS_MAX)
            return op_fail(c->op, E_LIMIT, "the tables give more than %d different treatments",
                           KINDS_MAX);
        c->kinds =
            arena_grow(c->op->arena, c->kinds, c->kind_count, &c->kind_capacity, sizeof(*c->kinds));
        memcpy(c->kinds[c->kind_count].values, values, sizeof(c->kinds->values));
        *seat = (uint32_t)c->kind_count++;
    }
    *ret_kind = *seat;
    return OK;
}

static status read_kind(struct comparison *c, const struct side *side, size_t row,
                        uint32_t *ret_kind)
{
    struct dmn_value outputs[OUTPUTS_MAX];
    struct dmn_hit hit;
    int64_t values[COMPARED];
    dmn_batch_row(side->treatment_batch, row, outputs, &hit);
    for (int i = 0; i < COMPARED; i++) {
        const struct dmn_value *const value =
            side->places[i] >= 0 ? &outputs[side->places[i]] : NULL;
        values[i] = value && !value->is_null ? value->value : NOTHING;
    }
    return find_kind(c, values, ret_kind);
}

/* Rows of one outcome are of one kind, which is looked for once; a table that decides row by row
 * has no outcomes. */
static status read_kinds(struct comparison *c, struct side *side, size_t count)
{
    const uint16_t *const outcomes = dmn_batch_outcomes(side->treatment_batch);
    for (size_t r = 0; r < count; r++) {
        uint32_t kind = outcomes ? side->of_outcome[outcomes[r]] : 0;
        if (kind == 0) {
            TRY(read_kind(c, side, r, &kind));
            if (outcomes)
                side->of_outcome[outcomes[r]] = kind;
        }
        side->kinds[r] = kind;
    }
    return OK;
}

static status decide_side(struct comparison *c, struct side *side, const struct dmn_vector *vectors,
                          size_t count)
{
    memcpy(side->vectors, vectors, c->schema.count * sizeof(*vectors));
    if (side->obligations->columns)
        obligation_columns_show(side->obligations->columns, side->vectors);
    if (side == &c->after && c->is_one_segment) {
        side->vectors[INPUT_segment] = c->before.vectors[INPUT_segment];
    } else {
        dmn_batch_decide(side->segment_batch, side->vectors, count);
        read_output(side->segment_batch, 0, count, side->segments, &side->segment_valid);
        side->vectors[INPUT_segment] = (struct dmn_vector){
            &side->segment_column, {&side->segment_valid, false}
        };
    }
    dmn_batch_decide(side->treatment_batch, side->vectors, count);
    return read_kinds(c, side, count);
}

/* Whom nobody contacts is treated inside the house. */
static bool is_contact(const struct comparison *c, int64_t channel)
{
    return channel >= 0 && channel != c->work && channel != c->none;
}

/* As decision_make: what no machine sends is work of people. */
static int64_t queue_of(const struct comparison *c, const struct kind *kind)
{
    const int64_t channel = kind->values[CHANNEL];
    const int64_t recipient = kind->values[RECIPIENT];
    if (kind->values[QUEUE] >= 0)
        return kind->values[QUEUE];
    if (!is_contact(c, channel))
        return NOTHING;
    return channel != c->email || (recipient >= 0 && recipient != c->debtor) ? channel : NOTHING;
}

static void count_loads(struct comparison *c)
{
    for (size_t i = 1; i < c->kind_count; i++) {
        const struct kind *const kind = &c->kinds[i];
        const int64_t channel = kind->values[CHANNEL];
        const int64_t queue = queue_of(c, kind);
        if (is_contact(c, channel)) {
            c->before.by_channel[channel] += kind->before;
            c->after.by_channel[channel] += kind->after;
        }
        if (queue >= 0) {
            c->before.by_queue[queue] += kind->before;
            c->after.by_queue[queue] += kind->after;
        }
    }
}

static void note_move(struct comparison *c, const struct kind *from, const struct kind *to,
                      int64_t case_id)
{
    const int64_t key[4] = {from->values[STEP], from->values[CHANNEL], to->values[STEP],
                            to->values[CHANNEL]};
    struct move *move = &c->moves[hash_of(key, ARRAY_LEN(key)) % SEATS];
    while (move->cases > 0 && memcmp(move->key, key, sizeof(key)) != 0)
        move = move + 1 < c->moves + SEATS ? move + 1 : c->moves;
    if (move->cases == 0) {
        if (c->move_count == MOVES_MAX)
            return; /* counted among the changed all the same */
        memcpy(move->key, key, sizeof(key));
        move->example = case_id;
        c->move_count++;
    }
    move->cases++;
}

static void note_change(struct comparison *c, const struct vec_chunk *chunk, size_t row)
{
    const struct kind *const to = &c->kinds[c->after.kinds[row]];
    c->result.changed++;
    note_move(c, &c->kinds[c->before.kinds[row]], to,
              vec_column_at(&chunk->columns[COLUMN_CASE], row));
    if (is_contact(c, to->values[CHANNEL]))
        compare_gate_add(&c->gate, chunk, row, (dmn_symbol)to->values[CHANNEL]);
}

static void compare_row(struct comparison *c, const struct vec_chunk *chunk, size_t row)
{
    c->result.cases++;
    c->kinds[c->before.kinds[row]].before++;
    c->kinds[c->after.kinds[row]].after++;
    if (!c->is_one_segment)
        c->result.segment_changed += c->before.segments[row] != c->after.segments[row];
    if (c->before.kinds[row] != c->after.kinds[row])
        note_change(c, chunk, row);
}

static status compare_chunk(struct comparison *c, struct input_columns *inputs, size_t number)
{
    const struct vec_chunk *const chunk = c->request->view->chunks[number];
    const struct dmn_vector *vectors = NULL;
    struct dmn_vector *const all = c->vectors;
    TRY(input_columns_derive(c->op, inputs, chunk, c->request->on, &vectors));
    memcpy(all, vectors, INPUT_COUNT * sizeof(*all));
    TRY(attribute_columns_take(c->op, c->attributes, chunk, all));
    TRY(compare_obligations_take(c->op, &c->obligations, number));
    TRY(decide_side(c, &c->before, all, chunk->count));
    TRY(decide_side(c, &c->after, all, chunk->count));
    vec_column_read(&chunk->columns[COLUMN_OF_FACT(case_state)], chunk->count, c->states);
    for (size_t r = 0; r < chunk->count; r++)
        if (c->states[r] == CASE_OPEN)
            compare_row(c, chunk, r);
    return OK;
}

/* --- what is said of it --- */

static str word_of(const struct comparison *c, int64_t symbol)
{
    return symbol < 0 ? (str){"", 0} : dmn_symbols_text(c->symbols, (dmn_symbol)symbol);
}

static int by_cases(const void *a, const void *b)
{
    const struct compare_move *const left = a;
    const struct compare_move *const right = b;
    if (left->cases != right->cases)
        return left->cases > right->cases ? -1 : 1;
    const int by_from = str_compare(left->from_step, right->from_step);
    const int by_to = str_compare(left->to_step, right->to_step);
    return by_from != 0 ? by_from
           : by_to != 0 ? by_to
                        : str_compare(left->to_channel, right->to_channel);
}

static void list_moves(struct comparison *c)
{
    struct compare_move *const moves = arena_array(c->op->arena, c->move_count, sizeof(*moves));
    size_t count = 0;
    for (size_t i = 0; i < SEATS; i++)
        if (c->moves[i].cases > 0)
            moves[count++] = (struct compare_move){word_of(c, c->moves[i].key[0]),
                                                   word_of(c, c->moves[i].key[1]),
                                                   word_of(c, c->moves[i].key[2]),
                                                   word_of(c, c->moves[i].key[3]),
                                                   c->moves[i].cases,
                                                   c->moves[i].example};
    qsort(moves, count, sizeof(*moves), by_cases);
    c->result.moves = moves;
    c->result.move_count = count;
}

static int by_name(const void *a, const void *b)
{
    return str_compare(((const struct compare_load *)a)->name,
                       ((const struct compare_load *)b)->name);
}

static status read_capacity(struct comparison *c, str queue, int64_t *ret_capacity)
{
    const str settings = c->request->after.settings;
    json_t *root = NULL;
    *ret_capacity = INT64_MAX;
    if (settings.size == 0)
        return OK;
    TRY(json_parse(c->op, settings, &root));
    const json_t *const row =
        json_object_get(json_object_get(root, "capacity"), str_cstr(c->op->arena, queue));
    if (json_is_integer(row))
        *ret_capacity = json_integer_value(row);
    return OK;
}

static status list_loads(struct comparison *c, const int64_t *before, const int64_t *after,
                         bool are_queues, struct compare_load **ret_loads, size_t *ret_count)
{
    const size_t symbols = dmn_symbols_count(c->symbols);
    struct compare_load *const loads = arena_array(c->op->arena, symbols, sizeof(*loads));
    size_t count = 0;
    for (size_t s = 0; s < symbols; s++) {
        if (before[s] == 0 && after[s] == 0)
            continue;
        loads[count] =
            (struct compare_load){word_of(c, (int64_t)s), before[s], after[s], INT64_MAX};
        if (are_queues)
            TRY(read_capacity(c, loads[count].name, &loads[count].capacity));
        count++;
    }
    qsort(loads, count, sizeof(*loads), by_name);
    *ret_loads = loads;
    *ret_count = count;
    return OK;
}

/* How long it takes is for people to read, and decides nothing. */
static instant clock_us(const struct op *op)
{
    return op->clock.now(op->clock.context);
}

static status compare_all(struct comparison *c, struct input_columns *inputs)
{
    const struct resident_view *const view = c->request->view;
    const instant started = clock_us(c->op);
    for (size_t i = 0; i < view->chunk_count; i++)
        TRY(compare_chunk(c, inputs, i));
    attribute_columns_close(c->attributes);
    compare_obligations_close(&c->obligations);
    count_loads(c);
    c->result.engine_us = clock_us(c->op) - started;
    return OK;
}

/* Attributes are known to a store alone. */
static status take_schema(struct comparison *c)
{
    if (c->op->db)
        return input_schema_load(c->op, &c->schema);
    c->schema.inputs = arena_array(c->op->arena, INPUT_COUNT, sizeof(*c->schema.inputs));
    memcpy(c->schema.inputs, input_list, sizeof(input_list));
    c->schema.count = INPUT_COUNT;
    return OK;
}

static status start(struct comparison *c, struct input_columns **ret_inputs)
{
    bool *const reads = arena_array(c->op->arena, INPUTS_MAX, sizeof(*reads));
    TRY(take_schema(c));
    c->symbols = dmn_symbols_create(c->op->arena);
    c->is_one_segment = c->request->before.segment == c->request->after.segment &&
                        c->request->before.obligation == c->request->after.obligation;
    c->before.obligations = &c->obligations.before;
    c->after.obligations = &c->obligations.after;
    TRY(compile_side(c, &c->request->before, &c->before, reads));
    TRY(compile_side(c, &c->request->after, &c->after, reads));
    c->email = dmn_symbols_add(c->symbols, STR("email"));
    c->work = dmn_symbols_add(c->symbols, STR("work"));
    c->none = dmn_symbols_add(c->symbols, STR("none"));
    c->debtor = dmn_symbols_add(c->symbols, STR("debtor"));
    make_room(c, &c->before);
    make_room(c, &c->after);
    c->moves = arena_array(c->op->arena, SEATS, sizeof(*c->moves));
    c->seats = arena_array(c->op->arena, KIND_SEATS, sizeof(*c->seats));
    c->states = arena_array(c->op->arena, VEC_ROWS, sizeof(*c->states));
    c->kinds = arena_grow(c->op->arena, NULL, 0, &c->kind_capacity, sizeof(*c->kinds));
    c->kind_count = 1; /* the first is nobody's */
    compare_gate_start(c->op, c->symbols, c->request->gate_max, &c->gate);
    TRY(attribute_columns_open(c->op, &c->schema, reads, c->symbols, &c->attributes));
    TRY(compare_obligations_start(c->op, c->request->view, c->request->on, &c->obligations));
    *ret_inputs = input_columns_create(c->op, reads, c->symbols);
    return op_check(c->op);
}

/* Which arm a case is in is no matter of a version: the reader is told that there are some. */
static status name_experiment(struct comparison *c)
{
    struct experiment experiment;
    int64_t id = 0;
    if (!c->op->db)
        return OK;
    TRY(experiment_today(c->op, &id));
    if (id == 0)
        return OK;
    TRY(experiment_get(c->op, id, &experiment));
    c->result.experiment = experiment.name;
    return OK;
}

bool compare_asks_obligations(const struct compare_request *request)
{
    return model_asks_obligations(request->before.segment) ||
           model_asks_obligations(request->before.treatment) ||
           model_asks_obligations(request->after.segment) ||
           model_asks_obligations(request->after.treatment);
}

status strategy_compare(struct op *op, const struct compare_request *request,
                        struct compare_result *ret_result)
{
    struct comparison *const c = arena_new(op->arena, struct comparison);
    struct input_columns *inputs = NULL;
    *c = (struct comparison){.op = op, .request = request};
    TRY(start(c, &inputs));
    TRY(compare_all(c, inputs));
    list_moves(c);
    TRY(list_loads(c, c->before.by_channel, c->after.by_channel, false, &c->result.channels,
                   &c->result.channel_count));
    TRY(list_loads(c, c->before.by_queue, c->after.by_queue, true, &c->result.queues,
                   &c->result.queue_count));
    TRY(compare_gate_ask(op, &c->gate, request->on, &c->result));
    TRY(name_experiment(c));
    *ret_result = c->result;
    return op_check(op);
}
