#include "intake/guess.h"

/* In this order one wins over the next when both fit equally and mean the same. */
static const char *const usual_days[] = {"YYYY-MM-DD",
                                         "YYYY-MM-DD hh:mm:ss",
                                         "YYYY-MM-DDThh:mm:ss",
                                         "YYYY/M/D",
                                         "D/M/YYYY",
                                         "M/D/YYYY",
                                         "D-M-YYYY",
                                         "D.M.YYYY",
                                         "D-MMM-YYYY",
                                         "D/MMM/YYYY",
                                         "YYYYMMDD"};
static const struct money_format usual_numbers[] = {
    {'.', ','},
    {',', '.'},
    {',', ' '}
};
#define BARE_DIGITS_COUNT 1 /* the last of usual_days */

static struct guess start(const struct value_formats *formats, size_t usual_count)
{
    struct guess guess = {.formats = formats};
    for (int i = 0; i < formats->day_count; i++)
        guess.days[guess.day_count++] = formats->days[i];
    for (size_t i = 0; i < usual_count && formats->day_count == 0; i++)
        if (day_pattern_parse(str_of(usual_days[i]), &guess.days[guess.day_count]))
            guess.day_count++;
    if (formats->has_number) {
        guess.numbers[guess.number_count++] = formats->number;
        return guess;
    }
    for (size_t i = 0; i < ARRAY_LEN(usual_numbers); i++)
        guess.numbers[guess.number_count++] = usual_numbers[i];
    return guess;
}

struct guess guess_start_field(const struct value_formats *formats, bool has_days, bool has_money)
{
    struct guess guess = start(formats, ARRAY_LEN(usual_days));
    guess.has_days = has_days;
    guess.has_money = has_money;
    return guess;
}

struct guess guess_start_attribute(const struct value_formats *formats)
{
    struct guess guess = start(formats, ARRAY_LEN(usual_days) - BARE_DIGITS_COUNT);
    guess.is_strict = guess.has_days = guess.has_money = guess.has_others = true;
    return guess;
}

/* Keeps the first value that two readings differ on. */
static void keep_example(char example[GUESS_EXAMPLE_SIZE], str text)
{
    if (example[0] == '\0' && text.size < GUESS_EXAMPLE_SIZE)
        memcpy(example, text.data, text.size);
}

static bool is_worth_trying(const struct guess *guess, uint64_t hits)
{
    return !guess->is_strict || hits == guess->values;
}

static void add_day(struct guess *guess, str text)
{
    day first = DAY_NONE;
    for (int i = 0; i < guess->day_count; i++) {
        day d = DAY_NONE;
        if (!is_worth_trying(guess, guess->day_hits[i]) ||
            day_pattern_read(&guess->days[i], text, guess->formats->century_from, &d) != DAY_READ)
            continue;
        guess->day_hits[i]++;
        if (first != DAY_NONE && d != first)
            keep_example(guess->day_example, text);
        first = first == DAY_NONE ? d : first;
    }
}

/* 0051 and 12E5 are codes, 0.51 is a number. */
static bool is_code(str text)
{
    if (memchr(text.data, 'E', text.size) || memchr(text.data, 'e', text.size))
        return true;
    return text.size > 1 && text.data[0] == '0' && text.data[1] >= '0' && text.data[1] <= '9';
}

static void add_number(struct guess *guess, str text)
{
    bool has_first = false;
    money first = {0};
    if (is_code(text) && guess->is_strict)
        return;
    for (int i = 0; i < guess->number_count; i++) {
        struct value_formats formats = *guess->formats;
        money amount = {0};
        formats.number = guess->numbers[i];
        if (!is_worth_trying(guess, guess->number_hits[i]) ||
            !value_read_money(&formats, text, VALUE_DECIMAL_EXPONENT, &amount))
            continue;
        guess->number_hits[i]++;
        if (has_first && amount.minor != first.minor) {
            guess->marked++;
            keep_example(guess->number_example, text);
        }
        first = has_first ? first : amount;
        has_first = true;
    }
}

static void add_others(struct guess *guess, str text)
{
    int64_t integer = 0;
    bool is_true = false;
    if (is_worth_trying(guess, guess->integer_hits) && value_read_integer(text, &integer))
        guess->integer_hits++;
    if (is_worth_trying(guess, guess->true_hits + guess->false_hits) &&
        value_read_boolean(guess->formats, text, &is_true)) {
        guess->true_hits += is_true ? 1 : 0;
        guess->false_hits += is_true ? 0 : 1;
    }
}

void guess_add(struct guess *guess, str text)
{
    if (guess->has_days)
        add_day(guess, text);
    if (guess->has_money)
        add_number(guess, text);
    if (guess->has_others)
        add_others(guess, text);
    guess->longest = text.size > guess->longest ? text.size : guess->longest;
    guess->values++;
}

/* The first of the largest counts; -1 when even that is under half of the values. */
static int best_of(const uint64_t *hits, int count, uint64_t values)
{
    int best = 0;
    for (int i = 1; i < count; i++)
        if (hits[i] > hits[best])
            best = i;
    return count > 0 && hits[best] * 2 > values ? best : -1;
}

static bool has_rival(const uint64_t *hits, int count, int best)
{
    for (int i = 0; i < count; i++)
        if (i != best && hits[i] == hits[best])
            return true;
    return false;
}

enum guess_answer guess_days(const struct guess *guess, struct value_formats *formats)
{
    const int best = best_of(guess->day_hits, guess->day_count, guess->values);
    if (best < 0)
        return GUESS_NONE;
    if (guess->day_example[0] != '\0' && has_rival(guess->day_hits, guess->day_count, best))
        return GUESS_AMBIGUOUS;
    formats->days[0] = guess->days[best];
    formats->day_count = 1;
    return GUESS_FOUND;
}

enum guess_answer guess_number(const struct guess *guess, struct value_formats *formats)
{
    const int best = best_of(guess->number_hits, guess->number_count, guess->values);
    if (best < 0)
        return GUESS_NONE;
    if (guess->marked > 0 && has_rival(guess->number_hits, guess->number_count, best))
        return GUESS_AMBIGUOUS;
    formats->number = guess->numbers[best];
    formats->has_number = true;
    return GUESS_FOUND;
}

enum attribute_type guess_type(const struct guess *guess, struct value_formats *formats)
{
    const uint64_t booleans = guess->true_hits + guess->false_hits;
    if (guess->values == 0)
        return ATTRIBUTE_TEXT;
    /* single letters are booleans only as a pair: a column of N alone may be a code */
    if (booleans == guess->values &&
        (guess->longest > 1 || (guess->true_hits > 0 && guess->false_hits > 0)))
        return ATTRIBUTE_BOOLEAN;
    if (guess->integer_hits == guess->values)
        return ATTRIBUTE_INTEGER;
    const int number = best_of(guess->number_hits, guess->number_count, guess->values);
    if (number >= 0 && guess->number_hits[number] == guess->values &&
        guess_number(guess, formats) == GUESS_FOUND)
        return ATTRIBUTE_DECIMAL;
    const int date = best_of(guess->day_hits, guess->day_count, guess->values);
    if (date >= 0 && guess->day_hits[date] == guess->values &&
        guess_days(guess, formats) == GUESS_FOUND)
        return ATTRIBUTE_DATE;
    return ATTRIBUTE_TEXT;
}
