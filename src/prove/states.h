/* The states of a walk: what of a history can still matter, each once.  For the room alone.
 *
 * A state is a moment (kind of day and trail of the history, comply/trail.h), what the machine and
 * the people have done today, and, in an exact walk, the tables' own counts.  Limits and law are
 * asked once for each moment, with one history that has its trail.  What was done today is
 * forgotten as soon as the limits leave nothing on which it bears. */
#ifndef PROVE_STATES_H
#define PROVE_STATES_H
#include "comply/trail.h"
#include "prove/person.h"
#include "prove/table.h"
#include "prove/timing.h"

/* What is gone through. */
struct walk_plan {
    const struct edition_days *days;
    const struct trail *trail;
    const struct rows *free_rows;     /* of all inputs */
    const struct rows *followed_rows; /* of those that no history tells */
    bool is_exact;
    bool is_uncounted; /* no maximum binds, the strategy's neither: all that is found is a doubt */
};

enum {
    ENTRIES_MAX = 28, /* days, channels and cases with a contact, in one history */
    STEPS_MAX = 64,   /* of the strategy, as bits */
    PAIRS_MAX = CHANNEL_COUNT * PURPOSE_COUNT
};
#define NEVER (-1)

/* Contacts of one day, channel and case. */
struct entry {
    uint8_t back; /* days ago */
    uint8_t channel;
    uint8_t is_this_case;
    uint8_t attempts;
    uint8_t contacts;
};

struct node {
    uint64_t done; /* steps that a machine sent today */
    const struct move *move;
    uint32_t parent;
    uint32_t moment;
    uint8_t event;
    uint8_t channel;
    bool is_answered;
    bool is_this_case;
    bool is_worked; /* people worked the case today */
    bool is_real;   /* with the counts of this history the tables plan all of it */
    uint8_t weekday;
    uint8_t is_holiday;
    uint8_t entry_count;
    int16_t attempt_back; /* of this case; NEVER, or days, never more than the tables can tell */
    int16_t contact_back;
    int16_t notice_back;
    int16_t notice_level;
    struct entry entries[ENTRIES_MAX];
};

/* What the tables can plan and somebody may get, without what makes no difference to the walk. */
struct deed {
    const struct move *move;
    const struct person *person;
    uint64_t step;   /* its bit, of a message; 0: none, or more steps than bits */
    uint64_t effect; /* deeds of one effect lead to the same states; 0: not known */
    uint32_t pair;   /* bit of channel and purpose */
};
struct deeds {
    struct deed *list;
    size_t count;
};

/* Somebody else contacts, or the person does. */
struct other {
    enum channel channel;
    bool is_inbound;
    bool is_this_case;
    bool is_contact;
};

struct states {
    struct model *model;
    const struct walk_plan *plan;
    struct arena *arena; /* nodes and keys */
    size_t states_max;
    int keep_days; /* of history */
    int counts_max;
    bool reads[FOLLOW_COUNT];   /* followed, and a table reads it */
    int64_t most[FOLLOW_COUNT]; /* its last class begins here */
    /* what can be planned */
    struct persons *persons;
    const struct person *pairs[PAIRS_MAX]; /* somebody who may get it; NULL: nobody */
    int32_t steps[STEPS_MAX];
    uint32_t step_pairs[STEPS_MAX]; /* the channels and purposes of a step */
    int step_count;
    uint32_t worked_pairs; /* of what people do */
    struct effect {
        int32_t step;
        int notice_level;
        uint8_t channel;
        bool is_message;
    } effects[STEPS_MAX];
    int effect_count;
    struct other others[CHANNEL_COUNT * 6];
    int other_count;
    /* what was found */
    struct table keys;
    struct table moment_keys;
    struct moment {
        uint32_t wanted; /* pairs that the limits allow today */
        uint32_t unlawful;
    } * moments;
    size_t moments_capacity;
    struct chunk {
        struct node *nodes;
    } * chunks;
    size_t chunk_capacity;
    size_t chunk_count;
    size_t node_count;
};

void states_start(struct states *s, struct model *model, const struct walk_plan *plan,
                  struct arena *arena);
/* Folds moves into deeds: once with all that the tables can plan, before the first state. */
MUST_CHECK status states_list_deeds(struct states *s, const struct moves *moves,
                                    struct deeds *ret_deeds);
/* The events of others, those left out that always lead where another one leads. */
void states_list_others(struct states *s);

struct node *states_at(const struct states *s, size_t number);
day states_day(const struct states *s, const struct node *node);
/* Adds the state of the node's history if it is new. */
MUST_CHECK status states_add(struct states *s, const struct node *node);
/* A contact more in the history; what passes the largest maximum stays there. */
MUST_CHECK status states_add_entry(const struct states *s, struct node *node,
                                   const struct other *other);
/* The values of the followed inputs, as the tables read them. */
void states_follow(const struct states *s, const struct node *node,
                   struct dmn_value out[FOLLOW_COUNT]);
/* What the limits and the law say to a person's channel and purpose. */
void states_ask(const struct states *s, const struct node *node, const struct person *person,
                struct timing *ret_timing);
#endif
