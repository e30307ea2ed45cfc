#include "serve/queue_item.h"

#include <inttypes.h>

#include "book/party.h"
#include "book/point_score.h"
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

struct point {
    const char *kind; /* as in record/seal.h */
    str sealed;
};

static status read_point(struct op *op, struct db_rows *row, void *out)
{
    *(struct point *)out =
        (struct point){str_cstr(op->arena, db_text(row, 0)), str_copy(op->arena, db_blob(row, 1))};
    return OK;
}

static status mask_point(struct op *op, int64_t debtor_id, int64_t id, const char **ret_masked)
{
    struct point point;
    int64_t owner_id = 0;
    bool found = false;
    str plain = {"", 0};
    TRY(contact_point_owner(op, debtor_id, id, &owner_id));
    TRY(db_query_one(op, Q_CONTACT_POINT_GET, DB_ARGS(ARG_ID(owner_id), ARG_ID(id)), read_point,
                     &point, &found));
    if (!found)
        return op_fail(op, E_STORE, "contact point %" PRId64 " is gone", id);
    TRY(seal_open(op, point.kind, owner_id, point.sealed, &plain));
    *ret_masked = mask_value(op->arena, point.kind, plain);
    return OK;
}

/* Of the channel's kind; 0: none. */
static int64_t choose_point(const struct point_best *best, int64_t channel, int *ret_score)
{
    if (channel == CHANNEL_CALL || channel == CHANNEL_SMS || channel == CHANNEL_WHATSAPP) {
        *ret_score = best->phone_score;
        return best->phone_id;
    }
    if (channel == CHANNEL_LETTER || channel == CHANNEL_VISIT) {
        *ret_score = best->address_score;
        return best->address_id;
    }
    *ret_score = best->email_score;
    return channel == CHANNEL_EMAIL ? best->email_id : 0;
}

/* The point of the item's channel that is to be tried first, covered for everybody: a list is no
 * place to look up telephones, and Cuenta 360, which shows it, keeps account of who has seen it. */
static status write_best_point(struct op *op, struct json_writer *w, const struct queue_item *item)
{
    struct point_best best;
    const char *masked = NULL;
    int score = 0;
    json_key(w, "contact_point");
    TRY(point_best_read(op, item->key.debtor_id, op->business_date, &best));
    const int64_t id = choose_point(&best, item->channel, &score);
    if (id == 0) {
        json_write_null(w);
        return OK;
    }
    TRY(mask_point(op, item->key.debtor_id, id, &masked));
    json_object_open(w);
    json_put_id(w, "id", id);
    json_put_c(w, "value_masked", masked);
    json_put_i64(w, "score", score);
    json_object_close(w);
    return OK;
}

status queue_item_write(struct op *op, struct json_writer *w, const struct shield_cover *cover,
                        struct decided_policies *decided, const struct queue_item *item)
{
    str reason = STR("");
    char currency_text[CURRENCY_TEXT];
    const bool is_held = queue_item_is_held(op, item);
    bool is_covered = false;
    str step;
    TRY(shield_covers(op, cover, item->key, &is_covered));
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
    TRY(write_best_point(op, w, item));
    json_put_str(w, "reason", reason);
    json_put_i64(w, "rank", item->position);
    person_write(w, "leased_by", is_held ? item->leased_by : 0, item->holder);
    json_put_instant(w, "leased_until", is_held ? item->leased_until : INSTANT_NONE);
    json_object_close(w);
    return OK;
}
