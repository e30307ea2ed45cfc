/* Violations planted in the strategy that ships: each is refuted by the rule that it breaks, and
 * the counter-example reproduces in the engine. */
#include "tests/prove/variant.h"

/* A change of one limit of strategy.json. */
static const struct {
    const char *group;
    const char *country;
    const char *limit;
    const char *from;
    const char *to;
    const char *rule; /* of the law, that is broken */
} limits[] = {
    {"hour",      "MX", "MX-PLAN-HOURS",     "\"mon_fri\": [[\"07:00\", \"22:00\"]]",
     "\"mon_fri\": [[\"06:59\", \"22:00\"]]",                                                                                                                              "MX-HOURS"          },
    {"hour",      "MX", "MX-PLAN-HOURS",     "\"mon_fri\": [[\"07:00\", \"22:00\"]]",
     "\"mon_fri\": [[\"07:00\", \"22:01\"]]",                                                                                                                              "MX-HOURS"          },
    {"hour",      "MX", "MX-PLAN-HOURS",     "\"sat\": [[\"07:00\", \"22:00\"]]",
     "\"sat\": [[\"06:59\", \"22:00\"]]",                                                                                                                                  "MX-HOURS"          },
    {"hour",      "MX", "MX-PLAN-HOURS",     "\"sat\": [[\"07:00\", \"22:00\"]]",
     "\"sat\": [[\"07:00\", \"22:01\"]]",                                                                                                                                  "MX-HOURS"          },
    {"hour",      "MX", "MX-PLAN-HOURS",     "\"sun\": [[\"07:00\", \"22:00\"]]",
     "\"sun\": [[\"06:59\", \"22:00\"]]",                                                                                                                                  "MX-HOURS"          },
    {"hour",      "MX", "MX-PLAN-HOURS",     "\"sun\": [[\"07:00\", \"22:00\"]]",
     "\"sun\": [[\"07:00\", \"22:01\"]]",                                                                                                                                  "MX-HOURS"          },
    {"hour",      "MX", "MX-PLAN-HOURS",     "\"channels\": [\"call\", \"visit\"]",
     "\"channels\": [\"visit\"]",                                                                                                                                          "MX-HOURS"          },
    {"hour",      "MX", "MX-PLAN-MESSAGES",  "\"mon_fri\": [[\"08:00\", \"18:00\"]]",
     "\"mon_fri\": [[\"07:59\", \"18:00\"]]",                                                                                                                              "INT-DEFAULT-HOURS" },
    {"hour",      "MX", "MX-PLAN-MESSAGES",  "\"mon_fri\": [[\"08:00\", \"18:00\"]]",
     "\"mon_fri\": [[\"08:00\", \"18:01\"]]",                                                                                                                              "INT-DEFAULT-HOURS" },
    {"holiday",   "MX", "MX-PLAN-MESSAGES",  "\"sat\": []",                                            "\"sat\": [[\"10:00\", \"11:00\"]]",
     "INT-DEFAULT-HOURS"                                                                                                                                                                       },
    {"holiday",   "MX", "MX-PLAN-MESSAGES",  "\"sun\": []",                                            "\"sun\": [[\"10:00\", \"11:00\"]]",
     "INT-DEFAULT-HOURS"                                                                                                                                                                       },
    {"holiday",   "MX", "MX-PLAN-MESSAGES",  "\"holiday\": []",
     "\"holiday\": [[\"10:00\", \"11:00\"]]",                                                                                                                              "INT-DEFAULT-HOURS" },
    {"holiday",   "MX", "MX-PLAN-MESSAGES",  "\"holiday\": []",                                        "\"holiday\": null",
     "INT-DEFAULT-HOURS"                                                                                                                                                                       },
    {"hour",      "MX", "MX-PLAN-MESSAGES",  "\"channels\": [\"email\", \"sms\", \"whatsapp\"]",
     "\"channels\": [\"sms\", \"whatsapp\"]",                                                                                                                              "INT-DEFAULT-HOURS" },
    {"hour",      "CO", "CO-PLAN-HOURS",     "\"mon_fri\": [[\"07:00\", \"19:00\"]]",
     "\"mon_fri\": [[\"06:59\", \"19:00\"]]",                                                                                                                              "CO-HOURS"          },
    {"hour",      "CO", "CO-PLAN-HOURS",     "\"mon_fri\": [[\"07:00\", \"19:00\"]]",
     "\"mon_fri\": [[\"07:00\", \"19:01\"]]",                                                                                                                              "CO-HOURS"          },
    {"hour",      "CO", "CO-PLAN-HOURS",     "\"sat\": [[\"08:00\", \"15:00\"]]",
     "\"sat\": [[\"07:59\", \"15:00\"]]",                                                                                                                                  "CO-HOURS"          },
    {"hour",      "CO", "CO-PLAN-HOURS",     "\"sat\": [[\"08:00\", \"15:00\"]]",
     "\"sat\": [[\"08:00\", \"15:01\"]]",                                                                                                                                  "CO-HOURS"          },
    {"hour",      "CO", "CO-PLAN-HOURS",     "\"sat\": [[\"08:00\", \"15:00\"]]",                      "\"sat\": null",
     "CO-HOURS"                                                                                                                                                                                },
    {"holiday",   "CO", "CO-PLAN-HOURS",     "\"sun\": []",                                            "\"sun\": [[\"09:00\", \"12:00\"]]",
     "CO-HOURS"                                                                                                                                                                                },
    {"holiday",   "CO", "CO-PLAN-HOURS",     "\"holiday\": []",                                        "\"holiday\": [[\"09:00\", \"12:00\"]]",
     "CO-HOURS"                                                                                                                                                                                },
    {"holiday",   "CO", "CO-PLAN-HOURS",     "\"holiday\": []",                                        "\"holiday\": null",                                                "CO-HOURS"          },
    {"hour",      "CL", "CL-PLAN-HOURS",     "\"mon_fri\": [[\"08:00\", \"20:00\"]]",
     "\"mon_fri\": [[\"07:59\", \"20:00\"]]",                                                                                                                              "CL-HOURS"          },
    {"hour",      "CL", "CL-PLAN-HOURS",     "\"mon_fri\": [[\"08:00\", \"20:00\"]]",
     "\"mon_fri\": [[\"08:00\", \"20:01\"]]",                                                                                                                              "CL-HOURS"          },
    {"hour",      "CL", "CL-PLAN-HOURS",     "\"sat\": [[\"08:00\", \"20:00\"]]",
     "\"sat\": [[\"08:00\", \"20:01\"]]",                                                                                                                                  "CL-HOURS"          },
    {"holiday",   "CL", "CL-PLAN-HOURS",     "\"sun\": []",                                            "\"sun\": [[\"10:00\", \"11:00\"]]",
     "CL-HOURS"                                                                                                                                                                                },
    {"holiday",   "CL", "CL-PLAN-HOURS",     "\"holiday\": []",                                        "\"holiday\": [[\"10:00\", \"11:00\"]]",
     "CL-HOURS"                                                                                                                                                                                },
    {"holiday",   "CL", "CL-PLAN-HOURS",     "\"holiday\": []",                                        "\"holiday\": null",                                                "CL-HOURS"          },
    {"hour",      "CL", "CL-PLAN-MESSAGES",  "\"mon_fri\": [[\"08:00\", \"18:00\"]]",
     "\"mon_fri\": [[\"07:59\", \"18:00\"]]",                                                                                                                              "INT-DEFAULT-HOURS" },
    {"hour",      "CL", "CL-PLAN-MESSAGES",  "\"mon_fri\": [[\"08:00\", \"18:00\"]]",
     "\"mon_fri\": [[\"08:00\", \"18:01\"]]",                                                                                                                              "INT-DEFAULT-HOURS" },
    {"holiday",   "CL", "CL-PLAN-MESSAGES",  "\"sat\": []",                                            "\"sat\": [[\"10:00\", \"11:00\"]]",
     "INT-DEFAULT-HOURS"                                                                                                                                                                       },
    {"holiday",   "CL", "CL-PLAN-MESSAGES",  "\"sun\": []",                                            "\"sun\": [[\"10:00\", \"11:00\"]]",
     "INT-DEFAULT-HOURS"                                                                                                                                                                       },
    {"holiday",   "CL", "CL-PLAN-MESSAGES",  "\"holiday\": []",
     "\"holiday\": [[\"10:00\", \"11:00\"]]",                                                                                                                              "INT-DEFAULT-HOURS" },
    {"holiday",   "CL", "CL-PLAN-MESSAGES",  "\"holiday\": []",                                        "\"holiday\": null",
     "INT-DEFAULT-HOURS"                                                                                                                                                                       },
    {"hour",      "PE", "PE-PLAN-HOURS",     "\"mon_fri\": [[\"07:00\", \"20:00\"]]",
     "\"mon_fri\": [[\"06:59\", \"20:00\"]]",                                                                                                                              "PE-HOURS"          },
    {"hour",      "PE", "PE-PLAN-HOURS",     "\"mon_fri\": [[\"07:00\", \"20:00\"]]",
     "\"mon_fri\": [[\"07:00\", \"20:01\"]]",                                                                                                                              "PE-HOURS"          },
    {"holiday",   "PE", "PE-PLAN-HOURS",     "\"sat\": []",                                            "\"sat\": [[\"08:00\", \"20:01\"]]",
     "PE-HOURS"                                                                                                                                                                                },
    {"holiday",   "PE", "PE-PLAN-HOURS",     "\"sun\": []",                                            "\"sun\": [[\"10:00\", \"11:00\"]]",
     "PE-HOURS"                                                                                                                                                                                },
    {"holiday",   "PE", "PE-PLAN-HOURS",     "\"holiday\": []",                                        "\"holiday\": [[\"10:00\", \"11:00\"]]",
     "PE-HOURS"                                                                                                                                                                                },
    {"holiday",   "PE", "PE-PLAN-HOURS",     "\"holiday\": []",                                        "\"holiday\": null",                                                "PE-HOURS"          },
    {"hour",      "PE", "PE-PLAN-MESSAGES",  "\"mon_fri\": [[\"08:00\", \"18:00\"]]",
     "\"mon_fri\": [[\"07:59\", \"18:00\"]]",                                                                                                                              "INT-DEFAULT-HOURS" },
    {"hour",      "PE", "PE-PLAN-MESSAGES",  "\"mon_fri\": [[\"08:00\", \"18:00\"]]",
     "\"mon_fri\": [[\"08:00\", \"18:01\"]]",                                                                                                                              "INT-DEFAULT-HOURS" },
    {"holiday",   "PE", "PE-PLAN-MESSAGES",  "\"sat\": []",                                            "\"sat\": [[\"10:00\", \"11:00\"]]",
     "INT-DEFAULT-HOURS"                                                                                                                                                                       },
    {"holiday",   "PE", "PE-PLAN-MESSAGES",  "\"sun\": []",                                            "\"sun\": [[\"10:00\", \"11:00\"]]",
     "INT-DEFAULT-HOURS"                                                                                                                                                                       },
    {"holiday",   "PE", "PE-PLAN-MESSAGES",  "\"holiday\": []",
     "\"holiday\": [[\"10:00\", \"11:00\"]]",                                                                                                                              "INT-DEFAULT-HOURS" },
    {"holiday",   "PE", "PE-PLAN-MESSAGES",  "\"holiday\": []",                                        "\"holiday\": null",
     "INT-DEFAULT-HOURS"                                                                                                                                                                       },
    {"cap",       "MX", "MX-PLAN-CAPS",      "{\"max\": 1, \"per\": \"day\", \"together\": true}",
     "{\"max\": 2, \"per\": \"day\", \"together\": true}",                                                                                                                 "INT-DEFAULT-DAY"   },
    {"cap",       "MX", "MX-PLAN-CAPS",      "{\"max\": 1, \"per\": \"day\", \"together\": true}",
     "{\"max\": 1, \"per\": \"day\"}",                                                                                                                                     "INT-DEFAULT-DAY"   },
    {"cap",       "MX", "MX-PLAN-CAPS",      "{\"max\": 1, \"per\": \"day\", \"together\": true}",
     "{\"max\": 1, \"per\": \"day\", \"together\": true, \"of\": \"case\"}",                                                                                               "INT-DEFAULT-DAY"   },
    {"cap",       "MX", "MX-PLAN-CAPS",
     "{\"max\": 3, \"per\": \"days\", \"days\": 7, \"together\": true}",                               "{\"max\": 4, \"per\": \"days\", \"days\": 7, \"together\": true}", "INT-DEFAULT-WEEK"  },
    {"cap",       "MX", "MX-PLAN-CAPS",
     "{\"max\": 3, \"per\": \"days\", \"days\": 7, \"together\": true}",                               "{\"max\": 3, \"per\": \"days\", \"days\": 6, \"together\": true}", "INT-DEFAULT-WEEK"  },
    {"cap",       "MX", "MX-PLAN-CAPS",
     "{\"max\": 3, \"per\": \"days\", \"days\": 7, \"together\": true}",                               "{\"max\": 3, \"per\": \"week\", \"together\": true}",              "INT-DEFAULT-WEEK"  },
    {"cap",       "MX", "MX-PLAN-CAPS",      "\"purposes\": [\"collection\", \"reminder\"]",
     "\"purposes\": [\"collection\"]",                                                                                                                                     "INT-DEFAULT-DAY"   },
    {"cap",       "MX", "MX-PLAN-CAPS",      "\"email\", \"sms\", \"whatsapp\", \"call\", \"visit\"",
     "\"email\", \"sms\", \"whatsapp\", \"visit\"",                                                                                                                        "INT-DEFAULT-DAY"   },
    {"cap",       "MX", "MX-PLAN-LETTERS",   "\"max\": 1",                                             "\"max\": 2",                                                       "INT-DEFAULT-LETTER"},
    {"cap",       "MX", "MX-PLAN-LETTERS",   "\"days\": 7",                                            "\"days\": 6",                                                      "INT-DEFAULT-LETTER"},
    {"cap",       "PE", "PE-PLAN-CAPS",      "{\"max\": 1, \"per\": \"day\", \"together\": true}",
     "{\"max\": 2, \"per\": \"day\", \"together\": true}",                                                                                                                 "INT-DEFAULT-DAY"   },
    {"cap",       "PE", "PE-PLAN-CAPS",      "{\"max\": 1, \"per\": \"day\", \"together\": true}",
     "{\"max\": 1, \"per\": \"day\"}",                                                                                                                                     "INT-DEFAULT-DAY"   },
    {"cap",       "PE", "PE-PLAN-CAPS",      "{\"max\": 1, \"per\": \"day\", \"together\": true}",
     "{\"max\": 1, \"per\": \"day\", \"together\": true, \"of\": \"case\"}",                                                                                               "INT-DEFAULT-DAY"   },
    {"cap",       "PE", "PE-PLAN-CAPS",
     "{\"max\": 3, \"per\": \"days\", \"days\": 7, \"together\": true}",                               "{\"max\": 4, \"per\": \"days\", \"days\": 7, \"together\": true}", "INT-DEFAULT-WEEK"  },
    {"cap",       "PE", "PE-PLAN-CAPS",
     "{\"max\": 3, \"per\": \"days\", \"days\": 7, \"together\": true}",                               "{\"max\": 3, \"per\": \"days\", \"days\": 6, \"together\": true}", "INT-DEFAULT-WEEK"  },
    {"cap",       "PE", "PE-PLAN-CAPS",
     "{\"max\": 3, \"per\": \"days\", \"days\": 7, \"together\": true}",                               "{\"max\": 3, \"per\": \"week\", \"together\": true}",              "INT-DEFAULT-WEEK"  },
    {"cap",       "PE", "PE-PLAN-CAPS",      "\"purposes\": [\"collection\", \"reminder\"]",
     "\"purposes\": [\"collection\"]",                                                                                                                                     "INT-DEFAULT-DAY"   },
    {"cap",       "PE", "PE-PLAN-CAPS",      "\"email\", \"sms\", \"whatsapp\", \"call\", \"visit\"",
     "\"email\", \"sms\", \"whatsapp\", \"visit\"",                                                                                                                        "INT-DEFAULT-DAY"   },
    {"cap",       "PE", "PE-PLAN-LETTERS",   "\"max\": 1",                                             "\"max\": 2",                                                       "INT-DEFAULT-LETTER"},
    {"cap",       "PE", "PE-PLAN-LETTERS",   "\"days\": 7",                                            "\"days\": 6",                                                      "INT-DEFAULT-LETTER"},
    {"cap",       "CO", "CO-PLAN-CAPS",      "{\"max\": 1, \"per\": \"day\", \"together\": true}",
     "{\"max\": 2, \"per\": \"day\", \"together\": true}",                                                                                                                 "CO-FREQ"           },
    {"cap",       "CO", "CO-PLAN-CAPS",      "{\"max\": 1, \"per\": \"day\", \"together\": true}",
     "{\"max\": 1, \"per\": \"day\"}",                                                                                                                                     "CO-FREQ"           },
    {"cap",       "CO", "CO-PLAN-CAPS",      "{\"max\": 1, \"per\": \"day\", \"together\": true}",
     "{\"max\": 1, \"per\": \"day\", \"together\": true, \"count\": \"answered\"}",                                                                                        "CO-FREQ"           },
    {"cap",       "CO", "CO-PLAN-CAPS",      "\"purposes\": [\"collection\", \"reminder\"]",
     "\"purposes\": [\"reminder\"]",                                                                                                                                       "CO-FREQ"           },
    {"cool-down", "CO", "CO-PLAN-CAPS",      "\"max\": 1, \"per\": \"week\", \"count\": \"channels\"",
     "\"max\": 2, \"per\": \"week\", \"count\": \"channels\"",                                                                                                             "CO-FREQ"           },
    {"cool-down", "CO", "CO-PLAN-CAPS",      "\"per\": \"week\", \"count\": \"channels\"",
     "\"per\": \"day\", \"count\": \"channels\"",                                                                                                                          "CO-FREQ"           },
    {"cool-down", "CO", "CO-PLAN-CAPS",      "\"per\": \"week\", \"count\": \"channels\"",
     "\"per\": \"days\", \"days\": 2, \"count\": \"channels\"",                                                                                                            "CO-FREQ"           },
    {"cool-down", "CO", "CO-PLAN-CAPS",      "\"per\": \"week\", \"count\": \"channels\"",
     "\"per\": \"week\", \"week_start\": \"sunday\", \"count\": \"channels\"",                                                                                             "CO-FREQ"           },
    {"cap",       "CL", "CL-PLAN-CALLS",     "\"max\": 1",                                             "\"max\": 2",                                                       "CL-FREQ-A"         },
    {"cap",       "CL", "CL-PLAN-CALLS",     "\"per\": \"week\"",                                      "\"per\": \"days\", \"days\": 3",
     "CL-FREQ-A"                                                                                                                                                                               },
    {"cap",       "CL", "CL-PLAN-CALLS",     "\"per\": \"week\", \"together\": true",                  "\"per\": \"week\"",
     "CL-FREQ-A"                                                                                                                                                                               },
    {"cap",       "CL", "CL-PLAN-CALLS",     "\"per\": \"week\", \"together\": true",
     "\"per\": \"week\", \"together\": true, \"of\": \"case\"",                                                                                                            "CL-FREQ-A"         },
    {"cap",       "CL", "CL-PLAN-CAPS",      "\"max\": 2, \"per\": \"week\"",                          "\"max\": 3, \"per\": \"week\"",
     "CL-FREQ-B"                                                                                                                                                                               },
    {"cap",       "CL", "CL-PLAN-CAPS",      "\"email\", \"sms\", \"whatsapp\", \"letter\"",
     "\"email\", \"sms\", \"whatsapp\"",                                                                                                                                   "CL-FREQ-B"         },
    {"cool-down", "CL", "CL-PLAN-CAPS",      "\"per\": \"days\", \"days\": 2",                         "\"per\": \"day\"",
     "CL-FREQ-B"                                                                                                                                                                               },
    {"cool-down", "CL", "CL-PLAN-CAPS",
     "\"max\": 1, \"per\": \"days\", \"days\": 2, \"together\": true",                                 "\"max\": 1, \"per\": \"days\", \"days\": 2",                       "CL-FREQ-B"         },
    {"consent",   "MX", "PLAN-CONSENT",      "\"need\": \"not_revoked\"",
     "\"channels\": [\"sms\"], \"need\": \"not_revoked\"",                                                                                                                 "INT-CONSENT"       },
    {"consent",   "MX", "PLAN-CONSENT",      "\"need\": \"not_revoked\"",
     "\"purposes\": [\"reminder\"], \"need\": \"not_revoked\"",                                                                                                            "INT-CONSENT"       },
    {"consent",   "CL", "PLAN-CONSENT",      "\"need\": \"not_revoked\"",
     "\"channels\": [\"sms\"], \"need\": \"not_revoked\"",                                                                                                                 "INT-CONSENT"       },
    {"consent",   "CL", "PLAN-CONSENT",      "\"need\": \"not_revoked\"",
     "\"purposes\": [\"reminder\"], \"need\": \"not_revoked\"",                                                                                                            "INT-CONSENT"       },
    {"consent",   "PE", "PLAN-CONSENT",      "\"need\": \"not_revoked\"",
     "\"channels\": [\"sms\"], \"need\": \"not_revoked\"",                                                                                                                 "PE-SPAM"           },
    {"consent",   "PE", "PLAN-CONSENT",      "\"need\": \"not_revoked\"",
     "\"purposes\": [\"reminder\"], \"need\": \"not_revoked\"",                                                                                                            "PE-SPAM"           },
    {"consent",   "CO", "CO-PLAN-CONSENT",   "\"need\": \"given\"",                                    "\"need\": \"not_revoked\"",
     "CO-CHANNEL"                                                                                                                                                                              },
    {"consent",   "CO", "CO-PLAN-CONSENT",   "\"purposes\": [\"collection\", \"reminder\"]",
     "\"purposes\": [\"collection\"]",                                                                                                                                     "CO-CHANNEL"        },
    {"consent",   "CO", "CO-PLAN-CONSENT",   "\"purposes\": [\"collection\", \"reminder\"]",
     "\"purposes\": [\"reminder\"]",                                                                                                                                       "CO-CHANNEL"        },
    {"consent",   "CO", "CO-PLAN-CONSENT",   "\"need\": \"given\"",
     "\"channels\": [\"email\", \"call\"], \"need\": \"given\"",                                                                                                           "CO-CHANNEL"        },
    {"person",    "MX", "PLAN-PERSON",       "\"minor\", ",                                            "",                                                                 "MX-MINOR"          },
    {"person",    "CO", "PLAN-PERSON",       "\"minor\", ",                                            "",                                                                 "INT-MINOR"         },
    {"person",    "CL", "PLAN-PERSON",       "\"minor\", ",                                            "",                                                                 "INT-MINOR"         },
    {"person",    "PE", "PLAN-PERSON",       "\"minor\", ",                                            "",                                                                 "INT-MINOR"         },
    {"person",    "CL", "PLAN-PAUSE",        "\"bankrupt\", \"sued\", ",                               "\"bankrupt\", ",                                                   "CL-CONTENT"        },
    {"person",    "CL", "CL-PLAN-WORKPLACE", "[\"workplace\"]",                                        "[\"vulnerable\"]",                                                 "CL-THIRD"          },
};

