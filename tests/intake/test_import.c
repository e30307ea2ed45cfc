/* Importing into a store: what is there afterwards, what a second import changes, what a refused
 * row changes, and what a failure in the middle leaves. */
#include "intake/import.h"

#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/ids.h"
#include "book/claim.h"
#include "intake/known.h"
#include "policy/strategy.h"
#include "tests/intake/desk.h"

#define CASE(...)                                                                                  \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }
#define MAPPING                                                                                    \
    "{\"kind\":\"%s\",\"source\":\"erp\",\"formats\":{\"date\":\"YYYY-MM-DD\",\"decimal\":\".\"}}"

static struct import_request request_of(struct desk *desk, enum intake_kind kind, str text)
{
    const char *const mapping = arena_printf(desk->op->arena, MAPPING, intake_kind_name(kind));
    return (struct import_request){
        .kind = kind,
        .path = desk_write(desk, "file.csv", text),
        .mapping_path = desk_write(desk, "mapping.json", str_of(mapping)),
        .as_of = DAY_NONE,
    };
}

/* What an import did, as "created updated unchanged skipped refused". */
static const char *import_text(struct desk *desk, enum intake_kind kind, str text)
{
    const struct import_request request = request_of(desk, kind, text);
    struct import_result result;
    check_ok(desk->op, intake_import(desk->op, &request, &result));
    return arena_printf(desk->op->arena, "%d %d %d %d %d", (int)result.batch.created,
                        (int)result.batch.updated, (int)result.batch.unchanged,
                        (int)(result.batch.skipped - result.batch.unchanged),
                        (int)result.check.refused);
}

static struct claim claim_of(struct op *op, const char *external_id)
{
    struct claim claim;
    int64_t debtor_id = 0;
    int64_t id = 0;
    check_ok(op, claim_find(op, STR("erp"), str_of(external_id), &debtor_id, &id));
    check_ok(op, claim_get(op, debtor_id, id, &claim));
    return claim;
}

static bool has_claim(struct op *op, const char *external_id)
{
    int64_t debtor_id = 0;
    int64_t id = 0;
    bool found = false;
    check_ok(op, known_ref(op, "claim", STR("erp"), str_of(external_id), &debtor_id, &id, &found));
    return found;
}

/* Typed values of an obligation's attributes are checked through a second import: unchanged. */
#define HEAD "cliente,factura,fecha_emision,vencimiento,importe,fecha_pago,Sucursal,Puntos\n"

static void test_receivables(void **state)
{
    struct desk desk = desk_open();
    (void)state;
    const str first = STR(HEAD "a,F1,2024-09-01,2024-09-30,100.50,,Norte,7\n"
                               "a,F2,2024-09-01,2024-10-30,50,2024-10-01,Sur,8\n"
                               "b,F3,2024-10-01,2024-11-30,70,2024-10-20,,9\n");
    check_text(import_text(&desk, INTAKE_RECEIVABLES, first), "3 0 0 0 0");
    check_eq(claim_of(desk.op, "F1").amount.minor, 10050);
    check_eq(claim_of(desk.op, "F1").paid.minor, 0);
    check_eq(claim_of(desk.op, "F2").paid.minor, 5000);
    check_false(claim_of(desk.op, "F2").is_open);
    check_true(claim_of(desk.op, "F3").is_open); /* it settles after the open business date */
    check_text(import_text(&desk, INTAKE_RECEIVABLES, first), "0 0 3 0 0");
    /* an amount, an attribute, an attribute that is taken back */
    check_text(import_text(&desk, INTAKE_RECEIVABLES,
                           STR(HEAD "a,F1,2024-09-01,2024-09-30,120.50,,Norte,7\n"
                                    "a,F2,2024-09-01,2024-10-30,50,2024-10-01,Centro,8\n"
                                    "b,F3,2024-10-01,2024-11-30,70,2024-10-20,,\n")),
               "0 3 0 0 0");
    check_eq(claim_of(desk.op, "F1").amount.minor, 12050);
    check_eq(claim_of(desk.op, "F2").paid.minor, 5000); /* its money was taken once */
    desk_close(&desk);
}

