#include "policy/spell.h"

#include <inttypes.h>

#include "record/symbol.h"

#define KEY_CELLS (FACT_CELLS - FACT_COUNT) /* debtor_id to natural_key */

enum kind {
    KIND_ID,
    KIND_CODE,
    KIND_DAY,
    KIND_MONEY,
    KIND_COUNT,
    KIND_WINDOW,
    KIND_SYMBOL,
    KIND_BITS
};

static const char *const names[FACT_CELLS] = {"debtor_id",     "case_id",     "recheck_on",
                                              "validity",      "natural_key",
#define CELL_NAME(name, kind) #name,
                                              FACTS(CELL_NAME)
#undef CELL_NAME
};
static const enum kind kinds[FACT_CELLS] = {KIND_ID,         KIND_ID, KIND_DAY, KIND_BITS, KIND_ID,
#define CELL_KIND(name, kind) KIND_##kind,
                                            FACTS(CELL_KIND)
#undef CELL_KIND
};

const char *fact_cell_name(int cell)
{
    return names[cell];
}

static status symbol_word(struct op *op, int64_t id, const char **ret_text)
{
    str text = {"", 0};
    if (id != 0)
        TRY(symbol_text(op, id, &text));
    *ret_text = str_cstr(op->arena, text);
    return OK;
}

static const char *amount_text(struct op *op, const struct case_facts *facts, int64_t minor)
{
    char text[MONEY_TEXT_SIZE];
    const int exponent = currency_exponent((currency)facts->currency);
    return arena_printf(op->arena, "%s", money_format_plain((money){minor}, exponent, text));
}

static const char *day_text(struct op *op, int64_t value)
{
    char text[DAY_TEXT_SIZE];
    if (value >= DAY_MAX)
        return "-"; /* never */
    return arena_printf(op->arena, "%s", day_format((day)value, text));
}

status fact_cell_text(struct op *op, const struct case_facts *facts, int cell,
                      const char **ret_text)
{
    const int64_t value = (&facts->debtor_id)[cell];
    char currency_text[CURRENCY_TEXT];
    *ret_text = NULL;
    if (cell >= KEY_CELLS && !facts_has(facts, (enum fact)(cell - KEY_CELLS)))
        return OK;
    switch (kinds[cell]) {
    case KIND_DAY:
        *ret_text = day_text(op, value);
        return OK;
    case KIND_MONEY:
        *ret_text = amount_text(op, facts, value);
        return OK;
    case KIND_SYMBOL:
        return symbol_word(op, value, ret_text);
    case KIND_BITS:
    case KIND_WINDOW:
        *ret_text = arena_printf(op->arena, "%" PRIx64, (uint64_t)value);
        return OK;
    case KIND_CODE:
    case KIND_ID:
    case KIND_COUNT:
        break;
    }
    *ret_text = cell == KEY_CELLS + FACT_currency
                    ? arena_printf(op->arena, "%s", currency_format((currency)value, currency_text))
                    : arena_printf(op->arena, "%" PRId64, value);
    return OK;
}

enum field { FIELD_CHANNEL = 2, FIELD_RULES = 4, FIELD_VERDICT = 5 }; /* the others are symbols */

static const char *const field_names[DECISION_FIELDS] = {
    "segment", "step", "channel", "template", "rules", "verdict", "verdict_rule", "silence", "arm"};

const char *decision_field_name(int field)
{
    return field_names[field];
}

static int64_t field_of(const struct decision *d, int field)
{
    const int64_t values[DECISION_FIELDS] = {d->segment,      d->step,    d->channel,
                                             d->template,     d->rules,   d->verdict,
                                             d->verdict_rule, d->silence, d->arm};
    return values[field];
}

bool decision_field_equal(const struct decision *a, const struct decision *b, int field)
{
    return field_of(a, field) == field_of(b, field);
}

status decision_field_text(struct op *op, const struct decision *decision, int field,
                           const char **ret_text)
{
    static const char *const verdicts[] = {"none", "allowed", "refused"};
    const int64_t value = field_of(decision, field);
    switch (field) {
    case FIELD_CHANNEL:
        *ret_text = channel_name((enum channel)value);
        return OK;
    case FIELD_VERDICT:
        *ret_text = value >= 0 && value < (int64_t)ARRAY_LEN(verdicts) ? verdicts[value] : "?";
        return OK;
    case FIELD_RULES: /* of the segment and of the treatment, counted from 1 */
        *ret_text = arena_printf(op->arena, "%" PRId64 "/%" PRId64, value >> 16, value & 0xFFFF);
        return OK;
    default:
        return symbol_word(op, value, ret_text);
    }
}
