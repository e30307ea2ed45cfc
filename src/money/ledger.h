/* The ledger of one debt: what happened to it, in any order of arrival, and what follows from it.
 *
 * Events are never changed: each has a value day, on which it counts, and a place in the order of
 * booking (its id).  ledger_replay goes through them by value day and says which lines there are,
 * which entry moved which amount on which line, and what is unapplied: the same events give the
 * same ledger, whatever the order in which they came.  A reversal annuls its event from the value
 * day of that event on; a return gives the money back on a day of its own and opens a line due
 * then.  The debts of a case are one ledger too: a line says of which claim and debt it is, money
 * that names a claim meets it first, and waits for one that is not opened yet.
 *
 * Amounts are minor units of one currency, above zero in events.  Pure; all in the op's arena. */
#ifndef MONEY_LEDGER_H
#define MONEY_LEDGER_H
#include "money/profile.h"
#include "money/schedule.h"

enum ledger_kind {
    LEDGER_OPEN,    /* a line: an instalment's component, or a charge */
    LEDGER_PAYMENT, /* money */
    LEDGER_CREDIT,  /* goodwill, an adjustment: as money, but none came */
    LEDGER_RETURN,  /* money that went back (chargeback) */
    LEDGER_REVERSAL,
    LEDGER_REAMORTISE, /* overdue principal joins those to come (the book has a _PLAN for it) */
    LEDGER_REAGE,      /* all that is open becomes new instalments */
    LEDGER_CHARGE_OFF, /* castigo: an accounting mark; the debt stays open */
    LEDGER_WRITE_OFF,  /* baja: nothing is owed any more */
    LEDGER_ARRANGE,    /* convenio, quita: a plan takes the place of what is open */
    LEDGER_BREACH,     /* what the plan superseded is owed again, less what was paid */
    LEDGER_PLAN,       /* as _ARRANGE, with rows of their own for some claims (plan.h) */
    LEDGER_WAIVE,      /* what the plan `of` left: it is paid in full */
    LEDGER_KIND_COUNT
};

struct ledger_event {
    int64_t id; /* above 0, in the order of booking */
    enum ledger_kind kind;
    day value_on;
    int64_t amount;
    enum component component; /* of LEDGER_OPEN */
    int instalment; /* of _OPEN: its number from 1; 0: a charge, which joins the instalment in whose
                       period it falls due, or opens one after the last */
    day due_on;     /* of LEDGER_OPEN; of LEDGER_REAGE and LEDGER_ARRANGE the first new due day */
    int64_t claim;  /* of _OPEN: whose line it is, an instalment of its own; of money: which it
                       names; of _RETURN: lines of debt d are of claim + d.  0: none */
    int64_t debt;   /* of _OPEN, 0: there is one; of _WRITE_OFF, 0: all */
    int64_t of;     /* of LEDGER_REVERSAL: the event; of LEDGER_RETURN: the payment, 0: principal */
    int count;      /* of the same: how many instalments, of _ARRANGE adding up to amount */
    struct schedule_every every;
    const struct ledger_plan *plan; /* of _PLAN; of _WRITE_OFF its claims, NULL: all */
};

/* clang-format off */
enum line_origin {
    LINE_SCHEDULE, LINE_CHARGE, LINE_RETURN, LINE_REAGED, LINE_ARRANGED, LINE_DISCOUNT,
    LINE_BORNE };
enum arrangement_state {
    ARRANGEMENT_NONE, ARRANGEMENT_ACTIVE, ARRANGEMENT_COMPLETED, ARRANGEMENT_BREACHED };
/* clang-format on */

struct ledger_instalment {
    int number;
    day from_on; /* the due day before it, or the start */
    day due_on;
    enum line_origin origin; /* a charge or return: it was opened by one, after the last */
    size_t first_line;       /* its lines by due day; LEDGER_NO_LINE ends them */
};
#define LEDGER_NO_LINE SIZE_MAX

struct ledger_line {
    size_t instalment; /* index */
    enum component component;
    enum line_origin origin;
    day due_on;     /* when it can be asked for */
    day age_on;     /* from when it ages: of a charge its instalment's due day */
    int64_t amount; /* as it now stands */
    int64_t met;    /* by money and credits */
    int64_t event_id;
    int64_t claim, debt;
    bool is_superseded; /* an arrangement stands for it: it neither takes money nor ages */
    size_t next_line;
};

enum entry_kind {
    ENTRY_OPENED,
    ENTRY_PAID,
    ENTRY_UNAPPLIED, /* line is LEDGER_NO_LINE: kept for what comes, or taken back from there */
    ENTRY_MOVED,     /* re-amortised or re-aged: below zero on the old line, above on the new */
    ENTRY_WAIVED,    /* what a settlement leaves, once it is paid in full */
    ENTRY_WRITTEN_OFF
};

struct ledger_entry {
    int64_t event_id;
    int64_t money_id; /* of ENTRY_PAID: whose money it was */
    enum entry_kind kind;
    size_t line;
    enum component component;
    int64_t amount;
    day value_on;
    bool is_recovery; /* money after the charge-off */
};

enum ledger_status { LEDGER_ACTIVE, LEDGER_CLOSED, LEDGER_OVERPAID, LEDGER_WRITTEN_OFF };

struct ledger {
    struct ledger_instalment *instalments;
    size_t instalment_count;
    struct ledger_line *lines;
    size_t line_count;
    struct ledger_entry *entries;
    size_t entry_count;
    int64_t unapplied;
    day charged_off_on; /* DAY_NONE: not */
    struct parts charged_off;
    day written_off_on;
    struct parts written_off;
    int64_t recovered;                  /* after the charge-off */
    enum arrangement_state arrangement; /* of the last one */
    int64_t agreed;                     /* Σ of its plan */
    struct parts waived;                /* posted: only of one that was paid in full */
};

struct ledger_rules {
    const struct profile *standard;
    const struct profile *charged_off; /* NULL: as standard */
    const struct profile_step *steps;  /* in order of their days; before the first: standard */
    size_t step_count;
};

struct ledger_moment {
    day as_of;       /* events with a later value day do not count yet */
    int64_t last_id; /* nor those booked after this one: what was known then */
};
#define LEDGER_EVENTS_MAX 100000
#define LEDGER_ALL        ((struct ledger_moment){DAY_MAX, INT64_MAX})
/* E_INVALID: an amount of 0 or below or above LIMIT_AMOUNT_MINOR, an event of another that is not
 * there.  E_LIMIT: over LEDGER_EVENTS_MAX.  What comes after a write-off of all is unapplied. */
MUST_CHECK status ledger_replay(struct op *op, const struct ledger_rules *rules,
                                const struct ledger_event *events, size_t count,
                                struct ledger_moment moment, struct ledger *ret_ledger);
/* Whether a write-off stands: then nothing is booked but its reversal, by approval. */
bool ledger_is_frozen(const struct ledger_event *events, size_t count);
int64_t ledger_open_of(const struct ledger *ledger, enum component component);
int64_t ledger_open(const struct ledger *ledger);
enum ledger_status ledger_status_of(const struct ledger *ledger);
/* "active", "closed", "overpaid", "closed_written_off". */
const char *ledger_status_name(enum ledger_status standing);
/* What the event moved on lines, by component: the split of a payment. */
struct parts ledger_split(const struct ledger *ledger, int64_t event_id);
#endif
