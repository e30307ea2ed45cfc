#include "intake/check.h"

#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "intake/seen.h"
#include "tests/check.h"
#include "tests/support/files.h"

#define CASE(...)                                                                                  \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }

struct run {
    struct csv *csv;
    struct mapping mapping;
    struct plan plan;
    struct row_reader *reader;
    struct check_result result;
};

static status run_check(struct op *op, struct run *run, const struct check_options *options)
{
    TRY(plan_make(op, run->csv, &run->mapping, CURRENCY('M', 'X', 'N'), &run->plan));
    TRY(check_formats(op, run->csv, &run->plan));
    TRY(row_reader_make(op, &run->plan, run->csv, &run->reader));
    return check_rows(op, run->csv, &run->plan, run->reader, options, &run->result);
}

static status run_text(struct op *op, enum intake_kind kind, const char *mapping, str text,
                       const struct check_options *options, struct run *run)
{
    run->mapping = mapping_none(kind);
    if (mapping[0])
        TRY(mapping_parse(op, "m.json",
                          str_of(arena_printf(op->arena, "{\"kind\":\"%s\",%s}",
                                              intake_kind_name(kind), mapping)),
                          &run->mapping));
    TRY(csv_open_text(op, "t.csv", text, &run->mapping.file, &run->csv));
    return run_check(op, run, options);
}

static void check_part(const char *text, const char *part)
{
    if (!strstr(text, part))
        print_error("got \"%s\", want a part \"%s\"\n", text, part);
    assert_non_null(strstr(text, part));
}

#define HEAD "cliente,factura,fecha_emision,vencimiento,importe\n"
#define ISO  "\"formats\":{\"date\":\"YYYY-MM-DD\",\"decimal\":\".\"}"

