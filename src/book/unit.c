#include "book/unit.h"

#include "base/ids.h"
#include "record/organisation.h"
#include "store/gather.h"

#define SLOTS_AT_FIRST 1024 /* a power of two */
#define CASE_ARGS      13

/* Things by id; values are never NULL. */
struct id_table {
    int64_t *ids;
    void **things;
    uint32_t count;
    uint32_t slot_count;
};

struct unit {
    struct names *names;
    const struct names *names_before; /* of the unit that this one follows; NULL: of none */
    struct id_table debtors;
    struct id_table creditors; /* their external ids */
    struct unit_case **cases;  /* of all debtors, forgotten ones too */
    size_t case_count;
    size_t case_room;
    str country; /* of the organisation; size 0: not asked for yet */
    bool keeps;
};

static uint32_t slot_of(const struct id_table *table, int64_t id)
{
    const uint32_t mask = table->slot_count - 1;
    uint32_t slot = (uint32_t)((uint64_t)id * UINT64_C(0x9E3779B97F4A7C15) >> 32) & mask;
    while (table->things[slot] && table->ids[slot] != id)
        slot = (slot + 1) & mask;
    return slot;
}

static void resize(struct arena *arena, struct id_table *table, uint32_t slot_count)
{
    const struct id_table old = *table;
    table->ids = arena_array(arena, slot_count, sizeof(*table->ids));
    table->things = arena_array(arena, slot_count, sizeof(*table->things));
    table->slot_count = slot_count;
    for (uint32_t i = 0; i < old.slot_count; i++) {
        if (!old.things[i])
            continue;
        const uint32_t slot = slot_of(table, old.ids[i]);
        table->ids[slot] = old.ids[i];
        table->things[slot] = old.things[i];
    }
}

static void put_thing(struct arena *arena, struct id_table *table, int64_t id, void *thing)
{
    if (table->count >= table->slot_count / 2)
        resize(arena, table, table->slot_count ? 2 * table->slot_count : SLOTS_AT_FIRST);
    const uint32_t slot = slot_of(table, id);
    table->count += table->things[slot] ? 0 : 1;
    table->ids[slot] = id;
    table->things[slot] = thing;
}

static void *find_thing(const struct id_table *table, int64_t id)
{
    return table->slot_count > 0 ? table->things[slot_of(table, id)] : NULL;
}

void unit_start_after(struct op *op, const void *before)
{
    const struct unit *const other = before;
    struct unit *const unit = arena_new(op->arena, struct unit);
    unit->names = names_create(op->arena);
    unit->names_before = other ? other->names : NULL;
    op->unit = unit;
}

void unit_start(struct op *op)
{
    unit_start_after(op, NULL);
}

void unit_end(struct op *op)
{
    op->unit = NULL;
}

struct names *unit_names(const struct op *op)
{
    const struct unit *const unit = op->unit;
    return unit ? unit->names : NULL;
}

const struct names *unit_names_before(const struct op *op)
{
    const struct unit *const unit = op->unit;
    return unit ? unit->names_before : NULL;
}

status unit_country(struct op *op, str *ret_country)
{
    struct unit *const unit = op->unit;
    struct organisation organisation;
    if (!unit || unit->country.size == 0) {
        TRY(organisation_get(op, &organisation));
        *ret_country = organisation.country;
        if (unit)
            unit->country = organisation.country;
        return OK;
    }
    *ret_country = unit->country;
    return OK;
}

static status read_number(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 0);
    return OK;
}

/* So many numbers of cases that follow each other; gives the first. */
static status take_numbers(struct op *op, int64_t count, int64_t *ret_first)
{
    const struct db_arg args[] = {ARG_TEXT(STR("case")), ARG_I64(count)};
    int64_t last = count;
    bool found = false;
    TRY(db_query_one(op, Q_COUNTER_TAKE, args, ARRAY_LEN(args), read_number, &last, &found));
    if (!found)
        TRY(db_run(op, Q_COUNTER_START, args, ARRAY_LEN(args), NULL));
    *ret_first = last - count + 1;
    return OK;
}

static status insert_case(struct op *op, struct unit_case *row, int64_t number)
{
    const instant now = op_now(op);
    const struct db_arg args[CASE_ARGS] = {ARG_ID(row->debtor_id),
                                           ARG_ID(row->id),
                                           ARG_ID(row->creditor_id),
                                           ARG_I64(row->currency),
                                           ARG_I64(number),
                                           ARG_TEXT_C(row->state),
                                           ARG_TEXT_C(STAGE_AT_FIRST),
                                           ARG_DAY(row->opened_on),
                                           ARG_DAY(row->closed_on),
                                           ARG_I64(row->event_seq),
                                           ARG_I64(1),
                                           ARG_INSTANT(now),
                                           ARG_INSTANT(now)};
    row->is_written = true;
    row->written_seq = row->event_seq;
    return db_insert(op, Q_CASE_INSERT, args, CASE_ARGS);
}

