/* What the tests of the gate share: packs, zones and instants by their texts. */
#ifndef TESTS_COMPLY_GATE_CASE_H
#define TESTS_COMPLY_GATE_CASE_H
#include "base/assets.h"
#include "comply/gate.h"
#include "tests/check.h"

static inline const struct pack *gate_pack(const char *country, enum pack_mode mode)
{
    const struct pack *pack = NULL;
    struct op *const op = check_op();
    check_ok(op, pack_open(op, str_of(country), mode, &pack));
    return pack;
}

static inline const struct zone *gate_zone(const char *id)
{
    const struct zone *zone = NULL;
    struct op *const op = check_op();
    check_ok(op, zone_find(op, str_of(id), &zone));
    return zone;
}

static inline day gate_day(const char *text)
{
    day d = 0;
    check_true(day_parse(str_of(text), &d));
    return d;
}

/* 2026-11-21T19:45 in UTC, or "-" for none. */
static inline instant gate_utc(const char *text)
{
    day d = 0;
    int64_t part[2] = {0, 0};
    if (text[0] == '-')
        return INSTANT_NONE;
    check_true(day_parse((str){text, 10}, &d));
    for (size_t i = 0; i < 2; i++)
        check_true(str_to_i64((str){text + 11 + 3 * i, 2}, &part[i]));
    return d * INSTANT_PER_DAY + (part[0] * 60 + part[1]) * 60 * INSTANT_PER_SECOND;
}

/* "2026-11-21 07:00" on the clock of a zone; the test of zones proves the way. */
static inline instant gate_local(const struct zone *zone, const char *text)
{
    int64_t hour = 0;
    int64_t minute = 0;
    day d = 0;
    if (text[0] == '-')
        return INSTANT_NONE;
    check_true(day_parse((str){text, 10}, &d));
    check_true(str_to_i64((str){text + 11, 2}, &hour) && str_to_i64((str){text + 14, 2}, &minute));
    return zone_to_instant(zone, d, (int32_t)(hour * 3600 + minute * 60), ZONE_FIRST);
}

/* A country's pack over the default; the text has ' for ", which keeps cases readable. */
static inline status gate_parse(struct op *op, const char *text, const struct pack **ret_pack)
{
    char *const quoted = arena_copy(op->arena, text, strlen(text));
    for (char *at = quoted; (at = strchr(at, '\'')) != NULL;)
        *at = '"';
    const str layers[] = {str_of(quoted),
                          asset_text(asset_find(assets_policies, STR("packs/INT.json")))};
    return pack_parse(op, layers, ARRAY_LEN(layers), PACK_ORDINARY, ret_pack);
}

static inline void check_instant(instant got, instant want)
{
    char got_text[INSTANT_TEXT_SIZE];
    char want_text[INSTANT_TEXT_SIZE];
    check_text(instant_format(got, got_text), instant_format(want, want_text));
}
#endif
