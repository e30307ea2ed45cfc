#include "comply/gate.h"

#include <assert.h>
#include <stdio.h>

#include "comply/pack_table.h"

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
    bool is_temporal;             /* refused: a later day may permit */
    bool is_held;                 /* refused by the hold */
    const struct rule *closed_by; /* permitted later on the day: who refuses until then */
    const char *closed_reason;
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
    const struct cap *reached; /* a maximum that leaves no room, or NULL */
};

static const struct slot *find_slot(const struct pack *pack, const struct gate_request *request,
                                    day d)
{
    size_t index = pack->edition_count - 1;
    while (index > 0 && pack->editions[index].from > d)
        index--;
    return &pack->editions[index].slots[request->channel][request->purpose];
}

static uint32_t bit_if(bool is_so, enum fact fact)
{
    return (uint32_t)is_so << fact;
}

static uint32_t list_circumstances(const struct gate_request *request)
{
    return bit_if(request->is_elderly && request->role != ROLE_DEBTOR, FACT_ELDERLY) |
           bit_if(request->has_suit, FACT_SUED) | bit_if(request->is_in_relief, FACT_MORATORIUM) |
           bit_if(request->is_workplace, FACT_WORKPLACE) |
           bit_if(request->is_automated && request->consent != CONSENT_GIVEN, FACT_AUTOMATED) |
           bit_if(!request->zone, FACT_ZONE_UNKNOWN);
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
    if (request->channel == CHANNEL_VISIT)
        facts |= FACT_BIT(FACT_VISIT);
    return facts | list_circumstances(request);
}

static bool is_held_on(const struct gate_request *request, day d)
{
    return request->has_hold && request->hold_from <= d && /* DAY_NONE is before every day */
           (request->hold_until == DAY_NONE || d < request->hold_until);
}

/* A channel that we have no word for may be any of those that add up. */
static bool adds_up(const struct cap *cap, const struct gate_count *row)
{
    return row->channel == GATE_CHANNEL_OTHER || (cap->rule->channels >> row->channel & 1) != 0;
}

static bool is_counted(const struct cap *cap, const struct gate_request *request,
                       const struct gate_count *row)
{
    if (cap->is_by_case && !row->is_this_case)
        return false;
    return cap->is_together ? adds_up(cap, row) : row->channel == request->channel;
}

/* How often somebody answered on a day, whatever the channel asked about. */
static bool is_answered_on(const struct cap *cap, const struct gate_request *request, day d)
{
    for (size_t i = 0; i < request->count_rows; i++)
        if (request->counts[i].on == d && request->counts[i].contacts > 0 &&
            is_counted(cap, request, &request->counts[i]))
            return true;
    return false;
}

static int count_row(const struct cap *cap, const struct gate_request *request,
                     const struct gate_count *row)
{
    switch (cap->counts) {
    case COUNT_CONTACTS:
        return row->contacts;
    case COUNT_UNANSWERED:
        return row->reserved + (row->attempts > row->contacts ? row->attempts - row->contacts : 0);
    case COUNT_ANSWERED:
        return is_answered_on(cap, request, row->on) ? row->attempts + row->reserved : 0;
    case COUNT_ATTEMPTS:
    case COUNT_CHANNELS: /* counted apart */
    case COUNT_KIND_COUNT:
        break;
    }
    return row->attempts + row->reserved;
}

static int count_channels(const struct cap *cap, const struct gate_request *request, day first,
                          day last)
{
    uint32_t others = 0;
    for (size_t i = 0; i < request->count_rows; i++) {
        const struct gate_count *const row = &request->counts[i];
        if (row->on >= first && row->on <= last && row->contacts > 0 &&
            row->channel != request->channel && adds_up(cap, row) &&
            !(cap->is_by_case && !row->is_this_case))
            others |= UINT32_C(1) << row->channel;
    }
    return __builtin_popcount(others);
}

