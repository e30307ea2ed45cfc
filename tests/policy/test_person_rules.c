/* What is known of a person reaches the gate: where they live, what befell them; and so do the
 * rules that the organisation lays on top, from the moment on which they are put. */
#include "book/party.h"
#include "policy/commit.h"
#include "policy/own_rules.h"
#include "policy/permit.h"
#include "record/setting.h"
#include "tests/support/portfolio.h"

enum { HOUR = 3600 };

static instant now;

static instant tell_time(void *context)
{
    (void)context;
    return now;
}

static void set_utc_clock(struct op *op, int hour, int minute)
{
    now = (instant)PORTFOLIO_DATE * INSTANT_PER_DAY +
          (instant)(hour * HOUR + minute * 60) * INSTANT_PER_SECOND;
    op->clock = (struct op_clock){tell_time, NULL};
}

static struct gate_verdict ask(struct op *op, struct case_key key, enum channel channel)
{
    struct permit permit;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, permit_ask(op, key, channel, 0, &permit));
    db_rollback(op);
    return permit.verdict;
}

static void live_in(struct portfolio *p, int person, const char *country, const char *region)
{
    const struct party_input party = {.source = STR("t"),
                                      .external_id =
                                          str_of(arena_printf(p->op.arena, "p%d", person)),
                                      .country = str_of(country),
                                      .region = str_of(region)};
    enum book_change change;
    int64_t id = 0;
    check_ok(&p->op, db_begin(&p->op, DB_WRITE));
    check_ok(&p->op, party_upsert(&p->op, &party, &id, &change));
    check_ok(&p->op, policy_commit(&p->op));
}

/* The person's clock and the rules of the region follow from what the source calls the place. */
static void test_a_region_has_its_zone_and_its_rules(void **state)
{
    static const struct {
        const char *country, *region;
        int hour, minute; /* UTC */
        enum gate_state want;
        const char *rule; /* of a refusal */
    } rows[] = {
        {"",   "",             12, 59, GATE_REFUSED,       "MX-HOURS"     }, /* the office's clock */
        {"",   "Sonora",       13, 59, GATE_REFUSED,       "MX-HOURS"     }, /* 06:59 there */
        {"",   "Sonora",       14, 0,  GATE_ALLOWED_UNTIL, NULL           },
        {"",   "MX-SON",       14, 0,  GATE_ALLOWED_UNTIL, NULL           },
        {"",   "Quintana Roo", 12, 0,  GATE_ALLOWED_UNTIL, NULL           }, /* 07:00 there */
        {"BR", "São Paulo",   10, 59, GATE_REFUSED,       "BR-SP-HOURS"  },
        {"BR", "SP",           11, 0,  GATE_REFUSED,       "BR-PLAN-HOURS"}, /* the strategy's own */
        {"BR", "SP",           12, 0,  GATE_ALLOWED_UNTIL, NULL           },
        {"CL", "",             10, 59, GATE_REFUSED,       "CL-HOURS"     },
    };
    struct portfolio p;
    (void)state;
    portfolio_open(&p, 12);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const struct case_key key = p.keys[2]; /* a telephone, and nothing planned */
        check_case(arena_printf(p.op.arena, "%s %s %02d:%02d", rows[i].country, rows[i].region,
                                rows[i].hour, rows[i].minute));
        live_in(&p, 2, rows[i].country, rows[i].region);
        set_utc_clock(&p.op, rows[i].hour, rows[i].minute);
        const struct gate_verdict verdict = ask(&p.op, key, CHANNEL_CALL);
        check_eq(verdict.state, rows[i].want);
        if (rows[i].rule)
            check_text(verdict.rule_id, rows[i].rule);
    }
    portfolio_close(&p);
}

