#include "sample/portfolio.h"

static const char *const given_names[] = {
    "María",    "José",   "Guadalupe", "Juan",   "Margarita", "Luis",   "Verónica", "Carlos",
    "Leticia",  "Miguel", "Ximena",    "Jorge",  "Alejandra", "Ángel",  "Rocío",    "Raúl",
    "Patricia", "Héctor", "Fernanda",  "Óscar",  "Itzel",     "Ramiro", "Yolanda",  "Iván",
    "Claudia",  "Rubén",  "Beatriz",   "Efraín", "Norma",     "Tomás",
};
static const char *const family_names[] = {
    "Hernández", "García", "Martínez",  "López", "González", "Pérez",      "Rodríguez", "Sánchez",
    "Ramírez",   "Cruz",   "Flores",    "Gómez", "Morales",  "Vázquez",    "Jiménez",   "Reyes",
    "Torres",    "Díaz",   "Gutiérrez", "Ruiz",  "Mendoza",  "Aguilar",    "Ortiz",     "Castillo",
    "Núñez",     "Ibáñez", "Zúñiga",    "Peña",  "Cárdenas", "Villaseñor",
};
static const char *const trades[] = {"Abarrotes",   "Ferretería", "Transportes", "Papelería",
                                     "Refacciones", "Textiles",   "Alimentos",   "Muebles"};

/* Where people live, by rough weight, with the zone that the law's hours are read in. */
static const struct {
    const char *region, *zone;
    int weight;
} places[] = {
    {"Ciudad de México", "America/Mexico_City", 24},
    {"Jalisco",           "America/Mexico_City", 14},
    {"Nuevo León",       "America/Monterrey",   14},
    {"Puebla",            "America/Mexico_City", 11},
    {"Yucatán",          "America/Merida",      8 },
    {"Baja California",   "America/Tijuana",     9 },
    {"Sonora",            "America/Hermosillo",  8 },
    {"Quintana Roo",      "America/Cancun",      6 },
    {"Chihuahua",         "America/Chihuahua",   6 },
};

/* Products: what they cost, when they are due, how long they run. */
static const struct {
    const char *name, *creditor;
    int weight, period_days, instalments, issue_days;
    int64_t low, high; /* cents */
    bool for_company;
} products[] = {
    {"credito_personal", "FINANCIERA",    30, 0,  24, 20, 90000,  480000,  false},
    {"tarjeta",          "FINANCIERA",    22, 0,  36, 20, 40000,  650000,  false},
    {"muebles",          "MUEBLERIA",     18, 14, 52, 10, 18000,  120000,  false},
    {"telefonia",        "TELEFONIA",     18, 0,  24, 18, 24900,  129900,  false},
    {"factura",          "DISTRIBUIDORA", 12, 30, 24, 30, 250000, 9000000, true },
};

uint64_t sample_hash(const struct sample *sample, uint64_t a, uint64_t b, uint64_t c)
{
    uint64_t x = sample->seed;
    const uint64_t parts[] = {a, b, c};
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        x += parts[i] + UINT64_C(0x9E3779B97F4A7C15);
        x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
        x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
        x ^= x >> 31;
    }
    return x;
}

/* What a hash is asked for: the second argument of sample_hash, so that answers are independent. */
enum question {
    ASK_TEMPER = 1,
    ASK_GIVEN,
    ASK_FAMILY,
    ASK_SECOND_FAMILY,
    ASK_PLACE,
    ASK_CONTACT,
    ASK_DEBTS,
    ASK_PRODUCT,
    ASK_AMOUNT,
    ASK_OPENED,
    ASK_DUE_DAY,
    ASK_ARREARS,
};

static int ask(const struct sample *sample, int32_t person, enum question question, int index,
               int sides)
{
    const uint64_t hash = sample_hash(sample, (uint64_t)person, question, (uint64_t)index);
    return (int)(hash % (uint64_t)sides);
}

static enum temper temper_of(const struct sample *sample, int32_t person)
{
    static const int upper[TEMPER_COUNT] = {46, 70, 83, 91, 96, 100};
    const int roll = ask(sample, person, ASK_TEMPER, 0, 100);
    int temper = 0;
    while (roll >= upper[temper])
        temper++;
    return (enum temper)temper;
}