static const struct {
    const char *name;
    enum intake_kind kind;
    const char *mapping;
    str text;
    const char *want;       /* counts: rows good skipped refused; or a part of the message */
    const char *reasons[3]; /* how each starts: line:column:name:text */
} file_cases[] = {
    CASE("good", INTAKE_RECEIVABLES, "", STR(HEAD "a,1,2013-01-01,2013-02-01,10.50\n"), "1 1 0 0",
         {NULL}),
    CASE("an impossible date", INTAKE_RECEIVABLES, "",
         STR(HEAD "a,1,2013-01-01,2013-02-01,10\na,2,2013-01-01,2013-02-30,10\n"
                  "a,3,2013-01-01,2013-02-01,10\n"),
         "3 2 0 1", {"3:4:vencimiento:\"2013-02-30\" is no day of the calendar"}),
    CASE("not a date", INTAKE_RECEIVABLES, ISO, STR(HEAD "a,1,soon,2013-02-01,10\n"), "1 0 0 1",
         {"2:3:fecha_emision:\"soon\" is not a date written as YYYY-MM-DD"}),
    CASE("a missing date", INTAKE_RECEIVABLES, "",
         STR(HEAD "a,1,2013-01-01,,10\na,2,2013-01-01,2013-02-01,1\n"), "2 1 0 1",
         {"2:4:vencimiento:claim.due_on is missing"}),
    CASE("not an amount", INTAKE_RECEIVABLES, "",
         STR(HEAD "a,1,2013-01-01,2013-02-01,ten\na,2,2013-01-01,2013-02-01,1\n"
                  "a,3,2013-01-01,2013-02-01,2\n"),
         "3 2 0 1",
         {"2:5:importe:\"ten\" is not an amount of MXN (decimal mark \".\", at most 2 decimals)"}),
    CASE("tenths of a cent", INTAKE_RECEIVABLES, ISO, STR(HEAD "a,1,2013-01-01,2013-02-01,1.005\n"),
         "1 0 0 1", {"2:5:importe:\"1.005\" is not an amount"}),
    CASE("a credit note", INTAKE_RECEIVABLES, "", STR(HEAD "a,1,2013-01-01,2013-02-01,-10\n"),
         "1 0 0 1", {"2:5:importe:\"-10\" is not above zero"}),
    CASE("a duplicate key", INTAKE_RECEIVABLES, "",
         STR(HEAD "a,1,2013-01-01,2013-02-01,10\na,2,2013-01-01,2013-02-01,10\n"
                  "b,1,2013-01-01,2013-02-01,10\n"),
         "3 2 0 1", {"4:2:factura:the same key stands on line 2 already"}),
    CASE("a broken letter", INTAKE_RECEIVABLES, "",
         STR(HEAD "a,1,2013-01-01,2013-02-01,10\nb\xFF,2,2013-01-01,2013-02-01,10\n"), "2 1 0 1",
         {"3:1:cliente:byte 0xFF at offset 80 is no letter of utf-8"}),
    CASE("too few columns", INTAKE_RECEIVABLES, "", STR(HEAD "a,1\nb,2,2013-01-01,2013-02-01,10\n"),
         "2 1 0 1", {"2:0::the row has 2 columns, the header has 5"}),
    CASE("lines inside quotes count", INTAKE_RECEIVABLES, "",
         STR(HEAD "\"a\nb\",1,2013-01-01,2013-02-01,10\nc,2,2013-01-01,x,10\n"
                  "d,3,2013-01-01,2013-02-01,10\n"),
         "3 1 0 2",
         {"2:1:cliente:party.external_id has a control character", "4:4:vencimiento:\"x\" is"}),
    CASE("later rows are skipped", INTAKE_RECEIVABLES, "",
         STR(HEAD "a,1,2013-01-01,2013-02-01,10\na,2,2013-06-01,2013-07-01,10\n"), "2 1 1 0",
         {NULL}),
    CASE("a later row must be right too", INTAKE_RECEIVABLES, "",
         STR(HEAD "a,1,2013-06-01,2013-02-30,10\na,2,2013-06-01,2013-07-01,10\n"
                  "a,3,2013-06-01,2013-07-01,10\n"),
         "3 0 2 1", {"2:4:vencimiento:\"2013-02-30\""}),
    CASE("two readings of a date", INTAKE_RECEIVABLES, "", STR(HEAD "a,1,1/2/2013,3/2/2013,10\n"),
         "t.csv: column 3 \"fecha_emision\": \"1/2/2013\" can be read as two days", {NULL}),
    CASE("two readings of an amount", INTAKE_RECEIVABLES, "",
         STR("cliente;factura;vencimiento;importe\na;1;2013-02-01;1.234\n"),
         "t.csv: column 4 \"importe\": \"1.234\" can be read as two amounts", {NULL}),
    CASE("the other decimal mark", INTAKE_RECEIVABLES, "",
         STR("cliente;factura;vencimiento;importe\na;1;31/01/2013;1.234,50\n"), "1 1 0 0", {NULL}),
    CASE("an unknown currency", INTAKE_RECEIVABLES, "",
         STR("cliente,factura,vencimiento,importe,moneda\na,1,2013-02-01,10,XXX\n"), "1 0 0 1",
         {"2:5:moneda:\"XXX\" is not a currency such as MXN"}),
    CASE("a currency without cents", INTAKE_RECEIVABLES, "",
         STR("cliente,factura,vencimiento,importe,moneda\na,1,2013-02-01,10.5,CLP\n"
             "a,2,2013-02-01,10,CLP\n"),
         "2 1 0 1", {"2:4:importe:\"10.5\" is not an amount of CLP"}),
    CASE("a wrong country, language and zone", INTAKE_PARTIES, "",
         STR("id_cliente,nombre,pais,idioma,zona_horaria\na,Ana,MEX,es,America/Lima\n"
             "b,Eva,mx,Spanish,America/Lima\nc,Leo,MX,es-MX,America/Limon\n"
             "d,Mia,PE,es,America/Lima\n"),
         "4 1 0 3",
         {"2:3:pais:\"MEX\" is not a country", "3:4:idioma:\"Spanish\" is not a language",
          "4:5:zona_horaria:"}),
    CASE("wrong identity numbers are taken", INTAKE_PARTIES,
         "\"constants\":{\"party.country\":\"CL\",\"party.document_kind\":\"RUT\"}",
         STR("id_cliente,nombre,documento\na,Ana,10.626.628-9\n"), "1 1 0 0", {NULL}),
    CASE("wrong identity numbers are refused", INTAKE_PARTIES,
         "\"wrong_documents\":\"refuse\",\"defaults\":{\"party.document_kind\":\"RUT\"}",
         STR("id_cliente,nombre,documento,pais,tipo_documento\na,Ana,10.626.628-k,CL,\n"
             "b,Eva,10.626.628-9,CL,\nc,Leo,1,,\nd,Mia,1,CL,folio\ne,Ivo,,CL,\n"),
         "5 3 0 2",
         {"3:3:documento:\"10.626.628-9\" is no RUT: InvalidChecksum",
          "4:3:documento:an identity number is judged by"}),
    CASE("translated words", INTAKE_PARTIES,
         "\"columns\":{\"id\":\"party.external_id\",\"n\":\"party.name\",\"t\":{\"field\":"
         "\"party.kind\",\"values\":{\"F\":\"person\",\"M\":\"company\"},\"default\":\"person\"}}",
         STR("id,n,t\na,Ana,F\nb,Bimbo,M\nc,Leo,\nd,Mia,X\n"), "4 3 0 1",
         {"5:3:t:\"X\" is not one of person, company"}),
    CASE("a key of two columns", INTAKE_CLAIMS,
         "\"key\":[\"contrato\",\"cuota\"],\"columns\":{\"contrato\":\"obligation.external_id\","
         "\"cuota\":\"claim.number\",\"vence\":\"claim.due_on\",\"monto\":\"claim.amount\"}",
         STR("contrato,cuota,vence,monto\nC,1,2013-01-01,5\nC,2,2013-02-01,5\nC,1,2013-03-01,5\n"
             "C,,2013-03-01,5\n"),
         "4 2 0 2",
         {"4:1:contrato:the same key stands on line 2 already", "5:2:cuota:the column is part"}),
    CASE("a payment of nobody", INTAKE_PAYMENTS, "",
         STR("referencia,fecha,monto,cliente,factura\nr1,2013-01-01,5,,\nr2,2013-01-01,5,a,\n"),
         "2 1 0 1", {"2:5:factura:the row does not say whom it is about"}),
    CASE("a filter", INTAKE_RECEIVABLES, "\"filter\":{\"column\":\"estatus\",\"in\":[\"A\"]}," ISO,
         STR("cliente,factura,vencimiento,importe,estatus\na,1,2013-02-01,5,A\na,2,x,5,B\n"),
         "2 1 1 0", {NULL}),
    CASE("a wrong constant", INTAKE_RECEIVABLES, "\"constants\":{\"obligation.currency\":\"PESO\"}",
         STR(HEAD "a,1,2013-01-01,2013-02-01,10\n"),
         "m.json: $.constants.obligation.currency: \"PESO\" is not a currency", {NULL}),
    CASE("a declared attribute", INTAKE_RECEIVABLES, "\"attributes\":{\"score\":\"integer\"}," ISO,
         STR("cliente,factura,vencimiento,importe,score\na,1,2013-02-01,5,12\n"
             "a,2,2013-02-01,5,high\n"),
         "2 1 0 1",
         {"3:5:score:\"high\" is not a value of the attribute score, which is of type integer"}),
    CASE("several reasons in one row", INTAKE_RECEIVABLES, ISO, STR(HEAD "a,1,x,y,z\n"), "1 0 0 1",
         {"2:3:fecha_emision:\"x\" is not a date"}),
};

