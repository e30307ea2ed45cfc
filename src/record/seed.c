#include "record/seed.h"

#include "base/words.h"
#include "store/db.h"

#define ATTEMPT     OUTCOME_BIT(OUTCOME_ATTEMPT)
#define CONTACT     (ATTEMPT | OUTCOME_BIT(OUTCOME_CONTACT))
#define RIGHT_PARTY (CONTACT | OUTCOME_BIT(OUTCOME_RIGHT_PARTY))
#define WITH(flag)  OUTCOME_BIT(OUTCOME_##flag)
#define NOT_DUE     (-1) /* the outcome itself makes nobody due again */

/* clang-format off */
/* A key of one digit is chosen at once; the codes of a group share their first digit and the name
 * of the group.  No key: only the system records it. */
static const struct outcome {
    const char *code;
    const char *parent;
    const char *key;
    int64_t flags;
    int callback_days;
    const char *label_es;
    const char *label_en;
} outcomes[] = {
    {"no_answer", NULL, "1", ATTEMPT, 1,
     "No contesta", "No answer"},
    {"left_message", NULL, "2", ATTEMPT, 1,
     "Buzón de voz o recado", "Voicemail or message"},
    {"busy", "not_reached", "31", ATTEMPT, 0,
     "Ocupado", "Busy"},
    {"invalid_number", "not_reached", "32", ATTEMPT | WITH(WRONG_NUMBER), 1,
     "Número inválido o no existe", "Invalid number"},
    {"disconnected", "not_reached", "33", ATTEMPT | WITH(WRONG_NUMBER), 1,
     "Línea desconectada", "Disconnected"},
    {"wrong_number", "not_reached", "34", CONTACT | WITH(WRONG_NUMBER), 1,
     "Número equivocado", "Wrong number"},
    {"hang_up", "not_reached", "35", CONTACT, 1,
     "Cuelga", "Hangs up"},
    {"third_party", "not_reached", "36", CONTACT | WITH(THIRD_PARTY), 1,
     "Contesta un tercero", "Third party answers"},
    {"language_barrier", "not_reached", "37", CONTACT, 1,
     "Barrera de idioma", "Language barrier"},
    {"callback", NULL, "4", RIGHT_PARTY | WITH(CALLBACK), 1,
     "Pide que le llamen después", "Asks to be called back"},
    {"promise", "commits", "51", RIGHT_PARTY | WITH(PROMISE), NOT_DUE,
     "Promesa de pago", "Promise to pay"},
    {"promise_partial", "commits", "52", RIGHT_PARTY | WITH(PROMISE), NOT_DUE,
     "Promesa por una parte", "Promise of a part"},
    {"arrangement", "commits", "53", RIGHT_PARTY, 1,
     "Acepta un convenio", "Agrees to an arrangement"},
    {"already_paid", "pays", "61", RIGHT_PARTY | WITH(PAID), 3,
     "Dice que ya pagó", "Says it is paid"},
    {"payment_taken", "pays", "62", RIGHT_PARTY | WITH(PAID), 3,
     "Pagó durante la gestión", "Paid during the action"},
    {"contact_right_party", "answers", "71", RIGHT_PARTY, 2,
     "Contacto con el titular, sin acuerdo", "Right party, no agreement"},
    {"refuses", "answers", "72", RIGHT_PARTY | WITH(REFUSAL), 5,
     "Se niega a pagar", "Refuses to pay"},
    {"cannot_pay", "answers", "73", RIGHT_PARTY | WITH(HARDSHIP), 7,
     "No puede pagar", "Cannot pay"},
    {"disputes", NULL, "8", RIGHT_PARTY | WITH(DISPUTE), NOT_DUE,
     "Reclama la deuda", "Disputes the debt"},
    {"do_not_contact", "stops", "91", RIGHT_PARTY | WITH(DNC), NOT_DUE,
     "Pide no ser contactado", "Asks not to be contacted"},
    {"deceased", "stops", "92", CONTACT | WITH(THIRD_PARTY) | WITH(DECEASED), NOT_DUE,
     "Persona fallecida", "Deceased"},
    {"represented", "stops", "93", CONTACT, NOT_DUE,
     "Tiene representante o está en concurso", "Represented or bankrupt"},
    {"sent", NULL, "", ATTEMPT, NOT_DUE,
     "Mensaje enviado", "Message sent"},
    {"bounced", NULL, "", ATTEMPT | WITH(WRONG_NUMBER), NOT_DUE,
     "Mensaje rebotado", "Message bounced"},
    {"replied", NULL, "", CONTACT, 0,
     "Respondió el mensaje", "Replied to the message"},
    {"congestion", NULL, "", ATTEMPT, 0,
     "Red congestionada", "Congestion"},
    {"fax", NULL, "", ATTEMPT | WITH(WRONG_NUMBER), 1,
     "Contesta un fax", "Fax answers"},
    {"timeout", NULL, "", ATTEMPT, 1,
     "Sin respuesta del proveedor", "Provider timeout"},
    {"dropped", NULL, "", CONTACT, 1,
     "Llamada abandonada", "Dropped call"},
    {"dropped_message", NULL, "", CONTACT, 1,
     "Llamada abandonada con mensaje", "Dropped with message"},
    {"blocked", NULL, "", 0, NOT_DUE,
     "No permitido por la compuerta", "Blocked by the gate"},
    {"after_hours", NULL, "", 0, NOT_DUE,
     "Fuera de horario", "After hours"},
};
/* clang-format on */

