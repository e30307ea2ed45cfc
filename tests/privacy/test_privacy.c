/* What persons ask about their data: deadlines, copies that hold everything, erasure that leaves
 * no word behind and every figure, retention, holds, and backups that bring nobody back. */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "book/action.h"
#include "book/party.h"
#include "policy/commit.h"
#include "privacy/erase.h"
#include "privacy/export.h"
#include "privacy/rectify.h"
#include "privacy/request.h"
#include "privacy/retention.h"
#include "record/organisation.h"
#include "record/seal.h"
#include "store/backend.h"
#include "tests/support/doctor.h"
#include "tests/support/files.h"
#include "tests/support/portfolio.h"
#include "upkeep/audit_verify.h"
#include "upkeep/backup.h"

#define YEARS(n) ((day)(366 * (n)))

/* What only this person's rows say. */
static const char *const contact_words[] = {"+525598761234", "maria.quiroga@example.mx",
                                            "Calle de la Prueba 1234"};
static const char *const identity_words[] = {"Quiroga", "quiroga", "QUIM800101AB1", "EMPLEADOR-77"};
static const char *const evidence_words[] = {"llamó desde la panadería"};

static int64_t add_point(struct op *op, int64_t debtor_id, const char *kind, const char *value)
{
    enum book_change change;
    int64_t id = 0;
    check_ok(op, contact_point_put(op, debtor_id, str_of(kind), str_of(value), STR("t"), 1, &id,
                                   &change));
    return id;
}

/* The first person of a portfolio gets a name, a document, points, an attribute and a note. */
static void dress(struct portfolio *p)
{
    struct op *const op = &p->op;
    const struct party_input party = {.source = STR("t"),
                                      .external_id = STR("p0"),
                                      .name = STR("María Quiroga Ibáñez"),
                                      .document_kind = STR("X"),
                                      .document = STR("QUIM800101AB1")};
    const struct action_input action = {.key = p->keys[0],
                                        .channel = CHANNEL_CALL,
                                        .is_inbound = true,
                                        .disposition = STR("cannot_pay"),
                                        .note = str_of(evidence_words[0]),
                                        .callback_on = DAY_NONE,
                                        .past_on = DAY_NONE};
    enum book_change change;
    int64_t id = 0;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, party_upsert(op, &party, &id, &change));
    (void)add_point(op, id, "phone", contact_words[0]);
    (void)add_point(op, id, "email", contact_words[1]);
    (void)add_point(op, id, "address", contact_words[2]);
    check_ok(op, db_run(op, Q_ATTRIBUTE_VALUE_PUT,
                        DB_ARGS(ARG_ID(id), ARG_ID(1), ARG_ID(1), ARG_NULL,
                                ARG_TEXT_C(identity_words[3]), ARG_INSTANT(op_now(op))),
                        NULL));
    check_ok(op, action_record(op, &action, &id));
    check_ok(op, policy_commit(op));
}

static struct person person_of(struct op *op, const char *name)
{
    struct person person;
    check_ok(op, person_find(op, str_of(name), &person));
    return person;
}

/* Everything that the store says of a person, opened as far as it opens. */
static str all_words(struct op *op, const struct person *person)
{
    struct export export;
    str json;
    check_ok(op, db_begin(op, DB_READ));
    check_ok(op, export_collect(op, person, &export));
    check_ok(op, export_write_json(op, &export, &json));
    check_ok(op, db_commit(op));
    return json;
}

static bool has(str text, const char *word)
{
    return memmem(text.data, text.size, word, strlen(word)) != NULL;
}

static void check_words(str text, const char *const *words, size_t count, bool want)
{
    for (size_t i = 0; i < count; i++) {
        check_case(words[i]);
        check_eq(has(text, words[i]), want);
    }
}
#define CHECK_WORDS(text, words, want) check_words((text), (words), ARRAY_LEN(words), (want))

static void pay_all(struct portfolio *p, int n)
{
    check_ok(&p->op, portfolio_pay(&p->op, p->keys[n], arena_printf(p->op.arena, "pay-%d", n),
                                   100000 + n * 1000));
}

