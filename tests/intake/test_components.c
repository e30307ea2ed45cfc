/* Files that say what a claim is made of: the ledger has it by component, what does not add up is
 * refused, and a file that says the same again changes nothing. */
#include <inttypes.h>

#include "book/case_ledger.h"
#include "book/claim_part.h"
#include "tests/intake/desk.h"

#define MAPPING                                                                                    \
    "{\"kind\":\"%s\",\"source\":\"erp\",\"formats\":{\"date\":\"YYYY-MM-DD\",\"decimal\":\".\"}}"
#define HEAD "cliente,factura,vencimiento,importe,claim.interest,claim.fee\n"

static struct import_result import(struct desk *desk, enum intake_kind kind, str text)
{
    const char *const mapping = arena_printf(desk->op->arena, MAPPING, intake_kind_name(kind));
    const struct import_request request = {
        .kind = kind,
        .path = desk_write(desk, "file.csv", text),
        .mapping_path = desk_write(desk, "mapping.json", str_of(mapping)),
        .as_of = DAY_NONE,
    };
    struct import_result result;
    check_ok(desk->op, intake_import(desk->op, &request, &result));
    return result;
}

static void check_made_of(struct desk *desk, const char *external_id, int64_t principal,
                          int64_t interest, int64_t fee)
{
    int64_t debtor_id = 0;
    int64_t id = 0;
    struct claim claim;
    struct parts parts;
    bool is_told = false;
    check_ok(desk->op, claim_find(desk->op, STR("erp"), str_of(external_id), &debtor_id, &id));
    check_ok(desk->op, claim_get(desk->op, debtor_id, id, &claim));
    check_ok(desk->op, claim_part_get(desk->op, debtor_id, id, claim.amount, &parts, &is_told));
    check_eq(parts.of[COMPONENT_PRINCIPAL], principal);
    check_eq(parts.of[COMPONENT_INTEREST], interest);
    check_eq(parts.of[COMPONENT_FEE], fee);
    check_eq(is_told, interest != 0 || fee != 0);
}

static void test_told(void **state)
{
    struct desk desk = desk_open();
    const str file = STR(HEAD "a,F1,2024-09-30,100,20,5\n"
                              "a,F2,2024-10-30,50,,\n"
                              "b,F3,2024-10-30,70,0,7.5\n");
    (void)state;
    check_eq(import(&desk, INTAKE_RECEIVABLES, file).batch.created, 3);
    check_made_of(&desk, "F1", 7500, 2000, 500);
    check_made_of(&desk, "F2", 5000, 0, 0);
    check_made_of(&desk, "F3", 6250, 0, 750);
    check_eq(import(&desk, INTAKE_RECEIVABLES, file).batch.unchanged, 3);
    check_eq(
        import(&desk, INTAKE_RECEIVABLES, STR(HEAD "a,F1,2024-09-30,110,30,5\n")).batch.updated, 1);
    check_made_of(&desk, "F1", 7500, 3000, 500);
    /* the amount alone: what changes is principal */
    check_eq(import(&desk, INTAKE_RECEIVABLES, STR(HEAD "a,F1,2024-09-30,90,,\n")).batch.updated,
             1);
    check_made_of(&desk, "F1", 5500, 3000, 500);
    desk_close(&desk);
}

/* Fees, then interest, then principal: money of a file meets what the claim is made of. */
static void test_met(void **state)
{
    struct desk desk = desk_open();
    struct case_ledger rows;
    struct ledger ledger;
    int64_t debtor_id = 0;
    int64_t id = 0;
    struct claim claim;
    (void)state;
    check_eq(
        import(&desk, INTAKE_RECEIVABLES, STR(HEAD "a,F1,2024-09-01,100,20,5\n")).batch.created, 1);
    check_eq(import(&desk, INTAKE_PAYMENTS,
                    STR("cliente,payment.reference,payment.value_on,payment.amount\n"
                        "a,P1,2024-09-10,30\n"))
                 .batch.created,
             1);
    check_ok(desk.op, claim_find(desk.op, STR("erp"), STR("F1"), &debtor_id, &id));
    check_ok(desk.op, claim_get(desk.op, debtor_id, id, &claim));
    check_ok(desk.op,
             case_ledger_load(desk.op, (struct case_key){debtor_id, claim.case_id}, &rows));
    check_ok(desk.op, case_ledger_replay(desk.op, &rows, DAY_MAX, &ledger));
    check_eq(ledger_open_of(&ledger, COMPONENT_FEE), 0);
    check_eq(ledger_open_of(&ledger, COMPONENT_INTEREST), 0);
    check_eq(ledger_open_of(&ledger, COMPONENT_PRINCIPAL), 7000);
    check_eq(claim.paid.minor, 3000);
    desk_close(&desk);
}

static void test_whole(void **state)
{
    struct desk desk = desk_open();
    (void)state;
    check_eq(import(&desk, INTAKE_RECEIVABLES,
                    STR("cliente,factura,vencimiento,claim.principal,claim.interest\n"
                        "a,F1,2024-09-30,80,20\n"))
                 .batch.created,
             1);
    check_made_of(&desk, "F1", 8000, 2000, 0);
    /* a column of that bare name may be a rate: it is no part */
    check_eq(import(&desk, INTAKE_RECEIVABLES,
                    STR("cliente,factura,vencimiento,importe,interest\n"
                        "a,F2,2024-09-30,80,20\n"))
                 .batch.created,
             1);
    check_made_of(&desk, "F2", 8000, 0, 0);
    desk_close(&desk);
}

static void test_refused(void **state)
{
    static const char *const lines[] = {
        HEAD "a,F1,2024-09-30,20,15,6\n",
        HEAD "a,F1,2024-09-30,20,-1,6\n",
        "cliente,factura,vencimiento,importe,claim.principal\na,F1,2024-09-30,20,15\n",
        "cliente,factura,vencimiento,claim.principal,claim.fee\na,F1,2024-09-30,0,0\n",
    };
    struct desk desk = desk_open();
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        const struct import_result result = import(&desk, INTAKE_RECEIVABLES, str_of(lines[i]));
        check_eq(result.outcome, IMPORT_REFUSED);
        check_eq(result.check.refused, 1);
    }
    check_eq(
        import(&desk, INTAKE_RECEIVABLES, STR(HEAD "a,F1,2024-09-30,100,60,5\n")).batch.created, 1);
    /* less than its interest and fees */
    check_eq(import(&desk, INTAKE_RECEIVABLES, STR(HEAD "a,F1,2024-09-30,50,,\n")).outcome,
             IMPORT_REFUSED);
    desk_close(&desk);
}

TEST_STORE_MAIN("components", cmocka_unit_test(test_told), cmocka_unit_test(test_met),
                cmocka_unit_test(test_whole), cmocka_unit_test(test_refused))
