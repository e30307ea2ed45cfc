/* What kind of line a telephone number belongs to.  Plain C and C++: phone_shim.cc reads it too. */
#ifndef IDENTITY_PHONE_TYPE_H
#define IDENTITY_PHONE_TYPE_H

enum phone_type {
    PHONE_FIXED_LINE,
    PHONE_MOBILE,
    PHONE_FIXED_LINE_OR_MOBILE, /* the numbering plan does not tell them apart */
    PHONE_TOLL_FREE,
    PHONE_PREMIUM_RATE,
    PHONE_SHARED_COST,
    PHONE_VOIP,
    PHONE_PERSONAL_NUMBER,
    PHONE_PAGER,
    PHONE_UAN, /* one number for the branches of a company */
    PHONE_VOICEMAIL,
    PHONE_UNKNOWN, /* its range was not given out */
    PHONE_TYPE_COUNT
};
#endif
