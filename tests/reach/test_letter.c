/* Every template of the default strategy, filled for one customer: golden texts in
 * tests/reach/golden (ACUERDO_GOLDEN=write rewrites them), and words that are never said. */
#include <stdlib.h>

#include "base/assets.h"
#include "base/json.h"
#include "book/promise.h"
#include "reach/letter.h"
#include "tests/reach/reach_case.h"
#include "tests/support/files.h"

static const char *const templates[] = {"preventive_reminder", "promise_reminder",
                                        "friendly_reminder",   "gentle_reminder",
                                        "firm_notice",         "prelegal_notice"};

static void write_file(const char *path, str text)
{
    FILE *const file = fopen(path, "w");
    assert_non_null(file);
    check_eq(fwrite(text.data, 1, text.size, file), text.size);
    check_eq(fclose(file), 0);
}

static void check_golden(struct op *op, const char *name, str got)
{
    const char *const path = arena_printf(op->arena, "tests/reach/golden/%s", name);
    const char *const mode = getenv("ACUERDO_GOLDEN");
    check_case(path);
    if (mode && str_equal_c(str_of(mode), "write"))
        write_file(path, got);
    check_str(got, str_cstr(op->arena, test_read_file(op, path)));
}

/* Two claims past due, one of them a loan's third part, two due together soon, and a promise. */
static struct case_key make_case(struct op *op)
{
    int64_t id = 0;
    check_ok(op, db_begin(op, DB_WRITE));
    const int64_t debtor_id = reach_person(op, "José <Pepe> Núñez & Hijos", "jose@example.com");
    const struct case_key key = reach_debt(op, debtor_id, "F-1001", 45, 123456750);
    (void)reach_debt(op, debtor_id, "F-1002", 1, 5);
    (void)reach_debt(op, debtor_id, "F-1003", -5, 99900);
    (void)reach_debt(op, debtor_id, "F-1004", -5, 100);
    (void)reach_debt(op, debtor_id, "F-1005", -40, 7700);
    const struct promise_input promise = {
        .key = key, .due_on = op->business_date + 2, .amount = {50000}, .channel = CHANNEL_CALL};
    check_ok(op, promise_make(op, &promise, &id));
    check_ok(op, policy_commit(op));
    return key;
}

static struct letter write_letter(struct op *op, struct case_key key, const char *template)
{
    const struct letter_request request = {key, key.debtor_id, str_of(template),
                                           op->business_date + 7};
    struct letter letter = {0};
    check_ok(op, letter_write(op, &request, &letter));
    return letter;
}

static void test_golden(void **state)
{
    struct op *const op = reach_open();
    const struct case_key key = make_case(op);
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(templates); i++) {
        const struct letter letter = write_letter(op, key, templates[i]);
        const str text = str_of(arena_printf(op->arena, STR_FORMAT "\n\n" STR_FORMAT,
                                             STR_ARG(letter.subject), STR_ARG(letter.text)));
        check_str(letter.language, "es");
        check_golden(op, arena_printf(op->arena, "%s.es.txt", templates[i]), text);
        check_golden(op, arena_printf(op->arena, "%s.es.html", templates[i]), letter.html);
    }
}

/* What a customer must never read, and what they must always find. */
static void test_voice(void **state)
{
    static const char *const never[] = {
        "moros", "deudor", "deuda", "incumpl", "última advertencia", "embargo", "demanda"};
    static const char *const always[] = {"Si ya pagó",         "BAJA",         "Muebles Acme",
                                         "Cobranza de prueba", "55 1234 5678", "https://pagos."};
    struct op *const op = reach_open();
    const struct case_key key = make_case(op);
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(templates); i++) {
        const struct letter letter = write_letter(op, key, templates[i]);
        const char *const versions[] = {str_cstr(op->arena, letter.text),
                                        str_cstr(op->arena, letter.html)};
        check_case(templates[i]);
        for (size_t v = 0; v < 2; v++) {
            for (size_t w = 0; w < ARRAY_LEN(never); w++)
                check_true(strcasestr(versions[v], never[w]) == NULL);
            for (size_t w = 0; w < ARRAY_LEN(always); w++)
                check_true(strstr(versions[v], always[w]) != NULL);
        }
        check_true(strstr(versions[1], "<Pepe>") == NULL);
        check_true(strstr(versions[1], "{{") == NULL);
    }
}

/* Every template that the strategy sends by e-mail is tested above. */
static void test_the_strategy_names_no_other(void **state)
{
    struct op *const op = check_op();
    const struct asset *const asset =
        asset_find(assets_policies, STR("strategies/default/strategy.json"));
    json_t *root = NULL;
    const char *step = NULL;
    json_t *settings = NULL;
    (void)state;
    check_true(asset != NULL);
    check_ok(op, json_parse(op, asset_text(asset), &root));
    json_object_foreach(json_object_get(root, "steps"), step, settings)
    {
        const char *const name = json_string_value(json_object_get(settings, "template"));
        bool is_known = !name || strstr(step, "_letter") != NULL; /* letters go on paper */
        for (size_t i = 0; name && i < ARRAY_LEN(templates); i++)
            is_known |= str_equal_c(str_of(name), templates[i]);
        check_case(step);
        check_true(is_known);
    }
}

static void test_many_claims(void **state)
{
    struct op *const op = reach_open();
    (void)state;
    check_ok(op, db_begin(op, DB_WRITE));
    const int64_t debtor_id = reach_person(op, "Ana", "ana@example.com");
    struct case_key key = {0};
    for (int i = 0; i < 30; i++)
        key = reach_debt(op, debtor_id, arena_printf(op->arena, "F-%02d", i), 10 + i, 100);
    check_ok(op, policy_commit(op));
    const struct letter letter = write_letter(op, key, "friendly_reminder");
    const char *const text = str_cstr(op->arena, letter.text);
    check_true(strstr(text, "- y 18 más") != NULL);
    check_true(strstr(text, "Saldo vencido: $30.00") != NULL); /* of all, not of those shown */
    check_true(strstr(text, "- F-29: $1.00") != NULL);         /* the oldest comes first */
    check_true(strstr(text, "F-17:") == NULL);
}

static void test_refusals(void **state)
{
    struct op *const op = reach_open();
    const struct case_key key = make_case(op);
    struct letter_request request = {key, key.debtor_id, STR("unheard_of"), DAY_NONE};
    struct letter letter;
    (void)state;
    check_eq(letter_write(op, &request, &letter), E_NOT_FOUND);
    check_true(strstr(op->text, "unheard_of") != NULL);
    op_clear(op);
    request.template = STR("friendly_reminder");
    request.key.case_id++;
    check_eq(letter_write(op, &request, &letter), E_NOT_FOUND);
    op_clear(op);
}

TEST_STORE_MAIN("letters", cmocka_unit_test(test_golden), cmocka_unit_test(test_voice),
                cmocka_unit_test(test_the_strategy_names_no_other),
                cmocka_unit_test(test_many_claims), cmocka_unit_test(test_refusals))
