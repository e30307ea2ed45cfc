#include "book/rebook.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/ids.h"
#include "base/json.h"
#include "book/case_ledger.h"
#include "book/claim_part.h"
#include "record/audit.h"
#include "record/event.h"

/* What one payment met of one component of a claim, on a day. */
struct meeting {
    int64_t payment_id;
    int64_t claim_id;
    enum component component;
    day value_on;
    int64_t amount; /* wanted less booked */
};

/* What a plan or a loss made of one component of a claim, on a day. */
struct moving {
    int64_t claim_id;
    int64_t obligation_id;
    struct claim_move move; /* wanted less booked */
};

struct rebooking {
    struct case_ledger of;
    struct ledger ledger;
    struct meeting *meetings;
    size_t count, capacity;
    struct moving *movings;
    size_t moving_count, moving_capacity;
    day from_on; /* the earliest day of which something is taken back; DAY_NONE: nothing is */
    int64_t taken_back;
};

static void add_meeting(struct op *op, struct rebooking *r, struct meeting meeting)
{
    r->meetings = arena_grow(op->arena, r->meetings, r->count, &r->capacity, sizeof(*r->meetings));
    r->meetings[r->count++] = meeting;
}

/* --- claims of returns --- */

/* What was opened as the claim, before anything moved. */
static struct parts parts_of_line(const struct ledger *ledger, int64_t claim)
{
    struct parts parts = {{0}};
    for (size_t i = 0; i < ledger->entry_count; i++) {
        const struct ledger_entry *const entry = &ledger->entries[i];
        if (entry->kind == ENTRY_OPENED && ledger->lines[entry->line].claim == claim)
            parts.of[entry->component] += entry->amount;
    }
    return parts;
}

static void add_claim(struct op *op, struct rebooking *r, const struct case_claim *made)
{
    size_t capacity = r->of.claim_count;
    r->of.claims =
        arena_grow(op->arena, r->of.claims, r->of.claim_count, &capacity, sizeof(*r->of.claims));
    r->of.claims[r->of.claim_count++] = *made;
}

static status open_returned(struct op *op, struct rebooking *r, const struct ledger_line *line)
{
    const struct case_money *const back = case_ledger_money(&r->of, line->event_id);
    const struct parts parts = parts_of_line(&r->ledger, line->claim);
    const struct obligation_ref obligation = {r->of.key.debtor_id, r->of.debts[line->debt - 1],
                                              r->of.key.case_id};
    struct claim_input claim = {
        .source = STR("acuerdo"),
        .external_id =
            str_of(arena_printf(op->arena, "return-%" PRId64 "-%" PRId64, back->id, obligation.id)),
        .issued_on = line->due_on,
        .due_on = line->due_on,
        .tells_parts = true,
        .others = parts,
        .payment_id = back->id};
    struct case_claim made = {.obligation_id = obligation.id,
                              .number = line->claim,
                              .issued_on = line->due_on,
                              .due_on = line->due_on,
                              .settled_on = DAY_NONE,
                              .is_open = true,
                              .return_id = back->id,
                              .month_on = DAY_NONE,
                              .parts = parts};
    if (!parts_total(&parts, &claim.amount.minor))
        return op_fail(op, E_LIMIT, "return %" PRId64 ": the sum leaves the range of money",
                       back->id);
    TRY(claim_create(op, &obligation, &claim, "return", &made.id));
    made.amount = claim.amount;
    add_claim(op, r, &made);
    return OK;
}

/* What is owed again is as the replay says: claims are opened, and those that are there changed. */
static status settle_returned(struct op *op, struct rebooking *r)
{
    const size_t known = r->of.claim_count;
    for (size_t i = 0; i < r->ledger.line_count; i++) {
        const struct ledger_line *const line = &r->ledger.lines[i];
        if (line->origin == LINE_RETURN && !case_ledger_claim(&r->of, line->claim))
            TRY(open_returned(op, r, line));
    }
    for (size_t i = 0; i < known; i++) {
        struct case_claim *const claim = &r->of.claims[i];
        const struct parts parts = parts_of_line(&r->ledger, claim->number);
        const struct obligation_ref obligation = {r->of.key.debtor_id, claim->obligation_id,
                                                  r->of.key.case_id};
        if (claim->return_id == 0 || memcmp(&parts, &claim->parts, sizeof(parts)) == 0)
            continue;
        TRY(claim_put_parts(op, &obligation, claim->id, &parts));
        claim->parts = parts;
        claim->settled_on = DAY_MIN; /* whatever it was: it is told again */
        claim->is_as_stored = false;
    }
    return OK;
}

