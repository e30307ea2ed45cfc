/* Cuenta 360: one case with all that a person needs to solve it, in one answer. */
#include <inttypes.h>

#include "book/obligation.h"
#include "book/person.h"
#include "book/point_best.h"
#include "book/point_score.h"
#include "calendar/quincena.h"
#include "identity/id.h"
#include "identity/phone.h"
#include "insight/range.h"
#include "money/age.h"
#include "policy/guide.h"
#include "record/seal.h"
#include "record/symbol.h"
#include "serve/access.h"
#include "serve/decision_view.h"
#include "serve/erasure_view.h"
#include "serve/mask.h"
#include "serve/money_view.h"
#include "serve/queue_item.h"
#include "serve/shield.h"
#include "serve/timeline.h"

struct head {
    int64_t debtor_id;
    int64_t number;
    str state, stage;
    currency currency;
    day opened_on;
    int64_t version;
    str creditor_name, party_name, external_id, document_kind, document_sealed, language, timezone,
        country, region, zone_source;
    uint32_t flags;
};

static status read_head(struct op *op, struct db_rows *row, void *out)
{
    *(struct head *)out = (struct head){
        .debtor_id = db_id(row, 0),
        .number = db_i64(row, 1),
        .state = db_text_copy(op, row, 2),
        .stage = db_text_copy(op, row, 3),
        .currency = (currency)db_i64(row, 4),
        .opened_on = db_day(row, 5),
        .version = db_i64(row, 6),
        .creditor_name = db_text_copy(op, row, 7),
        .party_name = db_text_copy(op, row, 8),
        .external_id = db_text_copy(op, row, 9),
        .document_kind = db_text_copy(op, row, 10),
        .document_sealed = str_copy(op->arena, db_blob(row, 11)),
        .language = db_text_copy(op, row, 12),
        .timezone = db_text_copy(op, row, 13),
        .flags = (db_i64(row, 14) ? FLAG_BIT(FLAG_DECEASED) : 0) |
                 (db_i64(row, 15) ? FLAG_BIT(FLAG_BANKRUPT) : 0) |
                 (db_i64(row, 16) ? FLAG_BIT(FLAG_VULNERABLE) : 0) |
                 (db_i64(row, 17) ? FLAG_BIT(FLAG_REPRESENTED) : 0) | (uint32_t)db_i64(row, 20),
        .country = db_text_copy(op, row, 18),
        .region = db_text_copy(op, row, 19),
        .zone_source = db_text_copy(op, row, 21),
    };
    return OK;
}

static void put_text(struct json_writer *w, const char *key, str text)
{
    if (text.size > 0)
        json_put_str(w, key, text);
    else
        json_put_c(w, key, NULL);
}

/* --- the case and the person --- */

static status write_case(struct op *op, struct json_writer *w, const struct head *head,
                         int64_t case_id)
{
    struct decision decision;
    bool found = false;
    str segment = {"", 0};
    char currency_text[CURRENCY_TEXT];
    TRY(decision_get(op, (struct case_key){head->debtor_id, case_id}, &decision, &found));
    if (found)
        TRY(symbol_text(op, decision.segment, &segment));
    json_key(w, "case");
    json_object_open(w);
    json_put_id(w, "id", case_id);
    case_number_write(op, w, "number", head->number);
    json_put_str(w, "status", head->state);
    put_text(w, "stage", head->stage);
    put_text(w, "segment", segment);
    json_put_c(w, "currency", currency_format(head->currency, currency_text));
    json_put_day(w, "opened_on", head->opened_on);
    json_put_day(w, "next_action_on", found ? (day)decision.next_action_on : DAY_NONE);
    json_put_i64(w, "version", head->version);
    json_object_close(w);
    return OK;
}