/* Each is set and unset with its evidence, and the gate follows at once. */
static void test_what_befell_a_person_stops_contact(void **state)
{
    static const struct {
        enum party_flag flag;
        const char *country;
        const char *reason; /* NULL: the country forbids nothing */
    } rows[] = {
        {FLAG_DECEASED,    "MX", "gate.deceased"   },
        {FLAG_REPRESENTED, "MX", "gate.represented"},
        {FLAG_BANKRUPT,    "MX", "gate.bankrupt"   },
        {FLAG_MINOR,       "MX", "gate.minor"      },
        {FLAG_SUED,        "CL", "gate.sued"       },
        {FLAG_MORATORIUM,  "GB", "gate.moratorium" },
        {FLAG_ELDERLY,     "MX", NULL              }, /* the debtor may be spoken to */
    };
    struct portfolio p;
    (void)state;
    portfolio_open(&p, 3);
    struct op *const op = &p.op;
    set_utc_clock(op, 16, 0);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const struct case_key key = p.keys[2];
        const uint32_t bit = FLAG_BIT(rows[i].flag);
        check_case(party_flag_name(rows[i].flag));
        live_in(&p, 2, rows[i].country, "");
        const struct gate_verdict before = ask(op, key, CHANNEL_CALL);
        check_ok(op, db_begin(op, DB_WRITE));
        check_ok(op, party_set_flags(op, key.debtor_id, bit, 0, STR("acta")));
        check_ok(op, policy_commit(op));
        const struct gate_verdict after = ask(op, key, CHANNEL_CALL);
        check_text(after.reason, rows[i].reason ? rows[i].reason : before.reason);
        check_ok(op, db_begin(op, DB_WRITE));
        check_ok(op, party_set_flags(op, key.debtor_id, 0, bit, STR("error")));
        check_ok(op, policy_commit(op));
        check_text(ask(op, key, CHANNEL_CALL).reason, before.reason);
    }
    portfolio_close(&p);
}

#define OWN(hours, max)                                                                            \
    "{\"country\":\"MX\",\"version\":1,\"rules\":[{\"id\":\"NUESTRO-H\",\"kind\":"                 \
    "\"contact_hours\",\"basis\":\"policy\",\"status\":\"policy_default\",\"confidence\":"         \
    "\"high\",\"citation\":\"Manual\",\"summary\":{\"es\":\"x\",\"en\":\"x\"},\"channels\":"       \
    "[\"call\"],\"windows\":{\"mon_fri\":[[" hours "]],\"sat\":null,\"sun\":null,\"holiday\":"     \
    "null}},{\"id\":\"NUESTRO-F\",\"kind\":\"frequency_cap\",\"basis\":\"policy\",\"status\":"     \
    "\"policy_default\",\"confidence\":\"high\",\"citation\":\"Manual\",\"summary\":{\"es\":"      \
    "\"x\",\"en\":\"x\"},\"channels\":[\"call\"],\"max\":" #max ",\"per\":\"day\"}]}"

static status put(struct op *op, const char *text)
{
    char hash[DOCUMENT_HASH_SIZE];
    TRY(db_begin(op, DB_WRITE));
    TRY(own_rules_put(op, str_of(text), "own.json", PORTFOLIO_DATE, hash));
    return db_commit(op);
}

static void refuse(struct op *op, const char *text, const char *rule, const char *law)
{
    check_eq(put(op, text), E_INVALID);
    check_case(op->text);
    check_true(strstr(op->text, rule) != NULL && strstr(op->text, law) != NULL);
    db_rollback(op);
    op_clear(op);
}

/* A connection that is open already follows; a laxer rule is refused and changes nothing. */
static void test_own_rules_hold_at_once_and_only_narrow(void **state)
{
    struct portfolio p;
    struct op other;
    (void)state;
    portfolio_open(&p, 3);
    const struct case_key key = p.keys[2];
    portfolio_connect(&p, &other);
    set_utc_clock(&p.op, 14, 30); /* 08:30 in Mexico */
    set_utc_clock(&other, 14, 30);
    const struct gate_verdict law = ask(&other, key, CHANNEL_CALL);
    check_eq(law.state, GATE_ALLOWED_UNTIL);
    check_ok(&p.op, put(&p.op, OWN("\"09:00\",\"18:00\"", 1)));
    const struct gate_verdict own = ask(&other, key, CHANNEL_CALL);
    check_eq(own.state, GATE_REFUSED);
    check_text(own.rule_id, "NUESTRO-H");
    check_eq(own.basis, PACK_POLICY);
    refuse(&p.op, OWN("\"05:00\",\"18:00\"", 1), "NUESTRO-H", "mon_fri 05:00-18:00");
    refuse(&p.op, OWN("\"09:00\",\"18:00\"", 4), "NUESTRO-F", "4 > 1");
    refuse(&p.op, "{\"country\":\"MX\"}", "version", "");
    check_eq(ask(&other, key, CHANNEL_CALL).state, GATE_REFUSED);
    check_ok(&p.op, put(&p.op, ""));
    check_eq(ask(&other, key, CHANNEL_CALL).state, GATE_ALLOWED_UNTIL);
    portfolio_disconnect(&other);
    portfolio_close(&p);
}

TEST_STORE_MAIN("person_rules", cmocka_unit_test(test_a_region_has_its_zone_and_its_rules),
                cmocka_unit_test(test_what_befell_a_person_stops_contact),
                cmocka_unit_test(test_own_rules_hold_at_once_and_only_narrow))
