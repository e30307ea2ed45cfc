/* New parties of a file are compared with the others: pairs wait for people, and nobody is merged.
 */
#include "book/duplicate.h"
#include "book/party.h"
#include "book/person.h"
#include "tests/intake/desk.h"

#define HEAD "party.external_id,party.name,party.phone,party.email\n"

static struct import_result take(struct desk *desk, const char *text, bool finds_twins)
{
    const struct import_request request = {
        .kind = INTAKE_PARTIES,
        .path = desk_write(desk, "file.csv", str_of(text)),
        .mapping_path =
            desk_write(desk, "mapping.json", STR("{\"kind\":\"parties\",\"source\":\"erp\"}")),
        .as_of = DAY_NONE,
        .finds_twins = finds_twins,
    };
    struct import_result result;
    check_ok(desk->op, intake_import(desk->op, &request, &result));
    check_eq(result.outcome, IMPORT_APPLIED);
    return result;
}

static void check_twins(const struct import_result *result, int parties, int pairs, bool is_left)
{
    check_eq(result->twins.parties, parties);
    check_eq(result->twins.pairs, pairs);
    check_eq(result->twins.is_left, is_left);
}

static void test_pairs_are_filed(void **state)
{
    struct desk desk = desk_open();
    struct op *const op = desk.op;
    const struct duplicate_pair *pairs = NULL;
    struct person person;
    size_t count = 0;
    int64_t id = 0;
    (void)state;
    struct import_result result = take(&desk,
                                       HEAD "a,Ana Pérez Soto,+525512345678,ana@example.com\n"
                                            "b,Beto Ruiz,+525587654321,\n",
                                       true);
    check_twins(&result, 2, 0, false);
    result = take(&desk,
                  HEAD "c,Ana Perez Soto,55 1234 5678,ana@example.com\n"
                       "d,Dora Gil,+525511112222,\n",
                  true);
    check_twins(&result, 2, 1, false);
    check_ok(op, duplicate_list(op, 10, &pairs, &count));
    check_eq((int)count, 1);
    check_ok(op, party_find(op, STR("erp"), STR("c"), &id));
    check_eq(pairs[0].high_id, id);
    check_ok(op, person_read(op, id, &person));
    check_eq((int)person.count, 1);                                 /* two records still */
    result = take(&desk, HEAD "d,Dora Gil,+525511112222,\n", true); /* nothing new */
    check_twins(&result, 0, 0, false);
    desk_close(&desk);
}

/* Who came before any search is not found by its keys: the report says so. */
static void test_others_are_left(void **state)
{
    struct desk desk = desk_open();
    (void)state;
    struct import_result result =
        take(&desk, HEAD "a,Ana Pérez Soto,+525512345678,ana@example.com\n", false);
    check_twins(&result, 0, 0, false);
    result = take(&desk, HEAD "c,Ana Perez Soto,55 1234 5678,ana@example.com\n", true);
    check_twins(&result, 1, 0, true);
    desk_close(&desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pairs_are_filed),
        cmocka_unit_test(test_others_are_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