static status write_document(struct op *op, struct json_writer *w, const struct head *head)
{
    str plain = {"", 0};
    put_text(w, "document_type", head->document_kind);
    if (head->document_sealed.size == 0) {
        json_put_c(w, "document_masked", NULL);
        json_put_c(w, "document_error", NULL);
        return OK;
    }
    TRY(seal_open(op, "document", head->debtor_id, head->document_sealed, &plain));
    json_put_c(w, "document_masked", mask_value(op->arena, "document", plain));
    const struct id_rule *const rule = id_rule_of_word(head->country, head->document_kind);
    struct id_result result;
    id_check(op->arena, rule, plain, &result);
    put_text(w, "document_error", str_of(rule ? id_error_name(result.error) : ""));
    return OK;
}

/* The clock that is shown, what it rests on, and the others that may be the person's. */
static void write_zones(struct json_writer *w, const struct head *head,
                        const struct residence *home)
{
    json_put_str(w, "timezone",
                 home->zone_count > 0 ? str_of(zone_id(home->zones[0])) : head->timezone);
    put_text(w, "timezone_source", head->zone_source);
    json_key(w, "other_timezones");
    json_array_open(w);
    for (size_t i = 1; i < home->zone_count; i++)
        json_write_str(w, str_of(zone_id(home->zones[i])));
    json_array_close(w);
}

static status write_party(struct op *op, struct json_writer *w, const struct head *head,
                          const struct session *session)
{
    const struct policy *policy = NULL;
    struct residence home;
    TRY(policy_get(op, &policy));
    TRY(residence_find(op, head->country, residence_text(op->arena, head->timezone, head->region),
                       policy->organisation.country, policy->zone, &home));
    json_key(w, "party");
    json_object_open(w);
    json_put_id(w, "id", head->debtor_id);
    json_put_str(w, "name", head->party_name);
    put_text(w, "external_id", mask_unless(op->arena, session, "words", head->external_id));
    TRY(write_document(op, w, head));
    json_put_str(w, "language", head->language);
    write_zones(w, head, &home);
    json_key(w, "flags");
    json_array_open(w);
    for (int flag = 0; flag < FLAG_COUNT; flag++)
        if (head->flags & FLAG_BIT(flag))
            json_write_str(w, str_of(party_flag_name((enum party_flag)flag)));
    json_array_close(w);
    json_object_close(w);
    return OK;
}

/* A kind of point by the channel that uses it first. */
static enum channel channel_of(str kind)
{
    return str_equal_c(kind, "email")     ? CHANNEL_EMAIL
           : str_equal_c(kind, "address") ? CHANNEL_LETTER
                                          : CHANNEL_CALL;
}

/* What a telephone is good for; null for other points. */
static void write_line(struct op *op, struct json_writer *w, str country, bool is_phone, str plain)
{
    struct phone phone = {.type = PHONE_UNKNOWN};
    if (is_phone)
        phone_read(op->arena, plain, country, &phone);
    const bool is_usable = is_phone && phone_is_usable(&phone);
    put_text(w, "line", str_of(is_usable ? phone_type_name(phone.type) : ""));
    put_text(w, "value_error",
             str_of(is_phone && !is_usable ? phone_reason_name(phone.reason) : ""));
}

/* The points of a person, and who looks at them. */
struct points_view {
    const struct head *head;
    const struct session *session;
    unsigned *shown; /* the fields that were shown in the clear: set of enum access_field */
    const struct point_results *results;
    size_t result_count;
    struct point_best best;
};

static status write_score(struct op *op, struct json_writer *w, const struct points_view *view,
                          const struct db_rows *rows)
{
    const struct point_results results =
        point_results_of(view->results, view->result_count, db_id(rows, 0));
    char reasons[POINT_REASONS_SIZE];
    enum point_state state;
    if (!point_state_parse(db_text(rows, 3), &state))
        return op_fail(op, E_STORE, "a contact point has an unknown state");
    json_put_i64(w, "score",
                 point_score(&results, state, instant_utc_day(db_instant(rows, 6)),
                             op->business_date, reasons));
    json_put_c(w, "score_reasons", reasons);
    return OK;
}

