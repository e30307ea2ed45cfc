/* STOP, BAJA, NO SOY and their like, and what they do at once. */
#include "reach/reply.h"

#include "tests/reach/reach_case.h"

static void test_what_is_meant(void **state)
{
    static const struct {
        const char *text;
        enum reply_meaning want;
    } cases[] = {
        {"STOP",                        REPLY_STOP        },
        {"stop.",                       REPLY_STOP        },
        {"BAJA",                        REPLY_STOP        },
        {"Baja por favor",              REPLY_STOP        },
        {"No más mensajes!!",          REPLY_STOP        },
        {"Sair",                        REPLY_STOP        },
        {"NO SOY",                      REPLY_WRONG_PERSON},
        {"No soy Ana, dejen de llamar", REPLY_WRONG_PERSON},
        {"Número equivocado",          REPLY_WRONG_PERSON},
        {"Não sou eu",                 REPLY_WRONG_PERSON},
        {"wrong number",                REPLY_WRONG_PERSON},
        {"Bajaré el viernes a pagar",  REPLY_OTHER       },
        {"Pago el viernes",             REPLY_OTHER       },
        {"",                            REPLY_OTHER       },
    };
    struct op *const op = check_op();
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        enum reply_meaning meaning = REPLY_OTHER;
        check_case(cases[i].text);
        check_ok(op, reply_read(op, str_of(cases[i].text), &meaning));
        check_eq(meaning, cases[i].want);
    }
}

static struct reply_effect answer(struct op *op, const char *from, const char *text)
{
    struct reply_effect effect;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, reply_apply(op, CHANNEL_EMAIL, str_of(from), str_of(text), &effect));
    check_ok(op, policy_commit(op));
    return effect;
}

static void test_a_reply_stops_what_has_not_left(void **state)
{
    struct op *const op = reach_open();
    (void)state;
    (void)reach_case(op, "ana@example.com");
    (void)reach_case(op, "luz@example.com");
    check_eq(answer(op, "ana@example.com", "Mañana pago").messages_stopped, 0);
    check_eq(answer(op, "nadie@example.com", "STOP").persons, 0);
    check_eq(reach_count(op, "queued"), 2);
    const struct reply_effect effect = answer(op, "ana@example.com", "BAJA");
    check_eq(effect.meaning, REPLY_STOP);
    check_eq(effect.persons, 1);
    check_eq(effect.messages_stopped, 1);
    check_eq(answer(op, "luz@example.com", "No soy Luz").messages_stopped, 1);
    check_eq(reach_count(op, "queued"), 0);
}

TEST_STORE_MAIN("replies", cmocka_unit_test(test_what_is_meant),
                cmocka_unit_test(test_a_reply_stops_what_has_not_left))
