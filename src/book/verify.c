#include "book/verify.h"

#include <inttypes.h>

#include "base/crypto.h"
#include "base/json.h"
#include "base/words.h"
#include "book/party.h"
#include "record/event.h"
#include "record/seal.h"
#include "record/setting.h"
#include "store/db.h"

#define LAST4 4

static const char *const names[VERIFY_QUESTION_COUNT] = {
    [VERIFY_DOCUMENT_LAST4] = "document_last4",
    [VERIFY_BIRTH_DATE] = "birth_date",
    [VERIFY_PHONE_LAST4] = "phone_last4",
    [VERIFY_EMAIL] = "email",
};

const char *verify_question_name(enum verify_question question)
{
    assert((unsigned)question < VERIFY_QUESTION_COUNT);
    return names[question];
}

/* --- what can be asked --- */

static status read_count(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 0);
    return OK;
}

static status has_rows(struct op *op, enum query query, const struct db_arg *args, size_t count,
                       bool *ret_has)
{
    int64_t rows = 0;
    bool found = false;
    TRY(db_query_one(op, query, args, count, read_count, &rows, &found));
    *ret_has = rows > 0;
    return OK;
}

static status birth_attribute(struct op *op, str *ret_name)
{
    return setting_text(op, "shield.birth_date", op->business_date, STR("birth_date"), ret_name);
}

/* Whether we have something to compare the answer with. */
static status is_askable(struct op *op, int64_t person_id, enum verify_question question,
                         bool *ret_askable)
{
    const struct db_arg person = ARG_ID(person_id);
    str name;
    switch (question) {
    case VERIFY_DOCUMENT_LAST4:
        return has_rows(op, Q_VERIFY_HAS_DOCUMENT, &person, 1, ret_askable);
    case VERIFY_BIRTH_DATE:
        TRY(birth_attribute(op, &name));
        return has_rows(op, Q_VERIFY_HAS_ATTRIBUTE, DB_ARGS(person, ARG_TEXT(name)), ret_askable);
    case VERIFY_PHONE_LAST4:
        return has_rows(op, Q_VERIFY_HAS_POINT, DB_ARGS(person, ARG_TEXT(STR("phone"))),
                        ret_askable);
    case VERIFY_EMAIL:
        return has_rows(op, Q_VERIFY_HAS_POINT, DB_ARGS(person, ARG_TEXT(STR("email"))),
                        ret_askable);
    case VERIFY_QUESTION_COUNT:
        break;
    }
    *ret_askable = false;
    return OK;
}

static status add_question(struct op *op, int64_t person_id, str word, struct shield *shield)
{
    for (int i = 0; i < VERIFY_QUESTION_COUNT; i++) {
        bool is_there = false;
        if (!str_equal_c(word, names[i]))
            continue;
        TRY(is_askable(op, person_id, (enum verify_question)i, &is_there));
        if (is_there && shield->question_count < VERIFY_QUESTION_COUNT)
            shield->questions[shield->question_count++] = (enum verify_question)i;
        return OK;
    }
    return op_fail(op, E_INVALID, "setting shield.ask: \"" STR_FORMAT "\" is no question",
                   STR_ARG(word));
}

static status list_questions(struct op *op, int64_t person_id, struct shield *shield)
{
    int64_t wanted = 0;
    str list;
    TRY(setting_text(op, "shield.ask", op->business_date, STR("document_last4,birth_date"), &list));
    while (list.size > 0)
        TRY(add_question(op, person_id, str_trim(str_split(&list, ',')), shield));
    TRY(setting_i64(op, "shield.matches", op->business_date, setting_initial_i64("shield.matches"),
                    &wanted));
    shield->matches =
        wanted < (int64_t)shield->question_count ? (int)wanted : (int)shield->question_count;
    return OK;
}

/* --- whether it is open --- */

static status read_instant(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(instant *)out = db_instant(row, 0);
    return OK;
}

/* What is closed always was opened by what came since. */
static instant always_since(struct op *op)
{
    return op_now(op) - VERIFY_SECONDS * INSTANT_PER_SECOND;
}

