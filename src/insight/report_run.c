/* The list of the reports, and how a question is made whole, checked and answered. */
#include "insight/report.h"

#include <inttypes.h>

#include "insight/reports.h"
#include "record/organisation.h"
#include "store/db.h"

/* Where a period starts when nobody says so. */
enum first_day { FROM_DATE, FROM_MONTH_START, FROM_LAST_MONTH_END, FROM_BEGINNING };

#define PERIOD (REPORT_DATE | REPORT_FROM)

static const struct report_kind kind_daily = {
    .name = "daily",
    .title_es = "Día por día",
    .title_en = "Day by day",
    .parameters = PERIOD | REPORT_FILTER,
    .about_es = "Facturas nuevas, pagadas, abiertas y vencidas, y la mora mayor, al final de "
                "cada día; from es date si falta; filter es campo=valor, también de un atributo.",
    .about_en = "New, paid, open and past due invoices, and the largest age, at the end of each "
                "day; from is date if left out; filter is field=value, of an attribute too.",
};

static const struct report_kind kind_ageing = {
    .name = "ageing",
    .title_es = "Antigüedad de saldos",
    .title_en = "Ageing of balances",
    .parameters = REPORT_DATE | REPORT_BY | REPORT_BUCKETS | REPORT_FILTER,
    .about_es = "Facturas abiertas e importe por días de mora (tramos 15,30,60,90 si "
                "faltan), primero ALL, luego por un campo o un atributo; filter es campo=valor.",
    .about_en = "Open invoices and amount by days past due (buckets 15,30,60,90 if left out), ALL "
                "first, then by a field or an attribute; filter is field=value.",
};

static const struct report_kind kind_open = {
    .name = "open",
    .title_es = "Saldos abiertos",
    .title_en = "Open balances",
    .parameters = REPORT_DATE | REPORT_BY | REPORT_FILTER,
    .about_es = "Importe abierto y vencido por un campo (customer si falta) o un atributo; filter "
                "es campo=valor.",
    .about_en = "Open and past due amount by a field (customer if left out) or an attribute; "
                "filter is field=value.",
};

static const struct report_kind kind_triggers = {
    .name = "triggers",
    .title_es = "Disparos por mora",
    .title_en = "Triggers by age",
    .parameters = PERIOD | REPORT_DAYS | REPORT_FILTER,
    .about_es = "Cuántas facturas llegaron a una mora (días 1,3,5,8,15,30 si faltan) estando "
                "abiertas; from es el principio si falta; filter es campo=valor.",
    .about_en = "How many invoices reached an age (days 1,3,5,8,15,30 if left out) while open; "
                "from is the beginning if left out; filter is field=value.",
};

static const struct report_kind kind_obligations = {
    .name = "obligations",
    .title_es = "Deudas y sus cuotas",
    .title_en = "Debts and their instalments",
    .parameters = REPORT_DATE | REPORT_BY | REPORT_SUM,
    .about_es = "Deudas abiertas hasta date, sus cuotas pactadas y las ya vencidas, por un campo o "
                "un atributo; sum es un atributo decimal, como el importe del contrato: se suma, "
                "outstanding es lo que queda por vencer de él, y matching cuántas deudas tienen "
                "cuotas que lo suman.",
    .about_en = "Debts opened up to date, their agreed instalments and those due by then, by a "
                "field or an attribute; sum is a decimal attribute, such as the amount of the "
                "contract: it is added up, outstanding is what of it is not due yet, and matching "
                "how many debts have instalments that add up to it.",
};

static const struct report_kind kind_statements = {
    .name = "statements",
    .title_es = "Estados de cuenta",
    .title_en = "Statements",
    .parameters = PERIOD,
    .about_es =
        "Lo que dicen los estados de cuenta de los acreedores, por corte y meses de atraso; "
        "from es el principio si falta.",
    .about_en = "What the creditors' statements say, by period and months late; from is the "
                "beginning if left out.",
};

static const struct report_kind kind_roll_rate = {
    .name = "roll-rate",
    .title_es = "Tasa de rodamiento",
    .title_en = "Roll rates",
    .parameters = PERIOD | REPORT_BUCKETS | REPORT_FILTER,
    .about_es = "Deudas según su tramo al final de from (el último día del mes anterior si "
                "falta) y de date; filter es campo=valor.",
    .about_en = "Debts by their bucket at the end of from (the last day of the month before if "
                "left out) and of date; filter is field=value.",
};

static const struct report_kind kind_payments = {
    .name = "payments",
    .title_es = "Pagos",
    .title_en = "Payments",
    .parameters = PERIOD | REPORT_BY,
    .about_es = "Dinero recibido por fecha valor y origen; by es day, source o payment; from "
                "es el primero del mes si falta.",
    .about_en = "Money received by value date and source; by is day, source or payment; from is "
                "the first of the month if left out.",
};