/* --- claims of plans --- */

static int64_t amount_of_claim(const struct ledger *ledger, int64_t number)
{
    int64_t amount = 0;
    for (size_t i = 0; i < ledger->line_count; i++)
        if (ledger->lines[i].claim == number)
            amount += ledger->lines[i].amount;
    return amount;
}

static status open_made(struct op *op, struct rebooking *r, const struct ledger_line *line,
                        const struct case_plan *plan)
{
    const struct case_key key = r->of.key;
    const struct obligation_ref obligation = {key.debtor_id, r->of.debts[line->debt - 1],
                                              key.case_id};
    const int row = case_ledger_row(&r->of, plan, line);
    const bool is_discount = line->origin == LINE_DISCOUNT;
    const struct claim_input claim = {
        .source = STR("acuerdo"),
        .external_id = str_of(arena_printf(op->arena, "arrangement-%" PRId64 "-%d-%" PRId64,
                                           plan->arrangement.id, row, obligation.id)),
        .number = row,
        .issued_on = plan->arrangement.began_on,
        .due_on = line->due_on,
        .amount = {amount_of_claim(&r->ledger, line->claim)},
        .is_made = true};
    struct case_claim made = {.obligation_id = obligation.id,
                              .number = line->claim,
                              .issued_on = claim.issued_on,
                              .due_on = claim.due_on,
                              .settled_on = DAY_NONE,
                              .is_open = true,
                              .is_made = true,
                              .month_on = DAY_NONE,
                              .has_entries = true,
                              .amount = claim.amount};
    TRY(claim_create(op, &obligation, &claim, "arrangement", &made.id));
    add_claim(op, r, &made);
    return arranged_note(
        op, key.debtor_id, plan->arrangement.id,
        &(struct arranged_claim){.id = made.id,
                                 .role = is_discount ? ARRANGED_DISCOUNT : ARRANGED_ROW,
                                 .number = row,
                                 .amount = claim.amount.minor});
}

static status settle_made(struct op *op, struct rebooking *r)
{
    for (size_t i = 0; i < r->ledger.line_count; i++) {
        const struct ledger_line *const line = &r->ledger.lines[i];
        const struct case_plan *const plan = case_ledger_plan(&r->of, line);
        if (plan && !case_ledger_claim(&r->of, line->claim))
            TRY(open_made(op, r, line, plan));
    }
    return OK;
}

static void add_moving(struct op *op, struct rebooking *r, struct moving moving)
{
    r->movings = arena_grow(op->arena, r->movings, r->moving_count, &r->moving_capacity,
                            sizeof(*r->movings));
    r->movings[r->moving_count++] = moving;
}

static bool find_move_kind(enum entry_kind entry, enum claim_move_kind *ret_kind)
{
    *ret_kind = entry == ENTRY_WAIVED        ? MOVE_WAIVED
                : entry == ENTRY_WRITTEN_OFF ? MOVE_WRITTEN_OFF
                                             : MOVE_MOVED;
    return entry == ENTRY_MOVED || entry == ENTRY_WAIVED || entry == ENTRY_WRITTEN_OFF;
}

static status collect_moved(struct op *op, struct rebooking *r)
{
    for (size_t i = 0; i < r->ledger.entry_count; i++) {
        const struct ledger_entry *const entry = &r->ledger.entries[i];
        enum claim_move_kind kind;
        if (!find_move_kind(entry->kind, &kind))
            continue;
        const struct case_claim *const claim =
            case_ledger_claim(&r->of, r->ledger.lines[entry->line].claim);
        if (!claim)
            return op_fail(op, E_INTERNAL,
                           "case %" PRId64 ": a plan moves a claim that is not "
                           "there",
                           r->of.key.case_id);
        add_moving(op, r,
                   (struct moving){
                       claim->id,
                       claim->obligation_id,
                       {kind, entry->component, entry->value_on, entry->amount}
        });
    }
    return OK;
}