/* The cases that have no row yet get it, with what is known of them by now. */
static status complete(struct op *op, void *context)
{
    struct unit *const unit = context;
    int64_t missing = 0;
    int64_t number = 0;
    for (size_t i = 0; i < unit->case_count; i++)
        missing += unit->cases[i]->is_written ? 0 : 1;
    if (missing > 0)
        TRY(take_numbers(op, missing, &number));
    for (size_t i = 0; i < unit->case_count; i++) {
        struct unit_case *const row = unit->cases[i];
        if (!row->is_written) {
            TRY(insert_case(op, row, number * 10 + check_digit((uint64_t)number)));
            number++;
        } else if (row->written_seq < row->event_seq) {
            row->written_seq = row->event_seq;
            TRY(db_run_later(
                op, Q_CASE_SET_EVENT_SEQ,
                DB_ARGS(ARG_ID(row->debtor_id), ARG_ID(row->id), ARG_I64(row->event_seq))));
        }
    }
    return OK;
}

status unit_keep(struct op *op)
{
    struct unit *const unit = op->unit;
    unit->keeps = true;
    return db_gather_start(op, complete, unit);
}

status unit_adopt(struct op *op, void *unit)
{
    op->unit = unit;
    return unit_keep(op);
}

void unit_add_debtor(struct op *op, const struct unit_debtor *debtor)
{
    struct unit *const unit = op->unit;
    if (!unit || !unit->keeps)
        return;
    struct unit_debtor *const own = arena_new(op->arena, struct unit_debtor);
    *own = *debtor;
    put_thing(op->arena, &unit->debtors, debtor->id, own);
}

struct unit_debtor *unit_find_debtor(const struct op *op, int64_t debtor_id)
{
    const struct unit *const unit = op->unit;
    struct unit_debtor *const debtor = unit ? find_thing(&unit->debtors, debtor_id) : NULL;
    return debtor && debtor->id != 0 ? debtor : NULL;
}

void unit_forget_debtor(struct op *op, int64_t debtor_id)
{
    struct unit_debtor *const debtor = unit_find_debtor(op, debtor_id);
    if (debtor)
        debtor->id = 0;
}

struct unit_case *unit_find_case(const struct op *op, struct case_key key)
{
    const struct unit_debtor *const debtor = unit_find_debtor(op, key.debtor_id);
    for (size_t i = 0; debtor && i < debtor->case_count; i++)
        if (debtor->cases[i]->id == key.case_id)
            return debtor->cases[i];
    return NULL;
}

struct unit_obligation *unit_find_obligation(const struct op *op, int64_t debtor_id, int64_t id)
{
    const struct unit_debtor *const debtor = unit_find_debtor(op, debtor_id);
    for (size_t i = 0; debtor && i < debtor->obligation_count; i++)
        if (debtor->obligations[i].id == id)
            return &debtor->obligations[i];
    return NULL;
}

void unit_add_point(struct op *op, struct unit_debtor *debtor, const struct unit_point *point)
{
    debtor->points = arena_grow(op->arena, debtor->points, debtor->point_count, &debtor->point_room,
                                sizeof(*debtor->points));
    debtor->points[debtor->point_count++] = *point;
}

void unit_add_obligation(struct op *op, struct unit_debtor *debtor,
                         const struct unit_obligation *obligation)
{
    debtor->obligations = arena_grow(op->arena, debtor->obligations, debtor->obligation_count,
                                     &debtor->obligation_room, sizeof(*debtor->obligations));
    debtor->obligations[debtor->obligation_count++] = *obligation;
}

void unit_add_claim(struct op *op, struct unit_debtor *debtor, const struct unit_claim *claim)
{
    debtor->claims = arena_grow(op->arena, debtor->claims, debtor->claim_count, &debtor->claim_room,
                                sizeof(*debtor->claims));
    debtor->claims[debtor->claim_count++] = *claim;
}

static status read_text(struct op *op, struct db_rows *row, void *out)
{
    *(str *)out = db_text_copy(op, row, 0);
    return OK;
}

/* The external id of a creditor, asked for once. */
static status creditor_of(struct op *op, struct unit *unit, int64_t creditor_id, str *ret_text)
{
    str *text = find_thing(&unit->creditors, creditor_id);
    bool found = true;
    if (!text) {
        text = arena_new(op->arena, str);
        TRY(db_query_one(op, Q_CREDITOR_EXTERNAL_ID, DB_ARGS(ARG_ID(creditor_id)), read_text, text,
                         &found));
        if (!found)
            return op_fail(op, E_NOT_FOUND, "no creditor %lld", (long long)creditor_id);
        put_thing(op->arena, &unit->creditors, creditor_id, text);
    }
    *ret_text = *text;
    return OK;
}

status unit_add_case(struct op *op, struct unit_debtor *debtor, int64_t creditor_id,
                     currency of_debt, day opened_on, struct unit_case **ret_case)
{
    struct unit *const unit = op->unit;
    struct unit_case *const row = arena_new(op->arena, struct unit_case);
    *row = (struct unit_case){
        .debtor_id = debtor->id,
        .id = id_make(),
        .creditor_id = creditor_id,
        .currency = of_debt,
        .opened_on = opened_on,
        .state = CASE_STATE_AT_FIRST,
        .closed_on = DAY_NONE,
    };
    TRY(creditor_of(op, unit, creditor_id, &row->creditor_external_id));
    debtor->cases = arena_grow(op->arena, debtor->cases, debtor->case_count, &debtor->case_room,
                               sizeof(struct unit_case *));
    debtor->cases[debtor->case_count++] = row;
    unit->cases = arena_grow(op->arena, unit->cases, unit->case_count, &unit->case_room,
                             sizeof(struct unit_case *));
    unit->cases[unit->case_count++] = row;
    *ret_case = row;
    return OK;
}