static int count_between(const struct cap *cap, const struct gate_request *request, day first,
                         day last)
{
    int used = 0;
    if (cap->counts == COUNT_CHANNELS)
        return count_channels(cap, request, first, last);
    for (size_t i = 0; i < request->count_rows; i++) {
        const struct gate_count *const row = &request->counts[i];
        if (row->on >= first && row->on <= last && is_counted(cap, request, row))
            used += count_row(cap, request, row);
    }
    /* What is asked about must not stand in its own way. */
    if (cap->counts != COUNT_CONTACTS && request->has_reserved && request->reserved_on >= first &&
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
static int count_used(const struct cap *cap, const struct gate_request *request, day d)
{
    if (request->count_rows == 0)
        return 0;
    if (cap->span == CAP_DAY)
        return count_between(cap, request, d, d);
    if (cap->span == CAP_WEEK) {
        const day first = d - ((int)day_weekday(d) - (int)cap->week_start + 7) % 7;
        return count_between(cap, request, first, first + 6);
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
        const struct cap *const cap = slot->caps[i];
        struct usage *const usage = cap->span == CAP_DAY ? &usages.day : &usages.week;
        const int used = count_used(cap, request, d);
        if (usage->max == GATE_NO_MAX || cap->max - used < usage->max - usage->used)
            *usage = (struct usage){used, cap->max};
        if (used >= cap->max && !usages.reached)
            usages.reached = cap;
    }
    return usages;
}

static enum day_kind kind_of(day d)
{
    const enum weekday weekday = day_weekday(d);
    return weekday == SATURDAY ? DAY_SAT : weekday == SUNDAY ? DAY_SUN : DAY_MON_FRI;
}

static bool has_second(const struct windows *windows, int32_t second)
{
    for (int i = 0; i < windows->count; i++)
        if (second >= windows->list[i].open && second < windows->list[i].close)
            return true;
    return false;
}

/* A rule that keeps the whole day closed: its weekday first, then the holiday. */
static bool find_closing(const struct slot *slot, enum day_kind kind, struct scan *scan,
                         const char *reason)
{
    for (int i = 0; i < slot->hours_count; i++)
        if ((slot->hours_days[i] & DAY_BIT(kind)) && slot->hours[i]->windows[kind].count == 0) {
            scan->rule = slot->hours[i];
            scan->reason = reason;
            return true;
        }
    return false;
}

/* Names the rule that no window of a day leaves room in; second is the clock that was asked about.
 */
static void name_hours(const struct slot *slot, enum day_kind kind, bool is_holiday, int32_t second,
                       struct scan *scan)
{
    if (find_closing(slot, kind, scan, "gate.rest_day") ||
        (is_holiday && find_closing(slot, DAY_HOLIDAY, scan, "gate.holiday")))
        return;
    scan->rule = slot->hours[0];
    scan->reason = "gate.outside_hours";
    for (int i = slot->hours_count - 1; i >= 0; i--)
        for (int k = 0; k < DAY_KIND_COUNT; k++)
            if ((k == (int)kind || (is_holiday && k == DAY_HOLIDAY)) &&
                (slot->hours_days[i] & DAY_BIT(k)) &&
                !has_second(&slot->hours[i]->windows[k], second))
                scan->rule = slot->hours[i];
}

static int32_t second_of(const struct gate_request *request, instant at)
{
    return at == INSTANT_NONE || !request->zone ? 0 : zone_to_local(request->zone, at).second;
}

static struct gate_clocks clocks_of(const struct gate_request *request)
{
    return (struct gate_clocks){request->zone, request->other_zones, request->other_zone_count};
}

/* The wish as far as hours go: whoever acts by hand is told later, and a letter has none. */
static const struct gate_wish *bound_by(const struct gate_request *request)
{
    return request->is_by_hand || request->channel == CHANNEL_LETTER ? NULL : &request->wish;
}

static void take_leave(const struct gate_leave *leave, const struct rule *rule, struct scan *scan)
{
    scan->open = leave->open;
    scan->close = leave->close;
    scan->rule = leave->is_wish_close ? &gate_wish_as_rule : rule;
    scan->is_permitted = true;
}

static void scan_untimed(const struct gate_request *request, day d, instant from, struct scan *scan)
{
    const struct gate_clocks clocks = clocks_of(request);
    const struct rule *const rule = scan->rule;
    const instant start = gate_clock(&clocks, d, 0, ZONE_LAST, true);
    const instant end = gate_clock(&clocks, d + 1, 0, ZONE_LAST, false);
    const struct gate_leave leave =
        gate_wish_cut(bound_by(request), &clocks, d, from > start ? from : start, end);
    if (leave.open < leave.close) {
        take_leave(&leave, rule, scan);
        scan->close = leave.is_wish_close ? leave.close : INSTANT_NONE;
    } else if (leave.law_open < end) {
        scan->rule = &gate_wish_as_rule;
    }
    scan->closed_by =
        scan->is_permitted && leave.open != leave.law_open ? &gate_wish_as_rule : NULL;
    scan->closed_reason = scan->closed_by ? GATE_WISH_HOURS : "gate.outside_hours";
    scan->reason = leave.is_wish_close && scan->is_permitted ? "gate.allowed_until"
                   : scan->is_permitted                      ? "gate.allowed"
                   : scan->rule == &gate_wish_as_rule        ? GATE_WISH_HOURS
                                                             : "gate.outside_hours";
}

/* Doubt about the clock shortens a window: it opens at the last instant that shows the hour and
 * closes at the first. */
static void scan_windows(const struct pack *pack, const struct slot *slot,
                         const struct gate_request *request, day d, instant from, struct scan *scan)
{
    const struct gate_clocks clocks = clocks_of(request);
    const enum day_kind kind = kind_of(d);
    const bool is_holiday = slot->open[0][kind].count > 0 && holiday_is(pack->calendar, d);
    const struct spans *const spans = &slot->open[is_holiday][kind];
    instant law_open = INSTANT_NONE; /* of the first span that the law leaves */
    for (int i = 0; i < spans->count && !scan->is_permitted; i++) {
        const instant close = gate_clock(&clocks, d, spans->list[i].close, ZONE_FIRST, false);
        if (close <= from)
            continue;
        const instant open = gate_clock(&clocks, d, spans->list[i].open, ZONE_LAST, true);
        if (open >= close)
            continue;
        const struct gate_leave leave =
            gate_wish_cut(bound_by(request), &clocks, d, open > from ? open : from, close);
        law_open = law_open == INSTANT_NONE ? leave.law_open : law_open;
        if (leave.open < leave.close)
            take_leave(&leave, spans->list[i].rule, scan);
    }
    scan->reason = "gate.allowed_until";
    if (scan->is_permitted && scan->open == from)
        return;
    struct scan refused = *scan;
    refused.rule = &gate_wish_as_rule;
    refused.reason = GATE_WISH_HOURS;
    if (law_open == INSTANT_NONE || (scan->is_permitted && law_open != from))
        name_hours(slot, kind, is_holiday, second_of(request, from), &refused);
    scan->closed_by = refused.rule;
    scan->closed_reason =
        refused.rule == &gate_wish_as_rule ? GATE_WISH_HOURS : "gate.outside_hours";
    if (!scan->is_permitted)
        *scan = refused;
}

static void refuse(struct scan *scan, const struct rule *rule, const char *reason, bool is_temporal)
{
    scan->rule = rule;
    scan->reason = reason;
    scan->is_temporal = is_temporal;
}

static const char *cap_reason(const struct cap *cap)
{
    return cap->counts == COUNT_CHANNELS   ? "gate.other_channel"
           : cap->counts == COUNT_CONTACTS ? "gate.cooldown"
           : cap->span == CAP_DAY          ? "gate.day_max"
                                           : "gate.week_max";
}

/* Another channel was asked for, by which the person can be reached. */
static bool is_by_other_channel(const struct gate_request *request)
{
    return !request->is_by_hand && request->wish.channel != CHANNEL_NONE &&
           request->wish.channel != request->channel;
}

/* The gravest reason first: facts, hold, maxima, hours, the person's wish. */
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
        refuse(&scan, ret_usages->reached->rule, cap_reason(ret_usages->reached), true);
    } else {
        refuse(&scan, slot->hours[0], NULL, true);
        if (slot->is_untimed)
            scan_untimed(request, d, from, &scan);
        else
            scan_windows(pack, slot, request, d, from, &scan);
        if (scan.is_permitted && is_by_other_channel(request)) {
            scan.is_permitted = false;
            refuse(&scan, &gate_wish_as_rule, "gate.wish_channel", false);
        }
    }
    return scan;
}