static void test_files(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(file_cases); i++) {
        struct op *const op = check_op();
        struct run run = {0};
        const struct check_options options = {.as_of = 15800}; /* 2013-04-05 */
        check_case(file_cases[i].name);
        if (run_text(op, file_cases[i].kind, file_cases[i].mapping, file_cases[i].text, &options,
                     &run) != OK) {
            check_part(op->text, file_cases[i].want);
            continue;
        }
        const struct check_result *const r = &run.result;
        check_text(arena_printf(op->arena, "%d %d %d %d", (int)r->rows, (int)r->good,
                                (int)r->skipped, (int)r->refused),
                   file_cases[i].want);
        for (int j = 0; j < r->shown_count; j++) {
            const struct row_reason *const reason = &r->shown[j].reason;
            const char *const want =
                file_cases[i].reasons[j] ? file_cases[i].reasons[j] : "no refusal";
            const char *const got = arena_printf(op->arena, "%d:%d:%s:%s", (int)reason->line,
                                                 reason->column, reason->column_name, reason->text);
            if (strncmp(got, want, strlen(want)) != 0)
                check_text(got, want);
        }
    }
}

static void test_values(void **state)
{
    struct op *const op = check_op();
    struct run run = {0};
    struct csv_row from;
    struct row row;
    bool has_row = false;
    (void)state;
    check_ok(op, run_text(op, INTAKE_RECEIVABLES,
                          "\"settlement\":\"pagado\"," ISO
                          ",\"columns\":{\"cliente\":\"party.external_id\","
                          "\"factura\":\"obligation.external_id\",\"emitida\":\"claim.issued_on\","
                          "\"vence\":\"claim.due_on\",\"importe\":\"claim.amount\"}",
                          STR("cliente,factura,emitida,vence,importe,pagado,Sucursal,Disputada\n"
                              " a ,F-1,2013-01-02,2013-02-01,10.5,2013-01-15,Norte,Yes\n"
                              "b,F-2,2013-01-03,2013-02-01,7,,,No\n"),
                          &(struct check_options){.as_of = DAY_NONE}, &run));
    check_eq(run.result.good, 2);
    check_eq(run.plan.attribute_count, 2);
    check_eq(run.plan.attributes[0].type, ATTRIBUTE_TEXT);
    check_eq(run.plan.attributes[1].type, ATTRIBUTE_BOOLEAN);
    check_ok(op, csv_rewind(op, run.csv));
    check_ok(op, csv_next(op, run.csv, &from, &has_row));
    check_ok(op, row_read(op, run.reader, &from, 0, &row));
    check_str(row.fields[FIELD_PARTY_EXTERNAL_ID].text, "a");
    check_str(row.fields[FIELD_CLAIM_EXTERNAL_ID].text, "F-1"); /* from the obligation */
    check_eq(row.fields[FIELD_CLAIM_AMOUNT].number, 1050);
    check_eq(row.fields[FIELD_CLAIM_ISSUED_ON].number, 15707);
    check_eq(row.fields[FIELD_OBLIGATION_OPENED_ON].number, 15707); /* from the claim */
    check_eq(row.fields[FIELD_SETTLEMENT_ON].number, 15720);
    check_eq(row.fields[FIELD_CLAIM_NUMBER].number, 1);
    struct attribute_value value;
    check_true(row_attribute(&run.plan, 1, row.attributes[1], &value));
    check_eq(value.number, 1);
    check_ok(op, csv_next(op, run.csv, &from, &has_row));
    check_ok(op, row_read(op, run.reader, &from, 0, &row));
    check_false(row.fields[FIELD_SETTLEMENT_ON].is_set);
    check_eq(row.attributes[0].size, 0);
}

