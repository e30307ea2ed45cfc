#include "sample/people.h"

#include "book/action.h"
#include "book/dispute.h"
#include "book/party.h"
#include "book/promise.h"
#include "policy/commit.h"
#include "policy/decide.h"
#include "policy/work.h"
#include "record/symbol.h"
#include "store/db.h"

/* The questions that chance answers here; apart from those of the portfolio. */
enum question {
    ASK_REACHED = 101,
    ASK_RESULT,
    ASK_DAYS,
    ASK_PAYS,
    ASK_PART,
    ASK_FOUND,
    ASK_VERDICT
};

static int chance(const struct people *people, int32_t person, enum question question, day on)
{
    const uint64_t hash = sample_hash(&people->sample, (uint64_t)person, question, (uint64_t)on);
    return (int)(hash % 100);
}

/* A case as its person sees it. */
struct seen_case {
    struct case_key key;
    int32_t person;
    enum temper temper;
    day oldest_due_on, promise_due_on, last_notice_on;
    money open, past_due, promised;
    bool is_disputed;
};

static bool person_number(str external_id, int32_t *ret_number)
{
    int64_t number = 0;
    if (external_id.size < 2 || external_id.data[0] != 'C' ||
        !str_to_i64((str){external_id.data + 1, external_id.size - 1}, &number))
        return false;
    *ret_number = (int32_t)number - 1;
    return true;
}

static bool read_case(const struct people *people, const struct db_rows *rows,
                      struct seen_case *out)
{
    struct sample_person person;
    const uint64_t validity = (uint64_t)db_i64(rows, 3);
    *out = (struct seen_case){
        .key = {db_id(rows, 0), db_id(rows, 1)},
        .oldest_due_on = DAY_NONE,
        .promise_due_on = DAY_NONE,
        .last_notice_on = DAY_NONE
    };
    if (!person_number(db_text(rows, 2), &out->person))
        return false; /* somebody imported a person of their own into the demo: leave them alone */
    sample_person(&people->sample, out->person, &person);
    out->temper = person.temper;
    if (validity >> FACT_oldest_due_on & 1)
        out->oldest_due_on = db_day(rows, 4);
    out->open = db_money(rows, 6);
    out->past_due = db_money(rows, 7);
    if (validity >> FACT_promise_due_on & 1)
        out->promise_due_on = db_day(rows, 8);
    out->promised = db_money(rows, 9);
    if (validity >> FACT_last_notice_on & 1)
        out->last_notice_on = db_day(rows, 10);
    out->is_disputed = db_i64(rows, 11) > 0;
    return true;
}

struct case_list {
    struct seen_case *rows;
    size_t count;
    size_t capacity;
};

static status list_cases(struct op *op, const struct people *people, struct case_list *out)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_begin(op, DB_READ));
    TRY(db_query(op, Q_SAMPLE_CASES, DB_ARGS(ARG_I64(0)), &rows));
    for (;;) {
        struct seen_case seen;
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        if (!read_case(people, &rows, &seen))
            continue;
        out->rows = arena_grow(op->arena, out->rows, out->count, &out->capacity, sizeof(seen));
        out->rows[out->count++] = seen;
    }
    return db_commit(op);
}

/* What a call comes to.  An empty code: nothing worth a record. */
struct result {
    const char *disposition;
    int promise_days; /* above zero: a promise for so many days ahead */
    int promise_part; /* percent of what is past due */
    bool is_dispute;
};

static struct result answer_of(const struct people *people, const struct seen_case *seen, day on)
{
    const int roll = chance(people, seen->person, ASK_RESULT, on);
    const int days = 1 + chance(people, seen->person, ASK_DAYS, on) % 5;
    switch (seen->temper) {
    case TEMPER_PUNCTUAL:
        return (struct result){roll < 70 ? "already_paid" : "contact_right_party", 0, 0, false};
    case TEMPER_FORGETFUL:
        return roll < 80 ? (struct result){"promise", days, 100, false}
                         : (struct result){"callback", 0, 0, false};
    case TEMPER_STRAINED:
        return roll < 55   ? (struct result){"promise_partial", days + 2, 40, false}
               : roll < 75 ? (struct result){"promise", days + 5, 100, false}
                           : (struct result){"cannot_pay", 0, 0, false};
    case TEMPER_EVASIVE:
        return roll < 45   ? (struct result){"promise", days, 100, false}
               : roll < 65 ? (struct result){"third_party", 0, 0, false}
               : roll < 85 ? (struct result){"hang_up", 0, 0, false}
                           : (struct result){"refuses", 0, 0, false};
    case TEMPER_UNABLE:
        return (struct result){roll < 75 ? "cannot_pay" : "refuses", 0, 0, false};
    case TEMPER_DISPUTES:
    case TEMPER_COUNT:
        break;
    }
    return (struct result){"disputes", 0, 0, true};
}

