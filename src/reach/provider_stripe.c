/* Stripe: Checkout sessions, refunds, and webhooks signed with HMAC-SHA256
 * (Stripe-Signature: t=SECONDS,v1=HEX over "SECONDS.BODY"). */
#include <inttypes.h>

#include "base/crypto.h"
#include "base/json.h"
#include "reach/http_post.h"
#include "reach/provider.h"

#define TOLERANCE_S 300 /* how old a signature may be: a notice that was caught is no use later */
#define FORM_BYTES  8192
#define SIGNED_MOST (256 << 10)
#define HTTP_OK     200

/* --- amounts --- */

/* Stripe counts in hundredths but for these, whatever ISO 4217 says. */
static bool is_whole(const char *unit)
{
    static const char whole[] = "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF UGX VND VUV XAF XOF XPF";
    return strstr(whole, unit) != NULL;
}

/* 1 or 100: what our minor units are multiplied by; 0: the two do not fit. */
static int64_t factor_of(currency unit)
{
    char text[CURRENCY_TEXT];
    const int theirs = is_whole(currency_format(unit, text)) ? 0 : 2;
    const int ours = currency_exponent(unit);
    return ours == theirs ? 1 : ours == 0 && theirs == 2 ? 100 : 0;
}

static status amount_out(struct op *op, money amount, currency unit, str *ret_text)
{
    const int64_t factor = factor_of(unit);
    int64_t units = 0;
    if (factor == 0 || __builtin_mul_overflow(amount.minor, factor, &units))
        return op_fail(op, E_INVALID, "the payment provider does not take that currency");
    *ret_text = str_of(arena_printf(op->arena, "%" PRId64, units));
    return OK;
}

static status currency_out(struct op *op, currency unit, str *ret_text)
{
    char text[CURRENCY_TEXT];
    (void)currency_format(unit, text);
    for (char *c = text; *c; c++)
        *c = (char)(*c | 0x20); /* small letters */
    *ret_text = str_copy(op->arena, str_of(text));
    return OK;
}

/* --- asking --- */

static status call(struct op *op, const struct provider_account *account, const char *path, str key,
                   const struct buf *form, json_t **ret_root)
{
    const struct http_post post = {
        .url = str_of(arena_printf(op->arena, STR_FORMAT "%s", STR_ARG(account->url), path)),
        .secret = account->key,
        .idempotency_key = key,
        .form = buf_str(form)};
    int code = 0;
    str answer;
    TRY(http_post(op, &post, &code, &answer));
    if (code >= 500 || code == 429)
        return op_fail(op, E_BUSY, "the payment provider answered %d", code);
    if (code != HTTP_OK)
        return op_fail(op, E_INVALID, "the payment provider refused it with %d", code);
    return json_parse(op, answer, ret_root);
}

/* The same order is the same session, also after an answer that was lost. */
static str key_of(struct op *op, str text)
{
    uint8_t digest[16];
    char hex[CRYPTO_HEX_SIZE(sizeof(digest))];
    crypto_digest_of(text, digest, sizeof(digest));
    crypto_hex(digest, sizeof(digest), hex);
    return str_copy(op->arena, str_of(hex));
}

static status create(struct op *op, const struct provider_account *account,
                     const struct provider_order *order, str *ret_url)
{
    struct buf form = buf_start(op->arena, FORM_BYTES);
    json_t *root = NULL;
    str amount;
    str unit;
    TRY(amount_out(op, order->amount, order->currency, &amount));
    TRY(currency_out(op, order->currency, &unit));
    form_add(&form, "mode", STR("payment"));
    form_add(&form, "client_reference_id", order->reference);
    form_add(&form, "success_url", order->back_url);
    form_add(&form, "cancel_url", order->back_url);
    form_add(&form, "line_items[0][quantity]", STR("1"));
    form_add(&form, "line_items[0][price_data][currency]", unit);
    form_add(&form, "line_items[0][price_data][unit_amount]", amount);
    form_add(&form, "line_items[0][price_data][product_data][name]", order->title);
    TRY(call(op, account, "/v1/checkout/sessions", key_of(op, order->reference), &form, &root));
    const char *const url = json_string_value(json_object_get(root, "url"));
    if (!url || !(str_starts(str_of(url), STR("https://")) ||
                  str_starts(str_of(url), STR("http://127.0.0.1:"))))
        return op_fail(op, E_INVALID, "the payment provider gave no page to pay on");
    *ret_url = str_copy(op->arena, str_of(url));
    return OK;
}

static status refund(struct op *op, const struct provider_account *account,
                     const struct provider_refund *wanted)
{
    struct buf form = buf_start(op->arena, FORM_BYTES);
    json_t *root = NULL;
    str amount;
    TRY(amount_out(op, wanted->amount, wanted->currency, &amount));
    form_add(&form, "payment_intent", wanted->payment);
    form_add(&form, "amount", amount);
    return call(op, account, "/v1/refunds", wanted->key, &form, &root);
}

/* --- its signature --- */