/* Since when it is closed; INSTANT_NONE: it is not. */
static status closed_since(struct op *op, struct case_key key, instant *ret_since)
{
    bool found = false;
    str mode;
    TRY(setting_text(op, "shield.closes", op->business_date, STR("call"), &mode));
    *ret_since = INSTANT_NONE;
    if (str_equal_c(mode, "never"))
        return OK;
    if (str_equal_c(mode, "always"))
        *ret_since = always_since(op);
    return db_query_one(op, Q_VERIFY_CALL,
                        DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id), ARG_ID(op->actor_id),
                                ARG_I64(CHANNEL_CALL), ARG_INSTANT(op_now(op))),
                        read_instant, ret_since, &found);
}

struct checks {
    instant verified_at;
    instant opened_at;
    int64_t failures; /* today */
};
static const struct checks no_checks = {INSTANT_NONE, INSTANT_NONE, 0};

static status read_checks(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(struct checks *)out = (struct checks){db_instant(row, 0), db_instant(row, 1), db_i64(row, 2)};
    return OK;
}

static status look_back(struct op *op, struct case_key key, struct checks *ret_checks)
{
    bool found = false;
    *ret_checks = no_checks;
    return db_query_one(op, Q_VERIFY_CHECKS,
                        DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id), ARG_ID(op->actor_id),
                                ARG_DAY(op->business_date)),
                        read_checks, ret_checks, &found);
}

static bool is_after(instant at, instant since)
{
    return at != INSTANT_NONE && at >= since;
}

status shield_look(struct op *op, struct case_key key, struct shield *ret_shield)
{
    struct shield shield = {.is_open = true};
    struct checks checks;
    instant since = INSTANT_NONE;
    TRY(closed_since(op, key, &since));
    TRY(look_back(op, key, &checks));
    TRY(list_questions(op, key.debtor_id, &shield));
    shield.tries_left = VERIFY_TRIES - (int)checks.failures;
    if (shield.tries_left < 0)
        shield.tries_left = 0;
    if (since != INSTANT_NONE) {
        shield.is_verified = is_after(checks.verified_at, since);
        shield.is_open = shield.is_verified || is_after(checks.opened_at, since);
    }
    *ret_shield = shield;
    return OK;
}

/* --- lists --- */

static status read_calls(struct op *op, struct shield_cover *cover)
{
    struct db_rows rows;
    bool has_row = true;
    TRY(db_query(op, Q_VERIFY_CALLS,
                 DB_ARGS(ARG_ID(op->actor_id), ARG_I64(CHANNEL_CALL), ARG_INSTANT(op_now(op)),
                         ARG_I64(SHIELD_CALLS_MAX)),
                 &rows));
    while (has_row) {
        TRY(db_next(op, &rows, &has_row));
        if (has_row)
            cover->keys[cover->count++] = (struct case_key){db_id(&rows, 0), db_id(&rows, 1)};
    }
    return OK;
}

status shield_cover_read(struct op *op, struct shield_cover *ret_cover)
{
    struct shield_cover cover = {.count = 0};
    str mode;
    TRY(setting_text(op, "shield.closes", op->business_date, STR("call"), &mode));
    cover.is_always = str_equal_c(mode, "always");
    if (str_equal_c(mode, "call"))
        TRY(read_calls(op, &cover));
    *ret_cover = cover;
    return OK;
}

/* A case of a list, as the shield sees it. */
struct listed {
    struct case_key key;
    instant since; /* closed; INSTANT_NONE: it is not */
    struct checks checks;
};

static bool is_asked(const struct shield_cover *cover, struct case_key key)
{
    bool is_found = cover->is_always;
    for (size_t i = 0; i < cover->count; i++)
        is_found |= case_key_compare(cover->keys[i], key) == 0;
    return is_found;
}

static void note_call(struct listed *listed, const struct db_rows *rows)
{
    listed->since = db_instant(rows, 1);
}

static void note_checks(struct listed *listed, const struct db_rows *rows)
{
    listed->checks.verified_at = db_instant(rows, 1);
    listed->checks.opened_at = db_instant(rows, 2);
}

