/* How likely a point reaches the person: each line of the rule, and what is read of the book. */
#include "book/action.h"
#include "book/party.h"
#include "book/point_best.h"
#include "book/point_score.h"
#include "tests/support/organisation.h"
#include "tests/support/store.h"

#define TODAY TEST_OPEN_DATE

static const struct {
    const char *name;
    struct point_results results;
    enum point_state state;
    day known_on;
    int score;
    const char *reasons;
} cases[] = {
    {"nothing known",        {0, 0, 0, 0, DAY_NONE, 0, 0},    POINT_UNVERIFIED, TODAY,       40, ""                             },
    {"verified",             {0, 0, 0, 0, DAY_NONE, 0, 0},    POINT_VERIFIED,   TODAY,       60, "verified"                     },
    {"answered today",
     {0, 1, 0, 0, TODAY, 0, 0},
     POINT_UNVERIFIED,                                                          TODAY,
     60,                                                                                         "right_party:1 recent"         },
    {"90 days ago",
     {0, 1, 0, 0, TODAY - 90, 0, 0},
     POINT_UNVERIFIED,                                                          TODAY,
     60,                                                                                         "right_party:1 recent"         },
    {"91 days ago",          {0, 1, 0, 0, TODAY - 91, 0, 0},  POINT_UNVERIFIED, TODAY,       50, "right_party:1"                },
    {"often",
     {0, 3, 0, 0, TODAY, 0, 0},
     POINT_VERIFIED,                                                            TODAY,
     99,                                                                                         "verified right_party:3 recent"},
    {"more often",           {0, 9, 0, 0, TODAY - 100, 0, 0}, POINT_UNVERIFIED, TODAY,       70, "right_party:9"                },
    {"somebody else",        {0, 0, 1, 0, DAY_NONE, 0, 0},    POINT_UNVERIFIED, TODAY,       30, "third_party:1"                },
    {"nobody, six times",    {0, 0, 0, 6, DAY_NONE, 0, 0},    POINT_UNVERIFIED, TODAY,       10, "no_answer:6"                  },
    {"nobody, seven times",
     {0, 0, 0, 7, DAY_NONE, 0, 0},
     POINT_UNVERIFIED,                                                          TODAY,
     10,                                                                                         "no_answer:7"                  },
    {"all against it",
     {0, 0, 5, 9, DAY_NONE, 0, 0},
     POINT_UNVERIFIED,                                                          TODAY - 730,
     1,                                                                                          "third_party:5 no_answer:9 old"},
    {"two years less a day", {0, 0, 0, 0, DAY_NONE, 0, 0},    POINT_UNVERIFIED, TODAY - 729, 40, ""                             },
    {"two years",            {0, 0, 0, 0, DAY_NONE, 0, 0},    POINT_UNVERIFIED, TODAY - 730, 30, "old"                          },
    {"old, but answered",
     {0, 1, 0, 0, TODAY - 400, 0, 0},
     POINT_UNVERIFIED,                                                          TODAY - 999,
     50,                                                                                         "right_party:1"                },
    {"delivered twice",      {0, 0, 0, 0, DAY_NONE, 2, 0},    POINT_UNVERIFIED, TODAY,       50, "delivered:2"                  },
    {"delivered often",      {0, 0, 0, 0, DAY_NONE, 9, 0},    POINT_UNVERIFIED, TODAY,       50, "delivered:9"                  },
    {"came back",
     {0, 0, 0, 0, DAY_NONE, 1, 1},
     POINT_UNVERIFIED,                                                          TODAY,
     30,                                                                                         "delivered:1 bounced:1"        },
    {"wrong",                {0, 3, 0, 0, TODAY, 0, 0},       POINT_WRONG,      TODAY,       0,  "wrong"                        },
    {"opted out",            {0, 0, 0, 0, DAY_NONE, 0, 0},    POINT_OPTED_OUT,  TODAY,       0,  "opted_out"                    },
};

static void test_rule(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        char reasons[POINT_REASONS_SIZE];
        check_case(cases[i].name);
        check_eq(point_score(&cases[i].results, cases[i].state, cases[i].known_on, TODAY, reasons),
                 cases[i].score);
        check_text(reasons, cases[i].reasons);
    }
}