/* Somebody else than the debtor: an output of treatment.dmn, and the limit that lets it through. */
static const struct {
    const char *country;
    const char *table_rule;
    const char *recipient;
    const char *rule;
} recipients[] = {
    {"MX", "treatment_r33", "reference",   "MX-THIRD"},
    {"MX", "treatment_r32", "employer",    "MX-THIRD"},
    {"MX", "treatment_r24", "third_party", "MX-THIRD"},
    {"CO", "treatment_r33", "reference",   "CO-THIRD"},
    {"CO", "treatment_r32", "employer",    "CO-THIRD"},
    {"CO", "treatment_r24", "third_party", "CO-THIRD"},
    {"CL", "treatment_r33", "reference",   "CL-THIRD"},
    {"CL", "treatment_r32", "employer",    "CL-THIRD"},
    {"CL", "treatment_r24", "third_party", "CL-THIRD"},
    {"PE", "treatment_r33", "reference",   "PE-THIRD"},
    {"PE", "treatment_r32", "employer",    "PE-THIRD"},
    {"PE", "treatment_r24", "third_party", "PE-THIRD"},
};

static void test_limits(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(limits); i++) {
        if (!variant_is_due(i))
            continue;
        struct op op = variant_op();
        struct proof_request request = variant_request(&op, limits[i].country);
        check_case(arena_printf(op.arena, "%s: %s: %s becomes %s", limits[i].group, limits[i].limit,
                                limits[i].from, limits[i].to));
        request.source.settings = variant_limit(&op, request.source.settings, limits[i].limit,
                                                limits[i].from, limits[i].to);
        variant_check_refuted(&op, &request, limits[i].rule);
        variant_end(&op);
    }
}

