/* A counter-example, lived: the strategy decides in a store in memory, day by day, with the gate
 * and the counts of every day, until the contact that the law refuses. */
#include "book/action.h"
#include "book/residence.h"
#include "policy/decide.h"
#include "policy/limits.h"
#include "prove/model.h"
#include "record/organisation.h"
#include "record/seal.h"
#include "record/setting.h"
#include "record/symbol.h"
#include "store/open.h"

enum { DEBTOR = 1, CASE = 11, OTHER_CASE = 12, CREDITOR = 21, OBLIGATION = 31, ATTRIBUTE = 101 };

struct stage {
    struct op *source; /* who asks */
    struct op op;      /* on the store in memory */
    instant now;
    const struct policy *policy;
    const struct proof_request *request;
    const struct proof *proof;
    struct input_schema schema; /* what may be imported, with the ids of the store in memory */
};

static instant tell_time(void *context)
{
    return ((struct stage *)context)->now;
}

/* --- the stage --- */

static status make_organisation(struct stage *stage)
{
    str country = stage->request->country;
    const struct organisation organisation = {.name = STR("proof"),
                                              .country = str_split(&country, '-'),
                                              .currency = CURRENCY('U', 'S', 'D'),
                                              .timezone = str_of(stage->proof->zone),
                                              .is_test = true,
                                              .open_date = stage->proof->steps[0].on};
    return organisation_create(&stage->op, &organisation);
}

static status put_own_rules(struct op *op, const struct own_rules *own)
{
    char hash[DOCUMENT_HASH_SIZE];
    if (own->mode == PACK_STRICT)
        TRY(setting_put(op, OWN_READING_SETTING, op->business_date, STR("strict")));
    return own->text.size > 0 ? own_rules_put(op, own->text, "own.json", op->business_date, hash)
                              : OK;
}

/* The debt that leads the case, for its attributes. */
static status make_obligation(struct stage *stage)
{
    struct op *const op = &stage->op;
    return db_run(op, Q_OBLIGATION_INSERT,
                  DB_ARGS(ARG_ID(DEBTOR), ARG_ID(OBLIGATION), ARG_ID(CASE), ARG_ID(CREDITOR),
                          ARG_ID(0), ARG_TEXT_C("proof"), ARG_TEXT_C("proof"), ARG_TEXT_C("proof"),
                          ARG_I64(CURRENCY('U', 'S', 'D')), ARG_DAY(op->business_date),
                          ARG_TEXT_C(""), ARG_TEXT_C("open"), ARG_I64(1), ARG_INSTANT(op_now(op)),
                          ARG_INSTANT(op_now(op))),
                  NULL);
}

/* As an import leaves it (intake/attribute.h). */
static const char *type_of(const struct dmn_input *input)
{
    switch (input->type) {
    case DMN_NUMBER:
        return input->scale > 0 ? "decimal" : "integer";
    case DMN_DATE:
        return "date";
    case DMN_BOOLEAN:
        return "boolean";
    case DMN_STRING:
        break;
    }
    return "text";
}

static status make_attributes(struct stage *stage)
{
    struct op *const op = &stage->op;
    TRY(model_schema(stage->source, stage->request, &stage->schema));
    for (size_t i = INPUT_COUNT; i < stage->schema.count; i++) {
        const struct dmn_input *const input = &stage->schema.inputs[i];
        const char *const name = input->name + strlen(ATTRIBUTE_PREFIX);
        const int64_t id = ATTRIBUTE + (int64_t)i;
        TRY(db_run(op, Q_ATTRIBUTE_DEF_INSERT,
                   DB_ARGS(ARG_ID(id), ARG_TEXT_C(name), ARG_TEXT_C(name),
                           ARG_TEXT_C(type_of(input)), ARG_INSTANT(op_now(op))),
                   NULL));
    }
    return stage->schema.count > INPUT_COUNT ? make_obligation(stage) : OK;
}

static status fill(struct stage *stage)
{
    struct op *const op = &stage->op;
    TRY(db_migrate(op, NULL));
    TRY(db_begin(op, DB_WRITE));
    TRY(make_organisation(stage));
    TRY(make_attributes(stage));
    TRY(put_own_rules(op, &stage->request->own));
    TRY(strategy_install(op, stage->request->name, &stage->request->source));
    TRY(db_commit(op));
    return policy_get(op, &stage->policy);
}

