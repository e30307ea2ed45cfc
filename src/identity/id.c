#include "identity/id.h"

#include <assert.h>

#include "base/day.h"
#include "identity/clabe_bank.h"
#include "identity/iban.h"
#include "identity/id_rule.h"
#include "identity/id_sum.h"
#include "identity/id_text.h"

const char *id_error_name(enum id_error error)
{
    static const char *const names[] = {
        "", "InvalidLength", "InvalidFormat", "InvalidComponent", "InvalidChecksum", "UnknownKind"};
    static_assert(ARRAY_LEN(names) == ID_ERROR_COUNT, "a name for each error");
    return names[error];
}

/* --- the rules --- */

const struct id_rule *id_rule_at(size_t index)
{
    static const struct id_rule *(*const tables[])(size_t *) = {
        id_rules_mexico, id_rules_andes, id_rules_south, id_rules_central, id_rules_world};
    for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
        size_t count = 0;
        const struct id_rule *const rules = tables[i](&count);
        if (index < count)
            return &rules[index];
        index -= count;
    }
    return NULL;
}

const struct id_rule *id_rule_find(str country, str kind)
{
    const struct id_rule *rule;
    const str of_country = country.size > 0 ? country : STR("*");
    for (size_t i = 0; (rule = id_rule_at(i)) != NULL; i++)
        if (str_equal_nocase(str_of(rule->kind), kind) &&
            str_equal_nocase(str_of(rule->country), of_country))
            return rule;
    return NULL;
}

const struct id_rule *id_rule_of_word(str country, str word)
{
    static const struct {
        const char *country, *word, *kind;
    } words[] = {
        {"AR", "CUIL",   "CUIT"   },
        {"CL", "RUN",    "RUT"    },
        {"DO",
         "C\xC3\x89"
         "DULA",         "CEDULA" },
        {"DO",
         "C\xC3\xA9"
         "dula",         "CEDULA" },
        {"EC", "CEDULA", "CI"     },
        {"EC",
         "C\xC3\xA9"
         "dula",         "CI"     },
        {"ES", "DNI",    "NIF"    },
        {"PE", "DNI",    "DNI_CUI"},
    };
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_equal_nocase(str_of(words[i].country), country) &&
            str_equal_nocase(str_of(words[i].word), word))
            return id_rule_find(country, str_of(words[i].kind));
    return id_rule_find(country, word);
}

const char *id_rule_country(const struct id_rule *rule)
{
    return rule->country;
}

const char *id_rule_kind(const struct id_rule *rule)
{
    return rule->kind;
}

const char *id_rule_source(const struct id_rule *rule)
{
    return rule->source;
}

/* --- the steps --- */

struct number {
    const char *text;
    size_t size;
};

/* A position of a step in this number, held inside it. */
static size_t place(const struct number *number, int position)
{
    const size_t back = (size_t)(position < 0 ? -position : 0);
    if (position < 0)
        return back < number->size ? number->size - back : 0;
    return (size_t)position < number->size ? (size_t)position : number->size;
}

static str piece(const struct number *number, const struct id_step *step)
{
    const size_t from = place(number, step->from);
    const size_t to = step->to == 0 ? number->size : place(number, step->to);
    return to > from ? (str){number->text + from, to - from} : (str){number->text + from, 0};
}

/* Whether one of the words stands at a position. */
static bool word_stands(const struct number *number, int position, const char *words)
{
    const size_t at = place(number, position);
    const str there = {number->text + at, number->size - at};
    str rest = str_of(words);
    while (rest.size > 0) {
        const str word = str_split(&rest, ' ');
        if (word.size > 0 && str_starts(there, word))
            return true;
    }
    return false;
}

static bool length_is(const struct number *number, uint64_t lengths)
{
    return number->size < 64 && (lengths >> number->size & 1) != 0;
}

static bool applies(const struct number *number, const struct id_when *when)
{
    if (when->lengths != 0 && !length_is(number, when->lengths))
        return false;
    return !when->any || word_stands(number, when->at, when->any) != when->is_not;
}

static bool all_of(str text, const char *class)
{
    for (size_t i = 0; i < text.size; i++)
        if (!strchr(class, text.data[i]))
            return false;
    return text.size > 0;
}