/* Who may do what: a letter for each role, in the order of the roles below. */
static const struct {
    const char *name;
    const char *roles;
    const char *description;
} permissions[] = {
    {"queue.work",          "as",    "Trabajar la cola propia"                                     },
    {"case.read",           "astcd", "Ver cuentas, deudas e historial"                             },
    {"case.assign",         "sd",    "Asignar cuentas a personas"                                  },
    {"personal.read",       "asc",   "Ver completos los datos personales protegidos"               },
    {"action.record",       "as",    "Registrar gestiones"                                         },
    {"action.correct",      "as",    "Anular una gestión propia con otra"                         },
    {"promise.record",      "as",    "Registrar y cancelar promesas"                               },
    {"arrangement.record",  "as",    "Acordar convenios dentro de los límites"                    },
    {"arrangement.approve", "s",     "Autorizar convenios y promesas fuera de los límites"        },
    {"debt.charge_off",     "s",     "Castigar deudas, retirar el castigo y pedir su baja"         },
    {"debt.write_off",      "s",     "Autorizar la baja de deudas"                                 },
    {"payment.record",      "as",    "Registrar pagos recibidos"                                   },
    {"payment.return",      "s",     "Registrar devoluciones de pagos"                             },
    {"payment.match",       "s",     "Decir de quién es el dinero que llegó por bancos"          },
    {"payroll.manage",      "s",     "Pedir descuentos por planilla y tomar las respuestas"        },
    {"mandate.record",      "as",    "Registrar y revocar autorizaciones de cobro automático"     },
    {"debit.manage",        "s",     "Hacer archivos de cobro automático y tomar respuestas"      },
    {"dispute.record",      "asc",   "Abrir reclamos"                                              },
    {"dispute.decide",      "sc",    "Resolver reclamos"                                           },
    {"contact.record",      "as",    "Agregar y verificar datos de contacto"                       },
    {"consent.record",      "asc",   "Registrar consentimientos y su retiro"                       },
    {"gate.override",       "s",     "Pedir un contacto que la compuerta niega"                    },
    {"gate.approve",        "sc",    "Autorizar un contacto que la compuerta niega"                },
    {"shield.pass",         "sct",   "Ver la deuda durante una llamada sin verificar identidad"    },
    {"person.merge",        "sc",    "Unir registros que son la misma persona, y deshacerlo"       },
    {"hold.record",         "sc",    "Suspender y reanudar cuentas"                                },
    {"hold.approve",        "sc",    "Autorizar suspensiones"                                      },
    {"document.read",       "asc",   "Ver documentos"                                              },
    {"dashboard.read",      "astcd", "Ver el tablero"                                              },
    {"report.read",         "stcd",  "Ver y exportar reportes"                                     },
    {"outbox.read",         "stcd",  "Ver los mensajes enviados y por enviar"                      },
    {"outbox.resolve",      "sc",    "Decir qué fue de un mensaje incierto; liberar los detenidos"},
    {"import.run",          "sd",    "Importar archivos"                                           },
    {"close.run",           "sd",    "Ejecutar el cierre"                                          },
    {"strategy.read",       "stcd",  "Ver estrategias"                                             },
    {"strategy.edit",       "t",     "Preparar estrategias"                                        },
    {"strategy.approve",    "sc",    "Autorizar estrategias"                                       },
    {"strategy.start",      "st",    "Poner en vigor estrategias autorizadas"                      },
    {"setting.edit",        "d",     "Cambiar parámetros"                                         },
    {"setting.approve",     "c",     "Autorizar cambios de parámetros"                            },
    {"creditor.edit",       "d",     "Administrar acreedores y carteras"                           },
    {"user.manage",         "d",     "Administrar usuarios y sus roles"                            },
    {"audit.read",          "cd",    "Ver la bitácora"                                            },
    {"privacy.manage",      "c",     "Atender solicitudes de datos personales y ver sus accesos"   },
};

