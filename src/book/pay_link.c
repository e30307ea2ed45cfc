#include "book/pay_link.h"

#include <inttypes.h>
#include <string.h>

#include "record/seal_key.h"
#include "record/setting.h"
#include "store/db.h"

#define PLAIN_BYTES  40
#define NUMBER_BYTES 2 /* of the key */
_Static_assert(PAY_LINK_BYTES == NUMBER_BYTES + PLAIN_BYTES + 24 + 16, "nonce and seal");

/* --- the token --- */

static void put(uint8_t *out, uint64_t number, int bytes)
{
    for (int i = 0; i < bytes; i++)
        out[i] = (uint8_t)(number >> (8 * i));
}

static uint64_t get(const uint8_t *in, int bytes)
{
    uint64_t number = 0;
    for (int i = 0; i < bytes; i++)
        number |= (uint64_t)in[i] << (8 * i);
    return number;
}

static str context_of(enum pay_link_use use)
{
    return use == PAY_LINK_PERSON ? STR("pay_link") : STR("pay_link:provider");
}

static void key_of(const struct seal_key *master, struct crypto_key *ret_key)
{
    crypto_derive(&master->token, "pay_link", ret_key);
}

void pay_link_token(struct op *op, enum pay_link_use use, const struct pay_link *link,
                    char ret_text[PAY_LINK_TEXT_SIZE])
{
    const struct seal_key *const master = seal_key_current();
    uint8_t plain[PLAIN_BYTES];
    uint8_t whole[PAY_LINK_BYTES];
    struct crypto_key key;
    put(plain, (uint64_t)link->key.debtor_id, 8);
    put(plain + 8, (uint64_t)link->key.case_id, 8);
    put(plain + 16, (uint64_t)link->claim_id, 8);
    put(plain + 24, (uint64_t)link->amount.minor, 8);
    put(plain + 32, (uint32_t)link->currency, 4);
    put(plain + 36, (uint32_t)link->expires_on, 4);
    key_of(master, &key);
    const str sealed =
        crypto_seal(op->arena, &key, context_of(use), (str){(const char *)plain, sizeof(plain)});
    put(whole, (uint64_t)master->number, NUMBER_BYTES);
    memcpy(whole + NUMBER_BYTES, sealed.data, sizeof(whole) - NUMBER_BYTES);
    crypto_base64url(whole, sizeof(whole), ret_text, PAY_LINK_TEXT_SIZE);
}

static bool open_token(struct op *op, enum pay_link_use use, str text, uint8_t *plain)
{
    uint8_t whole[PAY_LINK_BYTES];
    struct crypto_key key;
    struct op probe = *op; /* a token of somebody else is an answer, not a failure */
    str opened;
    if (text.size != PAY_LINK_CHARACTERS || !crypto_from_base64url(text, whole, sizeof(whole)))
        return false;
    const struct seal_key *const master = seal_key_find((int)get(whole, NUMBER_BYTES));
    if (!master)
        return false;
    key_of(master, &key);
    const str sealed = {(const char *)whole + NUMBER_BYTES, sizeof(whole) - NUMBER_BYTES};
    if (crypto_open(&probe, &key, context_of(use), sealed, &opened) != OK ||
        opened.size != PLAIN_BYTES)
        return false;
    memcpy(plain, opened.data, PLAIN_BYTES);
    return true;
}

status pay_link_read(struct op *op, enum pay_link_use use, str text, struct pay_link *ret_link)
{
    uint8_t plain[PLAIN_BYTES];
    if (!open_token(op, use, text, plain))
        return op_fail(op, E_NOT_FOUND, "this payment link is none of ours");
    *ret_link = (struct pay_link){
        .key = {(int64_t)get(plain, 8), (int64_t)get(plain + 8, 8)},
        .claim_id = (int64_t)get(plain + 16, 8),
        .amount = {(int64_t)get(plain + 24,                8)                 },
        .currency = (currency)get(plain + 32, 4),
        .expires_on = (day)get(plain + 36, 4)
    };
    return OK;
}

/* --- who follows it --- */

