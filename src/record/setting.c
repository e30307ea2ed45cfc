#include "record/setting.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "record/audit.h"

#define INTEGER      SETTING_INTEGER
#define TEXT         SETTING_TEXT
#define CHOICE       SETTING_CHOICE
#define TEXT_BYTES   500
#define COST_HIGHEST 100000000

/* clang-format off */
static const struct setting settings[] = {
    {"promise.tolerance_days", INTEGER, 0, 30, "1", SAY("days"),
     {"Días después de la fecha prometida en que un pago todavía cumple la promesa.",
      "Days after the promised day on which a payment still keeps the promise."}},
    {"promise.tolerance_bp", INTEGER, 0, 5000, "100", SAY("basis points"),
     {"Parte del monto prometido que puede faltar sin que la promesa se incumpla.",
      "Share of the promised amount that may be missing without the promise being broken."}},
    {"promise.max_days", INTEGER, 1, 365, "30", SAY("days"),
     {"Días hacia adelante en que se acepta una promesa de pago.",
      "Days ahead for which a promise to pay is accepted."}},
    {"late_interest.rate_bp", INTEGER, 0, 1000000, "0", SAY("basis points"),
     {"Interés moratorio anual que se cobra; nunca más que el tope de la ley.",
      "Late interest a year that is charged; never more than the law's cap."}},
    {"arrangement.missed", INTEGER, 1, 12, "1", SAY("payments"),
     {"Pagos de un convenio sin cubrir con los que se incumple.",
      "Unpaid rows of an arrangement with which it is breached."}},
    {"arrangement.grace_days", INTEGER, 0, 60, "5", SAY("days"),
     {"Días después de su fecha en que un pago del convenio todavía llega a tiempo.",
      "Days after its due day on which a row of an arrangement is still in time."}},
    {"dispute.reply_days", INTEGER, 0, 365, "0", SAY("days"),
     {"Días para responder un reclamo, si son menos que los de la ley del país; 0: los de la ley.",
      "Days in which a dispute is answered where they are fewer than the law's; 0: the law's."}},
    {"bank.match_score", INTEGER, 50, 100, "80", SAY("points"),
     {"Puntos desde los que un movimiento del banco se aplica solo al deudor.",
      "Points from which an entry of a bank is booked to its debtor without help."}},
    {"bank.match_margin", INTEGER, 1, 100, "20", SAY("points"),
     {"Puntos que el mejor deudor debe llevar al segundo para aplicarlo solo.",
      "Points that the best debtor must be ahead of the second one for that."}},
    {"bank.suspense_days", INTEGER, 0, 365, "5", SAY("days"),
     {"Días desde los que el dinero sin aplicar es una alerta del reporte suspense.",
      "Days from which money that is nobody's is an alert of the report suspense."}},
    {"pay.url", TEXT, 0, TEXT_BYTES, "", "",
     {"Dirección pública de las páginas de pago, como https://pagos.example; vacío: no hay enlaces.",
      "Public address of the pages to pay on, as https://pay.example; empty: there are no links."}},
    {"pay.link_days", INTEGER, 1, 365, "15", SAY("days"),
     {"Días durante los que se abre un enlace de pago.",
      "Days for which a payment link opens."}},
    {"pay.provider", CHOICE, 0, TEXT_BYTES, "none", "none|stripe",
     {"Proveedor de pagos en línea; sus claves se leen de ACUERDO_PAY_KEY y ACUERDO_PAY_SECRET.",
      "Provider of payments; its keys are read from ACUERDO_PAY_KEY and ACUERDO_PAY_SECRET."}},
    {"pay.provider_url", TEXT, 0, TEXT_BYTES, "https://api.stripe.com", "",
     {"Dirección de la interfaz del proveedor de pagos.",
      "Address of the interface of the provider of payments."}},
    {"queue.capacity", INTEGER, 0, 1000000, "400", SAY("accounts a day"),
     {"Cuentas que el equipo puede trabajar en un día; las demás esperan su turno.",
      "Accounts that the team can work in a day; the others wait for their turn."}},
    {"queue.lease_minutes", INTEGER, 1, 240, "10", SAY("minutes"),
     {"Minutos que una cuenta queda reservada para quien la abrió.",
      "Minutes for which an account is kept for whoever opened it."}},
    {"person.merge_alone", CHOICE, 0, TEXT_BYTES, "no", "no|yes",
     {"Si se unen solas las fichas con el mismo documento y nombre y nada en contra; no: espera.",
      "Whether records with the same number and name and nothing against it join by themselves."}},
    {"privacy.erasure_look", CHOICE, 0, TEXT_BYTES, "no", "no|yes",
     {"Si otra persona debe autorizar que se eliminen los datos de alguien; no: basta quien atiende.",
      "Whether another person must approve that somebody's data are erased; no: one is enough."}},
    {"cost.email", INTEGER, 0, COST_HIGHEST, "5", SAY("minor units"),
     {"Costo de un correo.",
      "What an e-mail costs."}},
    {"cost.sms", INTEGER, 0, COST_HIGHEST, "60", SAY("minor units"),
     {"Costo de un SMS.",
      "What an SMS costs."}},
    {"cost.whatsapp", INTEGER, 0, COST_HIGHEST, "80", SAY("minor units"),
     {"Costo de un mensaje de WhatsApp.",
      "What a WhatsApp message costs."}},
    {"cost.call", INTEGER, 0, COST_HIGHEST, "450", SAY("minor units"),
     {"Costo de una llamada.",
      "What a call costs."}},
    {"cost.letter", INTEGER, 0, COST_HIGHEST, "2500", SAY("minor units"),
     {"Costo de una carta.",
      "What a letter costs."}},
    {"cost.visit", INTEGER, 0, COST_HIGHEST, "12000", SAY("minor units"),
     {"Costo de una visita.",
      "What a visit costs."}},
    {"shield.closes", CHOICE, 0, TEXT_BYTES, "call", "never|call|always",
     {"Cuándo se cubre la deuda hasta verificar quién habla: en la llamada, siempre, nunca.",
      "When the debt is covered until it is known who is speaking: in a call, always, never."}},
    {"shield.ask", TEXT, 0, TEXT_BYTES, "document_last4,birth_date", "",
     {"Qué se pregunta: document_last4, birth_date, phone_last4, email, con comas.",
      "What is asked: document_last4, birth_date, phone_last4, email, with commas."}},
    {"shield.matches", INTEGER, 1, 4, "1", SAY("answers"),
     {"Respuestas que deben coincidir para saber quién habla.",
      "Answers that must match to know who is speaking."}},
    {"shield.birth_date", TEXT, 0, TEXT_BYTES, "birth_date", "",
     {"Atributo de la importación que tiene la fecha de nacimiento.",
      "Attribute of the import that holds the date of birth."}},
    {"shield.house", TEXT, 0, TEXT_BYTES, "", "",
     {"Nombre de la casa para mensajes a quien no se ha verificado; vacío: el de la organización.",
      "Name of the house in messages to whoever is not verified; empty: the organisation's."}},
    {"outbox.hold", TEXT, 0, TEXT_BYTES, "", "",
     {"Por qué no sale ningún mensaje; vacío: salen. Se quita con acuerdo outbox release.",
      "Why no message leaves; empty: they leave. Lifted by acuerdo outbox release."}},
    {"smtp.url", TEXT, 0, TEXT_BYTES, "", "",
     {"Servidor de correo, por ejemplo smtp://correo.example:587; la contraseña nunca va aquí.",
      "Mail server, for instance smtp://mail.example:587; the password never stands here."}},
    {"smtp.user", TEXT, 0, TEXT_BYTES, "", "",
     {"Usuario en el servidor de correo; su contraseña se lee de ACUERDO_SMTP_PASSWORD.",
      "User at the mail server; the password is read from ACUERDO_SMTP_PASSWORD."}},
    {"smtp.starttls", CHOICE, 0, TEXT_BYTES, "offered", "offered|required",
     {"Cifrado con el servidor: offered, si lo ofrece; required, siempre y con certificado válido.",
      "Encryption with the server: offered, when it offers it; required, always and with a valid "
      "certificate."}},
    {"mail.from", TEXT, 0, TEXT_BYTES, "", "",
     {"Dirección desde la que salen los correos.",
      "Address from which mails leave."}},
    {"mail.from_name", TEXT, 0, TEXT_BYTES, "", "",
     {"Nombre que firma los correos.",
      "Name that signs the mails."}},
    {"mail.reply_to", TEXT, 0, TEXT_BYTES, "", "",
     {"Dirección que recibe las respuestas a los correos.",
      "Address that receives the answers to mails."}},
    {"contact.own_pack", TEXT, 0, TEXT_BYTES, "", "",
     {"Reglas propias de contacto, como documento; las pone acuerdo pack put.",
      "The organisation's own rules of contact, as a document; acuerdo pack put sets it."}},
    {"contact.reading", CHOICE, 0, TEXT_BYTES, "ordinary", "ordinary|strict",
     {"Lectura de los paquetes de país: ordinary, o strict con sus reglas más estrechas.",
      "How the country packs are read: ordinary, or strict with their narrowest rules."}},
    {"contact.phone", TEXT, 0, TEXT_BYTES, "", "",
     {"Teléfono de la organización que se da a las personas.",
      "Telephone of the organisation that people are given."}},
    {"contact.address", TEXT, 0, TEXT_BYTES, "", "",
     {"Domicilio de la organización que se da a las personas.",
      "Address of the organisation that people are given."}},
    {"contact.payment_url", TEXT, 0, TEXT_BYTES, "", "",
     {"Página donde se paga, para las plantillas.",
      "Page where one pays, for the templates."}},
};
/* clang-format on */