static status collect_moved_before(struct op *op, struct rebooking *r)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_LEDGER_MOVED,
                 DB_ARGS(ARG_ID(r->of.key.debtor_id), ARG_ID(r->of.key.case_id)), &rows));
    for (;;) {
        enum claim_move_kind kind = MOVE_MOVED;
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        if (!claim_move_parse(db_text(&rows, 2), &kind))
            return op_fail(op, E_INTERNAL, "claim %" PRId64 " has an entry of no kind",
                           db_id(&rows, 0));
        add_moving(
            op, r,
            (struct moving){
                db_id(&rows, 0),
                db_id(&rows, 1),
                {kind, (enum component)db_i64(&rows, 3), db_day(&rows, 4), -db_i64(&rows, 5)}
        });
    }
}

#define COMPARE(x, y)                                                                              \
    if ((x) != (y))                                                                                \
    return (x) < (y) ? -1 : 1

static int compare_movings(const void *left, const void *right)
{
    const struct moving *const a = left;
    const struct moving *const b = right;
    COMPARE(a->claim_id, b->claim_id);
    COMPARE(a->move.kind, b->move.kind);
    COMPARE(a->move.component, b->move.component);
    COMPARE(a->move.value_on, b->move.value_on);
    return 0;
}

static status write_move(struct op *op, struct rebooking *r, const struct moving *moving)
{
    const struct obligation_ref obligation = {r->of.key.debtor_id, moving->obligation_id,
                                              r->of.key.case_id};
    for (size_t i = 0; i < r->of.claim_count; i++) {
        struct case_claim *const claim = &r->of.claims[i];
        if (claim->id != moving->claim_id || claim->has_entries)
            continue;
        claim->has_entries = true;
        TRY(claim_part_tell(op, &obligation,
                            &(struct claim){.id = claim->id,
                                            .issued_on = claim->issued_on,
                                            .amount = {claim->parts.of[COMPONENT_PRINCIPAL]}}));
    }
    return claim_part_move(op, &obligation, moving->claim_id, &moving->move);
}

/* What plans and losses made of the claims is as the replay says, by entries more. */
static status write_moved(struct op *op, struct rebooking *r)
{
    TRY(collect_moved(op, r));
    TRY(collect_moved_before(op, r));
    if (r->moving_count > 0)
        qsort(r->movings, r->moving_count, sizeof(*r->movings), compare_movings);
    for (size_t i = 0; i < r->moving_count;) {
        struct moving sum = r->movings[i++];
        for (; i < r->moving_count && compare_movings(&r->movings[i], &sum) == 0; i++)
            sum.move.amount += r->movings[i].move.amount;
        if (sum.move.amount != 0)
            TRY(write_move(op, r, &sum));
    }
    return OK;
}

/* --- allocations --- */

static status collect_wanted(struct op *op, struct rebooking *r)
{
    for (size_t i = 0; i < r->ledger.entry_count; i++) {
        const struct ledger_entry *const entry = &r->ledger.entries[i];
        if (entry->kind != ENTRY_PAID)
            continue;
        const struct case_money *const came = case_ledger_money(&r->of, entry->money_id);
        const struct case_claim *const claim =
            case_ledger_claim(&r->of, r->ledger.lines[entry->line].claim);
        if (!came || !claim)
            return op_fail(op, E_INTERNAL, "case %" PRId64 ": money met a claim that is not there",
                           r->of.key.case_id);
        add_meeting(op, r,
                    (struct meeting){came->id, claim->id, entry->component, entry->value_on,
                                     entry->amount});
    }
    return OK;
}

static status collect_booked(struct op *op, struct rebooking *r)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_LEDGER_MET, DB_ARGS(ARG_ID(r->of.key.debtor_id), ARG_ID(r->of.key.case_id)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        add_meeting(op, r,
                    (struct meeting){db_id(&rows, 0), db_id(&rows, 1),
                                     (enum component)db_i64(&rows, 2), db_day(&rows, 3),
                                     -db_i64(&rows, 4)});
    }
}

