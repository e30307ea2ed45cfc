#include "intake/known.h"

#include "book/claim_part.h"
#include "book/party.h"
#include "book/reference.h"
#include "store/db.h"

status known_ref(struct op *op, const char *kind, str source, str external_id,
                 int64_t *ret_debtor_id, int64_t *ret_id, bool *ret_found)
{
    struct reference ref = {0};
    bool found = false;
    TRY(reference_find(op, kind, source, external_id, &ref, &found));
    *ret_debtor_id = ref.debtor_id;
    *ret_id = ref.id;
    *ret_found = found;
    return OK;
}

static status load_obligation(struct op *op, int64_t debtor_id, int64_t id, struct known *known)
{
    struct obligation obligation = {0};
    TRY(obligation_get(op, debtor_id, id, &obligation, &known->has_obligation));
    known->obligation = (struct obligation_ref){debtor_id, id, obligation.case_id};
    known->creditor_id = obligation.creditor_id;
    known->product = obligation.product;
    known->currency = obligation.currency;
    known->opened_on = obligation.opened_on;
    return OK;
}

static str source_of(const struct mapping *mapping, enum field field)
{
    const bool is_own = mapping->kind == INTAKE_RECEIVABLES || mapping->kind == INTAKE_STATEMENTS ||
                        mapping->makes_parties || field == field_key(mapping->kind);
    return is_own ? mapping->source : mapping->refers_to;
}

/* What rows name: the field, and the kind of thing. */
static const struct {
    enum field field;
    const char *kind;
} names_of_rows[] = {
    {FIELD_PARTY_EXTERNAL_ID,      "party"     },
    {FIELD_OBLIGATION_EXTERNAL_ID, "obligation"},
    {FIELD_CLAIM_EXTERNAL_ID,      "claim"     },
    {FIELD_PAYMENT_REFERENCE,      "payment"   },
    {FIELD_ACTION_EXTERNAL_ID,     "action"    },
};

str known_settlement(struct op *op, str claim_external_id)
{
    static const char what[] = "settlement:";
    struct buf name = buf_start(op->arena, sizeof(what) + claim_external_id.size);
    buf_add_c(&name, what);
    buf_add(&name, claim_external_id);
    return buf_str(&name);
}

/* Names of one kind that are to be asked for. */
struct asking {
    const char *kind;
    str source;
    struct made *made;
    str *ids;
    size_t count;
};

static void ask_for(struct op *op, struct asking *asking, str id)
{
    if (!asking->made || made_meet(asking->made, asking->kind, id))
        asking->ids[asking->count++] = id;
    else
        reference_learn_none(op, asking->kind, asking->source, id);
}

/* Also the payments that settled rows have made, or are going to make. */
static void ask_for_row(struct op *op, const struct row *row, enum field field,
                        struct asking *asking)
{
    if (row->fields[field].is_set)
        ask_for(op, asking, row->fields[field].text);
    if (field == FIELD_PAYMENT_REFERENCE && row->fields[FIELD_SETTLEMENT_ON].is_set)
        ask_for(op, asking, known_settlement(op, row->fields[FIELD_CLAIM_EXTERNAL_ID].text));
}

/* Of money and actions, which name their case by it; a debt makes the creditor that it names. */
static status learn_creditors(struct op *op, const struct mapping *mapping, const struct row *rows,
                              size_t count)
{
    if (mapping->kind != INTAKE_PAYMENTS && mapping->kind != INTAKE_ACTIONS)
        return OK;
    for (size_t i = 0; i < count; i++) {
        const str creditor = rows[i].fields[FIELD_CREDITOR].text;
        if (i == 0 || !str_equal(creditor, rows[i - 1].fields[FIELD_CREDITOR].text))
            TRY(creditor_learn(op, creditor));
    }
    return OK;
}

status known_learn(struct op *op, const struct mapping *mapping, const struct row *rows,
                   size_t count, struct made *made)
{
    str *const ids = arena_array(op->arena, 2 * count, sizeof(*ids)); /* at most two of a row */
    for (size_t n = 0; n < ARRAY_LEN(names_of_rows); n++) {
        const enum field field = names_of_rows[n].field;
        struct asking asking = {names_of_rows[n].kind, source_of(mapping, field), made, ids, 0};
        for (size_t i = 0; i < count; i++)
            ask_for_row(op, &rows[i], field, &asking);
        TRY(reference_learn(op, asking.kind, asking.source, ids, asking.count));
    }
    return learn_creditors(op, mapping, rows, count);
}

status known_learn_any(struct op *op, const struct mapping *mapping, bool *ret_any)
{
    *ret_any = false;
    for (size_t n = 0; n < ARRAY_LEN(names_of_rows); n++) {
        bool has_any = false;
        TRY(reference_learn_any(op, names_of_rows[n].kind,
                                source_of(mapping, names_of_rows[n].field), &has_any));
        *ret_any = *ret_any || has_any;
    }
    return OK;
}

