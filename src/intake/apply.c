#include "intake/apply.h"

#include "book/action.h"
#include "book/claim_entry.h"
#include "book/payment.h"
#include "book/published.h"
#include "book/reference.h"
#include "book/statement.h"
#include "intake/flags.h"
#include "intake/home.h"
#include "intake/known.h"
#include "intake/said.h"
#include "intake/terms.h"
#include "record/organisation.h"
#include "store/db.h"

#define ID_BYTES         256
#define PARTY_BYTES      2048
#define PRODUCT_UNKNOWN  STR("other")
#define PRODUCT_INVOICE  STR("invoice")
#define PRIORITY_DEFAULT 5

/* The creditor or portfolio of the row before: files are sorted by them more often than not. */
struct cached_id {
    char text[ID_BYTES];
    size_t size;
    int64_t id; /* 0: nothing is cached */
};

/* The person of the row before: the instalments of a debt stand together, and each row repeats who
 * owes them.  What is the same to the letter changes nothing. */
struct cached_party {
    char texts[PARTY_BYTES]; /* of the row's fields of a party, each with its size */
    size_t size;             /* 0: nothing is cached */
    int64_t debtor_id;
};

struct applier {
    const struct plan *plan;
    const struct mapping *mapping;
    day money_until;
    struct cached_id creditor;
    struct cached_id portfolio; /* of the cached creditor */
    struct cached_party party;
    struct homes *homes;
    uint64_t attributes_row;  /* whose attributes were applied: all things of a row share them, */
    int64_t attributes_of_id; /* and this debt has them */
    int64_t attribute_ids[LIMIT_ATTRIBUTES];
};

struct applier *applier_create(struct op *op, const struct plan *plan, day money_until)
{
    struct applier *const applier = arena_new(op->arena, struct applier);
    applier->plan = plan;
    applier->mapping = plan->mapping;
    applier->money_until = money_until;
    applier->homes = homes_create(op);
    return applier;
}

void applier_forget(struct applier *applier)
{
    applier->creditor.id = 0;
    applier->portfolio.id = 0;
    applier->party.size = 0;
    applier->attributes_of_id = 0;
}

status applier_prepare(struct op *op, struct applier *applier)
{
    return attribute_ensure(op, applier->plan, applier->attribute_ids);
}

static str text_of(const struct row *row, enum field field)
{
    return row->fields[field].text.data ? row->fields[field].text : STR("");
}

static day day_of(const struct row *row, enum field field)
{
    return row->fields[field].is_set ? (day)row->fields[field].number : DAY_NONE;
}

static money money_of(const struct row *row, enum field field)
{
    return (money){row->fields[field].number};
}

static day earlier(day a, day b)
{
    return a < b ? a : b;
}

/* The row's own thing decides; what changes beside it makes the row at least updated. */
static enum book_change merge(enum book_change own, bool has_changed)
{
    return own == BOOK_UNCHANGED && has_changed ? BOOK_UPDATED : own;
}

static bool is_cached(const struct cached_id *cached, str text)
{
    return cached->id != 0 && str_equal((str){cached->text, cached->size}, text);
}

static void keep_cached(struct cached_id *cached, str text, int64_t id)
{
    cached->id = text.size <= ID_BYTES ? id : 0;
    cached->size = text.size <= ID_BYTES ? text.size : 0;
    memcpy(cached->text, text.data, cached->size);
}

static status find_creditor(struct op *op, struct applier *a, const struct row *row,
                            int64_t *ret_id)
{
    const str text = text_of(row, FIELD_CREDITOR);
    if (!is_cached(&a->creditor, text)) {
        int64_t id = 0;
        TRY(creditor_ensure(op, text, text, &id));
        keep_cached(&a->creditor, text, id);
        a->portfolio.id = 0;
        *ret_id = id;
        return OK;
    }
    *ret_id = a->creditor.id;
    return OK;
}

static status find_portfolio(struct op *op, struct applier *a, const struct row *row,
                             int64_t creditor_id, int64_t *ret_id)
{
    const str text = text_of(row, FIELD_PORTFOLIO);
    *ret_id = a->portfolio.id;
    if (text.size == 0) {
        *ret_id = 0;
        return OK;
    }
    if (is_cached(&a->portfolio, text))
        return OK;
    TRY(portfolio_ensure(op, creditor_id, text, op->business_date, ret_id));
    keep_cached(&a->portfolio, text, *ret_id);
    return OK;
}

