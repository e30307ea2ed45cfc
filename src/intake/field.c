#include "intake/field.h"

#include <assert.h>

#include "money/fee.h"

#define IN(kind) (1U << (kind))

enum {
    RECEIVABLES = IN(INTAKE_RECEIVABLES),
    PARTIES = IN(INTAKE_PARTIES),
    OBLIGATIONS = IN(INTAKE_OBLIGATIONS),
    CLAIMS = IN(INTAKE_CLAIMS),
    STATEMENTS = IN(INTAKE_STATEMENTS),
    PAYMENTS = IN(INTAKE_PAYMENTS),
    CONTACTS = IN(INTAKE_CONTACTS),
    ACTIONS = IN(INTAKE_ACTIONS),
    RATES = IN(INTAKE_RATES),
    INDEXES = IN(INTAKE_INDEXES),
    PUBLISHED = RATES | INDEXES,
    CONSENTS = IN(INTAKE_CONSENTS),
    PERSON = RECEIVABLES | PARTIES | STATEMENTS, /* rows that describe a party */
    DEBT = RECEIVABLES | OBLIGATIONS | STATEMENTS,
    EXIGIBLE = RECEIVABLES | CLAIMS,
    SAID = CONSENTS | RECEIVABLES | PARTIES, /* rows that may say what a person allows */
};

static const char *const party_kinds[] = {"person", "company", NULL};
static const char *const roles[] = {"debtor",    "co_debtor", "guarantor",
                                    "reference", "employer",  NULL};
/* Yes by the first half of the words, which field_is_yes asks. */
static const char *const yes_no[] = {"yes", "si", "sí", "sim",   "s", "y",   "true", "1",
                                     "x",   "no", "n",  "false", "0", "não", "nao",  NULL};
enum { YES_WORDS = 9 };
static const char *const points[] = {"email", "phone", "address", NULL};
static const char *const point_states[] = {"unverified", "verified", "wrong", "inactive", NULL};
static const char *const point_uses[] = {"personal", "workplace", "reference", NULL};
static const char *const channels[] = {"email",  "sms",   "whatsapp", "call",
                                       "letter", "visit", "none",     NULL};
static const char *const consent_states[] = {"given", "revoked", NULL};
static const char *const consent_channels[] = {"all",  "email",  "sms",   "whatsapp",
                                               "call", "letter", "visit", NULL};
static const char *const purposes[] = {"collection", "reminder", "service", NULL};
static const char *const directions[] = {"outbound", "inbound", NULL};

static const char *const day_counts[] = {"actual/360",   "actual/365", "actual/actual",
                                         "30/360",       "30/360-us",  "30e/360",
                                         "30e/360-isda", NULL}; /* money/day_count.h */

struct field_row {
    const char *name;
    enum field_type type;
    unsigned kinds;    /* where it may stand */
    unsigned required; /* where it must */
    size_t bytes_max;
    const char *const *words;
    const char *synonyms;
};

/* Sizes of texts: an id of another system, a name, a line of an address, a note of a gestión. */
enum { ID_BYTES = 200, NAME_BYTES = 400, LINE_BYTES = 1000, NOTE_BYTES = 4800 };