static const struct report_kind kind_suspense = {
    .name = "suspense",
    .title_es = "Dinero sin aplicar",
    .title_en = "Money in suspense",
    .parameters = REPORT_DATE,
    .about_es =
        "Movimientos de bancos que nadie ha reclamado y restos de pagos sin exigible al final "
        "de date; alert es 1 pasados los días de bank.suspense_days.",
    .about_en = "Entries of banks that are nobody's and rests of payments without a claim at the "
                "end of date; alert is 1 past the days of bank.suspense_days.",
};

static const struct report_kind kind_charge_offs = {
    .name = "charge_offs",
    .title_es = "Castigos y recuperos",
    .title_en = "Charge-offs and recoveries",
    .parameters = REPORT_DATE,
    .about_es = "Deudas castigadas o dadas de baja al final de date: lo castigado, lo recuperado "
                "desde entonces, el castigo neto, la baja, lo que aún se debe, lo que costó "
                "gestionarlas desde entonces y el recupero neto de ese costo.",
    .about_en = "Debts charged off or written off at the end of date: what was charged off, what "
                "was recovered since, the net of both, what was written off, what is still owed, "
                "what working them has cost since, and the recovery net of that cost.",
};

static const struct report_kind kind_promises = {
    .name = "promises",
    .title_es = "Promesas de pago",
    .title_en = "Promises to pay",
    .parameters = PERIOD,
    .about_es = "Promesas por día de vencimiento y estado a la fecha, con la tasa cumplida "
                "por promesa vencida; from es el primero del mes si falta.",
    .about_en = "Promises by due day and state as of date, with the kept rate per promise due; "
                "from is the first of the month if left out.",
};

static const struct report_kind kind_kpi = {
    .name = "kpi",
    .title_es = "Indicadores",
    .title_en = "Indicators",
    .parameters = PERIOD,
    .about_es = "Cobertura, contacto, promesas, recuperación, mora, CEI y DSO con su "
                "fórmula, numerador y denominador; from es el primero del mes si falta.",
    .about_en = "Coverage, contact, promises, recovery, arrears, CEI and DSO with their formula, "
                "numerator and denominator; from is the first of the month if left out.",
};

static const struct report_kind kind_funnel = {
    .name = "funnel",
    .title_es = "Embudo",
    .title_en = "Funnel",
    .parameters = PERIOD,
    .about_es = "Intentos, contactos, titular, promesas, cumplidas; from es el primero del "
                "mes si falta.",
    .about_en = "Attempts, contacts, right party, promises, kept; from is the first of the month "
                "if left out.",
};

static const struct report_kind kind_queue = {
    .name = "queue",
    .title_es = "Bandejas de trabajo",
    .title_en = "Work queues",
    .parameters = 0,
    .about_es = "Tareas por bandeja y estado, tal como están ahora.",
    .about_en = "Work items by queue and state, as of now.",
};

static const struct report_kind kind_outbox = {
    .name = "outbox",
    .title_es = "Bandeja de salida",
    .title_en = "Outbox",
    .parameters = REPORT_FILTER,
    .about_es = "Mensajes por estado y canal, tal como están ahora; filter es un estado, "
                "como unknown, y lista sus mensajes.",
    .about_en = "Messages by state and channel, as of now; filter is a state, such as unknown, and "
                "lists its messages.",
};

static const struct report_kind kind_silence = {
    .name = "silence",
    .title_es = "Motivos de silencio",
    .title_en = "Reasons for silence",
    .parameters = REPORT_FILTER,
    .about_es = "Expedientes abiertos según lo que sigue, tal como están ahora; unexplained "
                "debe ser 0, y filter unexplained los lista.",
    .about_en = "Open cases by what comes next, as of now; unexplained must be 0, and filter "
                "unexplained lists them.",
};

static const struct report_kind kind_unpermitted = {
    .name = "unpermitted",
    .title_es = "Contactos sin permiso",
    .title_en = "Contacts without a permit",
    .parameters = PERIOD | REPORT_FILTER,
    .about_es =
        "Contactos hechos a mano sin permiso de la compuerta, con lo que ella habría dicho y "
        "su regla; filter refused deja las infracciones; from es el primero del mes si "
        "falta.",
    .about_en = "Contacts made by hand without the gate's permit, with what it would have said and "
                "its rule; filter refused leaves the breaches; from is the first of the month if "
                "left out.",
};

static const struct report_kind kind_overrides = {
    .name = "overrides",
    .title_es = "Excepciones a la compuerta",
    .title_en = "Overrides of the gate",
    .parameters = PERIOD | REPORT_FILTER,
    .about_es =
        "Contactos que la compuerta negaba y que alguien pidió permitir: regla, motivo, quién "
        "pidió, quién decidió y cuándo se usó; filter es asked, approved, rejected o used; "
        "from es el primero del mes si falta.",
    .about_en = "Contacts that the gate refused and somebody asked to permit: rule, reason, who "
                "asked, who decided and when it was used; filter is asked, approved, rejected or "
                "used; from is the first of the month if left out.",
};

