#include "serve/wording.h"

#include "base/str.h"

#define PIECES_MAX 4

/* In a pattern % stands for what differs from case to case; in the Spanish text %1, %2… take it. */
/* clang-format off */
static const struct row {
    const char *pattern;
    const char *es;
    const char *pointer;
} rows[] = {
    {"the promised amount must be above zero", "El monto prometido debe ser mayor que cero.", "/amount"},
    {"a promise cannot be due before today, %", "La fecha es anterior a hoy, %1.", "/due_on"},
    {"a promise may be at most % days away; later dates need an agreement", "Una promesa puede estar a lo más a %1 días; para fechas posteriores hace falta un convenio.", "/due_on"},
    {"the promise is above what is open", "La promesa es mayor que el saldo.", "/amount"},
    {"cancelling a promise needs a reason", "Para cancelar una promesa hace falta un motivo.", "/reason"},
    {"no promise % of this debtor", "No hay promesa %1.", NULL},
    {"promise % is % already", "La promesa %1 ya no está abierta (%2).", NULL},
    {"payment \"%\": the amount must be above zero", "El monto debe ser mayor que cero.", "/amount"},
    {"payment \"%\": value day % is after the business date %", "La fecha valor %2 es posterior a la fecha de proceso %3.", "/value_on"},
    {"reference \"%\" of source \"%\" is taken by a payment of another case or amount", "La referencia %1 de %2 ya es de un pago de otro expediente o de otro monto.", "/reference"},
    {"a payment needs a reference, so that it is taken only once", "Falta la referencia, que evita registrar el pago dos veces.", "/reference"},
    {"payment \"%\": the amount is too large", "El monto es demasiado grande.", "/amount"},
    {"payment \"%\" needs a value day", "Falta la fecha valor.", "/value_on"},
    {"no payment % of this debtor", "No hay pago %1.", NULL},
    {"no case % of this debtor", "No hay expediente %1.", NULL},
    {"payment \"%\" of source \"%\" is booked already", "El pago %1 de %2 ya está registrado.", "/reference"},
    {"outcome \"%\" is %", "El resultado %1 no existe o ya no se usa.", "/disposition"},
    {"the note is longer than % characters", "La nota pasa de %1 caracteres.", "/note"},
    {"a callback cannot lie before today", "La llamada no puede agendarse para un día que ya pasó.", "/callback_at"},
    {"an outcome \"%\" asks for a promise with amount and day", "Este resultado pide una promesa con monto y fecha.", "/promise"},
    {"an outcome \"%\" carries no promise", "Este resultado no lleva promesa.", "/promise"},
    {"duration, cost, amount and level cannot be negative", "Ni la duración ni los montos pueden ser negativos.", "/duration_s"},
    {"history cannot lie in the future", "No se registra lo que todavía no pasó.", NULL},
    {"party % has no part in a debt of this one", "Esa persona no tiene parte en la deuda.", NULL},
    {"a correction needs a reason", "Para anular hace falta un motivo.", "/reason"},
    {"no action % of this debtor", "No hay gestión %1.", NULL},
    {"action % is taken back already", "La gestión %1 ya está anulada.", NULL},
    {"action % takes another back: it stays", "La gestión %1 es una anulación: no se anula otra vez.", NULL},
    {"action % is somebody else's", "La gestión %1 es de otra persona.", NULL},
    {"the disputed amount is negative or the note is too long", "El monto reclamado es negativo o la nota es demasiado larga.", "/amount"},
    {"there is no session, or it has ended: sign in again", "No hay sesión, o terminó: inicie sesión otra vez.", NULL},
    {"login or password is wrong, or the account is closed or locked; after % wrong passwords it is locked for % minutes", "El usuario o la contraseña no son correctos, o la cuenta está cerrada o bloqueada; tras %1 intentos fallidos se bloquea %2 minutos.", NULL},
    {"too many wrong passwords for this login: wait % minutes", "Demasiadas contraseñas equivocadas para este usuario: espere %1 minutos.", NULL},
    {"the permission % is missing", "Falta el permiso %1.", NULL},
    {"X-CSRF-Token is missing or is not the one of the session", "Falta X-CSRF-Token o no es el de la sesión.", NULL},
    {"no case %", "No hay expediente %1.", NULL},
    {"no work item %", "No hay tarea %1.", NULL},
    {"there is no work item %", "No hay tarea %1.", NULL},
    {"another person is working on this account", "Otra persona atiende esta cuenta.", NULL},
    {"this account is no longer in the queue", "Esta cuenta ya no está en la cola.", NULL},
    {"there is no report '%'; there are: %", "No hay informe %1; hay: %2.", NULL},
    {"the report % takes no %", "El informe %1 no admite %2.", NULL},
    {"the period ends on % before it starts on %", "El periodo termina el %1, antes de empezar el %2.", "/from"},
    {"no message %", "No hay mensaje %1.", NULL},
    {"obligation % is not of this case", "El expediente no tiene esa obligación.", "/obligation_id"},
    {"a dispute is about amount, not_mine, already_paid, service, product or other, not \"%\"", "No se reclama por %1.", "/kind"},
    {"no dispute % of this debtor", "No hay reclamo %1.", NULL},
    {"dispute % is closed already", "El reclamo %1 ya está resuelto.", NULL},
    {"no contact point % of this debtor", "La persona no tiene ese dato de contacto.", "/contact_point_id"},
    {"skipping an account needs a reason", "Para omitir una cuenta hace falta un motivo.", "/reason"},
    {"work item % belongs to another case", "La tarea %1 es de otro expediente.", "/work_item_id"},
    {"case % is with %", "La cuenta %1 la atiende %2.", NULL},
    {"work item % is not with you", "La tarea %1 no está con usted.", NULL},
    {"message % is %, not unknown", "El mensaje %1 está %2: ya no es incierto.", NULL},
    {"Idempotency-Key is missing: 8 to 64 visible ASCII characters, one for each wish", "Falta Idempotency-Key: de 8 a 64 caracteres ASCII visibles, una por cada deseo.", NULL},
    {"Idempotency-Key % was used for another request: make a new key for each wish", "La clave de repetición %1 ya se usó para otra petición.", NULL},
    {"there is no such address: % %", "No existe la dirección %1 %2.", NULL},
    {"% is not possible here; allowed: %", "%1 no es posible aquí; sí: %2.", NULL},
    {"a body must be application/json", "El cuerpo debe ser application/json.", NULL},
    {"a field is not valid", "Un campo no es válido.", NULL},
    {"% fields are not valid", "%1 campos no son válidos.", NULL},
};
/* clang-format on */

