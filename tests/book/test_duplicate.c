/* Parties that may be one person: found by what they share, scored by a stated rule, asked once. */
#include "book/duplicate.h"
#include "book/merge.h"
#include "book/party.h"
#include "book/person.h"
#include "book/touch.h"
#include "record/organisation.h"
#include "tests/support/organisation.h"
#include "tests/support/store.h"

static const struct row {
    const char *name, *kind, *document_kind, *document, *phone, *email, *address;
} rows[] = {
    {"María Guadalupe Hernández López", "person", "RFC",  "HELG800101AB1",   "5512345678",       "",                 ""                   },
    {"HERNANDEZ LOPEZ MA. GPE.",           "person", "CURP", "HELG-800101-AB1", "",                 "",                 ""                   }, /* of 0 */
    {"Guadalupe Hernández",               "person", "",     "",                "+52 55 1234 5678", "",                 ""                   }, /* a phone */
    {"Pedro Infante Cruz",                 "person", "RFC",  "IACP800101AB2",   "5512345678",       "",                 ""                   }, /* a kin */
    {"José Vázquez Ruiz",                "person", "",     "",                "",                 "jose@example.com", ""                   },
    {"Jose Vasquez Ruiz",                  "person", "",     "",                "",                 "JOSE@example.com", ""                   }, /* of 4 */
    {"Ana Torres Díaz",                   "person", "",     "",                "",                 "",                 "Calle 5 #10, Centro"},
    {"TORRES DIAZ ANA",                    "person", "",     "",                "",                 "",                 "calle 5 10 centro"  }, /* of 6 */
    {"Luis Mora Paz",                      "person", "",     "",                "",                 "",                 ""                   },
    {"Luis Mora Paz",                      "person", "",     "",                "",                 "",                 ""                   }, /* a name alone is not enough */
    {"Rosa Gil Peña",                     "person", "RFC",  "GIPR800101AB1",   "",                 "",                 ""                   },
    {"Ernesto Del Valle",                  "person", "RFC",  "GIPR800101AB1",   "",                 "",                 ""                   }, /* number, other name */
    {"Iván Soto Lara",                    "person", "RFC",  "SOLI800101AB1",   "3312345678",       "",                 ""                   },
    {"Ivan Soto Lara",                     "person", "RFC",  "SOLI900101AB1",   "3312345678",       "",                 ""                   }, /* two numbers */
};

static int64_t ids[ARRAY_LEN(rows)];

static struct op *open_store(void)
{
    struct op *const op = test_organisation();
    check_ok(op, db_begin(op, DB_WRITE));
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const struct row *const r = &rows[i];
        const struct party_input party = {
            .source = STR("t"),
            .external_id = str_of(arena_printf(op->arena, "p%zu", i)),
            .kind = str_of(r->kind),
            .name = str_of(r->name),
            .document_kind = str_of(r->document_kind),
            .document = str_of(r->document),
            .country = STR("MX"),
        };
        const char *const points[][2] = {
            {"phone",   r->phone  },
            {"email",   r->email  },
            {"address", r->address},
        };
        enum book_change change;
        int64_t point_id = 0;
        check_ok(op, party_upsert(op, &party, &ids[i], &change));
        for (size_t k = 0; k < ARRAY_LEN(points); k++)
            if (points[k][1][0] != '\0')
                check_ok(op,
                         contact_point_put(op, ids[i], str_of(points[k][0]), str_of(points[k][1]),
                                           STR("t"), 1, &point_id, &change));
    }
    check_ok(op, db_commit(op));
    return op;
}

static struct duplicate_count search(struct op *op, bool merge_alone)
{
    struct duplicate_count count = {0};
    int64_t after = 0;
    do {
        check_ok(op, db_begin(op, DB_WRITE));
        check_ok(op, duplicate_find(op, 0, merge_alone, &after, &count));
        check_ok(op, db_commit(op));
        touch_clear(op);
    } while (after != 0);
    return count;
}

static const struct duplicate_pair *find_pair(struct op *op, size_t a, size_t b)
{
    const struct duplicate_pair *list = NULL;
    size_t count = 0;
    check_ok(op, duplicate_list(op, 100, &list, &count));
    for (size_t i = 0; i < count; i++)
        if ((list[i].low_id == ids[a] && list[i].high_id == ids[b]) ||
            (list[i].low_id == ids[b] && list[i].high_id == ids[a]))
            return &list[i];
    return NULL;
}

static const struct {
    size_t a, b;
    const char *reasons; /* NULL: no pair */
    int score;
} wanted[] = {
    {0,  1,  "document name:100", 110},
    {0,  2,  "phone",             -1 },
    {0,  3,  NULL,                0  }, /* a phone of the house */
    {4,  5,  "email name:93",     65 },
    {6,  7,  "address name:100",  60 },
    {8,  9,  NULL,                0  },
    {10, 11, NULL,                0  }, /* 70 - 30: somebody mistyped a number */
    {12, 13, NULL,                0  }, /* 35 + 40 - 60 */
};

static void test_what_is_found(void **state)
{
    struct op *const op = open_store();
    (void)state;
    const struct duplicate_count count = search(op, false);
    check_eq(count.parties, ARRAY_LEN(rows));
    check_eq(count.merged, 0);
    for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
        const struct duplicate_pair *const pair = find_pair(op, wanted[i].a, wanted[i].b);
        check_case(rows[wanted[i].a].name);
        if (wanted[i].score < 0)
            continue;
        check_eq(pair != NULL, wanted[i].reasons != NULL);
        if (!pair)
            continue;
        check_str(pair->reasons, wanted[i].reasons);
        check_eq(pair->score, wanted[i].score);
    }
    const struct duplicate_count again = search(op, false); /* nothing is there twice */
    check_eq(again.pairs, count.pairs);
    test_store_close(op);
}

static void test_what_people_said_stays(void **state)
{
    struct op *const op = open_store();
    struct person person;
    int64_t merge_id = 0;
    (void)state;
    (void)search(op, false);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, duplicate_different(op, ids[4], ids[5]));
    check_ok(op, duplicate_same(op, ids[0], ids[1], STR("mismo RFC"), &merge_id));
    check_ok(op, db_commit(op));
    (void)search(op, false);
    assert_null(find_pair(op, 4, 5));
    assert_null(find_pair(op, 0, 1));
    check_ok(op, person_read(op, ids[0], &person));
    check_eq(person.count, 2);
    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(duplicate_different(op, ids[0], ids[1]), E_CONFLICT);
    db_rollback(op);
    op_clear(op);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, merge_undo(op, merge_id, STR("hermanas")));
    check_ok(op, duplicate_different(op, ids[0], ids[1]));
    check_ok(op, db_commit(op));
    (void)search(op, true);
    check_ok(op, person_read(op, ids[0], &person));
    check_eq(person.count, 1);
    test_store_close(op);
}

/* Only the same number, a like name and nothing against it. */
static void test_the_sure_ones_alone(void **state)
{
    struct op *const op = open_store();
    struct person person;
    (void)state;
    const struct duplicate_count count = search(op, true);
    check_eq(count.merged, 1);
    check_ok(op, person_read(op, ids[1], &person));
    check_eq(person.count, 2);
    check_true(person_has(&person, ids[0]));
    check_ok(op, person_read(op, ids[10], &person));
    check_eq(person.count, 1);
    test_store_close(op);
}

TEST_STORE_MAIN("duplicate", cmocka_unit_test(test_what_is_found),
                cmocka_unit_test(test_what_people_said_stays),
                cmocka_unit_test(test_the_sure_ones_alone))
