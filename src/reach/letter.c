#include "reach/letter.h"

#include <inttypes.h>

#include "base/assets.h"
#include "base/format.h"
#include "book/pay_link.h"
#include "policy/policy.h"
#include "reach/template.h"
#include "record/organisation.h"
#include "record/setting.h"
#include "store/db.h"

/* What the letter is about, while its values are gathered. */
struct writing {
    struct op *op;
    const struct letter_request *request;
    const struct policy *policy;
    struct template_values *values;
    const struct format *format;
    str language;
    currency currency;
};

static void put_money(struct writing *w, struct template_values *values, const char *name,
                      money amount)
{
    char text[FORMAT_MONEY_SIZE];
    template_put(
        values, name,
        str_copy(w->op->arena, str_of(format_money(w->format, amount, w->currency, text))));
}

static void put_day(struct writing *w, struct template_values *values, const char *name, day d)
{
    char text[FORMAT_DAY_SIZE];
    template_put(values, name, str_copy(w->op->arena, str_of(format_day(d, LANGUAGE_ES, text))));
}

static str days_text(struct op *op, int64_t days)
{
    return str_of(
        arena_printf(op->arena, days == 1 ? "%" PRId64 " día" : "%" PRId64 " días", days));
}

struct head {
    str name, country, language, creditor;
    int64_t number;
    currency currency;
};

static status read_head(struct op *op, struct db_rows *row, void *out)
{
    struct head *const head = out;
    head->name = db_text_copy(op, row, 0);
    head->country = db_text_copy(op, row, 1);
    head->language = db_text_copy(op, row, 2);
    head->number = db_i64(row, 3);
    head->currency = (currency)db_i64(row, 4);
    head->creditor = db_text_copy(op, row, 5);
    return OK;
}

static status put_people(struct writing *w)
{
    struct op *const op = w->op;
    const struct case_key key = w->request->key;
    struct organisation organisation;
    struct head head = {0};
    bool found = false;
    TRY(organisation_get(op, &organisation));
    TRY(db_query_one(
        op, Q_LETTER_HEAD,
        DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id), ARG_ID(w->request->person_id)),
        read_head, &head, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "no case %" PRId64 " of debtor %" PRId64, key.case_id,
                       key.debtor_id);
    w->format = format_of(head.country);
    w->currency = head.currency;
    w->language = head.language;
    template_put(w->values, "name", head.name);
    template_put(w->values, "organisation", organisation.name);
    template_put(w->values, "creditor", head.creditor);
    template_put_flag(w->values, "is_agency", !str_equal(head.creditor, organisation.name));
    template_put(w->values, "case_number",
                 str_of(arena_printf(op->arena, "%" PRId64, head.number)));
    put_day(w, w->values, "today", op->business_date);
    put_day(w, w->values, "answer_by", w->request->answer_by);
    return OK;
}

/* A link in a letter leads to a page and to nothing else. */
static str page_or_empty(str url)
{
    return str_starts(url, STR("https://")) || str_starts(url, STR("http://")) ? url : STR("");
}

