#include "intake/plan.h"

#include "tests/check.h"

#define CASE(...)                                                                                  \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }

static void check_part(const char *text, const char *part)
{
    if (!strstr(text, part))
        print_error("got \"%s\", want a part \"%s\"\n", text, part);
    assert_non_null(strstr(text, part));
}

static void check_refused(const char *text, const char *want)
{
    struct op *const op = check_op();
    struct mapping mapping = {.column_count = -7};
    check_case(text);
    check_eq(mapping_parse(op, "m.json", str_of(text), &mapping), E_INVALID);
    check_part(op->text, want);
    check_eq(mapping.column_count, -7);
}

static void test_refused(void **state)
{
    static const struct {
        const char *text;
        const char *want;
    } cases[] = {
        CASE("{", "m.json: line 1, column 1"),
        CASE("[]", "m.json: $: expected an object"),
        CASE("{}", "m.json: $: \"kind\" is missing; it is one of receivables"),
        CASE("{\"kind\":\"invoices\"}", "m.json: $.kind: \"invoices\" is not one of receivables"),
        CASE("{\"kind\":7}", "m.json: $.kind: expected a text"),
        CASE("{\"kind\":\"claims\",\"source\":\"\"}", "$.source: a source has a name"),
        CASE("{\"kind\":\"claims\",\"colums\":{}}",
             "m.json: $: \"colums\" is not known here; did you mean \"columns\"?; known are: kind"),
        CASE("{\"kind\":\"claims\",\"columns\":{\"a\":\"claim.amout\"}}",
             "m.json: $.columns.a: \"claim.amout\" is no field of claims; did you mean "
             "\"claim.amount\"?; there are: obligation.external_id"),
        CASE("{\"kind\":\"claims\",\"columns\":{\"a\":\"payment.amount\"}}",
             "\"payment.amount\" is no field of claims"),
        CASE("{\"kind\":\"claims\",\"columns\":{\"a\":[]}}", "from one to 4 fields"),
        CASE("{\"kind\":\"claims\",\"columns\":{\"a\":7}}", "$.columns.a: expected a text"),
        CASE("{\"kind\":\"claims\",\"columns\":{\"a\":{\"fields\":[\"claim.due_on\"],\"dat\":\"x\"}"
             "}}",
             "$.columns.a: \"dat\" is not known here; did you mean \"date\"?"),
        CASE("{\"kind\":\"claims\",\"columns\":{\"a\":{\"field\":\"claim.due_on\",\"date\":\"QQ\"}}"
             "}",
             "$.columns.a.date: \"QQ\" is no pattern of a date"),
        CASE("{\"kind\":\"claims\",\"columns\":{\"a\":\"claim.amount\",\"b\":\"claim.amount\"}}",
             "$.columns.b: claim.amount is already filled by $.columns.a"),
        CASE("{\"kind\":\"claims\",\"columns\":{\"a\":\"claim.amount\"},"
             "\"constants\":{\"claim.amount\":\"5\"}}",
             "$.constants.claim.amount: claim.amount is already filled by $.columns.a"),
        CASE("{\"kind\":\"claims\",\"key\":\"a\",\"columns\":{\"a\":\"claim.external_id\"}}",
             "claim.external_id is already filled by $.key"),
        CASE("{\"kind\":\"claims\",\"settlement\":\"x\"}", "rows of claims have no settlement"),
        CASE("{\"kind\":\"receivables\",\"settlement\":{\"date\":\"YYYYMMDD\"}}",
             "$.settlement: \"column\" is missing"),
        CASE("{\"kind\":\"claims\",\"attributes\":{\"a\":\"text\"}}", "claims have no attributes"),
        CASE("{\"kind\":\"receivables\",\"attributes\":{\"a\":\"float\"}}",
             "$.attributes.a: \"float\" is not one of text, integer"),
        CASE("{\"kind\":\"receivables\",\"attributes\":{\"a\":{\"name\":\"Mi Dato\"}}}",
             "\"Mi Dato\" is no name for strategies"),
        CASE("{\"kind\":\"claims\",\"formats\":{\"decimal\":\",\",\"group\":\",\"}}",
             "$.formats: decimal and group are both \",\""),
        CASE("{\"kind\":\"claims\",\"formats\":{\"decimal\":\"..\"}}", "is not one sign"),
        CASE("{\"kind\":\"claims\",\"formats\":{\"two_digit_years_from\":12}}",
             "expected a whole number from 1800 to 2100"),
        CASE("{\"kind\":\"claims\",\"file\":{\"encoding\":\"ebcdic\"}}",
             "is not one of auto, utf-8"),
        CASE("{\"kind\":\"claims\",\"file\":{\"header\":\"no\"}}", "expected true or false"),
        CASE("{\"kind\":\"claims\",\"other_columns\":\"keep\"}",
             "is not one of attributes, ignore"),
        CASE("{\"kind\":\"claims\",\"filter\":{\"column\":\"a\"}}",
             "$.filter: say \"column\" and either"),
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        check_refused(cases[i].text, cases[i].want);
}

static void test_refused_parts(void **state)
{
    static const struct {
        const char *text;
        const char *want;
    } cases[] = {
        CASE("{\"kind\":\"claims\",\"each\":[]}", "$.each: a row holds from one to 60 things"),
        CASE("{\"kind\":\"claims\",\"each\":{}}", "$.each: expected a list"),
        CASE("{\"kind\":\"claims\",\"each\":[{\"columns\":{\"a\":\"claim.amount\"}},"
             "{\"columns\":{\"b\":\"claim.due_on\"}}]}",
             "$.each[1]: claim.due_on is filled here or in $.each[0] only"),
        CASE("{\"kind\":\"claims\",\"columns\":{\"a\":\"claim.amount\"},"
             "\"each\":[{\"columns\":{\"b\":\"claim.amount\"}}]}",
             "$.each[0].columns.b: claim.amount is already filled by $.columns.a"),
        CASE("{\"kind\":\"claims\",\"columns\":{\"a\":\"schedule.count\"},"
             "\"each\":[{\"columns\":{\"b\":\"claim.amount\"}}]}",
             "$.each: schedule.count is filled too"),
        CASE("{\"kind\":\"claims\",\"new_parties\":true}", "only obligations have it"),
        CASE("{\"kind\":\"parties\",\"wrong_documents\":\"flag\"}", "is not one of take, refuse"),
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        check_refused(cases[i].text, cases[i].want);
}

static void test_read(void **state)
{
    static const char text[] =
        "{\"kind\":\"receivables\",\"source\":\"erp\","
        "\"file\":{\"separator\":\";\",\"encoding\":\"latin-1\",\"skip_lines\":2},"
        "\"formats\":{\"date\":[\"DD/MM/YYYY\",\"YYMMDD\"],\"decimal\":\",\",\"group\":\".\","
        "\"two_digit_years_from\":1980,\"empty\":[\"-\"]},"
        "\"columns\":{\"Cliente\":\"party.external_id\","
        "\"Tipo\":{\"field\":\"party.kind\",\"values\":{\"F\":\"person\",\"M\":\"company\"},"
        "\"default\":\"F\"},"
        "\"Folio\":[\"obligation.external_id\",\"claim.external_id\"],"
        "\"Vence\":{\"field\":\"claim.due_on\",\"date\":\"YYYYMMDD\"}},"
        "\"settlement\":{\"column\":\"Pagado\",\"amount\":\"Pago\"},"
        "\"constants\":{\"obligation.currency\":\"MXN\"},\"defaults\":{\"party.language\":\"es\"},"
        "\"ignore\":[\"x\"],\"attributes\":{\"Zona\":\"text\",\"Score\":{\"name\":\"puntos\","
        "\"type\":\"decimal\"}},\"other_columns\":\"ignore\","
        "\"filter\":{\"column\":\"Estatus\",\"not_in\":[\"C\"]}}";
    struct op *const op = check_op();
    struct mapping mapping;
    (void)state;
    check_ok(op, mapping_parse(op, "m.json", str_of(text), &mapping));
    check_eq(mapping.kind, INTAKE_RECEIVABLES);
    check_str(mapping.source, "erp");
    check_eq(mapping.file.separator, ';');
    check_eq(mapping.file.encoding, ENCODING_WINDOWS_1252);
    check_eq(mapping.file.skip_lines, 2);
    check_eq(mapping.formats.day_count, 2);
    check_eq(mapping.formats.century_from, 1980);
    check_eq(mapping.column_count, 6); /* four, the settlement's day and its amount */
    check_eq(mapping.columns[1].translation_count, 2);
    check_str(mapping.columns[1].fallback, "F");
    check_eq(mapping.columns[2].field_count, 2);
    check_eq(mapping.columns[3].formats->day_count, 1);
    check_eq(mapping.columns[3].formats->number.decimal, ',');
    check_eq(mapping.columns[4].fields[0], FIELD_SETTLEMENT_ON);
    check_eq(mapping.columns[5].fields[0], FIELD_SETTLEMENT_AMOUNT);
    check_str(mapping.attributes[1].name, "puntos");
    check_eq(mapping.attributes[1].type, ATTRIBUTE_DECIMAL);
    check_eq(mapping.others, OTHERS_IGNORE);
    check_true(mapping.filter.is_exclusion);
}

/* A mapping over a header: what each column becomes, or why not. */
static void test_plans(void **state)
{
    static const struct {
        const char *name;
        const char *mapping; /* "": none */
        const char *header;
        const char *want; /* F field, A attribute, - ignored; or a part of the message */
    } cases[] = {
        CASE("by synonyms", "", "Cliente,Factura,Fecha Emisi\xC3\xB3n,Vencimiento,Importe,Sucursal",
             "FFFFFA"),
        CASE("by field names", "", "party.external_id,obligation.external_id,due_on,amount",
             "FFFF"),
        CASE("quarantine columns are passed over", "",
             "refused_line,refused_column,refused_field,refused_reason,Cliente,Factura,Vencimiento,"
             "Monto",
             "----FFFF"),
        CASE("nothing gives the due date", "", "Cliente,Factura,Monto",
             "t.csv: line 1: no column gives claim.due_on, which receivables need"),
        CASE("a wrong column", "\"columns\":{\"InvoiceDat\":\"claim.due_on\"}",
             "InvoiceDate,DueDate",
             "t.csv: line 1: there is no column \"InvoiceDat\", which m.json $.columns.InvoiceDat "
             "names; did you mean \"InvoiceDate\"?; there are: InvoiceDate, DueDate"),
        CASE("a wrong settlement", "\"settlement\":\"Paid\"", "a,b",
             "there is no column \"Paid\", which m.json $.settlement names; there are: a, b"),
        CASE("a column with two purposes",
             "\"columns\":{\"a\":\"claim.due_on\"},\"attributes\":{\"a\":\"text\"}", "a,b",
             "$.attributes.a: column \"a\" already has a purpose"),
        CASE("others refused", "\"other_columns\":\"refuse\",\"columns\":{\"a\":\"claim.due_on\"}",
             "a,b", "column 2 \"b\" is not in the mapping m.json"),
        CASE("others ignored",
             "\"other_columns\":\"ignore\",\"columns\":{\"a\":[\"party.external_id\","
             "\"obligation.external_id\"],\"b\":\"claim.due_on\",\"c\":\"claim.amount\"}",
             "a,b,c,d", "FFF-"),
        CASE("two attributes of one name", "", "Cliente,Factura,Vencimiento,Monto,Zona A,zona_a",
             "columns 5 and 6 would both be the attribute \"zona_a\""),
        CASE("key and filter",
             "\"key\":[\"c\",\"n\"],\"filter\":{\"column\":\"f\",\"in\":\"x\"},"
             "\"columns\":{\"p\":\"party.external_id\",\"c\":\"obligation.external_id\","
             "\"d\":\"claim.due_on\",\"m\":\"claim.amount\"}",
             "p,c,n,d,m,f,z", "FF-FF-A"),
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct op *const op = check_op();
        struct csv *csv = NULL;
        struct mapping mapping = mapping_none(INTAKE_RECEIVABLES);
        struct plan plan;
        char shown[LIMIT_COLUMNS + 1] = "";
        check_case(cases[i].name);
        check_ok(op, csv_open_text(op, "t.csv", str_of(cases[i].header), &mapping.file, &csv));
        if (cases[i].mapping[0])
            check_ok(op,
                     mapping_parse(op, "m.json",
                                   str_of(arena_printf(op->arena, "{\"kind\":\"receivables\",%s}",
                                                       cases[i].mapping)),
                                   &mapping));
        const status made = plan_make(op, csv, &mapping, CURRENCY('M', 'X', 'N'), &plan);
        for (int j = 0; made == OK && j < plan.column_count; j++)
            shown[j] = "-FA"[plan.columns[j].use];
        check_part(made == OK ? shown : op->text, cases[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_refused_parts),
        cmocka_unit_test(test_read),
        cmocka_unit_test(test_plans),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
