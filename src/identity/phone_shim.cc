// The one file in C++, because libphonenumber is: it translates and decides nothing.
#include "identity/phone_shim.h"

#include <phonenumbers/logger.h>
#include <phonenumbers/phonenumber.pb.h>
#include <phonenumbers/phonenumberutil.h>

#include <string.h>

#include <algorithm>
#include <string>

namespace
{
using i18n::phonenumbers::NullLogger;
using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

// The library keeps the logger and would write to the standard output, where answers go.
PhoneNumberUtil &library()
{
    static PhoneNumberUtil *const util = [] {
        PhoneNumberUtil *const instance = PhoneNumberUtil::GetInstance();
        instance->SetLogger(new NullLogger);
        return instance;
    }();
    return *util;
}

template <size_t size> void put(const std::string &text, char (&out)[size])
{
    const size_t count = std::min(text.size(), size - 1);
    std::copy_n(text.begin(), count, out);
    out[count] = '\0';
}

phone_shim_error error_of(PhoneNumberUtil::ErrorType error)
{
    switch (error) {
    case PhoneNumberUtil::NO_PARSING_ERROR:
        return PHONE_SHIM_READ;
    case PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR:
        return PHONE_SHIM_NO_REGION;
    case PhoneNumberUtil::NOT_A_NUMBER:
        return PHONE_SHIM_NO_NUMBER;
    case PhoneNumberUtil::TOO_SHORT_AFTER_IDD:
    case PhoneNumberUtil::TOO_SHORT_NSN:
        return PHONE_SHIM_TOO_SHORT;
    case PhoneNumberUtil::TOO_LONG_NSN:
        return PHONE_SHIM_TOO_LONG;
    }
    return PHONE_SHIM_NO_NUMBER;
}

phone_shim_length length_of(PhoneNumberUtil::ValidationResult result)
{
    switch (result) {
    case PhoneNumberUtil::IS_POSSIBLE:
        return PHONE_SHIM_LENGTH_FITS;
    case PhoneNumberUtil::IS_POSSIBLE_LOCAL_ONLY:
        return PHONE_SHIM_LENGTH_LOCAL;
    case PhoneNumberUtil::TOO_SHORT:
        return PHONE_SHIM_LENGTH_SHORT;
    case PhoneNumberUtil::TOO_LONG:
        return PHONE_SHIM_LENGTH_LONG;
    case PhoneNumberUtil::INVALID_COUNTRY_CODE:
    case PhoneNumberUtil::INVALID_LENGTH:
        return PHONE_SHIM_LENGTH_WRONG;
    }
    return PHONE_SHIM_LENGTH_WRONG;
}

phone_type type_of(PhoneNumberUtil::PhoneNumberType type)
{
    switch (type) {
    case PhoneNumberUtil::FIXED_LINE:
        return PHONE_FIXED_LINE;
    case PhoneNumberUtil::MOBILE:
        return PHONE_MOBILE;
    case PhoneNumberUtil::FIXED_LINE_OR_MOBILE:
        return PHONE_FIXED_LINE_OR_MOBILE;
    case PhoneNumberUtil::TOLL_FREE:
        return PHONE_TOLL_FREE;
    case PhoneNumberUtil::PREMIUM_RATE:
        return PHONE_PREMIUM_RATE;
    case PhoneNumberUtil::SHARED_COST:
        return PHONE_SHARED_COST;
    case PhoneNumberUtil::VOIP:
        return PHONE_VOIP;
    case PhoneNumberUtil::PERSONAL_NUMBER:
        return PHONE_PERSONAL_NUMBER;
    case PhoneNumberUtil::PAGER:
        return PHONE_PAGER;
    case PhoneNumberUtil::UAN:
        return PHONE_UAN;
    case PhoneNumberUtil::VOICEMAIL:
        return PHONE_VOICEMAIL;
    case PhoneNumberUtil::UNKNOWN:
        return PHONE_UNKNOWN;
    }
    return PHONE_UNKNOWN;
}

// Countries with a code of their own, and the digits of their national numbers that the library
// takes as they stand when the first is 2 to 9: no trunk prefix, carrier code or prefix to dial
// abroad begins like that there, but 90 in Brazil, so parsing would change nothing.
struct plain_country {
    int code;
    const char *lead, *region;
    size_t digits_min, digits_max;
};
constexpr plain_country plain_countries[] = {
    {52,  "+52",  "MX", 10, 10},
    {57,  "+57",  "CO", 10, 10},
    {51,  "+51",  "PE", 8,  9 },
    {56,  "+56",  "CL", 9,  9 },
    {55,  "+55",  "BR", 10, 11},
    {593, "+593", "EC", 8,  9 },
    {502, "+502", "GT", 8,  8 },
    {503, "+503", "SV", 8,  8 },
    {504, "+504", "HN", 8,  8 },
    {505, "+505", "NI", 8,  8 },
    {506, "+506", "CR", 8,  8 },
    {507, "+507", "PA", 7,  8 },
    {591, "+591", "BO", 8,  8 },
    {595, "+595", "PY", 9,  9 },
    {598, "+598", "UY", 8,  8 },
    {58,  "+58",  "VE", 10, 10},
    {34,  "+34",  "ES", 9,  9 },
};

// What comes after the country's code; false: another country, or not in digits alone.
bool split_plain(const plain_country &country, const std::string &text, const std::string &region,
                 std::string &national)
{
    const size_t lead_size = strlen(country.lead);
    if (text.compare(0, lead_size, country.lead) == 0)
        national = text.substr(lead_size);
    else if (region == country.region)
        national = text;
    else
        return false;
    return national.size() >= country.digits_min && national.size() <= country.digits_max &&
           national[0] >= '2' && national.compare(0, 2, "90") != 0 &&
           std::all_of(national.begin(), national.end(),
                       [](char c) { return c >= '0' && c <= '9'; });
}

// A good number of digits alone, without the two dozen regular expressions of parsing; false: the
// whole way must be gone.
bool read_plain(const std::string &text, const std::string &region, phone_shim &out)
{
    std::string national;
    for (const plain_country &country : plain_countries) {
        if (!split_plain(country, text, region, national))
            continue;
        PhoneNumber number;
        number.set_country_code(country.code);
        number.set_national_number(std::stoull(national));
        const phone_type type = type_of(library().GetNumberType(number));
        if (type == PHONE_UNKNOWN)
            return false;
        out.error = PHONE_SHIM_READ;
        out.length = PHONE_SHIM_LENGTH_FITS;
        out.type = type;
        out.is_valid = true;
        out.country_code = country.code;
        put(country.region, out.region);
        put(country.lead + national, out.e164);
        return true;
    }
    return false;
}

void read(const std::string &text, const std::string &region, phone_shim &out)
{
    const PhoneNumberUtil &util = library();
    PhoneNumber number;
    std::string written;
    if (read_plain(text, region, out))
        return;
    out.error = error_of(util.Parse(text, region.empty() ? "ZZ" : region, &number));
    if (out.error != PHONE_SHIM_READ)
        return;
    put(number.extension(), out.extension);
    number.clear_extension();
    out.length = length_of(util.IsPossibleNumberWithReason(number));
    out.type = type_of(util.GetNumberType(number));
    out.is_valid = out.type != PHONE_UNKNOWN; // what IsValidNumber says, at half the price
    out.country_code = number.country_code();
    util.GetRegionCodeForNumber(number, &written);
    put(written == "ZZ" ? std::string() : written, out.region);
    util.Format(number, PhoneNumberUtil::E164, &written);
    put(written, out.e164);
}
} // namespace

extern "C" void phone_shim_read(const char *text, size_t size, const char *region, phone_shim *ret)
{
    *ret = phone_shim();
    ret->error = PHONE_SHIM_NO_NUMBER;
    try {
        read(std::string(text, size), region, *ret);
    } catch (...) {
        ret->error =
            PHONE_SHIM_NO_NUMBER; // out of memory is the only one known; C has no word for it
    }
}
