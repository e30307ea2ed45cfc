/* Whose money it is: what is surely somebody's, what is not, and why. */
#include "cash/match.h"
#include "tests/check.h"

#define MXN CURRENCY('M', 'X', 'N')

/* A small book: names, ids and amounts that come near each other on purpose. */
static struct matcher book(void)
{
    static const struct {
        const char *name, *customer, *reference;
        struct {
            const char *id;
            int64_t open;
        } claims[3];
    } cases[] = {
        {"Ana Torres Vega",
         "C-7001",                        "RF18539007547034",
         {{"FAC-10001", 125000}, {"FAC-10002", 90000}}                                                    },
        {"Luis Ortega Ruiz",    "C-7002", NULL,               {{"FAC-10003", 125000}}                     },
        {"Comercial del Norte", "C-7003", NULL,               {{"FAC-20450", 777700}}                     },
        {"Marta Peña Solís",  "C-7004", NULL,               {{"FAC-20950", 777700}}                     },
        {"Ana Torres Vega",     "C-7005", NULL,               {{"FAC-30001", 333300}}                     },
        {"Rosa Díaz León",    "C-7006", NULL,               {{"FAC-40001", 51000}, {"FAC-40002", 49000}}},
    };
    struct book_index *const index = book_index_create(check_op()->arena);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct book_case of_case = {.debtor_id = (int64_t)i + 1,
                                          .case_id = (int64_t)i + 101,
                                          .currency = MXN,
                                          .name = str_of(cases[i].name)};
        const uint32_t number = book_index_add_case(index, &of_case);
        book_index_add_text(index, KEY_CUSTOMER, str_of(cases[i].customer), number,
                            BOOK_INDEX_NONE);
        if (cases[i].reference)
            book_index_add_text(index, KEY_PAY_REFERENCE, str_of(cases[i].reference), number,
                                BOOK_INDEX_NONE);
        for (size_t k = 0; k < 3 && cases[i].claims[k].id; k++) {
            const money open = {cases[i].claims[k].open};
            const uint32_t claim = book_index_add_claim(index, (int64_t)(i * 10 + k), open);
            book_index_add_text(index, KEY_CLAIM, str_of(cases[i].claims[k].id), number, claim);
        }
    }
    book_index_add_digest(index, KEY_ACCOUNT, 4242, 5);
    book_index_finish(index);
    return (struct matcher){.index = index, .score = 80, .margin = 20};
}

