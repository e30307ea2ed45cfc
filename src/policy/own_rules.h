/* The organisation's own rules of contact: a pack of its own on top of the shipped ones, and
 * whether it reads the law strictly.
 *
 * The pack is a document (record/document.h) that the setting contact.own_pack names from a day on,
 * so each version stays; contact.reading says how the packs are read.  Its rules narrow and never
 * widen (comply/pack.h), and stand on verdicts as policy, not law. */
#ifndef POLICY_OWN_RULES_H
#define POLICY_OWN_RULES_H
#include "comply/pack.h"
#include "record/document.h"

#define OWN_RULES_SETTING   "contact.own_pack"
#define OWN_READING_SETTING "contact.reading"

struct own_rules {
    char hash[DOCUMENT_HASH_SIZE]; /* of the document; empty: none */
    enum pack_mode mode;
    str country; /* where they hold; PACK_DEFAULT: everywhere */
    str text;
};

/* What holds on the open date; hash and mode alone. */
MUST_CHECK status own_rules_read(struct op *op, struct own_rules *ret_rules);
/* The same of what the two settings say; empty: nothing. */
MUST_CHECK status own_rules_of_settings(struct op *op, str hash, str reading,
                                        struct own_rules *ret_rules);
bool own_rules_same(const struct own_rules *a, const struct own_rules *b);
/* With the text of the document, in the op's arena.  E_NOT_FOUND, E_STORE: it is not there, or is
 * damaged; E_INVALID: it is no pack. */
MUST_CHECK status own_rules_take(struct op *op, const struct own_rules *read,
                                 struct own_rules *ret_rules);
/* Rules that lie in no store, of their text.  E_INVALID: it is no pack. */
MUST_CHECK status own_rules_of_text(struct op *op, str text, struct own_rules *ret_rules);
/* The pack of a place with the rules on top, where they hold, and a strategy's limits beneath
 * (policy/limits.h; empty: none). */
MUST_CHECK status own_rules_open(struct op *op, const struct own_rules *rules, str place,
                                 str limits, const struct pack **ret_pack);
/* Keeps a pack as a document and has it hold from a day on, in the caller's transaction; empty
 * text: none from then on.  E_INVALID: the text names the rule that is wrong or laxer than what it
 * lies on. */
MUST_CHECK status own_rules_put(struct op *op, str text, const char *name, day from,
                                char ret_hash[DOCUMENT_HASH_SIZE]);
#endif
