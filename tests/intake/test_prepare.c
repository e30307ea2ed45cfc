/* Two threads at one import: what they leave is what one leaves, whatever the file holds, and a
 * failure of the writer leaves whole transactions. */
#include "intake/import.h"

#include "policy/digest.h"
#include "tests/intake/desk.h"
#include "upkeep/audit_verify.h"

enum {
    ROWS = 2 * LIMIT_TRANSACTION_ROWS + 2500, /* one is written while another is prepared */
    CLAIMS_EACH = 3,
    CREDITORS = 3,
    CHANGED = 40
};

/* A portfolio: how many claims, and how far those that follow each other lie apart in it: 1 has the
 * claims of a party together, all can be prepared; a prime has them come again far below. */
struct portfolio {
    int rows, stride, creditors;
};

/* from, until: of the rows; more: added to each amount. */
static str file_of(struct op *op, struct portfolio p, int from, int until, int more)
{
    struct buf text = buf_start(op->arena, 4 << 20);
    buf_add_c(&text, "cliente,nombre,rfc,telefono,acreedor,contrato,claim_id,fecha_emision,"
                     "vencimiento,importe,Sucursal\n");
    for (int i = from; i < until; i++) {
        const int claim = (int)((int64_t)i * p.stride % p.rows);
        const int party = claim / CLAIMS_EACH;
        buf_printf(&text,
                   "c%d,Persona %d,PEAA8001%02dXX%d,55%08d,banco%d,k%d,f%d,2024-0%d-01,"
                   "2024-0%d-28,%d.50,%s\n",
                   party, party, party % 28 + 1, party % 10, party % 20000000,
                   party * p.creditors * CLAIMS_EACH / (p.rows + CLAIMS_EACH), party, claim,
                   party % 8 + 1, claim % 8 + 1, 100 + claim % 50 + more,
                   party % 2 ? "Norte" : "Sur");
    }
    return buf_str(&text);
}

static struct import_request request_of(struct desk *desk, str text, int threads)
{
    return (struct import_request){
        .kind = INTAKE_RECEIVABLES,
        .path = desk_write(desk, "file.csv", text),
        .as_of = DAY_NONE,
        .threads = threads,
    };
}

static struct import_result import_whole(struct desk *desk, str text, int threads)
{
    const struct import_request request = request_of(desk, text, threads);
    struct import_result result;
    check_ok(desk->op, intake_import(desk->op, &request, &result));
    check_eq(result.outcome, IMPORT_APPLIED);
    return result;
}

static struct batch import(struct desk *desk, str text, int threads)
{
    return import_whole(desk, text, threads).batch;
}

static void check_same(const struct digest_sum *a, const struct digest_sum *b)
{
    check_eq(a->rows, b->rows);
    check_eq(a->high, b->high);
    check_eq(a->low, b->low);
}

static struct digest digest_of(struct op *op)
{
    struct digest digest;
    check_ok(op, digest_compute(op, &digest));
    return digest;
}

/* Every row has its place in the chain of evidence. */
static void check_evidence(struct op *op)
{
    const struct audit_request request = {.from = DAY_MIN, .until = DAY_MAX, .threads = 1};
    struct audit_report report;
    check_ok(op, audit_verify(op, &request, &report));
    check_eq(report.faults, 0);
    check_true(report.rows > 0);
}

/* A new file, the same again, and one in which some rows are new and some have changed. */
static struct digest live(struct portfolio p, int threads)
{
    struct desk desk = desk_open();
    const int early = p.rows / 5;
    struct batch batch = import(&desk, file_of(desk.op, p, 0, early, 0), threads);
    check_eq(batch.created, early);
    batch = import(&desk, file_of(desk.op, p, 0, early, 0), threads);
    check_eq(batch.unchanged, early);
    batch = import(&desk, file_of(desk.op, p, early - CHANGED, p.rows, 1), threads);
    check_eq(batch.updated, CHANGED);
    check_eq(batch.created, p.rows - early);
    check_eq(batch.position, p.rows - early + CHANGED);
    const struct digest digest = digest_of(desk.op);
    check_eq(digest.facts.rows, (p.rows + CLAIMS_EACH - 1) / CLAIMS_EACH);
    check_evidence(desk.op);
    desk_close(&desk);
    return digest;
}

static void check_threads(struct portfolio p)
{
    const struct digest one = live(p, 1);
    const struct digest two = live(p, 2);
    check_same(&one.facts, &two.facts);
    check_same(&one.carried, &two.carried);
}

static void test_sorted(void **state)
{
    (void)state;
    check_threads((struct portfolio){ROWS, 1, CREDITORS});
}

static void test_scattered(void **state)
{
    (void)state;
    check_threads((struct portfolio){4000, 1319, CREDITORS});
}

/* What the second thread cannot prepare the writer takes alone, with the same result; so only the
 * count says that anything of a new portfolio is prepared at all. */
static void test_new_parties_are_prepared(void **state)
{
    const struct portfolio p = {2 * LIMIT_TRANSACTION_ROWS, 1, 1};
    struct desk desk = desk_open();
    (void)state;
    const struct import_result result = import_whole(&desk, file_of(desk.op, p, 0, p.rows, 0), 2);
    check_eq(result.batch.created, p.rows);
    check_true(result.prepared > 0); /* one may bring a word that the store lacks */
    desk_close(&desk);
}

/* --- failures --- */

struct trap {
    struct op *op;
    int calls; /* of the transaction that is written next, until one fails */
};

static void set_trap(void *context, const char *phase, uint64_t done, uint64_t total)
{
    const struct trap *const trap = context;
    if (strcmp(phase, "apply") == 0 && done < total)
        db_fail_call(trap->op->db, trap->calls);
}

/* The writer's store fails while the next transaction is prepared: what is there is whole, and the
 * same import goes on to the same end. */
static void test_the_writer_fails(void **state)
{
    static const int calls[] = {2, 30};
    const struct portfolio p = {LIMIT_TRANSACTION_ROWS + 1600, 1, CREDITORS};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(calls); i++) {
        struct desk desk = desk_open();
        struct trap trap = {desk.op, calls[i]};
        struct import_request request = request_of(&desk, file_of(desk.op, p, 0, p.rows, 0), 2);
        struct import_result result;
        request.progress = (struct intake_progress){set_trap, &trap};
        check_eq(intake_import(desk.op, &request, &result), E_STORE);
        db_fail_call(desk.op->db, 0);
        op_clear(desk.op);
        request.progress.tell = NULL;
        check_ok(desk.op, intake_import(desk.op, &request, &result));
        check_true(result.is_resumed);
        check_eq(result.batch.created, p.rows);
        check_eq(digest_of(desk.op).facts.rows, p.rows / CLAIMS_EACH);
        check_evidence(desk.op);
        desk_close(&desk);
    }
}

TEST_STORE_MAIN("prepare", cmocka_unit_test(test_sorted), cmocka_unit_test(test_scattered),
                cmocka_unit_test(test_new_parties_are_prepared),
                cmocka_unit_test(test_the_writer_fails))
