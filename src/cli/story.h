/* A debt as a document tells it: what happened, and what somebody wants to know.
 *
 * `acuerdo tool ledger` is given stories: `inputs` says what there is (instalments, payments,
 * pauses, levels, …), `fixtures` what inputs may name, `topic` what it is about, and `ask` has the
 * keys that are wanted, each with null, or with the keys inside.  Here a story becomes events and
 * settings of money/; nothing is computed here.  Amounts have two decimals: integers, or texts
 * where there are decimals.  Texts are borrowed from the document. */
#ifndef CLI_STORY_H
#define CLI_STORY_H
#include "base/json.h"
#include "money/arrears.h"

#define STORY_EXPONENT 2      /* where no currency is told */
#define STORY_DAY_LAST 230104 /* 2599-12-31: also the end of a pause that has none */
#define STORY_KEYS_MAX 256

/* What was asked for of a story. */
struct story_read {
    const char *keys[STORY_KEYS_MAX];
    size_t count;
    const char *bad_key; /* it has something else than can stand there; NULL: none */
};

struct story {
    struct op *op;
    const json_t *fixtures;
    json_t *inputs;
    const char *topic;
    struct story_read *read;
    int exponent;      /* decimals of its amounts */
    int open_exponent; /* of its own currency, where that of a policy is asked for */
    bool is_read;      /* as a debt */
    bool has_bad_int;  /* a number of days or of rows was none (story_int) */
    day at;            /* the day that is asked for; DAY_NONE: as_of, or after everything */
    int64_t until_id;  /* with the events up to this one */

    struct ledger_event *events;
    size_t event_count, event_capacity;
    int64_t told_id;      /* the last event that has happened when the story begins to ask */
    const int64_t *later; /* events told as later ones, one after another */
    size_t later_count;
    int64_t *money; /* payments, credits and reversals, as told */
    size_t money_count;
    int64_t changed_id; /* the first return, credit or later event; 0: none */
    int64_t *returns;
    size_t return_count;
    int64_t restructured_id; /* re-amortised or re-aged; 0: not */
    int64_t backdated_id;
    int64_t later_id;

    struct profile profile;
    struct arrears_rule rule;
    struct age_pause *pauses;
    day opened_on;
    day last_due;
    day as_of; /* DAY_NONE: not told */
};

/* What the inputs, or else the fixture that they name, have under a key; NULL: nothing. */
const json_t *story_get(const struct story *story, const char *key);
/* The same of a list, true or false, a word: of anything else the answer fails in the end. */
const json_t *story_list(const struct story *story, const char *key);
bool story_is(const struct story *story, const char *key);
const char *story_word(const struct story *story, const char *key);
/* What an object inside has under a key; NULL: nothing. */
const json_t *story_member(const struct story *story, const json_t *object, const char *key);
/* The key is understood, or says nothing that the answer rests on. */
void story_note(const struct story *story, const char *key);
/* E_INVALID: nothing asked for one of the keys, so the answer may be wrong; or one has what cannot
 * stand there. */
MUST_CHECK status story_check_read(const struct story *story);
/* E_INVALID: what cannot be read, and what is expected. */
MUST_CHECK status story_amount(const struct story *story, const json_t *value, int64_t *ret_amount);
/* "2026-11-21", or "+5d" and "-3d" from the day on which the debt began. */
MUST_CHECK status story_day(const struct story *story, const json_t *value, day *ret_day);
/* A decimal number with so many digits behind the point. */
MUST_CHECK status story_decimal(const struct story *story, const json_t *value, int decimals,
                                int64_t *ret_value);
/* An amount, or fallback where the key is missing. */
MUST_CHECK status story_take_amount(const struct story *story, const char *key, int64_t fallback,
                                    int64_t *ret_amount);
MUST_CHECK status story_take_day(const struct story *story, const char *key, day fallback,
                                 day *ret_day);
/* A number of days or of rows; fallback where the key is missing.  What is none, or is beyond
 * STORY_INT_MAX, is 0 and makes the answer fail. */
#define STORY_INT_MAX 36600
int story_int(struct story *story, const char *key, int fallback);
int story_int_of(struct story *story, const json_t *value);

/* Ranges from a list: ["R", 1, 3], or [1, 3] with the labels 1-3, 61+. */
MUST_CHECK status story_ranges(struct story *story, const json_t *list);
/* Everything that can be said of a debt; topics that are about no debt do not call it. */
MUST_CHECK status story_read_debt(struct story *story);
/* The instalments: part of the above (story_debt_terms.c). */
MUST_CHECK status story_read_terms(struct story *story);
/* "month", "2 weeks", "biweekly", "every 10 days". */
MUST_CHECK status story_every(const struct story *story, const char *text,
                              struct schedule_every *ret_every);
/* Adds an event, which gets the next id. */
int64_t story_add(struct story *story, struct ledger_event event);

/* What the ledger says on a day with the events up to last_id; DAY_NONE: after all of them. */
struct view {
    struct ledger ledger;
    struct arrears arrears;
    day as_of;
    int64_t last_id;
    int exponent;
    int64_t owed; /* all that was ever opened */
};
MUST_CHECK status story_view(struct story *story, day as_of, int64_t last_id,
                             struct view *ret_view);

/* An amount as a number: 250, 291.67. */
void story_write_amount(struct json_writer *w, int64_t amount, int exponent);

/* Writes the list that a key asks for; false: no list is called so (story_lists.c). */
bool story_write_list(struct story *story, const struct view *view, str key, json_t *asked,
                      struct json_writer *w);
/* {"principal": 100, "fee": 20}: what the event met. */
void story_write_split(const struct view *view, int64_t event_id, struct json_writer *w);

/* Writes the value of one key that is asked for; *ret_known false: nothing was written. */
typedef status story_answer(struct story *story, const char *key, json_t *asked,
                            struct json_writer *w, bool *ret_known);
story_answer story_answer_debt;
/* Ladders, states, conditions, notices. */
story_answer story_answer_ladder;
/* Fees, currencies, dunning, reconciliation, returns, schedules. */
story_answer story_answer_money;
/* Debts told as offsets from the business date. */
story_answer story_answer_unit;
/* What a debt will be when nobody pays. */
story_answer story_answer_forward;
/* Pauses that are asked for. */
story_answer story_answer_pause;
/* All keys of an object that is asked for, in its order. */
MUST_CHECK status story_answer_all(struct story *story, json_t *asked, story_answer *answer,
                                   struct json_writer *w);
/* One story as JSON, and what it asks for: what the tool writes for a line (tool_ledger.c).
 * E_INVALID: it is no story.  E_LIMIT: the answer is too long. */
MUST_CHECK status story_tell(struct op *op, str text, struct buf *out);
#endif
