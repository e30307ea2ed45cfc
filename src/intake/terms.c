#include "intake/terms.h"

#include "book/obligation_terms.h"

static str text_of(const struct row *row, enum field field)
{
    return row->fields[field].is_set ? row->fields[field].text : STR("");
}

static status read_words(struct op *op, const struct row *row, struct obligation_terms *terms)
{
    const str day_count = text_of(row, FIELD_TERMS_DAY_COUNT);
    const str bases = text_of(row, FIELD_TERMS_BASES);
    if ((day_count.size > 0 && !day_count_parse(day_count, &terms->basis)) ||
        (bases.size > 0 && !component_set_parse(bases, &terms->bases)))
        return op_fail(op, E_INTERNAL, "terms of interest were checked and are not known");
    return OK;
}

/* In the currency of the debt, where they name none. */
static status read_fees(struct op *op, const struct row *row, const struct obligation_ref *ref,
                        struct fee_levels *ret_fees)
{
    struct obligation debt = {.currency = CURRENCY_NONE};
    bool found = false;
    if (!row->fields[FIELD_TERMS_FEES].is_set)
        return OK;
    TRY(obligation_get(op, ref->debtor_id, ref->id, &debt, &found));
    return fee_levels_parse(row->fields[FIELD_TERMS_FEES].text, debt.currency, ret_fees)
               ? OK
               : op_fail(op, E_INVALID,
                         "terms.fees is no list of late fees in the debt's currency");
}

status terms_apply(struct op *op, const struct row *row, const struct obligation_ref *obligation,
                   bool *has_changed)
{
    const struct row_value *const from = &row->fields[FIELD_TERMS_FROM_ON];
    struct obligation_terms terms = {.from_on =
                                         from->is_set ? (day)from->number : op->business_date,
                                     .basis = DAY_COUNT_ACTUAL_365,
                                     .rate = row->fields[FIELD_TERMS_RATE].number,
                                     .late_rate = row->fields[FIELD_TERMS_LATE_RATE].number,
                                     .bases = TERMS_BASES_DEFAULT,
                                     .cap = text_of(row, FIELD_TERMS_CAP),
                                     .country = text_of(row, FIELD_TERMS_COUNTRY),
                                     .unit = text_of(row, FIELD_TERMS_UNIT)};
    enum book_change change = BOOK_UNCHANGED;
    if (terms.rate == 0 && terms.late_rate == 0 && terms.unit.size == 0 &&
        !row->fields[FIELD_TERMS_FEES].is_set)
        return OK;
    TRY(read_words(op, row, &terms));
    TRY(read_fees(op, row, obligation, &terms.fees));
    TRY(obligation_terms_put(op, obligation, &terms, &change));
    *has_changed = *has_changed || change != BOOK_UNCHANGED;
    return OK;
}
