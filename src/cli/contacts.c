#include "cli/contacts.h"

/* The same word, whatever the case and whatever stands between its parts: no_answer, No-Answer. */
static bool is_word(str text, const char *word)
{
    const str wanted = str_of(word);
    if (text.size != wanted.size)
        return false;
    for (size_t i = 0; i < text.size; i++) {
        const str mine = {text.data + i, 1};
        if (wanted.data[i] == '_' ? !strchr("_- ", text.data[i]) || text.data[i] == '\0'
                                  : !str_equal_nocase(mine, (str){wanted.data + i, 1}))
            return false;
    }
    return true;
}

bool contacts_channel(str text, enum channel *ret_channel)
{
    static const struct {
        const char *word;
        enum channel channel;
    } others[] = {
        {"voice",               CHANNEL_CALL    },
        {"phone",               CHANNEL_CALL    },
        {"phone_call",          CHANNEL_CALL    },
        {"telephone",           CHANNEL_CALL    },
        {"llamada",             CHANNEL_CALL    },
        {"telefono",            CHANNEL_CALL    },
        {"teléfono",           CHANNEL_CALL    },
        {"text",                CHANNEL_SMS     },
        {"e_mail",              CHANNEL_EMAIL   },
        {"correo",              CHANNEL_EMAIL   },
        {"correo_electronico",  CHANNEL_EMAIL   },
        {"correo_electrónico", CHANNEL_EMAIL   },
        {"messaging",           CHANNEL_WHATSAPP}, /* of whatever service */
        {"chat",                CHANNEL_WHATSAPP},
        {"social",              CHANNEL_WHATSAPP},
        {"mail",                CHANNEL_LETTER  }, /* on paper, as the research calls it */
        {"post",                CHANNEL_LETTER  },
        {"carta",               CHANNEL_LETTER  },
        {"field",               CHANNEL_VISIT   },
        {"visita",              CHANNEL_VISIT   },
    };
    for (size_t i = 0; i < ARRAY_LEN(others); i++)
        if (is_word(text, others[i].word)) {
            *ret_channel = others[i].channel;
            return true;
        }
    for (int c = CHANNEL_NONE + 1; c < CHANNEL_COUNT; c++)
        if (str_equal_nocase(text, str_of(channel_name((enum channel)c)))) {
            *ret_channel = (enum channel)c;
            return true;
        }
    return false;
}

static bool take_number(str *text, size_t digits, int64_t most, int64_t *ret_number)
{
    const str part = {text->data, digits};
    if (text->size < digits || part.data[0] == '-' || part.data[0] == '+' ||
        !str_to_i64(part, ret_number) || *ret_number > most)
        return false;
    *text = (str){text->data + digits, text->size - digits};
    return true;
}

static bool take_char(str *text, char c)
{
    if (text->size == 0 || text->data[0] != c)
        return false;
    *text = (str){text->data + 1, text->size - 1};
    return true;
}

/* Z, +HH:MM, +HHMM or +HH, or nothing. */
static bool take_offset(str text, struct moment *moment)
{
    int64_t hours = 0;
    int64_t minutes = 0;
    if (text.size == 0)
        return true;
    moment->has_offset = true;
    if (take_char(&text, 'Z') || take_char(&text, 'z'))
        return text.size == 0;
    const bool is_west = take_char(&text, '-');
    if (!is_west && !take_char(&text, '+'))
        return false;
    if (!take_number(&text, 2, 18, &hours))
        return false;
    if (text.size > 0) {
        (void)take_char(&text, ':');
        if (!take_number(&text, 2, 59, &minutes) || text.size > 0)
            return false;
    }
    moment->offset = (int32_t)(hours * 3600 + minutes * 60) * (is_west ? -1 : 1);
    return true;
}

/* Parts of a second say nothing here. */
static void skip_fraction(str *text)
{
    size_t size = 1;
    if (text->size < 2 || text->data[0] != '.')
        return;
    while (size < text->size && text->data[size] >= '0' && text->data[size] <= '9')
        size++;
    *text = (str){text->data + size, text->size - size};
}

bool moment_parse(str text, struct moment *ret_moment)
{
    struct moment moment = {0};
    int64_t hour = 0;
    int64_t minute = 0;
    int64_t second = 0;
    if (text.size < 16 || !day_parse((str){text.data, 10}, &moment.day))
        return false;
    text = (str){text.data + 10, text.size - 10};
    if (!take_char(&text, 'T') && !take_char(&text, 't') && !take_char(&text, ' '))
        return false;
    if (!take_number(&text, 2, 23, &hour) || !take_char(&text, ':') ||
        !take_number(&text, 2, 59, &minute))
        return false;
    if (take_char(&text, ':') && !take_number(&text, 2, 59, &second))
        return false;
    skip_fraction(&text);
    moment.second = (int32_t)(hour * 3600 + minute * 60 + second);
    if (!take_offset(text, &moment))
        return false;
    *ret_moment = moment;
    return true;
}