#define ROW(field, ...) [field] = {__VA_ARGS__}
static const struct field_row rows[FIELD_COUNT] = {
    ROW(FIELD_PARTY_EXTERNAL_ID, "party.external_id", TYPE_TEXT,
        PERSON | OBLIGATIONS | PAYMENTS | CONTACTS | ACTIONS | CONSENTS,
        PERSON | OBLIGATIONS | CONTACTS | CONSENTS, ID_BYTES, NULL,
        "customerid customer customernumber customerno clientid debtorid "
        "idcliente cliente codigocliente numerocliente nrocliente "
        "iddeudor deudor codigodeudor partyid codcliente"),
    ROW(FIELD_PARTY_KIND, "party.kind", TYPE_WORD, PERSON, 0, 0, party_kinds,
        "tipopersona persontype partykind"),
    ROW(FIELD_PARTY_NAME, "party.name", TYPE_TEXT, PERSON, PARTIES, NAME_BYTES, NULL,
        "name customername clientname debtorname nombre nombrecompleto "
        "razonsocial nombrecliente nombredeudor"),
    ROW(FIELD_PARTY_DOCUMENT_KIND, "party.document_kind", TYPE_TEXT, PERSON, 0, ID_BYTES, NULL,
        "documenttype tipodocumento tipodoc tipoidentificacion"),
    ROW(FIELD_PARTY_DOCUMENT, "party.document", TYPE_TEXT, PERSON, 0, ID_BYTES, NULL,
        "document documentnumber taxid documento numerodocumento "
        "identificacion rfc curp rut cedula dni cuit nit cpf cnpj"),
    ROW(FIELD_PARTY_LANGUAGE, "party.language", TYPE_LANGUAGE, PERSON, 0, 0, NULL,
        "language idioma lengua"),
    ROW(FIELD_PARTY_COUNTRY, "party.country", TYPE_COUNTRY, PERSON, 0, 0, NULL, "country pais"),
    ROW(FIELD_PARTY_REGION, "party.region", TYPE_TEXT, PERSON, 0, NAME_BYTES, NULL,
        "region state estado provincia departamento entidad"),
    ROW(FIELD_PARTY_ZONE, "party.zone", TYPE_ZONE, PERSON, 0, 0, NULL,
        "timezone zonahoraria husohorario"),
    ROW(FIELD_PARTY_EMAIL, "party.email", TYPE_TEXT, PERSON, 0, NAME_BYTES, NULL,
        "email mail correo correoelectronico"),
    ROW(FIELD_PARTY_PHONE, "party.phone", TYPE_TEXT, PERSON, 0, ID_BYTES, NULL,
        "phone telephone phonenumber mobile telefono celular movil tel"),
    ROW(FIELD_PARTY_ADDRESS, "party.address", TYPE_TEXT, PERSON, 0, LINE_BYTES, NULL,
        "address direccion domicilio"),
    ROW(FIELD_PARTY_ROLE, "party.role", TYPE_WORD, PARTIES, 0, 0, roles, "role rol tiporelacion"),
    ROW(FIELD_PARTY_DECEASED, "party.deceased", TYPE_WORD, PERSON, 0, 0, yes_no,
        "deceased fallecido falleciotitular difunto"),
    ROW(FIELD_PARTY_REPRESENTED, "party.represented", TYPE_WORD, PERSON, 0, 0, yes_no,
        "represented representado tieneabogado conabogado"),
    ROW(FIELD_PARTY_BANKRUPT, "party.bankrupt", TYPE_WORD, PERSON, 0, 0, yes_no,
        "bankrupt insolvency insolvente concurso quiebra concursado"),
    ROW(FIELD_PARTY_VULNERABLE, "party.vulnerable", TYPE_WORD, PERSON, 0, 0, yes_no,
        "vulnerable vulnerabilidad"),
    ROW(FIELD_PARTY_MINOR, "party.minor", TYPE_WORD, PERSON, 0, 0, yes_no,
        "minor menor menoredad menordeedad"),
    ROW(FIELD_PARTY_ELDERLY, "party.elderly", TYPE_WORD, PERSON, 0, 0, yes_no,
        "elderly adultomayor personamayor terceraedad"),
    ROW(FIELD_PARTY_SUED, "party.sued", TYPE_WORD, PERSON, 0, 0, yes_no,
        "sued lawsuit demandado enjuicio juicio"),
    ROW(FIELD_PARTY_MORATORIUM, "party.moratorium", TYPE_WORD, PERSON, 0, 0, yes_no,
        "moratorium moratoria suspensionlegal"),
    ROW(FIELD_CREDITOR, "creditor.external_id", TYPE_TEXT, DEBT | PAYMENTS | ACTIONS, 0, ID_BYTES,
        NULL, "creditor acreedor mandante"),
    ROW(FIELD_PORTFOLIO, "portfolio.external_id", TYPE_TEXT, DEBT, 0, ID_BYTES, NULL,
        "portfolio cartera asignacion"),
    ROW(FIELD_OBLIGATION_EXTERNAL_ID, "obligation.external_id", TYPE_TEXT,
        DEBT | PARTIES | CLAIMS | PAYMENTS | ACTIONS, DEBT | CLAIMS, ID_BYTES, NULL,
        "invoicenumber invoiceno invoiceid invoice accountnumber "
        "loanid contract contractnumber factura numerofactura "
        "nrofactura folio contrato numerocontrato credito "
        "numerocredito cuenta numerocuenta obligacion prestamo "
        "operacion obligationid"),
    ROW(FIELD_OBLIGATION_PRODUCT, "obligation.product", TYPE_TEXT, DEBT, 0, ID_BYTES, NULL,
        "product producto tipoproducto tipocredito"),
    ROW(FIELD_OBLIGATION_CURRENCY, "obligation.currency", TYPE_CURRENCY,
        DEBT | CLAIMS | PAYMENTS | ACTIONS, 0, 0, NULL, "currency currencycode moneda divisa"),
    ROW(FIELD_OBLIGATION_OPENED_ON, "obligation.opened_on", TYPE_DAY, DEBT, OBLIGATIONS, 0, NULL,
        "openedon openeddate startdate fechaapertura "
        "fechaotorgamiento fechainicio fechadesembolso"),
    ROW(FIELD_TERMS_RATE, "terms.rate", TYPE_PERCENT, DEBT, 0, 0, NULL,
        "contractrate tasaordinaria tasacontrato"),
    ROW(FIELD_TERMS_LATE_RATE, "terms.late_rate", TYPE_PERCENT, DEBT, 0, 0, NULL,
        "laterate tasamoratoria tasamora"),
    ROW(FIELD_TERMS_FROM_ON, "terms.from_on", TYPE_DAY, DEBT, 0, 0, NULL, ""),
    ROW(FIELD_TERMS_DAY_COUNT, "terms.day_count", TYPE_WORD, DEBT, 0, 0, day_counts,
        "daycount basedias"),
    ROW(FIELD_TERMS_BASES, "terms.bases", TYPE_TEXT, DEBT, 0, ID_BYTES, NULL, ""),
    ROW(FIELD_TERMS_CAP, "terms.cap", TYPE_NAME, DEBT, 0, ID_BYTES, NULL, "ratecap topetasa"),
    ROW(FIELD_TERMS_COUNTRY, "terms.country", TYPE_COUNTRY, DEBT, 0, 0, NULL, ""),
    ROW(FIELD_TERMS_UNIT, "terms.unit", TYPE_NAME, DEBT, 0, ID_BYTES, NULL,
        "unidadcuenta unitofaccount"),
    ROW(FIELD_TERMS_FEES, "terms.fees", TYPE_TEXT, DEBT, 0, FEE_TEXT_MAX, NULL,
        "latefees recargosmora"),
    ROW(FIELD_CLAIM_EXTERNAL_ID, "claim.external_id", TYPE_TEXT, EXIGIBLE | PAYMENTS, CLAIMS,
        ID_BYTES, NULL, "claimid idcuota idexigible"),
    ROW(FIELD_CLAIM_NUMBER, "claim.number", TYPE_INTEGER, EXIGIBLE, 0, 0, NULL,
        "instalment instalmentnumber installment installmentnumber cuota "
        "numerocuota nrocuota"),
    ROW(FIELD_CLAIM_ISSUED_ON, "claim.issued_on", TYPE_DAY, EXIGIBLE, 0, 0, NULL,
        "invoicedate issuedon issuedate issued fechaemision emision "
        "fechafactura fechadeemision"),
    ROW(FIELD_CLAIM_DUE_ON, "claim.due_on", TYPE_DAY, EXIGIBLE, EXIGIBLE, 0, NULL,
        "duedate dueon due fechavencimiento vencimiento fechadevencimiento "
        "fecvencimiento fvencimiento"),
    ROW(FIELD_CLAIM_AMOUNT, "claim.amount", TYPE_MONEY, EXIGIBLE, EXIGIBLE, 0, NULL,
        "invoiceamount amount amountdue total balance monto importe saldo "
        "valor montofactura importetotal montocuota"),
    ROW(FIELD_CLAIM_PRINCIPAL, "claim.principal", TYPE_BALANCE, EXIGIBLE, 0, 0, NULL,
        "principalamount montocapital capitalcuota importecapital"),
    ROW(FIELD_CLAIM_INTEREST, "claim.interest", TYPE_BALANCE, EXIGIBLE, 0, 0, NULL,
        "interestamount montointeres interescuota importeinteres"),
    ROW(FIELD_CLAIM_LATE_INTEREST, "claim.late_interest", TYPE_BALANCE, EXIGIBLE, 0, 0, NULL,
        "lateinterestamount montomoratorio montointeresmora importemoratorio"),
    ROW(FIELD_CLAIM_FEE, "claim.fee", TYPE_BALANCE, EXIGIBLE, 0, 0, NULL,
        "feeamount montocomision montocargos importecomision"),
    ROW(FIELD_CLAIM_TAX, "claim.tax", TYPE_BALANCE, EXIGIBLE, 0, 0, NULL,
        "taxamount montoimpuesto montoiva importeiva"),
    ROW(FIELD_CLAIM_COST, "claim.cost", TYPE_BALANCE, EXIGIBLE, 0, 0, NULL,
        "costamount montogastos gastoscobranza importegastos"),
    ROW(FIELD_SCHEDULE_COUNT, "schedule.count", TYPE_INTEGER, EXIGIBLE, 0, 0, NULL, ""),
    ROW(FIELD_SCHEDULE_START, "schedule.start", TYPE_DAY, EXIGIBLE, 0, 0, NULL, ""),
    ROW(FIELD_SCHEDULE_MONTHS, "schedule.months", TYPE_INTEGER, EXIGIBLE, 0, 0, NULL, ""),
    ROW(FIELD_STATEMENT_ENDS_ON, "statement.ends_on", TYPE_DAY, STATEMENTS, STATEMENTS, 0, NULL,
        "statementdate closingdate fechacorte corte"),
    ROW(FIELD_STATEMENT_BALANCE, "statement.balance", TYPE_BALANCE, STATEMENTS, STATEMENTS, 0, NULL,
        "statementbalance billamount saldocorte saldo"),
    ROW(FIELD_STATEMENT_PAID, "statement.paid", TYPE_BALANCE, STATEMENTS, 0, 0, NULL,
        "paidamount montopagado pagos"),
    ROW(FIELD_STATEMENT_MONTHS_LATE, "statement.months_late", TYPE_INTEGER, STATEMENTS, 0, 0, NULL,
        "monthslate mesesmora mesesatraso"),
    ROW(FIELD_SETTLEMENT_ON, "settlement.on", TYPE_DAY, RECEIVABLES, 0, 0, NULL,
        "settleddate settledon paiddate paidon fechapago fechaliquidacion "
        "fechacancelacion"),
    ROW(FIELD_SETTLEMENT_AMOUNT, "settlement.amount", TYPE_MONEY, RECEIVABLES, 0, 0, NULL,
        "settledamount paidamount montopagado importepagado"),
    ROW(FIELD_PAYMENT_REFERENCE, "payment.reference", TYPE_TEXT, PAYMENTS, PAYMENTS, ID_BYTES, NULL,
        "reference paymentid transactionid referencia idpago "
        "numerooperacion folio recibo comprobante"),
    ROW(FIELD_PAYMENT_VALUE_ON, "payment.value_on", TYPE_DAY, PAYMENTS, PAYMENTS, 0, NULL,
        "valueon valuedate paymentdate date fechapago fechavalor fecha"),
    ROW(FIELD_PAYMENT_AMOUNT, "payment.amount", TYPE_MONEY, PAYMENTS, PAYMENTS, 0, NULL,
        "amount paymentamount monto importe montopago importepago valor"),
    ROW(FIELD_CONTACT_CHANNEL, "contact.channel", TYPE_WORD, CONTACTS, CONTACTS, 0, points,
        "channel canal tipo tipocontacto"),
    ROW(FIELD_CONTACT_VALUE, "contact.value", TYPE_TEXT, CONTACTS | CONSENTS, CONTACTS, LINE_BYTES,
        NULL, "value valor contacto dato datocontacto"),
    ROW(FIELD_CONTACT_PRIORITY, "contact.priority", TYPE_INTEGER, CONTACTS, 0, 0, NULL,
        "priority prioridad orden"),
    ROW(FIELD_CONTACT_STATE, "contact.state", TYPE_WORD, CONTACTS, 0, 0, point_states,
        "state estado status"),
    ROW(FIELD_CONTACT_USE, "contact.use", TYPE_WORD, CONTACTS, 0, 0, point_uses,
        "use uso contactuse usocontacto"),
    ROW(FIELD_ACTION_EXTERNAL_ID, "action.external_id", TYPE_TEXT, ACTIONS, ACTIONS, ID_BYTES, NULL,
        "id actionid idgestion gestion"),
    ROW(FIELD_ACTION_ON, "action.on", TYPE_DAY, ACTIONS, ACTIONS, 0, NULL,
        "on date actiondate fecha fechagestion"),
    ROW(FIELD_ACTION_CHANNEL, "action.channel", TYPE_WORD, ACTIONS, ACTIONS, 0, channels,
        "channel canal medio"),
    ROW(FIELD_ACTION_DIRECTION, "action.direction", TYPE_WORD, ACTIONS, 0, 0, directions,
        "direction direccion sentido"),
    ROW(FIELD_ACTION_DISPOSITION, "action.disposition", TYPE_TEXT, ACTIONS, ACTIONS, ID_BYTES, NULL,
        "disposition result outcome resultado codigoresultado"),
    ROW(FIELD_ACTION_AMOUNT, "action.amount", TYPE_MONEY, ACTIONS, 0, 0, NULL,
        "amount monto importe"),
    ROW(FIELD_ACTION_NOTE, "action.note", TYPE_TEXT, ACTIONS, 0, NOTE_BYTES, NULL,
        "note notes comment nota comentario observacion observaciones"),
    ROW(FIELD_ACTION_DURATION, "action.duration_s", TYPE_INTEGER, ACTIONS, 0, 0, NULL,
        "duration duracion segundos"),
    ROW(FIELD_PUBLISHED_COUNTRY, "published.country", TYPE_COUNTRY, PUBLISHED, 0, 0, NULL,
        "country pais"),
    ROW(FIELD_PUBLISHED_FROM_ON, "published.from_on", TYPE_DAY, PUBLISHED, PUBLISHED, 0, NULL,
        "fromon from on day date desde fecha vigencia vigentedesde dia"),
    ROW(FIELD_PUBLISHED_SOURCE, "published.source", TYPE_TEXT, PUBLISHED, PUBLISHED, NAME_BYTES,
        NULL, "source fuente publicacion resolucion"),
    ROW(FIELD_RATE_KIND, "rate.kind", TYPE_NAME, RATES, RATES, ID_BYTES, NULL, "kind tipo tasa"),
    ROW(FIELD_RATE_VALUE, "rate.value", TYPE_PERCENT, RATES, RATES, 0, NULL,
        "value percent valor porcentaje"),
    ROW(FIELD_INDEX_UNIT, "index.unit", TYPE_NAME, INDEXES, INDEXES, ID_BYTES, NULL,
        "unit unidad indice"),
    ROW(FIELD_INDEX_CURRENCY, "index.currency", TYPE_CURRENCY, INDEXES, 0, 0, NULL,
        "currency moneda"),
    ROW(FIELD_INDEX_VALUE, "index.value", TYPE_DECIMAL, INDEXES, INDEXES, 0, NULL, "value valor"),
    ROW(FIELD_CONSENT_STATE, "consent.state", TYPE_WORD, SAID, CONSENTS, 0, consent_states, ""),
    ROW(FIELD_CONSENT_CHANNEL, "consent.channel", TYPE_WORD, SAID, CONSENTS, 0, consent_channels,
        ""),
    ROW(FIELD_CONSENT_PURPOSE, "consent.purpose", TYPE_WORD, SAID, 0, 0, purposes, ""),
    ROW(FIELD_CONSENT_ON, "consent.on", TYPE_DAY, SAID, CONSENTS, 0, NULL, ""),
    ROW(FIELD_CONSENT_UNTIL, "consent.until", TYPE_DAY, SAID, 0, 0, NULL, ""),
    ROW(FIELD_CONSENT_EVIDENCE, "consent.evidence", TYPE_TEXT, SAID, CONSENTS, LINE_BYTES, NULL,
        ""),
    ROW(FIELD_CONSENT_WORDING, "consent.wording", TYPE_TEXT, SAID, 0, NAME_BYTES / 4, NULL, ""),
};

