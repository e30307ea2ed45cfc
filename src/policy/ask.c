/* Asking the gate about a moment: what was done, what is reserved and what is planned counts, over
 * all parties of the person. */
#include "book/person.h"
#include "book/reservation.h"
#include "policy/decide.h"
#include "store/db.h"

static uint16_t counted(int64_t number)
{
    return number < 0 ? 0 : number > UINT16_MAX ? UINT16_MAX : (uint16_t)number;
}

struct counts {
    struct gate_count *rows;
    size_t count, capacity;
};

static status add_counts(struct op *op, int64_t debtor_id, int64_t case_id, day on,
                         struct counts *counts)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_CONTACT_COUNT_LIST, DB_ARGS(ARG_ID(debtor_id), ARG_DAY(on - PACK_DAYS_MAX)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        counts->rows = arena_grow(op->arena, counts->rows, counts->count, &counts->capacity,
                                  sizeof(*counts->rows));
        counts->rows[counts->count++] = (struct gate_count){
            .on = db_day(&rows, 1),
            .channel = (uint8_t)db_i64(&rows, 2),
            .is_this_case = db_id(&rows, 0) == case_id,
            .attempts = counted(db_i64(&rows, 3)),
            .contacts = counted(db_i64(&rows, 4)),
        };
    }
}

/* Of all parties of the person. */
static status add_done(struct op *op, const struct person *person, int64_t case_id, day on,
                       struct counts *counts)
{
    for (size_t i = 0; i < person->count; i++)
        TRY(add_counts(op, person->ids[i], case_id, on, counts));
    return OK;
}

status decision_counts(struct op *op, int64_t debtor_id, int64_t case_id, day on,
                       const struct gate_count **ret_counts, size_t *ret_rows)
{
    struct counts counts = {0};
    struct person person;
    TRY(person_read(op, debtor_id, &person));
    TRY(add_done(op, &person, case_id, on, &counts));
    *ret_counts = counts.rows;
    *ret_rows = counts.count;
    return OK;
}

static void add_reserved(struct op *op, struct counts *list, day on, enum channel channel,
                         bool is_this_case)
{
    list->rows =
        arena_grow(op->arena, list->rows, list->count, &list->capacity, sizeof(*list->rows));
    list->rows[list->count++] = (struct gate_count){
        .on = on, .channel = (uint8_t)channel, .is_this_case = is_this_case, .reserved = 1};
}

/* A message that waits. */
struct waiting {
    int64_t id, case_id;
    enum channel channel;
    instant not_before;
};

struct waiting_list {
    struct waiting *rows;
    size_t count, capacity;
};

static status read_waiting(struct op *op, int64_t debtor_id, struct waiting_list *list)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_OUTBOX_PLANNED, DB_ARGS(ARG_ID(debtor_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        list->rows =
            arena_grow(op->arena, list->rows, list->count, &list->capacity, sizeof(*list->rows));
        list->rows[list->count++] = (struct waiting){
            db_id(&rows, 0), db_id(&rows, 1), (enum channel)db_i64(&rows, 2), db_instant(&rows, 3)};
    }
}

/* Whether a asks for its permit before b does. */
static bool is_before(const struct waiting *a, const struct waiting *b)
{
    return a->not_before != b->not_before ? a->not_before < b->not_before : a->id < b->id;
}

/* A message that waits keeps a place on the day on which it would leave, whichever party of the
 * person it is for.  They ask one after the other, so that no two stand in each other's way for
 * ever. */
static status add_planned(struct op *op, const struct gate_request *request,
                          const struct person *person, const struct case_facts *facts,
                          int64_t outbox_id, struct counts *list)
{
    struct waiting_list waiting = {0};
    const struct waiting *own = NULL;
    for (size_t i = 0; i < person->count; i++)
        TRY(read_waiting(op, person->ids[i], &waiting));
    for (size_t i = 0; i < waiting.count; i++)
        if (waiting.rows[i].id == outbox_id)
            own = &waiting.rows[i];
    for (size_t i = 0; i < waiting.count; i++) {
        const struct waiting *const row = &waiting.rows[i];
        const instant at = row->not_before > request->at ? row->not_before : request->at;
        if (!own || is_before(row, own))
            add_reserved(op, list, gate_day_of(request, at), row->channel,
                         row->case_id == facts->case_id);
    }
    return OK;
}

/* What was done, what others keep a place for, and what is planned. */
static status list_counts(struct op *op, const struct case_facts *facts,
                          const struct gate_request *request, int64_t outbox_id,
                          struct counts *list)
{
    const struct reserved *reserved = NULL;
    struct person person;
    size_t count = 0;
    const day today = instant_utc_day(request->at);
    TRY(person_read(op, facts->debtor_id, &person));
    TRY(add_done(op, &person, facts->case_id, today, list));
    TRY(reservation_list(op, &person, today - PACK_DAYS_MAX, request->at, &reserved, &count));
    for (size_t i = 0; i < count; i++)
        add_reserved(op, list, reserved[i].on, reserved[i].channel,
                     reserved[i].case_id == facts->case_id);
    return add_planned(op, request, &person, facts, outbox_id, list);
}

/* waived: a rule that says nothing; empty: none. */
static status ask_gate(struct op *op, const struct policy *policy, const struct case_facts *facts,
                       enum channel channel, instant at, int64_t outbox_id, str waived,
                       struct gate_verdict *ret_verdict)
{
    struct gate_request request;
    struct counts counts = {0};
    const struct policy_place *place = NULL;
    TRY(decision_request(op, policy, facts, channel, ROLE_DEBTOR, NULL, 0, &request, &place));
    const struct pack *pack = place->pack;
    if (waived.size > 0)
        TRY(pack_waive(op, place->pack, waived, &pack));
    request.at = at;
    request.is_by_hand = outbox_id == 0;
    TRY(list_counts(op, facts, &request, outbox_id, &counts));
    request.counts = counts.rows;
    request.count_rows = counts.count;
    gate_check(pack, &request, ret_verdict);
    return OK;
}

status decision_gate(struct op *op, const struct policy *policy, const struct case_facts *facts,
                     enum channel channel, instant at, int64_t outbox_id,
                     struct gate_verdict *ret_verdict)
{
    return ask_gate(op, policy, facts, channel, at, outbox_id, STR(""), ret_verdict);
}

status decision_gate_waiving(struct op *op, const struct policy *policy,
                             const struct case_facts *facts, enum channel channel, instant at,
                             str rule, struct gate_verdict *ret_verdict)
{
    return ask_gate(op, policy, facts, channel, at, 0, rule, ret_verdict);
}