/* Each row tells of the cases with the id that it begins with. */
static status read_listed(struct op *op, struct db_rows *rows, struct listed *listed, size_t count,
                          void (*note)(struct listed *, const struct db_rows *))
{
    bool has_row = false;
    for (;;) {
        TRY(db_next(op, rows, &has_row));
        if (!has_row)
            return OK;
        for (size_t i = 0; i < count; i++)
            if (listed[i].key.case_id == db_id(rows, 0))
                note(&listed[i], rows);
    }
}

static status look_at(struct op *op, struct listed *listed, size_t count)
{
    int64_t *const debtors = arena_array(op->arena, count, sizeof(*debtors));
    int64_t *const cases = arena_array(op->arena, count, sizeof(*cases));
    struct db_rows rows;
    for (size_t i = 0; i < count; i++) {
        debtors[i] = listed[i].key.debtor_id;
        cases[i] = listed[i].key.case_id;
    }
    const struct db_arg debtor_ids = db_arg_ids(op, debtors, count);
    const struct db_arg case_ids = db_arg_ids(op, cases, count);
    TRY(db_query(op, Q_VERIFY_CALLS_OF,
                 DB_ARGS(debtor_ids, case_ids, ARG_ID(op->actor_id), ARG_I64(CHANNEL_CALL),
                         ARG_INSTANT(op_now(op))),
                 &rows));
    TRY(read_listed(op, &rows, listed, count, note_call));
    TRY(db_query(op, Q_VERIFY_CHECKS_OF, DB_ARGS(debtor_ids, case_ids, ARG_ID(op->actor_id)),
                 &rows));
    return read_listed(op, &rows, listed, count, note_checks);
}

status shield_cover_list(struct op *op, const struct shield_cover *cover,
                         const struct case_key *keys, size_t count, bool *ret_are_covered)
{
    struct listed *const listed = arena_array(op->arena, count, sizeof(*listed));
    size_t asked = 0;
    for (size_t i = 0; i < count; i++)
        if (is_asked(cover, keys[i]))
            listed[asked++] = (struct listed){
                keys[i], cover->is_always ? always_since(op) : INSTANT_NONE, no_checks};
    if (asked > 0)
        TRY(look_at(op, listed, asked));
    asked = 0;
    for (size_t i = 0; i < count; i++) {
        ret_are_covered[i] = false;
        if (!is_asked(cover, keys[i]))
            continue;
        const struct listed *const one = &listed[asked++];
        ret_are_covered[i] = one->since != INSTANT_NONE &&
                             !is_after(one->checks.verified_at, one->since) &&
                             !is_after(one->checks.opened_at, one->since);
    }
    return OK;
}

status shield_covers(struct op *op, const struct shield_cover *cover, struct case_key key,
                     bool *ret_is_covered)
{
    return shield_cover_list(op, cover, &key, 1, ret_is_covered);
}

/* --- answers --- */

static str last_characters(str text)
{
    text = str_trim(text);
    return text.size <= LAST4 ? text : (str){text.data + text.size - LAST4, LAST4};
}

static status count_by_last4(struct op *op, enum query query, const char *kind, int64_t person_id,
                             str answer, bool *ret_matches)
{
    uint8_t digest[CRYPTO_DIGEST_BYTES];
    if (str_trim(answer).size < LAST4) {
        *ret_matches = false;
        return OK;
    }
    seal_last4(kind, last_characters(answer), digest);
    return has_rows(
        op, query,
        DB_ARGS(ARG_ID(person_id), ARG_BLOB(((str){(const char *)digest, sizeof(digest)}))),
        ret_matches);
}

static status match_birth(struct op *op, int64_t person_id, str answer, bool *ret_matches)
{
    day born = DAY_NONE;
    str name;
    TRY(birth_attribute(op, &name));
    *ret_matches = false;
    if (!day_parse(str_trim(answer), &born))
        return OK;
    return has_rows(op, Q_VERIFY_ATTRIBUTE,
                    DB_ARGS(ARG_ID(person_id), ARG_TEXT(name), ARG_I64(born)), ret_matches);
}

static status match_email(struct op *op, int64_t person_id, str answer, bool *ret_matches)
{
    int64_t id = 0;
    struct op probe = *op; /* an address that we do not have is a wrong answer, not a failure */
    const status code = contact_point_find(&probe, person_id, str_trim(answer), &id);
    *ret_matches = code == OK;
    return code == OK || code == E_NOT_FOUND ? OK : op_fail(op, code, "%s", probe.text);
}

