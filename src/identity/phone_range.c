#include "identity/phone_range.h"

#include <string.h>

#include "base/status.h"
#include "base/str.h"

/* A range is a prefix after the country code and the length of the whole; PHONE_UNKNOWN takes a
 * range back.  Found by comparing the library's tables of 2022 with its own of 2026, prefix by
 * prefix; who gave the range out is named, because their plan is what counts. */
struct range {
    int country_code;
    const char *region;
    const char *prefixes;
    size_t length;
    enum phone_type type;
};

/* clang-format off */
static const struct range ranges[] = {
    /* Mexico, IFT: area codes opened from 2022 on beside the full ones of the same cities. */
    {52, "MX", "220 450 660 720 770 870 960", 10, PHONE_FIXED_LINE_OR_MOBILE},
    {52, "MX", "6570 6573 6574 6575 6576 6577 6578 6579", 10, PHONE_FIXED_LINE_OR_MOBILE},
    /* Colombia, CRC: the plan of 2021 (60 and the area), premium services, further mobiles. */
    {57, "CO", "6011 6081", 10, PHONE_FIXED_LINE},
    {57, "CO", "901", 10, PHONE_PREMIUM_RATE},
    {57, "CO", "9408", 10, PHONE_MOBILE},
    {57, "CO", "46", 8, PHONE_FIXED_LINE},
    /* Chile, SUBTEL: the whole country is one area for fixed and mobile numbers. */
    {56, "CL", "2337 2338 2339 234 2350 9100 9101 9102", 9, PHONE_FIXED_LINE_OR_MOBILE},
    {56, "CL", "600 809", 9, PHONE_FIXED_LINE},
    /* Peru, MTC: Lima and two departments. */
    {51, "PE", "190 192 193 194 195 196 198 687 755", 8, PHONE_FIXED_LINE},
    /* Argentina, ENACOM: area codes opened later. */
    {54, "AR", "110 2622 3418 3433 3735 3817 3825", 10, PHONE_FIXED_LINE},
    {54, "AR", "9110", 11, PHONE_MOBILE},
    /* Bolivia, ATT: nomadic and further mobile services. */
    {591, "BO", "50", 8, PHONE_VOIP},
    {591, "BO", "57", 8, PHONE_MOBILE},
    /* Brazil, Anatel: 0300 keeps eight digits after it. */
    {55, "BR", "300", 9, PHONE_UNKNOWN},
    /* Cuba, ETECSA. */
    {53, "CU", "62 63 64", 8, PHONE_MOBILE},
    {53, "CU", "49", 6, PHONE_FIXED_LINE},
    {53, "CU", "49", 7, PHONE_FIXED_LINE},
    {53, "CU", "49", 8, PHONE_FIXED_LINE},
    /* Spain, CNMC: vehicles and machines. */
    {34, "ES", "400", 9, PHONE_FIXED_LINE},
    /* Guatemala, SIT. */
    {502, "GT", "800 801 802 803 804", 8, PHONE_MOBILE},
    /* Honduras, CONATEL. */
    {504, "HN",
     "2204 2214 2215 2218 2219 2242 2247 2248 2268 2405 "
     "2458 2459 2480 2502 2503 2505 2511 2512 2513 2514 2515 2548 2569 2637 2705 2706 2707 2709 2720 2721",
     8, PHONE_FIXED_LINE},
    /* Panama, ASEP. */
    {507, "PA", "110 144 160 318 319 348 354 379 761 784 912 982", 7, PHONE_FIXED_LINE},
    /* Paraguay, CONATEL: an area code is part of every fixed number now. */
    {595, "PY", "987", 9, PHONE_MOBILE},
    {595, "PY", "20 40 50", 6, PHONE_UNKNOWN}, {595, "PY", "20 21 40 41 50", 7, PHONE_UNKNOWN},
    /* El Salvador, SIGET. */
    {503, "SV", "801", 7, PHONE_TOLL_FREE},
    {503, "SV", "27 28 29", 8, PHONE_FIXED_LINE},
    {503, "SV", "5 6611", 8, PHONE_MOBILE},
    /* Uruguay, URSEC. */
    {598, "UY", "1920 1997", 8, PHONE_FIXED_LINE},
    {598, "UY", "4", 10, PHONE_UNKNOWN},
    /* Venezuela, CONATEL. */
    {58, "VE", "422", 10, PHONE_MOBILE},
    /* North America, NANPA: area codes opened from 2022 on. */
    {1, "US",
     "227 235 274 324 327 329 350 353 363 369 472 557 645 686 728 730 738 748 821 835 975 983", 10,
     PHONE_FIXED_LINE_OR_MOBILE},
    {1, "CA", "257 273 354 382 428 683 879 942", 10, PHONE_FIXED_LINE_OR_MOBILE},
    {1, "US", "528 529 532", 10, PHONE_PERSONAL_NUMBER},
    {1, "CA", "633", 10, PHONE_PERSONAL_NUMBER},
};
/* clang-format on */

static bool starts_with_one(const char *national, const char *prefixes)
{
    str rest = str_of(prefixes);
    while (rest.size > 0)
        if (str_starts(str_of(national), str_split(&rest, ' ')))
            return true;
    return false;
}

/* In North America an exchange, the digits after the area code, starts with 2 to 9. */
static bool is_exchange(const struct phone_shim *number, const char *national)
{
    return number->country_code != 1 || (national[3] >= '2' && national[3] <= '9');
}

const char *phone_range_national(const struct phone_shim *number)
{
    size_t code = 1; /* the plus */
    for (int rest = number->country_code; rest > 0; rest /= 10)
        code++;
    return code <= strlen(number->e164) ? number->e164 + code : "";
}

void phone_range_correct(struct phone_shim *number)
{
    const char *const national = phone_range_national(number);
    const size_t length = strlen(national);
    for (size_t i = 0; i < ARRAY_LEN(ranges); i++) {
        const struct range *const range = &ranges[i];
        if (range->country_code != number->country_code || range->length != length ||
            !starts_with_one(national, range->prefixes) || !is_exchange(number, national) ||
            (number->is_valid && number->type == range->type))
            continue;
        number->is_valid = range->type != PHONE_UNKNOWN;
        number->type = range->type;
        memcpy(number->region, number->is_valid ? range->region : "", number->is_valid ? 3 : 1);
        return;
    }
}