static status write_point(struct op *op, struct json_writer *w, const struct points_view *view,
                          int64_t party_id, const struct db_rows *rows)
{
    const struct head *const head = view->head;
    const char *const kind = str_cstr(op->arena, db_text(rows, 1));
    const bool may_see = mask_may_see(view->session, kind);
    str plain = {"", 0};
    TRY(seal_open(op, kind, party_id, db_blob(rows, 2), &plain));
    json_object_open(w);
    json_put_id(w, "id", db_id(rows, 0));
    json_put_c(w, "channel", channel_name(channel_of(str_of(kind))));
    json_put_c(w, "value_masked", mask_value(op->arena, kind, plain));
    put_text(w, "value", may_see ? plain : (str){"", 0});
    *view->shown |= may_see && plain.size > 0 ? access_field_of(kind) : 0;
    json_put_str(w, "state", db_text(rows, 3));
    json_put_day(w, "verified_on", db_day(rows, 4));
    json_put_i64(w, "priority", db_i64(rows, 5));
    json_put_str(w, "use", db_is_null(rows, 7) ? STR("personal") : db_text(rows, 7));
    write_line(op, w, head->country, str_equal_c(str_of(kind), "phone"), plain);
    TRY(write_score(op, w, view, rows));
    json_put_bool(w, "best",
                  db_id(rows, 0) == view->best.email.id || db_id(rows, 0) == view->best.phone.id ||
                      db_id(rows, 0) == view->best.address.id);
    json_object_close(w);
    return OK;
}

static status write_party_points(struct op *op, struct json_writer *w,
                                 const struct points_view *view, int64_t party_id)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_CONTACT_POINT_LIST, DB_ARGS(ARG_ID(party_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        TRY(write_point(op, w, view, party_id, &rows));
    }
}

/* Those of the debtor first, then those of the same person's other parties. */
static status write_points(struct op *op, struct json_writer *w, const struct head *head,
                           const struct session *session, unsigned *shown)
{
    struct points_view view = {.head = head, .session = session};
    struct person person;
    view.shown = shown;
    TRY(person_read(op, head->debtor_id, &person));
    TRY(point_results_read(op, head->debtor_id, &view.results, &view.result_count));
    TRY(point_best_read(op, &head->debtor_id, 1, op->business_date, &view.best));
    json_key(w, "contact_points");
    json_array_open(w);
    TRY(write_party_points(op, w, &view, head->debtor_id));
    for (size_t i = 0; i < person.count; i++)
        if (person.ids[i] != head->debtor_id)
            TRY(write_party_points(op, w, &view, person.ids[i]));
    json_array_close(w);
    return OK;
}

/* --- figures --- */

static day day_or_none(const struct case_facts *facts, enum fact fact, int64_t cell)
{
    return facts_has(facts, fact) ? (day)cell : DAY_NONE;
}

static void write_facts(struct op *op, struct json_writer *w, const struct case_facts *facts)
{
    const day next_due = day_or_none(facts, FACT_next_due_on, facts->next_due_on);
    const day oldest = day_or_none(facts, FACT_oldest_due_on, facts->oldest_due_on);
    const int days = age_past_due_days(oldest, op->business_date);
    const int64_t due_today = next_due == op->business_date ? facts->next_due_amount : 0;
    const struct report_numbers usual = {0};
    const struct report_numbers bounds = range_bounds(&usual);
    json_key(w, "facts");
    json_object_open(w);
    json_put_i64(w, "balance", facts->open_amount);
    json_put_i64(w, "due_amount", facts->past_due_amount + due_today);
    json_put_i64(w, "past_due_amount", facts->past_due_amount);
    json_put_i64(w, "past_due_days", days);
    json_put_str(w, "bucket",
                 days > 0 ? range_label(op, &bounds, range_of(&bounds, days)) : STR("current"));
    json_put_day(w, "next_due_on", next_due);
    json_put_i64(w, "promises_kept", facts->promises_kept);
    json_put_i64(w, "promises_total", facts->promises_kept + facts->promises_broken);
    json_put_day(w, "last_contact_on",
                 day_or_none(facts, FACT_last_contact_on, facts->last_contact_on));
    json_put_day(w, "last_payment_on",
                 day_or_none(facts, FACT_last_payment_on, facts->last_payment_on));
    json_key(w, "last_payment_amount");
    if (facts_has(facts, FACT_last_payment_amount))
        json_write_i64(w, facts->last_payment_amount);
    else
        json_write_null(w);
    json_object_close(w);
}