static void test_as_of(void **state)
{
    struct desk desk = desk_open();
    struct import_request request =
        request_of(&desk, INTAKE_RECEIVABLES,
                   STR(HEAD "a,F1,2024-09-01,2024-09-30,100,2024-09-20,x,1\n"
                            "a,F2,2024-09-15,2024-10-30,50,,x,1\n"));
    struct import_result result;
    (void)state;
    check_true(day_parse(STR("2024-09-10"), &request.as_of));
    check_ok(desk.op, intake_import(desk.op, &request, &result));
    check_eq(result.batch.created, 1);
    check_eq(result.batch.skipped, 1);
    check_false(has_claim(desk.op, "F2"));
    check_true(claim_of(desk.op, "F1").is_open);
    check_true(day_parse(STR("2024-09-20"), &request.as_of));
    check_ok(desk.op, intake_import(desk.op, &request, &result));
    check_eq(result.batch.created, 1);
    check_eq(result.batch.updated, 1); /* settled on that day */
    check_false(claim_of(desk.op, "F1").is_open);
    desk_close(&desk);
}

static void test_refused_changes_nothing(void **state)
{
    struct desk desk = desk_open();
    struct import_request request = request_of(&desk, INTAKE_RECEIVABLES,
                                               STR(HEAD "a,F1,2024-09-01,2024-09-30,100,,x,1\n"
                                                        "a,F2,2024-09-31,2024-10-30,50,,x,1\n"
                                                        "a,F1,2024-09-01,2024-09-30,100,,x,1\n"
                                                        "b,F4,2024-09-01,2024-09-30,100,,x,1\n"));
    struct import_result result;
    (void)state;
    check_ok(desk.op, intake_import(desk.op, &request, &result));
    check_eq(result.outcome, IMPORT_REFUSED);
    check_eq(result.check.refused, 2);
    check_eq(result.check.shown[0].reason.line, 3);
    check_eq(result.check.shown[0].reason.column, 3);
    check_text(result.check.quarantine_path,
               arena_printf(desk.op->arena, "%s/file.refused.csv", desk.folder));
    check_false(has_claim(desk.op, "F1"));
    request.is_dry_run = true;
    check_ok(desk.op, intake_import(desk.op, &request, &result));
    check_eq(result.outcome, IMPORT_CHECKED);
    check_false(has_claim(desk.op, "F1"));
    request.is_dry_run = false;
    request.accepts_good = true;
    check_ok(desk.op, intake_import(desk.op, &request, &result));
    check_eq(result.outcome, IMPORT_APPLIED);
    check_eq(result.batch.created, 2);
    check_true(has_claim(desk.op, "F1"));
    check_false(has_claim(desk.op, "F2"));
    check_true(has_claim(desk.op, "F4"));
    desk_close(&desk);
}