static bool is_day(const struct number *number, const struct id_step *step)
{
    const size_t from = place(number, step->from);
    const char *const digits = number->text + from;
    day there = 0;
    if (number->size < from + 6 || !all_of((str){digits, 6}, ID_DIGITS))
        return false;
    for (int century = 0; century < 3; century++) {
        const char *const says = step->centuries[century];
        const struct civil civil = {.year = (18 + century) * 100 + (digits[0] - '0') * 10 +
                                            digits[1] - '0',
                                    .month = (digits[2] - '0') * 10 + digits[3] - '0',
                                    .day = (digits[4] - '0') * 10 + digits[5] - '0'};
        const bool is_meant = step->century_at == 0 ||
                              (says && strchr(says, number->text[place(number, step->century_at)]));
        if (is_meant && day_from_civil(civil, &there))
            return true;
    }
    return false;
}

static bool sum_fits(const struct number *number, const struct id_step *step)
{
    const size_t at = place(number, step->check);
    return at < number->size && id_sum_fits(step, piece(number, step), number->text[at]);
}

static enum id_error usual(bool is_right, enum id_error error)
{
    return is_right ? ID_VALID : error;
}

static enum id_error judge(const struct number *number, const struct id_step *step)
{
    const str part = piece(number, step);
    switch (step->kind) {
    case ID_STEP_LENGTH:
        return usual(length_is(number, step->lengths), ID_LENGTH);
    case ID_STEP_CLASS:
        return usual(all_of(part, step->text), ID_FORMAT);
    case ID_STEP_POSITIVE:
        return usual(!all_of(part, "0"), ID_FORMAT);
    case ID_STEP_ONE_OF:
        return usual(word_stands(number, step->from, step->text), ID_COMPONENT);
    case ID_STEP_NONE_OF:
        return usual(!word_stands(number, step->from, step->text), ID_COMPONENT);
    case ID_STEP_DATE:
        return usual(is_day(number, step), ID_COMPONENT);
    case ID_STEP_SUM:
        return usual(sum_fits(number, step), ID_CHECKSUM);
    case ID_STEP_MOD97:
        return usual(id_mod97(part, (size_t)step->rotate) == 1, ID_CHECKSUM);
    case ID_STEP_REMAINDER:
        return usual(id_remainder_fits(part, number->text + place(number, step->to)), ID_CHECKSUM);
    case ID_STEP_IBAN:
        return iban_judge(part);
    case ID_STEP_CLABE_BANK:
        return usual(clabe_bank_name(part) != NULL, ID_COMPONENT);
    case ID_END:
        break;
    }
    return ID_VALID;
}

static enum id_error judge_all(const struct number *number, const struct id_step *steps,
                               bool *ret_is_kept)
{
    for (const struct id_step *step = steps; step->kind != ID_END; step++) {
        if (!applies(number, &step->when))
            continue;
        const enum id_error error = judge(number, step);
        if (error == ID_VALID && step->is_either)
            step++; /* the other one is not needed */
        else if (error != ID_VALID && !step->is_either) {
            *ret_is_kept = step->is_kept;
            return step->error != ID_VALID ? step->error : error;
        }
    }
    *ret_is_kept = true;
    return ID_VALID;
}

/* --- the number --- */

static char *strip_front(const struct id_rule *rule, char *text)
{
    if (rule->prefix && str_starts((str){text, strlen(text)}, str_of(rule->prefix)))
        text += strlen(rule->prefix);
    while (rule->is_zero_stripped && *text == '0')
        text++;
    return text;
}

static char *compact(struct arena *arena, const struct id_rule *rule, str text)
{
    const char *const folded = id_text_fold(arena, text);
    const char *const whole = rule->parts ? id_text_fill_parts(arena, folded, rule->parts) : folded;
    char *const out = strip_front(rule, id_text_drop(arena, whole, rule->drop));
    if (rule->fill > 0 && strlen(out) + 1 == rule->fill && !strchr(folded, '-'))
        return arena_printf(arena, "0%s", out);
    return out;
}

void id_check(struct arena *arena, const struct id_rule *rule, str text, struct id_result *ret)
{
    *ret = (struct id_result){.error = ID_UNKNOWN_KIND, .compact = STR(""), .formatted = STR("")};
    if (!rule)
        return;
    char *const plain = compact(arena, rule, text);
    const struct number number = {plain, strlen(plain)};
    bool is_kept = false;
    ret->error = judge_all(&number, rule->steps, &is_kept);
    if (!is_kept)
        return;
    ret->compact = id_text_utf8(arena, plain);
    ret->formatted =
        id_text_utf8(arena, rule->format  ? id_text_form(arena, plain, rule->format)
                            : rule->group ? id_text_group(arena, plain, (size_t)rule->group)
                                          : plain);
}

str id_compact(struct arena *arena, str text)
{
    return id_text_utf8(arena, id_text_drop(arena, id_text_fold(arena, text), ID_DROP "/,_"));
}
