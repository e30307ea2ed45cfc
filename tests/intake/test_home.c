/* Where the person of a row lives: what an import makes of address, region, telephone and country,
 * what it rests on, and that a weaker word never replaces a stronger one. */
#include "intake/home.h"

#include "store/db.h"
#include "tests/intake/desk.h"

static const struct {
    const char *country, *region, *address, *phone;
    const char *zone; /* empty: the organisation's, America/Mexico_City; *: all that are possible */
    enum zone_trust trust;
} cases[] = {
    {"",   "",             "",                                            "",             "*",                     ZONE_TRUST_SEVERAL},
    {"CO", "",             "",                                            "",             "America/Bogota",        ZONE_TRUST_COUNTRY},
    {"MX", "",             "",                                            "",             "*",                     ZONE_TRUST_SEVERAL},
    {"US", "",             "",                                            "",             "*",                     ZONE_TRUST_SEVERAL},
    {"QQ", "",             "",                                            "",             "",                      ZONE_TRUST_NONE   },
 /* the region, of the row or at the end of the address */
    {"",   "Sonora",       "",                                            "",             "America/Hermosillo",    ZONE_TRUST_REGION },
    {"MX", "Jalisco",      "",                                            "",             "",                      ZONE_TRUST_REGION },
    {"MX", "",             "Reforma 1, Centro, 83000 Hermosillo, Sonora", "",             "America/Hermosillo",
     ZONE_TRUST_REGION                                                                                                               },
    {"MX", "",             "Reforma 1, Hermosillo, Sonora, México",      "",             "America/Hermosillo",
     ZONE_TRUST_REGION                                                                                                               },
    {"MX", "",             "Sonora 8, Roma, 06700 CDMX",                  "",             "",                      ZONE_TRUST_REGION },
    {"MX", "",             "Sonora",                                      "",             "*",                     ZONE_TRUST_SEVERAL},
    {"BR", "",             "Rua A 1\nManaus\nAmazonas",                   "",             "America/Manaus",        ZONE_TRUST_PLACE  },
 /* a place of its region, or one that its name alone tells */
    {"MX", "CHH",          "Calle 1, 32000 Ciudad Juárez, Chihuahua",    "",             "America/Ciudad_Juarez",
     ZONE_TRUST_PLACE                                                                                                                },
    {"MX", "",             "Calle 1, Cancún 77500",                      "",             "America/Cancun",        ZONE_TRUST_PLACE  },
 /* the telephone chooses among what is left, and never overrules */
    {"MX", "",             "",                                            "664 123 4567", "America/Tijuana",       ZONE_TRUST_PHONE  },
    {"MX", "CHH",          "",                                            "656 123 4567", "America/Ciudad_Juarez", ZONE_TRUST_PHONE  },
    {"MX", "Quintana Roo", "",                                            "664 123 4567", "America/Cancun",        ZONE_TRUST_REGION },
    {"MX", "",             "Calle 1, Cancún",                            "664 123 4567", "America/Cancun",        ZONE_TRUST_PLACE  },
    {"MX", "",             "",                                            "no tiene",     "*",                     ZONE_TRUST_SEVERAL},
 /* an address of nothing but marks */
    {"MX", "",             ",,,;;;\n\n, ,",                               "",             "*",                     ZONE_TRUST_SEVERAL},
    {"MX", "",             "\xff,\xc3,77500",                             "",             "*",                     ZONE_TRUST_SEVERAL},
};

static void test_order_of_trust(void **state)
{
    struct desk desk = desk_open();
    struct homes *const homes = homes_create(desk.op);
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct home_clues clues = {str_of(cases[i].country), str_of(cases[i].region),
                                         str_of(cases[i].address), str_of(cases[i].phone)};
        struct home home;
        check_case(arena_printf(desk.op->arena, "%zu", i));
        check_ok(desk.op, home_find(desk.op, homes, &clues, &home));
        check_str(home.zone, cases[i].zone);
        check_eq(home.trust, cases[i].trust);
    }
    desk_close(&desk);
}

/* Towns that only the register of places names, and the region that an address names. */
static const struct {
    const char *country, *address, *zone, *region;
} named[] = {
    {"CL", "Calle 1, Natales",                            "America/Punta_Arenas", "MA" },
    {"BR", "Rua 1, Centro, Maricá",                      "America/Sao_Paulo",    "RJ" },
    {"BR", "Rua 1, Tefé",                                "America/Manaus",       "AM" },
    {"MX", "Reforma 1, Centro, 83000 Hermosillo, Sonora", "America/Hermosillo",   "SON"},
    {"MX", "Sonora 8, Roma, 06700 CDMX",                  "",                     "CMX"},
    {"EC", "Av. Darwin, Puerto Ayora, Galápagos",        "Pacific/Galapagos",    "W"  },
 /* a quarter is called like a town elsewhere: nothing is known of the last part */
    {"CL", "Calle 1, Natales, Villa Desconocida",         "*",                    ""   },
    {"BR", "Maricá",                                     "*",                    ""   },
};

