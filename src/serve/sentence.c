#include "serve/sentence.h"

#include "base/status.h"

static const struct {
    const char *code;
    const char *es;
    const char *en;
} reasons[] = {
    {"gate.allowed",          "Puede contactar.",                                             "Contact is allowed."                  },
    {"gate.allowed_until",    "Puede contactar hasta que cierre el horario permitido.",
     "Contact is allowed until the permitted hours end."                                                                             },
    {"gate.deceased",         "La persona falleció.",                                        "The person is deceased."              },
    {"gate.represented",      "Tiene representante: solo se trata con él.",
     "A representative speaks for the person."                                                                                       },
    {"gate.minor",            "Es menor de edad.",                                            "The person is a minor."               },
    {"gate.bankrupt",         "Está en concurso o quiebra.",                                 "The person is bankrupt."              },
    {"gate.vulnerable",       "Está en situación vulnerable.",                              "The person is vulnerable."            },
    {"gate.role",             "Con esta persona no se puede tratar la deuda.",
     "The debt may not be discussed with this person."                                                                               },
    {"gate.third_party",      "Es un tercero: no se trata la deuda con él.",                 "This is a third party."               },
    {"gate.point",            "Ese dato de contacto no se puede usar.",                       "This contact point may not be used."  },
    {"gate.point_unverified", "El dato de contacto no está verificado.",
     "The contact point is not verified."                                                                                            },
    {"gate.point_wrong",      "El dato de contacto es equivocado.",                           "The contact point is wrong."          },
    {"gate.point_inactive",   "No hay un dato de contacto que sirva.",
     "There is no contact point to use."                                                                                             },
    {"gate.opted_out",        "Pidió no ser contactado por ahí.",                           "The person opted out of this channel."},
    {"gate.consent",          "El consentimiento no alcanza para esto.",                      "The consent does not cover this."     },
    {"gate.consent_missing",  "Falta su consentimiento.",                                     "Consent is missing."                  },
    {"gate.consent_revoked",  "Retiró su consentimiento.",                                   "Consent was revoked."                 },
    {"gate.consent_expired",  "Su consentimiento venció.",                                   "Consent has expired."                 },
    {"gate.dispute",          "Tiene un reclamo abierto.",                                    "There is an open dispute."            },
    {"gate.zone_unknown",     "No se conoce su zona horaria.",                                "The time zone is not known."          },
    {"gate.hold",             "El contacto está suspendido.",                                "Contact is on hold."                  },
    {"gate.outside_hours",    "Es fuera del horario permitido.",                              "It is outside the permitted hours."   },
    {"gate.holiday",          "Es día feriado.",                                             "It is a holiday."                     },
    {"gate.rest_day",         "Es día de descanso.",                                         "It is a day of rest."                 },
    {"gate.day_max",          "Se alcanzó el máximo de contactos del día.",
     "The day's maximum of contacts is reached."                                                                                     },
    {"gate.week_max",         "Se alcanzó el máximo de contactos del periodo.",
     "The period's maximum of contacts is reached."                                                                                  },
    {"gate.sued",             "La deuda está en juicio.",                                    "The debt is before a court."          },
    {"gate.moratorium",       "Tiene una moratoria legal.",                                   "A legal breathing space runs."        },
    {"gate.elderly",          "Es una persona mayor y no es quien debe.",
     "An elderly person who is not the debtor."                                                                                      },
    {"gate.workplace",        "Es su lugar de trabajo.",                                      "It is the person's workplace."        },
    {"gate.visit",            "No se permiten visitas.",                                      "Visits are not permitted."            },
    {"gate.automated",        "Una máquina no puede llamar sin su consentimiento.",
     "A machine may not call without consent."                                                                                       },
    {"gate.cooldown",         "Ya se habló con la persona hace poco.",
     "There was a conversation not long ago."                                                                                        },
    {"gate.other_channel",    "Esta semana ya se habló por otro medio.",
     "This week another channel is in use."                                                                                          },
    {"gate.wish_hours",       "No es cuando la persona prefiere.",                            "It is not when the person prefers."   },
    {"gate.wish_channel",     "La persona prefiere otro medio.",                              "The person prefers another channel."  },
    {"unknown_send",          "Un mensaje tiene destino incierto: alguien debe revisarlo.",
     "A message's fate is unknown: somebody must look."                                                                              },
    {"hold_out",              "Es del grupo de control: se deja sin gestión para comparar.",
     "It is of the hold-out: left alone, to compare."                                                                                },
    {"callback",              "Pidió que se le llame otro día.",
     "The person asked to be called on another day."                                                                                 },
};

