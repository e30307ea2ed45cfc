#include "serve/queue_item.h"

#include <inttypes.h>

#include "book/point_best.h"
#include "money/age.h"
#include "record/seal.h"
#include "record/symbol.h"
#include "serve/mask.h"

static bool has(int64_t validity, enum fact fact)
{
    return ((uint64_t)validity >> fact & 1) != 0;
}

void queue_item_read(struct op *op, const struct db_rows *rows, struct queue_item *ret_item)
{
    const int64_t validity = db_i64(rows, 13);
    const int64_t past_due = db_i64(rows, 14);
    const bool is_due_today =
        has(validity, FACT_next_due_on) && db_i64(rows, 16) == op->business_date;
    *ret_item = (struct queue_item){
        .id = db_id(rows, 0),
        .key = {db_id(rows, 1), db_id(rows, 2)},
        .rank = db_i64(rows, 3),
        .step = db_i64(rows, 4),
        .state = db_text_copy(op, rows, 5),
        .leased_by = db_id(rows, 6),
        .leased_until = db_instant(rows, 7),
        .holder = db_text_copy(op, rows, 8),
        .case_number = db_i64(rows, 9),
        .currency = (currency)db_i64(rows, 10),
        .party_name = db_text_copy(op, rows, 11),
        .creditor_name = db_text_copy(op, rows, 12),
        .past_due_amount = past_due,
        .amount_due = past_due + (is_due_today ? db_i64(rows, 17) : 0),
        .past_due_days = has(validity, FACT_oldest_due_on)
                             ? age_past_due_days((day)db_i64(rows, 15), op->business_date)
                             : 0,
        .channel = db_i64(rows, 18),
        .rules = db_i64(rows, 19),
        .strategy_id = db_id(rows, 20),
    };
}

static status read_item(struct op *op, struct db_rows *row, void *out)
{
    queue_item_read(op, row, out);
    return OK;
}

static status read_count(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 0);
    return OK;
}