static const struct {
    const char *name;
    struct match_entry entry;
    bool is_sure;
    int64_t case_id; /* of the best; 0: nobody */
    size_t parts;
    const char *reason;
} answers[] = {
    {"a reference with check digits, in groups, of another amount",
     {MXN,
      {5000},
      .reference = STR("RF18 5390 0754 7034"),
      .counterparty = STR("Otra Persona Cualquiera")},
     true,                                                                                                   101,
     1,                                                                                                              "reference other_name"           },
    {"that reference with a wrong digit means nobody",
     {MXN, {5000}, .reference = STR("RF18 5390 0754 7035")},
     false,                                                                                                  0,
     0,                                                                                                              "unknown"                        },
    {"an id, the amount and the name",
     {MXN, {125000}, .reference = STR("FAC-10001"), .counterparty = STR("TORRES VEGA ANA")},
     true,                                                                                                   101,
     1,                                                                                                              "id amount name:100"             },
    {"an id without zeros and hyphens, and the amount",
     {MXN, {333300}, .reference = STR("fac30001")},
     true,                                                                                                   105,
     1,                                                                                                              "id amount"                      },
    {"an id whose neighbour owes the same",
     {MXN, {125000}, .reference = STR("FAC-10003")},
     false,                                                                                                  102,
     1,                                                                                                              "id amount rival"                },
    {"the same, but the name decides",
     {MXN, {125000}, .reference = STR("FAC-10003"), .counterparty = STR("Ortega Ruiz Luis")},
     true,                                                                                                   102,
     1,                                                                                                              "id amount name:100"             },
    {"an id, but the name is another one",
     {MXN, {333300}, .reference = STR("FAC-30001"), .counterparty = STR("Pedro Gómez Lara")},
     false,                                                                                                  105,
     1,                                                                                                              "id amount other_name low"       },
    {"an id and less money, nobody's name",
     {MXN, {100}, .reference = STR("FAC-30001")},
     false,                                                                                                  105,
     1,                                                                                                              "id low"                         },
    {"an id and less money, with the name: a part",
     {MXN, {100}, .reference = STR("FAC-30001"), .counterparty = STR("Ana Torres Vega")},
     true,                                                                                                   105,
     1,                                                                                                              "id name:100"                    },
    {"the amount of another claim of the case",
     {MXN, {90000}, .reference = STR("FAC-10001"), .counterparty = STR("Ana Torres Vega")},
     false,                                                                                                  101,
     1,                                                                                                              "id near_id name:100 other_claim"},
    {"one digit wrong, with amount and name",
     {MXN,
      {777700},
      .reference = STR("FAC-20451"),
      .counterparty = STR("Comercial del Norte SA de CV")},
     true,                                                                                                   103,
     1,                                                                                                              "near_id amount name:100"        },
    {"one digit wrong, two debts it can be",
     {MXN, {777700}, .reference = STR("FAC-20750")},
     false,                                                                                                  103,
     1,                                                                                                              "near_id amount low"             },
    {"two debts in the text, their sum",
     {MXN, {100000}, .text = STR("pago FAC-40001, FAC-40002")},
     true,                                                                                                   106,
     2,                                                                                                              "several"                        },
    {"debts of two people, their sum",
     {MXN, {176000}, .text = STR("FAC-40001 FAC-10001")},
     true,                                                                                                   106,
     2,                                                                                                              "several"                        },
    {"two debts, another sum",
     {MXN, {100001}, .text = STR("pago FAC-40001, FAC-40002")},
     false,                                                                                                  106,
     1,                                                                                                              "id several_differ"              },
    {"a name that two have, and an amount of one",
     {MXN, {333300}, .counterparty = STR("Ana Torres Vega")},
     false,                                                                                                  105,
     1,                                                                                                              "amount name:100 low"            },
    {"the account that paid before, and all that is owed",
     {MXN, {100000}, .account = 4242, .counterparty = STR("Rosa Díaz León")},
     true,                                                                                                   106,
     1,                                                                                                              "account case_amount name:100"   },
    {"the customer's number, the name, the amount",
     {MXN, {777700}, .reference = STR("C-7004"), .counterparty = STR("Marta Pena Solis")},
     true,                                                                                                   104,
     1,                                                                                                              "customer amount name:100"       },
    {"another currency",
     {CURRENCY('U', 'S', 'D'), {333300}, .reference = STR("FAC-30001")},
     false,                                                                                                  0,
     0,                                                                                                              "unknown"                        },
    {"nothing at all",                                              {MXN, {333301}, .text = STR("")}, false, 0,   0, "unknown"                        },
};

static void test_answers(void **state)
{
    const struct matcher matcher = book();
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(answers); i++) {
        struct match_answer answer;
        int64_t sum = 0;
        check_case(answers[i].name);
        match_find(&matcher, &answers[i].entry, check_op()->arena, &answer);
        check_str(answer.reason, answers[i].reason);
        check_eq(answer.is_sure, answers[i].is_sure);
        check_eq(answer.part_count, answers[i].parts);
        for (size_t k = 0; k < answer.part_count; k++)
            sum += answer.parts[k].amount.minor;
        if (answer.part_count > 0) {
            check_eq(book_index_case(matcher.index, answer.parts[0].of_case)->case_id,
                     answers[i].case_id);
            check_eq(sum, answers[i].entry.amount.minor);
        }
    }
}

/* What a token is: the same whoever writes it. */
static void test_tokens(void **state)
{
    static const struct {
        const char *text, *token;
    } cases[] = {
        {"00-0123 abc",                               "123ABC"    },
        {"FAC/2024.001",                              "FAC2024001"},
        {"0000",                                      ""          },
        {"¡!",                                       ""          },
        {"12345678901234567890123456789012345678901", ""          },
    };
    char out[BOOK_TOKEN_MAX];
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const size_t size = book_token(str_of(cases[i].text), out);
        check_case(cases[i].text);
        check_str(((str){out, size}), cases[i].token);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_answers),
                                       cmocka_unit_test(test_tokens)};
    return cmocka_run_group_tests_name("match", tests, NULL, NULL);
}
