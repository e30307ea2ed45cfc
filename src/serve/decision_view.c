#include "serve/decision_view.h"

#include "policy/decided.h"
#include "policy/guide.h"

#include <inttypes.h>

#include "policy/override.h"
#include "record/symbol.h"
#include "serve/queue_item.h"
#include "serve/sentence.h"

static status read_number(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 0);
    return OK;
}

static status put_symbol(struct op *op, struct json_writer *w, const char *key, int64_t symbol)
{
    str text;
    if (symbol == 0) {
        json_put_c(w, key, NULL);
        return OK;
    }
    TRY(symbol_text(op, symbol, &text));
    json_put_str(w, key, text);
    return OK;
}

/* A rule by its number in the table, from 1, as an editor of tables shows it. */
static void write_rule(struct op *op, struct json_writer *w, const char *table,
                       const struct dmn_plan *plan, int64_t number)
{
    if (number <= 0)
        return;
    json_object_open(w);
    json_put_c(w, "table", table);
    json_put_c(w, "rule_id", arena_printf(op->arena, "%" PRId64, number));
    const int32_t rule = (int32_t)number - 1;
    json_put_str(w, "annotation", dmn_plan_annotation(plan, rule, op->language));
    json_key(w, "annotations");
    json_object_open(w);
    json_put_str(w, "es", dmn_plan_annotation(plan, rule, LANGUAGE_ES));
    json_put_str(w, "en", dmn_plan_annotation(plan, rule, LANGUAGE_EN));
    json_object_close(w);
    json_object_close(w);
}

static void write_rules(struct op *op, struct json_writer *w, const struct policy *policy,
                        int64_t rules)
{
    json_key(w, "rules");
    json_array_open(w);
    write_rule(op, w, "segment", policy->segment, rules >> 16);
    write_rule(op, w, "treatment", policy->treatment, rules & 0xFFFF);
    json_array_close(w);
}

static const char *verdict_name(const struct decision *decision)
{
    switch ((enum verdict)decision->verdict) {
    case VERDICT_ALLOWED:
        return "allowed";
    case VERDICT_REFUSED:
        return "refused";
    case VERDICT_NONE:
        break;
    }
    return "none";
}

/* A step of waiting says why by its own rule. */
static status write_silence(struct op *op, struct json_writer *w, const struct decision *decision,
                            str reason, bool is_english)
{
    str code;
    if (decision->silence == 0) {
        json_put_c(w, "silence_reason", NULL);
        return OK;
    }
    TRY(symbol_text(op, decision->silence, &code));
    const char *const sentence = sentence_reason(code, is_english);
    json_put_str(w, "silence_reason",
                 sentence          ? str_of(sentence)
                 : reason.size > 0 ? reason
                                   : code);
    return OK;
}

/* Whole numbers as they are; a fraction of a percent as millionths would be too fine for anybody.
 */
static void write_limit(struct json_writer *w, const char *name, const struct guide_limit *limit)
{
    int64_t value = limit->value;
    for (int i = 0; i < limit->scale; i++)
        value /= 10;
    json_key(w, name);
    if (limit->is_set)
        json_write_i64(w, value);
    else
        json_write_null(w);
}

/* What whoever has the case may agree to, and whose it is. */
static status write_guide(struct op *op, struct json_writer *w, const struct policy *policy,
                          struct case_key key)
{
    struct case_facts facts;
    struct guide guide = {0};
    bool found = false;
    TRY(facts_get(op, key, &facts, &found));
    if (found)
        TRY(guide_read(op, policy, &facts, op->business_date, &guide));
    json_key(w, "negotiation");
    if (!guide.has_negotiation) {
        json_write_null(w);
    } else {
        json_object_open(w);
        for (int i = 0; i < NEGOTIATION_COUNT; i++)
            write_limit(w, negotiation_names[i], &guide.limits[i]);
        json_put_str(w, "reason", guide.negotiation_why);
        json_object_close(w);
    }
    json_key(w, "escalation");
    if (!guide.has_escalation) {
        json_write_null(w);
        return OK;
    }
    json_object_open(w);
    json_put_str(w, "level", guide.level);
    json_put_str(w, "reason", guide.escalation_why);
    json_object_close(w);
    return OK;
}

