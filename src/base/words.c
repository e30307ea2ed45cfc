#include "base/words.h"

#include <assert.h>

static const char *const channels[CHANNEL_COUNT] = {
    [CHANNEL_NONE] = "none",         [CHANNEL_EMAIL] = "email", [CHANNEL_SMS] = "sms",
    [CHANNEL_WHATSAPP] = "whatsapp", [CHANNEL_CALL] = "call",   [CHANNEL_LETTER] = "letter",
    [CHANNEL_VISIT] = "visit",
};
static const char *const purposes[PURPOSE_COUNT] = {
    [PURPOSE_COLLECTION] = "collection",
    [PURPOSE_REMINDER] = "reminder",
    [PURPOSE_SERVICE] = "service",
};
static const char *const roles[ROLE_COUNT] = {
    [ROLE_DEBTOR] = "debtor",       [ROLE_CO_DEBTOR] = "co_debtor",
    [ROLE_GUARANTOR] = "guarantor", [ROLE_REFERENCE] = "reference",
    [ROLE_EMPLOYER] = "employer",   [ROLE_THIRD_PARTY] = "third_party",
};
static const char *const flags[FLAG_COUNT] = {
    [FLAG_DECEASED] = "deceased", [FLAG_REPRESENTED] = "represented",
    [FLAG_BANKRUPT] = "bankrupt", [FLAG_VULNERABLE] = "vulnerable",
    [FLAG_MINOR] = "minor",       [FLAG_ELDERLY] = "elderly",
    [FLAG_SUED] = "sued",         [FLAG_MORATORIUM] = "moratorium",
};
static const char *const point_states[POINT_STATE_COUNT] = {
    [POINT_UNVERIFIED] = "unverified", [POINT_VERIFIED] = "verified",   [POINT_WRONG] = "wrong",
    [POINT_INACTIVE] = "inactive",     [POINT_OPTED_OUT] = "opted_out",
};
static const char *const consent_states[CONSENT_STATE_COUNT] = {
    [CONSENT_NONE] = "none",
    [CONSENT_GIVEN] = "given",
    [CONSENT_REVOKED] = "revoked",
    [CONSENT_EXPIRED] = "expired",
};
static const char *const outcome_flags[OUTCOME_COUNT] = {
    [OUTCOME_ATTEMPT] = "attempt",
    [OUTCOME_CONTACT] = "contact",
    [OUTCOME_RIGHT_PARTY] = "right_party",
    [OUTCOME_PROMISE] = "promise",
    [OUTCOME_DISPUTE] = "dispute",
    [OUTCOME_REFUSAL] = "refusal",
    [OUTCOME_WRONG_NUMBER] = "wrong_number",
    [OUTCOME_DECEASED] = "deceased",
    [OUTCOME_DNC] = "dnc",
    [OUTCOME_CALLBACK] = "callback",
    [OUTCOME_THIRD_PARTY] = "third_party",
    [OUTCOME_HARDSHIP] = "hardship",
    [OUTCOME_PAID] = "paid",
};

/* The place of a text in a list, or -1. */
static const char *const point_uses[] = {"personal", "workplace", "reference"};

static int find_word(const char *const *words, int count, str text)
{
    for (int i = 0; i < count; i++)
        if (str_equal_c(text, words[i]))
            return i;
    return -1;
}

const char *channel_name(enum channel channel)
{
    assert((unsigned)channel < CHANNEL_COUNT);
    return channels[channel];
}

bool channel_parse(str text, enum channel *ret_channel)
{
    const int found = find_word(channels, CHANNEL_COUNT, text);
    if (found >= 0)
        *ret_channel = (enum channel)found;
    return found >= 0;
}

const char *purpose_name(enum purpose purpose)
{
    assert((unsigned)purpose < PURPOSE_COUNT);
    return purposes[purpose];
}

bool purpose_parse(str text, enum purpose *ret_purpose)
{
    const int found = find_word(purposes, PURPOSE_COUNT, text);
    if (found >= 0)
        *ret_purpose = (enum purpose)found;
    return found >= 0;
}

const char *party_role_name(enum party_role role)
{
    assert((unsigned)role < ROLE_COUNT);
    return roles[role];
}

bool party_role_parse(str text, enum party_role *ret_role)
{
    const int found = find_word(roles, ROLE_COUNT, text);
    if (found >= 0)
        *ret_role = (enum party_role)found;
    return found >= 0;
}

const char *party_flag_name(enum party_flag flag)
{
    assert((unsigned)flag < FLAG_COUNT);
    return flags[flag];
}

bool party_flag_parse(str text, enum party_flag *ret_flag)
{
    const int found = find_word(flags, FLAG_COUNT, text);
    if (found >= 0)
        *ret_flag = (enum party_flag)found;
    return found >= 0;
}

const char *point_use_name(enum point_use use)
{
    assert((unsigned)use < POINT_USE_COUNT);
    return point_uses[use];
}

bool point_use_parse(str text, enum point_use *ret_use)
{
    const int found = find_word(point_uses, POINT_USE_COUNT, text);
    if (found >= 0)
        *ret_use = (enum point_use)found;
    return found >= 0;
}

const char *point_state_name(enum point_state state)
{
    assert((unsigned)state < POINT_STATE_COUNT);
    return point_states[state];
}

bool point_state_parse(str text, enum point_state *ret_state)
{
    const int found = find_word(point_states, POINT_STATE_COUNT, text);
    if (found >= 0)
        *ret_state = (enum point_state)found;
    return found >= 0;
}

const char *consent_state_name(enum consent_state state)
{
    assert((unsigned)state < CONSENT_STATE_COUNT);
    return consent_states[state];
}

bool consent_state_parse(str text, enum consent_state *ret_state)
{
    const int found = find_word(consent_states, CONSENT_STATE_COUNT, text);
    if (found >= 0)
        *ret_state = (enum consent_state)found;
    return found >= 0;
}

const char *outcome_flag_name(enum outcome_flag flag)
{
    assert((unsigned)flag < OUTCOME_COUNT);
    return outcome_flags[flag];
}

bool outcome_flag_parse(str text, enum outcome_flag *ret_flag)
{
    const int found = find_word(outcome_flags, OUTCOME_COUNT, text);
    if (found >= 0)
        *ret_flag = (enum outcome_flag)found;
    return found >= 0;
}