static int place_of(const struct sample *sample, int32_t person)
{
    int roll = ask(sample, person, ASK_PLACE, 0, 100);
    for (int i = 0; i < (int)ARRAY_LEN(places); i++) {
        roll -= places[i].weight;
        if (roll < 0)
            return i;
    }
    return 0;
}

/* Contact data of varied quality: some have all, some one kind, a few none. */
static void fill_contact(const struct sample *sample, struct sample_person *out)
{
    const int quality = ask(sample, out->number, ASK_CONTACT, 0, 100);
    out->email[0] = out->phone[0] = out->address[0] = '\0';
    if (quality < 78)
        (void)snprintf(out->email, sizeof(out->email), "cliente%d@correo%d.example", out->number,
                       out->number % 7);
    if (quality < 62 || (quality >= 78 && quality < 96))
        (void)snprintf(out->phone, sizeof(out->phone), "+525555%06d", out->number % 1000000);
    if (quality % 10 < 7)
        (void)snprintf(out->address, sizeof(out->address), "Calle %d núm. %d, %s",
                       1 + out->number % 97, 10 + out->number % 890, out->region);
}

void sample_person(const struct sample *sample, int32_t number, struct sample_person *out)
{
    const int place = place_of(sample, number);
    const char *const family =
        family_names[ask(sample, number, ASK_FAMILY, 0, ARRAY_LEN(family_names))];
    *out = (struct sample_person){.number = number, .temper = temper_of(sample, number)};
    out->is_company = ask(sample, number, ASK_PRODUCT, 0, 100) >= 88;
    out->region = places[place].region;
    out->zone = places[place].zone;
    out->debts = 1 + (ask(sample, number, ASK_DEBTS, 0, 10) >= 7);
    (void)snprintf(out->external_id, sizeof(out->external_id), "C%07d", number + 1);
    if (out->is_company)
        (void)snprintf(out->name, sizeof(out->name), "%s %s, S.A. de C.V.",
                       trades[ask(sample, number, ASK_GIVEN, 0, ARRAY_LEN(trades))], family);
    else
        (void)snprintf(
            out->name, sizeof(out->name), "%s %s %s",
            given_names[ask(sample, number, ASK_GIVEN, 0, ARRAY_LEN(given_names))], family,
            family_names[ask(sample, number, ASK_SECOND_FAMILY, 0, ARRAY_LEN(family_names))]);
    (void)snprintf(out->document, sizeof(out->document), "XXXX%02d%04d%03d", number % 60 + 40,
                   number % 10000, number % 1000);
    fill_contact(sample, out);
}

static int product_of(const struct sample *sample, int32_t person, int index)
{
    const bool is_company = ask(sample, person, ASK_PRODUCT, 0, 100) >= 88;
    int roll = ask(sample, person, ASK_PRODUCT, 1 + index, 88);
    if (is_company)
        return (int)ARRAY_LEN(products) - 1;
    for (int i = 0; i < (int)ARRAY_LEN(products); i++) {
        roll -= products[i].weight;
        if (roll < 0)
            return i;
    }
    return 0;
}

day sample_due_on(const struct sample_debt *debt, int instalment)
{
    return debt->period_days > 0 ? debt->first_due_on + instalment * debt->period_days
                                 : day_add_months(debt->first_due_on, instalment);
}

/* How many instalments a person was behind at the hand-over. */
static int arrears_of(const struct sample *sample, int32_t person, int index)
{
    const int roll = ask(sample, person, ASK_ARREARS, index, 100);
    switch (temper_of(sample, person)) {
    case TEMPER_PUNCTUAL:
        return 0;
    case TEMPER_FORGETFUL:
        return roll < 25;
    case TEMPER_STRAINED:
    case TEMPER_DISPUTES:
        return roll < 50 ? 0 : roll < 85 ? 1 : 2;
    case TEMPER_EVASIVE:
    case TEMPER_UNABLE:
    case TEMPER_COUNT:
        break;
    }
    return roll < 20 ? 0 : 1 + roll % 5;
}