static status put_point(struct op *op, const struct applier *a, int64_t debtor_id, const char *kind,
                        str value, bool *has_changed)
{
    int64_t id = 0;
    enum book_change change = BOOK_UNCHANGED;
    if (value.size == 0)
        return OK;
    TRY(contact_point_put(op, debtor_id, str_of(kind), value, a->mapping->source, PRIORITY_DEFAULT,
                          &id, &change));
    *has_changed = *has_changed || change != BOOK_UNCHANGED;
    return OK;
}

/* All that a row says of a party, in one buffer; 0 when it is too long to be kept. */
static size_t party_texts(const struct row *row, char out[PARTY_BYTES])
{
    static const enum field fields[] = {
        FIELD_PARTY_EXTERNAL_ID,   FIELD_PARTY_KIND,     FIELD_PARTY_NAME,
        FIELD_PARTY_DOCUMENT_KIND, FIELD_PARTY_DOCUMENT, FIELD_PARTY_LANGUAGE,
        FIELD_PARTY_COUNTRY,       FIELD_PARTY_REGION,   FIELD_PARTY_ZONE,
        FIELD_PARTY_EMAIL,         FIELD_PARTY_PHONE,    FIELD_PARTY_ADDRESS};
    size_t size = 0;
    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        const str text = text_of(row, fields[i]);
        const uint16_t length = (uint16_t)text.size;
        if (text.size > UINT16_MAX || size + sizeof(length) + text.size > PARTY_BYTES)
            return 0;
        memcpy(out + size, &length, sizeof(length));
        memcpy(out + size + sizeof(length), text.data, text.size);
        size += sizeof(length) + text.size;
    }
    return size;
}

static status find_home(struct op *op, const struct applier *a, const struct row *row, bool is_new,
                        struct party_input *input)
{
    const struct home_clues clues = {
        .country = text_of(row, FIELD_PARTY_COUNTRY),
        .region = text_of(row, FIELD_PARTY_REGION),
        .address = text_of(row, FIELD_PARTY_ADDRESS),
        .phone = text_of(row, FIELD_PARTY_PHONE),
    };
    struct home home;
    TRY(home_find(op, a->homes, &clues, &home));
    input->timezone = home.zone;
    input->zone_trust = home.trust;
    if (is_new && input->region.size == 0)
        input->region = home.region;
    return OK;
}

static status write_party(struct op *op, const struct applier *a, const struct row *row,
                          bool is_known, int64_t *ret_debtor_id, enum book_change *ret_change)
{
    const str external_id = text_of(row, FIELD_PARTY_EXTERNAL_ID);
    const str name = text_of(row, FIELD_PARTY_NAME);
    struct party_input input = {
        .source = a->mapping->source,
        .external_id = external_id,
        .kind = text_of(row, FIELD_PARTY_KIND),
        /* a file of debts may know nobody's name; one that comes later is not lost for it */
        .name = name.size == 0 && !is_known ? external_id : name,
        .document_kind = text_of(row, FIELD_PARTY_DOCUMENT_KIND),
        .document = text_of(row, FIELD_PARTY_DOCUMENT),
        .language = text_of(row, FIELD_PARTY_LANGUAGE),
        .country = text_of(row, FIELD_PARTY_COUNTRY),
        .region = text_of(row, FIELD_PARTY_REGION),
        .timezone = text_of(row, FIELD_PARTY_ZONE),
    };
    bool has_changed = false;
    if (input.timezone.size == 0)
        TRY(find_home(op, a, row, !is_known, &input));
    TRY(party_upsert(op, &input, ret_debtor_id, ret_change));
    TRY(put_point(op, a, *ret_debtor_id, "email", text_of(row, FIELD_PARTY_EMAIL), &has_changed));
    TRY(put_point(op, a, *ret_debtor_id, "phone", text_of(row, FIELD_PARTY_PHONE), &has_changed));
    TRY(put_point(op, a, *ret_debtor_id, "address", text_of(row, FIELD_PARTY_ADDRESS),
                  &has_changed));
    *ret_change = merge(*ret_change, has_changed);
    return OK;
}

static status put_party(struct op *op, struct applier *a, const struct row *row, bool is_known,
                        int64_t *ret_debtor_id, enum book_change *ret_change)
{
    __attribute__((uninitialized)) char texts[PARTY_BYTES];
    const size_t size = party_texts(row, texts);
    if (size > 0 && size == a->party.size && memcmp(texts, a->party.texts, size) == 0) {
        *ret_debtor_id = a->party.debtor_id;
        *ret_change = BOOK_UNCHANGED;
        return OK;
    }
    a->party.size = 0;
    TRY(write_party(op, a, row, is_known, ret_debtor_id, ret_change));
    memcpy(a->party.texts, texts, size);
    a->party.size = size;
    a->party.debtor_id = *ret_debtor_id;
    return OK;
}