static struct result call_result(const struct people *people, const struct seen_case *seen, day on)
{
    const int reached = chance(people, seen->person, ASK_REACHED, on);
    if (reached < 45)
        return answer_of(people, seen, on);
    return (struct result){reached < 78   ? "no_answer"
                           : reached < 92 ? "left_message"
                           : reached < 98 ? "busy"
                                          : "wrong_number",
                           0, 0, false};
}

static status phone_of(struct op *op, int64_t debtor_id, int64_t *ret_point_id)
{
    struct db_rows rows;
    bool has_row = false;
    *ret_point_id = 0;
    TRY(db_query(op, Q_CONTACT_POINT_LIST, DB_ARGS(ARG_ID(debtor_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        if (*ret_point_id == 0 && str_equal_c(db_text(&rows, 1), "phone") &&
            !str_equal_c(db_text(&rows, 3), "wrong"))
            *ret_point_id = db_id(&rows, 0);
    }
}

static status record_promise(struct op *op, const struct seen_case *seen,
                             const struct result *result, int64_t action_id)
{
    int64_t id = 0;
    money amount = {0};
    const money due = seen->past_due.minor > 0 ? seen->past_due : seen->open;
    if (!money_scale(due, result->promise_part, 100, &amount) || amount.minor <= 0)
        return OK;
    const struct promise_input input = {.key = seen->key,
                                        .due_on = op->business_date + result->promise_days,
                                        .amount = amount,
                                        .channel = CHANNEL_CALL,
                                        .action_id = action_id};
    return promise_make(op, &input, &id);
}

/* Of a result that is one; what people find wrong differs. */
static str dispute_kind(const struct seen_case *seen)
{
    static const char *const kinds[] = {"amount", "already_paid", "service", "product"};
    return str_of(kinds[seen->person % 4]);
}

static status record_dispute(struct op *op, const struct seen_case *seen, const char *note)
{
    int64_t id = 0;
    const struct dispute_input input = {.key = seen->key,
                                        .kind = dispute_kind(seen),
                                        .amount = seen->past_due,
                                        .reply_due_on = DAY_NONE,
                                        .note = str_of(note)};
    return dispute_open(op, &input, &id);
}

static const char *note_of(const struct result *result)
{
    if (result->promise_days > 0)
        return "Explica su situación y se compromete a pagar.";
    if (result->is_dispute)
        return "No está de acuerdo con el saldo; se abre reclamo.";
    return "";
}

static status make_call(struct op *op, const struct people *people, const struct seen_case *seen,
                        const struct decision *decision, struct people_count *count)
{
    const day on = op->business_date;
    const struct result result = call_result(people, seen, on);
    int64_t action_id = 0;
    struct action_input action = {.key = seen->key,
                                  .channel = CHANNEL_CALL,
                                  .disposition = str_of(result.disposition),
                                  .note = str_of(note_of(&result)),
                                  .amount = seen->past_due,
                                  .dispute_kind = dispute_kind(seen),
                                  .duration_s = 25 + chance(people, seen->person, ASK_DAYS, on) * 3,
                                  .cost = {450},
                                  .callback_on = DAY_NONE};
    const bool is_contact = chance(people, seen->person, ASK_REACHED, on) < 45;
    TRY(symbol_text(op, decision->step, &action.step));
    TRY(phone_of(op, seen->key.debtor_id, &action.point_id));
    action.notice_level = is_contact ? (int)decision->notice_level : 0;
    TRY(action_record(op, &action, &action_id));
    count->contacts += is_contact;
    if (result.promise_days > 0) {
        TRY(record_promise(op, seen, &result, action_id));
        count->promises++;
    }
    count->disputes += result.is_dispute && !seen->is_disputed;
    return OK;
}

static status post_letter(struct op *op, const struct seen_case *seen,
                          const struct decision *decision)
{
    int64_t id = 0;
    struct action_input action = {.key = seen->key,
                                  .channel = CHANNEL_LETTER,
                                  .disposition = STR("sent"),
                                  .notice_level = (int)decision->notice_level,
                                  .cost = {2500},
                                  .callback_on = DAY_NONE};
    TRY(symbol_text(op, decision->step, &action.step));
    return action_record(op, &action, &id);
}

/* Looking for contact data finds some for one person in three. */
static status locate(struct op *op, const struct people *people, const struct seen_case *seen)
{
    int64_t id = 0;
    enum book_change change;
    if (chance(people, seen->person, ASK_FOUND, op->business_date) >= 34)
        return OK;
    return contact_point_put(op, seen->key.debtor_id, STR("phone"),
                             str_of(arena_printf(op->arena, "+525550%07d", seen->person)),
                             STR("localización"), 2, &id, &change);
}

static status read_seen(struct op *op, struct db_rows *row, void *out)
{
    *(str *)out = db_text_copy(op, row, 13);
    return OK;
}

static status see_case(struct op *op, const struct people *people, struct case_key key,
                       struct seen_case *out, bool *ret_is_ours)
{
    struct case_facts facts;
    struct sample_person person;
    str external_id = {"", 0};
    bool found = false;
    *out = (struct seen_case){.key = key};
    TRY(db_query_one(op, Q_PARTY_GET, DB_ARGS(ARG_ID(key.debtor_id)), read_seen, &external_id,
                     &found));
    *ret_is_ours = found && person_number(external_id, &out->person);
    if (!*ret_is_ours)
        return OK;
    sample_person(&people->sample, out->person, &person);
    TRY(facts_get(op, key, &facts, &found));
    out->temper = person.temper;
    out->open.minor = facts.open_amount;
    out->past_due.minor = facts.past_due_amount;
    out->is_disputed = facts.disputes_open > 0;
    return OK;
}

static status work_one(struct op *op, const struct people *people, const struct work_item *item,
                       struct people_count *count)
{
    struct seen_case seen;
    struct decision decision;
    bool is_ours = false;
    bool found = false;
    str queue;
    TRY(see_case(op, people, item->key, &seen, &is_ours));
    TRY(decision_get(op, item->key, &decision, &found));
    TRY(symbol_text(op, item->queue, &queue));
    TRY(work_done(op, item->id, 0));
    if (!is_ours || !found)
        return OK;
    count->items++;
    if (decision.channel == CHANNEL_CALL)
        return make_call(op, people, &seen, &decision, count);
    if (decision.channel == CHANNEL_LETTER)
        return post_letter(op, &seen, &decision);
    if (str_equal_c(queue, "locate"))
        return locate(op, people, &seen);
    return OK;
}

status people_work(struct op *op, const struct people *people, struct people_count *count)
{
    const int total = people->items_per_agent * PEOPLE_AGENTS;
    for (int i = 0; i < total; i++) {
        const struct arena_mark mark = arena_mark(op->arena);
        struct work_item item;
        bool found = false;
        op->actor_id = people->agents[i % PEOPLE_AGENTS];
        TRY(db_begin(op, DB_WRITE));
        TRY(work_lease_next(op, &item, &found));
        if (!found) {
            db_rollback(op);
            break;
        }
        TRY(work_one(op, people, &item, count));
        TRY(policy_commit(op));
        arena_release(op->arena, mark);
    }
    op->actor_id = 0;
    return OK;
}

/* Some of those who dispute answer a notice by e-mail two days later. */
static bool answers_today(const struct people *people, const struct seen_case *seen, day on)
{
    return seen->temper == TEMPER_DISPUTES && !seen->is_disputed &&
           seen->last_notice_on != DAY_NONE && on == seen->last_notice_on + 2 &&
           chance(people, seen->person, ASK_RESULT, on) < 60;
}

static status answer_by_mail(struct op *op, const struct seen_case *seen)
{
    int64_t id = 0;
    const struct action_input action = {.key = seen->key,
                                        .channel = CHANNEL_EMAIL,
                                        .is_inbound = true,
                                        .disposition = STR("replied"),
                                        .note =
                                            STR("Responde el correo: pide que se revise el saldo."),
                                        .callback_on = DAY_NONE};
    TRY(db_begin(op, DB_WRITE));
    TRY(action_record(op, &action, &id));
    TRY(record_dispute(op, seen, "Reclamo recibido por correo."));
    return policy_commit(op);
}

static status close_disputes(struct op *op, const struct people *people)
{
    struct db_rows rows;
    struct case_key *list = NULL; /* debtor and dispute */
    size_t count = 0;
    size_t capacity = 0;
    bool has_row = false;
    TRY(db_begin(op, DB_WRITE));
    TRY(db_query(op, Q_SAMPLE_DISPUTES, DB_ARGS(ARG_DAY(op->business_date - 7)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        list = arena_grow(op->arena, list, count, &capacity, sizeof(*list));
        list[count++] = (struct case_key){db_id(&rows, 0), db_id(&rows, 1)};
    }
    op->actor_id = people->supervisor;
    for (size_t i = 0; i < count; i++)
        TRY(dispute_close(op, list[i].debtor_id, list[i].case_id,
                          list[i].case_id % 3 == 0 ? STR("upheld") : STR("rejected")));
    TRY(policy_commit(op));
    op->actor_id = 0;
    return OK;
}

status people_answer(struct op *op, const struct people *people, struct people_count *count)
{
    struct case_list cases = {0};
    TRY(list_cases(op, people, &cases));
    for (size_t i = 0; i < cases.count; i++) {
        if (!answers_today(people, &cases.rows[i], op->business_date))
            continue;
        TRY(answer_by_mail(op, &cases.rows[i]));
        count->disputes++;
    }
    return close_disputes(op, people);
}

/* Percent of what is due that the person pays today; 0: nothing. */
static int pays_part(const struct people *people, const struct seen_case *seen, day on)
{
    const int roll = chance(people, seen->person, ASK_PAYS, on);
    const int late = seen->oldest_due_on == DAY_NONE ? -99 : on - seen->oldest_due_on;
    const bool is_promised_day = seen->promise_due_on == on;
    const bool was_reminded = seen->last_notice_on != DAY_NONE && on > seen->last_notice_on &&
                              on <= seen->last_notice_on + 3;
    if (seen->is_disputed || late < -2)
        return 0;
    switch (seen->temper) {
    case TEMPER_PUNCTUAL:
        return late >= 0 || roll < 55 ? 100 : 0;
    case TEMPER_FORGETFUL:
        return is_promised_day ? (roll < 90 ? 100 : 0)
               : was_reminded  ? (roll < 45 ? 100 : 0)
                               : (late > 0 && roll < 5 ? 100 : 0);
    case TEMPER_STRAINED:
        return is_promised_day ? (roll < 72   ? 100
                                  : roll < 88 ? 50
                                              : 0)
                               : (late > 0 && roll < 3 ? 40 : 0);
    case TEMPER_EVASIVE:
        return is_promised_day ? (roll < 25 ? 100 : 0) : (late > 15 && roll < 2 ? 30 : 0);
    case TEMPER_UNABLE:
        return late > 0 && roll < 1 ? 15 : 0;
    case TEMPER_DISPUTES:
        return late > 0 && roll < 4 ? 100 : 0;
    case TEMPER_COUNT:
        break;
    }
    return 0;
}

static status read_text(struct op *op, struct db_rows *row, void *out)
{
    *(str *)out = db_text_copy(op, row, 0);
    return OK;
}

static status write_payment(struct op *op, const struct seen_case *seen, int part, FILE *out,
                            struct people_count *count)
{
    char day_text[DAY_TEXT_SIZE];
    char amount_text[MONEY_TEXT_SIZE];
    money amount = {0};
    str obligation = {"", 0};
    bool found = false;
    const day on = op->business_date;
    const money base = seen->promise_due_on == on ? seen->promised
                       : seen->past_due.minor > 0 ? seen->past_due
                                                  : seen->open;
    if (!money_scale(base, part, 100, &amount) || amount.minor <= 0)
        return OK;
    TRY(db_query_one(op, Q_SAMPLE_OBLIGATION_OF_CASE,
                     DB_ARGS(ARG_ID(seen->key.debtor_id), ARG_ID(seen->key.case_id)), read_text,
                     &obligation, &found));
    if (!found)
        return OK;
    fprintf(out, STR_FORMAT "-%d," STR_FORMAT ",%s,%s\n", STR_ARG(obligation), on,
            STR_ARG(obligation), day_format(on, day_text),
            money_format_plain(amount, 2, amount_text));
    count->payments++;
    return OK;
}

status people_write_payments(struct op *op, const struct people *people, FILE *out,
                             struct people_count *count)
{
    struct case_list cases = {0};
    TRY(list_cases(op, people, &cases));
    fputs("payment.reference,obligation.external_id,payment.value_on,payment.amount\n", out);
    for (size_t i = 0; i < cases.count; i++) {
        const int part = pays_part(people, &cases.rows[i], op->business_date);
        if (part > 0)
            TRY(write_payment(op, &cases.rows[i], part, out, count));
    }
    return ferror(out) ? op_fail(op, E_IO, "the file of payments cannot be written") : OK;
}