static status erase(struct op *op, const struct person *person, day on, bool is_wish)
{
    struct erase_plan plan;
    int64_t rows[PRIVACY_SYSTEM];
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, erase_plan_make(op, person, on, is_wish, &plan));
    const status code = erase_carry_out(op, person, &plan, 0, rows);
    if (code == OK)
        check_ok(op, policy_commit(op));
    else
        db_rollback(op);
    return code;
}

/* --- the register --- */

static void test_deadlines(void **state)
{
    (void)state;
    static const struct {
        const char *country, *kind, *received, *due, *extended, *rule;
    } cases[] = {
        {"MX", "access",        "2024-10-04", "2024-10-18", "2024-11-01", "INT-PRIVACY-REPLY"},
        {"CO", "access",        "2024-10-04", "2024-10-21", "2024-10-28", "CO-HABEAS"        },
        {"CO", "rectification", "2024-10-04", "2024-10-28", "2024-11-08", "CO-HABEAS"        },
        {"AR", "access",        "2024-10-04", "2024-10-14", "2024-10-24", "AR-HABEAS"        },
        {"BR", "access",        "2024-10-04", "2024-10-19", "2024-11-03", "BR-LGPD"          },
        {"ES", "erasure",       "2024-10-04", "2024-11-04", "2024-12-05", "ES-GDPR"          },
        {"BO", "erasure",       "2024-10-04", "2024-10-18", "2024-11-01", "INT-PRIVACY-REPLY"},
    };
    struct portfolio p;
    portfolio_open(&p, 1);
    struct op *const op = &p.op;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        char text[DAY_TEXT_SIZE];
        struct person person = person_of(op, "p0");
        struct request_input input = {.kind = str_of(cases[i].kind), .channel = STR("letter")};
        struct privacy_request request;
        int64_t id = 0;
        day due_on = DAY_NONE;
        check_case(cases[i].rule);
        check_true(day_parse(str_of(cases[i].received), &input.received_on));
        person.country = str_of(cases[i].country);
        check_ok(op, person_open_pack(op, &person));
        check_ok(op, db_begin(op, DB_WRITE));
        const status code = request_receive(op, &person, &input, &id);
        check_ok(op, code);
        check_ok(op, request_get(op, id, &request));
        check_str(request.rule, cases[i].rule);
        check_text(day_format(request.due_on, text), cases[i].due);
        check_eq(request_extend(op, id, STR(" "), &due_on), E_INVALID);
        op_clear(op);
        db_rollback(op);
    }
    portfolio_close(&p);
}

static void test_a_request_from_end_to_end(void **state)
{
    (void)state;
    struct portfolio p;
    portfolio_open(&p, 2);
    struct op *const op = &p.op;
    const struct person person = person_of(op, "p1");
    struct request_input input = {.kind = STR("access"),
                                  .received_on = PORTFOLIO_DATE,
                                  .channel = STR("email"),
                                  .detail = STR("all of it")};
    struct privacy_request *list = NULL;
    struct privacy_request request;
    size_t count = 0;
    int64_t id = 0;
    day due_on = DAY_NONE;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, request_receive(op, &person, &input, &id));
    check_ok(op, request_get(op, id, &request));
    check_ok(op, request_extend(op, id, STR("many letters"), &due_on));
    check_true(due_on > request.due_on);
    check_eq(request_extend(op, id, STR("again"), &due_on), E_CONFLICT);
    op_clear(op);
    check_eq(request_answer(op, id, STR("maybe"), STR("no")), E_INVALID);
    op_clear(op);
    check_ok(op, request_answer(op, id, STR("granted"), STR("here it is")));
    check_eq(request_answer(op, id, STR("refused"), STR("no")), E_CONFLICT);
    op_clear(op);
    check_ok(op, request_list(op, STR("granted"), 0, NULL, 10, &list, &count));
    check_eq(count, 1);
    check_str(list[0].answer, "here it is");
    check_ok(op, request_list(op, STR("open"), 0, NULL, 10, &list, &count));
    check_eq(count, 0);
    input.kind = STR("wish");
    check_eq(request_receive(op, &person, &input, &id), E_INVALID);
    op_clear(op);
    input.kind = STR("access");
    input.received_on = PORTFOLIO_DATE + 1;
    check_eq(request_receive(op, &person, &input, &id), E_INVALID);
    op_clear(op);
    check_ok(op, db_commit(op));
    check_eq(person_find(op, STR("nobody"), &(struct person){0}), E_NOT_FOUND);
    op_clear(op);
    portfolio_close(&p);
}

