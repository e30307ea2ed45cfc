#include "book/rebook.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/ids.h"
#include "base/json.h"
#include "book/case_ledger.h"
#include "book/claim.h"
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

struct rebooking {
    struct case_ledger of;
    struct ledger ledger;
    struct meeting *meetings;
    size_t count, capacity;
    day from_on; /* the earliest day of which something is taken back; DAY_NONE: nothing is */
    int64_t taken_back;
};

static void add_meeting(struct op *op, struct rebooking *r, struct meeting meeting)
{
    r->meetings = arena_grow(op->arena, r->meetings, r->count, &r->capacity, sizeof(*r->meetings));
    r->meetings[r->count++] = meeting;
}

/* --- claims of returns --- */

static struct parts parts_of_line(const struct ledger *ledger, int64_t claim)
{
    struct parts parts = {{0}};
    for (size_t i = 0; i < ledger->line_count; i++)
        if (ledger->lines[i].claim == claim)
            parts.of[ledger->lines[i].component] += ledger->lines[i].amount;
    return parts;
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
    size_t capacity = r->of.claim_count;
    if (!parts_total(&parts, &claim.amount.minor))
        return op_fail(op, E_LIMIT, "return %" PRId64 ": the sum leaves the range of money",
                       back->id);
    TRY(claim_create(op, &obligation, &claim, "return", &made.id));
    made.amount = claim.amount;
    r->of.claims =
        arena_grow(op->arena, r->of.claims, r->of.claim_count, &capacity, sizeof(*r->of.claims));
    r->of.claims[r->of.claim_count++] = made;
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
        if (!parts_total(&parts, &claim->amount.minor))
            return op_fail(op, E_LIMIT, "claim %" PRId64 ": the sum leaves the range of money",
                           claim->id);
        claim->settled_on = DAY_MIN; /* whatever it was: it is told again */
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

#define COMPARE(x, y)                                                                              \
    if ((x) != (y))                                                                                \
    return (x) < (y) ? -1 : 1

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

static status write_paid(struct op *op, const struct rebooking *r)
{
    const size_t count = r->of.claim_count;
    for (size_t i = 0; i < count; i++) {
        const struct case_claim *const claim = &r->of.claims[i];
        money paid = {0};
        day settled_on = DAY_NONE;
        for (size_t k = 0; k < r->ledger.entry_count; k++) {
            const struct ledger_entry *const entry = &r->ledger.entries[k];
            if (entry->kind != ENTRY_PAID || r->ledger.lines[entry->line].claim != claim->number)
                continue;
            paid.minor += entry->amount;
            settled_on = entry->value_on > settled_on ? entry->value_on : settled_on;
        }
        if (paid.minor < claim->amount.minor)
            settled_on = DAY_NONE;
        if (paid.minor != claim->paid.minor || settled_on != claim->settled_on)
            TRY(claim_put_paid(op, r->of.key.debtor_id, claim->id, paid, settled_on));
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
        TRY(db_run(op, Q_PAYMENT_SET_STATE,
                   DB_ARGS(ARG_ID(r->of.key.debtor_id), ARG_ID(came->id),
                           ARG_TEXT(left.minor > 0 ? STR("unapplied") : STR("applied")),
                           ARG_MONEY(left)),
                   NULL));
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
    TRY(write_allocations(op, &r));
    TRY(write_paid(op, &r));
    TRY(write_left(op, &r, new_payment_id));
    return tell_replay(op, &r);
}
