#include "comply/trail.h"

#include "comply/pack_table.h"

#define CAPS_MAX 64

struct trail {
    const struct cap *list[CAPS_MAX];
    int count;
    int kept;    /* maxima of the law that those of the limits keep */
    bool is_all; /* no other maximum of the law is there */
};

static const struct edition *edition_of(const struct pack *pack, day d)
{
    size_t index = pack->edition_count - 1;
    while (index > 0 && pack->editions[index].from > d)
        index--;
    return &pack->editions[index];
}

/* Both use the same number of the same maximum on every day. */
static bool counts_alike(const struct cap *a, const struct cap *b)
{
    return a->max == b->max && a->span == b->span && a->counts == b->counts &&
           a->is_together == b->is_together && a->is_by_case == b->is_by_case &&
           a->rule->channels == b->rule->channels && (a->span != CAP_DAYS || a->days == b->days) &&
           (a->span != CAP_WEEK || a->week_start == b->week_start);
}

static status add_cap(struct op *op, struct trail *trail, const struct cap *cap)
{
    for (int i = 0; i < trail->count; i++)
        if (counts_alike(trail->list[i], cap))
            return OK;
    if (trail->count == CAPS_MAX || cap->max > UINT8_MAX)
        return op_fail(op, E_LIMIT,
                       "rule %s: more than %d maxima, or one above %d, cannot be told apart",
                       cap->rule->info.id, CAPS_MAX, UINT8_MAX);
    trail->list[trail->count++] = cap;
    return OK;
}

/* --- what limits keep of the law --- */

/* All contacts that b counts on the channel are counted by a as well. */
static bool counts_all(const struct cap *a, const struct cap *b)
{
    if (a->is_by_case && !b->is_by_case)
        return false;
    if (!b->is_together)
        return true; /* a counts the channel at least */
    return a->is_together && (b->rule->channels & ~a->rule->channels) == 0;
}

/* For the same contacts a's number is never below b's: attempts are at least those that nobody
 * answered, and those of a day on which somebody did. */
static bool counts_as_many(enum cap_count a, enum cap_count b)
{
    return a == b || (a == COUNT_ATTEMPTS && (b == COUNT_UNANSWERED || b == COUNT_ANSWERED));
}

/* Each span of b lies in one of a that ends as late. */
static bool spans_as_long(const struct cap *a, const struct cap *b)
{
    if (b->span == CAP_DAY)
        return true;
    if (b->span == CAP_WEEK && a->span == CAP_WEEK)
        return a->week_start == b->week_start;
    return a->span == CAP_DAYS && a->days >= (b->span == CAP_WEEK ? 7 : b->days);
}

static bool keeps(const struct cap *a, const struct cap *b)
{
    return a->max <= b->max && counts_all(a, b) && counts_as_many(a->counts, b->counts) &&
           spans_as_long(a, b);
}

static bool is_kept(const struct slot *limits, const struct cap *cap)
{
    for (int i = 0; i < limits->cap_count; i++)
        if (keeps(limits->caps[i], cap))
            return true;
    return false;
}

/* Whether it is kept on every channel and purpose that it binds. */
static bool is_kept_everywhere(const struct edition *law, const struct edition *limits,
                               const struct cap *cap)
{
    for (int channel = 0; channel < CHANNEL_COUNT; channel++)
        for (int purpose = 0; purpose < PURPOSE_COUNT; purpose++) {
            const struct slot *const slot = &law->slots[channel][purpose];
            for (int i = 0; i < slot->cap_count; i++)
                if (slot->caps[i] == cap && !is_kept(&limits->slots[channel][purpose], cap))
                    return false;
        }
    return true;
}

/* --- opening --- */

struct opening {
    struct trail *trail;
    const struct edition *law;
    const struct edition *limits;
    const struct cap *kept[CAPS_MAX];
};

static void note_kept(struct opening *o, const struct cap *cap)
{
    for (int i = 0; i < o->trail->kept; i++)
        if (o->kept[i] == cap)
            return;
    if (o->trail->kept < CAPS_MAX)
        o->kept[o->trail->kept++] = cap;
}

static status add_law_cap(struct op *op, struct opening *o, const struct cap *cap)
{
    if (is_kept_everywhere(o->law, o->limits, cap)) {
        note_kept(o, cap);
        return OK;
    }
    o->trail->is_all = false;
    return add_cap(op, o->trail, cap);
}

