/* Names as files write them: which are one, and by what they find each other. */
#include "identity/name.h"
#include "tests/check.h"

static const struct {
    const char *a, *b;
    int least, most; /* likeness */
    bool is_found;   /* they share a key */
} cases[] = {
    {"María Guadalupe Hernández López",   "MARIA GUADALUPE HERNANDEZ LOPEZ", 100, 100, true },
    {"Hernández López María Guadalupe",   "Ma. Gpe. Hdez. López",           100, 100, true },
    {"Juan Carlos de la Cruz Pérez",        "CRUZ PEREZ JUAN CARLOS",          100, 100, true },
    {"João da Silva Santos",                "Joao Silva dos Santos",           100, 100, true },
    {"José Luis Vázquez",                  "Jose Luis Vasquez",               85,  95,  true },
    {"Francisco Javier Yáñez",             "Fco. Javier Llanes",              60,  80,  false},
    {"María Elena García Ruiz",            "María García Ruiz",             80,  90,  true },
    {"J. Carlos Pérez",                     "Juan Carlos Pérez",              80,  90,  false},
    {"Abarrotes La Esperanza, S.A. de C.V.", "ABARROTES ESPERANZA SA DE CV",    100, 100, true },
    {"Comercial Andina SAS",                 "Comercial Andina S.A.S.",         100, 100, true },
    {"María López García",                "Mario López García",            85,  95,  false},
    {"Juan Pérez",                          "Pedro Gómez",                    0,   0,   false},
    {"",                                     "Juan",                            0,   0,   false},
    {"de la",                                "de la",                           100, 100, true },
};

static bool share_key(const char *a, const char *b)
{
    struct name_keys of_a;
    struct name_keys of_b;
    name_keys_make(str_of(a), &of_a);
    name_keys_make(str_of(b), &of_b);
    for (size_t i = 0; i < of_a.count; i++)
        for (size_t j = 0; j < of_b.count; j++)
            if (str_equal(of_a.list[i], of_b.list[j]))
                return true;
    return false;
}

static void test_likeness(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_case(cases[i].a);
        const int likeness = name_likeness(str_of(cases[i].a), str_of(cases[i].b));
        check_eq(likeness, name_likeness(str_of(cases[i].b), str_of(cases[i].a)));
        if (likeness < cases[i].least || likeness > cases[i].most)
            print_error("likeness %d\n", likeness);
        check_true(likeness >= cases[i].least && likeness <= cases[i].most);
        if (cases[i].is_found)
            check_true(share_key(cases[i].a, cases[i].b));
    }
}

/* Any bytes give a key that fits and a likeness in its range. */
static void test_any_bytes(void **state)
{
    char text[300];
    struct name_keys keys;
    uint32_t random = 12345;
    (void)state;
    for (int round = 0; round < 5000; round++) {
        const size_t size = (random >> 8) % sizeof(text);
        for (size_t i = 0; i < size; i++) {
            random = random * 1664525 + 1013904223;
            text[i] = (char)(random >> 24);
        }
        const str name = {text, size};
        name_keys_make(name, &keys);
        check_true(keys.count <= NAME_KEYS_MAX);
        for (size_t i = 0; i < keys.count; i++)
            check_true(keys.list[i].size <= NAME_KEY_BYTES);
        const int likeness = name_likeness(name, STR("María López"));
        check_true(likeness >= 0 && likeness <= 100);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_likeness),
        cmocka_unit_test(test_any_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