static void close_stage(void *context)
{
    struct stage *const stage = context;
    db_close(stage->op.db);
    arena_destroy(stage->op.arena);
}

/* --- facts --- */

/* A currency that no table of the strategy knows. */
static currency other_currency(const struct stage *stage)
{
    static const char *const some[] = {"USD", "EUR", "VES", "GBP", "BRL", "MXN"};
    currency found = CURRENCY('U', 'S', 'D');
    for (size_t i = 0; i < ARRAY_LEN(some); i++)
        if (dmn_symbols_find(stage->policy->symbols, str_of(some[i])) == DMN_SYMBOL_UNKNOWN &&
            currency_parse(str_of(some[i]), &found))
            return found;
    return found;
}

static const struct proof_fact *fact_of(const struct proof_step *step, enum input input)
{
    for (size_t i = 0; i < step->fact_count; i++)
        if (step->facts[i].input == input)
            return &step->facts[i];
    return NULL;
}

static int64_t number_of(const struct proof_step *step, enum input input)
{
    const struct proof_fact *const fact = fact_of(step, input);
    return fact ? fact->value.value : 0;
}

static void set_cell(struct case_facts *facts, enum fact fact, int64_t value)
{
    int64_t *const cells = &facts->creditor_id;
    cells[fact] = value;
    facts->validity |= UINT64_C(1) << fact;
}

/* Anchors lie as many days before, or behind, as the tables were told. */
static void set_days(const struct proof_step *step, struct case_facts *facts)
{
    static const struct {
        enum input input;
        enum fact fact;
        int sign;
    } anchors[] = {
        {INPUT_days_to_next_due,   FACT_next_due_on,     1 },
        {INPUT_promise_days_left,  FACT_promise_due_on,  1 },
        {INPUT_days_since_notice,  FACT_last_notice_on,  -1},
        {INPUT_days_since_contact, FACT_last_contact_on, -1},
        {INPUT_days_since_attempt, FACT_last_attempt_on, -1},
        {INPUT_days_since_broken,  FACT_last_broken_on,  -1},
        {INPUT_days_since_payment, FACT_last_payment_on, -1},
        {INPUT_days_since_outcome, FACT_last_outcome_on, -1},
        {INPUT_case_age_days,      FACT_opened_on,       -1},
    };
    for (size_t i = 0; i < ARRAY_LEN(anchors); i++) {
        const struct proof_fact *const fact = fact_of(step, anchors[i].input);
        if (fact)
            set_cell(facts, anchors[i].fact, step->on + anchors[i].sign * fact->value.value);
    }
    const int64_t past_due = number_of(step, INPUT_past_due_days);
    if (past_due > 0)
        set_cell(facts, FACT_oldest_due_on, step->on - past_due);
}

static void set_counts(const struct proof_step *step, struct case_facts *facts)
{
    static const struct {
        enum input input;
        enum fact fact;
    } counts[] = {
        {INPUT_open_claims,      FACT_open_claims    },
        {INPUT_past_due_claims,  FACT_past_due_claims},
        {INPUT_notice_level,     FACT_notice_level   },
        {INPUT_promises_kept,    FACT_promises_kept  },
        {INPUT_promises_broken,  FACT_promises_broken},
        {INPUT_has_open_promise, FACT_promises_open  },
        {INPUT_has_dispute,      FACT_disputes_open  },
        {INPUT_is_held,          FACT_is_held        },
        {INPUT_is_arranged,      FACT_is_arranged    },
        {INPUT_attempts_7_days,  FACT_attempt_window },
        {INPUT_contacts_7_days,  FACT_contact_window },
    };
    for (size_t i = 0; i < ARRAY_LEN(counts); i++)
        set_cell(facts, counts[i].fact, number_of(step, counts[i].input));
    set_cell(facts, FACT_attempt_anchor_on, step->on);
    set_cell(facts, FACT_contact_anchor_on, step->on);
    if (facts->past_due_claims == 0)
        facts->past_due_claims = step->purpose == PURPOSE_COLLECTION;
}

/* Scaled decimals to minor units, downwards: the classes of a table begin at their least value. */
static int64_t minor_of(int64_t scaled, currency of)
{
    int64_t divisor = 1;
    for (int i = currency_exponent(of); i < INPUT_AMOUNT_SCALE; i++)
        divisor *= 10;
    return scaled / divisor - (scaled % divisor < 0);
}