static const enum field payment_targets[] = {FIELD_CLAIM_EXTERNAL_ID, FIELD_OBLIGATION_EXTERNAL_ID,
                                             FIELD_PARTY_EXTERNAL_ID};
static const enum field action_targets[] = {FIELD_OBLIGATION_EXTERNAL_ID, FIELD_PARTY_EXTERNAL_ID};

static const struct {
    const char *name;
    enum field key;
    enum field date;
    const enum field *alternatives;
    int alternative_count;
} kinds[INTAKE_KIND_COUNT] = {
    ROW(INTAKE_RECEIVABLES, "receivables", FIELD_CLAIM_EXTERNAL_ID, FIELD_CLAIM_ISSUED_ON, NULL, 0),
    ROW(INTAKE_PARTIES, "parties", FIELD_PARTY_EXTERNAL_ID, FIELD_COUNT, NULL, 0),
    ROW(INTAKE_OBLIGATIONS, "obligations", FIELD_OBLIGATION_EXTERNAL_ID, FIELD_OBLIGATION_OPENED_ON,
        NULL, 0),
    ROW(INTAKE_CLAIMS, "claims", FIELD_CLAIM_EXTERNAL_ID, FIELD_CLAIM_ISSUED_ON, NULL, 0),
    ROW(INTAKE_STATEMENTS, "statements", FIELD_OBLIGATION_EXTERNAL_ID, FIELD_STATEMENT_ENDS_ON,
        NULL, 0),
    ROW(INTAKE_PAYMENTS, "payments", FIELD_PAYMENT_REFERENCE, FIELD_PAYMENT_VALUE_ON,
        payment_targets, ARRAY_LEN(payment_targets)),
    ROW(INTAKE_CONTACTS, "contacts", FIELD_CONTACT_VALUE, FIELD_COUNT, NULL, 0),
    ROW(INTAKE_ACTIONS, "actions", FIELD_ACTION_EXTERNAL_ID, FIELD_ACTION_ON, action_targets,
        ARRAY_LEN(action_targets)),
    ROW(INTAKE_RATES, "rates", FIELD_RATE_KIND, FIELD_PUBLISHED_FROM_ON, NULL, 0),
    ROW(INTAKE_INDEXES, "indexes", FIELD_INDEX_UNIT, FIELD_PUBLISHED_FROM_ON, NULL, 0),
    ROW(INTAKE_CONSENTS, "consents", FIELD_PARTY_EXTERNAL_ID, FIELD_CONSENT_ON, NULL, 0),
};