status trail_open(struct op *op, const struct pack *law, const struct pack *limits, day d,
                  const struct trail **ret_trail)
{
    struct opening o = {.trail = arena_new(op->arena, struct trail),
                        .law = edition_of(law, d),
                        .limits = edition_of(limits, d)};
    o.trail->is_all = true;
    for (int channel = 0; channel < CHANNEL_COUNT; channel++)
        for (int purpose = 0; purpose < PURPOSE_COUNT; purpose++) {
            const struct slot *const wanted = &o.limits->slots[channel][purpose];
            const struct slot *const lawful = &o.law->slots[channel][purpose];
            for (int i = 0; i < wanted->cap_count; i++)
                TRY(add_cap(op, o.trail, wanted->caps[i]));
            for (int i = 0; i < lawful->cap_count; i++)
                TRY(add_law_cap(op, &o, lawful->caps[i]));
        }
    *ret_trail = o.trail;
    return OK;
}

/* Days that the span reaches back from d, d included. */
static int reach_of(const struct cap *cap, day d)
{
    if (cap->span == CAP_DAYS)
        return cap->days;
    return cap->span == CAP_DAY ? 1 : ((int)day_weekday(d) - (int)cap->week_start + 7) % 7 + 1;
}

struct writing {
    struct trail_bytes *out;
    const struct gate_count *rows;
    size_t count;
    day d;
};

static bool put(struct writing *w, int number, int most)
{
    if (w->out->size == TRAIL_BYTES_MAX)
        return false;
    w->out->list[w->out->size++] = (uint8_t)(number < most ? number : most);
    return true;
}

/* What a day holds of one channel, or of all of a rule's channels. */
struct sum {
    int attempts;
    int contacts;
};

static bool is_seen(const struct cap *cap, uint32_t channels, const struct gate_count *row)
{
    return (channels >> row->channel & 1) && !(cap->is_by_case && !row->is_this_case);
}

static struct sum sum_of(const struct writing *w, const struct cap *cap, uint32_t channels, day on)
{
    struct sum sum = {0, 0};
    for (size_t i = 0; i < w->count; i++) {
        const struct gate_count *const row = &w->rows[i];
        if (row->on == on && is_seen(cap, channels, row)) {
            sum.attempts += row->attempts;
            sum.contacts += row->contacts;
        }
    }
    return sum;
}

/* Attempts or conversations that add up: from the newest day on, never more than the maximum in
 * all, for what fills the span outlives what is older.  The days of a week or of one day are one.
 */
static bool put_plain(struct writing *w, const struct cap *cap, uint32_t channels)
{
    const int reach = reach_of(cap, w->d);
    int left = cap->max;
    for (int back = 0; back < reach; back++) {
        const struct sum sum = sum_of(w, cap, channels, w->d - back);
        const int number = cap->counts == COUNT_CONTACTS ? sum.contacts : sum.attempts;
        const int kept = number < left ? number : left;
        left -= kept;
        if (cap->span == CAP_DAYS && !put(w, kept, UINT8_MAX))
            return false;
    }
    return cap->span == CAP_DAYS || put(w, cap->max - left, UINT8_MAX);
}

/* What a day that is over adds to a maximum that tells attempts from answers. */
static int value_of(const struct writing *w, const struct cap *cap, uint32_t channels, day on)
{
    const struct sum sum = sum_of(w, cap, channels, on);
    int unanswered = 0;
    if (cap->counts == COUNT_ANSWERED)
        return sum.contacts > 0 ? sum.attempts : 0;
    for (size_t i = 0; i < w->count; i++)
        if (w->rows[i].on == on && is_seen(cap, channels, &w->rows[i]) &&
            w->rows[i].attempts > w->rows[i].contacts)
            unanswered += w->rows[i].attempts - w->rows[i].contacts;
    return unanswered;
}

/* Attempts of a day that is not over count as soon as somebody answers any of them. */
static bool put_answered_today(struct writing *w, const struct cap *cap, uint32_t channels)
{
    const struct sum sum = sum_of(w, cap, channels, w->d);
    return put(w, sum.attempts, cap->max) && put(w, sum.contacts, 1);
}

/* An answer may still come to any row of a day that is not over. */
static bool put_rows_today(struct writing *w, const struct cap *cap, uint32_t channels)
{
    for (int slot = 0; slot < 2 * CHANNEL_COUNT; slot++) {
        struct sum sum = {0, 0};
        for (size_t i = 0; i < w->count; i++)
            if (w->rows[i].on == w->d && w->rows[i].channel == slot / 2 &&
                w->rows[i].is_this_case == (slot % 2 == 0) && is_seen(cap, channels, &w->rows[i]))
                sum = (struct sum){w->rows[i].attempts, w->rows[i].contacts};
        if ((channels >> (slot / 2) & 1) &&
            (!put(w, sum.attempts, UINT8_MAX) || !put(w, sum.contacts, UINT8_MAX)))
            return false;
    }
    return true;
}

static bool put_today(struct writing *w, const struct cap *cap, uint32_t channels)
{
    return cap->counts == COUNT_ANSWERED ? put_answered_today(w, cap, channels)
                                         : put_rows_today(w, cap, channels);
}