/* What the row leaves open stays as the store has it; a new debt began when it was issued, or at
 * the latest today. */
static status put_obligation(struct op *op, struct applier *a, const struct row *row,
                             const struct known *known, int64_t debtor_id,
                             struct obligation_ref *ret_ref, enum book_change *ret_change)
{
    const str product = text_of(row, FIELD_OBLIGATION_PRODUCT);
    const day opened_on = day_of(row, FIELD_OBLIGATION_OPENED_ON);
    const bool is_receivable = a->plan->kind == INTAKE_RECEIVABLES;
    struct obligation_input input = {
        .source = a->mapping->source,
        .external_id = text_of(row, FIELD_OBLIGATION_EXTERNAL_ID),
        .debtor_id = debtor_id,
        .creditor_id = known->creditor_id,
        .product = product,
        .currency = row->fields[FIELD_OBLIGATION_CURRENCY].is_set
                        ? (currency)row->fields[FIELD_OBLIGATION_CURRENCY].number
                        : a->plan->currency,
        .opened_on = opened_on,
    };
    if (!known->has_obligation)
        TRY(find_creditor(op, a, row, &input.creditor_id));
    if (product.size == 0)
        input.product = known->has_obligation ? known->product
                        : is_receivable       ? PRODUCT_INVOICE
                                              : PRODUCT_UNKNOWN;
    if (opened_on == DAY_NONE)
        input.opened_on = known->has_obligation
                              ? known->opened_on
                              : earlier(day_of(row, row->fields[FIELD_STATEMENT_ENDS_ON].is_set
                                                        ? FIELD_STATEMENT_ENDS_ON
                                                        : FIELD_CLAIM_DUE_ON),
                                        op->business_date);
    TRY(find_portfolio(op, a, row, input.creditor_id, &input.portfolio_id));
    return obligation_upsert(op, &input, ret_ref, ret_change);
}

static status put_claim(struct op *op, const struct applier *a, const struct row *row,
                        const struct known *known, const struct obligation_ref *obligation,
                        int64_t *ret_id, enum book_change *ret_change)
{
    const day issued_on = day_of(row, FIELD_CLAIM_ISSUED_ON);
    struct claim_input input = {
        .source = a->mapping->source,
        .external_id = text_of(row, FIELD_CLAIM_EXTERNAL_ID),
        .number = (int32_t)row->fields[FIELD_CLAIM_NUMBER].number,
        .issued_on = issued_on,
        .due_on = day_of(row, FIELD_CLAIM_DUE_ON),
        .amount = money_of(row, FIELD_CLAIM_AMOUNT),
    };
    input.tells_parts = row_parts(row, &input.others);
    if (issued_on == DAY_NONE)
        input.issued_on =
            known->has_claim ? known->claim.issued_on : earlier(input.due_on, op->business_date);
    return claim_upsert(op, obligation, &input, ret_id, ret_change);
}

/* A settled row becomes a payment of what was open, on its day, once. */
static status settle(struct op *op, const struct applier *a, const struct row *row,
                     const struct obligation_ref *obligation, int64_t claim_id, bool *has_changed)
{
    const day settled_on = day_of(row, FIELD_SETTLEMENT_ON);
    struct claim claim;
    int64_t debtor_id = 0;
    int64_t id = 0;
    bool found = false;
    bool is_new = false;
    if (settled_on == DAY_NONE || settled_on > a->money_until)
        return OK;
    const str reference = known_settlement(op, text_of(row, FIELD_CLAIM_EXTERNAL_ID));
    TRY(known_ref(op, "payment", a->mapping->source, reference, &debtor_id, &id, &found));
    if (found)
        return OK;
    TRY(claim_get(op, obligation->debtor_id, claim_id, &claim));
    struct payment_order order = {
        .debtor_id = obligation->debtor_id,
        .case_id = obligation->case_id,
        .source = a->mapping->source,
        .reference = reference,
        .value_on = settled_on,
        .amount = {claim.amount.minor - claim.paid.minor},
        .claim_id = claim_id,
    };
    if (row->fields[FIELD_SETTLEMENT_AMOUNT].is_set)
        order.amount = money_of(row, FIELD_SETTLEMENT_AMOUNT);
    if (order.amount.minor <= 0)
        return OK; /* other payments were first */
    *has_changed = true;
    return payment_take(op, &order, &id, &is_new);
}

