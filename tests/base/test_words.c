/* The shared word lists: each word goes out and comes back, and no two are the same. */
#include "base/words.h"

#include "tests/check.h"

/* One list, seen through integers. */
#define LIST(room, type, bound)                                                                    \
    static const char *room##_text(int value)                                                      \
    {                                                                                              \
        return room##_name((type)value);                                                           \
    }                                                                                              \
    static bool room##_back(str text, int *ret_value)                                              \
    {                                                                                              \
        type value = (type)0;                                                                      \
        const bool is_known = room##_parse(text, &value);                                          \
        if (is_known)                                                                              \
            *ret_value = (int)value;                                                               \
        return is_known;                                                                           \
    }                                                                                              \
    enum { room##_bound = bound }

LIST(channel, enum channel, CHANNEL_COUNT);
LIST(purpose, enum purpose, PURPOSE_COUNT);
LIST(party_role, enum party_role, ROLE_COUNT);
LIST(party_flag, enum party_flag, FLAG_COUNT);
LIST(point_state, enum point_state, POINT_STATE_COUNT);
LIST(consent_state, enum consent_state, CONSENT_STATE_COUNT);
LIST(outcome_flag, enum outcome_flag, OUTCOME_COUNT);

static const struct {
    const char *name;
    const char *(*text)(int value);
    bool (*back)(str text, int *ret_value);
    int count;
} lists[] = {
    {"channel",       channel_text,       channel_back,       channel_bound      },
    {"purpose",       purpose_text,       purpose_back,       purpose_bound      },
    {"party_role",    party_role_text,    party_role_back,    party_role_bound   },
    {"party_flag",    party_flag_text,    party_flag_back,    party_flag_bound   },
    {"point_state",   point_state_text,   point_state_back,   point_state_bound  },
    {"consent_state", consent_state_text, consent_state_back, consent_state_bound},
    {"outcome_flag",  outcome_flag_text,  outcome_flag_back,  outcome_flag_bound },
};

static void test_words_go_out_and_come_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        check_case(lists[i].name);
        for (int value = 0; value < lists[i].count; value++) {
            int back = -1;
            const char *const text = lists[i].text(value);
            check_true(text && *text);
            check_true(lists[i].back(str_of(text), &back));
            check_eq(back, value); /* so no two words are the same */
            for (const char *at = text; *at; at++)
                check_true((*at >= 'a' && *at <= 'z') || *at == '_');
        }
    }
}

static void test_unknown_words_are_refused(void **state)
{
    static const char *const unknown[] = {"", "EMAIL", "email ", "nothing_of_that_name"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        check_case(lists[i].name);
        for (size_t u = 0; u < ARRAY_LEN(unknown); u++) {
            int back = -77;
            check_false(lists[i].back(str_of(unknown[u]), &back));
            check_eq(back, -77);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_go_out_and_come_back),
        cmocka_unit_test(test_unknown_words_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