static const struct report_kind kind_consents = {
    .name = "consents",
    .title_es = "Consentimientos",
    .title_en = "Consents",
    .parameters = PERIOD | REPORT_FILTER,
    .about_es =
        "Filas del libro de consentimientos que valen desde un día del periodo: canal, fin, "
        "prueba, quién las registró y si se anularon; filter es given o revoked; from es el "
        "primero del mes si falta.",
    .about_en = "Rows of the ledger of consents that hold from a day of the period: channel, "
                "purpose, evidence, who recorded them and whether they were taken back; filter is "
                "given or revoked; from is the first of the month if left out.",
};

static const struct report_kind kind_deadlines = {
    .name = "deadlines",
    .title_es = "Plazos por vencer",
    .title_en = "Deadlines",
    .parameters = REPORT_DATE | REPORT_FILTER,
    .about_es = "Solicitudes de personas y reclamos abiertos con el último día para responder, el "
                "más cercano primero; left son los días que quedan hasta date (negativo: ya "
                "venció); filter es privacy, dispute u overdue.",
    .about_en = "Open requests of persons and open disputes with the last day to answer, the "
                "nearest first; left: days that are left on date (negative: it has passed); filter "
                "is privacy, dispute or overdue.",
};

static const struct report_kind kind_arms = {
    .name = "arms",
    .title_es = "Campeona y retadoras",
    .title_en = "Champion and challengers",
    .parameters = REPORT_DATE | REPORT_FILTER,
    .about_es =
        "Resultados por grupo de un experimento hasta date: casos, los que pagaron, lo recuperado "
        "de lo exigible, promesas, contactos y costo, con intervalos del 95 %; uplift es la "
        "recuperación por encima del grupo de control; filter es el experimento (el último).",
    .about_en =
        "Results of an experiment by arm until date: cases, those that paid, what was recovered "
        "of what was due, promises, contacts and cost, with 95 % intervals; uplift is the recovery "
        "above the hold-out's; filter is the experiment (the newest).",
};

static const struct report_kind kind_access = {
    .name = "access",
    .title_es = "Accesos a datos personales",
    .title_en = "Access to personal data",
    .parameters = PERIOD,
    .about_es =
        "Personas cuyos datos vio completos cada usuario por día; outside_work, con las que "
        "no trabajó ese día; usual, su media de cuatro semanas. Inusual: many (200, o 20 y "
        "más del triple de lo usual), outside (20 y más de la mitad).",
    .about_en =
        "Persons whose data each user saw in the clear, by day; outside_work: whom the user "
        "did not work on that day; usual: the mean of four weeks. Unusual: many (200, or "
        "20 and over three times the usual), outside (20 and over half).",
    .permission = "privacy.manage",
};

static const struct report_kind kind_access_log = {
    .name = "access-log",
    .title_es = "Bitácora de accesos",
    .title_en = "Log of access",
    .parameters = PERIOD | REPORT_FILTER,
    .about_es =
        "Cada vez que alguien vio completos los datos de una persona, lo más nuevo primero; "
        "filter es user=LOGIN o person=NÚMERO.",
    .about_en = "Each time somebody saw a person's data in the clear, newest first; filter is "
                "user=LOGIN or person=ID.",
    .permission = "privacy.manage",
};

/* In the order of a list for people. */
static const struct {
    const struct report_kind *kind;
    report_function *run;
    enum first_day first_day;
} entries[] = {
    {&kind_daily,       report_daily,       FROM_DATE          },
    {&kind_ageing,      report_ageing,      FROM_DATE          },
    {&kind_open,        report_open,        FROM_DATE          },
    {&kind_triggers,    report_triggers,    FROM_BEGINNING     },
    {&kind_obligations, report_obligations, FROM_DATE          },
    {&kind_statements,  report_statements,  FROM_BEGINNING     },
    {&kind_roll_rate,   report_roll_rate,   FROM_LAST_MONTH_END},
    {&kind_payments,    report_payments,    FROM_MONTH_START   },
    {&kind_suspense,    report_suspense,    FROM_DATE          },
    {&kind_charge_offs, report_charge_offs, FROM_DATE          },
    {&kind_promises,    report_promises,    FROM_MONTH_START   },
    {&kind_kpi,         report_kpi,         FROM_MONTH_START   },
    {&kind_funnel,      report_funnel,      FROM_MONTH_START   },
    {&kind_queue,       report_queue,       FROM_DATE          },
    {&kind_outbox,      report_outbox,      FROM_DATE          },
    {&kind_silence,     report_silence,     FROM_DATE          },
    {&kind_unpermitted, report_unpermitted, FROM_MONTH_START   },
    {&kind_overrides,   report_overrides,   FROM_MONTH_START   },
    {&kind_consents,    report_consents,    FROM_MONTH_START   },
    {&kind_deadlines,   report_deadlines,   FROM_DATE          },
    {&kind_arms,        report_arms,        FROM_DATE          },
    {&kind_access,      report_access,      FROM_MONTH_START   },
    {&kind_access_log,  report_access_log,  FROM_MONTH_START   },
};

