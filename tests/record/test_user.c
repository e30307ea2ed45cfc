/* People, their roles, and that somebody is always left who can let people in. */
#include "record/user.h"
#include "tests/support/organisation.h"

#define PASSWORD "una clave larga"

static int64_t make(struct op *op, const char *login, const char *role)
{
    int64_t id = 0;
    check_ok(op, user_create(op, str_of(login), STR("Nombre Apellido"), STR(PASSWORD), &id));
    if (role)
        check_ok(op, user_add_role(op, id, str_of(role)));
    return id;
}

static bool holds(struct op *op, int64_t id, const char *permission)
{
    bool got = false;
    check_ok(op, user_holds(op, id, permission, &got));
    return got;
}

static void test_create_find_list(void **state)
{
    (void)state;
    struct op *const op = test_organisation();
    struct user user;
    struct user *users = NULL;
    size_t count = 77;
    check_ok(op, user_list(op, &users, &count));
    check_eq(count, 0);
    check_ok(op, db_begin(op, DB_WRITE));
    for (int i = 19; i >= 0; i--)
        make(op, arena_printf(op->arena, "gestor%02d", i), "agent");
    const int64_t id = make(op, "ana.soto@example.mx", "supervisor");
    check_ok(op, user_add_role(op, id, STR("agent")));
    check_ok(op, user_add_role(op, id, STR("agent"))); /* twice is once */
    check_ok(op, db_commit(op));

    check_ok(op, user_find(op, STR("ana.soto@example.mx"), &user));
    check_eq(user.id, id);
    check_str(user.name, "Nombre Apellido");
    check_str(user.roles, "agent,supervisor");
    check_true(user.is_active);
    check_eq(user.locked_until, INSTANT_NONE);
    check_eq(user.created_at, TEST_NOON);
    check_eq(user_find(op, STR("nobody"), &user), E_NOT_FOUND);
    op_clear(op);

    check_ok(op, user_list(op, &users, &count));
    check_eq(count, 21);
    check_str(users[0].login, "ana.soto@example.mx");
    check_str(users[1].login, "gestor00");
    check_str(users[20].login, "gestor19");
    check_str(users[20].roles, "agent");
}

static void test_refusals(void **state)
{
    (void)state;
    static char long_text[LIMIT_PASSWORD_BYTES + 2];
    memset(long_text, 'x', sizeof(long_text) - 1);
    const struct {
        const char *name;
        const char *login, *person, *password;
        status want;
    } cases[] = {
        {"login too short",        "a",       "Ana",  PASSWORD,             E_INVALID },
        {"login too long",         long_text, "Ana",  PASSWORD,             E_INVALID },
        {"capitals",               "Ana",     "Ana",  PASSWORD,             E_INVALID },
        {"blank inside",           "an a",    "Ana",  PASSWORD,             E_INVALID },
        {"accent",                 "anaí",   "Ana",  PASSWORD,             E_INVALID },
        {"no name",                "ana",     " ",    PASSWORD,             E_INVALID },
        {"broken name",            "ana",     "\xff", PASSWORD,             E_INVALID },
        {"nine characters",        "ana",     "Ana",  "123456789",          E_INVALID },
        {"nine accents, 18 bytes", "ana",     "Ana",  "áéíóúáéíó", E_INVALID },
        {"password too long",      "ana",     "Ana",  long_text,            E_INVALID },
        {"login taken",            "taken",   "Ana",  PASSWORD,             E_CONFLICT},
        {"ten characters",         "ana",     "Ana",  "1234567890",         OK        },
    };
    struct op *const op = test_organisation();
    check_ok(op, db_begin(op, DB_WRITE));
    make(op, "taken", NULL);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        int64_t id = -77;
        check_case(cases[i].name);
        check_eq(user_create(op, str_of(cases[i].login), str_of(cases[i].person),
                             str_of(cases[i].password), &id),
                 cases[i].want);
        check_eq(id == -77, cases[i].want != OK);
        op_clear(op);
    }
    check_eq(user_add_role(op, 1, STR("king")), E_INVALID);
    op_clear(op);
    check_eq(user_set_active(op, 1, false), E_NOT_FOUND);
    op_clear(op);
    check_eq(user_set_password(op, 1, STR(PASSWORD)), E_NOT_FOUND);
    op_clear(op);
    db_rollback(op);
}

