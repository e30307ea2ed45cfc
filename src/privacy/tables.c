#include "privacy/tables.h"

#include <string.h>

static const char *const names[PRIVACY_CLASS_COUNT] = {"contact", "identity", "evidence", "book",
                                                       "system"};

const char *privacy_class_name(enum privacy_class class)
{
    return names[class];
}

#define OURS                                                                                       \
    {                                                                                              \
        "Personal autorizado de esta organización", "Authorised staff of this organisation"        \
    }

/* clang-format off */
static const struct privacy_about abouts[PRIVACY_CLASS_COUNT] = {
    [PRIVACY_CONTACT] = {
        {"Datos de contacto", "Contact data"},
        {"Comunicarse con la persona sobre su deuda", "To speak with the person about her debt"},
        {"El acreedor que asignó la cuenta, o la propia persona", "The creditor who placed the account, or the person herself"},
        {"Personal autorizado y el proveedor de correo que entrega cada mensaje", "Authorised staff, and the mail provider that delivers each message"}},
    [PRIVACY_IDENTITY] = {
        {"Identidad", "Identity"},
        {"Saber de quién es la deuda y no confundirla con otra persona", "To know whose debt it is, and not to take another person for her"},
        {"El acreedor que asignó la cuenta", "The creditor who placed the account"},
        OURS},
    [PRIVACY_EVIDENCE] = {
        {"Gestiones, mensajes y consentimientos", "Actions, messages and consents"},
        {"Atender la cuenta y probar que cada contacto fue lícito", "To serve the account, and to prove that each contact was lawful"},
        {"Lo que registró esta organización al atender la cuenta", "What this organisation recorded in serving the account"},
        {"Personal autorizado; la autoridad que lo pida conforme a la ley", "Authorised staff; an authority that asks for it by law"}},
    [PRIVACY_BOOK] = {
        {"Deudas y pagos", "Debts and payments"},
        {"Llevar la cuenta de lo que se debe y de lo pagado", "To keep account of what is owed and what was paid"},
        {"El acreedor y los bancos o recaudadores que reciben los pagos", "The creditor, and the banks or collectors that receive payments"},
        {"Personal autorizado y el acreedor de la cuenta", "Authorised staff and the creditor of the account"}},
    [PRIVACY_SYSTEM] = {
        {"Cifras de trabajo", "Working figures"},
        {"Decidir el siguiente paso de la cuenta y respetar los límites de contacto", "To decide the next step of the account and to keep the limits of contact"},
        {"Se calculan de los datos anteriores", "They are computed from the data above"},
        OURS},
};