static str read_file(struct op *op, const char *path)
{
    FILE *const file = fopen(path, "rb");
    char *const text = arena_alloc(op->arena, 1 << 20);
    assert_non_null(file);
    const size_t size = fread(text, 1, 1 << 20, file);
    (void)fclose(file);
    return (str){text, size};
}

static void test_quarantine(void **state)
{
    struct op *const op = check_op();
    struct run run = {0};
    const char *const folder = test_folder();
    (void)state;
    const char *const path = arena_printf(op->arena, "%s/x.refused.csv", folder);
    const struct check_options options = {.as_of = DAY_NONE, .quarantine_path = path};
    check_ok(op,
             run_text(op, INTAKE_RECEIVABLES,
                      "\"formats\":{\"date\":\"YYYY-MM-DD\",\"decimal\":\",\"}",
                      STR("cliente;factura;vencimiento;importe\na;1;2013-02-01;1,5\n"
                          "\"b;c\";2;2013-02-31;x\nd;\"open;2013-02-01;1\ne;4;2013-02-01;\xFF\n"),
                      &options, &run));
    check_eq(run.result.refused, 3);
    check_text(run.result.quarantine_path, path);
    const str got = read_file(op, path);
    check_str(got,
              "refused_line;refused_column;refused_field;refused_reason;"
              "cliente;factura;vencimiento;importe\n"
              "3;3;vencimiento;\"\"\"2013-02-31\"\" is no day of the calendar; column 4 importe: "
              "\"\"x\"\" is not an amount of MXN (decimal mark \"\",\"\", at most 2 decimals)\";"
              "\"b;c\";2;2013-02-31;x\n"
              "4;2;factura;\"a quote opens here and does not close; close it, or double the quotes "
              "inside\";d;\"open;2013-02-01;1\n"
              "5;4;importe;byte 0xFF at offset 112 is no letter of utf-8;e;4;2013-02-01;\xFF\n");
    /* the quarantine is itself a file that can be imported: the same rows are refused */
    struct run again = {.mapping = run.mapping};
    check_ok(op, csv_open(op, path, &again.mapping.file, &again.csv));
    check_ok(op, run_check(op, &again, &(struct check_options){.as_of = DAY_NONE}));
    check_eq(again.result.refused, 3);
    check_eq(again.plan.attribute_count, 0);
    check_eq(unlink(path), 0);
    check_eq(rmdir(folder), 0); /* nothing else was left in it */
    check_text(quarantine_path(op->arena, "/a.b/ar.csv"), "/a.b/ar.refused.csv");
    check_text(quarantine_path(op->arena, "/a.b/ar"), "/a.b/ar.refused");
}