static status match(struct op *op, int64_t person_id, enum verify_question question, str answer,
                    bool *ret_matches)
{
    switch (question) {
    case VERIFY_DOCUMENT_LAST4:
        return count_by_last4(op, Q_VERIFY_DOCUMENT, "document", person_id, answer, ret_matches);
    case VERIFY_PHONE_LAST4:
        return count_by_last4(op, Q_VERIFY_PHONE, "phone", person_id, answer, ret_matches);
    case VERIFY_BIRTH_DATE:
        return match_birth(op, person_id, answer, ret_matches);
    case VERIFY_EMAIL:
        return match_email(op, person_id, answer, ret_matches);
    case VERIFY_QUESTION_COUNT:
        break;
    }
    return op_fail(op, E_INTERNAL, "a question is not known");
}

static void put_methods(struct json_writer *w, const struct verify_input *input)
{
    json_key(w, "methods");
    json_array_open(w);
    for (int i = 0; i < VERIFY_QUESTION_COUNT; i++)
        if (input->answers[i].size > 0)
            json_write_str(w, str_of(names[i]));
    json_array_close(w);
}

static status tell(struct op *op, const struct verify_input *input, const char *result, str reason)
{
    struct buf payload = buf_start(op->arena, 4096);
    struct json_writer w = json_start(&payload);
    json_object_open(&w);
    put_methods(&w, input);
    json_put_c(&w, "result", result);
    json_put_c(&w, "channel", input->channel);
    json_put_id(&w, "point_id", input->point_id);
    if (reason.size > 0)
        json_put_str(&w, "reason", reason);
    json_object_close(&w);
    const struct event event = {input->key.debtor_id, input->key.case_id, "identity.checked", 1,
                                buf_str(&payload)};
    touch_case(op, input->key.debtor_id, input->key.case_id);
    return event_append(op, &event);
}

/* They answered there, and it is them. */
static status verify_point(struct op *op, const struct verify_input *input)
{
    bool is_unverified = false;
    if (input->point_id == 0)
        return OK;
    TRY(has_rows(op, Q_VERIFY_POINT_UNVERIFIED,
                 DB_ARGS(ARG_ID(input->key.debtor_id), ARG_ID(input->point_id)), &is_unverified));
    return is_unverified ? contact_point_set_state(op, input->key.debtor_id, input->point_id,
                                                   POINT_VERIFIED, STR("identity.checked"))
                         : OK;
}

status verify_answers(struct op *op, const struct verify_input *input, bool *ret_matches)
{
    struct shield shield;
    int right = 0;
    int wrong = 0;
    TRY(touch_lock(op, input->key.debtor_id, input->key.case_id));
    TRY(shield_look(op, input->key, &shield));
    if (shield.tries_left == 0)
        return op_fail(op, E_REFUSED,
                       "there were %d wrong answers today: treat whoever speaks as a third party",
                       VERIFY_TRIES);
    for (size_t i = 0; i < shield.question_count; i++) {
        const enum verify_question question = shield.questions[i];
        bool is_right = false;
        if (input->answers[question].size == 0)
            continue;
        TRY(match(op, input->key.debtor_id, question, input->answers[question], &is_right));
        right += is_right;
        wrong += !is_right;
    }
    if (shield.matches == 0 || right + wrong < shield.matches)
        return op_fail(op, E_INVALID, "%d answers are needed to know who is speaking",
                       shield.matches > 0 ? shield.matches : 1);
    const bool matches = wrong == 0;
    TRY(tell(op, input, matches ? "verified" : "failed", STR("")));
    if (matches)
        TRY(verify_point(op, input));
    *ret_matches = matches;
    return OK;
}

status shield_open(struct op *op, struct case_key key, str reason)
{
    const struct verify_input input = {.key = key};
    if (str_trim(reason).size == 0)
        return op_fail(op, E_INVALID, "opening an account without a call needs a reason");
    TRY(touch_lock(op, key.debtor_id, key.case_id));
    return tell(op, &input, "opened", reason);
}