const char *sentence_reason(str code, bool is_english)
{
    for (size_t i = 0; i < ARRAY_LEN(reasons); i++)
        if (str_equal_c(code, reasons[i].code))
            return is_english ? reasons[i].en : reasons[i].es;
    return NULL;
}

static const struct {
    const char *kind;
    const char *group;
    const char *es;
    const char *en;
} events[] = {
    {"case.opened",              "system",  "Se abrió el expediente",                    "The case was opened"        },
    {"case.state_set",           "system",  "El expediente cambió de estado",            "The case changed its state" },
    {"case.assigned",            "system",  "Se asignó el expediente",                   "The case was assigned"      },
    {"obligation.created",       "money",   "Llegó una obligación",                     "A debt came in"             },
    {"obligation.changed",       "money",   "Cambió una obligación",                    "A debt changed"             },
    {"obligation.closed",        "money",   "Terminó una obligación",                   "A debt ended"               },
    {"claim.created",            "money",   "Nuevo exigible",                             "A new amount is due"        },
    {"claim.changed",            "money",   "Cambió un exigible",                        "An amount due changed"      },
    {"payment.taken",            "money",   "Pago recibido",                              "Payment received"           },
    {"payment.applied",          "money",   "Saldo a favor aplicado",                     "Credit applied"             },
    {"payment.reversed",         "money",   "Pago anulado",                               "Payment reversed"           },
    {"ledger.replayed",          "money",   "Dinero reaplicado por fecha valor",
     "Money applied again by value day"                                                                                },
    {"payment.returned",         "money",   "Pago devuelto",                              "Payment returned"           },
    {"action.recorded",          "contact", "Gestión",                                   "Action"                     },
    {"action.corrected",         "contact", "Gestión anulada",                           "Action taken back"          },
    {"contact.unpermitted",      "contact", "Contacto sin permiso",                       "Contact without a permit"   },
    {"promise.made",             "money",   "Promesa de pago",                            "Promise to pay"             },
    {"promise.graded",           "money",   "Se calificó la promesa",                    "The promise was graded"     },
    {"promise.cancelled",        "money",   "Promesa cancelada",                          "Promise cancelled"          },
    {"promise.rescheduled",      "money",   "Promesa cambiada por otra",                  "Promise replaced"           },
    {"arrangement.proposed",     "money",   "Convenio propuesto",                         "Arrangement proposed"       },
    {"arrangement.activated",    "money",   "Convenio en vigor",                          "Arrangement in force"       },
    {"arrangement.completed",    "money",   "Convenio cumplido",                          "Arrangement completed"      },
    {"arrangement.breached",     "money",   "El convenio no se cumplió",                 "Arrangement breached"       },
    {"arrangement.reinstated",   "money",   "Convenio reactivado",                        "Arrangement reinstated"     },
    {"arrangement.restructured", "money",   "Deuda reestructurada",                       "Debt restructured"          },
    {"arrangement.joined",       "money",   "Alguien más responde por el convenio",
     "Somebody joined the arrangement"                                                                                 },
    {"arrangement.reopened",     "money",   "Convenio reabierto: un pago volvió",
     "Arrangement open again: a payment went back"                                                                     },
    {"arrangement.cancelled",    "money",   "Convenio deshecho",                          "Arrangement undone"         },
    {"arrangement.rejected",     "money",   "Convenio no autorizado",                     "Arrangement not approved"   },
    {"debt.charged_off",         "money",   "Deuda castigada",                            "Debt charged off"           },
    {"debt.resumed",             "money",   "Castigo retirado",                           "Charge-off taken back"      },
    {"debt.write_off_asked",     "money",   "Baja de la deuda pedida",                    "Write-off asked for"        },
    {"debt.write_off_refused",   "money",   "Baja de la deuda negada",                    "Write-off refused"          },
    {"debt.written_off",         "money",   "Deuda dada de baja",                         "Debt written off"           },
    {"dispute.opened",           "legal",   "Reclamo abierto",                            "Dispute opened"             },
    {"dispute.closed",           "legal",   "Reclamo resuelto",                           "Dispute closed"             },
    {"terms.recorded",           "money",   "Condiciones de interés",                    "Terms of interest"          },
    {"hold.placed",              "legal",   "Suspensión",                                "Hold placed"                },
    {"hold.ended",               "legal",   "Terminó la suspensión",                    "Hold ended"                 },
    {"party.changed",            "system",  "Cambiaron datos de la persona",              "The person's data changed"  },
    {"party.merged",             "legal",   "Fichas unidas: una persona",                 "Records joined: one person" },
    {"party.parted",             "legal",   "Fichas separadas",                           "Records parted"             },
    {"party.flags_set",          "legal",   "Cambió la situación de la persona",
     "The person's situation changed"                                                                                  },
    {"contact_point.added",      "system",  "Nuevo dato de contacto",                     "New contact point"          },
    {"contact_point.state_set",  "system",  "Cambió un dato de contacto",                "A contact point changed"    },
    {"contact_point.use_set",    "contact", "De quién es un dato de contacto",
     "Whose a contact point is"                                                                                        },
    {"contact_point.reached",    "contact", "Se supo quién contesta ahí",               "Who answers there"          },
    {"consent.recorded",         "legal",   "Consentimiento registrado",                  "Consent recorded"           },
    {"preference.recorded",      "legal",   "Dijo cuándo prefiere el contacto",
     "Preferred times recorded"                                                                                        },
    {"contact.against_wish",     "contact", "Contacto contra lo que la persona prefiere",
     "Against what the person prefers"                                                                                 },
    {"identity.checked",         "contact", "Identidad: se preguntó quién habla",       "Identity checked"           },
    {"message.queued",           "contact", "Mensaje en espera",                          "Message queued"             },
    {"message.sent",             "contact", "Mensaje enviado",                            "Message sent"               },
    {"message.unknown",          "contact", "Mensaje de destino incierto",                "A message's fate is unknown"},
    {"message.failed",           "contact", "El mensaje no salió",                       "The message failed"         },
    {"message.cancelled",        "contact", "Sin permiso: el mensaje no sale",
     "Consent withdrawn, unsent"                                                                                       },
    {"message.blocked",          "contact", "La compuerta detuvo el mensaje",
     "The gate blocked the message"                                                                                    },
    {"file.made",                "legal",   "Se hizo el expediente de la persona",
     "The file of the person was made"                                                                                 },
    {"message.resolved",         "contact", "Se aclaró un mensaje incierto",
     "An unknown message was resolved"                                                                                 },
    {"message.released",         "contact", "Se permitió que el mensaje salga",          "The message was let go"     },
};

const char *sentence_event(str kind, bool is_english)
{
    for (size_t i = 0; i < ARRAY_LEN(events); i++)
        if (str_equal_c(kind, events[i].kind))
            return is_english ? events[i].en : events[i].es;
    return is_english ? "Something happened" : "Pasó algo";
}

const char *sentence_event_kind(str kind)
{
    for (size_t i = 0; i < ARRAY_LEN(events); i++)
        if (str_equal_c(kind, events[i].kind))
            return events[i].group;
    return "system";
}