static void test_recipients(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(recipients); i++) {
        if (!variant_is_due(i))
            continue;
        struct op op = variant_op();
        struct proof_request request = variant_request(&op, recipients[i].country);
        check_case(arena_printf(op.arena, "%s: %s goes to the %s", recipients[i].country,
                                recipients[i].table_rule, recipients[i].recipient));
        request.source.treatment = variant_recipient(
            &op, request.source.treatment, recipients[i].table_rule, recipients[i].recipient);
        if (strcmp(recipients[i].country, "CL") == 0)
            variant_check_proved(&op, &request); /* the limit holds it */
        request.source.settings =
            variant_limit(&op, request.source.settings, "PLAN-DEBTOR", "[\"debtor\"]",
                          arena_printf(op.arena, "[\"debtor\", \"%s\"]", recipients[i].recipient));
        variant_check_refuted(&op, &request, recipients[i].rule);
        variant_end(&op);
    }
}

/* The other strategies that ship: their tables ask for what no row of facts has (retail: how hard a
 * case is; utilities: each service), and the counter-example is lived all the same. */
static const struct {
    const char *country;
    const char *limit;
    const char *from;
    const char *to;
    const char *rule;
} others[] = {
    {"MX", "MX-PLAN-CAPS",    "\"max\": 3",        "\"max\": 4",                        "INT-DEFAULT-WEEK"},
    {"CO", "CO-PLAN-CONSENT", "\"given\"",         "\"not_revoked\"",                   "CO-CHANNEL"      },
    {"CL", "CL-PLAN-CALLS",   "\"per\": \"week\"", "\"per\": \"days\", \"days\": 5",    "CL-FREQ-A"       },
    {"PE", "PLAN-CONSENT",    "\"need\"",          "\"channels\": [\"sms\"], \"need\"", "PE-SPAM"         },
};