static status write_decision(struct op *op, struct json_writer *w, const struct decision *decision,
                             int64_t priority, bool is_english)
{
    const struct policy *policy = NULL;
    const struct policy *active = NULL;
    TRY(policy_get(op, &active));
    active = policy_by_strategy(active, decision->strategy_id);
    TRY(policy_decided(op, decision->strategy_id, &policy)); /* rules have their numbers there */
    const str reason = policy_rule_text(policy, decision->rules, op->language);
    json_object_open(w);
    TRY(put_symbol(op, w, "step", decision->step));
    channel_write(w, "channel", decision->channel);
    TRY(put_symbol(op, w, "segment", decision->segment));
    json_put_i64(w, "priority", priority);
    json_put_str(w, "reason", reason);
    write_rules(op, w, policy, decision->rules);
    json_put_str(w, "strategy", policy->strategy_name);
    json_put_c(w, "strategy_version", arena_printf(op->arena, "%d", policy->strategy_version));
    TRY(put_symbol(op, w, "arm", decision->arm));
    json_put_c(w, "verdict", verdict_name(decision));
    TRY(put_symbol(op, w, "verdict_rule", decision->verdict_rule));
    json_put_day(w, "next_action_on", (day)decision->next_action_on);
    TRY(write_silence(op, w, decision, reason, is_english));
    TRY(write_guide(op, w, active, (struct case_key){decision->debtor_id, decision->case_id}));
    json_object_close(w);
    return OK;
}

status decision_view_write(struct op *op, struct json_writer *w, struct case_key key,
                           bool is_english)
{
    struct decision decision;
    int64_t priority = 0;
    bool found = false;
    TRY(decision_get(op, key, &decision, &found));
    json_key(w, "decision");
    if (!found) {
        json_write_null(w);
        return OK;
    }
    TRY(db_query_one(op, Q_SERVE_DECISION_PRIORITY,
                     DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)), read_number, &priority,
                     &found));
    return write_decision(op, w, &decision, priority, is_english);
}

/* --- the gate --- */

static void put_max(struct json_writer *w, const char *key, int most)
{
    json_key(w, key);
    if (most == GATE_NO_MAX)
        json_write_null(w);
    else
        json_write_i64(w, most);
}

/* A key of a screen text without the prefix that all share. */
static const char *reason_code(const char *reason)
{
    static const char prefix[] = "gate.";
    return strncmp(reason, prefix, sizeof(prefix) - 1) == 0 ? reason + sizeof(prefix) - 1 : reason;
}

/* A rule of the house cites nothing: its summary says it all. */
static void write_rule_of_gate(struct json_writer *w, const struct pack *pack,
                               const struct gate_verdict *verdict, bool is_english)
{
    const struct pack_rule *const rule = verdict->basis == PACK_WISH
                                             ? gate_wish_rule()
                                             : pack_rule_find(pack, str_of(verdict->rule_id));
    json_put_c(w, "rule", verdict->rule_id);
    json_put_c(w, "basis", pack_basis_name(verdict->basis));
    json_put_c(w, "summary", !rule ? NULL : is_english ? rule->summary_en : rule->summary_es);
    json_put_c(w, "citation", verdict->basis == PACK_LAW ? verdict->citation : NULL);
}

/* By hand a wish only warns. */
static void write_wish(struct json_writer *w, const struct gate_verdict *verdict, bool is_english)
{
    json_key(w, "wish");
    if (!verdict->wish) {
        json_write_null(w);
        return;
    }
    json_object_open(w);
    json_put_c(w, "reason", sentence_reason(str_of(verdict->wish), is_english));
    json_put_c(w, "reason_code", reason_code(verdict->wish));
    json_put_instant(w, "next_at", verdict->wish_at);
    json_object_close(w);
}

