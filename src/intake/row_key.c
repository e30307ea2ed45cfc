/* By what a row is known again in its file. */
#include "intake/row.h"

/* Kinds whose rows are known by several fields; all others by field_key alone. */
/* clang-format off */
static const enum field key_parts[INTAKE_KIND_COUNT][6] = {
    [INTAKE_PARTIES] = {FIELD_PARTY_EXTERNAL_ID, FIELD_OBLIGATION_EXTERNAL_ID, FIELD_PARTY_ROLE,
                        FIELD_COUNT}, /* an employer answers for many debts */
    [INTAKE_STATEMENTS] = {FIELD_OBLIGATION_EXTERNAL_ID, FIELD_STATEMENT_ENDS_ON, FIELD_COUNT},
    [INTAKE_CONTACTS] = {FIELD_PARTY_EXTERNAL_ID, FIELD_CONTACT_CHANNEL, FIELD_CONTACT_VALUE,
                         FIELD_COUNT},
    [INTAKE_RATES] = {FIELD_PUBLISHED_COUNTRY, FIELD_RATE_KIND, FIELD_PUBLISHED_FROM_ON,
                      FIELD_COUNT},
    [INTAKE_INDEXES] = {FIELD_PUBLISHED_COUNTRY, FIELD_INDEX_UNIT, FIELD_PUBLISHED_FROM_ON,
                        FIELD_COUNT},
    [INTAKE_CONSENTS] = {FIELD_PARTY_EXTERNAL_ID, FIELD_CONSENT_CHANNEL, FIELD_CONSENT_PURPOSE,
                         FIELD_CONSENT_ON, FIELD_CONTACT_VALUE, FIELD_COUNT},
};
/* clang-format on */

str row_key(struct arena *arena, enum intake_kind kind, const struct row *row)
{
    const enum field *const parts = key_parts[kind];
    struct buf key = buf_start(arena, LIMIT_ROW_BYTES);
    if (parts[0] == parts[1]) /* none listed */
        return row->fields[field_key(kind)].text;
    for (int i = 0; parts[i] != FIELD_COUNT; i++) {
        const struct row_value *const value = &row->fields[parts[i]];
        if (field_type(parts[i]) == TYPE_DAY)
            buf_add_i64(&key, value->number);
        else
            buf_add(&key, value->text);
        buf_add_char(&key, '\n');
    }
    return buf_str(&key);
}