static int compare_meetings(const void *left, const void *right)
{
    const struct meeting *const a = left;
    const struct meeting *const b = right;
    COMPARE(a->payment_id, b->payment_id);
    COMPARE(a->claim_id, b->claim_id);
    COMPARE(a->component, b->component);
    COMPARE(a->value_on, b->value_on);
    return 0;
}

static status write_difference(struct op *op, struct rebooking *r, const struct meeting *meeting)
{
    const money amount = {meeting->amount};
    if (amount.minor == 0)
        return OK;
    if (amount.minor < 0) {
        r->taken_back -= amount.minor;
        if (r->from_on == DAY_NONE || meeting->value_on < r->from_on)
            r->from_on = meeting->value_on;
    }
    return audit_insert(
        op, AUDIT_ALLOCATION, r->of.key.case_id,
        DB_ARGS(ARG_ID(r->of.key.debtor_id), ARG_ID(id_make()), ARG_ID(meeting->payment_id),
                ARG_ID(meeting->claim_id), ARG_MONEY(amount), ARG_DAY(meeting->value_on),
                ARG_DAY(op->business_date), ARG_INSTANT(op_now(op)), ARG_I64(meeting->component)));
}

static status write_allocations(struct op *op, struct rebooking *r)
{
    TRY(collect_wanted(op, r));
    TRY(collect_booked(op, r));
    if (r->count > 0)
        qsort(r->meetings, r->count, sizeof(*r->meetings), compare_meetings);
    for (size_t i = 0; i < r->count;) {
        struct meeting sum = r->meetings[i++];
        for (; i < r->count && compare_meetings(&r->meetings[i], &sum) == 0; i++)
            sum.amount += r->meetings[i].amount;
        TRY(write_difference(op, r, &sum));
    }
    return OK;
}

/* --- what follows for claims and payments --- */

/* Of it nothing is open, and a plan or a loss has taken the rest. */
static bool is_superseded(const struct rebooking *r, const struct case_claim *claim,
                          const struct claim_standing *standing)
{
    bool has_line = false;
    if (standing->amount.minor != standing->paid.minor)
        return false;
    for (size_t i = 0; i < r->ledger.line_count && claim->number != 0; i++) {
        has_line |= r->ledger.lines[i].claim == claim->number;
        if (r->ledger.lines[i].claim == claim->number && r->ledger.lines[i].is_superseded)
            return true;
    }
    return has_line ? false : claim->is_made || (claim->is_superseded && claim->is_written_off);
}

static struct claim_standing standing_of(const struct rebooking *r, const struct case_claim *claim)
{
    struct claim_standing standing = {.settled_on = DAY_NONE};
    for (int c = 0; c < COMPONENT_COUNT; c++)
        standing.amount.minor += claim->parts.of[c];
    for (size_t k = 0; k < r->ledger.entry_count && claim->number != 0; k++) {
        const struct ledger_entry *const entry = &r->ledger.entries[k];
        enum claim_move_kind kind;
        if (entry->kind == ENTRY_UNAPPLIED || r->ledger.lines[entry->line].claim != claim->number)
            continue;
        if (find_move_kind(entry->kind, &kind))
            standing.amount.minor += entry->amount;
        if (entry->kind != ENTRY_PAID)
            continue;
        standing.paid.minor += entry->amount;
        if (entry->value_on > standing.settled_on)
            standing.settled_on = entry->value_on;
    }
    standing.is_superseded = is_superseded(r, claim, &standing);
    if (standing.paid.minor < standing.amount.minor || standing.is_superseded)
        standing.settled_on = DAY_NONE;
    return standing;
}

/* What was read of the case says what the row is, but for a claim that was made or changed since.
 */