static const struct {
    char letter;
    const char *name;
    const char *description;
} roles[] = {
    {'a', "agent",         "Gestor: trabaja cuentas"                             },
    {'s', "supervisor",    "Supervisor: dirige un equipo y autoriza"             },
    {'t', "strategist",    "Estratega: prepara estrategias"                      },
    {'c', "compliance",    "Calidad y cumplimiento: vigila y autoriza"           },
    {'d', "administrator", "Administrador: usuarios, importaciones y parámetros"},
};

/* Oldest debt first. */
static const char *const allocation_order[] = {"overdue", "due", "future"};

/* Each starts at 0: the first number given is 1. */
static const char *const counters[] = {"case", "symbol"};

static status seed_outcomes(struct op *op)
{
    for (size_t i = 0; i < ARRAY_LEN(outcomes); i++) {
        const struct outcome *const outcome = &outcomes[i];
        TRY(db_run(op, Q_DISPOSITION_INSERT,
                   DB_ARGS(ARG_I64(i + 1), ARG_TEXT_C(outcome->code), ARG_TEXT_C(outcome->parent),
                           ARG_TEXT_C(outcome->label_es), ARG_TEXT_C(outcome->label_en),
                           ARG_TEXT_C(outcome->key), ARG_I64(outcome->flags),
                           db_arg_i64(outcome->callback_days, outcome->callback_days == NOT_DUE)),
                   NULL));
    }
    return OK;
}

static status seed_people(struct op *op)
{
    for (size_t i = 0; i < ARRAY_LEN(permissions); i++)
        TRY(db_run(op, Q_PERMISSION_INSERT,
                   DB_ARGS(ARG_TEXT_C(permissions[i].name), ARG_TEXT_C(permissions[i].description)),
                   NULL));
    for (size_t r = 0; r < ARRAY_LEN(roles); r++) {
        TRY(db_run(op, Q_ROLE_INSERT,
                   DB_ARGS(ARG_TEXT_C(roles[r].name), ARG_TEXT_C(roles[r].description)), NULL));
        for (size_t i = 0; i < ARRAY_LEN(permissions); i++)
            if (strchr(permissions[i].roles, roles[r].letter))
                TRY(db_run(op, Q_ROLE_PERMISSION_INSERT,
                           DB_ARGS(ARG_TEXT_C(roles[r].name), ARG_TEXT_C(permissions[i].name)),
                           NULL));
    }
    return OK;
}

status seed_store(struct op *op)
{
    TRY(seed_outcomes(op));
    TRY(seed_people(op));
    for (size_t i = 0; i < ARRAY_LEN(allocation_order); i++)
        TRY(db_run(
            op, Q_ALLOCATION_PROFILE_INSERT,
            DB_ARGS(ARG_TEXT(STR("default")), ARG_I64(i + 1), ARG_TEXT_C(allocation_order[i])),
            NULL));
    for (size_t i = 0; i < ARRAY_LEN(counters); i++)
        TRY(db_run(op, Q_COUNTER_INSERT, DB_ARGS(ARG_TEXT_C(counters[i]), ARG_I64(0)), NULL));
    for (int i = 0; i < SEED_PARTITIONS; i++)
        TRY(db_run(op, Q_CHANGE_PARTITION_INSERT, DB_ARGS(ARG_I64(i)), NULL));
    return OK;
}