const char *intake_kind_name(enum intake_kind kind)
{
    assert(kind < INTAKE_KIND_COUNT);
    return kinds[kind].name;
}

bool intake_kind_parse(str text, enum intake_kind *ret_kind)
{
    for (int i = 0; i < INTAKE_KIND_COUNT; i++) {
        if (str_equal_c(text, kinds[i].name)) {
            *ret_kind = (enum intake_kind)i;
            return true;
        }
    }
    return false;
}

const char *intake_kind_list(void)
{
    return "receivables, parties, obligations, claims, statements, payments, contacts, actions, "
           "rates, indexes, consents";
}

static const struct field_row *row_of(enum field field)
{
    assert(field < FIELD_COUNT);
    return &rows[field];
}

const char *field_name(enum field field)
{
    return row_of(field)->name;
}

bool field_parse(str text, enum field *ret_field)
{
    for (int i = 0; i < FIELD_COUNT; i++) {
        if (str_equal_c(text, rows[i].name)) {
            *ret_field = (enum field)i;
            return true;
        }
    }
    return false;
}

enum field_type field_type(enum field field)
{
    return row_of(field)->type;
}

bool field_is_amount(enum field field)
{
    const enum field_type type = field_type(field);
    return type == TYPE_MONEY || type == TYPE_BALANCE || type == TYPE_PERCENT ||
           type == TYPE_DECIMAL;
}

size_t field_bytes_max(enum field field)
{
    return row_of(field)->bytes_max;
}

const char *const *field_words(enum field field)
{
    return row_of(field)->words;
}

const char *field_synonyms(enum field field)
{
    return row_of(field)->synonyms;
}

bool field_belongs(enum intake_kind kind, enum field field)
{
    return (row_of(field)->kinds & IN(kind)) != 0;
}

bool field_is_required(enum intake_kind kind, enum field field)
{
    return (row_of(field)->required & IN(kind)) != 0;
}

const enum field *field_alternatives(enum intake_kind kind, int *ret_count)
{
    *ret_count = kinds[kind].alternative_count;
    return kinds[kind].alternatives;
}

enum field field_key(enum intake_kind kind)
{
    return kinds[kind].key;
}

enum field field_date(enum intake_kind kind)
{
    return kinds[kind].date;
}

bool intake_kind_has_attributes(enum intake_kind kind)
{
    return (DEBT & IN(kind)) != 0;
}

bool field_is_yes(str word)
{
    for (int i = 0; i < YES_WORDS; i++)
        if (str_equal_c(word, yes_no[i]))
            return true;
    return false;
}
