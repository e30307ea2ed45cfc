/* A ledger under way: what the files of the replay share (ledger.c has the order of events).
 *
 * Inside the room only.  All memory is the op's; nothing here fails: ledger_replay has checked. */
#ifndef MONEY_REPLAY_H
#define MONEY_REPLAY_H
#include "money/ledger.h"

/* What an arrangement that runs has put aside, to be restored by a breach. */
struct arranged {
    bool is_active;
    size_t line_from; /* lines before it were superseded by the arrangement */
    size_t plan_from; /* the first instalment of the plan */
    size_t plan_until;
    int64_t *moved; /* what was taken out of each superseded line into the plan */
};

/* Money that has met nothing yet. */
struct credit {
    int64_t event_id;
    int64_t claim; /* which it names; 0: none */
    int64_t left;
};

/* A ledger under way. */
struct replay {
    struct op *op;
    const struct ledger_rules *rules;
    struct ledger ledger;
    size_t instalment_capacity, line_capacity, entry_capacity;
    size_t *by_due; /* instalments by due day, those of one day as they came */
    size_t by_due_capacity;
    size_t live_from; /* instalments before it were re-aged: nothing joins them */
    day start_on;     /* of the first event */
    struct arranged arranged;
    struct credit *credits; /* as they came */
    size_t credit_count, credit_capacity;
    int64_t money_id;    /* whose money is being handed out */
    int64_t only_claim;  /* and to which claim alone; 0: to all */
    int64_t plan_claims; /* from this number on claims are of plans: money does not wait for them */
};

int64_t replay_open_of(const struct ledger_line *line);
struct parts replay_open_parts(const struct ledger *l);
/* An amount of 0 leaves no entry. */
void replay_add_entry(struct replay *r, const struct ledger_event *event, enum entry_kind kind,
                      size_t line, int64_t amount);
/* Both return an index. */
size_t replay_add_instalment(struct replay *r, day due_on, enum line_origin origin);
size_t replay_add_line(struct replay *r, struct ledger_line line);
/* The instalment in whose period (the due day before it, its own] the day lies: of the plan while
 * an arrangement runs, else of the schedule; one is opened after the last. */
size_t replay_instalment_at(struct replay *r, day due_on, enum line_origin origin);
/* Changes what a line amounts to; below zero takes off. */
void replay_move(struct replay *r, const struct ledger_event *event, size_t line, int64_t amount);
/* Opens a line that takes over an amount from others; 0: none. */
void replay_move_in(struct replay *r, const struct ledger_event *event, size_t instalment,
                    enum component component, enum line_origin origin, int64_t amount);

/* replay_money.c */
const struct profile *replay_profile_on(const struct ledger_rules *rules, day on);
void replay_open_line(struct replay *r, const struct ledger_event *event);
/* What was paid too much meets what is opened, once all that opens on that day is. */
void replay_apply_unapplied(struct replay *r, const struct ledger_event *event);
void replay_take_money(struct replay *r, const struct ledger_event *event);
void replay_take_back(struct replay *r, const struct ledger_event *event);

/* replay_terms.c */
void replay_reamortise(struct replay *r, const struct ledger_event *event);
void replay_reage(struct replay *r, const struct ledger_event *event);
void replay_write_off(struct replay *r, const struct ledger_event *event);

/* plan.c */
void replay_plan(struct replay *r, const struct ledger_event *event);
void replay_waive(struct replay *r, const struct ledger_event *event);

/* arrangement.c */
void replay_arrange(struct replay *r, const struct ledger_event *event);
void replay_breach(struct replay *r, const struct ledger_event *event);
/* Posts the waiver once the plan is paid in full. */
void replay_complete(struct replay *r, const struct ledger_event *event);
#endif
