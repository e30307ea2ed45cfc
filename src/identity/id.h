/* Identity numbers: is one well written, and how is it kept and shown.
 *
 * A kind is a row of a table (id_rules_*.c): what may be dropped, which lengths and characters it
 * has, which check digits, dates and forbidden words, and which law or standard says so.  Whether a
 * number was ever issued is not known here.  Texts are UTF-8.  Pure: no clock, no store. */
#ifndef IDENTITY_ID_H
#define IDENTITY_ID_H
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

/* The first thing that is wrong, under the names that the tool prints. */
enum id_error {
    ID_VALID,
    ID_LENGTH,       /* InvalidLength */
    ID_FORMAT,       /* InvalidFormat: a character where another class is expected */
    ID_COMPONENT,    /* InvalidComponent: a part that was never given out: date, region, word */
    ID_CHECKSUM,     /* InvalidChecksum */
    ID_UNKNOWN_KIND, /* UnknownKind: no such kind for the country */
    ID_ERROR_COUNT
};
/* Empty for ID_VALID; never NULL. */
const char *id_error_name(enum id_error error);

struct id_rule; /* id_rule.h */

struct id_result {
    enum id_error error;
    str compact;   /* as it is kept: no punctuation, capitals.  Empty when the number is wrong, but
                      for a homoclave of the RFC: the SAT has issued ones that do not add up */
    str formatted; /* as its authority prints it; empty where compact is */
};

/* country is an ISO 3166 code, "*" or empty for the kinds of the world; kind as docs/identity.md
 * lists it.  Capitals do not matter.  NULL: no such kind. */
const struct id_rule *id_rule_find(str country, str kind);
/* The same for the words that files and clerks have for the kind ("RUN", "cédula", "CC"). */
const struct id_rule *id_rule_of_word(str country, str word);
/* The rules in a fixed order, for lists; NULL at the end. */
const struct id_rule *id_rule_at(size_t index);
const char *id_rule_country(const struct id_rule *rule);
const char *id_rule_kind(const struct id_rule *rule);
const char *id_rule_source(const struct id_rule *rule);

/* Judges one number; the texts of the result live in the arena.  rule may be NULL. */
void id_check(struct arena *arena, const struct id_rule *rule, str text, struct id_result *ret);

/* Any number without its punctuation, in capitals, for kinds that are not known: what two ways of
 * writing one number have in common. */
str id_compact(struct arena *arena, str text);
#endif