static void test_roles_give_permissions(void **state)
{
    (void)state;
    static const struct {
        const char *permission;
        const char *roles; /* agent, supervisor, strategist, compliance, administrator */
    } cases[] = {
        {"queue.work",       "yy---"},
        {"action.record",    "yy---"},
        {"case.read",        "yyyyy"},
        {"personal.read",    "yy-y-"},
        {"strategy.edit",    "--y--"},
        {"strategy.approve", "-y-y-"},
        {"setting.edit",     "----y"},
        {"setting.approve",  "---y-"},
        {"user.manage",      "----y"},
        {"outbox.resolve",   "-y-y-"},
        {"dashboard.read",   "yyyyy"},
        {"not.there",        "-----"},
    };
    static const char *const roles[] = {"agent", "supervisor", "strategist", "compliance",
                                        "administrator"};
    struct op *const op = test_organisation();
    int64_t ids[ARRAY_LEN(roles)];
    check_ok(op, db_begin(op, DB_WRITE));
    for (size_t r = 0; r < ARRAY_LEN(roles); r++)
        ids[r] = make(op, roles[r], roles[r]);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_case(cases[i].permission);
        for (size_t r = 0; r < ARRAY_LEN(roles); r++)
            check_eq(holds(op, ids[r], cases[i].permission), cases[i].roles[r] == 'y');
    }
    check_ok(op, user_set_active(op, ids[0], false)); /* suspended: may nothing */
    check_false(holds(op, ids[0], "queue.work"));
    check_ok(op, user_set_active(op, ids[0], true));
    check_true(holds(op, ids[0], "queue.work"));
    check_ok(op, user_remove_role(op, ids[0], STR("agent")));
    check_false(holds(op, ids[0], "queue.work"));
    check_ok(op, db_commit(op));
}

/* Nobody may change strategy or settings and also approve it. */
static void test_who_edits_does_not_approve(void **state)
{
    (void)state;
    static const char *const roles[] = {"agent", "supervisor", "strategist", "compliance",
                                        "administrator"};
    struct op *const op = test_organisation();
    check_ok(op, db_begin(op, DB_WRITE));
    for (size_t r = 0; r < ARRAY_LEN(roles); r++) {
        const int64_t id = make(op, roles[r], roles[r]);
        check_case(roles[r]);
        check_false(holds(op, id, "strategy.edit") && holds(op, id, "strategy.approve"));
        check_false(holds(op, id, "setting.edit") && holds(op, id, "setting.approve"));
    }
    db_rollback(op);
}

static void test_the_last_administrator_stays(void **state)
{
    (void)state;
    struct op *const op = test_organisation();
    check_ok(op, db_begin(op, DB_WRITE));
    const int64_t first = make(op, "first", "administrator");
    const int64_t second = make(op, "second", "administrator");
    make(op, "agent", "agent");
    check_ok(op, db_commit(op));

    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, user_set_active(op, first, false));
    check_ok(op, db_commit(op));
    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(user_set_active(op, second, false), E_CONFLICT);
    op_clear(op);
    db_rollback(op);
    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(user_remove_role(op, second, STR("administrator")), E_CONFLICT);
    op_clear(op);
    db_rollback(op);
    check_true(holds(op, second, "user.manage"));

    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, user_set_active(op, first, true));
    check_ok(op, user_remove_role(op, second, STR("administrator")));
    check_ok(op, db_commit(op));
}

TEST_STORE_MAIN("user", cmocka_unit_test(test_create_find_list), cmocka_unit_test(test_refusals),
                cmocka_unit_test(test_roles_give_permissions),
                cmocka_unit_test(test_who_edits_does_not_approve),
                cmocka_unit_test(test_the_last_administrator_stays))