void sample_debt(const struct sample *sample, int32_t person, int index, struct sample_debt *out)
{
    const int product = product_of(sample, person, index);
    const int64_t low = products[product].low;
    const int64_t span = products[product].high - low;
    const int age = 30 + ask(sample, person, ASK_OPENED, index, 330);
    const int64_t amount =
        low + (int64_t)(sample_hash(sample, (uint64_t)person, ASK_AMOUNT, (uint64_t)index) %
                        (uint64_t)span) /
                  100 * 100;
    *out = (struct sample_debt){.product = products[product].name,
                                .creditor = products[product].creditor,
                                .opened_on = sample->start - age,
                                .period_days = products[product].period_days,
                                .instalments = products[product].instalments,
                                .issue_days = products[product].issue_days,
                                .instalment = {amount}};
    (void)snprintf(out->external_id, sizeof(out->external_id), "%c%07d-%d",
                   products[product].creditor[0], person + 1, index + 1);
    out->first_due_on = out->opened_on + 25 + ask(sample, person, ASK_DUE_DAY, index, 10);
    int next = 0; /* the first instalment that is not yet due at the hand-over */
    while (next < out->instalments && sample_due_on(out, next) < sample->start)
        next++;
    const int behind = arrears_of(sample, person, index);
    out->first_unpaid = behind > next ? 0 : next - behind;
}

static void write_row(const struct sample_person *person, const struct sample_debt *debt,
                      int instalment, day issued_on, day due_on, FILE *out)
{
    char opened[DAY_TEXT_SIZE];
    char issued[DAY_TEXT_SIZE];
    char due[DAY_TEXT_SIZE];
    char amount[MONEY_TEXT_SIZE];
    fprintf(out, "%s,%s,\"%s\",%s,%s,%s,%s,%s,\"%s\",%s,%s,%s,MXN,%s,%s-%d,%d,%s,%s,%s,%s\n",
            person->external_id, person->is_company ? "company" : "person", person->name,
            person->document, person->region, person->zone, person->email, person->phone,
            person->address, debt->creditor, debt->external_id, debt->product,
            day_format(debt->opened_on, opened), debt->external_id, instalment + 1, instalment + 1,
            day_format(issued_on, issued), day_format(due_on, due),
            money_format_plain(debt->instalment, 2, amount),
            person->number % 3 == 0 ? "web" : "sucursal");
}

static int64_t write_debt(const struct sample_person *person, const struct sample_debt *debt,
                          day from, day through, FILE *out)
{
    int64_t rows = 0;
    for (int i = debt->first_unpaid; i < debt->instalments; i++) {
        const day due_on = sample_due_on(debt, i);
        day issued_on = due_on - debt->issue_days;
        if (issued_on < debt->opened_on)
            issued_on = debt->opened_on;
        if (issued_on > through)
            break;
        if (issued_on < from)
            continue;
        write_row(person, debt, i, issued_on, due_on, out);
        rows++;
    }
    return rows;
}

status sample_write_receivables(struct op *op, const struct sample *sample, day from, day through,
                                FILE *out, int64_t *ret_rows)
{
    int64_t rows = 0;
    fputs("party.external_id,party.kind,party.name,party.document,party.region,party.zone,"
          "party.email,party.phone,party.address,creditor.external_id,obligation.external_id,"
          "obligation.product,obligation.currency,obligation.opened_on,claim.external_id,"
          "claim.number,claim.issued_on,claim.due_on,claim.amount,origen\n",
          out);
    for (int32_t number = 0; number < sample->debtors; number++) {
        struct sample_person person;
        sample_person(sample, number, &person);
        for (int index = 0; index < person.debts; index++) {
            struct sample_debt debt;
            sample_debt(sample, number, index, &debt);
            rows += write_debt(&person, &debt, from, through, out);
        }
    }
    if (ferror(out))
        return op_fail(op, E_IO, "the portfolio cannot be written: is the disk full?");
    *ret_rows = rows;
    return OK;
}