status known_of_row(struct op *op, const struct mapping *mapping, const struct row *row,
                    struct known *ret_known)
{
    struct known known = {0};
    const struct row_value *const party = &row->fields[FIELD_PARTY_EXTERNAL_ID];
    const struct row_value *const obligation = &row->fields[FIELD_OBLIGATION_EXTERNAL_ID];
    const struct row_value *const claim = &row->fields[FIELD_CLAIM_EXTERNAL_ID];
    struct reference ref = {0};
    bool found = false;
    if (party->is_set)
        TRY(known_ref(op, "party", source_of(mapping, FIELD_PARTY_EXTERNAL_ID), party->text,
                      &ref.debtor_id, &known.party_id, &known.has_party));
    if (obligation->is_set) {
        TRY(known_ref(op, "obligation", source_of(mapping, FIELD_OBLIGATION_EXTERNAL_ID),
                      obligation->text, &ref.debtor_id, &ref.id, &found));
        if (found)
            TRY(load_obligation(op, ref.debtor_id, ref.id, &known));
    }
    if (claim->is_set) {
        TRY(known_ref(op, "claim", source_of(mapping, FIELD_CLAIM_EXTERNAL_ID), claim->text,
                      &known.claim_debtor_id, &ref.id, &known.has_claim));
        if (known.has_claim)
            TRY(claim_get(op, known.claim_debtor_id, ref.id, &known.claim));
    }
    *ret_known = known;
    return OK;
}

static status read_id(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_id(row, 0);
    return OK;
}

static currency row_currency(const struct plan *plan, const struct row *row)
{
    const struct row_value *const own = &row->fields[FIELD_OBLIGATION_CURRENCY];
    return own->is_set ? (currency)own->number : plan->currency;
}

status known_case(struct op *op, const struct plan *plan, const struct row *row,
                  const struct known *known, struct case_key *ret_key, currency *ret_currency,
                  bool *ret_found)
{
    const struct row_value *const creditor = &row->fields[FIELD_CREDITOR];
    struct known of_claim = {0};
    struct case_key key = {known->party_id, 0};
    int64_t creditor_id = 0;
    bool found = false;
    if (known->has_claim && !known->has_obligation) {
        TRY(load_obligation(op, known->claim_debtor_id, known->claim.obligation_id, &of_claim));
        known = &of_claim;
    }
    if (known->has_obligation) {
        *ret_key = (struct case_key){known->obligation.debtor_id, known->obligation.case_id};
        *ret_currency = known->currency;
        *ret_found = true;
        return OK;
    }
    *ret_found = false;
    if (!known->has_party)
        return OK;
    *ret_currency = row_currency(plan, row);
    TRY(creditor_find(op, creditor->is_set ? creditor->text : STR(""), &creditor_id, &found));
    if (found)
        TRY(db_query_one(
            op, Q_CASE_FIND,
            DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(creditor_id), ARG_I64(*ret_currency)), read_id,
            &key.case_id, &found));
    *ret_key = key;
    *ret_found = found;
    return OK;
}

/* What the judges share. */
struct court {
    struct op *op;
    const struct plan *plan;
    const struct row_reader *reader;
    const struct csv_row *from;
    struct row *row;
};

static void refuse(const struct court *court, enum field field, const char *text)
{
    row_refuse(court->op, court->reader, court->from, court->row,
               row_column_of(court->reader, field), text);
}

static void refuse_unknown(const struct court *court, enum field field)
{
    refuse(court, field,
           op_say(court->op,
                  "%s \"" STR_FORMAT "\" is not in the store under source \"" STR_FORMAT
                  "\"; import it first",
                  field_name(field), STR_ARG(court->row->fields[field].text),
                  STR_ARG(source_of(court->plan->mapping, field))));
}

/* Amounts were read in the row's currency; the debt's own must be the same, or at least have as
 * many decimals where the row does not say one. */
static void judge_currency(const struct court *court, currency of_debt)
{
    char name[CURRENCY_TEXT];
    const bool is_said = court->row->fields[FIELD_OBLIGATION_CURRENCY].is_set;
    const currency of_row = row_currency(court->plan, court->row);
    if (of_row == of_debt || (!is_said && currency_exponent(of_row) == currency_exponent(of_debt)))
        return;
    refuse(court, FIELD_OBLIGATION_CURRENCY,
           op_say(court->op, "the debt is in %s; say obligation.currency",
                  currency_format(of_debt, name)));
}