static void test_places_of_an_address(void **state)
{
    struct desk desk = desk_open();
    struct homes *const homes = homes_create(desk.op);
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(named); i++) {
        const struct home_clues clues = {.country = str_of(named[i].country),
                                         .address = str_of(named[i].address)};
        struct home home;
        check_case(named[i].address);
        check_ok(desk.op, home_find(desk.op, homes, &clues, &home));
        check_str(home.zone, named[i].zone);
        check_str(home.region, named[i].region);
    }
    desk_close(&desk);
}

static status read_zone(struct op *op, struct db_rows *row, void *out)
{
    const str zone = db_text_copy(op, row, 7);
    *(const char **)out = arena_printf(op->arena, STR_FORMAT " " STR_FORMAT, STR_ARG(zone),
                                       STR_ARG(db_text(row, 15)));
    return OK;
}

static const char *zone_of(struct op *op, const char *external_id)
{
    const char *text = "";
    int64_t id = 0;
    bool found = false;
    check_ok(op, party_find(op, STR("erp"), str_of(external_id), &id));
    check_ok(op, db_query_one(op, Q_PARTY_GET, DB_ARGS(ARG_ID(id)), read_zone, &text, &found));
    check_true(found);
    return text;
}

static void take(struct desk *desk, const char *kind, const char *text, int changed)
{
    const char *const mapping =
        arena_printf(desk->op->arena, "{\"kind\":\"%s\",\"source\":\"erp\"}", kind);
    struct import_request request = {.path = desk_write(desk, "file.csv", str_of(text)),
                                     .mapping_path =
                                         desk_write(desk, "mapping.json", str_of(mapping)),
                                     .as_of = DAY_NONE};
    struct import_result result;
    check_true(intake_kind_parse(str_of(kind), &request.kind));
    check_ok(desk->op, intake_import(desk->op, &request, &result));
    check_eq((int)(result.batch.created + result.batch.updated), changed);
    check_eq((int)result.check.refused, 0);
}

#define HEAD "party.external_id,party.name,party.country,party.region,party.zone,party.phone\n"

static void test_an_import_notes_the_zone_and_what_it_rests_on(void **state)
{
    struct desk desk = desk_open();
    struct op *const op = desk.op;
    (void)state;
    const char *const first = HEAD "a,Ana,MX,Sonora,,\n"
                                   "b,Beto,MX,,,\n"
                                   "c,Caro,,,,664 123 4567\n"
                                   "d,Dora,,,America/Cancun,\n"
                                   "e,Eva,,,,\n";
    take(&desk, "parties", first, 5);
    check_text(zone_of(op, "a"), "America/Hermosillo region");
    check_text(zone_of(op, "b"), "* several");
    check_text(zone_of(op, "c"), "America/Tijuana phone");
    check_text(zone_of(op, "d"), "America/Cancun given");
    check_text(zone_of(op, "e"), "* several");
    take(&desk, "parties", first, 0);
    /* weaker words change nothing, stronger ones do, and who moves leaves the old zone behind */
    take(&desk, "parties",
         HEAD "a,Ana,MX,,,664 123 4567\n"
              "d,Dora,MX,Sonora,,\n",
         2);
    check_text(zone_of(op, "a"), "America/Hermosillo region");
    check_text(zone_of(op, "d"), "America/Cancun given");
    take(&desk, "parties",
         HEAD "b,Beto,MX,Yucatán,,\n"
              "c,Caro,CO,,,\n",
         2);
    check_text(zone_of(op, "b"), "America/Merida region");
    check_text(zone_of(op, "c"), "America/Bogota country");
    desk_close(&desk);
}

static void test_a_contact_tells_more(void **state)
{
    struct desk desk = desk_open();
    struct op *const op = desk.op;
    (void)state;
    take(&desk, "parties",
         HEAD "a,Ana,MX,,,\n"
              "b,Beto,US,,,\n",
         2);
    const char *const points = "party.external_id,contact.channel,contact.value\n"
                               "a,email,ana@example.com\n"
                               "a,phone,664 123 4567\n"
                               "b,phone,+52 664 123 4567\n";
    take(&desk, "contacts", points, 3);
    check_text(zone_of(op, "a"), "America/Tijuana phone");
    check_text(zone_of(op, "b"), "* several"); /* a Mexican number overrules nothing */
    take(&desk, "contacts",
         "party.external_id,contact.channel,contact.value\na,address,\"C 1, Mérida, Yuc.\"\n", 1);
    check_text(zone_of(op, "a"), "America/Merida region");
    take(&desk, "contacts", points, 0);
    desk_close(&desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order_of_trust),
        cmocka_unit_test(test_places_of_an_address),
        cmocka_unit_test(test_an_import_notes_the_zone_and_what_it_rests_on),
        cmocka_unit_test(test_a_contact_tells_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