/* --- what is held --- */

static void test_every_table_has_a_class(void **state)
{
    (void)state;
    struct op *const op = check_op();
    size_t count = 0;
    const struct table_shape **const shapes = table_list(op->arena, db_schema_known(), &count);
    for (size_t i = 0; i < count; i++) {
        check_case(shapes[i]->name);
        check_true(shapes[i]->of_debtor == QUERY_COUNT || privacy_table_find(shapes[i]->name));
    }
}

static void test_a_copy_has_everything(void **state)
{
    (void)state;
    struct portfolio p;
    portfolio_open(&p, 2);
    dress(&p);
    struct op *const op = &p.op;
    const struct person person = person_of(op, "p0");
    struct export export;
    str page;
    const str json = all_words(op, &person);
    CHECK_WORDS(json, contact_words, true);
    CHECK_WORDS(json, identity_words, true);
    CHECK_WORDS(json, evidence_words, true);
    check_false(has(json, "p1")); /* and nothing of anybody else */
    check_ok(op, db_begin(op, DB_READ));
    check_ok(op, export_collect(op, &person, &export));
    check_ok(op, export_write_page(op, &export, LANGUAGE_ES, &page));
    check_ok(op, db_commit(op));
    CHECK_WORDS(page, contact_words, true);
    check_true(has(page, "Acreedores"));
    portfolio_close(&p);
}

/* --- rectification --- */

static void test_what_it_said_before(void **state)
{
    (void)state;
    struct portfolio p;
    portfolio_open(&p, 1);
    dress(&p);
    struct op *const op = &p.op;
    const struct person person = person_of(op, "p0");
    struct rectification change = {
        .field = STR("name"), .value = STR("María Quirós"), .reason = STR("acta")};
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, rectify(op, &person, &change));
    change.field = STR("document");
    change.value = STR("QUIM800101AB2");
    check_ok(op, rectify(op, &person, &change));
    change.field = STR("email");
    change.value = STR("nueva@example.mx");
    change.point_id = add_point(op, person.debtor_id, "email", contact_words[1]);
    check_ok(op, rectify(op, &person, &change));
    change.point_id = 4711;
    check_eq(rectify(op, &person, &change), E_NOT_FOUND);
    op_clear(op);
    change.field = STR("hair");
    check_eq(rectify(op, &person, &change), E_INVALID);
    op_clear(op);
    check_ok(op, oppose(op, &person, STR("call"), STR("collection"), STR("carta"), 0));
    check_ok(op, policy_commit(op));
    const str json = all_words(op, &person);
    CHECK_WORDS(json, identity_words, true); /* what it said is still told to her */
    check_true(has(json, "QUIM800101AB2") && has(json, "nueva@example.mx") &&
               has(json, "María Quirós") && has(json, "revoked"));
    test_check_sound(op);
    portfolio_close(&p);
}

/* --- erasure --- */