/* A debt never changes its debtor, creditor or currency. */
static status judge_obligation(const struct court *court, const struct known *known)
{
    int64_t creditor_id = 0;
    bool found = false;
    if (!known->has_obligation)
        return OK;
    if (!known->has_party || known->obligation.debtor_id != known->party_id)
        refuse(court, FIELD_PARTY_EXTERNAL_ID,
               op_word(court->op, "the obligation belongs to another party already; a debt never "
                                  "changes its debtor"));
    if (known->currency != row_currency(court->plan, court->row))
        refuse(court, FIELD_OBLIGATION_CURRENCY,
               op_word(court->op,
                       "the obligation is in another currency already; a debt never changes it"));
    if (!court->row->fields[FIELD_CREDITOR].is_set)
        return OK;
    TRY(creditor_find(court->op, court->row->fields[FIELD_CREDITOR].text, &creditor_id, &found));
    if (!found || creditor_id != known->creditor_id)
        refuse(
            court, FIELD_CREDITOR,
            op_word(court->op,
                    "the obligation belongs to another creditor already; a debt never changes it"));
    return OK;
}

static void judge_claim(const struct court *court, const struct known *known)
{
    if (!known->has_claim)
        return;
    if (!known->has_obligation || known->claim.obligation_id != known->obligation.id)
        refuse(court, FIELD_CLAIM_EXTERNAL_ID,
               op_word(court->op, "the claim belongs to another obligation already"));
    if (court->row->fields[FIELD_CLAIM_AMOUNT].number < known->claim.paid.minor)
        refuse(court, FIELD_CLAIM_AMOUNT,
               op_word(court->op, "more is paid already than this new amount"));
}

/* No less may be owed than the claim's interest and fees, while no plan stands for it. */
static status judge_parts(const struct court *court, const struct known *known)
{
    const struct row_value *const fields = court->row->fields;
    struct parts parts;
    int64_t told = 0;
    bool is_told = false;
    if (row_parts(court->row, &parts) || !known->has_claim || known->claim.is_superseded ||
        fields[FIELD_CLAIM_AMOUNT].number >= known->claim.amount.minor)
        return OK;
    TRY(claim_part_get(court->op, known->claim_debtor_id, known->claim.id, known->claim.amount,
                       &parts, &is_told));
    if (!parts_total(&parts, &told) ||
        parts.of[COMPONENT_PRINCIPAL] + fields[FIELD_CLAIM_AMOUNT].number < told)
        refuse(court, FIELD_CLAIM_AMOUNT,
               op_word(court->op, "the new amount is less than the claim's interest and fees: say "
                                  "them too (claim.interest, claim.fee)"));
    return OK;
}

static void judge_not_later(const struct court *court, enum field field)
{
    char today[DAY_TEXT_SIZE];
    if (court->row->fields[field].number <= court->op->business_date)
        return;
    refuse(court, field,
           op_say(court->op,
                  "is after the open business date %s; --as-of leaves later rows for later",
                  day_format(court->op->business_date, today)));
}

static status read_amount(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(money *)out = db_money(row, 5);
    return OK;
}

/* A reference names one payment for good. */
static status judge_reference(const struct court *court, int64_t debtor_id)
{
    struct reference ref = {0};
    money amount = {0};
    bool found = false;
    const str reference = court->row->fields[FIELD_PAYMENT_REFERENCE].text;
    TRY(known_ref(court->op, "payment", court->plan->mapping->source, reference, &ref.debtor_id,
                  &ref.id, &found));
    if (!found)
        return OK;
    TRY(db_query_one(court->op, Q_PAYMENT_GET, DB_ARGS(ARG_ID(ref.debtor_id), ARG_ID(ref.id)),
                     read_amount, &amount, &found));
    if (ref.debtor_id != debtor_id ||
        amount.minor != court->row->fields[FIELD_PAYMENT_AMOUNT].number)
        refuse(
            court, FIELD_PAYMENT_REFERENCE,
            op_word(court->op, "the reference is taken by a payment of another debtor or amount"));
    return OK;
}

/* Payments and actions are about a case. */
static status judge_case(const struct court *court, const struct known *known,
                         struct case_key *ret_key, bool *ret_found)
{
    static const enum field targets[] = {FIELD_CLAIM_EXTERNAL_ID, FIELD_OBLIGATION_EXTERNAL_ID,
                                         FIELD_PARTY_EXTERNAL_ID};
    const bool is_known[] = {known->has_claim, known->has_obligation, known->has_party};
    currency of_debt = CURRENCY_NONE;
    *ret_found = true;
    for (size_t i = 0; i < ARRAY_LEN(targets) && *ret_found; i++) {
        if (court->row->fields[targets[i]].is_set && !is_known[i]) {
            refuse_unknown(court, targets[i]);
            *ret_found = false;
        }
    }
    if (!*ret_found)
        return OK;
    TRY(known_case(court->op, court->plan, court->row, known, ret_key, &of_debt, ret_found));
    if (!*ret_found)
        refuse(court, FIELD_PARTY_EXTERNAL_ID,
               op_word(court->op, "the party has no case with this creditor in this currency"));
    else
        judge_currency(court, of_debt);
    if (*ret_found && known->has_party && known->party_id != ret_key->debtor_id)
        refuse(court, FIELD_PARTY_EXTERNAL_ID,
               op_word(court->op, "the debt belongs to another party"));
    return OK;
}