static int64_t act(struct op *op, int64_t point_id, const char *outcome)
{
    const struct action_input action = {
        .key = {900, 901},
        .channel = CHANNEL_CALL,
        .point_id = point_id,
        .disposition = str_of(outcome),
        .callback_on = DAY_NONE
    };
    int64_t id = 0;
    check_ok(op, action_record(op, &action, &id));
    return id;
}

static struct point_results results_of(struct op *op, int64_t point_id)
{
    const struct point_results *list = NULL;
    size_t count = 0;
    check_ok(op, point_results_read(op, 900, &list, &count));
    return point_results_of(list, count, point_id);
}

/* What is recorded feeds the score; what was taken back does not; a wrong number closes the point.
 */
static void test_results_feed_it(void **state)
{
    struct op *const op = test_organisation();
    enum book_change change;
    int64_t point_id = 0;
    int64_t correction = 0;
    (void)state;
    check_ok(op, db_begin(op, DB_WRITE));
    test_case(op, 900, 901);
    check_ok(op, contact_point_put(op, 900, STR("phone"), STR("+525512345678"), STR("t"), 1,
                                   &point_id, &change));
    act(op, point_id, "no_answer");
    act(op, point_id, "no_answer");
    check_eq(results_of(op, point_id).no_answer, 2);
    act(op, point_id, "third_party");
    const int64_t right = act(op, point_id, "contact_right_party");
    check_eq(results_of(op, point_id).third_party, 1);
    check_eq(results_of(op, point_id).right_party, 1);
    check_eq(results_of(op, point_id).no_answer, 0);
    check_eq(results_of(op, point_id).last_right_on, TODAY);
    check_ok(op, action_correct(op, 900, right, STR("otra persona"), &correction));
    check_eq(results_of(op, point_id).right_party, 0);
    check_eq(results_of(op, point_id).no_answer, 2);
    const struct action_input mail = {
        .key = {900, 901},
        .channel = CHANNEL_EMAIL,
        .point_id = point_id,
        .disposition = STR("sent"),
        .outbox_id = 77,
        .callback_on = DAY_NONE
    };
    int64_t mail_id = 0;
    check_ok(op, action_record(op, &mail, &mail_id));
    check_eq(results_of(op, point_id).delivered, 1);
    check_eq(results_of(op, point_id).no_answer, 2); /* nobody answers a message on the spot */
    act(op, point_id, "wrong_number");
    check_ok(op, db_commit(op));
    test_store_close(op);
}

/* The person's own point comes before a workplace with a better score; then the score. */
static void test_which_comes_first(void **state)
{
    struct op *const op = test_organisation();
    static const char *const values[] = {"+525512345678", "+525587654321", "+525511112222"};
    struct point_best best;
    enum book_change change;
    bool changed = false;
    int64_t ids[3];
    (void)state;
    check_ok(op, db_begin(op, DB_WRITE));
    test_case(op, 900, 901);
    check_ok(op, point_best_read(op, (const int64_t[]){900}, 1, TODAY, &best));
    check_eq(best.phone.id, 0);
    for (int i = 0; i < 3; i++)
        check_ok(op, contact_point_put(op, 900, STR("phone"), str_of(values[i]), STR("t"), i + 1,
                                       &ids[i], &change));
    check_ok(op, point_best_read(op, (const int64_t[]){900}, 1, TODAY, &best));
    check_eq(best.phone.id, ids[0]); /* by priority */
    check_eq(best.email.id, 0);
    act(op, ids[2], "contact_right_party");
    act(op, ids[1], "contact_right_party");
    act(op, ids[1], "contact_right_party");
    check_ok(op, point_best_read(op, (const int64_t[]){900}, 1, TODAY, &best));
    check_eq(best.phone.id, ids[1]);
    check_ok(op, contact_point_set_use(op, 900, ids[1], POINT_WORKPLACE, STR("t"), &changed));
    check_ok(op, point_best_read(op, (const int64_t[]){900}, 1, TODAY, &best));
    check_eq(best.phone.id, ids[2]);
    check_ok(op, contact_point_set_state(op, 900, ids[2], POINT_WRONG, STR("t")));
    check_ok(op, point_best_read(op, (const int64_t[]){900}, 1, TODAY, &best));
    check_eq(best.phone.id, ids[0]);
    check_ok(op, db_commit(op));
    test_store_close(op);
}

TEST_STORE_MAIN("point_score", cmocka_unit_test(test_which_comes_first),
                cmocka_unit_test(test_rule), cmocka_unit_test(test_results_feed_it))