static void test_what_stands_against_it(void **state)
{
    (void)state;
    struct portfolio p;
    portfolio_open(&p, 1);
    dress(&p);
    struct op *const op = &p.op;
    const struct person person = person_of(op, "p0");
    check_eq(erase(op, &person, op->business_date, true), E_REFUSED); /* she owes */
    op_clear(op);
    pay_all(&p, 0);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, legal_hold_put(op, person.debtor_id, STR("expediente 12/2024")));
    check_ok(op, db_commit(op));
    check_eq(erase(op, &person, op->business_date, true), E_REFUSED);
    check_true(strstr(op->text, "expediente 12/2024") != NULL);
    op_clear(op);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, legal_hold_lift(op, person.debtor_id, STR("terminó")));
    check_eq(legal_hold_lift(op, person.debtor_id, STR("otra vez")), E_NOT_FOUND);
    op_clear(op);
    check_ok(op, db_commit(op));
    check_eq(erase(op, &person, op->business_date, true), OK);
    portfolio_close(&p);
}

/* The chain of evidence says that words were erased, and nothing else. */
static void check_evidence(struct op *op)
{
    const struct audit_request request = {.from = DAY_MIN, .until = DAY_MAX, .threads = 1};
    struct audit_report report;
    check_ok(op, audit_verify(op, &request, &report));
    for (size_t i = 0; i < report.count; i++)
        check_text(audit_fault_name(report.findings[i].fault),
                   audit_fault_name(FAULT_DAY_UNSIGNED));
}

static void test_words_go_and_figures_stay(void **state)
{
    (void)state;
    struct portfolio p;
    portfolio_open(&p, 3);
    dress(&p);
    struct op *const op = &p.op;
    struct person person = person_of(op, "p0");
    pay_all(&p, 0);
    check_eq(erase(op, &person, op->business_date, true), OK);
    check_eq(person_find(op, STR("p0"), &person),
             E_NOT_FOUND); /* its source's name for her is gone */
    op_clear(op);
    check_ok(op, person_get(op, p.keys[0].debtor_id, &person));
    check_ok(op, person_open_pack(op, &person));
    str json = all_words(op, &person);
    CHECK_WORDS(json, contact_words, false);
    CHECK_WORDS(json, identity_words, false);
    CHECK_WORDS(json, evidence_words, true); /* its time is not over */
    check_true(has(json, "100000"));         /* and the book is whole */
    test_check_sound(op);

    check_eq(erase(op, &person, op->business_date + YEARS(6), false), OK);
    json = all_words(op, &person);
    CHECK_WORDS(json, evidence_words, false);
    check_true(has(json, "100000"));
    check_true(has(json, "\"external_id\":\"p0\"")); /* of the debt: the book's time is longer */
    check_eq(erase(op, &person, op->business_date + YEARS(11), false), OK);
    json = all_words(op, &person);
    check_false(has(json, "\"p0\""));
    check_true(has(json, "100000"));
    check_evidence(op);
    check_true(has(json, "audit_erasure"));
    test_check_sound(op);
    portfolio_close(&p);
}

/* --- the calendar --- */

#define PERSONS 130 /* three transactions */

static void pass_years(struct op *op, int years)
{
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, db_run(op, Q_ORGANISATION_SET_OPEN_DATE,
                        DB_ARGS(ARG_DAY(op->business_date + YEARS(years))), NULL));
    check_ok(op, db_commit(op));
    op->business_date += YEARS(years);
}

static void age(struct portfolio *p, int years)
{
    for (int n = 0; n < PERSONS; n += 2) /* every second one has paid */
        pay_all(p, n);
    pass_years(&p->op, years);
}

static void test_retention(void **state)
{
    (void)state;
    struct portfolio p;
    struct retention dry;
    struct retention done;
    portfolio_open(&p, PERSONS);
    struct op *const op = &p.op;
    age(&p, 6);
    check_eq(retention_run(op, op->business_date + 1, false, NULL, &done), E_INVALID);
    op_clear(op);
    check_ok(op, retention_run(op, op->business_date - YEARS(5), true, NULL, &dry));
    check_eq(dry.erased, 0); /* nothing is over then */
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, legal_hold_put(op, p.keys[2].debtor_id, STR("juicio")));
    check_ok(op, db_commit(op));
    check_ok(op, retention_run(op, op->business_date, true, NULL, &dry));
    check_eq(dry.persons, PERSONS / 2);
    check_eq(dry.erased, PERSONS / 2 - 1);
    check_eq(dry.held, 1);
    check_ok(op, retention_run(op, op->business_date, false, NULL, &done));
    check_eq(done.erased, dry.erased);
    check_eq(done.rows[PRIVACY_CONTACT], dry.rows[PRIVACY_CONTACT]);
    check_ok(op, retention_run(op, op->business_date, false, NULL, &done));
    check_eq(done.erased, 0); /* a second time changes nothing */
    check_eq(done.held, 1);
    portfolio_close(&p);
}

