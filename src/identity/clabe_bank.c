#include "identity/clabe_bank.h"

/* By code, as the participants of the SPEI are published (Banco de México) with the number that the
 * ABM gave each of them. */
static const struct {
    const char *code;
    const char *name;
} banks[] = {
    {"001", "Banxico"         },
    {"002", "Banamex"         },
    {"006", "Bancomext"       },
    {"009", "Banobras"        },
    {"012", "BBVA Mexico"     },
    {"014", "Santander"       },
    {"019", "Banjercito"      },
    {"021", "HSBC"            },
    {"030", "Bajio"           },
    {"036", "Inbursa"         },
    {"042", "Mifel"           },
    {"044", "Scotiabank"      },
    {"058", "Banregio"        },
    {"059", "Invex"           },
    {"060", "Bansi"           },
    {"062", "Afirme"          },
    {"072", "Banorte"         },
    {"106", "Bank Of America" },
    {"108", "Mufg"            },
    {"110", "JP Morgan"       },
    {"112", "Bmonex"          },
    {"113", "Ve Por Mas"      },
    {"124", "Citi Mexico"     },
    {"127", "Azteca"          },
    {"128", "Autofin"         },
    {"129", "Barclays"        },
    {"130", "Compartamos"     },
    {"132", "Multiva Banco"   },
    {"133", "Actinver"        },
    {"135", "Nafin"           },
    {"136", "Intercam Banco"  },
    {"137", "Bancoppel"       },
    {"138", "Uala"            },
    {"140", "Consubanco"      },
    {"141", "Volkswagen"      },
    {"143", "CIBanco"         },
    {"145", "BBase"           },
    {"147", "Bankaool"        },
    {"148", "Pagatodo"        },
    {"150", "Inmobiliario"    },
    {"151", "Donde"           },
    {"152", "Bancrea"         },
    {"154", "Banco Covalto"   },
    {"155", "Icbc"            },
    {"156", "Sabadell"        },
    {"157", "Shinhan"         },
    {"158", "Mizuho Bank"     },
    {"159", "Bank Of China"   },
    {"160", "Banco S3"        },
    {"166", "BaBien"          },
    {"167", "Hey Banco"       },
    {"168", "Hipotecaria Fed" },
    {"600", "Monexcb"         },
    {"601", "Gbm"             },
    {"602", "Masari"          },
    {"605", "Value"           },
    {"616", "Finamex"         },
    {"617", "Valmex"          },
    {"620", "Profuturo"       },
    {"630", "CB Intercam"     },
    {"631", "CI Bolsa"        },
    {"634", "Fincomun"        },
    {"638", "NU MEXICO"       },
    {"646", "STP"             },
    {"652", "Credicapital"    },
    {"653", "Kuspit"          },
    {"656", "Unagra"          },
    {"659", "Asp Integra Opc" },
    {"661", "KLAR"            },
    {"670", "Libertad"        },
    {"677", "Caja Pop Mexica" },
    {"680", "Cristobal Colon" },
    {"683", "Caja Telefonist" },
    {"684", "Transfer"        },
    {"685", "Fondo (Fira)"    },
    {"688", "Crediclub"       },
    {"689", "Fomped"          },
    {"699", "Fondeadora"      },
    {"703", "Tesored"         },
    {"706", "Arcus Fi"        },
    {"710", "NVIO"            },
    {"714", "PPBALANCEMX"     },
    {"715", "Cashi Cuenta"    },
    {"720", "MexPago"         },
    {"721", "Albo"            },
    {"722", "Mercado Pago W"  },
    {"723", "Cuenca"          },
    {"725", "COOPDESARROLLO"  },
    {"727", "Transfer directo"},
    {"728", "Spin by OXXO"    },
    {"729", "Dep y Pag Dig"   },
    {"730", "Swap"            },
    {"732", "Peibo"           },
    {"734", "Finco Pay"       },
    {"738", "Fintoc"          },
    {"901", "Cls"             },
    {"902", "Indeval"         },
    {"903", "CoDi Valida"     },
};

const char *clabe_bank_name(str code)
{
    size_t from = 0;
    size_t to = ARRAY_LEN(banks);
    while (from < to) {
        const size_t middle = from + (to - from) / 2;
        const int order = str_compare(code, str_of(banks[middle].code));
        if (order == 0)
            return banks[middle].name;
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return NULL;
}