/* Every kind after those it refers to; each file twice: the second time nothing changes. */
static void test_kinds(void **state)
{
    static const struct {
        enum intake_kind kind;
        str text;
        const char *first;
        const char *second;
    } files[] = {
        CASE(INTAKE_PARTIES,
             STR("id_cliente,nombre,correo,telefono,rfc\na,Ana "
                 "P\xC3\xA9rez,ana@example.com,5551234567,"
                 "PEAA800101XX1\nb,Beto,,,\ng,Gabi,,,\n"),
             "3 0 0 0 0", "0 0 3 0 0"),
        CASE(INTAKE_OBLIGATIONS,
             STR("cliente,contrato,producto,fecha_apertura,Tasa\na,C1,loan,2024-01-15,12.5\n"
                 "b,C2,card,2024-02-15,30\n"),
             "2 0 0 0 0", "0 0 2 0 0"),
        CASE(INTAKE_PARTIES,
             STR("id_cliente,nombre,contrato,rol\ng,Gabi,C1,guarantor\ng,Gabi,C2,guarantor\n"),
             "0 0 2 0 0", "0 0 2 0 0"),
        CASE(INTAKE_CLAIMS,
             STR("contrato,claim_id,cuota,vencimiento,monto\nC1,C1-1,1,2024-09-15,100\n"
                 "C1,C1-2,2,2024-10-15,100\nC2,C2-1,1,2024-09-20,80\n"),
             "3 0 0 0 0", "0 0 3 0 0"),
        CASE(INTAKE_PAYMENTS,
             STR("referencia,fecha_pago,monto,cliente,contrato,claim_id\nr1,2024-10-01,100,,,C1-1\n"
                 "r2,2024-10-01,30,,C1,\nr3,2024-10-02,80,b,,\n"),
             "3 0 0 0 0", "0 0 3 0 0"),
        CASE(INTAKE_CONTACTS,
             STR("cliente,canal,valor,estado\na,email,ana@example.com,verified\n"
                 "b,phone,+52 55 1111 2222,\n"),
             "1 1 0 0 0", "0 0 2 0 0"),
        CASE(INTAKE_ACTIONS,
             STR("id_gestion,fecha_gestion,canal,resultado,contrato,nota\n"
                 "g1,2024-09-20,call,no_answer,C1,\ng2,2024-09-21,call,no_answer,C2,otra vez\n"),
             "2 0 0 0 0", "0 0 2 0 0"),
        CASE(INTAKE_CONSENTS,
             STR("cliente,consent.state,consent.channel,consent.on,consent.evidence,contact.value\n"
                 "a,given,all,2024-09-01,contrato C1,\n"
                 "b,revoked,sms,2024-09-02,carta,+52 55 1111 2222\n"),
             "2 0 0 0 0", "0 0 2 0 0"),
    };
    struct desk desk = desk_open();
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        check_case(intake_kind_name(files[i].kind));
        check_text(import_text(&desk, files[i].kind, files[i].text), files[i].first);
        check_text(import_text(&desk, files[i].kind, files[i].text), files[i].second);
    }
    check_eq(claim_of(desk.op, "C1-1").paid.minor, 10000);
    check_eq(claim_of(desk.op, "C1-2").paid.minor, 3000);
    check_eq(claim_of(desk.op, "C2-1").paid.minor, 8000);
    desk_close(&desk);
}

