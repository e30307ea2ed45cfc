/* What two writings of one name of a place have in common. */
#include <string.h>

#include "identity/place_rows.h"

static str written_out(str word)
{
    static const char *const pairs[][2] = {
        {"sta",      "santa"       },
        {"sto",      "santo"       },
        {"sn",       "san"         },
        {"gral",     "general"     },
        {"cd",       "ciudad"      },
        {"pto",      "puerto"      },
        {"dr",       "doctor"      },
        {"cnel",     "coronel"     },
        {"tte",      "teniente"    },
        {"cap",      "capitan"     },
        {"pdte",     "presidente"  },
        {"pte",      "presidente"  },
        {"nvo",      "nuevo"       },
        {"nva",      "nueva"       },
        {"fco",      "francisco"   },
        {"ma",       "maria"       },
        {"gpe",      "guadalupe"   },
        {"mpio",     "municipio"   },
        {"dpto",     "departamento"},
        {"depto",    "departamento"},
        {"prov",     "provincia"   },
        {"edo",      "estado"      },
        {"vlla",     "villa"       },
        {"sgo",      "santiago"    },
        {"9",        "nueve"       },
        {"25",       "veinticinco" },
        {"ote",      "oriente"     },
        {"monsenor", "monsenor"    },
        {"aisen",    "aysen"       },
        {"nazca",    "nasca"       },
        {"mons",     "monsenor"    },
        {"cmdte",    "comandante"  },
    };
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++)
        if (str_equal_c(word, pairs[i][0]))
            return str_of(pairs[i][1]);
    return word;
}

/* What a place is, where its name does not say it. */
static bool is_kind(str word)
{
    static const char *const list[] = {"municipio",  "provincia", "departamento", "partido",
                                       "estado",     "region",    "distrito",     "canton",
                                       "comuna",     "alcaldia",  "comarca",      "municipality",
                                       "department", "province",  "state",        "district",
                                       "heroica",    "parish",    "parroquia",    "corregimiento"};
    return fold_is_one_of(word, list, ARRAY_LEN(list));
}

str place_key(str name, bool is_loose, char out[PLACE_KEY_BYTES])
{
    char letters[PLACE_KEY_BYTES];
    const struct fold_words words = fold_words(name, letters);
    size_t used = 0;
    for (size_t i = 0; i < words.count; i++) {
        const str word = written_out(words.list[i]);
        if (is_loose && words.count > 1 && (fold_is_particle(word) || is_kind(word)))
            continue;
        if (used + word.size > PLACE_KEY_BYTES)
            break;
        memcpy(out + used, word.data, word.size);
        used += word.size;
    }
    return (str){out, used};
}
