#include "comply/gate.h"

#include <assert.h>

#include "comply/pack_rules.h"

/* How far ahead the next permitted instant is looked for: longer than the longest rolling maximum
 * and any row of holidays, so that what is not found there needs more than time. */
#define HORIZON_DAYS 60

const char *gate_state_name(enum gate_state state)
{
    static const char *const names[] = {"allowed", "allowed_until", "refused"};
    assert((unsigned)state < ARRAY_LEN(names));
    return names[state];
}

/* What one local day says to a request: the first permitted span, or the rule that refuses. */
struct scan {
    const struct rule *rule;
    const char *reason;
    bool is_permitted;
    bool is_temporal; /* refused: a later day may permit */
    bool is_held;     /* refused by the hold */
    instant open;
    instant close; /* INSTANT_NONE: no hour bounds it */
};

/* The tightest maximum of its span on a day. */
struct usage {
    int used;
    int max;
};

struct usages {
    struct usage day;
    struct usage week;
    const struct rule *reached; /* a maximum that leaves no room, or NULL */
};

static const struct slot *find_slot(const struct pack *pack, const struct gate_request *request,
                                    day d)
{
    size_t index = pack->edition_count - 1;
    while (index > 0 && pack->editions[index].from > d)
        index--;
    return &pack->editions[index].slots[request->channel][request->purpose];
}

static uint32_t list_facts(const struct gate_request *request)
{
    static const uint32_t of_flag[FLAG_COUNT] = {
        [FLAG_DECEASED] = FACT_BIT(FACT_DECEASED), [FLAG_REPRESENTED] = FACT_BIT(FACT_REPRESENTED),
        [FLAG_BANKRUPT] = FACT_BIT(FACT_BANKRUPT), [FLAG_VULNERABLE] = FACT_BIT(FACT_VULNERABLE),
        [FLAG_MINOR] = FACT_BIT(FACT_MINOR),
    };
    uint32_t facts = FACT_BIT(FACT_ROLE + request->role) | FACT_BIT(FACT_POINT + request->point) |
                     FACT_BIT(FACT_CONSENT + request->consent);
    for (int flag = 0; request->flags != 0 && flag < FLAG_COUNT; flag++)
        if (request->flags & FLAG_BIT(flag))
            facts |= of_flag[flag];
    if (request->has_dispute)
        facts |= FACT_BIT(FACT_DISPUTE);
    if (!request->zone)
        facts |= FACT_BIT(FACT_ZONE_UNKNOWN);
    return facts;
}

static bool is_held_on(const struct gate_request *request, day d)
{
    return request->has_hold && request->hold_from <= d && /* DAY_NONE is before every day */
           (request->hold_until == DAY_NONE || d < request->hold_until);
}

static bool is_counted(const struct rule *cap, const struct gate_request *request,
                       const struct gate_count *row)
{
    if (cap->is_by_case && !row->is_this_case)
        return false;
    return cap->is_together ? (cap->channels >> row->channel & 1) != 0
                            : row->channel == request->channel;
}

static int count_between(const struct rule *cap, const struct gate_request *request, day first,
                         day last)
{
    int used = 0;
    for (size_t i = 0; i < request->count_rows; i++) {
        const struct gate_count *const row = &request->counts[i];
        if (row->on >= first && row->on <= last && is_counted(cap, request, row))
            used += cap->counts_contact ? row->contacts : row->attempts + row->reserved;
    }
    /* What is asked about must not stand in its own way. */
    if (!cap->counts_contact && request->has_reserved && request->reserved_on >= first &&
        request->reserved_on <= last && used > 0)
        used--;
    return used;
}

static day last_counted_day(const struct gate_request *request)
{
    day last = DAY_NONE;
    for (size_t i = 0; i < request->count_rows; i++)
        if (request->counts[i].on > last)
            last = request->counts[i].on;
    return last;
}

/* The fullest span of the cap that contains d.  A rolling span ends on d unless something is
 * already planned for later days: then each span that reaches them must have room as well. */
static int count_used(const struct rule *cap, const struct gate_request *request, day d)
{
    if (request->count_rows == 0)
        return 0;
    if (cap->span == CAP_DAY)
        return count_between(cap, request, d, d);
    if (cap->span == CAP_WEEK) {
        const day monday = d - (int)day_weekday(d) + MONDAY;
        return count_between(cap, request, monday, monday + 6);
    }
    int most = 0;
    day end = last_counted_day(request);
    if (end > d + cap->days - 1)
        end = d + cap->days - 1;
    do {
        const day last = end > d ? end : d;
        const int used = count_between(cap, request, last - cap->days + 1, last);
        most = used > most ? used : most;
        end--;
    } while (end >= d);
    return most;
}