const struct report_kind *report_kind_at(int index)
{
    return index >= 0 && index < (int)ARRAY_LEN(entries) ? entries[index].kind : NULL;
}

const struct report_kind *report_kind_find(str name)
{
    for (size_t i = 0; i < ARRAY_LEN(entries); i++)
        if (str_equal_c(name, entries[i].kind->name))
            return entries[i].kind;
    return NULL;
}

static status find_entry(struct op *op, str name, size_t *ret_index)
{
    struct buf list = buf_start(op->arena, LIMIT_FAILURE_TEXT);

    for (size_t i = 0; i < ARRAY_LEN(entries); i++) {
        if (str_equal_c(name, entries[i].kind->name)) {
            *ret_index = i;
            return OK;
        }
        buf_printf(&list, "%s%s", i ? ", " : "", entries[i].kind->name);
    }
    return op_fail(op, E_NOT_FOUND, "there is no report '" STR_FORMAT "'; there are: %s",
                   STR_ARG(name), buf_cstr(&list));
}

status report_check_name(struct op *op, str name)
{
    size_t index = 0;
    return find_entry(op, name, &index);
}

static unsigned asked_parameters(const struct report_query *query)
{
    return (query->date != DAY_NONE ? REPORT_DATE : 0U) |
           (query->from != DAY_NONE ? REPORT_FROM : 0U) | (query->by.size > 0 ? REPORT_BY : 0U) |
           (query->buckets.count > 0 ? REPORT_BUCKETS : 0U) |
           (query->days.count > 0 ? REPORT_DAYS : 0U) |
           (query->filter.size > 0 ? REPORT_FILTER : 0U) | (query->sum.size > 0 ? REPORT_SUM : 0U);
}

static status check_query(struct op *op, const struct report_kind *kind,
                          const struct report_query *query)
{
    const unsigned strange = asked_parameters(query) & ~kind->parameters;

    if (strange) /* the lowest bit names the first of them */
        return op_fail(op, E_INVALID, "the report %s takes no %s", kind->name,
                       report_parameter_name((enum report_parameter)(strange & -strange)));
    for (int i = 0; i < query->buckets.count; i++)
        if (query->buckets.at[i] <= (i ? query->buckets.at[i - 1] : 0))
            return op_fail(op, E_INVALID, "buckets must be above 0 and rise: %" PRId32 " does not",
                           query->buckets.at[i]);
    return OK;
}

static day default_from(enum first_day first_day, day date)
{
    switch (first_day) {
    case FROM_MONTH_START:
        return day_month_start(date);
    case FROM_LAST_MONTH_END:
        return day_month_start(date) - 1;
    case FROM_BEGINNING:
        return DAY_MIN;
    case FROM_DATE:
        break;
    }
    return date;
}

static status fill_days(struct op *op, enum first_day first_day, struct report_query *query)
{
    char from[DAY_TEXT_SIZE];
    char date[DAY_TEXT_SIZE];
    struct organisation organisation;

    if (query->date == DAY_NONE) {
        TRY(organisation_get(op, &organisation));
        query->date = organisation.open_date - 1;
    }
    if (query->from == DAY_NONE)
        query->from = default_from(first_day, query->date);
    if (query->from > query->date)
        return op_fail(op, E_INVALID, "the period ends on %s before it starts on %s",
                       day_format(query->date, date), day_format(query->from, from));
    return OK;
}

static status run_entry(struct op *op, size_t index, struct report_query *query,
                        struct report *report)
{
    TRY(fill_days(op, entries[index].first_day, query));
    return entries[index].run(op, query, report);
}

status report_run(struct op *op, str name, const struct report_query *query,
                  struct report *ret_report)
{
    const bool is_inside = db_in_transaction(op);
    struct report_query filled = *query;
    struct report report = {0};
    size_t index;
    status code;

    TRY(find_entry(op, name, &index));
    TRY(check_query(op, entries[index].kind, query));
    report.name = entries[index].kind->name;
    if (!is_inside)
        TRY(db_begin(op, DB_READ));
    code = run_entry(op, index, &filled, &report);
    if (!is_inside)
        db_rollback(op); /* nothing was written */
    if (code == OK)
        *ret_report = report;
    return code;
}