static void test_other_strategies(void **state)
{
    static const char *const names[] = {"invoices", "payroll", "retail", "utilities"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(names) * ARRAY_LEN(others); i++) {
        const size_t planted = i % ARRAY_LEN(others);
        const char *const name = names[i / ARRAY_LEN(others)];
        if (!variant_is_due(i))
            continue;
        struct op op = variant_op();
        struct proof_request request = variant_request(&op, others[planted].country);
        check_case(arena_printf(op.arena, "%s: %s", name, others[planted].limit));
        check_ok(&op, strategy_shipped(&op, str_of(name), &request.source));
        request.source.settings = variant_limit(&op, request.source.settings, others[planted].limit,
                                                others[planted].from, others[planted].to);
        variant_check_refuted(&op, &request, others[planted].rule);
        variant_end(&op);
    }
}

/* What this file promises: a hundred in all, of every group. */
static void test_count(void **state)
{
    static const char *const groups[] = {"hour", "holiday", "cap", "consent", "cool-down"};
    (void)state;
    check_true(ARRAY_LEN(limits) + ARRAY_LEN(recipients) >= 100);
    for (size_t g = 0; g < ARRAY_LEN(groups); g++) {
        size_t count = 0;
        for (size_t i = 0; i < ARRAY_LEN(limits); i++)
            count += strcmp(limits[i].group, groups[g]) == 0;
        check_true(count >= 5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_count),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_recipients),
        cmocka_unit_test(test_other_strategies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