/* Whether the text has the pattern's form; what stands at each % goes to pieces. */
static bool match(str text, const char *pattern, str pieces[PIECES_MAX])
{
    size_t at = 0;
    int count = 0;
    for (const char *p = pattern; *p;) {
        const size_t plain = strcspn(p, "%");
        if (text.size - at < plain || memcmp(text.data + at, p, plain) != 0)
            return false;
        at += plain;
        p += plain;
        if (!*p)
            break;
        p++; /* the % */
        const size_t next = strcspn(p, "%");
        const char *const found =
            next == 0 ? text.data + text.size : memmem(text.data + at, text.size - at, p, next);
        if (!found || count == PIECES_MAX)
            return false;
        pieces[count++] = (str){text.data + at, (size_t)(found - text.data) - at};
        at = (size_t)(found - text.data);
    }
    return at == text.size;
}

static const char *fill(struct arena *arena, const char *form, const str pieces[PIECES_MAX])
{
    struct buf out = buf_start(arena, LIMIT_FAILURE_TEXT * 2);
    for (const char *p = form; *p; p++) {
        if (p[0] == '%' && p[1] >= '1' && p[1] <= '0' + PIECES_MAX) {
            buf_add(&out, pieces[p[1] - '1']);
            p++;
        } else {
            buf_add_char(&out, *p);
        }
    }
    return buf_cstr(&out);
}

struct wording wording_of(struct op *op, bool is_english)
{
    const str text = str_copy(op->arena, str_of(op->text));
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        str pieces[PIECES_MAX] = {0};
        if (match(text, rows[i].pattern, pieces))
            return (struct wording){is_english ? text.data : fill(op->arena, rows[i].es, pieces),
                                    rows[i].pointer};
    }
    return (struct wording){text.data, NULL};
}