static status judge_payment(const struct court *court, const struct known *known)
{
    struct case_key key = {0};
    bool found = false;
    TRY(judge_case(court, known, &key, &found));
    judge_not_later(court, FIELD_PAYMENT_VALUE_ON);
    return found ? judge_reference(court, key.debtor_id) : OK;
}

static status read_is_active(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(bool *)out = str_equal_c(db_text(row, 3), "active");
    return OK;
}

static status judge_action(const struct court *court, const struct known *known)
{
    struct case_key key = {0};
    bool found = false;
    bool is_active = false;
    TRY(judge_case(court, known, &key, &found));
    judge_not_later(court, FIELD_ACTION_ON);
    TRY(db_query_one(court->op, Q_DISPOSITION_GET,
                     DB_ARGS(ARG_TEXT(court->row->fields[FIELD_ACTION_DISPOSITION].text)),
                     read_is_active, &is_active, &found));
    if (!found || !is_active)
        refuse(court, FIELD_ACTION_DISPOSITION,
               op_word(court->op, found ? SAY("the outcome code is retired")
                                        : SAY("is no outcome code of this store; translate it with "
                                              "\"values\"")));
    return OK;
}

/* A word about one contact point needs that point; a word that ends, days in order. */
static status judge_consent(const struct court *court, const struct known *known)
{
    const struct row_value *const fields = court->row->fields;
    const struct row_value *const until = &fields[FIELD_CONSENT_UNTIL];
    if (!known->has_party) {
        refuse_unknown(court, FIELD_PARTY_EXTERNAL_ID);
        return OK;
    }
    if (until->is_set && until->number <= fields[FIELD_CONSENT_ON].number)
        refuse(court, FIELD_CONSENT_UNTIL,
               op_word(court->op, "it must end after the day from which it holds"));
    if (!fields[FIELD_CONTACT_VALUE].is_set)
        return OK;
    struct op probe = *court->op; /* a point that is missing refuses the row, and fails nothing */
    int64_t id = 0;
    const status code =
        contact_point_find(&probe, known->party_id, fields[FIELD_CONTACT_VALUE].text, &id);
    if (code == E_NOT_FOUND)
        refuse(court, FIELD_CONTACT_VALUE,
               op_word(court->op, "the person has no such contact point; import contacts first"));
    return code == OK || code == E_NOT_FOUND ? OK : op_fail(court->op, code, "%s", probe.text);
}

status known_judge(struct op *op, const struct plan *plan, const struct row_reader *reader,
                   const struct csv_row *from, struct row *row)
{
    const struct court court = {op, plan, reader, from, row};
    struct known known;
    TRY(known_of_row(op, plan->mapping, row, &known));
    switch (plan->kind) {
    case INTAKE_RECEIVABLES:
        judge_claim(&court, &known);
        TRY(judge_parts(&court, &known));
        return judge_obligation(&court, &known);
    case INTAKE_STATEMENTS:
        return judge_obligation(&court, &known);
    case INTAKE_OBLIGATIONS:
        if (!known.has_party && !plan->mapping->makes_parties)
            refuse_unknown(&court, FIELD_PARTY_EXTERNAL_ID);
        return judge_obligation(&court, &known);
    case INTAKE_CLAIMS:
        judge_claim(&court, &known);
        if (known.has_obligation)
            judge_currency(&court, known.currency);
        else
            refuse_unknown(&court, FIELD_OBLIGATION_EXTERNAL_ID);
        return judge_parts(&court, &known);
    case INTAKE_PARTIES:
        if (row->fields[FIELD_OBLIGATION_EXTERNAL_ID].is_set && !known.has_obligation)
            refuse_unknown(&court, FIELD_OBLIGATION_EXTERNAL_ID);
        return OK;
    case INTAKE_CONSENTS:
        return judge_consent(&court, &known);
    case INTAKE_CONTACTS:
        if (!known.has_party)
            refuse_unknown(&court, FIELD_PARTY_EXTERNAL_ID);
        return OK;
    case INTAKE_PAYMENTS:
        return judge_payment(&court, &known);
    case INTAKE_ACTIONS:
        return judge_action(&court, &known);
    case INTAKE_RATES:
    case INTAKE_INDEXES: /* a value that is there already is corrected */
    case INTAKE_KIND_COUNT:
        break;
    }
    return OK;
}
