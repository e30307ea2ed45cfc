/* The page behind a payment link, and what a provider of payments tells.
 *
 * The page says no word of a debt before it is known who follows the link: a house's name and one
 * question (book/pay_link.h).  It is whole without a script. */
#include <inttypes.h>

#include "base/assets.h"
#include "base/format.h"
#include "base/log.h"
#include "book/pay_link.h"
#include "cash/notice.h"
#include "cash/scheme.h"
#include "policy/commit.h"
#include "reach/provider.h"
#include "reach/template.h"
#include "record/organisation.h"
#include "record/setting.h"
#include "serve/route.h"
#include "store/db.h"

#define NONCE_BYTES 16

/* --- the page --- */

struct page {
    struct op *op;
    const struct request *request;
    struct reply *reply;
    struct template_values *values;
    int http_status;
};

static bool find_part(void *context, str name, str *ret_text)
{
    const struct page *const page = context;
    const struct asset *const asset = asset_find(
        assets_policies, str_of(arena_printf(page->op->arena, "pages/" STR_FORMAT, STR_ARG(name))));
    if (asset)
        *ret_text = asset_text(asset);
    return asset != NULL;
}

static status house_name(struct op *op, str *ret_name)
{
    struct organisation organisation;
    TRY(setting_text(op, "shield.house", op->business_date, STR(""), ret_name));
    if (ret_name->size > 0)
        return OK;
    TRY(organisation_get(op, &organisation));
    *ret_name = organisation.name;
    return OK;
}

static void put(struct page *page, const char *name, str text)
{
    template_put(page->values, name, text);
}

static void say(struct page *page, int http_status, const char *es, const char *en)
{
    page->http_status = http_status;
    put(page, "message", str_of(request_say(page->request, es, en)));
}

/* Everything is there and empty, so that each answer puts what it has. */
static status start_page(struct page *page)
{
    static const char *const names[] = {"message", "question",    "amount",       "creditor",
                                        "phone",   "case_number", "provider_url", "reference"};
    str house;
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        put(page, names[i], STR(""));
    TRY(house_name(page->op, &house));
    put(page, "house", house);
    put(page, "path", page->request->path);
    return OK;
}

static status send_page(struct page *page)
{
    struct op *const op = page->op;
    struct reply *const reply = page->reply;
    const str name = page->request->is_english ? STR("pay.en.html") : STR("pay.es.html");
    const struct template_source source = {find_part, page};
    uint8_t bytes[NONCE_BYTES];
    char nonce[CRYPTO_HEX_SIZE(NONCE_BYTES)];
    str text;
    str html;
    crypto_random(bytes, sizeof(bytes));
    crypto_hex(bytes, sizeof(bytes), nonce);
    put(page, "nonce", str_copy(op->arena, str_of(nonce)));
    if (!find_part(page, name, &text))
        return op_fail(op, E_INTERNAL, "the page of payment links is missing");
    TRY(template_render(op, name, text, TEMPLATE_HTML, page->values, &source, &html));
    buf_clear(&reply->body);
    buf_add(&reply->body, html);
    reply->status = page->http_status;
    reply->media_type = "text/html; charset=utf-8";
    reply_header(reply, "Content-Security-Policy",
                 arena_printf(op->arena,
                              "default-src 'none'; style-src 'nonce-%s'; form-action 'self'; "
                              "base-uri 'none'; frame-ancestors 'none'",
                              nonce));
    return OK;
}

/* --- the question --- */

static status put_question(struct page *page, const struct pay_link *link)
{
    static const struct {
        const char *es, *en;
    } words[VERIFY_QUESTION_COUNT] = {
        [VERIFY_DOCUMENT_LAST4] = {"Últimos cuatro números de su identificación",
                                   "Last four digits of your identity number"                                    },
        [VERIFY_BIRTH_DATE] = {"Fecha de nacimiento (AAAA-MM-DD)",               "Date of birth (YYYY-MM-DD)"},
        [VERIFY_PHONE_LAST4] = {"Últimos cuatro dígitos de su teléfono",
                                   "Last four digits of your telephone"                                          },
        [VERIFY_EMAIL] = {"Su correo electrónico",                         "Your e-mail address"       },
    };
    enum verify_question question = VERIFY_DOCUMENT_LAST4;
    struct op *const op = page->op;
    if (op->business_date > link->expires_on) {
        say(page, 410, "Este enlace ya venció. Pida uno nuevo.",
            "This link has expired. Ask for a new one.");
        return OK;
    }
    const status code = pay_link_question(op, link, &question);
    if (code == E_REFUSED) {
        op_clear(op);
        say(page, 403, "Este enlace no se puede abrir hoy. Llámenos, o intente mañana.",
            "This link cannot be opened today. Call us, or try tomorrow.");
        return OK;
    }
    if (code == OK)
        put(page, "question",
            str_of(request_say(page->request, words[question].es, words[question].en)));
    return code;
}