static void note_call(struct portfolio *p, const char *note)
{
    struct op *const op = &p->op;
    const struct action_input action = {.key = p->keys[0],
                                        .channel = CHANNEL_CALL,
                                        .is_inbound = true,
                                        .disposition = STR("cannot_pay"),
                                        .note = str_of(note),
                                        .callback_on = DAY_NONE,
                                        .past_on = DAY_NONE};
    int64_t id = 0;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, action_record(op, &action, &id));
    check_ok(op, policy_commit(op));
}

static void answer_request(struct op *op, struct person *person, const char *answer)
{
    const struct request_input input = {
        .kind = STR("access"), .received_on = op->business_date, .channel = STR("carta")};
    int64_t id = 0;
    check_ok(op, person_open_pack(op, person));
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, request_receive(op, person, &input, &id));
    check_ok(op, request_answer(op, id, STR("granted"), str_of(answer)));
    check_ok(op, db_commit(op));
}

/* What the calendar takes on this day, and whether a word is there after it. */
static void check_taken(struct op *op, const struct person *person, int64_t evidence_rows,
                        const char *word, bool want)
{
    struct retention done;
    check_ok(op, retention_run(op, op->business_date, false, NULL, &done));
    check_eq(done.rows[PRIVACY_EVIDENCE], evidence_rows);
    check_eq(has(all_words(op, person), word), want);
    check_ok(op, retention_run(op, op->business_date, false, NULL, &done));
    check_eq(done.erased, 0); /* a second time changes nothing */
}

/* A class that went goes again, by its time, when new rows of it have come since; so for who was
 * erased whole. */
static void test_what_comes_after_an_erasure(void **state)
{
    (void)state;
    struct portfolio p;
    portfolio_open(&p, 1);
    dress(&p);
    struct op *const op = &p.op;
    struct person person = person_of(op, "p0");
    pay_all(&p, 0);
    pass_years(op, 6);
    check_taken(op, &person, 1, "panadería", false);
    note_call(&p, "llamó del mercado");
    check_ok(op, store_execute(op, "test",
                               arena_printf(op->arena,
                                            "INSERT INTO payer_account (key, debtor_id, case_id) "
                                            "VALUES (471147, %lld, %lld)",
                                            (long long)p.keys[0].debtor_id,
                                            (long long)p.keys[0].case_id)));
    check_taken(op, &person, 0, "llamó del mercado", true);
    check_true(has(all_words(op, &person), "471147"));
    pass_years(op, 6);
    check_taken(op, &person, 1, "llamó del mercado", false);
    check_false(has(all_words(op, &person), "471147"));
    pass_years(op, 11);
    check_taken(op, &person, 0, "\"p0\"", false); /* the book went, too */
    note_call(&p, "llamó del puerto");
    check_taken(op, &person, 0, "llamó del puerto", true);
    pass_years(op, 3);
    answer_request(op, &person, "no queda nada suyo");
    pass_years(op, 3);
    check_taken(op, &person, 0, "llamó del puerto", true); /* as long as the answer */
    pass_years(op, 4);
    check_taken(op, &person, 3, "llamó del puerto", false); /* the answer and its step, too */
    check_false(has(all_words(op, &person), "no queda nada suyo"));
    check_evidence(op);
    test_check_sound(op);
    portfolio_close(&p);
}

static void die(void *context, int64_t persons)
{
    (void)context;
    if (persons >= RETENTION_PERSONS)
        _exit(9); /* after the first transaction */
}