instant moment_at(const struct moment *moment, const struct zone *zone)
{
    if (!moment->has_offset && zone)
        return zone_to_instant(zone, moment->day, moment->second, ZONE_FIRST);
    return moment->day * INSTANT_PER_DAY +
           (instant)(moment->second - moment->offset) * INSTANT_PER_SECOND;
}

/* clang-format off */
/* Results that say that nobody was reached. */
static const char *const unanswered[] = {
    "", "attempt", "no_answer", "noanswer", "not_answered", "unanswered", "missed", "busy",
    "voicemail", "voice_mail", "machine", "answering_machine", "left_message", "fax", "congestion",
    "failed", "failure", "timeout", "invalid", "invalid_number", "disconnected", "no_contact",
    "not_reached", "not_home", "unreachable", "none", "no", "queued", "sent", "delivered",
    "undelivered", "bounced", "blocked", "sin_respuesta", "no_contesta", "ocupado", "buzon", "buzón",
    "intento", "enviado", "entregado", "rebotado", "ausente",
};
/* clang-format on */

static bool is_unanswered(str result)
{
    for (size_t i = 0; i < ARRAY_LEN(unanswered); i++)
        if (is_word(result, unanswered[i]))
            return true;
    return false;
}

static bool has_text(str text, str part)
{
    return memmem(text.data, text.size, part.data, part.size) != NULL;
}

static bool is_of(str wanted, str given)
{
    return wanted.size == 0 || given.size == 0 || str_equal(wanted, given);
}

#define WORD_SHOWN 40 /* bytes of a word, which may be anything */

/* For a terminal: no byte of it may be a command. */
static const char *shown(struct op *op, str word)
{
    size_t size = word.size < WORD_SHOWN ? word.size : WORD_SHOWN;
    while (size > 0 && size < word.size && ((unsigned char)word.data[size] & 0xC0) == 0x80)
        size--; /* within a character */
    char *const text = str_cstr(op->arena, (str){word.data, size});
    const bool is_text = str_is_utf8((str){text, size}, NULL);
    for (size_t i = 0; i < size; i++) {
        const unsigned char c = (unsigned char)text[i];
        if (c < ' ' || c == 0x7F || (c >= 0x80 && !is_text))
            text[i] = '?';
    }
    return text;
}

/* A system has more channels than we do (a fax, a push message, a robot); their contacts were
 * contacts all the same. */
static uint8_t channel_of(struct op *op, str text, int line, struct history *history)
{
    enum channel channel = CHANNEL_NONE;
    if (contacts_channel(text, &channel))
        return (uint8_t)channel;
    if (history->unknown_count < HISTORY_WORDS_MAX)
        history->words[history->unknown_count] = (struct history_word){line, shown(op, text)};
    history->unknown_count++;
    return GATE_CHANNEL_OTHER;
}

static status read_line(struct op *op, str line, int number, const struct history_of *of,
                        struct history *history)
{
    const str at = str_trim(str_split(&line, '\t'));
    const str channel_text = str_trim(str_split(&line, '\t'));
    const str person = str_trim(str_split(&line, '\t'));
    const str debt = str_trim(str_split(&line, '\t'));
    const str result = str_trim(str_split(&line, '\t'));
    struct moment moment;
    if (!moment_parse(at, &moment))
        return op_fail(op, E_INVALID,
                       "history line %d: \"" STR_FORMAT "\" is not a time like "
                       "2026-11-21T08:00-05:00",
                       number, STR_ARG(at));
    if (channel_text.size == 0)
        return op_fail(op, E_INVALID,
                       "history line %d: at, channel, person, debt, result are expected, with tabs "
                       "between them",
                       number);
    if (!is_of(of->person, person))
        return OK;
    const bool is_inbound = has_text(result, STR("inbound"));
    const instant when = moment_at(&moment, of->zone);
    history->counts[history->count_rows++] = (struct gate_count){
        .on = of->zone ? zone_to_local(of->zone, when).day : instant_utc_day(when),
        .channel = channel_of(op, channel_text, number, history),
        .is_this_case = is_of(of->debt, debt),
        .attempts = !is_inbound,
        .contacts = !is_unanswered(result),
    };
    return OK;
}

static str heading_of(str line)
{
    return str_trim(str_split(&line, '\t'));
}

status history_read(struct op *op, str text, const struct history_of *of,
                    struct history *ret_history)
{
    struct history history = {.count_rows = 0};
    size_t capacity = 0;
    if (str_starts(text, STR("\xEF\xBB\xBF"))) /* the mark that some programs write first */
        text = (str){text.data + 3, text.size - 3};
    for (int number = 1; text.size > 0; number++) {
        str line = str_split(&text, '\n');
        if (str_trim(line).size == 0 ||
            (number == 1 && str_equal_nocase(heading_of(line), STR("at"))))
            continue; /* a heading is not a contact */
        history.counts = arena_grow(op->arena, history.counts, history.count_rows, &capacity,
                                    sizeof(*history.counts));
        TRY(read_line(op, line, number, of, &history));
    }
    *ret_history = history;
    return OK;
}
