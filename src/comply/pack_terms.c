/* Reads the figures of the rules that the gate does not enforce: terms, fees, limits of interest.
 */
#include "comply/pack_rules.h"
#include "comply/terms.h"

#define TERMS_MAX          16
#define AMOUNT_MAX         1000000000
#define PUBLISHED_DAYS_MAX 400

static status parse_term(struct op *op, const char *where, json_t *object, struct term *term)
{
    static const char *const known[] = {"id", "most", "least", "unit"};
    static const char *const units[] = {"days", "business_days", "weeks", "months", "years"};
    int unit = 0;
    TRY(json_check_object(op, where, object, known, ARRAY_LEN(known)));
    TRY(json_need_text(op, where, object, "id", &term->id));
    TRY(pack_parse_word(op, where, object, "unit", units, ARRAY_LEN(units), &unit));
    term->unit = (enum term_unit)unit;
    term->is_least = json_object_get(object, "least") != NULL;
    return json_need_int(op, where, object, term->is_least ? "least" : "most", 0, 10000,
                         &term->amount);
}

static status parse_tier(struct op *op, const char *where, json_t *object, struct fee_tier *tier)
{
    static const char *const known[] = {"up_to", "rate_ppm", "flat"};
    int up_to = -1;
    int flat = 0;
    TRY(json_check_object(op, where, object, known, ARRAY_LEN(known)));
    TRY(json_take_int(op, where, object, "up_to", 1, AMOUNT_MAX, &up_to));
    TRY(json_take_int(op, where, object, "rate_ppm", 0, AMOUNT_MAX, &tier->rate));
    TRY(json_take_int(op, where, object, "flat", 0, AMOUNT_MAX, &flat));
    tier->up_to = up_to < 0 ? FEE_OPEN : up_to;
    tier->flat = flat;
    return OK;
}

static status parse_tiers(struct op *op, const char *where, const json_t *object,
                          struct fee_cap *fee)
{
    json_t *list = NULL;
    if (!json_object_get(object, "tiers"))
        return OK;
    TRY(json_need_array(op, where, object, "tiers", &list));
    if (json_array_size(list) > FEE_TIERS_MAX)
        return op_fail(op, E_LIMIT, "%s: more than %d tiers", where, FEE_TIERS_MAX);
    for (size_t i = 0; i < json_array_size(list); i++) {
        struct fee_tier *const tier = &fee->tiers[fee->tier_count++];
        TRY(parse_tier(op, where, json_array_get(list, i), tier));
        const bool is_last = i + 1 == json_array_size(list);
        if ((tier->up_to == FEE_OPEN) != is_last ||
            (i > 0 && fee->tiers[i - 1].up_to >= tier->up_to))
            return op_fail(op, E_INVALID, "%s: tiers rise, and only the last has no \"up_to\"",
                           where);
    }
    return OK;
}

static status parse_fee(struct op *op, const char *where, json_t *object, struct fee_cap **ret_fee)
{
    static const char *const known[] = {"unit",          "unit_days", "tiers",     "marginal",
                                        "min_days_late", "most",      "reduction", "notice_days"};
    struct fee_cap *const fee = arena_new(op->arena, struct fee_cap);
    int most = -1;
    int reduction = 0;
    TRY(json_check_object(op, where, object, known, ARRAY_LEN(known)));
    TRY(json_take_text(op, where, object, "unit", &fee->unit));
    if (fee->unit)
        TRY(json_need_int(op, where, object, "unit_days", 1, PUBLISHED_DAYS_MAX, &fee->unit_days));
    TRY(parse_tiers(op, where, object, fee));
    TRY(json_take_bool(op, where, object, "marginal", &fee->is_marginal));
    TRY(json_take_int(op, where, object, "min_days_late", 0, 1000, &fee->min_days_late));
    TRY(json_take_int(op, where, object, "notice_days", 0, 1000, &fee->notice_days));
    TRY(json_take_int(op, where, object, "most", 0, AMOUNT_MAX, &most));
    TRY(json_take_int(op, where, object, "reduction", 0, AMOUNT_MAX, &reduction));
    fee->most = most < 0 ? FEE_OPEN : most;
    fee->reduction = reduction;
    *ret_fee = fee;
    return OK;
}

static status parse_rate(struct op *op, const char *where, json_t *object, struct rate_limit *rate)
{
    static const char *const known[] = {"id",        "reference", "published", "published_days",
                                        "added_ppm", "times_ppm"};
    int added = 0;
    int times = 1000000;
    TRY(json_check_object(op, where, object, known, ARRAY_LEN(known)));
    TRY(json_need_text(op, where, object, "id", &rate->id));
    TRY(json_take_text(op, where, object, "reference", &rate->reference));
    TRY(json_take_text(op, where, object, "published", &rate->published));
    if (rate->published)
        TRY(json_need_int(op, where, object, "published_days", 1, PUBLISHED_DAYS_MAX,
                          &rate->published_days));
    if (rate->published && !rate->reference)
        return op_fail(op, E_INVALID, "%s: what is published needs a \"reference\" in words",
                       where);
    TRY(json_take_int(op, where, object, "added_ppm", 0, AMOUNT_MAX, &added));
    TRY(json_take_int(op, where, object, "times_ppm", 1, AMOUNT_MAX, &times));
    rate->added = added;
    rate->times = times;
    return OK;
}

/* A list of at most TERMS_MAX objects; a missing one is empty. */
static status take_list(struct op *op, const char *where, const json_t *object, const char *key,
                        json_t **ret_list, size_t *ret_count)
{
    *ret_count = 0;
    if (!json_object_get(object, key))
        return OK;
    TRY(json_need_array(op, where, object, key, ret_list));
    *ret_count = json_array_size(*ret_list);
    if (*ret_count > TERMS_MAX)
        return op_fail(op, E_LIMIT, "%s: \"%s\" has more than %d", where, key, TERMS_MAX);
    return OK;
}

status pack_parse_terms(struct op *op, const char *where, const json_t *object,
                        struct pack_rule *info)
{
    json_t *list = NULL;
    json_t *const fee = json_object_get(object, "fee");
    struct fee_cap *cap = NULL;
    TRY(take_list(op, where, object, "terms", &list, &info->term_count));
    struct term *const terms = arena_array(op->arena, info->term_count, sizeof(*terms));
    for (size_t i = 0; i < info->term_count; i++)
        TRY(parse_term(op, where, json_array_get(list, i), &terms[i]));
    TRY(take_list(op, where, object, "rates", &list, &info->rate_count));
    struct rate_limit *const rates = arena_array(op->arena, info->rate_count, sizeof(*rates));
    for (size_t i = 0; i < info->rate_count; i++)
        TRY(parse_rate(op, where, json_array_get(list, i), &rates[i]));
    if (fee)
        TRY(parse_fee(op, where, fee, &cap));
    info->terms = terms;
    info->rates = rates;
    info->fee = cap;
    return OK;
}