static void test_a_kill_inside_retention(void **state)
{
    (void)state;
    struct portfolio p;
    struct retention done;
    portfolio_open(&p, PERSONS);
    struct op *const op = &p.op;
    age(&p, 6);
    const pid_t child = fork();
    if (child == 0) {
        struct op other;
        const struct retention_progress progress = {die, NULL};
        portfolio_connect(&p, &other);
        _exit(retention_run(&other, other.business_date, false, &progress, &done) == OK ? 0 : 1);
    }
    int how = 0;
    check_eq(waitpid(child, &how, 0), child);
    check_true(WIFEXITED(how) && WEXITSTATUS(how) == 9);
    check_ok(op, retention_run(op, op->business_date, false, NULL, &done));
    check_eq(done.erased, PERSONS / 2 - RETENTION_PERSONS);
    check_ok(op, retention_run(op, op->business_date, false, NULL, &done));
    check_eq(done.erased, 0);
    portfolio_close(&p);
}

/* --- backups --- */

static void test_a_backup_brings_nobody_back(void **state)
{
    (void)state;
    struct portfolio p;
    portfolio_open(&p, 3);
    struct op *const op = &p.op;
    const char *const folder = test_folder();
    const char *const key = arena_printf(op->arena, "%s/key", folder);
    const char *const file = arena_printf(op->arena, "%s/b", folder);
    const char *const store = arena_printf(op->arena, "sqlite:%s/new.db", folder);
    struct backup_manifest manifest;
    struct restore_result result;
    struct op restorer;
    const struct backup_request request = {.path = file, .key_path = key};
    check_ok(op, seal_key_create(op, key)); /* the values made so far are of the old one */
    check_ok(op, store_execute(op, "reset", "DELETE FROM data_key"));
    check_ok(op, store_execute(op, "reset", "DELETE FROM person_key"));
    check_ok(op, store_execute(op, "reset", "DELETE FROM contact_point"));
    dress(&p);
    pay_all(&p, 0);
    const struct person person = person_of(op, "p0");
    CHECK_WORDS(all_words(op, &person), contact_words, true);
    check_ok(op, backup_write(op, &request, &manifest));
    check_eq(erase(op, &person, op->business_date, true), OK);

    op_init(&restorer, arena_create(), NULL, op_clock_system);
    check_ok(&restorer, restore_store(&restorer, &request, str_of(store), &result));
    check_eq(result.erased, 1);
    const struct db_options options = {.create = false};
    check_ok(&restorer, db_open(&restorer, str_of(store), &options, &restorer.db));
    check_ok(&restorer, organisation_read_date(&restorer));
    struct person back;
    check_eq(person_find(&restorer, STR("p0"), &back), E_NOT_FOUND);
    op_clear(&restorer);
    check_ok(&restorer, person_get(&restorer, person.debtor_id, &back));
    check_ok(&restorer, person_open_pack(&restorer, &back));
    const str json = all_words(&restorer, &back);
    CHECK_WORDS(json, contact_words, false);
    CHECK_WORDS(json, identity_words, false);
    check_ok(&restorer, person_find(&restorer, STR("p1"), &back)); /* the others are there */
    db_close(restorer.db);
    arena_destroy(restorer.arena);
    portfolio_close(&p);
}

TEST_STORE_MAIN("privacy", cmocka_unit_test(test_deadlines),
                cmocka_unit_test(test_a_request_from_end_to_end),
                cmocka_unit_test(test_every_table_has_a_class),
                cmocka_unit_test(test_a_copy_has_everything),
                cmocka_unit_test(test_what_it_said_before),
                cmocka_unit_test(test_what_stands_against_it),
                cmocka_unit_test(test_words_go_and_figures_stay), cmocka_unit_test(test_retention),
                cmocka_unit_test(test_what_comes_after_an_erasure),
                cmocka_unit_test(test_a_kill_inside_retention),
                cmocka_unit_test(test_a_backup_brings_nobody_back))
