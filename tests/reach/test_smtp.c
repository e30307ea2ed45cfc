/* What a mail server can do to us, with a stand-in in threads: every end, and how it is judged. */
#include "reach/smtp.h"
#include "tests/check.h"
#include "tests/support/smtp_server.h"

static void test_every_end_has_a_judgement(void **state)
{
    static const struct {
        struct smtp_exchange seen;
        enum smtp_result want;
    } cases[] = {
        {{true, SMTP_END, 250, "2.0.0"},   SMTP_ACCEPTED   },
        {{false, SMTP_CONNECT, 0, ""},     SMTP_DOWN       },
        {{false, SMTP_CONNECT, 554, ""},   SMTP_DOWN       },
        {{false, SMTP_CONNECT, 535, ""},   SMTP_DOWN       },
        {{false, SMTP_MAIL, 550, "5.1.8"}, SMTP_DOWN       },
        {{false, SMTP_MAIL, 452, ""},      SMTP_DOWN       },
        {{false, SMTP_RCPT, 550, ""},      SMTP_BAD_ADDRESS},
        {{false, SMTP_RCPT, 551, ""},      SMTP_BAD_ADDRESS},
        {{false, SMTP_RCPT, 553, ""},      SMTP_BAD_ADDRESS},
        {{false, SMTP_RCPT, 550, "5.1.1"}, SMTP_BAD_ADDRESS},
        {{false, SMTP_RCPT, 554, "5.1.2"}, SMTP_BAD_ADDRESS},
        {{false, SMTP_RCPT, 550, "5.7.1"}, SMTP_REFUSED    },
        {{false, SMTP_RCPT, 552, "5.2.2"}, SMTP_REFUSED    },
        {{false, SMTP_RCPT, 552, ""},      SMTP_REFUSED    },
        {{false, SMTP_RCPT, 554, ""},      SMTP_REFUSED    },
        {{false, SMTP_RCPT, 450, "4.2.0"}, SMTP_LATER      },
        {{false, SMTP_RCPT, 451, ""},      SMTP_LATER      },
        {{false, SMTP_RCPT, 421, ""},      SMTP_DOWN       },
        {{false, SMTP_RCPT, 0, ""},        SMTP_DOWN       },
        {{false, SMTP_RCPT, 250, ""},      SMTP_DOWN       },
        {{false, SMTP_DATA, 554, ""},      SMTP_REFUSED    },
        {{false, SMTP_DATA, 451, ""},      SMTP_LATER      },
        {{false, SMTP_DATA, 354, ""},      SMTP_DOWN       },
        {{false, SMTP_BODY, 0, ""},        SMTP_DOWN       },
        {{false, SMTP_BODY, 421, ""},      SMTP_DOWN       },
        {{false, SMTP_END, 0, ""},         SMTP_UNKNOWN    },
        {{false, SMTP_END, 550, ""},       SMTP_REFUSED    },
        {{false, SMTP_END, 554, "5.6.0"},  SMTP_REFUSED    },
        {{false, SMTP_END, 451, ""},       SMTP_LATER      },
        {{false, SMTP_END, 421, ""},       SMTP_LATER      },
        {{false, SMTP_END, 250, ""},       SMTP_UNKNOWN    },
        {{false, SMTP_END, 354, ""},       SMTP_UNKNOWN    },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct smtp_exchange *const seen = &cases[i].seen;
        print_message("    case: %s %d %s\n", smtp_stage_name(seen->stage), seen->code,
                      seen->enhanced);
        check_text(smtp_result_name(smtp_judge(seen)), smtp_result_name(cases[i].want));
    }
}

static enum smtp_result send_to(struct op *op, struct smtp *smtp, const char *local,
                                struct smtp_exchange *exchange)
{
    const struct smtp_mail mail = {
        .from = "cobranza@example.mx",
        .to = arena_printf(op->arena, "%s@example.com", local),
        .bytes = STR("Subject: x\r\n\r\n.uno\r\n..dos\r\n"),
    };
    return smtp_send(smtp, &mail, NULL, exchange);
}

static struct smtp *client(struct op *op)
{
    const struct smtp_server server = {
        .url = smtp_server_url(), .user = "", .password = "", .timeout_ms = 1500};
    struct smtp *smtp = NULL;
    check_ok(op, smtp_open(op, &server, &smtp));
    return smtp;
}

