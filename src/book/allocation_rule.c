#include "book/allocation_rule.h"

#include "record/audit.h"

status allocation_rule_put(struct op *op, const struct allocation_rule *rule)
{
    struct profile profile = {.future = rule->future, .is_vertical = rule->is_vertical};
    char today[DAY_TEXT_SIZE];
    TRY(profile_parse(op, rule->profile, &profile));
    if (profile.group_count == 0)
        return op_fail(op, E_INVALID,
                       "the profile says nothing: \"payable: fee, principal; "
                       "future: principal\" is one");
    if (rule->from_on == DAY_NONE || rule->from_on < op->business_date)
        return op_fail(op, E_INVALID,
                       "a rule holds from %s or later: money of before stays where "
                       "it is",
                       day_format(op->business_date, today));
    return audit_insert(op, AUDIT_ALLOCATION_RULE, 0,
                        DB_ARGS(ARG_I64(rule->portfolio_id), ARG_DAY(rule->from_on),
                                ARG_INSTANT(op_now(op)), ARG_TEXT(rule->profile),
                                ARG_TEXT_C(future_rule_name(rule->future)),
                                ARG_BOOL(rule->is_vertical), ARG_ID(op->actor_id)));
}

status allocation_rule_classes(struct op *op, str ret_classes[ALLOCATION_CLASSES_MAX],
                               size_t *ret_count)
{
    struct db_rows rows;
    bool has_row = false;
    size_t count = 0;
    TRY(db_query(op, Q_ALLOCATION_PROFILE_LIST, DB_ARGS(ARG_TEXT(STR("default"))), &rows));
    while (count < ALLOCATION_CLASSES_MAX) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        ret_classes[count++] = db_text_copy(op, &rows, 0);
    }
    db_rows_close(&rows);
    *ret_count = count;
    return OK;
}

/* Of each age class all components, in the order of the default. */
static status load_standard(struct op *op, struct profile *ret_profile)
{
    str classes[ALLOCATION_CLASSES_MAX];
    struct profile profile = profile_default;
    size_t count = 0;
    TRY(allocation_rule_classes(op, classes, &count));
    profile.group_count = (int)count;
    for (size_t i = 0; i < count; i++) {
        struct profile one = {.group_count = 0};
        const str text =
            str_of(arena_printf(op->arena, STR_FORMAT ": principal", STR_ARG(classes[i])));
        TRY(profile_parse(op, text, &one));
        profile.groups[i] = profile_default.groups[0];
        profile.groups[i].ages = one.groups[0].ages;
    }
    *ret_profile = profile;
    return OK;
}

static status read_step(struct op *op, const struct db_rows *rows, struct profile_step *step)
{
    struct profile *const profile = arena_new(op->arena, struct profile);
    profile->is_vertical = db_i64(rows, 4) != 0;
    if (!future_rule_parse(db_text(rows, 3), &profile->future))
        return op_fail(op, E_INTERNAL, "an allocation rule has no rule for the future");
    step->from = db_day(rows, 1);
    step->profile = profile;
    return profile_parse(op, db_text(rows, 2), profile);
}

/* The organisation's rules come first; the portfolio's take over from their first day. */
static void add_step(struct profile_step *steps, size_t *count, const struct profile_step *step,
                     bool is_first_of_portfolio)
{
    while (is_first_of_portfolio && *count > 0 && steps[*count - 1].from >= step->from)
        (*count)--;
    steps[(*count)++] = *step;
}

status allocation_rule_load(struct op *op, struct case_key key, struct ledger_rules *ret_rules)
{
    struct profile *const standard = arena_new(op->arena, struct profile);
    struct db_rows rows;
    struct profile_step *steps = NULL;
    size_t count = 0;
    size_t capacity = 0;
    bool has_row = false;
    bool is_of_portfolio = false;
    TRY(load_standard(op, standard));
    TRY(db_query(op, Q_LEDGER_RULES, DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)), &rows));
    for (;;) {
        struct profile_step step;
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        const bool is_first = db_i64(&rows, 0) != 0 && !is_of_portfolio;
        is_of_portfolio = db_i64(&rows, 0) != 0;
        TRY(read_step(op, &rows, &step));
        steps = arena_grow(op->arena, steps, count, &capacity, sizeof(*steps));
        add_step(steps, &count, &step, is_first);
    }
    *ret_rules = (struct ledger_rules){.standard = standard, .steps = steps, .step_count = count};
    return OK;
}