static status put_attributes(struct op *op, struct applier *a, const struct row *row,
                             const struct obligation_ref *obligation, bool is_new,
                             bool *ret_has_changed)
{
    *ret_has_changed = false;
    if (a->attributes_row == row->number && a->attributes_of_id == obligation->id)
        return OK;
    TRY(attribute_apply(op, a->plan, a->attribute_ids, row, obligation, is_new, ret_has_changed));
    a->attributes_row = row->number;
    a->attributes_of_id = obligation->id;
    return OK;
}

/* The party, the debt and the attributes of a row, whatever else the row brings. */
static status put_debt(struct op *op, struct applier *a, const struct row *row,
                       const struct known *known, struct obligation_ref *ret_obligation,
                       bool *ret_has_changed)
{
    int64_t debtor_id = 0;
    enum book_change party = BOOK_UNCHANGED;
    enum book_change debt = BOOK_UNCHANGED;
    bool has_changed = false;
    TRY(put_party(op, a, row, known->has_party, &debtor_id, &party));
    TRY(put_obligation(op, a, row, known, debtor_id, ret_obligation, &debt));
    TRY(put_attributes(op, a, row, ret_obligation, debt == BOOK_CREATED, &has_changed));
    TRY(flags_put(op, a->mapping->source, row, debtor_id, party == BOOK_CREATED, &has_changed));
    TRY(terms_apply(op, row, ret_obligation, &has_changed));
    *ret_has_changed = has_changed || party != BOOK_UNCHANGED || debt != BOOK_UNCHANGED;
    return OK;
}

static status apply_receivable(struct op *op, struct applier *a, const struct row *row,
                               const struct known *known, enum book_change *ret_change)
{
    struct obligation_ref obligation;
    enum book_change said = BOOK_UNCHANGED;
    int64_t claim_id = 0;
    bool has_changed = false, is_settled = false;
    TRY(put_debt(op, a, row, known, &obligation, &has_changed));
    TRY(said_apply(op, row, obligation.debtor_id, a->mapping->source, &said));
    TRY(put_claim(op, a, row, known, &obligation, &claim_id, ret_change));
    TRY(settle(op, a, row, &obligation, claim_id, &is_settled));
    *ret_change = merge(*ret_change, has_changed || is_settled || said != BOOK_UNCHANGED);
    return OK;
}

static status apply_party(struct op *op, struct applier *a, const struct row *row,
                          const struct known *known, enum book_change *ret_change)
{
    int64_t debtor_id = 0;
    enum party_role role = ROLE_DEBTOR;
    enum book_change said = BOOK_UNCHANGED;
    bool has_changed = false;
    TRY(put_party(op, a, row, known->has_party, &debtor_id, ret_change));
    const bool is_new = *ret_change == BOOK_CREATED;
    TRY(flags_put(op, a->mapping->source, row, debtor_id, is_new, &has_changed));
    TRY(said_apply(op, row, debtor_id, a->mapping->source, &said));
    *ret_change = merge(*ret_change, has_changed || said != BOOK_UNCHANGED);
    if (!row->fields[FIELD_PARTY_ROLE].is_set || !known->has_obligation ||
        !party_role_parse(text_of(row, FIELD_PARTY_ROLE), &role) || role == ROLE_DEBTOR)
        return OK; /* the debtor is the obligation's own */
    return obligation_add_party(op, &known->obligation, debtor_id, role);
}

static status apply_obligation(struct op *op, struct applier *a, const struct row *row,
                               const struct known *known, enum book_change *ret_change)
{
    struct obligation_ref obligation;
    int64_t debtor_id = known->party_id;
    enum book_change party = BOOK_UNCHANGED;
    bool has_changed = false;
    if (!known->has_party) /* the mapping says that unknown parties are made */
        TRY(put_party(op, a, row, false, &debtor_id, &party));
    TRY(put_obligation(op, a, row, known, debtor_id, &obligation, ret_change));
    TRY(put_attributes(op, a, row, &obligation, *ret_change == BOOK_CREATED, &has_changed));
    TRY(terms_apply(op, row, &obligation, &has_changed));
    *ret_change = merge(*ret_change, has_changed);
    return OK;
}