/* The link of the address; a page that says so when it is none of ours: *ret_is_ours false. */
static status read_link(struct page *page, str token, struct pay_link *ret_link, bool *ret_is_ours)
{
    const status code = pay_link_read(page->op, PAY_LINK_PERSON, token, ret_link);
    *ret_is_ours = code == OK;
    if (code != E_NOT_FOUND)
        return code;
    op_clear(page->op);
    say(page, 404, "Este enlace no es válido. Revise que esté completo.",
        "This link is not valid. See whether it is whole.");
    return OK;
}

/* --- what the person sees after --- */

struct head {
    str creditor, country;
    int64_t creditor_id, number;
};

static status read_head(struct op *op, struct db_rows *row, void *out)
{
    *(struct head *)out = (struct head){.number = db_i64(row, 0),
                                        .creditor_id = db_id(row, 1),
                                        .creditor = db_text_copy(op, row, 2),
                                        .country = db_text_copy(op, row, 3)};
    return OK;
}

static status put_debt(struct page *page, const struct pay_link *link, money amount)
{
    struct op *const op = page->op;
    struct head head = {.number = 0};
    char text[FORMAT_MONEY_SIZE];
    bool found = false;
    str reference;
    str phone;
    TRY(db_query_one(op, Q_PAY_LINK_HEAD,
                     DB_ARGS(ARG_ID(link->key.debtor_id), ARG_ID(link->key.case_id)), read_head,
                     &head, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "there is no case %" PRId64, link->key.case_id);
    TRY(scheme_reference(op, head.creditor_id, head.number, &reference));
    TRY(setting_text(op, "contact.phone", op->business_date, STR(""), &phone));
    (void)format_money(format_of(head.country), amount, link->currency, text);
    put(page, "amount", str_copy(op->arena, str_of(text)));
    put(page, "creditor", head.creditor);
    put(page, "case_number", str_of(arena_printf(op->arena, "%" PRId64, head.number)));
    put(page, "reference", reference);
    put(page, "phone", phone);
    return OK;
}

/* The provider's page for exactly what is open; without it the other ways stay. */
static status put_provider(struct page *page, const struct pay_link *link, money amount)
{
    struct op *const op = page->op;
    const struct provider *provider = NULL;
    struct provider_account account;
    struct pay_link paid = *link;
    char token[PAY_LINK_TEXT_SIZE];
    str house;
    str back;
    str url;
    TRY(provider_of_house(op, &provider, &account));
    if (!provider)
        return OK;
    paid.amount = amount;
    TRY(house_name(op, &house));
    TRY(pay_link_address(op, link, &back));
    pay_link_token(op, PAY_LINK_PROVIDER, &paid, token);
    const struct provider_order order = {.reference = str_of(token),
                                         .amount = amount,
                                         .currency = link->currency,
                                         .title = house,
                                         .back_url = back};
    const status code = provider->create(op, &account, &order, &url);
    if (code == OK)
        put(page, "provider_url", url);
    else
        log_event(LOG_WARN, "pay.provider_failed", LOG_I64("op", page->request->id),
                  LOG_STATUS("status", code));
    op_clear(op);
    return OK;
}

static status show_debt(struct page *page, const struct pay_link *link)
{
    money amount = {0};
    TRY(pay_link_open_amount(page->op, link, &amount));
    if (amount.minor <= 0) {
        say(page, 200, "Ya está pagado. No tiene que hacer nada.",
            "It is paid. There is nothing to do.");
        return OK;
    }
    TRY(put_debt(page, link, amount));
    return put_provider(page, link, amount);
}

/* --- answers of the form --- */

static int hex_value(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

static str unescape(struct arena *arena, str text)
{
    struct buf out = buf_start(arena, text.size + 1);
    for (size_t i = 0; i < text.size; i++) {
        const int high =
            i + 2 < text.size && text.data[i] == '%' ? hex_value(text.data[i + 1]) : -1;
        const int low = high >= 0 ? hex_value(text.data[i + 2]) : -1;
        if (low >= 0) {
            buf_add_char(&out, (char)(high * 16 + low));
            i += 2;
        } else {
            buf_add_char(&out, text.data[i] == '+' ? ' ' : text.data[i]);
        }
    }
    return buf_str(&out);
}

/* The field of the form; a text that is no UTF-8 or has a NUL is no answer. */
static str read_answer(struct op *op, str body)
{
    while (body.size > 0) {
        str value = str_split(&body, '&');
        if (!str_equal_c(str_split(&value, '='), "answer"))
            continue;
        const str text = unescape(op->arena, value);
        if (text.size <= 320 && str_is_utf8(text, NULL) && !memchr(text.data, 0, text.size))
            return text;
    }
    return STR("");
}

static status verify(struct page *page, const struct pay_link *link, bool *ret_matches)
{
    struct op *const op = page->op;
    TRY(db_begin(op, DB_WRITE));
    status code = pay_link_verify(op, link, read_answer(op, page->request->body), ret_matches);
    if (code == OK)
        code = policy_commit(op);
    if (code != OK)
        db_rollback(op);
    return code;
}

/* --- routes --- */

enum { P_TOKEN };
static const struct param token_params[] = {
    [P_TOKEN] = {"token", IN_PATH, PARAM_TEXT, true, 1, 400, NULL}
};

static status open_link(struct op *op, const struct request *request, struct reply *reply)
{
    struct page page = {op, request, reply, template_values(op->arena), 200};
    struct pay_link link;
    bool is_ours = false;
    TRY(organisation_read_date(op));
    TRY(start_page(&page));
    TRY(read_link(&page, request_text(request, P_TOKEN), &link, &is_ours));
    if (is_ours)
        TRY(put_question(&page, &link));
    return send_page(&page);
}

static status answer_link(struct op *op, const struct request *request, struct reply *reply)
{
    struct page page = {op, request, reply, template_values(op->arena), 200};
    struct pay_link link;
    bool is_ours = false;
    bool matches = false;
    TRY(organisation_read_date(op));
    TRY(start_page(&page));
    TRY(read_link(&page, request_text(request, P_TOKEN), &link, &is_ours));
    if (!is_ours)
        return send_page(&page);
    if (op->business_date <= link.expires_on) {
        const status code = verify(&page, &link, &matches);
        if (code != OK && code != E_REFUSED)
            return code;
        op_clear(op);
    }
    if (matches) {
        TRY(show_debt(&page, &link));
        return send_page(&page);
    }
    say(&page, 422, "No coincide con lo que tenemos.", "It does not match what we have.");
    TRY(put_question(&page, &link));
    return send_page(&page);
}

/* --- what the provider tells --- */

static status book(struct op *op, const struct request *request, const struct provider *provider,
                   const struct provider_notice *notice)
{
    const struct money_notice told = {.provider = str_of(provider->name),
                                      .id = notice->id,
                                      .payment = notice->payment,
                                      .reference = notice->reference,
                                      .is_return = notice->event == PROVIDER_RETURNED,
                                      .amount = notice->amount,
                                      .currency = notice->currency,
                                      .at = notice->at};
    enum notice_outcome outcome = NOTICE_KNOWN;
    TRY(db_begin(op, DB_WRITE));
    status code = notice_take(op, &told, &outcome);
    if (code == OK)
        code = policy_commit(op);
    if (code != OK)
        db_rollback(op);
    const struct log_field fields[] = {
        LOG_I64("op", request->id),
        LOG_STATUS("status", code),
        {"outcome", notice_outcome_name(outcome), 0}
    };
    log_write(code == OK ? LOG_INFO : LOG_ERROR, "pay.notice", fields, ARRAY_LEN(fields));
    return code;
}

enum { P_PROVIDER };
static const struct param notice_params[] = {
    [P_PROVIDER] = {"provider", IN_PATH, PARAM_TEXT, true, 1, 40, NULL}
};

static status take_notice(struct op *op, const struct request *request, struct reply *reply)
{
    const struct provider *provider = NULL;
    struct provider_account account;
    struct provider_notice notice;
    TRY(organisation_read_date(op));
    TRY(provider_of_house(op, &provider, &account));
    if (!provider || !str_equal_c(request_text(request, P_PROVIDER), provider->name))
        return op_fail(op, E_NOT_FOUND, "this house has no such provider of payments");
    const status code =
        provider->read(op, &account, request->notice_signature, request->body, &notice);
    if (code != OK) {
        log_event(LOG_WARN, "pay.notice_refused", LOG_I64("op", request->id),
                  LOG_STATUS("status", code));
        return code;
    }
    if (notice.event != PROVIDER_NOTHING)
        TRY(book(op, request, provider, &notice));
    reply_empty(reply);
    return OK;
}

/* clang-format off */
static const struct route rows[] = {
    {"openPayLink", "GET", "/pay/{token}", NULL, .is_public = true, .run = RUN_PLAIN, ROUTE_PARAMS(token_params), .handle = open_link},
    {"answerPayLink", "POST", "/pay/{token}", NULL, .is_public = true, .takes_bytes = true, .run = RUN_PLAIN, ROUTE_PARAMS(token_params), .handle = answer_link},
    {"takeProviderNotice", "POST", "/v1/providers/{provider}/notices", NULL, .is_public = true, .takes_bytes = true, .run = RUN_PLAIN, ROUTE_PARAMS(notice_params), .handle = take_notice},
};
/* clang-format on */
const struct route_list pay_routes = ROUTE_LIST(rows);