const struct setting *setting_list(size_t *ret_count)
{
    *ret_count = ARRAY_LEN(settings);
    return settings;
}

const struct setting *setting_find(str name)
{
    for (size_t i = 0; i < ARRAY_LEN(settings); i++)
        if (str_equal_c(name, settings[i].name))
            return &settings[i];
    return NULL;
}

/* Whether a value is one of the words between bars. */
static bool is_choice(const char *choices, str value)
{
    for (const char *at = choices; value.size > 0 && *at;) {
        const size_t size = strcspn(at, "|");
        if (str_equal((str){at, size}, value))
            return true;
        at += size + (at[size] == '|');
    }
    return false;
}

static status check_value(struct op *op, const struct setting *setting, str value)
{
    int64_t number = 0;
    if (setting->type == CHOICE) {
        if (!is_choice(setting->unit, value))
            return op_fail(op, E_INVALID, "setting %s: \"" STR_FORMAT "\" is not one of %s",
                           setting->name, STR_ARG(value), setting->unit);
    } else if (setting->type == TEXT) {
        if (value.size > (size_t)setting->highest || !str_is_utf8(value, NULL))
            return op_fail(op, E_INVALID,
                           "setting %s: a text of at most %" PRId64 " bytes is "
                           "expected",
                           setting->name, setting->highest);
    } else if (!str_to_i64(value, &number) || number < setting->lowest ||
               number > setting->highest) {
        return op_fail(op, E_INVALID,
                       "setting %s: \"" STR_FORMAT "\" is not a whole number from %" PRId64
                       " to %" PRId64 " (%s)",
                       setting->name, STR_ARG(value), setting->lowest, setting->highest,
                       op_word(op, setting->unit));
    }
    return OK;
}