static void set_amounts(const struct stage *stage, const struct proof_step *step,
                        struct case_facts *facts)
{
    static const struct {
        enum input input;
        enum fact fact;
    } amounts[] = {
        {INPUT_past_due_amount,     FACT_past_due_amount    },
        {INPUT_open_amount,         FACT_open_amount        },
        {INPUT_promise_amount,      FACT_promise_amount     },
        {INPUT_last_payment_amount, FACT_last_payment_amount},
    };
    const struct proof_fact *const word = fact_of(step, INPUT_currency);
    currency money_of = CURRENCY_NONE;
    if (!word || !word->word || !currency_parse(str_of(word->word), &money_of))
        money_of = other_currency(stage);
    set_cell(facts, FACT_currency, money_of);
    for (size_t i = 0; i < ARRAY_LEN(amounts); i++) {
        const struct proof_fact *const fact = fact_of(step, amounts[i].input);
        if (fact)
            set_cell(facts, amounts[i].fact, minor_of(fact->value.value, money_of));
    }
}

static status set_words(struct stage *stage, const struct proof_step *step,
                        struct case_facts *facts)
{
    static const struct {
        enum input input;
        enum fact fact;
    } words[] = {
        {INPUT_last_outcome, FACT_last_outcome},
        {INPUT_product,      FACT_product     },
        {INPUT_stage,        FACT_stage       },
        {INPUT_party_kind,   FACT_party_kind  },
    };
    str country = stage->request->country;
    int64_t symbol = 0;
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        const struct proof_fact *const fact = fact_of(step, words[i].input);
        if (!fact)
            continue;
        TRY(symbol_id(&stage->op, str_of(fact->word ? fact->word : "another word"), &symbol));
        set_cell(facts, words[i].fact, symbol);
    }
    TRY(symbol_id(&stage->op, str_split(&country, '-'), &symbol));
    set_cell(facts, FACT_country, symbol);
    TRY(symbol_id(&stage->op, residence_text(stage->op.arena, str_of(stage->proof->zone), STR("")),
                  &symbol));
    set_cell(facts, FACT_zone, symbol);
    return OK;
}

static void set_person(const struct proof_step *step, struct case_facts *facts)
{
    static const struct {
        enum input input;
        int64_t flag;
    } flags[] = {
        {INPUT_is_deceased,    FLAG_BIT(FLAG_DECEASED)   },
        {INPUT_is_represented, FLAG_BIT(FLAG_REPRESENTED)},
        {INPUT_is_bankrupt,    FLAG_BIT(FLAG_BANKRUPT)   },
        {INPUT_is_vulnerable,  FLAG_BIT(FLAG_VULNERABLE) },
    };
    static const struct {
        enum input input;
        int64_t point;
        int64_t verified;
    } points[] = {
        {INPUT_has_email,   REACH_EMAIL,   REACH_EMAIL_VERIFIED  },
        {INPUT_has_phone,   REACH_PHONE,   REACH_PHONE_VERIFIED  },
        {INPUT_has_address, REACH_ADDRESS, REACH_ADDRESS_VERIFIED},
    };
    int64_t bits = (step->circumstance.is_minor ? FLAG_BIT(FLAG_MINOR) : 0) |
                   (step->circumstance.is_elderly ? FLAG_BIT(FLAG_ELDERLY) : 0) |
                   (step->circumstance.has_suit ? FLAG_BIT(FLAG_SUED) : 0) |
                   (step->circumstance.is_in_relief ? FLAG_BIT(FLAG_MORATORIUM) : 0);
    for (size_t i = 0; i < ARRAY_LEN(flags); i++)
        bits |= number_of(step, flags[i].input) ? flags[i].flag : 0;
    set_cell(facts, FACT_party_flags, bits);
    bits = (int64_t)step->circumstance.consent << (REACH_CONSENT_SHIFT + 2 * (int)step->channel);
    for (size_t i = 0; i < ARRAY_LEN(points); i++)
        if (number_of(step, points[i].input))
            bits |= points[i].point | (step->circumstance.is_unverified ? 0 : points[i].verified);
    set_cell(facts, FACT_reach_flags, bits);
}

