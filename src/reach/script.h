/* What an agent says aloud before it is known who is speaking: a greeting, a word to a third party,
 * a message for the answering machine.  None of them speaks of a debt (reach/disclosure.h); where a
 * law says what a message may hold at most (limited content in the United States), the same text
 * keeps to it: the house's name, who calls, the number, and nothing else. */
#ifndef REACH_SCRIPT_H
#define REACH_SCRIPT_H
#include "base/op.h"

struct script {
    str greeting;
    str third_party;
    str voicemail;
};

MUST_CHECK status script_write(struct op *op, str party_name, bool is_english,
                               struct script *ret_script);
#endif