/* --- what a person may do now --- */

static void write_day(struct json_writer *w, const char *kind, day d)
{
    json_object_open(w);
    json_put_c(w, "kind", kind);
    json_put_day(w, "day", d);
    json_object_close(w);
}

/* The last day for which the strategy lets this case promise. */
static status last_promise_day(struct op *op, const struct policy *policy,
                               const struct case_facts *facts, day *ret_last)
{
    const struct guide_limit *limit = NULL;
    struct guide guide;
    TRY(guide_read(op, policy, facts, op->business_date, &guide));
    limit = &guide.limits[NEGOTIATION_MAX_PROMISE_DAYS];
    int64_t days = limit->value;
    for (int i = 0; i < limit->scale; i++)
        days /= 10;
    const bool is_limited = limit->is_set && facts->past_due_amount > 0 && days < DAY_MAX;
    *ret_last = is_limited ? op->business_date + (day)days : DAY_MAX;
    return OK;
}

/* Business days that are near: today, the next one, and the day on which most people are paid; as
 * far as they may be promised. */
static status write_promise_days(struct op *op, struct json_writer *w,
                                 const struct case_facts *facts)
{
    const struct policy *policy = NULL;
    const struct policy_place *place = NULL;
    TRY(policy_get(op, &policy));
    TRY(policy_place(op, policy, facts->country, facts->zone, &place));
    const struct holiday_calendar *const calendar = pack_calendar(place->pack);
    const day today = op->business_date;
    const day tomorrow = business_day_add(calendar, today, 1);
    const day pay_day = quincena_after(calendar, today);
    day last = DAY_MAX;
    TRY(last_promise_day(op, policy, facts, &last));
    json_key(w, "promise_days");
    json_array_open(w);
    if (business_day_is(calendar, today))
        write_day(w, "today", today);
    if (tomorrow <= last)
        write_day(w, "tomorrow", tomorrow);
    if (pay_day > tomorrow && pay_day <= last)
        write_day(w, "quincena", pay_day);
    json_array_close(w);
    return OK;
}

static status read_id(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_id(row, 0);
    return OK;
}

static status write_work_item(struct op *op, struct json_writer *w, int64_t case_id)
{
    const struct shield_cover none = {.count = 0}; /* who sees the account sees its item */
    struct decided_policies decided = {0};
    struct queue_item item;
    int64_t id = 0;
    bool found = false;
    TRY(db_query_one(op, Q_SERVE_WORK_ITEM_READY, DB_ARGS(ARG_ID(case_id)), read_id, &id, &found));
    json_key(w, "work_item");
    if (!found) {
        json_write_null(w);
        return OK;
    }
    TRY(queue_item_get(op, id, &item));
    return queue_item_write(op, w, &none, &decided, &item);
}