static status facts_for(struct stage *stage, const struct proof_step *step,
                        struct case_facts *ret_facts)
{
    struct case_facts facts = {.debtor_id = DEBTOR,
                               .case_id = CASE,
                               .recheck_on = DAY_MAX,
                               .creditor_id = CREDITOR,
                               .case_state = CASE_OPEN};
    set_days(step, &facts);
    set_counts(step, &facts);
    set_amounts(stage, step, &facts);
    set_person(step, &facts);
    TRY(set_words(stage, step, &facts));
    *ret_facts = facts;
    return OK;
}

/* What the tables derive from more than a row of facts (obligations, how hard a case is, figures of
 * the day) is told to them as the counter-example has it. */
static void pin_inputs(struct stage *stage, const struct proof_step *step)
{
    struct input_pin *const pins = arena_array(stage->op.arena, step->fact_count, sizeof(*pins));
    size_t count = 0;
    for (size_t i = 0; i < step->fact_count; i++) {
        const struct proof_fact *const fact = &step->facts[i];
        if (fact->input < INPUT_SELDOM || fact->input >= INPUT_COUNT)
            continue;
        pins[count] = (struct input_pin){fact->input, fact->value};
        if (input_list[fact->input].type == DMN_STRING && !fact->value.is_null)
            pins[count].value.value =
                fact->word ? dmn_symbols_find(stage->policy->symbols, str_of(fact->word))
                           : DMN_SYMBOL_UNKNOWN;
        count++;
    }
    policy_pin(stage->policy, pins, count);
}

static const struct proof_fact *attribute_of(const struct proof_step *step, const char *name)
{
    for (size_t i = 0; i < step->fact_count; i++)
        if (step->facts[i].input == INPUT_COUNT && strcmp(step->facts[i].name, name) == 0)
            return &step->facts[i];
    return NULL;
}

/* What an import said last of the debt: rows, which the engine reads as ever. */
static status put_attributes(struct stage *stage, const struct proof_step *step)
{
    struct op *const op = &stage->op;
    for (size_t i = INPUT_COUNT; i < stage->schema.count; i++) {
        const struct dmn_input *const input = &stage->schema.inputs[i];
        const struct proof_fact *const fact = attribute_of(step, input->name);
        const bool is_text = input->type == DMN_STRING;
        const struct db_arg key[] = {ARG_ID(DEBTOR), ARG_ID(OBLIGATION),
                                     ARG_ID(ATTRIBUTE + (int64_t)i)};
        TRY(db_run(op, Q_ATTRIBUTE_VALUE_DELETE, key, ARRAY_LEN(key), NULL));
        if (!fact || fact->value.is_null)
            continue;
        TRY(db_run(op, Q_ATTRIBUTE_VALUE_INSERT,
                   DB_ARGS(key[0], key[1], key[2], db_arg_i64(fact->value.value, is_text),
                           db_arg_text(is_text ? fact->word ? fact->word : "another word" : NULL),
                           ARG_INSTANT(op_now(op))),
                   NULL));
    }
    return OK;
}

/* --- the play --- */

static status count(struct stage *stage, const struct proof_step *step, int64_t case_id)
{
    const struct contact_count counted = {.person_id = DEBTOR,
                                          .case_id = case_id,
                                          .on = step->on,
                                          .channel = step->channel,
                                          .attempts = step->event != EVENT_INBOUND,
                                          .contacts = step->is_answered};
    return contact_count_add(&stage->op, &counted);
}

struct scene {
    struct case_facts facts;
    struct decision decision;
    struct gate_request request;
    const struct policy_place *place;
};

/* What the strategy decides on the day of the step, and what the gate is asked for it. */
static status decide(struct stage *stage, const struct proof_step *step, struct scene *scene)
{
    struct op *const op = &stage->op;
    const struct gate_count *counts = NULL;
    size_t rows = 0;
    str decided;
    TRY(facts_for(stage, step, &scene->facts));
    TRY(put_attributes(stage, step));
    pin_inputs(stage, step);
    TRY(decision_counts(op, DEBTOR, CASE, step->on, &counts, &rows));
    TRY(decision_make(op, stage->policy, &scene->facts, step->on, counts, rows, &scene->decision));
    TRY(symbol_text(op, scene->decision.step, &decided));
    const char *const found = str_cstr(op->arena, decided);
    if (scene->decision.channel != (int64_t)step->channel || strcmp(found, step->step) != 0)
        return op_fail(op, E_INTERNAL, "the engine decides %s by %s and the proof says %s by %s",
                       found, channel_name((enum channel)scene->decision.channel), step->step,
                       channel_name(step->channel));
    TRY(decision_request(op, stage->policy, &scene->facts, step->channel,
                         (enum party_role)scene->decision.role, counts, rows, &scene->request,
                         &scene->place));
    /* what the engine has no fact of yet */
    scene->request.is_workplace = step->circumstance.is_workplace;
    scene->request.is_automated = step->circumstance.is_automated;
    return OK;
}