status pay_link_question(struct op *op, const struct pay_link *link,
                         enum verify_question *ret_question)
{
    struct shield shield;
    TRY(shield_look(op, link->key, &shield));
    if (shield.question_count == 0 || shield.matches > 1)
        return op_fail(op, E_REFUSED, "this link cannot ask who follows it: call us");
    if (shield.tries_left == 0)
        return op_fail(op, E_REFUSED, "there were too many wrong answers: try again tomorrow");
    *ret_question = shield.questions[0];
    return OK;
}

status pay_link_verify(struct op *op, const struct pay_link *link, str answer, bool *ret_matches)
{
    struct verify_input input = {.key = link->key, .channel = "link"};
    enum verify_question question = VERIFY_DOCUMENT_LAST4;
    TRY(pay_link_question(op, link, &question));
    if (str_trim(answer).size == 0) { /* nothing was answered: no try is used */
        *ret_matches = false;
        return OK;
    }
    input.answers[question] = answer;
    return verify_answers(op, &input, ret_matches);
}

/* --- what it is about --- */

struct owed {
    money open, past_due, next;
    day next_on;
};

static status add(struct op *op, money *sum, money amount)
{
    return money_add(*sum, amount, sum)
               ? OK
               : op_fail(op, E_LIMIT, "the claims of a case add up to more than money");
}

/* claim_id 0: all of the case. */
static status look_at(struct op *op, struct case_key key, int64_t claim_id, struct owed *ret_owed)
{
    struct owed owed = {.next_on = DAY_NONE};
    struct db_rows rows;
    bool has_row = true;
    TRY(db_query(op, Q_PAY_LINK_CLAIMS, DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        const day due_on = db_day(&rows, 1);
        const money open = db_money(&rows, 2);
        if (claim_id != 0 && db_id(&rows, 0) != claim_id)
            continue;
        TRY(add(op, &owed.open, open));
        if (due_on < op->business_date)
            TRY(add(op, &owed.past_due, open));
        else if (owed.next_on == DAY_NONE || owed.next_on == due_on) {
            owed.next_on = due_on;
            TRY(add(op, &owed.next, open));
        }
    }
    *ret_owed = owed;
    return OK;
}

status pay_link_open_amount(struct op *op, const struct pay_link *link, money *ret_amount)
{
    struct owed owed;
    TRY(look_at(op, link->key, link->claim_id, &owed));
    *ret_amount = owed.open.minor < link->amount.minor ? owed.open : link->amount;
    return OK;
}

/* --- making one --- */

static status read_currency(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(currency *)out = (currency)db_i64(row, 0);
    return OK;
}

status pay_link_of_case(struct op *op, struct case_key key, struct pay_link *ret_link)
{
    struct pay_link link = {.key = key};
    struct owed owed;
    int64_t days = 0;
    bool found = false;
    TRY(setting_i64(op, "pay.link_days", op->business_date, setting_initial_i64("pay.link_days"),
                    &days));
    TRY(db_query_one(op, Q_PAY_LINK_CURRENCY, DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)),
                     read_currency, &link.currency, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "there is no case %" PRId64, key.case_id);
    TRY(look_at(op, key, 0, &owed));
    link.amount = owed.past_due.minor > 0 ? owed.past_due : owed.next;
    link.expires_on = op->business_date + (day)days;
    *ret_link = link;
    return OK;
}

status pay_link_address(struct op *op, const struct pay_link *link, str *ret_address)
{
    char token[PAY_LINK_TEXT_SIZE];
    str url;
    *ret_address = STR("");
    TRY(setting_text(op, "pay.url", op->business_date, STR(""), &url));
    while (url.size > 0 && url.data[url.size - 1] == '/')
        url.size--;
    if (!str_starts(url, STR("https://")) && !str_starts(url, STR("http://")))
        return OK;
    pay_link_token(op, PAY_LINK_PERSON, link, token);
    *ret_address = str_of(arena_printf(op->arena, STR_FORMAT "/pay/%s", STR_ARG(url), token));
    return OK;
}