static bool is_signed(const struct provider_account *account, str seconds, str body, str hex,
                      struct arena *arena)
{
    uint8_t wanted[CRYPTO_DIGEST_BYTES];
    uint8_t given[CRYPTO_DIGEST_BYTES];
    struct buf text = buf_start(arena, SIGNED_MOST + 64);
    if (!crypto_from_hex(hex, given, sizeof(given)) || body.size > SIGNED_MOST)
        return false;
    buf_add(&text, seconds);
    buf_add_char(&text, '.');
    buf_add(&text, body);
    crypto_hmac_sha256(account->secret, buf_str(&text), wanted);
    return crypto_equal(wanted, given, sizeof(wanted));
}

static status check_signature(struct op *op, const struct provider_account *account, str header,
                              str body)
{
    str seconds = {"", 0};
    int64_t at = 0;
    bool is_ours = false;
    for (str rest = header; rest.size > 0;) {
        str value = str_trim(str_split(&rest, ','));
        if (str_equal_c(str_split(&value, '='), "t"))
            seconds = value;
    }
    for (str rest = header; rest.size > 0 && !is_ours;) { /* two, while a secret is changed */
        str value = str_trim(str_split(&rest, ','));
        if (str_equal_c(str_split(&value, '='), "v1"))
            is_ours = is_signed(account, seconds, body, value, op->arena);
    }
    if (!is_ours || !str_to_i64(seconds, &at))
        return op_fail(op, E_DENIED, "the signature of the notice is not the provider's");
    const int64_t age = op_now(op) / INSTANT_PER_SECOND - at;
    return age <= TOLERANCE_S && age >= -TOLERANCE_S
               ? OK
               : op_fail(op, E_DENIED, "the signature of the notice is %" PRId64 " seconds old",
                         age);
}

/* --- what it tells --- */

static str text_of(struct op *op, const json_t *object, const char *key)
{
    const char *const text = json_string_value(json_object_get(object, key));
    return text ? str_copy(op->arena, str_of(text)) : STR("");
}

static status amount_in(struct op *op, const json_t *object, const char *key, int64_t less,
                        struct provider_notice *notice)
{
    const json_t *const amount = json_object_get(object, key);
    char unit[CURRENCY_TEXT] = {0};
    const str said = text_of(op, object, "currency");
    for (size_t i = 0; i < said.size && i < sizeof(unit) - 1; i++)
        unit[i] = (char)(said.data[i] & ~0x20);
    if (said.size != 3 || !currency_parse(str_of(unit), &notice->currency))
        return op_fail(op, E_INVALID, "the notice names no currency that is known here");
    const int64_t factor = factor_of(notice->currency);
    const int64_t units = json_is_integer(amount) ? json_integer_value(amount) - less : 0;
    if (units <= 0 || factor == 0 || units % factor != 0)
        return op_fail(op, E_INVALID, "the notice has no amount of its currency");
    notice->amount.minor = units / factor;
    return OK;
}

/* A charge says what was refunded of it in all; what this notice adds is the difference. */
static int64_t refunded_before(const json_t *data)
{
    const json_t *const before =
        json_object_get(json_object_get(data, "previous_attributes"), "amount_refunded");
    return json_is_integer(before) ? json_integer_value(before) : 0;
}

static status read_event(struct op *op, const json_t *root, struct provider_notice *notice)
{
    const json_t *const data = json_object_get(root, "data");
    const json_t *const object = json_object_get(data, "object");
    const str type = text_of(op, root, "type");
    notice->payment = text_of(op, object, "payment_intent");
    if (str_equal_c(type, "checkout.session.async_payment_succeeded") ||
        (str_equal_c(type, "checkout.session.completed") &&
         str_equal_c(text_of(op, object, "payment_status"), "paid"))) {
        notice->event = PROVIDER_PAID;
        notice->reference = text_of(op, object, "client_reference_id");
        return amount_in(op, object, "amount_total", 0, notice);
    }
    if (str_equal_c(type, "charge.refunded")) {
        notice->event = PROVIDER_RETURNED;
        return amount_in(op, object, "amount_refunded", refunded_before(data), notice);
    }
    if (str_equal_c(type, "charge.dispute.funds_withdrawn")) {
        notice->event = PROVIDER_RETURNED;
        return amount_in(op, object, "amount", 0, notice);
    }
    return OK;
}

static status read_notice(struct op *op, const struct provider_account *account, str signature,
                          str body, struct provider_notice *ret_notice)
{
    struct provider_notice notice = {.event = PROVIDER_NOTHING};
    json_t *root = NULL;
    TRY(check_signature(op, account, signature, body));
    TRY(json_parse(op, body, &root));
    const json_t *const created = json_object_get(root, "created");
    notice.id = text_of(op, root, "id");
    notice.at = json_is_integer(created) && json_integer_value(created) > 0 &&
                        json_integer_value(created) < INT64_C(100000000000)
                    ? json_integer_value(created) * INSTANT_PER_SECOND
                    : op_now(op);
    if (notice.id.size == 0 || notice.id.size > 200)
        return op_fail(op, E_INVALID, "the notice has no id");
    TRY(read_event(op, root, &notice));
    if (notice.event != PROVIDER_NOTHING && notice.payment.size == 0)
        return op_fail(op, E_INVALID, "the notice names no payment");
    *ret_notice = notice;
    return OK;
}

const struct provider provider_stripe = {
    .name = "stripe",
    .create = create,
    .read = read_notice,
    .refund = refund,
};