static status write_standing(struct op *op, const struct rebooking *r,
                             const struct case_claim *claim, const struct claim_standing *standing)
{
    const struct claim stored = {.id = claim->id,
                                 .obligation_id = claim->obligation_id,
                                 .case_id = r->of.key.case_id,
                                 .amount = claim->amount,
                                 .is_open = claim->is_open,
                                 .is_superseded = claim->is_superseded};
    return claim->is_as_stored ? claim_change_standing(op, r->of.key.debtor_id, &stored, standing)
                               : claim_put_standing(op, r->of.key.debtor_id, claim->id, standing);
}

static status write_claims(struct op *op, const struct rebooking *r)
{
    for (size_t i = 0; i < r->of.claim_count; i++) {
        const struct case_claim *const claim = &r->of.claims[i];
        const struct claim_standing standing = standing_of(r, claim);
        if (standing.amount.minor != claim->amount.minor ||
            standing.paid.minor != claim->paid.minor || standing.settled_on != claim->settled_on ||
            standing.is_superseded != claim->is_superseded)
            TRY(write_standing(op, r, claim, &standing));
    }
    return OK;
}

static status write_left(struct op *op, const struct rebooking *r, int64_t new_payment_id)
{
    for (size_t i = 0; i < r->of.money_count; i++) {
        const struct case_money *const came = &r->of.money[i];
        money left = came->amount;
        if (!came->is_money || came->is_returned)
            continue;
        for (size_t k = 0; k < r->ledger.entry_count; k++)
            if (r->ledger.entries[k].kind == ENTRY_PAID &&
                r->ledger.entries[k].money_id == came->event_id)
                left.minor -= r->ledger.entries[k].amount;
        if (left.minor == came->unapplied.minor)
            continue;
        TRY(db_run_later(op, Q_PAYMENT_SET_STATE,
                         DB_ARGS(ARG_ID(r->of.key.debtor_id), ARG_ID(came->id),
                                 ARG_TEXT(left.minor > 0 ? STR("unapplied") : STR("applied")),
                                 ARG_MONEY(left))));
        if (came->id != new_payment_id && left.minor < came->unapplied.minor)
            TRY(rebook_tell(op, r->of.key,
                            &(struct money_event){.kind = "payment.applied",
                                                  .payment_id = came->id,
                                                  .value_on = came->value_on,
                                                  .amount = {came->unapplied.minor - left.minor},
                                                  .unapplied = left}));
    }
    return OK;
}

static status tell_replay(struct op *op, const struct rebooking *r)
{
    struct buf payload = buf_start(op->arena, 256);
    struct json_writer w = json_start(&payload);
    if (r->from_on == DAY_NONE)
        return OK;
    json_object_open(&w);
    json_put_day(&w, "from_on", r->from_on);
    json_put_i64(&w, "amount", r->taken_back);
    json_object_close(&w);
    const struct event event = {r->of.key.debtor_id, r->of.key.case_id, "ledger.replayed", 1,
                                buf_str(&payload)};
    return event_append(op, &event);
}

status rebook_tell(struct op *op, struct case_key key, const struct money_event *what)
{
    struct buf payload = buf_start(op->arena, 512);
    struct json_writer w = json_start(&payload);
    json_object_open(&w);
    json_put_id(&w, "payment_id", what->payment_id);
    json_put_day(&w, "value_on", what->value_on);
    json_put_i64(&w, "amount", what->amount.minor);
    json_put_i64(&w, "unapplied", what->unapplied.minor);
    json_object_close(&w);
    const struct event event = {key.debtor_id, key.case_id, what->kind, 1, buf_str(&payload)};
    touch_case(op, key.debtor_id, key.case_id);
    return event_append(op, &event);
}

status rebook_case(struct op *op, struct case_key key, int64_t new_payment_id)
{
    struct rebooking r = {.from_on = DAY_NONE};
    TRY(case_ledger_load(op, key, &r.of));
    TRY(case_ledger_replay(op, &r.of, DAY_MAX, &r.ledger));
    touch_case(op, key.debtor_id, key.case_id);
    TRY(settle_returned(op, &r));
    TRY(settle_made(op, &r));
    TRY(write_moved(op, &r));
    TRY(write_allocations(op, &r));
    TRY(write_claims(op, &r));
    TRY(write_left(op, &r, new_payment_id));
    return tell_replay(op, &r);
}
