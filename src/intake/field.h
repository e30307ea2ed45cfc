/* What can be imported: the kinds of files, the fields that their rows have, and what each may
 * hold.
 *
 * A field is called as in the glossary, `claim.due_on`; the same names stand in mapping files, in
 * reports and in docs/manual.  Pure. */
#ifndef INTAKE_FIELD_H
#define INTAKE_FIELD_H
#include "base/str.h"

enum intake_kind {
    INTAKE_RECEIVABLES, /* a row is a party, its obligation and one claim */
    INTAKE_PARTIES,
    INTAKE_OBLIGATIONS,
    INTAKE_CLAIMS,
    INTAKE_STATEMENTS, /* a row is a party, its obligation and what the creditor's statements say */
    INTAKE_PAYMENTS,
    INTAKE_CONTACTS,
    INTAKE_ACTIONS,
    INTAKE_RATES,    /* a row is a published limit of rates (book/published.h) */
    INTAKE_INDEXES,  /* a row is the published value of a unit of account */
    INTAKE_CONSENTS, /* a row of the ledger of consents */
    INTAKE_KIND_COUNT
};

enum field {
    FIELD_PARTY_EXTERNAL_ID,
    FIELD_PARTY_KIND,
    FIELD_PARTY_NAME,
    FIELD_PARTY_DOCUMENT_KIND,
    FIELD_PARTY_DOCUMENT,
    FIELD_PARTY_LANGUAGE,
    FIELD_PARTY_COUNTRY,
    FIELD_PARTY_REGION,
    FIELD_PARTY_ZONE,
    FIELD_PARTY_EMAIL,
    FIELD_PARTY_PHONE,
    FIELD_PARTY_ADDRESS,
    FIELD_PARTY_ROLE,
    /* clang-format off */
    FIELD_PARTY_DECEASED, /* the flags, in the order of enum party_flag */
    FIELD_PARTY_REPRESENTED, FIELD_PARTY_BANKRUPT, FIELD_PARTY_VULNERABLE, FIELD_PARTY_MINOR,
    FIELD_PARTY_ELDERLY, FIELD_PARTY_SUED, FIELD_PARTY_MORATORIUM,
    /* clang-format on */
    FIELD_CREDITOR,
    FIELD_PORTFOLIO,
    FIELD_OBLIGATION_EXTERNAL_ID,
    FIELD_OBLIGATION_PRODUCT,
    FIELD_OBLIGATION_CURRENCY,
    FIELD_OBLIGATION_OPENED_ON,
    /* clang-format off */
    FIELD_TERMS_RATE, FIELD_TERMS_LATE_RATE, FIELD_TERMS_FROM_ON, FIELD_TERMS_DAY_COUNT,
    FIELD_TERMS_BASES, FIELD_TERMS_CAP, FIELD_TERMS_COUNTRY, FIELD_TERMS_UNIT, FIELD_TERMS_FEES,
    FIELD_CLAIM_EXTERNAL_ID, FIELD_CLAIM_NUMBER,
    /* clang-format on */
    FIELD_CLAIM_ISSUED_ON,
    FIELD_CLAIM_DUE_ON,
    FIELD_CLAIM_AMOUNT,
    FIELD_CLAIM_PRINCIPAL, /* what it is made of, in the order of enum component */
    FIELD_CLAIM_INTEREST,
    FIELD_CLAIM_LATE_INTEREST,
    FIELD_CLAIM_FEE,
    FIELD_CLAIM_TAX,
    FIELD_CLAIM_COST,
    FIELD_SCHEDULE_COUNT,
    FIELD_SCHEDULE_START,
    FIELD_SCHEDULE_MONTHS,
    FIELD_STATEMENT_ENDS_ON,
    FIELD_STATEMENT_BALANCE,
    FIELD_STATEMENT_PAID,
    FIELD_STATEMENT_MONTHS_LATE,
    FIELD_SETTLEMENT_ON,
    FIELD_SETTLEMENT_AMOUNT,
    FIELD_PAYMENT_REFERENCE,
    FIELD_PAYMENT_VALUE_ON,
    FIELD_PAYMENT_AMOUNT,
    FIELD_CONTACT_CHANNEL,
    FIELD_CONTACT_VALUE,
    FIELD_CONTACT_PRIORITY,
    FIELD_CONTACT_STATE,
    FIELD_CONTACT_USE,
    FIELD_ACTION_EXTERNAL_ID,
    FIELD_ACTION_ON,
    FIELD_ACTION_CHANNEL,
    FIELD_ACTION_DIRECTION,
    FIELD_ACTION_DISPOSITION,
    FIELD_ACTION_AMOUNT,
    FIELD_ACTION_NOTE,
    FIELD_ACTION_DURATION,
    FIELD_PUBLISHED_COUNTRY,
    FIELD_PUBLISHED_FROM_ON,
    FIELD_PUBLISHED_SOURCE,
    FIELD_RATE_KIND,
    FIELD_RATE_VALUE,
    FIELD_INDEX_UNIT,
    FIELD_INDEX_CURRENCY,
    FIELD_INDEX_VALUE,
    FIELD_CONSENT_STATE,
    FIELD_CONSENT_CHANNEL,
    FIELD_CONSENT_PURPOSE,
    FIELD_CONSENT_ON,
    FIELD_CONSENT_UNTIL,
    FIELD_CONSENT_EVIDENCE,
    FIELD_CONSENT_WORDING,
    FIELD_COUNT
};

enum field_type {
    TYPE_TEXT,
    TYPE_DAY,
    TYPE_MONEY,    /* above zero */
    TYPE_BALANCE,  /* an amount that may be zero or below */
    TYPE_PERCENT,  /* above zero, up to four decimals: 34.56 or 34.56 % */
    TYPE_DECIMAL,  /* above zero, up to six decimals */
    TYPE_NAME,     /* letters, digits and _, a dot inside */
    TYPE_CURRENCY, /* three letters of base/money.h */
    TYPE_INTEGER,  /* not negative */
    TYPE_WORD,     /* one of field_words */
    TYPE_COUNTRY,  /* two letters */
    TYPE_LANGUAGE, /* es, es-MX */
    TYPE_ZONE      /* an id of the tzdata package */
};

const char *intake_kind_name(enum intake_kind kind);
MUST_CHECK bool intake_kind_parse(str text, enum intake_kind *ret_kind);
const char *intake_kind_list(void); /* all of them, for messages */

const char *field_name(enum field field);
MUST_CHECK bool field_parse(str text, enum field *ret_field);
enum field_type field_type(enum field field);
bool field_is_amount(enum field field);   /* a number whose decimal mark is found out */
size_t field_bytes_max(enum field field); /* of a text */
/* The words of a TYPE_WORD field, ended by NULL; NULL for other types. */
const char *const *field_words(enum field field);
/* Of a word that answers yes or no. */
bool field_is_yes(str word);
/* Names under which the column is known in other programs, folded (intake/names.h), blanks between
 * them; empty: only its own name. */
const char *field_synonyms(enum field field);

bool field_belongs(enum intake_kind kind, enum field field);
bool field_is_required(enum intake_kind kind, enum field field);
/* Fields of which a row must have one; *ret_count may be 0. */
const enum field *field_alternatives(enum intake_kind kind, int *ret_count);
/* The field by which a row is known again. */
enum field field_key(enum intake_kind kind);
/* The day that --as-of looks at; FIELD_COUNT: rows of that kind have none. */
enum field field_date(enum intake_kind kind);
/* Whether unknown columns can be kept as attributes: they belong to obligations. */
bool intake_kind_has_attributes(enum intake_kind kind);
#endif