/* The strategy's own limits, with no law over them. */
static status open_limits(struct stage *stage, const struct pack **ret_limits)
{
    str country = stage->request->country;
    struct pack_source source = {.place = stage->request->country, .is_limits_alone = true};
    TRY(limits_of(&stage->op, stage->policy->settings, str_split(&country, '-'), &source.limits));
    return pack_open_source(&stage->op, &source, ret_limits);
}

static status play_last(struct stage *stage, const struct proof_step *step)
{
    struct op *const op = &stage->op;
    struct scene scene = {.place = NULL};
    struct gate_verdict verdict;
    const struct pack *limits = NULL;
    TRY(decide(stage, step, &scene));
    TRY(open_limits(stage, &limits));
    scene.request.at = step->at;
    gate_check(limits, &scene.request, &verdict);
    if (verdict.state == GATE_REFUSED)
        return op_fail(op, E_INTERNAL, "the strategy's own limit %s refuses the contact",
                       verdict.rule_id);
    assert(scene.place); /* decide() has found it */
    gate_check(scene.place->pack, &scene.request, &verdict);
    if (verdict.state != GATE_REFUSED ||
        !str_equal_c(str_of(verdict.rule_id), stage->proof->rule_id))
        return op_fail(op, E_INTERNAL, "the gate answers %s by %s and the proof says %s",
                       gate_state_name(verdict.state), verdict.rule_id, stage->proof->rule_id);
    return OK;
}

static status play_contact(struct stage *stage, const struct proof_step *step)
{
    struct scene scene = {.place = NULL};
    TRY(decide(stage, step, &scene));
    if (scene.decision.verdict != VERDICT_ALLOWED)
        return op_fail(&stage->op, E_INTERNAL, "the gate refuses an earlier contact already");
    return count(stage, step, CASE);
}

static status play(struct stage *stage)
{
    struct op *const op = &stage->op;
    const size_t last = stage->proof->step_count - 1;
    TRY(db_begin(op, DB_WRITE));
    for (size_t i = 0; i <= last; i++) {
        const struct proof_step *const step = &stage->proof->steps[i];
        op->business_date = step->on;
        stage->now = i == last ? step->at : (instant)step->on * INSTANT_PER_DAY;
        if (i == last)
            TRY(play_last(stage, step));
        else if (step->event == EVENT_CONTACT)
            TRY(play_contact(stage, step));
        else if (step->event == EVENT_OTHER || step->event == EVENT_INBOUND)
            TRY(count(stage, step, step->is_this_case ? CASE : OTHER_CASE));
    }
    return OK; /* nothing of it is kept */
}

status proof_rehearse(struct op *op, const struct proof_request *request, const struct proof *proof)
{
    const struct db_options options = {.create = true, .unsafe_speed = true};
    struct stage *const stage = arena_new(op->arena, struct stage);
    assert(proof->verdict == PROOF_REFUTED && proof->step_count > 0);
    *stage = (struct stage){.source = op, .request = request, .proof = proof};
    op_init(&stage->op, arena_create(), NULL, (struct op_clock){tell_time, stage});
    stage->op.language = op->language;
    stage->now = (instant)proof->steps[0].on * INSTANT_PER_DAY;
    status code = db_open(&stage->op, STR(":memory:"), &options, &stage->op.db);
    if (code == OK) {
        code = fill(stage);
        if (code == OK)
            code = play(stage);
        if (code != OK)
            code = op_fail(op, code, "%s", stage->op.text);
        close_stage(stage);
        return code;
    }
    code = op_fail(op, code, "%s", stage->op.text);
    arena_destroy(stage->op.arena);
    return code;
}