static status apply_statement(struct op *op, struct applier *a, const struct row *row,
                              const struct known *known, enum book_change *ret_change)
{
    const struct row_value *const late = &row->fields[FIELD_STATEMENT_MONTHS_LATE];
    const struct statement statement = {
        .source = a->mapping->source,
        .ends_on = day_of(row, FIELD_STATEMENT_ENDS_ON),
        .balance = money_of(row, FIELD_STATEMENT_BALANCE),
        .paid = money_of(row, FIELD_STATEMENT_PAID),
        .months_late = late->is_set ? (int32_t)late->number : MONTHS_LATE_NONE,
    };
    struct obligation_ref obligation;
    bool has_changed = false;
    TRY(put_debt(op, a, row, known, &obligation, &has_changed));
    TRY(statement_put(op, &obligation, &statement, ret_change));
    *ret_change = merge(*ret_change, has_changed);
    return OK;
}

static status apply_claim(struct op *op, struct applier *a, const struct row *row,
                          const struct known *known, enum book_change *ret_change)
{
    int64_t id = 0;
    return put_claim(op, a, row, known, &known->obligation, &id, ret_change);
}

static status apply_payment(struct op *op, struct applier *a, const struct row *row,
                            const struct known *known, enum book_change *ret_change)
{
    struct case_key key = {0};
    currency of_debt = CURRENCY_NONE;
    int64_t id = 0;
    bool found = false;
    bool is_new = false;
    TRY(known_case(op, a->plan, row, known, &key, &of_debt, &found));
    const struct payment_order order = {
        .debtor_id = key.debtor_id,
        .case_id = key.case_id,
        .source = a->mapping->source,
        .reference = text_of(row, FIELD_PAYMENT_REFERENCE),
        .value_on = day_of(row, FIELD_PAYMENT_VALUE_ON),
        .amount = money_of(row, FIELD_PAYMENT_AMOUNT),
        .claim_id = known->has_claim ? known->claim.id : 0,
    };
    TRY(payment_take(op, &order, &id, &is_new));
    *ret_change = is_new ? BOOK_CREATED : BOOK_UNCHANGED;
    return OK;
}

static status read_state(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    return point_state_parse(db_text(row, 2), out)
               ? OK
               : op_fail(op, E_STORE, "a contact point is in no known state");
}

/* Whose the point is, where the row says so. */
static status put_use(struct op *op, const struct applier *a, const struct row *row,
                      int64_t party_id, int64_t point_id, enum book_change *ret_change)
{
    enum point_use use = POINT_PERSONAL;
    bool has_changed = false;
    if (!row->fields[FIELD_CONTACT_USE].is_set ||
        !point_use_parse(text_of(row, FIELD_CONTACT_USE), &use))
        return OK;
    TRY(contact_point_set_use(op, party_id, point_id, use, a->mapping->source, &has_changed));
    *ret_change = merge(*ret_change, has_changed);
    return OK;
}

static status apply_contact(struct op *op, struct applier *a, const struct row *row,
                            const struct known *known, enum book_change *ret_change)
{
    const struct row_value *const priority = &row->fields[FIELD_CONTACT_PRIORITY];
    enum point_state wanted = POINT_UNVERIFIED;
    enum point_state there = POINT_UNVERIFIED;
    int64_t id = 0;
    bool found = false;
    TRY(contact_point_put(op, known->party_id, text_of(row, FIELD_CONTACT_CHANNEL),
                          text_of(row, FIELD_CONTACT_VALUE), a->mapping->source,
                          priority->is_set ? (int)priority->number : PRIORITY_DEFAULT, &id,
                          ret_change));
    if (*ret_change == BOOK_CREATED)
        TRY(home_learn(op, a->homes,
                       &(struct party_input){.source = a->mapping->refers_to,
                                             .external_id = text_of(row, FIELD_PARTY_EXTERNAL_ID)},
                       known->party_id, text_of(row, FIELD_CONTACT_CHANNEL),
                       text_of(row, FIELD_CONTACT_VALUE)));
    TRY(put_use(op, a, row, known->party_id, id, ret_change));
    if (!row->fields[FIELD_CONTACT_STATE].is_set ||
        !point_state_parse(text_of(row, FIELD_CONTACT_STATE), &wanted))
        return OK;
    TRY(db_query_one(op, Q_CONTACT_POINT_GET, DB_ARGS(ARG_ID(known->party_id), ARG_ID(id)),
                     read_state, &there, &found));
    /* an import never takes back a person's own wish */
    if (there == wanted || there == POINT_OPTED_OUT)
        return OK;
    *ret_change = merge(*ret_change, true);
    return contact_point_set_state(
        op, known->party_id, id, wanted,
        str_of(arena_printf(op->arena, "import " STR_FORMAT, STR_ARG(a->mapping->source))));
}