static status find_head(struct op *op, int64_t case_id, struct head *ret_head,
                        struct case_facts *ret_facts)
{
    bool found = false;
    TRY(db_query_one(op, Q_SERVE_CASE_HEAD, DB_ARGS(ARG_ID(case_id)), read_head, ret_head, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "no case %" PRId64, case_id);
    const struct case_key key = {ret_head->debtor_id, case_id};
    TRY(facts_get(op, key, ret_facts, &found));
    return found
               ? OK
               : op_fail(op, E_STORE, "case %" PRId64 " has no facts: run acuerdo facts", case_id);
}

/* Before the answer leaves: what cannot be noted is not shown. */
static status note_access(struct op *op, const struct request *request, struct case_key key,
                          unsigned shown)
{
    const struct access access = {.debtor_id = key.debtor_id,
                                  .case_id = key.case_id,
                                  .user_id = op->actor_id,
                                  .business_date = op->business_date,
                                  .at = op_now(op),
                                  .face = "screen",
                                  .operation = request->route->operation,
                                  .fields = shown};
    return access_log_add(op, request->access_log, &access);
}

enum { P_ID };
static const struct param workspace_params[] = {
    [P_ID] = {"id", IN_PATH, PARAM_ID, true, 0, 0, NULL},
};

static status show(struct op *op, const struct request *request, struct reply *reply)
{
    const int64_t case_id = request_id(request, P_ID);
    struct head head;
    struct case_facts facts;
    TRY(find_head(op, case_id, &head, &facts));
    const struct case_key key = {head.debtor_id, case_id};
    TRY(shield_check(op, request, key));
    const struct timeline_query history = {.key = key,
                                           .most = PAGE_ROWS_DEFAULT,
                                           .is_english = request->is_english,
                                           .masks_words = !mask_may_see(request->session, "words")};
    unsigned shown = 0;
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    TRY(write_case(op, w, &head, case_id));
    json_put_str(w, "creditor_name", head.creditor_name);
    TRY(write_party(op, w, &head, request->session));
    TRY(write_points(op, w, &head, request->session, &shown));
    TRY(gate_view_write(op, w, &facts, request->is_english));
    write_facts(op, w, &facts);
    TRY(decision_view_write(op, w, key, request->is_english));
    TRY(obligations_write(op, w, key, history.masks_words));
    TRY(promises_write(op, w, key));
    TRY(payments_write(op, w, key));
    TRY(timeline_write(op, w, &history, "timeline", "timeline_next_cursor"));
    TRY(write_work_item(op, w, case_id));
    TRY(write_promise_days(op, w, &facts));
    TRY(erasure_view_write(op, w, head.debtor_id));
    json_object_close(w);
    return note_access(op, request, key, shown);
}

enum { P_CASE, P_KIND, P_CURSOR, P_LIMIT };
static const char *const kinds[] = {"contact", "money", "legal", "system", NULL};
static const struct param timeline_params[] = {
    [P_CASE] = {"id",   IN_PATH,  PARAM_ID,   true,  0, 0, NULL },
    [P_KIND] = {"kind", IN_QUERY, PARAM_WORD, false, 0, 0, kinds},
    [P_CURSOR] = PARAM_CURSOR,
    [P_LIMIT] = PARAM_LIMIT,
};

static status history(struct op *op, const struct request *request, struct reply *reply)
{
    struct timeline_query query = {.kind = request_text(request, P_KIND),
                                   .most = request_number(request, P_LIMIT, PAGE_ROWS_DEFAULT),
                                   .is_english = request->is_english,
                                   .masks_words = !mask_may_see(request->session, "words")};
    query.key.case_id = request_id(request, P_CASE);
    TRY(case_debtor(op, query.key.case_id, &query.key.debtor_id));
    TRY(shield_check(op, request, query.key));
    TRY(cursor_read(op, request, reply, P_CURSOR, 2, &query.before));
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    TRY(timeline_write(op, w, &query, "items", "next_cursor"));
    json_object_close(w);
    return OK;
}

/* clang-format off */
static const struct route rows[] = {
    {"readWorkspace", "GET", "/v1/cases/{id}/workspace", "case.read", .run = RUN_READ, ROUTE_PARAMS(workspace_params), .handle = show},
    {"listTimeline", "GET", "/v1/cases/{id}/timeline", "case.read", .run = RUN_READ, ROUTE_PARAMS(timeline_params), .handle = history},
};
/* clang-format on */
const struct route_list workspace_routes = ROUTE_LIST(rows);