/* Twice, one after the other on one client: no end may spoil the next mail. */
static void test_a_server_that_misbehaves(void **state)
{
    static const struct {
        const char *local;
        enum smtp_result want;
        enum smtp_stage stage;
        int code;
    } cases[] = {
        {"ok",          SMTP_ACCEPTED,    SMTP_END,  250},
        {"no-such",     SMTP_BAD_ADDRESS, SMTP_RCPT, 550},
        {"old",         SMTP_BAD_ADDRESS, SMTP_RCPT, 550},
        {"full",        SMTP_REFUSED,     SMTP_RCPT, 552},
        {"policy",      SMTP_REFUSED,     SMTP_RCPT, 550},
        {"later",       SMTP_LATER,       SMTP_RCPT, 451},
        {"drop-rcpt",   SMTP_DOWN,        SMTP_RCPT, 0  },
        {"refuse-data", SMTP_REFUSED,     SMTP_DATA, 554},
        {"drop-dot",    SMTP_UNKNOWN,     SMTP_END,  0  },
        {"mute-dot",    SMTP_UNKNOWN,     SMTP_END,  0  },
        {"refuse-text", SMTP_REFUSED,     SMTP_END,  554},
        {"later-text",  SMTP_LATER,       SMTP_END,  451},
    };
    struct op *const op = check_op();
    struct smtp_exchange seen;
    (void)state;
    smtp_server_start(SMTP_SERVER_WILLING);
    struct smtp *const smtp = client(op);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_case(cases[i].local);
        check_text(smtp_result_name(send_to(op, smtp, cases[i].local, &seen)),
                   smtp_result_name(cases[i].want));
        check_text(smtp_stage_name(seen.stage), smtp_stage_name(cases[i].stage));
        check_eq(seen.code, cases[i].code);
        check_eq(send_to(op, smtp, "ok", &seen), SMTP_ACCEPTED);
    }
    check_eq(smtp_server_count(), ARRAY_LEN(cases) + 1);
    check_text(smtp_server_mail(0)->to, "ok@example.com");
    check_text(smtp_server_mail(0)->bytes, "Subject: x\r\n\r\n.uno\r\n..dos\r\n");
    smtp_server_stop();
}

/* Cut while the text flows: the final dot was not sent, or nobody can tell. */
static void test_a_drop_in_the_text_is_never_taken_for_sent(void **state)
{
    struct op *const op = check_op();
    struct smtp_exchange seen;
    (void)state;
    smtp_server_start(SMTP_SERVER_WILLING);
    struct smtp *const smtp = client(op);
    const enum smtp_result result = send_to(op, smtp, "drop-data", &seen);
    check_true(result == SMTP_UNKNOWN || result == SMTP_DOWN);
    check_eq(smtp_server_count(), 0);
    smtp_server_stop();
}

static void test_a_server_that_is_not_there(void **state)
{
    static const enum smtp_server_mood moods[] = {SMTP_SERVER_CLOSED, SMTP_SERVER_MUTE};
    struct op *const op = check_op();
    struct smtp_exchange seen;
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(moods); i++) {
        smtp_server_start(moods[i]);
        check_eq(send_to(op, client(op), "ok", &seen), SMTP_DOWN);
        check_eq(seen.stage, SMTP_CONNECT);
        smtp_server_stop();
    }
    check_eq(send_to(op, client(op), "ok", &seen), SMTP_DOWN); /* nobody listens any more */
}

/* A server that must offer TLS and does not gets no mail, and no password. */
static void test_a_password_never_goes_in_the_clear(void **state)
{
    struct op *const op = check_op();
    struct smtp_exchange seen;
    struct smtp *smtp = NULL;
    (void)state;
    smtp_server_start(SMTP_SERVER_WILLING);
    const struct smtp_server server = {.url = smtp_server_url(),
                                       .user = "app",
                                       .password = "secret",
                                       .is_tls_required = true,
                                       .timeout_ms = 1500};
    check_ok(op, smtp_open(op, &server, &smtp));
    check_eq(send_to(op, smtp, "ok", &seen), SMTP_DOWN);
    check_eq(smtp_server_count(), 0);
    smtp_server_stop();
}

static void test_a_stop_ends_the_wait(void **state)
{
    struct op *const op = check_op();
    const struct smtp_mail mail = {"a@example.mx", "ok@example.com",
                                   STR("Subject: x\r\n\r\nx\r\n")};
    _Atomic bool stop = true;
    struct smtp_exchange seen;
    (void)state;
    smtp_server_start(SMTP_SERVER_MUTE);
    check_eq(smtp_send(client(op), &mail, &stop, &seen), SMTP_DOWN);
    smtp_server_stop();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_end_has_a_judgement),
        cmocka_unit_test(test_a_server_that_misbehaves),
        cmocka_unit_test(test_a_drop_in_the_text_is_never_taken_for_sent),
        cmocka_unit_test(test_a_server_that_is_not_there),
        cmocka_unit_test(test_a_password_never_goes_in_the_clear),
        cmocka_unit_test(test_a_stop_ends_the_wait),
    };
    return cmocka_run_group_tests_name("smtp", tests, NULL, NULL);
}