/* Whether the refusal may be asked to be lifted, and what became of that. */
static status write_override(struct op *op, struct json_writer *w, const struct case_facts *facts,
                             enum channel channel, const struct gate_verdict *verdict)
{
    struct override_look look;
    TRY(override_look(op, facts, channel, verdict, &look));
    json_key(w, "override");
    json_object_open(w);
    json_put_c(w, "state", override_state_name(look.state));
    json_put_instant(w, "until", look.until);
    json_object_close(w);
    return OK;
}

static status write_verdict(struct op *op, struct json_writer *w, const struct case_facts *facts,
                            enum channel channel, const struct pack *pack,
                            const struct gate_verdict *verdict, bool is_english)
{
    const char *const sentence = sentence_reason(str_of(verdict->reason), is_english);
    json_object_open(w);
    json_put_c(w, "channel", channel_name(channel));
    json_put_c(w, "state", gate_state_name(verdict->state));
    json_put_instant(w, "until", verdict->until);
    write_rule_of_gate(w, pack, verdict, is_english);
    json_put_c(w, "reason", sentence ? sentence : verdict->reason);
    json_put_c(w, "reason_code", reason_code(verdict->reason));
    json_key(w, "counters");
    json_object_open(w);
    json_put_i64(w, "day", verdict->day_used);
    put_max(w, "day_max", verdict->day_max);
    json_put_i64(w, "week", verdict->week_used);
    put_max(w, "week_max", verdict->week_max);
    json_object_close(w);
    json_put_instant(w, "next_at",
                     verdict->state == GATE_REFUSED ? verdict->next_at : INSTANT_NONE);
    TRY(write_override(op, w, facts, channel, verdict));
    write_wish(w, verdict, is_english);
    json_object_close(w);
    return OK;
}

status gate_view_write(struct op *op, struct json_writer *w, const struct case_facts *facts,
                       bool is_english)
{
    static const enum channel channels[] = {CHANNEL_CALL,  CHANNEL_WHATSAPP, CHANNEL_SMS,
                                            CHANNEL_EMAIL, CHANNEL_LETTER,   CHANNEL_VISIT};
    const struct policy *policy = NULL;
    const struct policy_place *place = NULL;
    TRY(policy_get(op, &policy));
    policy = policy_of(policy, facts);
    TRY(policy_place(op, policy, facts->country, facts->zone, &place));
    json_key(w, "gate");
    json_array_open(w);
    for (size_t i = 0; i < ARRAY_LEN(channels); i++) {
        struct gate_verdict verdict;
        TRY(decision_gate(op, policy, facts, channels[i], op_now(op), 0, &verdict));
        TRY(write_verdict(op, w, facts, channels[i], place->pack, &verdict, is_english));
    }
    json_array_close(w);
    return OK;
}

status gate_verdict_write(struct op *op, struct json_writer *w, const struct case_facts *facts,
                          enum channel channel, const struct gate_verdict *verdict, bool is_english)
{
    const struct policy *policy = NULL;
    const struct policy_place *place = NULL;
    TRY(policy_get(op, &policy));
    policy = policy_of(policy, facts);
    TRY(policy_place(op, policy, facts->country, facts->zone, &place));
    return write_verdict(op, w, facts, channel, place->pack, verdict, is_english);
}

status gate_rule_write(struct op *op, struct json_writer *w, const struct case_facts *facts,
                       str rule_id, bool is_english)
{
    const struct policy *policy = NULL;
    const struct policy_place *place = NULL;
    TRY(policy_get(op, &policy));
    policy = policy_of(policy, facts);
    TRY(policy_place(op, policy, facts->country, facts->zone, &place));
    const struct pack_rule *const rule = pack_rule_find(place->pack, rule_id);
    json_put_str(w, "rule", rule_id);
    json_put_c(w, "summary", !rule ? NULL : is_english ? rule->summary_en : rule->summary_es);
    json_put_c(w, "citation", rule && rule->basis == PACK_LAW ? rule->citation : NULL);
    return OK;
}