/* Rows that only the store can refuse. */
static const struct {
    const char *name;
    enum intake_kind kind;
    str text;
    const char *want; /* the start of line:column:name:text */
} judged[] = {
    CASE("another debtor", INTAKE_RECEIVABLES,
         STR("cliente,factura,vencimiento,importe\nb,F1,2024-09-30,100\n"),
         "2:1:cliente:the obligation belongs to another party already"),
    CASE("another currency", INTAKE_RECEIVABLES,
         STR("cliente,factura,vencimiento,importe,moneda\na,F1,2024-09-30,100,USD\n"),
         "2:5:moneda:the obligation is in another currency"),
    CASE("another creditor", INTAKE_RECEIVABLES,
         STR("cliente,factura,vencimiento,importe,acreedor\na,F1,2024-09-30,100,Banco\n"),
         "2:5:acreedor:the obligation belongs to another creditor"),
    CASE("less than is paid", INTAKE_RECEIVABLES,
         STR("cliente,factura,vencimiento,importe\na,F2,2024-10-30,49.99\n"),
         "2:4:importe:more is paid already"),
    CASE("a debt of two persons", INTAKE_RECEIVABLES,
         STR("cliente,contrato,claim_id,vencimiento,importe\na,K,K1,2024-09-30,1\n"
             "b,K,K2,2024-09-30,1\n"),
         "3:2:contrato:the obligation stands on line 2 with another debtor"),
    CASE("an unknown party", INTAKE_OBLIGATIONS,
         STR("cliente,contrato,fecha_apertura\nz,Z1,2024-01-01\n"),
         "2:1:cliente:party.external_id \"z\" is not in the store under source \"erp\""),
    CASE("an unknown obligation", INTAKE_CLAIMS,
         STR("contrato,claim_id,vencimiento,monto\nZ9,Z9-1,2024-01-01,5\n"),
         "2:1:contrato:obligation.external_id \"Z9\" is not in the store"),
    CASE("a claim of another obligation", INTAKE_CLAIMS,
         STR("contrato,claim_id,vencimiento,monto\nF1,F2,2024-01-01,500\n"),
         "2:2:claim_id:the claim belongs to another obligation"),
    CASE("a payment after today", INTAKE_PAYMENTS,
         STR("referencia,fecha_pago,monto,contrato\nr9,2024-10-05,5,F1\n"),
         "2:2:fecha_pago:is after the open business date 2024-10-04"),
    CASE("a payment without a case", INTAKE_PAYMENTS,
         STR("referencia,fecha_pago,monto,cliente,moneda\nr9,2024-10-01,5,a,USD\n"),
         "2:4:cliente:the party has no case with this creditor"),
    CASE("a reference of another amount", INTAKE_PAYMENTS,
         STR("referencia,fecha_pago,monto,contrato\nsettlement:F2,2024-10-01,51,F2\n"),
         "2:1:referencia:the reference is taken"),
    CASE("a contact of nobody", INTAKE_CONTACTS,
         STR("cliente,canal,valor\nz,email,z@example.com\n"), "2:1:cliente:party.external_id"),
    CASE("a consent of nobody", INTAKE_CONSENTS,
         STR("cliente,consent.state,consent.channel,consent.on,consent.evidence\n"
             "z,given,all,2024-09-01,x\n"),
         "2:1:cliente:party.external_id"),
    CASE("a consent for a number that nobody knows", INTAKE_CONSENTS,
         STR("cliente,consent.state,consent.channel,consent.on,consent.evidence,contact.value\n"
             "a,given,all,2024-09-01,x,+525599998888\n"),
         "2:6:contact.value:the person has no such contact point"),
    CASE("a consent that ends before it begins", INTAKE_CONSENTS,
         STR("cliente,consent.state,consent.channel,consent.on,consent.until,consent.evidence\n"
             "a,given,all,2024-09-01,2024-09-01,x\n"),
         "2:5:consent.until:it must end after"),
    CASE("an unknown outcome", INTAKE_ACTIONS,
         STR("id_gestion,fecha_gestion,canal,resultado,factura\ng1,2024-09-20,call,XX,F1\n"),
         "2:4:resultado:is no outcome code of this store"),
    CASE("an attribute of another type", INTAKE_RECEIVABLES,
         STR("cliente,factura,vencimiento,importe,Puntos\na,F9,2024-09-30,100,many\n"),
         "2:5:Puntos:\"many\" is not a value of the attribute puntos, which is of type integer"),
};

static void test_judged(void **state)
{
    struct desk desk = desk_open();
    (void)state;
    check_text(import_text(&desk, INTAKE_RECEIVABLES,
                           STR(HEAD "a,F1,2024-09-01,2024-09-30,100,,Norte,7\n"
                                    "a,F2,2024-09-01,2024-10-30,50,2024-10-01,Sur,8\n"
                                    "b,F3,2024-10-01,2024-11-30,70,,Sur,9\n")),
               "3 0 0 0 0");
    for (size_t i = 0; i < ARRAY_LEN(judged); i++) {
        const struct import_request request = request_of(&desk, judged[i].kind, judged[i].text);
        struct import_result result;
        check_case(judged[i].name);
        check_ok(desk.op, intake_import(desk.op, &request, &result));
        check_eq(result.outcome, IMPORT_REFUSED);
        const struct row_reason *const reason = &result.check.shown[0].reason;
        const char *const got = arena_printf(desk.op->arena, "%d:%d:%s:%s", (int)reason->line,
                                             reason->column, reason->column_name, reason->text);
        if (strncmp(got, judged[i].want, strlen(judged[i].want)) != 0)
            check_text(got, judged[i].want);
    }
    desk_close(&desk);
}

