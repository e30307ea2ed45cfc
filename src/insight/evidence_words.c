/* The labels of the file of a person. */
#include "insight/evidence.h"

/* clang-format off */
static const struct {
    const char *name, *es, *en;
} words[] = {
    /* tables */
    {"event",               "Evento",                   "Event"},
    {"decision",            "Decisión",                 "Decision"},
    {"action",              "Gestión",                  "Action"},
    {"payment",             "Pago",                     "Payment"},
    {"allocation",          "Imputación",               "Allocation"},
    {"promise",             "Promesa",                  "Promise"},
    {"arrangement",         "Convenio",                 "Arrangement"},
    {"dispute",             "Reclamo",                  "Dispute"},
    {"hold",                "Suspensión",               "Hold"},
    {"consent",             "Consentimiento",           "Consent"},
    {"contact_reservation", "Permiso de contacto",      "Permit of contact"},
    {"contact_unpermitted", "Contacto sin permiso",     "Contact without a permit"},
    {"audit_erasure",       "Texto borrado",            "Erased text"},
    {"contact_override",    "Excepción pedida",         "Override asked for"},
    {"erasure",             "Datos eliminados",         "Erased data"},
    /* columns */
    {"action_id",           "gestión",                  "action"},
    {"amount",              "monto",                    "amount"},
    {"booked_on",           "registrado el",            "booked on"},
    {"business_date",       "fecha de proceso",         "business date"},
    {"callback_on",         "llamar el",                "call back on"},
    {"cause",               "causa",                    "cause"},
    {"channel",             "canal",                    "channel"},
    {"claim_id",            "exigible",                 "claim"},
    {"corrects_id",         "anula la gestión",         "takes back action"},
    {"cost",                "costo",                    "cost"},
    {"day",                 "día de la persona",        "the person's day"},
    {"decided_on",          "para el día",              "for the day"},
    {"direction",           "sentido",                  "direction"},
    {"disposition",         "resultado",                "outcome"},
    {"discount",            "quita",                    "discount"},
    {"due_on",              "vence el",                 "due on"},
    {"duration_s",          "segundos",                 "seconds"},
    {"erased_at",           "borrado",                  "erased"},
    {"evidence",            "prueba",                   "evidence"},
    {"expires_at",          "vale hasta",               "holds until"},
    {"excess",              "límites que rebasa",       "limits that it passes"},
    {"from_on",             "desde",                    "from"},
    {"grace_days",          "días de gracia",           "days of grace"},
    {"kind",                "tipo",                     "kind"},
    {"lack",                "qué faltó",                "what was missing"},
    {"made_on",             "hecha el",                 "made on"},
    {"missed",              "pagos con que se incumple", "payments that breach it"},
    {"next_action_on",      "próxima acción",           "next action"},
    {"note",                "nota",                     "note"},
    {"notice_level",        "nivel de aviso",           "notice level"},
    {"obligation_id",       "obligación",               "obligation"},
    {"opened_on",           "abierto el",               "opened on"},
    {"outbox_id",           "mensaje",                  "message"},
    {"owed",                "vencido",                  "past due"},
    {"pack",                "reglas del país",          "rules of the country"},
    {"payload",             "datos",                    "data"},
    {"payment_id",          "pago",                     "payment"},
    {"plan",                "pagos",                    "payments"},
    {"point_id",            "dato de contacto",         "contact point"},
    {"priority",            "prioridad",                "priority"},
    {"purpose",             "fin",                      "purpose"},
    {"reason",              "motivo",                   "reason"},
    {"reference",           "referencia",               "reference"},
    {"reply_due_on",        "responder antes del",      "reply due on"},
    {"returns_id",          "devuelve el pago",         "returns payment"},
    {"row_id",              "fila",                     "row"},
    {"rule",                "regla",                    "rule"},
    {"rules",               "reglas de la estrategia",  "rules of the strategy"},
    {"segment",             "segmento",                 "segment"},
    {"silence",             "por qué no se actuó",      "why nothing was done"},
    {"source",              "fuente",                   "source"},
    {"state",               "estado",                   "state"},
    {"step",                "paso",                     "step"},
    {"strategy_id",         "estrategia",               "strategy"},
    {"template",            "plantilla",                "template"},
    {"tolerance_bp",        "tolerancia, puntos base",  "tolerance, basis points"},
    {"tolerance_days",      "tolerancia, días",         "tolerance, days"},
    {"total",               "total",                    "total"},
    {"until_on",            "hasta antes del",          "until before"},
    {"valid_from",          "vale desde",               "valid from"},
    {"valid_until",         "vale hasta antes del",     "valid until before"},
    {"value_on",            "fecha valor",              "value date"},
    {"verdict",             "veredicto",                "verdict"},
    {"verdict_rule",        "regla del veredicto",      "rule of the verdict"},
    /* values */
    {"allowed",             "permitido",                "allowed"},
    {"refused",             "no permitido",             "refused"},
    {"law",                 "ley",                      "law"},
    {"policy",              "política propia, no ley",  "own policy, not law"},
    {"call",                "llamada",                  "call"},
    {"email",               "correo",                   "e-mail"},
    {"sms",                 "SMS",                      "SMS"},
    {"whatsapp",            "WhatsApp",                 "WhatsApp"},
    {"letter",              "carta",                    "letter"},
    {"visit",               "visita",                   "visit"},
    {"none",                "ninguno",                  "none"},
    {"system",              "el sistema",               "the system"},
    /* the pages */
    {"@title",     "Expediente de evidencia",  "File of evidence"},
    {"@person",    "Persona",                  "Person"},
    {"@office",    "Organización",             "Organisation"},
    {"@made",      "Hecho",                    "Made"},
    {"@made_by",   "por",                      "by"},
    {"@why_made",  "Motivo",                   "Reason"},
    {"@since",     "En cadena desde",          "Chained since"},
    {"@cases",     "Expedientes",              "Cases"},
    {"@number",    "Número",                   "Number"},
    {"@creditor",  "Acreedor",                 "Creditor"},
    {"@opened",    "Abierto",                  "Opened"},
    {"@history",   "Todo lo que se hizo",      "All that was done"},
    {"@when",      "Cuándo: para la persona",  "When: for the person"},
    {"@when_office", "en la oficina",          "at the office"},
    {"@who",       "Quién",                    "Who"},
    {"@what",      "Qué",                      "What"},
    {"@lawful",    "Por qué fue lícito",       "Why it was lawful"},
    {"@proof",     "Eslabón",                  "Link"},
    {"@unsigned",  "aún sin firma",            "not signed yet"},
    {"@erased",    "el texto fue borrado",     "the text was erased"},
    {"@gone",      "la fila ya no está",       "the row is gone"},
    {"@letters",   "Mensajes como salieron",   "Messages as they left"},
    {"@chains",    "Cadenas y raíces firmadas", "Chains and signed roots"},
    {"@how",       "Cómo se comprueba",        "How this is checked"},
    {"@procedure",
     "Este archivo lleva dentro, como JSON, cada fila con su huella. `acuerdo audit check-file ARCHIVO --public-key LLAVE` "
     "calcula de nuevo huellas, eslabones, el camino de cada cadena a la raíz del día y las firmas, y vuelve a hacer estas "
     "páginas para compararlas. Sin el programa: la huella de una fila es BLAKE2b de 16 bytes sobre su codificación; la de un "
     "eslabón, BLAKE2b de 32 bytes sobre la anterior, su cabeza y sus filas; el árbol es el de RFC 6962 con BLAKE2b; la firma es "
     "Ed25519 sobre la declaración del día. La llave pública debe venir de otra parte, no de este archivo.",
     "This file carries, as JSON, each row with its digest. `acuerdo audit check-file FILE --public-key KEY` computes digests, "
     "links, the way of each chain to the root of its day and the signatures again, and makes these pages anew to compare them. "
     "Without the program: the digest of a row is BLAKE2b of 16 bytes over its encoding; that of a link BLAKE2b of 32 bytes over "
     "the one before, its head and its rows; the tree is that of RFC 6962 with BLAKE2b; the signature is Ed25519 over the "
     "statement of the day. The public key must come from elsewhere, not from this file."},
};
/* clang-format on */

const char *evidence_word(const char *name, enum language language)
{
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (strcmp(words[i].name, name) == 0)
            return language == LANGUAGE_EN ? words[i].en : words[i].es;
    return name;
}
