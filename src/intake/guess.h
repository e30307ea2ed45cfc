/* Finding out from the values of a column what they are and how they are written.
 *
 * A guess looks at every value that is given to it and counts which readings fit.  It answers two
 * questions: how the days or amounts of a field are written when the mapping does not say, and of
 * which type an attribute is.  4/6/2013 in every row fits two readings: then it says so and does
 * not choose.  Pure: one guess per column, a few hundred bytes. */
#ifndef INTAKE_GUESS_H
#define INTAKE_GUESS_H
#include "intake/mapping.h"

#define GUESS_DAYS_MAX     12
#define GUESS_NUMBERS_MAX  3
#define GUESS_EXAMPLE_SIZE 64

struct guess {
    struct day_pattern days[GUESS_DAYS_MAX]; /* candidates: the declared ones, or the usual ones */
    int day_count;
    struct money_format numbers[GUESS_NUMBERS_MAX];
    int number_count;
    const struct value_formats *formats;
    bool is_strict; /* a candidate that failed once is not tried again: for attributes */
    bool has_days, has_money, has_others; /* what is asked about: nothing else is tried */

    uint64_t values;
    uint64_t day_hits[GUESS_DAYS_MAX];
    uint64_t number_hits[GUESS_NUMBERS_MAX];
    uint64_t integer_hits;
    uint64_t true_hits, false_hits;
    size_t longest;                       /* bytes of the longest value */
    uint64_t marked;                      /* amounts that two formats read as different numbers */
    char day_example[GUESS_EXAMPLE_SIZE]; /* which two patterns read as different days; or empty */
    char number_example[GUESS_EXAMPLE_SIZE];
};

enum guess_answer { GUESS_FOUND, GUESS_NONE, GUESS_AMBIGUOUS };

/* For a field of days, of amounts, or of both. */
struct guess guess_start_field(const struct value_formats *formats, bool has_days, bool has_money);
/* For an attribute: bare digits are a number, never a date, unless the mapping says so. */
struct guess guess_start_attribute(const struct value_formats *formats);
/* text is trimmed and not empty. */
void guess_add(struct guess *guess, str text);

/* Sets days (or number) of *formats to the reading that fits most values; the few that do not fit
 * are for the rows to refuse.  GUESS_NONE: fewer than half fit any.  GUESS_AMBIGUOUS: two readings
 * fit equally and differ; day_example or number_example shows where. */
enum guess_answer guess_days(const struct guess *guess, struct value_formats *formats);
enum guess_answer guess_number(const struct guess *guess, struct value_formats *formats);
/* The type that fits every value, text when none does; sets the formats with which they are read.
 */
enum attribute_type guess_type(const struct guess *guess, struct value_formats *formats);
#endif
