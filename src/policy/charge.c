#include "policy/charge.h"

#include "policy/pack_kept.h"

#define SEGMENTS_SHOWN 200 /* rows looked at for the segments that there are */

/* A rule's answer on its way. */
struct asking {
    struct op *op;
    const struct charge_place *place;
    struct charge_answers *answers;
};

static status add(const struct asking *a, const struct charge_answer *answer)
{
    struct charge_answers *const all = a->answers;
    if (all->count == CHARGE_ANSWERS_MAX)
        return op_fail(a->op, E_LIMIT, "the pack of " STR_FORMAT " has over %d limits on one day",
                       STR_ARG(a->place->country), CHARGE_ANSWERS_MAX);
    all->verdict = charge_worse(all->verdict, answer->verdict);
    all->list[all->count++] = *answer;
    return OK;
}

/* The segments of a name that hold on the day, for a sentence. */
struct segments {
    const char *name;
    struct buf list;
};

static status take_segment(struct op *op, const struct published *row, void *context)
{
    struct segments *const segments = context;
    str rest = row->name;
    (void)op;
    if (str_equal_c(str_split(&rest, '.'), segments->name) && rest.size > 0)
        buf_printf(&segments->list, "%s" STR_FORMAT, segments->list.size > 0 ? ", " : "",
                   STR_ARG(rest));
    return OK;
}

static status say_missing(const struct asking *a, enum published_table table, const char *name,
                          str asked_name, const char **ret_reason)
{
    struct op *const op = a->op;
    struct segments segments = {.name = name, .list = buf_start(op->arena, 1 << 16)};
    const struct published_query query = {
        .country = a->place->country, .on = a->place->on, .most = SEGMENTS_SHOWN};
    char text[DAY_TEXT_SIZE];
    TRY(published_list(op, table, &query, take_segment, &segments));
    *ret_reason =
        segments.list.size > 0
            ? op_say(op,
                     "no value of " STR_FORMAT " of " STR_FORMAT
                     " holds on %s; say which segment, of: %s",
                     STR_ARG(asked_name), STR_ARG(a->place->country),
                     day_format(a->place->on, text), buf_cstr(&segments.list))
            : op_say(op,
                     "no value of " STR_FORMAT " of " STR_FORMAT
                     " holds on %s; import the published ones: acuerdo import %s FILE",
                     STR_ARG(asked_name), STR_ARG(a->place->country),
                     day_format(a->place->on, text), table == PUBLISHED_RATE ? "rates" : "indexes");
    return OK;
}

/* Looks a published value up into the answer; without one the answer is unknown and says why. */
static status look_up(const struct asking *a, enum published_table table, const char *name,
                      int days, struct charge_answer *answer)
{
    struct op *const op = a->op;
    const str segment = a->place->segment;
    const str asked =
        segment.size > 0 ? str_of(arena_printf(op->arena, "%s." STR_FORMAT, name, STR_ARG(segment)))
                         : str_of(name);
    char from[DAY_TEXT_SIZE];
    answer->table = table;
    answer->verdict = CHARGE_UNKNOWN;
    TRY(published_find(op, table, a->place->country, asked, a->place->on, &answer->source,
                       &answer->has_source));
    if (!answer->has_source)
        return say_missing(a, table, name, asked, &answer->reason);
    if (a->place->on - answer->source.from_on < days)
        return OK;
    answer->has_source = false;
    answer->reason = op_say(op,
                            "the last value of " STR_FORMAT " of " STR_FORMAT
                            " is of %s and holds for %d days; import a newer one",
                            STR_ARG(asked), STR_ARG(a->place->country),
                            day_format(answer->source.from_on, from), days);
    return OK;
}

/* One unit in millionths of a minor unit; 0, and a reason in the answer, where it is not known. */
static status find_unit(const struct asking *a, const struct fee_cap *cap,
                        struct charge_answer *answer, int64_t *ret_value)
{
    const currency in = a->place->currency;
    char name[CURRENCY_TEXT];
    int64_t value = PUBLISHED_MILLION; /* a unit that is the currency itself is worth one */
    *ret_value = 0;
    if (!cap->unit)
        return OK;
    currency_format(in, name);
    if (strcmp(cap->unit, name) != 0) {
        TRY(look_up(a, PUBLISHED_INDEX, cap->unit, cap->unit_days, answer));
        if (!answer->has_source)
            return OK;
        if (answer->source.currency != in) {
            char of_value[CURRENCY_TEXT];
            answer->reason =
                op_say(a->op, "the value of %s is in %s, and the amounts are in %s", cap->unit,
                       currency_format(answer->source.currency, of_value), name);
            return OK;
        }
        value = answer->source.value;
    }
    for (int i = 0; i < currency_exponent(in); i++)
        if (__builtin_mul_overflow(value, 10, &value))
            return op_fail(a->op, E_LIMIT, "the value of %s is too large to count with", cap->unit);
    *ret_value = value;
    return OK;
}