/* Lets a call of the second transaction fail. */
static void fail_after_commit(void *context, const char *phase, uint64_t done, uint64_t total)
{
    const struct op *const op = context;
    if (strcmp(phase, "apply") == 0 && done < total)
        db_fail_call(op->db, 100);
}

/* The store fails in the second transaction; the same import then goes on. */
static void test_resumes(void **state)
{
    struct desk desk = desk_open();
    struct op *const op = desk.op;
    struct buf text = buf_start(op->arena, 8 << 20);
    const int rows = LIMIT_TRANSACTION_ROWS + 300;
    struct import_result result;
    (void)state;
    buf_add_c(&text, "cliente,factura,fecha_emision,vencimiento,importe\n");
    for (int i = 0; i < rows; i++)
        buf_printf(&text, "c%d,F%d,2024-09-01,2024-09-30,%d.%02d\n", i / 20, i, i % 500 + 1,
                   i % 100);
    struct import_request request = request_of(&desk, INTAKE_RECEIVABLES, buf_str(&text));
    request.progress = (struct intake_progress){fail_after_commit, op};
    check_true(intake_import(op, &request, &result) != OK);
    op_clear(op);
    request.progress.tell = NULL;
    check_true(has_claim(op, "F0"));
    check_false(has_claim(op, arena_printf(op->arena, "F%d", rows - 1)));
    check_ok(op, intake_import(op, &request, &result));
    check_true(result.is_resumed);
    check_eq(result.batch.created, rows);
    check_eq(result.batch.position, rows);
    check_ok(op, intake_import(op, &request, &result));
    check_false(result.is_resumed);
    check_eq(result.batch.unchanged, rows);
    desk_close(&desk);
}

/* Any call of the store may fail: then nothing of a small file is there, and it can be
 * repeated. */
static void test_any_call_may_fail(void **state)
{
    struct desk desk = desk_open();
    struct op *const op = desk.op;
    bool has_failed = true;
    int failures = 0;
    (void)state;
    for (int n = 1; has_failed; n++) {
        const struct arena_mark mark = arena_mark(op->arena);
        /* other ids each time: what was applied once would not be written again */
        const str text =
            str_of(arena_printf(op->arena,
                                HEAD "a%d,A%d,2024-09-01,2024-09-30,100,,x,1\n"
                                     "a%d,B%d,2024-09-01,2024-09-30,7,2024-09-20,y,2\n",
                                n, n, n, n));
        const struct import_request request = request_of(&desk, INTAKE_RECEIVABLES, text);
        struct import_result result;
        db_fail_call(op->db, n);
        has_failed = intake_import(op, &request, &result) != OK;
        db_fail_call(op->db, 0);
        failures += has_failed ? 1 : 0;
        if (has_failed) {
            check_true(op->text[0] != '\0');
            op_clear(op);
            check_false(has_claim(op, arena_printf(op->arena, "A%d", n)));
            check_ok(op, intake_import(op, &request, &result));
        }
        check_eq(result.batch.created, 2);
        check_eq(claim_of(op, arena_printf(op->arena, "B%d", n)).paid.minor, 700);
        arena_release(op->arena, mark);
    }
    print_message("    %d calls failed in turn\n", failures);
    check_true(failures > 50);
    desk_close(&desk);
}

TEST_STORE_MAIN("import", cmocka_unit_test(test_receivables), cmocka_unit_test(test_as_of),
                cmocka_unit_test(test_refused_changes_nothing), cmocka_unit_test(test_kinds),
                cmocka_unit_test(test_judged), cmocka_unit_test(test_resumes),
                cmocka_unit_test(test_any_call_may_fail))
