#include "identity/phone.h"

#include <assert.h>

#include "identity/phone_habit.h"
#include "identity/phone_range.h"
#include "identity/phone_scan.h"
#include "identity/phone_shim.h"

const char *phone_reason_name(enum phone_reason reason)
{
    static const char *const names[] = {
        "",           "NotANumber",    "NoRegion",     "TooShort",     "TooLong",
        "NoAreaCode", "InvalidLength", "UnknownRange", "InvalidPrefix"};
    static_assert(ARRAY_LEN(names) == PHONE_REASON_COUNT, "a name for each reason");
    return names[reason];
}

const char *phone_type_name(enum phone_type type)
{
    static const char *const names[] = {"FIXED_LINE", "MOBILE",          "FIXED_LINE_OR_MOBILE",
                                        "TOLL_FREE",  "PREMIUM_RATE",    "SHARED_COST",
                                        "VOIP",       "PERSONAL_NUMBER", "PAGER",
                                        "UAN",        "VOICEMAIL",       ""};
    static_assert(ARRAY_LEN(names) == PHONE_TYPE_COUNT, "a name for each type");
    return names[type];
}

bool phone_is_usable(const struct phone *phone)
{
    return phone->reason == PHONE_GOOD || phone->reason == PHONE_WRONG_PREFIX;
}

static enum phone_reason reason_of(const struct phone_shim *read)
{
    static const enum phone_reason errors[] = {
        [PHONE_SHIM_READ] = PHONE_GOOD,           [PHONE_SHIM_NO_NUMBER] = PHONE_NOT_A_NUMBER,
        [PHONE_SHIM_NO_REGION] = PHONE_NO_REGION, [PHONE_SHIM_TOO_SHORT] = PHONE_TOO_SHORT,
        [PHONE_SHIM_TOO_LONG] = PHONE_TOO_LONG,
    };
    static const enum phone_reason lengths[] = {
        [PHONE_SHIM_LENGTH_FITS] = PHONE_UNKNOWN_RANGE, [PHONE_SHIM_LENGTH_LOCAL] = PHONE_NO_AREA,
        [PHONE_SHIM_LENGTH_SHORT] = PHONE_TOO_SHORT,    [PHONE_SHIM_LENGTH_LONG] = PHONE_TOO_LONG,
        [PHONE_SHIM_LENGTH_WRONG] = PHONE_WRONG_LENGTH,
    };
    if (read->error != PHONE_SHIM_READ)
        return errors[read->error];
    return read->is_valid ? PHONE_GOOD : lengths[read->length];
}

struct reading {
    struct phone_shim number;
    bool is_old_prefix; /* it is reached by a prefix that its country does not use */
    bool has_more;
};

static struct phone_shim ask(str text, const char *region)
{
    struct phone_shim number;
    phone_shim_read(text.data, text.size, region, &number);
    if (number.error == PHONE_SHIM_READ)
        phone_range_correct(&number);
    return number;
}

/* A piece as it stands, or else in the form of today. */
static bool read_piece(struct arena *arena, const struct phone_piece *piece, const char *region,
                       struct reading *ret)
{
    str today;
    bool is_current = false;
    ret->number = ask(piece->text, region);
    ret->is_old_prefix =
        piece->is_redialled || phone_habit_is_old_prefix(&ret->number, piece->text);
    if (!ret->number.is_valid &&
        phone_habit_rewrite(arena, piece->text, region, &today, &is_current)) {
        ret->number = ask(today, region);
        ret->is_old_prefix = !is_current;
    }
    return ret->number.is_valid;
}

/* Read once more without the prefix, which the library may have kept: one number, one E.164. */
static void settle(struct reading *reading)
{
    struct phone_shim number;
    if (!reading->number.is_valid || !reading->is_old_prefix)
        return;
    number = ask(str_of(reading->number.e164), "");
    memcpy(number.extension, reading->number.extension, sizeof(number.extension));
    if (number.is_valid)
        reading->number = number;
}

/* What the library makes of the whole text; where that is nothing good, the first piece that is. */
static struct reading read_text(struct arena *arena, str text, const char *region)
{
    const struct phone_pieces pieces = phone_scan(arena, text);
    struct reading whole = {.number = ask(text, region), .has_more = pieces.number_count > 1};
    if (whole.number.is_valid) {
        whole.is_old_prefix =
            pieces.count > 0 && phone_habit_is_old_prefix(&whole.number, pieces.items[0].text);
        return whole;
    }
    for (size_t i = 0; i < pieces.count; i++) {
        struct reading piece;
        if (!read_piece(arena, &pieces.items[i], region, &piece))
            continue;
        piece.has_more = whole.has_more || pieces.items[i].is_half;
        return piece;
    }
    return whole;
}

void phone_read(struct arena *arena, str text, str region, struct phone *ret)
{
    char code[3] = "";
    if (region.size == 2)
        for (size_t i = 0; i < 2; i++)
            code[i] = (char)(region.data[i] & ~0x20); /* a capital */
    struct reading reading = read_text(arena, text, code);
    settle(&reading);
    const struct phone_shim *const number = &reading.number;
    *ret = (struct phone){
        .reason =
            number->is_valid && reading.is_old_prefix ? PHONE_WRONG_PREFIX : reason_of(number),
        .type = number->is_valid ? number->type : PHONE_UNKNOWN,
        .has_more = reading.has_more,
        .e164 = str_copy(arena, str_of(number->e164)),
        .extension = str_copy(arena, str_of(number->extension)),
        .region = str_copy(arena, str_of(number->region)),
    };
}
