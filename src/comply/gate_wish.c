#include "comply/gate_wish.h"

#include "comply/pack_rules.h"

const struct rule gate_wish_as_rule = {
    .info = {.id = GATE_WISH_RULE,
             .kind = "wish",
             .citation = "The person's own word, in the ledger of consents",
             .summary_es = "La persona dijo cuándo y por dónde prefiere el contacto.",
             .summary_en = "The person said when and how they prefer to be reached.",
             .confidence = "high",
             .status = "policy_default",
             .country = PACK_DEFAULT,
             .basis = PACK_WISH,
             .effective_on = DAY_NONE,
             .repealed_on = DAY_NONE,
             .is_enforced = true,
             .override = OVERRIDE_NEVER},
};

const struct pack_rule *gate_wish_rule(void)
{
    return &gate_wish_as_rule.info;
}

bool gate_wish_is_any(const struct gate_wish *wish)
{
    return wish->days != 0 || wish->closes_s != 0 || wish->channel != CHANNEL_NONE;
}

instant gate_clock(const struct gate_clocks *clocks, day d, int32_t second, enum zone_pick pick,
                   bool is_last)
{
    if (!clocks->zone)
        return (instant)d * INSTANT_PER_DAY + second * INSTANT_PER_SECOND;
    instant chosen = zone_to_instant(clocks->zone, d, second, pick);
    for (size_t i = 0; i < clocks->other_count; i++) {
        const instant at = zone_to_instant(clocks->others[i], d, second, pick);
        if (is_last ? at > chosen : at < chosen)
            chosen = at;
    }
    return chosen;
}

struct gate_leave gate_wish_cut(const struct gate_wish *wish, const struct gate_clocks *clocks,
                                day d, instant open, instant close)
{
    struct gate_leave leave = {open, open, close, false};
    if (!wish)
        return leave;
    if (wish->days != 0 && !(wish->days >> day_weekday(d) & 1))
        leave.close = leave.open;
    if (wish->closes_s == 0 || leave.close == leave.open)
        return leave;
    const instant opens = gate_clock(clocks, d, wish->opens_s, ZONE_LAST, true);
    const instant closes = gate_clock(clocks, d, wish->closes_s, ZONE_FIRST, false);
    leave.open = opens > open ? opens : open;
    leave.is_wish_close = closes < close;
    leave.close = leave.is_wish_close ? closes : close;
    return leave;
}