static struct usages count_usages(const struct slot *slot, const struct gate_request *request,
                                  day d)
{
    struct usages usages = {
        {0, GATE_NO_MAX},
        {0, GATE_NO_MAX},
        NULL
    };
    for (int i = 0; i < slot->cap_count; i++) {
        const struct rule *const cap = slot->caps[i];
        struct usage *const usage = cap->span == CAP_DAY ? &usages.day : &usages.week;
        const int used = count_used(cap, request, d);
        if (usage->max == GATE_NO_MAX || cap->max - used < usage->max - usage->used)
            *usage = (struct usage){used, cap->max};
        if (used >= cap->max && !usages.reached)
            usages.reached = cap;
    }
    return usages;
}

/* A holiday never opens a day that its weekday keeps closed. */
static const struct windows *find_windows(const struct pack *pack, const struct rule *hours, day d,
                                          const char **ret_reason)
{
    const enum weekday weekday = day_weekday(d);
    const struct windows *const usual = &hours->windows[weekday == SATURDAY ? DAY_SAT
                                                        : weekday == SUNDAY ? DAY_SUN
                                                                            : DAY_MON_FRI];
    const struct windows *const holiday = &hours->windows[DAY_HOLIDAY];
    const bool is_holiday = usual->count > 0 && holiday_is(pack->calendar, d);
    const struct windows *const windows = is_holiday ? holiday : usual;
    *ret_reason = windows->count > 0 ? "gate.outside_hours"
                  : is_holiday       ? "gate.holiday"
                                     : "gate.rest_day";
    return windows;
}

/* Without a zone the day is the one of UTC: only what no hour and no maximum binds comes here. */
static instant day_start(const struct gate_request *request, day d)
{
    return request->zone ? zone_to_instant(request->zone, d, 0, ZONE_LAST)
                         : (instant)d * INSTANT_PER_DAY;
}

static void scan_untimed(const struct gate_request *request, day d, instant from, struct scan *scan)
{
    const instant start = day_start(request, d);
    scan->open = from > start ? from : start;
    scan->close = INSTANT_NONE;
    scan->is_permitted = scan->open < day_start(request, d + 1);
    scan->reason = scan->is_permitted ? "gate.allowed" : "gate.outside_hours";
}

/* Doubt about the clock shortens a window: it opens at the last instant that shows the hour and
 * closes at the first. */
static void scan_windows(const struct pack *pack, const struct gate_request *request, day d,
                         instant from, struct scan *scan)
{
    const struct windows *const windows = find_windows(pack, scan->rule, d, &scan->reason);
    for (int i = 0; i < windows->count && !scan->is_permitted; i++) {
        const instant close = zone_to_instant(request->zone, d, windows->list[i].close, ZONE_FIRST);
        if (close <= from)
            continue;
        const instant open = zone_to_instant(request->zone, d, windows->list[i].open, ZONE_LAST);
        scan->open = open > from ? open : from;
        scan->close = close;
        scan->is_permitted = scan->open < close;
    }
    if (scan->is_permitted)
        scan->reason = "gate.allowed_until";
}

static void refuse(struct scan *scan, const struct rule *rule, const char *reason, bool is_temporal)
{
    scan->rule = rule;
    scan->reason = reason;
    scan->is_temporal = is_temporal;
}

/* The gravest reason first: facts, hold, maxima, hours. */
static struct scan scan_day(const struct pack *pack, const struct gate_request *request, day d,
                            instant from, struct usages *ret_usages)
{
    struct scan scan = {.is_permitted = false, .open = INSTANT_NONE, .close = INSTANT_NONE};
    const struct slot *const slot = find_slot(pack, request, d);
    const uint32_t forbidding = slot->blocks & list_facts(request);
    *ret_usages = count_usages(slot, request, d);
    if (forbidding != 0) {
        const int fact = __builtin_ctz(forbidding);
        refuse(&scan, slot->blockers[fact], fact_reasons[fact], false);
    } else if ((slot->blocks & FACT_BIT(FACT_HOLD)) && is_held_on(request, d)) {
        refuse(&scan, slot->blockers[FACT_HOLD], fact_reasons[FACT_HOLD], true);
        scan.is_held = true;
    } else if (ret_usages->reached) {
        const bool is_daily = ret_usages->reached->span == CAP_DAY;
        refuse(&scan, ret_usages->reached, is_daily ? "gate.day_max" : "gate.week_max", true);
    } else {
        refuse(&scan, slot->hours, NULL, true);
        if (slot->hours->is_untimed)
            scan_untimed(request, d, from, &scan);
        else
            scan_windows(pack, request, d, from, &scan);
    }
    return scan;
}