status setting_check(struct op *op, const char *name, str value)
{
    const struct setting *const setting = setting_find(str_of(name));
    if (!setting)
        return op_fail(op, E_INVALID, "there is no setting \"%s\"", name);
    return check_value(op, setting, value);
}

static status read_instant(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(instant *)out = db_instant(row, 0);
    return OK;
}

status setting_put(struct op *op, const char *name, day effective_on, str value)
{
    instant recorded_at = op_now(op);
    instant last = INSTANT_NONE;
    bool found = false;
    TRY(setting_check(op, name, value));
    if (effective_on < DAY_MIN || effective_on > DAY_MAX)
        return op_fail(op, E_INVALID, "setting %s: from which day on?", name);
    TRY(db_query_one(op, Q_SETTING_LAST_RECORDED, DB_ARGS(ARG_TEXT_C(name), ARG_DAY(effective_on)),
                     read_instant, &last, &found));
    if (found && last >= recorded_at) /* twice in one instant, or a clock set back */
        recorded_at = last + 1;
    return audit_insert(op, AUDIT_SETTING, 0,
                        DB_ARGS(ARG_TEXT_C(name), ARG_DAY(effective_on), ARG_INSTANT(recorded_at),
                                ARG_TEXT(value), ARG_ID(op->actor_id)));
}

static status read_text(struct op *op, struct db_rows *row, void *out)
{
    *(str *)out = db_text_copy(op, row, 0);
    return OK;
}

/* The recorded value that holds on a day, if any. */
static status find_value(struct op *op, const char *name, enum setting_type type, day on,
                         str *ret_value, bool *ret_found)
{
    const struct setting *const setting = setting_find(str_of(name));
    if (!setting || (setting->type == INTEGER) != (type == INTEGER))
        return op_fail(op, E_INTERNAL,
                       "setting %s of this type is not in the list (record/setting.c): add it",
                       name);
    return db_query_one(op, Q_SETTING_ON, DB_ARGS(ARG_TEXT_C(name), ARG_DAY(on)), read_text,
                        ret_value, ret_found);
}

status setting_i64(struct op *op, const char *name, day on, int64_t fallback, int64_t *ret_value)
{
    str value = STR("");
    int64_t number = fallback;
    bool found = false;
    TRY(find_value(op, name, INTEGER, on, &value, &found));
    if (found && !str_to_i64(value, &number))
        return op_fail(op, E_STORE, "setting %s is damaged: \"" STR_FORMAT "\" is no number", name,
                       STR_ARG(value));
    *ret_value = number;
    return OK;
}

status setting_text(struct op *op, const char *name, day on, str fallback, str *ret_value)
{
    str value = STR("");
    bool found = false;
    TRY(find_value(op, name, TEXT, on, &value, &found));
    *ret_value = found ? value : fallback;
    return OK;
}

int64_t setting_initial_i64(const char *name)
{
    const struct setting *const setting = setting_find(str_of(name));
    int64_t number = 0;
    if (!setting || setting->type != INTEGER || !str_to_i64(str_of(setting->initial), &number))
        abort(); /* a name that is not in the list above: found by the first run */
    return number;
}