static void test_seen(void **state)
{
    struct op *const op = check_op();
    struct seen *const seen = seen_create(op);
    uint64_t first = 0;
    (void)state;
    for (uint64_t i = 1; i <= 50000; i++) {
        char key[32];
        const int size = snprintf(key, sizeof(key), "key-%llu", (unsigned long long)i);
        check_true(seen_add(seen, (str){key, (size_t)size}, i, &first));
    }
    check_false(seen_add(seen, STR("key-1"), 60000, &first));
    check_eq(first, 1);
    check_false(seen_add(seen, STR("key-49999"), 60001, &first));
    check_eq(first, 49999);
    check_true(seen_bytes(seen) <= 43 * 50000 + (1 << 16));
}

/* The peer file of the data pack, where it is. */
static void test_ibm_ar(void **state)
{
    struct op *const op = check_op();
    struct run run = {0};
    const char *const shared = getenv("ACUERDO_SHARED");
    const char *const source = getenv("ACUERDO_SOURCE");
    const char *const root = source ? source : ".";
    const char *const path = shared
                                 ? arena_printf(op->arena, "%s/data/ibm-ar/ar.csv", shared)
                                 : arena_printf(op->arena, "%s/../shared/data/ibm-ar/ar.csv", root);
    (void)state;
    if (access(path, R_OK) != 0) {
        print_message("skipped: %s is not there\n", path);
        skip();
    }
    check_ok(op, mapping_load(op, arena_printf(op->arena, "%s/policies/mappings/ibm-ar.json", root),
                              &run.mapping));
    check_ok(op, csv_open(op, path, &run.mapping.file, &run.csv));
    check_ok(op, run_check(op, &run, &(struct check_options){.as_of = DAY_NONE}));
    check_eq(run.result.rows, 1683);
    check_eq(run.result.good, 1683);
    check_eq(run.plan.attribute_count, 6);
    check_str(run.plan.attributes[0].name, "country");
}

static void write_large_file(const char *path, size_t size)
{
    FILE *const file = fopen(path, "wb");
    assert_non_null(file);
    size_t written = 0;
    written += (size_t)fprintf(file, "cliente,factura,fecha_emision,vencimiento,importe,nota\n");
    for (unsigned i = 0; written < size; i++)
        written += (size_t)fprintf(file, "C%06u,F%09u,2013-01-%02u,2013-02-01,%u.%02u,\"%0150u\"\n",
                                   i / 7, i, i % 28 + 1, i % 9000 + 1, i % 100, i);
    check_eq(fclose(file), 0);
}

/* A file of 200 MB: what is needed does not follow it, save for the keys of its rows. */
static void test_memory(void **state)
{
    struct op *const op = check_op();
    struct run run = {.mapping = mapping_none(INTAKE_RECEIVABLES)};
    const char *const path = test_write_file(op, STR(""));
    struct rusage before;
    struct rusage after;
#ifdef ACUERDO_SANITIZED
    const size_t size = 10 << 20; /* sanitizers remember what was freed: only that it works */
    const long limit_kib = 1 << 20;
#else
    const size_t size = 200 << 20;
    const long limit_kib = 96 << 10;
#endif
    (void)state;
    write_large_file(path, size);
    (void)getrusage(RUSAGE_SELF, &before);
    check_ok(op, csv_open(op, path, &run.mapping.file, &run.csv));
    check_ok(op, run_check(op, &run, &(struct check_options){.as_of = DAY_NONE}));
    (void)getrusage(RUSAGE_SELF, &after);
    check_eq(unlink(path), 0);
    print_message("    %llu rows, %ld KiB more\n", (unsigned long long)run.result.rows,
                  after.ru_maxrss - before.ru_maxrss);
    check_eq(run.result.good, run.result.rows);
    check_true(run.result.rows > size / 256);
    check_true(after.ru_maxrss - before.ru_maxrss < limit_kib);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_files),      cmocka_unit_test(test_values),
        cmocka_unit_test(test_quarantine), cmocka_unit_test(test_seen),
        cmocka_unit_test(test_ibm_ar),     cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