static status apply_action(struct op *op, struct applier *a, const struct row *row,
                           const struct known *known, enum book_change *ret_change)
{
    const str external_id = text_of(row, FIELD_ACTION_EXTERNAL_ID);
    struct action_input input = {
        .is_inbound = str_equal_c(text_of(row, FIELD_ACTION_DIRECTION), "inbound"),
        .disposition = text_of(row, FIELD_ACTION_DISPOSITION),
        .amount = money_of(row, FIELD_ACTION_AMOUNT),
        .note = text_of(row, FIELD_ACTION_NOTE),
        .duration_s = (int)row->fields[FIELD_ACTION_DURATION].number,
        .callback_on = DAY_NONE,
        .is_past = day_of(row, FIELD_ACTION_ON) != op->business_date,
        .past_on = day_of(row, FIELD_ACTION_ON),
    };
    currency of_debt = CURRENCY_NONE;
    int64_t debtor_id = 0;
    int64_t id = 0;
    bool found = false;
    TRY(known_ref(op, "action", a->mapping->source, external_id, &debtor_id, &id, &found));
    *ret_change = found ? BOOK_UNCHANGED : BOOK_CREATED;
    if (found)
        return OK; /* an action is never changed */
    TRY(known_case(op, a->plan, row, known, &input.key, &of_debt, &found));
    if (!channel_parse(text_of(row, FIELD_ACTION_CHANNEL), &input.channel))
        return op_fail(op, E_INTERNAL, "a channel was checked and is not known");
    TRY(action_record(op, &input, &id));
    return reference_add(op, "action", a->mapping->source, external_id, input.key.debtor_id, id);
}

/* Where the row does not say them, country and currency are the organisation's. */
static status apply_published(struct op *op, struct applier *a, const struct row *row,
                              const struct known *known, enum book_change *ret_change)
{
    const bool is_rate = a->plan->kind == INTAKE_RATES;
    const struct row_value *const currency_of = &row->fields[FIELD_INDEX_CURRENCY];
    struct published published = {
        .country = text_of(row, FIELD_PUBLISHED_COUNTRY),
        .name = text_of(row, field_key(a->plan->kind)),
        .from_on = day_of(row, FIELD_PUBLISHED_FROM_ON),
        .value = row->fields[is_rate ? FIELD_RATE_VALUE : FIELD_INDEX_VALUE].number,
        .currency = is_rate               ? CURRENCY_NONE
                    : currency_of->is_set ? (currency)currency_of->number
                                          : a->plan->currency,
        .source = text_of(row, FIELD_PUBLISHED_SOURCE),
    };
    struct organisation organisation;
    (void)known;
    if (published.country.size == 0) {
        TRY(organisation_get(op, &organisation));
        published.country = organisation.country;
    }
    return published_put(op, is_rate ? PUBLISHED_RATE : PUBLISHED_INDEX, &published, ret_change);
}

static status apply_consent(struct op *op, struct applier *a, const struct row *row,
                            const struct known *known, enum book_change *ret_change)
{
    return said_apply(op, row, known->party_id, a->mapping->source, ret_change);
}

status applier_row(struct op *op, struct applier *applier, const struct row *row,
                   enum book_change *ret_change)
{
    static status (*const by_kind[INTAKE_KIND_COUNT])(struct op *, struct applier *,
                                                      const struct row *, const struct known *,
                                                      enum book_change *) = {
        [INTAKE_RECEIVABLES] = apply_receivable, [INTAKE_PARTIES] = apply_party,
        [INTAKE_OBLIGATIONS] = apply_obligation, [INTAKE_CLAIMS] = apply_claim,
        [INTAKE_STATEMENTS] = apply_statement,   [INTAKE_PAYMENTS] = apply_payment,
        [INTAKE_CONTACTS] = apply_contact,       [INTAKE_ACTIONS] = apply_action,
        [INTAKE_RATES] = apply_published,        [INTAKE_INDEXES] = apply_published,
        [INTAKE_CONSENTS] = apply_consent,
    };
    struct known known;
    TRY(known_of_row(op, applier->mapping, row, &known));
    return by_kind[applier->plan->kind](op, applier, row, &known, ret_change);
}