/* The first permitted span from day d on and not before from; false: time alone does not help. */
static bool find_next(const struct pack *pack, const struct gate_request *request, day d,
                      instant from, day *ret_day, instant *ret_at)
{
    struct usages unused;
    day last = d + HORIZON_DAYS;
    while (d <= last && last <= DAY_MAX) {
        const struct scan scan = scan_day(pack, request, d, from, &unused);
        if (scan.is_permitted) {
            *ret_day = d;
            *ret_at = scan.open;
            return true;
        }
        if (!scan.is_temporal || (scan.is_held && request->hold_until == DAY_NONE))
            return false;
        d = scan.is_held ? request->hold_until : d + 1;
        last = scan.is_held ? d + HORIZON_DAYS : last;
    }
    return false;
}

static void write_verdict(const struct scan *scan, const struct usages *usages,
                          struct gate_verdict *ret_verdict)
{
    const struct pack_rule *const info = &scan->rule->info;
    *ret_verdict = (struct gate_verdict){
        .state = GATE_REFUSED,
        .rule_id = info->id,
        .citation = info->citation,
        .reason = scan->reason,
        .pack_country = info->country,
        .pack_version = info->version,
        .basis = info->basis,
        .until = INSTANT_NONE,
        .next_at = INSTANT_NONE,
        .next_on = DAY_NONE,
        .day_used = usages->day.used,
        .day_max = usages->day.max,
        .week_used = usages->week.used,
        .week_max = usages->week.max,
    };
}

static void write_allowed(const struct scan *scan, day d, struct gate_verdict *ret_verdict)
{
    ret_verdict->state = scan->close == INSTANT_NONE ? GATE_ALLOWED : GATE_ALLOWED_UNTIL;
    ret_verdict->until = scan->close;
    ret_verdict->next_at = scan->open;
    ret_verdict->next_on = d;
}

static void check_request(const struct gate_request *request)
{
    assert((unsigned)request->channel < CHANNEL_COUNT);
    assert((unsigned)request->purpose < PURPOSE_COUNT);
    assert((unsigned)request->role < ROLE_COUNT);
    assert((unsigned)request->point < POINT_STATE_COUNT);
    assert((unsigned)request->consent < CONSENT_STATE_COUNT);
    assert(request->count_rows == 0 || request->counts);
}

static day local_day(const struct gate_request *request)
{
    return request->zone ? zone_to_local(request->zone, request->at).day
                         : instant_utc_day(request->at);
}

void gate_check(const struct pack *pack, const struct gate_request *request,
                struct gate_verdict *ret_verdict)
{
    check_request(request);
    assert(request->at != INSTANT_NONE);
    struct usages usages;
    const day d = local_day(request);
    struct scan scan = scan_day(pack, request, d, request->at, &usages);
    const bool is_now = scan.is_permitted && scan.open == request->at;
    if (scan.is_permitted && !is_now)
        scan.reason = "gate.outside_hours"; /* later today */
    write_verdict(&scan, &usages, ret_verdict);
    if (is_now) {
        write_allowed(&scan, d, ret_verdict);
    } else if (scan.is_permitted) {
        ret_verdict->next_at = scan.open;
        ret_verdict->next_on = d;
    } else if (scan.is_temporal) {
        (void)find_next(pack, request, d + 1, request->at, &ret_verdict->next_on,
                        &ret_verdict->next_at);
    }
}

bool gate_plan(const struct pack *pack, const struct gate_request *request, day d,
               instant *ret_not_before, struct gate_verdict *ret_verdict)
{
    check_request(request);
    struct usages usages;
    const struct scan scan = scan_day(pack, request, d, request->at, &usages);
    write_verdict(&scan, &usages, ret_verdict);
    if (scan.is_permitted) {
        write_allowed(&scan, d, ret_verdict);
        *ret_not_before = scan.open;
        return true;
    }
    if (scan.is_temporal) {
        const day here = request->at == INSTANT_NONE ? d : local_day(request);
        (void)find_next(pack, request, here > d ? here : d + 1, request->at, &ret_verdict->next_on,
                        &ret_verdict->next_at);
    }
    return false;
}