status queue_item_get(struct op *op, int64_t id, struct queue_item *ret_item)
{
    bool found = false;
    int64_t ahead = 0;
    TRY(db_query_one(op, Q_SERVE_WORK_ITEM, DB_ARGS(ARG_ID(id)), read_item, ret_item, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "no work item %" PRId64, id);
    TRY(db_query_one(op, Q_SERVE_WORK_ITEM_AHEAD, DB_ARGS(ARG_I64(ret_item->rank), ARG_ID(id)),
                     read_count, &ahead, &found));
    ret_item->position = ahead + 1;
    return OK;
}

bool queue_item_is_held(struct op *op, const struct queue_item *item)
{
    return item->leased_by != 0 && item->leased_until != INSTANT_NONE &&
           item->leased_until > op_now(op);
}

void person_write(struct json_writer *w, const char *key, int64_t id, str name)
{
    json_key(w, key);
    if (id == 0) {
        json_write_null(w);
        return;
    }
    json_object_open(w);
    json_put_id(w, "id", id);
    json_put_str(w, "name", name);
    json_object_close(w);
}

void channel_write(struct json_writer *w, const char *key, int64_t channel)
{
    const bool is_one = channel > CHANNEL_NONE && channel < CHANNEL_COUNT;
    json_put_c(w, key, is_one ? channel_name((enum channel)channel) : NULL);
}

void case_number_write(struct op *op, struct json_writer *w, const char *key, int64_t number)
{
    json_put_c(w, key, arena_printf(op->arena, "%" PRId64, number));
}

static const char *state_of(const struct queue_item *item, bool is_held)
{
    if (str_equal_c(item->state, "ready"))
        return is_held ? "leased" : "ready";
    return str_equal_c(item->state, "done") ? "done" : "returned";
}

void figure_write(struct json_writer *w, const char *key, bool is_covered, int64_t figure)
{
    json_key(w, key);
    if (is_covered)
        json_write_null(w);
    else
        json_write_i64(w, figure);
}

/* The point of an item's channel that is to be tried first. */
struct shown_point {
    const char *kind; /* as in record/seal.h; NULL: none */
    struct point_choice choice;
    const char *masked;
};

static struct shown_point choose_point(const struct point_best *best, int64_t channel)
{
    if (channel == CHANNEL_CALL || channel == CHANNEL_SMS || channel == CHANNEL_WHATSAPP)
        return (struct shown_point){"phone", best->phone, NULL};
    if (channel == CHANNEL_LETTER || channel == CHANNEL_VISIT)
        return (struct shown_point){"address", best->address, NULL};
    if (channel == CHANNEL_EMAIL)
        return (struct shown_point){"email", best->email, NULL};
    return (struct shown_point){.kind = NULL};
}

/* Covered for everybody: a list is no place to look up telephones, and Cuenta 360, which shows
 * them, keeps account of who has seen them. */
static status mask_points(struct op *op, struct shown_point *points, size_t count)
{
    struct seal_opening *const list = arena_array(op->arena, count, sizeof(*list));
    size_t opened = 0;
    for (size_t i = 0; i < count; i++)
        if (points[i].choice.id != 0)
            list[opened++] = (struct seal_opening){.kind = points[i].kind,
                                                   .debtor_id = points[i].choice.owner_id,
                                                   .sealed = points[i].choice.sealed};
    TRY(seal_open_all(op, list, opened));
    opened = 0;
    for (size_t i = 0; i < count; i++)
        if (points[i].choice.id != 0)
            points[i].masked = mask_value(op->arena, points[i].kind, list[opened++].plain);
    return OK;
}

static status find_points(struct op *op, const struct queue_item *items, size_t count,
                          struct shown_point *ret_points)
{
    int64_t *const ids = arena_array(op->arena, count, sizeof(*ids));
    struct point_best *const best = arena_array(op->arena, count, sizeof(*best));
    for (size_t i = 0; i < count; i++)
        ids[i] = items[i].key.debtor_id;
    TRY(point_best_read(op, ids, count, op->business_date, best));
    for (size_t i = 0; i < count; i++)
        ret_points[i] = choose_point(&best[i], items[i].channel);
    return mask_points(op, ret_points, count);
}

static void write_point(struct json_writer *w, const struct shown_point *point)
{
    json_key(w, "contact_point");
    if (point->choice.id == 0) {
        json_write_null(w);
        return;
    }
    json_object_open(w);
    json_put_id(w, "id", point->choice.id);
    json_put_c(w, "value_masked", point->masked);
    json_put_i64(w, "score", point->choice.score);
    json_object_close(w);
}

static status find_covered(struct op *op, const struct shield_cover *cover,
                           const struct queue_item *items, size_t count, bool *ret_are_covered)
{
    struct case_key *const keys = arena_array(op->arena, count, sizeof(*keys));
    for (size_t i = 0; i < count; i++)
        keys[i] = items[i].key;
    return shield_cover_list(op, cover, keys, count, ret_are_covered);
}

static status write_item(struct op *op, struct json_writer *w, bool is_covered,
                         struct decided_policies *decided, const struct queue_item *item,
                         const struct shown_point *point)
{
    str reason = STR("");
    char currency_text[CURRENCY_TEXT];
    const bool is_held = queue_item_is_held(op, item);
    str step;
    if (!is_covered)
        TRY(decided_rule_text(op, decided, item->strategy_id, item->rules, &reason));
    TRY(symbol_text(op, item->step, &step));
    json_object_open(w);
    json_put_id(w, "work_item_id", item->id);
    json_put_id(w, "case_id", item->key.case_id);
    case_number_write(op, w, "case_number", item->case_number);
    json_put_str(w, "party_name", item->party_name);
    json_put_str(w, "creditor_name", item->creditor_name);
    json_put_bool(w, "is_covered", is_covered);
    figure_write(w, "amount_due", is_covered, item->amount_due);
    figure_write(w, "past_due_amount", is_covered, item->past_due_amount);
    json_put_c(w, "currency", currency_format(item->currency, currency_text));
    figure_write(w, "past_due_days", is_covered, item->past_due_days);
    json_put_c(w, "state", state_of(item, is_held));
    json_put_str(w, "step", step);
    channel_write(w, "channel", item->channel);
    write_point(w, point);
    json_put_str(w, "reason", reason);
    json_put_i64(w, "rank", item->position);
    person_write(w, "leased_by", is_held ? item->leased_by : 0, item->holder);
    json_put_instant(w, "leased_until", is_held ? item->leased_until : INSTANT_NONE);
    json_object_close(w);
    return OK;
}

status queue_items_write(struct op *op, struct json_writer *w, const struct shield_cover *cover,
                         struct decided_policies *decided, const struct queue_item *items,
                         size_t count)
{
    struct shown_point *const points = arena_array(op->arena, count, sizeof(*points));
    bool *const are_covered = arena_array(op->arena, count, sizeof(*are_covered));
    if (count == 0)
        return OK;
    TRY(find_points(op, items, count, points));
    TRY(find_covered(op, cover, items, count, are_covered));
    for (size_t i = 0; i < count; i++)
        TRY(write_item(op, w, are_covered[i], decided, &items[i], &points[i]));
    return OK;
}

status queue_item_write(struct op *op, struct json_writer *w, const struct shield_cover *cover,
                        struct decided_policies *decided, const struct queue_item *item)
{
    return queue_items_write(op, w, cover, decided, item, 1);
}