static const struct privacy_table tables[] = {
    {"party", PRIVACY_IDENTITY, {"Persona", "Person"}},
    {"party_past", PRIVACY_IDENTITY, {"Persona: lo que decía antes", "Person: what it said before"}},
    {"party_value_past", PRIVACY_IDENTITY, {"Datos corregidos", "Corrected data"}},
    {"attribute_value", PRIVACY_IDENTITY, {"Otros datos que envió el acreedor", "Other data that the creditor sent"}},
    {"attribute_value_past", PRIVACY_IDENTITY, {"Otros datos: lo que decían antes", "Other data: what they said before"}},
    {"external_ref", PRIVACY_IDENTITY, {"Nombres que le dan los sistemas de origen", "What the systems of origin call it"}},
    {"person_key", PRIVACY_IDENTITY, {"Llave que protege sus datos", "Key that protects the data"}},
    {"key_destroyed", PRIVACY_SYSTEM, {"Llaves destruidas", "Destroyed keys"}},
    {"party_same", PRIVACY_IDENTITY, {"Otras fichas de la misma persona", "Other records of the person"}},
    {"party_key", PRIVACY_IDENTITY, {"Señas para hallar fichas repetidas", "Marks that find duplicates"}},
    {"contact_preference", PRIVACY_CONTACT, {"Horarios preferidos", "Preferred times"}},
    {"contact_point", PRIVACY_CONTACT, {"Teléfonos, correos y direcciones", "Telephones, e-mails and addresses"}},
    {"contact_point_past", PRIVACY_CONTACT, {"Contactos: estados anteriores", "Contact points: earlier states"}},
    {"consent", PRIVACY_EVIDENCE, {"Consentimientos y negativas", "Consents and refusals"}},
    {"action", PRIVACY_EVIDENCE, {"Gestiones", "Actions"}},
    {"event", PRIVACY_EVIDENCE, {"Historial", "History"}},
    {"dispute", PRIVACY_EVIDENCE, {"Reclamos", "Disputes"}},
    {"hold", PRIVACY_EVIDENCE, {"Suspensiones", "Holds"}},
    {"arrangement", PRIVACY_EVIDENCE, {"Convenios de pago", "Arrangements"}},
    {"arrangement_past", PRIVACY_EVIDENCE, {"Convenios: estados anteriores", "Arrangements: earlier states"}},
    {"arrangement_party", PRIVACY_EVIDENCE, {"Convenios: quién se sumó y cómo consta", "Arrangements: who joined, and the evidence"}},
    {"arrangement_claim", PRIVACY_EVIDENCE, {"Convenios: los exigibles que sustituyen", "Arrangements: the claims they replace"}},
    {"joint_arrangement", PRIVACY_EVIDENCE, {"Convenios de varios expedientes", "Arrangements over several cases"}},
    {"joint_arrangement_part", PRIVACY_EVIDENCE, {"Convenios de varios expedientes: cuáles", "Arrangements over several cases: which"}},
    {"charge_off", PRIVACY_EVIDENCE, {"Castigos y bajas de deudas", "Charge-offs and write-offs"}},
    {"paper", PRIVACY_EVIDENCE, {"Constancias entregadas", "Papers given out"}},
    {"promise", PRIVACY_EVIDENCE, {"Promesas de pago", "Promises to pay"}},
    {"outbox", PRIVACY_EVIDENCE, {"Mensajes enviados y por enviar", "Messages sent and to be sent"}},
    {"contact_reservation", PRIVACY_EVIDENCE, {"Permisos de contacto", "Permits of contact"}},
    {"contact_override", PRIVACY_EVIDENCE, {"Excepciones a la compuerta", "Overrides of the gate"}},
    {"contact_unpermitted", PRIVACY_EVIDENCE, {"Contactos sin permiso", "Contacts without a permit"}},
    {"decision", PRIVACY_EVIDENCE, {"Decisiones automáticas y su regla", "Automated decisions and their rule"}},
    {"access_log", PRIVACY_EVIDENCE, {"Quién vio sus datos", "Who has seen the data"}},
    {"privacy_request", PRIVACY_EVIDENCE, {"Solicitudes sobre sus datos", "Requests about the data"}},
    {"privacy_step", PRIVACY_EVIDENCE, {"Solicitudes: lo que se hizo", "Requests: what was done"}},
    {"legal_hold", PRIVACY_EVIDENCE, {"Retenciones legales", "Legal holds"}},
    {"erasure", PRIVACY_EVIDENCE, {"Datos eliminados", "Erased data"}},
    {"audit_link", PRIVACY_SYSTEM, {"Cadena de pruebas", "Chain of evidence"}},
    {"audit_nonce", PRIVACY_SYSTEM, {"Cadena de pruebas: claves de textos", "Chain of evidence: keys of texts"}},
    {"audit_erasure", PRIVACY_SYSTEM, {"Cadena de pruebas: textos eliminados", "Chain of evidence: erased texts"}},
    {"debt_case", PRIVACY_BOOK, {"Expedientes", "Cases"}},
    {"obligation", PRIVACY_BOOK, {"Deudas", "Debts"}},
    {"obligation_past", PRIVACY_BOOK, {"Deudas: lo que decían antes", "Debts: what they said before"}},
    {"obligation_party", PRIVACY_BOOK, {"Quién más responde por una deuda", "Who else answers for a debt"}},
    {"obligation_statement", PRIVACY_BOOK, {"Estados de cuenta del acreedor", "Statements of the creditor"}},
    {"claim", PRIVACY_BOOK, {"Exigibles", "Claims"}},
    {"claim_past", PRIVACY_BOOK, {"Exigibles: lo que decían antes", "Claims: what they said before"}},
    {"payment", PRIVACY_BOOK, {"Pagos", "Payments"}},
    {"ledger_entry", PRIVACY_BOOK, {"Composición de las cuotas", "What claims are made of"}},
    {"obligation_terms", PRIVACY_BOOK, {"Condiciones de interés de las deudas", "Terms of interest of the debts"}},
    {"accrual", PRIVACY_SYSTEM, {"Hasta cuándo se cargó el interés", "Up to when interest is charged"}},
    {"allocation", PRIVACY_BOOK, {"Aplicación de los pagos", "Allocation of payments"}},
    {"bank_match", PRIVACY_BOOK, {"Movimientos de bancos que pagaron sus deudas", "Entries of banks that paid the debts"}},
    {"payroll_line", PRIVACY_BOOK, {"Descuentos por planilla que se pidieron", "Deductions asked of employers"}},
    {"payroll_left", PRIVACY_BOOK, {"Empleadores que dijeron que ya no trabaja allí", "Employers who said that the person left"}},
    {"mandate", PRIVACY_IDENTITY, {"Autorizaciones de cobro automático", "Mandates of direct debit"}},
    {"debit_order", PRIVACY_BOOK, {"Cobros automáticos que se pidieron", "Direct debits asked for"}},
    {"payer_account", PRIVACY_IDENTITY, {"Señas de las cuentas desde las que se pagó", "Marks of accounts that paid"}},
    {"case_facts", PRIVACY_SYSTEM, {"Hechos del expediente", "Facts of the case"}},
    {"case_decision", PRIVACY_SYSTEM, {"Decisión vigente", "Current decision"}},
    {"contact_count", PRIVACY_SYSTEM, {"Cuenta de contactos", "Counts of contacts"}},
    {"contact_count_past", PRIVACY_SYSTEM, {"Cuenta de contactos: antes", "Counts of contacts: before"}},
    {"late_change", PRIVACY_SYSTEM, {"Cambios tardíos", "Late changes"}},
    {"case_change", PRIVACY_SYSTEM, {"Orden de los cambios", "Order of changes"}},
    {"work_item", PRIVACY_SYSTEM, {"Trabajo en colas", "Work in queues"}},
};
/* clang-format on */

const struct privacy_about *privacy_class_about(enum privacy_class class)
{
    return &abouts[class];
}

const struct privacy_table *privacy_table_find(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(tables); i++)
        if (strcmp(tables[i].name, name) == 0)
            return &tables[i];
    return NULL;
}