/* The day from which on to look further after a refusal on day d: what forbids apart from time may
 * end with a change of law, and only then. */
static day day_after(const struct pack *pack, const struct scan *scan, day d)
{
    if (scan->is_temporal)
        return d + 1;
    for (size_t i = 1; i < pack->edition_count; i++)
        if (pack->editions[i].from > d && pack->editions[i].from <= d + HORIZON_DAYS)
            return pack->editions[i].from;
    return DAY_MAX + 1;
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
        if (scan.is_held && request->hold_until == DAY_NONE)
            return false;
        d = scan.is_held ? request->hold_until : day_after(pack, &scan, d);
        last = scan.is_held ? d + HORIZON_DAYS : last;
    }
    return false;
}

static bool is_lasting(const struct scan *scan, const struct gate_request *request)
{
    return !scan->is_permitted &&
           (!scan->is_temporal || (scan->is_held && request->hold_until == DAY_NONE));
}

static void write_verdict(const struct pack *pack, const struct gate_request *request,
                          const struct scan *scan, const struct usages *usages,
                          struct gate_verdict *ret_verdict)
{
    const struct pack_rule *const info = &scan->rule->info;
    const bool is_wish = scan->rule == &gate_wish_as_rule;
    *ret_verdict = (struct gate_verdict){
        .state = GATE_REFUSED,
        .rule_id = info->id,
        .citation = info->citation,
        .reason = scan->reason,
        .pack_country = is_wish ? pack->country : info->country,
        .pack_version = is_wish ? pack->version : info->version,
        .basis = info->basis,
        .until = INSTANT_NONE,
        .next_at = INSTANT_NONE,
        .next_on = DAY_NONE,
        .is_lasting = is_lasting(scan, request),
        .day_used = usages->day.used,
        .day_max = usages->day.max,
        .week_used = usages->week.used,
        .week_max = usages->week.max,
        .wish_at = INSTANT_NONE,
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

day gate_day_of(const struct gate_request *request, instant at)
{
    return request->zone ? zone_to_local(request->zone, at).day : instant_utc_day(at);
}

size_t gate_counters(const struct pack *pack, const struct gate_request *request, day d,
                     struct gate_counter out[GATE_COUNTERS_MAX])
{
    const struct slot *const slot = find_slot(pack, request, d);
    for (int i = 0; i < slot->cap_count; i++) {
        const struct cap *const cap = slot->caps[i];
        out[i] = (struct gate_counter){cap->rule->info.id, count_used(cap, request, d), cap->max,
                                       "week"};
        if (cap->span == CAP_DAY)
            (void)snprintf(out[i].window, GATE_WINDOW_SIZE, "day");
        else if (cap->span == CAP_DAYS)
            (void)snprintf(out[i].window, GATE_WINDOW_SIZE, "%d days", cap->days);
    }
    return (size_t)slot->cap_count;
}

static void check_at(const struct pack *pack, const struct gate_request *request,
                     struct gate_verdict *ret_verdict)
{
    struct usages usages;
    const day d = gate_day_of(request, request->at);
    struct scan scan = scan_day(pack, request, d, request->at, &usages);
    const bool is_now = scan.is_permitted && scan.open == request->at;
    if (scan.is_permitted && !is_now) { /* later today */
        scan.reason = scan.closed_by ? scan.closed_reason : "gate.outside_hours";
        scan.rule = scan.closed_by ? scan.closed_by : scan.rule;
    }
    write_verdict(pack, request, &scan, &usages, ret_verdict);
    if (is_now) {
        write_allowed(&scan, d, ret_verdict);
    } else if (scan.is_permitted) {
        ret_verdict->next_at = scan.open;
        ret_verdict->next_on = d;
    } else {
        (void)find_next(pack, request, day_after(pack, &scan, d), request->at,
                        &ret_verdict->next_on, &ret_verdict->next_at);
    }
}

void gate_check(const struct pack *pack, const struct gate_request *request,
                struct gate_verdict *ret_verdict)
{
    check_request(request);
    assert(request->at != INSTANT_NONE);
    check_at(pack, request, ret_verdict);
    if (!request->is_by_hand || !gate_wish_is_any(&request->wish) ||
        ret_verdict->state == GATE_REFUSED)
        return;
    struct gate_request bound = *request;
    struct gate_verdict wished;
    bound.is_by_hand = false;
    check_at(pack, &bound, &wished);
    if (wished.state == GATE_REFUSED) {
        ret_verdict->wish = wished.reason;
        ret_verdict->wish_at = wished.next_at;
    }
}

static bool plan_day(const struct pack *pack, const struct gate_request *request, day d,
                     struct scan *scan, struct gate_verdict *ret_verdict)
{
    check_request(request);
    struct usages usages;
    *scan = scan_day(pack, request, d, request->at, &usages);
    write_verdict(pack, request, scan, &usages, ret_verdict);
    if (scan->is_permitted)
        write_allowed(scan, d, ret_verdict);
    return scan->is_permitted;
}

bool gate_plan_day(const struct pack *pack, const struct gate_request *request, day d,
                   instant *ret_not_before, struct gate_verdict *ret_verdict)
{
    struct scan scan;
    if (!plan_day(pack, request, d, &scan, ret_verdict))
        return false;
    *ret_not_before = scan.open;
    return true;
}

bool gate_plan(const struct pack *pack, const struct gate_request *request, day d,
               instant *ret_not_before, struct gate_verdict *ret_verdict)
{
    struct scan scan;
    if (plan_day(pack, request, d, &scan, ret_verdict)) {
        *ret_not_before = scan.open;
        return true;
    }
    const day here = request->at == INSTANT_NONE ? d : gate_day_of(request, request->at);
    (void)find_next(pack, request, here > d ? here : day_after(pack, &scan, d), request->at,
                    &ret_verdict->next_on, &ret_verdict->next_at);
    return false;
}