static bool put_days(struct writing *w, const struct cap *cap, uint32_t channels)
{
    const int reach = reach_of(cap, w->d);
    if (!put_today(w, cap, channels))
        return false;
    for (int back = 1; back < reach; back++)
        if (!put(w, value_of(w, cap, channels, w->d - back), cap->max))
            return false;
    return true;
}

/* Which channels had a conversation: in a week together, else day by day. */
static bool put_channels(struct writing *w, const struct cap *cap)
{
    const int reach = reach_of(cap, w->d);
    int seen = 0;
    for (int back = 0; back < reach; back++) {
        for (int channel = 0; channel < CHANNEL_COUNT; channel++)
            if ((cap->rule->channels >> channel & 1) &&
                sum_of(w, cap, UINT32_C(1) << channel, w->d - back).contacts > 0)
                seen |= 1 << channel;
        if (cap->span == CAP_DAYS) {
            if (!put(w, seen, UINT8_MAX))
                return false;
            seen = 0;
        }
    }
    return cap->span == CAP_DAYS || put(w, seen, UINT8_MAX);
}

static bool put_series(struct writing *w, const struct cap *cap, uint32_t channels)
{
    return cap->counts == COUNT_ATTEMPTS || cap->counts == COUNT_CONTACTS
               ? put_plain(w, cap, channels)
               : put_days(w, cap, channels);
}

static bool put_cap(struct writing *w, const struct cap *cap)
{
    if (cap->counts == COUNT_CHANNELS)
        return put_channels(w, cap);
    if (cap->is_together)
        return put_series(w, cap, cap->rule->channels);
    for (int channel = 0; channel < CHANNEL_COUNT; channel++)
        if ((cap->rule->channels >> channel & 1) && !put_series(w, cap, UINT32_C(1) << channel))
            return false;
    return true;
}

bool trail_write(const struct trail *trail, const struct gate_count *rows, size_t count, day d,
                 struct trail_bytes *ret_bytes)
{
    struct writing w = {.out = ret_bytes, .rows = rows, .count = count, .d = d};
    ret_bytes->size = 0;
    for (int i = 0; i < trail->count; i++)
        if (!put_cap(&w, trail->list[i]))
            return false;
    return true;
}

int trail_days(const struct trail *trail)
{
    int most = 0;
    for (int i = 0; i < trail->count; i++) {
        const struct cap *const cap = trail->list[i];
        const int days = cap->span == CAP_DAYS ? cap->days : cap->span == CAP_WEEK ? 7 : 1;
        most = days > most ? days : most;
    }
    return most;
}

int trail_caps(const struct trail *trail, int *ret_largest)
{
    *ret_largest = 0;
    for (int i = 0; i < trail->count; i++)
        if (trail->list[i]->max > *ret_largest)
            *ret_largest = trail->list[i]->max;
    return trail->count;
}

const struct trail *trail_none(void)
{
    static const struct trail none = {.is_all = true};
    return &none;
}

int trail_kept(const struct trail *trail, bool *ret_all)
{
    *ret_all = trail->is_all;
    return trail->kept;
}

/* Sums of several channels do not tell them apart; lists of rows or of channels do. */
static bool tells_channels(const struct cap *cap, enum channel a, enum channel b)
{
    const bool has_a = (cap->rule->channels >> a & 1) != 0;
    const bool has_b = (cap->rule->channels >> b & 1) != 0;
    const bool is_sum = cap->counts != COUNT_CHANNELS && cap->counts != COUNT_UNANSWERED;
    return has_a != has_b || (has_a && !(cap->is_together && is_sum));
}

enum channel trail_alike(const struct trail *trail, enum channel channel)
{
    bool is_counted = false;
    for (int i = 0; i < trail->count; i++)
        is_counted |= (trail->list[i]->rule->channels >> channel & 1) != 0;
    if (!is_counted)
        return CHANNEL_NONE;
    for (enum channel other = CHANNEL_EMAIL; other < channel; other++) {
        bool is_told = false;
        for (int i = 0; i < trail->count; i++)
            is_told |= tells_channels(trail->list[i], other, channel);
        if (!is_told)
            return other;
    }
    return channel;
}

bool trail_tells_cases(const struct trail *trail)
{
    for (int i = 0; i < trail->count; i++)
        if (trail->list[i]->is_by_case || trail->list[i]->counts == COUNT_UNANSWERED)
            return true;
    return false;
}

bool trail_tells_contacts(const struct trail *trail)
{
    for (int i = 0; i < trail->count; i++)
        if (trail->list[i]->counts != COUNT_ATTEMPTS)
            return true;
    return false;
}

bool trail_only_fills(const struct trail *trail)
{
    for (int i = 0; i < trail->count; i++)
        if (trail->list[i]->counts == COUNT_UNANSWERED)
            return false;
    return true;
}