static status put_house(struct writing *w)
{
    static const struct {
        const char *setting, *name;
    } rows[] = {
        {"contact.phone",       "phone"      },
        {"contact.address",     "address"    },
        {"contact.payment_url", "payment_url"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        str value;
        TRY(setting_text(w->op, rows[i].setting, w->op->business_date, STR(""), &value));
        template_put(w->values, rows[i].name,
                     str_equal_c(str_of(rows[i].name), "payment_url") ? page_or_empty(value)
                                                                      : value);
    }
    return OK;
}

/* One list of claims with its sum. */
struct claims {
    const char *list;
    int count;
    money sum;
};

struct claim_row {
    str obligation, claim;
    int64_t number;
    day due_on;
    money open;
};

/* An invoice by its number, a part of a loan by the loan's number and its own. */
static str reference_of(const struct writing *w, const struct claim_row *claim)
{
    if (str_equal(claim->obligation, claim->claim) || claim->number <= 0)
        return claim->obligation;
    return str_of(arena_printf(w->op->arena, STR_FORMAT ", %s %" PRId64, STR_ARG(claim->obligation),
                               w->format->instalment, claim->number));
}

static status add_claim(struct writing *w, struct claims *claims, const struct claim_row *claim)
{
    if (!money_add(claims->sum, claim->open, &claims->sum))
        return op_fail(w->op, E_LIMIT, "the claims of case %" PRId64 " add up to more than money",
                       w->request->key.case_id);
    if (++claims->count > LETTER_CLAIMS_MAX)
        return OK;
    struct template_values *const row = template_add_row(w->values, claims->list);
    template_put(row, "reference", reference_of(w, claim));
    put_day(w, row, "due_on", claim->due_on);
    put_money(w, row, "amount", claim->open);
    template_put(row, "days", days_text(w->op, (int64_t)w->op->business_date - claim->due_on));
    return OK;
}

static void put_claims(struct writing *w, const struct claims *claims, const char *amount,
                       const char *more)
{
    const int rest = claims->count - LETTER_CLAIMS_MAX;
    put_money(w, w->values, amount, claims->sum);
    template_put(w->values, more,
                 rest > 0 ? str_of(arena_printf(w->op->arena, "%d", rest)) : STR(""));
}

/* Where exactly this is paid; empty: this house has no such pages, or nothing is due. */
static status put_link(struct writing *w)
{
    struct pay_link link;
    str address = {"", 0};
    TRY(pay_link_of_case(w->op, w->request->key, &link));
    if (link.amount.minor > 0)
        TRY(pay_link_address(w->op, &link, &address));
    template_put(w->values, "payment_link", address);
    return OK;
}

static status put_debts(struct writing *w)
{
    struct op *const op = w->op;
    struct claims past_due = {.list = "past_due_claims"};
    struct claims next = {.list = "next_claims"};
    money open = {0};
    day oldest_on = op->business_date;
    day next_on = DAY_NONE;
    struct db_rows rows;
    bool has_row = false;
    template_put(w->values, past_due.list, STR(""));
    template_put(w->values, next.list, STR(""));
    TRY(db_query(op, Q_LETTER_CLAIMS,
                 DB_ARGS(ARG_ID(w->request->key.debtor_id), ARG_ID(w->request->key.case_id)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        const struct claim_row claim = {db_text_copy(op, &rows, 0), db_text_copy(op, &rows, 1),
                                        db_i64(&rows, 2), db_day(&rows, 3), db_money(&rows, 4)};
        const bool is_past_due = claim.due_on < op->business_date;
        if (!money_add(open, claim.open, &open))
            return op_fail(op, E_LIMIT, "the claims of a case add up to more than money");
        if (is_past_due && claim.due_on < oldest_on)
            oldest_on = claim.due_on;
        if (!is_past_due && next_on == DAY_NONE)
            next_on = claim.due_on; /* they come by due day */
        if (is_past_due || claim.due_on == next_on)
            TRY(add_claim(w, is_past_due ? &past_due : &next, &claim));
    }
    put_claims(w, &past_due, "past_due_amount", "more_past_due");
    put_claims(w, &next, "next_due_amount", "more_next");
    put_money(w, w->values, "open_amount", open);
    put_day(w, w->values, "next_due_on", next_on);
    template_put(w->values, "oldest_days", days_text(op, (int64_t)op->business_date - oldest_on));
    return OK;
}

struct promise_row {
    day due_on;
    money open;
};

static status read_promise(struct op *op, struct db_rows *row, void *out)
{
    struct promise_row *const promise = out;
    (void)op;
    promise->due_on = db_day(row, 0);
    promise->open = db_money(row, 1);
    return OK;
}

static status put_promise(struct writing *w)
{
    struct promise_row promise = {DAY_NONE, {0}};
    bool found = false;
    TRY(db_query_one(w->op, Q_LETTER_PROMISE,
                     DB_ARGS(ARG_ID(w->request->key.debtor_id), ARG_ID(w->request->key.case_id)),
                     read_promise, &promise, &found));
    put_day(w, w->values, "promise_due_on", promise.due_on);
    put_money(w, w->values, "promise_amount", promise.open);
    return OK;
}

/* The strategy's own wording goes before the program's. */
static bool find_template(void *context, str name, str *ret_text)
{
    const struct writing *const w = context;
    const struct asset *asset = NULL;
    if (policy_template(w->policy, name, ret_text))
        return true;
    asset = asset_find(assets_policies,
                       str_of(arena_printf(w->op->arena, "templates/" STR_FORMAT, STR_ARG(name))));
    if (asset)
        *ret_text = asset_text(asset);
    return asset != NULL;
}

static status render(struct writing *w, const char *suffix, enum template_form form,
                     str *ret_language, str *ret_text)
{
    struct op *const op = w->op;
    const struct template_source source = {find_template, w};
    const str languages[] = {w->language, STR("es")};
    for (size_t i = 0; i < ARRAY_LEN(languages); i++) {
        const str name =
            str_of(arena_printf(op->arena, STR_FORMAT "." STR_FORMAT ".%s",
                                STR_ARG(w->request->template), STR_ARG(languages[i]), suffix));
        str text;
        if (find_template(w, name, &text)) {
            *ret_language = languages[i];
            return template_render(op, name, text, form, w->values, &source, ret_text);
        }
    }
    return op_fail(op, E_NOT_FOUND, "there is no template " STR_FORMAT ".es.%s",
                   STR_ARG(w->request->template), suffix);
}

/* The first line of the plain text is the subject; an empty line follows. */
static void take_subject(struct letter *letter)
{
    str rest = letter->text;
    letter->subject = str_trim(str_split(&rest, '\n'));
    while (rest.size > 0 && rest.data[0] == '\n')
        rest = (str){rest.data + 1, rest.size - 1};
    letter->text = rest;
}

status letter_write(struct op *op, const struct letter_request *request, struct letter *ret_letter)
{
    struct letter letter;
    struct writing w = {
        .op = op, .request = request, .values = template_values(op->arena), .language = STR("es")};
    TRY(policy_get(op, &w.policy));
    TRY(policy_of_case(op, w.policy, request->key, &w.policy));
    TRY(put_people(&w));
    TRY(put_house(&w));
    TRY(put_debts(&w));
    TRY(put_link(&w));
    TRY(put_promise(&w));
    TRY(render(&w, "txt", TEMPLATE_TEXT, &letter.language, &letter.text));
    TRY(render(&w, "html", TEMPLATE_HTML, &letter.language, &letter.html));
    take_subject(&letter);
    if (letter.subject.size == 0)
        return op_fail(op, E_INVALID, "template " STR_FORMAT " has no subject in its first line",
                       STR_ARG(request->template));
    *ret_letter = letter;
    return OK;
}