static status start(struct op *op, const struct charge_place *place, struct charge_answers *answers)
{
    *answers = (struct charge_answers){.count = 0};
    TRY(pack_kept(op, place->country, &answers->pack));
    answers->verdict = charge_begin(answers->pack, place->country);
    return OK;
}

status charge_ask_fee(struct op *op, const struct charge_place *place,
                      const struct charge_fee *asked, struct charge_answers *ret_answers)
{
    const struct asking a = {op, place, ret_answers};
    TRY(start(op, place, ret_answers));
    for (size_t i = 0; i < pack_rule_count(ret_answers->pack); i++) {
        const struct pack_rule *const rule = pack_rule_at(ret_answers->pack, i);
        struct charge_fee fee = *asked;
        struct charge_answer answer = {.rule = rule};
        if (!rule->fee || !charge_binds(rule, place->on))
            continue;
        TRY(find_unit(&a, rule->fee, &answer, &fee.unit_value));
        if (!answer.reason)
            answer.verdict = charge_judge_fee(rule, &fee, &answer.most);
        TRY(add(&a, &answer));
    }
    return OK;
}

static status ask_limit(const struct asking *a, const struct charge_rate *asked,
                        const struct pack_rule *rule, const struct rate_limit *limit)
{
    struct charge_answer answer = {.rule = rule, .limit = limit->id};
    int64_t reference = 0;
    if (limit->published) {
        TRY(look_up(a, PUBLISHED_RATE, limit->published, limit->published_days, &answer));
        reference = answer.has_source ? answer.source.value : 0;
    } else if (limit->reference && asked->agreed <= 0) {
        answer.verdict = CHARGE_UNKNOWN;
        answer.reason = op_say(a->op, "the limit counts on the contract's own rate; say it");
    } else if (limit->reference) {
        reference = asked->agreed;
    }
    if (!answer.reason)
        answer.verdict = charge_judge_rate(limit, reference, asked->rate, &answer.most);
    return add(a, &answer);
}

/* A rule of interest without a figure is an answer too: the law was read, and sets none. */
static status ask_rule(const struct asking *a, const struct charge_rate *asked,
                       const struct pack_rule *rule)
{
    const struct charge_answer none = {.verdict = CHARGE_NO_CAP, .rule = rule};
    for (size_t i = 0; i < rule->rate_count; i++)
        if (asked->limit.size == 0 || str_equal_c(asked->limit, rule->rates[i].id))
            TRY(ask_limit(a, asked, rule, &rule->rates[i]));
    return rule->rate_count == 0 && asked->limit.size == 0 ? add(a, &none) : OK;
}

static status fail_no_limit(struct op *op, const struct pack *pack,
                            const struct charge_place *place, str limit)
{
    struct buf list = buf_start(op->arena, 4096);
    for (size_t i = 0; i < pack_rule_count(pack); i++) {
        const struct pack_rule *const rule = pack_rule_at(pack, i);
        for (size_t j = 0; charge_binds(rule, place->on) && j < rule->rate_count; j++)
            buf_printf(&list, "%s%s", list.size > 0 ? ", " : "", rule->rates[j].id);
    }
    return op_fail(op, E_INVALID,
                   STR_FORMAT " has no limit \"" STR_FORMAT "\" that day; it has: %s",
                   STR_ARG(place->country), STR_ARG(limit), buf_cstr(&list));
}

status charge_ask_rate(struct op *op, const struct charge_place *place,
                       const struct charge_rate *asked, struct charge_answers *ret_answers)
{
    const struct asking a = {op, place, ret_answers};
    TRY(start(op, place, ret_answers));
    for (size_t i = 0; i < pack_rule_count(ret_answers->pack); i++) {
        const struct pack_rule *const rule = pack_rule_at(ret_answers->pack, i);
        const bool is_cap = strcmp(rule->kind, "interest_cap") == 0 && rule->term_count == 0;
        if ((is_cap || rule->rate_count > 0) && charge_binds(rule, place->on))
            TRY(ask_rule(&a, asked, rule));
    }
    return asked->limit.size > 0 && ret_answers->count == 0
               ? fail_no_limit(op, ret_answers->pack, place, asked->limit)
               : OK;
}
